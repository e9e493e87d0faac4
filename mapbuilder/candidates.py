"""Candidates: the places that a toponym may mean, and near misses to suggest for one unknown.

In go unique toponyms and gazetteers, out come, for each toponym, the names that equal it in the
normal form, or suggestions ranked by likeness. Always true: a suggestion is never a candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.gazetteer import Gazetteer
from mapbuilder.report import Suggestion, shown
from mapbuilder.toponyms import Form, form_of

_MOST_SUGGESTIONS = 5
_LEAST_SCORE = 60.0
_MOST_COMPARISONS = 20_000_000
"""Likeness is measured against every name; beyond so many comparisons nothing is suggested."""

_SETTLEMENTS = frozenset(("town", "village", "settlement"))
_SMALL = frozenset(("village", "settlement"))
_DIVISIONS = frozenset(("district", "region", "country"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym means exactly, and under which name."""

    gazetteer: int
    place: int
    """Index into the places of that gazetteer."""
    reason: str
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

    def holds(self, start_day: int | None, end_day: int | None) -> bool:
        """Whether the name was in use on some day of a span; an open end reaches for ever."""
        too_late = self.end_day is not None and start_day is not None and start_day > self.end_day
        too_early = self.start_day is not None and end_day is not None and end_day < self.start_day
        return not (too_late or too_early)


@dataclass(frozen=True, slots=True)
class Facts:
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


_FACTS = ("id", "label", "lon", "lat", "precision", "uncertainty_m", "country", "division",
          "feature", "population", "within")  # fmt: skip


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
        columns = [name for name in _FACTS if name in table.column_names]
        for row, cell in zip(
            rows, table.select(columns).take(pa.array(rows)).to_pylist(), strict=True
        ):
            known = {name: value for name, value in cell.items() if value is not None}
            known["population"] = _whole(known.get("population"))
            known["within"] = tuple(str(known.get("within", "")).split())
            found[number, row] = Facts(**known)
    return found


def _whole(population: object) -> int:
    """A population as a number, 0 where it is not told; a user's table may hold any text."""
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
    forms = [form_of(toponym) for toponym in toponyms]
    fulls, bares = {form.full for form in forms}, {form.bare for form in forms}
    for number, gazetteer in enumerate(gazetteers):
        ids = _rows_by(gazetteer.places, "id", toponyms)
        full = _rows_by(gazetteer.names, "full", fulls)
        bare = _rows_by(gazetteer.names, "normal", bares)
        names = _Names(
            gazetteer, {row for rows in (full, bare) for of in rows.values() for row in of}
        )
        for candidates, toponym, form in zip(found, toponyms, forms, strict=True):
            if toponym in ids:
                place = ids[toponym][0]
                reason = f"{shown(toponym)} is the id of the place"
                candidates.append(Candidate(number, place, reason, by_id=True))
                continue
            rows = [row for row in full.get(form.full, ()) if names.is_of_kind(form, row)] or [
                row for row in bare.get(form.bare, ()) if names.may_mean(form, row)
            ]
            mains = {names.cells[row]["place"] for row in rows if names.is_main(row)}
            candidates.extend(
                _named(toponym, form, names.cells[row], number, mains)
                for row in names.best_spelt(toponym, rows)
            )
    return found


