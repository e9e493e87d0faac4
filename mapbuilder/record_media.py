"""The media of many records: what each block of the records has of an exhibit's media.

The media themselves stand in the page as on one of few records (``media_blocks``, ``held_media``);
a record's block says which of them it shows, and in which it is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.many import Rows
from mapbuilder.media_blocks import to_event_items, to_readings
from mapbuilder.text_chunks import numbered

if TYPE_CHECKING:
    from mapbuilder.record_texts import Letters

Block = dict[str, Any]


class RecordMedia:
    """Which media the events show, by the order of the page."""

    words: tuple[str, ...] = ()
    """Of the interface: each page with media has them."""

    def __init__(self, rows: Rows) -> None:
        assert rows.exhibit.media is not None
        self._rows = rows
        self._media = rows.exhibit.media

    def in_facts(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """The blocks, each with the numbers of the items that its records show."""
        for start, count, block in numbered(blocks, len(self._rows.events)):
            items = to_event_items(self._media, self._ids(start, count))
            if any(items):
                block["media"] = items
            yield block

    def in_told(self, blocks: Iterable[Block], tag: str, letters: Letters) -> Iterator[Block]:
        """The blocks of a language, each with the item in which a record is read, or -1."""
        config = self._rows.exhibit.config
        for start, count, block in numbered(blocks, len(self._rows.events)):
            if self._media.readings:
                own = self._ids(start, count)
                fallen = block.get("fallback", {}).get("events.text", ())
                readings = to_readings(self._media, own, config, tag, fallen)
                if max(readings) >= 0:
                    block["reading"] = readings
            yield block

    def _ids(self, start: int, count: int) -> list[str]:
        """The ids of a run of events."""
        order = pa.array(self._rows.events[start : start + count])
        return list(self._rows.exhibit.events["id"].take(order).to_pylist())
