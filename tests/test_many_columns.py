"""Packed columns, Morton codes, first views and letters, each against the plainest way to it."""

from __future__ import annotations

import json
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.drawn_letters import DrawnLetters
from mapbuilder.first_view import FIRST, LAST, MOST_CELLS, to_levels
from mapbuilder.json_texts import JsonTexts
from mapbuilder.morton import BITS, cells_at, to_cells, to_codes
from mapbuilder.packed_columns import BYTES, NONE, Column, has_any, to_container
from mapbuilder.payload import to_json
from mapbuilder.rich_rows import RichRows, marked_rows
from mapbuilder.text import to_plain, to_rich
from mapbuilder.written_words import to_written
from tests.many_reader import read_container

LON = st.floats(-180, 180, allow_nan=False)
LAT = st.floats(-90, 90, allow_nan=False)


def numbers_of(type_):
    low = NONE[type_] if type_ == "i32" else 0
    high = -low - 1 if type_ == "i32" else NONE[type_]
    # A number of 56 bits is one that a script's numbers hold whole.
    return st.lists(st.integers(low, min(high, 2**53)))


@given(st.data())
def test_columns_come_back_as_they_were(data):
    columns = [
        Column(f"one-{number}", type_, np.array(data.draw(numbers_of(type_)), np.int64), delta)
        for number, (type_, delta) in enumerate((t, d) for t in BYTES for d in (False, True))
    ]
    read = read_container(to_container(columns))
    for column in columns:
        none = NONE[column.type]
        expected = [None if one == none else one for one in column.numbers.tolist()]
        assert read[column.name] == expected


def test_the_container_is_what_its_description_says():
    content = to_container([Column("a", "u16", np.array([1, 0x0203]))])
    header = b'[{"name":"a","type":"u16","length":2,"delta":false}]'
    assert content == len(header).to_bytes(4, "little") + header + bytes([1, 3, 0, 2])
    assert len(header) % 4 == 0


def test_a_column_that_says_nothing_is_known_by_it():
    assert not has_any(Column("a", "u8", np.array([255, 255])))
    assert has_any(Column("a", "u8", np.array([255, 0])))


def code_of(lon, lat):
    size = 1 << BITS
    x = min(max(math.floor(size * (lon + 180) / 360), 0), size - 1)
    angle = math.tan(math.pi / 4 + math.radians(lat) / 2)
    y = size if angle <= 0 else math.floor(size * (0.5 - math.log(angle) / (2 * math.pi)))
    y = min(max(y, 0), size - 1)
    return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(BITS))


