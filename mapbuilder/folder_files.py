"""Files that a table names, looked for in an exhibit's folder and nowhere else.

In goes what a cell says, out comes the file. Always true: a file that is found lies in the folder,
also after every link in its path has been followed, and is found alike by every file system, be it
one that tells capitals from small letters or one that does not.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from mapbuilder.files import inside_of
from mapbuilder.report import shown

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?!\\)|//|www\.", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:[\\/]", re.IGNORECASE)
MOST_NEAR = 3
"""How many names are said of a file that is missing."""
MOST_LISTED = 20_000
"""How many files are looked through for one that is missing."""


class NotFoundError(Exception):
    """A name leads to no file that may be read; the message says why, and what would be right."""

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.near = tuple(near)
        """Files of the same folder with a like name."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in the exhibit's folder."""

    path: Path
    name: str
    """From the exhibit's folder, with ``/``, as the file system spells it."""
    as_written: bool
    """Whether the cell has each of its capitals; not every system would find it else. That a file
    system keeps marks apart from their letters is seen by nobody, and no other spelling."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a folder; each of its folders is listed once."""

    root: Path
    _listed: dict[Path, list[str]] = field(default_factory=dict)
    _is_inside: list[Callable[[Path], bool]] = field(default_factory=list)
    _all: dict[str, list[Path]] = field(default_factory=dict)
    """The files of all folders by their folded names and stems, once one was missing."""

    def find_text(self, written: str) -> FoundFile:
        """The file of that name, seen from the folder, looked for as it is written first.

        Thousands of texts may lie in one folder, whose names are listed for one that is not there.
        Raises ``NotFoundError``.
        """
        if not self._is_inside:
            self._is_inside.append(inside_of(self.root))
        path = self.root / written.replace("\0", "")
        if os.path.isfile(path) and self._is_inside[0](path) and "\0" not in written:
            return FoundFile(path, Path(written).as_posix(), True)
        return self.find(written)

    def find(self, written: str, *bases: Path) -> FoundFile:
        """The file of that name, seen from the first of ``bases`` that has it, else from the root.

        Raises ``NotFoundError``.
        """
        if _ADDRESS.match(written) and not _DRIVE.match(written):
            raise NotFoundError(
                f"{shown(written)} is an address, and a page holds all that it shows; save the "
                "file in the exhibit's folder and name it",
                self._elsewhere(written, next(iter(bases), self.root)),
            )
        if "\0" in written:
            raise NotFoundError(f"{shown(written)} is no name of a file")
        missing: NotFoundError | None = None
        for base in dict.fromkeys((*bases, self.root)):
            try:
                return self._find(written, base)
            except NotFoundError as error:
                missing = missing or error
        assert missing is not None
        first = next(iter(bases), self.root)
        elsewhere = [name for name in self._elsewhere(written, first) if name not in missing.near]
        raise NotFoundError(missing.message, (*elsewhere, *missing.near)[:MOST_NEAR])

    def find_one(self, written: str, base: Path, known: Container[str] = ()) -> FoundFile:
        """As ``find``; a cell that lists files otherwise than by ``;`` is told as that.

        ``known`` holds what names a file in another way.
        """
        try:
            return self.find(written, base)
        except NotFoundError:
            parts = [part.strip() for part in re.split(r"[|,\n]", written) if part.strip()]
            if len(parts) < 2 or not all(part in known or self._has(part, base) for part in parts):
                raise
            raise NotFoundError(
                f"{shown(written)} looks like {len(parts)} files; set them apart by ';'"
            ) from None

    def _has(self, written: str, base: Path) -> bool:
        try:
            self.find(written, base)
        except NotFoundError:
            return False
        return True

    def _elsewhere(self, written: str, base: Path) -> list[str]:
        """Files of the exhibit that are called so, in whatever folder and with whatever ending."""
        if not self._all:
            count = 0
            for folder, folders, names in os.walk(self.root):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    for key in {_folded(name), _folded(os.path.splitext(name)[0])}:
                        self._all.setdefault(key, []).append(Path(folder) / name)
                count += len(names)
                if count > MOST_LISTED:
                    break
        # "Copy as path" of Windows sets quotes around it, a browser writes %20 for a space.
        path = unquote(written.strip().strip("\"'")).replace("\\", "/")
        name = _folded(path.rstrip("/").rpartition("/")[2])
        found = self._all.get(name) or self._all.get(os.path.splitext(name)[0]) or []
        return [Path(os.path.relpath(path, base)).as_posix() for path in found[:MOST_NEAR]]

    def _find(self, written: str, base: Path) -> FoundFile:
        outside = NotFoundError(
            f"{shown(written)} is outside the exhibit's folder; copy the file there"
        )
        root = os.path.realpath(self.root)
        # A path with back-slashes was written on Windows, whose names cannot hold them.
        asked = os.path.normpath(os.path.join(base, written.replace("\\", "/")))
        if _DRIVE.match(written) and os.sep == "/":
            raise outside
        relative = os.path.relpath(asked, self.root)
        if relative == os.pardir or relative.startswith(os.pardir + os.sep):
            raise outside
        path, as_written = self.root, True
        for part in Path(relative).parts:
            path, exact = self._step(path, part, written, base)
            as_written = as_written and exact
        # realpath, since resolve raises where links lead round in a circle (Python 3.11, 3.12).
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise outside
        if not path.is_file():
            raise NotFoundError(f"{shown(written)} is not a file")
        name = Path(os.path.relpath(path, self.root)).as_posix()
        return FoundFile(path, name, as_written)

    def _step(self, folder: Path, part: str, written: str, base: Path) -> tuple[Path, bool]:
        """One part further: the path, and whether it is spelt so; near names are as from base."""

        def from_base(name: str) -> str:
            return Path(os.path.relpath(folder / name, base)).as_posix()

        if folder not in self._listed:
            try:
                self._listed[folder] = sorted(os.listdir(folder))
            except OSError:
                self._listed[folder] = []
        names = self._listed[folder]
        if part in names:
            return folder / part, True
        alike = [name for name in names if _folded(name) == _folded(part)]
        if len(alike) == 1:
            return folder / alike[0], _composed(alike[0]) == _composed(part)
        if alike:
            raise NotFoundError(
                f"{shown(written)} may be {' or '.join(map(shown, alike))}: write which",
                [from_base(name) for name in alike],
            )
        near = difflib.get_close_matches(part, names, 3, 0.6)
        raise NotFoundError(
            f"{shown(written)} is not a file in the exhibit's folder",
            [from_base(name) for name in near],
        )


def _folded(name: str) -> str:
    """A name as file systems that do not tell capitals apart, or decompose marks, compare it."""
    return _composed(_composed(name).casefold())


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
