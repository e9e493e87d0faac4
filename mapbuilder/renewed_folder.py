"""A folder of joined tables that takes the place of an older one: a path in, the new folder there.

Always true: whenever the work is stopped, the old folder or the new one is there, and whole, or the
next build puts it there; what somebody else has laid into the old folder stays.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mapbuilder.errors import OutputError
from mapbuilder.files import inside_of

ABOUT = "exhibit.json"
"""The file of the folder that says what it is."""
EVENTS = "events"

_TRIES = 3
"""A worker of a cluster may still write what it was given."""
_OURS = frozenset(
    {
        ABOUT, "places.parquet", "problems.parquet", "cells.pmtiles", "records.bin", "names.bin",
        "counts.bin", "words.bin", "index.html",
    }
)  # fmt: skip
_PART = re.compile(r"rows-\d{12}\.parquet|\.mapbuilder-.*\.tmp")


@dataclass(frozen=True, slots=True)
class RenewedFolder:
    """Where a folder is to be, and where it is made until it is whole."""

    path: Path
    """With every link in it followed: the folder that a link leads to is renewed, not the link."""
    given: Path
    """As it was named."""

    @classmethod
    def at(cls, folder: Path) -> RenewedFolder:
        """Raises ``OutputError`` for a folder that is not ours to renew."""
        if "\0" in str(folder) or not folder.name:
            raise OutputError(f"{str(folder)!r} cannot be the name of a folder")
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"{folder} is a file; name a folder for the joined tables")
        renewed = cls(Path(os.path.realpath(folder)), folder)
        renewed._recover()
        if os.path.ismount(folder):
            raise OutputError(
                f"{folder} is where a file system begins, and a folder is replaced as a whole; "
                "name one in it"
            )
        if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
            raise OutputError(
                f"{folder} holds something else than joined tables; name a new folder, or an empty "
                "one"
            )
        return renewed

    def refuse_read(self, files: Iterable[str]) -> None:
        """Raises ``OutputError`` where a file that is read lies in the folder."""
        is_inside = inside_of(self.path)
        if any(is_inside(Path(file)) for file in files):
            raise OutputError(
                f"{self.given} is what the events are read from; name another folder for the "
                "joined tables"
            )

    @property
    def making(self) -> Path:
        """The folder to write into."""
        return self.path.with_name(f".{self.path.name}.partial")

    @property
    def _old(self) -> Path:
        return self.path.with_name(f".{self.path.name}.old")

    def begin(self) -> None:
        """Makes the folder to write into anew. *This function writes a folder.*"""
        self.give_up()
        try:
            (self.making / EVENTS).mkdir(parents=True)
        except OSError as error:
            raise self._fault(error) from error

    def give_up(self) -> None:
        """Removes what was made, unless it has been put in place."""
        for _ in range(_TRIES):
            shutil.rmtree(self.making, ignore_errors=True)
            if not self.making.exists():
                return

    def put(self) -> None:
        """Puts what was made in the place of the old folder. *This function writes a folder.*"""
        old = self._old
        try:
            try:
                if self.path.exists():
                    os.replace(self.path, old)
                os.replace(self.making, self.path)
            except BaseException:
                if old.exists() and not self.path.exists():
                    os.replace(old, self.path)
                raise
            self._recover()
        except OSError as error:
            raise self._fault(error) from error

    def _recover(self) -> None:
        """Brings to its end what a build that was stopped while it renewed the folder had begun."""
        old = self._old
        if not old.is_dir():
            return
        if not self.path.exists():
            os.replace(old, self.path)
            return
        for name in _of_others(old):
            if not os.path.lexists(self.path / name):
                (self.path / name).parent.mkdir(exist_ok=True)
                os.replace(old / name, self.path / name)
        remove(old)

    def _fault(self, error: OSError) -> OutputError:
        return OutputError(f"{self.given} cannot be written: {error.strerror or error}")


def remove(folder: Path) -> None:
    """Removes a folder of ours with all that is in it. *This function removes files.*"""
    if folder.is_dir():
        shutil.rmtree(folder)


def _is_ours(folder: Path) -> bool:
    """Whether a build has written the folder: other programs have files of that name, too."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and {"mapbuilder", "counts", "events"} <= about.keys()


def _of_others(folder: Path) -> Iterator[str]:
    """What is in the folder that no build wrote, by its name from there."""
    for path in sorted(folder.iterdir()):
        if path.name == EVENTS and path.is_dir():
            yield from (f"{EVENTS}/{each.name}" for each in _others_of_parts(path))
        elif path.name not in _OURS:
            yield path.name


def _others_of_parts(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if _PART.fullmatch(path.name) is None]
