"""The texts of many records: an exhibit's columns in, blocks of so many rows for the page out.

What stands in a block is what the page of few records has of the same rows (``payload``,
``translation``), without what says nothing in all of them. Each text is read once for each
different one of its column, and rows are only passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder import told_details, wording
from mapbuilder.cells import in_array
from mapbuilder.columns import Columns, details_of
from mapbuilder.details import suffix
from mapbuilder.finding import place_words
from mapbuilder.json_texts import JsonTexts
from mapbuilder.many import Numbers, Rows, Sample
from mapbuilder.payload import ONE_LANGUAGE, short
from mapbuilder.rich_rows import Found, RichRows
from mapbuilder.signatures import is_machine_draft, signature_of
from mapbuilder.text_chunks import ROWS
from mapbuilder.translation import Language, to_places
from mapbuilder.written_words import as_array, to_written

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.exhibit import Exhibit
    from mapbuilder.fonts import Use

Block = dict[str, Any]
"""Columns of rows by name: lists, or what is their JSON already."""

_DRAWN_FACTS: dict[str, Use] = {
    "toponym": "title", "quote": "quote", "locator": "note", "join": "note",
}  # fmt: skip
_KIND_BYTES = 5
"""Of WKB, that say what kind of geometry it is."""

_EDGE = 85.0
"""Degrees of latitude beyond which the codes of places do not tell where they are."""

_BATCH = 16 * ROWS
"""Rows that are worked on at once."""

Letters = Callable[["Use", "pa.Array | pa.ChunkedArray | Sequence[str | None]"], None]
"""Is told the use and the texts of what is drawn."""


def facts_of(rows: Rows, sample: Sample, letters: Letters) -> Iterator[Block]:
    """The blocks of what no language changes: ids, toponyms, quotations and where they stand."""
    events = rows.exhibit.events
    further = _Details(rows.exhibit)
    languages = _source_languages(sample)
    others = _others(events, sample)
    date_sources = _cells(events, "date_sources", sample.names.find_all, [])
    for start, order in _batches(rows.events):

        def text(name: str, order: pa.Array = order) -> list[str]:
            return _texts(events, name, order)

        count = len(order)
        texts = {
            "toponym": _first_said(events, ("place",), order),
            "quote": _quotes(events, order),
            "locator": _first_said(events, ("locator",), order),
            "join": _first_said(events, ("reason", "kind"), order),
        }
        columns: Block = {
            "id": _json(_first_said(events, ("id",), order)),
            "toponym": _json(texts["toponym"]),
            "quote": _json(texts["quote"]),
            "locator": _json(texts["locator"]),
            "other_sources": others(order),
            "date_sources": date_sources(order),
            "join": _json(texts["join"]),
        }
        for name, use in _DRAWN_FACTS.items():
            letters(use, pc.unique(texts[name]))
        if texts["quote"].null_count < count:
            columns["quote_language"] = [
                _one_language(own or (languages[source] if source >= 0 else "")) if quote else None
                for quote, own, source in zip(
                    texts["quote"].to_pylist(),
                    text("quote_language"),
                    sample.source[start : start + count].tolist(),
                    strict=True,
                )
            ]
        if further.known:
            columns["details"] = further.of(rows.exhibit.config.languages[0], order, letters)
        if rows.several is not None:
            columns["places"] = _several(rows.several, start, count)
        yield from _blocks(columns, count, {"id"})


class _Details:
    """What the events have besides what the page has words for; see ``told_details``."""

    def __init__(self, exhibit: Exhibit) -> None:
        self._exhibit = exhibit
        self.known = details_of(exhibit.events, exhibit.config.languages)

    def differ_in(self, tag: str) -> bool:
        config = self._exhibit.config
        return tag != config.languages[0] and told_details.differ(config, self.known)

    def of(self, tag: str, order: pa.Array, letters: Letters) -> list[Any]:
        events = self._exhibit.events
        told = told_details.told_of(
            self._exhibit.config,
            self.known,
            lambda name: _column(events, name, order),
            len(order),
            tag,
        )
        letters("note", list(told_details.characters_of({"events": {"details": told}})))
        return told


def _several(several: tuple[Numbers, Numbers], start: int, count: int) -> list[list[int]]:
    starts, places = several
    ends = starts[start : start + count + 1]
    lists: list[list[int]] = [[]] * count
    for row in np.flatnonzero(np.diff(ends) > 1).tolist():
        lists[row] = places[ends[row] : ends[row + 1]].tolist()
    return lists


def _one_language(tag: str) -> str | None:
    return tag if ONE_LANGUAGE.fullmatch(tag) else None


def _source_languages(sample: Sample) -> list[str]:
    table = sample.exhibit.sources
    listed: list[Any] = []
    if table is not None:
        listed = (
            table["language"].to_pylist()
            if "language" in table.column_names
            else [None] * len(table)
        )
    return [str(tag or "").strip() for tag in listed] + [""] * len(sample.whole.sources)


def _others(events: pa.Table, sample: Sample) -> Callable[[pa.Array], list[list[int]]]:
    """What tells the sources of some rows after their first one, those of both columns."""
    names = sample.names
    in_own = any(names.of_cell(cell)[1] for cell in pc.unique(events["source"]).to_pylist())
    listed = _cells(events, "other_sources", names.find_all, [])
    if not in_own and not _says(events, "other_sources"):
        return listed
    if not in_own:
        # Still without the first, which the other column may name again.
        first = _cells(events, "source", lambda cell: names.of_cell(cell)[0], -1)
        return lambda order: [
            [one for one in others if one != own] if others else others
            for others, own in zip(listed(order), first(order), strict=True)
        ]
    own = _cells(events, "source", names.of_cell, (-1, []))
    return lambda order: [
        [one for one in dict.fromkeys([*more, *others]) if one != first]
        for (first, more), others in zip(own(order), listed(order), strict=True)
    ]


def _cells(
    events: pa.Table, name: str, read: Callable[[Any], Any], empty: Any
) -> Callable[[pa.Array], list[Any]]:
    """What tells what is read of the cells of some rows; each different cell is read once."""
    if not _says(events, name):
        return lambda order: [empty] * len(order)
    known: dict[Any, Any] = {None: read(None)}

    def of_rows(order: pa.Array) -> list[Any]:
        cells = _as_list(events[name].take(order))
        for cell in set(cells).difference(known):
            known[cell] = read(cell)
        return [known[cell] for cell in cells]

    return of_rows


def told_of(rows: Rows, tag: str, letters: Letters, found: Found) -> Iterator[Block]:
    """The blocks of one language: titles, texts and what else is told of each event.

    ``found`` is told the events' titles and texts without marks.
    """
    exhibit = rows.exhibit
    config, events = exhibit.config, exhibit.events
    language = language_of(config, tag)
    signed = signature_of(config, tag) is not None
    reviewed = not signed and events["review"].null_count < len(events)
    locators = _locators(language)
    own_locator = f"locator{language.suffix}"
    further = _Details(exhibit)
    rich = RichRows()
    for start, order in _batches(rows.events):
        count = len(order)
        title, no_title = _picked(events, "title", language, order)
        text, no_text = _picked(events, "text", language, order)
        accounts, no_accounts = _picked(events, "other_accounts", language, order)
        titles, texts, others = map(to_written, (title, text, accounts))
        letters("title", titles.words)
        letters("text", texts.words)
        letters("text", others.words)
        found(start + np.arange(count), titles, None)
        fallen: dict[str, Any] = {
            "events.title": no_title,
            "events.text": no_text,
            "events.other_accounts": no_accounts,
        }
        columns: Block = {
            "title": JsonTexts.of(as_array(title), ROWS, octets=titles.octets()),
            "text": rich.of(text, texts, ROWS, found, start),
            "other_accounts": rich.of(accounts, others, ROWS),
        }
        if reviewed:
            columns["draft"] = _drafts(events, tag, order, text, no_title, no_text)
        if further.differ_in(tag):
            columns["details"] = further.of(tag, order, letters)
        written = _texts(events, "locator", order)
        own = _texts(events, own_locator, order) if own_locator in events.column_names else []
        if any(written) or any(own):
            columns["locator"], fallen["events.locator"] = _own_first(own, *locators(written))
            letters("note", columns["locator"])
        quote = f"quote{language.suffix}"
        if quote in events.column_names:
            translated = _column(events, quote, order)
            columns["quote"] = [
                "" if own in (None, given or None) or not given else str(own)
                for own, given in zip(translated, _column(events, "quote", order), strict=True)
            ]
            letters("text", events[quote].take(order))
        yield from _blocks(columns, count, {"title"}, fallen)


def titles_of(exhibit: Exhibit, tag: str, order: pa.Array) -> list[str]:
    """The titles of some of the exhibit's events."""
    titles, _ = _picked(exhibit.events, "title", language_of(exhibit.config, tag), order)
    return list(as_array(titles).to_pylist())


