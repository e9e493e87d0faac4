"""Which characters texts have: columns of a table in, sets by what they are drawn in out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mapbuilder.written_words import as_array, octets_of

if TYPE_CHECKING:
    from mapbuilder.fonts import Use

_ALL = 0x110000
_ASCII = 128


class DrawnLetters:
    """Collects the characters of many texts; a million of them in tenths of a second."""

    def __init__(self) -> None:
        self._found: dict[Use, npt.NDArray[np.bool_]] = {}

    def add(self, use: Use, texts: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> None:
        """Adds the characters of some texts, which are drawn in that use."""
        if use not in self._found:
            self._found[use] = np.zeros(_ALL, np.bool_)
        flags = self._found[use]
        if isinstance(texts, (pa.Array, pa.ChunkedArray)):
            _mark(flags, octets_of(as_array(texts))[1])
        else:
            content = "".join(filter(None, texts)).encode("utf-8", "surrogatepass")
            _mark(flags, np.frombuffer(content, np.uint8))

    def sets(self) -> dict[Use, set[str]]:
        """The characters of each use so far."""
        return {
            use: set(map(chr, np.flatnonzero(flags).tolist())) for use, flags in self._found.items()
        }


def _mark(flags: npt.NDArray[np.bool_], octets: npt.NDArray[np.uint8]) -> None:
    if not len(octets):
        return
    if octets.max() < _ASCII:
        flags[:_ASCII] |= np.bincount(octets, minlength=_ASCII) > 0
        return
    text = octets.tobytes().decode("utf-8", "surrogatepass")
    flags[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)] = True
