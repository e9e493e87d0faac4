"""Places in JSON: Linked Places, Pleiades, GeoJSON, features in lines; what is wrong in them."""

from __future__ import annotations

import json
import time

import pytest

from mapbuilder.errors import InputError
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.report import Report

CONTEXT = "https://example.org/linked-places/linkedplaces-context-v1.1.jsonld"
ABINGDON = {
    "@id": "http://mygaz.example/places/p_12345",
    "type": "Feature",
    "properties": {"title": "Abingdon (UK)", "ccodes": ["GB", "IE"], "fclasses": ["P"]},
    "when": {"timespans": [{"start": {"in": "0676"}, "end": {"in": "1066"}}]},
    "names": [
        {"toponym": "Abingdon", "lang": "en", "citations": [{"label": "Ye Olde Gazetteer (1635)"}],
         "when": {"timespans": [{"start": {"in": "1600"}}]}},
        {"toponym": "Abbendun", "lang": "ang",
         "when": {"timespans": [{"start": {"earliest": "850", "latest": "900"},
                                 "end": {"earliest": "1100", "latest": "1150?"}}]}},
        {"toponym": "Абингдон", "lang": "ru"},
    ],
    "types": [{"identifier": "aat:300008375", "label": "town",
               "sourceLabels": [{"label": "Market Town", "lang": "en"}]}],
    "geometry": {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [-1.31, 51.64],
             "geowkt": "POLYGON ((-1.31 51.65, -1.25 51.65, -1.25 51.69, -1.31 51.65))",
             "certainty": "uncertain"},
            {"type": "Point", "coordinates": [-1.2879, 51.6708], "certainty": "certain",
             "citations": [{"label": "Getty TGN (2018)", "@id": "tgn:7011944"}]},
        ],
    },
    "links": [{"type": "exactMatch", "identifier": "gn:2657780"},
              {"type": "closeMatch", "identifier": "wd:Q321249"}],
    "relations": [{"relationType": "gvp:broaderPartitive", "label": "Berkshire",
                   "relationTo": "http://mygaz.example/places/p_9876"}],
    "descriptions": [{"value": "A market town.", "lang": "en"}],
}  # fmt: skip


def collection(*features, **more):
    return {"type": "FeatureCollection", "@context": CONTEXT, "features": [*features], **more}


def read(tmp_path, content, name="places.json", **options):
    path = tmp_path / name
    text = content if isinstance(content, (str, bytes)) else json.dumps(content)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    gazetteer = read_gazetteer(path, report=report, **options)
    return gazetteer, report.problems()


def point(**changes):
    feature = {
        "type": "Feature",
        "id": "baku",
        "properties": {"name": "Baku"},
        "geometry": {"type": "Point", "coordinates": [49.8327, 40.3755]},
    }
    return {**feature, **changes}


def test_a_feature_is_a_place_with_all_that_it_says(tmp_path):
    gazetteer, problems = read(tmp_path, collection(ABINGDON))
    assert problems == ()
    assert gazetteer.kind == "gazetteer"
    [place] = gazetteer.places.to_pylist()
    expected = {
        "id": "http://mygaz.example/places/p_12345", "name": "Abingdon (UK)", "lon": -1.2879,
        "lat": 51.6708, "certainty": "certain", "country": "GB", "countries": "GB;IE",
        "division": "Berkshire", "feature": "town", "note": "A market town.",
        "coordinate_source": "Getty TGN (2018)", "matches": "gn:2657780;wd:Q321249", "row": 1,
        "years": "0676/1066",
    }  # fmt: skip
    assert {key: place[key] for key in expected} == expected
    # The surest point is where the marker stands; the area is there as well.
    assert place["shape_wkb"] is not None


