"""Each language has its own words, and says what had to stay in the default one."""

from __future__ import annotations

import pytest

from mapbuilder.payload import Payload, to_payload

from .invented import EVENTS, SOURCES, exhibit_of


@pytest.fixture(scope="module")
def payload() -> Payload:
    return to_payload(exhibit_of())


def test_a_text_without_a_translation_falls_back_and_says_so(payload: Payload) -> None:
    az = payload.languages["az"]
    assert az["exhibit"]["title"] == "Uydurma sərgi"
    assert az["exhibit"]["subtitle"] == "For tests"
    assert az["events"]["title"] == ["A vote", "A road closes", "Meydan dolur", "A report"]
    assert az["places"]["label"] == ["Velm", "Halva şəhəri"]
    fallback = az["fallback"]
    assert fallback["events.title"] == [0, 1, 3]
    assert fallback["places.label"] == [0]
    assert fallback["exhibit.subtitle"] is True
    assert "exhibit.title" not in fallback
    assert payload.languages["en"]["fallback"] == {}


def test_the_default_language_s_own_column_stands_in_where_no_plain_one_has_a_text() -> None:
    title = {"title": "A vote", "title_en": "The vote"}
    events = [{**EVENTS[1], **title, "text": "", "text_en": "One man, one vote."}]
    payload = to_payload(exhibit_of(events, figures=[]))
    az, en = payload.languages["az"], payload.languages["en"]
    assert (en["events"]["title"], az["events"]["title"]) == (["The vote"], ["A vote"])
    assert en["events"]["text"] == az["events"]["text"] == ["One man, one vote."]
    assert az["fallback"]["events.title"] == az["fallback"]["events.text"] == [0]
    assert en["fallback"] == {}


def test_only_a_text_shown_in_its_own_language_is_marked_a_draft(payload: Payload) -> None:
    assert payload.languages["az"]["events"]["draft"] == [False, False, True, False]
    assert payload.languages["en"]["events"]["draft"] == [False] * 4
    only_marked = [{**EVENTS[1], "review": "az: machine draft"}]
    untranslated = to_payload(exhibit_of(only_marked, figures=[]))
    assert untranslated.languages["az"]["events"]["draft"] == [False]


def test_figures_keep_their_qualifier_scope_and_source(payload: Payload) -> None:
    figures = payload.languages["en"]["figures"]
    assert figures["event"] == [2, 2]
    assert figures["value"] == ["some 744", "370"]
    assert figures["scope"] == ["the square", "the town"]
    titles = [payload.texts["sources"]["title"][index] for index in figures["source"]]
    assert titles == ["A paper", "A diary"]
    assert payload.languages["az"]["figures"]["value"] == ["təxminən 744", "370"]


def test_former_names_have_their_years_in_words(payload: Payload) -> None:
    (velm, halva) = payload.languages["en"]["places"]["former"]
    assert velm == []
    assert halva[0][0] == "Lenin"
    assert "1991" in halva[0][1]
    assert "/" not in halva[0][1]


def test_texts_are_trees(payload: Payload) -> None:
    texts = payload.languages["en"]["events"]["text"]
    assert texts[2] == [["p", "People ", ["em", "gathered"], "."], ["p", "They left."]]
    assert texts[1] == "A road was closed."
    assert texts[0] is None


def test_a_date_that_is_not_given_is_said_to_be_so() -> None:
    undated = to_payload(exhibit_of([{"title": "x", "date": ""}], figures=[]))
    assert undated.languages["en"]["events"]["date"] == ["date not given"]


def test_every_date_is_written_in_the_language(payload: Payload) -> None:
    assert payload.languages["en"]["events"]["date"][1] == "19 January 1990"
    assert "yanvar" in payload.languages["az"]["events"]["date"][1]


def test_kinds_and_dates_of_sources_are_in_the_language_and_other_words_are_marked() -> None:
    sources = [
        {**SOURCES[0], "type": "Newspaper", "date": "1990-01-21", "access": "excerpt only"},
        {**SOURCES[1], "type": "a shoebox of notes", "date": "some winter"},
    ]
    payload = to_payload(exhibit_of(sources=sources, languages=["en", "az", "ru"]))
    en, az, ru = (payload.languages[tag] for tag in ("en", "az", "ru"))
    assert en["sources"]["type"][:2] == ["newspaper", "a shoebox of notes"]
    assert en["sources"]["date"][:2] == ["21 January 1990", "some winter"]
    assert az["sources"]["type"][:2] == ["qəzet", "a shoebox of notes"]
    assert az["sources"]["date"][0] == "21 yanvar 1990-cı il"
    assert ru["sources"]["access"][0] == "только отрывок"
    assert ru["sources"]["date"][0] == "21 января 1990 года"
    assert az["fallback"]["sources.type"] == [1]
    assert "sources.type" not in en["fallback"]


def test_lines_and_pages_are_told_in_the_language() -> None:
    cells = {"line 9": "строка 9", "lines 9-11": "строки 9–11", "p. 3": "с. 3", "verso": "verso"}
    events = [{**EVENTS[0], "id": f"e{i}", "locator": cell} for i, cell in enumerate(cells)]
    payload = to_payload(exhibit_of(events, figures=[], languages=["en", "ru"]))
    ru = payload.languages["ru"]
    assert ru["events"]["locator"] == list(cells.values())
    assert ru["fallback"]["events.locator"] == [3]
    assert payload.languages["en"]["events"]["locator"] == list(cells)
    assert payload.texts["events"]["locator"] == list(cells)


@pytest.mark.parametrize(
    ("tag", "worded", "dates", "fallen"),
    [
        ("it", "en", ["possibly 1988", "19 gennaio 1990"], [0]),
        ("ur", "en", ["possibly 1988", "19 جنوری، 1990"], [0]),
        ("ar", None, ["ربما 1988", "19 يناير 1990"], None),
        ("az-Cyrl", "az", ["ehtimal ki, 1988-ci il", "19 yanvar 1990-cı il"], [0, 1]),
        ("en-GB", None, ["possibly 1988", "19 January 1990"], None),
    ],
)
def test_where_the_interface_speaks_another_language_no_text_is_half_in_each(
    tag: str, worded: str | None, dates: list[str], fallen: list[int] | None
) -> None:
    events = [{**EVENTS[2], "date": "1988?"}, EVENTS[1]]
    payload = to_payload(exhibit_of(events, figures=[], languages=[tag]))
    block = payload.languages[tag]
    assert block["ui"].get("lang") == worded
    assert block["events"]["date"] == dates
    assert block["fallback"].get("ui:events.date") == fallen
    if worded == "en":
        assert block["places"]["coordinates"] == ["40.3600° N, 49.8500° E"]
        assert block["ui"]["dir"] == "ltr"
