"""What the page shows of its sources besides their reference: passages, and what rests on each.

In go quotations and a payload's blocks, out come blocks for the app and runs for the text version.
Always true: of a source only the paragraphs that are quoted are carried, and marks lie within them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.text import characters

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.columns import Columns
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.payload import Payload

Block = dict[str, Any]
_PUBLISHED = ("container_title", "volume", "issue", "page", "publisher_place", "publisher")

Run = tuple[str, bool]
"""Words of a passage, and whether a quotation has them."""


def add_source_pages(
    columns: Columns, exhibit: Exhibit, texts: Block, blocks: dict[str, Block]
) -> None:
    """Adds the words of sources' pages, translations of quotations and the quoted passages.

    In ``texts`` a passage has a ``text``; an event's ``passages`` are [passage, start, end], in
    UTF-16 units, as scripts count them. A telling's ``passages`` say where each is, its
    ``quoted_in`` which languages translated quotations are from.
    """
    quotations = exhibit.quotations
    _add_references(exhibit, texts)
    quotes = texts["events"]["quote"]
    for tag, block in blocks.items():
        strings = wording.read_strings(tag)
        block["ui"] |= {key: text for key, text in strings.items() if key.startswith("source.")}
        translated = columns.event(f"quote_{tag.lower().replace('-', '_')}")
        own = [
            "" if one in (None, quote) or quote is None else str(one)
            for one, quote in zip(translated, quotes, strict=True)
        ]
        if any(own):
            block["events"]["quote"] = own
            block["ui"]["quote.translation"] = strings["quote.translation"]
            tongues = zip(texts["events"]["quote_language"], own, strict=True)
            block["quoted_in"] = {
                one: wording.language_name_in(one, tag)
                for one in sorted({language for language, text in tongues if language and text})
            }
    marks = [] if quotations is None else quotations.marks.to_pylist()
    order = {str(id_): index for index, id_ in enumerate(columns.event("id"))}
    marks = [mark for mark in marks if mark["event"] in order]
    if quotations is None or not marks:
        return
    source = {id_: index for index, id_ in enumerate(texts["sources"]["id"])}
    passages = quotations.passages["text"].to_pylist()
    texts["passages"] = {
        "source": [source.get(id_, -1) for id_ in quotations.passages["source"].to_pylist()],
        "text": passages,
    }
    spans: list[list[list[int]]] = [[] for _ in quotes]
    where = [""] * len(quotes)
    for mark in marks:
        text, event = passages[mark["passage"]], order[mark["event"]]
        ends = (units(text, mark["start"]), units(text, mark["end"]))
        spans[event].append([mark["passage"], *ends])
        where[event] = mark["locator"]
    texts["events"]["passages"] = spans
    for tag, block in blocks.items():
        strings = wording.read_strings(tag)
        worded = wording.strings_language(tag) if wording.is_foreign(tag) else tag
        said = {one: wording.locator(one, strings, worded) or one for one in {*where}}
        block["passages"] = [said[one] for one in where]
        block["ui"]["quote.see"] = strings["quote.see"]


def _add_references(exhibit: Exhibit, texts: Block) -> None:
    """Adds where each source was published, or its citation in the style of the settings."""
    table, ids = exhibit.sources, texts["sources"]["id"]
    if table is None:
        return
    style = exhibit.config.citation_style
    if style is not None:
        from mapbuilder.citations import to_citations

        citations = to_citations(table, style, exhibit.config.languages[0])
        texts["citations"] = [citations.get(id_) for id_ in ids]
    published = _published(table)
    if any(published.values()):
        texts["sources"]["published"] = [published.get(id_, "") for id_ in ids]


def _published(table: pa.Table) -> dict[str, str]:
    """ "Slavic Review 55(3), 12–14, Oxford: Clarendon Press" of each source, as far as it is known.

    Numbers and names only, which are the same in every language.
    """
    names = [name for name in _PUBLISHED if name in table.column_names]
    if not names:
        return {}
    found = {}
    for row in table.select(["id", *names]).to_pylist():
        given = {name: str(row.get(name) or "") for name in _PUBLISHED}
        issue = f"({given['issue']})" if given["issue"] else ""
        within = f"{given['container_title']} {given['volume']}{issue}".strip()
        by = ": ".join(filter(None, (given["publisher_place"], given["publisher"])))
        found[str(row["id"])] = ", ".join(filter(None, (within, given["page"], by)))
    return found


def units(text: str, offset: int) -> int:
    """An offset in a text in UTF-16 units, as scripts count them."""
    return offset + sum(mark > "\uffff" for mark in text[:offset])


def drawn_characters(payload: Payload) -> tuple[set[str], set[str]]:
    """The characters of passages, and those of translated quotations and of where passages are."""
    quoted = set().union(*payload.texts.get("passages", {}).get("text", ()))
    told: set[str] = set()
    for citation in payload.texts.get("citations", ()):
        told |= characters(citation)
    for block in payload.languages.values():
        told.update(*block["events"].get("quote", ()), *block.get("passages", ()))
        told.update(*block.get("quoted_in", {}).values())
    return quoted, told


def passages_of(payload: Payload) -> dict[int, list[tuple[int, list[Run]]]]:
    """By source: the number of each of its passages with its runs, quoted and not."""
    passages = payload.texts.get("passages")
    if passages is None:
        return {}
    marked: dict[int, list[tuple[int, int]]] = {}
    for spans in payload.texts["events"]["passages"]:
        for passage, start, end in spans:
            marked.setdefault(passage, []).append((start, end))
    found: dict[int, list[tuple[int, list[Run]]]] = {}
    for number, (source, text) in enumerate(zip(passages["source"], passages["text"], strict=True)):
        units = text.encode("utf-16-le")
        runs: list[Run] = []
        at = 0
        for start, end in sorted(marked.get(number, ())):
            start = max(at, start)
            if end <= start:
                continue
            runs += [(_between(units, at, start), False), (_between(units, start, end), True)]
            at = end
        runs.append((_between(units, at, len(units) // 2), False))
        found.setdefault(source, []).append((number, [run for run in runs if run[0]]))
    return found


def _between(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le")


def rests_on(payload: Payload, events: Sequence[int]) -> list[list[int]]:
    """Of each source the events, of those that are shown, that anything of rests on it."""
    facts = payload.texts["events"]
    figures = payload.languages[payload.language]["figures"]
    resting: list[set[int]] = [set() for _ in payload.texts["sources"]["id"]]
    for event in events:
        named = [facts["source"][event], *facts["other_sources"][event]]
        for source in (*named, *facts["date_sources"][event]):
            if source >= 0:
                resting[source].add(event)
    shown = set(events)
    for event, source in zip(figures["event"], figures["source"], strict=True):
        if source >= 0 and event in shown:
            resting[source].add(event)
    return [sorted(one) for one in resting]
