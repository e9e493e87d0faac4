"""The base map: what a page carries for where its exhibit lies, and whom it credits."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import subprocess
import sys
import tomllib
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import files
from mapbuilder.basemap import MOST_LATITUDE, VERSION, Basemap, Bbox, read_basemap, read_theme
from mapbuilder.errors import InputError
from mapbuilder.topology import to_parts

BAKU: Bbox = (48.85, 38.75, 49.86, 40.38)
EXHIBIT = Path("black-january", "places.csv")

# Fjords, an atoll, islands on both sides of 180°, both poles, no coast at all, a megacity.
ELSEWHERE: dict[str, Bbox] = {
    "Bergen": (5.3, 60.3, 7.1, 60.9),
    "Majuro": (167.7, 7.0, 171.4, 8.8),
    "Fiji": (177.4, -18.2, -171.7, -13.8),
    "Wrangel": (170.3, 69.7, -179.4, 71.0),
    "North Pole": (10.0, 78.2, 15.7, 89.5),
    "South Pole": (0.0, -90.0, 166.7, -77.8),
    "Ulaanbaatar": (104.0, 47.9, 107.0, 49.1),
    "Tokyo": (139.6, 35.4, 140.2, 35.7),
    "one point": (-5.68, -15.95, -5.68, -15.95),
    "the world": (-170.0, -60.0, 170.0, 75.0),
}

GSHHG = "GSHHG, P. Wessel and W. H. F. Smith (World Data Bank II)"


@cache
def cut_for(place: str) -> Basemap:
    west, south, east, north = ELSEWHERE[place]
    return some(read_basemap(ELSEWHERE[place], marks=[(west, south), (east, north)]))


def some(basemap: Basemap | None) -> Basemap:
    assert basemap is not None
    return basemap


def zooms(basemap: Basemap | None) -> list[float]:
    return [level["min_zoom"] for level in some(basemap).block["levels"]]


def deflated(block: object) -> int:
    return len(zlib.compress(json.dumps(block, ensure_ascii=False).encode(), 6))


def land_at(level: dict[str, Any], lon: float, lat: float) -> bool:
    """By the even-odd rule over all rings, as the page fills them."""
    inside = False
    spot = (lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4)
    for geom, _ in to_parts(level["topology"], spot).get("land", []):
        inside ^= bool(shapely.contains_xy(shapely.make_valid(geom), lon, lat))
    return inside


def test_none_carries_nothing() -> None:
    assert read_basemap(BAKU, detail="none") is None


def test_an_exhibit_on_the_caspian_has_every_level_from_coarse_to_fine() -> None:
    assert zooms(read_basemap(BAKU)) == [0, 3, 5, 6.5, 9.5, 10, 10]


def test_light_has_the_world_and_its_surroundings_only() -> None:
    light = some(read_basemap(BAKU, detail="light"))
    assert zooms(light) == [0, 3]
    assert light.relief == ()
    assert deflated(light.block) <= 100_000


def test_the_default_exhibit_s_map_holds_its_budget() -> None:
    full = some(read_basemap(BAKU, languages=("en", "az", "ru"), borders=False))
    assert len(full.relief) == len(full.block["relief"]) == 2
    assert deflated(full.block) + sum(map(len, full.relief)) <= 300_000


@pytest.mark.parametrize("place", ELSEWHERE)
def test_an_exhibit_anywhere_has_levels_cut_for_it(place: str) -> None:
    basemap = cut_for(place)
    assert zooms(basemap)[0] == 0
    assert max(zooms(basemap)) == 5.0
    assert deflated(basemap.block) <= 300_000
    for level in basemap.block["levels"]:
        west, south, east, north = level["bbox"]
        assert -180 <= west < east <= 180
        assert -MOST_LATITUDE <= south < north <= MOST_LATITUDE
        for parts in to_parts(level["topology"], tuple(level["bbox"])).values():
            for geom, _ in parts:
                left, bottom, right, top = shapely.bounds(geom)
                assert west - 1e-9 <= left <= right <= east + 1e-9
                assert south - 1e-9 <= bottom <= top <= north + 1e-9


@pytest.mark.parametrize(
    ("lon", "lat", "is_land"),
    [
        (5.33, 60.39, True),
        (4.2, 60.4, False),
        (178.0, -17.8, True),
        (179.9, -18.5, False),
        (-179.95, -16.85, True),
        (139.75, 35.7, True),
        (139.9, 35.45, False),
    ],
)
def test_cut_land_is_where_land_is(lon: float, lat: float, is_land: bool) -> None:
    basemap = some(read_basemap((lon, lat, lon, lat)))
    finest = [
        level
        for level in basemap.block["levels"]
        if level["bbox"][0] <= lon <= level["bbox"][2]
        and level["bbox"][1] <= lat <= level["bbox"][3]
    ][-1]
    assert land_at(finest, lon, lat) is is_land


def test_no_default_place_stands_in_the_sea_at_any_level() -> None:
    """The coarse levels, which are drawn where no finer one is, are asked too."""
    with (files.geodata() / EXHIBIT).open(encoding="utf-8-sig") as table:
        places = [
            (row["id"], float(row["lon"]), float(row["lat"])) for row in csv.DictReader(table)
        ]
    assert len(places) == 6
    wrong = []
    for level in some(read_basemap(BAKU)).block["levels"]:
        west, south, east, north = level["bbox"]
        for name, lon, lat in places:
            inside = west <= lon <= east and south <= lat <= north
            # Below zoom 6.5 a town of the coast is nearer to it than a pixel is wide.
            if inside and level["min_zoom"] >= 6.5 and not land_at(level, lon, lat):
                wrong.append((level["min_zoom"], name))
    assert wrong == []


def test_what_was_cut_is_known_by_its_edge() -> None:
    """The page leaves out an edge only where it lies on the level's own."""
    for level in cut_for("Bergen").block["levels"][1:]:
        west, south, east, north = level["bbox"]
        whole = shapely.box(west, south, east, north)
        for geom, _ in to_parts(level["topology"], tuple(level["bbox"]))["land"]:
            coast = shapely.boundary(geom)
            on_edge, near = (
                shapely.intersection(coast, shapely.buffer(shapely.boundary(whole), reach)).length
                for reach in (1e-9, 1e-4)
            )
            assert near - on_edge < 0.05


