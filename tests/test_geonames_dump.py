"""Dumps of GeoNames: columns without a header, with what lies beside them."""

from __future__ import annotations

import zipfile

import pytest

from mapbuilder.errors import InputError
from mapbuilder.gazetteer import NAMES_SCHEMA, files_of, read_gazetteer
from mapbuilder.places import COLUMNS
from mapbuilder.report import Report

PLACES = [
    ("587084", "Baku", "Baku", "BAK,Bakı,Bakou,Баку", "40.37767", "49.89201", "P", "PPLC", "AZ", "",
     "09", "", "", "", "1116513", "", "-10", "Asia/Baku", "2021-01-01"),
    ("587245", "Astara", "Astara", "", "38.45598", "48.87498", "P", "PPLA2", "AZ", "IR", "04", "",
     "", "", "20000", "", "-18", "Asia/Baku", "2020-01-01"),
    ("585379", "Qobustan Rayonu", "Gobustan Rayonu", "", "40.4", "48.9", "A", "ADM2", "AZ", "",
     "58", "", "", "", "0", "", "500", "Asia/Baku", "2020-01-01"),
    ("9", "Qız Qalası", "Qiz Qalasi", "Maiden Tower", "40.36603", "49.83727", "S", "CSTL", "AZ", "",
     "09", "", "", "", "", "", "0", "Asia/Baku", "2020-01-01"),
    ("10", "Unsaid", "Unsaid", "", "1", "2", "", "", "", "", "", "", "", "", "", "", "", "", ""),
]  # fmt: skip
ALTERNATES = [
    ("1", "587084", "az", "Bakı", "1", "", "", "", "", ""),
    ("2", "587084", "az", "Bakı", "", "1", "", "", "", ""),
    ("3", "587084", "ru", "Баку", "", "", "", "", "", ""),
    ("4", "587084", "link", "https://en.wikipedia.org/wiki/Baku", "", "", "", "", "", ""),
    ("5", "587084", "wkdt", "Q9248", "", "", "", "", "", ""),
    ("6", "587084", "iata", "GYD", "", "", "", "", "", ""),
    ("7", "587245", "ru", "Порт-Астара", "", "", "", "1", "1900", "19200428"),
    ("8", "587245", "english", "Astarah", "", "", "", "", "", ""),
    ("9", "587245", "", "Old Astara", "", "", "", "1", "", ""),
    ("10", "587245", "fr", "Astare", "", "", "", "", "1950", "1900"),
    ("11", "999999", "ru", "Elsewhere", "", "", "", "", "", ""),
]
DIVISIONS = (
    "AZ.09\tBaki\tBaki\t587082\nAZ.04\tAstara\tAstara\t1\nUS.CA\tCalifornia\tCalifornia\t2\n"
)


