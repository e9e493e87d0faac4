"""The exhibit folder back out of a page: one HTML file in, the files it carries out, as they were.

Always true: a file is written only in the folder that was named, only when its bytes have the
sha256 that the manifest says, and over another one only when that is asked for.
"""

from __future__ import annotations

import os
import re
import shlex
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mapbuilder.carried import unpack
from mapbuilder.errors import OutputError, ProofError
from mapbuilder.files import write_atomic
from mapbuilder.folder_name import FILE, is_name
from mapbuilder.manifest import Manifest, read_manifest
from mapbuilder.page_folder import page_in

_MOST = 600_000_000
"""Bytes of all carried files; no page that mapbuilder builds has as many."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_DETAILS = ("full", "light", "none")
_PUBLISHED = b'"web":{"cells":'
"""What only the head of a published page has; a quotation mark in a text is written otherwise."""
_HEAD = 4_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came out of a page."""

    exhibit: Path
    """What ``build`` takes: the folder, or the table in it."""
    files: tuple[str, ...]
    missing: tuple[str, ...]
    """Files that the page was built from and does not carry."""
    options: dict[str, str]
    """Of the build, as the command line has them."""

    def command(self) -> str:
        """The command that builds the same page."""
        words = ["mapbuilder", "build", str(self.exhibit)]
        for name, value in self.options.items():
            words += [f"--{name}", *([self._on_disk(name, value)] if value else [])]
        return shlex.join(words)

    def _on_disk(self, name: str, value: str) -> str:
        is_file = name == "basemap" and value not in _DETAILS
        return str(self.folder / value) if is_file else value

    @property
    def folder(self) -> Path:
        return self.exhibit if self.exhibit.is_dir() else self.exhibit.parent


def read_page(path: Path) -> bytes:
    """A page's bytes without the mark of their encoding. Raises ``ProofError``."""
    return path_bytes(path).removeprefix(BOM_UTF8)


def path_bytes(path: Path) -> bytes:
    if "\0" in str(path) or not path.exists():
        raise ProofError(f"there is no file {str(path)!r}")
    if path.is_dir():
        raise ProofError(f"{path} is a folder and no page of mapbuilder's; name a page in it")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ProofError(f"{path} cannot be read: {error.strerror or error}") from error
    if _PUBLISHED in content[:_HEAD]:
        raise ProofError(
            f"{path} is the page of joined tables that build --to --tiles writes; it has no "
            "manifest and carries no files: the tables beside it are its records"
        )
    return content


def carried_files(page: bytes, manifest: Manifest) -> dict[str, bytes]:
    """The files that a page carries, by name, none of them compared with its sha256 yet.

    Raises ``ProofError`` when they cannot be unpacked.
    """
    block = manifest.block
    carried = [one for one in block["inputs"] if one["carried"]]
    if not carried or block.get("carried") is None:
        return {}
    sizes = [one["bytes"] for one in carried]
    if sum(sizes) > _MOST:
        raise ProofError(f"the page claims to carry {sum(sizes):,} bytes of files, too many")
    text = block_of(page, "inputs")
    blocks = [block_of(page, name) for name in block["carried"]["blocks"]]
    contents = unpack(text, block["carried"]["form"], sizes, blocks)
    return {one["name"]: content for one, content in zip(carried, contents, strict=True)}


def block_of(page: bytes, identity: str) -> bytes:
    """What stands in a data block of the page. Raises ``ProofError`` when there is none."""
    opening = re.search(
        rb'<script type="[a-z/-]+" id="%s"[^>]*>' % re.escape(identity.encode()), page
    )
    end = page.find(b"</script>", opening.end()) if opening else -1
    if opening is None or end < 0:
        raise ProofError(f"the page has no block {identity!r}, in which its files are")
    return page[opening.end() : end]


