"""Dates of decisions: contexts as a spreadsheet has written them anew in, as the records have out.

Excel writes 20.01.1990 for 1990-01-20 when it saves a CSV. Always true: a context that is an id or
a date as some record writes it is left as it is, and one that can be read in two ways as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.dates import DateError, parse_date

if TYPE_CHECKING:
    from collections.abc import Collection

    from mapbuilder.config import Config
    from mapbuilder.decisions import Decisions


def with_written_dates(decisions: Decisions, table: pa.Table, config: Config | None) -> Decisions:
    """The decisions, those for a day once for each way in which the records write that day."""
    contexts = {one.context for one in decisions.rows if one.context}
    if not contexts:
        return decisions
    named = pa.array(sorted(contexts), pa.string())
    for column in ("id", "date"):
        there = table[column].filter(pc.is_in(table[column], value_set=named))
        contexts.difference_update(pc.unique(there).to_pylist())
    meant = {one: day for one, day in days_of(contexts, config).items() if day != one}
    if not meant:
        return decisions
    written: dict[str, list[str]] = {}
    for date, day in _days_in(table, set(meant.values()), config):
        written.setdefault(day, []).append(date)
    rows = [
        replace(one, context=context)
        for one in decisions.rows
        for context in written.get(meant.get(one.context or "", ""), [one.context])
    ]
    return replace(decisions, rows=tuple(rows))


def days_of(contexts: Collection[str], config: Config | None) -> dict[str, str]:
    """Of the contexts that are dates what these are in EDTF."""
    day_first = config.dates.day_first if config is not None else None
    languages = config.languages if config is not None else ()
    days: dict[str, str] = {}
    for one in sorted(contexts):
        try:
            days[one] = parse_date(one, day_first=day_first, languages=languages).edtf
        except DateError:
            continue
    return days


def _days_in(
    table: pa.Table, days: Collection[str], config: Config | None
) -> list[tuple[str, str]]:
    """The dates as records write them that are one of some days, with that day."""
    if "edtf" not in table.column_names:
        # Of a table that is read in parts there are no more dates than decisions ask for.
        dates = [one for one in pc.unique(table["date"]).to_pylist() if one]
        return [one for one in sorted(days_of(dates, config).items()) if one[1] in days]
    is_one = pc.is_in(table["edtf"], value_set=pa.array(sorted(days), pa.string()))
    dates, known = (table[column].filter(is_one).to_pylist() for column in ("date", "edtf"))
    return sorted(set(zip(dates, known, strict=True)))
