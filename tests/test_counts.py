"""Counts in English words: one is never told as several, nor several as one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapbuilder.check_report import render_check_report
from mapbuilder.counts import counted, counted_name, one_or_several
from mapbuilder.exhibit import read_exhibit

PACKAGE = Path(__file__).resolve().parent.parent / "mapbuilder"


@pytest.mark.parametrize(
    ("count", "noun", "several", "said"),
    [
        (0, "place", "", "0 places"),
        (1, "place", "", "1 place"),
        (2, "place", "", "2 places"),
        (1204, "record", "", "1,204 records"),
        (1, "more row", "", "1 more row"),
        (1, "match", "matches", "1 match"),
        (3, "match", "matches", "3 matches"),
        (1, "record is", "records are", "1 record is"),
        (0, "record is", "records are", "0 records are"),
    ],
)
def test_one_is_told_as_one_and_others_as_several(count, noun, several, said):
    assert counted(count, noun, several) == said


def test_a_word_follows_its_number():
    assert [one_or_several(count, "does", "do") for count in (1, 2)] == ["does", "do"]
    assert [counted_name(1, name) for name in ("places", "placed")] == ["place", "placed"]
    assert counted_name(2, "places") == "places"


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_no_module_makes_plurals_of_its_own(path):
    if path.stem == "counts":
        return
    text = path.read_text("utf-8")
    assert re.findall(r"""\{(?:''|"") if [^}]*== 1 else ['"]s['"]\}""", text) == []
    assert re.findall(r"\{[^{}]*\} more (?:rows|lines|differences)\b", text) == []


@pytest.fixture
def lonely(tmp_path):
    """An exhibit of one record at one place, which makes a claim and names no source."""
    (tmp_path / "events.csv").write_text("date,place,title,text\n1990,Baku,A day,It was a day.\n")
    (tmp_path / "places.csv").write_text("id,name,lat,lon\nbaku,Baku,40.4,49.9\n")
    (tmp_path / "exhibit.toml").write_text('title = "One"\n')
    return read_exhibit(tmp_path)


def test_the_report_on_one_record_counts_one_place(lonely):
    page = render_check_report(lonely.checked())
    assert "<dt>place</dt><dd>1</dd>" in page
    assert "<dt>record</dt><dd>1</dd>" in page
    assert "<dt>rejected</dt><dd>0</dd>" in page
    assert not re.search(r"\b1 (?:records|events|places|problems|errors|warnings|notes)\b", page)


def test_a_lone_record_without_a_source_is_not_one_of_several(lonely):
    [problem] = [one for one in lonely.checked().problems if one.code == "claim-unsourced"]
    assert problem.message.startswith("the only record names no source;")
