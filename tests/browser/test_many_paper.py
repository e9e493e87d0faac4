"""What is printed of many records is what is shown of them, as the ordinary handout prints it."""

from __future__ import annotations

import re

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit

from .conftest import dismiss_notice, until
from .pages import At
from .test_many_panel import BY_ID, COUNT, IN_TIME
from .test_many_panel import many_page as many_page
from .test_many_whole import default_pages as default_pages
from .test_many_whole import media_folder as media_folder
from .test_many_whole import media_pages as media_pages
from .test_media import folder as folder

PRINTABLE = 'html[data-printable="true"]'
BEFORE = "dispatchEvent(new Event('beforeprint'))"
AFTER = "dispatchEvent(new Event('afterprint'))"
IDS = "[...document.querySelectorAll('#handout article')].map(each => each.dataset.event)"
# What a record says, without the numbers of places and notes that are counted on each handout.
SAID = """() => Object.fromEntries([...document.querySelectorAll('#handout article')].map(each => {
    const own = each.cloneNode(true);
    for (const one of own.querySelectorAll('.note-number, .handout-marks')) one.remove();
    return [each.dataset.event, own.textContent.replace(/\\s+/g, ' ')];
}))"""
NOTES = "[...document.querySelectorAll('.handout-notes > li')].map(each => each.textContent)"
# How many records the marks on the map say that they stand for; a mark's name ends with it.
MARKED = """() => [...document.querySelectorAll('.handout-map .place-mark')]
    .map(each => Number(each.getAttribute('aria-label').match(/(\\d+) records?\\)?$/)[1]))
    .reduce((sum, one) => sum + one, 0)"""


def printed(frame) -> None:
    frame.wait_for_selector(PRINTABLE, state="attached")
    frame.evaluate(BEFORE)


def back_on_screen(frame) -> None:
    frame.evaluate(AFTER)
    frame.wait_for_selector("html:not(.printing)", state="attached")


def choose(frame, facet: str, *values: str) -> None:
    for part in ("filters", facet):
        frame.locator(f'details[data-part="{part}"]').evaluate("each => { each.open = true; }")
    for value in values:
        frame.locator(f'[data-facet="{facet}"][data-value="{value}"]').click()


def shown(frame) -> list[str]:
    """The records of all lists, which are short enough to be in sight as a whole."""
    until(frame, "!document.querySelector('.rows .unread')")
    return frame.evaluate(
        "[...document.querySelectorAll('.rows .entry')].map(each => each.dataset.event)"
    )


@pytest.mark.parametrize("language", ["en", "az"])
def test_the_whole_exhibit_is_printed_as_the_ordinary_page_prints_it(
    visit, default_pages, language
):
    told = []
    for page in default_pages:
        frame = visit(At(page, f"lang={language}")).frame
        if "many-" in page.name:
            frame.wait_for_selector(PRINTABLE, state="attached")
        frame.evaluate(BEFORE)
        told.append([frame.evaluate(what) for what in (IDS, SAID, NOTES)])
    (ids, said, notes), (own_ids, own_said, own_notes) = told
    assert own_ids == ids
    assert own_said == said
    # Sources that no record names are in the page alone.
    assert own_notes == notes[: len(own_notes)]
    assert len(own_notes) > 20


def test_pictures_and_captions_are_printed(visit, media_pages):
    told = []
    for page in media_pages:
        frame = visit(page).frame
        if "many-" in page.name:
            frame.wait_for_selector(PRINTABLE, state="attached")
        frame.evaluate(BEFORE)
        media = frame.locator("#handout .medium").evaluate_all("all => all.map(e => e.textContent)")
        pictures = frame.locator("#handout .medium img").evaluate_all("all => all.map(e => e.alt)")
        told.append((media, pictures, frame.evaluate(SAID)))
    assert told[0] == told[1]
    assert told[0][1]


def test_what_is_printed_is_what_a_filter_leaves(visit, default_pages):
    few, page = (visit(one, viewport={"width": 2800, "height": 2400}) for one in default_pages)
    few.frame.evaluate(BEFORE)
    whole = few.frame.evaluate(SAID)
    frame = page.frame
    dismiss_notice(frame)
    choose(frame, "place", "neftchala", "lankaran")
    ids = shown(frame)
    assert 0 < len(ids) < len(whole)
    printed(frame)
    assert frame.evaluate(IDS) == ids
    assert frame.evaluate(SAID) == {id_: whole[id_] for id_ in ids}
    assert frame.evaluate(MARKED) == len(ids)
    lines = frame.locator(".handout-asked p").all_inner_texts()
    assert lines == [
        f"Records found: {len(ids)} of {len(whole)}",
        "Place: Neftchala; Lankaran",
    ]
    # Each of the two has a mark of its own on the map, and so a number.
    numbers = frame.locator(".handout-legend > ol .mark").all_inner_texts()
    assert numbers == ["1", "2"]
    assert set(frame.locator(".handout-marks .mark").all_inner_texts()) == {"1", "2"}
    back_on_screen(frame)
    frame.locator('[data-action="clear-all"]').click()
    printed(frame)
    assert frame.evaluate(IDS) == list(whole)
    assert frame.locator(".handout-asked").count() == 0
    # One mark stands for several places: it has a count, which no number must be taken for.
    assert set(frame.locator(".handout-legend > ol .mark").all_inner_texts()) == {""}
    assert frame.locator(".handout-legend > ol > li").count() == 6
    assert set(frame.locator(".handout-marks .mark").all_inner_texts()) == {"", "–"}


