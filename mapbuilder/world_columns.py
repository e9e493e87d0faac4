"""World columns: what the world's file says of many names, as columns.

In go the keys of the names of a large table, out come the places that have them, with those that
share a main name with one of them. Always true: each block of the file is read once and none is
kept, and what is told of a place is what ``World.excerpt`` tells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.blocks import PLACES_IN_BLOCK, Entry
from mapbuilder.candidates import to_list
from mapbuilder.cells import in_array
from mapbuilder.key_columns import Entries, entries_of_all
from mapbuilder.town_columns import Blocks, Towns
from mapbuilder.world import (
    DEGREES,
    LICENCE,
    NAME,
    TOLD,
    division_of,
    places_schema,
    radius_of,
    to_table,
    town_or_city,
)

if TYPE_CHECKING:
    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.world import World

_ASKED_FOR = ("id", "label", "lon", "lat", "country", "feature", "population", "division")
_MOST_NAMES = 1 << 20
"""No place has so many names."""
_BLOCKS_AT_ONCE = 64
"""So many blocks of populated places are looked through at once, 1.5 MB of text."""


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
    containers: dict[str, list[Entry]]
    """By key the entries of countries and divisions, with their numbers in the file."""


def columns_of(
    world: World, keys: Sequence[str], numbers: Sequence[int], area_keys: Collection[str] = ()
) -> WorldColumns:
    """The places that have one of the keys, which are unique, or one of the ``numbers``.

    The ``area_keys``, which are others, are looked up for containers alone.
    """
    every_key = [*keys, *sorted(area_keys)]
    found, shared = entries_of_all(world.blocks, every_key)
    containers = _by_key(every_key, found.rows(found.place < world.blocks.first_town()))
    if area_keys:
        found = found.rows(found.key < len(keys))
    asked = np.union1d(found.place, np.array(numbers, np.int64))
    is_main = found.name == 0
    pairs = found.key * _MOST_NAMES * 256 + found.place
    asking = np.unique(found.place[~np.isin(pairs, pairs[is_main])])
    groups = np.unique(shared.key[np.isin(shared.place, asking)])
    shared = shared.rows(np.isin(shared.key, groups))
    every = np.union1d(asked, shared.place)
    names, name_of_entry = np.unique(found.place * _MOST_NAMES + found.name, return_inverse=True)
    places, written = _read(world, every, names // _MOST_NAMES, names % _MOST_NAMES)
    return WorldColumns(
        places,
        {column: _to_list(places[column]) for column in _ASKED_FOR},
        np.isin(every, asked),
        found._replace(place=np.searchsorted(every, found.place)),
        to_list(written.take(pa.array(name_of_entry))),
        shared._replace(place=np.searchsorted(every, shared.place)),
        containers,
    )


def _by_key(keys: Sequence[str], entries: Entries) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for key, *entry in zip(*(column.tolist() for column in entries), strict=True):
        found.setdefault(keys[key], []).append(Entry(*entry))
    return found


def _to_list(column: pa.ChunkedArray) -> list[Any]:
    """The values, ``None`` for null; a text that is often there is one object."""
    encoded = in_array(column)
    if not pa.types.is_dictionary(encoded.type):
        return to_list(column)
    texts = np.array([*encoded.dictionary.to_pylist(), None], object)
    found: list[Any] = texts[pc.fill_null(encoded.indices, -1).to_numpy()].tolist()
    return found


def _read(
    world: World, places: Numbers, holders: Numbers, names: Numbers
) -> tuple[pa.Table, pa.ChunkedArray]:
    """What is told of places, and names of some of them by their ranks; all in order."""
    first = world.blocks.first_town()
    cut, names_cut = np.searchsorted(places, first), np.searchsorted(holders, first)
    containers, theirs = _containers(world, places[:cut], holders[:names_cut], names[:names_cut])
    towns, of_towns = _towns(world, places[cut:], holders[names_cut:], names[names_cut:])
    return (
        pa.concat_tables([containers, towns]).combine_chunks(),
        pa.chunked_array([pa.array(theirs, pa.string()), *of_towns], pa.string()),
    )


def _containers(
    world: World, places: Numbers, holders: Numbers, names: Numbers
) -> tuple[pa.Table, list[str]]:
    told: dict[str, list[Any]] = {column: [] for column in TOLD}
    for number, some in groupby(places.tolist(), key=lambda place: place // PLACES_IN_BLOCK):
        block = world.blocks.block(number)
        ranks = [place % PLACES_IN_BLOCK for place in some]
        world.tell(block.columns, ranks, told)
        told["name"] += [block.names_of(rank)[0] for rank in ranks]
    told |= {"label": told["name"], "precision": told["feature"]}
    written = [
        world.blocks.block(place // PLACES_IN_BLOCK).names_of(place % PLACES_IN_BLOCK)[name]
        for place, name in zip(holders.tolist(), names.tolist(), strict=True)
    ]
    return to_table(told, places_schema()), written


def _towns(
    world: World, places: Numbers, holders: Numbers, names: Numbers
) -> tuple[pa.Table, list[pa.Array]]:
    """As ``_containers``, of populated places, whose blocks are most of the file."""
    numbers = np.unique(places // PLACES_IN_BLOCK)
    texts = world.blocks.texts_of_places(set(numbers.tolist()))
    countries: list[str] = []
    rows: list[Towns] = []
    written: list[pa.Array] = []
    for begin in range(0, len(numbers), _BLOCKS_AT_ONCE):
        some = numbers[begin : begin + _BLOCKS_AT_ONCE]
        blocks = Blocks.of(list(islice(texts, len(some))))
        edges = some[0] * PLACES_IN_BLOCK, (some[-1] + 1) * PLACES_IN_BLOCK
        of_places = places[slice(*np.searchsorted(places, edges))]
        at = np.searchsorted(some, of_places // PLACES_IN_BLOCK)
        towns = blocks.towns(at, of_places % PLACES_IN_BLOCK)
        rows.append(towns._replace(country=towns.country + len(countries)))
        countries += blocks.countries
        cut = slice(*np.searchsorted(holders, edges))
        at = np.searchsorted(some, holders[cut] // PLACES_IN_BLOCK)
        written.append(blocks.names_of(at, holders[cut] % PLACES_IN_BLOCK, names[cut]))
    if not rows:
        return places_schema().empty_table(), written
    columns = {
        name: np.concatenate([getattr(each, name) for each in rows])
        for name in Towns._fields
        if name != "name"
    }
    found = Towns(**columns, name=pa.concat_arrays([each.name for each in rows]))
    return _told_of_towns(world, found, countries), written


def _told_of_towns(world: World, towns: Towns, countries: Sequence[str]) -> pa.Table:
    """As ``World.tell``; ``countries`` has that of each block.

    What many towns share is made once: what they are in, what follows from how many live there.
    """
    codes, code = np.unique(countries, return_inverse=True)
    held = towns.within * len(codes) + code[towns.country]
    pairs, pair = np.unique(held, return_inverse=True)
    holders, of_country = divmod(pairs, len(codes))
    chains = [
        world.chain(holder) or (f"country:{country}",)
        for holder, country in zip(holders.tolist(), codes[of_country].tolist(), strict=True)
    ]
    people, count = np.unique(towns.population, return_inverse=True)
    feature = _spread(list(map(town_or_city, people.tolist())), count, pa.string())
    told = {
        "id": pc.binary_join_element_wise("geonames:", pa.array(towns.id).cast(pa.string()), ""),
        "name": towns.name,
        "label": towns.name,
        "lat": pa.array(towns.lat / DEGREES),
        "lon": pa.array(towns.lon / DEGREES),
        "precision": feature,
        "uncertainty_m": _spread(list(map(radius_of, people.tolist())), count, pa.float64()),
        "coordinate_source": pa.repeat(NAME, len(count)),
        "coordinate_licence": pa.repeat(LICENCE, len(count)),
        "country": _spread(codes.tolist(), code[towns.country], pa.string()),
        "division": _spread(list(map(division_of, chains)), pair, pa.string()),
        "within": _spread(list(map(" ".join, chains)), pair, pa.string()),
        "feature": feature,
        "population": pa.array(towns.population, mask=towns.population == 0),
    }
    return to_table(told, places_schema())


def _spread(values: Sequence[object], numbers: Numbers, kind: pa.DataType) -> pa.Array:
    """The value with each of the numbers."""
    return pa.array(values, kind).take(pa.array(numbers))
