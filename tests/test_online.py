"""The online map is an opt-in: one host in the policy, its credit as text, or a line why not."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest

import mapbuilder
from mapbuilder.config import Config, read_config
from mapbuilder.errors import ConfigError, PageError
from mapbuilder.online import find_tiles
from mapbuilder.page import render_page

from .invented import HOSTILE, exhibit_of, stand_in_templates

OWN = {"url": "https://tiles.example/{z}/{x}/{y}.png", "attribution": "© A survey"}
CREDIT = '&copy; <a href="https://example.org/terms">A survey</a> and\n others'


def policy_of(page: bytes) -> dict[str, list[str]]:
    policy = re.search(r'Security-Policy" content="([^"]*)"', page.decode())
    assert policy
    rules = policy[1].replace("&#39;", "'").split("; ")
    return {rule.split()[0]: rule.split()[1:] for rule in rules}


def block_of(page: bytes, name: str):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page.decode())
    assert found
    return json.loads(found[1])


def online(**settings):
    return exhibit_of(basemap={"detail": "none", "online": {**OWN, **settings}})


class Elements(HTMLParser):
    """How many elements of each name a page has, and attributes of each name."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.found.update([tag, *(f"{tag} {name}" for name, _ in attrs)])


@pytest.fixture
def templates(tmp_path, monkeypatch):
    return stand_in_templates(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "name",
    [
        "OpenStreetMap.Mapnik",
        "OpenStreetMap Mapnik",
        "openstreetmap-mapnik",
        "OPENSTREETMAP_MAPNIK",
        "OpenStreetMap",
    ],
)
def test_a_provider_is_found_however_folium_lets_it_be_written(name):
    tiles = find_tiles(name)
    assert tiles.url == "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
    assert tiles.origins == ("https://tile.openstreetmap.org",)
    assert tiles.credit == (
        ("© ", ""),
        ("OpenStreetMap", "https://www.openstreetmap.org/copyright"),
        (" contributors", ""),
    )
    assert tiles.needs_referrer


def test_each_subdomain_is_an_origin_and_what_they_share_is_shown():
    tiles = find_tiles("OpenTopoMap")
    assert tiles.origins == tuple(f"https://{s}.tile.opentopomap.org" for s in "abc")
    assert tiles.host == "tile.opentopomap.org"
    assert tiles.max_zoom == 17
    assert not tiles.needs_referrer
    assert "(https://www.openstreetmap.org/copyright, http://viewfinderpanoramas.org" in (
        tiles.credit_text
    )


