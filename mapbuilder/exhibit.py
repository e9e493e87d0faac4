"""The exhibit: everything a page says, read once and then never changed.

In goes a folder, a table of events or a join made in Python; out comes an ``Exhibit``. Always true:
events are in time order, places in the order of their first event with a marker, and every record
that was read is counted as an event or as rejected.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from mapbuilder.boxes import check_view, exchanged
from mapbuilder.config import Config, read_config
from mapbuilder.corrections import read_corrections
from mapbuilder.counts import counted
from mapbuilder.decisions import read_decisions
from mapbuilder.errors import InputError
from mapbuilder.exhibit_files import (
    Input,
    advice_on_settings,
    folder_of,
    gazetteer_files,
    input_of,
    inputs_of,
    other_files,
    own_map_file,
    refuse_missing,
    source_texts,
    table_file,
    title_of,
)
from mapbuilder.files import geodata
from mapbuilder.folder_name import folder_name, in_utf8
from mapbuilder.gazetteer import files_of, read_gazetteer, read_gazetteers
from mapbuilder.languages import note_languages
from mapbuilder.locate import Located, locate, with_plain_texts
from mapbuilder.map_settings import OwnMap
from mapbuilder.named_media import find_media
from mapbuilder.online import note_online
from mapbuilder.quotations import Quotations, check_quotes
from mapbuilder.records import read_records
from mapbuilder.report import Problem, Report, to_json_object
from mapbuilder.several import COLUMN, geometry_of_events, with_new_places
from mapbuilder.sources import (
    Figures,
    Sources,
    check_references,
    read_figures,
    read_sources,
)
from mapbuilder.steps import Steps, check_steps, read_steps
from mapbuilder.tables import nearest_file
from mapbuilder.time_order import in_order, place_order, time_order
from mapbuilder.world import read_world

if TYPE_CHECKING:
    import geopandas

    from mapbuilder.media import Media
    from mapbuilder.progress import Progress
    from mapbuilder.scans import Scan

DEFAULT = "black-january"
"""The exhibit that comes with mapbuilder, a folder of the geodata."""


@dataclass(frozen=True, slots=True, eq=False)
class Exhibit:
    """A whole exhibit. The tables are Arrow tables and are never changed."""

    config: Config
    events: pa.Table
    """By start, end and row, the undated last; ``place_index`` counts into ``places``.

    Where any event has several places, ``place_indices`` lists all of each.
    """
    places: pa.Table
    """The places that events use, with their ``number`` from 1."""
    joins: pa.Table
    """A row for each place of each event; see ``locate.Located``."""
    sources: pa.Table | None
    figures: pa.Table | None
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    """records, events, placed, unplaced, rejected, places, problems."""
    inputs: tuple[Input, ...] = ()
    folder: Path | None = None
    """Where the exhibit was read; ``None`` for one made in Python."""
    name: str = "events"
    """What messages call the events: the file's name."""
    scans: tuple[Scan, ...] = ()
    """The historical maps that can be shown, in the order of the settings."""
    steps: pa.Table | None = None
    """Of its story; ``None`` where the events in their order are it."""
    media: Media | None = None
    corrections: pa.Table | None = None
    """What was put right in it since it was first shown, the newest first."""
    given: str = "."
    """What was named to be read: the folder itself, or a table in it."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What the command line, not the settings, says of the page, as it says it."""
    quotations: Quotations | None = None
    """Where the quotations stand in the stored texts; ``None`` where no source has one."""

    @classmethod
    def of(
        cls,
        located: Located,
        sources: object | None = None,
        figures: object | None = None,
        steps: object | None = None,
        media: object | None = None,
        **config: Any,
    ) -> Exhibit:
        """The exhibit of a join; its further tables are data frames, files or already read.

        Further arguments are those of ``exhibit.toml``: ``title="…"``, ``languages=["en", "az"]``.
        """
        settings = Config(**config)
        # A report of its own: of one join, many exhibits may be made.
        report = Report()
        report.add_all(located.report.problems())
        note_languages(settings, report)
        if sources is not None and not isinstance(sources, Sources):
            sources = read_sources(sources, settings)
        if figures is not None and not isinstance(figures, Figures):
            figures = read_figures(figures, settings)
        source_table = figure_table = None
        if sources is not None:
            report.add_all(sources.problems)
            source_table = sources.table
        if figures is not None:
            report.add_all(figures.problems)
            figure_table = figures.table
        check_references(located.events, figure_table, source_table, report)
        _check_figures(settings, located, figure_table, source_table, report)
        scans, _ = _scans(settings, Path(), report)
        told = None
        if steps is not None:
            given = steps if isinstance(steps, Steps) else read_steps(steps, settings)
            report.add_all(given.problems)
            told = _checked(given, located, report)
        shown = find_media(media, located.events, settings, Path(), report)
        located = replace(located, report=report)
        tables = (source_table, figure_table, (), None, scans, told, shown)
        return _assembled(settings, located, *tables)

    def with_basemap(self, detail: str) -> Exhibit:
        """The exhibit with another detail of the base map: full, light or none."""
        own = None if detail == "none" else self.config.basemap.own
        basemap = self.config.basemap.model_copy(update={"detail": detail, "own": own})
        config = self.config.model_copy(update={"basemap": basemap})
        if config == self.config:
            return self
        return replace(self, config=config, options={**self.options, "basemap": detail})

    def with_only_source(self) -> Exhibit:
        """The exhibit whose page shows nothing but what the records' own sources say."""
        if self.config.only_source:
            return self
        config = self.config.model_copy(update={"only_source": True})
        return replace(self, config=config, options={**self.options, "only-source": ""})

    def with_kiosk(self, **given: str | None) -> Exhibit:
        """The exhibit for a kiosk of another ``screen``, ``resolution`` or ``distance``."""
        kiosk = self.config.kiosk.with_screen(**given)
        options = {**self.options, **{key: text for key, text in given.items() if text is not None}}
        config = self.config.model_copy(update={"kiosk": kiosk})
        return replace(self, config=config, options=options)

    def with_own_map(self, file: Path | str) -> Exhibit:
        """The exhibit with a map of the user's own below its markers."""
        path = Path(os.path.abspath(file))
        if not path.is_file():
            near = nearest_file(Path(file))
            raise InputError(
                f"there is no map {str(file)!r}: the base map is full, light, none or a file{near}"
            )
        settings = self.config.basemap
        # A map of streets lies on land, which is the least of the map that comes with mapbuilder.
        detail = "light" if settings.detail == "none" else settings.detail
        own = OwnMap(file=str(path))
        basemap = settings.model_copy(update={"own": own, "detail": detail})
        held = sum(len(one.content) for one in self.inputs if one.content is not None)
        left = int(self.config.carry.limit_mb * 1_000_000) - held
        given = input_of(path.parent, path, left if self.config.carry.files == "all" else 0)
        inputs = tuple(sorted({*self.inputs, given}, key=lambda one: one.name))
        config = self.config.model_copy(update={"basemap": basemap})
        options = {**self.options, "basemap": f"./{given.name}"}
        return replace(self, config=config, inputs=inputs, options=options)

    def checked(self, *, final: bool = False) -> Exhibit:
        """The exhibit with what an editor would mend among its problems.

        Where it is to be ``final``, drafts and missing translations are errors.
        """
        from mapbuilder.drafts import FINAL
        from mapbuilder.editorial import find_editorial

        report = Report()
        report.add_all(self.problems)
        report.add_all(find_editorial(self, final=final))
        problems = report.problems()
        if final:
            problems = tuple(
                replace(one, severity="error") if one.code in FINAL else one for one in problems
            )
        counts = {**self.counts, "problems": len(problems)}
        return replace(self, problems=problems, counts=counts)

    def check(self, *, final: bool = False) -> dict[str, Any]:
        """The whole account as the object that ``mapbuilder check --format json`` prints."""
        return to_object(self.checked(final=final))

    def to_gdf(self) -> geopandas.GeoDataFrame:
        """The events as a GeoDataFrame in EPSG:4326, a row for each; one without a place has none.

        An event's geometry is its place's line or area where there is one, else a point; that of an
        event of several places is a MultiPoint, or a GeometryCollection where one of them is a line
        or area. ``place_id`` and ``place_label`` are those of its first place; ``joins`` has all.
        """
        import geopandas

        # Few formats of files have lists; the geometry says what these would.
        columns = [name for name in self.events.column_names if name != COLUMN]
        frame = with_plain_texts(self.events.select(columns)).to_pandas()
        for column in ("id", "label"):
            texts = self.places[column].take(self.events["place_index"])
            frame[f"place_{column}"] = texts.to_pandas()
        geometry = geometry_of_events(self.events, self.places)
        return geopandas.GeoDataFrame(frame, geometry=geometry, crs="EPSG:4326")

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for notebooks, with a line of text beside it."""
        from mapbuilder.page import render_page

        own_map = None
        if self.config.basemap.own is not None:
            from mapbuilder.own_map import read_own_map

            own_map = read_own_map(self)
            if own_map is not None and not own_map.embedded:
                # A frame without an address has nothing beside it.
                own_map = None
        page = render_page(self, own_map=own_map).decode()
        title = self.config.title or self.config.id or "Exhibit"
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" title="{escape(title)}" '
            f'style="width: 100%; height: 640px; border: 0" srcdoc="{escape(page)}"></iframe>'
            f"<p>{escape(title)}: {escape(self.summary())}</p>"
        )

    def summary(self) -> str:
        """The counts in one sentence."""
        counts = self.counts
        text = (
            f"{counted(counts['events'], 'event')}, {counts['placed']:,} of them at "
            f"{counted(counts['places'], 'place')}"
        )
        if counts["rejected"]:
            text += f"; {counted(counts['rejected'], 'record')} rejected"
        return text


def to_object(exhibit: Exhibit) -> dict[str, Any]:
    """The account of an exhibit as it is: its counts, joins and problems."""
    columns = [name for name in exhibit.joins.column_names if name != "event"]
    joins = exhibit.joins.select(columns).to_pylist()
    return {
        "version": 1,
        "counts": dict(exhibit.counts),
        "joins": [{"file": exhibit.name, **join} for join in joins],
        "problems": [to_json_object(problem) for problem in exhibit.problems],
    }


def file_of(exhibit: Exhibit, table: str) -> Path | None:
    """The file that a table of the exhibit was read from: ``places``, ``decisions`` and so on."""
    folder, config = exhibit.folder, exhibit.config
    if folder is None:
        return None
    if exhibit.given != ".":
        events: Path | None = folder / exhibit.given
    else:
        events = table_file(folder, config.tables.events, "events")
    if table == "events" or events is None:
        return events
    return other_files(folder, config, events)[table]


def read_exhibit(
    path: Path | str | None = None,
    *,
    decided: bool = True,
    joins: bool = True,
    progress: Progress | None = None,
) -> Exhibit:
    """The exhibit of a folder, of its ``exhibit.toml``, or of a single table of events.

    ``None`` means the one that comes with mapbuilder. Beside a single table, tables called places,
    sources, figures, decisions and steps are used as well; the title comes from the table's name.
    Unless ``decided``, it is what it would be without its decisions; without ``joins`` its table of
    them has no rows, as a page needs it.
    """
    given = geodata() / DEFAULT if path is None else Path(path)
    folder, settings_file, events_file = folder_of(given)
    report = Report()
    if settings_file is not None:
        config = read_config(settings_file)
        name = folder_name(folder)
    elif events_file is None:
        name = folder_name(folder)
        config = Config(title=title_of(name))
    else:
        name = given.stem
        config = Config(title=title_of(name))
    if not config.id:
        config = config.model_copy(update={"id": in_utf8(name)})
    note_languages(config, report, settings_file)
    refuse_missing(folder, config)
    is_table = events_file is not None
    if events_file is None:
        events_file = table_file(folder, config.tables.events, "events")
    if events_file is None:
        raise InputError(f"{folder} has no table of events: put an events.csv there")
    files = other_files(folder, config, events_file, report)
    gazetteer_paths = gazetteer_files(folder, config, files["places"])

    tell = progress or (lambda *_: None)
    tell("Reading", 0, 0)
    with advice_on_settings(given):
        records = read_records(events_file, config, report)
    places = read_gazetteer(files["places"], config, report, kind="exhibit")
    others = read_gazetteers(gazetteer_paths, config, report)
    sources = read_sources(files["sources"], config, report).table if files["sources"] else None
    figures = read_figures(files["figures"], config, report).table if files["figures"] else None
    decisions = read_decisions(files["decisions"] if decided else None, config, report)
    world = [read_world()] if config.join.world else []
    tell("Joining", 0, 0)
    # In the order of search: the exhibit's own places, the world's, then what the settings name.
    located = locate(records, [places, *world, *others], report, config, decisions, listed=joins)
    digests = {events_file: records.sha256}
    # Its columns are the events' own, and of the gazetteers the places in use are known.
    del records, places, others, world
    check_references(located.events, figures, sources, report)
    quotations = None
    if sources is not None:
        quotations = check_quotes(located.events, sources, folder, report, config.languages[0])
    _check_figures(config, located, figures, sources, report, settings_file)
    steps = None
    if files["steps"]:
        steps = _checked(read_steps(files["steps"], config, report), located, report)
    scans, scan_files = _scans(config, folder, report)
    beside = events_file if events_file.is_dir() else events_file.parent
    media = find_media(files["media"], located.events, config, folder, report, beside)
    corrections = None
    if files["corrections"]:
        ids = set(located.events["id"].to_pylist())
        corrections = read_corrections(files["corrections"], config, ids, report)
    texts = [settings_file, events_file, *files.values(), *source_texts(folder, sources)]
    texts += [one for file in gazetteer_paths for one in files_of(file)]
    pictured = [*scan_files, *(media.read if media else ())]
    if config.basemap.own is not None:
        pictured.append(own_map_file(folder, config.basemap.own.file))
    inputs = inputs_of(folder, texts, pictured, config, digests)
    events = [located.events]
    located = replace(located, events=located.events.schema.empty_table())
    exhibit = _assembled(
        config, located, sources, figures, inputs, folder, scans, steps, media, events
    )
    return replace(
        exhibit,
        given=events_file.name if is_table else ".",
        corrections=corrections,
        quotations=quotations,
    )


def _scans(config: Config, folder: Path, report: Report) -> tuple[tuple[Scan, ...], list[Path]]:
    """The historical maps and their files; most exhibits have none, and do not pay for them."""
    if not config.scans:
        return (), []
    from mapbuilder.scans import read_scans, scan_files

    return read_scans(config, folder, report), scan_files(config, folder)


def _check_figures(
    config: Config,
    located: Located,
    figures: pa.Table | None,
    sources: pa.Table | None,
    report: Report,
    settings: Path | None = None,
) -> None:
    """What the figures say, and the texts of them; an exhibit without figures does not pay."""
    if figures is None or not len(figures):
        return
    from mapbuilder.arithmetic_checks import check_arithmetic
    from mapbuilder.config import key_lines
    from mapbuilder.figure_checks import check_figures

    check_figures(config, located.events, located.places, figures, sources, report)
    lines = None if settings is None else key_lines(settings)
    check_arithmetic(config, located.events, figures, report, lines=lines)


def _checked(steps: Steps, located: Located, report: Report) -> pa.Table | None:
    """The steps that the join's events and their places let be told."""
    events, places = located.events["id"].to_pylist(), located.places
    joins = located.joins.select(["toponym", "place"]).group_by(["toponym", "place"]).aggregate([])
    ids = places["id"].to_pylist()
    names: dict[str, set[str]] = {}
    called = zip(places["label"].to_pylist(), ids, strict=True)
    written = zip(joins["toponym"].to_pylist(), joins["place"].to_pylist(), strict=True)
    for name, id_ in (*called, *written):
        if name and id_:
            names.setdefault(name.lower(), set()).add(id_)
    return check_steps(steps, set(events), set(ids), report, names, exchanged(places))


