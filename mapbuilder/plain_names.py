"""Plain names: toponyms that are one name of one place, where no rule has anything to narrow.

In goes what a toponym's records ask, out comes its place, or nothing where the rules have to be
asked. Always true: what comes out is what the rules would find; they take several times as long,
and most toponyms of a large table are plain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from mapbuilder.doubtful_names import is_doubtful, is_no_value
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.outcome import Asked, Found, Outcome, Setting
from mapbuilder.renamed import has_mark

if TYPE_CHECKING:
    from mapbuilder.candidates import Candidate
    from mapbuilder.reading import Named
    from mapbuilder.resolve import Resolver
    from mapbuilder.world import World

MOST_ONE_BY_ONE = 4_000
"""Up to so many toponyms are looked up one by one, which reads only the blocks that they need."""
_NO_SETTING = Setting()


def plain_outcome(resolver: Resolver, asked: Asked, one: Named) -> Outcome | None:
    """The one place of a name, or ``None`` where something else may be said of it.

    Nobody says where the name lies, neither the toponym nor its records nor the exhibit; no person
    has decided it; one gazetteer has it for one place, at all times; and unless it is what that
    place is called, no other place is called as that one.
    """
    candidates = resolver.candidates.get(one.name, ())
    if len(candidates) != 1 or one.within or resolver.decided or resolver.setting != _NO_SETTING:
        return None
    [candidate] = candidates
    if candidate.by_id or candidate.years is not None or asked.country or asked.region:
        return None
    if one.name in resolver.dated or is_no_value(one.name):
        return None
    number, place = candidate[:2]
    is_called_so = candidate.is_main or number not in resolver.worlds
    if not is_called_so and resolver.namesakes.get(resolver.facts[number, place].label):
        return None
    if number in resolver.worlds and is_doubtful(one.name):
        return None
    if resolver.is_weak(one.name, candidate):
        return None
    return _joined(candidate, resolver.gazetteers[number])


def is_its_own(toponym: str, candidates: Sequence[Candidate]) -> bool:
    """Whether a toponym that the user's own gazetteers have is a name of theirs, all of it.

    Names are compared without signs: of ``Tbilisi?`` they have it where it is written so.
    """
    if has_mark(toponym) and not any(one.is_written or one.by_id for one in candidates):
        return False
    return any(one.years is None for one in candidates)


def own_outcome(
    name: str, candidates: Sequence[Candidate], gazetteers: Sequence[Gazetteer | World]
) -> Outcome | None:
    """The same of a name that one of the user's own gazetteers has, so that no other is asked."""
    if len(candidates) != 1 or is_no_value(name) or not is_its_own(name, candidates):
        return None
    [candidate] = candidates
    gazetteer = gazetteers[candidate.gazetteer]
    if candidate.by_id or candidate.years is not None or candidate.is_weak:
        return None
    return _joined(candidate, gazetteer) if isinstance(gazetteer, Gazetteer) else None


def _joined(candidate: Candidate, gazetteer: Gazetteer) -> Outcome:
    found = Found((candidate[:2],))
    return Outcome((found,), gazetteer.kind, gazetteer.name, candidate.reason)


def are_many(
    toponyms: Collection[str], gazetteers: Sequence[Gazetteer | World], setting: Setting
) -> bool:
    """Whether toponyms are better looked up all at once, and nothing is said of all of them."""
    if len(toponyms) <= MOST_ONE_BY_ONE or setting != _NO_SETTING:
        return False
    from mapbuilder.world import World

    # What only stands for a world has no columns of its own.
    worlds = [isinstance(one, World) for one in gazetteers if not isinstance(one, Gazetteer)]
    return worlds == [True]
