"""Linked Places and LP-TSV: what is written is what the formats ask for, and is read back whole."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pyogrio
import pytest
import shapely
from pyld import jsonld

from mapbuilder.exhibit import read_exhibit
from mapbuilder.export import to_linked_places, to_lp_tsv
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.linked_data import CONTEXT
from mapbuilder.lp_tsv import COLUMNS

from .invented import exhibit_of
from .test_linked_data import LINKED_PLACES

FOLDERS = sorted(p for p in (Path(__file__).resolve().parent / "exhibits").iterdir() if p.is_dir())
EXHIBITS = {
    "black-january": read_exhibit,
    "invented": exhibit_of,
    **{path.name: (lambda path=path: read_exhibit(path)) for path in FOLDERS},
}

# ref: Linked Places Format 1.2, "Feature elements"; 1.3 for fclasses. Nothing may be there besides.
WHEN = {
    "type": "object",
    "required": ["timespans"],
    "additionalProperties": False,
    "properties": {
        "label": {"type": "string"},
        "timespans": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["start"],
                "additionalProperties": False,
                "properties": {
                    side: {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            word: {"type": "string", "pattern": r"^-?\d{4,}(-\d\d(-\d\d)?)?[?~%]?$"}
                            for word in ("in", "earliest", "latest")
                        },
                    }
                    for side in ("start", "end")
                },
            },
        },
    },
}
CITATIONS = {
    "type": "array",
    "items": {"type": "object", "required": ["label"]},
}
GEOMETRY = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"enum": ["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]},
        "certainty": {"enum": ["certain", "less-certain", "uncertain"]},
        "citations": CITATIONS,
    },
}
FEATURE = {
    "type": "object",
    "required": ["@id", "type", "properties", "names", "geometry"],
    "additionalProperties": False,
    "properties": {
        "@id": {"type": "string", "pattern": r"^[^ <>]+$"},
        "type": {"const": "Feature"},
        "properties": {
            "type": "object",
            "required": ["title", "fclasses"],
            "properties": {
                "title": {"type": "string", "minLength": 1},
                "ccodes": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}},
                "fclasses": {"type": "array", "minItems": 1, "items": {"enum": list("AHLPRST")}},
            },
        },
        "names": {
            "type": "array",
            "minItems": 1,
            "contains": {"required": ["citations"]},
            "items": {
                "type": "object",
                "required": ["toponym"],
                "additionalProperties": False,
                "properties": {
                    "toponym": {"type": "string", "minLength": 1},
                    "lang": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
                    "when": WHEN,
                    "citations": CITATIONS,
                },
            },
        },
        "types": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["label"],
                "properties": {"identifier": {"type": "string", "pattern": r"^aat:300\d{6}$"}},
            },
        },
        "geometry": {
            "oneOf": [
                GEOMETRY,
                {
                    "type": "object",
                    "required": ["type", "geometries"],
                    "properties": {
                        "type": {"const": "GeometryCollection"},
                        "geometries": {"type": "array", "minItems": 1, "items": GEOMETRY},
                    },
                },
            ]
        },
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "identifier"],
                "properties": {
                    "type": {"enum": ["exactMatch", "closeMatch", "primaryTopicOf", "subjectOf",
                                      "seeAlso"]},
                    "identifier": {"type": "string", "pattern": "^https?://"},
                },
            },
        },
        "relations": {
            "type": "array",
            "items": {"type": "object", "required": ["relationType", "relationTo", "label"]},
        },
        "descriptions": {
            "type": "array",
            "items": {"type": "object", "required": ["value", "lang"]},
        },
        "when": WHEN,
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=list(EXHIBITS))
def exhibit(request):
    return EXHIBITS[request.param]()


def plain_id(iri: str) -> str:
    from urllib.parse import unquote

    return unquote(iri.rpartition("#place=")[2])


def names_in(places, row):
    """The names of one place as pairs of language and name, however they are written."""
    cells = [places[name][row].as_py() or "" for name in ("names", "former_names")]
    return {part.strip() for cell in cells for part in cell.split("|") if part.strip()}


def test_each_feature_is_as_the_format_asks(exhibit):
    whole = json.loads(to_linked_places(exhibit))
    validator = jsonschema.Draft202012Validator(FEATURE)
    assert whole["@context"][0] == CONTEXT
    for feature in whole["features"]:
        assert [error.message for error in validator.iter_errors(feature)] == []
    whens = jsonschema.Draft202012Validator(WHEN)
    for event in whole["events"]:
        assert "when" not in event or [*whens.iter_errors(event["when"])] == []


def test_the_schema_of_this_test_finds_faults():
    [feature, *_] = json.loads(to_linked_places(exhibit_of()))["features"]
    validator = jsonschema.Draft202012Validator(FEATURE)
    for broken in (
        {**feature, "names": []},
        {**feature, "events": []},
        {**feature, "properties": {"title": "x"}},
        {**feature, "names": [{"toponym": "x", "when": {"timespans": [{"end": {"in": "1"}}]}}]},
    ):
        assert list(validator.iter_errors(broken))


def test_mapbuilder_reads_its_linked_places_as_the_places_they_were(exhibit, tmp_path):
    path = tmp_path / "x.jsonld"
    path.write_bytes(to_linked_places(exhibit))
    places = exhibit.places
    if not len(places):
        assert json.loads(path.read_bytes())["features"] == []
        return
    read = read_gazetteer(path)
    assert [p.code for p in read.problems if p.severity != "note"] == []
    got = read.places
    assert [plain_id(id_) for id_ in got["id"].to_pylist()] == places["id"].to_pylist()
    exact = ("name", "label", "precision", "uncertainty_m", "coordinate_source",
             "coordinate_licence", "note")  # fmt: skip
    relation = places.column_names.count("relation") and places["relation"].to_pylist()
    for name in (name for name in exact if name in places.column_names):
        for row, (wanted, found) in enumerate(
            zip(places[name].to_pylist(), got[name].to_pylist(), strict=True)
        ):
            if name == "label" and relation and relation[row]:
                continue
            if wanted not in (None, ""):
                assert found == wanted
    for name in ("lon", "lat"):
        assert got[name].to_pylist() == pytest.approx(places[name].to_pylist(), abs=1e-7)
    # Names whose years cannot be read are told as problems, and hold nowhere.
    faulty = {p.value for p in exhibit.problems if p.code == "place-years"}
    for row in range(len(places)):
        if "names" in places.column_names:
            mine = {one.split(":", 1)[-1] for one in names_in(places, row)}
            theirs = {one.split(":", 1)[-1] for one in names_in(got, row)}
            own = {places["name"][row].as_py()}
            assert mine - theirs - faulty <= own
    if "shape_wkb" in places.column_names:
        for mine, theirs in zip(
            places["shape_wkb"].to_pylist(), got["shape_wkb"].to_pylist(), strict=True
        ):
            assert (mine is None) == (theirs is None)
            if mine is not None:
                one, other = shapely.from_wkb(mine), shapely.from_wkb(theirs)
                assert shapely.hausdorff_distance(one, other) < 2e-7


def test_linked_places_are_geojson_and_json_ld_to_others(exhibit, tmp_path):
    content = to_linked_places(exhibit)
    whole = json.loads(content)
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    if whole["features"]:
        read = pyogrio.read_dataframe(path)
        assert read["title"].to_list() == [one["properties"]["title"] for one in whole["features"]]
        assert not read.geometry.isna().any()

    def load(url, options):
        assert url == CONTEXT
        return {"document": {"@context": LINKED_PLACES}, "documentUrl": url, "contextUrl": None}

    # Geometry of more than points is no JSON-LD, as the format says; the rest of it is.
    for feature in whole["features"]:
        if feature["geometry"]["type"] != "Point":
            del feature["geometry"]
    [node] = jsonld.expand(whole, {"base": "https://museum.example/x", "documentLoader": load})
    events = node.get("https://schema.org/about", [])
    assert len(events) == len(exhibit.events)
    places = {one["@id"] for one in node.get(f"{LINKED_PLACES['lpo']}hasFeature", [])}
    located = {at["@id"] for one in events for at in one.get("https://schema.org/location", [])}
    assert located == places


def test_each_event_says_when_and_where_and_who_says_it():
    whole = json.loads(to_linked_places(read_exhibit()))
    events = {one["@id"]: one for one in whole["events"]}
    assert len(events) == 23
    assert events["#event=ev05"]["when"] == {
        "timespans": [{"start": {"in": "1990-01-19"}, "end": {"in": "1990-01-20"}}],
        "label": "1990-01-19/1990-01-20",
    }
    assert events["#event=ev05"]["location"] == ["#place=baku"]
    assert events["#event=ev01"]["location"] == []
    assert events["#event=ev01"]["quote"].startswith("Since 1988, the Armenians")
    assert events["#event=ev01"]["citations"][0]["label"].endswith(", line 9")


def test_with_a_public_address_every_id_is_one():
    whole = json.loads(to_linked_places(exhibit_of(public_url="https://museum.example/x.html#a")))
    assert {one["@id"] for one in whole["features"]} == {
        "https://museum.example/x.html#place=halva", "https://museum.example/x.html#place=velm",
    }  # fmt: skip


def test_ids_of_other_gazetteers_are_links():
    places = [
        {"id": "b", "name": "Baku", "lat": 40.4, "lon": 49.8, "geonames": "587084",
         "wikidata": "Q9248;Q1", "feature": "city", "country": "AZ", "division": "Absheron"},
    ]  # fmt: skip
    exhibit = exhibit_of([{"id": "a", "date": "1990", "title": "T", "place": "Baku"}], places)
    [feature] = json.loads(to_linked_places(exhibit))["features"]
    assert [link["identifier"] for link in feature["links"]] == [
        "http://www.geonames.org/587084", "https://www.wikidata.org/wiki/Q9248",
        "https://www.wikidata.org/wiki/Q1",
    ]  # fmt: skip
    assert feature["properties"]["ccodes"] == ["AZ"]
    assert feature["properties"]["fclasses"] == ["P"]
    assert feature["types"][0]["identifier"] == "aat:300008389"
    assert feature["relations"][0]["label"] == "Absheron"
    [row] = csv.DictReader(io.StringIO(to_lp_tsv(exhibit).decode()), delimiter="\t")
    assert row["matches"] == "gn:587084;wd:Q9248;wd:Q1"
    assert (row["aat_types"], row["types"], row["parent_name"]) == ("300008389", "city", "Absheron")


def test_every_row_of_lp_tsv_has_what_the_format_requires(exhibit):
    rows = list(csv.DictReader(io.StringIO(to_lp_tsv(exhibit).decode()), delimiter="\t"))
    assert len(rows) == len(exhibit.places)
    dated = {
        join["place"]
        for join in exhibit.joins.to_pylist()
        if exhibit.events["start_day"][join["event"]].as_py() is not None
    }
    for row in rows:
        assert list(row) == list(COLUMNS)
        assert row["title"]
        assert row["title_source"]
        assert set(row["fclasses"].split(";")) <= set("AHLPRST")
        assert row["fclasses"]
        assert row["attestation_year"] or row["start"] or row["id"] not in dated
        # ref: LP-TSV 0.5, "aat_types": for each there is one of the types.
        assert bool(row["aat_types"]) <= bool(row["types"])


def test_mapbuilder_reads_its_lp_tsv_as_the_places_they_were(exhibit, tmp_path):
    path = tmp_path / "x.tsv"
    path.write_bytes(to_lp_tsv(exhibit))
    places = exhibit.places
    if not len(places):
        return
    read = read_gazetteer(path)
    assert [p.code for p in read.problems if p.severity != "note"] == []
    got = read.places
    for name in ("id", "name"):
        assert got[name].to_pylist() == places[name].to_pylist()
    shapes = places["shape_wkb"].to_pylist() if "shape_wkb" in places.column_names else None
    for row in range(len(places)):
        if not (shapes and shapes[row]):
            for name in ("lon", "lat"):
                assert got[name][row].as_py() == pytest.approx(places[name][row].as_py(), abs=1e-7)
        if places["uncertainty_m"][row].as_py() is not None:
            assert got["uncertainty_m"][row].as_py() == places["uncertainty_m"][row].as_py()
    if shapes:
        for mine, theirs in zip(shapes, got["shape_wkb"].to_pylist(), strict=True):
            assert (mine is None) == (theirs is None)


def test_cells_of_lp_tsv_have_no_breaks_in_them():
    places = [{"id": "b", "name": "Ba\tku; old", "lat": 1, "lon": 2, "note": "one\n\ntwo \t three",
               "names": "ru:Баку; город|Bakou"}]  # fmt: skip
    exhibit = exhibit_of([{"id": "a", "date": "1990", "title": "T", "place": "b"}], places)
    lines = to_lp_tsv(exhibit).decode().splitlines()
    assert len(lines) == 2
    [row] = csv.DictReader(lines, delimiter="\t")
    assert row["description"] == "one two three"
    # Names are set apart by what stood in one.
    assert row["variants"] == "Баку, город@ru;Bakou"
