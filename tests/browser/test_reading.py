"""What is opened or read stays in sight: by a link, on a screen that is turned, pressed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import opened, until
from .pages import At, Once, write_bytes
from .test_small_screens import CUT

DESK, PHONE, ON_ITS_SIDE, ENLARGED = (1440, 900), (390, 844), (844, 390), (360, 225)

TOP = "{ top: Math.round(each.getBoundingClientRect().top), height: innerHeight }"


@pytest.fixture(scope="session")
def long_page(once: Once) -> Path:
    """One place with eighty records, one with a name and records of long words."""

    def make(path: Path) -> None:
        word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
        rows = ["id,date,place,lat,lon,category,source,title,title_az,text"]
        for year in range(1900, 1980):
            rows.append(
                f"r{year},{year},House,40.4,49.8,,paper,Record of {year},{year} qeyd,"
                + "Something of it is told here. " * (year % 7)
            )
        rows += [
            f"w{year},{year},{word},53.2,-4.2,long,letter,{word * 2},,{word * 3}"
            for year in (1981, 1982)
        ]
        folder = path.with_name("exhibit")
        folder.mkdir()
        (folder / "events.csv").write_text("\n".join(rows), "utf-8")
        (folder / "sources.csv").write_text("id,title\npaper,Paper\nletter,Letter\n", "utf-8")
        (folder / "exhibit.toml").write_text('title = "Long"\nlanguages = ["en", "az"]\n', "utf-8")
        write_bytes(path, render_page(read_exhibit(folder)))

    return once("reading", make)


def box(size: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("width", "height"), size, strict=True))


def assert_in_sight(frame, selector: str) -> None:
    found = frame.locator(selector).evaluate(f"each => ({TOP})")
    assert 0 <= found["top"] < found["height"] - 40, found


@pytest.mark.parametrize("size", [DESK, PHONE, (320, 568)], ids=str)
def test_a_link_s_record_is_in_sight_among_many_of_its_place(visit, long_page, size):
    visited = visit(At(long_page, "event=r1960"), viewport=box(size))
    visited.frame.wait_for_timeout(200)
    assert_in_sight(visited.frame, "li.chosen .date")


def test_a_link_in_a_frame_leaves_the_page_around_it_where_it_is(chromium, long_page, tmp_path):
    host = tmp_path / "host.html"
    host.write_text(
        '<!doctype html><title>Host</title><div style="height: 400px"></div>'
        f'<iframe src="{long_page.as_uri()}#event=r1960" width="300" height="500"></iframe>',
        "utf-8",
    )
    context = chromium.new_context(offline=True, viewport={"width": 800, "height": 700})
    page = context.new_page()
    page.goto(host.as_uri())
    frame = page.frames[1]
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    frame.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0
    assert_in_sight(frame, "li.chosen .date")
    context.close()


@pytest.mark.parametrize(
    ("size", "other"), [(DESK, ENLARGED), (DESK, (900, 1440)), (PHONE, ON_ITS_SIDE)], ids=str
)
@pytest.mark.parametrize("fragment", ["event=r1960", "view=scroll&step=61", ""], ids=str)
def test_what_is_read_stays_in_sight_on_a_screen_that_is_turned(
    visit, long_page, fragment, size, other
):
    visited = visit(At(long_page, fragment), viewport=box(size))
    frame = visited.frame
    read = "article" if fragment else ".view-records .entry"
    selector = f'{read}[data-event="r1960"]'
    if not fragment:
        # To where somebody reads: a third down.
        frame.locator(selector).evaluate(
            "each => { each.scrollIntoView({ block: 'start' });"
            " each.closest('.panel-body').scrollTop -= innerHeight / 8 }"
        )
    frame.wait_for_timeout(300)
    assert_in_sight(frame, selector)
    for turned in (other, size, other):
        visited.page.set_viewport_size(box(turned))
        frame.wait_for_timeout(300)
        assert_in_sight(frame, selector)


def test_another_language_and_larger_letters_leave_the_record_in_sight(visit, long_page):
    visited = visit(At(long_page, "event=r1960"), viewport=box(PHONE))
    frame = visited.frame
    frame.wait_for_timeout(200)
    frame.locator('button[data-language="az"]').click()
    until(frame, "document.documentElement.lang === 'az'")
    frame.wait_for_timeout(200)
    assert_in_sight(frame, "li.chosen .date")
    frame.evaluate("location.hash = '#event=r1960&lang=az&text=150'")
    until(frame, "document.documentElement.dataset.textSize !== undefined")
    frame.wait_for_timeout(200)
    assert_in_sight(frame, "li.chosen .date")


@pytest.mark.parametrize("size", [DESK, (320, 568)], ids=str)
def test_words_of_any_length_are_broken_rather_than_cut(visit, long_page, size):
    visited = visit(long_page, viewport=box(size))
    frame = visited.frame
    for fragment in ("", "event=w1981", "view=scroll&step=81"):
        frame.evaluate("to => { location.hash = to }", fragment)
        frame.wait_for_timeout(200)
        assert frame.evaluate(CUT) == [], fragment
        assert frame.evaluate("document.documentElement.scrollWidth") == size[0]


def test_dates_of_sources_and_figures_in_large_letters_are_not_cut(visit, exhibit_page):
    for fragment in ("view=sources&text=200", "event=ev06&text=200"):
        visited = visit(At(exhibit_page, fragment), viewport=box((320, 568)))
        assert visited.frame.evaluate(CUT) == []


def test_a_double_press_opens_or_closes_once(visit, long_page):
    visited = visit(long_page, viewport=box(DESK))
    frame = visited.frame
    frame.locator('.entry[data-event="r1902"]').dblclick()
    frame.wait_for_timeout(200)
    assert frame.evaluate("location.hash") == "#event=r1902"
    assert frame.evaluate("document.activeElement.dataset.focus") is not None
    frame.locator('[data-action="next"]').dblclick()
    until(frame, "location.hash === '#event=r1904'")
    frame.locator('[data-action="back"]').dblclick()
    frame.wait_for_timeout(300)
    assert frame.locator(".view-records").count() == 1
    assert frame.evaluate("location.hash") == ""
    visited.assert_clean()


def test_what_is_opened_before_the_step_back_has_come_is_closed_by_back(visit, long_page):
    visited = visit(long_page, viewport=box(DESK))
    frame = visited.frame
    frame.locator('.entry[data-event="r1902"]').click()
    until(frame, "location.hash === '#event=r1902'")
    frame.evaluate(
        "() => { document.querySelector('[data-action=\"back\"]').click();"
        " document.querySelector('.entry[data-event=\"r1905\"]').click(); }"
    )
    until(frame, "location.hash === '#event=r1905'")
    visited.page.go_back()
    frame.wait_for_selector(".view-records")
    assert frame.evaluate("location.hash") == ""
    visited.assert_clean()


@pytest.mark.parametrize("player", ['[data-action="tour"]', '[data-action="time-play"]'])
def test_the_browser_s_back_ends_what_plays(chromium, long_page, tmp_path, player):
    with opened(chromium, long_page, "file", tmp_path, viewport=box(DESK)) as visited:
        frame, page = visited.frame, visited.page
        frame.wait_for_selector('html[data-ready="true"]', state="attached")
        page.clock.install()
        page.clock.pause_at("2100-01-01")
        frame.locator(player).click()
        frame.wait_for_selector("article.event")
        page.go_back()
        frame.wait_for_selector(".view-records")
        page.clock.run_for(60_000)
        assert frame.locator(".view-records").count() == 1
        visited.assert_clean()
