"""The words of many records: which chunks of their texts have a word, so that few are read.

In go the texts of one chunk after another, out come columns: the words as visitors' queries are
folded (``finding``), in the order of their code points, and for each the numbers of its chunks.
Always true: a chunk that has an event with a word is among the word's chunks, and no other is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.finding import distinct_of_each
from mapbuilder.written_words import Numbers, Written, octets_of

Octets = npt.NDArray[np.uint8]
Lengths = npt.NDArray[np.uint32]
Parted = Callable[[str], list[str]]

_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f "
_AROUND_WORDS = ".,;:!?()[]\"'"
_MOST_FLAGS = 1 << 24
"""Up to so many pairs of chunk and word have a flag each; of more the found ones are sorted."""
_PAIRS = 1 << 20
"""Of which postings are made at once."""


class WordIndex:
    """The index while it is made.

    With ``parted`` a written word is found by the words that it is parted into.
    """

    def __init__(self, parted: Parted | None = None) -> None:
        self._parted = parted
        self._found: list[tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]] = []
        self._bare: list[pa.Array] = []
        # Of the texts that came last: their words, which bare one each is, and the first's number.
        self._last: tuple[pa.Array | None, npt.NDArray[np.int32], int]
        self._last = None, np.empty(0, np.int32), 0

    def add(self, chunks: Numbers, written: Written, texts: Numbers | None = None) -> None:
        """Notes which chunks have which texts: all of ``written`` one after another, or ``texts``.

        ``chunks`` has a number for each; a pair may come again.
        """
        if texts is None:
            counts, codes = np.diff(written.starts), written.codes
        else:
            counts, codes = written.of(texts)
        if not len(codes):
            return
        words, bare, begin = self._last
        if words is not written.words:
            begin += len(self._bare[-1]) if self._bare else 0
            encoded = _bare(written.words).dictionary_encode()
            self._bare.append(encoded.dictionary)
            bare = encoded.indices.to_numpy()
            self._last = written.words, bare, begin
        first, count = int(chunks.min()), len(self._bare[-1])
        pairs = np.repeat((chunks - first) * count, counts) + bare[codes]
        most = (int(chunks.max()) - first + 1) * count
        if most <= _MOST_FLAGS:
            flags = np.zeros(most, np.bool_)
            flags[pairs] = True
            pairs = np.flatnonzero(flags)
        else:
            pairs = different(pairs)
        chunk, word = np.divmod(pairs, count)
        self._found.append(((chunk + first).astype(np.uint32), (word + begin).astype(np.uint32)))

    def to_columns(self) -> dict[str, Octets | Lengths]:
        """``length``, ``postings`` and ``words``: see ``to_postings`` for the second.

        ``words`` is UTF-8, one word a line; ``length`` says how many bytes of ``postings`` are a
        word's. *What was found is gone then.*
        """
        words, pair, chunk_count = self.to_pairs()
        length, postings = to_postings(pair, chunk_count, len(words))
        return {
            "length": length,
            "postings": postings,
            "words": _lines(words),
        }

    def to_pairs(self) -> tuple[pa.Array, Numbers, int]:
        """The words, and in order each word's number times the third plus that of a chunk.

        *What was found is gone then.*
        """
        nothing = pa.array([], pa.large_string())
        words, of_bare = _in_order(pa.concat_arrays([nothing, *self._bare]), self._parted)
        self._bare.clear()
        chunk_count = 1 + max((int(chunk.max()) for chunk, _ in self._found), default=0)
        pairs: list[Numbers] = []
        while self._found:
            chunk, bare = self._found.pop()
            counts, word = of_bare.of(bare.astype(np.int64))
            pairs.append(word.astype(np.int64) * chunk_count + np.repeat(chunk, counts))
        return words, different(np.concatenate([np.empty(0, np.int64), *pairs])), chunk_count


def different(numbers: Numbers) -> Numbers:
    """The different numbers, none below 0, in order; *those given are then in order as well*.

    NumPy's own ``unique`` hashes them first, which takes three times as long.
    """
    numbers.sort()
    return numbers[np.diff(numbers, prepend=-1) > 0]


def _bare(written: pa.Array) -> pa.Array:
    """Words as written without what is around them, in small letters, which ``letters`` would make.

    So there are fewer that are different.
    """
    trimmed = pc.utf8_trim(written.cast(pa.large_string()), _SPACES + _AROUND_WORDS)
    return pc.utf8_lower(trimmed)


def _in_order(bare: pa.Array, parted: Parted | None) -> tuple[pa.Array, Written]:
    """The different folded words in the order of their code points, and which each bare one has.

    In the second a text is a bare word, and the words are numbers in that order.
    """
    encoded = bare.dictionary_encode()
    counts, folded = _folded(encoded.dictionary, parted)
    words = folded.dictionary_encode()
    # In UTF-8 the order of bytes is that of code points.
    order = pc.sort_indices(words.dictionary)
    rank = np.empty(len(order), np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    of_different = Written(words.dictionary, rank[words.indices.to_numpy()], _starts(counts))
    counts, codes = of_different.of(encoded.indices.to_numpy().astype(np.int64))
    return words.dictionary.take(order), Written(words.dictionary, codes, _starts(counts))


def _folded(bare: pa.Array, parted: Parted | None) -> tuple[Numbers, pa.Array]:
    """How many words each of different bare ones folds to, and all of them."""
    # Nothing becomes of most words; of others, "bakı-tbilisi", come several.
    simple = pc.and_(pc.string_is_ascii(bare), pc.ascii_is_alnum(bare))
    others = bare.filter(pc.invert(simple)).to_pylist()
    rows = map(parted, others) if parted else ([word] for word in others)
    folded = pa.array(distinct_of_each(list(rows)), pa.large_string())
    texts = pc.replace_with_mask(bare, pc.invert(simple), folded)
    filled = pc.greater(pc.binary_length(texts), 0)
    lists = pc.split_pattern(texts.filter(filled), " ")
    counts = np.zeros(len(texts), np.int64)
    counts[pc.indices_nonzero(filled).to_numpy()] = pc.list_value_length(lists).to_numpy()
    return counts, lists.flatten()


def _starts(counts: Numbers) -> Numbers:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _lines(words: pa.Array) -> Octets:
    """The words in UTF-8, one a line."""
    nothing, end = (pa.scalar(text, words.type) for text in ("", "\n"))
    return octets_of(pc.binary_join_element_wise(words, nothing, end))[1][:-1]


def to_postings(pair: Numbers, chunk_count: int, count: int) -> tuple[Lengths, Octets]:
    """The chunks of each word as bytes, and how many bytes each of ``count`` words has.

    Pairs are a word's number times ``chunk_count`` plus a chunk's, in their order. Of each word the
    gaps between its chunks, less one, the first from -1: chunks that follow each other are zeros,
    which deflate well. A number is in groups of seven bits, the lowest first, all but the last with
    the eighth bit (LEB128).
    """
    # ref: DWARF 5, section 7.6 "Variable Length Data".
    length = np.zeros(count, np.int64)
    pieces: list[Octets] = []
    before, last = -1, -1
    for begin in range(0, len(pair), _PAIRS):
        word, chunk = np.divmod(pair[begin : begin + _PAIRS], chunk_count)
        first = np.diff(word, prepend=before) > 0
        gaps = np.where(first, chunk, np.diff(chunk, prepend=last) - 1)
        before, last = int(word[-1]), int(chunk[-1])
        width = np.ones(len(gaps), np.int64)
        for more in range(1, 5):
            width += gaps >= 1 << (7 * more)
        start = np.cumsum(width) - width
        postings = np.empty(int(width.sum()), np.uint8)
        for byte in range(int(width.max())):
            here = width > byte
            goes_on = width[here] > byte + 1
            postings[start[here] + byte] = (gaps[here] >> (7 * byte)) & 0x7F | np.where(
                goes_on, 0x80, 0
            )
        pieces.append(postings)
        length += np.bincount(word, weights=width, minlength=count).astype(np.int64)
    return length.astype(np.uint32), np.concatenate([np.empty(0, np.uint8), *pieces])
