"""Tables become lists whose indices meet: sources, places, groups and details."""

from __future__ import annotations

import pytest

from mapbuilder.payload import Payload, to_payload

from .invented import EVENTS, FIGURES, exhibit_of


@pytest.fixture(scope="module")
def payload() -> Payload:
    return to_payload(exhibit_of())


def test_a_source_that_is_named_but_not_listed_is_a_source_by_its_name(payload: Payload) -> None:
    sources = payload.texts["sources"]
    assert sources["id"] == ["paper", "diary", "letter"]
    assert sources["title"][2] == "letter"
    assert payload.texts["events"]["other_sources"][2] == [1, 2]
    assert payload.texts["events"]["date_sources"][2] == [1]
    assert payload.texts["events"]["source"] == [0, 0, 0, -1]


def test_unknown_columns_are_further_details(payload: Payload) -> None:
    assert payload.texts["events"]["details"] == [[], [], [["Weather", "cold"]], []]


def test_an_event_of_a_group_without_markers_keeps_its_toponym(payload: Payload) -> None:
    assert payload.texts["events"]["toponym"] == ["", "Velm", "Halva", "Halva"]


def test_of_several_sources_in_one_cell_the_first_is_the_event_s_source() -> None:
    several = to_payload(exhibit_of([{**EVENTS[0], "source": "diary; paper"}], figures=[]))
    ids = several.texts["sources"]["id"]
    assert ids[several.texts["events"]["source"][0]] == "diary"
    assert [ids[i] for i in several.texts["events"]["other_sources"][0]] == ["paper", "letter"]


def test_figures_of_unknown_events_are_left_out_and_the_others_stand_by_event() -> None:
    figures = [{**FIGURES[0], "event": "nobody"}, FIGURES[0], {**FIGURES[1], "event": "ev1"}]
    made = to_payload(exhibit_of(figures=figures))
    assert made.languages["en"]["figures"]["event"] == [1, 2]


def test_without_tables_of_sources_and_figures_the_written_sources_are_kept() -> None:
    made = to_payload(exhibit_of(sources=[], figures=[]))
    assert made.texts["sources"]["id"] == ["paper", "diary", "letter"]
