"""The account in JSON is what Python's own writer makes of it, character by character."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.account_json import to_json_account
from mapbuilder.exhibit import Exhibit, read_exhibit, to_object
from mapbuilder.report import Problem, Suggestion

FOLDERS = sorted((Path(__file__).parent / "exhibits").glob("*/events.*"))


def plain(exhibit: Exhibit, *, ascii_only: bool = False) -> str:
    return json.dumps(to_object(exhibit), ensure_ascii=ascii_only, indent=1)


@pytest.mark.parametrize("table", FOLDERS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("ascii_only", [True, False])
def test_of_each_golden_exhibit(table: Path, ascii_only: bool) -> None:
    exhibit = read_exhibit(table.parent).checked()
    assert plain(exhibit, ascii_only=ascii_only) == to_json_account(exhibit, ascii_only=ascii_only)


suggestions = st.lists(
    st.one_of(
        st.builds(Suggestion, st.text(), st.text()),
        st.builds(Suggestion, st.text(), st.text(), place=st.text(), lon=st.floats()),
    ),
    max_size=2,
).map(tuple)
problems = st.builds(
    Problem, st.just("date-missing"), st.sampled_from(["error", "note"]), st.text(),
    st.none() | st.integers(), st.none() | st.text(), st.none() | st.text(), st.text(), suggestions,
)  # fmt: skip


@given(
    st.lists(problems, max_size=3),
    st.lists(st.tuples(st.none() | st.text(), st.none() | st.floats()), max_size=4),
    st.text(),
    st.booleans(),
)
def test_of_anything(
    found: list[Problem], rows: list[tuple[Any, Any]], name: str, ascii_only: bool
) -> None:
    texts, numbers = [text for text, _ in rows], [number for _, number in rows]
    joins = pa.table(
        {
            "row": pa.array(range(len(rows)), pa.int64()),
            "100 %s": pa.array(texts, pa.string()),
            "place": pa.array(texts, pa.string()).dictionary_encode(),
            "lon": pa.array(numbers, pa.float64()),
            "event": pa.array(range(len(rows)), pa.int64()),
        }
    )
    exhibit = replace(_EMPTY, joins=joins, problems=tuple(found), name=name)
    assert plain(exhibit, ascii_only=ascii_only) == to_json_account(exhibit, ascii_only=ascii_only)


_EMPTY = read_exhibit(FOLDERS[0].parent)
