"""Digits as a language writes them: digits in, the same ones of its default numbering system out.

Which system that is says CLDR (by Babel): Arabic-Indic digits in Egypt, Latin ones in Morocco and
in Arabic at large, Persian ones in Persian. The map's own script, which knows no language, gets the
ten digits with the words of the interface.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

LATIN = "0123456789"

# The first of ten consecutive digits of each system (Unicode, general category Nd) that CLDR has as
# some language's default.
_ZEROS = {
    "adlm": 0x1E950, "arab": 0x0660, "arabext": 0x06F0, "beng": 0x09E6, "cakm": 0x11136,
    "deva": 0x0966, "gujr": 0x0AE6, "guru": 0x0A66, "hmnp": 0x1E140, "khmr": 0x17E0,
    "knda": 0x0CE6, "laoo": 0x0ED0, "mlym": 0x0D66, "mymr": 0x1040, "nkoo": 0x07C0,
    "olck": 0x1C50, "orya": 0x0B66, "rohg": 0x10D30, "tamldec": 0x0BE6, "telu": 0x0C66,
    "thai": 0x0E50, "tibt": 0x0F20,
}  # fmt: skip


@lru_cache(maxsize=64)
def digits_of(locale: Locale) -> str:
    """The ten digits of the locale's default numbering system; Latin ones where it is not known."""
    return _digits(str(locale.default_numbering_system))


def to_digits(text: str, locale: Locale) -> str:
    """The text with its Latin digits in the locale's own."""
    own = digits_of(locale)
    return text if own == LATIN else text.translate(str.maketrans(LATIN, own))


@lru_cache(maxsize=16)
def _digits(system: str) -> str:
    zero = _ZEROS.get(system)
    return LATIN if zero is None else "".join(chr(zero + digit) for digit in range(10))
