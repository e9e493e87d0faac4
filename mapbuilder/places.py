"""Places: the rows of a places table in, the columns of places out.

Always true: every place has a unique id, a name and a coordinate; a row without them is a problem,
not a place. What the table does not say of a place follows from its kind, or stays open.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from mapbuilder.coordinates import CERTAINTIES, PRECISIONS, precision_of, to_number
from mapbuilder.counts import counted
from mapbuilder.degrees import in_metres
from mapbuilder.place_kinds import FEATURES, PRECISION_OF, RADIUS_M, feature_of
from mapbuilder.place_points import Point, read_points
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.tables import Table, is_same_row
from mapbuilder.toponyms import normal_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = (
    "id", "name", "label", "lat", "lon", "geometry", "precision", "uncertainty_m", "certainty",
    "names", "former_names", "note", "coordinate_source", "coordinate_licence", "country",
    "countries", "division", "feature", "population", "years",
)  # fmt: skip
TYPES = {
    "lat": pa.float64(), "lon": pa.float64(), "uncertainty_m": pa.float64(),
    "population": pa.int64(),
}  # fmt: skip
"""Of the columns that are not texts."""
_OF_THE_JOIN = frozenset({
    "gazetteer", "relation", "relation_words", "direction", "distance_m", "of", "row", "shape_wkb",
    "number", "within",
})  # fmt: skip
"""What the join says of places; columns of a table that are called so have other names."""
_RADII = (("site", 500), ("town", 2_500), ("city", 20_000))
"""The word for a place whose row gives only a radius: up to so many metres."""
_FARTHEST_M = 20_037_508
"""Half the equator: nothing on the Earth is farther from a point."""

Cell = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose the places of a file are, where the rows do not say it, and in which system."""

    attribution: str = ""
    licence: str = ""
    crs: str = ""


def read_places(
    table: Table, report: Report, credit: Credit | None = None, *, required: bool = True
) -> tuple[pa.Table, int]:
    """The rows that are places, in the file's order, and the number of those that are not.

    Without ``required`` a row that has no coordinate is a warning, not an error.
    """
    credit = credit or Credit()
    count = len(table.rows)
    cells: dict[str, list[str | None]] = {
        column: table.columns[column].to_pylist()
        if column in table.columns.column_names
        else [None] * count
        for column in COLUMNS
    }
    for column in ("names", "former_names"):
        cells[column] = [text and _barred(text) for text in cells[column]]
    rows = table.rows.to_pylist()
    codes = _countries(table, cells, report)
    inside, shapes = _shapes(table, report)
    points = read_points(table, inside, codes, report, crs=credit.crs, required=required)
    _fill_ids(cells, points)
    found: dict[str, list[object]] = {column: [] for column in COLUMNS if column != "geometry"}
    kept: list[int] = []
    first: dict[str, int] = {}
    unknown_kinds: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        cell = {column: values[index] for column, values in cells.items()}
        identity = _identity(cell, index, row, table, first, report)
        if identity is None:
            continue
        point = points[index]
        if point is None:
            continue
        cell["country"] = codes[index]
        shape = shapes[index] if shapes is not None else None
        place = _place(cell, identity, point, shape, row, table.name, credit, report)
        if cell["feature"] and place["feature"] is None:
            unknown_kinds.setdefault(cell["feature"], []).append(row)
        kept.append(index)
        first[identity] = index
        for column, values in found.items():
            values.append(place[column])
    _tell_kinds(unknown_kinds, table.name, report)
    columns = {
        column: pa.array(values, TYPES.get(column, pa.string())) for column, values in found.items()
    }
    columns["row"] = pa.array([rows[index] for index in kept], pa.int64())
    if shapes is not None:
        columns["shape_wkb"] = pa.array([shapes[index] for index in kept], pa.binary())
    for column in table.columns.column_names:
        name = column
        while name in _OF_THE_JOIN or (name != column and name in table.columns.column_names):
            name += "_given"
        if name not in columns and name != "geometry":
            columns[name] = table.columns[column].take(pa.array(kept, pa.int64()))
    return pa.table(columns), count - len(kept) + table.refused


def _barred(written: str) -> str:
    """Names set apart by bars; a list of them, as GeoJSON and Parquet may have, comes as JSON."""
    if not written.startswith("["):
        return written
    try:
        found = json.loads(written)
    except ValueError:
        return written
    is_list = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return "|".join(found) if is_list else written


