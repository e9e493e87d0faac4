"""What the settings say of a gazetteer's file that it does not say itself."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class GazetteerFile(BaseModel):
    """A table ``[gazetteers."FILE"]`` of ``exhibit.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: str = ""
    """What the gazetteer is called, where nothing else says whose it is."""
    attribution: str = ""
    """Whose it is; the page says it beside each place and among its credits."""
    licence: str = ""
    crs: str = ""
    """The system of ``lat`` and ``lon``, where they are not degrees: ``EPSG:3857``."""
