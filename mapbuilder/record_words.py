"""The index of records by words: records in their order in, one file out that a page finds them by.

Every different folded word of a record's titles, texts, quotation, dates and names of its place has
the record's number. Words are in the order of their code points, the numbers of one word ascend;
so many of them are a piece. Always true: the file's bytes do not depend on how the records were cut
into tables. ``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.day_words import day_words
from mapbuilder.finding import words_of_places
from mapbuilder.payload import deflated, to_bytes, to_json
from mapbuilder.rich_rows import marked_rows
from mapbuilder.text import to_plain, to_rich
from mapbuilder.passages import UNSPACED
from mapbuilder.word_index import WordIndex, different, to_postings
from mapbuilder.written_words import Written, to_written

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Numbers

PIECE = 16_384
"""Of so many numbers a piece is made; a search reads one or a few."""
LONGEST = 8
"""Where no spaces part words, as in 天安門広場, each end has an entry, so many letters of it."""

_LEVEL = 6
_TYPED = "\u2070"
"""The fold table has what is typed up to here, whatever an exhibit's texts have."""
_AT_ONCE = 1 << 22
"""Numbers that are put in order at once, unless one word alone has more."""
_MOST_WORDS = 1 << 21
"""Words of tables that are looked up at once."""
_NAMES = ("name", "names", "former_names")


@dataclass(frozen=True, slots=True)
class RecordIndex:
    """A file of records by their words."""

    index: int
    """Where in it stands what is where."""
    bytes: int
    letters: frozenset[str]
    """What the texts are written in, beyond what anybody may type."""

    def facts(self) -> dict[str, int]:
        """What the page is told of it."""
        return {"index": self.index, "bytes": self.bytes, "longest": LONGEST}


@dataclass(frozen=True, slots=True)
class _Table:
    """What was found in one table, most of it in a file beside the others'."""

    first: int
    """The number of its first record."""
    words: pa.Array
    """Its different words, in their order."""
    starts: Numbers
    """Where in its file each word's numbers begin, and where the last one's end."""
    file: Path
    """Numbers of records from its first one on."""


