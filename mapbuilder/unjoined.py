"""What is told of records that their toponyms leave without a place.

In go the outcomes and each record's own, out come problems with the record's row. Always true: of
each toponym at least one row is told and all are counted; groups without markers ask nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.report import Report, Severity, Suggestion
from mapbuilder.toponyms import form_of

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.outcome import Outcome, Question

_ROWS_TOLD = 20
"""A toponym in more records than this is told for the first ones and counted for the rest."""
_ALL_ROWS_TOLD = 50_000
"""Where so many toponyms are open that even this is more than anyone reads, fewer rows of each."""


@dataclass(frozen=True, slots=True)
class Told:
    """The records that are told of, those of one outcome and one kind of group together."""

    outcome: Numbers
    """Of each the number of its outcome."""
    quiet: Flags
    """Whether it is of a group without markers."""
    row: Numbers
    """Its row, the first of its kind before the others."""
    place: pa.Array
    date: pa.Array
    """Both as written."""
    count: Numbers
    """How many records are of its kind."""
    most: int
    """How many of a kind are told."""


def report_unjoined(
    outcomes: Sequence[Outcome],
    suggested: Mapping[int, Sequence[Suggestion]],
    outcome: Numbers,
    table: pa.Table,
    name: str,
    config: Config | None,
    report: Report,
) -> None:
    """A problem for every record that its toponym leaves without a place.

    ``outcome`` has for each record the number of its own. Groups without markers need no place: an
    unknown one is for information there.
    """
    quiet = is_quiet(table["group"], config)
    failed = np.array([one.code is not None for one in outcomes], bool)[outcome]
    told = to_tell(failed, outcome, quiet, table)
    if told is not None:
        tell(told, outcomes, suggested, name, report)


def quiet_groups(config: Config | None) -> list[str]:
    """The groups without markers."""
    groups = config.groups if config is not None else {}
    return [group for group, one in groups.items() if not one.markers]


def is_quiet(groups: Any, config: Config | None) -> Flags:
    flags: Flags = pc.is_in(groups, value_set=pa.array(quiet_groups(config), pa.string())).to_numpy(
        zero_copy_only=False
    )
    return flags


def most_told(kinds: int) -> int:
    """How many records of each kind are told where there are so many kinds."""
    return max(1, min(_ROWS_TOLD, _ALL_ROWS_TOLD // max(kinds, 1)))


def to_tell(
    failed: Flags, outcome: Numbers, quiet: Flags, table: pa.Table, most: int | None = None
) -> Told | None:
    """Of the records that have ``failed`` the first ``most`` of each kind; ``None`` for none."""
    rows = np.flatnonzero(failed)
    if not len(rows):
        return None
    lines = table["row"].to_numpy()
    of_one = outcome[rows] * 2 + quiet[rows]
    if (np.diff(lines) >= 0).all():
        rows = rows[np.argsort(of_one, kind="stable")]
    else:
        rows = rows[np.lexsort((lines[rows], of_one))]
    begins = np.r_[True, (np.diff(outcome[rows]) != 0) | (np.diff(quiet[rows].astype(int)) != 0)]
    starts = np.flatnonzero(begins)
    counts = np.diff(np.r_[starts, len(rows)])
    most = most_told(len(starts)) if most is None else most
    rank = np.arange(len(rows)) - np.repeat(starts, counts)
    told = rows[rank < most]
    at = pa.array(told)
    return Told(
        outcome[told],
        quiet[told],
        lines[told],
        table["place"].take(at),
        table["date"].take(at),
        np.repeat(counts, np.minimum(counts, most)),
        most,
    )


def tell(
    told: Told,
    outcomes: Sequence[Outcome],
    suggested: Mapping[int, Sequence[Suggestion]],
    name: str,
    report: Report,
) -> None:
    """The problems of the records that are told; the last of a kind counts those that are not."""
    before: tuple[int, bool] | None = None
    place_in_line = 0
    cells = zip(
        told.outcome.tolist(),
        told.quiet.tolist(),
        told.row.tolist(),
        told.place.to_pylist(),
        told.date.to_pylist(),
        told.count.tolist(),
        strict=True,
    )
    for number, quiet, row, toponym, date, count in cells:
        place_in_line = place_in_line + 1 if (number, quiet) == before else 0
        before = (number, quiet)
        one = outcomes[number]
        severity: Severity = "warning"
        if quiet and one.code == "place-unknown":
            severity = "note"
        message = one.message
        if one.code == "place-name-out-of-years":
            message += f" ({date})"
        if count > told.most and place_in_line == told.most - 1:
            message += f"; the same in {counted(count - told.most, 'more row')}"
        report.add(
            str(one.code),
            severity,
            message,
            file=name,
            row=row,
            column="place",
            value=toponym if one.question is None else _value(toponym, one.question),
            suggestions=suggested.get(number, ()),
        )


def _value(toponym: str, question: Question) -> str:
    """What a decision is to be about: a part of a toponym with what it says of where that lies.

    "Springfield, Ohio" has nothing to do with what somebody decides of Springfield.
    """
    if not question.qualified:
        return question.name
    words = (sorted(form_of(one).full.split()) for one in (question.qualified, toponym))
    return toponym if next(words) == next(words) else question.qualified
