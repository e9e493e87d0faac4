"""The ground under a map of features: the shipped map's sea and lakes, where they have none.

A page takes tiles to be whole, and paints land where they have no water. A file of streets has no
sea in it, so it gets the one that the page has around it: the same coast, to the same metre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mapbuilder.basemap import Coast, read_basemap
from mapbuilder.feature_kinds import Kind
from mapbuilder.feature_tiles import Features
from mapbuilder.map_credit import OSM, MapCredit
from mapbuilder.tiles import MOST_LATITUDE, Bbox

_GROWN = 0.05
"""A part of the area, which is a tile wide or more; a tile's margin is a fortieth of its width."""
_SLIVER = 1e-9
"""Square degrees; what is smaller is left of rounding."""


def add_ground(
    features: Features,
    area: Bbox,
    view: Bbox,
    marks: Sequence[tuple[float, float]],
    coast: Coast = "natural-earth",
) -> MapCredit:
    """Adds sea and lakes within ``area`` to features without a sea; what is owed for them.

    ``view``, ``marks`` and ``coast`` are those of the page's own map, see ``read_basemap``.
    *This function changes the features.*
    """
    import shapely

    told = {(kind.layer, kind.kind) for kind in features.kinds}
    if ("water", "ocean") in told or any(layer == "earth" for layer, _ in told):
        return MapCredit()
    shipped = read_basemap(view, marks=marks, coast=coast)
    if shipped is None:
        return MapCredit()
    west, south, east, north = area
    # Beyond the margin of every tile: an edge within it would be taken for a shore.
    aside, above = (east - west) * _GROWN, (north - south) * _GROWN
    whole = shapely.box(
        west - aside,
        max(-MOST_LATITUDE, south - above),
        east + aside,
        min(MOST_LATITUDE, north + above),
    )
    land, lakes = _land_and_lakes(shipped.block["levels"], whole)
    sea = shapely.difference(whole, land)
    grounds = [(sea, Kind("water", "ocean", 0))]
    # Lakes that the features have are finer than any of ours.
    if not any(
        kind.layer == "water" and shapely.get_dimensions(shape) == 2
        for kind, shape in zip(features.kinds, features.shapes, strict=True)
    ):
        grounds.append((lakes, Kind("water", "lake", 0)))
    for shape, kind in reversed(grounds):
        if shapely.area(shape) > _SLIVER:
            features.put_first(shape, kind)
    is_osm = any("ODbL" in each.licence for each in shipped.attributions)
    return OSM if is_osm else MapCredit()


def _land_and_lakes(levels: Sequence[Mapping[str, Any]], whole: Any) -> tuple[Any, Any]:
    """The finest land and lakes that there are of each part of the whole, in degrees."""
    import shapely

    from mapbuilder.topology import to_parts

    found = {"land": shapely.Polygon(), "lakes": shapely.Polygon()}
    for level in levels:
        box = shapely.intersection(shapely.box(*level["bbox"]), whole)
        if shapely.area(box) <= _SLIVER:
            continue
        parts = to_parts(level["topology"], tuple(shapely.bounds(box).tolist()))
        for name, coarser in found.items():
            if name == "lakes" and name not in parts and "land" not in parts:
                continue
            shapes = [shapely.make_valid(geom) for geom, _ in parts.get(name, [])]
            finer = shapely.intersection(shapely.union_all(shapes), box)
            found[name] = shapely.union(shapely.difference(coarser, box), finer)
    return found["land"], found["lakes"]
