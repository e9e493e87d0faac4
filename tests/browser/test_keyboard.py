"""Everything works by keyboard: focus goes into what opens, and back to what opened it."""

from __future__ import annotations

FOCUSED = "document.activeElement.closest('[data-place], [data-event], [data-focus]')"


def focused(frame, attribute: str) -> str | None:
    return frame.evaluate(f"{FOCUSED}?.getAttribute('data-{attribute}') ?? null")


def test_enter_on_a_mark_opens_its_place_and_escape_returns_to_it(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator(".place-mark").first.focus()
    keyboard.press("Enter")
    frame.wait_for_selector("[data-panel]")
    assert focused(frame, "focus") is not None
    keyboard.press("Escape")
    frame.wait_for_selector(".view-records")
    assert focused(frame, "place") == "azadliq-square"
    visited.assert_clean()


def test_the_arrow_keys_go_from_mark_to_mark_with_one_tab_stop(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator(".place-mark").first.focus()
    keyboard.press("ArrowDown")
    assert focused(frame, "place") == "baku"
    keyboard.press("End")
    assert focused(frame, "place") == "lankaran"
    keyboard.press("Home")
    assert focused(frame, "place") == "azadliq-square"
    assert frame.locator('.place-mark[tabindex="0"]').count() == 1


def test_an_entry_opens_its_record_and_back_returns_to_the_entry(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator('.entry[data-event="ev06"]').focus()
    keyboard.press("Enter")
    frame.wait_for_selector('article[data-event="ev06"]')
    frame.locator('[data-action="back"]').focus()
    keyboard.press("Enter")
    frame.wait_for_selector(".view-records")
    assert focused(frame, "event") == "ev06"


def test_next_tells_every_record_of_the_press_release_in_time_order(visit, exhibit_page):
    """The focus stays on the step; the live region says what has opened."""
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    told = []
    frame.locator('[data-action="next"]').focus()
    for _ in range(15):
        keyboard.press("Enter")
        told.append(frame.locator("article.event").get_attribute("data-event"))
        heading = frame.locator("article.event h3").inner_text()
        assert heading in frame.locator('[role="status"]').inner_text()
        assert frame.evaluate("document.activeElement.dataset.action") == "next"
    assert sorted(told) == sorted(f"ev{number:02}" for number in range(1, 16))
    assert told[0] == "ev01"
    assert told[-1] == "ev15"
    assert frame.locator('[data-action="next"]').get_attribute("aria-disabled") == "true"
    visited.assert_clean()


def test_the_arrow_keys_step_through_the_records(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator('[data-action="next"]').focus()
    told = []
    for key in ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"]:
        keyboard.press(key)
        told.append(frame.locator("article.event").get_attribute("data-event"))
    assert told == ["ev01", "ev02", told[2], "ev02", "ev01", "ev01"]
    assert told[2] not in ("ev01", "ev02")
    assert frame.evaluate("document.activeElement.dataset.action") == "previous"


def test_escape_skips_the_notice(visit, exhibit_page):
    visited = visit(exhibit_page)
    frame = visited.frame
    assert frame.locator(".shell > .notice").is_visible()
    visited.page.keyboard.press("Escape")
    assert not frame.locator(".shell > .notice").is_visible()


def test_the_notice_stands_on_the_bar_of_steps_or_where_there_is_none_on_the_ground(
    visit, exhibit_page
):
    frame = visit(exhibit_page).frame
    ends = """() => ['.shell > .notice', '.panel-steps', '.panel'].map(
        each => Math.round(document.querySelector(each).getBoundingClientRect().bottom))"""
    notice, bar, panel = frame.evaluate(ends)
    assert bar == panel
    assert notice < panel
    frame.evaluate("location.hash = 'q=nothing has this'")
    frame.wait_for_selector(".step", state="detached")
    assert frame.locator(".shell > .notice").is_visible()
    notice, bar, panel = frame.evaluate(ends)
    assert notice == bar == panel
