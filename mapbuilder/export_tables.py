"""What an export is made of: an exhibit in, five plain tables and who is to be named out.

Always true: events stand in the exhibit's order, each once, with a place or without; geometry is
WKB in EPSG:4326, little endian; no two columns of a table have one name, whatever the case of its
letters; of the columns that may be empty only those are there in which something stands.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from mapbuilder.linked_data import iso_day
from mapbuilder.locate import with_plain_texts
from mapbuilder.several import COLUMN as SEVERAL
from mapbuilder.several import geometry_of_events, several_of_events
from mapbuilder.shapes import STORED as SHAPE
from mapbuilder.sources import SOURCE_COLUMNS, to_ids

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mapbuilder.exhibit import Exhibit

GEOMETRY = "geometry"
"""The column of events and places that holds WKB."""

READ = (
    "edtf", "first_day", "last_day", "date_certainty", "date_precision", "place_id", "place_label",
    "place_ids", "place_precision", "place_uncertainty_m", "place_certainty", "lon", "lat",
    "join_kind", "join_reason", "source_title", "other_source_titles",
)  # fmt: skip
"""What the exhibit knows of an event beside the columns of its record."""

_KEPT = frozenset({"id", "date", "place", "title", "edtf", "place_id", "name", "event"})
# Columns by which the program itself works; what they say stands in READ, in words.
_WORKING = frozenset({
    "row", "lat", "lon", "place_index", SEVERAL, SHAPE, "sort_start_day", "sort_end_day", "edtf",
    "start_day", "end_day", "certainty", "precision", "kind", "reason",
})  # fmt: skip
_PLACES_AFTER_POINT = 7
"""About a centimetre."""
_YEAR_1, _YEAR_10000 = -719_162, 2_932_897
"""The first days of these years, counted from 1970: between them a year has four digits."""
_EXHIBIT_TEXTS = ("title", "subtitle", "intro", "notice", "credits")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of an export; a table that the exhibit has not is empty."""

    events: pa.Table
    """The records' own columns, then ``READ`` and ``geometry``."""
    places: pa.Table
    """What is known of each place that an event is at, and ``geometry``."""
    sources: pa.Table
    figures: pa.Table
    joins: pa.Table
    """A row for each place of each event."""
    facts: Mapping[str, Any]
    """Of the exhibit: id, title and its other texts in every language, languages, counts."""
    credits: tuple[Mapping[str, str], ...]
    """Whose coordinates and sources these are: what, credit, licence; each once, in order."""

    @property
    def language(self) -> str:
        """The tag of the language of texts without a suffix."""
        return str(self.facts["languages"][0])

    def credit_line(self) -> str:
        """All credits in one line, for formats that have room for no more."""
        return in_one_line(self.credits)


def in_one_line(credits_: Iterable[Mapping[str, str]]) -> str:
    """Credits in one line."""
    return "; ".join(
        one["credit"] + (f" ({one['licence']})" if one["licence"] else "") for one in credits_
    )


def to_tables(exhibit: Exhibit) -> Tables:
    sources = _plain(exhibit.sources, [*SOURCE_COLUMNS])
    return Tables(
        events=_events(exhibit, sources),
        places=_places(exhibit),
        sources=sources,
        figures=_plain(exhibit.figures, ["event", "measure", "value"]),
        joins=_joins(exhibit.joins),
        facts=_facts(exhibit),
        credits=credits_of(exhibit.places, exhibit.sources),
    )


def _events(exhibit: Exhibit, sources: pa.Table) -> pa.Table:
    titles = dict(zip(sources["id"].to_pylist(), sources["title"].to_pylist(), strict=True))
    return _without_empty(event_rows(exhibit.events, exhibit.places, titles))


