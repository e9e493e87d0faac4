"""Lines and areas on the map: drawn, opened by a touch, and no burden to the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

import mapbuilder

from .test_access import axe as axe
from .test_access import findings

ROOT = Path(__file__).resolve().parent.parent.parent
DESK = {"width": 1440, "height": 900}

# A point of the screen on a path, well inside the view and under no mark.
POINT_ON = """(path) => {
  const matrix = path.getScreenCTM();
  const room = document.querySelector('.map-room').getBoundingClientRect();
  const length = path.getTotalLength();
  const box = path.getBBox();
  // Of an area a point between its edge and its middle, as far as can be from all else that can
  // be touched: a finger takes what is near it.
  const isArea = path.classList.contains('shape-area');
  for (const reach of isArea ? [24, 16, 10, 6] : [0]) {
    for (const share of isArea ? [0.3, 0.5, 0.7, 0.9] : [0]) {
      for (let part = 0.05; part < 1; part += 0.01) {
        const edge = path.getPointAtLength(length * part);
        edge.x += share * (box.x + box.width / 2 - edge.x);
        edge.y += share * (box.y + box.height / 2 - edge.y);
        const point = edge.matrixTransform(matrix);
        const inside = point.x > room.left + 5 && point.x < room.right - 5
          && point.y > room.top + 5 && point.y < room.bottom - 5;
        const around = [[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]];
        const at = ([dx, dy]) => document.elementFromPoint(point.x + dx, point.y + dy);
        if (inside && around.every((offset) => at(offset) === path)) return [point.x, point.y];
      }
    }
  }
  return null;
}"""


@pytest.fixture(scope="module")
def shapes_page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("shapes")
    return mapbuilder.build(ROOT / "tests/exhibits/lines-and-areas", folder / "shapes.html")


def place_of(frame, label: str) -> str:
    return frame.locator(".place-mark", has_text=label).get_attribute("data-place")


def paths(frame, label: str, kind: str):
    return frame.locator(f'path.{kind}[data-shape="{place_of(frame, label)}"]')


def test_lines_and_areas_are_drawn_in_the_forms_of_their_categories(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK).frame
    march = paths(frame, "The road along the coast", "shape-line")
    assert march.get_attribute("stroke-dasharray") == "10 6"
    assert "tone-plum" in march.get_attribute("class")
    curfew = paths(frame, "A curfew", "shape-area")
    assert curfew.get_attribute("fill") == "url(#shape-fill-1)"
    assert frame.locator("pattern#shape-fill-1 path").count() == 1
    winter = paths(frame, "Winter camp", "shape-edge")
    assert winter.get_attribute("stroke-dasharray") == "3 6"
    assert curfew.evaluate("path => path.getBBox().width") > 5
    halo = frame.locator("path.halo")
    assert halo.count() == 1
    assert halo.evaluate("path => getComputedStyle(path).strokeDasharray") == "7px, 5px"
    # The multi-part archipelago is one path of three outlines.
    assert paths(frame, "Archipelago", "shape-area").get_attribute("d").count("M") == 3
    arrows = frame.locator(".map path.shape-arrow")
    assert arrows.count() == 2
    assert any(arrows.nth(number).get_attribute("d") for number in range(2))
    ids = frame.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("label", "kind"),
    [("The road along the coast", "shape-hit"), ("Winter camp", "shape-area")],
)
def test_a_touch_on_a_line_or_area_opens_its_place(visit, shapes_page, label, kind):
    visited = visit(shapes_page, viewport=DESK, has_touch=True)
    frame = visited.frame
    path = paths(frame, label, kind)
    point = path.evaluate(POINT_ON)
    assert point is not None
    assert path.evaluate("path => getComputedStyle(path).cursor") == "pointer"
    visited.page.touchscreen.tap(*point)
    frame.wait_for_selector("[data-panel]")
    assert frame.locator(".place-head h2").inner_text() == label
    place = place_of(frame, label)
    assert frame.locator(f'[data-shape="{place}"].chosen-shape').count() > 1
    assert frame.locator(f'[data-shape]:not([data-shape="{place}"]).chosen-shape').count() == 0
    frame.locator('[data-action="back"]').click()
    frame.wait_for_selector(".view-records")
    assert frame.locator(".chosen-shape[data-shape]").count() == 0


def test_a_finger_finds_a_line_from_twelve_pixels_away(visit, shapes_page):
    visited = visit(shapes_page, viewport=DESK)
    path = paths(visited.frame, "The road along the coast", "shape-hit")
    assert float(path.get_attribute("stroke-width")) >= 24
    assert path.evaluate("path => getComputedStyle(path).strokeOpacity") == "0"


def test_a_chosen_line_is_shown_whole(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK).frame
    label = "The road along the coast"
    frame.locator(".place-mark", has_text=label).click()
    frame.wait_for_selector("[data-panel]")
    box = paths(frame, label, "shape-line").bounding_box()
    room = frame.locator(".map-room").bounding_box()
    assert room["x"] < box["x"]
    assert box["x"] + box["width"] < room["x"] + room["width"]
    assert room["y"] < box["y"]
    assert box["y"] + box["height"] < room["y"] + room["height"]


def test_a_line_across_180_degrees_is_drawn_in_one_piece(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK).frame
    frame.locator("[data-far]", has_text="Over the line").click()
    frame.wait_for_selector("[data-panel]")
    line = paths(frame, "Over the line", "shape-line")
    assert line.get_attribute("d").count("M") == 1
    room = frame.locator(".map-room").bounding_box()
    assert room["width"] / 4 < line.bounding_box()["width"] < room["width"]


def test_the_keyboard_goes_by_the_marks_alone(visit, shapes_page):
    visited = visit(shapes_page, viewport=DESK)
    frame = visited.frame
    assert frame.locator("svg [tabindex], svg a, svg[focusable=true]").count() == 0
    frame.locator(".place-mark").first.focus()
    stops = []
    for _ in range(2):
        visited.page.keyboard.press("ArrowRight")
        stops.append(frame.evaluate("document.activeElement.className"))
    assert stops == ["place-mark"] * 2
    visited.page.keyboard.press("Enter")
    frame.wait_for_selector("[data-panel]")
    assert frame.locator(".chosen-shape[data-shape]").count() > 1


def test_a_mark_has_one_form_in_list_and_map(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK).frame
    on_map = frame.eval_on_selector_all(
        ".place-mark .mark", "all => all.map(one => [one.textContent, one.dataset.symbol])"
    )
    in_list = frame.eval_on_selector_all(
        ".entry .mark", "all => all.map(one => [one.textContent, one.dataset.symbol])"
    )
    assert dict(on_map).items() <= dict(in_list).items()
    assert {symbol for _, symbol in on_map} == {"circle", "square", "diamond", "triangle"}


def test_the_key_names_the_categories(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK).frame
    frame.locator(".key summary").click()
    names = frame.locator(".key-list").first.locator("li").all_inner_texts()
    assert names == ["March", "Emergency rule", "Find", "Voyage"]
    assert "dashed edge: less certain" in frame.locator(".key-precision").inner_text()
    text = frame.locator("#text .legend").first.text_content()
    assert "March: dashed line" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, shapes_page, axe, scheme):
    visited = visit(shapes_page, viewport=DESK, color_scheme=scheme)
    visited.frame.locator(".key summary").click()
    assert findings(visited.frame, axe) == []
    visited.frame.locator(".place-mark", has_text="Winter camp").click()
    visited.frame.wait_for_selector("[data-panel]")
    assert findings(visited.frame, axe) == []


def test_in_forced_colours_lines_have_the_systems(visit, shapes_page):
    frame = visit(shapes_page, viewport=DESK, forced_colors="active").frame
    line = paths(frame, "The road along the coast", "shape-line")
    ink = frame.evaluate(
        """() => { const probe = document.body.appendChild(document.createElement('i'));
          probe.style.color = 'CanvasText'; return getComputedStyle(probe).color; }"""
    )
    assert line.evaluate("path => getComputedStyle(path).stroke") == ink


def test_the_map_is_printed_with_the_text_and_returns_to_the_screen(visit, shapes_page):
    visited = visit(shapes_page, viewport=DESK, color_scheme="dark")
    frame = visited.frame
    frame.evaluate(
        """() => addEventListener('beforeprint', () => {
          const room = document.querySelector('#handout .map-room');
          const box = (e) => e.getBoundingClientRect();
          window.printed = room && [box(room).width, box(room).height,
            [...room.querySelectorAll('.place-mark .mark')].filter((mark) => {
              const [a, b] = [box(mark), box(room)];
              return a.left >= b.left && a.right <= b.right
                && a.top >= b.top && a.bottom <= b.bottom;
            }).length];
        })"""
    )
    pdf = visited.page.pdf()
    assert pdf.startswith(b"%PDF")
    width, height, marks = frame.evaluate("window.printed")
    assert (width, height) == (660, 470)
    # All but the far one, which has a sign.
    assert marks == 6
    frame.wait_for_selector(".shell > .map-room")
    frame.wait_for_selector("html:not(.printing)", state="attached")
    assert frame.locator(".map-room").bounding_box()["width"] > 660
