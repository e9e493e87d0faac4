"""Nearest ids: ids that are not there in, those that may have been meant out.

Always true: the ids that there are become ready for comparison once, however many are looked for,
and only when the first is; each different one is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from mapbuilder.report import Suggestion

_NEAR = 60
"""How alike two ids are at least, of 100."""
_NUMBER = re.compile(r"0*([0-9]+?)(?:\.0+)?")
_LOOKED_FOR = 100
"""For so many different ids the nearest are looked for; a table with more has other ids."""


def nearest_among(known: Collection[str]) -> Callable[[str], tuple[Suggestion, ...]]:
    """What finds the ids spelt most like one that is not there, at most three.

    One that is the same number comes first: spreadsheets make 007 to 7, and pandas 7 to 7.0.
    """
    lowered: dict[str, str] = {}
    numbers: dict[str, str] = {}
    found: dict[str, tuple[Suggestion, ...]] = {}

    def nearest(identity: str) -> tuple[Suggestion, ...]:
        if identity not in found:
            if not found:
                lowered.update((one, one.lower()) for one in sorted(known))
                for one in lowered:
                    if (number := number_of(one)) is not None:
                        numbers.setdefault(number, one)
            is_looked_for = len(found) < _LOOKED_FOR
            found[identity] = _nearest(identity, lowered) if is_looked_for else ()
            if (same := numbers.get(number_of(identity) or "")) is not None:
                others = [one for one in found[identity] if one.value != same]
                found[identity] = (Suggestion(same, "the same number"), *others[:2])
        return found[identity]

    return nearest


def number_of(identity: str) -> str | None:
    """The whole number that an id is, without the noughts that programs add and take away."""
    written = _NUMBER.fullmatch(identity)
    return written[1] if written else None


def _nearest(identity: str, lowered: dict[str, str]) -> tuple[Suggestion, ...]:
    from rapidfuzz import fuzz, process

    alike = process.extract(
        identity.lower()[:200], lowered, scorer=fuzz.ratio, limit=3, score_cutoff=_NEAR
    )
    return tuple(
        Suggestion(one, "an id that is there", score=round(score, 1)) for _, score, one in alike
    )
