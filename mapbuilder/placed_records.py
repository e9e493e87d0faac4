"""Records by place: each part's joined events in, one file that a page reads in pieces out.

A part is sorted by itself, where it is joined; the parts are then merged, so many rows at a time.
Always true: places are in the order of their codes (``morton``), so that the records of each cell
of the map follow one another; those of a place are in time order, those of one day in the order of
the table; the file's bytes do not depend on how the table was cut into parts.
``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinates import Numbers
from mapbuilder.morton import before_each, to_codes
from mapbuilder.payload import deflated, short, to_bytes, to_json
from mapbuilder.record_facets import facets_of
from mapbuilder.several import events_and_places
from mapbuilder.shapes import STORED as SHAPE
from mapbuilder.told_places import facts_of, label_columns
from mapbuilder.told_records import NOTHING, Beside, Block, cells_of, to_columns

if TYPE_CHECKING:
    from mapbuilder.config import Config

ROWS = 256
"""Records of a block; a page of a place's records is in one of them, or two."""

_KEYS = ("code", "place", "day", "row")
_BATCH = 4_096
_AT_ONCE = 64
"""So many batches' rows are merged at once: a quarter of a million."""
_LEVEL = 9
_LATE = np.iinfo(np.int64).max
"""What has no date comes last."""
Passing = Callable[[Iterable[pa.Table]], Iterable[pa.Table]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A file of records by place."""

    rows: int
    blocks: int
    index: int
    """Where in the file the blocks' positions begin: 8 bytes each, and one more for the end."""
    bytes: int
    drafted: tuple[str, ...]
    """The languages in which some record is a machine's draft."""
    several: bool = False
    """Whether a record stands at more than one place."""

    def facts(self) -> dict[str, int | bool]:
        """What the page is told of it."""
        return {
            "rows": self.rows,
            "blocks": self.blocks,
            "index": self.index,
            "bytes": self.bytes,
            "block_rows": ROWS,
            "several": self.several,
        }


def shown_of(config: Config, events: pa.Table) -> Numbers:
    """The numbers of the events that a map shows: of no group that is hidden or has no markers."""
    hidden = sorted(
        name for name, group in config.groups.items() if not (group.shown and group.markers)
    )
    if not hidden:
        return np.arange(len(events))
    out = pc.is_in(events["group"], value_set=pa.array(hidden, pa.string()))
    shown: Numbers = pc.indices_nonzero(pc.invert(out)).to_numpy().astype(np.int64)
    return shown


def by_place(
    config: Config,
    rows: pa.Table,
    events: pa.Table,
    places: pa.Table,
    numbers: Numbers,
    listed: Collection[str] = (),
) -> tuple[pa.Table, Numbers, bool]:
    """The part's records at places in their order, how many are at each, and if one is at several.

    ``rows`` are what is told of the ``events``; ``numbers`` are those of the part's ``places`` in
    the whole; ``listed`` are the ids of the sources' table.
    """
    at, place = events_and_places(events)
    shown = np.isin(at, shown_of(config, events))
    at, place = at[shown], place[shown]
    day = pc.fill_null(events["start_day"], _LATE).to_numpy().astype(np.int64)[at]
    row = events["row"].to_numpy().astype(np.int64)[at]
    codes = to_codes(*(places[name].to_numpy() for name in ("lon", "lat"))).astype(np.int64)
    order = np.lexsort((row, day, numbers[place], codes[place]))
    columns: dict[str, Any] = {
        "code": pa.array(codes[place][order], pa.int64()),
        "place": pa.array(numbers[place][order], pa.int64()),
        "day": pa.array(day[order], pa.int64()),
        "row": pa.array(row[order], pa.int64()),
    }
    taken = pa.array(at[order])
    columns |= facets_of(events, taken, listed)
    columns |= cells_of(config, rows, events, taken)
    counts = np.bincount(place, minlength=len(numbers))
    return pa.table(columns), counts, len(np.unique(at)) < len(at)


def write_part(path: Path, table: pa.Table) -> None:
    """Writes a part's sorted records. *This function writes a file.*"""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with (
        pa.OSFile(str(path), "wb") as sink,
        pa.ipc.new_file(sink, table.schema, options=options) as to,
    ):
        to.write_table(table.combine_chunks(), max_chunksize=_BATCH)


def write_shelf(
    path: Path,
    parts: Sequence[Path],
    config: Config,
    places: pa.Table,
    shown: Numbers,
    passing: Passing = iter,
    beside: Beside = NOTHING,
) -> Shelf:
    """Merges the parts into one file. *This function writes a file.*

    It holds no more in memory than a quarter of a million rows and what is being deflated.
    ``shown`` are how many records are at each of the ``places``. The merged rows go through
    ``passing`` on their way. ``beside`` is what else is said of them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        return _write(file, passing(_merged(parts)), config, to_known(places, shown), beside)


def to_known(places: pa.Table, shown: Numbers) -> pa.Table:
    """What blocks tell of places: ``first`` is the number of the first of a place's ``events``."""
    codes = to_codes(*(places[name].to_numpy() for name in ("lon", "lat")))
    # What is not drawn is not told either.
    dropped = {"first", "events", SHAPE}
    known = {name: places[name] for name in places.column_names if name not in dropped}
    return pa.table(
        {**known, "first": pa.array(before_each(codes, shown)), "events": pa.array(shown)}
    )


def _write(
    file: BinaryIO,
    tables: Iterable[pa.Table],
    config: Config,
    known: pa.Table,
    beside: Beside,
) -> Shelf:
    ends = [0]
    rows = 0
    drafted: set[str] = set()
    for table in _blocks(tables):
        block = _to_block(rows, table, config, known, beside)
        drafted.update(block.get("draft", ()))
        content = deflated(to_bytes(to_json(block)), _LEVEL)
        file.write(content)
        ends.append(ends[-1] + len(content))
        rows += len(table)
    positions = np.array(ends, "<u8").tobytes()
    file.write(positions)
    return Shelf(rows, len(ends) - 1, ends[-1], ends[-1] + len(positions), tuple(sorted(drafted)))


def _blocks(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The rows in tables of ``ROWS``, the last one shorter."""
    rest: pa.Table | None = None
    for table in tables:
        whole = table if rest is None else pa.concat_tables([rest, table])
        full = len(whole) - len(whole) % ROWS
        for start in range(0, full, ROWS):
            yield whole.slice(start, ROWS)
        rest = whole.slice(full).combine_chunks()
    if rest is not None and len(rest):
        yield rest


def _merged(parts: Sequence[Path]) -> Iterator[pa.Table]:
    """The rows of all parts in the order of their keys, so many at a time."""
    firsts = [_firsts(path) for path in parts]
    every = sorted(key for keys in firsts for key in keys)
    limits = [*every[_AT_ONCE::_AT_ONCE], None]
    low: tuple[int, ...] | None = None
    for high in limits:
        found = [
            piece
            for path, keys in zip(parts, firsts, strict=True)
            for piece in _between(path, keys, low, high)
        ]
        low = high
        if found:
            table = pa.concat_tables(found)
            keys = [table[name].to_numpy() for name in _KEYS]
            yield table.take(pa.array(np.lexsort(keys[::-1])))


def _firsts(path: Path) -> list[tuple[int, ...]]:
    """The keys that the batches of a part begin with."""
    options = pa.ipc.IpcReadOptions(included_fields=list(range(len(_KEYS))))
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source, options=options) as file:
        batches = (file.get_batch(number) for number in range(file.num_record_batches))
        return [tuple(batch[name][0].as_py() for name in _KEYS) for batch in batches]


def _between(
    path: Path,
    firsts: Sequence[tuple[int, ...]],
    low: tuple[int, ...] | None,
    high: tuple[int, ...] | None,
) -> Iterator[pa.Table]:
    """The rows of a part from one key to before another; each batch is let go as it is cut."""
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        for number, first in enumerate(firsts):
            if high is not None and first >= high:
                return
            after = firsts[number + 1] if number + 1 < len(firsts) else None
            if low is not None and after is not None and after <= low:
                continue
            table = pa.Table.from_batches([file.get_batch(number)])
            keys = [table[name].to_numpy() for name in _KEYS]
            from_, to = (_found(keys, key) for key in (low, high))
            start, stop = (0 if low is None else from_), (len(table) if high is None else to)
            if stop > start:
                yield table.take(pa.array(np.arange(start, stop)))


def _found(keys: Sequence[Numbers], key: tuple[int, ...] | None) -> int:
    """How many of the sorted rows come before a key."""
    if key is None:
        return 0
    low, high = 0, len(keys[0])
    for column, value in zip(keys, key, strict=True):
        within = column[low:high]
        low, high = (
            low + int(np.searchsorted(within, value, side="left")),
            low + int(np.searchsorted(within, value, side="right")),
        )
    return low


def _to_block(
    first: int, table: pa.Table, config: Config, known: pa.Table, beside: Beside
) -> Block:
    """What the page reads of some records; what says nothing in all of them is left out."""
    cells = {name: table[name].to_pylist() for name in table.column_names if name not in _KEYS}
    places, at = np.unique(table["place"].to_numpy(), return_inverse=True)
    return {
        "first": first,
        "places": _places(known.take(pa.array(places)), config),
        "place": at.tolist(),
        **to_columns(cells, config, beside),
    }


def _places(known: pa.Table, config: Config) -> Block:
    """Where some records are, in columns."""
    count = len(known)
    return {
        "id": list(map(str, known["id"].to_pylist())),
        "label": known["label"].to_pylist(),
        **{name: known[name].to_pylist() for name in label_columns(known, config)},
        "precision": (
            known["precision"].to_pylist() if "precision" in known.column_names else [None] * count
        ),
        "lon": list(map(short, known["lon"].to_pylist())),
        "lat": list(map(short, known["lat"].to_pylist())),
        "first": known["first"].to_pylist(),
        "events": known["events"].to_pylist(),
        "facts": facts_of(known, config),
    }
