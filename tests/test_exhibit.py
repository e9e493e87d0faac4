"""The exhibit: read once, in time order, with everything counted and every input named."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner

from mapbuilder import build
from mapbuilder.cli import main
from mapbuilder.errors import MapbuilderError
from mapbuilder.exhibit import Exhibit, read_exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records
from mapbuilder.sources import read_figures, read_sources
from mapbuilder.time_order import in_order

PLACES = "id,name,lat,lon,precision\nbaku,Baku,40.4,49.8,city\nmoscow,Moscow,55.75,37.62,city\n"
EVENTS = """id,date,place,title,group,source
e10,1990-01-20,Baku,Ten,core,s1
e2,1990-01-20,Baku,Two,core,s1
last,,Baku,Undated,core,s1
open,1988/..,Nowhere,Open,core,s1
first,1987,Moscow,First,context,s1
,1990-01-19/1990-01-20,,Unplaced,core,s1
bad,soon,Baku,Refused,core,s1
"""
SOURCES = "id,title,file\ns1,A source,sources/text.txt\n"
SETTINGS = 'title = "Small"\n[groups.context]\nmarkers = false\npanel = "context"\n'


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "small"
    (folder / "sources").mkdir(parents=True)
    (folder / "exhibit.toml").write_text(SETTINGS, "utf-8")
    (folder / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    (folder / "sources" / "text.txt").write_text("Some words.\n", "utf-8")
    return folder


def test_events_are_in_time_order_and_of_one_date_in_that_of_the_file(folder):
    exhibit = read_exhibit(folder)
    assert exhibit.events["title"].to_pylist() == [
        "First", "Open", "Unplaced", "Ten", "Two", "Undated",
    ]  # fmt: skip


def order_of(*dates):
    """The titles, which are the dates, in the exhibit's order."""
    rows = [
        dict(zip(("date", "sort_date"), date.split(" > "), strict=False), title=date or "-")
        for date in dates
    ]
    located = locate(read_records(rows), read_gazetteer(None))
    return Exhibit.of(located).events["title"].to_pylist()


def test_of_events_that_start_on_one_day_the_finer_date_comes_first_and_an_open_end_last():
    given = ["", "1990/..", "1990", "1990-01", "1990-01-01", "../1989", "1990-01-01/1990-01-02"]
    assert order_of(*given) == [
        "../1989", "1990-01-01", "1990-01-01/1990-01-02", "1990-01", "1990", "1990/..", "-",
    ]  # fmt: skip


def test_a_sort_date_stands_for_the_date_in_the_order_alone():
    given = ["1990-01 > 1990-01-31", "1990/.. > 1990-02/..", "1990-01-20", "1991 > soon", "1989/.."]
    assert order_of(*given) == [
        "1989/..", "1990-01-20", "1990-01 > 1990-01-31", "1990/.. > 1990-02/..", "1991 > soon",
    ]  # fmt: skip
    rows = [{"date": "1990-01", "sort_date": "1850-01-31", "title": "Total"}]
    exhibit = Exhibit.of(locate(read_records(rows), read_gazetteer(None)), id="x")
    payload = to_payload(exhibit)
    assert "1850" not in str((payload.head, payload.texts, payload.languages))
    assert payload.languages["en"]["events"]["date"] == ["January 1990"]


def test_places_are_in_the_order_of_their_first_event_with_a_marker(folder):
    exhibit = read_exhibit(folder)
    # Moscow's event is the first, but its group has no markers.
    assert exhibit.places["id"].to_pylist() == ["baku", "moscow"]
    assert exhibit.places["number"].to_pylist() == [1, 2]
    assert exhibit.events["place_index"].to_pylist() == [1, None, None, 0, 0, 0]


def test_every_record_is_counted_once(folder):
    assert read_exhibit(folder).counts == {
        "records": 7,
        "events": 6,
        "placed": 4,
        "unplaced": 2,
        "rejected": 1,
        "places": 2,
        "problems": len(read_exhibit(folder).problems),
    }


