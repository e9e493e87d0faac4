"""Time order: what orders are, whatever is quick to find them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.several import events_and_places
from mapbuilder.time_order import in_order, place_order, time_order

DAYS = st.none() | st.integers(-3, 3)
QUIET = Config.model_validate(
    {"title": "x", "id": "x", "groups": {"quiet": {"label": "Quiet", "markers": False}}}
)


@st.composite
def events(draw):
    count = draw(st.integers(0, 12))
    column = st.lists(DAYS, min_size=count, max_size=count)
    rows = (
        draw(st.permutations(range(2, count + 2))) if draw(st.booleans()) else range(2, count + 2)
    )
    ends = draw(column)
    names = ["start_day", "sort_start_day", "sort_end_day"]
    columns = {name: draw(column) for name in names} | {"end_day": ends}
    if draw(st.booleans()):
        columns["start_day"] = ends
    if draw(st.booleans()):
        columns["sort_start_day"] = columns["sort_end_day"] = [None] * count
    table = pa.table(
        {"row": pa.array(list(rows), pa.int64())}
        | {name: pa.array(days, pa.int64()) for name, days in columns.items()}
    )
    index = draw(st.lists(st.none() | st.integers(0, 5), min_size=count, max_size=count))
    groups = draw(
        st.lists(st.sampled_from([None, "quiet", "loud"]), min_size=count, max_size=count)
    )
    table = table.append_column("place_index", pa.array(index, pa.int32()))
    return table.append_column("group", pa.array(groups, pa.string()))


@given(events())
def test_events_stand_by_their_days_then_by_their_rows(table):
    given_ = pc.or_(pc.is_valid(table["sort_start_day"]), pc.is_valid(table["sort_end_day"]))
    start = pc.if_else(given_, table["sort_start_day"], table["start_day"])
    end = pc.if_else(given_, table["sort_end_day"], table["end_day"])
    keys = pa.table({"start": pc.coalesce(start, end), "end": end, "row": table["row"]})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names])
    assert time_order(table).tolist() == order.to_pylist()
    assert time_order(table.drop_columns(["sort_start_day", "sort_end_day"])).dtype == np.int64


@given(events())
def test_places_stand_by_their_first_event_that_has_a_marker(table):
    rows, index = events_and_places(table)
    groups = table["group"].to_pylist()
    seen = {}
    for quiet in (False, True):
        for row, place in zip(rows.tolist(), index.tolist(), strict=True):
            if (groups[row] == "quiet") == quiet:
                seen.setdefault(place)
    assert place_order(table, QUIET).tolist() == list(seen)
    loud = place_order(table, Config(title="x", id="x")).tolist()
    assert loud == list(dict.fromkeys(index.tolist()))


@given(events(), st.randoms())
def test_a_table_in_an_order_has_its_rows_and_is_taken(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    held = [table.replace_schema_metadata({b"name": b"x"})]
    found = in_order(held, np.array(order, np.int64))
    assert held == []
    assert found.schema.metadata == {b"name": b"x"}
    rows = table.to_pylist()
    assert found.to_pylist() == [rows[row] for row in order]
