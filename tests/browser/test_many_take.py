"""Records of many are taken along, those found or all, in the files of the page of few."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from mapbuilder.build import build
from mapbuilder.exhibit import read_exhibit

from ..folder_pages import COUNT
from .conftest import opened, until
from .pages import At, Once, folder_page
from .test_access import axe, findings  # noqa: F401
from .test_many_panel import BY_ID, many_page, matching  # noqa: F401
from .test_many_whole import pages_of

READY = 'html[data-ready="true"]'
PHONE = {"width": 390, "height": 844}
STATUS = "document.querySelector('p[role=status]').textContent"

# Dates that are told apart, so that there is one order in time.
EVENTS = [
    {
        "id": "quoted", "date": "1901-02-03", "place": "Velm", "title": 'A "title", and more',
        "text": "First.\n\n- a *list*\n- of two", "text_az": "Birinci.", "quote": 'he said "no"',
        "locator": "page 4", "locator_az": "sağ sütun", "source": "paper",
    },
    {
        "id": "formula", "date": "1902~", "place": "Halva", "title": "=1+1", "title_az": "+2",
        "text": "@a text", "text_az": "-b", "source": "paper",
    },
    {
        "id": "several", "date": "1903-05", "place": "Velm; Halva; Inland",
        "title": "Of three places", "text": "A [link](https://example.org/).",
    },
    {
        "id": "nowhere", "date": "1904", "title": "Of no place", "title_az": "Yersiz",
        "source": "diary", "locator": "line 3",
    },
    {
        "id": "aside", "date": "1905", "place": "Halva", "title": "From outside",
        "text": "Told apart.", "group": "after", "source": "diary",
    },
    {
        "id": "polar", "date": "1906-01-01", "place": "At the pole", "lat": "89.5",
        "lon": "-12.25", "title": "Near a pole", "text": "Cold.",
    },
    {
        "id": "south", "date": "1907", "place": "Low", "lat": "-33.12346", "lon": "-70.00001",
        "title": "Far south",
    },
    {"id": "undated", "place": "Inland", "title": "Of no date", "text": "Line one\nand two"},
]  # fmt: skip
PLACES = """\
id,name,label,label_az,lat,lon,precision,coordinate_source,coordinate_licence
velm,Velm,Velm,,40.36,49.85,site,A survey,CC0
halva,Halva,Halva (town),Halva şəhəri,40.37545,49.83267,city,A survey,CC0
inland,Inland,Inland,,-0.00001,10,region,,
"""
SETTINGS = """\
id = "taken"
title = "Taken along"
title_az = "Özünlə apar"
languages = ["en", "az"]

[groups.core]
label = "Core"

