"""Key columns: the keys of many names, and what the world's file has under them, all at once.

In go unique names, or keys and an open file of blocks; out come their normal forms, or the names of
places that have the keys, as columns. Always true: a key is what ``form_of`` gives for the name
alone, and an entry what ``BlockFile.entries`` gives for its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from mapbuilder.blocks import BlockFile
    from mapbuilder.coordinates import Flags, Numbers

_BYTES_AT_ONCE = 3_000_000
"""So much text is looked through at once, an eighth of what the file has of keys."""


class Entries(NamedTuple):
    """Names of places that have keys, a row for each name under each key.

    In the order of the keys, then of the places, then of their names.
    """

    key: Numbers
    """The number of the key."""
    place: Numbers
    name: Numbers
    """Its rank among the place's names; the main one is 0."""
    plain: Flags
    """Whether the name has no generic word, so that its two keys are one."""

    def rows(self, which: Numbers | Flags) -> Entries:
        """Some of the rows, by their numbers or by a flag for each."""
        return Entries(self.key[which], self.place[which], self.name[which], self.plain[which])


def entries_of_all(blocks: BlockFile, keys: Sequence[str]) -> tuple[Entries, Entries]:
    """What the file has under each of the keys, and the main names that several places share.

    The keys are unique; those of the second are numbered in the file's order. All blocks of keys
    are read once.
    """
    if not len(keys):
        # Who has found nothing has no namesakes to look for.
        return _none(), _none()
    wanted = pa.array(keys, pa.string())
    numbers: list[Numbers] = []
    lines: list[pa.Array] = []
    shared: list[Entries] = []
    first = 0
    for text in _texts(blocks):
        table = _table(text)
        at = pc.index_in(table["key"], value_set=wanted).combine_chunks()
        found = pc.indices_nonzero(pc.is_valid(at))
        numbers.append(_to_numbers(at.take(found)))
        lines += table["entries"].take(found).chunks
        several = pc.indices_nonzero(pc.match_substring(table["entries"], " "))
        shared.append(_shared(first + _to_numbers(several), table["entries"].take(several)))
        first += len(table)
    return (
        _parsed(np.concatenate(numbers), pa.chunked_array(lines, pa.string())),
        Entries(*(np.concatenate(columns) for columns in zip(*shared, strict=True))),
    )


def _none() -> Entries:
    nothing = np.zeros(0, np.int64)
    return Entries(nothing, nothing, nothing, nothing.astype(bool))


def _to_numbers(column: pa.Array) -> Numbers:
    numbers: Numbers = column.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def _shared(key: Numbers, lines: pa.ChunkedArray) -> Entries:
    """Of the entries in lines the main names, where a key has those of several places."""
    every = _parsed(key, lines)
    mains = every.rows(every.name == 0)
    follows = np.diff(mains.key) == 0
    return mains.rows(np.r_[follows, False] | np.r_[False, follows])


def _texts(blocks: BlockFile) -> Iterator[bytes]:
    """The keys of the file with their entries, line by line, some blocks at once."""
    held: list[bytes] = []
    size = 0
    for text in blocks.texts_of_keys():
        held.append(text)
        size += len(text)
        if size > _BYTES_AT_ONCE:
            yield b"\n".join(held)
            held, size = [], 0
    if held:
        yield b"\n".join(held)


def _table(text: bytes) -> pa.Table:
    from pyarrow import csv

    names = ["key", "entries"]
    return csv.read_csv(
        pa.BufferReader(text),
        read_options=csv.ReadOptions(column_names=names, use_threads=False),
        parse_options=csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )


def _parsed(key: Numbers, lines: pa.ChunkedArray) -> Entries:
    """The entries in lines of their text, ``place.name,name place:name``, one line a key."""
    if not len(key):
        return _none()
    text = _octets(lines)
    ends = np.flatnonzero((text < ord("0")) | (text == ord(":")))
    marks = text[ends]
    values = _numbers(text, ends)
    is_place = (marks == ord(".")) | (marks == ord(":"))
    held = np.maximum.accumulate(np.where(is_place, np.arange(len(ends)), 0))
    line = np.cumsum(marks == ord("\n")) - (marks == ord("\n"))
    names = np.flatnonzero(~is_place)
    of_place = held[names]
    entries = key[line[names]], values[of_place], values[names]
    found = Entries(*entries, marks[of_place] == ord("."))
    # One column in place of three: the lines are nearly in order, which this sort makes use of.
    order = (found.key << 39) | (found.place << 20) | found.name
    return found.rows(np.argsort(order, kind="stable"))


def _octets(lines: pa.ChunkedArray) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The octets of lines, each with its end."""
    ended = pc.binary_join_element_wise(lines, "", "\n").combine_chunks()
    _, offsets, octets = ended.buffers()
    ends = np.frombuffer(offsets, np.int32)
    return np.frombuffer(octets, np.uint8)[ends[ended.offset] : ends[ended.offset + len(ended)]]


def _numbers(text: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ends: Numbers) -> Numbers:
    """The whole numbers of a text, each up to one of the ends."""
    lengths = np.diff(ends, prepend=-1) - 1
    values = np.zeros(len(ends), np.int64)
    for digit in range(int(lengths.max(initial=0))):
        some = np.flatnonzero(lengths > digit)
        values[some] += (text[ends[some] - 1 - digit] - ord("0")).astype(np.int64) * 10**digit
    return values
