"""The base map that a page carries: land, water, borders, relief and names around an exhibit.

In goes where the exhibit lies, out come the block that the page draws, the relief and the credits
owed. Around the Caspian the levels are ready in ``geodata/basemap``; elsewhere on Earth they are
cut from Natural Earth, or from OpenStreetMap's coast where the settings ask for it.
"""

from __future__ import annotations

import gzip
import json
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mapbuilder import files
from mapbuilder.collector import held_still
from mapbuilder.errors import InputError

VERSION = 3

Bbox = tuple[float, float, float, float]
Detail = Literal["full", "light", "none"]
Coast = Literal["natural-earth", "osm"]
Level = dict[str, Any]

MOST_LATITUDE = 85.0511
"""Where web mercator ends (EPSG:3857)."""

_WORLD = "world_110m.topo.json.gz"
# The Caspian's own levels: file, bbox, zoom from which it is drawn, whether it is in the light map.
_READY: tuple[tuple[str, Bbox, float, bool], ...] = (
    ("caspian_far.topo.json", (2.0, 26.0, 94.0, 74.0), 3, True),
    ("caspian_near.topo.json", (38.0, 34.5, 58.0, 47.5), 5, False),
    ("coast_region.topo.json", (45.0, 36.2, 54.8, 44.0), 6.5, False),
    ("coast_baku.topo.json", (49.30, 40.05, 50.75, 40.75), 9.5, False),
    ("coast_neftchala.topo.json", (48.95, 39.05, 49.65, 39.65), 10, False),
    ("coast_lankaran.topo.json", (48.60, 38.40, 49.15, 39.05), 10, False),
)
_READY_WITHIN: Bbox = (44.0, 37.0, 54.0, 44.0)

# What is cut elsewhere: file, zoom from which it is drawn, how far beyond the exhibit it reaches
# (as a part of the exhibit's size, and at least so many degrees), least pixel of that zoom.
_CUTS = (
    ("world_50m.topo.json.gz", 2.5, 4.0, 24.0, 0.015),
    ("world_10m.topo.json.gz", 5.0, 1.2, 5.0, 0.001),
)
_COAST_ZOOM = 7.5
_COAST_REACH = 0.6
"""Degrees beyond a place to which OpenStreetMap's coast is cut."""
BUDGET = {"full": 200_000, "light": 60_000}
"""Bytes of the levels, deflated; coarser lines are taken until they hold it."""
_MOST_STEPS = 8_000
_WIDE = 25.0
"""Degrees; an exhibit that spans more has the fine level around its places only."""
_MOST_AREAS = 12
_MOST_TOWNS = 900
_FAR_RANK = 4
"""Natural Earth's rank of the smallest country that is named however far away it is."""
_NEIGHBOURS = 15.0


@dataclass(frozen=True, slots=True)
class Attribution:
    title: str
    credit: str
    licence: str
    url: str
    on_map: bool
    """Whether it must stay in sight on the map; the others stand with the sources."""


@dataclass(frozen=True, slots=True)
class Basemap:
    block: dict[str, Any]
    """What the page's ``decodeBasemap`` reads, as JSON."""
    relief: tuple[bytes, ...]
    """Grey WebPs in web mercator, hill shade (128 is flat) over height, in the block's order."""
    attributions: tuple[Attribution, ...]


