"""The dates of many records, of which a page holds first and last day: days in, EDTF out and back.

A day, a month and a year are told by their first and last day alone; what any other date was
written as stands in the page besides.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from mapbuilder.bounds import WITHIN

_EPOCH = date(1970, 1, 1)
_FIRST, _LAST = (date.min - _EPOCH).days, (date.max - _EPOCH).days


def edtf_of(first: int, last: int, bounds: int) -> str:
    """The day, month or year from one day since 1970-01-01 to another; ``""`` for none."""
    if not _FIRST <= first <= last <= _LAST or bounds not in (0, WITHIN):
        return ""
    start = date.fromordinal(_EPOCH.toordinal() + first)
    if bounds == 0:
        return start.isoformat() if first == last else ""
    end = date.fromordinal(_EPOCH.toordinal() + last)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"{start.year:04d}"
    days = calendar.monthrange(start.year, start.month)[1]
    is_month = start.day == 1 and end == start + timedelta(days - 1)
    return f"{start.year:04d}-{start.month:02d}" if is_month else ""


def others(dates: Iterable[tuple[str | None, int | None, int | None, int]]) -> dict[int, str]:
    """By number, the dates that their days do not tell; each comes with its days and bounds."""
    return {
        number: edtf
        for number, (edtf, first, last, bounds) in enumerate(dates)
        if edtf and (first is None or last is None or edtf_of(first, last, bounds) != edtf)
    }
