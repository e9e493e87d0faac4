"""The places of a join: those of the gazetteers, one after the other, then those found from them.

In go gazetteers and what became of the toponyms, out comes one table. Always true: a place that
toponyms say to lie near, beyond or between others is one place however many records say it, with an
area of its own and the words of the first of them in the alphabet; and so is one that they doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from mapbuilder.candidates import Facts
from mapbuilder.coordinates import Floats, Numbers, OwnPlaces, numbers_in
from mapbuilder.places import empty_places

if TYPE_CHECKING:
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.outcome import Found, Outcome
    from mapbuilder.reading import Phrase
    from mapbuilder.vicinity import Vicinity
    from mapbuilder.world import World

DOUBTED = "~uncertain"
"""Ends the id of a place at which records are that doubt it."""
_AREAS = ("country:", "division:", "county:")
_MOST_FREQUENT = 3
_MOST_POINTS = 64
"""How many places show where the exhibit is; more tell nothing new."""
_CREDITS = ("coordinate_source", "coordinate_licence", "gazetteer")


@dataclass(frozen=True, slots=True)
class Places:
    """All places that records may be joined to, and where in their table each one is."""

    table: pa.Table
    starts: tuple[int, ...]
    """Where each gazetteer's places begin."""
    derived: dict[Found, int]

    @classmethod
    def of(cls, gazetteers: Sequence[Gazetteer], outcomes: Sequence[Outcome]) -> Places:
        """The table for outcomes; ``Found.keys`` count into the gazetteers' places."""
        named = [(one.name, one.places) for one in gazetteers] or [("", empty_places())]
        table = pa.concat_tables(
            [
                places.append_column("gazetteer", pa.repeat(pa.scalar(name), len(places)))
                for name, places in named
            ],
            promote_options="permissive",
        )
        starts = tuple(np.cumsum([0, *(len(one.places) for one in gazetteers)]).tolist())
        wanted = {
            found for one in outcomes for found in one.places if found.phrase is not None
        }  # fmt: skip
        if not wanted:
            return cls(table, starts, {})
        rows: dict[str, dict[str, Any]] = {}
        ids: dict[Found, str] = {}
        doubted: dict[str, int] = {}
        for found in sorted(
            wanted, key=lambda one: (one.phrase.words if one.phrase else "", one.keys)
        ):
            if found.phrase is not None and found.phrase.relation == "at":
                [(gazetteer, place)] = found.keys
                at = starts[gazetteer] + place
                ids[found] = f"{table['id'][at].as_py()}{DOUBTED}"
                doubted[ids[found]] = at
                continue
            row = _derived(found, table, starts)
            ids[found] = row["id"]
            rows.setdefault(row["id"], row)
        every = [*sorted(rows), *sorted(doubted)]
        number = {id_: len(table) + index for index, id_ in enumerate(every)}
        more = pa.Table.from_pylist([rows[id_] for id_ in sorted(rows)], schema=_schema(table))
        unsure = _doubted(table, doubted)
        table = pa.concat_tables([table, more, unsure], promote_options="permissive")
        return cls(table, starts, {found: number[id_] for found, id_ in ids.items()})

    def indices(self, outcome: Outcome) -> list[int]:
        """The rows of an outcome's places, each once, in the order in which they are named."""
        return list(dict.fromkeys(self._index(found) for found in outcome.places))

    def first(self, outcome: Outcome) -> int:
        """The row of its first place, -1 for none."""
        return self._index(outcome.places[0]) if outcome.places else -1

    def _index(self, found: Found) -> int:
        if found.phrase is not None:
            return self.derived[found]
        [(gazetteer, place)] = found.keys
        return self.starts[gazetteer] + place

    def points(self, counts: Mapping[int, int]) -> Floats:
        """Rows of (lon, lat) of the places of most records, whose numbers ``counts`` gives."""
        order = sorted(counts, key=lambda index: (-counts[index], index))[:_MOST_POINTS]
        some = self.table.select(["lon", "lat"]).take(pa.array(order, pa.int64()))
        return np.stack([some[name].to_numpy().astype(float) for name in ("lon", "lat")], axis=1)

    def most_frequent(self, counts: Mapping[int, int]) -> tuple[tuple[Facts, int], ...]:
        """The places of most records, of each what is known and how many records are there."""
        # What is derived has no id that a person could write.
        told = len(self.table) - len(set(self.derived.values()))
        counts = {index: count for index, count in counts.items() if index < told}
        order = sorted(counts, key=lambda index: (-counts[index], index))[:_MOST_FREQUENT]
        columns = ["id", "label", "lon", "lat", "country", "division", "feature"]
        known = [name for name in columns if name in self.table.column_names]
        some = self.table.select(known).take(pa.array(order, pa.int64()))
        return tuple(
            (Facts(**cell), counts[index])
            for index, cell in zip(order, some.to_pylist(), strict=True)
        )


def places_in_use(
    known: Places,
    found: OwnPlaces,
    outcomes: Sequence[Outcome],
    outcome: Numbers,
    place: Numbers,
    worlds: Sequence[World],
) -> tuple[pa.Table, Numbers, dict[int, list[int]]]:
    """The places that records are at, which of them each is at first, and all of an outcome's.

    ``place`` counts into the known places and, after them, those that were found in the records;
    -1 is none. Only an outcome of several places has a list.
    """
    several = {
        number: indices
        for number in numbers_in(outcome)
        if len(outcomes[number].places) > 1 and len(indices := known.indices(outcomes[number])) > 1
    }
    whole = pa.concat_tables([known.table, found.places], promote_options="permissive")
    also = [np.array(indices, np.int64) for indices in several.values()]
    used = np.array(numbers_in(np.concatenate([place, *also])), np.int64)
    index = np.where(place < 0, -1, np.searchsorted(used, place))
    places = with_areas(whole.take(pa.array(used)), worlds)
    several = {number: np.searchsorted(used, several[number]).tolist() for number in several}
    return places, index, several


