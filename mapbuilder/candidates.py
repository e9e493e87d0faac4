"""Candidates: the places that a toponym may mean, and near misses to suggest for one unknown.

In go unique toponyms and gazetteers, out come, for each toponym, the names that equal it in the
normal form, or suggestions ranked by likeness. Always true: a suggestion is never a candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.gazetteer import Gazetteer
from mapbuilder.nearest_ids import number_of
from mapbuilder.report import Suggestion, shown
from mapbuilder.toponyms import Form, form_of, forms_of

_MOST_SUGGESTIONS = 5
_LEAST_SCORE = 60.0
_MOST_COMPARISONS = 20_000_000
"""Likeness is measured against every name; beyond so many comparisons nothing is suggested."""

_SETTLEMENTS = frozenset(("town", "village", "settlement"))
_SMALL = frozenset(("village", "settlement"))
_DIVISIONS = frozenset(("district", "region", "country"))
_MAINS = ("name", "label")
"""The kinds of names that are what a place is called."""


class Naming(NamedTuple):
    """How a toponym equals a name: what the reason for a candidate is made of, once it is asked."""

    toponym: str
    bare: str
    """The toponym's normal form."""
    set_aside: tuple[str, ...]
    """Its generic words, where the name has not the same ones."""
    name: str
    kind: str
    lang: str | None

    def reason(self, years: str | None) -> str:
        """In words, with the years in which the name holds."""
        what = {"former": "former name", "label": "label"}.get(self.kind, "name")
        if years is not None:
            what += f" ({in_words(years)})"
        elif self.lang is not None:
            what += f" ({self.lang})"
        return why_named(self.toponym, self.bare, self.set_aside, self.name, what)


def why_named(
    toponym: str, bare: str, set_aside: Sequence[str], name: str, what: str = "name"
) -> str:
    """In words: how a toponym equals a name, and what that is of its place."""
    if name == toponym:
        return f"{shown(toponym)} is its {what}"
    words = f" but for {', '.join(map(repr, set_aside))}" if set_aside else ""
    return f"{shown(toponym)}, compared as {shown(bare)}, is its {what} {shown(name)}{words}"


class Candidate(NamedTuple):
    """A place that a toponym means exactly, and under which name."""

    gazetteer: int
    place: int
    """Index into the places of that gazetteer."""
    because: str | Naming
    by_id: bool = False
    years: str | None = None
    """The years in which the name holds, as written; ``None`` for always."""
    start_day: int | None = None
    end_day: int | None = None
    is_main: bool = False
    """Whether the name is what the place is called, not another name of it."""
    is_written: bool = False
    """Whether the name is written just as the toponym is."""
    is_weak: bool = False
    """Whether the name was made by a machine, letter by letter, and may be many places'."""

    @property
    def reason(self) -> str:
        """Why, in words."""
        because = self.because
        return because if isinstance(because, str) else because.reason(self.years)

    def holds(self, start_day: int | None, end_day: int | None) -> bool:
        """Whether the name was in use on some day of a span; an open end reaches for ever."""
        too_late = self.end_day is not None and start_day is not None and start_day > self.end_day
        too_early = self.start_day is not None and end_day is not None and end_day < self.start_day
        return not (too_late or too_early)


class Facts(NamedTuple):
    """What a gazetteer says of one place."""

    id: str
    label: str
    lon: float
    lat: float
    precision: str | None = None
    uncertainty_m: float | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    division: str | None = None
    """ISO 3166-2."""
    feature: str | None = None
    """site, town, city, district, region or country."""
    population: int = 0
    within: tuple[str, ...] = ()
    """The ids of all countries and divisions that it lies in, as far as they are told."""


