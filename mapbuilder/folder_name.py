"""What an exhibit's folder is called: where its settings are silent, its title and id come from it.

A folder that was got back out of a page may stand under another name; a file in it then says how it
was called, so that the same page is built from it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from mapbuilder.errors import InputError

FILE = ".exhibit-name"
_LONGEST = 255


def folder_name(folder: Path) -> str:
    """The name in the folder's ``.exhibit-name``, else its own."""
    file = folder / FILE
    if not file.is_file():
        return folder.resolve().name
    try:
        name = file.read_bytes().decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read; it holds one line, a folder's name") from error
    if not is_name(name):
        raise InputError(f"{file} must hold one line, the name of a folder, such as my-exhibit")
    return name


def file_name(id_: str | None) -> str:
    """An exhibit's id as the name of a file on every system that a page is copied to."""
    return re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "-", id_ or "").strip(". ") or "exhibit"


def in_utf8(name: str) -> str:
    """The name, which is to stand in a page.

    Raises ``InputError`` for one in another encoding, as archives from Windows are unpacked.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        readable = ascii(name.encode("utf-8", "surrogateescape"))[2:-1]
        raise InputError(
            f"the name '{readable}' is not in UTF-8, as an archive from another system may have "
            "left it: rename the file or folder"
        ) from None
    return name


def names_itself(settings: bytes | None) -> bool:
    """Whether these settings give the exhibit's id and title, so that its folder's name is none."""
    try:
        told = tomllib.loads((settings or b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return bool(told.get("id") and told.get("title"))


def is_name(name: str) -> bool:
    """Whether it can be the name of one folder or file, and leads nowhere else."""
    return (
        0 < len(name) <= _LONGEST
        and name not in (".", "..")
        and name.isprintable()
        and not set(name) & {"/", "\\"}
    )
