"""Dates in numbers alone: as they are written in East Asia, and with Roman months.

In goes a text in one case, out come year, month and day as far as it has them, or nothing. Always
true: the text can mean no other date.
"""

from __future__ import annotations

import re

_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})\s?[年년]\s?(?:(?P<month>\d{1,2})\s?[月월]\s?(?:(?P<day>\d{1,2})\s?[日일])?)?"
    # The day of the week says nothing more.
    r"(?:\s?\([日月火水木金土一二三四五六일월화수목금토]\))?",
    re.ASCII,
)
_ROMAN = re.compile(
    r"(?:(?P<day>\d{1,2})\s?[./ -]\s?)?(?P<month>[ivx]{1,4})\s?[./ -]\s?(?P<year>\d{4})", re.ASCII
)
_MONTHS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10,
    "xi": 11, "xii": 12,
}  # fmt: skip
# Persian digits, and a year that is one of ours in the calendar of Iran and Afghanistan.
_IRANIAN = re.compile(
    r"\s*(?:[۰-۹]{1,2}[./-][۰-۹]{1,2}[./-]۱[۲-۴][۰-۹]{2}"
    r"|۱[۲-۴][۰-۹]{2}[./-][۰-۹]{1,2}[./-][۰-۹]{1,2})\s*"
)


def is_iranian(text: str) -> bool:
    """Whether a date in numbers, as it was written, is likely to be of the Iranian calendar."""
    return _IRANIAN.fullmatch(text) is not None


def in_numbers(text: str) -> tuple[int, int | None, int | None] | None:
    """``1990年1月20日``, ``20.I.1990``, ``XII 1990``: year, month and day."""
    found = _EAST_ASIAN.fullmatch(text) or _ROMAN.fullmatch(text)
    if not found:
        return None
    month = found["month"]
    number = None if month is None else int(month) if month.isdigit() else _MONTHS.get(month)
    if month is not None and number is None:
        return None
    return int(found["year"]), number, int(found["day"]) if found["day"] else None
