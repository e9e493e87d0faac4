"""Historical maps in the page: chosen, mixed and divided by mouse and keys, in the right place."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.georeference import to_degrees

from .. import old_maps as old
from ..conftest import build
from .conftest import until
from .test_access import SCREENS, axe, findings
from .test_kiosk import begin, enter, turn, until_asked

__all__ = ["axe", "enter"]

DESK = {"width": 1440, "height": 900}
MARK = 4
"""The mark of the sheet at which the exhibit's place lies."""

SETTINGS = """
title = "An old plan"
languages = ["en", "az", "fa"]
[[scans]]
file = "plan.png"
points = "plan.csv"
title = "Plan of the town"
title_az = "Şəhərin planı"
date = "1913"
credit = "The archive"
licence = "CC0 1.0"
opacity = 0.8
[[scans]]
file = "wide.png"
points = "wide.csv"
title = "Sheet of the coast"
date = "1868~"
credit = "The survey"
licence = "Public domain"
"""


def made(folder: Path, settings: str = SETTINGS, *options: str) -> Path:
    """The page of an exhibit with two maps: a town's, and one ten times as wide."""
    lon, lat = to_degrees(old.turned(old.MARKS))[MARK]
    (folder / "exhibit.toml").write_text(settings, encoding="utf-8")
    (folder / "events.csv").write_text(
        f"id,date,title,title_fa,lat,lon\na,1913,A gate,دروازه,{lat},{lon}\n"
        "b,1913,A pier,اسکله,41.2,48.6\n",
        encoding="utf-8",
    )
    old.save(folder / "plan.png", old.sheet())
    (folder / "plan.csv").write_text(old.to_csv(old.turned, old.net()))

    def wide(points):
        return (old.turned(points) - old.MIDDLE) * 40 + old.MIDDLE

    old.save(folder / "wide.png", old.sheet())
    (folder / "wide.csv").write_text(old.to_csv(wide, old.net()))
    build(folder, "-o", folder / "page.html", *options)
    return folder / "page.html"


@pytest.fixture(scope="session")
def scans_page(tmp_path_factory):
    return made(tmp_path_factory.mktemp("scans"))


SCAN = "(document.querySelector('img.scan')?.src ?? '')"


def choose(frame, index: int) -> None:
    if not frame.locator("#scans-panel").is_visible():
        frame.locator('[data-action="scans"]').click()
    choice = frame.locator(f'[data-scan="{index}"]')
    before = None if choice.is_checked() else frame.evaluate(SCAN)
    choice.check()
    # Another one is decoded before it takes the place of the one that lies there.
    frame.wait_for_function(
        f"([wanted, before]) => !{SCAN} === !wanted && {SCAN} !== before",
        arg=[index >= 0, before],
    )


def opacity(frame) -> float:
    return float(frame.evaluate("getComputedStyle(document.querySelector('img.scan')).opacity"))


def away_px(frame) -> float:
    """How far the exhibit's place is from its mark on the old map, in pixels of the screen."""
    return frame.evaluate(
        """([part_x, part_y]) => {
          const map = document.querySelector('img.scan').getBoundingClientRect();
          const mark = document.querySelector('.place-mark[data-place]').getBoundingClientRect();
          return Math.hypot(map.left + part_x * map.width - mark.left - mark.width / 2,
            map.top + part_y * map.height - mark.top - mark.height / 2);
        }""",
        list(part_of_mark()),
    )


def part_of_mark() -> tuple[float, float]:
    """Where the mark lies in the picture, from its upper left corner."""
    corners = old.turned(old.net(2))
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    x, y = old.turned(old.MARKS)[MARK]
    return (x - left) / (right - left), (top - y) / (top - bottom)


