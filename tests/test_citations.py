"""Sources in a citation style: their own text stays text, and the style is one that is there."""

from __future__ import annotations

import sys
from typing import get_args

import pytest

from mapbuilder.citations import to_citations
from mapbuilder.config import CitationStyle, Config
from mapbuilder.errors import ConfigError, InputError
from mapbuilder.sources import read_sources
from mapbuilder.text import to_plain

BOOK = {
    "id": "waal", "type": "book", "title": "Black Garden", "author": "de Waal, Thomas",
    "date": "2003", "publisher": "NYU Press", "publisher_place": "New York",
}  # fmt: skip


def cited(style, *rows, language="en"):
    return to_citations(read_sources(list(rows)).table, style, language)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("apa", "de Waal, T. (2003). Black Garden. NYU Press."),
        ("gost-r-7-0-5-2008", "de Waal T. Black Garden. New York: NYU Press, 2003."),
        ("harvard-cite-them-right", "de Waal, T. (2003) Black Garden. New York: NYU Press."),
        ("iso690-author-date-en", "DE WAAL, Thomas, 2003. Black Garden. New York: NYU Press."),
        ("modern-language-association", "de Waal, T. Black Garden. NYU Press, 2003."),
    ],
)
def test_each_style_writes_a_book(style, expected):
    found = cited(style, BOOK)
    assert to_plain(found["waal"]) == expected


def test_every_style_of_the_settings_is_there(root):
    files = {path.stem for path in (root / "geodata/citation-styles").glob("*.csl")}
    assert files == set(get_args(CitationStyle))


def test_a_style_that_is_not_there_is_named_with_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'harvard-cite-them-right'"):
        Config(citation_style="harvard-cite-them-rigth")


def test_a_sources_own_text_is_text():
    title = "<b>A</b> &amp; 'q' </i><script>"
    found = cited("apa", {"id": "A", "title": title, "author": "X <i>", "date": "1990"})
    assert found["A"] == [["p", "X <i>. (1990). ", ["em", title], "."]]


def test_a_source_without_an_author_has_its_title_once():
    for style in get_args(CitationStyle):
        found = cited(style, {"id": "a", "title": "No author (at all)", "date": "1990"})
        assert to_plain(found["a"]).lower().count("no author (at all)") == 1, style


def test_ids_may_differ_in_capitals_only():
    found = cited("apa", BOOK, {**BOOK, "id": "Waal", "title": "Another"})
    assert "Another" in to_plain(found["Waal"])
    assert "Another" not in to_plain(found["waal"])


def test_words_are_in_the_exhibits_language():
    row = {"id": "a", "title": "A", "author": "Y"}
    assert "б. д." in to_plain(cited("apa", row, language="ru")["a"])
    assert "n.d." in to_plain(cited("apa", row, language="az")["a"])


def test_the_same_sources_are_the_same_citations():
    assert cited("apa", BOOK) == cited("apa", BOOK)


def test_without_the_extra_it_is_named(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "citeproc"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "citeproc", None)
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[sources\]'"):
        cited("apa", BOOK)
