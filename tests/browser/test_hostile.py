"""Text is data: whatever is written in any field of any table is shown as text and never run."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ..conftest import build
from .conftest import open_every_place

RUN = "window.ran=1"

HOSTILE = {
    "template literal": f"${{{RUN}}} ${{document.title=1}}",
    "closing script": f"</script><script>{RUN}</script>",
    "comment and script": f"<!--<script>{RUN}",
    "closing style, title, textarea": f"</style></title></textarea><script>{RUN}</script>",
    "picture": f"<img src=x onerror={RUN}>",
    "drawing": f"<svg onload={RUN}><a href=javascript:{RUN}>x</a></svg>",
    "link": f"[press](javascript:{RUN}) <a href='javascript:{RUN}'>press</a> javascript:{RUN}",
    "link in disguise": f"[press](java\tscript:{RUN}) [press](JaVaScRiPt&colon;{RUN})",
    "relative link": "[press](//evil.example/) ![p](https://evil.example/p.png)",
    "back-tick": "` ``` `${}`",
    "back-slash": "\\ \\\\ \\u0022 \\x3c \\",
    "quotation marks": f'" \' " onmouseover="{RUN}" \'',
    "template of jinja": "{{7*7}} {% raw %} {# #} {{config}}",
    "right-to-left override": "abc\u202edef\u202c",
    "line separators": "one\u2028two\u2029three",
    "NUL and other controls": "a\x00b\x08c\x1bd\x7fe",
    "entities": "&lt;script&gt; &amp;amp; &#60;",
    "prototype": "__proto__ constructor toString",
    "not a letter": "\ufdd0 \ufffe \U0001f5fa\ufe0f",
    "long": "long " * 20_000,
}


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_exhibit(folder: Path, text: str) -> Path:
    """An exhibit with ``text`` in every field that may hold text, ids and column names included."""
    folder.mkdir()
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    title = json.dumps(f"Title {text}", ensure_ascii=False).replace("\x7f", "\\u007f")
    (folder / "exhibit.toml").write_text(
        f"title = {title}\nsubtitle = {quoted}\nintro = {quoted}\nnotice = {quoted}\n"
        f"credits = {quoted}\nlanguages = ['en', 'az']\ntitle_az = {title}\nintro_az = {quoted}\n"
        f"[groups.{quoted}]\nlabel = {quoted}\nnote = {quoted}\nlabel_az = {quoted}\n"
        f"[categories.{quoted}]\nlabel = {quoted}\nlabel_az = {quoted}\n",
        encoding="utf-8",
    )
    event_texts = (
        *("title", "text", "category", "group", "source", "locator", "quote", "other_accounts"),
        *("other_sources", "date_sources", "media_alt", "media_credit", "review"),
        *("title_az", "text_az", f"detail {text[:40]}"),
    )
    write_table(
        folder / "events.csv",
        ("id", "date", "place", *event_texts),
        [
            (f"e1 {text}", "1990-01-20", text, *[text] * len(event_texts)),
            (f"e2 {text}", "1990", "no such place " + text, *[text] * len(event_texts)),
        ],
    )
    place_texts = ("name", "label", "note", "coordinate_source", "label_az", f"detail {text[:40]}")
    write_table(
        folder / "places.csv",
        ("id", "lat", "lon", "precision", *place_texts),
        [(f"p {text}", "40.4", "49.9", "city", *[text] * len(place_texts))],
    )
    source_texts = ("title", "type", "author", "date", "url", "language", "standpoint", "access")
    write_table(
        folder / "sources.csv", ("id", *source_texts), [(text, *[text] * len(source_texts))]
    )
    figure_texts = ("measure", "value", "qualifier", "scope", "source", "locator")
    write_table(
        folder / "figures.csv",
        ("event", *figure_texts),
        [(f"e1 {text}", *[text] * len(figure_texts))],
    )
    return folder


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_and_never_run(visit, tmp_path, name):
    page_path = tmp_path / "page.html"
    build(write_exhibit(tmp_path / "exhibit", HOSTILE[name]), "-o", page_path)
    visited = visit(page_path)
    visited.page.on("dialog", lambda dialog: visited.faults.append(f"dialog: {dialog.message}"))
    frame = visited.frame
    title = frame.title()
    assert title.startswith("Title")
    shown = frame.evaluate("document.querySelector('#text').textContent")
    # Titles, toponyms and quotations are plain text: neither Markdown nor anything changes them.
    assert shown_as(HOSTILE[name]) in " ".join(shown.split())
    # Both languages have the same texts; those of the second one come later.
    for tag in ("en", "az"):
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
    open_every_place(frame)
    assert frame.evaluate("window.ran") is None
    assert frame.title() == title
    assert attributes(frame) == []


def shown_as(text: str) -> str:
    """The text as a reader sees it: spaces fall together, what is no character becomes U+FFFD."""
    controls = dict.fromkeys((*range(32), *range(127, 160), 0xFDD0, 0xFFFE), "\ufffd")
    return " ".join(text.translate({**controls, 9: " ", 10: " "}).split())


def attributes(frame) -> list[str]:
    """What no page of ours has: handlers in markup, links but to the web or the page itself.

    An address without a scheme is no link; a picture's full address is one, and nothing loads it.
    """
    return frame.evaluate(
        """() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes]
            .filter(a => /^on/i.test(a.name)
                || (/^(href|src|xlink:href)$/i.test(a.name)
                    && !/^(https?:\\/\\/|mailto:|#|data:|blob:)/i.test(a.value))
                || (e.localName === 'a' && /evil\\.example\\/?$/.test(a.value)))
            .map(a => `${e.localName} ${a.name}=${a.value.slice(0, 80)}`))"""
    )
