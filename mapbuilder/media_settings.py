"""What the settings say of pictures, sound and film: the table ``[media]`` of ``exhibit.toml``.

Always true of a ``MediaSettings``: its limits can be held.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class MediaSettings(BaseModel):
    """How large what is shown may be."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    max_side_px: Annotated[int, Field(ge=320, le=8192)] = 1600
    """Of a picture's longer side in the page; a smaller picture keeps its size."""
    max_file_mb: Annotated[float, Field(gt=0, le=500, strict=False)] = 30
    """Megabytes of one recording; a larger one is left out."""
    max_page_mb: Annotated[float, Field(gt=0, le=2000, strict=False)] = 100
    """Megabytes of all media of a page; more are shown, with a warning."""
