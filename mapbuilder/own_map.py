"""The user's own base map: a file of tiles or features in, what a page takes of it out.

Taken are the tiles around the exhibit up to the page's zoom, as one PMTiles archive, with the map's
credit and the letters of its names. The archive is in the page up to a limit that the settings
give; above it, it is in scripts beside the page, named by their content.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.errors import InputError
from mapbuilder.map_credit import MapCredit, credit_of, read_credit
from mapbuilder.tiles import (
    Bbox,
    Rect,
    TileSet,
    TileType,
    bbox_of,
    rects_of,
    require_tiles,
    sides,
    to_pmtiles,
    to_unit,
)

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.report import Report

MOST_BESIDE = 200_000_000
"""Bytes; a page with a larger map beside it would not open on a museum's machine."""

_GROWN = 0.5
"""How far beyond the first view tiles are taken, as a part of its size on each side."""
_LEAST_DEGREES = 0.05
_WHOLE = 600
"""Tiles of one zoom; where the whole view has more, only those near the places are taken."""
_REACH = 4
"""Tiles of one zoom on each side of a place, each 512 pixels wide: a large screen is full."""
_MOST_PLACES = 500
_PART_NAME = re.compile(r"part-[0-9a-f]{16}\.js")
_PART_CHARACTERS = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """A script beside the page that hands it a piece of the archive."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class OwnMap:
    """What a page takes of the user's map."""

    archive: bytes
    """PMTiles, version 3."""
    facts: dict[str, Any]
    """What the page's head says of it, but the number of parts."""
    credit: MapCredit
    characters: frozenset[str]
    """All letters of the names in it, in the exhibit's languages, but for those of water."""
    water_characters: frozenset[str]
    embedded: bool
    """Whether it is in the page, not beside it."""

    def to_base64(self) -> str:
        return b64encode(self.archive).decode()

    def parts(self) -> tuple[Part, ...]:
        """The scripts beside the page, in their order; none when it is embedded."""
        if self.embedded:
            return ()
        text = self.to_base64()
        made = []
        for start in range(0, len(text), _PART_CHARACTERS):
            piece = text[start : start + _PART_CHARACTERS]
            content = f'document.getElementById("tiles").append("{piece}");\n'.encode()
            made.append(Part(f"part-{sha256(content).hexdigest()[:16]}.js", content))
        return tuple(made)


def read_own_map(exhibit: Exhibit, report: Report | None = None) -> OwnMap | None:
    """What the exhibit takes of the map that its settings name; None when they name none.

    A map of which nothing says whose it is, is a warning in ``report``. Raises ``InputError`` when
    the map cannot be used, also when it has nothing where the exhibit lies.
    """
    settings = exhibit.config.basemap.own
    if settings is None:
        return None
    require_tiles()
    path = (exhibit.folder or Path()) / settings.file
    given = MapCredit(settings.attribution, settings.licence, settings.url)
    tileset, credit = _taken(exhibit, path)
    credit = given | credit
    if not credit.attribution and report is not None:
        report.add(
            "basemap-attribution",
            "warning",
            f"nothing says whose map {path.name} is; write it as own = {{ file = …, "
            "attribution = … } under [basemap] in exhibit.toml",
            file=path.name,
        )
    schema = None
    characters: frozenset[str] = frozenset()
    waters: frozenset[str] = frozenset()
    if tileset.tile_type == "mvt":
        from mapbuilder.tile_schema import characters_of, schema_of

        schema = schema_of(tileset, path.name)
        characters, waters = characters_of(tileset, exhibit.config.languages, path.name)
    archive = to_pmtiles(tileset)
    if len(archive) > MOST_BESIDE:
        raise InputError(
            f"{path.name} has {len(archive) / 1e6:,.0f} MB around the exhibit, more than "
            f"{MOST_BESIDE / 1e6:,.0f}: cut it with fewer zooms (mapbuilder basemap cut --zoom)"
        )
    zooms = _zooms_of(tileset)
    facts = {
        "kind": "vector" if tileset.tile_type == "mvt" else "raster",
        "schema": schema,
        "bbox": [round(degrees, 5) for degrees in tileset.bbox],
        "min_zoom": zooms[0],
        "max_zoom": zooms[1],
        "tile_type": tileset.tile_type,
    }
    limit = exhibit.config.basemap.embed_limit_mb * 1e6
    return OwnMap(archive, facts, credit, characters, waters, len(archive) <= limit)


