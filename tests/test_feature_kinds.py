"""What a feature is: by its tags, by its layer's name, or by its form alone."""

from __future__ import annotations

import pytest

from mapbuilder.feature_kinds import kind_of_form, kind_of_layer, kind_of_tags


@pytest.mark.parametrize(
    ("tags", "form", "layer", "kind", "detail"),
    [
        ({"highway": "motorway_link"}, "line", "roads", "highway", "motorway"),
        ({"highway": "residential"}, "line", "roads", "minor_road", "residential"),
        ({"railway": "rail"}, "line", "roads", "rail", "rail"),
        ({"waterway": "river"}, "line", "water", "river", ""),
        ({"boundary": "administrative", "admin_level": "2"}, "line", "boundaries", "country", ""),
        ({"building": "mosque"}, "area", "buildings", "building", ""),
        ({"natural": "water", "water": "pond"}, "area", "water", "pond", ""),
        ({"leisure": "park"}, "area", "landuse", "park", ""),
        ({"amenity": "grave_yard"}, "area", "landuse", "cemetery", ""),
        ({"place": "suburb", "name": "Yasamal"}, "point", "places", "macrohood", "suburb"),
    ],
)
def test_openstreetmap_s_tags_say_what_a_feature_is(tags, form, layer, kind, detail):
    found = kind_of_tags(tags, form)
    assert (found.layer, found.kind, found.detail) == (layer, kind, detail)


@pytest.mark.parametrize(
    ("tags", "form"),
    [
        ({"highway": "proposed"}, "line"),
        ({"railway": "rail", "service": "siding"}, "line"),
        ({"railway": "rail", "tunnel": "yes"}, "line"),
        ({"boundary": "administrative", "admin_level": "8"}, "line"),
        ({"building": "no"}, "area"),
        ({"place": "city"}, "point"),
        ({"amenity": "bench"}, "point"),
        ({}, "area"),
    ],
)
def test_what_no_street_map_shows_is_left_out(tags, form):
    assert kind_of_tags(tags, form) is None


@pytest.mark.parametrize(
    ("people", "rank"), [("", 9), ("150", 0), ("1000", 2), ("2 300 000", 12), ("many", 9)]
)
def test_a_place_has_the_rank_of_its_people(people, rank):
    tags = {"place": "city", "name": "Bakı", "population": people}
    assert kind_of_tags(tags, "point").rank == rank


@pytest.mark.parametrize(
    ("layer", "tags", "form", "expected"),
    [
        ("Streets", {}, "line", ("roads", "minor_road")),
        ("roads", {"kind": "path"}, "line", ("roads", "path")),
        ("CITIES", {"name": "Bakı"}, "point", ("places", "locality")),
        ("buildings", {}, "area", ("buildings", "building")),
        ("Layer 1", {"kind": "Lake"}, "area", ("water", "lake")),
    ],
)
def test_the_name_of_a_layer_says_what_is_in_it(layer, tags, form, expected):
    found = kind_of_layer(layer, tags, form)
    assert (found.layer, found.kind) == expected


def test_a_layer_s_name_does_not_make_points_of_streets():
    assert kind_of_layer("roads", {}, "point") is None
    assert kind_of_layer("anything", {}, "line") is None


def test_of_form_alone_lines_are_streets_and_named_points_places():
    assert kind_of_form({}, "line").layer == "roads"
    assert kind_of_form({"name": "Bakı"}, "point").layer == "places"
    assert kind_of_form({}, "point") is None
    assert kind_of_form({"name": "Bakı"}, "area") is None
