"""Ids that are not there are answered with those that may have been meant."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.nearest_ids import nearest_among
from mapbuilder.records import read_records
from mapbuilder.report import Report


@pytest.mark.parametrize(
    ("known", "written", "first"),
    [
        (["1", "2", "21"], "1.0", "1"),
        (["1.0", "2.0"], "1", "1.0"),
        (["001", "010", "100"], "1", "001"),
        (["001", "010", "100"], "10.0", "010"),
        (["0", "00"], "0.0", "0"),
        (["1.5", "15"], "1.50", "1.5"),
        (["paper", "police"], "Paper", "paper"),
    ],
)
def test_the_same_number_comes_first(known, written, first):
    assert nearest_among(known)(written)[0].value == first


def test_what_is_like_nothing_has_no_answer():
    assert nearest_among(["1", "2"])("77.0") == ()
    assert nearest_among([])("1.0") == ()


def test_no_more_than_three_are_told():
    found = nearest_among(["7", "70", "07", "7.1", "17"])("7.0")
    assert found[0].value == "07"
    assert len(found) <= 3


def test_a_place_is_suggested_whose_id_is_the_number_that_stands_for_its_name():
    ids = ("1", "2", "03")
    places = read_gazetteer(
        [{"id": one, "name": f"Place {one}", "lat": 40 + int(one), "lon": 50} for one in ids]
    )
    records = read_records([
        {"id": "a", "date": "1990", "title": "A", "place": "2.0"},
        {"id": "b", "date": "1990", "title": "B", "place": "3"},
        {"id": "c", "date": "1990", "title": "C", "place": "1"},
    ])  # fmt: skip
    report = Report()
    locate(records, [places], report=report)
    told = {
        one.value: one.suggestions[0].place
        for one in report.problems()
        if one.code == "place-unknown"
    }
    assert told == {"2.0": "2", "3": "03"}
