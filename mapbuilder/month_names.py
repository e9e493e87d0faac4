"""The names of months in a language, as CLDR has them (UTS #35, part 4).

Read from a copy of Babel's data: there, names that one language takes over from another place of
its own data ("alone as beside a day") are looked up once and then kept for every language, so that
German would have had Azerbaijani months once Azerbaijani had been asked for.
"""

from __future__ import annotations

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
