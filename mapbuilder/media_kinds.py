"""What kind of medium a file is, told from how it begins and never from its name.

In go the first bytes of a file, out comes what may read it; what cannot be shown is refused with
what to save it as. Only the standard library is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapbuilder.errors import InputError

HEAD_BYTES = 4096
"""How many bytes of a file ``to_container`` looks at."""


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file that the page can show."""

    name: str
    reader: str
    """``picture``, or FFmpeg's name of the one demuxer that may read it."""
    writer: str = ""
    """FFmpeg's name of the muxer that writes it anew."""
    sound_type: str = ""
    """Its media type when only sound is in it; empty where that is none of its uses."""
    film_type: str = ""
    codecs: frozenset[str] = frozenset()
    """FFmpeg's names of what may be in it: what every browser of today plays."""
    is_bulky: bool = False
    """Whether the sound in it is not, or hardly, compressed."""


_MP3 = Container("MP3", "mp3", "mp3", "audio/mpeg", codecs=frozenset({"mp3"}))
_AAC = Container("AAC", "aac", "adts", "audio/aac", codecs=frozenset({"aac"}))
_OGG = Container("Ogg", "ogg", "ogg", "audio/ogg", codecs=frozenset({"opus", "vorbis"}))
_FLAC = Container("FLAC", "flac", "flac", "audio/flac", codecs=frozenset({"flac"}), is_bulky=True)
_WAV = Container(
    "WAV", "wav", "wav", "audio/wav", codecs=frozenset({"pcm_s16le", "pcm_u8"}), is_bulky=True
)
_MP4 = Container(
    "MP4", "mov", "mp4", "audio/mp4", "video/mp4",
    frozenset({"h264", "av1", "vp9", "aac", "mp3", "opus", "flac"}),
)  # fmt: skip
_WEBM = Container(
    "WebM", "matroska", "webm", "audio/webm", "video/webm",
    frozenset({"vp8", "vp9", "av1", "opus", "vorbis"}),
)  # fmt: skip
_PICTURE = Container("picture", "picture")

# ref: WHATWG MIME Sniffing, section 6; the first that fits counts.
_BEGINNINGS = (
    (rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*", _PICTURE),
    (rb"....ftyp(?:avif|avis|....(?:....)*?avi[fs])", _PICTURE),
    (rb"....ftyp(?:hei|hev|mif1|msf1)", "a HEIC picture; save it as JPEG"),
    (rb"....ftyp", _MP4),
    (rb"\x1aE\xdf\xa3", _WEBM),
    (rb"OggS", _OGG),
    (rb"RIFF....WAVE", _WAV),
    (rb"fLaC", _FLAC),
    (rb"ID3", _MP3),
    # ISO/IEC 11172-3, 2.4.1.3: layer 0 is no layer of MPEG audio, and is how ADTS begins.
    (rb"\xff[\xf0\xf1\xf8\xf9]", _AAC),
    (rb"\xff[\xe0-\xff]", _MP3),
    (rb"BM", "a bitmap of Windows; save it as PNG"),
    (rb"%PDF", "a PDF; save its pages as JPEG or PNG"),
    (rb"RIFF....AVI |....(?:moov|mdat|wide|free)", "an old kind of film; save it as MP4 (H.264)"),
    (rb"0&\xb2u", "Windows Media; save it as MP3 or as MP4 (H.264)"),
    (rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b",
     "an SVG drawing, which can hold scripts; save it as PNG"),
    (rb"version https://git-lfs", "a pointer of Git LFS; fetch the file itself"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern, re.DOTALL), found) for pattern, found in _BEGINNINGS)


def to_container(head: bytes) -> Container:
    """What a file is that begins so. Raises ``InputError`` with what is shown instead."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, found in _RULES:
        if pattern.match(text):
            if isinstance(found, str):
                raise InputError(f"is {found}")
            return found
    what = "is empty" if not head else "is of no kind that can be shown"
    raise InputError(
        f"{what}; pictures are JPEG, PNG, WebP, AVIF, GIF or TIFF, sound is MP3, M4A, Ogg or WAV, "
        "films are MP4 or WebM"
    )
