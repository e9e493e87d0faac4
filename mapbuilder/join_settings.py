"""What the settings say of the join: where the records' places lie, and whose gazetteers are."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _is_on_earth(bbox: list[float]) -> list[float]:
    west, south, east, north = bbox
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
        raise ValueError("must be [west, south, east, north] in degrees, south < north")
    return bbox


Bbox = Annotated[list[float], Field(min_length=4, max_length=4), AfterValidator(_is_on_earth)]
"""(west, south, east, north) in degrees; west > east crosses the antimeridian."""


class Join(BaseModel):
    """The table ``[join]`` of ``exhibit.toml``: what tells which of several places a name means."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    within: list[str] = []
    """Countries and divisions in which the records' places lie: codes (ISO 3166) or names."""
    bbox: Bbox | None = None
    """The degrees in which they lie."""
    world: bool = True
    """Whether names that are not the exhibit's own are looked up in the world's gazetteer."""


class GazetteerFile(BaseModel):
    """A table ``[gazetteers."FILE"]`` of ``exhibit.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    title: str = ""
    """What the gazetteer is called, where nothing else says whose it is."""
    attribution: str = ""
    """Whose it is; the page says it beside each place and among its credits."""
    licence: str = ""
    crs: str = ""
    """The system of ``lat`` and ``lon``, where they are not degrees: ``EPSG:3857``."""
