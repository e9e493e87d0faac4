"""Markdown's small subset becomes a tree, never HTML, and loses no letter."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import text
from mapbuilder.text import to_plain, to_rich

MARKS = "*_[]()\\>-+1.) \n\tab`<&!#:/"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("", ""),
        (" \n ", ""),
        ("one line", "one line"),
        ("hard\nwrapped", "hard wrapped"),
        ("two\n\nparagraphs", [["p", "two"], ["p", "paragraphs"]]),
        ("*a* **b**", [["p", ["em", "a"], " ", ["strong", "b"]]]),
        ("line  \nbreak", [["p", "line", ["br"], "break"]]),
        ("> words\n> of others", [["blockquote", ["p", "words of others"]]]),
        ("- a\n- b", [["ul", ["li", "a"], ["li", "b"]]]),
        ("1. a\n2. b", [["ol", ["li", "a"], ["li", "b"]]]),
        ("\\*not stress\\*", "*not stress*"),
        ("[t](https://e.org/a?b=1&c)", [["p", ["a", {"href": "https://e.org/a?b=1&c"}, "t"]]]),
        ("[t](mailto:a@e.org)", [["p", ["a", {"href": "mailto:a@e.org"}, "t"]]]),
    ],
)
def test_the_subset(markdown: str, expected: object) -> None:
    assert expected == to_rich(markdown)


@pytest.mark.parametrize(
    "written",
    [
        "${document.title=1}",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,1)",
        "[x](vbscript:x)",
        "[x](//evil.example)",
        "[x](page.html)",
        "<https://e.org>",
        "`code` and ``` fence",
        "C:\\new\\folder",
        "{{7*7}}",
        "&lt;b&gt; &amp; &#106;",
        "# not a heading",
        "a\u202eb\u2028c",
        "[a][b]",
        "a lone \ud800 surrogate",
    ],
)
def test_what_is_not_a_mark_stays_text_as_written(written: str) -> None:
    assert written == to_rich(written)


def test_a_year_that_opens_a_line_is_not_made_a_list_number() -> None:
    assert to_rich("1988. The dispute") == [["p", "1988. The dispute"]] or (
        to_rich("1988. The dispute") == "1988. The dispute"
    )
    assert to_rich("1988. *x*\n1990. y") == [["p", "1988. ", ["em", "x"]], ["p", "1990. y"]]
    assert to_rich("2) a\n\n   b") == [["p", "2) a"], ["p", "b"]]


@pytest.mark.parametrize(
    "written",
    [
        "[" * 100_000,
        "*" * 100_000,
        "*a " * 40_000,
        ">" * 100_000,
        "- " * 50_000,
        "1. " * 30_000,
        "[a](" * 25_000,
        "a" * 100_000,
        "- a\n" * 20_000,
        "\\" * 100_000,
    ],
)
def test_a_very_long_or_deep_text_is_shown_whole(written: str) -> None:
    letters = [c for c in to_plain(to_rich(written)) if c.isalpha()]
    assert [c for c in written if c.isalpha()] == letters


def test_plain_words_run_on_inside_a_block_and_are_set_apart_between_blocks() -> None:
    assert to_plain(to_rich("It *t*ells.\n\n- a\n- b")) == "It tells. a b"
    assert to_plain(None) == to_plain("") == ""


def test_a_nul_becomes_the_replacement_character() -> None:
    assert to_rich("a\x00b") == to_rich("a\ufffdb") == "a\ufffdb"


def nodes(tree: Any) -> Any:
    if isinstance(tree, list):
        if tree and isinstance(tree[0], str):
            yield tree
        for child in tree:
            yield from nodes(child)


def test_a_link_that_leads_nowhere_is_its_words() -> None:
    assert to_rich("See [*the* list]() and []().") == [["p", "See ", ["em", "the"], " list and ."]]
    assert to_rich("x [a]( ) y") == "x a y"


@settings(deadline=None)
@given(st.text(st.sampled_from(MARKS), max_size=60) | st.text(max_size=60))
def test_every_tree_is_json_of_known_tags_and_safe_links(markdown: str) -> None:
    tree = to_rich(markdown)
    assert json.loads(json.dumps(tree)) == tree
    for node in nodes(tree):
        assert node[0] in text.BLOCK_TAGS | text.INLINE_TAGS
        attributes = [child for child in node[1:] if isinstance(child, dict)]
        if node[0] == "a":
            assert len(attributes) == 1
            assert attributes[0]["href"].lower().startswith(("http://", "https://", "mailto:"))
        else:
            assert attributes == []


@settings(deadline=None)
@given(st.text(st.sampled_from(MARKS.replace("(", "")), max_size=60))
def test_no_letter_is_lost(markdown: str) -> None:
    shown = [c for c in to_plain(to_rich(markdown)) if c.isalpha()]
    assert [c for c in markdown if c.isalpha()] == shown


@settings(deadline=None)
@given(
    st.text(st.sampled_from("ab.-+1) \n\t\r\u00a0\x1f\u2028é>"), max_size=40) | st.text(max_size=40)
)
def test_the_short_way_for_plain_texts_gives_the_parser_s_tree(markdown: str) -> None:
    normal = text._normal(markdown)
    if text._MAY_BE_MARKED.search(normal):
        return
    parsed = text._simplest(text._blocks(text._parser().parse(normal)))
    assert parsed == to_rich(markdown)


def test_a_plain_text_needs_no_parser() -> None:
    code = (
        "import sys; from mapbuilder.text import to_rich; to_rich('plain – dash.\\n\\nTwo');"
        "assert 'markdown_it' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
