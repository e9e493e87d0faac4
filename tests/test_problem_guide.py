"""Every code of a problem is documented, with an example and a cure, on a page made of the data."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from mapbuilder.problem_guide import read_guide, to_markdown
from mapbuilder.report import CODES

ROOT = Path(__file__).resolve().parent.parent
GUIDE = tomllib.loads((ROOT / "templates/problems.toml").read_text("utf-8"))


def test_the_guide_has_every_code_and_no_other():
    assert sorted(CODES) == sorted(GUIDE)
    assert list(read_guide()) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(GUIDE))
def test_advice_has_an_example_and_a_cure_in_whole_sentences(code):
    entry = GUIDE[code]
    assert sorted(entry) == ["cure", "example"]
    for text in entry.values():
        assert text.strip() == text
        assert text[-1] in ".”"
        assert text.count("`") % 2 == 0
        assert "\n" not in text


def test_the_data_file_is_sorted_by_code():
    assert list(GUIDE) == sorted(GUIDE)


def test_the_page_is_what_the_tool_makes():
    page = (ROOT / "docs/problems.md").read_text("utf-8")
    assert to_markdown() == page, "run python -m tools.problem_codes"
    assert re.findall(r"^## (\S+)$", page, re.MULTILINE) == sorted(CODES)


def test_every_code_is_one_that_the_source_can_report():
    """A code that nothing reports any more would be advice about nothing."""
    said = set()
    for path in sorted((ROOT / "mapbuilder").glob("*.py")):
        if path.stem == "report":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
    assert sorted(set(CODES) - said) == []
