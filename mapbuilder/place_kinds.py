"""Kinds of places: what a gazetteer calls a place in, one of six features out.

A feature says how far a place reaches: its precision (how it is drawn) and its radius, where the
gazetteer gives none. GeoNames' codes, types of the Art & Architecture Thesaurus (AAT) and plain
words in several languages are known; what is not known has no feature, rather than a guessed one.
"""

from __future__ import annotations

import re
from functools import lru_cache

FEATURES = ("site", "town", "city", "district", "region", "country")
"""From the smallest to the largest."""

PRECISION_OF = {
    "site": "site", "town": "town", "city": "city",
    "district": "region", "region": "region", "country": "region",
}  # fmt: skip
RADIUS_M = {
    "site": 250, "town": 2_000, "city": 10_000,
    "district": 25_000, "region": 80_000, "country": 300_000,
}  # fmt: skip
"""How far from its point such a place usually reaches, in metres."""

CITY_PEOPLE = 100_000
"""A populated place of so many people is a city, of fewer a town."""

# ref: GeoNames, featureCodes: class and code. The longest beginning that is listed decides.
_CODES = {
    "A": "district", "A.ADM1": "region", "A.PCL": "country", "A.ADM2": "district",
    "A.TERR": "region", "A.ZN": "region", "A.LTER": "site", "A.PRSH": "district",
    "P": "town", "P.PPLC": "city", "P.PPLX": "town", "P.PPLA": "town",
    "S": "site", "R": "site", "R.ST": "site",
    "L": "region", "L.LCTY": "town", "L.PRK": "region", "L.FLD": "site", "L.CLG": "site",
    "L.INDS": "site", "L.MILB": "site", "L.NVB": "site", "L.PRT": "site", "L.BTL": "site",
    "L.AGRF": "site", "L.GRVC": "site", "L.AREA": "district", "L.CONT": "country",
    "T": "site", "T.MTS": "region", "T.ISL": "district", "T.ISLS": "region", "T.PEN": "region",
    "T.PLN": "region", "T.PLAT": "region", "T.DSRT": "region", "T.UPLD": "region",
    "T.VAL": "district", "T.VALS": "region", "T.DLTA": "region", "T.CST": "region",
    "T.ATOL": "district", "T.HLLS": "district",
    "H": "district", "H.OCN": "country", "H.SEA": "region", "H.GULF": "region", "H.BAY": "district",
    "H.STRT": "region", "H.STM": "region", "H.WLL": "site", "H.SPNG": "site", "H.FLLS": "site",
    "H.DCK": "site", "H.HBR": "site", "H.RSV": "district", "H.PND": "site", "H.PNDS": "site",
    "V": "district", "V.TREE": "site", "V.CULT": "site", "V.VIN": "site",
    "U": "region",
}  # fmt: skip

# ref: Getty AAT; those of the subset that LP-TSV 0.5 lists.
_AAT = {
    300008347: "town", 300008389: "city", 300008375: "town", 300008372: "town",
    300120599: "town", 300387272: "town", 300008537: "town", 300387216: "site",
    300008542: "town", 300167671: "town", 300387318: "site", 300387326: "district",
    300387203: "town", 300182722: "region", 300387178: "region", 300387347: "region",
    300232420: "country", 300128207: "country", 300403959: "country", 300387062: "country",
    300387506: "country", 300128214: "country", 300417385: "country", 300235114: "country",
    300387137: "country", 300235118: "country", 300235115: "country", 300412029: "country",
    300232418: "district", 300236157: "region", 300000774: "region", 300000771: "district",
    300000776: "region", 300135982: "region", 300387107: "region", 300387130: "region",
    300236153: "region", 300235087: "region", 300264084: "district", 300264389: "country",
    300374944: "region", 300235088: "region", 300387184: "country", 300235095: "country",
    300235096: "country", 300235101: "country", 300235105: "region", 300235106: "country",
    300235099: "region", 300000810: "site", 300000705: "district",
}  # fmt: skip

