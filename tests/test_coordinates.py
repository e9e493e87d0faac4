"""Coordinates in the records: one point is one place, whoever gives it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.coordinates import distance_km, in_degrees, unique_rows


@pytest.mark.parametrize(
    ("lon", "lat", "written"),
    [
        (48.85393, 38.75373, "38.7537° N, 48.8539° E"),
        (-0.5, -12.0, "12.0000° S, 0.5000° W"),
        (180.0, 90.0, "90.0000° N, 180.0000° E"),
    ],
)
def test_a_coordinate_is_written_to_four_places(lon, lat, written):
    assert in_degrees(lon, lat) == written


def test_distances_are_along_the_great_circle():
    points = np.array([[49.83267, 40.37545], [0.0, 0.0], [179.0, 0.0], [10.0, 10.0]])
    others = np.array([[37.61781, 55.75204], [180.0, 0.0], [-179.0, 0.0], [10.0, 10.0]])
    assert distance_km(points, others) == pytest.approx([1929, 20015, 222.4, 0], rel=0.001)


values = st.integers(-3, 3)


@given(st.lists(st.tuples(values, values, values)))
def test_unique_rows_are_those_of_numpy(rows):
    table = np.array(rows, np.int64).reshape(-1, 3)
    first, inverse = unique_rows(*table.T)
    expected, expected_inverse = np.unique(table, axis=0, return_inverse=True)
    assert table[first].tolist() == expected.tolist()
    assert inverse.tolist() == expected_inverse.reshape(-1).tolist()
