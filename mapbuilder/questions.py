"""Questions: an exhibit in, what a person has to settle about its toponyms out.

Work is done for each unique toponym: one question, however many records have it, unless some of
them were joined or have candidates of their own; then one for each date, or for each record. Always
true: an answer for the question's toponym and context joins the question's records and no others.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.coordinates import distance_km
from mapbuilder.exhibit import Exhibit, file_of
from mapbuilder.exhibit_files import gazetteer_files
from mapbuilder.gazetteer import Gazetteer, read_gazetteer, read_gazetteers
from mapbuilder.ledger import Answer, Key
from mapbuilder.phrases import readings
from mapbuilder.place_ids import with_different_ids
from mapbuilder.pointers import ids_in
from mapbuilder.reading import names_in
from mapbuilder.report import Problem, Report, Suggestion
from mapbuilder.toponyms import form_of
from mapbuilder.world import read_world

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers

    Floats = np.ndarray[Any, np.dtype[np.float64]]

CODES = frozenset(
    {
        "place-ambiguous",
        "place-elsewhere",
        "place-name-out-of-years",
        "place-unknown",
        "place-unsure",
    }
)
"""Problems that a decision settles."""

MOST_EXAMPLES = 3
"""Mean radius (IUGG)."""
_POINTS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")


@dataclass(frozen=True, slots=True)
class Example:
    """One of the records that ask."""

    row: int
    date: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What a toponym means, in all of its records or in those of one context."""

    toponym: str
    context: str | None
    """The id or the date of the records; ``None`` for all records of the toponym."""
    code: str
    """The problem's code."""
    message: str
    file: str
    records: int
    """How many records ask."""
    examples: tuple[Example, ...]
    """The first of them."""
    candidates: tuple[Suggestion, ...]
    """The places that may be meant, best first."""

    @property
    def key(self) -> Key:
        return self.toponym, self.context


@dataclass(frozen=True, slots=True)
class Near:
    """The exhibit's place that is nearest to a candidate."""

    label: str
    km: float
    direction: str
    """From that place to the candidate: one of n, ne, e, se, s, sw, w, nw."""


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """The exhibit's own places, to tell the candidates' distances from."""

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    lon: Floats
    lat: Floats
    events: tuple[int, ...]
    """How many events are at each."""

    def near(self, candidate: Suggestion) -> Near | None:
        """The nearest of the exhibit's other places; ``None`` where there is none."""
        if candidate.lon is None or candidate.lat is None:
            return None
        others = np.column_stack([self.lon, self.lat])
        km = distance_km(np.broadcast_to([candidate.lon, candidate.lat], others.shape), others)
        km[[one == candidate.place for one in self.ids]] = np.inf
        if not len(km) or not math.isfinite(km.min()):
            return None
        at = int(km.argmin())
        direction = _direction(
            float(self.lon[at]), float(self.lat[at]), candidate.lon, candidate.lat
        )
        return Near(self.labels[at], float(km[at]), direction)

    def events_at(self, place: str | None) -> int:
        """How many events the exhibit has at a place; 0 when it is not one of its places."""
        return self.events[self.ids.index(place)] if place in self.ids else 0


def questions_of(exhibit: Exhibit, *, notes: bool = False) -> tuple[Question, ...]:
    """The exhibit's open questions, in the order of their first records.

    Unless ``notes``, what needs no place (a group without markers) is not asked.
    """
    problems: dict[str, list[Problem]] = {}
    for problem in exhibit.problems:
        asked = notes or problem.severity != "note"
        if problem.code in CODES and problem.value and asked:
            problems.setdefault(problem.value.strip(), []).append(problem)
    if not problems:
        return ()
    events = exhibit.events.select(["row", "id", "date", "place", "title", "place_index", "kind"])
    events = events.append_column("settled", pc.is_valid(exhibit.events["reason"]))
    mentioned = _dates_of_mentions(events, problems)
    toponyms = pa.array(sorted(problems), pa.string())
    told = {problem.row for each in problems.values() for problem in each}
    told_rows = pa.array(sorted(row for row in told if row is not None), events["row"].type)
    open_ = pc.and_(pc.is_null(events["place_index"]), pc.invert(events["settled"]))
    written = pc.utf8_trim_whitespace(events["place"])
    is_asked = pc.or_(
        pc.is_in(written, value_set=toponyms), pc.is_in(events["row"], value_set=told_rows)
    )
    events = events.filter(pc.and_(open_, is_asked)).sort_by("row")
    written = pc.utf8_trim_whitespace(events["place"])
    code = pc.fill_null(pc.index_in(written, value_set=toponyms), -1).to_numpy()
    whole = np.flatnonzero(code >= 0)
    groups = _grouped(whole, code[whole])
    lines = events["row"].to_numpy()
    specs: list[_Spec] = []
    for number, toponym in enumerate(toponyms.to_pylist()):
        # The name may be a part of what its records say, too.
        asking = [problem.row for problem in problems[toponym] if problem.row is not None]
        found = np.searchsorted(lines, asking)
        there = [at for at, line in zip(found, asking, strict=True) if lines[at : at + 1] == line]
        rows = np.union1d(groups.get(number, whole[:0]), np.array(there, np.int64))
        if len(rows):
            specs += _specs(toponym, problems[toponym], events, rows, mentioned.get(toponym))
    # All about one name together, the name whose record comes first before the others.
    first: dict[str, int] = {}
    for spec in specs:
        first[spec.toponym] = min(first.get(spec.toponym, spec.first), spec.first)
    specs.sort(key=lambda spec: (first[spec.toponym], spec.first))
    return _worked_out(specs, events)