[groups.after]
label = "After"
panel = "context"
markers = false
"""
SOURCES = 'id,title\npaper,A paper\ndiary,"A diary; of two, parts"\n'


def write_exhibit(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys(name for row in EVENTS for name in row)))
        table.writeheader()
        table.writerows(EVENTS)
    for name, text in {
        "places.csv": PLACES,
        "sources.csv": SOURCES,
        "exhibit.toml": SETTINGS,
    }.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def open_sources(frame, language: str = "en"):
    frame.evaluate("address => { location.hash = address; }", f"view=sources&lang={language}")
    until(frame, f"document.documentElement.lang === '{language}'")
    frame.wait_for_selector('html[data-ready="true"]', state="attached")
    frame.wait_for_selector(".view-sources .take")
    return frame.locator(".view-sources .take")


def taken(frame, take, name: str, folder: Path) -> Path:
    with frame.page.expect_download() as started:
        take.get_by_role("button", name=name, exact=True).last.click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def ids_of(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def pages(once: Once, tmp_path_factory) -> tuple[Path, Path]:
    folder = write_exhibit(tmp_path_factory.mktemp("taken"))
    return pages_of(once, "taken", lambda: read_exhibit(folder).with_basemap("none"))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("Save as CSV", "Save as GeoJSON")),
        ("az", ("CSV kimi saxla", "GeoJSON kimi saxla")),
    ],
)
def test_files_are_byte_for_byte_those_of_the_page_of_few(visit, pages, language, names, tmp_path):
    few, many = (visit(page).frame for page in pages)
    many.wait_for_selector(READY, state="attached")
    for name in names:
        files = []
        for frame, folder in ((few, tmp_path / "few"), (many, tmp_path / "many")):
            files.append(taken(frame, open_sources(frame, language), name, folder))
        assert files[0].name == files[1].name
        assert files[1].read_bytes() == files[0].read_bytes()
    assert ids_of(files[0].with_suffix(".csv")) == [row["id"] for row in EVENTS]
    features = json.loads(files[1].read_text("utf-8"))["features"]
    points = {one["id"]: one["geometry"] and one["geometry"]["coordinates"] for one in features}
    assert points["polar"] == [-12.25, 89.5]
    assert points["nowhere"] is points["aside"] is None
    assert len(points["several"]) == 3
    assert ("sağ sütun" in files[1].read_text("utf-8")) == (language == "az")


def opened_many(visit, page: Path, **options):
    frame = visit(page, **options).frame
    frame.wait_for_selector(READY, state="attached")
    return frame


def group(take, name: str):
    return take.get_by_role("group", name=name, exact=True)


def test_what_is_found_can_be_taken_and_all(visit, many_page, tmp_path):  # noqa: F811
    frame = opened_many(visit, At(many_page(), "category=arrest&from=1940-01-01"))
    take = open_sources(frame)
    frame.evaluate("location.hash = '#view=sources&category=arrest&from=1940-01-01'")
    expected = matching(category="arrest", first="1940-01-01", last="2000")
    assert 0 < len(expected) < len(BY_ID)
    found = group(take, f"Records found: {len(expected)} of {len(BY_ID)}")
    found.wait_for()
    ids = ids_of(taken(frame, found, "Save as CSV", tmp_path))
    assert sorted(ids) == sorted(expected)
    assert [BY_ID[id_]["date"] for id_ in ids] == sorted(BY_ID[id_]["date"] for id_ in ids)
    until(frame, f"{STATUS} === 'exhibit.csv is ready.'")
    everything = ids_of(taken(frame, group(take, "All records"), "Save as CSV", tmp_path / "all"))
    assert sorted(everything) == sorted(BY_ID)
    dates = [BY_ID[id_]["date"] or "9999" for id_ in everything]
    assert dates == sorted(dates)
    # Nothing is left to be taken of what is not found.
    frame.evaluate("location.hash = '#view=sources&q=xyzzy'")
    none = group(take, f"Records found: 0 of {len(BY_ID)}")
    none.wait_for()
    assert none.get_by_role("button").first.is_disabled()


def test_what_is_being_made_is_told_and_can_be_stopped(visit, many_page):  # noqa: F811
    frame = opened_many(visit, many_page())
    take = open_sources(frame)
    downloads = []
    frame.page.on("download", lambda one: downloads.append(one))
    shown = frame.evaluate(
        """() => {
        const take = document.querySelector('.take');
        const named = [...take.querySelectorAll('button:not([data-action])')].at(-1);
        named.focus();
        named.click();
        const stop = take.querySelector('[data-action="take-stop"]');
        const shown = [stop.parentElement.hidden, stop.nextElementSibling.textContent,
            document.activeElement === stop, named.disabled];
        stop.click();
        return [...shown, stop.parentElement.hidden, document.activeElement === named];
        }"""
    )
    assert shown == [False, "exhibit.geojson 0%", True, True, True, True]
    until(frame, f"{STATUS} === 'Stopped. Nothing was saved.'")
    # It can be made anew, and the one that was stopped comes no more.
    with frame.page.expect_download():
        take.get_by_role("button", name="Save as CSV").last.click()
    until(frame, f"{STATUS}.endsWith('.csv is ready.')")
    assert [one.suggested_filename for one in downloads] == ["exhibit.csv"]
    assert take.locator("[data-action=take-stop]").is_hidden()


def test_what_is_made_goes_on_while_something_else_is_read(visit, many_page, tmp_path):  # noqa: F811
    frame = opened_many(visit, many_page())
    take = open_sources(frame)
    with frame.page.expect_download() as started:
        take.evaluate(
            """take => {
            [...take.querySelectorAll('button:not([data-action])')].at(-2).click();
            location.hash = '#event=ev0001'; }"""
        )
        frame.wait_for_selector('article[data-event="ev0001"]')
    path = tmp_path / "kept.csv"
    started.value.save_as(path)
    assert sorted(ids_of(path)) == sorted(BY_ID)


LONG = 9_000


def test_more_than_is_held_at_once_is_saved_in_time_order(visit, once, tmp_path):
    """Nine thousand long texts: several runs, of which the browser keeps parts meanwhile."""

    def make(path: Path) -> None:
        folder = path.parent / "in"
        folder.mkdir()
        with (folder / "events.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(("id", "date", "title", "text", "lat", "lon"))
            for n in range(LONG):
                day = date(1900, 1, 1) + timedelta(days=n * 4_001 % LONG)
                table.writerow((f"e{n}", day, f"T{n}", f"{n} " * 200, 1 + n % 61, 1 + n % 83))
        build(folder / "events.csv", path)

    frame = opened_many(visit, once("many-long", make))
    take = open_sources(frame)
    path = taken(frame, take, "Save as CSV", tmp_path)
    in_time = sorted(range(LONG), key=lambda n: n * 4_001 % LONG)
    assert ids_of(path) == [f"e{n}" for n in in_time]
    features = json.loads(taken(frame, take, "Save as GeoJSON", tmp_path).read_text("utf-8"))
    assert [one["id"] for one in features["features"]] == [f"e{n}" for n in in_time]


def test_a_page_in_a_folder_saves_what_is_in_its_files(visit, once, tmp_path):
    frame = opened_many(visit, folder_page(once, tmp_path / "page"))
    path = taken(frame, open_sources(frame), "Save as CSV", tmp_path)
    assert sorted(ids_of(path)) == [f"e{n:03d}" for n in range(COUNT)]


def test_where_a_file_is_missing_nothing_is_saved(chromium, once, tmp_path):
    page = folder_page(once, tmp_path / "page")
    sorted((page.parent / "texts").glob("told-en-0.*"))[2].unlink()
    with opened(chromium, page, "file", tmp_path, viewport=PHONE) as visited:
        frame = visited.frame
        frame.wait_for_selector(READY, state="attached")
        downloads = []
        frame.page.on("download", lambda one: downloads.append(one))
        open_sources(frame).get_by_role("button", name="Save as CSV").last.click()
        until(frame, f"{STATUS} === 'Stopped. Nothing was saved.'")
        assert "told-en-0" in frame.locator(".lost").inner_text()
        assert downloads == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_to_many_records_is_accessible_on_a_phone(visit, many_page, axe, scheme):  # noqa: F811
    frame = opened_many(visit, many_page(), viewport=PHONE, color_scheme=scheme)
    take = open_sources(frame)
    frame.evaluate("location.hash = '#view=sources&category=arrest'")
    take.locator("[role=group]:not([hidden])").nth(1).wait_for()
    take.scroll_into_view_if_needed()
    assert findings(frame, axe) == []
    boxes = [one.bounding_box() for one in take.get_by_role("button").all()]
    assert len(boxes) == 4
    assert all(box["height"] >= 44 and box["x"] + box["width"] <= 390 for box in boxes)


@pytest.mark.parametrize(
    ("profile", "how"), [("web", "iframe-sandbox"), ("embed", "file"), ("kiosk", "file")]
)
def test_where_nothing_can_be_saved_nothing_is_offered(visit, many_page, profile, how):  # noqa: F811
    frame = visit(many_page(profile), how).frame
    frame.wait_for_selector(READY, state="attached")
    attract = frame.locator(".attract")
    if attract.count():
        attract.click()
        attract.wait_for(state="detached")
    frame.locator('[data-action="sources"]').first.click()
    assert frame.locator(".view-sources").count() == 1
    assert frame.locator(".take").count() == 0
