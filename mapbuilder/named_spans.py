"""Named spans: seasons and centuries as the languages of an exhibit write them.

In goes a text in one case, out comes what it names, or nothing. Always true: English is read in
every exhibit, another language only where it is listed; what two of them mean otherwise is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mapbuilder.eras import era_of

UNKNOWN: Final = frozenset(
    {"?", "unknown", "not known", "undated", "no date", "n.d", "nd", "s.d", "date unknown"}
    | {"неизвестно", "дата неизвестна", "без даты", "б. д", "б.д", "б/д", "б. г", "б.г"}
    | {"naməlum", "məlum deyil", "tarihsiz", "s. d", "s.a", "sans date", "senza data", "sin fecha"}
    | {"ohne datum", "undatiert", "unbekannt", "o. d", "o.d", "o. j", "o.j", "inconnu"}
)
"""What stands where no date is known, without a full stop behind it."""

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
    "az": "əsr|əsrlər|yüzil", "tr": "yüzyıl|yüzyıllar|yy", "ru": "век|века|веке|веков|в|вв",
    "uk": "століття|ст", "de": "jahrhundert|jahrhunderts|jh|jhd", "fr": "siècle|siècles|s",
    "es": "siglo|siglos|s", "pt": "século|séculos|séc", "it": "secolo|secoli|sec",
    "pl": "wiek|wieku|w", "nl": "eeuw", "ka": "საუკუნე", "hy": "դար",
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
    r"(?:the\s+)?(?P<number>\d{1,2})(?:st|nd|rd|th)\s+c(?:entur(?:y|ies)|ent\.|\.)"
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


def centuries_of(first: str, last: str, languages: Sequence[str]) -> str | None:
    """The EDTF of a range of centuries, ``17XX/18XX``: one end may have the word for both."""
    (of_first, first), (of_last, last) = era_of(first.strip()), era_of(last.strip())
    if of_first == "bc" and of_last is None:
        return None
    numbers = century_of(first, languages), century_of(last, languages)
    if numbers[0] is None and numbers[1] is not None:
        words = re.findall(r"[^\W\d_]+\.?$", last)
        suffixed = f"{first}th" if first.isdigit() else first
        tried = [f"{one} {word}" for word in words for one in (suffixed, first)]
        numbers = next((n for one in tried if (n := century_of(one, languages))), None), numbers[1]
    elif numbers[1] is None and numbers[0] is not None:
        words = re.findall(r"^[^\W\d_]+\.?", first)
        tried = [f"{word} {last}" for word in words]
        numbers = numbers[0], next((n for one in tried if (n := century_of(one, languages))), None)
    if not numbers[0] or not numbers[1]:
        return None
    begin, end = (of_first or of_last), of_last
    return f"{to_century(numbers[0], begin)}/{to_century(numbers[1], end)}"


def to_century(number: int, era: str | None) -> str:
    """The 19th century AD is 18XX; the 5th BC, from 500 to 401 BC, is -04XX."""
    return f"{'-' if era == 'bc' else ''}{number - 1:02}XX"


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
