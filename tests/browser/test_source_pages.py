"""A quotation within its source, and a source's page with what rests on it; in a kiosk, too."""

from __future__ import annotations

import csv
import shutil

import pytest

from mapbuilder.build import build

from .conftest import until
from .test_access import axe as axe
from .test_access import findings
from .test_kiosk import begin
from .test_kiosk import enter as enter
from .test_kiosk import kiosk_page as kiosk_page

FIGURE = '.view-place article[data-event="ev06"] .quote'


def open_at(visit, page, fragment, **options):
    visited = visit(page, **options)
    visited.frame.evaluate("fragment => { location.hash = fragment }", fragment)
    return visited


def test_a_quotation_is_seen_in_its_source(visit, exhibit_page, axe):
    frame = open_at(visit, exhibit_page, "event=ev06").frame
    folded = frame.locator(f"{FIGURE} .in-source")
    assert not folded.locator("blockquote").is_visible()
    folded.locator("summary").click()
    assert folded.locator("mark").all_inner_texts() == [
        "That night, 130 civilians lost their lives in Baku."
    ]
    shown = folded.locator("blockquote")
    assert shown.inner_text().startswith("Continuing demonstrations disturbed")
    assert "line 13" in folded.inner_text()
    serif, sans = (
        frame.locator(one).first.evaluate("node => getComputedStyle(node).fontFamily")
        for one in (f"{FIGURE} .in-source blockquote", ".view-place article .text")
    )
    assert serif != sans, "the source's voice is set in letters of its own"
    assert findings(frame, axe) == []


def test_a_sources_page_tells_what_rests_on_it_and_leads_there_and_back(visit, exhibit_page, axe):
    visited = open_at(visit, exhibit_page, "event=ev06")
    frame = visited.frame
    frame.locator(f'{FIGURE} figcaption a[data-source="press-release"]').click()
    frame.wait_for_selector(".view-source")
    until(frame, "location.hash === '#reference=press-release'")
    assert frame.locator(".view-source h3").all_inner_texts() == [
        "Records that it is the source of", "Figures that it gives",
    ]  # fmt: skip
    records = frame.locator(".view-source section").first.locator(".entry")
    assert records.count() == 15
    figures = frame.locator(".view-source section").nth(1).locator(".entry-title")
    assert "130 killed" in figures.all_inner_texts()
    assert findings(frame, axe) == []
    frame.locator('.view-source [data-action="back"]').click()
    frame.wait_for_selector(f"{FIGURE}")
    frame.evaluate("location.hash = 'reference=S06'")
    frame.wait_for_selector(".view-source .address a[href^='https://docslib.org/']")
    assert frame.locator(".view-source .entry").count() >= 5
    frame.locator('.view-source [data-action="back"]').click()
    assert frame.locator('.references a[data-source="S06"]').is_visible()
    frame.locator('.references a[data-source="S06"]').click()
    assert "Azerbaijani official" in frame.locator(".view-source").inner_text()
    visited.assert_clean()


def test_a_source_on_which_nothing_rests_says_so(visit, exhibit_folder_page):
    frame = open_at(visit, exhibit_folder_page, "reference=unused").frame
    assert "Nothing in this exhibit rests on it." in frame.locator(".view-source").inner_text()


@pytest.fixture(scope="module")
def exhibit_folder_page(root, tmp_path_factory):
    """A small exhibit with a quotation in Azerbaijani, its translation, and an unused source."""
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "exhibit.toml").write_text('title = "Q"\nlanguages = ["en", "ru"]\n', "utf-8")
    rows = [
        {"id": "e", "date": "1990", "title": "A day", "source": "diary", "locator": "line 1",
         "quote": "Gecə idi 𝄞 hava soyuq […] Səhər", "quote_en": "It was night […] Morning"}
    ]  # fmt: skip
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "sources.csv").write_text(
        "id,title,language,file\ndiary,Gündəlik,az,diary.txt\nunused,Unused,en,\n", "utf-8"
    )
    (folder / "diary.txt").write_text("𝄞 Gecə idi 𝄞 hava soyuq.\n\nSəhər oldu.\n", "utf-8")
    page = folder / "page.html"
    build(folder, page, basemap="none")
    yield page
    shutil.rmtree(folder)


def test_a_translation_stands_beside_the_words_of_the_source(visit, exhibit_folder_page):
    frame = open_at(visit, exhibit_folder_page, "event=e").frame
    original = frame.locator(".view .quote > blockquote")
    assert original.get_attribute("lang") == "az"
    assert original.inner_text().startswith("Gecə idi")
    translated = frame.locator(".view .quote .translated").inner_text()
    assert translated.split("\n")[0] == "Translation of the quotation"
    assert "It was night" in translated
    frame.locator(".in-source summary").click()
    # Of two paragraphs each is shown, and a character of two UTF-16 units moves no mark.
    assert frame.locator(".in-source mark").all_inner_texts() == ["Gecə idi 𝄞 hava soyuq", "Səhər"]
    frame.locator('button[data-language="ru"]').click()
    frame.wait_for_selector('html[lang="ru"][data-ready="true"]', state="attached")
    assert frame.locator(".view .quote .translated").count() == 0


def test_in_a_kiosk_a_source_leads_nowhere_outside(enter, kiosk_page, axe):
    public = enter(kiosk_page)
    begin(public)
    frame = public.page
    frame.evaluate("location.hash = 'reference=S06'")
    frame.wait_for_selector(".view-source")
    assert frame.locator(".view-source a[href^='http']").count() == 0
    assert "https://docslib.org/" in frame.locator(".view-source").inner_text()
    frame.locator(".view-source .address-code summary").tap()
    # It is drawn once the browser has told that the part is unfolded.
    frame.locator(".view-source svg.qr").wait_for()
    frame.locator(".view-source .entry").first.tap()
    frame.wait_for_selector(".view-place")
    assert findings(frame, axe) == []
