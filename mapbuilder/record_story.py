"""The story of an exhibit of many records: its steps by the numbers of the page, and in plain text.

A step leads to a record and a place among all; the text version, which has but the first records,
is told the titles of those that it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.many import Numbers, Rows
from mapbuilder.record_texts import titles_of
from mapbuilder.story import to_facts

if TYPE_CHECKING:
    from mapbuilder.payload import Payload

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordStory:
    """What the app has of a story."""

    facts: Block
    titles: dict[str, list[str]]
    """By language, as the steps have them: an empty one is its event's."""


def to_record_story(rows: Rows, payload: Payload) -> RecordStory | None:
    """The story of an exhibit that has one; ``payload`` is that of its sample.

    *This function changes its argument:* a step without a title has its event's there.
    """
    steps = rows.exhibit.steps
    if steps is None:
        return None
    facts = to_facts(steps.to_pydict(), [], [])
    event = _rows_of(steps["event"], rows.exhibit.events["id"])
    place = _rows_of(steps["place"], rows.exhibit.places["id"])
    facts["event"] = _numbered(event, rows.events, len(rows.exhibit.events))
    facts["place"] = _numbered(place, rows.places, len(rows.exhibit.places))
    known = np.flatnonzero(event >= 0)
    titles = {}
    for tag, block in payload.languages.items():
        own = titles[tag] = block["story"]["title"]
        lent = titles_of(rows.exhibit, tag, pa.array(event[known]))
        of_event = dict(zip(known.tolist(), lent, strict=True))
        told = [title or of_event.get(step, "") for step, title in enumerate(own)]
        block["story"] = {**block["story"], "title": told}
    return RecordStory(facts, titles)


def _rows_of(ids: pa.ChunkedArray, known: pa.ChunkedArray) -> Numbers:
    """The row of each id in a table, -1 without one."""
    value_set = known.combine_chunks()
    at = pc.index_in(ids.cast(value_set.type), value_set=value_set)
    found: Numbers = pc.fill_null(at, -1).to_numpy().astype(np.int64)
    # Of no id that is none's either.
    return np.where(ids.is_null().to_numpy(), -1, found)


def _numbered(rows: Numbers, order: Numbers, count: int) -> list[int]:
    number = np.full(count + 1, -1, np.int64)
    number[order] = np.arange(len(order))
    return [int(one) for one in number[rows]]
