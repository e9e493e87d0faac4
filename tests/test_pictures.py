"""Pictures for the page: upright, of a stated size, in sRGB, and with nothing but their pixels."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from mapbuilder import pictures
from mapbuilder.errors import InputError
from mapbuilder.pictures import fitted, read_facts, to_webp

from . import tiny_media

RED, BLUE, GROUND = (140, 47, 57), (46, 112, 156), (214, 206, 190)


def near(pixel, colour, by=12):
    return all(abs(one - other) <= by for one, other in zip(pixel, colour, strict=True))


def converted(path, side_px=1600):
    facts = read_facts(path, path.name)
    return to_webp(path, path.name, fitted(facts.width, facts.height, side_px))


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "gif", "tif"])
def test_every_kind_becomes_a_webp_of_its_colours(tmp_path, suffix):
    path = tiny_media.picture(tmp_path / f"a.{suffix}")
    facts = read_facts(path, "a")
    assert (facts.width, facts.height, facts.moves) == (320, 200, False)
    webp = converted(path)
    assert webp[8:12] == b"WEBP"
    image = tiny_media.pixels(webp)
    assert image.size == (320, 200)
    assert near(image.getpixel((40, 40)), RED)
    assert near(image.getpixel((240, 150)), BLUE)
    assert near(image.getpixel((300, 20)), GROUND)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_whatever_its_camera_wrote(tmp_path, orientation):
    """Exif 3.0, 4.6.5.1: the red corner goes where the tag says that row 0 and column 0 are."""
    path = tiny_media.picture(tmp_path / "a.jpg", orientation=orientation)
    facts = read_facts(path, "a")
    assert (facts.width, facts.height) == ((320, 200) if orientation < 5 else (200, 320))
    image = tiny_media.pixels(converted(path))
    assert image.size == (facts.width, facts.height)
    right, below = {
        1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)
    }[orientation]  # fmt: skip
    corner = (right * (image.width - 1) * 0.9 + 10, below * (image.height - 1) * 0.9 + 10)
    assert near(image.getpixel(tuple(map(int, corner))), RED)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "tif"])
def test_where_and_by_whom_it_was_taken_does_not_reach_the_page(tmp_path, suffix):
    path = tiny_media.picture(tmp_path / f"a.{suffix}", secret=True)
    assert tiny_media.has(path.read_bytes()), "the test's own picture has no secrets to lose"
    webp = converted(path)
    assert tiny_media.has(webp) == []
    with Image.open(BytesIO(webp)) as image:
        assert dict(image.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile"} & {key for key, on in image.info.items() if on}


def test_the_same_file_gives_the_same_bytes(tmp_path):
    path = tiny_media.picture(tmp_path / "a.jpg", (900, 700))
    assert converted(path, 400) == converted(path, 400)


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_made_larger(tmp_path):
    large = tiny_media.picture(tmp_path / "large.jpg", (3000, 1000))
    assert tiny_media.pixels(converted(large)).size == (1600, 533)
    small = tiny_media.picture(tmp_path / "small.jpg", (90, 60))
    assert tiny_media.pixels(converted(small)).size == (90, 60)


@given(st.integers(1, 60_000), st.integers(1, 60_000), st.integers(320, 8192))
def test_a_fitted_size_keeps_the_proportions_and_the_limit(width, height, side):
    fit = fitted(width, height, side)
    assert max(fit) <= side or max(width, height) <= side
    assert min(fit) >= 1
    assert abs(fit[0] / width - fit[1] / height) <= 1 / min(width, height)


def test_a_drawing_is_kept_without_loss_where_that_is_smaller(tmp_path):
    path = tmp_path / "drawing.png"
    drawing = Image.new("RGB", (400, 400), "white")
    drawing.paste((0, 0, 0), (10, 10, 390, 14))
    drawing.save(path)
    assert tiny_media.pixels(converted(path)).tobytes() == drawing.tobytes()


def test_what_is_clear_stays_clear(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGBA", (60, 40), (10, 20, 30, 0)).save(path)
    with Image.open(BytesIO(converted(path))) as image:
        assert image.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_colours_of_every_kind_are_those_of_the_screen(tmp_path, mode):
    path = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    if mode == "I;16":
        Image.new("I;16", (60, 40), 32_768).save(path)
    else:
        image = Image.new("RGB", (60, 40), (128, 128, 128))
        (image.quantize(4) if mode == "P" else image.convert(mode, dither=0)).save(path)
    pixel = tiny_media.pixels(converted(path)).getpixel((5, 5))
    grey = (255,) * 3 if mode == "1" else (128,) * 3
    assert near(pixel, grey, 4), (mode, pixel)


def test_a_profile_s_colours_are_those_of_the_screen_without_it(tmp_path):
    """In a profile whose red is blue, and whose blue is red, what is stored as red is seen blue."""
    path = tmp_path / "a.jpg"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    Image.new("RGB", (60, 40), (200, 40, 30)).save(path, icc_profile=swapped, quality=95)
    assert near(tiny_media.pixels(converted(path)).getpixel((5, 5)), (30, 40, 200))
    Image.new("RGB", (60, 40), (200, 40, 30)).save(path, icc_profile=b"nonsense", quality=95)
    assert near(tiny_media.pixels(converted(path)).getpixel((5, 5)), (200, 40, 30))


def test_a_picture_that_moves_is_its_first_frame(tmp_path):
    path = tiny_media.gif(tmp_path / "a.gif")
    assert read_facts(path, "a").moves
    with Image.open(BytesIO(converted(path))) as image:
        assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "tif"])
def test_a_torn_file_is_refused_when_it_is_read(tmp_path, suffix):
    path = tiny_media.picture(tmp_path / f"a.{suffix}")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(InputError, match=r"^a\.x cannot be read as a picture"):
        read_facts(path, "a.x")


def test_too_many_pixels_are_refused_before_they_are_read(tmp_path, monkeypatch):
    path = tiny_media.picture(tmp_path / "a.png")
    monkeypatch.setattr(pictures, "MOST_PIXELS", 63_999)
    with pytest.raises(InputError, match=r"320 × 200 pixels, more than the 63,999"):
        read_facts(path, "a.png")


def test_the_pages_of_a_tiff_are_counted_without_its_smaller_copies(tmp_path):
    pages = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    smaller = Image.new("RGB", (30, 20), "red")
    smaller.encoderinfo = {"tiffinfo": {254: 1}}
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=[*pages[1:], smaller])
    assert read_facts(tmp_path / "a.tif", "a").pages == 3
    tiny_media.picture(tmp_path / "b.tif")
    assert read_facts(tmp_path / "b.tif", "b").pages == 1


@pytest.mark.parametrize(
    ("mode", "tags", "said"),
    [
        ("RGB", {50706: b"\1\4\0\0"}, "camera's raw picture"),
        ("RGB", {254: 1}, "camera's raw picture, or begins with a small copy"),
        ("F", {}, "measurements for pixels"),
    ],
)
def test_a_tiff_that_would_be_seen_wrongly_is_refused_before_anything_is_built(
    tmp_path, mode, tags, said
):
    Image.new(mode, (60, 40)).save(tmp_path / "a.tif", tiffinfo=tags)
    with pytest.raises(InputError, match=said):
        read_facts(tmp_path / "a.tif", "a.tif")


def test_sixteen_bits_in_planes_are_refused(tmp_path):
    """Pillow reads the second half of each plane as the plane after it."""
    rasterio = pytest.importorskip("rasterio")
    numpy = pytest.importorskip("numpy")
    options = {"width": 60, "height": 40, "count": 3, "dtype": "uint16", "photometric": "RGB"}
    options |= {"transform": rasterio.Affine(1, 0, 0, 0, -1, 40)}
    for interleave in ("band", "pixel"):
        path = tmp_path / f"{interleave}.tif"
        with rasterio.open(path, "w", driver="GTiff", interleave=interleave, **options) as file:
            file.write(numpy.zeros((3, 40, 60), "uint16"))
    assert read_facts(tmp_path / "pixel.tif", "pixel").pages == 1
    with pytest.raises(InputError, match="more than 8 bits a channel"):
        read_facts(tmp_path / "band.tif", "band.tif")


def test_a_moving_avif_moves(tmp_path):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green")]
    frames[0].save(tmp_path / "a.avif", save_all=True, append_images=frames[1:], duration=100)
    assert read_facts(tmp_path / "a.avif", "a").moves
