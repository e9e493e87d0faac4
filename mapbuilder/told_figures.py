"""The figures of records of a page for a web server: a table in, what some records have of it out.

What a record is told to have are the rows that the page of few has of it, in the same order and
words (``figure_rows``, ``record_figures``). No figure is reckoned with, and no size orders them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.columns import Columns
from mapbuilder.figure_rows import UNDATED, days_of
from mapbuilder.record_figures import by_event, numbers_of, words_of

if TYPE_CHECKING:
    from mapbuilder.config import Config

Block = dict[str, Any]


class ToldFigures:
    """A table of figures, of which records are given what is about them; it is held whole."""

    def __init__(self, figures: pa.Table, config: Config, sources: pa.Table | None = None) -> None:
        self._config = config
        self._table = figures
        self._source = [(cell or "").strip() for cell in figures["source"].to_pylist()]
        events = figures["event"].to_pylist()
        measures = zip(events, figures["measure"].to_pylist(), strict=True)
        first: dict[tuple[str, str], int] = {}
        # What is told first of a record's measures is what the table has first.
        self._measure = [first.setdefault(own, row) for row, own in enumerate(measures)]
        days = _days(sources, config)
        self._of: dict[str, list[int]] = {}
        day = [days.get(source, UNDATED) for source in self._source]
        for row in sorted(range(len(figures)), key=day.__getitem__):
            self._of.setdefault(events[row], []).append(row)

    def of(self, ids: Sequence[str], sources: Sequence[str], number: Callable[[str], int]) -> Block:
        """``figures`` and, by language, ``figures_told`` of some records; nothing where none has.

        ``sources`` are the records' own, "" for none; ``number`` gives the number of a source.
        """
        rows: list[int] = []
        event: list[int] = []
        for at, (id_, own) in enumerate(zip(ids, sources, strict=True)):
            found = self._of.get(id_, [])
            rows += sorted(found, key=partial(self._place, own))
            event += [at] * len(found)
        if not rows:
            return {}
        source = [number(self._source[row]) if self._source[row] else -1 for row in rows]
        table = self._table.take(pa.array(rows)).to_pydict()
        columns = Columns.of_figures(self._config, table, event, source)
        count = len(ids)
        return {
            "figures": by_event(count, columns, numbers_of(columns)),
            "figures_told": {
                tag: by_event(count, columns, words_of(columns, tag))
                for tag in self._config.languages
            },
        }

    def _place(self, own: str, row: int) -> tuple[int, bool]:
        """Where a figure stands among those of a record whose own source is given."""
        source = self._source[row]
        return self._measure[row], not source or source != own


def _days(sources: pa.Table | None, config: Config) -> dict[str, int]:
    """The first day of each source that has a date, by its id."""
    if sources is None or "date" not in sources.column_names:
        return {}
    ids = sources["id"].to_pylist()
    found = days_of(sources["date"].to_pylist(), config.languages)
    return {ids[at]: day for at, day in found.items()}
