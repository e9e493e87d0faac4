"""LP-TSV: tables of the World Historical Gazetteer, of this version and of older ones."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.report import Report

HEADER = (
    "id", "title", "title_source", "fclasses", "aat_types", "attestation_year", "start", "end",
    "title_uri", "ccodes", "matches", "variants", "types", "parent_name", "parent_id", "lon", "lat",
    "geowkt", "geo_source", "geo_id", "approximation", "description",
)  # fmt: skip
ZANZIBAR = {
    "id": "z1", "title": "Zanzibar", "title_source": "An Atlas (1890)", "fclasses": "P;A",
    "aat_types": "300008389", "start": "1698", "end": "1963", "ccodes": "TZ",
    "matches": "wd:Q1774;gn:148730", "variants": "زنجبار@ar;Sansibar@de-DE-1901; Zengibar ",
    "types": "city", "parent_name": "Zanzibar Sultanate", "lon": "39.2", "lat": "-6.16",
    "geo_source": "GeoNames", "description": "A port.",
}  # fmt: skip


def read(tmp_path, *rows, header=HEADER, name="places.tsv", delimiter="\t"):
    lines = [delimiter.join(header)]
    lines += [delimiter.join(row.get(column, "") for column in header) for row in rows]
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    report = Report()
    return read_gazetteer(tmp_path / name, report=report), report.problems()


def names(gazetteer):
    return [
        (row["name"], row["kind"], row["lang"], row["years"]) for row in gazetteer.names.to_pylist()
    ]


def test_a_row_is_a_place_with_all_that_it_says(tmp_path):
    gazetteer, problems = read(tmp_path, ZANZIBAR)
    assert problems == ()
    assert gazetteer.kind == "gazetteer"
    [place] = gazetteer.places.to_pylist()
    expected = {
        "id": "z1", "name": "Zanzibar", "label": "Zanzibar", "lat": -6.16, "lon": 39.2,
        "country": "TZ", "division": "Zanzibar Sultanate", "feature": "city", "precision": "city",
        "coordinate_source": "GeoNames", "note": "A port.", "years": "1698/1963",
        "title_source": "An Atlas (1890)", "matches": "wd:Q1774;gn:148730", "row": 2,
    }  # fmt: skip
    assert {key: place[key] for key in expected} == expected


def test_names_hold_in_the_years_of_the_row(tmp_path):
    gazetteer, _ = read(tmp_path, ZANZIBAR)
    assert names(gazetteer) == [
        ("Zanzibar", "name", None, "1698/1963"),
        ("زنجبار", "former", "ar", "1698/1963"),
        ("Sansibar", "former", "de-DE-1901", "1698/1963"),
        ("Zengibar", "former", None, "1698/1963"),
    ]
    import numpy as np

    first = gazetteer.names.slice(0, 1).to_pylist()[0]
    days = [str(np.datetime64(first[column], "D")) for column in ("start_day", "end_day")]
    assert days == ["1698-01-01", "1963-12-31"]


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("1698", "", "1698/.."), ("", "1963", "/1963"), ("-320", "-30", "-0320/-0030"),
        ("800", "1000-06", "0800/1000-06"), ("-0299/-0200", "1500/1510", "-0299/1510"),
        ("1600?", "1699~", "1600?/1699~"), ("", "", None),
    ],
)  # fmt: skip
def test_years_are_those_of_the_format(tmp_path, start, end, years):
    row = {**ZANZIBAR, "start": start, "end": end, "attestation_year": "1890"}
    gazetteer, problems = read(tmp_path, row)
    assert problems == ()
    assert gazetteer.places["years"].to_pylist() == [years]


def test_a_start_after_the_end_is_told_and_the_names_do_not_join(tmp_path):
    gazetteer, problems = read(tmp_path, {**ZANZIBAR, "start": "1963", "end": "1698"})
    [problem] = problems
    assert (problem.code, problem.severity, problem.row) == ("place-years", "warning", 2)
    assert (problem.column, problem.value) == ("start", "1963/1698")
    assert "they end before they begin" in problem.message
    assert len(gazetteer.names) == 0
    assert gazetteer.places["id"].to_pylist() == ["z1"]


def test_a_geometry_comes_before_the_pair_beside_it(tmp_path):
    row = {**ZANZIBAR, "geowkt": "POLYGON ((39 -6.4, 39.6 -6.4, 39.6 -5.7, 39 -6.4))"}
    gazetteer, problems = read(tmp_path, row)
    assert problems == ()
    [place] = gazetteer.places.to_pylist()
    assert place["shape_wkb"] is not None
    assert place["lon"] != 39.2
    gazetteer, _ = read(tmp_path, {**ZANZIBAR, "geowkt": "POINT (39.19 -6.17)"})
    [place] = gazetteer.places.to_pylist()
    assert (place["lon"], place["lat"], place.get("shape_wkb")) == (39.19, -6.17, None)


def test_a_geometry_that_cannot_be_read_is_told(tmp_path):
    gazetteer, problems = read(tmp_path, {**ZANZIBAR, "geowkt": "POLYGON ((39 -6.4, 39.6"})
    assert [(one.code, one.row) for one in problems] == [("geometry-invalid", 2)]
    # The pair beside it is there still.
    assert gazetteer.places["lon"].to_pylist() == [39.2]
    alone = {**ZANZIBAR, "geowkt": "POINT EMPTY", "lon": "", "lat": ""}
    gazetteer, problems = read(tmp_path, alone)
    assert [(one.code, one.row) for one in problems] == [
        ("geometry-invalid", 2),
        ("place-unlocated", 2),
    ]
    assert gazetteer.rejected == 1


def test_headings_of_an_older_version_are_read_and_told(tmp_path):
    header = ("id", "title", "name_src", "type", "aat_type", "ccodes", "lon", "lat", "min", "max",
              "geom_src", "close_matches")  # fmt: skip
    row = {
        "id": "1", "title": "Guadalajara", "name_src": "gerhard", "type": "Ciudad",
        "aat_type": "300008389",
        "ccodes": "MX", "lon": "-103.347", "lat": "20.676", "min": "1780", "max": "1820",
        "geom_src": "gerhard-north", "close_matches": "gn:4005539",
    }  # fmt: skip
    gazetteer, [problem] = read(tmp_path, row, header=header)
    assert (problem.code, problem.severity) == ("format-version", "note")
    assert "name_src for title_source" in problem.message
    [place] = gazetteer.places.to_pylist()
    assert (place["years"], place["coordinate_source"], place["feature"]) == (
        "1780/1820", "gerhard-north", "city",
    )  # fmt: skip


def test_what_the_format_requires_and_is_not_there_is_one_note(tmp_path):
    gazetteer, [problem] = read(
        tmp_path,
        {"id": "a", "title": "A", "lon": "1", "lat": "2", "title_uri": "http://a.example"},
        header=("id", "title", "title_uri", "lon", "lat"),
    )
    assert (problem.code, problem.severity) == ("format-incomplete", "note")
    assert "title_source, fclasses or aat_types, attestation_year or start" in problem.message
    assert len(gazetteer.places) == 1


def test_languages_countries_and_classes_that_are_none_are_told(tmp_path):
    row = {**ZANZIBAR, "variants": "Zanzibar@english;@sw;A@xx", "ccodes": "TZA;QQ",
           "fclasses": "P;Q"}  # fmt: skip
    gazetteer, problems = read(tmp_path, row)
    assert [(one.code, one.value) for one in problems] == [
        ("country-unknown", "QQ"),
        ("place-feature-unknown", "Q"),
        ("language-unknown", "english"),
        ("language-unknown", "xx"),
        ("place-nameless", "@sw"),
    ]
    assert problems[2].suggestions[0].value == "en"
    assert ("A", "former", None, "1698/1963") in names(gazetteer)
    assert gazetteer.places["countries"].to_pylist() == ["TZ"]


@pytest.mark.parametrize(
    ("approximation", "radius_m"),
    [("2.5", 2_500), ("3 km", 3_000), ("gvp:containedWithin", 10_000)],
)
def test_a_tolerance_in_kilometres_is_the_radius(tmp_path, approximation, radius_m):
    gazetteer, _ = read(tmp_path, {**ZANZIBAR, "approximation": approximation})
    assert gazetteer.places["uncertainty_m"].to_pylist() == [radius_m]


@pytest.mark.parametrize(
    ("classes", "types", "aat", "feature"),
    [
        ("P", "", "", "town"), ("A", "province", "", "region"), ("S", "", "", "site"),
        ("A;P", "", "", "town"), ("P", "pueblo", "300008389", "city"), ("", "wibble", "", None),
        ("T", "wibble", "", "site"),
    ],
)  # fmt: skip
def test_the_finest_word_says_what_kind_of_place_it_is(tmp_path, classes, types, aat, feature):
    row = {**ZANZIBAR, "fclasses": classes, "types": types, "aat_types": aat}
    gazetteer, _ = read(tmp_path, row)
    assert gazetteer.places["feature"].to_pylist() == [feature]


def test_a_tsv_that_is_a_csv_is_read_and_told(tmp_path):
    row = {**ZANZIBAR, "fclasses": "P"}
    header = (*HEADER[:9], "lon", "lat")
    gazetteer, [problem] = read(tmp_path, row, delimiter=";", header=header)
    assert (problem.code, problem.severity, problem.value) == ("delimiter-other", "note", ";")
    assert gazetteer.places["id"].to_pylist() == ["z1"]


def test_two_rows_of_one_id_are_told(tmp_path):
    gazetteer, [problem] = read(tmp_path, ZANZIBAR, {**ZANZIBAR, "title": "Other"})
    assert (problem.code, problem.row) == ("place-id-duplicate", 3)
    assert len(gazetteer.places) == 1


def test_one_fault_in_many_rows_is_told_for_the_first_and_counted_for_the_rest(tmp_path):
    rows = [{**ZANZIBAR, "id": f"z{n}", "lon": "", "lat": ""} for n in range(50)]
    gazetteer, problems = read(tmp_path, *rows)
    assert {one.code for one in problems} == {"place-unlocated"}
    assert len(problems) == 20
    assert problems[-1].message.endswith("the like in 30 more rows")
    assert gazetteer.rejected == 50
