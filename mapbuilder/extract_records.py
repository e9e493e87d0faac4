"""The table of a page that does not carry it: the page in, an exhibit to build out.

The files that the page carries are given back byte for byte; the table of events is made anew of
what the page holds, and said to be. Places are named as they were, and joined again by the build.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from mapbuilder.cells import WORKBOOKS
from mapbuilder.config import Config, read_config
from mapbuilder.errors import OutputError, ProofError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.exhibit_files import OTHER_TABLES, table_file
from mapbuilder.extract import (
    Extracted,
    carried_files,
    check_names,
    check_targets,
    extract_bytes,
    read_page,
)
from mapbuilder.files import write_atomic
from mapbuilder.ledger import Answer, is_updatable, write_decisions
from mapbuilder.manifest import read_manifest
from mapbuilder.page_folder import page_in
from mapbuilder.page_records import PageRecords, rows_of, to_csv

_SIGNED = "mapbuilder extract --records"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came out of a page, and which of it was made anew."""

    extracted: Extracted
    table: str | None
    """The table of events from the page's records; none where the page carries its own."""
    count: int
    settled: int = 0
    """Rows of decisions that were needed so that every record is where the page has it."""
    elsewhere: int = 0
    """Records that are joined otherwise all the same: what places them is not at hand."""


def can_make_table(page: Path | str) -> bool:
    """Whether a page lacks its table of events and holds what it can be made anew of."""
    path = page_in(Path(page))
    content = read_page(path)
    manifest = read_manifest(content, path.name)
    block = manifest.block
    if PageRecords.of(content, manifest, path.parent) is None or block["build"]["exhibit"] is None:
        return False
    settings = carried_files(content, manifest).get("exhibit.toml")
    return _events(block["build"]["exhibit"], block["inputs"], _declared(settings)) is not None


def extract_records(page: Path | str, folder: Path | str, *, force: bool = False) -> Rebuilt:
    """The exhibit of a page of many records, its table of events made anew where it is missing.

    *This function writes files.* Raises what ``extract`` raises, and ``ProofError`` where the page
    has no records apart from its tables.
    """
    path, target = page_in(Path(page)), Path(folder)
    content = read_page(path)
    manifest = read_manifest(content, path.name)
    given = manifest.block["build"]["exhibit"]
    records = PageRecords.of(content, manifest, path.parent)
    if records is None or given is None:
        raise ProofError(
            f"{path.name} has no records apart from the tables that it carries: leave out --records"
        )
    held = carried_files(content, manifest)
    name = _events(given, manifest.block["inputs"], _declared(held.get("exhibit.toml")))
    if name is not None:
        check_names([*held, name])
        check_targets(target, {name: b""}, force=True)
    if name is not None and not force and (target / name).exists():
        raise OutputError(
            f"{target} has {name} already; name another folder, or write over it with --force"
        )
    got = extract_bytes(content, path.name, target, force=force, allow_none=True)
    count = int(manifest.block["counts"].get("events", 0))
    if name is None:
        return Rebuilt(got, None, count)
    settings = target / "exhibit.toml"
    config = (
        read_config(settings)
        if "exhibit.toml" in got.files
        else Config(title=path.stem, languages=records.languages())
    )
    write_atomic(target / name, to_csv(records, config))
    made_anew = Path(name).with_suffix("")
    missing = tuple(one for one in got.missing if Path(one).with_suffix("") != made_anew)
    exhibit = target if given == "." else target / name
    made = Rebuilt(replace(got, exhibit=exhibit, missing=missing), name, count)
    settled, elsewhere = _settle(made.extracted, records, config)
    return replace(made, settled=settled, elsewhere=elsewhere)


def _settle(got: Extracted, records: PageRecords, config: Config) -> tuple[int, int]:
    """Writes decisions for the records that are not joined as in the page; how many, and the rest.

    What else the table said of them, such as their country, does not stand in the page.
    """
    other = list(_joined_otherwise(got.exhibit, records, config))
    if not other:
        return 0, 0
    file = table_file(got.folder, config.tables.decisions, "decisions")
    file = got.folder / "decisions.csv" if file is None else file
    if not is_updatable(file):
        return 0, len(other)
    answers = [Answer(toponym, id_, place, _SIGNED, "") for id_, toponym, place in other if toponym]
    write_decisions(file, answers, encoding=config.encoding, delimiter=config.delimiter)
    return len(answers), sum(1 for _ in _joined_otherwise(got.exhibit, records, config))


def _joined_otherwise(
    exhibit: Path, records: PageRecords, config: Config
) -> Iterator[tuple[str, str, str | None]]:
    """Id, toponym and place in the page of each record that a build would join otherwise."""
    joins = read_exhibit(exhibit).joins
    found: dict[str, list[str]] = {}
    for id_, place in zip(joins["id"].to_pylist(), joins["place"].to_pylist(), strict=True):
        if place is not None:
            found.setdefault(str(id_), []).append(place)
    for row, places in rows_of(records, config):
        if tuple(found.get(row["id"], ())) != places:
            # Several places are joined one by one, and no decision is about them all.
            toponym = row.get("place", "") if len(places) < 2 else ""
            yield row["id"], toponym, places[0] if places else None


def _declared(settings: bytes | None) -> str | None:
    """The table of events that the settings name; none where they leave its name to be found."""
    try:
        tables = tomllib.loads((settings or b"").decode("utf-8-sig")).get("tables")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    events = tables.get("events") if isinstance(tables, dict) else None
    return os.path.normpath(events).replace(os.sep, "/") if isinstance(events, str) else None


def _events(given: str, inputs: list[dict[str, object]], declared: str | None) -> str | None:
    """What the table of events will be called; none where the page carries it.

    Settings that name a table of another format would not find the CSV.
    """
    names = {str(one["name"]): bool(one["carried"]) for one in inputs}
    if given != ".":
        found = [name for name in names if name == given]
    elif declared is not None:
        found = [name for name in names if name == declared and name.lower().endswith(".csv")]
    else:
        found = list(filter(_is_events, names))
        if not found and any(map(_is_workbook, names)):
            # A sheet of the one workbook was the table; its other sheets stay missing.
            return None if any(names[one] for one in names if _is_workbook(one)) else "events.csv"
    if not found or names[found[0]]:
        return None
    is_csv = found[0].lower().endswith(".csv")
    return found[0] if is_csv else Path(found[0]).with_suffix(".csv").as_posix()


def _is_events(name: str) -> bool:
    return "/" not in name and Path(name).stem.lower() == "events"


def _is_workbook(name: str) -> bool:
    """Whether it is a workbook that may have a sheet of events, and not some other table."""
    path = Path(name)
    is_other = path.stem.lower() in OTHER_TABLES
    return "/" not in name and path.suffix.lower() in WORKBOOKS and not is_other
