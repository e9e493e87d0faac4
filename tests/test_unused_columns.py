"""Columns of tables without details: what nothing shows is told, with what may be meant."""

from __future__ import annotations

import pytest

from mapbuilder.config import Config
from mapbuilder.corrections import read_corrections
from mapbuilder.report import Report
from mapbuilder.steps import read_steps


def told(row):
    report = Report()
    read_steps([row], None, report)
    return [
        (one.value, [each.value for each in one.suggestions])
        for one in report.problems()
        if one.code == "column-unknown"
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("heading", ["title"]), ("Body", ["text"]), ("Zoom level", ["zoom"]), ("notes", [])],
)
def test_a_column_of_steps_that_nothing_shows_is_told(written, meant):
    [(_, suggested)] = told({"event": "e1", written: "x"})
    assert suggested == meant


def test_what_is_there_already_is_not_suggested():
    assert told({"title": "One", "heading": "Two"}) == [("heading", [])]


def test_columns_that_are_ours_are_not_told():
    assert told({"id": "a", "event": "e1", "title_az": "Bir", "text": "x", "bbox": ""}) == []


def test_a_column_of_corrections_that_nothing_shows_is_told(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text("date,record,correction,reason_az,reason\n2026-12-01,e1,One,x,y\n", "utf-8")
    report = Report()
    read_corrections(file, Config(title="T", languages=["en", "az"]), {"e1"}, report)
    found = {one.value: one.suggestions for one in report.problems() if "unknown" in one.code}
    assert {name: [one.value for one in near] for name, near in found.items()} == {
        "record": ["event"],
        "correction": ["text"],
        "reason": ["why"],
        "reason_az": ["why_az"],
    }
