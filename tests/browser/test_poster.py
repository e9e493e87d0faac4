"""Posters and handouts by a real Chromium: the same bytes twice, everything on one sheet."""

from __future__ import annotations

import re
import struct
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader

from mapbuilder.build import build
from mapbuilder.errors import PosterError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.poster import make_poster, write_poster
from mapbuilder.poster_sheet import Sheet

MM_PT = 72 / 25.4


@pytest.fixture
def browser_named(monkeypatch):
    from tools.provide import find_chromium

    monkeypatch.setenv("MAPBUILDER_CHROMIUM", find_chromium())


@pytest.fixture
def many(tmp_path):
    rows = "".join(
        f"e{i},19{i % 90 + 10},Bakı,An event with the number {i},src\n" for i in range(150)
    )
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "events.csv").write_text("id,date,place,title,source\n" + rows, encoding="utf-8")
    (folder / "places.csv").write_text(
        "id,name,lat,lon,precision\nbaku,Bakı,40.3777,49.8920,city\n", encoding="utf-8"
    )
    (folder / "sources.csv").write_text("id,title\nsrc,A newspaper\n", encoding="utf-8")
    (folder / "exhibit.toml").write_text('title = "Many"\nlanguages = ["en"]\n')
    return read_exhibit(folder)


def words_of(pdf: bytes) -> str:
    (page,) = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", "", page.extract_text())


def test_a_poster_is_one_tagged_page_with_every_event_and_the_same_bytes_anywhere(
    tmp_path, monkeypatch, browser_named
):
    exhibit = read_exhibit()
    folders = [tmp_path / "one", tmp_path / "two"]
    made = []
    for folder in folders:
        folder.mkdir()
        monkeypatch.chdir(folder)
        path, _ = write_poster(exhibit, size="a4", lang="az", dpi=100)
        assert path.as_posix() == "output/black-january-poster.pdf"
        made.append(path.read_bytes())
    assert made[0] == made[1]
    reader = PdfReader(BytesIO(made[0]))
    (page,) = reader.pages
    assert float(page.mediabox.width) == pytest.approx(210 * MM_PT, abs=1.5)
    assert float(page.mediabox.height) == pytest.approx(297 * MM_PT, abs=1.5)
    assert reader.root_object["/Lang"] == "az"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Azərbaycan, 19–20 yanvar 1990-cı il"
    told = words_of(made[0])
    titles = exhibit.to_gdf()["title_az"]
    assert len(titles) > 20
    assert [title for title in titles if re.sub(r"\s+", "", title) not in told] == []


def test_a_picture_has_the_pixels_that_were_asked_for(browser_named):
    sheet = Sheet.of("a4", landscape=True, dpi=100)
    made = [make_poster(read_exhibit(), sheet, form="png").content for _ in range(2)]
    assert made[0] == made[1]
    assert struct.unpack(">II", made[0][16:24]) == sheet.pixels
    assert sheet.pixels == pytest.approx((1169, 827), abs=2)


SILENT_ONCE = """#!{python}
import os, pathlib, sys
told = pathlib.Path({told!r})
if told.exists():
    os.execv({chromium!r}, [{chromium!r}, *sys.argv[1:]])
told.touch()
from websockets.sync.server import serve
profile = next(each for each in sys.argv if each.startswith("--user-data-dir=")).split("=", 1)[1]
with serve(lambda connection: [None for _ in connection], "127.0.0.1", 0) as server:
    port = server.socket.getsockname()[1]
    pathlib.Path(profile, "DevToolsActivePort").write_text(f"{{port}}\\n/")
    server.serve_forever()
"""


def test_a_browser_that_does_not_answer_is_ended_and_another_one_asked(tmp_path, monkeypatch):
    from tools.provide import find_chromium

    browser, told = tmp_path / "browser", tmp_path / "told"
    browser.write_text(
        SILENT_ONCE.format(python=sys.executable, told=str(told), chromium=find_chromium())
    )
    browser.chmod(0o755)
    monkeypatch.setenv("MAPBUILDER_CHROMIUM", str(browser))
    monkeypatch.setattr("mapbuilder.poster.FIRST_ANSWER_S", 0.5)
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "events.csv").write_text("id,date,place,title\ne,1990,Bakı,One\n", encoding="utf-8")
    poster = make_poster(read_exhibit(folder), Sheet.of("a4", dpi=72))
    assert told.exists()
    assert poster.events == 1


