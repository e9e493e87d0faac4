"""Locators: what a table writes of where in a source something stands, and whether it does.

In goes "line 13", "pp. 4–5" or "p. 4, par. 2", out come the places that it names. Pure; what is in
no known form is passed over, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from mapbuilder.source_texts import StoredText

Unit = Literal["line", "page", "paragraph"]

# English, Azerbaijani, French, German, Russian, Spanish and Turkish, with their usual short forms.
_WORDS: dict[Unit, str] = {
    "line": r"lines?|ll?\.|zeilen?|z\.|lignes?|строк[аиу]|líneas?|sətir|sətirlər|satır|satırlar",
    "page": r"pages?|pp?\.?|pg\.|seiten?|ss?\.|страниц[аыу]|стр\.|сс?\.|páginas?|págs?\.|səhifə"
    r"|səh\.|sayfa",
    "paragraph": r"paragraphs?|paras?\.?|pars?\.|¶¶?|abs(?:ätze|atz|\.)|paragraphes?|абзац[ыа]?"
    r"|абз\.|párrafos?|abzas|paragraf",
}
_NUMBER = r"(?:[0-9]{1,6}|[ivxlcdm]{1,8}(?!\w))"
_PART = re.compile(
    "|".join(
        rf"(?<!\w)(?P<{unit}>{words})\s*(?P<{unit}_first>{_NUMBER})"
        rf"(?:\s*[-–—]\s*(?P<{unit}_last>{_NUMBER}))?"
        for unit, words in _WORDS.items()
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the places that a locator names: its lines, its pages or its paragraphs."""

    unit: Unit
    first: str
    last: str
    start: int
    end: int
    """Where the numbers stand in the locator."""


@lru_cache(maxsize=1024)
def read_locator(written: str | None) -> tuple[Part, ...]:
    """The places that a locator names, in its order."""
    parts: list[Part] = []
    for found in _PART.finditer(written or ""):
        unit: Unit = next(unit for unit in _WORDS if found[unit])
        first, last = found[f"{unit}_first"], found[f"{unit}_last"]
        parts.append(Part(unit, first, last or first, found.start(f"{unit}_first"), found.end()))
    return tuple(parts)


def stands_there(parts: tuple[Part, ...], text: StoredText, offset: int) -> bool | None:
    """Whether what begins at ``offset`` is where the locator says; ``None`` if it cannot be told.

    A page may be told by its number or by what is printed on it; the line of a text with pages is
    counted in the whole or on the page.
    """
    if len(parts) == 1:
        return _holds(parts[0], text, offset)
    told = [_holds(part, text, offset) for part in parts]
    if False in told:
        return False
    return True if True in told else None


def _holds(part: Part, text: StoredText, offset: int) -> bool | None:
    here = _numbers(part.unit, text, offset)
    if not here:
        return None
    if part.first.isdecimal() and part.last.isdecimal():
        first, last = int(part.first), int(part.last)
        # "pp. 112–15" is short for 112–115.
        if last < first:
            last = int(part.first[: -len(part.last)] + part.last)
        return any(one.isdecimal() and first <= int(one) <= last for one in here)
    return any(one.lower() in (part.first.lower(), part.last.lower()) for one in here)


def _numbers(unit: Unit, text: StoredText, offset: int) -> list[str]:
    """What a place may be called; nothing where a text has no such places."""
    if unit == "page":
        page = text.page_at(offset)
        if not page:
            return []
        label = text.labels[page - 1] if page <= len(text.labels) else ""
        return [str(page), label] if label else [str(page)]
    if unit == "line":
        # The lines of a page in HTML are as its window is wide.
        if text.kind == "html":
            return []
        here = str(text.line_at(offset))
        return [here, str(text.line_of_page_at(offset))] if text.pages else [here]
    return [str(text.paragraph_at(offset))]


def locator_at(
    text: StoredText, offset: int, written: str = "", parts: tuple[Part, ...] = ()
) -> str:
    """Where the text has ``offset``, in the form of a written locator, else in the plainest one."""
    parts = tuple(part for part in parts if _numbers(part.unit, text, offset))
    if not parts:
        if text.pages:
            return f"p. {_numbers('page', text, offset)[-1]}"
        if text.kind == "html":
            return f"par. {text.paragraph_at(offset)}"
        return f"line {text.line_at(offset)}"
    said = written
    for part in reversed(parts):
        said = said[: part.start] + _numbers(part.unit, text, offset)[-1] + said[part.end :]
    return said
