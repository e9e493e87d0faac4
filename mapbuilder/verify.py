"""Whether a page is as it was built: its bytes in, what was changed in it and where out.

No browser and nothing of the page is run. Always true: without a finding, every byte of the file is
one that its manifest vouches for; who wrote the manifest, only a signature can say.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from mapbuilder.counts import counted
from mapbuilder.errors import ProofError
from mapbuilder.extract import carried_files, path_bytes
from mapbuilder.manifest import (
    BLANK,
    Manifest,
    Part,
    digest_of_page,
    parts_of,
    pieces_of,
    read_manifest,
    short_digests,
    with_digests,
)
from mapbuilder.page_folder import is_text, others_in, page_in

_DOCTYPE = b"<!DOCTYPE html>"
_NEAR_START = 16
_GENERATOR = b'content="mapbuilder '
_TAG = re.compile(r"<[^>]*>")
_ARTICLE = re.compile(r'<article id="text-([^"]*)"')
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>|<cite[^>]*>(.*?)</cite>", re.DOTALL)
_LONGEST = 60

_WHAT = {
    "payload": "what the map is drawn from",
    "texts": "sources, quotations and other facts of the records",
    "basemap": "the base map",
    "outlines": "lines and areas",
    "tiles": "the exhibit's own map",
    "manifest": "the manifest itself",
    "inputs": "the files that the page was built from",
    "text": "the text version",
    "markup 1": "the head of the page, with its title and its policy",
}
_KINDS = (
    (r"texts-(.+)", "the texts in {}"),
    (r"many-dates-(.+)", "the dates of all records in {}"),
    (r"many-told-(.+)-\d+", "the texts of all records in {}"),
    (r"many-spots-(.+)-\d+", "the places of all records in {}"),
    (r"many-words-(.+)", "the words by which all records are found in {}"),
    (r"many-facts-\d+", "sources, quotations and other facts of all records"),
    (r"many-(?:places|events|ids)", "the numbers of all records"),
    (r"many-edtf", "dates of all records as they were written"),
    (r"many-files", "which texts of all records are in which file"),
    (r"relief-\d+", "the relief of the base map"),
    (r"scan-\d+", "a historical map"),
    (r"media-\d+", "a picture, sound or film"),
    (r"style \d+", "the page's style"),
    (r"script \d+|app-script|more|media-app", "the page's own program"),
    (r"markup \d+", "what stands between the blocks"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a page that is not as it was built."""

    part: str
    """The part of the page, or the file, that was changed."""
    message: str
    line: int = 0
    """Where the part, or the record in it, begins; 0 where it is about the whole."""
    start: int = 0
    """The same in bytes, without the mark of the encoding."""


def verify(path: Path | str) -> tuple[Finding, ...]:
    """What was changed in a page, and in the scripts beside it, since it was built.

    Of a folder that is a page, files that are none of it are told as well. Raises ``ProofError``
    when the file is no page of mapbuilder's.
    """
    file = page_in(Path(path))
    content = path_bytes(file)
    found = verify_bytes(content, file.name)
    if not any(finding.part == "manifest" for finding in found):
        page, _ = without_mark(content)
        found += _beside(read_manifest(with_lf(page), file.name), file)
    return found


