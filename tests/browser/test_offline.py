"""The page asks the network for nothing and complains of nothing, however it is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from .bidi import Firefox
from .conftest import open_every_place

HOW = ["file", "iframe", "iframe-sandbox", "srcdoc", "srcdoc-sandbox", "http"]
POLICY = "document.querySelector('meta[http-equiv=Content-Security-Policy]').content"


@pytest.mark.parametrize("how", HOW)
def test_the_page_is_whole_without_a_network(visit, exhibit_page, how):
    visited = visit(exhibit_page, how)
    assert visited.frame.locator("[data-place]").first.is_visible()
    visited.page.wait_for_timeout(500)
    visited.assert_clean()


@pytest.mark.parametrize("how", HOW)
def test_every_marker_and_language_can_be_used_without_a_network(visit, exhibit_page, how):
    visited = visit(exhibit_page, how, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    tags = frame.eval_on_selector_all(
        "[data-language]:is(button)", "all => all.map(b => b.dataset.language)"
    )
    assert len(tags) > 1
    if how != "file":
        # Every marker in one of them, each way in another one.
        tags = [tags[HOW.index(how) % len(tags)]]
    for tag in tags:
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        open_every_place(frame)
    visited.assert_clean()


def test_the_policy_allows_no_request(visit, exhibit_page):
    policy = visit(exhibit_page).frame.evaluate(POLICY)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    assert not any(
        "http" in source or source == "*" for sources in rules.values() for source in sources
    )
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy


def test_the_page_opens_nothing_but_its_two_globals(visit, exhibit_page, chromium, tmp_path):
    visited = visit(exhibit_page)
    blank = tmp_path / "blank.html"
    blank.write_text('<!doctype html><html lang="en" data-ready="true"><title>blank</title></html>')
    names = "Object.getOwnPropertyNames(window)"
    extra = set(visited.frame.evaluate(names)) - set(visit(blank).frame.evaluate(names))
    assert extra <= {"mapbuilder", "L"}


def test_without_scripts_the_records_are_read_as_text(visit, exhibit_page, chromium, tmp_path):
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(exhibit_page.as_uri())
    assert page.locator("main#text").is_visible()
    assert page.locator("main#text article").count() >= 15
    context.close()


@pytest.mark.firefox
def test_the_page_is_whole_in_firefox(in_firefox: Firefox, exhibit_page: Path):
    in_firefox.open(exhibit_page.as_uri())
    in_firefox.wait_for("document.documentElement.dataset.ready === 'true'")
    assert in_firefox.evaluate("document.querySelectorAll('.place-mark[data-place]').length") > 0
    in_firefox.evaluate("document.querySelector('.place-mark[data-place]').click()")
    in_firefox.evaluate("new Promise(done => setTimeout(done, 500))")
    assert in_firefox.faults == []
