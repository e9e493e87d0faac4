"""``python -m bench.evaluate``: how often the join is right, and how often it asks.

Names are drawn by seed from the gazetteer itself, each with the place that it is a name of: (a) as
they are, (b) after each has been taken out of the gazetteer, its country known, and (d) pairs of
names of one town or country in two languages, from Unicode CLDR, told from pairs of two places.
The hand-made cases (c) are a test: tests/test_hard_cases.py.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
import pyarrow as pa
from anyascii import anyascii
from rapidfuzz import fuzz, process

from mapbuilder.blocks import CONTAINERS
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.likeness import likeness, readings_of
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.world import World, read_world

SEED = 1990
DRAWN = 5_000
TAKEN_OUT = 2_000
LANGUAGES = (
    "ar", "az", "de", "el", "es", "fa", "fr", "he", "hi", "hy", "ja", "ka", "ko", "pl", "ru", "th",
    "tr", "uk", "zh",
)  # fmt: skip
SCRIPTS = ("Latin", "Cyrillic", "Arabic", "CJK", "other")


Pair = tuple[float, float, bool]
"""Our likeness, that of the baseline, and whether both names are of one city."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A name and the place that it is a name of."""

    name: str
    place: str
    country: str

    @property
    def script(self) -> str:
        return script_of(self.name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the join makes of a name."""

    joined: str | None
    offered: tuple[str, ...]
    reason: str = ""


class Without:
    """The gazetteer of the world without some names of some places."""

    def __init__(self, world: World, names: set[tuple[str, str]]) -> None:
        self._world = world
        self._names = names

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def excerpt(
        self, toponyms: Sequence[str], *, ids: Sequence[str] = (), mains: bool = False
    ) -> Gazetteer:
        whole = self._world.excerpt(toponyms, ids=ids, mains=mains)
        holders = whole.places["id"].take(whole.names["place"]).to_pylist()
        kept = [
            (place, name) not in self._names
            for place, name in zip(holders, whole.names["name"].to_pylist(), strict=True)
        ]
        return replace(whole, names=whole.names.filter(pa.array(kept, pa.bool_())))

    def near(self, toponym: str, **limits: Any) -> Any:
        return self._world.near(toponym, without=frozenset(self._names), **limits)


def main() -> None:
    world = read_world()
    everything = list(all_names(world))
    print(f"{len(everything):,} names of populated places\n")
    as_they_are(world, everything)
    taken_out(world, everything)
    pairs()


def all_names(world: World) -> Iterator[Drawn]:
    """Every alternate name in the gazetteer, with its place."""
    query = "SELECT country, block FROM places WHERE country != ? ORDER BY block"
    for country, number in world.blocks.connection.execute(query, (CONTAINERS,)):
        block = world.blocks.block(number)
        for rank, identity in enumerate(block.columns["id"]):
            for name in block.names_of(rank)[1:]:
                yield Drawn(name, identity, country)


def script_of(name: str) -> str:
    for character in name:
        if character.isalpha():
            word = unicodedata.name(character, "").split(" ")[0]
            return {
                "LATIN": "Latin", "CYRILLIC": "Cyrillic", "ARABIC": "Arabic", "CJK": "CJK",
                "HIRAGANA": "CJK", "KATAKANA": "CJK", "HANGUL": "CJK",
            }.get(word, "other")  # fmt: skip
    return "other"


def answers(world: World | Without, drawn: Sequence[Drawn], *, country: bool) -> list[Answer]:
    """What the join makes of each name, alone in its record."""
    records = read_records(
        [
            {
                "id": f"r{number}", "date": "1990", "title": one.name, "place": one.name,
                **({"country": one.country} if country else {}),
            }
            for number, one in enumerate(drawn)
        ]
    )  # fmt: skip
    located = locate(records, [world], looked_for=len(drawn))  # type: ignore[list-item]
    joins = located.joins.select(["id", "place", "reason"]).to_pylist()
    joined = {one["id"]: (one["place"], one["reason"]) for one in joins}
    row_of = dict(
        zip(records.table["row"].to_pylist(), records.table["id"].to_pylist(), strict=True)
    )
    offered: dict[str, tuple[str, ...]] = {}
    for problem in located.report.problems():
        if problem.column == "place" and problem.row is not None:
            offered[row_of[problem.row]] = tuple(s.place for s in problem.suggestions if s.place)
    return [
        Answer(*joined[id_][:1], (), joined[id_][1]) if (id_ := f"r{number}") in joined
        else Answer(None, offered.get(id_, ()))
        for number in range(len(drawn))
    ]  # fmt: skip


def report(drawn: Sequence[Drawn], found: Sequence[Answer]) -> None:
    """Prints, per script, silent joins, their precision, questions and what they offer."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for one, answer in zip(drawn, found, strict=True):
        for script in (one.script, "all"):
            row = rows[script]
            row["names"] += 1
            if answer.joined is not None:
                row["joined"] += 1
                row["right"] += answer.joined == one.place
            else:
                row["asked"] += 1
                row["offered"] += one.place in answer.offered
                row["first"] += one.place in answer.offered[:1]
    print("script     names  joined  precision  wrong of all  asked  right place joined or offered")
    for script in (*SCRIPTS, "all"):
        if (row := rows[script])["names"]:
            wrong = row["joined"] - row["right"]
            print(
                f"{script:<9} {row['names']:>6}  {row['joined']:>6}  "
                f"{row['right'] / max(1, row['joined']):>9.4f}  {wrong / row['names']:>12.4f}  "
                f"{row['asked']:>5}  {(row['right'] + row['offered']) / row['names']:.4f}"
            )


def as_they_are(world: World, everything: Sequence[Drawn]) -> None:
    drawn = random.Random(SEED).sample(list(everything), DRAWN)
    print(f"(a) {DRAWN:,} alternate names as they are, nothing else known")
    found = answers(world, drawn, country=False)
    report(drawn, found)
    print("\n    the same, their countries known")
    report(drawn, answers(world, drawn, country=True))


def taken_out(world: World, everything: Sequence[Drawn]) -> None:
    chance = random.Random(SEED + 1)
    by_script: dict[str, list[Drawn]] = defaultdict(list)
    for one in everything:
        by_script[one.script].append(one)
    drawn = [
        one for script in SCRIPTS[:4] for one in chance.sample(by_script[script], TAKEN_OUT // 4)
    ]
    print(f"\n(b) {TAKEN_OUT:,} alternate names taken out of the gazetteer, their countries known")
    without = Without(world, {(one.place, one.name) for one in drawn})
    report(drawn, answers(without, drawn, country=True))


def pairs() -> None:
    """Tells pairs of names of one city from pairs of two, the likest that there are.

    Cities of time zones in English and in nineteen other languages, from Unicode CLDR. The
    threshold is, for each language, the best one for half of the cities; what is printed is of the
    others.
    """
    from babel import Locale

    # English says a city's name only where it is not that of the zone: Asia/Baku is Baku.
    own = {zone: names.get("city") for zone, names in Locale("en").time_zones.items()}
    english = {
        zone: own.get(zone) or zone.rpartition("/")[2].replace("_", " ")
        for zone in Locale("ru").time_zones
        if not zone.startswith("Etc/")
    }
    zones = sorted(english)
    plain = [anyascii(english[zone]).lower() for zone in zones]
    alike = process.cdist(plain, plain, scorer=fuzz.ratio)
    np.fill_diagonal(alike, 0)
    other = {zone: zones[int(alike[at].argmax())] for at, zone in enumerate(zones)}
    by_language: list[tuple[list[Pair], list[Pair]]] = []
    for tag in LANGUAGES:
        trained, held_out = [], []
        for zone, names in sorted(Locale.parse(tag).time_zones.items()):
            if zone not in english or not (name := names.get("city")) or name == english[zone]:
                continue
            half = trained if sha256(zone.encode()).digest()[0] < 128 else held_out
            for of, same in ((zone, True), (other[zone], False)):
                ours = float(likeness(name, readings_of([english[of]]))[0])
                baseline = fuzz.ratio(anyascii(name).lower(), anyascii(english[of]).lower())
                half.append((ours, baseline, same))
        by_language.append((trained, held_out))
    count = sum(len(held_out) for _, held_out in by_language)
    print(f"\n(d) {count:,} held-out pairs of names, half of them of two cities")
    for column, what in ((0, "our likeness"), (1, "anyascii and ratio")):
        right = 0
        for trained, held_out in by_language:
            least = max(
                sorted({pair[column] for pair in trained}),
                key=lambda least: rightly_told(trained, column, least),
            )
            right += rightly_told(held_out, column, least)
        print(f"    {what}: accuracy {right / count:.3f}")


def rightly_told(some: Sequence[Pair], column: int, least: float) -> int:
    return sum((pair[column] >= least) == pair[2] for pair in some)


if __name__ == "__main__":
    sys.exit(main())
