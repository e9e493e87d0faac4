"""Bounds: how sure each end of a date is, in one small number that the page takes apart again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.bounds import KINDS, WITHIN, to_bounds

# The date, its first end, its last, and whether it says when within its span something was.
DATES = """
1990-01-20||
1990-01-19/1990-01-20||
1990-01-25?|?|?
1990-01|||within
1990|||within
1990-01?|?|?|within
199X|||within
19XX~|~|~|within
1990-21|||within
Y-170000002|||within
1950S2|~|~|within
1988/..||open
../1990|open|
1988/||unknown
/1990|unknown|
1987?/1990?|?|?
1989-12?/1990-01~|?|~
1984%/..|%|open
[1667,1668]|||within
[..1900]|open||within
[1760-12..]||open|within
{1667,1668?..1670}||
{1667?,1668}|?|
XXXX|unknown|unknown
"""


@pytest.mark.parametrize("line", [line for line in DATES.splitlines() if line])
def test_a_date_says_how_sure_its_ends_are(line: str) -> None:
    edtf, first, last, *within = line.split("|")
    expected = KINDS[first] + 8 * KINDS[last] + (WITHIN if within and within[0] else 0)
    assert to_bounds(edtf) == expected


@pytest.mark.parametrize("nothing", [None, ""])
def test_of_no_date_no_end_is_known(nothing: str | None) -> None:
    assert to_bounds(nothing) == KINDS["unknown"] * 9


@given(
    st.dates(),
    st.dates(),
    st.sampled_from(["", "?", "~", "%"]),
    st.sampled_from(["", "?", "~", "%"]),
)
def test_the_marks_of_an_interval_are_those_of_its_ends(one, other, first, last) -> None:
    lower, upper = sorted([one, other])
    bounds = to_bounds(f"{lower.isoformat()}{first}/{upper.isoformat()}{last}")
    assert (bounds & 7, bounds >> 3 & 7, bounds & WITHIN) == (KINDS[first], KINDS[last], 0)