class _Names:
    """The names of a gazetteer that toponyms equal, with the kinds of their places."""

    def __init__(self, gazetteer: Gazetteer, rows: set[int]) -> None:
        order = sorted(rows)
        table = gazetteer.names.take(pa.array(order, pa.int64()))
        self.cells: dict[int, dict[str, Any]] = dict(zip(order, table.to_pylist(), strict=True))
        places = gazetteer.places
        at = pa.array([cell["place"] for cell in self.cells.values()], pa.int64())
        self._precision, self._feature = (
            dict(zip(order, places[column].take(at).to_pylist(), strict=True))
            if column in places.column_names
            else {}
            for column in ("precision", "feature")
        )

    def is_main(self, row: int) -> bool:
        """Whether the name is what its place is called."""
        return self.cells[row]["kind"] in ("name", "label")

    def best_spelt(self, toponym: str, rows: Sequence[int]) -> list[int]:
        """Of each place's names in the same years the one that is written most as the toponym."""
        best: dict[tuple[int, str | None], tuple[int, int]] = {}
        for row in rows:
            name = self.cells[row]
            key = name["place"], name["years"]
            likeness = (
                2 * (name["name"] == toponym)
                + 2 * (name["name"].casefold() == toponym.casefold())
                + self.is_main(row)
                - (name["kind"] == "alternate" and name["name"].islower())
            )
            if key not in best or likeness > best[key][0]:
                best[key] = likeness, row
        return [row for _, row in best.values()]

    def is_of_kind(self, form: Form, row: int) -> bool:
        """Whether the place is what the generic words say, as far as its gazetteer tells."""
        feature = self._feature.get(row)
        if not form.kinds or feature is None:
            return True
        if feature in _DIVISIONS:
            return not form.kinds <= _SETTLEMENTS
        # A village of the name is not the city of that name.
        return not (form.kinds <= _DIVISIONS or (feature == "city" and form.kinds <= _SMALL))

    def may_mean(self, form: Form, row: int) -> bool:
        """Whether generic words alone part a toponym from a name."""
        name = self.cells[row]
        kinds = frozenset(str(name["kinds"]).split())
        if not form.kinds and name["whole"]:
            return False
        if form.kinds and kinds and form.kinds.isdisjoint(kinds):
            return False
        # "Mexico City" is not the region Mexico.
        region = self._precision.get(row) == "region"
        return self.is_of_kind(form, row) and not (region and form.kinds & _SETTLEMENTS)


def _rows_by(table: pa.Table, column: str, wanted: Iterable[str]) -> dict[str, list[int]]:
    """The rows of a table for each wanted value of a column."""
    mask = pc.is_in(table[column], value_set=pa.array(sorted(set(wanted)), pa.string()))
    rows = pc.indices_nonzero(mask).to_pylist()
    values = table[column].take(pa.array(rows, pa.int64())).to_pylist()
    found: dict[str, list[int]] = {}
    for value, row in zip(values, rows, strict=True):
        found.setdefault(value, []).append(row)
    return found


def _named(
    toponym: str, form: Form, name: dict[str, Any], number: int, mains: Collection[int]
) -> Candidate:
    what = {"former": "former name", "label": "label"}.get(name["kind"], "name")
    if name["years"] is not None:
        what += f" ({in_words(name['years'])})"
    elif name["lang"] is not None:
        what += f" ({name['lang']})"
    if name["name"] == toponym:
        reason = f"{shown(toponym)} is its {what}"
    else:
        reason = (
            f"{shown(toponym)}, compared as {shown(form.bare)}, is its {what} {shown(name['name'])}"
        )
        if name["full"] != form.full:
            words = form.set_aside or form_of(name["name"]).set_aside
            reason += f" but for {', '.join(map(repr, words))}"
    return Candidate(
        number,
        name["place"],
        reason,
        False,
        name["years"],
        name["start_day"],
        name["end_day"],
        name["place"] in mains,
        name["name"] == toponym,
        # GeoNames writes what it took from other scripts by rule in small letters: "yong fa xiang".
        name["kind"] == "alternate" and name["name"].isascii() and name["name"].islower(),
    )


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
        best: dict[tuple[int, int], Suggestion] = {}
        near = (scores >= _LEAST_SCORE).nonzero()[0]
        for index in near[np.argsort(-scores[near], kind="stable")].tolist():
            number, row, name = names[index]
            place = gazetteers[number].names["place"][row].as_py()
            if (number, place) not in best:
                score = round(float(scores[index]), 1)
                best[number, place] = suggestion_of(
                    gazetteers[number], place, name, _why(toponym, name), score
                )
            if len(best) == _MOST_SUGGESTIONS:
                break
        suggestions[at] = tuple(best.values())
    return suggestions


def _why(toponym: str, name: str) -> str:
    from mapbuilder.likeness import why

    if form_of(toponym).bare == form_of(name).bare:
        return "the same but for a generic word, which may mean another kind of place"
    return why(toponym, name)
