"""A small part of Markdown as a tree of lists and strings: paragraphs, stress, links, lists.

Text goes in, a JSON-able tree comes out; it is never HTML, and whatever is not one of those marks
stays text as written (tags, entities, back-ticks, headings, unsafe links). No letter is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Node = str | list[Any]
"""Text, or ``[tag, child…]``, or ``["a", {"href": url}, child…]``."""

Rich = str | list[Node]
"""One paragraph without any mark as a string; everything else as a list of block nodes."""

BLOCK_TAGS = frozenset({"p", "ul", "ol", "li", "blockquote"})
INLINE_TAGS = frozenset({"em", "strong", "a", "br"})

_MAY_BE_MARKED = re.compile(
    r"[*_\[\\]"  # stress, links, escapes
    r"|  \n"  # a hard break
    r"|^[ \t]*(?:>|[-+][ \t\n]|[-+]\Z|\d{1,9}[.)](?:[ \t\n]|\Z))",  # quotations and lists
    re.MULTILINE,
)
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)

# What CommonMark takes from both ends of a paragraph (str.strip also takes U+001C to U+001F).
_SPACES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)

MARKED_WITHIN = r"[*_\[\\\n\r\x00]"
MARKED_AT_ENDS = rf"\A[{_SPACES}>+\-0-9]|[{_SPACES}]\z"
"""In RE2's syntax: a text in which neither is found is its own tree, whatever else it holds."""

# Nesting that no person writes; deeper input is shown as it stands, for the parser would drop it.
_MAX_NESTING = 20
# Marks are matched in more than linear time; a text with more of them than this is not prose.
_MAX_MARKS = 2_000


def to_rich(markdown: str) -> Rich:
    """The tree of a Markdown text; ``""`` for an empty one.

    Subset of CommonMark 0.31: paragraphs, ``*stress*``, ``**strong**``, inline links to http,
    https and mailto, lists, block quotations, hard breaks and back-slash escapes. A list that does
    not count from 1 stays paragraphs with their numbers: "1988. The dispute" keeps its year.
    """
    text = _normal(markdown)
    if _MAY_BE_MARKED.search(text) and sum(map(text.count, "*_[]\\>")) <= _MAX_MARKS:
        tokens = _parser().parse(text)
        if all(token.level < _MAX_NESTING - 2 for token in tokens):
            return _simplest(_blocks(tokens))
    return _simplest([["p", paragraph] for paragraph in _paragraphs(text)])


def to_plain(rich: Rich | None) -> str:
    """The words of a tree without its marks, blocks set apart by a space."""
    return re.sub(" +", " ", "".join(_words(rich or ""))).strip()


def characters(rich: Rich | None) -> set[str]:
    """Every character that the tree shows."""
    found: set[str] = set()
    for words in _words(rich or ""):
        found.update(words)
    return found


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        tagged = bool(node) and isinstance(node[0], str)
        for child in node[1:] if tagged else node:
            yield from _words(child)
        if tagged and (node[0] in BLOCK_TAGS or node[0] == "br"):
            yield " "


def _normal(text: str) -> str:
    return re.sub(r"\r\n?", "\n", text).replace("\x00", "\ufffd")


def _paragraphs(text: str) -> Iterator[str]:
    for block in re.split(r"\n(?:[ \t]*\n)+", text):
        lines = block.strip(_SPACES).split("\n")
        paragraph = " ".join(line.lstrip(" \t").rstrip(" ") for line in lines)
        if paragraph:
            yield paragraph


def _simplest(nodes: list[Node]) -> Rich:
    if not nodes:
        return ""
    first = nodes[0]
    if len(nodes) == 1 and isinstance(first, list) and first[0] == "p":
        if len(first) == 1:
            return ""
        if len(first) == 2 and isinstance(first[1], str):
            return first[1]
    return nodes


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero", {"maxNesting": _MAX_NESTING, "html": False, "linkify": False})
    parser.enable(["list", "blockquote", "emphasis", "link", "newline", "escape", "balance_pairs"])
    parser.validateLink = lambda url: _SAFE_LINK.match(url) is not None  # type: ignore[method-assign]
    return parser


def _append(node: list[Any], child: Node) -> None:
    if isinstance(child, str) and len(node) > 1 and isinstance(node[-1], str):
        node[-1] += child
    elif child != "":
        node.append(child)


def _blocks(tokens: Sequence[Token]) -> list[Node]:
    root: list[Any] = ["root"]
    stack: list[list[Any]] = [root]
    for token in tokens:
        if token.type == "inline":
            _inline(token.children or [], stack[-1])
        elif token.hidden:
            # A paragraph of a tight list: its words stand in the item itself.
            continue
        elif token.nesting == 1:
            stack.append([token.tag])
            if token.tag == "li" and token.info:
                stack[-1].append({"number": int(token.info), "mark": token.info + token.markup})
        elif token.nesting == -1:
            done = stack.pop()
            if done == ["p"]:
                continue
            for node in _counted(done) if done[0] == "ol" else [done]:
                _append(stack[-1], node)
    return root[1:]


def _counted(ordered: list[Any]) -> list[list[Any]]:
    """The list when its numbers are 1, 2, 3…; else its items as paragraphs with their numbers."""
    items = [(item[1], item[2:]) for item in ordered[1:]]
    if [written["number"] for written, _ in items] == list(range(1, len(items) + 1)):
        return [["ol", *(["li", *children] for _, children in items)]]
    paragraphs: list[list[Any]] = []
    for written, children in items:
        mark = f"{written['mark']} "
        if children and isinstance(children[0], list) and children[0][0] == "p":
            opening = children.pop(0)[1:]
        else:
            opening = []
            while children and (isinstance(children[0], str) or children[0][0] in INLINE_TAGS):
                opening.append(children.pop(0))
        paragraph: list[Any] = ["p", mark]
        for child in opening:
            _append(paragraph, child)
        if not opening:
            paragraph[1] = mark.rstrip()
        paragraphs += [paragraph, *children]
    return paragraphs


def _inline(tokens: Sequence[Token], block: list[Any]) -> None:
    stack = [block]
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            _append(stack[-1], " " if token.type == "softbreak" else ["br"])
        elif token.nesting == 1:
            node: list[Any] = [token.tag]
            if token.tag == "a" and not token.attrs["href"]:
                # What leads nowhere is its words.
                node = stack[-1]
            elif token.tag == "a":
                node.append({"href": str(token.attrs["href"])})
            stack.append(node)
        elif token.nesting == -1:
            done = stack.pop()
            if done is not stack[-1]:
                _append(stack[-1], done)
        else:
            _append(stack[-1], token.content)


def cut(text: str, length: int) -> str:
    """The text, or as many of its words as so many characters hold, with an ellipsis."""
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
