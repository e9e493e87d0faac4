"""Sizes, spaces, colours and motion have names that a theme gives; a sheet only uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "templates/app/src"
SHEETS = sorted(SOURCES.rglob("*.css"))
# Paper has points, and black ink; high contrast has one set of colours for every theme.
OF_THEIR_OWN = {"handout", "poster", "contrast"}
THEMES = sorted((ROOT / "templates/themes").glob("*.css"))

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+?)\s*(?=[;}])")
DEFINED = re.compile(r"(?<![\w(-])(--[a-z][\w-]*)\s*:")
USED = re.compile(r"var\(\s*(--[\w-]+)(\s*,)?")
SET_BY_SCRIPT = re.compile(r"setProperty\(\s*[\"`](--[^\"`]+)")
SET_FOR_A_SCREEN = re.compile(r"(--[\w-]+):\{")
SET_FOR_A_SHEET = re.compile(r"^ +\"([\w-]+)\": |\B--(sheet-\w+):", re.MULTILINE)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(", re.IGNORECASE)
TIME = re.compile(r"(?<![\w.#-])\d*\.?\d+m?s\b")
SPACE = re.compile(r"(?:margin|padding|(?:row-|column-)?gap)(?:-[\w-]+)?")
REM = re.compile(r"(?<![\w.])\d*\.?\d+rem\b")
FACTOR = r" [*/] (?:[\d.]+|var\(--[\w-]+\))"
SIZE = re.compile(
    r"inherit|0|[\d.]+em|(?:min\()?var\(--size-[\w-]+\)(?:, [\d.]+vw\))?"
    rf"|calc\(var\(--size-[\w-]+\)(?:{FACTOR})+\)"
)
FONT = re.compile(
    r"(?:(?:italic|\d+|var\(--titles-weight\)) )*(?P<size>.+?)(?: / [\d.]+)?"
    r" var\(--(?:sans|serif|titles)\)"
)
PRINT = re.compile(r"@media print \{.*?\n\}", re.DOTALL)


def text_of(sheet: Path) -> str:
    return COMMENT.sub("", sheet.read_text("utf-8"))


def stray(sheet: Path) -> Iterator[str]:
    """The declarations of a sheet that have a size, space, colour or time of their own."""
    # Paper has points, and black ink.
    for name, value in DECLARATION.findall(PRINT.sub("", text_of(sheet))):
        font = FONT.fullmatch(value) if name == "font" else None
        if (
            (COLOUR.search(value) or TIME.search(value))
            or (SPACE.fullmatch(name) and REM.search(value))
            or (name == "font-size" and not is_size(sheet, value))
            or (
                name == "font"
                and value != "inherit"
                and not (font and SIZE.fullmatch(font["size"]))
            )
        ):
            yield f"{name}: {value}"


def is_size(sheet: Path, value: str) -> bool:
    # The root's letters are what all sizes are reckoned from.
    return bool(SIZE.fullmatch(value)) or value.startswith("max(100%, 1vmin")


@pytest.mark.parametrize(
    "sheet",
    [sheet for sheet in SHEETS if sheet.stem not in OF_THEIR_OWN],
    ids=lambda sheet: sheet.stem,
)
def test_sizes_spaces_colours_and_times_are_the_themes(sheet):
    assert list(stray(sheet)) == []


@pytest.mark.parametrize(
    "declaration",
    [
        "color: #123",
        "background: rgb(1 2 3 / 0.5)",
        "transition: color 200ms ease-out",
        "margin-block-start: 1.3rem",
        "padding: var(--space-2) 0.9rem",
        "gap: 2rem",
        "font-size: 13px",
        "font: 600 1rem / 1 var(--sans)",
    ],
)
def test_a_stray_declaration_is_seen(tmp_path, declaration):
    sheet = tmp_path / "sheet.css"
    sheet.write_text(f".a {{\n  color: var(--ink);\n  {declaration};\n}}\n", "utf-8")
    assert list(stray(sheet)) == [declaration]


def test_every_property_that_is_used_is_given_by_a_theme_a_sheet_or_a_script():
    sheets = {sheet: text_of(sheet) for sheet in SHEETS}
    given = {name for text in sheets.values() for name in DEFINED.findall(text)}
    given |= {
        name
        for script in SOURCES.rglob("*.ts")
        for name in SET_BY_SCRIPT.findall(script.read_text("utf-8"))
    }
    given |= set(SET_FOR_A_SCREEN.findall((ROOT / "mapbuilder/kiosk_screen.py").read_text("utf-8")))
    sheet = (ROOT / "mapbuilder/poster_sheet.py").read_text("utf-8")
    given |= {f"--{name or other}" for name, other in SET_FOR_A_SHEET.findall(sheet)}
    for theme in THEMES:
        themed = given | set(DEFINED.findall(text_of(theme)))
        lacking = {
            f"{sheet.stem}: {name}"
            for sheet, text in sheets.items()
            # What has a value to fall back on need not be given.
            for name, fallback in USED.findall(text)
            if not fallback and name not in themed
        }
        assert lacking == set()


def test_what_a_theme_gives_is_used():
    used = {name for sheet in [*SHEETS, *THEMES] for name, _ in USED.findall(text_of(sheet))}
    scripts = "".join(script.read_text("utf-8") for script in SOURCES.rglob("*.ts"))
    given = {name for theme in THEMES for name in DEFINED.findall(text_of(theme))}
    assert {name for name in given - used if f'"{name}"' not in scripts} == set()


def test_one_place_takes_all_motion_away():
    """Every time of a theme is a multiple of --motion, and that is 0 for whoever wants none."""
    for theme in THEMES:
        times = [value for _, value in DECLARATION.findall(text_of(theme)) if TIME.search(value)]
        assert len(times) >= 4
        assert [value for value in times if not value.endswith("ms * var(--motion))")] == []
    zero = [s.stem for s in SHEETS for _ in re.findall(r"--motion: 0;", text_of(s))]
    assert zero == ["app", "app"]
