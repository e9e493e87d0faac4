"""Feature files: points in degrees, whatever the format and its system."""

from __future__ import annotations

import json
import sqlite3
import struct
from pathlib import Path

import geopandas
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from mapbuilder.errors import InputError
from mapbuilder.features import frame_to_sheet, read_geojson, read_layer, read_parquet
from mapbuilder.report import Report


def cells(sheet):
    return {
        name: column.to_pylist() for name, column in zip(sheet.header, sheet.columns, strict=True)
    }


def gdf(geometry, crs="EPSG:4326"):
    titles = [f"t{number}" for number in range(len(geometry))]
    return geopandas.GeoDataFrame({"title": titles}, geometry=geometry, crs=crs)


BAKU = shapely.Point(49.8, 40.4)
SQUARE = shapely.box(49, 40, 51, 42)


def geojson(*features, **others):
    collection = {"type": "FeatureCollection", "features": list(features), **others}
    report = Report()
    sheet = read_geojson(json.dumps(collection).encode(), Path("e.geojson"), "e.geojson", report)
    return cells(sheet), [(one.code, one.row) for one in report.problems()]


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_properties_are_texts_as_written_and_a_point_is_lon_and_lat():
    point = {"type": "Point", "coordinates": [49.8, 40.4, 12]}
    assert geojson(
        feature(point, date="1990-1", year=1990, ok=True, tags=["ə"]), feature(None, date=None)
    ) == (
        {
            "date": ["1990-1", None],
            "year": ["1990", None],
            "ok": ["true", None],
            "tags": ['["ə"]', None],
            "lon": ["49.8", None],
            "lat": ["40.4", None],
        },
        [],
    )


def test_a_features_id_is_a_column():
    found, _ = geojson({**feature(None, title="x"), "id": 7})
    assert found == {"title": ["x"], "id": ["7"]}


def test_coordinates_in_columns_are_the_curators():
    point = {"type": "Point", "coordinates": [1, 2]}
    assert geojson(feature(point, lat="40.4", lon="49.8"))[0] == {"lat": ["40.4"], "lon": ["49.8"]}


def test_what_is_not_a_point_is_kept_as_it_is_written():
    square = shapely.geometry.mapping(SQUARE)
    found, problems = geojson(feature(None), feature(square))
    assert list(found) == ["geometry"]
    assert found["geometry"][0] is None
    assert shapely.from_geojson(found["geometry"][1]) == SQUARE
    assert problems == []


