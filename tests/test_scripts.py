"""Which scripts a country's own names are in."""

from __future__ import annotations

import pytest

from mapbuilder.scripts import is_foreign, script_of, scripts_of


@pytest.mark.parametrize(
    ("name", "country", "foreign"),
    [
        ("Ленкорань", "AZ", False),
        ("Ленкорань", "RU", False),
        ("Ленкорань", "DE", True),
        ("لنکران", "AZ", True),
        ("تهران", "IR", False),
        ("北京", "CN", False),
        ("北京", "JP", False),
        ("서울", "KR", False),
        ("奥伦多夫", "DE", True),
        ("München", "DE", False),
        ("München", "CN", False),
        ("ABC", "CN", False),
        ("Αθήνα", "GR", False),
        ("Αθήνα", None, False),
        ("თბილისი", "GE", False),
        ("दिल्ली", "IN", False),
        ("12", "IN", False),
    ],
)
def test_a_name_is_foreign_in_a_script_that_its_country_does_not_use(name, country, foreign):
    assert is_foreign(name, country) is foreign


def test_scripts_are_told_by_the_first_letter():
    assert script_of("12 Баку") == "Cyrl"
    assert script_of("12") == ""
    assert "Arab" in scripts_of("IR")
    assert scripts_of("ZZ") == frozenset()
