"""Points of places: the cells of latitudes and longitudes in, a point or a problem for each row.

A file that is wrong as a whole (metres for degrees, latitude and longitude swapped) is told once,
not in every row. Always true: a point is in degrees, in range and as the file says it; nothing is
moved to where it would fit better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapbuilder.coordinates import to_number
from mapbuilder.degrees import Degrees, hint_of, to_degrees
from mapbuilder.report import Report, Suggestion, shown

if TYPE_CHECKING:
    from mapbuilder.tables import Table

Point = tuple[float, float]
"""(lat, lon), as the columns of a table stand."""

_MOST = {"lat": 90, "lon": 180}
_NO_DEGREE = 360.0
"""A larger number is no degree in any way of counting."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two numbers of a row, before it is known that they are degrees."""

    lat: float
    lon: float
    by_letters: bool = False
    """The hemispheres' letters say so, whichever column they stand in."""

    def fits(self) -> bool:
        return abs(self.lat) <= 90 and abs(self.lon) <= 180

    def fits_swapped(self) -> bool:
        return abs(self.lon) <= 90 and abs(self.lat) <= 180


def read_points(
    table: Table,
    inside: dict[int, Point],
    countries: Sequence[str | None],
    report: Report,
    *,
    crs: str = "",
    required: bool = True,
) -> list[Point | None]:
    """The point of each row, ``None`` for one that has none; ``inside`` has those of geometries.

    ``countries`` are codes; ``crs`` is that of the columns, where they are not in degrees. Without
    ``required`` a row that gives no coordinate at all is a warning.
    """
    count = len(table.rows)
    cells: dict[str, list[str | None]] = {
        axis: table.columns[axis].to_pylist()
        if axis in table.columns.column_names
        else [None] * count
        for axis in ("lat", "lon")
    }
    rows = table.rows.to_pylist()
    points: list[Point | None] = [None] * count
    pairs: dict[int, _Pair] = {}
    faults: list[tuple[int, str, str | None, str, str | None]] = []
    forms: dict[str, list[int]] = {}
    for index, (lat, lon) in enumerate(zip(cells["lat"], cells["lon"], strict=True)):
        if not lat and not lon:
            points[index] = inside.get(index)
            if points[index] is None:
                faults.append((index, "lat", None, "is missing", None))
            continue
        read = _pair(lat, lon)
        if isinstance(read, tuple):
            faults.append((index, *read))
            continue
        pairs[index], how = read.pair, read.how
        if how:
            forms.setdefault(how, []).append(index)
    if crs:
        pairs = _in_degrees(pairs, crs, table.name, report)
    elif _whole_file_is_wrong(pairs, countries, table, report):
        pairs = {}
    for how, indices in forms.items():
        _note_form(how, indices, cells, rows, table.name, report)
    for index, column, written, said, hint in faults:
        _tell_fault(rows[index], column, written, said, hint, required, table.name, report)
    for index, pair in pairs.items():
        points[index] = _point(pair, rows[index], cells, index, table.name, report)
    _tell_countries(points, countries, rows, table.name, report)
    return points


@dataclass(frozen=True, slots=True)
class _Read:
    pair: _Pair
    how: str


def _pair(lat: str | None, lon: str | None) -> _Read | tuple[str, str | None, str, str | None]:
    """The numbers of a row, or the column, the cell, what is wrong with it and a hint."""
    read: dict[str, Degrees] = {}
    for axis, written in (("lat", lat), ("lon", lon)):
        degrees = to_degrees(written) if written else None
        most = _MOST[axis]
        if written is None or not written:
            return axis, None, "is missing", None
        if degrees is None:
            said = f"is a number of degrees from -{most} to {most}, not {shown(written)}"
            return axis, written, said, hint_of(written) or None
        read[axis] = degrees
    first, second = read["lat"], read["lon"]
    commas = [one.how == "comma" for one in read.values()]
    if any(commas) and not all(commas):
        # "40,49" beside a cell without a comma may be a latitude and a longitude in one cell.
        axis, written = ("lat", lat) if commas[0] else ("lon", lon)
        said = f"is a number of degrees from -{_MOST[axis]} to {_MOST[axis]}, not {shown(written)}"
        return axis, written, said, "; write a point, not a comma"
    if first.axis == "lon" and second.axis == "lat":
        return _Read(_Pair(second.number, first.number, by_letters=True), "swapped")
    for axis, one, written in (("lat", first, lat), ("lon", second, lon)):
        if one.axis not in (None, axis):
            other = "longitude" if axis == "lat" else "latitude"
            return axis, written, f"is a {other} by its letter: {shown(written)}", None
    how = "comma" if all(commas) else ""
    if "minutes" in (first.how, second.how):
        how = "minutes"
    return _Read(_Pair(first.number, second.number), how)


