"""Dates: what was written, and what was read; never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.dates import DateError, HistoricalDate, looks_like_years, parse_date, write_date
from mapbuilder.wording import read_strings


def test_a_date_has_its_text_its_edtf_and_its_days():
    assert parse_date(" 20 January 1990 ") == HistoricalDate(
        " 20 January 1990 ", "1990-01-20", 7324, 7324, "certain", "day"
    )
    assert parse_date("1943-01-16").start_day == -9847


@pytest.mark.parametrize("text", ["1990-01-20T12:30:00", "1990-01-20 00:00:00", "1990-01-20"])
def test_a_clock_time_says_nothing_about_the_day(text):
    assert parse_date(text).edtf == "1990-01-20"


def test_day_first_decides_what_is_ambiguous_and_nothing_else():
    with pytest.raises(DateError, match="set day_first"):
        parse_date("1/2/1990")
    assert parse_date("1/2/1990", day_first=True).edtf == "1990-02-01"
    assert parse_date("1/2/1990", day_first=False).edtf == "1990-01-02"
    assert parse_date("1990-01-02", day_first=True).edtf == "1990-01-02"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2001-02-29", "'2001-02-29': 2001-02 has 28 days"),
        ("31.4.1990", "'31.4.1990': 1990-04 has 30 days"),
        ("1990 - 1980", "'1990 - 1980': the date ends before it begins"),
    ],
)
def test_a_refusal_quotes_what_was_written(text, said):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert (raised.value.message, raised.value.code) == (said, "date-impossible")


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [("1936-39", True), ("1921-22", True), ("2001-21", True), ("1990-21", False), ("1990", False)],
)
def test_a_season_may_have_been_meant_as_years(edtf, expected):
    assert looks_like_years(edtf) is expected


def test_a_date_without_edtf_is_written_as_it_was():
    strings = read_strings("en")
    assert write_date(HistoricalDate("", "", None, None, "certain", "unknown"), "en", strings) == (
        "date not known"
    )
    assert write_date(HistoricalDate("x", "", None, None, "certain", "unknown"), "en", strings) == (
        "x"
    )


@given(st.text() | st.text(st.sampled_from("0123456789/.-?~,' janfebBCADcbeforto")))
def test_any_text_is_a_date_or_a_refusal_in_one_line(text):
    try:
        date = parse_date(text, languages=["az", "ru"])
    except DateError as refusal:
        error = refusal
    else:
        error = None
    if error is not None:
        assert error.code in ("date-unreadable", "date-ambiguous", "date-impossible")
        assert len(error.message) < 600
        return
    again = parse_date(date.edtf)
    assert (again.edtf, again.start_day, again.end_day) == (date.edtf, date.start_day, date.end_day)


@given(
    st.text(st.sampled_from("0123456789X-?~%/.,[]YES"), max_size=16),
    st.sampled_from(["az", "en", "ja"]),
)
def test_whatever_is_read_can_be_written(text, language):
    try:
        date = parse_date(text)
    except DateError:
        return
    words = write_date(date, language, read_strings(language))
    assert words
    assert words == " ".join(words.split())
    assert "{" not in words


@pytest.mark.parametrize(
    ("written", "said", "suggested"),
    [
        (
            "12000",
            "(if it is a day that a spreadsheet counts, it is 1932-11-07: make",
            "1932-11-07",
        ),
        ("15 January 12000 BC", "digits is written Y-11999, without month and day", "Y-11999"),
        ("c. 12000 BC", "'c. 12000 BC': a year of more than four digits cannot be", "Y-11999"),
        ("before c. 40000 BC", "cannot be marked as approximate or uncertain", "Y-39999"),
        (
            "Y170000002~",
            "write Y170000002 for the year itself, or the first and last",
            "Y170000002",
        ),
        ("-120000", "is written Y-120000", "Y-120000"),
        ("Y12000-01", "is written Y12000, without month and day", "Y12000"),
        ("12000-01-05", "is written Y12000, without month and day", "Y12000"),
        ("19900120", "with hyphens it is 1990-01-20", "1990-01-20"),
    ],
)
def test_a_number_that_is_nearly_a_date_is_answered_with_the_date(written, said, suggested):
    with pytest.raises(DateError) as raised:
        parse_date(written)
    assert raised.value.code == "date-unreadable"
    assert said in raised.value.message
    assert raised.value.suggestions[0].value == suggested
    assert parse_date(suggested).start_day is not None


def test_a_written_winter_keeps_its_words_and_reaches_into_the_next_year():
    winter = parse_date("Winter 1990")
    assert (winter.written, winter.edtf) == ("Winter 1990", "1990-24")
    assert winter.start_day == parse_date("1990-12-01").start_day
    assert winter.end_day == parse_date("1991-02").end_day
