"""Vicinities: where "near A", "north of A" and "between A and B" may be, as areas on the ground.

In go the points and radii of named places, out come a marker, how far from it the place may be at
most, and the area's outline. Always true: distances are geodesic (WGS 84), the marker lies in the
area, no point of the area is farther from it than ``uncertainty_m``, and an area across 180° is cut
there, one round a pole goes up to it (RFC 7946, section 3.1.9).

How wide they are is a convention, which is why it is drawn and told. A direction in words means any
heading within 45° of it, as in J. Wieczorek, Q. Guo and R. Hijmans, The point-radius method for
georeferencing locality descriptions, IJGIS 18 (2004); the widths are explained beside their values.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from mapbuilder.shapes import cut_at_180

if TYPE_CHECKING:
    from pyproj import Geod
    from shapely.geometry.base import BaseGeometry

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
"""The words of a compass, clockwise from north, 45° apart."""

NEAR_RADII = 2.0
NEAR_LEAST_M = 5_000.0
"""Near a place is within twice its own radius, and an hour's walk at the least: who writes "near"
a village means a field or a road that its people go to, and near a city its outskirts."""

TOWARDS_NEAR = 2.0
"""A direction without a distance reaches twice as far as "near": somebody looked that way past the
outskirts, and past the next place would have named that one."""

DISTANCE_SHARE = 0.25
"""How far off a distance may be: people round "40 km" to tens and measure it along a road. To it
comes the place's own radius, since it may be counted from the middle or from the edge."""

BETWEEN_SHARE = 1 / 6
"""How wide "between A and B" is to each side, of the way from A to B: the way over any point of it
is no more than a twentieth longer than the straight one."""

USUAL_RADII_M = {
    "site": 0.0, "town": 2_000.0, "city": 8_000.0, "district": 20_000.0, "region": 100_000.0,
    "country": 200_000.0,
}  # fmt: skip
"""The radius of a place that has none of its own, by its precision: of circles as large as a small
town, a city of half a million, a district of 1,300 km2, a division and a country of middling size.
"""

WIDEST_M = 1_000_000.0
"""No side of an area is wider, whatever radius a country has."""

_SECTOR_DEGREES = 90.0
_STEPS = 96
"""Points of a full circle: it then lies within a thousandth of its radius."""
_AFTER_POINT = 6
"""A tenth of a metre: what differs between versions of PROJ is far below it."""


class Vicinity(NamedTuple):
    """Where something may be."""

    lon: float
    lat: float
    uncertainty_m: float
    """From the marker to the farthest point of the area, in whole metres."""
    wkb: bytes
    """A polygon, or several where 180° cuts it; little endian, in EPSG:4326."""


def own_radius_m(precision: str | None, uncertainty_m: float | None) -> float:
    """A place's own radius in metres: what its gazetteer says, else what such places usually have.

    "near" a city is then wider than "near" a village, whether or not anyone measured them.
    """
    return _known(uncertainty_m) or USUAL_RADII_M.get(precision or "town", 0.0)


def near(lon: float, lat: float, radius_m: float | None) -> Vicinity:
    """The circle that "near A" means, of a place A with its own radius in metres, if it has one."""
    reach_m = near_m(radius_m)
    ring = _arc(lon, lat, reach_m, 0.0, 360.0)[:-1]
    return _vicinity((lon, lat), ring)


def near_m(radius_m: float | None) -> float:
    """How far "near" reaches from the middle of a place with its own radius, both in metres."""
    return min(max(NEAR_RADII * _known(radius_m), NEAR_LEAST_M), WIDEST_M)


