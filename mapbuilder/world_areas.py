"""Areas of the world's gazetteer: whether a point lies in a country or division, by its outline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapbuilder.world import World

_OUTLINE_DEGREES = 0.05
"""Outlines are simplified: a point so near to one lies in it, harbours and islets too."""


class WorldAreas:
    """The areas of a world's gazetteer, each read when a point is first asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._geoms: dict[str, Any] = {}

    def contain(self, area: str, lon: float, lat: float) -> bool:
        import shapely

        if area not in self._geoms:
            wkb = self._world.area(area)
            geom = None if wkb is None else shapely.from_wkb(wkb)
            self._geoms[area] = None if geom is None else geom.buffer(_OUTLINE_DEGREES)
        geom = self._geoms[area]
        return geom is not None and bool(shapely.intersects_xy(geom, lon, lat))