class RecordWords:
    """The index while records pass. *It writes files into a folder*, which it is given."""

    def __init__(self, folder: Path, config: Config, places: pa.Table) -> None:
        self._folder = folder
        self._config = config
        self._tables: list[_Table] = []
        self._rows = 0
        self._letters: set[str] = set()
        none = [None] * len(places)
        names = [
            places[name].to_pylist() if name in places.column_names else none for name in _NAMES
        ]
        labels = [str(label) for label in places["label"].to_pylist()]
        self._places = pa.array(words_of_places(labels, *names), pa.large_string())

    def passing(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The tables, as they are, while their words are noted."""
        for table in tables:
            yield table
            self._note(table)

    def _note(self, table: pa.Table) -> None:
        index = WordIndex(ends_of)
        rows = np.arange(len(table))
        for name in _named(table, "text"):
            column = table[name].combine_chunks()
            written = self._written(column)
            marked = marked_rows(pc.fill_null(column, ""), written)
            plain = np.setdiff1d(rows, marked, assume_unique=True)
            index.add(plain, written, plain)
            if len(marked):
                bare = [
                    to_plain(to_rich(text)) for text in column.take(pa.array(marked)).to_pylist()
                ]
                index.add(marked, to_written(pa.array(bare, pa.string())))
        for name in (*_named(table, "title"), "quote"):
            index.add(rows, self._written(table[name]))
        days = table["edtf"].combine_chunks().dictionary_encode()
        known = days.dictionary.to_pylist()
        dated = np.flatnonzero(days.is_valid().to_numpy(zero_copy_only=False))
        of_day = days.indices.drop_null().to_numpy().astype(np.int64)
        for tag in self._config.languages:
            said = pa.array(day_words(self._config, tag, known)[0], pa.string())
            index.add(dated, to_written(said), of_day)
        places, at = np.unique(table["place"].to_numpy(), return_inverse=True)
        index.add(rows, to_written(self._places.take(pa.array(places))), at.astype(np.int64))
        words, pair, count = index.to_pairs()
        word, row = np.divmod(pair, count)
        starts = np.searchsorted(word, np.arange(len(words) + 1))
        file = self._folder / f"words-{len(self._tables):06}.npy"
        np.save(file, row.astype(np.uint32))
        self._tables.append(_Table(self._rows, words, starts, file))
        self._rows += len(table)

    def _written(self, texts: pa.Array | pa.ChunkedArray) -> Written:
        """The words of texts, whose letters are noted."""
        written = to_written(texts)
        words = written.words.cast(pa.large_string())
        odd = words.filter(pc.invert(pc.string_is_ascii(words)))
        self._letters.update(letter for letter in set("".join(odd.to_pylist())) if letter > _TYPED)
        return written

    def write(self, path: Path) -> RecordIndex:
        """Writes the file, once all tables have passed. *Those of the folder are gone then.*"""
        words = _all_words(self._tables)
        numbers = list(_numbered(self._tables, words))
        with path.open("wb") as file:
            parts = self._in_order(numbers, len(words))
            index, end = _write(file, words, parts, self._rows)
        for table in self._tables:
            table.file.unlink()
        self._tables.clear()
        return RecordIndex(index, end, frozenset(self._letters))

    def _in_order(
        self, numbers: Sequence[Numbers], count: int
    ) -> Iterator[tuple[Numbers, Numbers]]:
        """Words and records, as numbers, in order; ``numbers`` are those of each table's words."""
        of_word = np.zeros(count, np.int64)
        for table, word in zip(self._tables, numbers, strict=True):
            of_word[word] += np.diff(table.starts)
        rows = [np.load(table.file, mmap_mode="r") for table in self._tables]
        ends = np.cumsum(of_word)
        low = 0
        while low < count:
            before = int(ends[low - 1]) if low else 0
            high = max(low + 1, int(np.searchsorted(ends, before + _AT_ONCE, side="right")))
            found = []
            for table, word, row in zip(self._tables, numbers, rows, strict=True):
                start, stop = np.searchsorted(word, [low, high])
                own = row[table.starts[start] : table.starts[stop]].astype(np.int64) + table.first
                own_words = np.repeat(word[start:stop], np.diff(table.starts[start : stop + 1]))
                found.append((own_words, own))
            if high == low + 1:
                # Tables follow one another as their records do.
                yield from found
            else:
                every, own = (np.concatenate(column) for column in zip(*found, strict=True))
                order = np.argsort(every, kind="stable")
                yield every[order], own[order]
            low = high


def _named(table: pa.Table, name: str) -> list[str]:
    """The columns of that name in whichever language."""
    return [one for one in table.column_names if one == name or one.startswith(f"{name}_")]


def ends_of(word: str) -> list[str]:
    """What a word is found by: itself or, where it has no spaces within it, what it ends with."""
    begins = [at for at, letter in enumerate(word) if UNSPACED.match(letter)]
    if not begins:
        return [word]
    return [word[at : at + LONGEST] for at in dict.fromkeys((0, *begins))]


def _all_words(tables: Sequence[_Table]) -> pa.Array:
    """The different words of all tables, in order."""
    every = pa.array([], pa.large_string())
    for table in tables:
        every = pc.unique(pa.concat_arrays([every, table.words]))
    # In UTF-8 the order of bytes is that of code points.
    return every.take(pc.sort_indices(every))


def _numbered(tables: Sequence[_Table], words: pa.Array) -> Iterator[Numbers]:
    """Of each table the numbers of its words among all."""
    some: list[pa.Array] = []
    for table in [*tables, None]:
        if some and (table is None or sum(map(len, some)) + len(table.words) > _MOST_WORDS):
            found = pc.index_in(pa.concat_arrays(some), value_set=words)
            numbers = found.to_numpy().astype(np.int64)
            yield from np.split(numbers, np.cumsum([len(one) for one in some])[:-1])
            some = []
        if table is not None:
            some.append(table.words)


def _write(
    file: BinaryIO, words: pa.Array, parts: Iterable[tuple[Numbers, Numbers]], rows: int
) -> tuple[int, int]:
    """Writes the pieces and what is where: where the latter begins, and ends."""
    firsts: list[str] = []
    first_rows: list[int] = []
    starts = [0]
    for word, row in _pieces(parts):
        numbers, at = np.unique(word, return_inverse=True)
        length, postings = to_postings(at * rows + row, rows, len(numbers))
        said = words.take(pa.array(numbers)).to_pylist()
        head = to_bytes(to_json({"words": said, "bytes": length.tolist()}))
        content = deflated(head + b"\n" + postings.tobytes(), _LEVEL)
        file.write(content)
        firsts.append(said[0])
        first_rows.append(int(row[0]))
        starts.append(starts[-1] + len(content))
    index = deflated(
        to_bytes(to_json({"first": firsts, "row": first_rows, "start": starts})), _LEVEL
    )
    file.write(index)
    return starts[-1], starts[-1] + len(index)


def _pieces(parts: Iterable[tuple[Numbers, Numbers]]) -> Iterator[tuple[Numbers, Numbers]]:
    """The same numbers, ``PIECE`` at a time, the last time fewer."""
    none = np.empty(0, np.int64)
    rest: tuple[Any, Any] = (none, none)
    for part in parts:
        word, row = (np.concatenate(both) for both in zip(rest, part, strict=True))
        full = len(word) - len(word) % PIECE
        for start in range(0, full, PIECE):
            yield word[start : start + PIECE], row[start : start + PIECE]
        rest = word[full:], row[full:]
    if len(rest[0]):
        yield rest
