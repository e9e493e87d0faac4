"""Records: every row is kept or rejected for a reason that the report holds."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.records import KNOWN, read_records
from mapbuilder.report import Report

GOOD = {"title": "x", "date": "1990-01-20"}


def read(rows, config=None):
    report = Report()
    records = read_records(rows, config, report)
    assert len(records.table) + records.rejected == records.count
    return records, [(one.code, one.row, one.column) for one in report.problems()]


def test_the_columns_are_always_all_there_in_their_types():
    for rows in ([], [GOOD], [{"weather": "cold"}]):
        schema = read(rows)[0].table.schema
        assert set(KNOWN) - {"geometry"} < set(schema.names)
        numbers = dict.fromkeys(("row", "start_day", "end_day"), "int64")
        numbers |= dict.fromkeys(("sort_start_day", "sort_end_day"), "int64")
        numbers |= {"lat": "double", "lon": "double"}
        assert {name: str(schema.field(name).type) for name in schema.names} == {
            name: numbers.get(name, "string") for name in schema.names
        }


def test_a_records_line_is_kept_and_its_middle_is_where_no_coordinate_is_given():
    line = "LINESTRING (49 40, 50 40)"
    records, problems = read(
        [
            {"title": "a", "date": "1990", "geometry": line},
            {"title": "b", "date": "1990", "geometry": line, "lat": "40.1", "lon": "49.2"},
            {"title": "c", "date": "1990", "geometry": "POINT (1 2)"},
            {"title": "d", "date": "1990", "geometry": "LINESTRING (49 40)"},
            {"title": "e", "date": "1990"},
        ]
    )
    assert [one[0] for one in problems] == ["geometry-invalid"]
    assert records.table["lon"].to_pylist() == [49.5, 49.2, 1, None, None]
    assert records.table["lat"].to_pylist() == [40, 40.1, 2, None, None]
    wkb = records.table["shape_wkb"].to_pylist()
    assert [one is not None for one in wkb] == [True, True, False, False, False]
    assert "geometry" not in records.table.column_names


def test_a_record_has_what_was_read_from_it():
    records, problems = read(
        [{"id": "a", "title": "x", "date": "c. 1860", "lat": "40.5", "lon": 49.75, "place": "Bakı"}]
    )
    [record] = records.table.to_pylist()
    assert problems == []
    assert {name: value for name, value in record.items() if value is not None} == {
        "row": 1,
        "id": "a",
        "date": "c. 1860",
        "edtf": "1860~",
        "start_day": -40177,
        "end_day": -39812,
        "certainty": "approximate",
        "precision": "year",
        "place": "Bakı",
        "lat": 40.5,
        "lon": 49.75,
        "title": "x",
    }


def test_a_record_without_an_id_has_one_by_its_row_that_takes_nobodys():
    records, problems = read([GOOD, {**GOOD, "id": "r1"}, {**GOOD, "id": "r4"}, GOOD])
    assert records.table["id"].to_pylist() == ["row-1", "r1", "r4", "row-4"]
    assert problems == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": " "}, ("title-missing", 1, "title")),
        ({"date": "1/2/1990"}, ("date-ambiguous", 1, "date")),
        ({"date": "soon"}, ("date-unreadable", 1, "date")),
        ({"date": "1990-02-30"}, ("date-impossible", 1, "date")),
        ({"lat": "40.4"}, ("coordinate-incomplete", 1, "lon")),
        ({"lon": "40.4"}, ("coordinate-incomplete", 1, "lat")),
        ({"lat": "0", "lon": "0.0"}, ("coordinate-zero", 1, "lat")),
        ({"lat": "90.1", "lon": "5"}, ("coordinate-invalid", 1, "lat")),
        ({"lat": "5", "lon": "-180.5"}, ("coordinate-invalid", 1, "lon")),
        ({"lat": "5", "lon": "49,8"}, ("coordinate-invalid", 1, "lon")),
        ({"lat": "90,5", "lon": "49,8"}, ("coordinate-invalid", 1, "lat")),
        ({"lat": "40,4"}, ("coordinate-incomplete", 1, "lon")),
        ({"lat": "0,0", "lon": "0,0"}, ("coordinate-zero", 1, "lat")),
        ({"lat": "40°22′N", "lon": "49°53′N"}, ("coordinate-invalid", 1, "lon")),
        ({"lat": "nan", "lon": "5"}, ("coordinate-invalid", 1, "lat")),
        ({"lat": "inf", "lon": "5"}, ("coordinate-invalid", 1, "lat")),
        ({"lat": "1_0", "lon": "5"}, ("coordinate-invalid", 1, "lat")),
        ({"text": "x" * 1_000_001}, ("cell-too-long", 1, "text")),
    ],
)
def test_a_record_with_an_error_is_rejected(changes, problem):
    records, problems = read([{**GOOD, **changes}, GOOD])
    assert problems == [problem]
    assert (records.count, records.rejected, records.table["row"].to_pylist()) == (2, 1, [2])


def test_problems_are_kept_for_the_join_when_nobody_collects_them():
    records = read_records([{**GOOD, "date": "soon"}])
    assert [problem.code for problem in records.problems] == ["date-unreadable"]
    assert read_records([{**GOOD, "date": "soon"}], report=Report()).problems == ()


def test_the_second_record_with_an_id_is_rejected_unless_the_first_is():
    assert read([{**GOOD, "id": "a"}, {**GOOD, "id": "a"}])[1] == [("id-duplicate", 2, "id")]
    records, problems = read([{"id": "a", "date": "soon", "title": "x"}, {**GOOD, "id": "a"}])
    assert problems == [("date-unreadable", 1, "date")]
    assert records.table["row"].to_pylist() == [2]


def test_a_record_without_a_date_is_kept_with_a_warning():
    records, problems = read([{"title": "x"}])
    assert problems == [("date-missing", 1, "date")]
    assert records.table.select(["edtf", "start_day", "precision"]).to_pylist() == [
        {"edtf": "", "start_day": None, "precision": "unknown"}
    ]


def test_coordinates_are_read_as_those_of_places_and_each_form_is_noted_once():
    given = [("40,5", "49,75"), ("-12,5", "-77,25"), ("40°30′N", "49°45′E"), ("40.5", "49.75")]
    records, problems = read([{**GOOD, "lat": lat, "lon": lon} for lat, lon in given])
    assert problems == [("coordinate-form", None, "lat"), ("coordinate-form", None, "lat")]
    assert records.table["lat"].to_pylist() == [40.5, -12.5, 40.5, 40.5]
    assert records.table["lon"].to_pylist() == [49.75, -77.25, 49.75, 49.75]


def test_one_half_of_zero_is_a_coordinate():
    assert read([{**GOOD, "lat": 0, "lon": 6.5}, {**GOOD, "lat": 51.5, "lon": 0}])[1] == []


def test_years_that_edtf_reads_as_a_season_are_told():
    assert read([{**GOOD, "date": "1936-39"}])[1] == [("date-season", 1, "date")]
    assert read([{**GOOD, "date": date} for date in ("winter 1906", "Q3 2010")])[1] == []


def test_a_table_without_titles_is_told_once():
    records, problems = read([{"titel": "x"}] * 3)
    assert ("column-missing", None, "title") in problems
    assert not any(code == "title-missing" for code, *_ in problems)
    assert records.rejected == 3


def test_what_the_config_says_of_dates_is_heeded():
    config = Config(dates={"day_first": True}, languages=["en", "az"])
    records, problems = read(
        [{**GOOD, "date": "1/2/1990"}, {**GOOD, "date": "20 yanvar 1990"}], config
    )
    assert records.table["edtf"].to_pylist() == ["1990-02-01", "1990-01-20"]
    assert problems == []


def extra(records):
    return json.loads(records.table.schema.metadata[b"extra"])


def test_unknown_columns_are_details_and_ours_are_not_overwritten():
    records, _ = read([{**GOOD, "Weather": "cold", "edtf": "theirs", "row": "7", "title_az": "y"}])
    assert extra(records) == ["weather", "edtf_given", "row_given"]
    assert records.table.select(["row", "edtf", "edtf_given", "row_given"]).to_pylist() == [
        {"row": 1, "edtf": "1990-01-20", "edtf_given": "theirs", "row_given": "7"}
    ]


def test_a_text_in_a_language_that_is_not_listed_is_a_detail_with_a_note():
    row = {**GOOD, "title_az": "y", "text_fr": "z"}
    records, problems = read([row], Config(languages=["en", "az"]))
    assert extra(records) == ["text_fr"]
    assert problems == [("column-unknown", None, "text_fr")]
    assert extra(read([row])[0]) == []


def test_a_detail_in_a_language_that_is_not_listed_is_noted_where_a_text_is_in_it_too():
    row = {**GOOD, "mood": "a", "mood_az": "b", "mood_fr": "c", "weight_kg": "3", "weight": "4"}
    config = Config(languages=["en", "az"])
    assert read([row], config)[1] == []
    problems = read([{**row, "title_fr": "d"}], config)[1]
    assert problems == [
        ("column-unknown", None, "mood_fr"), ("column-unknown", None, "title_fr"),
    ]  # fmt: skip


def test_rows_are_the_lines_of_the_file(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text('id,date,title\na,1990,"x\ny"\n\nb,soon,z\nc,1990,w,too,many\n', "utf-8")
    report = Report()
    records = read_records(path, None, report)
    assert records.table["row"].to_pylist() == [2]
    assert [(one.file, one.row, one.code) for one in report.problems()] == [
        ("events.csv", 5, "date-unreadable"),
        ("events.csv", 6, "cells-too-many"),
    ]
    assert (records.count, records.rejected) == (3, 2)


CELLS = st.sampled_from(["", "x", "1990", "soon", "1/2/1990", "40", "0", "91", "a", None])
NAMES = st.sampled_from(["id", "date", "title", "lat", "lon", "place", "other"])


@given(st.lists(st.dictionaries(NAMES, CELLS), max_size=8))
def test_records_are_conserved_and_each_rejected_one_has_an_error(rows):
    report = Report()
    records = read_records(rows, None, report)
    assert records.count == len(rows) == len(records.table) + records.rejected
    wrong = {one.row for one in report.problems() if one.severity == "error"}
    if any("title" in row for row in rows):
        kept = set(records.table["row"].to_pylist())
        assert wrong == set(range(1, len(rows) + 1)) - kept
    assert len(set(records.table["id"].to_pylist())) == len(records.table)


def test_many_records_are_read_by_their_different_values():
    count = 200_000
    table = pa.table(
        {
            "title": pa.array(["x"]).take(pa.array([0] * count)),
            "date": pa.array(["1990-01-20", "c. 1860"]).take(pa.array([0, 1] * (count // 2))),
        }
    )
    records, problems = read(table)
    assert (len(records.table), problems) == (count, [])


def test_a_table_without_rows_is_told(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("date,title\n", "utf-8")
    assert [one.code for one in read_records(path).problems] == ["table-empty"]
    path.write_text("a sentence that is no table\n", "utf-8")
    assert [one.code for one in read_records(path).problems] == ["table-empty", "column-missing"]


def test_a_sort_date_is_read_like_a_date_and_a_bad_one_keeps_the_record():
    records, problems = read(
        [
            {**GOOD, "sort_date": "c. 1860"},
            {**GOOD, "sort_date": "soon"},
            {**GOOD, "sort_date": "XXXX"},
            {**GOOD, "sort_date": "1990-02-30"},
            GOOD,
        ]
    )
    assert problems == [
        ("date-unreadable", 2, "sort_date"),
        ("date-unreadable", 3, "sort_date"),
        ("date-impossible", 4, "sort_date"),
    ]
    assert records.rejected == 0
    days = records.table.select(["sort_start_day", "sort_end_day"]).to_pylist()
    assert [tuple(day.values()) for day in days] == [(-40177, -39812), *[(None, None)] * 4]


def test_the_digest_of_the_file_is_known_from_its_reading(tmp_path):
    file = tmp_path / "events.csv"
    file.write_bytes(b"title,date\nA,1990\n")
    assert read_records(file).sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert read_records([{"title": "A", "date": "1990"}]).sha256 is None


def test_an_uncertainty_that_is_no_number_of_metres_is_told():
    report = Report()
    rows = [
        {"date": "1990", "title": "A", "lat": "40", "lon": "49", "uncertainty_m": written}
        for written in ("500", "5 km", None, "-1", "1e3")
    ]
    read_records(rows, None, report)
    assert [(p.code, p.row, p.column, p.value) for p in report.problems()] == [
        ("place-uncertainty", 2, "uncertainty_m", "5 km"),
        ("place-uncertainty", 4, "uncertainty_m", "-1"),
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1990-01-19T20:00:00.000Z", True),
        ("1990-01-19 18:30:00+00:00", True),
        ("1990-01-20T00:00:00Z", False),
        ("1990-01-20T05:00:00Z", False),
        ("1990-01-19T20:17:41Z", False),
        ("1990-01-19T20:00:00", False),
        ("1990-01-19T20:00:00+04:00", False),
    ],
)
def test_a_day_that_may_be_the_one_before_in_utc_is_told(written, told):
    report = Report()
    rows = [{"title": "T", "date": written}] * 30
    records = read_records(rows, None, report)
    found = [one for one in report.problems() if one.code == "date-zone"]
    assert len(found) == (20 if told else 0)
    assert not told or found[-1].message.endswith("; the same in 10 more rows")
    assert records.rejected == 0
