"""The command ``mapbuilder poster``: an exhibit in, one sheet to hang on a wall out."""

from __future__ import annotations

import click

from mapbuilder.console import read_lightly, tell_problems


@click.command("poster", short_help="Draw one sheet to hang on a wall, as PDF or PNG.")
@click.argument("exhibit", required=False)
@click.option("-o", "--output", metavar="PATH", help="File or folder. [output/NAME-poster.pdf]")
@click.option(
    "--format", "form", type=click.Choice(["pdf", "png"]), help="[as PATH ends, else pdf]"
)
@click.option(
    "--size",
    metavar="a4|letter|a3|a2|a1|WxH",
    default="a3",
    show_default=True,
    help="The sheet; W and H in millimetres, such as 500x700.",
)
@click.option("--landscape", is_flag=True, help="The sheet's longer side lies.")
@click.option("--lang", metavar="TAG", help="The language of the poster.")
@click.option("--dpi", type=int, default=200, show_default=True, help="Dots an inch of the map.")
def poster_command(
    exhibit: str | None,
    output: str | None,
    form: str | None,
    size: str,
    landscape: bool,
    lang: str | None,
    dpi: int,
) -> int:
    """Draw EXHIBIT on one sheet: its title, its map, a numbered list, sources and credits.

    Chromium, Chrome or Edge draws it and must be on this machine. What does not fit on the
    sheet is refused, never left out.
    """
    from mapbuilder.poster import write_poster
    from mapbuilder.report import Report

    whole = read_lightly(exhibit)
    notes = Report()
    path, poster = write_poster(
        whole,
        output,
        form=form,  # type: ignore[arg-type]
        size=size,
        landscape=landscape,
        dpi=dpi,
        lang=lang,
        report=notes,
    )
    tell_problems(notes.problems(), exhibit)
    kilobytes = len(poster.content) / 1000
    click.echo(f"Wrote {click.format_filename(path)} ({kilobytes:,.0f} kB): {poster.summary()}.")
    return 0
