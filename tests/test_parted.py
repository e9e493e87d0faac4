"""A table joined in parts is the table joined as a whole, row for row."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.decisions import read_decisions
from mapbuilder.errors import InputError
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import Located, locate
from mapbuilder.part_work import join
from mapbuilder.parted import Parted, Run, run_here
from mapbuilder.partitions import parts_of, plain_folders, read_parts
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.world import read_world

PLACES = {
    "id": ["baku", "gence", "gence-old", "lenkoran", "sumqayit"],
    "name": ["Baku", "Gəncə", "Kirovabad", "Lənkəran", "Sumqayıt"],
    "lat": ["40.37767", "40.68278", "40.9", "38.75428", "40.58972"],
    "lon": ["49.89201", "46.36056", "46.5", "48.85062", "49.66861"],
    "former_names": ["", "Kirovabad [1935/1989]", "", "", ""],
}
DECISIONS = [
    {"toponym": "the old town", "place": "baku", "who": "A. Curator"},
    {"toponym": "the river", "place": "lenkoran", "context": "r7", "who": "A. Curator"},
    {"toponym": "the river", "place": "sumqayit", "context": "1990-01-20", "who": "A. Curator"},
    {"toponym": "Baku", "place": "sumqayit", "context": "e2", "who": "A. Curator"},
    {"toponym": "the old town", "place": "lenkoran", "context": "13.05.1988", "who": "A. Curator"},
    {"toponym": "nowhere", "place": "atlantis", "who": "A. Curator"},
]
CONFIG = Config(title="x", id="x", groups={"quiet": {"markers": False}}, languages=["en", "az"])

# Few different values, so that they meet each other in most tables.
ROWS = st.fixed_dictionaries(
    {
        "id": st.sampled_from([None, None, None, "e1", "e2", "r3", "r7", "r30", "row2-"]),
        "date": st.sampled_from(
            [None, "1990-01-20", "1940", "1990?", "13 May 1988", "no date", "1990-13-45", "1990-21"]
        ),
        "sort_date": st.sampled_from([None, None, "1989", "never"]),
        "place": st.sampled_from(
            [
                None, "Baku", "baku ", "Gəncə", "Kirovabad", "the river", "the old town", "Bakku",
                "nowhere", "Baku and Lənkəran", "near Sumqayıt", "Springfield", "Unter den Linden",
                "40°24′N 49°52′E", "40.4, 49.9", "https://www.geonames.org/587084/",
            ]
        ),
        "country": st.sampled_from([None, None, "AZ", "US"]),
        "lat": st.sampled_from([None, None, None, "40.37767", "38.5", "99", "0"]),
        "lon": st.sampled_from([None, None, None, "49.89201", "48.5", "0"]),
        "precision": st.sampled_from([None, "town", "Region", "odd"]),
        "uncertainty_m": st.sampled_from([None, "500", "20", "wide"]),
        "certainty": st.sampled_from([None, "less-certain", "uncertain"]),
        "geometry": st.sampled_from(
            [None, None, None, None, "LINESTRING (48 39, 49 40)", "POLYGON ((1 1, 2 1, 2 2, 1 1))",
             "LINESTRING (1", "MULTIPOINT (1 1, 2 2)"]
        ),
        "title": st.sampled_from([None, "A", "A", "B", "C\x07", "‮D"]),
        "title_az": st.sampled_from([None, "A", "Ə"]),
        "group": st.sampled_from([None, "quiet", "loud"]),
        "kind": st.sampled_from([None, "of mine"]),
    }
)  # fmt: skip


def gazetteers(world: bool) -> list[Any]:
    own = read_gazetteer(pa.table(PLACES), CONFIG, Report(), kind="exhibit")
    return [own, *([read_world()] if world else [])]


def as_parquet(rows: list[dict[str, Any]], folder: Path, cuts: list[int]) -> Path:
    """A folder of Parquet files, each of one row group, cut where the cuts are."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    schema = pa.schema([(name, pa.string()) for name in rows[0]])
    table = pa.Table.from_pylist(rows, schema)
    ends = sorted({0, len(rows), *(cut % len(rows) for cut in cuts)})
    for number, (begin, end) in enumerate(pairwise(ends)):
        pq.write_table(table.slice(begin, end - begin), folder / f"part-{number:03}.parquet")
    return folder


def whole(folder: Path, world: bool = False) -> Located:
    report = Report()
    records = read_records(folder, CONFIG, report)
    decisions = read_decisions(pa.Table.from_pylist(DECISIONS), CONFIG, report)
    return locate(records, gazetteers(world), report, CONFIG, decisions)


