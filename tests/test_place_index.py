"""The index of places: each is found by how any word of its names begins."""

from __future__ import annotations

import json
import random
import zlib
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import place_index
from mapbuilder.finding import distinct
from mapbuilder.place_index import to_place_index

Block = dict[str, Any]


def table(labels: list[str], **more: list[Any]) -> pa.Table:
    count = len(labels)
    columns = {
        "id": [f"p{number}" for number in range(count)],
        "label": labels,
        "lon": [10 + number / 7 for number in range(count)],
        "lat": [40.0] * count,
        "precision": ["town"] * count,
        **more,
    }
    return pa.table(columns)


def read(content: bytes, start: int, end: int) -> Block:
    return dict(json.loads(zlib.decompress(content[start:end])))


def blocks_of(index: Any) -> tuple[Block, list[Block]]:
    """What is where, and all blocks of words."""
    where = read(index.content, index.index, len(index.content))
    starts = where["start"]
    return where, [read(index.content, *edges) for edges in pairwise(starts)]


def test_a_place_is_there_by_each_word_of_its_names_in_the_order_of_the_words() -> None:
    places = table(
        ["Bakı", "Köln", "Nowhere"],
        name=["Baku", "Köln", "Nowhere"],
        names=["az: Bakı|Баку", None, None],
        former_names=[None, "Colonia Agrippina [/400]", None],
    )
    where, [block] = blocks_of(to_place_index(places, np.array([5, 7, 0])))
    # agrippina, baki, baku, colonia, koln
    assert block["id"] == ["p1", "p0", "p0", "p1", "p1"]
    assert block["words"][1] == "baki baku"
    assert (block["events"][0], block["label"][1], block["lat"][0]) == (7, "Bakı", 40.0)
    assert where["first"] == ["agrippina"]
    assert where["crowded"] == {}


def test_the_characters_of_all_names_are_told_so_that_a_query_is_folded_as_they_are() -> None:
    places = table(["東京"], names=["Tōkyō"])
    assert to_place_index(places, np.array([1])).letters == set("東京Tōkyō")


@given(st.lists(st.text(alphabet="abəж東😀 -", min_size=1, max_size=9), min_size=1, max_size=30))
def test_words_are_in_the_order_in_which_the_page_compares_texts(labels: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place_index, "ROWS", 4)
        where, blocks = blocks_of(to_place_index(table(labels), np.ones(len(labels), np.int64)))
    words = [word for label in labels for word in distinct([label]).split()]
    words.sort(key=lambda word: word.encode("utf-16-be"))
    assert where["first"] == words[::4]
    held = [said for block in blocks for said in block["words"]]
    assert all(word in said.split() for word, said in zip(words, held, strict=True))


def test_what_too_many_words_begin_with_has_a_list_of_its_largest_places(monkeypatch) -> None:
    monkeypatch.setattr(place_index, "CROWDED", 20)
    monkeypatch.setattr(place_index, "MOST", 5)
    chance = random.Random(1)
    labels = [f"Al{chance.choice('abc')}{number} Alt" for number in range(30)] + ["Zug"]
    events = np.array([chance.randrange(1, 900) for _ in labels])
    index = to_place_index(table(labels), events)
    where, _ = blocks_of(index)
    # Each place has two words that begin so, and is there once.
    assert set(where["crowded"]) == {"a", "al", "alt"}
    largest = sorted(range(30), key=lambda row: -events[row])[:5]
    for start, length in where["crowded"].values():
        block = read(index.content, start, start + length)
        assert block["id"] == [f"p{row}" for row in largest]


def test_the_same_places_are_the_same_bytes() -> None:
    labels = [f"Place {number}" for number in range(2_000)]
    events = np.arange(2_000) % 7
    first, second = (to_place_index(table(labels), events) for _ in range(2))
    assert first == second
    assert first.facts() == {"index": first.index, "bytes": len(first.content)}
