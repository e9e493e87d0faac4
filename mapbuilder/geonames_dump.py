"""Dumps of GeoNames: ``AZ.txt``, ``allCountries.txt`` or their zips in, places and names out.

ref: GeoNames, "readme for the gazetteer extract": 19 columns set apart by tabs, without a header.
Columns stay columns: no row is looked at by itself but a wrong one. ``alternateNamesV2.txt`` (names
with languages and years) and ``admin1CodesASCII.txt`` are used where they lie beside the dump.
Always true: a place has a number, a name and a coordinate in range.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.dates import DateError
from mapbuilder.errors import InputError
from mapbuilder.language_tags import language_tag
from mapbuilder.place_kinds import PRECISION_OF, RADIUS_M, of_code
from mapbuilder.place_names import days_of, with_keys, with_language, years_of
from mapbuilder.places import TYPES, empty_places
from mapbuilder.report import Report, shown

CREDIT, LICENCE = "GeoNames", "CC BY 4.0"

_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class",
    "feature_code", "country", "cc2", "admin1", "admin2", "admin3", "admin4", "population",
    "elevation", "dem", "timezone", "modified",
)  # fmt: skip
_ALTERNATES = (
    "alternate_id", "geonameid", "lang", "name", "preferred", "short", "colloquial", "historic",
    "from", "to",
)  # fmt: skip
_ALTERNATES_FILES = ("alternateNamesV2.txt", "alternateNamesV2.zip")
_DIVISIONS_FILE = "admin1CodesASCII.txt"

# Entries of the alternate names that are no names: links, codes of posts, airports and stations.
_NO_NAMES = (
    "link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "phon", "uicn",
)  # fmt: skip
_AIRPORT = r"^[A-Z]{3,4}$"
"""Among names without a language: the code of an airport."""
_DATE = re.compile(r"(-?\d{4})(\d\d)(\d\d)")


def is_dump(first_line: str) -> bool:
    """Whether a file that begins so is a dump of GeoNames."""
    cells = first_line.rstrip("\r\n").split("\t")
    return (
        len(cells) == len(_COLUMNS)
        and bool(re.fullmatch(r"\ufeff?\d+", cells[0]))
        and bool(re.fullmatch(r"-?\d+(?:\.\d+)?", cells[4]))
        and bool(re.fullmatch(r"[A-Z]?", cells[6]))
    )


def member_of(path: Path) -> str | None:
    """The dump inside a zip; ``None`` when there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(".txt"):
                    with archive.open(name) as stream:
                        if is_dump(stream.readline(100_000).decode("utf-8", "replace")):
                            return name
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return None


def beside(path: Path) -> list[Path]:
    """The other files that are read with a dump: those of GeoNames in the same folder."""
    folder = path.parent
    alternates = [folder / name for name in _ALTERNATES_FILES if (folder / name).is_file()]
    divisions = folder / _DIVISIONS_FILE
    return [*alternates[:1], *([divisions] if divisions.is_file() else [])]


def read_dump(path: Path, report: Report) -> tuple[pa.Table, pa.Table, int]:
    """The places of a dump, their names and the number of lines that are no places."""
    table, lines, refused = _read(_content(path), _COLUMNS, path.name, report)
    others = {file.name: file for file in beside(path)}
    places, kept, rejected = _places(table, lines, others.get(_DIVISIONS_FILE), path.name, report)
    table = table.take(pa.array(kept))
    alternates = next((others[name] for name in _ALTERNATES_FILES if name in others), None)
    if alternates is not None:
        names = _alternate_names(alternates, table["geonameid"], report)
    else:
        names = _plain_names(table["alternatenames"])
    own = [_own_names(table[column]) for column in ("name", "asciiname")]
    given = pa.concat_tables([*own, names])
    places = _with_name_columns(places, names)
    return places, with_keys(_each_once(given)), rejected + refused


_OTHER_TABLES = (
    ".kml", ".shp", ".gpkg", ".geojson", ".json", ".jsonl", ".csv", ".tsv", ".fgb", ".parquet",
)  # fmt: skip


