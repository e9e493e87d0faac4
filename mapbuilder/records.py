"""Records: a table of events as given in, the same rows with days and numbers out.

Always true: ``len(records.table) + records.rejected == records.count``; a record is rejected for an
error that the report holds, never dropped in silence. Dates and coordinates are read once for each
different text and spread by code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import WORKBOOKS, coded, in_array
from mapbuilder.clean_cells import ROWS_TOLD, report_rows
from mapbuilder.coordinate_columns import tell_unread
from mapbuilder.counts import counted
from mapbuilder.dates import DateError, HistoricalDate, looks_like_years, parse_date
from mapbuilder.day_numbers import doubtful_days
from mapbuilder.details import suffix, unlisted
from mapbuilder.headings import words_on_header_below
from mapbuilder.raw_bytes import are_in_order
from mapbuilder.record_points import read_record_points, tell_radii, with_points_of_places
from mapbuilder.report import Problem, Report, Suggestion, shown
from mapbuilder.tables import DELIMITED, Table, read_table, to_table

if TYPE_CHECKING:
    from mapbuilder.config import Config

TEXTS = (
    "title", "text", "category", "group", "source", "locator", "quote", "other_accounts",
    "other_sources", "date_sources", "media", "media_alt", "media_credit", "media_licence", "audio",
    "review",
)  # fmt: skip
KNOWN = ("id", "date", "sort_date", "place", "lat", "lon", "geometry", *TEXTS)
"""The columns that a table of events may have; any other is kept as a detail."""

_TRANSLATION = re.compile(
    r"(title|text|quote|locator|other_accounts|media_alt|media_credit|audio)_([a-z]{2,3}(?:_[a-z0-9]{2,8})*)"
)
_DAYS = ("start_day", "end_day")
_READ = ("edtf", *_DAYS, "certainty", "precision")
# Columns of ours: a table's own of that name is kept under another.
_OURS = frozenset({"row", "shape_wkb", *_READ, "sort_start_day", "sort_end_day"})

DOUBLED = "give each record its own, or take one out where the rows are the same"
"""What to do about two records with one id."""
_Flags = npt.NDArray[np.bool_]
IdsOf = Callable[[Any, Table, _Flags, Report], tuple[pa.Array, _Flags]]
"""Given a column of ids and which records are rejected: each record's id, and whose is taken."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one table."""

    name: str
    """What messages call it: the file's name."""
    table: pa.Table
    """``row``, then ``KNOWN`` with what was read from the dates, then translations and details.

    ``sort_start_day`` and ``sort_end_day`` are those of ``sort_date``: they place the event in the
    sequence instead of its date, and are never shown.

    Lines and areas, where there are any, are in ``shape_wkb`` and not in ``geometry``.

    The schema's metadata has the file's name under ``name`` and, under ``extra``, JSON with the
    details' names.
    """
    rejected: int
    count: int
    """How many rows were read."""
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``locate`` hands them on."""
    sha256: str | None = None
    """Of the one file that they were read from."""


_OF_UTC = ("Z", "+00:00", "+0000", "+00")
# Midnight of a place whose clocks are ahead by whole hours, halves or three quarters of one.
_LATE_IN_UTC = r"[T ](?:1[2-9]|2[0-3]):(?:00|15|30)(?::00(?:\.0+)?)?(?:Z|\+00(?::?00)?)$"


def read_records(
    source: Path | str | object,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> Records:
    """The records of a file or a data frame; what is wrong with them goes to ``report``.

    Raises ``InputError`` when the file cannot be read.
    """
    own = Report() if report is None else report
    if isinstance(source, (str, Path)):
        if Path(source).is_dir():
            from mapbuilder.partitions import read_parts

            table = read_parts(Path(source), own, known=KNOWN)
        else:
            table = read_table(
                Path(source),
                own,
                known=KNOWN,
                encoding=config.encoding if config is not None else None,
                delimiter=config.delimiter if config is not None else None,
                table="events",
            )
    else:
        table = to_table(source, name or "events", own, known=KNOWN)
    # A table of numbers and days, as Parquet is, knows them apart; its parts cannot see all days.
    is_typed = not isinstance(source, (str, Path)) or (
        Path(source).suffix.lower() not in (*DELIMITED, *WORKBOOKS)
    )
    records = replace(to_records(table, config, own, is_typed=is_typed), sha256=table.sha256)
    return replace(records, problems=own.problems()) if report is None else records


def to_records(
    table: Table,
    config: Config | None,
    report: Report,
    ids_of: IdsOf | None = None,
    *,
    is_typed: bool = True,
) -> Records:
    """The records of a table, or of a part of one, whose ids ``ids_of`` tells from all others.

    Unless the table ``is_typed``, a number among its days may be one of theirs.
    """
    tell_unread(table, KNOWN, report)
    tell_radii(table.columns, table, report)
    given = with_points_of_places(_with_known(table), table, report)
    if not len(given) and not table.refused:
        report.add(
            "table-empty", "warning", "the table has no rows, and so no events", file=table.name
        )
    rejected = np.zeros(len(given), bool)
    rejected |= _without_title(given, table, config, report)
    days, wrong_dates = _dates(given["date"], table, config, report, is_typed=is_typed)
    rejected |= wrong_dates
    numbers, wrong_points = read_record_points(given, table, report)
    rejected |= wrong_points
    numbers |= _shapes(numbers, table, report)
    # A record that is rejected for another reason does not take its id away from a good one.
    ids, doubled = (ids_of or _ids)(given["id"], table, rejected, report)
    rejected |= doubled

    translated = _translated(given.column_names, table, config, report)
    extra = [
        column for column in given.column_names if column not in KNOWN and column not in translated
    ]
    columns: dict[str, Any] = {"row": table.rows, "id": ids, "date": given["date"], **days}
    columns |= {"sort_date": given["sort_date"], **_sort_days(given, table, config, report)}
    columns |= {"place": given["place"], **numbers}
    columns |= {column: given[column] for column in (*TEXTS, *translated)}
    names = {column: f"{column}_given" if column in _OURS else column for column in extra}
    columns |= {names[column]: given[column] for column in extra}
    whole = pa.table(columns).replace_schema_metadata(
        {
            b"name": table.name.encode(),
            b"extra": json.dumps(list(names.values()), ensure_ascii=False).encode(),
        }
    )
    if rejected.any():
        whole = whole.take(pa.array(np.flatnonzero(~rejected)))
    count = len(given) + table.refused
    return Records(table.name, whole.combine_chunks(), count - len(whole), count)


def _with_known(table: Table) -> pa.Table:
    """The columns as given, with empty ones for the known names that are not there."""
    columns = {column: table.columns[column] for column in table.columns.column_names}
    nothing = pa.nulls(len(table.rows), pa.string())
    for column in KNOWN:
        if column != "geometry":
            columns.setdefault(column, nothing)
    return pa.table(columns)


def _translated(names: list[str], table: Table, config: Config | None, report: Report) -> list[str]:
    """The columns that hold a text in another language, as ``title_az``.

    Where the exhibit's languages are known, one in any other language is a detail, with a note.
    """
    found = [match for name in names if (match := _TRANSLATION.fullmatch(name))]
    if config is None:
        return [match[0] for match in found]
    listed = {suffix(tag) for tag in config.languages}
    translated = [match[0] for match in found if suffix(match[2]) in listed]
    foreign = [(*match.group(0, 1), match[2]) for match in found if match[0] not in translated]
    others = list(dict.fromkeys(tag for *_, tag in foreign))
    details = [name for name in names if name not in KNOWN and not _TRANSLATION.fullmatch(name)]
    foreign += unlisted(details, config.languages, others)
    for name, base, tag in foreign:
        report.add(
            "column-unknown",
            "note",
            f"the column {name!r} is kept as a detail; if it is the {base} in another "
            f"language, list {tag.replace('_', '-')!r} under languages in exhibit.toml",
            file=table.name,
            column=name,
            value=name,
        )
    return translated


def _in_first_language(column: str, table: Table, config: Config | None) -> str:
    """What to do where the column is there with the exhibit's first language in its name."""
    tag = None if config is None else config.languages[0]
    if tag is None or (name := column + suffix(tag)) not in table.columns.column_names:
        return ""
    return f"; {tag!r} is the exhibit's first language: call {name!r} {column!r}"


