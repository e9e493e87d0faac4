"""The records in a page of many: its bytes in, a table of them in mapbuilder's own columns out.

What stands there is what the page shows: dates as EDTF, texts as Markdown, places as they were
written. Always true: every record of the page has one row, in the page's order; the table is made
anew, and is not the file that the page was built from.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mapbuilder.details import suffix
from mapbuilder.errors import ProofError
from mapbuilder.many_dates import edtf_of
from mapbuilder.markdown import to_markdown
from mapbuilder.morton import to_degrees
from mapbuilder.packed_columns import read_container
from mapbuilder.page_folder import BLOCK, name_of_piece
from mapbuilder.tables import to_name

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.manifest import Manifest

Numbers = npt.NDArray[np.int64]
Row = dict[str, str]

_MOST = 256_000_000
"""Bytes that a block may inflate to; the columns of ten million records have less."""
_COLUMNS = (
    "id", "date", "place", "lat", "lon", "title", "text", "category", "group", "source", "locator",
    "quote", "quote_language", "other_accounts", "other_sources", "date_sources", "review",
)  # fmt: skip
_AT = "at-"
"""Begins the id of a place that a record's own coordinates are."""
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class PageRecords:
    """A page of many records, of whose texts a few are unpacked at once."""

    page: bytes
    folder: Path
    parts: Mapping[str, tuple[int, int]]
    """Where each block stands in the page."""
    files: Mapping[str, list[str]]
    """The sha256 of the files of each block that is beside the page."""

    @classmethod
    def of(cls, page: bytes, manifest: Manifest, folder: Path) -> PageRecords | None:
        """The records of a page; none where it is not one of many."""
        sizes = [(name, size) for name, size, _ in manifest.block["parts"]]
        ends = accumulate(size for _, size in sizes)
        parts = {name: (end - size, end) for (name, size), end in zip(sizes, ends, strict=True)}
        if "many-events" not in parts:
            return None
        records = cls(page, folder, parts, {})
        if BLOCK not in parts:
            return records
        listed = json.loads(records.inflated(BLOCK))
        return cls(page, folder, parts, listed["files"])

    def languages(self) -> list[str]:
        return [str(one["tag"]) for one in json.loads(self.text("payload"))["languages"]]

    def text(self, name: str) -> bytes:
        """What stands in a block, or in its files. Raises ``ProofError``."""
        if name in self.files:
            pieces = enumerate(self.files[name])
            return b"".join(self._piece(name, number, digest) for number, digest in pieces)
        if name not in self.parts:
            raise ProofError(f"the page has no block {name!r}, in which its records are")
        start, end = self.parts[name]
        element = self.page[start:end]
        inner = element[element.index(b">") + 1 : element.rindex(b"</")]
        return inner.removeprefix(b"<!--").removesuffix(b"-->")

    def _piece(self, name: str, number: int, digest: str) -> bytes:
        file = self.folder / name_of_piece(name, number, digest)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ProofError(f"{file} cannot be read: {error.strerror or error}") from error
        if sha256(content).hexdigest() != digest:
            raise ProofError(f"{file} is not the file that the page was built with")
        return content[content.index(b'"') + 1 : content.rindex(b'"')]

    def inflated(self, name: str) -> bytes:
        return _inflate(self.text(name), name)

    def columns(self, name: str) -> dict[str, Numbers]:
        return read_container(self.inflated(name))

    def chunks(self, series: str, events: Mapping[str, Numbers]) -> Iterator[dict[str, Any]]:
        """The chunks of a series, one after the other."""
        lengths, parts = events[f"chunk:{series}"], events[f"part:{series}"]
        held, text, at = -1, b"", 0
        for length, part in zip(lengths.tolist(), parts.tolist(), strict=True):
            if part != held:
                held, text, at = part, self.text(f"many-{series}-{part}"), 0
            chunk = json.loads(_inflate(text[at : at + length], f"many-{series}-{part}"))
            at += length
            yield chunk


def _inflate(text: bytes, name: str) -> bytes:
    stream = zlib.decompressobj()
    try:
        content = stream.decompress(b64decode(text, validate=True), _MOST)
    except (Base64Error, ValueError, zlib.error) as error:
        raise ProofError(f"the page's block {name!r} is damaged: {error}") from error
    if not stream.eof:
        raise ProofError(f"the page's block {name!r} is damaged, or larger than any is")
    return content


