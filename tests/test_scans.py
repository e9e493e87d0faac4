"""Historical maps: placed where their points say, drawn once, and shown only with a licence."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from mapbuilder.config import Config
from mapbuilder.errors import InputError
from mapbuilder.georeference import to_degrees
from mapbuilder.report import Report, to_line
from mapbuilder.scans import read_scans, scan_files, to_picture

from . import old_maps as old


@pytest.fixture
def read(tmp_path):
    """Reads one map from files in a folder, with the lines of its problems."""

    def read(written=None, /, **settings):
        if written is not None:
            (tmp_path / "plan.points").write_text(written)
            settings["points"] = "plan.points"
        if not (tmp_path / "plan.png").exists():
            old.save(tmp_path / "plan.png", old.sheet())
        config = Config(scans=[{"file": "plan.png", **old.LICENSED, **settings}])
        report = Report()
        scans = read_scans(config, tmp_path, report)
        return scans, [to_line(problem) for problem in report.problems()]

    return read


NET = old.net()
MERCATOR = {"crs": "EPSG:3857"}
PLACED = {
    "CSV": (old.turned, old.to_csv(old.turned, NET), {}),
    "QGIS": (old.turned, old.to_qgis(old.turned, NET), MERCATOR),
    "annotation": (old.turned, old.to_annotation(old.turned, NET), {}),
    "polynomial-2": (old.bent, old.to_csv(old.bent, NET), {"transformation": "polynomial-2"}),
    "polynomial-3": (old.bent, old.to_csv(old.bent, NET), {"transformation": "polynomial-3"}),
    "projective": (old.tilted, old.to_csv(old.tilted, NET), {"transformation": "projective"}),
    "spline": (old.wavy, old.to_csv(old.wavy, old.net(9)), {"transformation": "tps"}),
    "annotation's spline": (
        old.wavy,
        old.to_annotation(old.wavy, old.net(9), {"type": "thinPlateSpline"}),
        {},
    ),
    "small": (old.bent, old.to_csv(old.bent, NET),
              {"transformation": "polynomial-2", "max_side_px": 256}),
}  # fmt: skip


@pytest.mark.parametrize("way", PLACED)
def test_each_mark_lies_within_a_pixel_of_its_place(read, way):
    world, points, settings = PLACED[way]
    (scan,), _ = read(points, **settings)
    picture = old.decoded(to_picture(scan))
    assert old.away_px(picture, scan.bounds_m, world(old.MARKS)) < 1
    # The corners of the sheet's frame lie outside a turned sheet, and nothing is seen there.
    assert (picture[3, [0, 0, -1, -1], [0, -1, 0, -1]] == 0).all()
    assert (picture[3] == 255).mean() > 0.5
    west, south, east, north = scan.bbox
    degrees = to_degrees(world(old.MARKS))
    assert (degrees > [west, south]).all()
    assert (degrees < [east, north]).all()


@pytest.mark.parametrize("crs", ["EPSG:32639", "EPSG:4326", "EPSG:3857", "EPSG:28409"])
def test_a_geotiff_lies_where_it_says(tmp_path, crs):
    from rasterio import Affine
    from rasterio.warp import transform

    middle = [axis[0] for axis in transform("EPSG:4326", crs, [49.85], [40.38])]
    side = 5e-5 if crs == "EPSG:4326" else 5
    affine = Affine(side, 0.1 * side, middle[0], 0.1 * side, -side, middle[1])
    old.save(tmp_path / "a.tif", old.sheet(), "GTiff", crs=crs, transform=affine)
    report = Report()
    config = Config(scans=[{"file": "a.tif", **old.LICENSED}])
    (scan,) = read_scans(config, tmp_path, report)
    assert report.problems() == ()
    a, b, c, d, e, f = affine[:6]
    x, y = old.MARKS.T
    xs, ys = a * x + b * y + c, d * x + e * y + f
    expected = np.column_stack(transform(crs, "EPSG:3857", xs, ys))
    picture = old.decoded(to_picture(scan))
    assert old.away_px(picture, scan.bounds_m, expected) < 1


def test_control_points_inside_a_tiff_place_it(tmp_path):
    from rasterio.control import GroundControlPoint

    metres = old.turned(NET)
    gcps = [
        GroundControlPoint(row=y, col=x, x=east, y=north)
        for (x, y), (east, north) in zip(NET.tolist(), metres.tolist(), strict=True)
    ]
    old.save(tmp_path / "a.tif", old.sheet(), "GTiff", gcps=gcps, crs="EPSG:3857")
    (scan,) = read_scans(Config(scans=[{"file": "a.tif", **old.LICENSED}]), tmp_path, Report())
    picture = old.decoded(to_picture(scan))
    assert old.away_px(picture, scan.bounds_m, old.turned(old.MARKS)) < 1


def test_an_annotation_of_a_larger_image_places_a_smaller_one(read):
    def doubled(points):
        return old.turned(points / 2)

    target = {"source": {"width": 1200, "height": 900},
              "selector": {"type": "SvgSelector", "value":
                           '<svg><polygon points="0,0 600,0 600,900 0,900"/></svg>'}}  # fmt: skip
    (scan,), _ = read(old.to_annotation(doubled, 2 * NET, **target))
    picture = old.decoded(to_picture(scan))
    left = old.MARKS[old.MARKS[:, 0] < 280]
    assert old.away_px(picture, scan.bounds_m, old.turned(left)) < 1
    # The selector's right half is cut off, and the picture is no larger than what is left.
    assert scan.bounds_m[2] < old.turned(np.array([[600.0, 0.0]]))[0, 0] - 900


def test_a_crop_in_the_settings_wins(read):
    crop = [[30, 30], [230, 30], [230, 430], [30, 430]]
    (scan,), _ = read(old.to_csv(old.turned, NET), crop=crop)
    picture = old.decoded(to_picture(scan))
    inside = old.turned(old.MARKS[old.MARKS[:, 0] < 210])
    assert old.away_px(picture, scan.bounds_m, inside) < 1
    area_m2 = (picture[3] > 127).mean() * (
        (scan.bounds_m[2] - scan.bounds_m[0]) * (scan.bounds_m[3] - scan.bounds_m[1])
    )
    assert area_m2 == pytest.approx(200 * 400 * old.PIXEL_M**2, rel=0.01)


def replaced(row: int, line: str) -> str:
    lines = old.to_csv(old.turned, NET).splitlines()
    lines[row - 1] = line
    return "\n".join(lines) + "\n"


def swapped() -> str:
    return old.to_csv(old.turned, NET).replace("lon,lat", "lat,lon")


def only(count: int) -> str:
    return "\n".join(old.to_csv(old.turned, NET[[0, 4, 12, 20, 24, 7]]).splitlines()[: count + 1])


LEFT_OUT = [
    ("few points", only(2), {}, "plan.points scan-points: has 2 control points that can be used, "
     "and polynomial-1 needs 3; the map is left out"),
    ("too few for its transformation", only(5), {"transformation": "polynomial-2"},
     "plan.points scan-points: has 5 control points that can be used, and polynomial-2 needs 6; "
     "they are enough for 'polynomial-1'; the map is left out"),
    ("on one line", old.to_csv(old.turned, NET[[0, 6, 12, 18]]), {},
     "plan.points scan-points: has control points whose pixels lie on one line; add one well "
     "beside it; the map is left out"),
    ("one place", "x,y,lon,lat\n" + "".join(f"{x},{y},49,40\n" for x, y in NET), {},
     "plan.points scan-points: has control points whose coordinates lie on one line; add one "
     "well beside it; the map is left out"),
    ("on a curve", old.to_csv(old.turned, 225 + 200 * np.column_stack(
        [np.cos(np.arange(8.0)), np.sin(np.arange(8.0))])), {"transformation": "polynomial-2"},
     "plan.points scan-points: has control points that do not determine polynomial-2: they lie "
     "along one curve; spread them over the map, or use 'polynomial-1'; the map is left out"),
    ("swapped", swapped(), {}, "plan.points scan-points: would mirror the image: longitude and "
     "latitude are swapped, or y counts upwards; x counts to the right and y down, from the upper "
     "left corner; the map is left out"),
    ("y upwards", old.to_csv(lambda p: old.turned(p * [1, -1] + [0, 450]), NET), {},
     "plan.points scan-points: would mirror the image: longitude and latitude are swapped, or y "
     "counts upwards; x counts to the right and y down, from the upper left corner; the map is "
     "left out"),
    ("of another size", old.to_csv(lambda p: old.turned(p / 9), 9 * NET), {},
     "plan.points scan-points: has most of its control points outside the image, which has "
     "600 × 450 pixels: they are of another size of it, or y counts upwards; the map is left out"),
    ("no degrees", old.to_qgis(old.turned, NET), {},
     "plan.points scan-points: has coordinates that are no degrees, and names no coordinate "
     "system; say which in exhibit.toml, as in crs = 'EPSG:28408'; the map is left out"),
    ("no system", old.to_qgis(old.turned, NET), {"crs": "Pulkovo"},
     "plan.points scan-points: 'Pulkovo' is no coordinate system that can be used "),
    ("across 180°", "x,y,lon,lat\n0,0,179.9,10\n600,0,-179.9,10\n0,450,179.9,9\n", {},
     "plan.points scan-points: lies on both sides of 180°; cut the image there and show its "
     "halves as two maps; the map is left out"),
    ("folded", "x,y,lon,lat\n0,0,49,41\n600,0,51,41\n600,450,51,40\n0,450,49,40\n300,220,52,40.5\n"
     "310,220,48,40.5\n", {"transformation": "tps"},
     "plan.points scan-points: would fold the image over itself with tps: a control point is "
     "wrong, or too few lie near the edges; 'polynomial-1' never folds; the map is left out"),
    ("no points file", None, {"points": "none.csv"},
     "none.csv scan-points: is not a file in the exhibit's folder; the map is left out"),
    ("no image", None, {"file": "1913.jpg"},
     "1913.jpg scan-image: is not a file in the exhibit's folder; the map is left out"),
    ("nothing places it", None, {}, "plan.png scan-image: does not say where it lies; name its "
     "control points, as in points = 'plan.csv', or save it as a GeoTIFF; the map is left out"),
    ("crop beside it", old.to_csv(old.turned, NET),
     {"crop": [[700, 0], [900, 0], [900, 90]]}, "plan.png scan-image: has nothing of the part that "
     "is to be shown: it is 600 × 450 pixels, counted from its upper left corner; the map is left "
     "out"),
    ("other proportions", old.to_annotation(old.turned, NET, source={"width": 9, "height": 9}), {},
     "plan.points scan-points: is of an image of 9 × 9 pixels, and ours, 600 × 450, has other "
     "proportions; it is cut otherwise; the map is left out"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "settings", "line"),
    [row[1:] for row in LEFT_OUT],
    ids=[row[0] for row in LEFT_OUT],
)
def test_a_map_that_cannot_be_placed_is_left_out_and_said_why(read, points, settings, line):
    scans, problems = read(points, **settings)
    assert scans == ()
    assert problems[0].startswith(line)
    assert len(problems) == 1


STILL_SHOWN = [
    ("a latitude beyond the pole", replaced(5, "0,300,40.4,149.8"), "plan.points:5 scan-point: its "
     "latitude is 149.8; longitude and latitude are swapped; the control point is not used"),
    ("no longitude", replaced(5, "0,300,340,10"), "plan.points:5 scan-point: 340, 10 is no "
     "longitude from -180 to 180 and latitude from -90 to 90; the control point is not used"),
    ("at the pole", replaced(5, "0,300,40,89"), "plan.points:5 scan-point: its latitude is 89, and "
     "the page's map ends at 85°; the control point is not used"),
    ("outside the image", replaced(5, "0,999,49.8,40.4"), "plan.points:5 scan-point: pixel 0, 999 "
     "is outside the image of 600 × 450; the control point is not used"),
    ("twice", replaced(6, "0.0,0.0,49.8,40.4"), "plan.points:6 scan-point: row 2 has the same "
     "pixel; the control point is not used"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("points", "line"), [row[1:] for row in STILL_SHOWN], ids=[row[0] for row in STILL_SHOWN]
)
def test_a_point_that_is_wrong_is_said_and_the_others_are_used(read, points, line):
    (scan,), problems = read(points)
    assert line in problems
    picture = old.decoded(to_picture(scan))
    assert old.away_px(picture, scan.bounds_m, old.turned(old.MARKS)) < 1


def test_a_point_that_does_not_agree_with_the_others_is_named(read):
    lines = old.to_csv(old.turned, NET).splitlines()
    x, y, lon, lat = map(float, lines[6].split(","))
    lines[6] = f"{x},{y},{lon + 0.004},{lat}"
    _, problems = read("\n".join(lines))
    assert problems == [
        "plan.points:7 scan-accuracy: the control point lies 292 m from where the others put it; "
        "without it they fit to 0.0 m, with it to 63 m"
    ]


@pytest.mark.parametrize("lon", ["50.1", "60.1", "4.981"])
def test_a_point_alone_that_would_mirror_the_image_is_named(read, lon):
    lines = old.to_csv(old.turned, NET[[0, 4, 12, 20, 24, 7]]).splitlines()
    x, y, _, lat = map(float, lines[1].split(","))
    lines[1] = f"{x},{y},{lon},{lat}"
    scans, [line] = read("\n".join(lines))
    assert scans == ()
    assert line.startswith("plan.points scan-points: the control point in row 2 lies ")
    assert line.endswith("would be mirrored or drawn out; correct it; the map is left out")


@pytest.mark.parametrize("form", ["csv", "annotation", "qgis"])
def test_a_photograph_that_is_to_be_turned_has_its_pixels_counted_in_one_way(tmp_path, form):
    """Viewers count in the turned image, GDAL and with it QGIS in that of the file."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (600, 450), "grey").save(tmp_path / "plan.jpg", exif=exif)
    points = {
        "csv": old.to_csv(old.turned, NET),
        "annotation": old.to_annotation(old.turned, NET),
        "qgis": old.to_qgis(old.turned, NET),
    }[form]
    (tmp_path / "plan.points").write_text(points)
    settings = {"file": "plan.jpg", "points": "plan.points", **old.LICENSED, **MERCATOR}
    report = Report()
    scans = read_scans(Config(scans=[settings]), tmp_path, report)
    lines = [to_line(problem) for problem in report.problems()]
    assert len(scans) == (form == "qgis")
    assert any("save it anew as it is seen" in line for line in lines) == (form != "qgis")


