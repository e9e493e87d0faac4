"""Kinds of places: codes and words that are known have one of six features, others none."""

from __future__ import annotations

import pytest

from mapbuilder.coordinates import PRECISIONS
from mapbuilder.place_kinds import FEATURES, PRECISION_OF, RADIUS_M, feature_of, of_code


@pytest.mark.parametrize(
    ("written", "people", "feature"),
    [
        ("P.PPLC", None, "city"), ("PPLC", None, "city"), ("PPL", 5_000, "town"),
        ("PPL", 250_000, "city"), ("P", None, "town"), ("A.ADM1", None, "region"),
        ("ADM1H", None, "region"), ("ADM2", None, "district"), ("ADM4", None, "district"),
        ("PCLI", None, "country"), ("S.MSQE", None, "site"), ("T.MT", None, "site"),
        ("T.MTS", None, "region"), ("H.SEA", None, "region"), ("H:STM", None, "region"),
        ("L.RGN", None, "region"), ("L.LCTY", None, "town"),
        ("aat:300008389", None, "city"), ("300008375", None, "town"),
        ("http://vocab.getty.edu/aat/300000771", None, "district"), ("aat:300999999", None, None),
        ("Town", None, "town"), ("villages", None, "town"), ("counties", None, "district"),
        ("populated place", 3_000_000, "city"), ("Archaeological site", None, "site"),
        ("şəhər", None, "city"), ("село", None, "town"), ("губерния", None, "region"),
        ("wibble;town", None, "town"), ("wibble", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_a_kind_that_is_known_has_a_feature(written, people, feature):
    assert feature_of(written, people) == feature


def test_every_feature_has_a_precision_and_a_radius_that_grows():
    assert set(PRECISION_OF) == set(RADIUS_M) == set(FEATURES)
    assert set(PRECISION_OF.values()) <= set(PRECISIONS)
    radii = [RADIUS_M[feature] for feature in FEATURES]
    assert radii == sorted(radii)


def test_every_class_of_geonames_has_a_feature():
    assert all(of_code(letter, "") in FEATURES for letter in "AHLPRSTUV")
    assert of_code("", "") is None
