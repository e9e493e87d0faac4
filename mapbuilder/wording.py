"""Numbers, coordinates, distances and precision in the words of a language.

The sentences stand in ``templates/strings/<language>.json``; this module fills them in, at build
time, because a kiosk's browser has no locale data for Azerbaijani, Georgian or Armenian.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mapbuilder import files
from mapbuilder.numerals import LATIN, digits_of, to_digits
from mapbuilder.plurals import without_forms_of

if TYPE_CHECKING:
    from babel import Locale

Strings = Mapping[str, str]

FALLBACK_LANGUAGE = "en"

# Scripts and languages written from right to left (Unicode, UAX #9; CLDR's layout data).
_RTL_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
_RTL_LANGUAGES = frozenset(
    {"ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps"}
    | {"sd", "syr", "ug", "ur", "yi"}
)

# Digits after the point: what the precision supports, at most 4 on screen (11 m).
_DECIMALS = {
    "site": 4, "town": 3, "city": 2, "vicinity": 2, "district": 1, "region": 1, "country": 0,
}  # fmt: skip

_LOCATOR = re.compile(
    r"(?P<unit>lines?|pages?|pp?\.|paragraphs?|par\.) *"
    r"(?P<first>[0-9]+)(?: *[-–] *(?P<last>[0-9]+))?",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u058f]")
# Qualifiers that say which end is open.
_BOUNDING = {
    "page.at_least": frozenset({"at least", "more than", "over"}),
    "page.at_most": frozenset({"at most", "up to"}),
}
_PLAIN_INTEGER = re.compile(r"[0-9]{1,15}")


def read_strings(language: str) -> dict[str, str]:
    """The interface's texts in a language; English ones where it has none."""
    return dict(_strings(language))


def has_strings(language: str) -> bool:
    """Whether the interface has texts in a language, or in the one that its tag begins with."""
    folder = files.templates() / "strings"
    tags = {language.split("-")[0], language}
    return any((folder / f"{tag}.json").is_file() for tag in tags)


def languages_with_strings() -> list[str]:
    """The tags of the languages that the interface speaks, English first."""
    tags = sorted(path.stem for path in (files.templates() / "strings").glob("*.json"))
    return sorted(tags, key=lambda tag: tag != FALLBACK_LANGUAGE)


def is_draft(language: str) -> bool:
    """Whether the interface's words in a language were drafted by machine and nobody signed them.

    Their file says it, under ``_review``; whoever has reviewed them writes a name there.
    """
    review = _file(strings_language(language)).get("_review", {})
    return bool(review.get("drafted_by_machine")) and not review.get("reviewed_by")


