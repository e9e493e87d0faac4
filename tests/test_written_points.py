"""Written points: a text is a coordinate, to be read in one way or in two, or none."""

from __future__ import annotations

import pytest

from mapbuilder.written_points import WrittenPoint, point_in, what_is_right


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("40°24′33″N 49°52′2″E", 40.4091667, 49.8672222),
        ("40° 24' 33\" N, 49° 52' 2\" E", 40.4091667, 49.8672222),
        ("40°24'33\"N49°52'2\"E", 40.4091667, 49.8672222),
        ("40.4093N, 49.8671E", 40.4093, 49.8671),
        ("49.8671° E, 40.4093° N", 40.4093, 49.8671),
        ("40 24 33 N 49 52 02 E", 40.4091667, 49.8672222),
        ("40°22′33″ с. ш., 49°52′2″ в. д.", 40.3758333, 49.8672222),
        ("Point(49.8671 40.4093)", 40.4093, 49.8671),
        ("SRID=4326;POINT Z (49.8671 40.4093 12)", 40.4093, 49.8671),
        ("geo:40.4093,49.8671", 40.4093, 49.8671),
        ("lat: 40.4093, lng: 49.8671", 40.4093, 49.8671),
        ("longitude 49,8671 latitude 40,4093", 40.4093, 49.8671),
        # Only one of the two numbers can be a latitude.
        ("151.2093, -33.8688", -33.8688, 151.2093),
        ("−33.8688, 151.2093", -33.8688, 151.2093),
    ],
)
def test_a_text_that_says_which_number_is_the_latitude_is_sure(text, lat, lon):
    assert point_in(text) == WrittenPoint(lat, lon)


@pytest.mark.parametrize(
    "text",
    [
        "40.4093, 49.8671", "40.4093 49.8671", "40,4093 49,8671", "40,4093; 49,8671",
        "40,4093, 49,8671", "(40.4093, 49.8671)", "[40.4093,49.8671]", " 40.4093 / 49.8671 ",
    ],
)  # fmt: skip
def test_two_bare_numbers_may_be_in_either_order(text):
    assert point_in(text) == WrittenPoint(40.4093, 49.8671, sure=False)


@pytest.mark.parametrize(
    "text",
    [
        "", "Baku", "12, 14", "1990-1992", "12,5", "0,0", "40.4093", "12.5.1990", "Room 12.5, 13.5",
        "95.1, 95.2", "lat 40.4 lat 40.5", "Point(500000 4473000)", "40.4093N 40.5N",
        "1.5, 2.5, 3.5", "9" * 10_000, "1.1 " * 10_000, "geo:0,0?q=Baku", "Point()",
    ],
)  # fmt: skip
def test_what_is_no_coordinate_is_none(text):
    assert point_in(text) is None


def test_whole_degrees_are_a_point_where_nothing_else_is_asked_for():
    assert point_in("40, 49") is None
    assert point_in("40, 49", whole=True) == WrittenPoint(40, 49, sure=False)


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("40.409.264", "took its point for a mark of thousands: import the column as text"),
        ("40.4093, 49.8671", "write 40.4093 into the column lat and 49.8671 into lon"),
        ("40,x", "; write a point, not a comma"),
        ("north", ""),
    ],
)
def test_what_is_no_latitude_is_told_with_what_is_right(cell, right):
    assert what_is_right(cell).endswith(right)
    assert bool(what_is_right(cell)) is bool(right)
