"""Map tiles: their numbers, a set of them in memory, and the one archive that a page takes.

The archive is PMTiles, version 3: vector tiles (MVT, gzip) or pictures, in the order of their ids.
Same tiles, same bytes: what is compressed here is libdeflate's, whatever the Python.

ref: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mapbuilder.errors import InputError

Bbox = tuple[float, float, float, float]
TileType = Literal["mvt", "png", "jpg", "webp", "avif"]

MOST_LATITUDE = 85.0511287
"""Where web mercator ends (EPSG:3857)."""
MOST_ZOOM = 22
MOST_TILES = 1_000_000
"""So many tiles at most are looked for; a country's streets are fewer."""

_ROOT_BYTES = 16_384 - 127
"""Header and root directory are in the first 16 KiB of an archive (section 2 of the format)."""
_LEAF_ENTRIES = 4_096


@dataclass(frozen=True, slots=True)
class Rect:
    """Tiles of one zoom, from (x0, y0) to (x1, y1), both of them in it."""

    zoom: int
    x0: int
    y0: int
    x1: int
    y1: int

    def __len__(self) -> int:
        return (self.x1 - self.x0 + 1) * (self.y1 - self.y0 + 1)


@dataclass(frozen=True, slots=True, eq=False)
class TileSet:
    """Tiles as they are, by the id that the archive's format gives them."""

    tile_type: TileType
    tiles: Mapping[int, bytes]
    bbox: Bbox
    metadata: Mapping[str, Any]


def require_tiles(who: str = "a map of your own needs the extra for tiles") -> None:
    """Raises ``InputError`` when the libraries for tiles are not there; ``who`` needs them."""
    from importlib.util import find_spec

    if find_spec("pmtiles") is None or find_spec("mapbox_vector_tile") is None:
        raise InputError(f"{who}: pip install 'mapbuilder[tiles]'")


def tile_id(zoom: int, x: int, y: int) -> int:
    """The number of a tile along the format's Hilbert curve."""
    from pmtiles.tile import zxy_to_tileid

    return zxy_to_tileid(zoom, x, y)


def tile_of(number: int) -> tuple[int, int, int]:
    """(zoom, x, y) of a tile's number."""
    from pmtiles.tile import tileid_to_zxy

    return tileid_to_zxy(number)


def to_unit(lon: float, lat: float) -> tuple[float, float]:
    """Web mercator as a square: 0 to 1 from west to east and from north to south."""
    bounded = math.radians(max(-MOST_LATITUDE, min(MOST_LATITUDE, lat)))
    x = (lon + 180.0) / 360.0
    y = (1.0 - math.asinh(math.tan(bounded)) / math.pi) / 2.0
    return x, min(1.0, max(0.0, y))


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """(lon, lat) of a point of the square."""
    return x * 360.0 - 180.0, math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y))))


def sides(bbox: Bbox) -> list[Bbox]:
    """The bbox as one or two that do not cross 180°."""
    west, south, east, north = bbox
    if west <= east:
        return [bbox]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def rects_of(bbox: Bbox, zoom: int) -> list[Rect]:
    """The tiles of a zoom that meet the bbox; one that only touches it is left out."""
    count = 1 << zoom
    rects = []
    for west, south, east, north in sides(bbox):
        x0, y0 = to_unit(west, north)
        x1, y1 = to_unit(east, south)
        left, top = math.floor(x0 * count), math.floor(y0 * count)
        right, bottom = math.ceil(x1 * count) - 1, math.ceil(y1 * count) - 1
        rects.append(
            Rect(
                zoom,
                max(0, min(left, count - 1)),
                max(0, min(top, count - 1)),
                max(0, min(max(left, right), count - 1)),
                max(0, min(max(top, bottom), count - 1)),
            )
        )
    return rects


def bbox_of(rects: Iterable[Rect]) -> Bbox:
    """The smallest bbox that holds the tiles."""
    corners = []
    for rect in rects:
        count = 1 << rect.zoom
        corners.append(
            (rect.x0 / count, rect.y0 / count, (rect.x1 + 1) / count, (rect.y1 + 1) / count)
        )
    west, north = to_degrees(min(c[0] for c in corners), min(c[1] for c in corners))
    east, south = to_degrees(max(c[2] for c in corners), max(c[3] for c in corners))
    return west, south, east, north


def ids_of(rects: Iterable[Rect]) -> list[int]:
    """The numbers of all tiles in the rectangles, ascending, each once.

    Raises ``InputError`` when there are more than ``MOST_TILES``.
    """
    listed = list(rects)
    count = sum(map(len, listed))
    if count > MOST_TILES:
        raise InputError(
            f"that is {count:,} tiles, more than {MOST_TILES:,}: take a smaller area or fewer zooms"
        )
    return sorted({tile_id(rect.zoom, x, y) for rect in listed for x, y in _each(rect)})


