"""Written points: a text that is a coordinate, and nothing else, in; a point out.

Always true: a point is in range; it is ``sure`` only where the text itself says which number is the
latitude: by letters, by words, by the form (WKT, a geo URI), or since the other cannot be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mapbuilder.degrees import to_degrees

_LONGEST: Final = 100
_NUMBER: Final = r"[-+−–]?\d{1,3}(?:[.,]\d+)?"
_WKT: Final = re.compile(
    r"(?:(?:SRID=4326;|<http://www\.opengis\.net/def/crs/OGC/1\.3/CRS84>)\s*)?POINT\s*Z?\s*"
    r"\(\s*(?P<lon>[-+]?[\d.]+)\s+(?P<lat>[-+]?[\d.]+)(?:\s+[-+]?[\d.]+)?\s*\)",
    re.IGNORECASE,
)
# ref: RFC 5870, section 3.3: latitude, longitude, altitude; without crs they are in WGS 84.
_GEO: Final = re.compile(
    r"geo:(?P<lat>[-+]?[\d.]+),(?P<lon>[-+]?[\d.]+)(?:,[-+]?[\d.]+)?(?:;crs=wgs84)?", re.IGNORECASE
)
_WORDS: Final = re.compile(
    rf"(?P<first>lat|lon|lng|long)(?:itude)?\.?\s*[:=]?\s*(?P<a>{_NUMBER})\s*°?\s*[,;/]?\s*"
    rf"(?P<second>lat|lon|lng|long)(?:itude)?\.?\s*[:=]?\s*(?P<b>{_NUMBER})\s*°?",
    re.IGNORECASE,
)
_OF_THOUSANDS: Final = re.compile(r"[-+−]?\d{1,3}(?:\.\d{3}){2,}|[-+−]?\d{1,3}(?:,\d{3}){2,}")
_BRACKETS: Final = re.compile(r"[(\[{]\s*([^()\[\]{}]+?)\s*[)\]}]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SAID: Final = frozenset({
    "n", "s", "e", "w", "north", "south", "east", "west", "d", "m",
    "с", "ю", "в", "з", "ш", "д", "сш", "юш", "вд", "зд",
})  # fmt: skip
"""All the words that a coordinate has: its hemispheres, degrees and minutes."""
# What parts two halves: the strongest first, since a comma may be a decimal one.
_BETWEEN: Final = (
    r"\s*[;/|\n]\s*", r",\s+", r"\s*,\s*", r"\s+", r"(?<=[NSEWСЮВЗnsewсювз])(?=\d)",
)  # fmt: skip
_FINE: Final = re.compile(r"\d[.,]\d|[°º˚]")
"""Two whole numbers may be anything; degrees of a place have a fraction, or say that they are."""


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    """A point, and whether the text says so."""

    lat: float
    lon: float
    sure: bool = True
    """If not, the numbers may be in the other order."""


def point_in(text: str, *, whole: bool = False) -> WrittenPoint | None:
    """The point that a text is, or ``None`` for any other text.

    Two ``whole`` numbers are one where nothing but a point is asked for.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or not re.search(r"\d", text):
        return None
    if (found := _WKT.fullmatch(text) or _GEO.fullmatch(text)) is not None:
        return _at(found["lat"], found["lon"])
    if (found := _WORDS.fullmatch(text)) is not None:
        is_lat = [found[word].lower().startswith("lat") for word in ("first", "second")]
        if is_lat[0] == is_lat[1]:
            return None
        return _at(found["a"], found["b"]) if is_lat[0] else _at(found["b"], found["a"])
    if (bracketed := _BRACKETS.fullmatch(text)) is not None:
        text = bracketed[1]
    is_one = len(text) > 2 and _SAID.issuperset(_LETTERS.findall(text.lower()))
    return _pair_in(text, whole) if is_one else None


def what_is_right(cell: str) -> str:
    """The end of a sentence about a cell that is no latitude or longitude; empty for many."""
    if _OF_THOUSANDS.fullmatch(cell.strip()):
        return "; a spreadsheet took its point for a mark of thousands: import the column as text"
    if (point := point_in(cell)) is None:
        return "; write a point, not a comma" if "," in cell else ""
    return (
        f", which has both numbers in it; write {in_full(point.lat)} into the column lat and "
        f"{in_full(point.lon)} into lon"
    )


def in_full(degrees: float) -> str:
    """A number of degrees as it is written into a cell, to a tenth of a metre."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def _at(lat: str, lon: str) -> WrittenPoint | None:
    first, second = to_degrees(lat), to_degrees(lon)
    if first is None or second is None:
        return None
    return _in_range(WrittenPoint(first.number, second.number))


def _pair_in(text: str, whole: bool) -> WrittenPoint | None:
    """The point of two halves, wherever one ends and the other begins."""
    for between in _BETWEEN:
        for at in re.finditer(between, text):
            halves = text[: at.start()], text[at.end() :]
            first, second = map(to_degrees, halves)
            if first is None or second is None:
                continue
            if {first.axis, second.axis} == {"lat", "lon"}:
                lat, lon = (first, second) if first.axis == "lat" else (second, first)
                return _in_range(WrittenPoint(lat.number, lon.number))
            if first.axis or second.axis or (first.how == "comma") != (second.how == "comma"):
                continue
            if not (whole or all(map(_FINE.search, halves))):
                continue
            a, b = first.number, second.number
            if abs(a) > 90 or abs(b) > 90:
                return _in_range(WrittenPoint(a, b) if abs(a) <= 90 else WrittenPoint(b, a))
            return _in_range(WrittenPoint(a, b, sure=False))
    return None


def _in_range(point: WrittenPoint) -> WrittenPoint | None:
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None
