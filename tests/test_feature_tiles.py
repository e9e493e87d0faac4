"""Feature files become tiles: of any driver and system, clipped, simplified, always the same."""

from __future__ import annotations

import json
from itertools import pairwise

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from mapbuilder import feature_tiles
from mapbuilder.errors import InputError
from mapbuilder.feature_tiles import is_osm, read_features, to_tiles
from mapbuilder.tiles import rects_of, tile_id, tile_of

from .tile_maps import BAKU, OSM, area, collection, features_in, line

STREET = (line((49.83, 40.37), (49.87, 40.41)), {"highway": "primary", "name": "Küçə"})
HOUSE = (area(49.85, 40.385, 49.8503, 40.3852), {"building": "yes"})
PARK = (area(49.84, 40.38, 49.86, 40.39), {"leisure": "park", "name_az": "Bağ"})
CITY = ({"type": "Point", "coordinates": [49.85, 40.39]}, {"place": "city", "name": "Bakı"})


@pytest.fixture
def geojson(tmp_path):
    path = tmp_path / "baku.geojson"
    path.write_text(collection(STREET, HOUSE, PARK, CITY), "utf-8")
    return path


def tiles_of(path, zooms=range(11, 15), bbox=BAKU):
    rects = [rect for zoom in zooms for rect in rects_of(bbox, zoom)]
    return to_tiles(read_features(path), rects, {"name": "x"})


def layers_at(tileset, lon, lat, zoom):
    (rect,) = rects_of((lon, lat, lon, lat), zoom)
    return features_in(tileset.tiles[tile_id(zoom, rect.x0, rect.y0)])


def test_each_zoom_has_what_its_scale_shows(geojson):
    tileset = tiles_of(geojson)
    far = layers_at(tileset, 49.85, 40.385, 11)
    assert sorted(far) == ["landuse", "places", "roads"]
    near = layers_at(tileset, 49.85015, 40.3851, 14)
    assert "buildings" in near
    assert near["landuse"][0]["properties"] == {"kind": "park", "name:az": "Bağ"}
    listed = {layer["id"] for layer in tileset.metadata["vector_layers"]}
    assert listed == {"buildings", "landuse", "places", "roads"}


def test_a_line_is_where_it_was_and_cut_with_a_margin(geojson):
    tileset = tiles_of(geojson)
    whole = LineString(STREET[0]["coordinates"])
    for number, content in tileset.tiles.items():
        zoom, x, y = tile_of(number)
        for feature in features_in(content).get("roads", []):
            drawn = shapely.geometry.shape(feature["geometry"])
            left, top, right, bottom = drawn.bounds
            assert left >= -100
            assert top >= -100
            assert right <= 4196
            assert bottom <= 4196
            for across, down in shapely.get_coordinates(drawn):
                from mapbuilder.tiles import to_degrees

                lon, lat = to_degrees(
                    (x + across / 4096) / (1 << zoom), (y + down / 4096) / (1 << zoom)
                )
                # Two units of the tile's grid; a straight line in degrees is nearly one on the map.
                assert whole.distance(Point(lon, lat)) < 360 / (1 << zoom) / 4096 * 2 + 1e-5


def test_outer_rings_turn_as_the_format_wants_and_holes_the_other_way(tmp_path):
    """Otherwise a hole would be filled (Mapbox Vector Tile specification 2.1, 4.3.4.4)."""
    ring = area(49.84, 40.38, 49.86, 40.39)["coordinates"][0]
    hole = area(49.845, 40.382, 49.855, 40.388)["coordinates"][0]
    for outer, inner in [(ring, hole), (ring[::-1], hole), (ring, hole[::-1])]:
        path = tmp_path / "park.geojson"
        polygon = {"type": "Polygon", "coordinates": [outer, inner]}
        path.write_text(collection((polygon, {"leisure": "park"})))
        (park,) = layers_at(tiles_of(path), 49.85, 40.385, 12)["landuse"]
        rings = park["geometry"]["coordinates"]
        assert park["geometry"]["type"] == "Polygon"
        # With y counted downwards, the surveyor's formula is positive for an outer ring.
        signs = [sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(one)) > 0 for one in rings]
        assert signs == [True, False]


def test_the_same_file_gives_the_same_tiles(geojson):
    assert dict(tiles_of(geojson).tiles) == dict(tiles_of(geojson).tiles)


@pytest.mark.parametrize(
    ("name", "driver", "crs"),
    [
        ("a.gpkg", "GPKG", "EPSG:32639"),
        ("a.gpkg", "GPKG", "EPSG:4326"),
        ("a.fgb", "FlatGeobuf", "EPSG:3857"),
        ("a.shp", "ESRI Shapefile", "EPSG:32639"),
    ],
)
def test_any_driver_and_system_gives_nearly_the_same_map(tmp_path, geojson, name, driver, crs):
    frame = gpd.GeoDataFrame(
        {"highway": ["primary"], "name": ["Küçə"]},
        geometry=[LineString(STREET[0]["coordinates"])],
        crs="EPSG:4326",
    ).to_crs(crs)
    path = tmp_path / name
    frame.to_file(path, driver=driver)
    got = layers_at(tiles_of(path, range(12, 13)), 49.85, 40.39, 12)["roads"][0]
    expected = layers_at(tiles_of(geojson, range(12, 13)), 49.85, 40.39, 12)["roads"][0]
    assert got["properties"] == expected["properties"]
    one, two = (shapely.geometry.shape(each["geometry"]) for each in (got, expected))
    assert one.hausdorff_distance(two) <= 3