def test_every_known_provider_is_taken_or_refused_with_its_reason():
    from xyzservices import providers

    taken, reasons = 0, set()
    for name in providers.flatten():
        try:
            tiles = find_tiles(name)
        except ValueError as error:
            reasons |= {
                word
                for word in ("needs a key", "broken", "projection", "not https", "another size")
                if word in str(error)
            } or {str(error)}
            continue
        taken += 1
        assert set(re.findall(r"\{([^}]*)\}", tiles.url)) <= {"x", "y", "-y", "z", "s", "r"}
        for origin in tiles.origins:
            assert re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?", origin)
        assert tiles.credit_text.strip()
        assert "<" not in tiles.credit_text
    assert taken > 300
    assert reasons <= {"needs a key", "broken", "projection", "not https", "another size"}
    assert "needs a key" in reasons


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('online = "OpenStretMap.Mapnik"', "nearest: 'OpenStreetMap.Mapnik'"),
        ('online = "CartoDB"', "nearest: 'CartoDB."),
        ('online = "?!"', "is '?!', which no tile provider is called"),
        ('online = "Thunderforest.Atlas"', "needs a key. A key would stand in the page"),
        ('online = "Esri.ArcticImagery"', "projection EPSG:5936"),
        ('online = "MtbMap"', "not https"),
        ('online = "https://a.example/{z}/{x}/{y}.png"', "an address goes with whose map it is"),
        ("online = 4", "must be a table, not '4'"),
        ("online = {}", "lacks url and attribution"),
        ('online = {url = "https://a.example/{z}/{x}/{y}.png"}', "lacks attribution"),
        ('online = {attribution = "A survey"}', "lacks url"),
        ('online = {provider = "OpenTopoMap", url = "x"}', "names a provider, so url"),
        ("online_on = true", "no online map to be on"),
        ('online = {atribution = "A"}', "did you mean 'attribution'?"),
        ('online = {provider = "OpenTopoMap", max_zoom = 40}', "at most 22"),
    ],
)
def test_a_setting_that_cannot_be_is_one_line_with_its_place(tmp_path, settings, said):
    path = tmp_path / "exhibit.toml"
    path.write_text(f"[basemap]\n{settings}\n", "utf-8")
    with pytest.raises(ConfigError) as raised:
        read_config(path)
    (line,) = str(raised.value).split("\n")
    # A key of the table says its own name; online_on is seen when the table is whole.
    assert re.match(r"exhibit\.toml:[12]: key 'basemap(\.online(\.\w+)?)?' ", line)
    assert said in line


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://tiles.example/{z}/{x}/{y}.png", "not https"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "not https"),
        ("//tiles.example/{z}/{x}/{y}.png", "not https"),
        ("javascript:alert(1)//{z}/{x}/{y}", "host"),
        ("data:image/png;base64,{z}{x}{y}", "host"),
        ("tiles/{z}/{x}/{y}.png", "host"),
        ("https:///{z}/{x}/{y}.png", "host"),
        ("https://*.example/{z}/{x}/{y}.png", "host"),
        ("https://*/{z}/{x}/{y}.png", "host"),
        ("https://user:word@tiles.example/{z}/{x}/{y}.png", "host"),
        ("https://{z}.example/{z}/{x}/{y}.png", "host"),
        ("https://tiles.example:99999/{z}/{x}/{y}.png", "host"),
        ("https://[::1]/{z}/{x}/{y}.png", "host"),
        ("https://tiles.example;script-src/{z}/{x}/{y}.png", "host"),
        ("https://tiles.example'/{z}/{x}/{y}.png", "host"),
        ("https://tiles.example {z}/{x}/{y}.png", "stands in no address"),
        ('https://tiles.example/"><script>/{z}/{x}/{y}.png', "stands in no address"),
        ("https://tiles.example/{z}/{x}/{y}.png\n", "stands in no address"),
        ("https://карты.example/{z}/{x}/{y}.png", "stands in no address"),
        ("https://tiles.example/{z}/{x}/{y}.png?k={apiKey}", "{apiKey}, which nothing fills in"),
        ("https://tiles.example/{q}.png", "{q}, which nothing fills in"),
        ("https://tiles.example/{z}/{x}.png", "lacks {y}"),
        ("https://tiles.example/map.png", "lacks {z}, {x}, {y}"),
    ],
)
def test_an_address_that_a_page_must_not_ask_is_refused(url, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        find_tiles(url=url, attribution="A survey")


@pytest.mark.parametrize(
    ("url", "subdomains", "origins"),
    [
        ("https://Tiles.Example:8443/{z}/{x}/{-y}{r}.png", None, ["https://tiles.example:8443"]),
        ("https://{s}.tiles.example/{z}/{x}/{y}", "12", ["https://1.tiles.example", "https://2.tiles.example"]),
        ("https://{s}.example/{z}/{x}/{y}", "t-1, t-2", ["https://t-1.example", "https://t-2.example"]),
        ("https://tiles.example/{s}/{z}/{x}/{y}", "ab", ["https://tiles.example"]),
        ("http://127.0.0.1:8000/{z}/{x}/{y}", None, ["http://127.0.0.1:8000"]),
        ("http://localhost/{z}/{x}/{y}", None, ["http://localhost"]),
    ],
)  # fmt: skip
def test_an_origin_is_scheme_host_and_port_alone(url, subdomains, origins):
    found = find_tiles(url=url, attribution="A survey", subdomains=subdomains)
    assert list(found.origins) == origins


@pytest.mark.parametrize("subdomains", ["a.b,c", "ab;", "*", "a b", "x/,y", ","])
def test_a_subdomain_is_one_label_of_a_host(subdomains):
    with pytest.raises(ValueError, match="subdomains"):
        find_tiles(
            url="https://{s}.example/{z}/{x}/{y}", attribution="A survey", subdomains=subdomains
        )


@pytest.mark.parametrize(
    ("written", "credit"),
    [
        ("© A survey", [("© A survey", "")]),
        ("A < B & C", [("A < B & C", "")]),
        (CREDIT, [("© ", ""), ("A survey", "https://example.org/terms"), (" and others", "")]),
        ('<a href="javascript:alert(1)">A</a>', [("A", "")]),
        ('<a href="https://x.example/\u202e">A</a>', [("A", "")]),
        ("<script>f()</script>A <b>survey</b><img src=x onerror=f()>", [("A survey", "")]),
        ("A\u202e survey\x00\u2028", [("A survey", "")]),
        ("&lt;img src=x onerror=alert(1)&gt;", [("<img src=x onerror=alert(1)>", "")]),
    ],
)  # fmt: skip
def test_an_attribution_becomes_text_and_addresses(written, credit):
    assert list(find_tiles(url=OWN["url"], attribution=written).credit) == credit


@pytest.mark.parametrize("written", ["", " ", "<img src=x>", "©", "<script>A</script>", "x" * 401])
def test_an_attribution_says_whose_map_it_is_and_is_short(written):
    with pytest.raises(ValueError, match="attribution"):
        find_tiles(url=OWN["url"], attribution=written)


def test_the_policy_is_wider_by_the_host_of_the_pictures_and_by_nothing_else(templates):
    without = policy_of(render_page(exhibit_of()))
    wider = policy_of(render_page(online()))
    assert without["img-src"] == ["data:", "blob:"]
    assert wider.pop("img-src") == [*without.pop("img-src"), "https://tiles.example"]
    # An exhibit without one has smaller scripts.
    scripts, others = wider.pop("script-src"), without.pop("script-src")
    assert len(scripts) == len(others)
    assert all(re.fullmatch(r"'sha256-[\w+/]+='", one) for one in scripts)
    assert wider == without


def test_every_subdomain_is_in_the_policy(templates):
    page = render_page(online(url="https://{s}.tiles.example/{z}/{x}/{y}.png"))
    assert policy_of(page)["img-src"][2:] == [f"https://{s}.tiles.example" for s in "abc"]


def test_the_manifest_says_whom_the_page_may_ask(templates):
    assert block_of(render_page(exhibit_of()), "manifest")["network"] == []
    assert block_of(render_page(online()), "manifest")["network"] == ["https://tiles.example"]


def test_the_page_says_in_words_whom_it_may_ask_and_whose_the_pictures_are(templates):
    page = render_page(online(attribution=CREDIT)).decode()
    assert "this page asks tiles.example for map pictures" in page
    assert "Online map: © A survey and others (https://example.org/terms)" in page


def test_a_page_without_an_online_map_has_no_word_of_one(templates):
    page = render_page(exhibit_of()).decode()
    assert "nline" not in re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    assert "online" not in block_of(page.encode(), "payload")["basemap"]
    plain = mapbuilder.Exhibit.check(exhibit_of())
    assert not [problem for problem in plain["problems"] if problem["code"].startswith("online")]


def test_the_visitor_switches_it_on_unless_the_exhibit_does(templates):
    assert block_of(render_page(online()), "payload")["basemap"]["online"]["on"] is False
    on = exhibit_of(basemap={"online": OWN, "online_on": True, "detail": "none"})
    assert block_of(render_page(on), "payload")["basemap"]["online"]["on"] is True


def test_a_kiosk_page_with_an_online_map_is_refused(templates):
    with pytest.raises(PageError, match=r"kiosk page asks the network for nothing.*tiles\.example"):
        render_page(online(), profile="kiosk")
    assert render_page(online(), profile="embed")
    assert render_page(exhibit_of(), profile="kiosk")


def test_check_says_whom_the_page_asks_and_that_no_kiosk_will():
    (note,) = [each for each in online().problems if each.code == "online-map"]
    assert note.severity == "note"
    assert "asks tiles.example for pictures" in note.message
    assert "kiosk" in note.message
    assert "web server" not in note.message
    osm = exhibit_of(basemap={"online": "OpenStreetMap"})
    (note,) = [each for each in osm.problems if each.code == "online-map"]
    assert "answers only pages that come from a web server" in note.message


@pytest.mark.parametrize("part", ["?key=1", "?x=1&access_token=ab", "?apikey=1", "?appid=2"])
def test_a_key_in_the_address_is_a_warning(part):
    codes = {each.code: each.severity for each in online(url=OWN["url"] + part).problems}
    assert codes["online-key"] == "warning"
    assert "online-key" not in {each.code for each in online(url=f"{OWN['url']}?v=1").problems}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_attribution_is_text_or_refused(templates, text):
    harmless = Elements(render_page(online(attribution="A survey")))
    try:
        page = render_page(online(attribution=f"A {text}"))
    except ConfigError:
        assert len(text) > 400
        return
    assert Elements(page).found == harmless.found
    assert policy_of(page)["img-src"] == ["data:", "blob:", "https://tiles.example"]


def test_same_settings_same_bytes(templates):
    assert render_page(online()) == render_page(online())
    named = {"detail": "none", "online": "OpenTopoMap"}
    assert render_page(exhibit_of(basemap=named)) == render_page(exhibit_of(basemap=named))


def test_a_notebook_shows_the_same_page(templates):
    shown = online()._repr_html_()
    assert "img-src data: blob: https://tiles.example;" in shown
    assert 'sandbox="allow-scripts allow-downloads"' in shown


def test_settings_from_python_are_the_same():
    with pytest.raises(ConfigError, match="nearest"):
        Config(basemap={"online": "OpenStreetMap.Mapnick"})
