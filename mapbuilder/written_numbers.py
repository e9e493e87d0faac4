"""Numbers in a text, as people write them.

In goes a text, out come its numbers with where they stand: digits of any script, with thousands set
apart, and English words up to millions. Always true: they come in the order of the text and do not
overlap; nothing is computed but what a number's own words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SIGNS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = (
    {word: number for number, word in enumerate(_SIGNS)}
    | {word: number for number, word in enumerate(_TEENS, 10)}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
)
_LARGE = {"t": 1_000, "m": 1_000_000}
_MOST_DIGITS = 1_000
"""Python reads no number of many more digits, and nobody counts so far."""

_SIGN = "|".join(_SIGNS[1:])
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-]+(?:{_SIGN}))?|{'|'.join(_TEENS)}|zero|{_SIGN})"
_HUNDREDS = rf"(?:a|{_SIGN})[\s-]+hundred(?:\s+and\s+{_BELOW_100}|[\s-]+{_BELOW_100})?"
_BELOW_1000 = rf"(?:{_HUNDREDS}|{_BELOW_100})"
# Every part of the pattern may be missing: what a number begins with is looked for first, or the
# whole would be tried, and would match nothing, between any two letters.
_BEGINNING = rf"(?=a[\s-]+(?:hundred|thousand|million)|{'|'.join([*_SIGNS, *_TEENS, *_TENS])})"
_WORDS = re.compile(
    rf"\b{_BEGINNING}(?:(?P<million>{_BELOW_1000}|a)[\s-]+million\b(?:,?\s+(?:and\s+)?)?)?"
    rf"(?:(?P<thousand>{_BELOW_1000}|a)[\s-]+thousand\b(?:,?\s+(?:and\s+)?)?)?"
    rf"(?P<rest>{_BELOW_1000})?\b"
)
# Thousands are set apart by a comma, a point, a space or an apostrophe; the Arabic mark is U+066C.
_DIGITS = re.compile(
    r"(?P<whole>\d(?:\d{0,2}(?P<mark>[ ,.'\u2019\u00a0\u2009\u202f\u066c])\d{3}(?:(?P=mark)\d{3})*"
    r"(?!\d)|\d*))(?:[.,\u066b]\d+)?(?:\s+(?P<large>thousand|million)\b)?",
    re.IGNORECASE,
)
_FEWEST_WORDS = re.compile(
    rf"\b(?:{'|'.join([*_SIGNS, *_TEENS, *_TENS])}|hundred|thousand|million)\b"
)


_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number that a text has."""

    value: int
    start: int
    end: int
    in_words: bool = False
    readings: frozenset[int] = frozenset()
    """Other values that its signs may have: the parts of ``20 744``, which is 20744 as well."""

    def may_be(self, value: float) -> bool:
        """Whether some reading of it is this value."""
        return value == self.value or value in self.readings


def numbers_in(text: str, *, words: bool = True) -> list[Number]:
    """The whole numbers of a text, in order; those in English words only with ``words``.

    A number with a fraction is none: it is no count. One with letters before it is a name: S31.
    """
    found = [number for match in _DIGITS.finditer(text) if (number := _of_digits(text, match))]
    if words and _FEWEST_WORDS.search(lowered := _lowered(text)):
        taken = [(number.start, number.end) for number in found]
        worded = [_of_words(match) for match in _WORDS.finditer(lowered) if match.group()]
        found += [
            number
            for number in worded
            if not any(start < number.end and number.start < end for start, end in taken)
        ]
    return sorted(found, key=lambda number: number.start)


def _lowered(text: str) -> str:
    """The text in small letters, each where it stood: Python's ``re`` is slow where case is none.

    What it takes for an i or an s in any case is one.
    """
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def _of_digits(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    whole, mark, large = match.group("whole", "mark", "large")
    if start and ((before := text[start - 1]).isalpha() or before in "_#"):
        return None
    if len(whole) > _MOST_DIGITS:
        return None
    if (ended := start + len(whole)) < end:
        gap = text[ended : match.start("large") if large else end]
        if gap and not gap.isspace():
            return None
    if mark is None:
        value, readings = int(whole), _NONE
    else:
        value = int(whole.replace(mark, ""))
        readings = frozenset(map(int, whole.split(mark))) if mark.isspace() else _NONE
    if large:
        # By its first letter: "mıllion" is one too, as Unicode folds capitals.
        value *= _LARGE[large[0].lower()]
    return Number(value, start, end, readings=readings)


def in_words(text: str) -> Iterator[tuple[int, int]]:
    """Each number in English words, whatever else stands there: where it begins, its value."""
    for match in _WORDS.finditer(_lowered(text)):
        if match.group():
            yield match.start(), _value_of(*match.group("million", "thousand", "rest"))


def _of_words(match: re.Match[str]) -> Number:
    words = match.group()
    value = _value_of(*match.group("million", "thousand", "rest"))
    return Number(value, match.start(), match.start() + len(words.rstrip(" ,")), in_words=True)


@lru_cache(maxsize=4096)
def _value_of(million: str | None, thousand: str | None, rest: str | None) -> int:
    parts = ((million, 1_000_000), (thousand, 1_000), (rest, 1))
    return sum(factor * _below_1000(words) for words, factor in parts if words)


def _below_1000(words: str) -> int:
    value = 0
    for word in re.findall(r"[a-z]+", words):
        if word == "hundred":
            value *= 100
        elif word == "a":
            value = 1
        else:
            value += _VALUES.get(word, 0)
    return value
