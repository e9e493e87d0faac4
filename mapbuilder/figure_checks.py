"""Checks of figures against the quotations and the places of their records.

In go an exhibit's figures, events and places, out come problems, each with its row. Always true: a
figure is held against what the exhibit itself has, its quotation and its places' names; nothing is
looked up, and what cannot be known from those is not judged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from mapbuilder import wording
from mapbuilder.letters import fold
from mapbuilder.report import Report, Suggestion, shown
from mapbuilder.several import events_and_places
from mapbuilder.sources import NUMBERS, to_ids
from mapbuilder.written_numbers import Number, numbers_in

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.config import Config

Row = dict[str, Any]

# What stands before a number and says that it is none exactly; those of other languages are the
# interface's (page.qualifier).
_ENGLISH = (
    "some", "about", "around", "approximately", "roughly", "circa", "ca.", "nearly", "almost",
    "at least", "at most", "more than", "over", "up to", "fewer than", "less than", "under",
    "an estimated", "estimated", "as many as", "no fewer than", "no more than",
)  # fmt: skip
_QUALIFIER = "page.qualifier."
_LANGUAGE = re.compile(r"^\s*[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\s*:")
_YEARS = re.compile(r"\[[^\[\]]*\]")
_QUOTED = re.compile(r"“([^”]+)”|«([^»]+)»|„([^“”]+)[“”]|\"([^\"]+)\"|(?<!\w)'([^']+)'(?!\w)")
EVENT_COLUMNS = ("id", "quote", "quote_language", "source", "group", "place")
"""What figures are held against, besides the places of their events."""
_SAME = ("event", "measure", *NUMBERS, "qualifier", "scope", "source")
_same = itemgetter(*_SAME)
_LONGEST_NAME = 20
"""In words: what is longer is no name that a scope would repeat."""
_NEAREST = 3
_LONGEST_ENDING = 4
_WAYS = frozenset(("from", "to", "near", "via", "towards", "toward"))


def check_figures(
    config: Config,
    events: pa.Table,
    places: pa.Table,
    figures: pa.Table | None,
    sources: pa.Table | None,
    report: Report,
) -> None:
    """Reports figures that their quotation does not carry, or that stand where they do not belong.

    ``events`` and ``places`` are those of the join: a figure's scope is held against the names of
    the places at which its record has a marker.
    """
    if figures is None or not len(figures):
        return
    file = (figures.schema.metadata or {}).get(b"name", b"figures").decode()
    numbers = [f"{name}_number" for name in NUMBERS]
    rows = figures.select(["row", *_SAME, *numbers]).to_pylist()
    found = _events_of(events, rows, _languages_of(sources))
    checks = _Checks(rows, found, _names_of(places), _unmarked(config), file)
    for row in rows:
        event = checks.events.get(row["event"])
        checks.check_twice(row, report)
        if event is not None:
            checks.check_quoted(row, event, report)
            checks.check_scope(row, event, report)
    checks.check_measures(report)


@dataclass(frozen=True, slots=True)
class _Event:
    """What figures are held against."""

    id: str
    quote: str
    numbers: tuple[Number, ...]
    languages: tuple[str, ...]
    """Of the quotation's qualifiers, as far as they are known."""
    source: str | None
    group: str | None
    toponym: str
    places: tuple[int, ...]


def _languages_of(sources: pa.Table | None) -> dict[str, str]:
    """The language of each source that has one."""
    if sources is None:
        return {}
    pairs = zip(sources["id"].to_pylist(), sources["language"].to_pylist(), strict=True)
    return {source: language for source, language in pairs if language}


