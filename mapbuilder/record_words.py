"""The index of records by words: records in their order in, one file out that a page finds them by.

Every different folded word of a record's titles, texts, quotation, dates and names of its place has
the record's number. Words are in the order of their code points, the numbers of one word ascend;
so many of them are a piece. Always true: the file's bytes do not depend on how the records were cut
into tables. ``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.day_words import day_words
from mapbuilder.finding import words_of_places
from mapbuilder.memory import give_back
from mapbuilder.merged_words import WordTable, merged
from mapbuilder.passages import UNSPACED
from mapbuilder.payload import deflated, to_bytes, to_json
from mapbuilder.rich_rows import marked_rows
from mapbuilder.text import to_plain, to_rich
from mapbuilder.told_places import label_columns
from mapbuilder.word_index import WordIndex, to_postings
from mapbuilder.written_words import Written, to_written

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Numbers

PIECE = 16_384
"""Of so many numbers a piece is made; a search reads one or a few."""
LONGEST = 8
"""Where no spaces part words, as in 天安門広場, each end has an entry, so many letters of it."""

_LEVEL = 6
_ROWS = 1 << 16
"""Records that are looked through at once."""
_TYPED = "\u2070"
"""The fold table has what is typed up to here, whatever an exhibit's texts have."""
_NAMES = ("name", "names", "former_names")


Part = tuple[pa.Array, "Numbers", "Numbers"]
"""Words, and pairs of a word's number among them and a record's, in order."""


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


class RecordWords:
    """The index while records pass. *It writes files into a folder*, which it is given."""

    def __init__(self, folder: Path, config: Config, places: pa.Table) -> None:
        self._folder = folder
        self._config = config
        self._tables: list[WordTable] = []
        self._rows = 0
        self._letters: set[str] = set()
        none = [None] * len(places)
        names = [
            places[name].to_pylist() if name in places.column_names else none for name in _NAMES
        ]
        labels = [str(label) for label in places["label"].to_pylist()]
        names += [places[name].to_pylist() for name in label_columns(places, config)]
        self._places = pa.array(words_of_places(labels, *names), pa.large_string())

    def passing(self, tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The tables, as they are, while their words are noted."""
        for table in tables:
            yield table
            for start in range(0, len(table), _ROWS):
                self._note(table.slice(start, _ROWS))

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
        stem = self._folder / f"words-{len(self._tables):06}"
        self._tables.append(WordTable.to_files(stem, self._rows, words, starts, row))
        self._rows += len(table)

    def _written(self, texts: pa.Array | pa.ChunkedArray) -> Written:
        """The words of texts, whose letters are noted."""
        written = to_written(texts)
        words = written.words.cast(pa.large_string())
        odd = words.filter(pc.invert(pc.string_is_ascii(words)))
        self._letters.update(letter for letter in set("".join(odd.to_pylist())) if letter > _TYPED)
        return written

    def write(self, path: Path) -> RecordIndex:
        """Writes the file, once all tables have passed. *This function writes a file.*"""
        give_back()
        with path.open("wb") as file:
            index, end = _write(file, merged(self._tables), self._rows)
        self._tables.clear()
        return RecordIndex(index, end, frozenset(self._letters))


def _named(table: pa.Table, name: str) -> list[str]:
    """The columns of that name in whichever language."""
    return [one for one in table.column_names if one == name or one.startswith(f"{name}_")]


def ends_of(word: str) -> list[str]:
    """What a word is found by: itself or, where it has no spaces within it, what it ends with."""
    begins = [at for at, letter in enumerate(word) if UNSPACED.match(letter)]
    if not begins:
        return [word]
    return [word[at : at + LONGEST] for at in dict.fromkeys((0, *begins))]


def _write(file: BinaryIO, parts: Iterable[Part], rows: int) -> tuple[int, int]:
    """Writes the pieces and what is where: where the latter begins, and ends."""
    firsts: list[str] = []
    first_rows: list[int] = []
    starts = [0]
    for words, word, row in _pieces(parts):
        length, postings = to_postings(word * rows + row, rows, len(words))
        head = to_bytes(to_json({"words": words.to_pylist(), "bytes": length.tolist()}))
        content = deflated(head + b"\n" + postings.tobytes(), _LEVEL)
        file.write(content)
        firsts.append(words[0].as_py())
        first_rows.append(int(row[0]))
        starts.append(starts[-1] + len(content))
    index = deflated(
        to_bytes(to_json({"first": firsts, "row": first_rows, "start": starts})), _LEVEL
    )
    file.write(index)
    return starts[-1], starts[-1] + len(index)


def _pieces(parts: Iterable[Part]) -> Iterator[Part]:
    """The same, ``PIECE`` numbers at a time, the last time fewer, and each with its words alone."""
    none = np.empty(0, np.int64)
    rest: Part = pa.array([], pa.large_string()), none, none
    for part in parts:
        words, word, row = _joined(rest, part)
        full = len(word) - len(word) % PIECE
        for start in range(0, full, PIECE):
            yield _alone(words, word[start : start + PIECE], row[start : start + PIECE])
        rest = _alone(words, word[full:], row[full:])
    if len(rest[1]):
        yield rest


def _joined(rest: Part, part: Part) -> Part:
    """Both, one after the other; a word in which they meet is one."""
    (words, word, row), (others, other, more) = rest, part
    if not len(word) or not len(other):
        return part if len(other) else rest
    meet = words[-1].as_py() == others[int(other[0])].as_py()
    behind = other + (len(words) - int(meet) - int(other[0]))
    every = pa.concat_arrays([words, others.slice(int(other[0]) + int(meet))])
    return every, np.concatenate([word, behind]), np.concatenate([row, more])


def _alone(words: pa.Array, word: Numbers, row: Numbers) -> Part:
    """The pairs with no other words than theirs."""
    numbers, at = np.unique(word, return_inverse=True)
    return words.take(pa.array(numbers)), at.astype(np.int64), row
