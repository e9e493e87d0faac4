"""What becomes of a toponym: its place or places, or the question that a person has to answer.

In go unique toponyms with what their records say of where they lie, out comes an outcome for each.
Always true: an outcome has places, each with a reason that can be said, or a problem, never both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapbuilder.candidates import Candidate, Facts, candidates_of, facts_of, in_words
from mapbuilder.context import DIVISIONS, Choice, Key, Within, are_one_spot, choose
from mapbuilder.doubtful_names import is_doubtful, is_no_value
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.namesakes import add_namesakes
from mapbuilder.outcome import (
    SETTLE,
    Asked,
    Found,
    JoinKind,
    Outcome,
    Question,
    Setting,
    asked_about,
)
from mapbuilder.plain_names import is_its_own, plain_outcome
from mapbuilder.pointers import pointer_in
from mapbuilder.reading import Named, Reading, as_one_name, asked_names, names_in
from mapbuilder.report import shown
from mapbuilder.scripts import is_unusual
from mapbuilder.toponyms import form_of
from mapbuilder.two_names import outcome_of_names
from mapbuilder.world_areas import WorldAreas

if TYPE_CHECKING:
    from mapbuilder.many_names import ManyNames
    from mapbuilder.world import Container, World

WORLD_ID = re.compile(r"(?:geonames|country|division|county):[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Resolver:
    """Everything that toponyms are compared with, read once for all of them."""

    gazetteers: Sequence[Gazetteer]
    candidates: dict[str, list[Candidate]]
    """By name: a whole toponym, or a part of one."""
    facts: dict[Key, Facts]
    readings: dict[str, tuple[Reading, ...]]
    areas: dict[str, tuple[Container, ...]]
    world_areas: WorldAreas
    worlds: frozenset[int] = frozenset()
    """Which of the gazetteers are of the world: nobody has looked at each of their names."""
    namesakes: dict[str, list[Key]] = field(default_factory=dict)
    """By the main name of a place of the world: all places that are called so."""
    setting: Setting = field(default_factory=Setting)
    dated: frozenset[str] = frozenset()
    """The names that some place has in some years only."""
    decided: dict[str, Candidate] = field(default_factory=dict)
    """By key: the names that a person has settled for every record; they come before any other."""
    nowhere: dict[str, str] = field(default_factory=dict)
    """By key: the names of which a person says that they are no known place, and why."""
    many: ManyNames | None = None
    """The plain names of a large table, with their outcomes."""

    def unknown_within(self) -> list[str]:
        """What the exhibit says of all its places and names no area, once areas were looked up."""
        return [one for one in self.setting.within if self.areas.get(one, True) == ()]

    def is_dated(self, toponym: str) -> bool:
        """Whether some name that the toponym may mean holds in some years only."""
        return bool(self.dated) and any(
            named.name in self.dated
            for reading in self.readings.get(toponym, ())
            for named in names_in(reading)
        )

    def exact(self, name: str) -> Sequence[Candidate]:
        """The places that have a name."""
        if self.many is not None and name in self.many.at:
            return self.many.candidates(name)
        return self.candidates.get(name, ())

    def fact(self, key: Key) -> Facts:
        """What is known of a place that may be meant."""
        if (facts := self.facts.get(key)) is None and self.many is not None:
            return self.many.facts.facts(key)
        return self.facts[key] if facts is None else facts

    def resolve(self, asked: Asked) -> Outcome:
        """The outcome of the first reading that leads to places; else what stands in the way."""
        readings = self.readings[asked.toponym]
        if len(readings) == 1 and readings[0].rule == "whole":
            [one] = names_in(readings[0])
            return self._of_name(asked, one) if self.knows(one, True) else self._unknown(asked)
        doubtful: Outcome | None = None
        missing: Named | None = None
        named: Named | None = None
        for number, reading in enumerate(readings):
            if (reason := self._nowhere(reading)) is not None:
                return Outcome(reason=reason)
            if reading.rule in ("renamed", "either"):
                found = outcome_of_names(self, asked, reading)
                if found is not None and found.places:
                    return found
                doubtful = doubtful or found
                continue
            unknown = [n for n in names_in(reading) if not self.knows(n, reading.rule == "whole")]
            if unknown:
                # "Bowie, Maryland": where it lies is known, so that it is the name in question.
                is_placed = any(self.areas.get(written) for written in unknown[0].within)
                is_part = is_placed or len(unknown) < len(names_in(reading))
                if number and is_part and doubtful is None and missing is None:
                    missing = unknown[0]
                if reading.rule == "relation":  # "near Bakuu", "Bakuu?": the name is in question.
                    named = named or unknown[0]
                continue
            outcome = self._outcome(asked, reading)
            if outcome.places:
                return outcome
            # "Portland, Maine" is a name of one Portland; what stands after the comma tells more.
            if outcome.code == "place-ambiguous" and reading.rule != "whole":
                return doubtful or outcome
            doubtful = doubtful or (outcome if missing is None else None)
        return doubtful or self._unknown(asked, missing or named)

    def _outcome(self, asked: Asked, reading: Reading) -> Outcome:
        if reading.rule == "whole":
            [one] = names_in(reading)
            return self._of_name(asked, one)
        choices = {one: self.choice_of(one, asked, ()) for one in names_in(reading)}
        if len(reading.phrases) > 1:
            beside = [self.facts[c.key] for c in choices.values() if c.key is not None]
            for one, choice in choices.items():
                if choice.key is None and not choice.nowhere:
                    choices[one] = self.choice_of(one, asked, beside)
        for one, choice in choices.items():
            if choice.key is None:
                return self.question_about(asked, one, choice)
        if not reading.certain or self._is_doubtful(asked, reading, choices):
            # The name that is not written so is the one that was guessed at.
            words = asked.toponym
            guessed = [n for n in choices if not re.search(rf"\b{re.escape(n.name)}\b", words)]
            one = guessed[0] if guessed else next(iter(choices))
            return self.question_about(asked, one, choices[one])
        return self.joined(reading, choices)

    def _of_name(self, asked: Asked, one: Named) -> Outcome:
        """What becomes of a toponym that is one name and no more."""
        if (plain := plain_outcome(self, asked, one)) is not None:
            return plain
        choice = self.choice_of(one, asked, (), is_whole=True)
        key = choice.key
        if key is None:
            return self.question_about(asked, one, choice)
        candidate = self._candidate(one, key, is_whole=True)
        reason = f"{candidate.reason}; {choice.reason}" if choice.reason else candidate.reason
        kind, name = self.gazetteers[key[0]].kind, self.gazetteers[key[0]].name
        return Outcome((Found((key,)),), "place-id" if candidate.by_id else kind, name, reason)

    def joined(self, reading: Reading, choices: dict[Named, Choice]) -> Outcome:
        places: list[Found] = []
        reasons: dict[str, None] = {}
        kind: JoinKind | None = None
        gazetteer: str | None = None
        for phrase in reading.phrases:
            keys = tuple(
                key for n in phrase.names if n in choices and (key := choices[n].key) is not None
            )
            is_plain = phrase.relation == "at" and not phrase.doubt
            # Two names of one place are no two places.
            at = tuple(dict.fromkeys(keys)) if phrase.relation == "at" else keys
            places.append(Found(at, None if is_plain else phrase))
            for one in (name for name in phrase.names if name in choices):
                if (key := choices[one].key) is None:
                    continue
                candidate = self._candidate(one, key)
                reason = choices[one].reason
                reasons[f"{candidate.reason}; {reason}" if reason else candidate.reason] = None
                if kind is None:
                    kind = "place-id" if candidate.by_id else self.gazetteers[key[0]].kind
                    gazetteer = self.gazetteers[key[0]].name
            if phrase.doubt:
                reasons[f"{shown(phrase.doubt)} says that it is not sure"] = None
        return Outcome(tuple(places), kind, gazetteer, "; ".join(reasons))

    def _is_doubtful(self, asked: Asked, reading: Reading, choices: dict[Named, Choice]) -> bool:
        """Whether the words may say something else: "Anhée (Denée)", "Chevilly i Sveits"."""
        if "(" in asked.toponym and any(
            not self.areas.get(written) for one in choices for written in one.within
        ):
            return True
        if reading.rule == "qualified" and reading.phrases[0].words:
            return self._is_between(asked, *choices.items())
        found = [self.facts[one.key] for one in choices.values() if one.key is not None]
        if any(phrase.relation == "between" for phrase in reading.phrases):
            return are_one_spot(found)
        return reading.rule == "and" and len({one.feature in DIVISIONS for one in found}) > 1

    def _is_between(self, asked: Asked, said: tuple[Named, Choice]) -> bool:
        """Whether "Boston - New York" and "Kirovka, now Gori" may not say what the first lies in.

        It is a country then, and no place elsewhere is called so that is meant without it.
        """
        one, choice = said
        if not any(area.id.startswith("country:") for area in self.areas.get(one.within[0], ())):
            return True
        alone = self.choice_of(one._replace(within=()), asked, ())
        return alone.key is not None and alone.key != choice.key

    def keys_of(self, named: Named, asked: Asked) -> list[Key]:
        """All places that have a name when the records were, wherever they lie."""
        if (decided := self._decided(named)) is not None:
            return [decided[:2]]
        held = (one for one in self.candidates[named.name] if one.holds(*asked[3:]))
        return list(dict.fromkeys(one[:2] for one in held))

    def knows(self, named: Named, is_whole: bool = False) -> bool:
        """Whether any gazetteer, or a decision, has a name."""
        return bool(self.candidates.get(named.name)) or not (is_whole or not self._decided(named))

    def _decided(self, named: Named) -> Candidate | None:
        """What is settled of a part of a toponym, with what it says of where that lies."""
        key = form_of(named.qualified or named.name).full if self.decided else ""
        return self.decided.get(key)

    def _nowhere(self, reading: Reading) -> str | None:
        """Why a part of a toponym is no known place, where a person has said so."""
        if not self.nowhere or reading.rule == "whole" or not reading.certain:
            return None
        keys = (form_of(one.qualified or one.name).full for one in names_in(reading))
        return next((self.nowhere[key] for key in keys if key in self.nowhere), None)

    def _candidate(self, named: Named, key: Key, *, is_whole: bool = False) -> Candidate:
        name = named.name
        if not is_whole and (decided := self._decided(named)) is not None:
            return decided
        for one in self.candidates[name]:
            if (one.gazetteer, one.place) == key:
                return one
        # A namesake that the rules prefer: the town of a district whose Arabic name is known.
        others = (self.facts[one.gazetteer, one.place] for one in self.candidates[name])
        facts = next(one for one in others if key in self.namesakes.get(one.label, ()))
        reason = f"{shown(name)} is a name of the {facts.feature or 'place'} {facts.label}"
        return Candidate(*key, reason)

    def choice_of(
        self, named: Named, asked: Asked, beside: Sequence[Facts], *, is_whole: bool = False
    ) -> Choice:
        """The choice among the places of the first gazetteer that has one where it is said to be.

        A name that holds in none of the records' years has no candidate to choose from.
        """
        if not is_whole and (decided := self._decided(named)) is not None:
            key = (decided.gazetteer, decided.place)
            return Choice(key, (key,))
        held: dict[int, dict[Key, Candidate]] = {}
        for one in self.candidates[named.name]:
            if one.years is None or one.holds(asked.start_day, asked.end_day):
                key = one[:2]
                if (of_one := held.get(key[0])) is None:
                    held[key[0]] = {key: one}
                else:
                    of_one.setdefault(key, one)
        if named.name in self.dated and self._is_of_other_years(named.name, held):
            return Choice(None, ())
        elsewhere: Choice | None = None
        for number, candidates in held.items():
            [key, *others] = candidates
            if not others and candidates[key].by_id and not named.within:
                return Choice(key, (key,))
            statements = self.statements(named, asked)
            is_said = bool(statements or self.setting.bbox)
            is_odd = number in self.worlds and not is_said and is_doubtful(named.name)
            if is_odd or (not statements and is_no_value(named.name)):
                elsewhere = elsewhere or Choice(None, tuple(candidates))
                continue
            namesakes = self._namesakes(named.name, candidates) if number in self.worlds else []
            if not (others or namesakes or is_said):
                return Choice(None if self.is_weak(named.name, candidates[key]) else key, (key,))
            choice = choose(
                {key: self.facts[key] for key in (*candidates, *namesakes)},
                statements,
                self.world_areas.contain,
                are_called=self.world_areas.are_called,
                mains=[key for key, one in candidates.items() if one.is_main],
                others=frozenset(namesakes),
                bbox=None if _says_where(statements) else self.setting.bbox,
                beside=beside,
                is_own=self.gazetteers[number].kind == "exhibit",
            )
            if choice.key in candidates and self.is_weak(named.name, candidates[choice.key]):
                choice = Choice(None, choice.kept)
            if not choice.nowhere:
                return choice
            elsewhere = elsewhere or choice
        return elsewhere or Choice(None, ())

    def _is_of_other_years(self, name: str, held: Collection[int]) -> bool:
        """Whether those who know the years of the name know that it is of another time."""
        dated = [one.gazetteer for one in self.candidates[name] if one.years is not None]
        return bool(dated) and self.worlds.issuperset(held)

    def is_weak(self, name: str, candidate: Candidate) -> bool:
        """Whether a place is found by a name that somebody made for it, letter by letter."""
        if candidate.is_weak or candidate.is_main or candidate.gazetteer not in self.worlds:
            return candidate.is_weak
        facts = self.facts[candidate.gazetteer, candidate.place]
        # The names of divisions are editors' own, in every language.
        return facts.feature not in DIVISIONS and is_unusual(name, facts.country, facts.population)

    def _namesakes(self, name: str, candidates: dict[Key, Candidate]) -> list[Key]:
        """Places that share the main name of a candidate which another name of it has found.

        Where a generic word says the kind of the place, only those of its kind.
        """
        says_kind: bool | None = None
        found: dict[Key, None] = {}
        for held, one in candidates.items():
            if one.is_main:
                continue
            facts = self.facts[held]
            if not (called := self.namesakes.get(facts.label)):
                continue
            if says_kind is None:
                says_kind = bool(form_of(name).kinds)
            is_division = facts.feature in DIVISIONS
            if not (is_division or says_kind):
                found.update(dict.fromkeys(called))
                continue
            for key in called:
                other = self.facts[key]
                # A division lends its names to the town that it is named after, and to no other.
                if is_division and other.country != facts.country:
                    continue
                if not says_kind or (other.feature in DIVISIONS) == is_division:
                    found[key] = None
        return [key for key in found if key not in candidates]

    def statements(self, named: Named, asked: Asked) -> list[Within]:
        """What is said of where a name's place lies, by the toponym, the record, the exhibit."""
        statements = list(map(self._within, named.within))
        if asked.country is asked.region is None and not self.setting.within:
            return statements
        for written, column in ((asked.country, "country"), (asked.region, "region")):
            if written:
                areas = self._areas(written, "country:" if column == "country" else "division:")
                statements.append(Within(written, areas, said_by=f"the record's {column}"))
        if self.setting.within and not _says_where(statements):
            areas = tuple(a for one in self.setting.within for a in self._areas(one, "country:"))
            written = ", ".join(self.setting.within)
            statements.append(
                Within(written, areas, said_by="the exhibit's settings", is_of_exhibit=True)
            )
        return statements

    def _areas(self, written: str, scheme: str) -> tuple[Container, ...]:
        """What a word names where countries, or divisions, are meant first: CA is Canada there."""
        areas = self.areas.get(written, ())
        return tuple(area for area in areas if area.id.startswith(scheme)) or areas

    def _within(self, written: str) -> Within:
        areas = self.areas.get(written, ())
        places = () if areas else self.candidates.get(written, ())
        facts = tuple(self.facts[one.gazetteer, one.place] for one in places)
        return Within(written, areas, facts)

    def question_about(self, asked: Asked, named: Named, choice: Choice) -> Outcome:
        name, toponym = named.name, asked.toponym
        part = "" if name == toponym else f" in {shown(toponym)}"
        areas = self._areas_of(named, asked)
        question = Question(name, choice.kept, areas=areas, qualified=named.qualified)
        if choice.nowhere:
            question = question._replace(is_elsewhere=True)
            return Outcome(
                code="place-elsewhere",
                message=f"{shown(name)}{part} is a place, but none is known {choice.nowhere}; "
                f"write the id of the one that is meant in the place column, {SETTLE}",
                question=question,
            )
        if not choice.kept:
            return self._out_of_years(name)
        return asked_about(toponym, question)

    def _areas_of(self, named: Named, asked: Asked) -> tuple[Container, ...]:
        """The areas that are said last: the record's own; of these the divisions named before."""
        told = [one.areas for one in self.statements(named, asked) if one.areas]
        if not told:
            return ()
        countries = {area.country for area in told[-1]}
        for areas in told:
            divisions = [one for one in areas if not one.id.startswith("country:")]
            if within := tuple(one for one in divisions if one.country in countries):
                return within
        return told[-1]

    def _out_of_years(self, name: str) -> Outcome:
        candidates = [one for one in self.candidates[name] if one.years is not None]
        names = "; ".join(
            f"{self.facts[one.gazetteer, one.place].label}, {in_words(one.years or '')}"
            for one in candidates
        )
        return Outcome(
            code="place-name-out-of-years",
            message=f"{shown(name)} is a name of another time ({names}) than the record's date",
            question=Question(name, tuple((one.gazetteer, one.place) for one in candidates)),
        )

    def _unknown(self, asked: Asked, missing: Named | None = None) -> Outcome:
        toponym, named = asked.toponym, missing or Named(asked.toponym)
        name = named.name
        part = f" in {shown(toponym)}" if missing else ""
        where = " and ".join(
            dict.fromkeys(repr(one.name) for one in self.gazetteers if _is_searched(one))
        )
        if (pointer := pointer_in(toponym)) is not None:
            return Outcome(code="place-unknown", message=f"{shown(toponym)} is {pointer.told}")
        message = f"{shown(name)}{part} is not a place in {where}; add it there or correct the name"
        if not where:
            message = f"{shown(toponym)} is not known, since there is no table of places; add one"
        holders = {
            (one.gazetteer, one.place): None
            for written in named.within[:1]
            for one in self.candidates.get(written, ())
        }
        areas = self._areas_of(named, asked)
        question = Question(name, (), False, tuple(holders), areas, named.qualified)
        return Outcome(code="place-unknown", message=message, question=question)


