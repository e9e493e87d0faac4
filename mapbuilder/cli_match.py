"""The command ``mapbuilder match``: asks which places the open names of an exhibit mean."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from mapbuilder.console import escaped, print_line, read_lightly
from mapbuilder.counts import counted

if TYPE_CHECKING:
    from mapbuilder.dialogue import Console
    from mapbuilder.match import Match


@click.command("match", short_help="Settle which places the open names mean.")
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
    match = Match.of(read_lightly(exhibit, decided=not every), own=exhibit is not None)
    if match.note:
        print_line(escaped(match.note), err=True)
    if take:
        taken = match.take(Path(take))
        print_line(f"Wrote {counted(taken, 'decision')} into {escaped(str(match.path))}")
        return 0
    if not match.questions:
        print_line("There is nothing to ask: every name is joined or settled.")
        return 0
    if html:
        match.require_table()
        from mapbuilder.review import write_review

        path = write_review(match, Path(html), lang, who)
        asked = counted(len(match.questions), "question")
        print_line(f"Wrote {escaped(str(path))} ({path.stat().st_size / 1000:,.0f} kB): {asked}.")
        return 0
    if answers is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        for line in match.to_lines():
            print_line(line)
        print_line(f"{counted(len(match.questions), 'question')} open; answer them in a terminal,")
        print_line("with --html in a browser, or with --answers from a file.")
        return 1
    if answers is not None and not who:
        raise click.UsageError("--answers needs --who: a decision says who made it.")
    match.require_table()
    return _ask(match, _console(answers), who, date.today().isoformat())


def _ask(match: Match, console: Console, who: str | None, when: str) -> int:
    try:
        if not who:
            last = f" [{escaped(match.last_who)}]" if match.last_who else ""
            while not who:
                who = console.line(f"Who decides?{last} ").strip() or match.last_who
        match.dialogue(console, who, when).run()
    except (KeyboardInterrupt, click.Abort):
        print_line("")
    saved, left = match.saved, len(match.questions) - match.saved
    if saved:
        print_line(f"Saved {counted(saved, 'answer')} in {escaped(str(match.path))}.")
    print_line(f"{counted(left, 'question')} open." if left else "Every question is answered.")
    return 1 if left else 0


def _console(answers: Any) -> Console:
    """The terminal, or a file of answers in its place."""
    from shutil import get_terminal_size

    from mapbuilder.dialogue import Console

    # ref: https://no-color.org; a dumb terminal would show the codes themselves.
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"

    def strong(text: str) -> str:
        return text if is_plain else click.style(text, bold=True)

    def key(prompt: str) -> str:
        click.echo(prompt, nl=False)
        try:
            pressed = click.getchar()
        except EOFError:
            pressed = ""
        print_line(escaped(pressed))
        return pressed

    def line(prompt: str) -> str:
        typed = str(click.prompt(prompt, default="", show_default=False, prompt_suffix=""))
        # In a locale that knows no letters but ASCII, others come as the bytes that they are.
        return typed.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def given(_: str) -> str:
        return next((text.strip() for text in answers if text.strip()), "")

    ask, read = (key, line) if answers is None else (given, given)
    size = get_terminal_size()
    height = size.lines if answers is None else None
    return Console(print_line, strong, ask, read, size.columns, height)
