"""Doubtful names: asked about of the world's places, joined where something says where they lie."""

from __future__ import annotations

import pytest

from mapbuilder.config import Config
from mapbuilder.doubtful_names import is_doubtful
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.world import read_world

from .world_names import joined


@pytest.mark.parametrize(
    "name",
    [
        "US",
        "USA",
        "A",
        "Ö",
        "ч",
        "Persia",
        "PERSIA",
        "church",
        "Church",
        "город",
        "North Sea",
        "the front",
        "The Balkans",
        "The Alps",
        "North Pole",
        "Thames",
        "Дунай",
        "Elbrus",
        "Zəngəzur",
        "In transit",
        "Battlefield",
        "Schlacht",
        "meydan",
    ],
)
def test_codes_kinds_of_places_and_wide_lands_are_doubtful(name):
    assert is_doubtful(name)


@pytest.mark.parametrize(
    "name", ["Us", "Ulm", "BAKU", "Paris", "津", "New Church", "Rome", "The Hague", "the ", ""]
)
def test_names_of_towns_are_not(name):
    assert not is_doubtful(name)


def test_a_gazetteer_that_somebody_made_means_what_it_says():
    rows = [
        {"id": f"e{n}", "title": "x", "date": "1985", "place": one}
        for n, one in enumerate(["Church", "US"])
    ]
    own = read_gazetteer(
        [
            {"id": "church", "name": "Church", "lat": 40.1, "lon": 49.9},
            {"id": "us", "name": "US", "lat": 41.1, "lon": 48.9},
        ]
    )
    config = Config.model_validate({"title": "x", "id": "x"})
    # Whether it is searched before the world or after it.
    for gazetteers in ([own, read_world()], [read_world(), own]):
        (_, _, joins), _ = joined(rows, gazetteers, config)
        assert [one["place"] for one in joins] == ["church", "us"]
