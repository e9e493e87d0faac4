"""Many records: when an exhibit has them, and the order in which its page holds them.

An exhibit as it is shown goes in, its rows come out in the order of the page: places with a marker
by Morton code, so that any cell of the map is one run of them; events by their place, then in time
order, and last those without a marker. So a place's events are one run as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import in_array
from mapbuilder.columns import SourceIndex, Whole, used_ids
from mapbuilder.columns import declared as declared_of
from mapbuilder.many_outlines import ManyOutlines, to_many_outlines
from mapbuilder.morton import Codes, to_codes
from mapbuilder.several import events_and_places, with_new_places
from mapbuilder.view import View, to_view

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.report import Report

MANY_EVENTS = 1_000
"""An exhibit with more events has many records,"""
MANY_PLACES = 100
"""and so has one with more places that have a marker."""
POLAR = 80.0
"""The mercator map ends at 85 degrees."""
TEXT_EVENTS = 1_000
"""So many events stand in the page as plain text, over all its languages: the first in time,"""
LARGE = 2_000
"""and of an exhibit with more events than this"""
SAMPLE = 200
"""so many, for the larger the page, the less a browser has done when it draws the first mark."""

Numbers = npt.NDArray[np.int64]


def is_many(exhibit: Exhibit) -> bool:
    """Whether the page of an exhibit, as it is shown, is one of many records."""
    if len(exhibit.events) > MANY_EVENTS:
        return True
    return len(exhibit.places) > MANY_PLACES and len(_marked(exhibit)[2]) > MANY_PLACES


def note_left_out(sample: Sample, report: Report) -> None:
    """Tells, once, what an exhibit of many records has and its page does not show."""
    exhibit = sample.rows.exhibit
    if sample.outlines is not None and sample.outlines.left:
        report.add(
            "many-left-out",
            "note",
            f"the page draws {len(sample.outlines.places):,} lines and areas, those of the places "
            f"with the most records, and not those of {sample.outlines.left:,} others",
            file=exhibit.inputs[0].name if exhibit.inputs else "exhibit",
        )


def offers_only(exhibit: Exhibit) -> bool:
    """Whether a visitor can have what the sources say alone: a record quotes one."""
    config = exhibit.config
    if config.only_source:
        return False
    context = [id_ for id_, group in config.groups.items() if group.panel == "context"]
    quoting = pc.not_equal(pc.fill_null(exhibit.events["quote"], ""), "")
    groups = exhibit.events["group"].filter(quoting)
    told = pc.is_in(groups, value_set=pa.array(context, pa.string()))
    return bool((~told.to_numpy()).any())


def _marked(exhibit: Exhibit) -> tuple[Numbers, Numbers, Numbers]:
    """The events with a marker and their places, a pair each, and the different places."""
    config = exhibit.config
    hidden = [id_ for id_ in config.groups if not declared_of(config.groups, id_, "markers", True)]
    rows, places = events_and_places(exhibit.events)
    if hidden:
        groups = exhibit.events["group"]
        quiet = pc.is_in(groups, value_set=pa.array(hidden, pa.string()))
        kept = ~quiet.to_numpy()[rows]
        rows, places = rows[kept], places[kept]
    return rows, places, np.unique(places)


@dataclass(frozen=True, slots=True)
class Rows:
    """An exhibit's rows in the order of its page."""

    exhibit: Exhibit
    events: Numbers
    """Rows of the exhibit's events, in the order of the page."""
    places: Numbers
    """Rows of the exhibit's places, in the order of the page."""
    place: Numbers
    """Of each event the number of its first place, -1 without a marker."""
    codes: Codes
    """Of each place."""
    count: Numbers
    """The events of each place that stand there."""
    several: tuple[Numbers, Numbers] | None
    """Where any event has several places: of each event where its places begin, and the places."""
    further: tuple[Numbers, Numbers]
    """Events in their order, and beside each a place that it names and does not stand at."""

    @property
    def named(self) -> Numbers:
        """Of each place how many events name it, wherever they stand."""
        _, places = self.further
        return self.count + np.bincount(places, minlength=len(self.places))

    def of_known(self, table: pa.Table) -> tuple[pa.Table, Numbers]:
        """The rows of a table whose ``event`` is the id of one, and of each its number."""
        ids = self.exhibit.events["id"].combine_chunks()
        at = pc.index_in(table["event"].cast(ids.type), value_set=ids)
        number = np.empty(len(self.events), np.int64)
        number[self.events] = np.arange(len(self.events))
        return table.filter(at.is_valid()), number[at.drop_null().to_numpy()]

    @property
    def placed(self) -> int:
        """How many events have a marker; they come first."""
        return int(self.count.sum())

    def is_polar(self) -> bool:
        """Whether a place is so near to a pole that it stands on the mercator map's edge."""
        lat = self.exhibit.places["lat"].to_numpy().astype(np.float64)[self.places]
        return bool((np.abs(lat) >= POLAR).any())


