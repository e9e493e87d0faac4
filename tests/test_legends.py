"""What a page says of its historical maps: facts for the map, words for each language."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.page import render_page
from mapbuilder.payload import characters_by_use, to_payload
from mapbuilder.records import read_records

from . import old_maps as old


@pytest.fixture
def exhibit(tmp_path, monkeypatch):
    """An exhibit with a map in two languages, and one of which little is known."""
    monkeypatch.chdir(tmp_path)
    old.save(tmp_path / "plan.png", old.sheet())
    (tmp_path / "plan.csv").write_text(old.to_csv(old.turned, old.net()))
    placed = {"file": "plan.png", "points": "plan.csv"}
    known = {**old.LICENSED, "date": "1913-05~", "title_az": "Köhnə plan ₼", "credit_az": "Ԥ"}
    scans = [
        {**placed, **known, "url": "https://example.org/plan"},
        {**placed, "licence": "Public domain", "shown": True, "opacity": 0.7},
    ]

    def made(**settings):
        rows = [{"id": "a", "date": "1913", "title": "A", "lon": 49.85, "lat": 40.38}]
        located = locate(read_records(rows), read_gazetteer([]))
        return Exhibit.of(located, title="T", languages=["en", "az"], **{"scans": scans} | settings)

    return made


def test_the_head_says_where_each_map_lies(exhibit):
    head = to_payload(exhibit()).head["scans"]
    west, south, east, north = head["bbox"][0]
    assert west < 49.85 < east
    assert south < 40.38 < north
    assert head["opacity"] == [1, 0.7]
    assert head["max_zoom"] == [16, 16]
    assert head["shown"] == 1


def test_a_zoom_that_the_settings_name_is_kept_to(exhibit):
    assert to_payload(exhibit(view={"max_zoom": 12})).head["scans"]["max_zoom"] == [12, 12]


def test_words_are_in_each_language_and_what_is_missing_is_said(exhibit):
    payload = to_payload(exhibit())
    assert payload.texts["scans"] == {
        "licence": ["CC0 1.0", "Public domain"],
        "url": ["https://example.org/plan", ""],
    }
    assert payload.languages["en"]["scans"] == {
        "title": ["Plan", "Untitled map"],
        "date": ["about May 1913", "date not given"],
        "credit": ["Drawn for a test", "author not named"],
    }
    assert payload.languages["az"]["scans"]["title"] == ["Köhnə plan ₼", "Adsız xəritə"]
    assert payload.languages["az"]["ui"]["scans.maps"] == "Tarixi xəritələr"
    drawn = characters_by_use(payload)
    assert "₼" in drawn["title"] & drawn["text"]
    assert "Ԥ" in drawn["note"]


def test_an_exhibit_without_maps_says_nothing_of_them(exhibit):
    payload = to_payload(exhibit(scans=[]))
    assert "scans" not in payload.head
    assert "scans" not in payload.texts
    for block in payload.languages.values():
        assert "scans" not in block
        assert not any(key.startswith("scans.") for key in block["ui"])
    page = render_page(exhibit(scans=[], basemap="none"))
    assert b"Historical maps" not in page
    assert b'id="scan-' not in page


def test_the_text_version_lists_each_map_with_its_date_and_credit(exhibit):
    page = render_page(exhibit(basemap="none")).decode()
    text = page[page.index('<main id="text">') : page.index("</main>")]
    assert "<cite>Plan</cite>, about May 1913: <span>Drawn for a test</span> (CC0 1.0)" in text
    assert "<cite>Untitled map</cite>, date not given: <span>author not named</span>" in text
    assert "https://example.org/plan" in text
    assert page.count('<script type="application/octet-stream" id="scan-') == 2


def test_a_page_with_maps_is_the_same_bytes_twice(exhibit):
    assert render_page(exhibit(basemap="none")) == render_page(exhibit(basemap="none"))
