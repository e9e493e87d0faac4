"""Two versions that a version control could not merge are told, and never read as rows."""

from __future__ import annotations

import pytest

from mapbuilder.config import read_config
from mapbuilder.errors import ConfigError, InputError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.merge_marks import merge_sentence
from mapbuilder.records import DOUBLED
from mapbuilder.report import Report
from mapbuilder.sources import read_sources
from mapbuilder.tables import read_table

UNMERGED = """{head}
<<<<<<< HEAD
{ours}
=======
{theirs}
>>>>>>> anna
{last}
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_with_the_marks_of_a_merge_is_not_read(tmp_path, ends, encoding):
    text = UNMERGED.format(
        head="id,date,title", ours="e1,1903,One", theirs="e1,1904,One", last="e2,1905,Two"
    )
    path = tmp_path / "events.csv"
    path.write_bytes(text.replace("\n", ends).encode(encoding))
    with pytest.raises(InputError, match=r"events\.csv:2: two versions .* down to line 6"):
        read_table(path, Report(), known={"id", "title"})


def test_the_marks_around_a_header_are_told_too(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text("<<<<<<< HEAD\nid,name\n||||||| base\nid\n=======\nid,label\n>>>>>>> b\n")
    with pytest.raises(InputError, match=r"places\.csv:1: two versions .*'<<<<<<< HEAD'"):
        read_table(path, Report(), known={"id", "name"})


def test_settings_and_references_tell_them(tmp_path):
    path = tmp_path / "exhibit.toml"
    path.write_text(
        UNMERGED.format(head="id = 'a'", ours="title = 'A'", theirs="title = 'B'", last="")
    )
    with pytest.raises(ConfigError, match=r"exhibit\.toml:2: two versions of a merge"):
        read_config(path)
    for name, head, last in (("sources.bib", "", ""), ("sources.json", "[", "]")):
        path = tmp_path / name
        path.write_text(UNMERGED.format(head=head, ours="{}", theirs="{}", last=last))
        with pytest.raises(InputError, match=rf"{name}:2: two versions of a merge"):
            read_sources(path)


def test_what_is_left_of_the_marks_is_told():
    assert merge_sentence(b"a\n=======\nb\n>>>>>>> anna\n").startswith("2: ")
    assert merge_sentence(b"a\n<<<<<<< HEAD\nb\n").startswith("2: ")


@pytest.mark.parametrize(
    "text",
    [
        b'title,text\nA,"A heading\n=======\nand words"\n',
        b'title,text\nA,">>>>>>> quoted seven times\n>>>>>> six"\n',
        b"title\n<<<<<<<<< arrows\n",
        b"title\nthe sign <<<<<<< HEAD\n",
        b"",
    ],
)
def test_other_lines_of_such_signs_are_words(text):
    assert merge_sentence(text) is None


def test_of_two_copies_put_together_the_rows_that_are_the_same_are_told_as_such(tmp_path):
    for name, rows in {
        "events": ["id,date,title", "a,1990,One", "b,1991,Two", "a,1990,One", "b,1992,Two"],
        "places": ["id,name,lat,lon", "p,P,1,2", "q,Q,1,3", "p,P,1,2", "q,Q,2,3"],
        "sources": ["id,title", "s,S", "t,T", "s,S", "t,U"],
    }.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    told = {
        (one.file, one.row): one.message.partition("; ")[2]
        for one in read_exhibit(tmp_path).problems
        if one.code.endswith("id-duplicate")
    }
    same = "the rows are the same, so take one of them out"
    # Of records both are said: where they are read in parts, two are not beside each other.
    assert "the rows are the same" in DOUBLED
    assert told == {
        ("events.csv", 4): DOUBLED,
        ("events.csv", 5): DOUBLED,
        ("places.csv", 4): same,
        ("places.csv", 5): "give each place its own",
        ("sources.csv", 4): same,
        ("sources.csv", 5): "give each its own",
    }
