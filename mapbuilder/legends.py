"""Legends: what the page says of its historical maps, in the blocks of the payload.

In go the scans that can be shown, out come columns of facts for the head and of words for each
language. An exhibit without such maps has none of these blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mapbuilder.dates import parse_date, write_date

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.scans import Scan

Block = dict[str, Any]

_BBOX_DIGITS = 6
"""A tenth of a metre: a pixel of a town's plan is larger."""


def to_head_block(scans: Sequence[Scan], max_zoom: int | None) -> Block:
    """Where each map lies and how it is shown; ``shown`` is the index of the first, or -1.

    A plan may be seen nearer than today's map, unless the settings name their own ``max_zoom``.
    """
    return {
        "bbox": [[round(degrees, _BBOX_DIGITS) for degrees in scan.bbox] for scan in scans],
        "opacity": [round(float(scan.settings.opacity), 2) for scan in scans],
        "max_zoom": [scan.max_zoom() if max_zoom is None else max_zoom for scan in scans],
        "shown": next((index for index, scan in enumerate(scans) if scan.settings.shown), -1),
    }


def to_texts_block(scans: Sequence[Scan]) -> Block:
    """What no language changes."""
    return {
        "licence": [scan.settings.licence for scan in scans],
        "url": [scan.settings.url for scan in scans],
    }


def to_words(
    scans: Sequence[Scan], config: Config, language: str, strings: Mapping[str, str]
) -> tuple[Block, dict[str, list[int]], dict[str, str]]:
    """Titles, dates and credits in a language, what fell back, and the words of the control."""
    block: Block = {"title": [], "date": [], "credit": []}
    fallen: dict[str, list[int]] = {}
    for index, scan in enumerate(scans):
        for key in ("title", "credit"):
            text, tag = config.text(key, language, scan.settings)
            block[key].append(text or strings[f"scans.no_{key}"])
            if text and tag != language:
                fallen.setdefault(f"scans.{key}", []).append(index)
        written = scan.settings.date.strip()
        date = write_date(parse_date(written), language, strings) if written else ""
        block["date"].append(date or strings["page.undated"])
    words = {key: text for key, text in sorted(strings.items()) if key.startswith("scans.")}
    return block, fallen, words


def drawn_characters(texts: Block, language: Block) -> tuple[set[str], set[str]]:
    """The characters of titles and dates, and those of credits."""
    titles = set().union(*language["title"], *language["date"])
    notes = set().union(*language["credit"], *texts["licence"], *texts["url"])
    return titles, notes
