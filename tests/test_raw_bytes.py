"""Bytes: what is said not to be in a file or a column is not there."""

from __future__ import annotations

import hashlib
import io
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import raw_bytes
from mapbuilder.clean_cells import _BIDI, _CONTROL
from mapbuilder.raw_bytes import (
    are_in_order,
    has_empty,
    has_outer_spaces,
    longest,
    signs_of,
    suspects_of,
)


def has_suspects(column):
    return len(suspects_of(column)) > 0


EVERY = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def one_by_one(test, texts):
    """Those of the texts for which a test of whole columns is true."""
    column = pa.array(texts, pa.string())
    return {text for at, text in enumerate(texts) if test(column[at : at + 1])}


def test_every_space_that_is_trimmed_is_seen_at_both_ends():
    letters = pa.array(EVERY, pa.string())
    trimmed = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(letters)), 0)
    spaces = letters.filter(trimmed).to_pylist()
    assert len(spaces) > 20
    for text in (f"{space}a" for space in spaces):
        assert has_outer_spaces(pa.array(["b", text, None]))
    for text in (f"я{space}" for space in spaces):
        assert has_outer_spaces(pa.array(["b", text, None]))


def test_usual_texts_have_no_outer_spaces():
    assert not has_outer_spaces(pa.array(["a b", "Баку, р", "Bakı", "", None, "한", "é"]))


def test_every_suspect_character_is_seen():
    letters = pa.array(EVERY, pa.string())
    wrong = pc.match_substring_regex(letters, f"{_CONTROL}|{_BIDI}")
    suspects = letters.filter(wrong).to_pylist()
    assert len(suspects) > 130
    assert one_by_one(has_suspects, suspects) == set(suspects)
    assert one_by_one(has_suspects, [f"Bakı{one}я" for one in suspects[::7]])


def test_few_other_characters_are_taken_for_suspects():
    rest = [letter for letter in EVERY[:0x3000] if letter not in "\r"]
    column = pa.array(rest, pa.string())
    wrong = pc.match_substring_regex(column, f"{_CONTROL}|{_BIDI}").to_pylist()
    fine = [letter for letter, is_wrong in zip(rest, wrong, strict=True) if not is_wrong]
    taken = one_by_one(has_suspects, fine)
    # They end in the same two bytes: U+0FFE, U+1FFF and the like.
    assert all(ord(letter) & 0xFFE == 0xFFE for letter in taken)
    assert not has_suspects(pa.array(["Bakı\tBaku\nБаку “—” 北京，한국 العربية"]))


def test_a_suspect_is_seen_where_two_pieces_meet(monkeypatch):
    monkeypatch.setattr(raw_bytes, "_NEAR", 4)
    for filler in range(9):
        assert has_suspects(pa.array(["x" * filler + "\u202e" + "y"]))
        assert has_suspects(pa.array(["x" * filler + "\x9f"]))
        assert not has_suspects(pa.array(["x" * filler + "я"]))


def test_only_the_part_of_a_column_is_looked_at():
    column = pa.array([" a", "b\x00", "", "cc", "d "])
    assert not has_outer_spaces(column[3:4])
    assert not has_suspects(column[3:])
    assert not has_empty(column[3:])
    assert has_empty(column[2:3])
    assert longest(column[3:]) == 2


def test_bytes_below_what_is_not_there_hide_no_empty_text():
    offsets, held = pa.py_buffer(b"\0\0\0\0\1\0\0\0\1\0\0\0"), pa.py_buffer(b"x")
    column = pa.Array.from_buffers(pa.string(), 2, [pa.py_buffer(b"\2"), offsets, held], 1)
    assert column.to_pylist() == [None, ""]
    assert has_empty(column)
    assert not has_empty(pa.array([None, "a"], pa.string()))


@pytest.mark.parametrize("column", [pa.array([], pa.string()), pa.array([None], pa.string())])
def test_a_column_without_texts_has_nothing(column):
    assert not has_outer_spaces(column)
    assert not has_suspects(column)
    assert not has_empty(column)
    assert longest(column) == 0


@given(st.text(alphabet='a"\r\n,ж', max_size=40))
def test_signs_count_what_a_file_has(text):
    content = text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_bytes, "_PIECE", 3)
        signs = signs_of(io.BytesIO(content))
    assert signs.sha256 == hashlib.sha256(content).hexdigest()
    assert signs.size == len(content)
    assert signs.quotes == text.count('"')
    assert signs.pairs == text.count("\r\n")
    assert signs.returns == text.count("\r")
    assert signs.lines == len(
        text.replace("\r\n", "\n").replace("\r", "\n").rstrip("!").split("\n")
    ) - (text.endswith(("\r", "\n")))


def test_the_rows_with_suspects_are_told():
    column = pa.array(["a", "", "b\x00", None, "\u202ec\x01", "", "d\r\n", "é", "\x9f"])
    assert suspects_of(column).tolist() == [2, 4, 6, 8]
    assert suspects_of(column[3:7]).tolist() == [1, 3]


@given(st.lists(st.text(alphabet="e0129ж", max_size=3), max_size=5))
def test_texts_in_order_are_all_different(texts):
    column = pa.array(texts, pa.string())
    if are_in_order(column):
        assert len(set(texts)) == len(texts)
    in_order = sorted(set(texts), key=lambda text: (len(text.encode()), text.encode()))
    assert are_in_order(pa.array(in_order, pa.string()))


def test_a_missing_text_is_in_no_order():
    assert not are_in_order(pa.array(["a", None, "b"]))
