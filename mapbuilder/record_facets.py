"""What records are filtered by on a page for a web server: their kind, and the time of each.

The joined events of parts in, columns of their records by place out; of all parts, in what kinds
and buckets of time they are counted. Always true: that depends on the records alone, not on how the
table was cut into parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.columns import used_ids
from mapbuilder.coordinates import Numbers
from mapbuilder.time_buckets import Buckets, to_buckets

if TYPE_CHECKING:
    from mapbuilder.config import Config

MOST_KINDS = 40
"""Kinds that are told apart, those of most records; the others can only be filtered out."""
UNDATED = 255
"""Stands for the bucket of a record without a day."""

_AT_ONCE = 64
"""Batches of a part that are counted at once."""
_NAMES = ("first_day", "last_day", "category")


@dataclass(frozen=True, slots=True)
class Facets:
    """By what the records of an exhibit are counted."""

    kinds: tuple[str, ...]
    """The ids of categories, in the exhibit's order; none where there are not two of them."""
    buckets: Buckets
    """None where all records have the same time, or none of them has a day."""

    def __bool__(self) -> bool:
        return bool(self.kinds) or len(self.buckets) > 0

    def kind_of(self, table: pa.Table) -> Numbers:
        """Of each row the number of its kind, ``len(kinds)`` where it is none of them."""
        found = pc.index_in(table["category"], value_set=pa.array(self.kinds, pa.string()))
        kinds: Numbers = pc.fill_null(found, len(self.kinds)).to_numpy().astype(np.int64)
        return kinds

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


def facets_of(events: pa.Table, taken: pa.Array) -> dict[str, Any]:
    """The columns by which those of a part's events that are ``taken`` will be counted."""
    first, last = (
        events[name].take(taken).cast(pa.int64()).combine_chunks()
        for name in ("start_day", "end_day")
    )
    return dict(
        zip(_NAMES, (first, last, events["category"].take(taken).cast(pa.string())), strict=True)
    )


def without_facets(table: pa.Table) -> pa.Table:
    """The rows without those columns."""
    return table.drop_columns(list(_NAMES))


def to_facets(parts: Sequence[Path], config: Config) -> Facets:
    """By what the records of all parts are counted; *this function reads* their files."""
    kinds: Counter[str] = Counter()
    days, lengths = _Tally(), _Tally()
    for table in _read(parts):
        for each in pc.value_counts(pc.drop_null(table["category"]).combine_chunks()).to_pylist():
            kinds[each["values"]] += each["counts"]
        first, last = (table[name] for name in _NAMES[:2])
        for ends in (first, last):
            days.add(pc.drop_null(ends).to_numpy())
        lengths.add(pc.drop_null(pc.subtract(last, first)).to_numpy() + 1)
    del kinds[""]
    most = sorted(kinds, key=lambda kind: (-kinds[kind], kind))[:MOST_KINDS]
    told = used_ids(most, config.categories)
    buckets = to_buckets(days.values, days.counts, lengths.quarter())
    return Facets(tuple(told) if len(told) > 1 else (), buckets)


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
