"""Boxes of the map that settings and steps name, beside the places of the exhibit.

In goes a box in degrees, out comes what is to be said of it, if anything. Always true: a box in
which a place lies, or may lie with its line or area, is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.counts import counted

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.report import Report

ORDER = "its order is west, south, east, north"


def exchanged(places: pa.Table) -> Callable[[Sequence[float]], str]:
    """What says of a box without a place that it would have some with its sides exchanged."""

    def hint(box: Sequence[float]) -> str:
        west, south, east, north = box
        other = (south, west, north, east)
        if _held(places, box) or not -90 <= west < east <= 90:
            return ""
        held = _held(places, other)
        if not held:
            return ""
        written = ", ".join(f"{degrees:g}" for degrees in other)
        return f"{written} would show {counted(held, 'place')}"

    return hint


def check_view(config: Config, places: pa.Table, report: Report, file: str) -> None:
    """Tells where the map would open without any of the exhibit's places."""
    box = config.view.bbox
    if box is None or not len(places) or _held(places, box):
        return
    hint = exchanged(places)(box)
    # Whether a line or an area reaches into the box is not asked here.
    if not hint and places["shape_wkb"].null_count < len(places):
        return
    report.add(
        "view-away",
        "warning",
        f"the map opens where none of the exhibit's places is: {ORDER}" + (hint and f"; {hint}"),
        file=file,
        column="view.bbox",
        value=", ".join(f"{degrees:g}" for degrees in box),
    )


def _held(places: pa.Table, box: Sequence[float]) -> int:
    """How many places have their point in the box; west > east crosses 180°."""
    west, south, east, north = box
    lon, lat = places["lon"], places["lat"]
    after, before = pc.greater_equal(lon, west), pc.less_equal(lon, east)
    beside = pc.and_(after, before) if west <= east else pc.or_(after, before)
    within = pc.and_(pc.greater_equal(lat, south), pc.less_equal(lat, north))
    return pc.sum(pc.and_(beside, within)).as_py() or 0
