"""World columns: what the world's file says of many names, as columns.

In go the keys of the names of a large table, out come the places that have them, with those that
share a main name with one of them. Always true: each block of the file is read once and none is
kept, and what is told of a place is what ``World.excerpt`` tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mapbuilder.key_columns import Entries, entries_of_all
from mapbuilder.world import TOLD, places_schema, to_table

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.world import World

_ASKED_FOR = ("id", "label", "lon", "lat", "country", "feature", "population")
_MOST_NAMES = 1 << 20
"""No place has so many names."""


class WorldColumns(NamedTuple):
    """Places of the world in the order of their numbers, and their names under some keys."""

    places: pa.Table
    """As ``World.excerpt`` has them."""
    told: dict[str, list[Any]]
    """Those of their columns that the rules ask for, as lists."""
    is_found: Flags
    """For each place whether it was asked for; the others share a main name with one that was."""
    entries: Entries
    """The names under the keys; ``place`` counts into ``places``."""
    written: list[str]
    """Each entry's name."""
    shared: Entries
    """The main names that places share of which one was found by another name."""


def columns_of(world: World, keys: Sequence[str], numbers: Sequence[int]) -> WorldColumns:
    """The places that have one of the keys, which are unique, or one of the ``numbers``."""
    found, shared = entries_of_all(world.blocks, keys)
    asked = np.union1d(found.place, np.array(numbers, np.int64))
    is_main = found.name == 0
    pairs = found.key * _MOST_NAMES * 256 + found.place
    asking = np.unique(found.place[~np.isin(pairs, pairs[is_main])])
    groups = np.unique(shared.key[np.isin(shared.place, asking)])
    shared = shared.rows(np.isin(shared.key, groups))
    every = np.union1d(asked, shared.place)
    names, name_of_entry = np.unique(found.place * _MOST_NAMES + found.name, return_inverse=True)
    told, written = _read(world, every, names // _MOST_NAMES, names % _MOST_NAMES)
    return WorldColumns(
        to_table(told, places_schema()),
        {column: told[column] for column in _ASKED_FOR},
        np.isin(every, asked),
        found._replace(place=np.searchsorted(every, found.place)),
        [written[name] for name in name_of_entry.tolist()],
        shared._replace(place=np.searchsorted(every, shared.place)),
    )


def _read(
    world: World, places: Numbers, holders: Numbers, names: Numbers
) -> tuple[dict[str, list[Any]], list[str]]:
    """What is told of places, and names of some of them by their ranks; all in order."""

    from mapbuilder.blocks import PLACES_IN_BLOCK

    told: dict[str, list[Any]] = {column: [] for column in TOLD}
    written: list[str] = []
    numbers, starts = np.unique(places // PLACES_IN_BLOCK, return_index=True)
    edges = np.searchsorted(holders, numbers * PLACES_IN_BLOCK)
    cuts = zip(
        numbers.tolist(),
        np.split(places % PLACES_IN_BLOCK, starts[1:]),
        np.split(holders % PLACES_IN_BLOCK, edges[1:]),
        np.split(names, edges[1:]),
        # Split at no edges an empty column is still one part.
        strict=len(numbers) > 0,
    )
    for number, ranks, of_names, of_place in cuts:
        block = world.blocks.read_block(number)
        in_block = ranks.tolist()
        world.tell(block.columns, in_block, told)
        told["name"] += [block.names[rank].partition("\t")[0] for rank in in_block]
        held, own = -1, [""]
        for rank, name in zip(of_names.tolist(), of_place.tolist(), strict=True):
            if rank != held:
                held, own = rank, block.names[rank].split("\t")
            written.append(own[name])
    told |= {"label": told["name"], "precision": told["feature"]}
    return told, written
