"""What the page says of an event's details, and where it says in whose language.

In go an exhibit's columns and its settings, out come pairs of a label and a text for each event,
once for all languages and once more for each in which some is told otherwise. Always true: a detail
stands at the record that has it, in this language's words or in the default one's, marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.tables import to_name

if TYPE_CHECKING:
    from mapbuilder.columns import Columns
    from mapbuilder.config import Config, DetailLabel
    from mapbuilder.details import Detail

Block = dict[str, Any]
Told = list[list[Any]]
"""Of one event, [label, text] of each detail, and a third where some of it is a stand-in."""

TEXT, LABEL = 1, 2
"""The text, the label stands in, in the default language; the third of a pair is their sum."""


def to_block(columns: Columns) -> list[Told]:
    """The details of each event in the default language."""
    return _told(columns, columns.config.languages[0])


def add_details(columns: Columns, blocks: dict[str, Block]) -> None:
    """Adds ``events.details`` to each further language where some detail is in several."""
    if not differ(columns.config, columns.details):
        return
    for tag in columns.config.languages[1:]:
        blocks[tag]["events"]["details"] = _told(columns, tag)


def characters_of(block: Block) -> Iterator[str]:
    """The texts of a block's details: ``texts``, or a language's."""
    for row in block["events"].get("details", ()):
        for label, text, *_ in row:
            yield label
            yield text


def differ(config: Config, details: Sequence[Detail]) -> bool:
    """Whether some language tells details otherwise than the default one."""
    labels = _labels(config)
    return any(one.is_text or getattr(labels.get(one.name), "variants", None) for one in details)


def told_of(
    config: Config,
    details: Sequence[Detail],
    column: Callable[[str], Sequence[Any]],
    count: int,
    tag: str,
) -> list[Told]:
    """The details of ``count`` events in a language; ``column`` has their cells by its name."""
    labels = _labels(config)
    told: list[Told] = [[] for _ in range(count)]
    for detail in details:
        label, foreign = _label(config, labels.get(detail.name), detail.name, tag)
        own = [detail.translated[tag]] if tag in detail.translated else []
        is_default = tag == config.languages[0]
        for row, texts in enumerate(
            zip(*(column(name) for name in (*own, *detail.default)), strict=True)
        ):
            at = next((at for at, text in enumerate(texts) if text not in (None, "")), -1)
            if at < 0:
                continue
            stands_in = not is_default and detail.is_text and at >= len(own)
            marks = TEXT * stands_in + LABEL * foreign
            told[row].append([label, str(texts[at]), *([marks] if marks else [])])
    return told


def _told(columns: Columns, tag: str) -> list[Told]:
    return told_of(columns.config, columns.details, columns.event, columns.event_count, tag)


def _labels(config: Config) -> dict[str, DetailLabel]:
    return {to_name(key): entry for key, entry in config.details.items()}


def _label(config: Config, entry: DetailLabel | None, name: str, tag: str) -> tuple[str, bool]:
    """What a detail is called in the language, and whether that is the default one's word."""
    text, of = config.text("label", tag, entry) if entry is not None else ("", tag)
    return (text, of != tag) if text else (wording.readable_id(name), False)
