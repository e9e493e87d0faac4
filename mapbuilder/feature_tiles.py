"""Feature files (GeoJSON, GeoPackage, OpenStreetMap's .pbf and .osm, …) as vector tiles.

In go a file and the tiles wanted of it, out come tiles in the schema of the Protomaps basemap, each
clipped with a margin and simplified for its zoom. Same file, same tiles. GDAL reads a batch at a
time, and whatever it cannot read is an ``InputError`` of one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from mapbuilder.errors import InputError
from mapbuilder.feature_kinds import (
    TAGS,
    Form,
    Kind,
    kind_of_form,
    kind_of_layer,
    kind_of_tags,
)
from mapbuilder.ranges import Progress
from mapbuilder.tiles import (
    MOST_LATITUDE,
    Bbox,
    Rect,
    TileSet,
    bbox_of,
    gzipped,
    ids_of,
    sides,
    to_degrees,
)
from mapbuilder.tiles import tile_of as tile_of_id

MOST_FEATURES = 500_000
"""A file with more of them in the area is for a tool that makes tiles for a living."""
MOST_ZOOM = 14
"""Tiles are made to this zoom and stretched beyond it: their grid is finer than a metre there."""

_EXTENT = 4_096
_MARGIN = 96
"""How far beyond its edge a tile's shapes reach, in its own units: lines are wide."""
_BATCH = 20_000
_LEAST_AREA = 160.0
"""Square units; a smaller area is not drawn before the last zoom."""

_FORMS: dict[str, Form] = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line",
    "LinearRing": "line", "Polygon": "area", "MultiPolygon": "area",
}  # fmt: skip
_COLUMNS = {
    *TAGS, "admin_level", "area", "kind", "kind_detail", "other_tags", "population", "service",
    "tunnel", "water",
}  # fmt: skip
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_NAME = re.compile(r"name(?:[:_][a-z]{2,3})?", re.IGNORECASE)
_LINES = "lines, multilinestrings, multipolygons, points"
_Shapes = npt.NDArray[np.object_]
_Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Features:
    """The features of a file that a map shows, in the order of the file."""

    shapes: list[Any] = field(default_factory=list)
    """In web mercator's square, see ``tiles.to_unit``."""
    kinds: list[Kind] = field(default_factory=list)
    names: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0
    """Features that no map shows, or of which nothing says what they are."""

    def bbox(self) -> Bbox:
        """Where the features are."""
        import shapely

        x0, y0, x1, y1 = shapely.total_bounds(np.array(self.shapes, dtype=object)).tolist()
        west, north = to_degrees(x0, y0)
        east, south = to_degrees(x1, y1)
        # A single point has no size, and a map of it is of its surroundings.
        room = 0.01 if east - west < 1e-6 or north - south < 1e-6 else 0.0
        return west - room, south - room, east + room, north + room

    def put_first(self, shape: Any, kind: Kind) -> None:
        """Lays a nameless shape, in degrees, under all that there is."""
        import shapely

        self.shapes.insert(0, shapely.transform(shape, _to_square(None)))
        self.kinds.insert(0, kind)
        self.names.insert(0, {})

    def counts(self) -> dict[str, int]:
        """How many features each layer has, sorted."""
        return dict(sorted(Counter(kind.layer for kind in self.kinds).items()))


def is_osm(path: Path) -> bool:
    """Whether the file is OpenStreetMap's own: its licence is known then."""
    return path.name.lower().endswith((".pbf", ".osm"))