def parts_folder(page: Path) -> Path:
    """The folder of the scripts beside a page."""
    return page.with_name(f"{page.stem}.map")


def write_parts(folder: Path, parts: Sequence[Part]) -> None:
    """Writes the scripts, each in one step. *This function writes files.*

    Their names tell their content: what an older page beside them needs is not touched.
    """
    from mapbuilder.files import write_atomic

    for part in parts:
        write_atomic(folder / part.name, part.content)


def remove_stale(folder: Path, parts: Sequence[Part]) -> None:
    """Removes scripts that the page no longer names. *This function removes files.*"""
    kept = {part.name for part in parts}
    for path in folder.glob("part-*.js"):
        if path.name not in kept and _PART_NAME.fullmatch(path.name):
            path.unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _taken(exhibit: Exhibit, path: Path) -> tuple[TileSet, MapCredit]:
    """The tiles that the exhibit needs, and what the map itself says of whose it is."""
    from mapbuilder.archives import kind_of, open_archive

    if not path.is_file():
        raise InputError(f"there is no map {str(path)!r}")
    beside = read_credit(path)
    if kind_of(str(path)) == "features":
        tileset, credit = features_taken(exhibit, path)
        return tileset, beside | credit
    archive = open_archive(str(path))
    facts = archive.facts
    zooms = zooms_for(exhibit, facts.min_zoom, facts.max_zoom, facts.tile_type)
    rects = wanted(exhibit, zooms, facts.bbox)
    found = archive.find(rects)
    if not found.slots:
        raise InputError(
            f"{path.name} has no tiles where the exhibit lies: it covers {_shown(facts.bbox)} at "
            f"zooms {facts.min_zoom} to {facts.max_zoom}"
        )
    tileset = archive.read(found)
    bbox = _overlap(facts.bbox, [rect for rect in rects if rect.zoom == rects[0].zoom])
    return replace(tileset, bbox=bbox), credit_of(facts.metadata) | beside


def features_taken(exhibit: Exhibit, path: Path) -> tuple[TileSet, MapCredit]:
    """Tiles of a feature file where the exhibit lies, on the ground of the page's own map."""
    from mapbuilder.feature_tiles import MOST_ZOOM, is_osm, read_features, to_tiles
    from mapbuilder.ground import add_ground
    from mapbuilder.map_credit import OSM

    last = max(0, min(MOST_ZOOM, max_zoom_of(exhibit) - 1))
    zooms = range(min(first_zoom(view_of(exhibit)), last), last + 1)
    rects = wanted(exhibit, zooms, None)
    largest = [rect for rect in rects if rect.zoom == zooms[-1]]
    features = read_features(path, bbox_of(largest))
    # Whose the coast is, the page says of its own map.
    marks = list(zip(_column(exhibit, "lon"), _column(exhibit, "lat"), strict=True))
    add_ground(
        features,
        bbox_of(rects),
        view_of(exhibit),
        [(lon, lat) for lon, lat in marks if lon is not None and lat is not None],
        exhibit.config.basemap.coast,
    )
    credit = OSM if is_osm(path) else MapCredit()
    return to_tiles(features, rects, {"name": path.stem}), credit


def first_zoom(bbox: Bbox) -> int:
    """The zoom at which a bbox is about half a tile wide: below it there is nothing to see.

    At most 10, whose tiles a page shows when it opens on a single place.
    """
    sizes = []
    for west, south, east, north in sides(bbox):
        x0, y0 = to_unit(west, north)
        x1, y1 = to_unit(east, south)
        sizes.append(max(x1 - x0, y1 - y0))
    zoom = 0
    while zoom < 10 and sum(sizes) * (1 << zoom) < 0.5:
        zoom += 1
    return zoom


