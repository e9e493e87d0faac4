"""The stored texts of sources, read from plain text, PDF and HTML, with their lines and pages."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress

import pytest

from mapbuilder.errors import InputError
from mapbuilder.report import Report
from mapbuilder.source_texts import StoredTexts, read_text
from mapbuilder.sources import read_sources
from tests.stored import pdf


def test_a_plain_text_has_lines_and_paragraphs():
    text = read_text("\ufeffOne.\r\ntwo\r\n\r\n  Three.\n \nFour.\n".encode(), ".txt")
    assert text.text == "One.\ntwo\n\n  Three.\n \nFour.\n"
    assert [text.text[slice(*one)] for one in text.paragraphs()] == [
        "One.\ntwo",
        "Three.",
        "Four.\n",
    ]
    at = text.text.index("Three")
    assert (text.line_at(at), text.paragraph_at(at), text.page_at(at)) == (4, 2, 0)
    assert (text.line_at(0), text.paragraph_at(0)) == (1, 1)


def test_a_text_without_empty_lines_has_a_paragraph_a_line():
    text = read_text(b"One.\nTwo.\nThree.", ".md")
    assert [text.text[slice(*one)] for one in text.paragraphs()] == ["One.", "Two.", "Three."]
    assert read_text(b"", ".txt").paragraphs() == [(0, 0)]


def test_form_feeds_set_pages_apart():
    text = read_text(b"one\ntwo\f\nthree\n\fpage 3", ".txt")
    assert [text.page_at(text.text.index(word)) for word in ("two", "three", "page")] == [1, 2, 3]
    assert text.line_of_page_at(text.text.index("three")) == 2


def test_letters_and_their_marks_are_composed():
    assert read_text("Lənkəran c\u0327ay".encode(), ".txt").text == "Lənkəran çay"


HTML = """<!DOCTYPE html><html><head><title>T</title><style>p { }</style>
<script>var x = "<p>no</p>"</script></head><body><!-- no -->
<h1>The   heading</h1><p>The <b>first</b> para<i>graph</i>,<!-- x --> with&nbsp;an&#8217;s <br> and
a line.</p><ul><li>One<li>Two</ul>Loose <svg><text>no</text></svg>words
<table><tr><td>a</td><td>b</td></tr></table><pre>two
  lines</pre></body></html>"""


def test_of_a_page_only_the_words_are_read_each_block_a_paragraph():
    text = read_text(HTML.encode(), ".html")
    assert text.text.split("\n\n") == [
        "The heading", "The first paragraph, with\u00a0an’s\nand a line.", "One", "Two",
        "Loose words", "a", "b", "two\nlines",
    ]  # fmt: skip
    assert text.paragraph_at(text.text.index("Two")) == 4


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        ('<meta charset="windows-1251"><p>Баку'.encode("cp1251"), ".html"),
        ("<p>Баку".encode("utf-16"), ".html"),
        ("<p>Баку".encode("utf-8-sig"), ".htm"),
        ('<?xml version="1.0" encoding="utf-8"?><html><body><p>Баку</p></body></html>'.encode(),
         ".xhtml"),
        ("<p>Баку".encode(), ".html"),
    ],
)  # fmt: skip
def test_a_pages_encoding_is_found(content, suffix):
    assert read_text(content, suffix).text == "Баку"


def test_an_empty_page_has_no_words():
    assert read_text(b" ", ".html").text == ""
    assert read_text(b"<!-- -->", ".html").text == ""


def test_a_pdf_has_pages_with_what_is_printed_on_them():
    content = pdf(
        ["Preface"], ["The first line", "of text (here)"], ["Last"],
        labels="0 << /S /r >> 1 << /S /D /St 12 >>",
    )  # fmt: skip
    text = read_text(content, ".pdf")
    assert text.labels == ("i", "12", "13")
    at = text.text.index("of text (here)")
    assert (text.page_at(at), text.line_of_page_at(at)) == (2, 2)
    assert text.page_at(text.text.index("Last")) == 3
    # By what it holds, whatever it is called.
    assert read_text(content, ".txt") == text


@pytest.mark.parametrize(
    ("content", "suffix", "said"),
    [
        (b"\xff\xfe\xff", ".txt", "not a text in UTF-8"),
        (b"<meta charset='x-none'><p>a", ".html", "'x-none', which is no encoding"),
        (b"<meta charset='us-ascii'><p>\xe9", ".html", "not a text in us-ascii"),
        (b"%PDF-1.4\nnothing", ".pdf", "no PDF that can be read"),
        (b"", ".pdf", "no PDF that can be read"),
        (pdf([]), ".pdf", "only pictures of them"),
    ],
)
def test_what_cannot_be_read_is_said(content, suffix, said):
    with pytest.raises(InputError, match=said):
        read_text(content, suffix)


def test_a_pdf_with_a_flipped_byte_is_read_or_refused():
    """Whatever pypdf makes of a damaged file, no traceback comes of it."""
    content = pdf(["The first line"])
    for at in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[at] ^= 0x15
        with suppress(InputError):
            read_text(bytes(damaged), ".pdf")


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_without_the_extra_it_is_named(suffix, monkeypatch):
    for name in ("pypdf", "lxml"):
        monkeypatch.setitem(sys.modules, name, None)
    content = pdf(["x"]) if suffix == ".pdf" else b"<p>x"
    with pytest.raises(InputError, match=r"pip install 'mapbuilder\[sources\]'"):
        read_text(content, suffix)


def stored(folder, **source):
    report = Report()
    sources = read_sources([{"id": "a", "title": "A", **source}])
    return StoredTexts(sources.table, folder, report), report


def test_a_text_whose_sum_is_the_tables_is_what_it_was(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"words")
    digest = hashlib.sha256(b"words").hexdigest()
    texts, report = stored(tmp_path, file="a.txt", sha256=digest.upper())
    assert texts
    assert report.problems() == ()
    found = texts.get("a")
    assert found is not None
    assert found.text == "words"
    assert texts.get("b") is None


def test_a_text_that_is_not_what_it_was_is_an_error(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"word")
    digest = hashlib.sha256(b"words").hexdigest()
    _, report = stored(tmp_path, file="a.txt", sha256=digest)
    [problem] = report.problems()
    assert (problem.code, problem.severity, problem.column) == ("source-changed", "error", "sha256")
    assert hashlib.sha256(b"word").hexdigest() in problem.message


def test_a_sum_that_is_none_is_told(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"word")
    _, report = stored(tmp_path, file="a.txt", sha256="d806")
    [problem] = report.problems()
    assert (problem.code, problem.severity, problem.column) == ("source-file", "warning", "sha256")


def test_a_pdf_is_read_when_it_is_asked_for(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    texts, report = stored(tmp_path, file="a.pdf")
    assert report.problems() == ()
    assert texts.get("a") is None
    assert "a" not in texts
    [problem] = report.problems()
    assert problem.code == "source-file"
    assert "no PDF that can be read" in problem.message


def test_two_sources_may_have_one_file(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"words")
    sources = read_sources([{"id": one, "title": one, "file": "a.txt"} for one in "ab"])
    texts = StoredTexts(sources.table, tmp_path, Report())
    assert [*texts] == ["a", "b"]
    assert texts.get("a") is texts.get("b")


@pytest.mark.parametrize("written", [r"texts\A.txt", "texts/A.txt", "./texts//A.txt"])
def test_a_text_is_found_by_a_path_of_windows(tmp_path, written):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/A.txt").write_bytes(b"words")
    texts, report = stored(tmp_path, file=written)
    assert report.problems() == ()
    assert [*texts] == ["a"]


def test_a_text_in_other_capitals_is_found_and_its_name_told(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/a.txt").write_bytes(b"words")
    texts, report = stored(tmp_path, file="Texts/A.TXT")
    assert [*texts] == ["a"]
    [problem] = report.problems()
    assert (problem.code, problem.severity, problem.column) == ("source-file", "note", "file")
    assert [one.value for one in problem.suggestions] == ["texts/a.txt"]


def test_a_text_that_is_not_there_is_answered_with_like_names(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/letter.txt").write_bytes(b"words")
    texts, report = stored(tmp_path, file="texts/leter.txt")
    assert not texts
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("source-file", "warning")
    assert problem.message.endswith("; its quotations are not checked")
    assert [one.value for one in problem.suggestions] == ["texts/letter.txt"]
    for name in ("../secret.txt", "/etc/hostname", "https://a.example/b.txt", "a\0.txt"):
        _, report = stored(tmp_path, file=name)
        assert [one.code for one in report.problems()] == ["source-file"]


@pytest.mark.parametrize(
    "before", [b"one\ntwo\n", b"one\r\ntwo\r\n", b"\xef\xbb\xbfone\r\ntwo\r\n"]
)
@pytest.mark.parametrize("after", [b"one\ntwo\n", b"one\r\ntwo\r\n", b"\xef\xbb\xbfone\ntwo\n"])
def test_ends_of_lines_that_git_has_changed_are_told_as_such(tmp_path, before, after):
    (tmp_path / "a.txt").write_bytes(after)
    _, report = stored(tmp_path, file="a.txt", sha256=hashlib.sha256(before).hexdigest())
    if before == after:
        assert report.problems() == ()
        return
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("source-changed", "error")
    assert "has the words that it had, and other ends of lines" in problem.message
    assert hashlib.sha256(after).hexdigest() in problem.message
