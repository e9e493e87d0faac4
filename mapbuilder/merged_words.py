"""Words of many tables of records, merged: files of each table in, words and numbers in order out.

A table's words and the numbers of its records stand in files until all are there; then as many
words at a time are put in order as have a few million numbers. Always true: what comes out does not
depend on how the records were cut into tables, and the memory not on how many there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinates import Numbers
from mapbuilder.written_words import octets_of

AT_ONCE = 1 << 20
"""Numbers that are put in order at once, unless one word alone has more."""
EACH = 1 << 13
"""At so many numbers of a table, one of its words is a place where all may be parted."""


@dataclass(frozen=True, slots=True)
class WordTable:
    """The different words of one table, in order, and the records that have each."""

    first: int
    """The number of its first record."""
    words: pa.Array
    """Their bytes lie in a file."""
    starts: npt.NDArray[np.int64]
    """Where each word's numbers begin, and where the last one's end; in a file as well."""
    numbers: Path
    """Of records, from the table's first one on, as 32 bits each."""

    @classmethod
    def to_files(
        cls, stem: Path, first: int, words: pa.Array, starts: Numbers, numbers: Numbers
    ) -> WordTable:
        """Writes the table. *This function writes files*, whose names begin with the stem."""
        ends, octets = octets_of(words)
        rows = stem.with_suffix(".rows")
        numbers.astype(np.uint32).tofile(rows)
        held = [
            pa.py_buffer(_in_file(stem.with_suffix(f".{name}"), column))
            for name, column in (("ends", ends), ("octets", octets))
        ]
        there = pa.Array.from_buffers(pa.large_string(), len(words), [None, *held])
        return cls(first, there, _in_file(stem.with_suffix(".starts"), starts), rows)

    def of(self, start: int, stop: int) -> Numbers:
        """The records of the words from one on to before another."""
        begin, end = int(self.starts[start]), int(self.starts[stop])
        numbers = np.fromfile(self.numbers, np.uint32, end - begin, offset=4 * begin)
        return numbers.astype(np.int64) + self.first

    def find(self, word: str | None) -> int:
        """How many words come before one; with ``None`` all do."""
        if word is None:
            return len(self.words)
        return bisect_left(range(len(self.words)), word, key=lambda at: self.words[at].as_py())

    def parting(self) -> list[str]:
        """Words at which it can be parted, each ``EACH`` numbers behind the one before."""
        at = np.searchsorted(self.starts, np.arange(EACH, int(self.starts[-1]), EACH))
        return [self.words[number].as_py() for number in at.tolist() if number < len(self.words)]


def _in_file(path: Path, column: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """The same, out of a file that is written for it."""
    if not len(column):
        return np.empty(0, column.dtype)
    column.tofile(path)
    return np.memmap(path, column.dtype, "r")


def merged(tables: Sequence[WordTable]) -> Iterator[tuple[pa.Array, Numbers, Numbers]]:
    """Words in their order, and pairs of a word's number among them and a record's, in order.

    The same words may come several times in a row, with pairs that go on.
    """
    limits: list[str] = []
    for parting in sorted(word for table in tables for word in table.parting())[
        AT_ONCE // EACH :: max(1, AT_ONCE // EACH)
    ]:
        if not limits or parting > limits[-1]:
            limits.append(parting)
    low = [0] * len(tables)
    for limit in [*limits, None]:
        high = [table.find(limit) for table in tables]
        some = [
            (table, start, stop)
            for table, start, stop in zip(tables, low, high, strict=True)
            if stop > start
        ]
        low = high
        if some:
            yield from _in_order(some)


def _in_order(
    some: Sequence[tuple[WordTable, int, int]],
) -> Iterator[tuple[pa.Array, Numbers, Numbers]]:
    """The same of some words of each table."""
    every = pa.concat_arrays(
        [table.words.slice(start, stop - start) for table, start, stop in some]
    )
    encoded = every.dictionary_encode()
    # In UTF-8 the order of bytes is that of code points.
    order = pc.sort_indices(encoded.dictionary)
    words = encoded.dictionary.take(order)
    rank = np.empty(len(order), np.int64)
    rank[order.to_numpy()] = np.arange(len(order))
    cuts = np.cumsum([stop - start for _, start, stop in some])[:-1]
    numbers = np.split(rank[encoded.indices.to_numpy()], cuts)
    counts = np.zeros(len(words), np.int64)
    for (table, start, stop), own in zip(some, numbers, strict=True):
        counts[own] += np.diff(table.starts[start : stop + 1])
    ends = np.cumsum(counts)
    low = 0
    while low < len(words):
        before = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, before + AT_ONCE, side="right")))
        found: list[tuple[Numbers, Numbers]] = []
        for (table, start, _), own in zip(some, numbers, strict=True):
            begin, end = (int(at) for at in np.searchsorted(own, [low, high]))
            lengths = np.diff(table.starts[start + begin : start + end + 1])
            found.append((np.repeat(own[begin:end], lengths), table.of(start + begin, start + end)))
            if high == low + 1:
                # Tables follow one another as their records do.
                yield words, *found.pop()
        if found:
            word, record = (np.concatenate(both) for both in zip(*found, strict=True))
            order_ = np.argsort(word, kind="stable")
            yield words, word[order_], record[order_]
        low = high
