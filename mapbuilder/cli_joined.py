"""``mapbuilder build --to``: an exhibit of any size in, joined tables out."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from mapbuilder.console import escaped, print_line, tell_problems, telling_progress

_WITH_TABLES = {"exhibit", "to", "tiles", "scheduler", "strict"}
_DEFAULTS = {"profile": "web"}
_MOST_LINES = 10
"""So many problems are told here; of millions of records there are thousands."""


def write_joined(
    context: click.Context,
    exhibit: str | None,
    to: str | None,
    scheduler: str | None,
    *,
    strict: bool,
    tiles: bool,
) -> int:
    """Writes the joined tables of an exhibit and says what they are.

    Options of the page are refused, since there is none.
    """
    for parameter in context.command.params:
        name = str(parameter.name)
        given = context.params.get(name)
        if name not in _WITH_TABLES and given and given != _DEFAULTS.get(name):
            raise click.UsageError(f"{parameter.opts[-1]} is for a page, and --to writes none.")
    if exhibit is None:
        raise click.UsageError("--to needs an EXHIBIT whose events are Parquet.")
    from mapbuilder.parted import run_here
    from mapbuilder.parted_build import PAGE_WITHOUT, build_joined
    from mapbuilder.scheduler import running_on

    where = Path("output", f"{Path(exhibit).resolve().stem}-joined") if to is None else Path(to)
    cluster = nullcontext(run_here) if scheduler is None else running_on(scheduler)
    with cluster as run, telling_progress() as progress:
        joined = build_joined(
            exhibit, where, run=run, strict=strict, tiles=tiles, progress=progress
        )
    shown = [
        problem
        for problem in joined.problems
        if problem.severity != "note" or problem.code == PAGE_WITHOUT
    ]
    tell_problems(shown[:_MOST_LINES], exhibit)
    if len(shown) > _MOST_LINES:
        more = (
            f"and {len(shown) - _MOST_LINES:,} more: all are in {joined.path / 'problems.parquet'}"
        )
        print_line(escaped(more), err=True)
    print_line(f"Wrote {escaped(str(joined.path))}: {joined.summary()}.")
    return 0
