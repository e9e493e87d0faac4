"""Vicinities: "near", "north of" and "between" are areas that lie where they should, anywhere."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from pyproj import Geod

from mapbuilder.coordinates import PRECISIONS, is_area
from mapbuilder.shapes import unrolled
from mapbuilder.vicinity import (
    BETWEEN_SHARE,
    DIRECTIONS,
    NEAR_LEAST_M,
    USUAL_RADII_M,
    WIDEST_M,
    between,
    near,
    near_m,
    own_radius_m,
    towards,
)

GEOD = Geod(ellps="WGS84")
HAFTONI = (48.7622, 38.7936)
BAKU, LANKARAN = (49.8671, 40.4093), (48.8506, 38.7543)

lons = st.floats(-180, 180)
lats = st.floats(-89, 89)
radii = st.none() | st.floats(0, 300_000)


def area_of(vicinity):
    geom = shapely.from_wkb(vicinity.wkb)
    assert is_area(vicinity.wkb)
    assert geom.is_valid, shapely.is_valid_reason(geom)
    west, south, east, north = geom.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    return geom


def km2(geom):
    return abs(GEOD.geometry_area_perimeter(geom)[0]) / 1e6


def point(origin, heading, metres):
    lon, lat, _ = GEOD.fwd(*origin, heading, metres)
    return shapely.Point(lon, lat)


def assert_true_of(vicinity):
    """The marker is in the area, and no corner of it is farther away than is said."""
    geom = area_of(vicinity)
    assert geom.distance(shapely.Point(vicinity.lon, vicinity.lat)) < 1e-5
    corners = shapely.get_coordinates(geom)
    # Corners at a pole and on 180° are the map's, which ends there.
    lon, lat = np.full(len(corners), vicinity.lon), np.full(len(corners), vicinity.lat)
    _, _, away_m = GEOD.inv(lon, lat, corners[:, 0], corners[:, 1])
    pole = (np.abs(corners[:, 1]) == 90) | (np.abs(corners[:, 0]) == 180)
    assert away_m[~pole].max(initial=0) <= vicinity.uncertainty_m + 1
    return geom


def test_near_is_a_circle_of_twice_the_places_radius_and_5_km_at_least():
    lon, lat, uncertainty_m, wkb = near(*HAFTONI, 4_000)
    assert (lon, lat) == HAFTONI
    assert uncertainty_m == pytest.approx(8_000, abs=1)
    assert km2(shapely.from_wkb(wkb)) == pytest.approx(math.pi * 64, rel=2e-3)
    for radius_m in (None, 0, 1_000, math.nan):
        assert near(*HAFTONI, radius_m).uncertainty_m == pytest.approx(NEAR_LEAST_M, abs=1)
    assert near_m(9e9) == WIDEST_M


def test_a_place_has_its_own_radius_or_the_usual_one_of_its_kind():
    assert own_radius_m("city", 3_000.0) == 3_000
    assert own_radius_m("city", None) == own_radius_m("city", math.nan) == USUAL_RADII_M["city"]
    assert own_radius_m(None, None) == USUAL_RADII_M["town"]
    assert set(USUAL_RADII_M) == set(PRECISIONS)
    radii = [USUAL_RADII_M[precision] for precision in PRECISIONS]
    assert radii == sorted(radii)


@pytest.mark.parametrize("number", range(8))
def test_a_direction_is_a_sector_of_90_degrees(number):
    heading = 45 * number
    vicinity = towards(*HAFTONI, None, DIRECTIONS[number])
    geom = assert_true_of(vicinity)
    assert km2(geom) == pytest.approx(math.pi * 100 / 4, rel=2e-3)
    for turn, metres, inside in [
        (0, 9_900, True), (44, 9_000, True), (-44, 9_000, True), (0, 100, True),
        (0, 10_100, False), (47, 5_000, False), (-47, 5_000, False), (180, 100, False),
    ]:  # fmt: skip
        assert geom.contains(point(HAFTONI, heading + turn, metres)) is inside, (turn, metres)
    _, _, from_place_m = GEOD.inv(*HAFTONI, vicinity.lon, vicinity.lat)
    assert from_place_m == pytest.approx(5_000, abs=1)


def test_a_direction_with_a_distance_is_the_part_of_a_ring_there():
    vicinity = towards(*BAKU, 6_000, "s", 40_000)
    geom = assert_true_of(vicinity)
    for metres, inside in [(23_800, False), (24_200, True), (40_000, True), (55_800, True),
                           (56_200, False)]:  # fmt: skip
        assert geom.contains(point(BAKU, 180, metres)) is inside, metres
    _, _, away_m = GEOD.inv(*BAKU, vicinity.lon, vicinity.lat)
    assert away_m == pytest.approx(40_000, abs=1)


def test_a_distance_within_the_place_s_own_radius_begins_at_its_middle():
    geom = assert_true_of(towards(*BAKU, 10_000, "e", 5_000))
    assert geom.contains(point(BAKU, 90, 50))
    assert not geom.contains(point(BAKU, 270, 50))


@pytest.mark.parametrize("direction", ["N", "north", "", "nne"])
def test_a_direction_that_is_none_is_refused(direction):
    with pytest.raises(ValueError, match=r"no direction .*; there are n, ne, e"):
        towards(*BAKU, None, direction)


@pytest.mark.parametrize("distance_m", [0, -1.0, math.nan, math.inf])
def test_a_distance_that_is_none_is_refused(distance_m):
    with pytest.raises(ValueError, match="above 0 m"):
        towards(*BAKU, None, "n", distance_m)


def test_between_holds_both_places_and_the_way():
    vicinity = between(*BAKU, 6_000, *LANKARAN, 4_000)
    geom = assert_true_of(vicinity)
    azimuth, _, length_m = GEOD.inv(*BAKU, *LANKARAN)
    wide_m = BETWEEN_SHARE * length_m
    for share in np.linspace(0, 1, 11):
        lon, lat, _ = GEOD.fwd(*BAKU, azimuth, share * length_m)
        assert geom.contains(shapely.Point(lon, lat))
        _, back, _ = GEOD.inv(*BAKU, lon, lat) if share else (0, azimuth + 180, 0)
        for side in (-90, 90):
            assert geom.contains(point((lon, lat), back + 180 + side, wide_m * 0.99))
            assert not geom.contains(point((lon, lat), back + 180 + side, wide_m * 1.01))
    assert vicinity.uncertainty_m == pytest.approx(length_m / 2 + wide_m, rel=1e-3)
    there, back = between(*BAKU, 6_000, *LANKARAN, 4_000), between(*LANKARAN, 4_000, *BAKU, 6_000)
    one, other = shapely.from_wkb(there.wkb), shapely.from_wkb(back.wkb)
    assert one.symmetric_difference(other).area < 1e-3 * one.area


def test_between_a_place_and_itself_is_near_it():
    assert between(*BAKU, None, *BAKU, 8_000) == near(*BAKU, 8_000)


@pytest.mark.parametrize(
    "vicinity",
    [
        near(179.9, -16.5, 40_000),
        towards(179.9, -16.5, 40_000, "e"),
        towards(-179.9, 65.0, 40_000, "nw", 90_000),
        between(178.4, -18.1, 5_000, -175.2, -21.1, 5_000),
    ],
)
def test_across_180_degrees_an_area_is_cut_and_joins_to_one_piece(vicinity):
    geom = assert_true_of(vicinity)
    assert geom.geom_type == "MultiPolygon"
    whole = unrolled(geom)
    assert whole.geom_type == "Polygon"
    assert whole.bounds[2] - whole.bounds[0] < 20
    assert km2(whole) == pytest.approx(km2(geom), rel=1e-6)


@pytest.mark.parametrize(("lat", "pole"), [(89.99, 90), (-89.97, -90)])
def test_round_a_pole_an_area_goes_up_to_it(lat, pole):
    vicinity = near(20.0, lat, 30_000)
    geom = assert_true_of(vicinity)
    assert geom.bounds[1 if pole < 0 else 3] == pole
    assert geom.bounds[0] == -180
    assert geom.bounds[2] == 180
    for lon in range(-180, 180, 30):
        assert geom.buffer(1e-9).contains(shapely.Point(lon, math.copysign(89.8, pole)))
        assert not geom.contains(shapely.Point(lon, math.copysign(89.2, pole)))


@given(lons, lats, radii)
@example(180.0, 0.0, None)
@example(-180.0, 89.0, 300_000.0)
def test_near_any_place_of_earth(lon, lat, radius_m):
    vicinity = near(lon, lat, radius_m)
    assert_true_of(vicinity)
    assert vicinity.uncertainty_m == pytest.approx(near_m(radius_m), abs=2)


@given(lons, lats, radii, st.sampled_from(DIRECTIONS), st.none() | st.floats(1_000, 500_000))
@example(0.0, 89.0, None, "n", 111_000.0)
def test_towards_any_direction_from_any_place_of_earth(lon, lat, radius_m, direction, distance_m):
    assert_true_of(towards(lon, lat, radius_m, direction, distance_m))


@given(lons, st.floats(-80, 80), radii, lons, st.floats(-80, 80), radii)
@example(0.0, 80.0, None, 180.0, 80.0, None)
def test_between_any_two_places_of_a_continent(lon1, lat1, radius1, lon2, lat2, radius2):
    azimuth, _, length_m = GEOD.inv(lon1, lat1, lon2, lat2)
    if length_m > 4_000_000:
        lon2, lat2, _ = GEOD.fwd(lon1, lat1, azimuth, 4_000_000)
    geom = assert_true_of(between(lon1, lat1, radius1, lon2, lat2, radius2))
    for lon, lat in ((lon1, lat1), (lon2, lat2)):
        assert geom.distance(shapely.Point(lon, lat)) < 1e-5


def test_the_same_words_give_the_same_bytes():
    assert between(*BAKU, 6e3, *LANKARAN, 4e3).wkb == between(*BAKU, 6e3, *LANKARAN, 4e3).wkb
    # A tenth of a metre of what a version of PROJ may add changes nothing.
    assert near(*HAFTONI, None).wkb == near(HAFTONI[0] + 1e-9, HAFTONI[1], None).wkb
