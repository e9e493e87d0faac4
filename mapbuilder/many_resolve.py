"""The resolver of a large table: plain names all at once, by columns, and the others as ever.

In go what ``resolver_of`` is given, out comes a resolver that knows the outcomes of the plain
names. Always true: what it finds is what ``resolver_of``'s finds, with the same places in the same
order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from mapbuilder.candidates import Candidate, candidates_of, facts_of
from mapbuilder.doubtful_names import is_doubtful, is_no_value
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.many_names import FactColumns, ManyNames, held_of
from mapbuilder.outcome import Setting
from mapbuilder.place_names import NAMES_SCHEMA
from mapbuilder.plain_names import is_its_own, own_outcome
from mapbuilder.reading import as_one_name, asked_names
from mapbuilder.resolve import WORLD_ID, Resolver
from mapbuilder.toponyms import form_of, plain_keys
from mapbuilder.world import NAME, names_table, to_table
from mapbuilder.world_areas import WorldAreas
from mapbuilder.world_columns import WorldColumns, columns_of

if TYPE_CHECKING:
    from mapbuilder.context import Key
    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.reading import Reading
    from mapbuilder.world import World


def resolver_of_many(
    toponyms: Sequence[str],
    gazetteers: Sequence[Gazetteer | World],
    *,
    said: Collection[str] = (),
    told_of: Collection[str] = (),
) -> Resolver:
    """What the toponyms are compared with, one of the gazetteers being the world's.

    ``said`` is as in ``resolver_of``, ``told_of`` are the toponyms of whose places records say it.
    The exhibit says nothing of all its places, and no person has decided anything.
    """
    [(number, world)] = [
        (at, one) for at, one in enumerate(gazetteers) if not isinstance(one, Gazetteer)
    ]
    own = _candidates(toponyms, gazetteers[:number])
    theirs = _candidates(toponyms, gazetteers[number + 1 :])
    # Most places of a large exhibit are in its own table, and nothing else is said of them.
    settled = {
        toponym: outcome
        for toponym, candidates in own.items()
        if toponym not in told_of
        and (outcome := own_outcome(toponym, candidates, gazetteers)) is not None
    }
    known = {
        toponym: candidates
        for toponym, candidates in own.items()
        if toponym not in settled and is_its_own(toponym, candidates)
    }
    toponyms = [toponym for toponym in toponyms if toponym not in settled]
    read, plain = _read(toponyms, known, own.keys() | theirs.keys() | set(told_of))
    asked_for, within = asked_names(read, known)
    keys = dict.fromkeys(plain.values())
    keys |= dict.fromkeys(key for name in asked_for for key in form_of(name)[:2])
    area_names = [*within, *said] if asked_for or said else []
    area_keys = {key for name in area_names for key in form_of(name)[:2]}
    key_numbers = {key: at for at, key in enumerate(keys)}
    ids = [name for name in asked_for if WORLD_ID.fullmatch(name)]
    numbers = [at for each in sorted(ids) if (at := world.number_of(each)) is not None]
    columns = columns_of(world, list(keys), numbers, area_keys.difference(keys))
    held = held_of(
        list(plain),
        list(plain.values()),
        np.array([key_numbers[key] for key in plain.values()], np.int64),
        columns,
    )
    of_asked = np.zeros(len(keys), bool)
    of_asked[[key_numbers[key] for name in asked_for for key in form_of(name)[:2]]] = True
    row_of = np.cumsum(columns.is_found) - 1
    searched = [
        one
        if isinstance(one, Gazetteer)
        else _gazetteer(columns, columns.is_found, _names(columns, list(keys), of_asked, row_of))
        for one in gazetteers
    ]
    found = known | dict(zip(asked_for, candidates_of(asked_for, searched), strict=True))
    meant = _Meant.of(found.values(), number, columns)
    is_candidate = np.zeros(len(columns.places), bool)
    is_candidate[np.array(held.place, np.int64)] = True
    is_candidate[meant.places] = True
    is_more = ~is_candidate & np.isin(np.arange(len(is_candidate)), columns.shared.place)
    last = len(searched)
    searched.append(_gazetteer(columns, is_more, _nothing()))
    rows = np.where(is_candidate, row_of, np.cumsum(is_more) - 1)
    places_keys: list[Key] = list(
        zip(np.where(is_candidate, number, last).tolist(), rows.tolist(), strict=True)
    )
    facts_columns = FactColumns.of(
        places_keys,
        {number: np.flatnonzero(columns.is_found), last: np.flatnonzero(is_more)},
        columns.told,
    )
    namesakes = _namesakes(np.union1d(held.asking, meant.asking), columns)
    many = ManyNames.of(held, facts_columns, namesakes, NAME)
    many.outcomes.update(settled)
    for name in many.at:
        if name not in many.outcomes:
            found[name] = many.candidates(name)
            read[name] = (as_one_name(name),)
    labels = facts_columns.label
    by_label = {labels[place]: others for place, others in namesakes.items()}
    called = {label: [places_keys[other] for other in others] for label, others in by_label.items()}
    facts = facts_of((one for several in found.values() for one in several), searched)
    ruled = {facts[one[:2]].label for several in found.values() for one in several}
    more = {key: Candidate(*key, "") for label in ruled for key in called.get(label, ())}
    facts |= facts_of(more.values(), searched)
    areas = world.containers(area_names, columns.containers) if area_names else {}
    dated = {name for name, several in found.items() if any(c.years is not None for c in several)}
    return Resolver(
        searched,
        found,
        facts,
        read,
        areas,
        WorldAreas(world),
        frozenset(at for at, one in enumerate(searched) if one.kind == "world"),
        called,
        Setting(),
        frozenset(dated),
        many=many,
    )


def _candidates(
    toponyms: Sequence[str], gazetteers: Iterable[Gazetteer | World]
) -> dict[str, list[Candidate]]:
    """What the user's own gazetteers have of the toponyms."""
    own = [one for one in gazetteers if isinstance(one, Gazetteer)]
    if not any(len(one.places) for one in own):
        return {}
    each = zip(toponyms, candidates_of(toponyms, own), strict=True)
    return {toponym: candidates for toponym, candidates in each if candidates}


