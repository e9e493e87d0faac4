"""CSV and its kin: the bytes of a file in, a sheet with true line numbers out.

Arrow reads what is regular. What it refuses (rows with too many or too few cells, a quotation mark
that is not closed, a cell larger than its block) is read again row by row, so that every row ends
as a record or as an error; so does one of which a stray quotation mark has made several lines. Line
numbers count the lines within quoted cells.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import Sheet
from mapbuilder.counts import counted
from mapbuilder.errors import InputError
from mapbuilder.likely_encodings import likely_encoding
from mapbuilder.merge_marks import merge_sentence
from mapbuilder.quotation_marks import enclose_cells, ends_of_lines, swallows
from mapbuilder.report import Report

DELIMITERS = (",", ";", "\t", "|")

SAMPLE = 65_536
_BLOCK = 16 << 20
_ROWS_AT_ONCE = 10_000
"""So many rows of an irregular file are Python texts, as many times as large as their columns."""
_LINE_END = r"\r\n|\n|\r"
_MOST_SEARCHED = 16_000_000
"""In bytes; in a larger table nobody has written the marks by hand."""
_STRAYS_TOLD = 20
_STRAYS_SEARCHED = 2_000
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(
    content: bytes,
    name: str,
    report: Report,
    *,
    known: Collection[str] = (),
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Sheet:
    """The sheet in a CSV file. ``known`` names tell the delimiter where none is given."""
    utf8 = _to_utf8(content, name, encoding)
    if unmerged := merge_sentence(utf8):
        raise InputError(f"{name}:{unmerged}")
    skipped = 0
    start = utf8[:16].decode("utf-8", "ignore")
    if found := SEPARATOR_LINE.match(start):
        # Excel's own way to say which delimiter a file has.
        delimiter, skipped = found[1], 1
        utf8 = utf8[len(found[0].encode()) :]
    if not utf8[:SAMPLE].strip() and not utf8.strip():
        raise InputError(f"{name} is empty; its first line must name the columns")
    separator = delimiter or delimiter_of(utf8[:SAMPLE].decode("utf-8", "ignore"), known)
    # With a quotation mark that is not closed Arrow takes the rest of the file for one cell.
    odd = utf8.count(b'"') % 2
    _tell_strays(utf8, separator, skipped, name, report)
    sheet = None if odd else _read_regular(utf8, separator, skipped, name, report)
    return sheet or _read_irregular(utf8, separator, skipped, name, report)


_LETTERS = bytes(range(0xC0, 0x100))


def _to_utf8(content: bytes, name: str, encoding: str | None) -> bytes:
    """The same text in UTF-8 without a mark at its start; a mark tells the encoding for sure."""
    if content.startswith(b"\xef\xbb\xbf"):
        encoding, content = "utf-8", content[3:]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if encoding is not None and is_utf8_in_spite_of(encoding, content):
        encoding = None
    if encoding is None or encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        if not _is_utf8(content):
            if b"\0" in content:
                raise _no_text(name)
            line = _line_of_fault(content)
            raise InputError(
                f"{name}:{line} is not in UTF-8: save it as 'CSV UTF-8', or name its encoding in "
                f"exhibit.toml, as in {likely_encoding(content)}"
            ) from None
        # Latin letters in UTF-16 without a mark are UTF-8, too, with a NUL beside each.
        if content[:SAMPLE].count(0) * 4 > len(content[:SAMPLE]):
            raise _no_text(name)
        return content
    try:
        return _recoded(content, encoding)
    except (UnicodeError, LookupError) as error:
        raise InputError(f"{name} is not in the encoding {encoding!r}: {error}") from None


def is_utf8_in_spite_of(encoding: str, content: bytes) -> bool:
    """Whether a table is in UTF-8 where another of the exhibit's is in an encoding of single bytes.

    Letters of such an encoding stand in an order that no text of UTF-8 has.
    """
    try:
        is_of_single_bytes = len(_LETTERS.decode(encoding, "replace")) == len(_LETTERS)
    except (UnicodeError, LookupError):
        return False
    return is_of_single_bytes and not content.isascii() and _is_utf8(content)


def _is_utf8(content: bytes) -> bool:
    # Arrow looks at the bytes as they are and makes no text of them, which takes no memory.
    ends = pa.py_buffer(np.array([0, len(content)], np.int64))
    held = [None, ends, pa.py_buffer(content)]
    try:
        pa.Array.from_buffers(pa.large_binary(), 1, held).cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def _no_text(name: str) -> InputError:
    return InputError(
        f"{name} is no text by its content: give it the suffix of what it is, or, if it is a text, "
        'name its encoding in exhibit.toml, as in encoding = "utf-16-le"'
    )


def _recoded(content: bytes, encoding: str) -> bytes:
    """The text in UTF-8, piece by piece: as a whole it may take four bytes a character."""
    pieces = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    utf8 = io.BytesIO()
    while text := pieces.read(_BLOCK):
        utf8.write((text if utf8.tell() else text.removeprefix("\ufeff")).encode())
    return utf8.getvalue()


def _line_of_fault(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def delimiter_of(sample: str, known: Collection[str]) -> str:
    """The delimiter with which the header has most known names, then with most equal rows."""

    def fitness(delimiter: str) -> tuple[int, int, int]:
        with _wide_fields():
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            rows = [row for row, _ in zip(_rows(reader), range(50), strict=False) if any(row)]
        header = [re.sub(r"[\s-]+", "_", cell.strip().lower()) for cell in rows[0]] if rows else []
        names = len(set(header) & set(known)) if len(header) > 1 else 0
        equal = sum(len(row) == len(header) for row in rows) if len(header) > 1 else 0
        return names, equal, len(header)

    # The first of equals wins: a file with a single column may be read with any of them.
    return max(DELIMITERS, key=fitness)


def _rows(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return


@contextmanager
def _wide_fields() -> Iterator[None]:
    """Lifts the limit of 128 kB that Python's reader sets; the table has its own, in characters."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _read_regular(
    utf8: bytes, delimiter: str, skipped: int, name: str, report: Report
) -> Sheet | None:
    """The sheet as Arrow reads it; ``None`` when a row is not as the others are."""
    header, lines, end = header_of(utf8, delimiter)
    if header is None or end is None:
        return None
    if end == len(utf8):
        empty = pa.chunked_array([], pa.string())
        return Sheet(tuple(header), (empty,) * len(header), pa.array([], pa.int64()))
    from pyarrow import csv as arrow_csv

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(utf8)[end:]),
            **read_options(len(header), delimiter, _BLOCK),
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowCapacityError):
        return None
    count = _line_count(utf8, end)
    starts = starts_of(table, count, lines + skipped)
    refused = 0
    if count != len(table) and not enclose_cells(io.BytesIO(utf8), delimiter):
        # Some row has several lines, and some mark is not at a cell's end.
        whole = _whole_rows(utf8, starts, skipped, delimiter, name, report)
        refused = len(table) - int(np.count_nonzero(whole))
        if refused:
            table, starts = table.filter(pa.array(whole)), starts.filter(pa.array(whole))
    return Sheet(tuple(header), tuple(table.columns), starts, refused)