_WORDS = {
    "site": (
        "site archaeological-site building church mosque temple synagogue monastery cathedral "
        "chapel cemetery grave tomb monument memorial castle fort fortress tower bridge square "
        "street road house palace school hospital factory mine quarry station port "
        "harbour harbor lighthouse battlefield camp ruin ruins theatre theater bath well spring "
        "villa farm market mill museum park garden airport shrine pagoda "
        "caravanserai mountain peak hill cape cave pass мечеть церковь кладбище площадь крепость "
        "abidə məscid qala"
    ),
    "town": (
        "town village hamlet settlement populated-place inhabited-place ppl locality township "
        "neighbourhood neighborhood suburb borough pueblo dorf "
        "ville bourg qəsəbə kənd köy посёлок поселок село деревня şəhərciyi"
    ),
    "city": "city capital metropolis urban şəhər şehir город stadt ciudad cité città cidade polis",
    "district": (
        "district county parish commune municipality rayon raion uezd uyezd canton kreis "
        "arrondissement subdistrict ilçe район уезд волость bezirk landkreis gemeinde lake island "
        "bay valley forest"
    ),
    "region": (
        "region province state governorate oblast guberniya gubernia krai prefecture vilayet "
        "department duchy territory area historical-region division область "
        "губерния край река river sea gulf strait desert plain mountains mountain-range "
        "archipelago peninsula diocese"
    ),
    "country": (
        "country nation empire kingdom sovereign-state republic khanate sultanate caliphate "
        "страна государство ölkə ülke"
    ),
}
_FEATURE_OF = {word: feature for feature, words in _WORDS.items() for word in words.split()}


def feature_of(written: str, population: int | None = None) -> str | None:
    """The feature of a cell: a word, a GeoNames code (``P.PPLC``, ``PPLC``, ``P``) or an AAT id.

    Of several, set apart by ``;`` or ``,``, the first that is known.
    """
    return _feature_of(written, (population or 0) >= CITY_PEOPLE)


@lru_cache(maxsize=4096)
def _feature_of(written: str, is_large: bool) -> str | None:
    population = CITY_PEOPLE if is_large else None
    for part in re.split(r"[;,|]", written):
        text = part.strip()
        if found := _AAT_ID.fullmatch(text):
            if (aat := _AAT.get(int(found[1]))) is not None:
                return aat
            continue
        if (code := _geonames(text)) is not None:
            return of_code(*code, population)
        word = re.sub(r"[\s_-]+", "-", text.casefold())
        for candidate in (word, word.removesuffix("s"), re.sub("ies$", "y", word)):
            if candidate in _FEATURE_OF:
                return _grown(_FEATURE_OF[candidate], word, population)
    return None


def of_code(feature_class: str, code: str, population: int | None = None) -> str | None:
    """The feature of GeoNames' class and code; the code may be empty."""
    whole = f"{feature_class}.{code}".rstrip(".").upper()
    for length in range(len(whole), 0, -1):
        found = _CODES.get(whole[:length])
        if found is not None:
            is_city = feature_class.upper() == "P" and (population or 0) >= CITY_PEOPLE
            return "city" if is_city and found == "town" else found
    return None


_AAT_ID = re.compile(r"(?:aat:|.*/aat/)?(300\d{6})", re.IGNORECASE)
_CLASS_AND_CODE = re.compile(r"([AHLPRSTUV])(?:[.:/ ]([A-Z0-9]{2,6}))?", re.ASCII)
_CODE_ALONE = re.compile(r"(PPL[A-Z0-9]*|ADM[1-5D]H?|PCL[A-Z]*)", re.ASCII)


def _geonames(text: str) -> tuple[str, str] | None:
    if found := _CLASS_AND_CODE.fullmatch(text):
        return found[1], found[2] or ""
    if found := _CODE_ALONE.fullmatch(text):
        return ("P" if text.startswith("PPL") else "A"), found[1]
    return None


def _grown(feature: str, word: str, population: int | None) -> str:
    """A populated place of so many people is a city whatever the word that leaves it open."""
    open_words = ("ppl", "populated-place", "inhabited-place", "settlement", "locality")
    return "city" if word in open_words and (population or 0) >= CITY_PEOPLE else feature
