"""The page's calendar is numpy's: what its tests compare it with is made here.

Days of every size up to the age of the universe, on both sides of 1970 and of the year 0, with the
ends of months, leap days and the years in which a century has none.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from mapbuilder.spans import first_day, to_date

HEAD = """// Made by tests/test_calendar_cases.py, of numpy's datetime64: days since 1970-01-01.

export const CASES: readonly [day: number, year: number, month: number, dayOfMonth: number][] = [
"""


def _days() -> list[int]:
    draw = np.random.Generator(np.random.PCG64(1990))
    days = {int(sign * 10**power) for sign in (-1, 1) for power in draw.uniform(0, 12.8, 60)}
    for year in (-753, -400, -43, -4, -1, 0, 1, 4, 100, 400, 1582, 1900, 1969, 1970, 2000, 2400):
        for month in (1, 2, 3, 12):
            first = first_day(year, month)
            days |= {first - 1, first, first + 27, first + 28}
    return sorted(days)


def test_the_cases_are_those_of_numpy(golden: Callable[[Path, str], None], root: Path) -> None:
    lines = "".join(f"  [{', '.join(map(str, (day, *to_date(day))))}],\n" for day in _days())
    golden(root / "templates/app/test/calendar-cases.ts", f"{HEAD}{lines}];\n")
