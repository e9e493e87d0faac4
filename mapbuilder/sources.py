"""Sources and figures: their tables in, columns of texts out, and checks against the events.

Always true: every source has an id of its own and a title; every figure has an event, a measure and
a value as its source writes it. Nothing is computed from figures.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.report import Problem, Report, Severity, Suggestion, shown
from mapbuilder.tables import ROWS_TOLD, Table, nearest_ids, read_table, to_table, with_known

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.records import Records

SOURCE_COLUMNS = (
    "id", "title", "type", "author", "date", "url", "language", "standpoint", "access", "file",
    "licence",
)  # fmt: skip
FIGURE_COLUMNS = (
    "event", "measure", "value", "low", "high", "qualifier", "scope", "source", "locator",
)  # fmt: skip
NUMBERS = ("value", "low", "high")

_ID_COLUMNS = ("source", "other_sources", "date_sources")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ ,\u00a0\u202f'][0-9]{3})+")
# What a quotation leaves out is marked in it.
_OMISSION = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")
_LARGEST_TEXT = 2_000_000
_NEAR = 60


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
            report.add(
                "source-id-duplicate",
                "error",
                f"the id {shown(identity)} is that of row {first[identity]}; give each its own",
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
                    f"{shown(written)} is not a number; words such as 'some' go to the column "
                    "qualifier; it is shown as written",
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


def _read(
    source: Path | str | object,
    config: Config | None,
    report: Report,
    name: str,
    known: Sequence[str],
) -> Table:
    if isinstance(source, (str, Path)):
        return read_table(
            Path(source),
            report,
            known=known,
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
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
            _check_ids(figures, "figures", "source", known, "source-unknown", where, report)
    if figures is not None:
        known = set(table["id"].to_pylist())
        where = _name_of(table, "events")
        _check_ids(figures, "figures", "event", known, "event-unknown", where, report)


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
    cells = table[column].combine_chunks()
    encoded = pc.dictionary_encode(cells)
    for number, cell in enumerate(encoded.dictionary.to_pylist()):
        if cell is None:
            continue
        parts = [cell] if column == "event" else to_ids(cell, known)
        for identity in parts:
            if identity in known:
                continue
            rows = pc.indices_nonzero(pc.equal(encoded.indices, number))
            told = rows[:ROWS_TOLD].to_pylist()
            for index in told:
                more = len(rows) - len(told)
                also = f"; the same in {more:,} more rows" if more and index == told[-1] else ""
                report.add(
                    code,
                    "warning",
                    f"{shown(identity)} is no id in {where}{also}",
                    file=_name_of(table, otherwise),
                    row=table["row"][index].as_py(),
                    column=column,
                    value=identity,
                    suggestions=nearest_ids(identity, known),
                )


def check_quotes(
    events: pa.Table | Records, sources: pa.Table, folder: Path, report: Report
) -> None:
    """Reports quotations that are not, word for word, in the stored text of their source.

    What a quotation marks as left out, ``[…]``, may be anything; its parts come in their order.
    """
    table = events if isinstance(events, pa.Table) else events.table
    texts = _stored_texts(sources, folder, report)
    if not texts:
        return
    quoted = table.filter(
        pc.and_(pc.is_valid(table["quote"]), pc.is_valid(table["source"]))
    ).select(["row", "source", "quote"])
    file = _name_of(table, "events")
    for event in quoted.to_pylist():
        stored = [identity for identity in to_ids(event["source"], texts) if identity in texts]
        if not stored or any(_holds(texts[identity], event["quote"]) for identity in stored):
            continue
        report.add(
            "quote-not-found",
            "warning",
            f"the quotation is not in the stored text of {shown(stored[0])}; a quotation keeps "
            "every letter of its source, and marks what it leaves out as […]",
            file=file,
            row=event["row"],
            column="quote",
            value=event["quote"],
            suggestions=_nearest_passage(event["quote"], texts[stored[0]]),
        )


def _stored_texts(sources: pa.Table, folder: Path, report: Report) -> dict[str, str]:
    """The stored texts by their source's id; one that cannot be read is a problem."""
    texts: dict[str, str] = {}
    named = sources.filter(pc.is_valid(sources["file"])).select(["row", "id", "file"])
    for source in named.to_pylist():
        written = source["file"]
        path = folder / written if "\0" not in written else folder
        wrong = ""
        # realpath, since resolve raises where links lead round in a circle (Python 3.11, 3.12).
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            wrong = "is outside the exhibit's folder; copy it there"
        elif not path.is_file():
            wrong = "is not a file in the exhibit's folder"
        else:
            try:
                text = path.read_bytes().decode("utf-8-sig")
                texts[source["id"]] = text.replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                wrong = "is not a text in UTF-8; save it again as UTF-8"
            except OSError as error:
                wrong = f"cannot be read: {error.strerror or error}"
        if wrong:
            report.add(
                "source-file",
                "warning",
                f"{shown(written)} {wrong}; its quotations are not checked",
                file=_name_of(sources, "sources"),
                row=source["row"],
                column="file",
                value=written,
            )
    return texts


def _holds(text: str, quote: str) -> bool:
    start = 0
    for part in _OMISSION.split(quote):
        found = text.find(part, start)
        if found < 0:
            return False
        start = found + len(part)
    return True


def _nearest_passage(quote: str, text: str) -> tuple[Suggestion, ...]:
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, text[:_LARGEST_TEXT], score_cutoff=_NEAR)
    if found is None:
        return ()
    passage = text[found.dest_start : found.dest_end]
    return (Suggestion(passage, "the nearest passage", score=round(found.score, 1)),)
