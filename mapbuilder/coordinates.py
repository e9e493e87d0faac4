"""Coordinates given in the records themselves, as places of their own.

In go the records and the places that their toponyms name, out comes a place for each record with
a coordinate. Always true: the coordinate wins over the toponym; a point is one place however many
records give it; neither its id nor its label depends on the records' order.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

PRECISIONS = ("site", "town", "city", "district", "region", "country")
"""How well a coordinate is known, the best first: drawn as a pin, a ring, then ever wider halos."""

CERTAINTIES = ("certain", "less-certain", "uncertain")
"""How sure it is that a place is there, the surest first: what is less certain is drawn dashed."""

_PLACES_AFTER_POINT = 5
"""About a metre: points nearer to each other than that are one place."""
_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Places made of the records' own coordinates, and who is at which."""

    places: pa.Table
    """id, name, label, lat, lon, precision, uncertainty_m, certainty, label_<lang>; by lon, lat.

    Where records have lines or areas, also ``shape_wkb``.
    """
    place: Numbers
    """For each record with a coordinate: the number of its place, counted after the known ones."""
    reason: Numbers
    """For each record with a coordinate: the index of its reason."""
    reasons: list[str]


def has_coordinate(table: pa.Table) -> Flags:
    """Which records give a coordinate."""
    lat, lon = (table[column].to_numpy() for column in ("lat", "lon"))
    flags: Flags = ~(np.isnan(lat.astype(float)) | np.isnan(lon.astype(float)))
    return flags


def own_places(
    table: pa.Table, toponyms: Sequence[str], codes: Numbers, named: Numbers, known: pa.Table
) -> OwnPlaces:
    """The places of records that all have a coordinate.

    ``codes`` counts into ``toponyms`` and ``named``, the place that the toponym alone would join,
    into ``known``; -1 is none. A coordinate equal to that of the named place is that place.
    """
    if not len(table):
        return OwnPlaces(_points_table([], [], [], [], []), named, named, [])
    points = rounded_points(table)
    known_points = rounded_points(known)
    shapes, shape = _shapes(table)
    first, point = unique_rows(points[:, 0], points[:, 1], shape)
    unique = points[first]
    first_pair, pair = unique_rows(point, named)
    at, joined = point[first_pair], named[first_pair]
    targets = len(known) + at
    away_km = np.full(len(at), np.nan)
    if len(known):
        away_km = np.where(joined < 0, np.nan, distance_km(unique[at], known_points[joined]))
    # A line or area of the record's own is not the named place, wherever its middle is.
    away_km = np.where((away_km == 0) & (shape[first][at] > 0), np.nan, away_km)
    targets = np.where(away_km == 0, joined, targets)
    labels = known["label"].to_pylist()
    reasons = [
        _reason(km, labels[place] if place >= 0 else None)
        for km, place in zip(away_km.tolist(), joined.tolist(), strict=True)
    ]
    names = _labels(len(unique), point, toponyms, codes)
    drawn = [shapes[number] for number in shape[first].tolist()]
    places = _points_table(
        unique.tolist(), names, *_precisions(table, point, drawn), _certainties(table, point, drawn)
    )
    if any(drawn):
        places = _with_titles(_with_shapes(places, drawn), names, table, point)
    places = _with_shared_titles(places, names, table, point)
    return OwnPlaces(
        places,
        targets[pair],
        pair,
        reasons,
    )


def is_area(wkb: bytes) -> bool:
    """Whether a shape's WKB, little endian, is of an area; else it is of a line."""
    # ref: OGC 06-103r4, 8.2.3: the byte order, then the type; 3 and 6 are of polygons.
    return wkb[1] in (3, 6)


def precision_of(wkb: bytes) -> str:
    """The precision of a shape that no word gives one: a line is drawn, an area is a region."""
    return "region" if is_area(wkb) else "site"