def _dates_of_mentions(events: pa.Table, names: Iterable[str]) -> dict[str, set[str | None]]:
    """For each name that is one in what records that have a place say, the dates of these records.

    So an answer without a context would reach them.
    """
    by_name = pc.is_in(
        pc.cast(events["kind"], pa.string()),
        value_set=pa.array(["exhibit", "world", "gazetteer", "place-id"]),
    )
    joined = events.select(["place", "date"]).filter(by_name)
    different = joined.group_by(["place", "date"]).aggregate([])
    wanted: dict[str, list[str]] = {}
    for name in names:
        wanted.setdefault(form_of(name).full, []).append(name)
    longest = max(key.count(" ") for key in wanted) + 1
    dates: dict[str, set[str | None]] = {}
    of_toponym: dict[str, list[str]] = {}
    for toponym, date in zip(
        different["place"].to_pylist(), different["date"].to_pylist(), strict=True
    ):
        if toponym is None:
            continue
        if toponym not in of_toponym:
            of_toponym[toponym] = [
                name for key in _names_in(toponym, wanted, longest) for name in wanted[key]
            ]
        for name in of_toponym[toponym]:
            dates.setdefault(name, set()).add(date)
    return dates


def _names_in(toponym: str, wanted: Container[str], longest: int) -> set[str]:
    """Which of the ``wanted`` names, by their normal forms, a toponym is or may be read to name."""
    whole = form_of(toponym).full
    words = whole.split(" ")
    parts = {
        " ".join(words[start : start + count])
        for start in range(len(words))
        for count in range(1, 1 + min(longest, len(words) - start))
    }
    found = {key for key in parts if key in wanted}
    if not found - {whole}:
        return found
    named = (named for reading in readings(toponym) for named in names_in(reading))
    return found & {whole, *(form_of(one.qualified or one.name).full for one in named)}


@dataclass(frozen=True, slots=True)
class _Spec:
    """A question before its examples have been read."""

    toponym: str
    context: str | None
    problem: Problem
    rows: Numbers
    """Into the events, in the order of the file."""

    @property
    def first(self) -> int:
        return int(self.rows[0])


def _worked_out(specs: Sequence[_Spec], events: pa.Table) -> tuple[Question, ...]:
    """The questions with their examples, which are read for all of them at once."""
    wanted = [spec.rows[:MOST_EXAMPLES] for spec in specs]
    table = events.select(["row", "date", "title"])
    told = iter(table.take(pa.array(np.concatenate(wanted))).to_pylist() if specs else [])
    questions = []
    for spec, rows in zip(specs, wanted, strict=True):
        examples = tuple(
            Example(one["row"], one["date"], one["title"]) for one in islice(told, len(rows))
        )
        problem = spec.problem
        candidates = tuple(one for one in problem.suggestions if one.place is not None)
        questions.append(
            Question(
                spec.toponym,
                spec.context,
                problem.code,
                problem.message,
                problem.file,
                len(spec.rows),
                examples,
                candidates,
            )
        )
    return tuple(questions)


def _grouped(rows: Numbers, codes: Numbers) -> dict[int, Numbers]:
    """The rows of each code, in their order."""
    order = np.argsort(codes, kind="stable")
    values, starts = np.unique(codes[order], return_index=True)
    parts = np.split(rows[order], starts[1:]) if len(rows) else []
    return dict(zip(values.tolist(), parts, strict=True))


