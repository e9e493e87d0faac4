"""Outlines: what the page draws of a shape lies where the shape lies, within what can be seen."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from mapbuilder.outlines import MOST_BYTES, to_outlines
from mapbuilder.payload import encode
from mapbuilder.shapes import to_shape, unrolled
from mapbuilder.topology import to_parts

from .test_shapes import geometries

PIXEL = 360 / (256 * 2**14)


def size(block):
    return len(encode(block))


def outlines_of(*texts, max_zoom=14, points=None):
    shapes = [to_shape(text) for text in texts]
    wkb = [None if one.geom is None else shapely.to_wkb(one.geom, byte_order=1) for one in shapes]
    lon, lat = zip(*(points or [(one.lon, one.lat) for one in shapes]), strict=True)
    return to_outlines(wkb, lon, lat, max_zoom, size)


def drawn(block, number):
    world = (-720, -90, 720, 90)
    parts = [geom for geom, _ in to_parts(block["topology"], world)[str(number)]]
    return shapely.GeometryCollection(parts)


@settings(deadline=None)
@given(geometries())
def test_any_valid_geometry_comes_back_within_a_pixel(geom):
    shape = to_shape(shapely.to_wkt(geom, rounding_precision=-1))
    whole = unrolled(shape.geom)
    outlines = outlines_of(shapely.to_wkt(geom, rounding_precision=-1))
    block = outlines.block
    tiny = min(
        np.ptp(shapely.get_coordinates(part), axis=0).max() for part in shapely.get_parts(geom)
    )
    if tiny > 4 * PIXEL:
        assert shapely.hausdorff_distance(drawn(block, 0), whole) < 2 * PIXEL
    west, south, east, north = block["bbox"][0]
    box = shapely.box(west - 1e-4, south - 1e-4, east + 1e-4, north + 1e-4)
    assert shapely.contains(box, whole)
    assert (outlines.reach >= 0).all()
    reach = outlines.reach[0]
    assert reach[0] + reach[2] == pytest.approx(east - west, abs=1e-4)
    assert reach[1] + reach[3] == pytest.approx(north - south, abs=1e-4)


def test_places_without_a_shape_have_none():
    outlines = outlines_of("POINT (1 2)", "LINESTRING (1 2, 3 4)", "POINT (5 6)")
    assert outlines.index == [-1, 0, -1]
    assert outlines.block["kind"] == ["line"]
    assert outlines.reach[0].tolist() == [0, 0, 0, 0]
    assert outlines_of("POINT (1 2)").block is None


def test_a_shape_across_180_degrees_is_drawn_in_one_piece_and_reaches_to_both_sides():
    outlines = outlines_of("POLYGON ((178 -20, -177 -20, -177 -15, 178 -15, 178 -20))")
    assert outlines.block["bbox"] == [[178, -20, 183, -15]]
    assert outlines.reach[0, [0, 2]].sum() == pytest.approx(5)
    [polygon] = shapely.get_parts(drawn(outlines.block, 0))
    assert len(polygon.exterior.coords) == 5


def test_a_marker_on_the_other_side_of_180_degrees_is_beside_its_shape():
    outlines = outlines_of("LINESTRING (178 0, 179 1)", points=[(-179.0, 0.5)])
    assert outlines.reach[0].tolist() == [3, 0.5, 0, 0.5]


def test_many_points_keep_to_the_budget_and_a_few_keep_their_form():
    turns = np.linspace(0, 2 * np.pi, 60_000)
    noise = np.random.default_rng(7).normal(0, 0.01, (2, len(turns)))
    ring = np.column_stack([50 + np.cos(turns) + noise[0], 40 + np.sin(turns) + noise[1]])
    text = shapely.to_wkt(shapely.LineString(ring), rounding_precision=6)
    outlines = outlines_of(text, "LINESTRING (60 40, 61 41)")
    assert size(outlines.block) <= MOST_BYTES
    line = drawn(outlines.block, 0)
    shapely.prepare(line)
    assert shapely.dwithin(line, shapely.points(ring[::200]), 0.05).all()
    # A pixel at zoom 6, however coarse the other had to become.
    assert shapely.get_coordinates(drawn(outlines.block, 1)) == pytest.approx(
        np.array([[60, 40], [61, 41]]), abs=0.02
    )


def test_the_block_is_the_same_for_the_same_shapes():
    texts = ("LINESTRING (1 2, 3 4)", "POLYGON ((5 5, 6 5, 6 6, 5 5))")
    assert json.dumps(outlines_of(*texts).block) == json.dumps(outlines_of(*texts).block)


def test_what_is_smaller_than_a_pixel_is_left_out_and_its_place_stays():
    outlines = outlines_of("LINESTRING (1 2, 1.000001 2)", "LINESTRING (1 2, 3 4)")
    assert "0" not in outlines.block["topology"]["objects"]
    assert outlines.index == [0, 1]
