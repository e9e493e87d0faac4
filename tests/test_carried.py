"""The files in a page: packed the same everywhere, and unpacked to the byte."""

from __future__ import annotations

import hashlib
from base64 import b64encode

import deflate
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import carried
from mapbuilder.carried import pack, unpack
from mapbuilder.errors import ProofError
from mapbuilder.payload import encode

TEXTS = ["The first line runs to the station.", "Birinci xətt stansiyaya gedir.", "نص آخر"]
BLOCK = encode({"texts": TEXTS, "other": list(range(200))})


@given(
    st.lists(
        st.one_of(st.binary(max_size=300), st.sampled_from([t.encode() for t in TEXTS])), max_size=9
    ),
    st.lists(st.sampled_from([BLOCK, encode({"a": TEXTS[0] * 5})]), max_size=2),
)
def test_files_come_back_byte_for_byte(contents, blocks):
    text, form = pack(contents, blocks)
    assert unpack(text, form, [len(content) for content in contents], blocks) == contents


def test_files_too_large_to_be_compared_are_deflated(monkeypatch):
    monkeypatch.setattr(carried, "MOST_COPIED", 10)
    text, form = pack([b"a" * 20, b"b"], [BLOCK])
    assert form == "deflate"
    assert unpack(text, form, [20, 1], []) == [b"a" * 20, b"b"]


def test_what_stands_in_the_page_already_costs_little():
    content = "\n".join(f"{text},{text}" for text in TEXTS * 5).encode()
    with_page, _ = pack([hashlib.sha256(b"x").digest() + content], [BLOCK])
    without, _ = pack([hashlib.sha256(b"x").digest() + content], [])
    assert len(with_page) < len(without)


def test_the_default_exhibit_s_files_cost_the_page_at_most_27_kb(exhibit_page):
    from mapbuilder.extract import block_of, read_page

    assert 5_000 < len(block_of(read_page(exhibit_page), "inputs")) <= 27_000


def test_the_same_files_give_the_same_text():
    """The bytes themselves: another Python or machine must write these as well."""
    text, form = pack([b"id,text\n1," + TEXTS[0].encode() + b"\n"], [BLOCK])
    assert form == "copies"
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "359e83b8ab03b503"


@pytest.mark.parametrize("form", ["copies", "deflate"])
def test_a_bomb_is_refused_before_it_is_unpacked(form):
    bomb = b64encode(deflate.zlib_compress(bytes(50_000_000), 9)).decode()
    with pytest.raises(ProofError):
        unpack(bomb, form, [1000], [BLOCK])


def test_a_copy_from_nowhere_is_refused():
    for steps in (
        bytes([1, 1, 1, 0, 0xFF, 0]),
        bytes([1, 1, 1, 0, 9, 1]),
        bytes([1, 1, 2, 0, 9, 0xFF, 0x7F]),
        bytes([200, 1, 1]),
        bytes([2, 1, 1, 0, 0, 5, 0]),
        b"",
        b"\xff" * 20,
    ):
        text = b64encode(deflate.zlib_compress(steps, 9)).decode()
        with pytest.raises(ProofError):
            unpack(text, "copies", [9], [BLOCK])


@pytest.mark.parametrize("text", ["", "!", "QUJD", BLOCK[:-8], BLOCK + "AAAA"])
def test_what_is_no_zlib_stream_is_refused(text):
    with pytest.raises(ProofError):
        unpack(text, "deflate", [10_000], [])


def test_another_form_is_refused_by_name():
    with pytest.raises(ProofError, match="'lzma'"):
        unpack(BLOCK, "lzma", [3], [])
