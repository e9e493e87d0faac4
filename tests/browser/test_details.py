"""Details of a record are in the visitor's language, on the screen and on paper."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mapbuilder.page import render_page

from ..invented import EVENTS, SOURCES, exhibit_of
from .conftest import dismiss_notice, until
from .pages import At
from .test_view import switch

TOLD = [
    {**EVENTS[0], "weather_az": "soyuq", "hand": "7"},
    {**EVENTS[1], "weather": "windy"},
    *EVENTS[2:],
]
LABELS = {"weather": {"label": "The weather", "label_az": "Hava"}}
SAID = [
    {**SOURCES[0], "author_az": "Bir müəllif", "standpoint": "by a witness"},
    {**SOURCES[1], "author": "Another", "standpoint_az": "şahid"},
]
# Of what is told twice over, a word and the language that it says it is in.
LISTED = """where => [...document.querySelectorAll(where)].map(each =>
    [...each.querySelectorAll('dt, dd')].map(one => [one.textContent, one.getAttribute('lang')]))"""
LABEL = {"az": "Tarixə dair qeyd", "ru": "Примечание к дате"}
COLD = [["Hava", None], ["soyuq", None], ["Hand", None], ["7", None]]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("details") / "details.html"
    path.write_bytes(render_page(exhibit_of(TOLD, sources=SAID, details=LABELS)))
    return path


def test_details_change_with_the_language_and_say_what_stands_in(visit, page):
    frame = visit(At(page, "lang=az&event=ev2")).frame
    dismiss_notice(frame)
    shown = '[data-event="ev2"] .details'
    assert frame.evaluate(LISTED, shown) == [COLD]
    frame.locator('button[data-language="en"]').click()
    until(frame, "document.documentElement.lang === 'en'")
    english = [["The weather", None], ["cold", None], ["Hand", None], ["7", None]]
    assert frame.evaluate(LISTED, shown) == [english]
    switch_to_source(frame)
    assert frame.evaluate(LISTED, shown) == []


def switch_to_source(frame) -> None:
    frame.locator('[data-action="view"]').click()
    switch(frame, "only")
    frame.locator(".only").first.wait_for()


def test_what_no_one_has_translated_is_marked_as_the_default_language(visit, page):
    frame = visit(At(page, "lang=az&event=ev1")).frame
    assert frame.evaluate(LISTED, '[data-event="ev1"] .details') == [
        [["Hava", None], ["windy", "en"]]
    ]


def test_sources_are_told_in_the_visitors_language_where_they_can_be(visit, page):
    frame = visit(At(page, "lang=az&view=sources")).frame
    said = frame.evaluate("""() => [...document.querySelectorAll('.references > li')].map(each =>
        [...each.querySelectorAll('.reference-facts > bdi:first-of-type')].map(one =>
            [one.textContent, one.getAttribute('lang')]))""")
    assert said[0][:2] == [["Bir müəllif", None], ["by a witness", "en"]]
    assert said[1] == [["Another", "en"], ["şahid", None]]


def test_the_handout_has_them_too(visit, page):
    frame = visit(At(page, "lang=az")).frame
    frame.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert frame.evaluate(LISTED, ".handout-details") == [
        [["Hava", None], ["windy", "en"]],
        COLD,
    ]


@pytest.mark.parametrize("tag", ["az", "ru"])
def test_the_default_exhibits_notes_on_dates_are_told_in_its_languages(
    tag, visit, exhibit_page, root
):
    with (root / "geodata/black-january/events.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for event in ("ev08", "cx04"):
        frame = visit(At(exhibit_page, f"lang={tag}&event={event}")).frame
        [[label, note]] = frame.evaluate(LISTED, f'[data-event="{event}"] .details:not(.in-source)')
        assert note == [rows[event][f"date_note_{tag}"], None]
        assert label == [LABEL[tag], None]
