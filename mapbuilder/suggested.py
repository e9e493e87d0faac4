"""What is suggested for the questions of one join.

In go the outcomes and the places of the records, out come the places that each question may mean.
Always true: the places of other records count, whichever question is asked first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapbuilder.coordinates import how_often, nearest_km
from mapbuilder.many_questions import suggestions_of_many
from mapbuilder.ranking import MOST_SUGGESTIONS, Ranking, leaves_room, near_own
from mapbuilder.report import Later

if TYPE_CHECKING:
    from mapbuilder.coordinates import Floats, Numbers
    from mapbuilder.joined_places import Places
    from mapbuilder.outcome import Outcome, Question
    from mapbuilder.report import Suggestion
    from mapbuilder.resolve import Resolver
    from mapbuilder.world import World

_MOST_ONE_BY_ONE = 64
"""Up to so many questions are answered one by one, some more than a build tells."""


class AskedAbout(NamedTuple):
    """A question that records have."""

    number: int
    """That of its outcome."""
    question: Question


def questions_of(
    outcomes: Sequence[Outcome], unplaced: Numbers, times: Numbers | None = None
) -> list[AskedAbout]:
    """The questions of records, those of most records first.

    ``unplaced`` has for each record the number of its outcome. Nothing needs to be suggested for a
    record with a coordinate of its own.
    """
    found = [
        (-count, question.name, AskedAbout(number, question))
        for number, count in enumerate(how_often(unplaced, times))
        if count and (question := outcomes[number].question) is not None
    ]
    found.sort(key=lambda one: one[:2])
    return [asked for *_, asked in found]


def counts_of_places(
    known: Places,
    outcomes: Sequence[Outcome],
    outcome: Numbers,
    first: Numbers,
    times: Numbers | None = None,
) -> dict[int, int]:
    """How many records are at each place; ``first`` has the first place of each outcome."""
    of_outcome = np.bincount(outcome, times, minlength=len(outcomes))
    has_place = np.flatnonzero(first >= 0)
    counts = np.bincount(first[has_place], of_outcome[has_place]).astype(np.int64)
    used = np.flatnonzero(counts)
    found = dict(zip(used.tolist(), counts[used].tolist(), strict=True))
    for number, one in enumerate(outcomes):
        if len(one.places) > 1 and of_outcome[number]:
            for index in known.indices(one)[1:]:
                found[index] = found.get(index, 0) + int(of_outcome[number])
    return found


def suggestions_of_all(
    asked: Sequence[AskedAbout],
    counts: Mapping[int, int],
    known: Places,
    resolver: Resolver,
    worlds: Sequence[World],
    looked_for: int,
) -> dict[int, Sequence[Suggestion]]:
    """For each outcome that is a question the places that may be meant, the likeliest first.

    Near misses are looked for of so many names, as are ``looked_for``. What needs none is made when
    somebody looks at it.
    """
    if not asked:
        return {}
    own = any(one.kind != "world" and len(one.places) for one in resolver.gazetteers)
    with_room = (one for one in asked if _has_room(resolver, one.question))
    names = dict.fromkeys(
        one.question.name for one in (with_room if own else _first(with_room, looked_for))
    )
    like = dict(zip(names, near_own(resolver, list(names)), strict=True)) if own else {}
    searched = set(islice(names, looked_for))
    at = known.points(counts)
    resolver = _for_questions(resolver, _names(asked))
    atlases = tuple(worlds)
    ranking = Ranking(resolver, atlases, at, known.most_frequent(counts), atlases=atlases)
    questions = {one.number: one.question for one in asked}
    at_once = [one for one in asked if one.question.name in searched]
    ranking.look_for(one.question for one in at_once if _has_room(resolver, one.question))
    ranking.away.update(_away(at, _points(resolver, (one.question for one in at_once))))
    made = {
        one.number: ranking.suggestions(one.question, like.get(one.question.name, ()))
        for one in at_once
    }
    # What a world has was looked for.
    of = Suggested(replace(ranking, worlds=()), questions, like).of
    return made | {number: Later(of, number) for number in questions if number not in made}


def _for_questions(resolver: Resolver, names: Collection[str]) -> Resolver:
    """What is asked of a resolver for suggestions, so that the rest need not be kept for them."""
    held = resolver.candidates
    return replace(
        resolver,
        gazetteers=(),
        candidates={name: held[name] for name in names if name in held},
        readings={},
        areas={},
        namesakes={},
        many=None if resolver.many is None else replace(resolver.many, namesakes={}),
    )


def _names(asked: Iterable[AskedAbout]) -> set[str]:
    return {name for one in asked for name in (one.question.name, *one.question.also)}


def _has_room(resolver: Resolver, question: Question) -> bool:
    many = resolver.many
    if many is not None and many.is_about(question):
        return many.count(question.name) < MOST_SUGGESTIONS
    return leaves_room(resolver, question)


def _first(asked: Iterable[AskedAbout], most: int) -> Iterator[AskedAbout]:
    """Those of the first names, so many of them as are the ``most``."""
    names: set[str] = set()
    for one in asked if most else ():
        names.add(one.question.name)
        yield one
        if len(names) == most:
            break


@dataclass(frozen=True, slots=True)
class Suggested:
    """The questions of one join, and what was suggested for them so far."""

    ranking: Ranking
    questions: dict[int, Question]
    """By the number of the outcome."""
    like: Mapping[str, tuple[Suggestion, ...]]
    """By name the places of the user's own that have a like one."""
    made: dict[int, tuple[Suggestion, ...]] = field(default_factory=dict, repr=False)

    def of(self, number: int) -> tuple[Suggestion, ...]:
        """What is suggested for a question, of whose name no near misses are looked for.

        *It is kept.* Who looks at more than a few is going to look at all of them.
        """
        if number not in self.made:
            few = len(self.made) < _MOST_ONE_BY_ONE
            self._make([number] if few else [one for one in self.questions if one not in self.made])
        return self.made[number]

    def _make(self, numbers: Sequence[int]) -> None:
        resolver, like = self.ranking.resolver, self.like
        many = resolver.many
        plain = {
            number: question.name
            for number in numbers
            if (
                many is not None
                and len(numbers) > 1
                and many.is_about(question := self.questions[number])
                and not like.get(question.name)
            )
        }
        others = [number for number in numbers if number not in plain]
        points = _points(resolver, (self.questions[number] for number in others))
        if many is not None:
            points |= many.points(plain.values())
        away = self.ranking.away
        away.update(_away(self.ranking.at, points.difference(away)))
        for number in others:
            question = self.questions[number]
            self.made[number] = self.ranking.suggestions(
                question, like.get(question.name, ()), searched=False
            )
        if many is not None:
            theirs = suggestions_of_many(many, list(plain.values()), self.ranking)
            self.made.update(zip(plain, theirs, strict=True))


def _points(resolver: Resolver, questions: Iterable[Question]) -> set[tuple[float, float]]:
    """Where the places that questions are about lie."""
    return {resolver.fact(key)[2:4] for question in questions for key in question.keys}


def _away(at: Floats, points: set[tuple[float, float]]) -> dict[tuple[float, float], float]:
    """How far each of the points is from the nearest of those ``at``, in kilometres."""
    if not points or not len(at):
        return {}
    theirs = sorted(points)
    return dict(zip(theirs, nearest_km(np.array(theirs), at).tolist(), strict=True))
