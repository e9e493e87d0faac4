"""Toponyms in a normal form, so that one name in several spellings is one key.

In goes a name as written; out comes a key for exact joins (``normal_form``); what is only alike is
for ``likeness``. Always true: the key folds only what does not tell two names apart, a name with a
visible character never becomes empty, and a key read as a name has itself for its full key.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from mapbuilder.generic_words import LONGEST_NAME, lines_that_may_have_some, set_aside
from mapbuilder.letters import RULES, fold, folded_lines, single_spaced, traced


class Form(NamedTuple):
    """A toponym's keys: ``full`` with generic words, ``bare`` (the normal form) without."""

    full: str
    bare: str
    set_aside: tuple[str, ...] = ()
    """The generic words left out of ``bare``, as written, in order."""
    kinds: frozenset[str] = frozenset()
    """What the generic words say the place is: town, village, settlement, quarter, municipality,
    district, region."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rule on the way from a name to its key."""

    rule: str
    """``plain``, ``generic``, or one of ``letters.RULES``."""
    before: str
    after: str
    words: str
    """What the rule did, in words."""


def normal_form(name: str) -> str:
    """The key on which names join: read in Latin where that is safe, generic words set aside.

    NFKC (UAX #15), case folding (Unicode, section 3.13) with the Turkic letters i as one, marks
    removed; Cyrillic, Greek, Armenian, Georgian, kana and Hangul in Latin letters by anyascii; Han
    in simplified characters; what Arabic and Persian keyboards write differently as one;
    punctuation as spaces.
    """
    return form_of(name).bare


@lru_cache(maxsize=2**17)
def form_of(name: str) -> Form:
    """Both keys of a name and the generic words that part them."""
    prepared = _prepare(name)
    full = fold(prepared)
    core, words = set_aside(prepared)
    if not words:
        return Form(full, full)
    return Form(
        full,
        fold(core),
        tuple(word for word, _ in words),
        frozenset(kind for _, kind in words if kind),
    )


def steps(name: str) -> list[Step]:
    """The way from a name to its normal form, one step for each rule that changes it.

    Each step begins where the one before it ended; the last ends in the key.
    """
    found: list[Step] = []
    text = name

    def step(rule: str, after: str, words: str) -> None:
        nonlocal text
        if after != text:
            found.append(Step(rule, text, after, words))
            text = after

    step("plain", _prepare(text), "compatibility and invisible characters and letters i made plain")
    core, words = set_aside(text)
    listed = ", ".join(f"{word}: {kind}" if kind else word for word, kind in words)
    step("generic", core, f"generic words set aside ({listed})")
    key = fold(text)
    changes = traced(text)
    for rule, after in changes:
        step(rule, after if rule != changes[-1][0] else key, RULES[rule])
    step("punctuation", key, RULES["punctuation"])
    return found


def explain(name: str) -> list[str]:
    """The steps from a name to its normal form, each in words; the last one says the key."""
    told = [f"{step.words}: {step.after!r}" for step in steps(name)]
    key = normal_form(name)
    if any(ord(character) > 127 for character in key):
        told.append(
            "other letters kept, since different names share their reading in Latin letters"
        )
    return [*told, f"compared as {key!r}"]


def explain_both(one: str, other: str) -> str:
    """In words: by which rules two spellings have one key, or that they have two.

    Capitals and invisible characters are told only where nothing else happened.
    """
    if normal_form(one) != normal_form(other):
        return f"{one} and {other} differ: {normal_form(one)!r}, {normal_form(other)!r}"
    told = []
    for name in dict.fromkeys((one, other)):
        way = steps(name)
        telling = [step for step in way if step.rule not in ("capitals", "plain")] or way
        if telling:
            told.append(f"{name} → {way[-1].after}: {'; '.join(step.words for step in telling)}")
    return ". ".join(told) or f"{one} as it is written"


class _Invisible(dict[int, int | None]):
    """Characters of format (category Cf) as nothing, any other as itself."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) == "Cf" else code
        self[code] = kept
        return kept


_INVISIBLE = _Invisible({ord("İ"): ord("I"), ord("ı"): ord("i")})


def _prepare(name: str) -> str:
    """NFKC, Turkic letters i made plain, invisible characters out, spaces single."""
    if name.isascii():
        return " ".join(name.split())
    return " ".join(unicodedata.normalize("NFKC", name).translate(_INVISIBLE).split())


def prepared_lines(lines: str) -> str:
    """Each line of a text as it is before generic words are set aside, all of them at once."""
    if not lines.isascii():
        lines = unicodedata.normalize("NFKC", lines)
        # Few characters are written otherwise, and each of those stands in few lines.
        for character in sorted(set(lines)):
            if (kept := _INVISIBLE[ord(character)]) != ord(character):
                lines = lines.replace(character, "" if kept is None else chr(kept))
    return single_spaced(lines)


def plain_keys(names: Sequence[str]) -> list[str | None]:
    """The key of each name that has no generic word, so that its two keys are one; else ``None``.

    A few that have none are ``None`` as well: what may have one is looked at by itself.
    """
    lines = "\n".join(names)
    if not names or lines.count("\n") >= len(names):
        return [_plain_key(name) for name in names]
    prepared = prepared_lines(lines)
    keys: list[str | None] = [*folded_lines(prepared)]
    some = lines_that_may_have_some(prepared)
    some += [at for at, line in enumerate(prepared.split("\n")) if len(line) > LONGEST_NAME]
    for at in some:
        keys[at] = _plain_key(names[at])
    return keys


def _plain_key(name: str) -> str | None:
    form = form_of(name)
    return None if form.set_aside else form.full


def forms_of(names: Sequence[str]) -> list[Form]:
    """``form_of`` of each name; most have no generic word, and are made plain all at once."""
    return [
        form_of(name) if key is None else Form(key, key)
        for name, key in zip(names, plain_keys(names), strict=True)
    ]
