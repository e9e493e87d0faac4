"""Several places of one event: one event, several markers, in every thing that is made of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import geopandas
import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.account import to_account
from mapbuilder.columns import to_columns
from mapbuilder.exhibit import Exhibit
from mapbuilder.folium_map import to_folium
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.page import render_page
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records
from mapbuilder.several import events_and_places, places_of_events, with_new_places

from .several import located_at, several_exhibit

PLACES = [
    {"id": id_, "name": id_.upper(), "lat": 40 + number, "lon": 48 + number, "precision": "town"}
    for number, id_ in enumerate("abcd")
]


def exhibit_at(places_of, settings=None, **columns):
    """A record for each of the lists of places, a year after another."""
    rows = [
        {
            "id": id_,
            "date": str(1900 + year),
            "title": id_,
            **{k: v[id_] for k, v in columns.items()},
        }
        for year, id_ in enumerate(places_of)
    ]
    gazetteer = read_gazetteer(PLACES)
    located = locate(read_records(rows), gazetteer)
    used = {place for own in places_of.values() for place in own}
    places = gazetteer.places.filter(
        pa.array([id_ in used for id_ in gazetteer.places["id"].to_pylist()])
    )
    return Exhibit.of(located_at(located, places, places_of), title="T", **(settings or {}))


@pytest.fixture(scope="module")
def exhibit():
    return several_exhibit()


@pytest.fixture(scope="module")
def payload(exhibit):
    return to_payload(exhibit)


@pytest.fixture(scope="module")
def page(exhibit):
    return render_page(exhibit).decode()


def table(first, lists):
    columns = {"place_index": pa.array(first, pa.int32())}
    if lists is not None:
        columns["place_indices"] = pa.array(lists, pa.list_(pa.int32()))
    return pa.table(columns)


@pytest.mark.parametrize(
    ("first", "lists", "pairs", "several"),
    [
        ([0, None, 2], None, [(0, 0), (2, 2)], []),
        ([0, None, 2], [[0, 1], [], [2]], [(0, 0), (0, 1), (2, 2)], [[0, 1], [], []]),
        # A list that is not there says no more than the first place does.
        ([0, None, 2], [[0, 1], None, None], [(0, 0), (0, 1), (2, 2)], [[0, 1], [], []]),
        ([3, 0], [[3, 1, 3, 2], [0, 0]], [(0, 3), (0, 1), (0, 2), (1, 0)], [[3, 1, 2], []]),
        # The first place leads, whatever the list says.
        ([1], [[0, 1]], [(0, 1), (0, 0)], [[1, 0]]),
        ([0], [[0, 0]], [(0, 0)], []),
        ([], [], [], []),
    ],
)
def test_the_places_of_events_are_read_from_both_columns(first, lists, pairs, several):
    events = table(first, lists)
    rows, places = events_and_places(events)
    assert list(zip(rows.tolist(), places.tolist(), strict=True)) == pairs
    assert places_of_events(events) == several


@given(st.lists(st.lists(st.integers(0, 5), unique=True, max_size=4), max_size=8), st.randoms())
def test_to_count_places_anew_changes_no_event_s_places(lists, random):
    first = [own[0] if own else None for own in lists]
    new = list(range(6))
    random.shuffle(new)
    given_table = table(first, lists if any(len(own) > 1 for own in lists) else None)
    counted = with_new_places(given_table, np.array(new))
    assert counted["place_index"].to_pylist() == [new[own[0]] if own else None for own in lists]
    assert ("place_indices" in counted.column_names) == any(len(own) > 1 for own in lists)
    pairs = zip(*(column.tolist() for column in events_and_places(counted)), strict=True)
    assert list(pairs) == [(row, new[at]) for row, own in enumerate(lists) for at in own]


def test_an_event_of_several_places_counts_once_and_has_a_join_for_each(exhibit):
    assert dict(exhibit.counts) | {"problems": 0} == {
        "records": 10, "events": 10, "placed": 9, "unplaced": 1, "rejected": 0, "places": 9,
        "problems": 0,
    }  # fmt: skip
    account = exhibit.check()
    wire = [join["place"] for join in account["joins"] if join["id"] == "wire"]
    assert wire == ["baku", "lankaran", "neftchala"]
    assert len(account["joins"]) == 13
    rows = [join["row"] for join in account["joins"]]
    assert rows == sorted(rows)
    events = exhibit.events["id"].to_pylist()
    assert [events[event] for event in exhibit.joins["event"].to_pylist()] == [
        join["id"] for join in account["joins"]
    ]


def test_the_account_in_words_counts_events_and_lists_each_place(exhibit):
    lines = list(to_account(exhibit))
    assert "   9 placed    of them with a place" in lines
    assert "   1 unplaced  of them without a place" in lines
    joined = [line for line in lines if line.strip().startswith("Baku; Lankaran; Neftchala")]
    assert [line.split()[3] for line in joined[:3]] == ["baku", "lankaran", "neftchala"]


def test_places_are_numbered_by_their_first_event_and_as_that_lists_them():
    made = exhibit_at({"one": ["c", "a"], "two": ["b"], "three": ["a", "d", "b"]})
    assert made.places["id"].to_pylist() == ["c", "a", "b", "d"]
    assert made.events["place_index"].to_pylist() == [0, 2, 1]
    assert made.events["place_indices"].to_pylist() == [[0, 1], [2], [1, 3, 2]]
    head = to_payload(made).head
    assert head["places"]["id"] == ["c", "a", "b", "d"]
    assert head["events"]["place"] == [0, 2, 1]
    assert head["events"]["places"] == [[0, 1], [], [1, 3, 2]]


def test_an_exhibit_whose_events_have_one_place_at_most_says_nothing_of_several():
    made = exhibit_at({"one": ["a"], "two": [], "three": ["b"]})
    assert "place_indices" not in made.events.column_names
    payload = to_payload(made)
    assert "places" not in payload.head["events"]
    assert not any(key.startswith("several.") for key in payload.languages["en"]["ui"])
    assert to_columns(made).event_places == []


def test_events_of_a_group_without_markers_have_none_of_theirs(payload):
    events = payload.head["events"]
    pulled = events["id"].index("pulled")
    assert (events["place"][pulled], events["places"][pulled]) == (-1, [])


def test_places_of_a_quiet_group_alone_come_last_and_have_no_marker():
    made = exhibit_at(
        {"quiet": ["a", "b"], "loud": ["c", "d"]},
        {"groups": {"hush": {"markers": False}}},
        group={"quiet": "hush", "loud": "core"},
    )
    assert made.places["id"].to_pylist() == ["c", "d", "a", "b"]
    assert to_payload(made).head["places"]["id"] == ["c", "d"]


def test_a_place_has_the_category_that_all_its_events_share_whichever_place_of_theirs_it_is():
    made = exhibit_at(
        {"one": ["a", "b"], "two": ["b", "c"], "three": ["c"]},
        category={"one": "x", "two": "y", "three": "y"},
    )
    assert to_payload(made).head["places"]["category"] == [0, -1, 1]


def test_one_event_is_one_row_of_the_geodataframe_with_all_its_places(exhibit, tmp_path):
    frame = exhibit.to_gdf().set_index("id")
    assert len(frame) == 10
    wire = frame.geometry["wire"]
    assert wire.geom_type == "MultiPoint"
    assert [(point.x, point.y) for point in wire.geoms] == [
        (49.892, 40.3777), (48.8506, 38.7543), (49.247, 39.3586),
    ]  # fmt: skip
    assert frame["place_id"]["wire"] == "baku"
    assert frame.geometry["survey"].geom_type == "Polygon"
    assert frame.geometry["nowhere"] is None
    assert frame.crs == "EPSG:4326"
    path = tmp_path / "events.gpkg"
    exhibit.to_gdf().to_file(path)
    again = geopandas.read_file(path).set_index("id")
    assert again.geometry["wire"].equals(wire)


def test_with_a_line_or_area_among_them_places_are_a_collection():
    made = exhibit_at({"one": ["a", "b"], "two": ["a", "c"], "three": ["a"]})
    line = shapely.to_wkb(shapely.from_wkt("LINESTRING (1 2, 3 4)"), byte_order=1)
    shapes = pa.array([None, line, None], pa.binary())
    frame = replace(made, places=made.places.append_column("shape_wkb", shapes)).to_gdf()
    assert [geom.geom_type for geom in frame.geometry] == [
        "GeometryCollection", "MultiPoint", "Point",
    ]  # fmt: skip


def test_the_text_version_tells_an_event_once_and_names_all_its_places(page):
    article = re.search(r'<article id="text-en-wire">.*?</article>', page, re.DOTALL)[0]
    places = re.findall(
        r'<li data-place="(.*?)"><span class="number">(\d+)</span> <span>(.*?)</span>', article
    )
    assert places == [
        ("baku", "2", "Baku"), ("lankaran", "3", "Lankaran"), ("neftchala", "4", "Neftchala"),
    ]  # fmt: skip
    assert article.count("A wire is strung between three towns") == 1
    # What the record writes is told where the labels do not say it already.
    assert "toponym" not in article
    other = re.search(r'<article id="text-az-wire">.*?</article>', page, re.DOTALL)[0]
    assert '<span class="toponym">(Baku; Lankaran; Neftchala)</span>' in other
    assert page.count('<article id="text-en-') == 10


def test_the_text_version_of_a_place_that_only_a_further_place_names_is_there():
    made = exhibit_at({"one": ["a", "b"]})
    gazetteer = re.search(
        r'<section class="gazetteer">.*?</section>', render_page(made).decode(), re.DOTALL
    )[0]
    assert "<strong>A</strong>" in gazetteer
    assert "<strong>B</strong>" in gazetteer


def test_on_a_folium_map_each_place_has_the_event_and_names_the_others(exhibit):
    html = to_folium(exhibit).get_root().render()
    data = json.loads(re.search(r'<script type="application/json" id="\w+_data">(.*?)</', html)[1])
    at = {place["id"]: place for place in data["places"]}
    for id_, others in {
        "baku": "Lankaran; Neftchala", "lankaran": "Baku; Neftchala", "neftchala": "Baku; Lankaran",
    }.items():  # fmt: skip
        titles = [line[2] for event in at[id_]["events"] for line in event if line[0] == "title"]
        assert "A wire is strung between three towns" in titles
        assert ["basis", "", f"Also at: {others}"] in [
            line for event in at[id_]["events"] for line in event
        ]
    assert at["baku~lankaran"]["shape"]["kind"] == "extent"
    assert at["baku~lankaran"]["shape"]["dashed"]
    assert at["masally"]["radius_m"] == 18_000


def test_labels_of_what_is_near_others_are_in_the_visitor_s_language(payload):
    labels = {
        tag: dict(zip(payload.head["places"]["id"], block["places"]["label"], strict=True))
        for tag, block in payload.languages.items()
    }
    ids = ["haftoni~near", "lerik~north", "baku~south", "baku~lankaran"]
    assert {tag: [of[id_] for id_ in ids] for tag, of in labels.items()} == {
        "en": [
            "near Haftoni", "north of Lerik", "20 km south of Baku", "between Baku and Lankaran",
        ],
        "az": [
            "Həftoni yaxınlığı", "Lerik, şimal istiqaməti", "Bakı, cənub istiqaməti, 20 km",
            "Bakı ilə Lənkəran arası",
        ],
        "ru": [
            "Гафтони, окрестности", "Лерик, к северу", "Баку, к югу, 20 км",
            "между пунктами Баку и Ленкорань",
        ],
    }  # fmt: skip
    assert all("places.label" not in block["fallback"] for block in payload.languages.values())


def test_a_language_without_words_repeats_the_record_s():
    payload = to_payload(several_exhibit(languages=["en", "kk"]))
    at = payload.head["places"]["id"].index("haftoni~near")
    block = payload.languages["kk"]
    assert block["places"]["label"][at] == "near Haftoni"
    assert at in block["fallback"]["places.label"]


def test_what_is_near_others_is_drawn_as_a_vicinity_and_told_as_one(payload):
    places = payload.head["places"]
    at = {id_: number for number, id_ in enumerate(places["id"])}
    vicinities = [id_ for id_, precision in zip(places["id"], places["precision"], strict=True)
                  if precision == "vicinity"]  # fmt: skip
    assert vicinities == ["baku~lankaran", "haftoni~near", "lerik~north", "baku~south"]
    assert payload.outlines["kind"] == ["extent"] * 4
    said = payload.languages["en"]["places"]["precision"]
    assert (
        said[at["haftoni~near"]]
        == "somewhere within the dashed edge, at most about 5 km from the point"
    )
    assert said[at["masally"]] == "a district; the circle is about 18 km in radius"
    # In the key a category is a mark: the areas have one form in all of them.
    assert payload.head["categories"]["drawn"] == [["point"], ["point"]]
    ui = payload.languages["ru"]["ui"]
    assert {"page.legend.vicinity", "page.legend.district", "several.also"} <= set(ui)
    assert "page.legend.country" not in ui


AREA = shapely.to_wkb(shapely.box(48, 40, 49, 41), byte_order=1)
LINE = shapely.to_wkb(shapely.from_wkt("LINESTRING (48 40, 49 41)"), byte_order=1)


@pytest.mark.parametrize(
    ("wkb", "precision", "feature", "relation", "kind"),
    [
        (AREA, "region", None, None, "area"),
        (AREA, "site", None, None, "area"),
        (AREA, "district", None, None, "extent"),
        (AREA, "country", None, None, "extent"),
        (AREA, "region", "region", None, "extent"),
        (AREA, "region", "country", None, "extent"),
        (AREA, "town", "town", None, "area"),
        (AREA, "town", None, "near", "extent"),
        (LINE, "country", "country", None, "line"),
    ],
)
def test_an_area_that_only_says_how_far_a_place_reaches_is_an_extent(
    wkb, precision, feature, relation, kind
):
    made = exhibit_at({"one": ["a"]}, category={"one": "x"})
    columns = {
        "shape_wkb": pa.array([wkb], pa.binary()),
        "precision": pa.array([precision]),
        "feature": pa.array([feature], pa.string()),
        "relation": pa.array([relation], pa.string()),
    }
    places = made.places.drop_columns([n for n in columns if n in made.places.column_names])
    for name, column in columns.items():
        places = places.append_column(name, column)
    payload = to_payload(replace(made, places=places))
    assert payload.outlines["kind"] == [kind]
    drawn = "point" if kind == "extent" else kind
    assert payload.head["categories"]["drawn"] == [[drawn]]
    said = payload.languages["en"]["places"]["precision"][0]
    assert said == {"area": "an area", "line": "a line"}.get(
        kind, "somewhere within the dashed edge" if relation else f"a {precision}"
    )


def test_the_same_places_give_the_same_bytes(page):
    assert render_page(several_exhibit()).decode() == page
