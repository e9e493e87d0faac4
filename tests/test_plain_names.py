"""Plain names: what is found without the rules is what the rules find."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import resolve
from mapbuilder.config import Config
from mapbuilder.doubtful_names import is_no_value
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.world import read_world

from .world_names import OWN, WRITTEN, joined, names_of


@pytest.fixture(scope="module")
def world():
    return read_world()


@pytest.fixture(scope="module")
def names(world):
    return names_of(world, 3)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_with_and_without_the_rules_the_same_is_found(data, world, names):
    start, step = data.draw(st.integers(0, 10**6)), data.draw(st.sampled_from([1, 7, 131]))
    some = [*WRITTEN, *(names[(start + step * each) % len(names)] for each in range(80))]
    says = data.draw(st.sampled_from([{}, {"country": "AZ"}, {"region": "Illinois"}]))
    rows = [
        {"id": f"e{n}", "title": "x", "date": "1985", "place": one} for n, one in enumerate(some)
    ]
    for row in rows[::2]:
        row |= says
    rows[4] |= {"lat": "40.1", "lon": "49.9"}
    join = data.draw(st.sampled_from([{}, {"within": ["AZ", "RU"]}, {"bbox": [44, 38, 51, 42]}]))
    config = Config.model_validate({"title": "x", "id": "x", "join": join})
    kind = data.draw(st.sampled_from(["world", "own", "both", "other way round"]))
    own = read_gazetteer(OWN, config, Report())
    gazetteers = {"world": [world], "own": [own], "both": [own, world]}.get(kind, [world, own])
    decisions = None
    if data.draw(st.booleans()):
        settled = {
            "toponym": some[-1],
            "place": "geonames:587084",
            "who": "A",
            "when": "2020-01-01",
        }
        decisions = [settled]
    given_ = rows, gazetteers, config, decisions
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resolve, "plain_outcome", lambda *_: None)
        by_rules = joined(*given_)
    assert joined(*given_) == by_rules


def test_plain_names_are_found_without_the_rules(world, names, monkeypatch):
    asked = []
    choose = resolve.Resolver.choice_of
    monkeypatch.setattr(
        resolve.Resolver,
        "choice_of",
        lambda self, one, *rest, **more: asked.append(one.name) or choose(self, one, *rest, **more),
    )
    rows = [{"title": "x", "date": "1985", "place": one} for one in names[:200]]
    located = locate(read_records(rows), [world], looked_for=0)
    placed = located.joins["toponym"].to_pylist()
    assert len(set(placed) - set(asked)) > 0.8 * len(placed) > 40


@pytest.mark.parametrize(
    ("name", "is_none"),
    [("None", True), ("N.A.", False), ("nan", True), ("Nan", True), ("Baku", False)],
)
def test_what_is_written_for_nothing_is_no_plain_name(name, is_none):
    assert is_no_value(name) is is_none
