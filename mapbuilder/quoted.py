"""Which parts of a text are other people's words: what stands between quotation marks.

In goes a text and its language, out come its quoted stretches. Always true: an apostrophe in or at
the end of a word opens nothing, and a mark that is never closed quotes nothing and is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mapbuilder.said_by import base

# Opening mark and what may close it. ref: Unicode 16, chapter 6.2.8, on the many uses of “ and ».
_PAIRS: Final = {
    "“": "”", "„": "“”‟", "‟": "”", "«": "»", "‹": "›", "「": "」", "『": "』", "《": "》",
    "‘": "’", "‚": "‘’", '"': '"', "'": "'",
}  # fmt: skip
_REVERSED: Final = {"»": "«", "›": "‹"}
# Languages that write »…« beside „…“; in the others » only closes.
_TURNED: Final = frozenset({"de", "da", "hr", "hu", "sl", "sr", "cs", "sk", "pl"})
_BOTH_WAYS: Final = frozenset({"sv", "fi"})
_APOSTROPHES: Final = "'’‘"
# A text with so many open marks is none: each is looked for to the end of the text.
_MOST_OPEN: Final = 20
_MARKS: Final = re.compile("[" + re.escape("".join({*_PAIRS, *_REVERSED})) + "]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a text quotes."""

    spans: tuple[tuple[int, int], ...]
    """From the opening mark to behind the closing one, in order, none inside another."""
    unclosed: int | None = None
    """Where a mark stands that is never closed."""


# Pairs that no other mark is in: most quotations are such, and RE2 finds them in all texts at once.
PLAIN_PAIRS: Final = '“[^“”„‟«»]*”|«[^“”„‟«»]*»|"[^"]*"'


def find_quoted(text: str, language: str) -> Quoted:
    """The quoted stretches of a text; quotations within quotations belong to the outer one."""
    pairs = _PAIRS
    if base(language) in _TURNED:
        pairs = _PAIRS | _REVERSED
    elif base(language) in _BOTH_WAYS:
        pairs = _PAIRS | {"”": "”", "»": "»"}
    spans: list[tuple[int, int]] = []
    unclosed = None
    failed = at = 0
    while failed < _MOST_OPEN and (mark := _MARKS.search(text, at)):
        start = mark.start()
        at = start + 1
        opening = text[start]
        if opening not in pairs:
            continue
        if opening in _APOSTROPHES and not _opens(text, start):
            continue
        end = _closing(text, start, pairs[opening])
        if end is None:
            failed += 1
            # ‘tis and '90s begin with one: only a mark of two strokes is missed.
            if unclosed is None and opening not in _APOSTROPHES:
                unclosed = start
            continue
        spans.append((start, end))
        at = end
    return Quoted(tuple(spans), unclosed)


def _opens(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    return not before.isalnum() and bool(after) and not after.isspace()


def _closing(text: str, start: int, closers: str) -> int | None:
    """Behind the mark that closes what begins at ``start``."""
    opening = text[start]
    depth = 0
    for index in range(start + 1, len(text)):
        character = text[index]
        if character == opening and opening not in closers and opening not in _APOSTROPHES:
            depth += 1
        elif character in closers:
            if character in _APOSTROPHES and text[index + 1 : index + 2].isalnum():
                continue
            if depth:
                depth -= 1
                continue
            return index + 1
    return None


def without_quoted(text: str, language: str) -> str:
    """The text with spaces in place of what it quotes, each letter where it was."""
    if not _MARKS.search(text):
        return text
    parts = list(text)
    for start, end in find_quoted(text, language).spans:
        parts[start:end] = " " * (end - start)
    return "".join(parts)
