"""Morton codes: places in an order in which every cell of the map is one run of them.

Longitudes and latitudes in, numbers of 52 bits out: of each a column x and a row y of 26 bits in
web mercator (EPSG:3857), the bits of x at even and of y at odd positions. A cell of the grid of
2^level columns and rows is what the codes have in common before their last 2 * (26 - level) bits.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BITS = 26
"""Of a column or row: 0.6 m at the equator."""

Codes = npt.NDArray[np.uint64]
_Floats = npt.NDArray[np.float64]

_SPREAD = (
    (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333), (1, 0x5555555555555555),
)  # fmt: skip

_GATHERED = (*(mask for _, mask in reversed(_SPREAD[:-1])), 0x00000000FFFFFFFF)


def to_codes(lon: _Floats, lat: _Floats) -> Codes:
    """The codes of places at ``lon``, ``lat`` in degrees; what lies beyond the map is at its edge.

    ref: Morton, "A computer oriented geodetic data base", IBM 1966.
    """
    x, y = to_cells(lon, lat)
    codes: Codes = _spread(x) | (_spread(y) << np.uint64(1))
    return codes


def to_cells(lon: _Floats, lat: _Floats) -> tuple[Codes, Codes]:
    """Column and row of each place; rows count from the north."""
    size = float(1 << BITS)
    with np.errstate(divide="ignore", invalid="ignore"):
        x = np.floor(size * (lon + 180.0) / 360.0)
        y = np.floor(size * (0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)))
    return _clamped(x), _clamped(y)


def to_degrees(codes: Codes) -> tuple[_Floats, _Floats]:
    """Longitude and latitude of the middle of each code's cell, in degrees."""
    x, y = (_gathered(codes >> np.uint64(shift)) + 0.5 for shift in (0, 1))
    size = float(1 << BITS)
    lon: _Floats = x / size * 360.0 - 180.0
    lat: _Floats = np.degrees(np.arctan(np.sinh(np.pi * (1.0 - 2.0 * y / size))))
    return lon, lat


def cells_at(codes: Codes, level: int) -> Codes:
    """The number of the cell of each code in the grid of 2^level columns and rows."""
    cells: Codes = codes >> np.uint64(2 * (BITS - level))
    return cells


def _clamped(cells: _Floats) -> Codes:
    # At the south pole the logarithm has no value; it is as far south as can be.
    known = np.where(np.isnan(cells), np.inf, cells)
    return np.clip(known, 0, (1 << BITS) - 1).astype(np.uint64)


def _gathered(numbers: Codes) -> _Floats:
    """The bits at even positions, moved together. ref: H. S. Warren, "Hacker's Delight", 7-2."""
    gathered = numbers & np.uint64(_SPREAD[-1][1])
    for (shift, _), mask in zip(reversed(_SPREAD), _GATHERED, strict=True):
        gathered = (gathered | (gathered >> np.uint64(shift))) & np.uint64(mask)
    return gathered.astype(np.float64)


def _spread(numbers: Codes) -> Codes:
    """The numbers with a zero bit before each of their bits."""
    spread = numbers
    for shift, mask in _SPREAD:
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread


def before_each(codes: Codes, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many of ``counts`` come before each code in their order; of one code the first is first.

    So what a cell has is one run of all, from the least of its own numbers on.
    """
    order = np.argsort(codes, kind="stable")
    before = np.empty(len(codes), np.int64)
    before[order] = np.cumsum(counts[order]) - counts[order]
    return before
