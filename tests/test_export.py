"""Each export, read back by programs that are not ours: the same events, texts and places."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import fastkml
import geopandas
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapbuilder import export
from mapbuilder.cli import main
from mapbuilder.errors import ExportError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.export import FORMATS, summary, write_export
from mapbuilder.export_tables import to_tables
from mapbuilder.references import to_bibtex, to_csl_json
from mapbuilder.report import Report

from .invented import HOSTILE, exhibit_of

ROOT = Path(__file__).resolve().parent
FOLDERS = sorted(path for path in (ROOT / "exhibits").iterdir() if path.is_dir())
KML = "{http://www.opengis.net/kml/2.2}"


def hostile():
    """Texts that would be markup, script or the end of a section, in columns with taken names."""
    names = (
        "end",
        "FID",
        "start",
        "geom",
        "description",
        "name",
        "join_kind",
        "first_day",
        "timestamp",
    )
    return exhibit_of(
        [
            {
                "id": f"e{i}",
                "date": "1990",
                "title": text,
                "text": text,
                "place": "Velm" if i % 2 else None,
                **dict.fromkeys(names, text),
            }
            for i, text in enumerate(HOSTILE)
        ]
    )


EXHIBITS = {
    "black-january": read_exhibit,
    **{path.name: (lambda path=path: read_exhibit(path)) for path in FOLDERS},
    "hostile": hostile,
    "invented": exhibit_of,
    "empty": lambda: exhibit_of([], [], [], []),
}


@pytest.fixture(scope="module", params=list(EXHIBITS))
def exhibit(request):
    return EXHIBITS[request.param]()


@pytest.fixture(scope="module")
def tables(exhibit):
    return to_tables(exhibit)


def geometry_of(tables):
    return shapely.from_wkb(tables.events["geometry"].to_pylist())


def same_geometry(expected, got):
    """Whether each is where it was, to 1e-7 degrees, whatever the order of its rings."""
    assert len(expected) == len(got)
    for one, other in zip(expected, got, strict=True):
        other = None if other is None or shapely.is_empty(other) else shapely.force_2d(other)
        assert (one is None) == (other is None)
        if one is None:
            continue
        assert shapely.hausdorff_distance(one, other) <= 1.01e-7
        assert one.area == pytest.approx(other.area, abs=1e-6)
    return True


def texts_of(tables):
    """The columns of texts that every format has under their own name."""
    return [
        name
        for name in ("date", "title", "text", "quote", "edtf", "first_day", "place_id")
        if name in tables.events.column_names
    ]


def filled(values):
    return [None if value is None or value != value else str(value) for value in values]


def test_geojson_is_as_rfc_7946_has_it_and_gdal_reads_it(exhibit, tables, tmp_path):
    content = export.to_geojson(exhibit)
    whole = json.loads(content)
    assert whole["type"] == "FeatureCollection"
    assert "crs" not in whole
    features = whole["features"]
    assert [one["id"] for one in features] == tables.events["id"].to_pylist()
    rows = tables.events.drop_columns(["geometry"]).to_pylist()
    assert [one["properties"] for one in features] == [
        {key: value for key, value in row.items() if value is not None} for row in rows
    ]
    shapes = [
        None if one["geometry"] is None else shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    ]
    same_geometry(geometry_of(tables), shapes)
    for shape in filter(None, shapes):
        west, south, east, north = shape.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        for part in getattr(shape, "geoms", [shape]):
            # ref: RFC 7946, 3.1.6: against the clock outside, with it inside.
            if isinstance(part, shapely.Polygon):
                assert part.exterior.is_ccw
                assert not any(ring.is_ccw for ring in part.interiors)
    for name in ("places", "sources", "figures", "joins"):
        assert len(whole[name]) == len(getattr(tables, name))
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    if not features:
        return
    # A column of nothing but dates is dates to GDAL, which Python has none of before our era.
    read = geopandas.read_file(path, engine="pyogrio", DATE_AS_STRING="YES")
    assert read.crs == "EPSG:4326"
    same_geometry(geometry_of(tables), read.geometry.to_list())
    for name in texts_of(tables):
        wanted = tables.events[name].to_pylist()
        if any(wanted):
            assert filled(read[name]) == wanted


def test_a_geopackage_has_every_table_for_sqlite_and_for_gdal(exhibit, tables, tmp_path):
    path = tmp_path / "x.gpkg"
    path.write_bytes(export.to_geopackage(exhibit))
    with closing(sqlite3.connect(path)) as base:
        contents = dict(base.execute("select table_name, data_type from gpkg_contents"))
        assert contents == {
            "events": "features", "places": "features", "sources": "attributes",
            "figures": "attributes", "joins": "attributes", "credits": "attributes",
            "exhibit": "attributes",
        }  # fmt: skip
        times = {time for (time,) in base.execute("select last_change from gpkg_contents")}
        assert times == {"1970-01-01T00:00:00.000Z"}
        for name in texts_of(tables):
            found = [
                value for (value,) in base.execute(f'select "{name}" from events order by fid')
            ]
            assert found == tables.events[name].to_pylist()
        for name in ("places", "sources", "figures", "joins"):
            [(count,)] = base.execute(f"select count(*) from {name}")
            assert count == len(getattr(tables, name))
        figures = base.execute("select event, measure, value from figures order by fid").fetchall()
        wanted = tables.figures.select(["event", "measure", "value"]).to_pylist()
        assert figures == [tuple(row.values()) for row in wanted]
        joins = base.execute("select event, place_id, lon, lat, kind, reason from joins").fetchall()
        names = ["event", "place_id", "lon", "lat", "kind", "reason"]
        assert joins == [tuple(row.values()) for row in tables.joins.select(names).to_pylist()]
        assert (
            dict(base.execute("select key, value from exhibit"))["title"] == (tables.facts["title"])
        )
        credits = base.execute("select what, credit, licence from credits").fetchall()
        assert credits == [tuple(one.values()) for one in tables.credits]
        assert base.execute("pragma integrity_check").fetchall() == [("ok",)]
    if not len(tables.events):
        return
    read = pyogrio.read_dataframe(path, layer="events")
    assert read.crs == "EPSG:4326"
    same_geometry(geometry_of(tables), read.geometry.to_list())
    places = pyogrio.read_dataframe(path, layer="places")
    same_geometry(
        shapely.from_wkb(tables.places["geometry"].to_pylist()), places.geometry.to_list()
    )


def test_kml_has_a_placemark_for_each_event_with_its_words_as_plain_text(exhibit, tables, tmp_path):
    content = export.to_kml(exhibit)
    root = ElementTree.fromstring(content)
    marks = root.findall(f".//{KML}Placemark")
    rows = tables.events.to_pylist()
    assert len(marks) == len(rows)
    for mark, row in zip(marks, rows, strict=True):
        assert _words(mark.findtext(f"{KML}name")) == _words(_in_xml(row["title"]))
        told = mark.findtext(f"{KML}description") or ""
        # What a reader shows of it as HTML is the text, and nothing in it is an element.
        assert "<" not in told
        if row.get("text"):
            shown = told.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert _in_xml(row["text"]) in shown
        own = {one.get("name"): one.text for one in mark.iter(f"{KML}SimpleData")}
        assert own["id_given"] == row["id"]
        assert own.get("edtf") == row["edtf"]
        assert own.get("place_id") == row["place_id"]
        stamp, span = mark.find(f"{KML}TimeStamp"), mark.find(f"{KML}TimeSpan")
        assert (stamp is None) or (span is None)
        days = {row.get("first_day"), row.get("last_day")} - {None}
        if days:
            assert stamp is not None or span is not None
            if span is not None:
                assert {end.text for end in span} <= days
            else:
                assert (row["edtf"] or "").startswith(stamp.findtext(f"{KML}when"))
    path = tmp_path / "x.kml"
    path.write_bytes(content)
    if not rows:
        return
    read = pyogrio.read_dataframe(path)
    assert read["Name"].fillna("").map(_words).to_list() == [
        _words(_in_xml(row["title"])) for row in rows
    ]
    same_geometry(geometry_of(tables), read.geometry.to_list())


def test_kml_is_read_by_fastkml():
    text = export.to_kml(read_exhibit()).decode()
    document = fastkml.KML.from_string(text.partition("?>")[2])
    marks = list(fastkml.utils.find_all(document, of_type=fastkml.Placemark))
    assert len(marks) == 23
    [mark] = [one for one in marks if one.name == "Soviet troops enter Baku"]
    assert (mark.geometry.x, mark.geometry.y) == (49.83267, 40.37545)
    assert str(mark.times.begin) == "1990-01-19"
    assert str(mark.times.end) == "1990-01-20"
    [folder] = [
        one
        for one in fastkml.utils.find_all(document, of_type=fastkml.Document)
        if one.name and one.name.startswith("Azerbaijan")
    ]
    assert "OpenStreetMap" in folder.description


def _words(text):
    """The text as XML's white space lets it through."""
    return " ".join((text or "").split())


