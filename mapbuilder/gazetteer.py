"""Gazetteers: places with coordinates and every name under which a record may mean them.

In goes a places table (a file of any kind or a data frame), out come its places and its names, one
row for each name with the years in which it holds. Files are known by what is in them, not by what
they are called. Always true: ``names.place`` counts into ``places``, and every place has a unique
id, a name and a coordinate; a row without them is a problem, not a place.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from mapbuilder import geonames_dump, headings, lp_tsv
from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.errors import InputError
from mapbuilder.place_names import NAMES_SCHEMA, read_names
from mapbuilder.places import COLUMNS, Credit, empty_places, read_places
from mapbuilder.report import Problem, Report
from mapbuilder.tables import Table, read_table, report_near_names, to_table

if TYPE_CHECKING:
    from mapbuilder.config import Config

__all__ = [
    "COLUMNS",
    "NAMES_SCHEMA",
    "Gazetteer",
    "Kind",
    "files_of",
    "read_gazetteer",
    "read_gazetteers",
]

Kind = Literal["exhibit", "world", "gazetteer"]
"""Whose places they are; also the kind of a join with them."""

_SAMPLE = 65_536
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"
_OTHERS = (b"SQLite format 3\0", b"\xd0\xcf\x11\xe0")
"""What GeoPackage and old workbooks begin with: their readers want their suffixes."""
_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_JSONS = (".json", ".geojson", ".jsonld", ".geojsonl", ".jsonl", ".ndjson", ".ldjson")


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
    kind: Kind | None = None,
) -> Gazetteer:
    """The gazetteer of a file, a data frame, or ``None`` for one without places.

    Files: tables in the design's columns or others that are commonly used, LP-TSV, Linked Places,
    GeoJSON (also a feature a line), GeoPackage and its like, dumps of GeoNames. Without ``kind`` a
    file in a format of gazetteers is one, and anything else the exhibit's own places. A row that
    cannot be a place is refused and is a problem in ``report``.

    Raises ``InputError`` when the source cannot be read at all.
    """
    own = Report()
    is_gazetteer = False
    form = ""
    if isinstance(source, (str, Path)):
        path = Path(source)
        form = _form_of(path)
        if form == "geonames":
            places, names, rejected = geonames_dump.read_dump(path, own)
            places = _credited(places, _credit(path.name, config))
            dump = Gazetteer(path.name, kind or "gazetteer", places, names, rejected)
            return _finished(dump, own, report)
        table, is_gazetteer = _read_file(path, form, config, own, kind)
    else:
        given = Report()
        table = to_table([] if source is None else source, name or "places", given, known=_known())
        own.add_all(_of_no_column(given))
    if source is not None:
        form = "linked" if is_gazetteer else form
        table, is_lp_tsv = _in_our_columns(table, own)
        if is_lp_tsv:
            form, is_gazetteer = "lp-tsv", True
    kind = kind or ("gazetteer" if is_gazetteer else "exhibit")
    if source is not None and not headings.is_usable(table, own):
        refused = len(table.rows) + table.refused
        nothing = Gazetteer(table.name, kind, empty_places(), NAMES_SCHEMA.empty_table(), refused)
        return _finished(nothing, own, report)
    credit = _credit(table.name, config)
    places, rejected = read_places(table, own, credit, required=kind == "exhibit")
    told = Report()
    names = read_names(places, table.name, told, tell_shared=kind == "exhibit")
    own.add_all(_as_written(told.problems(), form))
    return _finished(Gazetteer(table.name, kind, places, names, rejected), own, report)


def read_gazetteers(
    paths: Iterable[Path], config: Config | None = None, report: Report | None = None
) -> list[Gazetteer]:
    """The user's gazetteers, in order. One that cannot be read is a problem and has no places."""
    found: list[Gazetteer] = []
    for path in paths:
        own = Report() if report is None else report
        try:
            found.append(read_gazetteer(path, config, own, kind="gazetteer"))
        except InputError as error:
            own.add("gazetteer-unreadable", "error", f"{error}", file=path.name)
            nothing = Gazetteer(path.name, "gazetteer", empty_places(), NAMES_SCHEMA.empty_table())
            found.append(nothing)
        if report is None:
            found[-1] = replace(found[-1], problems=own.problems())
        elif len(found[-1].places) and not any(found[-1].places["coordinate_source"].to_pylist()):
            own.add(
                "gazetteer-credit",
                "note",
                "nothing says whose its places are, and the page credits nobody for them; say it "
                f'in exhibit.toml, as in [gazetteers."{path.name}"] attribution = "…"',
                file=path.name,
            )
    return found


def files_of(path: Path) -> list[Path]:
    """All files that are read for a gazetteer: its own, and those of GeoNames beside a dump."""
    return [path, *(geonames_dump.beside(path) if _form_of(path) == "geonames" else [])]


def _form_of(path: Path) -> str:
    """What a file is by its content: geonames, json, or a suffix by which tables are read."""
    suffix = path.suffix.lower()
    if "\0" in str(path) or not path.is_file():
        # The reader of tables says what is wrong with it.
        return suffix
    try:
        with path.open("rb") as stream:
            start = stream.read(_SAMPLE)
    except OSError:
        return suffix
    if start.startswith(_ZIP):
        return _form_of_zip(path, suffix)
    if start.startswith(_PARQUET):
        return ".parquet"
    if start.startswith(_OTHERS) or suffix in (".shp", ".fgb", ".kml", ".xlsb"):
        return suffix
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    text = text.removeprefix("\ufeff")
    if geonames_dump.is_dump(text.partition("\n")[0]):
        return "geonames"
    if text.lstrip("\x1e \t\r\n").startswith(("{", "[")) or suffix in _JSONS:
        return "json"
    if text.lstrip().startswith("<") and "<kml" in text:
        return ".kml"
    # The delimiter is found out by the header, whatever the suffix promises.
    return ".csv" if suffix in (*_TEXTS, "") or b"\0" not in start else suffix


