"""Many names: what becomes of the plain names of a large table, all at once.

In go toponyms of which nothing is said but their names, and what the world's file has under their
keys; out come their outcomes, and for those that only the rules can tell what these need. Always
true: an outcome is what ``Resolver.resolve`` finds for the toponym alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mapbuilder.candidates import Candidate, Facts, Naming, is_made_up, spelt_alike, why_named
from mapbuilder.context import DIVISIONS, rules_choose_none
from mapbuilder.outcome import Found, Outcome, Question, asked_about
from mapbuilder.scripts import is_unusual
from mapbuilder.toponyms import form_of

if TYPE_CHECKING:
    from mapbuilder.context import Key
    from mapbuilder.coordinates import Numbers
    from mapbuilder.world_columns import WorldColumns


class Held(NamedTuple):
    """Names and the places that have them: a row for each place that a name means exactly."""

    names: Sequence[str]
    keys: Sequence[str]
    starts: list[int]
    """Where the rows of each name begin, and where those of the last one end."""
    place: list[int]
    """Counts into the places of the world's columns."""
    written: list[str]
    """The name of the place, as written."""
    is_main: list[bool]
    """Whether the name is what the place is called."""
    is_first: list[bool]
    """Whether what is written is the place's main name."""
    set_aside: dict[int, tuple[str, ...]]
    """The generic words of what is written, for rows where it has some."""

    @property
    def asking(self) -> Numbers:
        """The places that are found by another name than their main one."""
        return np.unique(np.array(self.place, np.int64)[~np.array(self.is_main, bool)])

    def candidate(self, row: int, name: str, bare: str, key: Key) -> Candidate:
        """The place of a row as a candidate for its name."""
        written, is_first = self.written[row], self.is_first[row]
        kind = "name" if is_first else "alternate"
        aside = self.set_aside.get(row, ())
        because = Naming(name, bare, aside, written, kind, None)
        return Candidate(
            *key,
            because,
            is_main=self.is_main[row],
            is_written=written == name,
            is_weak=is_made_up(kind, written),
        )


def held_of(
    names: Sequence[str], keys: Sequence[str], numbers: Numbers, columns: WorldColumns
) -> Held:
    """The places of names without generic words; ``numbers`` are those of their keys."""
    entries = columns.entries
    starts = np.searchsorted(entries.key, numbers)
    counts = np.searchsorted(entries.key, numbers, side="right") - starts
    name = np.repeat(np.arange(len(numbers)), counts)
    first = np.r_[0, np.cumsum(counts)]
    row = np.arange(len(name)) + np.repeat(starts - first[:-1], counts)
    aside: dict[int, tuple[str, ...]] = {}
    if not entries.plain[row].all():
        means = np.ones(len(row), bool)
        for number in np.unique(name[~entries.plain[row]]).tolist():
            here = slice(first[number], first[number + 1])
            means[here] = _means(keys[number], row[here].tolist(), columns, aside)
        name, row = name[means], row[means]
    place, rank = entries.place[row], entries.name[row]
    begins = np.flatnonzero(
        np.r_[True, (np.diff(name) != 0) | (np.diff(place) != 0)] if len(name) else name
    )
    sizes = np.diff(np.r_[begins, len(name)])
    # The rows of a place are in the order of its names, the main one first.
    is_main = rank[begins] == 0
    best = row[begins]
    for group in np.flatnonzero(sizes > 1).tolist():
        begin = begins[group]
        of_place = row[begin : begin + sizes[group]].tolist()
        ranks = rank[begin : begin + sizes[group]].tolist()
        spelt = [columns.written[each] for each in of_place]
        best[group] = of_place[_best_spelt(names[name[begin]], spelt, ranks)]
    written = best.tolist()
    return Held(
        names,
        keys,
        np.searchsorted(name[begins], np.arange(len(names) + 1)).tolist(),
        place[begins].tolist(),
        [columns.written[each] for each in written],
        is_main.tolist(),
        (entries.name[best] == 0).tolist(),
        {at: aside[each] for at, each in enumerate(written) if each in aside} if aside else {},
    )


def _best_spelt(name: str, written: Sequence[str], ranks: Sequence[int]) -> int:
    """Which of a place's names is written most as the one asked for; the first of equals."""
    folded = name.casefold()
    alike = [
        spelt_alike(name, folded, each, "alternate" if rank else "name")
        for each, rank in zip(written, ranks, strict=True)
    ]
    return alike.index(max(alike))


def _means(
    key: str, rows: Sequence[int], columns: WorldColumns, aside: dict[int, tuple[str, ...]]
) -> list[bool]:
    """Which of a key's names a toponym with that key means, some of them with generic words.

    As ``candidates_of``: those that have the key with their words, else those without them.
    """
    plain = columns.entries.plain
    forms = [None if plain[row] else form_of(columns.written[row]) for row in rows]
    whole = [form is None or form.full == key for form in forms]
    if any(whole):
        return whole
    for row, form in zip(rows, forms, strict=True):
        if form is not None:
            aside[row] = form.set_aside
    return [not columns.written[row].endswith(" City") for row in rows]


