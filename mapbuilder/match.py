"""The match: an exhibit in, its open questions out, and the means to save what is answered.

Ways to answer are the terminal (``dialogue``) and a page for the browser (``review``). Always true:
answers go into the exhibit's own decisions, or into a CSV beside them where those are no text.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from mapbuilder.account import printable
from mapbuilder.dates import DateError, parse_date
from mapbuilder.decisions import COLUMNS, read_decisions
from mapbuilder.dialogue import Console, Dialogue, to_lines
from mapbuilder.errors import InputError, MapbuilderError
from mapbuilder.exhibit import Exhibit, file_of
from mapbuilder.files import write_atomic
from mapbuilder.ledger import (
    Answer,
    Key,
    is_updatable,
    to_answer,
    with_answers,
    write_decisions,
)
from mapbuilder.questions import Around, Question, around_of, find_place, questions_of
from mapbuilder.report import Report
from mapbuilder.tables import read_table

if TYPE_CHECKING:
    from mapbuilder.report import Suggestion

_NAME = "decisions.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """The questions of an exhibit while they are answered."""

    exhibit: Exhibit
    path: Path | None
    """Where answers go; ``None`` for the exhibit that comes with mapbuilder."""
    questions: tuple[Question, ...]
    around: Around
    before: dict[Key, Answer]
    """What has been decided so far."""
    note: str = ""
    """What a person must know of where the answers go."""
    _saved: set[Key] = field(default_factory=set)
    """The one thing that changes while questions are answered."""

    @classmethod
    def of(cls, exhibit: Exhibit, *, own: bool = True) -> Match:
        """The open questions of an exhibit that has been read from files.

        Unless it is the user's ``own``, nothing is saved.
        """
        path, note = (None, "")
        before: dict[Key, Answer] = {}
        answered: set[Key] = set()
        if own:
            path, source = _path_of(exhibit)
            if source is not None and path.exists():
                answered = set(_answers_in(path, exhibit))
            if source is not None and _is_sheet(source, exhibit):
                note = (
                    f"answers go into {path.name}, together with the rows of the sheet "
                    f"'decisions', in whose place that file is read then: delete the sheet"
                )
            elif source is not None:
                note = (
                    f"{source.name} is no text file: answers go into {path.name}, together with "
                    f"its rows; to use them, take {source.name} away and call {path.name} "
                    f"{_NAME}"
                )
            kept = path if path.exists() else source
            before = _answers_in(kept, exhibit) if kept is not None and kept.exists() else {}
        questions = tuple(one for one in questions_of(exhibit) if one.key not in answered)
        return cls(exhibit, path, questions, around_of(exhibit), before, note)

    @property
    def saved(self) -> int:
        """How many questions have been answered and saved."""
        return len(self._saved)

    @property
    def last_who(self) -> str:
        """Who made the last decision; empty where nobody did."""
        return next((one.who for one in reversed(self.before.values()) if one.who), "")

    def save(self, answers: Sequence[Answer], removed: Collection[Key] = ()) -> None:
        """Writes answers into the decisions and takes others out; *this writes a file*."""
        if self.path is None:
            raise MapbuilderError(
                "the exhibit that comes with mapbuilder keeps its decisions: name one of your own"
            )
        config = self.exhibit.config
        if not self.path.exists():
            _, source = _path_of(self.exhibit)
            if source is not None:
                write_atomic(self.path, _as_csv(source, config.delimiter or ","))
        write_decisions(
            self.path, answers, removed, encoding=config.encoding, delimiter=config.delimiter
        )
        self._saved.difference_update(removed)
        asked = {one.key for one in self.questions}
        self._saved.update(one.key for one in answers if one.key in asked)

    def restore(self, answers: Sequence[Answer], removed: Collection[Key] = ()) -> None:
        """Writes what was there before an answer that is undone."""
        self.save(answers, removed)
        self._saved.difference_update(one.key for one in answers)

    def take(self, file: Path) -> int:
        """Writes the decisions of another file, as a review page exports it, into the exhibit's.

        Those stay that were made on a later day. Gives the number of decisions that were written.
        """
        report = Report()
        if not file.is_file():
            raise InputError(f"there is no file {str(file)!r}; --take needs a table of decisions")
        decisions = read_decisions(file, None, report)
        for problem in report.problems():
            if problem.severity == "error":
                row = "" if problem.row is None else f":{problem.row}"
                raise InputError(f"{problem.file}{row}: {problem.message}; nothing was written")
        answers = [
            one
            for one in map(to_answer, decisions.rows)
            if one != (known := self.before.get(one.key))
            and (known is None or self._day_of(known.when) <= self._day_of(one.when))
        ]
        if answers:
            self.save(answers)
        return len(answers)

    def _day_of(self, when: str) -> float:
        """The day of a decision, which a spreadsheet may have written anew; the first of all days
        where it does not say it.
        """
        for day_first in (self.exhibit.config.dates.day_first, True):
            try:
                day = parse_date(when, day_first=day_first).end_day
            except DateError:
                continue
            return -math.inf if day is None else day
        return -math.inf

    def require_table(self) -> None:
        """Raises ``InputError`` for a file that no answer could be written into."""
        config = self.exhibit.config
        if self.path is not None and self.path.exists():
            content = self.path.read_bytes()
            with_answers(
                content, self.path.name, (), encoding=config.encoding, delimiter=config.delimiter
            )

    def dialogue(self, console: Console, who: str, when: str) -> Dialogue:
        """The dialogue about the questions on a console."""
        return Dialogue(
            self.questions, self.around, console, self.save, self.restore, self.find,
            self.before, who, when,
        )  # fmt: skip

    def find(self, identity: str) -> Suggestion | None:
        """The place with an id."""
        return find_place(self.exhibit, self.questions, identity)

    def to_lines(self) -> Iterator[str]:
        """All questions, for a reader who is not asked."""
        for number, question in enumerate(self.questions, 1):
            yield f"{number:,} of {len(self.questions):,}  {printable(question.toponym)}"
            yield from to_lines(question, self.around)
            yield ""


def _path_of(exhibit: Exhibit) -> tuple[Path, Path | None]:
    """Where answers go, and the table that stands in their way where it is no text."""
    file = file_of(exhibit, "decisions")
    if file is None:
        return (exhibit.folder or Path()) / _NAME, None
    if is_updatable(file):
        return file, None
    if _is_sheet(file, exhibit):
        return file.with_name(_NAME), file
    return file.with_name(f"{file.stem}-match.csv"), file


def _is_sheet(file: Path, exhibit: Exhibit) -> bool:
    """Whether the decisions are a sheet of the events' workbook, before which a file comes."""
    return exhibit.config.tables.decisions is None and file == file_of(exhibit, "events")


def _answers_in(path: Path, exhibit: Exhibit) -> dict[Key, Answer]:
    """The decisions of a file; what is wrong in it is told by ``check``."""
    decisions = read_decisions(path, exhibit.config, Report())
    return {one.key: one for one in map(to_answer, decisions.rows)}


def _as_csv(source: Path, delimiter: str) -> bytes:
    """A workbook of decisions as the CSV that takes its place, its columns as they are."""
    columns = read_table(source, Report(), known=COLUMNS, table="decisions").columns
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in columns.columns), strict=True))
    return b"\xef\xbb\xbf" + stream.getvalue().encode()