def lines(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def read(tmp_path, text=None, name="AZ.txt", alternates=None, divisions=None, **options):
    (tmp_path / name).write_text(lines(PLACES) if text is None else text, "utf-8")
    if alternates is not None:
        (tmp_path / "alternateNamesV2.txt").write_text(alternates, "utf-8")
    if divisions is not None:
        (tmp_path / "admin1CodesASCII.txt").write_text(divisions, "utf-8")
    report = Report()
    return read_gazetteer(tmp_path / name, report=report, **options), report.problems()


def names(gazetteer, place):
    return [
        (row["name"], row["kind"], row["lang"], row["years"])
        for row in gazetteer.names.to_pylist()
        if row["place"] == place
    ]


def test_a_line_is_a_place(tmp_path):
    gazetteer, problems = read(tmp_path)
    assert problems == ()
    assert (gazetteer.kind, gazetteer.name) == ("gazetteer", "AZ.txt")
    expected = {
        "id": "587084", "name": "Baku", "label": "Baku", "lat": 40.37767, "lon": 49.89201,
        "precision": "city", "uncertainty_m": 10_000, "country": "AZ", "countries": "AZ",
        "division": "AZ.09", "feature": "city", "population": 1_116_513, "feature_code": "P.PPLC",
        "coordinate_source": "GeoNames", "coordinate_licence": "CC BY 4.0", "row": 1,
    }  # fmt: skip
    place = gazetteer.places.to_pylist()[0]
    assert {key: place[key] for key in expected} == expected


def test_the_columns_are_those_of_every_gazetteer(tmp_path):
    places = read(tmp_path)[0].places
    own = read_gazetteer([{"id": "a", "name": "A", "lat": 1, "lon": 2}]).places
    assert [name for name in places.column_names if name != "feature_code"] == own.column_names
    assert set(own.column_names) == {*COLUMNS, "row"} - {"geometry"}
    assert [places.schema.field(name).type for name in own.column_names] == own.schema.types
    assert read(tmp_path)[0].names.schema == NAMES_SCHEMA


def test_codes_say_what_a_place_is(tmp_path):
    places = read(tmp_path)[0].places
    assert places["feature"].to_pylist() == ["city", "town", "district", "site", None]
    assert places["precision"].to_pylist() == ["city", "town", "region", "site", "town"]
    assert places["uncertainty_m"].to_pylist() == [10_000, 2_000, 25_000, 250, None]
    assert places["countries"].to_pylist() == ["AZ", "AZ;IR", "AZ", "AZ", None]
    assert places["population"].to_pylist() == [1_116_513, 20_000, None, None, None]


def test_names_are_those_of_the_dump_but_for_codes_of_airports(tmp_path):
    gazetteer, _ = read(tmp_path)
    assert names(gazetteer, 0) == [
        ("Baku", "name", None, None),
        ("Bakı", "script", None, None),
        ("Bakou", "script", None, None),
        ("Баку", "script", None, None),
    ]
    assert [name for name, *_ in names(gazetteer, 3)] == [
        "Qız Qalası",
        "Qiz Qalasi",
        "Maiden Tower",
    ]


def test_names_beside_the_dump_have_languages_and_years(tmp_path):
    gazetteer, problems = read(tmp_path, alternates=lines(ALTERNATES), divisions=DIVISIONS)
    assert names(gazetteer, 0) == [
        ("Baku", "name", None, None),
        ("Bakı", "script", "az", None),
        ("Баку", "script", "ru", None),
    ]
    assert names(gazetteer, 1) == [
        ("Astara", "name", None, None),
        ("Порт-Астара", "former", "ru", "1900/1920-04-28"),
        ("Astarah", "script", None, None),
        ("Old Astara", "former", None, None),
    ]
    assert [(one.file, one.code, one.severity, one.row) for one in problems] == [
        ("alternateNamesV2.txt", "language-unknown", "note", None),
        ("alternateNamesV2.txt", "place-years", "warning", 10),
    ]
    assert gazetteer.places["division"].to_pylist()[:3] == ["Baki", "Astara", "AZ.58"]
    assert gazetteer.places["former_names"].to_pylist()[1] == (
        "ru:Порт-Астара [1900/1920-04-28]|Old Astara"
    )
    assert [path.name for path in files_of(tmp_path / "AZ.txt")] == [
        "AZ.txt", "alternateNamesV2.txt", "admin1CodesASCII.txt",
    ]  # fmt: skip


def test_days_of_former_names_are_those_of_their_years(tmp_path):
    import numpy as np

    gazetteer, _ = read(tmp_path, alternates=lines(ALTERNATES))
    [row] = [row for row in gazetteer.names.to_pylist() if row["name"] == "Порт-Астара"]
    days = [str(np.datetime64(row[column], "D")) for column in ("start_day", "end_day")]
    assert days == ["1900-01-01", "1920-04-28"]


@pytest.mark.parametrize("suffix", [".txt", ".csv", ".tsv", ".dat", ""])
def test_a_dump_is_known_by_its_content(tmp_path, suffix):
    gazetteer, problems = read(tmp_path, name=f"places{suffix}")
    assert (len(gazetteer.places), problems) == (5, ())


def test_a_dump_in_its_zip_is_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "AZ.zip", "w") as archive:
        archive.writestr("readme.txt", "Readme for GeoNames")
        archive.writestr("AZ.txt", lines(PLACES))
    with zipfile.ZipFile(tmp_path / "alternateNamesV2.zip", "w") as archive:
        archive.writestr("iso-languagecodes.txt", "ISO 639-3\tISO 639-2\n")
        archive.writestr("alternateNamesV2.txt", lines(ALTERNATES))
    gazetteer = read_gazetteer(tmp_path / "AZ.zip")
    assert len(gazetteer.places) == 5
    assert names(gazetteer, 0)[1] == ("Bakı", "script", "az", None)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "AZ.zip", "w") as archive:
        archive.writestr("readme.txt", "Readme for GeoNames")
    with pytest.raises(InputError, match="holds no dump of GeoNames"):
        read_gazetteer(tmp_path / "AZ.zip")


