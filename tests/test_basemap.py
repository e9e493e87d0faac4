"""The base map: what a page carries for where its exhibit lies, and whom it credits."""

from __future__ import annotations

import json

import pytest

from mapbuilder.basemap import VERSION, Basemap, read_basemap

BAKU = (48.9, 38.8, 49.9, 40.4)
LIMA = (-77.1, -12.1, -77.0, -12.0)


def chosen(basemap: Basemap | None) -> list[float]:
    assert basemap is not None
    return [level["min_zoom"] for level in basemap.block["levels"]]


def test_none_carries_nothing() -> None:
    assert read_basemap(BAKU, detail="none") is None


def test_an_exhibit_on_the_caspian_has_every_level_from_coarse_to_fine() -> None:
    zooms = chosen(read_basemap(BAKU))
    assert len(zooms) == 7
    assert zooms == sorted(zooms)


def test_light_has_the_world_and_eurasia_only() -> None:
    assert chosen(read_basemap(BAKU, detail="light")) == [0, 3]


def test_an_exhibit_elsewhere_has_the_world() -> None:
    assert chosen(read_basemap(LIMA)) == [0]


def test_a_bbox_across_the_antimeridian_is_not_everywhere() -> None:
    assert chosen(read_basemap((178.0, -19.0, -178.0, -16.0))) == [0]


def test_a_bbox_of_one_point_has_the_levels_that_hold_it() -> None:
    assert chosen(read_basemap((49.85, 40.37, 49.85, 40.37))) == [0, 3, 5, 6.5, 8]


@pytest.mark.parametrize(
    ("bbox", "credits"),
    [
        (BAKU, ["Made with Natural Earth", "© OpenStreetMap contributors", "Unicode CLDR"]),
        (LIMA, ["Made with Natural Earth", "Unicode CLDR"]),
    ],
)
def test_only_what_is_on_the_page_is_credited(
    bbox: tuple[float, float, float, float], credits: list[str]
) -> None:
    basemap = read_basemap(bbox)
    assert basemap is not None
    assert [each.credit for each in basemap.attributions] == credits


def test_the_block_is_json_with_its_version() -> None:
    basemap = read_basemap(None)
    assert basemap is not None
    assert json.loads(json.dumps(basemap.block))["version"] == VERSION
    names = basemap.block["names"]
    assert all(
        set(each["names"]) == {"az", "en", "ru"} for each in [*names["countries"], *names["waters"]]
    )
