"""Contested words in the curator's voice, and the three ways in which they are not his."""

from __future__ import annotations

import pyarrow as pa
import pytest

from mapbuilder.contested import find_contested, names_of

NAMES = names_of(
    {
        "label": ["Alley of Martyrs (Martyrs' Lane), Baku"],
        "label_az": ["Şəhidlər xiyabanı"],
        "names": ["ru:Аллея шехидов|Martyrs' Avenue"],
    }
)


def words(text: str, language: str, *entries: str, names=NAMES) -> list[str]:
    return [one.word for one in find_contested(pa.array([text]), language, entries, names)]


@pytest.mark.parametrize(
    ("text", "language", "entry", "found"),
    [
        ("A massacre and MASSACRES.", "en", "massacre", ["massacre", "MASSACRES"]),
        ("Unmassacred", "en", "massacre", []),
        ("“A massacre”, it says.", "en", "massacre", []),
        ("in what it calls a massacre", "en", "massacre", []),
        ("what it calls so; a massacre", "en", "massacre", ["massacre"]),
        ("The Alley of Martyrs and martyrs", "en", "martyr", ["martyrs"]),
        ("Martyrs' Lane", "en", "martyr", []),
        ("Şəhidlər xiyabanının yanında şəhidlər", "az", "şəhid", ["şəhidlər"]),
        ("sənədin şəhid adlandırdığı şəxslər", "az", "şəhid", []),
        ("İŞĞAL altında", "az", "işğal", ["İŞĞAL"]),
        ("на Аллее шехидов, где шехиды", "ru", "шехид", ["шехиды"]),
        ("тех, кого документ называет шехидами", "ru", "шехид", []),
        ("этнической  чистки и этническая чистка", "ru", "этническая чистк", ["этническая чистка"]),
        ("ethnic cleansing", "en", "ethnic cleansing", ["ethnic cleansing"]),
        ("das, was sie eine Tragödie nennt", "de", "tragödie", []),
        ("eine Tragödie", "de", "tragödie", ["Tragödie"]),
    ],
)
def test_words_are_found_in_the_curators_voice_alone(text, language, entry, found):
    assert words(text, language, entry) == found


def test_without_a_list_nothing_is_contested():
    assert words("A massacre.", "en") == []
    assert words("A massacre.", "en", "  ") == []


def test_a_null_has_no_words():
    assert find_contested(pa.array([None, "a massacre"]), "en", ["massacre"])[0].text == 1


def test_a_composed_and_a_decomposed_letter_are_one():
    assert words("s\u0327əhid", "az", "şəhid", names=()) == ["şəhid"]
