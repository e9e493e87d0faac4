"""An exhibit as tables again: one ZIP of CSV files, which unpacked is an exhibit to build.

Always true: the tables are in mapbuilder's own columns, UTF-8 and LF; what is built of them has the
same events at the same places; tables that no build reads say what the join and the dates came to.
Files that records name (pictures, the texts of sources) are not in it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.decisions import COLUMNS as DECISION_COLUMNS
from mapbuilder.decisions import read_decisions
from mapbuilder.exhibit import file_of
from mapbuilder.export_tables import READ, wkt_of
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.joined_places import DOUBTED
from mapbuilder.shapes import STORED as SHAPE
from mapbuilder.world import NAME as WORLD

if TYPE_CHECKING:
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.export_tables import Tables

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP can say."""
_SIGNED = "mapbuilder export"
# Settings that say how records are read, joined and told; those that name files are left out.
_SETTINGS = (
    "id", "title", "subtitle", "intro", "notice", "credits", "languages", "machine_drafted",
    "theme", "mode", "public_url", "citation_style",
)  # fmt: skip
_SETTING_TABLES = ("dates", "join", "view", "contact")
_ENTRIES = ("groups", "categories", "details")


def to_archive(exhibit: Exhibit, tables: Tables) -> bytes:
    """The ZIP; the same exhibit gives the same bytes with the same zlib."""
    contents = {
        "exhibit.toml": _settings(exhibit),
        "events.csv": to_csv(_records(exhibit)),
        "places.csv": to_csv(_own_places(exhibit)),
        "decisions.csv": to_csv(_decisions(exhibit)),
        "sources.csv": to_csv(_written(tables.sources)),
        "figures.csv": to_csv(_written(tables.figures)),
        "joins.csv": to_csv(tables.joins),
        "dates.csv": to_csv(_dates(tables)),
        "credits.csv": to_csv(
            pa.Table.from_pylist(
                [dict(one) for one in tables.credits],
                pa.schema([(name, pa.string()) for name in ("what", "credit", "licence")]),
            )
        ),
    }
    needed = {"exhibit.toml", "events.csv", "joins.csv", "dates.csv", "credits.csv"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in contents.items():
            # A table of headings alone would be a problem of whoever builds from it.
            if name not in needed and content.count(b"\n") < 2:
                continue
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return stream.getvalue()


def to_events_csv(tables: Tables) -> bytes:
    """The events alone with all that is known of each; geometry is WKT."""
    events = tables.events
    at = events.column_names.index("geometry")
    return to_csv(events.set_column(at, "geometry", pa.array(wkt_of(events["geometry"]))))


def to_csv(table: pa.Table) -> bytes:
    """The table as CSV: UTF-8, LF, a comma between cells, texts in quotes."""
    from pyarrow.csv import write_csv

    stream = pa.BufferOutputStream()
    write_csv(table, stream)
    content: bytes = stream.getvalue().to_pybytes()
    return content


def _records(exhibit: Exhibit) -> pa.Table:
    """The events in the columns of their own table; a coordinate only where it was given."""
    events = exhibit.events
    metadata = json.loads((events.schema.metadata or {}).get(b"extra", b"[]"))
    working = {"row", "place_index", "place_indices", "lat", "lon", "kind", "reason", SHAPE}
    working |= {"sort_start_day", "sort_end_day"} | _READ_DATES
    kept = [name for name in events.column_names if name not in working or name in metadata]
    columns = {name: events[name] for name in kept}
    own = pc.fill_null(pc.equal(events["kind"].cast(pa.string()), "coordinates"), False)
    for name in ("lat", "lon"):
        columns[name] = pc.if_else(own, events[name], pa.scalar(None, pa.float64()))
    if SHAPE in exhibit.places.column_names:
        shapes = pa.array(_shapes(exhibit), pa.string()).take(events["place_index"])
        columns["geometry"] = pc.if_else(own, shapes, pa.scalar(None, pa.string()))
    table = pa.table(columns)
    names = [name for name in table.column_names if name in metadata]
    given = {name: name.removesuffix("_given") for name in names if name.endswith("_given")}
    taken = set(table.column_names)
    table = table.rename_columns(
        [given[n] if n in given and given[n] not in taken else n for n in table.column_names]
    )
    return _filled(table, {"id", "date", "title"})


_READ_DATES = {"edtf", "start_day", "end_day", "certainty", "precision"}


def _shapes(exhibit: Exhibit) -> list[str | None]:
    return wkt_of(exhibit.places[SHAPE])


def _own_places(exhibit: Exhibit) -> pa.Table:
    """The exhibit's places, and those that it took of gazetteers which are not at hand.

    Places of the world and of records' coordinates are found again without, as are those near
    others where all others are at hand.
    """
    file = file_of(exhibit, "places")
    places = exhibit.places
    if "gazetteer" in places.column_names:
        is_own = pc.and_(pc.is_valid(places["gazetteer"]), pc.not_equal(places["gazetteer"], WORLD))
        if "relation" in places.column_names and _has_all_places(exhibit):
            is_own = pc.and_(is_own, pc.is_null(places["relation"]))
        places = places.filter(pc.fill_null(is_own, False))
    places = _undoubted(places)
    if file is not None:
        own = read_gazetteer(file, exhibit.config, kind="exhibit").places
        others = pc.invert(pc.is_in(places["id"], value_set=own["id"].combine_chunks()))
        places = pa.concat_tables([own, places.filter(others)], promote_options="permissive")
    columns = {
        name: places[name]
        for name in places.column_names
        if name not in ("row", "number", "gazetteer", "within", "relation", SHAPE)
        and not name.startswith(("of_", "relation_"))
    }
    if SHAPE in places.column_names:
        columns["geometry"] = pa.array(wkt_of(places[SHAPE]), pa.string())
    return _filled(pa.table(columns), {"id", "name", "lat", "lon"})


def _undoubted(places: pa.Table) -> pa.Table:
    """The places, those that records doubt as they are without: the records say it again."""
    ids = places["id"]
    doubted = pc.ends_with(ids, DOUBTED)
    if not pc.any(doubted).as_py():
        return places
    bare = pc.if_else(doubted, pc.utf8_slice_codeunits(ids, 0, -len(DOUBTED)), ids)
    certain = pc.if_else(doubted, None, places["certainty"])
    others = pc.invert(pc.and_(doubted, pc.is_in(bare, value_set=ids.combine_chunks())))
    for name, column in (("id", bare), ("certainty", certain)):
        places = places.set_column(places.column_names.index(name), name, column)
    return places.filter(others)


def _has_all_places(exhibit: Exhibit) -> bool:
    """Whether the table of places will have every place that an event may lie near."""
    return file_of(exhibit, "places") is not None and not exhibit.config.tables.gazetteers


def _decisions(exhibit: Exhibit) -> pa.Table:
    """The decisions of the exhibit's file; without one, those that its joins tell of.

    What lies near a place that is not at hand is decided as well, to be where it was.
    """
    file = file_of(exhibit, "decisions")
    near: set[str] = set()
    if "relation" in exhibit.places.column_names and not _has_all_places(exhibit):
        near = set(_beside_others(exhibit.places)["id"].to_pylist())
    rows: list[dict[str, Any]] = []
    if file is not None:
        for one in read_decisions(file, exhibit.config).rows:
            cells = {name: getattr(one, name) for name in DECISION_COLUMNS}
            if one.place is None:
                cells["place"] = "none"
            rows.append(cells)
    if file is None or near:
        joins = exhibit.joins.select(["id", "toponym", "place", "label", "kind", "reason"])
        for join in joins.to_pylist():
            is_made = join["kind"] == "decision" and file is None
            if join["toponym"] and (is_made or join["place"] in near):
                cells = {"toponym": join["toponym"], "context": join["id"], "who": _SIGNED}
                cells |= {"place": join["place"], "label": join["label"], "note": join["reason"]}
                rows.append(cells)
    return pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in DECISION_COLUMNS]))


