"""One names: which toponyms are quickly seen to be one name, and say nothing beside it.

In go toponyms, out comes for each whether any word or sign may tell more. Always true: what is no
more than a name has one reading in ``phrases``, all of it as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np

from mapbuilder import phrase_words as words_of
from mapbuilder.inflections import without_apostrophe
from mapbuilder.phrase_words import plain
from mapbuilder.renamed import FIRST_WORDS

LONGEST: Final = 1000
"""In characters; what is longer is a text in the wrong column, and read as one name only."""
CODE: Final = re.compile(r"[A-Z]{2,3}")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_UNSPACED: Final = "\u1100"
"""From this character on are the scripts that do not part words by spaces, and some others."""
_LETTER: Final = re.compile(r"[^\W_]")
_SIGN: Final = re.compile(r"[\d()\[\]（）,،、，;；؛|•/+?？؟和与與と]", re.IGNORECASE)
"""What stands in a text that says more than a name, where it is no word."""
_SPACED_SIGN: Final = re.compile(r"[와과] | [-–—] |n[ıiuü]n |[сц]к(?:ого|ой) ", re.IGNORECASE)
_ELIDED: Final = re.compile(r"(?:^|[ '’])(?:[dl]|dell)['’]", re.IGNORECASE)
_FIRST_OR_INSIDE: Final = FIRST_WORDS | frozenset(
    phrase.split(" ")[0]
    for phrase in (*words_of.BEFORE, *words_of.BETWEEN_BEFORE, *words_of.AT, *words_of.INSIDE,
                   *words_of.LISTS, *words_of.LEADS)
)  # fmt: skip
_LAST: Final = words_of.AWAY.union(
    phrase.rsplit(" ", 1)[-1] for phrase in (*words_of.AFTER, *words_of.BETWEEN_AFTER)
)
_ENDINGS: Final = tuple(words_of.ENDINGS)
_LAST_LETTERS: Final = frozenset(ending[-1] for ending in _ENDINGS)

_NO_LETTER, _IS_SIGN = 1, 2


def may_say_more(text: str) -> bool:
    """Whether a text has any word or sign that the rules of ``phrases`` look for; most have none.

    No reading is lost by it: tests/test_phrases.py compares both ways.
    """
    if is_one_word(text):
        return False
    return _SIGN.search(text) is not None or _words_say_more(text, {})


def are_one_name(toponyms: Sequence[str]) -> list[bool]:
    """For each toponym whether it is one name, all of it as it is written."""
    kinds = _kinds(toponyms)
    known: dict[str, tuple[bool, bool]] = {}
    return [
        # Nothing but letters, or no sign and no line within.
        kind == 0
        or (
            kind == _NO_LETTER
            and len(toponym) <= LONGEST
            and toponym == " ".join(toponym.split())
            and has_name(toponym)
            and not _words_say_more(toponym, known)
        )
        for toponym, kind in zip(toponyms, kinds, strict=True)
    ]


def _kinds(toponyms: Sequence[str]) -> list[int]:
    """Of each toponym what kinds of characters it has; of an empty one that it has no letters."""
    if not toponyms:
        return []
    lines = "\n".join([*toponyms, ""])
    if lines.count("\n") > len(toponyms):
        lines = "\n".join([*(" ".join(one.split("\n")) for one in toponyms), ""])
    codes = np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), np.uint32)
    of_code = np.bincount(codes, minlength=1)
    for code in np.flatnonzero(of_code).tolist():
        of_code[code] = _kind(chr(code))
    kinds = of_code[codes].astype(np.uint8)
    ends = np.flatnonzero(codes == ord("\n"))
    kinds[ends] = 0
    starts = np.r_[0, ends[:-1] + 1]
    found = np.bitwise_or.reduceat(kinds, starts)
    found[ends == starts] = _NO_LETTER
    each: list[int] = found.tolist()
    return each


def _kind(character: str) -> int:
    return _NO_LETTER * (not is_one_word(character)) | _IS_SIGN * (
        _SIGN.search(character) is not None
    )


def _words_say_more(text: str, known: dict[str, tuple[bool, bool]]) -> bool:
    """The same of a text without signs; ``known`` has what was found of words."""
    if text[-1:] in _LAST_LETTERS and text.endswith(_ENDINGS):
        return True
    if " " in text and _SPACED_SIGN.search(text) is not None:
        return True
    if ("'" in text or "’" in text or "ʼ" in text) and (
        _ELIDED.search(text) is not None or without_apostrophe(text) is not None
    ):
        return True
    # Without an article before an apostrophe words stand between spaces.
    words = text.split(" ")
    is_first = is_last = False
    for word in words:
        if (told := known.get(word)) is None:
            bare = plain(word)
            told = known[word] = bare in _FIRST_OR_INSIDE, bare in _LAST
        is_first |= told[0]
        is_last = told[1]
    return is_first or is_last or CODE.fullmatch(words[-1]) is not None


def is_one_word(text: str) -> bool:
    """Whether a text is but letters; most toponyms are, and say nothing more."""
    return _LETTERS.fullmatch(text) is not None and max(text) < _UNSPACED


def has_name(text: str) -> bool:
    """Whether a text has a letter or a digit, without which it is no name."""
    return _LETTER.search(text) is not None or any(
        unicodedata.category(character)[0] in "LN" for character in text
    )
