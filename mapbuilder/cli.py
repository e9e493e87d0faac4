"""The command line: ``mapbuilder build``, ``check``, ``match``, ``basemap``, ``kiosk``, ``poster``.

This module alone prints and exits. Exit codes: 0 done, 1 problems that ``check`` or ``--strict``
refuses, 2 could not run. What is wrong with the user's input is one line, never a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from mapbuilder import __version__
from mapbuilder.build import build, refuse_problems
from mapbuilder.cli_kiosk import kiosk_command
from mapbuilder.cli_poster import poster_command
from mapbuilder.errors import MapbuilderError, ProblemsError

if TYPE_CHECKING:
    from mapbuilder.cut import Cut
    from mapbuilder.dialogue import Console
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.match import Match
    from mapbuilder.report import Problem

_MOST_LINES = 40
"""A build tells so many problems and counts the rest; ``check`` tells them all."""


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
                hint = f" Did you mean 'mapbuilder build {name}'?"
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
        for stream in (sys.stdout, sys.stderr):
            # A toponym that a terminal cannot write is escaped, and the account goes on.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        sys.exit(self._run(args, prog_name, **extra))

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
        _print(f"{name}{_escaped(line)}", err=True)
    return code


def _print(line: str, *, err: bool = False) -> None:
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
@click.option("--strict", is_flag=True, help="Refuse errors and warnings; write nothing then.")
def build_command(
    exhibit: str | None,
    output: str | None,
    profile: str,
    screen: str | None,
    resolution: str | None,
    distance: str | None,
    basemap: str | None,
    lang: str | None,
    strict: bool,
) -> int:
    """Write EXHIBIT as one HTML page that needs no network.

    The page of an exhibit called NAME is output/NAME.html unless -o says otherwise.
    """
    from mapbuilder.report import Report

    sizes = {"screen": screen, "resolution": resolution, "distance": distance}
    if profile != "kiosk" and any(sizes.values()):
        raise click.UsageError("--screen, --resolution and --distance are for --profile kiosk.")
    whole = _read(exhibit)
    if profile == "kiosk":
        whole = whole.with_kiosk(**sizes)
    _tell_problems([problem for problem in whole.problems if problem.severity != "note"], exhibit)
    notes = Report()
    path = build(
        whole,
        output,
        profile=profile,  # type: ignore[arg-type]
        basemap=basemap,
        lang=lang,
        strict=strict,
        report=notes,
    )
    _tell_problems(notes.problems(), exhibit)
    if profile == "kiosk":
        from mapbuilder.kiosk_screen import to_lines

        for line in to_lines(whole.config.kiosk):
            _print(line)
    _print(
        f"Wrote {_escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB): {whole.summary()}."
    )
    if profile == "embed":
        from mapbuilder.embedding import to_snippet

        _print(to_snippet(whole.config.title, path.name))
    return 0


@main.command("check", short_help="Say how every record was joined, and what is wrong.")
@click.argument("exhibit", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def check_command(exhibit: str | None, form: str) -> int:
    """Account for every record of EXHIBIT: joined how, without a place, rejected and why.

    Exits with 1 when there are errors or warnings.
    """
    whole = _read(exhibit)
    if form == "json":
        import json

        ascii_only = (getattr(sys.stdout, "encoding", None) or "").lower().replace(
            "-", ""
        ) != "utf8"
        _print(json.dumps(whole.check(), ensure_ascii=ascii_only, indent=1))
    else:
        from mapbuilder.account import to_account

        for line in to_account(whole):
            _print(line)
    try:
        refuse_problems(whole)
    except ProblemsError:
        return 1
    return 0


@main.command("match", short_help="Settle which places the open names mean.")
@click.argument("exhibit", required=False)
@click.option("--html", metavar="PATH", help="Write a page to review the questions in a browser.")
@click.option("--lang", metavar="TAG", help="The language of that page.")
@click.option("--who", metavar="NAME", help="Who decides; else you are asked once.")
@click.option("--all", "every", is_flag=True, help="Ask what is settled already as well.")
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8-sig"),
    metavar="FILE",
    help="Take the keys from the lines of a file, - for the standard input.",
)
@click.option("--take", metavar="FILE", help="Write the decisions of a review page into yours.")
def match_command(
    exhibit: str | None,
    html: str | None,
    lang: str | None,
    who: str | None,
    every: bool,
    answers: Any,
    take: str | None,
) -> int:
    """Ask which place each name of EXHIBIT means that could not be joined, one at a time.

    Each answer is saved in decisions.csv at once, so that you can stop at any time. Exits with 1
    while questions are open.
    """
    from datetime import date
    from pathlib import Path

    from mapbuilder.match import Match

    if sum(map(bool, (html, answers, take))) > 1:
        raise click.UsageError("--html, --answers and --take are three ways; choose one of them.")
    match = Match.of(_read(exhibit, decided=not every), own=exhibit is not None)
    if match.note:
        _print(_escaped(match.note), err=True)
    if take:
        taken = match.take(Path(take))
        _print(f"Wrote {_counted(taken, 'decision')} into {_escaped(str(match.path))}")
        return 0
    if not match.questions:
        _print("There is nothing to ask: every name is joined or settled.")
        return 0
    if html:
        from mapbuilder.review import write_review

        path = write_review(match, Path(html), lang, who)
        asked = _counted(len(match.questions), "question")
        _print(f"Wrote {_escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB): {asked}.")
        return 0
    if answers is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        for line in match.to_lines():
            _print(line)
        _print(f"{_counted(len(match.questions), 'question')} open; answer them in a terminal,")
        _print("with --html in a browser, or with --answers from a file.")
        return 1
    if answers is not None and not who:
        raise click.UsageError("--answers needs --who: a decision says who made it.")
    return _ask(match, _console(answers), who, date.today().isoformat())


def _ask(match: Match, console: Console, who: str | None, when: str) -> int:
    try:
        if not who:
            last = f" [{_escaped(match.last_who)}]" if match.last_who else ""
            while not who:
                who = console.line(f"Who decides?{last} ").strip() or match.last_who
        match.dialogue(console, who, when).run()
    except (KeyboardInterrupt, click.Abort):
        _print("")
    saved, left = match.saved, len(match.questions) - match.saved
    if saved:
        _print(f"Saved {_counted(saved, 'answer')} in {_escaped(str(match.path))}.")
    _print(f"{_counted(left, 'question')} open." if left else "Every question is answered.")
    return 1 if left else 0


def _console(answers: Any) -> Console:
    """The terminal, or a file of answers in its place."""
    from shutil import get_terminal_size

    from mapbuilder.dialogue import Console

    def strong(text: str) -> str:
        return click.style(text, bold=True)

    def key(prompt: str) -> str:
        click.echo(prompt, nl=False)
        try:
            pressed = click.getchar()
        except EOFError:
            pressed = ""
        _print(_escaped(pressed))
        return pressed

    def line(prompt: str) -> str:
        return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))

    def given(_: str) -> str:
        return next((text.strip() for text in answers if text.strip()), "")

    ask, read = (key, line) if answers is None else (given, given)
    return Console(_print, strong, ask, read, get_terminal_size().columns)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@main.group("basemap", short_help="Cut and look at a map of your own.")
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
            around=_read(around) if around else None,
            zooms=zooms,
            dry_run=dry_run,
            progress=progress,
        )
    _tell_cut(done)
    return 0


def _tell_cut(done: Cut) -> None:
    size = f"{done.bytes / 1e6:,.2f} MB" if done.bytes else "of features, made into tiles"
    doing = f"Wrote {_escaped(str(done.path))}" if done.written else "Would write tiles"
    tiles = f"{done.tiles:,} tile{'' if done.tiles == 1 else 's'}, " if done.tiles else ""
    _print(
        f"{doing}: {tiles}zooms {done.zooms[0]} to {done.zooms[1]}, {size} "
        f"(the source: {done.source_bytes / 1e6:,.2f} MB)"
    )
    if done.layers:
        layers = ", ".join(f"{count:,} {layer}" for layer, count in done.layers.items())
        _print(f"Features: {layers}; {done.left_out:,} that no map shows were left out")
    credit = done.credit
    if credit.attribution:
        told = " · ".join(filter(None, [credit.attribution, credit.licence, credit.url]))
        _print(f"Whose map it is: {_escaped(told)}")
    else:
        _print(
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
        _print(_escaped(f"{name:<13} {text}"))
    path = build(exhibit, output)
    _print(f"Wrote {_escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB)")
    return 0


main.add_command(kiosk_command)


def _read(exhibit: str | None, *, decided: bool = True) -> Exhibit:
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
    from mapbuilder.exhibit import read_exhibit

    return read_exhibit(exhibit, decided=decided)


class _NoPandas:
    """A finder that says there is no pandas, for a process that is the command's own.

    Not for the library: pyarrow would go on to read its user's Series as plain sequences, with NaN
    for a null, categories as texts, and a million numbers in seconds.
    """

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _tell_problems(problems: Sequence[Problem], exhibit: str | None) -> None:
    from mapbuilder.report import to_line

    for problem in problems[:_MOST_LINES]:
        _print(to_line(problem), err=True)
    if len(problems) > _MOST_LINES:
        more = len(problems) - _MOST_LINES
        _print(f"and {more:,} more: see 'mapbuilder check {exhibit or ''}'".strip(), err=True)


def _escaped(text: str) -> str:
    """The text without characters that would steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


main.add_command(poster_command(_read, _tell_problems))
