"""Media: what events and the table of media name in, what the page shows of it out.

Reading looks at every file once, however many records name it. Always true of an item that is
handed on: its file lies in the exhibit's folder and can be shown by every browser, and a picture, a
sound or a film has a credit and a licence; whatever kept another from that is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from mapbuilder import pictures, recordings
from mapbuilder.captions import Cue
from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.counts import counted
from mapbuilder.errors import InputError
from mapbuilder.folder_files import FolderFiles, FoundFile, NotFoundError
from mapbuilder.media_kinds import HEAD_BYTES, Container, to_container
from mapbuilder.media_table import (
    VARIANTS,
    ListedMedium,
    MediaTable,
    names_in,
    part_licence,
    rows_naming,
)
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.spoken import read_tracks, read_transcripts

if TYPE_CHECKING:
    from mapbuilder.config import Config

Kind = Literal["picture", "sound", "film"]

MOST_BULKY_MB = 2
"""Megabytes of sound that is not compressed; more is refused."""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that the page holds, once."""

    path: Path
    name: str
    """From the exhibit's folder."""
    kind: Kind
    media_type: str
    width: int
    """As the page shows it; 0 of sound, as is ``height``."""
    height: int
    seconds: float
    """0 of a picture."""
    has_sound: bool
    size: int
    """Of the file in bytes."""
    container: Container


@dataclass(frozen=True, slots=True)
class Item:
    """A medium with what is said of it: what an event shows."""

    file: int
    """Index into ``Media.files``."""
    licence: str
    texts: Mapping[str, str]
    """``title``, ``alt``, ``credit``, ``transcript``, each with a language's suffix or without."""
    tracks: Mapping[str, tuple[Cue, ...]]
    """Captions by the tag of their language."""


@dataclass(frozen=True, slots=True)
class Media:
    """The media of one exhibit."""

    files: tuple[MediaFile, ...]
    items: tuple[Item, ...]
    of_event: Mapping[str, tuple[int, ...]]
    """The items that an event shows, by its id."""
    readings: Mapping[str, Mapping[str, int]]
    """The item in which an event is read aloud, by its id and the suffix of the language."""
    read: tuple[Path, ...]
    """Every file that was read."""


def read_media(
    events: pa.Table, table: MediaTable, config: Config, folder: Path, report: Report, base: Path
) -> Media | None:
    """What events show and in what they are read aloud; ``None`` where they name nothing.

    ``base`` is the folder of the events' table, where its files are looked for first.
    Raises ``InputError`` when there is something to show and the extra is not installed.
    """
    reader = _Reader(table, config, FolderFiles(folder), report, base, _name_of(events))
    of_event: dict[str, tuple[int, ...]] = {}
    readings: dict[str, dict[str, int]] = {}
    for event in rows_naming(events):
        if event.get("media") and (items := reader.shown_by(event)):
            of_event[str(event["id"])] = items
        for column in (name for name in event if re.fullmatch("audio" + VARIANTS, name)):
            if event[column]:
                item = reader.reading(event, column)
                if item is not None:
                    suffix = column.removeprefix("audio")
                    readings.setdefault(str(event["id"]), {})[suffix] = item
    reader.conclude(len(of_event), len(readings))
    if not reader.items:
        return None
    return Media(
        tuple(reader.files), tuple(reader.items), of_event, readings, tuple(sorted(reader.read))
    )


def to_bytes(file: MediaFile) -> bytes:
    """The file as the page holds it, with nothing in it but what is seen and heard."""
    if file.kind == "picture":
        return pictures.to_webp(file.path, file.name, (file.width, file.height))
    return recordings.to_bare(file.path, file.name, file.container)


def _name_of(events: pa.Table) -> str:
    name: bytes = (events.schema.metadata or {}).get(b"name", b"events")
    return name.decode()


