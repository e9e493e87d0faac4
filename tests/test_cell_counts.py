"""The counts by which the page for a web server filters: exact, whatever is chosen."""

from __future__ import annotations

import gzip
import json
import zlib
from base64 import b64decode
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mapbox_vector_tile import decode
from pmtiles.reader import MmapSource, Reader, all_tiles

import mapbuilder.cell_counts as cell_counts
import mapbuilder.placed_records as placed_records
import mapbuilder.record_facets as record_facets
from mapbuilder.parted_build import build_joined
from mapbuilder.tiles import tile_id

PLACES = "id,name,lat,lon,precision\n" + "".join(
    f"p{number},Place {number},{40 + number % 5 / 3:.3f},{45 + number / 7:.3f},town\n"
    for number in range(15)
)
SETTINGS = """\
title = "Trams"
[join]
world = false
[groups.private]
shown = false
[groups.later]
[groups.core]
[categories.trial]
label = "Trials"
"""
DATES = [
    None, "1988", "1989-03", "1990-01-20", "1990-01/1991-05", "1988/..", "../1989", "1989/",
    "1985-02-03", "1992-12-31", "198X",
]  # fmt: skip
KINDS = [None, "trial", "arrest", "letter"]
SOURCES = "id,title\nS1,A press release\nS;2,Notes of a meeting\n"

RECORD = st.fixed_dictionaries({
    "place": st.sampled_from([
        *(f"Place {number}" for number in range(15)), "Place 3 and Place 12", "Nowhere at all",
    ]),
    "date": st.sampled_from(DATES),
    "category": st.sampled_from(KINDS),
    "group": st.sampled_from([None, "core", "later", "private"]),
    "source": st.sampled_from([None, "S1", "S;2", "S1; A letter", "A letter;S1"]),
})  # fmt: skip


