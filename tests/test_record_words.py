"""The index of records by words: which record has which, its pieces, and that no cutting shows."""

from __future__ import annotations

import json
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import merged_words, record_words
from mapbuilder.config import Config
from mapbuilder.day_words import day_words
from mapbuilder.finding import distinct
from mapbuilder.record_words import LONGEST, RecordIndex, RecordWords, ends_of

PLACES = pa.table({
    "id": ["a", "b"],
    "label": ["Lənkəran", "Bakı"],
    "names": ["Ленкорань|Lenkoran [1870–1991]", None],
})  # fmt: skip
NAMES = (["Lənkəran", "Ленкорань", "Lenkoran"], ["Bakı"])
CONFIG = Config(title="Records", languages=["en", "az"])


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    names = ("title", "title_az", "text", "text_en", "quote", "edtf")
    columns: dict[str, Any] = {
        name: pa.array([row.get(name) for row in rows], pa.string()) for name in names
    }
    return pa.table(columns | {"place": pa.array([row["place"] for row in rows], pa.int64())})


def written(folder: Path, tables: list[pa.Table]) -> tuple[RecordIndex, bytes]:
    (folder / "parts").mkdir(parents=True)
    words = RecordWords(folder / "parts", CONFIG, PLACES)
    assert list(words.passing(iter(tables))) == tables
    facts = words.write(folder / "words.bin")
    return facts, (folder / "words.bin").read_bytes()


def read(facts: RecordIndex, content: bytes) -> dict[str, list[int]]:
    """The records of each word, as a page reads them."""
    assert len(content) == facts.bytes
    index = json.loads(zlib.decompress(content[facts.index :]))
    assert index["start"][0] == 0
    assert index["start"][-1] == facts.index
    found: dict[str, list[int]] = {}
    ends = list(pairwise(index["start"]))
    assert len(ends) == len(index["first"]) == len(index["row"])
    for (start, stop), first, row in zip(ends, index["first"], index["row"], strict=True):
        head, _, postings = zlib.decompress(content[start:stop]).partition(b"\n")
        piece = json.loads(head)
        assert piece["words"][0] == first
        at = 0
        for word, length in zip(piece["words"], piece["bytes"], strict=True):
            rows = numbers_of(postings[at : at + length])
            at += length
            assert word != first or rows[0] == row
            before = found.setdefault(word, [])
            assert not before or before[-1] < rows[0]
            before += rows
        assert at == len(postings)
    assert list(found) == sorted(found)
    return found


def numbers_of(octets: bytes) -> list[int]:
    numbers, last, value, shift = [], -1, 0, 0
    for octet in octets:
        value |= (octet & 0x7F) << shift
        shift += 7
        if octet < 0x80:
            last += value + 1
            numbers.append(last)
            value = shift = 0
    return numbers


ROWS = [
    {"title": "Tram no. 7", "text": "It ran on *line* [seven](https://example.org).", "place": 0},
    {"title": "Letter", "title_az": "Məktub", "edtf": "1990-01-20", "place": 1},
    {"text_en": "天安門広場で 集会", "quote": "No «trams» ran.", "edtf": "1990-01", "place": 1},
    {"place": 1},
]


def test_a_record_is_found_by_its_words_its_date_and_the_names_of_its_place(tmp_path):
    found = read(*written(tmp_path, [table_of(ROWS)]))
    assert found["tram"] == [0]
    assert found["trams"] == [2]
    assert found["line"] == found["seven"] == [0]
    assert "example" not in found
    assert found["lenkoran"] == found["lenkeran"] == [0]
    assert found["baki"] == [1, 2, 3]
    assert found["mektub"] == [1]
    assert found["1990"] == found["january"] == found["yanvar"] == [1, 2]
    # Within what is written without spaces, from any letter on.
    assert found["天安门广场de"] == found["安门广场de"] == found["广场de"] == [2]
    assert found["集会"] == found["会"] == [2]


def test_ends_of_a_word_begin_with_letters_that_have_no_spaces_between_their_words():
    assert ends_of("abc") == ["abc"]
    assert ends_of("ab天安") == ["ab天安", "天安", "安"]
    assert ends_of("กรุงเทพมหานคร")[0] == "กรุงเทพมหานคร"[:LONGEST]


texts = st.one_of(
    st.none(),
    st.lists(
        st.sampled_from([
            "tram", "Tram,", "«tramway»", "a", "b", "ABC-7", "Məktub", "город", "天安門",
            "广场tram", "*line*", "🚋", "\ufa11", "1990", "x" * 30,
        ]),
        max_size=6,
    ).map(" ".join),
)  # fmt: skip
rows = st.lists(
    st.fixed_dictionaries({
        "title": texts, "title_az": texts, "text": texts, "quote": texts,
        "edtf": st.sampled_from([None, "1990-01-20", "1905"]), "place": st.sampled_from([0, 1]),
    }),
    min_size=1,
    max_size=30,
)  # fmt: skip


def cut(whole: list[dict[str, Any]], at: list[int]) -> list[pa.Table]:
    ends = sorted({0, len(whole), *(end for end in at if end < len(whole))})
    return [table_of(whole[start:stop]) for start, stop in pairwise(ends)]


@settings(max_examples=60, deadline=None)
@given(
    rows=rows,
    at=st.lists(st.integers(1, 29), max_size=6),
    piece=st.sampled_from([1, 3, 16]),
    at_once=st.sampled_from([1, 5, 40]),
)
def test_each_word_has_its_records_whatever_the_tables_and_the_pieces(
    tmp_path_factory, rows, at, piece, at_once
):
    folder = tmp_path_factory.mktemp("words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_words, "PIECE", piece)
        facts, content = written(folder / "whole", [table_of(rows)])
        patch.setattr(merged_words, "AT_ONCE", at_once)
        patch.setattr(merged_words, "EACH", 2)
        assert written(folder / "cut", cut(rows, at)) == (facts, content)
    found = read(facts, content)
    expected: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        said = [row["title"], row["title_az"], row["quote"], (row["text"] or "").replace("*", "")]
        said += NAMES[row["place"]]
        if row["edtf"]:
            said += [day_words(CONFIG, tag, [row["edtf"]])[0][0] for tag in CONFIG.languages]
        for word in distinct(said).split():
            for end in ends_of(word):
                expected.setdefault(end, set()).add(number)
    assert {word: set(numbers) for word, numbers in found.items()} == expected
