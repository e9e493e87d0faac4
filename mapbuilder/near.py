"""Near misses: the places of the world whose names are most like a toponym.

In go an open file of blocks and a toponym, with the countries it is in where they are known; out
come places, best first. Always true: within countries every name is compared; in the whole world
only those in the blocks of keys with nearly the same consonants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapbuilder.blocks import CONTAINERS, PLACES_IN_BLOCK, BlockFile, sort_key, to_entries
from mapbuilder.likeness import Readings, consonants_of, likeness, readings_of, why
from mapbuilder.toponyms import normal_form

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LEAST_SCORE = 60.0
_MOST_BLOCKS = 20
_MOST_NAMES = 400
"""World-wide, so many names are compared in every way, the others by their spelling."""
_MOST_PLACES = 30
_FAME = 0.3
"""What a tenfold population adds to a score: of two places equally like it the greater is meant."""


@dataclass(frozen=True, slots=True)
class Near:
    """A place with a name like a toponym."""

    id: str
    name: str
    """The name that is like it, as written."""
    score: float
    """0 to 99: how like, whatever the place's population."""
    why: str


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


@dataclass(slots=True)
class Searcher:
    """Looks for near misses in a file; the names of a country are prepared once."""

    blocks: BlockFile
    _names: dict[str, Names] = field(default_factory=dict, repr=False)

    def near(
        self,
        toponym: str,
        countries: Sequence[str],
        limit: int,
        without: frozenset[tuple[str, str]],
    ) -> list[Near]:
        """Places whose names are like the toponym; those in ``without`` (id, name) do not count."""
        if not "".join(readings_of([toponym]).latin):
            return []
        held = [self.names_of(country) for country in sorted(set(countries))]
        if not held:
            held = [self._alike(toponym)]
        best: dict[int, tuple[float, float, int]] = {}
        for names in held:
            self._add_best(toponym, names, limit, without, best)
        ranked = sorted(best.items(), key=lambda each: (-each[1][0], each[0]))[:limit]
        return [self._near(toponym, place, name, score) for place, (_, score, name) in ranked]

    def _near(self, toponym: str, place: int, name: int, score: float) -> Near:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        written = block.names_of(rank)[name]
        identity = block.columns["id"][rank]
        return Near(identity, written, round(score, 1), why(toponym, written))

    def _add_best(
        self,
        toponym: str,
        names: Names,
        limit: int,
        without: frozenset[tuple[str, str]],
        best: dict[int, tuple[float, float, int]],
    ) -> None:
        """Adds the best places, each by its best name: rank, score, name."""
        import numpy as np

        if not len(names.readings):
            return
        scores = likeness(toponym, names.readings)
        ranks = scores + _FAME * np.log10(np.maximum(names.population, 10))
        # Many names of one place may come before the next place's best.
        order = np.argsort(-ranks, kind="stable")
        places = 0
        for index in order.tolist():
            if scores[index] < LEAST_SCORE or places >= limit:
                break
            place, name = int(names.place[index]), int(names.name[index])
            if place in best and best[place][0] >= ranks[index]:
                continue
            if without and self._left_out(place, name, without):
                continue
            best[place] = float(ranks[index]), float(scores[index]), name
            places += 1

    def _left_out(self, place: int, name: int, without: frozenset[tuple[str, str]]) -> bool:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        return (block.columns["id"][rank], block.names_of(rank)[name]) in without

    def names_of(self, country: str) -> Names:
        """All names of a country's places, itself and its divisions included."""
        if country not in self._names:
            import numpy as np

            written: list[str] = []
            rows: list[tuple[int, int, int]] = []
            for number in (*self.blocks.blocks_of(CONTAINERS), *self.blocks.blocks_of(country)):
                block = self.blocks.block(number)
                of, populations = block.columns["country"], block.columns["population"]
                for rank, line in enumerate(block.names):
                    if isinstance(of, list) and of[rank] != country:
                        continue
                    own = line.split("\t")
                    written += own
                    place = number * PLACES_IN_BLOCK + rank
                    rows += [(place, name, populations[rank]) for name in range(len(own))]
            columns = np.array(rows, np.int64).reshape(-1, 3)
            self._names[country] = Names(
                readings_of(written),
                columns[:, 0],
                columns[:, 1],
                columns[:, 2].astype(float),
            )
        return self._names[country]

    def _alike(self, toponym: str) -> Names:
        """The names of the world in the blocks where the toponym's consonants would stand."""
        import numpy as np
        from rapidfuzz import fuzz, process

        lines = self.blocks.lines_at(positions(toponym), _MOST_BLOCKS)
        keys = [line[: line.index("\t")] for line in lines]
        # Keys are in Latin letters, or in those of their script: first as they are, and of the best
        # every way of reading.
        queries = [normal_form(toponym), readings_of([toponym]).latin[0]]
        rough = process.cdist(queries, keys, scorer=fuzz.ratio, dtype=np.float32).max(axis=0)
        chosen = np.argsort(-rough, kind="stable")[:_MOST_NAMES].tolist()
        scores = likeness(toponym, readings_of([keys[index] for index in chosen]))
        rows: list[tuple[int, int, int]] = []
        found: set[int] = set()
        for index in np.argsort(-scores, kind="stable").tolist():
            if scores[index] < LEAST_SCORE or len(found) >= _MOST_PLACES:
                break
            for entry in to_entries(lines[chosen[index]].partition("\t")[2]):
                number, rank = divmod(entry.place, PLACES_IN_BLOCK)
                population = self.blocks.block(number).columns["population"][rank]
                rows.append((entry.place, entry.name, population))
                found.add(entry.place)
        written = [self.name(place, name) for place, name, _ in rows]
        columns = np.array(rows, np.int64).reshape(-1, 3)
        return Names(
            readings_of(written),
            columns[:, 0],
            columns[:, 1],
            columns[:, 2].astype(float),
        )

    def name(self, place: int, name: int) -> str:
        number, rank = divmod(place, PLACES_IN_BLOCK)
        return self.blocks.block(number).names_of(rank)[name]


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