def _whole_rows(
    utf8: bytes, starts: pa.Array, skipped: int, delimiter: str, name: str, report: Report
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of the rows are one row of the file each; the others are told."""
    ends = [0, *ends_of_lines(utf8)]
    first = starts.to_numpy() - 1 - skipped
    after = np.append(first[1:], len(ends) - 1)
    whole = np.ones(len(first), np.bool_)
    for number in np.flatnonzero(after - first > 1).tolist():
        begin, end = int(first[number]), int(after[number])
        if swallows(utf8[ends[begin] : ends[end]].decode("utf-8"), delimiter):
            whole[number] = False
            _tell_swallowed(end - begin, begin + 1 + skipped, name, report)
    return whole


def _tell_strays(utf8: bytes, delimiter: str, skipped: int, name: str, report: Report) -> None:
    """A warning for each of the first lines with a mark that closes a cell before its end."""
    if len(utf8) > _MOST_SEARCHED or len(delimiter.encode()) > 1:
        return
    last = -1
    told = 0
    for at in _inner_marks(utf8, delimiter)[:_STRAYS_SEARCHED].tolist():
        begin = utf8.rfind(b"\n", 0, at) + 1
        if begin == last:
            continue
        last = begin
        end = utf8.find(b"\n", at)
        line = utf8[begin : len(utf8) if end < 0 else end].rstrip(b"\r").decode()
        # An open mark, which takes the next lines with it, is told by whoever reads them.
        if line.count('"') % 2 or _is_strict(line, delimiter):
            continue
        report.add(
            "quotation-open",
            "warning",
            "a quotation mark closes a cell before its end, so that its text has lost one mark and "
            "gained another; write each mark within a cell twice",
            file=name,
            row=utf8.count(b"\n", 0, begin) + 1 + skipped,
        )
        told += 1
        if told == _STRAYS_TOLD:
            return


def _inner_marks(utf8: bytes, delimiter: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where quotation marks stand that have neither another nor an end of a cell beside them."""
    held = np.frombuffer(utf8, np.uint8)
    at = np.flatnonzero(held == ord('"'))
    at = at[(at > 0) & (at < len(held) - 1)]
    is_end = np.zeros(256, bool)
    is_end[[*b'"\r\n', *delimiter.encode()]] = True
    inner = at[~(is_end[held[at - 1]] | is_end[held[at + 1]])]
    return inner.astype(np.int64)


def _is_strict(line: str, delimiter: str) -> bool:
    """Whether a line is CSV as RFC 4180 has it; marks within a cell without them are let be."""
    try:
        list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _tell_swallowed(lines: int, row: int, name: str, report: Report) -> None:
    report.add(
        "quotation-open",
        "error",
        f"a quotation mark is opened in this line and closed {counted(lines - 1, 'line')} below it "
        "amid another cell: all that is between is taken for one cell; close it where its cell "
        "ends, or write it twice",
        file=name,
        row=row,
    )


def header_of(utf8: bytes, delimiter: str) -> tuple[list[str] | None, int, int | None]:
    """The header, how many lines it takes, and where in the bytes it ends.

    There is none for Arrow where it is empty or has a delimiter that Arrow does not know, and no
    end where it is longer than the sample.
    """
    if len(delimiter.encode()) > 1 or delimiter == '"':
        return None, 0, None
    with _wide_fields():
        text = utf8[:SAMPLE].decode("utf-8", "ignore")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next(_rows(reader), [])
        lines = reader.line_num
    return header if any(header) else None, lines, _after_lines(utf8, lines)


def read_options(
    count: int, delimiter: str, block: int, *, skipped: int = 0, checked: bool = False
) -> dict[str, Any]:
    """How Arrow reads so many columns of texts, after the lines that are ``skipped``.

    ``checked`` has it refuse what is not UTF-8.
    """
    from pyarrow import csv as arrow_csv

    names = [str(number) for number in range(count)]
    return {
        "read_options": arrow_csv.ReadOptions(
            column_names=names, block_size=block, skip_rows=skipped
        ),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            check_utf8=checked,
        ),
    }


