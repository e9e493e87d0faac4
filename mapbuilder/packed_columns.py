"""Columns of numbers as the page of many records holds them: arrays in, one container out.

A container is the length of a JSON header (4 bytes, the lowest first), the header, which names the
columns, their types and lengths, and the columns in byte planes: all lowest bytes, then all second
ones. So bytes of one meaning stand together, and deflate to less. ``docs/many-records.md`` has the
format. Same columns, same bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Type = Literal["u8", "u16", "u32", "i32", "u56"]

BYTES: dict[Type, int] = {"u8": 1, "u16": 2, "u32": 4, "i32": 4, "u56": 7}
NONE: dict[Type, int] = {
    **{type_: (1 << 8 * BYTES[type_]) - 1 for type_ in ("u8", "u16", "u32", "u56")},
    "i32": -(1 << 31),
}
"""What stands for no number: the largest of a type without a sign, the least of one with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A named column of whole numbers."""

    name: str
    type: Type
    numbers: npt.NDArray[Any]
    """Within its type."""
    delta: bool = False
    """Whether each is kept as its difference from the one before, which sorted ones are best as."""


def to_container(columns: Sequence[Column]) -> bytes:
    """The container of the columns, in their order."""
    header = json.dumps(
        [
            {"name": one.name, "type": one.type, "length": len(one.numbers), "delta": one.delta}
            for one in columns
        ],
        separators=(",", ":"),
    ).encode()
    header += b" " * (-len(header) % 4)
    return b"".join([struct.pack("<I", len(header)), header, *map(_planes, columns)])


def _planes(column: Column) -> bytes:
    size = BYTES[column.type]
    numbers = column.numbers.astype(np.int64)
    if column.delta:
        numbers = np.diff(numbers, prepend=np.int64(0))
    # The lowest bytes of a difference are its remainder, whatever its sign.
    octets = numbers.astype("<i8").view(np.uint8).reshape(-1, 8)
    return np.ascontiguousarray(octets[:, :size].T).tobytes()


def has_any(column: Column) -> bool:
    """Whether the column says anything of anything."""
    return bool((column.numbers != NONE[column.type]).any())


def read_container(content: bytes) -> dict[str, npt.NDArray[np.int64]]:
    """The columns of a container by their names, each with its type's own sign for no number."""
    (size,) = struct.unpack_from("<I", content)
    at = 4 + size
    columns = {}
    for entry in json.loads(content[4:at]):
        length, type_ = entry["length"], entry["type"]
        octets = np.zeros((8, length), np.uint8)
        planes = np.frombuffer(content, np.uint8, BYTES[type_] * length, at)
        octets[: BYTES[type_]] = planes.reshape(BYTES[type_], length)
        at += BYTES[type_] * length
        numbers = np.ascontiguousarray(octets.T).view("<i8").reshape(length)
        most = 1 << 8 * BYTES[type_]
        if entry["delta"]:
            numbers = np.cumsum(numbers) % most
        if type_ == "i32":
            numbers = np.where(numbers >= most // 2, numbers - most, numbers)
        columns[entry["name"]] = numbers
    return columns
