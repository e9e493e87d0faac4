"""Shapes: lines and areas as a table writes them in, valid geometry in EPSG:4326 out.

A cell holds WKT or GeoJSON. What can be repaired without guessing is repaired and told; anything
else is a problem, never a wrong line. Always true of a shape: it is a line or an area of one or
more parts, flat, within ±180° and ±90°, cut at 180° (RFC 7946, section 3.1.9), and has a point that
stands for it, which lies on the line or in the area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.report import Report

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mapbuilder.tables import Table

COLUMN = "geometry"
"""The column of a table that holds shapes."""
STORED = "shape_wkb"
"""The column of places and records that holds them once they are read; WKB, little endian."""

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_LINE, _AREA = 1, 2
_PLACES_AFTER_POINT = 7
"""About a centimetre; what projections leave behind it is noise."""
_SRID = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;\s*", re.IGNORECASE)
_FAR_KM = 50.0
"""So far from its shape, a marker is told to be away from it, whatever the shape's size."""


class ShapeError(ValueError):
    """A text that is no shape: what is wrong and what would be right, in one sentence."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape, or only a point, as read from one text."""

    geom: BaseGeometry | None
    """``None`` where the text is a point."""
    lon: float
    lat: float
    mended: tuple[str, ...] = ()
    """What was repaired, in words."""
    points: int = 0
    """How many points the text has when it is of several points, which have no line or area."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a table's ``geometry`` holds, a value for each row."""

    wkb: pa.Array
    """Binary; null where the row has no line or area."""
    lon: Floats
    """Of the point that stands for the shape; NaN where there is none."""
    lat: Floats


def read_shapes(table: Table, report: Report) -> Shapes | None:
    """The shapes of a table's rows, ``None`` when it has none; each problem goes to ``report``.

    Where the row has ``lat`` and ``lon`` of its own, they are not looked at here but for one thing:
    whether they are anywhere near the shape.
    """
    if COLUMN not in table.columns.column_names:
        return None
    encoded = pc.dictionary_encode(table.columns[COLUMN].combine_chunks())
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    read: list[Shape | None] = []
    for number, text in enumerate(encoded.dictionary.to_pylist()):
        rows = np.flatnonzero(codes == number)
        try:
            shape = to_shape(text)
        except ShapeError as error:
            _tell(report, table, rows, "geometry-invalid", "warning", f"{error}", text)
            read.append(None)
            continue
        for said in shape.mended:
            _tell(report, table, rows, "geometry-mended", "note", said, text)
        if shape.points > 1:
            said = (
                f"the geometry is {shape.points} points; one of them stands for it, which is less "
                "than it says"
            )
            _tell(report, table, rows, "geometry-not-point", "warning", said, text)
        _tell_away(report, table, rows, shape, text)
        read.append(shape)
    read.append(None)
    wkb = pa.array(
        [
            shapely.to_wkb(one.geom, byte_order=1) if one and one.geom is not None else None
            for one in read
        ],
        pa.binary(),
    )
    lon = np.array([one.lon if one else np.nan for one in read])
    lat = np.array([one.lat if one else np.nan for one in read])
    at = np.where(codes < 0, len(read) - 1, codes)
    return Shapes(wkb.take(pa.array(at)), lon[at], lat[at])


def to_shape(text: str) -> Shape:
    """The shape that a text in WKT or GeoJSON writes. Raises ``ShapeError`` when it is none."""
    mended: list[str] = []
    geom = _parsed(text, mended)
    if shapely.is_empty(geom):
        raise ShapeError("the geometry is empty; leave the cell empty, or write its coordinates")
    geom = _of_one_kind(geom, mended)
    coordinates = shapely.get_coordinates(geom, include_z=True)
    if not np.isfinite(coordinates[:, :2]).all():
        raise ShapeError("the geometry has a coordinate that is no number; write all of them")
    _check_range(coordinates)
    if np.nan_to_num(coordinates[:, 2]).any():
        mended.append("the geometry has heights, which the map does not show; they are left out")
    geom = shapely.transform(
        shapely.force_2d(geom), lambda points: np.round(points, _PLACES_AFTER_POINT) + 0.0
    )
    if shapely.get_dimensions(geom) == 0:
        parts = shapely.get_parts(geom)
        point = shapely.point_on_surface(geom)
        return Shape(None, _wrapped(point.x), point.y, tuple(mended), len(parts))
    whole = _continuous(geom, mended)
    whole = _valid(whole, mended)
    lon, lat = point_of(whole)
    return Shape(cut_at_180(whole), _wrapped(lon), lat, tuple(mended))


