"""The index of places: their names in, one file out in which a page finds them piece by piece.

Each folded word of a place's names has an entry, in the order of the words, so that those that
begin alike follow one another. Always true: a place is found by how any word of any of its names
begins. ``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from mapbuilder.finding import words_of_places
from mapbuilder.payload import deflated, short, to_bytes, to_json

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers

ROWS = 512
"""Entries of a block, of which a search reads one or a few."""
MOST = 40
"""So many places are shown, those with the most events."""
CROWDED = 4_096
"""What more entries begin with has a list of its own, with its largest places."""

_LEVEL = 6
_NAMES = ("name", "names", "former_names")

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """A file that is searched by how words begin."""

    content: bytes
    index: int
    """Where in it stands what is where."""
    letters: frozenset[str]
    """The characters of all names."""

    def facts(self) -> dict[str, int]:
        """What the page is told of it."""
        return {"index": self.index, "bytes": len(self.content)}


def to_place_index(places: pa.Table, events: Numbers, labels: Collection[str] = ()) -> PlaceIndex:
    """The index of the places that have ``events``, of which each has so many.

    ``labels`` are the columns of places with what other languages call them.
    """
    rows = np.flatnonzero(events)
    places, events = places.take(pa.array(rows)), events[rows]
    none = [None] * len(places)
    own = [str(label) for label in places["label"].to_pylist()]
    translated = {name: places[name].to_pylist() for name in labels}
    names = [places[name].to_pylist() if name in places.column_names else none for name in _NAMES]
    words = words_of_places(own, *names, *translated.values())
    kinds = places["precision"].to_pylist() if "precision" in places.column_names else none
    columns = {
        "id": list(map(str, places["id"].to_pylist())),
        "label": own,
        **translated,
        "precision": kinds,
        "lon": list(map(short, places["lon"].to_pylist())),
        "lat": list(map(short, places["lat"].to_pylist())),
        "events": events.tolist(),
        "words": words,
    }
    known = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    entries = sorted(
        ((word, row) for row, said in enumerate(words) for word in said.split()),
        # Of one word the largest place first.
        key=lambda entry: (entry[0], -known[entry[1]]["events"], entry[1]),
    )
    store = _Store()
    firsts: list[str] = []
    for start in range(0, len(entries), ROWS):
        some = entries[start : start + ROWS]
        firsts.append(some[0][0])
        store.add(_to_block([known[row] for _, row in some]))
    starts = store.starts
    crowded = {
        prefix: store.add(_to_block([known[row] for row in largest]))
        for prefix, largest in _largest(entries, known).items()
    }
    index = store.starts[-1]
    store.add({"first": firsts, "start": starts, "crowded": crowded})
    letters = frozenset().union(
        *own, *(cell or "" for column in (*names, *translated.values()) for cell in column)
    )
    return PlaceIndex(b"".join(store.parts), index, letters)


class _Store:
    """Blocks one after the other, and where each begins."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._starts = [0]

    @property
    def starts(self) -> list[int]:
        """Where each block begins, and where the last one ends."""
        return [*self._starts]

    def add(self, block: Block) -> tuple[int, int]:
        """Where the block now is, and how many bytes it has."""
        content = deflated(to_bytes(to_json(block)), _LEVEL)
        self.parts.append(content)
        start = self._starts[-1]
        self._starts.append(start + len(content))
        return start, len(content)


def _to_block(places: Sequence[dict[str, Any]]) -> Block:
    """Places as columns."""
    return {name: [one[name] for one in places] for name in places[0]}


def _largest(
    entries: Sequence[tuple[str, int]], known: Sequence[dict[str, Any]]
) -> dict[str, list[int]]:
    """Of each beginning that is crowded the places with most events."""
    found: dict[str, list[int]] = {}
    length = 0
    while entries:
        length += 1
        rows: dict[str, list[int]] = {}
        for word, row in entries:
            if len(word) >= length:
                rows.setdefault(word[:length], []).append(row)
        crowded = {prefix: some for prefix, some in rows.items() if len(some) > CROWDED}
        for prefix, some in crowded.items():
            # A place may have several words that begin so.
            found[prefix] = nsmallest(
                MOST, dict.fromkeys(some), key=lambda row: (-known[row]["events"], row)
            )
        # What a longer beginning has, a shorter one has as well.
        entries = [entry for entry in entries if entry[0][:length] in crowded]
    return found
