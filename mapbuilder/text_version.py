"""The text version of a page: which events stand in it as plain HTML, and in what order.

In go a payload's blocks, out come sections of events, the places and figures in them, anchors and
addresses. Always true: an event stands in one section only, and no anchor or address is markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mapbuilder.payload import Payload

_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
MOST_SOURCES = 2_000
"""Of many records the text version lists so many sources, or those that it names."""
HELD = 0
"""In a block of the payload: the text version has this text."""

# HTML has no NUL, turns CR into LF, and its bytes are UTF-8.
_CHANGED_BY_PARSER = re.compile("[\x00\r\ud800-\udfff]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Section:
    """A run of events in the text version, under one heading."""

    kind: str
    """``events``, ``unplaced`` or ``context``."""
    group: int
    """Index of the context group, else -1."""
    events: tuple[int, ...]


def sections_of(payload: Payload) -> list[Section]:
    """Events with a marker, events without one, then each context group, all in time order."""
    events = payload.head["events"]
    panels = payload.head["groups"]["panel"]
    rows = list(zip(events["place"], events["group"], strict=True))

    def context(group: int) -> bool:
        return group >= 0 and panels[group] == "context"

    found = [
        Section(
            "events",
            -1,
            tuple(i for i, (place, g) in enumerate(rows) if place >= 0 and not context(g)),
        ),
        Section(
            "unplaced",
            -1,
            tuple(i for i, (place, g) in enumerate(rows) if place < 0 and not context(g)),
        ),
    ]
    for group in range(len(panels)):
        if context(group):
            found.append(
                Section("context", group, tuple(i for i, (_, g) in enumerate(rows) if g == group))
            )
    return [section for section in found if section.events]


def within_budget(sections: list[Section], budget: int) -> list[Section]:
    kept: list[Section] = []
    for section in sections:
        events = section.events[:budget]
        budget -= len(events)
        if events:
            kept.append(Section(section.kind, section.group, events))
    return kept


def places_of(payload: Payload, sections: list[Section]) -> list[int]:
    """The places of the events in the text version, by number."""
    events = payload.head["events"]
    shown = [i for section in sections for i in section.events]
    places = {events["place"][i] for i in shown}
    if "places" in events:
        places.update(*(events["places"][i] for i in shown))
    return sorted(places - {-1})


def sources_of(payload: Payload, sections: list[Section]) -> set[int] | None:
    """Of very many sources those that the text version names; ``None`` where it lists them all."""
    facts = payload.texts["events"]
    if len(payload.texts["sources"]["id"]) <= MOST_SOURCES:
        return None
    shown = [i for section in sections for i in section.events]
    named = {facts["source"][i] for i in shown}
    for name in ("other_sources", "date_sources"):
        named.update(*(facts[name][i] for i in shown))
    named.update(payload.languages[payload.language]["figures"]["source"])
    return named - {-1}


def figures_of(payload: Payload) -> dict[int, list[int]]:
    """The rows of figures of each event that has or could have some."""
    events = payload.languages[payload.language]["figures"]["event"]
    rows: dict[int, list[int]] = {i: [] for i in range(len(payload.head["events"]["id"]))}
    for row, event in enumerate(events):
        rows[event].append(row)
    return rows


def translated(block: dict[str, Any]) -> set[int]:
    """The events that have a title or a text in the block's own language."""
    fallen = block["fallback"]
    without_title = set(fallen.get("events.title", ()))
    without_text = set(fallen.get("events.text", ()))
    texts = enumerate(block["events"]["text"])
    return {
        i
        for i, text in texts
        if i not in without_title or (text is not None and i not in without_text)
    }


def is_part_draft(block: dict[str, Any]) -> bool:
    """Whether some texts are drafts and others not; a draft as a whole is marked once, on top."""
    drafts = {block["events"]["draft"][i] for i in translated(block)}
    return drafts == {True, False}


def days_of(payload: Payload) -> list[str | None]:
    """Single days as HTML's ``time`` understands them (years 1 to 9999), None for other spans."""
    import numpy as np

    events = payload.head["events"]
    days: list[str | None] = []
    for start, end in zip(events["start_day"], events["end_day"], strict=True):
        written = str(np.datetime64(start, "D")) if start is not None and start == end else ""
        days.append(written if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else None)
    return days


def anchors_of(ids: list[str]) -> list[str]:
    """What stands in the events' HTML ids: their own id, or their number where that cannot."""
    return [id_ if _ID.fullmatch(id_) else f".{number}" for number, id_ in enumerate(ids, 1)]


def address_of(url: str) -> str | None:
    return url if _WEB_ADDRESS.fullmatch(url) else None


def tag_of(cell: str) -> str | None:
    return cell.strip() if _LANGUAGE.fullmatch(cell.strip()) else None


def left_to_it(payload: Payload, sections: list[Section]) -> dict[str, dict[str, Any]]:
    """The payload's language blocks without what the text version has as well.

    ``HELD`` stands for each such text, and the app reads it there (``told.ts``): titles, texts of
    plain paragraphs, and in the opening language, whose telling is whole, other accounts.
    """
    shown = {i for section in sections for i in section.events}
    blocks: dict[str, dict[str, Any]] = {}
    for tag, block in payload.languages.items():
        whole = tag == payload.language
        told = shown if whole else shown & translated(block)
        events = block["events"]
        held = {}
        for name in ("title", "text", *(["other_accounts"] if whole else [])):
            texts = enumerate(events[name])
            held[name] = [HELD if i in told and _can_be_read(text) else text for i, text in texts]
        intro = block["exhibit"]["intro"]
        blocks[tag] = {
            **block,
            "events": {**events, **held},
            "exhibit": {**block["exhibit"], "intro": HELD if _can_be_read(intro) else intro},
            "statement": {**block["statement"], "sections": HELD},
        }
    return blocks


def _can_be_read(text: Any) -> bool:
    """Whether an HTML parser gives it back as it was: paragraphs of nothing but words."""
    paragraphs = [["p", text]] if isinstance(text, str) else text or []
    return bool(text) and all(
        isinstance(node, list)
        and node[0] == "p"
        and all(isinstance(word, str) and not _CHANGED_BY_PARSER.search(word) for word in node[1:])
        for node in paragraphs
    )
