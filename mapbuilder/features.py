"""Feature files (GeoJSON, GeoPackage, shapefile, KML, FlatGeobuf, Parquet): tables with geometry.

A point becomes the columns ``lon`` and ``lat``, anything else the column ``geometry``, in EPSG:4326
whatever the file's own system is. GeoJSON is read as the JSON that it is: GDAL would guess at
types, and turn texts into dates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.cells import Sheet, known_among, note_unread, numbered, texts_of, to_texts
from mapbuilder.errors import InputError
from mapbuilder.report import Report

_DEGREES = re.compile(r"(?:^|[^0-9])(?:CRS84|4326)$")


def read_geojson(content: bytes, path: Path, name: str, report: Report) -> Sheet:
    """A feature collection, or a list of objects with one for each row."""
    try:
        parsed = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(f"{name} is not in UTF-8, which JSON must be") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{name}:{error.lineno} is not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{name} is nested too deeply to be a table") from None
    if isinstance(parsed, list) and all(isinstance(row, dict) for row in parsed):
        return rows_to_sheet(parsed)
    features = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise InputError(f"{name} is not a GeoJSON feature collection (RFC 7946, section 3.3)")
    if not is_in_degrees(parsed):
        # GeoJSON of 2008 may be in any system; RFC 7946 is in degrees alone.
        return read_layer(path, name, (), report)
    rows = []
    for feature in features:
        properties = feature.get("properties")
        row = dict(properties) if isinstance(properties, dict) else {}
        if "id" not in row and feature.get("id") is not None:
            row["id"] = feature["id"]
        rows.append(row)
    sheet = rows_to_sheet(rows)
    geometries = [feature.get("geometry") for feature in features]
    return _with_geometry(sheet, *_geojson_points(geometries))


def is_in_degrees(collection: Any) -> bool:
    """Whether a feature collection is in degrees, as far as it says in which system it is."""
    crs = collection.get("crs") or {}
    if isinstance(crs, dict):
        crs = (crs.get("properties") or {}).get("name", "CRS84")
    return bool(_DEGREES.search(str(crs)))


def _geojson_points(
    geometries: Sequence[Any],
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray]:
    """The points' lon and lat, and every other geometry as it is written."""
    lon: list[Any] = []
    lat: list[Any] = []
    others: list[Any] = []
    for geometry in geometries:
        written = geometry.get("coordinates") if isinstance(geometry, dict) else None
        is_point = (
            isinstance(geometry, dict)
            and geometry.get("type") == "Point"
            and isinstance(written, list)
            and len(written) > 1
        )
        pair = written[:2] if is_point and isinstance(written, list) else (None, None)
        lon.append(pair[0])
        lat.append(pair[1])
        others.append(None if is_point or not geometry else geometry)
    return texts_of(lon), texts_of(lat), texts_of(others)


def read_layer(
    path: Path, name: str, known: Collection[str], report: Report, encoding: str | None = None
) -> Sheet:
    """The layer with most of the ``known`` names, by GDAL; of KML, whose layers are folders, all.

    Layers that have the same known names are told, since they are not read. ``encoding`` counts for
    a shapefile that does not say its own.
    """
    import pyogrio
    import pyogrio.errors

    try:
        layers = [layer[0] for layer in pyogrio.list_layers(path)]
        if not layers:
            raise InputError(f"{name} has no layer")
        if path.suffix.lower() == ".kml":
            return _joined([_layer_sheet(path, layer, name, encoding) for layer in layers])
        found = {layer: pyogrio.read_info(path, layer=layer) for layer in layers}
        headings = {layer: known_among(found[layer]["fields"], known) for layer in layers}
        best = max(layers, key=lambda layer: len(headings[layer]))
        for layer in layers:
            count = int(found[layer]["features"])
            is_alike = bool(headings[best]) and headings[layer] >= headings[best]
            if layer != best and is_alike and count:
                note_unread("layer", best, layer, count, name, report)
        return _layer_sheet(path, best, name, encoding)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        # GDAL goes on with advice to programmers.
        reason = " ".join(str(error).split()).partition("; It might help")[0].rstrip(". :")
        raise InputError(f"{name} cannot be read ({reason}); write it again as .gpkg") from None


