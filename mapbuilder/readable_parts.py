"""Readable parts: a text that is no date in, what can be read of it suggested.

"Montag, 20. Januar 1990" names a day of the week too, which nothing is read of. Always true: what
is left out is told, and nothing is read so; a text of many words is no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapbuilder.date_forms import to_edtf
from mapbuilder.report import Suggestion, shown
from mapbuilder.spans import DateError, to_node

_LONGEST = 60
_MOST_WORDS = 5
_NUMBER = re.compile(r"\d\d|[IVXХІ]")


def with_part(
    error: DateError, text: str, day_first: bool | None, languages: Sequence[str]
) -> DateError:
    """The error, with the longest part of the text that is a date, where there is one."""
    if error.code != "date-unreadable" or error.suggestions or len(text) > _LONGEST:
        return error
    for part in _parts(text):
        try:
            edtf = to_edtf(part, day_first, languages)
            to_node(edtf)
        except DateError:
            continue
        if edtf != "XXXX":
            return DateError(
                error.code,
                f"{shown(text)} is not a date that can be read; of {shown(part)} it would be "
                f"{edtf}: write that, or the first and last day that are meant",
                (Suggestion(edtf, f"of {part}"),),
            )
    return error


def _parts(text: str) -> Iterator[str]:
    """What is left without the first words, the last ones or both, or what brackets hold."""
    words = re.sub(r"[\[\](){}]", " ", text).split()
    if len(words) > _MOST_WORDS or not _NUMBER.search(text):
        return
    for left_out in range(0 if len(words) != len(text.split()) or "[" in text else 1, len(words)):
        for first in range(left_out, -1, -1):
            part = " ".join(words[first : len(words) - (left_out - first)]).strip(" ,;:")
            if _NUMBER.search(part):
                yield part
