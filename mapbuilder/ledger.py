"""The ledger: the file of decisions as it is and answers to write in, the file with them out.

What a person has in the file stays: rows and columns in their order, columns of their own, the mark
of the encoding, the delimiter and the ends of lines. Always true: what is written reads back as the
same decisions, and nothing in it is run by a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapbuilder.decisions import COLUMNS, FORMULA, NONE, Decision, plain
from mapbuilder.delimited import SEPARATOR_LINE, delimiter_of, is_utf8_in_spite_of
from mapbuilder.errors import InputError
from mapbuilder.files import write_atomic
from mapbuilder.tables import to_name

Key = tuple[str, str | None]
"""Toponym and context: what an answer is about."""

_BOM = "\ufeff"
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SAMPLE = 65_536
_BETWEEN = " | "
_NAMED = " = "
_TEXTS = (".csv", ".tsv", ".tab", ".txt")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says a toponym means."""

    toponym: str
    context: str | None
    """The id or the date of the records that are meant; ``None`` for all of the toponym."""
    place: str | None
    """The place's id; ``None`` for none of the known places."""
    who: str
    when: str
    """The day, as ISO 8601 writes it."""
    label: str | None = None
    """What the place is called, with its country."""
    candidates: tuple[tuple[str, str], ...] = ()
    """The ids and labels that were offered."""
    note: str | None = None

    @property
    def key(self) -> Key:
        return self.toponym, self.context


def to_candidates(offered: Sequence[tuple[str, str]]) -> str:
    """The ids and labels in one cell: ``id = label | id = label``."""
    return _BETWEEN.join(f"{place}{_NAMED}{label.replace('|', '/')}" for place, label in offered)


def from_candidates(cell: str | None) -> tuple[tuple[str, str], ...]:
    """The ids and labels of a cell that ``to_candidates`` wrote."""
    parts = (part.partition(_NAMED) for part in (cell or "").split(_BETWEEN))
    return tuple((place.strip(), label) for place, _, label in parts if place.strip())


def to_answer(decision: Decision) -> Answer:
    """What a decision says, as it would be written again."""
    return Answer(
        decision.toponym,
        decision.context,
        decision.place,
        decision.who or "",
        decision.when or "",
        decision.label,
        from_candidates(decision.candidates),
        decision.note,
    )


def is_updatable(path: Path) -> bool:
    """Whether a file of decisions is a text, into which rows can be written."""
    return path.suffix.lower() in _TEXTS


