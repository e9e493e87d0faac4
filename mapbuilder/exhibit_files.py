"""The files of an exhibit: where each of its tables is, and what tells of one that was read."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from mapbuilder.cells import WORKBOOKS
from mapbuilder.config import Config
from mapbuilder.errors import ConfigError, InputError, OutputError
from mapbuilder.folder_files import FolderFiles, NotFoundError
from mapbuilder.partitions import part_files, plain_folders
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.tables import nearest_file

OTHER_TABLES = ("places", "sources", "figures", "decisions", "steps", "media", "corrections")
"""The tables that an exhibit may have beside its events."""

_SUFFIXES = (
    ".csv", ".tsv", ".xlsx", ".ods", ".xls", ".geojson", ".json", ".gpkg", ".parquet",
    ".geoparquet", ".kml", ".shp", ".fgb",
)  # fmt: skip
_LONGEST_NAME = 24
_TABULAR = (".csv", ".tsv", ".xlsx", ".ods", ".xls", ".geojson", ".gpkg", ".parquet")
_SHAPEFILE = (".shx", ".dbf", ".prj", ".cpg", ".SHX", ".DBF", ".PRJ", ".CPG")


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read, by the name a stranger can use: relative to the exhibit's folder."""

    name: str
    sha256: str
    size: int
    """In bytes."""
    content: bytes | None = field(default=None, compare=False, repr=False)
    """What the page carries of it: all of it, or nothing."""


def folder_of(given: Path) -> tuple[Path, Path | None, Path | None]:
    """The exhibit's folder, its settings and, when a table was named, that table."""
    if "\0" not in str(given) and given.is_dir() and not _is_parted_table(given):
        settings = given / "exhibit.toml"
        # A link that leads nowhere is not the same as no settings: to read it says what is wrong.
        if os.path.lexists(settings):
            return given, settings, None
        _refuse_misnamed_settings(given)
        return given, None, None
    if "\0" in str(given) or not given.exists():
        raise InputError(f"there is no file or folder {str(given)!r}{nearest_file(given)}")
    if given.name == "exhibit.toml":
        return given.parent, given, None
    if given.suffix.lower() == ".toml":
        raise ConfigError(f"{given} is not read, since settings are called exhibit.toml: rename it")
    return given.parent, None, given


def _refuse_misnamed_settings(folder: Path) -> None:
    """Raises ``ConfigError`` for settings that some systems take for ``exhibit.toml``.

    Windows finds them in any capitals, and hides the ending that its editor puts behind theirs.
    """
    for name in _names_in(folder):
        if name.lower() in ("exhibit.toml", "exhibit.toml.txt"):
            raise ConfigError(
                f"{folder / name} is not read, since settings are called exhibit.toml, in small "
                "letters and without another ending: rename it"
            )


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _is_parted_table(folder: Path) -> bool:
    """Whether a folder is a table as Spark and Dask write it: ``events.parquet`` with files."""
    return folder.suffix.lower() in (".parquet", ".geoparquet") and bool(part_files(folder))


def title_of(name: str) -> str:
    words = " ".join(name.replace("_", " ").replace("-", " ").split()) or "Exhibit"
    return words[0].upper() + words[1:]


def refuse_missing(folder: Path, config: Config) -> None:
    """Raises ``InputError`` with every file under ``tables`` that is not there, all at once."""
    sentences: list[str] = []
    for table, written in config.tables:
        names = written if isinstance(written, list) else [written]
        sentences += [
            _missing(folder, name, table)
            for name in names
            if name is not None and not _is_there(folder, name, table)
        ]
    if sentences:
        raise InputError("\n".join(sentences))


def _is_there(folder: Path, declared: str, table: str) -> bool:
    if "\0" in declared:
        return False
    file = folder / declared
    return file.is_file() or (table == "events" and bool(part_files(file)))


