"""Words that a table has in a language take the place of what the page would say there."""

from __future__ import annotations

import pytest

from mapbuilder.page import render_page
from mapbuilder.payload import Payload, to_payload

from .invented import EVENTS, FIGURES, SOURCES, exhibit_of

NAMES = {"author": "An author", "author_az": "Bir müəllif", "standpoint": "by a witness"}


@pytest.fixture(scope="module")
def payload() -> Payload:
    return to_payload(
        exhibit_of(
            [
                {**EVENTS[0], "locator": "the back", "locator_az": "arxası"},
                {**EVENTS[1], "locator": "the front"},
                *EVENTS[2:],
            ],
            sources=[
                {**SOURCES[0], **NAMES, "access_az": "tam oxunub", "type": "booklet"},
                {**SOURCES[1], "author": "Another", "standpoint_az": "şahid", "type_en": "notes"},
            ],
            figures=[
                {**FIGURES[0], "qualifier": "hardly", "qualifier_az": "çətin ki",
                 "locator_az": "4-cü vərəq"},
                FIGURES[1],
            ],
        )
    )  # fmt: skip


def test_a_locator_has_the_words_of_its_table(payload: Payload) -> None:
    az, en = payload.languages["az"], payload.languages["en"]
    by_id = dict(zip(payload.head["events"]["id"], az["events"]["locator"], strict=True))
    assert (by_id["ev2"], by_id["ev1"]) == ("arxası", "the front")
    fallen = [payload.head["events"]["id"][row] for row in az["fallback"]["events.locator"]]
    assert fallen == ["ev1"]
    assert "4-cü vərəq" in az["figures"]["locator"]
    assert "page 4" in en["figures"]["locator"]
    assert not payload.texts["events"]["details"][2][1:]


def test_a_qualifier_has_the_words_of_its_table(payload: Payload) -> None:
    assert set(payload.languages["az"]["figures"]["value"]) == {"çətin ki 744", "370"}
    assert set(payload.languages["en"]["figures"]["value"]) == {"hardly 744", "370"}


def test_what_is_said_of_a_source_is_in_the_language_where_its_table_has_it(
    payload: Payload,
) -> None:
    az, en = (payload.languages[tag]["sources"] for tag in ("az", "en"))
    assert az["author"] == ["Bir müəllif", "", ""]
    assert az["standpoint"] == ["", "şahid", ""]
    assert az["access"][0] == "tam oxunub"
    assert payload.languages["az"]["fallback"]["sources.type"] == [0]
    assert "sources.access" not in payload.languages["az"]["fallback"]
    assert en["type"][:2] == ["booklet", "notes"]
    assert {"author", "standpoint"}.isdisjoint(en)
    assert payload.texts["sources"]["author"][:2] == ["An author", "Another"]


def test_the_text_version_says_it_and_marks_what_stands_in() -> None:
    sources = [{**SOURCES[0], **NAMES}, SOURCES[1]]
    html = render_page(exhibit_of(sources=sources), language="az").decode()
    listed = html.partition('<section class="sources"')[2]
    assert ", Bir müəllif" in listed
    assert 'lang="en">by a witness</span>' in listed
    plain = render_page(exhibit_of(sources=sources)).decode()
    assert "Bir müəllif" not in plain.partition('<section class="sources"')[2]


def test_the_coordinates_credit_is_in_the_language_that_the_page_opens_in() -> None:
    from .invented import PLACES

    places = [{**PLACES[0], "coordinate_source_az": "bir ölçmə"}, PLACES[1]]
    credits = [
        to_payload(exhibit_of(places=places), language=tag).texts["attributions"][0]["credit"]
        for tag in ("en", "az")
    ]
    assert credits == ["a survey", "bir ölçmə"]
