"""Which texts may have one of the numbers that matter: a sieve before each text is read.

In go a column of texts and whole numbers, out come rows and what may stand there. Always true: what
``numbers_in`` finds of those numbers, the sieve lets through; what it lets through is to be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.text_bytes import Bytes, Integers, to_bytes
from mapbuilder.written_numbers import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY = -1
"""Stands for a number that only reading tells: in other digits, of thousands, a very long one."""

_MOST_DIGITS = 15
_LONGEST_MARK = 3
"""Bytes between digits that set thousands apart, as UTF-8 has them."""
# What makes a number in words ten or more, or more of the one before it. Letters whose small
# or capital forms are several in Python's `re` are let through in each.
_LARGE = "thou[sſ]and|m[iıİ]ll[iıİ]on"
_TEENS = (
    "ten", "eleven", "twelve", "th[iıİ]rteen", "fourteen", "f[iıİ]fteen", "[sſ][iıİ]xteen",
    "[sſ]eventeen", "e[iıİ]ghteen", "n[iıİ]neteen",
)  # fmt: skip
_TENS = "(?:twen|th[iıİ]r|for|f[iıİ]f|[sſ][iıİ]x|[sſ]even|e[iıİ]gh|n[iıİ]ne)ty"
_BEHIND = "(?:[^a-z]|$)"
_NOTHING = r"[^\s\S]"
_LARGE_BEHIND = f"(?i){_LARGE}"
# The first bytes in UTF-8 of decimal digits that are not ASCII (Unicode 16, category Nd).
_LEADS = np.zeros(256, np.bool_)
_LEADS[[0xD9, 0xDB, 0xDF, 0xE0, 0xE1, 0xEA, 0xEF, 0xF0]] = True
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


@dataclass(frozen=True, slots=True)
class Sifted:
    """What is let through, sorted by row: each row with each number that it may have."""

    rows: Integers
    values: Integers
    """One of the numbers, or ``ANY``."""


def sift(texts: pa.ChunkedArray | pa.Array, wanted: Iterable[int], *, words: bool) -> Sifted:
    """The rows whose text may have a wanted number of ten or more; with ``words`` in English too.

    A null has none.
    """
    small = sorted({one for one in wanted if 0 <= one < 10**_MOST_DIGITS})
    sought = np.array(small, np.int64)
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    rows, values, first = [], [], 0
    for chunk in chunks:
        if len(chunk):
            for some, what in _sift(chunk.cast(pa.string()), sought, words):
                rows.append(some + first)
                values.append(what)
        first += len(chunk)
    if not rows:
        return Sifted(np.empty(0, np.int64), np.empty(0, np.int64))
    pairs = np.unique(np.stack([np.concatenate(rows), np.concatenate(values)], axis=1), axis=0)
    valid = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    pairs = pairs[valid[pairs[:, 0]]]
    return Sifted(pairs[:, 0], pairs[:, 1])


def _sift(texts: pa.StringArray, sought: Integers, words: bool) -> list[tuple[Integers, Integers]]:
    written, bounds = to_bytes(texts)
    if not len(written):
        return []
    found = _digits(written, bounds, sought)
    unread = [pc.indices_nonzero(pc.match_substring_regex(texts, _LARGE_BEHIND)).to_numpy()]
    if words:
        found.append(_words(texts, sought))
    at = np.flatnonzero(_LEADS[written])
    if len(at):
        may = pa.array(np.unique(np.searchsorted(bounds, at, "right") - 1))
        has = [_OTHER_DIGIT.search(text or "") for text in texts.take(may).to_pylist()]
        unread.append(may.to_numpy()[np.array(has, np.bool_)])
    rows = np.concatenate(unread).astype(np.int64)
    return [*found, (rows, np.full(len(rows), ANY))]


def _words(texts: pa.StringArray, sought: Integers) -> tuple[Integers, Integers]:
    """The wanted numbers in English words. All texts are read as one, a bar between them."""
    worded = pc.indices_nonzero(pc.match_substring_regex(texts, _sieve_of_words(sought)))
    some = texts.take(worded)
    starts = np.zeros(len(some) + 1, np.int64)
    np.cumsum(pc.utf8_length(some).to_numpy() + 1, out=starts[1:])
    found = list(in_words("|".join(some.to_pylist())))
    at = np.array([start for start, _ in found], np.int64)
    # A number in words has no more digits than these can have.
    value = np.array([number for _, number in found], np.int64)
    fits = _is_in(value, sought)
    rows = worded.to_numpy()[np.searchsorted(starts, at[fits], "right") - 1]
    return rows.astype(np.int64), value[fits]


def _sieve_of_words(sought: Integers) -> str:
    """A pattern for RE2: each number wanted has one of its words."""
    low = set(sought[np.searchsorted(sought, 10) : np.searchsorted(sought, 20)].tolist())
    words = [word for number, word in enumerate(_TEENS, 10) if number in low]
    # What is not below a hundred has one of the last words, whatever follows.
    ends = np.searchsorted(sought, [20, 100, 1_000])
    larger = zip((_TENS, "hundred", _LARGE), np.diff([*ends, len(sought)]), strict=True)
    words += [word for word, count in larger if count]
    return f"(?i)(?:^|[^a-z])(?:{'|'.join(words) or _NOTHING}){_BEHIND}"


def _digits(written: Bytes, bounds: Integers, sought: Integers) -> list[tuple[Integers, Integers]]:
    """The wanted numbers that runs of ASCII digits make, alone or with thousands set apart."""
    is_digit = (written - np.uint8(ord("0"))) < 10
    edge = np.zeros(len(written) + 1, np.bool_)
    edge[bounds] = True
    starts_here = is_digit & edge[:-1]
    starts_here[1:] |= is_digit[1:] & ~is_digit[:-1]
    ends_here = is_digit & edge[1:]
    ends_here[:-1] |= is_digit[:-1] & ~is_digit[1:]
    starts, ends = np.flatnonzero(starts_here), np.flatnonzero(ends_here) + 1
    if not len(starts):
        return []
    length = ends - starts
    rows = np.searchsorted(bounds, starts, "right") - 1
    value = np.zeros(len(starts), np.int64)
    for place in range(min(int(length.max()), _MOST_DIGITS)):
        has = np.flatnonzero(length > place)
        value[has] = value[has] * 10 + (written[starts[has] + place] - ord("0"))
    found = []
    is_long = length > _MOST_DIGITS
    found.append((rows[is_long], np.full(int(is_long.sum()), ANY)))
    # Whether a run of three digits follows, a mark of thousands away.
    follows = np.zeros(len(starts), np.bool_)
    follows[:-1] = (
        (length[1:] == 3) & (starts[1:] - ends[:-1] <= _LONGEST_MARK) & (rows[1:] == rows[:-1])
    )
    at = np.arange(len(starts))
    total, last = value, at
    digits = length
    chain = np.ones(len(starts), np.bool_)
    while len(at):
        fits = _is_in(total, sought)
        found.append((rows[at[fits]], total[fits]))
        chain = follows[last] & (length[at] <= 3)
        at, last, total, digits = at[chain], last[chain] + 1, total[chain], digits[chain] + 3
        total = total * 1000 + value[last]
        over = digits > _MOST_DIGITS
        found.append((rows[at[over]], np.full(int(over.sum()), ANY)))
        at, last, total, digits = at[~over], last[~over], total[~over], digits[~over]
    return found


def _is_in(values: Integers, sought: Integers) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if not len(sought):
        return np.zeros(len(values), np.bool_)
    at = np.minimum(np.searchsorted(sought, values), len(sought) - 1)
    return sought[at] == values  # type: ignore[no-any-return]
