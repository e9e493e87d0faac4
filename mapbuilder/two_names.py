"""Two names: what becomes of a toponym that gives two names of one place, or leaves two open.

In goes a resolver with such a reading, out comes an outcome. Always true: two names are joined
where one place has both, and of one that no gazetteer knows where its words say that it is another
name of the place; which of two is meant is a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapbuilder.context import DIVISIONS, Choice, Key, choose, may_be_one
from mapbuilder.outcome import Asked, Outcome, Question, asked_about

if TYPE_CHECKING:
    from mapbuilder.reading import Named, Reading
    from mapbuilder.resolve import Resolver


def outcome_of_names(resolver: Resolver, asked: Asked, reading: Reading) -> Outcome | None:
    """The outcome of names that are of one place or not; ``None`` where other readings tell more.

    What stands in brackets alone may say where the place lies.
    """
    [phrase] = reading.phrases
    is_said = bool(phrase.words)
    names = [one for one in phrase.names if resolver.knows(one)]
    if is_said and (lands := [one for one in names if _is_country(resolver, one)]) != names:
        if lands and phrase.names[0] in lands:
            return None
        # "Lviv (then Poland)" says nothing of where it lies today.
        names = [one for one in names if one not in lands]
    if not names or (len(names) < len(phrase.names) and not (is_said or reading.rule == "either")):
        return None
    if not is_said and reading.rule == "renamed" and resolver.areas.get(names[-1].name):
        return None
    choices = {one: resolver.choice_of(one, asked, ()) for one in names}
    if len(names) < len(phrase.names) and is_said:
        [one] = names
        key = choices[one].key
        if key is not None and resolver.facts[key].feature not in DIVISIONS:
            return resolver.joined(reading, {one: choices[one]})
        return None if one.within else resolver.question_about(asked, one, choices[one])
    if len(names) == len(phrase.names) and (
        agreed := _agreed(resolver, asked, choices, is_said=is_said)
    ):
        return resolver.joined(reading, agreed)
    if not (is_said or reading.rule == "either"):
        return None
    return _question(asked, choices)


def _is_country(resolver: Resolver, named: Named) -> bool:
    facts = (resolver.facts[one[:2]] for one in resolver.candidates[named.name])
    return any(one.feature == "country" for one in facts)


def _agreed(
    resolver: Resolver, asked: Asked, choices: dict[Named, Choice], *, is_said: bool
) -> dict[Named, Choice] | None:
    """The place that all names have, where one of them alone is it by the rules.

    Where words say that both are its names, the only one that has them is meant as well.
    """
    held = [resolver.keys_of(one, asked) for one in choices]
    common = [key for key in held[0] if all(key in keys for keys in held[1:])]
    chosen = {choice.key for choice in choices.values() if choice.key is not None}
    if len(chosen) == 1 and chosen.issubset(common):
        [key] = chosen
        reasons = {one: choice.reason for one, choice in choices.items()}
        return {one: Choice(key, (key,), reasons[one]) for one in choices}
    keys = [choice.key for choice in choices.values()]
    if None not in keys and len(chosen) > 1:
        # A place of one's own and the world's entry of it.
        places = [resolver.facts[key] for key in keys if key is not None]
        is_one = all(may_be_one(places[0], other) for other in places[1:])
        own = min(key for key in keys if key is not None)
        if is_one and len({key[0] for key in chosen}) == len(chosen):
            one = next(one for one, choice in choices.items() if choice.key == own)
            return {one: choices[one]}
        return None
    if chosen or not (is_said and common):
        return None
    first = next(iter(choices))
    found = choose(
        {key: resolver.facts[key] for key in common},
        resolver.statements(first, asked),
        resolver.world_areas.contain,
        mains=common,
    )
    if found.key is None or found.nowhere:
        return None
    reason = "the only one that has both names"
    return {one: Choice(found.key, (found.key,), reason) for one in choices}


def _question(asked: Asked, choices: dict[Named, Choice]) -> Outcome | None:
    """Which of the places is meant that the names may mean."""
    first, *others = choices
    keys: dict[Key, None] = {}
    for choice in choices.values():
        keys.update(dict.fromkeys((choice.key,) if choice.key is not None else choice.kept))
    if not keys:
        return None
    if len(keys) == 1:
        return asked_about(asked.toponym, Question(first.name, tuple(keys)))
    also = (first.name, *(one.name for one in others))
    return asked_about(asked.toponym, Question(asked.toponym, tuple(keys), also=also))
