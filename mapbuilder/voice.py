"""Every text that an exhibit says in its own voice, with its language and where it is written.

In goes an ``Exhibit``, out come columns of texts: of the settings and of each table. Always true:
no quotation of a source is among them, and each text says which file, row and column it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder.columns import details_of
from mapbuilder.config import key_lines
from mapbuilder.details import suffix

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.exhibit import Exhibit

SETTINGS = "exhibit.toml"
_BASES = {
    "events": ("title", "text", "other_accounts", "media_alt"),
    "places": ("label", "note", "coordinate_source"),
    "figures": ("scope",),
    "steps": ("title", "text"),
    "sources": ("standpoint",),
    "media": ("title", "alt"),
}
_SETTINGS = ("title", "subtitle", "intro", "notice", "credits")
_ENTRIES = {"groups": ("label", "note"), "categories": ("label",), "details": ("label",)}
_NOTE = re.compile(r"(?:.*_)?note")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of texts in one language, a null where there is none."""

    table: str
    """settings, events, places, figures, steps, sources or media."""
    file: str
    name: str
    """As it is written: ``title_az``; of a text of the settings its whole key."""
    base: str
    """Without its language: ``title``, ``groups.note``."""
    language: str
    rows: Sequence[int | None]
    ids: Sequence[str]
    """Of the rows; of a text of the settings its key."""
    texts: pa.Array


def to_columns(exhibit: Exhibit) -> list[Column]:
    """The columns, those of the settings first, then table by table as the files have them."""
    config = exhibit.config
    found = list(_settings(exhibit))
    places = exhibit.places
    if len(places) and "gazetteer" in places.column_names:
        # Those of the world's gazetteer are not the curator's to write.
        own = file_of(exhibit, "places")
        places = places.filter(pa.array([name == own for name in places["gazetteer"].to_pylist()]))
    tables = {
        "events": exhibit.events,
        "places": places,
        "figures": exhibit.figures,
        "steps": exhibit.steps,
        "sources": exhibit.sources,
    }
    for table, columns in tables.items():
        if columns is not None and len(columns):
            file = file_of(exhibit, table)
            found += _of_table(table, file, columns, _BASES[table], config)
    found += _of_media(exhibit)
    return found


def file_of(exhibit: Exhibit, table: str) -> str:
    """What messages call a table: the name of its file, else its own."""
    if table == "events":
        return exhibit.name
    # Media are no table once they are found.
    schema = getattr(getattr(exhibit, table), "schema", None)
    named: bytes = ((schema.metadata or {}) if schema is not None else {}).get(b"name", b"")
    if named:
        return named.decode()
    path = None
    if exhibit.folder is not None:
        from mapbuilder.exhibit_files import table_file

        path = table_file(exhibit.folder, getattr(exhibit.config.tables, table), table)
    if table == "places":
        # Those of a workbook of several sheets have the sheet's name as well.
        file = exhibit.name.partition("#")[0] if path is None else path.name
        # Places that were put together in Python have no gazetteer.
        held = exhibit.places
        known = held["gazetteer"].unique().drop_null() if "gazetteer" in held.column_names else []
        names = [str(one) for one in known]
        return next((name for name in names if name.partition("#")[0] == file), file)
    return table if path is None else path.name


def _of_table(
    table: str, file: str, columns: pa.Table, bases: Sequence[str], config: Config
) -> Iterator[Column]:
    details = details_of(columns, config.languages)
    every = [*bases, *(one.name for one in details if one.is_text or _NOTE.fullmatch(one.name))]
    rows = columns["row"].to_pylist() if "row" in columns.column_names else [None] * len(columns)
    key = "id" if "id" in columns.column_names else "event"
    ids = [str(id_ or "") for id_ in columns[key].to_pylist()]
    for base in every:
        for number, tag in enumerate(config.languages):
            names = [base + suffix(tag), *([base] if number == 0 else [])]
            for name in names:
                if name in columns.column_names:
                    texts = columns[name].combine_chunks().cast(pa.string())
                    if texts.null_count < len(texts):
                        yield Column(table, file, name, base, tag, rows, ids, texts)


def _settings(exhibit: Exhibit) -> Iterator[Column]:
    """A column of one row for each text."""
    config = exhibit.config
    lines: Mapping[tuple[str, ...], int] = {}
    file = "exhibit"
    if exhibit.folder is not None and (exhibit.folder / SETTINGS).is_file():
        file = SETTINGS
        lines = key_lines(exhibit.folder / SETTINGS)
    folded = {_folded(key): line for key, line in lines.items()}
    owners: list[tuple[tuple[str, ...], Any, Sequence[str]]] = [((), config, _SETTINGS)]
    for table, bases in _ENTRIES.items():
        owners += [((table, id_), entry, bases) for id_, entry in getattr(config, table).items()]
    owners += [(("scans", str(at)), scan, ("title",)) for at, scan in enumerate(config.scans)]
    for path, owner, wanted in owners:
        for base in wanted:
            for number, tag in enumerate(config.languages):
                written = owner.variants.get(base + suffix(tag))
                name = base + suffix(tag)
                if not written and number == 0:
                    written, name = getattr(owner, base), base
                if not written:
                    continue
                key = ".".join((*path, name))
                place = ".".join((*path[:1], base))
                line = folded.get(_folded((*path, name)))
                yield Column(
                    "settings", file, key, place, tag, [line], [".".join((*path, base))],
                    pa.array([written]),
                )  # fmt: skip


def _folded(key: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.lower().replace("-", "_") for part in key)


def _of_media(exhibit: Exhibit) -> Iterator[Column]:
    if exhibit.media is None:
        return
    file = file_of(exhibit, "media") if exhibit.config.tables.media else "media"
    names = [exhibit.media.files[item.file].name for item in exhibit.media.items]
    for base in _BASES["media"]:
        for number, tag in enumerate(exhibit.config.languages):
            for name in [base + suffix(tag), *([base] if number == 0 else [])]:
                texts = [item.texts.get(name) for item in exhibit.media.items]
                if any(texts):
                    rows = [None] * len(texts)
                    array = pa.array(texts, pa.string())
                    yield Column("media", file, name, base, tag, rows, names, array)
