"""A day that a spreadsheet counts is asked about among days, and nowhere taken for granted."""

from __future__ import annotations

import datetime

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapbuilder.dates import parse_date
from mapbuilder.day_numbers import doubtful_days
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.spans import counted_day

DAYS = ["1904-11-02", "1905-02-06", "1915-03-01", "1918-03-31"]


@pytest.mark.parametrize("day", ["1900-03-01", "1905-02-05", "1915-03-02", "1999-12-31"])
def test_a_day_is_counted_as_spreadsheets_do(day):
    number = (datetime.date.fromisoformat(day) - datetime.date(1899, 12, 30)).days
    assert counted_day(number) == (parse_date(day).start_day, day)


def doubtful(*texts: str) -> list[str]:
    parsed = [parse_date(text) for text in texts]
    return [texts[index] for index in doubtful_days(texts, parsed)]


def test_a_number_among_days_is_asked_about_where_it_can_hardly_be_the_year():
    assert doubtful(*DAYS, "5540", "9684", "2101") == ["5540", "9684", "2101"]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([*DAYS, "1905", "1501", "1806", "2100"], "a chronology tells of years and days"),
        (["1990-01-19", "1990-01-20", "5540"], "no day is near the one that it would be"),
        (["1904-11-02", "1990", "2150", "5540"], "one day says nothing of the column"),
        (["1904", "1918-03", "5540"], "there are no days"),
        ([*DAYS, "AD 5540", "5540?", "5540/5541"], "these are written as years"),
        (["2020-01-05", "2021-03-04", "2150", "2300"], "a forecast among days of our time"),
    ],
)
def test_what_is_likely_to_be_a_year_is_one(texts, why):
    assert doubtful(*texts) == [], why


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_both_readings_are_told_with_the_row(tmp_path, suffix):
    path = tmp_path / f"events{suffix}"
    rows = [("date", "title"), *((date, "T") for date in [*DAYS, "5540"])]
    if suffix == ".csv":
        path.write_text("".join(f"{date},{title}\n" for date, title in rows))
    elif suffix == ".xlsx":
        book = openpyxl.Workbook()
        for date, title in rows[:-1]:
            book.active.append([date, title])
        book.active.append([5540, "T"])
        book.save(path)
    else:
        pq.write_table(pa.table({"date": [*DAYS, "5540"], "title": ["T"] * 5}), path)
    report = Report()
    records = read_records(path, None, report)
    told = [one for one in report.problems() if one.code == "date-ambiguous"]
    if suffix == ".parquet":
        # A part of a large table does not see the others' days, and the whole is as its parts are.
        assert (told, records.rejected) == ([], 0)
        return
    assert records.rejected == 1
    [one] = told
    assert (one.row, one.column, one.value) == (6, "date", "5540")
    assert "'5540' may be 1915-03-02 (the day that a spreadsheet counts so" in one.message
    assert [one.value for one in one.suggestions] == ["1915-03-02", "AD 5540"]
    for suggestion in one.suggestions:
        parse_date(suggestion.value)
