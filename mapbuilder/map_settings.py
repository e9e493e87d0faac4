"""What the settings say of the maps: the base map, an online one, the user's own, and scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from mapbuilder.online import Tiles, find_tiles
from mapbuilder.settings import Settings, Translated


class Online(Settings):
    """A map from the network: a provider by its name, or an address with whose map it is."""

    provider: str | None = None
    url: str | None = None
    attribution: str | None = None
    min_zoom: Annotated[int, Field(ge=0, le=22)] | None = None
    max_zoom: Annotated[int, Field(ge=0, le=22)] | None = None
    subdomains: str | None = None

    @model_validator(mode="after")
    def _can_be_asked(self) -> Online:
        self.tiles()
        return self

    def tiles(self) -> Tiles:
        """What the page may ask for."""
        return find_tiles(**self.model_dump())


class OwnMap(Settings):
    """A map of the user's own: tiles (PMTiles, MBTiles) or features (GeoJSON, GeoPackage, OSM)."""

    file: Annotated[str, Field(min_length=1)]
    """Relative to the exhibit's folder."""
    attribution: str = ""
    """Whose it is; without it, what the file says or the file beside it."""
    licence: str = ""
    url: str = ""


class Basemap(Settings):
    """The map below the markers."""

    detail: Literal["full", "light", "none"] = "full"
    borders: Literal["on", "faint", "off"] = "faint"
    coast: Literal["natural-earth", "osm"] = "natural-earth"
    online: Online | None = None
    """A map that the page may take from the network; ``"NAME"`` is ``{provider = "NAME"}``."""
    online_on: bool = False
    """Whether the page opens with it on, and so asks for it before anyone has said yes."""

    own: OwnMap | None = None
    """A plain text is its file."""
    embed_limit_mb: Annotated[float, Field(ge=0, le=100)] = 8
    """Megabytes of the user's own map that are in the page; more are in a folder beside it."""

    @field_validator("online", mode="before")
    @classmethod
    def _may_be_a_name(cls, online: Any) -> Any:
        return {"provider": online} if isinstance(online, str) else online

    @model_validator(mode="before")
    @classmethod
    def _is_file(cls, settings: Any) -> Any:
        if isinstance(settings, Mapping) and isinstance(settings.get("own"), str):
            return {**settings, "own": {"file": settings["own"]}}
        return settings

    @model_validator(mode="after")
    def _has_what_is_on(self) -> Basemap:
        if self.online_on and self.online is None:
            raise ValueError("has online_on, but no online map to be on")
        return self

    @model_validator(mode="after")
    def _lies_on_something(self) -> Basemap:
        if self.own is not None and self.detail == "none":
            raise ValueError(
                "has a map of its own and detail 'none', which is no map at all; say 'light', the "
                "least that lies below it"
            )
        return self


class Scan(Translated):
    """A historical map: an image, where it lies on Earth, and whose it is."""

    file: Annotated[str, Field(min_length=1)]
    """The image, relative to the exhibit's folder."""
    points: str | None = None
    """Its control points; an image that says itself where it lies needs none."""
    transformation: (
        Literal["polynomial-1", "polynomial-2", "polynomial-3", "projective", "tps"] | None
    ) = None
    """From the image to the map; ``polynomial-1`` where the control points name none."""
    crs: str | None = None
    """Of control points and world files that do not name theirs: ``EPSG:28408``."""
    title: str = ""
    date: str = ""
    """EDTF, or as it is commonly written."""
    credit: str = ""
    licence: str = ""
    url: str = ""
    opacity: Annotated[float, Field(ge=0.1, le=1, strict=False)] = 1
    shown: bool = False
    """Whether the page opens with it."""
    crop: Annotated[list[list[float]], Field(min_length=3)] | None = None
    """Corners in pixels of the part that is shown, x to the right and y down."""
    max_side_px: Annotated[int, Field(ge=256, le=8192)] = 4096
    max_kb: Annotated[int, Field(ge=50, le=20_000)] = 1500

    @field_validator("date")
    @classmethod
    def _is_a_date(cls, date: str) -> str:
        from mapbuilder.dates import DateError, parse_date

        if date.strip():
            try:
                parse_date(date)
            except DateError as error:
                raise ValueError(f"is no date: {error.message}") from None
        return date

    @field_validator("crop")
    @classmethod
    def _has_corners(cls, crop: list[list[float]] | None) -> list[list[float]] | None:
        if crop is not None and any(len(corner) != 2 for corner in crop):
            raise ValueError("must be a list of corners, each [x, y] in pixels")
        return crop
