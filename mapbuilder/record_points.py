"""Points of records: the cells of latitudes and longitudes in, numbers and what is wrong out.

Always true: each different text is read once; a record of which one half cannot be read has no
point. What is written otherwise than in degrees with a point is read as it is of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import coded
from mapbuilder.degrees import hint_of, to_degrees
from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    from mapbuilder.tables import Table

_MOST = {"lat": 90.0, "lon": 180.0}
_PLAIN, _COMMA, _MINUTES = range(3)
_FORMS = {
    _COMMA: "decimal commas are read as points",
    _MINUTES: "degrees, minutes and letters are read as degrees",
}

_Flags = npt.NDArray[np.bool_]
_Floats = npt.NDArray[np.float64]


def read_record_points(
    given: pa.Table, table: Table, report: Report
) -> tuple[dict[str, pa.Array], _Flags]:
    """Latitudes and longitudes as numbers, and which records have a wrong one."""
    cells = {column: coded(given[column]) for column in _MOST}
    read = {column: _read(texts, column) for column, (texts, _) in cells.items()}
    numbers = {column: read[column][0][codes] for column, (_, codes) in cells.items()}
    forms = {column: read[column][1][codes] for column, (_, codes) in cells.items()}
    # "40,49" beside a cell without a comma may be a latitude and a longitude in one cell.
    alone = (forms["lat"] == _COMMA) != (forms["lon"] == _COMMA)
    alone &= (cells["lat"][1] >= 0) & (cells["lon"][1] >= 0)
    for column, degrees in numbers.items():
        degrees[alone & (forms[column] == _COMMA)] = np.nan
    wrong = np.zeros(len(given), bool)
    for column, (texts, codes) in cells.items():
        faulty = (codes >= 0) & np.isnan(numbers[column])
        wrong |= faulty
        for index in np.flatnonzero(faulty).tolist():
            text = texts[int(codes[index])]
            report.add(
                "coordinate-invalid",
                "error",
                f"{column} is a number of degrees from -{_MOST[column]:.0f} to "
                f"{_MOST[column]:.0f}, not {shown(text)}{hint_of(text)}",
                file=table.name,
                row=table.rows[index].as_py(),
                column=column,
                value=text,
            )
    half = _tell_halves(given, wrong, table, report)
    zero = (numbers["lat"] == 0) & (numbers["lon"] == 0)
    for index in np.flatnonzero(zero).tolist():
        report.add(
            "coordinate-zero",
            "error",
            "0, 0 is a point in the Atlantic and a usual mistake; leave lat and lon empty when "
            "they are not known",
            file=table.name,
            row=table.rows[index].as_py(),
            column="lat",
            value="0",
        )
    used = ~(wrong | half | zero)
    for form, said in _FORMS.items():
        if (used & (np.maximum(forms["lat"], forms["lon"]) == form)).any():
            report.add("coordinate-form", "note", said, file=table.name, column="lat")
    arrays = {
        name: pa.array(values, pa.float64(), from_pandas=True) for name, values in numbers.items()
    }
    return arrays, ~used


def _tell_halves(given: pa.Table, wrong: _Flags, table: Table, report: Report) -> _Flags:
    """Which records have a latitude or a longitude alone."""
    here = {name: ~pc.is_null(given[name]).to_numpy(zero_copy_only=False) for name in _MOST}
    half: _Flags = here["lat"] != here["lon"]
    for index in np.flatnonzero(half & ~wrong).tolist():
        lacking = "lon" if here["lat"][index] else "lat"
        report.add(
            "coordinate-incomplete",
            "error",
            f"the record has one half of a coordinate; give {lacking} too, or neither",
            file=table.name,
            row=table.rows[index].as_py(),
            column=lacking,
        )
    return half


def _read(texts: Sequence[str], column: str) -> tuple[_Floats, npt.NDArray[np.int8]]:
    """Of each text the degrees, or NaN, and its form; behind them what stands for no text."""
    most = _MOST[column]
    degrees = np.array([_degrees(text, most) for text in texts] + [np.nan], np.float64)
    forms = np.full(len(degrees), _PLAIN, np.int8)
    for number in np.flatnonzero(np.isnan(degrees[:-1])).tolist():
        other = to_degrees(texts[number])
        # What is a plain number here as well is out of range.
        if other is None or other.how == "plain" or other.axis not in (None, column):
            continue
        forms[number] = _COMMA if other.how == "comma" else _MINUTES
        if abs(other.number) <= most:
            degrees[number] = other.number
    return degrees, forms


def _degrees(text: str, most: float) -> float:
    """The number of degrees, or NaN. Python's own digits only: float() also reads "1_0"."""
    try:
        degrees = float(text)
    except ValueError:
        return np.nan
    return degrees if abs(degrees) <= most and "_" not in text else np.nan
