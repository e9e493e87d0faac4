"""Scans: historical maps as the settings name them in, each placed on Earth and drawn once.

Reading looks at control points and at the heads of images; drawing reads the pixels, once. Always
true: a scan that is handed on has a licence, lies on the page's world and is not mirrored; whatever
kept another from that is a problem with its file and row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mapbuilder import georeference, rasters
from mapbuilder.control_points import ControlPoints, read_control_points
from mapbuilder.coordinates import Floats
from mapbuilder.errors import InputError
from mapbuilder.fitting import to_fit
from mapbuilder.folder_files import FolderFiles, NotFoundError
from mapbuilder.georeference import MOST_LATITUDE, Forward
from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.map_settings import Scan as Settings

QUALITIES = (80, 65, 50)
"""Of the WebP, tried in this order before the picture is made smaller."""

_SETTINGS_FILE = "exhibit.toml"
_MOST_SIDE_M = math.pi * georeference.EARTH_RADIUS_M
_ZOOM_0_M = 2 * _MOST_SIDE_M / 256
_DEEPEST_ZOOM = 19


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """A historical map that can be drawn."""

    settings: Settings
    path: Path
    size: tuple[int, int]
    """Of the image in pixels: width, height."""
    forward: Forward
    affine: rasters.Affine | None
    """From pixels to ``crs``; None where control points bend the image."""
    crs: str | None
    """Web mercator where there is none."""
    points: Floats | None
    """Rows of x and y in pixels, x and y in web mercator, for a spline."""
    crop: Floats | None
    """Corners in pixels of the part that is shown; the whole image without them."""
    bounds_m: tuple[float, float, float, float]
    """left, bottom, right, top in web mercator."""
    pixel_m: float
    """The side of one of the image's pixels at its middle, in web mercator."""

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """west, south, east, north in degrees."""
        left, bottom, right, top = self.bounds_m
        (west, south), (east, north) = georeference.to_degrees(
            np.array([[left, bottom], [right, top]])
        ).tolist()
        return west, south, east, north

    def side_px(self) -> int:
        """The longer side of its picture, when no file is too large: no finer than the image."""
        left, bottom, right, top = self.bounds_m
        own = math.ceil(max(right - left, top - bottom) / self.pixel_m)
        return max(1, min(own, self.settings.max_side_px))

    def max_zoom(self) -> int:
        """One more than the zoom at which the picture's pixels are as large as the screen's."""
        left, bottom, right, top = self.bounds_m
        drawn_m = max(right - left, top - bottom) / self.side_px()
        return min(_DEEPEST_ZOOM, max(0, math.ceil(math.log2(_ZOOM_0_M / drawn_m)) + 1))


def read_scans(config: Config, folder: Path, report: Report) -> tuple[Scan, ...]:
    """The historical maps that can be shown, in their order; why others cannot is in ``report``.

    Raises ``InputError`` when there are some and the extra that reads them is not installed.
    """
    licensed = [settings for settings in config.scans if _is_licensed(settings, report)]
    if licensed:
        rasters.require()
    scans = []
    for settings in licensed:
        try:
            scans.append(_read(settings, folder, report))
        except InputError as error:
            # The message begins with the file's name, which the problem names as well.
            name = next(
                (n for n in (settings.points, settings.file) if n and str(error).startswith(n)),
                settings.file,
            )
            message = str(error).removeprefix(name).lstrip(": ")
            code = "scan-points" if name == settings.points else "scan-image"
            report.add(code, "error", f"{message}; the map is left out", file=name)
    return tuple(scans)


def scan_files(config: Config, folder: Path) -> list[Path]:
    """The files of the settings' scans, as far as there are such."""
    names = [name for scan in config.scans for name in (scan.file, scan.points) if name]
    return [folder / name for name in names if "\0" not in name and (folder / name).is_file()]


def to_picture(scan: Scan, report: Report | None = None) -> bytes:
    """The scan on web mercator over its ``bounds_m``, as a WebP of at most ``max_kb``.

    First its quality, then its size is lowered until it fits; that is a note in ``report``.
    """
    most = scan.settings.max_kb * 1000
    left, bottom, right, top = scan.bounds_m
    across_m, up_m = right - left, top - bottom
    side = scan.side_px()
    while True:
        metres = max(across_m, up_m) / side
        size = max(1, round(across_m / metres)), max(1, round(up_m / metres))
        warped = _warped(scan, size, metres)
        for quality in QUALITIES:
            picture = rasters.to_webp(warped, quality)
            if len(picture) <= most:
                if report is not None:
                    _note_reduction(scan, size, metres, quality, len(picture), report)
                return picture
        side = max(1, min(side - 1, int(side * math.sqrt(most / len(picture)) * 0.97)))


