"""The commands ``mapbuilder extract``, ``verify`` and ``diff``: what a page was made of."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from mapbuilder.console import escaped, print_line
from mapbuilder.counts import counted

if TYPE_CHECKING:
    from pathlib import Path

    from mapbuilder.minisign import SecretKey

PASSWORD = "MAPBUILDER_SIGN_PASSWORD"
"""The variable that holds a key's password where nobody is there to be asked."""


def read_key(file: str) -> SecretKey:
    """The secret key in a file; its password is taken from the environment, or asked."""
    from pathlib import Path

    from mapbuilder.minisign import read_secret_key

    return read_secret_key(Path(file), lambda: _password(file))


def tell_old_signature(path: Path) -> None:
    """Says that a signature beside a page which was written without one may be of another page.

    The file stays: it is somebody's, and may belong to a copy of the old page. Where it names the
    hash of this one, which is what the same tables give again, there is nothing to say.
    """
    file = path.with_name(f"{path.name}.minisig")
    if not file.is_file():
        return
    from hashlib import sha256

    from mapbuilder.errors import ProofError
    from mapbuilder.minisign import read_signature

    try:
        signed = read_signature(file).comment
    except ProofError:
        signed = ""
    if sha256(path.read_bytes()).hexdigest() not in signed:
        print_line(
            f"{escaped(file.name)} beside it was there before, and is of another page unless "
            "nothing has changed: sign this one with --sign, or remove it.",
            err=True,
        )


def _password(file: str) -> str:
    from mapbuilder.errors import ProofError

    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise ProofError(
            f"{file} has a password, and nobody is there to be asked for it: set {PASSWORD}"
        )
    return str(click.prompt("Password of the key", hide_input=True, err=True))


@click.command("extract", short_help="Give back the files that a page was built from.")
@click.argument("page")
@click.argument("folder", metavar="DIR")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--records", is_flag=True, help="Make the table of many records anew of the page.")
def extract_command(page: str, folder: str, force: bool, records: bool) -> int:
    """Write the exhibit's files that PAGE carries to DIR, byte for byte.

    Building DIR gives the same page again; the command for that is printed. A page of many records
    may be too large to carry their table: --records makes one of what the page holds.
    """
    from mapbuilder.extract import extract

    if records:
        from mapbuilder.extract_records import extract_records

        made = extract_records(page, folder, force=force)
        got = made.extracted
        if made.table is not None:
            print_line(
                f"{escaped(made.table)} was made anew of the page's "
                f"{counted(made.count, 'record')}; it is not the file that the page was built from."
            )
        if made.settled:
            joins = counted(made.settled, "join")
            print_line(f"{joins} that it alone would not give were settled in the decisions.")
        if made.elsewhere:
            told = counted(made.elsewhere, "record is", "records are")
            print_line(f"{told} joined otherwise than in the page all the same.", err=True)
    else:
        got = extract(page, folder, force=force)
    for name in got.missing:
        print_line(f"missing: {escaped(name)} is not in the page; put it there by hand", err=True)
    if got.missing and not records:
        from mapbuilder.extract_records import can_make_table

        if can_make_table(page):
            print_line("--records makes the table of events anew of what the page holds.", err=True)
    print_line(f"Wrote {counted(len(got.files), 'file')} to {escaped(folder)}. To build the page:")
    print_line(f"  {escaped(got.command())}")
    return 1 if got.missing else 0


