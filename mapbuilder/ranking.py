"""The suggestions of a question: at most five places, the likeliest first.

In go what the rules left of a toponym and where the exhibit's other places are, out come
suggestions with their score and why. Always true: an exact name comes before one that is like it,
but for one that lies in another country or division than is said.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapbuilder.blocks import sort_key
from mapbuilder.candidates import Candidate, Facts, facts_of, is_same, suggestions_of, why_alike
from mapbuilder.coordinates import Floats, distance_km
from mapbuilder.report import Suggestion
from mapbuilder.toponyms import normal_form

if TYPE_CHECKING:
    from mapbuilder.context import Key
    from mapbuilder.near import Near
    from mapbuilder.outcome import Question
    from mapbuilder.resolve import Resolver
    from mapbuilder.world import World

MOST_SUGGESTIONS = 5
EXACT_SCORE = 90.0
"""An exact name has at least so many points of a hundred; one that is only like it has fewer."""
WRITTEN_MORE, MAIN_MORE, _PLAUSIBLE_MORE = 3.0, 1.0, 6.0
"""What is added where the name is written so, where it is the main one, and at most by the rest."""
NAMESAKE_SCORE, NAMESAKE_MORE = 76.0, 1.0
"""A place that shares the main name of one that has the name, and may have it too: at least so many
points, and some more than its own like name has."""
_ELSEWHERE_SCORE, _MOST_ELSEWHERE = 74.0, 2
"""A place that has the name and lies elsewhere than is said, and how many of these are offered: in
the said country a name that is like it is the likelier the more it is."""
_LIES_THERE = 5.0
"""A place with a like name in the division that it is said to lie in."""
_CLOSE_KM = 500.0
"""At this distance from the exhibit's other places closeness counts for a third."""
_HOLDER_SCORE = 80.0
"""Of what is in no gazetteer the town or area that it is said to lie in is the best guess."""
_MOST_HOLDERS = 2
_USUAL_SCORE = 40.0
_MOST_SCORE = 100.0
_CODE = re.compile(r"[A-Z]{2,3}")
SHARES = "has the main name of a place that is known by this one"
_LARGEST = 7
"""The power of ten of a population that counts as largest."""
_PEOPLE = {"country": 10_000_000, "region": 30_000, "district": 3_000}
"""A division stands behind the large towns that share its name, and before the villages."""


