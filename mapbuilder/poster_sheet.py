"""The sheet of a poster: a size in words in, millimetres, pixels and sizes of type out.

A larger sheet is read from farther away: its type grows, but less than the sheet, so that it holds
more. The page's script tries the steps of ``to_steps`` in their order until one fits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mapbuilder.errors import PosterError

SIZES: dict[str, tuple[float, float]] = {
    "a4": (210, 297),
    "letter": (215.9, 279.4),
    "a3": (297, 420),
    "a2": (420, 594),
    "a1": (594, 841),
}
"""Width and height in millimetres (ISO 216; ANSI/ASME Y14.1)."""

LEAST_MM, MOST_MM = 100.0, 1200.0
LEAST_DPI, MOST_DPI = 72, 600
MOST_PIXELS = 120e6
"""More than that no browser paints on one canvas in a few seconds; an A1 of 300 dpi has 70e6."""

PX_PER_MM = 96 / 25.4
"""CSS pixels (CSS Values and Units 4, 6.2)."""

_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)\s*(?:mm)?", re.IGNORECASE)

# Of an A4, in points; and by which power of the sheet's size each grows.
_TEXT = (9.5, 0.56)
_LEAST_TEXT = (6.5, 0.42)
_TITLE = (25.0, 0.93)
_MARKS = (8.25, 0.75)
_MARGIN = (30.0, 0.85)

TITLES, TEXTS, ACCOUNTS = 0, 1, 2
"""What an event is told with: date, title and place; its text, too; other accounts of it, too."""

# What is read is worth more than its size, down to where it strains the eye.
_SIZES = {
    ACCOUNTS: (1.1, 1.0, 0.9, 0.8, 0.7, 0.6),
    TEXTS: (1.1, 1.0, 0.9, 0.8, 0.7, 0.6),
    TITLES: (1.3, 1.15, 1.0, 0.9, 0.8, 0.72),
}
LEAST_READ_PT = 8.5
"""Of a text of several lines that is read at arm's length."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper and how finely it is drawn; lengths in millimetres."""

    name: str
    """As it was asked for: ``a3`` or ``500x700``."""
    width_mm: float
    height_mm: float
    dpi: int

    @staticmethod
    def of(size: str, *, landscape: bool = False, dpi: int = 200) -> Sheet:
        """The sheet that is asked for. Raises ``PosterError`` that says which there are."""
        name = size.strip().lower()
        width, height = SIZES.get(name) or _measured(size)
        if landscape:
            width, height = max(width, height), min(width, height)
        if not LEAST_DPI <= dpi <= MOST_DPI:
            raise PosterError(f"a poster has {LEAST_DPI} to {MOST_DPI} dpi, not {dpi}")
        sheet = Sheet(name, width, height, dpi)
        pixels = math.prod(sheet.pixels)
        if pixels > MOST_PIXELS:
            most = math.floor(dpi * math.sqrt(MOST_PIXELS / pixels))
            raise PosterError(
                f"{pixels / 1e6:,.0f} million pixels are more than a browser draws "
                f"({MOST_PIXELS / 1e6:,.0f} million): --dpi {most} does for this sheet"
            )
        return sheet

    @property
    def is_landscape(self) -> bool:
        """Whether the sheet is wider than high."""
        return self.width_mm > self.height_mm

    @property
    def scale(self) -> float:
        """How large a pixel of the page is printed, in CSS pixels.

        The page is laid out for a screen: on a small sheet it is shrunk, on a large one enlarged,
        but less than the sheet, whose map has more names.
        """
        side = math.sqrt(self.width_mm * self.height_mm / math.prod(SIZES["a3"]))
        return round(min(2.0, side if side < 1 else math.sqrt(side)), 4)

    @property
    def css_px(self) -> tuple[int, int]:
        """Width and height of the page, whole pixels that the sheet holds."""
        per_mm = PX_PER_MM / self.scale
        return int(self.width_mm * per_mm), int(self.height_mm * per_mm)

    @property
    def ratio(self) -> float:
        """Dots a pixel of the page."""
        return self.dpi / 96 * self.scale

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width, height = self.css_px
        return round(width * self.ratio), round(height * self.ratio)

    def grown(self, of_a4: tuple[float, float]) -> float:
        """A size in points on this sheet: ``of_a4`` is its size on an A4, and the power."""
        size, power = of_a4
        side = math.sqrt(self.width_mm * self.height_mm / math.prod(SIZES["a4"]))
        return round(size * math.pow(side, power), 2)

    def to_steps(self) -> list[tuple[int, float]]:
        """What each event is told with, and the size of its text in points, the best first."""
        text = self.grown(_TEXT)
        steps = [
            (told, size)
            for told, times in _SIZES.items()
            for size in (round(text * each, 2) for each in times)
            if told == TITLES or size >= LEAST_READ_PT
        ]
        least = self.grown(_LEAST_TEXT)
        return [*(step for step in steps if step[1] > least), (TITLES, least)]

    def to_head_block(self) -> dict[str, Any]:
        """What the page's script is told of the sheet."""
        width, height = self.css_px
        return {
            "width_px": width,
            "height_px": height,
            "ratio": round(self.ratio, 4),
            "landscape": self.is_landscape,
            "steps": [[told, round(text / self.scale, 2)] for told, text in self.to_steps()],
        }

    def to_style(self) -> str:
        """The rules with the sheet's sizes, which ``poster.css`` counts with."""
        width, height = self.css_px
        sizes = {
            "title-size": self.grown(_TITLE),
            "text-size": self.grown(_TEXT),
            "note-size": 0.88 * self.grown(_LEAST_TEXT),
            "margin": self.grown(_MARGIN),
        }
        rules = "".join(f"--{name}:{size / self.scale:.2f}pt;" for name, size in sizes.items())
        return (
            f":root{{font-size:{self.grown(_MARKS) / self.scale:.2f}pt;{rules}"
            f"--sheet-width:{width}px;--sheet-height:{height}px}}\n"
        )

    def larger(self, needed: float) -> str | None:
        """The smallest sheet that holds ``needed`` times as much; ``None`` where none does."""
        area = self.width_mm * self.height_mm
        for name in ("a4", "a3", "a2", "a1"):
            other = Sheet(name, *SIZES[name], self.dpi)
            grows = (other.to_steps()[-1][1] / self.to_steps()[-1][1]) ** 2
            if math.prod(SIZES[name]) > area and math.prod(SIZES[name]) / grows >= needed * area:
                return name
        return None


def _measured(size: str) -> tuple[float, float]:
    found = _WRITTEN.fullmatch(size.strip())
    if not found:
        named = ", ".join(SIZES)
        raise PosterError(
            f"there is no size {size!r}: it is {named}, or width x height in millimetres, "
            f"such as 500x700"
        )
    width, height = float(found[1]), float(found[2])
    if not all(LEAST_MM <= side <= MOST_MM for side in (width, height)):
        raise PosterError(
            f"a poster's sides have {LEAST_MM:g} to {MOST_MM:g} mm, not {width:g} and {height:g}"
        )
    if max(width, height) > 3 * min(width, height):
        raise PosterError(
            f"a poster's longer side has at most three times its shorter one; {width:g} by "
            f"{height:g} mm is a strip"
        )
    return width, height


def poster_parts(sheet: Sheet | None, read: Callable[[str], str]) -> tuple[str | None, str]:
    """The script of a poster's page and its style; ``read`` reads a file of the templates.

    A page that is no poster has neither.
    """
    if sheet is None:
        return None, ""
    return read("bundle/poster.js"), read("bundle/poster.css") + sheet.to_style()
