"""Blocks: the file of the world gazetteer, a SQLite file of compressed blocks read one at a time.

In go a file's path, a key or the number of a place; out come the lines of the block that holds it.
Always true: opening reads nothing but SQLite's header, one look-up reads one block of keys and
one of places for each place found, and nothing is ever written.

A block of keys is text, one line a key: ``key TAB entry entry …``, an entry being
``place.name,name`` (numbers), with ``:`` for the dot where the names have a generic word, so that
their two keys differ. Keys are ordered by their consonants: spellings of one name stand together.
A block of places is one line of JSON with a list for each column, then one line a place with its
names, the main one first, parted by tabs.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from mapbuilder.errors import GazetteerError
from mapbuilder.likeness import consonants_of
from mapbuilder.toponyms import form_of

VERSION = 1
_MOST_KEPT = 256
"""So many blocks of places are kept after a look-up, some 16 MB."""
_MOST_KEYS_KEPT = 512
"""So many blocks' keys are kept for the next near misses, some 20 MB."""
PLACES_IN_BLOCK = 256
"""A place's number is its block's times this, plus its rank in the block."""
KEYS_IN_BLOCK = 512
CONTAINERS = "-"
"""Where other blocks of places name their country: countries and divisions are in these."""
CODEC = "brotli"
"""ref: docs/gazetteer.md, "The file": a sixth smaller than zlib and Zstandard on such blocks."""
STORE_ROW = 65_000
"""So many bytes of the store are a row, which fills a page; a block may begin in one and end in
the next, so that no page is left half empty."""
PAGE_SIZE = 65_536
SCHEMA = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE keys (first TEXT PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL,
        size INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE places (block INTEGER PRIMARY KEY, country TEXT NOT NULL, first_id INTEGER,
        last_id INTEGER, start INTEGER NOT NULL, length INTEGER NOT NULL, size INTEGER NOT NULL);
    CREATE TABLE tables (name TEXT PRIMARY KEY, start INTEGER NOT NULL, length INTEGER NOT NULL,
        size INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE store (row INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
"""
_KEY = re.compile(r"(?m)^([^\t\n]*)\t")
Span = tuple[int, int, int]
"""Where a block is: its first byte in the store, its length there, its size when unpacked."""


class Entry(NamedTuple):
    """One name of one place, as the keys know it."""

    place: int
    name: int
    """Its rank among the place's names; the main one is 0."""
    plain: bool
    """Whether the name has no generic word, so that its two keys are one."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some places: a list for each column, and the names of each."""

    columns: dict[str, Any]
    names: list[str]
    """Of each place all its names, parted by tabs."""

    def names_of(self, rank: int) -> list[str]:
        return self.names[rank].split("\t")


@dataclass(frozen=True, slots=True)
class BlockFile:
    """An open file of blocks; those read are kept."""

    path: Path
    connection: sqlite3.Connection
    places: dict[int, Block] = field(default_factory=dict, repr=False)
    tables: dict[str, Any] = field(default_factory=dict, repr=False)
    texts: dict[Span, bytes] = field(default_factory=dict, repr=False)
    """The blocks of keys of a large look-up, since the next one often is in the same."""
    keys: dict[Span, list[str]] = field(default_factory=dict, repr=False)
    """The keys of the blocks that near misses were last looked for in."""

    def release(self) -> None:
        """Keeps the blocks no longer that a large look-up has read; small ones' are few."""
        self.texts.clear()
        self.keys.clear()
        if len(self.places) > _MOST_KEPT:
            self.places.clear()

    def meta(self, name: str) -> str:
        return str(self._one("SELECT value FROM meta WHERE name = ?", name)[0])

    def entries(self, key: str) -> list[Entry]:
        """The names that have the key, in the places' order."""
        span = self._span_at(sort_key(key))
        return [] if span is None else found(self._text(span), key)[0]

    def entries_of_all(self, keys: Iterable[str]) -> dict[str, list[Entry]]:
        """``entries`` of each key that has some; each block is read once."""
        unique = sorted(set(keys))
        wanted = sorted(zip(sort_keys(unique), unique, strict=True))
        if len(wanted) < 64:
            each = {key: self.entries(key) for _, key in wanted}
            return {key: entries for key, entries in each.items() if entries}
        order = self._all("SELECT first, start, length, size FROM keys ORDER BY first")
        # Behind any key, so that the last block has an end.
        ends = [*(first for first, *_ in order[1:]), "\U0010ffff"]
        index = held = start = 0
        text = self._kept(order[0][1:])
        answer: dict[str, list[Entry]] = {}
        for sorted_as, key in wanted:
            while ends[index] <= sorted_as:
                index += 1
            if index != held:
                held, text, start = index, self._kept(order[index][1:]), 0
            # Keys are asked for in the order in which they stand.
            entries, start = found(text, key, start)
            if entries:
                answer[key] = entries
        return answer

    def texts_of_keys(self) -> Iterator[bytes]:
        """The text of each block of keys, in order; none of them is kept."""
        yield from self._texts(self._all("SELECT start, length, size FROM keys ORDER BY first"))

    def texts_of_places(self, numbers: Collection[int]) -> Iterator[bytes]:
        """The text of each block of places with one of the numbers, in their order; none is kept.

        Raises ``GazetteerError`` where one is missing.
        """
        spans = self._all("SELECT block, start, length, size FROM places ORDER BY block")
        wanted = [span for block, *span in spans if block in numbers]
        if len(wanted) < len(numbers):
            raise damaged(self.path, "a block is missing")
        yield from self._texts(wanted)

    def spans_at(self, positions: Iterable[str], most: int) -> list[Span]:
        """The blocks of keys where the positions are, in their order, at most so many.

        A position is one in the order of ``sort_key``.
        """
        if "spans" not in self.tables:
            order = self._all("SELECT first, start, length, size FROM keys ORDER BY first")
            firsts = [first for first, *_ in order]
            self.tables["spans"] = firsts, [tuple(span) for _, *span in order]
        firsts, spans = self.tables["spans"]
        found: dict[Span, None] = {}
        for position in positions:
            if len(found) >= most:
                break
            if at := bisect_right(firsts, position):
                found[spans[at - 1]] = None
        return list(found)

    def keys_in(self, span: Span) -> list[str]:
        """The keys of a block, in their order; those asked for last are kept."""
        if (keys := self.keys.pop(span, None)) is None:
            if len(self.keys) >= _MOST_KEYS_KEPT:
                del self.keys[next(iter(self.keys))]
            keys = _KEY.findall(self._kept(span).decode())
        self.keys[span] = keys
        return keys

    def entries_in(self, span: Span, key: str) -> list[Entry]:
        """The names that have a key of a block."""
        return found(self._kept(span), key)[0]

    def block(self, number: int) -> Block:
        """The block of places with that number."""
        if (block := self.places.get(number)) is None:
            block = self.places[number] = self.read_block(number)
        return block

    def read_block(self, number: int) -> Block:
        """The block of places with that number, which is not kept."""
        query = "SELECT start, length, size FROM places WHERE block = ?"
        text = self._text(self._one(query, number)).decode()
        header, _, names = text.partition("\n")
        columns = json.loads(header)
        if isinstance(columns["country"], str):
            columns["id"] = [f"geonames:{number}" for number in accumulate(columns["id"])]
        for told in ("lat", "lon", "population", "within"):
            # A tenth of what a list of them takes: large look-ups hold all blocks.
            columns[told] = array("i", columns[told])
        return Block(columns, names.split("\n"))

    def blocks_of(self, country: str) -> list[int]:
        """The numbers of the blocks with a country's places, or with the ``CONTAINERS``."""
        query = "SELECT block FROM places WHERE country = ? ORDER BY block"
        return [block for (block,) in self._all(query, country)]

    def blocks_of_towns(self) -> list[int]:
        """The numbers of all blocks of populated places."""
        query = "SELECT block FROM places WHERE country != ? ORDER BY block"
        return [block for (block,) in self._all(query, CONTAINERS)]

    def blocks_with_id(self, number: int) -> list[int]:
        """The blocks that may hold the place with that number in GeoNames."""
        query = "SELECT block FROM places WHERE ? BETWEEN first_id AND last_id ORDER BY block"
        return [block for (block,) in self._all(query, number)]

    def is_container(self, place: int) -> bool:
        """Whether a place is a country or a division: they are in the first blocks."""
        return place < self.first_town()

    def first_town(self) -> int:
        """The number of the first populated place; all before it are containers."""
        if "containers" not in self.tables:
            self.tables["containers"] = len(self.blocks_of(CONTAINERS)) * PLACES_IN_BLOCK
        number: int = self.tables["containers"]
        return number

    def parts_of(self, place: int) -> list[int]:
        """The containers that are in a container, and in no smaller one."""
        found = []
        for number in self.blocks_of(CONTAINERS):
            within = self.block(number).columns["within"]
            first = number * PLACES_IN_BLOCK
            found += [first + rank for rank, outer in enumerate(within) if outer == place]
        return found

    def container(self, identity: str) -> int | None:
        """The place number of a country or division."""
        number: int | None = self._table("ids").get(identity)
        return number

    def coded(self, code: str) -> list[int]:
        """The place numbers of the countries and divisions with a code."""
        places: list[int] = self._table("codes").get(code, [])
        return places

    def area(self, place: int) -> Any:
        """A container's area as the recipe wrote it; ``None`` where the file has none."""
        number, rank = divmod(place, PLACES_IN_BLOCK)
        columns = self.block(number).columns
        table = area_table(columns["id"][rank], columns["country"][rank])
        return self._table(table).get(str(place))

    def _table(self, name: str) -> dict[str, Any]:
        if name not in self.tables:
            span = self._row("SELECT start, length, size FROM tables WHERE name = ?", name)
            self.tables[name] = {} if span is None else json.loads(self._text(span))
        table: dict[str, Any] = self.tables[name]
        return table

    def _span_at(self, position: str) -> Span | None:
        query = "SELECT start, length, size FROM keys WHERE first <= ? ORDER BY first DESC LIMIT 1"
        span: Span | None = self._row(query, position)
        return span

    def _kept(self, span: Span) -> bytes:
        if (text := self.texts.get(span)) is None:
            text = self.texts[span] = self._text(span)
        return text

    def _texts(self, spans: Iterable[Sequence[int]]) -> Iterator[bytes]:
        """The texts of blocks that stand one behind the other: a row of the store is read once."""
        query = "SELECT bytes FROM store WHERE row = ?"
        held: dict[int, bytes] = {}
        for start, length, size in spans:
            row, skipped = divmod(start, STORE_ROW)
            last = (start + length - 1) // STORE_ROW
            held = {
                at: held[at] if at in held else self._one(query, at)[0]
                for at in range(row, last + 1)
            }
            data = held[row] if last == row else b"".join(held.values())
            yield self._unpacked(size, data[skipped : skipped + length])

    def _text(self, span: Span) -> bytes:
        start, length, size = span
        row, skipped = divmod(start, STORE_ROW)
        last = (start + length - 1) // STORE_ROW
        query = "SELECT bytes FROM store WHERE row BETWEEN ? AND ? ORDER BY row"
        data = b"".join(held for (held,) in self._all(query, row, last))
        return self._unpacked(size, data[skipped : skipped + length])

    def _unpacked(self, size: int, data: bytes) -> bytes:
        try:
            return unpacked(size, data)
        except (OSError, ValueError) as error:
            raise damaged(self.path, error) from error

    def _one(self, query: str, *values: object) -> Any:
        row = self._row(query, *values)
        if row is None:
            raise damaged(self.path, "a block is missing")
        return row

    def _row(self, query: str, *values: object) -> Any:
        try:
            return self.connection.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise damaged(self.path, error) from error

    def _all(self, query: str, *values: object) -> list[Any]:
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise damaged(self.path, error) from error


def area_table(identity: str, country: str) -> str:
    """The table in which a container's area is: its country's, or that of its state's counties."""
    state = len("county:US-01")
    return f"areas of {identity[:state] if identity.startswith('county:') else country}"


def damaged(path: Path, error: object) -> GazetteerError:
    return GazetteerError(
        f"the world gazetteer {path} is damaged ({error}); install mapbuilder again"
    )


def open_blocks(path: Path) -> BlockFile:
    """The file of blocks at the path, opened for reading only.

    Raises ``GazetteerError`` when there is none, or one of another version.
    """
    if not path.is_file():
        raise GazetteerError(f"there is no world gazetteer at {path}; install mapbuilder again")
    try:
        # ref: sqlite.org/uri.html: an immutable file needs no lock; its disk may be read-only.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        row = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
    except sqlite3.Error as error:
        raise damaged(path, error) from error
    if row is None or row[0] != str(VERSION):
        got = "none" if row is None else repr(row[0])
        raise GazetteerError(
            f"the world gazetteer {path} has the version {got}, not '{VERSION}'; "
            "install mapbuilder again"
        )
    return BlockFile(path, connection)


def sort_key(key: str) -> str:
    """Where a key stands: by its consonants, then by itself."""
    return sort_keys([key])[0]


def sort_keys(keys: Sequence[str]) -> list[str]:
    """Where each key stands."""
    return [f"{bones}\t{key}" for bones, key in zip(consonants_of(keys), keys, strict=True)]


def found(text: bytes, key: str, start: int = 0) -> tuple[list[Entry], int]:
    """The entries of a key in the text of its block, and where its line ends; from ``start`` on."""
    sought = f"{key}\t".encode()
    begin = start if text.startswith(sought, start) else text.find(b"\n" + sought, start) + 1
    if not text.startswith(sought, begin):
        return [], start
    begin += len(sought)
    end = text.find(b"\n", begin)
    end = len(text) if end < 0 else end
    return to_entries(text[begin:end]), end


def to_entries(written: bytes) -> list[Entry]:
    """The entries of a key, from their text."""
    entries: list[Entry] = []
    for each in written.split(b" "):
        place, plain, names = each.partition(b".")
        if not plain:
            place, _, names = each.partition(b":")
        number, is_plain = int(place), bool(plain)
        if b"," in names:
            entries += [Entry(number, int(name), is_plain) for name in names.split(b",")]
        else:
            entries.append(Entry(number, int(names), is_plain))
    return entries


def packed(text: str) -> tuple[int, bytes]:
    """The length of a text in bytes, and the text compressed."""
    import pyarrow as pa

    data = text.encode()
    return len(data), pa.Codec(CODEC, 11).compress(data, asbytes=True)


class Store:
    """The bytes of a file that is being made: blocks one after the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, text: str) -> Span:
        """Where the text now is, compressed."""
        size, data = packed(text)
        start = self._length
        self._parts.append(data)
        self._length += len(data)
        return start, len(data), size

    def rows(self) -> Iterator[tuple[int, bytes]]:
        """All bytes, as rows of the table ``store``."""
        data = b"".join(self._parts)
        for start in range(0, len(data), STORE_ROW):
            yield start // STORE_ROW, data[start : start + STORE_ROW]


def unpacked(size: int, data: bytes) -> bytes:
    """The text that ``packed`` compressed."""
    import pyarrow as pa

    text: bytes = pa.decompress(data, decompressed_size=size, codec=CODEC, asbytes=True)
    return text


def fingerprint(names: Iterable[str]) -> str:
    """A hash of the keys of names: another normal form gives another one."""
    digest = hashlib.sha256()
    for name in names:
        form = form_of(name)
        digest.update(f"{name}\t{sort_key(form.full)}\t{form.bare}\n".encode())
    return digest.hexdigest()


def sample(blocks: BlockFile) -> Iterator[str]:
    """The names whose fingerprint the file holds: of all containers and every 16th block."""
    for number in (*blocks.blocks_of(CONTAINERS), *blocks.blocks_of_towns()[::16]):
        for line in blocks.block(number).names:
            yield from line.split("\t")