def in_parts(folder: Path, world: bool = False, run: Run = run_here, rows: int = 1) -> Located:
    """As ``whole`` gives it, of parts of no more than so many rows where files have more."""
    report = Report()
    decisions = read_decisions(pa.Table.from_pylist(DECISIONS), CONFIG, report)
    parted = Parted(parts_of(folder, rows), CONFIG, run)
    decided = parted.decide(gazetteers(world), report, decisions)
    events: dict[int, pa.Table] = {}
    joins: dict[int, pa.Table] = {}
    before = 0
    for number, given_ in parted.each(decided, join):
        answer = decided.answer(number)
        events[number] = numbered_as_whole(given_.events, answer.place_index)
        joins[number] = given_.joins
    for number in sorted(joins):
        at = joins[number].column_names.index("event")
        moved = pa.array(joins[number]["event"].to_numpy() + before)
        joins[number] = joins[number].set_column(at, "event", moved)
        before += len(events[number])
    parted.report_untold(decided, report)
    return Located(
        pa.concat_tables([events[number] for number in sorted(events)]).unify_dictionaries(),
        decided.places,
        pa.concat_tables([joins[number] for number in sorted(joins)]).unify_dictionaries(),
        report,
        parted.records,
        parted.rejected,
        folder.name,
    )


def numbered_as_whole(events: pa.Table, place_index: Any) -> pa.Table:
    """The events with their places counted as those of the whole."""
    numbers = pa.array(place_index, pa.int32())
    at = events.column_names.index("place_index")
    index = events["place_index"].combine_chunks()
    events = events.set_column(at, "place_index", numbers.take(index))
    if "place_indices" in events.column_names:
        lists = events["place_indices"].to_pylist()
        moved = [None if one is None else [int(place_index[i]) for i in one] for one in lists]
        at = events.column_names.index("place_indices")
        events = events.set_column(at, "place_indices", pa.array(moved, pa.list_(pa.int32())))
    return events


def assert_alike(one: Located, other: Located) -> None:
    assert (one.count, one.rejected) == (other.count, other.rejected)
    assert one.report.problems() == other.report.problems()
    assert one.places.to_pylist() == other.places.to_pylist()
    # A part in which no record has a shape has no column of shapes, and neither have events.
    assert one.events.column_names == other.events.column_names
    assert one.events.to_pylist() == other.events.to_pylist()
    assert one.joins.to_pylist() == other.joins.to_pylist()


@settings(max_examples=8)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=50),
    times=st.sampled_from([1, 1, 5]),
    cuts=st.lists(st.integers(0, 249), max_size=6),
)
def test_any_table_in_any_parts_is_joined_as_a_whole(tmp_path_factory, rows, times, cuts):
    """Repeated, a table has more rows with one fault than are told."""
    folder = as_parquet(rows * times, tmp_path_factory.getbasetemp() / "any", cuts)
    assert_alike(whole(folder), in_parts(folder))


def some_rows(count: int) -> list[dict[str, Any]]:
    """Rows in which every fault and every way to a place is there, in any longer run of them."""
    places = ["Baku", "Gəncə", "Kirovabad", "the river", "Springfield", "Paris", "Qwxzhaven", None]
    return [
        {
            "id": "e1" if number % 50 == 7 else None if number % 3 else f"e{number}",
            "date": ("1990-01-20", "1940", None, "one day")[number % 7 % 4],
            "place": places[number % len(places)],
            "country": "FR" if number % 8 == 5 else None,
            "lat": "38.5" if number % 5 == 0 else None,
            "lon": "48.5" if number % 5 == 0 else None,
            "title": f"Event {number}",
            "group": "quiet" if number % 4 == 2 else None,
        }
        for number in range(count)
    ]


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> Path:
    """2,000 records in seven files."""
    cuts = [10, 300, 301, 900, 1_200, 1_999]
    return as_parquet(some_rows(2_000), tmp_path_factory.mktemp("parted") / "events", cuts)


