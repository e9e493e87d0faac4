"""What the first view shows: the box of the main cluster of places, and the places far from it.

A place is far when leaving it out lets the fitted view be at least four times narrower (two zoom
levels). Far places keep their markers and are told in words; they must not shrink the map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bbox = tuple[float, float, float, float]

WORLD: Bbox = (-180.0, -60.0, 180.0, 75.0)
"""The view of an exhibit without any place."""

EARTH_RADIUS_KM = 6371.0088
NARROWER = 4.0

# Below this the view no longer narrows: two sites in one street are not far from each other.
_SMALLEST_VIEW_M = 2_000.0
_MERCATOR_M = 6378137.0
_MAX_LATITUDE = 85.05

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """The box of the places that are not far, and each place's distance when it is."""

    bbox: Bbox
    """(west, south, east, north) with the halos of uncertain places; west > east crosses 180°."""
    far_km: tuple[int | None, ...]
    """Great-circle distance from the main cluster's centre for a far place, else None."""


def to_view(
    lon: _Floats,
    lat: _Floats,
    uncertainty_m: _Floats,
    reach: _Floats | None = None,
    within: npt.NDArray[np.bool_] | None = None,
) -> View:
    """The view of places at ``lon``, ``lat`` in degrees; an unknown uncertainty is NaN.

    ``reach`` has for each place how far its line or area goes from there to the west, south, east
    and north, in degrees; none of it is negative. Of those ``within`` something happened somewhere
    in a wide area: it is for their points, not their areas, that they are far or not, and their
    areas are in the view as long as that is not two zoom levels wider for them.
    """
    if not len(lon):
        return View(WORLD, ())
    if reach is None:
        reach = np.zeros((len(lon), 4))
    shifted, turn = _unrolled(lon)
    radius_m = np.nan_to_num(uncertainty_m)
    wide = np.zeros(len(lon), dtype=bool) if within is None else within
    of_points = reach * ~wide[:, None]
    far = _far(shifted, lat, of_points)
    near = ~far
    west, south, east, north = _box(shifted, lat, radius_m, reach, near)
    # With nothing but wide areas there is nothing else to show.
    if wide[near].any() and not wide[near].all():
        narrow = _box(shifted, lat, radius_m * ~wide, of_points, near)
        if _size_m(west, south, east, north) >= NARROWER * _size_m(*narrow):
            west, south, east, north = narrow
    bbox = (_wrapped(west + turn), max(-90.0, south), _wrapped(east + turn), min(90.0, north))
    if east - west >= 360.0:
        bbox = (-180.0, bbox[1], 180.0, bbox[3])
    distance = _distance_km(lon, lat, *_centre(lon[near], lat[near]))
    far_km = tuple(
        round(float(km)) if is_far else None for km, is_far in zip(distance, far, strict=True)
    )
    return View(bbox, far_km)


def _box(
    lon: _Floats, lat: _Floats, radius_m: _Floats, reach: _Floats, of: npt.NDArray[np.bool_]
) -> Bbox:
    """The box of some places with their radii and areas; it may go beyond the world's edges."""
    to_west, to_south, to_east, to_north = reach[of].T
    north_south = np.degrees(radius_m[of] / (EARTH_RADIUS_KM * 1000))
    shrink = np.cos(np.radians(np.clip(lat[of], -_MAX_LATITUDE, _MAX_LATITUDE)))
    east_west = north_south / shrink
    return (
        float(np.min(lon[of] - np.maximum(east_west, to_west))),
        float(np.min(lat[of] - np.maximum(north_south, to_south))),
        float(np.max(lon[of] + np.maximum(east_west, to_east))),
        float(np.max(lat[of] + np.maximum(north_south, to_north))),
    )


def _size_m(west: float, south: float, east: float, north: float) -> float:
    """The longer side of a box on a map in mercator's projection, at least the smallest view's."""
    x = _mercator_x(np.array([west, east]))
    y = _mercator_y(np.array([south, north]))
    return max(_SMALLEST_VIEW_M, float(x[1] - x[0]), float(y[1] - y[0]))


def _unrolled(lon: _Floats) -> tuple[_Floats, float]:
    """Longitudes counted eastward from the far side of the widest empty arc, and where that is."""
    ordered = np.unique(np.mod(lon + 180.0, 360.0) - 180.0)
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    start = float(ordered[(int(np.argmax(gaps)) + 1) % len(ordered)])
    # Rounded to a tenth of a millimetre: the westernmost place must be at 0, not a hair below 360.
    return np.mod(np.round(lon - start, 9), 360.0), start


def _wrapped(lon: float) -> float:
    return lon if -180.0 <= lon <= 180.0 else (lon + 180.0) % 360.0 - 180.0


def _far(lon: _Floats, lat: _Floats, reach: _Floats) -> npt.NDArray[np.bool_]:
    """Which places are far: the outermost are left out one by one, never half of them or more."""
    far = np.zeros(len(lon), dtype=bool)
    most = (len(lon) - 1) // 2
    if not most:
        return far
    ends = [
        (_mercator_x(lon - reach[:, 0]), _mercator_x(lon), _mercator_x(lon + reach[:, 2])),
        (_mercator_y(lat - reach[:, 1]), _mercator_y(lat), _mercator_y(lat + reach[:, 3])),
    ]
    away = np.zeros(len(lon))
    for low, middle, high in ends:
        centre = np.median(middle)
        away = np.maximum(away, np.maximum(np.abs(low - centre), np.abs(high - centre)))
    # Stable, so that places at one distance fall in the order of the exhibit.
    order = np.argsort(-away, kind="stable")
    sizes = np.full(len(lon), _SMALLEST_VIEW_M)
    for low, _, high in ends:
        highest = np.maximum.accumulate(high[order][::-1])
        widths = highest - np.minimum.accumulate(low[order][::-1])
        sizes = np.maximum(sizes, widths[::-1])
    left_out = 0
    for count in range(1, most + 1):
        if sizes[left_out] >= NARROWER * sizes[count]:
            left_out = count
    far[order[:left_out]] = True
    return far


def _mercator_x(lon: _Floats) -> _Floats:
    x: _Floats = np.radians(lon) * _MERCATOR_M
    return x


def _mercator_y(lat: _Floats) -> _Floats:
    clipped = np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE)
    y: _Floats = np.log(np.tan(np.pi / 4 + np.radians(clipped) / 2)) * _MERCATOR_M
    return y


def _centre(lon: _Floats, lat: _Floats) -> tuple[float, float]:
    """The mean direction of the places, as (lon, lat)."""
    lam, phi = np.radians(lon), np.radians(lat)
    x = float(np.mean(np.cos(phi) * np.cos(lam)))
    y = float(np.mean(np.cos(phi) * np.sin(lam)))
    z = float(np.mean(np.sin(phi)))
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _distance_km(lon: _Floats, lat: _Floats, to_lon: float, to_lat: float) -> _Floats:
    """Great-circle distances in km, by the haversine formula."""
    d_lat = np.radians(lat - to_lat)
    d_lon = np.radians(lon - to_lon)
    both = np.cos(np.radians(lat)) * np.cos(np.radians(to_lat))
    half = np.sin(d_lat / 2) ** 2 + both * np.sin(d_lon / 2) ** 2
    result: _Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return result
