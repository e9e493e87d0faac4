"""Cells as vector tiles: places with their numbers of events in, a tile for each part of a map out.

Down to the deepest zoom a tile has 4 by 4 cells, each with the number of its events and places,
where the place with most events is; the deepest has the places themselves. Always true: the counts
of a zoom's cells add up to those of all places that the projection shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from mapbuilder.coordinates import Floats, Numbers
from mapbuilder.errors import InputError
from mapbuilder.morton import BITS, before_each, cells_at, to_cells, to_codes
from mapbuilder.tiles import Bbox, TileSet, gzipped, tile_id

DEEPEST = 10
"""The zoom that has the places; nearer ones are drawn from it."""
_LEVELS = 2
"""A tile has so many times four cells: 64 pixels each where a tile has 256."""
EXTENT = 4_096
"""Of a tile's side, in its own units."""
_LAYERS: tuple[dict[str, Any], ...] = (
    {"id": "cells", "fields": {"events": "Number", "from": "Number", "places": "Number"}},
    {"id": "places", "fields": {"events": "Number"}},
)
_OF_PLACES = {
    "id": "String", "label": "String", "precision": "String",
    "first": "Number", "category": "Number",
}  # fmt: skip
"""What both layers have of a place, or of a cell's place with most events."""


def to_cell_tiles(
    places: pa.Table,
    events: Numbers,
    title: str,
    credit: str,
    labels: Collection[str] = (),
    kinds: Numbers | None = None,
) -> TileSet:
    """The tiles of places, of which each has so many ``events``; one that has none is in no tile.

    ``first`` is how many events the places before one have, in the order of their codes
    (``morton``); so the events of a cell follow one another, ``from`` its first one on. ``labels``
    are the columns of places with what other languages call them; ``kinds`` the number of the
    category that all events of a place share, -1 where they share none.
    Raises ``InputError`` where no event has a place.
    """
    shown = np.flatnonzero(events)
    places, events = places.take(pa.array(shown)), events[shown]
    kinds = np.full(len(shown), -1) if kinds is None else kinds[shown]
    if not len(places):
        raise InputError("no event has a place, so that there is nothing to make tiles of")
    lon, lat = (places[name].to_numpy() for name in ("lon", "lat"))
    firsts = before_each(to_codes(lon, lat), events)
    columns, rows = to_cells(lon, lat)
    here = columns.astype(np.int64), rows.astype(np.int64)
    known = known_of(places, firsts, kinds, labels)
    tiles: dict[int, bytes] = {}
    for level in levels_of(lon, lat, events):
        if level.zoom == DEEPEST:
            said = [{"events": int(events[at]), **known[at]} for at in level.order.tolist()]
        else:
            said = [
                {"events": total, "places": count, **_run(run, known[at])}
                for total, count, run, at in zip(
                    *(each.tolist() for each in level.sums(events, firsts)),
                    level.largest.tolist(),
                    strict=True,
                )
            ]
        tiles |= _tiles(level, here, said)
    metadata = {
        "name": title,
        "attribution": credit,
        "type": "overlay",
        "vector_layers": [
            _layer(0, 0, DEEPEST - 1, labels),
            _layer(1, DEEPEST, DEEPEST, labels),
        ],
    }
    return TileSet("mvt", tiles, _bbox(lon, lat), metadata)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """The features of a zoom: cells of the map, or at the deepest zoom places."""

    zoom: int
    order: Numbers
    """All places, those of a feature one after the other."""
    starts: Numbers
    """Where in ``order`` those of each feature begin, and where the last one's end."""
    largest: Numbers
    """Of each feature the place with most events."""
    tiles: list[tuple[int, int, int]]
    """Each tile's id, its first feature, and the one after its last."""

    def sums(self, events: Numbers, firsts: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Of each feature its events, its places, and the first of its events.

        ``events`` are those of each place, ``firsts`` how many come before them.
        """
        return (
            np.add.reduceat(events[self.order], self.starts[:-1]),
            np.diff(self.starts),
            np.minimum.reduceat(firsts[self.order], self.starts[:-1]),
        )

    def points(self, columns: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Where each feature stands on the zoom's map, 4,096 to a tile's side: the largest's."""
        shift = BITS - self.zoom
        x, y = ((each[self.largest] * EXTENT) >> shift for each in (columns, rows))
        return x, y


def levels_of(lon: Floats, lat: Floats, events: Numbers) -> Iterator[Level]:
    """The zooms' features, tile by tile in the order in which the tiles have them."""
    codes = to_codes(lon, lat)
    # Of one cell the place with most events comes first, then the first of the table.
    order = np.lexsort((-events, codes))
    columns, rows = to_cells(lon, lat)
    for zoom in range(DEEPEST + 1):
        if zoom == DEEPEST:
            starts, largest = np.arange(len(order)), order
        else:
            cells = cells_at(codes[order], zoom + _LEVELS)
            starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
            largest = order[_first_of_most(events[order], starts)]
        tiles = cells_at(codes[largest], zoom)
        firsts = np.flatnonzero(np.r_[True, tiles[1:] != tiles[:-1]])
        shift = np.uint64(BITS - zoom)
        ids = [
            tile_id(zoom, x, y)
            for x, y in zip(
                (columns[largest[firsts]] >> shift).tolist(),
                (rows[largest[firsts]] >> shift).tolist(),
                strict=True,
            )
        ]
        ends = [*firsts[1:].tolist(), len(largest)]
        runs = list(zip(ids, firsts.tolist(), ends, strict=True))
        yield Level(zoom, order, np.r_[starts, len(order)], largest, runs)


def known_of(
    places: pa.Table, firsts: Numbers, kinds: Numbers, labels: Collection[str] = ()
) -> list[dict[str, Any]]:
    """What is said of each place, in ``labels`` too; what a column lacks is left out."""
    optional = [name for name in ("precision", *labels) if name in places.column_names]
    columns = [places[name].to_pylist() for name in ("id", "label", *optional)]
    return [
        {"id": str(id_), "label": str(label), "first": first}
        | {name: str(text) for name, text in zip(optional, texts, strict=True) if text}
        | ({"category": kind} if kind >= 0 else {})
        for id_, label, *texts, first, kind in zip(
            *columns, firsts.tolist(), kinds.tolist(), strict=True
        )
    ]


def _run(first: int, known: dict[str, Any]) -> dict[str, Any]:
    """What is said of a cell's largest place, and where the cell's events begin if not there."""
    return known if known["first"] == first else {"from": first, **known}


def _layer(number: int, least: int, most: int, labels: Collection[str]) -> dict[str, Any]:
    """What the archive says of a layer."""
    layer: dict[str, Any] = _LAYERS[number]
    own = {**layer["fields"], **_OF_PLACES, **dict.fromkeys(labels, "String")}
    fields = dict(sorted(own.items()))
    return {**layer, "fields": fields, "minzoom": least, "maxzoom": most}


def _first_of_most(events: Numbers, starts: Numbers) -> Numbers:
    """For each run of places the first of those with most events."""
    run = np.zeros(len(events), np.int64)
    run[starts[1:]] = 1
    order = np.lexsort((-events, np.cumsum(run)))
    # Within a run the sort puts it first; runs stay where they are.
    return order[starts]


def _tiles(
    level: Level, here: tuple[Numbers, Numbers], said: Sequence[dict[str, Any]]
) -> dict[int, bytes]:
    """The tiles of a zoom by their ids."""
    layer = "places" if level.zoom == DEEPEST else "cells"
    # From the tile's corner.
    points = np.stack(level.points(*here), axis=1) % EXTENT
    return {
        number: gzipped(_encoded(layer, points[start:stop], said[start:stop]))
        for number, start, stop in level.tiles
    }


def _encoded(layer: str, points: Numbers, said: Sequence[dict[str, Any]]) -> bytes:
    import mapbox_vector_tile
    import shapely

    features = [
        {"geometry": point, "properties": properties}
        for point, properties in zip(np.asarray(shapely.points(points)), said, strict=True)
    ]
    options = {"y_coord_down": True, "extents": EXTENT, "check_winding_order": False}
    content = mapbox_vector_tile.encode(
        [{"name": layer, "features": features}], default_options=options
    )
    return bytes(content)


def _bbox(lon: Floats, lat: Floats) -> Bbox:
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