def _whole_file_is_wrong(
    pairs: dict[int, _Pair], countries: Sequence[str | None], table: Table, report: Report
) -> bool:
    """Whether the file's columns are not what they say; told once for the whole file."""
    count = len(pairs)
    large = [p for p in pairs.values() if max(abs(p.lat), abs(p.lon)) > _NO_DEGREE]
    if large and 2 * len(large) >= count:
        most = max(max(abs(p.lat), abs(p.lon)) for p in large)
        report.add(
            "coordinate-system",
            "error",
            f"lat and lon hold numbers up to {most:,.0f}, which are metres of a map's own system "
            "and no degrees; write degrees (EPSG:4326), or say which system it is in exhibit.toml, "
            f'as in [gazetteers."{table.name}"] crs = "EPSG:3857"',
            file=table.name,
            column="lat",
            value=f"{most:g}",
        )
        return True
    beyond = [p for p in pairs.values() if not p.fits() and p.fits_swapped()]
    if (
        len(beyond) > 1
        and 2 * len(beyond) >= count
        and all(p.fits_swapped() for p in pairs.values())
    ):
        _tell_swapped(f"{len(beyond):,} of {count:,} latitudes are beyond 90", table, report)
        return True
    placed = [(p, code) for index, p in pairs.items() if (code := countries[index]) and p.fits()]
    if len(placed) > 1 and len(placed) * 2 > count:
        from mapbuilder.countries import lies_in

        known = [(p, code) for p, code in placed if lies_in(code, p.lon, p.lat) is not None]
        if len(known) > 1 and all(
            not lies_in(code, p.lon, p.lat) and lies_in(code, p.lat, p.lon) for p, code in known
        ):
            said = (
                f"all {len(known):,} places that say their country lie outside it, and inside "
                "once the two are swapped"
            )
            _tell_swapped(said, table, report)
            return True
    return False


def _tell_swapped(said: str, table: Table, report: Report) -> None:
    report.add(
        "coordinate-swapped",
        "error",
        f"lat and lon are swapped: {said}; give the two columns each other's name",
        file=table.name,
        column="lat",
        suggestions=(Suggestion("lon", "what the column 'lat' holds"),),
    )


def _in_degrees(pairs: dict[int, _Pair], crs: str, name: str, report: Report) -> dict[int, _Pair]:
    """The pairs in degrees, from the system that the settings name."""
    from mapbuilder.features import points_in_degrees

    if not pairs:
        return pairs
    lons, lats, projected = points_in_degrees(
        [p.lon for p in pairs.values()], [p.lat for p in pairs.values()], crs, name
    )
    if projected and all(p.fits() for p in pairs.values()):
        report.add(
            "coordinate-system",
            "error",
            f"lat and lon are said to be in {crs}, whose numbers are metres, but hold degrees; "
            'take crs out of [gazetteers] in exhibit.toml, or write "EPSG:4326"',
            file=name,
            column="lat",
            value=crs,
        )
        return {}
    return {index: _Pair(lat, lon) for index, lat, lon in zip(pairs, lats, lons, strict=True)}