def _content(path: Path) -> bytes:
    """The bytes of a text, out of its zip where it is in one."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        member = member_of(path) or next(
            (name for name in sorted(archive.namelist()) if name == f"{path.stem}.txt"), None
        )
        if member is None:
            names = [one for one in sorted(archive.namelist()) if not one.endswith("/")]
            other = next((one for one in names if one.lower().endswith(_OTHER_TABLES)), None)
            if other is not None:
                raise InputError(
                    f"{path.name} is an archive, of which only dumps of GeoNames are read as they "
                    f"are; unpack it and name what is in it, {other!r}"
                )
            raise InputError(f"{path.name} holds no dump of GeoNames, a text with 19 columns")
        try:
            return archive.read(member)
        except (zipfile.BadZipFile, RuntimeError) as error:
            raise InputError(f"{path.name} cannot be unpacked ({error}); copy it again") from None


def _read(
    content: bytes, columns: Sequence[str], name: str, report: Report
) -> tuple[pa.Table, np.ndarray[Any, np.dtype[np.int64]], int]:
    """The columns as texts, each row's line, and how many lines have other numbers of cells."""
    from pyarrow import csv

    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        # Arrow looks at the bytes without making a text of them, which takes no memory.
        pa.array([content], pa.large_binary()).cast(pa.large_string())
    except pa.ArrowInvalid:
        line = content[: _first_fault(content)].count(b"\n") + 1
        raise InputError(
            f"{name}:{line} is not in UTF-8, which a dump of GeoNames is; download it again"
        ) from None
    wrong: list[tuple[int, int]] = []

    def parse(handler: Any, *, threads: bool) -> pa.Table:
        return csv.read_csv(
            pa.BufferReader(content),
            read_options=csv.ReadOptions(column_names=list(columns), use_threads=threads),
            parse_options=csv.ParseOptions(
                delimiter="\t",
                quote_char=False,
                ignore_empty_lines=True,
                invalid_row_handler=handler,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True,
                null_values=[""],
            ),
        )  # fmt: skip

    def skip(row: Any) -> str:
        wrong.append((row.number, row.actual_columns))
        return "skip"

    try:
        try:
            table = parse(None, threads=True)
        except pa.ArrowInvalid as error:
            if "Expected" not in str(error):
                raise
            # Only a reader of one thread knows the numbers of lines.
            table = parse(skip, threads=False)
    except pa.ArrowInvalid as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{name} cannot be read as a dump of GeoNames: {reason}") from None
    for number, cells in wrong[:ROWS_TOLD]:
        more = len(wrong) - ROWS_TOLD
        also = (
            f"; the same in {counted(more, 'more line')}"
            if more > 0 and number == wrong[19][0]
            else ""
        )
        report.add(
            "cells-too-many" if cells > len(columns) else "cells-too-few",
            "error",
            f"the line has {cells} cells and a dump of GeoNames has {len(columns)}, set apart by "
            f"tabs; it is left out{also}",
            file=name,
            row=number,
        )
    taken = {number for number, _ in wrong}
    lines = np.arange(1, len(table) + len(taken) + 1, dtype=np.int64)
    if taken:
        lines = lines[~np.isin(lines, list(taken))]
    return table, lines, len(wrong)


def _first_fault(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _places(
    table: pa.Table,
    lines: np.ndarray[Any, np.dtype[np.int64]],
    divisions: Path | None,
    name: str,
    report: Report,
) -> tuple[pa.Table, np.ndarray[Any, np.dtype[np.int64]], int]:
    """The places, the rows of ``table`` that they are, and the number of the others."""
    lat, lon = _numbers(table["latitude"]), _numbers(table["longitude"])
    usable = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    for index in np.flatnonzero(~usable)[:ROWS_TOLD].tolist():
        column, most = ("lon", 180) if abs(lat[index]) <= 90 else ("lat", 90)
        written = table["longitude" if column == "lon" else "latitude"][index].as_py()
        more = int((~usable).sum()) - ROWS_TOLD
        is_last = more > 0 and index == np.flatnonzero(~usable)[ROWS_TOLD - 1]
        also = f"; the same in {counted(more, 'more line')}" if is_last else ""
        report.add(
            "place-coordinate",
            "error",
            f"the place's {column} is a number of degrees from -{most} to {most}, not "
            f"{shown(written or '')}; the place is left out{also}",
            file=name,
            row=int(lines[index]),
            column=column,
            value=written,
        )
    named = pc.is_valid(table["name"]).to_numpy() & pc.is_valid(table["geonameid"]).to_numpy()
    ids = table["geonameid"].combine_chunks().dictionary_encode()
    codes = pc.fill_null(ids.indices, -1).to_numpy(zero_copy_only=False)
    good = np.flatnonzero(usable & named)
    first = np.zeros(len(table), bool)
    first[good[np.unique(codes[good], return_index=True)[1]]] = True
    for index in np.flatnonzero(usable & named & ~first)[:ROWS_TOLD].tolist():
        identity = table["geonameid"][index].as_py()
        report.add(
            "place-id-duplicate",
            "error",
            f"the id {shown(identity)} is that of an earlier line; only that is a place",
            file=name,
            row=int(lines[index]),
            column="id",
            value=identity,
        )
    for index in np.flatnonzero(usable & ~named)[:ROWS_TOLD].tolist():
        report.add(
            "place-nameless", "error", "a place needs a name and a number", file=name,
            row=int(lines[index]), column="name",
        )  # fmt: skip
    kept = np.flatnonzero(usable & named & first)
    rows = table.take(pa.array(kept))
    numbered = pc.match_substring_regex(rows["population"], r"^\d{1,12}$")
    people = pc.fill_null(pc.cast(pc.if_else(numbered, rows["population"], "0"), pa.int64()), 0)
    features = _features(rows, people.to_numpy())
    feature = features.dictionary.take(features.indices)
    kinds = features.dictionary.to_pylist()
    precision = pa.array([PRECISION_OF.get(kind) for kind in kinds], pa.string())
    radius = pa.array([RADIUS_M.get(kind) for kind in kinds], pa.float64())
    country = pc.utf8_upper(rows["country"])
    several = pc.replace_substring_regex(pc.utf8_upper(rows["cc2"]), r"\s*,\s*", ";")
    count = len(kept)
    columns = {
        "id": rows["geonameid"],
        "name": rows["name"],
        "label": rows["name"],
        "lat": pa.array(lat[kept]),
        "lon": pa.array(lon[kept]),
        "precision": pc.coalesce(precision.take(features.indices), "town"),
        "uncertainty_m": radius.take(features.indices),
        "coordinate_source": pa.repeat(pa.scalar(CREDIT), count),
        "coordinate_licence": pa.repeat(pa.scalar(LICENCE), count),
        "country": country,
        "countries": pc.if_else(
            pc.is_valid(several), pc.binary_join_element_wise(country, several, ";"), country
        ),
        "division": _divisions(rows, divisions),
        "feature": feature,
        "population": pc.if_else(pc.greater(people, 0), people, None),
        "feature_code": pc.binary_join_element_wise(
            pc.coalesce(rows["feature_class"], ""), pc.coalesce(rows["feature_code"], ""), "."
        ),
        "row": pa.array(lines[kept]),
    }
    blank = empty_places()
    for field in blank.schema:
        columns.setdefault(field.name, pa.nulls(count, TYPES.get(field.name, field.type)))
    order = [*blank.column_names, "feature_code"]
    return pa.table({column: columns[column] for column in order}), kept, len(table) - count


def _numbers(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.float64]]:
    plain = pc.if_else(pc.match_substring_regex(column, r"^-?\d+(\.\d+)?$"), column, None)
    return pc.cast(plain, pa.float64()).to_numpy()  # type: ignore[no-any-return]


