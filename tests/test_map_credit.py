"""Whose map it is: read from HTML as text, from the file beside the map, and written there."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.errors import InputError
from mapbuilder.map_credit import (
    OSM,
    MapCredit,
    credit_file,
    credit_of,
    read_credit,
    to_credit_file,
)

from .tile_maps import CREDIT


@pytest.mark.parametrize(
    ("html", "credit"),
    [
        (CREDIT, OSM),
        ("© OpenStreetMap contributors", OSM),
        (
            '<a href="https://a.example/x">© A &amp; B</a><br><b>C</b>',
            MapCredit("© A & B C", "", "https://a.example/x"),
        ),
        ('<a href="javascript:alert(1)">© A</a>', MapCredit("© A")),
        ("<script>alert(1)</script>© A<style>x{}</style>", MapCredit("© A")),
        ("a < b", MapCredit("a < b")),
        ("", MapCredit()),
        (None, MapCredit()),
        (["© A"], MapCredit()),
    ],
)
def test_html_becomes_text_and_an_address(html, credit):
    assert credit_of({"attribution": html}) == credit


@given(st.text())
def test_no_markup_is_an_error_and_none_gets_through_in_tags(html):
    credit = credit_of({"attribution": html})
    assert len(credit.attribution) <= 500
    assert "\n" not in credit.attribution


def test_a_licence_of_the_archive_s_own_stands():
    assert credit_of({"attribution": CREDIT, "license": "ODbL, 2026"}).licence == "ODbL, 2026"


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(str.strip)


@given(texts, texts, texts)
def test_what_is_written_beside_a_map_is_read_again(tmp_path_factory, who, licence, url):
    path = tmp_path_factory.mktemp("credit") / "streets.pmtiles"
    credit = MapCredit(who, licence, url)
    text = to_credit_file(credit, {"zooms": "6-13", "bbox": [1.0, 2.0, 3.0, 4.5]})
    assert tomllib.loads(text)["cut"]["bbox"] == [1.0, 2.0, 3.0, 4.5]
    credit_file(path).write_text(text, encoding="utf-8", newline="\n")
    if "openstreetmap" not in who.lower():
        assert read_credit(path) == credit


def test_the_file_beside_a_map_has_its_name(tmp_path):
    assert credit_file(tmp_path / "baku.osm.pbf").name == "baku.attribution.toml"
    assert read_credit(tmp_path / "baku.osm.pbf") == MapCredit()


@pytest.mark.parametrize("content", [b"attribution = ", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_file_beside_a_map_that_cannot_be_read_is_one_line(tmp_path, content):
    (tmp_path / "a.attribution.toml").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.attribution\.toml is not TOML"):
        read_credit(tmp_path / "a.pmtiles")


def test_what_one_credit_lacks_another_gives():
    own = MapCredit("© City of Baku", url="https://baku.example")
    assert own | OSM == MapCredit("© City of Baku", "ODbL 1.0", "https://baku.example")
