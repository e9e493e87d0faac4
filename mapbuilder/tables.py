"""Tables: a file or a data frame of any kind in, the same canonical columns of texts out.

Always true of a ``Table``: its names are small letters with ``_`` between words, its cells are
texts without outer spaces and without control characters, an empty cell is null, and each row knows
where it stands in its file.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import WORKBOOKS, Sheet, in_one
from mapbuilder.clean_cells import without_controls, without_errors
from mapbuilder.delimited import read_delimited
from mapbuilder.errors import InputError
from mapbuilder.floated import note_floated
from mapbuilder.garbled import note_garbled
from mapbuilder.merge_marks import merge_sentence
from mapbuilder.raw_bytes import has_empty, has_outer_spaces, longest
from mapbuilder.report import Report, Suggestion
from mapbuilder.streamed import LARGE, read_streamed

LONGEST_CELL = 1_000_000
"""In characters; a record with a longer cell is refused."""

LONGEST_GEOMETRY = 50_000_000
"""In characters, of a cell in the column ``geometry``: an archipelago has millions of points."""


DELIMITED = (".csv", ".tsv", ".tab", ".txt")
_JSON = (".geojson", ".json")
_LAYERS = (".gpkg", ".kml", ".shp", ".fgb")
_PARQUET = (".parquet", ".geoparquet")
FORMATS = "CSV, TSV, XLSX, ODS, XLS, GeoJSON, GeoPackage, Parquet, KML, shapefile and FlatGeobuf"

_LANGUAGE_SUFFIX = re.compile(r"_[a-z]{2,3}(?:_[a-z0-9]{2,8})*")
_WORD_GAP = re.compile(r"[\s\-‐-―]+")

# What may have columns in other languages.
_TRANSLATED = frozenset(
    {"title", "text", "quote", "other_accounts", "media_alt", "media_credit", "name", "label"}
    | {"note", "scope", "alt", "credit", "captions", "transcript", "audio", "why"}
)

# Other words for what a table may hold; they are suggested, never taken for granted.
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html\b)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]*>(?:\s|<!--.*?-->)*<([\w:.-]+)", re.DOTALL)
_SYNONYMS = {
    "latitude": "lat", "y": "lat", "longitude": "lon", "long": "lon", "lng": "lon", "x": "lon",
    "when": "date", "location": "place", "where": "place", "headline": "title",
    "description": "text", "body": "text", "type": "category", "license": "licence",
    "page": "locator", "quotation": "quote", "image": "media", "photo": "media",
    "wkt": "geometry", "geom": "geometry", "the_geom": "geometry",
    "datum": "date", "дата": "date", "tarix": "date", "tarih": "date",
    "titel": "title", "titre": "title", "заголовок": "title", "название": "title",
    "başlıq": "title", "başlık": "title", "ort": "place", "lieu": "place", "место": "place",
    "yer": "place", "текст": "text", "mətn": "text", "metin": "text", "quelle": "source",
    "источник": "source", "mənbə": "source", "kaynak": "source",
    "name": "title", "event": "title", "ereignis": "title", "événement": "title",
    "событие": "title", "hadisə": "title", "olay": "title", "fecha": "date", "data": "date",
    "lugar": "place", "luogo": "place", "título": "title", "titolo": "title", "tytuł": "title",
    "miejsce": "place", "日付": "date", "年月日": "date", "場所": "place", "タイトル": "title",
    "件名": "title", "التاريخ": "date", "المكان": "place", "العنوان": "title",
    "широта": "lat", "enlik": "lat", "долгота": "lon", "uzunluq": "lon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """The canonical form of a table."""

    name: str
    """As messages call it: the file's name; of a workbook of several sheets ``my.xlsx#places``."""
    columns: pa.Table
    """Strings; an empty cell is null."""
    rows: pa.Array
    """Where each row starts: the line of a CSV, the row of a sheet, else its number from 1."""
    sha256: str | None = None
    size: int | None = None
    """In bytes."""
    refused: int = 0
    """Rows that are not in ``columns``; each is an error in the report."""