def _specs(
    toponym: str,
    problems: Sequence[Problem],
    events: pa.Table,
    rows: Numbers,
    joined: set[str | None] | None,
) -> list[_Spec]:
    """The questions about one name; ``joined`` are the dates of its records that have a place.

    An answer without a context would reach those as well.
    """
    told = {problem.row: problem for problem in problems}
    if joined is None and len({_asked(problem) for problem in problems}) == 1:
        return [_Spec(toponym, None, problems[0], rows)]
    lines = events["row"].take(pa.array(rows)).to_pylist()
    dates = events["date"].take(pa.array(rows)).to_pylist()
    ids = events["id"].take(pa.array(rows)).to_pylist()
    asked_of: dict[str | None, set[object]] = {}
    for line, date in zip(lines, dates, strict=True):
        if line in told:
            asked_of.setdefault(date, set()).add(_asked(told[line]))
    # A date that a record with a place has too would move that record.
    single = {None, *(joined or ()), *(date for date, one in asked_of.items() if len(one) > 1)}
    by_context: dict[str, list[int]] = {}
    of_context: dict[str, Problem] = {}
    for index, (line, date, id_) in enumerate(zip(lines, dates, ids, strict=True)):
        context = str(id_) if date in single else str(date)
        by_context.setdefault(context, []).append(index)
        if line in told:
            of_context.setdefault(context, told[line])
    return [
        _Spec(toponym, context, of_context.get(context, problems[0]), rows[indices])
        for context, indices in by_context.items()
    ]


def _asked(problem: Problem) -> tuple[str, tuple[str | None, ...]]:
    return problem.code, tuple(one.place for one in problem.suggestions)


def around_of(exhibit: Exhibit) -> Around:
    """The exhibit's own places and how many events are at each."""
    places = exhibit.places
    index = pc.drop_null(exhibit.events["place_index"]).to_numpy()
    events = np.bincount(index, minlength=len(places))
    labels = pc.coalesce(places["label"], places["id"])
    return Around(
        tuple(places["id"].to_pylist()),
        tuple(labels.to_pylist()),
        places["lon"].to_numpy(),
        places["lat"].to_numpy(),
        tuple(events.tolist()),
    )


def answer_to(
    question: Question,
    candidate: Suggestion | None,
    *,
    who: str,
    when: str,
    note: str | None = None,
) -> Answer:
    """The answer that a candidate is meant, or with ``None`` that none of the known places is."""
    return Answer(
        question.toponym,
        question.context,
        None if candidate is None else candidate.place,
        who,
        when,
        None if candidate is None else full_label(candidate),
        tuple((str(one.place), full_label(one)) for one in question.candidates),
        note,
    )


def full_label(place: Suggestion) -> str:
    """What a place is called, with its country where that is known."""
    return ", ".join(filter(None, (place.label or place.value, place.country)))


def find_place(exhibit: Exhibit, questions: Sequence[Question], identity: str) -> Suggestion | None:
    """The place with an id: of the candidates, the exhibit's own gazetteers, or the world's.

    Its address in a catalogue, as a browser shows it, stands for its id.
    """
    written = ids_in(identity)
    for question in questions:
        for one in question.candidates:
            if one.place in written:
                return replace(one, why="its id was given")
    tables = [exhibit.places, *(one.places for one in _gazetteers_of(exhibit))]
    if exhibit.config.join.world:
        tables.append(read_world().excerpt((), ids=sorted(written)).places)
    for places in tables:
        found = pc.indices_nonzero(pc.is_in(places["id"], value_set=pa.array(written)))
        if len(found):
            at = found[0].as_py()
            row = {name: places[name][at].as_py() for name in ("id", "label", "lon", "lat")}
            id_ = str(row.pop("id"))
            return Suggestion(id_, "its id was given", id_, **row)
    return None


def _gazetteers_of(exhibit: Exhibit) -> list[Gazetteer]:
    """The exhibit's own places and the gazetteers that its settings name, under the join's ids."""
    if exhibit.folder is None:
        return []
    file = file_of(exhibit, "places")
    paths = gazetteer_files(exhibit.folder, exhibit.config, file)
    own = read_gazetteer(file, exhibit.config, Report(), kind="exhibit")
    others = read_gazetteers(paths, exhibit.config, Report())
    found = with_different_ids([own, *others], Report())
    return [one for one in found if isinstance(one, Gazetteer)]


def _direction(lon: float, lat: float, other_lon: float, other_lat: float) -> str:
    """The point of the compass (of eight) in which the second place lies from the first."""
    phi, other_phi, away = map(math.radians, (lat, other_lat, other_lon - lon))
    east = math.sin(away) * math.cos(other_phi)
    north = math.cos(phi) * math.sin(other_phi) - math.sin(phi) * math.cos(other_phi) * math.cos(
        away
    )
    return _POINTS[round(math.degrees(math.atan2(east, north)) / 45) % 8]