def extract(page: Path | str, folder: Path | str, *, force: bool = False) -> Extracted:
    """The exhibit that a page was built from, in ``folder``; what it does not carry is listed.

    *This function writes files.* Building the result with its options gives the same page. Raises
    ``ProofError`` when the page is damaged, and ``OutputError`` when a file would be written over
    without ``force``; then nothing is written.
    """
    path, target = page_in(Path(page)), Path(folder)
    content = read_page(path)
    return extract_bytes(content, path.name, target, force=force)


def extract_bytes(
    content: bytes, name: str, target: Path, *, force: bool = False, allow_none: bool = False
) -> Extracted:
    """The same for a page's bytes; with ``allow_none`` it may carry no files."""
    manifest = read_manifest(content, name)
    block = manifest.block
    if block["build"]["exhibit"] is None:
        raise ProofError(f"{name} was built in Python from tables in memory, and carries no files")
    names = [one["name"] for one in block["inputs"]]
    files = carried_files(content, manifest)
    if not files and not allow_none:
        raise ProofError(
            f'{name} carries no files: it was built with files = "none" under [carry], or they '
            "are larger than its limit_mb"
        )
    check_names(
        [*files, *([] if block["build"]["exhibit"] == "." else [block["build"]["exhibit"]])]
    )
    digests = {one["name"]: one["sha256"] for one in block["inputs"]}
    damaged = [one for one, held in files.items() if sha256(held).hexdigest() != digests[one]]
    if damaged:
        listed = ", ".join(map(repr, damaged))
        raise ProofError(f"{name} is damaged: {listed} in it is not what the manifest says")
    writes = dict(files)
    called = block["build"]["name"]
    if called is not None and called != target.resolve().name:
        if not is_name(called):
            raise ProofError(f"{name}: the manifest's name of a folder, {called!r}, is none")
        writes[FILE] = f"{called}\n".encode()
    check_targets(target, writes, force=force)
    for one, held in writes.items():
        write_atomic(target / one, held)
    given = block["build"]["exhibit"]
    return Extracted(
        target if given == "." else target / given,
        tuple(sorted(files)),
        tuple(one for one in names if one not in files),
        {key: text for key, text in block["build"]["options"].items() if (key, text) != _USUAL},
    )


_USUAL = ("profile", "web")


def check_names(names: list[str]) -> None:
    """Raises ``ProofError`` for a name that leads out of the folder or does not do everywhere."""
    for name in names:
        parts = name.split("/")
        if (
            not all(is_name(part) for part in parts)
            or len(name) > 4_000
            or ":" in name
            or any(_RESERVED.fullmatch(part) or part != part.rstrip(". ") for part in parts)
        ):
            raise ProofError(
                f"the page carries a file called {name!r}, which may lead out of the folder; "
                "nothing was written"
            )
    taken = {name.casefold() for name in names}
    parents = {
        "/".join(name.split("/")[:depth])
        for name in names
        for depth in range(1, name.count("/") + 1)
    }
    if any(parent.casefold() in taken for parent in parents):
        raise ProofError("the page carries a file and a folder of one name; nothing was written")


def check_targets(target: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Raises ``OutputError`` for files that would be written over, or through a link."""
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is a file; name a folder, or a new one")
    root = Path(os.path.realpath(target))
    existing = []
    for name, content in files.items():
        path = target / name
        # Through a link one would write elsewhere than was said.
        if path.is_symlink() or not Path(os.path.realpath(path.parent)).is_relative_to(root):
            raise OutputError(f"{path} is, or is behind, a link; nothing was written")
        if path.is_dir():
            raise OutputError(f"{path} is a folder, and a file of that name would be written")
        if path.exists() and not (path.is_file() and path.read_bytes() == content):
            existing.append(name)
    if existing and not force:
        listed = ", ".join(existing[:5]) + (" …" if len(existing) > 5 else "")
        raise OutputError(
            f"{target} has {listed} already, and with other content; name another folder, or "
            "write over them with --force"
        )
