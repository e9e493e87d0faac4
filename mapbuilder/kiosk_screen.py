"""A kiosk's screen: its size, its pixels and the visitor's distance in, sizes on the page out.

Sizes are told in hundredths of the screen's shorter side (CSS ``vmin``): on a given screen that is
the same length in millimetres, whatever resolution or scale it is driven with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mapbuilder.kiosk_settings import Kiosk, to_mm, to_sides
from mapbuilder.report import Report

TARGET_MM = 20
"""A button for a standing person (Colle and Hiszem 2004, Ergonomics 47:1406; no gain at 25 mm)."""
TARGET_PX = 64
"""Never less, however coarse the screen's pixels are."""
HEIGHT_AT_DISTANCE = 2 * math.tan(math.radians(0.7 / 2))
"""A capital H subtends 0.7° (EN 301 549, 5.1.4); times the distance that is its height."""
CAP_HEIGHT = 0.67
"""Of an em, of the page's faces the smaller: Source Serif 4 has 0.670, Noto Sans 0.714."""
REACH_MM = (380, 1220)
"""What is touched from a wheelchair, above the floor (EN 301 549, 8.3; ADA 308)."""

# Targets beside each other on the shorter side: the steps, the tools and some room between them.
_TARGETS_ACROSS = 8
# With fewer letters on a line a text falls apart into its words.
_LETTERS_ON_LINE = 30
_LETTER_EM = 0.5
# Without a known height over the floor: of a tall screen the lower half, of a wide one two thirds.
_LOW_SHARES = {"tall": 0.55, "wide": 0.67}
_LEAST_LOW = 0.35


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen with what is drawn on it; lengths in millimetres, pixels those of the page (CSS)."""

    width_px: float
    height_px: float
    diagonal_mm: float
    distance_mm: float
    scale: float
    lower_edge_mm: float | None

    @staticmethod
    def of(settings: Kiosk) -> Screen:
        """The screen that the settings speak of."""
        width, height = to_sides(settings.resolution)
        return Screen(
            width / settings.scale,
            height / settings.scale,
            to_mm(settings.screen),
            to_mm(settings.distance),
            settings.scale,
            None if settings.lower_edge is None else to_mm(settings.lower_edge),
        )

    @property
    def mm_per_px(self) -> float:
        """Of a pixel of the page."""
        return self.diagonal_mm / math.hypot(self.width_px, self.height_px)

    @property
    def short_px(self) -> float:
        """The shorter side."""
        return min(self.width_px, self.height_px)

    @property
    def wanted_target_px(self) -> float:
        """20 mm."""
        return TARGET_MM / self.mm_per_px

    @property
    def target_px(self) -> float:
        """The side of what is touched: 20 mm and 64 pixels, as far as the screen has room."""
        most = max(TARGET_PX, self.short_px / _TARGETS_ACROSS)
        return min(max(TARGET_PX, self.wanted_target_px), most)

    @property
    def wanted_text_px(self) -> float:
        """The size of letters (an em) whose capitals subtend 0.7°."""
        return HEIGHT_AT_DISTANCE * self.distance_mm / self.mm_per_px / CAP_HEIGHT

    @property
    def text_px(self) -> float:
        """The size of letters: by the rule, as far as a line still holds thirty of them."""
        return min(self.wanted_text_px, self._line_px() / (_LETTERS_ON_LINE * _LETTER_EM))

    @property
    def text_distance_mm(self) -> float:
        """From how far away the text is as large as the rule says."""
        return self.distance_mm * self.text_px / self.wanted_text_px

    @property
    def low_share(self) -> float:
        """The part of the height, from below, in which everything stands in the low mode."""
        is_tall = self.height_px > self.width_px
        if self.lower_edge_mm is None:
            return _LOW_SHARES["tall" if is_tall else "wide"]
        reached = (REACH_MM[1] - self.lower_edge_mm) / (self.height_px * self.mm_per_px)
        return min(1.0, max(_LEAST_LOW, reached))

    def _line_px(self) -> float:
        """The width of the panel's text: what the style sheets make of it, or a little less."""
        rem = max(16, self.short_px / 100)
        padding = 2 * min(2.5 * rem, max(1.25 * rem, 0.022 * self.width_px))
        is_tall = self.height_px > self.width_px
        panel = self.width_px if is_tall else min(50 * rem, max(23 * rem, 0.37 * self.width_px))
        return min(panel, 46 * rem) - padding

    def in_vmin(self, pixels: float) -> float:
        """Pixels as hundredths of the shorter side, rounded up to two places."""
        return math.ceil(round(pixels / self.short_px * 10_000, 6)) / 100


def has_low(settings: Kiosk) -> bool:
    """Whether there is a low mode: it is wanted, and not all of the screen is within reach."""
    return settings.low and Screen.of(settings).low_share < 1


