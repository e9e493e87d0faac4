"""On folium's maps the exhibit's texts stay text, and its layer behaves as folium's own do."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from typing import Any

import folium
import pytest
from branca.element import Figure
from folium.plugins import DualMap
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from mapbuilder.exhibit import Exhibit
from mapbuilder.folium_map import ExhibitLayer, to_folium, to_html, to_script_json
from mapbuilder.text import to_rich

from .invented import HOSTILE, exhibit_of

MORE_HOSTILE = [
    *HOSTILE,
    "a\0b",
    "a\ud800b",
    "\x1b[31m",
    "{{7*7}}",
    "{{ this.__class__ }}",
    "\\",
    "`",
]

DATA = re.compile(r'<script type="application/json" id="(exhibit_layer_\w+)_data">(.*?)</script>')
LAYER_NAME = re.compile(r'"[^"]*" : exhibit_layer_')


def hostile_exhibit(text: str) -> Exhibit:
    """An exhibit with the text in every field that a map may show."""
    return exhibit_of(
        [
            {
                "id": "e1",
                "date": "1990-01-20",
                "place": "Halva",
                "source": "s",
                "date_sources": "s",
                "other_sources": "s",
                "review": "en: machine draft",
                **dict.fromkeys(("title", "text", "locator", "quote", "other_accounts"), text),
                **dict.fromkeys(("category", "group", "media", "media_alt", "remark"), text),
            }
        ],
        [
            {
                "id": "halva",
                "name": "Halva",
                "lat": 40.375,
                "lon": 49.833,
                "precision": "city",
                "uncertainty_m": 5000,
                **dict.fromkeys(("label", "note", "coordinate_source", "coordinate_licence"), text),
            }
        ],
        [{"id": "s", **dict.fromkeys(("title", "author", "url", "language", "standpoint"), text)}],
        [],
        title=text,
        subtitle=text,
        intro=text,
        credits=text,
    )


def rendered(exhibit: Exhibit, **options: Any) -> str:
    exhibit_map = to_folium(exhibit, tiles=None, **options)
    folium.LayerControl().add_to(exhibit_map)
    return exhibit_map.get_root().render()


def data_in(page: str) -> dict[str, Any]:
    [(_, block)] = DATA.findall(page)
    return json.loads(block)


def lines_of(data: dict[str, Any]) -> dict[str, Any]:
    """Of the first event of the first place: {kind: what is said}."""
    return {kind: said for kind, _, said in data["places"][0]["events"][0]}


def without_texts(page: str) -> str:
    """The document less its data, its title and the layer's name: what no text may change."""
    [(name, _)] = DATA.findall(page)
    page = LAYER_NAME.sub('"" : exhibit_layer_', DATA.sub("", page))
    page = re.sub(r"<title>[^<]*</title>", "", page)
    # The control has a name of chance, and so has what adds the layer.
    return re.sub(r"layer_control_\w+", "", page.replace(name.removeprefix("exhibit_layer_"), ""))


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=lambda text: ascii(text[:24]))
def test_a_hostile_text_changes_nothing_but_the_data(text):
    exhibit = hostile_exhibit(text)
    page = rendered(exhibit)
    page.encode()
    assert without_texts(page) == without_texts(rendered(hostile_exhibit("calm")))
    data = data_in(page)
    place = data["places"][0]
    row = {name: exhibit.events[name][0].as_py() for name in ("title", "text", "quote", "locator")}
    lines = lines_of(data)
    assert lines["title"] == row["title"]
    assert lines["quote"] == row["quote"]
    assert lines["text"] == to_rich(row["text"])
    assert place["label"] == exhibit.places["label"][0].as_py()
    source = exhibit.sources["title"][0].as_py()
    assert lines["source"] == ["Source: ", source, f", {row['locator']}"]
    assert lines["basis"] == f"date from other sources: {source}"


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=lambda text: ascii(text[:24]))
def test_a_hostile_text_in_a_subplot_is_not_read_as_a_template(text):
    """branca renders what stands in a subplot a second time, as a template."""
    figure = Figure()
    exhibit = hostile_exhibit(text)
    figure.add_subplot(1, 1, 1).add_child(to_folium(exhibit, tiles=None))
    data = data_in(figure.render())
    assert lines_of(data)["title"] == exhibit.events["title"][0].as_py()


