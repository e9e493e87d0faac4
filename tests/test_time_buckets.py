"""Buckets of time: where they begin, how many there are, and what is far off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.time_buckets import MOST, Buckets, to_buckets

DAYS = st.one_of(
    st.integers(-40_000, 20_000),
    st.integers(-1_000_000, 1_000_000),
    st.integers(-1_700_000_000_000, 1_700_000_000_000),
)


def buckets_of(*dates: str) -> Buckets:
    days = np.array(dates, "datetime64[D]").astype(np.int64)
    return to_buckets(*np.unique(days, return_counts=True))


def edges_of(buckets: Buckets) -> list[str]:
    return [str(np.datetime64(edge, "D")) for edge in buckets.edges]


@pytest.mark.parametrize(
    ("first", "last", "begins", "ends"),
    [
        ("1990-01-19", "1990-01-22", ["1990-01-19", "1990-01-20"], ["1990-01-22", "1990-01-23"]),
        ("2020-01-03", "2020-12-30", ["2020-01-01", "2020-01-05"], ["2020-12-25", "2021-01-01"]),
        ("2019-03-05", "2021-05-05", ["2019-03-01", "2019-03-10"], ["2021-05-01", "2021-05-10"]),
        ("1914-07-28", "1918-11-11", ["1914-07-01", "1914-08-01"], ["1918-11-01", "1918-12-01"]),
        ("1920-02-01", "1945-05-08", ["1920-01-01", "1920-04-01"], ["1945-04-01", "1945-07-01"]),
        ("1904-05-01", "1999-03-01", ["1904-01-01", "1905-01-01"], ["1999-01-01", "2000-01-01"]),
        ("1503-05-01", "1999-03-01", ["1500-01-01", "1505-01-01"], ["1995-01-01", "2000-01-01"]),
        # 510 BC is the year -509; no year is called 0.
        ("-505-05-01", "0407-03-01", ["-509-01-01", "-499-01-01"], ["0400-01-01", "0410-01-01"]),
    ],
)
def test_buckets_begin_where_the_calendar_does(first, last, begins, ends):
    edges = edges_of(buckets_of(first, last))
    assert edges[:2] == begins
    assert edges[-2:] == ends


def test_between_our_era_and_the_one_before_stands_the_year_1():
    edges = edges_of(buckets_of("-505-05-01", "0407-03-01"))
    at = edges.index("0001-01-01")
    assert edges[at - 1 : at + 2] == ["-009-01-01", "0001-01-01", "0010-01-01"]


def test_what_is_far_off_has_a_bucket_of_its_own():
    dates = [f"19{year:02}-05-0{day}" for year in range(95) for day in range(1, 9)]
    edges = edges_of(buckets_of("0190-05-01", *dates, "2190-01-01"))
    assert edges[:3] == ["0190-01-01", "1900-01-01", "1901-01-01"]
    assert edges[-3:] == ["1994-01-01", "1995-01-01", "2191-01-01"]


def test_of_one_time_there_are_no_buckets():
    assert len(buckets_of()) == 0
    assert len(buckets_of("1990-01-20", "1990-01-20")) == 0
    assert len(buckets_of("1990-01-20", "1990-01-21")) == 2


def test_buckets_are_no_shorter_than_dates_usually_are():
    days = np.array([0, 364], np.int64)
    counts = np.array([9, 9], np.int64)
    assert len(to_buckets(days, counts)) == 72
    assert len(to_buckets(days, counts, 31)) == 12
    assert len(to_buckets(days, counts, 365)) == 0


@given(st.lists(st.tuples(DAYS, st.integers(1, 500)), max_size=60))
def test_each_day_is_in_the_bucket_that_begins_before_it_and_ends_after_it(given_days):
    counted = {}
    for day, count in given_days:
        counted[day] = counted.get(day, 0) + count
    days = np.array(sorted(counted), np.int64)
    buckets = to_buckets(days, np.array([counted[day] for day in days.tolist()], np.int64))
    assert len(buckets) <= MOST
    assert list(buckets.edges) == sorted(set(buckets.edges))
    if len(buckets):
        edges = np.array(buckets.edges)
        at = buckets.of(days)
        assert (edges[at] <= days).all()
        assert (days < edges[at + 1]).all()
    else:
        assert len(days) < 2 or buckets.edges == ()
