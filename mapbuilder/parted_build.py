"""The build of tables in parts: an exhibit whose events are Parquet in, a folder of tables out.

The folder has the joined events as GeoParquet, the places they are at, the problems, and what the
exhibit is. Always true: the folder is there whole or as it was before, and its bytes do not depend
on who did the work, nor in which order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder import __version__
from mapbuilder.build import refuse_emptied, refuse_problems
from mapbuilder.cell_counts import write_counted
from mapbuilder.cell_tiles import to_cell_tiles
from mapbuilder.config import Config, read_config
from mapbuilder.coordinates import Numbers
from mapbuilder.counts import counted
from mapbuilder.decisions import read_decisions
from mapbuilder.errors import InputError
from mapbuilder.exhibit_files import (
    folder_of,
    gazetteer_files,
    refuse_missing,
    table_file,
    title_of,
)
from mapbuilder.export_tables import credits_of, in_one_line
from mapbuilder.figure_checks import check_figures
from mapbuilder.figure_rows import WORDS as FIGURE_WORDS
from mapbuilder.files import remove_leftovers, write_atomic
from mapbuilder.folder_name import folder_name, in_utf8
from mapbuilder.gazetteer import read_gazetteer, read_gazetteers
from mapbuilder.joined_parquet import Written, to_places, to_problems, write_part
from mapbuilder.languages import note_languages
from mapbuilder.parted import Parted, Run, run_here
from mapbuilder.partitions import ROWS, Part, columns_of, parts_of
from mapbuilder.place_ids import with_different_ids
from mapbuilder.place_index import to_place_index
from mapbuilder.record_words import RecordWords
from mapbuilder.renewed_folder import ABOUT, EVENTS, RenewedFolder, remove
from mapbuilder.report import Problem, Report
from mapbuilder.shapes import STORED as SHAPE
from mapbuilder.sources import check_figure_references, read_figures, read_sources
from mapbuilder.tiles import require_tiles, to_pmtiles
from mapbuilder.told_figures import ToldFigures
from mapbuilder.told_places import label_columns, with_labels
from mapbuilder.told_records import Beside, listed_of
from mapbuilder.web_page import (
    CELLS,
    COUNTS,
    NAMES,
    PAGE,
    RECORDS,
    WORDS,
    refuse_web_page,
    render_web_page,
)
from mapbuilder.world import read_world

if TYPE_CHECKING:
    from mapbuilder.decisions import Decisions
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.parted_join import Decided
    from mapbuilder.progress import Progress
    from mapbuilder.world import World

PAGE_WITHOUT = "page-without"
_PLACED = "placed"
"""The parts' records by place, until they are one file."""
_WHERE = frozenset({"place", "lat", "lon", "geometry"})
_MOST_NAMED = 20
_UNSHOWN = {"media": "pictures, sound or film", "steps": "story", "corrections": "corrections"}
"""The tables of which a page for a web server shows nothing, and what it lacks by that."""
_TABLES_ALONE = "Without --tiles the tables are written alone"


@dataclass(frozen=True, slots=True)
class JoinedFolder:
    """A folder that was written."""

    path: Path
    name: str
    """What messages call the table of events."""
    counts: dict[str, int]
    problems: tuple[Problem, ...]

    def summary(self) -> str:
        """The counts in one sentence."""
        counts = self.counts
        told = f"{counted(counts['events'], 'event')}, {counts['placed']:,} of them at "
        told += counted(counts["places"], "place")
        if counts["rejected"]:
            told += f"; {counted(counts['rejected'], 'record')} rejected"
        return told


@dataclass(frozen=True, slots=True)
class _Read:
    """All of an exhibit but its events."""

    config: Config
    parts: list[Part]
    given: list[Gazetteer | World]
    decisions: Decisions
    sources: pa.Table | None
    titles: dict[str, str]
    figures: pa.Table | None
    left_out: list[tuple[str, str]]
    """Files of which a page for a web server does not show all, and what it lacks by that."""