@pytest.mark.parametrize("written", ["Plan.PNG", "maps\\plan.png", "plam.png"])
def test_a_file_that_is_called_otherwise_is_told(read, written):
    read()
    scans, [line] = read(file=written)
    assert scans == ()
    assert "is 'plan.png' meant?; the map is left out" in line


@pytest.mark.parametrize("kind", ["polynomial-1", "tps"])
def test_how_exact_the_points_are_is_a_note(read, kind):
    rough = np.random.default_rng(1).normal(0, 10, NET.shape)
    points = old.to_csv(lambda p: old.turned(p) + rough, NET)
    _, problems = read(points, transformation=kind)
    how = "each fits the others to 15 m" if kind == "tps" else "fit polynomial-1 to 9.4 m"
    assert len(problems) == 1
    assert problems[0].startswith(f"plan.points scan-accuracy: 25 control points: {how} (root")


def test_that_nothing_tells_how_exact_they_are_is_a_note(read):
    _, problems = read(only(3))
    assert problems == [
        "plan.points scan-accuracy: 3 control points are just enough for polynomial-1, so that "
        "nothing tells how exact they are; one more would"
    ]


def test_a_map_without_a_licence_is_not_shown(read):
    scans, problems = read(old.to_csv(old.turned, NET), licence=" ")
    assert scans == ()
    assert problems == [
        "exhibit.toml:scans.licence scan-licence: the map 'plan.png' has no licence, and is not "
        "shown; give it one, such as licence = 'Public domain'"
    ]


