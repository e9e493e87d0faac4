"""The page is one file, asks for nothing, and shows every text of every table as text."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapbuilder import files
from mapbuilder.errors import PageError
from mapbuilder.page import json_for_script, render_page
from mapbuilder.payload import characters_by_use, to_payload, users_characters
from mapbuilder.report import Report
from mapbuilder.text_version import HELD

from .invented import (
    CONFIG,
    EVENTS,
    FIGURES,
    HOSTILE,
    PLACES,
    SOURCES,
    exhibit_of,
    stand_in_templates,
)

VOID = {"br", "meta", "link"}
SCRIPTS = {
    "boot": 'document.documentElement.classList.add("js");\n',
    "begin": "window.begun = 1;\n",
}
# Those that boot.js lets in, from their blocks.
PACKED = {
    "app-script": {"script": "window.mapbuilder = {};\n", "style": ""},
    "more": {"script": "window.more = 1;\n", "style": ".view { padding: 1rem }\n"},
}


class Reader(HTMLParser):
    """The page's elements, attributes and texts; notes elements that are left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.shown: list[str] = []
        self.blocks: dict[str, str] = {}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.faults: list[str] = []
        self._held = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in values.items()]
        if "id" in values:
            self.ids.append(values["id"])
        if tag not in VOID:
            self.open.append(tag)
        self._held = values.get("id", "") if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "script" and self._held:
            self.blocks[self._held] = self.blocks.get(self._held, "") + data
        elif inside == "script":
            self.scripts.append(data)
        elif inside == "style":
            self.styles.append(data)
        else:
            self.shown.append(data)

    @property
    def text(self) -> str:
        return "".join(self.shown)


def read(page: bytes) -> Reader:
    reader = Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader.faults == []
    assert reader.open == []
    return reader


def values_of(reader: Reader, tag: str, attribute: str) -> list[str]:
    return [value for t, name, value in reader.attributes if (t, name) == (tag, attribute)]


def block(reader: Reader, name: str) -> Any:
    return json.loads(zlib.decompress(b64decode(reader.blocks[name])))


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return stand_in_templates(tmp_path, monkeypatch)


@pytest.fixture
def page() -> Reader:
    return read(render_page(exhibit_of()))


def test_the_page_has_its_blocks_in_order(page: Reader) -> None:
    blocks = ["payload", "app-script", "manifest", "json-ld", "linked-places", "more", "texts"]
    blocks += ["texts-en", "texts-az"]
    assert list(page.blocks) == blocks
    assert json.loads(page.blocks["payload"])["version"] == 1
    assert block(page, "texts-az")["language"] == "az"
    assert page.scripts == list(SCRIPTS.values())
    assert {name: block(page, name) for name in PACKED} == PACKED


def test_the_manifest_names_the_tool_the_inputs_and_the_counts(page: Reader) -> None:
    manifest = json.loads(page.blocks["manifest"])
    assert manifest["schema"] == 1
    assert manifest["tool"] == "mapbuilder"
    assert manifest["counts"]["records"] == 4
    assert manifest["inputs"] == []


def test_the_policy_allows_the_page_s_own_scripts_and_style_by_hash_and_no_request(
    page: Reader,
) -> None:
    (policy,) = [
        value
        for tag, name, value in page.attributes
        if tag == "meta" and name == "content" and value.startswith("default-src")
    ]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert rules["default-src"] == rules["connect-src"] == rules["object-src"] == ["'none'"]
    packed = [each["script"] for each in PACKED.values()]
    assert rules["script-src"] == [hash_of(text) for text in [*SCRIPTS.values(), *packed]]
    assert rules["style-src"] == [hash_of(style) for style in page.styles]
    assert rules["require-trusted-types-for"] == ["'script'"]
    assert rules["trusted-types"] == ["default"]
    assert "unsafe" not in policy
    assert "http" not in policy


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_comes_before_any_script_and_in_the_first_kilobyte() -> None:
    written = render_page(exhibit_of())
    assert written.index(b"Content-Security-Policy") < 1024
    assert written.index(b"Content-Security-Policy") < written.index(b"<script")
    assert written.index(b"charset") < written.index(b"Content-Security-Policy")


