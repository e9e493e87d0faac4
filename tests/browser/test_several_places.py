"""An event of several places: in each one's panel, once in the list, all its marks chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

import mapbuilder

from ..several import several_exhibit
from .test_access import axe as axe
from .test_access import findings

DESK = {"width": 1440, "height": 900}
WIRE = ["baku", "lankaran", "neftchala"]


@pytest.fixture(scope="module")
def several_page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("several")
    return mapbuilder.build(several_exhibit(), folder / "several.html")


def chosen(frame) -> list[str]:
    """The marks that are shown as chosen."""
    return sorted(
        frame.eval_on_selector_all(
            ".place-mark[aria-pressed=true]", "all => all.map(one => one.dataset.place)"
        )
    )


def open_wire(frame) -> None:
    frame.locator('.entry[data-event="wire"]').click()
    frame.wait_for_selector('article[data-event="wire"]')


def assert_in_view(frame, place: str) -> None:
    room = frame.locator(".map-room").bounding_box()
    mark = frame.locator(f'.place-mark[data-place="{place}"] .mark').bounding_box()
    for start, size in (("x", "width"), ("y", "height")):
        assert room[start] <= mark[start]
        assert mark[start] + mark[size] <= room[start] + room[size]


def assert_free_of_the_locator(frame, place: str) -> None:
    locator = frame.locator(".locator")
    if not locator.is_visible():
        return
    box = locator.bounding_box()
    mark = frame.locator(f'.place-mark[data-place="{place}"] .mark').bounding_box()
    assert mark["x"] >= box["x"] + box["width"] or mark["y"] + mark["height"] <= box["y"]


def test_the_list_has_the_event_once_and_names_all_its_places(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    entry = frame.locator('.entry[data-event="wire"]')
    assert entry.count() == 1
    named = entry.locator(".entry-places [data-place]")
    assert [text.replace("\xa0", " ") for text in named.all_inner_texts()] == [
        "2 Baku", "3 Lankaran", "4 Neftchala",
    ]  # fmt: skip
    assert named.evaluate_all("all => all.map(one => one.dataset.place)") == WIRE
    assert frame.locator('.entry[data-event="first"] .entry-places').count() == 0


@pytest.mark.parametrize("viewport", [DESK, {"width": 390, "height": 844}])
def test_chosen_in_the_list_it_shows_all_its_places(visit, several_page, viewport):
    frame = visit(several_page, viewport=viewport).frame
    open_wire(frame)
    assert chosen(frame) == WIRE
    for place in WIRE:
        assert_in_view(frame, place)
        assert_free_of_the_locator(frame, place)
    others = frame.locator(".also-at .also-place")
    assert others.evaluate_all("all => all.map(one => one.dataset.place)") == WIRE[1:]
    assert "Also at: Lankaran, Neftchala" in frame.locator('[role="status"]').inner_text()
    frame.locator('[data-action="back"]').click()
    frame.wait_for_selector(".view-records")
    assert chosen(frame) == []


def test_marks_of_chosen_places_do_not_touch(visit, several_page):
    frame = visit(several_page, viewport={"width": 390, "height": 844}).frame
    open_wire(frame)
    boxes = [
        frame.locator(".place-anchor:not(.folded) .mark").nth(number).bounding_box()
        for number in range(frame.locator(".place-anchor:not(.folded) .mark").count())
    ]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = max(abs(one["x"] - other["x"]), abs(one["y"] - other["y"]))
            assert apart >= one["width"]


def test_places_in_the_south_west_are_not_under_the_locator(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    frame.locator('.entry[data-event="villages"]').click()
    assert chosen(frame) == ["lerik", "masally"]
    assert frame.locator(".locator").is_visible()
    for place in ("lerik", "masally"):
        assert_in_view(frame, place)
        assert_free_of_the_locator(frame, place)


def test_its_other_places_are_one_touch_away_and_the_map_stays(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    open_wire(frame)
    before = frame.locator('.place-mark[data-place="baku"] .mark').bounding_box()
    frame.locator('.also-place[data-place="neftchala"]').click()
    assert frame.locator(".place-head h2").inner_text() == "Neftchala"
    assert frame.locator("article.event").get_attribute("data-event") == "wire"
    assert chosen(frame) == WIRE
    assert frame.locator('.place-mark[data-place="baku"] .mark').bounding_box() == before
    # The callout is the one's that is read about.
    anchors = frame.locator(".place-anchor.chosen:not(.also)")
    assert anchors.locator(".place-mark").get_attribute("data-place") == "neftchala"
    assert frame.evaluate("document.activeElement.textContent") == "Neftchala"


def test_a_touch_on_one_of_its_marks_opens_that_place_alone(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    frame.locator('.place-mark[data-place="lankaran"]').click()
    frame.wait_for_selector("[data-panel]")
    assert chosen(frame) == ["lankaran"]
    assert frame.locator(".place-head h2").inner_text() == "Lankaran"
    events = frame.locator(".events [data-event]")
    assert events.evaluate_all("all => all.map(one => one.dataset.event)") == ["wire", "letters"]
    # From one event of a place to another the panel stays that place's.
    frame.locator('.events .entry[data-event="letters"]').click()
    frame.locator('.events .entry[data-event="wire"]').click()
    assert frame.locator(".place-head h2").inner_text() == "Lankaran"
    assert chosen(frame) == WIRE


def test_next_goes_by_event_and_counts_it_once(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    told = []
    for _ in range(9):
        frame.locator('[data-action="next"]').click()
        told.append(frame.locator("article.event").get_attribute("data-event"))
    assert told == [
        "survey", "wire", "first", "storm", "camp", "halt", "villages", "letters", "nowhere",
    ]  # fmt: skip
    assert frame.locator(".step-count").inner_text() == "9 of 9"
    assert chosen(frame) == []


def test_what_is_near_others_has_a_dashed_edge_and_a_faint_filling(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    edges = frame.locator("path.extent-edge.vicinity")
    assert edges.count() == 4
    assert edges.first.evaluate("path => getComputedStyle(path).strokeDasharray") == "5px, 5px"
    # Where fillings overlap it is no darker: each is opaque, and they are faint together.
    assert frame.locator("path.extent-area").count() == 4
    fills = frame.locator("path.extent-area").evaluate_all(
        "all => all.map(path => getComputedStyle(path).fillOpacity)"
    )
    assert set(fills) == {"1"}
    pane = frame.locator(".leaflet-extents-pane")
    assert float(pane.evaluate("pane => getComputedStyle(pane).opacity")) <= 0.1
    for edge in edges.all():
        assert edge.evaluate("path => getComputedStyle(path).pointerEvents") == "none"
    mark = frame.locator('.place-mark[data-place="haftoni~near"] .mark')
    assert mark.evaluate("mark => getComputedStyle(mark).borderTopStyle") == "dashed"


def test_a_chosen_vicinity_is_shown_whole(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    frame.locator('.entry[data-event="camp"]').click()
    edge = frame.locator('path.extent-edge[data-shape="lerik~north"]')
    assert "chosen-shape" in edge.get_attribute("class")
    box, room = edge.bounding_box(), frame.locator(".map-room").bounding_box()
    assert room["x"] < box["x"]
    assert box["x"] + box["width"] < room["x"] + room["width"]
    assert room["y"] < box["y"]
    assert box["y"] + box["height"] < room["y"] + room["height"]
    assert box["height"] > room["height"] / 3


def test_labels_and_words_follow_the_language(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    frame.locator('button[data-language="az"]').click()
    frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
    mark = frame.locator('.place-mark[data-place="baku~lankaran"] .mark-label')
    assert "Bakı ilə Lənkəran arası" in mark.text_content()
    open_wire(frame)
    assert frame.locator(".also-at > span").inner_text() == "Həmçinin:"


def test_the_key_tells_what_the_dashed_edge_means(visit, several_page):
    frame = visit(several_page, viewport=DESK).frame
    frame.locator(".key summary").click()
    assert frame.locator(".key-precision li").all_inner_texts() == [
        "town", "city, somewhere within", "district, somewhere within",
        "near or between places, somewhere within",
    ]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, several_page, axe, scheme):
    visited = visit(several_page, viewport=DESK, color_scheme=scheme)
    visited.frame.locator(".key summary").click()
    assert findings(visited.frame, axe) == []
    open_wire(visited.frame)
    assert findings(visited.frame, axe) == []
