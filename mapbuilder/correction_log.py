"""The log of corrections: what changed between two exhibits in, drafted rows of a table out.

``mapbuilder diff --log`` writes them; a person words them and says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mapbuilder.changes import Change, Changes, changed_words, told
from mapbuilder.corrections import COLUMNS, is_day
from mapbuilder.delimited import SAMPLE, SEPARATOR_LINE, delimiter_of
from mapbuilder.errors import InputError, MapbuilderError
from mapbuilder.files import write_atomic
from mapbuilder.ledger import decoded, encoded
from mapbuilder.merge_marks import merge_sentence
from mapbuilder.tables import to_name

# A cell that a spreadsheet would run as a formula stands behind an apostrophe (OWASP, "CSV
# injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_OURS = ("date", "event", "text")
# Columns of which a page shows nothing.
_UNSEEN = {"events": {"id", "sort_date", "review"}, "sources": {"id", "file", "sha256"}}
_SAID = ("title", "subtitle", "intro", "notice", "credits", "groups.", "categories.")
_SUBJECTS = {
    "events": "The record",
    "joins": "The record",
    "figures": "The figure “{}”",
    "places": "The place “{}”",
    "sources": "The source “{}”",
    "steps": "The step “{}”",
    "media": "The medium “{}”",
}


def add_to_log(file: Path, changes: Changes, date: str, encoding: str | None = None) -> int:
    """How many rows were added to a table of corrections, made where there is none.

    *This function writes a file.* A row that is there already is not added again; what was there
    stays as it was, with its delimiter, encoding and ends of lines. The words are a draft, and
    ``why`` is left to the person who knows.
    """
    refuse_log(file, date)
    log = _read_log(file, encoding)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, log.header, restval="", delimiter=log.delimiter, lineterminator=log.newline
    )
    if not log.text:
        writer.writeheader()
    known = set(log.known)
    added = 0
    for change in changes.changes:
        for event, words in _words(change):
            cells = (date, event, _safe(words))
            if cells not in known:
                known.add(cells)
                writer.writerow(dict(zip((log.names[name] for name in _OURS), cells, strict=True)))
                added += 1
    if added:
        gap = "" if not log.text or log.text.endswith(("\n", "\r")) else log.newline
        write_atomic(file, encoded(log.text + gap + text.getvalue(), log.codec, log.mark))
    return added


def refuse_log(file: Path, date: str) -> None:
    """Raises ``MapbuilderError`` where no log can be written: a file of another kind, a bad day."""
    if not is_day(date):
        raise MapbuilderError(f"{date!r} is no day; --date is as in 2026-12-31")
    if file.suffix.lower() != ".csv":
        raise MapbuilderError(f"{file.name} is no CSV; the log is a file such as corrections.csv")


@dataclass(frozen=True, slots=True)
class _Log:
    """The table as it is, and how it is written."""

    header: list[str]
    names: Mapping[str, str]
    """Our columns by the names that they have in the header."""
    known: frozenset[tuple[str, str, str]] = frozenset()
    text: str = ""
    codec: str = "utf-8"
    mark: bytes = b""
    delimiter: str = ","
    newline: str = "\n"


def _read_log(file: Path, encoding: str | None) -> _Log:
    try:
        content = file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}") from error
    if not content.strip():
        return _Log(list(COLUMNS), dict(zip(COLUMNS, COLUMNS, strict=True)))
    if unmerged := merge_sentence(content):
        raise InputError(f"{file}:{unmerged}")
    text, codec, mark = decoded(content, file.name, encoding)
    told = SEPARATOR_LINE.match(text)
    body = text[told.end() :] if told else text
    delimiter = told[1] if told else delimiter_of(body[:SAMPLE], COLUMNS)
    try:
        rows = list(csv.DictReader(io.StringIO(body, newline=""), delimiter=delimiter))
        header = next(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise InputError(f"{file} cannot be read as CSV: {error}") from error
    names = {to_name(name): name for name in header}
    if missing := [name for name in _OURS if name not in names]:
        raise InputError(
            f"{file} has no column {', '.join(missing)}; a log has the columns date, event, text "
            "and why"
        )
    known = frozenset(
        (row[names["date"]] or "", row[names["event"]] or "", row[names["text"]] or "")
        for row in rows
    )
    first = io.StringIO(body, newline="").readline()
    newline = first[len(first.rstrip("\r\n")) :] or "\n"
    return _Log(header, names, known, text, codec, mark, delimiter, newline)


def _words(change: Change) -> list[tuple[str, str]]:
    """The id of the record that a change is about, and the change in words; none of what is inner.

    Of files, decisions and most settings a visitor sees nothing that could have been wrong.
    """
    if change.table == "settings":
        said = change.id.startswith(_SAID)
        name = _column(change.id, begins=True)
        return [("", f"{name}: {_told(*change.fields[0][1:])}.")] if said else []
    if change.table not in _SUBJECTS:
        return []
    id_ = change.record if change.table in ("events", "joins", "figures") else ""
    subject = _SUBJECTS[change.table].format(change.title)
    # The title of a record with an id is told beside it, but not that of one that is not there.
    is_named = change.table == "events" and change.title and (not id_ or change.kind == "gone")
    name = f" “{change.title}”" if is_named else ""
    if change.kind == "new":
        return [(id_, f"{subject}{name} was added.")]
    if change.kind == "gone":
        return [(id_, f"{subject}{name} was taken out.")]
    if change.table == "joins":
        places = [(old, new) for column, old, new in change.fields if column == "place"]
        return [(id_, _moved(old, new)) for old, new in places]
    own = f"{subject}{name}, " if name or change.table != "events" else ""
    unseen = _UNSEEN.get(change.table, {"id"})
    return [
        (id_, f"{own}{_column(column, begins=not own)}: {_told(old, new)}.")
        for column, old, new in change.fields
        if column not in unseen
    ]


def _column(name: str, *, begins: bool) -> str:
    words = name.replace("_", " ")
    return words.capitalize() if begins else words


def _moved(old: str, new: str) -> str:
    if not new:
        return f"The record was shown at “{old}”, and is no longer on the map."
    if not old:
        return f"The record was not on the map, and is shown at “{new}”."
    return f"The record was shown at “{old}”, and is now at “{new}”."


def _told(old: str, new: str) -> str:
    """The change without the marks of a difference, as a visitor can read it."""
    if not old or not new or not (pairs := changed_words(old, new)):
        return told(old, new)
    return "; ".join(
        f"“{gone}” is now “{put}”" if gone and put
        else f"“{put}” was added" if put else f"“{gone}” was taken out"
        for gone, put in pairs
    )  # fmt: skip


def _safe(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words
