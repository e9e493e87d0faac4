"""A page of many records shows of each record what the page of few shows of it."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest

from mapbuilder import many
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from ..several import several_exhibit
from ..whole import write_whole
from .conftest import dismiss_notice, until
from .pages import At, Once, default_page, write_bytes
from .test_access import axe, findings  # noqa: F401
from .test_media import folder as media_folder  # noqa: F401
from .test_only import CORE

ARTICLE = "#app article.event"
# All rows of a list are in sight: of panel and list in one column, or of both, in pixels so coarse
# that they are soon painted.
LONG = {"viewport": {"width": 1100, "height": 2400}}
TALL = {"viewport": {"width": 2800, "height": 2400}, "device_scale_factor": 0.4}
SHOWN = "[...document.querySelectorAll('.rows .entry')].map(each => each.dataset.event)"
# Neither paragraphs nor what is folded up has the same white space twice.
TOLD = """() => {
    const article = document.querySelector('#app article.event');
    return article.textContent.replace(/\\s+/g, ' ');
}"""


@contextmanager
def of_many(sample: int = 200):
    """While it lasts, every exhibit is one of many records, with so many of them as plain text."""
    before = many.MANY_EVENTS, many.TEXT_EVENTS
    many.MANY_EVENTS, many.TEXT_EVENTS = 0, sample
    try:
        yield
    finally:
        many.MANY_EVENTS, many.TEXT_EVENTS = before


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
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
    return frame


@pytest.mark.parametrize(("language", "step"), [("en", 3), ("az", 7)])
def test_records_of_the_default_exhibit_are_told_alike(visit, default_pages, language, step):
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
            # The address follows in a moment; until then the record's own would be none new.
            until(frame, "location.hash.includes('reference=')")
            section = frame.locator(".view-source section").filter(has_text="Figures").first
            section.locator(".entry").first.wait_for()
            lists.append(section.locator(".entry-text").all_text_contents())
        assert lists[0] == lists[1] != []
    page.locator(".view-source section .entry").last.click()
    page.wait_for_selector(ARTICLE)


LISTED = """() => Object.fromEntries(
    [...document.querySelectorAll('.view-source section')].map(each => [
        each.querySelector('h3').textContent,
        [...each.querySelectorAll('.entry')].map(one => one.dataset.event).sort()]))"""


def test_a_source_s_page_lists_all_that_rests_on_it_as_among_few(visit, default_pages, axe):  # noqa: F811
    few = opened(visit, default_pages[0])
    page = visit(default_pages[1], **TALL).frame
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    ids = few.evaluate(
        """() => { document.querySelector('[data-action="sources"]').click();
        return [...document.querySelectorAll('.reference-id')].map(each => each.textContent); }"""
    )
    headings = set()
    for id_ in ids:
        lists = []
        for frame in (few, page):
            frame.evaluate(
                """id => { document.querySelector('#app .view').dataset.old = '';
                location.hash = `reference=${id}`; }""",
                id_,
            )
            frame.wait_for_selector(".view-source:not([data-old])", state="attached")
            until(frame, "!document.querySelector('.rows .unread')")
            lists.append(frame.evaluate(LISTED))
        assert lists[1] == lists[0], id_
        headings |= lists[0].keys()
    assert {"Other accounts that name it", "Dates taken from it"} <= headings
    assert findings(page, axe) == []


def test_a_source_s_page_that_is_opened_before_the_records_has_their_lists(visit, default_pages):
    frame = visit(At(default_pages[1], "reference=S06"), **TALL).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    dismiss_notice(frame)
    until(frame, "document.querySelectorAll('.view-source .entry').length > 0")
    assert frame.locator(".view-source > .note").count() == 0


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


def found(frame, text: str) -> list[str]:
    """The records that are found by a text, once all have been looked through."""
    frame.locator(".find-text").first.fill(text)
    until(frame, "document.querySelector('.finding .searching')?.hidden !== false")
    until(frame, "!document.querySelector('.rows .unread')")
    return entries(frame)


def entries(frame) -> list[str]:
    until(frame, "!document.querySelector('.rows .unread')")
    return frame.evaluate(SHOWN)


NAMED = """() => {
    const all = document.querySelectorAll('.panel-body :is(.entry, article)[data-event]');
    const seen = [...all].filter(each => each.checkVisibility());
    return [...new Set(seen.map(each => each.dataset.event))].sort();
}"""


GO = """address => new Promise(done => {
    location.hash = address;
    // The address is heard of before the next frame.
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


def assert_listed_alike(few, page, fragments) -> None:
    """That addresses show the same records, in a list or at a place."""
    for fragment in fragments:
        few.evaluate(GO, fragment)
        found = few.evaluate(NAMED)
        assert found, fragment
        page.evaluate(GO, fragment)
        until(page, f"JSON.stringify(({NAMED})()) === '{json.dumps(found, separators=(',', ':'))}'")


def test_a_place_has_every_record_that_names_it_as_among_few(visit, once):
    """In the panel, by the filter, and on the map, where a record stands at its first place."""
    few, page = (visit(one, **LONG).frame for one in pages_of(once, "several", several_exhibit))
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    ids = few.eval_on_selector_all(".place-mark", "all => all.map(one => one.dataset.place)")
    assert_listed_alike(few, page, [f"{view}={id_}" for id_ in ids for view in ("at", "place")])


def test_a_source_has_every_record_that_names_it_as_among_few(visit, default_pages):
    few, page = (visit(one, **LONG).frame for one in default_pages)
    page.wait_for_selector('html[data-ready="true"]', state="attached")
    events = read_exhibit().events
    named = ";".join(filter(None, events["other_sources"].to_pylist()))
    further = sorted({one.strip() for one in re.split("[;,]", named)})
    assert len(further) > 3
    assert_listed_alike(few, page, [f"source={id_}" for id_ in further])


def test_the_switch_leaves_what_the_source_says_as_among_few(visit, default_pages):
    few, page = (opened(visit, one) for one in default_pages)
    for id_ in ("ev05", "ev07", "ev10", "ev14"):
        address = f"event={id_}&only=source"
        assert told(page, address) == told(few, address), address
    assert page.locator(f"{ARTICLE} .text").count() == 0
    page.locator('[data-action="everything"]').click()
    until(page, "location.hash === '#event=ev14'")
    assert told(page, "event=ev14&lang=en") == told(few, "event=ev14&lang=en")
    assert page.locator(f"{ARTICLE} .text").count() > 0


def test_list_search_counts_and_sources_know_only_what_is_shown(visit, default_pages, axe):  # noqa: F811
    frame = visit(At(default_pages[1], "only=source"), **TALL).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    dismiss_notice(frame)
    said = frame.locator("#app .only").inner_text()
    assert "Shown: only what each record’s source says: Press-release" in said
    assert sorted(entries(frame)) == CORE
    assert frame.locator("#app :is(.intro, .subtitle, .context)").count() == 0
    assert found(frame, "Sumgait") == []
    assert "of 15" in frame.locator(".found").inner_text()
    # Words of the quotation are found, those of the curator are not.
    assert found(frame, "ambulances") == ["ev05"]
    assert found(frame, "attributes") == []
    assert len(found(frame, "")) == 15
    frame.locator('[data-action="sources"]').click()
    assert frame.locator(".references > li").count() == 1
    assert findings(frame, axe) == []


def test_a_record_of_the_context_is_shown_with_everything_and_left_by_the_switch(
    visit, default_pages
):
    frame = visit(At(default_pages[1], "event=cx02&only=source")).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    frame.wait_for_selector('article[data-event="cx02"]')
    assert frame.locator("#app .only").count() == 0
    frame.locator('[data-action="view"]').click()
    frame.locator('input[data-action="only"]').click()
    frame.wait_for_selector(".view-records")
    assert frame.locator("#app .only").is_visible()
    until(frame, "document.querySelectorAll('.rows > li').length > 0")
    assert frame.locator('input[data-action="only"]').is_checked()


def test_a_page_of_the_source_alone_says_so_and_has_no_way_back(visit, once):
    def make(path: Path) -> None:
        with of_many():
            write_bytes(path, render_page(read_exhibit().with_only_source()))

    frame = visit(once("many-only", make), **TALL).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    dismiss_notice(frame)
    assert "Shown: only what each record’s source says" in frame.locator("#app .only").inner_text()
    assert frame.locator('[data-action="everything"], input[data-action="only"]').count() == 0
    assert sorted(entries(frame)) == CORE
    assert found(frame, "ambulances") == ["ev05"]
    show(frame, "event=ev10")
    assert frame.locator(f"{ARTICLE} .figure-value").all_inner_texts() == ["some 744", "about 800"]


STEP = "document.querySelector('#app .view-step')?.textContent.replace(/\\s+/g, ' ')"


def at_step(frame, number: int, language: str = "en") -> str:
    """What the panel tells of a step, once it is that of its address."""
    address = f"step={number}&lang={language}"
    frame.evaluate("address => { location.hash = address; }", address)
    until(frame, f"document.documentElement.lang === '{language}'")
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    step = "document.querySelector('#app .step-text')?.dataset.step"
    until(frame, f"{step} === '{number}'")
    return frame.evaluate(STEP)


def test_the_story_is_told_as_among_few(visit, once, tmp_path, axe):  # noqa: F811
    folder = write_whole(tmp_path / "exhibit")
    pages = pages_of(once, "whole", lambda: read_exhibit(folder).with_basemap("none"))
    few, page = (opened(visit, one) for one in pages)
    for language in ("en", "ar"):
        for number in (1, 2, 3):
            step = at_step(page, number, language)
            told_of_few = at_step(few, number, language)
            assert unnumbered(step) == unnumbered(told_of_few), (language, number)
    # Names are read when the map rests.
    chosen = "document.querySelector('.place-mark[aria-pressed=true]')?.dataset.place"
    until(page, f"{chosen} === 'yerevan'")
    at_step(page, 2)
    page.locator('[data-action="previous"]').click()
    until(page, "document.querySelector('#app .step-text')?.dataset.step === '1'")
    until(page, "location.hash === '#step=1'")
    page.locator(".step-links .entry").click()
    page.wait_for_selector(f'{ARTICLE}[data-event="survey"]')
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-step")
    assert page.locator(".step-count").inner_text().startswith("1")
    assert findings(page, axe) == []
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-records")
    assert "story" in page.locator(".invite").inner_text().lower()


def unnumbered(text: str) -> str:
    """Without the numbers that the marks of few have."""
    return re.sub(r"[0-9\u0660-\u0669]+", "", text)


SHAPES = """() => [...new Set(
    [...document.querySelectorAll('[data-shape]')].map(each => each.dataset.shape))].sort()"""
CHOSEN = SHAPES.replace("[data-shape]", ".chosen-shape[data-shape]")
MARCH, VOYAGE = "at-39.63933,49.14434-7e483803", "at-63.11496,178.45983-6c2cfb05"


def test_lines_and_areas_are_drawn_where_the_map_is(visit, once, root, axe):  # noqa: F811
    folder = root / "tests/exhibits/lines-and-areas"
    pages = pages_of(once, "shapes", lambda: read_exhibit(folder).with_basemap("none"))
    few, page = (opened(visit, one) for one in pages)
    until(page, f"({SHAPES})().length > 2")
    # What is out of the view is not drawn.
    assert set(page.evaluate(SHAPES)) < set(few.evaluate(SHAPES))
    for frame in (few, page):
        frame.locator(".key > summary").click()
    keys = [one.locator(".key").inner_text() for one in (few, page)]
    assert keys[0] == keys[1]
    assert page.locator(".key .shape-line, .key .shape-area").count() > 1
    page.locator(f'[data-shape="{MARCH}"].shape-hit').dispatch_event("click")
    page.wait_for_selector(f'{ARTICLE}[data-event="march"]')
    assert page.evaluate(CHOSEN) == [MARCH]
    assert findings(page, axe) == []
    assert VOYAGE not in page.evaluate(SHAPES)
    show(page, "event=voyage")
    until(page, f"String(({CHOSEN})()) === '{VOYAGE}'")
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-records")
    page.locator('[data-action="fit"]').click()
    until(page, f"({SHAPES})().includes('{MARCH}')")
    page.evaluate("location.hash = 'category=march'")
    until(page, "!!document.querySelector('.shape-area.out')")
    assert page.locator(".shape-line.out").count() == 0
