"""The index of words: what it finds is what each event's own folded words are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapbuilder.word_index as module
from mapbuilder.finding import distinct, distinct_of_each
from mapbuilder.word_index import WordIndex, to_postings
from mapbuilder.written_words import to_written

LETTERS = "abcAİIıəƏ-'’.,(\"ё é\u0301京都بغ12 \n\t\u00a0\x1c\x01\u0085\u00b4ﬁΣςҸЫ"
TEXTS = st.text(LETTERS, max_size=12) | st.text(max_size=8)
CHUNKS = st.lists(st.lists(TEXTS, max_size=4), max_size=5)


def read(index: WordIndex) -> dict[str, set[int]]:
    """What the page reads, by the words of ``to_postings``' own account."""
    columns = {name: column.tolist() for name, column in index.to_columns().items()}
    words = bytes(columns["words"]).decode()
    found: dict[str, set[int]] = {}
    at = 0
    for word, length in zip(words.split("\n"), columns["length"], strict=False):
        chunk, shift, gap = -1, 0, 0
        for byte in columns["postings"][at : at + length]:
            gap |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                chunk += gap + 1
                found.setdefault(word, set()).add(chunk)
                shift = gap = 0
        at += length
    return found


def index_of(chunks: list[list[str]], *, together: bool) -> WordIndex:
    index = WordIndex()
    pairs = [(number, text) for number, texts in enumerate(chunks) for text in texts]
    for part in [pairs] if together else [[pair] for pair in pairs]:
        numbers = np.array([number for number, _ in part], np.int64)
        index.add(numbers, to_written(pa.array([text for _, text in part], pa.string())))
    return index


@pytest.mark.parametrize("together", [True, False])
@given(chunks=CHUNKS)
def test_a_word_has_the_chunks_in_which_an_event_has_it(chunks, together) -> None:
    expected: dict[str, set[int]] = {}
    for number, texts in enumerate(chunks):
        for text in texts:
            for word in distinct([text]).split():
                expected.setdefault(word, set()).add(number)
    if any(chunks):
        assert read(index_of(chunks, together=together)) == expected


@given(CHUNKS.filter(any))
def test_pairs_that_are_sorted_are_those_that_have_flags(chunks) -> None:
    flagged = read(index_of(chunks, together=True))
    most, module._MOST_FLAGS = module._MOST_FLAGS, 0
    try:
        assert read(index_of(chunks, together=True)) == flagged
    finally:
        module._MOST_FLAGS = most


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_texts_may_come_by_their_numbers(texts, data) -> None:
    numbers = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=8))
    index, expected = WordIndex(), WordIndex()
    written = to_written(pa.array(texts, pa.string()))
    for chunk in (3, 5):
        index.add(np.full(len(numbers), chunk), written, np.array(numbers, np.int64))
        for number in numbers:
            expected.add(np.array([chunk]), to_written(pa.array([texts[number]], pa.string())))
    assert read(index) == read(expected)


@given(st.lists(st.lists(st.none() | TEXTS, max_size=4), max_size=5))
def test_words_folded_at_once_are_those_folded_one_by_one(rows) -> None:
    assert distinct_of_each(rows) == [distinct(row) for row in rows]


@given(st.lists(st.none() | TEXTS, max_size=6), st.integers(0, 3))
def test_the_words_of_a_text_are_its_bytes(texts, begin) -> None:
    written = to_written(pa.array(texts, pa.string())[begin:])
    words = written.words.to_pylist()
    assert len(set(words)) == len(words)
    for row, text in enumerate(texts[begin:]):
        codes = written.codes[written.starts[row] : written.starts[row + 1]]
        assert b"".join(words[code] for code in codes) == (text or "").encode()
        assert written.of(np.array([row]))[1].tolist() == codes.tolist()


def test_words_end_where_python_ends_them() -> None:
    text = "a b\tc\nd\x1ce\x01f\x7fg"
    words = [word.decode() for word in to_written(pa.array([text])).words.to_pylist()]
    assert [word.strip() for word in words] == text.split()


def test_words_stand_in_the_order_of_their_code_points() -> None:
    index = index_of([["zebra Bakı 京都", "Ленкорань"]], together=True)
    words = bytes(index.to_columns()["words"]).decode().split("\n")
    assert words == ["baki", "lenkoran", "zebra", "京都"]


def test_distant_chunks_take_more_bytes() -> None:
    chunk = np.array([0, 1, 129, 20_000, 3_000_000], np.int64)
    length, postings = to_postings(chunk, 3_000_001, 1)
    assert length.tolist() == [1 + 1 + 1 + 3 + 4]
    assert postings[:3].tolist() == [0, 0, 127]


def test_postings_go_on_where_a_batch_ends(monkeypatch) -> None:
    pairs = np.array([0, 3, 4, 11, 12, 19, 25], np.int64)
    whole = [column.tolist() for column in to_postings(pairs, 10, 4)]
    monkeypatch.setattr(module, "_PAIRS", 2)
    assert [column.tolist() for column in to_postings(pairs, 10, 4)] == whole


def test_nothing_has_no_words() -> None:
    columns = WordIndex().to_columns()
    assert {name: len(column) for name, column in columns.items()} == {
        "length": 0,
        "postings": 0,
        "words": 0,
    }
