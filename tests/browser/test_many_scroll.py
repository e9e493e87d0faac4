"""The story by scrolling among many records: what is found decides, and texts may come late."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit

from .conftest import next_frames, until
from .pages import At, Once
from .test_access import axe, findings  # noqa: F401
from .test_many_panel import BY_ID, RECORDS, many_page, matching, opened_at, write_exhibit  # noqa: F401
from .test_story import at, press, stop_time

PERIOD = {"first": "1950-01-01", "last": "1952-12-31"}
FOUND = "from=1950-01-01&to=1952-12-31"
YEAR = "from=1951-01-01&to=1951-12-31"
STEPS = 60
# Each text that is unpacked from here on waits until the test lets it go.
HOLD = """() => {
    const read = Response.prototype.arrayBuffer;
    const let_go = new Promise(done => { window.__let_go = done; });
    Response.prototype.arrayBuffer = async function () {
        const bytes = await read.call(this);
        await let_go;
        return bytes;
    };
}"""
LET_GO = "() => window.__let_go()"
READING = """() => {
    const step = document.querySelector('.scroll-step[aria-current]');
    return [Number(step.dataset.scrollStep), Math.round(step.getBoundingClientRect().top)];
}"""
SETTLED = "!!document.querySelector('.view-scroll:not([aria-busy])')"
COUNT = "document.querySelector('.step-count')?.textContent"


def of(number: int, count: int) -> str:
    return f"{COUNT} === '{number} of {count}'"


def ids(frame) -> list[str]:
    return frame.evaluate(
        "[...document.querySelectorAll('.scroll-step article')].map(each => each.dataset.event)"
    )


def in_time(found: list[str]) -> list[str]:
    return sorted(BY_ID[id_]["date"] or "9999" for id_ in found)


def write_steps(folder: Path, count: int) -> Path:
    """A story of so many steps: every third has its record's title, every second its text."""
    write_exhibit(folder)
    with (folder / "steps.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "event", "place", "title", "text"])
        for step in range(count):
            title = f"Chapter {step + 1}" if step % 3 else ""
            text = f"The words of step {step + 1}." if step % 2 else ""
            event = RECORDS[step * 37 % len(RECORDS)]["id"]
            table.writerow([f"s{step + 1}", event, "", title, text])
    return folder


@pytest.fixture(scope="session")
def told_page(once: Once):
    def page(count: int = STEPS) -> Path:
        def make(path: Path) -> None:
            build(read_exhibit(write_steps(path.with_name("exhibit"), count)), path)

        return once(f"many-steps-{count}", make)

    return page


@pytest.fixture(scope="session")
def scattered_page(once: Once) -> Path:
    """In chunks of 32 rows, so that what is found is in many."""

    def make(path: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for module in ("text_chunks", "record_texts", "many_words", "many_page"):
                patch.setattr(f"mapbuilder.{module}.ROWS", 32)
            build(read_exhibit(write_exhibit(path.with_name("exhibit"))), path)

    return once("many-scattered", make)


def ready(visit, page: Path, fragment: str = "", **options):
    frame = visit(At(page, fragment), **options).frame
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    return frame


def test_records_are_read_by_scrolling_where_they_are_few_enough(opened_at):  # noqa: F811
    frame = opened_at()
    way = frame.locator(".view-records .scroll-start")
    assert not way.is_visible()
    frame.evaluate("found => { location.hash = found; }", FOUND)
    found = matching(**PERIOD)
    assert 60 < len(found) <= 200
    way.click()
    until(frame, of(1, len(found)))
    assert sorted(ids(frame)) == sorted(found)
    assert [BY_ID[id_]["date"] for id_ in ids(frame)] == in_time(found)
    assert (
        frame.evaluate("document.activeElement.closest('.scroll-step').dataset.scrollStep") == "0"
    )
    for step in (2, 3):
        press(frame, "next")
        until(frame, of(step, len(found)))
    id_ = ids(frame)[2]
    heard = frame.locator('[role="status"]').last.inner_text()
    assert heard == f"3 of {len(found)}. {BY_ID[id_]['title']}"
    chosen = "document.querySelector('.map-room .callout, .place-mark[aria-pressed=true]')"
    until(frame, f"{chosen}?.textContent.includes('{BY_ID[id_]['place']}')")
    until(frame, f"location.hash === '#view=scroll&step=3&{FOUND}'")
    frame.page.go_back()
    frame.wait_for_selector(".view-records")
    frame.page.go_forward()
    until(frame, of(3, len(found)))


def test_what_is_found_while_it_is_read_changes_the_page_or_ends_it(opened_at):  # noqa: F811
    frame = opened_at(f"#view=scroll&step=30&{FOUND}")
    until(frame, of(30, len(matching(**PERIOD))))
    until(frame, f"({READING})()[1] > 0 && ({READING})()[0] === 29")
    year = matching(first="1951-01-01", last="1951-12-31")
    frame.evaluate("found => { location.hash = `view=scroll&step=4&${found}`; }", YEAR)
    until(frame, of(4, len(year)))
    assert sorted(ids(frame)) == sorted(year)
    # A step that is too far is the last one, on the map as well.
    frame.evaluate("found => { location.hash = `view=scroll&step=99&${found}`; }", YEAR)
    until(frame, of(len(year), len(year)))
    until(frame, "!!document.querySelector('.place-mark[aria-pressed=true]')")
    # More than can be read on one page, or nothing, leads back to the list.
    for nothing in ("view=scroll&step=4", "view=scroll&q=nowhere"):
        frame.evaluate("found => { location.hash = `view=scroll&step=2&${found}`; }", YEAR)
        until(frame, of(2, len(year)))
        frame.evaluate("nothing => { location.hash = nothing; }", nothing)
        frame.wait_for_selector(".view-records")
        until(frame, "!location.hash.includes('scroll')")


@pytest.mark.parametrize("words", ["lenkeran", "river"])
def test_a_search_in_an_address_is_looked_through_before_it_is_read(opened_at, words):  # noqa: F811
    frame = opened_at(f"#view=scroll&step=2&q={words}")
    count = len(matching({"lenkeran": "lənkəran"}.get(words, words)))
    if count <= 200:
        until(frame, of(2, count))
        assert all("Lənkəran" in BY_ID[id_]["title"] for id_ in ids(frame))
    else:
        frame.wait_for_selector(".view-records")
        until(frame, "location.hash === '#q=river'")


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("found", (1440, 900)),
        ("found", (390, 844)),
        ("told", (1440, 900)),
        ("told", (390, 844)),
        ("scattered", (1440, 900)),
    ],
)
def test_what_is_being_read_stays_where_it_is_as_texts_arrive(
    visit,
    many_page,  # noqa: F811
    told_page,
    scattered_page,
    kind,
    size,
):
    width, height = size
    told = kind == "told"
    page = {"found": many_page, "told": told_page, "scattered": lambda: scattered_page}[kind]()
    fragment = "" if told else FOUND
    frame = ready(visit, page, fragment, viewport={"width": width, "height": height})
    frame.wait_for_selector(".scroll-start")
    frame.evaluate(HOLD)
    press(frame, "scroll")
    frame.wait_for_selector(".view-scroll[aria-busy]")
    if told:
        # What a step says itself need not be waited for.
        assert frame.locator(".scroll-step h2").nth(1).inner_text() == "Chapter 2"
        assert frame.locator(".scroll-step .text").first.inner_text() == "The words of step 2."
        assert frame.locator(".scroll-step h2").first.inner_text() == ""
    else:
        assert frame.locator(".scroll-step .date").first.inner_text().endswith("1950")
        assert frame.locator(".scroll-step h3").first.inner_text() == ""
    frame.page.mouse.move(width - 60, height - 160)
    for _ in range(8):
        frame.page.mouse.wheel(0, 150)
        frame.wait_for_timeout(50)
    assert frame.locator(".view-scroll[aria-busy]").count() == 1
    step, top = frame.evaluate(READING)
    assert step > 1
    frame.evaluate(LET_GO)
    until(frame, SETTLED)
    # What scrolls stands on whole pixels, the steps between them.
    stays = [step, pytest.approx(top, abs=1)]
    assert frame.evaluate(READING) == stays
    next_frames(frame)
    assert frame.evaluate(READING) == stays
    heading = frame.locator(".scroll-step").nth(step).locator("h2, h3").first
    assert heading.inner_text() != ""


