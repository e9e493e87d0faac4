"""Pictures and PDFs with nothing in them of when and where they were made: bytes in, bytes out.

Chromium writes the clock into a PDF; what else is in it depends on the page and on Chromium alone.
The same page drawn by the same Chromium gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from mapbuilder.errors import PosterError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What is needed to draw (PNG, 3rd edition, 11.2) and which colours are meant (11.3.2).
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB"}
INCH_M = 0.0254


def fixed_pdf(content: bytes, *, title: str, language: str, creator: str) -> bytes:
    """The PDF without clock, with a title and a language.

    Raises ``PosterError`` when it has not one page, or is not tagged.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        BooleanObject,
        DictionaryObject,
        NameObject,
        TextStringObject,
    )

    reader = PdfReader(BytesIO(content))
    if len(reader.pages) != 1:
        raise PosterError(f"the browser made {len(reader.pages)} pages of one sheet")
    writer = PdfWriter(clone_from=reader)
    root = writer.root_object
    if "/StructTreeRoot" not in root:
        raise PosterError("the browser made a PDF without tags: it is too old, install a newer one")
    root[NameObject("/Lang")] = TextStringObject(language)
    # PDF/UA-1, 7.1: the title is what a reader's window is called.
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    writer.metadata = None
    writer.add_metadata({"/Title": title, "/Creator": creator})
    writer.pdf_header = reader.pdf_header
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def fixed_png(content: bytes, dpi: int) -> bytes:
    """The picture with its colours and its resolution, and no other word of itself."""
    if not content.startswith(PNG_SIGNATURE):
        raise PosterError("the browser made something else than a PNG")
    parts = [PNG_SIGNATURE]
    at = len(PNG_SIGNATURE)
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        if kind in _KEPT:
            parts.append(content[at : at + 12 + length])
        if kind == b"IHDR":
            per_m = round(dpi / INCH_M)
            parts.append(_chunk(b"pHYs", struct.pack(">IIB", per_m, per_m, 1)))
        at += 12 + length
    return b"".join(parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
