"""Degrees as people write them: a cell of a latitude or a longitude in, a number out.

Besides plain numbers: degrees, minutes and seconds ("40°22′33″N", "40 22 33 N", "N40.37"), a
decimal comma, and other signs for minus. Always true: a number comes with how it was read where it
is not plain, and what can be read in two ways is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from mapbuilder.coordinates import to_number

Axis = Literal["lat", "lon"]

_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "-": "-", "\xa0": " "})
_HEMISPHERES: dict[str, tuple[Axis, int]] = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "north": ("lat", 1), "south": ("lat", -1), "east": ("lon", 1), "west": ("lon", -1),
    "с": ("lat", 1), "ю": ("lat", -1), "в": ("lon", 1), "з": ("lon", -1),
    "с.ш": ("lat", 1), "ю.ш": ("lat", -1), "в.д": ("lon", 1), "з.д": ("lon", -1),
    "сш": ("lat", 1), "юш": ("lat", -1), "вд": ("lon", 1), "зд": ("lon", -1),
    "o": ("lon", 1),  # Ost; Spanish and French say west with it, so it is refused below
}  # fmt: skip
_LETTERS = "|".join(sorted(map(re.escape, _HEMISPHERES), key=lambda word: -len(word)))
_NUMBER = r"\d+(?:[.,]\d+)?"
_DECIMAL_COMMA = re.compile(r"[-+]?\d{1,3},\d+")
# Both degrees in one cell, as a map on the web gives them: a number with a point has no comma.
_PAIR = re.compile(r"\(?\s*([-+]?\d{1,3}\.\d+)°?\s*[,;\s]\s*([-+]?\d{1,3}\.\d+)°?\s*\)?")
_LONGEST = 40
_DEGREE, _MINUTE, _SECOND = "°º˚d:", "'′’‘´m:", '"″”“s'
_WRITTEN = re.compile(
    rf"(?P<before>{_LETTERS})?\.?\s*(?P<sign>[-+])?\s*"
    rf"(?P<degrees>{_NUMBER})\s*(?:[{_DEGREE}]|\s|$)\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*(?:[{_MINUTE}]|\s|$)\s*)?"
    rf"(?:(?P<seconds>{_NUMBER})\s*(?:[{_SECOND}]|''|′′|\s|$)\s*)?"
    rf"(?P<after>{_LETTERS})?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Degrees:
    """A number of degrees, signed."""

    number: float
    how: Literal["plain", "comma", "minutes", "letter"] = "plain"
    axis: Axis | None = None
    """Which of the two the hemisphere's letter says it is; ``None`` where there is none."""


def to_degrees(written: str) -> Degrees | None:
    """The degrees of a cell, or ``None`` for what cannot be read or not in one way."""
    number = to_number(written)
    if number is not None:
        return Degrees(number)
    text = written.strip()
    if not _DECIMAL_COMMA.fullmatch(text):
        text = text.translate(_SIGNS)
    if _DECIMAL_COMMA.fullmatch(text):
        return Degrees(float(text.replace(",", ".")), "comma")
    found = _WRITTEN.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or not re.search(r"[^\d\s.,+-]", text):
        # Two bare numbers may be degrees and minutes, or a latitude and a longitude.
        return None
    letters = [found[group].lower() for group in ("before", "after") if found[group]]
    if len(letters) > 1 or "o" in letters or (letters and found["sign"]):
        return None
    degrees, minutes, seconds = (
        float((found[group] or "0").replace(",", "."))
        for group in ("degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:
        return None
    # 40,5°22′ has half a degree and minutes besides: one of the two is a mistake.
    if (found["minutes"] and degrees % 1) or (found["seconds"] and minutes % 1):
        return None
    axis, sign = _HEMISPHERES[letters[0]] if letters else (None, 1)
    if found["sign"] == "-":
        sign = -1
    total = round(sign * (degrees + minutes / 60 + seconds / 3600), 7)
    return Degrees(total, "minutes" if found["minutes"] else "letter", axis)


def hint_of(written: str) -> str:
    """The end of a sentence about a cell that is no degrees: what would be right."""
    if found := _PAIR.fullmatch(written.translate(_SIGNS)):
        return (
            f"; it holds two numbers: the latitude, mostly the first, {found[1]}, goes into lat, "
            f"and the longitude, {found[2]}, into lon"
        )
    return "; write a point, not a comma" if "," in written else ""
