"""In every theme, light and dark: texts are read, marks seen, tones told apart by everyone."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from mapbuilder.config import Config
from mapbuilder.forms import COLOURS

THEMES = Path(__file__).resolve().parent.parent / "templates/themes"
NAMES = sorted(theme.stem for theme in THEMES.glob("*.css"))
MODES = ["light", "dark"]
GROUNDS = ("land", "sea", "high", "lake", "urban", "green", "sand")

in_every_theme = pytest.mark.parametrize("theme", NAMES)
in_both_modes = pytest.mark.parametrize("mode", MODES)

# ref: Machado, Oliveira and Fernandes, 2009, severity 1.0, on linear sRGB.
SEEN_BY = {
    "most people": np.eye(3),
    "protanopes": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopes": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopes": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def to_lab(rgb: np.ndarray) -> np.ndarray:
    x, y, z = TO_XYZ @ np.clip(rgb, 0, 1) / (0.95047, 1, 1.08883)
    fx, fy, fz = (
        np.cbrt(value) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z)
    )
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000. ref: Sharma, Wu and Dalal, 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(c7 / (c7 + 25**7)))
    c1, c2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1 = np.degrees(np.arctan2(b1, (1 + g) * a1)) % 360
    h2 = np.degrees(np.arctan2(b2, (1 + g) * a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    h = np.radians(h1 + turn / 2)
    lightness, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * np.cos(h - np.radians(30)) + 0.24 * np.cos(2 * h)
    t += 0.32 * np.cos(3 * h + np.radians(6)) - 0.20 * np.cos(4 * h - np.radians(63))
    around = np.exp(-((((np.degrees(h) % 360) - 275) / 25) ** 2))
    rt = -2 * np.sqrt(c**7 / (c**7 + 25**7)) * np.sin(np.radians(60 * around))
    sl = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    x, y, z = (l2 - l1) / sl, (c2 - c1) / (1 + 0.045 * c), dh / (1 + 0.015 * c * t)
    return float(np.sqrt(x * x + y * y + z * z + rt * y * z))


def contrast(one: str, other: str) -> float:
    """ref: WCAG 2.2, "contrast ratio"."""
    low, high = sorted(float(linear(colour) @ LUMINANCE) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def blocks(theme: str) -> list[dict[str, str]]:
    """The light, the dark and the device's dark properties."""
    found = re.findall(r"\{([^{}]*)\}", (THEMES / f"{theme}.css").read_text("utf-8"))
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in found]


def properties(theme: str, mode: str) -> dict[str, str]:
    block = blocks(theme)[MODES.index(mode)]
    return {name: value for name, value in block.items() if re.fullmatch("#[0-9a-f]{6}", value)}


def tones(theme: str, mode: str) -> dict[str, str]:
    found = properties(theme, mode)
    return {name: found[f"tone-{name}"] for name in COLOURS}


def ground(theme: str, mode: str) -> dict[str, str]:
    table = json.loads((THEMES / f"{theme}.map.json").read_text("utf-8"))
    return dict(table[mode])


def blended(over: str, under: str) -> str:
    """A colour with an alpha, ``rgb(r g b / a)``, over one without."""
    *channels, alpha = map(float, re.findall(r"[\d.]+", over))
    mixed = [
        round(channel * alpha + int(under[at : at + 2], 16) * (1 - alpha))
        for channel, at in zip(channels, (1, 3, 5), strict=True)
    ]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def too_low(least: float, *pairs: tuple[str, str, str]) -> dict[str, float]:
    return {
        what: round(contrast(one, other), 2)
        for what, one, other in pairs
        if contrast(one, other) < least
    }


def test_the_setting_knows_every_theme():
    assert sorted(get_args(Config.model_fields["theme"].annotation)) == NAMES
    assert len(NAMES) >= 2


@in_every_theme
def test_the_dark_tones_are_the_same_wherever_they_are_written(theme):
    _, dark, auto = blocks(theme)
    assert dark == auto


