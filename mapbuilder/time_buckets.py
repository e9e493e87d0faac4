"""Buckets of time: the days of all records in, the stretches in out by which they are counted.

Buckets begin where days, months, years or round years do, and are as short as so many of them
allow. Always true: they follow one another without a gap, each known day is in one of them, and
they depend on how many records have which day alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

import numpy as np
import numpy.typing as npt

MOST = 120
"""Buckets; what is drawn and chosen of more could not be told apart."""

_REST = 2
"""Of these, for what lies far before and after all others."""
_FAR = 0.005
"""Of all days, on either side: what may be far off, a slip of the pen or a forerunner."""
_GAIN = 4
"""So many times shorter buckets are worth it to count what is far off in one."""

_ABOUT = 0.9
"""Of a month or year: others are shorter."""

Numbers = npt.NDArray[np.int64]
Unit = Literal["day", "month", "year"]

_DAYS: dict[Unit, float] = {"day": 1, "month": 30.436875, "year": 365.2425}
_LAST = {5: 25, 10: 20}
"""By the step the last day of a month at which a bucket may begin: what is left goes with it."""


@dataclass(frozen=True, slots=True)
class Buckets:
    """``edges`` are the first days of all buckets, and the day after the last one."""

    edges: tuple[int, ...]

    def __len__(self) -> int:
        return max(0, len(self.edges) - 1)

    def of(self, days: Numbers) -> Numbers:
        """The number of each day's bucket; days before and after all are in the outermost."""
        found = np.searchsorted(np.array(self.edges[1:-1], np.int64), days, side="right")
        return found.astype(np.int64)


def to_buckets(days: Numbers, counts: Numbers, usual: int = 1) -> Buckets:
    """The buckets of ascending ``days``, of which each is that of so many records.

    None where all days are in one of the shortest kind. ``usual`` is how many days dates have:
    years that are told have no months.
    """
    if not len(days):
        return Buckets(())
    low, high = int(days[0]), int(days[-1])
    step, whole = _finest(low, high, usual, MOST)
    sums = np.cumsum(counts)
    spare = int(sums[-1] * _FAR)
    near_low = int(days[np.searchsorted(sums, spare, side="right")])
    near_high = int(days[np.searchsorted(sums, int(sums[-1]) - spare, side="left")])
    nearer, edges = _finest(near_low, near_high, usual, MOST - _REST)
    if _length(nearer) * _GAIN <= _length(step):
        # What is far off has a bucket of its own on its side.
        before = [_edge_before(_STEPS[nearer], low)] if low < edges[0] else []
        after = [_edge_after(_STEPS[nearer], high)] if high >= edges[-1] else []
        whole = [*before, *edges, *after]
    return Buckets(tuple(whole) if len(whole) > 2 else ())


def _steps() -> Iterator[tuple[Unit, int]]:
    yield from (("day", 1), ("day", 5), ("day", 10), ("month", 1), ("month", 3))
    for power in count():
        for step in (1, 2, 5):
            # Beyond that days are no numbers of 64 bits.
            if step * 10**power > 10**13:
                return
            yield "year", step * 10**power


_STEPS = tuple(_steps())


def _length(step: int) -> float:
    unit, size = _STEPS[step]
    return _DAYS[unit] * size


def _finest(low: int, high: int, usual: int, most: int) -> tuple[int, list[int]]:
    """The first of the steps with no more than ``most`` buckets from a day to another."""
    for number, (unit, step) in enumerate(_STEPS):
        length = _DAYS[unit] * step
        if (high - low) / length > most or length < usual * _ABOUT:
            continue
        edges = _edges((unit, step), low, high)
        if len(edges) <= most + 1:
            return number, edges
    raise AssertionError("a step is as long as all days that numbers of 64 bits count")


def _edges(step: tuple[Unit, int], low: int, high: int) -> list[int]:
    edges = [_edge_before(step, low)]
    while edges[-1] <= high:
        edges.append(_edge_after(step, edges[-1]))
    return edges


def _edge_before(step: tuple[Unit, int], day: int) -> int:
    """The last day until this one at which a bucket may begin."""
    unit, size = step
    if unit == "day":
        if size == 1:
            return day
        # Those that a timeline has at its axis: the first, fifth, tenth … of a month.
        month = _to_day("M", _from_day("M", day))
        within = min(_LAST[size], (day - month + 1) // size * size)
        return month + max(1, within) - 1
    if unit == "month":
        return _to_day("M", _from_day("M", day) // size * size)
    return _to_day("Y", _round_year(1970 + _from_day("Y", day), size) - 1970)


def _edge_after(step: tuple[Unit, int], day: int) -> int:
    """The first day after this one at which a bucket may begin."""
    unit, size = step
    start = _edge_before(step, day)
    if unit == "day":
        if size == 1:
            return day + 1
        month = _from_day("M", day)
        first = _to_day("M", month)
        if start == first:
            return first + size - 1
        return _to_day("M", month + 1) if start == first + _LAST[size] - 1 else start + size
    if unit == "month":
        return _to_day("M", _from_day("M", start) + size)
    year = 1970 + _from_day("Y", start)
    # No year is called 0: the first century ends with the year 99, to go on with round ones.
    after = 1 if 1 - size <= year < 1 else size if year == 1 and size > 1 else year + size
    return _to_day("Y", after - 1970)


def _round_year(year: int, size: int) -> int:
    """The last year until this one that is round as years are counted: 500 BC is the year -499."""
    if year < 1:
        return 1 - -(-(1 - year) // size) * size
    return max(1, year // size * size)


def _from_day(unit: str, day: int) -> int:
    """Months or years from the first of 1970 until a day."""
    days = np.array(day, "datetime64[D]")
    return int(days.astype(f"datetime64[{unit}]").astype(np.int64))


def _to_day(unit: str, number: int) -> int:
    """The first day of a month or year, by its number from the first of 1970."""
    months = np.array(number, f"datetime64[{unit}]")
    return int(months.astype("datetime64[D]").astype(np.int64))
