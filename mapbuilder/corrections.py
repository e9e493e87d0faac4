"""The corrections that an exhibit tells of: a table in, rows that a page can tell out.

Always true of a row: it has a day and says what was put right; which record it is about, and why,
it may say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.dates import DateError, parse_date
from mapbuilder.nearest_ids import nearest_among
from mapbuilder.report import Report, shown
from mapbuilder.tables import read_table, with_known
from mapbuilder.unused_columns import tell_unused

if TYPE_CHECKING:
    from mapbuilder.config import Config

COLUMNS = ("date", "event", "text", "why")
_TEXT = re.compile(r"(?:text|why)(?:_[a-z0-9_]+)?")
# Other words for these columns; they are suggested, never taken for granted.
_OTHER_WORDS = {
    "date": "day when datum дата tarix",
    "event": "record eventid recordid id",
    "text": "correction corrected change description what note",
    "why": "reason cause because hint grund",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_corrections(
    file: Path, config: Config, events: Collection[str], report: Report
) -> pa.Table | None:
    """The corrections by day, the newest first; ``None`` without any. Faults are in ``report``."""
    heard = Report()
    table = read_table(
        file, heard, known=COLUMNS, encoding=config.encoding, delimiter=config.delimiter,
        table="corrections",
    )  # fmt: skip
    tell_unused(table, heard, report, COLUMNS, _TEXT, _OTHER_WORDS)
    columns = with_known(table, COLUMNS).to_pydict()
    kept: list[int] = []
    nearest = nearest_among(events)
    days: dict[int, str] = {}

    def fault(index: int, severity: Any, column: str, code: str, message: str, **more: Any) -> None:
        report.add(
            code, severity, message, file=table.name, row=columns["row"][index], column=column,
            value=columns[column][index], **more,
        )  # fmt: skip

    for index, written in enumerate(columns["date"]):
        texts = [name for name in columns if name == "text" or name.startswith("text_")]
        if not any(columns[name][index] for name in texts):
            told = "a correction says what was put right, in the column text; it is left out"
            fault(index, "error", "text", "correction-empty", told)
            continue
        day = day_of(written, config) if written is not None else None
        if day is None:
            wrong = "there is no date" if written is None else f"{shown(written)} is no day"
            told = f"{wrong}; write it as 2026-12-31; it is left out"
            fault(index, "error", "date", "correction-date", told)
            continue
        event = columns["event"][index]
        if event is not None and event not in events:
            told = f"{shown(event)} is no id of a record; the correction is told without its title"
            fault(index, "note", "event", "correction-event", told, suggestions=nearest(event))
        kept.append(index)
        days[index] = day
    if not kept:
        return None
    kept.sort(key=days.__getitem__, reverse=True)
    columns["date"] = [days.get(index) for index in range(len(columns["date"]))]
    return pa.table(
        {name: pa.array([values[index] for index in kept]) for name, values in columns.items()}
    )


def day_of(written: str, config: Config) -> str | None:
    """The day as ``2026-12-31`` of one that is written as dates of records are."""
    try:
        date = parse_date(written, day_first=config.dates.day_first, languages=config.languages)
    except DateError:
        return None
    is_certain = date.precision == "day" and date.certainty == "certain"
    return date.edtf if is_certain and is_day(date.edtf) else None


def is_day(written: str) -> bool:
    if not _DATE.fullmatch(written):
        return False
    try:
        Day.fromisoformat(written)
    except ValueError:
        return False
    return True
