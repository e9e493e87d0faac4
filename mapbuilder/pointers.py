"""Pointers: a cell that points at a place by a link or an id of a catalogue, or by a coordinate.

In goes such a text, out come what it is, the ids under which a gazetteer may have the place, and
what would be right where none has it. Always true: nothing is fetched, and what a link shows is
told, never taken for where the place is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from mapbuilder.reading import Named, Phrase, Reading, as_one_name
from mapbuilder.report import shown
from mapbuilder.written_points import WrittenPoint, in_full, point_in

_LONGEST: Final = 2000
# Most names are seen not to be a pointer: a link, a prefix, a fraction, degrees, a long number.
_MAY_BE: Final = re.compile(
    r"//|\w\.\w+/|\w:\s*\w|\d[.,]\d|[°º˚]|\bQ\d|\d{6}|\d\s*[NSEWСЮВЗ]|\+[2-9CFGHJMPQRVWX]{2}",
    re.IGNORECASE,
)
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+\.(?:org|com|net|edu|gov|info|gl|de|az|ru|uk)/\S+",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[0-9]{6,9}")
_NAME_BEFORE: Final = re.compile(
    r"(?P<name>[^\W\d_][^\d(\[:]*?)[\s,;(\[]+(?P<tail>[-+−]?\d.*?)[\s)\]]*"
)
_HOST: Final = r"(?:https?://)?(?:[\w-]+\.)*"


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """A list of places whose ids people write."""

    what: str
    written: re.Pattern[str]
    forms: tuple[str, ...]
    """How an id of it may stand in a gazetteer, the first as in mapbuilder's own."""