def starts_of(table: pa.Table, lines: int, before: int, *, has_returns: bool = True) -> pa.Array:
    """The line in which each row starts: the table has so many ``lines``, behind those ``before``.

    Only where some cell has lines of its own they are counted.
    """
    starts = np.arange(len(table), dtype=np.int64) + 1 + before
    if lines != len(table):
        extra = np.zeros(len(table), np.int64)
        for column in table.columns:
            count = pc.count_substring_regex if has_returns else pc.count_substring
            extra += count(column, _LINE_END if has_returns else "\n").to_numpy()
        starts[1:] += np.cumsum(extra)[:-1]
    return pa.array(starts)


def _line_count(utf8: bytes, start: int) -> int:
    """The number of lines from ``start`` on; a last one need not be ended."""
    ends = utf8.count(b"\n", start) + utf8.count(b"\r", start) - utf8.count(b"\r\n", start)
    return ends + (not utf8.endswith((b"\n", b"\r")))


def _after_lines(utf8: bytes, lines: int) -> int | None:
    """Where the body begins; ``None`` when the header is longer than the sample."""
    end = 0
    for _ in range(lines):
        found = re.compile(rb"\r\n|\n|\r").search(utf8, end)
        if not found:
            return len(utf8) if len(utf8) < SAMPLE else None
        end = found.end()
    return end if end < SAMPLE or end == len(utf8) else None