def test_joins_point_to_their_events(folder):
    exhibit = read_exhibit(folder)
    events = exhibit.events.to_pylist()
    joins = exhibit.joins.to_pylist()
    assert [events[join["event"]]["id"] for join in joins] == [join["id"] for join in joins]
    assert [join["row"] for join in joins] == sorted(join["row"] for join in joins)


def test_inputs_are_all_files_that_were_read_by_their_names_in_the_folder(folder):
    inputs = read_exhibit(folder).inputs
    assert [one.name for one in inputs] == [
        "events.csv", "exhibit.toml", "places.csv", "sources.csv", "sources/text.txt",
    ]  # fmt: skip
    for one in inputs:
        content = (folder / one.name).read_bytes()
        assert (one.sha256, one.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_source_text_outside_the_folder_is_not_read(folder):
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "sources.csv").write_text("id,title,file\ns1,A source,../secret.txt\n")
    assert not any("secret" in one.name for one in read_exhibit(folder).inputs)


def test_the_account_has_the_keys_that_other_programs_rely_on(folder):
    account = json.loads(json.dumps(read_exhibit(folder).check()))
    assert list(account) == ["version", "counts", "joins", "problems"]
    assert account["version"] == 1
    assert list(account["joins"][0]) == [
        "file", "row", "id", "toponym", "place", "label", "lon", "lat", "kind", "gazetteer",
        "reason",
    ]  # fmt: skip
    first = account["joins"][0]
    assert (first["file"], first["row"], first["id"]) == ("events.csv", 2, "e10")
    assert (first["place"], first["kind"], first["gazetteer"]) == ("baku", "exhibit", "places.csv")
    unknown = [p for p in account["problems"] if p["code"] == "place-unknown"]
    assert (unknown[0]["file"], unknown[0]["row"], unknown[0]["column"]) == (
        "events.csv", 5, "place",
    )  # fmt: skip


def test_an_exhibit_is_never_changed(folder):
    exhibit = read_exhibit(folder)
    with pytest.raises(dataclasses.FrozenInstanceError):
        exhibit.name = "other"


def test_the_folder_and_its_settings_file_are_the_same_exhibit(folder):
    by_folder, by_file = read_exhibit(folder), read_exhibit(folder / "exhibit.toml")
    assert by_folder.check() == by_file.check()
    assert by_folder.config == by_file.config
    assert by_folder.config.id == "small"


def test_a_single_table_is_an_exhibit_with_a_title_from_its_name(tmp_path):
    table = tmp_path / "black_january-1990.csv"
    table.write_text("date,title,lat,lon\n1990-01-20,One,40.4,49.8\n", "utf-8")
    exhibit = read_exhibit(table)
    assert exhibit.config.title == "Black january 1990"
    assert exhibit.config.id == "black_january-1990"
    assert exhibit.counts["placed"] == 1
    assert [one.name for one in exhibit.inputs] == ["black_january-1990.csv"]


def test_a_folder_needs_only_events(tmp_path):
    (tmp_path / "events.csv").write_text("date,title\n1990,One\n", "utf-8")
    assert read_exhibit(tmp_path).counts["events"] == 1


