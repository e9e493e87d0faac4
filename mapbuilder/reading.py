"""Readings: what a toponym says, as places and how the event lies to them.

These are plain facts, made by ``phrases`` and by whoever knows that a toponym is one name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal, NamedTuple

Relation = Literal["at", "near", "direction", "between"]
Rule = Literal[
    "whole",
    "relation",
    "renamed",
    "either",
    "qualified",
    "in",
    "several",
    "widest first",
    "and",
    "list",
    "part",
    "ending",
]

_GUESSES: Final = frozenset(("list", "part", "ending"))


class Named(NamedTuple):
    """One name with what it is said to lie in."""

    name: str
    within: tuple[str, ...] = ()
    """Narrowest first: ``("Illinois", "USA")``."""

    @property
    def qualified(self) -> str:
        """The name with what it is said to lie in, parted by commas; empty without any."""
        return ", ".join((self.name, *self.within)) if self.within else ""


class Phrase(NamedTuple):
    """One place of a reading."""

    relation: Relation
    names: tuple[Named, ...]
    """One; two for ``between``, and two or more names of one place where the rule says so."""
    direction: str | None = None
    """n, ne, e, se, s, sw, w or nw: the place lies that way from the name."""
    distance_m: float | None = None
    words: str = ""
    """The words that say so, as written."""
    doubt: str = ""
    """What says that it is not sure, as written: ``?``, ``probably``."""


class Reading(NamedTuple):
    """What a toponym may say; several phrases are several places of one event."""

    phrases: tuple[Phrase, ...]
    rule: Rule = "whole"
    """How the text was read; readings come in the order of ``Rule``."""

    @property
    def certain(self) -> bool:
        """Whether the text itself says so; if not, a name was guessed at and is to be asked about.

        Guesses are lists parted by commas, one part of a name with brackets, and names without
        their ending of case.
        """
        return self.rule not in _GUESSES


def asked_names(
    readings: Mapping[str, Sequence[Reading]], known: Collection[str]
) -> tuple[list[str], list[str]]:
    """The names that toponyms may mean but for those that are known, and what these lie in.

    The first are with the second.
    """
    names: dict[str, None] = {}
    within: dict[str, None] = {}
    for toponym, several in readings.items():
        if toponym not in known:
            for named in (one for reading in several for one in names_in(reading)):
                names.setdefault(named.name)
                within.update(dict.fromkeys(named.within))
    return [*names, *(written for written in within if written not in names)], list(within)


def as_one_name(toponym: str) -> Reading:
    return Reading((Phrase("at", (Named(toponym),)),))


def names_in(reading: Reading) -> list[Named]:
    [phrase, *more] = reading.phrases
    return [*phrase.names, *(named for each in more for named in each.names)]
