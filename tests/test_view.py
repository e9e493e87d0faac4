"""The first view holds the main cluster; a far place is told in words and does not shrink it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.view import WORLD, View, to_view

BAKU = (49.83267, 40.37545)
NEFTCHALA = (49.2486, 39.37906)
LANKARAN = (48.85393, 38.75373)
MOSCOW = (37.61781, 55.75204)
SQUARE = (49.85311, 40.37316)


def view_of(*places: tuple[float, float], radius_m: float = float("nan")) -> View:
    lon, lat = np.array(places, dtype=float).reshape(-1, 2).T
    return to_view(lon, lat, np.full(len(lon), radius_m))


def test_a_far_place_is_left_out_of_the_box_and_has_its_distance() -> None:
    view = view_of(MOSCOW, BAKU, SQUARE, NEFTCHALA, LANKARAN)
    assert view.far_km[1:] == (None, None, None, None)
    assert view.far_km[0] == pytest.approx(1970, abs=60)
    assert view.bbox == pytest.approx((48.85393, 38.75373, SQUARE[0], BAKU[1]))


def test_two_places_are_never_far_from_each_other() -> None:
    assert view_of(BAKU, MOSCOW).far_km == (None, None)


def test_two_clusters_of_the_same_size_are_both_shown() -> None:
    assert view_of(BAKU, SQUARE, MOSCOW, (37.7, 55.8)).far_km == (None,) * 4


def test_two_far_places_in_one_direction_are_found_together() -> None:
    far = (30.3, 59.9)
    view = view_of(BAKU, NEFTCHALA, LANKARAN, (47.0, 40.5), (48.0, 41.0), MOSCOW, far)
    assert [km is not None for km in view.far_km] == [False] * 5 + [True] * 2


def test_sites_in_one_street_are_not_far_from_each_other() -> None:
    view = view_of((49.85, 40.37), (49.8501, 40.37), (49.8502, 40.3701), (49.86, 40.37))
    assert view.far_km == (None,) * 4


def test_an_exhibit_without_places_shows_the_world() -> None:
    assert view_of() == View(WORLD, ())


def test_a_box_over_the_antimeridian_has_west_beyond_east() -> None:
    west, _, east, _ = view_of((179.0, -17.0), (-179.0, -18.0), (178.0, -16.0)).bbox
    assert (west, east) == (178.0, -179.0)


def test_halos_lie_inside_the_box() -> None:
    west, south, east, north = view_of(BAKU, radius_m=5000).bbox
    assert west < BAKU[0] - 0.05
    assert east > BAKU[0] + 0.05
    assert north - BAKU[1] == pytest.approx(0.045, abs=0.001)
    assert south < BAKU[1]


places = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=30)


@given(places)
def test_the_box_holds_every_place_that_is_not_far(places: list[tuple[float, float]]) -> None:
    view = view_of(*places)
    west, south, east, north = view.bbox
    assert len(view.far_km) == len(places)
    assert sum(km is not None for km in view.far_km) * 2 < max(1, len(places))
    for (lon, lat), km in zip(places, view.far_km, strict=True):
        if km is not None:
            assert 0 <= km <= 20_038
            continue
        slack = 1e-6
        assert south - slack <= lat <= north + slack
        inside = west - slack <= lon <= east + slack
        if west > east:
            inside = lon >= west - slack or lon <= east + slack
        assert inside or abs(abs(lon) - 180.0) < slack


@given(st.lists(st.tuples(st.floats(-80, 80), st.floats(-80, 80)), min_size=1, max_size=9))
def test_the_box_is_no_wider_than_its_places(places: list[tuple[float, float]]) -> None:
    west, south, east, north = view_of(*places).bbox
    lons, lats = zip(*places, strict=True)
    assert east - west <= max(lons) - min(lons) + 1e-6
    assert north - south <= max(lats) - min(lats) + 1e-6


def test_the_view_holds_lines_and_areas_whole() -> None:
    reach = np.array([[0.5, 0.2, 0.1, 0.0], [0.0, 0.0, 2.0, 1.0]])
    lon, lat = np.array([BAKU, NEFTCHALA]).T
    view = to_view(lon, lat, np.array([np.nan, 100.0]), reach)
    assert view.bbox == pytest.approx(
        (NEFTCHALA[0] - 0.00116, NEFTCHALA[1] - 0.0009, NEFTCHALA[0] + 2, NEFTCHALA[1] + 1),
        abs=1e-4,
    )


def test_a_place_whose_line_leads_far_away_is_far() -> None:
    places = [BAKU, NEFTCHALA, LANKARAN, SQUARE, (49.0, 39.9)]
    lon, lat = np.array(places).T
    reach = np.zeros((5, 4))
    reach[4, 2] = 40
    view = to_view(lon, lat, np.full(5, np.nan), reach)
    assert [km is not None for km in view.far_km] == [False] * 4 + [True]
    assert view.bbox[2] < 50


def view_within(*places: tuple[float, float, float, bool]) -> View:
    """The view of (lon, lat, degrees that its area reaches each way, whether it is within that)."""
    lon, lat, reach, within = np.array(places, dtype=float).T
    nowhere = np.full(len(lon), np.nan)
    return to_view(lon, lat, nowhere, np.repeat(reach[:, None], 4, axis=1), within.astype(bool))


def test_somewhere_within_a_country_is_not_far_from_what_lies_in_it() -> None:
    places = [(47.6, 40.3, 3.0, True), (*BAKU, 0, False), (*NEFTCHALA, 0, False)]
    assert view_within(*places, (*LANKARAN, 0, False)).far_km == (None,) * 4
    # An area that was drawn for what happened all over it is.
    as_drawn = [(47.6, 40.3, 30.0, False), *places[1:], (*LANKARAN, 0, False)]
    assert view_within(*as_drawn).far_km[0] is not None


def test_a_wide_area_is_in_the_view_unless_that_is_two_zoom_levels_wider_for_it() -> None:
    towns = [(*BAKU, 0, False), (*NEFTCHALA, 0, False), (*LANKARAN, 0, False)]
    west, south, east, north = view_within((49.0, 39.6, 1.0, True), *towns).bbox
    assert (west, south, east) == pytest.approx((48.0, 38.6, 50.0))
    assert north == pytest.approx(40.6)
    west, south, east, north = view_within((49.0, 39.6, 20.0, True), *towns).bbox
    assert (west, south) == pytest.approx(LANKARAN)
    assert (east, north) == pytest.approx(BAKU)


def test_where_all_places_are_wide_areas_the_view_holds_them() -> None:
    west, south, east, north = view_within((40.0, 40.0, 5.0, True), (45.0, 42.0, 3.0, True)).bbox
    assert (west, south, east, north) == pytest.approx((35.0, 35.0, 48.0, 45.0))
