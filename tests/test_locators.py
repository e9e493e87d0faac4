"""Locators, and whether what they name is where a quotation stands."""

from __future__ import annotations

import pytest

from mapbuilder.locators import locator_at, read_locator, stands_there
from mapbuilder.source_texts import StoredText, read_text
from tests.stored import pdf

TEXT = read_text(b"one\n\nthree\nfour\n\nsix", ".txt")
BOOK = StoredText("first\nx\n\fsecond\n\fthird\n\f", "pdf", (0, 9, 17), ("iv", "9", "10"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("line 13", [("line", "13", "13")]),
        ("Lines 13–15", [("line", "13", "15")]),
        ("l. 3", [("line", "3", "3")]),
        ("p. 4", [("page", "4", "4")]),
        ("pp. 112-15, par. 2", [("page", "112", "15"), ("paragraph", "2", "2")]),
        ("page iv", [("page", "iv", "iv")]),
        ("S. 7", [("page", "7", "7")]),
        ("с. 7", [("page", "7", "7")]),
        ("¶ 3", [("paragraph", "3", "3")]),
        ("абз. 3", [("paragraph", "3", "3")]),
        ("səh. 5", [("page", "5", "5")]),
        ("the last chapter", []),
        ("steps 4", []),
        ("p. ivory", []),
        ("", []),
        (None, []),
    ],
)
def test_places_are_read_from_what_is_written(written, expected):
    assert [(one.unit, one.first, one.last) for one in read_locator(written)] == expected


@pytest.mark.parametrize(
    ("written", "word", "expected"),
    [
        ("line 3", "three", True),
        ("lines 3-4", "four", True),
        ("line 4", "three", False),
        ("par. 2", "four", True),
        ("par. 1", "four", False),
        ("p. 1", "four", None),
        ("chapter 2", "four", None),
        ("par. 2, line 4", "four", True),
        ("par. 2, line 3", "four", False),
    ],
)
def test_a_locator_is_compared_with_the_place(written, word, expected):
    assert stands_there(read_locator(written), TEXT, TEXT.text.index(word)) is expected


@pytest.mark.parametrize(
    ("written", "word", "expected"),
    [
        ("p. 2", "second", True),
        ("p. 9", "second", True),
        ("p. iv", "first", True),
        ("p. 3", "second", False),
        ("pp. 9–10", "third", True),
        ("p. 2, line 1", "second", True),
        ("line 1", "second", True),
    ],
)
def test_a_page_is_told_by_its_number_or_by_what_is_printed_on_it(written, word, expected):
    assert stands_there(read_locator(written), BOOK, BOOK.text.index(word)) is expected


def test_a_short_last_page_is_that_of_the_first():
    long = StoredText("", "pdf", tuple(range(120)), ())
    assert stands_there(read_locator("pp. 112–15"), long, 113) is True
    assert stands_there(read_locator("pp. 112–15"), long, 116) is False


def test_lines_of_a_web_page_are_not_compared():
    page = read_text(b"<p>a<p>b", ".html")
    assert stands_there(read_locator("line 7"), page, 0) is None
    assert locator_at(page, 3, "line 7", read_locator("line 7")) == "par. 2"


def test_the_right_locator_has_the_form_of_the_written_one():
    at = TEXT.text.index("four")
    assert locator_at(TEXT, at) == "line 4"
    for written, right in [
        ("lines 1-2", "lines 4"),
        ("para. 1, line 9", "para. 2, line 4"),
        ("Zeile 9", "Zeile 4"),
        ("p. 3", "line 4"),
    ]:
        assert locator_at(TEXT, at, written, read_locator(written)) == right
    assert locator_at(BOOK, BOOK.text.index("third")) == "p. 10"
    assert locator_at(read_text(pdf(["a"], ["b"]), ".pdf"), 4) == "p. 2"
