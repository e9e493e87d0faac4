"""Boxes in which none of the exhibit's places lies are told, with the order that was meant."""

from __future__ import annotations

import pytest

from mapbuilder.boxes import check_view, exchanged
from mapbuilder.config import Config
from mapbuilder.report import Report, to_line

pa = pytest.importorskip("pyarrow")

CAUCASUS = [(49.87, 40.41), (48.85, 38.75)]


def places(*points, shape=None):
    return pa.table(
        {
            "lon": pa.array([lon for lon, _ in points], pa.float64()),
            "lat": pa.array([lat for _, lat in points], pa.float64()),
            "shape_wkb": pa.array([shape for _ in points], pa.binary()),
        }
    )


def told(box, table):
    report = Report()
    check_view(Config(view={"bbox": box}), table, report, "exhibit.toml")
    return [to_line(one) for one in report.problems()]


def test_a_first_view_with_a_place_in_it_is_left_alone():
    assert told([47, 38, 51, 41], places(*CAUCASUS)) == []
    assert told([170, -20, -170, -10], places((178.4, -18.1))) == []
    assert told([38, 47, 41, 51], places()) == []


def test_a_first_view_without_any_is_told_with_the_box_that_was_meant():
    [line] = told([38, 47, 41, 51], places(*CAUCASUS))
    assert line.startswith("exhibit.toml:view.bbox view-away: the map opens where none")
    assert line.endswith(
        "its order is west, south, east, north; 47, 38, 51, 41 would show 2 places"
    )
    [line] = told([2, 48, 3, 49], places(*CAUCASUS))
    assert line.endswith("its order is west, south, east, north")


def test_where_an_area_may_reach_into_the_box_nothing_is_told():
    assert told([2, 48, 3, 49], places(*CAUCASUS, shape=b"area")) == []
    assert len(told([38, 47, 41, 51], places(*CAUCASUS, shape=b"area"))) == 1


def test_what_would_be_no_box_is_no_hint():
    assert exchanged(places(*CAUCASUS))([100, 47, 120, 51]) == ""
    assert exchanged(places(*CAUCASUS))([47, 38, 51, 41]) == ""