@in_every_theme
def test_a_theme_gives_all_that_the_others_give(theme):
    tables = [json.loads((THEMES / f"{name}.map.json").read_text("utf-8")) for name in NAMES]
    assert [list(block) for block in blocks(theme)] == [list(block) for block in blocks(NAMES[0])]
    assert {json.dumps([list(table[mode]) for mode in MODES]) for table in tables} == {
        json.dumps([list(tables[0]["light"])] * 2)
    }


def test_ciede2000_gives_the_published_differences():
    """Two pairs of the table in Sharma, Wu and Dalal, one of them across the blue turn."""
    first = difference(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485]))
    second = difference(
        np.array([60.2574, -34.0099, 36.2677]), np.array([60.4626, -34.1751, 39.4387])
    )
    assert (round(first, 4), round(second, 4)) == (2.0425, 1.2644)


@in_every_theme
@in_both_modes
@pytest.mark.parametrize("people", SEEN_BY)
def test_tones_and_the_accent_are_told_apart(theme, mode, people):
    colours = {**tones(theme, mode), "accent": properties(theme, mode)["accent"]}
    seen = {name: to_lab(SEEN_BY[people] @ linear(colour)) for name, colour in colours.items()}
    near = {
        pair: round(difference(seen[pair[0]], seen[pair[1]]), 1)
        for pair in combinations(seen, 2)
        if difference(seen[pair[0]], seen[pair[1]]) < 9
    }
    assert near == {}


@in_every_theme
@in_both_modes
def test_marks_and_the_focus_stand_out_from_all_that_they_lie_on(theme, mode):
    """ref: WCAG 2.2, 1.4.11 and 2.4.13."""
    known, under = properties(theme, mode), ground(theme, mode)
    marks = {**tones(theme, mode), **{name: known[name] for name in ("accent", "focus")}}
    papers = {name: known[name] for name in ("paper", "paper-raised", "paper-sunk")}
    beneath = {**{kind: under[kind] for kind in GROUNDS}, **papers}
    assert (
        too_low(3, *((f"{m} on {b}", marks[m], beneath[b]) for m in marks for b in beneath)) == {}
    )
    # The edges of fields and switches.
    assert too_low(3, *((f"edge on {p}", known["rule-strong"], papers[p]) for p in papers)) == {}


@in_every_theme
@in_both_modes
def test_a_number_is_read_in_every_tone(theme, mode):
    known = properties(theme, mode)
    pairs = [(name, tone, known["mark-paper"]) for name, tone in tones(theme, mode).items()]
    assert too_low(4.5, *pairs, ("chosen", known["accent"], known["accent-ink"])) == {}


@in_every_theme
@in_both_modes
def test_texts_are_read_with_ease(theme, mode):
    """ref: WCAG 2.2, 1.4.6; the accent's few words are bold and large, and keep to 1.4.3."""
    known = properties(theme, mode)
    papers = {name: known[name] for name in ("paper", "paper-raised", "paper-sunk")}
    words = [(f"{w} on {p}", known[w], papers[p]) for w in ("ink", "ink-soft") for p in papers]
    assert too_low(7, *words) == {}
    assert too_low(4.5, *((f"accent on {p}", known["accent"], papers[p]) for p in papers)) == {}


@in_every_theme
@in_both_modes
def test_labels_are_read_over_every_ground_with_and_without_their_halo(theme, mode):
    known, under = properties(theme, mode), ground(theme, mode)
    bare = [(f"label on {kind}", known["ink"], under[kind]) for kind in GROUNDS]
    assert too_low(7, *bare, ("label in its glow", known["ink"], known["label-glow"])) == {}
    names = {
        "waterName": ("sea", "lake"),
        **dict.fromkeys(("countryName", "townName", "quietName", "streetName"), GROUNDS),
    }
    haloed = [
        (f"{name} on {kind}", under[name], blended(under["halo"], under[kind]))
        for name, kinds in names.items()
        for kind in kinds
    ]
    assert too_low(4.5, *haloed) == {}


@in_every_theme
@in_both_modes
def test_the_map_room_has_the_sea_s_colour_before_the_map_is_drawn(theme, mode):
    assert properties(theme, mode)["sea"] == ground(theme, mode)["sea"]
