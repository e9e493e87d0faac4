"""What an exhibit's page shows of it: an exhibit in, one without what the settings leave out.

Out go the records of groups that are not shown, with all that is only theirs. With ``only_source``
nothing is left but what the records' own sources say. Always true: what is checked is the whole
exhibit, and what is shown twice is as what is shown once.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.errors import MapbuilderError
from mapbuilder.several import events_and_places, with_new_places
from mapbuilder.sources import to_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mapbuilder.config import Config, Group
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.media import Media

# In no source's words: the curator's texts, what other sources say, what is shown besides.
_NOT_THE_SOURCES = re.compile(
    r"(?:text|other_accounts|media_alt|media_credit|audio)(?:_[a-z0-9_]+)?"
    r"|other_sources|date_sources|media|media_licence"
)
_DATE = ("date", "edtf", "start_day", "end_day", "certainty", "precision")
_OF_PLACES = re.compile(r"(?:note|former_names)(?:_[a-z0-9_]+)?")
_TEXTS = ("intro", "subtitle")


def as_shown(exhibit: Exhibit) -> Exhibit:
    """The exhibit as its page shows it; the same one where its settings leave nothing out.

    Raises ``MapbuilderError`` where only the sources shall speak and no record quotes one.
    """
    config = exhibit.config
    hidden = {name for name, group in config.groups.items() if not group.shown}
    if config.only_source:
        hidden |= {name for name, group in config.groups.items() if group.panel == "context"}
    if hidden:
        exhibit = _without(exhibit, hidden)
    return _only_source(exhibit) if config.only_source else exhibit


def _without(exhibit: Exhibit, groups: set[str]) -> Exhibit:
    """The exhibit without the records of some groups."""
    hidden = pc.is_in(exhibit.events["group"], value_set=pa.array(sorted(groups), pa.string()))
    rows = pc.indices_nonzero(pc.invert(hidden))
    gone = len(exhibit.events) - len(rows)
    if not gone:
        return exhibit
    left_out = exhibit.events.filter(hidden)
    events = exhibit.events.take(rows)
    _, used = events_and_places(events)
    kept = np.unique(used)
    new_place = np.full(len(exhibit.places), -1, np.int64)
    new_place[kept] = np.arange(len(kept))
    events = with_new_places(events, new_place)
    places = exhibit.places.take(pa.array(kept))
    if "number" in places.column_names:
        numbers = pa.array(np.arange(1, len(places) + 1), places["number"].type)
        places = places.set_column(places.column_names.index("number"), "number", numbers)

    new_event = np.full(len(exhibit.events), -1, np.int64)
    new_event[rows.to_numpy()] = np.arange(len(rows))
    of_event = new_event[exhibit.joins["event"].to_numpy()]
    joins = exhibit.joins.set_column(
        exhibit.joins.column_names.index("event"), "event", pa.array(of_event, pa.int64())
    ).filter(pa.array(of_event >= 0))

    ids = events["id"].combine_chunks()
    figures, steps = exhibit.figures, exhibit.steps
    out = left_out["id"].combine_chunks()
    if figures is not None:
        figures = figures.filter(pc.invert(pc.is_in(figures["event"], value_set=out)))
    if steps is not None:
        # A step without an event is about a place, or has words of its own.
        told = pc.fill_null(pc.is_in(steps["event"], value_set=out), False)
        steps = steps.filter(pc.invert(told))
    placed = len(events) - events["place_index"].null_count
    counts = dict(exhibit.counts) | {
        "records": exhibit.counts["records"] - gone,
        "events": len(events),
        "placed": placed,
        "unplaced": len(events) - placed,
        "places": len(places),
    }
    smaller = replace(
        exhibit,
        events=events,
        places=places,
        joins=joins,
        figures=figures,
        steps=steps,
        counts=counts,
        media=None if exhibit.media is None else _media_of(exhibit.media, set(ids.to_pylist())),
    )
    before, after = _named(exhibit), _named(smaller)
    return replace(smaller, sources=_listed(exhibit.sources, before - after, named=False))


def _media_of(media: Media, events: set[str]) -> Media | None:
    """The media of some events, and no file besides."""
    from mapbuilder.media import Media

    of_event = {id_: items for id_, items in media.of_event.items() if id_ in events}
    readings = {id_: items for id_, items in media.readings.items() if id_ in events}
    items = sorted(
        {item for each in of_event.values() for item in each}
        | {item for each in readings.values() for item in each.values()}
    )
    if not items:
        return None
    new_item = {item: number for number, item in enumerate(items)}
    files = sorted({media.items[item].file for item in items})
    new_file = {file: number for number, file in enumerate(files)}
    return Media(
        tuple(media.files[file] for file in files),
        tuple(replace(media.items[item], file=new_file[media.items[item].file]) for item in items),
        {id_: tuple(new_item[item] for item in each) for id_, each in of_event.items()},
        {
            id_: {suffix: new_item[item] for suffix, item in each.items()}
            for id_, each in readings.items()
        },
        media.read,
    )


def _only_source(exhibit: Exhibit) -> Exhibit:
    """The exhibit with nothing but what the records' own sources say.

    Titles, categories and the names of places stay: without them nothing could be found.
    """
    events = exhibit.events
    if not pc.any(pc.is_valid(events["quote"])).as_py():
        raise MapbuilderError(
            "only what the sources say is to be shown, and no record quotes its source: give the "
            "records a column quote, or take out only_source"
        )
    borrowed = pc.is_valid(events["date_sources"])
    for name in events.column_names:
        field = events.schema.field(name)
        column = None
        if name in _DATE:
            column = pc.if_else(borrowed, pa.scalar(None, field.type), events[name])
        elif _NOT_THE_SOURCES.fullmatch(name):
            column = pa.nulls(len(events), field.type)
        if column is not None:
            events = events.set_column(events.column_names.index(name), field, column)
    # Columns that mapbuilder does not know are whoever's.
    events = events.replace_schema_metadata({**(events.schema.metadata or {}), b"extra": b"[]"})
    places = exhibit.places
    for name in places.column_names:
        if _OF_PLACES.fullmatch(name):
            field = places.schema.field(name)
            empty = pa.nulls(len(places), field.type)
            places = places.set_column(places.column_names.index(name), field, empty)
    spoken = replace(
        exhibit,
        config=_without_words(exhibit.config),
        events=events,
        places=places,
        figures=_own_figures(exhibit),
        steps=None,
        media=None,
    )
    return replace(spoken, sources=_listed(exhibit.sources, _named(spoken), named=True))


def _without_words(config: Config) -> Config:
    """The settings without introduction and notes, which speak of what is not shown."""
    gone = re.compile(rf"(?:{'|'.join(_TEXTS)})(?:_[a-z0-9_]+)?")
    variants = {key: text for key, text in config.variants.items() if not gone.fullmatch(key)}
    groups = {name: _unexplained(group) for name, group in config.groups.items()}
    silent = {**dict.fromkeys(_TEXTS, ""), "variants": variants, "groups": groups}
    return config.model_copy(update=silent)


def _unexplained(group: Group) -> Group:
    labels = {key: text for key, text in group.variants.items() if not key.startswith("note")}
    return group.model_copy(update={"note": "", "variants": labels})


def _own_figures(exhibit: Exhibit) -> pa.Table | None:
    """The figures that the record's own source gives."""
    if exhibit.figures is None:
        return None
    own = _own_sources(exhibit)
    pairs = zip(
        exhibit.figures["event"].to_pylist(), exhibit.figures["source"].to_pylist(), strict=True
    )
    given = [source is not None and own.get(event) == source for event, source in pairs]
    return exhibit.figures.filter(pa.array(given, pa.bool_()))


