"""Control points: the same points from a table, from QGIS and from an annotation."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.control_points import read_control_points
from mapbuilder.errors import InputError
from mapbuilder.report import Report, to_line

PIXELS = [(10, 20), (300.5, 15), (40, 250)]
LONLAT = [(49.8, 40.4), (49.9, 40.41), (49.81, 40.3)]
WKT = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]]'


def pairs():
    return zip(PIXELS, LONLAT, strict=True)


CSV = "x,y,lon,lat,name\n" + "".join(f"{x},{y},{lon},{lat},p\n" for (x, y), (lon, lat) in pairs())
TABLES = {
    "csv": CSV,
    "other names": CSV.replace("x,y,lon,lat", "Pixel X,pixel_y,Longitude,LAT"),
    "semicolons and decimal commas": "px;py;lng;latitude\n"
    + "".join(f"{x};{y};{lon};{lat}\n" for (x, y), (lon, lat) in pairs()).replace(".", ","),
    "minutes and letters": "x,y,lon,lat\n"
    "10,20,49°48'E,40°24'N\n300.5,15,49 54 00 E,40.41 N\n40,250,49°48′36″,40°18′\n",
    "QGIS of today": f"#CRS: {WKT}\nmapX,mapY,sourceX,sourceY,enable,dX,dY,residual\n"
    + "".join(f"{lon},{lat},{x},{-y},1,0,0,0\n" for (x, y), (lon, lat) in pairs())
    + "1,2,3,-4,0,0,0,0\n",
    "QGIS of old": "mapX,mapY,pixelX,pixelY,enable\n"
    + "".join(f"{lon},{lat},{x},{-y},1\n" for (x, y), (lon, lat) in pairs()),
}


def annotation(features=None, **changes):
    """A georeference annotation of the invented points."""
    features = features or [
        {
            "type": "Feature",
            "properties": {"resourceCoords": list(pixel)},
            "geometry": {"type": "Point", "coordinates": list(lonlat)},
        }
        for pixel, lonlat in pairs()
    ]
    body = {"type": "FeatureCollection", "features": features, **changes.get("body", {})}
    source = {"id": "https://example.org/i", "type": "Canvas", "width": 400, "height": 300}
    target = {"type": "SpecificResource", "source": source, **changes.get("target", {})}
    return {"type": "Annotation", "motivation": "georeferencing", "target": target, "body": body}


@pytest.fixture
def read(tmp_path):
    def read(content, name="plan.points"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        report = Report()
        points = read_control_points(path, name, report)
        return points, [to_line(problem) for problem in report.problems()]

    return read


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_table_of_any_form_has_the_same_points(read, form, mark):
    points, problems = read(mark + TABLES[form].encode())
    assert problems == []
    assert points.pixels.tolist() == [list(map(float, pixel)) for pixel in PIXELS]
    assert points.coordinates.tolist() == [list(pair) for pair in LONLAT]
    assert points.crs == (WKT if form == "QGIS of today" else None)
    first = 3 if form == "QGIS of today" else 2
    assert points.rows == (first, first + 1, first + 2)


@pytest.mark.parametrize("wrap", [lambda a: a, lambda a: {"type": "AnnotationPage", "items": [a]}])
def test_an_annotation_has_the_same_points(read, wrap):
    points, problems = read(json.dumps(wrap(annotation())))
    assert problems == []
    assert points.pixels.tolist() == [list(map(float, pixel)) for pixel in PIXELS]
    assert points.coordinates.tolist() == [list(pair) for pair in LONLAT]
    assert points.size == (400, 300)
    assert points.rows == (1, 2, 3)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"type": "polynomial", "options": {"order": 2}}, "polynomial-2"),
        ({"type": "polynomial"}, "polynomial-1"),
        ({"type": "thinPlateSpline"}, "tps"),
        ({"type": "projective"}, "projective"),
    ],
)
def test_an_annotation_names_its_transformation(read, written, kind):
    points, problems = read(json.dumps(annotation(body={"transformation": written})))
    assert (points.transformation, problems) == (kind, [])


def test_an_annotations_selector_is_a_mask(read):
    svg = '<svg width="800" height="600"><polygon points="0,0 10,0 10,20"/></svg>'
    target = {"selector": {"type": "SvgSelector", "value": svg}, "source": {}}
    points, problems = read(json.dumps(annotation(target=target)))
    assert problems == []
    assert points.mask.tolist() == [[0, 0], [10, 0], [10, 20]]
    assert points.size == (800, 600)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            "x,y,lon,lat\n1,2,3,4\none,2,3,4\n5,6,7,8\n",
            "plan.points:3:x scan-point: 'one' is no number; the control point is not used",
        ),
        (
            "x,y,lon,lat\n1,2,3,4\n1,2,3,nan\n",
            "plan.points:3:lat scan-point: 'nan' is no number; the control point is not used",
        ),
        (
            json.dumps(annotation(body={"transformation": {"type": "helmert"}})),
            "plan.points scan-points: the transformation 'helmert' is not known; say in "
            "exhibit.toml which is meant (nearest: polynomial-1, tps)",
        ),
        (
            json.dumps(annotation(target={"selector": {"type": "SvgSelector", "value": "<svg"}})),
            "plan.points scan-points: the selector holds no polygon of numbers, so that the whole "
            "image is shown; crop in exhibit.toml can name its corners",
        ),
        (
            json.dumps(annotation([{"properties": {"resourceCoords": [1]}}, {"x": 1}, 7])),
            "plan.points:1 scan-point: the feature has no resourceCoords of two numbers, or its "
            "geometry is no point of two; the control point is not used",
        ),
    ],
)
def test_what_cannot_be_used_is_a_problem_with_its_row(read, content, line):
    _, problems = read(content)
    assert problems[0] == line


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "x,y,longitud,lat\n1,2,3,4\n",
            "plan.points has no column 'lon': control points need the columns x and y (pixels), "
            "lon and lat; is 'longitud' meant for 'lon'?",
        ),
        ("", "plan.points is empty; its first line must name the columns"),
        ('{"type": "Feature"}', "plan.points is JSON, but no georeference annotation: its type "
         "must be Annotation, or AnnotationPage with one in its items"),
        ("{", "plan.points:1 is not JSON: Expecting property name enclosed in double quotes: "
         "line 1 column 2 (char 1)"),
        ("[" * 100_000, "is not JSON"),
        (json.dumps({"type": "Annotation"}), "plan.points has no body with features"),
        (json.dumps([annotation(), annotation()]), "plan.points holds 2 maps; keep one"),
    ],
)  # fmt: skip
def test_what_is_in_no_known_form_is_refused_with_what_would_be_right(read, content, message):
    with pytest.raises(InputError) as raised:
        read(content)
    assert message in str(raised.value)


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12))
def test_points_are_read_as_they_were_written(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("points")
    table = np.array(rows)
    plain = "x,y,lon,lat\n" + "".join(",".join(map(repr, row)) + "\n" for row in rows)
    qgis = "mapX,mapY,sourceX,sourceY,enable\n" + "".join(
        f"{lon!r},{lat!r},{x!r},{-y!r},1\n" for x, y, lon, lat in rows
    )
    features = [
        {
            "properties": {"resourceCoords": [x, y]},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for x, y, lon, lat in rows
    ]
    for content in (plain, qgis, json.dumps(annotation(features))):
        path = folder / "points"
        path.write_text(content)
        report = Report()
        points = read_control_points(path, "points", report)
        assert report.problems() == ()
        np.testing.assert_array_equal(points.pixels, table[:, :2])
        np.testing.assert_array_equal(points.coordinates, table[:, 2:])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(["type", "body", "target", "source", "selector", "features", "items"])


@given(
    st.text(max_size=200)
    | JSON.map(json.dumps)
    | st.dictionaries(KEYS, JSON).map(
        lambda keys: json.dumps({**annotation(), **keys, "type": "Annotation"})
    )
    | st.builds(lambda f: json.dumps(annotation(f)), st.lists(JSON, min_size=1, max_size=4))
)
def test_no_content_whatever_is_more_than_a_problem_or_a_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("points") / "points"
    path.write_bytes(content.encode("utf-8", "replace"))
    points = None
    with contextlib.suppress(InputError):
        points = read_control_points(path, "points", Report())
    if points is not None:
        assert len(points.rows) == len(points.pixels) == len(points.coordinates)
        assert np.isfinite(points.pixels).all()
        assert np.isfinite(points.coordinates).all()