def facts_of(
    candidates: Iterable[Candidate], gazetteers: Sequence[Gazetteer]
) -> dict[tuple[int, int], Facts]:
    """What is known of each candidate's place, by its gazetteer and its index there."""
    wanted: dict[int, set[int]] = {}
    for one in candidates:
        wanted.setdefault(one.gazetteer, set()).add(one.place)
    found: dict[tuple[int, int], Facts] = {}
    for number, places in wanted.items():
        rows = sorted(places)
        table = gazetteers[number].places
        taken = table.select([name for name in Facts._fields if name in table.column_names])
        if len(rows) < len(table):
            taken = taken.take(pa.array(rows))
        cells: list[Sequence[Any]] = [
            to_list(taken[name]) if name in taken.column_names else [None] * len(rows)
            for name in Facts._fields
        ]
        cells[-2] = [_whole(population) for population in cells[-2]]
        chains = {written: tuple((written or "").split()) for written in set(cells[-1])}
        cells[-1] = [chains[written] for written in cells[-1]]
        keys = zip(repeat(number), rows)
        found.update(zip(keys, map(Facts._make, zip(*cells, strict=True)), strict=True))
    return found


def _whole(population: object) -> int:
    """A population as a number, 0 where it is not told; a user's table may hold any text."""
    if population is None or isinstance(population, int):
        return max(0, population or 0)
    try:
        return max(0, int(float(str(population).replace(",", "").replace(" ", ""))))
    except (ValueError, OverflowError):
        return 0


def candidates_of(
    toponyms: Sequence[str], gazetteers: Sequence[Gazetteer]
) -> list[list[Candidate]]:
    """For each toponym the places it equals, in the gazetteers' order; the best name of each first.

    A place's id comes before any name. Generic words are set aside only when nothing equals the
    toponym with them, and never to join a place of another kind (a rayon to a town).
    """
    found: list[list[Candidate]] = [[] for _ in toponyms]
    forms = forms_of(toponyms)
    fulls, bares = {form.full for form in forms}, {form.bare for form in forms}
    for number, gazetteer in enumerate(gazetteers):
        ids = _ids_among(gazetteer.places, toponyms)
        names = _Names.of(gazetteer, fulls, bares)
        by_full, by_bare = names.by_full.get, names.by_bare.get
        for candidates, toponym, form in zip(found, toponyms, forms, strict=True):
            if ids and toponym in ids:
                reason = f"{shown(toponym)} is the id of the place"
                candidates.append(Candidate(number, ids[toponym], reason, by_id=True))
                continue
            full = by_full(form.full)
            if full is not None and form.kinds:
                full = [row for row in full if names.is_of_kind(form, row)]
            if full:
                candidates += names.candidates(toponym, form, full, number)
            elif (bare := by_bare(form.bare)) is not None:
                rows = [row for row in bare if names.may_mean(form, row)]
                candidates += names.candidates(toponym, form, rows, number)
    return found


def spelt_alike(toponym: str, folded: str, name: str, kind: str) -> int:
    """How much a name is written as a toponym, which is given with its case folded, too."""
    return (
        2 * (name == toponym)
        + 2 * (name.casefold() == folded)
        + (kind in _MAINS)
        - (kind == "alternate" and name.islower())
    )


