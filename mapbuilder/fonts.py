"""The page's fonts: characters in, a style sheet with the slices that have them out.

Slices are small woff2 files made once by ``templates/fonts/recipe.py``; ``fonts.json`` says which
characters each has. The sheet holds them as data: URIs, in the table's order, so that a page needs
no other file and the same characters always give the same sheet.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mapbuilder import files

if TYPE_CHECKING:
    from mapbuilder.report import Report

Use = Literal["title", "quote", "text", "note"]
"""Titles and labels; words of a source; the curator's texts and the interface; reference matter."""

# Which uses a face is set in by a theme. A face is asked only for characters that it will draw:
# the letters of seventy titles of sources need no bold.
USES: dict[tuple[str, int], frozenset[Use]] = {
    ("Source Serif 4", 400): frozenset({"title", "quote"}),
    ("Noto Sans", 400): frozenset({"title", "quote", "text", "note"}),
    ("Noto Sans", 600): frozenset({"title", "text"}),
}

THEMES: dict[str, dict[tuple[str, int], frozenset[Use]]] = {
    "memorial": USES,
    # Its titles are in the sans (``--titles`` in its sheet).
    "neutral": {
        **USES,
        ("Source Serif 4", 400): frozenset({"quote"}),
    },
}

# What no font needs to draw: controls, formats, separators, surrogates, unassigned code points.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class FontSheet:
    """The style sheet of the faces that a page needs."""

    css: str
    files: tuple[str, ...]
    """Names of the slices in it."""
    missing: tuple[str, ...]
    """Visible characters that no slice of any family has, sorted; the system's font draws them."""


def font_sheet(
    characters: Mapping[Use, Set[str]], folder: Path | None = None, *, theme: str = "memorial"
) -> FontSheet:
    """The faces for the characters of each use; ``folder`` is ``templates/fonts`` unless told."""
    folder = folder or files.templates() / "fonts"
    table = json.loads((folder / "fonts.json").read_bytes())
    # Joiners and marks of direction draw nothing: no slice is taken for their sake.
    codes = {
        use: {ord(character) for character in texts if _asks_for_face(character)}
        for use, texts in characters.items()
    }
    rules: list[str] = []
    names: list[str] = []
    covered: set[int] = set()
    for face in table["faces"]:
        has = {code for first, last in face["ranges"] for code in range(first, last + 1)}
        covered |= has
        uses = THEMES[theme][face["family"], face["weight"]]
        if any(has & drawn for use, drawn in codes.items() if use in uses):
            names.append(face["file"])
            rules.append(_rule(face, (folder / face["file"]).read_bytes()))
    wanted: set[int] = set().union(*codes.values())
    missing = [chr(code) for code in sorted(wanted - covered) if _is_drawn(chr(code))]
    css = f"/* {table['notice']} */\n" + "".join(rules) if rules else ""
    return FontSheet(css, tuple(names), tuple(missing))


def note_missing(missing: tuple[str, ...], file: str, report: Report) -> None:
    """Tells, once, which characters of a page no font of its own draws."""
    if not missing:
        return
    listed = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing[:20])
    more = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
    report.add(
        "glyph-missing",
        "note",
        f"the page's fonts have no {listed}{more}; the viewer's own fonts draw them",
        file=file,
        value="".join(missing[:20]),
    )


def _asks_for_face(character: str) -> bool:
    return unicodedata.category(character) != "Cf"


def _is_drawn(character: str) -> bool:
    # Variation selectors (UAX #44, Default_Ignorable_Code_Point) choose a form and draw nothing.
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return unicodedata.category(character) not in _INVISIBLE and not selector


def _rule(face: Mapping[str, object], woff2: bytes) -> str:
    ranges = face["ranges"]
    assert isinstance(ranges, list)
    spans = ",".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges
    )
    return (
        f'@font-face{{font-family:"{face["family"]}";font-weight:{face["weight"]};'
        f"font-display:block;src:url(data:font/woff2;base64,{b64encode(woff2).decode()})"
        f' format("woff2");unicode-range:{spans}}}\n'
    )
