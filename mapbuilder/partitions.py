"""Partitions: a Parquet file or a folder of them in, parts of a bounded number of rows out.

Always true: every row is in one part, parts stand in the order of their files' names and of the row
groups in them, and a row's number counts through all of them from 1, whoever reads the part. What
the names of folders say, ``year=1990``, is in their rows as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa

from mapbuilder.cells import Sheet, numbered
from mapbuilder.errors import InputError
from mapbuilder.report import Report
from mapbuilder.tables import Table, canonical, to_name

if TYPE_CHECKING:
    import pyarrow.parquet as pq

ROWS = 250_000
"""A part takes row groups up to so many rows, and at least one of them."""
_OTHER_TABLES = frozenset(
    {"places", "sources", "figures", "decisions", "steps", "media", "corrections"}
)
_SUFFIXES = (".parquet", ".geoparquet")
# Hive, Spark and Dask write it for a value that is missing.
_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True)
class Part:
    """Row groups of one Parquet file, next to each other."""

    path: str
    """Absolute: whoever reads the part may stand elsewhere."""
    groups: tuple[int, ...]
    first: int
    """The number of its first row."""
    count: int
    name: str
    """What messages call the table that it is a part of."""
    file: str
    """What they call its file: the name from the table's folder."""
    values: tuple[tuple[str, str | None], ...] = ()
    """What the names of its folders say of all its rows: ``year`` and ``1990``."""


def part_files(path: Path) -> list[Path]:
    """The Parquet files of a folder, by name; none where it holds a table of another kind.

    Those in folders whose names say a column and its value, as in ``year=1990/month=1``, are among
    them. What is called as another of an exhibit's tables, ``places.parquet``, is that one.
    """
    if not path.is_dir():
        return []
    return sorted(file for file in _files(path) if file.stem.lower() not in _OTHER_TABLES) + sorted(
        file for folder in _folders(path) if "=" in folder.name for file in _in_all(folder)
    )


def plain_folders(path: Path) -> list[str]:
    """Folders with Parquet files that are none of the table's, since their names say no value."""
    if not path.is_dir():
        return []
    return sorted(one.name for one in _folders(path) if "=" not in one.name and _in_all(one))


def _in_all(folder: Path) -> list[Path]:
    return [*_files(folder), *(file for one in _folders(folder) for file in _in_all(one))]


def _files(folder: Path) -> list[Path]:
    return [one for one in _seen(folder) if one.suffix.lower() in _SUFFIXES and one.is_file()]


def _folders(folder: Path) -> list[Path]:
    """The folders in a folder; one that a link leads to may lead back, and is passed over."""
    return [one for one in _seen(folder) if one.is_dir() and not one.is_symlink()]


def _seen(folder: Path) -> list[Path]:
    # What begins so is the writing program's own: _SUCCESS, _temporary, .part-0.parquet.crc.
    return [one for one in folder.iterdir() if not one.name.startswith((".", "_"))]


def parts_of(path: Path, rows: int = ROWS) -> list[Part]:
    """The parts of a Parquet file, or of a folder of them.

    Raises ``InputError`` for what is no Parquet, and where the files' columns differ.
    """
    if path.is_dir():
        _refuse_versions(path)
        files = part_files(path)
    else:
        files = [path] if path.suffix.lower() in _SUFFIXES else []
    if not files:
        raise InputError(
            f"{path} is neither a Parquet file nor a folder of them, which alone can be worked on "
            "in parts; write the table as Parquet"
        )
    parts: list[Part] = []
    first = 1
    names: list[str] | None = None
    for file in files:
        told = file.relative_to(path).as_posix() if file != path else path.name
        opened = _opened(file, told)
        values = _values(told)
        columns = [*opened.schema_arrow.names, *(name for name, _ in values)]
        if names is None:
            names, first_told = columns, told
        elif columns != names:
            differing = sorted(set(columns) ^ set(names)) or columns
            raise InputError(
                f"{told} has other columns than {first_told}: "
                f"{', '.join(map(repr, differing))}; all files of {path.name} need the same ones, "
                "in the same order"
            )
        for groups, count in _runs(opened, rows):
            parts.append(Part(str(file.absolute()), groups, first, count, path.name, told, values))
            first += count
    if not parts:
        raise InputError(f"{path} has no rows")
    return parts


