"""What a feature of a map is, in the words of the Protomaps basemap: layer, kind, first zoom.

In go the tags of OpenStreetMap, or a layer's name and a ``kind``; out comes a ``Kind``, or None for
what no street map shows.

ref: https://docs.protomaps.com/basemaps/layers and https://wiki.openstreetmap.org/wiki/Map_features
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["point", "line", "area"]
Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """Where a feature belongs."""

    layer: str
    kind: str
    min_zoom: int
    """The first zoom at which it is in a tile."""
    detail: str = ""
    rank: int = 0
    """Of a place: the larger, the more people live there (0 is unknown)."""


TAGS = (
    "highway", "railway", "waterway", "building", "natural", "landuse", "leisure", "amenity",
    "place", "boundary", "aeroway", "tourism", "historic",
)  # fmt: skip
"""The keys by which features of OpenStreetMap are told apart."""

_ROADS: dict[str, tuple[str, int]] = {
    "motorway": ("highway", 6), "trunk": ("major_road", 7), "primary": ("major_road", 8),
    "secondary": ("major_road", 9), "tertiary": ("major_road", 11),
    "unclassified": ("minor_road", 12), "residential": ("minor_road", 12),
    "living_street": ("minor_road", 13), "road": ("minor_road", 13), "service": ("minor_road", 14),
    "pedestrian": ("path", 13), "footway": ("path", 14), "path": ("path", 14),
    "steps": ("path", 14), "cycleway": ("path", 14), "track": ("path", 14),
    "bridleway": ("path", 14),
}  # fmt: skip
_RAILS = {"rail": 9, "narrow_gauge": 12, "light_rail": 12, "tram": 13, "funicular": 13}
_STREAMS = {"river": 8, "canal": 10, "stream": 13, "drain": 14, "ditch": 14}
_LAND: dict[tuple[str, str], tuple[str, int]] = {
    ("leisure", "park"): ("park", 11), ("leisure", "garden"): ("garden", 13),
    ("leisure", "nature_reserve"): ("nature_reserve", 9), ("leisure", "pitch"): ("pitch", 14),
    ("leisure", "stadium"): ("stadium", 13), ("leisure", "golf_course"): ("golf_course", 12),
    ("landuse", "cemetery"): ("cemetery", 12), ("amenity", "grave_yard"): ("cemetery", 13),
    ("landuse", "forest"): ("forest", 9), ("natural", "wood"): ("wood", 9),
    ("natural", "scrub"): ("scrub", 11), ("natural", "grassland"): ("grassland", 11),
    ("natural", "beach"): ("beach", 11), ("natural", "sand"): ("sand", 11),
    ("natural", "wetland"): ("wetland", 10), ("natural", "glacier"): ("glacier", 8),
    ("landuse", "grass"): ("grass", 13), ("landuse", "meadow"): ("meadow", 12),
    ("landuse", "orchard"): ("orchard", 12), ("landuse", "vineyard"): ("orchard", 12),
    ("landuse", "farmland"): ("farmland", 10), ("landuse", "residential"): ("residential", 10),
    ("landuse", "industrial"): ("industrial", 11), ("landuse", "commercial"): ("commercial", 12),
    ("landuse", "retail"): ("commercial", 12), ("landuse", "railway"): ("railway", 12),
    ("landuse", "military"): ("military", 11), ("landuse", "quarry"): ("quarry", 11),
    ("amenity", "university"): ("university", 13), ("amenity", "hospital"): ("hospital", 13),
    ("amenity", "school"): ("school", 13), ("aeroway", "aerodrome"): ("aerodrome", 11),
    ("aeroway", "runway"): ("runway", 11), ("highway", "pedestrian"): ("pedestrian", 13),
}  # fmt: skip
_PLACES: dict[str, tuple[str, int, int]] = {
    "country": ("country", 3, 0), "state": ("region", 5, 0), "region": ("region", 6, 0),
    "city": ("locality", 5, 9), "town": ("locality", 8, 7), "village": ("locality", 11, 5),
    "hamlet": ("locality", 12, 3), "isolated_dwelling": ("locality", 13, 1),
    "borough": ("macrohood", 11, 0), "suburb": ("macrohood", 11, 0),
    "quarter": ("neighbourhood", 12, 0), "neighbourhood": ("neighbourhood", 13, 0),
}  # fmt: skip
# From how many people on a place has the rank; the schema's own steps.
_RANKS = (
    200, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
    2_000_000, 5_000_000, 10_000_000,
)  # fmt: skip

# A layer's name, as people write it, and the layer, kind and first zoom that it stands for.
_NAMED: dict[str, tuple[str, str, int]] = {
    "road": ("roads", "minor_road", 10), "street": ("roads", "minor_road", 10),
    "path": ("roads", "path", 13), "rail": ("roads", "rail", 9), "railway": ("roads", "rail", 9),
    "building": ("buildings", "building", 13), "house": ("buildings", "building", 13),
    "water": ("water", "water", 6), "lake": ("water", "lake", 6), "river": ("water", "river", 8),
    "waterway": ("water", "river", 8), "sea": ("water", "ocean", 0), "ocean": ("water", "ocean", 0),
    "land": ("earth", "earth", 0), "earth": ("earth", "earth", 0), "park": ("landuse", "park", 10),
    "green": ("landuse", "park", 10), "forest": ("landuse", "forest", 9),
    "cemetery": ("landuse", "cemetery", 11), "residential": ("landuse", "residential", 9),
    "industrial": ("landuse", "industrial", 10), "landuse": ("landuse", "other", 10),
    "landcover": ("landcover", "other", 8), "place": ("places", "locality", 8),
    "town": ("places", "locality", 8), "city": ("places", "locality", 5),
    "boundary": ("boundaries", "region", 5), "border": ("boundaries", "country", 3),
    "poi": ("pois", "other", 14),
}  # fmt: skip
_FORMS: dict[str, frozenset[Form]] = {
    "roads": frozenset({"line"}), "boundaries": frozenset({"line"}),
    "buildings": frozenset({"area"}), "earth": frozenset({"area"}),
    "landuse": frozenset({"area"}), "landcover": frozenset({"area"}),
    "places": frozenset({"point"}), "pois": frozenset({"point"}),
    "water": frozenset({"area", "line"}),
}  # fmt: skip


def kind_of_tags(tags: Tags, form: Form) -> Kind | None:
    """What OpenStreetMap's tags say that a feature is."""
    if form == "line":
        return _line(tags)
    return _area(tags) if form == "area" else _place(tags)