def test_who_comes_to_a_step_whose_text_arrives_later_is_led_to_it(visit, told_page):
    frame = ready(visit, told_page())
    frame.evaluate(HOLD)
    frame.evaluate("location.hash = 'step=s31&view=scroll'")
    frame.wait_for_selector(".view-scroll[aria-busy]")
    assert at(frame) == f"31 of {STEPS}"
    # Whose heading has the focus when its words come is still there.
    frame.locator(".scroll-step h2").nth(30).focus()
    frame.evaluate(LET_GO)
    until(frame, SETTLED)
    assert at(frame) == f"31 of {STEPS}"
    held = frame.evaluate("document.activeElement.textContent")
    assert held == RECORDS[30 * 37 % len(RECORDS)]["title"]
    step, top = frame.evaluate(READING)
    assert step == 30
    assert 0 < top < 900


def test_a_step_opens_the_page_by_its_address(visit, told_page):
    frame = ready(visit, told_page(), "step=s31")
    until(frame, "document.querySelector('.step-text')?.dataset.step === '31'")
    assert at(frame) == f"31 of {STEPS}"
    frame.wait_for_selector(".step-links .entry")
    until(frame, "!!document.querySelector('.place-mark[aria-pressed=true]')")
    frame = ready(visit, told_page(), "step=s31&view=scroll")
    until(frame, SETTLED)
    until(frame, of(31, STEPS))
    until(frame, f"({READING})()[0] === 30")
    until(frame, "!!document.querySelector('.place-mark[aria-pressed=true]')")