def test_no_element_has_an_inline_style_or_a_handler(page: Reader) -> None:
    names = {name for _, name, _ in page.attributes}
    assert not [name for name in names if name == "style" or name.startswith("on")]
    assert page.tags["style"] == 2
    assert page.tags["iframe"] == page.tags["img"] == page.tags["object"] == 0


def test_every_resource_is_in_the_page(page: Reader) -> None:
    resources = values_of(page, "link", "href") + values_of(page, "script", "src")
    assert resources
    assert all(resource.startswith("data:") for resource in resources)
    assert "http" not in "".join(page.styles)


def test_the_head_says_what_the_page_is(page: Reader) -> None:
    # The policy has neither name nor property; those for other sites come last.
    names = [*values_of(page, "meta", "name"), *values_of(page, "meta", "property")]
    metas = dict(zip(names, values_of(page, "meta", "content")[1:], strict=True))
    assert metas["generator"].startswith("mapbuilder ")
    assert metas["description"] == "For tests. It tells of nothing real."
    assert metas["color-scheme"] == "light dark"
    assert metas["og:description"] == metas["description"]
    assert "og:url" not in metas
    assert values_of(page, "html", "lang") == ["en"]
    assert values_of(page, "html", "data-profile") == ["web"]


def test_ids_are_unique_and_links_inside_the_page_meet_them(page: Reader) -> None:
    assert [id_ for id_, count in Counter(page.ids).items() if count > 1] == []
    inner = [href[1:] for href in values_of(page, "a", "href") if href.startswith("#")]
    assert inner
    assert set(inner) <= set(page.ids)
    assert {"text-en-ev2", "text-az-ev2", "source-1"} <= set(page.ids)


@pytest.mark.parametrize(
    "words",
    [
        "An invented exhibit",
        "Uydurma sərgi",
        "Nothing here happened.",
        "A square fills",
        "Meydan dolur",
        "the square was full",
        "page 3",
        "some 744",
        "the town",
        "Another paper disagrees.",
        "Events without a place on the map",
        "A vote",
        "Context",
        "Apart.",
        "A report",
        "letter",
        "read whole",
        "cold",
        "By nobody.",
        "Lenin",
        "date from other sources",
        "Maşın tərcüməsi",
    ],
)
def test_the_text_version_tells_everything(page: Reader, words: str) -> None:
    assert words in page.text


def test_the_text_version_is_in_order(page: Reader) -> None:
    order = ["Nothing here happened.", "It tells of", "A road closes", "A square fills", "A vote"]
    order += ["A report", "Uydurma sərgi", "read whole", "By nobody."]
    places = [page.text.index(words) for words in order]
    assert places == sorted(places)


def test_a_quotation_carries_its_address_and_language(page: Reader) -> None:
    assert values_of(page, "blockquote", "cite")[0] == "https://example.org/paper"
    assert values_of(page, "blockquote", "lang")[0] == "en"


def test_only_web_addresses_become_links(page: Reader) -> None:
    links = [href for href in values_of(page, "a", "href") if not href.startswith("#")]
    assert set(links) == {"https://example.org/paper", "https://example.org/map"}
    assert "javascript:alert(1)" in page.text


def test_the_kiosk_prints_addresses_instead_of_linking() -> None:
    kiosk = read(render_page(exhibit_of(), profile="kiosk"))
    assert all(href.startswith("#") for href in values_of(kiosk, "a", "href"))
    assert "https://example.org/paper" in kiosk.text
    assert "https://example.org/map" in kiosk.text


def test_the_page_opens_in_the_asked_language() -> None:
    az = read(render_page(exhibit_of(), language="az"))
    assert values_of(az, "html", "lang") == ["az"]
    assert az.text.index("Uydurma sərgi") < az.text.index("An invented exhibit")


def test_a_language_from_right_to_left_has_its_direction_and_its_names_are_set_apart() -> None:
    fa = read(render_page(exhibit_of(languages=["fa", "az"])))
    assert values_of(fa, "html", "dir") == ["rtl"]
    assert fa.tags["bdi"] > 10


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PageError, match="no profile 'tv'; there are web"):
        render_page(exhibit_of(), profile="tv")


