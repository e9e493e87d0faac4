"""What is opened or read stays in sight: by a link, on a screen that is turned, pressed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

from .conftest import opened, until
from .pages import Once, write_bytes
from .test_address import At
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
