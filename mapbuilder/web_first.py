"""The first view of a published exhibit: the coarsest zooms' cells, which its page has in itself.

Places with their numbers of events in, columns out that tell what the tiles of these zooms tell,
feature by feature in the same order. So the page draws its first marks before it asks its server
for anything.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pyarrow as pa

from mapbuilder.cell_tiles import known_of, levels_of
from mapbuilder.coordinates import Numbers
from mapbuilder.morton import before_each, to_cells, to_codes

MOST_CELLS = 400
"""Of a zoom; those from the first with more on are read from the server."""
MOST = 1_600
"""Cells of all zooms: few places far apart are as many cells at each."""


def to_first(
    places: pa.Table,
    events: Numbers,
    kinds: Numbers | None = None,
    labels: Collection[str] = (),
) -> dict[str, Any]:
    """The first zooms' cells of places that have so many ``events``, none of them 0.

    ``places`` has columns of the places that stand for a cell; of each zoom ``cells`` has columns
    as well: the number of that place, where it stands on the zoom's map (4,096 to a tile's side),
    the events and places of the cell and the first of its events.
    """
    kinds = np.full(len(places), -1) if kinds is None else kinds
    lon, lat = (places[name].to_numpy() for name in ("lon", "lat"))
    firsts = before_each(to_codes(lon, lat), events)
    columns, rows = (each.astype(np.int64) for each in to_cells(lon, lat))
    cells: list[tuple[Numbers, dict[str, Numbers]]] = []
    count = 0
    for level in levels_of(lon, lat, events):
        count += len(level.largest)
        if len(level.largest) > MOST_CELLS or count > MOST:
            break
        x, y = level.points(columns, rows)
        sums, numbers, begins = level.sums(events, firsts)
        told = {"x": x, "y": y, "events": sums, "places": numbers, "from": begins}
        cells.append((level.largest, told))
    used = np.unique(np.concatenate([np.empty(0, np.int64), *(largest for largest, _ in cells)]))
    standing = known_of(places.take(pa.array(used)), firsts[used], kinds[used], labels)
    shared = kinds[used]
    return {
        "places": {
            **{
                name: [one.get(name, "") for one in standing]
                for name in ("id", "label", *labels, "precision", "first")
            },
            **({"category": shared.tolist()} if (shared >= 0).any() else {}),
        },
        "cells": [
            {
                "place": np.searchsorted(used, largest).tolist(),
                **{name: numbers.tolist() for name, numbers in told.items()},
            }
            for largest, told in cells
        ],
    }
