"""What figures make together: sums, differences and averages that nobody counted.

In go an exhibit's figures, out come the numbers that they make, where a text may have one of them,
and how. Always true: what is made is made of figures of one measure, and of one record or source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.sources import NUMBERS, to_ids

if TYPE_CHECKING:
    from mapbuilder.text_bytes import Integers

    Booleans = np.ndarray[Any, np.dtype[np.bool_]]

LEAST = 10
"""Smaller numbers are the difference of some two figures anywhere."""
_MOST_OF_A_SOURCE = 40
"""Of more different figures of one measure and source nearly any number is a difference."""
_MOST_IN_PAIRS = 1_000
"""Of more different figures in one group the pairs are not made, and every text is read."""
_FEW = 300
"""Of more figures in all, those of a source are held only against the records that name it."""
_LARGEST = 10**12
"""Of larger figures the numbers are not made beforehand: they would not all be whole ones."""

Group = dict[int, str]
"""Each value of figures that somebody might add or subtract, with how it is written."""


def made_of(group: Group, number: int) -> str | None:
    """How two of the figures, or all of them, make a number: ``147 − 130``; else ``None``."""
    for value, written in group.items():
        more = group.get(value + number)
        if more is not None:
            return f"{more} − {written}"
        rest = group.get(number - value)
        if rest is not None and number - value != value:
            return f"{written} + {rest}"
    if len(group) < 2:
        return None
    total = sum(group)
    if number == total:
        return " + ".join(group.values())
    if number * len(group) == total:
        return f"the average of {', '.join(group.values())}"
    return None


class FigureSums:
    """The figures by whose they are: a record's, or a source's."""

    def __init__(self, figures: pa.Table, events: pa.Table) -> None:
        self._is_few = len(figures) <= _FEW
        self._measures = _codes(figures["measure"])[0]
        self._written = [figures[column] for column in NUMBERS]
        self._amounts = np.stack(
            [
                figures[f"{column}_number"].cast(pa.float64()).to_numpy().astype(np.float64)
                for column in NUMBERS
            ],
            axis=1,
        )
        # No number is not equal to itself.
        self._is_whole = self._amounts == np.floor(self._amounts)
        self._events = _Owners(self, figures["event"], None)
        sources = figures["source"]
        named = pc.if_else(pc.equal(sources, ""), None, sources)
        self._sources = _Owners(self, named, _MOST_OF_A_SOURCE)
        self._event_of = self._events.codes_of(events["id"].cast(pa.string()))
        self._named = [self._named_in(events[name]) for name in ("source", "other_sources")]
        self._keys: Integers | None = None
        self._numbers: Integers = np.empty(0, np.int64)

    def made(self) -> set[int] | None:
        """Every number of ten or more that is made; ``None`` where it may be any."""
        owners = (self._events, self._sources)
        if np.abs(self._amounts[self._is_whole]).max(initial=0) > _LARGEST or any(
            one.largest > _MOST_IN_PAIRS for one in owners
        ):
            return None
        (of_events, by_events), (of_sources, by_sources) = (one.pairs() for one in owners)
        made = np.concatenate([by_events, by_sources])
        whose = np.concatenate([of_events, of_sources + len(self._events.names)])
        is_large = made >= LEAST
        self._numbers, at = np.unique(made[is_large], return_inverse=True)
        self._keys = np.unique(whose[is_large] * len(self._numbers) + at)
        return set(self._numbers.tolist())

    def near(self, event: str, named: Sequence[str]) -> Iterator[Group]:
        """What a text of an event may be about; of the settings' texts, what there is."""
        for name in self._sources.in_order() if self._is_few else dict.fromkeys(named):
            yield from self._sources.groups(name)
        for name in [event] if event else self._events.in_order():
            yield from self._events.groups(name)

    def may_be_near(self, rows: Integers, values: Integers) -> Booleans:
        """Whether each number is one that the figures near the event in its row make.

        Those that are not are no arithmetic; asked for after ``made``.
        """
        if self._keys is None or self._is_few or not len(rows):
            return np.ones(len(rows), np.bool_)
        at = np.minimum(np.searchsorted(self._numbers, values), len(self._numbers) - 1)
        event = self._event_of[rows]
        is_near = (event >= 0) & self._has(event, at)
        for first, count, sources in self._named:
            pair = np.repeat(np.arange(len(rows)), count[rows])
            source = sources[_runs(first[rows], count[rows])]
            is_made = (source >= 0) & self._has(source + len(self._events.names), at[pair])
            is_near[pair[is_made]] = True
        return is_near

    def _has(self, whose: Integers, at: Integers) -> Booleans:
        assert self._keys is not None
        keys = whose * len(self._numbers) + at
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return self._keys[place] == keys  # type: ignore[no-any-return]

    def _named_in(self, cells: pa.ChunkedArray) -> tuple[Integers, Integers, Integers]:
        """Of each row, where in the third the sources that it names begin, and how many it has."""
        code, written = _codes(cells)
        named = [to_ids(cell) for cell in written]
        # A cell without any has the last place.
        count = np.array([*map(len, named), 0], np.int64)
        listed = pa.array([one for some in named for one in some], pa.string())
        return (np.cumsum(count) - count)[code], count[code], self._sources.codes_of(listed)


