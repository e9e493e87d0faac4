"""What a record's review says: drafts, signatures with name and day, remarks."""

from __future__ import annotations

import pytest

from mapbuilder.signatures import Review, fingerprint, is_machine_draft, of_language, read_review


@pytest.mark.parametrize(
    ("cell", "tag", "state", "who", "when"),
    [
        ("en: draft; az: machine draft, needs a native speaker", "az", "draft", "", ""),
        ("az: signed N. Novak 2026-05-01", "az", "signed", "N. Novak", "2026-05-01"),
        ("az: Signed by N. Novak, 2026-05-01", "AZ", "signed", "N. Novak", "2026-05-01"),
        ("az: signed: Ə. Əliyev (2026-05-01)", "az", "signed", "Ə. Əliyev", "2026-05-01"),
        ("signed N. Novak 2026-05-01", "ru", "signed", "N. Novak", "2026-05-01"),
        ("az: draft; az: signed N. Novak 2026-05-01", "az", "signed", "N. Novak", "2026-05-01"),
        ("az: signed", "az", "incomplete", "", ""),
        ("az: signed 2026-05-01", "az", "incomplete", "", ""),
        ("az: signed N. Novak 2026-02-30", "az", "incomplete", "", ""),
        ("az: ask the archive", "az", "remark", "", ""),
        ("draft", "en", "draft", "", ""),
    ],
)  # fmt: skip
def test_a_cell_is_read(cell, tag, state, who, when):
    review = of_language(read_review(cell), tag)
    assert review is not None
    assert (review.state, review.who, review.when) == (state, who, when)


def test_an_empty_cell_says_nothing():
    assert read_review(None) == read_review("") == read_review(" ; ") == {}
    assert of_language({"az": Review("draft")}, "ru") is None


def test_the_page_marks_a_machines_draft_until_somebody_signed_it():
    assert is_machine_draft("en: draft; AZ: machine draft", "az")
    assert not is_machine_draft("az: draft", "az")
    assert not is_machine_draft("az: machine draft; az: signed N. Novak 2026-05-01", "az")


def test_a_fingerprint_is_of_the_words_and_not_of_their_order():
    one = [("events.title", ["a", "b"], ["One", "Two"]), ("events.text", ["a"], [None])]
    two = [("events.title", ["b", "a"], ["Two", "One"])]
    assert fingerprint(one) == fingerprint(two)
    assert fingerprint(one) != fingerprint([("events.title", ["a", "b"], ["Two", "One"])])
    assert len(fingerprint([])) == 16
