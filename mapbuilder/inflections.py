"""Names with an ending of case, and what they may be without it: Сумгаитом, Bakı'da, Москвы.

In goes a name as a sentence has it and the case that its words ask for, out come names it may be,
likeliest first. Always true: they are guesses, to be asked about and never joined in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from mapbuilder.phrase_words import Case

_MOST = 3

# Ending, and what stands instead; for Russian, ref: Зализняк, Грамматический словарь (declensions).
_RULES: Final[dict[Case, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "ru-gen": (
        ("ского", ("ский", "ское")), ("ого", ("ый", "ое")), ("его", ("ий", "ее")),
        ("ии", ("ия",)), ("ой", ("ая",)), ("ова", ("ов", "ово")), ("ева", ("ев", "ево")),
        ("ина", ("ин", "ино")), ("а", ("", "о")), ("я", ("ь", "й", "е")), ("ы", ("а",)),
        ("и", ("ь", "а", "я")),
    ),
    "ru-ins": (
        ("ским", ("ский", "ское")), ("ией", ("ия",)), ("ым", ("", "ый", "ое")), ("им", ("ий",)),
        ("ью", ("ь",)),
        ("ами", ("ы", "а", "и")), ("ями", ("и",)), ("ом", ("", "о")), ("ем", ("ь", "й", "е", "")),
        ("ём", ("ь", "й", "")), ("ой", ("а", "ая")), ("ей", ("я", "а")),
    ),
    "ru-loc": (
        ("ском", ("ский", "ское")), ("ии", ("ия",)), ("ом", ("ый", "ое")), ("ем", ("ий", "ее")),
        ("ой", ("ая",)),
        ("ах", ("ы", "а")), ("ях", ("и",)), ("ове", ("ово", "ов")), ("е", ("", "а", "о")),
        ("и", ("ь",)),
    ),
    "uk-gen": (
        ("єва", ("їв", "єв")), ("ева", ("їв", "ев")), ("ова", ("ів", "ове", "ов")),
        ("ського", ("ський",)), ("ого", ("ий", "е")), ("ії", ("ія",)), ("я", ("ь", "й")),
        ("а", ("", "е")), ("и", ("а",)), ("і", ("ь", "я", "а")),
    ),
    "uk-ins": (
        ("євом", ("їв",)), ("овом", ("ів", "ове")), ("ами", ("и", "а")), ("ою", ("а",)),
        ("ею", ("я", "а")), ("єю", ("я",)), ("ом", ("", "о")), ("ем", ("ь", "")),
    ),
    "de-gen": (("s", ("",)),),
}  # fmt: skip
_GENERIC: Final = {
    **dict.fromkeys(("города", "городом", "городе"), "город"),
    **dict.fromkeys(("села", "селом", "селе"), "село"),
    **dict.fromkeys(("деревни", "деревней", "деревне"), "деревня"),
    **dict.fromkeys(("посёлка", "посёлком", "посёлке"), "посёлок"),
    **dict.fromkeys(("поселка", "поселком", "поселке"), "поселок"),
    **dict.fromkeys(("міста", "містом", "місті"), "місто"),
}

_VOWELS = "aeıioöuüəâîûаеёиоуыэюяәөүі"
_TURKIC_APOSTROPHE = re.compile(
    r"(?P<name>\S{2,})['’ʼ](?:n?[ıiuü]n|[dt][aeə]n?|y?[ıiuü]|y?[aeə]|[ns][ıiuü]n?|n[dt][aeə]n?)",
    re.IGNORECASE,
)
# A genitive has its n behind a vowel only: Bakının, Lənkəranın; so has the possessive şəhərinin.
_TURKIC_ENDINGS = (
    (re.compile(r"(?:dan|dən|den|tan|tən|ten|дан|дән)$", re.IGNORECASE), None),
    (re.compile(r"(?:ndan|ndən|nden|ндан|ндән)$", re.IGNORECASE), True),
    (re.compile(r"(?:nın|nin|nun|nün|нын|нин|нун|нүн)$", re.IGNORECASE), True),
    (re.compile(r"(?:ın|in|un|ün|ын|ин|ун|үн)$", re.IGNORECASE), False),
)


def uninflected(name: str, case: Case) -> tuple[str, ...]:
    """What a name in a case may be in the nominative; the name as written is not among them."""
    if not name or len(name) > 100:
        return ()
    found = _turkic(name) if case == "turkic" else _endings(name, case)
    return tuple(dict.fromkeys(each for each in found if each and each != name))[:_MOST]


def without_apostrophe(name: str) -> str | None:
    """``Bakı'da``, ``İstanbul'un`` without the ending that the apostrophe parts, if any."""
    match = _TURKIC_APOSTROPHE.fullmatch(name.split(" ")[-1])
    if match is None:
        return None
    *before, _ = name.split(" ")
    return " ".join([*before, match["name"]])


def _turkic(name: str) -> Sequence[str]:
    if (bare := without_apostrophe(name)) is not None:
        return (bare,)
    found = []
    for ending, vowel in _TURKIC_ENDINGS:
        match = ending.search(name)
        if match is None or match.start() < 3:
            continue
        before_is_vowel = name[match.start() - 1].lower() in _VOWELS
        if vowel is None or vowel == before_is_vowel:
            found.append(name[: match.start()])
    return found


def _endings(name: str, case: Case) -> Sequence[str]:
    """The last word without its ending; adjectives and generic words before it agree with it."""
    rules = _RULES.get(case, ())
    words = name.split(" ")
    first = _GENERIC.get(words[0].lower())
    if first is not None and len(words) > 1:
        rest = " ".join(words[1:])
        return [f"{first} {each}" for each in (rest, *_endings(rest, case))]
    found = []
    for likely in _word(words[-1], rules):
        before = [next(iter(_adjective(word, rules)), word) for word in words[:-1]]
        found.append(" ".join([*before, likely]))
    return found


def _word(word: str, rules: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    return _by(word, rules, lambda stem: len(stem) >= 2)


def _adjective(word: str, rules: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    """An adjective before a name; anything else is left as it is."""
    endings = tuple(rule for rule in rules if rule[1][0][-1:] in ("й", "я") and len(rule[0]) > 1)
    return _by(word, endings, lambda stem: len(stem) >= 2)


def _by(
    word: str,
    rules: tuple[tuple[str, tuple[str, ...]], ...],
    fits: Callable[[str], bool],
) -> list[str]:
    lowered = word.lower()
    for ending, instead in rules:
        stem = word[: len(word) - len(ending)]
        if lowered.endswith(ending) and len(lowered) == len(word) and fits(stem):
            upper = word.isupper()
            return [stem + (each.upper() if upper else each) for each in instead]
    return []