def _note_form(
    how: str,
    indices: list[int],
    cells: dict[str, list[str | None]],
    rows: list[int],
    name: str,
    report: Report,
) -> None:
    first = indices[0]
    said = {
        "comma": "decimal commas are read as points",
        "minutes": "degrees, minutes and seconds are read as degrees",
        "swapped": "lat and lon stand in each other's columns; they are read by their letters",
    }[how]
    more = f" (in {len(indices):,} rows)" if len(indices) > 1 else ""
    report.add(
        "coordinate-form",
        "warning" if how == "swapped" else "note",
        said + more,
        file=name,
        row=rows[first],
        column="lat",
        value=f"{cells['lat'][first]}, {cells['lon'][first]}",
    )


def _tell_fault(
    row: int,
    column: str,
    written: str | None,
    said: str,
    hint: str | None,
    required: bool,
    name: str,
    report: Report,
) -> None:
    if said == "is missing" and not required:
        report.add(
            "place-unlocated",
            "warning",
            "the place has no coordinate and is kept out; give it lat and lon, or a geometry",
            file=name,
            row=row,
            column=column,
        )
        return
    suggestions: tuple[Suggestion, ...] = ()
    if hint and written and to_number(written.replace(",", ".")) is not None:
        suggestions = (Suggestion(written.replace(",", "."), "with a point"),)
    report.add(
        "place-coordinate",
        "error",
        f"the place's {column} {said}{hint or ''}",
        file=name,
        row=row,
        column=column,
        value=written,
        suggestions=suggestions,
    )


def _point(
    pair: _Pair,
    row: int,
    cells: dict[str, list[str | None]],
    index: int,
    name: str,
    report: Report,
) -> Point | None:
    """The pair as a point, or ``None`` with a problem: a place has no default coordinate."""
    if not pair.fits():
        column = "lat" if abs(pair.lat) > 90 else "lon"
        most = _MOST[column]
        written = cells[column][index]
        suggestions: tuple[Suggestion, ...] = ()
        hint = ""
        if pair.fits_swapped():
            hint = "; lat and lon may be swapped"
            suggestions = (Suggestion(f"lat {pair.lon:g}, lon {pair.lat:g}", "swapped"),)
        report.add(
            "place-coordinate",
            "error",
            f"the place's {column} is a number of degrees from -{most} to {most}, not "
            f"{shown(written)}{hint}",
            file=name,
            row=row,
            column=column,
            value=written,
            suggestions=suggestions,
        )
        return None
    if not pair.lat and not pair.lon:
        report.add(
            "place-coordinate",
            "error",
            "0, 0 is a point in the Atlantic and a usual mistake; give the place's own coordinate",
            file=name,
            row=row,
            column="lat",
            value="0",
        )
        return None
    return pair.lat, pair.lon


def _tell_countries(
    points: list[Point | None],
    countries: Sequence[str | None],
    rows: list[int],
    name: str,
    report: Report,
) -> None:
    """A warning for each place far outside its country, with what would bring it there."""
    if not any(countries):
        return
    from mapbuilder.countries import country_name, lies_in

    for point, code, row in zip(points, countries, rows, strict=True):
        if point is None or not code:
            continue
        lat, lon = point
        if lies_in(code, lon, lat) is not False:
            continue
        changes = (
            (lon, lat, "coordinate-swapped", "lat and lon swapped"),
            (lat, -lon, "coordinate-country", "the longitude's sign changed"),
            (-lat, lon, "coordinate-country", "the latitude's sign changed"),
        )
        found = next(
            (one for one in changes if abs(one[0]) <= 90 and lies_in(code, one[1], one[0])), None
        )
        where = f"{country_name(code)} ({code})"
        said = f"the place lies outside {where}, its country; look at both"
        if found is not None:
            said = f"the place lies outside {where}, its country, and inside with {found[3]}"
        report.add(
            found[2] if found else "coordinate-country",
            "warning",
            said,
            file=name,
            row=row,
            column="lat",
            value=f"{lat:g}, {lon:g}",
            suggestions=(Suggestion(f"lat {found[0]:g}, lon {found[1]:g}", found[3]),)
            if found
            else (),
        )
