"""What a page says of its own accessibility: what it has and no more, and whom to ask."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

import mapbuilder
from mapbuilder.config import Config
from mapbuilder.errors import ConfigError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page
from mapbuilder.statement import texts_of, to_statement
from mapbuilder.wording import languages_with_strings, read_strings

ROOT = Path(__file__).resolve().parent.parent
SCAN = {"file": "old.tif", "date": "1900"}


def said(config: Config, tag: str = "en", *, kiosk: bool = False, drafts: bool = False) -> str:
    return "\n".join(texts_of(to_statement(config, tag, kiosk=kiosk, drafts=drafts)))


def test_it_says_for_which_version_it_holds() -> None:
    assert f"made by mapbuilder {mapbuilder.__version__}," in said(Config())
    assert "WCAG 2.2 at level AA" in said(Config())


@pytest.mark.parametrize("tag", languages_with_strings())
@pytest.mark.parametrize("kiosk", [False, True])
def test_each_language_says_all_of_it_with_its_blanks_filled(tag: str, kiosk: bool) -> None:
    config = Config(scans=[SCAN], contact={"phone": "+1 555 0100"})
    text = said(config, tag, kiosk=kiosk, drafts=True)
    own = {key: line for key, line in read_strings(tag).items() if key.startswith("statement.")}
    missing = [
        key
        for key, line in own.items()
        if ("closed" not in key or kiosk)
        and not all(part.strip() in text for part in re.split(r"\{\w+\}", line))
    ]
    assert missing == []
    assert not re.search(r"[{}]", text)


def test_only_what_the_page_has_is_said_of_it() -> None:
    plain = said(Config())
    assert "Historical maps" not in plain
    assert "machine drafts" not in plain
    assert "public screen" not in plain
    assert "stand in your way" not in plain
    assert "Historical maps" in said(Config(scans=[SCAN]))
    assert "machine drafts" in said(Config(), drafts=True)
    kiosk = said(Config(kiosk={"distance": "1.25m", "low": False}), kiosk=True)
    assert "a distance of 1.25 m (5.1.4)" in kiosk
    assert "does not speak by itself (5.1.3)" in kiosk
    assert "Controls lower down" not in kiosk
    assert "Controls lower down" in said(Config(), kiosk=True)


def test_a_draft_of_the_interface_is_marked_as_one() -> None:
    assert to_statement(Config(), "en", kiosk=False, drafts=False)["draft"] is False
    german = to_statement(Config(), "de", kiosk=False, drafts=False)
    assert german["draft"] is True
    assert "maschinelle Entwürfe" in "\n".join(texts_of(german))


def test_numbers_are_in_the_digits_of_their_language() -> None:
    assert "۲۰۰٪" in said(Config(), "fa")
    assert "%200" in said(Config(), "tr")


def test_a_language_without_words_of_the_interface_has_english_ones() -> None:
    assert said(Config(), "kk") == said(Config(), "en")


CONTACT = """
[contact]
name = "Office & <archive>"
email = "office@museum.example"
url = "https://museum.example/contact"
"""


@pytest.fixture
def exhibit(tmp_path):
    (tmp_path / "exhibit.toml").write_text('title = "T"\nlanguages = ["en", "de"]\n' + CONTACT)
    (tmp_path / "events.csv").write_text("id,date,title\ne1,1990,One\n")
    return read_exhibit(tmp_path)


def text_version(exhibit, profile: str) -> str:
    page = render_page(exhibit, profile=profile).decode()
    return page[page.index('<main id="text">') : page.index("</main>")]


def test_the_text_version_has_it_in_every_language_with_whom_to_write_to(exhibit) -> None:
    text = text_version(exhibit, "web")
    assert text.count('<section class="statement">') == 2
    assert "<h2>Accessibility</h2>" in text
    assert "<h3>Barrierefreiheit</h3>" in text
    assert text.count('<a href="mailto:office@museum.example">office@museum.example</a>') == 2
    assert "Office &amp; &lt;archive&gt;" in text


def test_a_kiosk_tells_addresses_and_links_to_none(exhibit) -> None:
    text = text_version(exhibit, "kiosk")
    assert "mailto:office@museum.example" in text
    assert 'href="mailto' not in text
    assert "EN 301 549" in unescape(text)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": "Office"}, "names no way to reach anybody; say one of email, phone, post, url"),
        ({"email": "office at museum"}, "must be as in 'office@museum.example'"),
        ({"email": "mailto:office@museum.example"}, "must be as in 'office@museum.example'"),
        ({"email": "office@museum.example?subject=x"}, "must be as in 'office@museum.example'"),
        ({"url": "museum.example"}, "must be as in 'https://museum.example/contact'"),
        ({"mail": "office@museum.example"}, "mail"),
    ],
)
def test_a_contact_that_reaches_nobody_is_refused(given, wrong) -> None:
    with pytest.raises(ConfigError, match=re.escape(wrong)):
        Config(contact=given)


def test_what_the_page_and_its_statement_say_of_sizes_is_the_same() -> None:
    source = (ROOT / "templates/app/src/display/display.ts").read_text("utf-8")
    sizes = re.search(r"TEXT_SIZES.*= \[([\d, ]+)\]", source)
    style = (ROOT / "templates/app/src/display/display.css").read_text("utf-8")
    assert sizes
    largest = max(map(int, sizes[1].split(",")))
    on_map = max(float(number) for number in re.findall(r"--letters-on-map: ([\d.]+)", style))
    assert f"(up to {largest}%; on the map and the timeline {100 * on_map:.0f}%)" in said(Config())
    letters = {float(number) for number in re.findall(r"--letters: ([\d.]+)", style)}
    assert {100 * number for number in letters} == {*map(float, sizes[1].split(","))} - {100}
