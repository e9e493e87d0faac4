"""The map of many records: bubbles that part as it is zoomed, and the places that they end in."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from mapbuilder.page import render_page

from ..invented import exhibit_of
from .conftest import assert_painted_in_flight, until
from .pages import At, Once, write_bytes
from .test_many_whole import default_pages as default_pages

EVENTS = 3_000
RECORDS = 'html[data-ready="true"]'

# What is painted in the middle of a button, as [red, green, blue].
PAINTED = """button => {
  const canvas = document.querySelector('canvas.bubbles');
  const [box, own] = [canvas.getBoundingClientRect(), button.getBoundingClientRect()];
  const scale = canvas.width / box.width;
  const x = own.left + own.width / 2 - box.left, y = own.top + own.height * %s - box.top;
  return [...canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data];
}"""
COVERED = """() => {
  const canvas = document.querySelector('canvas.bubbles').getBoundingClientRect();
  const room = document.querySelector('.map-room').getBoundingClientRect();
  return canvas.left <= room.left && canvas.top <= room.top &&
    canvas.right >= room.right && canvas.bottom >= room.bottom;
}"""
COUNT = re.compile(r"(\d+) records?")


@pytest.fixture
def many(once: Once) -> Path:
    """3,000 events at 400 places: clumps of which none is smaller than a view, and a few alone."""

    def make(path: Path) -> None:
        chance = random.Random(7)
        clumps = [(chance.uniform(38, 42), chance.uniform(46, 50)) for _ in range(8)]
        places = []
        for n in range(400):
            lat, lon = clumps[n % 8]
            away = 0.3 if n < 390 else 3
            places.append(
                {
                    "id": f"town-{n}",
                    "name": f"Town {n}",
                    "lat": round(lat + chance.gauss(0, away), 5),
                    "lon": round(lon + chance.gauss(0, away), 5),
                    "precision": ("site", "town", "city")[n % 3],
                }
            )
        events = [
            {
                "id": f"e{n}",
                "date": f"{1900 + n % 90}-0{1 + n % 9}-1{n % 9}",
                "place": f"Town {n * n % 400}",
                "title": f"A {'harbour' if n % 50 == 0 else 'school'} opens",
                "category": "gathering",
            }
            for n in range(EVENTS)
        ]
        write_bytes(path, render_page(exhibit_of(events, places, [], [], notice="")))

    return once("many-map", make)


def opened(visit, page, **options):
    frame = visit(page, viewport={"width": 1440, "height": 900}, **options).frame
    frame.wait_for_selector(RECORDS, state="attached")
    return frame


def bubbles(frame) -> list[tuple[str, int]]:
    """What the buttons are called, and how many records each stands for."""
    names = frame.eval_on_selector_all(".place-mark", "all => all.map(e => e.ariaLabel)")
    return [(name, int(found[1]) if (found := COUNT.search(name)) else 0) for name in names]


def test_the_places_of_one_town_stand_apart_as_the_page_opens(visit, once: Once):
    def make(path: Path) -> None:
        places = [
            {
                "id": f"street-{n}",
                "name": f"Street {n}",
                "lat": 53.4 + n % 4 * 0.007,
                "lon": -1.5 + n // 4 * 0.011,
                "precision": "site",
            }
            for n in range(12)
        ]
        events = [
            {"id": f"e{n}", "date": "1990", "place": f"Street {n % 12}", "title": f"Event {n}"}
            for n in range(1_001)
        ]
        write_bytes(path, render_page(exhibit_of(events, places, [], [], notice="")))

    frame = visit(once("many-town", make)).frame
    frame.wait_for_selector(RECORDS, state="attached")
    until(frame, "document.querySelectorAll('.place-mark[data-place]').length === 12")
    names = frame.locator(".place-mark").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert not [name for name in names if "other place" in name]


def test_the_whole_is_shown_as_bubbles_that_lose_no_record(visit, many):
    frame = opened(visit, many)
    until(frame, "[...document.querySelectorAll('.place-mark')].every(e => e.dataset.place)")
    named = bubbles(frame)
    assert 2 <= len(named) <= 40
    assert sum(count for _, count in named) == EVENTS
    assert any(
        re.fullmatch(r"Town \d+ and \d+ other places \(\d+ records\)", name) for name, _ in named
    )
    assert [count for _, count in named] == sorted((count for _, count in named), reverse=True)


SIGNS = "all => all.filter(e => e.checkVisibility()).map(e => [e.dataset.far, e.innerText.trim()])"


def test_signs_lead_to_far_places_as_in_a_page_of_few(visit, default_pages):
    told = []
    for page in default_pages:
        frame = visit(At(page, "lang=az")).frame
        frame.wait_for_selector(RECORDS, state="attached")
        signs = frame.locator("[data-far]").evaluate_all(SIGNS)
        # A small page has the place's number before its name.
        told.append([[id_, re.sub(r"^\d+\s+", "", text)] for id_, text in signs])
    assert told[0] == told[1]
    assert [id_ for id_, _ in told[1]] == ["moscow"]
    sign = frame.locator('[data-far="moscow"]')
    for part in ("filters", "place"):
        frame.locator(f'details[data-part="{part}"]').evaluate("each => { each.open = true; }")
    frame.locator('[data-facet="place"][data-value="lankaran"]').click()
    until(frame, "document.querySelector('[data-far]').classList.contains('out')")
    frame.locator('[data-action="clear-all"]').click()
    until(frame, "!document.querySelector('[data-far]').classList.contains('out')")
    sign.click()
    until(frame, "document.querySelector('[data-far]').hidden")
    assert "place=moscow" in frame.evaluate("location.hash")


def test_of_many_far_places_those_with_most_records_have_signs(visit, tmp_path):
    places = [(f"near-{n}", 40 + n % 5 * 0.1, 49 + n // 5 * 0.1, 40) for n in range(40)]
    places += [(f"far-{n}", -40 + 4 * n, -60 + 4 * n, 1 + n) for n in range(10)]
    gazetteer = [{"id": id_, "name": id_, "lat": lat, "lon": lon} for id_, lat, lon, _ in places]
    names = [id_ for id_, _, _, count in places for _ in range(count)]
    events = [
        {"id": f"e{n}", "date": "1990", "title": f"Day {n}", "place": name}
        for n, name in enumerate(names)
    ]
    page = tmp_path / "far.html"
    write_bytes(page, render_page(exhibit_of(events, gazetteer, [], [], notice="")))
    frame = opened(visit, page)
    ids = frame.locator("[data-far]").evaluate_all("all => all.map(e => e.dataset.far)")
    assert sorted(ids) == [f"far-{n}" for n in range(4, 10)]


def test_a_bubble_parts_when_it_is_touched_and_at_last_a_place_opens(visit, many):
    frame = opened(visit, many)
    bubble = frame.locator(".place-mark").first
    before = bubble.get_attribute("aria-label")
    bubble.click()
    assert frame.locator(".place-mark").first.get_attribute("aria-label") != before
    assert frame.locator("[data-panel]").count() == 0
    for _ in range(12):
        frame.locator(".place-mark").first.click()
        frame.wait_for_timeout(200)
        if frame.locator("[data-panel]").count():
            break
    label = frame.locator(".place-head h2").inner_text()
    chosen = frame.locator(".chosen .place-mark")
    until(frame, "document.querySelector('.chosen .place-mark')?.dataset.place")
    assert chosen.get_attribute("data-place") == label.lower().replace(" ", "-")
    assert chosen.get_attribute("aria-pressed") == "true"
    assert chosen.locator(".mark-label").inner_text().startswith(label)
    # The accent of the memorial theme, above the number.
    assert chosen.evaluate(PAINTED % 0.15)[:3] == [0x8C, 0x2F, 0x39]


def test_a_flight_shows_the_bubbles_all_the_way(visit, many):
    visited = visit(many, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    frame.wait_for_selector(RECORDS, state="attached")
    assert_painted_in_flight(visited, "canvas.bubbles", frame.locator(".place-mark").first.click)


def test_places_at_a_pole_stand_on_the_edge_of_the_map(visit, tmp_path):
    events = [
        {"id": f"e{n}", "date": "1911", "title": f"Day {n}", "lat": -90 + n % 2, "lon": 0}
        for n in range(2_100)
    ]
    page = tmp_path / "poles.html"
    write_bytes(page, render_page(exhibit_of(events, [], [], [], notice="")))
    frame = opened(visit, page)
    assert sum(count for _, count in bubbles(frame)) == len(events)
    frame.locator(".place-mark").first.click()
    assert sum(count for _, count in bubbles(frame)) == len(events)
    assert frame.locator(".place-mark").first.is_visible()


def test_what_is_not_among_the_buttons_is_touched_on_the_canvas_as_well(visit, many):
    frame = opened(visit, many)
    page = frame.page
    box = frame.locator(".place-mark").last.bounding_box()
    zoom = "document.querySelector('.scale').textContent"
    before = frame.evaluate(zoom)
    # A tap just beside the button's middle, with the buttons out of the way.
    frame.eval_on_selector_all(".place-mark", "all => all.forEach(e => { e.hidden = true; })")
    page.mouse.click(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2)
    frame.wait_for_timeout(300)
    assert frame.evaluate(zoom) != before or frame.locator("[data-panel]").count() == 1


def test_bubbles_are_reached_and_opened_by_keys(visit, many):
    frame = opened(visit, many)
    assert frame.locator('.place-mark[tabindex="0"]').count() == 1
    frame.locator('.place-mark[tabindex="0"]').focus()
    left = "document.activeElement.getBoundingClientRect().left"
    seen = set()
    for key in ("Home", "PageDown", "PageDown", "ArrowLeft", "ArrowUp"):
        frame.page.keyboard.press(key)
        seen.add(frame.evaluate("document.activeElement.ariaLabel"))
        assert frame.evaluate("document.activeElement.className") == "place-mark"
    assert len(seen) >= 3
    frame.page.keyboard.press("Home")
    before = frame.evaluate(left)
    frame.page.keyboard.press("ArrowRight")
    after = frame.evaluate(left)
    assert after >= before
    label = frame.evaluate("document.activeElement.ariaLabel")
    frame.page.keyboard.press("Enter")
    until(frame, f"document.activeElement.ariaLabel !== {label!r}")
    # Whatever the bubble has become, the keys are still on the map.
    assert frame.evaluate("document.activeElement.closest('.map-room, .panel') !== null")


def test_a_search_leaves_only_what_it_finds(visit, many):
    frame = opened(visit, many)
    frame.locator(".find-text").first.fill("harbour")
    found = len([n for n in range(EVENTS) if n % 50 == 0])
    until(
        frame,
        "[...document.querySelectorAll('.place-mark')].reduce((sum, e) =>"
        f" sum + Number(/(\\d+) record/.exec(e.ariaLabel)[1]), 0) === {found}",
    )
    frame.locator(".find-text").first.fill("")
    until(
        frame,
        "[...document.querySelectorAll('.place-mark')].reduce((sum, e) =>"
        f" sum + Number(/(\\d+) record/.exec(e.ariaLabel)[1]), 0) === {EVENTS}",
    )


@pytest.mark.parametrize(("scheme", "paper"), [("light", "fffdf9"), ("dark", "262e37")])
def test_bubbles_are_drawn_in_the_themes_colours(visit, many, scheme, paper):
    frame = opened(visit, many, color_scheme=scheme)
    bubble = frame.locator(".place-mark").first
    red, green, blue, opaque = bubble.evaluate(PAINTED % 0.2)
    assert (f"{red:02x}{green:02x}{blue:02x}", opaque) == (paper, 255)


def test_a_map_that_is_dragged_shows_no_edge_and_opens_nothing(visit, many):
    frame = opened(visit, many)
    frame.locator('[data-action="zoom-in"]').click()
    box = frame.locator(".place-mark").first.bounding_box()
    mouse = frame.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    covered = []
    for step in range(1, 30):
        mouse.move(box["x"] - 12 * step, box["y"] + 6 * step)
        covered.append(frame.evaluate(COVERED))
        frame.wait_for_timeout(20)
    mouse.up()
    frame.wait_for_timeout(400)
    assert all(covered)
    assert frame.locator("[data-panel]").count() == 0


def test_it_is_told_how_many_records_a_moved_map_shows(visit, many):
    frame = opened(visit, many)
    frame.locator('[data-action="zoom-in"]').click()
    frame.locator('[data-action="zoom-out"]').click()
    until(frame, "document.querySelector('[data-shows]').textContent !== ''")
    told = frame.locator("[data-shows]").inner_text()
    assert re.match(
        rf"The map shows \d+ of {EVENTS} records\. The largest group lies around Town \d+\.", told
    )


def test_a_link_to_a_record_shows_its_place(visit, many):
    frame = visit(many).frame
    frame.wait_for_selector(RECORDS, state="attached")
    frame.evaluate("location.hash = 'event=e31'")
    frame.wait_for_selector("[data-panel]")
    until(
        frame,
        f"document.querySelector('.chosen .place-mark')?.dataset.place === 'town-{31 * 31 % 400}'",
    )


@pytest.fixture
def several(once: Once) -> Path:
    """1,200 events between four towns, two of them near each other; most name two of the towns."""

    def make(path: Path) -> None:
        points = {"Alda": (40, 46), "Bolm": (40.01, 46.01), "Cirk": (42, 49), "Dort": (42.01, 49)}
        places = [
            {"id": name.lower(), "name": name, "lat": lat, "lon": lon, "precision": "town"}
            for name, (lat, lon) in points.items()
        ]
        named = ("Alda; Bolm", "Alda; Cirk", "Dort; Cirk; Bolm", "Dort")
        events = [
            {
                "id": f"e{n}",
                "date": str(1900 + n % 90),
                "place": named[n % 4],
                "title": f"A {'harbour' if n % 10 == 0 else 'school'} opens",
            }
            for n in range(1_200)
        ]
        write_bytes(path, render_page(exhibit_of(events, places, [], [], notice="")))

    return once("bubbles-of-several", make)


def test_a_bubble_counts_a_record_of_two_of_its_places_once(visit, several):
    frame = opened(visit, several)
    # 1,200 records name 2,400 places: 300 both of the first, 300 both of the others.
    until(frame, "document.querySelectorAll('.place-mark').length === 2")
    name = r"(Alda|Bolm|Cirk|Dort) and 1 other place \(900 records\)"
    for called, _ in bubbles(frame):
        assert re.fullmatch(name, called), called
    frame.locator('[data-action="zoom-in"]').click()
    frame.locator('[data-action="zoom-out"]').click()
    until(frame, "document.querySelector('[data-shows]').textContent !== ''")
    told = frame.locator("[data-shows]").inner_text()
    assert told.startswith("The map shows 1200 of 1200 records.")
    frame.locator(".find-text").first.fill("harbour")
    until(
        frame,
        "[...document.querySelectorAll('.place-mark')]"
        ".some(one => one.ariaLabel.includes('(120 records)'))",
    )
    assert sorted(count for _, count in bubbles(frame)) == [60, 120]


# What has been written on the map since the page began to be read, and the names of its buttons.
LISTENED = """
  window.written = new Set();
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
    window.written.add(text);
    return write.call(this, text, ...more);
  };
  const watch = new MutationObserver(changes => {
    for (const { target } of changes)
      if (target.matches('.place-mark')) window.written.add(target.ariaLabel);
  });
  watch.observe(document, { subtree: true, attributes: true, attributeFilter: ['aria-label'] });
"""


def test_no_number_is_told_before_it_is_known_what_has_several_places(visit, several):
    visited = visit(several, viewport={"width": 1440, "height": 900})
    visited.page.add_init_script(LISTENED)
    visited.requests.clear()
    visited.page.reload()
    frame = visited.page.main_frame
    frame.wait_for_selector(RECORDS, state="attached")
    until(frame, "[...window.written].some(text => text.includes('(900 records)'))")
    written = frame.evaluate("[...window.written].join(' ')")
    assert set(re.findall(r"\d{3,}", written)) == {"900"}
