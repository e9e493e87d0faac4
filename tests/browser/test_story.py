"""The story: steps that lead through the exhibit, and the tour that plays them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mapbuilder import files
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import opened, until
from .pages import At, Once, default_page
from .test_access import axe, findings  # noqa: F401

STEPS = """id,event,place,bbox,zoom,title,title_az,text
,ev01,,,,How it began,Necə başladı,A dispute over *Nagorno-Karabakh*.
shore,,,"47.2,38,51,41.2",,Along the shore,,Several towns.
,ev05,,,,,,
,,lankaran,,9,A town in the south,,
"""
TOUCH_MS = 100


@pytest.fixture(scope="session")
def told_page(once: Once) -> Path:
    def make(page: Path) -> None:
        folder = page.with_name("exhibit")
        shutil.copytree(files.geodata() / "black-january", folder)
        (folder / "steps.csv").write_text(STEPS, encoding="utf-8")
        page.write_bytes(render_page(read_exhibit(folder)))

    return once("told", make)


def at(frame) -> str:
    return frame.locator(".step-count").inner_text()


def title(frame) -> str:
    return frame.locator(".view-step h2").inner_text()


def press(frame, action: str) -> None:
    frame.locator(f'[data-action="{action}"]').first.click()


def stop_time(page) -> None:
    """From here on time passes only as the test says."""
    page.clock.install(time=0)
    page.clock.pause_at(60_000)


def test_a_story_leads_through_its_steps_and_can_be_left_any_time(visit, told_page):
    visited = visit(told_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    press(frame, "continue")
    assert frame.locator(".step-start").inner_text() == "Start the story"
    assert "start the story" in frame.locator(".invite").inner_text()
    press(frame, "next")
    assert (at(frame), title(frame)) == ("1 of 4", "How it began")
    until(frame, "location.hash === '#step=1'")
    assert frame.locator('[role="status"]').last.inner_text() == "1 of 4. How it began"
    press(frame, "next")
    assert (at(frame), title(frame)) == ("2 of 4", "Along the shore")
    until(frame, "location.hash === '#step=shore'")
    press(frame, "next")
    # What the step leaves out its event says.
    assert title(frame) == "Soviet troops enter Baku"
    assert frame.locator(".place-anchor.chosen .place-mark").get_attribute("data-place") == "baku"
    press(frame, "next")
    assert at(frame) == "4 of 4"
    assert frame.locator('[data-action="next"]').get_attribute("aria-disabled") == "true"
    press(frame, "previous")
    assert at(frame) == "3 of 4"
    visited.page.keyboard.press("Escape")
    frame.wait_for_selector(".view-records")
    assert frame.locator(".step-start").is_visible()
    until(frame, "location.hash === ''")
    visited.assert_clean()


def test_a_record_read_on_the_way_leads_back_to_its_step(visit, told_page):
    visited = visit(At(told_page, "step=3&lang=en"))
    frame = visited.frame
    frame.locator(".view-step .entry").click()
    assert frame.locator("article.event").get_attribute("data-event") == "ev05"
    assert at(frame) == "3 of 4"
    until(frame, "location.hash === '#step=3&event=ev05'")
    press(frame, "back")
    assert title(frame) == "Soviet troops enter Baku"
    frame.locator(".view-step .entry").click()
    visited.page.keyboard.press("Escape")
    assert at(frame) == "3 of 4"
    frame.locator(".view-step .entry").click()
    press(frame, "next")
    assert title(frame) == "A town in the south"
    visited.assert_clean()


def test_the_map_shows_what_a_step_frames_and_then_the_whole_again(visit, told_page):
    visited = visit(told_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    scale = """(() => {
        const [a, b] = ['neftchala', 'lankaran'].map(id =>
            document.querySelector(`.place-mark[data-place="${id}"]`).getBoundingClientRect());
        return Math.round(Math.hypot(a.x - b.x, a.y - b.y));
    })()"""
    press(frame, "continue")
    whole = frame.evaluate(scale)
    press(frame, "next")
    press(frame, "next")
    assert frame.evaluate(scale) != whole
    visible = """[...document.querySelectorAll('.place-mark')].filter(e => {
        const {x, y} = e.getBoundingClientRect();
        const room = document.querySelector('.map-room').getBoundingClientRect();
        return x > 0 && y > 0 && x < room.right && y < room.bottom;
    }).length"""
    assert frame.evaluate(visible) >= 5
    press(frame, "back")
    frame.wait_for_selector(".view-records")
    assert frame.evaluate(scale) == whole
    visited.assert_clean()


def test_a_link_opens_a_step_in_its_language_and_marks_what_is_not_translated(visit, told_page):
    visited = visit(At(told_page, "step=shore&lang=az"))
    frame = visited.frame
    assert title(frame) == "Along the shore"
    assert frame.locator(".view-step h2").get_attribute("lang") == "en"
    assert frame.locator(".view-step .draft").count() == 1
    press(frame, "previous")
    assert title(frame) == "Necə başladı"
    assert frame.locator(".view-step h2").get_attribute("lang") is None
    frame.locator('button[data-language="en"]').click()
    frame.wait_for_selector('html[lang="en"][data-ready="true"]', state="attached")
    assert (at(frame), title(frame)) == ("1 of 4", "How it began")
    visited.assert_clean()


def test_back_leaves_the_story_and_forward_returns_to_it(visit, told_page):
    visited = visit(told_page)
    frame = visited.frame
    press(frame, "next")
    press(frame, "next")
    until(frame, "location.hash === '#step=shore'")
    visited.page.go_back()
    frame.wait_for_selector(".view-records")
    visited.page.go_forward()
    frame.wait_for_selector(".view-step")
    assert title(frame) == "Along the shore"
    visited.assert_clean()


def test_without_a_table_a_number_links_to_the_record(visit, exhibit_page):
    visited = visit(At(exhibit_page, "step=2"))
    assert visited.frame.locator("article.event").get_attribute("data-event") == "ev02"
    assert visited.frame.locator(".step-count").inner_text() == "2 of 15"
    visited.assert_clean()


def test_a_tour_plays_at_the_pace_of_reading_until_it_is_touched(chromium, told_page, tmp_path):
    with opened(chromium, told_page, "file", tmp_path) as visited:
        frame, page = visited.frame, visited.page
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        stop_time(page)
        page.clock.run_for(120_000)
        assert frame.locator(".view-records").count() == 1
        press(frame, "tour")
        assert at(frame) == "1 of 4"
        said = frame.locator('[role="status"]').last.inner_text()
        assert said.startswith("Guided tour:")
        assert said.endswith("1 of 4. How it began")
        assert frame.evaluate("document.activeElement.dataset.action") == "tour"
        assert frame.locator('[data-action="tour"]').get_attribute("aria-label") == "Pause the tour"
        page.clock.run_for(7_900)
        assert at(frame) == "1 of 4"
        page.clock.run_for(200)
        assert at(frame) == "2 of 4"
        assert frame.evaluate("document.activeElement.dataset.action") == "tour"
        page.keyboard.press("Shift")
        assert frame.locator('[role="status"]').last.inner_text() == "The tour is paused."
        page.clock.run_for(60_000)
        assert at(frame) == "2 of 4"
        # It goes on where it was, and is stopped by its own button.
        press(frame, "tour")
        assert at(frame) == "3 of 4"
        press(frame, "tour")
        page.clock.run_for(60_000)
        assert at(frame) == "3 of 4"
        press(frame, "tour")
        page.clock.run_for(8_100)
        assert frame.locator('[role="status"]').last.inner_text() == (
            "The tour has come to its end."
        )
        assert at(frame) == "4 of 4"
        assert frame.locator('[data-action="tour"]').get_attribute("aria-label") == "Guided tour"
        visited.assert_clean()


def test_a_tour_without_a_table_tells_the_events(chromium, exhibit_page, tmp_path):
    with opened(chromium, exhibit_page, "file", tmp_path) as visited:
        frame, page = visited.frame, visited.page
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        stop_time(page)
        press(frame, "tour")
        assert frame.locator("article.event").get_attribute("data-event") == "ev01"
        words = len(re.findall(r"\S+", frame.locator("article.event").inner_text()))
        assert words > 20
        page.clock.run_for(60_000)
        assert at(frame) != "1 of 15"
        frame.locator(".panel-body").dispatch_event("wheel")
        told = at(frame)
        page.clock.run_for(60_000)
        assert at(frame) == told
        visited.assert_clean()


def test_a_kiosk_s_tour_ends_with_its_return_to_the_beginning(chromium, once, tmp_path):
    page_path = default_page(once, "kiosk")
    with opened(chromium, page_path, "file", tmp_path) as visited:
        frame, page = visited.frame, visited.page
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        frame.locator(".attract").press("Enter")
        page.wait_for_timeout(TOUCH_MS)
        press(frame, "tour")
        assert frame.locator("html").get_attribute("data-touring") is not None
        page.keyboard.press("Escape")
        assert frame.locator("html").get_attribute("data-touring") is None
        visited.assert_clean()


@pytest.mark.parametrize("size", [(1440, 900), (1080, 1920), (390, 844), (320, 640)])
def test_the_bar_of_steps_fits_and_its_targets_are_large(visit, told_page, size):
    width, height = size
    frame = visit(At(told_page, "step=2"), viewport={"width": width, "height": height}).frame
    for action in ("previous", "tour", "next"):
        box = frame.locator(f'.steps [data-action="{action}"]').bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert min(box["width"], box["height"]) >= 44
    assert frame.evaluate("document.documentElement.scrollWidth") <= width
