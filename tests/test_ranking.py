"""The suggestions of a question: which come first, and how many of each kind there are."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mapbuilder.candidates import Candidate, Facts
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.near import Near
from mapbuilder.outcome import Question
from mapbuilder.ranking import Ranking, leaves_room
from mapbuilder.records import read_records
from mapbuilder.world import Container, read_world

AUSTRALIA = Container("country:AU", "AU", "Australia")
TASMANIA = Container("division:AU-TAS", "AU", "Tasmania")


@pytest.fixture(scope="module")
def world():
    return read_world()


class OfSome:
    """A world in which these places have a like name."""

    def __init__(self, world, *likes):
        self._world = world
        self._likes = likes
        self.asked = []

    def near(self, name, **limits):
        self.asked.append({"name": name, **limits})
        return list(self._likes)

    def excerpt(self, names, *, ids):
        return self._world.excerpt(names, ids=ids)


def ranked(question, *likes, world, having=(), sharing=(), known=()):
    """What is suggested where ``having`` have the name and ``sharing`` their main name only."""
    import numpy as np

    places = [*having, *sharing, *known]
    facts = {(0, number): place for number, place in enumerate(places)}
    resolver = SimpleNamespace(
        facts=facts,
        fact=facts.__getitem__,
        exact=lambda _: [Candidate(0, at, "its name") for at in range(len(having))],
    )
    ranking = Ranking(resolver, (OfSome(world, *likes),), np.empty((0, 2)))
    return ranking.suggestions(question, ())


def place(number, country="US", population=1_000):
    return Facts(f"test:{number}", f"Place {number}", 10.0, 50.0, None, None, country, None,
                 "town", population)  # fmt: skip


RICHMOND, HOBART = "geonames:2151648", "geonames:2163355"


def test_of_those_that_lie_elsewhere_than_is_said_two_are_offered(world):
    having = [place(number, population=10**number) for number in range(6)]
    keys = tuple((0, number) for number in range(6))
    question = Question("Ritchmond", keys, is_elsewhere=True, areas=(AUSTRALIA,))
    likes = [Near(RICHMOND, "Richmond", 95.0, "sounds the same"), Near(HOBART, "x", 61.0, "")]
    found = ranked(question, *likes, world=world, having=having)
    assert [one.place for one in found] == [RICHMOND, "test:5", "test:4", HOBART]


def test_where_no_area_is_known_of_what_is_said_all_that_have_the_name_come_first(world):
    having = [place(number) for number in range(6)]
    keys = tuple((0, number) for number in range(6))
    question = Question("Ritchmond", keys, is_elsewhere=True)
    found = ranked(question, Near(RICHMOND, "Richmond", 98.0, ""), world=world, having=having)
    assert [one.place for one in found] == [f"test:{number}" for number in range(5)]


def test_a_namesake_comes_after_a_name_that_is_very_like_and_before_one_that_is_less_so(world):
    sharing = [place(number, "AU") for number in range(1, 7)]
    question = Question("Ritchmond", tuple((0, at) for at in range(7)), areas=(AUSTRALIA,))
    likes = [Near(RICHMOND, "Richmond", 97.0, "sounds the same"), Near(HOBART, "x", 70.0, "")]
    found = ranked(question, *likes, world=world, having=[place(0, "AU")], sharing=sharing)
    assert [one.place for one in found[:2]] == ["test:0", RICHMOND]
    assert all(one.why.startswith("has the main name") for one in found[2:])
    assert len(found) == 5


def test_a_namesake_with_a_like_name_comes_before_those_without(world):
    [facts] = [place(1, "AU")]
    like = Facts(RICHMOND, "Richmond", 147.4, -42.7, None, None, "AU", None, "town", 880)
    question = Question("Ritchmond", ((0, 0), (0, 1), (0, 2)), areas=(AUSTRALIA,))
    near = [Near(HOBART, "Hobart", 96.0, ""), Near(RICHMOND, "Richmond", 96.0, "")]
    found = ranked(question, *near, world=world, having=[place(0, "AU")], sharing=[facts, like])
    order = [one.place for one in found]
    assert order.index(RICHMOND) < order.index("test:1")
    assert len(order) == len(set(order)) == 4


def test_only_places_that_have_the_name_fill_a_question():
    five = [Candidate(0, number, "") for number in range(5)]
    keys = tuple((0, number) for number in range(5))
    assert leaves_room(SimpleNamespace(exact=lambda _: five[:4]), Question("x", keys))
    assert not leaves_room(SimpleNamespace(exact=lambda _: five), Question("x", keys))
    elsewhere = Question("x", keys, is_elsewhere=True)
    assert leaves_room(SimpleNamespace(exact=lambda _: five), elsewhere)


def test_what_lies_in_the_division_that_is_said_comes_before_the_division(world):
    facts = Facts("division:AU-TAS", "Tasmania", 147, -42, None, None, "AU", None, "region", 0)
    likes = [
        Near(RICHMOND, "Richmond", 92.0, "sounds the same", True),
        Near(HOBART, "Hobart", 62.0, "is spelt nearly so", True),
    ]
    question = Question("Ritchmond", (), False, ((0, 0),), (TASMANIA,), "Ritchmond, Tasmania")
    found = ranked(question, *likes, world=world, known=[facts])
    assert [one.place for one in found] == [RICHMOND, "division:AU-TAS", HOBART]


def test_two_at_most_of_what_a_place_may_lie_in_are_offered(world):
    holders = [place(number, "AU", population=10**number) for number in range(4)]
    holders += [place(9, "US", population=10**7)]
    keys = tuple((0, number) for number in range(5))
    question = Question("Ritchmond", (), False, keys, (TASMANIA,), "Ritchmond, Tasmania")
    found = ranked(question, world=world, known=holders)
    assert [one.place for one in found] == ["test:3", "test:2"]


@pytest.mark.parametrize(
    ("record", "first"),
    [
        ({"place": "Ritchmond, Tasmania", "country": "AU"}, RICHMOND),
        ({"place": "Ritchmond (Tasmania)"}, RICHMOND),
        ({"place": "Ritchmond", "country": "AU", "region": "Tasmania"}, RICHMOND),
        ({"place": "رچمند، تاسمانیا", "country": "AU"}, RICHMOND),
    ],
)
def test_a_misspelt_name_with_its_division_is_found_there(world, record, first):
    located = locate(read_records([{"id": "r", "date": "1990", "title": "T", **record}]), [world])
    [problem] = [one for one in located.report.problems() if one.column == "place"]
    assert first in [one.place for one in problem.suggestions][:2]
    assert not located.joins.num_rows


def test_a_place_of_another_kind_that_has_the_very_name_is_not_called_alike(world):
    """A town is entered as Mao Xian, whose second word says county: it is in question."""
    record = {"id": "r", "date": "1990", "title": "T", "place": "Mao Xian"}
    located = locate(read_records([record]), [world])
    [problem] = [one for one in located.report.problems() if one.column == "place"]
    first = problem.suggestions[0]
    assert (first.label, first.why) == (
        "Fengyi",
        "has this very name, but is of another kind: Mao Xian",
    )
    assert "reads the same" in world.near("Mao Xian")[0].why


def test_places_of_ones_own_that_have_the_name_come_before_those_with_a_like_name():
    places = [
        {"id": number, "name": name, "lat": lat, "lon": "49"}
        for number, name, lat in (
            ("1", "Aburg", "40"),
            ("2", "Aabburg", "30"),
            ("3", "Aabburg", "35"),
        )
    ]
    events = [{"date": "1900", "place": name, "title": "T"} for name in ("Aburg", "Aabburg")]
    located = locate(read_records(events), read_gazetteer(places))
    [asked] = [one for one in located.report.problems() if one.code == "place-ambiguous"]
    assert [one.label for one in asked.suggestions] == ["Aabburg", "Aabburg", "Aburg"]
