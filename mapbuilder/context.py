"""Context: what is said of where a toponym lies, and which of its candidates that leaves.

In go candidates of one name with what their gazetteers say of them, out comes one of them with the
rule that chose it, or none. Always true: a rule only narrows, and can be said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mapbuilder.candidates import Facts
from mapbuilder.coordinates import distance_km
from mapbuilder.likeness import likeness, readings_of, without_article
from mapbuilder.toponyms import normal_form
from mapbuilder.world import Container

Key = tuple[int, int]
"""A gazetteer's number and a place's index there."""

DIVISIONS = ("district", "region", "country")
_MOST_AREAS = 4
"""What names more areas than that is told as it is written."""
_ONE_PLACE_KM = 2.0
"""Entries of one name nearer to each other than that are one place, entered twice."""
_DEGREE_KM = 110.0
"""A degree of latitude is a little longer everywhere."""
_TIMES_MORE = 10
_TIMES_MORE_IN_DIVISION = 2
_LEAST_PEOPLE = 100_000
_TIMES_MORE_OF_OTHERS = 50
_LEAST_PEOPLE_OF_OTHERS = 500_000
_SMALL_COUNTRY_KM = 20.0
"""In a country no wider, of Singapore's size, a town and the country of its name are one spot."""
_AROUND_KM = 50.0
"""A division that is named after a town lies so near to it, beside its own radius."""
_TOWN_KM = 20.0
"""A division no wider is a town and what belongs to it."""
_ALIKE = 75.0
"""From so many points of likeness on, names of a town and of its division are one name."""
_NEAR_KM = 50.0
"""What is said to lie in a town lies within so many kilometres of it, or within its radius."""
_BESIDE_KM = 200.0
"""Of several places of one record the others show which is meant within so many kilometres."""