def _is_open(text: str, line: int, delimiter: str) -> bool:
    """Whether the last row, which begins after ``line`` lines, ends within quotation marks."""
    start = 0
    for _ in range(line):
        found = re.compile(_LINE_END).search(text, start)
        start = found.end() if found else len(text)
    rest = io.StringIO(text[start:], newline="")
    try:
        list(csv.reader(rest, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _read_irregular(utf8: bytes, delimiter: str, skipped: int, name: str, report: Report) -> Sheet:
    """The sheet row by row; rows with too few cells are filled, those with too many refused.

    The text is decoded piece by piece: as a whole it would be there a second time, and a third
    time in the reader's buffer, in four bytes a character.
    """
    rows: list[list[str]] = []
    read: list[list[pa.Array]] = []
    starts: list[int] = []
    refused = 0
    header: list[str] = []
    ends: list[int] = []
    odd = utf8.count(b'"') % 2 == 1
    last = _line_count(utf8.rstrip(b"\r\n"), 0) if odd else 0
    with _wide_fields():
        pieces = io.TextIOWrapper(io.BytesIO(utf8), "utf-8", newline="")
        reader = csv.reader(pieces, delimiter=delimiter)
        before = 0
        try:
            for row in reader:
                start, first, before = before + 1 + skipped, before, reader.line_num
                if odd and before >= last and _is_open(utf8.decode(), first, delimiter):
                    refused += 1
                    report.add(
                        "quotation-open",
                        "error",
                        "a quotation mark is opened in this line and never closed: the rest of the "
                        f"file, {counted(before - first, 'line')}, is taken for one cell",
                        file=name,
                        row=start,
                    )
                    continue
                if not any(cell.strip() for cell in row):
                    continue
                if before - first > 1:
                    ends = ends or [0, *ends_of_lines(utf8)]
                    lines = utf8[ends[first] : ends[before]].decode()
                if before - first > 1 and swallows(lines, delimiter):
                    refused += 1
                    _tell_swallowed(before - first, start, name, report)
                    continue
                if not header:
                    header = row
                    continue
                while len(row) > len(header) and not row[-1].strip():
                    row.pop()
                if len(row) > len(header):
                    refused += 1
                    report.add(
                        "cells-too-many",
                        "error",
                        f"the line has {counted(len(row), 'cell')} for "
                        f"{counted(len(header), 'column')}; put a cell that "
                        f"holds {delimiter!r} in quotation marks",
                        file=name,
                        row=start,
                    )
                    continue
                if len(row) < len(header):
                    report.add(
                        "cells-too-few",
                        "warning",
                        f"the line has {counted(len(row), 'cell')} for "
                        f"{counted(len(header), 'column')}; the missing "
                        "ones are taken as empty",
                        file=name,
                        row=start,
                    )
                    row += [""] * (len(header) - len(row))
                rows.append(row)
                starts.append(start)
                if len(rows) == _ROWS_AT_ONCE:
                    read.append(_columns_of(rows))
                    rows.clear()
        except csv.Error as error:
            line = before + 1 + skipped
            raise InputError(f"{name}:{line} cannot be read as CSV: {error}") from None
    if not header:
        raise InputError(f"{name} is empty; its first line must name the columns")
    if rows:
        read.append(_columns_of(rows))
    columns = zip(*read, strict=True) if read else ([] for _ in header)
    return Sheet(
        tuple(header),
        tuple(pa.chunked_array(chunks, pa.string()) for chunks in columns),
        pa.array(starts, pa.int64()),
        refused,
    )


def _columns_of(rows: list[list[str]]) -> list[pa.Array]:
    return [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
