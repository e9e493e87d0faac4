"""The passages around the quotations of many records: an exhibit's in, chunks and blocks out.

A passage stands once in chunks of its own, whoever quotes it; a record's block says where in which
passages its quotation is, as the page of few does (``source_pages``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from mapbuilder import wording
from mapbuilder.many import Rows, Sample
from mapbuilder.record_texts import Letters, language_of
from mapbuilder.source_pages import units
from mapbuilder.text_chunks import ROWS, numbered

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

Block = dict[str, Any]


class RecordPassages:
    """Where the quotations of known events stand in the stored texts of their sources."""

    words = ("quote.see",)
    """Of the interface, that only an exhibit with passages needs."""

    def __init__(self, rows: Rows, sample: Sample) -> None:
        exhibit = rows.exhibit
        assert exhibit.quotations is not None
        self._exhibit = exhibit
        self._names = sample.names
        self._passages = exhibit.quotations.passages
        marks, event = rows.of_known(exhibit.quotations.marks)
        order = np.argsort(event, kind="stable")
        self._marks, self._event = marks.take(pa.array(order)), event[order]

    def in_facts(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks, each with its records' [passage, start, end], in UTF-16 units."""
        for start, count, block in numbered(blocks, len(self._exhibit.events)):
            found: list[list[list[int]]] = [[] for _ in range(count)]
            for event, mark in self._run(start, count):
                text = self._passages["text"][mark["passage"]].as_py()
                ends = (units(text, mark["start"]), units(text, mark["end"]))
                found[event].append([mark["passage"], *ends])
            if any(found):
                block["passages"] = found
            yield block

    def in_told(self, blocks: Iterable[Block], tag: str, letters: Letters) -> Iterator[Block]:
        """The blocks of a language, each with the words for where its records' quotations are."""
        language = language_of(self._exhibit.config, tag)
        for start, count, block in numbered(blocks, len(self._exhibit.events)):
            where = [""] * count
            for event, mark in self._run(start, count):
                said = wording.locator(mark["locator"], language.strings, language.worded)
                where[event] = said or mark["locator"]
            if any(where):
                letters("text", where)
                block["passages"] = where
            yield block

    def in_chunks(self, letters: Letters) -> Iterator[Block]:
        """The passages in blocks of rows: of each the number of its source, and its text."""
        letters("quote", self._passages["text"])
        for start in range(0, len(self._passages), ROWS):
            part = self._passages.slice(start, ROWS).to_pydict()
            names = self._names
            source = [names.find(id_) if names.knows(id_) else -1 for id_ in part["source"]]
            yield {"source": source, "text": part["text"]}

    def _run(self, start: int, count: int) -> Iterator[tuple[int, Block]]:
        """The marks of a run of events, each with its event's number in the run."""
        first, end = np.searchsorted(self._event, (start, start + count)).tolist()
        marks = self._marks.slice(first, end - first).to_pylist()
        yield from zip((self._event[first:end] - start).tolist(), marks, strict=True)


def has_passages(exhibit: Exhibit) -> bool:
    """Whether any quotation of the exhibit was found in its source."""
    return exhibit.quotations is not None and len(exhibit.quotations.marks) > 0
