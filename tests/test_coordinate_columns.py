"""Coordinate columns: whole coordinates in one column are read where their order is said."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.records import read_records
from mapbuilder.report import Report

WIKIDATA = """item,itemLabel,itemAltLabel,country,countryLabel,coord
http://www.wikidata.org/entity/Q9248,Baku,"Bakı, Baky",http://www.wikidata.org/entity/Q227,Azerbaijan,Point(49.8671 40.4093)
http://www.wikidata.org/entity/Q1,Nowhere,,http://www.wikidata.org/entity/Q227,Azerbaijan,
"""  # noqa: E501


def read(tmp_path, text, name="places.csv"):
    (tmp_path / name).write_text(text, "utf-8")
    report = Report()
    return read_gazetteer(tmp_path / name, None, report, kind="gazetteer"), report.problems()


def points(gazetteer):
    return list(zip(*(gazetteer.places[axis].to_pylist() for axis in ("lat", "lon")), strict=True))


def test_a_query_of_wikidata_is_read_as_it_is_exported(tmp_path):
    gazetteer, problems = read(tmp_path, WIKIDATA)
    assert gazetteer.places.select(["id", "label", "country"]).to_pylist() == [
        {"id": "http://www.wikidata.org/entity/Q9248", "label": "Baku", "country": "AZ"}
    ]
    assert points(gazetteer) == [(40.4093, 49.8671)]
    assert {"Bakı", "Baky"} < set(gazetteer.names["name"].to_pylist())
    assert [(one.code, one.row) for one in problems if one.severity != "note"] == [
        ("place-unlocated", 3)
    ]


@pytest.mark.parametrize(
    "name", ["lat_lon", "Lat/Lon", "latlng", "latitude, longitude", "gps lat lon"]
)
def test_pairs_whose_column_says_the_order_are_read(tmp_path, name):
    gazetteer, problems = read(tmp_path, f'id;name;{name}\nb;Baku;"40,4093; 49,8671"\n')
    assert points(gazetteer) == [(40.4093, 49.8671)]
    assert [one.code for one in problems] == ["coordinate-form"]


def test_pairs_may_have_the_longitude_first(tmp_path):
    gazetteer, _ = read(
        tmp_path, 'id,name,lon_lat\nb,Baku,"49.8671, 40.4093"\ns,S,"151.2, -33.9"\n'
    )
    assert points(gazetteer) == [(40.4093, 49.8671), (-33.9, 151.2)]


@pytest.mark.parametrize("name", ["coordinates", "lat", "gps"])
def test_pairs_of_which_nothing_says_the_order_are_told_and_not_read(tmp_path, name):
    gazetteer, [problem] = read(tmp_path, f'id,name,{name}\nb,Baku,"40.4093, 49.8671"\n')
    assert not len(gazetteer.places)
    assert (problem.code, problem.column) == ("column-missing", name)
    assert [one.value for one in problem.suggestions] == ["lat_lon", "lon_lat"]


def test_a_pair_in_one_of_two_cells_is_told_with_what_to_write(tmp_path):
    _, [problem] = read(tmp_path, 'id,name,lat,lon\nb,Baku,"40.4093, 49.8671",\n')
    assert problem.message.endswith(
        "has both numbers in it; write 40.4093 into the column lat and 49.8671 into lon"
    )


@pytest.mark.parametrize(
    ("header", "cells", "severity", "right"),
    [
        ("coord", "Point(49.9 40.4)", "warning", "call it place"),
        ("coordinates", '"40.4093, 49.8671"', "warning", "into two columns, lat and lon"),
        ("place,coordinates", 'Baku,"40.4093, 49.8671"', "note", "into two columns, lat and lon"),
    ],
)
def test_records_with_a_column_of_coordinates_that_is_not_read_tell_it(
    tmp_path, header, cells, severity, right
):
    (tmp_path / "events.csv").write_text(f"date,title,{header}\n1990,One,{cells}\n", "utf-8")
    report = Report()
    read_records(tmp_path / "events.csv", None, report)
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("column-unknown", severity)
    assert problem.message.endswith(right)


def test_a_record_with_both_numbers_in_one_cell_is_told_what_to_write(tmp_path):
    (tmp_path / "events.csv").write_text('date,title,lat\n1990,One,"40.4, 49.8"\n', "utf-8")
    report = Report()
    read_records(tmp_path / "events.csv", None, report)
    [problem] = report.problems()
    assert problem.message.endswith("write 40.4 into the column lat and 49.8 into lon")