def is_made_up(kind: str, name: str) -> bool:
    """Whether a machine made the name, letter by letter.

    GeoNames writes what it took from other scripts by rule in small letters: "yong fa xiang".
    """
    return kind == "alternate" and name.isascii() and name.islower()


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a gazetteer that toponyms may equal, as columns, and the kinds of their places.

    A row is a name's index here.
    """

    name: list[str]
    full: list[str]
    kinds: list[str]
    whole: list[bool]
    place: list[int]
    kind: list[str]
    years: list[str | None]
    lang: list[str | None]
    start_day: list[int | None]
    end_day: list[int | None]
    precision: list[str | None]
    """Of the name's place, as its gazetteer tells."""
    feature: list[str | None]
    by_full: dict[str, list[int]]
    by_bare: dict[str, list[int]]

    @classmethod
    def of(cls, gazetteer: Gazetteer, fulls: Collection[str], bares: Collection[str]) -> _Names:
        """The names that have one of the keys."""
        table = gazetteer.names
        if gazetteer.kind != "world":
            masks = [
                pc.is_in(table[column], value_set=pa.array(sorted(keys), pa.string()))
                for column, keys in (("full", fulls), ("normal", bares))
            ]
            table = table.filter(pc.or_(*masks))
        # Of the world's names only those with the keys were read.
        cells = {column: to_list(table[column]) for column in table.column_names}
        at = table["place"]
        about: list[list[str | None]] = [
            to_list(gazetteer.places[column].take(at))
            if column in gazetteer.places.column_names
            else [None] * len(table)
            for column in ("precision", "feature")
        ]
        return cls(
            **{column: cells[column] for column in cls.__slots__ if column in cells},
            precision=about[0],
            feature=about[1],
            by_full=_rows_by(cells["full"]),
            by_bare=_rows_by(cells["normal"]),
        )

    def best_spelt(self, toponym: str, rows: Sequence[int]) -> list[int]:
        """Of each place's names in the same years the one that is written most as the toponym."""
        best: dict[tuple[int, str | None], tuple[int, int]] = {}
        folded = toponym.casefold()
        for row in rows:
            name = self.name[row]
            key = self.place[row], self.years[row]
            likeness = spelt_alike(toponym, folded, name, self.kind[row])
            if key not in best or likeness > best[key][0]:
                best[key] = likeness, row
        return [row for _, row in best.values()]

    def is_of_kind(self, form: Form, row: int) -> bool:
        """Whether the place is what the generic words say, as far as its gazetteer tells."""
        if not form.kinds:
            return True
        feature = self.feature[row]
        if feature is None:
            return True
        if feature in _DIVISIONS:
            return not form.kinds <= _SETTLEMENTS
        # A village of the name is not the city of that name.
        return not (form.kinds <= _DIVISIONS or (feature == "city" and form.kinds <= _SMALL))

    def may_mean(self, form: Form, row: int) -> bool:
        """Whether generic words alone part a toponym from a name."""
        if not form.kinds:
            return not self.whole[row]
        kinds = self.kinds[row].split()
        if kinds and form.kinds.isdisjoint(kinds):
            return False
        # "Mexico City" is not the region Mexico.
        region = self.precision[row] == "region"
        return self.is_of_kind(form, row) and not (region and form.kinds & _SETTLEMENTS)

    def candidates(
        self, toponym: str, form: Form, rows: Sequence[int], number: int
    ) -> list[Candidate]:
        """The places of names, each once, as candidates of the gazetteer with that number."""
        mains = [self.place[row] for row in rows if self.kind[row] in _MAINS]
        found: list[Candidate] = []
        for row in self.best_spelt(toponym, rows) if len(rows) > 1 else rows:
            name, kind, place = self.name[row], self.kind[row], self.place[row]
            set_aside: tuple[str, ...] = ()
            if self.full[row] != form.full:
                set_aside = form.set_aside or form_of(name).set_aside
            found.append(
                Candidate(
                    number,
                    place,
                    Naming(toponym, form.bare, set_aside, name, kind, self.lang[row]),
                    False,
                    self.years[row],
                    self.start_day[row],
                    self.end_day[row],
                    place in mains,
                    name == toponym,
                    is_made_up(kind, name),
                )
            )
        return found


def _ids_among(places: pa.Table, wanted: Sequence[str]) -> dict[str, int]:
    """The row of each place whose id is among the texts."""
    rows = pc.indices_nonzero(pc.is_in(places["id"], value_set=pa.array(wanted, pa.string())))
    ids = places["id"].take(rows).to_pylist()
    return dict(zip(reversed(ids), reversed(rows.to_pylist()), strict=True))


