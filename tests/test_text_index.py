"""The index tells every text that has some words, and no other, scanned or looked up."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapbuilder import text_index
from mapbuilder.text_index import TextIndex

WORDS = st.lists(
    st.sampled_from(["there", "were", "the people", "şəhid", "東京", "a", "", "12", " ", "\0"]),
    max_size=14,
).map(" ".join)


@pytest.mark.parametrize("most_scans", [0, 100])
@example(["x", "x the people of"], "the people of", 0, 0)
@example(["a there we", "re there"], "a there were", 0, 0)
@given(st.lists(WORDS, max_size=6), WORDS, st.integers(0, 20), st.integers(0, 9))
def test_what_has_the_words_is_told(
    most_scans: int, texts: list[str], other: str, start: int, cut: int
) -> None:
    passages = [text[start : max(start, len(text) - cut)] for text in texts]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_index, "_MOST_SCANS", most_scans)
        index = TextIndex(texts)
        for words in filter(None, [other, *passages]):
            assert index.having(words) == [at for at, text in enumerate(texts) if words in text]