def from_wkb(wkb: bytes | None) -> BaseGeometry | None:
    """The shape that a row of ``STORED`` holds."""
    return None if wkb is None else shapely.from_wkb(wkb)


def unrolled(geom: BaseGeometry) -> BaseGeometry:
    """A shape with its parts side by side, east of 180° where it crosses it, and joined there."""
    parts = shapely.get_parts(geom)
    bounds = shapely.bounds(parts)
    order = np.argsort(bounds[:, 0], kind="stable")
    west, east = bounds[order, 0], np.maximum.accumulate(bounds[order, 2])
    gaps = west[1:] - east[:-1]
    if not len(gaps) or gaps.max() <= west[0] + 360.0 - east[-1]:
        return geom
    start = west[1 + int(np.argmax(gaps))]
    moved = [
        part if box[0] >= start else _eastward(part, 360.0)
        for part, box in zip(parts, bounds, strict=True)
    ]
    return _joined(moved)


def point_of(geom: BaseGeometry) -> tuple[float, float]:
    """The (lon, lat) that stands for a shape: a line's middle, a point inside an area.

    Of several parts it is in the largest; on the ground, not on a map that stretches the north.
    """
    lat = float(np.mean(shapely.get_coordinates(geom)[:, 1]))
    narrow = max(0.05, float(np.cos(np.radians(lat))))
    ground = shapely.transform(geom, lambda points: points * (narrow, 1.0))
    if shapely.get_dimensions(geom) == _LINE:
        parts = shapely.get_parts(shapely.line_merge(ground))
        longest = parts[int(np.argmax(shapely.length(parts)))]
        point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    else:
        parts = shapely.get_parts(ground)
        point = shapely.point_on_surface(parts[int(np.argmax(shapely.area(parts)))])
    lon, lat = point.x / narrow, point.y
    short = round(lon, 6), round(lat, 6)
    inside = shapely.get_dimensions(geom) == _LINE or shapely.contains_xy(geom, *short)
    return short if inside else (lon, lat)


def _parsed(text: str, mended: list[str]) -> BaseGeometry:
    if text.lstrip().startswith("{"):
        return _from_geojson(text)
    if (srid := _SRID.match(text)) is not None:
        if srid[1] != "4326":
            raise ShapeError(
                f"the geometry is in EPSG:{srid[1]}; write it in EPSG:4326, degrees of longitude "
                "and latitude"
            )
        text = text[srid.end() :]
    with np.errstate(invalid="ignore", over="ignore"):
        try:
            return shapely.from_wkt(text)
        except (shapely.GEOSException, NotImplementedError, UnicodeEncodeError):
            fixed = _closed(text)
    if fixed is None:
        raise ShapeError(
            "the geometry can be read neither as WKT nor as GeoJSON; write it as in LINESTRING "
            "(49.85 40.37, 49.25 39.38), the longitude first"
        )
    mended.append("the outline of the area does not end where it began; it is closed")
    return fixed


def _closed(text: str) -> BaseGeometry | None:
    """The area of an outline that only lacks its last point, which is its first."""
    if not text.lstrip().upper().startswith(("POLYGON", "MULTIPOLYGON")):
        return None
    geom = shapely.from_wkt(text, on_invalid="fix")
    return None if shapely.is_empty(geom) else geom


def _from_geojson(text: str) -> BaseGeometry:
    try:
        return shapely.from_geojson(text)
    except (shapely.GEOSException, NotImplementedError, UnicodeEncodeError):
        raise ShapeError(
            'the geometry is no geometry of GeoJSON (RFC 7946, section 3.1); write {"type": '
            '"LineString", "coordinates": [[49.85, 40.37], [49.25, 39.38]]}'
        ) from None


