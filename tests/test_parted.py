"""A table joined in parts is the table joined as a whole, row for row."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.decisions import read_decisions
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import Located, locate
from mapbuilder.part_work import join
from mapbuilder.parted import Parted, Run, run_here
from mapbuilder.partitions import parts_of
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


@settings(max_examples=40)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=50),
    times=st.sampled_from([1, 1, 5]),
    cuts=st.lists(st.integers(0, 249), max_size=6),
)
def test_any_table_in_any_parts_is_joined_as_a_whole(tmp_path_factory, rows, times, cuts):
    """Repeated, a table has more rows with one fault than are told."""
    folder = as_parquet(rows * times, tmp_path_factory.getbasetemp() / "any", cuts)
    assert_alike(whole(folder), in_parts(folder))
