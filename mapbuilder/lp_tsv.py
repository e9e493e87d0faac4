"""LP-TSV: a table in the columns of Linked Places TSV in, the columns of a places table out.

ref: LP-TSV 0.5 (Linked Places delimited derivative); headings of 0.1 to 0.4 are read as well.
Always true: a column that has no meaning here is kept under its own name, and what the format
requires and the table lacks is a note, since the places can be used without it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from mapbuilder.coordinates import to_number
from mapbuilder.dates import DateError
from mapbuilder.place_kinds import feature_of
from mapbuilder.place_names import days_of, known_tag, with_language, years_of
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.tables import report_near_names

if TYPE_CHECKING:
    from mapbuilder.tables import Table

COLUMNS = (
    "id", "title", "title_source", "fclasses", "aat_types", "attestation_year", "start", "end",
    "title_uri", "ccodes", "matches", "variants", "types", "parent_name", "parent_id", "lon", "lat",
    "geowkt", "geo_source", "geo_id", "approximation", "description",
)  # fmt: skip

# Headings of older versions, by what version 0.5 calls them. ref: LP-TSV 0.1 (samples) and 0.2.
_OLDER = {
    "name_src": "title_source", "type": "types", "aat_type": "aat_types", "geom_src": "geo_source",
    "close_matches": "matches", "close_match": "matches", "exact_matches": "matches",
    "parent": "parent_name", "min": "start", "max": "end", "geo_wkt": "geowkt", "ccode": "ccodes",
}  # fmt: skip

# With a title, any of these makes a table LP-TSV: no other table has them.
_MARKS = frozenset(("title_source", "fclasses", "aat_types", "attestation_year", "geowkt",
                    "title_uri", "name_src", "aat_type"))  # fmt: skip
# ref: LP-TSV 0.5, "required"; of the names in one group one is enough.
_REQUIRED = (
    ("id",), ("title_source",), ("fclasses", "aat_types"), ("attestation_year", "start"),
)  # fmt: skip
_CLASSES = frozenset("AHLPRST")


def is_lp_tsv(names: list[str]) -> bool:
    """Whether a table with these columns is LP-TSV."""
    return "title" in names and "name" not in names and bool(_MARKS & set(names))


def to_places(table: Table, report: Report) -> Table:
    """The table in the columns of places."""
    table = _of_this_version(table, report)
    report_near_names(table.columns.column_names, table.name, COLUMNS, report)
    _note_missing(table, report)
    cells = {
        column: table.columns[column].to_pylist()
        if column in table.columns.column_names
        else [None] * len(table.rows)
        for column in COLUMNS
    }
    found: dict[str, list[str | None]] = {
        column: []
        for column in (
            "years", "names", "former_names", "lat", "lon", "geometry", "feature", "uncertainty_m"
        )
    }  # fmt: skip
    for index, row in enumerate(table.rows.to_pylist()):
        cell = {column: values[index] for column, values in cells.items()}
        years = years_of(cell["start"], cell["end"])
        _check_years(cell, years, row, table.name, report)
        names = "|".join(_variants(cell["variants"], years, row, table.name, report))
        # What holds until today is no former name.
        former = years is not None and not years.endswith("/..")
        found["years"].append(years)
        found["names"].append(None if former else names or None)
        found["former_names"].append(names or None if former else None)
        # ref: LP-TSV 0.5: "geowkt will supercede lon/lat pair if both are present".
        found["geometry"].append(cell["geowkt"])
        superseded = bool(cell["geowkt"]) and _is_shape(cell)
        found["lat"].append(None if superseded else cell["lat"])
        found["lon"].append(None if superseded else cell["lon"])
        found["feature"].append(_feature(cell, row, table.name, report))
        found["uncertainty_m"].append(_radius(cell["approximation"]))
    given = set(table.columns.column_names)
    columns = {
        column: pa.chunked_array([pa.array(values, pa.string())])
        for column, values in found.items()
        if any(values) or (column in ("lat", "lon", "geometry") and _from(column) in given)
    }
    for column, kept_as in (
        ("id", "id"), ("title", "name"), ("ccodes", "country"), ("parent_name", "division"),
        ("geo_source", "coordinate_source"), ("description", "note"),
    ):  # fmt: skip
        if column in given:
            columns[kept_as] = table.columns[column]
    used = {"id", "title", "lat", "lon", "geowkt", "ccodes", "parent_name", "geo_source",
            "description", "variants", "start", "end"}  # fmt: skip
    for column in table.columns.column_names:
        if column not in used and column not in columns:
            columns[column] = table.columns[column]
    return replace(table, columns=pa.table(columns))


def _is_shape(cell: dict[str, str | None]) -> bool:
    """Whether the geometry can be read, where there is a pair that would have to do without."""
    if not cell["lat"] and not cell["lon"]:
        return True
    from mapbuilder.shapes import ShapeError, to_shape

    try:
        to_shape(cell["geowkt"] or "")
    except ShapeError:
        return False
    return True


def _from(column: str) -> str:
    return "geowkt" if column == "geometry" else column


def _of_this_version(table: Table, report: Report) -> Table:
    """The table with the headings of version 0.5; older ones are told once."""
    names = table.columns.column_names
    older = {name: meant for name, meant in _OLDER.items() if name in names and meant not in names}
    if not older:
        return table
    listed = ", ".join(f"{name} for {meant}" for name, meant in older.items())
    report.add(
        "format-version",
        "note",
        f"the headings are those of an older LP-TSV than 0.5 ({listed}); they are read as such",
        file=table.name,
        suggestions=tuple(Suggestion(meant, f"for {name!r}") for name, meant in older.items()),
    )
    columns = table.columns.rename_columns([older.get(name, name) for name in names])
    return replace(table, columns=columns)


def _note_missing(table: Table, report: Report) -> None:
    given = {
        name
        for name in table.columns.column_names
        if table.columns[name].null_count < len(table.rows)
    }
    missing = [" or ".join(group) for group in _REQUIRED if not given & set(group)]
    if missing and len(table.rows):
        report.add(
            "format-incomplete",
            "note",
            f"LP-TSV 0.5 requires {', '.join(missing)}, which the table does not have; the places "
            "are read without",
            file=table.name,
            column=missing[0].split(" or ")[0],
        )


def _check_years(
    cell: dict[str, str | None], years: str | None, row: int, file: str, report: Report
) -> None:
    try:
        days_of(years)
    except DateError as error:
        report.add(
            "place-years",
            "warning",
            f"start and end are no years ({error.message}); write them in ISO 8601, as in 1931 and "
            "1990, or leave either out; no name of the place joins a record",
            file=file,
            row=row,
            column="start" if cell["start"] else "end",
            value=f"{cell['start'] or ''}/{cell['end'] or ''}",
        )


def _variants(
    written: str | None, years: str | None, row: int, file: str, report: Report
) -> list[str]:
    """The names of a cell such as ``Zanzibar@sw;زنجبار@ar``, as a places table writes them."""
    found = []
    for part in (written or "").split(";"):
        name, mark, tag = part.rpartition("@") if "@" in part else (part, "", "")
        if not name.strip():
            if mark:
                report.add(
                    "place-nameless",
                    "warning",
                    f"the variant {shown(part.strip())} has a language and no name; it is left out",
                    file=file,
                    row=row,
                    column="variants",
                    value=part.strip(),
                )
            continue
        lang = known_tag(tag.strip(), row, "variants", file, report) if mark else None
        found.append(with_language(name, lang, years))
    return found


def _feature(cell: dict[str, str | None], row: int, file: str, report: Report) -> str | None:
    """The words by which the kind of place is found: the finest first."""
    for part in (cell["fclasses"] or "").split(";"):
        if part.strip() and part.strip().upper() not in _CLASSES:
            report.add(
                "place-feature-unknown",
                "note",
                f"{shown(part.strip())} is no feature class; they are A, H, L, P, R, S and T",
                file=file,
                row=row,
                column="fclasses",
                value=part.strip(),
            )
    written = [text for text in (cell["aat_types"], cell["types"]) if text]
    known = next((text for text in written if feature_of(text)), None)
    if known is not None:
        return known
    classes = [part.strip().upper() for part in (cell["fclasses"] or "").split(";")]
    # "P;A" is a town with its land: the town is where its marker stands.
    return next((letter for letter in "PSRAHTL" if letter in classes), None)


def _radius(approximation: str | None) -> str | None:
    """Metres, of a tolerance in kilometres; other kinds of vagueness have no radius."""
    number = to_number(re.sub(r"\s*km$", "", approximation or "", flags=re.IGNORECASE))
    return f"{number * 1000:g}" if number is not None and number >= 0 else None