def read_features(path: Path, bbox: Bbox | None = None) -> Features:
    """The features of a file that meet the bbox. Raises ``InputError``."""
    import pyogrio
    import pyogrio.errors
    import shapely

    features = Features()
    try:
        layers = [(str(name), form) for name, form in pyogrio.list_layers(path)]
        shaped = [name for name, form in layers if form is not None]
        if not layers:
            raise InputError(f"{path.name} has no layer")
        if not shaped:
            raise InputError(f"{path.name} has no geometry: its layers are tables alone")
        for layer in shaped:
            if is_osm(path) and layer not in _LINES.split(", "):
                continue
            for side in [None] if bbox is None else sides(bbox):
                _read_layer(path, layer, side, features)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FieldError,
        pyogrio.errors.GeometryError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.CRSError,
        shapely.errors.ShapelyError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        reason = " ".join(str(error).split()).partition("; It might help")[0].rstrip(". :")
        raise InputError(f"{path.name} cannot be read as a map ({reason})") from None
    if not features.shapes:
        where = "" if bbox is None else " in the area that is asked for"
        left = f"; {features.left_out:,} others are of no known kind" if features.left_out else ""
        raise InputError(
            f"{path.name} has no streets, water, buildings or places{where}{left}: name its layers "
            "roads, water, buildings, landuse or places, or give features OpenStreetMap's tags"
        )
    return features


def _read_layer(path: Path, layer: str, bbox: Bbox | None, features: Features) -> None:
    import pyogrio.raw
    import shapely

    crs = pyogrio.read_info(path, layer=layer).get("crs")
    system = _transformer(crs, path.name)
    near = None
    if bbox is not None:
        # Also what lies just beyond: a tile is a little larger than the bbox.
        grown = (bbox[0] - 0.01, bbox[1] - 0.01, bbox[2] + 0.01, bbox[3] + 0.01)
        near = grown if system is None else system.transform_bounds(*grown, direction="INVERSE")
    with pyogrio.raw.open_arrow(
        path, layer=layer, bbox=near, batch_size=_BATCH, use_pyarrow=True
    ) as (meta, reader):
        geometry = meta.get("geometry_name") or "wkb_geometry"
        has_tags = bool({*TAGS, "other_tags"} & set(meta["fields"]))
        for batch in reader:
            if geometry not in batch.schema.names:
                raise InputError(f"the layer {layer!r} of {path.name} has no geometry")
            shapes = shapely.from_wkb(
                np.array(batch.column(geometry).to_pylist(), dtype=object), on_invalid="ignore"
            )
            if crs is None:
                _refuse_unknown_system(shapes, path.name)
            rows = _tags_of(batch, geometry)
            _add(shapes, rows, layer, has_tags, system, features)
            if len(features.shapes) > MOST_FEATURES:
                raise InputError(
                    f"{path.name} has more than {MOST_FEATURES:,} features there: take a smaller "
                    "area, or make a .pmtiles of it with a tool such as tippecanoe or planetiler"
                )


def _transformer(crs: Any, name: str) -> Any:
    """From the file's system to degrees; None where it is in degrees already."""
    import pyproj

    if crs is None:
        return None
    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise InputError(f"{name} has an unknown coordinate system ({error})") from None
    if system.equals("EPSG:4326", ignore_axis_order=True):
        return None
    return pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True)


def _refuse_unknown_system(shapes: _Shapes, name: str) -> None:
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError(f"{name} does not say its coordinate system; write it as EPSG:4326")