def build_joined(
    exhibit: Path | str,
    folder: Path | str,
    *,
    run: Run = run_here,
    rows: int = ROWS,
    strict: bool = False,
    tiles: bool = False,
    progress: Progress | None = None,
) -> JoinedFolder:
    """The joined tables of an exhibit whose events are a Parquet file or a folder of them.

    *This function writes a folder*; one that it wrote before it replaces, and no other; what else
    lies in that stays. ``run`` does the work on the parts, which have no more than so many ``rows``
    where row groups let them. With ``tiles`` the counts of the map's cells are written as vector
    tiles, too, the records by place, and a page that shows both.
    Raises ``ProblemsError`` when every record is rejected and, where the build is ``strict``, for
    errors and warnings.
    """
    renewed = RenewedFolder.at(Path(folder))
    if tiles:
        require_tiles("tiles need the extra for them")
    report = Report()
    read = _read(Path(exhibit), rows, report)
    renewed.refuse_read(part.path for part in read.parts)
    if tiles:
        refuse_web_page(read.config)
        _refuse_placeless(read.parts[0])
    parted = Parted(read.parts, read.config, run, progress)
    making = renewed.making
    placed = str(making / _PLACED) if tiles else None
    figured = pa.array([], pa.string())
    if read.figures is not None:
        figured = pc.unique(read.figures["event"])
    of_part = str(making / EVENTS), read.titles, figured, placed
    # Where nothing can be written is better known before hours of reading.
    renewed.begin()
    try:
        decided = parted.decide(read.given, report, read.decisions)
        if tiles:
            _refuse_unplaced(parted, decided)
        written = dict(parted.each(decided, write_part, *of_part))
        # Of a worker that was killed while it wrote, whose part another has written since.
        remove_leftovers(making / EVENTS, 0)
        parted.report_untold(decided, report)
        _check_figures(read, decided.places, written, report)
        if tiles:
            _note_left_out(read, decided.places, report)
        counts = _counts(parted, decided, written, report)
        joined = JoinedFolder(renewed.given, read.parts[0].name, counts, report.problems())
        if strict:
            refuse_problems(joined)
        refuse_emptied(joined)
        events = _of_places(decided, written, "events")
        credits_ = [dict(one) for one in credits_of(decided.places, read.sources)]
        write_atomic(making / "places.parquet", to_places(decided.places, events))
        if tiles:
            shown = _of_places(decided, written, "shown")
            _refuse_hidden(shown)
            several = any(one.several for one in written.values())
            _write_page(making, read, decided.places, shown, credits_, several=several)
        write_atomic(making / "problems.parquet", to_problems(report.problems()))
        write_atomic(making / ABOUT, _about(read.config, counts, credits_, written))
        renewed.put()
    finally:
        renewed.give_up()
    return joined


def _read(exhibit: Path, rows: int, report: Report) -> _Read:
    folder, settings_file, events_file = folder_of(exhibit)
    name = folder_name(folder) if events_file is None else exhibit.stem
    config = read_config(settings_file) if settings_file else Config(title=title_of(name))
    if not config.id:
        config = config.model_copy(update={"id": in_utf8(name)})
    note_languages(config, report, settings_file)
    refuse_missing(folder, config)
    files = {
        table: table_file(folder, getattr(config.tables, table), table)
        for table in ("places", "sources", "decisions", "figures", *_UNSHOWN)
    }
    events_file = events_file or table_file(folder, config.tables.events, "events")
    if events_file is None:
        raise InputError(f"{folder} has no table of events: put Parquet files there")
    parts = parts_of(events_file, rows)
    gazetteers = gazetteer_files(folder, config, files["places"])
    own = read_gazetteer(files["places"], config, report, kind="exhibit")
    others = read_gazetteers(gazetteers, config, report)
    titles: dict[str, str] = {}
    sources = None
    if files["sources"]:
        sources = read_sources(files["sources"], config, report).table
        titles = dict(zip(sources["id"].to_pylist(), sources["title"].to_pylist(), strict=True))
    figures = read_figures(files["figures"], config, report).table if files["figures"] else None
    left_out = [(file.name, lacks) for name, lacks in _UNSHOWN.items() if (file := files[name])]
    if files["sources"] and sources is not None and sources["file"].null_count < len(sources):
        left_out.append((files["sources"].name, "passages of stored sources"))
    if settings_file and (config.scans or config.basemap.own or config.basemap.online):
        left_out.append((settings_file.name, "maps beside its own base map"))
    decisions = read_decisions(files["decisions"], config, report)
    report.add_all(decisions.problems)
    world = [read_world()] if config.join.world else []
    searched = with_different_ids([own, *world, *others], report)
    return _Read(config, parts, searched, decisions, sources, titles, figures, left_out)


def _refuse_placeless(part: Part) -> None:
    """Raises ``InputError`` where the table has no column that says where, before it is read."""
    columns = columns_of(part)
    if not _WHERE.isdisjoint(columns):
        return
    raise InputError(
        f"{part.name} has no column that says where, so that --tiles would make a map without a "
        f"record: it has {', '.join(columns[:_MOST_NAMED])}; name one place, or two lat and lon. "
        f"{_TABLES_ALONE}"
    )


