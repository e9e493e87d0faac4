"""The timeline: every event at its time, by touch, key or ear; it plays only when asked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ..conftest import build
from .conftest import dismiss_notice
from .pages import Once
from .test_access import axe as axe
from .test_access import findings

SCREENS = {"desk": (1440, 900), "kiosk": (1080, 1920), "small": (1024, 768), "phone": (390, 844)}
DESK = {"width": 1440, "height": 900}
ENTRIES = ".time-entry[data-event]"
FOCUSED = "document.activeElement.closest('.time-entry')?.dataset.event ?? null"
IDS = "all => all.map(one => one.dataset.event)"
HEADING = "id,date,place,lat,lon,title\n"
BAKU = "Baku,40.4,49.8"
CROWD = 500


def opened(visit, page: Path, screen: str = "desk", **options):
    """The page without its notice, the timeline open on screens where it is one line at first."""
    width, height = SCREENS[screen]
    visited = visit(page, viewport={"width": width, "height": height}, **options)
    dismiss_notice(visited.frame)
    toggle = visited.frame.locator('[data-action="time-open"]')
    if toggle.is_visible():
        toggle.click()
    visited.frame.wait_for_selector(".time-lanes > *")
    return visited


def made(folder: Path, rows: list[str]) -> Path:
    (folder / "events.csv").write_text(HEADING + "".join(f"{row}\n" for row in rows), "utf-8")
    build(folder / "events.csv", "-o", folder / "page.html")
    return folder / "page.html"


@pytest.fixture(scope="session")
def crowded_page(once: Once) -> Path:
    rows = [
        f"e{n},19{(n * n) % 97:02}-{n % 12 + 1:02}-{n % 28 + 1:02},{BAKU},Event {n}"
        for n in range(CROWD)
    ]
    return once("crowd", lambda page: made(page.parent, rows).replace(page))


@pytest.fixture(scope="session")
def arabic_page(root, once: Once) -> Path:
    exhibit = root / "tests/exhibits/right-to-left"
    return once("arabic", lambda page: build(exhibit, "-o", page))


def boxes(frame, selector: str = ENTRIES) -> list[dict]:
    return frame.eval_on_selector_all(
        selector,
        "all => all.map(one => ({id: one.dataset.event, ...one.getBoundingClientRect().toJSON()}))",
    )


def range_of(frame) -> tuple[str, str]:
    """What the two handles say."""
    first, last = (
        frame.locator(f'.time-handle[data-end="{end}"]').get_attribute("aria-valuetext")
        for end in ("first", "last")
    )
    return first, last


def out(frame) -> set[str]:
    """The entries that a brush leaves out."""
    return set(frame.eval_on_selector_all(f"{ENTRIES}.out", IDS))


@pytest.mark.parametrize("screen", SCREENS)
def test_every_dated_event_stands_on_it_once_in_time_order(visit, exhibit_page, screen):
    frame = opened(visit, exhibit_page, screen).frame
    text = exhibit_page.read_text("utf-8")
    head = json.loads(re.search(r'id="payload">(.*?)</script>', text, re.DOTALL)[1])
    assert frame.eval_on_selector_all(ENTRIES, IDS) == head["events"]["id"]


def test_an_entry_has_the_mark_of_map_and_list_and_a_name_in_words(visit, exhibit_page):
    frame = opened(visit, exhibit_page).frame
    for event in ("ev03", "ev06", "ev12", "ev15"):
        own, listed = (
            frame.eval_on_selector(
                f'{kind}[data-event="{event}"] .mark',
                "one => ['data-precision', 'data-symbol', 'data-tone']"
                ".map(name => one.getAttribute(name)).concat(one.textContent)",
            )
            for kind in (".time-entry", ".entry")
        )
        assert own == listed
    entry = frame.get_by_role("button", name="19–20 January 1990. Soviet troops enter Baku")
    assert entry.get_attribute("data-event") == "ev05"


def test_map_list_and_timeline_show_one_choice(visit, exhibit_page):
    frame = opened(visit, exhibit_page).frame
    frame.locator('.time-entry[data-event="ev07"]').click()
    frame.wait_for_selector('article[data-event="ev07"]')
    pressed = frame.locator(".place-mark[aria-pressed=true]")
    assert pressed.get_attribute("data-place") == "neftchala"
    frame.locator('[data-action="next"]').click()
    frame.wait_for_selector('article[data-event="ev08"]')
    chosen = frame.eval_on_selector_all(f"{ENTRIES}[aria-pressed=true]", IDS)
    assert chosen == ["ev08"]
    frame.locator('[data-action="back"]').click()
    assert frame.locator(f"{ENTRIES}[aria-pressed=true]").count() == 0


def test_the_arrow_keys_go_through_time_with_one_tab_stop(visit, exhibit_page):
    visited = opened(visit, exhibit_page)
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator(f'{ENTRIES}[tabindex="0"]').focus()
    order = frame.eval_on_selector_all(ENTRIES, IDS)
    told = [frame.evaluate(FOCUSED)]
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowUp"):
        keyboard.press(key)
        told.append(frame.evaluate(FOCUSED))
    assert told == [order[at] for at in (0, 1, 2, 1, -1, -1, 0, 0)]
    assert frame.locator(f'{ENTRIES}[tabindex="0"]').count() == 1
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    frame.wait_for_selector(f'article[data-event="{order[1]}"]')
    keyboard.press("Escape")
    frame.wait_for_selector(".view-records")
    assert frame.evaluate(FOCUSED) == order[1]


def test_a_period_is_chosen_by_buttons_alone(visit, exhibit_page):
    frame = opened(visit, exhibit_page).frame
    assert not frame.locator(".time-brush").is_visible()
    frame.locator('[data-action="time-period"]').click()
    assert range_of(frame) == ("1 January 1987", "31 December 2021")
    earlier = frame.locator('[data-action="time-first-earlier"]')
    assert earlier.get_attribute("aria-disabled") == "true"
    for _ in range(40):
        frame.locator('[data-action="time-first-later"]').click()
        if range_of(frame)[0] == "21 January 1990":
            break
    first, last = range_of(frame)
    assert (first, last) == ("21 January 1990", "31 December 2021")
    # Days before are left out; what lasts or may have lasted until then is not.
    assert {"ev05", "ev06", "ev11", "ev02", "cx01"} <= out(frame)
    assert out(frame).isdisjoint({"ev13", "ev12", "ev15", "ev01", "ev14", "ev09"})
    earlier.click()
    assert range_of(frame)[0] == "20 January 1990"
    assert "ev11" not in out(frame)
    frame.locator('[data-action="time-period"]').click()
    assert out(frame) == set()
    assert not frame.locator(".time-brush").is_visible()


def test_the_days_of_a_linked_period_are_told_and_kept_until_their_end_is_moved(
    visit, crowded_page
):
    frame = opened(visit, crowded_page).frame
    frame.evaluate("location.hash = '#from=1914-07-28&to=1918-11-11'")
    frame.wait_for_selector(".time-brush:not([hidden])")
    assert range_of(frame) == ("28 July 1914", "11 November 1918")
    assert frame.locator(".time-flag").all_inner_texts() == list(range_of(frame))
    frame.locator('[data-action="time-last-later"]').click()
    first, last = range_of(frame)
    assert first == "28 July 1914"
    assert last != "11 November 1918"
    frame.wait_for_function("location.hash.startsWith('#from=1914-07-28&to=19')")
    frame.locator('[data-action="time-first-earlier"]').click()
    assert range_of(frame)[0] != "28 July 1914"
    assert range_of(frame)[1] == last


def test_a_period_is_chosen_by_keys_and_said_in_words(visit, exhibit_page):
    visited = opened(visit, exhibit_page)
    frame, keyboard = visited.frame, visited.page.keyboard
    frame.locator('[data-action="time-period"]').click()
    slider = frame.get_by_role("slider", name="To")
    slider.focus()
    before = range_of(frame)[1]
    keyboard.press("ArrowLeft")
    one = range_of(frame)[1]
    keyboard.press("PageDown")
    five = range_of(frame)[1]
    keyboard.press("Home")
    assert len({before, one, five, range_of(frame)[1]}) == 4
    now, least = (slider.get_attribute(f"aria-value{name}") for name in ("now", "min"))
    assert now == least
    assert "1987" in frame.locator('p[role="status"]').inner_text()
    keyboard.press("End")
    assert range_of(frame)[1] == before
    assert out(frame) == set()


def test_handles_and_window_can_be_dragged(visit, exhibit_page):
    visited = opened(visit, exhibit_page)
    frame, mouse = visited.frame, visited.page.mouse
    frame.locator('[data-action="time-period"]').click()

    def drag(selector: str, by: float) -> None:
        box = frame.locator(selector).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by / 2, y)
        mouse.move(x + by, y)
        mouse.up()

    drag('.time-handle[data-end="first"]', 260)
    drag('.time-handle[data-end="last"]', -180)
    first, last = range_of(frame)
    assert first.endswith("January 1990")
    assert last.endswith("January 1990")
    window = frame.locator(".time-window").bounding_box()
    y = window["y"] + window["height"]
    mouse.move(window["x"] + window["width"] / 2, y)
    mouse.down()
    mouse.move(window["x"] + window["width"] / 2 - 60, y)
    mouse.up()
    moved = range_of(frame)
    assert moved[0] != first
    assert moved[1] != last


def test_it_plays_calmly_when_asked_and_waits_for_whoever_does_anything(visit, exhibit_page):
    visited = opened(visit, exhibit_page)
    frame, clock = visited.frame, visited.page.clock
    clock.install()

    def shown() -> str | None:
        article = frame.locator("article.event")
        return article.get_attribute("data-event") if article.count() else None

    clock.run_for(60_000)
    assert shown() is None
    play = frame.locator('[data-action="time-play"]')
    play.click()
    assert shown() == "ev01"
    assert play.inner_text() == "Pause"
    # The focus stays on what stops it.
    assert frame.evaluate("document.activeElement.dataset.action") == "time-play"
    clock.run_for(3900)
    assert shown() == "ev01"
    clock.run_for(2200)
    assert shown() == "ev02"
    heading = frame.locator("article.event h3").inner_text()
    assert heading in frame.locator('p[role="status"]').inner_text()
    visited.page.keyboard.press("Shift")
    assert play.inner_text() == "Play through time"
    clock.run_for(60_000)
    assert shown() == "ev02"
    play.click()
    assert shown() == "ev03"
    play.click()
    clock.run_for(60_000)
    assert shown() == "ev03"
    assert frame.locator('p[role="status"]').inner_text() == "Paused"


@pytest.mark.parametrize("screen", SCREENS)
def test_every_entry_can_be_touched(visit, exhibit_page, screen):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels, and circles of that size that do not meet."""
    frame = opened(visit, exhibit_page, screen).frame
    entries = boxes(frame)
    assert all(box["width"] >= 24 and box["height"] >= 24 for box in entries)
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in entries]
    for at, (x, y) in enumerate(middles):
        for other_x, other_y in middles[at + 1 :]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 >= 23.9**2
    lanes = frame.locator(".time-lanes").bounding_box()
    for box in entries:
        assert box["x"] >= lanes["x"] - 1
        assert box["x"] + box["width"] <= lanes["x"] + lanes["width"] + 1
        assert box["y"] + box["height"] <= lanes["y"] + lanes["height"] + 1


