"""Garbled texts: the columns of a table in, the cells that were read in another encoding told.

"MÃ¼nchen" is München in UTF-8, opened as if it were of Windows and saved again. Always true: a cell
is told with what it would be, and stays as it is.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.report import Report, Suggestion, shown

# The letters that windows-1252 has for the bytes of UTF-8 behind the first of a character.
_LATER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_FIRST = "ÂÃÄÅÐÑØÙÎÏ×â"
_LIKELY = f"[{_FIRST}][{_LATER}]"
_RUN = re.compile(f"[\u0080-\u00ff{_LATER}]{{2,}}")
_SURE = re.compile(f"[ÂÃ][{_LATER}]|â€")


def mended(text: str) -> str | None:
    """The text as it was, or ``None`` for one that may well be meant as it is."""
    found = 0

    def turned(run: re.Match[str]) -> str:
        nonlocal found
        try:
            meant = b"".join(map(_byte, run[0])).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return run[0]
        found += len(meant)
        return meant

    whole = _RUN.sub(turned, text)
    # «SPÄ» holds one such pair, and nothing is wrong with it.
    return whole if found > 1 or (found and _SURE.search(text)) else None


def _byte(letter: str) -> bytes:
    # Five bytes are no letter of windows-1252, and programs keep them as they are.
    return letter.encode("latin-1" if letter <= "\u00ff" else "windows-1252")


def note_garbled(columns: pa.Table, rows: pa.Array, name: str, report: Report) -> None:
    """Tells of garbled cells, the first of each column with its row."""
    for label, column in zip(columns.column_names, columns.columns, strict=True):
        # Most texts of most tables are plain, which is known soonest.
        others = pc.indices_nonzero(pc.fill_null(pc.invert(pc.string_is_ascii(column)), False))
        if not len(others):
            continue
        found = pc.match_substring_regex(column.take(others), _LIKELY)
        likely = others.filter(pc.fill_null(found, False).combine_chunks())
        texts = column.take(likely).to_pylist()
        wrong = [
            (index, text, meant)
            for index, text in zip(likely.to_pylist(), texts, strict=True)
            if (meant := mended(text)) is not None
        ]
        for number, (index, text, meant) in enumerate(wrong[:ROWS_TOLD], 1):
            more = len(wrong) - ROWS_TOLD if number == ROWS_TOLD else 0
            report.add(
                "text-garbled",
                "warning",
                f"{shown(text)} seems to be {shown(meant)}, opened in another encoding and saved "
                "again; take the table as it was before, and open it as UTF-8"
                + (f"; the same in {counted(more, 'more row')}" if more > 0 else ""),
                file=name,
                row=rows[index].as_py(),
                column=label,
                value=text,
                suggestions=(Suggestion(meant, "in the encoding that it had"),),
            )
