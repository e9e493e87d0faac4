"""Spans: EDTF's levels as its library reads them, on a calendar that has no first or last year."""

from __future__ import annotations

import calendar
import datetime
import io
import math
import subprocess
import sys
from contextlib import redirect_stdout

import numpy as np
import pytest
from edtf import parse_edtf
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mapbuilder import spans
from mapbuilder.spans import (
    DateError,
    first_day,
    last_day,
    to_certainty,
    to_date,
    to_node,
    to_precision,
    to_span,
)


def day(text):
    return int(np.datetime64(text, "D").astype(int))


def span(first, last):
    return (None if first is None else day(first), None if last is None else day(last))


# The examples of ISO 8601-2:2019's EDTF profile, with what they cover.
EXAMPLES = [
    # level 0
    ("1985-04-12", "1985-04-12", "1985-04-12", "certain", "day"),
    ("1985-04", "1985-04-01", "1985-04-30", "certain", "month"),
    ("1985", "1985-01-01", "1985-12-31", "certain", "year"),
    ("0000", "0000-01-01", "0000-12-31", "certain", "year"),
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "certain", "day"),
    ("1985-04-12T00:20:30Z", "1985-04-12", "1985-04-12", "certain", "day"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "certain", "day"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12", "certain", "day"),
    ("1964/2008", "1964-01-01", "2008-12-31", "certain", "range"),
    ("2004-06/2006-08", "2004-06-01", "2006-08-31", "certain", "range"),
    ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08", "certain", "range"),
    ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "certain", "range"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31", "certain", "range"),
    ("2005/2006-02", "2005-01-01", "2006-02-28", "certain", "range"),
    # level 1
    ("Y170000002", "170000002-01-01", "170000002-12-31", "certain", "year"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31", "certain", "year"),
    ("2001-21", "2001-03-01", "2001-05-31", "certain", "season"),
    ("2001-22", "2001-06-01", "2001-08-31", "certain", "season"),
    ("2001-23", "2001-09-01", "2001-11-30", "certain", "season"),
    ("2001-24", "2001-12-01", "2002-02-28", "certain", "season"),
    ("1984?", "1984-01-01", "1984-12-31", "uncertain", "year"),
    ("2004-06~", "2004-06-01", "2004-06-30", "approximate", "month"),
    ("2004-06-11%", "2004-06-11", "2004-06-11", "both", "day"),
    ("201X", "2010-01-01", "2019-12-31", "certain", "decade"),
    ("20XX", "2000-01-01", "2099-12-31", "certain", "century"),
    ("2XXX", "2000-01-01", "2999-12-31", "certain", "range"),
    ("2004-XX", "2004-01-01", "2004-12-31", "certain", "year"),
    ("1985-04-XX", "1985-04-01", "1985-04-30", "certain", "month"),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", "certain", "year"),
    ("201X?", "2010-01-01", "2019-12-31", "uncertain", "decade"),
    ("XXXX", None, None, "certain", "unknown"),
    ("1985-04-12/..", "1985-04-12", None, "certain", "range"),
    ("1985-04/..", "1985-04-01", None, "certain", "range"),
    ("1985/..", "1985-01-01", None, "certain", "range"),
    ("../1985-04-12", None, "1985-04-12", "certain", "range"),
    ("../1985", None, "1985-12-31", "certain", "range"),
    ("1985-04-12/", "1985-04-12", None, "certain", "range"),
    ("1985/", "1985-01-01", None, "certain", "range"),
    ("/1985-04", None, "1985-04-30", "certain", "range"),
    ("../..", None, None, "certain", "unknown"),
    ("1984~/2004-06", "1984-01-01", "2004-06-30", "approximate", "range"),
    ("1984?/2004%", "1984-01-01", "2004-12-31", "both", "range"),
    ("2001-21/2003", "2001-03-01", "2003-12-31", "certain", "range"),
    ("-1985", "-1985-01-01", "-1985-12-31", "certain", "year"),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15", "certain", "day"),
    # level 2
    ("Y-17E7", "-170000000-01-01", "-170000000-12-31", "certain", "year"),
    ("2001-34", "2001-04-01", "2001-06-30", "certain", "season"),
    ("1950S2", "1900-01-01", "1999-12-31", "approximate", "century"),
    ("-1950S2", "-1999-01-01", "-1900-12-31", "approximate", "century"),
    ("Y171010000S3", "171000000-01-01", "171999999-12-31", "approximate", "range"),
    ("[1667,1668, 1670..1672]", "1667-01-01", "1672-12-31", "certain", "range"),
    ("[..1760-12-03]", None, "1760-12-03", "certain", "range"),
    ("[1760-12..]", "1760-12-01", None, "certain", "range"),
    ("{1960,1961-12}", "1960-01-01", "1961-12-31", "certain", "range"),
    ("{1960~,1961?}", "1960-01-01", "1961-12-31", "both", "range"),
    ("2004-06-~11", "2004-06-11", "2004-06-11", "approximate", "day"),
    ("?2004-06-04", "2004-06-04", "2004-06-04", "uncertain", "day"),
    ("156X-12-25", "1560-12-25", "1569-12-25", "certain", "decade"),
    ("15XX-12-XX", "1500-12-01", "1599-12-31", "certain", "century"),
    ("XXXX-12-XX", None, None, "certain", "unknown"),
    ("1560-1X-25", "1560-10-25", "1560-12-25", "certain", "year"),
    ("-01XX", "-0199-01-01", "-0100-12-31", "certain", "century"),
    ("198X-02-29", "1980-02-29", "1988-02-29", "certain", "decade"),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", "certain", "range"),
]


@pytest.mark.parametrize(
    ("edtf", "first", "last", "certainty", "precision"), EXAMPLES, ids=lambda text: str(text)
)
def test_an_edtf_date_has_its_span_certainty_and_precision(edtf, first, last, certainty, precision):
    node = to_node(edtf)
    assert to_span(node) == span(first, last)
    assert (to_certainty(node), to_precision(node)) == (certainty, precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "date-unreadable"),
        ("20-01", "date-unreadable"),
        ("-0000", "date-unreadable"),
        ("1921 - 22", "date-unreadable"),
        ("/", "date-unreadable"),
        ("[..]", "date-unreadable"),
        ("[1990", "date-unreadable"),
        ("1990/1991/1992", "date-unreadable"),
        ("x" * 1000, "date-unreadable"),
        ("2001-02-29", "date-impossible"),
        ("1990-04-31", "date-impossible"),
        ("1900-02-29", "date-impossible"),
        ("19X1-02-29", "date-impossible"),
        ("1990/1980", "date-impossible"),
        ("[1990..1980]", "date-impossible"),
        ("Y99999999999", "date-impossible"),
        ("Y9E999999999", "date-impossible"),
        ("1990-01-00", "date-impossible"),
    ],
)
def test_what_is_no_date_is_refused(text, code):
    with pytest.raises(DateError) as raised:
        to_node(text)
    assert raised.value.code == code


