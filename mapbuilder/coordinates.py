"""Coordinates given in the records themselves, as places of their own.

In go the records and the places that their toponyms name, out comes a place for each record with
a coordinate. Always true: the coordinate wins over the toponym; a point is one place however many
records give it; neither its id nor its label depends on the records' order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

PRECISIONS = ("site", "town", "city", "region")
"""How well a coordinate is known, the best first: drawn as a pin, a ring, a halo, an area."""

_PLACES_AFTER_POINT = 5
"""About a metre: points nearer to each other than that are one place."""
_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Places made of the records' own coordinates, and who is at which."""

    places: pa.Table
    """id, name, label, lat, lon, precision, uncertainty_m; sorted by lon, then lat."""
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
        return OwnPlaces(_points_table([], [], [], []), named, named, [])
    points = _rounded(table)
    known_points = _rounded(known)
    first, point = unique_rows(points[:, 0], points[:, 1])
    unique = points[first]
    first_pair, pair = unique_rows(point, named)
    at, joined = point[first_pair], named[first_pair]
    targets = len(known) + at
    away_km = np.full(len(at), np.nan)
    if len(known):
        away_km = np.where(joined < 0, np.nan, distance_km(unique[at], known_points[joined]))
    targets = np.where(away_km == 0, joined, targets)
    labels = known["label"].to_pylist()
    reasons = [
        _reason(km, labels[place] if place >= 0 else None)
        for km, place in zip(away_km.tolist(), joined.tolist(), strict=True)
    ]
    names = _labels(len(unique), point, toponyms, codes)
    return OwnPlaces(
        _points_table(unique.tolist(), names, *_precisions(table, point, len(unique))),
        targets[pair],
        pair,
        reasons,
    )


def unique_rows(*columns: np.ndarray[Any, np.dtype[Any]]) -> tuple[Numbers, Numbers]:
    """Where each different row of some columns first stands, in order of value, and each row's own.

    What ``np.unique(axis=0)`` gives, a dozen times faster: columns are numbered, then combined.
    """
    rows = np.zeros(len(columns[0]), np.int64)
    first = rows[:1]
    for column in columns:
        _, numbers = np.unique(column, return_inverse=True)
        combined = rows * (int(numbers.max(initial=0)) + 1) + numbers.reshape(-1)
        _, first, rows = np.unique(combined, return_index=True, return_inverse=True)
        rows = rows.reshape(-1)
    return first, rows


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


def _rounded(table: pa.Table) -> Floats:
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


def _precisions(table: pa.Table, point: Numbers, count: int) -> tuple[list[str], list[float]]:
    """For each point the coarsest precision and the widest uncertainty that its records give.

    Without a word of theirs it is a site: who gives a coordinate means that spot.
    """
    rank = np.zeros(count, np.int64)
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
        }
    )


def _short(degrees: float) -> str:
    return f"{degrees:.{_PLACES_AFTER_POINT}f}".rstrip("0").rstrip(".")