def _form_of_zip(path: Path, suffix: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return suffix
    if "[Content_Types].xml" in names:
        return suffix if suffix in (".xlsx", ".xlsm", ".xlsb") else ".xlsx"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return ".ods"
    return "geonames"


def _read_file(
    path: Path, form: str, config: Config | None, report: Report, kind: Kind | None
) -> tuple[Table, bool]:
    """The table in a file, and whether it is a gazetteer by its format."""
    if form == "json":
        from mapbuilder.linked_places import read_places_json

        content = path.read_bytes()
        if not content.strip():
            raise InputError(f"{path.name} is empty, it has 0 bytes; save or copy it again")
        read = Report()
        found = read_places_json(content, path.name, read)
        report.add_all(_of_no_column(read))
        if found is not None:
            return found
        form = ".json"
    given = path.suffix.lower()
    if form == ".csv" and given == ".tsv" and kind != "exhibit":
        _note_delimiter(path, report)
    encoding = config.encoding if config is not None else None
    delimiter = config.delimiter if config is not None else None
    if kind == "gazetteer" and form == ".csv":
        # The settings are those of the exhibit's own tables; a file from elsewhere has its own.
        delimiter = None
        encoding = None if _is_utf8(path) else encoding
    if form == ".csv" and kind == "exhibit":
        form = given if given in _TEXTS else form
    known = form in (".csv", ".parquet", ".kml", ".json", ".xlsx", ".ods")
    collected = Report()
    table = read_table(
        path,
        collected,
        known=_known(),
        encoding=encoding,
        delimiter=delimiter,
        suffix=form if known and form != given else None,
        table=None if kind == "gazetteer" else "places",
    )
    report.add_all(_of_no_column(collected))
    return table, False


def _of_no_column(report: Report) -> list[Problem]:
    """The problems but for names that are near to known ones: whose names is only told later."""
    return [one for one in report.problems() if one.code != "column-unknown"]


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _note_delimiter(path: Path, report: Report) -> None:
    with path.open("rb") as stream:
        header = stream.readline(_SAMPLE)
    if b"\t" not in header and any(mark in header for mark in (b",", b";", b"|")):
        mark = max(",;|", key=lambda one: header.count(one.encode()))
        report.add(
            "delimiter-other",
            "note",
            f"the file is called .tsv and its first line has no tab; its cells are taken to be set "
            f"apart by {mark!r}",
            file=path.name,
            row=1,
            value=mark,
        )


def _known() -> tuple[str, ...]:
    """All names of columns by which a table of places is known."""
    others = (word for words in headings.OTHERS.values() for word in words.split())
    return tuple(dict.fromkeys((*COLUMNS, *lp_tsv.COLUMNS, *others)))


def _in_our_columns(table: Table, report: Report) -> tuple[Table, bool]:
    """The table in the columns of places, and whether it was LP-TSV."""
    names = table.columns.column_names
    if lp_tsv.is_lp_tsv(names):
        return lp_tsv.to_places(table, report), True
    table = headings.with_known_headings(table, report)
    report_near_names(table.columns.column_names, table.name, COLUMNS, report)
    return table, False


def _credit(name: str, config: Config | None) -> Credit:
    """What the settings say of a file: whose it is, under which licence, in which system."""
    given = config.gazetteers if config is not None else {}
    names = (name, name.partition("#")[0])
    said = next((each for file, each in given.items() if Path(file).name in names), None)
    if said is None:
        return Credit()
    title = said.attribution or said.title
    return Credit(title, said.licence, said.crs)


def _credited(places: pa.Table, credit: Credit) -> pa.Table:
    """The places under the credit of the settings, where those give one."""
    for column, text in (
        ("coordinate_source", credit.attribution),
        ("coordinate_licence", credit.licence),
    ):
        if text:
            at = places.column_names.index(column)
            places = places.set_column(at, column, pa.repeat(pa.scalar(text), len(places)))
    return places


def _finished(gazetteer: Gazetteer, own: Report, report: Report | None) -> Gazetteer:
    """The gazetteer, its problems in ``report`` or, without one, in itself."""
    problems: Sequence[Problem] = own.problems()
    if gazetteer.kind != "exhibit":
        problems = _abridged(problems)
    if report is None:
        return replace(gazetteer, problems=tuple(problems))
    report.add_all(problems)
    return gazetteer


def _as_written(problems: Sequence[Problem], form: str) -> list[Problem]:
    """The problems of names under the columns that the file has, not those made of them."""
    if form == "lp-tsv":
        # Its years are those of the row, and have been told with it.
        return [one for one in problems if one.code != "place-years"]
    if form != "linked":
        return list(problems)
    columns: dict[str | None, str] = {"former_names": "names", "years": "when"}
    return [replace(one, column=columns.get(one.column, one.column)) for one in problems]


def _abridged(problems: Sequence[Problem]) -> list[Problem]:
    """Of one fault in one column the first rows; the last of them counts the others."""
    groups: dict[tuple[str, str, str | None], list[int]] = {}
    for index, one in enumerate(problems):
        groups.setdefault((one.file, one.code, one.column), []).append(index)
    kept = list(problems)
    left_out: set[int] = set()
    for indices in groups.values():
        more = len(indices) - ROWS_TOLD
        if more > 0:
            last = indices[ROWS_TOLD - 1]
            message = f"{problems[last].message}; the like in {counted(more, 'more row')}"
            kept[last] = replace(problems[last], message=message)
            left_out.update(indices[ROWS_TOLD:])
    return [one for index, one in enumerate(kept) if index not in left_out]
