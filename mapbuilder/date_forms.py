"""Common written forms of a date in, the same date as EDTF text out.

"20 January 1990", "c. 1860", "1914–1918", "16.1.1943": whatever can be read in one way only. What
can be read in two is refused with both readings, never guessed. Names of months are English ones
and those of the languages given (CLDR, by Babel).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapbuilder.dates_in_numbers import in_numbers, is_iranian
from mapbuilder.eras import era_of, in_era, shared, shortened
from mapbuilder.month_names import folded, month_numbers
from mapbuilder.named_spans import UNKNOWN, centuries_of, century_of, seasons_of, to_century
from mapbuilder.report import Suggestion, shown
from mapbuilder.spans import (
    DateError,
    to_date,
    to_node,
    to_precision,
    to_span,
    unreadable_year,
)
from mapbuilder.two_styles import of_new_style, without_brackets

_LONGEST = 200

_ABOUT = (
    r"(?:circa|approximately|approx\.?|about|around|c\.|ca\.?|~|≈|c(?=\s*\d)"
    r"|около|приблизительно|примерно|ок\.|təxminən|təqribən|um|vers|environ)\s*"
)
_POSSIBLY = r"(?:possibly|probably|perhaps|maybe|возможно,?|вероятно,?|ehtimal(?: ki)?,?)\s+"
_QUALIFIER = re.compile(rf"(?P<about>{_ABOUT})|(?P<possibly>{_POSSIBLY})")
_DOUBT = re.compile(r"\s*(?:\?|\(\?\))$")
_BOUND = re.compile(
    r"(?P<before>before|prior to|earlier than|vor|avant)\s+"
    r"|(?P<after>after|later than|после|nach|après)\s+"
    r"|(?P<since>since|from|starting|с|seit|depuis)\s+"
    r"|(?P<until>until|till|up to|to|bis|jusqu'en)\s+"
)
_BETWEEN = re.compile(
    r"(?:between|zwischen|entre|между) (?P<first>.+) (?:and|und|et|y|e|и) (?P<last>.+)"
    r"|(?:from|von|с) (?P<a>.+) (?:to|until|bis|по) (?P<b>.+)"
)
_MONTH_FIRST_DAYS = re.compile(r"(\D+) (\d{1,2}) ?- ?(\d{1,2}),? (\d{4})", re.ASCII)
_RANGE = re.compile(r"\s+(?:to|till|until|through|bis)\s+|\s*-\s*|\s*/\s*")

_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?=\S)"
)
# "1990 г.", "1990-cı il", "1990 жыл": the word for the year says nothing more.
_YEAR_WORD = re.compile(r"(?<=\d)(?:\s*(?:гг?\.?|года?|годы)|-?c[iuü]\s+il|\s+il)(?=$|[\s,])")
_ERA_BEFORE_YEAR = re.compile(r"(\D )(a\.?d\.?|e\.?ə\.?) (\d+)$")
_HYPHENED = re.compile(r"(\d{1,2})-([^\W\d_]+)\.?-(\d{4}|\d\d)")
_DECADE = re.compile(
    r"(?:the\s+)?(?P<year>[0-9]{3}0)(?:'?s|-(?:е|х)(?:\s+год\w*|\s+гг\.?)?|-?c[iuü]\s+illər)"
)
_QUARTER = re.compile(r"q(?P<quarter>[1-4])[\s/-]+(?P<year>\d{4})|(?P<y>\d{4})[\s-]+q(?P<q>[1-4])")

_SEASONS = {"21": "in spring", "22": "in summer", "23": "in autumn", "24": "in winter"}

_NUMBERS = re.compile(r"(\d{1,5})([./-])\s?(\d{1,2})\2\s?(\d{1,5})\.?", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_SHORT_PAIR = re.compile(r"(\d{1,2})([./-])(\d{1,2})\.?", re.ASCII)
_YEARS = re.compile(r"\d{1,2}-\d{1,2}", re.ASCII)
_DAY_AND_MONTH = re.compile(r"(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.?", re.ASCII)
_SHORT_RANGE = re.compile(r"(\d{4})\s*([-/])\s*(\d\d)", re.ASCII)
_CLOCK = re.compile(r"[t\s]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[ap]m)?$", re.ASCII)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|-?го|\.)?"
_YEAR = r"(?P<year>\d{1,6})"
_MONTH = r"(?P<month>[^\W\d_]+(?:[ '’][^\W\d_]+)?)\.?"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DAY}\s*(?:of\s+|de\s+)?{_MONTH}(?:\s*,?\s*(?:de\s+)?{_YEAR})?",
        rf"{_MONTH}\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}",
        rf"{_MONTH}\s*,?\s*(?:of\s+|de\s+)?(?P<year>\d{{3,6}})",
        rf"{_YEAR}\s*,?\s+{_MONTH}(?:\s+{_DAY})?",
        rf"{_MONTH}\s+{_DAY}",
        rf"{_MONTH}[-/'](?P<year>\d\d)",
        _MONTH,
    )
)
_DRAFT_POINT = r"(?:y?-?[0-9xu]{4,}(?:-[0-9xu]{2}){0,2}(?:[?~%]|\?~|~\?)?|open|unknown)"
_EDTF_DRAFT = re.compile(rf"{_DRAFT_POINT}(?:/{_DRAFT_POINT})?")


@dataclass(frozen=True, slots=True)
class _Part:
    """A date that may lack what the other end of its range says."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def to_edtf(self) -> str:
        assert self.year is not None
        text = edtf_year(self.year)
        if self.month is not None:
            if len(text.lstrip("-")) > 4:
                raise DateError(
                    "date-unreadable",
                    f"a year of more than four digits is written {text}, without month and day",
                    (Suggestion(text, "the year"),),
                )
            text += f"-{self.month:02}"
            if self.day is not None:
                text += f"-{self.day:02}"
        return text