PARTS = st.one_of(
    st.builds("{:04}".format, st.integers(0, 9999)),
    st.builds("-{:04}".format, st.integers(1, 9999)),
    st.builds("{:04}-{:02}".format, st.integers(0, 9999), st.integers(1, 12)),
    # Three seasons run on into the next year, which the library ends with December.
    st.builds(
        "{:04}-{:02}".format,
        st.integers(0, 9999),
        st.sampled_from([code for code in range(21, 42) if code not in (24, 28, 30)]),
    ),
    st.builds(
        "{:04}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(1, 12), st.integers(1, 31)
    ),
)
POINTS = st.builds("{}{}".format, PARTS, st.sampled_from(["", "?", "~", "%"]))
ENDS = POINTS | st.sampled_from(["", ".."])
PLAIN = POINTS | st.builds("{}/{}".format, ENDS, ENDS)


@pytest.mark.parametrize("season", [24, 28, 30])
def test_a_season_over_the_turn_of_the_year_belongs_to_the_year_in_which_it_begins(season):
    assert to_span(to_node(f"1990-{season}")) == span("1990-12-01", "1991-02-28")
    assert to_span(to_node(f"1991-{season}")) == span("1991-12-01", "1992-02-29")
    assert to_span(to_node(f"9999-{season}"))[1] == first_day(10_000, 3) - 1


def by_the_library(text):
    """(first, last, certainty) as the library has them; ``None`` for a text that it refuses."""
    try:
        with redirect_stdout(io.StringIO()):
            parsed = parse_edtf(text)
            ends = [parsed.lower_strict(), parsed.upper_strict()]
    except Exception:
        return None
    days = []
    for end in ends:
        if isinstance(end, float):
            days.append(None)
            continue
        year, month, number = tuple(end)[:3]
        if number > calendar.monthrange(2000 + year % 400, month)[1]:
            return None
        days.append(first_day(year, month) + number - 1)
    lower, _, upper = text.partition("/")
    if "/" in text:
        # The library makes ten years of an end that is not known.
        days = [days[0] if lower else None, days[1] if upper else None]
    both = parsed.is_uncertain_and_approximate or (parsed.is_uncertain and parsed.is_approximate)
    certainty = (
        "both" if both else "uncertain" if parsed.is_uncertain
        else "approximate" if parsed.is_approximate else "certain"
    )  # fmt: skip
    return days[0], days[1], certainty


