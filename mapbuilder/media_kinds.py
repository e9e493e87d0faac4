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
    (rb"II\*\x00....CR|....ftypcrx|FUJIFILMCCD-RAW|IIU\x00|IIR[OS]|MMOR",
     "a camera's raw picture; save it as JPEG"),
    (rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|II[*+]\x00|MM\x00[*+]", _PICTURE),
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
    (rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", "a JPEG 2000 picture; save it as JPEG"),
    (rb"\x00\x00\x00\x0cJXL |\xff\x0a", "a JPEG XL picture; save it as JPEG"),
    (rb"8BPS", "a file of Photoshop; save it as JPEG or PNG"),
    (rb"%PDF", "a PDF; save its pages as JPEG or PNG"),
    # ISO/IEC 13818-1, 2.4.3.2 and 2.5.3.3: packets of 188 bytes, of cameras 4 bytes before each.
    (rb"RIFF....AVI |....(?:moov|mdat|wide|free)|\x00\x00\x01[\xb3\xba]|FLV\x01|\.RMF"
     rb"|G.{187}G|....G.{191}G",
     "a kind of film that browsers do not play; save it as MP4 (H.264)"),
    (rb"FORM....AIF[FC]", "an AIFF, which is hardly compressed; save it as MP3 or M4A"),
    (rb"#!AMR", "a telephone's recording (AMR); save it as MP3 or M4A"),
    (rb"0&\xb2u", "Windows Media; save it as MP3 or as MP4 (H.264)"),
    (rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg\b",
     "an SVG drawing, which can hold scripts; save it as PNG"),
    (rb"(?i:\s*(?:<!--.*?-->\s*|<!DOCTYPE html[^>]*>\s*)*<(?:html|head|body)\b)",
     "a web page; save the picture or recording that it shows, not the page"),
    (rb"PK\x03\x04", "an archive or a document; take out of it what is to be shown"),
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
