"""The story on one page: the map stands by what is being read."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .pages import At, Once
from .test_access import axe, findings  # noqa: F401
from .test_many_whole import default_pages, of_many  # noqa: F401
from .test_story import at, press, told_page  # noqa: F401

SIZES = [(1440, 900), (390, 844), (360, 560)]
SCROLLED = [*(("few", size) for size in SIZES), ("many", SIZES[1])]


@pytest.fixture(scope="session", params=["few", "many"])
def records_page(request, default_pages) -> Path:  # noqa: F811
    """The default exhibit, without a table of steps, as one of few records and as one of many."""
    return default_pages[request.param == "many"]


@pytest.fixture(scope="session", params=["few", "many"])
def steps_page(request, once: Once, told_page: Path) -> Path:  # noqa: F811
    if request.param == "few":
        return told_page

    def make(page: Path) -> None:
        with of_many():
            page.write_bytes(render_page(read_exhibit(told_page.with_name("exhibit"))))

    return once("many-told", make)


def begin(visited):
    frame = visited.frame
    press(frame, "continue")
    frame.locator(".view-records .scroll-start").click()
    frame.locator(".view-scroll:not([aria-busy])").wait_for()
    return frame


def chosen(frame) -> str | None:
    mark = frame.locator('.place-mark[aria-pressed="true"]')
    return mark.get_attribute("data-place") if mark.count() else None


@pytest.mark.parametrize(("records_page", "size"), SCROLLED, indirect=["records_page"])
def test_every_record_has_its_turn_while_it_is_scrolled(visit, records_page, size):
    width, height = size
    visited = visit(records_page, viewport={"width": width, "height": height})
    frame = begin(visited)
    count = frame.locator(".scroll-step").count()
    assert count == 15
    assert at(frame) == "1 of 15"
    visited.page.mouse.move(width - 40, height - 160)
    seen = ["1 of 15"]
    for _ in range(400):
        visited.page.mouse.wheel(0, 120)
        visited.page.wait_for_timeout(20)
        now = at(frame)
        if now != seen[-1]:
            seen.append(now)
        if now == f"{count} of {count}":
            break
    assert seen == [f"{number + 1} of {count}" for number in range(count)]
    assert frame.locator(".scroll-step[aria-current]").get_attribute("data-scroll-step") == "14"
    assert "view=scroll" in visited.page.evaluate(
        "() => new Promise(done => setTimeout(() => done(location.hash), 400))"
    )


def test_next_and_previous_lead_through_the_page(visit, steps_page):
    visited = visit(steps_page, viewport={"width": 1440, "height": 900})
    frame = begin(visited)
    headings = frame.locator(".scroll-step h2").all_inner_texts()
    assert len(headings) == 4
    assert [headings[step] for step in (0, 1, 3)] == [
        "How it began",
        "Along the shore",
        "A town in the south",
    ]
    for step in (2, 3, 4):
        press(frame, "next")
        expect(frame.locator(".step-count")).to_have_text(f"{step} of 4")
        current = frame.locator(".scroll-step[aria-current]")
        assert current.get_attribute("data-scroll-step") == str(step - 1)
        box = current.bounding_box()
        assert 0 <= box["y"] < 900
    press(frame, "previous")
    expect(frame.locator(".step-count")).to_have_text("3 of 4")


def test_what_is_opened_from_the_page_leads_back_to_it(visit, steps_page):
    visited = visit(steps_page, viewport={"width": 1440, "height": 900})
    frame = begin(visited)
    press(frame, "next")
    press(frame, "next")
    frame.locator(".scroll-step[aria-current] .entry").first.click()
    frame.locator("article.event[data-event]").wait_for()
    visited.page.keyboard.press("Escape")
    frame.locator(".view-scroll").wait_for()
    assert at(frame) == "3 of 4"
    assert frame.locator(".scroll-step[aria-current]").get_attribute("data-scroll-step") == "2"
    visited.page.keyboard.press("Escape")
    frame.locator(".view-records").wait_for()


def test_from_what_the_page_says_of_itself_the_way_leads_back_to_it(visit, records_page):
    """The exhibit has no table of steps: there is nothing else to go back to."""
    visited = visit(records_page, viewport={"width": 1440, "height": 900})
    frame = begin(visited)
    press(frame, "next")
    press(frame, "view")
    press(frame, "statement")
    frame.locator(".view-statement").wait_for()
    press(frame, "back")
    frame.locator(".view-scroll").wait_for()
    assert at(frame) == "2 of 15"


def test_a_link_opens_it_where_it_is_read(visit, records_page):
    visited = visit(records_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    frame.evaluate("location.hash = 'view=scroll&step=6&lang=az'")
    expect(frame.locator(".step-count")).to_have_text("6 / 15")
    box = frame.locator(".scroll-step[aria-current]").bounding_box()
    assert 0 < box["y"] < 900
    assert chosen(frame) is not None


def test_who_came_by_a_link_to_it_returns_to_it_as_well(visit, records_page):
    frame = visit(At(records_page, "view=scroll&step=6")).frame
    expect(frame.locator(".step-count")).to_have_text("6 of 15")
    assert frame.locator("#app .notice").is_hidden()
    press(frame, "sources")
    frame.locator(".references").wait_for()
    press(frame, "back")
    frame.locator(".view-scroll").wait_for()
    assert at(frame) == "6 of 15"


def test_it_is_clean_and_only_of_the_web(visit, records_page, axe, tmp_path):  # noqa: F811
    visited = visit(records_page, viewport={"width": 1440, "height": 900})
    frame = begin(visited)
    assert findings(frame, axe) == []
    page = tmp_path / "embed.html"
    with of_many() if "many" in records_page.name else nullcontext():
        page.write_bytes(render_page(read_exhibit(), profile="embed"))
    frame = visit(page).frame
    assert frame.locator(".view-records").count() == 1
    assert frame.locator(".scroll-start").count() == 0
