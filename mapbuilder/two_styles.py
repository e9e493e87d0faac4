"""Days in two styles: the Julian day of an old record with the Gregorian beside it.

"9/22 января 1905" is one day, the 9th of the old style and the 22nd of the new, or all days from
the one to the other. Always true: a range is taken for such a day only where the calendars lie just
so many days apart.
"""

from __future__ import annotations

import datetime
import re

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII)
_FIRST, _LAST = datetime.date(1582, 10, 15), datetime.date(1930, 12, 31)
"""From the first day of the new calendar to the last years in which records told both."""
_IN_BRACKETS = re.compile(r"(\d{1,2}(?: [^\W\d_]+)?) ?\((\d{1,2}(?: [^\W\d_]+)?)\)(?= )")


def of_new_style(edtf: str) -> str | None:
    """The Gregorian day of a range that may be one day in two styles; ``None`` of any other."""
    found = _DAYS.fullmatch(edtf)
    if not found:
        return None
    try:
        old, new = map(datetime.date.fromisoformat, found.groups())
    except ValueError:
        return None
    is_then = _FIRST <= new <= _LAST
    return found[2] if is_then and (new - old).days == _apart(old) else None


def without_brackets(text: str) -> str | None:
    """ "9 (22) января 1905" as the range that its days would be; ``None`` of any other text."""
    changed, count = _IN_BRACKETS.subn(r"\1/\2", text)
    return changed if count == 1 else None


def _apart(julian: datetime.date) -> int:
    """How many days the calendars are apart: ten from 1582 on, one more in 1700, 1800 and 1900."""
    year = julian.year if (julian.month, julian.day) >= (3, 1) else julian.year - 1
    return year // 100 - year // 400 - 2
