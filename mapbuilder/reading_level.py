"""How hard texts are to read: words, sentences and syllables counted, a published formula applied.

In go columns of texts and their language, out comes Flesch's reading ease where a formula of that
form has been published for the language; elsewhere the lengths of sentences alone are judged.
Always true: 100 words or more are judged, as the formulas' samples had, never a single caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.said_by import base
from mapbuilder.text_bytes import count_spaces

FEWEST_WORDS = 100
"""Flesch, A New Readability Yardstick (1948), judges samples of a hundred words."""
MOST_TEXTS = 1_000
"""Of more than twice as many, so many are judged, evenly chosen, as Flesch's samples are."""

# A word is what stands between spaces and has more than signs; classes of all letters, as \p{L},
# take RE2 ten milliseconds each to make.
_SIGNS: Final = r"""\s.,;:!?…'"‘’“”„«»‹›()\[\]/&+=*_·•—–‑\-"""
_WORD: Final = rf"\S*[^{_SIGNS}]\S*"
_SPELT: Final = rf"\S*[^{_SIGNS}0-9]\S*"
_END: Final = r"[.!?…։؟。]+[\"”’»“)\]]*(?:\s|$)"
_SENTENCE: Final = re.compile(r"(?<=[.!?…։؟])[\"”’»“)\]]*\s+(?=[^\s\w]*[\w])|\n\s*\n")
_SHORT: Final = re.compile(
    r"(?:\b\w|\b(?:Jan|Feb|Apr|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Dr|St|No|p|pp|т|г|гг|стр))\.$"
)


@dataclass(frozen=True, slots=True)
class Formula:
    """Ease = constant - a · words a sentence - b · syllables a word."""

    name: str
    constant: float
    sentence: float
    syllable: float
    added: tuple[str, ...]
    """Patterns that count syllables."""
    taken: tuple[str, ...] = ()
    """Patterns of what is not one."""


# A published formula each; where there is none, as for Azerbaijani, none is made up from a
# neighbour's. Syllables are counted by vowels; in English, with its silent e, 95 of 100
# different words of such texts are right by the CMU Pronouncing Dictionary, and their sum to 2 %.
FORMULAS: Final = {
    "en": Formula(
        "Flesch 1948", 206.835, 1.015, 84.6,
        (r"[aeiouyàâéèêëîïôöûü]+", r"i[ao][^n]|eo|iu|ua|ism\b|[aeiouym]bl\b"),
        (
            r"[aeiouy][a-z]*(?:[^aeiouyl\W]|[aeiouy]l)e\b", r"[aeiouy][a-z]*[^aeiouytd\W]ed\b",
            r"[aeiouy][a-z]*[^aeiouyszxcghl\W]es\b", r"[ctsg]ia[^n]|[ctsgx]io[^n]|eou|qua|gua",
        ),
    ),
    "ru": Formula("Oborneva 2006", 206.835, 1.3, 60.1, ("[аеёиоуыэюя]",)),
    "tr": Formula("Ateşman 1997", 198.825, 2.61, 40.175, ("[aeıioöuüâîû]",)),
    "de": Formula("Amstad 1978", 180.0, 1.0, 58.5, ("[aeiouyäöü]+",)),
    "fr": Formula(
        "Kandel and Moles 1958", 207.0, 1.015, 73.6, ("[aeiouyàâéèêëîïôöûüœ]+",),
        (r"[aeiouyàâéèêëîïôöûüœ]\S*[bcdfghjklmnpqrstvwxzç]es?(?:[\s.,;:!?»)]|$)",),
    ),
    "es": Formula(
        "Fernández Huerta 1959", 206.84, 1.02, 60.0,
        ("[aeiouáéíóúü]+", "[aeoáéó][íú]|[íú][aeo]|[aeoáéó][aeoáéó]"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How hard the texts are, taken together."""

    words: int
    sentences: int
    ease: float | None
    """From 100, easy, to 0; ``None`` without a formula, or below a hundred words."""
    formula: str = ""

    @property
    def words_a_sentence(self) -> float:
        return self.words / max(self.sentences, 1)


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence over the limit."""

    text: int
    sentence: str
    words: int


def word_counts(texts: pa.Array) -> pa.Array:
    """The words of each text, null where there is none: "19–20" and "Baku's" are one each."""
    return pc.count_substring_regex(texts, _WORD)


def over_words(texts: pa.Array, most: int) -> list[tuple[int, int]]:
    """(row, words) of the texts of more than ``most`` words."""
    # Words need spaces between them, and those are counted in no time.
    enough = pa.array(count_spaces(texts) >= most)
    few = pc.indices_nonzero(pc.and_(enough, pc.is_valid(texts)))
    counts = word_counts(texts.take(few)).to_pylist()
    return [
        (row, words) for row, words in zip(few.to_pylist(), counts, strict=True) if words > most
    ]


def read_level(texts: pa.Array, language: str) -> Level:
    """The level of all texts together. One without a mark at its end is a sentence."""
    texts = texts.drop_null()
    if len(texts) > 2 * MOST_TEXTS:
        texts = texts.take(pa.array(range(0, len(texts), len(texts) // MOST_TEXTS), pa.int64()))
    # Numbers have no syllables to be counted.
    words = _count(texts, [_SPELT])
    ends = pc.max_element_wise(pc.count_substring_regex(texts, _END), 1)
    sentences = pc.sum(ends).as_py() or 0
    formula = FORMULAS.get(base(language))
    if formula is None or words < FEWEST_WORDS:
        return Level(words, sentences, None, formula.name if formula else "")
    lower = pc.utf8_lower(texts)
    syllables = _count(lower, formula.added) - _count(lower, formula.taken)
    ease = (
        formula.constant
        - formula.sentence * words / max(sentences, 1)
        - formula.syllable * max(syllables, words) / words
    )
    return Level(words, sentences, round(ease, 1), formula.name)


def _count(texts: pa.Array, patterns: Iterable[str]) -> int:
    return sum(
        pc.sum(pc.count_substring_regex(texts, pattern)).as_py() or 0 for pattern in patterns
    )


def long_sentences(texts: pa.Array, most: int) -> list[LongSentence]:
    """The sentences of more than ``most`` words, text by text."""
    at = pa.array([index for index, _ in over_words(texts, most)], pa.int64())
    found = []
    for index, text in zip(at.to_pylist(), texts.take(at).to_pylist(), strict=True):
        sentences = pa.array(list(_sentences(text)), pa.string())
        for sentence, words in zip(
            sentences.to_pylist(), word_counts(sentences).to_pylist(), strict=True
        ):
            if words > most:
                found.append(LongSentence(index, sentence, words))
    return found


def _sentences(text: str) -> Iterable[str]:
    """Parted behind full stops, but not behind initials and usual short forms."""
    start = 0
    for gap in _SENTENCE.finditer(text):
        if gap[0].strip() or not _SHORT.search(text, start, gap.start()):
            yield text[start : gap.start()].strip()
            start = gap.end()
    if text[start:].strip():
        yield text[start:].strip()
