"""Quotations against the stored texts of their sources: problems out, and where each one stands.

Always true: what is compared is every character; what is not in its source as it is quoted is a
problem that says how it differs, and nothing is shown as found that was not.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.differences import (
    alike_places,
    in_words,
    nearest_span,
    word_by_word,
)
from mapbuilder.locators import locator_at, read_locator, stands_there
from mapbuilder.passages import (
    Form,
    Place,
    forms_of,
    parts_of,
    passage_at,
    places_of,
    with_plain_spaces,
)
from mapbuilder.report import Report, Severity, Suggestion, shown
from mapbuilder.source_texts import StoredText, StoredTexts
from mapbuilder.sources import to_ids
from mapbuilder.text_index import TextIndex

if TYPE_CHECKING:
    from mapbuilder.records import Records

_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|(?<!\w)\"([^\"\n]+)\"(?!\w)")
_QUOTED_RE2 = '[“«„"]'
_AFTER = re.compile(r"[\s.,;:!?…]+$")
_EMPHASIS = re.compile(r"[*_]+")


class _Source:
    """A stored text with its forms, each made when it is needed."""

    __slots__ = ("_forms", "_spaced", "identity", "text")

    def __init__(self, identity: str, text: StoredText) -> None:
        self.identity = identity
        self.text = text
        self._forms: tuple[Form, ...] = ()
        self._spaced: Form | None = None

    def forms(self) -> tuple[Form, ...]:
        self._forms = self._forms or forms_of(self.text)
        return self._forms

    def spaced(self) -> Form:
        self._spaced = self._spaced or with_plain_spaces(self.text)
        return self._spaced

    def parts(self, quote: str) -> list[str]:
        return parts_of(quote, laid_out=self.text.is_laid_out)

    def places(self, quote: str) -> list[Place]:
        """Where the quotation stands; where it stands whole, if it does."""
        parts = self.parts(quote)
        if not parts:
            return []
        forms = self._forms or self.forms()
        if len(forms) == 1:
            return places_of(forms[0], parts)
        found = [place for form in forms for place in places_of(form, parts)]
        return [place for place in found if not place.cut] or found


class _Library:
    """The stored texts, and which of them have which words."""

    def __init__(self, texts: StoredTexts) -> None:
        self._texts = texts
        self._sources: dict[str, _Source | None] = {}
        self._indices: dict[bool, tuple[TextIndex, list[int]]] | None = None
        self._read: list[_Source] = []
        self._named: dict[str, list[_Source]] = {}

    def named(self, cell: str) -> list[_Source]:
        """The sources of a cell whose texts can be read."""
        if cell not in self._named:
            found = [self.get(identity) for identity in to_ids(cell, self._texts)]
            self._named[cell] = [source for source in found if source is not None]
        return self._named[cell]

    def get(self, identity: str) -> _Source | None:
        if identity not in self._sources:
            text = self._texts.get(identity)
            self._sources[identity] = None if text is None else _Source(identity, text)
        return self._sources[identity]

    def holding(self, quote: str, but: Iterable[str]) -> tuple[_Source, Place] | None:
        """Another source in which the whole quotation stands."""
        for source in self._likely(quote):
            if source.identity not in but:
                whole = [place for place in source.places(quote) if not place.cut]
                if whole:
                    return source, whole[0]
        return None

    def _likely(self, quote: str) -> list[_Source]:
        """The sources that have the longest part of a quotation."""
        if self._indices is None:
            read = map(self.get, [*self._texts])
            self._read = [source for source in read if source is not None]
            self._indices = {laid_out: self._index(laid_out) for laid_out in (False, True)}
        found: set[int] = set()
        for laid_out, (index, owners) in self._indices.items():
            parts = parts_of(quote, laid_out=laid_out) if owners else ()
            if parts:
                found.update(owners[at] for at in index.having(max(parts, key=len)))
        return [self._read[at] for at in sorted(found)]

    def _index(self, laid_out: bool) -> tuple[TextIndex, list[int]]:
        """The texts as they are compared, and whose each of them is."""
        forms = [
            (at, form.text)
            for at, source in enumerate(self._read)
            if source.text.is_laid_out == laid_out
            for form in source.forms()
        ]
        return TextIndex([text for _, text in forms]), [at for at, _ in forms]


def check_quotes(
    events: pa.Table | Records,
    sources: pa.Table,
    folder: Path,
    report: Report,
    language: str = "en",
) -> Quotations | None:
    """Where the quotations stand in the stored texts of their sources; other ones are problems.

    What a quotation marks as left out, ``[…]``, may be anything; its parts come in their order. In
    texts of ``language``, what is in quotation marks is compared as well.
    """
    texts = StoredTexts(sources, folder, report)
    if not texts:
        return None
    table = events if isinstance(events, pa.Table) else events.table
    file = (table.schema.metadata or {}).get(b"name", b"events").decode()
    library = _Library(texts)
    found: list[tuple[str, _Source, Place]] = []
    quoted = table.filter(pc.and_(pc.is_valid(table["quote"]), pc.is_valid(table["source"])))
    names = ("id", "row", "source", "quote", "locator")
    for cells in zip(*(quoted[name].to_pylist() for name in names), strict=True):
        event = dict(zip(names, cells, strict=True))
        named = library.named(event["source"])
        if named:
            place = _check(event, named, library, _Told(report, file, event))
            if place is not None:
                found.append((str(event["id"]), *place))
    _check_texts(table, sources, library, report, file, language)
    return Quotations(found)


@dataclass(frozen=True, slots=True)
class _Told:
    """Tells problems of one event."""

    report: Report
    file: str
    event: dict[str, Any]

    def __call__(
        self,
        code: str,
        severity: Severity,
        message: str,
        suggestion: Suggestion | None = None,
        column: str = "quote",
        value: str | None = None,
    ) -> None:
        self.report.add(
            code,
            severity,
            message,
            file=self.file,
            row=self.event["row"],
            column=column,
            value=self.event[column] if value is None else value,
            suggestions=() if suggestion is None else (suggestion,),
        )


def _check(
    event: dict[str, Any], named: list[_Source], library: _Library, tell: _Told
) -> tuple[_Source, Place] | None:
    """The place of a quotation, of several the one that its locator names."""
    quote, locator = event["quote"], event["locator"] or ""
    parts = read_locator(locator)
    stand: list[tuple[_Source, Place]] = [
        (source, place) for source in named for place in source.places(quote)
    ]
    if len(stand) == 1:
        source, place = stand[0]
        if not place.cut and stands_there(parts, source.text, place.start) is not False:
            return stand[0]
    stand = [one for one in stand if not one[1].cut] or stand
    if not stand:
        _tell_missing(quote, named, library, tell)
        return None
    at = [stands_there(parts, source.text, place.start) for source, place in stand]
    if True in at:
        chosen = stand[at.index(True)]
    elif None in at:
        chosen = stand[at.index(None)]
        open_ = [one for one, there in zip(stand, at, strict=True) if there is None]
        if len(open_) > 1 and not chosen[1].cut:
            places = [locator_at(source.text, place.start) for source, place in open_]
            listed = ", ".join(dict.fromkeys(places[:5])) + ", …" * (len(places) > 5)
            tell(
                "quote-ambiguous",
                "note",
                f"the quotation stands in its source {len(open_)} times ({listed}), and no locator "
                "says which is meant; the first is shown",
                Suggestion(places[0], "the first place"),
            )
    else:
        chosen = stand[0]
        source, place = chosen
        right = locator_at(source.text, place.start, locator, parts)
        also = f", and {len(stand) - 1} times more" if len(stand) > 1 else ""
        tell(
            "quote-moved",
            "warning",
            f"the quotation is not at {shown(locator)} of {shown(source.identity)}, but at {right}"
            f"{also}; give the place where it stands",
            Suggestion(right, "where it stands"),
            column="locator",
        )
    if chosen[1].cut:
        listed = ", ".join(map(shown, chosen[1].cut))
        tell(
            "quote-cut",
            "warning",
            f"the quotation ends or begins inside {listed} of its source; quote whole words and "
            "whole numbers",
            Suggestion(chosen[1].cut[0], "what the source has"),
        )
    return chosen


def _tell_missing(quote: str, named: list[_Source], library: _Library, tell: _Told) -> None:
    first = named[0]
    name = shown(first.identity)
    for source in named:
        for form in source.forms():
            parts = source.parts(quote)
            if parts and (alike := alike_places(form, parts)):
                place, differ = alike[0]
                stored = [source.text.text[start:end] for start, end in place.spans]
                tell(
                    "quote-lookalike",
                    "warning",
                    f"the quotation only looks like its source {shown(source.identity)}: it has "
                    f"{differ}; copy the words from the source",
                    Suggestion(" […] ".join(stored), "what the source has"),
                )
                return
        if places := places_of(source.spaced(), parts_of(quote, laid_out=True) or ["\0"]):
            stored = [source.text.text[start:end] for start, end in places[0].spans]
            tell(
                "quote-lookalike",
                "warning",
                f"the quotation has other spaces than its source {shown(source.identity)}; copy "
                "them from the source, which is quoted as it is",
                Suggestion(" […] ".join(stored), "what the source has"),
            )
            return
    other = library.holding(quote, {source.identity for source in named})
    if other is not None:
        source, place = other
        where = locator_at(source.text, place.start)
        tell(
            "quote-source",
            "warning",
            f"the quotation is not in {name}; it stands in {shown(source.identity)}, {where}: "
            "name that as the source",
            Suggestion(source.identity, f"the source whose text has it, {where}"),
        )
        return
    _tell_nearest(quote, first, tell)


def _tell_nearest(quote: str, source: _Source, tell: _Told) -> None:
    """Says what of the source is nearest to the first part that is not in it."""
    text = source.spaced().text
    written = parts_of(quote, laid_out=True)
    name = shown(source.identity)
    missing = next((part for part in written if part not in text), None)
    if missing is None:
        message = (
            f"the quotation's parts are in {name}, but not in this order; give them in the order "
            "of the source"
            if written
            else "the quotation has no words; leave the cell empty"
        )
        tell("quote-not-found", "warning", message)
        return
    which = f"the part {shown(missing)} of the quotation" if len(written) > 1 else "the quotation"
    found = nearest_span(missing, text)
    rule = "a quotation keeps every letter of its source, and marks what it leaves out as […]"
    if found is None:
        message = f"{which} is not in {name}, nor anything like it; {rule}"
        tell("quote-not-found", "warning", message)
        return
    start, end, score = found
    passage = text[start:end]
    where = locator_at(source.text, source.spaced().back(start))
    differ = in_words(missing, passage)
    tell(
        "quote-not-found",
        "warning",
        f"{which} is not in {name}, whose nearest passage is at {where}: {differ}; {rule}",
        Suggestion(
            passage,
            f"the nearest passage, {where}; word by word: {word_by_word(missing, passage)}",
            score=round(score, 1),
        ),
    )


def _check_texts(
    table: pa.Table,
    sources: pa.Table,
    library: _Library,
    report: Report,
    file: str,
    language: str,
) -> None:
    """Reports words in quotation marks, in the exhibit's own language, that no source has.

    Those of a source in another language are translations.
    """
    languages = dict(zip(sources["id"].to_pylist(), sources["language"].to_pylist(), strict=True))
    quoting = pc.and_(
        pc.is_valid(table["source"]),
        pc.fill_null(pc.match_substring_regex(table["text"], _QUOTED_RE2), False),
    )
    for event in table.filter(quoting).select(["row", "source", "text"]).to_pylist():
        ids = to_ids(event["source"], languages)
        named = library.named(event["source"])
        foreign = [one for one in ids if (languages.get(one) or language) != language]
        if foreign or not named or len(named) < len(ids):
            continue
        for found in _QUOTED.finditer(_EMPHASIS.sub("", event["text"])):
            words = _AFTER.sub("", next(filter(None, found.groups())))
            if not words or any(
                not place.cut for source in named for place in source.places(words)
            ):
                continue
            _Told(report, file, event)(
                "text-quotation",
                "warning",
                f"{found[0][0]}{words}{found[0][-1]} is in quotation marks and not in the stored "
                f"text of {shown(named[0].identity)}; quotation marks hold the source's own words",
                column="text",
                value=words,
            )


class Quotations:
    """The quotations that were found, each with the paragraphs that it stands in.

    The tables are made when they are first asked for: a page shows them, and no check does.
    """

    __slots__ = ("_found", "_tables")

    def __init__(self, found: list[tuple[str, _Source, Place]]) -> None:
        self._found = found
        self._tables: tuple[pa.Table, pa.Table] | None = None

    @property
    def passages(self) -> pa.Table:
        """``source`` (an id) and ``text``, each passage once."""
        return self._made()[0]

    @property
    def marks(self) -> pa.Table:
        """A row for each part of each quotation: ``event`` (an id), ``passage`` (a row), ``start``
        and ``end`` in its text, and ``locator``, where the quotation begins."""
        return self._made()[1]

    def of_events(self, ids: Container[str]) -> Quotations | None:
        """Those of some events; ``None`` where these have none."""
        found = [one for one in self._found if one[0] in ids]
        return Quotations(found) if found else None

    def _made(self) -> tuple[pa.Table, pa.Table]:
        if self._tables is None:
            self._tables = _to_tables(self._found)
        return self._tables


def _to_tables(found: list[tuple[str, _Source, Place]]) -> tuple[pa.Table, pa.Table]:
    """The passages that are to be shown, each once, and the marks in them."""
    passages: dict[tuple[str, int, int], tuple[int, str]] = {}
    marks: list[tuple[str, int, int, int, str]] = []
    for event, source, place in found:
        text = source.text
        locator = _plain_locator(text, place)
        for start, end in place.spans:
            first, last = passage_at(text, start, end)
            key = (source.identity, first, last)
            index, _ = passages.setdefault(key, (len(passages), text.text[first:last]))
            marks.append((event, index, start - first, end - first, locator))
    columns = list(zip(*marks, strict=True)) or [()] * 5
    names = ("event", "passage", "start", "end", "locator")
    kinds = (pa.string(), pa.int32(), pa.int32(), pa.int32(), pa.string())
    return (
        pa.table(
            {
                "source": pa.array([source for source, _, _ in passages], pa.string()),
                "text": pa.array([text for _, text in passages.values()], pa.string()),
            }
        ),
        pa.table(
            {
                name: pa.array(column, kind)
                for name, column, kind in zip(names, columns, kinds, strict=True)
            }
        ),
    )


def _plain_locator(text: StoredText, place: Place) -> str:
    """ "line 13", "lines 13-15", "p. 4" or "par. 3": where a quotation is."""
    said = locator_at(text, place.start)
    last = text.line_at(place.spans[-1][1] - 1)
    if said.startswith("line ") and last != text.line_at(place.start):
        return f"lines {text.line_at(place.start)}-{last}"
    return said
