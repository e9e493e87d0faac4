"""Ranges of a file, here or on a server: whole, of one state, and in few requests."""

from __future__ import annotations

import pytest

from mapbuilder import ranges
from mapbuilder.errors import InputError
from mapbuilder.ranges import FileBytes, open_bytes

from .tile_maps import served

CONTENT = bytes(i % 251 for i in range(300_000))


@pytest.fixture
def server():
    with served({"map.pmtiles": CONTENT}) as running:
        yield running


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "map.pmtiles"
    path.write_bytes(CONTENT)
    return path


WANTED = [(0, 10), (250_000, 100), (20, 5), (0, 10), (299_999, 1)]


@pytest.mark.parametrize("where", ["file", "server"])
def test_each_distinct_range_comes_once_and_whole(where, request):
    source = request.getfixturevalue(where)
    source = open_bytes(str(source) if where == "file" else source.url("map.pmtiles?key=1"))
    steps = []
    read = list(source.read(WANTED, lambda done, total: steps.append((done, total))))
    assert dict(read) == {(o, n): CONTENT[o : o + n] for o, n in WANTED}
    assert len(read) == 4
    assert source.name == "map.pmtiles"
    assert source.size == len(CONTENT)
    assert steps[-1][0] == steps[-1][1]


def test_ranges_that_lie_near_each_other_come_in_one_request(server):
    source = open_bytes(server.url("map.pmtiles"))
    server.asked.clear()
    near = [(1_000 * i, 100) for i in range(100)]
    assert dict(source.read([*near, (280_000, 10)])) == {
        (o, n): CONTENT[o : o + n] for o, n in [*near, (280_000, 10)]
    }
    assert sorted(server.asked) == ["bytes=0-99099", "bytes=280000-280009"]


def test_no_request_is_larger_than_the_limit(server, monkeypatch):
    monkeypatch.setattr(ranges, "_MOST_BYTES", 10_000)
    source = open_bytes(server.url("map.pmtiles"))
    server.asked.clear()
    list(source.read([(1_000 * i, 1_000) for i in range(100)]))
    assert len(server.asked) == 10


def test_a_server_without_ranges_is_refused(server):
    server.with_ranges = False
    with pytest.raises(InputError, match="does not answer Range requests; download"):
        open_bytes(server.url("map.pmtiles"))


def test_a_file_that_changes_while_it_is_read_is_refused(server):
    source = open_bytes(server.url("map.pmtiles"))
    server.changes_after = len(server.asked)
    with pytest.raises(InputError, match="was changed on its server"):
        list(source.read([(0, 10)]))


def test_a_server_s_passing_failure_is_passed_over_and_a_lasting_one_told(server, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    server.failing = [503, 429]
    assert open_bytes(server.url("map.pmtiles")).size == len(CONTENT)
    server.failing = [500] * 3
    with pytest.raises(InputError, match="answers 500"):
        open_bytes(server.url("map.pmtiles"))
    server.asked.clear()
    with pytest.raises(
        InputError, match=r"nothing\.pmtiles cannot be read from its server: .* 404"
    ):
        open_bytes(server.url("nothing.pmtiles"))
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(InputError, match="cannot be read from its server"):
        open_bytes("http://127.0.0.1:9/map.pmtiles")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("https://tile.openstreetmap.org/{z}/{x}/{y}.png", "forbid offline use"),
        ("https://a.tile.openstreetmap.org/12/2615/1544.png", "forbid offline use"),
        ("https://tile.openstreetmap.org/planet.pmtiles", "forbid offline use"),
        ("https://example.org/t/12/2615/1544.pbf", "forbid offline use"),
        ("ftp://example.org/map.pmtiles", "not an http or https address"),
        ("file:///etc/passwd", "not an http or https address"),
        ("https://", "not an http or https address"),
        ("https://[::1", "no web address"),
        ("nothing.pmtiles", "there is no file 'nothing.pmtiles'"),
        ("a\0b", "there is no file"),
        (".", "is not a file"),
    ],
)
def test_what_is_no_file_is_told(source, fault):
    with pytest.raises(InputError, match=fault):
        open_bytes(source)


@pytest.mark.parametrize("wanted", [(299_999, 2), (400_000, 1), (-1, 5), (0, 2**70)])
def test_nothing_beyond_a_file_s_end_is_read(file, server, wanted):
    for source in (open_bytes(str(file)), open_bytes(server.url("map.pmtiles"))):
        with pytest.raises(InputError, match="is cut short"):
            list(source.read([wanted]))


def test_a_file_that_is_cut_while_it_is_read_is_told(file):
    source = FileBytes(file, "map.pmtiles", 400_000)
    with pytest.raises(InputError, match="became shorter"):
        list(source.read([(299_000, 2_000)]))
