"""On paper a quotation has its translation, its place in the source, and the passage it is from."""

from __future__ import annotations

import re

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page
from mapbuilder.poster import make_poster
from mapbuilder.poster_sheet import Sheet

from .pages import At
from .test_only import DESK, PHONE, STANDING
from .test_poster import browser_named as browser_named
from .test_poster import words_of

PASSAGE = (
    "В среду утром из депо вышел первый трамвай. Он шёл до площади. Никто не помнил, чтобы улица "
    "была так полна. Вечером трамвай вернулся."
)
QUOTES = ["Он шёл до площади.", "Вечером трамвай вернулся."]


@pytest.fixture(scope="module")
def exhibit(tmp_path_factory):
    """Two quotations from one paragraph in Russian, one translated, told in English and Hebrew."""
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "exhibit.toml").write_text('title = "Trams"\nlanguages = ["en", "he"]\n')
    (folder / "paper.txt").write_text(f"Газета\n\n{PASSAGE}\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "id,title,language,file\npaper,Газета,ru,paper.txt\n", encoding="utf-8"
    )
    (folder / "events.csv").write_text(
        "id,date,title,source,locator,quote,quote_en,quote_he\n"
        f"e1,1926,A tram,paper,,{QUOTES[0]},It went to the square.,היא נסעה אל הכיכר.\n"
        f"e2,1927,An evening,paper,p. 4,{QUOTES[1]},,\n",
        encoding="utf-8",
    )
    return read_exhibit(folder)


@pytest.fixture(scope="module")
def page(exhibit, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "quoted.html"
    path.write_bytes(render_page(exhibit))
    return path


def printed(visit, page, language: str):
    frame = visit(At(page, f"lang={language}"), viewport=DESK).frame
    frame.evaluate("dispatchEvent(new Event('beforeprint'))")
    return frame.locator("#handout")


@pytest.mark.parametrize(
    ("language", "translation", "caption"),
    [
        ("en", "It went to the square.", "In the words of the source (Russian), line 3"),
        ("he", "היא נסעה אל הכיכר.", "בלשון המקור (רוסית), שורה 3"),
    ],
)
def test_a_translation_stands_with_the_original_whose_language_and_place_are_told(
    visit, page, language, translation, caption
):
    handout = printed(visit, page, language)
    first, second = handout.locator(".quote").all()
    assert first.locator("blockquote").get_attribute("lang") == "ru"
    assert first.locator("blockquote").inner_text() == QUOTES[0]
    assert first.locator(".translated p").last.inner_text() == translation
    said = re.sub(r"[\u2066-\u2069]", "", first.locator("figcaption").inner_text())
    assert said.startswith(caption)
    # One that is not translated says where it stands as its record has it, and nothing more.
    assert second.locator(".translated").count() == 0
    place = "עמ' 4" if language == "he" else "p. 4"
    said = second.locator("figcaption").inner_text().replace("׳", "'")
    assert place in said
    assert "(" not in said


def test_the_passage_stands_once_under_its_source_with_what_is_quoted_marked(visit, page):
    handout = printed(visit, page, "en")
    [note] = handout.locator(".handout-notes > li").all()
    [passage] = note.locator(".handout-passages li").all()
    assert passage.locator("span").first.inner_text() == "line 3"
    assert passage.locator("q").inner_text() == PASSAGE
    assert passage.locator("mark").all_inner_texts() == QUOTES
    assert passage.locator("q").get_attribute("lang") == "ru"


def test_where_quotations_are_from_is_read_from_left_to_right_in_hebrew(visit, page):
    handout = printed(visit, page, "he")
    style = "each => getComputedStyle(each).direction"
    assert handout.locator(".handout-passages q").evaluate(style) == "ltr"
    assert handout.evaluate(style) == "rtl"


def test_the_default_exhibits_passages_stand_in_the_order_of_their_source(visit, exhibit_page):
    handout = printed(visit, exhibit_page, "en")
    places = handout.locator(".handout-passages li > span").all_inner_texts()
    numbers = [int(place.removeprefix("line ")) for place in places]
    assert len(numbers) == 9
    assert numbers == sorted(numbers)


def test_a_poster_of_the_source_alone_has_both_as_well(exhibit, browser_named):
    poster = make_poster(exhibit.with_only_source(), Sheet.of("a4", dpi=72), lang="en")
    said = words_of(poster.content)
    for words in (*QUOTES, "It went to the square.", "(Russian), line 3", "source, p. 4"):
        assert re.sub(r"\s+", "", words) in said


@pytest.mark.parametrize("size", [DESK, STANDING, PHONE, {"width": 844, "height": 390}])
def test_the_band_has_as_much_room_before_it_as_behind_it(visit, exhibit_page, size):
    frame = visit(At(exhibit_page, "only=source"), viewport=size).frame
    before, behind, aside = frame.evaluate(
        """() => {
          const [view, band, words, title] = ['.view', '.only', '.only span', 'h1'].map(each =>
              document.querySelector(`.panel-body ${each}`).getBoundingClientRect());
          return [band.left - view.left, view.right - band.right, words.left - title.left];
        }"""
    )
    assert before == pytest.approx(behind, abs=1)
    assert before > 0
    assert aside == pytest.approx(0, abs=1), "its words stand in line with the title"
