"""Named spans: seasons and centuries as the languages of an exhibit write them.

In goes a text in one case, out comes what it names, or nothing. Always true: English is read in
every exhibit, another language only where it is listed; what two of them mean otherwise is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# ref: CLDR has no names of seasons. In their order from spring on; other words and cases after "|".
_SEASONS: Final = {
    "en": "spring; summer; autumn|fall; winter",
    "az": "yaz|bahar; yay; payız; qış",
    "tr": "ilkbahar|bahar; yaz; sonbahar|güz; kış",
    "ru": "весна|весной|весны; лето|летом|лета; осень|осенью|осени; зима|зимой|зимы",
    "uk": "весна|навесні|весни; літо|влітку|літа; осінь|восени|осені; зима|взимку|зими",
    "de": "frühling|frühjahr; sommer; herbst; winter",
    "fr": "printemps; été; automne; hiver",
    "es": "primavera; verano; otoño; invierno",
    "pt": "primavera; verão; outono; inverno",
    "it": "primavera; estate; autunno; inverno",
    "pl": "wiosna|wiosną; lato|latem; jesień|jesienią; zima|zimą",
    "nl": "lente|voorjaar; zomer; herfst|najaar; winter",
    "ka": "გაზაფხული; ზაფხული; შემოდგომა; ზამთარი",
    "hy": "գարուն; ամառ; աշուն; ձմեռ",
    "ar": "ربيع; صيف; خريف; شتاء",
    "fa": "بهار; تابستان; پاییز; زمستان",
    "he": "אביב; קיץ; סתיו; חורף",
}
_CENTURIES: Final = {
    "az": "əsr|yüzil", "tr": "yüzyıl|yy", "ru": "век|века|веке|в", "uk": "століття|ст",
    "de": "jahrhundert|jahrhunderts|jh|jhd", "fr": "siècle|s", "es": "siglo|s", "pt": "século|séc",
    "it": "secolo|sec", "pl": "wiek|wieku|w", "nl": "eeuw", "ka": "საუკუნე", "hy": "դար",
}  # fmt: skip
_ROMAN: Final = {
    numeral: number
    for number, numeral in enumerate(
        [
            "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv",
            "xv", "xvi", "xvii", "xviii", "xix", "xx", "xxi",
        ],
        1,
    )
}  # fmt: skip
# On Cyrillic keyboards Х and І stand for the Latin letters.
_TYPED: Final = str.maketrans("хі", "xi")

_SEASON: Final = re.compile(
    r"(?P<season>[^\W\d_]+)(?:\s+(?:of|de|del|do|dell'))?,?\s+(?P<year>\d{4})"
    r"(?:\s*(?:гг?\.?|года|року|р\.|il|yılı|yili))?"
)
_ENGLISH: Final = re.compile(
    r"(?:the\s+)?(?P<number>\d{1,2})(?:st|nd|rd|th)\s+c(?:entury|ent\.|\.)"
)
_NUMBER: Final = r"(?P<{}>[ivxхі]+|\d{{1,2}})"
_CENTURY: Final = re.compile(
    rf"{_NUMBER.format('number')}(?:\.|-?(?:й|го|e|er|ème|th|ci|cı|cu|cü|е))?\s*"
    rf"(?P<word>[^\W\d_]+)\.?|(?P<first>[^\W\d_]+)\.?\s+{_NUMBER.format('last')}"
)


def seasons_of(text: str, languages: Sequence[str]) -> list[str]:
    """The EDTF of a season, ``1906-24``; several where the languages mean several by its name."""
    found = _SEASON.fullmatch(text)
    numbers = _season_numbers(tuple(languages)).get(found["season"], ()) if found else ()
    return [f"{found['year']}-{number}" for number in numbers] if found else []


def century_of(text: str, languages: Sequence[str]) -> int | None:
    """The number of a century, as ``XIX век`` or ``19th century``; 0 is none."""
    if found := _ENGLISH.fullmatch(text):
        return int(found["number"])
    found = _CENTURY.fullmatch(text)
    if not found or (found["word"] or found["first"]) not in _century_words(tuple(languages)):
        return None
    written = found["number"] or found["last"]
    return int(written) if written.isdigit() else _ROMAN.get(written.translate(_TYPED))


@lru_cache(maxsize=64)
def _season_numbers(languages: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    numbers: dict[str, set[int]] = {}
    for language in dict.fromkeys(("en", *(tag.split("-")[0] for tag in languages))):
        for number, words in enumerate(_SEASONS.get(language, "").split("; "), 21):
            for word in words.split("|") if words else ():
                numbers.setdefault(word.replace("ı", "i"), set()).add(number)
    return {word: tuple(sorted(several)) for word, several in numbers.items()}


@lru_cache(maxsize=64)
def _century_words(languages: tuple[str, ...]) -> frozenset[str]:
    listed = (_CENTURIES.get(tag.split("-")[0], "") for tag in languages)
    words = (word for several in listed for word in several.split("|") if word)
    return frozenset(word.replace("ı", "i") for word in words)
