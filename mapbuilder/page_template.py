"""The template of a page: a folder of templates in, one that is ready to be rendered out.

Of the exhibit's own, ``tools.compile_template`` keeps the Python that Jinja2 makes of it. That is
loaded as a module is, so that Python has its bytecode at hand the next time.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from pathlib import Path
from unicodedata import bidirectional

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from mapbuilder import wording
from mapbuilder.plurals import counted

TEMPLATE = "exhibit.html.jinja"
COMPILED = "compiled/exhibit.py"
"""Of the template of that name, below the same folder."""

_TURNING = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}


@lru_cache(maxsize=4)
def read_template(folder: Path, name: str = TEMPLATE) -> Template:
    """A template of the folder; raises what Jinja2 raises where there is none, or a wrong one."""
    environment = template_environment(folder)
    if name != TEMPLATE or not _is_compiled(folder):
        return environment.get_template(name)
    loader = SourceFileLoader(TEMPLATE, str(folder / COMPILED))
    code = loader.get_code(TEMPLATE)
    assert code is not None, "a file of source has code"
    return Template.from_code(environment, code, environment.make_globals(None))


def template_environment(folder: Path) -> Environment:
    """The settings under which the page's template is read."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["bidi"] = _turns_direction
    environment.globals |= {
        "counted": counted,
        "number": wording.number,
        "named": wording.language_name_in,
    }
    return environment


def compiled_for(source: str) -> str:
    """The first line of a compiled template: what it was made from, and with which Jinja2."""
    return f"# Jinja2 {jinja2.__version__}, template sha256 {sha256(source.encode()).hexdigest()}"


def _is_compiled(folder: Path) -> bool:
    try:
        with (folder / COMPILED).open(encoding="utf-8") as file:
            made_for = file.readline().rstrip("\n")
    except OSError:
        return False
    return made_for == compiled_for((folder / TEMPLATE).read_text("utf-8"))


def _turns_direction(text: str) -> bool:
    """Whether the text could change the direction of text around it (UAX #9)."""
    return not text.isascii() and any(bidirectional(mark) in _TURNING for mark in text)
