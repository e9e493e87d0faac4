"""Degrees as people write them: read in one way or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.degrees import Degrees, hint_of, to_degrees


@pytest.mark.parametrize(
    ("written", "number", "how", "axis"),
    [
        ("40.3755", 40.3755, "plain", None),
        ("-0", 0.0, "plain", None),
        ("49,8327", 49.8327, "comma", None),
        ("−40,5", -40.5, "comma", None),
        ("40°22′N", 40.3666667, "minutes", "lat"),
        ("40°22'12''S", -40.37, "minutes", "lat"),
        ("40º 22’ 33.5” N", 40.3759722, "minutes", "lat"),
        ("40 22 33 N", 40.3758333, "minutes", "lat"),
        ("W 49°52′", -49.8666667, "minutes", "lon"),
        ("N40.37", 40.37, "letter", "lat"),
        ("40.37° N", 40.37, "letter", "lat"),
        ("49,8671 E", 49.8671, "letter", "lon"),
        ("40°22′ с.ш.", 40.3666667, "minutes", "lat"),
        ("49°52′ в.д.", 49.8666667, "minutes", "lon"),
        ("40:22:33", 40.3758333, "minutes", None),
        ("-40°30'", -40.5, "minutes", None),
        # Beyond the range it is still a number, which somebody else refuses with its place.
        ("4925000", 4925000.0, "plain", None),
    ],
)
def test_what_is_written_in_one_way_is_read(written, number, how, axis):
    assert to_degrees(written) == Degrees(number, how, axis)


@pytest.mark.parametrize(
    "written",
    [
        "", "nan", "inf", "1_0", "abc", "40.5,49.8", "40;3", "40°70′N", "40°22′60″N", "40.5°22′N",
        "N40E", "N40S", "-40°N",
        # Degrees and minutes, or a latitude and a longitude?
        "40 49", "40 49 50",
        # East in German, west in French and Spanish.
        "12°30′O",
        "9" * 10_000 + "°",
    ],
)  # fmt: skip
def test_what_may_be_read_in_two_ways_or_in_none_is_not(written):
    assert to_degrees(written) is None


@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.sampled_from(["N", "S"]))
def test_degrees_minutes_and_seconds_are_the_number_they_say(degrees, minutes, seconds, letter):
    read = to_degrees(f"{degrees}°{minutes}′{seconds}″{letter}")
    whole = degrees + minutes / 60 + seconds / 3600
    assert read is not None
    assert read.axis == "lat"
    assert abs(read.number - (whole if letter == "N" else -whole)) < 1e-6


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("40.4093, 49.8671", "the latitude, mostly the first, 40.4093, goes into lat"),
        ("(40.4093 49.8671)", "and the longitude, 49.8671, into lon"),
        ("−33.8688;151.2093", "-33.8688"),
        ("40,4", "write a point, not a comma"),
        ("about 40", ""),
    ],
)
def test_what_a_cell_holds_instead_is_told(written, said):
    assert said in hint_of(written)
    assert bool(said) == bool(hint_of(written))
