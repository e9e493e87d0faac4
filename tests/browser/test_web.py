"""The page of a folder of joined tables, from a web server: what it shows, asks for and says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapbuilder.parted_build import build_joined
from tools.ranged import RangedServer, ranged

from .conftest import until
from .pages import Once
from .test_access import axe, findings  # noqa: F401
from .test_many_panel import RECORDS


def write_archive(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    names = list(RECORDS[0])
    table = {
        name: [None if one[name] == "" else one[name] for one in RECORDS]
        for name in names
        if name not in ("lat", "lon")
    }
    table |= {name: [float(one[name]) for one in RECORDS] for name in ("lat", "lon")}
    pq.write_table(pa.table(table), folder / "events.parquet")
    (folder / "exhibit.toml").write_text(
        'title = "Three thousand records"\nintro = "What these records are."\n'
        'languages = ["en", "de", "ar"]\n[join]\nworld = false\n',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="session")
def web_folder(once: Once) -> Path:
    def make(path: Path) -> None:
        archive = write_archive(path.with_name("archive"))
        build_joined(archive, path.with_name("joined"), tiles=True)
        path.write_bytes((path.with_name("joined") / "index.html").read_bytes())

    return once("web", make).with_name("joined")


@pytest.fixture
def server(web_folder) -> Iterator[RangedServer]:
    with ranged(web_folder) as running:
        yield running


@pytest.fixture
def opened(chromium, server) -> Iterator[Callable[..., object]]:
    """Opens the page from the server; whatever its scripts throw fails the test."""
    contexts, faults = [], []

    def open_page(address: str | None = None, **options):
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address or server.url)
        page.wait_for_selector('html[data-ready="true"]', state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def enter(page) -> None:
    """By the list alone to the records of a place: each bubble leads nearer."""
    for _ in range(30):
        if page.locator(".view-place").count():
            break
        # What lies together may be one bubble still where the map is nearer.
        page.wait_for_selector("[data-spot]")
        page.locator("[data-spot]").first.click()
        page.wait_for_timeout(300)
    page.wait_for_selector(".view-place article")


def test_the_map_shows_what_all_its_bubbles_count_and_asks_for_parts_alone(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    counted = page.eval_on_selector_all(
        "[data-spot] .entry-date",
        "all => all.reduce((sum, one) => sum + Number(one.textContent.replace(/\\D/g, '')), 0)",
    )
    shown = page.evaluate("document.querySelectorAll('.place-mark').length")
    assert 0 < counted <= len(RECORDS)
    assert shown == page.locator("[data-spot]").count()
    parts = [part for name, part in server.asked if name != "index.html"]
    assert parts
    assert all(part is not None for part in parts)
    assert {name for name, _ in server.asked} == {"index.html", "cells.pmtiles"}


# Notes what the page had when its first picture was painted: the canvas by then, and what of the
# document had been read.
FIRST = """
window.first = null;
new MutationObserver((_, watch) => {
  const canvas = document.querySelector('canvas.bubbles');
  if (!canvas) return;
  watch.disconnect();
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let marked = 0;
  for (let at = 3; at < data.length; at += 4) marked += data[at] === 255;
  window.first = {
    marked,
    read: ['text', 'more', 'texts', 'basemap'].filter(id => document.getElementById(id)),
  };
}).observe(document, { childList: true, subtree: true });
"""


def test_the_first_marks_are_drawn_from_the_head_alone(chromium, server):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(FIRST)
    page = context.new_page()
    # Nothing but the page itself can be had.
    server.missing.update({"cells.pmtiles", "records.bin", "names.bin", "words.bin", "counts.bin"})
    page.goto(server.url, wait_until="commit")
    page.wait_for_selector('[data-fault="missing"]')
    first = page.evaluate("window.first")
    assert first["marked"] > 300
    assert first["read"] == []
    assert page.locator(".place-mark").count() > 0
    context.close()


def test_what_is_touched_while_the_page_is_read_opens_then(chromium, tmp_path):
    archive = tmp_path / "archive"
    archive.mkdir()
    table = {"id": ["a"], "title": ["A tram"], "lat": [40.4], "lon": [49.9], "place": ["Baku"]}
    pq.write_table(pa.table(table), archive / "events.parquet")
    build_joined(archive, tmp_path / "joined", tiles=True)
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.add_init_script("""
      new MutationObserver((_, watch) => {
        const mark = document.querySelector('.place-mark');
        if (!mark) return;
        watch.disconnect();
        window.early = document.querySelector('.panel-body').childNodes.length === 0;
        mark.click();
      }).observe(document, { childList: true, subtree: true });
    """)
    page = context.new_page()
    with ranged(tmp_path / "joined") as running:
        page.goto(running.url)
        page.wait_for_selector('.view-place article[data-event="a"]')
    assert page.evaluate("window.early") is True
    context.close()


def test_where_records_have_several_places_the_list_says_how_they_are_counted(
    opened, server, tmp_path
):
    archive = tmp_path / "archive"
    archive.mkdir()
    rows = "id,name,lat,lon\nbaku,Baku,40.4,49.9\ngence,Gəncə,40.7,46.4\n"
    (archive / "places.csv").write_text(rows, encoding="utf-8")
    places = ["Baku and Gəncə", "Baku", "Gəncə"]
    table = {"id": list("abc"), "title": list("abc"), "place": places}
    pq.write_table(pa.table(table), archive / "events.parquet")
    build_joined(archive, tmp_path / "joined", tiles=True)
    said = "A record of several places is counted at each of them."
    with ranged(tmp_path / "joined") as running:
        page = opened(running.url, reduced_motion="reduce")
        page.wait_for_selector("[data-spot]")
        assert said in page.locator(".listing .note").all_inner_texts()
        # So it is among what a search finds.
        ask_for(page, "a")
        assert found_records(page) == "Records found: 2 of 4"
        assert said in page.locator(".results .note").all_inner_texts()
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    assert said not in page.locator(".listing .note").all_inner_texts()


def test_a_place_has_its_records_in_pages_in_time_order(opened, server):
    page = opened(reduced_motion="reduce")
    server.asked.clear()
    enter(page)
    place = page.locator(".place-head h2").inner_text()
    given = [one["id"] for one in RECORDS if one["place"] == place]
    ids = []
    while True:
        ids += page.eval_on_selector_all("article", "all => all.map(one => one.dataset.event)")
        more = page.locator('[data-action="page-after"]:not([disabled])')
        if more.count() == 0:
            break
        before = ids[-1]
        more.first.click()
        until(page, f"document.querySelector('article')?.dataset.event !== {ids[-50:][0]!r}")
        until(page, f"!document.querySelector('[data-event={before}]')")
        page.wait_for_selector(".view-place article")
    assert sorted(ids) == sorted(given)
    dates = {one["id"]: one["date"] or "9999" for one in RECORDS}
    assert [dates[id_] for id_ in ids] == sorted(dates[id_] for id_ in ids)
    assert len(given) > 50
    # The positions and the blocks that have these records, each once.
    asked = [part for name, part in server.asked if name == "records.bin"]
    assert len(asked) == len(set(asked)) <= 5


def test_the_list_is_gone_through_by_keys_and_the_way_back_leads_to_it(opened):
    page = opened(reduced_motion="reduce")
    enter(page)
    assert page.evaluate("document.activeElement.closest('.place-head') !== null")
    page.keyboard.press("Escape")
    page.wait_for_selector(".view-records")
    assert page.evaluate("document.querySelector('.panel').contains(document.activeElement)")
    page.locator(".place-mark[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.className") == "place-mark"


def test_an_address_leads_to_a_place_and_back_closes_it(opened, server):
    page = opened(reduced_motion="reduce")
    enter(page)
    place = page.locator(".place-head h2").inner_text()
    page.locator('[data-action="page-after"]').first.click()
    until(page, "location.hash.includes('from=51')")
    page.wait_for_selector(".view-place article")
    first = page.locator("article").first.get_attribute("data-event")
    page.locator('[data-language="de"]').click()
    until(page, "location.hash.endsWith('lang=de')")
    address = page.url
    page.go_back()
    page.wait_for_selector(".view-records")
    other = opened(address, reduced_motion="reduce")
    other.wait_for_selector(f'html[lang="de"] article[data-event="{first}"]')
    assert other.locator(".place-head h2").inner_text() == place
    # Nothing was opened from a list: the way back leads to it all the same.
    other.locator('[data-action="back"]').click()
    other.wait_for_selector(".view-records")
    assert "place=" not in other.url


def test_the_way_back_keeps_the_language_and_is_gone_once(opened):
    page = opened(reduced_motion="reduce")
    before = page.evaluate("history.length")
    enter(page)
    page.locator('[data-language="de"]').click()
    until(page, "location.hash.endsWith('lang=de')")
    # A second press comes before the browser has gone back.
    page.evaluate("""() => {
        const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
        press();
        press();
    }""")
    until(page, "location.hash === '#lang=de'")
    assert page.locator(".view-records").count() == 1
    assert page.evaluate("[document.documentElement.lang, history.state.opened]") == ["de", False]
    # What is opened before it has come is a step of its own.
    enter(page)
    page.evaluate("""() => {
        document.querySelector('[data-action=back]').click();
        document.querySelector('[data-spot]').click();
    }""")
    page.wait_for_selector(".view-place article")
    until(page, "location.hash.startsWith('#place=') && history.state.opened")
    page.go_back()
    page.wait_for_selector(".view-records")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.evaluate("history.length") == before + 1


def test_back_keeps_the_language_and_a_new_opening_takes_it_from_the_address(opened):
    page = opened(reduced_motion="reduce")
    enter(page)
    page.locator('[data-language="de"]').click()
    until(page, "location.hash.endsWith('lang=de')")
    page.go_back()
    page.wait_for_selector(".view-records")
    until(page, "location.hash === '#lang=de'")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.go_forward()
    page.wait_for_selector(".view-place article")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.reload()
    page.wait_for_selector('html[lang="de"][data-ready="true"] .view-place article')


def test_the_way_back_does_not_begin_the_page_anew(opened):
    page = opened(reduced_motion="reduce")
    enter(page)
    page.evaluate(
        """() => { window.spoken = 0; new MutationObserver(() => window.spoken++).observe(
            document.documentElement, {attributes: true, attributeFilter: ["data-ready"]}); }"""
    )
    page.locator('[data-action="back"]').click()
    page.wait_for_selector(".view-records")
    page.wait_for_timeout(300)
    assert page.evaluate("window.spoken") == 0


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_it_speaks_its_languages(opened, tag):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    before = page.locator("#in-view").inner_text()
    page.locator(f'[data-language="{tag}"]').click()
    page.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
    assert page.locator("#in-view").inner_text() != before
    assert page.evaluate("document.documentElement.dir") == ("rtl" if tag == "ar" else "ltr")


def test_what_stands_for_several_places_is_said_in_the_direction_of_its_language(opened):
    page = opened(reduced_motion="reduce")
    page.locator('[data-language="ar"]').click()
    page.wait_for_selector('html[lang="ar"][data-ready="true"]', state="attached")
    page.locator(".entry-title", has_text="أماكن").or_(
        page.locator(".entry-title", has_text="مكان")
    ).first.wait_for()
    # In Arabic the name, whatever its script, is read first: it stands on the right.
    places = page.evaluate("""() => [...document.querySelectorAll('.entry-title')]
        .filter((one) => /[\u0600-\u06ff]/.test(one.textContent))
        .map((one) => {
          const text = one.firstChild;
          const at = text.data.search(/[A-Z]/);
          const left = (from, to) => {
            const range = document.createRange();
            range.setStart(text, from);
            range.setEnd(text, to);
            return range.getBoundingClientRect().left;
          };
          return [left(at, at + 1), left(text.length - 1, text.length)];
        })""")
    assert places
    assert all(name > last for name, last in places)


@pytest.mark.parametrize("screen", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(opened, axe, screen, theme):  # noqa: F811
    width, height = screen
    viewport = {"width": width, "height": height}
    page = opened(color_scheme=theme, viewport=viewport, reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    assert findings(page, axe) == []
    enter(page)
    assert findings(page, axe) == []


def test_from_a_folder_it_says_that_it_needs_a_server(opened, web_folder):
    page = opened((web_folder / "index.html").as_uri())
    page.wait_for_selector('[data-fault="served"]')
    assert "npx http-server" in page.locator(".fault").inner_text()
    assert page.locator('p[role="status"]').inner_text().strip() != ""


def test_a_server_that_sends_whole_files_is_told_of(opened, server):
    server.with_ranges = False
    page = opened()
    page.wait_for_selector('[data-fault="ranges"]')
    button = page.locator('[data-action="again"]')
    button.focus()
    page.evaluate("() => { document.querySelector('[data-action=again]').dataset.seen = ''; }")
    # Whatever arranges the map asks again, and fails alike.
    page.set_viewport_size({"width": 1300, "height": 850})
    page.wait_for_timeout(500)
    assert page.locator("[data-action=again][data-seen]:focus").count() == 1
    server.with_ranges = True
    # A request that was under way may have brought the page back already.
    page.evaluate("() => document.querySelector('[data-action=again]')?.click()")
    page.wait_for_selector("[data-spot]")


@pytest.mark.parametrize("name", ["cells.pmtiles", "records.bin"])
def test_a_file_that_is_missing_or_another_is_named(opened, server, web_folder, name):
    def look(page):
        for _ in range(30):
            if page.locator(".fault").count():
                break
            if page.locator("[data-spot]").count():
                page.locator("[data-spot]").first.click()
            page.wait_for_timeout(300)
        fault = page.locator(".fault")
        return fault.get_attribute("data-fault"), fault.inner_text()

    server.missing.add(name)
    fault, words = look(opened(reduced_motion="reduce"))
    assert fault == "missing"
    assert name in words
    server.missing.clear()
    server.changed[name] = b"no such thing" + (web_folder / name).read_bytes()[100:]
    fault, words = look(opened(reduced_motion="reduce"))
    assert fault == "broken"
    assert name in words


def test_places_at_a_pole_stand_on_the_map_and_are_listed(opened, tmp_path):
    folder = tmp_path / "poles"
    folder.mkdir()
    places = {"Pole": (90.0, 0.0), "South": (-90.0, 10.0), "Alert": (82.5, -62.3)}
    rows = [
        {"date": "1909", "title": name, "lat": lat, "lon": lon, "place": name}
        for name, (lat, lon) in places.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "events.parquet")
    build_joined(folder, tmp_path / "joined", tiles=True)
    with ranged(tmp_path / "joined") as running:
        page = opened(running.url, reduced_motion="reduce")
        for name in places:
            ask_for(page, name)
            page.locator(".results .entry[data-place]", has_text=name).click()
            page.wait_for_selector(".view-place article")
            assert page.locator(".place-head h2").inner_text() == name
            page.wait_for_timeout(300)
            mark = page.locator(".place-mark[aria-pressed=true]").bounding_box()
            room = page.locator(".map-room").bounding_box()
            assert mark
            assert room
            assert room["y"] + 50 < mark["y"] < room["y"] + room["height"] - 50
            page.go_back()
            page.wait_for_selector(".view-records")


def ask_for(page, text: str) -> None:
    page.locator(".finding .find-text").fill(text)
    page.wait_for_selector(".results :is(li, p:not([data-reading]))")


def test_what_is_where_is_read_when_the_field_is_entered(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    server.asked.clear()
    page.locator(".finding .find-text").focus()
    for _ in range(50):
        if {name for name, _ in server.asked} == {"names.bin", "words.bin"}:
            break
        page.wait_for_timeout(100)
    assert len(server.asked) == 2
    ask_for(page, "place")
    # Neither is read once more.
    assert len(server.asked) == len(set(server.asked)) > 2


def test_that_it_cannot_be_read_is_told_to_who_searches(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    server.missing.update({"names.bin", "words.bin"})
    page.locator(".finding .find-text").focus()
    page.wait_for_timeout(500)
    assert page.locator(".fault").count() == 0
    page.locator(".finding .find-text").fill("place")
    page.wait_for_selector('.results [data-fault="missing"]')
    server.missing.clear()
    page.locator('.results [data-action="again"]').click()
    page.wait_for_selector(".results li")


def test_a_place_is_found_by_its_name_and_opens(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    place = max(one["place"] for one in RECORDS if one["place"].startswith("Place 1"))
    server.asked.clear()
    ask_for(page, place[:3].upper())
    places = page.locator(".results .entry[data-place]")
    assert places.count() == 5
    page.locator('[data-action="more-places"]').click()
    assert page.evaluate("document.activeElement.dataset.spot") == places.nth(5).get_attribute(
        "data-spot"
    )
    found = places.locator(".entry-title").all_inner_texts()
    counts = places.locator(".entry-date").all_inner_texts()
    assert len(found) == 40
    assert set(found) <= {one["place"] for one in RECORDS}
    sizes = [int(re.sub(r"\D", "", text)) for text in counts]
    assert sizes == sorted(sizes, reverse=True)
    assert "Only the largest" in page.locator(".results .note").first.inner_text()
    assert not page.locator("#in-view").is_visible()
    ask_for(page, place)
    until(page, f"document.querySelector('.results .entry-title')?.textContent === {place!r}")
    told = page.locator('p[role="status"]').inner_text()
    assert place in told
    # Where words are is asked for once, and a block of them once.
    asked = [part for name, part in server.asked if name == "names.bin"]
    assert len(asked) == len(set(asked)) <= 4
    page.locator(".results .entry").first.click()
    page.wait_for_selector(".view-place article")
    assert page.locator(".place-head h2").inner_text() == place
    page.go_back()
    page.wait_for_selector(".view-records")
    # Who returns stands where they went from, and what was asked for is there.
    assert page.locator(".finding .find-text").input_value() == place
    assert page.evaluate("document.activeElement.closest('.results') !== null")


def test_what_no_place_is_called_is_told_and_given_up(opened, axe):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, "qqqxx")
    until(page, "document.querySelector('.results .note')?.textContent.includes('no place')")
    assert "no place" in page.locator('p[role="status"]').inner_text()
    assert findings(page, axe) == []
    page.locator('[data-action="find-clear"]').click()
    assert page.locator(".results").is_hidden()
    assert page.locator("#in-view").is_visible()
    assert page.evaluate("document.activeElement.className") == "find-text"
    ask_for(page, "a")
    page.locator('[data-language="de"]').click()
    page.wait_for_selector('html[lang="de"][data-ready="true"]', state="attached")
    assert page.locator(".finding .find-text").input_value() == "a"
    assert (
        page.locator(".finding .find-text").get_attribute("placeholder")
        != "Search records and places"
    )


def found_records(page) -> str:
    page.wait_for_selector(".results .found-records")
    return page.locator(".results .found-records").inner_text()


def found_ids(page) -> list[str]:
    ids: list[str] = []
    for _ in range(100):
        entries = page.locator(".results [data-record]")
        ids += entries.evaluate_all("all => all.map(one => one.dataset.record)")
        more = page.locator('.results [data-action="page-after"]:not([disabled])')
        if not more.count():
            break
        more.click()
        until(page, f"!document.querySelector('.results [data-record={ids[-1]}]')")
    return ids


def words_of(one: dict[str, str]) -> list[str]:
    text = f"{one['title']} {one['text']} {one['place']}".lower().replace("ə", "e")
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("query", ["lenkeran", "HARB win", "doctor archive let", "old mark bridge"])
def test_records_are_found_by_how_words_begin_all_of_them(opened, server, query):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, query)
    told = found_records(page)
    ids = found_ids(page)
    asked = query.lower().split()
    meant = [
        one["id"]
        for one in RECORDS
        if all(any(word.startswith(each) for word in words_of(one)) for each in asked)
    ]
    assert sorted(ids) == sorted(meant)
    assert told == f"Records found: {len(meant)} of {len(RECORDS)}"
    parts = [part for name, part in server.asked if name == "words.bin"]
    assert all(parts)
    assert len(parts) == len(set(parts))


def test_a_record_that_was_found_opens_among_those_of_its_place(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    meant = [one for one in RECORDS if one["place"] == "Old Market" and "Lənkəran" in one["title"]]
    ask_for(page, "old market Ленкеран")
    assert found_records(page).startswith(f"Records found: {len(meant)} of")
    entry = page.locator(".results [data-record]").last
    id_ = entry.get_attribute("data-record")
    assert entry.locator(".entry-places").inner_text() == "Old Market"
    entry.focus()
    page.keyboard.press("Enter")
    article = page.locator(f'.view-place [data-event="{id_}"]')
    article.wait_for()
    assert page.evaluate("document.activeElement.dataset.event") == id_
    ids = page.locator(".view-place article").evaluate_all(
        "all => all.map(one => one.dataset.event)"
    )
    assert sorted(ids) == sorted(one["id"] for one in meant)
    box, panel = article.bounding_box(), page.locator(".panel-body").bounding_box()
    assert box
    assert panel
    assert panel["y"] - 1 <= box["y"] < panel["y"] + panel["height"]
    page.go_back()
    page.wait_for_selector(".view-records")
    assert page.evaluate("document.activeElement.dataset.record") == id_


def test_what_was_found_is_told_in_another_language_and_can_be_read_by_all(opened, axe):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, "harbour january")
    before = found_records(page)
    day = page.locator(".results [data-record] .entry-date").first.inner_text()
    assert "January" in day
    assert findings(page, axe) == []
    page.locator('[data-language="de"]').click()
    until(page, "document.querySelector('.results .entry-date')?.textContent.includes('Januar ')")
    number = re.sub(r"\D+", " ", before).split()[0]
    assert (
        page.locator(".results .found-records")
        .inner_text()
        .startswith(f"Gefundene Einträge: {number}")
    )


def test_what_is_asked_for_is_in_the_address_and_leads_back_to_it(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, "harbour Lən")
    told = found_records(page)
    until(page, "location.hash === '#q=harbour%20L%C9%99n'")
    page.locator(".results [data-record]").first.click()
    page.wait_for_selector(".view-place article")
    assert "q=harbour" in page.url
    page.go_back()
    page.wait_for_selector(".view-records")
    assert found_records(page) == told
    other = opened(f"{server.url}#q=harbour%20L%C9%99n", reduced_motion="reduce")
    assert found_records(other) == told
    assert other.locator(".finding .find-text").input_value() == "harbour Lən"
    other.locator('[data-action="find-clear"]').click()
    until(other, "location.hash === ''")
    other.evaluate("location.hash = '#q=harbour%20L%C9%99n'")
    assert found_records(other) == told


def test_signs_alone_ask_for_nothing(opened):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    page.locator(".finding .find-text").fill(" … ")
    page.wait_for_timeout(400)
    assert page.locator("#in-view").is_visible()
    assert page.locator(".results").is_hidden()
    assert page.evaluate("location.hash") == ""
    assert page.locator(".find-clear").is_visible()


def test_what_cannot_be_opened_of_what_was_found_is_told(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, "harbour")
    server.missing.add("cells.pmtiles")
    page.locator(".results [data-record]").last.click()
    fault = page.locator('.listing [data-fault="missing"]')
    fault.wait_for()
    assert "cells.pmtiles" in fault.inner_text()
    assert fault.is_visible()


def test_records_are_found_within_words_that_have_no_spaces_between_them(opened, tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    titles = ["天安門広場で行われた大規模な集会", "กรุงเทพมหานครในวันนั้น", "広場"]
    rows = [
        {"id": f"r{number}", "title": title, "lat": 39.9, "lon": 116.4, "place": "A place"}
        for number, title in enumerate(titles)
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "events.parquet")
    build_joined(folder, tmp_path / "joined", tiles=True)
    with ranged(tmp_path / "joined") as running:
        page = opened(running.url, reduced_motion="reduce")
        for query, ids in (
            ("広場", ["r0", "r2"]),
            ("广场", ["r0", "r2"]),
            ("安門広場で行われた大規模", ["r0"]),
            ("มหานคร", ["r1"]),
            ("place", ["r0", "r1", "r2"]),
        ):
            page.locator(".finding .find-text").fill("")
            ask_for(page, query)
            found_records(page)
            entries = page.locator(".results [data-record]")
            assert entries.evaluate_all("all => all.map(one => one.dataset.record)") == ids


@pytest.mark.parametrize("name", ["words.bin", "records.bin"])
def test_records_that_cannot_be_looked_for_are_told_of_beside_the_places(opened, server, name):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    server.missing.add(name)
    page.locator(".finding .find-text").fill("old mark")
    page.wait_for_selector('.results [data-fault="missing"]')
    assert name in page.locator(".results .fault").inner_text()
    assert page.locator(".results [data-place]").count() == 1
    server.missing.clear()
    page.locator('.results [data-action="again"]').click()
    page.wait_for_selector(".results [data-record]")


def test_names_that_cannot_be_read_are_told_of(opened, server):
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    server.missing.add("names.bin")
    page.locator(".finding .find-text").fill("p")
    page.wait_for_selector('.results [data-fault="missing"]')
    assert "names.bin" in page.locator(".results .fault").inner_text()
    server.missing.clear()
    page.locator('.results [data-action="again"]').click()
    page.wait_for_selector(".results .entry")
