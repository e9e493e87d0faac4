"""What changed between two exhibits, record by record: two folders or pages in, sentences out.

Compared are the tables row by row by their ids, then which places records were joined to, the
settings and the further files. Always true: what is the same in both is not told, nor a date or a
coordinate that is only written otherwise.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from mapbuilder.errors import InputError
from mapbuilder.exhibit import Exhibit, file_of, read_exhibit
from mapbuilder.exhibit_files import folder_of
from mapbuilder.extract import Extracted, extract_bytes, read_page
from mapbuilder.manifest import read_manifest
from mapbuilder.page_folder import page_in
from mapbuilder.references import is_reference_file, read_references
from mapbuilder.report import Report
from mapbuilder.row_pairs import Reading, Row, Sameness, row_pairs
from mapbuilder.tables import read_table

Kind = Literal["new", "gone", "changed"]

# By what a row is known, the first that it has; and by what it is told.
_KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "events": (("id",), ("date", "title"), ("date", "place")),
    "places": (("id",), ("name",), ("title",)),
    "sources": (("id",), ("title",)),
    "figures": (("event", "measure", "scope", "source"), ("event", "measure")),
    "decisions": (("toponym", "context"), ("toponym",)),
    "steps": (("id",), ("event",), ("title",)),
    "media": (("id",), ("file",)),
    "corrections": (("date", "event", "text"),),
}
_TITLES = ("title", "label", "name", "measure", "toponym", "text")
_HEADINGS = {
    "events": "Records",
    "places": "Places",
    "sources": "Sources",
    "figures": "Figures",
    "decisions": "Decisions",
    "steps": "Steps of the story",
    "media": "Media",
    "corrections": "Corrections",
    "joins": "Joins",
    "settings": "Settings",
    "files": "Files",
}
_PAGES = (".html", ".htm", ".xhtml")
_SHORT = 60
_AROUND = 4
"""Words told on each side of a change in a long text."""
_LONGEST_TITLE = 70
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as far as it is compared."""

    name: str
    tables: Mapping[str, Mapping[str, Row]]
    joins: Mapping[str, Row]
    settings: Mapping[str, str]
    files: Mapping[str, str]
    """The sha256 of each further file."""
    reading: Reading = field(default_factory=Reading)
    encoding: str | None = None
    """What tables are in that are not in UTF-8."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row, join, setting or file that is not the same in both."""

    table: str
    id: str
    kind: Kind
    title: str = ""
    fields: tuple[tuple[str, str, str], ...] = ()
    """Column, old text and new text, where it was changed."""
    record: str = ""
    """The id of the record that it is about, where the new side has a record of that id."""


@dataclass(frozen=True, slots=True)
class Changes:
    old: str
    new: str
    changes: tuple[Change, ...] = field(default=())


def read_side(given: str) -> Side:
    """A page that carries its files, or what ``read_exhibit`` takes.

    Raises what reading either raises.
    """
    path = page_in(Path(given))
    if path.suffix.lower() not in _PAGES or path.is_dir():
        return _side(given, read_exhibit(path))
    content = read_page(path)
    with TemporaryDirectory(prefix="mapbuilder-") as folder:
        got = extract_bytes(content, path.name, Path(folder, "exhibit"))
        try:
            side = _side(given, read_exhibit(got.exhibit))
            return replace(side, files={**_not_carried(content, path.name, got), **side.files})
        except InputError as error:
            if not got.missing:
                raise
            listed = ", ".join(got.missing[:5])
            # Nobody has seen the folder that it was unpacked in.
            said = str(error).replace(str(got.folder), given)
            reason = "" if "has no table of events" in said else f" ({said})"
            raise InputError(
                f"{given} does not carry {listed}, and cannot be compared without{reason}: compare "
                f"the folder that 'mapbuilder extract {shlex.quote(given)} FOLDER' makes, with "
                "these files put into it, or, of many records, with --records"
            ) from error


def _not_carried(page: bytes, name: str, got: Extracted) -> dict[str, str]:
    """The sha256 of pictures and other files that a page is made of and does not give back."""
    inputs = read_manifest(page, name).block["inputs"]
    # The user's own map is the build's; a table that is not there has no records to compare.
    others = {got.options.get("basemap")}
    return {
        one["name"]: one["sha256"]
        for one in inputs
        if one["name"] in got.missing
        and one["name"] not in others
        and Path(one["name"]).stem not in _KEYS
    }


