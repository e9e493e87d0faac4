"""Gazetteers: places with coordinates and every name under which a record may mean them.

In goes a places table (a file or a data frame), out come its places and its names, one row for
each name with the years in which it holds. Always true: ``names.place`` counts into ``places``, and
every place has a unique id, a name and a coordinate; a row without them is a problem, not a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from mapbuilder.coordinates import CERTAINTIES, PRECISIONS, precision_of, to_number
from mapbuilder.dates import DateError, parse_date
from mapbuilder.report import Problem, Report, Suggestion, shown
from mapbuilder.tables import Table, read_table, to_table
from mapbuilder.toponyms import form_of, normal_form

if TYPE_CHECKING:
    from mapbuilder.config import Config

Kind = Literal["exhibit", "world", "gazetteer"]
"""Whose places they are; also the kind of a join with them."""

COLUMNS = (
    "id", "name", "label", "lat", "lon", "geometry", "precision", "uncertainty_m", "certainty",
    "names", "former_names", "note", "coordinate_source", "coordinate_licence",
)  # fmt: skip
_NUMBERS = ("lat", "lon", "uncertainty_m")
_RADII = (("site", 500), ("town", 2_500), ("city", 20_000))
"""The word for a place whose row gives only a radius: up to so many metres."""

NAMES_SCHEMA = pa.schema(
    [
        ("name", pa.string()),  # as written
        ("normal", pa.string()),  # the key without generic words
        ("full", pa.string()),  # the key with them
        ("kinds", pa.string()),  # what the generic words say it is, separated by spaces
        ("whole", pa.bool_()),  # the generic word belongs to the name: Kansas City
        ("place", pa.int32()),
        ("kind", pa.string()),  # name, label, former, script
        ("lang", pa.string()),
        ("start_day", pa.int64()),
        ("end_day", pa.int64()),
        ("years", pa.string()),  # as written
    ]
)

# A tag of BCP 47 in its usual case, so that "St: John" is not a language.
_LANGUAGE = re.compile(r"\s*([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:\s*(.*)", re.DOTALL)
_YEARS = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\s*", re.DOTALL)
_NAME_IN_LANGUAGE = re.compile(r"(name|label)_([a-z]{2,3}(?:_[a-z0-9]{2,8})*)")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places and their names, from one source."""

    name: str
    """What messages call it: the file's name."""
    kind: Kind
    places: pa.Table
    """``COLUMNS``, then ``row``, the columns in other languages and the unknown ones.

    Lines and areas, where there are any, are in ``shape_wkb`` and not in ``geometry``.
    """
    names: pa.Table
    """As ``NAMES_SCHEMA``."""
    rejected: int = 0
    """How many rows of the source were refused."""
    problems: tuple[Problem, ...] = ()
    """The source's problems when no report was given to collect them; ``locate`` hands them on."""


def read_gazetteer(
    source: Path | str | object | None,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
    kind: Kind = "exhibit",
) -> Gazetteer:
    """The gazetteer of a places table: a file, a data frame, or ``None`` for one without places.

    A row that cannot be a place is refused and is a problem in ``report``.
    """
    own = Report() if report is None else report
    if source is None:
        table = to_table([], name or "places", own, known=COLUMNS)
    elif isinstance(source, (str, Path)):
        table = read_table(
            Path(source),
            own,
            known=COLUMNS,
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
        )
    else:
        table = to_table(source, name or "places", own, known=COLUMNS)
    places, rejected = _places(table, own)
    names = _names(places, table.name, own)
    problems = own.problems() if report is None else ()
    return Gazetteer(table.name, kind, places, names, rejected, problems)


