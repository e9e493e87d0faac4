"""Headings of tables: of places other words for the columns, and what is missing, told at once.

In goes a table as it was read, out comes the same one under the names that mapbuilder knows. Always
true: a column is only renamed where its own name is not there, and each renaming is told.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinate_columns import tell_order, with_lat_and_lon
from mapbuilder.coordinates import to_number
from mapbuilder.counts import counted
from mapbuilder.listed_names import with_listed_names
from mapbuilder.report import Report, Suggestion
from mapbuilder.tables import to_name

if TYPE_CHECKING:
    from mapbuilder.tables import Table

# By the column that is meant; of several headings in one table the first in this order is taken.
OTHERS = {
    "id": (
        "geonameid geoname_id geonames_id geonames place_id placeid gazetteer_id gid osm_id qid "
        "pleiades_id @id uri url identifier code fid ogc_fid objectid subject"
    ),
    "name": (
        "toponym title placename place_name place place_title geonames_name full_name_ro full_name "
        "nom ort ortsname nombre nome название наименование ad adı isim toponymname preflabel "
        "pref_label term"
    ),
    "lat": (
        "latitude lat_dd latdd dec_lat decimallatitude y_wgs84 lat_wgs84 breite широта enlik enlem "
        "latitud ycoord y_coord @lat reprlat y"
    ),
    "lon": (
        "longitude lng long lon_dd longdd dec_long decimallongitude x_wgs84 lon_wgs84 länge laenge "
        "долгота uzunluq boylam longitud xcoord x_coord @lon reprlong x"
    ),
    "geometry": "wkt geowkt geo_wkt geom the_geom shape geojson wkt_geom",
    "names": (
        "alternatenames alternate_names alternative_names altnames alt_names variants aliases "
        "other_names varianten alt_name"
    ),
    "former_names": "old_name old_names historic_name historic_names historical_names",
    "country": (
        "ccode ccodes country_code countrycode cc iso iso2 iso_a2 iso_a3 cc1 nation land страна "
        "ölkə ülke pays"
    ),
    "division": (
        "admin1 adm1 admin1_name admin_1 province state region parent_name division1 adm1name "
        "область"
    ),
    "feature": (
        "kind feature_code featurecode fcode fcodes feature_class featureclass fclass fclasses dsg "
        "place_type placetype place_types type types feature_type featuretypes aat_types тип növ"
    ),
    "population": "pop population_total inhabitants einwohner население əhali nüfus",
    "uncertainty_m": "radius_m accuracy_m precision_m uncertainty_meters",
    "note": "description notes remark remarks comment",
    "coordinate_source": "geo_source coordinates_source location_source",
    "coordinate_licence": "coordinate_license geo_licence geo_license",
}  # fmt: skip

_ROWS_SEARCHED = 20
_IN_LANGUAGE = re.compile(r"name:([a-z]{2,3}(?:_[a-z0-9]{2,8})*)")
_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/")
_ENDINGS = {"label": "name", "altlabel": "names", "description": "note"}
_NAMES_OF_A_HEADER = 2

_NEEDED = {
    "name": "what the place is called",
    "lat": "its latitude in degrees",
    "lon": "its longitude in degrees",
}


def with_known_headings(table: Table, report: Report) -> Table:
    """The table under the known names; what is renamed is a note, one for each column."""
    table, names = _with_languages(table, report)
    renamed = _of_wikidata(table) | _of_openstreetmap(names)
    for heading, meant in renamed.items():
        _note_renamed(heading, meant, table.name, report)
    for column, others in OTHERS.items():
        if column in (*names, *renamed.values()):
            continue
        if column in ("lat", "lon") and "geometry" in names:
            continue
        given = next(
            (each for each in others.split() if each in names and each not in renamed), None
        )
        if given is None:
            continue
        renamed[given] = column
        _note_renamed(given, column, table.name, report)
    if not renamed:
        return with_lat_and_lon(with_listed_names(table, report), report)
    columns = table.columns.rename_columns([renamed.get(name, name) for name in names])
    if "names" in renamed.values():
        columns = _with_bars(columns)
    table = with_listed_names(replace(table, columns=columns), report)
    return with_lat_and_lon(table, report)


def _note_renamed(given: str, column: str, file: str, report: Report) -> None:
    report.add(
        "column-renamed",
        "note",
        f"the column {given!r} is read as {column!r}",
        file=file,
        column=given,
        value=given,
        suggestions=(Suggestion(column, "its name in mapbuilder's own tables"),),
    )


def _of_wikidata(table: Table) -> dict[str, str]:
    """What the columns of a query's export are: beside ``item`` stand ``itemLabel`` and others.

    ref: Wikidata Query Service, label service: ?xLabel, ?xAltLabel and ?xDescription of ?x
    """
    names = table.columns.column_names
    found: dict[str, str] = {}
    for name in names:
        cells = table.columns[name].slice(0, _ROWS_SEARCHED).drop_null().to_pylist()
        if not cells or not all(_ENTITY.match(cell) for cell in cells):
            continue
        if name == "country" and "countrylabel" in names:
            found |= {name: "country_item", "countrylabel": "country"}
        elif f"{name}label" in names and "id" not in found.values():
            meant = {name: "id"}
            for ending, column in _ENDINGS.items():
                meant[f"{name}{ending}"] = column
            found |= {
                given: column
                for given, column in meant.items()
                if given in names and column not in names and given != column
            }
    return found


def _with_languages(table: Table, report: Report) -> tuple[Table, list[str]]:
    """The table with ``name_en`` for OpenStreetMap's ``name:en``, and its columns' names."""
    names = table.columns.column_names
    written = {
        name: f"name_{found[1]}"
        for name in names
        if (found := _IN_LANGUAGE.fullmatch(name)) and f"name_{found[1]}" not in names
    }
    if not written:
        return table, names
    first = next(iter(written))
    more = len(written) - 1
    also = f", and {counted(more, 'more column')} in the same way" if more else ""
    report.add(
        "column-renamed",
        "note",
        f"the column {first!r} is read as {written[first]!r}{also}",
        file=table.name,
        column=first,
        value=first,
        suggestions=(Suggestion(written[first], "its name in mapbuilder's own tables"),),
    )
    names = [written.get(name, name) for name in names]
    return replace(table, columns=table.columns.rename_columns(names)), names


def _of_openstreetmap(names: Collection[str]) -> dict[str, str]:
    """Beside a name OpenStreetMap's ``place`` says what kind of place it is."""
    is_it = "@id" in names or any(name.startswith("name_") for name in names)
    others = {"feature", *OTHERS["feature"].split()}
    return {"place": "feature"} if is_it and {"name", "place"} <= {*names} - others else {}


