"""Countries: codes and names as tables write them, and the boxes in which countries lie.

In goes a cell, out comes a code of ISO 3166-1 (alpha-2, capitals) or ``None``. Always true: a code
is never guessed from a near miss; that is what ``nearest_code`` suggests.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from mapbuilder.files import geodata

Box = tuple[float, float, float, float]

_NAMES_IN = ("en", "az", "ru", "de", "es", "fr", "it", "pt", "tr", "uk", "fa", "ar", "hy", "ka")
"""Languages in which a country may be written out."""
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def country_code(written: str) -> str | None:
    """The alpha-2 code of a country's code (``AZ``, ``AZE``, ``031``) or of its whole name."""
    text = " ".join(written.split())
    folded = text.casefold()
    codes, aliases = _codes(), _aliases()
    if folded.upper() in codes:
        return folded.upper()
    if folded.upper() in aliases:
        return aliases[folded.upper()]
    return _names().get(folded)


def nearest_code(written: str) -> tuple[str, str] | None:
    """The code that may have been meant, and the country's name in English."""
    import difflib

    text = " ".join(written.split()).casefold()
    near = difflib.get_close_matches(text, list(_names()), 1, 0.75)
    if near:
        code = _names()[near[0]]
        return code, country_name(code)
    if re.fullmatch(r"[a-z]{2,3}", text):
        # A language's tag in the place of its country's code: "az-AZ", "ka" for Georgia.
        code = _of_language(text) or ""
        if code:
            return code, country_name(code)
    return None


def country_name(code: str) -> str:
    """The country's name in English; the code itself where there is none."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def lies_in(code: str, lon: float, lat: float) -> bool | None:
    """Whether a point may lie in a country; ``None`` where the country's boxes are not known."""
    boxes = _boxes().get(code)
    if boxes is None:
        return None
    return any(west <= lon <= east and south <= lat <= north for west, south, east, north in boxes)


@lru_cache(maxsize=1)
def _boxes() -> dict[str, tuple[Box, ...]]:
    text = (geodata() / "countries" / "boxes.json").read_text("utf-8")
    return {
        code: tuple((west, south, east, north) for west, south, east, north in boxes)
        for code, boxes in json.loads(text).items()
    }


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    from babel import Locale

    territories = frozenset(map(str, Locale("en").territories)) - _NO_COUNTRIES
    return frozenset(code for code in territories if re.fullmatch(r"[A-Z]{2}", code))


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """Alpha-3 and numeric codes and old ones, as far as each means one country of today."""
    from babel.core import get_global

    return {
        str(alias): str(meant[0])
        for alias, meant in get_global("territory_aliases").items()
        if len(meant) == 1 and str(meant[0]) in _codes()
    }


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes by the countries' names, in small letters; a name of two countries is none's."""
    from babel import Locale

    found: dict[str, set[str]] = {}
    for language in _NAMES_IN:
        for code, name in Locale(language).territories.items():
            if code in _codes():
                found.setdefault(str(name).casefold(), set()).add(str(code))
    return {name: next(iter(codes)) for name, codes in sorted(found.items()) if len(codes) == 1}


def _of_language(language: str) -> str | None:
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(language, ""))
    code = likely.rpartition("_")[2]
    return code if code in _codes() else None
