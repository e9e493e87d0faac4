"""Ids of places over several gazetteers: those that are searched in, each place with its own id.

Files from different hands count their places from 1, and joins, decisions and links name a place
by its id alone. Always true: the place that is searched first keeps its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.gazetteer import Gazetteer
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
