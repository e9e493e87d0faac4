"""An EDTF date in the words of a language.

Names of months, eras and the order of a date's parts are CLDR's (by Babel), for every year, also
before 1 and after 9999; the phrases around them ("since", "possibly") are the strings' ``date.*``
texts. A language may word a phrase by the kind of date in it and say how words join: ``docs``,
languages.md. Same date, language and strings: same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mapbuilder.date_patterns import fields_of, tokens_of
from mapbuilder.month_names import month_names
from mapbuilder.numerals import to_digits
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

_MARK_KEYS = {"?": "uncertain", "~": "approximate", "%": "both"}
_LETTER = re.compile(r"[^\W\d_]")
# A year of two digits would be read as one of the last century's, one of five as no year at all.
_ORDINARY_YEARS = range(100, 10_000)
_JOINT = "\x00"
"""Stands where a date meets the words around it, until the strings' ``date.joints`` are seen to."""
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def to_words(edtf: str, language: str, strings: Mapping[str, str]) -> str:
    """The date as a museum's text would have it; ``strings`` must have the ``date.*`` keys."""
    return " ".join(writer_of(language, strings).node(to_node(edtf)).split())


def writer_of(language: str, strings: Mapping[str, str]) -> _Writer:
    return _Writer(_locale(language), strings)


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


@lru_cache(maxsize=64)
def _span_sign(locale: Locale) -> str:
    sign = str(locale.interval_formats[None])[3:-3]
    return "–" if sign.strip() in "–-" else sign