def _shapes(table: Table, report: Report) -> tuple[dict[int, Point], list[bytes | None] | None]:
    """The (lat, lon) that stand for the rows' geometries, and their lines and areas if any."""
    if "geometry" not in table.columns.column_names:
        return {}, None
    from mapbuilder.shapes import read_shapes

    shapes = read_shapes(table, report)
    if shapes is None:
        return {}, None
    points = {
        index: (lat, lon)
        for index, (lat, lon) in enumerate(
            zip(shapes.lat.tolist(), shapes.lon.tolist(), strict=True)
        )
        if lat == lat
    }
    wkb = shapes.wkb.to_pylist()
    return points, wkb if any(wkb) else None


def _countries(
    table: Table, cells: dict[str, list[str | None]], report: Report
) -> list[str | None]:
    """The code of each row's country: of several, set apart by ``;`` or ``,``, the first.

    Where the cell lists several, all of them go to ``countries``.
    """
    written = cells["country"]
    cells["countries"] = [
        f"{one};{several}" if one and several else one or several
        for one, several in zip(written, cells["countries"], strict=True)
    ]
    if not any(cells["countries"]):
        return [None] * len(written)
    from mapbuilder.countries import country_code, nearest_code

    known: dict[str, list[str]] = {}
    unknown: dict[str, list[int]] = {}
    rows = table.rows.to_pylist()
    for index, cell in enumerate(cells["countries"]):
        if not cell:
            continue
        if cell not in known:
            whole = country_code(cell)
            parts = [cell] if whole else [p.strip() for p in re.split(r"[;,|]", cell) if p.strip()]
            codes = {part: country_code(part) for part in parts}
            known[cell] = list(dict.fromkeys(code for code in codes.values() if code))
            for part, code in codes.items():
                if code is None:
                    unknown.setdefault(part, [])
        for part in unknown.keys() & {cell, *(p.strip() for p in re.split(r"[;,|]", cell))}:
            unknown[part].append(rows[index])
    for part, where in unknown.items():
        near = nearest_code(part)
        more = f"; the same in {counted(len(where) - 1, 'more row')}" if len(where) > 1 else ""
        report.add(
            "country-unknown",
            "warning",
            f"{shown(part)} is no country's code (ISO 3166-1), such as 'AZ', nor a country's name; "
            f"the place is kept without it{more}",
            file=table.name,
            row=where[0],
            column="country",
            value=part,
            suggestions=(Suggestion(*near),) if near else (),
        )
    lists = [known[cell] if cell else [] for cell in cells["countries"]]
    cells["countries"] = [";".join(codes) or None for codes in lists]
    return [codes[0] if codes else None for codes in lists]


def _id_of_name(name: str) -> str:
    return re.sub(r"\s+", "-", normal_form(name))


def _fill_ids(cells: dict[str, list[str | None]], points: Sequence[Point | None]) -> None:
    """Gives rows without an id that would have that of another one with their coordinate.

    Of several places of one name none has its name's alone: it would be another's in a table that
    was sorted anew.
    """
    ids = cells["id"]
    told = {identity: {""} for identity in ids if identity}
    made: dict[int, tuple[str, str]] = {}
    for index, point in enumerate(points):
        name = cells["name"][index] or cells["label"][index]
        if name and point is not None and not ids[index]:
            made[index] = _id_of_name(name), f"@{point[0]:.5f},{point[1]:.5f}"
            told.setdefault(made[index][0], set()).add(made[index][1])
    for index, (identity, where) in made.items():
        if len(told[identity]) > 1:
            ids[index] = identity + where


def _identity(
    cell: Cell, index: int, row: int, table: Table, first: dict[str, int], report: Report
) -> str | None:
    """The row's id, its own or one made of its name; ``None`` with a problem."""
    file = table.name
    name = cell["name"] or cell["label"]
    if not name:
        report.add(
            "place-nameless", "error", "a place needs a name", file=file, row=row, column="name"
        )
        return None
    identity = cell["id"] or _id_of_name(name)
    if identity in first:
        cure = "give each place its own"
        if is_same_row(table, first[identity], index):
            cure = "the rows are the same, so take one of them out"
        report.add(
            "place-id-duplicate",
            "error",
            f"the id {shown(identity)} is that of the place in row "
            f"{table.rows[first[identity]].as_py()}; {cure}",
            file=file,
            row=row,
            column="id",
            value=identity,
        )
        return None
    return identity


