"""Which of its own files a page carries: ``[carry]`` in ``exhibit.toml``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mapbuilder.settings import Settings


class Carry(Settings):
    """What ``mapbuilder extract`` can give back."""

    files: Literal["tables", "all", "none"] = "tables"
    """``tables``: settings, tables and texts of sources; ``all``: pictures, sound, scans, maps too.

    Not all by default: an original may hold what a camera wrote into it, which the page leaves out.
    """
    limit_mb: Annotated[float, Field(ge=0, le=500)] = 8.0
    """Of all carried files together, before they are compressed; the smallest are taken first."""