@pytest.mark.parametrize("screen", SCREENS)
def test_it_hides_nothing_of_the_map(visit, exhibit_page, screen):
    frame = opened(visit, exhibit_page, screen).frame
    frame.locator('.time-entry[data-event="ev07"]').click()
    frame.wait_for_selector('article[data-event="ev07"]')
    top = frame.locator(".time").bounding_box()["y"]
    for selector in (".map-credit", ".map-tools", ".place-anchor.chosen .mark"):
        box = frame.locator(selector).bounding_box()
        assert box["y"] + box["height"] <= top + 1


@pytest.mark.parametrize("screen", ["desk", "kiosk"])
def test_the_map_has_its_size_before_the_timeline_is_drawn(visit, exhibit_page, screen):
    width, height = SCREENS[screen]
    frame = visit(exhibit_page, viewport={"width": width, "height": height}).frame
    kept, taken = frame.evaluate(
        "['.time-host', '.time'].map(name => document.querySelector(name))"
        ".map((one, at) => at ? one.offsetHeight : parseFloat(getComputedStyle(one).minHeight))"
    )
    assert abs(kept - taken) <= 1
    frame.locator('[data-action="time-period"]').click(force=True)
    assert abs(frame.locator(".time").bounding_box()["height"] - taken) <= 1


