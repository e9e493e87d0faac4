"""The user's own map is drawn, in the page or beside it; where it cannot be, the shipped one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder.build import build

from ..tile_maps import collection, line
from .bidi import Firefox
from .conftest import opened

SIZE = {"width": 1000, "height": 700}
STREETS = [
    (line((49.75, 40.30 + n / 100), (49.95, 40.30 + n / 100)), {"highway": "primary"})
    for n in range(20)
]


@pytest.fixture
def pages(tmp_path) -> dict[str, Path]:
    """The same exhibit with a map in it, with the map beside it, and without one."""
    folder = tmp_path / "exhibit"
    folder.mkdir()
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,40.40,49.83\nb,1991,Two,40.41,49.87\n", "utf-8"
    )
    (folder / "streets.geojson").write_text(collection(*STREETS), "utf-8")
    own = '[basemap]\nown = { file = "streets.geojson", attribution = "© City" }\n'
    made = {}
    for name, settings in {
        "in it": own,
        "beside it": f"{own}embed_limit_mb = 0\n",
        "without": "[basemap]\n",
    }.items():
        (folder / "exhibit.toml").write_text(f'title = "Two"\n{settings}', "utf-8")
        made[name] = build(folder, tmp_path / name.replace(" ", "-") / "page.html")
    return made


def seen(visited) -> bytes:
    visited.page.wait_for_timeout(500)
    return visited.frame.locator(".map").screenshot(animations="disabled")


def test_a_map_beside_the_page_is_drawn_as_one_within_it(visit, pages):
    within, beside, without = (
        seen(visit(pages[name], viewport=SIZE)) for name in ("in it", "beside it", "without")
    )
    assert within == beside
    assert within != without


def test_the_map_s_credit_stands_on_the_map(visit, pages):
    credit = visit(pages["in it"], viewport=SIZE).frame.locator(".map-credit").inner_text()
    assert credit.startswith("© City · ")


@pytest.mark.parametrize("how", ["iframe-sandbox", "srcdoc-sandbox"])
def test_in_a_sandbox_a_map_within_the_page_is_drawn(visit, pages, how):
    frame = visit(pages["in it"], how, viewport=SIZE).frame
    assert frame.locator("[data-place]").first.is_visible()


@pytest.mark.parametrize("how", ["iframe-sandbox", "srcdoc-sandbox"])
def test_what_cannot_be_read_beside_the_page_leaves_the_shipped_map(chromium, pages, tmp_path, how):
    with opened(chromium, pages["beside it"], how, tmp_path, viewport=SIZE) as visited:
        visited.frame.wait_for_selector('html[data-ready="true"]', state="attached")
        assert visited.frame.locator("[data-place]").first.is_visible()
        # The browser's own refusal of the neighbour's file, and nothing of the page's.
        assert [fault for fault in visited.faults if "uncaught" in fault] == []


@pytest.mark.firefox
def test_firefox_reads_the_scripts_beside_a_page(in_firefox: Firefox, pages):
    in_firefox.open(pages["beside it"].as_uri())
    in_firefox.wait_for("document.documentElement.dataset.ready === 'true'")
    assert in_firefox.evaluate("document.getElementById('tiles').textContent.length > 100")
