"""The commands ``mapbuilder basemap cut`` and ``show``, for maps of the user's own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mapbuilder.build import build
from mapbuilder.console import escaped, print_line, read_lightly
from mapbuilder.counts import counted

if TYPE_CHECKING:
    from mapbuilder.cut import Cut


@click.group("basemap", short_help="Cut and look at a map of your own.")
def basemap_group() -> None:
    """Maps of your own: PMTiles, MBTiles, GeoJSON, GeoPackage, OpenStreetMap's .pbf and .osm."""


@basemap_group.command("cut", short_help="Take out of a map what an exhibit needs.")
@click.argument("source")
@click.option("-o", "--output", metavar="FILE.pmtiles", help="[NAME-cut.pmtiles]")
@click.option("--bbox", metavar="W,S,E,N", help="The area, in degrees.")
@click.option("--around", metavar="EXHIBIT", help="The area that an exhibit needs.")
@click.option("--zoom", metavar="MIN-MAX", help="The zooms. [all that there are]")
@click.option("--dry-run", is_flag=True, help="Say what it would be; write nothing.")
def cut_command(
    source: str,
    output: str | None,
    bbox: str | None,
    around: str | None,
    zoom: str | None,
    dry_run: bool,
) -> int:
    """Write a part of SOURCE as PMTiles, with a file beside it that says whose map it is.

    SOURCE is a file, or the http(s) address of a PMTiles archive, of which only what is needed is
    fetched.
    """
    from pathlib import Path

    from mapbuilder.cut import cut

    if bbox and around:
        raise click.UsageError("--bbox and --around both say the area; give one of them.")
    area = None
    if bbox:
        try:
            west, south, east, north = (float(end) for end in bbox.split(","))
        except ValueError:
            raise click.UsageError(
                f"--bbox is west,south,east,north, such as 49.7,40.3,50,40.5; not {bbox!r}."
            ) from None
        area = (west, south, east, north)
    zooms = None
    if zoom:
        first, dash, last = zoom.partition("-")
        if not (first.isdecimal() and (last.isdecimal() if dash else True)):
            raise click.UsageError(f"--zoom is one zoom or two, such as 6-14; not {zoom!r}.")
        zooms = (int(first), int(last if dash else first))
    with _progress() as progress:
        done = cut(
            source,
            Path(output) if output else None,
            bbox=area,
            around=read_lightly(around) if around else None,
            zooms=zooms,
            dry_run=dry_run,
            progress=progress,
        )
    _tell_cut(done)
    return 0


def _tell_cut(done: Cut) -> None:
    size = f"{done.bytes / 1e6:,.2f} MB" if done.bytes else "of features, made into tiles"
    doing = f"Wrote {escaped(str(done.path))}" if done.written else "Would write tiles"
    tiles = f"{counted(done.tiles, 'tile')}, " if done.tiles else ""
    print_line(
        f"{doing}: {tiles}zooms {done.zooms[0]} to {done.zooms[1]}, {size} "
        f"(the source: {done.source_bytes / 1e6:,.2f} MB)"
    )
    if done.layers:
        layers = ", ".join(f"{count:,} {layer}" for layer, count in done.layers.items())
        print_line(f"Features: {layers}; {done.left_out:,} that no map shows were left out")
    credit = done.credit
    if credit.attribution:
        told = " · ".join(filter(None, [credit.attribution, credit.licence, credit.url]))
        print_line(f"Whose map it is: {escaped(told)}")
    else:
        print_line(
            "Nothing says whose map it is: write attribution, licence and url into the file beside",
            err=True,
        )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the standard error of a person; for a program there is none."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(done - bar.pos)

        yield step


@basemap_group.command("show", short_help="Say what a map is, and write a page that shows it.")
@click.argument("file", required=False)
@click.option("-o", "--output", help="File or folder of the page. [output/NAME-map.html]")
def show_command(file: str | None, output: str | None) -> int:
    """Tell what the map in FILE is, and write a page with nothing but this map.

    Without FILE it is the map that comes with mapbuilder.
    """
    from pathlib import Path

    from mapbuilder.cut import preview

    exhibit, told = preview(Path(file) if file else None)
    for name, text in told.items():
        print_line(escaped(f"{name:<13} {text}"))
    path = build(exhibit, output)
    print_line(f"Wrote {escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB)")
    return 0
