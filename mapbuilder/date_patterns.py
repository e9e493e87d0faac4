"""CLDR's patterns of dates, taken apart: a pattern in, its fields and the text between them out."""

from __future__ import annotations

import re
from functools import lru_cache

_FIELDS = re.compile(r"'(?P<quoted>(?:[^']|'')*)'|(?P<field>([A-Za-z])\3*)|(?P<text>[^A-Za-z']+)")


@lru_cache(maxsize=256)
def tokens_of(pattern: str) -> tuple[tuple[str, str], ...]:
    """Each field of a CLDR pattern (UTS #35, part 4) with the text up to the next one.

    Text before the first field goes with an empty field.
    """
    tokens: list[tuple[str, str]] = []
    for found in _FIELDS.finditer(pattern):
        if found["field"]:
            tokens.append((found["field"], ""))
            continue
        text = found["text"] or (found["quoted"] or "'").replace("''", "'")
        # CLDR's thin and narrow spaces are missing in many fonts.
        text = re.sub("[\u2009\u202f\u00a0]", " ", text)
        field, before = tokens.pop() if tokens else (" ", "")
        tokens.append((field, before + text))
    return tuple(tokens)


def fields_of(pattern: str) -> list[str]:
    """The letters of a pattern's fields."""
    return [field[0] for field, _ in tokens_of(pattern)]
