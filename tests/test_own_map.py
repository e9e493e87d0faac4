"""The user's own map in a page: what is taken, where it stands, whose it is, what is refused."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path

import pytest

from mapbuilder import files, own_map
from mapbuilder.archives import open_archive
from mapbuilder.build import ProblemsError, build
from mapbuilder.config import Config
from mapbuilder.errors import ConfigError, InputError, PageError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.own_map import first_zoom, read_own_map, view_of, wanted
from mapbuilder.page import render_page
from mapbuilder.page_template import read_template
from mapbuilder.report import Report
from mapbuilder.tiles import TileSet, ids_of, rects_of, tile_id, tile_of, to_pmtiles

from .invented import exhibit_of, stand_in_templates
from .tile_maps import BAKU, OSM, PNG, served, tile_set, write_mbtiles, write_pmtiles

HERE = "49.83,40.375"


@pytest.fixture
def templates(tmp_path, monkeypatch):
    folder = tmp_path / "templates"
    folder.mkdir()
    return stand_in_templates(folder, monkeypatch)


@pytest.fixture
def folder(tmp_path, templates):
    """An exhibit of two places in Baku, with a map in its folder."""
    folder = tmp_path / "exhibit"
    folder.mkdir()
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,40.375,49.83\nb,1991,Two,40.40,49.85\n", "utf-8"
    )
    write_pmtiles(folder / "streets.pmtiles")
    settings(folder, 'own = "streets.pmtiles"')
    return folder


def settings(folder: Path, basemap: str, more: str = "") -> None:
    text = f'title = "Two"\nlanguages = ["en", "az"]\n{more}\n[basemap]\n{basemap}\n'
    (folder / "exhibit.toml").write_text(text, "utf-8")


def read(page: Path | bytes) -> str:
    return (page if isinstance(page, bytes) else page.read_bytes()).decode()


def head(page: str) -> dict:
    return json.loads(re.search(r'id="payload">(.*?)</script>', page, re.DOTALL)[1])


def archive_in(page: str) -> bytes:
    found = re.search(r'<script type="application/octet-stream" id="tiles">(.*?)<', page)
    return b64decode(found[1], validate=True)


def policy(page: str) -> str:
    return re.search(r'Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")


def test_an_archive_within_the_limit_is_in_the_page(folder, tmp_path):
    page = read(build(folder, tmp_path / "page.html"))
    (tmp_path / "read.pmtiles").write_bytes(archive_in(page))
    facts = open_archive(str(tmp_path / "read.pmtiles")).facts
    own = head(page)["basemap"]["own"]
    assert own == {
        "kind": "vector",
        "schema": "protomaps",
        "bbox": [round(degrees, 5) for degrees in facts.bbox],
        "min_zoom": 10,
        "max_zoom": 13,
        "tile_type": "mvt",
        "parts": 0,
    }
    assert "'self'" not in policy(page)
    assert not (tmp_path / "page.map").exists()
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [script.split()[0] for script in scripts[-2:]] == [
        "window.openTiles",
        "window.begun",
    ]
    # What an exhibit without a map of its own says.
    assert head(read(render_page(exhibit_of())))["basemap"]["own"] is None


def test_the_page_s_other_blocks_come_before_the_archive(folder, tmp_path):
    page = read(build(folder, tmp_path / "page.html"))
    last = max(page.index(f'id="{name}"') for name in ("manifest", "texts", "texts-az", "basemap"))
    assert page.index('id="tiles"') > last


def test_an_archive_above_the_limit_is_in_scripts_beside_the_page(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(own_map, "_PART_CHARACTERS", 4_000)
    whole = archive_in(read(build(folder, tmp_path / "whole.html")))
    settings(folder, 'own = "streets.pmtiles"\nembed_limit_mb = 0.001')
    page = read(build(folder, tmp_path / "my page #1.html"))
    addresses = re.findall(r'<script src="([^"]*)" defer></script>', page)
    assert len(addresses) == head(page)["basemap"]["own"]["parts"] > 2
    assert '<div id="tiles" hidden></div>\n<script src=' in page
    assert re.search(r"script-src (?:'sha256-[^']*' )+'self';", policy(page))
    beside = tmp_path / "my page #1.map"
    assert sorted(path.name for path in beside.iterdir()) == sorted(
        address.removeprefix("my%20page%20%231.map/") for address in addresses
    )
    texts = []
    for address in addresses:
        script = (beside / address.rsplit("/")[-1]).read_text("ascii")
        found = re.fullmatch(r'document\.getElementById\("tiles"\)\.append\("([^"]*)"\);\n', script)
        assert len(found[1]) % 4 == 0
        texts.append(found[1])
    assert b64decode("".join(texts), validate=True) == whole


def test_parts_are_written_before_the_page_and_old_ones_go_after_it(folder, tmp_path, monkeypatch):
    settings(folder, 'own = "streets.pmtiles"\nembed_limit_mb = 0')
    page = build(folder, tmp_path / "page.html")
    beside = tmp_path / "page.map"
    old = {path.name for path in beside.iterdir()}
    (beside / "notes.txt").write_text("a person's own")
    write_pmtiles(folder / "streets.pmtiles", tile_set(zooms=range(11, 13)))
    real = files.write_atomic

    def fails_at_the_page(path, *pieces):
        if path == page:
            assert old < {each.name for each in beside.iterdir()}
            raise OSError("the disk is full")
        real(path, *pieces)

    monkeypatch.setattr(files, "write_atomic", fails_at_the_page)
    before = page.read_bytes()
    with pytest.raises(OSError, match="full"):
        build(folder, page)
    assert page.read_bytes() == before
    assert old < {path.name for path in beside.iterdir()}
    monkeypatch.setattr(files, "write_atomic", real)
    build(folder, page)
    left = {path.name for path in beside.iterdir()}
    assert not old & left
    assert "notes.txt" in left
    (beside / "notes.txt").unlink()
    build(folder, page, basemap="none")
    settings(folder, 'own = "streets.pmtiles"')
    build(folder, page)
    assert not beside.exists()


def test_the_same_map_gives_the_same_page_and_parts(folder, tmp_path):
    settings(folder, 'own = "streets.pmtiles"\nembed_limit_mb = 0.001')
    one, two = (build(folder, tmp_path / name / "page.html") for name in ("a", "b"))
    assert one.read_bytes() == two.read_bytes()
    parts = [
        sorted(path.name for path in page.with_suffix(".map").iterdir()) for page in (one, two)
    ]
    assert parts[0] == parts[1]


def test_only_the_page_s_own_parts_may_be_loaded(folder, tmp_path, templates):
    template = templates / "exhibit.html.jinja"
    text = template.read_text("utf-8")
    template.unlink()
    settings(folder, 'own = "streets.pmtiles"\nembed_limit_mb = 0')
    for wrong in (
        '<script src="page.map/other.js" defer></script>',
        '<script src="x.js"></script>',
    ):
        template.write_text(text.replace('<main id="text">', f"{wrong}<main>"), "utf-8")
        read_template.cache_clear()
        with pytest.raises(PageError, match="would fetch something"):
            build(folder, tmp_path / "page.html")
    read_template.cache_clear()


@pytest.mark.parametrize("kind", ["pmtiles", "mbtiles", "osm", "png"])
def test_each_kind_of_map_ends_as_one_archive(folder, tmp_path, kind):
    path = folder / f"map.{kind}"
    if kind == "pmtiles":
        write_pmtiles(path, tile_set("openmaptiles"))
    elif kind == "mbtiles":
        write_mbtiles(path)
    elif kind == "osm":
        path.write_text(OSM, "utf-8")
    else:
        whole = tile_set()
        path.write_bytes(to_pmtiles(TileSet("png", dict.fromkeys(whole.tiles, PNG), BAKU, {})))
    settings(folder, f'own = {{ file = "map.{kind}", attribution = "© A" }}')
    own = head(read(build(folder, tmp_path / "page.html")))["basemap"]["own"]
    expected = {
        "pmtiles": ("vector", "openmaptiles", "mvt", 13),
        "mbtiles": ("vector", "protomaps", "mvt", 13),
        "osm": ("vector", "protomaps", "mvt", 13),
        # Pictures are drawn as wide as they are.
        "png": ("raster", None, "png", 14),
    }[kind]
    assert (own["kind"], own["schema"], own["tile_type"], own["max_zoom"]) == expected


def attributions(page: str) -> list[dict]:
    import zlib

    block = re.search(r'id="texts">([^<]*)<', page)[1]
    return json.loads(zlib.decompress(b64decode(block)))["attributions"]


def test_whose_map_it_is_stands_on_the_map_once(folder, tmp_path):
    listed = attributions(read(build(folder, tmp_path / "page.html")))
    assert listed[0] == {
        "title": "Detailed map",
        "credit": "© OpenStreetMap contributors",
        "licence": "ODbL 1.0",
        "url": "https://www.openstreetmap.org/copyright",
        "on_map": True,
    }
    on_map = [each["credit"] for each in listed if each["on_map"]]
    assert on_map == ["© OpenStreetMap contributors", "Made with Natural Earth", "GeoNames"]
    assert "GLOBE elevation, NOAA" in [each["credit"] for each in listed if not each["on_map"]]


def test_the_settings_name_comes_before_the_map_s_and_that_before_the_file_s_beside_it(folder):
    (folder / "streets.attribution.toml").write_text(
        'attribution = "© B"\nlicence = "L"\n', "utf-8"
    )
    assert read_own_map(read_exhibit(folder)).credit.attribution == "© OpenStreetMap contributors"
    settings(folder, 'own = { file = "streets.pmtiles", attribution = "© C" }')
    assert read_own_map(read_exhibit(folder)).credit.attribution == "© C"
    write_pmtiles(folder / "streets.pmtiles", tile_set(attribution=""))
    settings(folder, 'own = "streets.pmtiles"')
    credit = read_own_map(read_exhibit(folder)).credit
    assert (credit.attribution, credit.licence) == ("© B", "L")


def test_a_map_of_nobody_is_a_warning_that_a_strict_build_refuses(folder, tmp_path):
    write_pmtiles(folder / "streets.pmtiles", tile_set(attribution=""))
    report = Report()
    build(folder, tmp_path / "page.html", report=report)
    (problem,) = [each for each in report.problems() if each.code == "basemap-attribution"]
    assert problem.severity == "warning"
    with pytest.raises(ProblemsError, match=r"nothing says whose map streets\.pmtiles is"):
        build(folder, tmp_path / "strict.html", strict=True)
    assert not (tmp_path / "strict.html").exists()
    settings(folder, 'own = { file = "streets.pmtiles", attribution = "© A" }')
    build(folder, tmp_path / "strict.html", strict=True)


def test_the_letters_of_its_names_are_in_the_page_s_fonts(folder, tmp_path):
    """The invented names have a letter that nothing else in the page has."""
    page = read(build(folder, tmp_path / "page.html"))
    report = Report()
    read_own_map(read_exhibit(folder), report)
    assert "U+18F" in page or "U+100-" in page
    own = read_own_map(read_exhibit(folder))
    assert "ə" in own.characters
    assert "Ω" in own.water_characters


def test_the_manifest_names_the_map(folder, tmp_path):
    page = read(build(folder, tmp_path / "page.html"))
    manifest = json.loads(re.search(r'id="manifest">(.*?)</script>', page)[1])
    assert "streets.pmtiles" in [given["name"] for given in manifest["inputs"]]
    (folder / "streets.pmtiles").rename(tmp_path / "other.pmtiles")
    settings(folder, "")
    page = read(build(folder, tmp_path / "page.html", basemap=tmp_path / "other.pmtiles"))
    manifest = json.loads(re.search(r'id="manifest">(.*?)</script>', page)[1])
    assert "other.pmtiles" in [given["name"] for given in manifest["inputs"]]
    assert str(tmp_path) not in page


def test_a_notebook_has_the_map_when_it_is_in_the_page_and_else_the_shipped_one(folder):
    from html import unescape

    assert 'id="tiles"' in unescape(read_exhibit(folder)._repr_html_())
    settings(folder, 'own = "streets.pmtiles"\nembed_limit_mb = 0')
    shown = unescape(read_exhibit(folder)._repr_html_())
    assert 'id="tiles"' not in shown
    assert "'self'" not in policy(shown)


def test_what_is_taken_is_what_the_page_can_show(folder):
    exhibit = read_exhibit(folder)
    west, south, east, north = view_of(exhibit)
    for zoom in (10, 13, 16):
        ids = set(ids_of(wanted(exhibit, [zoom], None)))
        assert set(ids_of(rects_of((west, south, east, north), zoom))) <= ids
        assert len(ids) <= 900


def test_a_wide_exhibit_has_details_around_its_places_alone(folder):
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,40.375,49.83\nb,1991,Two,38.75,48.85\n", "utf-8"
    )
    exhibit = read_exhibit(folder)
    ids = set(ids_of(wanted(exhibit, [14], None)))
    assert len(ids) == 2 * 9 * 9
    (rect,) = rects_of((49.83, 40.375, 49.83, 40.375), 14)
    assert tile_id(14, rect.x0 + 4, rect.y0 - 4) in ids
    assert tile_id(14, rect.x0 + 5, rect.y0) not in ids
    assert set(ids_of(rects_of(view_of(exhibit), 8))) <= set(ids_of(wanted(exhibit, [8], None)))


def test_without_places_the_middle_of_the_view_or_of_the_map_stands_for_them(folder):
    (folder / "events.csv").write_text("id,date,title\na,1990,One\n", "utf-8")
    exhibit = read_exhibit(folder)
    country = (44.0, 38.0, 52.0, 42.0)
    assert set(ids_of(rects_of(country, 9))) <= set(ids_of(wanted(exhibit, [9], country)))
    assert len(ids_of(wanted(exhibit, [14], country))) == 9 * 9
    settings(folder, 'own = "streets.pmtiles"\n[view]\nbbox = [49.8, 40.36, 49.9, 40.4]')
    own = read_own_map(read_exhibit(folder))
    assert own.facts["max_zoom"] == 13


def test_an_exhibit_across_180_degrees_takes_tiles_on_both_sides(folder):
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,-17,179.9\nb,1991,Two,-17,-179.9\n", "utf-8"
    )
    columns = {tile_of(number)[1] for number in ids_of(wanted(read_exhibit(folder), [9], None))}
    assert columns >= {511, 0}
    assert max(columns) - min(columns) == 511
    assert len(columns) < 20


@pytest.mark.parametrize(
    ("bbox", "zoom"),
    [((-180, -85, 180, 85), 0), ((49, 40, 50, 41), 8), ((49.8, 40.4, 49.80001, 40.40001), 10)],
)
def test_a_map_of_features_begins_where_it_is_half_a_tile_wide(bbox, zoom):
    assert first_zoom(bbox) == zoom


@pytest.mark.parametrize(
    ("basemap", "fault"),
    [
        ('own = "street.pmtiles"', r"names 'street\.pmtiles' for basemap\.own.*streets\.pmtiles"),
        ('own = "../exhibit"', "which is no file"),
    ],
)
def test_a_map_that_is_not_there_is_told(folder, basemap, fault):
    settings(folder, basemap)
    with pytest.raises(InputError, match=fault):
        read_exhibit(folder)


@pytest.mark.parametrize(
    ("basemap", "fault"),
    [
        ("own = 3", "key 'basemap.own' must be a table"),
        ('own = { file = "a", licnce = "x" }', "did you mean 'licence'"),
        ('own = { attribution = "a" }', r"basemap\.own\.file"),
        ("embed_limit_mb = -1", r"basemap\.embed_limit_mb"),
        ('own = "streets.pmtiles"\ndetail = "none"', "which is no map at all; say 'light'"),
    ],
)
def test_settings_of_the_map_are_refused_by_name(folder, basemap, fault):
    settings(folder, basemap)
    with pytest.raises(ConfigError, match=fault):
        read_exhibit(folder)


def test_settings_from_python_take_a_file_or_a_table():
    assert Config(basemap={"own": "a.pmtiles"}).basemap.own.file == "a.pmtiles"
    assert Config(basemap={"own": {"file": "a", "url": "b"}}).basemap.own.url == "b"


def test_a_map_of_elsewhere_says_what_it_covers(folder, tmp_path):
    (folder / "events.csv").write_text("id,date,title,lat,lon\na,1990,One,10,10\n", "utf-8")
    with pytest.raises(InputError, match=r"has no tiles where the exhibit lies: it covers 49\.80"):
        build(folder, tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()


def test_a_map_too_large_to_open_is_refused(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(own_map, "MOST_BESIDE", 1_000)
    with pytest.raises(InputError, match="cut it with fewer zooms"):
        build(folder, tmp_path / "page.html")


def test_none_leaves_the_map_out_and_a_word_that_is_no_file_is_told(folder, tmp_path):
    page = read(build(folder, tmp_path / "page.html", basemap="none"))
    assert head(page)["basemap"]["own"] is None
    assert "openTiles" not in page
    page = read(build(folder, tmp_path / "page.html", basemap="light"))
    assert head(page)["basemap"]["own"] is not None
    settings(folder, 'detail = "none"')
    page = read(build(folder, tmp_path / "page.html", basemap=folder / "streets.pmtiles"))
    assert head(page)["basemap"]["detail"] == "light"
    with pytest.raises(InputError, match="there is no map 'ligth': the base map is full, light"):
        build(folder, tmp_path / "page.html", basemap="ligth")


def test_a_build_asks_no_network(folder):
    with served({}) as server:
        settings(folder, f'own = "{server.url("a.pmtiles")}"')
        with pytest.raises(InputError, match="which is no file"):
            read_exhibit(folder)
        assert server.asked == []
