"""A page whose records are too many for one file: its texts in files beside it, all in a folder.

The blocks of a page of many records go in; those that are read piece by piece come out as scripts
that do nothing but put their text beside themselves, and the page names each by its sha256. Always
true: a folder's old page is whole until the new one is, and no file of anybody else is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mapbuilder.counts import counted
from mapbuilder.errors import OutputError, PageError
from mapbuilder.files import write_atomic

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.many_page import ManyPage
    from mapbuilder.report import Report

Form = Literal["file", "folder"]

MOST_BYTES = 400_000_000
"""Of the records' blocks in one file; ``docs/many-records.md`` has what browsers need for it."""
PIECE = 262_144
"""Characters of base64 a file. Fewer make many files, more are longer in coming."""
INDEX = "index.html"
TEXTS = "texts"
"""The folder of the files, beside the page."""
BLOCK = "many-files"
"""The page's block that says which file has what."""

_BEFORE = b'document.currentScript.before("'
_AFTER = b'");\n'
_APART = ("many-told-", "many-facts-", "many-spots-", "many-passages-", "many-words-", "many-ids")
"""What the page's script looks for in files; all else stays in the page."""
_NAME = re.compile(r"[A-Za-z0-9-]+\.\d+\.[0-9a-f]{16}\.js")
_OURS = b'content="mapbuilder '
_NEAR_START = 65_536


@dataclass(frozen=True, slots=True)
class TextFile:
    """A script beside the page with a piece of one of its blocks."""

    name: str
    """From the page's folder: what it has, the piece's number, and how its sha256 begins."""
    text: memoryview
    sha256: str

    def pieces(self) -> tuple[bytes | memoryview, ...]:
        """The script: it reads nothing, and calls nothing of the page's."""
        return _BEFORE, self.text, _AFTER

    @property
    def size(self) -> int:
        return len(_BEFORE) + len(self.text) + len(_AFTER)


@dataclass(slots=True)
class Beside:
    """What a page is to leave to files beside it, and those files once it has been made."""

    form: Form | None = None
    """What is asked for; without it the size decides."""
    files: tuple[TextFile, ...] = ()
    bytes_of_one: int = 0
    """What the blocks of the records would take in one file."""
    is_chosen: bool = False
    """Whether the size alone would have made one file."""

    def take(self, many: ManyPage | None) -> ManyPage | None:
        """The page's blocks without what stands in files; the same where it is one file."""
        if many is None or self.form == "file":
            return many
        from mapbuilder.payload import encode

        self.bytes_of_one = sum(len(block) for _, block in (*many.first, *many.rest))
        is_large = self.bytes_of_one > MOST_BYTES
        if not is_large and self.form != "folder":
            return many
        self.is_chosen = not is_large
        kept = tuple(one for one in many.rest if not one[0].startswith(_APART))
        found = {
            id_: tuple(_pieces(id_, block)) for id_, block in many.rest if id_.startswith(_APART)
        }
        self.files = tuple(file for files in found.values() for file in files)
        listed = {
            "folder": TEXTS,
            "size": PIECE,
            "files": {id_: [file.sha256 for file in files] for id_, files in found.items()},
        }
        # First: a page that has it looks nowhere else for these blocks.
        return replace(many, first=((BLOCK, encode(listed).encode()), *many.first), rest=kept)

    def to_manifest(self) -> list[dict[str, Any]]:
        """The files, as the manifest has what is beside a page."""
        return [
            {"name": file.name, "sha256": file.sha256, "bytes": file.size} for file in self.files
        ]

    def refuse_few(self) -> None:
        """Raises ``PageError`` where a folder is asked for and nothing would be in it."""
        if self.form == "folder" and not self.files:
            raise PageError(
                "a folder is for a page of more than 1,000 records or 100 places, and this one is "
                "smaller: leave out --folder, and it is one file; nothing was written"
            )

    def tell(self, page: Path, older: Path, report: Report | None) -> None:
        """Tells that a folder was made, why, and what to do with it."""
        if report is None:
            return
        why = (
            "as was asked for"
            if self.is_chosen
            else f"since its records take {self.bytes_of_one / 1e6:,.0f} MB, and a browser opens "
            f"one file of at most {MOST_BYTES / 1e6:,.0f} MB well"
        )
        is_left = older != page and older.exists()
        left = f"; {str(older)!r} is an older page" if is_left else ""
        report.add(
            "page-folder",
            "note",
            f"the page is a folder, {why}: {counted(len(self.files), 'file')} of texts beside "
            f"{INDEX}. Copy the whole folder {str(page.parent)!r}, and open {INDEX} in it" + left,
            file="exhibit",
        )


ONE_FILE = Beside("file")
"""Leaves nothing to other files."""


def _pieces(id_: str, block: bytes) -> Iterator[TextFile]:
    whole = memoryview(block)
    for number, start in enumerate(range(0, max(1, len(whole)), PIECE)):
        text = whole[start : start + PIECE]
        digest = sha256(_BEFORE)
        digest.update(text)
        digest.update(_AFTER)
        digits = digest.hexdigest()
        yield TextFile(name_of_piece(id_, number, digits), text, digits)