class _Reader:
    """Finds files and makes items while the events are read; each file is looked at once."""

    def __init__(
        self,
        table: MediaTable,
        config: Config,
        folder: FolderFiles,
        report: Report,
        base: Path,
        events: str,
    ) -> None:
        self.files: list[MediaFile] = []
        self.items: list[Item] = []
        self.read: set[Path] = set()
        self._table, self._settings, self._folder = table, config.media, folder
        self._default = config.languages[0]
        self._tags = {tag.lower().replace("-", "_"): tag for tag in config.languages}
        self._report, self._base, self._events = report, base, events
        self._listed = {row.file: row for row in table.rows}
        self._listed |= {row.id: row for row in table.rows if row.id}
        self._used: set[int] = set()
        self._index: dict[Path, int | None] = {}
        self._known: dict[tuple[Any, ...], int] = {}
        self._told: dict[tuple[str, str], int] = {}
        self._checked: set[tuple[Any, ...]] = set()
        self._unfit: set[int] = set()
        self._named = self._refused = 0

    def shown_by(self, event: Mapping[str, Any]) -> tuple[int, ...]:
        """The items of a row's ``media``, in its order."""
        written = names_in(event["media"], self._listed)
        own = [dict[str, str]() for _ in written]
        for column in (name for name in event if name.startswith("media_") and event[name]):
            name = column.removeprefix("media_")
            parts = [str(event[column]).strip()]
            if len(written) > 1:
                parts = [part.strip() for part in str(event[column]).split("|")]
            if len(parts) == 1 and not name.startswith("alt"):
                parts *= len(written)
            if len(parts) != len(written):
                self._unfit.add(event["row"])
                texts_said = counted(len(parts), "text")
                self._add(
                    "media-alt" if name.startswith("alt") else "media-credit",
                    f"the record has {len(written)} media and {texts_said} for them; set the "
                    "texts apart by | in the order of the files",
                    (self._events, event["row"], column),
                    event[column],
                )
                continue
            for texts, part in zip(own, parts, strict=True):
                texts |= {name: part} if part else {}
        found = [
            self._item(name, texts, event["row"], "media")
            for name, texts in zip(written, own, strict=True)
        ]
        return tuple(dict.fromkeys(item for item in found if item is not None))

    def reading(self, event: Mapping[str, Any], column: str) -> int | None:
        """The item of a row's ``audio``, in which its own text is read aloud."""
        return self._item(str(event[column]).strip(), {}, event["row"], column)

    def conclude(self, showing: int, read_aloud: int) -> None:
        """Tells what is shown, what is too large as a whole and what is left over."""
        for (code, file), count in self._told.items():
            if count > ROWS_TOLD:
                self._report.add(
                    code,
                    "warning",
                    f"the same is so in {counted(count - ROWS_TOLD, 'more row')}",
                    file=file,
                )
        if self._named:
            kinds = [file.kind for file in self.files]
            of_kind = [(kinds.count(kind), kind) for kind in ("picture", "sound", "film")]
            counts = ", ".join(f"{count} {kind}{'s' * (count != 1)}" for count, kind in of_kind)
            self._report.add(
                "media-shown",
                "note",
                f"of {self._named:,} media named {self._named - self._refused:,} are shown, from "
                f"{counts}; records with media: {showing:,}, read aloud: {read_aloud:,}",
                file=self._events,
                column="media",
            )
        recordings_mb = sum(one.size for one in self.files if one.kind != "picture") / 1e6
        if recordings_mb > self._settings.max_page_mb:
            largest = max(self.files, key=lambda one: one.size)
            self._report.add(
                "media-size",
                "warning",
                f"sound and film have {recordings_mb:,.1f} MB, more than the "
                f"{self._settings.max_page_mb:g} that media.max_page_mb in exhibit.toml allows a "
                f"page; the largest is {largest.name} with {largest.size / 1e6:,.1f} MB",
                file=self._events,
                column="media",
            )
        for row in self._table.rows:
            if row.row not in self._used:
                self._report.add(
                    "media-unused",
                    "note",
                    f"no event names {shown(row.file)}, and it is not in the page",
                    file=self._table.name,
                    row=row.row,
                    column="file",
                    value=row.file,
                )

    def _item(self, written: str, own: dict[str, str], row: int, column: str) -> int | None:
        self._named += 1
        listed = self._listed.get(written)
        # What is said of a medium is told where it is said: in the table where that lists it.
        at, said_at = (self._events, row, column), (self._events, row, "media_{}")
        texts = dict(own)
        if listed is not None:
            self._used.add(listed.row)
            texts = {**listed.texts, **own}
            at = (self._table.name, listed.row, "file")
            said_at = (self._table.name, listed.row, "{}")
        item = self._made(written, listed, texts, at, said_at, column != "media")
        self._refused += item is None
        return item

    def _made(
        self,
        written: str,
        listed: ListedMedium | None,
        texts: dict[str, str],
        at: tuple[str, int, str],
        said_at: tuple[str, int, str],
        is_reading: bool,
    ) -> int | None:
        found = self._found(written if listed is None else listed.file, at, listed is not None)
        if found is None:
            return None
        licence = part_licence(texts)
        credited = bool(licence and self._first(texts, "credit"))
        if not is_reading and not credited:
            missing = "licence" if self._first(texts, "credit") else "credit"
            self._add(
                "media-credit",
                f"{shown(written)} has no {missing}, and is not shown; say whose it is and under "
                "which licence, as in 'A. Aliyev, 1990 (CC BY 4.0)'",
                (said_at[0], said_at[1], said_at[2].format("credit")),
                written,
            )
            return None
        index = self._file(found, at)
        if index is None:
            return None
        file = self.files[index]
        if is_reading and file.kind != "sound":
            self._add(
                "media-kind",
                f"{shown(written)} is a {file.kind}; a record is read aloud by a file of sound",
                at,
                written,
            )
            return None
        words = {
            name: text
            for name, text in texts.items()
            if name.partition("_")[0] in ("title", "alt", "credit")
        }
        tracks: dict[str, tuple[Cue, ...]] = {}
        # What a reading says stands above it: it is the record's own text.
        if file.kind != "picture" and not is_reading:
            tracks, transcripts = self._spoken(texts, file, said_at)
            words |= transcripts
        if not is_reading and (index, *said_at) not in self._checked:
            self._checked.add((index, *said_at))
            self._check(file, words, tracks, said_at, written)
        key = (index, licence, tuple(sorted(words.items())), tuple(sorted(tracks)))
        if key not in self._known:
            self._known[key] = len(self.items)
            self.items.append(Item(index, licence, words, tracks))
        return self._known[key]

    def _first(self, texts: Mapping[str, str], name: str) -> str:
        """The text in the default language, with its suffix or without."""
        suffixed = f"{name}_{self._default.lower().replace('-', '_')}"
        return texts.get(name) or texts.get(suffixed) or ""

    def _found(self, written: str, at: tuple[str, int, str], listed: bool) -> FoundFile | None:
        base = self._table.folder if listed and self._table.folder is not None else self._base
        try:
            found = self._folder.find_one(written, base, self._listed)
        except NotFoundError as error:
            self._add("media-file", f"{error.message}; it is not shown", at, written, error.near)
            return None
        if not found.as_written:
            self._add(
                "media-case",
                f"{shown(written)} is called {shown(found.name)}; write it so, since other systems "
                "tell capitals from small letters",
                at,
                written,
                (found.name,),
            )
        return found

    def _file(self, found: FoundFile, at: tuple[str, int, str]) -> int | None:
        if found.path in self._index:
            return self._index[found.path]
        self._index[found.path] = None
        try:
            file = self._facts(found, at)
        except (InputError, OSError) as error:
            # The message may begin with the file's name, which is said once.
            said = str(error).removeprefix(found.name).lstrip(": ")
            self._require_extra(said)
            code = "media-size" if isinstance(error, _TooLarge) else "media-kind"
            self._add(code, f"{shown(found.name)} {said}; it is not shown", at, found.name)
            return None
        self.read.add(found.path)
        self._index[found.path] = len(self.files)
        self.files.append(file)
        return self._index[found.path]

    def _require_extra(self, said: str) -> None:
        """What is missing is not the user's fault in a table, and stops the work."""
        if "mapbuilder[media]" in said:
            raise InputError(f"the exhibit's media: {said}")

    def _facts(self, found: FoundFile, at: tuple[str, int, str]) -> MediaFile:
        size = found.path.stat().st_size
        with found.path.open("rb") as stream:
            container = to_container(stream.read(HEAD_BYTES))
        if container.reader == "picture":
            picture = pictures.read_facts(found.path, found.name)
            if picture.moves:
                self._add(
                    "media-moving",
                    f"{shown(found.name)} moves; its first frame is shown. What is to move is a "
                    "film, which a visitor starts",
                    at,
                    found.name,
                )
            if picture.pages > 1:
                self._add(
                    "media-pages",
                    f"{shown(found.name)} has {picture.pages:,} pages; its first is shown. Save "
                    "each as a file of its own, and set their names apart by ';'",
                    at,
                    found.name,
                )
            side = self._settings.max_side_px
            width, height = pictures.fitted(picture.width, picture.height, side)
            return MediaFile(
                found.path, found.name, "picture", "image/webp", width, height, 0, False, size,
                container,
            )  # fmt: skip
        most_mb = self._settings.max_file_mb
        if container.is_bulky and size > min(most_mb, MOST_BULKY_MB) * 1e6:
            raise _TooLarge(
                f"has {size / 1e6:,.1f} MB of sound that is hardly compressed; save it as MP3, M4A "
                "or Opus, which need a tenth"
            )
        if size > most_mb * 1e6:
            raise _TooLarge(
                f"has {size / 1e6:,.1f} MB, more than the {most_mb:g} that media.max_file_mb in "
                "exhibit.toml allows; shorten it, save it smaller, or allow more"
            )
        facts = recordings.read_facts(found.path, found.name, container)
        return MediaFile(
            found.path, found.name, "film" if facts.is_film else "sound", facts.media_type,
            facts.width, facts.height, facts.seconds, facts.has_sound, size, container,
        )  # fmt: skip

    def _spoken(
        self, texts: Mapping[str, str], file: MediaFile, said_at: tuple[str, int, str]
    ) -> tuple[dict[str, tuple[Cue, ...]], dict[str, str]]:
        def at(column: str) -> tuple[str, int, str]:
            return said_at[0], said_at[1], said_at[2].format(column)

        def read(written: str, column: str, code: str) -> bytes | None:
            return self._content(written, at(column), code)

        def tell(code: str, message: str, column: str, value: str) -> None:
            self._require_extra(message)
            self._add(code, message, at(column), value)

        tracks = read_tracks(texts, file.seconds, self._default, self._tags, read, tell)
        return tracks, read_transcripts(texts, tracks, self._default, read, tell)

    def _content(self, written: str, at: tuple[str, int, str], code: str) -> bytes | None:
        """What is in a file of captions or a transcript; ``None`` with a problem."""
        try:
            found = self._folder.find(written, self._table.folder or self._base)
            content = found.path.read_bytes()
        except NotFoundError as error:
            self._add(code, error.message, at, written, error.near)
            return None
        except OSError as error:
            self._add(code, f"{shown(written)} cannot be read: {error.strerror}", at, written)
            return None
        self.read.add(found.path)
        return content

    def _check(
        self,
        file: MediaFile,
        words: Mapping[str, str],
        tracks: Mapping[str, tuple[Cue, ...]],
        said_at: tuple[str, int, str],
        written: str,
    ) -> None:
        """What a medium lacks that it is shown without (WCAG 2.2, 1.1.1, 1.2.1 and 1.2.2)."""
        # Where its texts fit no file this has been told.
        unfit = said_at[0] == self._events and said_at[1] in self._unfit
        if file.kind == "picture" and not self._first(words, "alt") and not unfit:
            self._add(
                "media-alt",
                f"{shown(written)} has no alternative text; say in a sentence what is to be seen, "
                "for those who hear the page",
                (said_at[0], said_at[1], said_at[2].format("alt")),
                written,
            )
        if file.kind == "film" and file.has_sound and not tracks:
            self._add(
                "media-transcript",
                f"{shown(written)} is a film without captions; name a WebVTT file under captions "
                "in the table of media",
                (said_at[0], said_at[1], "captions"),
                written,
            )
        if file.kind != "picture" and not self._first(words, "transcript"):
            self._add(
                "media-transcript",
                f"{shown(written)} has no transcript; write what is said and heard, or the name of "
                "a text file, under transcript in the table of media",
                (said_at[0], said_at[1], "transcript"),
                written,
            )

    def _add(
        self,
        code: str,
        message: str,
        at: tuple[str, int, str],
        value: object,
        near: Sequence[str] = (),
    ) -> None:
        file, row, column = at
        count = self._told[code, file] = self._told.get((code, file), 0) + 1
        if count <= ROWS_TOLD:
            self._report.add(
                code,
                "note" if code == "media-moving" else "warning",
                message,
                file=file,
                row=row,
                column=column,
                value=str(value),
                suggestions=[Suggestion(name, "a file of the folder") for name in near],
            )


class _TooLarge(InputError):
    """A recording is larger than the settings allow."""