def _place(
    cell: Cell,
    identity: str,
    point: Point,
    shape: bytes | None,
    row: int,
    file: str,
    credit: Credit,
    report: Report,
) -> dict[str, object]:
    """A row's place; what is wrong with what it need not have goes to the report."""
    name = str(cell["name"] or cell["label"])
    lat, lon = point
    population = _population(cell["population"], row, file, report)
    feature = feature_of(cell["feature"], population) if cell["feature"] else None
    said = (cell["coordinate_source"], credit.attribution)
    sources = dict.fromkeys(text for text in said if text)
    return {
        **cell,
        "id": identity,
        "name": name,
        "label": cell["label"] or name,
        "lat": lat,
        "lon": lon,
        **_precision(cell, feature, shape, row, file, report),
        "certainty": _certainty(cell["certainty"], row, file, report),
        "feature": feature,
        "population": population,
        "coordinate_source": "; ".join(sources) or None,
        "coordinate_licence": cell["coordinate_licence"] or credit.licence or None,
    }


def _population(written: str | None, row: int, file: str, report: Report) -> int | None:
    if not written:
        return None
    if written.isdecimal() and len(written) < 15:
        return int(written)
    number = to_number(re.sub(r"(?<=\d)[\s,'’](?=\d{3})", "", written))
    if number is None or number < 0:
        report.add(
            "place-population",
            "warning",
            "the population is not a number of people; it is left out",
            file=file,
            row=row,
            column="population",
            value=written,
        )
        return None
    return round(number)


def _tell_kinds(unknown: dict[str, list[int]], file: str, report: Report) -> None:
    """A note for each word that is no kind of place, with how often it stands."""
    for word, rows in unknown.items():
        more = f" (in {len(rows):,} rows)" if len(rows) > 1 else ""
        report.add(
            "place-feature-unknown",
            "note",
            f"{shown(word)} is no kind of place that is known{more}; how far such a place reaches "
            f"is left open (the kinds are {', '.join(FEATURES)}, GeoNames' codes and AAT ids)",
            file=file,
            row=rows[0],
            column="feature",
            value=word,
        )


def _precision(
    cell: Cell, feature: str | None, shape: bytes | None, row: int, file: str, report: Report
) -> dict[str, object]:
    """How well the place's coordinate is known: a word, and a radius where one is given.

    What neither says follows from the kind of place.
    """
    radius: float | None = None
    if written := cell["uncertainty_m"]:
        radius = to_number(written)
        if radius is None or not 0 <= radius <= _FARTHEST_M:
            said = (
                "is wider than the Earth" if radius and radius > 0 else "is not a number of metres"
            )
            radius = None
            report.add(
                "place-uncertainty",
                "warning",
                f"the uncertainty {said}; it is left out{in_metres(written)}",
                file=file,
                row=row,
                column="uncertainty_m",
                value=written,
            )
    word = (cell["precision"] or "").casefold()
    if word in PRECISIONS:
        return {"precision": word, "uncertainty_m": radius}
    # A pin claims a site; a place that says nothing claims less.
    guess = "town"
    if shape is not None:
        guess = precision_of(shape)
    elif radius is not None:
        guess = next((w for w, most in _RADII if radius <= most), "region")
    elif feature is not None:
        guess, radius = PRECISION_OF[feature], RADIUS_M[feature]
    if word:
        import difflib

        nearest = difflib.get_close_matches(word, PRECISIONS, 1, 0.5)
        report.add(
            "place-precision-unknown",
            "warning",
            f"the precision is one of {', '.join(PRECISIONS)}; drawn as {guess!r}",
            file=file,
            row=row,
            column="precision",
            value=cell["precision"],
            suggestions=tuple(Suggestion(value) for value in nearest),
        )
    return {"precision": guess, "uncertainty_m": radius}


def _certainty(written: str | None, row: int, file: str, report: Report) -> str | None:
    """How sure the curator is of the place, in Linked Places' words; ``None`` where it is silent.

    ref: Linked Places Format 1.2.2, "certainty".
    """
    if not written:
        return None
    word = re.sub(r"[\s_-]+", "-", written.casefold())
    if word in CERTAINTIES:
        return word
    import difflib

    nearest = difflib.get_close_matches(word, CERTAINTIES, 1, 0.5)
    report.add(
        "place-certainty-unknown",
        "warning",
        f"the certainty is one of {', '.join(CERTAINTIES)}; drawn as 'less-certain'",
        file=file,
        row=row,
        column="certainty",
        value=written,
        suggestions=tuple(Suggestion(value) for value in nearest),
    )
    return "less-certain"


def empty_places() -> pa.Table:
    """Places' columns without a place."""
    columns: Iterable[str] = (column for column in COLUMNS if column != "geometry")
    fields = [(column, TYPES.get(column, pa.string())) for column in columns]
    return pa.schema([*fields, ("row", pa.int64())]).empty_table()
