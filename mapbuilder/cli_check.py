"""The command ``mapbuilder check``: an exhibit in, what becomes of each of its records out."""

from __future__ import annotations

import sys

import click

from mapbuilder.build import refuse_problems
from mapbuilder.console import print_line, read_lightly
from mapbuilder.errors import ProblemsError


@click.command("check", short_help="Say how every record was joined, and what is wrong.")
@click.argument("exhibit", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def check_command(exhibit: str | None, form: str) -> int:
    """Account for every record of EXHIBIT: joined how, without a place, rejected and why.

    Exits with 1 when there are errors or warnings.
    """
    whole = read_lightly(exhibit)
    if form == "json":
        import json

        ascii_only = (getattr(sys.stdout, "encoding", None) or "").lower().replace(
            "-", ""
        ) != "utf8"
        print_line(json.dumps(whole.check(), ensure_ascii=ascii_only, indent=1))
    else:
        from mapbuilder.account import to_account

        for line in to_account(whole):
            print_line(line)
    try:
        refuse_problems(whole)
    except ProblemsError:
        return 1
    return 0
