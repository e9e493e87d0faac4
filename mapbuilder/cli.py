"""The command line: ``mapbuilder build``, ``check``, ``match``, ``basemap``, ``kiosk``, ``poster``.

The commands' modules and ``console`` alone print and exit. Exit codes: 0 done, 1 problems that
``check`` or ``--strict`` refuses, 2 could not run. What is wrong with the user's input is one line,
never a traceback.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
from collections.abc import Sequence
from typing import Any

import click

from mapbuilder import __version__
from mapbuilder.build import build
from mapbuilder.cli_basemap import basemap_group
from mapbuilder.cli_check import check_command
from mapbuilder.cli_export import export_command
from mapbuilder.cli_keys import keys_group
from mapbuilder.cli_kiosk import kiosk_command
from mapbuilder.cli_match import match_command
from mapbuilder.cli_poster import poster_command
from mapbuilder.cli_proof import (
    diff_command,
    extract_command,
    read_key,
    tell_old_signature,
    verify_command,
)
from mapbuilder.cli_references import references_command
from mapbuilder.console import escaped, print_line, read_lightly, tell_problems, telling_progress
from mapbuilder.errors import MapbuilderError, ProblemsError


class _Program(click.Group):
    """A group of commands that answers mistakes with one line and the nearest right word."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx), 1, 0.5)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            if os.path.exists(name):
                hint = f" Did you mean '{shlex.join(('mapbuilder', 'build', name))}'?"
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command; unless ``standalone_mode`` is off it exits with 0, 1 or 2."""
        if not standalone_mode:
            return super().main(args, prog_name, standalone_mode=False, **extra)
        # A program without a window (pythonw), or one started with a closed stream, has none.
        for name in ("stdin", "stdout", "stderr"):
            if getattr(sys, name) is None:
                setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115
        for stream in (sys.stdout, sys.stderr):
            # A toponym that a terminal cannot write is escaped, and the account goes on.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        # What a command makes lives until its end; to look for cycles in it is time for nothing.
        gc.set_threshold(200_000)
        code = self._run(args, prog_name, **extra)
        # Nor at its end, where Python would look through all that is left.
        gc.freeze()
        sys.exit(code)

    def _run(self, args: Sequence[str] | None, prog_name: str | None, **extra: Any) -> int:
        try:
            result = super().main(args, prog_name, standalone_mode=False, **extra)
        except click.ClickException as error:
            error.show()
            return 2
        except ProblemsError as error:
            return _fail(str(error), 1)
        except MapbuilderError as error:
            return _fail(str(error))
        except (KeyboardInterrupt, click.Abort):
            return _fail("interrupted; nothing was written")
        except UnicodeError as error:
            return _fail(f"a text is not in the encoding that was expected: {error}")
        except MemoryError:
            return _fail("there is not enough memory for this exhibit")
        except SystemExit:
            # Only so does click end when the reader of its help has gone, as `head` does.
            return 0
        except OSError as error:
            name = f": {error.filename}" if error.filename else ""
            return _fail(f"{error.strerror or error}{name}")
        return result if isinstance(result, int) else 0


def _fail(message: str, code: int = 2) -> int:
    """Says why the work stopped; a fault of the settings has a line of its own."""
    name = "mapbuilder: " if code == 2 else ""
    for line in message.splitlines():
        print_line(f"{name}{escaped(line)}", err=True)
    return code


@click.group(
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, prog_name="mapbuilder", message="%(prog)s %(version)s")
def main() -> None:
    """From a table of events and places to one offline HTML page.

    EXHIBIT is a folder with exhibit.toml, or a single table of events (CSV, XLSX, ODS, GeoJSON,
    GeoPackage, Parquet). Without it, mapbuilder uses the exhibit that comes with it.
    """


@main.command("build", short_help="Write the page.")
@click.argument("exhibit", required=False)
@click.option("-o", "--output", help="File or folder of the page. [output/NAME.html]")
@click.option(
    "--profile",
    type=click.Choice(["web", "embed", "kiosk"]),
    default="web",
    help="What the page is for.",
)
@click.option("--screen", metavar="43in", help="A kiosk's diagonal.")
@click.option("--resolution", metavar="3840x2160", help="A kiosk's pixels.")
@click.option("--distance", metavar="80cm", help="From the visitor's eye to the kiosk's screen.")
@click.option(
    "--basemap",
    metavar="full|light|none|FILE",
    help="The map below the markers, or a file of your own.",
)
@click.option("--lang", metavar="TAG", help="The language in which the page opens.")
@click.option("--only-source", is_flag=True, help="Show nothing but what the records' sources say.")
@click.option("--strict", is_flag=True, help="Refuse errors and warnings; write nothing then.")
@click.option("--final", is_flag=True, help="Refuse what check --final refuses: drafts above all.")
@click.option("--sign", metavar="KEY", help="Sign the page with a secret key of minisign's.")
@click.option(
    "--folder/--single-file",
    "as_folder",
    default=None,
    help="Put the texts of many records beside the page, or all in it. [by its size]",
)
@click.option("--to", metavar="FOLDER", help="Write joined tables of Parquet there, and no page.")
@click.option("--tiles", is_flag=True, help="With --to: the map's cells as PMTiles, too.")
@click.option("--scheduler", metavar="tcp://…", help="The Dask cluster that writes these tables.")
def build_command(
    exhibit: str | None,
    output: str | None,
    profile: str,
    screen: str | None,
    resolution: str | None,
    distance: str | None,
    basemap: str | None,
    lang: str | None,
    only_source: bool,
    strict: bool,
    final: bool,
    sign: str | None,
    as_folder: bool | None,
    to: str | None,
    tiles: bool,
    scheduler: str | None,
) -> int:
    """Write EXHIBIT as one HTML page that needs no network.

    The page of an exhibit called NAME is output/NAME.html unless -o says otherwise. Too large for
    one file, it is output/NAME/index.html with its texts in files beside it.
    """
    from mapbuilder.report import Report

    if to is not None or scheduler is not None:
        from mapbuilder.cli_joined import write_joined

        context = click.get_current_context()
        return write_joined(context, exhibit, to, scheduler, strict=strict, tiles=tiles)
    if tiles:
        raise click.UsageError("--tiles is for joined tables: say with --to where they go.")
    sizes = {"screen": screen, "resolution": resolution, "distance": distance}
    if profile != "kiosk" and any(sizes.values()):
        raise click.UsageError("--screen, --resolution and --distance are for --profile kiosk.")
    key = None if sign is None else read_key(sign)
    with telling_progress() as progress:
        whole = read_lightly(exhibit, joins=False, progress=progress)
    if profile == "kiosk":
        whole = whole.with_kiosk(**sizes)
    if only_source:
        whole = whole.with_only_source()
    found = whole.checked(final=True).problems if final else whole.problems
    tell_problems([problem for problem in found if problem.severity != "note"], exhibit)
    notes = Report()
    with telling_progress() as progress:
        path = build(
            whole,
            output,
            profile=profile,  # type: ignore[arg-type]
            basemap=basemap,
            lang=lang,
            strict=strict,
            report=notes,
            key=key,
            final=final,
            progress=progress,
            form=None if as_folder is None else "folder" if as_folder else "file",
        )
    tell_problems(notes.problems(), exhibit)
    if profile == "kiosk":
        from mapbuilder.kiosk_screen import to_lines

        for line in to_lines(whole.config.kiosk):
            print_line(line)
    from mapbuilder.page_folder import name_of, size_of
    from mapbuilder.showing import as_shown

    told = as_shown(whole).summary()
    print_line(f"Wrote {escaped(str(path))} ({size_of(path)}): {told}.")
    if key is not None:
        print_line(f"Signed it with key {key.public} in {escaped(path.name)}.minisig.")
    else:
        tell_old_signature(path)
    if profile == "embed":
        from mapbuilder.embedding import to_snippet

        print_line(to_snippet(whole.config.title, name_of(path)))
    return 0


for command in (
    check_command,
    match_command,
    basemap_group,
    kiosk_command,
    poster_command,
    export_command,
    extract_command,
    verify_command,
    diff_command,
    references_command,
    keys_group,
):
    main.add_command(command)