def test_what_cannot_be_read_is_one_sentence(tmp_path, folder):
    with pytest.raises(MapbuilderError, match="no file or folder"):
        read_exhibit(tmp_path / "nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(MapbuilderError, match="no table of events"):
        read_exhibit(empty)
    (folder / "events.tsv").write_text("date\ttitle\n1990\tOne\n", "utf-8")
    with pytest.raises(MapbuilderError, match="name one of them"):
        read_exhibit(folder)
    (folder / "exhibit.toml").write_text('title = "x"\n[tables]\nevents = "e.csv"\n', "utf-8")
    with pytest.raises(MapbuilderError, match=r"'e\.csv'"):
        read_exhibit(folder)


def test_the_same_folder_gives_the_same_exhibit(folder, tmp_path):
    import shutil

    other = tmp_path / "elsewhere" / "small"
    shutil.copytree(folder, other)
    one, two = read_exhibit(folder), read_exhibit(other)
    assert one.check() == two.check()
    assert one.events.equals(two.events)
    assert one.inputs == two.inputs


def test_the_default_exhibit_joins_every_place_that_it_should():
    exhibit = read_exhibit()
    assert exhibit.counts["records"] == 23
    assert exhibit.counts["rejected"] == 0
    assert set(exhibit.places["id"].to_pylist()) == {
        "baku", "neftchala", "lankaran", "alley-of-martyrs", "azadliq-square", "moscow",
        "geonames:584923",
    }  # fmt: skip
    assert [p.code for p in exhibit.problems if p.severity != "note"] == []


@pytest.fixture
def made():
    records = read_records(
        [
            {"id": "a", "date": "1990", "place": "Baku", "title": "One"},
            {"id": "b", "date": "1989", "place": "", "title": "Two <b>&amp;"},
        ]
    )
    gazetteer = read_gazetteer([{"id": "baku", "name": "Baku", "lat": 40.4, "lon": 49.8}])
    return Exhibit.of(locate(records, gazetteer), title="Made <in> Python", languages=["en", "az"])


def test_an_exhibit_is_made_from_a_join(made):
    assert made.events["id"].to_pylist() == ["b", "a"]
    assert made.config.title == "Made <in> Python"
    assert made.folder is None
    assert made.summary() == "2 events, 1 of them at 1 place"


def test_a_geodataframe_has_a_point_for_each_event_with_a_place(made):
    gdf = made.to_gdf()
    assert gdf.crs == "EPSG:4326"
    assert gdf["id"].tolist() == ["b", "a"]
    assert gdf["place_label"].tolist()[1] == "Baku"
    assert gdf.geometry.isna().tolist() == [True, False]
    assert (gdf.geometry.iloc[1].x, gdf.geometry.iloc[1].y) == (49.8, 40.4)


def test_a_notebook_shows_the_page_in_a_sandbox(made):
    html = made._repr_html_()
    assert '<iframe sandbox="allow-scripts allow-downloads"' in html
    assert "Made &lt;in&gt; Python: 2 events, 1 of them at 1 place" in html
    # Whatever the page holds, it stays inside the attribute.
    assert html.count("<iframe") == html.count("</iframe>") == 1
    assert "<script" not in html


def test_the_problems_of_tables_that_were_read_apart_are_told_once():
    records = read_records([{"id": "a", "title": "A", "date": "1990"}, {"title": "B"}])
    gazetteer = read_gazetteer([{"name": "Baku", "lat": "91", "lon": "0"}])
    sources = read_sources([{"id": "s"}])
    figures = read_figures([{"event": "a", "measure": "killed", "value": "1", "source": "s"}])
    located = locate(records, [gazetteer, gazetteer])
    for _ in range(2):
        exhibit = Exhibit.of(located, sources, figures)
        assert [(one.code, one.file) for one in exhibit.problems] == [
            ("date-missing", "events"),
            ("figure-incomplete", "figures"),
            ("place-coordinate", "places"),
            ("source-incomplete", "sources"),
        ]
        assert exhibit.counts["problems"] == 4
    assert (exhibit.sources, exhibit.figures) == (sources.table, figures.table)


def test_frames_of_sources_and_figures_are_as_good_as_tables_that_were_read():
    located = locate(
        read_records([{"id": "a", "title": "A", "date": "1990"}]), read_gazetteer(None)
    )
    sources = [{"id": "s", "title": "S"}]
    figures = [{"event": "b", "measure": "killed", "value": "some", "scope": "A", "source": "t"}]
    given = Exhibit.of(located, sources, figures)
    read = Exhibit.of(located, read_sources(sources), read_figures(figures))
    assert given.problems == read.problems
    assert [one.code for one in given.problems] == [
        "event-unknown", "source-unknown", "figure-number",
    ]  # fmt: skip
    assert given.figures == read.figures


def test_a_table_that_was_named_may_have_others_beside_it(folder):
    (folder / "events.tsv").write_text("date\ttitle\n1990\tOne\n", "utf-8")
    with pytest.raises(MapbuilderError, match=r"events\.csv and events\.tsv"):
        read_exhibit(folder)
    assert read_exhibit(folder / "events.tsv").counts["records"] == 1


def test_settings_beside_a_table_that_was_named_are_told_as_unread(folder):
    """On the command line, and with the advice to set something; a page is the same."""
    told = CliRunner().invoke(main, ["check", str(folder / "events.csv")]).stderr
    assert "exhibit.toml is read where its folder is named" in told
    assert "exhibit.toml" not in CliRunner().invoke(main, ["check", str(folder)]).stderr
    (folder / "events.csv").write_bytes("title\nГанджа\n".encode("windows-1251"))
    with pytest.raises(MapbuilderError, match="is read where its folder is named, and not where"):
        read_exhibit(folder / "events.csv")


def test_a_table_or_settings_behind_a_link_that_leads_nowhere_are_not_taken_for_absent(folder):
    for name in ("places.csv", "exhibit.toml"):
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).symlink_to(name)
        with pytest.raises(MapbuilderError, match=name):
            read_exhibit(folder)
        (folder / name).unlink()
        (folder / name).write_bytes(content)


