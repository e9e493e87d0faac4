"""The same page once more: a page in, what this mapbuilder makes of the files in it out.

The work is done in a folder that is removed again; the page itself is only read.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mapbuilder.build import build
from mapbuilder.errors import ProofError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.extract import Extracted, extract_bytes, path_bytes
from mapbuilder.manifest import Part, parts_of, read_manifest
from mapbuilder.verify import describe, with_lf, without_mark

_LONGEST = 80
_DETAILS = ("full", "light", "none")
_SCREEN = ("screen", "resolution", "distance")
_KNOWN = {
    "profile", "lang", "basemap", "output", "only-source", "folder", "single-file", *_SCREEN,
}  # fmt: skip


def rebuild(page: bytes, name: str) -> bytes:
    """The page that this mapbuilder builds from the files in ``page``, without a byte order mark.

    Raises ``ProofError`` when the page does not carry all that it was built from.
    """
    with TemporaryDirectory(prefix="mapbuilder-") as folder:
        got = extract_bytes(page, name, Path(folder, "exhibit"))
        if got.missing:
            listed = ", ".join(got.missing[:5]) + (" …" if len(got.missing) > 5 else "")
            raise ProofError(
                f"{name} cannot be built again from itself: it does not carry {listed}; extract "
                "it, put these files beside the others, and build that"
            )
        return build_as(got, Path(folder, "page")).read_bytes().removeprefix(BOM_UTF8)


def build_as(got: Extracted, output: Path) -> Path:
    """The page of extracted files, built with the options that theirs was; ``output`` is a folder.

    *This function writes files.*
    """
    options = got.options
    if unknown := sorted(set(options) - _KNOWN):
        raise ProofError(f"the page was built with options that are not known: {unknown}")
    exhibit = read_exhibit(got.exhibit)
    screen = {key: options.get(key) for key in _SCREEN}
    if any(screen.values()):
        exhibit = exhibit.with_kiosk(**screen)
    basemap: str | Path | None = options.get("basemap")
    if basemap is not None and basemap not in _DETAILS:
        basemap = got.folder / basemap
    return build(
        exhibit,
        output / Path(options.get("output", "page.html")).name,
        profile=options.get("profile", "web"),  # type: ignore[arg-type]
        basemap=basemap,
        lang=options.get("lang"),
        only_source="only-source" in options,
        form="folder" if "folder" in options else "file" if "single-file" in options else None,
    )


def compare(path: Path) -> tuple[list[str], str]:
    """How a page differs from the one that is built from it, a line a part; and its version.

    Where it differs only in line ends or in the mark of its encoding, this finds no difference.
    """
    page = with_lf(without_mark(path_bytes(path))[0])
    manifest = read_manifest(page, path.name)
    again = rebuild(page, path.name)
    lines = [] if page == again else list(_differences(page, again, path.name))
    if page != again and not lines:
        lines = [f"{path.name}: {describe('manifest')} is not what is built again."]
    return lines, str(manifest.block["version"])


def _differences(page: bytes, again: bytes, name: str) -> Iterator[str]:
    there = {part.name: part for part in parts_of(page)}
    built = {part.name: part for part in parts_of(again)}
    for part in there.values():
        if part.name not in built:
            yield f"{name}: {describe(part.name)} is not in the page that is built again."
            continue
        other = built[part.name]
        one, two = page[part.start : part.end], again[other.start : other.end]
        # The manifest has the digests of all parts, and differs whenever one of them does.
        if one == two or part.name == "manifest":
            continue
        lines, others = one.split(b"\n"), two.split(b"\n")
        if len(lines) != len(others):
            yield _difference(page, part, one, two, name)
            continue
        at = part.start
        for line, was in zip(lines, others, strict=True):
            if line != was:
                yield _difference(page, Part(part.name, at, at + len(line)), line, was, name)
            at += len(line) + 1
    yield from (
        f"{name}: {describe(missing)} is missing." for missing in built if missing not in there
    )


def _difference(page: bytes, part: Part, one: bytes, two: bytes, name: str) -> str:
    at = _first(one, two)
    start = part.start + at
    line = page.count(b"\n", 0, start) + 1
    column = len(page[page.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")) + 1
    where = f"{name}:{line}:{column}: {describe(part.name)}"
    if told := _in_block(one, two):
        return f"{where}: {told}."
    end = _first(one[at:][::-1], two[at:][::-1])
    was, is_ = (_excerpt(text, at, len(text) - end) for text in (two, one))
    return f"{where}: {is_} stands where {was} was built."


def _in_block(one: bytes, two: bytes) -> str:
    """What differs in a data block, by the path to it; nothing where it cannot be read."""
    try:
        read = [json.loads(_content(text)) for text in (one, two)]
    except (ValueError, zlib.error, UnicodeDecodeError):
        return ""
    for path, is_, was in _paths(read[0], read[1], ""):
        return f"{path} is {_shown(is_)}, and was {_shown(was)}"
    return ""


def _content(element: bytes) -> bytes:
    inner = element[element.index(b">") + 1 : element.rindex(b"</script>")]
    return inner if inner.startswith(b"{") else zlib.decompress(b64decode(inner, validate=True))


def _paths(one: Any, two: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if type(one) is not type(two):
        yield path, one, two
    elif isinstance(one, dict):
        for key in {**one, **two}:
            yield from _paths(one.get(key), two.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(one, list) and len(one) == len(two):
        for index, (left, right) in enumerate(zip(one, two, strict=True)):
            yield from _paths(left, right, f"{path}[{index}]")
    elif one != two:
        yield path, one, two


def _first(one: bytes, two: bytes) -> int:
    """Where two texts first differ."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == two[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _excerpt(text: bytes, start: int, end: int) -> str:
    # With a few words on each side, so that a reader sees what it is about.
    before = re.search(rb"(?:[^\s<>]+ ){0,3}[^\s<>]*$", text[max(start - 60, 0) : start])
    after = re.match(rb"[^\s<>]*(?: [^\s<>]+){0,3}", text[max(end, start) : max(end, start) + 60])
    low = start - len(before[0]) if before else start
    high = max(end, start) + (len(after[0]) if after else 0)
    return _shown(text[low:high].decode("utf-8", "replace"))


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text[:_LONGEST]}{'…' * (len(text) > _LONGEST)}”" if text else "nothing"
