"""The world gazetteer: populated places, countries and divisions of the whole Earth, offline.

In go toponyms or ids, out come the places that have just those names, as a ``Gazetteer`` that
holds nothing else; the countries and divisions that a text may name; places with names like one;
areas. Always true: only the blocks that are asked for are read, and a place keeps its id for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.files import geodata

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.blocks import BlockFile, Entry
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.near import Near, Searcher
    from mapbuilder.toponyms import Form

NAME = "GeoNames"
LICENCE = "CC BY 4.0"
DEGREES = 10_000
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
    _numbers: dict[str, int] = field(default_factory=dict, repr=False)

    def excerpt(
        self, toponyms: Iterable[str], *, ids: Iterable[str] = (), mains: bool = False
    ) -> Gazetteer:
        """The places that one of the toponyms names, or whose id is given, with those names.

        With ``mains`` only those that are called so, not those that have it for another name, and
        of these only the places that share what they are called.

        ``places`` has, beside what every gazetteer's has, ``country``, ``division`` (ISO 3166-2
        where it has a code), ``within`` (ids of all countries and divisions it is in, separated by
        spaces), ``feature`` (town, city, district, region, country) and ``population``.
        """
        from mapbuilder.toponyms import form_of

        keys = {key for toponym in toponyms for key in form_of(toponym)[:2]}
        entries = self.blocks.entries_of_all(keys)
        if mains:
            entries = _shared(map(form_of, toponyms), entries)
        names: dict[int, dict[int, str | None]] = {}
        for key, found in entries.items():
            for place, name, plain in found:
                # With a generic word in it the name has two keys, to be made again.
                if place in names:
                    names[place][name] = key if plain else None
                else:
                    names[place] = {name: key if plain else None}
        for identity in ids:
            if (number := self.number_of(identity)) is not None:
                names.setdefault(number, {})
        return self._gazetteer(names)

    def containers(
        self, names: Iterable[str], entries: Mapping[str, Sequence[Entry]] | None = None
    ) -> dict[str, tuple[Container, ...]]:
        """For each text the countries, divisions and counties that it may name, or be a code of.

        Names come first, countries before divisions; with the same generic words where it has any.
        A former country is any of those in which it lies today.
        ``entries`` are those of the texts' keys, where they were read already.
        """
        from mapbuilder.toponyms import form_of

        texts = list(dict.fromkeys(names))
        forms = {text: form_of(text) for text in texts}
        if entries is None:
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
            answer[text] = self._of_former(form.full) or tuple(found)
        return answer

    def _of_former(self, full: str) -> tuple[Container, ...]:
        """The countries of today in which a former country lay, by the normal form of its name."""
        from mapbuilder.former_countries import successors

        numbers = (self.number_of(f"country:{code}") for code in successors(full))
        return tuple(self._container(one, False) for one in numbers if one is not None)

    def near(
        self,
        toponym: str,
        *,
        countries: Sequence[str] = (),
        limit: int = 5,
        without: frozenset[tuple[str, str]] = frozenset(),
        qualified: str = "",
        divisions: Sequence[str] = (),
    ) -> list[Near]:
        """The places with names most like a toponym, best first: suggestions, never joins.

        With countries (ISO 3166-1 alpha-2) every name in them is compared. ``without`` leaves out
        names of places, as pairs of id and name: to measure what is found without them.
        ``qualified`` is the toponym with the words that say where it lies, ``divisions`` are those
        that they mean: places in them come first.
        """
        from mapbuilder.near import Searcher

        if not self._searchers:
            self._searchers.append(Searcher(self.blocks))
        found = self._searchers[0].near(toponym, countries, limit, without, qualified, divisions)
        # Who asks for these places by their ids finds them at once.
        self._numbers.update((one.id, one.number) for one in found)
        return found

    def release(self) -> None:
        """Gives back the memory that a look-up of many toponyms has taken."""
        self.blocks.release()

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

    def number_of(self, identity: str) -> int | None:
        """The number of the place with an id; ``None`` where there is none."""
        from mapbuilder.blocks import PLACES_IN_BLOCK

        if (known := self._numbers.get(identity)) is not None:
            return known
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

    def chain(self, place: int) -> tuple[str, ...]:
        """The ids of a container and of what it is in, its country last."""
        if place < 0:
            return ()
        if place not in self._chains:
            identity, columns, rank, _ = self._place(place)
            self._chains[place] = (identity, *self.chain(columns["within"][rank]))
        return self._chains[place]

    def label_of(self, identity: str) -> str | None:
        """What the place with an id is called."""
        number = self.number_of(identity)
        return None if number is None else self._place(number)[3]

    def _gazetteer(self, names: dict[int, dict[int, str | None]]) -> Gazetteer:
        from mapbuilder.blocks import PLACES_IN_BLOCK
        from mapbuilder.gazetteer import NAMES_SCHEMA, Gazetteer

        places: dict[str, list[Any]] = {column: [] for column in TOLD}
        written: list[str] = []
        keys: list[str | None] = []
        ranks: list[int] = []
        holders: list[int] = []
        order = sorted(names)
        for number, some in groupby(order, key=lambda place: place // PLACES_IN_BLOCK):
            block = self.blocks.block(number)
            in_block = [place - number * PLACES_IN_BLOCK for place in some]
            first = len(places["id"])
            self.tell(block.columns, in_block, places)
            for index, rank in enumerate(in_block, first):
                own = block.names[rank].split("\t")
                places["name"].append(own[0])
                found = names[order[index]]
                for name in sorted(found) if len(found) > 1 else found:
                    written.append(own[name])
                    keys.append(found[name])
                    ranks.append(name)
                    holders.append(index)
        places |= {"label": places["name"], "precision": places["feature"]}
        told = names_table(written, keys, ranks, holders)
        return Gazetteer(
            NAME, "world", to_table(places, places_schema()), to_table(told, NAMES_SCHEMA)
        )

    def tell(self, columns: dict[str, Any], ranks: list[int], told: dict[str, list[Any]]) -> None:
        """Adds what a block's columns say of the places with the ranks, but for their names."""
        ids = [columns["id"][rank] for rank in ranks]
        people = [columns["population"][rank] for rank in ranks]
        holders = [columns["within"][rank] for rank in ranks]
        within = list(map({one: self.chain(one) for one in set(holders)}.__getitem__, holders))
        told["id"] += ids
        told["population"] += [count or None for count in people]
        for axis in ("lat", "lon"):
            told[axis] += [columns[axis][rank] / DEGREES for rank in ranks]
        if "feature" in columns:
            told["country"] += [columns["country"][rank] for rank in ranks]
            told["feature"] += [columns["feature"][rank] for rank in ranks]
            told["uncertainty_m"] += [float(columns["radius_m"][rank]) for rank in ranks]
            schemes = [identity.partition(":")[0] for identity in ids]
            told["coordinate_source"] += [_SOURCES[scheme] for scheme in schemes]
            told["coordinate_licence"] += [_FREE] * len(ids)
            chains = [
                (identity, *chain) if scheme == "division" else chain
                for identity, scheme, chain in zip(ids, schemes, within, strict=True)
            ]
        else:
            country = columns["country"]
            told["country"] += [country] * len(ids)
            told["feature"] += map(town_or_city, people)
            told["uncertainty_m"] += map(radius_of, people)
            told["coordinate_source"] += [NAME] * len(ids)
            told["coordinate_licence"] += [LICENCE] * len(ids)
            within = [chain or (f"country:{country}",) for chain in within]
            chains = within
        told["within"] += map(" ".join, within)
        told["division"] += map(division_of, chains)