@pytest.mark.parametrize("text", MORE_HOSTILE, ids=lambda text: ascii(text[:24]))
def test_a_layers_name_is_text_where_folium_takes_html(text):
    world = folium.Map(tiles=None)
    ExhibitLayer(exhibit_of(), text[:1000]).add_to(world)
    folium.LayerControl().add_to(world)
    page = world.get_root().render()
    [written] = re.findall(r'"([^"]*)" : exhibit_layer_', page)
    assert not re.search(r"[<>{}`$\\]", written.replace("\\u0026", "&"))
    shown = html.unescape(json.loads(f'"{written}"'))
    # A control character or half a pair is no character of HTML's.
    assert shown == re.sub("[\0\x1b\ud800]", "\ufffd", text[:1000])


def test_the_title_of_the_document_is_the_exhibits():
    page = rendered(hostile_exhibit("</title><script>alert(1)</script> {{7*7}}"))
    [title] = re.findall(r"<title>(.*?)</title>", page)
    assert html.unescape(title) == "</title><script>alert(1)</script> {{7*7}}"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


@given(json_values)
def test_data_comes_back_as_it_was_from_a_script_element_and_a_template(value):
    written = to_script_json(value)
    assert json.loads(written) == value
    assert written.isascii()
    assert not re.search(r"[<>&]", written)
    assert Template(written).render() == written


@given(st.text("{%#}<>&\"'`\\$aя ") | st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_text_as_html_is_the_same_text_and_no_template(text):
    written = to_html(text)
    assert html.unescape(written) == text
    assert not re.search(r"[<>{}`$\\\"']", written)
    assert Template(written).render() == written


def test_what_html_cannot_hold_is_replaced():
    assert to_html("a\0b\x85c\ud800d") == "a&#65533;b&#65533;c&#65533;d"
    assert to_script_json("a\ud800b") == r'"a\ud800b"'


def test_the_maps_script_has_nothing_that_jinja_reads():
    from mapbuilder import folium_map

    script = folium_map._SCRIPT.read_text("utf-8")
    assert not re.search(r"\{[{%#]", script + folium_map._STYLE)


def test_places_are_numbered_in_the_exhibits_order_with_their_events_in_time():
    data = data_in(rendered(exhibit_of()))
    assert [(place["number"], place["id"]) for place in data["places"]] == [
        (1, "velm"),
        (2, "halva"),
    ]
    assert [place["radius_m"] for place in data["places"]] == [None, 5000]
    # cx1 is in Halva too, in a group without markers.
    assert [len(place["events"]) for place in data["places"]] == [1, 1]
    halva = lines_of({"places": data["places"][1:]})
    assert halva["date"] == "20 January 1990"
    assert halva["basis"] == "date from other sources: A diary"
    assert halva["quote"] == "the square was full"
    assert halva["source"] == [
        "Source: ",
        ["a", {"href": "https://example.org/paper"}, "A paper"],
        ", page 3",
    ]
    assert halva["text"] == to_rich("People *gathered*.\n\nThey left.")


def test_only_an_address_of_the_web_becomes_a_link():
    assert lines_of(data_in(rendered(hostile_exhibit("javascript:alert(1)"))))["source"][1] == (
        "javascript:alert(1)"
    )


def test_texts_come_in_the_language_asked_for_and_drafts_say_so():
    data = data_in(rendered(exhibit_of(), language="az"))
    assert data["language"] == "az"
    lines = {kind: (language, said) for kind, language, said in data["places"][1]["events"][0]}
    assert lines["title"] == ("", "Meydan dolur")
    assert lines["text"][0] == "en"
    assert "draft" in lines
    assert [place["language"] for place in data["places"]] == ["en", ""]


def test_the_same_exhibit_gives_the_same_document():
    def page() -> str:
        return to_folium(exhibit_of(), zoom_start=5).get_root().render()

    assert page() == page()
    code = (
        "import hashlib; from mapbuilder import to_folium\n"
        "from tests.invented import exhibit_of\n"
        "page = to_folium(exhibit_of(), zoom_start=5).get_root().render()\n"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path)) or "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_map_is_fitted_to_the_exhibit_unless_it_is_given_a_location():
    assert "fitBounds" in rendered(exhibit_of())
    assert "fitBounds" not in rendered(exhibit_of(), location=[40, 49])


def test_the_layers_bounds_are_its_places_so_that_folium_can_fit_to_it():
    world = folium.Map(tiles=None)
    ExhibitLayer(exhibit_of()).add_to(world)
    assert world.get_bounds() == [[40.36, 49.83267], [40.37545, 49.85]]