@lru_cache(maxsize=16_384)
def _ordinal_form(locale: Locale, number: int) -> str:
    # Many dates have few years.
    return str(locale.ordinal_form(number))


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
        return self.around("about" if certainty == "approximate" else "possibly_about", bare)

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
        phrase = self.around(key, end)
        if end.mark == "?":
            return self.phrase("possibly", phrase)
        return self.marked(phrase, end.mark)

    def choice(self, node: Choice) -> str:
        """One or all of several dates: "1667 or 1668", "before 1900", "between May and July"."""
        member = node.members[0]
        if len(node.members) == 1 and isinstance(member, Interval) and not node.every:
            lower, upper = member.lower, member.upper
            if isinstance(lower, Point) and isinstance(upper, Point):
                return self.from_to(replace(lower, mark=""), replace(upper, mark=""))
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
        phrase = self.around(key, next_one)
        return self.phrase("possibly", phrase) if end.mark == "?" else self.marked(phrase, end.mark)

    def phrase(self, key: str, date: str) -> str:
        return self.strings[f"date.{key}"].format(date=date)

    def around(self, key: str, point: Point) -> str:
        """A phrase around a date: with the form that its words ask for, or with the plain one.

        The strings may have a text of their own for a kind of date ("seit dem" a day, "seit" a
        year), and take in the date as it stands alone, as ``{plain}``.
        """
        bare = replace(point, mark="")
        text = self.of_kind(key, bare)
        return self.joint(
            text.format(
                date=f"{_JOINT}{self.point(bare, in_phrase=True)}{_JOINT}", plain=self.point(bare)
            )
        )

    def from_to(self, lower: Point, upper: Point) -> str:
        """ "between May and July"."""
        return self.joint(
            self.of_kind("between", lower).format(
                start=f"{_JOINT}{self.point(lower, in_phrase=True)}{_JOINT}",
                end=self.point(upper),
                end_in_phrase=f"{_JOINT}{self.point(upper, in_phrase=True)}{_JOINT}",
            )
        )

    def of_kind(self, key: str, point: Point) -> str:
        return self.strings.get(f"date.{key}.{_kind(point)}") or self.strings[f"date.{key}"]

    def joint(self, text: str) -> str:
        """The text as it is said where words meet: "jusqu’à le" is "jusqu’au"."""
        for rule in self.strings.get("date.joints", "").split("|"):
            apart, _, together = rule.partition(">")
            text = text.replace(apart.replace("+", _JOINT), together)
        return text.replace(_JOINT, "")

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
                return self.filled(
                    self.month_pattern(in_phrase), int(point.year), int(month), in_phrase=in_phrase
                )
            if "X" not in day:
                text = self.filled(
                    self.day_pattern(), int(point.year), int(month), int(day), in_phrase=in_phrase
                )
                wrapped = self.strings.get("date.day_in_phrase") if in_phrase else None
                return wrapped.format(date=text) if wrapped else text
        return self.between(point)

    def years_like(self, point: Point, in_phrase: bool) -> str:
        """Decades and centuries; anything else with unknown digits by its first and last day."""
        if point.year == "XXXX":
            return self.strings["date.unknown"]
        suffix = "_in_phrase" if in_phrase else ""
        simple = point.month is None or point.month == "XX"
        if simple and re.fullmatch(r"\d{3}X", point.year):
            return self.decade(int(point.year[:3] + "0"), suffix)
        if simple and re.fullmatch(r"-?\d\dXX", point.year):
            number = int(point.year[-4:-2]) + 1
            text = self.by_ordinal(f"date.century{suffix}", number).format(
                number=self.digits(number, suffix)
            )
            return self.with_era(text, 0 if point.year.startswith("-") else 1, plain=True)
        return self.between(point)

    def decade(self, year: int, suffix: str) -> str:
        """ "the 1990s"; the strings may have a text for each of the ten of a century."""
        key = f"date.decade{suffix}"
        text = self.strings.get(f"{key}.{year // 10 % 10}") or self.strings[key]
        words = text.format(
            year=self.ordinal_year(year),
            short=self.plain(f"{year % 100:02}"),
            century=self.digits(year // 100 + 1, "_in_phrase"),
        )
        return self.with_era(words, max(year, 1), plain=True)

    def between(self, point: Point) -> str:
        days = [to_date(day) for day in to_span(point) if day is not None]
        if len(days) < 2:
            return self.strings["date.unknown"]
        start, end = (Point(str(year), f"{month:02}", f"{day:02}") for year, month, day in days)
        return self.from_to(start, end)

    def season(self, year: str, code: int, in_phrase: bool) -> str:
        if code < 33:
            suffix = "_in_phrase" if in_phrase else ""
            pattern = self.strings[f"date.season.{(code - 21) % 4 + 1}{suffix}"]
            words = pattern.format(year=self.ordinal_year(_counted(int(year))))
            return self.with_era(words, int(year))
        first, last = SEASON_MONTHS[code]
        if code < 37:
            pattern = self.pattern("quarter", "yQQQQ")
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
        pattern = self.day_pattern()
        if months[0] == months[1]:
            return self.filled(pattern, first, months[0], days[0], until=days[1:])
        short = self.pattern("day_month", "MMMMd")
        ends = (
            [(pattern, months[0], days[0]), (short, months[1], days[1])]
            if fields_of(pattern)[0] == "y"
            else [(short, months[0], days[0]), (pattern, months[1], days[1])]
        )
        return self.joined(*(self.filled(form, first, month, day) for form, month, day in ends))

    def joined(self, *ends: str) -> str:
        return str(self.locale.interval_formats[None]).format(*ends)

    def day_pattern(self) -> str:
        """CLDR's, or the strings' own in its form: "y d MMMM"."""
        return self.strings.get("date.pattern.day") or str(self.locale.date_formats["long"].pattern)

    def pattern(self, key: str, skeleton: str) -> str:
        """The strings' own pattern, else CLDR's for the skeleton."""
        own = self.strings.get(f"date.pattern.{key}")
        return own or str(self.locale.datetime_skeletons[skeleton].pattern)

    def month_pattern(self, in_phrase: bool) -> str:
        own = self.strings.get("date.pattern.month")
        if own:
            return own
        pattern = str(self.locale.datetime_skeletons["yMMMM"].pattern)
        # A preposition asks for the form that a month has beside a day: "с января", not "январь".
        return pattern.replace("L", "M") if in_phrase else pattern

    def filled(
        self,
        pattern: str,
        year: int,
        month: int,
        day: int = 1,
        until: Iterable[int] = (),
        *,
        in_phrase: bool = False,
    ) -> str:
        """A CLDR pattern with its fields filled in; the smallest of them may run ``until`` a last.

        Where the strings have a word for the year, it stands in the place of CLDR's abbreviation.
        """
        return "".join(
            self.part(field, literal, year, month, day, pattern, until, in_phrase)
            for field, literal in tokens_of(pattern)
        ).strip(" ,")

    def part(
        self,
        field: str,
        literal: str,
        year: int,
        month: int,
        day: int,
        pattern: str = "d",
        until: Iterable[int] = (),
        in_phrase: bool = False,
    ) -> str:
        """One field of a ``pattern`` filled in, with the text behind it."""
        ends = [str(number) for number in until]
        if field[0] == "y":
            return self.year_in_date(year, literal)
        if field[0] == "d":
            days = [one.zfill(len(field)) for one in (str(day), *ends)]
            first_day = self.strings.get("date.first_day")
            if first_day:
                days = [first_day if one == "1" else one for one in days]
            return self.days([self.plain(one) for one in days]) + literal
        if field[0] in "ML":
            last = [] if "d" in fields_of(pattern) else [int(end) for end in ends]
            # What stands before another month does not lean on the year: "مه تا اوت ۱۹۹۰".
            field_alone = self.month_alone(field) if last else field
            months = [self.month(field_alone, month, in_phrase)]
            months += [self.month(field, one, in_phrase) for one in last]
            return self.span(months) + literal
        if field[0] == "Q":
            quarter = (month + 2) // 3
            names = self.locale.quarters["format"]["wide"]
            return str(names[quarter] if len(field) > 2 else quarter) + literal
        return literal

    def month(self, field: str, number: int, in_phrase: bool) -> str:
        if len(field) < 3:
            return self.plain(f"{number:0{len(field)}}")
        stems = self.strings.get("date.months_in_phrase") if in_phrase else None
        if stems:
            return stems.split("|")[number - 1]
        return month_names(self.locale, "stand-alone" if field[0] == "L" else "format")[number - 1]

    def month_alone(self, field: str) -> str:
        # Only of languages that tell the two apart does Babel have both (see ``date_forms``).
        has_both = "L" in self.locale.datetime_skeletons["MMMMd"].pattern
        return field.replace("M", "L") if has_both else field

    def days(self, ends: list[str]) -> str:
        """Days of one month; the strings may have a text for two: "19.–20."."""
        own = self.strings.get("date.days") if len(ends) > 1 else None
        return own.format(start=ends[0], end=ends[-1]) if own else self.span(ends)

    def span(self, ends: list[str]) -> str:
        """Two names or numbers set close: "19–20"; some languages have another sign than a dash."""
        return ends[0] if len(ends) == 1 else _span_sign(self.locale).join(ends)

    def year_alone(self, year: int, in_phrase: bool) -> str:
        own = self.strings.get("date.year_in_phrase") or self.strings["date.year_in_date"]
        text = own if in_phrase else self.strings["date.year"]
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
        always = self.strings.get("date.era")
        if year > 0 and always:
            return f"{text} {always}"
        if year > 0 and (plain or year in _ORDINARY_YEARS):
            return text
        era = self.locale.eras["abbreviated"][1 if year > 0 else 0]
        order = self.strings.get("date.era_order") or "".join(
            fields_of(self.locale.datetime_skeletons["Gy"].pattern)
        )
        return f"{era} {text}" if order.index("G") < order.index("y") else f"{text} {era}"

    def ordinal_year(self, year: int) -> str:
        """The year's number with what the language hangs on it: "1990-cı" in Azerbaijani."""
        return self.by_ordinal("date.year_number", year).format(year=self.number(year))

    def by_ordinal(self, key: str, number: int) -> str:
        """The text for an ordinal number's plural category (UTS #35, part 3)."""
        # CLDR 48 has Azerbaijani 2000 with 9 and 10 ("cu"); thousands may have a text of their own.
        category = "zero" if number % 1000 == 0 else _ordinal_form(self.locale, number)
        return self.strings.get(f"{key}.{category}") or self.strings[f"{key}.other"]

    def number(self, number: int) -> str:
        """The number in plain digits, with the language's signs from five of them on."""
        if number < 10_000:
            return self.plain(str(number))
        from babel.numbers import format_decimal

        signed = format_decimal(
            number, format="#,##0", locale=self.locale, numbering_system="default"
        )
        return self.plain(signed)

    def plain(self, digits: str) -> str:
        """The digits in the language's own numbering system (CLDR's default one)."""
        return to_digits(digits, self.locale)

    def digits(self, number: int, suffix: str = "") -> str:
        """A century's number: in words where the strings have them, else in their digits."""
        words = self.strings.get(f"date.ordinals{suffix}") or self.strings.get("date.ordinals")
        if words and number <= len(words.split("|")):
            return words.split("|")[number - 1]
        if self.strings["date.century_digits"] != "roman":
            return self.plain(str(number))
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return roman


def _kind(point: Point) -> str:
    """What a date is for the words around it: day, month, year, decade, century or season."""
    if point.season is not None:
        return "season"
    if re.fullmatch(r"\d{3}X", point.year):
        return "decade"
    if re.fullmatch(r"-?\d\dXX", point.year):
        return "century"
    if point.month is None or point.month == "XX":
        return "year"
    return "month" if point.day is None or point.day == "XX" else "day"


def _counted(year: int) -> int:
    """The year as it is counted within its era: 0 is 1 BC."""
    return year if year > 0 else 1 - year
