"""Areas of the world's gazetteer: what lies in a country or division, and whether it has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapbuilder.world import World

_OUTLINE_DEGREES = 0.05
"""Outlines are simplified: a point so near to one lies in it, harbours and islets too."""


class WorldAreas:
    """The areas of a world's gazetteer, each read when it is first asked for.

    Without one nothing is known to lie anywhere, and no name is known to be missing.
    """

    def __init__(self, world: World | None = None) -> None:
        self._world = world
        self._geoms: dict[str, Any] = {}
        self._called: dict[str, frozenset[str]] = {}

    def are_called(self, area: str, name: str) -> bool:
        """Whether a country or division has a name, by any of its names in the gazetteer."""
        if self._world is None:
            return True
        if name not in self._called:
            [named] = self._world.containers([name]).values()
            self._called[name] = frozenset(one.id for one in named)
        return area in self._called[name]

    def contain(self, area: str, lon: float, lat: float) -> bool:
        """Whether a point (degrees, WGS 84) lies in an area, by its outline."""
        import shapely

        if self._world is None:
            return False
        if area not in self._geoms:
            wkb = self._world.area(area)
            geom = None if wkb is None else shapely.from_wkb(wkb)
            self._geoms[area] = None if geom is None else geom.buffer(_OUTLINE_DEGREES)
        geom = self._geoms[area]
        return geom is not None and bool(shapely.intersects_xy(geom, lon, lat))
