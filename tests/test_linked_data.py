"""The page's words for machines: what they say, that they are well-formed, that they are few."""

from __future__ import annotations

import json
import re

import pytest
from pyld import jsonld

from mapbuilder.exhibit import read_exhibit
from mapbuilder.linked_data import CONTEXT, names_of, schema_dates, to_page_blocks, to_when
from mapbuilder.locate import locate
from mapbuilder.page import render_page
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records
from mapbuilder.text_version import sections_of, within_budget
from mapbuilder.world import read_world

from .invented import HOSTILE, exhibit_of
from .several import several_exhibit

BASE = "https://museum.example/page.html"
SCHEMA = "https://schema.org/"

# ref: schema.org, release 29: each type that we write, what it is a kind of, and whose properties.
KINDS = {
    "WebPage": "CreativeWork",
    "CreativeWork": "Thing",
    "Event": "Thing",
    "Place": "Thing",
    "GeoCoordinates": "Thing",
    "GeoCircle": "GeoShape",
    "GeoShape": "Thing",
}
PROPERTIES = {
    "Thing": {"name", "description", "url", "subjectOf"},
    "CreativeWork": {"about", "citation", "datePublished", "inLanguage", "spatialCoverage"},
    "Event": {"startDate", "endDate", "location"},
    "Place": {"geo"},
    "GeoCoordinates": {"latitude", "longitude"},
    "GeoCircle": {"geoMidpoint", "geoRadius"},
}
RANGES = {
    "about": {"Thing"},
    "citation": {"CreativeWork"},
    "spatialCoverage": {"Place"},
    "geo": {"GeoCoordinates", "GeoShape"},
    "geoMidpoint": {"GeoCoordinates"},
    "location": {"Place"},
    "subjectOf": {"CreativeWork"},
}
# ref: Linked Places' context 1.1: the terms of it that we write.
LINKED_PLACES = {
    "type": "@type",
    "lpo": "http://linkedpasts.org/ontology/lpo_latest.ttl#",
    "dct": "http://purl.org/dc/terms/",
    "geojson": "https://purl.org/geojson/vocab#",
    "FeatureCollection": "geojson:FeatureCollection",
    "Feature": "geojson:Feature",
    "Point": "geojson:Point",
    "coordinates": {"@container": "@list", "@id": "geojson:coordinates"},
    "features": {"@id": "lpo:hasFeature", "@container": "@set"},
    "properties": "geojson:properties",
    "title": "dct:title",
    "geometry": "https://github.com/kgeographer/geojson-t/geometry",
    "names": {"@id": "lpo:name_attestation", "@container": "@set"},
    "toponym": "lpo:toponym",
    "lang": "dct:language",
    "when": "lpo:when",
    "timespans": {"@id": "lpo:timespan", "@container": "@set"},
    "start": "lpo:has_start",
    "end": "lpo:has_end",
    "in": "lpo:in",
    "earliest": "lpo:earliest",
    "latest": "lpo:latest",
}


def blocks_of(exhibit, language=None, budget=1000):
    payload = to_payload(exhibit, language=language)
    return to_page_blocks(payload, exhibit, within_budget(sections_of(payload), budget))


def refuse(url, options):
    raise AssertionError(f"{url} was asked for")


def linked_places_context(url, options):
    assert url == CONTEXT
    return {"document": {"@context": LINKED_PLACES}, "documentUrl": url, "contextUrl": None}


def expanded(block, loader=refuse):
    return jsonld.expand(block, {"base": BASE, "documentLoader": loader})


def nodes(value):
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for one in value.values():
            yield from nodes(one)


def lineage(kind):
    while kind:
        yield kind
        kind = KINDS.get(kind)


EXHIBITS = {
    "black-january": read_exhibit,
    "invented": exhibit_of,
    "several-places": several_exhibit,
    "twelve-languages": lambda: read_exhibit("tests/exhibits/twelve-languages"),
    "uncertain-dates": lambda: read_exhibit("tests/exhibits/uncertain-dates"),
    "without-places": lambda: read_exhibit("tests/exhibits/without-places"),
    "empty": lambda: exhibit_of([], [], [], []),
}


@pytest.fixture(scope="module", params=list(EXHIBITS))
def exhibit(request):
    return EXHIBITS[request.param]()


