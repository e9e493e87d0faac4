"""The account of an exhibit in words: what was joined to what, what was not, and why.

In goes an ``Exhibit``, out come lines of text for a terminal or a file. Always true: each line is
one line whatever the tables hold, and each record is counted in exactly one section.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from mapbuilder.counts import counted, counted_name
from mapbuilder.drafts import FINAL, to_signatures
from mapbuilder.editorial_settings import ACCEPTABLE
from mapbuilder.locate import with_plain_texts
from mapbuilder.report import Problem, to_line

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit

_WIDEST_CELL = 48
_TITLES = {
    "error": "Errors: the row is not used",
    "final": "Not final: to be signed, or translated",
    "warning": "Warnings and notes",
    "note": "Warnings and notes",
    "texts": "Texts: for an editor to look at",
}


def to_account(exhibit: Exhibit) -> Iterator[str]:
    """The lines of the account: counts, joins, records without a place, rejected ones, problems."""
    config = exhibit.config
    yield printable(config.title or config.id or "Exhibit")
    yield ""
    counts = exhibit.counts
    width = max(len(f"{count:,}") for count in counts.values())
    for name, what in (
        ("records", f"read from {printable(exhibit.name)}"),
        ("events", "shown"),
        ("placed", "of them with a place"),
        ("unplaced", "of them without a place"),
        ("rejected", "not shown, see the errors below" if counts["rejected"] else ""),
        ("places", "on the map"),
        ("problems", _severities(exhibit)),
    ):
        word = counted_name(counts[name], name)
        yield f"  {counts[name]:>{width},} {word:<9} {what}".rstrip()
    yield from _section("Joined", _joined(exhibit))
    yield from _section("Without a place", _unplaced(exhibit))
    yield from _section("Signatures", _signatures(exhibit))
    told: dict[str, list[str]] = {title: [] for title in _TITLES.values()}
    for problem in exhibit.problems:
        told[_TITLES[_kind(problem)]].append(to_line(problem))
    for title, lines in told.items():
        yield from _section(title, lines)


def _kind(problem: Problem) -> str:
    if problem.severity == "error":
        return "final" if problem.code in FINAL else "error"
    return "texts" if problem.code in ACCEPTABLE else problem.severity


def _signatures(exhibit: Exhibit) -> list[str]:
    """The languages and who signed their texts, where the exhibit says anything of it."""
    config = exhibit.config
    reviewed = exhibit.events["review"].null_count < len(exhibit.events)
    asked = any(problem.code == "draft-unsigned" for problem in exhibit.problems)
    if not (asked or config.signed or config.machine_drafted or reviewed):
        return []
    states = to_signatures(exhibit)
    return _aligned([[one.tag, printable(one.said), f'texts = "{one.texts}"'] for one in states])


def printable(text: str) -> str:
    """The text on one line, control and direction characters escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def _severities(exhibit: Exhibit) -> str:
    found = [problem.severity for problem in exhibit.problems]
    counts = [
        counted(found.count(severity), severity)
        for severity in ("error", "warning", "note")
        if severity in found
    ]
    return ", ".join(counts)


def _joined(exhibit: Exhibit) -> list[str]:
    """A table of what was joined to what, a row for each toponym and way of joining."""
    keys = ["toponym", "place", "label", "kind", "gazetteer", "reason"]
    joins = with_plain_texts(exhibit.joins.select([*keys, "row"]))
    grouped = joins.group_by(keys, use_threads=False).aggregate([("row", "count"), ("row", "min")])
    rows = grouped.sort_by([("row_min", "ascending")]).to_pylist()
    header = ["toponym", "place", "label", "kind", "gazetteer", "records", "reason"]
    cells = [
        [
            *(_cell(row[name]) for name in keys[:5]),
            f"{row['row_count']:,}",
            _cell(row["reason"], widest=0),
        ]
        for row in rows
    ]
    return _aligned([header, *cells]) if cells else []


def _unplaced(exhibit: Exhibit) -> list[str]:
    """The events without a place, each with the reason."""
    events = exhibit.events.filter(pc.is_null(exhibit.events["place_index"]))
    events = events.select(["row", "id", "place", "title", "reason"]).sort_by("row")
    rows = [
        [
            f"{printable(exhibit.name)}:{row['row']}",
            _cell(row["id"]),
            _cell(row["title"]),
            _cell(row["reason"], widest=0)
            if row["reason"]
            else f"{_cell(row['place'])} (see below)"
            if row["place"]
            else "names no place",
        ]
        for row in events.to_pylist()
    ]
    return _aligned(rows)


def _cell(value: object, widest: int = _WIDEST_CELL) -> str:
    text = printable("-" if value is None else str(value))
    return f"{text[: widest - 3]}..." if widest and len(text) > widest else text


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as columns of equal width, two spaces apart; the last one runs on."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    """How many columns of a terminal the text takes: none for marks, two for wide letters."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
