"""Workbooks: the sheet that holds the table, with the row numbers that its program shows."""

from __future__ import annotations

import datetime

import openpyxl
import pytest

from mapbuilder.errors import InputError
from mapbuilder.report import Report
from mapbuilder.workbooks import read_workbook

from .sheets import write_ods

KNOWN = ("id", "date", "title")


@pytest.fixture
def workbook(tmp_path):
    def write(*sheets, name="e.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for number, rows in enumerate(sheets):
            sheet = book.create_sheet(f"Sheet{number}")
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def read(path, report=None):
    sheet = read_workbook(path, path.name, KNOWN, report or Report())
    columns = zip(sheet.header, sheet.columns, strict=True)
    return {name: column.to_pylist() for name, column in columns}, sheet.rows.to_pylist()


def test_cells_are_texts_as_a_csv_would_have_them(workbook):
    path = workbook(
        [
            ["id", "date", "title", "n"],
            ["a", datetime.date(1990, 1, 20), "Two\nlines", 40.5],
            [7, 1943, True, 1e20],
        ]
    )
    assert read(path) == (
        {
            "id": ["a", "7"],
            "date": ["1990-01-20", "1943"],
            "title": ["Two\nlines", "true"],
            "n": ["40.5", "1e+20"],
        },
        [2, 3],
    )


def test_empty_rows_above_and_within_the_table_are_counted(workbook):
    path = workbook([[None], [None], ["id", "title"], ["a", "x"], [None, None], ["b", "y"]])
    columns, rows = read(path)
    assert columns["id"] == ["a", "", "b"]
    assert rows == [4, 5, 6]


def test_the_sheet_with_most_known_names_is_the_table(workbook):
    path = workbook([["notes"], ["read me"]], [["id", "Date", "Title"], ["a", "1990", "x"]], [[]])
    assert read(path)[0]["Title"] == ["x"]


def told(path):
    report = Report()
    columns, _ = read(path, report)
    problems = [(one.code, one.severity, one.value) for one in report.problems()]
    return columns["id"], problems, " ".join(one.message for one in report.problems())


def test_a_sheet_of_the_same_columns_that_is_not_read_is_told(workbook):
    path = workbook(
        [["id", "date", "title"], ["a", 1990, "x"]],
        [["id", "date", "notes"], ["b", 1991, "y"], [], ["c", 1991, "z"]],
        [["id", "name", "title", "lat"], ["baku", "Baku", "B", 40]],
        [["id", "date", "title"]],
    )
    ids, problems, message = told(path)
    assert ids == ["a"]
    assert problems == [("table-unread", "warning", "Sheet1")]
    assert "the sheet 'Sheet1' has such columns too, and 2 rows; only 'Sheet0' is read" in message


def test_of_equal_sheets_one_that_is_shown_is_read(workbook):
    path = workbook([["id", "date"], ["old", 1990]], [["id", "date"], ["new", 1990]])
    book = openpyxl.load_workbook(path)
    book["Sheet0"].sheet_state = "hidden"
    book.create_chartsheet("Chart", 0)
    book.save(path)
    ids, problems, message = told(path)
    assert ids == ["new"]
    assert problems == [("table-unread", "note", "Sheet0")]
    assert "the hidden sheet 'Sheet0'" in message


def test_a_sheet_that_would_do_as_well_is_told_however_many_other_columns_there_are(workbook):
    path = workbook(
        [["id", "date", "title", "place", "text", "n"], ["a", 1990, "x", "Baku", "t", 1]],
        [["id", "title", "date", "author"], ["paper", "The paper", 1930, "N"]],
    )
    assert told(path)[:2] == (["a"], [("table-unread", "warning", "Sheet1")])


def test_an_ods_file_is_read_as_well(tmp_path):
    write_ods(tmp_path / "e.ods", [["id", "date"], ["ə & <b>", 1990], ["", "1991"]])
    assert read(tmp_path / "e.ods") == ({"id": ["ə & <b>", ""], "date": ["1990", "1991"]}, [2, 3])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("e.xlsx", b"PK\x03\x04 cut short", "not a workbook that can be read"),
        ("e.xlsx", b"text", "no workbook by its content; if it is a text, give it the suffix .csv"),
        ("e.ods", b"", "no workbook by its content"),
        ("e.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "without a password"),
    ],
)
def test_what_is_no_workbook_is_one_sentence(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said) as raised:
        read(tmp_path / name)
    assert "\n" not in str(raised.value)


def test_a_workbook_without_a_table_is_refused(workbook):
    with pytest.raises(InputError, match="has no sheet with a table"):
        read(workbook([]))


def test_a_cell_far_away_does_not_fill_the_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.active["XFD1048576"] = "stray"
    book.save(tmp_path / "e.xlsx")
    with pytest.raises(InputError, match="delete the cells beyond the table"):
        read(tmp_path / "e.xlsx")
