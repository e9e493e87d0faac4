"""The payload is one versioned, columnar description: indices meet, words are written."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import zlib
from base64 import b64decode
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.payload import Payload, characters_by_use, encode, to_bytes, to_json, to_payload

from .invented import EVENTS, HOSTILE, PLACES, exhibit_of


@pytest.fixture(scope="module")
def payload() -> Payload:
    return to_payload(exhibit_of())


def decoded(text: str) -> Any:
    return json.loads(zlib.decompress(b64decode(text)))


def test_events_stand_in_time_order_and_places_in_the_order_of_their_first_marker(
    payload: Payload,
) -> None:
    assert payload.head["events"]["id"] == ["ev3", "ev1", "ev2", "cx1"]
    assert payload.head["places"]["id"] == ["velm", "halva"]
    assert payload.head["events"]["place"] == [-1, 0, 1, -1]


def test_places_have_short_coordinates_and_their_precision(payload: Payload) -> None:
    places = payload.head["places"]
    assert (places["lon"], places["lat"]) == ([49.85, 49.83267], [40.36, 40.37545])
    assert places["precision"] == ["site", "city"]
    assert places["uncertainty_m"] == [None, 5000]
    assert places["far_km"] == [None, None]


def test_the_view_holds_the_places_and_is_the_configured_one_when_there_is_one(
    payload: Payload,
) -> None:
    west, south, east, north = payload.head["view"]["bbox"]
    assert 49.7 < west < 49.83267 < 49.85 <= east < 50
    assert south <= 40.36 < 40.37545 < north
    given_box = to_payload(exhibit_of(view={"bbox": [40, 30, 60, 50]})).head["view"]["bbox"]
    assert given_box == [40, 30, 60, 50]


def test_groups_and_categories_are_those_in_use(payload: Payload) -> None:
    assert payload.head["groups"] == {
        "id": ["core", "context"],
        "panel": ["events", "context"],
        "markers": [True, False],
    }
    assert payload.head["categories"] == {
        "id": ["gathering"],
        "symbol": ["square"],
        "line": ["solid"],
        "fill": ["hatch"],
        "colour": ["ink"],
        "directed": [False],
        "drawn": [["point"]],
    }
    assert payload.head["events"]["category"] == [-1, -1, 0, -1]


LINE = "LINESTRING (49 40, 50 41)"


def shaped(**config: Any) -> Payload:
    """A march, an area of the same kind and of another, and a point."""
    events = [
        {"id": "a", "date": "1990", "title": "March", "category": "march", "geometry": LINE},
        {"id": "b", "date": "1991", "title": "Camp", "category": "camp", "place": "Camp"},
        {"id": "c", "date": "1992", "title": "Again", "category": "march", "place": "Camp"},
        {"id": "d", "date": "1993", "title": "Find", "category": "camp", "lat": 40, "lon": 49},
    ]
    area = "POLYGON ((49 40, 49.5 40, 49.5 40.5, 49 40))"
    places = [{"id": "camp", "name": "Camp", "geometry": area, "certainty": "Less certain"}]
    return to_payload(exhibit_of(events, places, [], [], **config))


def test_lines_and_areas_have_outlines_and_points_have_none() -> None:
    payload = shaped()
    assert payload.head["places"]["shape"] == [0, 1, -1]
    assert payload.head["places"]["doubt"] == [0, 1, 0]
    assert payload.head["places"]["label"] == ["March", "Camp", "Find"]
    assert payload.outlines is not None
    assert payload.outlines["kind"] == ["line", "area"]
    assert to_payload(exhibit_of()).outlines is None
    assert payload.languages["en"]["places"]["precision"] == [
        "a line",
        "an area; less certain",
        "a site",
    ]


def test_the_first_view_holds_lines_and_areas_whole() -> None:
    assert shaped().head["view"]["bbox"] == [49, 40, 50, 41]


def test_a_place_has_the_category_that_its_events_share() -> None:
    head = shaped().head
    assert head["categories"]["id"] == ["camp", "march"]
    assert head["places"]["category"] == [1, -1, 0]
    assert head["categories"]["drawn"] == [["point"], ["line"]]


def test_forms_follow_the_categories_order_where_the_settings_are_silent() -> None:
    march = {"line": "double", "colour": "moss", "directed": True, "symbol": "square"}
    categories = shaped(categories={"march": march}).head["categories"]
    assert categories["id"] == ["march", "camp"]
    assert categories["line"] == ["double", "solid"]
    assert categories["symbol"] == ["square", "circle"]
    assert categories["colour"] == ["moss", "ink"]
    assert categories["directed"] == [True, False]


def test_a_legend_is_there_when_there_is_something_to_tell() -> None:
    assert shaped().languages["en"]["legend"] == [
        ["Camp", "circle"],
        ["March", "dashed line"],
    ]
    assert to_payload(exhibit_of()).languages["en"]["legend"] == []


def test_an_undeclared_category_is_named_by_its_id() -> None:
    events = [{"date": "1990", "title": "x", "category": "political-decision"}]
    undeclared = to_payload(exhibit_of(events, figures=[]))
    assert undeclared.head["categories"]["id"] == ["political-decision"]
    assert undeclared.head["categories"]["symbol"] == ["circle"]
    assert undeclared.languages["en"]["categories"] == ["Political decision"]


def test_the_languages_say_their_names_directions_and_drafts(payload: Payload) -> None:
    assert payload.head["languages"] == [
        {"tag": "en", "name": "English", "dir": "ltr", "draft": False},
        {"tag": "az", "name": "Azərbaycanca", "dir": "ltr", "draft": True},
    ]


def test_a_quotation_has_its_source_s_language(payload: Payload) -> None:
    events = payload.texts["events"]
    assert events["quote"][2] == "the square was full"
    assert events["quote_language"] == [None, None, "en", None]


def test_the_coordinates_are_credited(payload: Payload) -> None:
    assert {
        "title": "Coordinates of places",
        "credit": "a survey",
        "licence": "CC0",
        "url": "",
    } in payload.texts["attributions"]


def test_the_page_opens_in_the_asked_language_and_else_in_the_first() -> None:
    assert to_payload(exhibit_of(), language="az").head["places"]["label"][1] == "Halva şəhəri"
    assert to_payload(exhibit_of(), language="az").language == "az"
    assert to_payload(exhibit_of(), language="qq").language == "en"


def test_an_exhibit_without_places_or_without_events_has_a_payload() -> None:
    no_place = to_payload(exhibit_of([{"date": "1990", "title": "x"}], [], [], []))
    assert no_place.head["places"]["id"] == []
    assert len(no_place.head["view"]["bbox"]) == 4
    empty = to_payload(exhibit_of([{"date": "", "title": ""}], [], [], []))
    assert empty.head["events"]["id"] == []


def test_every_column_of_a_table_has_one_length(payload: Payload) -> None:
    tables = [payload.head[name] for name in ("places", "events", "categories", "groups")]
    tables += [payload.texts["events"], payload.texts["sources"]]
    for block in payload.languages.values():
        tables += [block[name] for name in ("places", "groups", "events", "figures")]
        assert len(block["categories"]) == len(payload.head["categories"]["id"])
    for table in tables:
        assert len({len(column) for column in table.values()}) == 1


def test_the_encoding_is_a_zlib_stream_of_compact_json(payload: Payload) -> None:
    assert decoded(encode(payload.texts)) == payload.texts
    assert encode(payload.texts) == encode(payload.texts)
    assert '": ' not in to_json(payload.head)
    assert "ə" in to_json(payload.languages["az"])


def test_a_lone_surrogate_does_not_stop_the_build() -> None:
    assert decoded(encode({"a": "x\ud800y"})) == {"a": "x\ufffdy"}
    assert to_bytes("\udfff") == "\ufffd".encode()


def test_nan_is_refused_rather_than_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_json(math.nan)


def test_the_drawn_characters_cover_every_text(payload: Payload) -> None:
    drawn = set().union(*characters_by_use(payload).values())
    assert set("Uydurma sərgi") <= drawn
    assert set("A square fills the square was full cold Weather javascript:") <= drawn


cells = st.text(max_size=40) | st.sampled_from(HOSTILE)


@settings(max_examples=25)
@given(title=cells, text=cells, quote=cells, note=cells, label=cells)
def test_any_text_survives_the_round_trip(
    title: str, text: str, quote: str, note: str, label: str
) -> None:
    events = [{**EVENTS[0], "title": f"t{title}", "text": text, "quote": quote, "source": note}]
    places = [{**PLACES[0], "label": label, "note": note}]
    made = to_payload(exhibit_of(events, places))
    for block in (made.texts, *made.languages.values()):
        assert decoded(encode(block)) == json.loads(to_bytes(to_json(block)))


def test_wording_imports_wait_until_they_are_needed() -> None:
    code = (
        "import sys, mapbuilder.payload;"
        "assert not {'babel', 'markdown_it', 'jinja2', 'deflate', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
