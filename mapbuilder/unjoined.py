"""What is told of records that their toponyms leave without a place.

In go the outcomes and each record's own, out come problems with the record's row. Always true: of
each toponym at least one row is told and all are counted; groups without markers ask nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted
from mapbuilder.report import Report, Severity, Suggestion

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Numbers
    from mapbuilder.outcome import Outcome

_ROWS_TOLD = 20
"""A toponym in more records than this is told for the first ones and counted for the rest."""
_ALL_ROWS_TOLD = 50_000
"""Where so many toponyms are open that even this is more than anyone reads, fewer rows of each."""


def report_unjoined(
    outcomes: Sequence[Outcome],
    suggested: Mapping[int, tuple[Suggestion, ...]],
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
    groups = config.groups if config is not None else {}
    quiet_groups = [group for group, one in groups.items() if not one.markers]
    quiet = pc.is_in(table["group"], value_set=pa.array(quiet_groups, pa.string())).to_numpy()
    failed = np.array([one.code is not None for one in outcomes], bool)[outcome]
    rows = np.flatnonzero(failed)
    if not len(rows):
        return
    lines = table["row"].to_numpy()
    of_one = outcome[rows] * 2 + quiet[rows]
    if (np.diff(lines) >= 0).all():
        rows = rows[np.argsort(of_one, kind="stable")]
    else:
        rows = rows[np.lexsort((lines[rows], of_one))]
    begins = np.r_[True, (np.diff(outcome[rows]) != 0) | (np.diff(quiet[rows].astype(int)) != 0)]
    starts = np.flatnonzero(begins)
    counts = np.diff(np.r_[starts, len(rows)])
    most = max(1, min(_ROWS_TOLD, _ALL_ROWS_TOLD // len(starts)))
    rank = np.arange(len(rows)) - np.repeat(starts, counts)
    told = rows[rank < most]
    cells = zip(
        told.tolist(),
        rank[rank < most].tolist(),
        np.repeat(counts, np.minimum(counts, most)).tolist(),
        lines[told].tolist(),
        table["place"].take(pa.array(told)).to_pylist(),
        strict=True,
    )
    for row, place_in_line, count, line, toponym in cells:
        number = int(outcome[row])
        one = outcomes[number]
        severity: Severity = "warning"
        if quiet[row] and one.code == "place-unknown":
            severity = "note"
        message = one.message
        if one.code == "place-name-out-of-years":
            message += f" ({table['date'][row].as_py()})"
        if count > most and place_in_line == most - 1:
            message += f"; the same in {counted(count - most, 'more row')}"
        report.add(
            str(one.code),
            severity,
            message,
            file=name,
            row=line,
            column="place",
            value=toponym if one.question is None else one.question.name,
            suggestions=suggested.get(number, ()),
        )
