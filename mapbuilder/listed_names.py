"""Listed names: cells of several names of a place as people write them in, as places have them out.

Always true: names are set apart by bars and their years stand in square brackets; what is changed
is told, once for each column of a table, and a text that may be one name stays one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.tables import Table

# Behind its years a former name has ended.
_AFTER_YEARS = re.compile(r"(?:(?<=\])|(?<=[\d–—/-]\))|(?<=\d{4}))\s*,\s*(?=\S)")
_DASH = r"\s*[-–—/]\s*"
# In round brackets either end may be open; without any a year alone may belong to the name.
_YEARS = re.compile(
    rf"\s*(?:\(\s*(?:(?P<a>\d{{3,4}}){_DASH}(?P<b>\d{{3,4}})?|[-–—/]\s*(?P<until>\d{{3,4}}))\s*\)"
    rf"|(?<=\s)(?P<c>\d{{4}}){_DASH}(?P<d>\d{{4}})?)\s*"
)

_MAY_BE_YEARS = r"[0-9]{3,4}\s*(?:[-–—/]|\))"


def with_listed_names(table: Table, report: Report) -> Table:
    """The table with its columns ``names`` and ``former_names`` in the form that places have."""
    columns = table.columns
    for column in ("names", "former_names"):
        if column not in columns.column_names:
            continue
        given = columns[column]
        written = _set_apart(given, column, table, report)
        written = _with_years(written, column, table, report)
        if written is not given:
            columns = columns.set_column(columns.column_names.index(column), column, written)
    return table if columns is table.columns else replace(table, columns=columns)


def _set_apart(
    cells: pa.ChunkedArray, column: str, table: Table, report: Report
) -> pa.ChunkedArray:
    # A list as JSON, which GeoJSON and Parquet give, is read later.
    lists = pc.if_else(pc.starts_with(cells, "["), None, cells)
    if _any(pc.match_substring(lists, "|")):
        return cells
    if column == "former_names" and _any(pc.match_substring(lists, ",")):
        found = _each(lists, pc.match_substring(lists, ","), _behind_years)
        if found is not lists:
            _tell("commas behind years are read as '|'", None, column, table, report)
            cells, lists = pc.coalesce(found, cells), found
    if _any(pc.match_substring_regex(lists, "[;\n]")):
        mark = "';'" if _any(pc.match_substring(lists, ";")) else "a new line"
        _tell(
            f"names that {mark} sets apart are read as if '|' did it", None, column, table, report
        )
        barred = pc.utf8_trim(lists, " ;\n")
        return pc.coalesce(pc.replace_substring_regex(barred, r"\s*[;\n]\s*", "|"), cells)
    at = pc.index(pc.match_substring(lists, ","), True).as_py()
    if at >= 0:
        written = shown(lists[at].as_py())
        told = f"{written} is read as one name; if it is several, set them apart by '|'"
        _tell(told, at, column, table, report)
    return cells


def _behind_years(cell: str) -> str:
    return _AFTER_YEARS.sub("|", cell)


def _with_years(
    cells: pa.ChunkedArray, column: str, table: Table, report: Report
) -> pa.ChunkedArray:
    outside = pc.replace_substring_regex(cells, r"\[[^\]]*\]", "")
    may_have = pc.match_substring_regex(outside, _MAY_BE_YEARS)
    found = _each(cells, may_have, lambda cell: "|".join(map(_in_brackets, cell.split("|"))))
    if found is not cells:
        at = pc.index(pc.fill_null(pc.not_equal(found, cells), False), True).as_py()
        told = f"years beside names are read as if in square brackets: {shown(found[at].as_py())}"
        _tell(told, at, column, table, report)
    return found


def _any(flags: pa.ChunkedArray) -> bool:
    return bool(pc.any(flags).as_py())


def _each(
    cells: pa.ChunkedArray, some: pa.ChunkedArray, change: Callable[[str], str]
) -> pa.ChunkedArray:
    """The cells, some of them changed; the very same ones where nothing changes."""
    rows = pc.indices_nonzero(pc.fill_null(some, False)).to_pylist()
    changed = {
        row: written
        for row, cell in zip(rows, cells.take(pa.array(rows, pa.int64())).to_pylist(), strict=True)
        if (written := change(cell)) != cell
    }
    if not changed:
        return cells
    texts = cells.to_pylist()
    for row, written in changed.items():
        texts[row] = written
    return pa.chunked_array([pa.array(texts, pa.string())])


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