def test_only_what_the_source_says_is_printed_where_that_is_shown(visit, default_pages):
    told = []
    for page in default_pages:
        frame = visit(At(page, "only=source")).frame
        if "many-" in page.name:
            frame.wait_for_selector(PRINTABLE, state="attached")
            until(frame, "document.querySelector('.panel-body .only')")
            frame.wait_for_selector(PRINTABLE, state="attached")
        frame.evaluate(BEFORE)
        told.append((frame.evaluate(IDS), frame.evaluate(SAID)))
    assert told[0] == told[1]


def test_the_first_thousand_of_more_are_printed_and_all_are_counted(visit, many_page):
    frame = visit(many_page()).frame
    printed(frame)
    ids = frame.evaluate(IDS)
    assert len(set(ids)) == 1000
    assert sorted(BY_ID[id_]["date"] for id_ in ids) == IN_TIME[:1000]
    cut = frame.locator("#handout .cut").inner_text()
    assert re.findall(r"\d[\d ]*\d", cut) == ["1000", str(COUNT)]
    assert not frame.evaluate("document.getElementById('text').checkVisibility()")
    assert frame.locator("#handout .draft").count() == 0


def test_the_first_of_very_many_are_there_when_they_are_printed_first(visit, tmp_path):
    # In time order they stand in more than 60 chunks, which are in the order of places.
    rows = [
        f"e{number},{1900 + number // 200},T {number},{number * 37 % 60},{number * 53 % 170}"
        for number in range(16_000)
    ]
    text = "\n".join(["id,date,title,lat,lon", *rows])
    (tmp_path / "events.csv").write_text(text, encoding="utf-8")
    frame = visit(build(read_exhibit(tmp_path / "events.csv"), tmp_path / "page.html")).frame
    printed(frame)
    ids = [f"e{number}" for number in range(1, 1001)]
    assert frame.evaluate(IDS) == ids
    titles = frame.locator("#handout article h3").all_inner_texts()
    assert titles == [f"T {number}" for number in range(1, 1001)]
    assert frame.locator("#handout .draft").count() == 0


def test_what_has_not_been_read_is_said_to_be_missing_and_there_the_next_time(visit, many_page):
    visited = visit(many_page())
    # The page never comes to rest by itself.
    visited.page.add_init_script("window.requestIdleCallback = done => { window.rest = done; };")
    visited.page.reload()
    frame = visited.frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    choose(frame, "source", "S59")
    choose(frame, "category", "trial")
    wanted = [
        record
        for record in BY_ID.values()
        if record["source"] == "S59" and record["category"] == "trial"
    ]
    frame.evaluate(BEFORE)
    articles = frame.locator("#handout article")
    assert articles.count() == len(wanted)
    assert articles.locator("h3").all_inner_texts() == ["…"] * len(wanted)
    assert articles.locator(".when").all_inner_texts()[-1] != ""
    assert "print again" in frame.locator("#handout .draft").inner_text()
    back_on_screen(frame)
    # Who has printed has asked for it; now the page comes to rest as often as it waits for that.
    frame.evaluate(
        "() => { window.requestIdleCallback = done => setTimeout(done); window.rest?.(); }"
    )
    printed(frame)
    assert frame.locator("#handout .draft").count() == 0
    assert sorted(frame.evaluate(IDS)) == sorted(record["id"] for record in wanted)
    assert sorted(frame.locator("#handout article h3").all_inner_texts()) == sorted(
        record["title"] for record in wanted
    )


def test_after_printing_the_page_is_as_before(visit, many_page):
    visited = visit(many_page(), viewport={"width": 1280, "height": 800}, color_scheme="dark")
    frame = visited.frame
    frame.wait_for_selector(PRINTABLE, state="attached")
    frame.locator('[data-action="zoom-in"]').click()
    frame.locator(".find-text").first.fill("lenkeran")
    until(frame, "document.querySelector('.searching').hidden")
    seen = """() => JSON.stringify([
        [...document.querySelectorAll('.map-room .place-mark')].map(each => {
            const {x, y, width} = each.getBoundingClientRect();
            return [each.getAttribute('aria-label'), x, y, width].map(String);
        }).sort(),
        ['basemap', 'bubbles'].map(name => {
            const {width, height} = document.querySelector(`.map canvas.${name}`);
            return [width, height];
        }),
        document.documentElement.className,
        [...document.querySelector('.shell').children].map(each => each.className),
        document.querySelector('.panel').textContent,
        document.querySelector('.time-host').textContent,
    ])"""
    frame.wait_for_selector(PRINTABLE, state="attached")
    # Names are read while the map rests; at the end all have theirs.
    until(frame, "[...document.querySelectorAll('.place-mark')].every(each => each.dataset.place)")
    before = frame.evaluate(seen)
    assert visited.page.pdf(format="A4").startswith(b"%PDF")
    frame.wait_for_selector("html:not(.printing)", state="attached")
    until(frame, f"{before!r} === ({seen})()")
    assert frame.locator("#handout").count() == 0


def test_the_text_version_is_printed_without_scripts(chromium, many_page):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(many_page().as_uri())
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible()
    context.close()