def _in_xml(text):
    """The text without what XML does not allow, or warns of."""
    kept = ((" ", "\ufdcf"), ("\ufdf0", "\ufffd"), ("\U00010000", "\U0010ffff"))
    return "".join(
        c if c in "\t\n\r" or any(first <= c <= last for first, last in kept) else "\ufffd"
        for c in text
    )


def test_geoparquet_is_read_by_pyarrow_geopandas_and_duckdb(exhibit, tables, tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(export.to_geoparquet(exhibit))
    table = pq.read_table(path)
    for name in tables.events.column_names:
        if name != "geometry":
            assert table[name].to_pylist() == tables.events[name].to_pylist()
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    about = json.loads(table.schema.metadata[b"mapbuilder"])
    assert about["credits"] == [dict(one) for one in tables.credits]
    assert len(about["sources"]) == len(tables.sources)
    assert len(about["figures"]) == len(tables.figures)
    read = geopandas.read_parquet(path)
    assert read.crs == "EPSG:4326"
    same_geometry(geometry_of(tables), read.geometry.to_list())
    with duckdb.connect() as base:
        base.execute("set enable_geoparquet_conversion = false")
        found = base.execute("select id, title, geometry from read_parquet(?)", [str(path)])
        rows = found.fetchall()
    assert [row[:2] for row in rows] == list(
        zip(tables.events["id"].to_pylist(), tables.events["title"].to_pylist(), strict=True)
    )
    same_geometry(geometry_of(tables), [row[2] and shapely.from_wkb(bytes(row[2])) for row in rows])


def test_the_events_as_csv_have_all_that_is_known_of_them(exhibit, tables, tmp_path):
    path, name = write_export(exhibit, tmp_path / "events.csv")
    assert name == "csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = tables.events.to_pylist()
    assert len(rows) == len(wanted)
    for row, event in zip(rows, wanted, strict=True):
        for column, value in event.items():
            if column == "geometry":
                shape = shapely.from_wkt(row[column]) if row[column] else None
                same_geometry([value and shapely.from_wkb(value)], [shape])
            elif isinstance(value, float):
                assert float(row[column]) == value
            else:
                assert row[column] == (value or "")


# What is of the sources is looked at where there are some.
@pytest.mark.parametrize("form", [name for name, one in FORMATS.items() if one.of != "sources"])
def test_the_same_exhibit_gives_the_same_bytes(exhibit, form):
    assert FORMATS[form].write(exhibit) == FORMATS[form].write(exhibit)


def test_no_clock_is_in_a_file(tmp_path, monkeypatch):
    """Another process, another time zone, another order of sets: the same bytes."""
    code = (
        "import sys, hashlib, mapbuilder.export as e\n"
        "from mapbuilder.exhibit import read_exhibit\n"
        "x = read_exhibit()\n"
        "print([hashlib.sha256(f.write(x)).hexdigest() for f in e.FORMATS.values()])"
    )
    found = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Baku")):
        environment = {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PATH": "",
            "PYTHONPATH": str(ROOT.parent),
        }
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1


def test_gdal_has_its_own_clock_back_afterwards():
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    export.to_geopackage(exhibit_of())
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == before


def test_columns_with_names_that_a_format_has_for_itself_are_kept(tmp_path):
    exhibit = hostile()
    path = tmp_path / "x.gpkg"
    path.write_bytes(export.to_geopackage(exhibit))
    read = pyogrio.read_dataframe(path, layer="events")
    by_id = dict(zip(read["id"], read["fid_given"], strict=True))
    assert by_id == {f"e{i}": text for i, text in enumerate(HOSTILE)}
    for column in ("end", "geom_given", "first_day_given", "join_kind_given", "description"):
        assert read[column].to_list() == [by_id[id_] for id_ in read["id"]]


def test_every_format_names_whose_the_coordinates_are():
    exhibit = read_exhibit()
    for name, one in FORMATS.items():
        if one.of == "sources":
            continue
        content = one.write(exhibit)
        if name == "csv":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(entry) for entry in archive.namelist())
        assert b"ODbL 1.0" in content, name
        assert b"CC BY 4.0" in content, name