def verify_bytes(content: bytes, name: str) -> tuple[Finding, ...]:
    """The same for the bytes of a page, without what stands beside it."""
    page, has_mark = without_mark(content)
    found: list[Finding] = []
    if not has_mark:
        found.append(
            Finding(
                "mark",
                "the file does not begin with the mark of its encoding (a byte order mark); it was "
                "changed, or left out by the editor that saved it",
            )
        )
    if (lf := with_lf(page)) is not page:
        found.append(
            Finding(
                "line ends",
                "every line ends in CR LF: an editor, or a transfer as text, has changed the line "
                "ends",
            )
        )
        page = lf
    try:
        manifest = read_manifest(page, name)
    except ProofError as error:
        if _GENERATOR not in page:
            raise
        found.append(Finding("manifest", str(error), *_line(page, b'id="manifest"')))
        return tuple(found)
    written = page[manifest.start : manifest.end]
    whole = memoryview(page)
    is_whole = manifest.block["page"] == digest_of_page(
        whole[: manifest.start], written, whole[manifest.end :]
    )
    own = sha256(with_digests(written, manifest=BLANK)).hexdigest()
    is_own = own == manifest.block["manifest"]
    if not is_own:
        found.append(_finding(page, "manifest", manifest.start))
    if not is_whole:
        changed = list(_changed(page, manifest))
        if not is_own:
            # Whether it is the part or its digest that was changed, nothing can tell any more.
            changed = [
                Finding(
                    one.part,
                    f"{one.message}, or its digest in the manifest was",
                    one.line,
                    one.start,
                )
                for one in changed
            ]
        found += changed
        if is_own and not changed:
            found.append(_finding(page, "manifest", manifest.start))
    found += _files(page, manifest, found)
    return tuple(found)


def without_mark(content: bytes) -> tuple[bytes, bool]:
    if content.startswith(BOM_UTF8):
        return content[len(BOM_UTF8) :], True
    at = content.find(_DOCTYPE, 0, _NEAR_START + len(_DOCTYPE))
    return content[max(at, 0) :], False


def with_lf(page: bytes) -> bytes:
    """The page with LF where each of its lines ends in CR LF, else the page."""
    count = page.count(b"\r\n")
    return page.replace(b"\r\n", b"\n") if count and count == page.count(b"\n") else page


def _changed(page: bytes, manifest: Manifest) -> Iterator[Finding]:
    """The parts whose digest is not the manifest's, found from both ends of the page."""
    expected = manifest.block["parts"]
    low, high = 0, len(expected)
    start, end = 0, len(page)
    while low < high and _is_same(page, start, start + expected[low][1], expected[low], manifest):
        start += expected[low][1]
        low += 1
    while high > low and _is_same(
        page, end - expected[high - 1][1], end, expected[high - 1], manifest
    ):
        high -= 1
        end -= expected[high][1]
    between = expected[low:high]
    if not between:
        if start < end:
            where = f"after {describe(expected[low - 1][0])}" if low else "at the beginning"
            yield Finding(
                expected[low - 1][0] if low else "begin",
                f"something was put in {where}, {counted(end - start, 'byte')}",
                page.count(b"\n", 0, start) + 1,
                start,
            )
        return
    if sum(size for _, size, _ in between) == end - start:
        # Nothing has grown or shrunk: each part stands where it stood.
        at = start
        for name, size, digest in between:
            if not _is_same(page, at, at + size, [name, size, digest], manifest):
                yield from _named(page, Part(name, at, at + size), manifest)
            at += size
        return
    yield from _by_name(page, start, end, between, manifest)


def _by_name(
    page: bytes, start: int, end: int, between: list[list[object]], manifest: Manifest
) -> Iterator[Finding]:
    there = [
        Part(part.name, part.start, part.end)
        for part in parts_of(page)
        if part.end > start and part.start < end
    ]
    digests = {sha256(page[part.start : part.end]).hexdigest() for part in there}
    lost = [str(name) for name, _, digest in between if digest and digest not in digests]
    known = {digest for _, _, digest in between}
    others = [
        part
        for part in there
        if sha256(page[part.start : part.end]).hexdigest() not in known and part.name != "manifest"
    ]
    for name in lost:
        same = [part for part in others if part.name == name]
        if same:
            others.remove(same[0])
            yield from _named(page, same[0], manifest)
        else:
            yield _finding(page, name, start, "was taken out, or can no longer be told apart")
    for part in others:
        yield _finding(page, part.name, part.start, "was not there when the page was built")


def _is_same(page: bytes, start: int, end: int, part: list[object], manifest: Manifest) -> bool:
    if start < 0 or end > len(page):
        return False
    name, _, digest = part
    if name == "manifest":
        # What it says was looked at before; here it is whether its tags are whole.
        return (
            page[start:end].startswith(b'<script type="application/json" id="manifest">')
            and start < manifest.start <= manifest.end < end
            and page[manifest.end : end] == b"</script>\n"
        )
    return sha256(page[start:end]).hexdigest() == digest


