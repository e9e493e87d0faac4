"""Small maps to try: vector tiles, archives, feature files, a server of Range requests."""

from __future__ import annotations

import gzip
import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import mapbox_vector_tile

from mapbuilder.tiles import TileSet, gzipped, rects_of, tile_id, tile_of, to_pmtiles

BAKU = (49.80, 40.35, 49.95, 40.45)
CREDIT = '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap contributors</a>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)

LAYERS: dict[str, dict[str, list[tuple[str, dict[str, Any]]]]] = {
    "protomaps": {
        "roads": [("LINESTRING (0 2048, 4096 2048)", {"kind": "minor_road", "name": "Küçə"})],
        "water": [("POINT (700 700)", {"kind": "lake", "name": "Göl Ω", "name:ru": "Озеро"})],
        "places": [("POINT (2048 2048)", {"kind": "locality", "name": "Bakı", "name:az": "Əə"})],
    },
    "openmaptiles": {
        "transportation": [("LINESTRING (0 2048, 4096 2048)", {"class": "minor"})],
        "transportation_name": [("LINESTRING (0 9, 9 9)", {"class": "minor", "name": "Küçə"})],
        "place": [("POINT (2048 2048)", {"class": "city", "name": "Bakı", "name_en": "Baku"})],
    },
    "plain": {
        "sea": [("POLYGON ((0 0, 900 0, 900 900, 0 0))", {})],
        "roads": [("LINESTRING (0 2048, 4096 2048)", {"c": 5, "n": "Küçə"})],
        "places": [("POINT (2048 2048)", {"k": "city", "n": "Bakı"})],
    },
}


def vector_tile(schema: str = "protomaps", mark: str = "") -> bytes:
    """A tile, not compressed; ``mark`` makes one that differs."""
    layers = [
        {"name": layer, "features": [{"geometry": w, "properties": p} for w, p in features]}
        for layer, features in LAYERS[schema].items()
    ]
    if mark:
        layers[0]["features"].append({"geometry": "POINT (1 1)", "properties": {"mark": mark}})
    return mapbox_vector_tile.encode(layers, default_options={"y_coord_down": True})


def tile_set(schema: str = "protomaps", zooms: range = range(10, 15), **metadata: Any) -> TileSet:
    """The tiles of Baku, each with its own number in it."""
    ids = [
        tile_id(rect.zoom, x, y)
        for zoom in zooms
        for rect in rects_of(BAKU, zoom)
        for x in range(rect.x0, rect.x1 + 1)
        for y in range(rect.y0, rect.y1 + 1)
    ]
    tiles = {number: gzipped(vector_tile(schema, str(number))) for number in ids}
    return TileSet("mvt", tiles, BAKU, {"attribution": CREDIT, **metadata})


def write_pmtiles(path: Path, tileset: TileSet | None = None) -> Path:
    path.write_bytes(to_pmtiles(tileset or tile_set()))
    return path


def write_mbtiles(path: Path, tileset: TileSet | None = None, **metadata: str) -> Path:
    """The same tiles as MBTiles, whose rows count from the south."""
    tileset = tileset or tile_set()
    named = {
        "name": "Baku",
        "format": "pbf",
        "bounds": ",".join(map(str, tileset.bbox)),
        "attribution": CREDIT,
        "json": json.dumps({"vector_layers": []}),
        **metadata,
    }
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE metadata (name text, value text)")
        database.execute(
            "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, "
            "tile_data blob)"
        )
        database.executemany("INSERT INTO metadata VALUES (?, ?)", named.items())
        for number, content in tileset.tiles.items():
            zoom, x, y = tile_of(number)
            row = (zoom, x, (1 << zoom) - 1 - y, content)
            database.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", row)
        database.commit()
    return path


def features_in(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The features of a tile by layer, as the independent decoder reads them."""
    decoded = mapbox_vector_tile.decode(
        gzip.decompress(content), default_options={"y_coord_down": True}
    )
    return {name: layer["features"] for name, layer in decoded.items()}


def collection(*features: tuple[dict[str, Any], dict[str, Any]], **more: Any) -> str:
    """GeoJSON of (geometry, properties)."""
    listed = [{"type": "Feature", "geometry": g, "properties": p} for g, p in features]
    return json.dumps({"type": "FeatureCollection", "features": listed, **more})


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": points}


def area(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
<node id="1" lat="40.370" lon="49.830" version="1"/>
<node id="2" lat="40.380" lon="49.840" version="1"/>
<node id="3" lat="40.390" lon="49.850" version="1"/>
<node id="4" lat="40.375" lon="49.835" version="1">
  <tag k="place" v="city"/><tag k="name" v="Bakı"/><tag k="name:ru" v="Баку"/>
  <tag k="population" v="2 300 000"/>
</node>
<node id="5" lat="40.381" lon="49.831" version="1"/>
<node id="6" lat="40.381" lon="49.832" version="1"/>
<node id="7" lat="40.382" lon="49.832" version="1"/>
<node id="8" lat="40.383" lon="49.833" version="1"><tag k="amenity" v="bench"/></node>
<way id="1" version="1"><nd ref="1"/><nd ref="2"/>
  <tag k="highway" v="primary"/><tag k="name" v="Küçə"/></way>
<way id="2" version="1"><nd ref="2"/><nd ref="3"/>
  <tag k="highway" v="primary"/><tag k="name" v="Küçə"/></way>
<way id="3" version="1"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/>
  <tag k="building" v="yes"/></way>
</osm>
"""


class _Handler(BaseHTTPRequestHandler):
    server: RangeServer

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(self.headers.get("Range", ""))
        content = server.files.get(self.path.split("?")[0].lstrip("/"))
        if server.failing:
            self.send_error(server.failing.pop())
            return
        if content is None:
            self.send_error(404)
            return
        first, last = (self.headers["Range"].removeprefix("bytes=") + "-").split("-")[:2]
        start, stop = int(first), min(int(last), len(content) - 1)
        if not server.with_ranges:
            start, stop = 0, len(content) - 1
        elif start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if server.with_ranges else 200)
        self.send_header("Content-Range", f"bytes {start}-{stop}/{len(content)}")
        self.send_header("Content-Length", str(stop - start + 1))
        self.send_header("ETag", server.tag())
        self.end_headers()
        self.wfile.write(content[start : stop + 1])

    def log_message(self, *_: Any) -> None:
        pass


class RangeServer(ThreadingHTTPServer):
    """Serves files in parts, and fails as it is told to."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files = dict(files)
        self.asked: list[str] = []
        self.with_ranges = True
        self.changes_after: int | None = None
        self.failing: list[int] = []

    def tag(self) -> str:
        changed = self.changes_after is not None and len(self.asked) > self.changes_after
        return '"two"' if changed else '"one"'

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[RangeServer]:
    with RangeServer(files) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
