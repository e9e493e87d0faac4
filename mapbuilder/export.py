"""The export: an exhibit in, one file for other programs out.

GeoJSON, GeoPackage, KML and GeoParquet hold the events, each once and with all that is known of it;
Linked Places and LP-TSV hold the places; CSL-JSON and BibTeX the sources; CSV is the exhibit as
tables. Always true: an event without a place is there without a geometry; credits and licences go
along; no clock is in the file, so that the same exhibit gives the same bytes with the same
libraries.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.build import page_path
from mapbuilder.counts import counted
from mapbuilder.errors import ExportError
from mapbuilder.exhibit_files import refuse_input
from mapbuilder.export_tables import GEOMETRY, distinct_names, geojson_of, to_tables
from mapbuilder.files import write_atomic
from mapbuilder.spans import Point, to_node

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.exhibit import Exhibit

_CRS = "EPSG:4326"
_EPOCH = "1970-01-01T00:00:00.000Z"
"""Stands in a GeoPackage for when it was written, which would be other bytes each time."""
# ref: GDAL, "LIBKML": names of columns that it takes for parts of a placemark, in any case.
_KML_NAMES = (
    "id", "name", "description", "timestamp", "begin", "end", "altitudemode", "tessellate",
    "extrude", "visibility", "draworder", "icon", "heading", "tilt", "roll", "snippet", "model",
    "scale_x", "scale_y", "scale_z", "camera", "networklink", "photooverlay", "address", "atom",
)  # fmt: skip
_KML = ("name", "description", "timestamp", "begin", "end")
# ref: XML 1.0, 2.2, "Char", and which of those had better not be used.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_ENDS_CDATA, _MARK = "]]>", "]]\ufdd0>"
_GPKG_NAMES = ("fid", "geom", "ogc_fid", "rowid", "_rowid_", "oid")


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how its files end, and what makes one of an exhibit."""

    endings: tuple[str, ...]
    """The first is that of a file which nobody has named."""
    write: Callable[[Exhibit], bytes]
    of: str = "events"
    """What a row or feature of it is: events, places or sources."""


def to_geojson(exhibit: Exhibit) -> bytes:
    """A feature collection (RFC 7946) of the events; the other tables are members beside them."""
    tables = to_tables(exhibit)
    events = tables.events
    names = [name for name in events.column_names if name != GEOMETRY]
    rows = events.select(names).to_pylist()
    features = [
        # ref: RFC 7946, 3.2: a feature without a place has null for a geometry.
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": geometry,
            "properties": {key: value for key, value in row.items() if value is not None},
        }
        for row, geometry in zip(rows, geojson_of(events[GEOMETRY]), strict=True)
    ]
    places = tables.places.drop_columns([GEOMETRY]).to_pylist()
    for place, geometry in zip(places, geojson_of(tables.places[GEOMETRY]), strict=True):
        place["geometry"] = geometry
    whole: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": tables.facts["title"],
        "exhibit": dict(tables.facts),
        "credits": [dict(one) for one in tables.credits],
        "features": features,
        # ref: RFC 7946, 6.1, "foreign members"; whoever does not know them passes them over.
        "places": _said(places),
        "sources": _said(tables.sources.to_pylist()),
        "figures": _said(tables.figures.to_pylist()),
        "joins": _said(tables.joins.to_pylist()),
    }
    return _json(whole)


def _said(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def _json(whole: Any) -> bytes:
    """JSON with a line for each feature and each row, so that two files can be compared."""
    lines = []
    for key, value in whole.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = ",\n".join(_compact(one) for one in value)
            lines.append(f"{_compact(key)}:[\n{inner}\n]")
        else:
            lines.append(f"{_compact(key)}:{_compact(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def to_geopackage(exhibit: Exhibit) -> bytes:
    """Layers of events and places; tables of sources, figures, joins, credits and the exhibit."""
    import pyarrow as pa

    tables = to_tables(exhibit)
    facts = {
        key: value if isinstance(value, str) else _compact(value)
        for key, value in tables.facts.items()
    }
    texts = [(name, pa.string()) for name in ("what", "credit", "licence")]
    layers = {
        "events": tables.events,
        "places": tables.places,
        "sources": tables.sources,
        "figures": tables.figures,
        "joins": tables.joins,
        "credits": pa.Table.from_pylist([dict(one) for one in tables.credits], pa.schema(texts)),
        "exhibit": pa.table({"key": [*facts], "value": pa.array(facts.values(), pa.string())}),
    }
    about = f"{tables.facts['title']}. {tables.credit_line()}"
    # GDAL writes a database to a file, not to memory, where several layers are added to it.
    with tempfile.TemporaryDirectory() as folder, _without_clock():
        path = Path(folder, "export.gpkg")
        for name, table in layers.items():
            _write_layer(_renamed(table, _GPKG_NAMES), path, name, about)
        return path.read_bytes()


def _write_layer(table: pa.Table, path: Path, layer: str, about: str) -> None:
    import pyogrio

    options: dict[str, Any] = {"layer_options": {"DESCRIPTION": about}}
    if GEOMETRY in table.column_names:
        options |= {"geometry_name": GEOMETRY, "geometry_type": "Unknown", "crs": _CRS}
        options["layer_options"]["GEOMETRY_NAME"] = "geom"
    with _told():
        pyogrio.write_arrow(table, path, driver="GPKG", layer=layer, **options)


@contextmanager
def _told() -> Iterator[None]:
    """What GDAL cannot write is said in one line."""
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        yield
    except (DataLayerError, DataSourceError) as error:
        raise ExportError(f"GDAL cannot write the file: {' '.join(str(error).split())}") from error


@contextmanager
def _without_clock() -> Iterator[None]:
    """GDAL with a fixed time in place of the clock's."""
    import pyogrio

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _EPOCH})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def _renamed(table: pa.Table, reserved: tuple[str, ...]) -> pa.Table:
    """The table without names that the format has for itself."""
    names = [name for name in table.column_names if name != GEOMETRY]
    new = dict(zip(names, distinct_names(names, {*reserved, GEOMETRY}), strict=True))
    return table.rename_columns([new.get(name, name) for name in table.column_names])


