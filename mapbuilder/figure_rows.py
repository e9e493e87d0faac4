"""Figures in the order in which they are told, and as what a scale needs to show them.

In go an exhibit's columns, out come the same columns with their figures by record and measure.
Always true: the record's own source comes first, then the others by their date, the undated last;
no figure's size has a say in where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mapbuilder.columns import Columns
from mapbuilder.dates import DateError, parse_date

Block = dict[str, Any]

WORDS = ("page.each_figure", "page.scope", "page.sources_differ", "page.value")
"""Of the interface, that only an exhibit with figures needs."""

UNDATED = 2**62
"""Comes after the day of every source that has one."""


def in_telling_order(columns: Columns) -> Columns:
    """The columns with their figures in order: record, measure, own source, the sources' dates.

    What is alike in all that keeps the order of its table.
    """
    if not columns.figure_event:
        return columns
    days = days_of(columns.sources["date"], columns.config.languages)
    first: dict[tuple[int, str], int] = {}
    for row, (event, measure) in enumerate(
        zip(columns.figure_event, columns.figure("measure"), strict=True)
    ):
        first.setdefault((event, measure), row)

    def place(row: int) -> tuple[int, int, bool, int, int]:
        event, source = columns.figure_event[row], columns.figure_source[row]
        return (
            event,
            first[event, columns.figure("measure")[row]],
            source < 0 or source != columns.event_source[event],
            days.get(source, UNDATED),
            row,
        )

    order = sorted(range(len(columns.figure_event)), key=place)
    return replace(
        columns,
        figures={name: [values[row] for row in order] for name, values in columns.figures.items()},
        figure_event=[columns.figure_event[row] for row in order],
        figure_source=[columns.figure_source[row] for row in order],
    )


def days_of(dates: Sequence[str], languages: Sequence[str]) -> Mapping[int, int]:
    """The first day of each source that has a date, by its number."""
    days: dict[int, int] = {}
    for source, cell in enumerate(dates):
        try:
            date = parse_date(cell, languages=languages) if cell else None
        except DateError:
            continue
        day = (
            None if date is None else date.start_day if date.start_day is not None else date.end_day
        )
        if day is not None:
            days[source] = day
    return days


def to_block(columns: Columns) -> Block:
    """``low`` and ``high`` of each figure that is a number, and whether it is given as ``rough``.

    A figure of one value has it twice; an end that is not given is null.
    """
    value, low, high = (columns.figure(f"{name}_number") for name in ("value", "low", "high"))
    return {
        "low": [
            _short(one if one is not None else least) for one, least in zip(value, low, strict=True)
        ],
        "high": [
            _short(one if one is not None else most) for one, most in zip(value, high, strict=True)
        ],
        "rough": [1 if cell else 0 for cell in columns.figure("qualifier")],
    }


def _short(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) else number
