"""Whole numbers that a program wrote as floats: the columns of a table in, notes on them out.

A column of whole numbers with an empty cell is one of floats for pandas, which saves 7 as 7.0: then
ids name nothing, and figures seem more exact than their sources. Always true: cells stay as they
are, since a magnitude of 7.0 may be meant.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.report import Report, shown

_FLOATED = r"^-?[0-9]+\.0$"
_MEASURED = frozenset({
    "lat", "lon", "lng", "long", "latitude", "longitude", "x", "y", "uncertainty_m", "zoom",
    "population", "elevation",
})  # fmt: skip
"""Columns of which a number is read and not told as it is written."""
_LEAST = 2


def note_floated(columns: pa.Table, rows: pa.Array, name: str, report: Report) -> None:
    """Tells of each column in which every number ends in ``.0``."""
    for label, column in zip(columns.column_names, columns.columns, strict=True):
        if label in _MEASURED or len(column) - column.null_count < _LEAST:
            continue
        # Of most columns the first text tells that they are others.
        first = pc.index(pc.is_valid(column), pa.scalar(True)).as_py()
        written = column[first].as_py()
        if not re.fullmatch(_FLOATED, written):
            continue
        if pc.all(pc.match_substring_regex(column, _FLOATED)).as_py():
            report.add(
                "number-floated",
                "note",
                f"every number of this column ends in .0, as {shown(written)} does, which programs "
                "write for whole numbers where some cells are empty; write them as they were",
                file=name,
                row=rows[first].as_py(),
                column=label,
                value=written,
            )
