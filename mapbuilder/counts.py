"""Counts in English words, as problems, reports and commands tell them: ``1 place``, ``2 places``.

In go a number and a noun, out comes both in one text. Always true: one is never told as several.
What the page counts is worded in its own languages; see ``plurals``.
"""

from __future__ import annotations


def counted(count: int, noun: str, several: str = "") -> str:
    """``1 row``, ``1,204 rows``; ``several`` is what stands after any other number than one.

    Without it an s is added to the noun, which suits "record" but not "match" or "record is".
    """
    return f"{count:,} {one_or_several(count, noun, several)}"


def one_or_several(count: int, noun: str, several: str = "") -> str:
    """The noun alone, for a number that stands in a column of its own."""
    return noun if count == 1 else several or f"{noun}s"


def counted_name(count: int, name: str) -> str:
    """A column's name for its count: ``places`` as ``place`` for one; words without an s stay."""
    return name.removesuffix("s") if count == 1 else name