class _Rated(NamedTuple):
    """A place that may be meant, before it is told."""

    score: float
    label: str
    place: str
    """Its id."""
    facts: Facts
    because: str | Candidate
    """Why, or what says it when it is asked."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """What all questions of one exhibit are ranked by."""

    resolver: Resolver
    worlds: tuple[World, ...]
    at: Floats
    """Rows of (lon, lat): where the exhibit's places are that are known already."""
    usual: tuple[tuple[Facts, int], ...] = ()
    """The places of most records and how many are there: what is in no gazetteer, a square or a
    house, is often in one of them."""
    away: dict[tuple[float, float], float] = field(default_factory=dict, repr=False)
    """What was measured already: how far a point is from the nearest of ``at``, in kilometres."""
    _likes: dict[tuple[int, Question], list[Near]] = field(default_factory=dict, repr=False)
    """What was found already of the world with a number."""
    _known: dict[tuple[int, str], Facts] = field(default_factory=dict, repr=False)
    atlases: tuple[World, ...] = ()
    """What knows the names of divisions, whether or not near misses are looked for in it."""
    _divisions: dict[str, str | None] = field(default_factory=dict, repr=False)
    """By their codes the names of divisions that were looked up."""

    def suggestions(
        self, question: Question, near_own: Sequence[Suggestion], *, searched: bool = True
    ) -> tuple[Suggestion, ...]:
        """The places that may be meant; ``near_own`` are those of the exhibit with a like name.

        Near misses in the world's gazetteer are looked for where the name is ``searched``.
        """
        is_open = leaves_room(self.resolver, question)
        near = self._near(question) if searched and is_open else {}
        found: list[_Rated | Suggestion] = [*self._exact(question, near)]
        if _is_elsewhere(question):
            found.sort(key=lambda one: (-(one.score or 0), one.place or ""))
            del found[_MOST_ELSEWHERE:]
        if is_open:
            ids = {self.resolver.fact(key).id for key in question.keys}
            found += [one for one in near.values() if one.place not in ids]
            found += self._like_own(question, near_own, ids)
        if question.holders:
            offered = {one.place for one in found}
            for facts in self._holders(question):
                if facts.id not in offered:
                    found.append(self._rated(facts, "where it is said to lie", _HOLDER_SCORE))
        if not question.keys:
            offered = {one.place for one in found}
            found += [
                _Rated(_USUAL_SCORE, facts.label, facts.id, facts, _of_records(count))
                for facts, count in self.usual
                if facts.id not in offered
            ]
        if _CODE.fullmatch(question.name) and not question.areas:
            coded = self._coded(question.name)
            ids = {facts.id for facts in coded}
            found = [one for one in found if one.place not in ids]
            found += [_Rated(_MOST_SCORE, f.label, f.id, f, "has this code") for f in coded]
        found.sort(key=lambda one: (-(one.score or 0), one.label or "", one.place or ""))
        del found[MOST_SUGGESTIONS:]
        divisions = [one.facts.division if isinstance(one, _Rated) else None for one in found]
        return self.told_apart(list(map(self._told, found)), divisions)

    def _coded(self, code: str) -> list[Facts]:
        """The country with a code, which is seldom written for a town's name."""
        found: list[Facts] = []
        for world in self.atlases:
            areas = world.containers([code])[code]
            ids = [one.id for one in areas if one.id.startswith("country:")]
            places = world.excerpt((), ids=ids)
            every = (Candidate(0, place, "") for place in range(len(places.places)))
            found += [one for one in facts_of(every, [places]).values() if one.id in ids]
        return found

    def told_apart(
        self, told: Sequence[Suggestion], divisions: Sequence[str | None]
    ) -> tuple[Suggestion, ...]:
        """The places; those of one label and country say what division of it each is in.

        Of five places called Springfield in the United States nobody knows which is which.
        ``divisions`` are their codes.
        """
        called = [(one.label, one.country) for one in told]
        if len(set(called)) == len(called):
            return tuple(told)
        return tuple(
            replace(one, label=f"{one.label}, {name}")
            if called.count(each) > 1 and (name := self._division(one, code)) is not None
            else one
            for one, each, code in zip(told, called, divisions, strict=True)
        )

    def _division(self, place: Suggestion, code: str | None) -> str | None:
        """What the division with a code is called, unless it is the place itself."""
        identity = f"division:{code}"
        if code is None or place.place == identity:
            return None
        if code not in self._divisions:
            names = (world.label_of(identity) for world in self.atlases)
            self._divisions[code] = next((name for name in names if name), None)
        return self._divisions[code]

    def _exact(self, question: Question, near: Mapping[str, _Rated]) -> Iterator[_Rated]:
        """The places that have the name, or share the main name of one that has it."""
        having: dict[Key, Candidate] = {}
        for name in (question.name, *question.also):
            for one in self.resolver.exact(name):
                having.setdefault(one[:2], one)
        least = _ELSEWHERE_SCORE if _is_elsewhere(question) else EXACT_SCORE
        for key in question.keys:
            facts = self.resolver.fact(key)
            people = people_of(facts.feature, facts.population)
            more = self.more_if_plausible(people, facts.lon, facts.lat)
            if (known := having.get(key)) is not None:
                more += WRITTEN_MORE * known.is_written + MAIN_MORE * known.is_main
                yield _Rated(least + more, facts.label, facts.id, facts, known)
                continue
            like = near[facts.id].score if facts.id in near else 0
            score = max(NAMESAKE_SCORE + more, like + NAMESAKE_MORE)
            yield _Rated(score, facts.label, facts.id, facts, SHARES)

    def _like_own(
        self, question: Question, near_own: Sequence[Suggestion], ids: Container[str | None]
    ) -> Iterator[Suggestion]:
        """The user's places with a like name, without those of ``ids``.

        What had the name at another time than the record's comes after those that have it.
        """
        having = {
            self.resolver.fact(one[:2]).id: one.reason for one in self.resolver.exact(question.name)
        }
        for one in near_own:
            if one.place in ids:
                continue
            why = having.get(one.place or "")
            if why is None:
                yield _below_exact(one, question)
            else:
                yield replace(one, why=why, score=min(one.score or 0, EXACT_SCORE - 1))

    def _holders(self, question: Question) -> list[Facts]:
        """The likeliest of what a place is said to lie in."""
        codes = {area.country for area in question.areas}
        held = [self.resolver.fact(key) for key in question.holders]
        held = [facts for facts in held if facts.country in codes] or held
        held.sort(key=lambda facts: (-self._plausible(facts), facts.id))
        return held[:_MOST_HOLDERS]

    def _near(self, question: Question) -> dict[str, _Rated]:
        """By id the places with a like name, some more than can be suggested."""
        found: dict[str, _Rated] = {}
        for number, world in enumerate(self.worlds):
            if (number, question) not in self._likes:
                self._look_for(number, world, [question])
            for like in self._likes[number, question]:
                facts = self._known[number, like.id]
                score = like.score * (0.85 + 0.04 * self._plausible(facts))
                score += _LIES_THERE * like.is_there
                # What has the name and is no candidate is not merely like it.
                is_name = is_same(question.name, like.name)
                why = why_alike(question.name, like.name) if is_name else like.why
                why = f"{why}: {like.name}" if like.name != facts.label else why
                score = min(score, EXACT_SCORE - 1)
                found[like.id] = _Rated(score, facts.label, facts.id, facts, why)
        return found

    def look_for(self, questions: Iterable[Question]) -> None:
        """Looks for the near misses of many questions, which together take less time.

        *What is found is kept* for ``suggestions``.
        """
        # Names that are alike are looked for in the same blocks.
        ordered = sorted(dict.fromkeys(questions), key=lambda one: sort_key(normal_form(one.name)))
        for number, world in enumerate(self.worlds):
            self._look_for(number, world, ordered)

    def _look_for(self, number: int, world: World, questions: Sequence[Question]) -> None:
        wanted: set[str] = set()
        for question in questions:
            likes = world.near(
                question.name,
                countries=sorted({area.country for area in question.areas}),
                limit=MOST_SUGGESTIONS + min(len(question.keys), MOST_SUGGESTIONS),
                qualified=question.qualified,
                divisions=[a.id for a in question.areas if not a.id.startswith("country:")],
            )
            self._likes[number, question] = likes
            wanted.update(like.id for like in likes)
        places = world.excerpt((), ids=sorted(wanted))
        every = [Candidate(0, place, "") for place in range(len(places.places))]
        for facts in facts_of(every, [places]).values():
            self._known[number, facts.id] = facts

    def _rated(self, facts: Facts, why: str, score: float) -> _Rated:
        """A place with so many points and those for how plausible it is."""
        score += _PLAUSIBLE_MORE * self._plausible(facts)
        return _Rated(score, facts.label, facts.id, facts, why)

    def _told(self, one: _Rated | Suggestion) -> Suggestion:
        """As a suggestion with its distance, and a score that does not claim too much."""
        if isinstance(one, Suggestion):
            away_km = None
            if one.lon is not None and one.lat is not None and len(self.at):
                away_km = round(self.away_km(one.lon, one.lat), 1)
            score = None if one.score is None else round(one.score, 1)
            return replace(one, score=score, distance_km=away_km)
        facts, because = one.facts, one.because
        return Suggestion(
            facts.id,
            because if isinstance(because, str) else because.reason,
            facts.id,
            facts.label,
            facts.country,
            facts.lon,
            facts.lat,
            round(one.score, 1),
            facts.feature,
            round(self.away_km(facts.lon, facts.lat), 1) if len(self.at) else None,
        )

    def away_km(self, lon: float, lat: float) -> float:
        if (lon, lat) not in self.away:
            here = np.empty_like(self.at)
            here[:] = lon, lat
            self.away[lon, lat] = float(distance_km(here, self.at).min())
        return self.away[lon, lat]

    def _plausible(self, facts: Facts) -> float:
        return self.plausible(people_of(facts.feature, facts.population), facts.lon, facts.lat)

    def plausible(self, population: int, lon: float, lat: float) -> float:
        """From 0 to 1: half for how close the exhibit's other places are, half for its size."""
        size = min(1.0, math.log10(1 + population) / _LARGEST)
        if not len(self.at):
            return size / 2
        return math.exp(-self.away_km(lon, lat) / _CLOSE_KM) / 2 + size / 2

    def more_if_plausible(self, population: int, lon: float, lat: float) -> float:
        """The points for how plausible a place is that has the name, or shares its main one."""
        return _PLAUSIBLE_MORE * self.plausible(population, lon, lat)