def test_what_does_not_fit_is_refused_with_a_count_and_a_larger_sheet(many, browser_named):
    with pytest.raises(PosterError) as refused:
        make_poster(many, Sheet.of("a4"))
    said = re.match(
        r"(\d+) of 150 events do not fit on a sheet of 210 × 297 mm.* --size (\w+);",
        str(refused.value),
    )
    assert said, refused.value
    assert 3 < int(said[1]) < 150
    poster = make_poster(many, Sheet.of(said[2]))
    assert poster.events == 150
    assert "Aneventwiththenumber149" in words_of(poster.content)


def test_the_handout_is_whole_in_the_language_that_is_shown(visit, exhibit_page):
    visited = visit(exhibit_page, color_scheme="dark")
    frame = visited.frame
    frame.locator('.bar [data-language="ru"]').click()
    frame.wait_for_selector('html[lang="ru"][data-ready="true"]')
    pages = [
        re.sub(r"\s+", "", page.extract_text())
        for page in PdfReader(BytesIO(visited.page.pdf(format="A4"))).pages
    ]
    count = len(pages)
    told = "".join(pages)
    titles = read_exhibit().to_gdf()["title_ru"]
    assert [title for title in titles if re.sub(r"\s+", "", title) not in told] == []
    # Running title and numbers; only where the browser has margin boxes, as Chromium does.
    assert all(f"{number}/{count}" in text for number, text in enumerate(pages, 1))
    assert all("Азербайджан,19–20января1990года" in text for text in pages)
    frame.wait_for_selector(".shell > .map-room")
    assert frame.locator("#handout").count() == 0


@pytest.mark.parametrize("format", ["A4", "Letter", "A5"])
def test_no_page_of_the_handout_ends_with_a_heading(visit, exhibit_page, format):
    visited = visit(exhibit_page)
    pages = [
        page.extract_text() for page in PdfReader(BytesIO(visited.page.pdf(format=format))).pages
    ]
    for heading in ("Records in time order", "Events without a place", "Context: what the press"):
        (text,) = (text for text in pages if heading in text)
        after = text.split(heading, 1)[1]
        # Behind it stand at least a record's title, its date and the beginning of its text.
        assert len(after.split()) > 30, (heading, after)


@pytest.fixture
def leftwards(tmp_path):
    """An exhibit whose page runs from right to left, with titles that a PDF gives back as text."""
    titles = "".join(f"e{i},19{i + 10},Bakı,Number {i} told\n" for i in range(30))
    folder = tmp_path / "leftwards"
    folder.mkdir()
    (folder / "events.csv").write_text("id,date,place,title\n" + titles, encoding="utf-8")
    (folder / "exhibit.toml").write_text('title = "Leftwards"\nlanguages = ["fa"]\n')
    return read_exhibit(folder)


def told_on(pages, width):
    """The titles that begin within the sheet."""
    told = []

    def hear(text, cm, tm, *_):
        x = tm[4] * cm[0] + cm[4]
        if text.strip() and 0 <= x <= width:
            told.append(re.sub(r"\s+", "", text))

    for page in pages:
        page.extract_text(visitor_text=hear)
    return "".join(told)


@pytest.mark.parametrize("size", ["a4", "a2"])
def test_a_poster_from_right_to_left_lies_on_its_paper(leftwards, browser_named, size):
    """Chromium lays such a page out beside the paper where it prints it at another scale."""
    poster = make_poster(leftwards, Sheet.of(size, dpi=72))
    reader = PdfReader(BytesIO(poster.content))
    width = float(reader.pages[0].mediabox.width)
    told = told_on(reader.pages, width)
    assert [i for i in range(30) if f"Number{i}told" not in told] == []


@pytest.mark.parametrize("scale", [0.7, 1.3])
def test_a_handout_from_right_to_left_lies_on_its_paper(visit, tmp_path, leftwards, scale):
    visited = visit(build(leftwards, tmp_path / "leftwards.html"))
    visited.page.wait_for_timeout(500)
    reader = PdfReader(BytesIO(visited.page.pdf(format="A4", scale=scale)))
    told = told_on(reader.pages, float(reader.pages[0].mediabox.width))
    assert [i for i in range(30) if f"Number{i}told" not in told] == []
