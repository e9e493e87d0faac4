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

from mapbuilder.cells import coded, in_array
from mapbuilder.clean_cells import report_rows
from mapbuilder.coordinates import to_number
from mapbuilder.degrees import to_degrees
from mapbuilder.report import Report, shown
from mapbuilder.written_points import point_in, what_is_right

if TYPE_CHECKING:
    from mapbuilder.tables import Table

_MOST = {"lat": 90.0, "lon": 180.0}
_PLAIN, _COMMA, _MINUTES = range(3)
_FORMS = {
    _COMMA: "decimal commas are read as points",
    _MINUTES: "degrees, minutes and letters are read as degrees",
}

_MAY_BE_A_POINT = (
    r"(?i)^\s*[\[({]?\s*(?:[-+−–]?\d+[.,°º˚:\s]|[-+−–]?\d+\s*[NSEWСЮВЗ]\b|[NSEWСЮВЗ]\.?\s*\d|"
    r"point|srid|<http|geo:|lat|lon|lng)"
)
"""Most toponyms are seen not to be one; ``written_points`` looks at the others."""

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
                f"{_MOST[column]:.0f}, not {shown(text)}{what_is_right(text)}",
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


def with_points_of_places(given: pa.Table, table: Table, report: Report) -> pa.Table:
    """The records; a ``place`` that is a coordinate, to be read in one way, is in lat and lon.

    Such a record then has no toponym. A coordinate of its own, or a geometry, comes before it.
    """
    may_be = pc.match_substring_regex(given["place"], _MAY_BE_A_POINT)
    for column in ("lat", "lon", "geometry"):
        if column in given.column_names:
            may_be = pc.and_(may_be, pc.is_null(given[column]))
    rows = pc.indices_nonzero(pc.fill_null(may_be, False)).to_pylist()
    texts = given["place"].take(pa.array(rows, pa.int64())).to_pylist()
    of_text = {text: point_in(text) for text in set(texts)}
    found = {
        row: point
        for row, text in zip(rows, texts, strict=True)
        if (point := of_text[text]) is not None and point.sure and (point.lat or point.lon)
    }
    if not found:
        return given
    mask = np.zeros(len(given), bool)
    mask[list(found)] = True
    values = {
        "place": pa.nulls(len(found), pa.string()),
        "lat": pa.array([repr(point.lat) for point in found.values()], pa.string()),
        "lon": pa.array([repr(point.lon) for point in found.values()], pa.string()),
    }
    for column, texts_there in values.items():
        at = given.column_names.index(column)
        cells_there = pc.cast(in_array(given[column]), pa.string())
        given = given.set_column(
            at, column, pc.replace_with_mask(cells_there, pa.array(mask), texts_there)
        )
    # Without a row, so that of a table that is read in parts it is told once.
    told = "where the place is a coordinate it is read as lat and lon"
    report.add("coordinate-form", "note", told, file=table.name, column="place")
    return given


def tell_radii(given: pa.Table, table: Table, report: Report) -> None:
    """A warning for records whose ``uncertainty_m`` is no number of metres: it is not drawn."""
    if "uncertainty_m" not in given.column_names:
        return
    column = given["uncertainty_m"]
    texts, codes = coded(column)
    numbers = [to_number(text) for text in texts]
    wrong = [number is None or number < 0 for number in numbers]
    if any(wrong):
        report_rows(
            "place-uncertainty",
            "warning",
            "the uncertainty is not a number of metres, as 500; it is left out",
            pa.array(np.array([*wrong, False])[codes]),
            table.rows,
            table.name,
            "uncertainty_m",
            column,
            report,
        )


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
