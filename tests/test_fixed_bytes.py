"""What is taken out of PDFs and pictures, and what stays."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from mapbuilder.errors import PosterError
from mapbuilder.fixed_bytes import PNG_SIGNATURE, fixed_pdf, fixed_png


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


HEAD = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
DRAWN = chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))


def test_of_a_picture_only_its_colours_and_its_resolution_stay():
    made = fixed_png(
        PNG_SIGNATURE
        + HEAD
        + chunk(b"tIME", b"\x07\xea\x0b\x1a\x04\x1a\x00")
        + chunk(b"tEXt", b"Software\0x")
        + DRAWN
        + chunk(b"IEND"),
        300,
    )
    per_m = struct.pack(">IIB", 11811, 11811, 1)
    assert made == PNG_SIGNATURE + HEAD + chunk(b"pHYs", per_m) + DRAWN + chunk(b"IEND")


def test_what_is_no_png_is_refused():
    with pytest.raises(PosterError, match="something else than a PNG"):
        fixed_png(b"GIF89a", 300)


def pdf(clock: str, pages: int = 1, *, tagged: bool = True) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if tagged:
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        writer.root_object[NameObject("/StructTreeRoot")] = tree
    writer.add_metadata({"/CreationDate": clock, "/ModDate": clock, "/Producer": "x"})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf_without_its_clock_has_the_same_bytes_a_title_and_a_language():
    one, other = pdf("D:20200101000000Z"), pdf("D:20300101000000Z")
    assert one != other
    words = {"title": "Bakı, 1990", "language": "az", "creator": "mapbuilder 0"}
    fixed = fixed_pdf(one, **words)
    assert fixed == fixed_pdf(other, **words)
    read = PdfReader(BytesIO(fixed))
    assert {str(key) for key in read.metadata} == {"/Title", "/Creator"}
    assert read.metadata.title == "Bakı, 1990"
    assert read.root_object["/Lang"] == "az"
    assert read.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_second_page_and_a_pdf_without_tags_are_refused():
    words = {"title": "T", "language": "en", "creator": "c"}
    with pytest.raises(PosterError, match="2 pages of one sheet"):
        fixed_pdf(pdf("D:2020", 2), **words)
    with pytest.raises(PosterError, match="without tags"):
        fixed_pdf(pdf("D:2020", tagged=False), **words)