def language_of(config: Config, tag: str) -> Language:
    """What ``translation`` needs to know of a language of the exhibit."""
    worded = wording.strings_language(tag) if wording.is_foreign(tag) else tag
    return Language(tag, config.languages[0], wording.read_strings(tag), worded, {})


def _picked(
    events: pa.Table, name: str, language: Language, order: pa.Array
) -> tuple[pa.Array, list[bool] | None]:
    """The texts of some rows, and which of them are the default language's; see ``pick``."""
    own = _said(events, name + language.suffix, order)
    plain = _said(events, name, order)
    if language.tag == language.default:
        return _first_of([own, plain], order), None
    base = _first_of([plain, _said(events, name + suffix(language.default), order)], order)
    if base.null_count == len(base):
        return base if own is None else own, None
    if own is None:
        return base, base.is_valid().to_pylist()
    fallen = pc.and_(own.is_null(), base.is_valid())
    return pc.coalesce(own, base), fallen.to_pylist()


def _said(events: pa.Table, name: str, order: pa.Array) -> pa.Array | None:
    """The texts of some rows, an empty one null; ``None`` where the column says nothing."""
    if not _says(events, name):
        return None
    texts = in_array(events[name].take(order).cast(pa.string()))
    empty = pc.equal(pc.binary_length(texts), 0)
    if not pc.any(empty).as_py():
        return texts
    return pc.if_else(empty, pa.scalar(None, pa.string()), texts)


