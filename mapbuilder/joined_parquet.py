"""Joined tables as GeoParquet 1.1: events and places in, the bytes of Parquet files out.

Always true: coordinates are OGC:CRS84, longitude first; each row has its box in the column
``bbox``, by which readers pass over row groups; events have the number of their record's row, and
stand in the order of the records; all parts of a table have the same columns.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from mapbuilder.coordinates import Numbers
from mapbuilder.errors import OutputError
from mapbuilder.export_tables import GEOMETRY, distinct_names, event_rows, place_rows
from mapbuilder.figure_checks import EVENT_COLUMNS
from mapbuilder.files import write_atomic
from mapbuilder.part_work import join
from mapbuilder.placed_records import by_place
from mapbuilder.placed_records import write_part as write_placed
from mapbuilder.report import Problem, to_json_object
from mapbuilder.several import COLUMN as SEVERAL
from mapbuilder.several import events_and_places, with_new_places

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.digest import Asking
    from mapbuilder.part_ids import Taken
    from mapbuilder.parted_join import Answer
    from mapbuilder.partitions import Part
    from mapbuilder.unjoined import Told

_BOX = ("xmin", "ymin", "xmax", "ymax")
_ROW_GROUP = 65_536
"""Rows; a reader who wants a part of the map reads a few of these."""


@dataclass(frozen=True, slots=True)
class Written:
    """A part of the events that was written."""

    file: str
    rows: int
    placed: int
    places: Numbers
    """The places that it has events at, by their numbers in the whole."""
    events: Numbers
    """Of each how many are there."""
    shown: Numbers
    """Of each how many of those a page shows; only where the records are written by place."""
    several: bool
    """Whether one of those is at more than one place."""
    figured: pa.Table
    """Those of its events whose ids were asked for, with ``EVENT_COLUMNS`` and their places."""
    told: Told | None


def write_part(
    part: Part,
    config: Config,
    asking: Asking,
    taken: Taken,
    answer: Answer,
    folder: str,
    titles: Mapping[str, str],
    ids: pa.Array,
    placed_folder: str | None = None,
) -> Written:
    """Joins a part and writes its events. *This function writes a file*, named by its first row.

    ``titles`` are those of the sources; events with the ``ids`` are given back. With a folder for
    them, the part's records are written by place as well. Raises ``OutputError`` where the folder
    is not there.
    """
    joined = join(part, config, asking, taken, answer)
    rows = event_rows(joined.events, answer.places, titles)
    numbered = _numbered(rows, joined.events["row"])
    file = f"rows-{part.first:012}.parquet"
    content = to_geoparquet(numbered)
    _refuse_missing(Path(folder))
    write_atomic(Path(folder, file), content)
    shown: Numbers = np.zeros(len(answer.place_index), np.int64)
    several = False
    if placed_folder is not None:
        by, shown, several = by_place(
            config, rows, joined.events, answer.places, answer.place_index, titles
        )
        _refuse_missing(Path(folder))
        if len(by):
            write_placed(Path(placed_folder, placed_name(part.first)), by)
    placed = len(rows) - joined.events["place_index"].null_count
    _, at = events_and_places(joined.events)
    events = np.bincount(at, minlength=len(answer.place_index))
    figured = _figured(joined.events, ids, answer.place_index)
    return Written(
        file, len(rows), placed, answer.place_index, events, shown, several, figured, joined.told
    )


def _figured(events: pa.Table, ids: pa.Array, place_index: Numbers) -> pa.Table:
    """The events with those ids, their places as numbers of the whole."""
    names = (*EVENT_COLUMNS, "place_index", SEVERAL)
    kept = events.select([name for name in names if name in events.column_names])
    rows = pc.indices_nonzero(pc.is_in(kept["id"], value_set=ids))
    return with_new_places(kept.take(rows), place_index)


def _refuse_missing(folder: Path) -> None:
    """Raises ``OutputError`` where a folder is not there, which the build has made.

    Either it is another machine's, or the build has been stopped: to make it anew would hide the
    one, and leave what nobody wants of the other.
    """
    if not folder.is_dir():
        raise OutputError(
            f"{folder} is not there where its tables are written: workers need the file system of "
            "the machine that builds, under the same paths"
        )


def placed_name(first: int) -> str:
    """What the file of a part's records by place is called, by the part's first row."""
    return f"rows-{first:012}.arrow"


def to_places(places: pa.Table, events: Numbers) -> bytes:
    """The places as GeoParquet, with how many ``events`` are at each."""
    rows = place_rows(places)
    rows = rows.rename_columns(distinct_names(rows.column_names, {"events"}))
    return to_geoparquet(rows.append_column("events", pa.array(events, pa.int64())))


def to_problems(problems: Sequence[Problem]) -> bytes:
    """The problems as Parquet, their suggestions as JSON."""
    schema = pa.schema(
        [(name, pa.string()) for name in ("code", "severity", "file")]
        + [("row", pa.int64())]
        + [(name, pa.string()) for name in ("column", "value", "message", "suggestions")]
    )
    held: dict[str, list[Any]] = {name: [] for name in schema.names}
    for problem in problems:
        for name, value in to_json_object(problem).items():
            is_list = isinstance(value, list)
            held[name].append(json.dumps(value, ensure_ascii=False) if is_list else value)
    return _bytes(pa.table(held, schema))


def _numbered(rows: pa.Table, numbers: Any) -> pa.Table:
    """The rows with their numbers first; a column of the records of that name gives way."""
    names = distinct_names(rows.column_names, {"row"})
    return rows.rename_columns(names).add_column(0, "row", numbers)


def to_geoparquet(table: pa.Table) -> bytes:
    """A table with WKB in ``geometry`` as GeoParquet 1.1, each row with its box."""
    wkb = table[GEOMETRY].combine_chunks().dictionary_encode()
    shapes = shapely.from_wkb(np.array(wkb.dictionary.to_pylist(), object))
    bounds = np.vstack([shapely.bounds(shapes).reshape(-1, 4), np.full((1, 4), np.nan)])
    at = wkb.indices.fill_null(len(shapes)).to_numpy(zero_copy_only=False)
    boxes = pa.StructArray.from_arrays(
        [pa.array(bounds[at, number]) for number in range(4)],
        _BOX,
        mask=wkb.indices.is_null(),
    )
    names = distinct_names(table.column_names, {"bbox"})
    table = table.rename_columns(names).append_column("bbox", boxes)
    geo = json.dumps({
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: _column(shapes, bounds[:-1])},
    })  # fmt: skip
    return _bytes(table.replace_schema_metadata({b"geo": geo.encode()}))


def _column(shapes: Any, bounds: Any) -> dict[str, Any]:
    """What GeoParquet says of a column of geometry."""
    import pyproj

    types = [shapely.GeometryType(number).name for number in np.unique(shapely.get_type_id(shapes))]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(_TYPES[name] for name in types),
        "crs": pyproj.CRS.from_user_input("OGC:CRS84").to_json_dict(),
        "covering": {"bbox": {name: ["bbox", name] for name in _BOX}},
    }
    if len(bounds):
        column["bbox"] = [*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()]
    return column


# ref: GeoParquet 1.1.0, "geometry_types".
_TYPES = {
    "POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon", "MULTIPOINT": "MultiPoint",
    "MULTILINESTRING": "MultiLineString", "MULTIPOLYGON": "MultiPolygon",
    "GEOMETRYCOLLECTION": "GeometryCollection",
}  # fmt: skip


def _bytes(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd", row_group_size=_ROW_GROUP)
    return stream.getvalue()
