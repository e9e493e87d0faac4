"""The command ``mapbuilder check``: an exhibit in, what becomes of each of its records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from mapbuilder.build import refuse_problems
from mapbuilder.console import escaped, print_line, read_lightly
from mapbuilder.errors import ProblemsError

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit


@click.command("check", short_help="Say how every record was joined, and what is wrong.")
@click.argument("exhibit", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "html"]),
    help="[as PATH ends, else text]",
)
@click.option(
    "-o", "--output", metavar="PATH", help="File for the report. [html: output/NAME-check.html]"
)
@click.option("--final", is_flag=True, help="Refuse drafts: whatever nobody has signed.")
def check_command(exhibit: str | None, form: str | None, output: str | None, final: bool) -> int:
    """Account for every record of EXHIBIT: joined how, without a place, rejected and why.

    Its texts are read as an editor would: lengths, contested words, sources, translations, drafts.
    Exits with 1 when there are errors or warnings.
    """
    form = form or _form_of(output)
    whole = read_lightly(exhibit).checked(final=final)
    if form == "html":
        from mapbuilder.check_report import write_check_report

        path = write_check_report(whole, output)
        print_line(f"Wrote {escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB).")
    elif output is not None:
        from pathlib import Path

        from mapbuilder.exhibit_files import refuse_input
        from mapbuilder.files import write_atomic

        refuse_input(Path(output), whole.folder, whole.inputs)
        lines = _lines(whole, form, ascii_only=False)
        write_atomic(Path(output), "".join(f"{line}\n" for line in lines).encode())
        print_line(f"Wrote {escaped(output)}.")
    else:
        encoding = getattr(sys.stdout, "encoding", None) or ""
        ascii_only = encoding.lower().replace("-", "") != "utf8"
        for line in _lines(whole, form, ascii_only=ascii_only):
            print_line(line)
    try:
        refuse_problems(whole)
    except ProblemsError:
        return 1
    return 0


def _form_of(output: str | None) -> str:
    """The format that a file's name says: a text in ``report.html`` would be read as a page."""
    # ref: SARIF 2.1.0, 3.2: such a file's name ends in .sarif or .sarif.json.
    endings = {".sarif.json": "sarif", ".sarif": "sarif", ".json": "json"}
    endings |= {".html": "html", ".htm": "html"}
    name = (output or "").lower()
    return next((form for ending, form in endings.items() if name.endswith(ending)), "text")


def _lines(whole: Exhibit, form: str, *, ascii_only: bool) -> Iterator[str]:
    if form == "text":
        from mapbuilder.account import to_account

        yield from to_account(whole)
    elif form == "sarif":
        import json

        from mapbuilder.sarif import to_sarif

        yield json.dumps(to_sarif(whole), ensure_ascii=ascii_only, indent=1)
    else:
        from mapbuilder.account_json import to_json_account

        yield to_json_account(whole, ascii_only=ascii_only)
