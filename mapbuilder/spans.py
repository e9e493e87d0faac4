"""Spans: an EDTF date (ISO 8601-2:2019) in, its first and last day out.

The door of the ``edtf`` library, which parses single dates; plain ones are parsed here because they
should not pay for its import. Days are counted from 1970-01-01 in the proleptic Gregorian calendar
with a year 0, as numpy's ``datetime64[D]`` counts them. Always true: a span never ends before it
begins; an end that is open or not known is ``None``.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any, Literal

import numpy as np

from mapbuilder.report import Suggestion, shown

Certainty = Literal["certain", "uncertain", "approximate", "both"]
Precision = Literal["day", "month", "season", "year", "decade", "century", "range", "unknown"]
Missing = Literal["open", "unknown"]
"""An end of an interval: ``..`` has no bound, an empty one is not known (ISO 8601-2, 4.4)."""

_CERTAINTIES: dict[str, Certainty] = {
    "": "certain", "?": "uncertain", "~": "approximate", "%": "both",
}  # fmt: skip

LAST_YEAR = 20_000_000_000
"""Beyond it, on either side of 0, there is nothing to date; days still fit a float's integers."""

_LONGEST = 200
_MONTHS = range(1, 13)

_PLAIN = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)", re.ASCII
)
_UNSPECIFIED = re.compile(
    r"(?P<year>-?(?:\d{4}|\d{3}X|\d\dXX))(?:-(?P<month>\d\d|XX)(?:-(?P<day>XX))?)?(?P<mark>[?~%]?)",
    re.ASCII,
)
_MARKED = re.compile(
    r"(?:[?~%]?\d{4}|\d{4}[?~%])-[?~%]?(?:0[1-9]|1[0-2])(?:-[?~%]?\d\d)?"
    r"|\d{4}-(?:0[1-9]|1[0-2])[?~%]-\d\d",
    re.ASCII,
)
_MARKS = str.maketrans("", "", "?~%")
_TIME = re.compile(
    r"(-?\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
    r" ?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?",
    re.ASCII,
)
_LIBRARY_CHARACTERS = re.compile(r"[-0-9XYSE?~%]+", re.ASCII)
_WITHOUT_LETTERS = re.compile(r"[-0-9]+", re.ASCII)
_COMPACT_DAY = re.compile(r"(1\d{3}|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", re.ASCII)
_LONG_YEAR = re.compile(
    r"[Yy]?(?P<minus>-?)(?P<digits>[1-9]\d{4,8})(?P<rest>(?:-\d\d){0,2})(?P<mark>[?~%]?)",
    re.ASCII,
)
_HUGE = re.compile(r"E\d{3}", re.ASCII)
_SEASON = re.compile(r"(-?\d{4})-(2[1-9]|3\d|4[01])([?~%]?)", re.ASCII)

# EDTF's codes (ISO 8601-2, 4.8) and their months; months above 12 are those of the next year. The
# standard says neither when a season is nor to which year a winter belongs. Here a winter of the
# north (24 and 28), and the summer of the south at the same time (30), begins in December of the
# year named and ends with February of the next: "winter 1990" reaches into 1991. The library, whose
# other months these are, ends it with December.
SEASON_MONTHS: dict[int, tuple[int, int]] = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14),
    29: (9, 11), 30: (12, 14), 31: (3, 5), 32: (6, 8),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip


