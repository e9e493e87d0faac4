"""The sieve lets through every number that is looked for, and the check with it finds the same."""

from __future__ import annotations

import csv
import sys
import unicodedata
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import figure_sums, number_sieve
from mapbuilder.exhibit import read_exhibit
from mapbuilder.number_sieve import ANY, sift
from mapbuilder.report import Problem
from mapbuilder.written_numbers import numbers_in

PARTS = (
    "1", "12", "130", "000", "744", "0", "٣", "۷", "९", " ", " ", " ", ",", ".", "’", "'", "\u00a0",
    "\u2009", "\u202f", "\u066c", "-", "–", "a", "A", "hundred", "thousand", "Million", "ten",
    "SIXTY", "four", "fourteen", "and", "tens", "often", "x", "_", "#", "ı", "ſeven", "ſixty",
    "mıllion", "Mİllion", "é", "😀", "\n", "9" * 18,
)  # fmt: skip
texts = st.one_of(st.none(), st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.text())


@given(st.lists(texts, max_size=6), st.data(), st.booleans(), st.integers(0, 3))
def test_no_number_that_is_looked_for_is_lost(
    cells: list[str | None], data: st.DataObject, words: bool, cut: int
) -> None:
    read = [
        {one.value for one in numbers_in(text or "", words=words) if one.value >= 10}
        for text in cells
    ]
    every = sorted(set().union(*read))
    wanted = set(data.draw(st.lists(st.sampled_from(every)))) if every else {12}
    column = pa.chunked_array([cells[:cut], cells[cut:]], pa.string()).slice(cut // 3)
    sifted = sift(column, wanted, words=words)
    pairs = set(zip(sifted.rows.tolist(), sifted.values.tolist(), strict=True))
    for row, values in enumerate(read[cut // 3 :]):
        for value in values & wanted:
            assert (row, value) in pairs or (row, ANY) in pairs


def test_little_else_is_let_through() -> None:
    column = pa.array(["130 people", None, "13 or 30", "often 1.30", "one hundred and thirty", "9"])
    sifted = sift(column, {130}, words=True)
    assert (sifted.rows.tolist(), sifted.values.tolist()) == ([0, 4], [130, 130])
    assert sift(column, {130}, words=False).rows.tolist() == [0]


def test_the_first_bytes_of_all_digits_are_known() -> None:
    digits = (
        chr(code)
        for code in range(128, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) == "Nd"
    )
    assert all(number_sieve._LEADS[digit.encode()[0]] for digit in digits)


WORDS = ("147", "277", "1,300", "twenty-four", "a hundred and thirty", "S31", "17 million", "٢٧٧")


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" and ".join),
    st.lists(st.integers(1, 1400), min_size=2, max_size=6),
    st.sampled_from([0, 300]),
)
def test_the_check_finds_the_same_with_the_sieve_and_without(
    tmp_path_factory: pytest.TempPathFactory, said: str, values: list[int], few: int
) -> None:
    folder = tmp_path_factory.mktemp("exhibit")
    _write(
        folder / "events.csv",
        ("id", "date", "title", "text", "text_ru", "source", "other_sources"),
        [
            (
                f"e{at}",
                "1990",
                "Title",
                f"{said} {value + values[0]}",
                f"{value * 2} {said}",
                "a",
                "b; c",
            )
            for at, value in enumerate(values)
        ],
    )
    _write(
        folder / "figures.csv",
        ("event", "measure", "value", "source", "scope"),
        [(f"e{at % 2}", "present", value, "abc"[at % 3], "all") for at, value in enumerate(values)],
    )
    (folder / "exhibit.toml").write_text('title = "T"\nlanguages = ["en", "ru"]\n', "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figure_sums, "_FEW", few)
        sifted = _arithmetic(folder)
        patched.setattr(figure_sums, "_MOST_IN_PAIRS", 0)
        assert _arithmetic(folder) == sifted


@pytest.mark.parametrize(
    ("said", "written"),
    [("Three thousand people.", "Three thousand"), ("There were ٣٠٠٠ of them.", "٣٠٠٠")],
)
def test_a_sum_is_found_however_it_is_written(tmp_path: Path, said: str, written: str) -> None:
    _write(
        tmp_path / "events.csv",
        ("id", "date", "title", "text", "source"),
        [("e", "1990", "Title", said, "a")],
    )
    _write(
        tmp_path / "figures.csv",
        ("event", "measure", "value", "source", "scope"),
        [("e", "present", value, "a", "all") for value in (900, 2100)],
    )
    (found,) = _arithmetic(tmp_path)
    assert found.message.startswith(f"{written} stands in no figure")


def _arithmetic(folder: Path) -> list[Problem]:
    return [one for one in read_exhibit(folder).problems if one.code == "figure-arithmetic"]


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
