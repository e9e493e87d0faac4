"""Names of the world and of a few places of one's own, and what joining them gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mapbuilder.config import Config
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Problem, Report
from mapbuilder.world import World

Row = dict[str, Any]

OWN: list[Row] = [
    {"id": "baku", "name": "Baku", "lat": 40.37, "lon": 49.83, "names": "Bakı"},
    {"id": "park", "name": "Alley", "lat": 40.35, "lon": 49.82,
     "former_names": "Kirov Park [/1990]"},
    {"id": "s1", "name": "Sadovaya", "lat": 40.0, "lon": 49.0},
    {"id": "s2", "name": "Sadovaya", "lat": 41.0, "lon": 48.0},
]  # fmt: skip
WRITTEN = ["Baku", "Bakı şəhəri", "baku", "Kirov Park", "Sadovaya", "Nowhere At All", "None", "NaN",
           "Lenkoran", "Moscow", "Springfield", "geonames:587084", "yong fa xiang",
           "Springfield, Illinois", "near Baku"]  # fmt: skip


def names_of(world: World, first: int) -> list[str]:
    """Names of places in all scripts, from each sixtieth block of towns."""
    found = {name for number in world.blocks.blocks_of_towns()[first::60]
             for line in world.blocks.block(number).names[::16]
             for name in line.split("\t")}  # fmt: skip
    return sorted(found)


def joined(
    rows: Iterable[Row],
    gazetteers: Sequence[Any],
    config: Config,
    decisions: Any = None,
    looked_for: int = 0,
) -> tuple[list[list[Row]], Sequence[Problem]]:
    """The tables of a join as rows, and its problems."""
    report = Report()
    records = read_records(rows, config, report, name="events")
    located = locate(records, gazetteers, report, config, decisions, looked_for=looked_for)
    tables = [located.events, located.places, located.joins]
    return [table.to_pylist() for table in tables], report.problems()