def test_lines_points_and_a_property_of_that_name_stand_side_by_side():
    line = {"type": "LineString", "coordinates": [[49, 40], [50, 41]]}
    collection = {
        "features": [
            {"geometry": line, "properties": {"geometry": "drawn"}},
            {"geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}},
        ]
    }
    sheet = read_geojson(json.dumps(collection).encode(), Path("e.json"), "e.json", Report())
    # Of two columns with one name the first keeps it.
    assert sheet.header == ("geometry", "geometry", "lon", "lat")
    assert [column.to_pylist() for column in sheet.columns] == [
        [json.dumps(line), None],
        ["drawn", None],
        [None, "1"],
        [None, "2"],
    ]


def test_a_geometry_that_makes_no_sense_is_kept_for_whoever_reads_shapes_to_tell():
    found, _ = geojson(
        feature({"type": "Point", "coordinates": []}, title="a"),
        feature({"type": "Polygon", "coordinates": [[[0, 0]]]}, title="b"),
        feature({"type": "Circle"}, title="c"),
        feature({}, title="d"),
    )
    assert found["title"] == ["a", "b", "c", "d"]
    assert found["geometry"] == [
        '{"type": "Point", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [[[0, 0]]]}',
        '{"type": "Circle"}',
        None,
    ]


def test_a_list_of_objects_is_a_table():
    sheet = read_geojson(b'[{"a": 1}, {"b": "x"}]', Path("e.json"), "e.json", Report())
    assert cells(sheet) == {"a": ["1", None], "b": [None, "x"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"a":\n ,}', "e.json:2 is not JSON"),
        (b"\xff", "not in UTF-8"),
        (b'{"type": "Feature"}', "not a GeoJSON feature collection"),
        (b"3", "not a GeoJSON feature collection"),
        (b'{"features": [1]}', "not a GeoJSON feature collection"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
    ],
)
def test_what_is_no_geojson_is_one_sentence(content, said):
    with pytest.raises(InputError, match=said):
        read_geojson(content, Path("e.json"), "e.json", Report())


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".shp", ".geojson"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32639"])
def test_a_layer_in_any_system_comes_in_degrees(suffix, crs, tmp_path):
    path = tmp_path / f"e{suffix}"
    gdf([BAKU, shapely.Point(48.85, 38.75)]).to_crs(crs).to_file(path)
    if suffix == ".geojson":
        found = cells(read_geojson(path.read_bytes(), path, path.name, Report()))
    else:
        found = cells(read_layer(path, path.name, (), Report()))
    assert found["title"] == ["t0", "t1"]
    assert [float(lon) for lon in found["lon"]] == pytest.approx([49.8, 48.85])
    assert [float(lat) for lat in found["lat"]] == pytest.approx([40.4, 38.75])


def test_the_layer_with_most_known_names_is_the_table(tmp_path):
    path = tmp_path / "e.gpkg"
    gdf([BAKU]).rename(columns={"title": "other"}).to_file(path, layer="a")
    gdf([BAKU]).to_file(path, layer="b")
    assert "title" in read_layer(path, path.name, ("title",), Report()).header


def test_another_layer_with_the_same_columns_is_told_since_it_is_not_read(tmp_path):
    path = tmp_path / "e.gpkg"
    for layer in ("south", "north", "west"):
        gdf([BAKU]).to_file(path, layer=layer)
    gdf([BAKU]).rename(columns={"title": "other"}).to_file(path, layer="key")
    report = Report()
    read_layer(path, path.name, ("title",), report)
    told = report.problems()
    assert [(one.code, one.severity, one.file, one.value) for one in told] == [
        ("table-unread", "warning", "e.gpkg", "north"),
        ("table-unread", "warning", "e.gpkg", "west"),
    ]
    assert told[0].message == (
        "the layer 'north' has such columns too, and 1 row; only 'south' is read: put all rows "
        "into one layer, and another table into a file of its own"
    )


def test_all_folders_of_a_kml_are_read(tmp_path):
    path = tmp_path / "e.kml"
    mark = "<Placemark><name>{0}</name><Point><coordinates>{1},40</coordinates></Point></Placemark>"
    road = (
        "<Placemark><name>Road</name><LineString><coordinates>49,40 50,41</coordinates>"
        "</LineString></Placemark>"
    )
    folders = [mark.format("Baku", 49.8), mark.format("Ganja", 46.4) + road]
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        + "".join(f"<Folder><name>F</name>{one}</Folder>" for one in folders)
        + "</Document></kml>"
    )
    report = Report()
    sheet = read_layer(path, path.name, (), report)
    columns = {name.lower(): texts for name, texts in cells(sheet).items()}
    assert columns["name"] == ["Baku", "Ganja", "Road"]
    assert columns["lon"] == ["49.8", "46.4", None]
    assert [bool(one) for one in columns["geometry"]] == [False, False, True]
    assert sheet.rows.to_pylist() == [1, 2, 3]
    assert report.problems() == ()


def test_a_point_that_is_empty_is_no_coordinate(tmp_path):
    path = tmp_path / "e.gpkg"
    rows = [BAKU, shapely.Point(), shapely.Polygon(), None]
    gdf(rows).to_crs("EPSG:32639").to_file(path)
    sheet = read_layer(path, path.name, (), Report())
    assert [bool(one) for one in cells(sheet)["lon"]] == [True, False, False, False]
    gdf([shapely.Point()], None).to_parquet(tmp_path / "e.parquet")
    sheet = read_parquet(tmp_path / "e.parquet", "e.parquet")
    assert "lon" not in sheet.header


