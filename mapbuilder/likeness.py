"""Likeness: how much two names look, read or sound alike, for ranking near misses only.

In go names in any script, many at a time; out come their readings in Latin letters, the sounds and
consonants of these, and scores from 0 to 100. Always true: a likeness never joins anything, and
the same names have the same score whatever else is compared with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Scores = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

# Spellings of one sound, the longer first: Latin alphabets, romanisations of Russian, Arabic and
# Persian, and of Chinese by Wade and Giles (ch'ing, hsi, ts'ao) beside Pinyin (qing, xi, cao).
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "z"), ("dsch", "z"),
    ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("dj", "z"), ("hs", "s"), ("sz", "s"), ("cz", "c"), ("ts", "c"),
    ("tz", "c"), ("ck", "k"), ("qu", "k"), ("x", "h"), ("q", "g"), ("ou", "u"), ("oo", "u"),
    ("ee", "i"), ("w", "v"), ("y", "i"), ("ij", "i"), ("j", "i"), ("ia", "a"), ("ie", "e"),
)  # fmt: skip
# What scripts and their readers keep apart in different ways: only for consonants.
_ONE_CLASS = str.maketrans("bpfvkgqcdtszjmnlr", "bbbbkkkkttsssnnll", "aeiouh ")
_OTHER = re.compile(r"[^a-z0-9\n]+")
_SPACES = re.compile(r"(?m)^ | $")
_TWICE = re.compile(r"([a-z])\1+")
_ARTICLES = re.compile(r"(?m)^(?:al|el|ad|ed|an|en|ar|er|as|es|ash|esh|at|et|az|ez) ?(?=[a-z]{3})")
_LATIN_FIRST = {ord("ə"): "a", ord("ә"): "a", ord("ё"): "e", ord("ı"): "i", 0x307: ""}
_LEAST_LETTERS = 4
"""Words in common count in names of so many letters."""
_QUALIFIER = re.compile(r"[,،、，]|[(（][^()（）]*[)）]?$")
"""Where a name ends and words begin that say where it lies."""
MOST = 99.0
"""The greatest score: what is exact is no likeness."""


class _Reading(dict[int, str]):
    """What each character is in Latin letters, looked up when it is first met."""

    def __missing__(self, code: int) -> str:
        from anyascii import anyascii

        read = _LATIN_FIRST.get(code)
        if read is None:
            read = anyascii(chr(code)).lower().replace("'", "").replace("`", "")
        self[code] = read
        return read


_READING = _Reading({ord("\n"): "\n"})


@dataclass(frozen=True, slots=True)
class Readings:
    """Names prepared for comparison, each in four ways, in one order."""

    names: list[str]
    """In their own script, case folded."""
    latin: list[str]
    sounds: list[str]
    consonants: list[str]
    words: list[str]
    """The sounds of a name without what says where it lies: "Laurel, Mississippi" has no word in
    common with "Jackson, Mississippi"."""

    def __len__(self) -> int:
        return len(self.names)

    def take(self, indexes: Sequence[int]) -> Readings:
        """The names at the indexes, in their order."""
        lists = (self.names, self.latin, self.sounds, self.consonants, self.words)
        return Readings(*([texts[index] for index in indexes] for texts in lists))


def readings_of(names: Sequence[str]) -> Readings:
    """The readings of names, all at once: a thousand take some milliseconds."""
    if not names:
        return Readings([], [], [], [], [])
    folded = [unicodedata.normalize("NFKC", name).casefold().replace("\n", " ") for name in names]
    latin = _latin("\n".join(folded))
    sounds = _sounds(latin)
    listed = sounds.split("\n")
    words = list(listed)
    if qualified := [at for at, name in enumerate(folded) if _QUALIFIER.search(name)]:
        heads = _sounds(_latin("\n".join(unqualified(folded[at]) for at in qualified)))
        for at, head in zip(qualified, heads.split("\n"), strict=True):
            words[at] = head
    return Readings(folded, latin.split("\n"), listed, _consonants(sounds).split("\n"), words)


def unqualified(name: str) -> str:
    """The name without what a comma, or a bracket at its end, parts from it; all if that is all."""
    head = _QUALIFIER.split(name, 1)[0].strip()
    return head if any(map(str.isalnum, head)) else name


def without_article(key: str) -> str:
    """A key of the normal form without the Arabic article that it begins with."""
    return _ARTICLES.sub("", key)


def consonants_of(keys: Sequence[str]) -> list[str]:
    """The consonants of keys of the normal form, which are folded already."""
    if not keys:
        return []
    return _consonants(_sounds(_latin("\n".join(keys)))).split("\n")


def _latin(lines: str) -> str:
    text = _OTHER.sub(" ", lines.translate(_READING))
    return _SPACES.sub("", text) if " " in text else text


def _sounds(latin: str) -> str:
    text = latin
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return _TWICE.sub(r"\1", text)


def _consonants(sounds: str) -> str:
    bones = _ARTICLES.sub("", sounds).translate(_ONE_CLASS)
    return _TWICE.sub(r"\1", bones)


def likeness(toponym: str, choices: Readings) -> Scores:
    """How like each choice is to a toponym, 99 at most.

    A mean of three likenesses in Latin letters: the spelling, its sounds, its consonants (Arabic
    writing leaves vowels out). Instead of it, where that is more, the letters of a script that is
    not Latin, or the words in common. The weights are those that found most names that had been
    taken out of GeoNames (bench/near.py; other names than those it measures with).
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    query = readings_of([toponym])

    def scored(own: list[str], texts: list[str], scorer: Any, weight: float) -> Scores:
        found: Scores = process.cdist(own, texts, scorer=scorer, dtype=np.float32)[0] * weight
        return found

    scores = (
        scored(query.latin, choices.latin, fuzz.ratio, 0.35)
        + scored(query.sounds, choices.sounds, fuzz.ratio, 0.35)
        + scored(query.consonants, choices.consonants, fuzz.ratio, 0.3)
    )
    if not query.names[0].isascii():
        scores = np.maximum(scores, scored(query.names, choices.names, fuzz.ratio, 0.98))
    shared = _sharing(query.words[0], choices.words)
    if shared:
        words = scored(
            query.words, [choices.words[at] for at in shared], fuzz.token_set_ratio, 0.85
        )
        scores[shared] = np.maximum(scores[shared], words)
    best: Scores = np.minimum(scores, MOST)
    return best


def _sharing(name: str, choices: Sequence[str]) -> list[int]:
    """Which of the choices, if they are not too short, may have a word in common with a name."""
    found = {at for word in name.split() for at, choice in enumerate(choices) if word in choice}
    return sorted(at for at in found if len(choices[at]) >= _LEAST_LETTERS)


def why(toponym: str, name: str) -> str:
    """What makes two names alike, in words."""
    read = readings_of([toponym, name])
    if read.latin[0] == read.latin[1]:
        return "reads the same in Latin letters"
    if read.sounds[0] == read.sounds[1]:
        return "sounds the same"
    if read.consonants[0] == read.consonants[1] != "":
        return "has the same consonants"
    if set(read.words[0].split()) & set(read.words[1].split()):
        return "has words in common"
    return "is spelt nearly so"
