"""Ids over parts: those of each part in, which records' are another's already out.

A part tells of its ids what is little: from which to which they count on, or else a hash of each.
Always true: of the records with one id, none of them rejected, the first keeps it, as if all parts
were one table; an id that was given is its owner's, in whatever part it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.raw_bytes import are_in_order
from mapbuilder.records import DOUBLED, made_up
from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.partitions import Part
    from mapbuilder.tables import Table

Hashes = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

# ref: Fowler, Noll, Vo, FNV-1a in 64 bits.
_BASIS, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)


@dataclass(frozen=True, slots=True)
class Taken:
    """What other parts say of the ids of one."""

    made: tuple[str, ...] = ()
    """Ids given elsewhere that look as if they were made up for records of this part."""
    doubled: Mapping[int, int] = field(default_factory=dict)
    """The rows whose id is another's, and the row of that one."""
    hashed: bool = False
    """Whether a hash of each is wanted, since they do not count on from part to part."""


@dataclass(frozen=True, slots=True)
class PartIds:
    """What a part tells of its ids."""

    ends: tuple[tuple[int, bytes], tuple[int, bytes]] | None
    """The first and the last, by length and bytes, where each comes after the one before."""
    hashes: Hashes
    """Of the records that are not rejected, in their order; empty where ``ends`` are enough."""
    lacks: bool
    """Whether any record has no id of its own."""
    like_made: tuple[int, ...]
    """The rows of other parts for which ids that are given here may have been made up."""


class IdsOfPart:
    """Settles the ids of a part in ``records.to_records``, and keeps what is to be told of them."""

    def __init__(self, part: Part, taken: Taken) -> None:
        self._part = part
        self._taken = taken
        self.told: PartIds | None = None

    def __call__(
        self, column: Any, table: Table, rejected: Flags, report: Report
    ) -> tuple[pa.Array, Flags]:
        lacks = bool(column.null_count)
        like_made = self._like_made(column)
        if lacks:
            column = made_up(column, table, self._taken.made)
        ids = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        in_order = are_in_order(ids) and len(ids) > 0
        ends = (_key(ids[0].as_py()), _key(ids[-1].as_py())) if in_order else None
        hashes: Hashes = np.zeros(0, np.uint64)
        if ends is None or self._taken.hashed:
            hashes = hashes_of(ids.filter(pa.array(~rejected)))
        self.told = PartIds(ends, hashes, lacks, like_made)
        doubled = np.zeros(len(ids), bool)
        if self._taken.doubled:
            self._refuse(ids, table, doubled, report)
        return ids, doubled

    def _like_made(self, column: Any) -> tuple[int, ...]:
        like = column.filter(pc.match_substring_regex(column, r"^r[1-9][0-9]{0,17}$"))
        numbers = pc.cast(pc.utf8_slice_codeunits(like, 1), pa.int64())
        beyond = pc.or_(
            pc.less(numbers, self._part.first),
            pc.greater_equal(numbers, self._part.first + self._part.count),
        )
        return tuple(numbers.filter(beyond).to_pylist())

    def _refuse(self, ids: pa.Array, table: Table, doubled: Flags, report: Report) -> None:
        wanted = pa.array(sorted(self._taken.doubled), pa.int64())
        for index in pc.indices_nonzero(pc.is_in(table.rows, value_set=wanted)).to_pylist():
            doubled[index] = True
            row, text = table.rows[index].as_py(), ids[index].as_py()
            report.add(
                "id-duplicate",
                "error",
                f"the id {shown(text)} is that of row {self._taken.doubled[row]}; {DOUBLED}",
                file=table.name,
                row=row,
                column="id",
                value=text,
            )


def _key(text: str) -> tuple[int, bytes]:
    content = text.encode()
    return len(content), content


def hashes_of(texts: pa.Array) -> Hashes:
    """A hash of 64 bits of each text: FNV-1a of its UTF-8."""
    count = len(texts)
    hashes = np.full(count, _BASIS, np.uint64)
    if not count:
        return hashes
    texts = pa.concat_arrays([texts])
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, np.int32, count + 1, texts.offset * 4).astype(np.int64)
    held = np.frombuffer(content, np.uint8)
    begins, lengths = ends[:-1], np.diff(ends)
    rows = np.arange(count)
    for at in range(int(lengths.max())):
        rows = rows[lengths[rows] > at]
        hashes[rows] = (hashes[rows] ^ held[begins[rows] + at]) * _PRIME
    return hashes


def made_elsewhere(parts: Sequence[Part], told: Sequence[PartIds]) -> dict[int, tuple[str, ...]]:
    """For each part with records that lack an id: the ids for them that others were given."""
    if not any(one.lacks for one in told):
        return {}
    firsts = np.array([part.first for part in parts])
    found: dict[int, set[int]] = {}
    for one in told:
        for row in one.like_made:
            number = int(np.searchsorted(firsts, row, side="right")) - 1
            if told[number].lacks and row < parts[number].first + parts[number].count:
                found.setdefault(number, set()).add(row)
    return {number: tuple(f"r{row}" for row in sorted(rows)) for number, rows in found.items()}


def count_on(told: Sequence[PartIds]) -> bool:
    """Whether the ids count on from each part to the next, so that none is there twice."""
    last: tuple[int, bytes] | None = None
    for one in told:
        if one.ends is None or (last is not None and one.ends[0] <= last):
            return False
        last = one.ends[1]
    return True


def repeated(told: Sequence[PartIds]) -> Hashes:
    """The hashes that two records have, in order; most of them are of two records with one id."""
    hashes = np.sort(np.concatenate([one.hashes for one in told]))
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def doubled(some: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Of rows and their ids: the rows whose id an earlier one has, and the first that has it."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for row, text in sorted(some):
        if first.setdefault(text, row) != row:
            found[row] = first[text]
    return found