@held_still()
def read_basemap(
    bbox: Bbox | None,
    *,
    detail: Detail = "full",
    languages: Sequence[str] = ("en",),
    marks: Sequence[tuple[float, float]] = (),
    borders: bool = True,
    coast: Coast = "natural-earth",
) -> Basemap | None:
    """The base map around ``bbox`` (the whole world when None), or None for ``detail="none"``.

    ``marks`` are the (lon, lat) of the exhibit's places, where the coast is finest. Without
    ``borders`` no border is in it. ``coast="osm"`` needs the extra ``coast``, and an InputError
    says so where it is missing.
    """
    if detail == "none":
        return None
    folder = files.geodata() / "basemap"
    world = _level(_read(folder / _WORLD), 0)
    used = {_WORLD, "names.json"}
    relief: list[dict[str, Any]] = []
    if bbox is not None and coast == "natural-earth" and _inside(bbox, _READY_WITHIN):
        names = [
            (name, zoom)
            for name, area, zoom, light in _READY
            if (light or detail == "full") and _meet(bbox, area)
        ]
        levels = [world, *(_level(_read(folder / name), zoom) for name, zoom in names)]
        used |= {name for name, _ in names}
        if detail == "full":
            relief = json.loads((folder / "relief.json").read_bytes())
            used |= {facts["file"] for facts in relief}
    else:
        levels = [world]
        if bbox is not None:
            cut, sources = _cut_levels(folder, bbox, detail, marks, coast)
            levels += cut
            used |= sources
    if not borders:
        for level in levels:
            level["topology"]["objects"].pop("borders", None)
    names_block, with_towns = _names(folder, bbox, languages, used)
    if with_towns:
        used.add("towns")
    block = {
        "version": VERSION,
        "levels": levels,
        "names": names_block,
        "relief": [{key: facts[key] for key in facts if key != "file"} for facts in relief],
    }
    pictures = tuple((folder / facts["file"]).read_bytes() for facts in relief)
    return Basemap(block, pictures, _attributions(folder, used))


def read_theme(name: str = "memorial") -> dict[str, Any]:
    """A theme's style of the map: colours, widths and rules for names, by zoom."""
    theme: dict[str, Any] = json.loads(
        (files.templates() / "themes" / f"{name}.map.json").read_bytes()
    )
    return theme


def _read(path: Path) -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(_text(path))
    return topology


