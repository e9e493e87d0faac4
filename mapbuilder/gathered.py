"""What all parts ask, gathered: digests in, each different question of the whole once out.

Always true: the questions stand in the order in which the records of the whole first ask them,
whatever the order in which the digests came in; a digest that comes anew takes the old one's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from mapbuilder.coordinates import Numbers
from mapbuilder.digest import QUESTION, Digest, empty_questions, told_titles


@dataclass(frozen=True, slots=True)
class Whole:
    """The questions of all parts."""

    questions: pa.Table
    """As in a digest; ``count`` is of all records."""
    of_part: list[Numbers]
    """For each part the numbers of its own questions here."""
    points: list[pa.Table]
    """Of each part as in its digest, but that ``question`` counts into these ``questions``."""
    titled: pa.Table | None
    """Of all parts, ``question`` likewise; ``None`` where no record has a coordinate."""
    marks: list[int]
    """Those of the parts' digests."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is kept of one digest."""

    numbers: Numbers
    rows: Numbers
    counts: Numbers
    points: pa.Table
    titled: pa.Table
    mark: int


class Gathered:
    """Takes the digests of parts in any order."""

    def __init__(self, parts: int) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._asked: list[_Asked | None] = [None] * parts

    def add(self, part: int, digest: Digest) -> None:
        """Adds the digest of a part, or puts it in the place of the one before."""
        columns = [digest.questions[name].to_pylist() for name in QUESTION]
        known = self._numbers
        numbers = [known.setdefault(key, len(known)) for key in zip(*columns, strict=True)]
        self._asked[part] = _Asked(
            np.array(numbers, np.int64),
            digest.questions["row"].to_numpy(),
            digest.questions["count"].to_numpy(),
            digest.points,
            digest.titled,
            digest.mark,
        )

    def whole(self) -> Whole:
        """The questions of all the digests that came in."""
        asked = [one for one in self._asked if one is not None]
        row = np.full(len(self._numbers), np.iinfo(np.int64).max)
        count = np.zeros(len(self._numbers), np.int64)
        for one in asked:
            np.minimum.at(row, one.numbers, one.rows)
            np.add.at(count, one.numbers, one.counts)
        order = np.argsort(row, kind="stable")
        # A question that only a digest asked which came anew is nobody's.
        order = order[count[order] > 0]
        rank = np.full(len(row), -1, np.int64)
        rank[order] = np.arange(len(order))
        keys = list(self._numbers)
        schema = empty_questions().schema
        held = {
            name: pa.array([keys[at][column] for at in order.tolist()], schema.field(name).type)
            for column, name in enumerate(QUESTION)
        }
        questions = pa.table({**held, "row": row[order], "count": count[order]}, schema=schema)
        of_part = [rank[one.numbers] for one in asked]
        titled = [
            _renumbered(one.titled, numbers)
            for one, numbers in zip(asked, of_part, strict=True)
            if len(one.titled)
        ]
        return Whole(
            questions,
            of_part,
            [_renumbered(one.points, own) for one, own in zip(asked, of_part, strict=True)],
            told_titles(pa.concat_tables(titled).combine_chunks()) if titled else None,
            [one.mark for one in asked],
        )


def _renumbered(table: pa.Table, numbers: Numbers) -> pa.Table:
    """The table with its questions counted as those of the whole."""
    at = table.column_names.index("question")
    own = table["question"].to_numpy()
    return table.set_column(at, "question", pa.array(numbers[own], pa.int64()))
