"""What the commands share: how they print, and how they read an exhibit.

What is printed can neither steer a terminal nor fail when its reader has gone.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mapbuilder.errors import MapbuilderError

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.progress import Progress
    from mapbuilder.report import Problem

_MOST_LINES = 40
"""A build tells so many problems and counts the rest; ``check`` tells them all."""


def print_line(line: str, *, err: bool = False) -> None:
    """Prints a line; when its reader has gone, as `head` does, the work goes on without one."""
    try:
        click.echo(line, err=err)
    except BrokenPipeError:
        # To the descriptor, since what was not written is written once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2 if err else 1)
    except OSError as error:
        # Of errors that cannot be told nothing can be told.
        if not err:
            reason = error.strerror or error
            raise MapbuilderError(f"the work is done, but cannot be told: {reason}") from error


def escaped(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def tell_problems(problems: Sequence[Problem], exhibit: str | None) -> None:
    from mapbuilder.report import to_line

    for problem in problems[:_MOST_LINES]:
        print_line(to_line(problem), err=True)
    if len(problems) > _MOST_LINES:
        more = len(problems) - _MOST_LINES
        command = shlex.join(("mapbuilder", "check", *filter(None, [exhibit])))
        print_line(f"and {more:,} more: see '{escaped(command)}'", err=True)


@contextmanager
def telling_progress() -> Iterator[Progress | None]:
    """What tells how far the work is, to whom waits at a terminal; else nothing does."""
    if not sys.stderr.isatty():
        yield None
        return
    from mapbuilder.progress import Lines

    lines = Lines(lambda text: click.echo(text, err=True, nl=False))
    try:
        yield lines
    finally:
        lines.end()


def read_lightly(
    exhibit: str | None,
    *,
    decided: bool = True,
    joins: bool = True,
    progress: Progress | None = None,
) -> Exhibit:
    """The exhibit, read in a process that has no use for data frames."""
    if "pandas" not in sys.modules:
        # pyarrow asks for pandas at its first array, which takes longer than a small build. It asks
        # once, and again when someone wants a data frame (pyarrow, pandas-shim.pxi).
        sys.meta_path.insert(0, _NoPandas())
        try:
            import pyarrow

            pyarrow.array([0])
        finally:
            del sys.meta_path[0]
    # To find plugins, pydantic looks through every package that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pathlib import Path

    from mapbuilder.exhibit import read_exhibit
    from mapbuilder.exhibit_files import settings_unread
    from mapbuilder.memory import keep_nothing

    keep_nothing()
    whole = read_exhibit(exhibit, decided=decided, joins=joins, progress=progress)
    if exhibit is not None and (told := settings_unread(Path(exhibit))):
        print_line(f"{told}: name the folder for them", err=True)
    return whole


class _NoPandas:
    """A finder that says there is no pandas, for a process that is the command's own.

    Not for the library: pyarrow would go on to read its user's Series as plain sequences, with NaN
    for a null, categories as texts, and a million numbers in seconds.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
