"""Rasters: image files in, pixels of red, green, blue and opacity, warps and WebP out.

The only module that knows rasterio, the extra ``scans``. Always true: only kinds of files that hold
their whole image are opened, so that nothing is ever fetched; same file, same bytes.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mapbuilder.coordinates import Floats
from mapbuilder.errors import InputError

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
"""(4, height, width): red, green, blue, opacity."""
Affine = tuple[float, float, float, float, float, float]
"""x = a · column + b · row + c, y = d · column + e · row + f."""

MOST_PIXELS = 1_000_000_000
"""Of an image that is read: 1 gigapixel, such as a sheet of A0 at 800 dots an inch."""

# GDAL's drivers by how their files begin. It has others, such as the virtual raster, whose files
# name further ones, on the network as well.
_DRIVERS = {
    "GTiff": rb"II[*+]\x00|MM\x00[*+]",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "WEBP": rb"RIFF....WEBP",
    "JP2OpenJPEG": rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51",
    "GIF": rb"GIF8[79]a",
    "BMP": rb"BM",
}
_STRIP_PIXELS = 8_000_000
_MERCATOR = "EPSG:3857"
_FARTHEST = 1e9
"""No coordinate of any system is larger, be it in feet."""
_WIDEST = {"uint8": 255, "uint16": 65535}


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the head of an image file says."""

    width: int
    height: int
    crs: str | None
    affine: Affine | None
    """From pixels to ``crs``, or to whatever a world file is in."""
    points: tuple[tuple[float, float, float, float], ...]
    """Control points in the file: x and y in pixels, x and y in ``crs``."""
    turned: bool = False
    """Whether its camera says that it is to be shown turned (Exif 3.0, 4.6.5.1)."""


def require() -> None:
    """Raises ``InputError`` when the extra that reads historical maps is not installed."""
    _rasterio("a historical map")


def read_facts(path: Path, name: str) -> Facts:
    """The head of an image. Raises ``InputError`` when it is none that can be read."""
    with _opened(path, name) as image:
        if image.width * image.height > MOST_PIXELS:
            raise InputError(
                f"{name} has {image.width:,} × {image.height:,} pixels, more than the "
                f"{MOST_PIXELS:,} that are read; scale it down"
            )
        _check_bands(image, name)
        points, points_crs = image.gcps
        placed = not image.transform.is_identity
        crs = image.crs or (points_crs if points else None)
        return Facts(
            image.width,
            image.height,
            crs.to_wkt() if crs else None,
            tuple(image.transform)[:6] if placed else None,
            tuple((point.col, point.row, point.x, point.y) for point in points),
            image.tags().get("EXIF_Orientation", "1") not in ("0", "1"),
        )


def to_lonlat(crs: str, coordinates: Floats) -> Floats:
    """(lon, lat) rows of coordinates in ``crs``; not finite where they are outside its world.

    Raises ``InputError`` when no such system is known.
    """
    rasterio = _rasterio(f"a coordinate system such as {crs[:40]!r}")
    # PROJ takes whole turns off a longitude one by one, which never ends from 1e300 on.
    coordinates = np.where(np.abs(coordinates) < _FARTHEST, coordinates, np.inf)
    try:
        system = rasterio.crs.CRS.from_user_input(crs)
        lon, lat = rasterio.warp.transform(
            system, "OGC:CRS84", coordinates[:, 0].tolist(), coordinates[:, 1].tolist()
        )
    except (rasterio.errors.RasterioError, rasterio.errors.CRSError) as error:
        raise InputError(
            f"{crs[:80]!r} is no coordinate system that can be used ({_first_line(error)}); "
            "they look like 'EPSG:28408'"
        ) from None
    return np.column_stack([lon, lat])


