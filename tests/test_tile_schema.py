"""The schema of vector tiles is one of three, or a line that names what the tiles have."""

from __future__ import annotations

import pytest

from mapbuilder.errors import InputError
from mapbuilder.tile_schema import LAYERS, characters_of, layers_in, schema_of
from mapbuilder.tiles import TileSet, gzipped

from .tile_maps import BAKU, tile_set, vector_tile


def declared(**layers):
    listed = [{"id": name, "fields": dict.fromkeys(fields)} for name, fields in layers.items()]
    return TileSet("mvt", {0: gzipped(vector_tile())}, BAKU, {"vector_layers": listed})


@pytest.mark.parametrize("schema", sorted(LAYERS))
def test_the_schema_is_read_from_the_tiles_where_the_metadata_lists_no_layers(schema):
    assert schema_of(tile_set(schema, range(10, 12)), "a") == schema


@pytest.mark.parametrize(
    ("layers", "schema"),
    [
        ({"roads": ["kind"], "water": ["kind"]}, "protomaps"),
        ({"roads": ["pmap:kind"]}, "protomaps"),
        ({"transportation": ["class"], "water": ["class"]}, "openmaptiles"),
        # Both have such a layer.
        ({"water": ["class"]}, "openmaptiles"),
        ({"water": ["kind"]}, "protomaps"),
        ({"place": [], "building": []}, "openmaptiles"),
        # What is not known is left aside.
        ({"roads": ["kind"], "contours": ["height"]}, "protomaps"),
        # Somebody's own.
        ({"roads": ["c", "n"], "places": ["k", "n"], "buildings": []}, "plain"),
        ({"sea": [], "streets": ["highway"]}, "plain"),
    ],
)
def test_the_schema_is_told_by_layers_and_by_how_they_say_what_they_hold(layers, schema):
    assert schema_of(declared(**layers), "a") == schema


@pytest.mark.parametrize(
    "layers",
    [{"contours": ["height"]}, {"a": ["kind"], "b": ["class"]}],
)
def test_an_unknown_schema_is_refused_with_its_layers(layers):
    with pytest.raises(InputError, match=f"unknown schema .layers: {', '.join(sorted(layers))}"):
        schema_of(declared(**layers), "streets.pmtiles")


def test_the_layers_of_metadata_are_listed_whatever_else_is_in_it():
    assert layers_in({"vector_layers": [{"id": "b"}, {"id": "a"}, 3, {"no": "id"}]}) == ["a", "b"]
    assert layers_in({"vector_layers": "none"}) == []


def test_letters_of_names_are_those_of_the_exhibit_s_languages_and_of_water_apart():
    land, water = characters_of(tile_set(), ["az-Latn"], "a")
    assert land == set("Küçə" + "Bakı" + "Əə")
    assert water == set("Göl Ω")
    land, water = characters_of(tile_set(), ["ru"], "a")
    assert land == set("Küçə" + "Bakı")
    assert water == set("Göl Ω" + "Озеро")
    land, _ = characters_of(tile_set("openmaptiles"), ["az"], "a")
    assert land == set("Küçə" + "Bakı" + "Baku")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (gzipped(b"\xff" * 40), "is not a vector tile"),
        (gzipped(bytes(30_000_000)), "unpacks to more than 24 MB"),
        (b"\x1f\x8bno", "is damaged"),
    ],
)
def test_a_tile_that_cannot_be_read_is_told_by_its_number(content, fault):
    tiles = TileSet("mvt", {0: content}, BAKU, {})
    with pytest.raises(InputError, match=rf"the tile 0/0/0 of a\.pmtiles {fault}"):
        characters_of(tiles, ["en"], "a.pmtiles")