def read_table(
    path: Path,
    report: Report,
    *,
    known: Collection[str],
    encoding: str | None = None,
    delimiter: str | None = None,
    suffix: str | None = None,
    table: str | None = None,
) -> Table:
    """The table in a file. ``known`` are the names of columns that the caller looks for.

    ``suffix`` says what the file is where its name does not (``.csv``), ``table`` which of the
    exhibit's it is (``places``): a sheet may be called so. Raises ``InputError`` when the file
    cannot be read; what is wrong inside it goes to ``report``.
    """
    suffix = suffix or _suffix(path)
    name = path.name
    try:
        delimiter = delimiter or ("\t" if suffix in (".tsv", ".tab") else None)
        regular: Sheet | None = None
        with path.open("rb") as stream:
            if suffix in DELIMITED and path.stat().st_size >= LARGE:
                signs, regular = read_streamed(
                    stream, known=known, encoding=encoding, delimiter=delimiter
                )
                sha256, size = signs.sha256, signs.size
            else:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                size = stream.tell()
            if regular is None and suffix in (*DELIMITED, *_JSON):
                stream.seek(0)
                content = stream.read()
                if suffix in _JSON and (unmerged := merge_sentence(content)):
                    raise InputError(f"{name}:{unmerged}")
        if not size:
            raise InputError(f"{name} is empty, it has 0 bytes; save or copy it again")
        if regular is not None:
            sheet, regular = regular, None
        elif suffix in DELIMITED:
            _refuse_disguise(content, name)
            sheet = read_delimited(
                content, name, report, known=known, encoding=encoding, delimiter=delimiter
            )
            # Its columns are as large again.
            del content
        elif suffix in WORKBOOKS:
            from mapbuilder.workbooks import read_workbook

            sheet = read_workbook(path, name, known, report, table)
            name = f"{name}#{sheet.name}" if sheet.name else name
        else:
            from mapbuilder import features

            if suffix in _JSON:
                sheet = features.read_geojson(content, path, name, report)
            elif suffix in _PARQUET:
                sheet = features.read_parquet(path, name)
            else:
                sheet = features.read_layer(path, name, known, report, encoding)
    except PermissionError:
        raise InputError(f"{path} may not be read; give yourself the permission") from None
    except MemoryError:
        raise InputError(f"{name} is larger than the memory; split it or write Parquet") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    parts = [sheet]
    del sheet
    whole = canonical(parts, name, report, known, sha256, size)
    if suffix in (*DELIMITED, *WORKBOOKS) and size < LARGE:
        note_garbled(whole.columns, whole.rows, name, report)
        note_floated(whole.columns, whole.rows, name, report)
    return whole


def _suffix(path: Path) -> str:
    """The file's suffix in small letters, when there is such a file and its format is known."""
    if "\0" in str(path):
        raise InputError(f"{str(path)!r} cannot be the name of a file")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name the table in it, as in {path.name}/events.csv")
    if not path.exists():
        raise InputError(f"there is no file {str(path)!r}{nearest_file(path)}")
    suffix = path.suffix.lower()
    if suffix not in (*DELIMITED, *WORKBOOKS, *_JSON, *_LAYERS, *_PARQUET):
        if suffix in (".html", ".htm") and b'id="manifest"' in path.read_bytes():
            raise InputError(
                f"{path.name} is a page, not a table: 'mapbuilder extract "
                f"{shlex.quote(str(path))} FOLDER' gives back the files that it was built from"
            )
        raise InputError(f"{path.name} is in no format that can be read; these can: {FORMATS}")
    return suffix


def is_same_row(table: Table, one: int, other: int) -> bool:
    """Whether two rows say the same in every column, as where two copies were put together."""
    return bool(table.columns.slice(one, 1).equals(table.columns.slice(other, 1)))


def nearest_file(path: Path) -> str:
    """The end of a sentence about a file that is not there: which one may have been meant."""
    if "\0" in str(path):
        return ""
    # Such a path was written on Windows; elsewhere the sign is a letter of the name.
    if (here := Path(str(path).replace("\\", "/"))) != path and here.exists():
        return f"; did you mean {str(here)!r}?"
    if not path.parent.is_dir():
        return ""
    try:
        others = sorted(one.name for one in path.parent.iterdir())
    except OSError:
        return ""
    nearest = difflib.get_close_matches(path.name, others, 1, 0.6)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""


def _refuse_disguise(content: bytes, name: str) -> None:
    if _WEB_PAGE.match(content[:200].removeprefix(b"\xef\xbb\xbf")):
        raise InputError(
            f"{name} is a web page (HTML) by its content, not a table: download the file itself"
        )
    if found := _XML.match(content[:1000].removeprefix(b"\xef\xbb\xbf")):
        raise InputError(
            f"{name} is XML ({found[1].decode('ascii', 'replace')}) by its content, not a table: "
            "save it as GeoJSON or CSV"
        )
    if content.startswith(b"PK\x03\x04"):
        raise InputError(f"{name} is a workbook by its content; give it the suffix .xlsx or .ods")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(f"{name} is an old workbook by its content; give it the suffix .xls")


