"""Images of every kind are read into the same colours, and nothing else is opened."""

from __future__ import annotations

import numpy as np
import pytest
from rasterio.enums import ColorInterp

from mapbuilder import rasters
from mapbuilder.errors import InputError

from . import old_maps as old

RED, GREEN, GREY = (200, 40, 40), (20, 160, 60), (128, 128, 128)


def halves(one, other, dtype=np.uint8):
    """A picture whose left half is of one colour and whose right half of another."""
    pixels = np.empty((len(one), 40, 60), dtype)
    pixels[:, :, :30] = np.array(one)[:, None, None]
    pixels[:, :, 30:] = np.array(other)[:, None, None]
    return pixels


PALETTE = {0: (*RED, 255), 1: (*GREEN, 255)}
CMYK = [ColorInterp.cyan, ColorInterp.magenta, ColorInterp.yellow, ColorInterp.black]
KINDS = {
    "PNG": (halves(RED, GREEN), "PNG", {}, RED, GREEN),
    "opacity": (halves((*RED, 255), (*GREEN, 0)), "PNG", {}, RED, None),
    "TIFF": (halves(RED, GREEN), "GTiff", {"photometric": "RGB"}, RED, GREEN),
    "nodata": (halves(RED, (0, 0, 0)), "GTiff", {"photometric": "RGB", "nodata": 0}, RED, None),
    "16 bits": (halves(RED, GREEN, np.uint16) * 257, "PNG", {}, RED, GREEN),
    "12 bits": (halves(RED, GREEN, np.uint16) * 16, "GTiff",
                {"photometric": "RGB", "nbits": 12}, RED, GREEN),
    "grey": (halves([128], [40]), "PNG", {}, GREY, (40,) * 3),
    "grey of 16 bits": (halves([32896], [10280], np.uint16), "GTiff", {}, GREY, (40,) * 3),
    "1 bit": (halves([1], [0]), "GTiff", {"nbits": 1}, (255,) * 3, (0,) * 3),
    "palette": (halves([0], [1]), "GTiff", {"table": PALETTE, "photometric": "palette"},
                RED, GREEN),
    "CMYK": (halves((0, 204, 204, 55), (204, 0, 0, 0)), "GTiff", {"photometric": "CMYK"},
             (200, 40, 40), (51, 255, 255)),
    "JPEG": (halves(RED, GREEN), "JPEG", {"quality": 95}, RED, GREEN),
    "lossless WebP": (halves(RED, GREEN), "WEBP", {"lossless": True}, RED, GREEN),
}  # fmt: skip


@pytest.mark.parametrize("factor", [1, 4, 7])
@pytest.mark.parametrize("kind", KINDS)
def test_an_image_of_any_kind_is_read_into_the_same_colours(tmp_path, kind, factor):
    pixels, driver, options, left, right = KINDS[kind]
    path = old.save(tmp_path / "image", pixels, driver, **options)
    facts = rasters.read_facts(path, "image")
    assert (facts.width, facts.height, facts.affine, facts.points) == (60, 40, None, ())
    read = rasters.read_pixels(path, "image", factor, None)
    assert read.shape == (4, -(-40 // factor), -(-60 // factor))
    near = 4 if kind == "JPEG" else 1
    for column, colour in ((1, left), (-2, right)):
        if colour is None:
            assert (read[3, :, column] == 0).all()
        else:
            assert (read[3, :, column] == 255).all()
            assert np.abs(read[:3, :, column].T.astype(int) - colour).max() <= near


def test_a_picture_is_the_mean_of_what_is_seen():
    strip = np.array([[[200, 0]], [[100, 0]], [[0, 0]], [[255, 0]]], np.uint8)
    assert rasters._shrunk(strip, 2, 1, 1).ravel().tolist() == [200, 100, 0, 128]


def test_a_large_image_is_read_strip_by_strip_as_at_once(tmp_path, monkeypatch):
    noise = np.random.default_rng(3).integers(0, 256, (3, 101, 67), np.uint8)
    path = old.save(tmp_path / "image", noise)
    whole = rasters.read_pixels(path, "image", 3, None)
    monkeypatch.setattr(rasters, "_STRIP_PIXELS", 700)
    np.testing.assert_array_equal(rasters.read_pixels(path, "image", 3, None), whole)


def test_outside_the_mask_nothing_is_seen(tmp_path):
    path = old.save(tmp_path / "image", halves(RED, GREEN))
    mask = np.array([[0, 0], [20, 0], [20, 40], [0, 40]], dtype=float)
    read = rasters.read_pixels(path, "image", 2, mask)
    assert (read[3, :, :10] == 255).all()
    assert (read[3, :, 10:] == 0).all()


def test_what_is_transparent_lends_no_colour_to_its_neighbours():
    pixels = np.zeros((4, 40, 60), np.uint8)
    pixels[0, :, :30] = 250
    pixels[3, :, :30] = 255
    pixels[1] = 90
    warped = rasters.warp(pixels, (77, 51), (0, 0, 60, 40), affine=(1, 0, 0, 0, -1, 40))
    seen = warped[:, warped[3] > 0]
    assert (seen[0] >= 249).all()


REFUSED = {
    "text": (b"x,y\n1,2\n", "plan is by its content no image that can be read; maps are read from"),
    "a virtual raster": (b'<VRTDataset rasterXSize="1" rasterYSize="1">', "no image that can be"),
    "nothing": (b"", "no image that can be read"),
    "half a PNG": (b"\x89PNG\r\n\x1a\n\0\0", "plan cannot be read as an image ("),
    "half a TIFF": (b"II*\0\x08\0\0\0\x01", "plan cannot be read as an image ("),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_whole_image_is_refused(tmp_path, kind, capfd):
    content, message = REFUSED[kind]
    (tmp_path / "plan").write_bytes(content)
    with pytest.raises(InputError) as raised:
        rasters.read_facts(tmp_path / "plan", "plan")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)
    assert str(tmp_path) not in str(raised.value)
    assert capfd.readouterr().err == ""


def test_an_image_that_ends_too_early_is_refused_when_it_is_drawn(tmp_path):
    noise = np.random.default_rng(4).integers(0, 256, (3, 300, 300), np.uint8)
    path = old.save(tmp_path / "plan", noise, "GTiff", photometric="RGB")
    path.write_bytes(path.read_bytes()[:-100_000])
    rasters.read_facts(path, "plan")
    with pytest.raises(InputError, match="plan cannot be read as an image"):
        rasters.read_pixels(path, "plan", 1, None)


def test_numbers_that_are_no_colours_are_refused(tmp_path):
    path = old.save(tmp_path / "plan", np.zeros((1, 9, 9), np.float32), "GTiff")
    with pytest.raises(InputError, match="holds float32 numbers, which are no colours"):
        rasters.read_facts(path, "plan")


def test_an_image_of_too_many_pixels_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rasters, "MOST_PIXELS", 2399)
    path = old.save(tmp_path / "plan", halves(RED, GREEN))
    with pytest.raises(InputError, match=r"plan has 60 × 40 pixels, more than the 2,399"):
        rasters.read_facts(path, "plan")


def test_a_point_outside_its_systems_world_is_not_finite():
    lonlat = rasters.to_lonlat("EPSG:3857", np.array([[0.0, 0.0], [1e300, 1e300]]))
    assert np.isfinite(lonlat[0]).all()
    assert not np.isfinite(lonlat[1]).all()
