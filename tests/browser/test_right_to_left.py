"""In a page written from right to left, English stand-ins are marked, whole and set apart."""

from __future__ import annotations

import pytest

from ..conftest import build

WORDS = """() => [...document.querySelector('.shell').querySelectorAll(
        '.invite, .listing h2, .steps span, .step-count, .precision, .coordinates, .date,'
        + '.entry-date, .back span, .quote figcaption, .details summary,'
        + '.tools [data-action="sources"], .view-sources h2, .view-sources .note')]
    .flatMap(each => {
        const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        return texts;
    })
    .filter(text => /[A-Za-z]{2}/.test(text.data))
    .map(({ data, parentElement: parent }) => [data, parent.closest('[lang]').lang,
        getComputedStyle(parent).direction, parent.closest('bdi') !== null])"""


@pytest.fixture(scope="module")
def arabic_page(root, tmp_path_factory):
    page = tmp_path_factory.mktemp("arabic") / "page.html"
    build(root / "tests/exhibits/right-to-left", "-o", page)
    return page


def test_english_words_are_marked_and_set_apart(visit, arabic_page):
    visited = visit(arabic_page, viewport={"width": 1440, "height": 900})
    frame = visited.frame
    heard = frame.evaluate(WORDS)
    frame.locator(".entry").first.click()
    frame.wait_for_selector("article.event")
    heard += frame.evaluate(WORDS)
    frame.locator('[data-action="sources"]').click()
    frame.wait_for_selector(".view-sources")
    heard += frame.evaluate(WORDS)
    texts = [text for text, *_ in heard]
    assert "Touch a place on the map, or start with the first record." in texts
    assert "possibly July 1799" in texts
    assert "In the words of the source" in texts
    assert [each for each in heard if each[1:] != ["en", "ltr", True]] == []


def test_a_date_is_in_one_language(visit, arabic_page):
    frame = visit(arabic_page).frame
    dates = frame.locator(".entry-date").all_inner_texts()
    assert len(dates) == 3
    for date in dates:
        latin = any("a" <= letter <= "z" for letter in date.lower())
        assert not (latin and any("\u0600" <= letter <= "\u06ff" for letter in date)), date


def test_measures_on_the_map_are_read_from_the_left(visit, arabic_page):
    frame = visit(arabic_page, viewport={"width": 1440, "height": 900}).frame
    for selector in (".scale", ".far-distance"):
        number_first = frame.locator(selector).first.evaluate(
            """each => {
                const [text] = [...each.childNodes].filter(n => n.nodeType === 3);
                const left = (from, to) => {
                    const range = document.createRange();
                    range.setStart(text, from);
                    range.setEnd(text, to);
                    return range.getBoundingClientRect().left;
                };
                return /^[0-9]/.test(text.data) && left(0, 1) < left(text.length - 2, text.length);
            }"""
        )
        assert number_first, selector