def to_kml(exhibit: Exhibit) -> bytes:
    """A placemark for each event: its name, its texts as plain text, its time, all its columns.

    Raises ``ExportError`` where GDAL was built without LIBKML, which alone writes times.
    """
    import pyarrow as pa
    import pyogrio

    if "w" not in pyogrio.list_drivers().get("LIBKML", ""):
        raise ExportError(
            "KML needs a GDAL with LIBKML, which this pyogrio has not; install a newer pyogrio, or "
            "choose another format"
        )
    tables = to_tables(exhibit)
    events = _renamed(tables.events, _KML_NAMES)
    rows = tables.events.drop_columns([GEOMETRY]).to_pylist()
    when = [_kml_time(row) for row in rows]
    texts: dict[str, list[str | None]] = {
        "name": [row["title"] for row in rows],
        "description": [_description(row) for row in rows],
        **{key: [one.get(key) for one in when] for key in _KML[2:]},
    }
    columns = {key: pa.array(map(_in_xml, texts[key]), pa.string()) for key in _KML}
    for name in events.column_names:
        column = events[name]
        if pa.types.is_string(column.type):
            column = pa.array(map(_in_xml, column.to_pylist()), pa.string())
        columns[name] = column
    stream = io.BytesIO()
    with _told():
        pyogrio.write_arrow(
            pa.table(columns),
            stream,
            driver="LIBKML",
            layer="events",
            geometry_name=GEOMETRY,
            geometry_type="Unknown",
            crs=_CRS,
            dataset_options={
                "NAME": _in_xml(tables.facts["title"]) or "",
                "DESCRIPTION": escape(_in_xml(tables.credit_line()) or ""),
            },
        )
    # LIBKML writes sections of CDATA as if nothing could end them.
    split = b"]]]]><![CDATA[>"
    # Where it has written none it has written &gt;, and the mark has done its work.
    content = stream.getvalue().replace(_MARK.encode(), split)
    return content.replace(_MARK[2].encode(), b"")


def _in_xml(text: str | None) -> str | None:
    if text is None:
        return None
    return _NOT_XML.sub("\ufffd", text).replace(_ENDS_CDATA, _MARK)


def _description(row: dict[str, Any]) -> str:
    """What is told of an event, as text: a reader of KML takes it for HTML, so it is escaped."""
    source = ", ".join(str(row[key]) for key in ("source_title", "locator") if row.get(key))
    quote = f"“{row['quote']}”" if row.get("quote") else ""
    parts = (row.get("date"), row.get("text"), quote, source, row.get("other_accounts"))
    return escape("\n\n".join(str(part) for part in parts if part), quote=False)


def _kml_time(row: dict[str, Any]) -> dict[str, str]:
    """A time stamp for a year, a month or a day, else the span from the first day to the last."""
    node = to_node(row["edtf"]) if row.get("edtf") else None
    if isinstance(node, Point) and not node.season and not node.significant:
        parts = [part for part in (node.year, node.month, node.day) if part is not None]
        if "X" not in "".join(parts):
            return {"timestamp": "-".join(parts)}
    ends = {"begin": row.get("first_day"), "end": row.get("last_day")}
    return {key: day for key, day in ends.items() if day}


def to_geoparquet(exhibit: Exhibit) -> bytes:
    """The events as GeoParquet 1.1; sources, figures and credits are JSON in its metadata."""
    import geopandas
    import pyarrow.parquet as pq

    tables = to_tables(exhibit)
    events = tables.events
    frame = events.drop_columns([GEOMETRY]).to_pandas()
    geometry = geopandas.GeoSeries.from_wkb(events[GEOMETRY].to_pylist(), crs=_CRS)
    stream = io.BytesIO()
    geopandas.GeoDataFrame(frame, geometry=geometry).to_parquet(stream, schema_version="1.1.0")
    written = pq.read_table(io.BytesIO(stream.getvalue()))
    about = {
        "exhibit": dict(tables.facts),
        "credits": [dict(one) for one in tables.credits],
        "sources": _said(tables.sources.to_pylist()),
        "figures": _said(tables.figures.to_pylist()),
    }
    metadata = {
        **written.schema.metadata,
        b"mapbuilder": _compact(about).encode("utf-8", "replace"),
    }
    final = io.BytesIO()
    pq.write_table(written.replace_schema_metadata(metadata), final, compression="zstd")
    return final.getvalue()