def rows_of(records: PageRecords, config: Config) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """The rows of the table, without the cells that say nothing, and the ids of their places."""
    head = json.loads(records.text("payload"))
    many, tags = head["many"], [one["tag"] for one in head["languages"]]
    # The page opens in another language than the default one where that was asked for.
    default, others = config.languages[0], [tag for tag in tags if tag != config.languages[0]]
    events, places = records.columns("many-events"), records.columns("many-places")
    place = np.repeat(np.arange(many["places"]), places["count"])
    lon, lat = to_degrees(places["code"].astype(np.uint64))
    spots = [
        id_
        for chunk in (records.chunks(f"spots-{default}", events) if many["places"] else ())
        for id_ in chunk["id"]
    ]
    dates = _dates(records, events)
    sources = json.loads(records.inflated("texts"))["sources"]["id"]
    labels = {entry.label: to_name(key) for key, entry in config.details.items() if entry.label}
    series = zip(
        records.chunks("facts", events),
        *(records.chunks(f"told-{tag}", events) for tag in (default, *others)),
        strict=True,
    )
    event = 0
    for facts, told, *foreign in series:
        for row in range(len(facts["id"])):
            own = {name: column[row] for name, column in facts.items()}
            at = int(place[event]) if event < len(place) else -1
            cells = {
                "id": own["id"],
                "date": dates[int(events["date"][event])],
                "place": own.get("toponym", ""),
                "category": _of(head["categories"]["id"], events.get("category"), event),
                "group": _of(head["groups"]["id"], events.get("group"), event),
                "source": _of(sources, events.get("source"), event),
                "locator": own.get("locator") or "",
                "quote": own.get("quote") or "",
                "quote_language": own.get("quote_language") or "",
                "other_sources": _BETWEEN.join(sources[n] for n in own.get("other_sources") or ()),
                "date_sources": _BETWEEN.join(sources[n] for n in own.get("date_sources") or ()),
                "review": _BETWEEN.join(
                    f"{tag}: machine draft"
                    for tag, chunk in zip((default, *others), (told, *foreign), strict=True)
                    if chunk.get("draft") and chunk["draft"][row]
                ),
            }
            several = own.get("places") or ([at] if at >= 0 else [])
            joined = tuple(spots[number] for number in several)
            if len(joined) == 1 and joined[0].startswith(_AT):
                cells |= {"lat": _short(lat[at]), "lon": _short(lon[at])}
            cells |= _words(told, row, "", set())
            for tag, chunk in zip(others, foreign, strict=True):
                fallen = chunk.get("fallback", {})
                without = {path for path, rows in fallen.items() if row in rows}
                cells |= _words(chunk, row, suffix(tag), without)
                if chunk.get("quote"):
                    cells[f"quote{suffix(tag)}"] = chunk["quote"][row]
            for label, text, *_ in own.get("details") or ():
                cells[labels.get(label) or to_name(label)] = text
            yield {name: text for name, text in cells.items() if text}, joined
            event += 1


def _words(chunk: Mapping[str, Any], row: int, ending: str, without: set[str]) -> Row:
    """Title and texts in a language, without what is shown in the default one instead."""
    said = {"title": chunk["title"][row]}
    for name in ("text", "other_accounts"):
        said[name] = to_markdown((chunk.get(name) or [None] * (row + 1))[row])
    return {f"{name}{ending}": t for name, t in said.items() if f"events.{name}" not in without}


def _dates(records: PageRecords, events: Mapping[str, Numbers]) -> list[str]:
    first, last = events.get("date_first"), events.get("date_last")
    if first is None or last is None:
        count = int(events["date"].max(initial=-1)) + 1
        dates = [""] * count
    else:
        bounds = events.get("date_bounds", np.zeros(len(first), np.int64))
        dates = [
            edtf_of(*one)
            for one in zip(first.tolist(), last.tolist(), bounds.tolist(), strict=True)
        ]
    if "many-edtf" in records.parts:
        for number, edtf in json.loads(records.inflated("many-edtf")).items():
            dates[int(number)] = edtf
    return dates


def _of(ids: list[str], numbers: Numbers | None, event: int) -> str:
    # What stands for none is no number of one, however wide the column is.
    number = len(ids) if numbers is None else int(numbers[event])
    return ids[number] if number < len(ids) else ""


def _short(degrees: float) -> str:
    # The codes have 0.6 m, so that five digits are those that were written.
    return f"{degrees:.5f}".rstrip("0").rstrip(".")


def to_csv(records: PageRecords, config: Config) -> bytes:
    """The table as CSV, with the columns in which something stands."""
    # Twice rather than all at once: a million rows as objects take gigabytes.
    found = {name for row, _ in rows_of(records, config) for name in row}
    known = [name for name in _COLUMNS if name in found | {"id", "date", "title"}]
    columns = [*known, *sorted(found.difference(_COLUMNS))]
    stream = io.StringIO()
    table = csv.DictWriter(
        stream, columns, restval="", delimiter=config.delimiter or ",", lineterminator="\n"
    )
    table.writeheader()
    table.writerows(row for row, _ in rows_of(records, config))
    return stream.getvalue().encode(config.encoding or "utf-8", "replace")
