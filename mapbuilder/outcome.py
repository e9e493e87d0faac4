"""Outcomes: what is asked of the join for a toponym, and what becomes of it, as plain facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mapbuilder.context import Key
from mapbuilder.reading import Phrase
from mapbuilder.report import shown
from mapbuilder.world import Container

SETTLE = "or settle it with `mapbuilder match`"
if TYPE_CHECKING:
    from mapbuilder.config import Config

JoinKind = Literal["coordinates", "place-id", "exhibit", "world", "gazetteer", "decision"]


class Asked(NamedTuple):
    """A toponym in records that say the same of where and when."""

    toponym: str
    country: str | None = None
    """The records' own column ``country``."""
    region: str | None = None
    start_day: int | None = None
    end_day: int | None = None


class Found(NamedTuple):
    """One place of an outcome: a gazetteer's, or one made from one or two of them."""

    keys: tuple[Key, ...]
    phrase: Phrase | None = None
    """How the place lies to those of ``keys``; ``None`` where it is the place itself."""


class Question(NamedTuple):
    """What there is to suggest where the rules leave no single place."""

    name: str
    """The part of the toponym that is in question."""
    keys: tuple[Key, ...] = ()
    """The exact candidates."""
    is_elsewhere: bool = False
    """No exact candidate lies where it is said to lie: near misses there are suggested too."""
    holders: tuple[Key, ...] = ()
    """Places that it is said to lie in."""
    areas: tuple[Container, ...] = ()
    """Where near misses are looked for; empty for anywhere."""
    qualified: str = ""
    """The name with the words that say where it lies, parted by commas; empty without any."""
    also: tuple[str, ...] = ()
    """Names in the toponym that have the candidates, where it is a question of several names."""


class Outcome(NamedTuple):
    """What becomes of a toponym: places, or a problem, or neither for records without one."""

    places: tuple[Found, ...] = ()
    kind: JoinKind | None = None
    gazetteer: str | None = None
    reason: str | None = None
    code: str | None = None
    message: str = ""
    question: Question | None = None


def asked_about(toponym: str, question: Question) -> Outcome:
    """The outcome of a toponym of which the rules leave one place that is not sure, or several."""
    name, count = question.name, len(question.keys)
    if count == 1 and name == toponym:
        return Outcome(
            code="place-unsure",
            message=f"{shown(toponym)} may mean something else than the one place that has this "
            f"name; write the id of the one that is meant in the place column, {SETTLE}",
            question=question,
        )
    if count == 1:
        return Outcome(
            code="place-unsure",
            message=f"{shown(toponym)} may mean {shown(name)}; write that, {SETTLE}",
            question=question,
        )
    part = "" if name == toponym else f" in {shown(toponym)}"
    listed = "" if count <= 5 else ", of which five are listed"
    return Outcome(
        code="place-ambiguous",
        message=f"{shown(name)}{part} may be {count:,} places{listed}; write the id "
        f"of the one that is meant in the place column, {SETTLE}",
        question=question,
    )


class Setting(NamedTuple):
    """What an exhibit says of all its places."""

    within: tuple[str, ...] = ()
    """Codes or names of countries and divisions."""
    bbox: tuple[float, float, float, float] | None = None

    @classmethod
    def of(cls, config: Config | None) -> Setting:
        """What the settings say."""
        if config is None:
            return cls()
        bbox = config.join.bbox
        west_south_east_north = None if bbox is None else (bbox[0], bbox[1], bbox[2], bbox[3])
        return cls(tuple(config.join.within), west_south_east_north)