def _with_bars(columns: pa.Table) -> pa.Table:
    """The columns, several names in one cell set apart by a bar, whatever set them apart before."""
    names = columns["names"]
    written = "".join(dict.fromkeys("".join(text or "" for text in names.to_pylist())))
    mark = next((mark for mark in "|;," if mark in written), "|")
    barred = pc.replace_substring(names, mark, "|")
    return columns.set_column(columns.column_names.index("names"), "names", barred)


def words_on_header_below(table: Table, known: Collection[str]) -> str:
    """The end of a sentence about a missing column, where a lower row has the columns' names.

    Many a spreadsheet has its title in the first row, and when it was made in the second.
    """
    # Arrow has a table without columns be as long as it is asked to be.
    first = table.columns.slice(0, min(_ROWS_SEARCHED, len(table.rows))).to_pylist()
    for number, row in zip(table.rows.slice(0, len(first)).to_pylist(), first, strict=True):
        names = {to_name(cell) for cell in row.values() if cell}
        if len(names & set(known)) >= _NAMES_OF_A_HEADER:
            return f"; row {number} names columns: take out what stands above it"
    return ""


def is_usable(table: Table, report: Report) -> bool:
    """Whether the table has the columns that places need; else all that lack are told at once."""
    names = table.columns.column_names
    needed = dict(_NEEDED)
    if "label" in names:
        del needed["name"]
    if "geometry" in names:
        del needed["lat"], needed["lon"]
    missing = [column for column in needed if column not in names]
    if not missing:
        if not len(table.rows) and not table.refused:
            report.add(
                "table-empty",
                "warning",
                "the file names its columns and has no row below them",
                file=table.name,
            )
        return bool(len(table.rows))
    if _has_no_header(names):
        report.add(
            "column-missing",
            "error",
            "the first line looks like a place, not like the names of columns; put a line with "
            "id,name,lat,lon (or what stands in them) above it (a dump of GeoNames, which has none "
            "either, has 19 columns set apart by tabs)",
            file=table.name,
            row=1,
        )
        return False
    below = words_on_header_below(table, OTHERS)
    if "lon" in missing and tell_order(table, report):
        missing = [column for column in missing if column not in ("lat", "lon")]
    for column in missing:
        others = [name for name in names if name not in needed]
        words = [column, *OTHERS[column].split()]
        near = [
            name
            for name in others
            if any(difflib.SequenceMatcher(None, name, word).ratio() >= 0.7 for word in words)
        ]
        listed = (", ".join(names[:12]) or "none") + (", …" if len(names) > 12 else "")
        instead = " (or a column geometry)" if column in ("lat", "lon") else ""
        report.add(
            "column-missing",
            "error",
            f"the table has no column {column!r}, {needed[column]}{instead}; its columns are "
            f"{listed}{below}",
            file=table.name,
            column=column,
            suggestions=tuple(Suggestion(name, f"if this is meant: call it {column!r}")
                              for name in near[:3]),
        )  # fmt: skip
    return False


def _has_no_header(names: list[str]) -> bool:
    """Whether the names are rather a row: no known word among them, and numbers of degrees."""
    words = {word for others in OTHERS.values() for word in others.split()} | set(OTHERS)
    numbers = [to_number(name) for name in names]
    fractions = sum(number is not None and number % 1 != 0 for number in numbers)
    return not words & set(names) and fractions >= 2
