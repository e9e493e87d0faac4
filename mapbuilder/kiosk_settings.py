"""What the settings say of a kiosk: the table ``[kiosk]`` of ``exhibit.toml``.

Lengths are written as people say them (``43in``, ``80 cm``, ``1.2m``) and are millimetres inside.
Always true of a ``Kiosk``: its screen, resolution and distance can be computed with.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from mapbuilder.errors import ConfigError
from mapbuilder.report import shown

LEAST_WARNING_S = 20
"""WCAG 2.2, 2.2.1: who is warned of a time limit has at least 20 seconds to extend it."""

_MM = {"mm": 1.0, "cm": 10.0, "m": 1000.0, "in": 25.4, '"': 25.4, "″": 25.4, "ft": 304.8}
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mm|cm|m|in|ft|\"|″)", re.IGNORECASE)
_RESOLUTION = re.compile(r"(\d{3,5})\s*[x×*]\s*(\d{3,5})", re.IGNORECASE)
# From a phone to a wall; what lies beyond is a slip of the pen.
_SIDE_PX = (320, 16_384)
_LENGTHS = {
    "screen": (100, 5_000, "a screen's diagonal"),
    "distance": (200, 5_000, "the distance of an eye from a screen"),
    "lower_edge": (0, 2_000, "the height of an edge"),
}
_LIMITS = {
    "idle_s": (15, 3600, "seconds"),
    "words_per_s": (0.5, 10, "words a second"),
    "attract_s": (6, 120, "seconds"),
    "reload_h": (1, 168, "hours"),
    "scale": (0.5, 4, "pixels of the screen for one of the page"),
}


def to_mm(length: str) -> float:
    """A length with its unit in millimetres. Raises ``ValueError`` with what would be right."""
    found = _LENGTH.fullmatch(length.strip())
    if not found:
        raise ValueError(
            f"is {shown(length)}, but must be a length such as '43in', '80cm' or '1.2m'"
        )
    return float(found[1].replace(",", ".")) * _MM[found[2].lower()]


def to_sides(resolution: str) -> tuple[int, int]:
    """Width and height in pixels of the screen. Raises ``ValueError`` with what would be right."""
    found = _RESOLUTION.fullmatch(resolution.strip())
    if not found:
        raise ValueError(
            f"is {shown(resolution)}, but must be width and height, such as '3840x2160'"
        )
    width, height = int(found[1]), int(found[2])
    if not all(_SIDE_PX[0] <= side <= _SIDE_PX[1] for side in (width, height)):
        raise ValueError(
            f"is {shown(resolution)}, but a side has between {_SIDE_PX[0]} and {_SIDE_PX[1]} pixels"
        )
    return width, height


class Kiosk(BaseModel):
    """How a page behaves on a public screen, and how large that screen is."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    idle_s: Annotated[float, Field(strict=False)] = 90
    """Seconds without a touch until the warning, beside the time to read what is shown."""
    warning_s: Annotated[float, Field(strict=False)] = 30
    """Seconds of the warning; a touch extends them, as often as wanted."""
    words_per_s: Annotated[float, Field(strict=False)] = 3.3
    """How fast a standing visitor reads."""
    attract: bool = True
    """Whether the exhibit shows its places one by one while nobody is there."""
    attract_s: Annotated[float, Field(strict=False)] = 12
    """Seconds for each of them."""
    controls: Literal["bottom", "top"] = "bottom"
    """Where languages and tools stand in the panel."""
    low: bool = True
    """Whether a button brings everything that is touched into the lower part of the screen."""
    reload_h: Annotated[float, Field(strict=False)] = 12
    """Hours after which the page loads itself anew, while nobody is there."""
    by_address: bool = False
    """Whether ``#kiosk`` in the address makes a kiosk of a page that was built for the web."""
    screen: str = "43in"
    """Its diagonal."""
    resolution: str = "3840x2160"
    """Width and height in the pixels of the screen."""
    distance: str = "80cm"
    """From the visitor's eye to the screen."""
    scale: Annotated[float, Field(strict=False)] = 1
    """Pixels of the screen for a pixel of the page; a screen without desktop has 1."""
    lower_edge: str | None = None
    """Height of the screen's lower edge above the floor; it tells how low the low mode must be."""

    @field_validator(*_LIMITS)
    @classmethod
    def _is_within_limits(cls, value: float, field: ValidationInfo) -> float:
        least, most, unit = _LIMITS[str(field.field_name)]
        if not least <= value <= most:
            raise ValueError(f"is {value:g}, but must be between {least:g} and {most:g} {unit}")
        return value

    @field_validator("warning_s")
    @classmethod
    def _can_be_answered(cls, seconds: float) -> float:
        if not LEAST_WARNING_S <= seconds <= 600:
            raise ValueError(
                f"is {seconds:g}, but must be between {LEAST_WARNING_S} and 600 seconds: who is "
                f"warned needs {LEAST_WARNING_S} of them to answer (WCAG 2.2, 2.2.1)"
            )
        return seconds

    @field_validator(*_LENGTHS)
    @classmethod
    def _is_a_length(cls, length: str | None, field: ValidationInfo) -> str | None:
        least_mm, most_mm, what = _LENGTHS[str(field.field_name)]
        if length is not None and not least_mm <= to_mm(length) <= most_mm:
            raise ValueError(
                f"is {shown(length)}, but {what} is between {least_mm / 10:g} and "
                f"{most_mm / 10:g} cm"
            )
        return length

    @field_validator("resolution")
    @classmethod
    def _is_a_resolution(cls, resolution: str) -> str:
        to_sides(resolution)
        return resolution

    def with_screen(self, **given: str | None) -> Kiosk:
        """The settings with the command line's ``screen``, ``resolution`` and ``distance``.

        What is None stays. Raises ``ConfigError`` with a line for each fault.
        """
        wanted: dict[str, Any] = {key: text for key, text in given.items() if text is not None}
        try:
            return Kiosk(**{**self.model_dump(), **wanted})
        except ValidationError as error:
            sentences = [
                f"--{fault['loc'][0]} {fault['ctx']['error']}"
                for fault in error.errors(include_url=False)
            ]
            raise ConfigError("\n".join(sentences)) from None