def _places(table: Table, report: Report) -> tuple[pa.Table, int]:
    """The rows that are places, in the file's order, and the number of those that are not."""
    count = len(table.rows)
    cells = {
        column: table.columns[column].to_pylist()
        if column in table.columns.column_names
        else [None] * count
        for column in COLUMNS
    }
    rows = table.rows.to_pylist()
    points, shapes = _shapes(table, report)
    found: dict[str, list[object]] = {column: [] for column in COLUMNS if column != "geometry"}
    kept: list[int] = []
    first_rows: dict[str, int] = {}
    for index, row in enumerate(rows):
        cell = {column: values[index] for column, values in cells.items()}
        shape = shapes[index] if shapes is not None else None
        place = _place(cell, points.get(index), shape, row, table.name, first_rows, report)
        if place is None:
            continue
        kept.append(index)
        first_rows[str(place["id"])] = row
        for column, values in found.items():
            values.append(place[column])
    columns = {
        column: pa.array(values, pa.float64() if column in _NUMBERS else pa.string())
        for column, values in found.items()
    }
    columns["row"] = pa.array([rows[index] for index in kept], pa.int64())
    if shapes is not None:
        columns["shape_wkb"] = pa.array([shapes[index] for index in kept], pa.binary())
    for column in table.columns.column_names:
        if column not in columns and column != "geometry":
            columns[column] = table.columns[column].take(pa.array(kept, pa.int64()))
    return pa.table(columns), count - len(kept) + table.refused


def _shapes(
    table: Table, report: Report
) -> tuple[dict[int, tuple[float, float]], list[bytes | None] | None]:
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


def _place(
    cell: dict[str, str | None],
    inside: tuple[float, float] | None,
    shape: bytes | None,
    row: int,
    file: str,
    first_rows: dict[str, int],
    report: Report,
) -> dict[str, object] | None:
    """A row's place, or ``None`` when it cannot be one; what is wrong goes to the report."""
    name = cell["name"] or cell["label"]
    if not name:
        report.add(
            "place-nameless", "error", "a place needs a name", file=file, row=row, column="name"
        )
        return None
    identity = cell["id"] or re.sub(r"\s+", "-", normal_form(name))
    if identity in first_rows:
        report.add(
            "place-id-duplicate",
            "error",
            f"the id {shown(identity)} is that of the place in row {first_rows[identity]}; "
            "give each place its own",
            file=file,
            row=row,
            column="id",
            value=identity,
        )
        return None
    # Who gives a coordinate beside a shape says where the marker stands.
    point = inside
    if point is None or cell["lat"] or cell["lon"]:
        point = _point(cell, row, file, report)
    if point is None:
        return None
    lat, lon = point
    return {
        **cell,
        "id": identity,
        "name": name,
        "label": cell["label"] or name,
        "lat": lat,
        "lon": lon,
        **_precision(cell, shape, row, file, report),
        "certainty": _certainty(cell["certainty"], row, file, report),
    }


def _point(
    cell: dict[str, str | None], row: int, file: str, report: Report
) -> tuple[float, float] | None:
    """The place's (lat, lon), or ``None`` with a problem: a place has no default coordinate."""
    point: dict[str, float] = {}
    for column, most in (("lat", 90), ("lon", 180)):
        written = cell[column]
        degrees = to_number(written) if written else None
        if degrees is None or not -most <= degrees <= most:
            said = "is missing"
            if written:
                comma = "; write a point, not a comma" if "," in written else ""
                said = f"is a number of degrees from -{most} to {most}, not {shown(written)}{comma}"
            report.add(
                "place-coordinate",
                "error",
                f"the place's {column} {said}",
                file=file,
                row=row,
                column=column,
                value=written,
            )
            return None
        point[column] = degrees
    if not any(point.values()):
        report.add(
            "place-coordinate",
            "error",
            "0, 0 is a point in the Atlantic and a usual mistake; give the place's own coordinate",
            file=file,
            row=row,
            column="lat",
            value="0",
        )
        return None
    return point["lat"], point["lon"]