def to_csv(exhibit: Exhibit) -> bytes:
    """A ZIP of the exhibit's tables."""
    from mapbuilder.table_archive import to_archive

    return to_archive(exhibit, to_tables(exhibit))


def to_linked_places(exhibit: Exhibit) -> bytes:
    """Linked Places of the places, with the events beside them."""
    from mapbuilder.linked_export import to_linked_places

    return _json(to_linked_places(to_tables(exhibit)))


def to_lp_tsv(exhibit: Exhibit) -> bytes:
    """LP-TSV of the places."""
    from mapbuilder.linked_export import to_lp_tsv

    return to_lp_tsv(to_tables(exhibit))


def to_csl_json(exhibit: Exhibit) -> bytes:
    """CSL-JSON of the sources."""
    from mapbuilder.references import to_csl_json

    return to_csl_json(_sources(exhibit)).encode()


def to_bibtex(exhibit: Exhibit) -> bytes:
    """BibTeX of the sources."""
    from mapbuilder.references import to_bibtex

    return to_bibtex(_sources(exhibit)).encode()


def _sources(exhibit: Exhibit) -> pa.Table:
    if exhibit.sources is None:
        raise ExportError("the exhibit has no table of sources: put a sources.csv into its folder")
    return exhibit.sources


FORMATS: dict[str, Format] = {
    "geojson": Format((".geojson",), to_geojson),
    "gpkg": Format((".gpkg",), to_geopackage),
    "kml": Format((".kml",), to_kml),
    "csv": Format((".zip", ".csv"), to_csv),
    "parquet": Format((".parquet", ".geoparquet"), to_geoparquet),
    "linked-places": Format((".jsonld",), to_linked_places, "places"),
    "lp-tsv": Format((".tsv",), to_lp_tsv, "places"),
    "csl-json": Format((".csl.json",), to_csl_json, "sources"),
    "bibtex": Format((".bib",), to_bibtex, "sources"),
}
"""The formats by the names that ``--format`` has for them."""


def write_export(
    exhibit: Exhibit, output: Path | str | None = None, form: str | None = None
) -> tuple[Path, str]:
    """The path of the file that was written, and the name of its format.

    *This function writes a file:* ``output`` names it or its folder, else it is ``output/NAME``
    with the format's ending. Without ``form`` the ending of ``output`` says the format; a file that
    ends in ``.csv`` holds the events alone. Raises ``ExportError`` when neither says one.
    """
    name = _form(form, output)
    chosen = FORMATS[name]
    path = page_path(exhibit, output)
    if output is None or path != Path(output):
        path = path.with_name(path.name.removesuffix(".html") + chosen.endings[0])
    refuse_input(path, exhibit.folder, exhibit.inputs)
    if name == "csv" and path.suffix.lower() == ".csv":
        from mapbuilder.table_archive import to_events_csv

        content = to_events_csv(to_tables(exhibit))
    else:
        content = chosen.write(exhibit)
    write_atomic(path, content)
    return path, name


def _form(form: str | None, output: Path | str | None) -> str:
    listed = ", ".join(FORMATS)
    if form is not None:
        if form not in FORMATS:
            raise ExportError(f"there is no format {form!r}; there are {listed}")
        return form
    stem, suffix = ("", "") if output is None else os.path.splitext(str(output).lower())
    # One format's ending is of two parts.
    suffix = ".csl.json" if suffix == ".json" and stem.endswith(".csl") else suffix
    found = [name for name, one in FORMATS.items() if suffix in one.endings]
    if found:
        return found[0]
    if suffix == ".json":
        raise ExportError(
            f"{str(output)!r} may be GeoJSON, Linked Places or CSL-JSON; say which with --format "
            "geojson, linked-places or csl-json"
        )
    ending = f"nothing ends in {suffix!r}" if suffix else "there is no ending to tell the format by"
    raise ExportError(f"{ending}; say it with --format: {listed}")


def summary(exhibit: Exhibit, form: str) -> str:
    """What is in the file, in a sentence; what has no place, or is not in it, is said."""
    counts = exhibit.counts
    of = FORMATS[form].of
    if of == "sources":
        return counted(0 if exhibit.sources is None else len(exhibit.sources), "source")
    if of == "places":
        said = counted(counts["places"], "place")
        if form == "linked-places":
            said += f" and {counted(counts['events'], 'event')}"
    else:
        said = counted(counts["events"], "event")
    if counts["unplaced"] and form != "lp-tsv":
        said += f", {counts['unplaced']:,} of them without a place"
    if counts["rejected"]:
        said += f"; {counted(counts['rejected'], 'rejected record')} not in it"
    return said
