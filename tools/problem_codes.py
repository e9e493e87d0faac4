"""Writes docs/problems.md: every code of a problem with what it means, an example and its cure.

python -m tools.problem_codes
"""

from __future__ import annotations

from pathlib import Path

from mapbuilder.problem_guide import to_markdown

PAGE = Path(__file__).resolve().parent.parent / "docs" / "problems.md"

if __name__ == "__main__":
    PAGE.write_text(to_markdown(), "utf-8", newline="\n")
