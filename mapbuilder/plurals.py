"""Plural forms: which text of a counted sentence a number asks for, in each language.

The rules are CLDR's (by Babel). The page has no such rules of its own, so that it gets one letter
for every number that can make a difference. Texts of one sentence are keys with a form at the end:
``ui.marker_records.few``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

FORMS = ("zero", "one", "two", "few", "many", "other")
"""CLDR's plural categories (UTS #35, part 3, section 5.1)."""

# Cardinal rules of CLDR look at a whole number itself, at its last two digits, and, in the Romance
# languages, at whether it is a multiple of a million: past 200 nothing new comes but that.
_EXACT = 100
_PERIOD = 100
_MILLION = 1_000_000
_LETTERS = dict(zip(FORMS, "zotfmx", strict=True))


@lru_cache(maxsize=64)
def plural_table(language: str) -> str:
    """The first letters of the forms of 0 to 199, then that of a million; ``x`` is ``other``.

    A number over 199 has the form of 100 and its last two digits, a multiple of a million the last.
    """
    numbers = (*range(_EXACT + _PERIOD), _MILLION)
    return "".join(_LETTERS[plural_form(number, language)] for number in numbers)


def plural_form(number: int, language: str) -> str:
    """One of ``FORMS``; ``other`` for any number of a language that CLDR does not know."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-")[0]):
        try:
            return str(Locale.parse(tag, sep="-").plural_form(number))
        except (UnknownLocaleError, ValueError):
            continue
    return "other"


def counted(strings: Mapping[str, str], key: str, number: int, language: str) -> str:
    """The text of a counted sentence; a language without that form has its ``other`` one."""
    form = plural_form(number, language)
    return strings.get(f"{key}.{form}") or strings[f"{key}.other"]


def without_forms_of(texts: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """``texts`` without those forms of a sentence that ``own`` words by itself.

    Else a form that only the fallback has, English "{number}nd", would stand in the other language.
    """
    stems = {stem for key in own if (stem := stem_of(key))}
    return {key: text for key, text in texts.items() if key in own or stem_of(key) not in stems}


def stem_of(key: str) -> str:
    """The key without its form; empty for a key that ends in none."""
    stem, _, form = key.rpartition(".")
    return stem if form in FORMS else ""
