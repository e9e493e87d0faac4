"""The log of corrections: what changed between two exhibits in, drafted rows of a table out.

``mapbuilder diff --log`` writes them; a person words them and says why.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from mapbuilder.changes import Change, Changes, changed_words, told
from mapbuilder.corrections import COLUMNS, is_day
from mapbuilder.errors import InputError, MapbuilderError
from mapbuilder.files import write_atomic

# A cell that a spreadsheet would run as a formula stands behind an apostrophe (OWASP, "CSV
# injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

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


def add_to_log(file: Path, changes: Changes, date: str) -> int:
    """How many rows were added to a table of corrections, made where there is none.

    *This function writes a file.* A row that is there already is not added again; what was there
    stays as it was. The words are a draft, and ``why`` is left to the person who knows.
    """
    if not is_day(date):
        raise MapbuilderError(f"{date!r} is no day; --date is as in 2026-12-31")
    if file.suffix.lower() != ".csv":
        raise MapbuilderError(f"{file.name} is no CSV; the log is a file such as corrections.csv")
    header, rows, content = _read_log(file)
    known = {(row.get("date"), row.get("event") or "", row.get("text")) for row in rows}
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    if not content:
        writer.writeheader()
    added = 0
    for change in changes.changes:
        for event, words in _words(change):
            row = {"date": date, "event": event, "text": _safe(words)}
            if (row["date"], row["event"], row["text"]) not in known:
                known.add((row["date"], row["event"], row["text"]))
                writer.writerow(row)
                added += 1
    if added:
        gap = b"" if not content or content.endswith(b"\n") else b"\n"
        write_atomic(file, content + gap + text.getvalue().encode())
    return added


def _read_log(file: Path) -> tuple[list[str], list[Mapping[str, str]], bytes]:
    if not file.exists():
        return list(COLUMNS), [], b""
    try:
        content = file.read_bytes()
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows: list[Mapping[str, str]] = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{file} cannot be read as a CSV in UTF-8: {error}") from error
    header = list(reader.fieldnames or COLUMNS)
    if missing := [name for name in ("date", "event", "text") if name not in header]:
        raise InputError(
            f"{file} has no column {', '.join(missing)}; a log has date, event, text, why and "
            "commas between them"
        )
    return header, rows, content


def _words(change: Change) -> list[tuple[str, str]]:
    """The id of the record that a change is about, and the change in words; none of what is inner.

    Of files, decisions and most settings a visitor sees nothing that could have been wrong.
    """
    if change.table == "settings":
        said = change.id.startswith(_SAID)
        return [("", f"{change.id.capitalize()}: {_told(*change.fields[0][1:])}.")] if said else []
    if change.table not in _SUBJECTS:
        return []
    id_ = change.id if change.table in ("events", "joins") else ""
    if change.table == "figures":
        id_ = change.id.split(", ")[0]
    subject = _SUBJECTS[change.table].format(change.title)
    if change.kind == "new":
        return [(id_, f"{subject} was added.")]
    if change.kind == "gone":
        name = f" “{change.title}”" if change.table == "events" and change.title else ""
        return [(id_, f"{subject}{name} was taken out.")]
    if change.table == "joins":
        places = [(old, new) for column, old, new in change.fields if column == "place"]
        return [(id_, _moved(old, new)) for old, new in places]
    own = "" if change.table == "events" else f"{subject}, "
    return [
        (id_, f"{own}{name if own else name.capitalize()}: {_told(old, new)}.")
        for column, old, new in change.fields
        if (name := column.replace("_", " "))
    ]


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