def _text(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def _level(topology: dict[str, Any], min_zoom: float) -> Level:
    return {
        "bbox": topology["bbox"], "min_zoom": min_zoom, "max_zoom": None, "topology": topology,
    }  # fmt: skip


def _cut_levels(
    folder: Path, bbox: Bbox, detail: Detail, marks: Sequence[tuple[float, float]], coast: Coast
) -> tuple[list[Level], set[str]]:
    """Levels around the exhibit, each on its own side of 180°, as fine as the budget holds."""
    from mapbuilder.topology import parts_in, to_topology

    cuts = []
    for name, zoom, part, least, pixel in _CUTS[: 1 if detail == "light" else None]:
        areas = _areas(bbox, marks, part, least)
        for area, parts in zip(areas, parts_in(_text(folder / name), areas), strict=True):
            near = {
                key: [(_clipped(geom, area), more) for geom, more in found]
                for key, found in parts.items()
            }
            cuts.append((area, zoom, max(pixel, (area[2] - area[0]) / _MOST_STEPS), near))
    coarser = 1.0
    while True:
        levels = []
        for area, zoom, pixel, parts in cuts:
            tolerance = pixel * coarser
            objects = {
                key: [(_slim(geom, area, tolerance), more) for geom, more in found]
                for key, found in parts.items()
            }
            steps = round(max(area[2] - area[0], area[3] - area[1]) / tolerance * 2)
            levels.append(_level(to_topology(objects, area, max(64, steps)), zoom))
        if coast == "osm" and detail == "full":
            levels += _osm_levels(marks, coarser)
        size = sum(len(zlib.compress(json.dumps(level).encode(), 6)) for level in levels)
        if size <= BUDGET[detail] or coarser > 64:
            break
        coarser *= max(1.3, size / BUDGET[detail])
    used = {name for name, *_ in _CUTS[: 1 if detail == "light" else None]}
    return levels, used | ({"osm"} if coast == "osm" and detail == "full" else set())


def _areas(
    bbox: Bbox, marks: Sequence[tuple[float, float]], part: float, least: float
) -> list[Bbox]:
    """Where a level is cut: around the exhibit, or around its places where it spans continents."""
    if least > _WIDE or (bbox[2] - bbox[0]) % 360 <= _WIDE:
        return _sides(_grown(bbox, part, least))
    return [area for near in _around(marks, least / 2) for area in _sides(near)]


def _around(marks: Sequence[tuple[float, float]], reach: float) -> list[Bbox]:
    """Boxes of ``reach`` degrees around the places, one for those that meet."""
    import shapely

    rows = [(x, max(-MOST_LATITUDE, min(MOST_LATITUDE, y))) for x, y in marks]
    boxes = [shapely.box(x - reach, y - reach, x + reach, y + reach) for x, y in rows]
    found = [shapely.bounds(part) for part in shapely.get_parts(shapely.union_all(boxes))]
    found.sort(key=lambda area: -sum(_meet((x, y, x, y), tuple(area)) for x, y in rows))
    return [
        (west, max(-MOST_LATITUDE, south), east, min(MOST_LATITUDE, north))
        for west, south, east, north in (map(float, area) for area in found[:_MOST_AREAS])
    ]


def _clipped(geom: Any, area: Bbox) -> Any:
    import shapely

    return shapely.make_valid(shapely.clip_by_rect(geom, *area))


def _slim(near: Any, area: Bbox, tolerance: float) -> Any:
    import shapely

    slim = shapely.make_valid(shapely.simplify(near, tolerance))
    return shapely.intersection(slim, shapely.box(*area))


def _osm_levels(marks: Sequence[tuple[float, float]], coarser: float) -> list[Level]:
    """OpenStreetMap's land around the places, where they lie apart in levels of their own."""
    import shapely

    from mapbuilder.topology import to_topology

    land, tree = _osm_land()
    levels = []
    for near in _around(marks, _COAST_REACH):
        for area in _sides(near):
            box = shapely.box(*area)
            pieces = shapely.intersection(land[tree.query(box)], box)
            # The published polygons are cut along a grid; a breath of overlap makes them one again.
            whole = shapely.union_all(shapely.buffer(pieces, 1e-7, join_style="mitre"))
            slim = shapely.intersection(shapely.simplify(whole, 0.00015 * coarser), box)
            steps = round(max(area[2] - area[0], area[3] - area[1]) / (0.0001 * coarser))
            levels.append(_level(to_topology({"land": [(slim, {})]}, area, steps), _COAST_ZOOM))
    return levels


def _osm_land() -> tuple[Any, Any]:
    import shapely

    try:
        from roaring_landmask import LandmaskProvider, Shapes
    except ImportError as error:
        raise InputError(
            "basemap.coast is 'osm', which needs the extra: pip install 'mapbuilder[coast]'"
        ) from error
    land = shapely.get_parts(shapely.from_wkb(bytes(Shapes.wkb(LandmaskProvider.Osm))))
    return land, shapely.STRtree(land)


def _names(
    folder: Path, bbox: Bbox | None, languages: Sequence[str], used: Iterable[str]
) -> tuple[dict[str, Any], bool]:
    """Columns of names, in the exhibit's languages and English; whether there are towns in them."""
    given = json.loads((folder / "names.json").read_bytes())
    ready = any(name.startswith("caspian") for name in used)
    around = (-180.0, -90.0, 180.0, 90.0) if bbox is None else _grown(bbox, 1.0, _NEIGHBOURS)
    countries = [
        row
        for row in given["countries"]
        if row["rank"] <= _FAR_RANK or _meet((row["lon"], row["lat"]) * 2, around)
    ]
    rows: list[dict[str, Any]] = [*countries, *given["own"]]
    if not ready:
        rows = _single(countries) + (_towns(folder, bbox) if bbox is not None else [])
    tags = list(dict.fromkeys(["en", *(_base(tag) for tag in languages)]))
    block = {
        "lon": [row["lon"] for row in rows],
        "lat": [row["lat"] for row in rows],
        "kind": [row["kind"] for row in rows],
        "rank": [row["rank"] for row in rows],
        "min_zoom": [row["min_zoom"] for row in rows],
        "max_zoom": [row["max_zoom"] for row in rows],
        "path": [row.get("path") for row in rows],
        "capital": [bool(row.get("capital")) for row in rows],
        "names": {tag: [row["names"].get(tag) for row in rows] for tag in tags},
    }
    return block, any(row.get("geonames") for row in rows)


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()


def _single(countries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One name a country: the second ones are for the Caspian's view."""
    seen: dict[str, dict[str, Any]] = {}
    for row in countries:
        seen.setdefault(row["names"]["en"], row)
    return list(seen.values())


def _towns(folder: Path, bbox: Bbox) -> list[dict[str, Any]]:
    """The larger towns around the exhibit; the larger, the earlier they are named."""
    area = _grown(bbox, 2.0, 8.0)
    listed = json.loads(gzip.decompress((folder / "towns.json.gz").read_bytes()))
    near = [row for row in listed if _meet((row[0], row[1]) * 2, area)][:_MOST_TOWNS]
    zooms = _town_zooms([(lon, lat) for lon, lat, *_ in near])
    return [
        {
            "lon": lon, "lat": lat, "kind": "city" if capital or people >= 250_000 else "town",
            "rank": 1 if capital else 2 + (people < 1_000_000) + (people < 250_000),
            "min_zoom": min(zoom, 6.0) if capital else zoom, "max_zoom": None,
            "capital": bool(capital), "geonames": True, "names": {"en": name},
        }
        for (lon, lat, people, name, capital), zoom in zip(near, zooms, strict=True)
    ]  # fmt: skip


def _town_zooms(towns: Sequence[tuple[float, float]]) -> list[float]:
    """The zoom from which each is named: where no larger one is within 90 pixels.

    The largest come first; what is small, but far from anything larger, is named early.
    """
    import numpy as np

    points = np.array(towns, dtype=float).reshape(-1, 2)
    zooms = [4.5] * min(1, len(points))
    for index in range(1, len(points)):
        aside, above = np.abs(points[:index] - points[index]).T
        aside = np.minimum(aside, 360 - aside) * np.cos(np.radians(points[index, 1]))
        apart = float(np.hypot(aside, above).min())
        zooms.append(round(min(11.0, max(4.5, np.log2(126 / max(apart, 0.01)))), 1))
    return zooms


def _attributions(folder: Path, used: set[str]) -> tuple[Attribution, ...]:
    credits = tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))["credits"]
    return tuple(
        Attribution(
            each["title"], each["credit"], each["licence"], each["url"], each.get("on_map", False)
        )
        for each in credits
        if used & set(each["files"])
    )


