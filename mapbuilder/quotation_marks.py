"""Quotation marks of a CSV: which of them enclose whole cells, and which rows a stray one swallows.

Two marks that are never closed pair with each other: the second closes the cell that the first
opened, in another row, and all rows between are lines of that cell. Readers of CSV take that as
it stands; what tells it is a letter right behind a closing mark (RFC 4180, section 2.5). Always
true: a mark that is written twice within marks, or stands within a bare cell, swallows nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import BinaryIO

import numpy as np

_PIECE = 4 << 20
_MARK = 0x22
_LINE_END = re.compile(rb"\r\n|\n|\r")


def enclose_cells(stream: BinaryIO, delimiter: str) -> bool:
    """Whether all marks of a file stand at a cell's ends, from where its stream stands.

    ``False`` is no fault yet: a bare cell may have a mark in it. A piece is held at a time.
    """
    around = np.zeros(256, np.bool_)
    around[[ord(delimiter), 0x0A, 0x0D, _MARK]] = True
    opens = True
    before = 0x0A
    held = b""
    while piece := stream.read(_PIECE):
        # The last byte is looked at with the next piece, which has what is behind it.
        held += piece
        opens, fits = _fit(held, around, before, opens)
        if not fits:
            return False
        before, held = held[-2] if len(held) > 1 else before, held[-1:]
    return _fit(held + b"\n", around, before, opens)[1]


def _fit(held: bytes, around: np.ndarray, before: int, opens: bool) -> tuple[bool, bool]:
    """Whether the next mark opens, and whether those of all bytes but the last fit."""
    codes = np.frombuffer(held, np.uint8)
    marks = np.flatnonzero(codes[:-1] == _MARK)
    opening, closing = (marks[::2], marks[1::2]) if opens else (marks[1::2], marks[::2])
    previous = np.where(opening > 0, codes[np.maximum(opening - 1, 0)], before)
    fits = bool(around[previous].all() and around[codes[closing + 1]].all())
    return opens ^ bool(len(marks) % 2), fits


def ends_of_lines(content: bytes) -> list[int]:
    """Where each line of a text ends, behind its line end; the last need not have one."""
    ends = [found.end() for found in _LINE_END.finditer(content)]
    return ends if ends and ends[-1] == len(content) else [*ends, len(content)]


def swallows(row: str, delimiter: str) -> bool:
    """Whether a cell of a row has lines of its own and goes on behind its closing mark."""
    return any(
        found["behind"].strip() and ("\n" in found["within"] or "\r" in found["within"])
        for found in _cell(delimiter).finditer(row)
        if found["within"] is not None
    )


@lru_cache(maxsize=16)
def _cell(delimiter: str) -> re.Pattern[str]:
    bare = rf"[^{re.escape(delimiter)}\r\n]*"
    return re.compile(
        rf'(?:"(?P<within>[^"]*(?:""[^"]*)*)"(?P<behind>{bare})|{bare})'
        rf"(?:{re.escape(delimiter)}|\r\n|\n|\r|\Z)"
    )