def event_rows(joined: pa.Table, known: pa.Table, titles: Mapping[str, str]) -> pa.Table:
    """``Tables.events`` with all columns, of events and the places that they count into.

    ``titles`` are those of the sources, by id.
    """
    events = with_plain_texts(
        joined.select([name for name in joined.column_names if name != SEVERAL])
    )
    first, places = joined["place_index"], with_plain_texts(known)
    geometry = shapely.to_wkb(geometry_of_events(joined, known), byte_order=1)
    read: dict[str, Any] = {
        "edtf": pc.if_else(pc.equal(events["edtf"], ""), None, events["edtf"]),
        "first_day": _days(events["start_day"]),
        "last_day": _days(events["end_day"]),
        "date_certainty": events["certainty"],
        "date_precision": events["precision"],
        "place_id": places["id"].take(first),
        "place_label": places["label"].take(first),
        "place_ids": _all_places(joined, known),
        "place_precision": _taken(places, "precision", first),
        "place_uncertainty_m": _taken(places, "uncertainty_m", first),
        "place_certainty": _taken(places, "certainty", first),
        "lon": places["lon"].take(first),
        "lat": places["lat"].take(first),
        "join_kind": events["kind"],
        "join_reason": events["reason"],
        "source_title": _titles(events["source"], titles),
        "other_source_titles": _titles(events["other_sources"], titles),
    }
    own = [name for name in events.column_names if name not in _WORKING]
    names = distinct_names(own, {*READ, GEOMETRY})
    columns = {new: events[name] for name, new in zip(own, names, strict=True)}
    columns |= {name: read[name] for name in READ}
    columns[GEOMETRY] = pa.array(list(geometry), pa.binary())
    return pa.table(columns)


def _places(exhibit: Exhibit) -> pa.Table:
    return _without_empty(place_rows(exhibit.places))


def place_rows(known: pa.Table) -> pa.Table:
    """``Tables.places`` with all columns."""
    places = with_plain_texts(known)
    points = shapely.points(places["lon"].to_numpy(), places["lat"].to_numpy())
    wkb = shapely.to_wkb(points, byte_order=1)
    if SHAPE in places.column_names:
        given = places[SHAPE].to_pylist()
        wkb = [shape or point for shape, point in zip(given, wkb, strict=True)]
    kept = [name for name in places.column_names if name not in ("row", SHAPE)]
    names = distinct_names(kept, {GEOMETRY})
    columns = {new: places[name] for name, new in zip(kept, names, strict=True)}
    columns[GEOMETRY] = pa.array(list(wkb), pa.binary())
    return pa.table(columns)


def _joins(joins: pa.Table) -> pa.Table:
    # In the order of the events, as everything else; several of one event keep theirs.
    plain = with_plain_texts(joins.sort_by("event").drop_columns(["event"]))
    names = {"id": "event", "place": "place_id", "label": "place_label"}
    return plain.drop_columns(["row"]).rename_columns(
        [names.get(name, name) for name in plain.column_names if name != "row"]
    )


def _plain(table: pa.Table | None, required: Sequence[str]) -> pa.Table:
    """The table without its row numbers; one that is not there has the columns it would need."""
    if table is None:
        return pa.table({name: pa.array([], pa.string()) for name in required})
    plain = with_plain_texts(table.drop_columns(["row"]))
    plain = plain.rename_columns(distinct_names(plain.column_names, ()))
    return _without_empty(plain, {*required})


def _without_empty(table: pa.Table, required: Collection[str] = ()) -> pa.Table:
    return table.select(
        [
            name
            for name in table.column_names
            if name in _KEPT
            or name in required
            or name == GEOMETRY
            or table[name].null_count < len(table)
        ]
    ).replace_schema_metadata(None)


def distinct_names(names: Iterable[str], taken: Collection[str]) -> list[str]:
    """The names, those that are ``taken`` or there twice, in any case, with ``_given`` behind."""
    used = {name.casefold() for name in taken}
    found: list[str] = []
    for name in names:
        new = name or "column"
        while new.casefold() in used:
            new += "_given"
        used.add(new.casefold())
        found.append(new)
    return found


def _taken(table: pa.Table, column: str, at: Any) -> Any:
    if column not in table.column_names:
        return pa.nulls(len(at), pa.string())
    return table[column].take(at)


def _all_places(events: pa.Table, places: pa.Table) -> pa.Array:
    """The ids of all places of an event that has several, set apart by ``; ``."""
    found: list[str | None] = [None] * len(events)
    several = several_of_events(events)
    ids = places["id"].to_pylist() if several else []
    for row, indices in several.items():
        found[row] = "; ".join(str(ids[place]) for place in indices)
    return pa.array(found, pa.string())


def _days(days: Any) -> pa.Array:
    """Each day as a date in ISO 8601; a year after 9999 or before 0 has all its digits."""
    encoded = pc.dictionary_encode(days.combine_chunks())
    different = encoded.dictionary.to_numpy(zero_copy_only=False)
    texts = np.full(len(different), None, object)
    usual = (different >= _YEAR_1) & (different < _YEAR_10000)
    texts[usual] = np.datetime_as_string(different[usual].astype("datetime64[D]"))
    for at in np.flatnonzero(~usual):
        texts[at] = iso_day(int(different[at]))
    return pa.array(texts, pa.string()).take(encoded.indices)


def _titles(cells: Any, titles: Mapping[str, str]) -> pa.Array:
    encoded = pc.dictionary_encode(cells.combine_chunks())
    texts = [
        "; ".join(titles.get(identity) or identity for identity in to_ids(cell, titles)) or None
        for cell in encoded.dictionary.to_pylist()
    ]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _facts(exhibit: Exhibit) -> dict[str, Any]:
    config = exhibit.config
    facts: dict[str, Any] = {
        "id": config.id or "exhibit",
        "languages": list(config.languages),
        "machine_drafted": list(config.machine_drafted),
        "public_url": config.public_url,
        "counts": {name: exhibit.counts[name] for name in sorted(exhibit.counts)},
    }
    for key in _EXHIBIT_TEXTS:
        facts[key] = getattr(config, key)
        variants = sorted(name for name in config.variants if name.startswith(f"{key}_"))
        facts |= {name: config.variants[name] for name in variants}
    return {key: value for key, value in facts.items() if value not in ("", None, [])} | {
        "title": config.title
    }


def credits_of(places: pa.Table, sources: pa.Table | None) -> tuple[Mapping[str, str], ...]:
    """Of the coordinates, then of the sources that have a licence."""
    found: dict[tuple[str, str, str], None] = {}
    for credit, licence in _pairs(places, "coordinate_source", "coordinate_licence"):
        if credit or licence:
            found[("coordinates", credit, licence)] = None
    if sources is not None:
        for title, licence in _pairs(sources, "title", "licence"):
            if licence:
                found[("source", title, licence)] = None
    keys = ("what", "credit", "licence")
    return tuple(dict(zip(keys, one, strict=True)) for one in found)


def _pairs(table: pa.Table, *names: str) -> Iterable[tuple[str, str]]:
    columns = [
        table[name].to_pylist() if name in table.column_names else [None] * len(table)
        for name in names
    ]
    return dict.fromkeys(
        (str(one or ""), str(two or "")) for one, two in zip(*columns, strict=True)
    )


def geojson_of(wkb: pa.Array | pa.ChunkedArray) -> list[dict[str, Any] | None]:
    """Each geometry as RFC 7946 has it, each different one worked out once.

    Seven digits after the point; outer rings run against the clock (section 3.1.6).
    """
    encoded = pc.dictionary_encode(_combined(wkb))
    geometries = [_tidy(geom) for geom in shapely.from_wkb(encoded.dictionary.to_pylist())]
    written = [json.loads(text) for text in shapely.to_geojson(np.array(geometries, object))]
    return [None if at is None else written[at] for at in encoded.indices.to_pylist()]


def wkt_of(wkb: pa.Array | pa.ChunkedArray, *, points: bool = True) -> list[str | None]:
    """Each geometry as WKT; without ``points``, ``None`` for those."""
    geometries = shapely.from_wkb(_combined(wkb).to_pylist())
    return [
        None
        if geom is None or (not points and geom.geom_type == "Point")
        else shapely.to_wkt(_tidy(geom), rounding_precision=_PLACES_AFTER_POINT, trim=True)
        for geom in geometries
    ]


def _combined(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _tidy(geom: BaseGeometry) -> BaseGeometry:
    return _right_handed(
        shapely.transform(geom, lambda points: np.round(points, _PLACES_AFTER_POINT))
    )


def _right_handed(geom: BaseGeometry) -> BaseGeometry:
    from shapely.geometry import GeometryCollection, MultiPolygon, Polygon
    from shapely.geometry.polygon import orient

    if isinstance(geom, Polygon):
        return orient(geom)
    if isinstance(geom, MultiPolygon):
        return MultiPolygon([orient(part) for part in geom.geoms])
    if isinstance(geom, GeometryCollection):
        return GeometryCollection([_right_handed(part) for part in geom.geoms])
    return geom
