"""An exhibit's tables as Python lists, indexed for the page.

In goes an ``Exhibit``, out come its events in time order, the places that have a marker, the
figures of known events and every source that anything names. Nothing is worded here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapbuilder.details import Detail, suffix, to_details
from mapbuilder.several import places_of_events

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.config import Config
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.view import View

Lists = dict[str, list[Any]]

SOURCE_COLUMNS = (
    "id", "title", "type", "author", "date", "url", "language", "standpoint", "access",
)  # fmt: skip

# Columns that the page words itself; what else a table brought is shown as further details.
_WORDED = frozenset({"quote_language", "place_index", "place_indices"})


@dataclass(frozen=True, slots=True)
class Whole:
    """What a page says of all records whose exhibit is a sample of them."""

    categories: list[str]
    groups: list[str]
    sources: list[str]
    """What is named as a source and not listed, in the order of the numbers."""
    drawn: list[list[str]]
    """For each category what its places are drawn as."""
    credits: list[tuple[str, str]]
    """Whose the coordinates are, with the licence."""
    view: View
    """Of all places, with the distances of the sample's."""
    outlined: bool
    """Whether some place has a line or area that is drawn,"""
    shapes: bool
    """and whether these are told apart from points."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of one page. Lists of one table have one length; nobody changes them."""

    config: Config
    events: Lists
    event_count: int
    event_place: list[int]
    """Index into ``places`` of the marker, of several the first, or -1."""
    event_places: list[list[int]]
    """All markers of an event that has several, none of any other; empty where no event has."""
    event_source: list[int]
    event_other_sources: list[list[int]]
    event_date_sources: list[list[int]]
    details: list[Detail]
    """What else the table of events says, in its order; the texts are in ``events``."""
    places: Lists
    place_count: int
    figures: Lists
    figure_event: list[int]
    figure_source: list[int]
    sources: Lists
    """``SOURCE_COLUMNS``; sources named but not listed stand last, by what they are called."""
    source_words: Lists
    """What the sources' table says in a language of its own: ``standpoint_az``."""
    categories: list[str]
    groups: list[str]
    whole: Whole | None = None
    """Of a sample, what it is a sample of."""

    @classmethod
    def of_places(cls, config: Config, places: Lists, count: int) -> Columns:
        """Places alone, for what is said of these."""
        return cls(config, {}, 0, [], [], [], [], [], [], places, count, {}, [], [], {}, {}, [], [])

    @classmethod
    def of_figures(
        cls, config: Config, figures: Lists, event: list[int], source: list[int]
    ) -> Columns:
        """Figures alone, for what is said of these."""
        return cls(
            config, {}, 0, [], [], [], [], [], [], {}, 0, figures, event, source, {}, {}, [], []
        )

    def event(self, name: str) -> list[Any]:
        """A column of the events; all null where the table has none of that name."""
        return self.events.get(name) or [None] * self.event_count

    def place(self, name: str) -> list[Any]:
        """A column of the places; all null where the table has none of that name."""
        return self.places.get(name) or [None] * self.place_count

    def figure(self, name: str) -> list[Any]:
        """A column of the figures; all null where the table has none of that name."""
        return self.figures.get(name) or [None] * len(self.figure_event)


def to_columns(exhibit: Exhibit, whole: Whole | None = None) -> Columns:
    """The exhibit's rows: events in its order, places in the order of their first marker.

    Of a sample the numbers of categories, groups and sources are those of the whole.
    """
    config = exhibit.config
    events = _lists(exhibit.events)
    count = exhibit.events.num_rows
    if whole is None:
        categories = used_ids(events.get("category", []), config.categories)
        groups = used_ids(events.get("group", []), config.groups)
    else:
        categories, groups = whole.categories, whole.groups

    drawn = {group: declared(config.groups, group, "markers", True) for group in groups}
    place_rows = [
        row if row is not None and drawn.get(group or "", True) else -1
        for row, group in zip(
            events.get("place_index") or [-1] * count,
            events.get("group") or [None] * count,
            strict=True,
        )
    ]
    # A group's events have all their markers, or none.
    several_rows = [
        several if row >= 0 else []
        for several, row in zip(places_of_events(exhibit.events), place_rows, strict=False)
    ]
    several_rows = several_rows if any(several_rows) else []
    kept = sorted({row for row in place_rows if row >= 0}.union(*several_rows))
    index_of_row = {row: index for index, row in enumerate(kept)}
    places = {
        name: [values[row] for row in kept] for name, values in _lists(exhibit.places).items()
    }

    figures, figure_event = _figures(exhibit.figures, events["id"])
    names = SourceIndex(_lists(exhibit.sources), () if whole is None else whole.sources)
    event_source, event_other = _event_sources(names, events, count)
    date_sources = [names.find_all(cell) for cell in events.get("date_sources") or [None] * count]
    figure_source = [
        names.find(cell) for cell in figures.get("source") or [None] * len(figure_event)
    ]
    return Columns(
        config=config,
        events=events,
        event_count=count,
        event_place=[index_of_row.get(row, -1) for row in place_rows],
        event_places=[[index_of_row[row] for row in several] for several in several_rows],
        event_source=event_source,
        event_other_sources=event_other,
        event_date_sources=date_sources,
        details=details_of(exhibit.events, config.languages),
        places=places,
        place_count=len(kept),
        figures=figures,
        figure_event=figure_event,
        figure_source=figure_source,
        sources=names.columns(),
        source_words=names.words(config.languages),
        categories=categories,
        groups=groups,
        whole=whole,
    )


