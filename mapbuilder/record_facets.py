"""What records are filtered by on a page for a web server: kind, group, sources, and their time.

The joined events of parts in, columns of their records by place out; of all parts, in what
combinations of these and in what buckets of time they are counted. Always true: that depends on the
records alone, not on how the table was cut into parts; whatever is chosen is counted exactly, since
the records of a combination are alike in all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.columns import used_ids
from mapbuilder.coordinates import Numbers
from mapbuilder.sources import to_ids
from mapbuilder.time_buckets import Buckets, to_buckets
from mapbuilder.told_records import CATEGORY

if TYPE_CHECKING:
    from mapbuilder.config import Config

MOST_VALUES = 40
"""Kinds, groups and sources that are told apart, those of most records; the others can only be
filtered out."""
MOST_COMBINATIONS = 128
"""Of what is told apart: what is read for a period grows with them, and a byte has 256 numbers.
Where records have more, fewer sources are told apart, or groups, where these are more."""
MOST_DIFFERENT = 100_000
"""Where more are written, sources are not told apart: nobody would choose among so many, and they
are held in memory. Where more of the rest are, groups are not either."""
UNDATED = 255
"""Stands for the bucket of a record without a day."""

_AT_ONCE = 64
"""Batches of a part that are counted at once."""
_VALUES = (CATEGORY, "group", "sources")
_NAMES = ("first_day", "last_day", *_VALUES)
_BETWEEN = "\n"
"""Between the ids of a record's sources, in none of which it is."""

Written = tuple[str, str, str]
"""What is written of a record: its category, its group, its sources."""
Combination = tuple[int, int, tuple[int, ...]]
"""The same in numbers, as many as there are of what is none of those told apart."""


@dataclass(frozen=True, slots=True)
class Facets:
    """By what the records of an exhibit are counted."""

    kinds: tuple[str, ...]
    """The ids of categories, in the exhibit's order; none where there are not two of them,"""
    groups: tuple[str, ...]
    """and those of groups."""
    sources: tuple[str, ...]
    """The same of sources: those listed in their order, then others by name."""
    cut: tuple[str, ...]
    """Of which of these some are not told apart."""
    combinations: tuple[Combination, ...]
    """Those that some record has, in rising order."""
    buckets: Buckets
    """None where all records have the same time, or none of them has a day."""

    def __bool__(self) -> bool:
        return any((self.kinds, self.groups, self.sources)) or len(self.buckets) > 0

    def combination_of(self, table: pa.Table) -> Numbers:
        """Of each row the number of its combination."""
        number = {combination: at for at, combination in enumerate(self.combinations)}
        columns = [pc.fill_null(table[name], "") for name in _VALUES]
        encoded = [column.combine_chunks().dictionary_encode() for column in columns]
        together: Numbers = np.zeros(len(table), np.int64)
        for one in encoded:
            together = together * len(one.dictionary) + one.indices.to_numpy()
        different, at = np.unique(together, return_inverse=True)
        shape = [len(one.dictionary) for one in encoded]
        rows = zip(*np.unravel_index(different, shape), strict=True)
        words = [one.dictionary.to_pylist() for one in encoded]
        found = [
            number[self._numbers((words[0][kind], words[1][group], words[2][sources]))]
            for kind, group, sources in rows
        ]
        return np.array(found, np.int64)[at]

    def values(self) -> dict[str, list[Any]]:
        """Of each combination what it has: numbers, -1 for none, and lists of those of sources."""
        kinds, groups, sources = zip(*self.combinations, strict=True)
        told: dict[str, list[Any]] = {
            "category": [kind if kind < len(self.kinds) else -1 for kind in kinds],
            "group": [group if group < len(self.groups) else -1 for group in groups],
            "source": [list(each) for each in sources],
        }
        ids = {"category": self.kinds, "group": self.groups, "source": self.sources}
        return {name: told[name] for name, own in ids.items() if own}

    def _numbers(self, written: Written) -> Combination:
        return _numbered(written, (self.kinds, self.groups, self.sources))

    def times_of(self, table: pa.Table) -> tuple[Numbers, Numbers]:
        """The buckets of each row's first and last day, ``UNDATED`` where it has neither.

        What has an open or unknown end has been or will be for all time.
        """
        if not len(self.buckets):
            nothing = np.full(len(table), UNDATED, np.int64)
            return nothing, nothing
        first, last = (table[name] for name in _NAMES[:2])
        undated = pc.and_(first.is_null(), last.is_null()).to_numpy()
        begins, ends = (
            np.where(
                column.is_null().to_numpy(),
                outermost,
                self.buckets.of(pc.fill_null(column, 0).to_numpy()),
            )
            for column, outermost in ((first, 0), (last, len(self.buckets) - 1))
        )
        # A date whose end is before its beginning is at its beginning.
        ends = np.maximum(begins, ends)
        return np.where(undated, UNDATED, begins), np.where(undated, UNDATED, ends)


def facets_of(events: pa.Table, taken: pa.Array, listed: Collection[str]) -> dict[str, Any]:
    """The columns by which those of a part's events that are ``taken`` will be counted.

    ``listed`` are the ids of the table of sources.
    """
    first, last = (
        events[name].take(taken).cast(pa.int64()).combine_chunks()
        for name in ("start_day", "end_day")
    )
    kind, group = (events[name].take(taken).cast(pa.string()) for name in _VALUES[:2])
    written = pc.dictionary_encode(pc.fill_null(events["source"], "").combine_chunks())
    ids = [_BETWEEN.join(to_ids(cell, listed)) for cell in written.dictionary.to_pylist()]
    sources = pa.array(ids, pa.string()).take(written.indices).take(taken)
    return dict(zip(_NAMES, (first, last, kind, group, sources), strict=True))


