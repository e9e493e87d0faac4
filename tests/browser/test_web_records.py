"""A record of a published exhibit: it is told whole, each statement with its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapbuilder import web_page
from mapbuilder.parted_build import build_joined
from tools.ranged import RangedServer, ranged

from .conftest import until
from .pages import Once
from .test_access import axe, findings  # noqa: F401
from .test_web import ask_for, opened, server  # noqa: F401

SETTINGS = """\
title = "The strike"
languages = ["en", "az"]

[join]
world = false

[categories.strike]
label = "Strike"
label_az = "Tətil"
symbol = "triangle"

[details.shelf_mark]
label = "Shelf mark"
"""
SOURCES = """\
id,title,language,standpoint,url
A,A decree,ru,the authorities,https://example.org/decree
B,A worker's diary,az,a striker,
C,A telegram,,,
"""
FIRST: dict[str, Any] = {
    "id": "one", "place": "Baku", "date": "1905-01", "category": "strike",
    "title": "The strike begins",
    "title_az": "Tətil başlayır", "text": "The decree says that work *stopped*.",
    "other_accounts": "The diary says that it had stopped a week before.",
    "source": "A; C", "other_sources": "B", "date_sources": "B", "locator": "p. 7",
    "quote": "Работа остановлена.", "quote_en": "Work has stopped.", "shelf_mark": "F 12/3",
    "review": "az: machine draft",
}  # fmt: skip
SECOND: dict[str, Any] = dict.fromkeys(FIRST) | {
    "id": "two", "place": "Baku", "date": "1906", "title": "It ends",
    "text": "What the diary says.", "source": "B", "category": "truce",
}  # fmt: skip


def build(folder: Path, records: list[dict[str, Any]]) -> Path:
    archive = folder / "archive"
    archive.mkdir(parents=True)
    (archive / "exhibit.toml").write_text(SETTINGS, encoding="utf-8")
    (archive / "sources.csv").write_text(SOURCES, encoding="utf-8")
    places = "id,name,lat,lon,label_az,precision,note,former_names\n"
    places += "baku,Baku,40.4,49.9,Bakı,city,By its centre.,en:Bakou [/1920]\n"
    places += "qobustan,Qobustan,40.08,49.41,,town,,\nsumqayit,Sumqayıt,40.59,49.67,,town,,\n"
    (archive / "places.csv").write_text(places, encoding="utf-8")
    (archive / "figures.csv").write_text(FIGURES, encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(records), archive / "events.parquet")
    build_joined(archive, folder / "joined", tiles=True)
    return folder / "joined"


@pytest.fixture(scope="session")
def web_folder(once: Once) -> Path:
    def make(path: Path) -> None:
        joined = build(path.with_name("strike"), [FIRST, SECOND])
        path.write_bytes((joined / "index.html").read_bytes())

    return once("strike", make).with_name("strike") / "joined"


FIGURES = """\
event,measure,value,qualifier,scope,scope_az,source,locator
one,on strike,1200,about,the harbour,liman,B,
one,on strike,800,,the oil fields,,A,line 3
one,arrested,3,,,,"Told by a witness",
"""


def entered(opened, server: RangedServer, hash_: str = "", **options):  # noqa: F811
    page = opened(server.url + hash_, reduced_motion="reduce", **options)
    page.wait_for_selector('[data-spot^="baku "]')
    page.locator('[data-spot^="baku "]').click()
    page.wait_for_selector('article[data-event="one"]')
    return page


def test_what_others_tell_stands_beside_it_with_whose_it_is(opened, server):  # noqa: F811
    page = entered(opened, server)
    one = page.locator('article[data-event="one"]')
    assert one.locator(".basis").inner_text() == "date from other sources: B"
    assert one.locator(".kind").inner_text() == "Strike"
    assert one.locator(".kind .symbol").get_attribute("data-symbol") == "triangle"
    assert one.locator("> .text em").inner_text() == "stopped"
    # Of several sources the first is the record's, the others tell of it as well.
    other = one.locator(".other")
    assert other.locator(".text").inner_text() == FIRST["other_accounts"]
    assert other.locator(".source").inner_text() == "Sources of other accounts: C, B"
    assert one.locator("blockquote").get_attribute("lang") == "ru"
    assert one.locator(".translated p").all_inner_texts() == [
        "Translation of the quotation", "Work has stopped.",
    ]  # fmt: skip
    cited = one.locator("figcaption").inner_text()
    assert cited == "In the words of the source: A decree, page 7" or cited.endswith(
        "A decree, p. 7"
    )
    one.locator("summary").click()
    assert one.locator("dl").inner_text().split("\n") == ["Shelf mark", "F 12/3"]
    two = page.locator('article[data-event="two"]')
    assert two.locator(".other, .basis, .quote, details").count() == 0
    assert two.locator(".kind").inner_text() == "Truce"
    assert two.locator(".source").inner_text() == "Source: A worker's diary"


def test_sources_that_give_other_figures_stand_side_by_side(opened, server, axe):  # noqa: F811
    page = entered(opened, server)
    one = page.locator('article[data-event="one"]')
    counted, arrested = one.locator(".figure-table").all()
    assert counted.locator("caption").inner_text().startswith("on strike")
    assert "The sources differ" in counted.locator("caption").inner_text()
    # The record's own source first, whatever its figure; each on the scale of all.
    assert counted.locator("tbody th").all_inner_texts() == ["800", "about 1,200"]
    # The ends of their scale are written as they are.
    assert counted.locator(".figure-ends span").all_inner_texts() == ["0", "1,200"]
    assert counted.locator(".figure-scope").all_inner_texts() == ["the oil fields", "the harbour"]
    assert counted.locator(".figure-track i[data-rough]").count() == 1
    whose = counted.locator("tbody .source").all_inner_texts()
    assert whose[0].endswith("A decree")
    assert "line 3" in whose[0]
    assert whose[1].endswith("A worker's diary")
    # One that no table lists is called as the figure calls it, and leads nowhere.
    assert arrested.locator(".source").inner_text() == "Told by a witness"
    assert arrested.locator("a").count() == 0
    assert page.locator('article[data-event="two"] .figures').count() == 0
    assert findings(page, axe) == []
    page.locator('[data-language="az"]').click()
    page.wait_for_selector('html[lang="az"][data-ready="true"]')
    page.wait_for_function("document.querySelector('.figure-scope')?.lang === 'en'")
    scopes = page.locator('article[data-event="one"] .figure-scope')
    assert [scopes.nth(0).inner_text(), scopes.nth(1).inner_text()] == ["the oil fields", "liman"]
    assert scopes.nth(1).get_attribute("lang") is None
    page.locator(".figure-table a.cite").nth(1).click()
    page.wait_for_function("location.hash.includes('reference=B')")


def test_what_is_not_translated_is_said_to_be_so(opened, server):  # noqa: F811
    page = entered(opened, server, "#lang=az")
    one, two = (page.locator(f'article[data-event="{id_}"]') for id_ in ("one", "two"))
    assert one.locator("h3").inner_text() == "Tətil başlayır"
    assert one.locator(".kind").inner_text() == "Tətil"
    assert "7" in one.locator("figcaption").inner_text()
    assert "p. 7" not in one.locator("figcaption").inner_text()
    for text in (one.locator("> .text"), one.locator(".other .text"), two.locator("h3")):
        assert text.get_attribute("lang") == "en"
    assert one.locator(".draft").count() == 2
    # What stands in for a translation is no draft.
    assert two.locator(".draft").count() == 1
    assert two.locator(".kind bdi").get_attribute("lang") == "en"


def test_a_source_leads_to_its_page_and_that_back_to_the_record(opened, server, axe):  # noqa: F811
    page = entered(opened, server)
    one = page.locator('article[data-event="one"]')
    assert one.locator('figcaption [data-source="A"]').get_attribute("lang") == "ru"
    one.locator('.other [data-source="B"]').click()
    page.wait_for_selector(".view-source")
    assert page.evaluate("document.activeElement.textContent") == "Source"
    assert page.locator(".references cite").get_attribute("lang") == "az"
    assert "Standpoint: a striker" in page.locator(".references").inner_text()
    assert page.url.endswith("#reference=B")
    assert findings(page, axe) == []
    page.keyboard.press("Escape")
    page.wait_for_selector('article[data-event="one"]')
    until(page, "document.activeElement.dataset.source === 'B'")
    assert page.evaluate("document.activeElement.closest('article').dataset.event") == "one"
    assert "place=baku" in page.url


def test_a_source_has_its_records(opened, server):  # noqa: F811
    page = opened(server.url + "#reference=B&q=begins", reduced_motion="reduce")
    page.wait_for_selector(".view-source")
    assert page.locator('[data-action="records-of"]').inner_text() == "1 record"
    page.locator('[data-action="records-of"]').click()
    page.wait_for_selector(".view-records")
    until(page, "document.querySelector('.found span')?.textContent === 'Records found: 1 of 2'")
    assert page.url.endswith("#source=B")
    page.locator('[data-spot^="baku "]').click()
    page.wait_for_selector("article")
    assert page.locator("article").count() == 1
    assert page.locator("article").get_attribute("data-event") == "two"


def test_the_list_of_sources_leads_to_the_page_of_each(opened, server):  # noqa: F811
    page = opened(server.url, reduced_motion="reduce")
    page.get_by_role("button", name="Sources").click()
    page.locator('.references [data-source="A"]').click()
    page.wait_for_selector(".view-source")
    link = page.locator(".address a")
    assert link.get_attribute("href") == "https://example.org/decree"
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-sources:not(.view-source)")
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-records")
    assert "reference" not in page.url


def test_what_the_page_does_not_list_is_called_by_its_title(opened, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(web_page, "_MOST_SOURCES", 1)
    with ranged(build(tmp_path / "few", [FIRST | {"source": "A"}])) as running:
        page = entered(opened, running)
        one = page.locator('article[data-event="one"]')
        assert one.locator(".other .source").inner_text() == (
            "Sources of other accounts: A worker's diary"
        )
        assert one.locator("[data-source]").count() == 0
        page.goto(running.url + "#reference=B")
        page.wait_for_selector(".view-records")


def test_a_place_is_called_as_the_language_calls_it(opened, server):  # noqa: F811
    page = opened(server.url, reduced_motion="reduce")
    page.wait_for_selector('[data-spot^="baku "]')
    assert page.locator(".entries .entry-title").inner_text() == "Baku"
    page.locator('[data-language="az"]').click()
    page.wait_for_selector('html[data-ready="true"][lang="az"]', state="attached")
    assert page.locator(".entries .entry-title").inner_text() == "Bakı"
    until(page, "document.querySelector('.mark-label')?.textContent.includes('Bakı')")
    ask_for(page, "bakı")
    assert page.locator(".results [data-place] .entry-title").inner_text() == "Bakı"
    page.wait_for_selector(".results [data-record]")
    assert page.locator(".results .entry-places").all_inner_texts() == ["Bakı", "Bakı"]
    # Whose a date is stands with every date.
    assert page.locator(".results .entry-date .basis").all_inner_texts() == [
        "(tarix digər mənbələrdəndir: B)"
    ]
    page.locator(".results [data-place]").click()
    page.wait_for_selector("article")
    assert page.locator(".place-head h2").inner_text() == "Bakı"


def test_a_place_says_what_it_is_and_why_it_is_there(opened, server):  # noqa: F811
    page = entered(opened, server)
    facts = page.locator(".place-facts")
    assert facts.locator("p").all_inner_texts()[:2] == [
        "earlier names: Bakou (until 1920)", "a city · 40.40° N, 49.90° E",
    ]  # fmt: skip
    facts.locator("summary").click()
    assert facts.locator("details").inner_text().split("\n")[-1] == "By its centre."
    page.locator('[data-language="az"]').click()
    page.wait_for_selector('html[data-ready="true"][lang="az"]', state="attached")
    page.wait_for_selector("article")
    assert facts.locator(".about-point > div").get_attribute("lang") == "en"
    assert facts.locator(".precision").inner_text().startswith("şəhər")


def test_a_place_of_one_kind_is_marked_as_that_and_the_key_says_so(opened, tmp_path):  # noqa: F811
    others = [
        FIRST | {"id": "three", "place": "Qobustan"},
        SECOND | {"id": "four", "place": "Sumqayıt"},
    ]
    with ranged(build(tmp_path / "three", [FIRST, SECOND, *others])) as running:
        page = opened(running.url, reduced_motion="reduce")
        page.wait_for_selector('[data-spot^="qobustan "]')
        mark, mixed = (page.locator(f'[data-spot^="{id_} "] .mark') for id_ in ("qobustan", "baku"))
        assert mark.get_attribute("data-symbol") == "triangle"
        assert mark.get_attribute("data-precision") == "town"
        assert mixed.get_attribute("data-symbol") == "circle"
        page.locator(".key > summary").click()
        rows = page.locator(".key li")
        mixed_kinds = "several kinds at one place"
        assert rows.all_inner_texts()[:3] == ["Strike", "Truce", mixed_kinds]
        symbols = rows.locator(".mark").evaluate_all("all => all.map(one => one.dataset.symbol)")
        assert symbols[::2][:2] == ["triangle", "circle"]
        assert symbols[1] not in ("triangle", "")
        page.locator('[data-spot^="qobustan "]').click()
        page.wait_for_selector("article")
        assert page.locator(".place-head .mark").get_attribute("data-symbol") == "triangle"


@pytest.mark.parametrize("screen", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, axe, server, screen, theme):  # noqa: F811
    width, height = screen
    page = entered(
        opened, server, "#lang=az", color_scheme=theme, viewport={"width": width, "height": height}
    )
    page.locator("article summary").first.click()
    assert findings(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
