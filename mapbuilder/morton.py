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


def cells_at(codes: Codes, level: int) -> Codes:
    """The number of the cell of each code in the grid of 2^level columns and rows."""
    cells: Codes = codes >> np.uint64(2 * (BITS - level))
    return cells


def _clamped(cells: _Floats) -> Codes:
    # At the south pole the logarithm has no value; it is as far south as can be.
    known = np.where(np.isnan(cells), np.inf, cells)
    return np.clip(known, 0, (1 << BITS) - 1).astype(np.uint64)


def _spread(numbers: Codes) -> Codes:
    """The numbers with a zero bit before each of their bits."""
    spread = numbers
    for shift, mask in _SPREAD:
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread
