"""Text chunks: rows of texts as a page holds so many of them that it must not read them all.

Blocks of rows in, base64 out: each block is a zlib stream of its JSON for itself, one after another
in elements of the page, so that a script can slice one out by where it begins. Always true: the
bytes are the same for any number of threads.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from mapbuilder.packed_columns import Column
from mapbuilder.payload import deflated, to_bytes, to_json

ROWS = 256
"""Of a chunk. Fewer deflate to more, more are longer in coming."""
MOST_BYTES = 1_000_000
"""Of an element of the page. A browser's parser takes up an element whole, in two bytes a character
and more than once, before it is in the page, and gives that back late; more elements than needed
count among those of the page."""

_LEVEL = 5
_MOST_THREADS = 4
# So many chunks at once: enough for all threads, and not all of them in memory.
_WAITING = 64


@dataclass(frozen=True, slots=True)
class Series:
    """The chunks of one series, in elements of the page."""

    name: str
    elements: tuple[bytes, ...]
    """Base64, each of whole chunks."""
    columns: tuple[Column, Column]
    """``chunk:NAME``, the length of each in characters, and ``part:NAME``, its element."""

    def blocks(self) -> list[tuple[str, bytes]]:
        """The elements with their ids in the page."""
        return [(f"many-{self.name}-{index}", one) for index, one in enumerate(self.elements)]


def to_series(name: str, rows: Iterable[dict[str, Any]], threads: int | None = None) -> Series:
    """The series of blocks of rows, each of ``ROWS`` rows but for the last."""
    if threads is None:
        threads = min(_MOST_THREADS, os.cpu_count() or 1)
    elements: list[bytes] = []
    chunks: list[bytes] = []
    lengths: list[int] = []
    parts: list[int] = []

    def add(chunk: bytes) -> None:
        if chunks and sum(map(len, chunks)) + len(chunk) > MOST_BYTES:
            end()
        chunks.append(chunk)
        lengths.append(len(chunk))
        parts.append(len(elements))

    def end() -> None:
        elements.append(b"".join(chunks))
        chunks.clear()

    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[bytes]] = deque()
        for block in rows:
            waiting.append(pool.submit(_encoded, _to_json(block)))
            if len(waiting) >= _WAITING:
                add(waiting.popleft().result())
        while waiting:
            add(waiting.popleft().result())
    if chunks:
        end()
    return Series(
        name,
        tuple(elements),
        (
            Column(f"chunk:{name}", "u32", np.array(lengths, np.int64)),
            Column(f"part:{name}", "u16", np.array(parts, np.int64)),
        ),
    )


def numbered(
    blocks: Iterable[dict[str, Any]], count: int
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Each block of ``count`` rows with the number of its first row and how many it has."""
    for start, block in zip(range(0, count, ROWS), blocks, strict=True):
        yield start, min(ROWS, count - start), block


def _to_json(block: dict[str, Any]) -> bytes:
    """The block's JSON; columns in bytes are theirs already."""
    columns = (
        b"%b:%b"
        % (
            to_json(name).encode(),
            column if isinstance(column, bytes) else to_bytes(to_json(column)),
        )
        for name, column in block.items()
    )
    return b"{%b}" % b",".join(columns)


def _encoded(json: bytes) -> bytes:
    return b64encode(deflated(json, _LEVEL))