class FactColumns(NamedTuple):
    """What is known of the places of the world's columns, as lists."""

    keys: list[Key]
    """The gazetteer and the row where each place is found."""
    at: dict[int, Numbers]
    """For each row of a gazetteer the place."""
    id: list[str]
    label: list[str]
    lon: list[float]
    lat: list[float]
    country: list[str | None]
    feature: list[str | None]
    population: list[int]
    division: list[str | None]

    @classmethod
    def of(cls, keys: list[Key], at: dict[int, Numbers], told: dict[str, list[Any]]) -> FactColumns:
        cells = {name: told[name] for name in cls._fields[2:]}
        cells["population"] = [people or 0 for people in cells["population"]]
        return cls(keys, at, **cells)

    def facts(self, key: Key) -> Facts:
        """What is known of a place, but for what it lies in."""
        place = int(self.at[key[0]][key[1]])
        return Facts(
            self.id[place],
            self.label[place],
            self.lon[place],
            self.lat[place],
            country=self.country[place],
            division=self.division[place],
            feature=self.feature[place],
            population=self.population[place],
        )


@dataclass(frozen=True, slots=True)
class ManyNames:
    """The plain names of a large table, their places, and what is known of these."""

    held: Held
    at: dict[str, int]
    """Where each name stands."""
    facts: FactColumns
    namesakes: dict[int, list[int]]
    """The places that are called as a place is, itself with them."""
    gazetteer: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """Of the names that need no rules."""
    others: dict[str, list[int]] = field(default_factory=dict)
    """The namesakes of what the names mean, where they have some."""

    @classmethod
    def of(
        cls,
        held: Held,
        facts: FactColumns,
        namesakes: dict[int, list[int]],
        gazetteer: str,
    ) -> ManyNames:
        many = cls(
            held, {name: n for n, name in enumerate(held.names)}, facts, namesakes, gazetteer
        )
        many._decide()
        return many

    def _decide(self) -> None:
        held, facts = self.held, self.facts
        keys, lats, people = facts.keys, facts.lat, facts.population
        is_division = [feature in DIVISIONS for feature in facts.feature]
        for number, name in enumerate(held.names):
            begin, end = held.starts[number], held.starts[number + 1]
            if begin == end:
                continue
            places = held.place[begin:end]
            if end - begin > 1 or not held.is_main[begin]:
                others = self._namesakes(begin, end, places)
                if others:
                    self.others[name] = others
                    places = places + others
            if len(places) > 1:
                called: list[int] = []
                known: list[int] = []
                for row in range(begin, end):
                    place = held.place[row]
                    if not is_division[place]:
                        (called if held.is_main[row] else known).append(people[place])
                more = [people[place] for place in places[end - begin :] if not is_division[place]]
                if rules_choose_none([lats[place] for place in places], called, known, more):
                    self.outcomes[name] = self._question(name, places)
            else:
                if self._is_weak(name, begin):
                    self.outcomes[name] = self._question(name, places)
                    continue
                [place] = places
                found = Found((keys[place],))
                self.outcomes[name] = Outcome(
                    (found,), "world", self.gazetteer, self.reason(number, begin)
                )

    def _question(self, name: str, places: Sequence[int]) -> Outcome:
        keys = self.facts.keys
        return asked_about(name, Question(name, tuple([keys[place] for place in places])))

    def _is_weak(self, name: str, row: int) -> bool:
        held = self.held
        if is_made_up("name" if held.is_first[row] else "alternate", held.written[row]):
            return True
        if held.is_main[row] or name.isascii():
            return False
        place, facts = held.place[row], self.facts
        if facts.feature[place] in DIVISIONS:
            return False
        return is_unusual(name, facts.country[place], facts.population[place])

    def _namesakes(self, begin: int, end: int, places: Sequence[int]) -> list[int]:
        """As ``Resolver._namesakes``, for a name without generic words."""
        found: dict[int, None] = {}
        seen: set[int] = set()
        country, feature = self.facts.country, self.facts.feature
        for row in range(begin, end):
            if self.held.is_main[row]:
                continue
            place = self.held.place[row]
            others = self.namesakes.get(place, [])
            if feature[place] in DIVISIONS:
                others = [other for other in others if country[other] == country[place]]
            elif id(others) in seen:
                continue
            else:
                seen.add(id(others))
            found.update(dict.fromkeys(others))
        known = set(places)
        return [other for other in found if other not in known]

    def reason(self, number: int, row: int) -> str:
        """Why the place of a row is what a name means."""
        held = self.held
        aside = held.set_aside.get(row, ())
        return why_named(held.names[number], held.keys[number], aside, held.written[row])

    def count(self, name: str) -> int:
        """How many places have a name."""
        number = self.at[name]
        return self.held.starts[number + 1] - self.held.starts[number]

    def is_about(self, question: Question) -> bool:
        """Whether a question is that of a plain name, all places of which are in question."""
        name = question.name
        if (outcome := self.outcomes.get(name)) is not None and outcome.question is question:
            return True
        if name not in self.at or not question.keys:
            return False
        if question.is_elsewhere or question.holders or question.areas:
            return False
        keys = self.facts.keys
        return not question.qualified and question.keys == tuple(
            [keys[place] for place in self.places(name)]
        )

    def points(self, names: Iterable[str]) -> set[tuple[float, float]]:
        """Where the places of some names and their namesakes lie."""
        lon, lat = self.facts.lon, self.facts.lat
        places = {place for name in names for place in self.places(name)}
        return {(lon[place], lat[place]) for place in places}

    def candidates(self, name: str) -> list[Candidate]:
        """The places that a name means, as ``candidates_of`` has them."""
        number, held = self.at[name], self.held
        return [
            held.candidate(row, name, held.keys[number], self.facts.keys[held.place[row]])
            for row in range(held.starts[number], held.starts[number + 1])
        ]

    def places(self, name: str) -> list[int]:
        """The places that a name means, then their namesakes."""
        number = self.at[name]
        meant = self.held.place[self.held.starts[number] : self.held.starts[number + 1]]
        return [*meant, *self.others.get(name, ())]