@pytest.mark.parametrize(
    ("asset", "content"),
    [
        ("bundle/app.js", 'x = "</SCRIPT>"'),
        ("bundle/app.js", 'x = "<!--"'),
        ("bundle/boot.js", "x = '\x00'"),
        ("bundle/app.css", "a { content: '</style' }"),
        ("bundle/app.css", "@import 'x.css';"),
        ("bundle/more.js", 'x = "</script"'),
        ("bundle/more.css", "a { background: url(x.png) }"),
        ("themes/memorial.css", "a { background: url(https://example.org/x.png) }"),
        ("themes/memorial.css", "a { background: url( 'x.png') }"),
    ],
)
def test_a_part_that_would_break_out_or_fetch_is_refused(
    templates: Path, asset: str, content: str
) -> None:
    (templates / asset).write_text(content)
    with pytest.raises(PageError):
        render_page(exhibit_of())


@pytest.mark.parametrize(("theme", "other"), [("memorial", "neutral"), ("neutral", "memorial")])
def test_the_page_has_the_exhibit_s_theme_alone_for_its_sheet_its_map_and_its_fonts(theme, other):
    folder = files.templates()
    html = render_page(exhibit_of(theme=theme, basemap="light")).decode("utf-8-sig")
    sheets = {name: (folder / f"themes/{name}.css").read_text("utf-8") for name in (theme, other)}
    assert sheets[theme] in html
    assert sheets[other] not in html
    block = re.search(r'id="basemap">([^<]*)</script>', html)
    assert block
    told = json.loads(zlib.decompress(b64decode(block[1])))["theme"]
    assert told == json.loads((folder / f"themes/{theme}.map.json").read_text("utf-8"))


@pytest.mark.parametrize("mode", ["auto", "light", "dark"])
def test_the_page_opens_in_the_exhibit_s_mode(mode):
    html = render_page(exhibit_of(mode=mode)).decode("utf-8-sig")
    assert f'data-theme="{mode}"' in html
    expected = "light dark" if mode == "auto" else mode
    assert f'<meta name="color-scheme" content="{expected}">' in html


def test_a_missing_part_is_named(templates: Path) -> None:
    (templates / "bundle/app.js").unlink()
    with pytest.raises(PageError, match=r"bundle/app\.js is missing"):
        render_page(exhibit_of())


def test_a_source_map_s_address_is_left_out(templates: Path) -> None:
    (templates / "bundle/app.js").write_text("a = 1;\r\n//# sourceMappingURL=app.js.map\r\n")
    page = read(render_page(exhibit_of()))
    assert block(page, "app-script")["script"] == "a = 1;\n\n"


def test_what_no_font_has_is_a_note() -> None:
    report = Report()
    render_page(exhibit_of(title="ก"), report=report)
    (problem,) = report.problems()
    assert (problem.code, problem.severity) == ("glyph-missing", "note")
    assert "U+0E01" in problem.message


def test_what_is_not_the_exhibits_own_text_is_no_fault_of_its(templates: Path) -> None:
    # Georgian as a language: its own name, and the base map's names in it, are ours.
    report = Report()
    render_page(exhibit_of(languages=["en", "ka"], title="A \ufffd"), report=report)
    # Of the town H̱olon, on the map around Jaffa, no font has the line below its letter.
    jaffa = {"id": "halva", "name": "Halva", "lat": 32.05, "lon": 34.75}
    exhibit = exhibit_of(places=[jaffa], basemap="light")
    page = render_page(exhibit, report=report)
    assert "H\u0331olon" in block(read(page), "basemap")["names"]["names"]["en"]
    assert [one.code for one in report.problems()] == []


def test_the_characters_of_the_exhibit_are_those_of_its_texts() -> None:
    payload = to_payload(
        exhibit_of(title="გ"), attributions=[{"title": "Ⴀ", "credit": "", "licence": "", "url": ""}]
    )
    found = users_characters(payload)
    assert "გ" in found
    assert "Ⴀ" not in found
    assert "Ⴀ" in set().union(*characters_by_use(payload).values())


def test_the_text_version_keeps_to_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapbuilder.page.TEXT_EVENTS", 4)
    cut = read(render_page(exhibit_of()))
    assert "first 2 of 4 events" in cut.text
    assert len(json.loads(cut.blocks["payload"])["events"]["id"]) == 4