def test_hundreds_of_events_are_counted_and_brushed(visit, crowded_page):
    visited = opened(visit, crowded_page)
    frame = visited.frame
    assert frame.locator(".time *").count() < 400
    bins = frame.locator(".time-bin")
    names = bins.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    counts = [int(re.search(r"(\d+) records?$", name)[1]) for name in names]
    assert sum(counts) == CROWD
    # The scale is stated: the tallest column's number.
    assert int(frame.locator(".time-most").inner_text()) == max(counts)
    heights = bins.evaluate_all("all => all.map(one => one.firstChild.offsetHeight)")
    assert abs(heights[0] / heights[1] - counts[0] / counts[1]) < 0.1
    bins.nth(counts.index(max(counts))).click()
    assert frame.locator(".time-handle").count() == 2
    assert " to " in frame.locator('p[role="status"]').inner_text()
    # Brushed on and on, it leaves nothing behind.
    before = frame.evaluate("document.querySelectorAll('*').length")
    frame.evaluate(
        """() => {
            const later = document.querySelector('[data-action="time-last-later"]');
            const earlier = document.querySelector('[data-action="time-last-earlier"]');
            for (let at = 0; at < 40; at += 1) (at % 2 ? earlier : later).click();
        }"""
    )
    assert frame.evaluate("document.querySelectorAll('*').length") == before


