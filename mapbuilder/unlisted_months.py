"""Months named in a language that the exhibit does not list.

In goes an error about a date and the date as written, out comes the same error, or one that names
the language and what would be read in it. Nothing is read in a language that nobody has said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from mapbuilder.date_forms import to_edtf
from mapbuilder.month_names import folded, month_numbers
from mapbuilder.report import Suggestion, shown
from mapbuilder.spans import DateError

_ASKED = (
    "az",
    "tr",
    "ru",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "uk",
    "ka",
    "hy",
    "he",
    "ar",
    "fa",
)
_LONGEST = 200
_WORD = re.compile(r"[^\W\d_]+")


def with_language(
    error: DateError, text: str, day_first: bool | None, languages: Sequence[str]
) -> DateError:
    """The error, which says of a month in one of the better-known languages that it is one."""
    if error.code != "date-unreadable" or error.suggestions or len(text) > _LONGEST:
        return error
    words = set(_WORD.findall(folded(text)))
    # Most texts that are no date name no month at all, and there may be many of them. For a text
    # without a word sixteen languages need not be read.
    if not words or words.isdisjoint(month_numbers(_ASKED)):
        return error
    read: dict[str, list[str]] = {}
    for language in _ASKED:
        if language in languages or words.isdisjoint(month_numbers((language,))):
            continue
        with suppress(DateError):
            edtf = to_edtf(text, day_first, (*languages, language))
            read.setdefault(edtf, []).append(language)
    if not read:
        return error
    tags = " or ".join(repr(tag) for alike in read.values() for tag in alike)
    return DateError(
        error.code,
        f"the month in {shown(text)} is a word of {tags}, and languages in exhibit.toml does not "
        f"list that; list it, or write {' or '.join(read)}",
        tuple(Suggestion(edtf, f"as {', '.join(alike)}") for edtf, alike in read.items()),
    )
