"""Sources and figures: their tables in, columns of texts out, and checks against the events.

Always true: every source has an id of its own and a title; every figure has an event, a measure and
a value as its source writes it. Nothing is computed from figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.nearest_ids import nearest_among
from mapbuilder.references import COLUMNS as REFERENCE_COLUMNS
from mapbuilder.references import is_reference_file, read_references
from mapbuilder.report import Problem, Report, Severity, shown
from mapbuilder.tables import Table, is_same_row, read_table, to_table, with_known

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.records import Records

_TWO_NUMBERS = re.compile(r"[\d., \xa0]*\d\s*(?:[-–—/]|to|bis|до)\s*\d[\d., \xa0]*")

SOURCE_COLUMNS = (
    "id", "title", "type", "author", "date", "url", "language", "standpoint", "access", "file",
    "sha256", "licence",
)  # fmt: skip
FIGURE_COLUMNS = (
    "event", "measure", "value", "low", "high", "qualifier", "scope", "source", "locator",
)  # fmt: skip
NUMBERS = ("value", "low", "high")

_ID_COLUMNS = ("source", "other_sources", "date_sources")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ ,\u00a0\u202f'][0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one table."""

    table: pa.Table
    """``row``, ``SOURCE_COLUMNS`` and whatever else the table has, all texts."""
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``Exhibit.of`` hands them on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one table."""

    table: pa.Table
    """``row``, ``FIGURE_COLUMNS`` as written, other columns, and the numbers: ``value_number``,
    ``low_number`` and ``high_number`` are null where the text is no number."""
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``Exhibit.of`` hands them on."""