def _is_licensed(settings: Settings, report: Report) -> bool:
    def add(code: str, message: str, column: str) -> None:
        report.add(
            code, "warning", message, file=_SETTINGS_FILE, column=column, value=settings.file
        )

    if not settings.licence.strip():
        add(
            "scan-licence",
            f"the map {shown(settings.file)} has no licence, and is not shown; give it one, such "
            "as licence = 'Public domain'",
            "scans.licence",
        )
        return False
    missing = [key for key in ("title", "date", "credit") if not getattr(settings, key).strip()]
    if missing:
        add(
            "scan-incomplete",
            f"the map {shown(settings.file)} has no {' and no '.join(missing)}, and its visitors "
            "are told so; every image says what it shows, of when and whose it is",
            f"scans.{missing[0]}",
        )
    return True


def _read(settings: Settings, folder: Path, report: Report) -> Scan:
    path = folder / settings.file if "\0" not in settings.file else folder
    if not path.is_file():
        raise InputError(_missing(settings.file, folder))
    facts = rasters.read_facts(path, settings.file)
    whole = np.array(
        [[0, 0], [facts.width, 0], [facts.width, facts.height], [0, facts.height]], dtype=np.float64
    )
    points = _points(settings, folder, facts, report)
    crop = None if settings.crop is None else np.array(settings.crop, dtype=np.float64)
    if points is not None:
        crop = points.mask if crop is None else crop
    shape = _inside_image(settings, whole if crop is None else crop, whole)
    affine: rasters.Affine | None = None
    crs = None
    pairs = None
    if points is not None:
        kind = settings.transformation or points.transformation or "polynomial-1"
        size = facts.width, facts.height
        forward, pairs = to_fit(points, kind, settings.crs, size, shape, report)
        if kind == "polynomial-1":
            affine, pairs = _affine_of(forward), None
    else:
        affine, crs = facts.affine, facts.crs or settings.crs
        if affine is None:
            raise InputError(
                f"{settings.file} does not say where it lies; name its control points, as in "
                "points = 'plan.csv', or save it as a GeoTIFF"
            )
        if crs is None:
            raise InputError(
                f"{settings.file} has a world file that names no coordinate system; say which, as "
                "in crs = 'EPSG:28408'"
            )
        forward = _placed_by(affine, crs)
    bounds_m = _bounds(settings, forward, shape)
    middle = (shape.min(axis=0) + shape.max(axis=0)) / 2
    return Scan(
        settings,
        path,
        (facts.width, facts.height),
        forward,
        affine,
        crs,
        pairs,
        crop,
        bounds_m,
        _pixel_m(forward, middle),
    )


def _missing(name: str, folder: Path) -> str:
    """What to say of a file that is not there under this name."""
    near: tuple[str, ...] = ()
    try:
        near = (FolderFiles(folder).find(name).name,)
    except NotFoundError as error:
        near = error.near
    meant = f"; is {shown(near[0])} meant?" if near else ""
    return f"{name} is not a file in the exhibit's folder{meant}"


def _points(
    settings: Settings, folder: Path, facts: rasters.Facts, report: Report
) -> ControlPoints | None:
    """The control points of a file, or those in the image; ``None`` when it is placed otherwise."""
    if settings.points is not None:
        path = folder / settings.points if "\0" not in settings.points else folder
        if not path.is_file():
            raise InputError(_missing(settings.points, folder))
        points = read_control_points(path, settings.points, report)
        if facts.turned and not points.by_gdal:
            raise InputError(
                f"{settings.file} is to be shown turned, as its camera wrote into it, and programs "
                "count the pixels of such an image in two ways; save it anew as it is seen, and "
                "take the control points there"
            )
        return _in_image(points, facts)
    if facts.points and facts.affine is None:
        table = np.array(facts.points, dtype=np.float64)
        rows = tuple(range(1, len(table) + 1))
        return ControlPoints(settings.file, rows, table[:, :2], table[:, 2:], facts.crs)
    return None


