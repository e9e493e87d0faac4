"""Columns that nothing shows: a table in, a note for each that is not ours.

A table of events has its unknown columns as details; those of media, steps and corrections have
none. Always true: what the column may be meant as is suggested, and never taken for granted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mapbuilder.report import Report, Suggestion

if TYPE_CHECKING:
    from mapbuilder.tables import Table

_LANGUAGE = re.compile(r"_[a-z]{2,3}\Z")


def tell_unused(
    table: Table,
    heard: Report,
    report: Report,
    columns: Sequence[str],
    texts: re.Pattern[str],
    words: Mapping[str, str],
) -> None:
    """Hands what was ``heard`` of a table on to ``report``, with its unused columns instead of
    what it says of columns that are kept.

    ``columns`` and ``texts`` are the table's own, ``words`` other words for them.
    """
    report.add_all(problem for problem in heard.problems() if problem.code != "column-unknown")
    names = table.columns.column_names
    meant = {word: column for column, others in words.items() for word in others.split()}
    for name in names:
        if name in columns or texts.fullmatch(name):
            continue
        base = _LANGUAGE.sub("", name)
        language = name.removeprefix(base)
        right = _meant(base, columns, meant) + language
        if not language or not texts.fullmatch(right):
            right = _meant(name, columns, meant)
        if right in names:
            right = ""
        report.add(
            "column-unknown",
            "note",
            f"the column {name!r} is not used"
            + (f"; if {right!r} is meant, call it that" if right else ""),
            file=table.name,
            column=name,
            value=name,
            suggestions=[Suggestion(right, "a column that mapbuilder knows")] if right else (),
        )


def _meant(name: str, columns: Sequence[str], meant: Mapping[str, str]) -> str:
    """The column that a name may stand for; empty for none."""
    plain = re.sub(r"[(\[{].*|[\W_]+", "", name, flags=re.DOTALL)
    near = difflib.get_close_matches(plain, [*columns, *meant], 1, 0.8)
    return meant.get(plain) or next((meant.get(word, word) for word in near), "")
