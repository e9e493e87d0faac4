"""Writes the world gazetteer: one SQLite file of compressed blocks (``mapbuilder.blocks``).

Run by developers (``make gazetteer``); the same packages give the same bytes. Prints what
SOURCE.toml says of it.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sqlite3
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import containers as divisions
import shapely
from containers import Container
from shapely.geometry.base import BaseGeometry
from towns import Town, towns

from mapbuilder.blocks import (
    CONTAINERS,
    KEYS_IN_BLOCK,
    PAGE_SIZE,
    PLACES_IN_BLOCK,
    SCHEMA,
    VERSION,
    Store,
    area_table,
    fingerprint,
    open_blocks,
    sample,
    sort_keys,
)
from mapbuilder.toponyms import form_of

HERE = Path(__file__).parent.parent
FILE = "world.sqlite"
DEGREES = 10_000
"""Points are kept in ten-thousandths of a degree (11 m): a town is a kilometre wide."""
AREA_DEGREES = 1_000
"""Areas in thousandths (110 m), less than a pixel at zoom 10."""
COUNTRIES_IN_BLOCK = 16
DIVISIONS_IN_BLOCK = 64


def main(folder: Path) -> None:
    divisions._FOLDER.append(str(folder))
    held = divisions.containers(folder)
    places, left_out = towns(held)
    path = HERE / FILE
    path.unlink(missing_ok=True)
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    file.execute("PRAGMA journal_mode = off")
    file.executescript(SCHEMA)
    store = Store()
    numbers = numbered(held)
    keys = write_containers(file, store, held, numbers)
    write_towns(file, store, places, numbers, keys)
    write_keys(file, store, keys)
    codes = defaultdict(set)
    for each in held:
        for code in each.codes:
            codes[re.sub(r"[.\s]", "", code).upper()].add(numbers[each.id])
    tables: dict[str, dict[str, object]] = {
        "ids": dict(numbers),
        "codes": {code: sorted(own) for code, own in codes.items()},
        **areas(held, numbers),
    }
    for name, table in tables.items():
        text = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        file.execute("INSERT INTO tables VALUES (?, ?, ?, ?)", (name, *store.add(text)))
    file.executemany("INSERT INTO store VALUES (?, ?)", store.rows())
    counts = {
        "towns": len(places),
        "names": sum(len(each.names) for each in (*held, *places)),
        "keys": len(keys),
        "left out": left_out,
        "countries": sum(each.feature == "country" for each in held),
        "divisions": sum(each.id.startswith("division:") for each in held),
        "counties": sum(each.id.startswith("county:") for each in held),
        "codes": len(codes),
        "towns in no division": sum(town.within.startswith("country:") for town in places),
        "towns in no country": sum(not town.within for town in places),
    }
    file.execute("INSERT INTO meta VALUES ('version', ?)", (str(VERSION),))
    file.execute("INSERT INTO meta VALUES ('counts', ?)", (json.dumps(counts, sort_keys=True),))
    file.commit()
    blocks = open_blocks(path)
    file.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (fingerprint(sample(blocks)),))
    blocks.connection.close()
    file.commit()
    file.execute("VACUUM")
    file.close()
    content = path.read_bytes()
    print(json.dumps(counts, indent=1))
    print(FILE, len(content), hashlib.sha256(content).hexdigest())


def numbered(held: list[Container]) -> dict[str, int]:
    """The place number of each container, by its id: they fill the first blocks.

    Fewer stand in a block than towns do, since they have many more names.
    """
    countries = sum(each.within is None for each in held)
    first = -(-countries // COUNTRIES_IN_BLOCK)
    numbers = {}
    for rank, each in enumerate(held):
        if rank < countries:
            block, place = divmod(rank, COUNTRIES_IN_BLOCK)
        else:
            block, place = divmod(rank - countries, DIVISIONS_IN_BLOCK)
            block += first
        numbers[each.id] = block * PLACES_IN_BLOCK + place
    return numbers


def write_containers(
    file: sqlite3.Connection, store: Store, held: list[Container], numbers: dict[str, int]
) -> dict[str, list[str]]:
    """Writes the blocks of containers; comes back with the entries of each key."""
    keys: dict[str, list[str]] = defaultdict(list)
    blocks: dict[int, list[Container]] = defaultdict(list)
    for each in held:
        blocks[numbers[each.id] // PLACES_IN_BLOCK].append(each)
    for block, some in blocks.items():
        columns = {
            "id": [each.id for each in some],
            "country": [each.country for each in some],
            "lat": [round(each.lat * DEGREES) for each in some],
            "lon": [round(each.lon * DEGREES) for each in some],
            "population": [each.population for each in some],
            "within": [numbers.get(each.within or "", -1) for each in some],
            "feature": [each.feature for each in some],
            "radius_m": [round(math.sqrt(each.area_m2 / math.pi) / 100) * 100 for each in some],
        }
        names = [each.names for each in some]
        write_block(file, store, block, CONTAINERS, columns, names, keys)
    return keys


def write_towns(
    file: sqlite3.Connection,
    store: Store,
    places: list[Town],
    numbers: dict[str, int],
    keys: dict[str, list[str]],
) -> None:
    """Writes the blocks of towns, those of a country together, and adds to the keys."""
    block = max(numbers.values()) // PLACES_IN_BLOCK + 1
    by_country: dict[str, list[Town]] = defaultdict(list)
    for town in places:
        by_country[town.country].append(town)
    for country, own in sorted(by_country.items()):
        for start in range(0, len(own), PLACES_IN_BLOCK):
            some = own[start : start + PLACES_IN_BLOCK]
            ids = [each.id for each in some]
            columns = {
                "country": country,
                "id": [b - a for a, b in pairwise([0, *ids])],
                "lat": [round(each.lat * DEGREES) for each in some],
                "lon": [round(each.lon * DEGREES) for each in some],
                "population": [each.population for each in some],
                "within": [numbers.get(each.within, -1) for each in some],
            }
            names = [each.names for each in some]
            write_block(file, store, block, country, columns, names, keys, (ids[0], ids[-1]))
            block += 1


def write_block(
    file: sqlite3.Connection,
    store: Store,
    block: int,
    country: str,
    columns: dict[str, object],
    names: list[list[str]],
    keys: dict[str, list[str]],
    ids: tuple[int | None, int | None] = (None, None),
) -> None:
    header = json.dumps(columns, separators=(",", ":"), ensure_ascii=False)
    text = "\n".join([header, *("\t".join(each) for each in names)])
    row = (block, country, *ids, *store.add(text))
    file.execute("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    for rank, own in enumerate(names):
        place = block * PLACES_IN_BLOCK + rank
        entries: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, name in enumerate(own):
            form = form_of(name)
            for key in {form.full, form.bare}:
                entries[key, "." if form.full == form.bare else ":"].append(number)
        for (key, mark), ranks in entries.items():
            keys[key].append(f"{place}{mark}{','.join(map(str, ranks))}")


def write_keys(file: sqlite3.Connection, store: Store, keys: dict[str, list[str]]) -> None:
    listed = list(keys)
    ordered = sorted(zip(sort_keys(listed), listed, strict=True))
    for start in range(0, len(ordered), KEYS_IN_BLOCK):
        some = ordered[start : start + KEYS_IN_BLOCK]
        text = "\n".join(f"{key}\t{' '.join(keys[key])}" for _, key in some)
        file.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", (some[0][0], *store.add(text)))


def areas(held: list[Container], numbers: dict[str, int]) -> dict[str, dict[str, object]]:
    """Tables of areas by place number; of what has parts here they are those of the parts."""
    parents = {each.within for each in held if each.id.startswith("division:")}
    tables: dict[str, dict[str, object]] = defaultdict(dict)
    for each in held:
        if each.area is not None and each.id not in parents:
            table = tables[area_table(each.id, each.country)]
            table[str(numbers[each.id])] = rings(each.area)
    return dict(sorted(tables.items()))


def rings(area: BaseGeometry) -> list[list[list[int]]]:
    """An area: polygons of rings, each a list of lon, lat, then steps, in 0.001°."""
    parts = []
    for polygon in shapely.get_parts(area):
        own = []
        for ring in (polygon.exterior, *polygon.interiors):
            points = [
                (round(lon * AREA_DEGREES), round(lat * AREA_DEGREES)) for lon, lat in ring.coords
            ]
            kept = [points[0]]
            for point in points[1:]:
                if point != kept[-1]:
                    kept.append(point)
            if len(kept) < 4:
                if ring is polygon.exterior:
                    break
                continue
            steps = [*kept[0]]
            for (lon, lat), (next_lon, next_lat) in pairwise(kept):
                steps += [next_lon - lon, next_lat - lat]
            own.append(steps)
        if own:
            parts.append(own)
    return parts


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd())
