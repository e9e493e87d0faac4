"""The command ``mapbuilder references``: an exhibit in, its sources for other programs out."""

from __future__ import annotations

import click

from mapbuilder.console import read_lightly
from mapbuilder.counts import counted


@click.command("references", short_help="Write the sources as CSL-JSON or BibTeX.")
@click.argument("exhibit", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csl-json", "bibtex"]),
    default="csl-json",
    show_default=True,
)
@click.option("-o", "--output", metavar="PATH", help="A file; without one, the terminal.")
def references_command(exhibit: str | None, form: str, output: str | None) -> int:
    """Write the sources of EXHIBIT as reference managers read them, as export does too.

    The other way round, a sources.json or sources.bib in an exhibit's folder is its table of
    sources.
    """
    from pathlib import Path

    from mapbuilder.errors import InputError
    from mapbuilder.exhibit_files import refuse_input
    from mapbuilder.files import write_atomic
    from mapbuilder.references import to_bibtex, to_csl_json

    whole = read_lightly(exhibit)
    if whole.sources is None:
        raise InputError("the exhibit has no table of sources: put a sources.csv into its folder")
    text = to_csl_json(whole.sources) if form == "csl-json" else to_bibtex(whole.sources)
    if output is None:
        click.echo(text, nl=False)
        return 0
    refuse_input(Path(output), whole.folder, whole.inputs)
    write_atomic(Path(output), text.encode())
    count = len(whole.sources)
    click.echo(f"Wrote {click.format_filename(output)}: {counted(count, 'source')}.")
    return 0
