"""Problems are collected in any order and told in one, on lines that steer no terminal."""

from __future__ import annotations

import ast
import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapbuilder
from mapbuilder.report import (
    CODES,
    Later,
    Problem,
    Report,
    Suggestion,
    shown,
    to_json_object,
    to_line,
)

PACKAGE = Path(mapbuilder.__file__).parent


def problem(**changes):
    fields = {
        "code": "place-unknown",
        "severity": "warning",
        "file": "events.csv",
        "row": 7,
        "column": "place",
        "value": "Bakki",
        "message": "'Bakki' is not a place",
    }
    return Problem(**{**fields, **changes})


def test_what_another_report_collected_is_added_once():
    report = Report()
    report.add_all([problem(), problem(row=8)])
    report.add_all([problem(), problem(row=9)])
    assert [one.row for one in report.problems()] == [7, 8, 9]


def test_problems_are_told_by_file_row_column_and_code_whoever_added_them_first():
    def report(order):
        collected = Report()
        for row, column in order:
            collected.add("place-unknown", "note", "m", file="e.csv", row=row, column=column)
        return [(one.row, one.column) for one in collected.problems()]

    places = [(None, None), (2, "date"), (2, "place"), (10, "date")]
    assert report(places) == report(places[::-1]) == places


def test_a_code_that_nobody_documented_is_refused():
    with pytest.raises(KeyError):
        Report().add("no-such-code", "error", "m", file="e.csv")


def test_codes_are_sorted_and_each_has_one_sentence():
    assert list(CODES) == sorted(CODES)
    assert all(text.endswith(".") and text[0].isupper() for text in CODES.values())


def test_every_code_is_used_somewhere():
    used = set()
    for path in PACKAGE.glob("*.py"):
        if path.name == "report.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
    assert sorted(set(CODES) - used) == []


def test_severities_are_counted():
    report = Report()
    for severity in ("error", "note", "error"):
        report.add("place-unknown", severity, "m", file="e.csv")
    assert [report.count(one) for one in ("error", "warning", "note")] == [2, 0, 1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "events.csv:7:place place-unknown: 'Bakki' is not a place"),
        ({"row": None, "column": None}, "events.csv place-unknown: 'Bakki' is not a place"),
        ({"column": None}, "events.csv:7 place-unknown: 'Bakki' is not a place"),
        (
            {"suggestions": (Suggestion("Bakı"), Suggestion("Balakən"))},
            "events.csv:7:place place-unknown: 'Bakki' is not a place (nearest: Bakı, Balakən)",
        ),
        (
            {"message": "a\nb\x1b[31m\u202e"},
            r"events.csv:7:place place-unknown: a\nb\x1b[31m\u202e",
        ),
    ],
)
def test_a_problem_is_one_line(changes, expected):
    assert to_line(problem(**changes)) == expected


@given(st.text(), st.text(), st.text(), st.text(max_size=50))
def test_no_text_leaves_its_line(file, column, message, value):
    line = to_line(
        problem(file=file, column=column, message=message, suggestions=(Suggestion(value),))
    )
    assert line.isprintable()


def test_a_long_message_keeps_its_end_which_says_what_would_be_right():
    line = to_line(problem(message=f"{'x' * 100_000} is wrong; write y"))
    assert len(line) < 600
    assert line.endswith("is wrong; write y")


def test_a_value_is_cut_where_a_message_quotes_it():
    assert shown("a'b") == '"a\'b"'
    assert len(shown("x" * 1000)) < 100


def test_a_suggestion_of_a_place_has_its_coordinate_and_any_other_its_value():
    place = Suggestion("baku", "one letter apart", "baku", "Baku", "AZ", 49.8, 40.4, 92.0)
    other = Suggestion("1990-01-02", "month first")
    found = to_json_object(problem(suggestions=(place, other)))
    assert json.loads(json.dumps(found))["suggestions"] == [
        {
            "place": "baku",
            "label": "Baku",
            "country": "AZ",
            "lon": 49.8,
            "lat": 40.4,
            "score": 92.0,
            "why": "one letter apart",
            "feature": None,
            "distance_km": None,
        },
        {"value": "1990-01-02", "why": "month first"},
    ]
    assert list(found) == [
        "code", "severity", "file", "row", "column", "value", "message", "suggestions",
    ]  # fmt: skip


def test_suggestions_are_made_once_somebody_looks_at_them():
    made = []

    def make(number):
        made.append(number)
        return (Suggestion("Baku"), Suggestion("Bakı"))

    report = Report()
    later = Later(make, 7)
    report.add("place-unknown", "warning", "m", file="f", row=3, column="place", suggestions=later)
    report.add("place-unknown", "warning", "m", file="f", row=2, column="place")
    more = Report()
    more.add_all(report.problems())
    more.add_all(report.problems())
    assert made == []
    problem = more.problems()[1]
    assert problem.suggestions == (Suggestion("Baku"), Suggestion("Bakı"))
    assert (Suggestion("Baku"), Suggestion("Bakı")) == problem.suggestions
    assert problem.suggestions == Later(make, 7)
    assert problem.suggestions[:1] == (Suggestion("Baku"),)
    assert [one.value for one in problem.suggestions] == ["Baku", "Bakı"]
    assert hash(later) == hash(tuple(later))
    assert type(pickle.loads(pickle.dumps(problem)).suggestions) is tuple
    assert repr(problem) == repr(replace(problem, suggestions=tuple(later)))
    assert made == [7, 7]
