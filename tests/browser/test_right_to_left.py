"""Pages written from right to left: all is on its own side, and what is not theirs is set apart."""

from __future__ import annotations

import shutil

import pytest

from ..conftest import build
from .conftest import next_frames
from .pages import At

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


WIDE = {"width": 1440, "height": 900}
EXHIBITS = {"ar": "right-to-left", "he": "right-to-left-hebrew", "fa": "right-to-left-persian"}


@pytest.fixture(scope="module")
def pages(root, tmp_path_factory):
    """The exhibits in the three languages of the interface that are written from right to left."""
    folder = tmp_path_factory.mktemp("right-to-left")
    for language, name in EXHIBITS.items():
        build(root / "tests/exhibits" / name, "-o", folder / f"{language}.html")
    return {language: folder / f"{language}.html" for language in EXHIBITS}


@pytest.fixture(scope="module")
def foreign_page(root, tmp_path_factory):
    """A page in Urdu, in which the interface has no words."""
    folder = tmp_path_factory.mktemp("urdu") / "exhibit"
    shutil.copytree(root / "tests/exhibits/right-to-left", folder)
    settings = (folder / "exhibit.toml").read_text("utf-8")
    assert '["ar", "en"]' in settings
    (folder / "exhibit.toml").write_text(settings.replace('["ar", "en"]', '["ur", "en"]'), "utf-8")
    page = folder.parent / "page.html"
    build(folder, "-o", page)
    return page


@pytest.fixture(scope="module")
def twelve(root, tmp_path_factory):
    page = tmp_path_factory.mktemp("twelve") / "page.html"
    build(root / "tests/exhibits/twelve-languages", "-o", page)
    return page


def speak(frame, language):
    frame.locator(f'button[data-language="{language}"]').click()
    frame.wait_for_function("tag => document.documentElement.lang === tag", arg=language)
    frame.evaluate("document.fonts.ready")


def box(frame, selector):
    found = frame.locator(selector).first.bounding_box()
    assert found is not None, selector
    return found


@pytest.mark.parametrize("language", EXHIBITS)
def test_the_page_is_laid_out_from_right_to_left(language, visit, pages):
    frame = visit(pages[language], viewport=WIDE).frame
    assert frame.evaluate("document.documentElement.dir") == "rtl"
    panel, room = box(frame, ".panel"), box(frame, ".map")
    assert panel["x"] + panel["width"] <= room["x"] + 1
    # As in other languages the tools stand beside the panel, the little map and the scale away.
    assert box(frame, ".map-tools")["x"] < room["x"] + 40
    assert box(frame, ".scale")["x"] > room["x"] + room["width"] / 2
    # The first language stands first, at the right.
    first, last = (box(frame, f".languages button:{end}-child") for end in ("first", "last"))
    assert first["x"] > last["x"]
    frame.locator(".entry").first.click()
    frame.wait_for_selector("article.event")
    previous, following = (
        box(frame, f'.steps [data-action="{way}"]') for way in ("previous", "next")
    )
    assert following["x"] < previous["x"]
    turned = frame.locator(".step .icon").last.evaluate("each => getComputedStyle(each).transform")
    assert turned.startswith("matrix(-1,"), turned


@pytest.mark.parametrize("language", EXHIBITS)
def test_the_interface_says_nothing_in_english(language, visit, pages):
    frame = visit(pages[language], viewport=WIDE).frame
    heard = frame.evaluate(WORDS)
    assert len(frame.locator(".steps span").all_inner_texts()) >= 1
    frame.locator('[data-action="sources"]').click()
    frame.wait_for_selector(".view-sources")
    heard += frame.evaluate(WORDS)
    assert heard == []
    names = frame.locator(".shell [aria-label]").evaluate_all(
        "all => all.map(each => each.ariaLabel)"
    )
    assert len(names) > 5
    assert [name for name in names if name.isascii()] == []


def test_a_mark_stands_where_its_place_is_in_every_direction(visit, twelve):
    """A mark without a width, whose content ran to the left, stood beside its point."""
    frame = visit(twelve, viewport=WIDE).frame
    for language in ("en", "ar"):
        speak(frame, language)
        next_frames(frame)
        away = frame.locator(".place-anchor").evaluate_all("""all => all.flatMap(anchor => {
          const mark = anchor.querySelector('.mark').getBoundingClientRect();
          const point = anchor.getBoundingClientRect();
          return [(mark.left + mark.right) / 2 - point.left,
            (mark.top + mark.bottom) / 2 - point.top];
        })""")
        assert len(away) == 6
        assert away == pytest.approx([0] * 6, abs=1), language


def test_an_arrow_leads_to_the_mark_on_its_side_whichever_way_is_read(visit, twelve):
    """A map is not mirrored: Tbilisi lies to the right of Batumi."""
    frame = visit(twelve, viewport=WIDE).frame
    focused = "document.activeElement.dataset.place"
    for language in ("en", "he"):
        speak(frame, language)
        frame.locator('.place-mark[data-place="batumi"]').focus()
        frame.page.keyboard.press("ArrowRight")
        assert frame.evaluate(focused) == "tbilisi", language
        frame.page.keyboard.press("ArrowLeft")
        assert frame.evaluate(focused) == "batumi", language