def declared(table: Mapping[str, Any], id_: str, key: str, default: Any) -> Any:
    """What the configuration says of a group or category, or the default where it is silent."""
    entry = table.get(id_)
    found = getattr(entry, key, None)
    return default if found is None else found


def details_of(events: pa.Table, languages: Sequence[str]) -> list[Detail]:
    """What a table of events says besides what mapbuilder knows and words itself."""
    listed = (events.schema.metadata or {}).get(b"extra", b"[]")
    present = set(events.column_names) - _WORDED
    return to_details([name for name in json.loads(listed) if name in present], languages)


def _lists(table: pa.Table | None) -> Lists:
    if table is None:
        return {}
    return {name: table.column(name).to_pylist() for name in table.column_names}


def used_ids(cells: Iterable[str | None], configured: Mapping[str, Any]) -> list[str]:
    """The ids in use: declared ones in the order of the configuration, then others by name."""
    used = {cell for cell in cells if cell}
    return [id_ for id_ in configured if id_ in used] + sorted(used - set(configured))


def _figures(table: pa.Table | None, event_ids: list[Any]) -> tuple[Lists, list[int]]:
    """The figures of known events, by event, else in their table's order."""
    columns = _lists(table)
    order = {id_: index for index, id_ in enumerate(event_ids)}
    known = sorted(
        (order[id_], row) for row, id_ in enumerate(columns.get("event", [])) if id_ in order
    )
    rows = [row for _, row in known]
    kept = {name: [values[row] for row in rows] for name, values in columns.items()}
    return kept, [event for event, _ in known]


class SourceIndex:
    """Finds sources by id while the columns are made; an unknown name becomes a source itself."""

    def __init__(self, sources: Lists, named: Iterable[str] = ()) -> None:
        ids = [str(id_) for id_ in sources.get("id", [])]
        self._sources = sources
        self._index = {id_: index for index, id_ in enumerate(ids)}
        self._listed = len(ids)
        for name in named:
            self.find(name)

    def find(self, written: str | None) -> int:
        """The index of a source, -1 for an empty cell."""
        name = (written or "").strip()
        return self._index.setdefault(name, len(self._index)) if name else -1

    def find_all(self, written: str | None) -> list[int]:
        """The indices of the ids in a cell, set apart by ``;``."""
        found = [self.find(part) for part in (written or "").split(";")]
        return [index for index in dict.fromkeys(found) if index >= 0]

    def knows(self, written: str) -> bool:
        """Whether the cell as a whole is the id of a listed source."""
        return written.strip() in self._index

    def of_cell(self, cell: str | None) -> tuple[int, list[int]]:
        """The source of a cell, -1 of an empty one, and the others; of several the first is it."""
        if self.knows(cell or ""):
            return self.find(cell), []
        first, *more = self.find_all(cell) or [-1]
        return first, more

    def unlisted(self) -> list[str]:
        """What is named and not listed, in the order of its numbers."""
        return list(self._index)[self._listed :]

    def columns(self) -> Lists:
        """All sources; one that is only named is its own title."""
        unlisted = self.unlisted()
        columns: Lists = {}
        for name in SOURCE_COLUMNS:
            values = self._sources.get(name) or [None] * self._listed
            more = unlisted if name in {"id", "title"} else [""] * len(unlisted)
            columns[name] = [str(value or "") for value in values] + more
        return columns

    def words(self, languages: Sequence[str]) -> Lists:
        """The columns in the languages, as long as the others."""
        more = [""] * (len(self._index) - self._listed)
        names = [name + suffix(tag) for name in SOURCE_COLUMNS for tag in languages]
        return {name: [*self._sources[name], *more] for name in names if name in self._sources}


def _event_sources(
    names: SourceIndex, events: Lists, count: int
) -> tuple[list[int], list[list[int]]]:
    """Each event's source and its other sources; of several ids in one cell the first is it."""
    sources: list[int] = []
    others: list[list[int]] = []
    for cell, other in zip(
        events.get("source") or [None] * count,
        events.get("other_sources") or [None] * count,
        strict=True,
    ):
        first, more = names.of_cell(cell)
        sources.append(first)
        others.append([i for i in dict.fromkeys([*more, *names.find_all(other)]) if i != first])
    return sources, others
