"""Small and enlarged screens (WCAG 2.2, 1.4.10), phones, wall screens, paper: nothing is cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import dismiss_notice
from .pages import At

# 1280 by 1024 and 1440 by 900 at 400 %, a phone on its side, a small phone.
SMALL = [(320, 256), (360, 225), (844, 390), (320, 568)]
CUT = """() => [...document.querySelectorAll('.shell .panel *, .shell > .notice, .notice *')]
    .filter(each => each.checkVisibility() && !each.closest('.visually-hidden, svg'))
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5))
    .map(([each]) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("size", SMALL, ids=str)
def test_a_small_screen_is_one_column_in_which_nothing_is_cut(visit, exhibit_page, size):
    width, height = size
    visited = visit(exhibit_page, viewport={"width": width, "height": height})
    frame, page = visited.frame, visited.page
    assert frame.evaluate("document.documentElement.scrollWidth") == width
    own = "each => getComputedStyle(each).overflowY"
    assert frame.locator(".panel-body").evaluate(own) == "visible"
    room = frame.locator(".map-room").bounding_box()
    assert room
    assert room["width"] == width
    assert 150 <= room["height"] <= 400
    notice = frame.locator(".shell > .notice")
    text = frame.locator(".notice-text")
    assert abs(text.bounding_box()["height"] - text.evaluate("each => each.scrollHeight")) < 1
    assert notice.bounding_box()["y"] >= 0
    assert frame.evaluate(CUT) == []
    dismiss_notice(frame)
    frame.locator('.entry[data-event="ev11"]').click()
    frame.wait_for_selector('article[data-event="ev11"]')
    assert frame.evaluate(CUT) == []
    page.wait_for_timeout(100)
    box = frame.locator('article[data-event="ev11"] .date').bounding_box()
    head = frame.locator(".place-head").bounding_box()
    assert head["y"] >= -1
    assert head["y"] + head["height"] <= box["y"] + 1 < height
    assert frame.evaluate("document.documentElement.scrollWidth") == width
    visited.assert_clean()


COVERED = """() => {
  const over = (one, other) => one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
  const taken = ['.map-tools', '.map-measure', '.map-credit', '.far-place']
    .map(each => document.querySelector(each).getBoundingClientRect());
  return [...document.querySelectorAll('.mark-label:not(.unplaced)')]
    .filter(each => taken.some(box => over(each.getBoundingClientRect(), box)))
    .map(each => each.textContent);
}"""


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_on_a_phone_places_have_their_names_beside_what_lies_over_the_map(
    visit, exhibit_page, language
):
    visited = visit(At(exhibit_page, f"lang={language}"), viewport={"width": 390, "height": 844})
    names = visited.frame.locator(".mark-label")
    shown = visited.frame.locator(".mark-label:not(.unplaced)")
    # Moscow is out of sight.
    assert shown.count() == names.count() - 1
    assert visited.frame.evaluate(COVERED) == []


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_on_a_phone_the_bar_is_one_row(visit, exhibit_page, language):
    visited = visit(At(exhibit_page, f"lang={language}"), viewport={"width": 390, "height": 844})
    tops = visited.frame.locator(".bar button").evaluate_all(
        "all => all.filter(each => each.checkVisibility()).map(each => each.offsetTop)"
    )
    assert len(tops) == 5
    assert len(set(tops)) == 1


LONG = (
    "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu and "
    "the hall of the former Workers’ Educational Association in the upper village beside the mill"
)
UNDER = """() => {
  const box = each => document.querySelector(each).getBoundingClientRect();
  const over = (one, other) => one.left < other.right && other.left < one.right &&
    one.top < other.bottom && other.top < one.bottom;
  const callout = box('.chosen .mark-label');
  return ['.map-tools', '.map-measure', '.map-credit', '.chosen .mark']
    .filter(each => over(callout, box(each)));
}"""


@pytest.fixture(scope="module")
def named_at_length(once):
    """A place whose name has some 180 letters."""

    def write(page: Path) -> None:
        folder = page.with_suffix("")
        folder.mkdir()
        (folder / "exhibit.toml").write_text('title = "A long name"\n', "utf-8")
        (folder / "places.csv").write_text(f"id,name,lat,lon\nhall,{LONG},-40.3,176.5\n", "utf-8")
        events = "".join(f"e{n},192{n},{LONG},Meeting {n},Held.\n" for n in range(9))
        (folder / "events.csv").write_text("id,date,place,title,text\n" + events, "utf-8")
        page.write_bytes(render_page(read_exhibit(folder)))

    return once("named-at-length", write)


def test_on_a_phone_the_callout_of_a_long_name_lies_over_nothing(visit, named_at_length):
    visited = visit(At(named_at_length, "place=hall"), viewport={"width": 390, "height": 844})
    assert visited.frame.evaluate(UNDER) == []
    # All of the name heads what is read, and is what a screen reader says of the mark.
    assert visited.frame.locator(".place-head h2").inner_text() == LONG
    assert LONG in visited.frame.locator(".chosen .place-mark").text_content()


@pytest.mark.parametrize("size", [(300, 400), (360, 640), (390, 844)], ids=str)
def test_a_long_name_that_stays_in_sight_leaves_room_to_read(visit, named_at_length, size):
    width, height = size
    visited = visit(At(named_at_length, "event=e8"), viewport={"width": width, "height": height})
    head = visited.frame.locator(".place-head")
    assert head.bounding_box()["height"] < 0.4 * height
    name = head.locator("h2")
    name.evaluate("each => { each.scrollTop = each.scrollHeight }")
    assert name.evaluate("each => each.scrollTop + each.clientHeight >= each.scrollHeight - 1")


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_in_a_narrow_frame_the_count_of_the_steps_has_one_line(visit, exhibit_page, language):
    address = At(exhibit_page, f"event=ev11&lang={language}")
    frame = visit(address, viewport={"width": 300, "height": 400}).frame
    count = frame.locator(".step-count")
    assert count.bounding_box()["height"] < 1.7 * count.evaluate(
        "each => parseFloat(getComputedStyle(each).fontSize)"
    )
    assert frame.evaluate("document.documentElement.scrollWidth") == 300


@pytest.mark.parametrize("language", ["en", "ka", "de", "fr"])
def test_the_two_ways_in_find_room_in_a_narrow_frame(visit, once, root, language):
    folder = root / "tests" / "exhibits" / "twelve-languages"
    page = once("twelve-narrow", lambda path: path.write_bytes(render_page(read_exhibit(folder))))
    frame = visit(At(page, f"lang={language}"), viewport={"width": 300, "height": 400}).frame
    assert frame.locator(".step-tour").is_visible()
    assert frame.evaluate("document.documentElement.scrollWidth") == 300
    assert frame.evaluate(CUT) == []


@pytest.mark.parametrize("size", [(300, 400), (360, 640), (390, 844)], ids=str)
def test_no_mark_of_the_opening_is_under_the_map_s_buttons(visit, once, size):
    def write(page: Path) -> None:
        events = page.with_suffix(".csv")
        rows = [("Line", 0, 180), ("West", 10, -180), ("Greenwich", 51.5, 0), ("South", -40, 179.9)]
        events.write_text(
            "id,date,title,lat,lon\n"
            + "".join(f"e{n},190{n},{t},{lat},{lon}\n" for n, (t, lat, lon) in enumerate(rows)),
            "utf-8",
        )
        page.write_bytes(render_page(read_exhibit(events)))

    width, height = size
    frame = visit(once("on-the-line", write), viewport={"width": width, "height": height}).frame
    assert frame.locator(".place-mark").count() == 4
    covered = frame.evaluate("""() => {
      const tools = document.querySelector('.map-tools').getBoundingClientRect();
      return [...document.querySelectorAll('.place-mark .mark')]
        .map(each => each.getBoundingClientRect())
        .filter(({ right, bottom }) => right > tools.left && bottom > tools.top).length;
    }""")
    assert covered == 0


def test_on_a_phone_the_places_name_stays_while_its_events_are_read(visit, exhibit_page):
    visited = visit(exhibit_page, viewport={"width": 390, "height": 844})
    frame = visited.frame
    dismiss_notice(frame)
    frame.locator('.place-mark[data-place="baku"]').click()
    frame.wait_for_selector(".view-place")
    body = frame.locator(".panel-body")
    for event in range(4):
        body.evaluate("(each, at) => { each.scrollTop = at * each.scrollHeight / 4 }", event)
        top = body.bounding_box()["y"]
        head = frame.locator(".place-head").bounding_box()
        assert top - 1 <= head["y"] <= top + 80
        assert head["height"] <= 60
        name = frame.locator(".place-head h2")
        assert name.inner_text() == "Baku"
        middle = name.evaluate(
            "each => { const b = each.getBoundingClientRect();"
            " return document.elementFromPoint(b.left + 20, b.top + b.height / 2) === each }"
        )
        assert middle


@pytest.mark.parametrize("size", [(1440, 900), (1080, 1920), (390, 844)], ids=str)
def test_the_notice_covers_no_place(visit, exhibit_page, size):
    visited = visit(exhibit_page, viewport={"width": size[0], "height": size[1]})
    frame = visited.frame
    notice = frame.locator(".shell > .notice").bounding_box()
    room = frame.locator(".map-room").bounding_box()
    beside = (
        notice["x"] >= room["x"] + room["width"] - 1
        or notice["y"] >= room["y"] + room["height"] - 1
    )
    assert beside


def test_on_a_large_screen_every_text_of_the_panel_is_large(visit, exhibit_page):
    """3840 by 2160 at one pixel a point, as a wall screen reports it: no text below 24 pixels."""
    visited = visit(exhibit_page, viewport={"width": 3840, "height": 2160})
    frame = visited.frame
    dismiss_notice(frame)
    small = """() => [...document.querySelectorAll(
            '.shell .panel *, .map-foot *, .mark-label, .far-place')]
        .filter(each => each.checkVisibility())
        .filter(each => [...each.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
        .filter(each => !each.closest('.visually-hidden, .mark'))
        .filter(each => parseFloat(getComputedStyle(each).fontSize) < 24)
        .map(each => each.outerHTML.slice(0, 100))"""
    assert frame.evaluate(small) == []
    frame.locator('.entry[data-event="ev11"]').click()
    assert frame.evaluate(small) == []
    targets = frame.eval_on_selector_all(
        ".panel button, .map-tools button",
        """all => Math.min(...all.filter(each => each.checkVisibility())
            .map(each => each.getBoundingClientRect().height))""",
    )
    assert targets >= 59


def test_on_a_large_screen_marks_and_their_lines_grow_with_the_letters(visit, exhibit_page):
    """Else a town's heavy ring, and the line to a point, are hairs that nobody sees from afar."""
    for width, height in ((1440, 900), (3840, 2160)):
        frame = visit(exhibit_page, viewport={"width": width, "height": height}).frame
        widths = frame.evaluate("""() => {
          const style = each => getComputedStyle(document.querySelector(each));
          const em = parseFloat(style('html').fontSize);
          return [parseFloat(style('[data-place="lankaran"] .mark').borderTopWidth) / em,
            parseFloat(style('.leader').strokeWidth) / em];
        }""")
        # Borders are drawn in whole pixels.
        assert all(0.05 < each < 0.1 for each in widths), widths


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_print_is_dark_on_white_whatever_was_chosen(visit, exhibit_page, theme):
    visited = visit(exhibit_page, color_scheme=theme)
    frame = visited.frame
    dismiss_notice(frame)
    frame.locator('[data-action="view"]').click()
    frame.locator('[data-action="theme"]').click()
    visited.page.emulate_media(media="print")
    assert frame.locator("main#text").is_visible()
    colours = frame.evaluate(
        """() => [document.body,
                ...document.querySelectorAll('#text :is(h1, p, .when, blockquote, figcaption)')]
            .map(each => getComputedStyle(each).color)"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    rules = frame.evaluate(
        """() => [...document.querySelectorAll('#text .quote')]
            .map(quote => [quote, ...quote.querySelectorAll('*')]
                .map(each => parseFloat(getComputedStyle(each).borderInlineStartWidth))
                .filter(width => width > 0).length)"""
    )
    assert len(rules) > 15
    assert set(rules) == {1}


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_a_date_in_the_title_stays_on_one_line_where_it_fits(visit, exhibit_page, language):
    frame = visit(exhibit_page, viewport={"width": 1440, "height": 900}).frame
    frame.locator(f'button[data-language="{language}"]').click()
    frame.wait_for_selector(f'html[lang="{language}"][data-ready="true"]', state="attached")
    date = frame.locator(".opening h1 .together")
    assert "1990" in date.inner_text()
    assert "20" in date.inner_text()
    lines = "each => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight)"
    assert date.evaluate(lines) < 1.5


@pytest.mark.parametrize("size", [(320, 568), (390, 844), (1440, 900)], ids=str)
def test_a_label_without_room_of_its_own_is_read_whole_at_the_focus(visit, exhibit_page, size):
    visited = visit(exhibit_page, viewport={"width": size[0], "height": size[1]})
    frame = visited.frame
    dismiss_notice(frame)
    visited.page.mouse.move(0, 0)
    marks = frame.locator(".place-mark[data-place]")
    room = frame.locator(".map-room").bounding_box()
    tools = frame.locator(".map-tools").bounding_box()
    for number in range(marks.count()):
        # As a key would: the focus is seen.
        marks.nth(number).evaluate("each => each.focus({ focusVisible: true })")
        label = marks.nth(number).locator(".mark-label")
        mark = marks.nth(number).bounding_box()
        if not room["x"] <= mark["x"] < room["x"] + room["width"] - mark["width"]:
            continue
        if not room["y"] <= mark["y"] < room["y"] + room["height"] - mark["height"]:
            continue
        assert label.evaluate("each => getComputedStyle(each).opacity") == "1"
        box = label.bounding_box()
        assert room["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
        assert (
            box["x"] + box["width"] <= tools["x"] + 1 or box["y"] + box["height"] <= tools["y"] + 1
        )
    visited.assert_clean()