def unique_rows(*columns: np.ndarray[Any, np.dtype[Any]]) -> tuple[Numbers, Numbers]:
    """Where each different row of some columns first stands, in order of value, and each row's own.

    What ``np.unique(axis=0)`` gives, a dozen times faster: columns are numbered, then combined.
    """
    rows: Numbers = np.zeros(len(columns[0]), np.int64)
    first: Numbers = rows[:1]
    for column in columns:
        if len(column) and (column[0] == column).all():
            continue
        own, numbers = _numbered(column)
        if len(first) <= 1:
            # All rows were alike so far.
            first, rows = own, numbers
            continue
        first, rows = _numbered(rows * (int(numbers.max(initial=0)) + 1) + numbers)
    return first, rows


def numbers_in(values: Numbers) -> list[int]:
    """The different numbers among some, in order, without the negative ones."""
    different: list[int] = np.flatnonzero(np.bincount(values[values >= 0])).tolist()
    return different


def how_often(numbers: Numbers, times: Numbers | None = None) -> list[int]:
    """How often each number from 0 is there, each as many ``times`` as it stands for."""
    # Sums of whole numbers as floats are exact up to 2**53.
    counts: list[int] = np.bincount(numbers, times).astype(np.int64).tolist()
    return counts


def _numbered(values: np.ndarray[Any, np.dtype[Any]]) -> tuple[Numbers, Numbers]:
    """Where each different value first stands, in order of value, and the number of each row's."""
    import pyarrow as pa

    # Adding zero makes one of -0.0 and 0.0, which hashes tell apart.
    encoded = pa.array(values + 0).dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    different = encoded.dictionary.to_numpy()
    order = np.argsort(different, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    # Codes count up where a value is met for the first time.
    met = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
    return met[order], rank[codes]


def to_number(written: str) -> float | None:
    """The finite number that a cell holds, or ``None``; Python alone reads ``1_0`` as one."""
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in written else None


def distance_km(points: Floats, others: Floats) -> Floats:
    """The great circle distances of rows of (lon, lat), by the haversine formula."""
    (lon, lat), (other_lon, other_lat) = np.radians(points).T, np.radians(others).T
    half = np.sin((other_lat - lat) / 2) ** 2
    half += np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    distances: Floats = 2 * _EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return distances


def nearest_km(points: Floats, others: Floats) -> Floats:
    """How far each point, a row of (lon, lat), is from the nearest of the others.

    Chords through the Earth, which need no angle, tell the two that may be the nearest.
    """
    sphere, at = _on_sphere(points), _on_sphere(others)
    least = np.full((2, len(points)), np.inf)
    which = np.zeros((2, len(points)), np.int64)
    for number, other in enumerate(at):
        chord = ((sphere - other) ** 2).sum(axis=1)
        first = chord < least[0]
        least[1, first], which[1, first] = least[0, first], which[0, first]
        least[0, first], which[0, first] = chord[first], number
        second = ~first & (chord < least[1])
        least[1, second], which[1, second] = chord[second], number
    found: Floats = np.minimum(*(distance_km(points, others[each]) for each in which))
    return found


def _on_sphere(points: Floats) -> Floats:
    """Rows of (lon, lat) as rows of (x, y, z), from the middle of the Earth, a radius long."""
    lon, lat = np.radians(points).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _reason(away_km: float, label: str | None) -> str:
    """How a record came to its coordinate, and how far its toponym's place is from there."""
    reason = "the record's own coordinate"
    if label is None:
        return reason
    if away_km == 0:
        return f"{reason}, which is that of {label}"
    return f"{reason}, {away_km:,.1f} km from {label}, which its toponym names"


def in_degrees(lon: float, lat: float) -> str:
    """A coordinate as people write it: ``38.7537° N, 48.8539° E``."""
    return f"{abs(lat):.4f}° {'S' if lat < 0 else 'N'}, {abs(lon):.4f}° {'W' if lon < 0 else 'E'}"


def rounded_points(table: pa.Table) -> Floats:
    """Rows of (lon, lat): points that are alike here are one place."""
    columns = [table[column].to_numpy().astype(float) for column in ("lon", "lat")]
    # The sum makes -0.0 equal to 0.0 in ids.
    points: Floats = np.round(np.stack(columns, axis=1), _PLACES_AFTER_POINT) + 0.0
    # One meridian of two names; east, as `in_degrees` writes it.
    points[points[:, 0] == -180, 0] = 180
    return points


def _labels(
    count: int, point: Numbers, toponyms: Sequence[str], codes: Numbers
) -> list[str | None]:
    """For each point its most frequent toponym, the first in the alphabet among equals."""
    labels: list[str | None] = [None] * count
    best: dict[int, tuple[int, str]] = {}
    point, codes = point[codes >= 0], codes[codes >= 0]
    first, pair = unique_rows(point, codes)
    counts = np.bincount(pair, minlength=len(first))
    for at, code, number in zip(
        point[first].tolist(), codes[first].tolist(), counts.tolist(), strict=True
    ):
        rank = (-number, toponyms[code])
        if at not in best or rank < best[at]:
            best[at] = rank
            labels[at] = toponyms[code]
    return labels


def _shapes(table: pa.Table) -> tuple[list[bytes | None], Numbers]:
    """The different shapes of records, ordered by what they are, and each record's own; 0 is none.

    The order does not depend on the records'.
    """
    if "shape_wkb" not in table.column_names:
        return [None], np.zeros(len(table), np.int64)
    wkb = table["shape_wkb"].to_pylist()
    shapes: list[bytes | None] = [None, *sorted({one for one in wkb if one})]
    number = {one: index for index, one in enumerate(shapes)}
    return shapes, np.array([number[one] for one in wkb], np.int64)


def _with_shapes(places: pa.Table, shapes: Sequence[bytes | None]) -> pa.Table:
    """The places with their shapes; several may have one middle, and need ids of their own."""
    ids = [
        id_ if shape is None else f"{id_}-{hashlib.sha256(shape).hexdigest()[:8]}"
        for id_, shape in zip(places["id"].to_pylist(), shapes, strict=True)
    ]
    places = places.set_column(0, "id", pa.array(ids, pa.string()))
    return places.append_column("shape_wkb", pa.array(shapes, pa.binary()))


def _with_titles(
    places: pa.Table, toponyms: Sequence[str | None], table: pa.Table, point: Numbers
) -> pa.Table:
    """The places with an event's title for the label of a shape that no toponym names.

    A coordinate says where a point is; of a line or area it says next to nothing.
    """
    ids = table["id"].to_pylist()
    first: dict[int, int] = {}
    for record, place in enumerate(point.tolist()):
        if place not in first or ids[record] < ids[first[place]]:
            first[place] = record
    nameless = [
        place
        for place, (name, shape) in enumerate(
            zip(toponyms, places["shape_wkb"].to_pylist(), strict=True)
        )
        if shape and not name
    ]
    records = pa.array([first[place] for place in nameless], pa.int64())
    for column in table.column_names if nameless else ():
        if column == "title" or column.startswith("title_"):
            titles = table[column].take(records).to_pylist()
            label = column.replace("title", "label")
            known = label in places.column_names
            labels = places[label].to_pylist() if known else [None] * len(places)
            for place, title in zip(nameless, titles, strict=True):
                labels[place] = title or labels[place]
            texts = pa.array(labels, pa.string())
            at = places.column_names.index(label) if known else len(places.column_names)
            places = (
                places.set_column(at, label, texts) if known else places.append_column(label, texts)
            )
    return places


def _certainties(
    table: pa.Table, point: Numbers, shapes: Sequence[bytes | None]
) -> list[str | None]:
    """For each point the least certainty that its records give; ``None`` where none gives any."""
    # The records' own column "certainty" is kept under this name, beside that of their dates.
    rank = np.full(len(shapes), -1, np.int64)
    if "certainty_given" in table.column_names:
        words = [(text or "").lower() for text in table["certainty_given"].to_pylist()]
        given = [CERTAINTIES.index(word) if word in CERTAINTIES else -1 for word in words]
        np.maximum.at(rank, point, np.array(given, np.int64))
    return [CERTAINTIES[number] if number >= 0 else None for number in rank.tolist()]


def _with_shared_titles(
    places: pa.Table, toponyms: Sequence[str | None], table: pa.Table, point: Numbers
) -> pa.Table:
    """The places, those that no toponym names labelled by the title that all their events have.

    So a single event lends its place its title, in each of its languages. Where the titles differ
    the label stays the coordinate.
    """
    shared = np.array([not name for name in toponyms], bool)
    columns = [name for name in table.column_names if name.startswith("title_")]
    for column in ["title", *columns] if "title" in table.column_names else []:
        encoded = pc.dictionary_encode(pc.cast(table[column], pa.string()).combine_chunks())
        codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        low, high = np.full(len(places), len(codes)), np.full(len(places), -1)
        np.minimum.at(low, point, codes)
        np.maximum.at(high, point, codes)
        one = shared & (low == high) & (low >= 0)
        if column == "title":
            shared = one
        if not one.any():
            continue
        titles = encoded.dictionary.take(pa.array(np.where(one, low, 0), mask=~one))
        label = column.replace("title", "label", 1)
        if label in places.column_names:
            titles = pc.coalesce(titles, places[label])
            places = places.set_column(places.column_names.index(label), label, titles)
        else:
            places = places.append_column(label, titles)
    return places


def _precisions(
    table: pa.Table, point: Numbers, shapes: Sequence[bytes | None]
) -> tuple[list[str], list[float]]:
    """For each point the coarsest precision and the widest uncertainty that its records give.

    Without a word of theirs it is a site: who gives a coordinate means that spot. Of a shape, an
    area is a region.
    """
    count = len(shapes)
    rank = np.zeros(count, np.int64)
    if any(shapes):
        words = [precision_of(shape) if shape else PRECISIONS[0] for shape in shapes]
        rank = np.array([PRECISIONS.index(word) for word in words], np.int64)
    radius_m = np.full(count, np.nan)
    # The records' own column "precision" is kept under this name, beside that of their dates.
    if "precision_given" in table.column_names:
        words = table["precision_given"].to_pylist()
        given = [
            PRECISIONS.index(w) if (w := (t or "").lower()) in PRECISIONS else 0 for t in words
        ]
        np.maximum.at(rank, point, np.array(given, np.int64))
    if "uncertainty_m" in table.column_names:
        numbers = [to_number(text) if text else None for text in table["uncertainty_m"].to_pylist()]
        metres = np.array([n if n is not None and n >= 0 else np.nan for n in numbers], float)
        np.fmax.at(radius_m, point, metres)
    return [PRECISIONS[number] for number in rank.tolist()], radius_m.tolist()


def _points_table(
    points: Sequence[Sequence[float]],
    labels: Sequence[str | None],
    precisions: Sequence[str],
    radii_m: Sequence[float],
    certainties: Sequence[str | None],
) -> pa.Table:
    names = [
        label or in_degrees(lon, lat) for (lon, lat), label in zip(points, labels, strict=True)
    ]
    return pa.table(
        {
            "id": pa.array([f"at-{_short(lat)},{_short(lon)}" for lon, lat in points], pa.string()),
            "name": pa.array(names, pa.string()),
            "label": pa.array(names, pa.string()),
            "lat": pa.array([lat for _, lat in points], pa.float64()),
            "lon": pa.array([lon for lon, _ in points], pa.float64()),
            "precision": pa.array(precisions, pa.string()),
            "uncertainty_m": pa.array(radii_m, pa.float64(), from_pandas=True),
            "certainty": pa.array(certainties, pa.string()),
        }
    )


def _short(degrees: float) -> str:
    return f"{degrees:.{_PLACES_AFTER_POINT}f}".rstrip("0").rstrip(".")
