"""Listed numbers: a list in JSON without its brackets is read as json reads it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.listed_numbers import to_numbers


@given(st.lists(st.integers(-(2**53), 2**53)))
def test_numbers_are_those_that_json_reads(numbers: list[int]) -> None:
    text = json.dumps(numbers, separators=(",", ":"))[1:-1]
    assert to_numbers(text.encode()).tolist() == numbers