@pytest.mark.parametrize(
    ("bbox", "credits"),
    [
        (
            BAKU,
            [
                "Made with Natural Earth", "© OpenStreetMap contributors", GSHHG,
                "GLOBE elevation, NOAA",
                "GeoNames", "Unicode CLDR",
            ],
        ),
        (ELSEWHERE["Bergen"], ["Made with Natural Earth", GSHHG, "GeoNames", "Unicode CLDR"]),
        (None, ["Made with Natural Earth", "Unicode CLDR"]),
    ],
)  # fmt: skip
def test_only_what_is_on_the_page_is_credited(bbox: Bbox | None, credits: list[str]) -> None:
    assert [each.credit for each in some(read_basemap(bbox)).attributions] == credits


def test_the_block_is_json_with_its_version_and_names_in_the_exhibit_s_languages() -> None:
    block = json.loads(json.dumps(some(read_basemap(BAKU, languages=("az", "ru"))).block))
    assert block["version"] == VERSION
    names = block["names"]
    assert list(names["names"]) == ["en", "az", "ru"]
    lengths = {len(names[key]) for key in ("lon", "lat", "kind", "rank", "path", "capital")}
    assert lengths == {len(column) for column in names["names"].values()}


def test_every_name_is_composed_so_that_a_font_has_its_letters_with_their_marks() -> None:
    folder = files.geodata() / "basemap"
    given = json.loads((folder / "names.json").read_bytes())
    names = {n for row in [*given["countries"], *given["own"]] for n in row["names"].values() if n}
    towns = json.loads(gzip.decompress((folder / "towns.json.gz").read_bytes()))
    names |= {name for _, _, _, name, _ in towns}
    assert len(names) > 20_000
    assert sorted(name for name in names if unicodedata.normalize("NFC", name) != name) == []


