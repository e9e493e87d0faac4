"""Tiles: their numbers, and the archive that is the same to the byte and that others can read."""

from __future__ import annotations

import gzip
import hashlib
import io
import math
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader, all_tiles

from mapbuilder.errors import InputError
from mapbuilder.tiles import (
    MOST_LATITUDE,
    Rect,
    TileSet,
    bbox_of,
    gunzipped,
    gzipped,
    ids_of,
    rects_of,
    require_tiles,
    tile_id,
    tile_of,
    to_degrees,
    to_pmtiles,
    to_unit,
)

WORLD = (-180.0, -85.0, 180.0, 85.0)
numbers = st.integers(0, 12).flatmap(
    lambda zoom: st.tuples(st.just(zoom), st.integers(0, 2**zoom - 1), st.integers(0, 2**zoom - 1))
)
tile_maps = st.dictionaries(
    numbers.map(lambda tile: tile_id(*tile)), st.binary(min_size=1, max_size=40), min_size=1
)


def read_by_others(archive: bytes) -> dict[int, bytes]:
    return {tile_id(*tile): content for tile, content in all_tiles(MemorySource(archive))}


@given(tile_maps)
def test_the_library_of_the_format_reads_what_was_written(tiles):
    archive = to_pmtiles(TileSet("png", tiles, WORLD, {"name": "Bakı"}))
    assert read_by_others(archive) == tiles
    header = Reader(MemorySource(archive)).header()
    assert header["addressed_tiles_count"] == len(tiles)
    assert header["tile_contents_count"] == len(set(tiles.values()))
    assert header["min_zoom"] == min(tile_of(number)[0] for number in tiles)
    assert header["max_zoom"] == max(tile_of(number)[0] for number in tiles)
    assert Reader(MemorySource(archive)).metadata() == {"name": "Bakı"}


@given(tile_maps, st.randoms())
def test_the_same_tiles_are_the_same_bytes_in_whatever_order_they_come(tiles, chance):
    shuffled = list(tiles.items())
    chance.shuffle(shuffled)
    archive = to_pmtiles(TileSet("mvt", tiles, WORLD, {"a": 1, "b": 2}))
    assert to_pmtiles(TileSet("mvt", dict(shuffled), WORLD, {"b": 2, "a": 1})) == archive


def test_an_archive_has_leaves_when_its_root_would_be_too_large():
    chance = random.Random(7)
    numbers = chance.sample(range(tile_id(10, 0, 0), tile_id(11, 0, 0)), 9_000)
    tiles = {number: chance.randbytes(chance.randint(4, 90)) for number in numbers}
    archive = to_pmtiles(TileSet("png", tiles, WORLD, {}))
    header = Reader(MemorySource(archive)).header()
    assert header["leaf_directory_length"] > 0
    assert 127 + header["root_length"] <= 16_384
    assert read_by_others(archive) == tiles


def test_the_bytes_are_no_zlib_s_of_this_python():
    """A fixed archive has a fixed hash, under every Python and whatever its zlib."""
    archive = to_pmtiles(TileSet("png", {0: b"a", 1: b"b", 2: b"b"}, WORLD, {"name": "x"}))
    digest = hashlib.sha256(archive).hexdigest()
    assert digest == "7be3152754df1c0c5196e837bfd5b3cc55e5da989b3edf2b4195dee40085d947"


def test_equal_neighbours_are_one_entry():
    archive = to_pmtiles(TileSet("png", {5: b"sea", 6: b"sea", 7: b"sea", 9: b"sea"}, WORLD, {}))
    header = Reader(MemorySource(archive)).header()
    assert (header["tile_entries_count"], header["tile_contents_count"]) == (2, 1)
    assert header["tile_data_length"] == 3


@pytest.mark.parametrize("tiles", [{}, {5: b""}])
def test_an_archive_without_tiles_is_refused(tiles):
    with pytest.raises(InputError, match="no tile"):
        to_pmtiles(TileSet("png", tiles, WORLD, {}))


@given(st.floats(-180, 180), st.floats(-MOST_LATITUDE, MOST_LATITUDE), st.integers(0, 16))
def test_a_point_s_tile_holds_the_point(lon, lat, zoom):
    (rect,) = rects_of((lon, lat, lon, lat), zoom)
    assert len(rect) == 1
    west, south, east, north = bbox_of([rect])
    assert west - 1e-9 <= lon <= east + 1e-9
    assert south - 1e-6 <= lat <= north + 1e-6


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_square_and_degrees_are_each_other_s_inverse(x, y):
    back = to_unit(*to_degrees(x, y))
    assert math.isclose(back[0], x, abs_tol=1e-9)
    assert math.isclose(back[1], y, abs_tol=1e-6)


@given(numbers)
@settings(max_examples=50)
def test_a_tile_s_own_bbox_is_that_tile_alone(tile):
    zoom, x, y = tile
    assert rects_of(bbox_of([Rect(zoom, x, y, x, y)]), zoom) in (
        [Rect(zoom, x, y, x, y)],
        # Rounding may touch a neighbour by a billionth of a degree.
        *([Rect(zoom, x - a, y - b, x + c, y + d)] for a in (0, 1) for b in (0, 1)
          for c in (0, 1) for d in (0, 1)),
    )  # fmt: skip


def test_a_bbox_across_180_degrees_has_tiles_on_both_sides():
    east, west = rects_of((170.0, -10.0, -170.0, 10.0), 4)
    assert (east.x0, east.x1) == (15, 15)
    assert (west.x0, west.x1) == (0, 0)
    assert (east.y0, east.y1) == (7, 8)


def test_tiles_are_counted_before_they_are_listed():
    with pytest.raises(InputError, match="smaller area or fewer zooms"):
        ids_of(rects_of(WORLD, 20))
    both = [Rect(3, 0, 0, 2, 2), Rect(3, 1, 1, 3, 3)]
    assert len(ids_of(both)) == 9 + 9 - 4


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    bomb = gzipped(bytes(50_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(InputError, match="the bomb unpacks to more than 1 MB"):
        gunzipped(bomb, 1_000_000, "the bomb")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"no gzip", "damaged"),
        (gzipped(b"some text")[:-5], "ends too early"),
        (gzipped(b"some text") + gzipped(b"more"), "follows its end"),
    ],
)
def test_what_is_damaged_is_told(content, fault):
    with pytest.raises(InputError, match=fault):
        gunzipped(content, 1000, "the tile")


def test_gzip_has_no_time_in_it():
    packed = gzipped(b"text")
    assert packed[4:8] == bytes(4)
    assert gzip.GzipFile(fileobj=io.BytesIO(packed)).read() == b"text"


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch):
    require_tiles()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[tiles\]'"):
        require_tiles()
    assert "pmtiles" in sys.modules
