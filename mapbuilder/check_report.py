"""The report of a check as a page to work through: an exhibit in, one printable HTML file out.

Each problem stands with its text, the words in question marked, its cure and a square to tick. It
is in English, as all that is said of problems. Always true: same exhibit, same bytes; no text of a
record becomes markup; it has no script and asks the network for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import mapbuilder
from mapbuilder import wording
from mapbuilder.counts import counted, counted_name
from mapbuilder.drafts import to_signatures
from mapbuilder.exhibit_files import refuse_input
from mapbuilder.files import write_atomic
from mapbuilder.folder_name import file_name
from mapbuilder.page import render_tool
from mapbuilder.problem_guide import Advice, read_guide
from mapbuilder.voice import SETTINGS, to_columns

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.report import Problem, Suggestion

_LONGEST_TEXT = 900
_AROUND = 300
"""Characters of a longer text on either side of what is marked."""
_MOST_NEAREST = 5
_SEVERITIES = ("error", "warning", "note")

Part = tuple[str, str]
"""("", text), or ("mark", text) or ("code", text)."""
Where = tuple[str, int | None, str | None]


def write_check_report(exhibit: Exhibit, output: Path | str | None = None) -> Path:
    """The path of the report on an exhibit that was checked.

    *This function writes a file:* ``output`` names it, or its folder; else it is
    ``output/NAME-check.html`` in the current folder.
    """
    name = f"{file_name(exhibit.config.id)}-check.html"
    path = Path("output", name) if output is None else Path(output)
    # What is refused as a file's name is none of a folder.
    if output is not None and str(output) != "-" and (path.is_dir() or not path.suffix):
        path = path / name
    refuse_input(path, exhibit.folder, exhibit.inputs)
    write_atomic(path, render_check_report(exhibit).encode())
    return path


def render_check_report(exhibit: Exhibit) -> str:
    """The report as HTML."""
    guide = read_guide()
    config = exhibit.config
    counts = exhibit.counts
    codes = sorted({problem.code for problem in exhibit.problems})
    title, language = config.text("title", config.languages[0])
    return render_tool(
        "check.html.jinja",
        [],
        [f"themes/{config.theme}.css", "check.css"],
        title=title or config.id or exhibit.name,
        title_language=language,
        title_direction=wording.direction(language),
        generator=f"mapbuilder {mapbuilder.__version__}",
        counts=[
            (f"{counts[name]:,}", counted_name(counts[name], name))
            for name in ("records", "events", "placed", "unplaced", "rejected", "places")
        ],
        severities=_counted([problem.severity for problem in exhibit.problems]),
        summary=[_row(guide[code], exhibit.problems) for code in codes],
        signatures=to_signatures(exhibit),
        files=list(_files(exhibit, guide)),
        guide=[_advice(guide[code]) for code in codes],
    )


def _counted(severities: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (severity, counted(count, severity))
        for severity in _SEVERITIES
        if (count := severities.count(severity))
    ]


def _row(advice: Advice, problems: Sequence[Problem]) -> dict[str, Any]:
    found = [problem.severity for problem in problems if problem.code == advice.code]
    severity = min(found, key=_SEVERITIES.index)
    return {
        "code": advice.code,
        "what": advice.what,
        "count": f"{len(found):,}",
        "severity": severity,
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "code": advice.code,
        "what": advice.what,
        "example": _coded(advice.example),
        "cure": _coded(advice.cure),
    }


def _coded(text: str) -> list[Part]:
    """The text with what stands in back-ticks apart."""
    return [
        ("code" if number % 2 else "", part) for number, part in enumerate(text.split("`")) if part
    ]


def _files(exhibit: Exhibit, guide: dict[str, Advice]) -> Iterator[dict[str, Any]]:
    """The problems by file and by row; the settings come first, then the files by name."""
    texts = _texts(exhibit)
    titles = _titles(exhibit)
    order = sorted(exhibit.problems, key=lambda one: (one.file != SETTINGS, one.file))
    for file, of_file in groupby(order, key=lambda one: one.file):
        rows = []
        problems = list(of_file)
        for row, of_row in groupby(problems, key=lambda one: one.row):
            id_, title, language = titles.get((file, row), ("", "", ""))
            rows.append(
                {
                    "row": "" if row is None else f"{row:,}",
                    "what": "line" if file == SETTINGS else "row",
                    "id": id_,
                    "title": title,
                    "language": language,
                    "direction": wording.direction(language) if language else "",
                    "problems": [
                        _problem(one, texts.get((file, row, one.column)), guide[one.code])
                        for one in of_row
                    ],
                }
            )
        yield {
            "file": file,
            "counts": ", ".join(said for _, said in _counted([one.severity for one in problems])),
            "rows": rows,
        }


def _problem(problem: Problem, said: Part | None, advice: Advice) -> dict[str, Any]:
    text, language = said or ("", "")
    value = problem.value or ""
    parts = _marked(text, value) if text else []
    return {
        "severity": problem.severity,
        "code": problem.code,
        "column": problem.column or "",
        "message": problem.message,
        # What is told by the message, or shown in its text, is not said again.
        "value": "" if parts or value in problem.message else _cut(value),
        "parts": parts,
        "language": language,
        "direction": wording.direction(language) if language else "auto",
        "cure": _coded(advice.cure),
        "suggestions": [_suggestion(one) for one in problem.suggestions[:_MOST_NEAREST]],
    }


def _suggestion(one: Suggestion) -> Part:
    label = (
        one.value if one.label is None or one.label == one.value else f"{one.value}, {one.label}"
    )
    if one.country:
        label += f" ({one.country})"
    return label, one.why


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"


def _marked(text: str, value: str) -> list[Part]:
    """The text with each place of the value marked; a long one is cut around the first of them."""
    whole, wanted = normalize("NFC", text), normalize("NFC", value)
    found = []
    if wanted and wanted != whole:
        found = [
            (match.start(), match.end())
            for match in re.finditer(rf"(?<!\w){re.escape(wanted)}", whole)
        ]
    start, end = 0, len(whole)
    if end > _LONGEST_TEXT:
        at = found[0][0] if found else 0
        start, end = max(0, at - _AROUND), min(end, at + max(len(wanted), 1) + 2 * _AROUND)
    parts: list[Part] = [("", "…")] if start else []
    last = start
    for first, behind in found:
        if first < last or behind > end:
            continue
        parts += [("", whole[last:first]), ("mark", whole[first:behind])]
        last = behind
    parts.append(("", whole[last:end] + ("…" if end < len(whole) else "")))
    return [part for part in parts if part[1]]


def _texts(exhibit: Exhibit) -> dict[Where, Part]:
    """Each text that a problem is about, with its language, by file, row and column."""
    wanted = {(one.file, one.row, one.column) for one in exhibit.problems}
    found: dict[Where, Part] = {}
    for column in to_columns(exhibit):
        for at, row in enumerate(column.rows):
            where = (column.file, row, column.name)
            if where in wanted and column.texts[at].is_valid:
                found[where] = (column.texts[at].as_py(), column.language)
    events = exhibit.events
    for row, quote in zip(events["row"].to_pylist(), events["quote"].to_pylist(), strict=True):
        where = (exhibit.name, row, "quote")
        if quote and where in wanted:
            found[where] = (quote, "")
    return found


def _titles(exhibit: Exhibit) -> dict[tuple[str, int | None], tuple[str, str, str]]:
    """Id, title and the title's language of each row of events that a problem is about."""
    wanted = {one.row for one in exhibit.problems if one.file == exhibit.name}
    events = exhibit.events.select(["row", "id", "title"])
    language = exhibit.config.languages[0]
    return {
        (exhibit.name, row): (str(id_ or ""), title or "", language)
        for row, id_, title in zip(*(events[name].to_pylist() for name in events.column_names),
                                   strict=True)
        if row in wanted
    }  # fmt: skip