def _refuse_versions(path: Path) -> None:
    """Raises ``InputError`` for a table of which only a log says which of its files count."""
    kinds = {"_delta_log": "Delta Lake", ".hoodie": "Hudi"}
    kind = next((kind for name, kind in kinds.items() if (path / name).is_dir()), None)
    if kind is None and any((path / "metadata").glob("*.metadata.json")):
        kind = "Iceberg"
    if kind is not None:
        raise InputError(
            f"{path} is a {kind} table, in which files lie that no longer count; write it as "
            "plain Parquet"
        )


def _values(told: str) -> tuple[tuple[str, str | None], ...]:
    """What the folders of a file say, as Hive writes it: a column and a value, with %-signs."""
    pairs = (folder.partition("=") for folder in told.split("/")[:-1] if "=" in folder)
    return tuple(
        (unquote(name), None if value == _NO_VALUE else unquote(value)) for name, _, value in pairs
    )


def columns_of(part: Part) -> list[str]:
    """The columns of the table that a part is of, as the program knows them; no row is read."""
    opened = _opened(Path(part.path), part.file)
    is_geo = b"geo" in (opened.schema_arrow.metadata or {})
    names = [*opened.schema_arrow.names, *(name for name, _ in part.values)]
    return [*map(to_name, names), *(["geometry"] if is_geo else [])]


def _opened(file: Path, told: str) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{told} is not a Parquet file that can be read ({reason})") from None


def _runs(opened: pq.ParquetFile, rows: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Row groups next to each other that together have no more than ``rows``, and how many."""
    held: list[int] = []
    count = 0
    for group in range(opened.num_row_groups):
        here = opened.metadata.row_group(group).num_rows
        if held and count + here > rows:
            yield tuple(held), count
            held, count = [], 0
        if here:
            held.append(group)
            count += here
    if held:
        yield tuple(held), count


def read_part(part: Part, report: Report, *, known: Collection[str]) -> Table:
    """The canonical table of a part; what is wrong in it goes to ``report``."""
    return canonical([_sheet(part)], part.name, report, known)


def read_parts(path: Path, report: Report, *, known: Collection[str]) -> Table:
    """The canonical table of a folder of Parquet files, all of them as one."""
    sheets = [_sheet(part) for part in parts_of(path)]
    return canonical([_joined(sheets)], path.name, report, known)


def _joined(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets one after the other; points and shapes may be columns of some of them only."""
    held = [dict(zip(_told_apart(one.header), one.columns, strict=True)) for one in sheets]
    nothing = [pa.chunked_array([pa.nulls(len(one.rows), pa.string())]) for one in sheets]
    header = list(dict.fromkeys(key for one in sheets for key in _told_apart(one.header)))
    columns = (
        [
            chunk
            for of_one, none in zip(held, nothing, strict=True)
            for chunk in of_one.get(key, none).chunks
        ]
        for key in header
    )
    return Sheet(
        tuple(name for name, _ in header),
        tuple(pa.chunked_array(chunks, pa.string()) for chunks in columns),
        pa.concat_arrays([one.rows for one in sheets]),
        sum(one.refused for one in sheets),
    )


def _told_apart(header: Sequence[str]) -> list[tuple[str, int]]:
    """The names, of which two may be alike, each with how often it was there before."""
    return [(name, header[:number].count(name)) for number, name in enumerate(header)]


def _sheet(part: Part) -> Sheet:
    """The part as its file has it, its rows numbered through the whole table."""
    from mapbuilder.features import parquet_sheet

    opened = _opened(Path(part.path), part.file)
    try:
        table = opened.read_row_groups(list(part.groups))
    except (pa.ArrowException, OSError, IndexError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{part.file} cannot be read to its end ({reason})") from None
    if len(table) != part.count:
        raise InputError(
            f"{part.file} was changed while it was read: {part.count:,} rows were there, and now "
            f"there are {len(table):,}; start again"
        )
    sheet = parquet_sheet(table, part.file)
    # Whether a column without a name has a text somewhere is known only once all parts are read.
    header = [
        name if name.strip() else f"column_{number}" for number, name in enumerate(sheet.header, 1)
    ]
    columns = list(sheet.columns)
    # Some programs leave the column in the file as well, whose values are then the writer's own.
    held = set(map(to_name, header))
    for name, value in part.values:
        if to_name(name) not in held:
            header.append(name)
            columns.append(pa.chunked_array([pa.repeat(pa.scalar(value, pa.string()), part.count)]))
    rows = numbered(part.count, part.first)
    return Sheet(tuple(header), tuple(columns), rows, sheet.refused)