def _of_one_kind(geom: BaseGeometry, mended: list[str]) -> BaseGeometry:
    """The geometry itself, or the parts of a collection when all are lines or all are areas."""
    if shapely.get_type_id(geom) != 7:
        return shapely.LineString(geom.coords) if geom.geom_type == "LinearRing" else geom
    parts = [part for part in _flat(geom) if not shapely.is_empty(part)]
    dimensions = {int(shapely.get_dimensions(part)) for part in parts}
    if len(dimensions) != 1:
        kinds = ", ".join(sorted({part.geom_type for part in parts}))
        raise ShapeError(
            f"the geometry is a collection of several kinds ({kinds}); give lines and areas rows "
            "of their own"
        )
    mended.append("the geometry is a collection; its parts are taken as one shape")
    return _multi(parts, dimensions.pop())


def _flat(geom: BaseGeometry) -> Iterable[BaseGeometry]:
    for part in shapely.get_parts(geom):
        if part.geom_type.startswith(("Multi", "GeometryCollection")):
            yield from _flat(part)
        else:
            yield part


def _multi(parts: list[BaseGeometry], dimension: int) -> BaseGeometry:
    make: Any = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)[dimension]
    made: BaseGeometry = make(parts)
    return made


def _check_range(coordinates: Floats) -> None:
    lon, lat = np.abs(coordinates[:, 0]).max(), np.abs(coordinates[:, 1]).max()
    if lat <= 90 and lon <= 360:
        return
    if lat <= 180 and lon <= 90:
        raise ShapeError(
            f"the geometry has a latitude of {lat:g}; the longitude comes first, so longitude and "
            "latitude may be swapped"
        )
    raise ShapeError(
        f"the geometry reaches to {max(lon, lat):g}, which is no degree; write it in EPSG:4326, "
        "longitude from -180 to 180, then latitude from -90 to 90"
    )


def _continuous(geom: BaseGeometry, mended: list[str]) -> BaseGeometry:
    """The shape without a leap from 180° to -180°: east of it, longitudes go on."""
    leaps = False

    def along(points: Floats) -> Floats:
        nonlocal leaps
        steps = np.diff(points[:, 0])
        # A whole turn is the edge of a map of the world, not a way across 180°.
        turns = np.where(np.abs(steps) == 360.0, 0.0, np.rint(steps / 360.0))
        if not turns.any():
            return points
        leaps = True
        return np.column_stack([points[:, 0] - np.r_[0.0, np.cumsum(turns) * 360.0], points[:, 1]])

    made: list[BaseGeometry] = []
    for part in shapely.get_parts(geom):
        if part.geom_type == "LineString":
            made.append(shapely.LineString(along(shapely.get_coordinates(part))))
            continue
        rings = [along(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors)]
        if any(abs(ring[0, 0] - ring[-1, 0]) > 180.0 for ring in rings):
            raise ShapeError(
                "the area goes round a pole; cut it along 180° and the pole (RFC 7946, section "
                "3.1.9)"
            )
        outer, *inner = rings
        middle = (outer[:, 0].min() + outer[:, 0].max()) / 2
        inner = [
            ring - (360.0 * np.rint((ring[:, 0].mean() - middle) / 360.0), 0.0) for ring in inner
        ]
        made.append(shapely.Polygon(outer, inner))
    whole = _multi(made, int(shapely.get_dimensions(geom)))
    west, _, east, _ = shapely.bounds(whole)
    if leaps or west < -180.0 or east > 180.0:
        mended.append("the geometry crosses 180°; it is cut there (RFC 7946, section 3.1.9)")
    return whole