def _own_sources(exhibit: Exhibit) -> Mapping[str, str | None]:
    """The source of each record; of several in its cell the first is it."""
    known = _known(exhibit)
    pairs = zip(exhibit.events["id"].to_pylist(), exhibit.events["source"].to_pylist(), strict=True)
    return {id_: next(iter(to_ids(cell or "", known)), None) for id_, cell in pairs}


def _known(exhibit: Exhibit) -> set[str]:
    return set() if exhibit.sources is None else set(exhibit.sources["id"].to_pylist())


def _named(exhibit: Exhibit) -> set[str]:
    """The sources that an exhibit's records and figures name."""
    known = _known(exhibit)
    cells: list[Any] = []
    for column in ("source", "other_sources", "date_sources"):
        cells += pc.unique(exhibit.events[column]).to_pylist()
    if exhibit.figures is not None:
        cells += pc.unique(exhibit.figures["source"]).to_pylist()
    return {id_ for cell in cells if cell for id_ in to_ids(cell, known)}


def _listed(sources: pa.Table | None, ids: set[str], *, named: bool) -> pa.Table | None:
    """The sources with these ids, or those with any other."""
    if sources is None:
        return None
    chosen = pc.is_in(sources["id"], value_set=pa.array(sorted(ids), pa.string()))
    return sources.filter(chosen if named else pc.invert(chosen))
