"""Cells as files have them in, the same without what is no text of a person's out.

Control characters are shown as U+FFFD, and an error that a spreadsheet shows in the place of a
value is an empty cell. Always true: each is told with its row, up to a number of rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.raw_bytes import suspects_of
from mapbuilder.report import Report

ROWS_TOLD = 20
"""So many rows with one fault in one column are told each; the rest is counted."""

# Control characters but tab and line feed (Unicode, C0 and C1), and noncharacters (section 23.7).
_CONTROL = (
    r"[\x00-\x08\x0B-\x1F\x7F-\x{9F}\x{FDD0}-\x{FDEF}"
    + "".join(rf"\x{{{plane:X}FFFE}}\x{{{plane:X}FFFF}}" for plane in range(17))
    + "]"
)
# Embeddings, overrides and isolates (UAX #9, section 2).
_BIDI = r"[\x{202A}-\x{202E}\x{2066}-\x{2069}]"
# Errors of formulas in the languages of Excel and LibreOffice, and the signs of a column that was
# too narrow for its numbers when it was saved as CSV; before them what databases write for nothing.
_ERROR = (
    r"^(?:NULL|\\N|#{4,}|Err:\d{3}|#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|GETTING_DATA|BEZUG!|NV|WERT!|ZAHL!|NOM\?|VALEUR!|NOMBRE!|NUL!|¡REF!|¿NOMBRE\?|¡VALOR!"
    r"|¡DIV/0!|¡NUM!|¡NULO!|RIF!|N/D|NOME\?|VALORE!|ССЫЛКА!|Н/Д|ИМЯ\?|ЗНАЧ!|ДЕЛ/0!|ЧИСЛО!|ПУСТО!"
    r"|BAŞV!|YOK|AD\?|DEĞER!|SAYI/0!|SAYI!|BOŞ!))$"
)


def without_errors(
    column: pa.ChunkedArray, rows: pa.Array, name: str, label: str, report: Report
) -> pa.ChunkedArray:
    """The texts, where a formula's error is an empty cell."""
    # Most columns have no such cell, and whether they may is known sooner than what matches.
    may_be = (
        [pc.starts_with(one, "#"), pc.starts_with(one, "Err:"), pc.equal(one, "NULL"),
         pc.equal(one, r"\N")]
        for one in column.chunks
    )  # fmt: skip
    if not any(pc.any(each).as_py() for of_chunk in may_be for each in of_chunk):
        return column
    wrong = pc.fill_null(pc.match_substring_regex(column, _ERROR), False)
    if not pc.any(wrong).as_py():
        return column
    told = (
        "the cell holds the error of a spreadsheet, or the sign of a database for nothing, and is "
        "read as empty; mend its formula, or make its column wider, and save the table again"
    )
    report_rows("cell-error", "warning", told, wrong, rows, name, label, column, report)
    return pc.if_else(wrong, pa.scalar(None, pa.string()), column)


def without_controls(
    column: pa.ChunkedArray, rows: pa.Array, name: str, label: str, report: Report
) -> pa.ChunkedArray:
    """The texts with line ends as line feeds and other control characters as U+FFFD."""
    starts = np.cumsum([0, *map(len, column.chunks)])
    wrong = [at + suspects_of(chunk) for at, chunk in zip(starts, column.chunks, strict=False)]
    if not any(map(len, wrong)):
        return column
    at = np.concatenate(wrong)
    some = pa.array(at)
    cleaned = _cleaned(column.take(some), rows.take(some), name, label, report)
    mask = np.zeros(len(column), bool)
    mask[at] = True
    whole = column.combine_chunks()
    return pa.chunked_array([pc.replace_with_mask(whole, pa.array(mask), cleaned)])


def _cleaned(
    column: pa.ChunkedArray, rows: pa.Array, name: str, label: str, report: Report
) -> pa.Array:
    """Texts that may have such characters, without them."""
    if pc.any(pc.match_substring(column, "\r")).as_py():
        column = pc.replace_substring_regex(column, "\r\n?", "\n")
    with_control = pc.match_substring_regex(column, _CONTROL)
    if pc.any(with_control).as_py():
        told = "control characters are no text; they are shown as \ufffd"
        report_rows(
            "character-control", "warning", told, with_control, rows, name, label, column, report
        )
        column = pc.replace_substring_regex(column, _CONTROL, "\ufffd")
    with_bidi = pc.match_substring_regex(column, _BIDI)
    if pc.any(with_bidi).as_py():
        told = "the text has characters that turn its direction; they are kept within it"
        report_rows("character-bidi", "note", told, with_bidi, rows, name, label, column, report)
    return column.combine_chunks()


def report_rows(
    code: str,
    severity: Any,
    message: str,
    wrong: Any,
    rows: pa.Array,
    file: str,
    label: str,
    column: pa.ChunkedArray,
    report: Report,
) -> None:
    """A problem for each of the first rows where ``wrong`` is true; the last counts the others."""
    indices = pc.indices_nonzero(pc.fill_null(wrong, False))
    told = indices[:ROWS_TOLD].to_pylist()
    for index in told:
        more = len(indices) - len(told)
        also = f"; the same in {counted(more, 'more row')}" if more and index == told[-1] else ""
        report.add(
            code,
            severity,
            message + also,
            file=file,
            row=rows[index].as_py(),
            column=label,
            value=column[index].as_py(),
        )