def _says(table: pa.Table, name: str) -> bool:
    """Whether a column is there and says anything of any row."""
    return name in table.column_names and table[name].null_count < len(table)


def _nothing(order: pa.Array) -> pa.Array:
    return pa.nulls(len(order), pa.string())


def _quotes(events: pa.Table, order: pa.Array) -> pa.Array:
    said = _said(events, "quote", order)
    return _nothing(order) if said is None else said


def _drafts(
    events: pa.Table,
    tag: str,
    order: pa.Array,
    text: pa.Array,
    no_title: list[bool] | None,
    no_text: list[bool] | None,
) -> list[bool]:
    """Which rows have a text of the language's own that a machine drafted."""
    count = len(order)
    cells = events["review"].take(order).to_pylist()
    told = zip(
        no_title or [False] * count,
        no_text or [False] * count,
        text.is_valid().to_pylist(),
        strict=True,
    )
    return [
        (not title_fell or (has_text and not text_fell)) and is_machine_draft(cell, tag)
        for cell, (title_fell, text_fell, has_text) in zip(cells, told, strict=True)
    ]


def _locators(language: Language) -> Callable[[list[str]], tuple[list[str], list[bool] | None]]:
    """What puts lines and pages into a language's words, and tells which it could not."""
    if language.tag == language.default:
        return lambda written: (written, None)
    own = language.worded == language.tag
    known: dict[str, str | None] = {}

    def worded(written: list[str]) -> tuple[list[str], list[bool]]:
        for text in set(written).difference(known):
            known[text] = wording.locator(text, language.strings, language.worded)
        said = [known[text] if own else None for text in written]
        return (
            [word or text for word, text in zip(said, written, strict=True)],
            [bool(text) and not word for word, text in zip(said, written, strict=True)],
        )

    return worded


def _own_first(
    own: list[str], said: list[str], fallen: list[bool] | None
) -> tuple[list[str], list[bool] | None]:
    """What the table has in a language goes before what the page would say, and is no stand-in."""
    if not any(own):
        return said, fallen
    return (
        [given or text for given, text in zip(own, said, strict=True)],
        fallen and [fell and not given for given, fell in zip(own, fallen, strict=True)],
    )


def spots_of(rows: Rows, sample: Sample, tag: str, letters: Letters) -> Iterator[Block]:
    """The blocks of one language's words for places: labels, positions and how sure they are."""
    for start, order in _batches(rows.places):
        ids, block, fallback = _spots(rows, tag, order, sample.far_km[start : start + len(order)])
        letters("title", block["label"])
        for note in rows.exhibit.places["note"].take(order).chunks:
            letters("text", note.to_pylist())
        letters("note", [text for former in block["former"] for pair in former for text in pair])
        for column in ("coordinates", "precision", "far", "coordinate_source"):
            letters("note", block[column])
        fallen = {path: _flags(numbers, len(order)) for path, numbers in fallback.items()}
        always = {"id", "label", "coordinates", "precision", "search"}
        yield from _blocks({"id": ids, **block}, len(order), always, fallen)


