"""The story of a page: an exhibit's steps in, their part of the payload out.

The facts stand once, the words once for each language. Always true: what a step does not say
itself, its event says, so that the page needs no second copy of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mapbuilder.steps import to_bbox, to_zoom
from mapbuilder.text import to_rich
from mapbuilder.translation import Language, pick

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.wording import Strings

Block = dict[str, Any]
Fallback = dict[str, list[int] | bool]
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


def to_telling(steps: Steps, config: Config, tag: str) -> tuple[Block, Fallback]:
    """Titles and texts in a language, and the steps that have them in the default one only.

    An empty title, and no text, are those of the step's event.
    """
    default = config.languages[0]
    language = Language(tag, default, {}, tag, {})
    none = [None] * len(steps["row"])

    def column(name: str) -> list[str]:
        return pick(lambda each: steps.get(each, none), language, f"story.{name}", name)

    titles, texts = column("title"), column("text")
    return {
        "title": titles,
        "text": [(to_rich(text) or None) if text else None for text in texts],
    }, language.fallback


def to_words(strings: Strings) -> dict[str, str]:
    """The interface's words that only a page with a story needs."""
    return {key: text for key, text in sorted(strings.items()) if key.startswith("story.")}
