"""Which characters texts have: columns of a table in, sets by what they are drawn in out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from mapbuilder.fonts import Use

_ALL = 0x110000
_ASCII = 128


class DrawnLetters:
    """Collects the characters of many texts; a million of them in tenths of a second."""

    def __init__(self) -> None:
        self._found: dict[Use, npt.NDArray[np.bool_]] = {}

    def add(self, use: Use, texts: pa.ChunkedArray | Sequence[str | None]) -> None:
        """Adds the characters of some texts, which are drawn in that use."""
        if use not in self._found:
            self._found[use] = np.zeros(_ALL, np.bool_)
        flags = self._found[use]
        if not isinstance(texts, pa.ChunkedArray):
            _mark(flags, "".join(filter(None, texts)).encode("utf-8", "surrogatepass"))
            return
        for chunk in texts.chunks:
            ends = chunk.cast(pa.large_string())
            _, offsets, content = ends.buffers()
            if content is None or not len(ends):
                continue
            at = np.frombuffer(offsets, np.int64, len(ends) + 1, ends.offset * 8)
            _mark(flags, memoryview(content)[at[0] : at[-1]])

    def sets(self) -> dict[Use, set[str]]:
        """The characters of each use so far."""
        return {
            use: set(map(chr, np.flatnonzero(flags).tolist())) for use, flags in self._found.items()
        }


def _mark(flags: npt.NDArray[np.bool_], content: bytes | memoryview) -> None:
    octets = np.frombuffer(content, np.uint8)
    if not len(octets):
        return
    if octets.max() < _ASCII:
        flags[:_ASCII] |= np.bincount(octets, minlength=_ASCII) > 0
        return
    text = bytes(content).decode("utf-8", "surrogatepass")
    flags[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)] = True
