"""Joined tables: what ``build --to`` writes, here and on a cluster, and what it refuses."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner, Result
from pmtiles.reader import MmapSource, Reader, all_tiles

from mapbuilder.archives import open_archive
from mapbuilder.cell_tiles import DEEPEST, to_cell_tiles
from mapbuilder.cli import main
from mapbuilder.errors import ClusterError, InputError, OutputError, ProblemsError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.export_tables import event_rows
from mapbuilder.joined_parquet import to_geoparquet
from mapbuilder.parted import run_here
from mapbuilder.parted_build import build_joined
from mapbuilder.tiles import to_degrees, to_pmtiles

PLACES = "id,name,lat,lon,uncertainty_m\nbaku,Baku,40.37767,49.89201,500\ngence,Gəncə,40.7,46.4,\n"
SETTINGS = 'title = "Trams"\n[join]\nworld = false\n'


def rows(count: int) -> list[dict[str, Any]]:
    places = ("Baku", "Gəncə", "Baku and Gəncə", "Atlantis", None)
    return [
        {
            "id": f"e{number}",
            "date": f"19{number % 90 + 10}",
            "place": places[number % 5],
            "title": f"Tram {number}",
            "source": "s1" if number % 2 else None,
            "row": f"shelf {number}",
            "bbox": "mine",
        }
        for number in range(count)
    ]


@pytest.fixture
def exhibit(tmp_path) -> Path:
    """2,000 records in four Parquet files, with their places and sources."""
    folder = tmp_path / "trams"
    (folder / "events").mkdir(parents=True)
    (folder / "exhibit.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "sources.csv").write_text("id,title\ns1,A paper\n", encoding="utf-8")
    table = pa.Table.from_pylist(rows(2_000))
    for number in range(4):
        part = table.slice(number * 500, 500)
        pq.write_table(part, folder / "events" / f"{number}.parquet", row_group_size=200)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["build", *map(str, arguments)])


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_joined_events_are_those_of_the_page_row_for_row(exhibit, tmp_path):
    said = run(exhibit, "--to", tmp_path / "joined")
    assert said.exit_code == 0, said.output
    assert "2,000 events, 1,200 of them at 2 places." in said.output
    events = pq.read_table(tmp_path / "joined" / "events")
    whole = read_exhibit(exhibit)
    expected = event_rows(whole.events, whole.places, {"s1": "A paper"})
    expected = expected.append_column("at", whole.events["row"]).sort_by("at")
    assert events["row"].to_pylist() == list(range(1, 2_001))
    assert events["row_given"].to_pylist() == [one["row"] for one in rows(2_000)]
    assert set(events["bbox_given"].to_pylist()) == {"mine"}
    for name in set(expected.column_names) - {"at", "row_given", "bbox"}:
        assert events[name].to_pylist() == expected[name].to_pylist(), name


def test_geopandas_reads_events_and_places(exhibit, tmp_path):
    joined = build_joined(exhibit, tmp_path / "joined", rows=500)
    frame = geopandas.read_parquet(joined.path / "events")
    assert frame.crs.equals("OGC:CRS84")
    assert len(frame) == 2_000
    first = frame.iloc[0]
    assert (first.geometry.x, first.geometry.y) == (49.89201, 40.37767)
    assert (first.place_id, first.join_kind, first.lon, first.lat) == (
        "baku", "exhibit", 49.89201, 40.37767,
    )  # fmt: skip
    assert first.place_uncertainty_m == 500
    assert frame["source_title"].isna()[0]
    assert frame.iloc[1].source_title == "A paper"
    assert frame.iloc[2].geometry.geom_type == "MultiPoint"
    assert frame.iloc[2].place_ids == "baku; gence"
    assert frame.geometry.isna().sum() == 800
    places = geopandas.read_parquet(joined.path / "places.parquet")
    assert places["id"].tolist() == ["baku", "gence"]


def test_the_metadata_is_that_of_geoparquet_1_1(exhibit, tmp_path):
    """ref: GeoParquet 1.1.0, file and column metadata; bounding box columns."""
    joined = build_joined(exhibit, tmp_path / "joined")
    for file in sorted((joined.path / "events").iterdir()):
        opened = pq.ParquetFile(file)
        geo = json.loads(opened.schema_arrow.metadata[b"geo"])
        assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
        column = geo["columns"]["geometry"]
        assert column["encoding"] == "WKB"
        assert column["geometry_types"] == ["MultiPoint", "Point"]
        assert column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
        assert column["bbox"] == [46.4, 40.37767, 49.89201, 40.7]
        assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
        table = opened.read()
        for wkb, box in zip(table["geometry"].to_pylist(), table["bbox"].to_pylist(), strict=True):
            assert (wkb is None) == (box is None)
            if wkb is not None:
                assert list(box.values()) == list(shapely.from_wkb(wkb).bounds)
    found = geopandas.read_parquet(joined.path / "events", bbox=(46, 40, 47, 41))
    assert set(found["place_id"]) == {"gence", "baku"}
    assert len(found) == 800


def test_a_table_without_a_single_place_is_geoparquet_too(tmp_path):
    table = pa.table({"id": ["a"], "geometry": pa.array([None], pa.binary())})
    (tmp_path / "none.parquet").write_bytes(to_geoparquet(table))
    geo = json.loads(pq.read_schema(tmp_path / "none.parquet").metadata[b"geo"])
    assert geo["columns"]["geometry"]["geometry_types"] == []
    assert "bbox" not in geo["columns"]["geometry"]
    assert len(geopandas.read_parquet(tmp_path / "none.parquet")) == 1


def test_places_know_how_many_events_are_at_them(exhibit, tmp_path):
    """An event at two places is at both."""
    joined = build_joined(exhibit, tmp_path / "joined", rows=500)
    places = pq.read_table(joined.path / "places.parquet")
    assert dict(zip(*(places[name].to_pylist() for name in ("id", "events")), strict=True)) == {
        "baku": 800, "gence": 800,
    }  # fmt: skip
    about = json.loads((joined.path / "exhibit.json").read_text("utf-8"))
    assert about["counts"]["events"] == sum(one["rows"] for one in about["events"]) == 2_000
    assert about["credits"] == []


def test_the_cells_of_every_zoom_count_every_event(tmp_path):
    """ref: PMTiles 3; Mapbox vector tile 2.1. The deepest zoom has each place at its own point."""
    from mapbox_vector_tile import decode

    chance = random.Random(1990)
    count = 300
    lon = [round(chance.uniform(-180, 180), 5) for _ in range(count)]
    lat = [round(chance.uniform(-80, 80), 5) for _ in range(count)]
    lon[:5], lat[:5] = [49.9, 49.901, 49.9001, -180.0, 180.0], [40.4, 40.4, 40.4001, 0.0, 0.0]
    events = np.array([chance.randrange(1, 9) for _ in range(count)])
    names = [f"p{number}" for number in range(count)]
    places = pa.table({"id": names, "label": names, "lon": lon, "lat": lat})
    (tmp_path / "cells.pmtiles").write_bytes(
        to_pmtiles(to_cell_tiles(places, events, "Trams", "GeoNames (CC BY 4.0)"))
    )
    archive = open_archive(str(tmp_path / "cells.pmtiles"))
    facts = archive.facts
    assert (facts.min_zoom, facts.max_zoom, facts.tile_type) == (0, DEEPEST, "mvt")
    with (tmp_path / "cells.pmtiles").open("rb") as stream:
        reader = Reader(MmapSource(stream))
        assert reader.metadata()["attribution"] == "GeoNames (CC BY 4.0)"
        sums = dict.fromkeys(range(DEEPEST + 1), 0)
        held = dict.fromkeys(range(DEEPEST + 1), 0)
        seen: dict[str, tuple[float, float]] = {}
        for (zoom, x, y), content in all_tiles(reader.get_bytes):
            [(layer, said)] = decode(
                gzip.decompress(content), default_options={"y_coord_down": True}
            ).items()
            assert layer == ("places" if zoom == DEEPEST else "cells")
            for feature in said["features"]:
                sums[zoom] += feature["properties"]["events"]
                held[zoom] += feature["properties"].get("places", 1)
                dx, dy = feature["geometry"]["coordinates"]
                assert 0 <= dx < 4_096
                assert 0 <= dy < 4_096
                if zoom == DEEPEST:
                    unit = ((x + dx / 4_096) / 2**zoom, (y + dy / 4_096) / 2**zoom)
                    seen[feature["properties"]["id"]] = to_degrees(*unit)
    assert set(sums.values()) == {int(events.sum())}
    assert set(held.values()) == {count}
    for name, at, north in zip(names, lon, lat, strict=True):
        assert seen[name] == pytest.approx((at, north), abs=1e-4) or at == 180.0


def test_tiles_are_written_on_demand(exhibit, tmp_path):
    assert run(exhibit, "--to", tmp_path / "plain").exit_code == 0
    assert run(exhibit, "--to", tmp_path / "tiled", "--tiles").exit_code == 0
    plain, tiled = contents(tmp_path / "plain"), contents(tmp_path / "tiled")
    more = {
        "cells.pmtiles", "counts.bin", "index.html", "names.bin", "records.bin", "words.bin",
    }  # fmt: skip
    assert tiled.keys() - plain.keys() == more
    assert all(tiled[name] == plain[name] for name in plain)
    for command in ("verify", "diff"):
        page = str(tmp_path / "tiled" / "index.html")
        told = CliRunner().invoke(main, [command, page] + [page] * (command == "diff"))
        assert told.exit_code == 2
        assert "is the page of joined tables that build --to --tiles writes" in told.output


def rewritten(exhibit: Path, **changes: Any) -> None:
    """The events once more, of each record some columns others; ``None`` takes a column away."""
    for file in sorted((exhibit / "events").iterdir()):
        records = pq.read_table(file).to_pylist()
        for record in records:
            record |= changes
        gone = [name for name, value in changes.items() if value is None]
        table = pa.Table.from_pylist(records).drop_columns(gone)
        pq.write_table(table, file, row_group_size=200)


def turns(exhibit: Path, to: Path) -> list[str]:
    """Which work on parts was begun before the build with tiles was refused."""
    begun = []

    def noting(function, work):
        begun.append(function.__name__)
        return run_here(function, work)

    with pytest.raises(InputError):
        build_joined(exhibit, to, run=noting, tiles=True)
    return begun


def test_tiles_of_a_table_that_says_no_place_are_refused_before_it_is_read(exhibit, tmp_path):
    rewritten(exhibit, place=None, ort="Baku")
    assert turns(exhibit, tmp_path / "tiled") == []
    said = run(exhibit, "--to", tmp_path / "tiled", "--tiles")
    assert said.exit_code == 2
    assert "events has no column that says where" in said.output
    assert "it has id, date, title, source, row, bbox, ort; name one place" in said.output
    assert not (tmp_path / "tiled").exists()
    assert run(exhibit, "--to", tmp_path / "plain").exit_code == 0


def test_tiles_of_places_that_nobody_knows_are_refused_before_events_are_written(exhibit, tmp_path):
    rewritten(exhibit, place="Atlantis")
    assert set(turns(exhibit, tmp_path / "tiled")) == {"ask"}
    said = run(exhibit, "--to", tmp_path / "tiled", "--tiles")
    assert said.exit_code == 2
    assert "none of 2,000 records of events has a place that is known" in said.output
    assert "'mapbuilder check' says why" in said.output
    assert run(exhibit, "--to", tmp_path / "plain").exit_code == 0


@pytest.mark.parametrize("of_group", ["shown = false", "markers = false"])
def test_tiles_of_groups_that_have_no_marker_are_refused_with_the_reason(
    exhibit, tmp_path, of_group
):
    settings = SETTINGS.replace("[join]", f"[groups.aside]\n{of_group}\n[join]")
    (exhibit / "exhibit.toml").write_text(settings, encoding="utf-8")
    rewritten(exhibit, group="aside")
    said = run(exhibit, "--to", tmp_path / "tiled", "--tiles")
    assert said.exit_code == 2
    assert "of a group with shown = false or markers = false" in said.output


def test_problems_are_a_table_as_check_tells_them(exhibit, tmp_path):
    joined = build_joined(exhibit, tmp_path / "joined", rows=500)
    told = pq.read_table(joined.path / "problems.parquet").to_pylist()
    account = read_exhibit(exhibit).check()
    for problem in told:
        problem["suggestions"] = json.loads(problem["suggestions"])
    expected = [one for one in account["problems"] if one["code"].startswith("place-")]
    assert [one for one in told if one["code"].startswith("place-")] == expected
    assert len(expected) == 20
    assert joined.counts["problems"] == len(told)


def test_an_exhibit_of_parquet_files_has_a_page(exhibit, tmp_path):
    """Without ``--to`` the folder is a table like any other; alone it is an exhibit as well."""
    counts = read_exhibit(exhibit).counts
    assert (counts["records"], counts["placed"]) == (2_000, 1_200)
    alone = read_exhibit(exhibit / "events")
    assert alone.counts["records"] == 2_000
    assert [one.name for one in alone.inputs] == [f"{number}.parquet" for number in range(4)]
    assert alone.config.title == "Events"


@pytest.mark.parametrize("table", ["events", "events.parquet", "."])
def test_a_table_in_folders_by_a_column_is_one_table(tmp_path, table):
    """As Spark and Dask write it, in a folder called ``events.parquet``, too."""
    folder = tmp_path / "trams"
    given = pa.Table.from_pylist(rows(40)).append_column("decade", pa.array([1910, 1920] * 20))
    pq.write_to_dataset(given, folder / table, partition_cols=["decade"])
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    whole = read_exhibit(folder)
    assert whole.counts["records"] == 40
    assert sorted(whole.events["decade"].to_pylist()) == ["1910"] * 20 + ["1920"] * 20
    assert sum(one.name.endswith(".parquet") for one in whole.inputs) == 2
    joined = build_joined(folder, tmp_path / "joined")
    assert joined.counts == whole.counts
    written = pq.read_table(tmp_path / "joined" / "events")
    assert sorted(written["decade"].to_pylist()) == sorted(whole.events["decade"].to_pylist())


def test_a_folder_called_as_a_file_is_a_table_beside_others(tmp_path):
    pq.write_to_dataset(pa.Table.from_pylist(rows(40)), tmp_path / "trams.parquet")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    alone = read_exhibit(tmp_path / "trams.parquet")
    assert (alone.config.title, alone.counts["records"]) == ("Trams", 40)
    assert "places.csv" in [one.name for one in alone.inputs]


@pytest.mark.parametrize("table", [".", "events"])
def test_folders_whose_names_say_no_value_are_told(tmp_path, table):
    """In a table's folder nothing is left out in silence; an exhibit's may hold other things."""
    (tmp_path / table / "1990").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows(5)), tmp_path / table / "1990" / "a.parquet")
    with pytest.raises(InputError, match=r"'1990'; of folders .* as in 'year=1990'"):
        read_exhibit(tmp_path)
    pq.write_table(pa.Table.from_pylist(rows(5)), tmp_path / table / "a.parquet")
    if table == ".":
        assert read_exhibit(tmp_path).counts["records"] == 5
    else:
        with pytest.raises(InputError, match="'1990'; of folders"):
            read_exhibit(tmp_path)
    (tmp_path / "exhibit.toml").write_text('[tables]\nevents = "archive"\n')
    (tmp_path / "archive" / "1990").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows(5)), tmp_path / "archive" / "1990" / "a.parquet")
    with pytest.raises(InputError, match="'1990'; of folders"):
        read_exhibit(tmp_path)


def test_a_folder_is_written_whole_or_not_at_all(exhibit, tmp_path):
    target = tmp_path / "joined"
    build_joined(exhibit, target, rows=500)
    before = contents(target)
    assert len([name for name in before if name.startswith("events/")]) == 4
    said = run(exhibit, "--to", target, "--strict")
    assert said.exit_code == 1
    assert "nothing was written" in said.output
    assert contents(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joined", "trams"]
    # Of fewer parts no file of the old ones is left.
    build_joined(exhibit, target, rows=10_000)
    assert contents(target)["places.parquet"] == before["places.parquet"]
    build_joined(exhibit, target, rows=500)
    assert contents(target) == before


def test_where_the_new_folder_cannot_take_its_place_the_old_one_is_back(
    exhibit, tmp_path, monkeypatch
):
    target = tmp_path / "joined"
    build_joined(exhibit, target)
    before = contents(target)
    replace = os.replace

    def refuse(source: Path, to: Path) -> None:
        if Path(source).name == ".joined.partial":
            raise OSError("the disk is gone")
        replace(source, to)

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OutputError, match="cannot be written"):
        build_joined(exhibit, target, rows=500)
    assert contents(target) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joined", "trams"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["trams", "--to", "precious"], 2, "holds something else than joined tables"),
        (["trams", "--to", "trams/places.csv"], 2, "is a file; name a folder"),
        (["trams/places.csv", "--to", "new"], 2, "write the table as Parquet"),
        (["trams", "--to", "new", "--lang", "en"], 2, "--lang is for a page"),
        (["trams", "--tiles"], 2, "say with --to where they go"),
        (["--to", "new"], 2, "needs an EXHIBIT"),
        (["untitled", "--to", "new"], 1, "had to be rejected"),
        (["trams", "--scheduler", "tcp://127.0.0.1:9"], 2, "no scheduler answers at"),
        (["trams", "--scheduler", "somewhere"], 2, "'somewhere'"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(
    exhibit, tmp_path, monkeypatch, arguments, code, said
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("mapbuilder.scheduler._ANSWER_S", 0.5)
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "diary.txt").write_text("Do not lose me.")
    (tmp_path / "untitled").mkdir()
    pq.write_table(pa.table({"tytle": ["A", "B"]}), tmp_path / "untitled" / "a.parquet")
    got = run(*arguments)
    assert got.exit_code == code, got.output
    assert said in got.output
    assert "Traceback" not in got.output
    assert (tmp_path / "precious" / "diary.txt").read_text() == "Do not lose me."
    assert not (tmp_path / "new").exists()


def test_files_of_others_in_the_folder_stay(exhibit, tmp_path):
    target = tmp_path / "joined"
    build_joined(exhibit, target, rows=500, tiles=True)
    (target / "CNAME").write_text("events.example.org")
    (target / "events" / "mine.txt").write_text("mine")
    (target / "notes").mkdir()
    (target / "notes" / "a.txt").write_text("a note")
    build_joined(exhibit, tmp_path / "other", rows=10_000)
    build_joined(exhibit, target, rows=10_000)
    theirs = {"CNAME", "events/mine.txt", "notes/a.txt"}
    assert set(contents(target)) == {*contents(tmp_path / "other"), *theirs}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joined", "other", "trams"]


def test_a_folder_of_another_program_with_a_file_of_that_name_is_left_alone(exhibit, tmp_path):
    for about in (b'{"name": "a site"}', b"[]", b"\xff"):
        (tmp_path / "site").mkdir(exist_ok=True)
        (tmp_path / "site" / "exhibit.json").write_bytes(about)
        said = run(exhibit, "--to", tmp_path / "site")
        assert said.exit_code == 2
        assert "holds something else than joined tables" in said.output
        assert contents(tmp_path / "site") == {"exhibit.json": about}


def test_a_folder_is_not_written_over_that_is_read_from(exhibit, tmp_path):
    target = tmp_path / "joined"
    build_joined(exhibit, target)
    (target / "given.parquet").write_bytes((exhibit / "events" / "0.parquet").read_bytes())
    before = contents(target)
    for source in (target, target / "given.parquet"):
        said = run(source, "--to", target)
        assert said.exit_code == 2
        assert "is what the events are read from" in said.output
        assert contents(target) == before
    # What was joined is a table of events as any other, with its table of places.
    said = run(target, "--to", tmp_path / "again")
    assert said.exit_code == 0, said.output
    assert "2,000 events, 1,200 of them at 2 places." in said.output


def test_a_link_to_the_folder_leads_to_the_new_one(exhibit, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "current").symlink_to(tmp_path / "disk" / "joined")
    for rows in (500, 10_000):
        joined = build_joined(exhibit, tmp_path / "current", rows=rows)
        assert (tmp_path / "current").is_symlink()
        assert contents(joined.path) == contents(tmp_path / "disk" / "joined")
    assert [path.name for path in (tmp_path / "disk").iterdir()] == ["joined"]


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_what_was_stopped_while_the_folder_was_renewed_is_put_right(
    exhibit, tmp_path, monkeypatch, moved
):
    """Stopped by Ctrl-C, or killed: then the next build does it, also one that is refused."""
    target = tmp_path / "joined"
    build_joined(exhibit, target, rows=500)
    (target / "CNAME").write_text("events.example.org")
    before = contents(target)
    count = 0

    def stopped(source: Any, destination: Any) -> None:
        nonlocal count
        if Path(source) == target or count:
            count += 1
        if count == moved + 1:
            raise KeyboardInterrupt
        replace(source, destination)

    replace = os.replace
    with monkeypatch.context() as patched:
        patched.setattr("os.replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            build_joined(exhibit, target, rows=10_000)
    assert (target / "exhibit.json").is_file()
    with pytest.raises(ProblemsError):
        build_joined(exhibit, target, strict=True)
    now = contents(target)
    assert now == before if moved < 2 else now["CNAME"] == before["CNAME"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joined", "trams"]


def test_a_worker_that_does_not_see_the_folder_says_so(exhibit, tmp_path):
    def elsewhere(function: Any, work: Any) -> Any:
        if function.__name__ == "write_part":
            shutil.rmtree(tmp_path / ".joined.partial")
        yield from run_here(function, work)

    with pytest.raises(OutputError, match="workers need the file system"):
        build_joined(exhibit, tmp_path / "joined", run=elsewhere)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trams"]


def test_that_nothing_can_be_written_is_known_before_anything_is_read(exhibit, tmp_path):
    (tmp_path / "file").write_text("")

    def never(*_: Any) -> Any:
        raise AssertionError

    with pytest.raises(OutputError, match="cannot be written"):
        build_joined(exhibit, tmp_path / "file" / "joined", run=never)


def test_what_a_killed_worker_has_begun_is_not_in_the_folder(exhibit, tmp_path):
    def and_leave(function: Any, work: Any) -> Any:
        for number, given in run_here(function, work):
            if function.__name__ == "write_part":
                (tmp_path / ".there.partial/events/.mapbuilder-1-0.tmp").write_bytes(b"PAR1")
            yield number, given

    build_joined(exhibit, tmp_path / "here", rows=500)
    build_joined(exhibit, tmp_path / "there", run=and_leave, rows=500)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_without_dask_it_is_said_how_to_get_it(exhibit, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    said = run(exhibit, "--scheduler", "tcp://127.0.0.1:9")
    assert said.exit_code == 2
    assert "pip install 'mapbuilder[cluster]'" in said.output


def test_a_cluster_writes_the_same_bytes_though_a_worker_is_killed(exhibit, tmp_path):
    import signal

    from distributed import LocalCluster

    from mapbuilder.scheduler import running_on

    build_joined(exhibit, tmp_path / "here", rows=500, tiles=True)
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            local_directory=str(tmp_path / "scratch"),
        ) as cluster,
        running_on(cluster.scheduler_address) as on_cluster,
    ):
        killed: list[int] = []

        def and_kill(function: Any, work: Any) -> Any:
            for number, given in on_cluster(function, work):
                if function.__name__ == "write_part" and not killed:
                    killed.append(cluster.workers[0].pid)
                    os.kill(killed[0], signal.SIGKILL)
                yield number, given

        build_joined(exhibit, tmp_path / "there", run=and_kill, rows=500, tiles=True)
    assert killed
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_scheduler_that_goes_away_is_told_of_in_one_line(exhibit, tmp_path, monkeypatch):
    from distributed import LocalCluster

    from mapbuilder.scheduler import running_on

    monkeypatch.setattr("mapbuilder.scheduler._ANSWER_S", 2.0)
    cluster = LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    )

    def until_it_goes(function: Any, work: Any) -> Any:
        for number, given in on_cluster(function, work):
            if function.__name__ == "write_part":
                cluster.close()
            yield number, given

    with (
        pytest.raises(ClusterError, match="has gone while it was worked with"),
        running_on(cluster.scheduler_address) as on_cluster,
    ):
        build_joined(exhibit, tmp_path / "joined", run=until_it_goes, rows=500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trams"]