def zooms_for(exhibit: Exhibit, first: int, last: int, tile_type: TileType) -> range:
    """The zooms of an archive's that the exhibit's page can show, at least the first."""
    # A page draws vector tiles twice as wide, so that those of a zoom before its last are the last.
    needed = max_zoom_of(exhibit) - (tile_type == "mvt")
    return range(first, max(first, min(last, needed)) + 1)


def max_zoom_of(exhibit: Exhibit) -> int:
    """How far the page can be zoomed."""
    from mapbuilder.payload import MAX_ZOOM

    own = exhibit.config.view.max_zoom
    return MAX_ZOOM if own is None else own


def view_of(exhibit: Exhibit) -> Bbox:
    """The page's first view."""
    from mapbuilder.view import to_view

    if exhibit.config.view.bbox is not None:
        west, south, east, north = exhibit.config.view.bbox
        return west, south, east, north
    import numpy as np

    lon, lat, uncertainty = (
        np.array(
            [np.nan if value is None else value for value in _column(exhibit, name)],
            dtype=np.float64,
        )
        for name in ("lon", "lat", "uncertainty_m")
    )
    return to_view(lon, lat, uncertainty).bbox


def _column(exhibit: Exhibit, name: str) -> list[float | None]:
    if name not in exhibit.places.column_names:
        return [None] * len(exhibit.places)
    values: list[float | None] = exhibit.places[name].to_pylist()
    return values


def wanted(exhibit: Exhibit, zooms: Sequence[int], bounds: Bbox | None) -> list[Rect]:
    """The tiles that matter to an exhibit: all of its view grown, and at large zooms its places.

    Without places it is the middle that stands for them; without a view, too, ``bounds`` are one.
    """
    lon, lat = exhibit.places["lon"].to_pylist(), exhibit.places["lat"].to_pylist()
    if not lon and exhibit.config.view.bbox is None and bounds is not None:
        area = bounds
    else:
        area = _grown(view_of(exhibit))
    west, south, east, north = area
    middle = (_wrapped(west + ((east - west) % 360 or 360.0) / 2), (south + north) / 2)
    places = list(dict.fromkeys(zip(lon, lat, strict=True)))[:_MOST_PLACES] or [middle]
    rects: list[Rect] = []
    for zoom in zooms:
        whole = rects_of(area, zoom)
        if sum(map(len, whole)) <= _WHOLE:
            rects += whole
        rects += dict.fromkeys(_around(*to_unit(x, y), zoom) for x, y in places)
    return rects


def _around(x: float, y: float, zoom: int) -> Rect:
    count = 1 << zoom
    # Far out a place has the world about it, which the page has from its own map.
    reach = min(_REACH, max(1, zoom - 5))
    column, row = min(count - 1, int(x * count)), min(count - 1, int(y * count))
    return Rect(
        zoom,
        max(0, column - reach),
        max(0, row - reach),
        min(count - 1, column + reach),
        min(count - 1, row + reach),
    )


def _grown(bbox: Bbox) -> Bbox:
    west, south, east, north = bbox
    width = (east - west) % 360 if east != west else 0.0
    width = 360.0 if width == 0.0 and east != west else width
    aside = max(width * _GROWN, _LEAST_DEGREES)
    above = max((north - south) * _GROWN, _LEAST_DEGREES)
    south, north = max(-90.0, south - above), min(90.0, north + above)
    if width + 2 * aside >= 360:
        return -180.0, south, 180.0, north
    return _wrapped(west - aside), south, _wrapped(east + aside), north


def _wrapped(lon: float) -> float:
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _overlap(bounds: Bbox, rects: Sequence[Rect]) -> Bbox:
    """The part of an archive's bounds that the tiles cover."""
    west, south, east, north = bbox_of(rects)
    met = (
        max(bounds[0], west), max(bounds[1], south), min(bounds[2], east), min(bounds[3], north),
    )  # fmt: skip
    return met if met[0] < met[2] and met[1] < met[3] else bounds


def _zooms_of(tileset: TileSet) -> tuple[int, int]:
    from mapbuilder.tiles import tile_of

    return tile_of(min(tileset.tiles))[0], tile_of(max(tileset.tiles))[0]


def _shown(bbox: Bbox) -> str:
    return ", ".join(f"{degrees:.2f}" for degrees in bbox)
