"""A pair of keys to sign pages with: a folder in, two files in it out.

They are minisign's: either program signs with the one and verifies by the other. Always true: no
file that is there is written over, and the secret one is its owner's alone from its first byte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from mapbuilder.errors import OutputError
from mapbuilder.minisign import (
    PublicKey,
    new_secret_key,
    require_sign,
    to_public_key_text,
    to_secret_key_text,
)

SECRET_NAME, PUBLIC_NAME = "minisign.key", "minisign.pub"


@dataclass(frozen=True, slots=True)
class KeyPair:
    secret: Path
    public: Path
    key: PublicKey

    def written_out(self) -> str:
        """The public key in one line, as ``--key`` takes it."""
        return to_public_key_text(self.key).splitlines()[1]


def refuse_present(folder: Path) -> None:
    """Raises where a pair cannot be written to ``folder``: to be known before a password is."""
    require_sign()
    there = [name for name in (SECRET_NAME, PUBLIC_NAME) if os.path.lexists(folder / name)]
    if there:
        raise OutputError(
            f"{folder} has a {' and a '.join(there)} already, and a key that was written over is "
            "lost: name another folder"
        )


def write_key_pair(folder: Path, password: str | None) -> KeyPair:
    """A new pair in ``folder``, which is made. *This function writes two files.*

    Without a ``password`` whoever has the secret file can sign with it. Raises ``OutputError``
    where one of them is there.
    """
    refuse_present(folder)
    key = new_secret_key()
    secret, public = folder / SECRET_NAME, folder / PUBLIC_NAME
    text = to_secret_key_text(key, password)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write_new(secret, text, 0o600)
        try:
            _write_new(public, to_public_key_text(key.public), 0o666)
        except OSError:
            secret.unlink()
            raise
    except OSError as error:
        raise OutputError(
            f"no keys were written to {folder}: {error.strerror or error}; name another folder"
        ) from error
    return KeyPair(secret, public, key.public)


def _write_new(path: Path, text: str, mode: int) -> None:
    """Writes a file that must not be there; what could not be written whole is removed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
