"""Counts of the map's cells by what records are filtered by: records by place in, one file out.

A page reads it only where a filter is on: of each tile how many records of which combination of
kind, group and sources and of which time its cells have, and of each record, in the order of
``records.bin``, its own. Always true: the counts are exact for any of these and any run of buckets;
the bytes depend on the records alone.
``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa

from mapbuilder.cell_tiles import Level, levels_of
from mapbuilder.coordinates import Floats, Numbers
from mapbuilder.morton import Codes, before_each, to_codes
from mapbuilder.payload import deflated, to_bytes, to_json
from mapbuilder.placed_records import Passing, Shelf, write_shelf
from mapbuilder.record_facets import UNDATED, Facets, to_facets, without_facets
from mapbuilder.told_records import NOTHING, Beside

if TYPE_CHECKING:
    from mapbuilder.config import Config

ROWS = 16_384
"""Records of a block of combinations and times."""
SMALL = 2_048
"""Bytes of a tile's counts that are not worth two requests."""
TILES = 512
"""Tiles of a block that says where their counts are."""
AT_ONCE = 250_000
"""So many entries of places are added up at once."""

_LEVEL = 9
_NONE = np.iinfo(np.int64).max
_UNTIMED = 3
"""Columns of a tile's counts by combination: those by time follow them."""
_ENTRY = np.dtype([("key", "<u4"), ("count", "<i4")])


@dataclass(frozen=True, slots=True)
class CellCounts:
    """A file of counts."""

    facets: Facets
    index: int
    """Where in it stands what is where."""
    bytes: int
    by_combination: Numbers
    """How many records there are of each combination."""
    begins: Numbers
    """How many begin in each bucket."""
    kinds: Numbers
    """Of each place the category that all its records share, -1 where they share none."""

    def facts(self) -> dict[str, Any]:
        """What the page is told of it."""
        return {
            "index": self.index,
            "bytes": self.bytes,
            "block_rows": ROWS,
            "edges": list(self.facets.buckets.edges),
            "combinations": self.by_combination.tolist(),
            "values": self.facets.values(),
            "cut": list(self.facets.cut),
            "begins": self.begins.tolist(),
        }


def write_counted(
    path: Path,
    counts_path: Path,
    parts: Sequence[Path],
    config: Config,
    places: pa.Table,
    events: Numbers,
    passing: Passing = iter,
    beside: Beside = NOTHING,
) -> tuple[Shelf, CellCounts | None]:
    """Merges parts into a file of records and, where these can be filtered, one of counts.

    *This function writes files*, also some beside the parts. ``events`` are how many records each
    of the ``places`` has. The merged rows go through ``passing`` on their way, once counted.
    ``beside`` is what else is said of them.
    """
    facets = to_facets(parts, config, beside.sources)
    if not facets:
        return write_shelf(path, parts, config, places, events, passing, beside), None
    lon, lat = (places[name].to_numpy() for name in ("lon", "lat"))
    with counts_path.open("wb") as file:
        counting = _Counting(file, parts[0].parent, facets, to_codes(lon, lat))

        def hearing(rows: Iterable[pa.Table]) -> Iterable[pa.Table]:
            return passing(map(counting.hear, rows))

        shelf = write_shelf(path, parts, config, places, events, hearing, beside)
        return shelf, counting.finish(lon, lat, events)


