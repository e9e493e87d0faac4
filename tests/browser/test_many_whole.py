"""A page of many records shows of each record what the page of few shows of it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from mapbuilder import many
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import until
from .pages import Once, default_page, write_bytes
from .test_access import axe, findings  # noqa: F401
from .test_media import folder as media_folder  # noqa: F401

ARTICLE = "#app article.event"
# Neither paragraphs nor what is folded up has the same white space twice.
TOLD = """() => {
    const article = document.querySelector('#app article.event');
    return article.textContent.replace(/\\s+/g, ' ');
}"""


@contextmanager
def of_many(sample: int = 200):
    """While it lasts, every exhibit is one of many records, with so many of them as plain text."""
    before = many.MANY_EVENTS, many.SAMPLE
    many.MANY_EVENTS, many.SAMPLE = 0, sample
    try:
        yield
    finally:
        many.MANY_EVENTS, many.SAMPLE = before


def pages_of(once: Once, name: str, exhibit, sample: int = 200) -> tuple[Path, Path]:
    """The page of an exhibit as one of few and as one of many."""
    few = once(f"few-{name}", lambda path: write_bytes(path, render_page(exhibit())))

    def make(path: Path) -> None:
        with of_many(sample):
            write_bytes(path, render_page(exhibit()))

    return few, once(f"many-{name}", make)


@pytest.fixture(scope="session")
def default_pages(once: Once) -> tuple[Path, Path]:
    def make(path: Path) -> None:
        with of_many():
            write_bytes(path, render_page(read_exhibit()))

    return default_page(once, "web"), once("many-default", make)


@pytest.fixture(scope="module")
def media_pages(once: Once, media_folder: Path) -> tuple[Path, Path]:  # noqa: F811
    """Of three records one is in the text version, and the pictures of the others in blocks."""
    return pages_of(once, "media", lambda: read_exhibit(media_folder), sample=2)


def show(frame, fragment: str) -> None:
    """Follows an address within the page, and waits until that is open, in its language."""
    said = dict(part.split("=") for part in fragment.split("&"))
    frame.evaluate("address => { location.hash = address; }", fragment)
    if "lang" in said:
        until(frame, f"document.documentElement.lang === '{said['lang']}'")
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
    until(frame, f"document.querySelector('{ARTICLE}')?.dataset.event === '{said['event']}'")


def told(frame, fragment: str) -> str:
    show(frame, fragment)
    return frame.evaluate(TOLD)


def opened(visit, page: Path):
    frame = visit(page).frame
    if "many-" in page.name:
        frame.wait_for_selector('html[data-records="true"]', state="attached")
    return frame


@pytest.mark.parametrize(("language", "step"), [("en", 1), ("az", 5)])
def test_every_record_of_the_default_exhibit_is_told_alike(visit, default_pages, language, step):
    few, page = (opened(visit, one) for one in default_pages)
    ids = few.evaluate("[...document.querySelectorAll('.entry')].map(each => each.dataset.event)")
    assert len(ids) == 23
    for id_ in ids[::step]:
        address = f"event={id_}&lang={language}"
        assert told(page, address) == told(few, address), address


def test_figures_stand_on_their_scales_and_on_their_sources_pages(visit, default_pages):
    few, page = (opened(visit, one) for one in default_pages)
    sources = set()
    for frame in (few, page):
        show(frame, "event=ev10")
        assert frame.locator(".figure-table").count() == 2
        assert frame.locator(".figure-track i").count() == 7
        cites = frame.locator(f"{ARTICLE} .figures a.cite")
        sources.add(tuple(cites.evaluate_all("all => all.map(one => one.dataset.source)")))
    (cited,) = sources
    for source in dict.fromkeys(cited):
        lists = []
        for frame in (few, page):
            show(frame, "event=ev10")
            frame.locator(f'.figures a.cite[data-source="{source}"]').first.click()
            frame.wait_for_selector(".view-source")
            section = frame.locator(".view-source section").filter(has_text="Figures").first
            lists.append(section.locator(".entry-text").all_text_contents())
        assert lists[0] == lists[1] != []
    page.locator(".view-source section .entry").last.click()
    page.wait_for_selector(ARTICLE)


def test_the_passage_around_a_quotation_is_marked_as_among_few(visit, default_pages):
    few, page = (opened(visit, one) for one in default_pages)
    marks = []
    for frame in (few, page):
        show(frame, "event=ev05")
        frame.locator(f"{ARTICLE} .in-source summary").click()
        marks.append(frame.locator(f"{ARTICLE} .in-source mark").all_inner_texts())
        assert frame.locator(f"{ARTICLE} .in-source blockquote").first.is_visible()
    assert marks[0] == marks[1] != []


def test_media_are_seen_and_heard_as_among_few(visit, media_pages, axe):  # noqa: F811
    few, page = (opened(visit, one) for one in media_pages)
    for language in ("en", "ar"):
        for id_ in ("e1", "e2", "e3"):
            address = f"event={id_}&lang={language}"
            assert told(page, address) == told(few, address), address
    loaded = "[...document.querySelectorAll('#app article img')].map(img => img.naturalWidth > 0)"
    until(page, f"String({loaded}) === 'true,true'")
    show(page, "event=e2&lang=ar")
    page.locator('#app .sound [data-action="play"]').click()
    until(page, "document.querySelector('#app audio').currentTime > 0")
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-records")
    assert page.locator("#app audio").count() == 0
    show(page, "event=e3&lang=en")
    # It takes the text version out, which has the first picture.
    assert findings(page, axe) == []


def test_axe_core_finds_nothing_in_figures_and_passages(visit, default_pages, axe):  # noqa: F811
    frame = opened(visit, default_pages[1])
    show(frame, "event=ev10")
    for each in frame.locator(f"{ARTICLE} summary").all():
        each.click()
    assert findings(frame, axe) == []