def test_an_exhibit_without_places_gives_a_map_without_markers():
    exhibit = exhibit_of([{"id": "e", "date": "1990", "title": "Somewhere"}], [], [], [])
    assert data_in(rendered(exhibit))["places"] == []
    world = folium.Map(tiles=None)
    ExhibitLayer(exhibit).add_to(world)
    assert world.get_bounds() == [[None, None], [None, None]]


def test_a_view_across_the_antimeridian_goes_on_to_the_east():
    places = [
        {"id": "a", "name": "A", "lat": -17, "lon": 179.5},
        {"id": "b", "name": "B", "lat": -18, "lon": -179.5},
    ]
    events = [
        {"id": f"e{name}", "date": "1900", "title": name, "place": name} for name in ("A", "B")
    ]
    page = rendered(exhibit_of(events, places, [], []))
    assert [place["lon"] for place in data_in(page)["places"]] == [179.5, 180.5]
    assert "[[-18, 179.5], [-17, 180.5]]" in page


def test_one_layer_stands_on_both_maps_of_a_pair():
    """The two maps share one script, in which each adds the layer to itself."""
    pair = DualMap(location=[40, 49], tiles=None)
    for half in (pair.m1, pair.m2):
        ExhibitLayer(exhibit_of()).add_to(half)
    page = pair.get_root().render()
    assert page.count(".addTo(map_") >= 2
    assert page.count("L.featureGroup") == 2
    assert len(DATA.findall(page)) == 1


def test_two_layers_of_one_exhibit_have_names_of_their_own():
    world = folium.Map(tiles=None)
    layers = [ExhibitLayer(exhibit_of(), name).add_to(world) for name in ("first", "second")]
    assert len({layer.get_name() for layer in layers}) == 2
    assert len(DATA.findall(world.get_root().render())) == 2


def test_a_hidden_layer_waits_for_the_control():
    world = folium.Map(tiles=None)
    layer = ExhibitLayer(exhibit_of(), show=False).add_to(world)
    folium.LayerControl().add_to(world)
    page = world.get_root().render()
    assert f"{layer.get_name()}.addTo(" not in page


def test_a_layer_without_a_map_says_what_it_needs():
    with pytest.raises(TypeError, match="add_to"):
        ExhibitLayer(exhibit_of()).render()


def test_a_notebook_shows_the_map_in_a_frame():
    shown = to_folium(exhibit_of(), tiles=None)._repr_html_()
    assert "<iframe srcdoc=" in shown
    assert "<script" not in shown


def test_the_public_names_load_folium_only_when_they_are_asked_for():
    code = (
        "import sys, mapbuilder\nassert 'folium' not in sys.modules\n"
        "mapbuilder.to_folium\nassert 'folium' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_lines_and_areas_come_with_their_places_and_count_for_the_bounds() -> None:
    area = "POLYGON ((49 40, 50 40, 50 41, 49 40), (49.7 40.2, 49.8 40.2, 49.8 40.3, 49.7 40.2))"
    places = [{"id": "a", "name": "A", "geometry": area, "certainty": "uncertain"}]
    line = "LINESTRING (179 10, -179 12)"
    events = [
        {"date": "1990", "title": "x", "place": "A"},
        {"date": "1991", "title": "y", "geometry": line},
        {"date": "1992", "title": "z", "lat": 40, "lon": 49},
    ]
    exhibit = exhibit_of(events, places, [], [])
    found = data_in(rendered(exhibit))["places"]
    shapes = [place["shape"] for place in found]
    assert shapes[2] is None
    assert (shapes[0]["kind"], shapes[0]["dashed"]) == ("area", True)
    [[outer, inner]] = shapes[0]["parts"]
    assert (len(outer), len(inner)) == (4, 4)
    assert outer[0] == pytest.approx([40, 49], abs=1e-4) or outer[0] == outer[-1]
    assert (shapes[1]["kind"], shapes[1]["dashed"]) == ("line", False)
    [[points]] = shapes[1]["parts"]
    # One line, beside its marker, whichever way round the world that is.
    assert abs(points[1][1] - points[0][1]) == pytest.approx(2, abs=1e-4)
    (south, west), (north, east) = ExhibitLayer(exhibit)._get_self_bounds()
    assert south == pytest.approx(10, abs=1e-3)
    assert north == pytest.approx(41, abs=1e-3)
    assert west is not None
    assert east is not None
    assert west - 1e-4 < 49 < 50 < east + 1e-4


def test_an_exhibit_without_shapes_has_none_on_folium() -> None:
    assert {place["shape"] for place in data_in(rendered(exhibit_of()))["places"]} == {None}
