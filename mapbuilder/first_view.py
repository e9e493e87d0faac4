"""The first view of many records: the map's cells with how many events each has.

Places in Morton order in, levels of cells out, from a coarse grid to the first that has more cells
than a map can show at once. A cell stands where its anchor is: the place with most of its events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mapbuilder.morton import Codes, cells_at

FIRST, LAST = 2, 16
"""The coarsest and the finest grid: of 2^2 and 2^16 columns and rows."""
MOST_CELLS = 300
"""Of a level; a finer one is drawn from the whole."""
LABELLED = 12
"""So many of a level's largest cells are told by name before the rest of the page is read."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Level:
    """The occupied cells of one grid, in Morton order."""

    level: int
    place: Numbers
    """The anchor of each cell."""
    places: Numbers
    """How many places it has."""
    count: Numbers
    """Its events."""

    def labelled(self) -> Numbers:
        """The anchors of its largest cells; of cells of one size those that come first."""
        return self.place[np.argsort(-self.count, kind="stable")[:LABELLED]]


def to_levels(codes: Codes, count: npt.NDArray[Any]) -> list[Level]:
    """The levels of sorted places with these ``codes`` and ``count`` of events; at least one."""
    events = count.astype(np.int64)
    levels: list[Level] = []
    if not len(codes):
        return levels
    for level in range(FIRST, LAST + 1):
        cells = cells_at(codes, level)
        starts = np.flatnonzero(np.diff(cells, prepend=cells[0] + np.uint64(1)))
        if levels and len(starts) > MOST_CELLS:
            break
        of_cell = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(cells))))
        # By cell, then most events, then the smaller number: the first of each cell is its anchor.
        order = np.lexsort((-events, of_cell))
        levels.append(
            Level(
                level,
                order[starts],
                np.bincount(of_cell).astype(np.int64),
                np.add.reduceat(events, starts).astype(np.int64),
            )
        )
    return levels
