"""Coordinate columns: tables with a whole coordinate in one column in, with lat and lon out.

Exports of Wikidata have ``Point(49.87 40.41)``, spreadsheets "40.41, 49.87". Always true: what the
cells, and the column's name, do not say is not guessed: which number is the latitude.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from mapbuilder.counts import counted
from mapbuilder.report import Report, Suggestion
from mapbuilder.written_points import WrittenPoint, point_in

if TYPE_CHECKING:
    from mapbuilder.tables import Table

_SAMPLE = 200
"""So many filled cells tell whether a column is one of coordinates."""
_LAT = re.compile(r"lat|^y\b|широт|breite|enlik|enlem", re.IGNORECASE)
_LON = re.compile(
    r"\b(?:lon|lng)|(?<=lat)(?:lon|lng)|^x\b|долгот|länge|uzunluq|boylam", re.IGNORECASE
)


def with_lat_and_lon(table: Table, report: Report) -> Table:
    """The table of places; a column of whole coordinates becomes ``lat`` and ``lon``.

    Only where it has none of them, nor a geometry, and only where the order of the two is said.
    """
    column = _column_in_place_of_two(table)
    if column is None:
        return table
    texts = table.columns[column].to_pylist()
    points = [point_in(text) if text else None for text in texts]
    is_lat_first = _order_of(column, points)
    if is_lat_first is None:
        return table
    halves: dict[str, list[str | None]] = {"lat": [], "lon": []}
    for text, point in zip(texts, points, strict=True):
        lat, lon = (None, None) if point is None else (point.lat, point.lon)
        if point is not None and not point.sure and not is_lat_first:
            lat, lon = lon, lat
        # What is no coordinate is told with its row, as in a column lat.
        halves["lat"].append(text if lat is None else repr(lat))
        halves["lon"].append(text if lon is None else repr(lon))
    read = sum(point is not None for point in points)
    report.add(
        "coordinate-form",
        "note",
        f"the column {column!r} is read as lat and lon, in {counted(read, 'row')}",
        file=table.name,
        column=column,
        value=next(text for text in texts if text),
    )
    columns = table.columns.drop_columns([column])
    for axis, cells in halves.items():
        columns = columns.append_column(axis, pa.array(cells, pa.string()))
    return replace(table, columns=columns)


def tell_order(table: Table, report: Report) -> bool:
    """Whether a column has whole coordinates of which nothing says the order; that is told."""
    column = _column_in_place_of_two(table)
    if column is None:
        return False
    report.add(
        "column-missing",
        "error",
        f"each cell of the column {column!r} has both numbers of a coordinate, and nothing says "
        "which is the latitude; call the column 'lat_lon' or 'lon_lat'",
        file=table.name,
        column=column,
        value=table.columns[column].drop_null()[0].as_py(),
        suggestions=(
            Suggestion("lat_lon", "latitude first, as most people write"),
            Suggestion("lon_lat", "longitude first, as in GeoJSON"),
        ),
    )
    return True


def _column_in_place_of_two(table: Table) -> str | None:
    names = table.columns.column_names
    if "geometry" in names or "lon" in names:
        return None
    found = column_of_points(table, [name for name in names if name not in ("id", "name")])
    return None if found != "lat" and "lat" in names else found


def tell_unread(table: Table, known: Collection[str], report: Report) -> None:
    """A warning for a table of records without coordinates that has a column of them all the same.

    ``known`` are the columns that a table of records may have.
    """
    names = table.columns.column_names
    if {"lat", "lon", "geometry"}.intersection(names):
        return
    column = column_of_points(table, [name for name in names if name not in known])
    if column is None:
        return
    texts = table.columns[column].slice(0, _SAMPLE).drop_null().to_pylist()
    are_sure = all(point is None or point.sure for point in map(point_in, texts))
    right = "write them into two columns, lat and lon"
    report.add(
        "column-unknown",
        "note" if "place" in names else "warning",
        f"the column {column!r} holds coordinates and is kept as a detail, which places no record; "
        f"{right if 'place' in names or not are_sure else 'call it place'}",
        file=table.name,
        column=column,
        value=column,
    )


def column_of_points(table: Table, names: Collection[str]) -> str | None:
    """The first of the columns in which most of the first filled cells are whole coordinates."""
    for name in names:
        column = table.columns[name]
        filled = column.slice(0, 5 * _SAMPLE).drop_null().slice(0, _SAMPLE).to_pylist()
        if filled and sum(point_in(text) is not None for text in filled) * 2 > len(filled):
            return name
    return None


def _order_of(name: str, points: Collection[WrittenPoint | None]) -> bool | None:
    """Whether bare pairs have the latitude first; ``None`` where nothing says it."""
    open_ = [one for one in points if one is not None and not one.sure]
    if not open_:
        return True
    words = re.sub(r"[\W_]+", " ", name)
    lat, lon = _LAT.search(words), _LON.search(words)
    return None if lat is None or lon is None else lat.start() < lon.start()
