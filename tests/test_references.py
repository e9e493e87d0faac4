"""References as CSL-JSON and BibTeX: read, written, and the same after both."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.errors import InputError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.references import (
    COLUMNS,
    from_bibtex,
    from_csl_json,
    is_reference_file,
    read_references,
    to_bibtex,
    to_csl_json,
)
from mapbuilder.report import Report
from mapbuilder.sources import read_sources

TRANSLATED = tuple(f"{name}_{tag}" for name in ("author", "standpoint") for tag in ("az", "ru"))


def rows_of(sources):
    kept = ("id", *COLUMNS, *TRANSLATED)
    return [
        {key: text for key, text in row.items() if text and key in kept}
        for row in sources.to_pylist()
    ]


def test_the_default_exhibits_sources_survive_both_formats():
    sources = read_exhibit().sources
    assert sources is not None
    assert from_csl_json(to_csl_json(sources)) == rows_of(sources)
    assert from_bibtex(to_bibtex(sources)) == rows_of(sources)
    assert {*TRANSLATED} <= {*from_bibtex(to_bibtex(sources))[0]}


def test_csl_json_from_a_reference_manager_is_read():
    text = json.dumps(
        [
            {
                "id": "waal", "type": "book", "title": "Black Garden", "publisher": "NYU Press",
                "author": [{"family": "Waal", "given": "Thomas", "non-dropping-particle": "de"}],
                "issued": {"date-parts": [["2003", 5]]}, "publisher-place": "New York",
            },
            {
                "id": 7, "type": "article-newspaper", "author": [{"literal": "Reuters, London"}],
                "issued": {"raw": "spring 1990"}, "URL": "https://example.org/", "custom": [],
                "accessed": {"date-parts": [[2020, 1, 2]]}, "container-title": "The Times",
            },
            {"id": "x", "type": "motion_picture", "issued": {"date-parts": [[1990], [1991]],
             "circa": True}},
        ]
    )  # fmt: skip
    assert from_csl_json(text) == [
        {"id": "waal", "type": "book", "title": "Black Garden", "publisher": "NYU Press",
         "publisher_place": "New York", "author": "de Waal, Thomas", "date": "2003-05"},
        {"id": "7", "type": "newspaper", "author": "{Reuters, London}", "date": "spring 1990",
         "url": "https://example.org/", "accessed": "2020-01-02", "container_title": "The Times"},
        {"id": "x", "type": "motion picture", "date": "1990/1991~"},
    ]  # fmt: skip


BIB = r"""
@string{nyt = "New York Times"}
@comment{left aside}
@article{k1,
  author = {M{\"u}ller, J{\'o}zef and {Barnes and Noble} and Waal, Thomas de},
  title = "A {Title} \& more", journal = nyt, year = 1990, month = jan,
  pages = {12--14}, url = {https://x.org/a_b%20c\_d},
}
@inbook{k2, title = {100% sure}, booktitle = {A book}, address = {Baku}}
@Book{k2, title = {Again}}
"""


def test_bibtex_from_a_reference_manager_is_read():
    assert from_bibtex(BIB) == [
        {"id": "k1", "type": "article", "title": "A Title & more", "page": "12–14",
         "author": "Müller, Józef; Barnes and Noble; Waal, Thomas de", "date": "1990-01",
         "container_title": "New York Times", "url": "https://x.org/a_b%20c_d"},
        {"id": "k2", "type": "document in a book", "title": "100% sure",
         "container_title": "A book", "publisher_place": "Baku"},
        {"id": "k2", "type": "book", "title": "Again"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.bib", "@book{a, title={x}\n\n@book{b, title={y}}", "a.bib:1: the entry cannot be read"),
        ("a.bib", "only words", "has no entry"),
        ("a.json", "[{]", "is not JSON"),
        ("a.json", "[1]", "no CSL-JSON"),
        ("a.bib", b"\xff\xfe", "not in UTF-8"),
    ],
)
def test_what_is_no_reference_is_said_in_one_line(tmp_path, name, content, said, capfd):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=said) as error:
        read_references(path)
    assert "\n" not in str(error.value)
    assert capfd.readouterr().err == ""


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[sources\]'"):
        from_bibtex(BIB)
    with pytest.raises(InputError, match=r"^BibTeX needs the extra for sources: pip install"):
        to_bibtex(read_exhibit().sources)


def test_a_table_of_sources_may_be_a_file_of_references(tmp_path):
    (tmp_path / "sources.bib").write_text(BIB, "utf-8")
    report = Report()
    table = read_sources(tmp_path / "sources.bib", report=report).table
    assert table["id"].to_pylist() == ["k1", "k2"]
    [problem] = report.problems()
    assert (problem.code, problem.file, problem.row) == ("source-id-duplicate", "sources.bib", 3)
    assert table["container_title"].to_pylist() == ["New York Times", "A book"]


def test_an_exhibit_finds_its_references(tmp_path):
    (tmp_path / "events.csv").write_text("date,title,source\n1990,x,a\n", "utf-8")
    (tmp_path / "sources.json").write_text('[{"id": "a", "title": "A", "type": "map"}]', "utf-8")
    exhibit = read_exhibit(tmp_path)
    assert exhibit.problems == ()
    assert exhibit.sources is not None
    assert exhibit.sources["type"].to_pylist() == ["map"]
    assert [given.name for given in exhibit.inputs] == ["events.csv", "sources.json"]


def test_geojson_and_csv_are_no_references(tmp_path):
    for name, content in [("a.json", '{"type": "FeatureCollection"}'), ("a.csv", "[")]:
        (tmp_path / name).write_text(content)
        assert not is_reference_file(tmp_path / name)
    (tmp_path / "b.json").write_text("\ufeff \n[", "utf-8")
    assert is_reference_file(tmp_path / "b.json")
    assert not is_reference_file(tmp_path / "none.json")


def test_a_key_that_bibtex_has_not_keeps_its_id():
    sources = read_sources(
        [{"id": "the paper, 1", "title": "A"}, {"id": "the paper 1", "title": "B"}]
    ).table
    text = to_bibtex(sources)
    assert "@misc{thepaper1,\n" in text
    assert "@misc{thepaper1-2,\n" in text
    assert [row["id"] for row in from_bibtex(text)] == ["the paper, 1", "the paper 1"]


TEXTS = st.text(
    st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FFF), min_size=1, max_size=12
)
CELLS = st.lists(TEXTS, min_size=1, max_size=4).map(" ".join)
SOURCES = st.lists(
    st.fixed_dictionaries(
        {"id": TEXTS, "title": CELLS},
        optional={
            "note": CELLS, "standpoint": CELLS, "publisher": CELLS, "type": CELLS,
            "author": st.sampled_from(["de Waal, Thomas; Müller, A.", "BBC", "{A, B}", "see; below",
                                       "Reuters & Sons", "a and b"]),
            "date": st.sampled_from(["1990", "1990-01-20", "1989/1991-05", "1950~", "long ago",
                                     "-0044-03"]),
        },
    ),
    min_size=1, max_size=4, unique_by=lambda row: row["id"],
)  # fmt: skip


@given(SOURCES)
def test_csl_json_keeps_every_cell(rows):
    sources = read_sources(rows).table
    assert from_csl_json(to_csl_json(sources)) == rows_of(sources)
    assert to_csl_json(sources) == to_csl_json(sources)


@given(SOURCES)
def test_bibtex_keeps_every_cell(rows):
    sources = read_sources(rows).table
    assert from_bibtex(to_bibtex(sources)) == rows_of(sources)