def test_every_word_of_the_json_ld_is_schema_org_s_and_stands_where_it_may(exhibit):
    """And nothing is fetched to know what it means."""
    block, _ = blocks_of(exhibit)
    found = list(nodes(expanded(block)))
    kind_of = {}
    for node in found:
        [kind] = node["@type"]
        kind_of[node.get("@id")] = kind.removeprefix(SCHEMA)
    for node in found:
        own = list(lineage(node["@type"][0].removeprefix(SCHEMA)))
        allowed = set().union(*(PROPERTIES.get(kind, set()) for kind in own))
        said = {key.removeprefix(SCHEMA) for key in node if not key.startswith("@")}
        assert own[-1] == "Thing"
        assert said <= allowed
        for key in said & set(RANGES):
            for value in node[SCHEMA + key]:
                # A source that is only another one is told in the text version, not here.
                kind = kind_of.get(value.get("@id")) if "@type" not in value else None
                kind = kind or (value["@type"][0].removeprefix(SCHEMA) if "@type" in value else "")
                if not kind:
                    assert re.fullmatch(re.escape(BASE) + r"#source-\d+", value["@id"])
                    kind = "CreativeWork"
                assert RANGES[key] & set(lineage(kind))


def test_each_event_of_the_text_version_is_one_event_with_the_address_of_its_record(exhibit):
    block, _ = blocks_of(exhibit)
    [page] = expanded(block) or [{}]
    events = page.get(f"{SCHEMA}about", [])
    ids = {one["@id"]: one for one in events}
    wanted = exhibit.events["id"].to_pylist()
    assert len(events) == len(wanted)
    assert set(ids) == {f"{BASE}#event={id_}" for id_ in wanted}
    assert [one["@id"] for one in events] == [f"{BASE}#event={id_}" for id_ in wanted]
    for number, id_ in enumerate(wanted):
        title = exhibit.events["title"][number].as_py()
        assert ids[f"{BASE}#event={id_}"][f"{SCHEMA}name"][0]["@value"] == title
    # The place is named by the address at which the page shows it.
    places = {one["@id"] for one in page.get(f"{SCHEMA}spatialCoverage", [])}
    used = {
        at["@id"] for one in events for at in one.get(f"{SCHEMA}location", [])
    }  # fmt: skip
    assert used == places


def test_the_addresses_of_sources_lead_into_the_page():
    exhibit = read_exhibit()
    html = render_page(exhibit).decode()
    named = set(re.findall(r'"#(source-\d+)"', html))
    assert named
    assert named <= set(re.findall(r'<li id="(source-\d+)"', html))


def test_linked_places_can_be_read_as_json_ld_and_has_each_place_once(exhibit):
    _, block = blocks_of(exhibit)
    [collection] = expanded(block, linked_places_context) or [{}]
    assert collection.get("@type", [""])[0].endswith("FeatureCollection")
    lpo = LINKED_PLACES["lpo"]
    features = collection.get(f"{lpo}hasFeature", [])
    assert len({one["@id"] for one in features}) == len(features) == len(block["features"])
    for feature in features:
        assert feature[f"{lpo}name_attestation"]
    for event in collection.get(f"{SCHEMA}about", []):
        assert event[f"{lpo}when"][0][f"{lpo}timespan"]


