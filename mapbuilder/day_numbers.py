"""Days that a spreadsheet counts: the dates of a column in, those that may be numbers out.

A cell that has lost its format as a date holds the number of its day: 5540 is 1915-03-02. Of four
digits it reads as a year. Always true: none is taken for the day that it counts; it is asked about
where the year is yet to come and the column has days near the one that it would be. A number up to
2100 is a year: a chronology of days may well tell of 1501, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapbuilder.dates import DateError, HistoricalDate
from mapbuilder.report import Suggestion, shown
from mapbuilder.spans import counted_day

_NUMBER = re.compile(r"(?!2100)(?:2[1-9]|[3-9]\d)\d\d", re.ASCII)
"""A year that only a forecast tells of; as the number of a day it is from 1905 to 1927."""
_NEAR_DAYS = 25 * 366
_FEWEST = 2
"""Days, without which nothing says that the column holds them."""


def doubtful_days(
    texts: Sequence[str], parsed: Sequence[HistoricalDate | None]
) -> dict[int, DateError]:
    """The errors of those texts that may be years or days, by their numbers in the sequence."""
    numbers = [index for index, text in enumerate(texts) if _NUMBER.fullmatch(text.strip())]
    if not numbers:
        return {}
    days = [
        one.start_day
        for one in parsed
        if one is not None and one.precision == "day" and one.start_day is not None
    ]
    if len(days) < max(_FEWEST, len(numbers)):
        return {}
    first, last = min(days) - _NEAR_DAYS, max(days) + _NEAR_DAYS
    found: dict[int, DateError] = {}
    for index in numbers:
        year = int(texts[index])
        day, written = counted_day(year)
        if first <= day <= last:
            found[index] = DateError(
                "date-ambiguous",
                f"{shown(texts[index])} may be {written} (the day that a spreadsheet counts so, "
                f"near other days of the column) or the year; write {written}, or 'AD {year}'",
                (
                    Suggestion(written, "the day that a spreadsheet counts so"),
                    Suggestion(f"AD {year}", "the year"),
                ),
            )
    return found
