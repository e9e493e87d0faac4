"""Pictures: an image file in, a WebP for the page out. The one door of Pillow.

Always true of what comes out: it is upright, in sRGB, no larger than asked for, and holds pixels
and nothing else: neither where, when and with what it was taken nor whom a programme took it for.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 82
"""Of the WebP: what is lost is not seen from where a visitor stands."""
MOST_PIXELS = 120_000_000
"""A larger image is refused: it would need more than half a gigabyte of memory."""

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF")
# Drawings and writing: kept without loss where that is no larger.
_SHARP = {"PNG", "GIF", "TIFF", "WEBP"}
_MOVING = {"GIF", "WEBP", "PNG", "AVIF"}
_ORIENTATION = 0x0112
# TIFF 6.0, section 8; DNG 1.7, "DNGVersion".
_SUBFILE_TYPE, _BITS, _PLANES, _DNG = 254, 258, 284, 50706
_SMALLER, _MASK = 1, 4
_LYING = {5, 6, 7, 8}
"""Orientations in which width and height change places (Exif 3.0, 4.6.5.1)."""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What an image is, upright."""

    width: int
    height: int
    moves: bool
    """Whether it has several frames, of which the first is shown."""
    pages: int = 1
    """Of a TIFF, of which the first is shown; what stands there again in a smaller size is none."""


def require() -> None:
    """Raises ``InputError`` when what reads pictures is not installed."""
    _pillow("a picture")


def read_facts(path: Path, name: str) -> PictureFacts:
    """An image's size. Raises ``InputError`` when it cannot be read to its last pixel."""
    with _opened(path, name) as image:
        width, height = image.size
        if image.getexif().get(_ORIENTATION) in _LYING:
            width, height = height, width
        frames = int(getattr(image, "n_frames", 1))
        pages = _pages(image, name, frames) if image.format == "TIFF" else 1
        # A JPEG can be read at an eighth of its size, which finds a torn file as well.
        image.draft("RGB", (image.width // 8 or 1, image.height // 8 or 1))
        image.load()
        return PictureFacts(width, height, frames > 1 and image.format in _MOVING, pages)


def fitted(width: int, height: int, side_px: int) -> tuple[int, int]:
    """The size at which an image is shown whose longer side may have so many pixels."""
    longer = max(width, height)
    if longer <= side_px:
        return width, height
    return max(1, round(width * side_px / longer)), max(1, round(height * side_px / longer))


def to_webp(path: Path, name: str, size: tuple[int, int]) -> bytes:
    """The picture for the page; the same bytes for the same file, under one version of Pillow."""
    pillow = _pillow(name)
    from PIL import ImageOps

    with _opened(path, name) as image:
        sharp = image.format in _SHARP
        lying = image.getexif().get(_ORIENTATION) in _LYING
        width, height = reversed(size) if lying else size
        # A JPEG is read at a half or less where that is still twice as fine as what is shown.
        image.draft("RGB", (width * 2, height * 2))
        picture = _in_srgb(ImageOps.exif_transpose(image))
        if picture.size != size:
            picture = picture.resize(size, pillow.Resampling.LANCZOS, reducing_gap=3.0)
        # What an image says of itself would be written into what is made of it.
        picture.info.clear()
        lossy = _saved(picture, quality=QUALITY, method=5)
        whole = _saved(picture, lossless=True, quality=60, method=4) if sharp else lossy
        return whole if len(whole) <= len(lossy) else lossy


def _pages(image: Image, name: str, frames: int) -> int:
    """How many pages a TIFF has. Raises ``InputError`` where its first would be seen wrongly."""
    tags: Any = image
    first = tags.tag_v2
    if _DNG in first or int(first.get(_SUBFILE_TYPE, 0)) & _SMALLER:
        raise InputError(
            f"{name} is a camera's raw picture, or begins with a small copy of another; save it as "
            "JPEG"
        )
    # Pillow 13 takes the second half of a plane for the plane after it.
    bits = first.get(_BITS, (1,))
    if first.get(_PLANES) == 2 and len(bits) > 1 and max(bits) > 8:
        raise InputError(
            f"{name} has more than 8 bits a channel, each channel apart; save it with 8 bits"
        )
    if image.mode == "F":
        raise InputError(f"{name} has measurements for pixels, not colours; save it as PNG")
    pages = 1
    for frame in range(1, frames):
        image.seek(frame)
        pages += not int(tags.tag_v2.get(_SUBFILE_TYPE, 0)) & (_SMALLER | _MASK)
    image.seek(0)
    return pages


def _saved(picture: Image, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, "WEBP", exif=b"", xmp=b"", icc_profile=b"", **options)
    return file.getvalue()


def _in_srgb(image: Image) -> Image:
    """The image in the colours of the screen, with its transparency where it has some."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if image.mode in {"I;16", "I;16B", "I;16L", "I"}:
        # Of a scan's 65,536 greys 256 are seen.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    clear = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info
    if image.mode in {"P", "1", "PA", "LA", "La", "RGBa"} or clear:
        image = image.convert("RGBA" if clear else "RGB")
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            shown = None  # A profile that is of another kind of image says nothing of this one.
        if shown is not None:
            return shown
    return image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")


@contextmanager
def _opened(path: Path, name: str) -> Iterator[Image]:
    pillow = _pillow(name)
    try:
        with warnings.catch_warnings():
            # How many pixels are too many is asked below.
            warnings.simplefilter("ignore", pillow.DecompressionBombWarning)
            with pillow.open(path, formats=_FORMATS) as image:
                pixels = image.width * image.height
                if pixels > MOST_PIXELS:
                    raise InputError(
                        f"{name} has {image.width:,} × {image.height:,} pixels, more than the "
                        f"{MOST_PIXELS:,} that are read; scale it down"
                    )
                yield image
    except pillow.DecompressionBombError:
        raise InputError(f"{name} has more than {MOST_PIXELS:,} pixels; scale it down") from None
    except pillow.UnidentifiedImageError:
        raise InputError(f"{name} cannot be read as a picture; save it anew as JPEG") from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{name} cannot be read as a picture ({said}); save it anew") from None


def _pillow(what: str) -> Any:
    try:
        from PIL import Image
    except ImportError as error:
        raise InputError(
            f"{what} needs the extra for pictures, sound and film: pip install "
            f"'mapbuilder[media]' ({error})"
        ) from None
    return Image
