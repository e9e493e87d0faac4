"""Whose the pictures of an online map are: a provider's attribution in, runs of plain text out.

Apart from ``online`` since few exhibits have such a map, and Python's parser of HTML takes longer
to be had than a small table to be read.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

_LONGEST_CREDIT = 400
_LINK = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&()*+,;=%]+", re.IGNORECASE)


class _CreditReader(HTMLParser):
    """The texts and links of a piece of HTML; what else is in it is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[tuple[str, str]] = []
        self._address = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "a":
            address = next((value or "" for name, value in attrs if name == "href"), "").strip()
            self._address = address if _LINK.fullmatch(address) else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif tag == "a":
            self._address = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.runs.append((data, self._address))


def credit_of(attribution: str) -> tuple[tuple[str, str], ...]:
    """The credit as runs of plain text, single spaces between words; see ``Tiles.credit``.

    Raises ``ValueError`` where it says nothing, or too much.
    """
    reader = _CreditReader()
    reader.feed(attribution)
    reader.close()
    merged: list[tuple[str, str]] = []
    for text, address in reader.runs:
        # Controls and what turns the direction of text have no business in a credit.
        plain = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text))
        if merged and merged[-1][1] == address:
            plain = merged.pop()[0] + plain
        if not merged or merged[-1][0].endswith(" "):
            plain = plain.lstrip(" ")
        if plain:
            merged.append((re.sub(r" +", " ", plain), address))
    if merged:
        merged[-1] = (merged[-1][0].rstrip(" "), merged[-1][1])
    credit = tuple(run for run in merged if run[0])
    if not any(character.isalnum() for text, _ in credit for character in text):
        raise ValueError("has an attribution without words; it says whose map it is")
    if sum(len(text) for text, _ in credit) > _LONGEST_CREDIT:
        raise ValueError(f"has an attribution of more than {_LONGEST_CREDIT} characters")
    return credit
