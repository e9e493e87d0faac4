"""The filters of a page from a web server, kinds, sources and a period, against the records."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mapbuilder import web_page
from mapbuilder.parted_build import build_joined
from tools.ranged import ranged

from .conftest import until
from .test_access import axe, findings  # noqa: F401
from .test_many_panel import RECORDS
from .test_web import ask_for, enter, found_ids, opened, server, web_folder  # noqa: F401

FOUND = "(document.querySelector('.found:not([hidden]) span')?.textContent ?? '')"
LISTED = """() => [...document.querySelectorAll('.listing [data-spot] .entry-date')]
    .reduce((sum, one) => sum + Number(one.textContent.replace(/\\D/g, '')), 0)"""


def wanted(kinds: tuple[str, ...] = (), first: int = 0, last: int = 9999) -> list[dict[str, Any]]:
    """The records of some kinds and years; of all time the undated ones as well."""
    timed = (first, last) != (0, 9999)
    return [
        one
        for one in RECORDS
        if (not kinds or one["category"] in kinds)
        and (not timed or (one["date"] and first <= int(one["date"][:4]) <= last))
    ]


def told(page) -> int:
    """How many records are said to be found."""
    until(page, f"/\\d/.test({FOUND})")
    text = page.evaluate(FOUND)
    assert text.endswith(f"of {len(RECORDS)}")
    return int(re.sub(r"\D", "", text.partition(" of ")[0]))


def settle(page) -> None:
    """Waits until the map shows what is found."""
    page.wait_for_selector(".listing h2")
    page.wait_for_timeout(300)
    page.wait_for_selector(".listing h2")


def unfold(page, facet: str) -> None:
    if page.locator('.filters[data-part="filters"]:not([open])').count():
        page.locator(".filters > summary").click()
    page.locator(f'.filter[data-part="{facet}"] > summary').click()
    page.wait_for_selector(f'.choice[data-facet="{facet}"]')


def counts_of(page, facet: str) -> dict[str, str]:
    """What stands beside each choice of a facet."""
    counts: dict[str, str] = page.locator(f'.choice[data-facet="{facet}"]').evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.dataset.value, one.lastChild.textContent]))"
    )
    return counts


def open_kinds(page) -> None:
    unfold(page, "category")


def test_who_filters_nothing_asks_for_no_counts(opened, server):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    enter(page)
    assert "counts.bin" not in {name for name, _ in server.asked}


def test_kinds_and_a_period_leave_on_the_map_what_the_records_have(opened, server):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    whole = page.evaluate(LISTED)
    open_kinds(page)
    counts = counts_of(page, "category")
    assert counts == {kind: str(len(wanted((kind,)))) for kind in counts}
    page.locator(".choice[data-value=trial]").click()
    assert told(page) == len(wanted(("trial",)))
    until(page, f"({LISTED})() < {whole}")
    settle(page)
    shown = page.evaluate(LISTED)
    assert 0 < shown <= told(page)
    # All of them, when the map shows all places.
    if whole == len(RECORDS):
        assert shown == told(page)
    page.locator(".time-bin").nth(5).click()
    until(page, "location.hash.includes('period=')")
    period = re.search(r"period=(\d+)(?:/(\d+))?", page.url)
    assert period
    years = int(period[1]), int(period[2] or period[1])
    until(page, f"/^\\D*{len(wanted(('trial',), *years))} /.test({FOUND})")
    page.locator(".choice[data-value=arrest]").click()
    until(page, f"/^\\D*{len(wanted(('trial', 'arrest'), *years))} /.test({FOUND})")
    counts = counts_of(page, "category")
    assert counts == {kind: str(len(wanted((kind,), *years))) for kind in counts}
    settle(page)
    assert page.evaluate(LISTED) <= told(page)
    page.locator('[data-action="clear-all"]').first.click()
    until(page, f"({LISTED})() === {whole}")
    assert page.evaluate("location.hash") == ""
    asked = [part for name, part in server.asked if name == "counts.bin"]
    assert asked
    assert len(asked) == len(set(asked))


def test_sources_are_chosen_beside_kinds_and_said_in_the_address(opened):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    unfold(page, "source")
    offered = counts_of(page, "source")
    # Of sixty those of most records are told apart, and the most frequent stand first.
    most = Counter(one["source"] for one in RECORDS).most_common()
    assert 10 < len(offered) < 60
    assert list(offered.values()) == [str(count) for _, count in most[: len(offered)]]
    assert page.locator('.filter[data-part="source"] .note').count() == 1
    one, other = list(offered)[:2]
    for source in (one, other):
        page.locator(f'.choice[data-value="{source}"]').click()
    both = [each for each in RECORDS if each["source"] in (one, other)]
    until(page, f"/^\\D*{len(both)} /.test({FOUND})")
    # Of each kind as many as both have, and of each source what choosing it alone would show.
    unfold(page, "category")
    kinds = Counter(each["category"] for each in both)
    assert counts_of(page, "category") == {kind: str(count) for kind, count in kinds.items()}
    assert counts_of(page, "source") == offered
    kind = page.locator('.choice[data-facet="category"]').first
    value = kind.get_attribute("data-value")
    kind.click()
    assert page.evaluate("location.hash") == f"#category={value}&source={one}&source={other}"
    meant = [each for each in both if each["category"] == value]
    until(page, f"/^\\D*{len(meant)} /.test({FOUND})")
    settle(page)
    assert 0 < page.evaluate(LISTED) <= len(meant)
    place, count = Counter(each["place"] for each in meant).most_common(1)[0]
    # The link shows the same: unfolded what it has chosen, and at a place those records alone.
    linked = opened(page.url, reduced_motion="reduce")
    until(linked, f"/^\\D*{len(meant)} /.test({FOUND})")
    assert linked.locator('.choice[aria-pressed="true"]:visible').count() == 3
    ask_for(linked, place)
    linked.locator(".results .entry").first.click()
    linked.wait_for_selector(".view-place article")
    assert linked.locator("article").evaluate_all("all => all.map(one => one.dataset.event)") == [
        each["id"]
        for each in sorted(meant, key=lambda each: (each["date"] or "9999", each["id"]))
        if each["place"] == place
    ]
    assert len(linked.locator("article").all()) == count


def test_a_place_shows_those_of_its_records_that_are_found_in_pages(opened):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.goto(page.url + "#category=trial&category=arrest&period=1905/1989")
    until(page, "location.hash.includes('period')")
    place = max({one["place"] for one in RECORDS}, key=lambda name: sum(
        one["place"] == name for one in wanted(("trial", "arrest"), 1905, 1989)
    ))  # fmt: skip
    ask_for(page, place)
    page.locator(".results .entry").first.click()
    page.wait_for_selector(".view-place article")
    given = [one for one in wanted(("trial", "arrest"), 1905, 1989) if one["place"] == place]
    here = sum(one["place"] == place for one in RECORDS)
    assert len(given) > 50
    assert page.locator(".found span").inner_text() == f"Records found: {len(given)} of {here}"
    assert f"{len(given)} of {here}" in page.locator('p[role="status"]').inner_text()
    ids: list[str] = []
    while True:
        ids += page.eval_on_selector_all("article", "all => all.map(one => one.dataset.event)")
        more = page.locator('[data-action="page-after"]:not([disabled])')
        if more.count() == 0:
            break
        last = ids[-1]
        more.first.click()
        until(page, f"!document.querySelector('[data-event={last}]')")
        page.wait_for_selector(".view-place article")
    assert sorted(ids) == sorted(one["id"] for one in given)
    dates = {one["id"]: one["date"] for one in given}
    assert [dates[id_] for id_ in ids] == sorted(dates.values())
    # Its own mark counts the same.
    mark = page.locator(".place-mark[aria-pressed=true]").get_attribute("aria-label")
    assert mark
    assert f"{len(given)} records" in mark
    # An address may name a page that there is only without filters.
    later = re.sub(r"from=\d+", f"from={here}", page.url.partition("#")[2])
    page.evaluate("hash => { location.hash = hash; }", later)
    until(
        page,
        f"/^Records 1 to 50 of {len(given)}/.test(document.querySelector('.pager p')?.textContent)",
    )
    page.locator('.view-place [data-action="clear-all"]').click()
    until(page, "!document.querySelector('.view-place .found')")
    page.wait_for_selector(".view-place article")
    assert page.evaluate("document.activeElement.closest('.place-head') !== null")
    assert "category" not in page.url


def test_the_address_leads_to_what_is_filtered_and_back_keeps_it(opened):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.goto(page.url + "#category=letter&period=1950/1959&lang=de")
    page.wait_for_selector('html[lang="de"][data-ready="true"]', state="attached")
    until(page, f"/^\\D*{len(wanted(('letter',), 1950, 1959))} /.test({FOUND})")
    assert page.locator(".choice[aria-pressed=true]").get_attribute("data-value") == "letter"
    assert page.locator(".time-brush").is_visible()
    enter(page)
    open_place = page.url
    assert "category=letter" in open_place
    # A period that is chosen while a place is open is no step that Back undoes.
    page.locator(".time-handle[data-end=last]").focus()
    page.keyboard.press("ArrowLeft")
    until(page, f"location.href !== {open_place!r}")
    assert page.evaluate("document.activeElement.className") == "time-handle"
    period = re.search(r"period=[^&]+", page.url)
    assert period
    page.go_back()
    page.wait_for_selector(".view-records")
    until(page, f"location.hash === '#category=letter&{period[0]}&lang=de'")
    page.locator('[data-language="en"]').click()
    page.wait_for_selector('html[lang="en"][data-ready="true"]', state="attached")
    assert page.evaluate("location.hash") == f"#category=letter&{period[0]}"
    # An address that somebody writes asks for all that it says, and no more.
    page.evaluate("location.hash = '#category=march'")
    until(page, f"/^\\D*{len(wanted(('march',)))} /.test({FOUND})")
    assert page.locator(".choice[aria-pressed=true]").get_attribute("data-value") == "march"


SOURCES = (
    "id,title,author,standpoint\nA,Notes of a tram driver,L. Aliyeva,a driver\nB,A timetable,,\n"
    "C,Nobody cites this,,\n"
)


def small(folder: Path, records: list[dict[str, Any]]) -> Path:
    """A page of a few records at two places."""
    archive = folder / "archive"
    archive.mkdir()
    if any("source" in one for one in records):
        (archive / "sources.csv").write_text(SOURCES, encoding="utf-8")
    rows = "id,name,lat,lon\nbaku,Baku,40.4,49.9\ngence,Gəncə,40.7,46.4\n"
    (archive / "places.csv").write_text(rows, encoding="utf-8")
    whole = [{"title": "Tram", "place": "Baku", "category": None} | one for one in records]
    pq.write_table(pa.Table.from_pylist(whole), archive / "events.parquet")
    build_joined(archive, folder / "joined", tiles=True)
    return folder / "joined"


def test_where_nothing_is_found_it_says_so_and_what_would_be_found(opened, tmp_path):  # noqa: F811
    folder = small(
        tmp_path,
        [
            *({"category": "trial", "date": f"19{year}"} for year in range(10, 20)),
            *({"category": "arrest", "date": f"19{year}"} for year in range(40, 43)),
            {"category": "arrest", "date": "1988/.."},
            {"category": "arrest", "date": None},
        ],
    )
    with ranged(folder) as running:
        page = opened(running.url + "#category=trial&period=1940/1949", reduced_motion="reduce")
        page.wait_for_selector(".none-found:not([hidden]) .way-out")
        assert page.evaluate(FOUND) == "Records found: 0 of 15"
        ways = page.locator(".way-out").all_inner_texts()
        assert ways == ["At any time: 10", "Of every kind: 3"]
        assert page.locator(".place-mark").count() == 0
        until(page, "document.querySelector('.listing .note')?.textContent.includes('shows none')")
        page.locator('[data-give-up="category"]').click()
        until(page, f"{FOUND} === 'Records found: 3 of 15'")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        # What has an open end goes on; what has no date is in no period.
        page.goto(running.url + "#period=1987/..")
        until(page, f"{FOUND} === 'Records found: 1 of 15'")
        assert page.locator(".time-undated").count() == 1


def test_without_kinds_or_dates_there_is_no_such_filter(opened, tmp_path):  # noqa: F811
    dated, kinds, none = (tmp_path / name for name in ("dated", "kinds", "none"))
    for folder in (dated, kinds, none):
        folder.mkdir()
    cases = {
        dated: [{"date": "1910", "category": "trial"}, {"date": "1950", "category": "trial"}],
        kinds: [{"date": "1950", "category": "trial"}, {"date": "1950", "category": "arrest"}],
        none: [{"date": "1950"}, {"date": "1950"}],
    }
    for folder, records in cases.items():
        with ranged(small(folder, records)) as running:
            page = opened(running.url + "#category=trial&period=1950", reduced_motion="reduce")
            page.wait_for_selector(".listing [data-spot]")
            assert page.locator(".time").count() == (folder == dated)
            assert page.locator(".choice").count() == (2 if folder == kinds else 0)
            assert (page.evaluate(FOUND) == "") == (folder == none)


@pytest.mark.parametrize("most", [1_000, 2])
def test_sources_are_listed_unless_very_many(opened, axe, tmp_path, monkeypatch, most):  # noqa: F811
    monkeypatch.setattr(web_page, "_MOST_SOURCES", most)
    cells = ["A", "B", "B", "A; B", "A letter"]
    folder = small(tmp_path, [{"date": None, "source": cell} for cell in cells])
    with ranged(folder) as running:
        page = opened(running.url, reduced_motion="reduce")
        page.wait_for_selector(".listing [data-spot]")
        # There is nothing else to choose: the filter is that of sources, in the table's order.
        page.locator(".filters > summary").click()
        assert counts_of(page, "source") == {"A": "2", "B": "3", "A letter": "1"}
        # What is only named is called once.
        assert page.locator('.choice[data-value="A letter"] .choice-id').count() == 0
        assert page.locator('.choice[data-value="A"]').inner_text().split("\n")[:2] == [
            "A", "Notes of a tram driver",
        ]  # fmt: skip
        page.locator('.choice[data-value="B"]').click()
        until(page, f"{FOUND} === 'Records found: 3 of 5'")
        assert page.locator(".filters > summary").inner_text() == "Source · A timetable"
        assert findings(page, axe) == []
        # Nothing is said of what cannot be chosen: nobody has counted it.
        page.goto(running.url + "#source=C")
        until(page, f"{FOUND} === ''")
        assert page.locator(".none-found:not([hidden])").count() == 0
        page.get_by_role("button", name="Sources").click()
        page.wait_for_selector(".view-sources")
        listed = page.locator(".references li").all_inner_texts()
        assert len(listed) == (0 if most == 2 else 4)
        if listed:
            assert "L. Aliyeva" in listed[0]
            assert "Standpoint: a driver" in listed[0]
        assert findings(page, axe) == []


def test_an_address_cannot_ask_for_a_source_where_there_is_no_filter(opened, tmp_path):  # noqa: F811
    with ranged(small(tmp_path, [{"date": None, "source": "A"}] * 3)) as running:
        page = opened(running.url + "#source=A", reduced_motion="reduce")
        page.wait_for_selector(".listing [data-spot]")
        assert page.locator(".filters, .fault").count() == 0
        assert page.evaluate(FOUND) == ""
        # The table is listed all the same.
        page.get_by_role("button", name="Sources").click()
        assert page.locator(".references li").count() == 3


def test_counts_that_cannot_be_read_are_told_of_until_they_can(opened, server):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    whole = page.evaluate(LISTED)
    server.missing.add("counts.bin")
    open_kinds(page)
    page.locator(".choice[data-value=trial]").click()
    page.wait_for_selector('.listing [data-fault="missing"]')
    assert "counts.bin" in page.locator(".fault").inner_text()
    # All records are there without it.
    page.locator(".choice[data-value=trial]").click()
    until(page, f"({LISTED})() === {whole}")
    page.locator(".choice[data-value=trial]").click()
    page.wait_for_selector('.listing [data-fault="missing"]')
    server.missing.clear()
    page.locator('[data-action="again"]').click()
    assert told(page) == len(wanted(("trial",)))
    page.wait_for_selector(".listing [data-spot]")


def test_counts_of_another_build_are_noticed(opened, server, web_folder):  # noqa: F811
    server.changed["counts.bin"] = (web_folder / "counts.bin").read_bytes()[:-1]
    page = opened(server.url + "#category=trial", reduced_motion="reduce")
    page.wait_for_selector('[data-fault="broken"]')
    assert "counts.bin" in page.locator(".fault").inner_text()


@pytest.mark.parametrize("screen", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_filters(opened, axe, server, screen, theme):  # noqa: F811
    width, height = screen
    page = opened(
        server.url + "#category=trial&period=1940/1969",
        color_scheme=theme,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    assert told(page) == len(wanted(("trial",), 1940, 1969))
    page.wait_for_selector(".listing [data-spot]")
    assert findings(page, axe) == []
    enter(page)
    assert findings(page, axe) == []


def test_a_search_finds_what_filters_leave(opened, axe):  # noqa: F811
    page = opened(reduced_motion="reduce")
    page.wait_for_selector("[data-spot]")
    ask_for(page, "harbour")
    page.wait_for_selector(".found-records")
    having = [one for one in RECORDS if "harbour" in f"{one['title']} {one['text']}".lower()]
    head = page.locator(".found-records")
    assert head.inner_text() == f"Records found: {len(having)} of {len(RECORDS)}"
    assert page.locator(".narrowing .found").is_hidden()
    open_kinds(page)
    page.locator(".choice[data-value=trial]").click()
    meant = [one for one in having if one["category"] == "trial"]
    until(
        page, f"document.querySelector('.found-records')?.textContent.includes('{len(meant)} of')"
    )
    assert findings(page, axe) == []
    assert sorted(found_ids(page)) == sorted(one["id"] for one in meant)
    # It opens among those that are found at its place.
    entry = page.locator(".results [data-record]").last
    id_ = entry.get_attribute("data-record")
    entry.click()
    page.wait_for_selector(f'.view-place [data-event="{id_}"]')
    assert "category=trial" in page.url
    assert "q=harbour" in page.url
    page.go_back()
    page.wait_for_selector(".results [data-record]")
    page.locator('.results [data-action="clear-all"]').click()
    until(
        page, f"document.querySelector('.found-records').textContent.includes('{len(having)} of')"
    )
    assert page.locator('.results [data-action="clear-all"]').count() == 0
    page.locator('[data-action="find-clear"]').click()
    page.wait_for_selector("#in-view")
    assert page.evaluate("location.hash") == ""


def test_a_search_that_filters_leave_nothing_of_says_so_and_leads_to_all(opened, server):  # noqa: F811
    page = opened(f"{server.url}#category=trial&period=1901&q=lenkeran", reduced_motion="reduce")
    page.wait_for_selector(".found-records")
    meant = [one for one in wanted(("trial",), 1901, 1901) if "Lənkəran" in one["title"]]
    assert meant == []
    assert page.locator(".found-records").inner_text() == f"Records found: 0 of {len(RECORDS)}"
    page.locator('.results [data-action="clear-all"]').click()
    page.wait_for_selector(".results [data-record]")
    assert page.evaluate("location.hash") == "#q=lenkeran"


MARKED = """() => [...document.querySelectorAll('.place-mark')]
    .reduce((sum, one) => sum + Number(/([0-9]+) records?/.exec(one.ariaLabel)?.[1] ?? 0), 0)"""


def test_what_is_searched_for_stands_on_the_map_and_in_its_places(opened, server):  # noqa: F811
    page = opened(f"{server.url}#q=lenkeran", reduced_motion="reduce")
    page.wait_for_selector(".found-records")
    meant = [one for one in RECORDS if "Lənkəran" in one["title"]]
    assert len(meant) < 40
    until(page, f"({MARKED})() === {len(meant)}")
    page.locator("[data-action=zoom-in]").click()
    page.wait_for_timeout(600)
    assert 0 < page.evaluate(MARKED) <= len(meant)
    page = opened(f"{server.url}#q=old%20market%20lenkeran", reduced_motion="reduce")
    here = [one for one in meant if one["place"] == "Old Market"]
    until(page, f"({MARKED})() === {len(here)}")
    # What stands for several places leads nearer first.
    for _ in range(12):
        if page.locator(".view-place").count():
            break
        page.locator(".place-mark").first.press("Enter")
        page.wait_for_timeout(500)
    page.wait_for_selector(".view-place article")
    ids = page.eval_on_selector_all("article", "all => all.map(one => one.dataset.event)")
    assert sorted(ids) == sorted(one["id"] for one in here)
    every = sum(one["place"] == "Old Market" for one in RECORDS)
    assert page.locator(".found span").inner_text() == f"Records found: {len(here)} of {every}"
    page.locator('.found [data-action="clear-all"]').click()
    until(page, "document.querySelectorAll('.view-place article').length === 50")
    assert "q=" not in page.url


def test_that_a_date_is_not_given_is_read_whole_in_two_lines_too(opened, server):  # noqa: F811
    page = opened(f"{server.url}#lang=de", reduced_motion="reduce")
    box = page.locator(".time-undated").bounding_box()
    assert box
    assert page.locator(".time-undated").inner_text() == "Datum nicht angegeben"
    assert box["height"] > 30
    assert box["y"] + box["height"] <= 900