def write_decisions(
    path: Path,
    answers: Sequence[Answer],
    removed: Collection[Key] = (),
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> None:
    """Writes answers into a file of decisions, in the place of earlier ones about the same.

    *This function writes a file*, in one step; a new one is made where there is none. The rows of
    ``removed`` are taken out. Raises ``InputError`` for a file that is no table of decisions.
    """
    content = path.read_bytes() if path.exists() else b""
    if delimiter is None and path.suffix.lower() in (".tsv", ".tab"):
        delimiter = "\t"
    written = with_answers(
        content, path.name, answers, removed, encoding=encoding, delimiter=delimiter
    )
    write_atomic(path, written)


def with_answers(
    content: bytes,
    name: str,
    answers: Sequence[Answer],
    removed: Collection[Key] = (),
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> bytes:
    """The content of a file of decisions with the answers in it; ``name`` is for messages."""
    text, codec, mark = decoded(content, name, encoding)
    first = ""
    if found := SEPARATOR_LINE.match(text):
        first, text, delimiter = found[0], text[found.end() :], found[1]
    delimiter = delimiter or (delimiter_of(text[:_SAMPLE], COLUMNS) if text.strip() else ",")
    lines = list(_lines(text, delimiter, name))
    at = next((number for number, line in enumerate(lines) if not line.is_empty), None)
    if at is None:
        new = _Sheet(delimiter, "\n", {column: place for place, column in enumerate(COLUMNS)})
        written = [new.to_line(list(COLUMNS))]
        written += [new.to_line(new.with_answer([], answer)) for answer in answers]
        return encoded(first + "".join(written), codec, mark)
    sheet, header, added = _sheet_of(lines[at], delimiter, name)
    fresh = {answer.key: answer for answer in answers}
    written = [line.raw for line in lines[:at]] + [header]
    for line in lines[at + 1 :]:
        key = sheet.key_of(line.cells)
        if line.is_empty or key is None:
            written.append(line.raw)
        elif key in fresh:
            written.append(sheet.to_line(sheet.with_answer(line.cells, fresh.pop(key))))
            removed = {*removed, key}
        elif key not in removed:
            # A row that was too short before stays so, and is told of as before.
            room = len(added) if len(line.cells) >= sheet.width - len(added) else 0
            written.append(line.padded(delimiter * room, sheet.newline))
    written[-1] = written[-1] if written[-1].endswith(("\n", "\r")) else written[-1] + sheet.newline
    written += [sheet.to_line(sheet.with_answer([], answer)) for answer in fresh.values()]
    return encoded(first + "".join(written), codec, mark)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it stands in the file, which may be several lines of text."""

    raw: str
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(cell.strip() for cell in self.cells)

    def padded(self, more: str, newline: str) -> str:
        bare = self.raw.rstrip("\r\n")
        return f"{bare}{more}{self.raw[len(bare) :] or newline}"


@dataclass(frozen=True, slots=True)
class _Sheet:
    delimiter: str
    newline: str
    at: dict[str, int]
    """In which column each of ours stands."""
    width: int = len(COLUMNS)

    def to_line(self, cells: Sequence[str]) -> str:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=self.delimiter, lineterminator=self.newline).writerow(cells)
        return stream.getvalue()

    def key_of(self, cells: Sequence[str]) -> Key | None:
        def cell(column: str) -> str:
            place = self.at[column]
            return plain(cells[place].strip()) if place < len(cells) else ""

        return (cell("toponym"), cell("context") or None) if cell("toponym") else None

    def with_answer(self, cells: Sequence[str], answer: Answer) -> list[str]:
        """The row with what the answer says; columns that are not ours keep what they hold."""
        row = [*cells, *[""] * (self.width - len(cells))]
        note = " ".join((answer.note or "").split())
        if answer.place is None:
            note = f"{NONE}: {note}" if note else NONE
        ours = {
            "toponym": answer.toponym,
            "context": answer.context or "",
            "place": answer.place or "",
            "label": answer.label or "",
            "candidates": to_candidates(answer.candidates),
            "who": answer.who,
            "when": answer.when,
            "note": note,
        }
        for column, text in ours.items():
            row[self.at[column]] = f"'{text}" if FORMULA.match(text) else text
        return row


def encoded(text: str, codec: str, mark: bytes) -> bytes:
    """The text in its codec; in UTF-8, with a mark that says so, where that lacks some letter."""
    try:
        return mark + text.encode(codec)
    except UnicodeEncodeError:
        return _BOM.encode() + text.encode()


def decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, str, bytes]:
    """The text, its codec and the mark before it; a new file has one, for spreadsheets' sake."""
    mark = _BOM.encode()
    codec = "utf-8" if encoding is None else encoding
    if is_utf8_in_spite_of(codec, content):
        codec = "utf-8"
    if not content:
        return "", "utf-8", mark
    if content.startswith(mark):
        content, codec = content[len(mark) :], "utf-8"
    elif content[:2] in _UTF16:
        codec, mark, content = _UTF16[content[:2]], content[:2], content[2:]
    else:
        mark = b""
    try:
        return content.decode(codec), codec, mark
    except (UnicodeError, LookupError) as error:
        raise InputError(
            f"{name} is not in the encoding {codec!r}, and nothing was written into it: save it as "
            f"'CSV UTF-8' ({error})"
        ) from None


def _lines(text: str, delimiter: str, name: str) -> Iterator[_Line]:
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    start = 0
    try:
        for cells in reader:
            raw = "".join(lines[start : reader.line_num])
            if reader.line_num == len(lines) and raw.count('"') % 2:
                raise InputError(
                    f"{name}:{start + 1} opens a quotation mark that is never closed; close it, "
                    "since nothing can be written after it"
                )
            yield _Line(raw, cells)
            start = reader.line_num
    except csv.Error as error:
        raise InputError(f"{name}:{start + 1} cannot be read as CSV: {error}") from None


def _sheet_of(header: _Line, delimiter: str, name: str) -> tuple[_Sheet, str, list[str]]:
    """Where our columns stand, the line that names all of them, and those that were added to it."""
    names = [to_name(cell) for cell in header.cells]
    # The reader takes a choice for the place where there is no other.
    aliases = {"place": "choice"} if "place" not in names and "choice" in names else {}
    own = {column: aliases.get(column, column) for column in COLUMNS}
    if not {"toponym", own["place"]} <= set(names):
        raise InputError(
            f"{name} is no table of decisions: it has no column 'toponym' or 'place' (its columns "
            f"are {', '.join(filter(None, names)) or 'none'})"
        )
    added = [column for column, called in own.items() if called not in names]
    called = [*names, *added]
    at = {column: called.index(own[column]) for column in COLUMNS}
    bare = header.raw.rstrip("\r\n")
    newline = header.raw[len(bare) :] or "\n"
    line = header.padded("".join(delimiter + column for column in added), newline)
    return _Sheet(delimiter, newline, at, len(called)), line, added


def rows_of(
    content: bytes, name: str, encoding: str | None = None, delimiter: str | None = None
) -> list[list[str]]:
    """The rows of a file of decisions as texts, the header first; none for an empty file."""
    text, delimiter = _body(content, name, encoding, delimiter)
    if not text.strip():
        return []
    return [line.cells for line in _lines(text, delimiter, name) if not line.is_empty]


def sheet_form(
    content: bytes, name: str, encoding: str | None = None, delimiter: str | None = None
) -> tuple[str, str]:
    """The delimiter and the end of lines of a file of decisions."""
    text, delimiter = _body(content, name, encoding, delimiter)
    first = io.StringIO(text, newline="").readline()
    return delimiter, first[len(first.rstrip("\r\n")) :] or "\n"


def _body(
    content: bytes, name: str, encoding: str | None, delimiter: str | None
) -> tuple[str, str]:
    """The text below a line that tells the delimiter, and the delimiter."""
    text, _, _ = decoded(content, name, encoding)
    if found := SEPARATOR_LINE.match(text):
        return text[found.end() :], found[1]
    told = delimiter_of(text[:_SAMPLE], COLUMNS) if text.strip() else ","
    return text, delimiter or told
