"""Partitions: a Parquet file or a folder of them in, parts of a bounded number of rows out.

Always true: every row is in one part, parts stand in the order of their files' names and of the row
groups in them, and a row's number counts through all of them from 1, whoever reads the part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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


def part_files(path: Path) -> list[Path]:
    """The Parquet files of a folder, by name; none where it holds a table of another kind.

    What is called as another of an exhibit's tables, ``places.parquet``, is that one.
    """
    if not path.is_dir():
        return []
    return sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in (".parquet", ".geoparquet")
        and file.stem.lower() not in _OTHER_TABLES
        and not file.name.startswith((".", "_"))
        and file.is_file()
    )


def parts_of(path: Path, rows: int = ROWS) -> list[Part]:
    """The parts of a Parquet file, or of a folder of them.

    Raises ``InputError`` for what is no Parquet, and where the files' columns differ.
    """
    if path.is_dir():
        files = part_files(path)
    else:
        files = [path] if path.suffix.lower() in (".parquet", ".geoparquet") else []
    if not files:
        raise InputError(
            f"{path} is neither a Parquet file nor a folder of them, which alone can be worked on "
            "in parts; write the table as Parquet"
        )
    parts: list[Part] = []
    first = 1
    names: list[str] | None = None
    for file in files:
        opened = _opened(file)
        columns = opened.schema_arrow.names
        if names is not None and columns != names:
            differing = sorted(set(columns) ^ set(names)) or columns
            raise InputError(
                f"{file.name} has other columns than {files[0].name}: "
                f"{', '.join(map(repr, differing))}; all files of {path.name} need the same ones, "
                "in the same order"
            )
        names = columns
        for groups, count in _runs(opened, rows):
            parts.append(Part(str(file.absolute()), groups, first, count, path.name))
            first += count
    if not parts:
        raise InputError(f"{path} has no rows")
    return parts


def columns_of(part: Part) -> list[str]:
    """The columns of the table that a part is of, as the program knows them; no row is read."""
    opened = _opened(Path(part.path))
    is_geo = b"geo" in (opened.schema_arrow.metadata or {})
    return [*map(to_name, opened.schema_arrow.names), *(["geometry"] if is_geo else [])]


def _opened(file: Path) -> pq.ParquetFile:
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(file)
    except (pa.ArrowException, OSError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{file.name} is not a Parquet file that can be read ({reason})") from None


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

    file = Path(part.path)
    opened = _opened(file)
    try:
        table = opened.read_row_groups(list(part.groups))
    except (pa.ArrowException, OSError, IndexError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{file.name} cannot be read to its end ({reason})") from None
    if len(table) != part.count:
        raise InputError(
            f"{file.name} was changed while it was read: {part.count:,} rows were there, and now "
            f"there are {len(table):,}; start again"
        )
    sheet = parquet_sheet(table, file.name)
    # Whether a column without a name has a text somewhere is known only once all parts are read.
    header = tuple(
        name if name.strip() else f"column_{number}" for number, name in enumerate(sheet.header, 1)
    )
    return Sheet(header, sheet.columns, numbered(part.count, part.first), sheet.refused)
