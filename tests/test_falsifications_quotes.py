"""Planted falsifications: each change of a quotation of the default exhibit is found and named."""

from __future__ import annotations

import csv
import hashlib
import shutil

import pytest

from mapbuilder.build import build
from mapbuilder.errors import ProblemsError
from mapbuilder.exhibit import read_exhibit

TEXT = "sources/press-release-2021-01-21.txt"


@pytest.fixture
def folder(root, tmp_path):
    copy = tmp_path / "black-january"
    shutil.copytree(root / "geodata/black-january", copy)
    return copy


def rewrite(file, change):
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows = [change(dict(row)) for row in rows]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def falsified(folder, event, **cells):
    """The problems about the event whose cells were changed, and no others."""

    def change(row):
        if row["id"] != event:
            return row
        for column, (old, new) in cells.items():
            assert old in row[column], row[column]
            row[column] = row[column].replace(old, new, 1)
        return row

    before = {problem.message for problem in read_exhibit(folder).problems}
    rewrite(folder / "events.csv", change)
    return [one for one in read_exhibit(folder).problems if one.message not in before]


CASES = [
    ("a changed digit", "ev06", {"quote": ("130", "180")}, "quote-not-found", "'180' is '130'"),
    ("a trimmed inner word", "ev05", {"quote": ("unarmed ", "")}, "quote-not-found",
     "'unarmed' is left out"),
    ("an added word", "ev10", {"quote": ("about 800", "about nearly 800")}, "quote-not-found",
     "'nearly' is not in the source"),
    ("a moved quotation", "ev06", {"locator": ("13", "15")}, "quote-moved", "but at line 13"),
    ("a changed quotation mark", "ev13", {"quote": ("“I consider", "\"I consider")},
     "quote-lookalike", "(U+0022, quotation mark) for “"),
    ("a look-alike letter", "ev04", {"quote": ("Baku", "Bаku")}, "quote-lookalike",
     "cyrillic small letter a"),
    ("a number cut short", "ev06", {"quote": ("That night, 130 civilians lost their lives in Baku.",
     "That night, 13")}, "quote-cut", "'130'"),
    ("a corrected spelling", "ev14", {"quote": ("the 20 January", "the 20th January")},
     "quote-not-found", "'20th' is '20'"),
    ("a word of the curator's in quotation marks", "ev02", {"text": ("decided to annex",
     "voted to annex")}, "text-quotation", "voted to annex Nagorno Karabakh"),
    ("swapped parts", "ev09", {"quote": ("a total of 147", "a total of 130")}, "quote-not-found",
     "'130' is '147'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("event", "cells", "code", "said"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_a_falsified_quotation_is_found_and_named(folder, event, cells, code, said):
    # A figure of the record may no longer be in its quotation; that is told as well.
    problems = [
        one for one in falsified(folder, event, **cells) if not one.code.startswith("figure-")
    ]
    assert [problem.code for problem in problems] == [code]
    assert said in problems[0].message
    assert problems[0].file == "events.csv"
    assert problems[0].row is not None


def test_a_wrong_source_is_found_and_the_right_one_named(folder):
    (folder / "sources/other.txt").write_text("Another text, of another day.\n", "utf-8")

    def give_file(row):
        return row | ({"file": "sources/other.txt"} if row["id"] == "S02" else {})

    rewrite(folder / "sources.csv", give_file)
    problems = falsified(folder, "ev06", source=("press-release", "S02"))
    assert {problem.code for problem in problems} == {"quote-source", "figure-source"}
    (wrong,) = (one for one in problems if one.code == "quote-source")
    assert "stands in 'press-release', line 13" in wrong.message


def test_a_changed_source_is_an_error_and_builds_no_page(folder):
    digest = hashlib.sha256((folder / TEXT).read_bytes()).hexdigest()
    rewrite(
        folder / "sources.csv",
        lambda row: row | {"sha256": digest if row["file"] == TEXT else ""},
    )
    assert not [one for one in read_exhibit(folder).problems if one.severity != "note"]
    text = (folder / TEXT).read_text("utf-8")
    (folder / TEXT).write_text(text.replace("130 civilians", "131 civilians"), "utf-8")
    problems = [one for one in read_exhibit(folder).problems if one.severity != "note"]
    assert {problem.code for problem in problems} == {"source-changed", "quote-not-found"}
    with pytest.raises(ProblemsError, match="not what it was"):
        build(folder, folder / "page.html")
    assert not (folder / "page.html").exists()


def test_the_default_exhibit_as_it_is_has_all_its_quotations_in_place():
    exhibit = read_exhibit()
    assert exhibit.quotations is not None
    quoted = [one for one in exhibit.events["quote"].to_pylist() if one]
    assert len(set(exhibit.quotations.marks["event"].to_pylist())) == len(quoted) == 15
    codes = {problem.code for problem in exhibit.problems}
    assert not {code for code in codes if code.startswith(("quote-", "source-", "text-"))}
