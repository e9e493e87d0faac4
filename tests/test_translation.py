"""Each language has its own words, and says what had to stay in the default one."""

from __future__ import annotations

import pytest

from mapbuilder.payload import Payload, to_payload

from .invented import EVENTS, exhibit_of


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
