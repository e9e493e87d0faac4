"""The map: nothing blank, nothing over anything else, and the same world on both sides of 180°."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

import mapbuilder

from .conftest import READY, assert_painted_in_flight, dismiss_notice, next_frames, until

SIZES = [(1440, 900), (1080, 1920), (1920, 1080), (390, 844)]

BOXES = """() => {
  const box = (e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const seen = (e) => e.offsetWidth > 0 && getComputedStyle(e).opacity !== '0';
  const all = (s) => [...document.querySelectorAll(s)].filter(seen).map(box);
  return { labels: all('.mark-label'), others: [...all('.map-room .place-mark > .mark'),
    ...all('.far-place'), ...all('.map-tools'), ...all('.locator')], room: all('.map-room')[0] };
}"""

# Where the canvas is not painted it is black, which is no colour of the map's.
UNPAINTED = """() => {
  const canvas = document.querySelector('canvas.basemap');
  const c = canvas.getBoundingClientRect();
  const m = document.querySelector('.map').getBoundingClientRect();
  if (c.left > m.left + 1 || c.top > m.top + 1 || c.right < m.right - 1 || c.bottom < m.bottom - 1)
    return 'the canvas does not cover the map';
  const probe = new OffscreenCanvas(40, 40).getContext('2d', { willReadFrequently: true });
  probe.imageSmoothingEnabled = false;
  const scale = canvas.width / c.width;
  probe.drawImage(canvas, (m.left - c.left) * scale, (m.top - c.top) * scale,
    m.width * scale, m.height * scale, 0, 0, 40, 40);
  const { data } = probe.getImageData(0, 0, 40, 40);
  for (let i = 0; i < 1600; i++) {
    if (data[4 * i] + data[4 * i + 1] + data[4 * i + 2] === 0) return `not painted: ${i}`;
  }
  return null;
}"""


def overlap(a: list[float], b: list[float]) -> bool:
    # Half a pixel, for what the browser rounds.
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_label_is_over_a_label_a_mark_a_sign_or_a_control(visit, exhibit_page, size):
    frame = visit(exhibit_page, viewport={"width": size[0], "height": size[1]}).frame
    dismiss_notice(frame)
    steps = ["zoom-in", "zoom-in", "zoom-out", "zoom-out", "zoom-out", "zoom-out", "fit"]
    for tag in ("en", "az", "ru"):
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        for step in steps:
            frame.locator(f'[data-action="{step}"]').click()
            next_frames(frame)
            boxes = frame.evaluate(BOXES)
            for one, other in combinations(boxes["labels"], 2):
                assert not overlap(one, other), (tag, step)
            for label in boxes["labels"]:
                assert not any(overlap(label, other) for other in boxes["others"]), (tag, step)


def test_the_map_is_painted_whole_at_every_zoom(visit, exhibit_page):
    frame = visit(exhibit_page, viewport={"width": 1440, "height": 900}).frame
    dismiss_notice(frame)
    for step in [*["zoom-out"] * 7, *["zoom-in"] * 12]:
        button = frame.locator(f'[data-action="{step}"]')
        button.click()
        next_frames(frame)
        assert frame.evaluate(UNPAINTED) is None, step


def test_the_map_is_painted_whole_while_it_is_dragged(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
    dismiss_notice(visited.frame)
    mouse = visited.page.mouse
    mouse.move(700, 300)
    mouse.down()
    for step in range(12):
        mouse.move(700 - 50 * step, 300 + 40 * step)
        next_frames(visited.frame)
        assert visited.frame.evaluate(UNPAINTED) is None, step
    mouse.up()


# In how many frames the picture of the next view was made, and whether it stands.
STEPS = """() => {
  const canvas = document.querySelector('canvas.basemap');
  window.steps = 0;
  window.landed = false;
  const look = () => {
    if (canvas.dataset.whole === 'false') window.steps += 1;
    else if (window.steps > 0) window.landed = true;
    if (!window.landed) requestAnimationFrame(look);
  };
  look();
}"""
PICTURE = """() => [document.querySelector('canvas.basemap').toDataURL(),
  ...[...document.querySelectorAll('.map-room :is(.place-anchor, .place-mark, .mark-label)')].map(
    each => `${each.className} ${each.style.transform}`)]"""


def test_a_zoom_that_is_seen_ends_in_steps_with_what_one_that_is_not_shows(visit, exhibit_page):
    shown = []
    for motion in ("reduce", "no-preference"):
        visited = visit(exhibit_page, viewport={"width": 1440, "height": 900})
        visited.page.emulate_media(reduced_motion=motion)
        visited.page.reload()
        visited.frame.wait_for_selector(READY, state="attached")
        dismiss_notice(visited.frame)
        visited.frame.evaluate(STEPS)
        visited.frame.locator('[data-action="zoom-in"]').click()
        if motion == "no-preference":
            visited.frame.wait_for_function("() => window.landed")
            assert visited.frame.evaluate("window.steps") > 3
        next_frames(visited.frame)
        shown.append(visited.frame.evaluate(PICTURE))
    assert shown[0] == shown[1]


# After each frame, for as long as the map flies: whether its picture lay over all of it.
def test_a_flight_shows_the_map_all_the_way(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 1080, "height": 900})
    dismiss_notice(visited.frame)
    visited.frame.locator('.place-mark[data-place="baku"]').click()
    next_frames(visited.frame)
    fly = visited.frame.locator(".far-place").first.click
    assert_painted_in_flight(visited, "canvas.basemap", fly)


# Of the frames of a flight, in how many the lines were seen in the pixels of the zoom before.
GROWN = """() => {
  window.grown = [];
  let still = 0;
  const look = () => {
    const { transform } = document.querySelector('svg.leaflet-zoom-animated').style;
    const scale = Number(/scale\\((.*)\\)/.exec(transform)?.[1] ?? 1);
    still = scale === 1 ? still + 1 : 0;
    if (scale !== 1) {
      const line = document.querySelector('.leader');
      window.grown.push(getComputedStyle(line).visibility === 'visible');
    } else if (window.grown.length > 0 && still > 9) window.landed = true;
    requestAnimationFrame(() => setTimeout(look));
  };
  look();
}"""


def test_a_flight_goes_on_where_the_room_gets_another_size(visit, exhibit_page):
    """As when a phone is turned, or a kiosk's waiting screen comes."""
    visited = visit(exhibit_page, viewport={"width": 390, "height": 844})
    dismiss_notice(visited.frame)
    visited.page.emulate_media(reduced_motion="no-preference")
    assert visited.frame.locator(".leader").count() > 0
    visited.frame.locator(".far-place").first.click()
    visited.frame.wait_for_selector(".zooming", state="attached")
    visited.frame.evaluate(GROWN)
    visited.page.set_viewport_size({"width": 380, "height": 700})
    visited.frame.wait_for_function("() => window.landed")
    # One frame finds the room's new size.
    assert sum(visited.frame.evaluate("window.grown")) <= 2
    visited.frame.wait_for_selector(".zooming", state="detached")


def test_places_on_both_sides_of_180_degrees_stand_side_by_side(visit, tmp_path):
    rows = [
        {"id": "suva", "date": "1874", "title": "Suva", "lon": 178.44, "lat": -18.14},
        {"id": "taveuni", "date": "1874", "title": "Taveuni", "lon": -179.97, "lat": -16.86},
    ]
    located = mapbuilder.locate(mapbuilder.read_records(rows), mapbuilder.read_gazetteer([]))
    page = mapbuilder.build(mapbuilder.Exhibit.of(located, title="Fiji"), tmp_path / "fiji.html")
    frame = visit(page, viewport={"width": 1440, "height": 900}).frame
    marks = frame.locator(".map-room .place-mark > .mark")
    boxes = [marks.nth(number).bounding_box() for number in range(2)]
    room = frame.locator(".map-room").bounding_box()
    west, east = sorted(box["x"] for box in boxes)
    assert room["x"] < west < east < room["x"] + room["width"]
    assert east - west > room["width"] / 4
    assert frame.locator(".far-place:visible").count() == 0


# How far each mark that shows its number stands from its place, in pixels.
AWAY = r"""() => [...document.querySelectorAll('.place-anchor')].map(anchor => {
  const mark = anchor.querySelector('.mark').getBoundingClientRect();
  const point = anchor.getBoundingClientRect();
  const aside = (mark.left + mark.right) / 2 - point.left;
  const above = (mark.top + mark.bottom) / 2 - point.top;
  return { folded: anchor.classList.contains('folded'), width: mark.width,
    away: Math.hypot(aside, above) };
})"""


def test_sixty_scattered_places_stand_near_their_points(visit, tmp_path):
    rng = random.Random(2)
    rows = "".join(
        f"e{i},{1900 + i},Event {i},{rng.gauss(48, 2):.4f},{rng.gauss(10, 3):.4f}\n"
        for i in range(60)
    )
    (tmp_path / "events.csv").write_text("id,date,title,lat,lon\n" + rows, "utf-8")
    page = mapbuilder.build(tmp_path / "events.csv", tmp_path / "page.html")
    # Above the timeline the map is 720 pixels high.
    visited = visit(page, viewport={"width": 1280, "height": 929})
    marks = visited.frame.evaluate(AWAY)
    assert len(marks) == 60
    assert all(mark["away"] <= 131 for mark in marks)
    assert all(mark["away"] < 1.5 and mark["width"] == 12 for mark in marks if mark["folded"])
    assert 30 <= sum(not mark["folded"] for mark in marks) < 60


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_chosen_place_is_named_on_the_map(visit, exhibit_page, size):
    frame = visit(exhibit_page, viewport={"width": size[0], "height": size[1]}).frame
    dismiss_notice(frame)
    for event in ("ev12", "ev03"):
        if frame.locator('[data-action="back"]').count():
            frame.locator('[data-action="back"]').click()
        frame.locator(f'.entry[data-event="{event}"]').click()
        frame.wait_for_selector(".place-anchor.chosen .mark-label:not(.unplaced)")
        label = frame.locator(".place-anchor.chosen .mark-label").bounding_box()
        room = frame.locator(".map-room").bounding_box()
        assert room["x"] <= label["x"]
        assert label["x"] + label["width"] <= room["x"] + room["width"]


def test_signs_to_far_places_point_the_shorter_way_over_180_degrees(visit, tmp_path):
    near = "".join(f"n{i},{1900 + i},Event {i},-17.{i},178.{i}\n" for i in range(1, 7))
    (tmp_path / "events.csv").write_text(
        f"id,date,title,lat,lon\n{near}lakeba,1910,A landing,-18.2,-178.8\n", "utf-8"
    )
    page = mapbuilder.build(tmp_path / "events.csv", tmp_path / "page.html")
    frame = visit(page, viewport={"width": 1280, "height": 900}).frame
    sign = frame.locator(".far-place")
    room, box = (frame.locator(one).bounding_box() for one in (".map-room", ".far-place"))
    assert box["x"] + box["width"] / 2 > room["x"] + room["width"] / 2
    sign.click()
    until(frame, "document.querySelector('.far-place').hidden")