def _missing(folder: Path, declared: str, table: str) -> str:
    file = folder / declared
    if table == "events" and "\0" not in declared:
        _refuse_plain_folders(file, True)
    near = "" if "\0" in declared or file.is_dir() else nearest_file(file)
    if any(mark in declared for mark in "\b\t\n\f\r"):
        near = "; in double quotation marks a back-slash makes another sign: write / for it"
    return f"exhibit.toml names {declared!r} for {table}, which is no file{near}"


def table_file(
    folder: Path, declared: str | None, table: str, names: Sequence[str] | None = None
) -> Path | None:
    """The file of a table: the declared one, else the one with its name in the folder.

    ``names`` are those of the folder's files, where they are known.
    """
    if declared is not None:
        if not _is_there(folder, declared, table):
            raise InputError(_missing(folder, declared, table))
        if (file := folder / declared).is_dir():
            _refuse_plain_folders(file, True)
        return file
    suffixes = (*_SUFFIXES, ".bib") if table == "sources" else _SUFFIXES
    if table == "events":
        for parts in (folder / table, folder / f"{table}.parquet", folder):
            if part_files(parts) and not any(
                other.exists() and other != parts
                for other in (folder / f"{table}{one}" for one in suffixes)
            ):
                _refuse_plain_folders(parts, parts != folder)
                return parts
    found = [file for suffix in suffixes if os.path.lexists(file := folder / f"{table}{suffix}")]
    if not found:
        names = _names_in(folder) if names is None else names
        found = _found_elsewhere(folder, table, suffixes, names)
    for file in found:
        if not file.is_file():
            what = "is a folder" if file.is_dir() else "leads to no file"
            raise InputError(f"{file} {what}, and the exhibit's {table} are read from it")
    if len(found) > 1:
        names = " and ".join(file.name for file in found)
        raise InputError(f"{folder} has {names}: name one of them under [tables] in exhibit.toml")
    if table == "events" and not found and (workbook := _workbook_of(folder)):
        return workbook
    if table == "events" and not found:
        # A folder with nothing but folders in it is no exhibit's.
        is_bare = not any(one.is_file() for one in folder.iterdir() if one.name[0] not in "._")
        _refuse_plain_folders(folder / table, True)
        _refuse_plain_folders(folder, is_bare)
    return found[0] if found else None


def _found_elsewhere(
    folder: Path, table: str, suffixes: Sequence[str], names: Sequence[str]
) -> list[Path]:
    """A table's files in other capitals, which other systems find by its name.

    Raises ``InputError`` for one with the ending of a text behind its own.
    """
    meant = {f"{table}{suffix}".lower() for suffix in suffixes}
    names = [name for name in names if name[: len(table)].lower() == table]
    if found := [folder / name for name in names if name.lower() in meant]:
        return found
    for name in names:
        if name.lower().removesuffix(".txt") in meant:
            raise InputError(
                f"{folder / name} is not read, since its name ends in .txt, which Windows may not "
                f"show: rename it to {name[:-4]}"
            )
    return []


def _tell_nearly_named(
    names: Sequence[str],
    events: Path,
    files: Mapping[str, Path | None],
    config: Config,
    report: Report,
) -> None:
    """A warning for each file that is nearly called as a table which the exhibit does not have.

    So is one that differs by its capitals from a table that it has, of which git may keep both.
    """
    declared = {Path(one).name for one in config.tables.gazetteers}
    declared |= {Path(name).name for _, name in config.tables if isinstance(name, str)}
    absent = [table for table, file in files.items() if file is None]
    for name in names:
        # Thousands of texts and pictures may lie there, and the names of tables are short.
        if len(name) > _LONGEST_NAME:
            continue
        stem, suffix = os.path.splitext(name.lower())
        if suffix not in _TABULAR or name in declared or name == events.name:
            continue
        is_table = stem == "events" or stem in OTHER_TABLES
        if is_table and name != name.lower() and name.lower() in names:
            report.add(
                "table-unread",
                "warning",
                f"{shown(name)} is not read beside {name.lower()}; keep one of them, since other "
                "systems have one file of both names",
                file=name,
            )
        elif near := difflib.get_close_matches(stem, absent, 1, 0.85):
            meant = f"{near[0]}{suffix}"
            report.add(
                "table-unread",
                "warning",
                f"{shown(name)} is not read; if it is the table of {near[0]}, call it {meant}",
                file=name,
                suggestions=[Suggestion(meant, "the name that is read")],
            )


