"""Back undoes the last step, the switch to the source's words included, and the switch says so."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import dismiss_notice, until
from .pages import At, default_page
from .test_address import hash_of
from .test_kiosk import begin, turn
from .test_kiosk import enter as enter
from .test_kiosk import kiosk_page as kiosk_page
from .test_only import DESK, ENTRIES
from .test_view import switch, unfold

ALL, CORE = 23, 15


@pytest.fixture
def frame(visit, exhibit_page):
    frame = visit(exhibit_page, viewport=DESK).frame
    unfold(frame)
    return frame


def shows_only(frame) -> bool:
    """Whether only the source's words are shown, on which switch, band and records agree."""
    checked = frame.locator('input[data-action="only"]').is_checked()
    assert (frame.locator("#app .only").count() == 1) is checked
    if frame.locator(".view-records").count():
        assert len(frame.evaluate(ENTRIES)) == (CORE if checked else ALL)
    return checked


def back_to(frame, fragment: str) -> None:
    frame.evaluate("history.back()")
    until(frame, f"location.hash.slice(1) === {fragment!r}")


def test_back_undoes_the_switch_and_forward_does_it_again(frame):
    switch(frame, "only")
    assert shows_only(frame)
    assert hash_of(frame) == "only=source"
    back_to(frame, "")
    assert not shows_only(frame)
    frame.evaluate("history.forward()")
    until(frame, "location.hash === '#only=source'")
    assert shows_only(frame)


def test_back_goes_over_each_step_once(frame):
    """The switch, a record, and out of the switch: three steps there, and three back."""
    switch(frame, "only")
    frame.locator('.entry[data-event="ev07"]').click()
    until(frame, "location.hash === '#event=ev07&only=source'")
    frame.locator('[data-action="everything"]').click()
    until(frame, "location.hash === '#event=ev07'")
    assert not shows_only(frame)
    back_to(frame, "event=ev07&only=source")
    assert shows_only(frame)
    assert frame.locator('article[data-event="ev07"]').is_visible()
    back_to(frame, "only=source")
    assert shows_only(frame)
    back_to(frame, "")
    assert not shows_only(frame)


def test_what_the_switch_leaves_is_of_the_same_step(frame):
    """A record of the context is left by the switch, and one step back leads to it again."""
    frame.locator('.entry[data-event="cx02"]').click()
    until(frame, "location.hash === '#event=cx02'")
    switch(frame, "only")
    until(frame, "location.hash === '#only=source'")
    assert shows_only(frame)
    back_to(frame, "event=cx02")
    assert not shows_only(frame)
    assert frame.locator('article[data-event="cx02"]').is_visible()
    back_to(frame, "")
    assert not shows_only(frame)


def test_who_comes_by_a_link_can_go_back_to_what_it_showed(visit, exhibit_page):
    frame = visit(At(exhibit_page, "event=ev06&only=source"), viewport=DESK).frame
    frame.locator('[data-action="everything"]').click()
    until(frame, "location.hash === '#event=ev06'")
    frame.locator('[data-action="back"]').click()
    frame.wait_for_selector(".view-records")
    until(frame, "location.hash === ''")
    back_to(frame, "event=ev06&only=source")
    assert shows_only(frame)


def test_an_address_that_is_typed_shows_what_it_says(frame):
    switch(frame, "only")
    frame.evaluate("location.hash = 'event=ev06'")
    frame.wait_for_selector('article[data-event="ev06"]')
    assert not shows_only(frame)
    frame.evaluate("location.hash = 'event=ev06&only=source'")
    frame.wait_for_selector("#app .only")
    assert shows_only(frame)


def test_in_a_frame_the_switch_is_no_step_of_the_page_around_it(visit, once):
    frame = visit(default_page(once, "embed"), viewport=DESK).frame
    dismiss_notice(frame)
    before = frame.evaluate("history.length")
    unfold(frame)
    switch(frame, "only")
    until(frame, "location.hash === '#only=source'")
    frame.locator('.entry[data-event="ev07"]').click()
    until(frame, "location.hash === '#event=ev07&only=source'")
    frame.locator('[data-action="everything"]').click()
    until(frame, "location.hash === '#event=ev07'")
    assert not shows_only(frame)
    assert frame.evaluate("history.length") == before


def test_in_a_kiosk_the_next_visitor_has_everything_and_no_way_back(enter, kiosk_page):
    visited = enter(kiosk_page)
    frame = visited.frame
    begin(visited)
    before = frame.evaluate("history.length")
    frame.locator('[data-action="view"]').click()
    switch(frame, "only")
    dismiss_notice(frame)
    frame.locator('.entry[data-event="ev10"]').click()
    assert shows_only(frame)
    turn(visited, 240)
    assert frame.locator(".attract").is_visible()
    assert not shows_only(frame)
    # What its screen shows meanwhile is the whole exhibit, and it says nothing else.
    assert frame.locator(".attract-only").count() == 0
    begin(visited)
    assert not shows_only(frame)
    turn(visited, 1)
    assert "only" not in hash_of(frame)
    assert frame.evaluate("history.length") == before


def test_the_waiting_screen_of_the_source_alone_says_so(enter, tmp_path):
    page = tmp_path / "only.html"
    page.write_bytes(render_page(read_exhibit().with_only_source(), profile="kiosk"))
    visited = enter(page)
    said = visited.frame.locator(".attract-head .attract-only")
    assert said.inner_text() == "Shown: only what each record’s source says"
    begin(visited)
    visited.frame.locator('button[data-language="ru"]').click()
    turn(visited, 240)
    assert said.is_visible()
    # The next visitor's language is the first again.
    assert said.inner_text() == "Shown: only what each record’s source says"
