"""Countries: codes and whole names are known, near misses are only suggested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapbuilder.countries import country_code, country_name, lies_in, nearest_code

BOXES = Path(__file__).resolve().parent.parent / "geodata/countries/boxes.json"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("AZ", "AZ"), ("az", "AZ"), ("AZE", "AZ"), ("031", "AZ"), ("UK", "GB"), ("XK", "XK"),
        ("Azerbaijan", "AZ"), ("  azərbaycan ", "AZ"), ("Азербайджан", "AZ"), ("Georgia", "GE"),
        ("Deutschland", "DE"), ("ایران", "IR"),
        ("Azerbaijn", None), ("XX", None), ("EU", None), ("ZZ", None), ("", None), ("1", None),
        # Several countries of today.
        ("YU", None), ("SU", None),
    ],
)  # fmt: skip
def test_a_code_or_a_whole_name_is_a_country(written, code):
    assert country_code(written) == code


def test_a_near_miss_is_suggested():
    assert nearest_code("Azerbaijn") == ("AZ", "Azerbaijan")
    # Georgia's language, where its code belongs.
    assert nearest_code("KA") == ("GE", "Georgia")
    assert nearest_code("Atlantis-on-Sea") is None


def test_a_country_without_a_name_is_called_by_its_code():
    assert country_name("AZ") == "Azerbaijan"
    assert country_name("XY") == "XY"


@pytest.mark.parametrize(
    ("code", "lon", "lat", "inside"),
    [
        ("AZ", 49.8, 40.4, True), ("AZ", 40.4, 49.8, False), ("AZ", -49.8, 40.4, False),
        # A country has several parts, and one on both sides of 180°.
        ("FR", 2.3, 48.9, True), ("FR", -52.3, 4.9, True), ("FR", -30.0, 30.0, False),
        ("FJ", -179.0, -18.0, True), ("FJ", 178.4, -18.1, True), ("FJ", 0.0, -18.0, False),
        ("XY", 0.0, 0.0, None),
    ],
)  # fmt: skip
def test_a_point_lies_in_a_country_or_far_outside(code, lon, lat, inside):
    assert lies_in(code, lon, lat) is inside


def test_every_box_is_one_on_earth_of_a_country_with_a_code():
    for code, boxes in json.loads(BOXES.read_text("utf-8")).items():
        assert country_code(code) == code
        assert boxes
        for west, south, east, north in boxes:
            assert -180 <= west < east <= 180
            assert -90 <= south < north <= 90