def test_no_name_around_the_caspian_lacks_a_language_of_the_default_exhibit() -> None:
    names = json.loads((files.geodata() / "basemap" / "names.json").read_bytes())
    lacking = [
        (row["names"]["en"], tag)
        for row in [*names["countries"], *names["own"]]
        for tag in ("en", "az", "ru")
        if not row["names"].get(tag)
    ]
    assert lacking == []


@pytest.mark.parametrize(
    ("bbox", "lon", "lat"),
    [
        pytest.param(BAKU, 48.46, 40.01, id="the Aras ends in the Kura"),
        pytest.param(BAKU, 47.05, 40.77, id="the Kura at Mingachevir"),
        pytest.param((31.0, 29.8, 31.5, 30.3), 31.23, 30.04, id="the Nile at Cairo"),
        pytest.param((13.2, 45.4, 13.9, 45.9), 11.6, 44.9, id="the Po"),
    ],
)
def test_rivers_flow_where_they_do(bbox: Bbox, lon: float, lat: float) -> None:
    levels = some(read_basemap(bbox, marks=[(bbox[0], bbox[1])])).block["levels"]
    rivers = [
        geom
        for level in levels
        for geom, facts in to_parts(level["topology"], tuple(level["bbox"])).get("rivers", [])
        if facts["rank"] <= 4
    ]
    assert min(geom.distance(shapely.Point(lon, lat)) for geom in rivers) < 0.06


def test_a_fine_coast_has_no_rivers_of_a_coarser_source() -> None:
    for level in some(read_basemap(BAKU)).block["levels"]:
        assert ("rivers" in level["topology"]["objects"]) == (0 < level["min_zoom"] < 9)


def test_borders_are_left_out_where_they_are_off() -> None:
    def kinds(borders: bool) -> set[str]:
        levels = some(read_basemap(BAKU, borders=borders)).block["levels"]
        return {name for level in levels for name in level["topology"]["objects"]}

    assert "borders" in kinds(True)
    assert "borders" not in kinds(False)


def test_a_coast_that_is_not_installed_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "roaring_landmask", None)
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[coast\]'"):
        read_basemap(BAKU, marks=[(49.85, 40.37)], coast="osm")


def test_the_default_exhibit_s_map_needs_no_geometry_library() -> None:
    code = (
        "import sys; from mapbuilder.basemap import read_basemap; read_basemap((48.9, 38.8, 49.9, "
        "40.4)); sys.exit(bool({'shapely', 'geopandas', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_every_file_is_the_one_that_its_source_names() -> None:
    folder = files.geodata() / "basemap"
    listed = tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))["files"]
    data = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".json", ".gz", ".webp", ".txt"}
    }
    assert set(listed) == data
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_a_theme_styles_every_kind_of_name_in_light_and_dark() -> None:
    theme = read_theme()
    names = json.loads((files.geodata() / "basemap" / "names.json").read_bytes())
    kinds = {row["kind"] for row in [*names["countries"], *names["own"]]}
    assert kinds <= set(theme["names"])
    assert set(theme["light"]) == set(theme["dark"])
    assert {style["colour"] for style in theme["names"].values()} <= set(theme["light"])


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 60), st.floats(0, 30))
def test_any_bbox_on_earth_has_a_map_and_always_the_same(
    west: float, south: float, width: float, height: float
) -> None:
    east = west + width if west + width <= 180 else west + width - 360
    bbox = (west, south, east, min(90.0, south + height))
    one = json.dumps(some(read_basemap(bbox)).block)
    assert json.dumps(some(read_basemap(bbox)).block) == one
