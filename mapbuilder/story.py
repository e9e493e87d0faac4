"""The story of a page: an exhibit's steps in, their part of the payload out.

The facts stand once, the words once for each language. Always true: what a step does not say
itself, its event says, so that the page needs no second copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapbuilder.steps import to_bbox, to_zoom
from mapbuilder.text import to_rich

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.wording import Strings

Block = dict[str, Any]
Steps = Mapping[str, list[Any]]


def to_facts(steps: Steps, events: list[str], places: list[str]) -> Block:
    """What no language changes: columns, one entry a step; -1 for no event and no place."""
    event = {id_: index for index, id_ in enumerate(events)}
    place = {id_: index for index, id_ in enumerate(places)}
    return {
        "id": [id_ or "" for id_ in steps["id"]],
        "event": [event.get(id_, -1) for id_ in steps["event"]],
        "place": [place.get(id_, -1) for id_ in steps["place"]],
        "bbox": [None if box is None else to_bbox(box) for box in steps["bbox"]],
        "zoom": [None if zoom is None else to_zoom(zoom) for zoom in steps["zoom"]],
    }


def to_telling(steps: Steps, config: Config, tag: str) -> tuple[Block, dict[str, list[int]]]:
    """Titles and texts in a language, and the steps that have them in the default one only.

    An empty title, and no text, are those of the step's event.
    """
    fallen: dict[str, list[int]] = {}
    titles = _pick(steps, "title", config.languages[0], tag, fallen)
    texts = _pick(steps, "text", config.languages[0], tag, fallen)
    return {
        "title": titles,
        "text": [(to_rich(text) or None) if text else None for text in texts],
    }, fallen


def to_words(strings: Strings) -> dict[str, str]:
    """The interface's words that only a page with a story needs."""
    return {key: text for key, text in sorted(strings.items()) if key.startswith("story.")}


def _pick(
    steps: Steps, column: str, default: str, tag: str, fallen: dict[str, list[int]]
) -> list[str]:
    """The first text that each row has: in the language, as written, in the default language."""
    none = [None] * len(steps["row"])
    own, base, other = (
        steps.get(name, none) for name in (_named(column, tag), column, _named(column, default))
    )
    if tag == default:
        return [first or second or "" for first, second in zip(own, base, strict=True)]
    chosen = [
        (mine or "", base_text or other_text or "")
        for mine, base_text, other_text in zip(own, base, other, strict=True)
    ]
    rows = [row for row, (mine, theirs) in enumerate(chosen) if theirs and not mine]
    if rows:
        fallen[f"story.{column}"] = rows
    return [mine or theirs for mine, theirs in chosen]


def _named(column: str, tag: str) -> str:
    return f"{column}_{tag.lower().replace('-', '_')}"
