"""A page's credits name the libraries that are in it, and no other."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,place,title\ne1,1990,Baku,A day\n")
    (tmp_path / "places.csv").write_text("id,name,lat,lon\nbaku,Baku,40.4,49.9\n")
    (tmp_path / "exhibit.toml").write_text('title = "One"\n')
    return tmp_path


def block_of(page: str, name: str) -> str:
    """The text of a block that the page carries deflated."""
    start = page.index(f'id="{name}"')
    packed = page[page.index(">", start) + 1 : page.index("</script>", start)]
    return zlib.decompress(b64decode(packed)).decode()


def credits_of(page: str) -> str:
    return " ".join(one["credit"] for one in json.loads(block_of(page, "texts"))["attributions"])


@pytest.mark.parametrize(
    ("settings", "profile", "has"),
    [
        ("", "web", False),
        ("", "embed", False),
        ("", "kiosk", True),
        ('public_url = "https://museum.example/one"\n', "web", True),
    ],
)
def test_the_maker_of_codes_is_named_where_a_page_carries_it(folder, settings, profile, has):
    path = folder / "exhibit.toml"
    path.write_text(path.read_text() + settings)
    page = render_page(read_exhibit(folder), profile=profile).decode()
    # Its licence wants its notice in every copy, and nothing of it is in the others.
    assert ("lean-qr 2.7.4\n" in json.loads(block_of(page, "more"))["script"]) is has
    assert ("lean-qr 2.7.4" in credits_of(page)) is has
    # Of the text version, too.
    assert ("lean-qr 2.7.4 ©" in page) is has
    assert "Leaflet 1.9.4" in credits_of(page)
