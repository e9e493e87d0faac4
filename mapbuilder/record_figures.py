"""The figures of many records: an exhibit's table in, what each block of its records has of it out.

What a block is given are the rows that the page of few has of these records, in the same order and
words (``figure_rows``, ``translation``). No figure is reckoned with, and no size orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.columns import Columns
from mapbuilder.figure_rows import UNDATED, WORDS, days_of, to_block
from mapbuilder.many import Numbers, Rows, Sample
from mapbuilder.packed_columns import NONE, Column
from mapbuilder.record_texts import Letters, language_of
from mapbuilder.table_words import add_figure_words
from mapbuilder.text_chunks import numbered
from mapbuilder.translation import to_figures

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

Block = dict[str, Any]

_TOLD = ("measure", "value", "scope", "locator")
_FALLEN = (("figures.scope", 1), ("figures.locator", 2))
"""What may be in the default language, and how a row says so."""


class RecordFigures:
    """The figures of known events, by the order of the page: record, measure, source, its date."""

    words = WORDS

    def __init__(self, rows: Rows, sample: Sample) -> None:
        self._exhibit = rows.exhibit
        self._table, self._event, self._source = _ordered(rows, sample)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._event)

    def in_facts(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks, each with its records' figures as [source, low, high, rough]."""
        for start, count, block in numbered(blocks, len(self._exhibit.events)):
            columns = self._columns(start, count)
            if columns is not None:
                block["figures"] = by_event(count, columns, numbers_of(columns))
            yield block

    def in_told(self, blocks: Iterable[Block], tag: str, letters: Letters) -> Iterator[Block]:
        """The blocks of a language, each figure as ``words_of`` has it."""
        for start, count, block in numbered(blocks, len(self._exhibit.events)):
            columns = self._columns(start, count)
            if columns is not None:
                block["figures"] = by_event(count, columns, self._told(columns, tag, letters))
            yield block

    def to_columns(self) -> list[Column]:
        """Of all figures the event and the source, by which a source's page finds them."""
        source = np.where(self._source < 0, NONE["u32"], self._source)
        return [Column("event", "u32", self._event, delta=True), Column("source", "u32", source)]

    def _told(self, columns: Columns, tag: str, letters: Letters) -> list[list[Any]]:
        rows = words_of(columns, tag)
        letters("text", [text for row in rows for text in row[: len(_TOLD)]])
        return rows

    def _columns(self, start: int, count: int) -> Columns | None:
        """The figures of a run of events as the page of few has them; ``None`` without any."""
        first, end = np.searchsorted(self._event, (start, start + count)).tolist()
        if first == end:
            return None
        return Columns.of_figures(
            self._exhibit.config,
            self._table.slice(first, end - first).to_pydict(),
            (self._event[first:end] - start).tolist(),
            self._source[first:end].tolist(),
        )


def words_of(columns: Columns, tag: str) -> list[list[Any]]:
    """Figures in a language, each as [measure, value, scope, locator].

    A fifth entry says what of it is in the default language: 1 the scope, 2 the locator.
    """
    language = language_of(columns.config, tag)
    block = {"figures": to_figures(columns, language), "fallback": language.fallback}
    add_figure_words(columns, tag, block)
    fallen = [0] * len(columns.figure_event)
    for path, mark in _FALLEN:
        for row in block["fallback"].get(path, ()):
            fallen[row] += mark
    told = zip(*(block["figures"][name] for name in _TOLD), strict=True)
    return [[*row, marks] if marks else list(row) for row, marks in zip(told, fallen, strict=True)]


def numbers_of(columns: Columns) -> list[list[Any]]:
    """Figures as [source, low, high, rough]; see ``figure_rows`` for the last three."""
    return list(map(list, zip(columns.figure_source, *to_block(columns).values(), strict=True)))


def has_figures(exhibit: Exhibit) -> bool:
    """Whether the exhibit has a table of figures with anything in it."""
    return exhibit.figures is not None and len(exhibit.figures) > 0


def _ordered(rows: Rows, sample: Sample) -> tuple[pa.Table, Numbers, Numbers]:
    """The figures in the order in which they are told, each with its event and its source."""
    exhibit = rows.exhibit
    table = exhibit.figures
    assert table is not None
    table, event = rows.of_known(table)
    cells = table["source"].to_pylist()
    known = {cell: sample.names.find(cell) for cell in dict.fromkeys(cells)}
    source = np.array([known[cell] for cell in cells], np.int64)
    listed = exhibit.sources
    dates = (
        [] if listed is None or "date" not in listed.column_names else listed["date"].to_pylist()
    )
    dated = days_of(dates, exhibit.config.languages)
    day = np.array([dated.get(one, UNDATED) for one in source.tolist()], np.int64)

    # What is told first of a record's measures is what its table has first.
    measures = {name: index for index, name in enumerate(pc.unique(table["measure"]).to_pylist())}
    code = np.array([measures[name] for name in table["measure"].to_pylist()], np.int64)
    _, first, own = np.unique(event * len(measures) + code, return_index=True, return_inverse=True)
    others = (source < 0) | (source != sample.source[event])
    order = np.lexsort((np.arange(len(table)), day, others, first[own], event))
    return table.take(pa.array(order)), event[order], source[order]


def by_event(count: int, columns: Columns, rows: Iterable[list[Any]]) -> list[list[list[Any]]]:
    """What is told of figures, for each of ``count`` events a list."""
    found: list[list[list[Any]]] = [[] for _ in range(count)]
    for event, row in zip(columns.figure_event, rows, strict=True):
        found[event].append(row)
    return found
