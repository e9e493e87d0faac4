"""JSON of many texts: columns of texts in, the JSON lists of their blocks of rows out.

What comes out is what ``payload.to_json`` makes of the same lists, byte for byte, but no text is a
Python object on its way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.written_words import octets_of

# What JSON writes otherwise (RFC 8259, section 7), the back-slash first.
_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b",
    **{chr(code): f"\\u{code:04x}" for code in range(32) if chr(code) not in "\n\r\t\f\b"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class JsonTexts:
    """A column of texts in blocks of rows."""

    blocks: list[bytes]
    """The JSON list of each block."""
    said: list[bool]
    """Whether any text of it says something."""

    @classmethod
    def of(
        cls,
        texts: pa.Array,
        rows: int,
        *,
        octets: npt.NDArray[np.uint8] | None = None,
        trees: Mapping[int, str] | None = None,
    ) -> JsonTexts:
        """The column of some texts in blocks of so many ``rows``.

        ``octets`` has all bytes that are among theirs, if those of fewer texts are known to.
        ``trees`` has the JSON of rows that are something else than their text.
        """
        given = octets_of(texts)[1] if octets is None else octets
        says = pc.fill_null(pc.greater(pc.binary_length(texts), 0), False)
        ends = np.append(np.arange(0, len(texts), rows), len(texts))
        if not (texts.null_count or trees):
            # Each is between quotation marks, which need not be written text by text.
            lists = _joined(escaped(texts, given), ends, '","')
            return cls([b'["%b"]' % one for one in lists], _any(says, ends))
        written = pc.fill_null(
            pc.binary_join_element_wise('"', escaped(texts, given), '"', ""), "null"
        )
        if trees:
            at = np.fromiter(trees, np.int64, len(trees))
            flags = np.zeros(len(texts), np.bool_)
            flags[at] = True
            said = says.to_numpy(zero_copy_only=False).copy()
            said[at] = [tree != "null" for tree in trees.values()]
            says = pa.array(said)
            in_order = [trees[row] for row in np.sort(at).tolist()]
            written = pc.replace_with_mask(
                written, pa.array(flags), pa.array(in_order, written.type)
            )
        return cls([b"[%b]" % one for one in _joined(written, ends, ",")], _any(says, ends))


def _joined(texts: pa.Array, ends: npt.NDArray[np.int64], between: str) -> list[bytes]:
    """The texts up to each end as one, with ``between`` between them."""
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), texts)
    joined: list[bytes] = pc.binary_join(lists, between).cast(pa.binary()).to_pylist()
    return joined


def _any(flags: pa.Array, ends: npt.NDArray[np.int64]) -> list[bool]:
    """Whether any of the flags up to each end is set."""
    if not len(flags):
        return []
    counts = np.add.reduceat(flags.to_numpy(zero_copy_only=False), ends[:-1])
    return [bool(one) for one in counts]


def escaped(texts: pa.Array, octets: npt.NDArray[np.uint8]) -> pa.Array:
    """The texts as they stand between JSON's quotation marks; their bytes are among ``octets``."""
    least = int(octets.min(initial=255))
    for character, written in _ESCAPES.items():
        code = ord(character)
        if code >= least and (octets == code).any():
            texts = pc.replace_substring(texts, character, written)
    return texts
