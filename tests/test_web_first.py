"""The first view of a published exhibit: its page tells of coarse zooms what their tiles tell."""

from __future__ import annotations

import gzip

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from mapbox_vector_tile import decode

from mapbuilder import web_first
from mapbuilder.cell_tiles import to_cell_tiles
from mapbuilder.tiles import tile_of
from mapbuilder.web_first import MOST_CELLS, to_first

POINT = st.tuples(st.floats(-180, 180), st.floats(-89, 89))


def to_places(points: list[tuple[float, float]]) -> pa.Table:
    names = [f"p{number}" for number in range(len(points))]
    kinds = ["town", None, "site"]
    return pa.table(
        {
            "id": names,
            "label": [name.upper() for name in names],
            "lon": [lon for lon, _ in points],
            "lat": [lat for _, lat in points],
            "precision": pa.array([kinds[at % 3] for at in range(len(points))], pa.string()),
        }
    )


def told_by_tiles(places: pa.Table, events: np.ndarray, zoom: int) -> list[tuple[object, ...]]:
    """What the tiles of a zoom have, tile by tile as the archive's columns and rows are counted."""
    found = []
    for number, content in to_cell_tiles(places, events, "", "").tiles.items():
        level, column, row = tile_of(number)
        if level != zoom:
            continue
        decoded = decode(gzip.decompress(content), default_options={"y_coord_down": True})
        (layer,) = decoded.values()
        for at, feature in enumerate(layer["features"]):
            x, y = feature["geometry"]["coordinates"]
            said = feature["properties"]
            first = said["first"]
            found.append(
                (
                    (column, row, at), 4096 * column + x, 4096 * row + y, said["id"], said["label"],
                    said.get("precision", ""), said["events"], said.get("places", 1),
                    first, said.get("from", first),
                )
            )  # fmt: skip
    return sorted(found)


def told_by_head(first: dict[str, object], zoom: int) -> list[tuple[object, ...]]:
    places, cells = first["places"], first["cells"][zoom]  # type: ignore[index]
    rows: dict[tuple[int, int], int] = {}
    found = []
    for at, place in enumerate(cells["place"]):
        x, y = cells["x"][at], cells["y"][at]
        tile = x // 4096, y // 4096
        row = rows.get(tile, 0)
        rows[tile] = row + 1
        found.append(
            (
                (*tile, row), x, y, places["id"][place], places["label"][place],
                places["precision"][place], cells["events"][at], cells["places"][at],
                places["first"][place], cells["from"][at],
            )
        )  # fmt: skip
    return sorted(found)


@given(
    st.lists(POINT, min_size=1, max_size=40),
    st.lists(st.integers(1, 9), min_size=40, max_size=40),
)
@settings(max_examples=25, deadline=None)
def test_each_zoom_is_told_as_its_tiles_tell_it(points, counts):
    places = to_places(points)
    events = np.array(counts[: len(points)])
    first = to_first(places, events)
    # Of so few places the page has all zooms, the deepest with the places themselves.
    assert len(first["cells"]) == 11
    for zoom in range(len(first["cells"])):
        assert told_by_head(first, zoom) == told_by_tiles(places, events, zoom)


def test_zooms_with_many_cells_are_left_to_the_server(monkeypatch):
    grid = [(lon, lat) for lon in range(-170, 180, 8) for lat in range(-60, 70, 8)]
    places = to_places([(float(lon), float(lat)) for lon, lat in grid])
    events = np.ones(len(grid), np.int64)
    sizes = [len(cells["x"]) for cells in to_first(places, events)["cells"]]
    assert sizes == sorted(sizes)
    assert max(sizes) <= MOST_CELLS < len(grid)
    monkeypatch.setattr(web_first, "MOST", sum(sizes) - 1)
    assert len(to_first(places, events)["cells"]) == len(sizes) - 1


def test_a_place_is_told_once_however_many_zooms_have_it():
    places = to_places([(49.9, 40.4), (50.0, 40.5), (-70.0, -30.0)])
    first = to_first(places, np.array([3, 5, 2]))
    assert sorted(first["places"]["id"]) == ["p0", "p1", "p2"]
    assert [len(cells["x"]) for cells in first["cells"]][:3] == [2, 2, 2]
    assert first["cells"][0]["events"] == [2, 8] or first["cells"][0]["events"] == [8, 2]
