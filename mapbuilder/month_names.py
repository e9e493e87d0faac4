"""The names of months in a language, as CLDR has them (UTS #35, part 4).

Read from a copy of Babel's data: there, names that one language takes over from another place of
its own data ("alone as beside a day") are looked up once and then kept for every language, so that
German would have had Azerbaijani months once Azerbaijani had been asked for.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from babel import Locale

Context = Literal["format", "stand-alone"]
Width = Literal["wide", "abbreviated"]


def month_names(locale: Locale, context: Context, width: Width = "wide") -> tuple[str, ...]:
    """The twelve names, January first: beside a day (``format``) or alone."""
    return _names(str(locale), context, width)


@lru_cache(maxsize=256)
def _names(locale_id: str, context: Context, width: Width) -> tuple[str, ...]:
    from copy import deepcopy

    from babel import localedata

    # What stands for other names of months stands in the same part of the data.
    own: Any = {"months": deepcopy(localedata.load(locale_id)["months"])}
    names = localedata.LocaleDataDict(own)["months"][context][width]
    return tuple(str(names[number]) for number in range(1, 13))


def folded(text: str) -> str:
    """The text in one case, with plain digits, spaces and hyphens."""
    plain = "".join(
        str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c
        for c in unicodedata.normalize("NFKC", text)
    )
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain).replace("’", "'")
    return " ".join(_folded_name(plain).split())


def _folded_name(name: str) -> str:
    # Turkic İ and ı: "İyun", "IYUN" and "iyun" are one month.
    return name.casefold().replace("\u0307", "").replace("ı", "i")


@lru_cache(maxsize=64)
def month_numbers(languages: tuple[str, ...]) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {"sept": 9}
    for language in ("en", *languages):
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        contexts = ["format"]
        # Only languages that tell the two apart have names of their own to stand alone; for others
        # Babel (2.18) hands on those of the language that was asked before.
        if "L" in locale.datetime_skeletons["yMMMM"].pattern:
            contexts.append("stand-alone")
        for context in contexts:
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    folded = _folded_name(name).rstrip(".")
                    if not folded[:1].isdigit():
                        names.setdefault(folded, number)
    return names