def other_files(
    folder: Path, config: Config, events: Path, report: Report | None = None
) -> dict[str, Path | None]:
    """The files of all tables but the events, whose workbook may have sheets for them.

    A file of its own comes before a sheet; that the sheet is not read then is told.
    """
    files: dict[str, Path | None] = {}
    sheets = _sheets_of(events)
    names = _names_in(folder)
    for table in OTHER_TABLES:
        file = table_file(folder, getattr(config.tables, table), table, names)
        if table in sheets and file is None:
            file = events
        elif table in sheets and file != events and report is not None:
            assert file is not None
            report.add(
                "table-unread",
                "warning",
                f"the sheet {shown(table)} is not read, since there is a file for this table, "
                f"{shown(file.name)}; keep one of them",
                file=events.name,
                value=table,
            )
        files[table] = file
    if report is not None:
        _tell_nearly_named(names, events, files, config, report)
    return files


def settings_unread(given: Path) -> str:
    """What to know where a table is named that has settings beside it; else nothing."""
    is_table = given.is_file() and given.name != "exhibit.toml"
    if not is_table or not (given.parent / "exhibit.toml").is_file():
        return ""
    return "exhibit.toml is read where its folder is named, and not where a table in it is"


@contextmanager
def advice_on_settings(given: Path) -> Iterator[None]:
    """Adds it to what is said of a table that cannot be read: settings may be the cure."""
    try:
        yield
    except InputError as error:
        advice = settings_unread(given)
        raise (InputError(f"{error}; {advice}") if advice else error) from None


def _sheets_of(file: Path) -> tuple[str, ...]:
    """The tables that a workbook has sheets for by their names; none in any other file."""
    if file.suffix.lower() not in WORKBOOKS:
        return ()
    from mapbuilder.workbooks import sheets_named

    return sheets_named(file)


def _workbook_of(folder: Path) -> Path | None:
    """The one workbook of a folder that has a sheet of events by its name."""
    found = sorted(
        file
        for file in folder.iterdir()
        # What begins so is the lock of a workbook that is open, or a copy that a program keeps.
        if file.name[0] not in ".~" and "events" in _sheets_of(file)
    )
    if len(found) > 1:
        names = " and ".join(file.name for file in found)
        raise InputError(
            f"{folder} has a sheet of events in {names}: name one of them under [tables] in "
            "exhibit.toml"
        )
    return found[0] if found else None


def _refuse_plain_folders(folder: Path, is_table: bool) -> None:
    """Raises ``InputError`` where a folder of events has others with files that would be missing.

    In an exhibit's folder, which is not the table's own, others may hold whatever else it needs.
    """
    if is_table and (names := plain_folders(folder)):
        raise InputError(
            f"{folder} has Parquet files in {', '.join(map(repr, names[:5]))}; of folders in it "
            "only those are read whose names say a column and its value, as in 'year=1990': name "
            "them so, or put the files into one folder"
        )


def gazetteer_files(folder: Path, config: Config, places: Path | None) -> list[Path]:
    """The files under ``gazetteers``; what the settings say of another file is refused.

    ``refuse_missing`` has told those that are not there.
    """
    files = [folder / declared for declared in config.tables.gazetteers]
    names = [file.name for file in (*files, *([places] if places else []))]
    sentences: list[str] = []
    for file_name in config.gazetteers:
        if Path(file_name).name not in names:
            near_names = difflib.get_close_matches(Path(file_name).name, names, 1, 0.6)
            near = f"; did you mean {near_names[0]!r}?" if near_names else ""
            sentences.append(
                f"exhibit.toml: key 'gazetteers' has settings for {file_name!r}, which is no "
                f"gazetteer under [tables]{near}"
            )
    if sentences:
        raise ConfigError("\n".join(sentences))
    return files


