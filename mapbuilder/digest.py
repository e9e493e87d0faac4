"""The digest of a part: all that the join asks of its records, each different question once.

In goes a table of records, or a part of one, out come its questions with how many records ask each,
and of the records' own coordinates each different one. Always true: a record's question and point
are found again by whoever makes the digest of the same part again; of two parts the questions are
those of the whole in the order in which they first stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinates import (
    CERTAINTIES,
    PRECISIONS,
    Flags,
    Numbers,
    has_coordinate,
    rounded_points,
    to_number,
    unique_rows,
)
from mapbuilder.said import Said

QUESTION = ("place", "country", "region", "own", "quiet", "id", "date", "start_day", "end_day")
"""What parts one question from another; ``own`` is whether the records give a coordinate."""
_POINT = ("lon", "lat", "shape_wkb")
_TYPES = {
    "place": pa.string(), "country": pa.string(), "region": pa.string(), "own": pa.bool_(),
    "quiet": pa.bool_(), "id": pa.string(), "date": pa.string(), "start_day": pa.int64(),
    "end_day": pa.int64(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asking:
    """What a digest is to tell records apart by, beside their toponyms."""

    contexts: frozenset[str] = frozenset()
    """Ids and dates that decisions name."""
    quiet: tuple[str, ...] = ()
    """Groups without markers."""
    days: frozenset[str] = frozenset()
    """What the dates that decisions name are in EDTF."""
    dated: frozenset[str] = frozenset()
    """Toponyms of which some name holds in some years only."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What the join asks of some records."""

    questions: pa.Table
    """``QUESTION``, the ``row`` that asks first, and the ``count`` of records that do."""
    question: Numbers
    """For each record the number of its question."""
    points: pa.Table
    """Of records with a coordinate each different point, question and word for how well it is
    known: ``lon``, ``lat``, ``shape_wkb``, ``question``, ``count`` and the words."""
    point: Numbers
    """For each record with a coordinate the number of its row in ``points``."""
    own: Flags
    """Which records have a coordinate."""
    titled: pa.Table
    """Of each point the record with the least id, and one of another title where there is one:
    ``lon``, ``lat``, ``shape_wkb``, ``question``, ``id``, ``title`` and its translations."""
    mark: int
    """Tells these questions and points from those of a part that was changed."""


def digest_of(table: pa.Table, asking: Asking) -> Digest:
    """The digest of records, whose columns are those that ``records`` gives."""
    own = has_coordinate(table)
    columns = _columns(table, own, asking)
    codes = [_codes(columns[name]) for name in QUESTION if name not in ("country", "region")]
    first, numbers = unique_rows(*codes, Said.of(table).codes)
    # By where each stands first, as whoever goes through all records would meet them.
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    question = rank[numbers] if len(table) else np.zeros(0, np.int64)
    at = pa.array(first[order][: len(table)])
    held = {name: columns[name].take(at) for name in QUESTION}
    held["row"] = table["row"].combine_chunks().take(at)
    held["count"] = pa.array(np.bincount(question, minlength=len(at)).astype(np.int64))
    rows = np.flatnonzero(own)
    points, point, titled = _points(table.take(pa.array(rows)), question[rows])
    questions = pa.table(held)
    return Digest(questions, question, points, point, own, titled, _mark(questions, points))


def _mark(*tables: pa.Table) -> int:
    mark = 0
    for table in tables:
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, table.schema) as writer:
            writer.write_table(table)
        mark = crc32(stream.getvalue(), mark)
    return mark


def _columns(table: pa.Table, own: Flags, asking: Asking) -> dict[str, pa.Array]:
    """``QUESTION`` of each record; what is not asked of it is null."""
    named, days = (pa.array(sorted(one), pa.string()) for one in (asking.contexts, asking.days))
    place = _texts(table, "place")
    dated = pc.is_in(place, value_set=pa.array(sorted(asking.dated), pa.string()))
    nothing = pa.nulls(len(table), pa.int64())
    columns = {name: _texts(table, name) for name in ("place", "country", "region")}
    columns["own"] = pa.array(own)
    columns["quiet"] = pc.is_in(
        _texts(table, "group"), value_set=pa.array(asking.quiet, pa.string())
    )
    for name in ("id", "date"):
        texts = _texts(table, name)
        is_named = pc.is_in(texts, value_set=named)
        if name == "date" and asking.days:
            is_named = pc.or_(is_named, pc.is_in(_texts(table, "edtf"), value_set=days))
        columns[name] = pc.if_else(is_named, texts, None)
    for name in ("start_day", "end_day"):
        columns[name] = pc.if_else(dated, table[name].combine_chunks(), nothing)
    return columns