def _precision(
    cell: dict[str, str | None], shape: bytes | None, row: int, file: str, report: Report
) -> dict[str, object]:
    """How well the place's coordinate is known: a word, and a radius where one is given."""
    radius: float | None = None
    if written := cell["uncertainty_m"]:
        radius = to_number(written)
        if radius is None or radius < 0:
            radius = None
            report.add(
                "place-uncertainty",
                "warning",
                "the uncertainty is not a number of metres; it is left out",
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


def _names(places: pa.Table, file: str, report: Report) -> pa.Table:
    """One row for each spelling of each place's names; see ``NAMES_SCHEMA``."""
    found: dict[str, list[object]] = {column: [] for column in NAMES_SCHEMA.names}
    columns = [c for c in places.column_names if _NAME_IN_LANGUAGE.fullmatch(c)]
    wanted = places.select(["name", "label", "names", "former_names", *columns])
    holders: dict[str, dict[int, str]] = {}
    rows = places["row"].to_pylist()
    for place, cell in enumerate(wanted.to_pylist()):
        seen: set[tuple[str, str | None]] = set()
        for name, kind, lang, years in _written_names(cell, columns):
            form = form_of(name)
            if (name, years) in seen:
                continue
            span = _span(name, years, rows[place], file, report)
            if span is None:
                continue
            seen.add((name, years))
            if years is None:
                holders.setdefault(form.full, {}).setdefault(place, name)
            # "Kansas City" is not Kansas; "Baku city" and "City of Baku" are Baku.
            whole = name.endswith(" City")
            values = (name, form.bare, form.full, " ".join(sorted(form.kinds)), whole, place)
            for column, value in zip(
                NAMES_SCHEMA.names, (*values, kind, lang, *span, years), strict=True
            ):
                found[column].append(value)
    _report_shared_names(places, holders, file, report)
    return pa.table(found, schema=NAMES_SCHEMA)


def _written_names(
    cell: dict[str, str | None], columns: list[str]
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Each name of a place as written: name, kind, language, years."""
    yield str(cell["name"]), "name", None, None
    yield str(cell["label"]), "label", None, None
    for column in columns:
        if cell[column]:
            tag = column.split("_", 1)[1].replace("_", "-")
            yield str(cell[column]), "script", tag, None
    for column, kind in (("names", "script"), ("former_names", "former")):
        for written in (cell[column] or "").split("|"):
            lang: str | None = None
            name = written.strip()
            if match := _LANGUAGE.fullmatch(name):
                lang, name = match[1], match[2].strip()
            years = None
            if match := _YEARS.fullmatch(name):
                name, years = match[1].strip(), match[2].strip()
            if name:
                yield name, "former" if years is not None else kind, lang, years


def _span(
    name: str, years: str | None, row: int, file: str, report: Report
) -> tuple[int | None, int | None] | None:
    """The first and last day of years such as ``1931/1990``, ``/1990`` or ``1931/..``.

    ``None`` when they cannot be read: a name with unknown years must not join for ever.
    """
    if years is None:
        return None, None
    first, slash, last = years.partition("/")
    first, last = first.strip(), (last if slash else first).strip()
    try:
        start = None if first in ("", "..") else parse_date(first).start_day
        end = None if last in ("", "..") else parse_date(last).end_day
        if start is not None and end is not None and start > end:
            raise DateError("date-impossible", "they end before they begin")
    except DateError as error:
        report.add(
            "place-years",
            "warning",
            f"the years of {shown(name)} cannot be read ({error.message}); write them as "
            "[1931/1990], either end may be left open; the name is left out",
            file=file,
            row=row,
            column="former_names",
            value=f"{name} [{years}]",
        )
        return None
    return start, end


def _report_shared_names(
    places: pa.Table, holders: dict[str, dict[int, str]], file: str, report: Report
) -> None:
    """A note for every name that two places have: alone it cannot join a record."""
    for sharers in holders.values():
        if len(sharers) < 2:
            continue
        (first, _), *others = sharers.items()
        for place, name in others:
            report.add(
                "place-name-shared",
                "note",
                f"{shown(name)} is also a name of {shown(places['id'][first].as_py())}; a record "
                "with this name alone cannot be joined, write the place's id there",
                file=file,
                row=places["row"][place].as_py(),
                column="name",
                value=name,
            )
