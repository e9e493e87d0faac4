"""A reader of the blocks of a page of many records, as the page's scripts read them."""

from __future__ import annotations

import json
import re
import struct
import zlib
from base64 import b64decode
from typing import Any

BYTES = {"u8": 1, "u16": 2, "u32": 4, "i32": 4, "u56": 7}


def read_container(content: bytes) -> dict[str, list[int | None]]:
    """The columns by name; what stands for no number is ``None``."""
    (size,) = struct.unpack_from("<I", content)
    header = json.loads(content[4 : 4 + size])
    at = 4 + size
    columns: dict[str, list[int | None]] = {}
    for column in header:
        width, length = BYTES[column["type"]], column["length"]
        planes = [
            content[at + plane * length : at + (plane + 1) * length] for plane in range(width)
        ]
        at += width * length
        numbers, before, most = [], 0, 1 << 8 * width
        for row in range(length):
            number = sum(plane[row] << 8 * place for place, plane in enumerate(planes))
            if column["delta"]:
                number = before = (before + number) % most
            if column["type"] == "i32" and number >= most // 2:
                number -= most
            numbers.append(number)
        none = -(1 << 31) if column["type"] == "i32" else most - 1
        columns[column["name"]] = [None if number == none else number for number in numbers]
    assert at == len(content)
    return columns


class ManyReader:
    """A page's head and its blocks of many records."""

    def __init__(self, page: bytes) -> None:
        self.elements = {
            found[1].decode(): found[2]
            for found in re.finditer(
                rb'<(?:script|div)[^>]* id="([^"]*)"[^>]*>(?:<!--)?(.*?)(?:-->)?</(?:script|div)>',
                page,
                re.DOTALL,
            )
        }
        self.head = json.loads(self.elements["payload"])
        self.many = self.head["many"]
        self.tags = [language["tag"] for language in self.head["languages"]]
        self.places = self.container("many-places")
        self.events = self.container("many-events")

    def inflated(self, name: str) -> bytes:
        return zlib.decompress(b64decode(self.elements[name], validate=True))

    def json(self, name: str) -> Any:
        return json.loads(self.inflated(name))

    def container(self, name: str) -> dict[str, list[int | None]]:
        return read_container(self.inflated(name))

    def chunks(self, series: str) -> list[dict[str, Any]]:
        """The chunks of a series, each sliced out by where it begins."""
        ends: dict[int, int] = {}
        found = []
        for length, part in zip(
            self.events[f"chunk:{series}"], self.events[f"part:{series}"], strict=True
        ):
            assert length is not None
            assert part is not None
            assert length % 4 == 0
            start = ends.get(part, 0)
            ends[part] = start + length
            text = self.elements[f"many-{series}-{part}"][start : start + length]
            found.append(json.loads(zlib.decompress(b64decode(text, validate=True))))
        return found

    def rows(self, series: str, count: int) -> list[dict[str, Any]]:
        """The rows of a series; a fallback is told at its rows."""
        rows: list[dict[str, Any]] = []
        for chunk in self.chunks(series):
            size = len(next(iter(chunk.values())))
            fallback = chunk.pop("fallback", {})
            assert all(len(column) == size for column in chunk.values())
            for row in range(size):
                told = {name: column[row] for name, column in chunk.items()}
                told["fallback"] = [path for path, fallen in fallback.items() if row in fallen]
                rows.append(told)
        assert len(rows) == count
        return rows
