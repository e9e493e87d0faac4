"""Candidates and suggestions: what equals a toponym, and what is only like it."""

from __future__ import annotations

import pytest

from mapbuilder.candidates import candidates_of, in_words, suggestions_of
from mapbuilder.gazetteer import read_gazetteer


def gazetteer(*names, **change):
    return read_gazetteer(
        [
            {"id": f"p{number}", "name": name, "lat": 1 + number, "lon": 2, **change}
            for number, name in enumerate(names)
        ]
    )


def test_a_name_with_its_generic_word_is_preferred_to_one_without():
    places = gazetteer("Lənkəran şəhəri", "Lənkəran rayonu", "Lankaran")
    [town, district, bare, russian] = candidates_of(
        ["Lankaran şəhəri", "LƏNKƏRAN RAYONU", "Lankaran", "г. Lankaran"], [places]
    )
    assert [c.place for c in town] == [0]
    assert [c.place for c in district] == [1]
    assert [c.place for c in bare] == [2]
    # A district is not a town, in whatever language that is said.
    assert [c.place for c in russian] == [0, 2]


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ("1931/1990", "1931 to 1990"),
        ("/1990", "until 1990"),
        ("../1990", "until 1990"),
        ("1931/", "from 1931"),
        ("1931/..", "from 1931"),
        ("1931", "1931"),
        ("../..", "at any time"),
    ],
)
def test_years_are_told_in_words(years, words):
    assert in_words(years) == words


@pytest.mark.parametrize(
    ("toponym", "why"),
    [
        ("Xankendi", "sounds the same"),
        ("خنکندی", "has the same consonants"),
        ("Port of Khankendi", "has words in common"),
        ("Khanqendil", "is spelt nearly so"),
    ],
)
def test_a_suggestion_says_why(toponym, why):
    [[suggestion]] = suggestions_of([toponym], [gazetteer("Khankendi")])
    assert suggestion.why == why
    assert 60 <= suggestion.score < 100


def test_characters_with_one_reading_in_latin_are_suggested_and_not_joined():
    places = gazetteer("山西")
    assert candidates_of(["陕西"], [places]) == [[]]
    [[suggestion]] = suggestions_of(["陕西"], [places])
    assert suggestion.why == "reads the same in Latin letters"


def test_at_most_five_places_are_suggested_each_once():
    places = gazetteer(*(f"Kirovabad {number}" for number in range(9)), names="Kirowabad")
    [suggestions] = suggestions_of(["Kirovabat"], [places])
    assert len({suggestion.place for suggestion in suggestions}) == len(suggestions) == 5


def test_short_names_do_not_draw_in_everything():
    [suggestions] = suggestions_of(["Ba"], [gazetteer("Alley of Martyrs", "Baku")])
    assert [suggestion.label for suggestion in suggestions] in ([], ["Baku"])


def test_nothing_is_suggested_from_nothing():
    assert suggestions_of(["Baku"], []) == [()]
    assert suggestions_of([], [gazetteer("Baku")]) == []
    assert candidates_of(["Baku"], []) == [[]]


def test_a_place_of_another_kind_with_the_very_name_is_suggested_by_its_id():
    own = read_gazetteer(
        [{"id": "t", "name": "Masallı rayonu", "lat": 39.0, "lon": 48.7, "feature": "town"}]
    )
    assert candidates_of(["Masallı rayonu"], [own]) == [[]]
    [[suggestion]] = suggestions_of(["Masallı rayonu"], [own])
    assert (suggestion.value, suggestion.why) == ("t", "has this very name, but is of another kind")
    [[suggestion]] = suggestions_of(["Masallı"], [own])
    assert suggestion.value == "Masallı rayonu"
