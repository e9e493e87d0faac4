"""Contested words in the curator's voice: a list by language in, where the texts use them out.

A word is not the curator's between quotation marks, in a proper name (the labels and names of the
exhibit's places, and what ``[editorial] proper_names`` lists), or beside a verb of naming: "what it
calls". Always true: entries are the beginnings of words, found in any spelling of capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.quoted import PLAIN_PAIRS, without_quoted
from mapbuilder.said_by import base, naming

_WORD = re.compile(r"[\w’'-]+")
# Normalising takes longer than all the rest, and most texts have nothing to be composed.
_COMBINING = r"\p{M}"
_ENDING = 2
"""Letters at the end of a name's word that a language with cases may change."""
_UNINFLECTED = frozenset({"en", "fr", "es"})


@dataclass(frozen=True, slots=True)
class Found:
    """A contested word in the curator's voice."""

    text: int
    """Index of the text."""
    word: str
    """As written."""
    start: int
    """Of the word in the text, composed as NFC has it."""
    entry: str
    """The entry of the list."""


def find_contested(
    texts: pa.Array, language: str, entries: Sequence[str], names: Iterable[str] = ()
) -> list[Found]:
    """Each contested word that stands in the curator's voice, text by text.

    ``names`` are proper names. Work is done on the few texts that have such a word at all.
    """
    wanted = [normalize("NFC", entry.strip()) for entry in entries if entry.strip()]
    if not wanted:
        return []
    composed = texts
    if pc.any(pc.match_substring_regex(texts, _COMBINING)).as_py():
        composed = pc.utf8_normalize(texts, "NFC")
    # RE2 folds case as Unicode does, but for the Turkic i: it only sifts, so both are let through.
    sieve = "|".join(_for_sieve(entry) for entry in wanted)
    hits = _matching(composed, sieve)
    # What is plainly quoted need not be looked at.
    left = pc.replace_substring_regex(composed.take(hits), PLAIN_PAIRS, " ")
    hits = hits.take(_matching(left, sieve))
    if not len(hits):
        return []
    pattern = re.compile(
        "|".join(rf"(?P<_{at}>(?<!\w){_stem(entry)}\w*)" for at, entry in enumerate(wanted)),
        re.IGNORECASE,
    )
    proper = _names(tuple(sorted(set(names))), base(language))
    calls = naming(language)
    found = []
    for index, text in zip(hits.to_pylist(), composed.take(hits).to_pylist(), strict=True):
        own = without_quoted(text, language)
        for other in (proper, calls):
            if other is not None:
                own = other.sub(lambda match: " " * len(match[0]), own)
        for match in pattern.finditer(own):
            at = int((match.lastgroup or "_0")[1:])
            found.append(Found(index, match[0], match.start(), wanted[at]))
    return found


def _matching(texts: pa.Array, sieve: str) -> pa.Array:
    """The rows that the sieve lets through."""
    return pc.indices_nonzero(pc.match_substring_regex(texts, sieve, ignore_case=True))


def _stem(entry: str) -> str:
    """A phrase may be broken anywhere between its words, and its words but the last may bend."""
    words = entry.split()
    return r"\w*\s+".join(map(re.escape, words)) if len(words) > 1 else re.escape(entry)


def _for_sieve(entry: str) -> str:
    first = entry.split()[0]
    return "".join("[iıİI]" if c in "iıİI" else re.escape(c) for c in first)


@lru_cache(maxsize=16)
def _names(names: tuple[str, ...], language: str) -> re.Pattern[str] | None:
    """What finds a name, in languages with cases with any ending of its words."""
    patterns = []
    for name in sorted(names, key=lambda each: (-len(each), each)):
        words = _WORD.findall(normalize("NFC", name))
        if not words:
            continue
        bent = [
            re.escape(word)
            if language in _UNINFLECTED or len(word) <= _ENDING + 2 or not word.isalpha()
            else re.escape(word[:-_ENDING]) + r"\w*"
            for word in words
        ]
        patterns.append(r"[\s,]+".join(bent))
    if not patterns:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def names_of(places: Mapping[str, Sequence[str | None]]) -> set[str]:
    """The proper names in columns of places: labels, names and former names, of every language."""
    found: set[str] = set()
    for column, cells in places.items():
        for cell in cells:
            if not cell:
                continue
            if column in ("names", "former_names"):
                for part in cell.split("|"):
                    name = re.sub(r"^[a-z]{2,3}(?:-[A-Za-z0-9]+)*\s*:|\[[^\]]*\]", "", part.strip())
                    found.add(name.strip())
            else:
                found.add(cell.strip())
                # "Alley of Martyrs (Martyrs' Lane), Baku" is three names.
                found.update(part.strip() for part in re.split(r"[(),]", cell))
    # One word alone is a name only where it is written as one.
    return {name for name in found if len(name) > 2 and not name.islower()}