@given(LON, LAT)
def test_a_code_has_the_bits_of_column_and_row_in_turn(lon, lat):
    (code,) = to_codes(np.array([lon]), np.array([lat])).tolist()
    # The last bit may differ by how a logarithm is rounded.
    (x,), (y,) = (one.tolist() for one in to_cells(np.array([lon]), np.array([lat])))
    assert code == sum(
        (x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(BITS)
    )
    expected = code_of(lon, lat)
    if code != expected:
        assert abs(y - _row(expected)) <= 1


def _row(code):
    return sum((code >> 2 * bit + 1 & 1) << bit for bit in range(BITS))


def test_the_poles_and_the_edge_of_the_map_have_codes():
    codes = to_codes(np.array([-180.0, 180.0, 0, 0]), np.array([90.0, -90.0, 90, -90]))
    assert codes.tolist()[:2] == [0, 4**BITS - 1]
    assert (codes < 4**BITS).all()


@given(st.lists(st.tuples(LON, LAT, st.integers(1, 5)), max_size=60))
def test_first_views_have_each_cell_where_most_of_its_events_are(places):
    codes = to_codes(*(np.array([p[at] for p in places], np.float64) for at in (0, 1)))
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    count = np.array([p[2] for p in places], np.int64)[order]
    levels = to_levels(codes, count)
    if not places:
        assert levels == []
        return
    assert [one.level for one in levels] == list(range(FIRST, LAST + 1))
    for level in levels:
        cells: dict[int, list[int]] = {}
        for place, code in enumerate(codes.tolist()):
            cells.setdefault(code >> 2 * (BITS - level.level), []).append(place)
        assert level.count.sum() == count.sum()
        assert list(cells) == sorted(cells)
        for held, anchor, events, size in zip(
            cells.values(), level.place, level.count, level.places, strict=True
        ):
            assert anchor == max(held, key=lambda place: (count[place], -place))
            assert events == sum(count[place] for place in held)
            assert size == len(held)
        largest = sorted(range(len(cells)), key=lambda at: -level.count[at])[:12]
        assert level.labelled().tolist() == [level.place[at] for at in largest]


def test_a_level_of_more_cells_than_a_map_shows_is_left_out():
    """20 by 20 places lie in 400 cells of their own from some level on."""
    lon, lat = (one.ravel() for one in np.meshgrid(np.arange(20.0), np.arange(20.0)))
    codes = np.sort(to_codes(lon, lat))
    levels = to_levels(codes, np.ones(400, np.int64))
    assert all(len(one.place) <= MOST_CELLS for one in levels)
    finer = cells_at(codes, levels[-1].level + 1)
    assert len(np.unique(finer)) > MOST_CELLS


TEXTS = st.text(
    st.sampled_from("ab1-+>.)*_[]\\ \t\n\r\x00\x0b\x1c\xa0\u2003\u2028\u3000éш(!#`&<")
    | st.characters(),
    max_size=20,
)


def shown(text):
    return not any("\ud800" <= c <= "\udfff" for c in text)


def marked(texts):
    column = pa.array(texts, pa.string())
    return marked_rows(column, to_written(column)).tolist()


@given(st.lists(st.none() | TEXTS.filter(shown), max_size=4))
def test_a_text_without_marks_is_its_own_tree(texts):
    found = marked(texts)
    for row, text in enumerate(texts):
        if row not in found and text:
            assert to_rich(text) == text


@pytest.mark.parametrize("text", ["a plain text", "Baku, 1990", "\x1ca", "a  b", "née (1990) > 3"])
def test_most_texts_are_known_to_be_plain(text):
    assert marked([text]) == []


@given(st.lists(st.none() | TEXTS.filter(shown), max_size=7), st.integers(1, 3))
def test_json_of_texts_is_what_it_is_of_lists(texts, rows):
    column = JsonTexts.of(pa.array(texts, pa.string()), rows)
    blocks = [texts[start : start + rows] for start in range(0, len(texts), rows)]
    assert column.blocks == [to_json(block).encode() for block in blocks]
    assert column.said == [any(block) for block in blocks]


@given(st.lists(st.none() | TEXTS.filter(shown), max_size=7), st.integers(1, 3))
def test_json_of_rich_texts_is_that_of_their_trees(texts, rows):
    column = pa.array(texts, pa.string())
    found: dict[int, list[str]] = {}

    def note(numbers, written, chosen):
        which = range(len(written.starts) - 1) if chosen is None else chosen.tolist()
        for number, text in zip(numbers.tolist(), which, strict=True):
            codes = written.codes[written.starts[text] : written.starts[text + 1]]
            words = b"".join(written.words[code].as_py() for code in codes).decode()
            found.setdefault(number, []).append(words)

    made = RichRows().of(column, to_written(column), rows, note, 10)
    trees = [None if text is None else to_rich(text) or None for text in texts]
    plain = [None if text == "" else tree for text, tree in zip(texts, trees, strict=True)]
    blocks = [plain[start : start + rows] for start in range(0, len(texts), rows)]
    read = [json.loads(block) for block in made.blocks]
    assert [[one or None for one in block] for block in read] == blocks
    assert made.said == [any(block) for block in blocks]
    assert {number: " ".join(told).split() for number, told in found.items()} == {
        10 + row: to_plain(tree).split() if tree else [] for row, tree in enumerate(trees)
    }


@given(st.lists(st.none() | st.text(), max_size=8), st.lists(st.text(), max_size=4))
def test_letters_are_those_of_the_texts(texts, others):
    def shown(one):
        return one is None or not any("\ud800" <= c <= "\udfff" for c in one)

    texts, others = (list(filter(shown, column)) for column in (texts, others))
    letters = DrawnLetters()
    letters.add("text", pa.chunked_array([texts, [None, *texts][:2]], pa.string()).slice(1))
    letters.add("note", others)
    held = [*texts, *[None, *texts][:2]][1:]
    assert letters.sets()["text"] == set("".join(filter(None, held)))
    assert letters.sets()["note"] == set("".join(others))