class _Owners:
    """The groups of the records, or of the sources; of one owner, a group for each measure."""

    def __init__(self, sums: FigureSums, names: pa.ChunkedArray, most: int | None) -> None:
        self._sums = sums
        self._most = most
        self._owner, listed = _codes(names)
        self.names = pa.array(listed, pa.string())
        self._made: dict[str, list[Group]] = {}
        rows, column = np.nonzero(sums._is_whole & (self._owner >= 0)[:, None])
        owned = np.flatnonzero(self._owner >= 0)
        measures = int(sums._measures.max(initial=0)) + 1
        keys, self._first, group = np.unique(
            self._owner[owned] * measures + sums._measures[owned],
            return_index=True,
            return_inverse=True,
        )
        self._first = owned[self._first]
        group_of_row = np.full(len(self._owner), -1, np.int64)
        group_of_row[owned] = group
        self._owner_of = keys // measures
        group = group_of_row[rows]
        value = sums._amounts[rows, column]
        order = np.lexsort((value, group))
        group, value = group[order], value[order]
        is_new = np.ones(len(group), np.bool_)
        is_new[1:] = (group[1:] != group[:-1]) | (value[1:] != value[:-1])
        self._group, self._value = group[is_new], value[is_new]
        self._count = np.bincount(self._group, minlength=len(keys))
        self._is_used = self._count > 1
        if most is not None:
            self._is_used &= self._count <= most
        self._by_owner = np.argsort(self._owner, kind="stable")
        self._sorted = self._owner[self._by_owner]

    @property
    def largest(self) -> int:
        """How many values the largest group has."""
        return int(self._count[self._is_used].max(initial=0))

    def pairs(self) -> tuple[Integers, Integers]:
        """Each owner with each number that a group makes of all or of two of its values."""
        keep = self._is_used[self._group]
        group, value = self._group[keep], self._value[keep].astype(np.int64)
        count = self._count[self._is_used]
        starts = np.cumsum(count) - count
        total = np.add.reduceat(value, starts) if len(value) else value
        is_even = total % np.maximum(count, 1) == 0
        of = [np.flatnonzero(self._is_used), np.flatnonzero(self._is_used)[is_even]]
        made = [total, total[is_even] // count[is_even]]
        for step in range(1, self.largest):
            at = np.flatnonzero(group[step:] == group[:-step])
            one, other = value[at], value[at + step]
            of += [group[at], group[at]]
            # In a group the values are sorted.
            made += [other - one, one + other]
        return self._owner_of[np.concatenate(of)], np.concatenate(made)

    def codes_of(self, names: pa.Array | pa.ChunkedArray) -> Integers:
        """The owners' numbers; -1 for who has no figures."""
        found = pc.fill_null(pc.index_in(names, value_set=self.names), -1)
        return found.to_numpy().astype(np.int64)  # type: ignore[no-any-return]

    def in_order(self) -> list[str]:
        """Who has groups that make anything, in the order of the figures."""
        used = np.flatnonzero(self._is_used)
        used = used[np.argsort(self._first[used], kind="stable")]
        owners = dict.fromkeys(self._owner_of[used].tolist())
        return self.names.take(pa.array(owners, pa.int64())).to_pylist()  # type: ignore[no-any-return]

    def groups(self, name: str) -> list[Group]:
        if name not in self._made:
            self._made[name] = self._groups(int(self.codes_of(pa.array([name]))[0]))
        return self._made[name]

    def _groups(self, owner: int) -> list[Group]:
        if owner < 0:
            return []
        sums = self._sums
        found: dict[int, Group] = {}
        start, end = np.searchsorted(self._sorted, [owner, owner + 1])
        for row in self._by_owner[start:end].tolist():
            group = found.setdefault(int(sums._measures[row]), {})
            for column in np.flatnonzero(sums._is_whole[row]).tolist():
                written = sums._written[column][row].as_py()
                group.setdefault(int(sums._amounts[row, column]), str(written))
        most = self._most
        return [one for one in found.values() if len(one) > 1 and not (most and len(one) > most)]


def _runs(first: Integers, count: Integers) -> Integers:
    """The numbers from each first one on, as many as are counted, one run after the other."""
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(first, count) + within  # type: ignore[no-any-return]


def _codes(names: pa.ChunkedArray) -> tuple[Integers, list[str]]:
    """The number of each name in the list of the different ones; -1 where there is none."""
    column = names.combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], names.type)
    encoded = column.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy().astype(np.int64)
    return codes, encoded.dictionary.to_pylist()