def _refuse_unplaced(parted: Parted, decided: Decided) -> None:
    """Raises ``InputError`` where no event will have a place, before any is written.

    That all records are rejected is said of the tables as well, and better.
    """
    events = parted.records - parted.rejected
    if len(decided.places) or not events:
        return
    every = "the only record" if events == 1 else f"none of {events:,} records"
    has = "has no place that is known" if events == 1 else "has a place that is known"
    raise InputError(
        f"{every} of {parted.parts[0].name} {has}, so that --tiles would make a map without a "
        f"record: 'mapbuilder check' says why. {_TABLES_ALONE}"
    )


def _refuse_hidden(shown: Numbers) -> None:
    """Raises ``InputError`` where each event with a place is of a group that no map shows."""
    if not shown.any():
        raise InputError(
            "each record with a place is of a group with shown = false or markers = false, so that "
            f"--tiles would make a map without a record. {_TABLES_ALONE}"
        )


def _counts(
    parted: Parted, decided: Decided, written: dict[int, Written], report: Report
) -> dict[str, int]:
    events = sum(one.rows for one in written.values())
    placed = sum(one.placed for one in written.values())
    return {
        "records": parted.records,
        "events": events,
        "placed": placed,
        "unplaced": events - placed,
        "rejected": parted.rejected,
        "places": len(decided.places),
        "problems": len(report.problems()),
    }


def _check_figures(
    read: _Read, places: pa.Table, written: dict[int, Written], report: Report
) -> None:
    """What is wrong with figures, held against the events that they are about."""
    if read.figures is None:
        return
    parts = [written[number].figured for number in sorted(written)]
    events = pa.concat_tables(parts, promote_options="default")
    ids = set(events["id"].to_pylist())
    check_figure_references(read.figures, ids, read.parts[0].name, read.sources, report)
    check_figures(read.config, events, places, read.figures, read.sources, report)


def _note_left_out(read: _Read, places: pa.Table, report: Report) -> None:
    """Tells of what the exhibit has and the page will not show."""
    for name, lacks in read.left_out:
        report.add(
            PAGE_WITHOUT, "note", f"the page that --tiles writes shows no {lacks}", file=name
        )
    drawn = len(places) - places[SHAPE].null_count if SHAPE in places.column_names else 0
    if drawn:
        report.add(
            PAGE_WITHOUT,
            "note",
            "the page that --tiles writes shows no lines or areas: "
            f"{counted(drawn, 'place')} with one {'stands' if drawn == 1 else 'stand'} as a point",
            file=read.parts[0].name,
        )


def _of_places(
    decided: Decided, written: dict[int, Written], which: Literal["events", "shown"]
) -> Numbers:
    """How many events are at each place; one at several places is at each of them."""
    events = np.zeros(len(decided.places), np.int64)
    for one in written.values():
        events[one.places] += one.events if which == "events" else one.shown
    return events


def _write_page(
    making: Path,
    read: _Read,
    places: pa.Table,
    shown: Numbers,
    credits_: list[dict[str, str]],
    *,
    several: bool,
) -> None:
    """The page for a web server, and what it reads. *This function writes files.*"""
    config = read.config
    places = with_labels(places, config)
    labels = label_columns(places, config)
    parts = sorted((making / _PLACED).glob("*.arrow"))
    words = RecordWords(making / _PLACED, config, places)
    figures = None
    if read.figures is not None and len(read.figures):
        figures = ToldFigures(read.figures, config, read.sources)
    beside = Beside(listed_of(read.sources), figures)
    shelf, counts = write_counted(
        making / RECORDS, making / COUNTS, parts, config, places, shown, words.passing, beside
    )
    shelf = replace(shelf, several=several)
    kinds = None if counts is None else counts.kinds
    tileset = to_cell_tiles(places, shown, config.title, in_one_line(credits_), labels, kinds)
    write_atomic(making / CELLS, to_pmtiles(tileset))
    found = words.write(making / WORDS)
    remove(making / _PLACED)
    names = to_place_index(places, shown, labels)
    write_atomic(making / NAMES, names.content)
    page = render_web_page(
        config, places, shown, shelf, names, found, credits_, counts, read.sources,
        FIGURE_WORDS if figures else (),
    )  # fmt: skip
    write_atomic(making / PAGE, page)


def _about(
    config: Config,
    counts: dict[str, int],
    credits_: list[dict[str, str]],
    written: dict[int, Written],
) -> bytes:
    whole: dict[str, Any] = {
        "mapbuilder": __version__,
        "id": config.id,
        "title": config.title,
        "languages": list(config.languages),
        "counts": counts,
        "credits": credits_,
        "events": [
            {"file": f"{EVENTS}/{written[number].file}", "rows": written[number].rows}
            for number in sorted(written)
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
