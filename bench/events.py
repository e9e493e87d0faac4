"""The events that every tool is given: seeded, so that the same number is the same bytes anywhere.

Ours is an exhibit's folder in which the events have names, spelt at random, and a table of places
has their coordinates. The peers, which cannot join, get one flat table with coordinates found.
A title has about 40 characters, a text about 225, a row of the CSV about 310 bytes.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIZES = (10, 1_000, 10_000, 100_000, 1_000_000)
SEED = 1990
FLAT_COLUMNS = ("title", "text", "date", "category", "source", "place", "lon", "lat")
EVENT_COLUMNS = ("id", "date", "title", "text", "category", "source", "place")
CATEGORIES = ("arrest", "assembly", "decree", "letter", "march", "rescue", "strike", "trial")
SOURCES = 40
WEST, SOUTH, EAST, NORTH = -9.0, 36.0, 60.0, 59.0
"""Where the places are: Europe and the west of Asia, in degrees."""
TITLE_LETTERS, TEXT_LETTERS = 38, 222
EACH_PLACE = 40
"""Events a place where there are many; up to 1,000 events there are as many places as events."""
OTHERWISE = 0.2
"""How many of a place's events, its first aside, are by the other of its two spellings."""
SYLLABLES = (
    "ka", "ri", "mo", "shen", "va", "lor", "ti", "bek", "su", "dan", "ğa", "ne", "çi", "pol", "ra",
    "zim", "u", "ster", "hö", "lan", "qa", "mir", "yo", "wal", "ber", "ża", "gen", "to", "fi", "ux",
)  # fmt: skip
WORDS = (
    "street", "tram", "school", "harbour", "morning", "crowd", "letter", "square", "house", "train",
    "ship", "market", "garden", "bridge", "people", "winter", "council", "record", "witness", "row",
    "evening", "station", "the", "of", "to", "a", "in", "at", "with", "was", "were", "said", "came",
    "before", "after", "near", "from", "who", "again", "by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the table of places has it."""

    id: str
    name: str
    lon: float
    lat: float


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """Writes both forms into a folder: the exhibit's folder, and the peers' flat table."""
    exhibit, flat = folder / f"events-{count}", folder / f"flat-{count}.csv"
    exhibit.mkdir(parents=True, exist_ok=True)
    (exhibit / "exhibit.toml").write_text('title = "Invented events"\n', encoding="utf-8")
    chance = random.Random(SEED)
    known = places(chance, count)
    _write(
        exhibit / "places.csv",
        ("id", "name", "lat", "lon"),
        ((place.id, place.name, str(place.lat), str(place.lon)) for place in known),
    )
    _write(
        exhibit / "sources.csv",
        ("id", "title"),
        ((f"s{number}", f"Paper number {number}") for number in range(SOURCES)),
    )
    spellings: dict[str, list[str]] = {}
    with (
        (exhibit / "events.csv").open("w", encoding="utf-8", newline="") as named,
        flat.open("w", encoding="utf-8", newline="") as placed,
    ):
        ours = csv.writer(named, lineterminator="\n")
        peers = csv.writer(placed, lineterminator="\n")
        ours.writerow(EVENT_COLUMNS)
        peers.writerow(FLAT_COLUMNS)
        for number, (place, title, text, date, category, source) in enumerate(
            _events(chance, known, count)
        ):
            spelt = recurring(chance, place.name, spellings.setdefault(place.id, []))
            ours.writerow((f"e{number}", date, title, text, category, source, spelt))
            peers.writerow((title, text, date, category, source, spelt, place.lon, place.lat))
    return exhibit, flat


def places(chance: random.Random, count: int) -> list[Place]:
    """Places of different names, as many as that many events have."""
    wanted = max(min(count, 1_000), count // EACH_PLACE)
    names: dict[str, None] = {}
    while len(names) < wanted:
        names["".join(chance.choices(SYLLABLES, k=chance.choice((3, 4, 4, 5)))).capitalize()] = None
    return [
        Place(
            f"p{number}",
            name,
            round(chance.uniform(WEST, EAST), 5),
            round(chance.uniform(SOUTH, NORTH), 5),
        )
        for number, name in enumerate(names)
    ]


def recurring(chance: random.Random, name: str, known: list[str]) -> str:
    """The usual one of a place's two spellings or the other; each is made when first wanted."""
    wanted = int(bool(known) and chance.random() < OTHERWISE)
    if wanted == len(known):
        known.append(spelling(chance, name))
    return known[wanted]


def spelling(chance: random.Random, name: str) -> str:
    """The name as somebody types it: capitals and spaces as they come, its letters the same."""
    typed = "".join(letter.upper() if chance.random() < 0.3 else letter for letter in name)
    return typed + " " * (chance.random() < 0.1)


def _events(
    chance: random.Random, known: list[Place], count: int
) -> Iterator[tuple[Place, str, str, str, str, str]]:
    for number in range(count):
        # Every place has an event; of the others most are at few of them.
        at = number if number < len(known) else int(len(known) * chance.random() ** 2)
        date = (
            f"{chance.randrange(1900, 2000)}-{chance.randrange(1, 13):02}-"
            f"{chance.randrange(1, 29):02}"
        )
        category = CATEGORIES[int(len(CATEGORIES) * chance.random() ** 2)]
        source = f"s{chance.randrange(SOURCES)}"
        title, text = _sentence(chance, TITLE_LETTERS), _sentence(chance, TEXT_LETTERS) + "."
        yield known[at], title, text, date, category, source


def _sentence(chance: random.Random, letters: int) -> str:
    words: list[str] = []
    length = 0
    while length < letters:
        word = WORDS[int(len(WORDS) * chance.random())]
        words.append(word)
        length += len(word) + 1
    return " ".join(words).capitalize()


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
