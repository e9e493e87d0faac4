"""What the editorial checks find, as problems, without what a person has accepted.

Checks add findings to one ``Findings``; problems come out. Always true: of one fault in one column
so many rows are told and the others counted, and an acceptance that nothing needed is told too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapbuilder.counts import counted
from mapbuilder.report import CODES, Problem, Report, Severity, Suggestion, shown
from mapbuilder.voice import SETTINGS, Column

if TYPE_CHECKING:
    from mapbuilder.config import Config

MOST_TOLD = 500
"""Rows of one fault in one column; a list that nobody can work through says less than a count."""


@dataclass(slots=True)
class Findings:
    """The findings of one run. The one object that the checks change."""

    config: Config
    report: Report = field(default_factory=Report)
    _told: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _over: dict[tuple[str, str, str], Severity] = field(default_factory=dict)
    _used: set[tuple[str, str]] = field(default_factory=set)

    def accepts(self, code: str, id_: str) -> bool:
        """Whether a person has accepted what is found; ``id_`` is a record's, or a key's."""
        if id_ in self.config.editorial.accepted.get(code, ()):
            self._used.add((code, id_))
            return True
        return False

    def severity(self, *settings: str) -> Severity:
        """A warning where the exhibit itself sets the rule, a note for a rule by default."""
        return "warning" if self.config.editorial.model_fields_set & {*settings} else "note"

    def at(
        self,
        column: Column,
        index: int,
        code: str,
        severity: Severity,
        message: str,
        *,
        value: str | None = None,
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        """A finding in one text."""
        self.add(
            code,
            severity,
            message,
            id_=column.ids[index],
            file=column.file,
            row=column.rows[index],
            column=column.name,
            value=value,
            suggestions=suggestions,
        )

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        file: str,
        id_: str = "",
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        """A finding that a person has not accepted."""
        if code not in CODES:
            raise KeyError(code)
        if id_ and self.accepts(code, id_):
            return
        key = (code, file, column or "")
        count = self._told[key] = self._told.get(key, 0) + 1
        if count > MOST_TOLD:
            self._over[key] = severity
            return
        self.report.add(
            code,
            severity,
            message,
            file=file,
            row=row,
            column=column,
            value=value,
            suggestions=suggestions,
        )

    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of reports."""
        for (code, file, column), severity in self._over.items():
            more = self._told[code, file, column] - MOST_TOLD
            self.report.add(
                code,
                severity,
                f"the same in {counted(more, 'more row')}, not told one by one",
                file=file,
                column=column or None,
            )
        for code, ids in sorted(self.config.editorial.accepted.items()):
            for id_ in ids:
                if (code, id_) not in self._used:
                    self.report.add(
                        "acceptance-unused",
                        "note",
                        f"nothing of {shown(id_)} needs to be accepted as {code}; take it from "
                        "[editorial.accepted], so that the next one is told",
                        file=SETTINGS,
                        column=f"editorial.accepted.{code}",
                        value=id_,
                    )
        return self.report.problems()
