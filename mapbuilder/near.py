"""Near misses: the places of the world whose names are most like a toponym.

In go an open file of blocks and a toponym, with the countries it is in where they are known; out
come places, best first. Always true: within countries every name is compared; in the whole world
only those in the blocks of keys with nearly the same consonants.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from mapbuilder.blocks import CONTAINERS, PLACES_IN_BLOCK, BlockFile, sort_key
from mapbuilder.likeness import (
    Readings,
    consonants_of,
    likeness,
    readings_of,
    unqualified,
    why,
)
from mapbuilder.toponyms import normal_form

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Scores = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

LEAST_SCORE = 60.0
_MOST_BLOCKS = 20
_MOST_NAMES = 400
"""World-wide, so many names are compared in every way, the others by their spelling."""
_MOST_PLACES = 30
_FAME = 0.3
"""What a tenfold population adds to a score: of two places equally like it the greater is meant."""
_LIES_THERE = 8.0
"""What is added to the score of a place in the division that it is said to lie in."""
_UNQUALIFIED = 0.97
"""How much a name counts that is like the toponym but for what says where it lies."""


@dataclass(frozen=True, slots=True)
class Near:
    """A place with a name like a toponym."""

    id: str
    name: str
    """The name that is like it, as written."""
    score: float
    """0 to 99: how like, whatever the place's population."""
    why: str
    is_there: bool = False
    """Whether the place is in the division that it is said to lie in."""
    number: int = -1
    """The place's number in the file."""


@dataclass(frozen=True, slots=True)
class Names:
    """All names of some places, prepared for comparison."""

    readings: Readings
    place: Numbers
    """For each name the number of its place."""
    name: Numbers
    """For each name its rank among the place's own."""
    population: Floats
    """For each name the population of its place."""
    holder: Numbers
    """For each name the number of the smallest country or division its place is in."""