def _layer_sheet(path: Path, layer: str, name: str, encoding: str | None) -> Sheet:
    import pyogrio

    meta, table = pyogrio.raw.read_arrow(path, layer=layer)
    if not _is_text(table) and encoding and path.suffix.lower() == ".shp":
        meta, table = pyogrio.raw.read_arrow(path, layer=layer, encoding=encoding)
    if not _is_text(table):
        raise InputError(
            f"{name} has texts that are not in UTF-8, and nothing says in what they are: write it "
            f"into a file {path.stem}.cpg beside it, as in windows-1251, or as encoding in "
            "exhibit.toml"
        )
    geometry = meta.get("geometry_name") or "wkb_geometry"
    try:
        return _geometry_to_texts(table, geometry, meta.get("crs"), name)
    except NotImplementedError:
        # GEOS reads no arcs; read feature by feature, GDAL gives them as short straight lines.
        straight = pyogrio.raw.read(path, layer=layer, columns=[])[2]
        at = table.column_names.index(geometry)
        table = table.set_column(at, geometry, pa.array(straight.tolist(), pa.binary()))
        return _geometry_to_texts(table, geometry, meta.get("crs"), name)


def _is_text(table: pa.Table) -> bool:
    """Whether what is said to be texts can be read as such: GDAL hands on bytes that it cannot."""
    try:
        for column in table.columns:
            if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
                column.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _joined(sheets: Sequence[Sheet]) -> Sheet:
    """Sheets one below the other; a column that one of them lacks is empty there."""
    if len(sheets) == 1:
        return sheets[0]
    header = tuple(dict.fromkeys(column for sheet in sheets for column in sheet.header))
    columns = [
        [
            chunk
            for sheet in sheets
            for chunk in (
                sheet.columns[sheet.header.index(column)].chunks
                if column in sheet.header
                else [pa.nulls(len(sheet.rows), pa.string())]
            )
        ]
        for column in header
    ]
    count = sum(len(sheet.rows) for sheet in sheets)
    return Sheet(
        header, tuple(pa.chunked_array(one, pa.string()) for one in columns), numbered(count)
    )


def read_parquet(path: Path, name: str) -> Sheet:
    """A Parquet table; one with GeoParquet's metadata has its points as columns."""
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(path).read()
    except (pa.ArrowInvalid, pa.ArrowException, OSError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(f"{name} is not a Parquet file that can be read ({reason})") from None
    return parquet_sheet(table, name)


def parquet_sheet(table: pa.Table, name: str) -> Sheet:
    """A Parquet table that was read, or a part of one, as ``read_parquet`` gives it."""
    metadata = table.schema.metadata or {}
    try:
        geo = json.loads(metadata.get(b"geo", b"null"))
        geometry = geo["primary_column"] if geo else None
        crs = geo["columns"][geometry].get("crs", "OGC:CRS84") if geo else None
        encoding = geo["columns"][geometry].get("encoding", "WKB") if geo else None
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{name} has GeoParquet metadata that cannot be read") from None
    if geometry is None:
        return table_to_sheet(table)
    if encoding != "WKB":
        raise InputError(f"{name} has geometry encoded as {encoding!r}; write it again as WKB")
    try:
        return _geometry_to_texts(table, geometry, crs, name)
    except NotImplementedError:
        raise InputError(f"{name} has arcs, which cannot be read; write them as lines") from None


def frame_to_sheet(gdf: Any) -> Sheet:
    """A GeoDataFrame's columns, its geometry in EPSG:4326 as texts."""
    geometry = gdf.geometry
    if geometry.crs is not None and not geometry.crs.equals("EPSG:4326"):
        geometry = geometry.to_crs("EPSG:4326")
    sheet = columns_to_sheet(
        {str(column): gdf[column] for column in gdf.columns if column != geometry.name}, len(gdf)
    )
    return _with_geometry(sheet, *_texts_of_shapes(geometry.to_numpy()))


def _geometry_to_texts(table: pa.Table, geometry: str, crs: Any, name: str) -> Sheet:
    if geometry not in table.column_names:
        return table_to_sheet(table)
    import shapely

    column = table[geometry]
    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], pa.binary())
    try:
        shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object))
    except shapely.GEOSException as error:
        raise InputError(f"{name} has geometry that cannot be read ({error})") from None
    sheet = table_to_sheet(table.drop_columns([geometry]))
    return _with_geometry(sheet, *_texts_of_shapes(_in_degrees(shapes, crs, name)))


