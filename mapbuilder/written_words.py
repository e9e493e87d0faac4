"""Written words: texts in, each different word of them once out, and which stands where.

A word is what stands between spaces as ``str.split`` knows those below U+0080, with the one behind
it. Always true: the words of a text, one after another, are its bytes. So whatever is asked of
texts, letter by letter or word by word, is asked of their different words, which are few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Numbers = npt.NDArray[np.int64]

_SPACE = 32
_ALL_SPACES = np.array([9, 10, 11, 12, 13, 28, 29, 30, 31, 32], np.uint8)


@dataclass(frozen=True, slots=True)
class Written:
    """The words of some texts."""

    words: pa.Array
    """Each different one, as bytes, in the order of their coming."""
    codes: npt.NDArray[np.int32]
    """Of each word as it stands in the texts the number among ``words``."""
    starts: Numbers
    """Where in ``codes`` each text begins, and where the last one ends."""

    def of(self, texts: Numbers) -> tuple[Numbers, npt.NDArray[np.int32]]:
        """Of some texts, by number, how many words each has, and all of these, as ``codes``."""
        counts = self.starts[texts + 1] - self.starts[texts]
        ends = np.cumsum(counts)
        at = np.repeat(self.starts[texts] - (ends - counts), counts)
        return counts, self.codes[at + np.arange(len(at))]

    def octets(self) -> npt.NDArray[np.uint8]:
        """The bytes of the different words."""
        return octets_of(self.words)[1]


def to_written(texts: pa.Array | pa.ChunkedArray) -> Written:
    """The words of texts; a null has none."""
    texts = as_array(texts)
    ends, octets = octets_of(texts)
    begins = np.empty(len(octets) + 1, np.bool_)
    np.less_equal(octets, _SPACE, out=begins[1:])
    if octets.min(initial=_SPACE) < _SPACE:
        # Few bytes are below a space, and fewer of them are none.
        at = np.flatnonzero(begins[1:])
        begins[at[~np.isin(octets[at], _ALL_SPACES)] + 1] = False
    # A word ends with its text.
    begins[ends] = True
    at = np.flatnonzero(begins)
    starts = np.searchsorted(at, ends).astype(np.int64, copy=False)
    words = pa.Array.from_buffers(
        pa.large_binary(),
        len(at) - 1,
        [None, pa.py_buffer(at.astype(np.int64, copy=False)), pa.py_buffer(octets)],
    )
    encoded = words.dictionary_encode()
    return Written(encoded.dictionary, encoded.indices.to_numpy(), starts)


def as_array(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The texts in one piece, as texts, and an empty one for a null."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
    if pa.types.is_dictionary(texts.type):
        texts = texts.cast(pa.string())
    return pc.fill_null(texts, "") if texts.null_count else texts


def octets_of(texts: pa.Array) -> tuple[Numbers, npt.NDArray[np.uint8]]:
    """Where each text begins in their bytes, and where the last ends; and the bytes."""
    large = pa.types.is_large_string(texts.type) or pa.types.is_large_binary(texts.type)
    _, offsets, content = texts.buffers()
    width = np.dtype(np.int64 if large else np.int32)
    if offsets is None or content is None or not len(texts):
        return np.zeros(len(texts) + 1, np.int64), np.empty(0, np.uint8)
    at = np.frombuffer(offsets, width, len(texts) + 1, texts.offset * width.itemsize)
    octets = np.frombuffer(content, np.uint8)[at[0] : at[-1]]
    return at.astype(np.int64) - int(at[0]), octets