def towards(
    lon: float, lat: float, radius_m: float | None, direction: str, distance_m: float | None = None
) -> Vicinity:
    """The sector, 90° wide, that "north of A" means; with a distance, the part of a ring there.

    ``direction`` is one of ``DIRECTIONS``. Raises ``ValueError`` for another one, and for a
    distance that is not above 0.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"no direction {direction!r}; there are {', '.join(DIRECTIONS)}")
    heading = 360.0 / len(DIRECTIONS) * DIRECTIONS.index(direction)
    first, last = heading - _SECTOR_DEGREES / 2, heading + _SECTOR_DEGREES / 2
    if distance_m is None:
        outer_m = min(TOWARDS_NEAR * near_m(radius_m), WIDEST_M)
        middle_m, inner_m = outer_m / 2, 0.0
    else:
        if not (math.isfinite(distance_m) and distance_m > 0):
            raise ValueError(f"a distance is above 0 m, not {distance_m!r}")
        off_m = min(DISTANCE_SHARE * distance_m + _known(radius_m), WIDEST_M)
        middle_m, inner_m, outer_m = distance_m, distance_m - off_m, distance_m + off_m
    # Where the ring would begin behind the place, it begins at the place itself.
    inner_m = max(0.0, inner_m)
    sides_m = np.linspace(inner_m, outer_m, _STEPS // 8)[1:-1]
    inner = _arc(lon, lat, inner_m, first, last) if inner_m > 0 else np.array([[lon, lat]])
    ring = np.concatenate(
        [
            inner[::-1],
            _ray(lon, lat, first, sides_m),
            _arc(lon, lat, outer_m, first, last),
            _ray(lon, lat, last, sides_m[::-1]),
        ]
    )
    marker = _ray(lon, lat, heading, np.array([middle_m]))[0]
    return _vicinity((float(marker[0]), float(marker[1])), ring)


def between(
    lon1: float,
    lat1: float,
    radius1_m: float | None,
    lon2: float,
    lat2: float,
    radius2_m: float | None,
) -> Vicinity:
    """The strip with round ends that "between A and B" means; both places are in it.

    It is at least as wide as either place. Of one point twice it is what "near" means.
    """
    geod = _geod()
    azimuth, _, length_m = geod.inv(lon1, lat1, lon2, lat2)
    if length_m < 1.0:
        return near(lon1, lat1, max(_known(radius1_m), _known(radius2_m)))
    wide_m = min(max(_known(radius1_m), _known(radius2_m), BETWEEN_SHARE * length_m), WIDEST_M)
    count = _STEPS // 2
    along_m = np.linspace(0.0, length_m, count + 1)
    every = np.ones(count + 1)
    line = _at(lon1 * every, lat1 * every, azimuth * every, along_m)
    # Where the way goes at each of its points: away from the start, whose own is the first.
    back, _, _ = geod.inv(line[1:, 0], line[1:, 1], lon1 * every[1:], lat1 * every[1:])
    forward = np.concatenate([[azimuth], np.asarray(back) + 180.0])
    left, right = (
        _at(line[:, 0], line[:, 1], forward + side, wide_m * every) for side in (-90.0, 90.0)
    )
    end, start = forward[-1], forward[0]
    ring = np.concatenate(
        [
            left,
            _arc(line[-1, 0], line[-1, 1], wide_m, end - 90.0, end + 90.0)[1:-1],
            right[::-1],
            _arc(lon1, lat1, wide_m, start + 90.0, start + 270.0)[1:-1],
        ]
    )
    middle = line[count // 2]
    return _vicinity((float(middle[0]), float(middle[1])), ring)


@cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def _known(radius_m: float | None) -> float:
    return radius_m if radius_m is not None and math.isfinite(radius_m) and radius_m > 0 else 0.0


def _at(lon: Floats, lat: Floats, azimuth: Floats, distance_m: Floats) -> Floats:
    """The points (lon, lat) that lie from others in directions, at distances."""
    to_lon, to_lat, _ = _geod().fwd(lon, lat, azimuth, distance_m)
    return np.column_stack([to_lon, to_lat])


def _arc(lon: float, lat: float, radius_m: float, first: float, last: float) -> Floats:
    """Points round a place from one heading to another, clockwise, both ends among them."""
    count = max(2, round(_STEPS * (last - first) / 360.0))
    headings = np.linspace(first, last, count + 1)
    every = np.ones(count + 1)
    return _at(lon * every, lat * every, headings, radius_m * every)


def _ray(lon: float, lat: float, heading: float, away_m: Floats) -> Floats:
    """Points in one direction from a place, at distances."""
    every = np.ones(len(away_m))
    return _at(lon * every, lat * every, heading * every, away_m)


def _vicinity(marker: tuple[float, float], ring: Floats) -> Vicinity:
    """The marker with the area inside a ring, clockwise or not, that does not cross itself."""
    lon, lat = (round(degrees, _AFTER_POINT) for degrees in marker)
    lon = lon if lon != -180.0 else 180.0
    every = np.ones(len(ring))
    _, _, away_m = _geod().inv(lon * every, lat * every, ring[:, 0], ring[:, 1])
    area: BaseGeometry = shapely.Polygon(_flat(ring))
    if not shapely.is_valid(area):
        # Right beside a pole a map of degrees folds what is smooth on the ground.
        area = shapely.make_valid(area, method="structure", keep_collapsed=False)
    # What goes round the whole Earth is cut into halves that touch; on the grid they are one again.
    pieces = shapely.get_parts(cut_at_180(area))
    geom = shapely.normalize(shapely.union_all(pieces, grid_size=10.0**-_AFTER_POINT))
    return Vicinity(
        lon, lat, float(math.ceil(np.max(away_m) - 0.1)), shapely.to_wkb(geom, byte_order=1)
    )


def _flat(ring: Floats) -> Floats:
    """The ring on a map whose longitudes go on beyond 180°; round a pole it goes along its edge."""
    turns = np.cumsum(np.rint(np.diff(ring[:, 0], append=ring[0, 0]) / 360.0))
    if turns[-1] == 0:
        return _unturned(ring, turns)
    # It goes once round a pole, then back along the pole, as a map of the world shows it. It begins
    # where it is nearest to the pole: no other part of it lies on the way up from there.
    pole = math.copysign(90.0, float(np.mean(ring[:, 1])))
    ring = np.roll(ring, -int(np.argmax(ring[:, 1] * math.copysign(1.0, pole))), axis=0)
    turns = np.cumsum(np.rint(np.diff(ring[:, 0], append=ring[0, 0]) / 360.0))
    points = _unturned(ring, turns)
    first, lat = points[0]
    last = first - 360.0 * turns[-1]
    return np.concatenate([points, [[last, lat], [last, pole], [first, pole]]])


def _unturned(ring: Floats, turns: Floats) -> Floats:
    lon = ring[:, 0] - 360.0 * np.concatenate([[0.0], turns[:-1]])
    points: Floats = np.column_stack([lon, ring[:, 1]]).astype(np.float64)
    return points.round(_AFTER_POINT)