_CATALOGUES: Final = (
    _Catalogue(
        "the id of a place in GeoNames",
        re.compile(
            rf"(?:{_HOST}geonames\.org/|gn:|geonames:\s*)(?P<id>\d{{1,12}})(?:[/?#]\S*)?",
            re.IGNORECASE,
        ),
        (
            "geonames:{}", "gn:{}", "https://www.geonames.org/{}", "http://www.geonames.org/{}",
            "https://sws.geonames.org/{}/", "http://sws.geonames.org/{}/",
        ),
    ),
    _Catalogue(
        "an item of Wikidata",
        re.compile(
            rf"(?:{_HOST}wikidata\.org/(?:wiki|entity)/|wd:|wikidata:\s*)?(?P<id>Q[1-9]\d*)"
            r"(?:[?#]\S*)?"
        ),
        (
            "wikidata:{}", "wd:{}", "{}", "http://www.wikidata.org/entity/{}",
            "https://www.wikidata.org/entity/{}", "https://www.wikidata.org/wiki/{}",
        ),
    ),
    _Catalogue(
        "a place of the Getty TGN",
        re.compile(
            rf"(?:{_HOST}getty\.edu/(?:page/)?tgn/|tgn:\s*)(?P<id>\d{{5,10}})(?:[/?#.-]\S*)?",
            re.IGNORECASE,
        ),
        ("tgn:{}", "http://vocab.getty.edu/tgn/{}", "http://vocab.getty.edu/page/tgn/{}"),
    ),
    _Catalogue(
        "a place of Pleiades",
        re.compile(
            rf"(?:{_HOST}pleiades\.stoa\.org/places/|pleiades:\s*)(?P<id>\d{{3,12}})(?:[/?#]\S*)?",
            re.IGNORECASE,
        ),
        ("pleiades:{}", "pl:{}", "https://pleiades.stoa.org/places/{}"),
    ),
)  # fmt: skip
_OTHERS: Final = (
    (r"(?:osm:|\S*openstreetmap\.org/)(?:node|way|relation)s?[:/]?\d+\S*",
     "an object of OpenStreetMap"),
    (r"\S*wikipedia\.org/\S+", "an article of Wikipedia"),
    (r"\S*(?:goo\.gl|g\.co|bit\.ly|osm\.org/go|tinyurl\.com|t\.ly)/\S+",
     "a short link, which says no place before it is opened"),
    (r"[23456789CFGHJMPQRVWX]{4}(?:[23456789CFGHJMPQRVWX]{4})?\+[23456789CFGHJMPQRVWX]{2,3}",
     "a Plus Code"),
    (r"/{3}[^\W\d_]+(?:\.[^\W\d_]+){2}", "an address of what3words"),
)  # fmt: skip
_DEGREES: Final = r"(?P<lat>[-+]?\d{1,2}(?:\.\d+)?)"
_AND: Final = rf"{_DEGREES}[,/](?:\+|%20|\s)*(?P<lon>[-+]?\d{{1,3}}(?:\.\d+)?)"
# The pin of a link, not where the map around it has its middle.
_PINS: Final = (
    r"!3d(?P<lat>[-+]?\d+\.\d+)!4d(?P<lon>[-+]?\d+\.\d+)",
    r"[?&#]mlat=(?P<lat>[-+]?\d+\.\d+)&mlon=(?P<lon>[-+]?\d+\.\d+)",
    rf"[?&](?:q|query|ll|daddr|destination|sll|where1|pt|text)=(?:loc:)?{_AND}(?=$|[&#])",
    rf"/(?:place|search)/{_AND}(?=$|[/?&#])",
)
_VIEWS: Final = (
    rf"/@{_AND},",
    rf"#map=[\d.]+/{_AND}",
    rf"[?&](?:center|cp)={_AND.replace('[,/]', '[,~/]')}",
)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a text is that points at a place, and what to do with it."""

    what: str
    """``an item of Wikidata``."""
    right: str
    """What would be right, as the rest of a sentence that begins with *write*."""
    ids: tuple[str, ...] = ()
    """How the place may be called in a gazetteer."""
    guess: str = ""
    """An id that may be meant, and is to be asked about."""

    @property
    def told(self) -> str:
        """The rest of a sentence about the text that begins with *is*."""
        has = " that no gazetteer here has" if self.ids else ""
        return f"no name but {self.what}{has}; {self.right}"


_WRITE_NAME: Final = (
    "write the place's name, or list the place in places under this id with its lat and lon"
)


def pointer_in(text: str) -> Pointer | None:
    """What a text is that is no name of a place, or ``None`` for any other text."""
    text = text.strip().strip("<>")
    if len(text) > _LONGEST or not _MAY_BE.search(text):
        return None
    if (point := point_in(text)) is not None:
        return Pointer("a coordinate", _to_columns(point))
    if (found := _NAME_BEFORE.fullmatch(text)) and (point := point_in(found["tail"])) is not None:
        name = f"write {shown(found['name'].strip())} into place and "
        return Pointer("a name with a coordinate", name + _to_columns(point).removeprefix("write "))
    for one in _CATALOGUES:
        if (found := one.written.fullmatch(text)) is not None:
            return Pointer(
                one.what, _WRITE_NAME, tuple(form.format(found["id"]) for form in one.forms)
            )
    if (number := _NUMBER.fullmatch(text)) is not None:
        id_ = f"geonames:{number[0]}"
        right = f"write {id_} where GeoNames' id is meant, or the place's name"
        return Pointer("a number", right, guess=id_)
    is_link = _LINK.fullmatch(text) is not None
    if is_link:
        decoded = unquote(text)
        if (point := _found_in(decoded, _PINS)) is not None:
            return Pointer("a link to a point on a map", _to_columns(point))
        if (point := _found_in(decoded, _VIEWS)) is not None:
            middle = f"{in_full(point.lat)}, {in_full(point.lon)}"
            return Pointer(
                f"a link to a map around {middle}",
                "write the latitude and longitude of the place itself into the columns lat and "
                "lon, or its name",
            )
    for pattern, what in _OTHERS:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return Pointer(what, "write the place's name, or its lat and lon")
    return Pointer("a link", "write the place's name, or its lat and lon") if is_link else None


def readings_of(text: str) -> tuple[Reading, ...]:
    """What a text may mean that is no name of a place; empty for any other text."""
    pointer = pointer_in(text)
    if pointer is None:
        return ()
    guess = (Reading((Phrase("at", (Named(pointer.guess),)),), "part"),) if pointer.guess else ()
    return tuple(map(as_one_name, dict.fromkeys((text, *pointer.ids)))) + guess


def ids_in(text: str) -> tuple[str, ...]:
    """The text, and the other forms of it where it is an id or the address of one."""
    pointer = pointer_in(text)
    return (text,) if pointer is None else tuple(dict.fromkeys((text, *pointer.ids)))


def _to_columns(point: WrittenPoint) -> str:
    order = "" if point.sure else " (or the other way round, where the longitude comes first)"
    return (
        f"write {in_full(point.lat)} into the column lat and {in_full(point.lon)} into lon{order}"
    )


def _found_in(link: str, patterns: tuple[str, ...]) -> WrittenPoint | None:
    for pattern in patterns:
        if (found := re.search(pattern, link)) is not None:
            lat, lon = float(found["lat"]), float(found["lon"])
            return WrittenPoint(lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None
    return None
