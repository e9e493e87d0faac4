"""Several places of one event: the column that lists them, as what other tables are made with.

In go events with ``place_index`` and perhaps ``place_indices``, a list for each event of all its
places in order. Always true: an event's first place is its ``place_index``, no place is an event's
twice, and where no event has more than one there is no list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import geopandas

COLUMN = "place_indices"
"""The column of events that lists all places of each; absent where none has several."""

_POINT = 0

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def events_and_places(events: pa.Table) -> tuple[Numbers, Numbers]:
    """A pair for each place of each event: the event's row and the place, in the events' order."""
    first = pc.fill_null(events["place_index"], -1).to_numpy().astype(np.int64)
    rows = np.flatnonzero(first >= 0)
    if COLUMN not in events.column_names:
        return rows, first[rows]
    lists = events[COLUMN].combine_chunks()
    listed = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    places = pc.list_flatten(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    # The first place leads whatever the list says; a second mention of a place says nothing.
    rows, places = np.concatenate([rows, listed]), np.concatenate([first[rows], places])
    order = np.argsort(rows, kind="stable")
    rows, places = rows[order], places[order]
    pairs = rows * (int(places.max(initial=0)) + 1) + places
    kept = np.sort(np.unique(pairs, return_index=True)[1])
    return rows[kept], places[kept]


def with_new_places(events: pa.Table, new_place: Numbers) -> pa.Table:
    """The events with their places counted anew: what was place ``i`` is ``new_place[i]``."""
    if not len(new_place):
        return events.drop_columns([COLUMN]) if COLUMN in events.column_names else events
    numbers = pa.array(new_place, pa.int32())
    index = numbers.take(events["place_index"].combine_chunks())
    at = events.column_names.index("place_index")
    if COLUMN not in events.column_names:
        return events.set_column(at, "place_index", index)
    rows, places = events_and_places(events)
    events = events.set_column(at, "place_index", index)
    counts = np.bincount(rows, minlength=len(events))
    if counts.max(initial=0) < 2:
        return events.drop_columns([COLUMN])
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, numbers.take(pa.array(places)))
    return events.set_column(events.column_names.index(COLUMN), COLUMN, lists)


def several_of_events(events: pa.Table) -> dict[int, list[int]]:
    """By the event's row the places, in order, of each that has several."""
    if COLUMN not in events.column_names:
        return {}
    rows, places = events_and_places(events)
    is_one_of_several = np.bincount(rows, minlength=len(events))[rows] > 1
    found: dict[int, list[int]] = {}
    for row, place in zip(
        rows[is_one_of_several].tolist(), places[is_one_of_several].tolist(), strict=True
    ):
        found.setdefault(row, []).append(place)
    return found


def places_of_events(events: pa.Table) -> list[list[int]]:
    """The places of each event that has several, in order, an empty list for any other.

    Where no event has several, there is no list at all.
    """
    several = several_of_events(events)
    return [several.get(row, []) for row in range(len(events))] if several else []


def geometry_of_events(events: pa.Table, places: pa.Table) -> geopandas.GeoSeries:
    """The geometry of each event in EPSG:4326: ``None`` without a place, else that of its place.

    An event of several places has them all: a MultiPoint of points, a GeometryCollection where one
    of them is a line or area.
    """
    import geopandas
    import shapely

    at = np.asarray(shapely.points(places["lon"].to_numpy(), places["lat"].to_numpy()))
    if "shape_wkb" in places.column_names:
        wkb = places["shape_wkb"]
        drawn = np.flatnonzero(wkb.is_valid().to_numpy())
        at[drawn] = shapely.from_wkb(wkb.drop_null().to_pylist())
    first = pc.fill_null(events["place_index"], -1).to_numpy()
    geometry = np.full(len(events), None, dtype=object)
    geometry[first >= 0] = at[first[first >= 0]]
    for row, several in several_of_events(events).items():
        parts = at[several]
        points = bool((shapely.get_type_id(parts) == _POINT).all())
        whole = shapely.multipoints if points else shapely.geometrycollections
        geometry[row] = whole(parts)
    return geopandas.GeoSeries(geometry, crs="EPSG:4326")
