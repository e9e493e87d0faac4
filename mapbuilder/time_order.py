"""Time order: in which order events are told, and places after them.

In go the events of a join, in the order of their records, out come orders as numbers of rows and
the events in theirs. Always true: an order has every row once, and of events that nothing parts the
one that stands first in its file comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.memory import LARGE, give_back
from mapbuilder.several import events_and_places

if TYPE_CHECKING:
    from mapbuilder.config import Config

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_NEVER = np.iinfo(np.int64).max


def time_order(events: pa.Table) -> Numbers:
    """The order by first day, last day and row in the file; undated events come last.

    ``sort_date``, where there is one, stands for the date. Of events that start on one day the
    finer date comes first and an open end last; without a first day the last is taken for it.
    """
    first, last = _first_and_last(events)
    rows = events["row"].to_numpy()
    if (np.diff(rows) < 0).any():
        return np.lexsort((rows, last, first))
    if (first == last).all():
        return np.argsort(first, kind="stable")
    order = np.argsort(last, kind="stable")
    return order[np.argsort(first[order], kind="stable")]


def time_steps(ordered: pa.Table) -> Numbers:
    """Of events or dates in time order, numbers from 0: the same where no day parts them."""
    first, last = _first_and_last(ordered)
    parted = (np.diff(first) != 0) | (np.diff(last) != 0)
    steps: Numbers = np.cumsum(np.concatenate([[False], parted])[: len(first)])
    return steps


def _first_and_last(events: pa.Table) -> tuple[Numbers, Numbers]:
    start, end = events["start_day"], events["end_day"]
    if "sort_start_day" in events.column_names:
        sort_start, sort_end = events["sort_start_day"], events["sort_end_day"]
        if sort_start.null_count < len(events) or sort_end.null_count < len(events):
            given = pc.or_(pc.is_valid(sort_start), pc.is_valid(sort_end))
            start, end = (
                pc.if_else(given, sort_start, start),
                pc.if_else(given, sort_end, end),
            )
    return _days(pc.coalesce(start, end)), _days(end)


def _days(column: Any) -> Numbers:
    days: Numbers = pc.fill_null(column, _NEVER).to_numpy()
    return days


def place_order(events: pa.Table, config: Config) -> Numbers:
    """The places by their first event, then as that lists them.

    Those of groups without markers come after the others.
    """
    rows, index = events_and_places(events)
    hidden = [group for group, one in config.groups.items() if not one.markers]
    if hidden:
        quiet = pc.is_in(events["group"], value_set=pa.array(hidden, pa.string())).to_numpy()
        index = index[np.argsort(quiet[rows], kind="stable")]
    # Where each place first stands: of what is written to one number the last stays.
    first = np.full(int(index.max(initial=-1)) + 1, -1, np.int64)
    first[index[::-1]] = np.arange(len(index) - 1, -1, -1)
    places = np.flatnonzero(first >= 0)
    return places[np.argsort(first[places], kind="stable")]


def in_order(tables: list[pa.Table], order: Numbers) -> pa.Table:
    """The rows of the one table in an order; *it is taken out of the list*.

    Where nobody else holds the table, no more than one of its columns is there twice.
    """
    table = tables.pop()
    if table.nbytes >= LARGE:
        give_back()
    schema = table.schema
    columns = table.columns
    del table
    rows = pa.array(order)
    nulls: dict[pa.DataType, pa.Array] = {}
    # The largest first, which is there twice while nothing else is.
    for number in sorted(range(len(columns)), key=lambda at: -columns[at].nbytes):
        type_ = columns[number].type
        if columns[number].null_count < len(rows):
            columns[number] = columns[number].take(rows)
            if columns[number].nbytes >= LARGE:
                give_back()
            continue
        # Of many records such columns, of which there are many, are worth having once.
        if type_ not in nulls:
            nulls[type_] = pa.nulls(len(rows), type_)
        columns[number] = pa.chunked_array([nulls[type_]], type_)
    return pa.table(columns, schema=schema)
