"""The records that all tools are given: the default exhibit's, or invented ones of a fixed seed.

Ours reads a folder and joins the names; the peers, which cannot, are given a table with
coordinates already found.
"""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "street",
    "tram",
    "school",
    "harbour",
    "morning",
    "crowd",
    "letter",
    "square",
    "house",
    "train",
    "ship",
    "market",
    "garden",
    "bridge",
]
PEER_COLUMNS = ("title", "text", "date", "lat", "lon")


def write_invented(folder: Path, count: int, *, places: int = 50) -> Path:
    """An exhibit of ``count`` events at 50 places; 330 bytes an event, as real ones have."""
    chance = random.Random(20)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "exhibit.toml").write_text('title = "Invented"\n', encoding="utf-8")
    sites = [
        (f"p{n}", f"Place {n}", round(chance.uniform(37, 43), 5), round(chance.uniform(45, 53), 5))
        for n in range(places)
    ]
    _write(folder / "places.csv", ("id", "name", "lat", "lon"), sites)

    def sentence(length: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize()

    def events() -> Iterable[tuple[object, ...]]:
        for n in range(count):
            year, month, day = (
                chance.randrange(1900, 2000),
                chance.randrange(1, 13),
                chance.randrange(1, 29),
            )
            date = f"{year}-{month:02}-{day:02}"
            yield (f"e{n}", date, chance.choice(sites)[1], sentence(6), sentence(40) + ".")

    _write(folder / "events.csv", ("id", "date", "place", "title", "text"), events())
    return folder


def write_for_peers(exhibit: Path | None, table: Path) -> int:
    """The joined events of an exhibit as one flat table with coordinates; how many there are."""
    check = [
        sys.executable,
        "-m",
        "mapbuilder",
        "check",
        *([exhibit] if exhibit else []),
        "--format",
        "json",
    ]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    folder = exhibit or ROOT / "geodata" / "black-january"
    with (folder / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        events = {row["id"]: row for row in csv.DictReader(file)}
    joins = [join for join in json.loads(done.stdout)["joins"] if join["lon"] is not None]
    rows = [
        (
            events[join["id"]]["title"],
            events[join["id"]]["text"],
            events[join["id"]]["date"],
            join["lat"],
            join["lon"],
        )
        for join in joins
    ]
    _write(table, PEER_COLUMNS, rows)
    return len(rows)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