def edtf_year(year: int) -> str:
    """The year as EDTF has it: four digits, or ``Y`` and more."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04}"


def to_edtf(text: str, day_first: bool | None = None, languages: Sequence[str] = ()) -> str:
    """The EDTF text of a written date.

    ``day_first`` decides ``1/2/1990``, else it is ambiguous. Raises ``DateError``.
    """
    if len(text) > _LONGEST:
        raise _unreadable(text)
    if is_iranian(text):
        raise DateError(
            "date-ambiguous",
            f"{shown(text)} may be a day of the Iranian calendar; write the Gregorian day, as in "
            "1990-01-20",
        )
    reader = _Reader(text, day_first, tuple(languages))
    return reader.whole(folded(text))


@dataclass(frozen=True, slots=True)
class _Reader:
    """One reading of one text: what was written, and how it may be read."""

    written: str
    day_first: bool | None
    languages: tuple[str, ...]

    def whole(self, text: str) -> str:
        """A date with what may stand around it: doubt, approximation, bounds."""
        if text.rstrip(".") in UNKNOWN:
            return "XXXX"
        mark, text = _qualified(text)
        if found := _BETWEEN.fullmatch(text):
            first, last = found["first"] or found["a"], found["last"] or found["b"]
            edtf = self.interval(first, last)
            if edtf is None:
                raise self.unreadable()
            if found["first"] and not mark and not re.search(r"[?~%]", edtf):
                # Some time between the two, not all the time from one to the other.
                return f"[{edtf.replace('/', '..')}]"
            return _marked(edtf, mark)
        if text.startswith("до ") and era_of(text)[0] is None:
            edtf = self.plain(text[3:])
            before = _bounded("before", edtf)
            raise self.ambiguous((f"../{edtf}", "until it"), (before, "before it"))
        if found := _BOUND.match(text):
            more, rest = _qualified(text[found.end() :])
            return _bounded(str(found.lastgroup), _marked(_marked(self.plain(rest), mark), more))
        return _marked(self.plain(text), mark)

    def plain(self, text: str) -> str:
        """A date or a range of dates."""
        for read in (self.named_span, self.draft):
            if edtf := read(text):
                return edtf
        text = _YEAR_WORD.sub("", _WEEKDAY.sub("", text)).strip(" ,")
        text = _ERA_BEFORE_YEAR.sub(r"\1\3 \2", _HYPHENED.sub(r"\1 \2 \3", text))
        if part := self.part(text):
            if part.year is None:
                raise self.without_year()
            return part.to_edtf()
        if edtf := self.short_range(text):
            return edtf
        if (days := without_brackets(text)) and (found := re.search("/", days)):
            edtf = self.interval(days[: found.start()], days[found.end() :])
            if day := of_new_style(edtf or ""):
                return day
        if found := _MONTH_FIRST_DAYS.fullmatch(text):
            month, first, last, year = found.groups()
            text = f"{first} {month} {year} - {last} {month} {year}"
        # A hyphen between spaces parts more than one within a date.
        for found in sorted(_RANGE.finditer(text), key=lambda one: -len(one[0])):
            first, last = text[: found.start()], text[found.end() :]
            if years := shortened(first, last):
                begin, short, long = (edtf_year(in_era(year, "bc")) for year in years)
                raise self.ambiguous(
                    (f"{begin}/{short}", f"to {years[1]} BC"),
                    (f"{begin}/{long}", f"to {years[2]} BC"),
                )
            edtf = self.interval(first, last)
            if edtf is not None and "/" in found[0] and (day := of_new_style(edtf)):
                why = "with the day of the old style before it"
                raise self.ambiguous((day, why), (edtf, "all days from one to the other"))
            if edtf is not None:
                return edtf
        raise self.unreadable()

    def named_span(self, text: str) -> str | None:
        """Decades, centuries, seasons and quarters."""
        if found := _DECADE.fullmatch(text):
            year = found["year"]
            if year.endswith("00"):
                raise self.ambiguous(
                    (f"{year[:3]}X", "the ten years"), (f"{year[:2]}XX", "the hundred years")
                )
            return f"{year[:3]}X"
        era, rest = era_of(text)
        if (number := century_of(rest, self.languages)) is not None:
            return to_century(number, era) if number else None
        for found in _RANGE.finditer(text):
            if edtf := centuries_of(text[: found.start()], text[found.end() :], self.languages):
                return edtf
        if seasons := seasons_of(text, self.languages):
            if len(seasons) > 1:
                raise self.ambiguous(*((edtf, _SEASONS[edtf[-2:]]) for edtf in seasons))
            return seasons[0]
        if found := _QUARTER.fullmatch(text):
            return f"{found['year'] or found['y']}-{32 + int(found['quarter'] or found['q'])}"
        return None

    def draft(self, text: str) -> str | None:
        """EDTF in small letters or as its drafts had it: ``199u``, ``1984?~``, ``1985/open``."""
        if not (_EDTF_DRAFT.fullmatch(text) and re.search(r"[a-z]|\?~|~\?", text)):
            return None
        edtf = text.replace("unknown", "").replace("open", "..").replace("u", "x").upper()
        return re.sub(r"\?~|~\?", "%", edtf)

    def short_range(self, text: str) -> str | None:
        """``1914-18``: two digits that can only be a later year of the same century."""
        found = _SHORT_RANGE.fullmatch(text)
        if not found:
            return None
        first, last = found[1], int(found[3])
        full = f"{first[:2]}{last:02}"
        if 1 <= last <= 12:
            readings = [(f"{first}-{last:02}", "the month")]
            if int(full) > int(first):
                readings.append((f"{first}/{full}", "the years"))
            if len(readings) > 1:
                raise self.ambiguous(*readings)
            return readings[0][0]
        if last == 0 and first.endswith("99"):
            full = f"{int(first) + 1:04}"
        if int(full) <= int(first):
            raise DateError("date-impossible", f"{shown(self.written)} has a month of {last}")
        return f"{first}/{full}"

    def interval(self, first: str, last: str) -> str | None:
        """Both ends of a range; the first may lack the month or the year that the last one has."""
        marks: list[str] = []
        ends: list[_Part] = []
        (of_first, first), (of_last, last) = _qualified(first), _qualified(last)
        first, last = shared(first.strip(" ,"), last.strip(" ,"))
        for mark, text in ((of_first, first), (of_last, last)):
            part = self.part(text, bare_day=True)
            if part is None:
                return None
            marks.append(mark)
            ends.append(part)
        filled = _filled(*ends)
        if filled is None:
            return None
        return "/".join(end.to_edtf() + mark for end, mark in zip(filled, marks, strict=True))

    def part(self, text: str, *, bare_day: bool = False) -> _Part | None:
        """A single date, or as much of one as the text has."""
        text = _CLOCK.sub("", text)
        era, text = era_of(text)
        if bare_day and re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|\.)?", text) and not era:
            return _Part(day=int(text.rstrip("stndrh.")))
        if era and _YEARS.fullmatch(text):
            return None
        if bare_day and (found := _DAY_AND_MONTH.fullmatch(text)):
            # The other end has the year: 19.01.-20.01.1990.
            return _Part(None, int(found[2]), int(found[1]))
        if known := in_numbers(text):
            return self.checked(*known)
        part = self.year(text, era) or self.numbers(text) or self.named(text, era)
        if part is None:
            return None
        if part.year is not None:
            return _Part(in_era(part.year, era), part.month, part.day)
        return part

    def year(self, text: str, era: str | None) -> _Part | None:
        if re.fullmatch(r"\d{4}", text) or (era and re.fullmatch(r"[\d,]{1,15}", text)):
            return _Part(int(text.replace(",", "")))
        if re.fullmatch(r"\d{3}", text):
            raise self.ambiguous((f"0{text}", "the year"), (f"{text}X", "the decade"))
        return None

    def numbers(self, text: str) -> _Part | None:
        """Dates in numbers; dotted ones are day first everywhere, others may be either."""
        if found := _NUMBERS.fullmatch(text):
            first, separator, second, third = found[1], found[2], int(found[3]), found[4]
            if len(first) == 4 and len(third) <= 2:
                return self.checked(int(first), second, int(third))
            if len(first) <= 2 and len(third) == 4:
                return self.day_and_month(int(first), second, int(third), separator)
            if len(first) <= 2 and len(third) == 2:
                raise DateError(
                    "date-ambiguous",
                    f"the year of {shown(self.written)} has two digits; write all four",
                )
            return None
        if found := _MONTH_YEAR.fullmatch(text):
            return self.checked(int(found[2]), int(found[1]), None)
        if _SHORT_PAIR.fullmatch(text):
            raise self.without_year()
        return None

    def day_and_month(self, first: int, second: int, year: int, separator: str) -> _Part:
        day_first = True if separator == "." else self.day_first
        if day_first is None:
            if first <= 12 and second <= 12 and first != second:
                raise self.ambiguous(
                    (f"{year:04}-{second:02}-{first:02}", "day first"),
                    (f"{year:04}-{first:02}-{second:02}", "month first"),
                    hint="; or set day_first under [dates] in exhibit.toml",
                )
            day_first = second <= 12
        day, month = (first, second) if day_first else (second, first)
        return self.checked(year, month, day)

    def checked(self, year: int, month: int | None, day: int | None) -> _Part:
        """The date when there may be such a one; zeros stand for what is not known."""
        if month == 0 or day == 0:
            known = "XXXX" if not year else f"{year:04}" if not month else f"{year:04}-{month:02}"
            raise DateError(
                "date-impossible",
                f"{shown(self.written)} has a month or day of 0; leave out what is unknown",
                (Suggestion(known, "what is known"),),
            )
        if month is not None and month > 12:
            other = f"{year:04}-{day:02}-{month:02}" if day and day <= 12 and month <= 31 else None
            raise DateError(
                "date-impossible",
                f"{shown(self.written)} has a month of {month}",
                (Suggestion(other, "day and month the other way round"),) if other else (),
            )
        return _Part(year, month, day)

    def named(self, text: str, era: str | None) -> _Part | None:
        """Dates with the month's name."""
        names = month_numbers(self.languages)
        near: DateError | None = None
        for pattern in _NAMED:
            found = pattern.fullmatch(text)
            if not found:
                continue
            given = found.groupdict()
            year, day = given.get("year"), given.get("day")
            month = names.get(given["month"].rstrip("."))
            if month is None:
                near = near or self.misspelt(given["month"], year, day, names)
                continue
            if year is not None and len(year) <= 2 and not era:
                raise DateError(
                    "date-ambiguous",
                    f"the year of {shown(self.written)} has two digits; write all four",
                )
            return _Part(int(year) if year else None, month, int(day) if day else None)
        if near:
            raise near
        return None

    def misspelt(
        self, name: str, year: str | None, day: str | None, names: dict[str, int]
    ) -> DateError | None:
        import difflib

        wide = [known for known in names if len(known) > 3]
        nearest = difflib.get_close_matches(name, wide, 1, 0.7)
        if not nearest or not year or len(year) != 4:
            return None
        meant = _Part(int(year), names[nearest[0]], int(day) if day else None)
        return DateError(
            "date-unreadable",
            f"{shown(name)} in {shown(self.written)} is not a month",
            (Suggestion(meant.to_edtf(), f"if {nearest[0]} is meant"),),
        )

    def ambiguous(self, *readings: tuple[str, str], hint: str = "") -> DateError:
        suggestions = tuple(Suggestion(edtf, why) for edtf, why in readings)
        words = " or ".join(f"{edtf} ({why})" for edtf, why in readings)
        return DateError(
            "date-ambiguous", f"{shown(self.written)} may be {words}; write that{hint}", suggestions
        )

    def without_year(self) -> DateError:
        return DateError(
            "date-ambiguous", f"{shown(self.written)} has no year; write it as 1990-01-20"
        )

    def unreadable(self) -> DateError:
        return _unreadable(self.written)


