"""Gazetteers: every row is a place or a problem, every name leads to its place in its years."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.gazetteer import NAMES_SCHEMA, read_gazetteer, read_gazetteers
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report, to_line

from .sheets import write_ods

BAKU = {"id": "baku", "name": "Baku", "lat": "40.3755", "lon": "49.8327", "precision": "city"}


def read(*rows, report=None):
    return read_gazetteer([*rows], report=report if report is not None else Report())


def problems_of(*rows):
    report = Report()
    gazetteer = read(*rows, report=report)
    return gazetteer, [(p.code, p.severity, p.column) for p in report.problems()]


def names_of(gazetteer, *columns):
    return [tuple(row.values()) for row in gazetteer.names.select([*columns]).to_pylist()]


def test_a_place_has_all_columns_and_keeps_unknown_ones():
    gazetteer = read({**BAKU, "geonames": "587084"})
    [place] = gazetteer.places.to_pylist()
    assert place["label"] == "Baku"
    assert (place["lat"], place["lon"]) == (40.3755, 49.8327)
    assert place["uncertainty_m"] is None
    assert place["geonames"] == "587084"
    assert isinstance(place["row"], int)


@pytest.mark.parametrize("name", ["gazetteer", "distance_m", "relation", "of", "row"])
def test_an_unknown_column_that_is_called_as_one_of_the_join_gives_way_to_it(name):
    theirs = {name: "mine", f"{name}_given": "mine, too"}
    gazetteer = read({**BAKU, **theirs})
    [place] = gazetteer.places.to_pylist()
    assert (place[f"{name}_given"], place[f"{name}_given_given"]) == ("mine, too", "mine")
    rows = ({"title": "A", "place": where} for where in ("Baku", "near Baku", "Baku?"))
    located = locate(read_records([{"date": "1990", **row} for row in rows]), [gazetteer])
    assert located.events["place_index"].null_count == 0
    assert "mine" not in {row.get(name) for row in located.places.to_pylist()}


def test_names_come_from_all_columns_once_each():
    gazetteer = read(
        {
            **BAKU,
            "label": "Baku, Azerbaijan",
            "names": "az:Bakı|az-Cyrl:Бакы| Bakou |",
            "name_ru": "Баку",
            "former_names": "ru:Порт-Петровск [1900/1910]",
        }
    )
    # Баку has the key of Baku; each spelling is kept, so that a join can name the one it met.
    assert names_of(gazetteer, "name", "kind", "lang", "years") == [
        ("Baku", "name", None, None),
        ("Baku, Azerbaijan", "label", None, None),
        ("Баку", "script", "ru", None),
        ("Bakı", "script", "az", None),
        ("Бакы", "script", "az-Cyrl", None),
        ("Bakou", "script", None, None),
        ("Порт-Петровск", "former", "ru", "1900/1910"),
    ]


def test_what_only_looks_like_a_language_is_part_of_the_name():
    gazetteer = read({**BAKU, "names": "St: John|Area 51: north"})
    assert names_of(gazetteer, "name", "lang")[1:] == [("St: John", None), ("Area 51: north", None)]


def test_a_language_that_there_is_not_is_told_and_the_name_kept():
    gazetteer, problems = problems_of({**BAKU, "names": "xx:Bakh|az-cyrl:Бакы"})
    assert problems == [("language-unknown", "warning", "names")]
    assert names_of(gazetteer, "name", "lang")[1:] == [("Bakh", None), ("Бакы", "az-Cyrl")]


@pytest.mark.parametrize(
    ("years", "start", "end"),
    [
        ("[1931/1990]", "1931-01-01", "1990-12-31"),
        ("[/1990]", None, "1990-12-31"),
        ("[../1990-06]", None, "1990-06-30"),
        ("[1931/..]", "1931-01-01", None),
        ("[1931/]", "1931-01-01", None),
        ("[1931]", "1931-01-01", "1931-12-31"),
        ("", None, None),
    ],
)
def test_former_names_hold_within_their_years(years, start, end):
    import numpy as np

    gazetteer = read({**BAKU, "former_names": f"Old Baku {years}"})
    _, (_, start_day, end_day) = names_of(gazetteer, "name", "start_day", "end_day")
    days = [None if d is None else str(np.datetime64(d, "D")) for d in (start_day, end_day)]
    assert days == [start, end]


def test_a_name_with_unreadable_years_is_left_out_and_told():
    for years in ("some time", "1990/1931"):
        gazetteer, problems = problems_of({**BAKU, "former_names": f"Old Baku [{years}]"})
        assert problems == [("place-years", "warning", "former_names")]
        assert names_of(gazetteer, "name") == [("Baku",)]


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"name": ""}, "place-nameless", "name"),
        ({"lat": ""}, "place-coordinate", "lat"),
        ({"lon": "east"}, "place-coordinate", "lon"),
        ({"lon": "nan"}, "place-coordinate", "lon"),
        ({"lat": "inf"}, "place-coordinate", "lat"),
        ({"lat": "90.1"}, "place-coordinate", "lat"),
        ({"lon": "-181"}, "place-coordinate", "lon"),
        ({"lat": "0", "lon": "0.0"}, "place-coordinate", "lat"),
    ],
)
def test_a_row_without_name_or_coordinate_is_refused(change, code, column):
    gazetteer, problems = problems_of({**BAKU, **change})
    assert problems == [(code, "error", column)]
    assert (len(gazetteer.places), gazetteer.rejected, len(gazetteer.names)) == (0, 1, 0)


def test_the_second_place_of_an_id_is_refused():
    gazetteer, problems = problems_of(BAKU, {**BAKU, "name": "Other"})
    assert problems == [("place-id-duplicate", "error", "id")]
    assert gazetteer.places["name"].to_pylist() == ["Baku"]


def test_places_of_one_name_without_ids_are_all_kept_under_ids_of_their_own():
    here = {"name": "Kirk Hill", "lat": "40", "lon": "49"}
    there = {**here, "lat": "-33.5"}
    gazetteer, problems = problems_of(here, there, {"name": "Baku", "lat": "1", "lon": "2"})
    ids = ["kirk-hill@40.00000,49.00000", "kirk-hill@-33.50000,49.00000", "baku"]
    assert gazetteer.places["id"].to_pylist() == ids
    assert problems == [("place-name-shared", "note", "name")]
    # In another order each has the id that it had.
    assert problems_of(there, here)[0].places["id"].to_pylist() == ids[1::-1]
    # One that is entered twice is one place.
    gazetteer, problems = problems_of(here, here)
    assert gazetteer.places["id"].to_pylist() == ["kirk-hill"]
    assert [code for code, _, _ in problems] == ["place-id-duplicate"]
    # An id that somebody wrote stays theirs.
    gazetteer, problems = problems_of({**there, "name": "Other", "id": "kirk-hill"}, here)
    assert gazetteer.places["id"].to_pylist() == ["kirk-hill", ids[0]]
    assert problems == []


def test_a_place_without_an_id_gets_one_from_its_name():
    row = {key: value for key, value in BAKU.items() if key != "id"}
    assert read({**row, "name": "Şəhidlər xiyabanı"}).places["id"].to_pylist() == [
        "sahidlar-xiyabani"
    ]


@pytest.mark.parametrize(
    ("precision", "radius", "drawn"),
    [("City", "", "city"), ("", "300", "site"), ("", "5000", "city"), ("", "90000", "region"),
     ("", "", "town")],
)  # fmt: skip
def test_a_place_that_claims_no_precision_is_not_drawn_as_a_site(precision, radius, drawn):
    gazetteer, problems = problems_of({**BAKU, "precision": precision, "uncertainty_m": radius})
    assert gazetteer.places["precision"].to_pylist() == [drawn]
    assert problems == []


def test_an_unknown_precision_is_told_with_the_nearest_word():
    report = Report()
    read({**BAKU, "precision": "sity"}, report=report)
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("place-precision-unknown", "warning")
    assert problem.suggestions[0].value in ("city", "site")


@pytest.mark.parametrize("written", ["5 km", "-5", "nan", "1e9", "20037509"])
def test_an_uncertainty_that_is_no_radius_is_left_out_and_told(written):
    gazetteer, problems = problems_of({**BAKU, "uncertainty_m": written})
    assert problems == [("place-uncertainty", "warning", "uncertainty_m")]
    assert gazetteer.places["uncertainty_m"].to_pylist() == [None]


def test_a_name_of_two_places_is_noted():
    _, problems = problems_of(BAKU, {**BAKU, "id": "baku-2", "name": "BAKU"})
    assert problems == [("place-name-shared", "note", "name")]


def test_problems_are_kept_for_the_join_when_nobody_collects_them():
    gazetteer = read_gazetteer([{**BAKU, "lat": "91"}])
    assert [problem.code for problem in gazetteer.problems] == ["place-coordinate"]


def test_no_source_is_a_gazetteer_without_places():
    gazetteer = read_gazetteer(None)
    assert len(gazetteer.places) == len(gazetteer.names) == 0
    assert gazetteer.names.schema == NAMES_SCHEMA


def test_a_row_that_is_no_row_of_the_table_is_counted_as_refused(tmp_path):
    (tmp_path / "places.csv").write_text("id,name,lat,lon\na,A,1,2\nb,B,1,2,3,4\n", "utf-8")
    gazetteer = read_gazetteer(tmp_path / "places.csv")
    assert (len(gazetteer.places), gazetteer.rejected) == (1, 1)
    assert [problem.code for problem in gazetteer.problems] == ["cells-too-many"]


LINE = "LINESTRING (49 40, 50 40)"
AREA = "POLYGON ((49 40, 50 40, 50 41, 49 40))"


def test_a_geometry_gives_the_coordinate_where_the_row_has_none():
    report = Report()
    gazetteer = read(
        {"id": "a", "name": "Road", "geometry": LINE},
        {"id": "b", "name": "District", "geometry": AREA},
        {"id": "c", "name": "Own", "geometry": AREA, "lat": "40.2", "lon": "49.9"},
        {"id": "d", "name": "Point", "geometry": "POINT (1 2)"},
        report=report,
    )
    places = gazetteer.places
    assert places["lon"].to_pylist()[:1] == [49.5]
    assert (places["lon"][2].as_py(), places["lat"][2].as_py()) == (49.9, 40.2)
    assert places["precision"].to_pylist() == ["site", "region", "region", "town"]
    assert [one is not None for one in places["shape_wkb"].to_pylist()] == [True, True, True, False]
    assert "geometry" not in places.column_names
    assert report.problems() == ()


def test_a_geometry_that_cannot_be_drawn_costs_the_place_only_if_it_has_no_coordinate():
    faulty = "LINESTRING (49 40)"
    report = Report()
    gazetteer = read(
        {"id": "a", "name": "A", "geometry": faulty},
        {"id": "b", "name": "B", "geometry": faulty, "lat": 40, "lon": 49},
        report=report,
    )
    assert gazetteer.places["id"].to_pylist() == ["b"]
    assert gazetteer.rejected == 1
    assert [(one.code, one.row) for one in report.problems()] == [
        ("geometry-invalid", 1),
        ("place-coordinate", 1),
        ("geometry-invalid", 2),
    ]


@pytest.mark.parametrize(
    ("written", "meant", "told"),
    [
        ("certain", "certain", False),
        ("Less certain", "less-certain", False),
        ("UNCERTAIN", "uncertain", False),
        (None, None, False),
        ("uncertian", "less-certain", True),
    ],
)
def test_a_certainty_is_one_of_linked_places_words(written, meant, told):
    report = Report()
    row = {"id": "a", "name": "A", "lat": 40, "lon": 49, "certainty": written}
    gazetteer = read(row, report=report)
    assert gazetteer.places["certainty"].to_pylist() == [meant]
    problems = report.problems()
    assert [one.code for one in problems] == ["place-certainty-unknown"] * told
    assert [one.suggestions[0].value for one in problems] == ["uncertain"] * told


def read_file(path, content, **options):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = Report()
    return read_gazetteer(path, report=report, **options), report.problems()


CSV = "id,name,lat,lon\nbaku,Baku,40.3755,49.8327\n"


@pytest.mark.parametrize("name", ["p.csv", "p.txt", "p.dat", "p"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_of_text_is_known_by_its_content(tmp_path, name, delimiter):
    gazetteer, problems = read_file(tmp_path / name, CSV.replace(",", delimiter), kind="gazetteer")
    assert problems == ()
    assert gazetteer.places["id"].to_pylist() == ["baku"]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tmp_path):
    for codec in ("utf-8-sig", "utf-16"):
        gazetteer, problems = read_file(tmp_path / "p.csv", CSV.encode(codec), kind="gazetteer")
        assert (gazetteer.places["id"].to_pylist(), problems) == (["baku"], ())


def test_a_layer_in_another_system_is_reprojected(tmp_path):
    import geopandas

    gdf = geopandas.GeoDataFrame(
        {"id": ["baku"], "name": ["Baku"]},
        geometry=geopandas.points_from_xy([49.8327], [40.3755]),
        crs="EPSG:4326",
    )
    for name in ("p.gpkg", "p.fgb"):
        gdf.to_crs("EPSG:32639").to_file(tmp_path / name)
        report = Report()
        places = read_gazetteer(tmp_path / name, report=report, kind="gazetteer").places
        assert report.problems() == ()
        assert (places["lon"][0].as_py(), places["lat"][0].as_py()) == pytest.approx(
            (49.8327, 40.3755), abs=1e-6
        )


def test_a_layer_that_says_metres_and_holds_degrees_is_refused(tmp_path):
    import geopandas

    from mapbuilder.errors import InputError

    geopandas.GeoDataFrame(
        {"id": ["baku"], "name": ["Baku"]},
        geometry=geopandas.points_from_xy([49.8327], [40.3755]),
        crs="EPSG:3857",
    ).to_file(tmp_path / "p.gpkg")
    with pytest.raises(InputError, match=r"p\.gpkg says that it is in .*, but holds degrees"):
        read_gazetteer(tmp_path / "p.gpkg")


@pytest.mark.parametrize("suffix", [".parquet", ".ods"])
def test_a_table_that_is_no_text_is_known_by_its_content(tmp_path, suffix):
    import pyarrow.parquet

    row = {"id": "baku", "name": "Baku", "lat": 40.3755, "lon": 49.8327}
    path = tmp_path / f"p{suffix}"
    if suffix == ".parquet":
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), path)
    else:
        write_ods(path, [list(row), list(row.values())])
    path.rename(tmp_path / "p.data")
    gazetteer = read_gazetteer(tmp_path / "p.data", kind="gazetteer")
    assert (gazetteer.places["id"].to_pylist(), gazetteer.problems) == (["baku"], ())


def test_cyrillic_bytes_are_read_with_the_settings_and_named_without_them(tmp_path):
    from mapbuilder.config import Config
    from mapbuilder.errors import InputError

    content = "id,name,lat,lon\nbaku,Баку,40.3755,49.8327\n".encode("cp1251")
    with pytest.raises(InputError, match=r"p\.csv:2 is not in UTF-8: .*windows-1251"):
        read_file(tmp_path / "p.csv", content, kind="gazetteer")
    config = Config(encoding="windows-1251")
    gazetteer, _ = read_file(tmp_path / "p.csv", content, kind="gazetteer", config=config)
    assert gazetteer.places["name"].to_pylist() == ["Баку"]
    # The setting is for the exhibit's own tables: a gazetteer in UTF-8 is one all the same.
    gazetteer, _ = read_file(
        tmp_path / "q.csv", CSV.replace("Baku", "Баку"), kind="gazetteer", config=config
    )
    assert gazetteer.places["name"].to_pylist() == ["Баку"]


def test_all_broken_gazetteers_are_told_at_once_and_the_whole_ones_are_read(tmp_path):
    contents = {
        "good.csv": CSV, "empty.csv": "", "cut.json": '{"type": "FeatureCollection", "features": [',
        "bytes.csv": b"id,name\n\xc1\xe0\xea\xf3,x\n", "book.xlsx": b"PK\x03\x04broken",
        "table.json": '{"rows": 1}',
    }  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    report = Report()
    found = read_gazetteers([tmp_path / name for name in contents], report=report)
    assert [one.name for one in found] == list(contents)
    assert [len(one.places) for one in found] == [1, 0, 0, 0, 0, 0]
    assert all(one.kind == "gazetteer" for one in found)
    told = {one.file: one for one in report.problems() if one.severity == "error"}
    assert sorted(told) == sorted(set(contents) - {"good.csv"})
    assert {one.code for one in told.values()} == {"gazetteer-unreadable"}
    assert "cut.json:1:" in told["cut.json"].message


def test_a_gazetteer_that_nobody_is_credited_for_is_noted(tmp_path):
    from mapbuilder.config import Config

    (tmp_path / "p.csv").write_text(CSV, "utf-8")
    report = Report()
    read_gazetteers([tmp_path / "p.csv"], report=report)
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("gazetteer-credit", "note")
    assert '[gazetteers."p.csv"]' in problem.message
    report = Report()
    said = {"title": "Parishes", "attribution": "© The Archive", "licence": "CC BY 4.0"}
    config = Config(gazetteers={"p.csv": said})
    [gazetteer] = read_gazetteers([tmp_path / "p.csv"], config, report)
    assert report.problems() == ()
    assert gazetteer.places["coordinate_source"].to_pylist() == ["© The Archive"]
    assert gazetteer.places["coordinate_licence"].to_pylist() == ["CC BY 4.0"]


def test_problems_of_gazetteers_stay_with_them_when_nobody_collects_them(tmp_path):
    (tmp_path / "p.csv").write_text("", "utf-8")
    [gazetteer] = read_gazetteers([tmp_path / "p.csv"])
    assert [one.code for one in gazetteer.problems] == ["gazetteer-unreadable"]


def test_what_a_row_and_the_settings_say_of_a_source_is_both_credited():
    from mapbuilder.config import Config

    config = Config(gazetteers={"places": {"attribution": "© The Archive"}})
    gazetteer = read_gazetteer([{**BAKU, "coordinate_source": "A map of 1890"}], config)
    assert gazetteer.places["coordinate_source"].to_pylist() == ["A map of 1890; © The Archive"]


# Names of which some are one name in two spellings, and one is another's with a generic word.
_NAMES = ("Baku", "Баку", "Lənkəran", "Lankaran", "Astara", "Astara rayonu", "Göyçay", "Şəki")
_TOPONYMS = (*_NAMES, "Bakı", "Goychay", "Nowhere")


def joins(places, toponyms, kind):
    records = read_records(
        [{"title": "T", "date": "1990", "place": name} for name in toponyms], report=Report()
    )
    located = locate(records, read_gazetteer(places, report=Report(), kind=kind), Report())
    ids = located.places["id"].to_pylist()
    return [None if at is None else ids[at] for at in located.events["place_index"].to_pylist()]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
    st.sampled_from(["exhibit", "gazetteer"]),
)
def test_the_order_of_rows_changes_no_join(names, random, kind):
    rows = [
        {"id": f"p{n}", "name": name, "lat": 40 + n, "lon": 49, "names": f"Other {n}"}
        for n, name in enumerate(names)
    ]
    shuffled = random.sample(rows, len(rows))
    assert joins(rows, _TOPONYMS, kind) == joins(shuffled, _TOPONYMS, kind)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(_NAMES), min_size=1, max_size=6),
    st.integers(0, 6),
    st.sampled_from(["exhibit", "gazetteer"]),
)
def test_a_place_with_an_unrelated_name_changes_no_join(names, at, kind):
    rows = [{"id": f"p{n}", "name": name, "lat": 40 + n, "lon": 49} for n, name in enumerate(names)]
    more = [*rows[:at], {"id": "q", "name": "Popocatépetl", "lat": 19, "lon": -98.6}, *rows[at:]]
    assert joins(rows, _TOPONYMS, kind) == joins(more, _TOPONYMS, kind)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.sampled_from(["", "a", "b", "c"]),
                "name": st.sampled_from(["", "A", "B"]),
                "lat": st.sampled_from(["", "40", "91", "x", "40,5", "0", "4925000", "40°N"]),
                "lon": st.sampled_from(["", "49", "181", "49,5", "0", "5547350", "49°E"]),
                "geometry": st.sampled_from(["", "POINT (1 2)", "POLYGON ((", "nonsense"]),
                "country": st.sampled_from(["", "AZ", "QQ", "AZ;IR"]),
                "years": st.sampled_from(["", "1931/1990", "1990/1931", "x"]),
            },
        ),
        max_size=8,
    ),
    st.sampled_from(["exhibit", "gazetteer"]),
)
def test_every_row_is_a_place_or_is_refused(rows, kind):
    gazetteer = read_gazetteer(rows, report=Report(), kind=kind)
    assert len(rows) == len(gazetteer.places) + gazetteer.rejected
    places = gazetteer.places
    assert len(set(places["id"].to_pylist())) == len(places)
    assert all(-90 <= lat <= 90 for lat in places["lat"].to_pylist())
    assert all(place < len(places) for place in gazetteer.names["place"].to_pylist())


LINKED = {
    "@id": "a",
    "type": "Feature",
    "properties": {"title": "Bakı", "ccodes": ["AZ"]},
    "names": [{"toponym": "Bakou", "lang": "fr", "when": {"timespans": [{"start": "1900"}]}}],
    "geometry": {"type": "Polygon", "coordinates": [[[49, 40], [50, 40], [50, 41], [49, 40]]]},
}
_WHOLE = {
    "p.json": json.dumps({"type": "FeatureCollection", "features": [LINKED, LINKED]}, indent=1),
    "p.jsonl": f"{json.dumps(LINKED)}\n{json.dumps(LINKED)}\n",
    "p.tsv": (
        "id\ttitle\tfclasses\tstart\tvariants\tgeowkt\n"
        "a\tBakı\tP\t1900\tBakou@fr\tPOINT (1 2)\n"
    ),
    "p.csv": 'geonameid,toponym,latitude,longitude\n1,"Bakı, old",40°22′N,49°50′E\n',
    "AZ.txt": "\t".join(("1", "Bakı", "Baki", "Bakou", "40.4", "49.8", "P", "PPLC", "AZ", "", "09",
                        "", "", "", "5", "", "0", "Asia/Baku", "2020-01-01")) + "\n",
}  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(sorted(_WHOLE)),
    st.floats(0, 1),
    st.sampled_from(["", "\0", "7", '"', "\xff"]),
)
def test_a_file_that_is_cut_or_damaged_is_read_or_refused_in_words(name, share, instead):
    whole = _WHOLE[name].encode()
    at = int(share * len(whole))
    with tempfile.TemporaryDirectory() as folder:
        for content in (whole[:at], whole[:at] + instead.encode("latin-1") + whole[at + 1 :]):
            path = Path(folder, name)
            path.write_bytes(content)
            report = Report()
            [gazetteer] = read_gazetteers([path], report=report)
            assert len(gazetteer.places) or report.problems()
            assert all(len(to_line(one).splitlines()) == 1 for one in report.problems())


DOCS = (Path(__file__).resolve().parent.parent / "docs/gazetteers.md").read_text("utf-8")


def test_every_example_of_the_documentation_is_read_without_a_word(tmp_path):
    examples = re.findall(r"^`([^`\n]+)`\n```\w+\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
    assert len(examples) == 5
    for name, text in examples:
        (tmp_path / name).write_text(text, "utf-8")
        gazetteer = read_gazetteer(tmp_path / name, kind="gazetteer")
        assert (name, gazetteer.problems) == (name, ())
        assert len(gazetteer.places) == len(text.splitlines()) - (
            name in ("places.csv", "parishes.tsv")
        )


def test_every_problem_of_a_gazetteer_is_in_the_documentation():
    of_gazetteers = {
        code
        for module in ("gazetteer", "places", "place_points", "place_names", "headings", "lp_tsv",
                       "linked_places", "geonames_dump")
        for code in re.findall(
            r'"([a-z]+(?:-[a-z]+)+)",\n?\s*"(?:error|warning|note)"',
            (Path(__file__).parent.parent / f"mapbuilder/{module}.py").read_text("utf-8"),
        )
    }  # fmt: skip
    assert len(of_gazetteers) > 12
    told_elsewhere = {
        "place-name-shared", "place-precision-unknown", "place-certainty-unknown",
        "place-uncertainty",
    }  # fmt: skip
    assert {code for code in of_gazetteers - told_elsewhere if f"`{code}`" not in DOCS} == set()