def _side(name: str, exhibit: Exhibit) -> Side:
    assert exhibit.folder is not None
    folder, settings_file, _ = folder_of(exhibit.folder / exhibit.given)
    tables: dict[str, Mapping[str, Row]] = {}
    used = {"exhibit.toml"}
    for table in _KEYS:
        is_given = table == "events" and exhibit.given != "."
        file = folder / exhibit.given if is_given else _table(exhibit, table)
        if file is not None and file.is_file():
            used.add(Path(os.path.relpath(file, folder)).as_posix())
            tables[table] = _rows(file, table, exhibit)
    settings: dict[str, str] = {}
    if settings_file is not None:
        settings = dict(_flat(tomllib.loads(settings_file.read_text("utf-8-sig"))))
    files = {one.name: one.sha256 for one in exhibit.inputs if one.name not in used}
    config = exhibit.config
    reading = Reading(config.dates.day_first, tuple(config.languages))
    joins = dict(_joins(exhibit))
    return Side(name, tables, joins, settings, files, reading, config.encoding)


def _table(exhibit: Exhibit, table: str) -> Path | None:
    return file_of(exhibit, table) if hasattr(exhibit.config.tables, table) else None


def _rows(file: Path, table: str, exhibit: Exhibit) -> dict[str, Row]:
    """The rows of a table by their keys; of two with one key the second has a number."""
    rows: dict[str, Row] = {}
    for cells in _cells(file, table, exhibit):
        key = base = _key(cells, table)
        count = 1
        while key in rows:
            count += 1
            key = f"{base} ({count})"
        rows[key] = cells
    return rows


def _cells(file: Path, table: str, exhibit: Exhibit) -> Iterator[Row]:
    """The rows of a table, or of a file of references, with what is in them."""
    if table == "sources" and is_reference_file(file):
        yield from read_references(file)
        return
    known = {column for keys in _KEYS[table] for column in keys} | {*_TITLES, "lat", "lon"}
    read = read_table(
        file, Report(), known=known, encoding=exhibit.config.encoding,
        delimiter=exhibit.config.delimiter, table=table,
    )  # fmt: skip
    for row in read.columns.to_pylist():
        yield {name: str(text) for name, text in row.items() if text is not None}


def _key(cells: Row, table: str) -> str:
    for columns in _KEYS[table]:
        if all(cells.get(column) for column in columns):
            return ", ".join(cells[column] for column in columns)
    return ", ".join(cells.values()) or "an empty row"


def _joins(exhibit: Exhibit) -> Iterator[tuple[str, Row]]:
    """The places of each record, and how each was found."""
    found: dict[str, list[dict[str, Any]]] = {}
    for join in exhibit.joins.select(["id", "place", "label", "kind"]).to_pylist():
        found.setdefault(str(join["id"]), []).append(join)
    for id_, joins in found.items():
        placed = [join for join in joins if join["place"] is not None]
        yield (
            id_,
            {
                "place": "; ".join(f"{join['label'] or join['place']}" for join in placed),
                "found": "; ".join(dict.fromkeys(str(join["kind"]) for join in placed)),
            },
        )


def _flat(settings: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            text = (
                value
                if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False, default=str)
            )
            yield f"{path}{key}", text


def changes_between(old: Side, new: Side) -> Changes:
    """All that is not the same, table by table, in the order of the new one's rows."""
    renamed: dict[str, dict[str, str]] = {}
    pairs: dict[str, dict[str, str]] = {}
    rules: dict[str, Sameness] = {}
    # Sources and places first, then the records, which name them, then what names records.
    for table in sorted(_KEYS, key=lambda one: (one not in ("sources", "places"), one != "events")):
        same = rules[table] = Sameness(table, old.reading, new.reading, renamed)
        was, is_ = old.tables.get(table, {}), new.tables.get(table, {})
        pairs[table] = row_pairs(was, is_, same, partial(_key, table=table))
        renamed[table] = {one: other for one, other in pairs[table].items() if one != other}
    found: list[Change] = []
    ids = {row["id"] for row in new.tables.get("events", {}).values() if row.get("id")}
    for table in _KEYS:
        was, is_ = old.tables.get(table, {}), new.tables.get(table, {})
        found += _of_rows(table, was, is_, pairs[table], rules[table], ids)
    found += _of_joins(old, new, pairs["events"])
    for table, was_, now in (
        ("settings", old.settings, new.settings),
        ("files", old.files, new.files),
    ):
        for key in {**now, **was_}:
            if was_.get(key) != now.get(key):
                kind: Kind = "new" if key not in was_ else "gone" if key not in now else "changed"
                texts = (("", was_.get(key, ""), now.get(key, "")),) if table == "settings" else ()
                found.append(Change(table, key, kind, "", texts))
    return Changes(old.name, new.name, tuple(found))


def _of_joins(old: Side, new: Side, pairs: Mapping[str, str]) -> Iterator[Change]:
    """What became of the joins of records that both have; of others that is told already."""
    for before, after in sorted(pairs.items(), key=_in_order(new.tables.get("events", {}))):
        was, row = old.tables["events"][before], new.tables["events"][after]
        # Without an id a record has one of its line, which may be another's in the other.
        if not was.get("id") or not row.get("id"):
            continue
        # A record without a place has no join.
        if fields := _fields(old.joins.get(before, {}), new.joins.get(after, {})):
            yield Change("joins", after, "changed", _title(row), fields, after)


