"""Bytes: what those of a file or of a column tell, before anybody looks at them as texts.

In goes a file or an array, out comes what may be in it. Always true: what is said not to be there
is not there; what may be there is looked for by those who ask. A few comparisons of bytes take the
place of patterns that would be tried on every cell.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    Bytes = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_PIECE = 4 << 20
_NEAR = 1 << 19
"""So many bytes are compared at a time: they stay near the processor."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a whole file has in it."""

    sha256: str
    size: int
    """In bytes."""
    quotes: int
    line_feeds: int
    returns: int
    """Carriage returns, those before a line feed as well."""
    pairs: int
    """Carriage returns before a line feed."""
    ends_line: bool
    """Whether its last line is ended."""

    @property
    def lines(self) -> int:
        """How many lines it has; the last need not be ended."""
        return self.line_feeds + self.returns - self.pairs + (not self.ends_line)


def signs_of(stream: BinaryIO) -> Signs:
    """The signs of a file from where its stream stands; a piece of it is held at a time."""
    digest = hashlib.sha256()
    size = quotes = feeds = returns = pairs = 0
    last = b""
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        held = np.frombuffer(piece, np.uint8)
        quotes += _count(held, 0x22)
        feeds += _count(held, 0x0A)
        if found := _count(held, 0x0D):
            returns += found
            pairs += int(np.count_nonzero((held[:-1] == 0x0D) & (held[1:] == 0x0A)))
        pairs += last == b"\r" and piece.startswith(b"\n")
        last = piece[-1:]
    ends_line = last in (b"\n", b"\r")
    return Signs(digest.hexdigest(), size, quotes, feeds, returns, pairs, ends_line)


def _count(held: Bytes, byte: int) -> int:
    return int(np.count_nonzero(held == byte))


def suspects_of(texts: pa.Array) -> Numbers:
    """The rows that may have a control character, a noncharacter or one that turns a direction.

    Ends of lines are none of them but for a carriage return; nor are tabs.
    """
    held, begins, ends = _parts(texts)
    found: list[Numbers] = []
    if len(begins):
        first, last = int(begins[0]), int(ends[-1])
        for start in range(first, last, _NEAR):
            # A character may begin in the piece before.
            start = max(first, start - 2)
            found += [start + at for at in _suspects(held[start : min(start + _NEAR + 2, last)])]
    if not found:
        return np.zeros(0, np.int64)
    # Of rows without a text, which begin where the next one does, the last is the one that has it.
    return np.unique(np.searchsorted(begins, np.concatenate(found), "right") - 1)


def _suspects(held: Bytes) -> list[Numbers]:
    """Where in bytes of UTF-8 such characters may be; a few that are not are taken for them.

    U+0080 to 9F are C2 80 to C2 9F; U+202A to 202E are E2 80 AA to AE, U+2066 to 2069 are E2 81 A6
    to A9; U+FDD0 to FDEF are EF B7 90 to AF; those that end in FFFE or FFFF end in BF BE or BF BF.
    """
    found: list[Numbers] = []
    small = int(np.count_nonzero(held < 0x20))
    if small and small > _count(held, 0x0A) + _count(held, 0x09):
        found.append(np.flatnonzero((held < 0x20) & (held != 0x0A) & (held != 0x09)))
    if int(held.max(initial=0)) < 0x7F:
        return found
    found.append(np.flatnonzero(held == 0x7F))
    after = np.append(held, np.zeros(2, np.uint8))
    at = np.flatnonzero(held == 0xC2)
    second = after[at + 1]
    found.append(at[(second >= 0x80) & (second < 0xA0)])
    at = np.flatnonzero(held == 0xE2)
    second, third = after[at + 1], after[at + 2]
    turns = (second == 0x80) & (third >= 0xAA) & (third <= 0xAE)
    turns |= (second == 0x81) & (third >= 0xA6) & (third <= 0xA9)
    found.append(at[turns])
    at = np.flatnonzero(held == 0xEF)
    second, third = after[at + 1], after[at + 2]
    found.append(at[(second == 0xB7) & (third >= 0x90) & (third <= 0xAF)])
    at = np.flatnonzero(held == 0xBF)
    second = after[at + 1]
    found.append(at[(second == 0xBE) | (second == 0xBF)])
    return [some for some in found if len(some)]


def has_outer_spaces(texts: pa.Array) -> bool:
    """Whether a text may begin or end with a space of any kind.

    ``texts`` are strings. The first and the last bytes alone are looked at, and of those that are
    not ASCII, which may be a part of a letter, the two before.
    """
    held, begins, ends = _parts(texts)
    filled = begins < ends
    if not filled.any():
        return False
    begins, ends = begins[filled], ends[filled]
    first, last = held[begins], held[ends - 1]
    if bool((first <= 0x20).any() or (last <= 0x20).any()):
        return True
    # U+0085 and A0 begin with C2, U+1680 with E1, U+2000 to 200A, 2028, 2029, 202F and 205F with
    # E2, U+3000 with E3.
    if bool(((first == 0xC2) | ((first >= 0xE1) & (first <= 0xE3))).any()):
        return True
    high = np.flatnonzero(last >= 0x80)
    at = ends[high]
    second = held[np.maximum(at - 2, 0)]
    third = held[np.maximum(at - 3, 0)]
    return bool(((second == 0xC2) | ((third >= 0xE1) & (third <= 0xE3))).any())


def has_empty(texts: pa.Array) -> bool:
    """Whether a text is there and has no character."""
    _, begins, ends = _parts(texts)
    empty = begins == ends
    if texts.null_count:
        # What bytes stand for one that is not there, nobody says.
        empty &= texts.is_valid().to_numpy(zero_copy_only=False)
    return bool(empty.any())


def longest(texts: pa.Array) -> int:
    """The bytes of the longest text."""
    _, begins, ends = _parts(texts)
    return int((ends - begins).max(initial=0))


def _parts(texts: pa.Array) -> tuple[Bytes, Any, Any]:
    """The bytes of all texts, and where in them each begins and ends."""
    _, offsets, bytes_ = texts.buffers()
    count, first = len(texts), texts.offset
    if not count or bytes_ is None:
        nothing = np.zeros(count, np.int32)
        return np.zeros(0, np.uint8), nothing, nothing
    at = np.frombuffer(offsets, np.int32, count + 1, first * 4)
    return np.frombuffer(bytes_, np.uint8), at[:-1], at[1:]


def are_in_order(texts: pa.Array) -> bool:
    """Whether each text comes after the one before by its length, then by its bytes.

    Ids that count on do (``e9``, ``e10``), and none of them is there twice.
    """
    import pyarrow.compute as pc

    if len(texts) < 2 or texts.null_count:
        return len(texts) < 2
    _, begins, ends = _parts(texts)
    more = np.diff(ends - begins)
    if (more < 0).any():
        return False
    after = pc.greater(texts[1:], texts[:-1]).to_numpy(zero_copy_only=False)
    return bool((after | (more > 0)).all())