def _named(page: bytes, part: Part, manifest: Manifest) -> Iterator[Finding]:
    """The finding for a changed part; of the text version, for each record that was changed."""
    if part.name != "text":
        yield _finding(page, part.name, part.start)
        return
    pieces = pieces_of(page[part.start : part.end])
    starts = [part.start]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    was, is_ = _split(manifest.block["pieces"]), _split(short_digests(page[part.start : part.end]))
    told = False
    for kind, low, high, first, last in SequenceMatcher(None, was, is_, False).get_opcodes():
        if kind == "equal":
            continue
        told = True
        for index in range(first, last):
            yield _finding(page, "text", starts[index], near=_title_of(pieces[index]))
        if first == last:
            place = _title_of(pieces[min(first, len(pieces) - 1)])
            lost = high - low
            count = "a record or section" if lost == 1 else f"{lost:,} records or sections"
            yield _finding(page, "text", starts[first], f"has lost {count}", near=f"before {place}")
    if not told:
        yield _finding(page, "text", part.start)


def _split(packed: str) -> list[str]:
    # Three bytes are four letters of base64.
    return [packed[at : at + 4] for at in range(0, len(packed), 4)]


def _title_of(piece: bytes) -> str:
    """What a reader calls a piece of the text version: its record and its heading."""
    text = piece.decode("utf-8", "replace")
    article = _ARTICLE.match(text)
    heading = _HEADING.search(text)
    words = _TAG.sub("", (heading[1] or heading[2] or "") if heading else "").strip()
    title = f"“{words[:_LONGEST]}{'…' * (len(words) > _LONGEST)}”" if words else ""
    if article:
        tag, _, record = article[1].partition("-")
        return f"record {record} in {tag} {title}".strip()
    return title or "its beginning"


def _finding(
    page: bytes, name: str, start: int, what: str = "was changed", near: str = ""
) -> Finding:
    told = describe(name)
    return Finding(
        name,
        f"{told}{f', {near},' if near else ''} {what}",
        page.count(b"\n", 0, start) + 1,
        start,
    )


def describe(name: str) -> str:
    """A part in words, with its name."""
    if name in _WHAT:
        return f"{name!r} ({_WHAT[name]})"
    for pattern, words in _KINDS:
        if found := re.fullmatch(pattern, name):
            return f"{name!r} ({words.format(*found.groups())})"
    return repr(name)


def _files(page: bytes, manifest: Manifest, found: list[Finding]) -> Iterator[Finding]:
    """The carried files that are not what the manifest says."""
    try:
        files = carried_files(page, manifest)
    except ProofError as error:
        if not found:
            yield Finding("inputs", str(error))
        return
    for one in manifest.block["inputs"]:
        held = files.get(one["name"])
        if held is not None and sha256(held).hexdigest() != one["sha256"]:
            yield Finding(
                one["name"], f"the file {one['name']!r} in the page is not what was built from"
            )


def _beside(manifest: Manifest, page: Path) -> tuple[Finding, ...]:
    """The scripts beside the page that are missing or changed."""
    found = []
    for one in manifest.block["beside"]:
        name = one["name"]
        if ".." in name.split("/") or Path(name).is_absolute() or "\0" in name:
            raise ProofError(f"the manifest names {name!r} beside the page, which leads elsewhere")
        file = page.parent / name
        if not file.is_file():
            found.append(Finding(name, f"the file {name!r} is not beside the page"))
        elif sha256(file.read_bytes()).hexdigest() != one["sha256"]:
            found.append(Finding(name, f"the file {name!r} beside the page was changed"))
    if any(is_text(one["name"]) for one in manifest.block["beside"]):
        named = {one["name"] for one in manifest.block["beside"]}
        found += [
            Finding(name, f"the file {name!r} beside the page is none of its own")
            for name in others_in(page, named)
        ]
    return tuple(found)


def _line(page: bytes, near: bytes) -> tuple[int, int]:
    at = max(page.find(near), 0)
    return page.count(b"\n", 0, at) + 1, at
