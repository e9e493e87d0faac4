"""Cells: values of any type in, the text that a CSV of the same table would hold out.

Every reader hands on a ``Sheet`` of such texts, so that a date in a workbook, a number in a data
frame and both in a CSV are one thing to what comes after.
"""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.report import Report, shown

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
"""The suffixes of files with sheets."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as its file has it: names as written, texts as written."""

    header: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    """Strings, one array for each name."""
    rows: pa.Array
    """Where each row starts: the line, the row of the sheet, or its number from 1; int64."""
    refused: int = 0
    """How many rows cannot be used at all; each is an error in the report."""
    name: str | None = None
    """Of the sheet, where it is one of several in a workbook."""


def known_among(names: Sequence[object], known: Collection[str]) -> set[str]:
    """Which of the ``known`` names are among those of columns, as written."""
    return {to_heading(name) for name in names} & set(known)


def to_heading(name: object) -> str:
    return re.sub(r"[\s-]+", "_", str(name).strip().lower())


def note_unread(
    what: str, read: str, other: str, rows: int, file: str, report: Report, *, is_shown: bool = True
) -> None:
    """Tells of a sheet or layer with so many rows that might be the table as well."""
    of_its_own = " or, by its name, a sheet" if what == "sheet" else ""
    report.add(
        "table-unread",
        "warning" if is_shown else "note",
        f"the {'' if is_shown else 'hidden '}{what} {shown(other)} has such columns too, and "
        f"{counted(rows, 'row')}; only {shown(read)} is read: put all rows into one {what}, and "
        f"another table into a file{of_its_own} of its own",
        file=file,
        value=other,
    )


def to_text(value: object) -> str | None:
    """The text of a single value; ``None`` for one that is missing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return None if math.isnan(value) else str(value)
        # A year in a workbook is 1990.0; beyond 2**53 the digits would be made up.
        whole = value.is_integer() and abs(value) < 2**53
        return str(int(value)) if whole else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time() and value.tzinfo is None
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if hasattr(value, "item") and callable(value.item):
        # numpy's numbers, dates and booleans
        inner = value.item()
        return to_text(inner) if type(inner) is not type(value) else str(inner)
    # pandas has missing values of its own, which are not equal to themselves or cannot be compared.
    text = str(value)
    return None if text in ("<NA>", "NaT", "nan") else text


def to_texts(column: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of an Arrow column of any type."""
    if isinstance(column, pa.Array):
        column = pa.chunked_array([column])
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        chunks = [chunk.storage for chunk in column.chunks]
        return to_texts(pa.chunked_array(chunks, kind.storage_type))
    if pa.types.is_string(kind):
        return column
    if pa.types.is_dictionary(kind):
        return to_texts(column.cast(kind.value_type))
    if pa.types.is_floating(kind):
        # Arrow would write an id of 10000000000.0 as 1e+10.
        encoded = column.combine_chunks().dictionary_encode()
        numbers = encoded.dictionary.to_pylist()
        if not pa.types.is_float64(kind):
            # The shortest digits that tell the number from its neighbours in its own width.
            numbers = [float(str(number)) for number in encoded.dictionary.to_numpy()]
        return texts_of(numbers).take(encoded.indices)
    if pa.types.is_timestamp(kind):
        seconds = pc.replace_substring_regex(_cast(column), r"\.0+$", "")
        return pc.replace_substring_regex(seconds, r" 00:00:00$", "")
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return texts_of(column.to_pylist())
    return _cast(column)


def _cast(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return texts_of(column.to_pylist())


def texts_of(values: Sequence[Any]) -> pa.ChunkedArray:
    """A column of the texts of Python values."""
    texts = [to_text(value) for value in values]
    try:
        return pa.chunked_array([pa.array(texts, pa.string())])
    except (UnicodeEncodeError, pa.ArrowInvalid):
        # A surrogate that is not one of a pair is no character, and UTF-8 cannot hold it; it goes
        # on as a control character, which the table reports and replaces.
        return pa.chunked_array([pa.array([text and _paired(text) for text in texts], pa.string())])


def _paired(text: str) -> str:
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    # The replacement stands for what the decoder refused; U+FFFF makes the table report it.
    return joined.replace("\ufffd", "\uffff") if "\ufffd" not in text else joined


def numbered(count: int, first: int = 1) -> pa.Array:
    """Row numbers one after the other."""
    return pa.array(np.arange(first, first + count, dtype=np.int64))


def in_one(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column in one piece where a piece can hold it."""
    if column.num_chunks == 1:
        return column
    return pa.table([column], names=["one"]).combine_chunks()["one"]


def coded(column: Any) -> tuple[list[Any], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The different texts of a column and each row's number among them, -1 where it is empty."""
    encoded = pc.dictionary_encode(in_array(column))
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return encoded.dictionary.to_pylist(), codes


def in_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column as one array; where it is one already that takes no memory.

    ``combine_chunks`` copies a single chunk as well.
    """
    if not isinstance(column, pa.ChunkedArray):
        return column
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
