"""How the page is shown, and the map for who cannot drag or see: switches, keys, words, colours."""

from __future__ import annotations

from pathlib import Path

import pytest

import mapbuilder
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import dismiss_notice, until
from .pages import At
from .test_access import axe, findings  # noqa: F401

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["en", "az", "ru", "tr", "ka", "hy", "fa", "ar", "he", "fr", "de", "es"]

CUT = """() => [...document.querySelectorAll('.bar *, .panel-steps *')]
    .filter(each => each.checkVisibility() && !each.closest('.visually-hidden, .display-name, svg'))
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5))
    .map(([each]) => each.outerHTML.slice(0, 120))"""
SHOWN = "() => document.querySelector('[data-shows]').textContent"


@pytest.fixture(scope="module")
def twelve_page(tmp_path_factory) -> Path:
    """A page in all languages of the interface."""
    path = tmp_path_factory.mktemp("twelve") / "twelve.html"
    path.write_bytes(render_page(read_exhibit(ROOT / "tests/exhibits/twelve-languages")))
    return path


def unfold(frame) -> None:
    dismiss_notice(frame)
    frame.locator('[data-action="view"]').click()


def switch(frame, action: str) -> None:
    frame.locator(f'input[data-action="{action}"]').click()


def size_of(frame, selector: str) -> float:
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    return frame.locator(selector).first.evaluate(size)