@pytest.mark.parametrize(
    ("output", "form", "path", "name"),
    [
        ("x.bib", None, "x.bib", "bibtex"),
        ("x.CSL.json", None, "x.CSL.json", "csl-json"),
        ("x.json", "csl-json", "x.json", "csl-json"),
        (None, "csl-json", "output/black-january.csl.json", "csl-json"),
        ("folder", "bibtex", "folder/black-january.bib", "bibtex"),
    ],
)
def test_sources_go_out_as_the_command_for_them_writes_them(
    output, form, path, name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    exhibit = read_exhibit()
    assert write_export(exhibit, output, form) == (Path(path), name)
    text = to_bibtex(exhibit.sources) if name == "bibtex" else to_csl_json(exhibit.sources)
    assert Path(path).read_text("utf-8") == text
    assert summary(exhibit, name) == f"{len(exhibit.sources)} sources"


def test_an_exhibit_without_sources_has_none_to_write(tmp_path):
    (tmp_path / "events.csv").write_text("date,title\n1990,x\n", "utf-8")
    with pytest.raises(ExportError, match=r"no table of sources: put a sources\.csv"):
        write_export(read_exhibit(tmp_path), tmp_path / "x.bib")
    assert not (tmp_path / "x.bib").exists()


def test_an_exhibit_says_what_is_in_its_file_and_what_is_not():
    full = read_exhibit(ROOT / "exhibits/full-of-problems")
    assert summary(full, "geojson") == (
        "7 events, 2 of them without a place; 11 rejected records not in it"
    )
    assert summary(read_exhibit(), "linked-places") == (
        "7 places and 23 events, 7 of them without a place"
    )
    assert summary(read_exhibit(), "lp-tsv") == "7 places"


@pytest.mark.parametrize(
    ("output", "form", "path", "name"),
    [
        ("x.geojson", None, "x.geojson", "geojson"),
        ("x.GPKG", None, "x.GPKG", "gpkg"),
        ("x.zip", None, "x.zip", "csv"),
        ("x.geoparquet", None, "x.geoparquet", "parquet"),
        ("x.jsonld", None, "x.jsonld", "linked-places"),
        ("x.tsv", None, "x.tsv", "lp-tsv"),
        ("x.json", "linked-places", "x.json", "linked-places"),
        ("folder/", "kml", "folder/invented.kml", "kml"),
        ("folder", "csv", "folder/invented.zip", "csv"),
        (None, "parquet", "output/invented.parquet", "parquet"),
    ],
)
def test_the_ending_says_the_format_and_the_format_the_ending(
    output, form, path, name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert write_export(exhibit_of(), output, form) == (Path(path), name)
    assert Path(path).stat().st_size > 100


@pytest.mark.parametrize(
    ("output", "form", "said"),
    [
        (None, None, "there is no ending to tell the format by; say it with --format: geojson,"),
        ("x.json", None, "'x.json' may be GeoJSON, Linked Places or CSL-JSON"),
        ("x.docx", None, "nothing ends in '.docx'; say it with --format: geojson,"),
        (None, "shp", "there is no format 'shp'; there are geojson, gpkg,"),
    ],
)
def test_a_format_that_there_is_not_is_refused_in_one_line(
    output, form, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExportError, match="format"):
        write_export(exhibit_of(), output, form)
    arguments = ["export", str(ROOT / "exhibits/former-names")]
    arguments += ["-o", output] if output else []
    arguments += ["--format", form] if form else []
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"mapbuilder: {said}")
    assert list(tmp_path.iterdir()) == []


def test_kml_without_libkml_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"GPKG": "rw"})
    with pytest.raises(ExportError, match="install a newer pyogrio"):
        export.to_kml(exhibit_of())


