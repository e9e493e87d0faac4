"""The interface's words: whole in each language, with its plural forms and its typography."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from mapbuilder.plurals import FORMS, counted, plural_form, plural_table, stem_of
from mapbuilder.vicinity import DIRECTIONS
from mapbuilder.wording import is_draft, languages_with_strings, read_strings

FOLDER = Path(__file__).resolve().parent.parent / "templates/strings"
TAGS = ["en", "ar", "az", "de", "es", "fa", "fr", "he", "hy", "ka", "ru", "tr"]


def read(tag: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{tag}.json").read_text("utf-8")))


def words(tag: str) -> dict[str, str]:
    return {key: text for key, text in read(tag).items() if not key.startswith("_")}


ENGLISH = words("en")
# Sentences that count, and the ordinal numbers of centuries and years, whose forms are others.
COUNTED = {stem_of(key) for key in ENGLISH if stem_of(key) and f"{stem_of(key)}.one" in ENGLISH}
ORDINAL = {stem for stem in COUNTED if stem.startswith("date.")}
PLAIN = {key for key in ENGLISH if stem_of(key) not in COUNTED}

# What a language may say of its dates where English needs no word for it (docs/languages.md).
KINDS = "day|month|year|decade|century|season"
PHRASES = "about|after|before|between|possibly_about|since|since_unknown|until|until_unknown"
OWN = re.compile(
    rf"date\.(?:(?:{PHRASES})\.(?:{KINDS})|decade(?:_in_phrase)?\.\d|day_in_phrase|days|era"
    r"|era_order|first_day|joints|months_in_phrase|ordinals(?:_in_phrase)?|year_in_phrase"
    r"|pattern\.(?:day|month|day_month|quarter))"
)
# Of a date's phrase, blanks that stand for the same thing in another form.
SAME = {"plain": "date", "end_in_phrase": "end", "short": "year", "century": "year"}


def blanks(text: str) -> set[str]:
    return {SAME.get(name, name) for name in re.findall(r"\{(\w*)\}", text)}


def test_the_interface_speaks_twelve_languages() -> None:
    assert languages_with_strings() == TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_each_language_has_every_sentence_and_no_other(tag: str) -> None:
    own = words(tag)
    assert sorted(PLAIN - own.keys()) == []
    assert [key for key, text in own.items() if not isinstance(text, str) or not text] == []
    forms = {f"{stem}.{form}" for stem in COUNTED for form in FORMS}
    assert [key for key in own.keys() - PLAIN - forms if not OWN.fullmatch(key)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_what_counts_has_exactly_its_language_s_plural_forms(tag: str) -> None:
    own, locale = words(tag), Locale.parse(tag)
    cardinal = {*locale.plural_form.tags, "other"}
    for stem in COUNTED - ORDINAL:
        assert {key for key in own if stem_of(key) == stem} == {f"{stem}.{f}" for f in cardinal}
    ordinal = {*locale.ordinal_form.tags, "zero", "other"}
    for stem in ORDINAL:
        assert f"{stem}.other" in own
        if tag in ("az", "ru"):  # these have forms to spare, each with its text
            continue
        assert {key.rpartition(".")[2] for key in own if stem_of(key) == stem} <= ordinal


@pytest.mark.parametrize("tag", TAGS)
def test_each_sentence_keeps_its_blanks(tag: str) -> None:
    """The program fills ``{name}`` in: a translation that renames it would show it raw."""
    wrong = {}
    for key, text in words(tag).items():
        stem = stem_of(key) if stem_of(key) in COUNTED else ""
        like = ENGLISH.get(f"{stem}.other" if stem else key)
        if like is None:
            like = ENGLISH.get(key.rpartition(".")[0])
        # One, two and none may be said in words.
        few = stem in COUNTED - ORDINAL and key.rpartition(".")[2] in ("zero", "one", "two")
        if like is not None and blanks(text) != blanks(like) - ({"count"} if few else set()):
            if few and blanks(text) == blanks(like):
                continue
            wrong[key] = text
    assert wrong == {}


@pytest.mark.parametrize("tag", TAGS)
def test_each_sentence_is_set_with_care(tag: str) -> None:
    for key, text in words(tag).items():
        assert unicodedata.normalize("NFC", text) == text, key
        assert not re.search(r"[\"'`]|\.\.\.|  | [,;.](?:\s|$)", text), (key, text)
        if key not in ("page.legend.join", "date.joints"):
            assert text == text.strip(), key
        if tag == "fr":
            assert not re.search(r"(?<![\u202f\u00a0])[;!?%]|(?<!\u00a0):(?=\s|$)", text), text
        if tag in ("ar", "fa") and not re.search("[A-Za-z]", text):
            assert not re.search("[,;?%](?!.*[{}])", text) or key == "scans.percent", (key, text)
        if tag == "hy":
            assert not re.search(r":(?:\s|$)", text), (key, text)


@pytest.mark.parametrize("tag", TAGS)
def test_each_sentence_is_in_its_language_s_script(tag: str) -> None:
    script = {"ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "hy": "ARMENIAN", "ka": "GEORGIAN",
              "ru": "CYRILLIC"}.get(tag, "LATIN")  # fmt: skip
    told = re.compile(
        r"\{\w+\}|mapbuilder match(?: --take)?|toponym|place|\b[Ii]d\b|QR|[IVX]+|D?MMMM|\b\w\b"
    )
    foreign = {
        key: text
        for key, text in words(tag).items()
        if not key.startswith(("date.pattern", "date.century_digits", "date.era_order"))
        for rest in [told.sub("", text)]
        if any(
            letter.isalpha() and not unicodedata.name(letter, "").startswith(script)
            for letter in rest
        )
    }
    assert foreign == {}


@pytest.mark.parametrize("tag", TAGS)
def test_each_file_says_who_has_reviewed_it(tag: str) -> None:
    review = read(tag).get("_review")
    if tag == "en":
        assert review is None
        assert not is_draft("en")
        return
    assert next(iter(read(tag))) == "_review"
    assert set(review) == {"drafted_by_machine", "reviewed_by"}
    assert isinstance(review["drafted_by_machine"], bool)
    assert is_draft(tag) is (review["drafted_by_machine"] and not review["reviewed_by"])


def test_terms_of_one_thing_are_one_word() -> None:
    for tag in TAGS:
        own = words(tag)
        assert own["ui.sources"] == own["page.sources"]
        assert own["ui.records"] == own["ui.steps"]
        assert own["ui.zoom_in"] == own["review.zoom_in"]
        assert own["ui.zoom_out"] == own["review.zoom_out"]
        assert own["page.legend.town"][:3].lower() == own["review.feature.town"][:3].lower() or (
            tag in ("ru", "az", "hy", "en", "ka")
        )
        directions = [own[f"page.vicinity.{way}"] for way in DIRECTIONS]
        assert len(set(directions)) == 8


def test_a_language_s_own_forms_stand_alone() -> None:
    """English "{number}nd" must not stand where another language has one form for all."""
    assert {
        text for key, text in read_strings("de").items() if key.startswith("date.century.")
    } == {"{number}. Jahrhundert"}
    assert "ui.marker_records.one" in read_strings("de-AT")
    assert read_strings("kk")["date.century.two"] == ENGLISH["date.century.two"]


@pytest.mark.parametrize("tag", [*TAGS, "cy", "pl", "sl", "mt", "pt", "zz"])
def test_the_page_s_table_of_forms_holds_for_every_number(tag: str) -> None:
    table = plural_table(tag)
    letters = {form[0] if form != "other" else "x": form for form in FORMS}
    letters["t"], letters["o"] = "two", "one"
    assert len(table) == 201

    def by_table(number: int) -> str:
        at = number if number < 200 else 200 if number % 1_000_000 == 0 else 100 + number % 100
        return letters[table[at]]

    numbers = [*range(2_300), 9_999, 10_000, 12_345, 100_000, 999_999, 10**6, 10**6 + 1, 3 * 10**6]
    assert [n for n in numbers if by_table(n) != plural_form(n, tag)] == []


def test_a_counted_sentence_is_said_in_its_form() -> None:
    russian = read_strings("ru")
    said = [counted(russian, "ui.marker_records", n, "ru").format(count=n) for n in (1, 3, 5, 21)]
    assert said == ["1 запись", "3 записи", "5 записей", "21 запись"]
    arabic = read_strings("ar")
    said = [
        counted(arabic, "ui.marker_records", n, "ar").format(count=n) for n in (1, 2, 3, 11, 100)
    ]
    assert said == ["سجل واحد", "سجلان", "3 سجلات", "11 سجلًّا", "100 سجل"]
    assert counted(ENGLISH, "ui.marker_records", 1, "zz") == "{count} records"
