"""The manifest: what a page was built from and how, and the digest of every part of it.

An exhibit in, a block of the page out; a page's bytes in, its manifest and its parts out. Always
true: the parts follow one another without a gap from the page's first byte to its last, so that a
changed byte lies in exactly one of them.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import mapbuilder
from mapbuilder.errors import ProofError
from mapbuilder.folder_name import folder_name, names_itself

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.own_map import Part as MapPart

SCHEMA = 1
BLANK = "0" * 64
"""Stands for the digests of the manifest and of the whole page while they are taken."""

SHORT = 3
"""Bytes of the digest of one piece of the text version."""

_OPENING = b'<script type="application/json" id="manifest">'
_CLOSING = b"</script>"
_ELEMENT = re.compile(rb"<(script|style|div(?= id=\"many-))\b([^>]*)>")
_ID = re.compile(rb'\bid="([^"]*)"')
_PIECE = re.compile(rb"^<(?:article |section |li id=)", re.MULTILINE)
_DIGESTS = re.compile(rb'"page":"[^"]*","manifest":"([^"]*)"')
_TEXT = b'<main id="text">'
# Where the manifest's own tag has been changed, its first words tell it.
_START = re.compile(rb'\{"schema":\d+,"tool":"mapbuilder",')


Bytes = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the page's bytes: a script, style or data block and its tags, or what is between."""

    name: str
    """The block's id, or what it is with a number: ``script 1``, ``markup 2``, ``text``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A page's manifest as it stands there."""

    block: dict[str, Any]
    start: int
    """Of its JSON in the page, in bytes."""
    end: int