def test_a_folder_with_the_name_of_a_table_is_refused(folder):
    (folder / "places.csv").unlink()
    (folder / "places.csv").mkdir()
    with pytest.raises(MapbuilderError, match=r"places\.csv is a folder"):
        read_exhibit(folder)


def test_a_stored_text_that_cannot_be_read_is_a_problem_and_no_input(folder):
    text = folder / "sources/text.txt"
    text.unlink()
    text.symlink_to(text.name)
    exhibit = read_exhibit(folder)
    assert "source-file" in [one.code for one in exhibit.problems]
    assert "sources/text.txt" not in [one.name for one in exhibit.inputs]


def test_a_name_that_is_nearly_there_is_answered_with_it(folder):
    with pytest.raises(MapbuilderError, match=r"did you mean 'events\.csv'"):
        read_exhibit(folder / "event.csv")


def test_a_geodataframe_of_events_has_lines_and_areas_and_comes_back_the_same():
    import shapely

    line, area = "LINESTRING (49 40, 50 40)", "POLYGON ((49 40, 50 40, 50 41, 49 40))"
    rows = [
        {"id": "a", "date": "1990", "title": "a", "geometry": line},
        {"id": "b", "date": "1991", "title": "b", "place": "B"},
        {"id": "c", "date": "1992", "title": "c", "lat": 40, "lon": 49},
        {"id": "d", "date": "1993", "title": "d"},
    ]
    places = [{"id": "b", "name": "B", "geometry": area}]
    exhibit = Exhibit.of(locate(read_records(rows), read_gazetteer(places)))
    frame = exhibit.to_gdf()
    assert [geom and geom.geom_type for geom in frame.geometry] == [
        "LineString", "Polygon", "Point", None,
    ]  # fmt: skip
    assert frame.geometry[0].equals(shapely.from_wkt(line))
    again = read_records(frame[["id", "date", "title", "geometry"]])
    assert again.problems == ()
    assert [one is not None for one in again.table["shape_wkb"].to_pylist()] == [
        True, True, False, False,
    ]  # fmt: skip
    assert again.table["lon"].to_pylist()[2:] == [49, None]


def test_events_in_order_have_their_own_cells_and_nulls_once():
    table = pa.table(
        {
            "id": ["a", "b", "c"],
            "quote": pa.nulls(3, pa.string()),
            "review": pa.nulls(3, pa.string()),
            "day": pa.array([None, 2, None], pa.int64()),
            "end": pa.nulls(3, pa.int64()),
        }
    )
    sorted_ = in_order([table], np.array([2, 0, 1]))
    assert sorted_.schema == table.schema
    assert sorted_.to_pydict() == {
        "id": ["c", "a", "b"],
        "quote": [None] * 3,
        "review": [None] * 3,
        "day": [None, None, 2],
        "end": [None] * 3,
    }
    assert sorted_["quote"].chunk(0).buffers()[1].address == (
        sorted_["review"].chunk(0).buffers()[1].address
    )


