"""The records by place, as the page for a web server reads them: order, bytes, what is told."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from pmtiles.reader import MmapSource, Reader

import mapbuilder.placed_records as placed_records
from mapbuilder.cli import main
from mapbuilder.config import Config
from mapbuilder.errors import InputError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.parted_build import PAGE_WITHOUT, build_joined
from mapbuilder.told_records import Beside, Listed, cells_of, to_columns

NOTHING = pa.table({"id": pa.array([], pa.string())})
PLACES = "id,name,lat,lon,precision\n" + "".join(
    f"p{number},Place {number},{40 + number / 50:.2f},{45 + number / 40:.2f},town\n"
    for number in range(40)
)
SETTINGS = """\
title = "Trams"
languages = ["en", "az"]

[join]
world = false

[groups.private]
label = "Private"
shown = false
"""


def records(count: int) -> list[dict[str, Any]]:
    chance = random.Random(3)
    return [
        {
            "id": f"e{number}",
            "date": None
            if number % 11 == 0
            else f"19{chance.randrange(10, 99)}-03-0{number % 9 + 1}",
            "place": "Place 0" if number % 3 == 0 else f"Place {chance.randrange(40)}",
            "title": f"Tram {number}",
            "title_az": f"Tramvay {number}" if number % 2 else None,
            "text": f"It ran on *line* {number}." if number % 4 == 0 else f"Line {number}.",
            "source": "s1" if number % 5 else None,
            "locator": "p. 7" if number % 5 else None,
            "group": "private" if number % 7 == 0 else None,
            "review": "az: machine draft" if number % 2 else None,
            "category": ("line", "stop", None)[number % 3],
            "other_accounts": "It *stood*." if number % 6 == 5 else None,
            "other_sources": "s2; a diary" if number % 6 == 5 else None,
            "date_sources": "s2" if number % 8 == 3 else None,
            "quote": "Трамвай." if number % 10 == 9 else None,
            "quote_az": "Tramvay." if number % 10 == 9 else None,
            "shelf_mark": f"F {number}" if number % 9 == 1 else None,
        }
        for number in range(count)
    ]


@pytest.fixture
def exhibit(tmp_path) -> Path:
    folder = tmp_path / "trams"
    folder.mkdir()
    (folder / "exhibit.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "sources.csv").write_text(
        "id,title,language\ns1,A paper,ru\ns2,,\n", encoding="utf-8"
    )
    pq.write_table(
        pa.Table.from_pylist(records(2_100)), folder / "events.parquet", row_group_size=100
    )
    return folder


def head_of(folder: Path) -> dict[str, Any]:
    page = (folder / "index.html").read_text("utf-8")
    block = page.partition('id="payload">')[2].partition("</script>")[0]
    head: dict[str, Any] = json.loads(block)
    return head


def blocks_of(folder: Path) -> list[dict[str, Any]]:
    """The blocks as the page finds them: by the head's facts and the positions in the file."""
    facts = head_of(folder)["web"]
    content = (folder / facts["records"]).read_bytes()
    assert len(content) == facts["bytes"]
    at = np.frombuffer(content, "<u8", facts["blocks"] + 1, facts["index"]).tolist()
    assert at[0] == 0
    assert at[-1] == facts["index"]
    blocks = [json.loads(zlib.decompress(content[start:stop])) for start, stop in pairwise(at)]
    assert [block["first"] for block in blocks] == [
        number * facts["block_rows"] for number in range(len(blocks))
    ]
    return blocks


def spots_of(folder: Path) -> list[dict[str, Any]]:
    """What the deepest tiles have of the places."""
    import gzip

    from mapbox_vector_tile import decode
    from pmtiles.reader import all_tiles

    with (folder / "cells.pmtiles").open("rb") as stream:
        reader = Reader(MmapSource(stream))
        return [
            feature["properties"]
            for (zoom, _, _), content in all_tiles(reader.get_bytes)
            if zoom == 10
            for feature in decode(gzip.decompress(content))["places"]["features"]
        ]


def test_the_records_of_a_place_are_where_its_tile_says_in_time_order(exhibit, tmp_path):
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    ids = [id_ for block in blocks_of(tmp_path / "joined") for id_ in block["id"]]
    given = {one["id"]: one for one in records(2_100)}
    spots = spots_of(tmp_path / "joined")
    assert sum(spot["events"] for spot in spots) == len(ids)
    for spot in spots:
        here = [given[id_] for id_ in ids[spot["first"] : spot["first"] + spot["events"]]]
        assert {one["place"] for one in here} == {spot["label"]}
        keys = [(one["date"] or "9999", int(one["id"][1:])) for one in here]
        assert keys == sorted(keys)
    # Each record says where it is.
    at = [
        (block["places"]["label"][place], block["places"]["first"][place])
        for block in blocks_of(tmp_path / "joined")
        for place in block["place"]
    ]
    firsts = {spot["label"]: spot["first"] for spot in spots}
    assert at == [(given[id_]["place"], firsts[given[id_]["place"]]) for id_ in ids]
    # What a group that is not shown has is in no block, and in no count.
    assert set(ids) == {id_ for id_, one in given.items() if one["group"] is None}