def _without_title(given: pa.Table, table: Table, config: Config | None, report: Report) -> _Flags:
    missing: _Flags = pc.is_null(given["title"]).to_numpy(zero_copy_only=False)
    if "title" not in table.columns.column_names:
        names = ", ".join(table.columns.column_names) or "none"
        rejected = f"; all {len(given):,} are rejected" if len(given) else ""
        report.add(
            "column-missing",
            "error",
            f"the table has no column 'title', and a record needs one{rejected} (its columns are "
            f"{names}){_in_first_language('title', table, config)}"
            f"{words_on_header_below(table, KNOWN)}",
            file=table.name,
            column="title",
        )
        return missing
    for index in np.flatnonzero(missing).tolist():
        report.add(
            "title-missing",
            "error",
            "a record needs a title",
            file=table.name,
            row=table.rows[index].as_py(),
            column="title",
        )
    return missing


def _dates(
    column: Any, table: Table, config: Config | None, report: Report, *, is_typed: bool
) -> tuple[dict[str, Any], _Flags]:
    """The columns read from the dates, and which records have none that can be read."""
    texts, codes = coded(column)
    day_first = config.dates.day_first if config is not None else None
    languages = config.languages if config is not None else ()
    parsed: list[HistoricalDate | None] = []
    errors: dict[int, DateError] = {}
    for number, text in enumerate(texts):
        try:
            parsed.append(parse_date(text, day_first=day_first, languages=languages))
        except DateError as error:
            errors[number] = error
            parsed.append(None)
    if not is_typed:
        errors |= doubtful_days(texts, parsed)
    _report_dates(table, texts, codes, parsed, errors, report)
    if any(text.endswith(_OF_UTC) for text in texts):
        report_rows(
            "date-zone",
            "note",
            "the day is that of the time zone UTC, where it is still the day before at midnight of "
            "places to the east; if local days are meant, save the table with them and no time",
            pc.match_substring_regex(column, _LATE_IN_UTC),
            table.rows,
            table.name,
            "date",
            column,
            report,
        )

    # Code -1, no date at all, takes the last entry.
    known = [*parsed, None]
    at = pa.array(np.where(codes < 0, len(texts), codes))
    columns: dict[str, Any] = {
        "edtf": pa.array([one.edtf if one else "" for one in known], pa.string()),
        "start_day": pa.array([one.start_day if one else None for one in known], pa.int64()),
        "end_day": pa.array([one.end_day if one else None for one in known], pa.int64()),
        "certainty": pa.array([one.certainty if one else "certain" for one in known], pa.string()),
        "precision": pa.array([one.precision if one else "unknown" for one in known], pa.string()),
    }
    wrong = np.array([number in errors for number in range(len(texts))] + [False], bool)
    return {name: values.take(at) for name, values in columns.items()}, wrong[codes]


