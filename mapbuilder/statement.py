"""What a page says of its own accessibility: settings of an exhibit in, worded sections out.

The same words stand in the panel and in the text version. Always true: only what this page has is
said of it; what holds is what the tests of the page hold it to (docs/accessibility.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mapbuilder
from mapbuilder import wording
from mapbuilder.kiosk_screen import has_low
from mapbuilder.kiosk_settings import to_mm

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.contact_settings import Contact
    from mapbuilder.wording import Strings

Block = dict[str, Any]

_WCAG, _LEVEL, _NORM = "WCAG 2.2", "AA", "EN 301 549"
# Of the usual size, in hundredths: display.ts and display.css have the same.
_LARGEST, _LARGEST_ON_MAP, _ZOOM = 200, 150, 400


def to_statement(
    config: Config, tag: str, *, kiosk: bool, drafts: bool, listed: bool = True
) -> Block:
    """The statement in the interface's language: title, whether it is a draft, and sections.

    ``drafts`` says whether texts of the exhibit are machine drafts, ``listed`` whether a list tells
    all that the map shows. A section is a heading, which may be empty, and a text tree.
    """
    strings = wording.read_strings(tag)
    language = wording.strings_language(tag)

    def say(key: str, **values: str) -> str:
        if wording.is_rtl(language):
            values = {name: wording.isolated(text) for name, text in values.items()}
        return strings[f"statement.{key}"].format(**values)

    def percent(number: int) -> str:
        return strings["ui.view_percent"].format(number=wording.number(number, language))

    is_draft = wording.is_draft(tag)
    limits = [
        say("drawing"),
        *([say("scans")] if config.scans else []),
        say("untried"),
        *([say("drafts")] if drafts or is_draft else []),
    ]
    sections = [
        ("", _paragraphs(say("aim", wcag=_WCAG, level=_LEVEL, tool=_tool()))),
        (
            say("holds"),
            _list(
                *([say("list")] if listed else []),
                say("keys"),
                say("heard"),
                say(
                    "view",
                    view=strings["ui.view"],
                    size=percent(_LARGEST),
                    map_size=percent(_LARGEST_ON_MAP),
                ),
                say("zoom", zoom=percent(_ZOOM)),
            ),
        ),
        (say("limits"), _list(*limits)),
    ]
    if kiosk:
        distance = _metres(config.kiosk.distance, language, strings)
        low = [say("closed_low", low=strings["kiosk.low"])] if has_low(config.kiosk) else []
        heard = [say("closed_met", distance=distance), *low, say("closed_unmet")]
        sections.append((say("closed", norm=_NORM), _list(*heard)))
    if config.contact is not None:
        sections.append(("", [*_paragraphs(say("contact")), reached(config.contact)]))
    return {
        "title": say("title"),
        "draft": is_draft,
        "sections": [{"heading": heading, "body": body} for heading, body in sections],
    }


def texts_of(statement: Block) -> list[str]:
    """Every text of a statement, for the fonts that draw it."""
    texts = [statement["title"]]
    pending: list[Any] = [statement["sections"]]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            texts.append(node)
        elif isinstance(node, dict):
            pending += node.values()
        else:
            pending += node
    return texts


def _tool() -> str:
    return f"mapbuilder {mapbuilder.__version__}"


def _paragraphs(*texts: str) -> list[Any]:
    return [["p", text] for text in texts]


def _list(*texts: str) -> list[Any]:
    return [["ul", *(["li", text] for text in texts)]]


def reached(contact: Contact) -> list[Any]:
    """A paragraph with the ways to whom answers for the exhibit, a line each."""
    ways: list[Any] = [way for way in (contact.name, contact.phone, contact.post) if way]
    if contact.email:
        ways.append(["a", {"href": f"mailto:{contact.email}"}, contact.email])
    if contact.url:
        ways.append(["a", {"href": contact.url}, contact.url])
    lines: list[Any] = ["p"]
    for way in ways:
        lines += [["br"], way] if len(lines) > 1 else [way]
    return lines


def _metres(length: str, language: str, strings: Strings) -> str:
    metres = to_mm(length) / 1000
    decimals = next((d for d in (0, 1) if round(metres, d) == round(metres, 2)), 2)
    return strings["page.metres"].format(number=wording.number(metres, language, decimals))