@dataclass(slots=True)
class Searcher:
    """Looks for near misses in a file; the names of a country are prepared once."""

    blocks: BlockFile
    _names: dict[str, Names] = field(default_factory=dict, repr=False)
    _inside: dict[str, frozenset[int]] = field(default_factory=dict, repr=False)

    def near(
        self,
        toponym: str,
        countries: Sequence[str],
        limit: int,
        without: frozenset[tuple[str, str]],
        qualified: str = "",
        divisions: Sequence[str] = (),
    ) -> list[Near]:
        """Places whose names are like the toponym; those in ``without`` (id, name) do not count.

        ``qualified`` is the toponym with what says where it lies, as some names are entered too;
        ``divisions`` are the ids of those that it is said to lie in.
        """
        if not "".join(readings_of([toponym]).latin):
            return []
        held = [self.names_of(country) for country in sorted(set(countries))]
        if not held:
            held = [self._alike(toponym)]
        inside = sorted(frozenset().union(*map(self._parts, divisions))) if divisions else []
        best: dict[int, tuple[float, float, int]] = {}
        for names in held:
            if len(names.readings):
                scores = _scores(toponym, qualified, names)
                self._add_best(scores, names, inside, limit, without, best)
        ranked = sorted(best.items(), key=lambda each: (-each[1][0], each[0]))[:limit]
        return [
            self._near(toponym, place, name, score, inside) for place, (_, score, name) in ranked
        ]

    def _near(
        self, toponym: str, place: int, name: int, score: float, inside: Collection[int]
    ) -> Near:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        written = block.names_of(rank)[name]
        identity = block.columns["id"][rank]
        is_there = block.columns["within"][rank] in inside
        return Near(identity, written, round(score, 1), why(toponym, written), is_there, place)

    def _parts(self, division: str) -> frozenset[int]:
        """The numbers of a division and of all that are in it."""
        if division not in self._inside:
            place = self.blocks.container(division)
            found = [] if place is None else [place]
            for one in found:
                found += self.blocks.parts_of(one)
            self._inside[division] = frozenset(found)
        return self._inside[division]

    def _add_best(
        self,
        scores: Scores,
        names: Names,
        inside: Sequence[int],
        limit: int,
        without: frozenset[tuple[str, str]],
        best: dict[int, tuple[float, float, int]],
    ) -> None:
        """Adds the best places, each by its best name: rank, score, name."""
        import numpy as np

        (likely,) = np.nonzero(scores >= LEAST_SCORE)
        ranks = scores[likely] + _FAME * np.log10(np.maximum(names.population[likely], 10))
        if inside:
            ranks = ranks + np.where(np.isin(names.holder[likely], inside), _LIES_THERE, 0)
        # Many names of one place may come before the next place's best.
        order = np.argsort(-ranks, kind="stable")
        places = 0
        for rank, index in zip(ranks[order].tolist(), likely[order].tolist(), strict=True):
            if places >= limit:
                break
            place, name = int(names.place[index]), int(names.name[index])
            if place in best and best[place][0] >= rank:
                continue
            if without and self._left_out(place, name, without):
                continue
            best[place] = rank, float(scores[index]), name
            places += 1

    def _left_out(self, place: int, name: int, without: frozenset[tuple[str, str]]) -> bool:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        return (block.columns["id"][rank], block.names_of(rank)[name]) in without

    def names_of(self, country: str) -> Names:
        """All names of a country's places, itself and its divisions included."""
        if country not in self._names:
            written: list[str] = []
            rows: list[tuple[int, int, int, int]] = []
            for number in (*self.blocks.blocks_of(CONTAINERS), *self.blocks.blocks_of(country)):
                block = self.blocks.block(number)
                of, populations = block.columns["country"], block.columns["population"]
                holders = block.columns["within"]
                for rank, line in enumerate(block.names):
                    if isinstance(of, list) and of[rank] != country:
                        continue
                    own = line.split("\t")
                    place = number * PLACES_IN_BLOCK + rank
                    rest = place, populations[rank], holders[rank]
                    written += own
                    rows += [(name, *rest) for name in range(len(own))]
                    for name, text in enumerate(own):
                        if (head := unqualified(text)) != text:
                            written.append(head)
                            rows.append((name, *rest))
            self._names[country] = _names(written, rows)
        return self._names[country]

    def _alike(self, toponym: str) -> Names:
        """The names of the world in the blocks where the toponym's consonants would stand."""
        import numpy as np
        from rapidfuzz import fuzz, process

        spans = self.blocks.spans_at(positions(toponym), _MOST_BLOCKS)
        held = [self.blocks.keys_in(span) for span in spans]
        keys = list(chain.from_iterable(held))
        ends = np.cumsum([len(some) for some in held])
        # Keys are in Latin letters, or in those of their script: first as they are, and of the best
        # every way of reading.
        queries = [normal_form(toponym), readings_of([toponym]).latin[0]]
        rough = process.cdist(queries, keys, scorer=fuzz.ratio, dtype=np.float32).max(axis=0)
        chosen = np.argsort(-rough, kind="stable")[:_MOST_NAMES].tolist()
        scores = likeness(toponym, readings_of([keys[index] for index in chosen]))
        rows: list[tuple[int, int, int, int]] = []
        found: set[int] = set()
        for index in np.argsort(-scores, kind="stable").tolist():
            if scores[index] < LEAST_SCORE or len(found) >= _MOST_PLACES:
                break
            span = spans[int(np.searchsorted(ends, chosen[index], "right"))]
            for entry in self.blocks.entries_in(span, keys[chosen[index]]):
                number, rank = divmod(entry.place, PLACES_IN_BLOCK)
                columns = self.blocks.block(number).columns
                population, holder = columns["population"][rank], columns["within"][rank]
                rows.append((entry.name, entry.place, population, holder))
                found.add(entry.place)
        return _names([self.name(place, name) for name, place, *_ in rows], rows)

    def name(self, place: int, name: int) -> str:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        return self.blocks.block(number).names_of(rank)[name]


def _names(written: list[str], rows: list[tuple[int, int, int, int]]) -> Names:
    """Names, for each of which a row says its rank, its place, the people there and the holder."""
    import numpy as np

    name, place, population, holder = np.array(rows, np.int64).reshape(-1, 4).T
    return Names(readings_of(written), place, name, population.astype(float), holder)


def _scores(toponym: str, qualified: str, names: Names) -> Scores:
    """How like the toponym each name is, written in the way in which it is most like it."""
    import numpy as np

    scores = likeness(toponym, names.readings)
    if (head := unqualified(toponym)) != toponym:
        scores = np.maximum(scores, likeness(head, names.readings) * _UNQUALIFIED)
    if qualified:
        scores = np.maximum(scores, likeness(qualified, names.readings))
    return scores


def positions(toponym: str) -> Iterator[str]:
    """Where, in the order of keys, names like a toponym stand, the likeliest places first.

    With its own consonants, with one left out, with one more.
    """
    (bones,) = consonants_of([normal_form(toponym)])
    yield sort_key(normal_form(toponym))
    for index in range(len(bones)):
        yield f"{bones[:index]}{bones[index + 1 :]}\t"
    for index in range(min(len(bones), 3) + 1):
        for letter in "nlkstbx":
            yield f"{bones[:index]}{letter}{bones[index:]}\t"