def read_sources(
    source: Path | str | object,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> Sources:
    """The sources of a file or a data frame; what is wrong with them goes to ``report``."""
    own = Report() if report is None else report
    table = _read(source, config, own, name or "sources", SOURCE_COLUMNS)
    sources = _sources(table, own)
    return Sources(sources, own.problems() if report is None else ())


def _sources(table: Table, report: Report) -> pa.Table:
    columns = with_known(table, SOURCE_COLUMNS)
    rows = columns["row"].to_pylist()
    first: dict[str, int] = {}
    kept: list[int] = []
    titles = columns["title"].to_pylist()
    for index, identity in enumerate(columns["id"].to_pylist()):
        if identity is None:
            report.add(
                "source-incomplete",
                "error",
                "a source needs an id, by which events name it",
                file=table.name,
                row=rows[index],
                column="id",
            )
            continue
        if identity in first:
            cure = "give each its own"
            if is_same_row(table, rows.index(first[identity]), index):
                cure = "the rows are the same, so take one of them out"
            report.add(
                "source-id-duplicate",
                "error",
                f"the id {shown(identity)} is that of row {first[identity]}; {cure}",
                file=table.name,
                row=rows[index],
                column="id",
                value=identity,
            )
            continue
        first[identity] = rows[index]
        kept.append(index)
        if titles[index] is None:
            titles[index] = identity
            report.add(
                "source-incomplete",
                "warning",
                "the source has no title; its id stands for it",
                file=table.name,
                row=rows[index],
                column="title",
            )
    at = columns.column_names.index("title")
    columns = columns.set_column(at, "title", pa.array(titles, pa.string()))
    return columns.take(pa.array(kept, pa.int64()))


def read_figures(
    source: Path | str | object,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> Figures:
    """The figures of a file or a data frame; what is wrong with them goes to ``report``."""
    own = Report() if report is None else report
    table = _read(source, config, own, name or "figures", FIGURE_COLUMNS)
    figures = _figures(table, own)
    return Figures(figures, own.problems() if report is None else ())


def _figures(table: Table, report: Report) -> pa.Table:
    columns = with_known(table, FIGURE_COLUMNS)
    kept: list[int] = []
    for index, figure in enumerate(columns.select(["row", *FIGURE_COLUMNS]).to_pylist()):
        missing = [column for column in ("event", "measure") if figure[column] is None]
        if all(figure[column] is None for column in NUMBERS):
            missing.append("value")
        weak = [column for column in ("scope", "source") if figure[column] is None]
        for column in missing or weak:
            severity: Severity = "error" if missing else "warning"
            report.add(
                "figure-incomplete",
                severity,
                f"a figure needs its {column}" + ("; it is left out" if missing else ""),
                file=table.name,
                row=figure["row"],
                column=column,
            )
        if missing:
            continue
        kept.append(index)
        for column in NUMBERS:
            written = figure[column]
            if written is not None and to_number(written) is None:
                report.add(
                    "figure-number",
                    "warning",
                    f"{shown(written)} is not a number; {_number_hint(written)}; it is shown as "
                    "written",
                    file=table.name,
                    row=figure["row"],
                    column=column,
                    value=written,
                )
    columns = columns.take(pa.array(kept, pa.int64()))
    for column in NUMBERS:
        numbers = [
            None if text is None else to_number(text) for text in columns[column].to_pylist()
        ]
        columns = columns.append_column(f"{column}_number", pa.array(numbers, pa.float64()))
    return columns


def to_number(written: str) -> float | None:
    """The number that a cell holds, also as ``1,234`` or ``1 234``; ``None`` for anything else."""
    text = written.strip()
    if _THOUSANDS.fullmatch(text):
        text = re.sub("[^0-9]", "", text)
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _number_hint(written: str) -> str:
    """Where what stands beside a number, or instead of one, belongs."""
    if _TWO_NUMBERS.fullmatch(written):
        return "of two numbers the smaller one goes to the column low and the other to high"
    if "%" in written:
        return "the sign of per cent goes to the column measure"
    if written[0] in "<>~≈≥≤±":
        return "what the sign says goes to the column qualifier in a word, such as 'over'"
    return "words such as 'some' go to the column qualifier"


def _read(
    source: Path | str | object,
    config: Config | None,
    report: Report,
    name: str,
    known: Sequence[str],
) -> Table:
    is_sources = known is SOURCE_COLUMNS
    if is_sources and isinstance(source, (str, Path)) and is_reference_file(Path(source)):
        rows = read_references(Path(source))
        return to_table(rows, Path(source).name, report, known=(*known, *REFERENCE_COLUMNS))
    if isinstance(source, (str, Path)):
        return read_table(
            Path(source),
            report,
            known=known,
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
            table="sources" if is_sources else "figures",
        )
    return to_table(source, name, report, known=known)


def _name_of(table: pa.Table, otherwise: str) -> str:
    name: bytes = (table.schema.metadata or {}).get(b"name", otherwise.encode())
    return name.decode()


def to_ids(cell: str, known: Iterable[str] = ()) -> list[str]:
    """The ids in a cell, set apart by ``;``; a cell that is a known id as a whole is that one."""
    if cell in known:
        return [cell]
    return [part for written in cell.split(";") if (part := written.strip())]


def check_references(
    events: pa.Table | Records,
    figures: pa.Table | None,
    sources: pa.Table | None,
    report: Report,
) -> None:
    """Reports sources and events that are named but not listed, each with the nearest id.

    Without a table of sources their names are taken as they are.
    """
    table = events if isinstance(events, pa.Table) else events.table
    if sources is not None:
        known = set(sources["id"].to_pylist())
        where = _name_of(sources, "sources")
        for column in _ID_COLUMNS:
            _check_ids(table, "events", column, known, "source-unknown", where, report)
    if figures is not None:
        ids = set(table["id"].to_pylist())
        check_figure_references(figures, ids, _name_of(table, "events"), sources, report)


def check_figure_references(
    figures: pa.Table, ids: set[str], where: str, sources: pa.Table | None, report: Report
) -> None:
    """Reports sources and events that figures name and that are not there.

    ``ids`` are those of events that are, and ``where`` is what messages call their table.
    """
    if sources is not None:
        known = set(sources["id"].to_pylist())
        of_sources = _name_of(sources, "sources")
        _check_ids(figures, "figures", "source", known, "source-unknown", of_sources, report)
    _check_ids(figures, "figures", "event", ids, "event-unknown", where, report)


def _check_ids(
    table: pa.Table,
    otherwise: str,
    column: str,
    known: set[str],
    code: str,
    where: str,
    report: Report,
) -> None:
    """A problem for each row, up to a number, that names what is not known."""
    encoded = pc.dictionary_encode(table[column].combine_chunks())
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(encoded.dictionary) + 1)).tolist()
    nearest = nearest_among(known)
    for number, cell in enumerate(encoded.dictionary.to_pylist()):
        if cell is None:
            continue
        parts = [cell] if column == "event" else to_ids(cell, known)
        for identity in parts:
            if identity in known:
                continue
            rows = order[starts[number] : starts[number + 1]]
            told = rows[:ROWS_TOLD].tolist()
            for index in told:
                more = len(rows) - len(told)
                also = (
                    f"; the same in {counted(more, 'more row')}"
                    if more and index == told[-1]
                    else ""
                )
                report.add(
                    code,
                    "warning",
                    f"{shown(identity)} is no id in {where}{also}",
                    file=_name_of(table, otherwise),
                    row=table["row"][index].as_py(),
                    column=column,
                    value=identity,
                    suggestions=nearest(identity),
                )
