"""What stands between quotation marks, in the habits of several languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.quoted import find_quoted, without_quoted


@pytest.mark.parametrize(
    ("text", "language", "quoted"),
    [
        ("It calls it “a tragedy”.", "en", ["“a tragedy”"]),
        ("It says 'the battle', not that.", "en", ["'the battle'"]),
        ("The Armenians' demands and Baku's square", "en", []),
        ("He writes 'each other's populations' there", "en", ["'each other's populations'"]),
        ("что она «продолжила резню», и «ещё»", "ru", ["«продолжила резню»", "«ещё»"]),
        ("er nennt es „eine Tragödie“ und »so«", "de", ["„eine Tragödie“", "»so«"]),
        ("sənədin “qanlı” adlandırdığı", "az", ["“qanlı”"]),
        ('a "straight" one', "en", ['"straight"']),
        ("“outer ‘inner’ end” after", "en", ["“outer ‘inner’ end”"]),
        ("‘I don’t know’, he said", "en", ["‘I don’t know’"]),
        ("no end “of it", "en", []),
    ],
)
def test_quotations_are_found(text, language, quoted):
    assert [text[start:end] for start, end in find_quoted(text, language).spans] == quoted


def test_a_mark_that_is_never_closed_is_told_and_an_apostrophe_is_not():
    assert find_quoted("no end “of it", "en").unclosed == 7
    assert find_quoted("in the '90s", "en").unclosed is None


@given(st.text(alphabet="ab “”«»„'’\"‘", max_size=60), st.sampled_from(["en", "de", "ru", "sv"]))
def test_what_is_left_keeps_its_place_and_nothing_is_added(text, language):
    left = without_quoted(text, language)
    assert len(left) == len(text)
    assert all(a in (b, " ") for a, b in zip(left, text, strict=True))
    spans = find_quoted(text, language).spans
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_text_of_marks_alone_does_not_take_long():
    assert find_quoted("“" * 200_000, "en").spans == ()