def _rows_by(keys: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return found


def to_list(column: pa.ChunkedArray) -> list[Any]:
    """The values, ``None`` for null; several times faster than Arrow's own way from many."""
    if column.null_count == len(column):
        return [None] * len(column)
    if pa.types.is_string(column.type) or pa.types.is_boolean(column.type):
        return list(column.to_numpy(zero_copy_only=False).tolist())
    if not pa.types.is_integer(column.type) and not pa.types.is_floating(column.type):
        return list(column.to_pylist())
    values = list(pc.fill_null(column, 0).to_numpy().tolist())
    if column.null_count:
        known = pc.is_valid(column).to_numpy().tolist()
        return [value if here else None for value, here in zip(values, known, strict=True)]
    return values


def _cells(table: pa.Table, row: int, *columns: str) -> dict[str, Any]:
    return {column: table[column][row].as_py() for column in columns}


def in_words(years: str) -> str:
    """Years as written in a table (``1931/1990``, ``/1990``, ``1931/..``), in words."""
    first, slash, last = (part.strip().replace("..", "") for part in years.partition("/"))
    if not slash:
        return first
    if first and last:
        return f"{first} to {last}"
    return f"until {last}" if last else f"from {first}" if first else "at any time"


def suggestion_of(
    gazetteer: Gazetteer, place: int, value: str, why: str, score: float | None = None
) -> Suggestion:
    """A place as a suggestion: ``value`` is what to write instead."""
    cell = _cells(gazetteer.places, place, "id", "label", "lon", "lat")
    return Suggestion(
        value=value,
        why=why,
        place=cell["id"],
        label=cell["label"],
        lon=cell["lon"],
        lat=cell["lat"],
        score=score,
    )


def suggestions_of(
    toponyms: Sequence[str], gazetteers: Sequence[Gazetteer]
) -> list[tuple[Suggestion, ...]]:
    """For each toponym up to five places with names like it, best first; scores as ``likeness``."""
    from mapbuilder.likeness import likeness, readings_of

    suggestions: list[tuple[Suggestion, ...]] = [() for _ in toponyms]
    names = [
        (number, row, name)
        for number, gazetteer in enumerate(gazetteers)
        for row, name in enumerate(gazetteer.names["name"].to_pylist())
    ]
    if not names or len(names) * len(toponyms) > _MOST_COMPARISONS:
        return suggestions
    choices = readings_of([name for _, _, name in names])
    for at, toponym in enumerate(toponyms):
        scores = likeness(toponym, choices)
        best = _of_the_same_number(toponym, gazetteers)
        near = (scores >= _LEAST_SCORE).nonzero()[0]
        for index in near[np.argsort(-scores[near], kind="stable")].tolist():
            number, row, name = names[index]
            place = gazetteers[number].names["place"][row].as_py()
            if (number, place) not in best:
                score = round(float(scores[index]), 1)
                gazetteer = gazetteers[number]
                # Who has written just that name is helped by the place's id alone.
                value = gazetteer.places["id"][place].as_py() if is_same(toponym, name) else name
                best[number, place] = suggestion_of(
                    gazetteer, place, value, why_alike(toponym, name), score
                )
            if len(best) == _MOST_SUGGESTIONS:
                break
        suggestions[at] = tuple(best.values())
    return suggestions


def _of_the_same_number(
    toponym: str, gazetteers: Sequence[Gazetteer]
) -> dict[tuple[int, int], Suggestion]:
    """The places whose ids are the number that stands for a name, as pandas makes 7 to 7.0."""
    number = number_of(toponym)
    if number is None:
        return {}
    return {
        (at, place): suggestion_of(gazetteer, place, identity, "its id is the same number", 100.0)
        for at, gazetteer in enumerate(gazetteers)
        for place, identity in enumerate(gazetteer.places["id"].to_pylist())
        if identity != toponym and number_of(identity) == number
    }


def is_same(toponym: str, name: str) -> bool:
    """Whether a name is the toponym itself, generic words with it, as names are compared."""
    return form_of(toponym).full == form_of(name).full


def why_alike(toponym: str, name: str) -> str:
    """What makes a name like a toponym that does not mean its place, in words."""
    from mapbuilder.likeness import why

    if is_same(toponym, name):
        kind = ", but is of another kind" if form_of(toponym).kinds else ""
        return f"has this very name{kind}"
    if form_of(toponym).bare == form_of(name).bare:
        return "the same but for a generic word, which may mean another kind of place"
    return why(toponym, name)
