"""The command ``mapbuilder keys``: a pair of keys to sign pages with."""

from __future__ import annotations

import os
import shlex
import sys

import click

from mapbuilder.cli_proof import PASSWORD
from mapbuilder.console import escaped, print_line


@click.group("keys", short_help="Make the keys that pages are signed with.")
def keys_group() -> None:
    """Keys in minisign's form, which build --sign and verify --key take."""


@keys_group.command("new", short_help="Make a pair of keys.")
@click.argument("folder", default=".")
@click.option("--no-password", is_flag=True, help="Whoever has the secret key can sign with it.")
def new_command(folder: str, no_password: bool) -> int:
    """Write minisign.key, which is secret, and minisign.pub, for everyone, to FOLDER.

    The password of the secret key is asked, or taken from MAPBUILDER_SIGN_PASSWORD.
    """
    from pathlib import Path

    from mapbuilder.key_pair import refuse_present, write_key_pair

    refuse_present(Path(folder))
    pair = write_key_pair(Path(folder), None if no_password else _new_password())
    secret, public = escaped(str(pair.secret)), escaped(str(pair.public))
    has = "it has no password" if no_password else "nobody can tell you its password again"
    print_line(f"Wrote {secret}, the secret key: keep it to yourself, outside of exhibits'")
    print_line(f"folders and of what is shared or published; keep a copy; {has}.")
    print_line(f"Wrote {public}, the public key {pair.key}: publish it where people know")
    print_line("that it is yours, as a file or as this line:")
    print_line(f"  {pair.written_out()}")
    print_line("To sign a page, and to check one:")
    print_line(f"  mapbuilder build EXHIBIT --sign {shlex.quote(str(secret))}")
    print_line(f"  mapbuilder verify PAGE --key {shlex.quote(str(public))}")
    return 0


def _new_password() -> str:
    from mapbuilder.errors import ProofError

    if PASSWORD in os.environ:
        if not os.environ[PASSWORD]:
            raise ProofError(f"{PASSWORD} is empty: set a password, or say --no-password")
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        raise ProofError(
            f"nobody is there to be asked for the new key's password: set {PASSWORD}, or say "
            "--no-password"
        )
    return str(
        click.prompt(
            "Password for the new key", hide_input=True, confirmation_prompt=True, err=True
        )
    )
