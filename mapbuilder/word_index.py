"""The words of many records: which chunks of their texts have a word, so that few are read.

In go the texts of one chunk after another, out come columns: the words as visitors' queries are
folded (``finding``), in the order of their code points, and for each the numbers of its chunks.
Always true: a chunk that has an event with a word is among the word's chunks, and no other is.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np
import numpy.typing as npt

from mapbuilder.finding import distinct

Numbers = npt.NDArray[np.uint32]

_MOST_TOKENS = 400_000
"""So many written words are kept with what they fold to; numbers that never come again are many."""
_AROUND_WORDS = ".,;:!?()[]\"'"


class WordIndex:
    """The index while it is made: chunks are added in their order."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        # Of a written word its folded one, or of "Bakı-Tbilisi" and the like several.
        self._one: dict[str, int] = {}
        self._several: dict[str, tuple[int, ...]] = {}
        self._found: list[Numbers] = []

    def add(self, texts: Iterable[str]) -> None:
        """The next chunk, with all the texts by which its events are found."""
        written = set(" ".join(texts).split())
        unknown = written.difference(self._one)
        found = set(map(self._one.__getitem__, written - unknown))
        found.update(chain.from_iterable(map(self._folded, unknown)))
        self._found.append(np.sort(np.fromiter(found, np.uint32, len(found))))

    def _folded(self, word: str) -> tuple[int, ...]:
        known = self._several.get(word)
        if known is not None:
            return known
        if len(self._one) + len(self._several) >= _MOST_TOKENS:
            self._one.clear()
            self._several.clear()
        number = self._number
        bare = word.strip(_AROUND_WORDS)
        # Small letters are all that becomes of most words.
        simple = bare.isascii() and bare.isalnum()
        words = [bare.lower()] if simple else distinct([word]).split()
        folded = tuple([number.setdefault(one, len(number)) for one in words])
        if len(folded) == 1:
            self._one[word] = folded[0]
        else:
            self._several[word] = folded
        return folded

    def to_columns(self) -> dict[str, npt.NDArray[np.uint8] | Numbers]:
        """``length``, ``postings`` and ``words``: see ``to_postings`` for the second.

        ``words`` is UTF-8, one word a line; ``length`` says how many bytes of ``postings`` are a
        word's.
        """
        words = sorted(self._number)
        rank = np.empty(len(words), np.uint32)
        rank[np.fromiter(map(self._number.__getitem__, words), np.int64, len(words))] = np.arange(
            len(words), dtype=np.uint32
        )
        sizes = np.array([len(found) for found in self._found], np.int64)
        chunk = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        word = rank[np.concatenate([*self._found, np.empty(0, np.uint32)])]
        order = np.argsort(word, kind="stable")
        length, postings = to_postings(word[order], chunk[order], len(words))
        text = "\n".join(words).encode("utf-8", "replace")
        return {
            "length": length,
            "postings": postings,
            "words": np.frombuffer(text, np.uint8),
        }


def to_postings(word: Numbers, chunk: Numbers, count: int) -> tuple[Numbers, npt.NDArray[np.uint8]]:
    """The chunks of each word as bytes, and how many bytes each of ``count`` words has.

    Pairs go in by word, then by chunk. Of each word the gaps between its chunks, less one, the
    first from -1: chunks that follow each other are zeros, which deflate well. A number is in
    groups of seven bits, the lowest first, all but the last with the eighth bit (LEB128).
    """
    # ref: DWARF 5, section 7.6 "Variable Length Data".
    first = np.ones(len(word), bool)
    first[1:] = word[1:] != word[:-1]
    before = np.concatenate([np.zeros(1, np.int64), chunk[:-1].astype(np.int64) + 1])[: len(chunk)]
    gaps = chunk.astype(np.int64) - np.where(first, 0, before)
    width = np.ones(len(gaps), np.int64)
    for more in range(1, 5):
        width += (gaps >= 1 << (7 * more)).astype(np.int64)
    start = np.cumsum(width) - width
    postings = np.empty(int(width.sum()), np.uint8)
    for byte in range(int(width.max(initial=0))):
        here = width > byte
        goes_on = width[here] > byte + 1
        postings[start[here] + byte] = (gaps[here] >> (7 * byte)) & 0x7F | np.where(
            goes_on, 0x80, 0
        )
    length = np.bincount(word, weights=width, minlength=count)
    return length.astype(np.uint32), postings
