"""What a page for a web server tells of records: a part's cells in, the columns of blocks out.

Always true: a text is in the language that it stands under; what a record's own source does not say
stands apart, with whose it is; what says nothing in all records of a block is left out.
``docs/web-exhibit.md`` has the format.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mapbuilder import told_details, wording
from mapbuilder.columns import details_of
from mapbuilder.day_words import day_words
from mapbuilder.details import suffix
from mapbuilder.payload import ONE_LANGUAGE, to_json
from mapbuilder.signatures import is_machine_draft, signature_of
from mapbuilder.sources import to_ids
from mapbuilder.text import to_rich

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.told_figures import ToldFigures

_AT_ONCE = 16_384

CATEGORY = "category"
DETAILS = "details"

_TITLE, _LOCATOR, _QUOTE = "title", "locator", "quote"
_RICH = ("text", "other_accounts")
_ELSEWHERE = ("other_sources", "date_sources")
_CELLS = ("id", "edtf", "review", _QUOTE, "quote_language", "source", *_ELSEWHERE, CATEGORY)

Block = dict[str, Any]
Cells = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the table of sources says of one."""

    title: str
    language: str
    """Of its words, a BCP 47 tag; "" where it says none."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said of records beside their own table."""

    sources: Mapping[str, Listed] = field(default_factory=dict)
    """Those of the table of sources, by their ids."""
    figures: ToldFigures | None = None


NOTHING = Beside()


def listed_of(sources: pa.Table | None) -> dict[str, Listed]:
    """The sources of a table by their ids, in its order."""
    if sources is None:
        return {}
    nothing = [None] * len(sources)
    title, language = (
        sources[name].to_pylist() if name in sources.column_names else nothing
        for name in ("title", "language")
    )
    ids = sources["id"].to_pylist()
    return {
        id_: Listed(own or "", tag or "")
        for id_, own, tag in zip(ids, title, language, strict=True)
    }


def cells_of(config: Config, rows: pa.Table, events: pa.Table, taken: pa.Array) -> dict[str, Any]:
    """What is told of those ``events`` of a part that are ``taken``, as columns of strings.

    ``rows`` are the same events as an export has them.
    """
    nothing = pa.nulls(len(taken), pa.string())
    cells = {
        name: rows[name].take(taken).cast(pa.string()) if name in rows.column_names else nothing
        for name in _names(config)
    }
    return cells | {DETAILS: _details(config, events, taken)}


def _names(config: Config) -> list[str]:
    suffixes = [suffix(tag) for tag in config.languages]
    texts = [name + each for name in (_TITLE, _LOCATOR, *_RICH) for each in ("", *suffixes)]
    return [*_CELLS, *texts, *(_QUOTE + each for each in suffixes)]


def _details(config: Config, events: pa.Table, taken: pa.Array) -> pa.Array:
    """The details of each event by language, as JSON; null where it has none."""
    known = details_of(events, config.languages)
    if not known:
        return pa.nulls(len(taken), pa.string())
    names = [name for one in known for name in (*one.default, *one.translated.values())]
    tags = config.languages[: None if told_details.differ(config, known) else 1]
    told: list[str | None] = []
    # Lists of lists take many times what their texts do.
    for start in range(0, len(taken), _AT_ONCE):
        some = taken.slice(start, _AT_ONCE)
        cells = {name: events[name].take(some).to_pylist() for name in names}
        by_tag = [
            told_details.told_of(config, known, cells.__getitem__, len(some), tag) for tag in tags
        ]
        told += [
            to_json(dict(zip(tags, own, strict=True))) if any(own) else None
            for own in zip(*by_tag, strict=True)
        ]
    return pa.array(told, pa.string())


def to_columns(cells: Cells, config: Config, beside: Beside = NOTHING) -> Block:
    """What the page is told of some records, and of what is said of them beside their table."""
    days = list(dict.fromkeys(cells["edtf"]))
    numbers = {day: number for number, day in enumerate(days)}
    number: dict[str, int] = {}
    own = [to_ids(cell or "", beside.sources) for cell in cells["source"]]
    sources = _sources(cells, own, beside.sources, number)
    figures: Block = {}
    if beside.figures is not None:
        firsts = [ids[0] if ids else "" for ids in own]
        figures = beside.figures.of(cells["id"], firsts, lambda id_: _numbered(number, id_))
    told: Block = {
        **{name: _by_language(name, cells, config) for name in (_TITLE, *_RICH)},
        _LOCATOR: _locators(cells, config),
        _QUOTE: [cell or "" for cell in cells[_QUOTE]],
        "quote_translated": _translated(cells, config),
        **sources,
        "sources": _called(number, beside.sources),
        **figures,
        **_kinds(cells[CATEGORY], config),
        DETAILS: _told_details(cells[DETAILS], config),
        "draft": _drafts(cells["review"], config),
    }
    return {
        "id": cells["id"],
        "date": [numbers[day] for day in cells["edtf"]],
        "dates": {tag: day_words(config, tag, days)[0] for tag in config.languages},
        **{name: column for name, column in told.items() if _says(column)},
    }