@pytest.mark.parametrize("name", ["Exhibit.toml", "exhibit.toml.txt", "EXHIBIT.TOML.TXT"])
def test_settings_that_one_system_finds_and_another_does_not_are_told(folder, name):
    (folder / "exhibit.toml").rename(folder / name)
    with pytest.raises(MapbuilderError, match=rf"{name} is not read, .* rename it"):
        read_exhibit(folder)
    (folder / name).rename(folder / "my.toml")
    with pytest.raises(MapbuilderError, match=r"my\.toml is not read, .* rename it"):
        read_exhibit(folder / "my.toml")


def test_tables_are_found_in_other_capitals(folder):
    before = read_exhibit(folder)
    for name, other in (("events.csv", "Events.CSV"), ("places.csv", "PLACES.csv")):
        (folder / name).rename(folder / other)
    after = read_exhibit(folder)
    assert after.counts == before.counts
    assert {"Events.CSV", "PLACES.csv"} <= {one.name for one in after.inputs}
    (folder / "Events.csv").write_bytes((folder / "Events.CSV").read_bytes())
    with pytest.raises(MapbuilderError, match=r"has Events\.CSV and Events\.csv: name one"):
        read_exhibit(folder)


@pytest.mark.parametrize("name", ["events.csv", "places.csv"])
def test_a_table_with_the_ending_of_a_text_is_told(folder, name):
    (folder / name).rename(folder / f"{name}.txt")
    with pytest.raises(MapbuilderError, match=rf"{name}\.txt is not read, .* rename it to {name}"):
        read_exhibit(folder)


def test_a_file_that_is_nearly_called_as_a_table_is_told(folder):
    def told():
        exhibit = read_exhibit(folder)
        return {
            one.file: one.suggestions[0].value
            for one in exhibit.problems
            if one.code == "table-unread"
        }

    assert told() == {}
    (folder / "Place.csv").write_bytes((folder / "places.csv").read_bytes())
    (folder / "decision.csv").write_text("toponym,place\n", "utf-8")
    # The exhibit has its places; a copy of them is a copy.
    assert told() == {"decision.csv": "decisions.csv"}
    (folder / "places.csv").unlink()
    assert told() == {"decision.csv": "decisions.csv", "Place.csv": "places.csv"}
    settings = (folder / "exhibit.toml").read_text("utf-8")
    (folder / "exhibit.toml").write_text(
        settings + '\n[tables]\nplaces = "Place.csv"\ndecisions = "decision.csv"\n', "utf-8"
    )
    assert told() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_in_utf_8_is_told_where_it_would_stand_in_a_page(folder, tmp_path):
    other = Path(os.fsdecode(os.fsencode(tmp_path) + b"/Mus\xe9e"))
    shutil.copytree(folder, other)
    table = Path(os.fsdecode(os.fsencode(folder) + b"/\xe9.csv"))
    shutil.copy(folder / "events.csv", table)
    told = r"the name '.*\\xe9.*' is not in UTF-8, .* rename"
    for given in (other, table):
        with pytest.raises(MapbuilderError, match=told):
            read_exhibit(given)
    (other / "exhibit.toml").write_text('id = "musee"\n', "utf-8")
    with pytest.raises(MapbuilderError, match=told):
        read_exhibit(other)
    (other / "exhibit.toml").write_text(f'id = "musee"\n{SETTINGS}', "utf-8")
    assert build(other, tmp_path / "page.html").is_file()


def test_of_two_files_that_differ_by_capitals_the_one_that_is_not_read_is_told(folder):
    (folder / "Places.csv").write_bytes((folder / "places.csv").read_bytes())
    if len(list(folder.glob("[Pp]laces.csv"))) < 2:
        pytest.skip("here both are one file")
    told = [one for one in read_exhibit(folder).problems if one.code == "table-unread"]
    assert [(one.file, one.severity) for one in told] == [("Places.csv", "warning")]