def _events_of(
    table: pa.Table, figures: list[Row], languages: Mapping[str, str]
) -> dict[str, _Event]:
    """The events that have figures, by id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = pa.array(sorted({str(row["event"]) for row in figures}), pa.string())
    rows = pc.indices_nonzero(pc.is_in(table["id"], value_set=wanted))
    at: dict[int, list[int]] = defaultdict(list)
    pairs = table.take(rows)
    known = [name for name in EVENT_COLUMNS if name in table.column_names]
    for row, place in zip(*(column.tolist() for column in events_and_places(pairs)), strict=True):
        at[row].append(place)
    found: dict[str, _Event] = {}
    for number, event in enumerate(pairs.select(known).to_pylist()):
        quote = event["quote"] or ""
        own = to_ids(event["source"] or "", languages)
        language = event.get("quote_language") or languages.get(own[0] if own else "")
        found[event["id"]] = _Event(
            event["id"],
            quote,
            tuple(numbers_in(quote)),
            (language,) if language else (),
            own[0] if own else None,
            event["group"],
            event["place"] or "",
            tuple(at[number]),
        )
    return found


def _names_of(places: pa.Table) -> list[frozenset[str]]:
    """The folded names of each place: labels and names in every language, former ones as well."""
    columns = [
        name
        for name in places.column_names
        if re.fullmatch(r"(?:name|label|names|former_names)(?:_[a-z0-9_]+)?", name)
    ]
    return [
        frozenset(filter(None, (fold(name) for cell in place.values() for name in _parts(cell))))
        for place in places.select(columns).to_pylist()
    ]


def _parts(cell: object) -> Iterator[str]:
    for part in str(cell or "").split("|"):
        name = _YEARS.sub(" ", _LANGUAGE.sub("", part)).strip()
        yield name
        # "Alley of Martyrs (Martyrs' Lane), Baku": what stands first names the place.
        yield re.split(r"[,(]", name)[0].strip()


def _unmarked(config: Config) -> frozenset[str]:
    """The groups whose events are not on the map."""
    return frozenset(name for name, group in config.groups.items() if not group.markers)


_folded = lru_cache(maxsize=10_000)(fold)


class _Checks:
    """The figures of one exhibit with what is found out of them once."""

    def __init__(
        self,
        rows: list[Row],
        events: Mapping[str, _Event],
        names: list[frozenset[str]],
        unmarked: frozenset[str],
        file: str,
    ) -> None:
        self.rows = rows
        self.events = events
        self.names = names
        self.unmarked = unmarked
        self.file = file
        self._first: dict[tuple[Any, ...], int] = {}
        self._place: dict[str, set[int]] = defaultdict(set)
        for place, each in enumerate(names):
            for name in each:
                self._place[name].add(place)
        longest = max((len(name.split()) for name in self._place), default=0)
        self._first_words = {name.split(maxsplit=1)[0] for name in self._place}
        self._counted: dict[tuple[str, tuple[int, ...], str], tuple[bool, list[str]]] = {}
        self._longest = min(longest, _LONGEST_NAME)
        self._scopes: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._scopes[row["scope"] or ""].append(row)
        self._own: set[tuple[str, str]] = set()
        for row in rows:
            event = events.get(row["event"])
            if event is not None and row["source"] == event.source:
                self._own.add((event.id, row["measure"]))

    def check_twice(self, row: Row, report: Report) -> None:
        key = _same(row)
        first = self._first.setdefault(key, row["row"])
        if first != row["row"]:
            self._add(
                report,
                "figure-duplicate",
                f"the same figure stands in row {first}; take one of them out",
                row,
                "value",
                _written(row),
            )

    def check_quoted(self, row: Row, event: _Event, report: Report) -> None:
        """A figure of the record's own source stands in its quotation, with its qualifier."""
        if not event.quote:
            return
        if row["source"] != event.source:
            self._check_credited(row, event, report)
            return
        for column in NUMBERS:
            amount = row[f"{column}_number"]
            if amount is None or any(number.may_be(amount) for number in event.numbers):
                continue
            near = sorted(event.numbers, key=lambda number: abs(number.value - amount))
            written = list(dict.fromkeys(event.quote[one.start : one.end] for one in near))
            self._add(
                report,
                "figure-not-quoted",
                f"the quotation of {shown(event.id)} has no {row[column]}, and the figure is given "
                f"as of its source {shown(event.source)}; write what the source has, or quote the "
                "passage that has it",
                row,
                column,
                row[column],
                [Suggestion(text, "in the quotation") for text in written[:_NEAREST]],
            )
        if row["value_number"] is not None:
            self._check_qualifier(row, event, report)

    def _check_credited(self, row: Row, event: _Event, report: Report) -> None:
        """What the quotation has is its source's, unless that is said as well."""
        if event.source is None or (event.id, row["measure"]) in self._own:
            return
        amounts = _amounts(row)
        if amounts and all(
            any(number.may_be(amount) for number in event.numbers) for amount in amounts
        ):
            self._add(
                report,
                "figure-source",
                f"{_written(row)} stands in the quotation of {shown(event.id)}, which is of "
                f"{shown(event.source)}, and no figure gives it as of that source",
                row,
                "source",
                row["source"],
                [Suggestion(event.source, "the source of the quotation")],
            )

    def _check_qualifier(self, row: Row, event: _Event, report: Report) -> None:
        places = [one for one in event.numbers if one.may_be(row["value_number"])]
        if not places:
            return
        given = " ".join((row["qualifier"] or "").lower().split())
        quoted = [_qualifiers(event.quote, number, event.languages) for number in places]
        if any(
            given in found
            or (not given and not found)
            or _stands_before(given, event.quote, number)
            for found, number in zip(quoted, places, strict=True)
        ):
            return
        found = sorted(quoted[0], key=len, reverse=True)
        if found and given:
            wrong = f"the quotation says {shown(found[0])}, not {shown(given)}"
        elif found:
            wrong = f"the quotation says {shown(found[0])} of this number, and the figure does not"
        else:
            wrong = f"the quotation does not say {shown(given)} of this number"
        self._add(
            report,
            "figure-qualifier",
            f"{wrong}; a figure keeps the qualifier that its source gives it",
            row,
            "qualifier",
            row["qualifier"],
            [Suggestion(found[0], "in the quotation")] if found else [],
        )

    def check_scope(self, row: Row, event: _Event, report: Report) -> None:
        """Words in quotation marks are the quotation's; on a marker the scope names its place."""
        scope = row["scope"]
        if not scope:
            return
        if row["source"] == event.source and event.quote:
            for words in _quoted(scope):
                if fold(words) not in fold(event.quote):
                    self._add(
                        report,
                        "figure-scope",
                        f"the scope quotes {shown(words)}, which the quotation of "
                        f"{shown(event.id)} has not; the scope may be another figure's",
                        row,
                        "scope",
                        scope,
                        self._whose(row, scope),
                    )
        if not event.places or event.group in self.unmarked:
            return
        # The figures of one place are many, and most have one scope.
        key = (scope, event.places, event.toponym)
        if key not in self._counted:
            own = frozenset().union(*(self.names[place] for place in event.places))
            own |= {_folded(name) for name in (event.toponym, *to_ids(event.toponym)) if name}
            text = _folded(scope)
            others = self._others(text, event, own)
            self._counted[key] = any(_names(text, name) for name in own), others
        named, others = self._counted[key]
        if named and not others:
            return
        said = event.toponym or event.id
        wrong = f"the scope does not name {shown(said)}, where the figure's record has its marker"
        if others:
            also = "also " if named else ""
            wrong = f"the scope {also}names {', '.join(map(shown, others))}, and the figure's "
            wrong += f"record has its marker at {shown(said)}"
        self._add(
            report,
            "figure-scope-place",
            f"{wrong}; a total belongs to a record without a place, or the scope says that the "
            "figure counts this place",
            row,
            "scope",
            scope,
            self._whose(row, scope),
        )

    def _others(self, text: str, event: _Event, own: frozenset[str]) -> list[str]:
        """The names of other places at which a scope counts, in the order in which they stand.

        Where people came from, or went, is no place at which they are counted.
        """
        words = text.split()
        found: dict[str, None] = {}
        for start in range(len(words)):
            if words[start] not in self._first_words or (start and words[start - 1] in _WAYS):
                continue
            for end in range(min(len(words), start + self._longest), start, -1):
                name = " ".join(words[start:end])
                places = self._place.get(name, set())
                if places and places.isdisjoint(event.places) and not _is_part(name, own):
                    found[name] = None
                    break
        return list(found)

    def check_measures(self, report: Report) -> None:
        """A scope that names what another figure of its record counts, and not what its own does.

        So two scopes that were put in each other's place are found where no place tells.
        """
        measures: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            measures[row["event"]].add(row["measure"])
        for row in self.rows:
            scope = row["scope"]
            if not scope or _speaks_of(scope, row["measure"]):
                continue
            others = sorted(
                [
                    measure
                    for measure in measures[row["event"]]
                    if measure != row["measure"] and _speaks_of(scope, measure)
                ]
            )
            if others:
                self._add(
                    report,
                    "figure-scope",
                    f"the scope speaks of {shown(others[0])}, and the figure counts "
                    f"{shown(row['measure'])}; the scopes of two figures may be exchanged",
                    row,
                    "scope",
                    row["scope"],
                )

    def _whose(self, row: Row, scope: str) -> list[Suggestion]:
        """Rows whose scope is the same, of other records."""
        others = (one for one in self._scopes[scope] if one["event"] != row["event"])
        return [
            Suggestion(f"row {other['row']}", "has the same scope")
            for other in islice(others, _NEAREST)
        ]

    def _add(
        self,
        report: Report,
        code: str,
        message: str,
        row: Row,
        column: str,
        value: str | None,
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        report.add(
            code,
            "warning",
            message,
            file=self.file,
            row=row["row"],
            column=column,
            value=value,
            suggestions=suggestions,
        )


def _amounts(row: Row) -> set[float]:
    return {row[f"{name}_number"] for name in NUMBERS if row[f"{name}_number"] is not None}


def _written(row: Row) -> str:
    ends = [row[name] for name in ("low", "high") if row[name]]
    return str(row["value"] or "–".join(ends))


def _quoted(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        yield next(words for words in match.groups() if words)


def _names(text: str, name: str) -> bool:
    """Whether a folded text has a folded name as whole words, the last perhaps with an ending."""
    at = text.find(name) if name else -1
    while at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        ending = text[at + len(name) :].partition(" ")[0]
        if begins and len(ending) <= _LONGEST_ENDING:
            return True
        at = text.find(name, at + 1)
    return False


@lru_cache(maxsize=10_000)
def _speaks_of(scope: str, measure: str) -> bool:
    """Whether a scope names a measure."""
    return _names(fold(scope), _folded(measure))


def _is_part(name: str, own: frozenset[str]) -> bool:
    """Whether a name stands in one of the place's own: the town in the name of its square."""
    return any(_names(one, name) for one in own)


def _qualifiers(quote: str, number: Number, languages: Iterable[str]) -> set[str]:
    """How the quotation qualifies a number, in every word by which a figure may say it.

    A language's own words are read as the English ones for which its interface has them.
    """
    before = " ".join(quote[: number.start].lower().split())
    after = " ".join(quote[number.end :].lower().split())
    found: set[str] = set()
    if before.endswith(_ENGLISH):
        found = {word for word in _ENGLISH if _ends_with(before, word)}
    # The longest says it: "as many as", not what it ends in.
    found = {word for word in found if not any(word != one and one.endswith(word) for one in found)}
    for tag in languages:
        for key, pattern in _patterns(tag):
            first, _, last = pattern.lower().partition("{number}")
            leads, follows = first.strip(" -־"), last.strip(" -")
            if (leads and _ends_with(before, leads)) or (follows and after.startswith(follows)):
                found.add(key.removeprefix(_QUALIFIER))
    return found


@lru_cache(maxsize=64)
def _patterns(tag: str) -> tuple[tuple[str, str], ...]:
    """The qualifiers' sentences in the interface's words for a language other than English."""
    strings = {} if wording.strings_language(tag) == "en" else wording.read_strings(tag)
    return tuple((key, text) for key, text in strings.items() if key.startswith(_QUALIFIER))


def _stands_before(given: str, quote: str, number: Number) -> bool:
    """Whether a qualifier of the curator's own choice is the quotation's word for word."""
    before = " ".join(quote[: number.start].lower().split())
    return bool(given) and given not in _ENGLISH and _ends_with(before, given)


def _ends_with(text: str, words: str) -> bool:
    return text.endswith(words) and not text.removesuffix(words)[-1:].isalnum()
