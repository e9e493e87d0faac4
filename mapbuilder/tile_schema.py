"""The schema of vector tiles: which of the known ones it is, and the letters of its names.

Known are OpenMapTiles (layers ``transportation``, ``place``, …; what a feature is stands under
``class``), the Protomaps basemap (``roads``, ``places``, …; under ``kind``), and layers with plain
names that somebody made (``sea``, ``roads``, ``buildings``, …). Other layers are left aside by the
page; tiles that have only such are refused, with their layers named.

ref: https://openmaptiles.org/schema/ and https://docs.protomaps.com/basemaps/layers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from mapbuilder.errors import InputError
from mapbuilder.tiles import TileSet, gunzipped, tile_of

Schema = Literal["openmaptiles", "protomaps", "plain"]

LAYERS: dict[Schema, frozenset[str]] = {
    "openmaptiles": frozenset(
        {
            "aerodrome_label", "aeroway", "boundary", "building", "housenumber", "landcover",
            "landuse", "mountain_peak", "park", "place", "poi", "transportation",
            "transportation_name", "water", "water_name", "waterway",
        }
    ),
    "protomaps": frozenset(
        {
            "boundaries", "buildings", "earth", "landcover", "landuse", "places", "pois", "roads",
            "transit", "water",
        }
    ),
    "plain": frozenset(
        {
            "residential", "industrial", "commercial", "urban", "builtup", "built_up", "green",
            "park", "parks", "forest", "forests", "wood", "woods", "cemetery", "cemeteries", "sand",
            "beach", "beaches", "water", "sea", "ocean", "lake", "lakes", "reservoirs", "waters",
            "building", "buildings", "pier", "piers", "river", "rivers", "canals", "waterways",
            "stream", "streams", "rail", "rails", "railway", "railways", "borders", "boundaries",
            "road", "roads", "street", "streets", "highways", "place", "places", "towns",
            "settlements",
        }
    ),
}  # fmt: skip
_WATERS = {
    "water", "water_name", "waterway", "physical_line", "physical_point", "river", "rivers",
}  # fmt: skip
_CLASS: dict[Schema, tuple[str, ...]] = {
    "openmaptiles": ("class",),
    "protomaps": ("kind", "pmap:kind"),
    "plain": ("c", "k", "class", "kind", "highway", "place", "fclass", "type"),
}

MOST_TILE_BYTES = 24_000_000
"""A tile that unpacks to more is refused: no page could draw it."""


def schema_of(tileset: TileSet, name: str) -> Schema:
    """The schema of vector tiles. Raises ``InputError``, which names the layers, for another."""
    fields = _declared(tileset.metadata)
    if not fields:
        fields = {}
        for layers in _read_tiles(tileset, name, most=50):
            for layer in layers:
                fields.setdefault(layer.name, set()).update(layer.keys)
    # Water and land use are in both; what tells them apart is how features say what they are.
    scores = {schema: _likeness(schema, fields) for schema in LAYERS}
    best = max(scores, key=lambda schema: scores[schema])
    # Names of layers are shared by all three; plain ones are what is left when nothing says more.
    if scores["openmaptiles"] > (0, 0) or scores["protomaps"] > (0, 0):
        best = max(("openmaptiles", "protomaps"), key=lambda schema: scores[schema])
    if scores[best] > (0, 0):
        return best
    listed = ", ".join(sorted(fields)[:20]) or "none"
    raise InputError(
        f"{name} has vector tiles of an unknown schema (layers: {listed}); known are OpenMapTiles "
        "(transportation, place, …, with 'class'), Protomaps (roads, places, …, with 'kind') and "
        "layers with plain names (water, roads, buildings, places, …)"
    )


def _likeness(schema: Schema, fields: Mapping[str, set[str]]) -> tuple[int, int]:
    """How many layers say in the schema's way what they hold, and how many it knows by name."""
    known = LAYERS[schema] & fields.keys()
    telling = sum(any(key in fields[layer] for key in _CLASS[schema]) for layer in known)
    if not telling and any(fields[layer] for layer in known):
        return 0, 0
    return telling, len(known)


def _declared(metadata: Mapping[str, Any]) -> dict[str, set[str]]:
    """The layers that the metadata lists, each with the names of its fields."""
    listed = metadata.get("vector_layers")
    found: dict[str, set[str]] = {}
    for layer in listed if isinstance(listed, list) else []:
        if isinstance(layer, dict) and isinstance(layer.get("id"), str):
            fields = layer.get("fields")
            found[layer["id"]] = set(map(str, fields)) if isinstance(fields, dict) else set()
    return found


def layers_in(metadata: Mapping[str, Any]) -> list[str]:
    """The names of the layers that an archive's metadata lists, sorted."""
    return sorted(_declared(metadata))


def characters_of(
    tileset: TileSet, languages: Sequence[str], name: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The characters of names that a page in these languages may draw: of land, and of water.

    Every tile is read once; one that is no vector tile raises ``InputError``.
    """
    keys = set(_name_keys(languages))
    land: set[str] = set()
    water: set[str] = set()
    for layers in _read_tiles(tileset, name):
        for layer in layers:
            wanted = {index for index, key in enumerate(layer.keys) if key in keys}
            if not wanted:
                continue
            used: set[int] = set()
            for feature in layer.features:
                tags = feature.tags
                used.update(
                    value
                    for key, value in zip(tags[::2], tags[1::2], strict=False)
                    if key in wanted
                )
            values = layer.values
            drawn = water if layer.name in _WATERS else land
            for index in used:
                if index < len(values):
                    drawn.update(values[index].string_value)
    return frozenset(land), frozenset(water)


def _name_keys(languages: Iterable[str]) -> Iterator[str]:
    yield from ("name", "n", "name_int", "name:latin", "name:nonlatin", "ref")
    for tag in dict.fromkeys(["en", *(language.split("-")[0].lower() for language in languages)]):
        yield from (f"name:{tag}", f"name_{tag}", f"pgf:name:{tag}")


def _read_tiles(tileset: TileSet, name: str, most: int | None = None) -> Iterator[Sequence[Any]]:
    """The layers of each distinct tile, as the format's own messages."""
    from google.protobuf.message import DecodeError
    from mapbox_vector_tile.Mapbox import vector_tile_pb2

    seen: set[bytes] = set()
    for number in sorted(tileset.tiles):
        content = tileset.tiles[number]
        if content in seen:
            continue
        seen.add(content)
        where = "/".join(map(str, tile_of(number)))
        plain = gunzipped(content, MOST_TILE_BYTES, f"the tile {where} of {name}")
        tile = vector_tile_pb2.tile()
        try:
            tile.ParseFromString(plain)
            # What is no text is found out when it is first looked at.
            for layer in tile.layers:
                _ = layer.name, list(layer.keys), [value.string_value for value in layer.values]
        except (DecodeError, UnicodeDecodeError):
            raise InputError(f"the tile {where} of {name} is not a vector tile") from None
        yield tile.layers
        if most is not None and len(seen) >= most:
            return
