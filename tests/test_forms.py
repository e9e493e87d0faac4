"""Forms: categories are told apart by what they are drawn with, chosen in order."""

from __future__ import annotations

from mapbuilder.config import Category
from mapbuilder.forms import (
    COLOURS,
    FILLS,
    LINES,
    SYMBOLS,
    categories_of_places,
    drawn_as,
    legend_forms,
    to_forms,
)


def test_the_first_five_categories_differ_in_every_form():
    forms = to_forms([*"abcde"], {}, shapes=True)
    assert forms["symbol"] == list(SYMBOLS)
    assert forms["line"] == list(LINES)
    assert forms["fill"] == list(FILLS)
    assert forms["colour"] == list(COLOURS)
    assert forms["directed"] == [False] * 5


def test_what_is_set_is_kept_and_not_given_to_another():
    forms = to_forms([*"abc"], {"b": Category(line="solid", colour="ink")}, shapes=True)
    assert forms["line"] == ["dashed", "solid", "dotted"]
    assert forms["colour"] == ["slate", "ink", "ochre"]


def test_many_categories_have_plain_circles_and_points_have_no_tones():
    forms = to_forms([*"abcdef"], {"c": Category(symbol="cross")}, shapes=False)
    assert forms["symbol"] == ["circle", "circle", "cross", "circle", "circle", "circle"]
    assert set(forms["colour"]) == {"ink"}
    assert forms["line"][5] == forms["line"][0]


def test_when_every_form_is_taken_they_begin_anew():
    taken = {name: Category(line=line) for name, line in zip("abcde", LINES, strict=True)}
    assert to_forms([*"abcdefg"], taken, shapes=True)["line"][5:] == ["solid", "dashed"]


def test_no_two_of_twenty_five_categories_have_both_line_and_tone():
    forms = to_forms([f"c{number:02}" for number in range(25)], {}, shapes=True)
    assert len(set(zip(forms["line"], forms["colour"], strict=True))) == 25


def test_a_places_category_is_the_one_that_its_events_share():
    assert categories_of_places([0, 0, 1, 1, -1, 2], [3, 3, 3, 4, 5, -1], 4) == [3, -1, -1, -1]


def test_a_category_is_drawn_as_what_its_places_are():
    assert drawn_as([0, 0, 1, -1], ["area", "point", "line", "point"], 3) == [
        ["point", "area"],
        ["line"],
        [],
    ]


def test_one_category_of_points_needs_no_legend():
    one = {**to_forms(["a"], {}, shapes=False), "drawn": [["point"]]}
    assert legend_forms(one, outlined=False) == [[]]
    two = {**to_forms(["a", "b"], {}, shapes=False), "drawn": [["point"], ["point"]]}
    assert legend_forms(two, outlined=False) == [["symbol.circle"], ["symbol.square"]]
    line = {**to_forms(["a"], {}, shapes=True), "drawn": [["line"]]}
    assert legend_forms(line, outlined=True) == [["line.solid"]]
