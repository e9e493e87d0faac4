"""Scripts: in which ones the places of a country write their own names.

In go a name and a country, out comes whether the name is in a script of that country. A Chinese
name of a village in Bavaria is somebody's transliteration, and the next village's may be the same.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# The scripts of Unicode's names of characters, as ISO 15924 has them; Han, kana and Hangul are one.
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "HEBREW": "Hebr", "GREEK": "Grek",
    "ARMENIAN": "Armn", "GEORGIAN": "Geor", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr",
    "MYANMAR": "Mymr", "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml", "TELUGU": "Telu",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "KANNADA": "Knda", "MALAYALAM": "Mlym", "ORIYA": "Orya",
    "SINHALA": "Sinh", "TIBETAN": "Tibt", "ETHIOPIC": "Ethi", "CJK": "Jpan", "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan", "HANGUL": "Jpan", "MONGOLIAN": "Mong", "THAANA": "Thaa",
}  # fmt: skip
_LEAST_PERCENT = 20
_LARGE = 100_000
"""So large a place is known by its names in other scripts as well."""
_EAST_ASIAN = frozenset(("Hans", "Hant", "Hani", "Jpan", "Kore", "Hang", "Bopo"))
# Their Russian names were official within living memory, whatever they are written in today.
_OF_SOVIET_UNION = frozenset((
    "AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ",
))  # fmt: skip


def is_foreign(name: str, country: str | None) -> bool:
    """Whether a name is in a script that its place's country does not use; Latin never is."""
    if country is None or name.isascii():
        return False
    script = script_of(name)
    return script not in ("Latn", "") and script not in scripts_of(country)


def is_unusual(name: str, country: str | None, population: int) -> bool:
    """Whether a place is not so large that it is known by a name in a foreign script as well."""
    return population < _LARGE and is_foreign(name, country)


@lru_cache(maxsize=10_000)
def script_of(name: str) -> str:
    """The script of the name's first letter; empty for one that is not known here."""
    for character in name:
        if character.isalpha():
            word = unicodedata.name(character, "").split(" ")[0].split("-")[0]
            return _SCRIPTS.get(word, "")
    return ""


@lru_cache(maxsize=300)
def scripts_of(country: str) -> frozenset[str]:
    """The scripts of a country's languages (Unicode CLDR, territoryInfo and likelySubtags)."""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    found = {"Cyrl"} if country in _OF_SOVIET_UNION else set()
    for tag, facts in get_global("territory_languages").get(country, {}).items():
        if not facts["official_status"] and facts["population_percent"] < _LEAST_PERCENT:
            continue
        parts = tag.split("_")
        if len(parts) == 1 or len(parts[1]) != 4:
            whole = likely.get(f"{parts[0]}_{country}") or likely.get(parts[0], "")
            parts = whole.split("_")
        script = next((part for part in parts if len(part) == 4), "")
        found.add("Jpan" if script in _EAST_ASIAN else script)
    return frozenset(found)
