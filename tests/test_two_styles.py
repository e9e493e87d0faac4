"""A day with its Julian and its Gregorian number is told by how far the calendars lie apart."""

from __future__ import annotations

import pytest

from mapbuilder.two_styles import of_new_style, without_brackets


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("1905-01-09/1905-01-22", "1905-01-22"),
        ("1917-10-25/1917-11-07", "1917-11-07"),
        ("1825-12-14/1825-12-26", "1825-12-26"),
        ("1899-12-20/1900-01-01", "1900-01-01"),
        ("1900-03-01/1900-03-14", "1900-03-14"),
        ("1709-06-27/1709-07-08", "1709-07-08"),
        ("1649-01-30/1649-02-09", "1649-02-09"),
        ("1905-01-08/1905-01-20", None),
        ("1990-01-07/1990-01-20", None),
        ("1500-01-01/1500-01-10", None),
        ("1905-01/1905-02", None),
        ("1905-01-09", None),
        ("1905-01-22/1905-01-09", None),
    ],
)
def test_it_is_one_day_where_the_calendars_lie_so_far_apart(edtf, day):
    assert of_new_style(edtf) == day


def test_brackets_are_the_sign_of_the_other_style():
    assert without_brackets("9 (22) января 1905") == "9/22 января 1905"
    assert without_brackets("28 января (10 февраля) 1905") == "28 января/10 февраля 1905"
    assert without_brackets("1905 (?)") is None
