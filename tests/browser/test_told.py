"""Texts that the page has once, in its text version, come to the app unchanged."""

from __future__ import annotations

import pytest

from mapbuilder.page import render_page

from ..invented import exhibit_of
from .conftest import dismiss_notice

PLAIN = "One paragraph, with  two spaces & an ampersand <b>."
TEXTS = {
    "plain": (PLAIN, [PLAIN]),
    "two": ("The first.\n\nThe second.", ["The first.", "The second."]),
    "marked": ("A *stressed* word.\n\nAnd [a link](https://example.org/).", None),
    # In the telling `x` this id is that of `a` in the telling `x-GB`.
    "GB-a": ("Of the one.", ["Of the one."]),
    "a": ("Of the other.", ["Of the other."]),
    "with a space": ("By its number.", ["By its number."]),
    "turned": ("שלום & (world)", ["שלום & (world)"]),
}


@pytest.fixture
def page(tmp_path):
    events = [
        {
            "id": name,
            "date": f"1990-01-{number:02}",
            "title": f"Title {name}",
            "title_en_gb": f"GB title {name}",
            "text": text,
            "text_en_gb": f"GB {text}",
            "other_accounts": text,
        }
        for number, (name, (text, _)) in enumerate(TEXTS.items(), 1)
    ]
    exhibit = exhibit_of(
        events, languages=["en", "en-GB"], intro="Before.\n\nAll.", intro_en_gb="GB before."
    )
    path = tmp_path / "page.html"
    path.write_bytes(render_page(exhibit))
    return path


def test_each_text_is_told_as_it_was_written(visit, page):
    frame = visit(page).frame
    dismiss_notice(frame)
    for tag, mark in (("en", ""), ("en-GB", "GB ")):
        frame.locator(f'.bar [data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        told = frame.locator(".view-records .intro p").all_text_contents()
        assert told == ([f"{mark}before."] if mark else ["Before.", "All."])
        for name, (_, paragraphs) in TEXTS.items():
            frame.locator(f'.view-records [data-event="{name}"]').first.click()
            event = frame.locator(".panel .event")
            title = "GB title" if mark else "Title"
            assert event.locator("h3").all_text_contents() == [f"{title} {name}"]
            if paragraphs:
                first, *others = paragraphs
                told = event.locator(":scope > .text p").all_text_contents()
                assert told == [mark + first, *others]
            frame.locator('[data-action="back"]').click()


@pytest.mark.parametrize("scripts", [True, False])
def test_lists_quotations_and_links_of_a_text_look_like_them(chromium, tmp_path, scripts):
    """Without marks what is enumerated has lost its numbers, and a quotation is the author's."""
    text = "- One\n- Two\n\n1. First\n2. Second\n\n> Said by another.\n\nA [link](https://example.org)."
    events = [{"id": "a", "date": "1990", "title": "A", "text": text}]
    path = tmp_path / "page.html"
    path.write_bytes(render_page(exhibit_of(events, intro=text)))
    context = chromium.new_context(java_script_enabled=scripts, offline=True)
    tab = context.new_page()
    tab.goto(f"{path.as_uri()}#event=a")
    within = ".panel .event .text" if scripts else "#text .event .text, #text .intro"
    tab.wait_for_selector(within)
    # No script of the page is needed to read its styles.
    for block in tab.locator(within).all():
        marks = [
            block.locator(name).evaluate("one => getComputedStyle(one).listStyleType")
            for name in ("ul", "ol")
        ]
        assert marks == ["disc", "decimal"]
        rule = block.locator("blockquote").evaluate("one => getComputedStyle(one).borderLeftStyle")
        assert rule == "solid"
        colour, own = (
            block.locator("p", has=tab.locator("a")).evaluate("one => getComputedStyle(one).color"),
            block.locator("a").evaluate("one => getComputedStyle(one).color"),
        )
        assert own == colour
    context.close()
