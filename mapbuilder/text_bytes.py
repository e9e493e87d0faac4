"""A column of texts as its bytes, for questions that are asked of all of them at once.

In goes an Arrow array, out come views of what it has in memory. Always true: nothing is copied, and
the bytes are UTF-8.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Integers = np.ndarray[Any, np.dtype[np.int64]]


def to_bytes(texts: pa.StringArray) -> tuple[Bytes, Integers]:
    """The bytes of all texts, and where each begins, with the end of the last.

    Where there is no text, what stands there means nothing.
    """
    _, offset_buffer, bytes_buffer = texts.buffers()
    if bytes_buffer is None or not len(texts):
        return np.empty(0, np.uint8), np.zeros(len(texts) + 1, np.int64)
    offsets = np.frombuffer(offset_buffer, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    written = np.frombuffer(bytes_buffer, np.uint8)[offsets[0] : offsets[-1]]
    return written, (offsets - offsets[0]).astype(np.int64)


def count_spaces(texts: pa.StringArray) -> Integers:
    """How many ASCII spaces, tabs, line ends and control characters each text has."""
    written, bounds = to_bytes(texts)
    return np.diff(np.searchsorted(np.flatnonzero(written <= ord(" ")), bounds))
