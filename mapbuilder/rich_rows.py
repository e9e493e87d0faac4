"""Rich rows: the texts of many records as the page shows them, most of them without any mark.

Texts go in, their JSON comes out: of a text with marks its tree (``text``), of any other itself.
Only the former become Python objects.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.json_texts import JsonTexts
from mapbuilder.payload import to_json
from mapbuilder.text import MARKED_AT_ENDS, MARKED_WITHIN, to_plain, to_rich
from mapbuilder.written_words import Numbers, Written, octets_of, to_written

Found = Callable[[Numbers, Written, "Numbers | None"], None]
"""Is told rows and the texts without marks that they have: all that are written, or some."""

_MOST_KNOWN = 20_000


class RichRows:
    """Reads texts, each different one with marks once while it is kept."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def of(
        self,
        texts: pa.Array,
        written: Written,
        rows: int,
        found: Found | None = None,
        start: int = 0,
    ) -> JsonTexts:
        """The column of some texts, whose words are ``written``, in blocks of so many ``rows``.

        The first of them is that of row ``start`` for ``found``.
        """
        marked = marked_rows(texts, written)
        read = [self._read(text) for text in texts.take(pa.array(marked)).to_pylist()]
        if found is not None:
            if read:
                plain = np.setdiff1d(np.arange(len(texts)), marked, assume_unique=True)
                found(start + plain, written, plain)
                found(
                    start + marked,
                    to_written(pa.array([words for _, words in read], pa.string())),
                    None,
                )
            else:
                found(start + np.arange(len(texts)), written, None)
        trees = dict(zip(marked.tolist(), (tree for tree, _ in read), strict=True))
        return JsonTexts.of(texts, rows, octets=written.octets(), trees=trees)

    def _read(self, text: str) -> tuple[str, str]:
        """A text's tree as JSON, and its words without marks."""
        if text not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            tree = to_rich(text) or None
            self._known[text] = to_json(tree), to_plain(tree)
        return self._known[text]


def marked_rows(texts: pa.Array, written: Written) -> Numbers:
    """The rows whose texts may have marks; whichever others have none, see ``text``."""
    flags = np.zeros(len(texts), np.bool_)
    with_mark = pc.match_substring_regex(written.words.cast(pa.large_string()), MARKED_WITHIN)
    if pc.any(with_mark).as_py():
        at = np.flatnonzero(with_mark.to_numpy(zero_copy_only=False)[written.codes])
        flags[np.searchsorted(written.starts, at, side="right") - 1] = True
    # Nearly all texts begin with a letter and end with a stop.
    ends, octets = octets_of(texts)
    filled = np.flatnonzero(np.diff(ends) > 0)
    first, last = octets[ends[filled]], octets[ends[filled + 1] - 1]
    odd = filled[_MAY_BEGIN_MARKED[first] | _MAY_END_MARKED[last]]
    at_ends = pc.match_substring_regex(texts.take(pa.array(odd)), MARKED_AT_ENDS)
    flags[odd[at_ends.to_numpy(zero_copy_only=False)]] = True
    return np.flatnonzero(flags)


def _letters_only(others: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """A flag for each byte: false of ASCII's letters and of these ``others``."""
    flags = np.ones(256, np.bool_)
    letters = range(ord("a"), ord("z") + 1)
    flags[[*letters, *(one - 32 for one in letters), *map(ord, others)]] = False
    return flags


_MAY_BEGIN_MARKED = _letters_only("\"'(")
_MAY_END_MARKED = _letters_only(".,;:!?)\"'0123456789")
