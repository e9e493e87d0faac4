"""Fittings: control points and the name of a transformation in, the transformation out.

What is wrong with single points is a problem with its row, and the others are used; what is wrong
with all of them is an ``InputError`` that says what would be right.
"""

from __future__ import annotations

import math

import numpy as np

from mapbuilder import georeference, rasters
from mapbuilder.control_points import ControlPoints
from mapbuilder.coordinates import Floats
from mapbuilder.errors import InputError
from mapbuilder.georeference import LEAST_POINTS, MOST_LATITUDE, Forward
from mapbuilder.report import Report, Severity

_NET_POINTS = {"polynomial-1": 2, "polynomial-2": 13, "polynomial-3": 13, "projective": 25}
"""Points on each side of the net through which a spline draws what is no spline.

On the tests' sheets it is within 0.4 pixels of the transformation, at the edges. GDAL fits
polynomials backwards, which is not the inverse of what our accuracy is told of, and has projective
transformations only from 3.11 on.
"""

_MOST_TRIED = 60
"""Of so many points it is tried whether one alone is wrong."""


def to_fit(
    points: ControlPoints,
    kind: str,
    crs: str | None,
    size: tuple[int, int],
    shape: Floats,
    report: Report,
) -> tuple[Forward, Floats]:
    """The transformation, and rows of points (pixel, metres) for a spline that draws it.

    ``crs`` is that of points whose file names none, ``size`` the image's width and height,
    ``shape`` the outline of what is shown. Raises ``InputError`` when nothing can be fitted.
    """
    lonlat = _degrees(points, crs)
    used = _usable(points, lonlat, size, report)
    pixels, degrees = points.pixels[used], lonlat[used]
    rows = [points.rows[index] for index in used]
    if len(used) and np.ptp(degrees[:, 0]) > 180:
        raise InputError(
            f"{points.file} lies on both sides of 180°; cut the image there and show its halves "
            "as two maps"
        )
    least = LEAST_POINTS[kind]
    if len(used) < least:
        raise InputError(
            f"{points.file} has {len(used)} control points that can be used, and "
            f"{kind} needs {least}" + _simpler(kind, len(used))
        )
    metres = georeference.to_mercator(degrees)
    for name, columns in (("pixels", pixels), ("coordinates", metres)):
        if georeference.is_on_a_line(columns):
            # Beside one that is ten degrees away all others are as one.
            if name == "coordinates" and (one := _alone_wrong(kind, rows, pixels, metres)):
                raise InputError(f"{points.file}: {one}")
            raise InputError(
                f"{points.file} has control points whose {name} lie on one line; add one well "
                "beside it"
            )
    forward = georeference.fit(kind, pixels, metres)
    if forward is None:
        raise InputError(
            f"{points.file} has control points that do not determine {kind}: they lie along one "
            "curve; spread them over the map, or use 'polynomial-1'"
        )
    around = np.concatenate([shape, pixels])
    sides = georeference.orientation(forward, around)
    if sides != 1 and (one := _alone_wrong(kind, rows, pixels, metres)):
        raise InputError(f"{points.file}: {one}")
    match sides:
        case -1:
            raise InputError(
                f"{points.file} would mirror the image: longitude and latitude are swapped, or y "
                "counts upwards; x counts to the right and y down, from the upper left corner"
            )
        case 0:
            raise InputError(
                f"{points.file} would fold the image over itself with {kind}: a control point is "
                "wrong, or too few lie near the edges"
                + ("" if kind == "polynomial-1" else "; 'polynomial-1' never folds")
            )
    _tell_accuracy(kind, points.file, rows, pixels, metres, report)
    if kind == "tps":
        return forward, np.column_stack([pixels, metres])
    corners = shape.min(axis=0), shape.max(axis=0)
    net = np.stack(
        np.meshgrid(*(np.linspace(a, b, _NET_POINTS[kind]) for a, b in zip(*corners, strict=True))),
        -1,
    ).reshape(-1, 2)
    return forward, np.column_stack([net, forward(net)])


def _alone_wrong(kind: str, rows: list[int], pixels: Floats, metres: Floats) -> str:
    """What to say of the one point without which the others agree, and mirror nothing."""
    # A spline meets whatever it is given.
    kind = "polynomial-1" if kind == "tps" else kind
    count = len(rows)
    if not LEAST_POINTS[kind] + 1 < count <= _MOST_TRIED:
        return ""
    tried = []
    for index in range(count):
        rest = np.delete(np.arange(count), index)
        forward = georeference.fit(kind, pixels[rest], metres[rest])
        if forward is not None and georeference.orientation(forward, pixels[rest]) == 1:
            away = np.hypot(*(forward(pixels) - metres).T)
            tried.append((float(np.sqrt(np.mean(away[rest] ** 2))), float(away[index]), index))
    if not tried:
        return ""
    others_m, away_m, index = min(tried)
    diagonal_m = np.hypot(*np.ptp(np.delete(metres, index, axis=0), axis=0))
    if away_m < max(10 * others_m, diagonal_m / 10):
        return ""
    return (
        f"the control point in row {rows[index]} lies {_metres(away_m * _ground(metres))} from "
        "where the others put it, so that the image would be mirrored or drawn out; correct it"
    )


