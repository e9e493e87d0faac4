"""Bearings: how far from a named place, and which way, the words beside its name say.

In goes a text, out comes what its first or last words say (near, north of, 12 km west of) and the
rest. Always true: the words are whole words of the tables, and the rest is not empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapbuilder import phrase_words as words_of
from mapbuilder.phrase_words import Meaning, Spans, plain, spans


@dataclass(frozen=True, slots=True)
class Said:
    """A meaning found beside a name, and the rest of the text."""

    meaning: Meaning
    rest: str
    words: str
    distance_m: float | None = None


def said_before(text: str) -> Said | None:
    """What the first words of a text say of the name behind them, if they are such words."""
    places = spans(text)
    distance = _distance_at(text, places, 0)
    metres, start = distance if distance is not None else (None, 0)
    meaning, end = longest(text, places, start, words_of.BEFORE)
    if meaning is None and metres is not None and start < len(places):
        unit, word = (word_at(text, places, number) for number in (start - 1, start))
        if word in words_of.FROM:
            while end < len(places) and word_at(text, places, end) in words_of.FROM:
                end += 1
            meaning = Meaning("near", None, words_of.FROM[word_at(text, places, end - 1)])
        elif unit in words_of.NAMELESS_UNITS:
            meaning = Meaning("near")
    if meaning is None or end >= len(places) or _is_side(text, places, end):
        return None
    begin = places[end][0]
    return Said(meaning, text[begin:], text[:begin].strip(), metres)


def said_after(text: str) -> Said | None:
    """What the last words of a text say of the name before them, if they are such words."""
    places = spans(text)
    last = word_at(text, places, len(places) - 1) if places else ""
    for count in range(min(words_of.LONGEST, len(places) - 1), 0, -1):
        if last not in words_of.LAST_AFTER:
            break
        start = len(places) - count
        meaning = words_of.AFTER.get(key_of(text, places, start, len(places)))
        if meaning is not None:
            return _before_distance(text, places, start, meaning)
    if word_at(text, places, len(places) - 1) in words_of.AWAY or _digit(text):
        end = len(places) - (word_at(text, places, len(places) - 1) in words_of.AWAY)
        said = _before_distance(text, places, end, Meaning("near", None, "turkic"))
        return said if said is not None and said.distance_m is not None else None
    for ending, meaning in words_of.ENDINGS.items():
        if meaning.relation != "between" and text.endswith(ending) and len(text) > len(ending):
            return Said(meaning, text[: -len(ending)], ending)
    return None


def _digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _before_distance(text: str, places: Spans, end: int, meaning: Meaning) -> Said | None:
    """``Lənkərandan 12 km qərbdə``: a distance may stand between the name and what is behind it."""
    for start in range(max(1, end - 4), end):
        distance = _distance_at(text, places, start)
        if distance is not None and distance[1] == end:
            begin = places[start][0]
            return Said(meaning, text[:begin], text[begin:], distance[0])
    if end < 1:
        return None
    begin = places[end - 1][1]
    return Said(meaning, text[:begin], text[begin:].strip())


def longest(
    text: str, places: Spans, start: int, table: dict[str, Meaning]
) -> tuple[Meaning | None, int]:
    """The meaning of the most words from ``start`` that the table has, and the word behind them."""
    if start < len(places) and word_at(text, places, start) not in words_of.FIRSTS[id(table)]:
        return None, start
    for end in range(min(start + words_of.LONGEST, len(places)), start, -1):
        meaning = table.get(key_of(text, places, start, end))
        if meaning is not None:
            return meaning, end
    return None, start


def key_of(text: str, places: Spans, start: int, end: int) -> str:
    return " ".join(word_at(text, places, number) for number in range(start, end))


def word_at(text: str, places: Spans, number: int) -> str:
    return plain(text[slice(*places[number])])


_SIDES = re.compile(r"(?:north|south|east|west)(?:side|ern)?(?: side| end)?\b", re.IGNORECASE)


def _is_side(text: str, places: Spans, number: int) -> bool:
    """Near North Side, Near Eastside: quarters, not places near one."""
    said = key_of(text, places, 0, number)
    return said == "near" and _SIDES.match(text[places[number][0] :]) is not None


_FARTHEST_M = 20_000_000.0
"""Half round the Earth: nothing lies farther from a place."""
_NUMBER = re.compile(
    r"(?P<number>\d{1,6}(?:[ .,٫]\d{1,3})?)(?:\s?[-–]\s?\d{1,6})?(?P<unit>[^\W\d_]*)"
)

_LEADING = re.compile(r"[1-9]\d{0,2}(?:\d{3})*")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")


def _distance_at(text: str, places: Spans, start: int) -> tuple[float, int] | None:
    """A distance in metres whose words begin at ``start``, and the number of the word behind it."""
    number = start
    while (
        number < len(places)
        and number - start < 3
        and (word_at(text, places, number) in words_of.LEADS)
    ):
        number += 1
    if number >= len(places):
        return None
    written = text[slice(*places[number])].lstrip("~≈±")
    while number + 1 < len(places) and _LEADING.fullmatch(written):
        # "1 000 km": thousands are parted by spaces too.
        following = text[slice(*places[number + 1])]
        if _THOUSANDS.match(following) is None:
            break
        written += following
        number += 1
    match = _NUMBER.fullmatch(written.rstrip(".,"))
    if match is None:
        return None
    unit = plain(match["unit"])
    number += 1
    if not unit and number < len(places):
        unit = word_at(text, places, number)
        number += 1
    if unit not in words_of.UNITS:
        return None
    figure = match["number"].replace("٫", ".").replace(" ", ".")
    whole, _, part = figure.replace(",", ".").partition(".")
    thousands = len(part) == 3 and int(whole) > 0
    if thousands and part != "000" and words_of.UNITS[unit] >= 1000:
        # "1,250 km": one and a quarter, or more than a thousand.
        return None
    # "1,500 m" is one and a half thousand; no one measures metres to the thousandth.
    metres = float(f"{whole}{part}" if thousands else f"{whole}.{part or 0}")
    metres = round(metres * words_of.UNITS[unit], 1)
    return (metres, number) if 0 < metres <= _FARTHEST_M else None
