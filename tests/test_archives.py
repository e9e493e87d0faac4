"""Archives: PMTiles and MBTiles give the same tiles; what is wrong with one is one line."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapbuilder import archives
from mapbuilder.archives import kind_of, open_archive
from mapbuilder.errors import InputError
from mapbuilder.tiles import TileSet, gzipped, ids_of, rects_of, tile_id, to_pmtiles

from .tile_maps import BAKU, PNG, served, tile_set, vector_tile, write_mbtiles, write_pmtiles

WORLD = (-180.0, -85.0511287, 180.0, 85.0511287)


def everything(archive):
    facts = archive.facts
    rects = [
        rect
        for zoom in range(facts.min_zoom, facts.max_zoom + 1)
        for rect in rects_of(facts.bbox, zoom)
    ]
    return archive.read(archive.find(rects))


def test_pmtiles_mbtiles_and_a_server_give_the_same_tiles(tmp_path):
    given = tile_set()
    packed = write_pmtiles(tmp_path / "a.pmtiles", given)
    rows = write_mbtiles(tmp_path / "a.mbtiles", given)
    with served({"a.pmtiles": packed.read_bytes()}) as server:
        read = [everything(open_archive(str(each))) for each in (packed, rows)]
        read.append(everything(open_archive(server.url("a.pmtiles"))))
    assert [dict(each.tiles) for each in read] == [dict(given.tiles)] * 3
    assert {each.tile_type for each in read} == {"mvt"}
    assert {each.metadata["attribution"] for each in read} == {given.metadata["attribution"]}


@given(
    west=st.floats(49.7, 49.9), south=st.floats(40.3, 40.4), size=st.floats(0.001, 0.2),
    zooms=st.tuples(st.integers(9, 15), st.integers(9, 15)),
)  # fmt: skip
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_found_is_what_was_wanted_and_is_there(tmp_path, west, south, size, zooms):
    whole = tile_set()
    path = tmp_path / "a.pmtiles"
    if not path.exists():
        write_pmtiles(path, whole)
        write_mbtiles(tmp_path / "a.mbtiles", whole)
    area = (west, south, west + size, south + size)
    rects = [rect for zoom in range(min(zooms), max(zooms) + 1) for rect in rects_of(area, zoom)]
    expected = {number: whole.tiles[number] for number in ids_of(rects) if number in whole.tiles}
    for name in ("a.pmtiles", "a.mbtiles"):
        archive = open_archive(str(tmp_path / name))
        found = archive.find(rects)
        assert found.size == sum(map(len, expected.values()))
        assert dict(archive.read(found).tiles) == expected


def test_a_large_archive_is_found_through_its_leaves(tmp_path):
    chance = random.Random(3)
    numbers = chance.sample(range(tile_id(10, 0, 0), tile_id(11, 0, 0)), 9_000)
    tiles = {number: chance.randbytes(chance.randint(4, 90)) for number in numbers}
    path = tmp_path / "large.pmtiles"
    path.write_bytes(to_pmtiles(TileSet("png", tiles, WORLD, {})))
    with served({"large.pmtiles": path.read_bytes()}) as server:
        archive = open_archive(server.url("large.pmtiles"))
        rects = rects_of((10.0, 10.0, 40.0, 40.0), 10)
        found = archive.find(rects)
        asked = len(server.asked)
        got = archive.read(found)
    expected = {number: tiles[number] for number in ids_of(rects) if number in tiles}
    assert dict(got.tiles) == expected
    assert asked <= 8
    assert len(got.tiles) > 50


def test_vector_tiles_that_are_not_compressed_or_with_zlib_become_gzip(tmp_path):
    import zlib

    plain = vector_tile()
    for content in (plain, zlib.compress(plain), gzipped(plain)):
        path = write_mbtiles(
            tmp_path / "a.mbtiles", TileSet("mvt", {tile_id(10, 653, 385): content}, BAKU, {})
        )
        assert set(everything(open_archive(str(path))).tiles.values()) == {gzipped(plain)}
        path.unlink()


def test_pictures_are_what_they_are_whatever_the_metadata_says(tmp_path):
    jpg = b"\xff\xd8\xff\xe0" + bytes(30)
    tiles = TileSet("jpg", {tile_id(10, 653, 385): jpg}, BAKU, {})
    archive = open_archive(str(write_mbtiles(tmp_path / "a.mbtiles", tiles, format="png")))
    assert archive.facts.tile_type == "jpg"
    assert set(everything(archive).tiles.values()) == {jpg}
    packed = write_pmtiles(tmp_path / "a.pmtiles", TileSet("png", {0: PNG}, WORLD, {}))
    assert open_archive(str(packed)).facts.tile_type == "png"


def test_more_bytes_than_fit_are_refused_before_they_are_read(tmp_path, monkeypatch):
    archive = open_archive(str(write_pmtiles(tmp_path / "a.pmtiles")))
    monkeypatch.setattr(archives, "MOST_BYTES", 100)
    with pytest.raises(InputError, match="smaller area or fewer zooms"):
        everything(archive)


def header_with(**changes):
    """An archive with some bytes of its header changed: ``at_97=b"..."``."""
    raw = bytearray(to_pmtiles(tile_set()))
    for at, content in changes.items():
        start = int(at.removeprefix("at_"))
        raw[start : start + len(content)] = content
    return bytes(raw)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "not a PMTiles archive"),
        (b"<!DOCTYPE html>" * 20, "not a PMTiles archive"),
        (b"PM\x02\x00" + bytes(600), "PMTiles version 2; write it again as version 3"),
        (header_with(at_7=b"\x04"), "PMTiles version 4; version 3 can be read"),
        (to_pmtiles(tile_set())[:100], "cut short"),
        (to_pmtiles(tile_set())[:-1], "cut short: it has .* bytes of"),
        (header_with(at_97=b"\x03"), "brotli directories"),
        (header_with(at_97=b"\x77"), "damaged: its header"),
        (header_with(at_98=b"\x04"), "tiles compressed with zstd"),
        (header_with(at_99=b"\x06"), "kind 'mlt'"),
        (header_with(at_100=b"\x09\x63"), "damaged: its zooms"),
        (header_with(at_127=b"\x00\x00\x00\x00"), "directory of broken.pmtiles is damaged"),
        (header_with(at_16=b"\x05"), "a directory of broken.pmtiles is damaged"),
    ],
)
def test_a_broken_archive_is_one_line(tmp_path, content, fault):
    path = tmp_path / "broken.pmtiles"
    path.write_bytes(content)
    with pytest.raises(InputError, match=fault) as raised:
        open_archive(str(path))
    assert "\n" not in str(raised.value)


def with_metadata(content: bytes) -> bytes:
    """An archive whose metadata is ``content``, at its end."""
    raw = bytearray(to_pmtiles(tile_set()))
    raw[24:40] = len(raw).to_bytes(8, "little") + len(content).to_bytes(8, "little")
    return bytes(raw) + content


@pytest.mark.parametrize(
    ("metadata", "fault"),
    [
        (gzipped(bytes(60_000_000)), "unpacks to more than 16 MB"),
        (gzipped(b"[1]"), "not a JSON object"),
        (gzipped(b"{"), "not JSON"),
        (gzipped(b'{"a":' * 100_000), "not JSON"),
        (b"text", "damaged"),
    ],
)
def test_metadata_that_cannot_be_read_is_one_line(tmp_path, metadata, fault):
    path = tmp_path / "broken.pmtiles"
    path.write_bytes(with_metadata(metadata))
    with pytest.raises(InputError, match=fault):
        open_archive(str(path))


def test_a_directory_that_unpacks_without_end_is_refused(tmp_path):
    raw = bytearray(to_pmtiles(tile_set()))
    bomb = gzipped(bytes(80_000_000))
    raw[8:24] = len(raw).to_bytes(8, "little") + len(bomb).to_bytes(8, "little")
    path = tmp_path / "bomb.pmtiles"
    path.write_bytes(bytes(raw) + bomb)
    with pytest.raises(InputError, match="unpacks to more than 32 MB"):
        open_archive(str(path))


SMALL = to_pmtiles(tile_set(zooms=range(10, 12)))


@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=6))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_is_a_traceback(tmp_path, changes):
    from mapbuilder.tile_schema import characters_of, schema_of

    raw = bytearray(SMALL)
    for at, value in changes:
        raw[at] = value
    path = tmp_path / "changed.pmtiles"
    path.write_bytes(raw)
    # Whatever else is raised is the test's failure.
    with suppress(InputError):
        tiles = everything(open_archive(str(path)))
        if tiles.tiles and tiles.tile_type == "mvt":
            schema_of(tiles, path.name)
            characters_of(tiles, ["en"], path.name)


def database(path, *statements):
    with closing(sqlite3.connect(path)) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()


TABLES = (
    "CREATE TABLE metadata (name text, value text)",
    "CREATE TABLE tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)",
)


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        ((), "no such table: metadata"),
        (TABLES[:1], "no such table: tiles"),
        (("CREATE TABLE metadata (a)",), "no such column"),
        (TABLES, "has no tiles"),
        ((*TABLES, "INSERT INTO tiles VALUES (1, 0, 0, 'text')"), "has no tiles"),
        ((*TABLES, "INSERT INTO tiles VALUES (99, 0, 0, x'1f8b')"), "its zooms are 99 to 99"),
        ((*TABLES, "INSERT INTO tiles VALUES ('a', 0, 0, x'1f8b')"), "zooms are not numbers"),
        (
            (
                *TABLES,
                "INSERT INTO tiles VALUES (1, 0, 0, x'1f8b')",
                "INSERT INTO metadata VALUES ('json', '{')",
            ),
            "metadata is not JSON",
        ),
        (
            (
                *TABLES,
                "INSERT INTO tiles VALUES (1, 0, 0, x'00')",
                "INSERT INTO metadata VALUES ('format', 'terrain')",
            ),
            "kind 'terrain'",
        ),
    ],
)
def test_a_database_that_is_no_mbtiles_is_one_line(tmp_path, statements, fault):
    path = tmp_path / "broken.mbtiles"
    database(path, *statements)
    with pytest.raises(InputError, match=fault):
        open_archive(str(path))


def test_a_file_that_is_no_database_is_one_line(tmp_path):
    path = tmp_path / "broken.mbtiles"
    path.write_bytes(b"PK\x03\x04 not a database" * 100)
    with pytest.raises(InputError, match=r"broken\.mbtiles is not an MBTiles file"):
        open_archive(str(path))
    path.write_bytes(write_mbtiles(tmp_path / "whole.mbtiles").read_bytes()[:5_000])
    with pytest.raises(InputError, match=r"broken\.mbtiles"):
        everything(open_archive(str(path)))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pmtiles", b"whatever", "pmtiles"),
        ("a.bin", b"PMTiles\x03", "pmtiles"),
        ("a.bin", b"PM\x02\x00", "pmtiles"),
        ("a.mbtiles", b"", "mbtiles"),
        ("a.db", b"SQLite format 3\0" + bytes(84), "mbtiles"),
        ("a.gpkg", b"SQLite format 3\0" + bytes(84), "features"),
        ("a.db", b"SQLite format 3\0" + bytes(52) + b"GPKG" + bytes(28), "features"),
        ("a.geojson", b"{}", "features"),
        ("a.csv", b"PM,x", "features"),
    ],
)
def test_a_file_is_told_by_what_is_in_it(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(str(path)) == kind