def _tags_of(batch: Any, geometry: str) -> list[dict[str, str]]:
    """Each row's tags and names as texts; of other columns nothing is kept."""
    kept = [
        column
        for column in batch.schema.names
        if column != geometry and (column in _COLUMNS or _NAME.fullmatch(column))
    ]
    columns = [batch.column(column).to_pylist() for column in kept]
    rows = []
    for values in zip(*columns, strict=True) if columns else [()] * batch.num_rows:
        row = {
            column: str(value)
            for column, value in zip(kept, values, strict=True)
            if value is not None and value != ""
        }
        if more := row.pop("other_tags", ""):
            pairs = _HSTORE.findall(more)
            row = {_unquoted(key): _unquoted(value) for key, value in pairs} | row
        rows.append(row)
    return rows


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _add(
    shapes: _Shapes,
    rows: Sequence[Mapping[str, str]],
    layer: str,
    has_tags: bool,
    system: Any,
    features: Features,
) -> None:
    """Adds the features that a map shows, in web mercator's square."""
    import shapely

    kept: list[int] = []
    kinds: list[Kind] = []
    for index, (shape, row) in enumerate(zip(shapes, rows, strict=True)):
        form = _FORMS.get(shape.geom_type) if shape is not None else None
        kind = None
        if form is not None and not shape.is_empty:
            kind = kind_of_tags(row, form) if has_tags else None
            kind = kind or kind_of_layer(layer, row, form)
            if kind is None and not has_tags:
                kind = kind_of_form(row, form)
        if kind is None:
            features.left_out += 1
            continue
        kept.append(index)
        kinds.append(kind)
    if not kept:
        return
    squares = shapely.transform(shapely.force_2d(shapes[kept]), _to_square(system))
    wrong = (shapely.get_dimensions(squares) == 2) & ~shapely.is_valid(squares)
    squares[wrong] = shapely.make_valid(squares[wrong])
    bounds = shapely.bounds(squares)
    for index, kind, square, ends in zip(kept, kinds, squares, bounds, strict=True):
        if not np.isfinite(ends).all():
            features.left_out += 1
            continue
        features.shapes.append(square)
        features.kinds.append(kind)
        features.names.append(
            {
                key.lower().replace("_", ":", 1): text
                for key, text in rows[index].items()
                if _NAME.fullmatch(key)
            }
        )


def _to_square(system: Any) -> Callable[[_Floats], _Floats]:
    """From the file's system to web mercator's square."""

    def squared(points: _Floats) -> _Floats:
        lon, lat = points[:, 0], points[:, 1]
        if system is not None:
            lon, lat = system.transform(lon, lat)
        angle = np.radians(np.clip(lat, -MOST_LATITUDE, MOST_LATITUDE))
        y = (1.0 - np.arcsinh(np.tan(angle)) / np.pi) / 2.0
        return np.column_stack([(np.asarray(lon) + 180.0) / 360.0, y])

    return squared


def to_tiles(
    features: Features,
    rects: Sequence[Rect],
    metadata: Mapping[str, Any],
    progress: Progress | None = None,
) -> TileSet:
    """The tiles of the rectangles in which there is something. Raises ``InputError`` for none."""
    zooms = sorted({rect.zoom for rect in rects})
    tiles: dict[int, bytes] = {}
    layers: dict[str, set[str]] = {}
    for done, zoom in enumerate(zooms):
        ids = ids_of(rect for rect in rects if rect.zoom == zoom)
        for number, content in _tiles_of(features, zoom, ids, zoom == zooms[-1], layers):
            tiles[number] = gzipped(content)
        if progress is not None:
            progress(done + 1, len(zooms))
    if not tiles:
        raise InputError("there is nothing to draw in the area that is asked for")
    listed = [
        {"id": layer, "fields": dict.fromkeys(sorted(fields), "String")}
        for layer, fields in sorted(layers.items())
    ]
    whole = {**metadata, "type": "baselayer", "vector_layers": listed}
    return TileSet("mvt", tiles, bbox_of(rects), whole)


