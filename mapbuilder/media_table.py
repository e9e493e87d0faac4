"""The table of media: what is said of each file of pictures, sound and film, a row for each.

Always true of a row that is handed on: it names a file, and neither its id nor its file is that of
a row before it. Nothing is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.report import Problem, Report, shown
from mapbuilder.tables import read_table, to_table, with_known
from mapbuilder.unused_columns import tell_unused

if TYPE_CHECKING:
    from mapbuilder.config import Config

COLUMNS = ("id", "file", "title", "alt", "credit", "licence", "captions", "transcript")
VARIANTS = r"(?:_[a-z]{2,3}(?:_[a-z0-9]{2,8})*)?"
"""What may follow a column's name: the language that its texts are in."""
# Other words for these columns; they are suggested, never taken for granted.
_OTHER_WORDS = {
    "id": "identifier signature inventory",
    "file": "filename path image photo picture media datei dateiname bild fichier archivo файл",
    "title": "caption description heading label legend name bildunterschrift légende titel titre",
    "alt": "alttext alternative alternativetext alternativtext description_alt altdescription",
    "credit": "copyright creditline photographer creator author attribution owner holder source "
    "rightsholder fotograf urheber photographe автор müəllif",
    "licence": "license rights rightsstatement lizenz licencia лицензия lisenziya",
    "captions": "subtitles vtt srt untertitel soustitres",
    "transcript": "transcription text transkript",
}
_TEXT = re.compile(rf"licence|(?:title|alt|credit|captions|transcript){VARIANTS}")
_LICENCE = re.compile(r"(.*\S)\s*[(（]([^()（）]+)[)）]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListedMedium:
    """A row of the table."""

    row: int
    id: str | None
    file: str
    """As written."""
    texts: Mapping[str, str]
    """``title``, ``alt_az`` and so on; those that are there."""


@dataclass(frozen=True, slots=True)
class MediaTable:
    """The rows of one table of media."""

    rows: tuple[ListedMedium, ...] = ()
    name: str = "media"
    """What messages call the table: the file's name."""
    folder: Path | None = None
    """Where the table lies; files are looked for there first."""
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``Exhibit.of`` hands them on."""


def read_media_table(
    source: Path | str | object,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> MediaTable:
    """The media of a file or a data frame; what is wrong with the rows goes to ``report``."""
    own = Report() if report is None else report
    heard = Report()
    folder = None
    if isinstance(source, (str, Path)):
        folder = Path(source).parent
        table = read_table(
            Path(source),
            heard,
            known=COLUMNS,
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
            table="media",
        )
    else:
        table = to_table(source, name or "media", heard, known=COLUMNS)
    tell_unused(table, heard, own, COLUMNS, _TEXT, _OTHER_WORDS)
    columns = with_known(table, COLUMNS).to_pydict()
    texts = [column for column in columns if _TEXT.fullmatch(column)]
    first: dict[tuple[str, str], int] = {}
    rows: list[ListedMedium] = []
    for index, row in enumerate(columns["row"]):
        id_, file = columns["id"][index], columns["file"][index]
        if file is None:
            own.add(
                "media-file",
                "warning",
                "a medium needs the name of its file; the row is passed over",
                file=table.name,
                row=row,
                column="file",
            )
            continue
        taken = False
        for column, value in (("id", id_), ("file", file)):
            known = first.setdefault((column, value), row) if value is not None else row
            if known != row:
                taken = True
                own.add(
                    "media-id-duplicate",
                    "warning",
                    f"the {column} {shown(value)} is that of row {known}, which counts; give each "
                    "medium one row and an id of its own",
                    file=table.name,
                    row=row,
                    column=column,
                    value=value,
                )
        if not taken:
            said = {column: str(columns[column][index]) for column in texts}
            given = {column: said[column] for column in texts if columns[column][index]}
            rows.append(ListedMedium(row, id_, file, given))
    return MediaTable(tuple(rows), table.name, folder, own.problems() if report is None else ())


def names_in(cell: object, known: Container[str]) -> list[str]:
    """The names in a cell, set apart by ``;``; a cell that is known as a whole is one name."""
    text = str(cell).strip()
    if text in known:
        return [text]
    return list(dict.fromkeys(part for written in text.split(";") if (part := written.strip())))


def part_licence(texts: dict[str, str]) -> str:
    """The licence, taken from the brackets at the end of the credit where it stands there."""
    licence = texts.get("licence", "").strip()
    for name in sorted(texts):
        if name.partition("_")[0] != "credit":
            continue
        found = _LICENCE.fullmatch(texts[name].strip())
        if found and (not texts.get("licence") or found[2].strip() == licence):
            texts[name] = found[1]
            licence = licence or found[2].strip()
    return licence


def rows_naming(events: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of events that name a medium; of a million rows these are few."""
    wanted = re.compile(f"media(?:_(?:alt|credit|licence){VARIANTS})?|audio{VARIANTS}")
    names = [name for name in events.column_names if wanted.fullmatch(name)]
    naming = None
    for name in names:
        if name == "media" or name.startswith("audio"):
            valid = pc.is_valid(events[name])
            naming = valid if naming is None else pc.or_(naming, valid)
    if naming is None or not pc.any(naming).as_py():
        return
    yield from events.select(["id", "row", *names]).filter(naming).to_pylist()
