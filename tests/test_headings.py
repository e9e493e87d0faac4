"""Headings: other common ones are read and told; what is missing is told with what is near."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.records import read_records
from mapbuilder.report import Report


def read(path, text, **options):
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    gazetteer = read_gazetteer(path, report=report, **options)
    return gazetteer, report.problems()


def test_common_headings_are_read_and_each_is_noted(tmp_path):
    gazetteer, problems = read(
        tmp_path / "places.csv",
        "GeonameID,Toponym,Latitude,Longitude,ccode,Admin1,feature code,pop,variants\n"
        "587084,Baku,40.37767,49.89201,az,Baku City,PPLC,1116513,Bakı;Bakou\n",
    )
    assert [(one.code, one.value, one.suggestions[0].value) for one in problems] == [
        ("column-renamed", "admin1", "division"),
        ("column-renamed", "ccode", "country"),
        ("column-renamed", "feature_code", "feature"),
        ("column-renamed", "geonameid", "id"),
        ("column-renamed", "latitude", "lat"),
        ("column-renamed", "longitude", "lon"),
        ("column-renamed", "pop", "population"),
        ("column-renamed", "toponym", "name"),
        ("column-renamed", "variants", "names"),
    ]
    [place] = gazetteer.places.to_pylist()
    assert {key: place[key] for key in ("id", "name", "lat", "lon", "country", "division")} == {
        "id": "587084", "name": "Baku", "lat": 40.37767, "lon": 49.89201, "country": "AZ",
        "division": "Baku City",
    }  # fmt: skip
    assert (place["feature"], place["population"]) == ("city", 1_116_513)
    # Which follow from what it is, since the row does not say them.
    assert (place["precision"], place["uncertainty_m"]) == ("city", 10_000)
    assert gazetteer.names["name"].to_pylist() == ["Baku", "Bakı", "Bakou"]


def test_a_name_that_is_near_to_a_known_one_is_noted_once():
    report = Report()
    row = {"id": "a", "name": "A", "lat": 1, "lon": 2, "former_name": "B"}
    read_gazetteer([row], report=report)
    [problem] = report.problems()
    assert (problem.code, problem.suggestions[0].value) == ("column-unknown", "former_names")


def test_a_column_of_its_own_name_is_not_replaced(tmp_path):
    gazetteer, problems = read(
        tmp_path / "places.csv", "id,name,title,lat,latitude,lon\na,A,Mayor,1,2,3\n"
    )
    [place] = gazetteer.places.to_pylist()
    assert (place["name"], place["title"], place["lat"], place["latitude"]) == (
        "A",
        "Mayor",
        1,
        "2",
    )
    assert [one.code for one in problems if one.severity != "note"] == []


def test_all_missing_columns_are_told_with_what_is_near(tmp_path):
    gazetteer, problems = read(tmp_path / "p.csv", "id,nmae,latitud_,lngitude\na,A,1,2\n")
    told = {one.column: one for one in problems if one.code == "column-missing"}
    assert sorted(told) == ["lat", "lon", "name"]
    assert all(one.severity == "error" and one.row is None for one in told.values())
    assert [one.value for one in told["name"].suggestions] == ["nmae"]
    assert "latitud_" in [one.value for one in told["lat"].suggestions]
    assert "lngitude" in [one.value for one in told["lon"].suggestions]
    assert "its columns are id, nmae, latitud_, lngitude" in told["lat"].message
    assert (len(gazetteer.places), gazetteer.rejected) == (0, 1)


def test_a_file_without_a_header_is_known_by_its_numbers(tmp_path):
    _, [problem] = read(
        tmp_path / "p.csv", "a,Baku,40.3755,49.8327\nb,Ganja,40.6828,46.3606\n", kind="gazetteer"
    )
    assert (problem.code, problem.severity, problem.row) == ("column-missing", "error", 1)
    assert "looks like a place" in problem.message


def test_a_header_alone_is_an_empty_table(tmp_path):
    gazetteer, [problem] = read(tmp_path / "p.csv", "id,name,lat,lon\n")
    assert (problem.code, problem.severity) == ("table-empty", "warning")
    assert len(gazetteer.places) == len(gazetteer.names) == 0


@pytest.mark.parametrize(
    ("cell", "country", "countries"),
    [
        ("AZ", "AZ", "AZ"), ("aze", "AZ", "AZ"), ("Azerbaijan", "AZ", "AZ"), ("UK", "GB", "GB"),
        ("AZ;IR", "AZ", "AZ;IR"), ("ir, az", "IR", "IR;AZ"), ("", None, None),
    ],
)  # fmt: skip
def test_of_several_countries_the_first_is_the_country_and_all_are_kept(cell, country, countries):
    row = {"id": "a", "name": "A", "lat": 39, "lon": 48, "country": cell}
    report = Report()
    places = read_gazetteer([row], report=report).places
    assert (places["country"][0].as_py(), places["countries"][0].as_py()) == (country, countries)


def test_an_unknown_country_is_told_once_with_the_nearest():
    report = Report()
    rows = [
        {"id": str(n), "name": f"N{n}", "lat": 40, "lon": 49, "country": "Azerbaijn"}
        for n in range(3)
    ]
    gazetteer = read_gazetteer(rows, report=report)
    [problem] = report.problems()
    assert (problem.code, problem.severity, problem.row) == ("country-unknown", "warning", 1)
    assert "2 more rows" in problem.message
    assert problem.suggestions[0].value == "AZ"
    assert gazetteer.places["country"].to_pylist() == [None] * 3


def test_what_the_row_says_of_its_precision_comes_before_its_kind():
    rows = [
        {"id": "a", "name": "A", "lat": 40, "lon": 49, "feature": "city", "precision": "site"},
        {"id": "b", "name": "B", "lat": 40, "lon": 49, "feature": "city", "uncertainty_m": 300},
        {"id": "c", "name": "C", "lat": 40, "lon": 49, "feature": "region"},
        {"id": "d", "name": "D", "lat": 40, "lon": 49, "feature": "wibble", "population": "many"},
    ]
    report = Report()
    places = read_gazetteer(rows, report=report).places
    assert places["precision"].to_pylist() == ["site", "site", "region", "town"]
    assert places["uncertainty_m"].to_pylist() == [None, 300, 80_000, None]
    assert places["feature"].to_pylist() == ["city", "city", "region", None]
    assert [(one.code, one.severity) for one in report.problems()] == [
        ("place-feature-unknown", "note"),
        ("place-population", "warning"),
    ]


def test_a_title_above_the_header_is_told_with_the_header_s_row(tmp_path):
    _, problems = read(tmp_path / "places.csv", "Our places,,,\n,,,\nid,Name,lat,lon\nb,B,40,50\n")
    assert {one.code for one in problems} == {"column-missing"}
    assert all("; row 3 names columns: take out what stands above it" in one.message
               for one in problems)  # fmt: skip

    (tmp_path / "events.csv").write_text("Trams;;\nas of May;;\n\nid;Date;Title\ne;1990;A tram\n")
    records = read_records(tmp_path / "events.csv")
    [missing] = [one for one in records.problems if one.code == "column-missing"]
    assert missing.message.endswith("; row 4 names columns: take out what stands above it")
    assert records.rejected == records.count == 3


def test_rows_that_hold_one_name_of_a_column_are_no_header(tmp_path):
    (tmp_path / "events.csv").write_text("date,headline\n1990,title\n1991,text\n")
    problems = read_records(tmp_path / "events.csv").problems
    [missing] = [one for one in problems if one.code == "column-missing"]
    assert "names columns" not in missing.message


OVERPASS = """{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "node/1",
"properties":
{"@id": "node/1", "name": "Bakı", "name:ru": "Баку", "name:az-Cyrl": "Бакы", "alt_name":
"Bakou;Baky", "old_name": "Baku", "place": "city", "population": "2300500"},
"geometry": {"type": "Point", "coordinates": [49.83, 40.37]}}]}"""


def test_an_extract_of_openstreetmap_has_its_names_in_all_languages(tmp_path):
    gazetteer, problems = read(tmp_path / "osm.geojson", OVERPASS)
    names = gazetteer.names.select(["name", "lang"]).to_pylist()
    assert {tuple(one.values()) for one in names} >= {
        ("Bakı", None), ("Баку", "ru"), ("Бакы", "az-cyrl"), ("Bakou", None), ("Baky", None),
        ("Baku", None),
    }  # fmt: skip
    assert gazetteer.places["feature"].to_pylist() == ["city"]
    assert {one.code for one in problems} == {"column-renamed"}
    assert [one.column for one in problems if "1 more column" in one.message] == ["name:ru"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("@id\t@lat\t@lon\tname\tplace\n5\t40.37\t49.83\tBaku\tcity\n", ("5", "Baku")),
        ("id,title,description,reprLat,reprLong\n5,Baku,x,40.37,49.83\n", ("5", "Baku")),
        ("geonameId,toponymName,lat,lng\n5,Baku,40.37,49.83\n", ("5", "Baku")),
        ("Subject,Term,Parents,Type,Lat,Long\n5,Baku,x,town,40.37,49.83\n", ("5", "Baku")),
    ],
)
def test_tables_as_their_makers_export_them_are_read(tmp_path, text, place):
    gazetteer, problems = read(tmp_path / "places.csv", text)
    [row] = gazetteer.places.to_pylist()
    assert ((row["id"], row["name"]), row["lat"], row["lon"]) == (place, 40.37, 49.83)
    assert {one.code for one in problems} == {"column-renamed"}


def test_a_column_that_is_read_under_another_name_is_not_said_to_be_a_detail(tmp_path):
    text = '[{"fid": 1, "name": "Baku", "lat": 40.4, "lon": 49.8, "geometry": null}]'
    _, problems = read(tmp_path / "places.json", text)
    assert [(one.code, one.value) for one in problems] == [("column-renamed", "fid")]