def test_a_map_of_nobody_knows_when_is_shown_and_said_to_be(read):
    scans, problems = read(old.to_csv(old.turned, NET), credit="", date="")
    assert len(scans) == 1
    assert problems[0] == (
        "exhibit.toml:scans.date scan-incomplete: the map 'plan.png' has no date and no credit, "
        "and its visitors are told so; every image says what it shows, of when and whose it is"
    )


def test_a_world_file_needs_its_system(read, tmp_path):
    (tmp_path / "plan.wld").write_text("5\n0\n0\n-5\n5549000\n4920000\n")
    scans, problems = read()
    assert scans == ()
    assert problems[0].startswith(
        "plan.png scan-image: has a world file that names no coordinate system; say which"
    )
    (scan,), problems = read(crs="EPSG:3857")
    assert problems == []
    assert scan.bounds_m[0] == pytest.approx(5549000 - 2.5)


def test_a_map_of_the_whole_world_ends_where_mercator_does(tmp_path):
    from rasterio import Affine

    pixels = np.full((3, 90, 180), 200, np.uint8)
    affine = Affine(2, 0, -180, 0, -2, 90)
    old.save(tmp_path / "w.tif", pixels, "GTiff", crs="EPSG:4326", transform=affine)
    (scan,) = read_scans(Config(scans=[{"file": "w.tif", **old.LICENSED}]), tmp_path, Report())
    assert scan.bbox == pytest.approx((-180, -85, 180, 85))
    assert (old.decoded(to_picture(scan))[3] == 255).mean() > 0.98