def without_facets(table: pa.Table) -> pa.Table:
    """The rows without those columns but their category, which the page tells of each."""
    return table.drop_columns([name for name in _NAMES if name != CATEGORY])


def to_facets(parts: Sequence[Path], config: Config, listed: Iterable[str] = ()) -> Facets:
    """By what the records of all parts are counted; *this function reads* their files.

    ``listed`` are the ids of the table of sources, in its order.
    """
    records: Counter[Written] = Counter()
    kept = len(_VALUES)
    days, lengths = _Tally(), _Tally()
    for table in _read(parts):
        for each in table.group_by(list(_VALUES)).aggregate([([], "count_all")]).to_pylist():
            records[_first([each[name] for name in _VALUES], kept)] += each["count_all"]
        while kept > 1 and len(records) > MOST_DIFFERENT:
            kept -= 1
            fewer: Counter[Written] = Counter()
            for written, count in records.items():
                fewer[_first(written, kept)] += count
            records = fewer
        first, last = (table[name] for name in _NAMES[:2])
        for ends in (first, last):
            days.add(pc.drop_null(ends).to_numpy())
        lengths.add(pc.drop_null(pc.subtract(last, first)).to_numpy() + 1)
    buckets = to_buckets(days.values, days.counts, lengths.quarter())
    declared: list[Mapping[str, Any]] = [
        config.categories, config.groups, dict.fromkeys(listed),
    ]  # fmt: skip
    all_ = [_most_first(records, facet) for facet in range(len(_VALUES))]
    most = [MOST_VALUES] * len(_VALUES)
    while True:
        told = [
            tuple(used_ids(ids[:first], known))
            for ids, first, known in zip(all_, most, declared, strict=True)
        ]
        kinds, groups, sources = (ids if len(ids) > 1 else () for ids in told)
        found = {_numbered(written, (kinds, groups, sources)) for written in records}
        if len(found) <= MOST_COMBINATIONS:
            break
        which = 2 if len(sources) >= len(groups) else 1
        most[which] = len((groups, sources)[which - 1]) // 2
    ids_of = zip(("category", "group", "source"), (kinds, groups, sources), all_, strict=True)
    cut = tuple(name for name, ids, every in ids_of if ids and len(ids) < len(every))
    return Facets(kinds, groups, sources, cut, tuple(sorted(found)), buckets)


def _first(values: Iterable[Any], kept: int) -> Written:
    """So many of a record's values, and of the others that there are none."""
    kind, group, sources = ((value or "") if at < kept else "" for at, value in enumerate(values))
    return kind, group, sources


def _ids_of(written: Written, facet: int) -> list[str]:
    own = written[facet]
    return [id_ for id_ in (own.split(_BETWEEN) if facet == 2 else [own]) if id_]


def _most_first(records: Counter[Written], facet: int) -> list[str]:
    """What records have of a facet, that of most records first."""
    counts: Counter[str] = Counter()
    for written, count in records.items():
        for id_ in _ids_of(written, facet):
            counts[id_] += count
    return sorted(counts, key=lambda id_: (-counts[id_], id_))


def _numbered(
    written: Written, told: tuple[Sequence[str], Sequence[str], Sequence[str]]
) -> Combination:
    numbers = [
        tuple(sorted({ids.index(id_) for id_ in _ids_of(written, facet) if id_ in ids}))
        for facet, ids in enumerate(told)
    ]
    kind, group = (
        own[0] if own else len(ids) for own, ids in zip(numbers[:2], told[:2], strict=True)
    )
    return kind, group, numbers[2]


class _Tally:
    """How often there is which number, the numbers in rising order."""

    def __init__(self) -> None:
        self.values: Numbers = np.zeros(0, np.int64)
        self.counts: Numbers = np.zeros(0, np.int64)

    def add(self, numbers: Numbers) -> None:
        """Counts some more."""
        both = np.concatenate([self.values, numbers])
        weights = np.concatenate([self.counts, np.ones(len(numbers), np.int64)])
        self.values, at = np.unique(both, return_inverse=True)
        self.counts = np.bincount(at, weights, minlength=len(self.values)).astype(np.int64)

    def quarter(self) -> int:
        """The number that a quarter of all are no larger than; 1 of none."""
        sums = np.cumsum(self.counts)
        if not len(sums):
            return 1
        return int(self.values[np.searchsorted(sums, sums[-1] / 4)])


def _read(parts: Sequence[Path]) -> Iterator[pa.Table]:
    """The columns of all parts, so many rows at a time."""
    for path in parts:
        with pa.memory_map(str(path)) as source:
            schema = pa.ipc.open_file(source).schema
            fields = [schema.get_field_index(name) for name in _NAMES]
            options = pa.ipc.IpcReadOptions(included_fields=fields)
            with pa.ipc.open_file(source, options=options) as file:
                count = file.num_record_batches
                for start in range(0, count, _AT_ONCE):
                    numbers = range(start, min(count, start + _AT_ONCE))
                    yield pa.Table.from_batches([file.get_batch(number) for number in numbers])
