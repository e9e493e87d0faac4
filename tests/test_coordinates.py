"""Coordinates in the records: one point is one place, whoever gives it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.coordinates import (
    distance_km,
    in_degrees,
    nearest_km,
    numbers_in,
    unique_rows,
)
from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records


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


degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(degrees, min_size=1, max_size=8), st.lists(degrees, min_size=1, max_size=8))
def test_the_nearest_is_at_the_least_of_all_distances(points, others):
    points, others = np.array(points), np.array(others)
    each = [distance_km(points, np.broadcast_to(other, points.shape)) for other in others]
    # Two that are equally far but for a millimetre may stand for each other.
    assert nearest_km(points, others) == pytest.approx(np.min(each, axis=0), abs=1e-3)


@given(st.lists(st.integers(-2, 9)))
def test_the_different_numbers_come_in_order_without_negative_ones(numbers):
    expected = sorted({number for number in numbers if number >= 0})
    assert numbers_in(np.array(numbers, np.int64)) == expected


values = st.integers(-3, 3)


@given(st.lists(st.tuples(values, values, values)))
def test_unique_rows_are_those_of_numpy(rows):
    table = np.array(rows, np.int64).reshape(-1, 3)
    first, inverse = unique_rows(*table.T)
    expected, expected_inverse = np.unique(table, axis=0, return_inverse=True)
    assert table[first].tolist() == expected.tolist()
    assert inverse.tolist() == expected_inverse.reshape(-1).tolist()


def labels_of(*records):
    """The labels of the places that records make, by the language's suffix."""
    rows = [{"date": "1990", "lat": 40.5, "lon": 49.5, **record} for record in records]
    places = locate(read_records(rows), read_gazetteer(None)).places
    columns = [name for name in places.column_names if name.startswith("label")]
    return places.select(columns).to_pylist()


def test_a_place_with_one_event_has_its_title_in_each_language():
    assert labels_of({"title": "A landing", "title_az": "Eniş", "title_ru": ""}) == [
        {"label": "A landing", "label_az": "Eniş"}
    ]


def test_a_place_with_several_events_has_their_title_where_they_share_it():
    shared = {"title": "A landing", "title_az": "Eniş"}
    assert labels_of(shared, {**shared, "date": "1991"}) == [
        {"label": "A landing", "label_az": "Eniş"}
    ]
    # The title is shared, and its translation is not: there the title of the table stands.
    assert labels_of(shared, {**shared, "title_az": "Enmə"}) == [{"label": "A landing"}]
    assert labels_of(shared, {**shared, "title": "A start"}) == [
        {"label": "40.5000° N, 49.5000° E"}
    ]


def test_a_toponym_comes_before_a_title_and_each_point_has_its_own():
    assert labels_of(
        {"title": "A landing", "place": "The field"},
        {"title": "A start", "lon": 49.6},
        {"title": "A fire", "lon": 49.7},
        {"title": "A flood", "lon": 49.7},
    ) == [{"label": "The field"}, {"label": "A start"}, {"label": "40.5000° N, 49.7000° E"}]


def test_a_label_from_a_title_leaves_the_coordinate_told_as_one():
    rows = [{"date": "1990", "title": "A landing", "lat": 40.5, "lon": 49.5}]
    exhibit = Exhibit.of(locate(read_records(rows), read_gazetteer(None)), id="x")
    places = to_payload(exhibit).languages["en"]["places"]
    assert places["label"] == ["A landing"]
    assert places["coordinates"] == ["40.5000° N, 49.5000° E"]