def test_a_geotiff_across_180_degrees_is_refused(tmp_path):
    from rasterio import Affine

    pixels = np.full((3, 90, 180), 200, np.uint8)
    affine = Affine(1 / 60, 0, 179, 0, -1 / 60, -16)
    old.save(tmp_path / "w.tif", pixels, "GTiff", crs="EPSG:4326", transform=affine)
    report = Report()
    config = Config(scans=[{"file": "w.tif", **old.LICENSED}])
    assert read_scans(config, tmp_path, report) == ()
    assert "lies on both sides of 180°" in report.problems()[0].message


def test_a_page_is_kept_small_and_it_is_said_how(tmp_path):
    noise = np.random.default_rng(2).integers(0, 255, (3, 900, 1200), np.uint8)
    old.save(tmp_path / "plan.png", noise)
    (tmp_path / "p.csv").write_text(old.to_csv(lambda p: old.turned(p / 2), 2 * NET))
    settings = {"file": "plan.png", "points": "p.csv", "max_kb": 90, **old.LICENSED}
    (scan,) = read_scans(Config(scans=[settings]), tmp_path, Report())
    report = Report()
    picture = to_picture(scan, report)
    assert 60_000 < len(picture) <= 90_000
    (line,) = map(to_line, report.problems())
    height, width = old.decoded(picture).shape[1:]
    assert line.startswith(
        f"plan.png scan-reduced: the map is drawn with {width:,} × {height:,} pixels, "
    )
    assert "max_side_px and max_kb in exhibit.toml are its limits" in line