def resolver_of(
    toponyms: Sequence[str],
    gazetteers: Sequence[Gazetteer | World],
    setting: Setting,
    *,
    said: Collection[str] = (),
    ids: Iterable[str] = (),
) -> Resolver:
    """What the toponyms are compared with; of the world's gazetteer only what they may mean.

    ``said`` are the records' own words for countries and regions, ``ids`` those of places that
    decisions name.
    """
    from mapbuilder.phrases import readings

    at = next((i for i, one in enumerate(gazetteers) if not isinstance(one, Gazetteer)), None)
    first = [one for one in gazetteers[:at] if isinstance(one, Gazetteer)]
    own = candidates_of(toponyms, first) if first else [[] for _ in toponyms]
    # What is a name of the exhibit's own is not taken apart, nor looked for elsewhere.
    known = {
        toponym: candidates
        for toponym, candidates in zip(toponyms, own, strict=True)
        if is_its_own(toponym, candidates)
    }
    read = {
        toponym: (as_one_name(toponym),) if toponym in known else readings(toponym)
        for toponym in toponyms
    }
    asked_for, within = asked_names(read, known)
    wanted = {*ids, *(name for name in asked_for if WORLD_ID.fullmatch(name))}
    areas: dict[str, tuple[Container, ...]] = {}
    world_areas = WorldAreas()
    searched: list[Gazetteer] = []
    for one in gazetteers:
        if isinstance(one, Gazetteer):
            searched.append(one)
            continue
        searched.append(one.excerpt(asked_for, ids=sorted(wanted)))
        if asked_for or said:
            areas = one.containers([*within, *said, *setting.within])
        world_areas = WorldAreas(one)
    found = known | dict(zip(asked_for, candidates_of(asked_for, searched), strict=True))
    facts = facts_of((one for several in found.values() for one in several), searched)
    namesakes: dict[str, list[Key]] = {}
    for number, one in enumerate(gazetteers):
        if not isinstance(one, Gazetteer):
            namesakes = add_namesakes(number, one, searched, found, facts)
    worlds = frozenset(number for number, one in enumerate(searched) if one.kind == "world")
    dated = {name for name, several in found.items() if any(c.years is not None for c in several)}
    return Resolver(
        searched, found, facts, read, areas, world_areas, worlds, namesakes, setting,
        frozenset(dated),
    )  # fmt: skip


def _says_where(statements: Sequence[Within]) -> bool:
    """Whether some statement of the record's names a country or division."""
    return any(one.areas or one.said_by for one in statements if not one.is_of_exhibit)


def _is_searched(gazetteer: Gazetteer) -> bool:
    return len(gazetteer.places) > 0 or gazetteer.kind == "world"
