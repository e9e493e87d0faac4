"""The fixtures themselves: whatever a page does wrong, a test hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .bidi import Firefox
from .conftest import READY, opened

GOOD = """<!doctype html><html lang="en" data-ready="true"><meta charset="utf-8"><title>t</title>"""
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {}">"""
INLINE = "script-src 'unsafe-inline'"

FAULTY = {
    "asks for a picture": (GOOD + '<img src="https://example.org/a.png">', "request: https"),
    "asks for a style": (GOOD + '<link rel=stylesheet href="http://a.test/">', "request: http"),
    "warns": (GOOD + "<script>console.warn('hm')</script>", "console warn"),
    "complains": (GOOD + "<script>console.error('oh')</script>", "console error: oh"),
    "throws": (GOOD + "<script>missing()</script>", "missing is not defined"),
    "rejects": (GOOD + "<script>Promise.reject(new Error('no'))</script>", "no"),
    "is refused a picture": (
        GOOD + POLICY.format(INLINE) + '<img src="https://example.org/a.png">',
        "ontent",
    ),
    "is refused a script": (GOOD + POLICY.format("") + "<script>1</script>", "ontent"),
}


def write(folder: Path, markup: str) -> Path:
    page = folder / "page.html"
    page.write_text(markup, encoding="utf-8")
    return page


@pytest.mark.parametrize("how", ["file", "srcdoc-sandbox"])
@pytest.mark.parametrize("name", FAULTY)
def test_chromium_hears_of_a_page_that(chromium, tmp_path, name, how):
    markup, expected = FAULTY[name]
    with opened(chromium, write(tmp_path, markup), how, tmp_path) as visited:
        pass
    # A sandboxed srcdoc is a process of its own: its requests are only heard of when they fail.
    assert expected in " ".join(visited.faults) or "ERR_NAME_NOT_RESOLVED" in visited.faults[0]


def test_over_http_a_page_may_be_asked_for_once_and_nothing_else_may(chromium, tmp_path):
    page = write(tmp_path, GOOD + '<img src="page.html">')
    with opened(chromium, page, "http", tmp_path) as visited:
        pass
    assert visited.faults[0].startswith("request: http://127.0.0.1")


def test_the_icon_that_a_browser_asks_for_by_itself_is_heard_of(chromium_with_windows, tmp_path):
    """Over http Chromium asks for /favicon.ico unless the page names an icon: ours has to."""
    with opened(chromium_with_windows, write(tmp_path, GOOD), "http", tmp_path) as visited:
        for _ in range(200):
            # When it asks is the browser's own affair.
            if visited.faults:
                break
            visited.page.wait_for_timeout(50)
    assert "404" in visited.faults[0]


def test_of_an_exhibit_no_icon_is_asked_for(chromium_with_windows, exhibit_page, tmp_path):
    with opened(chromium_with_windows, exhibit_page, "http", tmp_path) as visited:
        visited.frame.wait_for_selector(READY, state="attached")
    visited.assert_clean()
    assert len(visited.requests) == 1


@pytest.mark.parametrize(
    "how", ["file", "iframe", "iframe-sandbox", "srcdoc", "srcdoc-sandbox", "http"]
)
def test_chromium_says_nothing_of_a_good_page(visit, tmp_path, how):
    visited = visit(write(tmp_path, GOOD + POLICY.format("")), how)
    assert visited.frame.title() == "t"


@pytest.mark.firefox
@pytest.mark.parametrize("name", FAULTY)
def test_firefox_hears_of_a_page_that(in_firefox: Firefox, tmp_path, name):
    markup, expected = FAULTY[name]
    in_firefox.open(write(tmp_path, markup).as_uri())
    in_firefox.evaluate("new Promise(done => setTimeout(done, 200))")
    faults = " ".join(in_firefox.faults)
    in_firefox.faults.clear()
    assert expected in faults


@pytest.mark.firefox
def test_firefox_says_nothing_of_a_good_page(in_firefox: Firefox, tmp_path):
    in_firefox.open(write(tmp_path, GOOD + POLICY.format("")).as_uri())
    assert in_firefox.evaluate("document.title") == "t"
