"""The base map that a page carries: land, sea, borders and names, chosen by where the exhibit lies.

In goes a bbox, out come the block that the page draws and the credits that it owes. The files of
``geodata/basemap`` are handed on as they are; the page projects and draws them.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from typing import Any, Literal

from mapbuilder import files

VERSION = 1

Bbox = tuple[float, float, float, float]

_LEVELS: tuple[tuple[str, Bbox, float, bool], ...] = (
    ("world_ne110m.topo.json", (-180.0, -85.05, 180.0, 85.05), 0, True),
    ("eurasia_ne50m.topo.json", (5.0, 28.0, 90.0, 72.0), 3, True),
    ("caucasus_ne10m.topo.json", (40.0, 36.0, 56.0, 46.0), 5, False),
    ("land_region.geojson", (44.0, 36.0, 54.5, 44.0), 6.5, False),
    ("land_baku.geojson", (49.5, 40.19, 50.49, 40.7), 8, False),
    ("land_neftchala.geojson", (49.0, 39.12, 49.43, 39.6), 8, False),
    ("land_lankaran.geojson", (48.7, 38.5, 48.94, 39.0), 8, False),
)
"""File, bbox, the zoom from which it is drawn, and whether the light base map has it."""


@dataclass(frozen=True, slots=True)
class Attribution:
    title: str
    credit: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class Basemap:
    block: dict[str, Any]
    """What the page's ``decodeBasemap`` reads, as JSON."""
    attributions: tuple[Attribution, ...]


def read_basemap(
    bbox: Bbox | None, *, detail: Literal["full", "light", "none"] = "full"
) -> Basemap | None:
    """The base map around ``bbox`` (all of it when None), or None for ``detail="none"``.

    An exhibit away from the Caspian has the world and, in Eurasia, the land at 1:50 million.
    """
    if detail == "none":
        return None
    folder = files.geodata() / "basemap"
    chosen = [
        (name, area, zoom)
        for name, area, zoom, light in _LEVELS
        if (light or detail == "full") and (bbox is None or _meet(bbox, area))
    ]
    block = {
        "version": VERSION,
        "levels": [
            {"bbox": area, "min_zoom": zoom, "land": json.loads((folder / name).read_bytes())}
            for name, area, zoom in chosen
        ],
        "names": json.loads((folder / "names.json").read_bytes()),
    }
    used = {name for name, _, _ in chosen} | {"names.json"}
    credits = tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))["credits"]
    attributions = tuple(
        Attribution(each["title"], each["credit"], each["licence"], each["url"])
        for each in credits
        if used & set(each["files"])
    )
    return Basemap(block, attributions)


def _meet(one: Bbox, two: Bbox) -> bool:
    west, south, east, north = one
    spans = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return (
        any(start < two[2] and two[0] < end for start, end in spans)
        and south < two[3]
        and two[1] < north
    ) or _inside(one, two)


def _inside(point: Bbox, area: Bbox) -> bool:
    """Whether a bbox of no size lies in the area, its edges included."""
    return area[0] <= point[0] <= area[2] and area[1] <= point[1] <= area[3]