def _features(rows: pa.Table, people: np.ndarray[Any, Any]) -> pa.DictionaryArray:
    """What each place is, worked out for each code and for towns and cities apart."""
    from mapbuilder.place_kinds import CITY_PEOPLE

    keys = pc.binary_join_element_wise(
        pc.coalesce(rows["feature_class"], ""),
        pc.coalesce(rows["feature_code"], ""),
        pa.array(np.where(people >= CITY_PEOPLE, "1", "0")),
        ".",
    )
    encoded = keys.combine_chunks().dictionary_encode()
    found = []
    for key in encoded.dictionary.to_pylist():
        letter, code, large = key.split(".")
        found.append(of_code(letter, code, CITY_PEOPLE if large == "1" else 0) if letter else None)
    return pa.DictionaryArray.from_arrays(encoded.indices, pa.array(found, pa.string()))


def _divisions(rows: pa.Table, file: Path | None) -> pa.ChunkedArray:
    """The names of the first-order divisions; without the file of names their codes, ``AZ.09``."""
    codes = pc.binary_join_element_wise(rows["country"], rows["admin1"], ".")
    if file is None:
        return codes
    named: dict[str, str] = {}
    for line in file.read_text("utf-8", "replace").splitlines():
        cells = line.split("\t")
        if len(cells) >= 2 and cells[1]:
            named[cells[0]] = cells[1]
    encoded = codes.combine_chunks().dictionary_encode()
    names = [named.get(code, code) for code in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(names, pa.string()).take(encoded.indices)])


def _own_names(column: pa.ChunkedArray) -> pa.Table:
    """The names of one column, one for each place, in the columns of given names."""
    count = len(column)
    table = _given(np.arange(count, dtype=np.int32), column.combine_chunks(), kind="name")
    return table.filter(pc.is_valid(table["name"]))


def _given(
    place: np.ndarray[Any, Any],
    name: pa.Array,
    kind: str | pa.Array,
    lang: pa.Array | None = None,
    years: pa.Array | None = None,
) -> pa.Table:
    count = len(name)
    return pa.table(
        {
            "place": pa.array(place, pa.int32()),
            "name": name,
            "kind": pa.repeat(pa.scalar(kind), count) if isinstance(kind, str) else kind,
            "lang": lang if lang is not None else pa.nulls(count, pa.string()),
            "years": years if years is not None else pa.nulls(count, pa.string()),
        }
    )