@click.command("verify", short_help="Say whether a page is as it was built, and what is not.")
@click.argument("page")
@click.option("--key", metavar="PUBKEY", help="The public key of minisign's that must have signed.")
@click.option("--rebuild", is_flag=True, help="Build the page from itself, and compare.")
def verify_command(page: str, key: str | None, rebuild: bool) -> int:
    """Compare PAGE with the manifest in it, and with its signature PAGE.minisig.

    Exit codes: 0 all is as it was built, 1 something was changed, 2 could not be looked at.
    """
    from pathlib import Path

    from mapbuilder.extract import read_page
    from mapbuilder.manifest import read_manifest
    from mapbuilder.page_folder import page_in
    from mapbuilder.verify import verify

    path = page_in(Path(page))
    findings = verify(path)
    for one in findings:
        where = f"{page}:{one.line}" if one.line else page
        print_line(f"{escaped(where)}: {escaped(one.message)}.")
    is_sound = not findings
    if not findings:
        manifest = read_manifest(read_page(path), path.name).block
        carried = sum(one["carried"] for one in manifest["inputs"])
        count = len(manifest["beside"])
        beside = f"{counted(count, 'file')} beside it, " if count else ""
        print_line(
            f"{escaped(page)} is as mapbuilder {manifest['version']} built it: "
            f"{counted(len(manifest['parts']), 'part')}, "
            f"{beside}"
            f"{counted(carried, 'carried file')} of "
            f"{len(manifest['inputs'])}, {counted(manifest['counts'].get('events', 0), 'event')}."
        )
    is_sound &= _check_signature(path, key)
    if rebuild or findings:
        is_sound &= _compare(path, asked=rebuild)
    return 0 if is_sound else 1


def _check_signature(path: Path, written: str | None) -> bool:
    file = path.with_name(f"{path.name}.minisig")
    if not file.is_file():
        if written is None:
            print_line(
                "It has no signature: who built it, the manifest alone cannot say.", err=True
            )
            return True
        print_line(f"{escaped(file.name)} is not beside the page: it is not signed.")
        return False
    from mapbuilder.minisign import (
        check_signature,
        read_public_key,
        read_signature,
        shown_number,
    )

    signature = read_signature(file)
    if written is None:
        print_line(
            f"{escaped(file.name)} is a signature by key {shown_number(signature.number)}; whether "
            "it holds, --key PUBKEY says.",
            err=True,
        )
        return True
    public = read_public_key(written)
    if wrong := check_signature(path.read_bytes(), signature, public):
        print_line(f"{escaped(file.name)} does not hold: {wrong}.")
        return False
    print_line(f"{escaped(file.name)} holds: the page was signed with key {public}.")
    return True


def _compare(path: Path, *, asked: bool) -> bool:
    """Tells what differs from the page that is built from this one; the work of a second."""
    from mapbuilder import __version__
    from mapbuilder.errors import MapbuilderError
    from mapbuilder.rebuild import compare

    try:
        told, version = compare(path)
    except MapbuilderError as error:
        if asked:
            raise
        print_line(f"What stood there cannot be told: {escaped(str(error))}.", err=True)
        return False
    if version != __version__:
        print_line(
            f"The page is by mapbuilder {version}, and this is {__version__}, which may build "
            "another page of the same files.",
            err=True,
        )
    for line in told:
        print_line(escaped(line))
    if asked and not told:
        print_line(
            "Built again from the files that it carries, the page is the same, byte by byte."
        )
    return not told


@click.command("diff", short_help="Tell what changed between two pages or folders, in words.")
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--log", metavar="FILE", help="Add the changes to a table of corrections.")
@click.option("--date", metavar="YYYY-MM-DD", help="The day that the log says.")
def diff_command(old: str, new: str, form: str, log: str | None, date: str | None) -> int:
    """Tell record by record what is new, gone or other in NEW than it was in OLD.

    Each is a page that carries its files, or what build takes.
    """
    import json
    from pathlib import Path

    from mapbuilder.changes import changes_between, read_side, to_json_object, to_lines

    if (log is None) != (date is None):
        raise click.UsageError("--log FILE and --date YYYY-MM-DD belong together.")
    if log is not None and date is not None:
        from mapbuilder.correction_log import refuse_log

        refuse_log(Path(log), date)
    after = read_side(new)
    changes = changes_between(read_side(old), after)
    if form == "json":
        print_line(json.dumps(to_json_object(changes), ensure_ascii=False, indent=2))
    else:
        for line in to_lines(changes):
            print_line(escaped(line))
    if log is not None and date is not None:
        from mapbuilder.correction_log import add_to_log

        added = add_to_log(Path(log), changes, date, after.encoding)
        print_line(f"Added {counted(added, 'row')} to {escaped(log)}.", err=True)
    return 0
