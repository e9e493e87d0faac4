"""The data taken along: what the page saves is read by other programs, and only where it can be."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyogrio
import pytest

from mapbuilder.exhibit import read_exhibit

from .conftest import dismiss_notice
from .pages import default_page
from .test_access import axe, findings  # noqa: F401


@pytest.fixture(scope="module")
def exhibit():
    return read_exhibit()


def sources(visited, language="en"):
    dismiss_notice(visited.frame)
    visited.frame.locator(f'.bar [data-language="{language}"]').click()
    visited.frame.locator('[data-action="sources"]').first.click()
    return visited.frame.locator(".view-sources")


def taken(visited, view, name: str, folder: Path) -> Path:
    with visited.page.expect_download() as started:
        view.get_by_role("button", name=name, exact=True).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


@pytest.mark.parametrize("how", ["file", "http"])
def test_the_page_saves_its_data_for_other_programs(visit, once, exhibit, how, tmp_path):
    visited = visit(default_page(once, "web"), how)
    view = sources(visited, "az")
    ids = exhibit.events["id"].to_pylist()

    table = taken(visited, view, "CSV kimi saxla", tmp_path)
    assert table.name == "black-january.csv"
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ids
    assert [row["title"] for row in rows] == exhibit.events["title_az"].to_pylist()
    assert [row["quote"] for row in rows] == [q or "" for q in exhibit.events["quote"].to_pylist()]
    # The page has no marker for what is context, and does not say where that was.
    at = [
        "" if lon is None or group == "context" else str(lon)
        for lon, group in zip(
            exhibit.events["lon"].to_pylist(), exhibit.events["group"].to_pylist(), strict=True
        )
    ]
    assert [row["lon"] for row in rows] == at
    [opened] = [row for row in rows if row["id"] == "ev05"]
    assert (opened["first_day"], opened["last_day"]) == ("1990-01-19", "1990-01-20")

    path = taken(visited, view, "GeoJSON kimi saxla", tmp_path)
    read = pyogrio.read_dataframe(path)
    assert read["id"].to_list() == ids
    assert read.geometry.isna().sum() == at.count("")
    whole = json.loads(path.read_text("utf-8"))
    assert whole["name"] == exhibit.config.variants["title_az"]
    assert ["GeoNames 524901" in credit for credit in whole["credits"]] == [True]

    path = taken(visited, view, "Linked Places kimi saxla", tmp_path)
    features = json.loads(path.read_text("utf-8"))["features"]
    assert {one["@id"] for one in features} == {
        f"#place={id_}" for id_ in exhibit.places["id"].to_pylist() if ":" not in id_
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_way_to_the_data_is_accessible_on_a_phone(visit, once, axe, scheme):  # noqa: F811
    visited = visit(
        default_page(once, "web"), viewport={"width": 390, "height": 844}, color_scheme=scheme
    )
    view = sources(visited)
    view.locator(".take").scroll_into_view_if_needed()
    assert findings(visited.frame, axe) == []
    boxes = [one.bounding_box() for one in view.locator(".take button").all()]
    assert len(boxes) == 3
    assert all(box["height"] >= 44 and box["x"] + box["width"] <= 390 for box in boxes)


@pytest.mark.parametrize(
    ("profile", "how"), [("web", "iframe-sandbox"), ("embed", "file"), ("kiosk", "file")]
)
def test_where_nothing_can_be_saved_nothing_is_offered(visit, once, profile, how):
    visited = visit(default_page(once, profile), how)
    frame = visited.frame
    attract = frame.locator(".attract")
    if attract.count():
        attract.click()
        attract.wait_for(state="detached")
    dismiss_notice(frame)
    frame.locator('[data-action="sources"]').first.click()
    assert frame.locator(".view-sources").count() == 1
    assert frame.locator(".take").count() == 0
