"""The cut: an archive or a feature file, here or on a web server, in; a small archive of it out.

``cut`` writes PMTiles and, beside it, whose map it is; ``preview`` gives an exhibit without events
that shows a map. Same source and area, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.errors import InputError, OutputError
from mapbuilder.map_credit import (
    OSM,
    MapCredit,
    credit_file,
    credit_of,
    read_credit,
    to_credit_file,
)
from mapbuilder.tiles import MOST_ZOOM, Bbox, Rect, TileSet, bbox_of, rects_of, require_tiles

if TYPE_CHECKING:
    from mapbuilder.archives import Archive
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.ranges import Progress

_FIELDS_KEPT = ("name", "description", "type", "version", "vector_layers")


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut, or would be."""

    path: Path
    credit: MapCredit
    tiles: int
    """0 for features that were not made into tiles yet."""
    source_bytes: int
    bytes: int
    """Of the archive; before it is written, of its tiles alone."""
    zooms: tuple[int, int]
    bbox: Bbox
    layers: dict[str, int]
    """Of features: how many each layer has."""
    left_out: int
    """Features that no map shows."""
    written: bool


def cut(
    source: str,
    output: Path | None = None,
    *,
    bbox: Bbox | None = None,
    around: Exhibit | None = None,
    zooms: tuple[int, int] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Cut:
    """Cuts a map around a bbox or an exhibit. *This function writes two files,* but a dry run none.

    Without an output the archive is ``NAME-cut.pmtiles`` in the current folder. Raises
    ``InputError`` and ``OutputError``.
    """
    from mapbuilder.archives import kind_of, open_archive
    from mapbuilder.ranges import is_address, open_bytes

    require_tiles()
    if bbox is not None:
        _refuse_bbox(bbox)
    if zooms is not None and not 0 <= zooms[0] <= zooms[1] <= MOST_ZOOM:
        raise InputError(f"zooms are 0 to {MOST_ZOOM}, the smaller first, such as 6-14")
    source_bytes = open_bytes(source).size
    path = _output(source, output)
    if not is_address(source):
        if path.exists() and path.samefile(source):
            raise OutputError(f"{path} is the source itself; name another file with -o")
        if kind_of(source) == "features":
            return _cut_features(
                Path(source), path, source_bytes, bbox, around, zooms, dry_run, progress
            )
    archive = open_archive(source)
    rects = _rects(archive, bbox, around, zooms)
    found = archive.find(rects)
    facts = archive.facts
    if not found.slots:
        west, south, east, north = facts.bbox
        raise InputError(
            f"{facts.name} has no tiles there: it covers {west:.2f}, {south:.2f}, {east:.2f}, "
            f"{north:.2f} at zooms {facts.min_zoom} to {facts.max_zoom}"
        )
    credit = credit_of(facts.metadata)
    if not is_address(source):
        credit |= read_credit(Path(source))
    span = _span(found.slots)
    area = _area(facts.bbox, rects)
    told = Cut(
        path, credit, len(found.slots), source_bytes, found.size, span, area, {}, 0, not dry_run
    )
    if dry_run:
        return told
    tileset = archive.read(found, progress)
    if tileset.tile_type == "mvt":
        from mapbuilder.tile_schema import schema_of

        schema_of(tileset, facts.name)
    whole = replace(tileset, bbox=area, metadata=_metadata(facts.metadata, credit))
    return replace(told, bytes=_write(path, whole, credit, source))


def _cut_features(
    source: Path,
    path: Path,
    source_bytes: int,
    bbox: Bbox | None,
    around: Exhibit | None,
    zooms: tuple[int, int] | None,
    dry_run: bool,
    progress: Progress | None,
) -> Cut:
    from mapbuilder.feature_tiles import MOST_ZOOM, is_osm, read_features, to_tiles
    from mapbuilder.ground import add_ground
    from mapbuilder.own_map import first_zoom, view_of, wanted

    if around is not None:
        bbox = bbox or view_of(around)
        last = MOST_ZOOM if zooms is None else min(zooms[1], MOST_ZOOM)
        area: Bbox | None = bbox_of(wanted(around, [last], None))
    else:
        area = bbox
    features = read_features(source, area)
    seen = bbox or features.bbox()
    first, last = zooms or (first_zoom(seen), MOST_ZOOM)
    if first > MOST_ZOOM:
        raise InputError(f"of features tiles are made up to zoom {MOST_ZOOM}")
    span = range(first, min(last, MOST_ZOOM) + 1)
    if around is not None:
        rects = wanted(around, span, None)
    else:
        rects = [rect for zoom in span for rect in rects_of(seen, zoom)]
    credit = read_credit(source) | (OSM if is_osm(source) else MapCredit())
    told = Cut(
        path, credit, 0, source_bytes, 0, (span[0], span[-1]), seen, features.counts(),
        features.left_out, not dry_run,
    )  # fmt: skip
    if dry_run:
        return told
    west, south, east, north = seen
    middle = ((west + east) / 2, (south + north) / 2)
    ground = add_ground(features, bbox_of(rects), seen, [middle])
    tileset = to_tiles(features, rects, _metadata({"name": source.stem}, credit), progress)
    tileset = replace(tileset, bbox=seen)
    # Not the map's own credit: of a map of nobody it would make one of somebody else's.
    coast = f"{ground.attribution}, {ground.licence}" if ground.attribution else ""
    size = _write(path, tileset, credit, source.name, coast)
    return replace(told, tiles=len(tileset.tiles), bytes=size)


def _write(path: Path, tileset: TileSet, credit: MapCredit, source: str, coast: str = "") -> int:
    from hashlib import sha256

    from mapbuilder.files import write_atomic
    from mapbuilder.tiles import to_pmtiles

    archive = to_pmtiles(tileset)
    span = _span(tileset.tiles)
    facts: dict[str, str | int | float | list[float]] = {
        "source": _public(source),
        "bbox": [round(degrees, 5) for degrees in tileset.bbox],
        "zooms": f"{span[0]}-{span[1]}",
        "sha256": sha256(archive).hexdigest(),
    }
    if coast:
        facts["coast"] = coast
    # The credit first: a map without it is what must not be left behind.
    write_atomic(credit_file(path), to_credit_file(credit, facts).encode())
    write_atomic(path, archive)
    return len(archive)


def _public(source: str) -> str:
    """The source as a stranger may see it: no folders, no names and keys within an address."""
    from urllib.parse import urlsplit

    from mapbuilder.ranges import is_address

    if not is_address(source):
        return Path(source).name
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"


def _metadata(given: Any, credit: MapCredit) -> dict[str, Any]:
    kept = {key: given[key] for key in _FIELDS_KEPT if key in given}
    if credit.attribution:
        kept["attribution"] = credit.attribution
    if credit.licence:
        kept["license"] = credit.licence
    return kept


def _output(source: str, output: Path | None) -> Path:
    from mapbuilder.ranges import is_address

    if output is None:
        path = source.split("?")[0].split("#")[0] if is_address(source) else source
        stem = Path(path).name.split(".")[0] or "map"
        return Path(f"{stem}-cut.pmtiles")
    if output.suffix.lower() != ".pmtiles":
        raise OutputError(f"{output} would be a PMTiles archive; give it a name with .pmtiles")
    return output


def _refuse_bbox(bbox: Bbox) -> None:
    west, south, east, north = bbox
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
        raise InputError("a bbox is west,south,east,north in degrees, south < north")
    if west == east:
        raise InputError("a bbox is west,south,east,north in degrees; this one has no width")


def _rects(
    archive: Archive, bbox: Bbox | None, around: Exhibit | None, zooms: tuple[int, int] | None
) -> list[Rect]:
    from mapbuilder.own_map import wanted, zooms_for

    facts = archive.facts
    first, last = zooms or (facts.min_zoom, facts.max_zoom)
    first, last = max(first, facts.min_zoom), min(last, facts.max_zoom)
    if around is not None:
        span = (
            zooms_for(around, first, last, facts.tile_type)
            if zooms is None
            else range(first, last + 1)
        )
        return wanted(around, span, facts.bbox)
    return [rect for zoom in range(first, last + 1) for rect in rects_of(bbox or facts.bbox, zoom)]


def _span(tiles: Any) -> tuple[int, int]:
    from mapbuilder.tiles import tile_of

    return tile_of(min(tiles))[0], tile_of(max(tiles))[0]


def _area(bounds: Bbox, rects: Sequence[Rect]) -> Bbox:
    """The part of an archive's bounds that the largest zoom's tiles cover."""
    last = max(rect.zoom for rect in rects)
    west, south, east, north = bbox_of(rect for rect in rects if rect.zoom == last)
    met = (
        max(bounds[0], west), max(bounds[1], south), min(bounds[2], east), min(bounds[3], north),
    )  # fmt: skip
    return met if met[0] < met[2] and met[1] < met[3] else bounds


def preview(source: Path | None) -> tuple[Exhibit, dict[str, str]]:
    """An exhibit without events that shows a map, and what the map is, by what it is called.

    Without a source it is the map that comes with mapbuilder.
    """
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.gazetteer import read_gazetteer
    from mapbuilder.locate import locate
    from mapbuilder.records import read_records

    located = locate(read_records([]), read_gazetteer([]))
    if source is None:
        settings: dict[str, Any] = {"id": "basemap", "title": "The map that comes with mapbuilder"}
        return Exhibit.of(located, **settings), {"bounds": "the world"}
    require_tiles()
    if not source.is_file():
        from mapbuilder.tables import nearest_file

        raise InputError(f"there is no map {str(source)!r}{nearest_file(source)}")
    bbox, zooms, told = _told(source)
    view = {"bbox": list(bbox), "min_zoom": zooms[0], "max_zoom": min(22, zooms[1] + 2)}
    exhibit = Exhibit.of(
        located,
        id=f"{source.name.split('.')[0]}-map",
        title=source.name,
        intro="\n".join(f"- {name.capitalize()}: {text}" for name, text in told.items()),
        view=view,
    )
    return exhibit.with_own_map(source), told


def _told(source: Path) -> tuple[Bbox, tuple[int, int], dict[str, str]]:
    from mapbuilder.archives import kind_of, open_archive
    from mapbuilder.feature_tiles import MOST_ZOOM, is_osm, read_features
    from mapbuilder.own_map import first_zoom
    from mapbuilder.tile_schema import layers_in, schema_of

    credit = read_credit(source)
    if kind_of(str(source)) == "features":
        features = read_features(source)
        bbox = features.bbox()
        zooms = (first_zoom(bbox), MOST_ZOOM)
        credit |= OSM if is_osm(source) else MapCredit()
        counts = ", ".join(f"{count:,} {layer}" for layer, count in features.counts().items())
        told = {"features": f"{counts}; {features.left_out:,} left out"}
    else:
        archive = open_archive(str(source))
        facts = archive.facts
        bbox, zooms = facts.bbox, (facts.min_zoom, facts.max_zoom)
        credit = credit_of(facts.metadata) | credit
        rects = [rect for zoom in (zooms[0], zooms[1]) for rect in rects_of(bbox, zoom)][:64]
        told = {"tiles": facts.tile_type.upper()}
        if facts.tile_type == "mvt":
            few = archive.find(_few(rects))
            schema = schema_of(archive.read(few), facts.name) if few.slots else "none found"
            told["schema"] = schema
            told["layers"] = ", ".join(layers_in(facts.metadata)) or "not listed"
    named = " · ".join(filter(None, [credit.attribution, credit.licence, credit.url]))
    told |= {
        "zooms": f"{zooms[0]} to {zooms[1]}",
        "bounds": ", ".join(f"{degrees:.4f}" for degrees in bbox),
        "size": f"{source.stat().st_size / 1e6:,.1f} MB",
        "attribution": named or "none: say whose map it is",
    }
    return bbox, zooms, told


def _few(rects: Sequence[Rect]) -> list[Rect]:
    """So many tiles of each rectangle as tell the schema."""
    return [Rect(r.zoom, r.x0, r.y0, min(r.x1, r.x0 + 15), min(r.y1, r.y0 + 15)) for r in rects]
