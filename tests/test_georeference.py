"""Transformations: what they are made for they give back, and what they are unfit for they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import georeference as geo

from . import old_maps as old

NET = old.net()
EXACT = {
    "polynomial-1": old.turned,
    "polynomial-2": old.bent,
    "polynomial-3": old.bent,
    "projective": old.tilted,
}


@pytest.mark.parametrize("kind", EXACT)
def test_a_transformation_gives_back_its_own_kind(kind):
    world = EXACT[kind]
    forward = geo.fit(kind, NET, world(NET))
    np.testing.assert_allclose(forward(old.MARKS), world(old.MARKS), atol=1e-3)


def test_a_spline_meets_its_points_and_is_near_between_them():
    net = old.net(9)
    forward = geo.fit("tps", net, old.wavy(net))
    np.testing.assert_allclose(forward(net), old.wavy(net), atol=1e-3)
    np.testing.assert_allclose(forward(old.MARKS), old.wavy(old.MARKS), atol=old.PIXEL_M / 2)


@given(st.floats(-180, 180), st.floats(-85, 85))
def test_mercator_there_and_back(lon, lat):
    back = geo.to_degrees(geo.to_mercator(np.array([[lon, lat]])))
    np.testing.assert_allclose(back, [[lon, lat]], atol=1e-9)


@pytest.mark.parametrize("kind", geo.LEAST_POINTS)
def test_too_few_points_or_points_on_a_line_determine_nothing(kind):
    spread = np.random.default_rng(0).uniform(0, 500, (geo.LEAST_POINTS[kind], 2))
    assert geo.fit(kind, spread, old.turned(spread)) is not None
    assert geo.fit(kind, spread[1:], old.turned(spread[1:])) is None
    line = np.column_stack([np.arange(20.0), 2 * np.arange(20.0)])
    assert geo.fit(kind, line, old.turned(line)) is None


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        (old.turned, 1),
        (lambda p: old.turned(p)[:, ::-1], -1),
        (lambda p: old.turned(np.column_stack([np.abs(p[:, 0] - 300), p[:, 1]])), 0),
        (lambda p: np.full_like(p, np.nan), 0),
    ],
    ids=["as it is", "mirrored", "folded", "nowhere"],
)
def test_the_sides_of_the_image_are_looked_at(world, expected):
    assert geo.orientation(world, NET) == expected


@pytest.mark.parametrize("kind", geo.LEAST_POINTS)
def test_a_wrong_point_is_found(kind):
    metres = old.turned(NET)
    metres[7] += [400, -300]
    found = geo.accuracy(kind, NET, metres, 1)
    assert found.worst == 7
    assert found.rms_without_m < 0.01
    assert geo.is_outlier(found, 3000)


@pytest.mark.parametrize("kind", geo.LEAST_POINTS)
def test_points_that_are_all_a_little_off_are_no_outliers(kind):
    metres = old.turned(NET) + np.random.default_rng(5).normal(0, 8, NET.shape)
    found = geo.accuracy(kind, NET, metres, 0.5)
    assert 1 < found.rms_m < 25
    assert not geo.is_outlier(found, 3000)
    assert geo.accuracy(kind, NET, metres, 1).rms_m == pytest.approx(2 * found.rms_m)


def test_just_enough_points_tell_nothing_of_themselves():
    spread = NET[[0, 4, 20]]
    assert geo.accuracy("polynomial-1", spread, old.turned(spread), 1) is None


def test_an_outline_follows_the_sides():
    square = geo.outline([[0, 0], [8, 0], [8, 8], [0, 8]], steps=4)
    assert square[:5].tolist() == [[0, 0], [2, 0], [4, 0], [6, 0], [8, 0]]
    assert len(square) == 16
