"""Ids of places over several gazetteers: those that are searched in, each place with its own id.

Files from different hands count their places from 1, and joins, decisions and links name a place
by its id alone. Always true: the place that is searched first keeps its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.pointers import ids_in, pointer_in
from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.world import World


def with_different_ids(
    gazetteers: Sequence[Gazetteer | World], report: Report
) -> list[Gazetteer | World]:
    """The gazetteers; an id that an earlier one has stands behind the file's name: ``B.csv:1``.

    That is noted in ``report``, once for each file.
    """
    taken: list[tuple[str, pa.ChunkedArray]] = []
    found: list[Gazetteer | World] = []
    for one in gazetteers:
        if isinstance(one, Gazetteer):
            one = _with_own_ids(one, taken, report) if taken else one
            taken.append((one.name, one.places["id"]))
        found.append(one)
    return found


def _with_own_ids(
    gazetteer: Gazetteer, taken: Sequence[tuple[str, pa.ChunkedArray]], report: Report
) -> Gazetteer:
    ids = gazetteer.places["id"]
    earlier = pa.chunked_array([each for _, one in taken for each in one.chunks], pa.string())
    shared = pc.indices_nonzero(pc.is_in(ids, value_set=earlier)).to_pylist()
    if not shared:
        return gazetteer
    texts = ids.to_pylist()
    used = {*texts, *earlier.to_pylist()}
    first, kept = shared[0], texts[shared[0]]
    for index in shared:
        own = f"{gazetteer.name}:{texts[index]}"
        while own in used:
            own += "~"
        used.add(own)
        texts[index] = own
    holder = next(name for name, one in taken if pc.index(one, pa.scalar(kept)).as_py() >= 0)
    more = len(shared) - 1
    also = f"; the like for {counted(more, 'more place')}" if more else ""
    report.add(
        "place-id-duplicate",
        "note",
        f"{shown(kept)} is the id of a place in {holder} as well; decisions and records name the "
        f"one here by {shown(texts[first])}{also}",
        file=gazetteer.name,
        row=gazetteer.places["row"][first].as_py(),
        column="id",
        value=kept,
    )
    at = gazetteer.places.column_names.index("id")
    places = gazetteer.places.set_column(at, "id", pa.array(texts, pa.string()))
    return replace(gazetteer, places=places)


def ids_since(identity: str, gazetteers: Sequence[Gazetteer]) -> list[str]:
    """The id, and what it is where gazetteers were added or taken away since it was written.

    The address of a place in a catalogue, as a browser shows it, stands for its id.
    """
    found = [*ids_in(identity)]
    for one in gazetteers:
        bare = identity.removeprefix(f"{one.name}:")
        found.append(bare if bare != identity else f"{one.name}:{identity}")
    return list(dict.fromkeys(found))


def place_since(
    identity: str,
    label: str | None,
    places: Mapping[str, tuple[int, int]],
    gazetteers: Sequence[Gazetteer],
) -> tuple[int, int] | None:
    """The place that had an id and was called so, by the gazetteer and its row in it.

    ``places`` are those with any of ``ids_since``. Without a label, or where none is called so,
    it is the place with the very id, if there is one.
    """
    said = next((places[one] for one in ids_in(identity) if one in places), None)
    if not label:
        return said
    for one in ids_since(identity, gazetteers):
        if one in places:
            gazetteer, place = places[one]
            called = gazetteers[gazetteer].places["label"][place].as_py()
            if called and f"{label},".startswith(f"{called},"):
                return gazetteer, place
    return said


def is_no_place(identity: str, label: str | None) -> str:
    """The message of a decision whose place, once called so, is in no gazetteer."""
    pointer = pointer_in(identity)
    if pointer is not None and not (pointer.ids or pointer.guess):
        return (
            f"{shown(identity)} is no id but {pointer.what}; a decision names a place by its id: "
            "list the place in places, with its lat and lon, and write its id there into this cell"
        )
    if label:
        return (
            f"the gazetteer no longer holds {shown(identity)} (was {label}); write the id of the "
            "place that is meant, or ask again with 'mapbuilder match'"
        )
    return f"{shown(identity)} is the id of no place; write one from the column 'id' of the places"