@pytest.fixture(scope="module")
def joined(table) -> Located:
    """The 2,000 records as one machine joins them, with the world."""
    return whole(table, world=True)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_parts_of_any_number_give_what_one_machine_gives(tmp_path, parts):
    cuts = [2_000 * number // parts for number in range(parts)]
    folder = as_parquet(some_rows(2_000), tmp_path / "events", cuts)
    assert len(parts_of(folder, 1)) == parts
    assert_alike(whole(folder), in_parts(folder))


def test_the_parts_may_be_done_in_any_order(table, joined):
    def backwards(function: Any, work: Any) -> Any:
        for number in reversed(range(len(work))):
            yield number, function(*work[number])

    assert_alike(joined, in_parts(table, world=True, run=backwards))


def test_the_account_of_the_parts_holds_what_it_should(joined):
    """The comparisons above compare something: each way to a place, and each kind of problem."""
    assert joined.count == 2_000
    assert joined.rejected > 0
    kinds = set(joined.events["kind"].to_pylist())
    assert kinds == {"coordinates", "exhibit", "world", "decision", None}
    codes = {problem.code for problem in joined.report.problems()}
    assert {"id-duplicate", "date-missing", "date-unreadable", "place-unknown"} <= codes
    assert any("; the same in" in problem.message for problem in joined.report.problems())


def test_row_groups_are_taken_together_up_to_a_number_of_rows(tmp_path):
    rows = pa.table({"title": [str(number) for number in range(100)]})
    pq.write_table(rows, tmp_path / "events.parquet", row_group_size=10)
    parts = parts_of(tmp_path / "events.parquet", 35)
    assert [(part.groups, part.first, part.count) for part in parts] == [
        ((0, 1, 2), 1, 30),
        ((3, 4, 5), 31, 30),
        ((6, 7, 8), 61, 30),
        ((9,), 91, 10),
    ]


def test_what_cannot_be_taken_in_parts_is_said_in_one_line(tmp_path):
    (tmp_path / "events.csv").write_text("title\nA\n")
    with pytest.raises(InputError, match="write the table as Parquet"):
        parts_of(tmp_path / "events.csv")
    pq.write_table(pa.table({"title": ["A"]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"titel": ["B"]}), tmp_path / "b.parquet")
    with pytest.raises(InputError, match=r"b\.parquet has other columns than a\.parquet: 'titel'"):
        parts_of(tmp_path)
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match=r"b\.parquet is not a Parquet file that can be read"):
        parts_of(tmp_path)
    (tmp_path / "b.parquet").unlink()
    pq.write_table(pa.table({"title": pa.array([], pa.string())}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="has no rows"):
        parts_of(tmp_path)


def test_the_names_of_folders_are_columns_of_their_rows(tmp_path):
    rows = pa.table({
        "title": ["A", "B", "C", "D"], "date": ["1990"] * 4,
        "reel": [12, None, 7, 12], "film": ["a b/c", "a b/c", "Bakı", "a b/c"],
    })  # fmt: skip
    pq.write_to_dataset(rows, tmp_path, partition_cols=["reel", "film"])
    (tmp_path / "_SUCCESS").touch()
    table = read_parts(tmp_path, Report(), known=()).columns
    assert table.sort_by("title").to_pydict() == {
        "title": ["A", "B", "C", "D"], "date": ["1990"] * 4,
        "reel": ["12", None, "7", "12"], "film": ["a b/c", "a b/c", "Bakı", "a b/c"],
    }  # fmt: skip
    assert {part.file.split("/")[0] for part in parts_of(tmp_path)} == {
        "reel=12", "reel=7", "reel=__HIVE_DEFAULT_PARTITION__"
    }  # fmt: skip
    (tmp_path / "other").mkdir()
    pq.write_table(pa.table({"name": ["x"]}), tmp_path / "other" / "gazetteer.parquet")
    assert len(parts_of(tmp_path)) == 3
    assert plain_folders(tmp_path) == ["other"]


def test_a_column_that_the_file_has_as_well_is_the_file_s(tmp_path):
    folder = tmp_path / "year=1990"
    folder.mkdir()
    pq.write_table(pa.table({"title": ["A"], "Year": ["1990/1991"]}), folder / "a.parquet")
    table = read_parts(tmp_path, Report(), known=()).columns
    assert table.to_pydict() == {"title": ["A"], "year": ["1990/1991"]}


def test_a_folder_s_problems_name_its_file_with_the_folder(tmp_path):
    for year in ("1990", "1991"):
        (tmp_path / f"year={year}").mkdir()
        rows = pa.table({"title" if year == "1990" else "titel": ["A"]})
        pq.write_table(rows, tmp_path / f"year={year}" / "part.parquet")
    with pytest.raises(InputError, match=r"year=1991/part\.parquet has other columns than year"):
        parts_of(tmp_path)


@pytest.mark.parametrize("log", ["_delta_log/0.json", ".hoodie/x", "metadata/v1.metadata.json"])
def test_a_table_whose_log_says_what_counts_is_refused(tmp_path, log):
    pq.write_table(pa.table({"title": ["A"]}), tmp_path / "a.parquet")
    (tmp_path / log).parent.mkdir()
    (tmp_path / log).touch()
    with pytest.raises(InputError, match="files lie that no longer count"):
        parts_of(tmp_path)


def test_a_part_that_changes_meanwhile_is_refused(table, tmp_path):
    folder = as_parquet(some_rows(40), tmp_path / "events", [20])
    parted = Parted(parts_of(folder), CONFIG, run_here)
    decided = parted.decide(gazetteers(False), Report(), read_decisions(None, CONFIG))
    as_parquet(some_rows(40)[::-1][:20] * 2, folder, [20])
    with pytest.raises(InputError, match="changed while it was read"):
        list(parted.each(decided, join))
