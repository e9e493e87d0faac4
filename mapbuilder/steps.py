"""The steps of a story: a table in, columns that a page can tell one after the other out.

Always true of a step: it has a title or a text of its own, or an event that lends it both; its
event and its place are the exhibit's; its box lies on Earth. The order is that of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from mapbuilder.boxes import ORDER
from mapbuilder.nearest_ids import nearest_among
from mapbuilder.report import Problem, Report, Suggestion, shown
from mapbuilder.tables import read_table, to_table, with_known
from mapbuilder.unused_columns import tell_unused

if TYPE_CHECKING:
    from mapbuilder.config import Config

COLUMNS = ("id", "event", "place", "bbox", "zoom", "title", "text")
_TEXT = re.compile(r"(?:title|text)(?:_[a-z0-9_]+)?")
# Other words for these columns; they are suggested, never taken for granted.
_OTHER_WORDS = {
    "event": "record eventid recordid ereignis événement событие hadisə",
    "place": "location placeid lat lon latitude longitude ort lieu место yer",
    "bbox": "box bounds extent view",
    "zoom": "zoomlevel level scale",
    "title": "heading headline name caption titel titre заголовок başlıq",
    "text": "description body story narration texte текст mətn",
}
_ZOOMS = (0.0, 22.0)
_LATITUDES, _LONGITUDES = (-90.0, 90.0), (-180.0, 180.0)
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one table."""

    table: pa.Table
    """``row``, ``COLUMNS`` as written and whatever else the table has, all texts."""
    name: str = "steps"
    """What messages call the table: the file's name."""
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``Exhibit.of`` hands them on."""


def read_steps(
    source: Path | str | object,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> Steps:
    """The steps of a file or a data frame; what is wrong with them goes to ``report``."""
    own = Report() if report is None else report
    heard = Report()
    if isinstance(source, (str, Path)):
        table = read_table(
            Path(source),
            heard,
            known=COLUMNS,
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
            table="steps",
        )
    else:
        table = to_table(source, name or "steps", heard, known=COLUMNS)
    tell_unused(table, heard, own, COLUMNS, _TEXT, _OTHER_WORDS)
    if not len(table.rows):
        own.add(
            "table-empty",
            "warning",
            "the table of steps has no rows; the story is told by the events in their order",
            file=table.name,
        )
    return Steps(with_known(table, COLUMNS), table.name, own.problems() if report is None else ())


def check_steps(
    steps: Steps,
    events: Collection[str],
    places: Collection[str],
    report: Report,
    names: Mapping[str, Collection[str]] | None = None,
    exchanged: Callable[[list[float]], str] | None = None,
) -> pa.Table | None:
    """The steps that can be told, ``None`` without any; every fault is in ``report``.

    ``events`` and ``places`` are the ids that the exhibit has, ``names`` the ids of places by their
    names in small letters. What a step says wrongly is taken from it; a step with nothing left to
    say is left out. ``exchanged`` says of a box whose sides may stand in another order what would
    be right.
    """
    columns = steps.table.to_pydict()
    texts = [name for name in columns if re.fullmatch(r"(?:title|text)(?:_.+)?", name)]
    kept: list[int] = []
    seen: dict[str, int] = {}

    ids_by_name, near_places = names or {}, nearest_among(places)

    def named(written: str) -> Sequence[Suggestion]:
        ids = sorted(ids_by_name.get(written.strip().lower(), ()))
        return [Suggestion(id_, f"the id of {written}") for id_ in ids[:3]] or near_places(written)

    nearest = {"event": nearest_among(events), "place": named}

    def fault(index: int, code: str, column: str, message: str) -> None:
        written = columns[column][index]
        report.add(
            code,
            "warning",
            message,
            file=steps.name,
            row=columns["row"][index],
            column=column,
            value=written,
            suggestions=nearest[column](written) if code == "step-unknown" else (),
        )
        columns[column][index] = None

    for index, row in enumerate(columns["row"]):
        id_ = columns["id"][index]
        if id_ in seen:
            told = f"the id {shown(id_)} is that of row {seen[id_]}; give each its own"
            fault(index, "step-id-duplicate", "id", told)
        elif id_ is not None:
            seen[id_] = row
        for column, known, what in (
            ("event", events, "no id of an event of the exhibit"),
            ("place", places, "no id of a place at which the exhibit has an event"),
        ):
            written = columns[column][index]
            if written is not None and written not in known:
                fault(index, "step-unknown", column, f"{shown(written)} is {what}")
        for column, read in (("bbox", to_bbox), ("zoom", to_zoom)):
            written = columns[column][index]
            if written is not None:
                try:
                    read(written)
                except ValueError as error:
                    told = f"{shown(written)} {error}; it is passed over"
                    fault(index, "step-view", column, told)
        box = columns["bbox"][index]
        if box is not None and exchanged is not None and (right := exchanged(to_bbox(box))):
            told = f"none of the exhibit's places is in {shown(box)}: {ORDER}; {right}"
            report.add(
                "step-view", "warning", told, file=steps.name, row=row, column="bbox", value=box
            )
        if columns["event"][index] is None and not any(columns[name][index] for name in texts):
            report.add(
                "step-empty",
                "error",
                "a step needs a title, a text or the id of an event; it is left out",
                file=steps.name,
                row=row,
                column="title",
            )
            continue
        kept.append(index)
    if not kept:
        return None
    types = steps.table.schema
    return pa.table(
        {
            name: pa.array([values[index] for index in kept], types.field(name).type)
            for name, values in columns.items()
        }
    )


def to_bbox(written: str) -> list[float]:
    """West, south, east and north in degrees. Raises ``ValueError`` with what would be right."""
    parts = [part for part in _BETWEEN.split(written.strip().strip("[]()")) if part]
    try:
        west, south, east, north = map(float, parts)
    except ValueError:
        raise ValueError("must be west, south, east, north in degrees: 47.5,38,51,41") from None
    if not all(_LONGITUDES[0] <= lon <= _LONGITUDES[1] for lon in (west, east)):
        raise ValueError("has a longitude that is not between -180 and 180")
    if not all(_LATITUDES[0] <= lat <= _LATITUDES[1] for lat in (south, north)):
        raise ValueError("has a latitude that is not between -90 and 90")
    if south >= north or west == east:
        raise ValueError("has no extent; its order is west, south, east, north")
    return [west, south, east, north]


def to_zoom(written: str) -> float:
    """A level of the map. Raises ``ValueError`` with what would be right."""
    try:
        zoom = float(written.replace(",", "."))
    except ValueError:
        zoom = float("nan")
    if not _ZOOMS[0] <= zoom <= _ZOOMS[1]:
        raise ValueError(f"must be a level of the map from {_ZOOMS[0]:g} to {_ZOOMS[1]:g}")
    return zoom
