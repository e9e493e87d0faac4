"""An EDTF date in the words of a language.

Names of months, eras and the order of a date's parts are CLDR's (by Babel), for every year, also
before 1 and after 9999; the phrases around them ("since", "possibly") are the strings' ``date.*``
texts. Same date, language and strings: same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mapbuilder.month_names import month_names
from mapbuilder.spans import (
    SEASON_MONTHS,
    Choice,
    Interval,
    Node,
    Point,
    to_certainty,
    to_date,
    to_node,
    to_span,
)

if TYPE_CHECKING:
    from babel import Locale

_FIELDS = re.compile(r"'(?P<quoted>(?:[^']|'')*)'|(?P<field>([A-Za-z])\3*)|(?P<text>[^A-Za-z']+)")
_MARK_KEYS = {"?": "uncertain", "~": "approximate", "%": "both"}
_LETTER = re.compile(r"[^\W\d_]")
# A year of two digits would be read as one of the last century's, one of five as no year at all.
_ORDINARY_YEARS = range(100, 10_000)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def to_words(edtf: str, language: str, strings: Mapping[str, str]) -> str:
    """The date as a museum's text would have it; ``strings`` must have the ``date.*`` keys."""
    writer = _Writer(_locale(language), strings)
    return " ".join(writer.node(to_node(edtf)).split())


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    # English without a country is the world's, whose days come before their months.
    tags = ["en-001"] if language == "en" else [language, language.split("-")[0], "en-001"]
    for tag in tags:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("Babel has English")


@lru_cache(maxsize=256)
def _tokens(pattern: str) -> tuple[tuple[str, str], ...]:
    """Each field of a CLDR pattern (UTS #35, part 4) with the text up to the next one.

    Text before the first field goes with an empty field.
    """
    tokens: list[tuple[str, str]] = []
    for found in _FIELDS.finditer(pattern):
        if found["field"]:
            tokens.append((found["field"], ""))
            continue
        text = found["text"] or (found["quoted"] or "'").replace("''", "'")
        # CLDR's thin and narrow spaces are missing in many fonts.
        text = re.sub("[\u2009\u202f\u00a0]", " ", text)
        field, before = tokens.pop() if tokens else (" ", "")
        tokens.append((field, before + text))
    return tuple(tokens)


def _fields(pattern: str) -> list[str]:
    return [field[0] for field, _ in _tokens(pattern)]