def to_head_block(settings: Kiosk) -> dict[str, Any]:
    """What the page is told of the kiosk: the settings, and what follows from its screen."""
    screen = Screen.of(settings)
    return {
        **settings.model_dump(),
        "low": has_low(settings),
        "least_target_px": TARGET_PX,
        "target_vmin": screen.in_vmin(min(screen.wanted_target_px, screen.target_px)),
        "text_vmin": screen.in_vmin(screen.text_px),
        "low_share": round(screen.low_share, 3),
    }


def to_style(head: Mapping[str, Any]) -> str:
    """The rule with the sizes of a page's block ``kiosk``, which ``kiosk.css`` counts with."""
    known = head["kiosk"]
    return (
        f":root{{--target-least:{known['least_target_px']}px;"
        f"--target-wanted:{known['target_vmin']:g}vmin;--text-least:{known['text_vmin']:g}vmin;"
        f"--low-share:{known['low_share']:g}}}\n"
    )


def kiosk_parts(head: Mapping[str, Any], read: Callable[[str], str]) -> tuple[str | None, str]:
    """The script of a kiosk's page and its style; ``read`` reads a file of the templates.

    A page that is no kiosk's, and cannot become one, has neither.
    """
    if "kiosk" not in head:
        return None, ""
    return read("bundle/kiosk.js"), read("bundle/kiosk.css") + to_style(head)


def is_kiosk(settings: Kiosk, profile: str) -> bool:
    """Whether the page is a kiosk's, or may become one by its address."""
    return profile == "kiosk" or settings.by_address


def to_words(strings: Mapping[str, str]) -> dict[str, str]:
    """What only a kiosk says, by keys such as ``kiosk.keep``."""
    return {key: text for key, text in strings.items() if key.startswith("kiosk.")}


def check_screen(settings: Kiosk, report: Report, file: str) -> None:
    """Adds what this screen cannot give its visitors to ``report``, as warnings about ``file``."""
    screen = Screen.of(settings)
    target_mm = screen.target_px * screen.mm_per_px
    if target_mm < TARGET_MM - 0.05:
        report.add(
            "kiosk-target",
            "warning",
            f"on a screen of {settings.screen} what is touched is {target_mm:.1f} mm wide, since "
            f"{_TARGETS_ACROSS} of {TARGET_MM} mm do not fit beside each other; a standing visitor "
            f"needs {TARGET_MM} mm: take a screen whose shorter side has "
            f"{_TARGETS_ACROSS * TARGET_MM / 10:g} cm",
            file=file,
            column="kiosk.screen",
            value=settings.screen,
        )
    if screen.text_px < screen.wanted_text_px - 0.05:
        report.add(
            "kiosk-text",
            "warning",
            f"from {settings.distance} away text must have letters of "
            f"{screen.wanted_text_px * screen.mm_per_px:.1f} mm (an em; EN 301 549, 5.1.4), of "
            f"which a line of this screen holds fewer than {_LETTERS_ON_LINE}; it is drawn with "
            f"{screen.text_px * screen.mm_per_px:.1f} mm, which does from "
            f"{screen.text_distance_mm / 10:.0f} cm: state that distance, or take a larger screen",
            file=file,
            column="kiosk.distance",
            value=settings.distance,
        )
    if settings.low and screen.lower_edge_mm is not None:
        top_mm = screen.lower_edge_mm + _LEAST_LOW * screen.height_px * screen.mm_per_px
        if top_mm > REACH_MM[1]:
            report.add(
                "kiosk-reach",
                "warning",
                f"with its lower edge at {settings.lower_edge} above the floor, what is touched in "
                f"the low mode stands up to {top_mm / 10:.0f} cm high; from a wheelchair "
                f"{REACH_MM[0] / 10:g} to {REACH_MM[1] / 10:g} cm are reached: hang the screen "
                f"{math.ceil((top_mm - REACH_MM[1]) / 10):d} cm lower",
                file=file,
                column="kiosk.lower_edge",
                value=settings.lower_edge,
            )


def to_lines(settings: Kiosk) -> list[str]:
    """The sizes in words, and what they were computed from."""
    screen = Screen.of(settings)
    mm = screen.mm_per_px
    return [
        f"Screen {settings.screen}, {settings.resolution}, seen from {settings.distance}: "
        f"a pixel of the page has {mm:.3f} mm (scale {settings.scale:g}).",
        f"Touched: {screen.target_px:.0f} px = {screen.target_px * mm:.1f} mm. "
        f"Text: {screen.text_px:.0f} px = capitals of {screen.text_px * CAP_HEIGHT * mm:.1f} mm, "
        f"0.7° from {screen.text_distance_mm / 10:.0f} cm.",
    ]
