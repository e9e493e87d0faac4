"""Outlines: places' lines and areas in, what the page needs to draw them out.

Always true: an outline lies within half a pixel of its shape at the exhibit's largest zoom, as long
as all of them together keep to ``MOST_BYTES``; beyond, all are drawn more coarsely. A shape across
180° goes on to the east of it, so that it is drawn in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import shapely

from mapbuilder.coordinates import is_area
from mapbuilder.shapes import from_wkb, unrolled
from mapbuilder.topology import to_topology

VERSION = 1
"""The block's own version; the page refuses another by name."""

MOST_BYTES = 300_000
"""Of the block in the page, compressed and in base64."""

Block = dict[str, Any]

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_TILE_PX = 256
_COARSER = 1.6
_MANY = 20_000
# After so many steps a pixel is a thousand: what is left is the least that a shape can have.
_MOST_STEPS = 15


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of an exhibit's places."""

    index: list[int]
    """For each place the number of its outline, -1 without one."""
    reach: Floats
    """For each place how far its shape goes from its marker: west, south, east, north; degrees."""
    block: Block | None
    """What the page draws; ``None`` where there is nothing."""


def to_outlines(
    wkb: Sequence[bytes | None],
    lon: Sequence[float],
    lat: Sequence[float],
    max_zoom: int,
    size: Callable[[Block], int],
    extents: Sequence[bool] = (),
) -> Outlines:
    """The outlines of places, in the places' order, for a map that goes to ``max_zoom``.

    ``size`` says how many bytes a block takes in the page; ``extents`` which places are somewhere
    within their areas (``forms.to_extents``).
    """
    reach = np.zeros((len(wkb), 4))
    index: list[int] = []
    shapes: list[Any] = []
    boxes: list[tuple[float, float, float, float]] = []
    for place, one in enumerate(wkb):
        geom = from_wkb(one)
        if geom is None:
            index.append(-1)
            continue
        whole = unrolled(geom)
        west, south, east, north = shapely.bounds(whole).tolist()
        # Of a place's copies round the world the one beside its shape.
        beside = lon[place] + 360 * np.rint(((west + east) / 2 - lon[place]) / 360)
        ends = (beside - west, lat[place] - south, east - beside, north - lat[place])
        reach[place] = np.maximum(ends, 0.0)
        index.append(len(shapes))
        shapes.append(whole)
        boxes.append((west, south, east, north))
    if not shapes:
        return Outlines(index, reach, None)
    kinds = [
        "extent" if extent else "area" if is_area(one) else "line"
        for one, extent in zip(wkb, extents or repeat(False), strict=False)
        if one is not None
    ]
    pixel = 360.0 / (_TILE_PX * 2.0**max_zoom)
    shapes = _simplified(shapes, boxes, pixel)
    block = _block(shapes, boxes, kinds, pixel)
    for _ in range(_MOST_STEPS):
        if size(block) <= MOST_BYTES:
            break
        pixel *= _COARSER
        shapes = _simplified(shapes, boxes, pixel)
        block = _block(shapes, boxes, kinds, pixel)
    return Outlines(index, reach, block)


def _simplified(
    shapes: Sequence[Any], boxes: Sequence[tuple[float, ...]], pixel: float
) -> list[Any]:
    """The shapes without what is smaller than half a pixel."""
    simple = []
    for geom, (_, south, _, north) in zip(shapes, boxes, strict=True):
        # A map in mercator's projection stretches the north, where a pixel is fewer degrees.
        stretch = np.cos(np.radians(min(80.0, max(abs(south), abs(north)))))
        # To keep parts from crossing takes the square of the time; a line may cross itself.
        keep = shapely.get_dimensions(geom) == 2 and shapely.get_num_coordinates(geom) < _MANY
        simple.append(shapely.simplify(geom, 0.4 * pixel * stretch, preserve_topology=bool(keep)))
    return simple


def _block(
    shapes: Sequence[Any], boxes: Sequence[tuple[float, ...]], kinds: Sequence[str], pixel: float
) -> Block:
    """The outlines on a grid of a quarter of a pixel, which is given in degrees of longitude."""
    west, south = (min(box[axis] for box in boxes) for axis in (0, 1))
    east, north = (max(box[axis] for box in boxes) for axis in (2, 3))
    side = max(east - west, north - south, pixel)
    # One cell each way of the same size: what is as high as wide stays so.
    bbox = (west, south, west + side, south + side)
    steps = max(1, int(np.ceil(4 * side / pixel)))
    topology = to_topology(
        {str(number): [(geom, {})] for number, geom in enumerate(shapes)}, bbox, steps
    )
    return {
        "version": VERSION,
        "kind": list(kinds),
        "bbox": [[round(float(end), 5) for end in box] for box in boxes],
        "topology": topology,
    }