@dataclass(frozen=True, slots=True)
class _Writer:
    """What it takes to write dates in a language."""

    locale: Locale
    strings: Mapping[str, str]

    def node(self, node: Node) -> str:
        """The whole date."""
        if isinstance(node, Point):
            return self.qualified(node)
        if isinstance(node, Choice):
            return self.choice(node)
        return self.interval(node)

    def qualified(self, point: Point) -> str:
        """A single date with its doubt: "possibly January 1990", "about 1860"."""
        bare = replace(point, mark="", significant=None)
        certainty = to_certainty(point)
        if certainty == "certain":
            return self.point(bare)
        if certainty == "uncertain":
            return self.phrase("possibly", self.point(bare))
        key = "about" if certainty == "approximate" else "possibly_about"
        return self.phrase(key, self.point(bare, in_phrase=True))

    def interval(self, node: Interval) -> str:
        lower, upper = node.lower, node.upper
        if isinstance(lower, Point) and isinstance(upper, Point):
            if lower.mark == upper.mark == "?":
                both = self.range(replace(lower, mark=""), replace(upper, mark=""))
                return self.phrase("possibly", both)
            if lower.mark == upper.mark:
                both = self.range(replace(lower, mark=""), replace(upper, mark=""))
                return self.marked(both, lower.mark)
            return self.joined(
                *(
                    self.marked(self.point(replace(end, mark="")), end.mark)
                    for end in (lower, upper)
                )
            )
        if isinstance(lower, Point):
            key, end = ("since" if upper == "open" else "since_unknown"), lower
        elif isinstance(upper, Point):
            key, end = ("until" if lower == "open" else "until_unknown"), upper
        else:
            return self.strings["date.unknown"]
        phrase = self.phrase(key, self.point(replace(end, mark=""), in_phrase=True))
        if end.mark == "?":
            return self.phrase("possibly", phrase)
        return self.marked(phrase, end.mark)

    def choice(self, node: Choice) -> str:
        """One or all of several dates: "1667 or 1668", "before 1900", "between May and July"."""
        member = node.members[0]
        if len(node.members) == 1 and isinstance(member, Interval) and not node.every:
            lower, upper = member.lower, member.upper
            if isinstance(lower, Point) and isinstance(upper, Point):
                return self.strings["date.between"].format(
                    start=self.point(replace(lower, mark=""), in_phrase=True),
                    end=self.point(replace(upper, mark="")),
                )
            if isinstance(upper, Point):
                return self.beside("before", upper)
            if isinstance(lower, Point):
                return self.beside("after", lower)
        from babel.lists import format_list

        words = [self.node(member) for member in node.members]
        if len(words) == 1:
            return words[0]
        return format_list(words, style="standard" if node.every else "or", locale=self.locale)

    def beside(self, key: str, end: Point) -> str:
        """ "before 1900" for some date up to the end of 1899."""
        start_day, end_day = to_span(end)
        day = end_day if key == "before" else start_day
        if day is None:
            return self.strings["date.unknown"]
        year, month, day_of_month = to_date(day + 1 if key == "before" else day - 1)
        next_one = Point(
            str(year),
            None if end.month is None and end.season is None else f"{month:02}",
            None if end.day is None else f"{day_of_month:02}",
        )
        phrase = self.phrase(key, self.point(next_one, in_phrase=True))
        return self.phrase("possibly", phrase) if end.mark == "?" else self.marked(phrase, end.mark)

    def phrase(self, key: str, date: str) -> str:
        return self.strings[f"date.{key}"].format(date=date)

    def marked(self, text: str, mark: str) -> str:
        """The text with its doubt behind it, where no phrase can take it in."""
        return self.phrase(f"mark.{_MARK_KEYS[mark]}", text) if mark else text

    def point(self, point: Point, *, in_phrase: bool = False) -> str:
        """A date without its doubt; in a phrase it has the form that prepositions ask for."""
        if point.season is not None:
            return self.season(point.year, point.season, in_phrase)
        if "X" in point.year:
            return self.years_like(point, in_phrase)
        month, day = point.month, point.day
        if month is None or month == "XX":
            if day is None or day == "XX":
                return self.year_alone(int(point.year), in_phrase)
        elif "X" not in month:
            if day is None or day == "XX":
                return self.filled(self.month_pattern(in_phrase), int(point.year), int(month))
            if "X" not in day:
                pattern = self.locale.date_formats["long"].pattern
                return self.filled(pattern, int(point.year), int(month), int(day))
        return self.between(point)

    def years_like(self, point: Point, in_phrase: bool) -> str:
        """Decades and centuries; anything else with unknown digits by its first and last day."""
        if point.year == "XXXX":
            return self.strings["date.unknown"]
        suffix = "_in_phrase" if in_phrase else ""
        simple = point.month is None or point.month == "XX"
        if simple and re.fullmatch(r"\d{3}X", point.year):
            year = int(point.year[:3] + "0")
            pattern = self.strings[f"date.decade{suffix}"]
            return pattern.format(year=self.ordinal_year(year))
        if simple and re.fullmatch(r"-?\d\dXX", point.year):
            number = int(point.year[-4:-2]) + 1
            text = self.by_ordinal(f"date.century{suffix}", number).format(
                number=self.digits(number)
            )
            return self.with_era(text, 0 if point.year.startswith("-") else 1, plain=True)
        return self.between(point)

    def between(self, point: Point) -> str:
        days = [to_date(day) for day in to_span(point) if day is not None]
        if len(days) < 2:
            return self.strings["date.unknown"]
        pattern = self.locale.date_formats["long"].pattern
        start, end = (self.filled(pattern, *day) for day in days)
        return self.strings["date.between"].format(start=start, end=end)

    def season(self, year: str, code: int, in_phrase: bool) -> str:
        if code < 33:
            suffix = "_in_phrase" if in_phrase else ""
            pattern = self.strings[f"date.season.{(code - 21) % 4 + 1}{suffix}"]
            words = pattern.format(year=self.ordinal_year(_counted(int(year))))
            return self.with_era(words, int(year))
        first, last = SEASON_MONTHS[code]
        if code < 37:
            pattern = self.locale.datetime_skeletons["yQQQQ"].pattern
            return self.filled(pattern, int(year), last)
        return self.range(Point(year, f"{first:02}"), Point(year, f"{last:02}"))

    def range(self, lower: Point, upper: Point) -> str:
        """From one date to another, saying once what both share: "19–20 January 1990"."""
        if lower == upper:
            return self.point(lower)
        simple = all(
            point.season is None and "X" not in f"{point.year}{point.month}{point.day}"
            for point in (lower, upper)
        )
        shape = [(point.month is None, point.day is None) for point in (lower, upper)]
        if not simple or shape[0] != shape[1]:
            return self.joined(self.point(lower), self.point(upper))
        first, last = int(lower.year), int(upper.year)
        if lower.month is None or upper.month is None:
            if first < 1 <= last or 0 < first < _ORDINARY_YEARS.start:
                return self.joined(self.point(lower), self.point(upper))
            years = self.strings["date.years"].format(
                start=self.number(_counted(first)), end=self.ordinal_year(_counted(last))
            )
            return self.with_era(years, last)
        if first != last:
            return self.joined(self.point(lower), self.point(upper))
        months = int(lower.month), int(upper.month)
        if lower.day is None or upper.day is None:
            return self.filled(self.month_pattern(False), first, *months[:1], until=months[1:])
        days = int(lower.day), int(upper.day)
        pattern = self.locale.date_formats["long"].pattern
        if months[0] == months[1]:
            return self.filled(pattern, first, months[0], days[0], until=days[1:])
        short = self.locale.datetime_skeletons["MMMMd"].pattern
        ends = (
            [(pattern, months[0], days[0]), (short, months[1], days[1])]
            if _fields(pattern)[0] == "y"
            else [(short, months[0], days[0]), (pattern, months[1], days[1])]
        )
        return self.joined(*(self.filled(form, first, month, day) for form, month, day in ends))

    def joined(self, *ends: str) -> str:
        return str(self.locale.interval_formats[None]).format(*ends)

    def month_pattern(self, in_phrase: bool) -> str:
        pattern = str(self.locale.datetime_skeletons["yMMMM"].pattern)
        # A preposition asks for the form that a month has beside a day: "с января", not "январь".
        return pattern.replace("L", "M") if in_phrase else pattern

    def filled(
        self, pattern: str, year: int, month: int, day: int = 1, until: Iterable[int] = ()
    ) -> str:
        """A CLDR pattern with its fields filled in; the smallest of them may run ``until`` a last.

        Where the strings have a word for the year, it stands in the place of CLDR's abbreviation.
        """
        ends = [str(number) for number in until]
        has_day = "d" in _fields(pattern)
        parts: list[str] = []
        for field, literal in _tokens(pattern):
            if field[0] == "y":
                parts.append(self.year_in_date(year, literal))
                continue
            if field[0] == "d":
                parts.append(self.span([one.zfill(len(field)) for one in (str(day), *ends)]))
            elif field[0] in "ML":
                last = [] if has_day else [int(end) for end in ends]
                parts.append(self.span([self.month(field, one) for one in (month, *last)]))
            elif field[0] == "Q":
                quarter = (month + 2) // 3
                names = self.locale.quarters["format"]["wide"]
                parts.append(str(names[quarter] if len(field) > 2 else quarter))
            parts.append(literal)
        return "".join(parts).strip(" ,")

    def month(self, field: str, number: int) -> str:
        if len(field) < 3:
            return f"{number:0{len(field)}}"
        return month_names(self.locale, "stand-alone" if field[0] == "L" else "format")[number - 1]

    def span(self, ends: list[str]) -> str:
        """Two names or numbers set close: "19–20"; some languages have another sign than a dash."""
        sign = str(self.locale.interval_formats[None])[3:-3]
        return ("–" if sign.strip() in "–-" else sign).join(ends)

    def year_alone(self, year: int, in_phrase: bool) -> str:
        text = self.strings["date.year_in_date" if in_phrase else "date.year"]
        if text == "{year}":
            return self.filled(self.locale.datetime_skeletons["y"].pattern, year, 1)
        return self.with_era(text.format(year=self.ordinal_year(_counted(year))), year)

    def year_in_date(self, year: int, literal: str) -> str:
        """The year within a date and the pattern's ``literal`` behind it: "1990 г."."""
        text = self.strings["date.year_in_date"]
        if text != "{year}" and _LETTER.search(literal):
            # The strings have a word for the year; CLDR's abbreviation gives way to it.
            literal = " " if literal.endswith(" ") else ""
        number = text.format(year=self.ordinal_year(_counted(year)))
        if _LETTER.search(literal):
            return self.with_era(number + literal.rstrip(), year) + literal[len(literal.rstrip()) :]
        return self.with_era(number, year) + literal

    def with_era(self, text: str, year: int, *, plain: bool = False) -> str:
        """The text with the name of its era where it needs one, in the language's order.

        ``plain`` leaves it out after 1 BC, for years beside others that tell the era.
        """
        if year > 0 and (plain or year in _ORDINARY_YEARS):
            return text
        era = self.locale.eras["abbreviated"][1 if year > 0 else 0]
        order = _fields(self.locale.datetime_skeletons["Gy"].pattern)
        return f"{era} {text}" if order.index("G") < order.index("y") else f"{text} {era}"

    def ordinal_year(self, year: int) -> str:
        """The year's number with what the language hangs on it: "1990-cı" in Azerbaijani."""
        return self.by_ordinal("date.year_number", year).format(year=self.number(year))

    def by_ordinal(self, key: str, number: int) -> str:
        """The text for an ordinal number's plural category (UTS #35, part 3)."""
        # CLDR 48 has Azerbaijani 2000 with 9 and 10 ("cu"); thousands may have a text of their own.
        category = "zero" if number % 1000 == 0 else self.locale.ordinal_form(number)
        return self.strings.get(f"{key}.{category}") or self.strings[f"{key}.other"]

    def number(self, number: int) -> str:
        """The number in plain digits, with the language's signs from five of them on."""
        if number < 10_000:
            return str(number)
        from babel.numbers import format_decimal

        return format_decimal(number, format="#,##0", locale=self.locale)

    def digits(self, number: int) -> str:
        if self.strings["date.century_digits"] != "roman":
            return str(number)
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman


def _counted(year: int) -> int:
    """The year as it is counted within its era: 0 is 1 BC."""
    return year if year > 0 else 1 - year
