"""Many texts in one, to ask which of them have some words, character by character.

Always true: every text that has them is told. The first questions are answered by looking through
all texts; for further ones there is an index of what stands where words begin, made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mapbuilder.text_bytes import Integers

_SPACE = ord(" ")
_MOST_SCANS = 50
_KEY = 8
"""Bytes of UTF-8 from where a word begins, as many as a whole number has."""


class TextIndex:
    """Texts, by their number in the order in which they are given."""

    __slots__ = ("_asked", "_keys", "_places", "_starts", "_written")

    def __init__(self, texts: Sequence[str]) -> None:
        written = [text.encode("utf-8", "surrogatepass") for text in texts]
        lengths = np.array([len(one) + 1 for one in written], np.int64)
        self._starts = np.cumsum(lengths) - lengths
        # What no text has stands between two of them, and behind the last for its keys.
        self._written = b"\xff".join(written) + b"\xff" * _KEY
        self._asked = 0
        self._keys: np.ndarray[tuple[int], np.dtype[np.uint64]] | None = None
        self._places: Integers = np.empty(0, np.int64)

    def having(self, words: str) -> list[int]:
        """The texts that have the words, in order."""
        wanted = words.encode("utf-8", "surrogatepass")
        self._asked += 1
        found = self._scanned(wanted) if self._asked <= _MOST_SCANS else self._looked_up(wanted)
        at = np.searchsorted(self._starts, np.array(list(found), np.int64), "right") - 1
        return np.unique(at).tolist()  # type: ignore[no-any-return]

    def _scanned(self, wanted: bytes) -> Iterator[int]:
        at = self._written.find(wanted)
        while at >= 0:
            yield at
            # Another place in the same text tells nothing more.
            text = int(np.searchsorted(self._starts, at, "right"))
            if text == len(self._starts):
                return
            at = self._written.find(wanted, int(self._starts[text]))

    def _looked_up(self, wanted: bytes) -> Iterator[int]:
        last = len(wanted) - _KEY
        begins = [at + 1 for at in range(max(0, last)) if wanted[at] == _SPACE]
        if not begins:
            yield from self._scanned(wanted)
            return
        keys = self._index()
        sought = np.array([int.from_bytes(wanted[at : at + _KEY], "big") for at in begins], "u8")
        first, behind = np.searchsorted(keys, sought), np.searchsorted(keys, sought, "right")
        rarest = int(np.argmin(behind - first))
        for place in self._places[first[rarest] : behind[rarest]].tolist():
            start = place - begins[rarest]
            if start >= 0 and self._written.startswith(wanted, start):
                yield start

    def _index(self) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
        """What stands behind each space, sorted, with where."""
        if self._keys is None:
            written = np.frombuffer(self._written, np.uint8)
            places = np.flatnonzero(written[:-_KEY] == _SPACE) + 1
            keys = np.zeros(len(places), np.uint64)
            for at in range(_KEY):
                keys = keys << np.uint64(8) | written[places + at]
            order = np.argsort(keys, kind="stable")
            self._keys, self._places = keys[order], places[order]
        return self._keys