def test_the_command_writes_the_file_and_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["export", "--format", "geojson"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("Wrote output/black-january.geojson (")
    assert said.endswith(" kB): 23 events, 7 of them without a place.\n")
    assert len(json.loads(Path("output/black-january.geojson").read_bytes())["features"]) == 23


def test_a_single_csv_says_that_it_is_not_all(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["export", "-o", str(tmp_path / "x.csv")])
    assert capsys.readouterr().out.endswith("without a place; the other tables are in a .zip.\n")


def test_what_gdal_cannot_write_is_told_in_one_line(monkeypatch):
    def refuse(*_, **__):
        raise pyogrio.errors.DataSourceError("no room\nleft")

    monkeypatch.setattr(pyogrio, "write_arrow", refuse)
    for write in (export.to_kml, export.to_geopackage):
        with pytest.raises(ExportError, match=r"^GDAL cannot write the file: no room left$"):
            write(exhibit_of())


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
def test_what_is_exported_can_be_an_exhibit_s_table_of_events(form, tmp_path):
    """mapbuilder reads its own events again: the same ones, at the same coordinates."""
    exhibit = read_exhibit()
    path, _ = write_export(exhibit, tmp_path / f"events.{form}")
    again = read_exhibit(path)
    assert again.events["id"].to_pylist() == exhibit.events["id"].to_pylist()
    assert again.events["title"].to_pylist() == exhibit.events["title"].to_pylist()
    at = {
        join["id"]: (join["lon"], join["lat"]) for join in exhibit.joins.to_pylist()
    }  # fmt: skip
    assert {join["id"]: (join["lon"], join["lat"]) for join in again.joins.to_pylist()} == at


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
records = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.sampled_from(
                ["1990", "1990-01", "1990-01-20", "1988/..", "../1990", "19XX", "1989~", "-0043",
                 "1990-21", "{1989, 1991}", None]
            ),
            "title": words,
            "text": st.none() | words,
            "place": st.sampled_from(["Halva", "Velm", "Halva; Velm", "Nowhere at all", None]),
            "at": st.none() | st.tuples(
                st.floats(-180, 180).map(lambda x: round(x, 5)),
                st.floats(-90, 90).map(lambda y: round(y, 5)),
            ),
            "quote": st.none() | words,
        }
    ),
    max_size=6,
)  # fmt: skip