def _valid(geom: BaseGeometry, mended: list[str]) -> BaseGeometry:
    geom = shapely.remove_repeated_points(geom)
    if shapely.get_dimensions(geom) == _LINE:
        parts = [part for part in shapely.get_parts(geom) if shapely.length(part) > 0]
        if not parts:
            raise ShapeError(
                "the line has no length: all its points are one; give the row lat and lon instead"
            )
        return _multi(parts, _LINE)
    # An area whose parts touch is valid to people, who drew them so, and is joined in silence.
    crossed = not all(shapely.is_valid(shapely.get_parts(geom)))
    if crossed or not shapely.is_valid(geom):
        geom = shapely.make_valid(geom, method="structure", keep_collapsed=False)
    parts = [part for part in _flat(geom) if shapely.area(part) > 0]
    if not parts:
        raise ShapeError(
            "the area has no surface: its outline goes and comes back on one line; write at least "
            "three points that are not in line"
        )
    if crossed:
        mended.append("the outline of the area crosses itself; it is mended, look whether it fits")
    return _multi(parts, _AREA)


def cut_at_180(whole: BaseGeometry) -> BaseGeometry:
    """The shape within ±180°, what lies beyond on the other side."""
    west, _, east, _ = shapely.bounds(whole)
    pieces: list[BaseGeometry] = []
    dimension = int(shapely.get_dimensions(whole))
    for turn in range(int(np.floor((west + 180) / 360)), int(np.ceil((east + 180) / 360)) or 1):
        shift = 360.0 * turn
        if west >= shift - 180 and east <= shift + 180:
            piece = whole
        else:
            piece = shapely.intersection(whole, shapely.box(shift - 180, -90, shift + 180, 90))
        pieces += [
            _eastward(part, -shift) if shift else part
            for part in _flat(piece)
            if shapely.get_dimensions(part) == dimension and not shapely.is_empty(part)
        ]
    return pieces[0] if len(pieces) == 1 else _multi(pieces, dimension)


def _eastward(geom: BaseGeometry, degrees: float) -> BaseGeometry:
    return shapely.transform(geom, lambda points: points + np.array([degrees, 0.0]))


def _joined(parts: list[BaseGeometry]) -> BaseGeometry:
    dimension = int(shapely.get_dimensions(parts[0]))
    if dimension == _LINE:
        return shapely.line_merge(_multi(parts, dimension))
    return shapely.union_all(parts)


def _wrapped(lon: float) -> float:
    return round((lon + 180.0) % 360.0 - 180.0, 9) if not -180.0 <= lon <= 180.0 else lon


def _tell(
    report: Report,
    table: Table,
    rows: np.ndarray[Any, Any],
    code: str,
    severity: Any,
    said: str,
    text: str,
) -> None:
    """The problem in each of the first rows with this text; the last one counts the others."""
    for index in rows[:ROWS_TOLD].tolist():
        more = len(rows) - ROWS_TOLD
        also = (
            f"; the same in {counted(more, 'more row')}" if more > 0 and index == rows[19] else ""
        )
        report.add(
            code,
            severity,
            said + also,
            file=table.name,
            row=table.rows[index].as_py(),
            column=COLUMN,
            value=text if len(text) <= 80 else f"{text[:79]}…",
        )


def _tell_away(
    report: Report, table: Table, rows: np.ndarray[Any, Any], shape: Shape, text: str
) -> None:
    """A warning where a row's own coordinate lies far from its shape."""
    from mapbuilder.coordinates import distance_km, to_number

    names = table.columns.column_names
    if shape.geom is None or "lat" not in names or "lon" not in names:
        return
    points = shapely.get_coordinates(shape.geom)
    diagonal = distance_km(points.min(axis=0)[None], points.max(axis=0)[None])[0]
    for index in rows.tolist():
        written = [table.columns[name][index].as_py() for name in ("lon", "lat")]
        numbers = [to_number(cell) if cell else None for cell in written]
        if None in numbers:
            continue
        own = np.array([numbers], float)
        away = float(distance_km(np.repeat(own, len(points), axis=0), points).min())
        if away <= max(_FAR_KM, 2 * float(diagonal)):
            continue
        swapped = distance_km(np.repeat(own, len(points), axis=0), points[:, ::-1]).min()
        hint = (
            "; longitude and latitude are swapped in one of them"
            if swapped < away / 10
            else "; look at both"
        )
        _tell(
            report,
            table,
            np.array([index]),
            "geometry-away",
            "warning",
            f"the marker at lat and lon stands {away:,.0f} km from the geometry{hint}",
            text,
        )