def labels_of(rows: Rows, tag: str, places: Numbers) -> list[str]:
    """What a language calls some places, by their numbers in the page."""
    order = pa.array(rows.places[places])
    labels: list[str] = _spots(rows, tag, order, [None] * len(order), named=False)[1]["label"]
    return labels


def _spots(
    rows: Rows, tag: str, order: pa.Array, far_km: Sequence[int | None], *, named: bool = True
) -> tuple[list[str], Block, dict[str, Any]]:
    config, table = rows.exhibit.config, rows.exhibit.places
    names = [name for name in table.column_names if name != "shape_wkb"]
    places = table.select(names).take(order).to_pydict()
    if "shape_wkb" in table.column_names:
        # Words ask but of what kind a shape is.
        kinds = pc.binary_slice(table["shape_wkb"], 0, _KIND_BYTES)
        places["shape_wkb"] = kinds.take(order).to_pylist()
    columns = Columns.of_places(config, places, len(order))
    language = language_of(config, tag)
    block = to_places(columns, language, far_km)
    block["search"] = place_words(columns, block["label"]) if named else []
    if any(abs(lat) > _EDGE for lat in places["lat"]):
        block["point"] = [
            [short(lon), short(lat)] if abs(lat) > _EDGE else None
            for lon, lat in zip(places["lon"], places["lat"], strict=True)
        ]
    return [str(id_) for id_ in places["id"]], block, language.fallback


def _flags(numbers: list[int] | bool, count: int) -> list[bool]:
    flags = np.zeros(count, np.bool_)
    flags[numbers] = True
    return flags.tolist()


def _batches(order: Numbers) -> Iterator[tuple[int, pa.Array]]:
    for start in range(0, len(order), _BATCH):
        yield start, pa.array(order[start : start + _BATCH])


def _column(table: pa.Table, name: str, order: pa.Array) -> list[Any]:
    if not _says(table, name):
        return [None] * len(order)
    return _as_list(table[name].take(order))


def _first_said(table: pa.Table, names: Sequence[str], order: pa.Array) -> pa.Array:
    """Of each row the first text of these columns, else an empty one."""
    said = _first_of([_said(table, name, order) for name in names], order)
    return pc.fill_null(said, "") if said.null_count else said


def _first_of(given: Sequence[pa.Array | None], order: pa.Array) -> pa.Array:
    """Of each row the first text that one of the columns has; a column alone is not copied."""
    said = [one for one in given if one is not None]
    if len(said) == 1:
        return said[0]
    return pc.coalesce(*said) if said else _nothing(order)


def _as_list(cells: pa.ChunkedArray) -> list[Any]:
    """The cells as Python objects; of texts that is much faster than what Arrow offers."""
    if pa.types.is_string(cells.type):
        return [one for chunk in cells.chunks for one in chunk.to_numpy(zero_copy_only=False)]
    return list(cells.to_pylist())


def _json(texts: pa.Array) -> JsonTexts:
    return JsonTexts.of(texts, ROWS)


def _texts(table: pa.Table, name: str, order: pa.Array) -> list[str]:
    return [str(cell or "") for cell in _column(table, name, order)]


def _blocks(
    columns: Block, count: int, always: set[str], fallen: dict[str, Any] | None = None
) -> Iterator[Block]:
    """The columns in blocks of rows; what says nothing in a block is left out of it."""
    for number, start in enumerate(range(0, count, ROWS)):
        rows = slice(start, start + ROWS)
        block: Block = {}
        for name, values in columns.items():
            if isinstance(values, JsonTexts):
                if name in always or values.said[number]:
                    block[name] = values.blocks[number]
                continue
            part = values[rows]
            if name in always or any(part):
                block[name] = part
        fallback = {}
        for path, flags in sorted((fallen or {}).items()):
            at = [] if flags is None else [row for row, fell in enumerate(flags[rows]) if fell]
            if at:
                fallback[path] = at
        if fallback:
            block["fallback"] = fallback
        yield block