def _always(area: str, name: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Within:
    """One statement of where a toponym lies: in some area that its words may name."""

    written: str
    areas: tuple[Container, ...] = ()
    places: tuple[Facts, ...] = ()
    """Where no area has the name: places that have it."""
    said_by: str = ""
    """Whose statement it is, as messages put it: ``the record's country``."""
    is_of_exhibit: bool = False
    """It is about all records, and says nothing of the exhibit's own places."""

    def words(self, areas: Iterable[Container] | None = None) -> str:
        """The statement as a reason puts it: ``in Illinois (the record's country)``."""
        named = self.areas if areas is None else areas
        names = [one.label for one in named] or [one.label for one in self.places]
        where = " or ".join(dict.fromkeys(names)) or repr(self.written)
        if len(names) > _MOST_AREAS:
            # All that lay in the Soviet Union.
            where = repr(self.written)
        return f"in {where} ({self.said_by})" if self.said_by else f"in {where}"


class Choice(NamedTuple):
    """What context makes of candidates."""

    key: Key | None
    """The one that is left; ``None`` where the rules leave several or none."""
    kept: tuple[Key, ...]
    """What the rules leave; all of them where they leave none."""
    reason: str = ""
    """The rule that chose, in words; empty where the name alone decided."""
    nowhere: str = ""
    """The statement that no candidate fits."""


def choose(
    held: dict[Key, Facts],
    statements: Sequence[Within],
    contains: Callable[[str, float, float], bool],
    *,
    are_called: Callable[[str, str], bool] = _always,
    mains: Collection[Key] = (),
    others: frozenset[Key] = frozenset(),
    bbox: Sequence[float] | None = None,
    beside: Sequence[Facts] = (),
    is_own: bool = False,
) -> Choice:
    """The one candidate that the statements and the rules leave.

    ``contains(area id, lon, lat)`` says whether a point lies in an area, ``are_called(area id,
    name)`` whether an area has a name. Of the candidates
    ``mains`` have the name for their main one; ``others`` have not got it at all, but share the
    main name of one that has: what a gazetteer does not know of them it may only have missed.
    ``bbox`` is that of the exhibit, ``beside`` are places that the same record names. The exhibit's
    own places (``is_own``) are where a curator has put them: only what the record says is asked.
    """
    kept = dict(held)
    reasons: list[str] = []
    for one in statements:
        if one.is_of_exhibit and is_own:
            continue
        fitting = {k: f for k, f in kept.items() if _fits(f, one, contains)}
        if others.issuperset(fitting):
            return Choice(None, tuple(held), nowhere=one.words())
        if not one.said_by:
            # "Guatemala, Guatemala": what lies in an area is not that area, if it can be another.
            itself = {area.id for area in one.areas}
            around = [f for f in kept.values() if _is_wide_country(f)]
            if itself.isdisjoint(f.id for f in around) and any(
                f.country == area.country for f in around for area in one.areas
            ):
                # "Kazakhstan, Almaty" may say the country first.
                return Choice(None, tuple(kept))
            inside = {k: f for k, f in fitting.items() if f.id not in itself}
            fitting = fitting if others.issuperset(inside) else inside
        if len(fitting) < len(kept):
            meant = [
                a for a in one.areas if any(_lies_in(f, a, contains) for f in fitting.values())
            ]
            reasons.append(f"the only one {one.words(meant)}")
        kept = fitting
    if bbox is not None and not is_own:
        fitting = {k: f for k, f in kept.items() if _is_in(f, bbox)}
        if others.issuperset(fitting):
            return Choice(None, tuple(held), nowhere="in the exhibit's bounding box")
        if len(fitting) < len(kept):
            reasons.append("the only one in the exhibit's bounding box")
        kept = fitting
    times = _TIMES_MORE_IN_DIVISION if _name_a_division(statements) else _TIMES_MORE
    for rule in (_entered_twice, _namesake, _by_main_name, _by_another_name):
        if len(kept) > 1 and (found := rule(kept, mains, others, times)) is not None:
            key, words = found
            around = [f for k, f in kept.items() if k in mains and f.feature in DIVISIONS]
            if key not in mains and not _may_mean(kept[key], around, are_called):
                break
            reasons.append(words)
            kept = {key: kept[key]}
    if len(kept) > 1 and beside:
        near = {k: f for k, f in kept.items() if _nearest_km(f, beside) <= _BESIDE_KM}
        if len(near) == 1 and not others.issuperset(near):
            names = " and ".join(dict.fromkeys(one.label for one in beside))
            reasons.append(
                f"the only one within {_BESIDE_KM:.0f} km of {names}, which the record names too"
            )
            kept = near
    if len(kept) == 1:
        [key] = kept
        return Choice(key, (key,), "; ".join(reasons))
    return Choice(None, tuple(kept))


def may_be_one(one: Facts, other: Facts) -> bool:
    """Whether entries of two gazetteers lie so near to each other that they are of one place."""
    if (one.feature in DIVISIONS) != (other.feature in DIVISIONS):
        return False
    return _km(one, other) <= max(_ONE_PLACE_KM, _radius_km(one), _radius_km(other))


def are_one_spot(places: Sequence[Facts]) -> bool:
    """Whether places are one, or one of them lies in another, so that nothing is between them."""
    ids = [one.id for one in places]
    return len(set(ids)) < 2 or any(other in one.within for one in places for other in ids)


def rules_choose_none(
    latitudes: Sequence[float],
    called: Sequence[int],
    known: Sequence[int],
    others: Sequence[int],
) -> bool:
    """Whether it is quickly seen that no rule chooses among places of which nothing is said.

    Their latitudes, and how many live in each settlement among them: in those that are called so,
    those that another name of theirs has found, and the ``others`` of ``choose``.
    """
    settled = len(called) + len(known) + len(others)
    if settled == 1:
        return False
    if settled == len(latitudes):
        apart = max(latitudes) - min(latitudes)
        if apart <= 2 * _ONE_PLACE_KM / _DEGREE_KM:
            return False
    if len(called) == 1:
        least = max([_LEAST_PEOPLE, *(_TIMES_MORE * people for people in known)])
        if called[0] >= least:
            return False
    if len(called) + len(known) == 1:
        [people] = [*called, *known]
        least = max([_LEAST_PEOPLE_OF_OTHERS, *(_TIMES_MORE_OF_OTHERS * each for each in others)])
        return people < least
    return True


def _name_a_division(statements: Iterable[Within]) -> bool:
    return any(
        area.id.startswith(("division:", "county:"))
        for one in statements
        if not one.is_of_exhibit
        for area in one.areas
    )


def _fits(facts: Facts, within: Within, contains: Callable[[str, float, float], bool]) -> bool:
    if any(_lies_in(facts, area, contains) for area in within.areas):
        return True
    # A division lies in no town.
    is_settled = facts.feature not in DIVISIONS
    return is_settled and any(
        facts.id != place.id and _is_near(facts, place) for place in within.places
    )


def _lies_in(facts: Facts, area: Container, contains: Callable[[str, float, float], bool]) -> bool:
    if facts.id == area.id:
        # Baku is in Baku, and who writes "Azerbaijan" of records in Azerbaijan means it.
        return True
    if facts.within:
        return area.id in facts.within
    if facts.country is not None:
        if facts.country != area.country:
            return False
        if area.id.startswith("country:"):
            return True
        if facts.division is not None:
            return area.id == f"division:{facts.division}"
    return contains(area.id, facts.lon, facts.lat)


def _is_near(facts: Facts, place: Facts) -> bool:
    most = max(_NEAR_KM, (place.uncertainty_m or 0) / 1000)
    if abs(facts.lat - place.lat) * _DEGREE_KM > most:
        return False
    return _km(facts, place) <= most


def _is_in(facts: Facts, bbox: Sequence[float]) -> bool:
    west, south, east, north = bbox
    in_lon = west <= facts.lon <= east if west <= east else not east < facts.lon < west
    return in_lon and south <= facts.lat <= north


def _entered_twice(
    kept: dict[Key, Facts], mains: Collection[Key], others: frozenset[Key], times: int
) -> tuple[Key, str] | None:
    """The largest of entries that lie so close together that they are one place."""
    if any(facts.feature in DIVISIONS for facts in kept.values()):
        return None
    latitudes = [facts.lat for facts in kept.values()]
    if max(latitudes) - min(latitudes) > 2 * _ONE_PLACE_KM / _DEGREE_KM:
        return None
    largest = min(kept, key=lambda key: (-kept[key].population, kept[key].id))
    apart = max(_km(kept[largest], facts) for facts in kept.values())
    if apart > _ONE_PLACE_KM:
        return None
    return largest, f"the largest of {len(kept)} entries within {max(apart, 0.1):.1f} km"


def _namesake(
    kept: dict[Key, Facts], mains: Collection[Key], others: frozenset[Key], times: int
) -> tuple[Key, str] | None:
    """The one settlement that lies in a division or country of its own name.

    Of a name without a word for a division the settlement is what is meant.
    """
    settled, around = _parted(kept)
    if len(settled) != 1:
        return None
    [(key, place)] = settled.items()
    if not _lies_in_all(place, around):
        return None
    return key, _not_around(place, around)


def _by_main_name(
    kept: dict[Key, Facts], mains: Collection[Key], others: frozenset[Key], times: int
) -> tuple[Key, str] | None:
    """The one settlement that is called so, where it has several times the people of all others.

    docs/evaluation.md has how often this is wrong: of a thousand names drawn without regard to how
    often they are used, one or two. In a division that was named, where fewer places can be meant,
    twice the people are enough.
    """
    settled, around = _parted({key: facts for key, facts in kept.items() if key not in others})
    called = [key for key in settled if key in mains]
    if len(called) != 1:
        return None
    [key] = called
    place = settled[key]
    people = [facts.population for other, facts in settled.items() if other != key]
    least = _LEAST_PEOPLE if times == _TIMES_MORE else 0
    if place.population < max([least, *(times * count for count in people)]):
        return None
    if not _lies_in_all(place, around):
        return None
    words = "the only one whose main name it is"
    if people:
        words += f", with over {times} times the people"
    return key, f"{words}; {_not_around(place, around)}" if around else words


def _by_another_name(
    kept: dict[Key, Facts], mains: Collection[Key], others: frozenset[Key], times: int
) -> tuple[Key, str] | None:
    """The one settlement that has the name, where those of its main name are all small beside it.

    Any of them may have the name too: GeoNames knows the Russian name of one Springfield and not
    that of the next.
    """
    settled, around = _parted(kept)
    called = [key for key in settled if key not in others]
    if len(called) != 1:
        return None
    [key] = called
    place = settled[key]
    people = [facts.population for other, facts in settled.items() if other != key]
    least = max([0, *(_TIMES_MORE_OF_OTHERS * count for count in people)])
    if place.population < max(_LEAST_PEOPLE_OF_OTHERS, least):
        return None
    if not _lies_in_all(place, around):
        return None
    return key, (
        f"the only one known by this name, with over {_TIMES_MORE_OF_OTHERS} times the people of "
        f"any other {place.label}"
    )


def _parted(kept: dict[Key, Facts]) -> tuple[dict[Key, Facts], list[Facts]]:
    """The settlements among candidates, and the divisions and countries."""
    settled = {key: facts for key, facts in kept.items() if facts.feature not in DIVISIONS}
    return settled, [facts for key, facts in kept.items() if key not in settled]


def _may_mean(
    place: Facts, around: Iterable[Facts], are_called: Callable[[str, str], bool]
) -> bool:
    """Whether a settlement is what is meant by another name of it, the main one of divisions.

    Gazetteers enter the name of a division for its seat too: Catalonia for Barcelona, Minnesota for
    a village. It is the settlement's own where the division is called as the settlement is, or
    nearly so, or is no more than its town.
    """
    return all(
        _radius_km(one) <= _TOWN_KM
        or are_called(one.id, place.label)
        or (
            (_radius_km(one) <= _AROUND_KM or place.population >= _LEAST_PEOPLE)
            and _are_alike(place.label, one.label)
        )
        for one in around
    )


def _are_alike(label: str, of_division: str) -> bool:
    """Whether two names are spellings of one, word by word."""
    both = [without_article(normal_form(name)) for name in (label, of_division)]
    words, others = (name.split() for name in both)
    return len(words) <= len(others) and likeness(both[0], readings_of(both[1:]))[0] >= _ALIKE


def _lies_in_all(place: Facts, around: Iterable[Facts]) -> bool:
    """Whether a settlement lies in divisions, or beside what is named after it: Moscow's oblast.

    Who writes the name of a country seldom means a town: there is a village called Kazakhstan.
    """
    if any(_is_wide_country(one) for one in around):
        return False
    holders = {*place.within, f"country:{place.country}", f"division:{place.division}"}
    return all(
        one.id in holders
        or (one.country == place.country and _km(one, place) <= _AROUND_KM + _radius_km(one))
        for one in around
    )


def _is_wide_country(facts: Facts) -> bool:
    return facts.feature == "country" and _radius_km(facts) > _SMALL_COUNTRY_KM


def _radius_km(facts: Facts) -> float:
    return (facts.uncertainty_m or 0.0) / 1000


def _not_around(place: Facts, around: Iterable[Facts]) -> str:
    what = " and ".join(sorted({str(one.feature) for one in around}))
    return f"the {place.feature or 'place'}, not the {what} of that name around it"


def _nearest_km(facts: Facts, others: Iterable[Facts]) -> float:
    return min((_km(facts, other) for other in others), default=float("inf"))


def _km(one: Facts, other: Facts) -> float:
    return _distance_km(one.lon, one.lat, other.lon, other.lat)


@lru_cache(maxsize=100_000)
def _distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(distance_km(np.array([[lon, lat]]), np.array([[other_lon, other_lat]]))[0])