def to_manifest(
    exhibit: Exhibit,
    *,
    profile: str,
    language: str | None,
    carried: dict[str, Any] | None,
    beside: Sequence[MapPart] = (),
    parts_folder: str = "",
    texts: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """What a page says of its making, but for its parts, which are known when it is whole."""
    online = exhibit.config.basemap.online
    options = {"profile": profile, **exhibit.options}
    if language is not None and language != exhibit.config.languages[0]:
        options["lang"] = language
    if beside:
        # The page names the scripts beside it by its own name.
        options["output"] = parts_folder.removesuffix(".map") + ".html"
    basemap = exhibit.config.basemap
    return {
        "schema": SCHEMA,
        "tool": "mapbuilder",
        "version": mapbuilder.__version__,
        "page": BLANK,
        "manifest": BLANK,
        "build": {
            "exhibit": None if exhibit.folder is None else exhibit.given,
            "name": _name_of(exhibit),
            "options": dict(sorted(options.items())),
            "languages": list(exhibit.config.languages),
            "basemap": basemap.detail,
            "theme": exhibit.config.theme,
        },
        "inputs": [
            {
                "name": given.name,
                "sha256": given.sha256,
                "bytes": given.size,
                "carried": carried is not None and given.content is not None,
            }
            for given in exhibit.inputs
        ],
        "carried": carried,
        "counts": dict(sorted(exhibit.counts.items())),
        # Whom the page may ask for anything, ever.
        "network": [] if online is None else list(online.tiles().origins),
        "beside": [
            {
                "name": f"{parts_folder}/{part.name}",
                "sha256": sha256(part.content).hexdigest(),
                "bytes": len(part.content),
            }
            for part in beside
        ]
        + list(texts),
    }


def _name_of(exhibit: Exhibit) -> str | None:
    """The folder's name where the page depends on it: where the settings give no id or title."""
    if exhibit.folder is None or exhibit.given != ".":
        return None
    settings = (given.content for given in exhibit.inputs if given.name == "exhibit.toml")
    if names_itself(next(settings, None)):
        return None
    return folder_name(exhibit.folder)


def seal(page: bytes, manifest: dict[str, Any], to_text: Callable[[Any], str]) -> bytes:
    """The page with its manifest in it: that has the digests of all parts, and of the whole."""
    return b"".join(seal_pieces(page, (), b"", manifest, to_text))


def seal_pieces(
    before: bytes,
    blocks: Sequence[tuple[str, bytes]],
    after: bytes,
    manifest: dict[str, Any],
    to_text: Callable[[Any], str],
) -> list[bytes]:
    """The same in pieces that follow one another, of a page with ``blocks``, by id, in its middle.

    The manifest's element is before them, where an element ends.
    """
    at = before.index(_OPENING + _CLOSING) + len(_OPENING)
    numbers: dict[str, int] = {}
    first = parts_of(before, numbers)
    text = next((part for part in first if part.name == "text"), None)
    parts = _measured(before, first)
    pieces: list[bytes] = []
    for id_, block in blocks:
        element = (b'<div id="%s" hidden><!--' % id_.encode(), block, b"--></div>\n")
        parts.append([id_, sum(map(len, element)), _digest(*element)])
        pieces += element
        numbers["div"] = numbers.get("div", 0) + 1
    parts += _measured(after, parts_of(after, numbers))
    pieces.append(after)
    sealed = manifest | {
        "parts": parts,
        "pieces": "" if text is None else short_digests(before[text.start : text.end]),
    }
    written = to_text(sealed).encode()
    # Its own length counts as well: the number of digits may grow with it.
    own = next(part for part in parts if part[0] == "manifest")
    outer = own[1]
    while own[1] != outer + len(written):
        own[1] = outer + len(written)
        written = to_text(sealed).encode()
    written = with_digests(written, manifest=sha256(written).hexdigest())
    whole = _digest(before[:at], with_digests(written), before[at:], *pieces)
    written = with_digests(written, page=whole)
    return [before[:at], written, before[at:], *pieces]


def _measured(page: bytes, parts: Sequence[Part]) -> list[list[Any]]:
    """The parts as the manifest has them, which cannot hold its own digest."""
    whole = memoryview(page)
    return [
        [
            part.name,
            part.end - part.start,
            "" if part.name == "manifest" else _digest(whole[part.start : part.end]),
        ]
        for part in parts
    ]


def _digest(*pieces: Bytes) -> str:
    digest = sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def with_digests(written: bytes, *, page: str = BLANK, manifest: str | None = None) -> bytes:
    """The manifest's text with these digests in it; without ``manifest`` it keeps its own."""
    found = _DIGESTS.search(written)
    if found is None:
        return written
    own = found[1] if manifest is None else manifest.encode()
    digests = b'"page":"%s","manifest":"%s"' % (page.encode(), own)
    return written[: found.start()] + digests + written[found.end() :]


def digest_of_page(before: Bytes, written: bytes, after: Bytes) -> str:
    """The digest of the whole page, in whose manifest ``written`` the page's own is blank."""
    return _digest(before, with_digests(written), after)


def parts_of(page: bytes, numbers: dict[str, int] | None = None) -> list[Part]:
    """The parts of a page, in order. A line's end after a block belongs to it.

    ``numbers`` are how many of each kind there are before.
    """
    parts: list[Part] = []
    numbers = {} if numbers is None else numbers

    def add(kind: str, start: int, end: int, name: str | None = None) -> None:
        numbers[kind] = numbers.get(kind, 0) + 1
        parts.append(Part(name or f"{kind} {numbers[kind]}", start, end))

    at = 0
    while found := _ELEMENT.search(page, at):
        if found.start() > at:
            _add_markup(page, at, found.start(), add)
        kind = found[1]
        closing = b"</%s>" % kind
        end = page.find(closing, found.end())
        end = len(page) if end < 0 else end + len(closing)
        end += page[end : end + 1] == b"\n"
        identity = _ID.search(found[2])
        name = identity[1].decode("utf-8", "replace") if identity else None
        add(kind.decode(), found.start(), end, name)
        at = end
    if at < len(page):
        _add_markup(page, at, len(page), add)
    return parts


def _add_markup(page: bytes, start: int, end: int, add: Callable[..., None]) -> None:
    add("markup", start, end, "text" if page.startswith(_TEXT, start) else None)


def pieces_of(text: bytes) -> list[bytes]:
    """The text version in pieces, each from the start of a record or section to the next."""
    starts = [0, *(found.start() for found in _PIECE.finditer(text) if found.start()), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def short_digests(text: bytes) -> str:
    """The first bytes of each piece's digest, in base64: enough to find what was changed."""
    return b64encode(b"".join(sha256(piece).digest()[:SHORT] for piece in pieces_of(text))).decode()


def read_manifest(page: bytes, name: str) -> Manifest:
    """The manifest of a page. Raises ``ProofError`` when it has none that can be read."""
    at = page.find(_OPENING)
    if at >= 0:
        start = at + len(_OPENING)
    elif found := _START.search(page):
        start = found.start()
    else:
        raise ProofError(
            f"{name} has no manifest: mapbuilder did not write it, or it was taken out"
        )
    end = page.find(b"<", start)
    end = len(page) if end < 0 else end
    try:
        block = json.loads(page[start:end].decode())
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ProofError(f"{name}: the manifest of the page is damaged, it is not JSON") from None
    if not isinstance(block, dict) or block.get("tool") != "mapbuilder":
        raise ProofError(f"{name}: the manifest of the page is not one of mapbuilder's")
    if block.get("schema") != SCHEMA:
        raise ProofError(
            f"{name} has a manifest of schema {block.get('schema')!r}; this mapbuilder reads "
            f"schema {SCHEMA}: use the version that built the page"
        )
    if not _is_sound(block):
        raise ProofError(f"{name}: the manifest of the page is damaged, or is an older one")
    return Manifest(block, start, end)


def _is_sound(block: dict[str, Any]) -> bool:
    """Whether every key is there and has values of its type."""
    types = {
        "version": str, "page": str, "manifest": str, "build": dict, "inputs": list,
        "counts": dict, "parts": list, "pieces": str, "beside": list,
    }  # fmt: skip
    if not all(isinstance(block.get(key), type_) for key, type_ in types.items()):
        return False
    build, carried = block["build"], block.get("carried")
    return (
        all(isinstance(build.get(key), (str, type(None))) for key in ("exhibit", "name"))
        and isinstance(build.get("options"), dict)
        and all(isinstance(text, str) for text in build["options"].values())
        and all(map(_is_file, [*block["inputs"], *block["beside"]]))
        and all(isinstance(one.get("carried"), bool) for one in block["inputs"])
        and all(
            isinstance(part, list)
            and [type(value) for value in part] == [str, int, str]
            and part[1] >= 0
            for part in block["parts"]
        )
        and (
            carried is None
            or (
                isinstance(carried, dict)
                and isinstance(carried.get("form"), str)
                and isinstance(carried.get("blocks"), list)
                and all(isinstance(one, str) for one in carried["blocks"])
            )
        )
    )


def _is_file(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("sha256"), str)
        and type(one.get("bytes")) is int
        and one["bytes"] >= 0
    )
