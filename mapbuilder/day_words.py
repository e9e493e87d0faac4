"""Many dates in words: the different dates of an exhibit in, how a language says each of them out.

Nearly all dates of many records are plain days, ``1990-01-20``: of those each day of the month,
each month and each year is put into words once. Always true: a date's words are those that
``date_words`` has for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mapbuilder.date_patterns import tokens_of
from mapbuilder.date_words import writer_of
from mapbuilder.dates import HistoricalDate
from mapbuilder.record_texts import language_of
from mapbuilder.translation import written_dates

if TYPE_CHECKING:
    from mapbuilder.config import Config

_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR, _MONTH, _DAY = slice(0, 4), slice(5, 7), slice(8, 10)


def day_words(config: Config, tag: str, edtf: Sequence[str | None]) -> tuple[list[str], list[int]]:
    """How a language says each date, and which it says in the interface's words."""
    language = language_of(config, tag)
    undated = language.strings["page.undated_source" if config.only_source else "page.undated"]
    said: dict[str | None, str] = {}
    if language.worded == tag:
        days = [date for date in edtf if date and _PLAIN.fullmatch(date)]
        said = dict(zip(days, write_days(days, tag, language.strings), strict=True))
    # Of a date its words need nothing else.
    dates = {
        date: HistoricalDate(date, date, None, None, "certain", "day") if date else None
        for date in edtf
        if date not in said
    }
    others = written_dates(list(dates.values()), "events.date", language, undated)
    fallen = language.fallback.get("ui:events.date", [])
    rows = set(fallen if isinstance(fallen, list) else ())
    unworded = {date for row, date in enumerate(dates) if row in rows}
    said |= zip(dates, others, strict=True)
    return [said[date] for date in edtf], [row for row, date in enumerate(edtf) if date in unworded]


def write_days(days: Iterable[str], language: str, strings: Mapping[str, str]) -> list[str]:
    """The words of plain days."""
    writer = writer_of(language, strings)
    parts = [
        (_YEAR if field[0] == "y" else _DAY if field[0] == "d" else _MONTH, field, literal)
        for field, literal in tokens_of(writer.day_pattern())
    ]
    written: dict[tuple[str, str, str], str] = {}
    said: list[str] = []
    for day in days:
        words = ""
        for digits, field, literal in parts:
            key = day[digits], field, literal
            if key not in written:
                number = int(key[0])
                written[key] = writer.part(field, literal, number, number, number)
            words += written[key]
        said.append(" ".join(words.strip(" ,").split()))
    return said
