"""By what words events are found among many: blocks of their texts in, an index of chunks out.

An event is found by its title, its text, its date, its toponym and the names of its places, as in
the page of few records (``finding``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.many import Numbers, Rows, offers_only
from mapbuilder.packed_columns import Column
from mapbuilder.text import to_plain
from mapbuilder.text_chunks import ROWS
from mapbuilder.word_index import WordIndex

Block = dict[str, Any]


def _words(rich: Any) -> str:
    # Of a text without marks the words are the text; how many spaces part them is all one.
    return rich if isinstance(rich, str) else to_plain(rich)


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

    def of_events(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks of the events, each a chunk of the index."""
        rows = self._rows
        events = rows.exhibit.events
        # Where only the source speaks, or can be left to, it is found by its own words.
        columns = ["place", *(["quote"] if self._quoting else [])]
        start = 0
        for block in blocks:
            end = start + len(block["title"])
            order = pa.array(rows.events[start:end])
            texts = [*block["title"], *filter(None, map(_words, block.get("text", ())))]
            for name in columns:
                texts += filter(None, pc.unique(events[name].take(order)).to_pylist())
            texts += [self._day_words[day] for day in np.unique(self._date[start:end]).tolist()]
            texts += [self._places[place] for place in rows.places_of(start, end).tolist()]
            self._index.add(texts)
            start = end
            yield block
        assert start == len(rows.events), f"chunks of {ROWS} rows have {start} rows"

    def to_columns(self) -> list[Column]:
        """The columns of the index, once all blocks have passed."""
        found = self._index.to_columns()
        return [
            Column("length", "u32", found["length"]),
            Column("postings", "u8", found["postings"]),
            Column("words", "u8", found["words"]),
        ]