def name_of_piece(id_: str, number: int, digits: str) -> str:
    """The file of a block's piece with that sha256, from the page's folder."""
    return f"{TEXTS}/{id_.removeprefix('many-')}.{number}.{digits[:16]}.js"


def page_in(path: Path) -> Path:
    """The page that a path names: the file itself, or that of a folder that is a page."""
    inside = path / INDEX
    return inside if path.is_dir() and is_page(inside) else path


def is_page(path: Path) -> bool:
    """Whether a file begins as mapbuilder's pages do."""
    try:
        with path.open("rb") as stream:
            return _OURS in stream.read(_NEAR_START)
    except OSError:
        return False


def is_text(name: str) -> bool:
    """Whether a name beside a page, with ``/``, is that of a file of its texts."""
    folder, _, file = name.partition("/")
    return folder == TEXTS and _NAME.fullmatch(file) is not None


def with_form(exhibit: Exhibit, form: Form | None) -> Exhibit:
    """The exhibit with what was asked for, which the page's manifest tells."""
    if form is None:
        return exhibit
    name = "folder" if form == "folder" else "single-file"
    return replace(exhibit, options={**exhibit.options, name: ""})


def target_of(file: Path) -> Path:
    """The page in a folder that takes the place of a page's file: NAME/index.html for NAME.html."""
    return file if file.name == INDEX else file.with_name(file.stem) / INDEX


def write_page_folder(
    file: Path, page: Sequence[bytes], beside: Beside, report: Report | None = None
) -> Path:
    """The page in its folder instead of ``file``.

    *This function writes files*, and removes texts that are no longer named.

    The texts come first, under names that tell their content, then the page in one step: until
    then the old one is there with all that it needs, and after it the new one. What was written is
    removed again when that fails, or is stopped. Raises ``OutputError``.
    """
    target = target_of(file)
    folder = target.parent
    refuse_foreign(folder)
    is_new = not folder.exists()
    texts = folder / TEXTS
    has_texts = texts.is_dir()
    written: list[Path] = []
    try:
        new = [text for text in beside.files if not _is_there(folder / text.name, text)]
        for text in new:
            written.append(folder / text.name)
            # To tidy up once is enough for thousands of files.
            write_atomic(folder / text.name, *map(bytes, text.pieces()), tidied=text is new[-1])
        write_atomic(target, *page)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        _remove_empty([texts] * (not has_texts) + [folder] * is_new)
        raise
    _remove_stale(texts, {Path(text.name).name for text in beside.files})
    beside.tell(target, file, report)
    return target


def refuse_foreign(folder: Path) -> None:
    """Raises ``OutputError`` for a folder that has something and is no page of mapbuilder's."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise OutputError(
            f"the page needs a folder {str(folder)!r}, and that is a file; name another with -o"
        )
    if any(folder.iterdir()) and not is_page(folder / INDEX):
        raise OutputError(
            f"the page needs a folder, and {str(folder)!r} is one with something else in it, which "
            "is not written over; name another with -o, or move it away"
        )


def _is_there(path: Path, file: TextFile) -> bool:
    """Whether the very file is there already: unchanged texts are not written anew."""
    try:
        if path.stat().st_size != file.size:
            return False
        return sha256(path.read_bytes()).hexdigest() == file.sha256
    except OSError:
        return False


def _remove_stale(texts: Path, kept: set[str]) -> None:
    for path in texts.iterdir():
        if path.name not in kept and _NAME.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        try:
            folder.rmdir()
        except OSError:
            # It has something of somebody else's by now, or was never made.
            continue


def others_in(page: Path, named: set[str]) -> list[str]:
    """Files beside a page, from its folder, that are none of its own.

    A page of another name than a folder's has been put among others: then its texts alone count.
    """
    folder = page.parent
    looked = folder if page.name == INDEX else folder / TEXTS
    own = {page.name, f"{page.name}.minisig", *named}
    found = []
    for path in sorted(looked.rglob("*")):
        name = path.relative_to(folder).as_posix()
        # What systems leave in each folder that is looked at.
        left = path.name.startswith(".") or path.name in {"Thumbs.db", "desktop.ini"}
        if path.is_file() and name not in own and not left:
            found.append(name)
    return found


def texts_of(page: Path, content: bytes) -> Path | None:
    """The folder of a page's texts; none where they are in it."""
    return page.parent / TEXTS if b'id="%s"' % BLOCK.encode() in content else None


def size_of(page: Path) -> str:
    """The size of a page in words, with that of its texts where they are beside it."""
    size = f"{page.stat().st_size / 1000:,.0f} kB"
    texts = [file.stat().st_size for file in _texts_of(page)]
    if not texts:
        return size
    return f"{size}, and {counted(len(texts), 'file')} of texts with {sum(texts) / 1e6:,.1f} MB"


def name_of(page: Path) -> str:
    """How a page beside its file, or beside its folder, names it."""
    return f"{page.absolute().parent.name}/{page.name}" if _texts_of(page) else page.name


def _texts_of(page: Path) -> list[Path]:
    texts = page.parent / TEXTS
    if page.name != INDEX or not texts.is_dir():
        return []
    return [path for path in texts.iterdir() if _NAME.fullmatch(path.name)]
