"""Files: where the package's own ones are, and how a new one takes the place of an old one.

Templates and data sets stand beside the package in a checkout and inside it when it is installed.
Always true of writing: whatever happens, the old file or the new one is there, and whole.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from mapbuilder.errors import OutputError

_PACKAGE = Path(__file__).resolve().parent
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LEFTOVER_S = 24 * 60 * 60
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def templates() -> Path:
    """The folder of the page's template, styles, fonts, strings and scripts."""
    return _own_folder("templates")


def geodata() -> Path:
    """The folder of the data sets, one folder each."""
    return _own_folder("geodata")


def _own_folder(name: str) -> Path:
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def write_atomic(path: Path, *pieces: bytes, tidied: bool = True) -> None:
    """Writes the content, in ``pieces``, to ``path`` in one step; missing folders are made.

    *This function writes a file.* Through a link the file it names is written. ``tidied`` is for
    the last of many in a folder: then the folder is flushed, and what killed writers left is gone.
    Raises ``OutputError``, and then the old file is as it was.
    """
    if "\0" in str(path):
        raise OutputError(f"{str(path)!r} cannot be the name of a file")
    if str(path) == "-":
        # Other programs mean the terminal by it, and nobody means a file of that name.
        raise OutputError("'-' is no name of a file; name one, or leave it out")
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise OutputError(f"{path} is a folder; name the file to write in it")
        if target.exists() and not target.is_file():
            # To take the place of a device or a pipe would break it for everyone.
            raise OutputError(f"{path} is not a regular file; name one, or a new one")
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _write_beside(target, pieces)
        try:
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if tidied:
            _flush_folder(target.parent)
            remove_leftovers(target.parent)
    except OSError as error:
        raise OutputError(_sentence(error, path, sum(map(len, pieces)))) from error


def _write_beside(target: Path, pieces: Iterable[bytes]) -> Path:
    """A new file in the folder of ``target`` with the content, flushed to the disk."""
    # Not mkstemp: that gives the mode 0600, and to widen it one would have to change the umask of
    # the whole process to learn it. A new file of mode 0666 gets what the umask leaves.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for number in count():
        # A short name of our own: the target's name may have the file system's full length.
        temporary = target.with_name(f".mapbuilder-{os.getpid()}-{number}.tmp")
        try:
            descriptor = os.open(temporary, flags, 0o666)
            break
        except FileExistsError:
            continue
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if target.exists():
                os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def remove_leftovers(folder: Path, least_s: float = _LEFTOVER_S) -> None:
    """Removes the files of writers that were killed; no writer that lives needs a day.

    Where all writers are done, ``least_s`` is 0.
    """
    for path in folder.glob(".mapbuilder-*.tmp"):
        try:
            if time.time() - path.stat().st_mtime >= least_s:
                path.unlink()
        except OSError:
            # Another writer was quicker, or it is another user's: the page is written all the same.
            continue


def _flush_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError:
        # Some network file systems refuse it; the file itself has been flushed.
        pass
    finally:
        os.close(descriptor)


def _sentence(error: OSError, path: Path, size: int) -> str:
    if error.errno in _NO_SPACE:
        megabytes = f"{size / 1e6:,.1f} MB"
        return f"there is no room for {path} ({megabytes}): free some space, or write elsewhere"
    if error.errno in _FORBIDDEN:
        return (
            f"{path} cannot be written: permission denied; choose another folder, or give yourself "
            "the permission"
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"{path} cannot be written: a part of the path is a file, not a folder"
    if error.errno == errno.ENAMETOOLONG:
        return f"{path} cannot be written: the name is too long"
    return f"{path} cannot be written: {error.strerror or error}"


def inside_of(folder: Path) -> Callable[[Path], bool]:
    """What says whether a path lies in the folder, also after every link in it is followed.

    The folders that paths begin with are followed once each.
    """
    # realpath, since resolve raises where links lead round in a circle (Python 3.11, 3.12).
    root = os.path.normcase(os.path.realpath(folder))
    below = os.path.join(root, "")
    followed: dict[str, str] = {}

    def is_inside(path: Path) -> bool:
        above, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):
            real = os.path.realpath(path)
        else:
            if above not in followed:
                followed[above] = os.path.realpath(above)
            real = os.path.join(followed[above], name)
        real = os.path.normcase(real)
        return real == root or real.startswith(below)

    return is_inside
