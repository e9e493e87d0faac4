"""What each code of a problem means, an example of it and its cure: the guide to all problems.

The meanings are those of ``report.CODES``; examples and cures are in ``templates/problems.toml``.
Always true: every code has all three.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from mapbuilder import files
from mapbuilder.report import CODES

FILE = "problems.toml"
_HEAD = """\
# Problems

What `mapbuilder check` and `build` tell of your data: `file:row:column code: what is wrong; what
would be right`. A code is a promise and is never renamed. An *error* keeps a row out, a *warning*
should be looked at, a *note* is for information; `check` exits with 1 when there are errors or
warnings. What `check` reads, and how its reports look, is in [checks.md](checks.md).

This page is made by `python -m tools.problem_codes` of `templates/problems.toml` and
`mapbuilder/report.py`.
"""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to know of one code."""

    code: str
    what: str
    example: str
    """Markdown, of which code in back-ticks alone is used."""
    cure: str
    """As ``example``."""


@lru_cache(maxsize=1)
def read_guide() -> dict[str, Advice]:
    """The advice by code, sorted. Raises ``KeyError`` for a code that has none."""
    read = tomllib.loads((files.templates() / FILE).read_text("utf-8"))
    return {
        code: Advice(code, what, read[code]["example"], read[code]["cure"])
        for code, what in sorted(CODES.items())
    }


def to_markdown() -> str:
    """The page ``docs/problems.md``, a section for each code."""
    sections = [
        f"## {one.code}\n\n{one.what}\n\n- Example: {one.example}\n- Cure: {one.cure}\n"
        for one in read_guide().values()
    ]
    return "\n".join([_HEAD, *sections])
