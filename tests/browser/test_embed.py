"""The page in another page's frame: small, and told what to show by the window around it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import until
from .pages import Once, write_bytes
from .test_access import axe, findings  # noqa: F401

URL = "https://museum.example/exhibit.html"
SIZES = [(320, 240), (480, 360), (640, 480), (800, 600), (390, 844)]


@pytest.fixture(scope="session")
def embed_page(once: Once) -> Path:
    exhibit = read_exhibit()
    config = exhibit.config.model_copy(update={"public_url": URL})
    page = replace(exhibit, config=config)
    return once("embed", lambda path: write_bytes(path, render_page(page, profile="embed")))


class Host:
    """The window around the frame: what it hears, and what it says."""

    def __init__(self, visited) -> None:
        self.page = visited.page
        self.page.evaluate(
            """() => { window.heard = [];
                window.addEventListener('message', ({data}) => window.heard.push(data)); }"""
        )

    def say(self, **message) -> None:
        self.page.evaluate(
            "message => document.querySelector('iframe').contentWindow.postMessage(message, '*')",
            {"type": "mapbuilder:open", **message},
        )

    def heard(self, kind: str) -> list[dict]:
        return [
            one
            for one in self.page.evaluate("window.heard")
            if one.get("type") == f"mapbuilder:{kind}"
        ]

    def until(self, kind: str, **facts) -> dict:
        want = json.dumps({"type": f"mapbuilder:{kind}", **facts})
        self.page.wait_for_function(
            f"window.heard.some(e => Object.entries({want}).every(([k, v]) => e[k] === v))"
        )
        return self.heard(kind)[-1]


@pytest.mark.parametrize("how", ["iframe", "iframe-sandbox", "srcdoc-sandbox"])
def test_the_window_around_opens_and_hears_what_is_open(visit, embed_page, how):
    visited = visit(embed_page, how)
    frame, host = visited.frame, Host(visited)
    host.say(type="mapbuilder:get")
    host.until("state", event=None, lang="en")
    host.say(event="ev06", lang="az")
    frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
    host.until("state", event="ev06", lang="az", version=1)
    assert frame.locator("article.event").get_attribute("data-event") == "ev06"
    frame.locator('[data-action="next"]').click()
    told = host.until("state", lang="az", q=None)
    assert told["event"] not in (None, "ev06")
    host.say(event="nobody")
    host.until("refused", reason="event is not known: nobody")
    assert frame.locator("article.event").get_attribute("data-event") == told["event"]
    host.say(event=None, q="lenkeran")
    frame.wait_for_selector(".view-records")
    assert frame.locator(".find-text").input_value() == "lenkeran"
    host.say(step="2", q=None)
    until(frame, "document.querySelector('.step-count')?.textContent.startsWith('2')")
    visited.assert_clean()


def test_another_window_is_not_heard(visit, embed_page):
    visited = visit(embed_page, "iframe")
    frame, host = visited.frame, Host(visited)
    visited.page.evaluate(
        """() => { const other = document.createElement('iframe');
            other.srcdoc = `<script>parent.frames[0].postMessage(
                {type: 'mapbuilder:open', event: 'ev06'}, '*')</` + `script>`;
            document.body.append(other); }"""
    )
    frame.evaluate("window.postMessage({type: 'mapbuilder:open', event: 'ev06'}, '*')")
    visited.page.wait_for_timeout(500)
    host.say(type="mapbuilder:get")
    host.until("state", event=None)
    assert frame.locator(".view-records").count() == 1


def test_a_frame_that_follows_the_height_comes_to_rest(visit, embed_page):
    visited = visit(embed_page, "iframe-sandbox", viewport={"width": 900, "height": 600})
    host = Host(visited)
    visited.page.evaluate(
        """() => { const frame = document.querySelector('iframe'); window.changes = 0;
            window.addEventListener('message', ({data}) => {
                if (data.type !== 'mapbuilder:height') return;
                window.changes += 1;
                frame.style.height = `${data.height}px`;
            }); }"""
    )
    host.say(event="ev06")
    host.until("state", event="ev06")
    visited.page.wait_for_timeout(1500)
    changes = visited.page.evaluate("window.changes")
    assert 1 <= changes <= 2
    assert 480 <= host.heard("height")[-1]["height"] < 6000
    visited.page.wait_for_timeout(1000)
    assert visited.page.evaluate("window.changes") == changes


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_into_small_frames(visit, embed_page, size):
    width, height = size
    visited = visit(embed_page, "iframe-sandbox", viewport={"width": width, "height": height})
    frame = visited.frame
    assert frame.evaluate("document.documentElement.scrollWidth") <= width
    frame.locator('[data-action="continue"]').click()
    box = frame.locator(".map-room").bounding_box()
    assert box["width"] >= 0.5 * width
    assert box["height"] >= 120
    frame.locator('[data-action="next"]').click()
    assert frame.locator("article.event").count() == 1
    visited.assert_clean()


def test_the_whole_exhibit_is_told_by_its_address(visit, embed_page):
    frame = visit(embed_page, "iframe-sandbox").frame
    link = frame.locator(".whole-exhibit a")
    assert (link.inner_text(), link.get_attribute("href")) == (URL, URL)
    assert link.get_attribute("target") == "_blank"
    assert re.fullmatch(
        r"The whole exhibit:\s" + re.escape(URL), frame.locator(".whole-exhibit").inner_text()
    )


def test_a_frame_adds_no_steps_to_the_history_of_the_page_around_it(visit, embed_page):
    visited = visit(embed_page, "iframe")
    before = visited.page.evaluate("history.length")
    for _ in range(3):
        visited.frame.locator('[data-action="next"]').click()
    visited.page.wait_for_timeout(600)
    assert visited.page.evaluate("history.length") == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_a_small_frame(visit, embed_page, axe, theme):  # noqa: F811
    visited = visit(embed_page, color_scheme=theme, viewport={"width": 480, "height": 360})
    visited.frame.locator('[data-action="continue"]').click()
    assert findings(visited.frame, axe) == []


@pytest.mark.parametrize("fragment", ["", "#event=ev06"])
@pytest.mark.parametrize("hidden", ["display: none", "width: 0; height: 0; border: 0"])
def test_a_frame_that_is_shown_later_has_its_map_then(
    chromium, embed_page, tmp_path, hidden, fragment
):
    """As in a tab or a fold of the page around it."""
    host = tmp_path / "host.html"
    host.write_text(
        f'<iframe width="900" height="700" style="{hidden}" '
        f'src="{embed_page.as_uri()}{fragment}"></iframe>'
    )
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        page.goto(host.as_uri())
        frame = page.locator("iframe").element_handle().content_frame()
        frame.wait_for_function("document.querySelector('.map-room') !== null")
        page.wait_for_timeout(1000)
        page.evaluate("document.querySelector('iframe').style = ''")
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        room = frame.locator(".map-room").bounding_box()
        mark = frame.locator('.place-mark[data-place="baku"]').bounding_box()
        assert room["width"] > 300
        assert room["height"] > 200
        assert room["x"] < mark["x"] < room["x"] + room["width"]
        assert room["y"] < mark["y"] < room["y"] + room["height"]
        frame.wait_for_selector('canvas.basemap[data-whole="true"]')
        assert faults == []
    finally:
        page.close()
