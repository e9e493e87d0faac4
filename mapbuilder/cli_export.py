"""The command ``mapbuilder export``: an exhibit in, a file for other programs out."""

from __future__ import annotations

import click

from mapbuilder.console import escaped, print_line, read_lightly


@click.command("export", short_help="Write the exhibit for other programs: GeoJSON, CSV and more.")
@click.argument("exhibit", required=False)
@click.option("-o", "--output", metavar="PATH", help="File or folder. [output/NAME.ENDING]")
@click.option(
    "--format",
    "form",
    metavar="geojson|gpkg|kml|csv|parquet|linked-places|lp-tsv|csl-json|bibtex",
    help="[as PATH ends]",
)
def export_command(exhibit: str | None, output: str | None, form: str | None) -> int:
    """Write EXHIBIT as one file for other programs.

    geojson, gpkg, kml and parquet hold its events, linked-places and lp-tsv its places, csl-json
    and bibtex its sources; csv is a ZIP of its tables, or the events alone where PATH ends in
    .csv. Events without a place are kept, without a geometry.
    """
    from mapbuilder.export import summary, write_export

    whole = read_lightly(exhibit)
    path, name = write_export(whole, output, form)
    size = f"{path.stat().st_size / 1000:,.0f} kB"
    alone = "; the other tables are in a .zip" if path.suffix.lower() == ".csv" else ""
    print_line(f"Wrote {escaped(str(path))} ({size}): {summary(whole, name)}{alone}.")
    return 0
