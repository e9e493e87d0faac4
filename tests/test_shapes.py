"""Shapes: what is written is drawn, what can be mended is told, what cannot is a problem."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mapbuilder.coordinates import is_area
from mapbuilder.report import Report
from mapbuilder.shapes import (
    ShapeError,
    from_wkb,
    point_of,
    read_shapes,
    to_shape,
    unrolled,
)
from mapbuilder.tables import to_table

CROSSED = "POLYGON ((49 40, 50 41, 50 40, 49 41, 49 40))"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("LINESTRING (49 40, 50 41)", "LineString"),
        ("POLYGON ((49 40, 50 40, 50 41, 49 40))", "Polygon"),
        ("MULTILINESTRING ((49 40, 50 41), (51 40, 52 41))", "MultiLineString"),
        ("SRID=4326; LINESTRING (49 40, 50 41)", "LineString"),
        ('{"type": "LineString", "coordinates": [[49, 40], [50, 41]]}', "LineString"),
        (
            '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", '
            '"coordinates": [[49, 40], [50, 41]]}}',
            "LineString",
        ),
    ],
)
def test_wkt_and_geojson_are_read_as_they_are(text, kind):
    shape = to_shape(text)
    assert shape.geom is not None
    assert (shape.geom.geom_type, shape.mended) == (kind, ())
    assert shapely.is_valid(shape.geom)


@pytest.mark.parametrize(
    ("text", "said", "area"),
    [
        (CROSSED, "crosses itself", 0.5),
        ("POLYGON ((49 40, 50 40, 50 41))", "it is closed", 0.5),
        ("POLYGON Z ((49 40 3, 50 40 3, 50 41 3, 49 40 3))", "heights", 0.5),
        (
            "GEOMETRYCOLLECTION (POLYGON ((49 40, 50 40, 50 41, 49 40)), "
            "MULTIPOLYGON (((51 40, 52 40, 52 41, 51 40))))",
            "taken as one shape",
            1.0,
        ),
        ("POLYGON ((179 10, 181 10, 181 11, 179 11, 179 10))", "crosses 180°", 2.0),
        ("POLYGON ((179 10, -179 10, -179 11, 179 11, 179 10))", "crosses 180°", 2.0),
        ("POLYGON ((190 10, 191 10, 191 11, 190 10))", "crosses 180°", 0.5),
    ],
)
def test_what_is_safely_mended_is_told(text, said, area):
    shape = to_shape(text)
    [told] = shape.mended
    assert said in told
    assert shape.geom is not None
    assert shapely.is_valid(shape.geom)
    assert shapely.area(shape.geom) == pytest.approx(area)
    west, south, east, north = shapely.bounds(shape.geom)
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("somewhere", "neither as WKT nor as GeoJSON"),
        ("CIRCULARSTRING (0 0, 1 1, 2 0)", "neither as WKT"),
        ("LINESTRING (49 40)", "neither as WKT"),
        ('{"type": "Circle"}', "no geometry of GeoJSON"),
        ('{"type": "LineString", "coordinates": [[49, "x"], [1, 2]]}', "no geometry of GeoJSON"),
        ("{", "no geometry of GeoJSON"),
        ("POLYGON EMPTY", "is empty"),
        ("LINESTRING (49 40, NaN 41)", "no number"),
        ("LINESTRING (40 149, 41 150)", "may be swapped"),
        ("LINESTRING (5500000 4900000, 5500001 4900001)", "EPSG:4326"),
        ("SRID=3857;LINESTRING (1 2, 3 4)", "EPSG:3857"),
        ("LINESTRING (49 40, 49 40)", "has no length"),
        ("POLYGON ((49 40, 50 41, 51 42, 49 40))", "has no surface"),
        ("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", "LineString, Point"),
        (
            "POLYGON ((0 80, 120 80, -120 80, 0 80))",
            "round a pole",
        ),
    ],
)
def test_what_cannot_be_mended_is_one_sentence(text, said):
    with pytest.raises(ShapeError, match=said):
        to_shape(text)


def test_a_point_is_a_coordinate_and_no_shape():
    shape = to_shape("POINT (49.8 40.4)")
    assert (shape.geom, shape.lon, shape.lat) == (None, 49.8, 40.4)


def test_a_line_is_stood_for_by_its_middle_along_it():
    shape = to_shape("LINESTRING (49 40, 50 40, 50 40.1)")
    assert shape.lat == 40
    # On the ground a degree of longitude is three quarters of one of latitude here.
    assert shape.lon == pytest.approx(49.565, abs=0.01)


def test_across_180_degrees_a_shape_is_cut_and_is_drawn_in_one_piece():
    shape = to_shape("LINESTRING (170 60, -170 60)")
    assert shape.geom is not None
    assert shape.geom.geom_type == "MultiLineString"
    assert shapely.bounds(shape.geom).tolist() == [-180, 60, 180, 60]
    assert abs(shape.lon) == 180
    whole = unrolled(shape.geom)
    assert whole.geom_type == "LineString"
    assert shapely.bounds(whole).tolist() == [170, 60, 190, 60]


def test_a_hole_is_shifted_with_its_area():
    hole = "(-176 4, -174 4, -174 6, -176 6, -176 4)"
    shape = to_shape(f"POLYGON ((170 0, -170 0, -170 10, 170 10, 170 0), {hole})")
    assert shape.geom is not None
    assert shapely.area(shape.geom) == pytest.approx(200 - 4)
    assert shapely.area(unrolled(shape.geom)) == pytest.approx(200 - 4)


def table_of(*geometry, **others):
    columns = {"geometry": list(geometry), **others}
    return to_table(columns, "t", Report(), known=("geometry", "lat", "lon"))


def test_each_row_of_a_faulty_text_is_told_and_many_are_counted():
    report = Report()
    shapes = read_shapes(table_of(*["x"] * 25, "LINESTRING (1 2, 3 4)", None), report)
    assert shapes is not None
    problems = report.problems()
    assert [one.row for one in problems] == list(range(1, 21))
    assert "5 more rows" in problems[-1].message
    assert (problems[0].code, problems[0].column) == ("geometry-invalid", "geometry")
    assert shapes.wkb.null_count == 26
    assert from_wkb(shapes.wkb[25].as_py()) == shapely.from_wkt("LINESTRING (1 2, 3 4)")


def test_a_table_without_the_column_has_no_shapes():
    assert read_shapes(to_table({"a": ["x"]}, "t", Report(), known=()), Report()) is None


@pytest.mark.parametrize(
    ("lat", "lon", "told"),
    [
        ("40.4", "49.8", None),
        ("41.5", "44.7", "km from the geometry; look at both"),
        ("49.8", "40.4", "longitude and latitude are swapped"),
        ("north", "49.8", None),
        (None, None, None),
    ],
)
def test_a_marker_far_from_its_shape_is_told(lat, lon, told):
    report = Report()
    read_shapes(table_of("LINESTRING (49.8 40.3, 49.9 40.4)", lat=[lat], lon=[lon]), report)
    assert [one.code for one in report.problems()] == (["geometry-away"] if told else [])
    assert all(told in one.message for one in report.problems())


coordinates = st.tuples(st.floats(-179, 179), st.floats(-85, 85))


@st.composite
def geometries(draw):
    """Any line or area that shapely calls valid, of one or more parts."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        lon, lat = draw(coordinates)
        size = draw(st.floats(0.001, 20))
        offsets = st.tuples(st.floats(-1, 1), st.floats(-1, 1))
        moved = [
            (
                round(max(-180, min(180, lon + size * x)), 6),
                round(max(-90, min(90, lat + size * y)), 6),
            )
            for x, y in draw(st.lists(offsets, min_size=3, max_size=8))
        ]
        parts.append(shapely.LineString(moved))
    if draw(st.booleans()):
        geom = shapely.union_all([shapely.convex_hull(part) for part in parts])
        assume(geom.geom_type in ("Polygon", "MultiPolygon"))
    else:
        geom = shapely.MultiLineString(parts)
    assume(shapely.is_valid(geom) and not shapely.is_empty(geom))
    assume(shapely.length(geom) > 1e-3)
    assume(shapely.get_dimensions(geom) == 1 or shapely.area(geom) > 1e-5)
    return geom