def to_table(frame: object, name: str, report: Report, *, known: Collection[str]) -> Table:
    """The table of a data frame: pandas, GeoPandas, Arrow, polars, a list of dicts or of columns.

    Rows are numbered from 1.
    """
    from mapbuilder import features

    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    if isinstance(frame, pa.Table):
        sheet = features.table_to_sheet(frame)
    elif isinstance(frame, Mapping):
        lengths = {len(values) for values in frame.values()}
        if len(lengths) > 1:
            raise InputError(f"{name}: the columns have different lengths")
        columns = {str(column): values for column, values in frame.items()}
        sheet = features.columns_to_sheet(columns, lengths.pop() if lengths else 0)
    elif isinstance(frame, Sequence) and all(isinstance(row, Mapping) for row in frame):
        sheet = features.rows_to_sheet([dict(row) for row in frame])
    elif hasattr(frame, "iloc") and hasattr(frame, "columns"):
        sheet = _frame_sheet(frame)
    elif hasattr(frame, "__arrow_c_stream__"):
        sheet = features.table_to_sheet(pa.table(frame))
    else:
        raise InputError(
            f"{name}: a table is a data frame, an Arrow table or a list of dicts, "
            f"not {type(frame).__name__}"
        )
    # In a file an empty line is a gap; in a frame every row is one that somebody made.
    return canonical([sheet], name, report, known, keep_empty=True)


def _frame_sheet(frame: Any) -> Sheet:
    from mapbuilder import features

    frame = frame.reset_index() if any(frame.index.names) else frame
    if hasattr(frame, "geometry") and hasattr(frame, "crs"):
        return features.frame_to_sheet(frame)
    # By position: a frame may have two columns of one name.
    columns = [frame.iloc[:, number] for number in range(frame.shape[1])]
    sheet = features.columns_to_sheet(
        {str(number): values for number, values in enumerate(columns)}, len(frame)
    )
    return Sheet(tuple(map(str, frame.columns)), sheet.columns, sheet.rows)


def canonical(
    sheets: list[Sheet],
    name: str,
    report: Report,
    known: Collection[str],
    sha256: str | None = None,
    size: int | None = None,
    *,
    keep_empty: bool = False,
) -> Table:
    """The table of the one sheet, which is taken out of the list: nobody else holds its columns."""
    sheet = sheets.pop()
    texts = [_stripped(column) for column in sheet.columns]
    names = _names(sheet.header, texts, name, report)
    columns = {
        column: text for column, text in zip(names, texts, strict=True) if column is not None
    }
    table = pa.table(columns) if columns else pa.table({})
    rows = sheet.rows
    if not keep_empty:
        table, rows = _without_empty_rows(table, rows)
    table, rows, refused = _without_long_cells(table, rows, name, report)
    held = dict(zip(table.column_names, table.columns, strict=True))
    refused += sheet.refused
    del sheet, texts, columns, table
    for column in held:
        # One after the other and in its place: never is the whole table there twice.
        held[column] = in_one(held[column])
        held[column] = without_errors(held[column], rows, name, column, report)
        held[column] = without_controls(held[column], rows, name, column, report)
    report_near_names(list(held), name, known, report)
    whole = pa.table(held)
    return Table(name, whole, rows, sha256, size, refused)


def _stripped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts without outer spaces; empty ones are null. What needs no change takes no memory."""
    return pa.chunked_array(map(_stripped_chunk, column.chunks), column.type)


def _stripped_chunk(texts: pa.Array) -> pa.Array:
    if has_outer_spaces(texts):
        texts = pc.utf8_trim_whitespace(texts)
    if has_empty(texts):
        return pc.if_else(pc.equal(pc.binary_length(texts), 0), None, texts)
    return texts


def to_name(written: str) -> str:
    """A column's name as the program knows it: "Other sources" is ``other_sources``."""
    return _WORD_GAP.sub("_", written.replace("\ufeff", "").strip().lower())