def _texts(table: pa.Table, name: str) -> pa.Array:
    if name not in table.column_names:
        return pa.nulls(len(table), pa.string())
    column = table[name].combine_chunks()
    return column if pa.types.is_string(column.type) else pc.cast(column, pa.string())


def _codes(column: Any) -> Numbers:
    """The number of each value, by where it first stands; -1 for null."""
    encoded = pc.dictionary_encode(column)
    codes: Numbers = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64)


def _points(table: pa.Table, question: Numbers) -> tuple[pa.Table, Numbers, pa.Table]:
    """``points``, ``point`` and ``titled`` of records that all have a coordinate."""
    degrees = rounded_points(table)
    has_shapes = "shape_wkb" in table.column_names
    shapes = table["shape_wkb"].combine_chunks() if has_shapes else pa.nulls(len(table))
    held: dict[str, Any] = {
        "lon": pa.array(degrees[:, 0], pa.float64()),
        "lat": pa.array(degrees[:, 1], pa.float64()),
        "shape_wkb": pc.cast(shapes, pa.binary()),
        "question": pa.array(question),
        "precision_given": _words(table, "precision_given", PRECISIONS),
        "uncertainty_m": _metres(table),
        "certainty_given": _words(table, "certainty_given", CERTAINTIES),
    }
    first, point = unique_rows(*map(_codes, held.values()))
    first = first[: len(table)]
    points = pa.table({name: column.take(pa.array(first)) for name, column in held.items()})
    counts = pa.array(np.bincount(point, minlength=len(first)).astype(np.int64))
    titles = [name for name in table.column_names if name == "title" or name.startswith("title_")]
    held = {name: held[name] for name in (*_POINT, "question")}
    held |= {name: _texts(table, name) for name in ("id", *titles)}
    return points.append_column("count", counts), point, told_titles(pa.table(held))


def told_titles(titled: pa.Table) -> pa.Table:
    """Of each point the record with the least id, and for each title one with another, if any.

    So few tell as much as all: whether a point's records share a title, and what it is.
    """
    if not len(titled):
        return titled
    _, point = unique_rows(*(_codes(titled[name].combine_chunks()) for name in _POINT))
    ids = titled["id"].combine_chunks()
    by_id = np.argsort(point[(order := pc.array_sort_indices(ids).to_numpy())], kind="stable")
    order = order[by_id]
    begins = np.r_[True, np.diff(point[order]) != 0]
    least = order[begins][np.cumsum(begins) - 1]
    kept = np.zeros(len(titled), bool)
    kept[order[begins]] = True
    for name in titled.column_names:
        if name == "title" or name.startswith("title_"):
            codes = _codes(titled[name].combine_chunks())
            others = order[codes[order] != codes[least]]
            _, one = np.unique(point[others], return_index=True)
            kept[others[one]] = True
    return titled.take(pa.array(np.flatnonzero(kept)))


def _words(table: pa.Table, name: str, known: tuple[str, ...]) -> pa.Array:
    """The words of a column that are among the known ones, in small letters."""
    lower = pc.utf8_lower(_texts(table, name))
    return pc.if_else(pc.is_in(lower, value_set=pa.array(known)), lower, None)


def _metres(table: pa.Table) -> pa.Array:
    """The numbers of metres that stand in a column, as texts; null for what is none."""
    encoded = pc.dictionary_encode(_texts(table, "uncertainty_m"))
    numbers = [to_number(text) for text in encoded.dictionary.to_pylist()]
    texts = [repr(number) if number is not None and number >= 0 else None for number in numbers]
    return pa.array(texts, pa.string()).take(encoded.indices)


def empty_questions() -> pa.Table:
    """No questions, with the columns that they have."""
    types = {**_TYPES, "row": pa.int64(), "count": pa.int64()}
    return pa.table({name: pa.array([], kind) for name, kind in types.items()})