def _report_dates(
    table: Table,
    texts: list[Any],
    codes: npt.NDArray[np.int64],
    parsed: list[HistoricalDate | None],
    errors: dict[int, DateError],
    report: Report,
) -> None:
    wrong = np.array([number in errors for number in range(len(texts))] + [False], bool)
    for index in np.flatnonzero(wrong[codes]).tolist():
        error = errors[int(codes[index])]
        report.add(
            error.code,
            "error",
            error.message,
            file=table.name,
            row=table.rows[index].as_py(),
            column="date",
            value=texts[int(codes[index])],
            suggestions=error.suggestions,
        )
    _report_rows(
        np.flatnonzero(codes < 0),
        "date-missing",
        "there is no date; the event stands last: write XXXX when its day is not known",
        table,
        report,
    )
    for number, one in enumerate(parsed):
        # "winter 1906" is 1906-24 in EDTF, and nobody has written two years.
        if one is not None and looks_like_years(one.written.strip()):
            first, last = one.edtf[:4], one.edtf[:2] + one.edtf[5:7]
            _report_rows(
                np.flatnonzero(codes == number),
                "date-season",
                f"{shown(one.written)} is a part of the year {first} in EDTF; if years are meant, "
                f"write {first}/{last}",
                table,
                report,
                severity="note",
                value=one.written,
            )


