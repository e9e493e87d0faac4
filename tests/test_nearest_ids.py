"""Ids that are not there are answered with those that may have been meant."""

from __future__ import annotations

import pytest

from mapbuilder.nearest_ids import nearest_among


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
