"""Many names: what is found all at once is what is found one by one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import plain_names, resolve, suggested
from mapbuilder.config import Config
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.key_columns import entries_of_all
from mapbuilder.locate import locate
from mapbuilder.ranking import Ranking
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.toponyms import form_of, forms_of, plain_keys
from mapbuilder.world import read_world
from mapbuilder.world_columns import columns_of

from .world_names import OWN, joined, names_of
from .world_names import WRITTEN as SOME

WRITTEN = [*SOME, "BAKU", "Paris (Texas)", "New York", "Ra's al 'Ayn", "Kansas", "Mexico City",
           "Mao Xian", "two\nlines", " spaced  out ", "Москва", "Ракка", "Чіанг-Май",
           "Baku; Sumqayıt", "Tbilisi?", "Baku (?)", "Baku?", "probably Tbilisi", "Tbilisi or Gori",
           "Tiflis (now Tbilisi)", "Königsberg (now Kaliningrad)", "Breslau (Wrocław)",
           "Tbilisi/Gori", "Paris - France", "near Tbilisi?", "Tbilisii?", "US",
           "Republic of Georgia", "Gori, USSR"]  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return read_world()


@pytest.fixture(scope="module")
def names(world):
    return names_of(world, 7)


@pytest.mark.parametrize(
    ("order", "says", "searched"),
    [
        ("world", {}, 0),
        ("world", {"region": "Illinois"}, 3),
        ("own first", {}, 3),
        ("own first", {"country": "AZ"}, 0),
        ("world first", {}, 0),
        ("world", {"country": "Soviet Union"}, 0),
        ("world", {"country": "n/a"}, 0),
    ],
)
def test_many_names_at_once_are_what_each_is_alone(order, says, searched, world, names):
    chance = random.Random(f"{order} {says} {searched}")
    some = [*WRITTEN, *chance.sample(names, 250)]
    some += chance.choices(some, k=100)
    chance.shuffle(some)
    rows = [
        {"id": f"e{n}", "title": "x", "date": "1985", "place": one} for n, one in enumerate(some)
    ]
    for row in rows[::3]:
        row |= says
    rows[4] |= {"lat": "40.1", "lon": "49.9"}
    config = Config(title="x", id="x")
    own = read_gazetteer(OWN, config, Report())
    gazetteers = {"world": [world], "own first": [own, world]}.get(order, [world, own])
    one_by_one = joined(rows, gazetteers, config, looked_for=searched)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
        assert joined(rows, gazetteers, config, looked_for=searched) == one_by_one


def test_most_names_need_no_rules(world, names, monkeypatch):
    monkeypatch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
    asked = []
    of_one = resolve.Resolver.resolve
    monkeypatch.setattr(
        resolve.Resolver, "resolve", lambda self, one: asked.append(one) or of_one(self, one)
    )
    rows = [{"title": "x", "date": "1985", "place": one} for one in names[:300]]
    located = locate(read_records(rows), [world], looked_for=0)
    assert located.count == 300
    assert 0 < len(asked) < 100


def test_what_the_exhibit_knows_alone_is_settled_before_any_rule(world, monkeypatch):
    config = Config(title="x", id="x")
    own = read_gazetteer(OWN, config, Report())
    some = [*own.places["label"].to_pylist(), *own.places["id"].to_pylist()]
    rows = [
        {"id": f"e{n}", "title": "x", "date": "1985", "place": one} for n, one in enumerate(some)
    ]
    one_by_one = joined(rows, [own, world], config, looked_for=0)
    monkeypatch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
    assert joined(rows, [own, world], config, looked_for=0) == one_by_one
    of_one = resolve.Resolver.resolve
    asked = []
    monkeypatch.setattr(
        resolve.Resolver, "resolve", lambda self, one: asked.append(one) or of_one(self, one)
    )
    names = ["Baku", "Bakı", "BAKU", "Alley"]
    plain = [{"title": "x", "date": "1985", "place": one} for one in names]
    assert len(locate(read_records(plain), [own, world], looked_for=0).joins) == len(names)
    assert asked == []


def test_suggestions_are_the_same_one_by_one_and_all_at_once(world, names, monkeypatch):
    monkeypatch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
    some = [*WRITTEN, *random.Random(3).sample(names, 150)]
    rows = [
        {"id": f"e{n}", "title": "x", "date": "1985", "place": one} for n, one in enumerate(some)
    ]
    told = []
    for most in (0, len(rows)):
        monkeypatch.setattr(suggested, "_MOST_ONE_BY_ONE", most)
        _, problems = joined(rows, [world], Config(title="x", id="x"), looked_for=2)
        told.append([tuple(one.suggestions) for one in problems])
    assert told[0] == told[1]
    assert sum(len(one) > 1 for one in told[0]) > 20


def test_only_what_is_looked_at_is_suggested(world, names, monkeypatch):
    monkeypatch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
    ranked = []
    of_one = Ranking.suggestions
    monkeypatch.setattr(
        Ranking,
        "suggestions",
        lambda self, one, *given, **said: ranked.append(one) or of_one(self, one, *given, **said),
    )
    rows = [{"title": "x", "date": "1985", "place": one} for one in names[:300]]
    problems = locate(read_records(rows), [world], looked_for=0).report.problems()
    asked = [one for one in problems if one.code.startswith("place-")]
    assert len(asked) > 50
    assert ranked == []
    assert asked[7].suggestions
    assert [one.name for one in ranked] == [asked[7].value]


def test_what_is_said_of_all_places_is_asked_of_each(world, monkeypatch):
    monkeypatch.setattr(plain_names, "MOST_ONE_BY_ONE", 0)
    rows = [{"title": "x", "date": "1985", "place": "Moscow"}]
    config = Config.model_validate({"title": "x", "id": "x", "join": {"within": ["RU"]}})
    [join] = locate(read_records(rows), [world], config=config).joins.to_pylist()
    assert join["label"] == "Moscow"
    decided = [{"toponym": "Moscow", "place": "geonames:524901", "who": "A", "when": "2020-01-01"}]
    [join] = locate(read_records(rows), [world], decisions=decided).joins.to_pylist()
    assert join["kind"] == "decision"


@given(st.lists(st.one_of(st.text(), st.sampled_from(WRITTEN)), unique=True))
def test_keys_of_many_are_the_keys_of_each(some):
    forms = [form_of(name) for name in some]
    assert plain_keys(some) == [None if form.set_aside else form.full for form in forms]
    assert forms_of(some) == forms


def test_keys_of_the_world_are_the_keys_of_each(names):
    forms = [form_of(name) for name in names]
    keys = plain_keys(names)
    assert keys == [None if form.set_aside else form.full for form in forms]
    assert len(set(keys)) > 900


@pytest.mark.parametrize("names", [["北京", "تهران"], ["zzzqq"], ["上海"]])
def test_names_that_the_first_part_of_the_file_lacks_are_found(world, names):
    keys = [form_of(name).full for name in names]
    found, _ = entries_of_all(world.blocks, keys)
    assert {keys[key] for key in found.key.tolist()} == set(keys) - {"zzzqq"}


def test_entries_of_many_keys_are_those_of_each(world, names):
    keys = sorted({key for name in names[::5] for key in form_of(name)[:2]} | {"", "no such key"})
    found, shared = entries_of_all(world.blocks, keys)
    alone = [
        (number, *entry)
        for number, key in enumerate(keys)
        for entry in sorted(world.blocks.entries(key))
    ]
    assert list(zip(*(column.tolist() for column in found), strict=True)) == alone
    assert set(shared.name.tolist()) == {0}


def test_places_of_many_are_told_as_those_of_few(world, names):
    some = names[::9]
    keys = sorted({key for name in some for key in form_of(name)[:2]})
    columns = columns_of(world, keys, [])
    few = world.excerpt(some)
    assert columns.places.filter(columns.is_found).equals(few.places)
    assert set(columns.written) == set(few.names["name"].to_pylist())


def test_of_names_that_no_place_has_nothing_is_told(world):
    columns = columns_of(world, ["qqqq xxxx", "zzzz wwww"], [])
    assert (len(columns.places), columns.written, columns.told["id"]) == (0, [], [])