def test_lines_that_are_no_places_are_told_with_their_numbers(tmp_path):
    def changed(place, **cells):
        columns = {"id": 0, "name": 1, "lat": 4, "lon": 5}
        row = list(PLACES[place])
        for column, value in cells.items():
            row[columns[column]] = value
        return row

    rows = [
        PLACES[0],
        PLACES[1][:15],
        changed(1, lat="91"),
        changed(2, lon="x"),
        changed(3, name=""),
        PLACES[0],
        [*PLACES[1], "more"],
        PLACES[1],
    ]
    gazetteer, problems = read(tmp_path, lines(rows))
    assert [(one.row, one.code, one.value) for one in problems] == [
        (2, "cells-too-few", None),
        (3, "place-coordinate", "91"),
        (4, "place-coordinate", "x"),
        (5, "place-nameless", None),
        (6, "place-id-duplicate", "587084"),
        (7, "cells-too-many", None),
    ]
    assert gazetteer.places["id"].to_pylist() == ["587084", "587245"]
    assert gazetteer.places["row"].to_pylist() == [1, 8]
    assert gazetteer.rejected == 6
    # The names are those of the places that are left.
    assert names(gazetteer, 1)[0][0] == "Astara"


def test_a_quotation_mark_is_part_of_a_name(tmp_path):
    row = ("1", 'Gorod "Sever', "Gorod Sever", "", *PLACES[1][4:])
    gazetteer, problems = read(tmp_path, lines([row, PLACES[0]]))
    assert problems == ()
    assert gazetteer.places["name"].to_pylist() == ['Gorod "Sever', "Baku"]


def test_bytes_that_are_no_utf8_are_refused(tmp_path):
    (tmp_path / "AZ.txt").write_bytes(lines(PLACES).encode("cp1251", "replace"))
    with pytest.raises(InputError, match=r"AZ\.txt:1 is not in UTF-8"):
        read_gazetteer(tmp_path / "AZ.txt")


def test_the_settings_may_credit_a_dump_otherwise(tmp_path):
    from mapbuilder.config import Config

    config = Config(gazetteers={"AZ.txt": {"attribution": "GeoNames, 2026-05-01"}})
    gazetteer, _ = read(tmp_path, config=config)
    assert set(gazetteer.places["coordinate_source"].to_pylist()) == {"GeoNames, 2026-05-01"}


def test_every_name_has_the_keys_on_which_it_joins(tmp_path):
    from mapbuilder.toponyms import form_of

    gazetteer, _ = read(tmp_path, alternates=lines(ALTERNATES))
    for row in gazetteer.names.to_pylist():
        form = form_of(row["name"])
        assert (row["normal"], row["full"]) == (form.bare, form.full)
        assert row["kinds"] == " ".join(sorted(form.kinds))


def test_an_archive_of_something_else_says_what_to_unpack(tmp_path):
    with zipfile.ZipFile(tmp_path / "places.kmz", "w") as archive:
        archive.writestr("images/", "")
        archive.writestr("doc.kml", "<kml/>")
    with pytest.raises(InputError, match=r"unpack it and name what is in it, 'doc\.kml'"):
        read_gazetteer(tmp_path / "places.kmz")
