"""Pointers: links, ids and coordinates in a cell of places are told as what they are."""

from __future__ import annotations

import pytest

from mapbuilder.decisions import read_decisions
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.pointers import ids_in, pointer_in
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.world import read_world

PLACES = [
    {"id": "baku", "name": "Baku", "lat": 40.37545, "lon": 49.83267},
    {"id": "http://www.wikidata.org/entity/Q9248", "name": "Bakı", "lat": 40.4, "lon": 49.8},
    {"id": "pleiades:579885", "name": "Athenae", "lat": 37.97, "lon": 23.72},
]


def join(*places, decisions=(), world=False):
    report = Report()
    rows = [{"title": "Something", "date": "1990", "place": place} for place in places]
    gazetteers = [read_gazetteer(PLACES, None, report), *([read_world()] if world else [])]
    located = locate(
        read_records(rows, None, report),
        gazetteers,
        report,
        decisions=read_decisions(list(decisions), None, report) if decisions else None,
    )
    return located, [one for one in report.problems() if one.code != "place-name-shared"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("40.4093, 49.8671", "a coordinate; write 40.4093 into the column lat and 49.8671 into lon "
         "(or the other way round, where the longitude comes first)"),
        ("https://www.google.com/maps/place/Baku/@40.3947,49.6901,11z/data=!4m6!3m5!8m2"
         "!3d40.4092617!4d49.8670924", "a link to a point on a map; write 40.409262 into the "
         "column lat and 49.867092 into lon"),
        ("https://www.google.com/maps?q=40.4093,49.8671", "a link to a point on a map; write "
         "40.4093 into the column lat and 49.8671 into lon"),
        ("https://maps.google.com/?ll=40.4093%2C49.8671", "a link to a point on a map; write "
         "40.4093 into the column lat and 49.8671 into lon"),
        ("https://www.google.com/maps/@40.3947,49.6901,11z", "a link to a map around 40.3947, "
         "49.6901; write the latitude and longitude of the place itself into the columns lat and "
         "lon, or its name"),
        ("https://www.openstreetmap.org/#map=12/40.3953/49.8822", "a link to a map around 40.3953, "
         "49.8822; write the latitude and longitude of the place itself into the columns lat and "
         "lon, or its name"),
        ("https://www.openstreetmap.org/?mlat=40.3953&mlon=49.8822#map=12/40.1/49.1", "a link to "
         "a point on a map; write 40.3953 into the column lat and 49.8822 into lon"),
        ("https://maps.app.goo.gl/abcDEF", "a short link, which says no place before it is opened; "
         "write the place's name, or its lat and lon"),
        ("Q9248", "an item of Wikidata that no gazetteer here has; write the place's name, or list "
         "the place in places under this id with its lat and lon"),
        ("Baku (40.4093, 49.8671)", "a name with a coordinate; write 'Baku' into place and 40.4093 "
         "into the column lat and 49.8671 into lon (or the other way round, where the longitude "
         "comes first)"),
        ("Bakı şəhəri, 40°24′N 49°52′E", "a name with a coordinate; write 'Bakı şəhəri' into place "
         "and 40.4 into the column lat and 49.866667 into lon"),
        ("8HGC9V2X+22", "a Plus Code; write the place's name, or its lat and lon"),
        ("https://archive.example/places/12", "a link; write the place's name, or its lat and lon"),
        ("www.geonames.org/587084/baku.html", "the id of a place in GeoNames that no gazetteer "
         "here has; write the place's name, or list the place in places under this id with its "
         "lat and lon"),
    ],
)  # fmt: skip
def test_what_points_at_a_place_is_told_as_what_it_is(text, told):
    assert pointer_in(text).told == f"no name but {told}"


@pytest.mark.parametrize(
    "text",
    [
        "Baku", "Baku, Azerbaijan", "Saint-Denis/Réunion", "12 km west of Lankaran", "Block 12/4",
        "9th Microdistrict", "Baku (1990, 1991)",
        "Street 12.5", "Baku, 28 May", "St. Paul / Minneapolis", "Q", "A/B", "1990",
        "Oblast 40/41", "",
    ],
)  # fmt: skip
def test_a_name_is_no_pointer(text):
    assert pointer_in(text) is None
    assert ids_in(text) == (text,)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("https://www.wikidata.org/wiki/Q9248", "http://www.wikidata.org/entity/Q9248"),
        ("wd:Q9248", "http://www.wikidata.org/entity/Q9248"),
        ("Q9248", "http://www.wikidata.org/entity/Q9248"),
        ("https://pleiades.stoa.org/places/579885", "pleiades:579885"),
    ],
)
def test_an_address_joins_the_place_that_has_it_for_its_id(written, place):
    located, problems = join(written)
    assert (located.joins["place"].to_pylist(), problems) == ([place], [])
    assert located.joins["kind"].to_pylist() == ["place-id"]


def test_an_address_of_geonames_is_the_id_of_the_worlds_place():
    located, problems = join(
        "https://www.geonames.org/587084/baku.html", "gn:587084", "geonames.org/587084", world=True
    )
    assert (located.joins["place"].to_pylist(), problems) == (["geonames:587084"] * 3, [])


def test_a_bare_number_is_asked_about():
    located, [problem] = join("587084", world=True)
    assert not len(located.joins)
    assert problem.code == "place-unsure"
    assert [one.place for one in problem.suggestions] == ["geonames:587084"]


def test_a_coordinate_that_is_sure_is_the_records_own():
    located, problems = join("40°24′N 49°52′E", "Point(49.5 40.5)", "40.5, 49.5", "Point(0 0)")
    assert located.joins["kind"].to_pylist() == ["coordinates", "coordinates"]
    assert located.joins["lat"].to_pylist() == pytest.approx([40.4, 40.5])
    assert located.joins["toponym"].to_pylist() == [None, None]
    assert [(one.code, one.row, one.value) for one in problems] == [
        ("coordinate-form", None, None),
        ("place-unknown", 3, "40.5, 49.5"),
        ("place-unknown", 4, "Point(0 0)"),
    ]


def test_a_decision_may_name_a_place_by_its_address():
    located, problems = join(
        "Old Town",
        "New Town",
        decisions=[
            {"toponym": "Old Town", "place": "https://www.geonames.org/587084", "who": "A"},
            {"toponym": "New Town", "place": "40.5, 49.5", "who": "A"},
        ],
        world=True,
    )
    assert located.joins["place"].to_pylist() == ["geonames:587084"]
    [unknown] = [one for one in problems if one.code == "decision-place-unknown"]
    assert unknown.message.startswith("'40.5, 49.5' is no id but a coordinate; a decision names")