def _line(tags: Tags) -> Kind | None:
    highway = tags.get("highway", "").removesuffix("_link")
    if highway in _ROADS and tags.get("area") != "yes":
        kind, zoom = _ROADS[highway]
        return Kind("roads", kind, zoom, highway)
    railway = tags.get("railway", "")
    if railway in _RAILS and tags.get("tunnel") != "yes" and not tags.get("service"):
        return Kind("roads", "rail", _RAILS[railway], railway)
    waterway = tags.get("waterway", "")
    if waterway in _STREAMS:
        return Kind("water", waterway, _STREAMS[waterway])
    if tags.get("boundary") == "administrative":
        level = tags.get("admin_level", "")
        if level == "2":
            return Kind("boundaries", "country", 0)
        if level in ("3", "4"):
            return Kind("boundaries", "region", 5)
    return None


def _area(tags: Tags) -> Kind | None:
    if tags.get("building", "no") != "no":
        return Kind("buildings", "building", 13)
    if tags.get("natural") == "water" or tags.get("waterway") == "riverbank":
        return Kind("water", tags.get("water", "lake"), 6)
    if tags.get("landuse") in ("reservoir", "basin"):
        return Kind("water", "reservoir", 8)
    for (key, value), (kind, zoom) in _LAND.items():
        if tags.get(key) == value:
            return Kind("landuse", kind, zoom)
    return None


def _place(tags: Tags) -> Kind | None:
    place = tags.get("place", "")
    if place not in _PLACES or not tags.get("name"):
        return None
    kind, zoom, rank = _PLACES[place]
    written = tags.get("population", "").replace(" ", "").replace(",", "")
    if kind == "locality" and written.isdecimal():
        rank = sum(int(written) >= least for least in _RANKS)
    return Kind("places", kind, zoom, place, rank)


def kind_of_layer(layer: str, tags: Tags, form: Form) -> Kind | None:
    """What the name of a layer, and a column ``kind``, say that its features are."""
    word = layer.strip().casefold()
    found = next(
        (
            _NAMED[one]
            for one in (word, word.removesuffix("s"), word.removesuffix("es"), f"{word[:-3]}y")
            if one in _NAMED
        ),
        None,
    )
    kind = tags.get("kind", "").strip()
    if found is not None and form in _FORMS[found[0]]:
        return Kind(found[0], kind or found[1], found[2], tags.get("kind_detail", ""))
    # A layer called "Layer 1" whose features say themselves what they are.
    said = _NAMED.get(kind.casefold())
    if said is not None and form in _FORMS[said[0]]:
        return Kind(*said)
    return None


def kind_of_form(tags: Tags, form: Form) -> Kind | None:
    """What a feature is taken for of which nothing is said: lines are streets, named points places.

    Areas might be anything, and are nothing.
    """
    if form == "line":
        return Kind("roads", "minor_road", 8)
    if form == "point" and tags.get("name"):
        return Kind("places", "neighbourhood", 10)
    return None