@pytest.mark.parametrize("rows", [2_100, 1_100, 300])
def test_the_files_do_not_depend_on_the_parts(exhibit, tmp_path, monkeypatch, rows):
    build_joined(exhibit, tmp_path / "whole", rows=100_000, tiles=True)
    monkeypatch.setattr(placed_records, "_BATCH", 64)
    monkeypatch.setattr(placed_records, "_AT_ONCE", 3)
    build_joined(exhibit, tmp_path / "parts", rows=rows, tiles=True)
    files = ("index.html", "records.bin", "counts.bin", "cells.pmtiles", "words.bin")
    for name in files:
        whole, parts = (tmp_path / folder / name for folder in ("whole", "parts"))
        assert whole.read_bytes() == parts.read_bytes(), name
    assert not (tmp_path / "parts" / "placed").exists()


def test_a_block_tells_each_language_what_it_has(exhibit, tmp_path):
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    [block, *_] = blocks_of(tmp_path / "joined")
    given = {one["id"]: one for one in records(2_100)}
    at = next(row for row, id_ in enumerate(block["id"]) if int(id_[1:]) % 10 == 9)
    record = given[block["id"][at]]
    assert block["title"]["en"][at] == record["title"]
    assert block["title"]["az"][at] == record["title_az"]
    assert "az" not in block["text"]
    assert block["draft"] == {"az": [int(id_[1:]) % 2 == 1 for id_ in block["id"]]}
    source = block["source"][at]
    assert block["sources"]["id"][source] == "s1"
    assert block["sources"]["title"][source] == "A paper"
    assert block["locator"]["en"][at] == "p. 7"
    assert block["locator"]["az"][at] == "səh. 7"
    assert (block["quote"][at], block["quote_language"][at]) == ("Трамвай.", "ru")
    assert block["quote_translated"] == {
        "az": ["Tramvay." if int(id_[1:]) % 10 == 9 else "" for id_ in block["id"]]
    }
    marked = next(row for row, id_ in enumerate(block["id"]) if int(id_[1:]) % 4 == 0)
    assert block["text"]["en"][marked][0][:3] == ["p", "It ran on ", ["em", "line"]]
    dated = {tag: block["dates"][tag][block["date"][at]] for tag in ("en", "az")}
    assert dated["en"].endswith(record["date"][:4])
    assert dated["en"] != dated["az"]


def test_a_language_with_drafts_among_its_records_is_told_as_a_draft(exhibit, tmp_path):
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    languages = head_of(tmp_path / "joined")["languages"]
    assert {one["tag"]: one["draft"] for one in languages} == {"en": False, "az": True}


def test_places_can_be_told_apart_however_far_the_map_may_be_zoomed(exhibit, tmp_path):
    (exhibit / "exhibit.toml").write_text(SETTINGS + "[view]\nmax_zoom = 6\n", encoding="utf-8")
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    head = head_of(tmp_path / "joined")
    assert head["view"]["max_zoom"] > head["web"]["deepest"]


def test_the_page_may_ask_its_own_server_alone(exhibit, tmp_path):
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    page = (tmp_path / "joined" / "index.html").read_text("utf-8")
    assert "connect-src &#39;self&#39;;" in page
    assert "default-src &#39;none&#39;" in page
    assert head_of(tmp_path / "joined")["basemap"]["own"] is None
    assert (
        "http"
        not in page.partition("<body>")[0]
        .replace("http-equiv", "")
        .replace("http://www.w3.org", "")
        .partition("<style>")[0]
    )


def test_what_is_to_show_the_sources_words_alone_has_no_such_page(exhibit, tmp_path):
    (exhibit / "exhibit.toml").write_text("only_source = true\n" + SETTINGS, encoding="utf-8")
    with pytest.raises(InputError, match="only_source"):
        build_joined(exhibit, tmp_path / "joined", tiles=True)
    assert not (tmp_path / "joined").exists()


