"""Former countries: they are those of today in which they lie."""

from __future__ import annotations

import pytest

from mapbuilder.countries import country_name
from mapbuilder.former_countries import CODES, successors
from mapbuilder.toponyms import form_of
from mapbuilder.world import read_world


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Soviet Union", 15),
        ("U.S.S.R.", 15),
        ("Советский Союз", 15),
        ("SSRİ", 15),
        ("Yugoslavia", 7),
        ("Československo", 2),
        ("GDR", 1),
        ("Republic of Georgia", 1),
        ("Georgia", 0),
        ("Prussia", 0),
    ],
)
def test_a_name_has_so_many_successors(written, codes):
    assert len(successors(form_of(written).full)) == codes


@pytest.mark.parametrize("name", sorted(set(CODES.values())))
def test_each_successor_is_a_country_of_today(name):
    codes = successors(form_of(name).full)
    assert all(country_name(code) != code for code in codes)
    found = read_world().containers([name])[name]
    assert [one.id for one in found] == [f"country:{code}" for code in codes]