def _plain_names(column: pa.ChunkedArray) -> pa.Table:
    """The names of the dump's own column, set apart by commas, without languages."""
    lists = pc.split_pattern(column.combine_chunks(), ",")
    place = pc.list_parent_indices(lists)
    name = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    table = _given(place.to_numpy(), name, "script")
    wanted = pc.and_not(
        pc.not_equal(table["name"], ""), pc.match_substring_regex(table["name"], _AIRPORT)
    )
    return table.filter(wanted)


def _alternate_names(path: Path, ids: pa.ChunkedArray, report: Report) -> pa.Table:
    """The names of the file beside the dump, with their languages and years."""
    table, lines, _ = _read(_content(path), _ALTERNATES, path.name, report)
    table = table.append_column("line", pa.array(lines))
    table = table.filter(pc.is_in(table["geonameid"], value_set=ids.combine_chunks()))
    table = table.filter(
        pc.and_(
            pc.is_valid(table["name"]),
            pc.invert(pc.is_in(table["lang"], value_set=pa.array(_NO_NAMES))),
        )
    )
    tags = table["lang"].combine_chunks().dictionary_encode()
    known = [language_tag(tag) if tag else None for tag in tags.dictionary.to_pylist()]
    for tag, found in zip(tags.dictionary.to_pylist(), known, strict=True):
        if tag and found is None:
            report.add(
                "language-unknown",
                "note",
                f"{shown(tag)} is no language tag (BCP 47); its names are kept without a language",
                file=path.name,
                column="lang",
                value=tag,
            )
    lang = pa.array(known, pa.string()).take(tags.indices)
    historic = pc.fill_null(pc.equal(table["historic"], "1"), False)
    years, readable = _years(table, path.name, report)
    former = pc.or_(historic, pc.is_valid(years))
    kind = pc.if_else(former, "former", "script")
    place = pc.index_in(table["geonameid"], value_set=ids.combine_chunks())
    given = _given(
        place.to_numpy(),
        table["name"].combine_chunks(),
        kind.combine_chunks() if isinstance(kind, pa.ChunkedArray) else kind,
        lang,
        years,
    )
    return given.filter(pa.array(readable))


def _years(table: pa.Table, name: str, report: Report) -> tuple[pa.Array, Any]:
    """The years of each name, and whether they can be read; each different text is read once."""
    both = pc.binary_join_element_wise(
        pc.coalesce(table["from"], ""), pc.coalesce(table["to"], ""), "\t"
    )
    encoded = both.combine_chunks().dictionary_encode()
    indices = encoded.indices.to_numpy()
    texts: list[str | None] = []
    readable: list[bool] = []
    for number, text in enumerate(encoded.dictionary.to_pylist()):
        first, last = (_dashed(part.strip()) for part in text.split("\t"))
        years = years_of(first, last)
        try:
            days_of(years)
        except DateError as error:
            row = int(np.flatnonzero(indices == number)[0])
            written = table["name"][row].as_py()
            report.add(
                "place-years",
                "warning",
                f"the years of {shown(written)} cannot be read ({error.message}); the name is "
                "left out",
                file=name,
                row=table["line"][row].as_py(),
                column="from",
                value=f"{first}/{last}",
            )
            readable.append(False)
        else:
            readable.append(True)
        texts.append(years)
    flags = np.array(readable or [True])[indices] if len(indices) else np.zeros(0, bool)
    return pa.array(texts, pa.string()).take(encoded.indices), flags


def _dashed(text: str) -> str:
    """GeoNames writes a day as 19910906; EDTF as 1991-09-06."""
    found = _DATE.fullmatch(text)
    return "-".join(found.groups()) if found else text


def _with_name_columns(places: pa.Table, names: pa.Table) -> pa.Table:
    """The places with their former names as a places table writes them: the page tells of those."""
    former = names.filter(pc.equal(names["kind"], "former"))
    written: dict[int, list[str]] = {}
    for row in former.to_pylist():
        written.setdefault(row["place"], []).append(
            with_language(row["name"], row["lang"], row["years"])
        )
    if not written:
        return places
    texts = ["|".join(written[i]) if i in written else None for i in range(len(places))]
    at = places.column_names.index("former_names")
    return places.set_column(at, "former_names", pa.array(texts, pa.string()))


def _each_once(given: pa.Table) -> pa.Table:
    """The names, each once for a place and by place, the place's own name first.

    What stands first is told as the reason of a join.
    """
    encoded = given["name"].combine_chunks().dictionary_encode()
    years = given["years"].combine_chunks().dictionary_encode()
    name = encoded.indices.to_numpy().astype(np.int64)
    year = pc.fill_null(years.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    place = given["place"].to_numpy().astype(np.int64)
    key = (place * max(1, len(encoded.dictionary)) + name) * (len(years.dictionary) + 1) + year
    first = np.unique(key, return_index=True)[1]
    return given.take(pa.array(first[np.lexsort((first, place[first]))]))
