"""The corrections as a page tells them: an exhibit's table in, their part of the payload out.

Always true: each is there in every language, in the default one's words where it was not
translated; the page writes neither a date nor a sentence of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.statement import reached
from mapbuilder.text import characters, to_rich
from mapbuilder.translation import Language, pick

if TYPE_CHECKING:
    from mapbuilder.config import Config

Block = dict[str, Any]


def add_corrections(
    rows: Block, config: Config, events: list[str], blocks: dict[str, Block]
) -> None:
    """Adds the corrections, and to whom an error can be told, to the block of each language."""
    for tag, block in blocks.items():
        telling, fallen = _to_telling(rows, config, tag)
        index = {id_: at for at, id_ in enumerate(events)}
        titles = block["events"]["title"]
        telling["about"] = [titles[index[id_]] if id_ in index else "" for id_ in rows["event"]]
        block["corrections"] = telling
        block["fallback"] |= fallen


def _to_telling(rows: Block, config: Config, tag: str) -> tuple[Block, Block]:
    from mapbuilder.dates import parse_date, write_date

    default = config.languages[0]
    strings = wording.read_strings(tag)
    worded = wording.strings_language(tag) if wording.is_foreign(tag) else tag
    language = Language(tag, default, strings, worded, {})
    none = [None] * len(rows["date"])

    def column(name: str) -> list[Any]:
        texts = pick(lambda each: rows.get(each, none), language, f"corrections.{name}", name)
        return [(to_rich(text) or None) if text else None for text in texts]

    contact = config.contact
    return {
        "title": strings["page.corrections"],
        "write": "" if contact is None else strings["page.corrections_write"],
        "ways": None if contact is None else [reached(contact)],
        "date": [write_date(parse_date(day), worded, strings) for day in rows["date"]],
        "text": column("text"),
        "why": column("why"),
    }, language.fallback


def characters_of(block: Block) -> set[str]:
    """Every character of a language's corrections, for the fonts that draw it."""
    told = block["corrections"]
    found = set("".join([told["title"], told["write"], *told["date"], *told["about"]]))
    for rich in (*told["text"], *told["why"], told["ways"]):
        found |= characters(rich)
    return found
