"""Cells: whatever type a value has, its text is what a CSV of the table would hold."""

from __future__ import annotations

import datetime
import decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.cells import in_array, texts_of, to_text, to_texts

DAY = datetime.date(1943, 1, 16)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (float("nan"), None),
        ("NA", "NA"),
        ("", ""),
        (1990.0, "1990"),
        (40.4, "40.4"),
        (1e300, "1e+300"),
        (True, "true"),
        (7, "7"),
        (np.int64(7), "7"),
        (np.float32(0.5), "0.5"),
        (np.datetime64("1943-01-16"), "1943-01-16"),
        (np.datetime64("NaT"), None),
        (DAY, "1943-01-16"),
        (datetime.datetime(1943, 1, 16), "1943-01-16"),
        (datetime.datetime(1943, 1, 16, 5, 30), "1943-01-16T05:30:00"),
        (datetime.time(5, 30), "05:30:00"),
        (["ə", 1], '["ə", 1]'),
        (decimal.Decimal("1.50"), "1.50"),
    ],
)
def test_a_value_has_one_text(value, expected):
    assert to_text(value) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([1990.0, 40.4, None, float("nan")]), ["1990", "40.4", None, None]),
        (pa.array([1e10, 0.00001]), ["10000000000", "1e-05"]),
        (pa.array([0.1, 7.0], pa.float32()), ["0.1", "7"]),
        (pa.chunked_array([], pa.float64()), []),
        (pa.array([1, None]), ["1", None]),
        (pa.array([True, None]), ["true", None]),
        (pa.array([DAY]), ["1943-01-16"]),
        (
            pa.array([datetime.datetime(1943, 1, 16), datetime.datetime(1943, 1, 16, 5, 30)]),
            ["1943-01-16", "1943-01-16 05:30:00"],
        ),
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", None, "a"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([["a", "b"], None]), ['["a", "b"]', None]),
        (pa.nulls(2), [None, None]),
        (pa.array([decimal.Decimal("1.50")]), ["1.50"]),
    ],
)
def test_an_arrow_column_of_any_type_has_texts(column, expected):
    assert to_texts(column).to_pylist() == expected


@given(
    st.lists(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.dates())
)
def test_a_column_by_arrow_and_by_its_values_is_the_same(values):
    by_kind = {}
    for value in values:
        by_kind.setdefault(type(value), []).append(value)
    for kind, alike in by_kind.items():
        if kind is type(None):
            continue
        assert to_texts(pa.array(alike)).to_pylist() == texts_of(alike).to_pylist()


@given(st.text(st.characters(), max_size=20) | st.text(st.characters(categories=["Cs"])))
def test_a_lone_surrogate_becomes_a_noncharacter_and_a_pair_its_character(text):
    [got] = texts_of([text]).to_pylist()
    try:
        text.encode()
    except UnicodeEncodeError:
        got.encode()
    else:
        assert got == text


def test_a_pair_of_surrogates_is_the_character_that_it_stands_for():
    assert texts_of(["\ud83d\ude00", "\ud83d"]).to_pylist() == ["😀", "\uffff"]


def test_a_column_of_one_piece_is_an_array_without_a_copy():
    texts = pa.array(["a", None, "b"])
    assert in_array(texts) is texts
    whole = in_array(pa.chunked_array([texts]))
    assert whole.buffers()[2].address == texts.buffers()[2].address
    assert in_array(pa.chunked_array([texts, texts])).to_pylist() == ["a", None, "b"] * 2
    assert in_array(pa.chunked_array([], pa.string())).to_pylist() == []
