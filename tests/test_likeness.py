"""Likeness: which spellings are alike, in which order, and what is always true of a score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.likeness import (
    MOST,
    consonants_of,
    likeness,
    readings_of,
    unqualified,
    why,
)


def score(toponym: str, name: str) -> float:
    return float(likeness(toponym, readings_of([name]))[0])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Xankəndi", "Khankendi"),
        ("Çay", "Chay"),
        ("Şuşa", "Shusha"),
        ("Qazax", "Gazakh"),
        ("Жданов", "Zhdanov"),
    ],
)
def test_spellings_of_one_sound_sound_the_same(name, other):
    read = readings_of([name, other])
    assert read.sounds[0] == read.sounds[1] or read.consonants[0] == read.consonants[1]
    assert score(name, other) > 80


@pytest.mark.parametrize(
    ("toponym", "nearer", "farther"),
    [
        ("لنکران", "لنكاران", "اران"),
        ("Neftechala", "Neftçala", "Nəbiağalı"),
        ("Bakou", "Baku", "Aksu"),
        ("San Jose de Mayo", "San José", "Mayorga"),
        ("北京市", "北京", "南京市"),
        ("Springfeild", "Springfield", "Sheffield"),
        ("Laurl, Mississippi", "Laurel, Mississippi", "Jackson, Mississippi"),
        ("San Jose, California", "San José", "Bell, California"),
    ],
)
def test_the_nearer_name_scores_more(toponym, nearer, farther):
    assert score(toponym, nearer) > score(toponym, farther)


@pytest.mark.parametrize(
    ("toponym", "name", "reason"),
    [
        ("Баку", "Baku", "reads the same in Latin letters"),
        ("Lənkəran", "Lenkoran", "has the same consonants"),
        ("Şuşa", "Shusha", "sounds the same"),
        ("New Baku", "Baku", "has words in common"),
        ("Bamu", "Baku", "is spelt nearly so"),
    ],
)
def test_why_two_names_are_alike_is_said(toponym, name, reason):
    assert why(toponym, name) == reason


def test_what_says_where_a_place_lies_is_no_word_in_common():
    # The words in common are worth 85, wherever they stand.
    assert score("New Laurel", "Laurel, Mississippi") == 85
    assert score("Mississippi", "Laurel, Mississippi") < 85


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Laurel, Mississippi", "Laurel"),
        ("لارل، میسیسیپی", "لارل"),
        ("Clayton (Georgia)", "Clayton"),
        ("Azadliq (Independence) Square", "Azadliq (Independence) Square"),
        ("，北京", "，北京"),
        ("(x)", "(x)"),
        ("Baku", "Baku"),
        ("", ""),
    ],
)
def test_a_name_without_its_qualifier_is_never_empty(name, head):
    assert unqualified(name) == head


@given(st.text(), st.lists(st.text(max_size=12), max_size=6))
def test_a_score_is_its_own_whatever_else_is_compared(toponym, names):
    read = readings_of(names)
    assert len(read) == len(names) == len(read.sounds) == len(read.consonants)
    together = likeness(toponym, read) if names else []
    for name, got in zip(names, together, strict=True):
        assert 0 <= got <= MOST
        assert float(got) == score(toponym, name)


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\n"), max_size=12), min_size=1))
def test_the_consonants_of_many_keys_are_those_of_each(keys):
    assert consonants_of(keys) == [consonants_of([key])[0] for key in keys]


def test_no_names_have_no_readings():
    assert len(readings_of([])) == 0
    assert consonants_of([]) == []