def people_of(feature: str | None, population: int) -> int:
    """How many people a place counts for; of divisions the gazetteer tells no figure."""
    return population or _PEOPLE.get(feature or "", 0)


def _of_records(count: int) -> str:
    return f"where {count:,} of the other records are" if count > 1 else "where another record is"


def _is_elsewhere(question: Question) -> bool:
    """Whether all that have the name lie elsewhere than in a country or division that is said."""
    return question.is_elsewhere and bool(question.areas)


def leaves_room(resolver: Resolver, question: Question) -> bool:
    """Whether places with a like name are suggested: too few have it where it is said to lie.

    One that only shares the main name of a place that has it may be less like than another.
    """
    if question.is_elsewhere or len(question.keys) < MOST_SUGGESTIONS:
        return True
    having = {(one.gazetteer, one.place) for one in resolver.exact(question.name)}
    return len(having.intersection(question.keys)) < MOST_SUGGESTIONS


def _below_exact(one: Suggestion, question: Question) -> Suggestion:
    """A place of one's own with a like name, behind the several that have the name itself.

    One alone is asked about where its name was made by a machine, or lies elsewhere.
    """
    if len(question.keys) < 2 or _is_elsewhere(question) or one.score is None:
        return one
    return replace(one, score=round(one.score * (EXACT_SCORE - 1) / 100, 1))


def near_own(resolver: Resolver, names: Sequence[str]) -> list[tuple[Suggestion, ...]]:
    """For each name the places of the user's own gazetteers that have a like one."""
    own = [one for one in resolver.gazetteers if one.kind != "world"]
    return suggestions_of(names, own)
