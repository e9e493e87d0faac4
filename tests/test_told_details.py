"""What the page says of details: in the visitor's language, each at its own record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.page import render_page
from mapbuilder.payload import Payload, characters_by_use, to_payload

from .invented import EVENTS, exhibit_of
from .test_page import Reader

TOLD = [
    {**EVENTS[0], "weather_az": "soyuq", "hand": "7"},
    {**EVENTS[1], "weather": "windy", "weather_az": ""},
    {**EVENTS[2], "weather": "", "weather_az": "isti", "weather_ru": "жарко"},
    EVENTS[3],
]
LABELS = {"weather": {"label": "The weather", "label_az": "Hava"}, "Hand": {"label": "Hand no."}}


@pytest.fixture(scope="module")
def payload() -> Payload:
    return to_payload(exhibit_of(TOLD, languages=["en", "az", "ru"], details=LABELS))


def by_id(payload: Payload, tag: str) -> dict[str, Any]:
    details = payload.languages[tag]["events"].get("details", payload.texts["events"]["details"])
    return dict(zip(payload.head["events"]["id"], details, strict=True))


def test_a_detail_is_in_the_language_of_the_page_or_marked_as_a_stand_in(payload: Payload) -> None:
    assert by_id(payload, "en") == {
        "ev2": [["The weather", "cold"], ["Hand no.", "7"]],
        "ev1": [["The weather", "windy"]],
        "ev3": [],
        "cx1": [],
    }
    # A detail in no language is no stand-in for another; a label that has none in this language is.
    assert by_id(payload, "az") == {
        "ev2": [["Hava", "soyuq"], ["Hand no.", "7", 2]],
        "ev1": [["Hava", "windy", 1]],
        "ev3": [["Hava", "isti"]],
        "cx1": [],
    }
    assert by_id(payload, "ru")["ev2"] == [["The weather", "cold", 3], ["Hand no.", "7", 2]]


def test_the_default_language_s_details_stand_once_in_the_page(payload: Payload) -> None:
    assert "details" not in payload.languages["en"]["events"]
    plain = to_payload(exhibit_of())
    assert "details" not in plain.languages["az"]["events"]


def test_the_letters_of_details_in_every_language_are_drawn(payload: Payload) -> None:
    assert set("жарко") <= characters_by_use(payload)["note"]


def test_where_only_the_source_speaks_no_language_has_details() -> None:
    exhibit = exhibit_of(TOLD, languages=["en", "az"], details=LABELS, only_source=True)
    spoken = to_payload(exhibit)
    assert "details" not in spoken.languages["az"]["events"]
    assert not any(spoken.texts["events"]["details"])


def test_the_text_version_has_them_in_the_language_that_it_opens_in() -> None:
    exhibit = exhibit_of(TOLD, languages=["en", "az"], details=LABELS)
    html = render_page(exhibit, language="az").decode()
    text = html.partition('id="text-az"')[2].partition('id="text-en"')[0]
    assert "<dt>Hava</dt><dd>soyuq</dd>" in text
    assert '<dt lang="en">Hand no.</dt><dd>7</dd>' in text
    assert '<dt>Hava</dt><dd lang="en">windy</dd>' in text
    assert "<dt>The weather</dt><dd>cold</dd>" in render_page(exhibit).decode()
    Reader().feed(html)


CELLS = st.sampled_from(["", "told"])
ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(("note", "note_az", "note_ru", "note_en"), CELLS)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_no_detail_lands_on_another_record_or_in_another_language(
    rows: list[dict[str, str]], chance: Any
) -> None:
    """Whatever cells are filled and however the days order the records."""
    days = list(range(1, len(rows) + 1))
    chance.shuffle(days)
    events = [
        {"id": f"e{at}", "date": f"1990-01-{day:02}", "title": f"Event {at}"}
        | {name: f"e{at} {name}" if cell else "" for name, cell in row.items()}
        for at, (day, row) in enumerate(zip(days, rows, strict=True))
    ]
    made = to_payload(exhibit_of(events, figures=[], languages=["en", "az", "ru"]))
    for tag in ("en", "az", "ru"):
        told = by_id(made, tag)
        for at, row in enumerate(rows):
            own = [f"note_{tag}"] if row[f"note_{tag}"] else []
            default = [name for name in ("note_en", "note") if row[name]]
            expected = [f"e{at} {name}" for name in (own or default)[:1]]
            assert [pair[1] for pair in told[f"e{at}"]] == expected
            stands_in = bool(expected) and tag != "en" and not own
            assert [len(pair) > 2 for pair in told[f"e{at}"]] == [stands_in] * len(expected)
