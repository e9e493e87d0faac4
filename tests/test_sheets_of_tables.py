"""One workbook with a sheet for each table is an exhibit like a folder of files."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.errors import InputError
from mapbuilder.exhibit import Exhibit, file_of, read_exhibit
from mapbuilder.sarif import to_sarif
from mapbuilder.voice import to_columns
from mapbuilder.workbooks import sheets_named

from .tiny_media import picture

EVENTS = [
    ["id", "date", "title", "place", "source", "media"],
    ["e1", datetime.date(1926, 7, 8), "A tram leaves", "Depot", "s1", "m1"],
    ["e2", "8.7.26", "It comes back", "Depo", "s1"],
    ["e3", "1930", "A new line", "Old Yard", "s1"],
]
SHEETS: dict[str, list[list[Any]]] = {
    "Read me": [["What this is"], ["ask Anna"]],
    "Events": EVENTS,
    "places": [
        ["id", "name", "lat", "lon", "note"],
        ["depot", "Depot", 40.4, 49.8, "By the river"],
        ["x", "X", 140, 49],
    ],
    "Sources ": [["id", "title"], ["s1", "A paper"], ["s2", "Another"]],
    "figures": [["event", "measure", "value", "scope", "source"], ["e9", "trams", 4, "all", "s1"]],
    "steps": [["id", "event", "title"], ["st1", "e1", "It begins"]],
    "decisions": [["toponym", "place", "who"], ["Old Yard", "depot", "A. B."]],
    "media": [["id", "file", "alt", "credit"], ["m1", "tram.png", "A tram", "N. N., 1926 (CC0)"]],
    "corrections": [["date", "event", "text"], ["2026-01-02", "e1", "The day was put right."]],
}


def write(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def workbook(tmp_path) -> Path:
    picture(tmp_path / "tram.png")
    return write(tmp_path / "trams.xlsx", SHEETS)


def told(exhibit: Exhibit) -> set[tuple[str, int | None, str]]:
    return {(one.file, one.row, one.code) for one in exhibit.problems}


def test_each_sheet_is_the_table_that_it_is_called_by(workbook):
    exhibit = read_exhibit(workbook)
    assert exhibit.config.title == "Trams"
    assert exhibit.name == "trams.xlsx#Events"
    assert exhibit.counts["records"] == 3
    assert [(one["toponym"], one["place"], one["kind"]) for one in exhibit.joins.to_pylist()] == [
        ("Depot", "depot", "exhibit"), ("Old Yard", "depot", "decision"),
    ]  # fmt: skip
    assert exhibit.sources["title"].to_pylist() == ["A paper", "Another"]
    assert exhibit.steps["id"].to_pylist() == ["st1"]
    assert [one.texts["alt"] for one in exhibit.media.items] == ["A tram"]
    assert exhibit.corrections["text"].to_pylist() == ["The day was put right."]
    assert [one.name for one in exhibit.inputs] == ["tram.png", "trams.xlsx"]


def test_each_problem_names_its_sheet(workbook):
    assert told(read_exhibit(workbook).checked()) >= {
        ("trams.xlsx#Events", 3, "date-ambiguous"),
        ("trams.xlsx#places", 3, "place-coordinate"),
        ("trams.xlsx#Sources ", 3, "source-unused"),
        ("trams.xlsx#figures", 2, "event-unknown"),
    }
    lines = CliRunner().invoke(main, ["check", str(workbook)]).output
    assert "trams.xlsx#places:3:lat place-coordinate" in lines


def test_a_folder_s_one_workbook_with_a_sheet_of_events_is_its_exhibit(workbook):
    (workbook.parent / "exhibit.toml").write_text('title = "On rails"\n')
    (workbook.parent / "~$trams.xlsx").write_bytes(b"a lock of Excel's")
    exhibit = read_exhibit(workbook.parent)
    assert (exhibit.config.title, exhibit.counts["records"]) == ("On rails", 3)
    assert len(exhibit.joins) == 2
    assert file_of(exhibit, "sources") == workbook
    write(workbook.with_name("other.xlsx"), {"events": EVENTS})
    with pytest.raises(InputError, match=r"other\.xlsx and trams\.xlsx: name one of them"):
        read_exhibit(workbook.parent)
    (workbook.parent / "exhibit.toml").write_text('[tables]\nevents = "trams.xlsx"\n')
    assert told(read_exhibit(workbook.parent)) == told(exhibit)


def test_a_table_may_be_declared_to_be_in_the_workbook(workbook):
    """Then it is the sheet of its name, not the one that is most like it."""
    (workbook.parent / "events.csv").write_text("id,date,title,place\na,1990,T,Depot\n")
    (workbook.parent / "exhibit.toml").write_text('[tables]\nplaces = "trams.xlsx"\n')
    exhibit = read_exhibit(workbook.parent)
    assert exhibit.joins["gazetteer"].to_pylist() == ["trams.xlsx#places"]
    assert exhibit.sources is None


def test_media_that_are_declared_are_looked_through_as_texts(workbook):
    (workbook.parent / "exhibit.toml").write_text(
        '[tables]\nevents = "trams.xlsx"\nmedia = "trams.xlsx"\n'
    )
    media = [one for one in to_columns(read_exhibit(workbook.parent)) if one.table == "media"]
    assert {(one.file, one.name) for one in media} == {("trams.xlsx", "alt")}


def test_a_file_comes_before_a_sheet_which_is_told(workbook):
    (workbook.parent / "places.csv").write_text("id,name,lat,lon\nyard,Depot,40,49\n")
    exhibit = read_exhibit(workbook)
    assert exhibit.joins["place"].to_pylist() == ["yard"]
    [one] = [one for one in exhibit.problems if one.code == "table-unread"]
    assert (one.file, one.value, one.severity) == ("trams.xlsx", "places", "warning")
    assert "'places.csv'; keep one of them" in one.message


def test_a_sheet_without_a_cell_is_no_table(tmp_path):
    path = write(tmp_path / "e.xlsx", {"events": EVENTS[:2], "places": [], "figures": []})
    assert sheets_named(path) == ("events",)
    exhibit = read_exhibit(path)
    assert exhibit.figures is None
    assert not [one for one in exhibit.problems if one.file.endswith("places")]


def test_a_sheet_of_events_without_their_columns_is_not_taken_for_its_name(tmp_path):
    """It may hold the numbers of a chart; of other tables the name alone decides."""
    sheets = {"events": [["year", "n"], [1990, 3]], "Data": EVENTS[:2]}
    exhibit = read_exhibit(write(tmp_path / "e.xlsx", sheets))
    assert exhibit.name == "e.xlsx#Data"
    sheets = {"events": EVENTS[:2], "places": [["Ort", "Breite"], ["Depot", 40.4]]}
    exhibit = read_exhibit(write(tmp_path / "f.xlsx", sheets))
    assert {one.file for one in exhibit.problems if one.severity == "error"} == {"f.xlsx#places"}


def test_a_further_sheet_of_events_or_places_is_told_once(tmp_path):
    sheets = {
        **SHEETS, "1990s": EVENTS, "Places (old)": SHEETS["places"], "lists": [["id", "title"]],
    }  # fmt: skip
    picture(tmp_path / "tram.png")
    unread = [
        (one.file, one.value)
        for one in read_exhibit(write(tmp_path / "e.xlsx", sheets)).problems
        if one.code == "table-unread"
    ]
    assert unread == [("e.xlsx#Events", "1990s"), ("e.xlsx#places", "Places (old)")]


def test_a_workbook_of_one_sheet_is_called_as_its_file(tmp_path):
    sheets = {"Tabelle1": EVENTS[:2], "Tabelle2": [], "Tabelle3": []}
    assert read_exhibit(write(tmp_path / "e.xlsx", sheets)).name == "e.xlsx"


def test_answers_go_into_a_file_that_comes_before_the_sheet(workbook):
    answers = workbook.with_name("answers.txt")
    answers.write_text("1\n")
    rows = [*EVENTS, ["e4", "1931", "Elsewhere", "Springfield", "s1"]]
    write(workbook, {**SHEETS, "Events": rows})
    done = CliRunner().invoke(
        main, ["match", str(workbook), "--who", "M. A.", "--answers", str(answers)]
    )
    assert "answers go into decisions.csv, together with the rows of the sheet" in done.stderr
    written = workbook.with_name("decisions.csv").read_text("utf-8-sig").splitlines()
    assert written[1].startswith("Old Yard,depot,A. B.")
    assert any(line.startswith("Springfield,") for line in written)
    joins = read_exhibit(workbook).joins.to_pylist()
    assert {one["toponym"]: one["kind"] for one in joins} == {
        "Depot": "exhibit", "Old Yard": "decision", "Springfield": "decision",
    }  # fmt: skip


def test_a_hosts_log_names_the_file_and_the_sheet_apart(workbook):
    [one] = [
        one
        for one in to_sarif(read_exhibit(workbook))["runs"][0]["results"]
        if one["ruleId"] == "date-ambiguous"
    ]
    place = one["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "trams.xlsx", "uriBaseId": "EXHIBIT"}}
    assert one["properties"]["sheet"] == "Events"


def test_texts_of_places_are_the_curator_s_in_a_sheet_too(workbook):
    columns = to_columns(read_exhibit(workbook))
    assert {one.file for one in columns if one.table == "places"} == {"trams.xlsx#places"}


def test_a_page_of_a_workbook_is_taken_apart_and_built_again(workbook, tmp_path):
    page = tmp_path / "out" / "trams.html"
    run = CliRunner()
    # A page does not carry pictures' files.
    write(workbook, {**SHEETS, "media": []})
    assert run.invoke(main, ["build", str(workbook), "-o", str(page)]).exit_code == 0
    done = run.invoke(main, ["verify", str(page)])
    assert done.exit_code == 0, done.output
    assert run.invoke(main, ["extract", str(page), str(tmp_path / "got")]).exit_code == 0
    assert read_exhibit(tmp_path / "got" / "trams.xlsx").counts == read_exhibit(workbook).counts
    account = run.invoke(main, ["check", str(workbook), "--format", "json"])
    assert {one["file"] for one in json.loads(account.stdout)["joins"]} == {"trams.xlsx#Events"}


def test_a_workbook_on_which_its_reader_breaks_down_is_told_and_no_table_beside_others(
    tmp_path, monkeypatch
):
    # As those of Rust code come to Python: not among the exceptions.
    panic = type("PanicException", (BaseException,), {})

    def load(path):
        raise panic("attempt to subtract with overflow")

    monkeypatch.setattr("python_calamine.load_workbook", load)
    (tmp_path / "e.xlsx").write_bytes(b"PK\3\4")
    assert sheets_named(tmp_path / "e.xlsx") == ()
    with pytest.raises(InputError, match="has no table of events"):
        read_exhibit(tmp_path)
    with pytest.raises(InputError, match=r"e\.xlsx is broken"):
        read_exhibit(tmp_path / "e.xlsx")
    monkeypatch.setattr("python_calamine.load_workbook", sys.exit)
    with pytest.raises(SystemExit):
        sheets_named(tmp_path / "e.xlsx")