def _in_degrees(shapes: Any, crs: Any, name: str) -> Any:
    import pyproj
    import shapely

    if crs is None:
        west, south, east, north = shapely.total_bounds(shapes)
        if not np.isnan(west) and not (
            west >= -180 and east <= 180 and south >= -90 and north <= 90
        ):
            raise InputError(f"{name} does not say its coordinate system; write it as EPSG:4326")
        return shapes
    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise InputError(f"{name} has an unknown coordinate system ({error})") from None
    if system.equals("EPSG:4326", ignore_axis_order=True):
        return shapes
    west, south, east, north = np.abs(shapely.total_bounds(shapes))
    if system.is_projected and max(west, east) <= 180 and max(south, north) <= 90:
        # All of it would lie within a stone's throw of the system's origin.
        raise InputError(
            f"{name} says that it is in {system.name}, whose numbers are metres, but holds "
            "degrees; set its system to EPSG:4326 without reprojecting it"
        )
    to_degrees = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)

    def turned(points: Any) -> Any:
        return np.column_stack(to_degrees.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shapes, turned)


def points_in_degrees(
    x: Sequence[float], y: Sequence[float], crs: str, name: str
) -> tuple[list[float], list[float], bool]:
    """Points of another system as lon and lat, and whether that system's numbers are metres.

    Raises ``InputError`` for a system that there is not.
    """
    import pyproj

    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        raise InputError(
            f"exhibit.toml says that {name} is in the system {crs!r}, which there is not; write "
            'its number, as in "EPSG:3857"'
        ) from None
    to_degrees = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(np.asarray(x, float), np.asarray(y, float))
    # Reprojection leaves noise behind the ninth place, a tenth of a millimetre.
    return np.round(lon, 9).tolist(), np.round(lat, 9).tolist(), bool(system.is_projected)


def _texts_of_shapes(
    shapes: Any,
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, pa.ChunkedArray]:
    """The points' lon and lat, and every other geometry in WKT."""
    import shapely

    shapes = np.asarray(shapes, dtype=object)
    kinds = shapely.get_type_id(shapes)
    # A point that is empty has no coordinate, and GEOS none to tell of it.
    points = np.where((kinds == 0) & ~shapely.is_empty(shapes), shapes, None)
    ends = []
    for degrees in (shapely.get_x(points), shapely.get_y(points)):
        # Reprojection leaves noise behind the ninth place, a tenth of a millimetre.
        rounded = np.round(degrees, 9)
        ends.append(to_texts(pa.array(rounded, pa.float64(), from_pandas=True)))
    others = shapely.to_wkt(np.where(kinds > 0, shapes, None), rounding_precision=9)
    return ends[0], ends[1], to_texts(pa.array(others.tolist(), pa.string()))


def _with_geometry(
    sheet: Sheet, lon: pa.ChunkedArray, lat: pa.ChunkedArray, shapes: pa.ChunkedArray
) -> Sheet:
    """The sheet with its geometry: points as ``lon`` and ``lat``, lines and areas as they are.

    Coordinates that it has as columns are the curator's and stay.
    """
    written = {column.strip().lower() for column in sheet.header}
    header, columns = sheet.header, sheet.columns
    if not (written & {"lat", "lon"} or pc.all(pc.is_null(lon)).as_py()):
        header, columns = (*header, "lon", "lat"), (*columns, lon, lat)
    if not pc.all(pc.is_null(shapes)).as_py():
        # First, since of two columns with one name the first keeps it.
        header, columns = ("geometry", *header), (shapes, *columns)
    return Sheet(header, columns, sheet.rows)


def rows_to_sheet(rows: Sequence[dict[str, Any]]) -> Sheet:
    """A list of objects; a key that a row lacks is an empty cell."""
    header = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    columns = tuple(texts_of([row.get(key) for row in rows]) for key in header)
    return Sheet(header, columns, numbered(len(rows)))


def table_to_sheet(table: pa.Table) -> Sheet:
    """An Arrow table."""
    columns = tuple(to_texts(column) for column in table.columns)
    return Sheet(tuple(table.column_names), columns, numbered(len(table)))


def columns_to_sheet(columns: dict[str, Any], count: int) -> Sheet:
    """Columns of a data frame or lists, each by Arrow where it can and by its values where not."""
    texts = []
    for values in columns.values():
        try:
            texts.append(to_texts(pa.array(values, from_pandas=True)))
        except (pa.ArrowException, TypeError, UnicodeEncodeError, OverflowError):
            texts.append(texts_of(list(values)))
    return Sheet(tuple(columns), tuple(texts), numbered(count))