@lru_cache(maxsize=64)
def _strings(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    base = language.split("-")[0]
    for tag in dict.fromkeys([FALLBACK_LANGUAGE, base, language]):
        own = {key: text for key, text in _file(tag).items() if not key.startswith("_")}
        texts = without_forms_of(texts, own) | own
    return texts


@lru_cache(maxsize=64)
def _file(tag: str) -> dict[str, Any]:
    path = files.templates() / "strings" / f"{tag}.json"
    if not re.fullmatch(r"[A-Za-z0-9-]+", tag) or not path.is_file():
        return {}
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


def strings_language(language: str) -> str:
    """The tag of the strings that a language gets: its own, its base's, else English."""
    folder = files.templates() / "strings"
    for tag in (language, language.split("-")[0]):
        if re.fullmatch(r"[A-Za-z0-9-]+", tag) and (folder / f"{tag}.json").is_file():
            return tag
    return FALLBACK_LANGUAGE


def is_foreign(language: str) -> bool:
    """Whether the interface speaks another language, or another script, than this one."""
    worded = strings_language(language)
    if worded == language:
        return False
    base, *subtags = language.split("-")
    has_script = any(len(subtag) == 4 and subtag.isalpha() for subtag in subtags)
    return has_script or base.lower() != worded.split("-")[0].lower()


def direction(language: str) -> str:
    """``"rtl"`` or ``"ltr"`` for a BCP 47 tag; the script in it decides, else the language."""
    base, *subtags = language.lower().split("-")
    script = next((subtag for subtag in subtags if len(subtag) == 4 and subtag.isalpha()), None)
    rtl = script in _RTL_SCRIPTS if script else base in _RTL_LANGUAGES
    return "rtl" if rtl else "ltr"


def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left."""
    return direction(language) == "rtl"


def is_online(key: str) -> bool:
    """Whether only a page with an online map says it."""
    return key.rpartition(".")[2].startswith("online")


def language_name(language: str) -> str:
    """The language's name in itself, as its own speakers look for it."""
    own = files.templates() / "strings" / f"{language}.json"
    if re.fullmatch(r"[A-Za-z0-9-]+", language) and own.is_file():
        name = _strings(language).get("page.language_name")
        if name:
            return name
    locale = _locale(language)
    if locale is None:
        return language
    shown = locale.get_display_name(locale)
    return shown[:1].upper() + shown[1:] if shown else language


def language_name_in(language: str, other: str) -> str:
    """The language's name in another one, "rus dili"; its own name where CLDR has none there."""
    locale, shown_in = _locale(language), _locale(other)
    name = None if locale is None or shown_in is None else locale.get_display_name(shown_in)
    return name or language_name(language)


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def number(value: float, language: str, decimals: int = 0) -> str:
    """The number with the language's signs, rounded to ``decimals`` places."""
    if 0 <= value < _GROUPED:
        # Babel's own way of rounding, without what it does for large and negative numbers.
        written = str(abs(value))
        after = written.partition(".")[2][decimals:]
        if "e" in written or after.rstrip("0") == "5":
            # A half as it is written, which as a float is a little more or less.
            rounded = str(Decimal(written).quantize(Decimal(1).scaleb(-decimals)))
        else:
            rounded = f"{abs(value):.{decimals}f}"
        if float(rounded) < _GROUPED:
            mark, own = _signs(language)
            return rounded.replace(".", mark).translate(own)
    return _signed(value, language, decimals)


_GROUPED = 1000
"""From here on a number has signs between its groups."""


@lru_cache(maxsize=64)
def _signs(language: str) -> tuple[str, dict[int, str]]:
    """The language's decimal sign, and its digits in the place of Latin ones."""
    return _signed(0.5, language, 1)[1:-1], dict(
        zip(map(ord, LATIN), digits(language), strict=True)
    )


@lru_cache(maxsize=4096)
def _signed(value: float, language: str, decimals: int) -> str:
    from babel import Locale
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    locale = _locale(language) or Locale(FALLBACK_LANGUAGE)
    # Babel sets the signs of the numbering system, and leaves the digits Latin.
    signed = format_decimal(value, format=pattern, locale=locale, numbering_system="default")
    return to_digits(signed, locale)


def digits(language: str) -> str:
    """The ten digits in which a language writes its numbers, from nought on."""
    locale = _locale(language)
    return LATIN if locale is None else digits_of(locale)


def distance(metres: float, language: str, strings: Strings) -> str:
    """ "300 m", "2.5 km", "1,930 km": two to three digits, as a person would say it."""
    if metres < 995:
        rounded = round(metres, -1) if metres >= 100 else round(metres)
        return strings["page.metres"].format(number=number(rounded, language))
    km = metres / 1000
    if km < 10:
        decimals = 0 if round(km, 1) == round(km) else 1
        return strings["page.kilometres"].format(number=number(km, language, decimals))
    rounded = round(km, -1) if km >= 200 else round(km)
    return strings["page.kilometres"].format(number=number(rounded, language))


def coordinates(
    lon: float, lat: float, precision: str | None, language: str, strings: Strings
) -> str:
    """ "40.38° N, 49.83° E", with no more digits than the precision supports."""
    decimals = _DECIMALS.get(precision or "site", 4)
    north = strings["page.north" if lat >= 0 else "page.south"]
    east = strings["page.east" if lon >= 0 else "page.west"]
    return strings["page.coordinates"].format(
        lat=north.format(degrees=number(abs(lat), language, decimals)),
        lon=east.format(degrees=number(abs(lon), language, decimals)),
    )


def precision_phrase(
    precision: str | None,
    uncertainty_m: float | None,
    language: str,
    strings: Strings,
    shape: str = "point",
    certainty: str | None = None,
) -> str:
    """What the mark on the map means: "a city; the circle is about 5 km in radius".

    ``shape`` is point, line or area.
    """
    kind = precision if precision in _DECIMALS else "site"
    if shape != "point":
        kind = shape
    if uncertainty_m is None or not math.isfinite(uncertainty_m) or uncertainty_m <= 0:
        phrase = strings[f"page.precision.{kind}"]
    else:
        radius = distance(uncertainty_m, language, strings)
        phrase = strings[f"page.precision.{kind}_radius"].format(distance=radius)
    doubt = strings.get(f"page.certainty.{certainty}")
    return phrase if doubt is None else doubt.format(precision=phrase)


def vicinity(
    relation: str,
    direction: str | None,
    distance_m: float | None,
    names: Sequence[str],
    language: str,
    strings: Strings,
) -> str | None:
    """ "near Haftoni", "20 km south of Baku", "between Baku and Lankaran", with names as they are.

    ``names`` are of the places that it is near or between; None where they are not enough.
    """
    key = direction if relation == "direction" else relation
    pattern = strings.get(f"page.vicinity.{key}")
    if pattern is None or len(names) != (2 if relation == "between" else 1):
        return None
    # Only names that run the other way need it; isolates in a label would be met by a search.
    if is_rtl(language):
        names = [isolated(name) if _LATIN.search(name) else name for name in names]
    said = pattern.format(place=names[0], other=names[-1])
    if relation != "direction" or not distance_m:
        return said
    away = distance(distance_m, language, strings)
    return strings["page.vicinity.distant"].format(direction=said, distance=away)


def legend(forms: Sequence[str], strings: Strings) -> str:
    """The forms of a category in words: "square, dashed line"; each a key like ``line.dashed``."""
    return strings["page.legend.join"].join(strings[f"page.form.{form}"] for form in forms)


def figure_value(
    value: str | None,
    low: str | None,
    high: str | None,
    qualifier: str | None,
    language: str,
    strings: Strings,
) -> str:
    """A figure as its source gives it, with its qualifier: "some 744", "about 2,000–3,000".

    Only whole numbers in plain digits are set in the language's form; anything else is repeated
    as written. Nothing is computed. Of an open end a qualifier that says so, "more than", says it
    alone.
    """
    amount = _amount(value, language)
    if not amount and (low or high):
        ends = [_amount(low, language), _amount(high, language)]
        if all(ends):
            amount = "–".join(ends)
        else:
            key, number = ("page.at_least" if ends[0] else "page.at_most"), ends[0] or ends[1]
            amount = strings[key].format(number=number)
            said = _qualified(qualifier, number, strings)
            if said == amount or _plain(qualifier) in _BOUNDING[key]:
                return said
    return _qualified(qualifier, amount, strings)


def _qualified(qualifier: str | None, amount: str, strings: Strings) -> str:
    if not qualifier:
        return amount
    pattern = strings.get(f"page.qualifier.{_plain(qualifier)}")
    return pattern.format(number=amount) if pattern else f"{qualifier} {amount}".strip()


def _plain(qualifier: str | None) -> str:
    return (qualifier or "").strip().lower()


def measure_name(measure: str | None, strings: Strings) -> str:
    """ "killed", "injured" in the page's language when it is a common measure, else as written."""
    return strings.get(f"page.measure.{(measure or '').strip().lower()}", measure or "")


def of_source(column: str, written: str, strings: Strings) -> str | None:
    """A source's ``type`` ("newspaper") or ``access`` ("full text") in the page's language.

    None for what is not among the common ones.
    """
    return strings.get(f"page.source_{column}.{' '.join(written.lower().split())}")


def isolated(name: str) -> str:
    """The name between isolates: neither it nor the words around it turn each other (UAX #9)."""
    return f"\u2068{name}\u2069"


def locator(written: str, strings: Strings, language: str = FALLBACK_LANGUAGE) -> str | None:
    """ "line 9", "lines 9–11", "p. 4" in the page's language; None for any other form."""
    found = _LOCATOR.fullmatch(written.strip())
    if not found:
        return None
    several = "s" if found["last"] else ""
    written_unit = found["unit"].lower()
    unit = "paragraph" if written_unit.startswith("par") else "page"
    unit = "line" if written_unit.startswith("line") else unit
    numbers = "–".join(filter(None, (found["first"], found["last"])))
    if (locale := _locale(language)) is not None:
        numbers = to_digits(numbers, locale)
    return strings[f"page.locator.{unit}{several}"].format(number=numbers)


def _amount(written: str | None, language: str) -> str:
    text = (written or "").strip()
    if _PLAIN_INTEGER.fullmatch(text) and (text == "0" or not text.startswith("0")):
        return number(int(text), language)
    return text


def readable_id(identifier: str) -> str:
    """ "Political decision" for ``political-decision``: a label for what was given none."""
    words = re.sub(r"[-_\s]+", " ", identifier).strip()
    return words[:1].upper() + words[1:]