def _beside_others(places: pa.Table) -> pa.Table:
    """What lies near places of gazetteers; near those of the world it is found again without."""
    beside = pc.is_valid(places["relation"])
    if "gazetteer" in places.column_names:
        of_world = pc.fill_null(pc.equal(places["gazetteer"], WORLD), False)
        beside = pc.and_(beside, pc.invert(of_world))
    return places.filter(beside)


def _written(table: pa.Table) -> pa.Table:
    """The table without the numbers that were read from its texts."""
    numbers = [name for name in table.column_names if name.endswith("_number")]
    table = table.drop_columns(numbers)
    # The texts of sources are files, and stay where they are.
    return table.drop_columns(["file"]) if "file" in table.column_names else table


def _dates(tables: Tables) -> pa.Table:
    names = [name for name in READ[:5] if name in tables.events.column_names]
    return tables.events.select(["id", "date", *names])


def _filled(table: pa.Table, required: set[str]) -> pa.Table:
    return table.select(
        [n for n in table.column_names if n in required or table[n].null_count < len(table)]
    ).replace_schema_metadata(None)


def _settings(exhibit: Exhibit) -> bytes:
    """The settings as TOML, as far as they name no files."""
    config = exhibit.config
    lines = list(_lines({key: getattr(config, key) for key in _SETTINGS}))
    lines += _lines(dict(sorted(config.variants.items())))
    for name in _SETTING_TABLES:
        settings = getattr(config, name)
        if settings is not None:
            lines += _table(name, settings.model_dump(exclude_defaults=True))
    for name in _ENTRIES:
        for identity, entry in getattr(config, name).items():
            given = entry.model_dump(exclude_defaults=True, exclude={"variants"})
            lines += _table(
                f"{name}.{_text(identity)}", given | dict(sorted(entry.variants.items()))
            )
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _table(name: str, settings: Mapping[str, Any]) -> Iterator[str]:
    if settings:
        yield f"\n[{name}]"
        yield from _lines(settings)


def _lines(settings: Mapping[str, Any]) -> Iterator[str]:
    for key, value in settings.items():
        if value not in (None, "", []):
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return _text(str(value))


def _text(text: str) -> str:
    """A basic string of TOML 1.0, which has JSON's escapes and forbids one character more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
