"""The exhibit's layer on folium's map, in a browser, with Leaflet from here and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser, Page, Route

from mapbuilder.folium_map import ExhibitLayer, to_folium

from ..invented import exhibit_of
from ..test_folium_map import MORE_HOSTILE, hostile_exhibit

LEAFLET = Path(__file__).resolve().parents[2] / "templates/app/node_modules/leaflet/dist"
MARKER = ".mapbuilder-place"
KINDS = {".js": "text/javascript", ".css": "text/css"}


@pytest.fixture
def open_map(chromium: Browser, tmp_path: Path) -> Iterator[Callable[[folium.Map], Page]]:
    """Opens a folium map; its Leaflet comes from node_modules, its other libraries are empty."""
    assert LEAFLET.is_dir(), "no Leaflet: run the tests through `make test`"
    context = chromium.new_context(reduced_motion="reduce")
    faults: list[str] = []

    def answer(route: Route) -> None:
        name = Path(route.request.url.partition("?")[0])
        kind = KINDS.get(name.suffix)
        if kind is None:
            faults.append(route.request.url)
            route.abort()
        elif name.stem == "leaflet":
            route.fulfill(path=LEAFLET / name.name, content_type=kind)
        else:
            route.fulfill(body="", content_type=kind)

    def open_page(exhibit_map: folium.Map) -> Page:
        file = tmp_path / "map.html"
        exhibit_map.save(file)
        page = context.new_page()
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.goto(file.as_uri())
        page.wait_for_selector(".leaflet-container")
        return page

    context.route(re.compile(r"https?:"), answer)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield open_page
    context.close()
    assert faults == []


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=lambda text: ascii(text[:24]))
def test_a_hostile_text_is_shown_as_it_was_written(open_map, text):
    exhibit = hostile_exhibit(text)
    exhibit_map = to_folium(exhibit, tiles=None)
    folium.LayerControl(collapsed=False).add_to(exhibit_map)
    page = open_map(exhibit_map)
    title = re.sub("[\0\x1b\ud800]", "\ufffd", exhibit.config.title)
    assert page.title().split() == title.split()
    page.locator(MARKER).hover()
    assert page.locator(".leaflet-tooltip").count() == 1
    page.locator(MARKER).click()
    for kind, column in (("title", "title"), ("quote", "quote")):
        shown = page.locator(f".mapbuilder-{kind}").evaluate("element => element.textContent")
        assert shown == exhibit.events[column][0].as_py()
    label = page.locator(".leaflet-popup .mapbuilder-label").evaluate("e => e.textContent")
    assert label == exhibit.places["label"][0].as_py()
    assert page.title().split() == title.split()
    made = page.evaluate(
        "[...document.querySelectorAll('.leaflet-container img, .leaflet-container script, "
        ".leaflet-container style')].length"
    )
    assert made == 0
    links = page.locator(".mapbuilder-panel a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}


def test_a_control_hides_and_shows_the_layer(open_map):
    world = folium.Map(location=[40.37, 49.84], zoom_start=12, tiles=None)
    ExhibitLayer(exhibit_of(), "<b>Squares</b> {{7*7}}").add_to(world)
    folium.LayerControl(collapsed=False).add_to(world)
    page = open_map(world)
    control = page.locator(".leaflet-control-layers-overlays label")
    assert control.text_content().strip() == "<b>Squares</b> {{7*7}}"
    assert page.locator(MARKER).count() == 2
    control.locator("input").uncheck()
    assert page.locator(MARKER).count() == 0
    control.locator("input").check()
    assert page.locator(MARKER).all_text_contents() == ["1", "2"]


def test_the_maps_credit_has_no_flag(open_map):
    page = open_map(to_folium(exhibit_of(), tiles=None))
    credit = page.locator(".leaflet-control-attribution")
    assert credit.text_content().startswith("Leaflet | ")
    assert credit.locator("svg").count() == 0
    assert open_map(to_folium(exhibit_of(), tiles=None, attribution_control=False))


def test_a_marker_opens_by_keyboard_and_says_its_place(open_map):
    page = open_map(to_folium(exhibit_of(), tiles=None))
    marker = page.locator(f'{MARKER}[data-place="halva"]')
    assert marker.get_attribute("aria-label") == "2. Halva (town)"
    assert marker.get_attribute("role") == "button"
    marker.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".mapbuilder-panel")
    assert panel.get_attribute("lang") == "en"
    assert panel.locator("h2").text_content() == "Halva (town)"
    assert panel.locator("em").text_content() == "gathered"
    assert panel.locator("blockquote").text_content() == "the square was full"
    assert panel.locator("a").get_attribute("href") == "https://example.org/paper"