@settings(deadline=None)
@given(geometries())
def test_any_valid_geometry_comes_back_and_its_point_is_on_it(geom):
    shape = to_shape(shapely.to_wkt(geom, rounding_precision=-1))
    assert shape.geom is not None
    assert shapely.get_dimensions(shape.geom) == shapely.get_dimensions(geom)
    assert shapely.hausdorff_distance(shape.geom, geom) < 1e-4
    wkb = shapely.to_wkb(shape.geom, byte_order=1)
    assert is_area(wkb) == (shapely.get_dimensions(geom) == 2)
    point = shapely.Point(shape.lon, shape.lat)
    assert shapely.distance(shape.geom, point) < 2e-6


@settings(deadline=None)
@given(geometries(), st.floats(-180, 180))
def test_where_on_earth_a_shape_lies_does_not_change_it(geom, by):
    """Turned round the globe, a shape is cut at 180° or not, and unrolled it is the same again."""
    west, _, east, _ = shapely.bounds(geom)
    assume(east - west < 170)
    turned = shapely.transform(geom, lambda points: points + np.array([by, 0.0]))
    cut = to_shape(shapely.to_wkt(turned, rounding_precision=-1)).geom
    assert cut is not None
    assert shapely.is_valid(cut)
    whole = unrolled(cut)
    low, _, high, _ = shapely.bounds(whole)
    assert high - low == pytest.approx(east - west, abs=1e-5)
    back = shapely.transform(whole, lambda points: points - np.array([low - west, 0.0]))
    assert shapely.hausdorff_distance(back, geom) < 1e-4


def test_the_middle_of_several_parts_is_in_the_largest():
    small, large = shapely.box(10, 10, 10.1, 10.1), shapely.box(20, 20, 22, 22)
    lon, lat = point_of(shapely.MultiPolygon([small, large]))
    assert shapely.contains_xy(large, lon, lat)


def test_geojson_as_a_python_object_is_read_from_a_frame():
    report = Report()
    line = {"type": "LineString", "coordinates": [[49, 40], [50, 41]]}
    shapes = read_shapes(table_of(line, json.dumps(line)), report)
    assert shapes is not None
    assert shapes.wkb.null_count == 0
    assert report.problems() == ()
