"""TopoJSON for the base map: geometries in, quantised arcs out, and back.

Only what the page draws: lines and polygons with a few properties. No arc is shared: a coast has no
second side. ref: the TopoJSON Format Specification, 1.0.1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mapbuilder.listed_numbers import to_numbers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mapbuilder.coordinates import Numbers

Bbox = tuple[float, float, float, float]
Part = tuple["BaseGeometry", dict[str, Any]]
"""A geometry in EPSG:4326 and its properties."""
Steps = npt.NDArray[np.signedinteger[Any]]
_ARCS = b'"arcs":[[['


def to_topology(objects: Mapping[str, Sequence[Part]], bbox: Bbox, steps: int) -> dict[str, Any]:
    """The objects on a grid of ``steps`` cells each way over ``bbox``; empty ones are left out.

    The grid's corners are the corners of ``bbox``, so that an edge along which something was cut
    is its first or last row or column, and is known again when it is drawn.
    """
    west, south, east, north = bbox
    scale = ((east - west) / steps, (north - south) / steps)
    arcs: list[list[list[int]]] = []

    def arc(line: BaseGeometry) -> int | None:
        import shapely

        grid = np.rint((shapely.get_coordinates(line) - (west, south)) / scale).astype(int)
        kept = grid[np.r_[True, np.any(np.diff(grid, axis=0) != 0, axis=1)]]
        if len(kept) < (4 if line.geom_type == "LinearRing" else 2):
            return None
        arcs.append([kept[0].tolist(), *np.diff(kept, axis=0).tolist()])
        return len(arcs) - 1

    def rings(polygon: Any) -> list[list[int]]:
        found = [arc(ring) for ring in (polygon.exterior, *polygon.interiors)]
        return [] if found[0] is None else [[index] for index in found if index is not None]

    made: dict[str, Any] = {}
    for name, parts in objects.items():
        by_properties: dict[str, tuple[dict[str, Any], list[Any], list[Any]]] = {}
        for geom, properties in parts:
            key = json.dumps(properties, sort_keys=True)
            _, polygons, lines = by_properties.setdefault(key, (properties, [], []))
            for part in _flat(geom):
                if part.geom_type == "Polygon":
                    if outline := rings(part):
                        polygons.append(outline)
                elif (index := arc(part)) is not None:
                    lines.append([index])
        geometries = []
        for properties, polygons, lines in by_properties.values():
            extra = {"properties": properties} if properties else {}
            if polygons:
                geometries.append({"type": "MultiPolygon", "arcs": polygons, **extra})
            if lines:
                geometries.append({"type": "MultiLineString", "arcs": lines, **extra})
        if geometries:
            made[name] = {"type": "GeometryCollection", "geometries": geometries}
    return {
        "type": "Topology",
        "bbox": list(bbox),
        "transform": {"scale": list(scale), "translate": [west, south]},
        "objects": made,
        "arcs": arcs,
    }


def to_parts(topology: Mapping[str, Any], area: Bbox) -> dict[str, list[Part]]:
    """What meets ``area`` of a topology that ``to_topology`` made, as geometries in EPSG:4326.

    They may be invalid: on the grid, the two coasts of a strait can touch.
    """
    arcs = topology["arcs"]
    if not arcs:
        return {name: [] for name in topology["objects"]}
    sizes = np.fromiter(map(len, arcs), np.int64, len(arcs))
    numbers = chain.from_iterable(chain.from_iterable(arcs))
    steps = np.fromiter(numbers, np.int32, 2 * int(sizes.sum())).reshape(-1, 2)
    return next(_parts(topology, sizes, steps, [area]))


def parts_in(text: bytes, areas: Iterable[Bbox]) -> Iterator[dict[str, list[Part]]]:
    """``to_parts`` of each area, of a topology as its text, with its arcs last and without spaces.

    No lists are made of the arcs: those of the world have 600,000 points, which take 80 MB as such.
    """
    head, _, body = text.rpartition(_ARCS)
    # Of several megabytes no more are held than needed.
    del text
    body = body.rstrip().removesuffix(b"]]]}")
    points = [arc.count(b"],[") + 1 for arc in body.split(b"]],[[")]
    steps = to_numbers(body, b"[]", pa.int32()).reshape(-1, 2)
    return _parts(json.loads(head + b'"arcs":[]}'), np.array(points), steps, areas)


def _parts(
    topology: Mapping[str, Any], sizes: Numbers, steps: Steps, areas: Iterable[Bbox]
) -> Iterator[dict[str, list[Part]]]:
    """Where all arcs run is worked out once: most of a world's are only looked at for that."""
    scale = topology["transform"]["scale"]
    translate = topology["transform"]["translate"]
    ends = np.cumsum(sizes)
    starts = ends - sizes
    # The sum of all steps goes round at 32 bits; what is left of it in an arc is far within them.
    grid = np.cumsum(steps, axis=0, dtype=np.int32)
    grid -= np.repeat(grid[starts] - steps[starts], sizes, axis=0)
    west, south = (np.minimum.reduceat(grid, starts) * scale + translate).T
    east, north = (np.maximum.reduceat(grid, starts) * scale + translate).T

    def arc(index: int) -> Any:
        return grid[starts[index] : ends[index]] * scale + translate

    for area in areas:
        near = (west <= area[2]) & (area[0] <= east) & (south <= area[3]) & (area[1] <= north)
        flags = near.tolist()
        yield {
            name: [
                (geom, raw.get("properties", {}))
                for raw in collection["geometries"]
                for geom in _near(raw, flags, arc)
            ]
            for name, collection in topology["objects"].items()
        }


def _near(
    raw: Mapping[str, Any], near: Sequence[bool], arc: Callable[[int], Any]
) -> list[BaseGeometry]:
    """The geometries of an object's whose outer arc is ``near``."""
    import shapely

    if raw["type"] == "MultiLineString":
        return [shapely.linestrings(arc(i)) for (i,) in raw["arcs"] if near[i]]
    return [
        shapely.Polygon(arc(outer), [arc(i) for (i,) in inner])
        for ((outer,), *inner) in raw["arcs"]
        if near[outer]
    ]


def _flat(geom: BaseGeometry) -> Iterable[BaseGeometry]:
    import shapely

    for part in shapely.get_parts(geom):
        if shapely.is_empty(part):
            continue
        if part.geom_type in ("Polygon", "LineString"):
            yield part
        elif part.geom_type in ("MultiPolygon", "MultiLineString", "GeometryCollection"):
            yield from _flat(part)
