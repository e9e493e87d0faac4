"""The index of words: what it finds is what each event's own folded words are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.finding import distinct
from mapbuilder.word_index import WordIndex, to_postings

TEXTS = st.text("abcİıəƏ-'’.,(\"ё é\u0301京都بغ12 \n\u00b4ﬁ", max_size=12) | st.text(max_size=8)
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


@given(CHUNKS)
def test_a_word_has_the_chunks_in_which_an_event_has_it(chunks: list[list[str]]) -> None:
    index = WordIndex()
    expected: dict[str, set[int]] = {}
    for number, texts in enumerate(chunks):
        index.add(texts)
        for text in texts:
            for word in distinct([text]).split():
                expected.setdefault(word, set()).add(number)
    assert read(index) == expected


@given(CHUNKS)
def test_what_has_been_forgotten_is_folded_again(chunks: list[list[str]]) -> None:
    import mapbuilder.word_index as module

    whole, forgetful = WordIndex(), WordIndex()
    most, module._MOST_TOKENS = module._MOST_TOKENS, 2
    try:
        for texts in chunks:
            forgetful.add(texts)
    finally:
        module._MOST_TOKENS = most
    for texts in chunks:
        whole.add(texts)
    assert read(whole) == read(forgetful)


def test_words_stand_in_the_order_of_their_code_points() -> None:
    index = WordIndex()
    index.add(["zebra Bakı 京都", "Ленкорань"])
    assert bytes(index.to_columns()["words"]).decode().split("\n") == sorted(read(index))


def test_distant_chunks_take_more_bytes() -> None:
    chunk = np.array([0, 1, 129, 20_000, 3_000_000], np.uint32)
    length, postings = to_postings(np.zeros(5, np.uint32), chunk, 1)
    assert length.tolist() == [1 + 1 + 1 + 3 + 4]
    assert postings[:3].tolist() == [0, 0, 127]


def test_nothing_has_no_words() -> None:
    columns = WordIndex().to_columns()
    assert {name: len(column) for name, column in columns.items()} == {
        "length": 0,
        "postings": 0,
        "words": 0,
    }