def _shared(
    forms: Iterable[Form], entries: Mapping[str, Sequence[Entry]]
) -> dict[str, list[Entry]]:
    """The main names by their keys, without those that one place alone has."""
    mains = {key: [one for one in found if not one.name] for key, found in entries.items()}
    shared: dict[str, list[Entry]] = {}
    for full, bare, *_ in forms:
        if len({one.place for key in (full, bare) for one in mains.get(key, ())}) > 1:
            shared |= {key: mains[key] for key in (full, bare) if key in mains}
    return shared


TOLD = ("id", "name", "lat", "lon", "uncertainty_m", "coordinate_source", "coordinate_licence",
         "country", "division", "within", "feature", "population")  # fmt: skip
"""What is known of each place; its label is its name, its precision its feature."""


def places_schema() -> pa.Schema:
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


def to_table(told: Mapping[str, list[Any] | pa.Array], schema: pa.Schema) -> pa.Table:
    """The columns as a table; of those that are not told nothing is known."""
    import pyarrow as pa

    count = len(next(iter(told.values())))
    arrays = [
        pa.nulls(count, field.type)
        if (column := told.get(field.name)) is None
        else column
        if isinstance(column, pa.Array)
        else pa.array(column, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


@cache
def division_of(chain: tuple[str, ...]) -> str | None:
    """The code of the first division of a chain of ids."""
    scheme = "division:"
    return next((each.removeprefix(scheme) for each in chain if each.startswith(scheme)), None)


def names_table(
    written: list[str], keys: list[str | None], ranks: list[int], holders: list[int]
) -> dict[str, list[Any]]:
    """Names as columns of ``NAMES_SCHEMA``; where a name has two keys they are made here."""
    from mapbuilder.toponyms import form_of

    count = len(written)
    normal, full, kinds = list(keys), list(keys), [""] * count
    for index, key in enumerate(keys):
        if key is None:
            form = form_of(written[index])
            normal[index], full[index] = form.bare, form.full
            kinds[index] = " ".join(sorted(form.kinds))
    return {
        "name": written,
        "normal": normal,
        "full": full,
        "kinds": kinds,
        # "Kansas City" is not Kansas: as `gazetteer` has it.
        "whole": [name.endswith(" City") for name in written],
        "place": holders,
        "kind": ["alternate" if rank else "name" for rank in ranks],
    }


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


def town_or_city(population: int) -> str:
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
