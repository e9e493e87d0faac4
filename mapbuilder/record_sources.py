"""The further sources of many records: blocks of facts in, columns of who is named for what out.

A page of few looks through its records for those whose other accounts or dates a source gives; of
many the page has these pairs in columns of their own. They are those of the blocks, each once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

from mapbuilder.many import Numbers
from mapbuilder.packed_columns import Column
from mapbuilder.text_chunks import numbered

Block = dict[str, Any]

_COLUMNS = {"accounts": "other_sources", "dates": "date_sources"}
"""What a source is named for, and the column of the facts that says so."""


class RecordSources:
    """Which sources give other accounts and dates of so many events, by the order of the page."""

    def __init__(self, events: int) -> None:
        self._events = events
        self._event: dict[str, list[Numbers]] = {name: [] for name in _COLUMNS}
        self._source: dict[str, list[Numbers]] = {name: [] for name in _COLUMNS}

    @property
    def count(self) -> int:
        """How many pairs there are among the blocks that have passed."""
        return sum(len(part) for parts in self._event.values() for part in parts)

    def in_facts(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks as they are; what they name is kept."""
        for start, count, block in numbered(blocks, self._events):
            for name, column in _COLUMNS.items():
                if column in block:
                    self._keep(name, start, count, block[column])
            yield block

    def to_columns(self) -> list[Column]:
        """Of each pair the event and the source, in the order of the events."""
        columns = []
        for name in _COLUMNS:
            if self._event[name]:
                event, source = (np.concatenate(of[name]) for of in (self._event, self._source))
                columns.append(Column(f"{name}_event", "u32", event, delta=True))
                columns.append(Column(f"{name}_source", "u32", source))
        return columns

    def _keep(self, name: str, start: int, count: int, sources: list[list[int]]) -> None:
        sizes = np.fromiter(map(len, sources), np.int64, count)
        self._event[name].append(np.repeat(np.arange(start, start + count), sizes))
        self._source[name].append(np.fromiter(chain.from_iterable(sources), np.int64))