def test_where_one_writes_from_right_to_left_time_runs_so_too(visit, arabic_page):
    visited = opened(visit, arabic_page)
    frame = visited.frame
    entries = boxes(frame)
    assert [box["x"] for box in entries] == sorted((box["x"] for box in entries), reverse=True)
    frame.locator(f'{ENTRIES}[tabindex="0"]').focus()
    visited.page.keyboard.press("ArrowLeft")
    assert frame.evaluate(FOCUSED) == entries[1]["id"]
    frame.locator('[data-action="time-period"]').click()
    first, last = (
        frame.locator(f'.time-handle[data-end="{end}"]').bounding_box()["x"]
        for end in ("first", "last")
    )
    assert first > last


CASES = {
    "one": ([f"a,1969-07-20,{BAKU},One"], 1),
    "instant": ([f"{name},1969-07-20,{BAKU},Step {name}" for name in "abcde"], 5),
    "ages": (
        [f"a,-0480~,{BAKU},A", f"b,1547/..,{BAKU},B", f"c,2050,{BAKU},C", f"d,,{BAKU},D"],
        4,
    ),
    "undated": ([f"a,1969,{BAKU},A", *(f"u{n},,{BAKU},U{n}" for n in range(8))], 9),
}


@pytest.mark.parametrize("case", CASES)
def test_exhibits_of_every_kind_have_each_event_in_sight(visit, tmp_path, case):
    rows, count = CASES[case]
    frame = opened(visit, made(tmp_path, rows)).frame
    assert frame.locator(ENTRIES).count() == count
    width = frame.evaluate("document.documentElement.clientWidth")
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes(frame))
    if any(",," in row for row in rows):
        assert frame.locator(".time-undated").inner_text() == "date not given"


def test_an_exhibit_without_dates_has_no_timeline(visit, tmp_path):
    frame = visit(made(tmp_path, [f"a,,{BAKU},A", f"b,XXXX,{BAKU},B"]), viewport=DESK).frame
    assert not frame.locator(".time-host").is_visible()
    assert frame.locator(".time").count() == 0


@pytest.mark.parametrize("screen", ["phone", "small"])
def test_axe_finds_nothing_on_other_screens(visit, exhibit_page, axe, screen):
    frame = opened(visit, exhibit_page, screen).frame
    frame.locator('[data-action="time-period"]').click()
    assert findings(frame, axe) == []


def test_axe_finds_nothing_among_columns(visit, crowded_page, axe):
    assert findings(opened(visit, crowded_page).frame, axe) == []