def _unreadable(text: str) -> DateError:
    return unreadable_year(text.strip()) or DateError(
        "date-unreadable",
        f"{shown(text)} is not a date that can be read; write it as 1990-01-20, 1990-01, 1990 "
        "or 20 January 1990",
    )


def _filled(first: _Part, last: _Part) -> tuple[_Part, _Part] | None:
    """Both ends whole, the first with what it leaves to the last: "30 Jan - 2 Feb 1990"."""
    if last.year is None:
        return None
    if first.year is not None:
        return first, last
    month = first.month if first.month is not None else last.month
    if month is None or (first.day is None) != (last.day is None):
        return None
    return _Part(last.year, month, first.day), last


def _qualified(text: str) -> tuple[str, str]:
    """The mark for what qualifies a date, and the text without it."""
    mark = ""
    while found := _QUALIFIER.match(text):
        mark = _both(mark, "~" if found["about"] else "?")
        text = text[found.end() :]
    while found := _DOUBT.search(text):
        mark, text = _both(mark, "?"), text[: found.start()]
    return mark, text


def _both(mark: str, other: str) -> str:
    return other if not mark or mark == other else "%"


def _marked(edtf: str, mark: str) -> str:
    """The date with a mark on every part of it."""
    if not mark:
        return edtf
    return "/".join(
        end if end in ("", "..") else end.rstrip("?~%") + _both(_mark_of(end), mark)
        for end in edtf.split("/")
    )


def _mark_of(edtf: str) -> str:
    return edtf[-1] if edtf[-1] in "?~%" else ""


def _bounded(bound: str, edtf: str) -> str:
    """A date on one side of another, which is itself not in what is before or after it."""
    if "/" in edtf:
        raise _unreadable(edtf)
    if bound == "since":
        return f"{edtf}/.."
    if bound == "until":
        return f"../{edtf}"
    mark = _mark_of(edtf)
    node = to_node(edtf)
    start, end = to_span(node)
    if start is None or end is None:
        raise _unreadable(edtf)
    year, month, day = to_date(start - 1 if bound == "before" else end + 1)
    neighbour = {
        "day": _Part(year, month, day),
        "month": _Part(year, month),
        "season": _Part(year, month),
    }.get(to_precision(node), _Part(year))
    # ISO 8601-2, 5.3: one of a set, "some date, this one or an earlier one".
    other = neighbour.to_edtf() + mark
    return f"[..{other}]" if bound == "before" else f"[{other}..]"
