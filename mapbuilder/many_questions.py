"""Many questions: what is suggested for the plain names of a large table that are questions.

In go such questions and what places are ranked by, out come their suggestions, all at once. Always
true: they are what ``Ranking.suggestions`` gives where no near misses are looked for and no place
of the user's own has a like name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np

from mapbuilder.ranking import (
    EXACT_SCORE,
    MAIN_MORE,
    MOST_SUGGESTIONS,
    NAMESAKE_MORE,
    NAMESAKE_SCORE,
    SHARES,
    WRITTEN_MORE,
    Ranking,
    people_of,
)
from mapbuilder.report import Suggestion

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers
    from mapbuilder.many_names import ManyNames


def suggestions_of_many(
    many: ManyNames, names: Sequence[str], ranking: Ranking
) -> list[tuple[Suggestion, ...]]:
    """For each name the places that it may mean, the likeliest first."""
    if not names:
        return []
    held, facts = many.held, many.facts
    numbers = [many.at[name] for name in names]
    others = [many.others.get(name, ()) for name in names]
    counts = np.array([held.starts[n + 1] - held.starts[n] for n in numbers], np.int64)
    starts = np.array([held.starts[n] for n in numbers], np.int64)
    more_counts = np.array([len(some) for some in others], np.int64)
    # The rows of those that have the name, then, without a row of their own, its namesakes.
    row = np.repeat(starts - np.r_[0, np.cumsum(counts)[:-1]], counts) + np.arange(counts.sum())
    of_place = np.array(held.place, np.int64)[row]
    namesake = np.fromiter(chain.from_iterable(others), np.int64, int(more_counts.sum()))
    place = np.concatenate([of_place, namesake])
    question = np.repeat(np.arange(len(names)), counts)
    question = np.concatenate([question, np.repeat(np.arange(len(names)), more_counts)])
    places, at = np.unique(place, return_inverse=True)
    known = places.tolist()
    more = np.array(
        [
            ranking.more_if_plausible(
                people_of(facts.feature[one], facts.population[one]), facts.lon[one], facts.lat[one]
            )
            for one in known
        ]
    )[at]
    names_of_rows = [held.names[n] for n in np.repeat(numbers, counts).tolist()]
    rows = row.tolist()
    is_written = np.array(
        [held.written[each] == name for each, name in zip(rows, names_of_rows, strict=True)], bool
    )
    is_main = np.array(held.is_main, bool)[row]
    size = len(rows)
    score = np.concatenate(
        [
            EXACT_SCORE + (more[:size] + (WRITTEN_MORE * is_written + MAIN_MORE * is_main)),
            np.maximum(NAMESAKE_SCORE + more[size:], NAMESAKE_MORE),
        ]
    )
    in_order = sorted(range(len(known)), key=lambda n: (facts.label[known[n]], facts.id[known[n]]))
    rank = np.empty(len(known), np.int64)
    rank[in_order] = np.arange(len(known))
    order = np.lexsort((rank[at], -score, question))
    order = order[_place_in_run(question[order]) < MOST_SUGGESTIONS]
    away = [
        round(ranking.away_km(facts.lon[one], facts.lat[one]), 1) if len(ranking.at) else None
        for one in known
    ]
    told = [
        Suggestion(
            facts.id[one],
            many.reason(numbers[asked], rows[each]) if each < size else SHARES,
            facts.id[one],
            facts.label[one],
            facts.country[one],
            facts.lon[one],
            facts.lat[one],
            round(points, 1),
            facts.feature[one],
            away[number],
        )
        for each, one, number, asked, points in zip(
            order.tolist(),
            place[order].tolist(),
            at[order].tolist(),
            question[order].tolist(),
            score[order].tolist(),
            strict=True,
        )
    ]
    ends = np.searchsorted(question[order], np.arange(len(names) + 1)).tolist()
    divisions = [facts.division[one] for one in place[order].tolist()]
    return [
        ranking.told_apart(told[begin:end], divisions[begin:end]) for begin, end in pairwise(ends)
    ]


def _place_in_run(values: Numbers) -> Numbers:
    """How many equal values stand before each one of some that are in order."""
    begins = np.r_[True, np.diff(values) != 0]
    where = np.flatnonzero(begins)
    place: Numbers = np.arange(len(values)) - where[np.cumsum(begins) - 1]
    return place
