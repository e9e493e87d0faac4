"""The page's address says what is open and chosen: it can be linked to, and Back closes it."""

from __future__ import annotations

import pytest

from .conftest import opened, until
from .pages import At, default_page
from .test_view import unfold


def hash_of(frame) -> str:
    return frame.evaluate("location.hash.slice(1)")


def test_a_link_opens_its_record_in_its_language_before_the_page_is_ready(visit, exhibit_page):
    link = "event=ev06&lang=ru&q=%D0%91%D0%B0%D0%BA%D1%83"
    visited = visit(At(exhibit_page, link))
    frame = visited.frame
    assert frame.locator("article.event").get_attribute("data-event") == "ev06"
    assert frame.locator("html").get_attribute("lang") == "ru"
    assert frame.locator(".place-anchor.chosen .place-mark").get_attribute("data-place") == "baku"
    assert not frame.locator(".shell > .notice").is_visible()
    frame.locator('[data-action="back"]').click()
    assert frame.locator(".find-text").input_value() == "Баку"
    visited.assert_clean()


def test_what_is_unknown_in_a_link_is_passed_over(visit, exhibit_page):
    visited = visit(
        At(exhibit_page, "event=nobody&lang=xx&from=never&category=%&place=lankaran&x=1")
    )
    assert visited.frame.locator(".place-head h2").inner_text() == "Lankaran"
    assert visited.frame.locator("html").get_attribute("lang") == "en"
    visited.assert_clean()


def test_a_span_of_days_in_a_link_is_chosen(visit, exhibit_page):
    frame = visit(At(exhibit_page, "from=1990-01-26&to=1990-01-26")).frame
    said = frame.locator(".finding [role=status]").inner_text()
    entries = frame.locator(".entry:visible").count()
    assert 0 < entries < 23
    assert str(entries) in said


def test_the_address_follows_what_is_chosen(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    assert hash_of(frame) == ""
    frame.locator(".find-text").fill("Bakı")
    until(frame, "location.hash === '#q=Bak%C4%B1'")
    frame.locator('button[data-language="az"]').click()
    until(frame, "location.hash === '#lang=az&q=Bak%C4%B1'")
    frame.locator('[data-action="clear-all"]').click()
    until(frame, "location.hash === '#lang=az'")


def test_the_page_follows_its_address(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    frame.evaluate("location.hash = 'place=baku&lang=az'")
    frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
    assert frame.locator(".place-head h2").inner_text() == "Bakı"
    frame.evaluate("location.hash = 'text-en-ev01'")
    frame.wait_for_timeout(400)
    assert frame.locator(".place-head h2").inner_text() == "Bakı"


def test_back_closes_what_was_opened_and_forward_opens_it(visit, exhibit_page):
    visited = visit(exhibit_page)
    frame = visited.frame
    frame.locator(".find-text").fill("lankaran")
    frame.locator(".entry:visible").first.click()
    event = frame.locator("article.event").get_attribute("data-event")
    assert hash_of(frame) == f"event={event}&q=lankaran"
    visited.page.go_back()
    frame.wait_for_selector(".view-records")
    assert hash_of(frame) == "q=lankaran"
    assert frame.locator(".find-text").input_value() == "lankaran"
    visited.page.go_forward()
    frame.wait_for_selector("article.event")
    assert hash_of(frame) == f"event={event}&q=lankaran"
    visited.assert_clean()


@pytest.mark.parametrize("early", [False, True])
def test_back_keeps_the_language_and_the_way_the_page_is_shown(visit, exhibit_page, early):
    """Choosing them is no step that Back undoes, whichever address they were chosen at."""
    visited = visit(exhibit_page, viewport={"width": 1280, "height": 900})
    frame = visited.frame
    unfold(frame)
    if early:
        frame.locator('button[data-language="ru"]').click()
        frame.locator('[data-text-size="1"]').click()
        until(frame, "location.hash === '#lang=ru&text=125'")
    frame.locator(".entry").first.click()
    event = frame.locator("article.event").get_attribute("data-event")
    frame.locator('button[data-language="az"]').click()
    frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
    frame.locator('[data-text-size="2"]').click()
    until(frame, f"location.hash === '#event={event}&lang=az&text=150'")
    visited.page.go_back()
    frame.wait_for_selector(".view-records")
    until(frame, "location.hash === '#lang=az&text=150'")
    assert frame.locator("html").get_attribute("lang") == "az"
    frame.locator('button[data-language="en"]').click()
    frame.wait_for_selector('html[lang="en"][data-ready="true"]', state="attached")
    visited.page.go_forward()
    frame.wait_for_selector("article.event")
    until(frame, f"location.hash === '#event={event}&text=150'")
    assert frame.locator("html").get_attribute("lang") == "en"
    visited.assert_clean()


def test_closing_by_the_page_s_own_button_leaves_no_step_behind(visit, exhibit_page):
    frame = visit(exhibit_page).frame
    before = frame.evaluate("history.length")
    for _ in range(3):
        frame.locator(".entry").first.click()
        frame.locator('button[data-language="az"]').click()
        frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
        frame.locator('[data-action="back"]').click()
        frame.wait_for_selector(".view-records")
        until(frame, "!history.state?.opened")
        assert hash_of(frame) == "lang=az"
        assert frame.locator("html").get_attribute("lang") == "az"
    assert frame.evaluate("history.length") == before + 1


@pytest.mark.parametrize("how", ["iframe", "iframe-sandbox", "srcdoc", "srcdoc-sandbox"])
def test_a_frame_that_forbids_it_goes_without(visit, exhibit_page, how):
    visited = visit(exhibit_page, how)
    frame = visited.frame
    frame.locator(".entry").first.click()
    frame.locator('[data-action="back"]').click()
    frame.wait_for_selector(".view-records")
    # Where a step back was forbidden, the page goes on after a while as if it had come.
    frame.wait_for_timeout(800)
    frame.locator(".entry").nth(1).click()
    assert frame.locator("article.event").count() == 1
    visited.assert_clean()


def test_a_kiosk_has_no_steps_of_history(chromium, once, tmp_path):
    page = default_page(once, "kiosk")
    with opened(chromium, page, "file", tmp_path) as visited:
        frame = visited.frame
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        frame.locator(".attract").click()
        frame.wait_for_selector(".attract", state="detached")
        before = frame.evaluate("history.length")
        frame.locator(".entry").first.click()
        until(frame, "location.hash.startsWith('#event=')")
        assert frame.evaluate("history.length") == before
        visited.assert_clean()