@given(PLAIN)
@example("1985-04/..")
@example("../1985-04")
@example("2001-02-29")
def test_the_fast_path_and_the_library_agree(text):
    expected = by_the_library(text)
    try:
        node = to_node(text)
    except DateError:
        # The library lets an interval end before it begins.
        assert expected is None or (None not in expected and expected[0] > expected[1])
        return
    assume(expected is not None)
    assert (*to_span(node), to_certainty(node)) == expected


@given(
    st.from_regex(r"-?(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?:[0-9]{2}|XX)(?:-XX)?)?[?~%]?",
                  fullmatch=True)
)  # fmt: skip
@example("1943-05-XX")
@example("1943-XX-XX~")
@example("1943-21-XX")
@example("194X?")
@example("-0000-XX")
def test_unspecified_digits_are_read_as_the_library_reads_them(text):
    """Read here for speed; with the fast path turned off the library reads the same."""
    assert outcome(text) == outcome_of_the_library(text)


@given(
    st.from_regex(r"[?~%]?[0-9]{4}[?~%]?-[?~%]?[0-9]{2}[?~%]?(?:-[?~%]?[0-9]{2}[?~%]?)?",
                  fullmatch=True)
)  # fmt: skip
@example("1990?-03-17")
@example("1990-03~-17")
@example("?1990-~03-%17")
@example("1990?-21")
@example("1990-?03-17~")
@example("0000?-02-30")
def test_parts_in_doubt_are_read_as_the_library_reads_them(text):
    assume(not spans._PLAIN.fullmatch(text) and not spans._SEASON.fullmatch(text))
    try:
        expected = spans._parsed(text)
    except DateError as error:
        expected = error.code
    assert outcome(text) == expected


def outcome(text):
    try:
        return spans._point(text)
    except DateError as error:
        return error.code


def outcome_of_the_library(text):
    try:
        return spans._parsed(text) if "X" in text else spans._point(text)
    except DateError as error:
        return error.code


@given(st.from_regex(r"-?[0-9]{1,9}(-[0-9]{0,4}){0,3}", fullmatch=True))
@example("19430116")
@example("1943-1-16")
@example("-0000")
@example("199")
def test_what_has_no_letter_and_is_no_plain_form_the_library_refuses_too(text):
    try:
        to_node(text)
        code = ""
    except DateError as error:
        code = error.code
    assert code != "date-unreadable" or by_the_library(text) is None


@given(st.text(st.sampled_from("0123456789X-?~%/.,[]{}YES "), max_size=25))
def test_any_text_is_read_or_refused_and_a_span_never_ends_before_it_begins(text):
    printed = io.StringIO()
    with redirect_stdout(printed):
        try:
            start, end = to_span(to_node(text))
        except DateError:
            return
        finally:
            assert printed.getvalue() == ""
    assert start is None or end is None or start <= end


@given(st.dates())
def test_the_calendar_is_pythons_where_python_has_one(date):
    assert to_span(to_node(date.isoformat()))[0] == (date - datetime.date(1970, 1, 1)).days


@given(st.integers(-20_000_000_000, 20_000_000_000), st.integers(1, 12))
def test_a_day_and_its_date_are_each_others_inverse(year, month):
    first, last = first_day(year, month), last_day(year, month)
    assert to_date(first) == (year, month, 1)
    assert to_date(last) == (year, month, last - first + 1)
    assert 28 <= last - first + 1 <= 31
    assert math.fsum([first]) == first


def test_plain_dates_do_not_import_the_library():
    texts = ["1990-01-22", "1990-01", "1988/..", "1989-12?/1990-01?", "2001-21", "[..1899]"]
    code = (
        "import sys\nfrom mapbuilder.dates import parse_date\n"
        f"for text in {[*texts, '20 January 1990', '16.1.1943', 'c. 1860']}: parse_date(text)\n"
        "print(*({'edtf', 'pyparsing'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_where_python_is_strict_about_warnings_the_library_can_be_used():
    code = "from mapbuilder.dates import parse_date; print(parse_date('199X').start_day)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("7305", "")