def _in_order(rows: Mapping[str, Row]) -> Callable[[tuple[str, str]], int]:
    numbers = {key: number for number, key in enumerate(rows)}
    return lambda pair: numbers[pair[1]]


def _of_rows(
    table: str,
    old: Mapping[str, Row],
    new: Mapping[str, Row],
    pairs: Mapping[str, str],
    same: Sameness,
    ids: Collection[str],
) -> Iterator[Change]:
    def record(row: Row) -> str:
        id_ = row.get("id" if table == "events" else "event", "")
        return id_ if id_ in ids else ""

    before = {after: one for one, after in pairs.items()}
    for key, row in new.items():
        if key not in before:
            yield Change(table, key, "new", _title(row), (), record(row))
        elif fields := _fields(old[before[key]], row, same):
            yield Change(table, key, "changed", _title(row), fields, record(row))
    for key, row in old.items():
        if key not in pairs:
            yield Change(table, key, "gone", _title(row), (), record(row))


def _fields(old: Row, new: Row, same: Sameness | None = None) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (name, was, now)
        for name in {**new, **old}
        if (was := old.get(name, "")) != (now := new.get(name, ""))
        and not (same and same(name, was, now))
    )


def _title(row: Row) -> str:
    title = next((row[name] for name in _TITLES if row.get(name)), "")
    return title[: _LONGEST_TITLE - 1] + "…" if len(title) > _LONGEST_TITLE else title


def to_lines(changes: Changes) -> Iterator[str]:
    """All changes in words."""
    if not changes.changes:
        yield f"Nothing changed between {changes.old} and {changes.new}."
    heading = ""
    for change in changes.changes:
        if change.table != heading:
            heading = change.table
            yield _HEADINGS[heading]
        title = f" “{change.title}”" if change.title and change.title != change.id else ""
        if change.table == "settings":
            (_, old, new) = change.fields[0]
            yield f"  {change.id}: {told(old, new)}"
        elif change.kind != "changed":
            yield f"  {change.id}{title} is {change.kind}"
        elif not change.fields:
            yield f"  {change.id} was changed"
        else:
            yield f"  {change.id}{title}"
            for column, old, new in change.fields:
                yield f"    {column}: {told(old, new)}"


def told(old: str, new: str) -> str:
    """One text and what became of it; of long ones only the words that are other."""
    if not old:
        return f"“{_cut(new)}” is new"
    if not new:
        return f"“{_cut(old)}” is gone"
    if max(len(old), len(new)) <= _SHORT or not (pieces := _by_words(old, new)):
        return f"“{old}” is now “{new}”"
    return pieces


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 2 * _SHORT else f"{line[: 2 * _SHORT]}…"


def _by_words(old: str, new: str) -> str:
    """The changed words with a few around them: gone ones in ``[-…-]``, new ones in ``{+…+}``."""
    was, is_ = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, was, is_, False)
    if matcher.real_quick_ratio() < 0.1:
        return ""
    told_: list[str] = []
    steps = matcher.get_opcodes()
    for index, (kind, low, high, first, last) in enumerate(steps):
        if kind == "equal":
            told_.append(_around(was[low:high], begins=index == 0, ends=index == len(steps) - 1))
            continue
        if gone := "".join(was[low:high]):
            told_.append(f"[-{gone}-]")
        if put := "".join(is_[first:last]):
            told_.append(f"{{+{put}+}}")
    return " ".join("".join(told_).split())


def changed_words(old: str, new: str) -> list[tuple[str, str]]:
    """The words that went and those that came in their place; none where hardly any are left."""
    was, is_ = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, was, is_, False)
    if matcher.ratio() < 0.5:
        return []
    return [
        ("".join(was[low:high]).strip(), "".join(is_[first:last]).strip())
        for kind, low, high, first, last in matcher.get_opcodes()
        if kind != "equal"
    ]


def _around(words: Sequence[str], *, begins: bool, ends: bool) -> str:
    # A word and the space after it are two.
    kept = 2 * _AROUND
    if begins and ends:
        return "".join(words)
    if begins:
        return "".join(words) if len(words) <= kept else "… " + "".join(words[-kept:])
    if ends:
        return "".join(words) if len(words) <= kept else "".join(words[:kept]) + " …"
    if len(words) <= 2 * kept:
        return "".join(words)
    return f"{''.join(words[:kept])} … {''.join(words[-kept:])}"


def to_json_object(changes: Changes) -> dict[str, Any]:
    """The same for other programs."""
    return {
        "version": 1,
        "old": changes.old,
        "new": changes.new,
        "changes": [
            {
                "table": one.table,
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "fields": [
                    {"field": name, "old": old or None, "new": new or None}
                    for name, old, new in one.fields
                ],
            }
            for one in changes.changes
        ],
    }
