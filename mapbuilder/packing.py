"""A payload's blocks as the page has them: what several of them say is said once.

In go blocks, out come those that are encoded; ``payload.ts`` makes them whole again. Always true:
what is left out of a block can be read in another one of the same page.
"""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]

_WORDED = ("type", "date", "access")
"""What the tellings say of the sources in the words of their languages."""


def packed(texts: Block, tellings: dict[str, Block]) -> tuple[Block, dict[str, Block]]:
    """``texts`` with the keys of the interface's words, the tellings with the words alone.

    The words are in the order of ``texts.words``, null where a telling has none of that key.
    """
    keys = sorted(set().union(*(block["ui"] for block in tellings.values())))
    sources = {name: cells for name, cells in texts["sources"].items() if name not in _WORDED}
    return (
        {**texts, "sources": sources, "words": keys},
        {
            tag: {**block, "ui": [block["ui"].get(key) for key in keys]}
            for tag, block in tellings.items()
        },
    )
