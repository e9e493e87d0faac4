"""Markdown of a text's tree: written so that ``text.to_rich`` makes the same tree of it again.

Always true: a text that is its own tree stays as it is; of others every mark that is a letter has a
back-slash before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from mapbuilder.text import BLOCK_TAGS, Rich, to_rich

_MARKS = re.compile(r"[\\*_\[\]]")
_AT_START = re.compile(r"\A(?:([>+\-])|(\d{1,9})([.)]))")
_STRESS = {"em": "*", "strong": "**"}


def to_markdown(rich: Rich | None) -> str:
    """The text; ``""`` for none."""
    if not rich:
        return ""
    if isinstance(rich, str):
        return rich if to_rich(rich) == rich else _paragraph([rich])
    return _blocks(rich)


def _blocks(nodes: Sequence[Any]) -> str:
    written: list[str] = []
    turn = 0
    for node in nodes:
        # Two lists that follow each other are told apart by their marks.
        turn = turn + 1 if written and node[0] in ("ul", "ol") else 0
        written.append(_block(node, turn % 2))
    return "\n\n".join(written)


def _block(node: Any, turn: int) -> str:
    tag, children = node[0], node[1:]
    if tag == "p":
        return _paragraph(children)
    if tag == "blockquote":
        return _indented(_blocks(children), "> ", "> ")
    items = []
    is_loose = any(_is_loose(item) for item in children)
    for number, item in enumerate(children, 1):
        mark = "-+"[turn] + " " if tag == "ul" else f"{number}{'.)'[turn]} "
        items.append(_indented(_item(item[1:]), mark, " " * len(mark)))
    return ("\n\n" if is_loose else "\n").join(items)


def _is_loose(item: Any) -> bool:
    return any(isinstance(child, list) and child[0] == "p" for child in item[1:])


def _item(children: Sequence[Any]) -> str:
    """A list's item: words and blocks, one after the other."""
    opening: list[Any] = []
    rest = list(children)
    while rest and (isinstance(rest[0], str) or rest[0][0] not in BLOCK_TAGS):
        opening.append(rest.pop(0))
    said = _paragraph(opening)
    if not rest:
        return said
    return f"{said}\n{_blocks(rest)}" if said else _blocks(rest)


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if at == 0 else others if line or others.strip() else "") + line
        for at, line in enumerate(lines)
    )


def _paragraph(children: Sequence[Any]) -> str:
    return _AT_START.sub(
        lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", _inline(children)
    )


def _inline(children: Sequence[Any]) -> str:
    said = []
    for child in children:
        if isinstance(child, str):
            said.append(_MARKS.sub(r"\\\g<0>", child))
        elif child[0] == "br":
            said.append("\\\n")
        elif child[0] == "a":
            address = child[1]["href"]
            said.append(f"[{_inline(child[2:])}](<{address}>)")
        else:
            # What is stressed after something stressed has the other mark, or it would be one.
            mark = _STRESS[child[0]]
            mark = mark.replace("*", "_") if said and said[-1].endswith("*") else mark
            said.append(f"{mark}{_inline(child[1:])}{mark}")
    return "".join(said)
