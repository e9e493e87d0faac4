"""Listed names: cells of several names of a place as people write them in, as places have them out.

Always true: names are set apart by bars and their years stand in square brackets; what is changed
is told, once for each column of a table, and a text that may be one name stays one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.tables import Table

_MARKS = re.compile(r"\s*[;\n]\s*")
# Behind its years a former name has ended.
_AFTER_YEARS = re.compile(r"(?:(?<=\])|(?<=[\d–—/-]\))|(?<=\d{4}))\s*,\s*(?=\S)")
_DASH = r"\s*[-–—/]\s*"
# In round brackets either end may be open; without any a year alone may belong to the name.
_YEARS = re.compile(
    rf"\s*(?:\(\s*(?:(?P<a>\d{{3,4}}){_DASH}(?P<b>\d{{3,4}})?|[-–—/]\s*(?P<until>\d{{3,4}}))\s*\)"
    rf"|(?<=\s)(?P<c>\d{{4}}){_DASH}(?P<d>\d{{4}})?)\s*"
)


def with_listed_names(table: Table, report: Report) -> Table:
    """The table with its columns ``names`` and ``former_names`` in the form that places have."""
    columns = table.columns
    for column in ("names", "former_names"):
        if column not in columns.column_names:
            continue
        given = columns[column].to_pylist()
        written = _set_apart(given, column, table, report)
        written = _with_years(written, column, table, report)
        if written != given:
            at = columns.column_names.index(column)
            columns = columns.set_column(at, column, pa.array(written, pa.string()))
    return table if columns is table.columns else replace(table, columns=columns)


def _set_apart(
    cells: list[str | None], column: str, table: Table, report: Report
) -> list[str | None]:
    lists = [cell for cell in cells if cell and not cell.startswith("[")]
    if not lists or any("|" in cell for cell in lists):
        return cells
    if column == "former_names" and any(map(_AFTER_YEARS.search, lists)):
        _tell("commas behind years are read as '|'", None, column, table, report)
        cells = [cell and _AFTER_YEARS.sub("|", cell) for cell in cells]
        lists = [cell for cell in cells if cell]
    if any(_MARKS.search(cell) for cell in lists):
        mark = "';'" if any(";" in cell for cell in lists) else "a new line"
        _tell(
            f"names that {mark} sets apart are read as if '|' did it", None, column, table, report
        )
        return [
            cell if not cell or cell.startswith("[") else _MARKS.sub("|", cell.strip(" ;\n"))
            for cell in cells
        ]
    first = next((cell for cell in lists if "," in cell), None)
    if first is not None:
        told = f"{shown(first)} is read as one name; if it is several, set them apart by '|'"
        _tell(told, cells.index(first), column, table, report)
    return cells


def _with_years(
    cells: list[str | None], column: str, table: Table, report: Report
) -> list[str | None]:
    found = [cell and "|".join(map(_in_brackets, cell.split("|"))) for cell in cells]
    if found != cells:
        at = next(at for at, cell in enumerate(cells) if cell != found[at])
        told = f"years beside names are read as if in square brackets: {shown(found[at])}"
        _tell(told, at, column, table, report)
    return found


def _in_brackets(name: str) -> str:
    """One name, its years in square brackets where they stand at its end otherwise."""
    if "[" in name or (years := _at_end(name)) is None:
        return name
    start = years["a"] or years["c"] or ""
    end = years["b"] or years["d"] or years["until"] or ""
    return f"{name[: years.start()].rstrip()} [{start}/{end}]"


def _at_end(name: str) -> re.Match[str] | None:
    last = None
    for found in _YEARS.finditer(name):
        last = found
    return last if last is not None and last.start() and last.end() == len(name) else None


def _tell(told: str, at: int | None, column: str, table: Table, report: Report) -> None:
    report.add(
        "place-names-form",
        "note",
        told,
        file=table.name,
        row=None if at is None else table.rows[at].as_py(),
        column=column,
        value=None if at is None else table.columns[column][at].as_py(),
    )