@given(records)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_exhibit_is_the_same_in_every_format(rows):
    events = [
        {
            **{key: value for key, value in row.items() if key != "at"},
            "id": f"e{i}",
            "lon": row["at"][0] if row["at"] and row["at"] != (0, 0) else None,
            "lat": row["at"][1] if row["at"] and row["at"] != (0, 0) else None,
        }
        for i, row in enumerate(rows)
    ]
    exhibit = exhibit_of(events or None, figures=[], sources=[])
    tables = to_tables(exhibit)
    ids, titles = tables.events["id"].to_pylist(), tables.events["title"].to_pylist()
    geometry = geometry_of(tables)
    assert sum(shape is None for shape in geometry) == exhibit.counts["unplaced"]

    features = json.loads(export.to_geojson(exhibit))["features"]
    assert [(one["id"], one["properties"]["title"]) for one in features] == list(
        zip(ids, titles, strict=True)
    )
    shapes = [
        one["geometry"] and shapely.from_geojson(json.dumps(one["geometry"])) for one in features
    ]
    same_geometry(geometry, shapes)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.gpkg")
        path.write_bytes(export.to_geopackage(exhibit))
        read = pyogrio.read_dataframe(path, layer="events")
    assert (read["id"].to_list(), read["title"].to_list()) == (ids, titles)
    same_geometry(geometry, read.geometry.to_list())

    parquet = geopandas.read_parquet(io.BytesIO(export.to_geoparquet(exhibit)))
    assert (parquet["id"].to_list(), parquet["title"].to_list()) == (ids, titles)
    same_geometry(geometry, parquet.geometry.to_list())

    marks = ElementTree.fromstring(export.to_kml(exhibit)).findall(f".//{KML}Placemark")
    assert [mark.findtext(f"{KML}name") for mark in marks] == list(map(_in_xml, titles))
    assert [any("coordinates" in part.tag for part in mark.iter()) for mark in marks] == [
        shape is not None for shape in geometry
    ]


def test_rounding_keeps_a_geometry_within_a_ten_millionth_of_a_degree():
    shape = shapely.Point(49.123456789, 40.987654321)
    import pyarrow as pa

    from mapbuilder.export_tables import geojson_of

    [written] = geojson_of(pa.array([shapely.to_wkb(shape)], pa.binary()))
    assert np.allclose(written["coordinates"], [49.123456789, 40.987654321], atol=0.51e-7, rtol=0)


def test_no_problem_of_the_data_is_lost_on_the_way():
    """An export reports nothing of its own: what is wrong is the exhibit's to tell."""
    exhibit = read_exhibit(ROOT / "exhibits/full-of-problems")
    before = exhibit.problems
    report = Report()
    for one in FORMATS.values():
        if one.of == "sources" and exhibit.sources is None:
            continue
        one.write(exhibit)
    assert exhibit.problems == before
    assert report.problems() == ()
