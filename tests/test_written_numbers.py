"""Numbers are read as people write them: digits of any script, thousands apart, English words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.written_numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Some 744 people were injured, and about 800 detained", [744, 800]),
        ("1,234 and 1 234 and 1.234 and 1’234", [1234, 1234, 1234, 1234]),
        ("1 234 567 of them", [1234567]),
        ("٧٤٤ and ۱۲٬۰۰۰ and ७४४", [744, 12000, 744]),
        ("16–18, 131, 132", [16, 18, 131, 132]),
        ("one hundred and thirty people", [130]),
        ("a hundred, two thousand three hundred and five", [100, 2305]),
        ("two million, three hundred thousand and four", [2300004]),
        ("twenty-one and thirty, nineteen ninety", [21, 30, 19, 90]),
        ("SEVENTEEN", [17]),
        ("2 million", [2000000]),
        ("2 mıllion", [2000000]),
        ("9" * 5000, []),
        ("5.0 km and 0,5", []),
        ("S31, figure2, #4", []),
        ("hundreds of thousands, often, attend, anyone", []),
        ("", []),
    ],
)
def test_numbers_and_what_are_none(text: str, values: list[int]) -> None:
    assert [number.value for number in numbers_in(text)] == values


def test_digits_set_apart_by_a_space_may_be_two_numbers() -> None:
    (number,) = numbers_in("on January 20 744 people")
    assert [number.may_be(value) for value in (20744, 744, 20, 20.5)] == [True, True, True, False]


def test_words_are_read_only_where_they_are_asked_for() -> None:
    assert numbers_in("seventeen and 18", words=False)[0].value == 18


@given(st.text(), st.integers(0, 999_999))
def test_they_stand_in_order_apart_and_in_the_text(around: str, value: int) -> None:
    text = f"{around} {value:,} {around}"
    numbers = numbers_in(text)
    ends = [0]
    for number in numbers:
        assert ends[-1] <= number.start < number.end <= len(text)
        ends.append(number.end)


@given(st.integers(0, 999_999), st.sampled_from([",", " ", "\u202f", "’"]))
def test_a_number_is_itself_with_its_thousands_apart(value: int, mark: str) -> None:
    (number,) = numbers_in(f"({value:,})".replace(",", mark))
    assert number.value == value
