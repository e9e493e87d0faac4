"""The command ``mapbuilder kiosk``: a kiosk's page in, the folder that a technician needs out."""

from __future__ import annotations

import click


@click.command("kiosk", short_help="Write the folder that a kiosk is set up from.")
@click.argument("page")
@click.option("-o", "--output", metavar="DIR", help="The folder. [NAME-kiosk beside the page]")
@click.option("--check", is_flag=True, help="Start the page in Chromium, and wait till it lives.")
def kiosk_command(page: str, output: str | None, check: bool) -> int:
    """Write what a machine with a screen needs to show PAGE for years.

    PAGE was built with --profile kiosk. The folder holds it with a systemd unit for cage and
    Chromium, Chromium's policy, an installer, a check and a guide.
    """
    from pathlib import Path

    from mapbuilder.kiosk_folder import check_kiosk, read_kiosk_page, write_kiosk

    folder = write_kiosk(read_kiosk_page(Path(page)), output)
    click.echo(f"Wrote {click.format_filename(folder)}: see guide.md in it.")
    if check:
        click.echo(check_kiosk(folder))
    return 0
