"""Days that a spreadsheet counts: the dates of a column in, those that may be numbers out.

A cell that has lost its format as a date holds the number of its day: 5540 is 1915-03-02. Of four
digits it reads as a year. Always true: none is taken for the day that it counts; it is asked about
where the column's other dates are days, that day lies among them, and the year does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapbuilder.dates import DateError, HistoricalDate
from mapbuilder.report import Suggestion, shown
from mapbuilder.spans import counted_day, to_date

_NUMBER = re.compile(r"[1-9]\d{3}", re.ASCII)
_NEAR_YEARS = 25
"""A year so near to the days is likely to be one: it may be told with them."""
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
    first, last = min(days), max(days)
    first_year, last_year = to_date(first)[0], to_date(last)[0]
    found: dict[int, DateError] = {}
    for index in numbers:
        year = int(texts[index])
        is_near = first_year - _NEAR_YEARS <= year <= last_year + _NEAR_YEARS
        day, written = counted_day(year)
        if not is_near and first <= day <= last:
            found[index] = DateError(
                "date-ambiguous",
                f"{shown(texts[index])} may be {written} (the day that a spreadsheet counts so, "
                f"among the other days of the column) or the year; write {written}, or 'AD {year}'",
                (
                    Suggestion(written, "the day that a spreadsheet counts so"),
                    Suggestion(f"AD {year}", "the year"),
                ),
            )
    return found
