"""``mapbuilder basemap``: a cut is a part of its source with its credit, and `show` tells a map."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapbuilder import cut as cut_module
from mapbuilder.archives import open_archive
from mapbuilder.cli import main
from mapbuilder.cut import cut
from mapbuilder.errors import InputError
from mapbuilder.tiles import TileSet, ids_of, rects_of, to_pmtiles

from .invented import stand_in_templates
from .tile_maps import (
    BAKU,
    CREDIT,
    OSM,
    PNG,
    collection,
    line,
    served,
    tile_set,
    write_mbtiles,
    write_pmtiles,
)

PART = (49.84, 40.37, 49.86, 40.39)


def run(*arguments):
    return CliRunner().invoke(main, ["basemap", *map(str, arguments)])


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_pmtiles(tmp_path / "city.pmtiles")
    return tmp_path


def tiles_in(path):
    archive = open_archive(str(path))
    zooms = range(archive.facts.min_zoom, archive.facts.max_zoom + 1)
    rects = [rect for zoom in zooms for rect in rects_of(BAKU, zoom)]
    return dict(archive.read(archive.find(rects)).tiles)


def test_a_cut_holds_the_tiles_of_the_area_and_zooms_and_no_others():
    done = run("cut", "city.pmtiles", "--bbox", "49.84,40.37,49.86,40.39", "--zoom", "11-13")
    assert done.exit_code == 0, done.output
    rects = [rect for zoom in (11, 12, 13) for rect in rects_of(PART, zoom)]
    whole = tile_set().tiles
    assert tiles_in("city-cut.pmtiles") == {number: whole[number] for number in ids_of(rects)}
    assert re.match(
        r"Wrote city-cut\.pmtiles: \d+ tiles, zooms 11 to 13, 0\.\d+ MB \(the source: 0\.\d+ MB\)",
        done.stdout,
    )
    assert "Whose map it is: © OpenStreetMap contributors · ODbL 1.0" in done.stdout
    assert done.stderr == ""


def test_a_cut_of_a_cut_is_the_same_and_so_is_a_cut_from_a_server(here):
    with served({"city.pmtiles": (here / "city.pmtiles").read_bytes()}) as server:
        address = f"{server.url('city.pmtiles')}?key=secret"
        for source, name in [("city.pmtiles", "a"), (address, "b"), ("city.pmtiles", "c")]:
            cut(source, Path(f"{name}.pmtiles"), bbox=PART)
        cut("a.pmtiles", Path("d.pmtiles"), bbox=PART)
        fetched = sum(
            int(last) - int(first) + 1
            for first, last in (re.findall(r"\d+", asked) for asked in server.asked)
        )
    archives = {Path(f"{name}.pmtiles").read_bytes() for name in "abcd"}
    assert len(archives) == 1
    assert fetched < 3 * (here / "city.pmtiles").stat().st_size
    beside = Path("b.attribution.toml").read_text("utf-8")
    assert "secret" not in beside
    assert tomllib.loads(beside)["cut"]["source"].endswith("/city.pmtiles")


def test_the_credit_goes_with_the_cut():
    run("cut", "city.pmtiles", "--bbox", "49.84,40.37,49.86,40.39", "-o", "a.pmtiles")
    beside = tomllib.loads(Path("a.attribution.toml").read_text("utf-8"))
    assert beside["attribution"] == "© OpenStreetMap contributors"
    assert beside["licence"] == "ODbL 1.0"
    assert beside["url"] == "https://www.openstreetmap.org/copyright"
    facts = open_archive("a.pmtiles").facts
    assert facts.metadata["attribution"] == "© OpenStreetMap contributors"
    assert beside["cut"]["bbox"] == [round(degrees, 5) for degrees in facts.bbox]


def test_a_map_of_nobody_is_cut_and_told_of(here):
    write_pmtiles(here / "nobody.pmtiles", tile_set(attribution=""))
    done = run("cut", "nobody.pmtiles", "--bbox", "49.84,40.37,49.86,40.39")
    assert done.exit_code == 0
    assert "Nothing says whose map it is" in done.stderr


def test_the_coast_under_features_is_no_credit_of_the_map_s(here):
    street = (line((49.83, 40.34), (49.87, 40.41)), {"highway": "primary"})
    (here / "streets.geojson").write_text(collection(street), "utf-8")
    done = run("cut", "streets.geojson", "-o", "a.pmtiles")
    assert done.exit_code == 0, done.output
    assert "Nothing says whose map it is" in done.stderr
    beside = tomllib.loads(Path("a.attribution.toml").read_text("utf-8"))
    assert beside["attribution"] == ""
    assert beside["cut"]["coast"] == "© OpenStreetMap contributors, ODbL 1.0"


@pytest.mark.parametrize("kind", ["mbtiles", "osm", "png"])
def test_every_kind_of_map_is_cut_into_one_kind_of_archive(here, kind):
    source = here / f"map.{kind}"
    if kind == "mbtiles":
        write_mbtiles(source)
    elif kind == "osm":
        source.write_text(OSM, "utf-8")
    else:
        whole = dict.fromkeys(tile_set().tiles, PNG)
        source.write_bytes(to_pmtiles(TileSet("png", whole, BAKU, {"attribution": CREDIT})))
    done = run("cut", source, "--bbox", "49.82,40.36,49.86,40.40", "--zoom", "12-13")
    assert done.exit_code == 0, done.output
    facts = open_archive("map-cut.pmtiles").facts
    assert (facts.min_zoom, facts.max_zoom) == (12, 13)
    assert facts.tile_type == ("png" if kind == "png" else "mvt")
    assert "© OpenStreetMap contributors" in done.stdout
    if kind == "osm":
        assert "Features: 1 buildings, 1 places, 2 roads; 1 that no map shows were left out" in (
            done.stdout
        )


def test_a_dry_run_says_the_size_and_writes_nothing(here):
    before = sorted(here.iterdir())
    done = run("cut", "city.pmtiles", "--bbox", "49.84,40.37,49.86,40.39", "--dry-run")
    assert done.exit_code == 0
    assert re.match(r"Would write tiles: \d+ tiles, zooms 10 to 14, 0\.\d\d MB", done.stdout)
    with served({"city.pmtiles": (here / "city.pmtiles").read_bytes()}) as server:
        told = run(
            "cut", server.url("city.pmtiles"), "--bbox", "49.84,40.37,49.86,40.39", "--dry-run"
        )
        assert told.stdout == done.stdout
        # Header, root and metadata, and not one tile.
        assert len(server.asked) <= 4
    assert sorted(here.iterdir()) == before


def test_a_cut_around_an_exhibit_is_what_a_build_would_take(here):
    folder = here / "exhibit"
    folder.mkdir()
    (folder / "events.csv").write_text(
        "id,date,title,lat,lon\na,1990,One,40.375,49.83\n", encoding="utf-8"
    )
    done = run("cut", "city.pmtiles", "--around", folder, "-o", "exhibit/streets.pmtiles")
    assert done.exit_code == 0, done.output
    from mapbuilder.exhibit import read_exhibit
    from mapbuilder.own_map import read_own_map

    exhibit = read_exhibit(folder)
    cut_map = read_own_map(exhibit.with_own_map(folder / "streets.pmtiles"))
    whole_map = read_own_map(exhibit.with_own_map(here / "city.pmtiles"))
    assert cut_map.facts | {"bbox": 0} == whole_map.facts | {"bbox": 0}
    (here / "one.pmtiles").write_bytes(cut_map.archive)
    (here / "two.pmtiles").write_bytes(whole_map.archive)
    assert tiles_in("one.pmtiles") == tiles_in("two.pmtiles")
    osm = here / "baku.osm"
    osm.write_text(OSM, "utf-8")
    assert run("cut", osm, "--around", folder, "--zoom", "13").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["nothing.pmtiles"], "there is no file 'nothing.pmtiles'"),
        (["city.pmtiles", "--bbox", "1,2,3"], "--bbox is west,south,east,north"),
        (["city.pmtiles", "--bbox", "1,2,3,x"], "--bbox is west,south,east,north"),
        (["city.pmtiles", "--bbox", "1,9,3,2"], "south < north"),
        (["city.pmtiles", "--bbox", "1,2,1,3"], "has no width"),
        (["city.pmtiles", "--bbox", "1,2,3,4"], "has no tiles there: it covers 49.80, 40.35"),
        (["city.pmtiles", "--zoom", "x"], "--zoom is one zoom or two"),
        (["city.pmtiles", "--zoom", "9-3"], "the smaller first"),
        (["city.pmtiles", "--zoom", "1-99"], "zooms are 0 to 22"),
        (["city.pmtiles", "--zoom", "2-3"], "has no tiles there"),
        (["city.pmtiles", "-o", "city.pmtiles"], "is the source itself"),
        (["city.pmtiles", "-o", "a.mbtiles"], "give it a name with .pmtiles"),
        (["city.pmtiles", "--bbox", "1,2,3,4", "--around", "x"], "give one of them"),
        (["city.pmtiles", "--around", "x"], "there is no file or folder 'x'"),
        (["https://tile.openstreetmap.org/{z}/{x}/{y}.png"], "forbid offline use"),
    ],
)
def test_what_cannot_be_cut_is_one_line_and_writes_nothing(here, arguments, fault):
    before = sorted(here.iterdir())
    done = run("cut", *arguments)
    assert done.exit_code == 2
    assert fault in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(here.iterdir()) == before


def test_an_unknown_schema_is_not_cut(here):
    listed = [{"id": "contours", "fields": {"height": "Number"}}]
    write_pmtiles(here / "hills.pmtiles", tile_set(vector_layers=listed))
    done = run("cut", "hills.pmtiles")
    assert done.exit_code == 2
    assert "unknown schema (layers: contours)" in done.stderr
    assert not (here / "hills-cut.pmtiles").exists()


def test_a_failed_cut_leaves_the_old_one(here, monkeypatch):
    run("cut", "city.pmtiles", "-o", "a.pmtiles", "--zoom", "10")
    before = Path("a.pmtiles").read_bytes()
    with served({"city.pmtiles": (here / "city.pmtiles").read_bytes()}) as server:
        server.changes_after = 3
        with pytest.raises(InputError, match="changed on its server"):
            cut(server.url("city.pmtiles"), Path("a.pmtiles"))
    assert Path("a.pmtiles").read_bytes() == before


def test_show_tells_a_map_and_writes_a_page_of_it(here, tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    stand_in_templates(tmp_path / "templates", monkeypatch)
    done = run("show", "city.pmtiles")
    assert done.exit_code == 0, done.output
    for told in (
        r"tiles         MVT\nschema        protomaps",
        r"zooms         10 to 14",
        r"bounds        49\.8000, 40\.3500, 49\.9500, 40\.4500",
        r"attribution   © OpenStreetMap contributors · ODbL 1\.0 · https://www\.openstreetmap\.org",
    ):
        assert re.search(told, done.stdout)
    page = Path("output/city-map.html").read_text("utf-8")
    head = json.loads(re.search(r'id="payload">(.*?)</script>', page)[1])
    assert head["view"]["bbox"] == list(BAKU)
    assert head["basemap"]["own"]["max_zoom"] == 14
    Path("baku.osm").write_text(OSM, "utf-8")
    told = run("show", "baku.osm", "-o", "osm.html")
    assert "features      1 buildings, 1 places, 2 roads; 1 left out" in told.stdout
    assert Path("osm.html").exists()
    assert run("show", "-o", "own.html").exit_code == 0
    assert "there is no map 'cty.pmtiles'" in run("show", "cty.pmtiles").stderr


def test_progress_is_told_in_bytes():
    steps = []
    done = cut("city.pmtiles", Path("a.pmtiles"), progress=lambda at, of: steps.append((at, of)))
    assert steps[-1][0] == steps[-1][1]
    assert [at for at, _ in steps] == sorted(at for at, _ in steps)
    assert cut_module.cut("city.pmtiles", dry_run=True).tiles == done.tiles
