"""What a workbook shows and calamine does not hand on is told with the cell."""

from __future__ import annotations

import datetime
import zipfile

import openpyxl
import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.report import Report
from mapbuilder.sheet_marks import Marks, read_marks
from mapbuilder.workbooks import read_workbook

from .sheets import write_ods

DAY = datetime.date(1926, 7, 1)
HEADER = ["id", "date", "title", "place"]


@pytest.fixture
def book(tmp_path):
    """A workbook whose table begins in the third row and the second column."""
    workbook = openpyxl.Workbook()
    first = workbook.active
    first.title = "Notes & more"
    first["A1"] = "#N/A"
    sheet = workbook.create_sheet("events")
    for row, cells in enumerate([HEADER, ["a", DAY, "A", "Baku"], ["b", DAY, "B", "Baku"]], 3):
        for column, cell in enumerate(cells, 2):
            sheet.cell(row, column, cell)

    def save(name: str = "e.xlsx"):
        workbook.save(tmp_path / name)
        return tmp_path / name

    return sheet, save


def told(path, code):
    report = Report()
    sheet = read_workbook(path, path.name, HEADER, report)
    problems = [(one.row, one.column, one.value) for one in report.problems() if one.code == code]
    return sheet, problems


def test_an_error_of_a_formula_is_told_and_an_empty_cell(book):
    sheet, save = book
    sheet["E4"], sheet["E5"] = "#N/A", "#DIV/0!"
    path = save()
    assert read_marks(path, "events").errors == {(4, 5): "#N/A", (5, 5): "#DIV/0!"}
    assert read_marks(path, "Notes & more").errors == {(1, 1): "#N/A"}
    exhibit = read_exhibit(path)
    assert exhibit.events["place"].to_pylist() == [None, None]
    found = [one for one in exhibit.problems if one.code == "cell-error"]
    assert [(one.row, one.column, one.value, one.severity) for one in found] == [
        (4, "place", "#N/A", "warning"), (5, "place", "#DIV/0!", "warning"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "#N/A",
        "#BEZUG!",
        "#ССЫЛКА!",
        "#YOK",
        "#NOM?",
        "Err:502",
        "########",
        "#¡REF!",
        "NULL",
        "\\N",
    ],
)
def test_an_error_is_known_in_a_csv_of_any_language(tmp_path, written):
    path = tmp_path / "e.csv"
    path.write_text(f"date,title,text\n1990,T,{written}\n", encoding="utf-8")
    exhibit = read_exhibit(path)
    assert exhibit.events["text"].to_pylist() == [None]
    assert [one.value for one in exhibit.problems if one.code == "cell-error"] == [written]


@pytest.mark.parametrize(
    "written", ["#metoo", "# 5", "#1", "###", "No. #N/A", "#NVIDIA", "Null", "NULLUS"]
)
def test_a_text_with_such_a_sign_is_a_text(tmp_path, written):
    (tmp_path / "e.csv").write_text(f"date,title\n1990,{written}\n")
    assert read_exhibit(tmp_path / "e.csv").events["title"].to_pylist() == [written]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("mmm-yy", "1926-07"),
        ("[$-419]mmmm\\ yyyy;@", "1926-07"),
        ('yyyy"年"m"月"', "1926-07"),
        ("yyyy", "1926"),
        ("dd.mm.yyyy", None),
        ("[$-F800]dddd, mmmm dd, yyyy", None),
        ("d-mmm", None),
        ("yyyy-mm-dd hh:mm", None),
        ("General", None),
    ],
)
def test_a_date_that_shows_no_day_is_told_with_what_it_shows(book, code, shows):
    sheet, save = book
    sheet["C5"].number_format = code
    path = save()
    _, problems = told(path, "date-format")
    assert problems == ([(5, "date", "1926-07-01")] if shows else [])
    report = Report()
    read_workbook(path, path.name, HEADER, report)
    assert [one.suggestions[0].value for one in report.problems()] == ([shows] if shows else [])


def test_of_many_such_dates_the_first_are_told_and_the_rest_is_counted(book):
    sheet, save = book
    for row in range(4, 40):
        sheet.cell(row, 3, DAY).number_format = "mmm yy"
    _, problems = told(save(), "date-format")
    assert [row for row, *_ in problems] == list(range(4, 24))
    report = Report()
    read_workbook(save(), "e.xlsx", HEADER, report)
    assert report.problems()[-1].message.endswith("; the same in 16 more rows")


def test_cells_merged_over_rows_are_told(book):
    sheet, save = book
    sheet.merge_cells("B1:E2")
    sheet.merge_cells("C4:C5")
    sheet.merge_cells("D5:E5")
    _, problems = told(save(), "cell-merged")
    assert problems == [(4, "date", "1926-07-01")]


def test_an_empty_cell_before_one_with_a_mark_hides_it_not(book):
    sheet, save = book
    sheet["B5"] = None
    for cell in ("B5", "C5"):
        sheet[cell].number_format = "mmm-yy"
    assert read_marks(save(), "events").undated == {(5, 3): 7}


def test_another_format_or_a_broken_part_has_no_marks(book, tmp_path):
    write_ods(tmp_path / "e.ods", [["id"], ["a"]])
    assert read_marks(tmp_path / "e.ods", "Sheet1") == Marks()
    _, save = book
    assert read_marks(save(), "no such sheet") == Marks()
    (tmp_path / "no.xlsx").write_bytes(b"PK no archive")
    assert read_marks(tmp_path / "no.xlsx", "events") == Marks()


def test_an_ods_tells_errors_and_cells_merged_over_rows(tmp_path):
    """Rows and cells that are alike stand in it once, with their number."""
    path = tmp_path / "e.ods"
    write_ods(
        path,
        [["id", "date", "title"], ["a", "1990", "A"], ["MERGED", "1991", "B"], ["c", "ERROR", "C"]],
    )
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    content = members["content.xml"]
    error = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#REF!'
    spanned = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>m'
    plain = '<table:table-cell office:value-type="string"><text:p>'
    content = content.replace(f"{plain}ERROR", error).replace(f"{plain}MERGED", spanned)
    content = content.replace(
        "<office:document-content ", '<office:document-content xmlns:calcext="urn:x" '
    )
    first = "<table:table-row>"
    gap = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    members["content.xml"] = content.replace(first, gap + first, 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    marks = read_marks(path, "Sheet1")
    assert marks.errors == {(7, 2): "#REF!"}
    assert marks.merged == [((5, 0), (6, 0))]
    found = {(one.code, one.row, one.column) for one in read_exhibit(path).problems}
    assert {("cell-error", 7, "date"), ("cell-merged", 6, "id")} <= found