def test_names_have_their_languages_and_years(tmp_path):
    gazetteer, _ = read(tmp_path, collection(ABINGDON))
    names = [
        (row["name"], row["kind"], row["lang"], row["years"]) for row in gazetteer.names.to_pylist()
    ]
    assert names == [
        ("Abingdon (UK)", "name", None, "0676/1066"),
        ("Abingdon", "script", "en", "1600/.."),
        ("Абингдон", "script", "ru", None),
        # From the earliest start to the latest end: it may have held on any of those days.
        ("Abbendun", "former", "ang", "0850/1150?"),
    ]


def test_a_title_that_is_a_name_holds_as_long_as_the_name(tmp_path):
    feature = {
        **ABINGDON,
        "properties": {"title": "Leningrad"},
        "names": [
            {"toponym": "Leningrad",
             "when": {"timespans": [{"start": {"in": "1924"}, "end": {"in": "1991"}}]}},
            {"toponym": "Petrograd",
             "when": {"timespans": [{"start": "1914", "end": "1924"}]}},
        ],
    }  # fmt: skip
    gazetteer, _ = read(tmp_path, collection(feature))
    assert [(row["name"], row["years"]) for row in gazetteer.names.to_pylist()] == [
        ("Leningrad", "1924/1991"),
        ("Petrograd", "1914/1924"),
    ]


def test_years_that_end_before_they_begin_are_told_in_the_words_of_the_file(tmp_path):
    when = {"timespans": [{"start": {"in": "1990"}, "end": {"in": "1931"}}]}
    feature = {**ABINGDON, "when": when, "names": [{"toponym": "Old", "when": when}]}
    gazetteer, problems = read(tmp_path, collection(feature))
    assert [(one.code, one.row, one.column, one.value) for one in problems] == [
        ("place-years", 1, "names", "Old [1990/1931]"),
        ("place-years", 1, "when", "Abingdon (UK) [1990/1931]"),
    ]
    assert len(gazetteer.names) == 0


def test_a_period_without_years_is_told(tmp_path):
    feature = {**ABINGDON, "when": {"periods": [{"name": "Anglo-Saxon"}]}}
    gazetteer, problems = read(tmp_path, collection(feature))
    assert [(one.code, one.severity) for one in problems] == [("place-years", "note")]
    assert gazetteer.places["years"].to_pylist() == [None]


@pytest.mark.parametrize("name", ["places.jsonl", "places.geojsonl", "places.txt", "places"])
def test_a_file_with_a_feature_in_each_line_is_known_by_its_content(tmp_path, name):
    lines = [
        json.dumps(ABINGDON),
        "",
        "\x1e" + json.dumps({**ABINGDON, "@id": "x"}),
        '{"cut":',
        "7",
    ]
    gazetteer, problems = read(tmp_path, "\n".join(lines), name)
    assert gazetteer.places["row"].to_pylist() == [1, 3]
    assert [(one.code, one.row) for one in problems] == [
        ("feature-unreadable", 4),
        ("feature-unreadable", 5),
    ]


def test_a_lone_feature_is_a_file_of_one(tmp_path):
    gazetteer, _ = read(tmp_path, ABINGDON, "one.jsonl")
    assert len(gazetteer.places) == 1


def test_what_linked_places_requires_and_is_not_there_is_told(tmp_path):
    nameless = {**ABINGDON, "properties": {}, "names": [{"lang": "en"}], "@id": "n"}
    without_id = {key: value for key, value in ABINGDON.items() if key != "@id"}
    nowhere = {**ABINGDON, "@id": "x", "geometry": {"type": "GeometryCollection",
                                                     "geometries": ["null"]}}  # fmt: skip
    gazetteer, problems = read(tmp_path, collection(nameless, without_id, nowhere, 7))
    assert [(one.row, one.code, one.severity) for one in problems] == [
        (1, "place-nameless", "error"),
        (1, "place-nameless", "warning"),
        (2, "place-id-missing", "warning"),
        (3, "place-unlocated", "warning"),
        (4, "feature-unreadable", "error"),
    ]
    assert gazetteer.places["id"].to_pylist() == ["abingdon-uk"]


