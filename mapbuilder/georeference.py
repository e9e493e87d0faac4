"""Georeferences: control points in, where every other point of the image lies out.

The map's plane is web mercator (EPSG:3857), in its metres. Always true of a georeference that is
handed out: it neither mirrors the image nor folds it over itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mapbuilder.coordinates import Floats

Forward = Callable[[Floats], Floats]
"""From pixels (n, 2) to metres of web mercator (n, 2)."""

LEAST_POINTS = {"polynomial-1": 3, "polynomial-2": 6, "polynomial-3": 10, "projective": 4, "tps": 3}
"""How many control points each transformation needs."""

EARTH_RADIUS_M = 6378137.0
MOST_LATITUDE = 85.0
"""Leaflet's world ends at 85.0511°, and the page's at 85°."""

_FLAT = 0.01
"""Points whose spread across is less than this part of their spread along are on one line."""
_ONE_IS_WRONG = 0.2
"""To leave one point out that is wrong brings the others' error below this part of what it was."""
_MOST_REFITS = 200


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How far the control points lie from where the transformation puts them, on the ground."""

    rms_m: float
    """Root of the mean square; of what each other point would say, for a spline."""
    worst: int
    """The index of the point that is farthest off where the others would put it."""
    worst_m: float
    rms_without_m: float | None
    """The rest's error when that one is left out; ``None`` where too few would be left."""


def to_mercator(degrees: Floats) -> Floats:
    """Web mercator's metres of (lon, lat) rows. ref: EPSG guidance note 7-2, method 1024."""
    lon, lat = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    metres: Floats = EARTH_RADIUS_M * np.column_stack([lon, np.arctanh(np.sin(lat))])
    return metres


def to_degrees(metres: Floats) -> Floats:
    """(lon, lat) rows of web mercator's metres."""
    lon = metres[:, 0] / EARTH_RADIUS_M
    lat = np.arcsin(np.tanh(metres[:, 1] / EARTH_RADIUS_M))
    degrees: Floats = np.degrees(np.column_stack([lon, lat]))
    return degrees


def fit(transformation: str, pixels: Floats, metres: Floats) -> Forward | None:
    """The transformation that fits the points best; ``None`` when they do not determine it."""
    if len(pixels) < LEAST_POINTS[transformation] or is_on_a_line(pixels):
        return None
    to_unit, unit = _unit(pixels)
    from_plane, plane = _unit(metres)
    middle, size = from_plane
    inner = _FITS[transformation](unit, plane)
    if inner is None:
        return None

    def forward(points: Floats) -> Floats:
        return inner((points - to_unit[0]) / to_unit[1]) * size + middle

    return forward


def is_on_a_line(points: Floats) -> bool:
    """Whether the points are so near to one line that they say nothing about what lies beside."""
    if len(points) < 3:
        return True
    spread = np.linalg.svd(points - points.mean(axis=0), compute_uv=False)
    return bool(spread[1] <= _FLAT * spread[0])


def orientation(forward: Forward, pixels: Floats) -> int:
    """1 when the image keeps its sides around each of the pixels, -1 mirrored, 0 folded."""
    reach = max(1e-9, float(np.ptp(pixels, axis=0).max()) / 1000)
    at = forward(pixels)
    right = forward(pixels + np.array([reach, 0.0])) - at
    down = forward(pixels + np.array([0.0, reach])) - at
    # y counts down in an image and up on a map.
    area = right[:, 1] * down[:, 0] - right[:, 0] * down[:, 1]
    if not np.isfinite(area).all():
        return 0
    return 1 if (area > 0).all() else -1 if (area < 0).all() else 0


def accuracy(transformation: str, pixels: Floats, metres: Floats, ground: float) -> Accuracy | None:
    """How well the points agree; ``None`` when there is none to spare that could disagree.

    ``ground`` is how many metres on the ground a metre of the map is.
    """
    count = len(pixels)
    if count <= LEAST_POINTS[transformation]:
        return None
    forward = fit(transformation, pixels, metres)
    if forward is None:
        return None
    own = _apart(forward, pixels, metres)
    # A spline meets every point it was made of: only those left out can say how good it is.
    others = _left_out(transformation, pixels, metres) if count <= _MOST_REFITS else own
    errors = others if transformation == "tps" else own
    worst = int(np.argmax(others))
    rest = np.delete(np.arange(count), worst)
    without = None
    if count > LEAST_POINTS[transformation] + 1:
        again = fit(transformation, pixels[rest], metres[rest])
        if again is not None and transformation == "tps":
            without = _rms(_left_out("tps", pixels[rest], metres[rest])) * ground
        elif again is not None:
            without = _rms(_apart(again, pixels[rest], metres[rest])) * ground
    return Accuracy(_rms(errors) * ground, worst, float(errors[worst]) * ground, without)