def test_layers_of_a_geopackage_are_told_by_their_names(tmp_path):
    path = tmp_path / "a.gpkg"
    whole = gpd.GeoDataFrame(geometry=[box(49.8, 40.3, 49.9, 40.4)], crs="EPSG:4326")
    whole.to_file(path, layer="lakes", driver="GPKG")
    streets = [LineString([(49.8, 40.3), (49.9, 40.4)])]
    gpd.GeoDataFrame(geometry=streets, crs="EPSG:4326").to_file(path, layer="Streets")
    features = read_features(path)
    assert features.counts() == {"roads": 1, "water": 1}
    assert features.left_out == 0


@pytest.mark.parametrize("name", ["baku.osm"])
def test_openstreetmap_s_own_files_are_read(tmp_path, name):
    path = tmp_path / name
    path.write_text(OSM, "utf-8")
    assert is_osm(path)
    features = read_features(path)
    assert features.counts() == {"buildings": 1, "places": 1, "roads": 2}
    tileset = tiles_of(path)
    near = layers_at(tileset, 49.8315, 40.3815, 14)
    assert "buildings" in near
    # Two ways that say the same are one street, with its name once.
    (street,) = layers_at(tileset, 49.84, 40.38, 12)["roads"]
    assert street["geometry"]["type"] == "LineString"
    assert street["properties"]["name"] == "Küçə"
    (city,) = layers_at(tileset, 49.835, 40.375, 12)["places"]
    assert city["properties"]["name:ru"] == "Баку"
    assert city["properties"]["population_rank"] == 12


def test_only_what_meets_the_area_is_read(geojson):
    assert read_features(geojson, (49.869, 40.409, 49.88, 40.42)).counts() == {"roads": 1}
    with pytest.raises(InputError, match="in the area that is asked for"):
        read_features(geojson, (10.0, 10.0, 11.0, 11.0))


def test_features_of_which_nothing_is_said_are_streets_and_places_or_counted(tmp_path):
    path = tmp_path / "unknown.geojson"
    some = {"height": 3}
    path.write_text(collection((STREET[0], some), (HOUSE[0], some), (CITY[0], {"name": "A"})))
    features = read_features(path)
    assert features.counts() == {"places": 1, "roads": 1}
    assert features.left_out == 1


def test_a_file_of_nothing_that_a_map_shows_says_what_would_be_right(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_text(collection((HOUSE[0], {"height": 3})))
    with pytest.raises(InputError, match="1 others are of no known kind: name its layers roads"):
        read_features(path)


def test_geometry_that_is_missing_empty_or_not_on_earth_is_counted(tmp_path):
    path = tmp_path / "odd.geojson"
    odd = [
        (None, {"highway": "primary"}),
        ({"type": "LineString", "coordinates": []}, {"highway": "primary"}),
        STREET,
        # A bow tie: its two halves are drawn.
        (
            {"type": "Polygon", "coordinates": [[[49.8, 40.3], [49.9, 40.4], [49.9, 40.3],
                                                 [49.8, 40.4], [49.8, 40.3]]]},
            {"leisure": "park"},
        ),
    ]  # fmt: skip
    path.write_text(collection(*odd))
    features = read_features(path)
    assert features.counts() == {"landuse": 1, "roads": 1}
    assert features.left_out == 2
    assert layers_at(tiles_of(path), 49.85, 40.34, 12)["landuse"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.geojson", b"{", "cannot be read as a map"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": []}', "has no"),
        ("a.pbf", b"no pbf", "cannot be read as a map"),
        ("a.gpkg", b"no database", "cannot be read as a map"),
        ("a.txt", b"text", "cannot be read as a map"),
    ],
)
def test_a_file_that_gdal_cannot_read_is_one_line(tmp_path, name, content, fault):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=fault) as raised:
        read_features(path)
    assert "\n" not in str(raised.value)


def test_a_table_without_geometry_is_told(tmp_path):
    import pandas as pd
    import pyogrio

    path = tmp_path / "table.gpkg"
    pyogrio.write_dataframe(pd.DataFrame({"name": ["a"]}), path, layer="table", driver="GPKG")
    with pytest.raises(InputError, match="has no geometry"):
        read_features(path)


def test_a_file_that_hides_its_system_is_refused(tmp_path):
    path = tmp_path / "a.shp"
    street = LineString([(400_000, 4_470_000), (401_000, 4_471_000)])
    frame = gpd.GeoDataFrame({"highway": ["primary"]}, geometry=[street], crs="EPSG:32639")
    frame.to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read_features(path)


def test_more_features_than_a_page_can_draw_are_refused(geojson, monkeypatch):
    monkeypatch.setattr(feature_tiles, "MOST_FEATURES", 3)
    with pytest.raises(InputError, match="more than 3 features there: take a smaller area"):
        read_features(geojson)


def test_where_there_is_nothing_there_is_no_tile(geojson):
    with pytest.raises(InputError, match="nothing to draw"):
        tiles_of(geojson, bbox=(10.0, 10.0, 10.1, 10.1))


def test_no_text_of_a_feature_is_lost_or_read_as_more(tmp_path):
    """What is in a name is a name, whatever it looks like."""
    path = tmp_path / "a.geojson"
    name = '"=>","highway"=>"motorway" \\ <b>'
    path.write_text(collection((STREET[0], {"highway": "service", "name": name})), "utf-8")
    (road,) = layers_at(tiles_of(path), 49.85, 40.39, 14)["roads"]
    assert road["properties"] == {"kind": "minor_road", "kind_detail": "service", "name": name}
    assert json.loads(path.read_text("utf-8"))