def with_areas(places: pa.Table, worlds: Sequence[World]) -> pa.Table:
    """The places, those of the world that are divisions or countries with their areas."""
    ids = places["id"].to_pylist()
    wanted = [index for index, id_ in enumerate(ids) if str(id_).startswith(_AREAS)]
    if not wanted:
        return places
    has_shapes = "shape_wkb" in places.column_names
    shapes = places["shape_wkb"].to_pylist() if has_shapes else [None] * len(ids)
    for index in wanted:
        found = (world.area(ids[index].removesuffix(DOUBTED)) for world in worlds)
        shapes[index] = shapes[index] or next((area for area in found if area), None)
    column = pa.array(shapes, pa.binary())
    if not has_shapes:
        return places.append_column("shape_wkb", column)
    return places.set_column(places.column_names.index("shape_wkb"), "shape_wkb", column)


def _doubted(table: pa.Table, doubted: Mapping[str, int]) -> pa.Table:
    """The places of records that doubt them, by their ids, as they are but for that."""
    found = table.take(pa.array([doubted[id_] for id_ in sorted(doubted)], pa.int64()))
    told = {
        "id": pa.array(sorted(doubted), pa.string()),
        "certainty": pa.array(["uncertain"] * len(doubted), pa.string()),
    }
    for name, column in told.items():
        at = found.column_names.index(name) if name in found.column_names else -1
        found = found.append_column(name, column) if at < 0 else found.set_column(at, name, column)
    return found


def _schema(table: pa.Table) -> pa.Schema:
    types = {
        "id": pa.string(), "name": pa.string(), "label": pa.string(), "lat": pa.float64(),
        "lon": pa.float64(), "precision": pa.string(), "uncertainty_m": pa.float64(),
        "relation": pa.string(), "relation_words": pa.string(), "direction": pa.string(),
        "distance_m": pa.float64(), "certainty": pa.string(), "of": pa.string(),
        "shape_wkb": pa.binary(), **dict.fromkeys(_CREDITS, pa.string()),
    }  # fmt: skip
    labels = [name for name in table.column_names if name.startswith("label_")]
    return pa.schema([*types.items(), *((f"of_{name[6:]}", pa.string()) for name in labels)])


def _derived(found: Found, table: pa.Table, starts: Sequence[int]) -> dict[str, Any]:
    """The row of a place that lies somewhere near, beyond or between one or two others."""
    phrase = found.phrase
    assert phrase is not None
    at = [starts[gazetteer] + place for gazetteer, place in found.keys]
    others = table.take(pa.array(at)).to_pylist()
    area = _area(phrase, others)
    names = [str(one["label"]) for one in others]
    row: dict[str, Any] = {
        "id": _id(phrase, [str(one["id"]) for one in others]),
        "name": phrase.words or names[0],
        "label": _label(phrase, names),
        "lon": area.lon,
        "lat": area.lat,
        "precision": "region",
        "uncertainty_m": area.uncertainty_m,
        "relation": phrase.relation,
        "relation_words": phrase.words,
        "direction": phrase.direction,
        "distance_m": phrase.distance_m,
        "certainty": "uncertain" if phrase.doubt else None,
        "of": "|".join(names),
        "shape_wkb": area.wkb,
    }
    for column in _CREDITS:
        row[column] = "; ".join(dict.fromkeys(one[column] for one in others if one.get(column)))
    for column in others[0]:
        if column.startswith("label_"):
            row[f"of_{column[6:]}"] = "|".join(
                one[column] or name for one, name in zip(others, names, strict=True)
            )
    return row


def _area(phrase: Phrase, others: Sequence[dict[str, Any]]) -> Vicinity:
    from mapbuilder.vicinity import NEAR_RADII, between, near, own_radius_m, towards

    points = [
        (one["lon"], one["lat"], own_radius_m(one.get("precision"), one.get("uncertainty_m")))
        for one in others
    ]
    if phrase.relation == "between":
        return between(*points[0], *points[-1])
    lon, lat, radius_m = points[0]
    if phrase.direction is not None:
        return towards(lon, lat, radius_m, phrase.direction, phrase.distance_m)
    # Who says how far says no more than that: "5 km from Baku" is within so much of it.
    return near(lon, lat, max(radius_m, (phrase.distance_m or 0.0) / NEAR_RADII))


def _id(phrase: Phrase, ids: Sequence[str]) -> str:
    doubt = DOUBTED if phrase.doubt else ""
    if phrase.relation == "between":
        return "~".join(sorted(ids)) + doubt
    how = phrase.direction or "near"
    if phrase.distance_m is not None:
        how += f"-{phrase.distance_m / 1000:g}km"
    return f"{ids[0]}~{how}{doubt}"


def _label(phrase: Phrase, names: Sequence[str]) -> str:
    """The label in English, which the page words anew in each of its languages."""
    if phrase.relation == "between":
        return f"between {names[0]} and {names[-1]}"
    if phrase.direction is None:
        return f"near {names[0]}"
    towards_ = {
        "n": "north", "ne": "northeast", "e": "east", "se": "southeast", "s": "south",
        "sw": "southwest", "w": "west", "nw": "northwest",
    }[phrase.direction]  # fmt: skip
    away = "" if phrase.distance_m is None else f"{phrase.distance_m / 1000:g} km "
    return f"{away}{towards_} of {names[0]}"