class _Counting:
    """Hears of records by place as they are merged, and keeps on disk what places have."""

    def __init__(self, file: BinaryIO, scratch: Path, facets: Facets, codes: Codes) -> None:
        # Places have their numbers here in the order in which they come.
        self._rank = before_each(codes, np.ones(len(codes), np.int64))
        self.facets = facets
        self._file = file
        self._width = max(1, len(facets.buckets))
        self._rows = [0]
        self._rest = np.zeros((3, 0), np.uint8)
        self._tally = np.zeros((len(facets.combinations), self._width), np.int64)
        self._undated = np.zeros(len(facets.combinations), np.int64)
        self._moved = self._tally.copy()
        # By combination alone, by that and first bucket, and what last buckets say else.
        names = ("all", "begins", "moved")
        self._entries = [_Entries(scratch / f"{name}.entries", len(codes)) for name in names]
        # The least and the greatest number of a category that a place has.
        self._kind = np.array([kind for kind, _, _ in facets.combinations], np.int64)
        self._kinds = np.stack([np.full(len(codes), _NONE), np.full(len(codes), -1)])

    def hear(self, table: pa.Table) -> pa.Table:
        """Counts some rows, in the order of their places; gives them without their facets."""
        place = self._rank[table["place"].to_numpy()]
        own = self.facets.combination_of(table)
        begin, end = self.facets.times_of(table)
        self._rest = np.hstack([self._rest, np.stack([own, begin, end]).astype(np.uint8)])
        self._write_rows(ROWS)
        dated = begin != UNDATED
        at_begin, at_end = own * self._width + begin, own * self._width + end
        moves = dated & (begin != end)
        ones = np.ones(len(table), np.int64)
        np.minimum.at(self._kinds[0], place, self._kind[own])
        np.maximum.at(self._kinds[1], place, self._kind[own])
        every, begins, moved = self._entries
        every.add(place, own, ones)
        begins.add(place[dated], at_begin[dated], ones[dated])
        moved.add(
            np.concatenate([place[moves], place[moves]]),
            np.concatenate([at_end[moves], at_begin[moves]]),
            np.concatenate([ones[moves], -ones[moves]]),
        )
        np.add.at(self._tally.reshape(-1), at_begin[dated], 1)
        np.add.at(self._moved.reshape(-1), at_end[moves], 1)
        np.add.at(self._moved.reshape(-1), at_begin[moves], -1)
        np.add.at(self._undated, own[~dated], 1)
        return without_facets(table)

    def finish(self, lon: Floats, lat: Floats, events: Numbers) -> CellCounts:
        """Writes the counts of tiles and what is where; ``events`` are how many each place has."""
        self._write_rows(1)
        for entries in self._entries:
            entries.close()
        start = self._rows[-1]
        shown = np.flatnonzero(events)
        found: dict[bytes, tuple[int, int, int]] = {}
        tiles: list[tuple[int, int, int, int]] = []
        for level in levels_of(lon[shown], lat[shown], events[shown]):
            for number, first, stop in level.tiles:
                streams = self._streams(level, shown, first, stop)
                content = b"".join(streams)
                # What a cell with one place has is the same at each zoom.
                mark = blake2b(content, digest_size=16).digest()
                if mark not in found:
                    found[mark] = (start, len(streams[0]), len(content) - len(streams[0]))
                    start += self._file.write(content)
                tiles.append((number, *found[mark]))
        tiles.sort()
        firsts, starts = [], []
        for at in range(0, len(tiles), TILES):
            some = np.array(tiles[at : at + TILES], np.int64)
            firsts.append(int(some[0, 0]))
            starts.append(start)
            names = ("tile", "start", "kinds", "times")
            block = {name: some[:, column].tolist() for column, name in enumerate(names)}
            start += self._file.write(_stream(block))
        root = {
            "rows": self._rows,
            "first": firsts,
            "start": [*starts, start],
            "begins": self._tally.tolist() if self.facets.buckets else [],
            "moved": self._moved.tolist() if self.facets.buckets else [],
        }
        end = start + self._file.write(_stream(root))
        of_each = self._tally.sum(axis=1) + self._undated
        begins = self._tally.sum(axis=0)[: len(self.facets.buckets)]
        return CellCounts(self.facets, start, end, of_each, begins, self._kinds_of_places())

    def _kinds_of_places(self) -> Numbers:
        """The category that all records of a place share, -1 where they share none."""
        least, most = self._kinds[:, self._rank]
        return np.where((least == most) & (most < len(self.facets.kinds)), most, -1)

    def _write_rows(self, least: int) -> None:
        """Writes blocks of rows, while at least so many are there."""
        while self._rest.shape[1] >= least:
            content = deflated(self._rest[:, :ROWS].tobytes(), _LEVEL)
            self._rest = self._rest[:, ROWS:]
            self._file.write(content)
            self._rows.append(self._rows[-1] + len(content))

    def _streams(self, level: Level, shown: Numbers, first: int, stop: int) -> list[bytes]:
        """What a tile has of its features, by combination and by time; if little, in one."""
        columns = [column.tolist() for column in self._columns(level, shown, first, stop)]
        whole = _stream(columns)
        if len(whole) <= SMALL or len(columns) == _UNTIMED:
            return [whole]
        return [_stream(columns[:_UNTIMED]), _stream(columns[_UNTIMED:])]

    def _columns(self, level: Level, shown: Numbers, first: int, stop: int) -> Iterator[Numbers]:
        starts = level.starts[first : stop + 1]
        places = self._rank[shown[level.order[starts[0] : starts[-1]]]]
        feature = np.repeat(np.arange(stop - first), np.diff(starts))
        every, *timed = self._entries
        size = len(self.facets.combinations)
        at, counts = every.sums(places, feature, size)
        yield from (at // size, at % size, counts)
        for entries in timed if self.facets.buckets else ():
            keys, counts = entries.sums(places, feature, size * self._width)
            if entries is timed[-1] and not len(keys):
                return
            # Of each combination of each feature, as they stand before, how many buckets follow.
            of = np.searchsorted(at, keys // self._width)
            yield from (np.bincount(of, minlength=len(at)), keys % self._width, counts)


def _stream(block: Any) -> bytes:
    return deflated(to_bytes(to_json(block)), _LEVEL)


class _Entries:
    """How many of each key each place has, on disk, place by place."""

    def __init__(self, path: Path, places: int) -> None:
        self._path = path
        self._to = path.open("wb")
        self._sizes = np.zeros(places, np.int64)
        self._ends = self._sizes
        self._every: Any = None

    def add(self, place: Numbers, key: Numbers, count: Numbers) -> None:
        """Adds counts of places that come after all before, or go on with the last one."""
        if not len(place):
            return
        order = np.lexsort((key, place))
        place, key = place[order], key[order]
        starts = np.flatnonzero(np.r_[True, (place[1:] != place[:-1]) | (key[1:] != key[:-1])])
        sums = np.add.reduceat(count[order], starts)
        kept = starts[sums != 0]
        entries = np.empty(len(kept), _ENTRY)
        entries["key"], entries["count"] = key[kept], sums[sums != 0]
        np.add.at(self._sizes, place[kept], 1)
        self._to.write(entries.tobytes())

    def close(self) -> None:
        """Ends the writing, so that it can be read."""
        self._to.close()
        self._ends = np.cumsum(self._sizes)
        # What has no byte cannot be mapped.
        self._every = np.memmap(self._path, _ENTRY, "r") if self._sizes.any() else None

    def sums(self, places: Numbers, feature: Numbers, width: int) -> tuple[Numbers, Numbers]:
        """The counts of features, of which each of the ``places`` is of one: ``feature * width``
        and the key, in rising order, with what they add up to; none that come to nothing."""
        sizes = self._sizes[places]
        keys: Numbers = np.zeros(0, np.int64)
        counts: Numbers = np.zeros(0, np.int64)
        if not sizes.any():
            return keys, counts
        # So many places at a time as have not too many entries together.
        parts = np.cumsum(sizes) // AT_ONCE
        for part in range(int(parts[0]), int(parts[-1]) + 1):
            some = np.flatnonzero(parts == part)
            many = sizes[some]
            if not many.any():
                continue
            from_ = self._ends[places[some]] - many
            rows = np.repeat(from_ - (np.cumsum(many) - many), many) + np.arange(many.sum())
            read = self._every[rows]
            mine = np.repeat(feature[some], many) * width + read["key"]
            keys, counts = _added(
                np.concatenate([keys, mine]), np.concatenate([counts, read["count"]])
            )
        kept = counts != 0
        return keys[kept], counts[kept]


def _added(keys: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    return keys[starts], np.add.reduceat(counts, starts)