def _says(column: Any) -> bool:
    """Whether a column, or one of a language, says anything of any record."""
    if isinstance(column, dict):
        return any(map(_says, column.values()))
    return any(cell != -1 if isinstance(cell, int) else cell for cell in column)


def _by_language(name: str, cells: Cells, config: Config) -> dict[str, list[Any]]:
    """The texts of a column by language; the default language's stand in for those that lack."""
    told: dict[str, list[Any]] = {}
    for tag in config.languages:
        own = cells[name + suffix(tag)]
        if tag == config.languages[0]:
            own = [one or other for one, other in zip(own, cells[name], strict=True)]
        if any(own):
            told[tag] = [_shown(name, text) for text in own]
    return told


def _shown(name: str, text: str | None) -> Any:
    if not text:
        return ""
    return to_rich(text) if name in _RICH else text


def _locators(cells: Cells, config: Config) -> dict[str, list[str]]:
    """Lines and pages by language: as they are written there, else in its words for them."""
    default = config.languages[0]
    told: dict[str, list[str]] = {}
    for tag in config.languages:
        own, strings = cells[_LOCATOR + suffix(tag)], wording.read_strings(tag)
        known = {
            text: text if tag == default else wording.locator(text, strings, tag)
            for text in set(cells[_LOCATOR])
            if text and (tag == default or not wording.is_foreign(tag))
        }
        texts = [
            one or known.get(text) or "" for one, text in zip(own, cells[_LOCATOR], strict=True)
        ]
        if any(texts):
            told[tag] = texts
    return told


def _translated(cells: Cells, config: Config) -> dict[str, list[str]]:
    """Quotations in the languages of the exhibit, where they are not the quotation itself."""
    told: dict[str, list[str]] = {}
    for tag in config.languages:
        own = [
            text if text and quote and text != quote else ""
            for text, quote in zip(cells[_QUOTE + suffix(tag)], cells[_QUOTE], strict=True)
        ]
        if any(own):
            told[tag] = own
    return told


def _numbered(number: dict[str, int], id_: str) -> int:
    return number.setdefault(id_, len(number))


def _sources(
    cells: Cells,
    own: Sequence[Sequence[str]],
    listed: Mapping[str, Listed],
    number: dict[str, int],
) -> Block:
    """Whose a record, what else is told of it, and its date are: numbers, which are given here.

    Of several ids in a record's cell of the source, its ``own``, the first is it, the others tell
    of it as well.
    """
    source: list[int] = []
    language: list[str | None] = []
    lists: dict[str, list[list[int]]] = {name: [] for name in _ELSEWHERE}
    columns = (cells[name] for name in (*_ELSEWHERE, _QUOTE, "quote_language"))
    for ids, other, dated, quote, tag in zip(own, *columns, strict=True):
        source.append(_numbered(number, ids[0]) if ids else -1)
        others = [id_ for id_ in (*ids[1:], *to_ids(other or "", listed)) if id_ not in ids[:1]]
        for name, some in zip(_ELSEWHERE, (others, to_ids(dated or "", listed)), strict=True):
            lists[name].append([_numbered(number, id_) for id_ in dict.fromkeys(some)])
        of_source = listed[ids[0]].language if ids and ids[0] in listed else ""
        language.append(_one_language(tag or of_source) if quote else None)
    return {"source": source, **lists, "quote_language": language}


def _called(number: Mapping[str, int], listed: Mapping[str, Listed]) -> Block:
    """The sources of those numbers: ids, and titles of those that are listed."""
    titles = [listed[id_].title if id_ in listed else "" for id_ in number]
    return {"id": list(number), **({"title": titles} if any(titles) else {})}


def _one_language(tag: str) -> str | None:
    return tag if ONE_LANGUAGE.fullmatch(tag) else None


def _kinds(cells: Sequence[str | None], config: Config) -> Block:
    """The category of each record, numbers into ``categories``: ids, and labels by language."""
    ids = sorted({cell for cell in cells if cell})
    number = {id_: at for at, id_ in enumerate(ids)}
    labels: dict[str, list[str]] = {tag: [] for tag in config.languages}
    for id_ in ids:
        entry = config.categories.get(id_)
        for tag in config.languages:
            text, of = ("", tag) if entry is None else config.text("label", tag, entry)
            if tag == config.languages[0]:
                text = text or wording.readable_id(id_)
            labels[tag].append(text if of == tag else "")
    return {
        "category": [number.get(cell or "", -1) for cell in cells],
        "categories": {"id": ids, **({"label": labels} if ids else {})},
    }


def _told_details(cells: Sequence[str | None], config: Config) -> dict[str, list[Any]]:
    read = [json.loads(cell) if cell else {} for cell in cells]
    told = {tag: [one.get(tag, []) for one in read] for tag in config.languages}
    return {tag: rows for tag, rows in told.items() if any(rows)}


def _drafts(cells: Sequence[str | None], config: Config) -> dict[str, list[bool]]:
    """By language which records a machine has drafted there."""
    if not any(cells):
        return {}
    drafts = {
        tag: [is_machine_draft(cell, tag) for cell in cells]
        for tag in config.languages
        if signature_of(config, tag) is None
    }
    return {tag: flags for tag, flags in drafts.items() if any(flags)}