def is_outlier(found: Accuracy, diagonal_m: float) -> bool:
    """Whether one point alone spoils the fit: the others agree, and it lies visibly elsewhere."""
    return (
        found.rms_without_m is not None
        and found.rms_without_m < _ONE_IS_WRONG * found.rms_m
        and found.worst_m > diagonal_m / 1000
    )


def _rms(errors: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))


def _apart(forward: Forward, pixels: Floats, metres: Floats) -> Floats:
    away = forward(pixels) - metres
    apart: Floats = np.hypot(away[:, 0], away[:, 1])
    return apart


def _left_out(transformation: str, pixels: Floats, metres: Floats) -> Floats:
    """How far each point is from where all the others put it; 0 where they cannot say."""
    errors = np.zeros(len(pixels))
    for index in range(len(pixels)):
        rest = np.delete(np.arange(len(pixels)), index)
        forward = fit(transformation, pixels[rest], metres[rest])
        if forward is not None:
            one = slice(index, index + 1)
            errors[index] = _apart(forward, pixels[one], metres[one])[0]
    return errors


def _unit(points: Floats) -> tuple[tuple[Floats, float], Floats]:
    """The points about their middle with a spread of 1, so that no power of them gets lost."""
    middle: Floats = points.mean(axis=0)
    size = float(np.abs(points - middle).max()) or 1.0
    return (middle, size), (points - middle) / size


def _powers(order: int) -> list[tuple[int, int]]:
    return [(i, total - i) for total in range(order + 1) for i in range(total + 1)]


def _polynomial(order: int) -> Callable[[Floats, Floats], Forward | None]:
    powers = _powers(order)

    def terms(points: Floats) -> Floats:
        x, y = points[:, 0], points[:, 1]
        return np.column_stack([x**i * y**j for i, j in powers])

    def fitted(pixels: Floats, plane: Floats) -> Forward | None:
        found, _, rank, _ = np.linalg.lstsq(terms(pixels), plane, rcond=1e-9)
        if rank < len(powers):
            return None
        return lambda points: terms(points) @ found

    return fitted


def _projective(pixels: Floats, plane: Floats) -> Forward | None:
    """ref: Hartley and Zisserman, Multiple View Geometry (2004), algorithm 4.2."""
    x, y = pixels[:, 0], pixels[:, 1]
    one, zero = np.ones(len(x)), np.zeros(len(x))
    u, v = plane[:, 0], plane[:, 1]
    rows = np.concatenate(
        [
            np.column_stack([x, y, one, zero, zero, zero, -u * x, -u * y, -u]),
            np.column_stack([zero, zero, zero, x, y, one, -v * x, -v * y, -v]),
        ]
    )
    _, sizes, vectors = np.linalg.svd(rows)
    if sizes[7] < 1e-9 * sizes[0]:
        return None
    matrix = vectors[8].reshape(3, 3)

    def forward(points: Floats) -> Floats:
        lifted = np.column_stack([points, np.ones(len(points))]) @ matrix.T
        with np.errstate(divide="ignore", invalid="ignore"):
            flat: Floats = lifted[:, :2] / lifted[:, 2:]
        return flat

    return forward


def _spline(pixels: Floats, plane: Floats) -> Forward | None:
    """ref: Bookstein, Principal warps (1989), equations 1 to 12."""
    count = len(pixels)
    linear = np.column_stack([np.ones(count), pixels])
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _kernel(pixels, pixels)
    system[:count, count:] = linear
    system[count:, :count] = linear.T
    try:
        weights = np.linalg.solve(system, np.concatenate([plane, np.zeros((3, 2))]))
    except np.linalg.LinAlgError:
        return None

    def forward(points: Floats) -> Floats:
        lifted = np.column_stack([_kernel(points, pixels), np.ones(len(points)), points])
        return lifted @ weights

    return forward


def _kernel(points: Floats, centres: Floats) -> Floats:
    square = np.square(points[:, None, :] - centres[None, :, :]).sum(axis=2)
    kernel: Floats = square * np.log(np.where(square > 0, square, 1.0))
    return kernel


_FITS: dict[str, Callable[[Floats, Floats], Forward | None]] = {
    "polynomial-1": _polynomial(1),
    "polynomial-2": _polynomial(2),
    "polynomial-3": _polynomial(3),
    "projective": _projective,
    "tps": _spline,
}


def outline(corners: Sequence[Sequence[float]] | Floats, steps: int = 24) -> Floats:
    """Points along the polygon's sides, since a transformation may bend them."""
    ring = np.asarray(corners, dtype=np.float64)
    ahead = np.roll(ring, -1, axis=0)
    parts = np.linspace(0, 1, steps, endpoint=False)
    along: Floats = (ring[:, None, :] + parts[None, :, None] * (ahead - ring)[:, None, :]).reshape(
        -1, 2
    )
    return along
