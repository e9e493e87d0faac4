"""The sketch: places in, a small map of them in plain text out.

Always true: no shape is stretched (a letter is twice as high as it is wide), places on both sides
of 180° stand together, and of two marks in one cell the second steps aside into a free one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
"""lon, lat."""

_LETTER = 2.0
"""How much higher than wide a letter is."""
_LEAST_DEGREES = 0.05
_MARGIN = 1.15
_KM_PER_DEGREE = 111.195
"""On the mean sphere (IUGG)."""
_DOT = "."


def to_sketch(
    marks: Sequence[tuple[str, Point]],
    dots: Sequence[Point] = (),
    *,
    width: int = 40,
    height: int = 12,
) -> list[str]:
    """The lines of a map, framed, with its scale below; ``dots`` outside of it are left out.

    Each mark is one character. North is up; what is shown reaches as far as the marks.
    """
    if not marks:
        return []
    lons = [lon for _, (lon, _) in marks]
    lats = [lat for _, (_, lat) in marks]
    west, span = shortest_arc(lons)
    middle_lon = west + span / 2
    middle_lat = (min(lats) + max(lats)) / 2
    narrowing = max(0.05, math.cos(math.radians(middle_lat)))
    # Degrees of latitude for each column: what holds the marks both ways.
    step = _MARGIN * max(
        span * narrowing / (width - 2),
        (max(lats) - min(lats)) / _LETTER / (height - 2),
        _LEAST_DEGREES / width,
    )

    def cell(lon: float, lat: float) -> tuple[int, int]:
        away = (lon - middle_lon + 180) % 360 - 180
        column = (width - 1) / 2 + away * narrowing / step
        row = (height - 1) / 2 - (lat - middle_lat) / step / _LETTER
        return round(column), round(row)

    grid = [[" "] * width for _ in range(height)]
    for lon, lat in dots:
        column, row = cell(lon, lat)
        if 0 <= column < width and 0 <= row < height:
            grid[row][column] = _DOT
    for mark, (lon, lat) in marks:
        column, row = _free(grid, *cell(lon, lat))
        grid[row][column] = mark
    edge = f"+{'-' * width}+"
    lines = [edge, *(f"|{''.join(row)}|" for row in grid), edge]
    return [*lines, _scale(step * _KM_PER_DEGREE, width)]


def shortest_arc(lons: Sequence[float]) -> tuple[float, float]:
    """Where the shortest arc that holds all longitudes begins, from 0 to 360, and its length."""
    ordered = sorted({lon % 360 for lon in lons})
    gaps = [
        ((after - before) % 360 or 360, after)
        for before, after in zip(ordered, [*ordered[1:], ordered[0]], strict=True)
    ]
    gap, west = max(gaps)
    return west, 360 - gap


def _free(grid: list[list[str]], column: int, row: int) -> tuple[int, int]:
    """The cell, or the nearest that holds no mark."""
    cells = [
        (abs(x - column) + _LETTER * abs(y - row), y, x)
        for y, line in enumerate(grid)
        for x, letter in enumerate(line)
        if letter in (" ", _DOT)
    ]
    _, y, x = min(cells)
    return x, y


def _scale(km_per_column: float, width: int) -> str:
    """A line of a round length that fits a third of the map."""
    longest = km_per_column * width / 3
    power = 10 ** math.floor(math.log10(longest))
    length = max(part * power for part in (1, 2, 5) if part * power <= longest)
    # From the one stroke to the other.
    columns = max(2, round(length / km_per_column))
    said = f"{length:,.0f} km" if length >= 1 else f"{length * 1000:,.0f} m"
    return f"|{'-' * (columns - 1)}| {said}"