def read_pixels(path: Path, name: str, factor: int, mask: Floats | None) -> Pixels:
    """The image at a ``factor``-th of its size, each pixel the mean of those it stands for.

    ``mask`` is a polygon in the image's own pixels; outside it nothing is seen. The image is read
    in strips: memory holds the result and a strip.
    """
    with _opened(path, name) as image:
        width, height = -(-image.width // factor), -(-image.height // factor)
        pixels = np.empty((4, height, width), np.uint8)
        rows = max(1, _STRIP_PIXELS // (image.width * factor))
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            strip = _strip(image, top * factor, min(bottom * factor, image.height))
            pixels[:, top:bottom] = _shrunk(strip, factor, bottom - top, width)
    if mask is not None:
        from rasterio.features import geometry_mask

        ring = (mask / factor).tolist()
        polygon = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        outside = geometry_mask([polygon], (height, width), _affine((1, 0, 0, 0, 1, 0)))
        pixels[3][outside] = 0
    return pixels


def warp(
    pixels: Pixels,
    size: tuple[int, int],
    bounds_m: tuple[float, float, float, float],
    *,
    affine: Affine | None = None,
    crs: str | None = None,
    points: Floats | None = None,
) -> Pixels:
    """The pixels drawn anew on web mercator: ``size`` (width, height) over exactly ``bounds_m``.

    They are placed by ``affine`` into ``crs`` (web mercator without one), or by a spline through
    ``points``: rows of x and y in pixels, x and y in web mercator.
    """
    rasterio = _rasterio("a historical map")
    from rasterio.control import GroundControlPoint

    width, height = size
    left, bottom, right, top = bounds_m
    warped = np.zeros((4, height, width), np.uint8)
    placed: dict[str, Any]
    if points is None:
        assert affine is not None
        placed = {"src_transform": _affine(affine)}
    else:
        placed = {
            "gcps": [GroundControlPoint(row, col, x, y) for col, row, x, y in points.tolist()],
            # ref: GDALCreateGenImgProjTransformer2; the order of a polynomial is its default.
            "SRC_METHOD": "GCP_TPS",
        }
    rasterio.warp.reproject(
        pixels,
        warped,
        src_crs=crs or _MERCATOR,
        dst_crs=_MERCATOR,
        dst_transform=_affine(((right - left) / width, 0, left, 0, (bottom - top) / height, top)),
        src_alpha=4,
        dst_alpha=4,
        resampling=rasterio.warp.Resampling.cubic,
        **placed,
    )
    return warped


def to_webp(pixels: Pixels, quality: int) -> bytes:
    """The pixels as a lossy WebP whose opacity is kept as it is."""
    rasterio = _rasterio("a historical map")
    _, height, width = pixels.shape
    with (
        _quiet(rasterio),
        rasterio.io.MemoryFile() as file,
        file.open(
            driver="WEBP", width=width, height=height, count=4, dtype="uint8", QUALITY=quality
        ) as picture,
    ):
        picture.write(pixels)
        picture.close()
        return bytes(file.getbuffer())


def _rasterio(what: str) -> Any:
    try:
        import rasterio
        import rasterio.warp
    except ImportError as error:
        raise InputError(
            f"{what} needs the extra for historical maps: pip install 'mapbuilder[scans]' ({error})"
        ) from None
    return rasterio


def _affine(parts: Sequence[float]) -> Any:
    from rasterio import Affine as RasterioAffine

    return RasterioAffine(*parts)


@contextmanager
def _quiet(rasterio: Any) -> Iterator[None]:
    with warnings.catch_warnings():
        # That an image does not say where it lies is what control points are for; and that rasterio
        # is not yet as new as what it uses is nothing that a curator can mend.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        yield


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Any]:
    rasterio = _rasterio(name)
    driver = _driver(path, name)
    try:
        with _quiet(rasterio), rasterio.open(path, driver=driver) as image:
            yield image
    except rasterio.errors.RasterioError as error:
        raise InputError(
            f"{name} cannot be read as an image ({_first_line(error)}); save it anew"
        ) from None


def _driver(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}") from None
    for driver, pattern in _DRIVERS.items():
        if re.match(pattern, start, re.DOTALL):
            return driver
    raise InputError(
        f"{name} is by its content no image that can be read; maps are read from TIFF, PNG, JPEG, "
        "JPEG 2000, WebP, GIF and BMP"
    )


def _first_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    cause = error.__cause__
    while cause is not None:
        text, cause = " ".join(str(cause).split()) or text, cause.__cause__
    # GDAL begins with the whole path, which is no business of whoever reads the message.
    text = text.rpartition("/")[2] if "/" in text else text
    return text[:160] or type(error).__name__


def _check_bands(image: Any, name: str) -> None:
    kinds = set(image.dtypes)
    if not kinds <= _WIDEST.keys():
        raise InputError(
            f"{name} holds {', '.join(sorted(kinds - _WIDEST.keys()))} numbers, which are no "
            "colours; save it with 8 or 16 bits a channel"
        )


def _strip(image: Any, top: int, bottom: int) -> Pixels:
    """Rows of the image in 8-bit colours with their opacity."""
    from rasterio.enums import ColorInterp
    from rasterio.windows import Window

    window = Window(0, top, image.width, bottom - top)
    meanings = list(image.colorinterp)
    opacity = image.dataset_mask(window=window)

    def band(index: int) -> Pixels:
        bits = image.tags(index, ns="IMAGE_STRUCTURE").get("NBITS")
        widest = 2 ** int(bits) - 1 if bits else _WIDEST[image.dtypes[index - 1]]
        raw: Pixels = image.read(index, window=window)
        if widest == 255:
            return raw
        return (np.minimum(raw, widest).astype(np.uint32) * 255 // widest).astype(np.uint8)

    def of(*wanted: Any) -> list[int] | None:
        found = [meanings.index(each) + 1 for each in wanted if each in meanings]
        return found if len(found) == len(wanted) else None

    if meanings[0] == ColorInterp.palette:
        table = np.zeros((256, 4), np.uint8)
        for value, colour in image.colormap(1).items():
            if value < 256:
                table[value] = colour
        colours = table[image.read(1, window=window)].transpose(2, 0, 1)
        return np.concatenate([colours[:3], [np.minimum(colours[3], opacity)]])
    inks = of(ColorInterp.cyan, ColorInterp.magenta, ColorInterp.yellow, ColorInterp.black)
    if inks:
        cyan, magenta, yellow, black = (255 - band(index).astype(np.uint16) for index in inks)
        lights = [(ink * black // 255).astype(np.uint8) for ink in (cyan, magenta, yellow)]
        return np.stack([*lights, opacity])
    chosen = of(ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if chosen is None:
        plain = [i for i, kind in enumerate(meanings, 1) if kind != ColorInterp.alpha]
        chosen = plain[:3] if len(plain) >= 3 else [plain[0]] * 3
    if len(set(chosen)) == 1:
        grey = band(chosen[0])
        return np.stack([grey, grey, grey, opacity])
    return np.stack([*map(band, chosen), opacity])


def _shrunk(strip: Pixels, factor: int, height: int, width: int) -> Pixels:
    """Means of squares of pixels; what is transparent lends no colour."""
    if factor == 1:
        return strip
    missing = height * factor - strip.shape[1], width * factor - strip.shape[2]
    padded = np.pad(strip, ((0, 0), (0, missing[0]), (0, missing[1])), mode="edge")
    weight = padded[3].astype(np.uint32)

    def summed(values: Any) -> Any:
        return values.reshape(height, factor, width, factor).sum(axis=(1, 3), dtype=np.uint64)

    total = summed(weight)
    whole = np.maximum(total, 1)
    colours = [(summed(band * weight) + whole // 2) // whole for band in padded[:3]]
    opacity = (total + factor * factor // 2) // (factor * factor)
    shrunk: Pixels = np.stack([*colours, opacity]).astype(np.uint8)
    return shrunk