def _sort_days(
    given: pa.Table, table: Table, config: Config | None, report: Report
) -> dict[str, pa.Array]:
    """The days by which an event takes its place in the sequence; null where its date decides.

    A text that says no day is a problem, and the date decides.
    """
    texts, codes = coded(given["sort_date"])
    day_first = config.dates.day_first if config is not None else None
    languages = config.languages if config is not None else ()
    spans: list[tuple[int | None, int | None]] = []
    for number, text in enumerate(texts):
        try:
            date = parse_date(text, day_first=day_first, languages=languages)
            if date.start_day is None and date.end_day is None:
                raise DateError("date-unreadable", f"{shown(text)} says no day")
            spans.append((date.start_day, date.end_day))
        except DateError as error:
            spans.append((None, None))
            _report_rows(
                np.flatnonzero(codes == number),
                error.code,
                f"{error.message}; the event stands where its date puts it",
                table,
                report,
                column="sort_date",
                value=text,
                suggestions=error.suggestions,
            )
    at = pa.array(np.where(codes < 0, len(texts), codes))
    starts, ends = zip(*spans, (None, None), strict=True)
    return {
        "sort_start_day": pa.array(starts, pa.int64()).take(at),
        "sort_end_day": pa.array(ends, pa.int64()).take(at),
    }


def _report_rows(
    rows: npt.NDArray[np.int64],
    code: str,
    message: str,
    table: Table,
    report: Report,
    *,
    severity: Any = "warning",
    column: str = "date",
    value: str | None = None,
    suggestions: Sequence[Suggestion] = (),
) -> None:
    """A problem for each of the first rows, the last of which counts the others."""
    for index in rows[:ROWS_TOLD].tolist():
        last = len(rows) > ROWS_TOLD and index == rows[ROWS_TOLD - 1]
        also = f"; the same in {counted(len(rows) - ROWS_TOLD, 'more row')}" if last else ""
        report.add(
            code,
            severity,
            message + also,
            file=table.name,
            row=table.rows[index].as_py(),
            column=column,
            value=value,
            suggestions=suggestions,
        )


def _shapes(numbers: dict[str, Any], table: Table, report: Report) -> dict[str, Any]:
    """The records' lines and areas, and coordinates with those of shapes for the missing ones."""
    if "geometry" not in table.columns.column_names:
        return {}
    from mapbuilder.shapes import STORED, read_shapes

    shapes = read_shapes(table, report)
    if shapes is None:
        return {}
    own = pc.is_valid(numbers["lat"])
    columns: dict[str, Any] = {
        name: pc.if_else(own, numbers[name], pa.array(degrees, from_pandas=True))
        for name, degrees in (("lat", shapes.lat), ("lon", shapes.lon))
    }
    if shapes.wkb.null_count < len(shapes.wkb):
        columns[STORED] = shapes.wkb
    return columns


def _ids(column: Any, table: Table, rejected: _Flags, report: Report) -> tuple[pa.Array, _Flags]:
    """The ids, ``r<row>`` where none is given, and which records have one that is taken."""
    if column.null_count:
        column = made_up(column, table)
    ids = in_array(column)
    doubled = np.zeros(len(ids), bool)
    if are_in_order(ids) or pc.count_distinct(ids).as_py() == len(ids):
        return ids, doubled
    texts, codes = coded(ids)
    order = np.argsort(codes, kind="stable")
    order = order[~rejected[order]]
    repeated = np.zeros(len(order), bool)
    repeated[1:] = codes[order][1:] == codes[order][:-1]
    doubled[order[repeated]] = True
    first: dict[int, int] = {}
    for index in order.tolist():
        first.setdefault(int(codes[index]), index)
    for index in np.flatnonzero(doubled).tolist():
        code = int(codes[index])
        row = table.rows[first[code]].as_py()
        report.add(
            "id-duplicate",
            "error",
            f"the id {shown(texts[code])} is that of row {row}; {DOUBLED}",
            file=table.name,
            row=table.rows[index].as_py(),
            column="id",
            value=texts[code],
        )
    return ids, doubled


def made_up(column: Any, table: Table, others: Sequence[str] = ()) -> Any:
    """The ids, with ``r<row>`` where none is given; ``others`` are given elsewhere."""
    rows = pc.cast(table.rows, pa.string())
    made = pc.binary_join_element_wise("r", rows, "")
    # An id that was given is its owner's, even where it looks like one of ours.
    taken = pc.is_in(
        made, value_set=pa.concat_arrays([pc.unique(column), pa.array(others, pa.string())])
    )
    made = pc.if_else(taken, pc.binary_join_element_wise("row", rows, "-"), made)
    return pc.coalesce(column, made)
