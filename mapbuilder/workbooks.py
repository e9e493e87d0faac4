"""Workbooks (XLSX, ODS, XLS) by calamine: a file in, the sheet that holds the table out.

A sheet that is called as one of an exhibit's tables, ``places``, is that table and no other.
Dates come as ISO text and whole numbers without a point, as a CSV of the same sheet would have
them. Rows are numbered as the program that wrote the workbook shows them.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from mapbuilder.cells import (
    WORKBOOKS,
    Sheet,
    known_among,
    note_unread,
    texts_of,
    to_heading,
    to_text,
)
from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.errors import InputError
from mapbuilder.report import Report, Suggestion
from mapbuilder.sheet_marks import Marks, read_marks

TABLES = (
    "events", "places", "sources", "figures", "decisions", "steps", "media", "corrections",
)  # fmt: skip
"""What a sheet may be called to be found by its name."""

_MOST_CELLS = 100_000_000
_DIMENSION = re.compile(rb'<dimension\s+ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"')
# A cell with content: one without is closed at once, as in <c r="A1" s="3"/>.
_CELL = re.compile(rb'<c\s[^>]{0,80}?r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,80}(?<!/)>')
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


_Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Named:
    """What is kept of a sheet that may not be the one that is read."""

    name: str
    header: frozenset[str]
    known: int
    """How many of the names in its header the table may have."""
    count: int
    """Rows below the header with something in them."""
    is_shown: bool

    def fitness(self, table: str | None) -> tuple[bool, bool, int, bool]:
        """How well it fits to be a table, among others."""
        named = _table_named(self.name)
        # A sheet of events may have any name, and one called so may hold a chart's numbers.
        is_meant = table is not None and named == table and (self.known > 0 or table != "events")
        is_free = self.known > 0 and (table is None or named in (table, None))
        return is_meant, is_free, self.known, self.is_shown


@dataclass(frozen=True, slots=True)
class _Cells:
    """The rows of a sheet from its header on."""

    rows: list[list[Any]]
    first: int
    """The number of the header's row."""
    left: int
    """The number of the first column."""
    merged: list[_Range]
    """Rows and columns from 0, the first and the last of each range."""

    def at(self, row: int, column: int) -> tuple[int, int]:
        """Where in ``rows`` a cell is that has these numbers in the sheet."""
        return row - self.first, column - self.left

    def is_filled(self, row: int, column: int) -> bool:
        return (
            0 <= row < len(self.rows)
            and 0 <= column < len(self.rows[0])
            and self.rows[row][column] not in ("", None)
        )


def sheets_named(path: Path) -> tuple[str, ...]:
    """The tables that a workbook has sheets for by their names; none where it cannot be read.

    A sheet without a cell is none, as a template may have it.
    """
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        return ()
    import python_calamine

    try:
        with python_calamine.load_workbook(path) as workbook:
            named = {
                table
                for name in workbook.sheet_names
                if (table := _table_named(name)) is not None
                # That of the events is large, and who reads it says that it is empty.
                and (table == "events" or workbook.get_sheet_by_name(name).start is not None)
            }
    except BaseException as error:
        # Whoever reads the table says what is wrong with the file.
        if not isinstance(error, Exception) and not _is_panic(error):
            raise
        return ()
    return tuple(table for table in TABLES if table in named)


def _is_panic(error: BaseException) -> bool:
    """Whether it is a panic in calamine's Rust code, which is no ``Exception``."""
    return type(error).__name__ == "PanicException"


def _table_named(sheet: str) -> str | None:
    name = to_heading(sheet)
    return name if name in TABLES else None


def read_workbook(
    path: Path, name: str, known: Collection[str], report: Report, table: str | None = None
) -> Sheet:
    """The sheet called as the ``table``, else the one whose header has most of the ``known`` names.

    Of equals it is the first that is shown. Others that look like parts of the same table go to
    ``report``, unless they are called as another: their rows are not read.
    """
    import python_calamine

    try:
        _refuse_vast(path, name)
        with python_calamine.load_workbook(path) as workbook:
            best: tuple[_Named, _Cells] | None = None
            sheets: list[_Named] = []
            looked_at = _looked_at(workbook.sheet_names, table)
            # Those that are passed over are tables of their own.
            is_named = any(map(_table_named, {*workbook.sheet_names} - {*looked_at}))
            for one in workbook.sheets_metadata:
                if one.name not in looked_at:
                    continue
                found = _read_sheet(workbook, one.name)
                if found is None:
                    continue
                rows = found.rows
                sheet = _Named(
                    one.name,
                    frozenset(map(to_heading, rows[0])) - {""},
                    len(known_among(rows[0], known)),
                    sum(any(cell not in ("", None) for cell in row) for row in rows[1:]),
                    one.visible == python_calamine.SheetVisibleEnum.Visible,
                )
                sheets.append(sheet)
                if best is None or sheet.fitness(table) > best[0].fitness(table):
                    best = (sheet, found)
    except InputError:
        raise
    except python_calamine.PasswordError:
        raise InputError(f"{name} is encrypted; save it without a password") from None
    except Exception as error:
        if path.suffix.lower() == ".xlsx" and _begins(path) == _OLE:
            raise InputError(
                f"{name} is encrypted or an old .xls workbook; save it without a password as .xlsx"
            ) from None
        if _begins(path) not in (_OLE, _ZIP):
            raise InputError(
                f"{name} is no workbook by its content; if it is a text, give it the suffix .csv"
            ) from None
        raise InputError(
            f"{name} is not a workbook that can be read ({error}); open it and save it again"
        ) from None
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise InputError(f"{name} is broken; open it and save it again") from None
    if best is None:
        raise InputError(f"{name} has no sheet with a table; its first row must name the columns")
    is_one_of_several = table is not None and (len(sheets) > 1 or is_named)
    own = best[0].name if is_one_of_several else None
    told = f"{name}#{own}" if own else name
    _tell_unread(sheets, best[0], told, table, report)
    cells = best[1]
    marks = read_marks(path, best[0].name)
    _tell_merged(cells, [*cells.merged, *marks.merged], told, report)
    _with_marks(cells, marks, told, report)
    return _to_sheet(cells.rows, cells.first, own)