class DateError(ValueError):
    """A text is no date, or more than one; ``code`` is the problem's."""

    def __init__(self, code: str, message: str, suggestions: tuple[Suggestion, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Point:
    """A single EDTF date; digits may be ``X``."""

    year: str
    """At least four characters after a minus; 0 is 1 BC."""
    month: str | None = None
    day: str | None = None
    season: int | None = None
    mark: str = ""
    """``?``, ``~``, ``%`` or nothing."""
    significant: int | None = None
    """How many digits of the year count: ``1950S2`` is some year from 1900 to 1999."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another."""

    lower: Point | Missing
    upper: Point | Missing


@dataclass(frozen=True, slots=True)
class Choice:
    """Some dates: all of them, or one of them that is not known (ISO 8601-2, 5.2 and 5.3)."""

    members: tuple[Point | Interval, ...]
    every: bool


Node = Point | Interval | Choice


@lru_cache(maxsize=65_536)
def to_node(edtf: str) -> Node:
    """The parsed EDTF text. Raises ``DateError`` when it is none, or not in the calendar."""
    text = edtf.strip()
    if not text or len(text) > _LONGEST:
        raise _unreadable(text)
    if text[0] in "[{" and text[-1] == ("]" if text[0] == "[" else "}"):
        members = tuple(_member(part.strip()) for part in text[1:-1].split(","))
        node: Node = Choice(members, every=text[0] == "{")
    elif text.count("/") == 1:
        lower, upper = text.split("/")
        node = _interval(lower, upper, "unknown")
        if node.lower == node.upper == "unknown":
            raise _unreadable(text)
    else:
        node = _point(text)
    to_span(node)
    return node


def _member(text: str) -> Point | Interval:
    lower, dots, upper = text.partition("..")
    if not (lower or upper):
        raise _unreadable(text)
    return _interval(lower, upper, "open") if dots else _point(text)


def _interval(lower: str, upper: str, default: Missing) -> Interval:
    return Interval(_end(lower, default), _end(upper, default))


def _end(text: str, default: Missing) -> Point | Missing:
    written = text.strip()
    if not written:
        return default
    return "open" if written == ".." else _point(written)


def _point(text: str) -> Point:
    if found := _PLAIN.fullmatch(text):
        year, month, day, mark = found.group("year", "month", "day", "mark")
        if year != "-0000" and (month is None or 1 <= int(month) <= 12):
            return Point(year, month, day, None, mark)
    if (found := _UNSPECIFIED.fullmatch(text)) and not text.startswith("-00"):
        # A table of memory has thousands of days like 1943-05-XX; the library takes 8 ms for each.
        year, month, day, mark = found.group("year", "month", "day", "mark")
        if month is None or ("X" not in year and (month == "XX" or 1 <= int(month) <= 12)):
            return Point(year, month, day, None, mark)
    if _MARKED.fullmatch(text):
        # Parts that are in doubt, of which the library takes 4 ms for each: the date is, for all.
        return replace(_point(text.translate(_MARKS)), mark=_all_marks(text))
    if found := _SEASON.fullmatch(text):
        return Point(found[1], season=int(found[2]), mark=found[3])
    if found := _TIME.fullmatch(text):
        return _point(found[1])
    if text in ("XXXX?", "XXXX~", "XXXX%"):
        return Point("XXXX", mark=text[4])
    return _parsed(text)


def _parsed(text: str) -> Point:
    """The date as the library parses it."""
    if not _LIBRARY_CHARACTERS.fullmatch(text):
        # It skips spaces, and so would read the years in "1921 - 22" as a summer.
        raise _unreadable(text)
    if _WITHOUT_LETTERS.fullmatch(text):
        # The plain forms are all that EDTF writes so; the library takes milliseconds to refuse one,
        # and a table may have ten thousand days as 19430116 or 1943-1-16.
        raise _unreadable(text)
    if _HUGE.search(text):
        # The library would set out to compute the number.
        raise _too_far()
    with warnings.catch_warnings():
        # Where Python was told to be strict, pyparsing complains of the library's own grammar.
        warnings.simplefilter("ignore")
        from edtf import parse_edtf

    try:
        # On its way to an exception the library prints what it tried.
        with redirect_stdout(io.StringIO()):
            parsed = parse_edtf(text)
        point = _from_library(parsed)
    except Exception as error:
        # Beside its own exception it lets TypeError, ValueError and others through, for texts that
        # a table may well hold.
        raise _unreadable(text) from error
    if point is None:
        raise _unreadable(text)
    return point


def _from_library(parsed: Any) -> Point | None:
    """A point for the library's object; it has several classes, told apart by what they hold."""
    kind = type(parsed).__name__
    if kind == "UncertainOrApproximate":
        inner = _from_library(parsed.date)
        return inner and replace(inner, mark=_mark(parsed))
    if kind == "DateAndTime":
        return _from_library(parsed.date)
    if kind in ("LongYear", "ExponentialYear"):
        return Point(str(parsed.estimated()), significant=parsed.significant_digits)
    if kind in ("Season", "Level2Season"):
        return Point(parsed.year, season=int(parsed.season))
    if kind in ("Date", "Unspecified", "PartialUnspecified", "PartialUncertainOrApproximate"):
        significant = getattr(parsed, "significant_digits", None)
        return Point(parsed.year, parsed.month, parsed.day, None, _mark(parsed), significant)
    return None


def _mark(parsed: Any) -> str:
    both = parsed.is_uncertain_and_approximate or (parsed.is_uncertain and parsed.is_approximate)
    return "%" if both else "?" if parsed.is_uncertain else "~" if parsed.is_approximate else ""


def _all_marks(text: str) -> str:
    """``?``, ``~``, ``%`` for both, or nothing: what the marks in a text say together."""
    uncertain, approximate = ("%" in text or mark in text for mark in "?~")
    return "%" if uncertain and approximate else "?" if uncertain else "~" if approximate else ""


def unreadable_year(text: str) -> DateError | None:
    """The error that says how a long year, or a day without its hyphens, is written."""
    if found := _COMPACT_DAY.fullmatch(text):
        day = "-".join(found.groups())
        return DateError(
            "date-unreadable",
            f"{shown(text)} is not a date; with hyphens it is {day}",
            (Suggestion(day, "the same with hyphens"),),
        )
    found = _LONG_YEAR.fullmatch(text)
    if not found:
        return None
    year = f"Y{found['minus']}{found['digits']}"
    if found["mark"]:
        # ISO 8601-2 and the library mark dates of the calendar alone.
        return DateError(
            "date-unreadable",
            "a year of more than four digits cannot be marked as approximate or uncertain; write "
            f"{year} for the year itself, or the first and last year that are meant, with a slash "
            "between them",
            (Suggestion(year, "the year itself"),),
        )
    message = f"{shown(text)} is not a date; a year of more than four digits is written {year}"
    if found["rest"]:
        message += ", without month and day"
    suggestions: tuple[Suggestion, ...] = (Suggestion(year, "the year"),)
    if text == found["digits"] and len(text) == 5:
        _, day = counted_day(int(text))
        message += (
            f" (if it is a day that a spreadsheet counts, it is {day}: make its column one of "
            "dates there)"
        )
        suggestions = (Suggestion(day, "the day that a spreadsheet counts so"), *suggestions)
    return DateError("date-unreadable", message, suggestions)


def counted_day(number: int) -> tuple[int, str]:
    """The day that spreadsheets count so, as days since 1970-01-01 and as text.

    They begin with 1900-01-01 and, like the first of them, have a 29 February in that year: from
    March 1900 on the number is that of days since 1899-12-30.
    """
    day = first_day(1899, 12) + 29 + number
    year, month, of_month = to_date(day)
    return day, f"{year:04}-{month:02}-{of_month:02}"


def _unreadable(text: str) -> DateError:
    return unreadable_year(text) or DateError(
        "date-unreadable",
        f"{shown(text)} is not a date; write it as 1990-01-20, 1990-01 or 1990, "
        "and XXXX when it is unknown",
    )


def _too_far() -> DateError:
    return DateError("date-impossible", "the year is beyond the age of the universe")


def points(node: Node) -> Iterator[Point]:
    """Every single date in the node."""
    if isinstance(node, Point):
        yield node
    elif isinstance(node, Interval):
        yield from (end for end in (node.lower, node.upper) if isinstance(end, Point))
    else:
        for member in node.members:
            yield from points(member)


def to_certainty(node: Node) -> Certainty:
    """How sure the date is, all its parts taken together."""
    marks = "".join(one.mark + ("~" if one.significant else "") for one in points(node))
    return _CERTAINTIES[_all_marks(marks)]


def to_precision(node: Node) -> Precision:
    """How much time a date covers."""
    if not isinstance(node, Point):
        ends = (node.lower, node.upper) if isinstance(node, Interval) else ()
        return "unknown" if ends and not any(isinstance(end, Point) for end in ends) else "range"
    digits = node.year.lstrip("-")
    if "X" in digits:
        return _X_PRECISION.get(digits.lstrip("0123456789"), "range")
    if node.season is not None:
        return "season"
    if node.significant is not None:
        loose = max(0, len(digits) - node.significant)
        return ("year", "decade", "century")[loose] if loose < 3 else "range"
    if node.month is None or "X" in node.month:
        return "year"
    return "month" if node.day is None or "X" in node.day else "day"


_X_PRECISION: dict[str, Precision] = {"X": "decade", "XX": "century", "XXXX": "unknown"}


def to_span(node: Node) -> tuple[int | None, int | None]:
    """First and last day, inclusive. Raises ``DateError`` when there is no such day."""
    if isinstance(node, Point):
        return _point_span(node)
    if isinstance(node, Interval):
        start = to_span(node.lower)[0] if isinstance(node.lower, Point) else None
        end = to_span(node.upper)[1] if isinstance(node.upper, Point) else None
        if start is not None and end is not None and start > end:
            raise DateError("date-impossible", "the date ends before it begins")
        return start, end
    spans = [to_span(member) for member in node.members]
    starts = [start for start, _ in spans if start is not None]
    ends = [end for _, end in spans if end is not None]
    return (
        min(starts) if len(starts) == len(spans) else None,
        max(ends) if len(ends) == len(spans) else None,
    )


def _point_span(point: Point) -> tuple[int | None, int | None]:
    digits = point.year.lstrip("-")
    if digits == "XXXX":
        return None, None
    if point.season is not None:
        first, last = SEASON_MONTHS[point.season]
        year = int(point.year)
        return first_day(year, first), last_day(year, last)
    if point.significant is not None and "X" not in digits:
        step: int = 10 ** max(0, len(digits) - point.significant)
        low = int(digits) // step * step
        high = low + step - 1
        if point.year.startswith("-"):
            low, high = -high, -low
        return first_day(low, 1), last_day(high, 12)
    if "X" not in point.year and "X" not in (point.month or "") and "X" not in (point.day or ""):
        return _exact_span(point)
    years = _years(point.year)
    start = next(filter(None, (_first_match(year, point) for year in years)), None)
    end = next(filter(None, (_last_match(year, point) for year in reversed(years))), None)
    if start is None or end is None:
        raise DateError("date-impossible", "no day of the calendar has these digits")
    return start[0], end[0]


def _exact_span(point: Point) -> tuple[int, int]:
    year = int(point.year)
    if point.month is None:
        return first_day(year, 1), last_day(year, 12)
    month = int(point.month)
    if point.day is None:
        return first_day(year, month), last_day(year, month)
    day = first_day(year, month) + int(point.day) - 1
    if int(point.day) < 1 or day > last_day(year, month):
        length = last_day(year, month) - first_day(year, month) + 1
        raise DateError(
            "date-impossible",
            f"{point.year}-{point.month} has {length} days",
            (Suggestion(f"{point.year}-{point.month}", "the month"),),
        )
    return day, day


def _years(pattern: str) -> list[int]:
    """The years of a pattern such as ``19X0`` in their order."""
    sign = -1 if pattern.startswith("-") else 1
    choices = ["0123456789" if digit == "X" else digit for digit in pattern.lstrip("-")]
    return sorted(sign * int("".join(digits)) for digits in product(*choices))


def _first_match(year: int, point: Point) -> tuple[int] | None:
    for month in _MONTHS:
        if _fits(point.month, month):
            first, last = first_day(year, month), last_day(year, month)
            for day in range(first, last + 1):
                if _fits(point.day, day - first + 1):
                    return (day,)
    return None


def _last_match(year: int, point: Point) -> tuple[int] | None:
    for month in reversed(_MONTHS):
        if _fits(point.month, month):
            first, last = first_day(year, month), last_day(year, month)
            for day in range(last, first - 1, -1):
                if _fits(point.day, day - first + 1):
                    return (day,)
    return None


def _fits(pattern: str | None, number: int) -> bool:
    written = f"{number:02}"
    return pattern is None or all(
        want in ("X", got) for want, got in zip(pattern, written, strict=True)
    )


@lru_cache(maxsize=65_536)
def first_day(year: int, month: int) -> int:
    """The first day of a month, as days since 1970-01-01."""
    if abs(year) > LAST_YEAR:
        raise _too_far()
    months = np.datetime64((year - 1970) * 12 + month - 1, "M")
    return int(months.astype("datetime64[D]").astype(np.int64))


def last_day(year: int, month: int) -> int:
    """The last day of a month, as days since 1970-01-01; month 13 is January of the next year."""
    return first_day(year + month // 12, month % 12 + 1) - 1


def to_date(day: int) -> tuple[int, int, int]:
    """(year, month, day) of a day since 1970-01-01."""
    months = np.datetime64(day, "D").astype("datetime64[M]")
    months_since_0 = int(months.astype(np.int64)) + 1970 * 12
    year, month = divmod(months_since_0, 12)
    return year, month + 1, day - first_day(year, month + 1) + 1
