"""The sketch: a map in letters that stretches nothing and loses no mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.sketch import to_sketch


def cells(lines):
    """Where each character of the map stands: column, row."""
    return {
        letter: (x, y)
        for y, line in enumerate(lines[1:-2])
        for x, letter in enumerate(line[1:-1])
        if letter != " "
    }


def test_west_is_left_and_north_is_up():
    found = cells(to_sketch([("1", (49, 41)), ("2", (50, 40))], [(49.5, 40.5)]))
    assert found["1"][0] < found["."][0] < found["2"][0]
    assert found["1"][1] < found["."][1] < found["2"][1]


def test_the_map_has_its_size_and_a_scale_of_a_round_length():
    lines = to_sketch([("1", (0, 0)), ("2", (10, 0))], width=30, height=8)
    assert [len(line) for line in lines[:-1]] == [32] * 10
    assert lines[-1] == "|---| 200 km"
    # To the nearest column.
    left, right = (cells(lines)[mark][0] for mark in "12")
    assert abs((right - left) / 1112 * 200 - 4) < 0.6


def test_a_degree_east_is_as_long_as_one_north_on_the_equator_and_half_at_60_degrees():
    found = cells(to_sketch([("1", (0, 0)), ("2", (2, 0)), ("3", (0, 2))]))
    east, north = found["2"][0] - found["1"][0], 2 * (found["1"][1] - found["3"][1])
    assert abs(east - north) <= 2
    found = cells(to_sketch([("1", (0, 59)), ("2", (4, 59)), ("3", (0, 61))]))
    east, north = found["2"][0] - found["1"][0], 2 * (found["1"][1] - found["3"][1])
    assert abs(east - north) <= 2


def test_what_lies_across_180_degrees_stands_together():
    lines = to_sketch([("1", (179, -17)), ("2", (-179, -17))], [(0, -17)])
    found = cells(lines)
    assert found["1"][0] < found["2"][0]
    assert "." not in found
    assert lines[-1].endswith(" 50 km")


def test_marks_at_one_point_stand_beside_each_other():
    found = cells(to_sketch([(mark, (10, 10)) for mark in "12345"]))
    assert sorted(found) == list("12345")
    assert len(set(found.values())) == 5


def test_without_marks_there_is_no_map():
    assert to_sketch([], [(1, 1)]) == []


POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(st.lists(POINTS, min_size=1, max_size=5), st.lists(POINTS, max_size=20))
def test_every_mark_is_on_the_map_once(points, dots):
    lines = to_sketch([(str(n), point) for n, point in enumerate(points, 1)], dots)
    shown = "".join(lines[1:-2])
    assert [shown.count(str(n)) for n in range(1, 6)] == [n <= len(points) for n in range(1, 6)]
    assert len({len(line) for line in lines[:-1]}) == 1
