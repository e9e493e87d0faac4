"""Marks of a sheet that calamine does not hand on: errors, and dates that show no day in XLSX,
errors and cells merged over rows in ODS.

In go a workbook and a sheet's name, out come cells by row and column from 1. Always true: a cell
of a sheet that has no such mark is read no second time.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

_CELL = re.compile(
    rb'<c\s(?=[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})")([^>]*[^>/])>(?:(?!</c>).)*?<v>([^<]*)</v>', re.S
)
_ERROR = re.compile(rb'\bt="e"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_CHUNK = 1 << 20
# ref: ECMA-376, 18.8.30 and 18.8.31. What stands in quotation marks, in brackets or behind a mark
# of escape is no part of the date.
_NOT_A_PART = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet's cells have beside their values."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """As they are shown: ``#REF!``."""
    undated: dict[tuple[int, int], int] = field(default_factory=dict)
    """Cells that do not show the day that they hold: how many characters of its text they do."""
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    """The first and the last cell of each range, as calamine tells those of XLSX: from 0."""


def read_marks(path: Path, sheet: str) -> Marks:
    """The marks of a sheet; none of a file in another format, or of a kind that is not known."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".ods"):
        return Marks()
    try:
        with zipfile.ZipFile(path) as archive:
            if suffix == ".ods":
                return _marks_of_ods(archive, sheet)
            member = _member_of(archive, sheet)
            return Marks() if member is None else _marks(archive, member)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError):
        return Marks()


def _marks(archive: zipfile.ZipFile, member: str) -> Marks:
    styles = _styles_without_day(archive)
    wanted = {b'%s="%d"' % (b"s", style) for style in styles}
    errors: dict[tuple[int, int], str] = {}
    undated: dict[tuple[int, int], int] = {}
    for rows in _rows_of(archive, member):
        if b't="e"' not in rows and not any(one in rows for one in wanted):
            continue
        for letters, row, attributes, value in _CELL.findall(rows):
            at = int(row), _column(letters)
            style = _STYLE.search(attributes)
            if _ERROR.search(attributes):
                errors[at] = unescape(value.decode("utf-8", "replace"))
            elif style and int(style[1]) in styles:
                undated[at] = styles[int(style[1])]
    return Marks(errors, undated)


def _marks_of_ods(archive: zipfile.ZipFile, sheet: str) -> Marks:
    """ref: OpenDocument 1.3, part 3, 9.1. Rows and cells that are alike are written once."""
    content = archive.read("content.xml")
    marks = Marks()
    if b'value-type="error"' not in content and b"number-rows-spanned" not in content:
        return marks
    table = next(
        (
            one
            for one in ElementTree.fromstring(content).iter()
            if _local(one.tag) == "table" and _of(one, "name") == sheet
        ),
        (),
    )
    row = 0
    for each in _table_rows(table):
        column = 0
        for cell in each:
            spanned = int(_of(cell, "number-rows-spanned") or 1)
            if spanned > 1:
                wide = int(_of(cell, "number-columns-spanned") or 1)
                marks.merged.append(((row, column), (row + spanned - 1, column + wide - 1)))
            if any(_local(key) == "value-type" and value == "error" for key, value in cell.items()):
                marks.errors[row + 1, column + 1] = "".join(cell.itertext()).strip()
            column += int(_of(cell, "number-columns-repeated") or 1)
        row += int(_of(each, "number-rows-repeated") or 1)
    return marks


def _table_rows(table: Iterable[ElementTree.Element]) -> Iterator[ElementTree.Element]:
    """The rows, also of groups and of those that are a heading on each page."""
    for one in table:
        kind = _local(one.tag)
        if kind == "table-row":
            yield one
        elif kind in ("table-rows", "table-row-group", "table-header-rows"):
            yield from _table_rows(one)


def _of(element: ElementTree.Element, name: str) -> str | None:
    return next((value for key, value in element.items() if _local(key) == name), None)


def _rows_of(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The sheet's text in pieces that end with a row."""
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            head, end, tail = (rest + chunk).rpartition(b"</row>")
            rest = tail
            if end:
                yield head + end
    yield rest


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The file in the archive that a sheet is in. ref: ECMA-376, 18.2.19 and OPC, 9.3."""
    relation = None
    for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _local(one.tag) == "sheet" and one.get("name") == sheet:
            relation = next((value for key, value in one.items() if _local(key) == "id"), None)
    for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")).iter():
        if relation is not None and one.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
    return None


def _styles_without_day(archive: zipfile.ZipFile) -> dict[int, int]:
    """The cells' styles that show a date, but not its day, by their numbers.

    With each is how much of 1990-01-20 it shows: seven characters, or the year's four.
    """
    # The one format without a day that a file need not spell out.
    codes = {17: "mmm-yy"}
    formats: list[int] = []
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    for one in root.iter():
        if _local(one.tag) == "numFmt":
            codes[int(one.get("numFmtId", -1))] = one.get("formatCode", "")
        elif _local(one.tag) == "cellXfs":
            formats = [int(each.get("numFmtId", 0)) for each in one]
    parts = {style: _NOT_A_PART.sub("", codes.get(number, "").partition(";")[0]).lower()
             for style, number in enumerate(formats)}  # fmt: skip
    return {
        style: 7 if "m" in part else 4
        for style, part in parts.items()
        if "y" in part and not set(part) & set("dhs0#")
    }


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
