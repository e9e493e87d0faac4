"""Exhibits whose events have several places, or places near others, made by hand.

What the join reads out of "Baku; Lankaran" and "near Haftoni" is said here instead, so that what
comes after the join has tests of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import Located, locate
from mapbuilder.records import read_records
from mapbuilder.vicinity import Vicinity, between, near, towards

FOLDER = Path(__file__).resolve().parent / "exhibits/several-places"

BAKU, LANKARAN = (49.892, 40.3777), (48.8506, 38.7543)


def vicinity_row(
    id_: str, relation: str, words: str, of: Mapping[str, str], found: Vicinity, **more: Any
) -> dict[str, Any]:
    """A row of places for what is near others; ``of`` has the others' label by language."""
    return {
        "id": id_,
        "name": words,
        "label": words,
        "relation": relation,
        "relation_words": words,
        **{("of" if tag == "en" else f"of_{tag}"): label for tag, label in of.items()},
        "lon": found.lon,
        "lat": found.lat,
        "uncertainty_m": found.uncertainty_m,
        "shape_wkb": found.wkb,
        "precision": "town",
        "direction": None,
        "distance_m": None,
        **more,
    }


VICINITIES = [
    vicinity_row(
        "haftoni~near",
        "near",
        "near Haftoni",
        {"en": "Haftoni", "az": "Həftoni", "ru": "Гафтони"},
        near(48.7622, 38.7622, None),
    ),
    vicinity_row(
        "lerik~north",
        "direction",
        "north of Lerik",
        {"en": "Lerik", "az": "", "ru": "Лерик"},
        towards(48.4151, 38.7736, None, "n"),
        direction="n",
    ),
    vicinity_row(
        "baku~south",
        "direction",
        "20 km south of Baku",
        {"en": "Baku", "az": "Bakı", "ru": "Баку"},
        towards(*BAKU, 8_000, "s", 20_000),
        direction="s",
        distance_m=20_000.0,
    ),
    vicinity_row(
        "baku~lankaran",
        "between",
        "between Baku and Lankaran",
        {"en": "Baku|Lankaran", "az": "Bakı|Lənkəran", "ru": "Баку|Ленкорань"},
        between(*BAKU, 8_000, *LANKARAN, 3_000),
    ),
]

PLACES_OF = {
    "survey": ["baku~lankaran"],
    "wire": ["baku", "lankaran", "neftchala"],
    "first": ["baku"],
    "storm": ["haftoni~near"],
    "camp": ["lerik~north"],
    "halt": ["baku~south"],
    "villages": ["masally", "lerik"],
    "letters": ["lankaran"],
    "pulled": ["baku", "lankaran"],
}


def located_at(
    located: Located, places: pa.Table, places_of: Mapping[str, Sequence[str]]
) -> Located:
    """The join with its events at the places said: what ``locate`` gives for several places."""
    number = {id_: index for index, id_ in enumerate(places["id"].to_pylist())}
    events, rows = located.events, []
    lists = [[number[id_] for id_ in places_of.get(e, ())] for e in events["id"].to_pylist()]
    for event, at in enumerate(lists):
        row = {name: events[name][event].as_py() for name in ("row", "id", "place")}
        for place in at:
            known = {name: places[name][place].as_py() for name in ("id", "label", "lon", "lat")}
            rows.append(
                {
                    "row": row["row"],
                    "id": row["id"],
                    "toponym": row["place"],
                    "place": known["id"],
                    "label": known["label"],
                    "lon": known["lon"],
                    "lat": known["lat"],
                    "kind": "exhibit",
                    "gazetteer": "places.csv",
                    "reason": "said by hand",
                    "event": event,
                }
            )
    first = pa.array([at[0] if at else None for at in lists], pa.int32())
    new: dict[str, pa.Array] = {
        "place_index": first,
        "lon": places["lon"].take(first),
        "lat": places["lat"].take(first),
    }
    if any(len(at) > 1 for at in lists):
        new["place_indices"] = pa.array(lists, pa.list_(pa.int32()))
    for name, column in new.items():
        events = (
            events.set_column(events.column_names.index(name), name, column)
            if name in events.column_names
            else events.append_column(name, column)
        )
    return replace(located, events=events, places=places, joins=pa.Table.from_pylist(rows))


def several_exhibit(**changes: Any) -> Exhibit:
    """The exhibit of ``tests/exhibits/several-places`` with the places that its records name."""
    settings = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8")) | changes
    gazetteer = read_gazetteer(FOLDER / "places.csv")
    located = locate(read_records(FOLDER / "events.csv"), gazetteer)
    more = pa.Table.from_pylist(VICINITIES)
    places = pa.concat_tables([gazetteer.places, more], promote_options="permissive")
    # `locate` gives the places that events use, in the gazetteer's order.
    used = {id_ for ids in PLACES_OF.values() for id_ in ids}
    places = places.filter(pa.array([id_ in used for id_ in places["id"].to_pylist()]))
    return Exhibit.of(located_at(located, places, PLACES_OF), **settings)