def _ground(metres: Floats) -> float:
    """How many metres on the ground a metre of the map is there."""
    return float(np.cos(np.radians(georeference.to_degrees(metres)[:, 1].mean())))


def _diagonal_m(metres: Floats, ground: float) -> float:
    return float(np.hypot(*np.ptp(metres, axis=0))) * ground


def _simpler(kind: str, count: int) -> str:
    enough = [name for name, least in LEAST_POINTS.items() if least <= count and name != kind]
    return f"; they are enough for {enough[0]!r}" if enough else ""


def _degrees(points: ControlPoints, crs: str | None) -> Floats:
    """The points' coordinates as (lon, lat)."""
    crs = points.crs or crs
    if crs is None:
        x, y = points.coordinates.T
        beyond = (np.abs(x) > 180) | (np.abs(y) > 180)
        if beyond.sum() * 2 > len(beyond):
            raise InputError(
                f"{points.file} has coordinates that are no degrees, and names no coordinate "
                "system; say which in exhibit.toml, as in crs = 'EPSG:28408'"
            )
        return points.coordinates
    if not len(points.coordinates):
        return points.coordinates
    try:
        return rasters.to_lonlat(crs, points.coordinates)
    except InputError as error:
        raise InputError(f"{points.file}: {error}") from None


def _usable(
    points: ControlPoints, lonlat: Floats, size: tuple[int, int], report: Report
) -> list[int]:
    """Which points can be used; each of the others is an error."""
    width, height = size
    x, y = points.pixels.T
    # A digitised corner may lie a little beside the image; a hundredth is no slip of the hand.
    slack = max(size) / 100
    outside = (x < -slack) | (y < -slack) | (x > width + slack) | (y > height + slack)
    if outside.sum() * 2 > len(outside):
        raise InputError(
            f"{points.file} has most of its control points outside the image, which has {width} × "
            f"{height} pixels: they are of another size of it, or y counts upwards"
        )
    seen: dict[tuple[float, float], int] = {}
    used = []
    for index, row in enumerate(points.rows):
        x, y = points.pixels[index].tolist()
        lon, lat = lonlat[index].tolist()
        wrong = ""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            wrong = "its coordinates are outside the world of their coordinate system"
        elif abs(lat) > 90 and abs(lon) <= 90:
            wrong = f"its latitude is {lat:g}; longitude and latitude are swapped"
        elif abs(lon) > 180 or abs(lat) > 90:
            wrong = f"{lon:g}, {lat:g} is no longitude from -180 to 180 and latitude from -90 to 90"
        elif abs(lat) > MOST_LATITUDE:
            wrong = f"its latitude is {lat:g}, and the page's map ends at {MOST_LATITUDE:g}°"
        elif outside[index]:
            wrong = f"pixel {x:g}, {y:g} is outside the image of {width} × {height}"
        elif (x, y) in seen:
            wrong = f"row {points.rows[seen[x, y]]} has the same pixel"
        if wrong:
            report.add(
                "scan-point",
                "error",
                f"{wrong}; the control point is not used",
                file=points.file,
                row=row,
                value=f"{x:g}, {y:g}: {lon:g}, {lat:g}",
            )
            continue
        seen[x, y] = index
        used.append(index)
    return used


def _tell_accuracy(
    kind: str, file: str, rows: list[int], pixels: Floats, metres: Floats, report: Report
) -> None:
    ground = _ground(metres)
    found = georeference.accuracy(kind, pixels, metres, ground)

    def add(severity: Severity, message: str, row: int | None = None) -> None:
        report.add("scan-accuracy", severity, message, file=file, row=row)

    if found is None:
        add(
            "note",
            f"{len(rows)} control points are just enough for {kind}, so that nothing tells how "
            "exact they are; one more would",
        )
        return
    row = rows[found.worst]
    if georeference.is_outlier(found, _diagonal_m(metres, ground)):
        add(
            "warning",
            f"the control point lies {_metres(found.worst_m)} from where the others put it; "
            f"without it they fit to {_metres(found.rms_without_m or 0)}, with it to "
            f"{_metres(found.rms_m)}",
            row,
        )
        return
    how = "each fits the others" if kind == "tps" else f"fit {kind}"
    add(
        "note",
        f"{len(rows)} control points: {how} to {_metres(found.rms_m)} (root mean square); farthest "
        f"off is row {row}, by {_metres(found.worst_m)}",
    )


def _metres(length: float) -> str:
    if length >= 10_000:
        return f"{length / 1000:,.0f} km"
    return f"{length:,.0f} m" if length >= 10 else f"{length:.1f} m"
