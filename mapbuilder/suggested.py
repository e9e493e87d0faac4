"""What is suggested for the questions of one join.

In go the outcomes and the places of the records, out come the places that each question may mean.
Always true: the places of other records count, whichever question is asked first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mapbuilder.coordinates import how_often, nearest_km
from mapbuilder.many_questions import suggestions_of_many
from mapbuilder.ranking import MOST_SUGGESTIONS, Ranking, leaves_room, near_own

if TYPE_CHECKING:
    from mapbuilder.coordinates import Floats, Numbers
    from mapbuilder.joined_places import Places
    from mapbuilder.outcome import Outcome, Question
    from mapbuilder.report import Suggestion
    from mapbuilder.resolve import Resolver
    from mapbuilder.world import World


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
) -> dict[int, tuple[Suggestion, ...]]:
    """For each outcome that is a question the places that may be meant, the likeliest first.

    Near misses are looked for of so many names, as are ``looked_for``.
    """
    if not asked:
        return {}
    many = resolver.many
    plain = {one.number for one in asked if many is not None and many.is_about(one.question)}
    has_room = {
        one.number
        for one in asked
        if (
            one.number in plain
            and many is not None
            and many.count(one.question.name) < MOST_SUGGESTIONS
        )
        or (one.number not in plain and leaves_room(resolver, one.question))
    }
    names = list(dict.fromkeys(one.question.name for one in asked if one.number in has_room))
    like = dict(zip(names, near_own(resolver, names), strict=True))
    searched = set(names[:looked_for])
    all_at_once = {
        one.number: one.question.name
        for one in asked
        if one.number in plain
        and one.question.name not in searched
        and not like.get(one.question.name)
    }
    one_by_one = [one for one in asked if one.number not in all_at_once]
    points = {resolver.fact(key)[2:4] for one in one_by_one for key in one.question.keys}
    if many is not None:
        points |= many.points(all_at_once.values())
    at = known.points(counts)
    ranking = Ranking(resolver, tuple(worlds), at, known.most_frequent(counts), _away(at, points))
    ranking.look_for(
        one.question for one in asked if one.question.name in searched and one.number in has_room
    )
    found = {
        one.number: ranking.suggestions(
            one.question,
            like.get(one.question.name, ()),
            searched=one.question.name in searched,
        )
        for one in one_by_one
    }
    if many is not None:
        theirs = suggestions_of_many(many, list(all_at_once.values()), ranking)
        found |= dict(zip(all_at_once, theirs, strict=True))
    return found


def _away(at: Floats, points: set[tuple[float, float]]) -> dict[tuple[float, float], float]:
    """How far each of the points is from the nearest of those ``at``, in kilometres."""
    if not points or not len(at):
        return {}
    theirs = sorted(points)
    return dict(zip(theirs, nearest_km(np.array(theirs), at).tolist(), strict=True))
