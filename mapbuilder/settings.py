"""What all tables of ``exhibit.toml`` share: unknown keys are refused, and texts have variants."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Translated(Settings):
    variants: dict[str, str] = Field(default={}, repr=False)
    """Texts in other languages by their key in small letters: ``label_az``."""