class Counts:
    """The file as the page reads it, by what the head says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        page = (folder / "index.html").read_text("utf-8")
        self.head = json.loads(page.partition('id="payload">')[2].partition("</script>")[0])
        self.facts = self.head["web"]["counts"]
        self.content = (folder / self.facts["file"]).read_bytes()
        assert len(self.content) == self.facts["bytes"]
        self.root = self.json(self.facts["index"], self.facts["bytes"])
        self.where = {
            tile: row
            for start, stop in pairwise(self.root["start"])
            for block in [self.json(start, stop)]
            for tile, *row in zip(*(block[name] for name in NAMES), strict=True)
        }

    def json(self, start: int, stop: int) -> Any:
        return json.loads(zlib.decompress(self.content[start:stop]))

    def columns(self, tile: int) -> list[list[int]]:
        start, kinds, times = self.where[tile]
        stop = start + kinds
        columns: list[list[int]] = self.json(start, stop)
        return columns + (self.json(stop, stop + times) if times else [])

    def ids(self) -> dict[str, list[str]]:
        """By facet what the page has numbers for."""
        page = (self.folder / "index.html").read_text("utf-8")
        text = page.partition('id="texts">')[2].partition("</script>")[0]
        texts = json.loads(zlib.decompress(b64decode(text)))
        return {
            "category": self.head["categories"]["id"],
            "group": self.head["groups"]["id"],
            "source": texts["sources"]["id"],
        }

    def choices(self) -> dict[str, list[str]]:
        """By facet what can be chosen, as the page has it in order."""
        used = self.combinations()
        return {
            facet: [id_ for id_ in own if any(id_ in has[facet] for has in used)]
            for facet, own in self.ids().items()
        }

    def combinations(self) -> list[dict[str, set[str]]]:
        """Of each what it has."""
        ids, values = self.ids(), self.facts["values"]
        assert values.keys() <= ids.keys()
        return [
            {
                facet: {
                    own[at] for at in np.ravel(values.get(facet, [[]] * 255)[number]) if at >= 0
                }
                for facet, own in ids.items()
            }
            for number in range(len(self.facts["combinations"]))
        ]

    def rows(self) -> np.ndarray:
        """Combination, first and last bucket of each record."""
        blocks = [
            np.frombuffer(zlib.decompress(self.content[start:stop]), np.uint8).reshape(3, -1)
            for start, stop in pairwise(self.root["rows"])
        ]
        assert {block.shape[1] for block in blocks[:-1]} <= {self.facts["block_rows"]}
        return np.hstack(blocks)


NAMES = ("tile", "start", "kinds", "times")


def found(columns: list[list[int]], kinds: set[int], first: int, last: int) -> dict[int, int]:
    """By feature how many records are of these kinds and buckets; of all time where none is."""
    at, kind, count, *times = columns
    sums: dict[int, int] = {}
    if first < 0:
        for feature, own, number in zip(at, kind, count, strict=True):
            sums[feature] = sums.get(feature, 0) + number * (own in kinds)
        return sums
    for part in range(0, len(times), 3):
        sizes, buckets, counts = times[part : part + 3]
        pairs = np.repeat(np.arange(len(at)), sizes)
        for pair, bucket, number in zip(pairs.tolist(), buckets, counts, strict=True):
            sign = (part == 0 and bucket <= last) - (bucket < first)
            sums[at[pair]] = sums.get(at[pair], 0) + sign * number * (kind[pair] in kinds)
    return sums


def write(folder: Path, records: list[dict[str, Any]], rows: int = 1_000) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exhibit.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    table = pa.Table.from_pylist(
        [{"id": f"e{number}", "title": f"T {number}"} | one for number, one in enumerate(records)],
        schema=pa.schema([
            (name, pa.string())
            for name in ("id", "title", "place", "date", "category", "group", "source")
        ]),
    )  # fmt: skip
    pq.write_table(table, folder / "events.parquet", row_group_size=rows)
    return folder


def tiles_of(folder: Path) -> dict[int, list[dict[str, Any]]]:
    with (folder / "cells.pmtiles").open("rb") as stream:
        return {
            tile_id(*zxy): [
                feature["properties"]
                for layer in decode(gzip.decompress(content)).values()
                for feature in layer["features"]
            ]
            for zxy, content in all_tiles(Reader(MmapSource(stream)).get_bytes)
        }


def overlaps(record: dict[str, Any], span: tuple[int, int]) -> bool:
    """As the page of many records has it: an open end reaches as far as can be; undated is out."""
    from mapbuilder.dates import parse_date

    if record["date"] is None:
        return False
    date = parse_date(record["date"])
    begins = date.start_day is None or date.start_day <= span[1]
    return begins and (date.end_day is None or date.end_day >= span[0])


def values_of(record: dict[str, Any]) -> dict[str, set[str]]:
    """Of each facet what a record has; a cell that is a listed source is that one."""
    cell = record["source"] or ""
    sources = [cell] if cell == "S;2" else [each.strip() for each in cell.split(";")]
    return {
        "category": {record["category"]} - {None},
        "group": {record["group"]} - {None},
        "source": {*sources} - {""},
    }


def places_of(record: dict[str, Any]) -> list[str]:
    if record["group"] == "private" or record["place"] == "Nowhere at all":
        return []
    return [name.strip() for name in record["place"].split(" and ")]


@given(
    st.lists(RECORD, min_size=30, max_size=60),
    st.sampled_from([7, 20, 1_000]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_counts_are_those_of_counting_one_record_after_the_other(
    tmp_path_factory, records, rows, chance
):
    base = tmp_path_factory.mktemp("counts")
    # Both kinds and several years are there, whatever else is.
    sure = {"place": "Place 1", "group": None, "source": None}
    records = [
        {**sure, "date": "1985-02-03", "category": "trial"},
        {**sure, "date": "1992-12-31", "category": "arrest"},
        *records,
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placed_records, "_BATCH", 5)
        patch.setattr(placed_records, "_AT_ONCE", 2)
        patch.setattr(cell_counts, "ROWS", 16)
        patch.setattr(cell_counts, "TILES", 4)
        patch.setattr(cell_counts, "SMALL", chance.choice([0, 10_000]))
        patch.setattr(cell_counts, "AT_ONCE", 6)
        build_joined(write(base / "in", records, rows), base / "out", rows=rows, tiles=True)
        counts = Counts(base / "out")
    tiles = tiles_of(base / "out")
    edges, ids = counts.facts["edges"], counts.choices()
    shown = [one for one in records if places_of(one)]
    for facet, known in (
        ("category", ("trial", "arrest", "letter")),
        ("group", ("later", "core")),
        ("source", ("S1", "S;2", "A letter")),
    ):
        used = {value for one in shown for value in values_of(one)[facet]}
        assert ids[facet] == [id_ for id_ in known if id_ in used and len(used) > 1]
    assert counts.facts["cut"] == []
    labels = {f"Place {number}" for number in range(15)}
    assert counts.where.keys() == tiles.keys()
    for _ in range(6):
        first = chance.randrange(len(edges) - 1)
        last = chance.randrange(first, len(edges) - 1)
        timed = chance.random() < 0.8
        chosen = {
            facet: set(chance.sample(own, chance.randrange(len(own) + 1)))
            for facet, own in ids.items()
        }
        kinds = {
            number
            for number, has in enumerate(counts.combinations())
            if all(not some or some & has[facet] for facet, some in chosen.items())
        }
        span = (edges[first], edges[last + 1] - 1)
        # What has an open end is in the outermost bucket, too, and nothing known is beyond it.
        wanted = [
            one
            for one in records
            if all(not some or some & values_of(one)[facet] for facet, some in chosen.items())
            and (not timed or overlaps(one, span))
        ]
        by_place = {label: sum(label in places_of(one) for one in wanted) for label in labels}
        choice = (first, last) if timed else (-1, -1)
        for tile, features in tiles.items():
            sums = found(counts.columns(tile), kinds, *choice)
            if tile >= tile_id(10, 0, 0):
                assert [sums.get(at, 0) for at in range(len(features))] == [
                    by_place[feature["label"]] for feature in features
                ]
        for zoom in (0, 4, 9):
            ids_of_zoom = range(tile_id(zoom, 0, 0), tile_id(zoom + 1, 0, 0))
            total = sum(
                sum(found(counts.columns(tile), kinds, *choice).values())
                for tile in tiles
                if tile in ids_of_zoom
            )
            assert total == sum(by_place.values())
        # The rows say the same.
        kind, begin, end = counts.rows()
        rows_wanted = np.isin(kind, list(kinds))
        if timed:
            rows_wanted &= (begin != 255) & (begin <= last) & (end >= first)
        assert int(rows_wanted.sum()) == sum(by_place.values())
    # A place whose records are all of one kind is drawn as that.
    kinds_of = {
        label: {one["category"] for one in records if label in places_of(one)} for label in labels
    }
    alone = {
        label: ids["category"].index(*own) if len(own) == 1 and None not in own else None
        for label, own in kinds_of.items()
        if own
    }
    for feature in [feature for features in tiles.values() for feature in features]:
        assert feature.get("category") == alone[feature["label"]]
    assert counts.head["web"]["marks"]["mixed"] == (None in alone.values())
    assert [bool(own) for own in counts.head["categories"]["drawn"]] == [
        number in alone.values() for number in range(len(ids["category"]))
    ]
    placed = sum(len(places_of(one)) for one in records)
    assert sum(counts.facts["combinations"]) == placed == counts.rows().shape[1]
    kind, begin, end = counts.rows()
    assert (
        counts.facts["begins"]
        == np.bincount(begin[begin != 255], minlength=len(edges) - 1).tolist()
    )
    table = np.array(counts.root["begins"])
    assert table.sum(axis=0).tolist() == counts.facts["begins"]
    ends = np.bincount(end[end != 255], minlength=len(edges) - 1)
    assert (table.sum(axis=0) + np.sum(counts.root["moved"], axis=0)).tolist() == ends.tolist()


def some_records(count: int) -> list[dict[str, Any]]:
    return [
        {
            "place": f"Place {number * 7 % 15}",
            "date": DATES[number % len(DATES)],
            "category": KINDS[number % 3],
            "group": ["core", "later"][number % 2],
            "source": [None, "S1", "S1; S2"][number % 3],
        }
        for number in range(count)
    ]


@pytest.mark.parametrize("rows", [900, 400, 130])
def test_the_bytes_do_not_depend_on_the_parts(tmp_path, monkeypatch, rows):
    folder = write(tmp_path / "in", some_records(900), 50)
    build_joined(folder, tmp_path / "whole", rows=10_000, tiles=True)
    monkeypatch.setattr(placed_records, "_BATCH", 16)
    monkeypatch.setattr(placed_records, "_AT_ONCE", 3)
    monkeypatch.setattr(cell_counts, "AT_ONCE", 50)
    build_joined(folder, tmp_path / "parts", rows=rows, tiles=True)
    for name in ("counts.bin", "records.bin", "cells.pmtiles", "index.html"):
        whole, parts = (tmp_path / place / name for place in ("whole", "parts"))
        assert whole.read_bytes() == parts.read_bytes(), name


def test_rows_are_in_the_order_of_the_records(tmp_path):
    records = some_records(900)
    build_joined(write(tmp_path / "in", records), tmp_path / "out", tiles=True)
    counts = Counts(tmp_path / "out")
    facts = counts.head["web"]
    content = (tmp_path / "out" / facts["records"]).read_bytes()
    at = np.frombuffer(content, "<u8", facts["blocks"] + 1, facts["index"]).tolist()
    ids = [
        id_
        for start, stop in pairwise(at)
        for id_ in json.loads(zlib.decompress(content[start:stop]))["id"]
    ]
    given = [values_of(records[int(id_[1:])]) for id_ in ids]
    own = counts.combinations()
    assert given == [own[number] for number in counts.rows()[0]]


def test_what_cannot_be_told_apart_has_no_counts(tmp_path):
    records = [
        {"place": "Place 1", "date": "1990", "category": "trial", "group": None, "source": None}
    ] * 3
    folder = write(tmp_path / "in", [*some_records(50)])
    build_joined(folder, tmp_path / "out", tiles=True)
    assert (tmp_path / "out" / "counts.bin").exists()
    write(folder, records)
    # The file of the older build is no longer there either.
    build_joined(folder, tmp_path / "out", tiles=True)
    assert not (tmp_path / "out" / "counts.bin").exists()
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert '"counts"' not in page


def test_of_very_many_kinds_those_of_most_records_are_told_apart(tmp_path):
    records = [
        {
            "place": "Place 1",
            "date": None,
            "category": f"kind {number:02}",
            "group": None,
            "source": None,
        }
        for number in range(60)
        for _ in range(1 + (number % 2))
    ]
    build_joined(write(tmp_path / "in", records), tmp_path / "out", tiles=True)
    counts = Counts(tmp_path / "out")
    ids = counts.head["categories"]["id"]
    odd = [f"kind {number:02}" for number in range(1, 60, 2)]
    assert len(ids) == 40
    assert set(odd) <= set(ids)
    assert ids == sorted(ids)
    assert counts.facts["cut"] == ["category"]
    assert [
        sum(
            counts.facts["combinations"][at]
            for at, has in enumerate(counts.combinations())
            if not has["category"]
        )
    ] == [20]
    # No time, no words of time.
    assert counts.facts["edges"] == []


def test_of_very_many_sources_as_many_are_told_apart_as_combinations_can_be_numbered(tmp_path):
    records = [
        {
            "place": "Place 1", "date": None, "category": f"kind {number % 20:02}", "group": None,
            "source": f"source {source:02}",
        }
        for number in range(900)
        for source in [number * number // 20 % 50]
    ]  # fmt: skip
    build_joined(write(tmp_path / "in", records), tmp_path / "out", tiles=True)
    counts = Counts(tmp_path / "out")
    ids = counts.choices()
    assert len(ids["category"]) == 20
    assert 1 < len(ids["source"]) < 25
    assert counts.facts["cut"] == ["source"]
    assert len(counts.combinations()) <= record_facets.MOST_COMBINATIONS
    sums = dict.fromkeys(ids["source"], 0)
    for has, count in zip(counts.combinations(), counts.facts["combinations"], strict=True):
        for id_ in has["source"]:
            sums[id_] += count
    assert sums == {id_: sum(one["source"] == id_ for one in records) for id_ in sums}
    assert min(sums.values()) >= max(
        sum(one["source"] == f"source {at:02}" for one in records)
        for at in range(50)
        if f"source {at:02}" not in sums
    )


def test_where_each_record_has_a_source_of_its_own_none_is_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(record_facets, "MOST_DIFFERENT", 30)
    records = [
        {
            "place": "Place 1", "date": None, "category": KINDS[number % 3], "group": None,
            "source": f"letter {number}",
        }
        for number in range(80)
    ]  # fmt: skip
    build_joined(write(tmp_path / "in", records, 20), tmp_path / "out", rows=20, tiles=True)
    counts = Counts(tmp_path / "out")
    assert counts.choices() == {"category": ["trial", "arrest"], "group": [], "source": []}
    # The page lists those of the table all the same.
    assert counts.ids()["source"] == ["S1", "S;2"]
    assert len(counts.combinations()) == 3