def _read(
    toponyms: Sequence[str],
    known: Collection[str],
    no_plain: Collection[str],
) -> tuple[dict[str, tuple[Reading, ...]], dict[str, str]]:
    """The readings of the toponyms that are not plain, and the key of each that is."""
    from mapbuilder.one_names import are_one_name
    from mapbuilder.phrases import readings

    read: dict[str, tuple[Reading, ...]] = {}
    names: list[str] = []
    for toponym, is_one in zip(toponyms, are_one_name(toponyms), strict=True):
        if toponym in known:
            read[toponym] = (as_one_name(toponym),)
        elif (
            toponym in no_plain
            or is_no_value(toponym)
            or is_doubtful(toponym)
            or WORLD_ID.fullmatch(toponym)
        ):
            read[toponym] = readings(toponym)
        elif is_one or (several := readings(toponym)) == (as_one_name(toponym),):
            names.append(toponym)
        else:
            read[toponym] = several
    plain: dict[str, str] = {}
    for name, key in zip(names, plain_keys(names), strict=True):
        if key is None:
            read[name] = (as_one_name(name),)
        else:
            plain[name] = key
    return read, plain


def _names(columns: WorldColumns, keys: Sequence[str], of_key: Flags, row_of: Numbers) -> pa.Table:
    """The names under some of the keys, as a gazetteer has them."""
    entries = columns.entries
    some = np.flatnonzero(of_key[entries.key])
    some = some[np.lexsort((entries.name[some], entries.place[some]))]
    pairs = np.stack([entries.place[some], entries.name[some]])
    some = some[np.r_[True, (np.diff(pairs) != 0).any(axis=0)]] if len(some) else some
    told = names_table(
        [columns.written[row] for row in some.tolist()],
        [
            keys[key] if plain else None
            for key, plain in zip(
                entries.key[some].tolist(), entries.plain[some].tolist(), strict=True
            )
        ],
        entries.name[some].tolist(),
        row_of[entries.place[some]].tolist(),
    )
    return to_table(told, NAMES_SCHEMA)


def _gazetteer(columns: WorldColumns, which: Flags, names: pa.Table) -> Gazetteer:
    return Gazetteer(NAME, "world", columns.places.filter(pa.array(which)), names)


def _nothing() -> pa.Table:
    return NAMES_SCHEMA.empty_table()


@dataclass(frozen=True, slots=True)
class _Meant:
    """The world's places that candidates are, and those of them that another name has found."""

    places: Numbers
    asking: Numbers

    @classmethod
    def of(cls, found: Iterable[Sequence[Candidate]], number: int, columns: WorldColumns) -> _Meant:
        theirs = [one for several in found for one in several if one.gazetteer == number]
        rows = np.array([one.place for one in theirs], np.int64)
        places = np.flatnonzero(columns.is_found)[rows]
        asks = np.array([not (one.is_main or one.by_id) for one in theirs], bool)
        return cls(places, places[asks])


def _namesakes(asking: Numbers, columns: WorldColumns) -> dict[int, list[int]]:
    """For each place that was found by another name all that have its main name as theirs."""
    shared = columns.shared
    groups, group, sizes = np.unique(shared.key, return_inverse=True, return_counts=True)
    ends = np.cumsum(sizes).tolist()
    # Thousands of places may have one name: all of them have one list.
    members: dict[int, list[int]] = {}
    is_plain = np.bincount(group, ~shared.plain, len(groups)) == 0
    found: dict[int, list[int]] = {}
    rows = np.flatnonzero(np.isin(shared.place, asking))
    special: dict[int, None] = {}
    for row in rows.tolist():
        place, of_row = int(shared.place[row]), int(group[row])
        if is_plain[of_row]:
            if of_row not in members:
                begin = ends[of_row] - int(sizes[of_row])
                members[of_row] = shared.place[begin : ends[of_row]].tolist()
            found[place] = members[of_row]
        else:
            special[place] = None
    if special:
        theirs = np.isin(shared.place, np.array(list(special), np.int64))
        holders = np.unique(shared.place[np.isin(group, group[theirs])])
        found |= _with_words(list(special), holders, columns)
    return found


def _with_words(
    places: Sequence[int], holders: Numbers, columns: WorldColumns
) -> dict[int, list[int]]:
    """The namesakes of places where generic words part the names of some of the ``holders``."""
    labels = [columns.told["label"][place] for place in places]
    written = [columns.told["label"][place] for place in holders.tolist()]
    told = names_table(written, [None] * len(written), [0] * len(written), holders.tolist())
    every = Gazetteer(NAME, "world", columns.places, to_table(told, NAMES_SCHEMA))
    return {
        place: [one.place for one in candidates if one.is_main]
        for place, candidates in zip(places, candidates_of(labels, [every]), strict=True)
    }