def test_a_page_opens_with_todays_map_and_decodes_no_other(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    assert frame.locator("img.scan").count() == 0
    assert frame.locator('[data-action="scans"]').get_attribute("aria-expanded") == "false"
    assert not frame.locator("#scans-panel").is_visible()
    assert not frame.locator('[data-action="scan-today"]').is_visible()


def test_a_chosen_map_lies_under_the_place_that_it_shows(visit, scans_page):
    visited = visit(scans_page, viewport=DESK)
    frame = visited.frame
    choose(frame, 0)
    assert opacity(frame) == pytest.approx(0.8)
    assert frame.locator('[data-action="scans"]').inner_text() == "Plan of the town, 1913"
    credit = frame.locator(".map-credit")
    assert "Plan of the town, 1913: The archive (CC0 1.0)" in credit.inner_text()
    for step in ["zoom-in", "zoom-in", "zoom-out", "zoom-out", "zoom-out", "fit"]:
        assert away_px(frame) < 1.5, step
        frame.locator(f'[data-action="{step}"]').click()
    choose(frame, 1)
    assert frame.locator("img.scan").count() == 1
    assert "Sheet of the coast, about 1868: The survey" in credit.inner_text()
    choose(frame, -1)
    assert "Sheet of the coast" not in credit.inner_text()
    assert frame.locator('[data-action="scans"]').inner_text() == "Historical maps"


def test_a_map_that_is_hardly_seen_is_travelled_to(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    choose(frame, 0)
    box = frame.locator("img.scan").bounding_box()
    room = frame.locator(".map-room").bounding_box()
    panel = frame.locator(".scans").bounding_box()
    assert box["width"] > 300
    assert box["x"] >= panel["x"] + panel["width"]
    assert box["x"] + box["width"] <= room["x"] + room["width"]
    frame.locator('[data-action="fit"]').click()
    assert frame.locator("img.scan").bounding_box()["width"] < 100
    frame.locator('[data-action="scan-fit"]').click()
    assert frame.locator("img.scan").bounding_box()["width"] == pytest.approx(box["width"])


def test_todays_map_is_one_touch_away(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    choose(frame, 0)
    frame.locator('[data-action="scans-close"]').click()
    today = frame.locator('[data-action="scan-today"]')
    pane = "getComputedStyle(document.querySelector('.leaflet-scans-pane')).opacity"
    for pressed, seen in (("true", "0"), ("false", "1")):
        today.click()
        assert today.get_attribute("aria-pressed") == pressed
        assert frame.evaluate(pane) == seen
        assert ("Plan of the town" in frame.locator(".map-credit").inner_text()) == (seen == "1")


def test_the_old_map_is_mixed_by_buttons_and_by_keys(visit, scans_page):
    visited = visit(scans_page, viewport=DESK)
    frame = visited.frame
    choose(frame, 0)
    frame.locator('[data-action="scan-opacity-less"]').click()
    assert opacity(frame) == pytest.approx(0.75)
    slider = frame.locator("#scan-opacity")
    slider.focus()
    visited.page.keyboard.press("ArrowRight")
    assert opacity(frame) == pytest.approx(0.76)
    assert slider.get_attribute("aria-valuetext") == "76%"
    visited.page.keyboard.press("Home")
    assert opacity(frame) == pytest.approx(0.1)
    # Each map keeps what was chosen for it.
    for number, expected in ((1, 1), (0, 0.1)):
        choose(frame, number)
        # A map is decoded when it is asked for, and the one before stays until then.
        for _ in range(100):
            if opacity(frame) == pytest.approx(expected):
                break
            visited.page.wait_for_timeout(50)
        assert opacity(frame) == pytest.approx(expected)


SEEN = """() => {
  const room = document.querySelector('.map-room').getBoundingClientRect();
  const pane = document.querySelector('.leaflet-scans-pane');
  const xs = [...pane.style.clipPath.matchAll(/(-?[\\d.]+)px -?[\\d.]+px/g)].map(m => Number(m[1]));
  const shift = pane.getBoundingClientRect().left - room.left;
  const line = document.querySelector('.curtain').getBoundingClientRect().left - room.left;
  return [Math.min(...xs) + shift, Math.max(...xs) + shift, line].map(x => x / room.width);
}"""


@pytest.mark.parametrize("tag", ["en", "fa"])
def test_a_curtain_divides_then_from_now(visit, scans_page, tag):
    """The old map is where lines of the language begin: at the right in Persian."""
    visited = visit(scans_page, viewport=DESK)
    frame = visited.frame
    frame.locator(f'button[data-language="{tag}"]').click()
    frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
    choose(frame, 0)
    frame.locator('[data-action="scan-divide"]').check()
    slider = frame.locator("#scan-curtain")
    slider.fill("30")
    expected = [0, 0.3, 0.3] if tag == "en" else [0.7, 1, 0.7]
    assert frame.evaluate(SEEN) == pytest.approx(expected, abs=0.01)
    slider.focus()
    # The thumb goes the way of the arrow, whatever the direction.
    visited.page.keyboard.press("ArrowRight")
    by = 0.01
    expected = [0, 0.3 + by, 0.3 + by] if tag == "en" else [0.7 + by, 1, 0.7 + by]
    assert frame.evaluate(SEEN) == pytest.approx(expected, abs=0.004)
    # It stays where it is while the map is moved below it.
    frame.locator('[data-action="zoom-in"]').click()
    assert frame.evaluate(SEEN) == pytest.approx(expected, abs=0.004)
    frame.locator('[data-action="scans-close"]').click()
    grip = frame.locator(".curtain-grip").bounding_box()
    room = frame.locator(".map-room").bounding_box()
    mouse = visited.page.mouse
    mouse.move(grip["x"] + 24, grip["y"] + 24)
    mouse.down()
    mouse.move(room["x"] + room["width"] * 0.6, grip["y"] + 24, steps=4)
    mouse.up()
    assert frame.evaluate(SEEN)[2] == pytest.approx(0.6, abs=0.01)
    frame.locator('[data-action="scans"]').click()
    frame.locator('[data-action="scan-divide"]').uncheck()
    assert not frame.locator(".curtain").is_visible()
    assert frame.evaluate("document.querySelector('.leaflet-scans-pane').style.clipPath") == ""


def test_everything_can_be_done_by_keyboard(visit, scans_page):
    visited = visit(scans_page, viewport=DESK)
    frame, keyboard = visited.frame, visited.page.keyboard
    opener = frame.locator('[data-action="scans"]')
    opener.focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Tab")
    assert frame.evaluate("document.activeElement.dataset.scan") == "-1"
    keyboard.press("ArrowDown")
    frame.wait_for_selector("img.scan", state="attached")
    assert frame.locator('[data-scan="0"]').is_checked()
    reached = []
    for _ in range(5):
        keyboard.press("Tab")
        reached.append(
            frame.evaluate("document.activeElement.id || document.activeElement.dataset.action")
        )
    assert reached == [
        "scan-opacity-less", "scan-opacity", "scan-opacity-more", "scan-divide", "scan-fit",
    ]  # fmt: skip
    keyboard.press("Escape")
    assert not frame.locator("#scans-panel").is_visible()
    assert frame.evaluate("document.activeElement.dataset.action") == "scans"
    assert frame.locator("img.scan").count() == 1


def test_escape_in_the_panel_does_not_leave_the_place_that_is_read(visit, scans_page):
    visited = visit(scans_page, viewport=DESK)
    frame = visited.frame
    frame.locator(".place-mark[data-place]").first.click()
    frame.wait_for_selector("[data-panel]")
    frame.locator('[data-action="scans"]').click()
    frame.locator('[data-scan="-1"]').focus()
    visited.page.keyboard.press("Escape")
    assert frame.locator("[data-panel]").count() == 1
    visited.page.keyboard.press("Escape")
    frame.wait_for_selector(".view-records")


def test_titles_dates_and_the_control_follow_the_language(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    choose(frame, 0)
    frame.locator('button[data-language="az"]').click()
    frame.wait_for_selector('html[lang="az"][data-ready="true"]', state="attached")
    assert frame.locator('[data-action="scans"]').inner_text() == "Şəhərin planı, 1913-cü il"
    titles = frame.locator(".scans-title").all_inner_texts()
    assert titles == ["Bugünkü xəritə", "Şəhərin planı", "Sheet of the coast"]
    assert frame.locator(".scans-title").nth(2).get_attribute("lang") == "en"
    assert frame.locator("img.scan").count() == 1


def test_a_page_may_open_with_an_old_map(visit, tmp_path):
    shown = SETTINGS.replace('file = "wide.png"', 'file = "wide.png"\nshown = true')
    frame = visit(made(tmp_path, shown), viewport=DESK).frame
    assert frame.locator("img.scan").count() == 1
    assert "Sheet of the coast" in frame.locator('[data-action="scans"]').inner_text()
    assert frame.evaluate("document.querySelector('img.scan').complete")


@pytest.mark.parametrize("how", ["file", "iframe-sandbox", "srcdoc-sandbox", "http"])
def test_old_maps_ask_for_nothing(visit, scans_page, how):
    visited = visit(scans_page, how, viewport=DESK)
    choose(visited.frame, 0)
    choose(visited.frame, 1)
    visited.page.wait_for_timeout(200)
    visited.assert_clean()


def test_the_sources_list_the_maps_with_their_licences(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    frame.locator('[data-action="sources"]').click()
    text = frame.locator(".view-sources").inner_text()
    assert "Plan of the town, 1913: The archive (CC0 1.0)" in text
    assert "Sheet of the coast, about 1868: The survey (Public domain)" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_in_the_control(visit, scans_page, axe, screen, scheme):
    width, height = SCREENS[screen]
    visited = visit(scans_page, viewport={"width": width, "height": height}, color_scheme=scheme)
    choose(visited.frame, 0)
    visited.frame.locator('[data-action="scan-divide"]').check()
    assert findings(visited.frame, axe) == []
    room = visited.frame.locator(".map-room").bounding_box()
    control = visited.frame.locator(".scans").bounding_box()
    assert control["y"] + control["height"] <= room["y"] + room["height"]
    assert control["x"] + control["width"] <= room["x"] + room["width"]
    small = visited.frame.eval_on_selector_all(
        ".scans :is(button, input[type=range], label.scans-choice)",
        """all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())
            .filter(box => box.width < 44 || box.height < 44).length""",
    )
    assert small == 0


def test_no_mark_label_or_sign_is_under_the_closed_control(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    choose(frame, 0)
    frame.locator('[data-action="scans-close"]').click()
    overlapping = frame.evaluate(
        """() => {
          const c = document.querySelector('.scans').getBoundingClientRect();
          return [...document.querySelectorAll('.mark-label:not(.unplaced), .far-place')]
            .map(e => e.getBoundingClientRect()).filter(b => b.width > 0 && b.left < c.right
              && c.left < b.right && b.top < c.bottom && c.top < b.bottom).length;
        }"""
    )
    assert overlapping == 0


def test_a_page_without_old_maps_has_no_control(visit, exhibit_page):
    frame = visit(exhibit_page, viewport=DESK).frame
    assert frame.locator(".scans, .curtain, .leaflet-scans-pane").count() == 0


def test_nothing_to_be_touched_is_printed(visit, scans_page):
    frame = visit(scans_page, viewport=DESK).frame
    assert frame.locator(".scans").is_visible()
    frame.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not frame.locator(".map-room .scans").is_visible()


def test_a_kiosk_returns_to_the_map_with_which_it_opens(enter, tmp_path):
    visited = enter(made(tmp_path, SETTINGS + "[kiosk]\nidle_s = 15\n", "--profile", "kiosk"))
    begin(visited)
    frame = visited.frame
    for action in ("scans", None, "scan-opacity-less", "scan-divide"):
        name = '[data-scan="0"]' if action is None else f'[data-action="{action}"]'
        frame.locator(name).tap()
    until(frame, "document.querySelector('img.scan') !== null")
    until_asked(visited)
    turn(visited, 60)
    visited.page.wait_for_selector(".attract")
    assert frame.locator("img.scan").count() == 0
    begin(visited)
    assert not frame.locator("#scans-panel").is_visible()
    assert not frame.locator(".curtain").is_visible()
    frame.locator('[data-action="scans"]').tap()
    frame.locator('[data-scan="0"]').tap()
    until(frame, "document.querySelector('img.scan')?.naturalWidth > 0")
    assert opacity(frame) == 0.8
