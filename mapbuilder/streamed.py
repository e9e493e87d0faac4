"""Large CSVs: a regular one is read straight from its file, which is never held as a whole.

In goes an open file, out come the signs of its bytes and its sheet, or none where ``delimited`` has
to look closer: another encoding, rows that are not alike, a quotation mark that is not closed, line
ends of several kinds. Always true: the sheet is the one that ``delimited`` makes of the bytes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

import pyarrow as pa

from mapbuilder.cells import Sheet
from mapbuilder.delimited import (
    SAMPLE,
    SEPARATOR_LINE,
    delimiter_of,
    header_of,
    read_options,
    starts_of,
)
from mapbuilder.memory import give_back
from mapbuilder.quotation_marks import enclose_cells
from mapbuilder.raw_bytes import Signs, signs_of

LARGE = 16 << 20
"""From so many bytes on."""
_BLOCK = 4 << 20
_MARK = b"\xef\xbb\xbf"
_OTHERS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""UTF-16, and workbooks that have the name of a text."""


def read_streamed(
    stream: BinaryIO,
    *,
    known: Collection[str],
    encoding: str | None = None,
    delimiter: str | None = None,
) -> tuple[Signs, Sheet | None]:
    """The signs of an open file, and its sheet if it is regular."""
    signs = signs_of(stream)
    if encoding is not None and encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return signs, None
    stream.seek(0)
    sample = stream.read(SAMPLE)
    # Lines that end in a carriage return alone are counted otherwise.
    if signs.quotes % 2 or signs.returns != signs.pairs or sample.startswith(_OTHERS):
        return signs, None
    sample = sample.removeprefix(_MARK)
    text = sample.decode("utf-8", "ignore")
    if not sample.strip() or SEPARATOR_LINE.match(text[:16]):
        return signs, None
    separator = delimiter or delimiter_of(text, known)
    header, lines, end = header_of(sample, separator)
    if header is None or end is None or end >= len(sample):
        return signs, None
    stream.seek(0)
    return signs, _sheet(stream, header, lines, separator, signs)


def _sheet(
    stream: BinaryIO, header: list[str], lines: int, delimiter: str, signs: Signs
) -> Sheet | None:
    from pyarrow import csv as arrow_csv

    try:
        options = read_options(len(header), delimiter, _BLOCK, skipped=lines, checked=True)
        # What other threads have asked for, Arrow's pool keeps for them: a fifth of the table.
        options["read_options"].use_threads = False
        table = arrow_csv.read_csv(stream, **options)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowCapacityError):
        return None
    give_back()
    if signs.quotes and signs.lines - lines != len(table):
        stream.seek(0)
        if stream.read(len(_MARK)) != _MARK:
            stream.seek(0)
        if not enclose_cells(stream, delimiter):
            return None
    starts = starts_of(table, signs.lines - lines, lines, has_returns=signs.returns > 0)
    return Sheet(tuple(header), tuple(table.columns), starts)
