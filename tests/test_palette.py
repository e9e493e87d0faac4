"""The tones of categories are told apart by everyone, over land and sea, in light and dark."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from mapbuilder.forms import COLOURS

THEMES = Path(__file__).resolve().parent.parent / "templates/themes"

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


def properties(mode: str) -> dict[str, str]:
    blocks = re.findall(r"\{([^{}]*)\}", (THEMES / "memorial.css").read_text("utf-8"))
    block = blocks[0 if mode == "light" else 1]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def tones(mode: str) -> dict[str, str]:
    found = properties(mode)
    return {name: found[f"tone-{name}"] for name in COLOURS}


def test_the_dark_tones_are_the_same_wherever_they_are_written():
    blocks = re.findall(r"\{([^{}]*)\}", (THEMES / "memorial.css").read_text("utf-8"))
    dark, auto = (dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in blocks[1:3])
    assert dark == auto


def test_ciede2000_gives_the_published_differences():
    """Two pairs of the table in Sharma, Wu and Dalal, one of them across the blue turn."""
    first = difference(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485]))
    second = difference(
        np.array([60.2574, -34.0099, 36.2677]), np.array([60.4626, -34.1751, 39.4387])
    )
    assert (round(first, 4), round(second, 4)) == (2.0425, 1.2644)


@pytest.mark.parametrize("people", SEEN_BY)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_tones_and_the_accent_are_told_apart(mode, people):
    seen = {
        name: to_lab(SEEN_BY[people] @ linear(colour))
        for name, colour in {**tones(mode), "accent": properties(mode)["accent"]}.items()
    }
    near = {
        pair: round(difference(seen[pair[0]], seen[pair[1]]), 1)
        for pair in combinations(seen, 2)
        if difference(seen[pair[0]], seen[pair[1]]) < 9
    }
    assert near == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_tone_stands_out_from_land_sea_and_heights(mode):
    ground = json.loads((THEMES / "memorial.map.json").read_text("utf-8"))[mode]
    low = {
        (name, kind): round(contrast(colour, ground[kind]), 2)
        for name, colour in tones(mode).items()
        for kind in ("land", "sea", "high", "lake", "urban")
        if contrast(colour, ground[kind]) < 3
    }
    assert low == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_number_is_read_in_every_tone(mode):
    paper = properties(mode)["mark-paper"]
    assert {n: c for n, c in tones(mode).items() if contrast(c, paper) < 4.5} == {}