def _in_image(points: ControlPoints, facts: rasters.Facts) -> ControlPoints:
    """The points in the pixels of our image, where theirs are those of another size of it."""
    if points.size is None or points.size == (facts.width, facts.height):
        return points
    scale = np.array([facts.width / points.size[0], facts.height / points.size[1]])
    if abs(scale[0] / scale[1] - 1) > 0.01:
        theirs = " × ".join(f"{side:g}" for side in points.size)
        raise InputError(
            f"{points.file} is of an image of {theirs} pixels, and ours, {facts.width} × "
            f"{facts.height}, has other proportions; it is cut otherwise"
        )
    return ControlPoints(
        points.file,
        points.rows,
        points.pixels * scale,
        points.coordinates,
        points.crs,
        points.transformation,
        None if points.mask is None else points.mask * scale,
        (facts.width, facts.height),
    )


def _inside_image(settings: Settings, shape: Floats, whole: Floats) -> Floats:
    """The outline of what is shown, in pixels, as far as the image reaches."""
    clipped: Floats = np.clip(georeference.outline(shape), whole[0], whole[2])
    if (np.ptp(clipped, axis=0) < 1).any():
        raise InputError(
            f"{settings.file} has nothing of the part that is to be shown: it is "
            f"{whole[2, 0]:g} × {whole[2, 1]:g} pixels, counted from its upper left corner"
        )
    return clipped


def _affine_of(forward: Forward) -> rasters.Affine:
    origin, right, down = forward(np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 1000.0]]))
    (a, d), (b, e) = (right - origin) / 1000, (down - origin) / 1000
    return float(a), float(b), float(origin[0]), float(d), float(e), float(origin[1])


def _placed_by(affine: rasters.Affine, crs: str) -> Forward:
    a, b, c, d, e, f = affine

    def forward(pixels: Floats) -> Floats:
        x, y = pixels.T
        lonlat = rasters.to_lonlat(crs, np.column_stack([a * x + b * y + c, d * x + e * y + f]))
        # A map of the whole world ends at the poles, which mercator never reaches.
        lonlat[:, 1] = np.clip(lonlat[:, 1], -MOST_LATITUDE, MOST_LATITUDE)
        return georeference.to_mercator(lonlat)

    return forward


def _bounds(
    settings: Settings, forward: Forward, shape: Floats
) -> tuple[float, float, float, float]:
    metres = forward(shape)
    if not np.isfinite(metres).all():
        raise InputError(
            f"{settings.file} reaches beyond the world of its coordinate system; crop it"
        )
    ahead = np.abs(np.diff(metres[:, 0], append=metres[:1, 0]))
    left, bottom = metres.min(axis=0).tolist()
    right, top = metres.max(axis=0).tolist()
    if (ahead > _MOST_SIDE_M).any() or max(-left, right) > _MOST_SIDE_M * 1.0001:
        raise InputError(
            f"{settings.file} lies on both sides of 180°; cut the image there and show its halves "
            "as two maps"
        )
    north = float(georeference.to_mercator(np.array([[0.0, MOST_LATITUDE]]))[0, 1])
    bottom, top = max(bottom, -north), min(top, north)
    if top <= bottom or right <= left:
        raise InputError(
            f"{settings.file} lies beyond {MOST_LATITUDE:g}°, where the page's map ends"
        )
    return left, bottom, right, top


def _pixel_m(forward: Forward, middle: Floats) -> float:
    at, right, down = forward(middle + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    across, along = right - at, down - at
    area = abs(float(across[0] * along[1] - across[1] * along[0]))
    return math.sqrt(area) or 1.0


def _warped(scan: Scan, size: tuple[int, int], metres: float) -> rasters.Pixels:
    """The scan at a size, from an image that is at most twice as fine."""
    factor = max(1, int(metres / scan.pixel_m))
    pixels = rasters.read_pixels(scan.path, scan.settings.file, factor, scan.crop)
    if scan.points is not None:
        points = scan.points / [factor, factor, 1, 1]
        return rasters.warp(pixels, size, scan.bounds_m, points=points)
    assert scan.affine is not None
    a, b, c, d, e, f = scan.affine
    affine = a * factor, b * factor, c, d * factor, e * factor, f
    return rasters.warp(pixels, size, scan.bounds_m, affine=affine, crs=scan.crs)


def _note_reduction(
    scan: Scan, size: tuple[int, int], metres: float, quality: int, length: int, report: Report
) -> None:
    finest = scan.pixel_m / metres
    if finest > 0.95 and quality == QUALITIES[0]:
        return
    report.add(
        "scan-reduced",
        "note",
        f"the map is drawn with {size[0]:,} × {size[1]:,} pixels, {finest:.0%} of the image's own "
        f"scale, at quality {quality} ({length / 1000:,.0f} kB); max_side_px and max_kb in "
        "exhibit.toml are its limits",
        file=scan.settings.file,
    )
