"""Namesakes: the places of the world that are called as those are which other names have found.

In go candidates and what is known of them, out come the places by their main names. Always true: a
place stands in one gazetteer only, that of the candidates or, at their end, one of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapbuilder.candidates import Candidate, Facts, candidates_of, facts_of

if TYPE_CHECKING:
    from mapbuilder.context import Key
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.world import World


def add_namesakes(
    number: int,
    world: World,
    searched: list[Gazetteer],
    found: dict[str, list[Candidate]],
    facts: dict[Key, Facts],
) -> dict[str, list[Key]]:
    """The places that are called as those are which other names have found, by their main names.

    Those that are not among the ``searched`` yet stand in a gazetteer of their own at its end.
    """
    labels = sorted(
        {
            facts[number, one.place].label
            for candidates in found.values()
            for one in candidates
            if one.gazetteer == number and not (one.is_main or one.by_id)
        }
    )
    if not labels:
        return {}
    more = world.excerpt(labels, mains=True)
    last = len(searched)
    searched.append(more)
    here = {one.id: key for key, one in facts.items() if key[0] == number}
    called: dict[str, list[Key]] = {}
    theirs: dict[Key, None] = {}
    ids = more.places["id"].to_pylist()
    for label, candidates in zip(labels, candidates_of(labels, [more]), strict=True):
        for one in candidates:
            if one.is_main:
                key = here.get(ids[one.place], (last, one.place))
                called.setdefault(label, []).append(key)
                if key[0] == last:
                    theirs[key] = None
    facts |= facts_of((Candidate(*key, "") for key in theirs), searched)
    return called
