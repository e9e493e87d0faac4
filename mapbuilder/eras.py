"""Eras: years before and after the first in, with the words that say so in many languages.

In goes a text in one case, out comes its era and the rest, or both ends of a range, of which the
one may lack what the other has: "500-400 BC". Always true: an end is given an era only where it can
have no other.
"""

from __future__ import annotations

import re
from typing import Literal

Era = Literal["bc", "ad"]

_ERA = re.compile(
    r"(?P<bc>b\.?\s?c\.?(?:\s?e\.?)?|до н\.?\s?э\.?|e\.?\s?ə\.?|v\.\s?chr\.?|p\.\s?n\.\s?e\.?"
    r"|av(?:ant|\.)?\s?j\.?-?\s?c\.?|a\.\s?c\.|m\.?\s?ö\.?)"
    r"|(?P<ad>a\.?\s?d\.?|c\.?\s?e\.?|н\.?\s?э\.?|n\.\s?chr\.?|n\.\s?e\.?"
    r"|ap(?:rès|r\.?|\.)\s?j\.?-?\s?c\.?|d\.\s?c\.|m\.?\s?s\.?)"
)
_AT_END = re.compile(rf"\s*(?:{_ERA.pattern})$")
_AT_START = re.compile(rf"(?:{_ERA.pattern})\s*(?=\d)")
_YEAR = re.compile(r"[\d,]+")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)?")
_LAST_DECADE = 2100
"""No decade after this one is meant by three digits."""


def era_of(text: str) -> tuple[Era | None, str]:
    """``bc``, ``ad`` or ``None``, and the text without the era, which may stand on either side."""
    if found := _AT_END.search(text):
        if found.start() and (text[found.start() - 1].isdigit() or text[found.start()].isspace()):
            return ("bc" if found["bc"] else "ad"), text[: found.start()].strip(" ,")
    elif found := _AT_START.match(text):
        return ("bc" if found["bc"] else "ad"), text[found.end() :]
    return None, text


def in_era(year: int, era: str | None) -> int:
    """The year as ISO 8601 counts, which has a year 0 before the year 1: 44 BC is -0043."""
    return 1 - year if era == "bc" else year


def shared(first: str, last: str) -> tuple[str, str]:
    """Both ends of a range, each with its era and all its digits as far as these are certain.

    What precedes a year BC is BC, what follows one AD is AD, and of "AD 193-95" the last is 195.
    """
    of_first, bare_first = era_of(first)
    of_last, bare_last = era_of(last)
    is_years = bool(_YEAR.fullmatch(bare_first) and _YEAR.fullmatch(bare_last))
    if of_last and not of_first and (is_years or not _DAY.fullmatch(bare_first)):
        first = f"{bare_first} {of_last}"
    elif of_first == "ad" and not of_last and is_years:
        full = bare_first[: -len(bare_last)] + bare_last
        is_short = len(bare_last) <= 2 and int(full) > int(bare_first) > int(bare_last)
        last = f"{full if is_short else bare_last} ad"
    elif is_years and not of_first and not of_last and len(bare_first) == 3:
        # Three digits alone may be a decade, here none that there is.
        if len(bare_last) == 4 and int(bare_first) * 10 > int(bare_last):
            first = f"0{bare_first}"
        elif len(bare_last) == 3 and min(int(bare_first), int(bare_last)) * 10 > _LAST_DECADE:
            first, last = f"0{bare_first}", f"0{bare_last}"
    return first, last


def shortened(first: str, last: str) -> tuple[int, int, int] | None:
    """The years BC of "480-79 BC": the first, and the last if it is short for 479 and if it is not.

    ``None`` where the last can be but one of them.
    """
    of_last, bare_last = era_of(last)
    if of_last != "bc" or not re.fullmatch(r"\d{1,2}", bare_last):
        return None
    if not re.fullmatch(r"\d{3,4}", first):
        return None
    full = int(first[: -len(bare_last)] + bare_last)
    return (int(first), full, int(bare_last)) if full < int(first) else None