def test_a_picture_is_no_finer_than_its_image(read):
    (scan,), _ = read(old.to_csv(old.turned, NET))
    report = Report()
    height, width = old.decoded(to_picture(scan, report)).shape[1:]
    left, bottom, right, top = scan.bounds_m
    assert (right - left) / width == pytest.approx(old.PIXEL_M, rel=0.01)
    assert (top - bottom) / height == pytest.approx(old.PIXEL_M, rel=0.01)
    assert report.problems() == ()
    # 5 m a pixel is zoom 15 at the equator's scale.
    assert scan.max_zoom() == 16


PICTURE = """
import hashlib, sys
from pathlib import Path
from mapbuilder.config import Config
from mapbuilder.report import Report
from mapbuilder.scans import read_scans, to_picture
settings = {"file": "plan.png", "points": "plan.points", "licence": "CC0", "transformation": "tps"}
(scan,) = read_scans(Config(scans=[settings]), Path(sys.argv[1]), Report())
print(hashlib.sha256(to_picture(scan)).hexdigest())
"""


def test_the_same_map_is_the_same_bytes_in_any_folder_and_process(root, tmp_path):
    digests = set()
    for seed in ("0", "1"):
        folder = tmp_path / f"a folder, {seed}, də"
        folder.mkdir()
        old.save(folder / "plan.png", old.sheet())
        (folder / "plan.points").write_text(old.to_csv(old.wavy, NET))
        done = subprocess.run(
            [sys.executable, "-c", PICTURE, folder],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        digests.add(done.stdout)
    assert len(digests) == 1


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rasterio", None)
    config = Config(scans=[{"file": "a.tif", **old.LICENSED}])
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[scans\]'"):
        read_scans(config, tmp_path, Report())


def test_an_exhibit_without_maps_needs_no_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rasterio", None)
    assert read_scans(Config(), tmp_path, Report()) == ()


def test_the_files_of_maps_are_inputs(tmp_path):
    (tmp_path / "a.png").touch()
    (tmp_path / "a.csv").touch()
    scans = [{"file": "a.png", "points": "a.csv"}, {"file": "b.png"}, {"file": "\0"}]
    assert scan_files(Config(scans=scans), tmp_path) == [tmp_path / "a.png", tmp_path / "a.csv"]
