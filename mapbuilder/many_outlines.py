"""Lines and areas among many places: which of them the page draws, and their outlines.

Rows in the order of the page go in, the outlines of those with the most records out. Always true:
together they take no more of the page than those of few places may (``outlines.MOST_BYTES``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mapbuilder.columns import Columns
from mapbuilder.forms import drawn_as, to_extents, to_kinds
from mapbuilder.payload import MAX_ZOOM, encode

if TYPE_CHECKING:
    from mapbuilder.many import Rows
    from mapbuilder.outlines import Outlines

MOST = 2_000
"""Lines and areas of a page; of more those with the most records."""

_MOST_POINTS = 150_000
"""Some two bytes of the page each."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ManyOutlines:
    """The lines and areas that a page of many draws."""

    places: Numbers
    """The numbers of their places, in order."""
    ids: list[str]
    kinds: list[str]
    """What each is drawn as: ``point`` for one that says no more than how far a place reaches."""
    extents: list[bool]
    outlines: Outlines
    left: int
    """How many places have one that is not drawn."""

    def block(self) -> dict[str, Any]:
        """What stands in the page: the outlines, and the ids of their places."""
        assert self.outlines.block is not None
        return {**self.outlines.block, "id": self.ids}

    def drawn(self, category: Numbers, count: int) -> list[list[str]]:
        """For each category what its places are drawn as."""
        return drawn_as(category.tolist(), self._kinds(len(category)), count)

    def are_told_apart(self, count: int) -> bool:
        """Whether there are lines or areas beside the points of so many places."""
        return {*self._kinds(count)} > {"point"}

    def _kinds(self, count: int) -> list[str]:
        kinds = ["point"] * count
        for place, kind in zip(self.places.tolist(), self.kinds, strict=True):
            kinds[place] = kind
        return kinds


def _fitting(wkb: list[bytes], zoom: int) -> int:
    """The nearest zoom at which so many points may fit; to outline more takes long, and in vain."""
    import shapely

    geoms = shapely.from_wkb(wkb)
    while zoom > 0 and shapely.get_num_coordinates(geoms).sum() > _MOST_POINTS:
        zoom -= 1
        pixel = 360.0 / (256 * 2.0**zoom)
        geoms = shapely.simplify(geoms, 0.4 * pixel, preserve_topology=False)
    return zoom


def to_many_outlines(rows: Rows) -> ManyOutlines | None:
    """The lines and areas of an exhibit's places with a marker; ``None`` without any."""
    table = rows.exhibit.places
    if "shape_wkb" not in table.column_names or not len(rows.places):
        return None
    shaped = table["shape_wkb"].take(pa.array(rows.places)).is_valid().to_numpy()
    numbers = np.flatnonzero(shaped)
    kept = np.sort(numbers[np.argsort(-rows.named[numbers], kind="stable")[:MOST]])
    if not len(kept):
        return None
    from mapbuilder.outlines import to_outlines

    config = rows.exhibit.config
    places = table.take(pa.array(rows.places[kept])).to_pydict()
    columns = Columns(
        config, {}, 0, [], [], [], [], [], [], places, len(kept), {}, [], [], {}, {}, [], []
    )  # fmt: skip
    extents = to_extents(columns)
    zoom = MAX_ZOOM if config.view.max_zoom is None else config.view.max_zoom
    outlines = to_outlines(
        places["shape_wkb"],
        places["lon"],
        places["lat"],
        _fitting(places["shape_wkb"], zoom),
        lambda block: len(encode(block)),
        extents,
    )
    if outlines.block is None:
        return None
    return ManyOutlines(
        kept.astype(np.int64),
        [str(id_) for id_ in places["id"]],
        to_kinds(places["shape_wkb"], extents),
        extents,
        outlines,
        len(numbers) - len(kept),
    )