def to_rows(exhibit: Exhibit) -> Rows:
    """The order of the page of an exhibit as it is shown."""
    rows, places, kept = _marked(exhibit)
    lon, lat = (exhibit.places[name].to_numpy().astype(np.float64)[kept] for name in ("lon", "lat"))
    codes = to_codes(lon, lat)
    # Of places in one cell the order is that of their ids, which no other record changes.
    ids = exhibit.places["id"].take(pa.array(kept))
    rank = np.empty(len(kept), np.int64)
    rank[pc.sort_indices(ids).to_numpy()] = np.arange(len(kept))
    order = np.lexsort((rank, codes))
    number = np.full(len(exhibit.places), -1, np.int64)
    number[kept[order]] = np.arange(len(kept))
    count = len(exhibit.events)
    first = np.full(count, -1, np.int64)
    # Backwards: of an event's places the first is the last to be written.
    first[rows[::-1]] = number[places[::-1]]
    events = np.argsort(np.where(first < 0, len(kept), first), kind="stable")
    several = None
    further = np.empty(0, np.int64), np.empty(0, np.int64)
    if len(rows) > int((first >= 0).sum()):
        new_row = np.empty(count, np.int64)
        new_row[events] = np.arange(count)
        by_event = np.argsort(new_row[rows], kind="stable")
        starts = np.searchsorted(new_row[rows][by_event], np.arange(count + 1))
        several = starts.astype(np.int64), number[places[by_event]]
        event = np.repeat(np.arange(count), np.diff(starts))
        other = several[1] != first[events][event]
        # A record that names a place twice counts there once.
        pairs = np.unique(event[other] * len(kept) + several[1][other])
        further = pairs // len(kept), pairs % len(kept)
    place = first[events]
    return Rows(
        exhibit,
        events,
        kept[order],
        place,
        codes[order],
        np.bincount(place[place >= 0], minlength=len(kept)).astype(np.int64),
        several,
        further,
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """The first events in time of many, an exhibit of their own, and what is true of them all."""

    exhibit: Exhibit
    whole: Whole
    rows: Rows
    """Of all records."""
    category: Numbers
    """Of each event, in the order of the page, the number of its category, -1 without one."""
    group: Numbers
    source: Numbers
    other_sources: dict[str | None, list[int]]
    """By what stands in the cell of the source: the sources after the first."""
    far_km: tuple[int | None, ...]
    """Of each place in the order of the page."""

    names: SourceIndex
    """Finds the sources that a cell names."""
    outlines: ManyOutlines | None


def to_sample(exhibit: Exhibit) -> Sample:
    """A sample of an exhibit as it is shown, and what its page must know of the whole."""
    rows = to_rows(exhibit)
    config = exhibit.config
    categories, category = _numbered(exhibit.events["category"], config.categories, rows.events)
    groups, group = _numbered(exhibit.events["group"], config.groups, rows.events)
    listed = {} if exhibit.sources is None else {"id": exhibit.sources["id"].to_pylist()}
    names = SourceIndex(listed)
    cells = in_array(exhibit.events["source"]).dictionary_encode()
    of_cell = {cell: names.of_cell(cell) for cell in cells.dictionary.to_pylist()}
    firsts = np.array([first for first, _ in of_cell.values()] + [-1], np.int64)
    at = pc.fill_null(cells.indices, len(of_cell)).to_numpy(zero_copy_only=False)
    source = firsts[at][rows.events]
    for column in ("other_sources", "date_sources"):
        for cell in pc.unique(exhibit.events[column]).to_pylist():
            names.find_all(cell)
    if exhibit.figures is not None:
        for cell in pc.unique(exhibit.figures["source"]).to_pylist():
            names.find(cell)
    places = exhibit.places.take(pa.array(rows.places))
    outlines = to_many_outlines(rows)
    view = _view_of(places, outlines)
    chosen, of_places = _first(rows)
    whole = Whole(
        categories=categories,
        groups=groups,
        sources=names.unlisted(),
        drawn=_drawn(rows, category, len(categories), outlines),
        credits=_credits(places),
        view=View(view.bbox, tuple(view.far_km[number] for number in of_places)),
        outlined=outlines is not None,
        shapes=outlines is not None and outlines.are_told_apart(len(places)),
    )
    return Sample(
        chosen,
        whole,
        rows,
        category,
        group,
        source,
        {cell: more for cell, (_, more) in of_cell.items() if more},
        view.far_km,
        names,
        outlines,
    )


def _numbered(column: Any, configured: Any, order: Numbers) -> tuple[list[str], Numbers]:
    """The ids in use, and of each event in the order of the page the number of its own."""
    encoded = in_array(column).dictionary_encode()
    written = encoded.dictionary.to_pylist()
    ids = used_ids(written, configured)
    index = {id_: number for number, id_ in enumerate(ids)}
    numbers = np.array([*(index.get(id_ or "", -1) for id_ in written), -1], np.int64)
    at = pc.fill_null(encoded.indices, len(written)).to_numpy(zero_copy_only=False)
    return ids, numbers[at][order]


def _view_of(places: pa.Table, outlines: ManyOutlines | None) -> View:
    from mapbuilder.forms import WIDE

    within = pc.is_in(places["precision"], value_set=pa.array(sorted(WIDE), pa.string()))
    lon, lat = (places[name].to_numpy().astype(np.float64) for name in ("lon", "lat"))
    radius = pc.fill_null(places["uncertainty_m"].cast(pa.float64()), np.nan).to_numpy()
    wide = within.to_numpy().astype(np.bool_)
    if outlines is None:
        return to_view(lon, lat, radius, None, wide)
    # As of few places: an extent reaches as far as its area, whatever its radius.
    drawn, extents = outlines.places, np.array(outlines.extents, np.bool_)
    reach = np.zeros((len(places), 4))
    reach[drawn] = outlines.outlines.reach
    radius, wide = radius.copy(), wide.copy()
    radius[drawn[extents]] = np.nan
    wide[drawn] = extents
    return to_view(lon, lat, radius, reach, wide)


def _first(rows: Rows) -> tuple[Exhibit, Numbers]:
    """The first events in time as an exhibit, and the numbers of its places in the page."""
    exhibit = rows.exhibit
    most = SAMPLE if len(exhibit.events) > LARGE else TEXT_EVENTS
    events = exhibit.events.slice(0, max(1, most // len(exhibit.config.languages)))
    _, used = events_and_places(events)
    kept = np.unique(used)
    new_place = np.full(len(exhibit.places), -1, np.int64)
    new_place[kept] = np.arange(len(kept))
    events = with_new_places(events, new_place)
    places = _without_shapes(exhibit.places.take(pa.array(kept)))
    figures = exhibit.figures
    if figures is not None:
        ids = events["id"].combine_chunks()
        figures = figures.filter(pc.is_in(figures["event"], value_set=ids))
    quotations = exhibit.quotations
    if quotations is not None:
        quotations = quotations.of_events(set(events["id"].to_pylist()))
    chosen = replace(exhibit, events=events, places=places, figures=figures, quotations=quotations)
    number = np.full(len(exhibit.places), -1, np.int64)
    number[rows.places] = np.arange(len(rows.places))
    of_kept = number[kept]
    return chosen, of_kept[of_kept >= 0]


def _without_shapes(places: pa.Table) -> pa.Table:
    name = "shape_wkb"
    return places.drop_columns([name]) if name in places.column_names else places


def _drawn(
    rows: Rows, category: Numbers, count: int, outlines: ManyOutlines | None
) -> list[list[str]]:
    of_places = place_categories(rows, category)
    if outlines is not None:
        return outlines.drawn(of_places, count)
    used = set(of_places.tolist())
    return [["point"] if number in used else [] for number in range(count)]


def place_categories(rows: Rows, category: Numbers) -> Numbers:
    """The category that all events of a place share, -1 where they share none."""
    placed = rows.place >= 0
    place, of_event = rows.place[placed], category[placed]
    if rows.several is not None:
        starts, places = rows.several
        place = places
        of_event = np.repeat(category, np.diff(starts))
    low = np.full(len(rows.places), np.iinfo(np.int64).max)
    high = np.full(len(rows.places), -1, np.int64)
    np.minimum.at(low, place, of_event)
    np.maximum.at(high, place, of_event)
    return np.where(low == high, high, -1)


def _credits(places: pa.Table) -> list[tuple[str, str]]:
    columns = ("coordinate_source", "coordinate_licence")
    pairs = places.select(columns).group_by(list(columns), use_threads=False).aggregate([])
    rows = zip(*(pairs[name].to_pylist() for name in columns), strict=True)
    return [(source or "", licence or "") for source, licence in rows]