def _grown(bbox: Bbox, part: float, least: float) -> Bbox:
    """The bbox with room on each side: a part of its size, and at least so many degrees."""
    west, south, east, north = bbox
    width = (east - west) % 360 if east != west else 0.0
    aside = max(width * part, least)
    above = max((north - south) * part, least)
    if width + 2 * aside >= 360:
        west, east = -180.0, 180.0
    else:
        west, east = _wrapped(west - aside), _wrapped(west + width + aside)
    return (west, max(-MOST_LATITUDE, south - above), east, min(MOST_LATITUDE, north + above))


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _sides(bbox: Bbox) -> list[Bbox]:
    """The bbox as one or two that do not cross 180°."""
    west, south, east, north = bbox
    if west < -180:
        return [(west + 360, south, 180.0, north), (-180.0, south, east, north)]
    if east > 180:
        return [(west, south, 180.0, north), (-180.0, south, east - 360, north)]
    if west <= east:
        return [bbox]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def _inside(bbox: Bbox, area: Bbox) -> bool:
    west, south, east, north = bbox
    return area[0] <= west <= east <= area[2] and area[1] <= south <= north <= area[3]


def _meet(one: Bbox, two: Bbox) -> bool:
    return any(
        a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
        for a in _sides(one)
        for b in _sides(two)
    )
