"""Byte ranges: parts of a large file, from the disk or from a web server, without the rest of it.

In go offsets and lengths, out come bytes. Always true: a range comes whole or an ``InputError``
says in one line why not, and all ranges are of one and the same state of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mapbuilder.counts import counted
from mapbuilder.errors import InputError

if TYPE_CHECKING:
    from http.client import HTTPResponse

Range = tuple[int, int]
"""Offset and length in bytes."""
Progress = Callable[[int, int], None]
"""Called with the bytes read so far and the bytes to be read."""

_NEAR_BYTES = 32 * 1024
"""Ranges closer than this are asked for in one request: a round trip costs more."""
_MOST_BYTES = 4 * 1024 * 1024
"""The largest request; what is not yet here can be shown as progress."""
_AT_ONCE = 4
_TRIES = 3
_TIMEOUT_S = 30.0
_AGENT = "mapbuilder"

_TEMPLATE = re.compile(r"\{-?[xyzsr]\}|/\d{1,2}/\d+/\d+(?:@2x)?\.(?:png|jpe?g|webp|pbf|mvt)\b")
_TILE_HOST = re.compile(r"^(?:[a-z0-9-]+\.)*tile\.(?:openstreetmap|opentopomap)\.[a-z.]+$")


class ByteSource(Protocol):
    """A file of which ranges can be had."""

    @property
    def name(self) -> str:
        """What messages call it."""

    @property
    def size(self) -> int:
        """In bytes."""

    def read(
        self, ranges: Sequence[Range], progress: Progress | None = None
    ) -> Iterator[tuple[Range, bytes]]:
        """Each distinct range with its bytes, in an order of the source's own."""


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file on the disk."""

    path: Path
    name: str
    size: int

    def read(
        self, ranges: Sequence[Range], progress: Progress | None = None
    ) -> Iterator[tuple[Range, bytes]]:
        done, total = 0, sum(length for _, length in set(ranges))
        try:
            with self.path.open("rb") as stream:
                for offset, length in sorted(set(ranges)):
                    _refuse_beyond(self, offset, length)
                    stream.seek(offset)
                    content = stream.read(length)
                    if len(content) < length:
                        raise InputError(f"{self.name} became shorter while it was read")
                    done += length
                    if progress is not None:
                        progress(done, total)
                    yield (offset, length), content
        except OSError as error:
            raise InputError(f"{self.name} cannot be read: {error.strerror or error}") from None


@dataclass(frozen=True, slots=True)
class HttpBytes:
    """A file on a web server that answers Range requests (RFC 9110, section 14)."""

    url: str
    name: str
    size: int
    state: str
    """The server's mark of the file's state: its ETag, else when it was last changed."""

    def read(
        self, ranges: Sequence[Range], progress: Progress | None = None
    ) -> Iterator[tuple[Range, bytes]]:
        """Ranges that lie near each other come in one request, a few requests at a time."""
        from concurrent.futures import ThreadPoolExecutor

        for offset, length in ranges:
            _refuse_beyond(self, offset, length)
        runs = list(_merged(set(ranges)))
        total = sum(length for (_, length), _ in runs)
        done = 0
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            # A batch at a time: what is read is handed on before more is asked for.
            for start in range(0, len(runs), _AT_ONCE * 2):
                batch = runs[start : start + _AT_ONCE * 2]
                contents = pool.map(self._fetch, [run for run, _ in batch])
                for ((first, length), parts), content in zip(batch, contents, strict=True):
                    done += length
                    if progress is not None:
                        progress(done, total)
                    for offset, size in parts:
                        yield (offset, size), content[offset - first : offset - first + size]

    def _fetch(self, run: Range) -> bytes:
        offset, length = run
        content, size, state = _request(self.url, self.name, offset, length)
        if (size, state) != (self.size, self.state):
            raise InputError(f"{self.name} was changed on its server while it was read; try again")
        if len(content) != length:
            raise InputError(
                f"{self.name}: the server sent {len(content):,} of {counted(length, 'byte')}"
            )
        return content


def is_address(source: str) -> bool:
    """Whether a source is an address of the web, not a file."""
    return re.match(r"[a-z][a-z0-9+.-]+://", source, re.IGNORECASE) is not None


def open_bytes(source: str) -> ByteSource:
    """A file, or a web address, whose ranges can be read. Raises ``InputError``.

    Tile servers are refused: what they serve is for looking at, one tile at a time.
    """
    if not is_address(source):
        path = Path(source)
        if "\0" in source or not path.exists():
            raise InputError(f"there is no file {source!r}")
        if not path.is_file():
            raise InputError(f"{source} is not a file")
        return FileBytes(path, path.name, path.stat().st_size)
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(source)
        host = (parts.hostname or "").lower()
    except ValueError as error:
        raise InputError(f"{source} is no web address: {error}") from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise InputError(f"{source} is not an http or https address of a file")
    if _TEMPLATE.search(source) or _TILE_HOST.match(host):
        raise InputError(
            f"{source} is a tile server, and such servers forbid offline use; take an archive "
            "(.pmtiles) that may be copied"
        )
    name = Path(parts.path).name or host
    _, size, state = _request(source, name, 0, 16)
    return HttpBytes(source, name, size, state)


def _refuse_beyond(source: FileBytes | HttpBytes, offset: int, length: int) -> None:
    if offset < 0 or length < 0 or offset + length > source.size:
        raise InputError(
            f"{source.name} is cut short: it has {source.size:,} bytes, and "
            f"{offset + length:,} are needed"
        )


def _merged(ranges: Iterable[Range]) -> Iterator[tuple[Range, list[Range]]]:
    """Runs of ranges that lie near each other, each with the ranges in it."""
    run: list[Range] = []
    end = 0
    for offset, length in sorted(ranges):
        if run and (offset > end + _NEAR_BYTES or offset + length - run[0][0] > _MOST_BYTES):
            yield (run[0][0], end - run[0][0]), run
            run = []
        end = max(end, offset + length) if run else offset + length
        run.append((offset, length))
    if run:
        yield (run[0][0], end - run[0][0]), run


def _request(url: str, name: str, offset: int, length: int) -> tuple[bytes, int, str]:
    """The bytes of a range, the size of the whole file and the server's mark of its state."""
    import http.client
    import time
    import urllib.error
    import urllib.request

    if not length:
        length = 1
    wanted = f"bytes={offset}-{offset + length - 1}"
    headers = {"Range": wanted, "Accept-Encoding": "identity", "User-Agent": _AGENT}
    reason = ""
    for tried in range(_TRIES):
        try:
            request = urllib.request.Request(url, headers=headers)
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
                return _checked(answer, name, offset, length)
        except urllib.error.HTTPError as error:
            error.close()
            reason = f"the server answers {error.code} {error.reason}"
            if error.code == 416:
                raise InputError(f"{name} is cut short: the server has no bytes {wanted}") from None
            if error.code < 500 and error.code != 429:
                break
        except urllib.error.URLError as error:
            reason = str(getattr(error.reason, "strerror", None) or error.reason)
        except (http.client.HTTPException, OSError, ValueError) as error:
            reason = str(error) or type(error).__name__
        if tried + 1 < _TRIES:
            time.sleep(0.2 * (tried + 1))
    raise InputError(f"{name} cannot be read from its server: {reason}")


def _checked(answer: HTTPResponse, name: str, offset: int, length: int) -> tuple[bytes, int, str]:
    found = re.fullmatch(
        r"bytes (\d+)-(\d+)/(\d+)", (answer.headers.get("Content-Range") or "").strip()
    )
    if answer.status != 206 or found is None or int(found[1]) != offset:
        raise InputError(
            f"{name}: the server does not answer Range requests; download the file and cut it "
            "from the disk"
        )
    content = answer.read(length + 1)
    if len(content) > length:
        raise InputError(f"{name}: the server sent more than it was asked for")
    size = int(found[3])
    if len(content) < min(length, size - offset):
        raise ValueError("the connection ended too early")
    state = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
    return content, size, state
