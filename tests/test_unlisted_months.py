"""Months in a language that the exhibit does not list: named, and looked for only among words."""

from __future__ import annotations

import pytest

from mapbuilder import unlisted_months
from mapbuilder.dates import parse_date
from mapbuilder.spans import DateError
from mapbuilder.unlisted_months import with_language


def test_the_language_of_a_month_is_named_with_what_would_be_read():
    with pytest.raises(DateError, match=r"is a word of 'fr'.* list it, or write 1990-01-20") as got:
        parse_date("20 janvier 1990", languages=("en",))
    assert got.value.code == "date-unreadable"


@pytest.mark.parametrize("text", ["", "  ", "??", "20/13/1990", "1990-13"])
def test_a_text_without_a_word_costs_no_names_of_months(text, monkeypatch):
    def none(languages):
        raise AssertionError(f"the months of {languages} were read")

    monkeypatch.setattr(unlisted_months, "month_numbers", none)
    error = DateError("date-unreadable", "no date")
    assert with_language(error, text, None, ("en",)) is error
