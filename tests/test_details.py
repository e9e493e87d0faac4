"""Which columns are one detail in several languages, and which only end in the letters of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.details import Detail, to_details, unlisted

CASES = {
    "a column alone is a detail of no language": (
        ["weather"], ["en", "az"], [Detail("weather", ("weather",))],
    ),
    "its variants are one detail with it, wherever they stand": (
        ["mood_ru", "weather", "mood", "mood_az"],
        ["en", "az", "ru"],
        [
            Detail("mood", ("mood",), {"ru": "mood_ru", "az": "mood_az"}),
            Detail("weather", ("weather",)),
        ],
    ),
    "the default language may be named, and comes first then": (
        ["mood", "mood_en"], ["en", "az"], [Detail("mood", ("mood_en", "mood"))],
    ),
    "all languages may be named": (
        ["mood_az", "mood_en"], ["en", "az"], [Detail("mood", ("mood_en",), {"az": "mood_az"})],
    ),
    "a name that ends in two letters is that of a detail of its own": (
        ["made_in_az", "weight_kg", "weight"],
        ["en", "az"],
        [
            Detail("made_in_az", ("made_in_az",)),
            Detail("weight_kg", ("weight_kg",)),
            Detail("weight", ("weight",)),
        ],
    ),
    "a language that is not listed is none": (
        ["mood", "mood_fr"],
        ["en", "az"],
        [Detail("mood", ("mood",)), Detail("mood_fr", ("mood_fr",))],
    ),
    "a script is part of the language": (
        ["mood", "mood_az_cyrl", "mood_az"],
        ["en", "az", "az-Cyrl"],
        [Detail("mood", ("mood",), {"az-Cyrl": "mood_az_cyrl", "az": "mood_az"})],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_columns_are_details(case: str) -> None:
    names, languages, expected = CASES[case]
    assert to_details(names, languages) == expected


NAMES = st.lists(
    st.sampled_from([f"{name}{tag}" for name in ("a", "a_b", "az") for tag in
                     ("", "_en", "_az", "_ru", "_az_cyrl", "_b")]),
    unique=True,
)  # fmt: skip


@given(NAMES, st.permutations(["en", "az", "ru", "az-Cyrl"]), st.integers(1, 4))
def test_every_column_is_of_one_detail(names: list[str], tags: list[str], count: int) -> None:
    details = to_details(names, tags[:count])
    held = [name for one in details for name in (*one.default, *one.translated.values())]
    assert sorted(held) == sorted(names)
    assert all(one.default for one in details)
    assert len({one.name for one in details}) == len(details)


def test_what_may_be_in_a_language_off_the_list_is_told_with_it() -> None:
    names = ["mood", "mood_fr", "mood_az", "weight_kg", "weight", "mood_de", "alone_fr"]
    assert list(unlisted(names, ["en", "az"], ["fr"])) == [("mood_fr", "mood", "fr")]