def test_a_date_is_in_one_block_or_in_the_other_and_in_both_never():
    rows = ["1990-01-20", "1989~", "1988/..", "19XX", "1990-01-19/1990-01-20", "../1990", "1987-21"]
    exhibit = exhibit_of([{"id": f"e{i}", "date": d, "title": d} for i, d in enumerate(rows)])
    block, linked = blocks_of(exhibit)
    dated = {e["name"] for e in block["about"] if "startDate" in e}
    spoken = {e["@id"].removeprefix("#event=e") for e in linked["events"]}
    assert dated == {"1990-01-20", "1988/..", "1990-01-19/1990-01-20"}
    # What is open begins in the one, and is said to be open in the other.
    assert {rows[int(i)] for i in spoken} == {"1989~", "1988/..", "19XX", "../1990", "1987-21"}


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("1990-01-20", ("1990-01-20", None)),
        ("1990-01", ("1990-01", None)),
        ("1990", ("1990", None)),
        ("1990-01-19/1990-01-20", ("1990-01-19", "1990-01-20")),
        ("1988/..", ("1988", None)),
        ("../1990", (None, "1990")),
        # A date that is not sure is not told as if it were, nor is half of one.
        ("1989~", (None, None)),
        ("1989?/1990-01", (None, None)),
        ("1990/1991%", (None, None)),
        ("199X", (None, None)),
        ("1990-21", (None, None)),
        ("[1989, 1990]", (None, None)),
        ("-0043", (None, None)),
        ("Y17000", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_schema_org_has_the_dates_that_it_can_say(edtf, dates):
    assert schema_dates(edtf) == dates


@pytest.mark.parametrize(
    ("edtf", "spans"),
    [
        ("1990-01-20", [{"start": {"in": "1990-01-20"}}]),
        ("1989~", [{"start": {"in": "1989~"}}]),
        ("-0043-03-15", [{"start": {"in": "-0043-03-15"}}]),
        ("1988/1990?", [{"start": {"in": "1988"}, "end": {"in": "1990?"}}]),
        # Without its end a span would be over with its start (LPF, "when").
        ("1988/..", [{"start": {"in": "1988"}, "end": {}}]),
        ("../1990", [{"start": {}, "end": {"in": "1990"}}]),
        ("199X", [{"start": {"earliest": "1990-01-01"}, "end": {"latest": "1999-12-31"}}]),
        ("1990-21", [{"start": {"earliest": "1990-03-01"}, "end": {"latest": "1990-05-31"}}]),
        ("199X/2001", [{"start": {"earliest": "1990-01-01"}, "end": {"in": "2001"}}]),
        ("[1989, 1990-01]", [{"start": {"in": "1989"}}, {"start": {"in": "1990-01"}}]),
    ],
)
def test_linked_places_has_every_date(edtf, spans):
    assert to_when(edtf) == {"timespans": spans}


def test_what_says_no_time_has_none():
    assert to_when("") is None
    assert to_when(None) is None
    assert to_when("XXXX") is None


def test_the_label_of_a_time_is_what_was_written():
    assert to_when("1989~", "about 1989") == {
        "timespans": [{"start": {"in": "1989~"}}],
        "label": "about 1989",
    }


def test_the_blocks_tell_in_the_language_in_which_the_page_opens():
    block, _ = blocks_of(exhibit_of(), "az")
    assert block["@context"]["name"] == {"@language": "az"}
    assert block["name"] == "Uydurma sərgi"
    names = {one["@id"]: one["name"] for one in block["about"]}
    assert names["#event=ev2"] == "Meydan dolur"
    # A text that stands in for a translation says whose language it is in.
    assert names["#event=ev1"] == {"@value": "A road closes", "@language": "en"}
    assert {one["name"] if isinstance(one["name"], str) else one["name"]["@value"]
            for one in block["spatialCoverage"]} == {"Halva şəhəri", "Velm"}  # fmt: skip


def test_a_place_that_is_known_roughly_is_a_circle():
    block, _ = blocks_of(exhibit_of())
    halva, velm = sorted(block["spatialCoverage"], key=lambda one: one["@id"])
    assert halva["geo"] == {
        "@type": "GeoCircle",
        "geoMidpoint": {"@type": "GeoCoordinates", "latitude": 40.37545, "longitude": 49.83267},
        "geoRadius": 5000,
    }
    assert velm["geo"] == {"@type": "GeoCoordinates", "latitude": 40.36, "longitude": 49.85}


def test_former_names_have_their_years():
    _, block = blocks_of(exhibit_of())
    [halva] = [one for one in block["features"] if one["@id"] == "#place=halva"]
    assert {"toponym": "Ленин", "lang": "ru", "when": {"timespans": [
        {"start": {}, "end": {"in": "1991"}}]}} in halva["names"]  # fmt: skip
    assert halva["names"][0] == {"toponym": "Halva"}
    assert {"toponym": "Halva şəhəri", "lang": "az"} in halva["names"]


def test_with_a_public_address_the_page_is_called_by_it():
    block, _ = blocks_of(exhibit_of(public_url=BASE))
    assert (block["@id"], block["url"]) == (BASE, BASE)


def test_the_blocks_hold_as_many_events_as_the_text_version(monkeypatch):
    block, linked = blocks_of(exhibit_of(), budget=1)
    assert len(block["about"]) == 1
    assert len(linked["features"]) == 1
    monkeypatch.setattr("mapbuilder.page.TEXT_EVENTS", 4)
    html = render_page(exhibit_of()).decode()
    assert html.count('"@type":"Event"') == html.count('<article id="text-en-') == 2


def test_no_text_ends_its_block():
    rows = [{"id": text[:60], "date": "1990", "title": text, "place": "Velm"} for text in HOSTILE]
    html = render_page(exhibit_of(rows)).decode()
    found = re.findall(r'<script type="application/ld\+json" id="([\w-]+)">(.*?)</script>', html)
    assert [id_ for id_, _ in found] == ["json-ld", "linked-places"]
    events = json.loads(found[0][1])["about"]
    assert {one["name"] for one in events} == {*HOSTILE}


def test_the_blocks_of_the_default_exhibit_are_small():
    html = render_page(read_exhibit()).decode()
    found = re.findall(r'<script type="application/ld\+json"[^>]*>.*?</script>', html, re.DOTALL)
    assert len(found) == 2
    assert sum(len(block.encode()) for block in found) <= 14_000


def test_a_poster_has_no_such_blocks():
    from mapbuilder.poster_sheet import Sheet

    sheet = Sheet.of("a3", dpi=100)
    assert "application/ld+json" not in render_page(exhibit_of(), poster=sheet).decode()


def test_places_have_their_names_where_all_of_them_are_the_worlds():
    records = read_records([{"title": "One", "date": "1990", "place": "Lenkoran"}])
    located = locate(records, [read_world()])
    assert "years" not in located.places.column_names
    [names] = names_of(located.places)
    assert names == [{"toponym": located.places["name"][0].as_py()}]
