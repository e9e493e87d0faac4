"""The world gazetteer: populated places, countries and divisions of the whole Earth, offline.

In go toponyms or ids, out come the places that have just those names, as a ``Gazetteer`` that
holds nothing else; the countries and divisions that a text may name; places with names like one;
areas. Always true: only the blocks that are asked for are read, and a place keeps its id for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.files import geodata

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.blocks import BlockFile, Entry
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.near import Near, Searcher

NAME = "GeoNames"
LICENCE = "CC BY 4.0"
_DEGREES = 10_000
_AREA_DEGREES = 1_000
_CITY_POPULATION = 100_000
"""From so many people on a populated place is a city, not a town."""
_SOURCES = {"county": "US Census Bureau", "division": "Natural Earth", "country": "Natural Earth"}
_FREE = "public domain"
_LONGEST_CODE = 8


@dataclass(frozen=True, slots=True)
class Container:
    """A country, a division or a county, as a part of a qualified name may mean it."""

    id: str
    country: str
    """ISO 3166-1 alpha-2."""
    label: str
    is_code: bool = False
    """Whether the text is its code or an abbreviation: "AL", "Ill.", "AZE"."""


@dataclass(frozen=True, slots=True)
class World:
    """The open gazetteer of the world."""

    blocks: BlockFile
    _searchers: list[Searcher] = field(default_factory=list, repr=False)
    _chains: dict[int, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def excerpt(self, toponyms: Iterable[str], *, ids: Iterable[str] = ()) -> Gazetteer:
        """The places that one of the toponyms names, or whose id is given, with those names.

        ``places`` has, beside what every gazetteer's has, ``country``, ``division`` (ISO 3166-2
        where it has a code), ``within`` (ids of all countries and divisions it is in, separated by
        spaces), ``feature`` (town, city, district, region, country) and ``population``.
        """
        from mapbuilder.toponyms import form_of

        forms = [form_of(toponym) for toponym in dict.fromkeys(toponyms)]
        wanted = {key for form in forms for key in (form.full, form.bare)}
        names: dict[int, dict[int, str | None]] = {}
        for key, entries in self.blocks.entries_of_all(wanted).items():
            for entry in entries:
                # With a generic word in it the name has two keys, to be made again.
                names.setdefault(entry.place, {})[entry.name] = key if entry.plain else None
        for identity in ids:
            if (place := self._number(identity)) is not None:
                names.setdefault(place, {})
        return self._gazetteer(names)

    def containers(self, names: Iterable[str]) -> dict[str, tuple[Container, ...]]:
        """For each text the countries, divisions and counties that it may name, or be a code of.

        Names come first, countries before divisions; with the same generic words where it has any.
        """
        from mapbuilder.toponyms import form_of

        texts = list(dict.fromkeys(names))
        forms = {text: form_of(text) for text in texts}
        keys = {key for form in forms.values() for key in (form.full, form.bare)}
        entries = self.blocks.entries_of_all(keys)
        answer: dict[str, tuple[Container, ...]] = {}
        for text in texts:
            form = forms[text]
            places = self._contained(entries.get(form.full, ()))
            if not places and form.bare != form.full:
                places = self._contained(entries.get(form.bare, ()))
            found = [self._container(place, False) for place in places]
            found += [
                self._container(place, True) for place in self._coded(text) if place not in places
            ]
            answer[text] = tuple(found)
        return answer

    def near(
        self,
        toponym: str,
        *,
        countries: Sequence[str] = (),
        limit: int = 5,
        without: frozenset[tuple[str, str]] = frozenset(),
    ) -> list[Near]:
        """The places with names most like a toponym, best first: suggestions, never joins.

        With countries (ISO 3166-1 alpha-2) every name in them is compared. ``without`` leaves out
        names of places, as pairs of id and name: to measure what is found without them.
        """
        from mapbuilder.near import Searcher

        if not self._searchers:
            self._searchers.append(Searcher(self.blocks))
        return self._searchers[0].near(toponym, countries, limit, without)

    def area(self, identity: str) -> bytes | None:
        """The area of a country, division or county as WKB in EPSG:4326; ``None`` without one."""
        number = self.blocks.container(identity)
        areas = [] if number is None else self._areas(number)
        return _to_wkb(areas) if areas else None

    def _areas(self, place: int) -> list[list[list[list[int]]]]:
        """The area that the file has of a container, or those of what is in it."""
        own = self.blocks.area(place)
        if own is not None:
            return [own]
        return [area for part in self.blocks.parts_of(place) for area in self._areas(part)]

    def _contained(self, entries: Sequence[Entry]) -> list[int]:
        places = dict.fromkeys(entry.place for entry in entries)
        return [place for place in places if self.blocks.is_container(place)]

    def _coded(self, text: str) -> list[int]:
        code = "".join(character for character in text if character not in ". ")
        # "de" and "la" are words; a code has a capital or a dot.
        if not code or len(code) > _LONGEST_CODE or (code.islower() and "." not in text):
            return []
        return self.blocks.coded(code.upper())

    def _container(self, place: int, is_code: bool) -> Container:
        identity, columns, rank, label = self._place(place)
        return Container(identity, columns["country"][rank], label, is_code)

    def _place(self, place: int) -> tuple[str, dict[str, Any], int, str]:
        """A place's id, its block's columns, its rank in them, its main name."""
        from mapbuilder.blocks import PLACES_IN_BLOCK

        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        identity = block.columns["id"][rank]
        return identity, block.columns, rank, block.names[rank].partition("\t")[0]

    def _number(self, identity: str) -> int | None:
        """The number of the place with an id; ``None`` where there is none."""
        from mapbuilder.blocks import PLACES_IN_BLOCK

        scheme, _, written = identity.partition(":")
        if scheme != "geonames":
            return self.blocks.container(identity)
        if not (written.isascii() and written.isdigit()) or len(written) > 12:
            return None
        for number in self.blocks.blocks_with_id(int(written)):
            ids = self.blocks.block(number).columns["id"]
            if identity in ids:
                return number * PLACES_IN_BLOCK + int(ids.index(identity))
        return None

    def _within(self, place: int) -> tuple[str, ...]:
        """The ids of a container and of what it is in, its country last."""
        if place < 0:
            return ()
        if place not in self._chains:
            identity, columns, rank, _ = self._place(place)
            self._chains[place] = (identity, *self._within(columns["within"][rank]))
        return self._chains[place]

    def _gazetteer(self, names: dict[int, dict[int, str | None]]) -> Gazetteer:
        from mapbuilder.gazetteer import NAMES_SCHEMA, Gazetteer

        places: list[tuple[Any, ...]] = []
        rows: list[tuple[Any, ...]] = []
        for index, place in enumerate(sorted(names)):
            row, own = self._row(place)
            places.append(row)
            found = names[place]
            rows += [_name_row(own[rank], rank, found[rank], index) for rank in sorted(found)]
        tables = _table(places, _places_schema()), _table(rows, NAMES_SCHEMA)
        return Gazetteer(NAME, "world", *tables)

    def _row(self, place: int) -> tuple[tuple[Any, ...], list[str]]:
        """A place as a row, the columns that are always null left out; and its names."""
        from mapbuilder.blocks import PLACES_IN_BLOCK

        number, rank = divmod(place, PLACES_IN_BLOCK)
        block = self.blocks.block(number)
        columns = block.columns
        names = block.names_of(rank)
        identity, population = columns["id"][rank], columns["population"][rank]
        within = self._within(columns["within"][rank])
        if "feature" in columns:
            country, feature = columns["country"][rank], columns["feature"][rank]
            precision, radius_m = feature, float(columns["radius_m"][rank])
            scheme = identity.partition(":")[0]
            source, licence = _SOURCES[scheme], _FREE
            division = identity if scheme == "division" else _division(within)
        else:
            country, feature = columns["country"], _feature_of(population)
            precision, radius_m = feature, radius_of(population)
            source, licence = NAME, LICENCE
            within = within or (f"country:{country}",)
            division = _division(within)
        return (
            identity, names[0], names[0], columns["lat"][rank] / _DEGREES,
            columns["lon"][rank] / _DEGREES, precision, radius_m, source, licence, country,
            division.removeprefix("division:") or None, " ".join(within), feature,
            population or None,
        ), names  # fmt: skip


_NULLS = ("certainty", "names", "former_names", "note", "lang", "start_day", "end_day", "years")
"""Columns of the two tables of which nothing is known here."""


def _places_schema() -> pa.Schema:
    """The columns of the places."""
    import pyarrow as pa

    kinds = {
        **dict.fromkeys(("id", "name", "label"), pa.string()),
        **dict.fromkeys(("lat", "lon"), pa.float64()),
        "precision": pa.string(),
        "uncertainty_m": pa.float64(),
        **dict.fromkeys(("certainty", "names", "former_names", "note"), pa.string()),
        **dict.fromkeys(("coordinate_source", "coordinate_licence"), pa.string()),
        **dict.fromkeys(("country", "division", "within", "feature"), pa.string()),
        "population": pa.int64(),
    }
    return pa.schema(list(kinds.items()))


def _table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Rows as a table; columns that are null throughout are not in them."""
    import pyarrow as pa

    columns = zip(*rows, strict=True)
    arrays = [
        pa.nulls(len(rows), field.type)
        if field.name in _NULLS
        else pa.array(list(next(columns, ())), field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _division(within: tuple[str, ...]) -> str:
    return next((each for each in within if each.startswith("division:")), "")


def _name_row(name: str, rank: int, key: str | None, place: int) -> tuple[Any, ...]:
    """A name as a row of ``NAMES_SCHEMA``, up to its kind; without a key its two are made here."""
    from mapbuilder.toponyms import form_of

    # "Kansas City" is not Kansas: as `gazetteer` has it.
    whole = name.endswith(" City")
    kind = "name" if rank == 0 else "alternate"
    if key is not None:
        return name, key, key, "", whole, place, kind
    form = form_of(name)
    return name, form.bare, form.full, " ".join(sorted(form.kinds)), whole, place, kind


def read_world(path: Path | None = None) -> World:
    """The world gazetteer in a file, or the embedded one; nothing of it is read yet.

    Raises ``GazetteerError`` when there is none, or a damaged one.
    """
    from mapbuilder.blocks import open_blocks

    return World(open_blocks(geodata() / "gazetteer/world.sqlite" if path is None else path))


@cache
def radius_of(population: int) -> float:
    """How far from its point a populated place reaches, in metres, by how many live there.

    One kilometre for up to 500 people, 15.6 for the ten millions of Moscow, and between them in
    equal ratios: a city's area grows a little slower than its people (docs/gazetteer.md).
    """
    return float(round(1000 * (max(population, 500) / 500) ** 0.276, -2))


def _feature_of(population: int) -> str:
    return "city" if population >= _CITY_POPULATION else "town"


def _to_wkb(areas: list[list[list[list[int]]]]) -> bytes:
    """The areas that the recipe wrote as rings of steps, put together, as WKB."""
    import numpy as np
    import shapely

    def ring(steps: list[int]) -> Any:
        points = np.cumsum(np.array(steps, np.int64).reshape(-1, 2), axis=0)
        return points / _AREA_DEGREES

    polygons = [
        shapely.Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]])
        for area in areas
        for rings in area
    ]
    # Rounded to the grid, a narrow neck may have closed.
    area = shapely.coverage_union_all(polygons) if shapely.is_valid(polygons).all() else None
    if area is None or not area.is_valid:
        area = shapely.union_all(shapely.make_valid(polygons))
    parts = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return bytes(shapely.to_wkb(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)))