def _names(
    header: Sequence[str], columns: Sequence[pa.ChunkedArray], file: str, report: Report
) -> list[str | None]:
    """A unique name for each column; ``None`` for one with neither a name nor a text."""
    names: list[str | None] = []
    for number, (written, column) in enumerate(zip(header, columns, strict=True), 1):
        name = to_name(written)
        if not name.isprintable():
            name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name)
        if not name:
            if column.null_count == len(column):
                names.append(None)
                continue
            name = f"column_{number}"
        if name in names:
            unique = next(f"{name}_{n}" for n in range(2, len(header) + 2)
                          if f"{name}_{n}" not in names)  # fmt: skip
            report.add(
                "column-duplicate",
                "warning",
                f"the column {name!r} is there twice; the second is called {unique!r}",
                file=file,
                column=name,
            )
            name = unique
        names.append(name)
    return names


def _without_empty_rows(table: pa.Table, rows: pa.Array) -> tuple[pa.Table, pa.Array]:
    if table.num_columns and not all(column.null_count for column in table.columns):
        return table, rows
    empty = np.ones(len(rows), bool)
    for column in table.columns:
        empty &= pc.is_null(column).to_numpy()
    if not empty.any():
        return table, rows
    kept = pa.array(np.flatnonzero(~empty))
    return table.take(kept), rows.take(kept)


def _without_long_cells(
    table: pa.Table, rows: pa.Array, name: str, report: Report
) -> tuple[pa.Table, pa.Array, int]:
    refused = np.zeros(len(rows), bool)
    for column, texts in zip(table.column_names, table.columns, strict=True):
        most = LONGEST_GEOMETRY if column == "geometry" else LONGEST_CELL
        if max(map(longest, texts.chunks), default=0) <= most:
            continue
        lengths = pc.fill_null(pc.utf8_length(texts), 0).to_numpy()
        for index in np.flatnonzero(lengths > most).tolist():
            refused[index] = True
            report.add(
                "cell-too-long",
                "error",
                f"the cell has {lengths[index]:,} characters; the most is {most:,} (is a "
                "quotation mark not closed?)",
                file=name,
                row=rows[index].as_py(),
                column=column,
                value=pc.utf8_slice_codeunits(texts[index], 0, 80).as_py(),
            )
    if not refused.any():
        return table, rows, 0
    kept = pa.array(np.flatnonzero(~refused))
    return table.take(kept), rows.take(kept), int(refused.sum())


def report_near_names(
    names: Sequence[str], file: str, known: Collection[str], report: Report
) -> None:
    """A note for each unknown column that may have been meant as a known one which is not there."""
    missing = sorted(set(known) - set(names))

    def near_name(name: str, meant: str) -> None:
        report.add(
            "column-unknown",
            "note",
            f"the column {name!r} is kept as a detail; if {meant!r} is meant, call it that",
            file=file,
            column=name,
            value=name,
            suggestions=(Suggestion(meant, "a column that mapbuilder knows"),),
        )

    for name in names:
        if name in known:
            continue
        base = next((k for k in known if _LANGUAGE_SUFFIX.fullmatch(name.removeprefix(k))
                     and name != k and name.startswith(k)), None)  # fmt: skip
        if base is not None:
            continue
        if meant := _nearest_translation(name, names, known):
            near_name(name, meant)
            continue
        # "Date (yyyy-mm-dd)*": what is said of a column is no part of its name.
        plain = re.sub(r"[(\[{].*|[^\w]+", "", name, flags=re.DOTALL).strip("_")
        synonym = _SYNONYMS.get(name) or _SYNONYMS.get(plain, plain)
        near = [synonym] if synonym in missing else difflib.get_close_matches(name, missing, 1, 0.8)
        if near:
            near_name(name, str(near[0]))


def with_known(table: Table, known: Sequence[str]) -> pa.Table:
    """The table with its row numbers and all known columns; its file's name is in the metadata."""
    given = {column: table.columns[column] for column in table.columns.column_names}
    columns: dict[str, Any] = {"row": table.rows}
    for column in known:
        columns[column] = given.get(column, pa.nulls(len(table.rows), pa.string()))
    for column, texts in given.items():
        if column not in known:
            columns["row_given" if column == "row" else column] = texts
    return pa.table(columns).replace_schema_metadata({b"name": table.name.encode()})


def _nearest_translation(name: str, names: Sequence[str], known: Collection[str]) -> str | None:
    """The column of a text in another language that may be meant: ``title_en`` by ``tittle_en``."""
    for found in _LANGUAGE_SUFFIX.finditer(name):
        base, suffix = name[: found.start()], found[0]
        if found.end() == len(name) and base not in known:
            near = difflib.get_close_matches(base, sorted(_TRANSLATED & set(known)), 1, 0.8)
            if near and near[0] + suffix not in names:
                return near[0] + suffix
    return None