def own_map_file(folder: Path, declared: str) -> Path:
    file = folder / declared
    if "\0" in declared or not file.is_file():
        near = "" if "\0" in declared else nearest_file(file)
        raise InputError(f"exhibit.toml names {declared!r} for basemap.own, which is no file{near}")
    return file


def source_texts(folder: Path, sources: pa.Table | None) -> list[Path]:
    """The stored texts of sources, as far as they can be read and are inside the folder."""
    if sources is None or "file" not in sources.column_names:
        return []
    files = FolderFiles(folder)
    found: list[Path] = []
    for name in filter(None, sources["file"].to_pylist()):
        with suppress(NotFoundError):
            found.append(files.find_text(name).path)
    return [file for file in found if os.access(file, os.R_OK)]


def input_of(folder: Path, file: Path, most: int = 0, digest: str | None = None) -> Input:
    """The file by its name from the folder, with its content where it has at most so many bytes.

    Its ``digest`` may be known, as that of a large table is which was read before.
    """
    name = _name_of(str(folder), str(file))
    with open(file, "rb") as stream:
        if os.fstat(stream.fileno()).st_size <= most and not leads_out(name):
            content = stream.read()
            return Input(name, hashlib.sha256(content).hexdigest(), len(content), content)
        size = os.fstat(stream.fileno()).st_size
        return Input(name, digest or hashlib.file_digest(stream, "sha256").hexdigest(), size)


def _name_of(folder: str, file: str) -> str:
    below = os.path.join(folder, "")
    name = file.removeprefix(below)
    # Most files are below their folder as it is written; `relpath` asks where both of them are.
    if name == file or os.path.isabs(name) or name.startswith(os.pardir):
        name = os.path.relpath(file, folder)
    return os.path.normpath(name).replace(os.sep, "/")


def inputs_of(
    folder: Path,
    texts: Iterable[Path | None],
    others: Iterable[Path | None],
    config: Config,
    digests: Mapping[Path, str | None] | None = None,
) -> tuple[Input, ...]:
    """The files that were read, by name, with as much of their content as a page is to carry.

    ``texts`` are settings, tables and texts of sources; ``others`` pictures, sound, scans and maps.
    ``digests`` are the sha256 of files, as far as they are known.
    """
    first = {each for file in texts if file is not None for each in _with_parts(file)}
    carried = {"none": set(), "tables": first, "all": first | set(filter(None, others))}
    left = int(config.carry.limit_mb * 1_000_000)
    found: dict[str, Input] = {}
    # Tables come before all else, and of like files the smallest: so most of them have room.
    for file in sorted(
        {*first, *filter(None, others)}, key=lambda one: (one not in first, _size_of(one), str(one))
    ):
        most = left if file in carried[config.carry.files] else 0
        given = input_of(folder, file, most, (digests or {}).get(file))
        if given.name not in found:
            found[given.name] = given
            left -= given.size if given.content is not None else 0
    return tuple(found[name] for name in sorted(found))


def refuse_input(path: Path, folder: Path | None, inputs: Iterable[Input]) -> None:
    """Raises ``OutputError`` when a file to be written is one of those that were read."""
    if folder is None or not path.is_file():
        return
    for given in inputs:
        file = folder / given.name
        if file.is_file() and path.samefile(file):
            raise OutputError(
                f"{path} is a file that the exhibit is read from: name another one to write"
            )


def leads_out(name: str) -> bool:
    """Whether a name from the exhibit's folder leads out of it."""
    return name == ".." or name.startswith("../") or os.path.isabs(name)


def _with_parts(file: Path) -> list[Path]:
    """The file, those beside it without which a shapefile cannot be read, those of a folder."""
    if file.is_dir():
        return part_files(file)
    if file.suffix.lower() != ".shp":
        return [file]
    beside = (file.with_suffix(suffix) for suffix in _SHAPEFILE)
    return [file, *(part for part in beside if part.is_file())]


def _size_of(file: Path) -> int:
    return file.stat().st_size