def test_an_arc_is_read_as_short_lines(tmp_path):
    path = tmp_path / "e.gpkg"
    gdf([BAKU, BAKU]).to_file(path, layer="e")
    arc = struct.pack("<BII6d", 1, 8, 3, 49, 40, 50, 41, 51, 40)
    with sqlite3.connect(path) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            file.execute(f'DROP TRIGGER "{trigger}"')
        blob = b"GP\0\1" + struct.pack("<i", 4326) + arc
        file.execute("UPDATE e SET geom = ? WHERE fid = 2", (blob,))
    sheet = read_layer(path, path.name, (), Report())
    shapes = cells(sheet)["geometry"]
    assert shapes[0] is None
    line = shapely.from_wkt(shapes[1])
    assert line.geom_type == "LineString"
    assert line.bounds == pytest.approx((49, 40, 51, 41), abs=0.01)


def test_what_gdal_cannot_read_is_one_sentence(tmp_path):
    path = tmp_path / "e.gpkg"
    path.write_bytes(b"text")
    with pytest.raises(InputError, match="cannot be read"):
        read_layer(path, path.name, (), Report())


def test_a_shapefile_that_does_not_say_its_encoding_needs_one(tmp_path):
    frame = gdf([BAKU]).assign(title=["Баку"])
    frame.to_file(tmp_path / "e.shp", encoding="windows-1251")
    (tmp_path / "e.cpg").unlink()
    dbf = bytearray((tmp_path / "e.dbf").read_bytes())
    dbf[29] = 0  # what dBASE says of the letters
    (tmp_path / "e.dbf").write_bytes(dbf)
    with pytest.raises(InputError, match=r"texts that are not in UTF-8.* a file e\.cpg beside it"):
        read_layer(tmp_path / "e.shp", "e.shp", (), Report())
    sheet = read_layer(tmp_path / "e.shp", "e.shp", (), Report(), "windows-1251")
    assert "Баку" in [column[0].as_py() for column in sheet.columns]


def test_parquet_is_read_with_and_without_geometry(tmp_path):
    gdf([BAKU, None]).to_crs(3857).to_parquet(tmp_path / "g.parquet")
    found = cells(read_parquet(tmp_path / "g.parquet", "g.parquet"))
    assert found == {"title": ["t0", "t1"], "lon": ["49.8", None], "lat": ["40.4", None]}
    pq.write_table(pa.table({"n": [1.0, None]}), tmp_path / "p.parquet")
    assert cells(read_parquet(tmp_path / "p.parquet", "p.parquet")) == {"n": ["1", None]}
    (tmp_path / "b.parquet").write_bytes(b"text")
    with pytest.raises(InputError, match="not a Parquet file"):
        read_parquet(tmp_path / "b.parquet", "b.parquet")


def test_a_geodataframe_is_reprojected_and_keeps_its_areas():
    found = cells(frame_to_sheet(gdf([BAKU, None, SQUARE], None)))
    assert found == {
        "title": ["t0", "t1", "t2"],
        "lon": ["49.8", None, None],
        "lat": ["40.4", None, None],
        "geometry": [None, None, "POLYGON ((51 40, 51 42, 49 42, 49 40, 51 40))"],
    }


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet", ".kml"])
def test_a_line_comes_out_of_every_format_in_degrees(suffix, tmp_path):
    line = shapely.LineString([(49.8, 40.4), (48.85, 38.75)])
    path = tmp_path / f"e{suffix}"
    frame = gdf([line]).rename(columns={"title": "Name"} if suffix == ".kml" else {})
    if suffix == ".parquet":
        frame.to_crs(3857).to_parquet(path)
        found = cells(read_parquet(path, path.name))
    else:
        frame.to_crs("EPSG:4326" if suffix == ".kml" else "EPSG:3857").to_file(path)
        found = cells(
            read_geojson(path.read_bytes(), path, path.name, Report())
            if suffix == ".geojson"
            else read_layer(path, path.name, (), Report())
        )
    written = found["geometry"][0]
    assert shapely.force_2d(shapely.from_wkt(written)).equals_exact(line, 1e-6)
    assert not {"lon", "lat"} & set(found)


def test_numbers_without_a_system_that_are_no_degrees_are_refused(tmp_path):
    path = tmp_path / "e.gpkg"
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        gdf([shapely.Point(5_500_000, 4_900_000)], None).to_file(path)
    with pytest.raises(InputError, match="does not say its coordinate system"):
        read_layer(path, path.name, (), Report())