def _tiles_of(
    features: Features,
    zoom: int,
    ids: Sequence[int],
    is_last: bool,
    layers: dict[str, set[str]],
) -> Iterator[tuple[int, bytes]]:
    import shapely

    count = 1 << zoom
    unit = 1.0 / (count * _EXTENT)
    chosen = np.array(
        [i for i, kind in enumerate(features.kinds) if is_last or kind.min_zoom <= zoom], dtype=int
    )
    if not len(chosen):
        return
    shapes = np.array([features.shapes[i] for i in chosen], dtype=object)
    if not is_last:
        large = (shapely.get_dimensions(shapes) < 2) | (
            shapely.area(shapes) > _LEAST_AREA * unit * unit
        )
        chosen, shapes = chosen[large], shapes[large]
    # A pixel is eight units or more: half of that is not seen.
    shapes = shapely.simplify(shapes, unit * (1.0 if is_last else 4.0))
    corners = np.array([tile_of_id(number)[1:] for number in ids], dtype=float) / count
    margin = _MARGIN * unit
    side = 1.0 / count
    boxes = shapely.box(
        corners[:, 0] - margin,
        corners[:, 1] - margin,
        corners[:, 0] + side + margin,
        corners[:, 1] + side + margin,
    )
    pairs = shapely.STRtree(shapes).query(boxes)
    order = np.lexsort((pairs[1], pairs[0]))
    tile_rows, shape_rows = pairs[0][order], pairs[1][order]
    for tile in np.unique(tile_rows).tolist():
        start, stop = np.searchsorted(tile_rows, [tile, tile + 1])
        rows = shape_rows[start:stop]
        inside = shapely.clip_by_rect(shapes[rows], *shapely.bounds(boxes[tile]))
        drawn = shapely.transform(inside, _to_grid(corners[tile], unit))
        content = _encoded(features, chosen[rows], _turned(drawn), layers)
        if content:
            yield ids[tile], content


def _to_grid(corner: _Floats, unit: float) -> Callable[[_Floats], _Floats]:
    return lambda points: np.round((points - corner) / unit)


def _turned(shapes: _Shapes) -> _Shapes:
    """Areas made valid on the tile's grid, their outer rings turned as the format wants it.

    ref: Mapbox Vector Tile specification 2.1, section 4.3.4.4
    """
    import shapely

    areas = shapely.get_dimensions(shapes) == 2
    wrong = areas & ~shapely.is_valid(shapes)
    shapes[wrong] = shapely.make_valid(shapes[wrong])
    # GEOS's normal form turns them the other way.
    shapes[areas] = shapely.reverse(shapely.normalize(shapes[areas]))
    return shapes


def _encoded(
    features: Features, rows: Sequence[int], shapes: _Shapes, layers: dict[str, set[str]]
) -> bytes:
    """A vector tile; lines that say the same are one feature, so that a street has one name."""
    import mapbox_vector_tile
    import shapely

    by_layer: dict[str, dict[Any, list[Any]]] = {}
    for index, (row, shape) in enumerate(zip(rows, shapes, strict=True)):
        kind = features.kinds[row]
        form = shapely.get_dimensions(features.shapes[row])
        parts = [
            part
            for part in shapely.get_parts(shape)
            if shapely.get_dimensions(part) == form and not part.is_empty
        ]
        if not parts:
            continue
        said: dict[str, str | int] = {"kind": kind.kind}
        if kind.detail:
            said["kind_detail"] = kind.detail
        if kind.rank:
            said["population_rank"] = kind.rank
        said |= dict(sorted(features.names[row].items()))
        layers.setdefault(kind.layer, set()).update(said)
        group = (form, tuple(said.items()), index if form != 1 else -1)
        by_layer.setdefault(kind.layer, {}).setdefault(group, []).extend(parts)
    encoded = []
    for layer in sorted(by_layer):
        rows_of_layer = []
        for (form, properties, _), parts in by_layer[layer].items():
            shape = (
                shapely.line_merge(shapely.multilinestrings(parts))
                if form == 1
                else (parts[0] if len(parts) == 1 else _gathered(parts, form))
            )
            rows_of_layer.append({"geometry": shape, "properties": dict(properties)})
        encoded.append({"name": layer, "features": rows_of_layer})
    if not encoded:
        return b""
    return bytes(
        mapbox_vector_tile.encode(
            encoded,
            # What it would check is seen to by `_turned`, for a whole tile at once.
            default_options={
                "y_coord_down": True,
                "extents": _EXTENT,
                "check_winding_order": False,
            },
        )
    )


def _gathered(parts: Sequence[Any], form: int) -> Any:
    import shapely

    return shapely.multipolygons(parts) if form == 2 else shapely.multipoints(parts)
