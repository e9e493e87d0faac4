"""Every problem of figures is told in the documentation, with an example and its cure."""

from __future__ import annotations

import re
from pathlib import Path

from mapbuilder.report import CODES

DOCS = Path(__file__).resolve().parent.parent / "docs/figures.md"


def test_each_code_has_a_section_with_an_example_and_a_cure() -> None:
    text = DOCS.read_text("utf-8").partition("## Problems")[2]
    sections = dict(re.findall(r"^### (\S+)\n(.*?)(?=^### |\Z)", text, re.M | re.S))
    assert list(sections) == [code for code in CODES if code.startswith("figure-")]
    for code, section in sections.items():
        assert "*Example:*" in section, code
        assert "*Cure:*" in section, code
