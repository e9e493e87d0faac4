"""A small invented exhibit, and the strings that a hostile table may hold."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from mapbuilder import files
from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records

HOSTILE = [
    "${document.title=1}",
    "</script><script>document.title=1</script>",
    "</style><style>*{display:none}</style>",
    "<!-- <script>",
    "<img src=x onerror=document.title=1>",
    '" onmouseover="document.title=1" x="',
    "javascript:document.title=1",
    "[x](javascript:document.title=1)",
    "![x](https://evil.example/x.png)",
    "`back-tick`",
    "back\\slash \\u0041 \\",
    "{{7*7}} {% raw %} {#",
    "a\u202eb",
    "a\u2028b\u2029c",
    "&lt;b&gt; &amp; &#106;",
    "]]> <![CDATA[",
    "x" * 100_000,
]

EVENTS: list[dict[str, Any]] = [
    {
        "id": "ev2",
        "date": "1990-01-20",
        "place": "Halva",
        "title": "A square fills",
        "title_az": "Meydan dolur",
        "text": "People *gathered*.\n\nThey left.",
        "category": "gathering",
        "group": "core",
        "source": "paper",
        "locator": "page 3",
        "quote": "the square was full",
        "other_accounts": "Another paper disagrees.",
        "other_sources": "diary; letter",
        "date_sources": "diary",
        "review": "az: machine draft, needs a native speaker",
        "weather": "cold",
    },
    {
        "id": "ev1",
        "date": "1990-01-19",
        "place": "Velm",
        "title": "A road closes",
        "text": "A road was closed.",
        "group": "core",
        "source": "paper",
    },
    {"id": "ev3", "date": "1988", "title": "A vote", "group": "core", "source": "paper"},
    {"id": "cx1", "date": "1991", "place": "Halva", "title": "A report", "group": "context"},
]

PLACES: list[dict[str, Any]] = [
    {
        "id": "halva",
        "name": "Halva",
        "label": "Halva (town)",
        "label_az": "Halva şəhəri",
        "lat": 40.375451234,
        "lon": 49.83267,
        "precision": "city",
        "uncertainty_m": 5000,
        "former_names": "Lenin [/1991]|ru:Ленин [/1991]",
        "note": "See [a map](https://example.org/map).",
        "coordinate_source": "a survey",
        "coordinate_licence": "CC0",
    },
    {"id": "velm", "name": "Velm", "lat": 40.36, "lon": 49.85, "precision": "site"},
]

SOURCES: list[dict[str, Any]] = [
    {
        "id": "paper",
        "title": "A paper",
        "author": "An author",
        "url": "https://example.org/paper",
        "language": "en",
        "access": "read whole",
    },
    {"id": "diary", "title": "A diary", "url": "javascript:alert(1)", "language": "az"},
]

FIGURES: list[dict[str, Any]] = [
    {
        "event": "ev2",
        "measure": "injured",
        "value": "744",
        "qualifier": "some",
        "scope": "the square",
        "source": "paper",
        "locator": "page 4",
    },
    {"event": "ev2", "measure": "injured", "value": "370", "scope": "the town", "source": "diary"},
]

CONFIG: dict[str, Any] = {
    "id": "invented",
    "title": "An invented exhibit",
    "title_az": "Uydurma sərgi",
    "subtitle": "For tests",
    "intro": "It *tells* of nothing real.",
    "notice": "Nothing here happened.",
    "credits": "By nobody.",
    "languages": ["en", "az"],
    "basemap": "none",
    "groups": {
        "core": {"label": "Core"},
        "context": {"label": "Context", "panel": "context", "markers": False, "note": "Apart."},
    },
    "categories": {"gathering": {"label": "Gathering", "symbol": "square"}},
}


def exhibit_of(
    events: list[dict[str, Any]] | None = None,
    places: list[dict[str, Any]] | None = None,
    sources: list[dict[str, Any]] | None = None,
    figures: list[dict[str, Any]] | None = None,
    **config: Any,
) -> Exhibit:
    """The invented exhibit, with whole tables or settings replaced."""
    gazetteer = read_gazetteer(PLACES if places is None else places)
    located = locate(read_records(EVENTS if events is None else events), gazetteer)
    return Exhibit.of(
        located,
        SOURCES if sources is None else sources,
        FIGURES if figures is None else figures,
        **{**CONFIG, **config},
    )


def stand_in_templates(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A templates folder with our template, fonts and strings, and a bundle of a few lines."""
    real = files.templates()
    for name in ("exhibit.html.jinja", "fonts", "strings"):
        (folder / name).symlink_to(real / name)
    (folder / "bundle").mkdir()
    (folder / "themes").mkdir()
    for theme, ink in (("memorial", "#222"), ("neutral", "#333")):
        (folder / f"themes/{theme}.css").write_text(f":root {{ --ink: {ink} }}\n")
        # A copy: a test that writes another in its place must not reach ours.
        shutil.copy(real / f"themes/{theme}.map.json", folder / f"themes/{theme}.map.json")
    (folder / "bundle/boot.js").write_text('document.documentElement.classList.add("js");\n')
    (folder / "bundle/app.js").write_text("window.mapbuilder = {};\n")
    (folder / "bundle/whole.js").write_text("window.mapbuilder = {};\n")
    (folder / "bundle/begin.js").write_text("window.begun = 1;\n")
    (folder / "bundle/more.js").write_text("window.more = 1;\n")
    (folder / "bundle/more-whole.js").write_text("window.more = 2;\n")
    (folder / "bundle/more.css").write_text(".view { padding: 1rem }\n")
    (folder / "bundle/tiles.js").write_text("window.openTiles = 1;\n")
    (folder / "bundle/kiosk.js").write_text("window.kiosk = 1;\n")
    (folder / "bundle/kiosk.css").write_text("main { user-select: none }\n")
    (folder / "bundle/app.css").write_text("main { max-width: 40rem }\n")
    (folder / "bundle/extras.css").write_text("")
    monkeypatch.setattr(files, "templates", lambda: folder)
    return folder