def test_whose_each_statement_of_a_record_is(exhibit, tmp_path):
    build_joined(exhibit, tmp_path / "joined", tiles=True)
    given = {one["id"]: one for one in records(2_100)}
    told = set()
    empty: list[list[Any]] = [[]] * placed_records.ROWS
    for short in blocks_of(tmp_path / "joined"):
        # The last one is short, and may lack a column.
        block = {"other_sources": empty, "date_sources": empty, "details": {"en": empty}} | short
        names = block["sources"]["id"]
        for at, id_ in enumerate(block["id"]):
            one = given[id_]
            own = block["source"][at]
            assert (names[own] if own >= 0 else None) == one["source"]
            for column in ("other_sources", "date_sources"):
                ids = [names[source] for source in block[column][at]]
                assert "; ".join(ids) == (one[column] or "")
            kind = block["category"][at]
            assert (block["categories"]["id"][kind] if kind >= 0 else None) == one["category"]
            if one["other_accounts"]:
                assert block["other_accounts"]["en"][at] == [["p", "It ", ["em", "stood"], "."]]
            details = [["Shelf mark", one["shelf_mark"]]] if one["shelf_mark"] else []
            assert block["details"]["en"][at] == details
            told.update(column for column in one if one[column])
        kinds = block["categories"]
        assert kinds["label"]["en"] == [id_.capitalize() for id_ in kinds["id"]]
        assert not any(kinds["label"]["az"])
        titles = {"s1": "A paper", "s2": "s2", "a diary": ""}
        assert block["sources"]["title"] == [titles[id_] for id_ in names]
    assert told > {"other_accounts", "date_sources", "shelf_mark"}


def figures_of(count: int) -> list[dict[str, str]]:
    """Rows of a table of figures: every ninth record has two, of sources that differ."""
    return [
        {
            "event": f"e{number}", "measure": "passengers", "value": str(number + more),
            "scope": "the day", "source": source,
        }
        for number in range(0, count, 9)
        for more, source in ((1, "s2"), (0, "s1"))
    ]  # fmt: skip


@pytest.fixture
def figured(exhibit) -> Path:
    rows = figures_of(2_100)
    pacsv.write_csv(pa.Table.from_pylist(rows), exhibit / "figures.csv")
    return exhibit


@pytest.mark.parametrize("rows", [100_000, 300])
def test_figures_stand_with_their_records_as_each_source_gives_them(figured, tmp_path, rows):
    joined = build_joined(figured, tmp_path / "joined", tiles=True, rows=rows)
    assert not {"event-unknown", "source-unknown"} & {one.code for one in joined.problems}
    seen: set[str] = set()
    for block in blocks_of(tmp_path / "joined"):
        names = block["sources"]["id"]
        if "figures" not in block:
            assert not any(int(id_[1:]) % 9 == 0 for id_ in block["id"])
            continue
        for at, id_ in enumerate(block["id"]):
            number = int(id_[1:])
            told = [
                (names[source], low, words[1])
                for (source, low, *_), words in zip(
                    block["figures"][at], block["figures_told"]["az"][at], strict=True
                )
            ]
            if number % 9:
                assert told == []
                continue
            seen.add(id_)
            one, two = f"{number:,}", f"{number + 1:,}"
            both = [("s1", number, one), ("s2", number + 1, two)]
            # Its own source comes first; where it has none that gives a figure, the table's order.
            wanted = both if number % 5 else both[::-1]
            assert [(who, low) for who, low, _ in told] == [(who, low) for who, low, _ in wanted]
            digits = ["".join(filter(str.isdigit, words)) for _, _, words in told]
            assert digits == [str(low) for _, low, _ in wanted]
    assert len(seen) > 150
    page = (tmp_path / "joined" / "index.html").read_bytes()
    build_joined(figured, tmp_path / "whole", tiles=True)
    assert (tmp_path / "whole" / "index.html").read_bytes() == page


