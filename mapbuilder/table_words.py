"""Words that a table has in a language where the page would else word or repeat what is written.

In go an exhibit's columns and its languages' blocks, out come the blocks with those words: of
locators, of qualifiers of figures, and of sources. Always true: a row keeps its own words, and what
a table says in a language is not marked as a stand-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.details import suffix

if TYPE_CHECKING:
    from mapbuilder.columns import Columns

Block = dict[str, Any]

WORDED = ("type", "access")
"""What is said of a source in words that the page has, where they are among the common ones."""
SAID = ("author", "standpoint")
"""What is said of a source in words of the curator's alone."""


def add_table_words(columns: Columns, blocks: dict[str, Block]) -> None:
    """Sets the words in the blocks.

    Of ``SAID`` a block of sources has those that are in its language, "" for the others, and no
    such column where there is none.
    """
    for tag, block in blocks.items():
        end = suffix(tag)
        _set(block, "events", "locator", columns.events.get(f"locator{end}", ()))
        add_figure_words(columns, tag, block)
        for name in WORDED:
            _set(block, "sources", name, columns.source_words.get(name + end, ()))
        for name in SAID:
            own = [text or "" for text in columns.source_words.get(name + end, ())]
            if any(own):
                block["sources"][name] = own


def add_figure_words(columns: Columns, tag: str, block: Block) -> None:
    """Sets those of figures, in a language's ``figures`` and ``fallback``."""
    _set(block, "figures", "locator", columns.figures.get(f"locator{suffix(tag)}", ()))
    _set_qualifiers(columns, tag, block)


def _set(block: Block, table: str, name: str, own: Sequence[Any]) -> None:
    texts = block[table][name]
    told = {row for row, text in enumerate(own) if text}
    if not told:
        return
    block[table][name] = [str(own[row]) if row in told else text for row, text in enumerate(texts)]
    _clear(block["fallback"], f"{table}.{name}", told)


def _clear(fallback: dict[str, Any], path: str, told: set[int]) -> None:
    """Takes what has words of its own from what stands in."""
    left = [row for row in fallback.get(path, ()) if row not in told]
    fallback.pop(path, None)
    if left:
        fallback[path] = left


def _set_qualifiers(columns: Columns, tag: str, block: Block) -> None:
    own = columns.figure(f"qualifier{suffix(tag)}")
    if not any(own):
        return
    strings = wording.read_strings(tag)
    worded = wording.strings_language(tag) if wording.is_foreign(tag) else tag
    amounts = zip(*map(columns.figure, ("value", "low", "high")), own, strict=True)
    block["figures"]["value"] = [
        wording.figure_value(value, low, high, qualifier, worded, strings) if qualifier else text
        for (value, low, high, qualifier), text in zip(
            amounts, block["figures"]["value"], strict=True
        )
    ]
