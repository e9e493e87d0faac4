"""The words of a time axis in a language: names of months, and forms to be filled with numbers.

CLDR's, by Babel, written when the page is built: a kiosk's browser has no Azerbaijani. The page
counts days and years; which name and which order they get stands here. Same language, same words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mapbuilder.month_names import Context, Width, month_names
from mapbuilder.numerals import LATIN, digits_of

if TYPE_CHECKING:
    from babel import Locale

Block = dict[str, Any]

_FIELD = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*")


def to_time_words(language: str) -> Block:
    """``months`` beside a day, alone and short; forms of ``{d}``, ``{y}`` and ``{m}``,
    or ``{n}`` where the month is a number; signs.

    ``bce`` is the form of a year before 1. ``digits`` is there where they are not Latin ones,
    ``lang`` where the words are in another language, for want of this one in CLDR.
    """
    locale, tag = _locale(language)
    # English without a country is the world's, whose days come before their months.
    long = _form(locale.date_formats["long"].pattern)
    era = str(locale.eras["abbreviated"][0])
    year = _form(locale.datetime_skeletons["Gy"].pattern, era)
    digits = digits_of(locale)
    symbols = locale.number_symbols
    signs = symbols["latn" if digits == LATIN else locale.default_numbering_system]
    return {
        "months": _months(locale, "format", "wide"),
        "alone": _months(locale, "stand-alone", "wide"),
        "short": _months(locale, "stand-alone", "abbreviated"),
        "day": long,
        "month": _form(locale.datetime_skeletons["yMMMM"].pattern),
        "bce": year if "{y}" in year else f"{{y}} {era}",
        "group": _plain(signs["group"]),
        **({} if digits == LATIN else {"digits": digits}),
        **({} if tag == language else {"lang": tag}),
    }


@lru_cache(maxsize=64)
def _locale(language: str) -> tuple[Locale, str]:
    """The locale, and the language that it is asked for."""
    from babel import Locale, UnknownLocaleError

    given = "en-001" if language == "en" else language
    for tag in (given, language.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-"), language
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en-001", sep="-"), "en"


def _months(locale: Locale, context: Context, width: Width) -> list[str]:
    return [_plain(name) for name in month_names(locale, context, width)]


def _form(pattern: str, era: str = "") -> str:
    """A CLDR pattern (UTS #35, part 4) with names for its fields."""

    def named(found: re.Match[str]) -> str:
        if found[2] is None:
            return (found[1] or "'").replace("''", "'")
        letter = found[2]
        if letter in "ML":
            # Up to two letters ask for its number.
            return "{m}" if len(found[0]) > 2 else "{n}"
        return {"G": era, "d": "{d}", "y": "{y}"}.get(letter, "")

    return _plain(_FIELD.sub(named, pattern)).strip(" ,")


def _plain(text: str) -> str:
    """CLDR's thin, narrow and unbroken spaces are missing in many fonts."""
    return re.sub("[\u2009\u202f\u00a0]", " ", str(text))