def _tell_merged(cells: _Cells, merged: list[_Range], name: str, report: Report) -> None:
    for (top, left), (bottom, _) in sorted(merged):
        row, column = cells.at(top + 1, left + 1)
        # What is merged over columns alone, or above the table, is a heading.
        if bottom > top and row > 0 and cells.is_filled(row, column):
            report.add(
                "cell-merged",
                "warning",
                f"the cell is merged with those below it, to row {bottom + 1}, and only row "
                f"{top + 1} has what it shows; take them apart and write it into each row",
                file=name,
                row=top + 1,
                column=to_heading(cells.rows[0][column]),
                value=to_text(cells.rows[row][column]),
            )


def _with_marks(cells: _Cells, marks: Marks, name: str, report: Report) -> None:
    """Writes the errors, which calamine leaves out, into the cells, and tells of dates."""
    for at, error in marks.errors.items():
        row, column = cells.at(*at)
        if 0 < row < len(cells.rows) and 0 <= column < len(cells.rows[0]):
            cells.rows[row][column] = error
    of_column: dict[int, list[int]] = {}
    for at in sorted(marks.undated):
        row, column = cells.at(*at)
        is_filled = row > 0 and cells.is_filled(row, column)
        if is_filled and isinstance(cells.rows[row][column], datetime.date):
            of_column.setdefault(column, []).append(row)
    for column, rows in of_column.items():
        for number, row in enumerate(rows[:ROWS_TOLD], 1):
            more = len(rows) - ROWS_TOLD if number == ROWS_TOLD else 0
            day = to_text(cells.rows[row][column]) or ""
            known = day[: marks.undated[cells.first + row, cells.left + column]]
            report.add(
                "date-format",
                "warning",
                f"the cell shows no day, and holds {day}; if the day is not known, write "
                f"{known} into a cell that is formatted as text"
                + (f"; the same in {counted(more, 'more row')}" if more > 0 else ""),
                file=name,
                row=cells.first + row,
                column=to_heading(cells.rows[0][column]),
                value=day,
                suggestions=(Suggestion(known, "what the cell shows"),),
            )


def _looked_at(names: list[str], table: str | None) -> list[str]:
    """The sheets that may be the table or a part of it, by their names; to read one takes long."""
    if table is None or table not in map(_table_named, names):
        return names
    return [
        name
        for name in names
        if (named := _table_named(name)) == table
        # Who reads the events tells of sheets that no table is called by.
        or (named is None and (table == "events" or table in to_heading(name)))
    ]


def _tell_unread(
    sheets: list[_Named], read: _Named, name: str, table: str | None, report: Report
) -> None:
    for sheet in sheets:
        if sheet is read or not sheet.count or not sheet.known:
            continue
        if table is not None and _table_named(sheet.name) not in (table, None):
            continue
        # A table of another kind has some names in common, such as "id", "lat" and "lon".
        common = len(sheet.header & read.header)
        is_alike = common * 3 >= max(len(sheet.header), len(read.header)) * 2
        if not is_alike and sheet.known < read.known:
            continue
        note_unread(
            "sheet", read.name, sheet.name, sheet.count, name, report, is_shown=sheet.is_shown
        )


def _refuse_vast(path: Path, name: str) -> None:
    """Raises ``InputError`` for an XLSX with a cell so far away that calamine would abort.

    It makes room for the whole rectangle that the cells span, and a process that cannot have so
    much memory ends then and there.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                continue
            with archive.open(member) as stream:
                rows, columns = _extent(stream)
            if rows * columns > _MOST_CELLS:
                raise InputError(
                    f"{name} has a sheet of {counted(rows, 'row')} by "
                    f"{counted(columns, 'column')}; delete the cells beyond the table"
                )


def _extent(stream: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that hold a value."""
    start = stream.read(4096)
    said = _DIMENSION.search(start)
    if said and _column(said[1]) * int(said[2]) <= _MOST_CELLS:
        return int(said[2]), _column(said[1])
    # A sheet that is formatted to its end says so as well; then the cells themselves are asked.
    rows = columns = 0
    rest = start
    while rest:
        for found in _CELL.finditer(rest):
            rows = max(rows, int(found[2]))
            columns = max(columns, _column(found[1]))
        chunk = stream.read(1 << 20)
        rest = rest[-256:] + chunk if chunk else b""
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_sheet(workbook: Any, sheet_name: str) -> _Cells | None:
    """The rows from the header on, or nothing where there is none."""
    sheet = workbook.get_sheet_by_name(sheet_name)
    if sheet.start is None or not sheet.height:
        return None
    rows = sheet.to_python(skip_empty_area=True)
    for index, row in enumerate(rows):
        if any(cell not in ("", None) for cell in row):
            merged = sheet.merged_cell_ranges or []
            return _Cells(rows[index:], sheet.start[0] + index + 1, sheet.start[1] + 1, merged)
    return None


def _begins(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _to_sheet(rows: list[list[Any]], first: int, name: str | None) -> Sheet:
    header = tuple(str(cell) for cell in rows[0])
    body = rows[1:]
    columns = zip(*body, strict=True) if body else ([] for _ in header)
    numbers = pa.array(range(first + 1, first + len(rows)), pa.int64())
    return Sheet(header, tuple(texts_of(column) for column in columns), numbers, name=name)
