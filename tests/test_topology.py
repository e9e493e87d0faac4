"""TopoJSON for the base map: what is put in comes out, on its grid."""

from __future__ import annotations

import json

import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.topology import parts_in, to_parts, to_topology

AREA = (10.0, 20.0, 30.0, 40.0)


def test_a_polygon_with_a_hole_and_a_line_come_back_on_the_grid() -> None:
    polygon = shapely.Polygon(
        [(10, 20), (30, 20), (30, 40), (10, 40)], [[(15, 25), (15, 30), (20, 30), (20, 25)]]
    )
    line = shapely.LineString([(11, 21), (12.5, 22.5), (14, 21)])
    topology = to_topology({"land": [(polygon, {})], "borders": [(line, {"kind": "x"})]}, AREA, 200)
    parts = to_parts(json.loads(json.dumps(topology)), AREA)
    assert shapely.equals(parts["land"][0][0], polygon)
    assert shapely.equals(parts["borders"][0][0], line)
    assert parts["borders"][0][1] == {"kind": "x"}


def test_what_is_too_small_for_the_grid_is_left_out() -> None:
    speck = shapely.box(15.0, 25.0, 15.01, 25.01)
    assert to_topology({"land": [(speck, {})]}, AREA, 100)["objects"] == {}


def test_only_what_meets_the_area_is_read() -> None:
    islands = [(shapely.box(x, 22, x + 1, 23), {}) for x in (11, 20, 28)]
    topology = to_topology({"land": islands}, AREA, 1000)
    near = to_parts(topology, (19.5, 20, 22, 25))["land"]
    assert [geom.bounds for geom, _ in near] == [(20.0, 22.0, 21.0, 23.0)]


def test_the_text_of_a_topology_tells_the_same_without_lists_of_its_arcs() -> None:
    islands = [
        (shapely.box(x, 22, x + 1, 23) - shapely.box(x + 0.2, 22.2, x + 0.4, 22.4), {"rank": x})
        for x in (11, 20, 28)
    ]
    line = shapely.LineString([(11, 21), (12.5, 22.5), (14, 21)])
    topology = to_topology({"land": islands, "rivers": [(line, {})], "lakes": []}, AREA, 1000)
    text = json.dumps(topology, separators=(",", ":")).encode() + b"\n"
    areas = [AREA, (19.5, 20, 22, 25), (11, 38, 12, 39)]
    told = list(parts_in(text, areas))
    assert told == [to_parts(topology, area) for area in areas]
    assert [len(parts["land"]) for parts in told] == [3, 1, 0]


def test_the_edges_of_the_area_are_the_first_and_last_rows_of_the_grid() -> None:
    topology = to_topology({"land": [(shapely.box(*AREA), {})]}, AREA, 64)
    (arc,) = topology["arcs"]
    xs, ys = [arc[0][0]], [arc[0][1]]
    for dx, dy in arc[1:]:
        xs.append(xs[-1] + dx)
        ys.append(ys[-1] + dy)
    assert {*xs, *ys} == {0, 64}


@given(
    st.lists(st.tuples(st.floats(10, 30), st.floats(20, 40)), min_size=2, max_size=30, unique=True)
)
def test_no_vertex_is_further_than_half_a_cell_from_where_it_was(
    points: list[tuple[float, float]],
) -> None:
    line = shapely.LineString(points)
    topology = to_topology({"borders": [(line, {})]}, AREA, 500)
    cell = 20 / 500
    for geom, _ in to_parts(topology, AREA).get("borders", []):
        for x, y in geom.coords:
            assert any(abs(x - a) <= cell * 0.51 and abs(y - b) <= cell * 0.51 for a, b in points)
