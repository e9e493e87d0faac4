"""Sources, figures and the checks that tie them to the events."""

from __future__ import annotations

import pytest

from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.sources import (
    check_references,
    read_figures,
    read_sources,
    to_ids,
    to_number,
)


def told(report):
    return [(one.code, one.severity, one.row, one.column) for one in report.problems()]


def test_sources_have_all_columns_and_the_unknown_ones():
    table = read_sources([{"id": "a", "title": "A", "shelf": "7"}]).table
    assert table.column_names[:4] == ["row", "id", "title", "type"]
    assert table.select(["row", "id", "title", "file", "shelf"]).to_pylist() == [
        {"row": 1, "id": "a", "title": "A", "file": None, "shelf": "7"}
    ]


def test_a_source_needs_an_id_of_its_own_and_a_title():
    report = Report()
    table = read_sources(
        [{"title": "A"}, {"id": "b"}, {"id": "b", "title": "B"}], None, report
    ).table
    assert table.select(["id", "title"]).to_pylist() == [{"id": "b", "title": "b"}]
    assert told(report) == [
        ("source-incomplete", "error", 1, "id"),
        ("source-incomplete", "warning", 2, "title"),
        ("source-id-duplicate", "error", 3, "id"),
    ]


FIGURE = {"event": "e", "measure": "killed", "value": "130", "scope": "Baku", "source": "s"}


def test_a_figure_is_as_its_source_writes_it_and_a_number_beside():
    table = read_figures([{**FIGURE, "value": "1,234", "high": "many"}]).table
    assert table.select(["value", "value_number", "high", "high_number"]).to_pylist() == [
        {"value": "1,234", "value_number": 1234.0, "high": "many", "high_number": None}
    ]


@pytest.mark.parametrize(
    ("changes", "problem", "kept"),
    [
        ({}, [], 1),
        ({"value": None, "low": "5"}, [], 1),
        ({"value": None}, [("figure-incomplete", "error", 1, "value")], 0),
        ({"event": ""}, [("figure-incomplete", "error", 1, "event")], 0),
        ({"measure": ""}, [("figure-incomplete", "error", 1, "measure")], 0),
        ({"scope": ""}, [("figure-incomplete", "warning", 1, "scope")], 1),
        ({"source": ""}, [("figure-incomplete", "warning", 1, "source")], 1),
        ({"value": "some 130"}, [("figure-number", "warning", 1, "value")], 1),
    ],
)
def test_a_figure_needs_an_event_a_measure_and_a_value(changes, problem, kept):
    report = Report()
    assert len(read_figures([{**FIGURE, **changes}], None, report).table) == kept
    assert told(report) == problem


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("130", 130.0),
        ("1,234,567", 1234567.0),
        ("1 234", 1234.0),
        ("0.5", 0.5),
        ("12,34", None),
        ("1_0", None),
        ("nan", None),
        ("some", None),
    ],
)
def test_a_number_may_have_its_thousands_set_apart(written, expected):
    assert to_number(written) == expected


def test_ids_are_set_apart_by_semicolons_unless_the_whole_is_one():
    assert to_ids(" a; b ;;") == ["a", "b"]
    assert to_ids("a; b", {"a; b"}) == ["a; b"]


def test_of_many_ids_that_are_not_listed_the_first_are_looked_for():
    """As where two tables number otherwise: each took as long as there are rows and ids."""
    events = read_records(
        [{"title": "x", "date": "1990", "source": f"press{n % 150}"} for n in range(300)]
    )
    report = Report()
    check_references(events, None, read_sources([{"id": "press", "title": "x"}]).table, report)
    problems = report.problems()
    assert [one.row for one in problems] == list(range(1, 301))
    assert [one.value for one in problems] == [f"press{n % 150}" for n in range(300)]
    near = [one.value for one in problems if [to.value for to in one.suggestions] == ["press"]]
    assert near == [f"press{n}" for n in range(100)] * 2


def test_what_is_named_but_not_listed_is_told_with_the_nearest_id():
    events = read_records(
        [
            {
                "id": "e1",
                "title": "x",
                "date": "1990",
                "source": "press-relase",
                "other_sources": "S1;S2",
            },
            {"id": "e2", "title": "x", "date": "1990", "date_sources": "S1; S9"},
        ]
    )
    sources = read_sources([{"id": one, "title": one} for one in ("press-release", "S1", "S2")])
    figures = read_figures([{**FIGURE, "event": "e3", "source": "S1"}, {**FIGURE, "event": "e1"}])
    report = Report()
    check_references(events, figures.table, sources.table, report)
    assert [(one.code, one.file, one.row, one.column, one.value) for one in report.problems()] == [
        ("source-unknown", "events", 1, "source", "press-relase"),
        ("source-unknown", "events", 2, "date_sources", "S9"),
        ("event-unknown", "figures", 1, "event", "e3"),
        ("source-unknown", "figures", 2, "source", "s"),
    ]
    assert report.problems()[0].suggestions[0].value == "press-release"


def test_without_a_table_of_sources_their_names_are_taken_as_they_are():
    events = read_records([{"title": "x", "date": "1990", "source": "a newspaper"}])
    report = Report()
    check_references(events, None, None, report)
    check_references(events.table, None, None, report)
    assert report.problems() == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("700-800", "the smaller one goes to the column low and the other to high"),
        ("1 700 – 1 800", "the column low"),
        ("12%", "goes to the column measure"),
        ("~ 744", "what the sign says goes to the column qualifier"),
        ("some 744", "words such as 'some' go to the column qualifier"),
    ],
)
def test_of_a_figure_that_is_no_number_it_is_said_where_its_parts_go(value, said):
    rows = [{"event": "e1", "measure": "m", "value": value, "scope": "s", "source": "p"}]
    [one] = [one for one in read_figures(rows).problems if one.code == "figure-number"]
    assert said in one.message