def _assembled(
    config: Config,
    located: Located,
    sources: pa.Table | None,
    figures: pa.Table | None,
    inputs: tuple[Input, ...] = (),
    folder: Path | None = None,
    scans: tuple[Scan, ...] = (),
    steps: pa.Table | None = None,
    media: Media | None = None,
    events_of: list[pa.Table] | None = None,
) -> Exhibit:
    """The exhibit with its events in time order and its places in the order of their events.

    ``events_of`` has the events where they are not in ``located``, so that they need not be there
    twice: they are taken out of it.
    """
    held = [located.events] if events_of is None else events_of
    order = time_order(held[0])
    events = in_order(held, order)
    by_event = place_order(events, config)
    new_place = np.empty(len(by_event), np.int64)
    new_place[by_event] = np.arange(len(by_event))
    events = with_new_places(events, new_place)
    places = located.places.take(by_event)
    numbers = pa.array(np.arange(1, len(places) + 1, dtype=np.int32))
    new_event = np.empty(len(order), np.int64)
    new_event[order] = np.arange(len(order))
    joins = located.joins
    event = pa.array(new_event[joins["event"].to_numpy()], pa.int64())
    joins = joins.set_column(joins.column_names.index("event"), "event", event)
    if (np.diff(joins["row"].to_numpy()) < 0).any():
        joins = joins.sort_by("row")
    file = "exhibit" if folder is None else "exhibit.toml"
    if config.basemap.online is not None:
        note_online(config.basemap.online.tiles(), located.report, file)
    check_view(config, places, located.report, file)
    placed = len(events) - events["place_index"].null_count
    counts = {
        "records": located.count,
        "events": len(events),
        "placed": placed,
        "unplaced": len(events) - placed,
        "rejected": located.rejected,
        "places": len(places),
        "problems": 0,
    }
    exhibit = Exhibit(
        config,
        events,
        places.append_column("number", numbers),
        joins,
        sources,
        figures,
        (),
        counts,
        inputs,
        folder,
        located.name,
        scans,
        steps,
        media,
    )
    if any(one.texts for one in config.signed.values()):
        from mapbuilder.drafts import without_stale

        exhibit = without_stale(exhibit, located.report)
    problems = located.report.problems()
    return replace(exhibit, problems=problems, counts={**counts, "problems": len(problems)})
