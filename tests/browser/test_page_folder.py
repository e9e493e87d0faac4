"""A page that is a folder opens from a disk, a server and frames, and says which file it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ..folder_pages import COUNT
from .bidi import Firefox
from .conftest import opened, until
from .pages import Once, folder_page

RECORDS = 'html[data-ready="true"]'
SIZE = {"width": 1440, "height": 900}
TITLES = "[...document.querySelectorAll('.rows .entry-title')]"
READ = f"{TITLES}.length > 0 && {TITLES}.every(e => !e.classList.contains('unread'))"
SCRIPTS = "document.querySelectorAll('script[src]').length"
REFUSED = """(() => {
  try { document.createElement('script').src = 'other.js'; } catch (error) { return error.name; }
})()"""


@pytest.fixture
def page(once: Once, tmp_path) -> Path:
    """The page in a folder that the test may change."""
    return folder_page(once, tmp_path / "page")


def whole(frame) -> None:
    frame.wait_for_selector(RECORDS, state="attached")
    until(frame, READ)


def test_from_a_disk_list_search_address_and_record_read_the_files(visit, page):
    visited = visit(page, viewport=SIZE)
    frame = visited.frame
    whole(frame)
    assert "Text not readable" not in frame.locator(".rows").inner_text()
    asked = {url.rpartition("/")[2] for url in visited.requests if "/texts/" in url}
    assert asked < {path.name for path in (page.parent / "texts").iterdir()}
    assert not any(name.startswith(("words", "ids")) for name in asked)
    frame.locator(".find-text").first.fill(f"{250 * 250}")
    until(frame, "document.querySelector('.found').textContent.includes('1 of ')")
    frame.locator(".rows .entry").first.click()
    frame.wait_for_selector("li.chosen")
    assert frame.evaluate("location.hash").startswith("#event=e250")
    assert "62500." in frame.locator("li.chosen").inner_text()
    # An id is looked for in the file of all ids' hashes.
    frame.evaluate("location.hash = '#event=e123'")
    until(frame, "document.querySelector('li.chosen')?.textContent.includes('15129.')")
    # What has been read stands nowhere in the document any more.
    assert frame.evaluate(SCRIPTS) == 0


@pytest.mark.parametrize("how", ["iframe", "http"])
def test_in_a_frame_and_from_a_server_it_is_the_same(chromium, page, tmp_path, how):
    with opened(chromium, page, how, tmp_path, viewport=SIZE) as visited:
        whole(visited.frame)
        assert "Text not readable" not in visited.frame.locator(".rows").inner_text()
        assert visited.frame.locator(".lost").count() == 0
        beside = [fault for fault in visited.faults if not re.search(r"request: .*/texts/", fault)]
        assert beside == []
        # Trusted Types refuse an address that is none of the texts', whoever asks.
        assert visited.frame.evaluate(REFUSED) == "TypeError"


def test_where_a_neighbour_may_not_be_read_the_page_says_so_and_the_map_goes_on(
    chromium, page, tmp_path
):
    with opened(chromium, page, "iframe-sandbox", tmp_path, viewport=SIZE) as visited:
        frame = visited.frame
        whole(frame)
        assert "may not be read here" in frame.locator(".lost").inner_text()
        assert frame.locator(".place-mark").count() > 1
        assert frame.locator(".entry-date").first.inner_text().startswith("11 January 1900")
        assert not any("uncaught" in fault for fault in visited.faults)


@pytest.mark.parametrize("how", ["missing", "changed"])
def test_a_broken_file_is_named_and_the_rest_can_be_read(chromium, page, tmp_path, how):
    texts = sorted((page.parent / "texts").glob("told-en-0.*"))
    assert len(texts) > 3
    for file in texts[:-1]:
        content = file.read_bytes()
        if how == "missing":
            file.unlink()
        else:
            at = len(content) // 2
            file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    with opened(chromium, page, "file", tmp_path, viewport=SIZE) as visited:
        frame = visited.frame
        whole(frame)
        told = frame.locator(".lost").inner_text()
        assert any(f"texts/{file.name}" in told for file in texts[:-1])
        assert "Text not readable" in frame.locator(".rows").inner_text()
        frame.locator(".rows .entry").first.click()
        frame.wait_for_selector("li.chosen")
        assert frame.locator(".lost").is_visible()
        assert frame.locator("li.chosen .date").inner_text() == "11 January 1900"
        # What the words of the broken texts are is not looked for, and the search comes to its end.
        visited.page.keyboard.press("Escape")
        frame.locator(".find-text").first.fill("readable")
        until(frame, "document.querySelector('.searching').hidden")
        assert f"0 of {COUNT}" in frame.locator(".found").inner_text()


def test_the_words_in_a_missing_file_are_found_by_looking_through_all(chromium, page, tmp_path):
    for file in (page.parent / "texts").glob("words-*"):
        file.unlink()
    with opened(chromium, page, "file", tmp_path, viewport=SIZE) as visited:
        frame = visited.frame
        whole(frame)
        frame.locator(".find-text").first.fill(f"{250 * 250}")
        until(frame, "document.querySelector('.found').textContent.includes('1 of ')")
        assert "words-en." in frame.locator(".lost").inner_text()


@pytest.mark.firefox
def test_firefox_reads_the_files_of_a_folder(in_firefox: Firefox, page):
    in_firefox.open(page.as_uri())
    in_firefox.wait_for(f"document.documentElement.dataset.records === 'true' && {READ}")
    assert in_firefox.evaluate("document.querySelectorAll('.lost').length") == 0
    assert in_firefox.evaluate(f"{TITLES}[0].textContent").startswith("The ")
