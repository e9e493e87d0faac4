"""Problems of parts: what each part's rows are told of in, what the whole's are told of out.

Always true: of one fault in one column as many rows are told as if all parts were one table, the
first ones, and the last of these counts all the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.report import Problem

_MORE = re.compile(r"; the same in ([\d,]+) more rows?\Z")
_ALL_REJECTED = re.compile(r"(?<=; all )[\d,]+(?= are rejected)")
_OF_ANY_VALUE = frozenset(
    {"cell-error", "character-bidi", "character-control", "date-zone", "place-uncertainty"}
)
"""These are told of a column's first rows, whatever stands in them."""
_OF_ONE_VALUE = frozenset(
    {"date-missing", "date-season", "geometry-invalid", "geometry-mended", "geometry-not-point"}
)
"""These are told of the first rows that have a text."""


def together(of_parts: Sequence[Iterable[Problem]], records: int) -> list[Problem]:
    """The problems of all parts, which stand in their order and have so many records together."""
    whole: dict[Problem, None] = {}
    kinds: dict[Problem, list[Problem]] = {}
    more: dict[Problem, int] = {}
    for problems in of_parts:
        for problem in problems:
            if problem.row is None:
                whole.setdefault(_of_all(problem, records))
                continue
            kind = _kind(problem)
            if kind is None:
                whole.setdefault(problem)
                continue
            found = _MORE.search(problem.message)
            if found is not None:
                more[kind] = more.get(kind, 0) + int(found[1].replace(",", ""))
            told = kinds.setdefault(kind, [])
            told.append(replace(problem, message=_plain(problem.message)))
    for kind, told in kinds.items():
        told.sort(key=lambda one: one.row or 0)
        rest = len(told) - ROWS_TOLD + more.get(kind, 0)
        if rest > 0:
            last = told[ROWS_TOLD - 1]
            also = f"; the same in {counted(rest, 'more row')}"
            told[ROWS_TOLD - 1 :] = [replace(last, message=last.message + also)]
        whole.update(dict.fromkeys(told))
    # That a part has no rows says nothing of the whole.
    return [one for one in whole if one.code != "table-empty" or not records]


def _kind(problem: Problem) -> Problem | None:
    """What problems share that are told of some rows only; ``None`` for any other."""
    if problem.code in _OF_ANY_VALUE:
        return replace(problem, row=None, value=None, message=_plain(problem.message))
    if problem.code in _OF_ONE_VALUE or problem.column == "sort_date":
        return replace(problem, row=None, message=_plain(problem.message))
    return None


def _plain(message: str) -> str:
    return _MORE.sub("", message)


def _of_all(problem: Problem, records: int) -> Problem:
    """A problem of the whole table, with the number of all records where it says one."""
    message = _ALL_REJECTED.sub(f"{records:,}", problem.message)
    return replace(problem, message=message) if message != problem.message else problem