def _each(rect: Rect) -> Iterator[tuple[int, int]]:
    for x in range(rect.x0, rect.x1 + 1):
        for y in range(rect.y0, rect.y1 + 1):
            yield x, y


def to_pmtiles(tileset: TileSet) -> bytes:
    """The archive of a set of tiles; equal tiles are in it once.

    Raises ``InputError`` when there is no tile.
    """
    from pmtiles.tile import Compression, Entry, TileType, serialize_header

    # An entry without bytes would mean a directory.
    ids = sorted(number for number, content in tileset.tiles.items() if content)
    if not ids:
        raise InputError("there is no tile to write")
    offsets: dict[bytes, int] = {}
    entries: list[Entry] = []
    contents: list[bytes] = []
    end = 0
    for number in ids:
        content = tileset.tiles[number]
        offset = offsets.setdefault(content, end)
        if offset == end:
            contents.append(content)
            end += len(content)
        last = entries[-1] if entries else None
        if (
            last is not None
            and number == last.tile_id + last.run_length
            and (last.offset, last.length) == (offset, len(content))
        ):
            last.run_length += 1
        else:
            entries.append(Entry(number, offset, len(content), 1))
    root, leaves = _directories(entries)
    metadata = gzipped(_json(tileset.metadata))
    min_zoom, max_zoom = tile_of(ids[0])[0], tile_of(ids[-1])[0]
    west, south, east, north = tileset.bbox
    middle = (west + east) / 2 if west <= east else (west + east + 360) / 2
    leaf_offset = 127 + len(root) + len(metadata)
    kinds = {
        "mvt": TileType.MVT, "png": TileType.PNG, "jpg": TileType.JPEG, "webp": TileType.WEBP,
        "avif": TileType.AVIF,
    }  # fmt: skip
    header = serialize_header(
        {
            "version": 3,
            "root_offset": 127,
            "root_length": len(root),
            "metadata_offset": 127 + len(root),
            "metadata_length": len(metadata),
            "leaf_directory_offset": leaf_offset,
            "leaf_directory_length": len(leaves),
            "tile_data_offset": leaf_offset + len(leaves),
            "tile_data_length": end,
            "addressed_tiles_count": len(ids),
            "tile_entries_count": len(entries),
            "tile_contents_count": len(contents),
            "clustered": True,
            "internal_compression": Compression.GZIP,
            "tile_compression": Compression.GZIP
            if tileset.tile_type == "mvt"
            else Compression.NONE,
            "tile_type": kinds[tileset.tile_type],
            "min_zoom": min_zoom,
            "max_zoom": max_zoom,
            "min_lon_e7": round(west * 1e7),
            "min_lat_e7": round(south * 1e7),
            "max_lon_e7": round(east * 1e7),
            "max_lat_e7": round(north * 1e7),
            "center_zoom": min_zoom,
            "center_lon_e7": round(((middle + 180) % 360 - 180) * 1e7),
            "center_lat_e7": round((south + north) / 2 * 1e7),
        }
    )
    return b"".join([header, root, metadata, leaves, *contents])


def _directories(entries: list[Any]) -> tuple[bytes, bytes]:
    """The root directory, and the leaves when the entries do not fit into it."""
    from pmtiles.tile import Entry

    root = _directory(entries)
    size = _LEAF_ENTRIES
    leaves = b""
    while len(root) > _ROOT_BYTES:
        parts = [entries[start : start + size] for start in range(0, len(entries), size)]
        written = [_directory(part) for part in parts]
        leaves = b"".join(written)
        pointers = []
        offset = 0
        for part, content in zip(parts, written, strict=True):
            pointers.append(Entry(part[0].tile_id, offset, len(content), 0))
            offset += len(content)
        root = _directory(pointers)
        size *= 2
    return root, leaves


def _directory(entries: list[Any]) -> bytes:
    import gzip

    from pmtiles.tile import serialize_directory

    # The library compresses with the Python's own zlib, whose bytes differ from one to the next.
    return gzipped(gzip.decompress(serialize_directory(entries)))


def gzipped(content: bytes) -> bytes:
    """The content as gzip, without a time in it."""
    import deflate

    return bytes(deflate.gzip_compress(content, 9))


def gunzipped(content: bytes, most: int, what: str) -> bytes:
    """What was compressed, at most ``most`` bytes of it; ``what`` is for messages.

    Raises ``InputError`` when it is damaged or larger.
    """
    import zlib

    stream = zlib.decompressobj(wbits=47)
    try:
        plain = stream.decompress(content, most + 1)
    except zlib.error as error:
        raise InputError(f"{what} is damaged: {error}") from None
    if len(plain) > most:
        raise InputError(f"{what} unpacks to more than {most / 1e6:,.0f} MB, which no map needs")
    if not stream.eof:
        raise InputError(f"{what} is damaged: it ends too early")
    if stream.unused_data:
        raise InputError(f"{what} is damaged: something follows its end")
    return plain


def _json(block: Mapping[str, Any]) -> bytes:
    import json

    return json.dumps(block, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