@pytest.mark.parametrize("rows", [100_000, 300])
def test_what_is_wrong_with_figures_is_told_as_of_a_page(figured, tmp_path, rows):
    quoted = pq.read_table(figured / "events.parquet")
    at = quoted.column_names.index("quote")
    quotes = [
        f"Some {number + number % 4} came." if number % 18 == 0 else None
        for number in range(len(quoted))
    ]
    quoted = quoted.set_column(at, "quote", pa.array(quotes, pa.string()))
    places = [
        place if number % 27 else f"{place}; Place 1"
        for number, place in enumerate(quoted["place"].to_pylist())
    ]
    quoted = quoted.set_column(quoted.column_names.index("place"), "place", pa.array(places))
    pq.write_table(quoted, figured / "events.parquet", row_group_size=100)
    with (figured / "figures.csv").open("a", encoding="utf-8") as file:
        # The second is of a record that is in the tables and on no map.
        file.write("e99999,passengers,4,,s1\ne7,passengers,4,the day,s1\n")
        file.write("e1,passengers,4,the day,s7\n")
    joined = build_joined(figured, tmp_path / "joined", tiles=True, rows=rows)
    # Here the nearest ids are looked for among those that figures are about.
    told, wanted = (
        [
            replace(one, suggestions=())
            for one in problems
            if one.file == "figures.csv" and one.code != "figure-arithmetic"
        ]
        for problems in (joined.problems, read_exhibit(figured).problems)
    )
    assert told == wanted
    assert {one.code for one in told} >= {
        "event-unknown", "source-unknown", "figure-incomplete", "figure-not-quoted",
        "figure-qualifier", "figure-scope-place",
    }  # fmt: skip


def test_what_the_page_does_not_show_is_told(exhibit, tmp_path):
    settings = SETTINGS + '\n[basemap]\nonline = "openstreetmap"\n'
    (exhibit / "exhibit.toml").write_text(settings, encoding="utf-8")
    (exhibit / "corrections.csv").write_text(
        "date,event,text\n2026-01-01,e1,Put right.\n", encoding="utf-8"
    )
    (exhibit / "sources.csv").write_text(
        "id,title,file\ns1,A paper,sources/paper.txt\ns2,A letter,\n", encoding="utf-8"
    )
    area = "POLYGON((45 40, 46 40, 46 41, 45 40))"
    (exhibit / "places.csv").write_text(
        PLACES.replace("precision\n", "precision,geometry\n").replace(
            "p0,Place 0,40.00,45.00,town", f'p0,Place 0,40.00,45.00,town,"{area}"'
        ),
        encoding="utf-8",
    )
    told = [
        [
            (one.severity, one.file, one.message)
            for one in built.problems
            if one.code == PAGE_WITHOUT
        ]
        for built in (
            build_joined(exhibit, tmp_path / "page", tiles=True),
            build_joined(exhibit, tmp_path / "tables"),
        )
    ]
    shows_no = "the page that --tiles writes shows no "
    assert told == [
        [
            ("note", "corrections.csv", shows_no + "corrections"),
            (
                "note", "events.parquet",
                shows_no + "lines or areas: 1 place with one stands as a point",
            ),
            ("note", "exhibit.toml", shows_no + "maps beside its own base map"),
            ("note", "sources.csv", shows_no + "passages of stored sources"),
        ],
        [],
    ]  # fmt: skip
    done = CliRunner().invoke(main, ["build", str(exhibit), "--to", str(tmp_path / "a"), "--tiles"])
    assert done.exit_code == 0
    assert shows_no + "corrections" in done.stderr


def columns_told(config: Config, *given: dict[str, str]) -> dict[str, Any]:
    names = list(cells_of(config, NOTHING, NOTHING, pa.array([], pa.int64())))
    cells = {name: [one.get(name) for one in given] for name in names}
    return to_columns(cells, config, Beside({"a; b": Listed("Both", "")}))


def test_what_says_nothing_is_left_out():
    config = Config(title="T", languages=["en", "az"])
    assert set(columns_told(config, {"id": "x"})) == {"id", "date", "dates"}
    # A number that is nought says something.
    assert columns_told(config, {"id": "x", "source": "s"})["source"] == [0]


def test_a_cell_that_is_one_source_as_a_whole_is_that_one():
    config = Config(title="T", languages=["en"])
    told = columns_told(config, {"source": "a; b"}, {"source": "b; a; b", "other_sources": "b; c"})
    assert told["sources"] == {"id": ["a; b", "b", "a", "c"], "title": ["Both", "", "", ""]}
    assert told["source"] == [0, 1]
    # What is the record's own source is not told as another one.
    assert told["other_sources"] == [[], [2, 3]]


def test_details_are_told_in_each_language_where_these_differ():
    config = Config(title="T", languages=["en", "az"])
    events = pa.table(
        {"built": ["1902", None], "maker": [None, "Works"], "maker_az": [None, "Zavod"]}
    ).replace_schema_metadata({"extra": json.dumps(["built", "maker", "maker_az"])})
    cells = cells_of(config, events, events, pa.array([1, 0, 0]))
    first, second, third = (json.loads(cell) for cell in cells["details"].to_pylist())
    assert first == {"en": [["Maker", "Works"]], "az": [["Maker", "Zavod"]]}
    assert second == third == {"en": [["Built", "1902"]], "az": [["Built", "1902"]]}
