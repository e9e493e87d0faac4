"""Tile archives: PMTiles (version 3) from the disk or the web, and MBTiles, told and read in parts.

In goes a file or an address, out come facts about it, what it holds of an area, and those tiles.
Always true: nothing is unpacked or counted without a limit, and whatever is wrong with an archive
is an ``InputError`` of one line.
"""

from __future__ import annotations

import bisect
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from mapbuilder.errors import InputError
from mapbuilder.ranges import ByteSource, FileBytes, HttpBytes, Progress, open_bytes
from mapbuilder.tiles import (
    MOST_LATITUDE,
    MOST_TILES,
    MOST_ZOOM,
    Bbox,
    Rect,
    TileSet,
    TileType,
    gunzipped,
    gzipped,
    ids_of,
    tile_id,
)

if TYPE_CHECKING:
    from pmtiles.tile import Entry

WORLD: Bbox = (-180.0, -MOST_LATITUDE, 180.0, MOST_LATITUDE)

MOST_BYTES = 1_000_000_000
"""Tiles of more bytes are not taken at once."""
_MOST_METADATA = 16_000_000
_MOST_DIRECTORY = 32_000_000
_MOST_LEAVES = 50_000
_DEEPEST = 4
_HEADER_BYTES = 127

Kind = Literal["pmtiles", "mbtiles", "features"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an archive says of itself."""

    name: str
    """What messages call it."""
    tile_type: TileType
    min_zoom: int
    max_zoom: int
    bbox: Bbox
    metadata: Mapping[str, Any]
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Found:
    """Tiles that an archive has: where each is, and the bytes of all, equal ones counted once."""

    slots: Mapping[int, tuple[int, int]]
    """By the tile's id; what the numbers mean is the archive's own affair."""
    size: int


class Archive(Protocol):
    """Tiles that can be asked for by area."""

    @property
    def facts(self) -> Facts: ...

    def find(self, rects: Sequence[Rect]) -> Found:
        """What there is of the tiles in the rectangles."""

    def read(self, found: Found, progress: Progress | None = None) -> TileSet:
        """The tiles; vector tiles are gzip, whatever they were."""


def kind_of(source: str) -> Kind:
    """What a file is, by its first bytes; what is no archive may hold features."""
    if re.match(r"https?:", source, re.IGNORECASE):
        return "pmtiles"
    try:
        with Path(source).open("rb") as stream:
            start = stream.read(100)
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror or error}") from None
    if start.startswith(b"PM") and not start.startswith(b"PMTiles"):
        return "pmtiles" if start[2:3] in b"\x01\x02" else "features"
    if start.startswith(b"PMTiles") or Path(source).suffix.lower() == ".pmtiles":
        return "pmtiles"
    is_mbtiles = start.startswith(b"SQLite format 3\0") and not start[68:72].startswith(b"GP")
    if Path(source).suffix.lower() == ".mbtiles" or (
        is_mbtiles and Path(source).suffix.lower() != ".gpkg"
    ):
        return "mbtiles"
    return "features"


def open_archive(source: str) -> Archive:
    """The archive in a file or, for PMTiles, at a web address. Raises ``InputError``."""
    if kind_of(source) == "mbtiles":
        return _open_mbtiles(Path(source))
    return _open_pmtiles(open_bytes(source))


@dataclass(frozen=True, slots=True)
class _PMTiles:
    facts: Facts
    source: ByteSource
    root: list[Entry]
    leaf_offset: int
    leaf_length: int
    data_offset: int

    def find(self, rects: Sequence[Rect]) -> Found:
        wanted = ids_of(rects)
        slots: dict[int, tuple[int, int]] = {}
        pending = [(self.root, wanted[-1] + 1 if wanted else 0)]
        seen: set[tuple[int, int]] = set()
        for _ in range(_DEEPEST):
            leaves = []
            for entries, end in pending:
                leaves += _matched(entries, end, wanted, slots)
            new = {leaf[:2]: leaf[2] for leaf in leaves if leaf[:2] not in seen}
            seen |= set(new)
            if len(seen) > _MOST_LEAVES:
                raise InputError(f"{self.facts.name} is damaged: it has too many directories")
            if not new:
                break
            pending = [
                (self._directory(content), new[offset - self.leaf_offset, length])
                for (offset, length), content in self._leaves(list(new))
            ]
        distinct = set(slots.values())
        return Found(slots, sum(length for _, length in distinct))

    def read(self, found: Found, progress: Progress | None = None) -> TileSet:
        _refuse_large(found)
        by_slot: dict[tuple[int, int], list[int]] = {}
        for number, (offset, length) in found.slots.items():
            by_slot.setdefault((self.data_offset + offset, length), []).append(number)
        tiles: dict[int, bytes] = {}
        for place, content in self.source.read(list(by_slot), progress):
            tile = _normal(content, self.facts.tile_type)
            tiles.update(dict.fromkeys(by_slot[place], tile))
        return TileSet(self.facts.tile_type, tiles, self.facts.bbox, self.facts.metadata)

    def _leaves(self, leaves: list[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], bytes]]:
        for offset, length in leaves:
            if offset + length > self.leaf_length:
                raise InputError(f"{self.facts.name} is damaged: a directory is not in it")
        return self.source.read([(self.leaf_offset + offset, length) for offset, length in leaves])

    def _directory(self, content: bytes) -> list[Entry]:
        return _read_directory(content, self.facts.name)


def _matched(
    entries: Sequence[Entry],
    end: int,
    wanted: Sequence[int],
    slots: dict[int, tuple[int, int]],
) -> list[tuple[int, int, int]]:
    """Adds the wanted tiles to ``slots``; the leaves (offset, length, end) that may have more."""
    leaves = []
    for index, entry in enumerate(entries):
        after = entries[index + 1].tile_id if index + 1 < len(entries) else end
        last = entry.tile_id + entry.run_length if entry.run_length else after
        start = bisect.bisect_left(wanted, entry.tile_id)
        stop = bisect.bisect_left(wanted, last)
        if start >= stop:
            continue
        if entry.run_length == 0:
            leaves.append((entry.offset, entry.length, after))
        elif entry.length:
            slots.update(dict.fromkeys(wanted[start:stop], (entry.offset, entry.length)))
    return leaves


def _open_pmtiles(source: ByteSource) -> _PMTiles:
    from pmtiles.tile import (
        Compression,
        MagicNumberNotFound,
        SpecVersionUnsupported,
        deserialize_header,
    )

    name = source.name
    ((_, start),) = source.read([(0, min(source.size, 16_384))])
    if start.startswith(b"PM") and start[2:3] in (b"\x01", b"\x02"):
        raise InputError(
            f"{name} is PMTiles version {start[2]}; write it again as version 3 (pmtiles convert)"
        )
    try:
        header = deserialize_header(start[:_HEADER_BYTES].ljust(_HEADER_BYTES, b"\0"))
    except (MagicNumberNotFound, UnicodeDecodeError):
        raise InputError(f"{name} is not a PMTiles archive, whatever its name says") from None
    except SpecVersionUnsupported:
        raise InputError(f"{name} is PMTiles version {start[7]}; version 3 can be read") from None
    except ValueError as error:
        raise InputError(f"{name} is damaged: its header has {error}") from None
    if len(start) < _HEADER_BYTES:
        raise InputError(f"{name} is cut short: it ends within its header")
    if header["internal_compression"] is not Compression.GZIP:
        squeezed = header["internal_compression"].name.lower()
        raise InputError(f"{name} has {squeezed} directories; write it again with gzip")
    tile_type = _type_of(header["tile_type"].name, name)
    compression = header["tile_compression"].name.lower()
    if compression not in ("none", "gzip", "unknown") or (
        compression == "gzip" and tile_type != "mvt"
    ):
        raise InputError(f"{name} has tiles compressed with {compression}; gzip can be read")
    ends = [
        header["root_offset"] + header["root_length"],
        header["metadata_offset"] + header["metadata_length"],
        header["leaf_directory_offset"] + header["leaf_directory_length"],
        header["tile_data_offset"] + header["tile_data_length"],
    ]
    if max(ends) > source.size:
        raise InputError(
            f"{name} is cut short: it has {source.size:,} bytes of {max(ends):,}; "
            "fetch or copy it again"
        )
    parts = dict(
        source.read(
            [
                root_range := (header["root_offset"], header["root_length"]),
                metadata_range := (header["metadata_offset"], header["metadata_length"]),
            ]
        )
    )
    root = _read_directory(parts[root_range], name)
    metadata = _read_metadata(parts[metadata_range], name)
    bbox = _bbox_of(
        [header[f"{end}_e7"] / 1e7 for end in ("min_lon", "min_lat", "max_lon", "max_lat")]  # type: ignore[literal-required]
    )
    _refuse_zooms(header["min_zoom"], header["max_zoom"], name)
    return _PMTiles(
        Facts(name, tile_type, header["min_zoom"], header["max_zoom"], bbox, metadata, source.size),
        source,
        root,
        header["leaf_directory_offset"],
        header["leaf_directory_length"],
        header["tile_data_offset"],
    )


def _read_directory(content: bytes, name: str) -> list[Entry]:
    from pmtiles.tile import deserialize_directory

    # The library unpacks without a limit, so the limit is tried first.
    gunzipped(content, _MOST_DIRECTORY, f"a directory of {name}")
    try:
        entries = deserialize_directory(content)
    except (EOFError, OSError, ValueError, IndexError):
        raise InputError(f"{name} is damaged: a directory of it ends too early") from None
    ids = [entry.tile_id for entry in entries]
    if any(later <= earlier for earlier, later in pairwise(ids)) or any(
        entry.offset < 0 for entry in entries
    ):
        raise InputError(f"{name} is damaged: the tiles of a directory are not in order")
    return entries


def _read_metadata(content: bytes, name: str) -> dict[str, Any]:
    if not content:
        return {}
    plain = gunzipped(content, _MOST_METADATA, f"the metadata of {name}")
    try:
        metadata = json.loads(plain)
    except (ValueError, RecursionError):
        raise InputError(f"{name} is damaged: its metadata is not JSON") from None
    if not isinstance(metadata, dict):
        raise InputError(f"{name} is damaged: its metadata is not a JSON object")
    return metadata


def _type_of(declared: str, name: str) -> TileType:
    known = {"mvt": "mvt", "pbf": "mvt", "png": "png", "jpeg": "jpg", "jpg": "jpg",
             "webp": "webp", "avif": "avif"}  # fmt: skip
    found = known.get(declared.lower())
    if found is None:
        raise InputError(
            f"{name} has tiles of the kind {declared.lower()!r}; vector tiles (MVT), PNG, JPEG, "
            "WebP and AVIF can be drawn"
        )
    return cast("TileType", found)


def _refuse_zooms(min_zoom: int, max_zoom: int, name: str) -> None:
    if not 0 <= min_zoom <= max_zoom <= MOST_ZOOM:
        raise InputError(f"{name} is damaged: its zooms are {min_zoom} to {max_zoom}")


def _refuse_large(found: Found) -> None:
    if found.size > MOST_BYTES:
        raise InputError(
            f"that is {found.size / 1e6:,.0f} MB of tiles, more than {MOST_BYTES / 1e6:,.0f}: "
            "take a smaller area or fewer zooms"
        )


def _bbox_of(given: Sequence[float]) -> Bbox:
    """Bounds as declared, or the whole world where they cannot be."""
    west, south, east, north = given
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return WORLD
    return west, max(-MOST_LATITUDE, south), east, min(MOST_LATITUDE, north)


def _normal(content: bytes, tile_type: TileType) -> bytes:
    """A tile as the page wants it: vector tiles are gzip, pictures as they are."""
    if tile_type != "mvt" or content[:2] == b"\x1f\x8b":
        return content
    if content[:1] == b"\x78":
        content = gunzipped(content, _MOST_DIRECTORY, "a tile")
    return gzipped(content)


@dataclass(frozen=True, slots=True)
class _MBTiles:
    facts: Facts
    path: Path

    def find(self, rects: Sequence[Rect]) -> Found:
        slots: dict[int, tuple[int, int]] = {}
        count = 0
        with closing(_connected(self.path)) as database:
            for rect in rects:
                last = (1 << rect.zoom) - 1
                rows = _rows(
                    database,
                    self.path.name,
                    "SELECT tile_column, tile_row, length(tile_data) FROM tiles "
                    "WHERE zoom_level = ? AND tile_column BETWEEN ? AND ? "
                    "AND tile_row BETWEEN ? AND ?",
                    (rect.zoom, rect.x0, rect.x1, last - rect.y1, last - rect.y0),
                )
                for x, row, size in rows:
                    if not (isinstance(x, int) and isinstance(row, int) and size):
                        continue
                    # MBTiles counts rows from the south (TMS), the archive from the north.
                    slots[tile_id(rect.zoom, x, last - row)] = (rect.zoom, int(size))
                    count += 1
                    if count > MOST_TILES:
                        raise InputError(
                            f"that is more than {MOST_TILES:,} tiles: take a smaller area or "
                            "fewer zooms"
                        )
        return Found(slots, sum(size for _, size in slots.values()))

    def read(self, found: Found, progress: Progress | None = None) -> TileSet:
        from mapbuilder.tiles import tile_of

        _refuse_large(found)
        tiles: dict[int, bytes] = {}
        done = 0
        with closing(_connected(self.path)) as database:
            for number in sorted(found.slots):
                zoom, x, y = tile_of(number)
                rows = _rows(
                    database,
                    self.path.name,
                    "SELECT tile_data FROM tiles "
                    "WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?",
                    (zoom, x, (1 << zoom) - 1 - y),
                )
                content = next((row[0] for row in rows), None)
                if not isinstance(content, bytes):
                    raise InputError(
                        f"{self.path.name} is damaged: the tile {zoom}/{x}/{y} holds no bytes"
                    )
                tiles[number] = _normal(content, self.facts.tile_type)
                done += len(content)
                if progress is not None:
                    progress(done, found.size)
        return TileSet(self.facts.tile_type, tiles, self.facts.bbox, self.facts.metadata)


def _open_mbtiles(path: Path) -> _MBTiles:
    name = path.name
    with closing(_connected(path)) as database:
        given = {
            str(key): value
            for key, value in _rows(database, name, "SELECT name, value FROM metadata")
        }
        zooms = _rows(database, name, "SELECT min(zoom_level), max(zoom_level) FROM tiles")
        first = _rows(database, name, "SELECT tile_data FROM tiles LIMIT 1")
    if not first or not isinstance(first[0][0], bytes):
        raise InputError(f"{name} has no tiles")
    low, high = zooms[0]
    if not (isinstance(low, int) and isinstance(high, int)):
        raise InputError(f"{name} is damaged: its zooms are not numbers")
    _refuse_zooms(low, high, name)
    tile_type = _picture(first[0][0]) or _type_of(str(given.get("format", "pbf")), name)
    try:
        west, south, east, north = (float(end) for end in str(given["bounds"]).split(","))
        bbox = _bbox_of((west, south, east, north))
    except (KeyError, ValueError):
        bbox = WORLD
    metadata: dict[str, Any] = {
        key: value for key, value in given.items() if isinstance(value, str) and key != "json"
    }
    try:
        more = json.loads(str(given.get("json") or "{}"))
    except (ValueError, RecursionError):
        raise InputError(f"{name} is damaged: its metadata is not JSON") from None
    if isinstance(more, dict):
        metadata |= more
    return _MBTiles(Facts(name, tile_type, low, high, bbox, metadata, path.stat().st_size), path)


def _picture(content: bytes) -> TileType | None:
    """What kind of picture it is, by its first bytes."""
    if content.startswith(b"\x89PNG\r\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return "avif" if content[4:12] in (b"ftypavif", b"ftypavis") else None


def _connected(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise InputError(f"{path.name} cannot be read ({error})") from None


def _rows(
    database: sqlite3.Connection, name: str, query: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error) or "no such column" in str(error):
            raise InputError(f"{name} is not MBTiles: it has {error}") from None
        raise InputError(f"{name} cannot be read ({error})") from None
    except sqlite3.DatabaseError as error:
        raise InputError(f"{name} is not an MBTiles file that can be read ({error})") from None


__all__ = [
    "Archive",
    "Facts",
    "FileBytes",
    "Found",
    "HttpBytes",
    "Kind",
    "kind_of",
    "open_archive",
]