def test_view_unfolds_and_folds_by_key_and_gives_the_focus_back(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame, keyboard = visited.frame, visited.page.keyboard
    dismiss_notice(frame)
    frame.locator('.entry[data-event="ev11"]').click()
    toggle = frame.locator('[data-action="view"]')
    assert toggle.get_attribute("aria-expanded") == "false"
    assert not frame.locator("#display").is_visible()
    toggle.focus()
    keyboard.press("Enter")
    assert toggle.get_attribute("aria-expanded") == "true"
    names = ["100%", "125%", "150%", "200%"]
    assert [frame.get_by_role("radio", name=name, exact=True).count() for name in names] == [1] * 4
    for name in ("High contrast", "Less motion", "Dark colours"):
        assert frame.get_by_role("switch", name=name).count() == 1
    keyboard.press("Tab")
    keyboard.press("Escape")
    assert not frame.locator("#display").is_visible()
    assert frame.evaluate("document.activeElement.dataset.action") == "view"
    # What is being read stays open.
    assert frame.locator('article[data-event="ev11"]').is_visible()


def test_letters_grow_up_to_twice_their_size_and_nothing_is_cut(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame, keyboard = visited.frame, visited.page.keyboard
    unfold(frame)
    usual = {each: size_of(frame, each) for each in (".intro p", ".bar button", ".entry-title")}
    label, mark = size_of(frame, ".mark-label"), frame.locator(".place-mark .mark").first
    width = mark.evaluate("each => each.offsetWidth")
    frame.locator('input[data-text-size="0"]').focus()
    for times in (1.25, 1.5, 2):
        keyboard.press("ArrowRight")
        for each, size in usual.items():
            assert size_of(frame, each) == pytest.approx(size * times, rel=0.01)
        assert size_of(frame, ".mark-label") == pytest.approx(label * min(times, 1.5), rel=0.01)
    assert mark.evaluate("each => each.offsetWidth") > 1.4 * width
    assert frame.evaluate(CUT) == []
    assert frame.evaluate("document.documentElement.scrollWidth") == DESK["width"]
    # The chosen size is where the focus is, and the way back leads through the same keys.
    assert frame.evaluate("document.activeElement.dataset.textSize") == "3"
    for _ in range(3):
        keyboard.press("ArrowLeft")
    assert {each: size_of(frame, each) for each in usual} == usual


def test_marks_of_larger_letters_stand_on_their_places(visit, exhibit_page):
    """Layout and style sheet measure a mark alike: its middle is that of its halo."""
    frame = visit(exhibit_page, viewport=DESK).frame
    unfold(frame)
    away = """() => {
        const middle = each => { const box = each.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2] };
        const [x, y] = middle(document.querySelector('[data-place="lankaran"] .mark'));
        return Math.min(...[...document.querySelectorAll('.halo')].map(middle)
            .map(([hx, hy]) => Math.hypot(hx - x, hy - y))) }"""
    assert frame.evaluate(away) < 1
    frame.locator('input[data-text-size="2"]').click()
    frame.wait_for_timeout(200)
    assert frame.evaluate(away) < 1


def test_contrast_is_black_on_white_and_white_on_black(visit, exhibit_page):
    frame = visit(exhibit_page, viewport=DESK, color_scheme="light").frame
    unfold(frame)
    colours = """() => ['color', 'backgroundColor']
        .map(name => getComputedStyle(document.body)[name])"""
    switch(frame, "contrast")
    assert frame.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    switch(frame, "theme")
    assert frame.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    switch(frame, "contrast")
    assert frame.evaluate(colours) != ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_what_the_device_asks_for_is_on_and_says_so(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK, contrast="more")
    frame = visited.frame
    unfold(frame)
    for action in ("contrast", "motion"):
        asked = frame.locator(f'input[data-action="{action}"]')
        assert asked.is_checked()
        assert asked.is_disabled()
        note = frame.locator(f"#{asked.get_attribute('aria-describedby')}")
        assert note.inner_text() == "as this device is set"
    assert frame.evaluate("document.documentElement.dataset.contrast") == "more"
    visited.page.emulate_media(contrast="no-preference", reduced_motion="no-preference")
    until(frame, "!('contrast' in document.documentElement.dataset)")
    assert frame.locator('input[data-action="contrast"]').is_enabled()
    assert not frame.locator('input[data-action="motion"]').is_checked()


def test_less_motion_cuts_where_the_map_would_fly(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame = visited.frame
    visited.page.emulate_media(reduced_motion="no-preference")
    until(frame, "!('motion' in document.documentElement.dataset)")
    unfold(frame)
    switch(frame, "motion")
    assert frame.evaluate("document.documentElement.dataset.motion") == "reduced"
    pane = "() => document.querySelector('.leaflet-map-pane').style.transform"
    frame.locator('.entry[data-event="ev11"]').click()
    at_once = frame.evaluate(pane)
    frame.wait_for_timeout(700)
    assert frame.evaluate(pane) == at_once


def test_the_address_says_how_the_page_is_shown(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame = visited.frame
    unfold(frame)
    frame.locator('input[data-text-size="1"]').click()
    switch(frame, "contrast")
    switch(frame, "theme")
    until(frame, "location.hash === '#text=125&contrast=more&colours=dark'")
    frame.locator('.entry[data-event="ev11"]').click()
    until(frame, "location.hash.startsWith('#event=ev11&text=125')")
    visited.page.go_back()
    frame.wait_for_selector(".view-records")
    # Going back makes no letters small.
    assert frame.evaluate("document.documentElement.dataset.textSize") == "1"
    assert frame.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_address_asks_for_it_and_nothing_of_it_is_lost_with_the_language(visit, exhibit_page):
    address = At(exhibit_page, "text=200&contrast=more&motion=reduced&colours=dark")
    frame = visit(address, viewport=DESK).frame
    root = "() => ({...document.documentElement.dataset})"
    wanted = {"textSize": "3", "contrast": "more", "motion": "reduced", "theme": "dark"}
    assert wanted.items() <= frame.evaluate(root).items()
    unfold(frame)
    assert frame.locator('input[data-text-size="3"]').is_checked()
    assert frame.locator('input[data-action="theme"]').is_checked()
    frame.locator('button[data-language="ru"]').click()
    frame.wait_for_selector('html[lang="ru"][data-ready="true"]', state="attached")
    assert wanted.items() <= frame.evaluate(root).items()
    assert frame.locator("#display").is_visible()
    assert frame.locator("#display legend").inner_text() == "Размер текста"


@pytest.mark.parametrize("size", [0, 3])
def test_the_bar_fits_a_phone_in_every_language(visit, twelve_page, size):
    frame = visit(At(twelve_page, f"text={[100, 125, 150, 200][size]}"), viewport=PHONE).frame
    unfold(frame)
    for tag in LANGUAGES:
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        assert frame.evaluate(CUT) == [], tag
        assert frame.evaluate("document.documentElement.scrollWidth") == PHONE["width"], tag
        # Each part of the panel keeps its room: the reading, and the steps at the foot.
        steps = frame.locator(".panel-steps").bounding_box()
        assert steps["y"] + steps["height"] <= PHONE["height"] + 1, tag
        assert frame.locator(".panel-body").bounding_box()["height"] > 50, tag


def test_text_spacing_of_ones_own_cuts_nothing(visit, exhibit_page):
    """WCAG 2.2, 1.4.12."""
    frame = visit(At(exhibit_page, "event=ev11"), viewport=PHONE).frame
    frame.evaluate(
        """() => { const own = new CSSStyleSheet(); own.replaceSync(`* {
            line-height: 1.5 !important; letter-spacing: 0.12em !important;
            word-spacing: 0.16em !important } p { margin-block-end: 2em !important }`);
          document.adoptedStyleSheets.push(own) }"""
    )
    frame.locator('[data-action="view"]').click()
    assert frame.evaluate(CUT) == []
    assert frame.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    clipped = frame.evaluate(
        """() => [...document.querySelectorAll('.panel :is(p, h2, h3, button, summary, label)')]
            .filter(each => each.checkVisibility())
            .filter(each => ['hidden', 'clip'].includes(getComputedStyle(each).overflowY)
                && each.scrollHeight > each.clientHeight + 1)
            .map(each => each.outerHTML.slice(0, 100))"""
    )
    assert clipped == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_device_s_own_colours_tell_all_that_ours_do(visit, exhibit_page, theme):
    """Forced colours: tones and shadows are gone; lines and the device's highlight stand in."""
    options = {"forced_colors": "active", "color_scheme": theme, "viewport": DESK}
    frame = visit(At(exhibit_page, "event=ev11"), **options).frame
    frame.locator('[data-action="view"]').click()
    system = frame.evaluate(
        """() => Object.fromEntries(['Canvas', 'CanvasText', 'Highlight'].map(name => {
            const probe = document.createElement('i'); probe.style.color = name;
            document.body.append(probe); const { color } = getComputedStyle(probe);
            probe.remove(); return [name, color] }))"""
    )

    def style(selector: str, name: str) -> str:
        ask = "(each, name) => getComputedStyle(each)[name]"
        return frame.locator(selector).first.evaluate(ask, name)

    assert style("body", "backgroundColor") == system["Canvas"]
    # A site is filled, another place is a ring on the canvas: both of the device's colours.
    assert style('[data-place="lankaran"] .mark', "borderTopColor") == system["CanvasText"]
    assert style('[data-place="lankaran"] .mark', "backgroundColor") == system["Canvas"]
    assert style(".place-anchor.chosen .mark", "backgroundColor") == system["Highlight"]
    assert style(".mark-label", "backgroundColor") == system["Canvas"]
    assert style('.bar [aria-pressed="true"]', "outlineStyle") == "solid"
    assert style(":checked ~ .display-track", "backgroundColor") == system["Highlight"]
    assert style(".map-tools", "borderTopStyle") == "solid"
    assert style(".time-line", "color") == system["CanvasText"]
    frame.locator('[data-action="sources"]').focus()
    assert style('[data-action="sources"]', "outlineWidth") == "3px"


def test_four_buttons_move_the_map_and_the_map_says_what_it_shows(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame, keyboard = visited.frame, visited.page.keyboard
    dismiss_notice(frame)
    assert frame.evaluate(SHOWN) == ""
    place = frame.locator('[data-place="lankaran"]')
    before = place.bounding_box()
    frame.locator('[data-action="move"]').click()
    assert frame.get_by_role("group", name="Move the map").is_visible()
    frame.get_by_role("button", name="Up", exact=True).click()
    after = place.bounding_box()
    assert after["y"] - before["y"] > 100
    assert after["x"] == pytest.approx(before["x"], abs=1)
    until(frame, f"({SHOWN})() !== ''")
    told = frame.evaluate(SHOWN)
    assert told.startswith("The map shows ")
    assert told.endswith(" of 6 places, from Azadliq (Freedom) Square, Baku to Neftchala.")
    keyboard.press("Escape")
    assert not frame.locator("#map-pad").is_visible()
    assert frame.evaluate("document.activeElement.dataset.action") == "move"


def test_what_the_map_shows_is_told_after_a_filter_and_not_when_a_record_opens(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame = visited.frame
    dismiss_notice(frame)
    frame.locator('.entry[data-event="ev11"]').click()
    frame.wait_for_timeout(1300)
    assert frame.evaluate(SHOWN) == ""
    visited.page.keyboard.press("Escape")
    frame.locator(".find-text").fill("lenkeran")
    until(frame, f"({SHOWN})() !== ''")
    assert frame.evaluate(SHOWN) == "The map shows 1 of 6 places: Lankaran."
    for _ in range(8):
        frame.locator('[data-action="zoom-in"]').click()
    until(frame, f"({SHOWN})() === 'The map shows none of the exhibit’s places.'")
    assert frame.locator("[data-shows]").get_attribute("aria-live") == "polite"


def test_an_arrow_goes_to_the_nearest_mark_on_its_side(visit, exhibit_page):
    visited = visit(exhibit_page, viewport=DESK)
    frame, keyboard = visited.frame, visited.page.keyboard
    dismiss_notice(frame)
    frame.locator('[data-place="lankaran"]').focus()
    centre = """() => { const box = document.activeElement.querySelector('.mark')
        .getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }"""
    held = "() => document.activeElement.dataset.place"
    x, y = frame.evaluate(centre)
    keyboard.press("ArrowUp")
    assert frame.evaluate(held) == "neftchala"
    assert frame.evaluate(centre)[1] < y
    keyboard.press("ArrowDown")
    assert frame.evaluate(held) == "lankaran"
    keyboard.press("ArrowDown")
    assert frame.evaluate(held) == "lankaran"
    assert frame.evaluate(centre) == pytest.approx([x, y], abs=1)
    seen = set()
    for _ in range(6):
        keyboard.press("PageDown")
        seen.add(frame.evaluate(held))
    assert len(seen) == 6
    assert frame.locator('.place-mark[tabindex="0"]').count() == 1
    name = frame.locator('[data-place="baku"]').evaluate("each => each.textContent")
    assert name.startswith("Place 2: ")
    assert "Baku" in name


def test_the_list_is_read_before_the_map(visit, exhibit_page):
    frame = visit(exhibit_page, viewport=DESK).frame
    follows = """() => document.querySelector('.entries').compareDocumentPosition(
        document.querySelector('.map-room')) === Node.DOCUMENT_POSITION_FOLLOWING"""
    assert frame.evaluate(follows)


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_the_statement_is_one_button_away_and_leads_back(visit, exhibit_page, tag):
    visited = visit(At(exhibit_page, f"lang={tag}"), viewport=DESK)
    frame = visited.frame
    unfold(frame)
    title = {"en": "Accessibility", "ru": "Доступность"}[tag]
    frame.locator("#display").get_by_role("button", name=title).click()
    view = frame.locator(".view-statement")
    assert view.locator("h2").inner_text() == title
    assert frame.evaluate("document.activeElement.textContent") == title
    assert f"mapbuilder {mapbuilder.__version__}" in view.inner_text()
    assert view.locator(".draft").count() == (tag == "ru")
    assert view.locator("li").count() >= 8
    assert not frame.locator("#display").is_visible()
    until(frame, "location.hash.includes('view=accessibility')")
    visited.page.keyboard.press("Escape")
    frame.wait_for_selector(".view-records")
    assert frame.evaluate("document.activeElement.dataset.action") == "view"