UNDER_BUTTONS = """() => {
  const tools = document.querySelector('.map-tools').getBoundingClientRect();
  return [...document.querySelectorAll('.place-mark .mark')].filter(each => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return left < tools.right && right > tools.left && top < tools.bottom && bottom > tools.top;
  }).length;
}"""


def test_the_map_makes_room_for_its_buttons_on_their_other_side(visit, pages):
    """By a link in the other direction, and where the language is changed on the page."""
    small = {"width": 300, "height": 400}
    frame = visit(At(pages["ar"], "lang=en"), viewport=small).frame
    assert frame.evaluate(UNDER_BUTTONS) == 0
    for language in ("ar", "en"):
        speak(frame, language)
        next_frames(frame)
        assert frame.evaluate(UNDER_BUTTONS) == 0, language


def test_persian_counts_in_its_own_digits(visit, pages):
    frame = visit(pages["fa"], viewport=WIDE).frame
    assert frame.locator(".place-mark .mark").all_inner_texts() == ["۱", "۲"]
    frame.locator(".entry").first.click()
    frame.wait_for_selector("article.event")
    assert frame.locator(".step-count").inner_text() == "۱ از ۴"
    speak(frame, "az")
    assert frame.locator(".step-count").inner_text() == "1 / 4"
    assert frame.locator(".place-mark .mark").all_inner_texts() == ["1", "2"]


def test_a_latin_name_in_a_hebrew_title_keeps_its_place(visit, pages):
    """From right to left: the noun, the name in its quotation marks, the verb, the parenthesis."""
    frame = visit(pages["he"], viewport=WIDE).frame
    lefts = frame.locator('.entry[data-event="lost"] .entry-title').evaluate(
        """each => {
            const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
            const node = walker.nextNode();
            return ['הספינה', 'Ruth', 'טבעה', ')'].map(part => {
                const range = document.createRange();
                range.setStart(node, node.data.indexOf(part));
                range.setEnd(node, node.data.indexOf(part) + part.length);
                return range.getBoundingClientRect().left;
            });
        }"""
    )
    assert lefts == sorted(lefts, reverse=True)


def test_no_language_is_wider_than_a_phone(visit, twelve):
    frame = visit(twelve, viewport={"width": 390, "height": 844}).frame
    for language in frame.locator("[data-language]").evaluate_all(
        "all => all.map(each => each.dataset.language)"
    ):
        speak(frame, language)
        wide = frame.evaluate(
            """() => [...document.querySelectorAll('.panel, .panel-body, .bar, .panel-steps')]
                .filter(each => each.scrollWidth > each.clientWidth).map(each => each.className)"""
        )
        assert wide == [], language
        for button in frame.locator(".languages button").all():
            place = button.bounding_box()
            assert 0 <= place["x"] <= place["x"] + place["width"] <= 390, language


def test_a_text_that_has_no_translation_is_marked_in_every_language(visit, twelve):
    frame = visit(twelve, viewport=WIDE).frame
    for language in ("en", "fa", "ka", "ar", "fr"):
        speak(frame, language)
        title = frame.locator('.entry[data-event="papers"] .entry-title')
        marked = title.evaluate("each => [each.lang, each.dir, each.innerText]")
        own = language in ("en", "ar")
        assert marked[:2] == (["", ""] if own else ["en", "ltr"]), language
        assert (marked[2] == "The papers of the line are lost") is (language != "ar")
        frame.locator('.entry[data-event="opens"]').click()
        frame.wait_for_selector("article.event.open, article.event")
        text = frame.locator("article.event .text")
        assert text.first.evaluate("each => each.closest('[lang]').lang") == "en"
        frame.locator('[data-action="back"]').click()


SCRIPTS = {"ar": "سكة", "he": "מסילת", "ka": "რკინიგზა", "hy": "Երկաթուղի", "fa": "راه‌آهن"}


def test_every_script_is_drawn_by_the_page_s_own_fonts(visit, twelve):
    frame = visit(twelve, viewport=WIDE).frame
    for language, letters in SCRIPTS.items():
        speak(frame, language)
        for face in ('400 20px "Source Serif 4"', '400 20px "Noto Sans"'):
            # The faces of the page whose range has the letters; a face of the machine is none.
            states = frame.evaluate(
                """async ([face, text]) =>
                    (await document.fonts.load(face, text)).map(each => each.status)""",
                [face, letters],
            )
            assert states == ["loaded"], (language, face)


def test_english_words_are_marked_and_set_apart(visit, foreign_page):
    visited = visit(foreign_page, viewport=WIDE)
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


def test_a_date_is_in_one_language(visit, foreign_page):
    frame = visit(foreign_page).frame
    dates = frame.locator(".entry-date").all_inner_texts()
    assert len(dates) == 3
    for date in dates:
        latin = any("a" <= letter <= "z" for letter in date.lower())
        assert not (latin and any("\u0600" <= letter <= "\u06ff" for letter in date)), date


def test_measures_on_the_map_are_read_from_the_left(visit, foreign_page):
    frame = visit(foreign_page, viewport=WIDE).frame
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