def test_another_language_keeps_the_step(visit, told_page, axe):  # noqa: F811
    frame = ready(visit, told_page(), "step=s12&view=scroll")
    until(frame, SETTLED)
    frame.locator('button[data-language="ar"]').click()
    frame.wait_for_selector('html[lang="ar"][dir="rtl"][data-ready="true"]', state="attached")
    until(frame, f"{SETTLED} && ({READING})()[0] === 11")
    until(frame, "location.hash === '#step=s12&view=scroll&lang=ar'")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(frame, axe) == []


def test_a_record_that_is_opened_from_a_step_leads_back_to_it(visit, told_page):
    frame = ready(visit, told_page(), "step=s5&view=scroll")
    until(frame, SETTLED)
    frame.locator(".scroll-step[aria-current] .entry").click()
    event = RECORDS[4 * 37]["id"]
    frame.wait_for_selector(f'article[data-event="{event}"]')
    until(frame, f"location.hash === '#step=s5&event={event}'")
    press(frame, "back")
    until(frame, SETTLED)
    until(frame, of(5, STEPS))
    press(frame, "back")
    frame.wait_for_selector(".view-records")


def test_the_tour_leads_through_the_page(visit, told_page):
    frame = ready(visit, told_page(), "view=scroll")
    until(frame, SETTLED)
    stop_time(frame.page)
    press(frame, "tour")
    until(frame, of(2, STEPS))
    frame.page.clock.run_for(30_000)
    until(frame, f"{COUNT} !== '2 of {STEPS}'")
    assert frame.locator(".view-scroll").count() == 1


def test_a_story_of_more_steps_is_no_page_to_read(visit, told_page):
    frame = ready(visit, told_page(201), "view=scroll&step=s3")
    frame.wait_for_selector(".view-records")
    assert frame.locator(".scroll-start").count() == 0
