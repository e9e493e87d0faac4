"""Invented old maps: sheets of marks whose places on Earth are known to the centimetre."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from mapbuilder.georeference import to_degrees, to_mercator

SIZE = (600, 450)
MARKS = np.array([(x, y) for x in (60.5, 200.5, 400.5, 540.5) for y in (50.5, 220.5, 400.5)])
MIDDLE = to_mercator(np.array([[49.85, 40.38]]))[0]
PIXEL_M = 5.0
LICENSED = {
    "title": "Plan", "date": "1913", "credit": "Drawn for a test", "licence": "CC0 1.0",
}  # fmt: skip

World = Callable[[np.ndarray], np.ndarray]
"""From pixels to metres of web mercator."""


def turned(points: np.ndarray) -> np.ndarray:
    """A sheet that is turned by 12 degrees."""
    across, down = (points - np.array(SIZE) / 2).T * PIXEL_M
    cos, sin = np.cos(np.radians(12)), np.sin(np.radians(12))
    return MIDDLE + np.column_stack([across * cos + down * sin, across * sin - down * cos])


def bent(points: np.ndarray) -> np.ndarray:
    """A sheet whose sides bulge, as a polynomial of order 2 does."""
    x, y = ((points - np.array(SIZE) / 2) / 300).T
    return turned(points) + 60 * np.column_stack([x * y + y**2, x**2 - 0.5 * x * y])


def tilted(points: np.ndarray) -> np.ndarray:
    """A sheet that was photographed from aside."""
    x, y = ((points - np.array(SIZE) / 2) / 300).T
    return (turned(points) - MIDDLE) / (1 + 0.15 * x - 0.1 * y)[:, None] + MIDDLE


def wavy(points: np.ndarray) -> np.ndarray:
    """A sheet of damp paper."""
    x, y = (points / 300).T
    return turned(points) + 20 * np.column_stack([np.sin(2 * x + y), np.cos(x - 2 * y)])


def sheet(bands: int = 3) -> np.ndarray:
    """Paper with a dark disc at each mark."""
    yy, xx = np.mgrid[: SIZE[1], : SIZE[0]] + 0.5
    away = np.min([np.hypot(xx - x, yy - y) for x, y in MARKS], axis=0)
    grey = np.where(away < 5, 30, 225).astype(np.uint8)
    return np.stack([grey] * bands)


def save(path: Path, pixels: np.ndarray, driver: str = "PNG", **options) -> Path:
    count, height, width = pixels.shape
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver=driver, width=width, height=height, count=count,
            dtype=pixels.dtype, **options,
        ) as file:  # fmt: skip
            if "table" in options:
                file.write_colormap(1, options["table"])
            file.write(pixels)
    return path


def net(steps: int = 5) -> np.ndarray:
    """Points all over the sheet, none of them a mark."""
    xs, ys = (np.linspace(0, side, steps) for side in SIZE)
    return np.array([(x, y) for x in xs for y in ys])


def to_csv(world: World, points: np.ndarray) -> str:
    degrees = to_degrees(world(points)).tolist()
    rows = zip(points.tolist(), degrees, strict=True)
    return "x,y,lon,lat\n" + "".join(
        f"{x!r},{y!r},{lon!r},{lat!r}\n" for (x, y), (lon, lat) in rows
    )


def to_qgis(world: World, points: np.ndarray) -> str:
    metres = world(points).tolist()
    rows = zip(points.tolist(), metres, strict=True)
    return "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n" + "".join(
        f"{east!r},{north!r},{x!r},{-y!r},1,0,0,0\n" for (x, y), (east, north) in rows
    )


def to_annotation(world: World, points: np.ndarray, kind: dict | None = None, **target) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"resourceCoords": pixel},
            "geometry": {"type": "Point", "coordinates": lonlat},
        }
        for pixel, lonlat in zip(points.tolist(), to_degrees(world(points)).tolist(), strict=True)
    ]
    body = {"type": "FeatureCollection", "features": features}
    if kind:
        body["transformation"] = kind
    return json.dumps({"type": "Annotation", "body": body, "target": target})


def decoded(picture: bytes) -> np.ndarray:
    """Red, green, blue and opacity of a picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile(picture) as memory, memory.open(driver="WEBP") as file:
            pixels = file.read()
    # A picture without a transparent pixel has no opacity.
    return pixels if len(pixels) == 4 else np.concatenate([pixels, np.full_like(pixels[:1], 255)])


def away_px(picture: np.ndarray, bounds_m, expected_m: np.ndarray) -> float:
    """How far the farthest mark lies from where it must, in pixels of the picture."""
    left, bottom, right, top = bounds_m
    height, width = picture.shape[1:]
    columns = (expected_m[:, 0] - left) / (right - left) * width
    rows = (top - expected_m[:, 1]) / (top - bottom) * height
    away = []
    for column, row in zip(columns, rows, strict=True):
        x, y = int(column), int(row)
        part = picture[0, y - 10 : y + 11, x - 10 : x + 11].astype(float)
        dark = np.clip(200 - part, 0, None)
        yy, xx = np.mgrid[y - 10 : y + 11, x - 10 : x + 11] + 0.5
        found = (xx * dark).sum() / dark.sum(), (yy * dark).sum() / dark.sum()
        away.append(np.hypot(found[0] - column, found[1] - row))
    return float(max(away))
