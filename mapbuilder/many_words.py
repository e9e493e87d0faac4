"""By what words events are found among many: their texts in, an index of chunks out.

An event is found by its title, its text, its date, its toponym and the names of its places, as in
the page of few records (``finding``). Titles and texts come as they pass; of the others, of which
many events have the same, each different one is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from mapbuilder.many import Numbers, Rows, offers_only
from mapbuilder.packed_columns import Column
from mapbuilder.text_chunks import ROWS
from mapbuilder.word_index import WordIndex, different
from mapbuilder.written_words import Written, to_written

Block = dict[str, Any]

_BATCH = 32 * ROWS
"""Events that are worked on at once."""


class Words:
    """The index of one language, made while its blocks pass."""

    def __init__(self, rows: Rows, date: Numbers, day_words: Sequence[str]) -> None:
        self._rows = rows
        self._date = date
        self._day_words = day_words
        self._index = WordIndex()
        self._quoting = rows.exhibit.config.only_source or offers_only(rows.exhibit)
        self._places: list[str] = []

    def of_places(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks of the places, which come before those of the events."""
        for block in blocks:
            self._places += block["search"]
            yield block

    def of_texts(self, events: Numbers, written: Written, texts: Numbers | None = None) -> None:
        """Notes titles or texts of ``events``, without marks: all of ``written``, or ``texts``."""
        self._index.add(events // ROWS, written, texts)

    def to_columns(self) -> list[Column]:
        """The columns of the index, once all blocks have passed."""
        rows = self._rows
        events = rows.exhibit.events
        # Where only the source speaks, or can be left to, it is found by its own words.
        names = ("place", *(["quote"] if self._quoting else []))
        for start in range(0, len(rows.events), _BATCH):
            order = rows.events[start : start + _BATCH]
            for name in names:
                cells = to_written(events[name].take(pa.array(order)))
                self.of_texts(np.arange(start, start + len(order)), cells)
        self._add(self._date, pa.array(self._day_words, pa.large_string()))
        self._add(rows.place, pa.array(self._places, pa.large_string()), rows.several)
        found = self._index.to_columns()
        return [
            Column("length", "u32", found["length"]),
            Column("postings", "u8", found["postings"]),
            Column("words", "u8", found["words"]),
        ]

    def _add(
        self, codes: Numbers, texts: pa.Array, several: tuple[Numbers, Numbers] | None = None
    ) -> None:
        """Notes of each event the text of its code, -1 for none, or ``several`` (see ``Rows``)."""
        written = to_written(texts)
        for start in range(0, len(self._rows.events), _BATCH):
            event = np.arange(start, min(start + _BATCH, len(self._rows.events)))
            held = codes[event]
            if several is not None:
                starts, places = several
                held = places[starts[start] : starts[event[-1] + 1]]
                event = np.repeat(event, np.diff(starts[start : event[-1] + 2]))
            chunks = (event // ROWS)[held >= 0]
            # Events of one place stand together, so that a chunk has few.
            pairs = different(chunks * max(1, len(texts)) + held[held >= 0])
            self._index.add(pairs // max(1, len(texts)), written, pairs % max(1, len(texts)))