def test_a_language_that_is_none_is_told_and_the_name_kept(tmp_path):
    feature = {**ABINGDON, "names": [{"toponym": "Abingdon", "lang": "engl"}]}
    gazetteer, [problem] = read(tmp_path, collection(feature))
    assert (problem.code, problem.value) == ("language-unknown", "engl")
    assert ("Abingdon", None) in [(r["name"], r["lang"]) for r in gazetteer.names.to_pylist()]


def test_a_place_of_pleiades_is_read_as_it_is_published(tmp_path):
    place = {
        "id": "658405", "title": "Cabala/Kabala", "description": "An ancient city.",
        "reprPoint": [47.72, 40.88], "placeTypes": ["settlement"],
        "names": [
            {"romanized": "Kabala, Cabala", "attested": "Καβάλα", "language": "grc",
             "start": -330, "end": 640},
            {"romanized": "Qəbələ", "attested": None, "language": "az", "start": 1900,
             "end": None},
        ],
        "locations": [{"accuracy_value": 50}],
    }  # fmt: skip
    gazetteer, problems = read(tmp_path, {"@context": {}, "@graph": [place]}, "pleiades.json")
    assert problems == ()
    [found] = gazetteer.places.to_pylist()
    assert (found["lon"], found["lat"], found["feature"]) == (47.72, 40.88, "town")
    assert (found["coordinate_source"], found["coordinate_licence"]) == ("Pleiades", "CC BY 3.0")
    assert [(r["name"], r["lang"], r["years"]) for r in gazetteer.names.to_pylist()] == [
        ("Cabala/Kabala", None, None),
        ("Qəbələ", "az", "1900/.."),
        ("Καβάλα", "grc", "-0330/0640"),
        ("Kabala", "grc", "-0330/0640"),
        ("Cabala", "grc", "-0330/0640"),
    ]


def test_plain_geojson_is_read_with_its_properties(tmp_path):
    area = {"type": "Polygon", "coordinates": [[[49, 40], [50, 40], [50, 41], [49, 40]]]}
    features = [
        point(properties={"title": "Baku", "kind": "city"}),
        point(id=7, properties={"title": "A district", "kind": "district"}, geometry=area),
    ]
    gazetteer, problems = read(tmp_path, {"type": "FeatureCollection", "features": features})
    assert [(one.code, one.value) for one in problems] == [
        ("column-renamed", "kind"),
        ("column-renamed", "title"),
    ]
    assert gazetteer.kind == "exhibit"
    places = gazetteer.places
    assert places["id"].to_pylist() == ["baku", "7"]
    assert places["name"].to_pylist() == ["Baku", "A district"]
    assert places["feature"].to_pylist() == ["city", "district"]
    assert [one is not None for one in places["shape_wkb"].to_pylist()] == [False, True]
    # An area says by itself how far it reaches.
    assert places["uncertainty_m"].to_pylist() == [10_000, None]


def test_geojson_in_another_system_is_reprojected(tmp_path):
    written = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
        "features": [point(geometry={"type": "Point", "coordinates": [5547350.79, 4920659.9]})],
    }
    gazetteer, problems = read(tmp_path, written, "p.geojson")
    assert problems == ()
    [place] = gazetteer.places.to_pylist()
    assert (place["lon"], place["lat"]) == pytest.approx((49.8327, 40.3755), abs=1e-5)


def test_geojson_that_says_metres_and_holds_degrees_is_refused(tmp_path):
    written = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
        "features": [point()],
    }
    with pytest.raises(InputError, match=r"metres, but holds degrees"):
        read(tmp_path, written, "p.geojson")


def test_geojson_that_says_degrees_and_holds_metres_is_told(tmp_path):
    features = [
        point(id=str(n), geometry={"type": "Point", "coordinates": [5547350 + n, 4920659]})
        for n in range(2)
    ]
    gazetteer, [problem] = read(tmp_path, {"type": "FeatureCollection", "features": features})
    assert problem.code == "coordinate-system"
    assert gazetteer.rejected == 2