def hostile_exhibit(written: str) -> Any:
    """An exhibit with the string in every field that can hold text."""
    event_columns = [
        *("title", "text", "other_accounts", "quote", "locator", "source", "other_sources"),
        *("date_sources", "category", "group", "review", "title_az", "text_az", "place", "weather"),
    ]
    events = [{**EVENTS[0], **dict.fromkeys(event_columns, written)}, *EVENTS[1:]]
    place_columns = ("label", "label_az", "note", "coordinate_source", "coordinate_licence")
    places = [{**PLACES[0], **dict.fromkeys(place_columns, written)}, PLACES[1]]
    places[0]["former_names"] = f"{written} [/1991]"
    source_columns = ("title", "type", "author", "date", "url", "language", "standpoint", "access")
    sources = [{**SOURCES[0], **dict.fromkeys(source_columns, written)}, SOURCES[1]]
    figure_columns = ("measure", "value", "qualifier", "scope", "source", "locator")
    figures = [{**FIGURES[0], **dict.fromkeys(figure_columns, written)}, FIGURES[1]]
    keys = ("title", "subtitle", "intro", "notice", "credits", "title_az", "intro_az")
    groups = {"core": {"label": written, "note": written}}
    return exhibit_of(
        events, places, sources, figures, **dict.fromkeys(keys, written), groups=groups
    )


@pytest.mark.parametrize("written", HOSTILE, ids=lambda text: text[:20])
def test_hostile_text_in_every_field_stays_text(written: str) -> None:
    hostile = read(render_page(hostile_exhibit(written)))
    assert hostile.scripts == list(SCRIPTS.values())
    assert not {"img", "iframe", "object", "svg"} & set(hostile.tags)
    assert hostile.tags["style"] == 2
    assert [id_ for id_, count in Counter(hostile.ids).items() if count > 1] == []
    for tag, name, value in hostile.attributes:
        assert not name.startswith("on"), (tag, name, value)
        if name in {"href", "cite"}:
            assert value.startswith(("#", "data:image/svg+xml;base64,", "https://", "http://"))
    shown = hostile.text
    letters = [c for c in written if c.isalnum()]
    assert re.sub(r"\W", "", "".join(letters)) in re.sub(r"\W", "", shown)
    if not set("[]*_\\") & set(written):
        assert written in shown
    # The app reads it in the text version, unless HTML would give it back changed.
    title = block(hostile, "texts-en")["events"]["title"]
    assert (HELD if "\r" not in written and "\0" not in written else written) in title


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.text(min_size=1, max_size=60)
    | st.text(st.sampled_from("<>&\"'/`{}%#!-\\[]()*_ sciptyle=:\u2028\u202e\x00"), max_size=60)
)
def test_any_text_in_every_field_stays_text(written: str) -> None:
    drawn = read(render_page(hostile_exhibit(f"a{written}")))
    assert drawn.scripts == list(SCRIPTS.values())
    assert (drawn.tags["style"], drawn.tags["main"]) == (2, 1)
    assert not any(name.startswith("on") for _, name, _ in drawn.attributes)
    assert block(drawn, "texts")["version"] == 1


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists, max_leaves=8))
def test_json_for_script_holds_no_markup_and_parses_to_the_same(value: Any) -> None:
    written = json_for_script(value)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == value


RENDER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
import pytest
from tests.invented import exhibit_of, stand_in_templates
from mapbuilder.page import render_page
import tempfile
with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
    stand_in_templates(Path(folder), patch)
    sys.stdout.buffer.write(render_page(exhibit_of()))
"""


def test_the_page_is_the_same_under_any_hash_seed_language_and_time_zone() -> None:
    code = RENDER.format(root=str(Path(__file__).resolve().parent.parent))
    pages = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": lang, "LC_ALL": lang},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for seed, zone, lang in [
            ("0", "UTC", "C"),
            ("1", "Asia/Baku", "C.UTF-8"),
            ("2", "", "az_AZ"),
        ]
    }
    assert len(pages) == 1
    assert pages.pop().startswith(b"<!DOCTYPE html>")


def test_the_invented_settings_are_whole() -> None:
    assert set(CONFIG["languages"]) == {"en", "az"}
