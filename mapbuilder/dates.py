"""Dates as people and tables write them: a text in, a span of days and its EDTF text out.

EDTF (ISO 8601-2:2019) comes first, then the common written forms. Always true: a date that can be
read in two ways is refused with both readings; what was written is kept beside what was read.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mapbuilder.spans import (
    Certainty,
    DateError,
    Precision,
    to_certainty,
    to_node,
    to_precision,
    to_span,
)

__all__ = ["DateError", "HistoricalDate", "looks_like_years", "parse_date", "write_date"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
# Clock times say nothing about the day, so a date read from a sheet and one from a CSV are one.
_MIDNIGHT = re.compile(r"(-?\d{4}-\d\d-\d\d)[T ]\d\d:.*", re.ASCII)
_SEASON_OR_YEARS = re.compile(r"(\d\d)(\d\d)-(2[1-9]|3\d|4[01])[?~%]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class HistoricalDate:
    """A date with its span."""

    written: str
    """As given."""
    edtf: str
    start_day: int | None
    """First day since 1970-01-01, proleptic Gregorian; ``None`` when open or not known."""
    end_day: int | None
    """Last day, inclusive; ``None`` when open or not known."""
    certainty: Certainty
    precision: Precision


def parse_date(
    text: str, *, day_first: bool | None = None, languages: Sequence[str] = ()
) -> HistoricalDate:
    """The date that a text means.

    ``day_first`` decides ``1/2/1990``; months may have their names in ``languages`` and English.
    Raises ``DateError`` with the code of the problem and, where there are some, suggestions.
    """
    if _DAY.fullmatch(text) and (plain := _plain_day(text)) is not None:
        return plain
    edtf = text.strip()
    try:
        node = to_node(edtf)
    except DateError as error:
        if error.code != "date-unreadable":
            raise _about(error, text) from None
        from mapbuilder.date_forms import to_edtf

        try:
            edtf = to_edtf(text, day_first, languages)
        except DateError as inner:
            from mapbuilder.readable_parts import with_part
            from mapbuilder.unlisted_months import with_language

            inner = with_language(inner, text, day_first, languages)
            raise with_part(inner, text, day_first, languages) from None
        try:
            node = to_node(edtf)
        except DateError as inner:
            raise _about(inner, text) from None
    if found := _MIDNIGHT.fullmatch(edtf):
        edtf = found[1]
    edtf = "".join(edtf.split())
    start_day, end_day = to_span(node)
    return HistoricalDate(text, edtf, start_day, end_day, to_certainty(node), to_precision(node))


def _plain_day(text: str) -> HistoricalDate | None:
    """The date of a day of the years 1 to 9999, as most tables write it; ``None`` for any other."""
    try:
        day = datetime.date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        return None
    return HistoricalDate(text, text, day, day, "certain", "day")


def looks_like_years(edtf: str) -> bool:
    """Whether an EDTF season may have been meant as years: 1936-39 is its September to December."""
    found = _SEASON_OR_YEARS.fullmatch(edtf)
    return found is not None and int(found[3]) > int(found[2])


def write_date(date: HistoricalDate, language: str, strings: Mapping[str, str]) -> str:
    """The date in words of a language (a BCP 47 tag); ``strings`` has its ``date.*`` texts."""
    from mapbuilder.date_words import to_words

    if not date.edtf:
        return date.written or strings["date.unknown"]
    return to_words(date.edtf, language, strings)


def _about(error: DateError, text: str) -> DateError:
    """The error with the whole text in its sentence."""
    from mapbuilder.report import shown

    if error.message.startswith(shown(text.strip())):
        return error
    return DateError(error.code, f"{shown(text)}: {error.message}", error.suggestions)