def test_coordinates_as_texts_and_with_heights_are_read_and_noted_once(tmp_path):
    features = [
        point(id=str(n), properties={"name": f"N{n}"},
              geometry={"type": "Point", "coordinates": ["49.8", "40.3", 12]})
        for n in range(3)
    ]  # fmt: skip
    gazetteer, problems = read(tmp_path, {"type": "FeatureCollection", "features": features})
    assert [(one.code, one.severity, one.row) for one in problems] == [
        ("coordinate-form", "note", 1)
    ] * 2
    assert all("(in 3 features)" in one.message for one in problems)
    assert gazetteer.places["lon"].to_pylist() == [49.8] * 3


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "place-unlocated"),
        ({"type": "Point", "coordinates": []}, "place-unlocated"),
        ({"type": "Point", "coordinates": ["a", "b"]}, "place-coordinate"),
        ({"type": "Point", "coordinates": [49, 91]}, "place-coordinate"),
        ({"type": "Point", "coordinates": [0, 0]}, "place-coordinate"),
        ({"type": "Polygon", "coordinates": [[[49, 40], [50]]]}, "geometry-invalid"),
        ({"type": "Polygon", "coordinates": "here"}, "geometry-invalid"),
        ({"type": "Circle", "radius": 5}, "geometry-invalid"),
    ],
)
def test_a_geometry_that_is_none_is_its_features_problem(tmp_path, geometry, code):
    written = {"type": "FeatureCollection", "features": [point(), point(id="x", geometry=geometry)]}
    gazetteer, problems = read(tmp_path, written, kind="gazetteer")
    assert code in [one.code for one in problems if one.row == 2]
    assert gazetteer.places["id"].to_pylist() == ["baku"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"type": "FeatureCollection",\n "features": [{"type": "Feat',
         r"p.json:2:24 is not JSON.*cut off there"),
        ('{"type": "FeatureCollection", "features": [1,, 2]}', r"p.json:1:46 is not JSON"),
        ('{"type": "Topology", "objects": {}}', r"no gazetteer: its type is 'Topology'"),
        ('{"places": []}', r"it has no list of features"),
        ("[1, 2]", r"not a GeoJSON feature collection"),
        ('"Baku"', r"no gazetteer|not a GeoJSON"),
        ("", r"is empty"),
        (" \n", r"is empty"),
        (b'{"type": "\xc1\xe0\xea\xf3"}', r"p.json:1 is not in UTF-8"),
        ("[" * 100_000, r"nested too deeply|is not JSON"),
    ],
)  # fmt: skip
def test_what_is_no_json_or_no_gazetteer_is_refused_with_where_and_why(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        read(tmp_path, text, "p.json")


def test_no_features_are_an_empty_table(tmp_path):
    gazetteer, [problem] = read(tmp_path, {"type": "FeatureCollection", "features": []})
    assert problem.code == "table-empty"
    assert len(gazetteer.places) == 0


def test_a_list_of_objects_is_a_table(tmp_path):
    rows = [{"id": "a", "name": "A", "lat": 40.5, "lon": 49.5}]
    gazetteer, problems = read(tmp_path, rows)
    assert problems == ()
    assert gazetteer.places["lat"].to_pylist() == [40.5]


def test_a_file_of_which_most_is_no_feature_is_read_at_once(tmp_path):
    features = [ABINGDON, *range(20_000), {**ABINGDON, "@id": "x"}]
    began = time.monotonic()
    gazetteer, problems = read(tmp_path, json.dumps(features))
    assert gazetteer.places["row"].to_pylist() == [1, 20_002]
    assert {one.code for one in problems} == {"feature-unreadable"}
    # To look each row up among the others took ten seconds.
    assert time.monotonic() - began < 5
