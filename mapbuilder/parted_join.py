"""The join over parts: what all parts ask is answered once, then spread over each of them.

In go the questions of the whole (``gathered``), out comes what to say to each part, and of a part's
records with that, its events. Always true: the events of all parts, one after another, are those
that ``locate`` gives for the whole table, with the same places, reasons and problems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from mapbuilder.coordinates import Numbers, OwnPlaces, numbers_in, own_places, unique_rows
from mapbuilder.decisions import Decisions
from mapbuilder.digest import Digest
from mapbuilder.errors import InputError
from mapbuilder.gathered import Whole
from mapbuilder.joined_places import places_in_use
from mapbuilder.locate import Resolved, resolve_names, to_events, to_joins
from mapbuilder.outcome import Outcome
from mapbuilder.unjoined import Told, most_told, tell, to_tell

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.report import Report
    from mapbuilder.world import World

_LOOKED_FOR = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """What the whole says to one part."""

    outcomes: list[Outcome]
    """Those that its records have: kind, gazetteer and reason, and whether they are problems."""
    numbers: Numbers
    """Of each the number in the whole."""
    outcome: Numbers
    """For each question of the part its outcome's index in ``outcomes``."""
    place: Numbers
    """For each question its first place in ``places``, -1 for none."""
    point_outcome: Numbers
    """Both again for each of its points."""
    point_place: Numbers
    places: pa.Table
    """The places that it needs."""
    place_index: Numbers
    """Of each the number in the whole."""
    several: dict[int, list[int]]
    """By the index of an outcome of several places: all of them, in ``places``."""
    most: int
    """How many records of a kind are told that have no place."""
    mark: int
    """That of the digest which was answered."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the whole came to."""

    resolved: Resolved
    whole: Whole
    outcomes: list[Outcome]
    """Those of the questions, then those of coordinates."""
    outcome: Numbers
    """For each question, as if no record had a coordinate."""
    place: Numbers
    point_outcome: list[Numbers]
    """For each part's points."""
    point_place: list[Numbers]
    places: pa.Table
    several: dict[int, list[int]]
    kinds: dict[tuple[int, bool], int]
    """How many records without a place there are of each outcome that is a problem, apart for
    groups without markers."""

    @property
    def most(self) -> int:
        """How many records of a kind are told."""
        return most_told(len(self.kinds))

    def answer(self, part: int) -> Answer:
        """What is to be said to a part."""
        questions = self.whole.of_part[part]
        outcome, place = self.outcome[questions], self.place[questions]
        point_outcome, point_place = self.point_outcome[part], self.point_place[part]
        used = numbers_in(np.concatenate([outcome, point_outcome]))
        numbers = np.array(used, np.int64)
        several = {number: self.several[number] for number in used if number in self.several}
        also = [np.array(places, np.int64) for places in several.values()]
        at = np.array(numbers_in(np.concatenate([place, point_place, *also])), np.int64)

        def here(places: Any) -> Numbers:
            found: Numbers = np.where(np.array(places) < 0, -1, np.searchsorted(at, places))
            return found

        lists = {
            int(np.searchsorted(numbers, number)): here(places).tolist()
            for number, places in several.items()
        }
        if self.several and not lists:
            # Where any event has a list, the events of all parts have the column for it.
            lists = {-1: []}
        return Answer(
            [self.outcomes[number]._replace(places=(), question=None) for number in used],
            numbers,
            np.searchsorted(numbers, outcome),
            here(place),
            np.searchsorted(numbers, point_outcome),
            here(point_place),
            self.places.take(pa.array(at)).combine_chunks(),
            at,
            lists,
            self.most,
            self.whole.marks[part],
        )


def decide(
    whole: Whole,
    given: Sequence[Gazetteer | World],
    report: Report,
    config: Config | None,
    decisions: Decisions,
    *,
    looked_for: int = _LOOKED_FOR,
) -> Decided:
    """What becomes of the questions of the whole."""
    from mapbuilder.gazetteer import Gazetteer

    questions = whole.questions
    own = questions["own"].to_numpy(zero_copy_only=False)
    times = questions["count"].to_numpy()
    resolved = resolve_names(
        questions, own, given, report, config, decisions, looked_for=looked_for, times=times
    )
    outcomes, known = list(resolved.outcomes), resolved.known
    first = np.array([known.first(one) for one in outcomes], np.int64)
    place = first[resolved.outcome] if len(questions) else np.zeros(0, np.int64)
    kinds = _kinds(resolved, own, questions["quiet"].to_numpy(zero_copy_only=False), times)
    found = _own_places(whole, resolved, place)
    at_point = len(outcomes) + found.reason
    outcomes += [Outcome(kind="coordinates", reason=reason) for reason in found.reasons]
    # Of a question whose records have coordinates nobody is at the place that it names.
    elsewhere = np.where(own, -1, place)
    worlds = [one for one in given if not isinstance(one, Gazetteer)]
    places, index, several = places_in_use(
        known,
        found,
        outcomes,
        np.concatenate([np.where(own, 0, resolved.outcome), at_point]),
        np.concatenate([elsewhere, found.place]),
        worlds,
    )
    ends = np.cumsum([len(points) for points in whole.points])[:-1]
    return Decided(
        resolved,
        whole,
        outcomes,
        np.where(own, 0, resolved.outcome),
        index[: len(questions)],
        np.split(at_point, ends),
        np.split(index[len(questions) :], ends),
        places,
        several,
        kinds,
    )


def _kinds(resolved: Resolved, own: Any, quiet: Any, times: Numbers) -> dict[tuple[int, bool], int]:
    failed = np.array([one.code is not None for one in resolved.outcomes], bool)
    counts: dict[tuple[int, bool], int] = {}
    open_ = np.flatnonzero(failed[resolved.outcome] & ~own) if len(own) else ()
    for row in open_:
        kind = (int(resolved.outcome[row]), bool(quiet[row]))
        counts[kind] = counts.get(kind, 0) + int(times[row])
    return counts


def _own_places(whole: Whole, resolved: Resolved, place: Numbers) -> OwnPlaces:
    """The places of all points, found from as few records as say the same as all.

    Of each point the most frequent toponym stands for all of them, and its titles are those of the
    records that tell whether they are one.
    """
    known = resolved.known.table
    if whole.titled is None:
        nothing = np.zeros(0, np.int64)
        return OwnPlaces(known.slice(0, 0), nothing, nothing, [])
    points = pa.concat_tables(whole.points).combine_chunks()
    both = pa.concat_tables(
        [
            points.select(["lon", "lat", "shape_wkb"]),
            whole.titled.select(["lon", "lat", "shape_wkb"]),
        ]
    )
    _, point = unique_rows(*(_codes(both[name]) for name in both.column_names))
    here, there = point[: len(points)], point[len(points) :]
    question = points["question"].to_numpy()
    codes = _most_frequent(here, resolved.codes[question], points["count"].to_numpy(), resolved)
    # For its titles and id any record of the point will do that is in `titled`.
    one = np.full(int(point.max(initial=-1)) + 1, -1, np.int64)
    one[there[::-1]] = np.arange(len(there) - 1, -1, -1)
    texts = whole.titled.drop_columns(["lon", "lat", "shape_wkb", "question"])
    held = {name: points[name] for name in points.column_names if name not in ("question", "count")}
    held |= {name: texts[name].take(pa.array(one[here])) for name in texts.column_names}
    table = pa.concat_tables(
        [pa.table(held), whole.titled.drop_columns(["question"])], promote_options="permissive"
    )
    if not table["shape_wkb"].null_count < len(table):
        table = table.drop_columns(["shape_wkb"])
    named = np.concatenate([place[question], place[whole.titled["question"].to_numpy()]])
    found = own_places(
        table.combine_chunks(),
        resolved.toponyms,
        np.concatenate([codes, np.full(len(whole.titled), -1, np.int64)]),
        named,
        known,
    )
    count = len(points)
    return OwnPlaces(found.places, found.place[:count], found.reason[:count], found.reasons)


def _most_frequent(point: Numbers, codes: Numbers, counts: Numbers, resolved: Resolved) -> Numbers:
    """For each row its toponym where that is its point's most frequent one, else -1.

    Of equals it is the first in the alphabet.
    """
    best: dict[int, tuple[int, str, int]] = {}
    rows = np.flatnonzero(codes >= 0)
    first, pair = unique_rows(point[rows], codes[rows])
    sums = np.bincount(pair, counts[rows], minlength=len(first)).astype(np.int64)
    for at, code, number in zip(
        point[rows][first].tolist(), codes[rows][first].tolist(), sums.tolist(), strict=False
    ):
        rank = (-number, resolved.toponyms[code], code)
        if at not in best or rank < best[at]:
            best[at] = rank
    winner = np.full(int(point.max(initial=-1)) + 1, -1, np.int64)
    for at, (_, _, code) in best.items():
        winner[at] = code
    return np.where(codes == winner[point], codes, -1)


def _codes(column: Any) -> Numbers:
    encoded = column.combine_chunks().dictionary_encode()
    codes: Numbers = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64)


def refuse_other(digest: Digest, answer: Answer) -> None:
    """Raises ``InputError`` when the part is not the one that was asked about."""
    if digest.mark != answer.mark:
        raise InputError("the table was changed while it was read; start again")


def spread(table: pa.Table, digest: Digest, answer: Answer) -> tuple[pa.Table, pa.Table]:
    """The events of a part and their joins; ``place_index`` counts into the answer's places."""
    outcome, place = _of_records(digest, answer)
    if "shape_wkb" in table.column_names:
        table = table.drop_columns(["shape_wkb"])
    events = to_events(table, answer.places, place, answer.outcomes, outcome, answer.several)
    return events, to_joins(events, answer.places, answer.outcomes, outcome)


def _of_records(digest: Digest, answer: Answer) -> tuple[Numbers, Numbers]:
    """The outcome of each record of a part, and its first place."""
    outcome, place = answer.outcome[digest.question], answer.place[digest.question]
    outcome[digest.own] = answer.point_outcome[digest.point]
    place[digest.own] = answer.point_place[digest.point]
    return outcome, place


def told_of_part(table: pa.Table, digest: Digest, answer: Answer) -> Told | None:
    """The records of a part that may have to be told because they have no place."""
    failed = np.array([one.code is not None for one in answer.outcomes], bool)
    asked = failed[answer.outcome] if len(answer.outcome) else np.zeros(0, bool)
    outcome = answer.numbers[answer.outcome][digest.question]
    quiet = digest.questions["quiet"].to_numpy(zero_copy_only=False)[digest.question]
    return to_tell(asked[digest.question] & ~digest.own, outcome, quiet, table, answer.most)


def told_together(decided: Decided, told: Sequence[Told]) -> Told | None:
    """Of what parts tell the first of each kind, and of how many records each kind is."""
    if not told:
        return None
    outcome = np.concatenate([one.outcome for one in told])
    quiet = np.concatenate([one.quiet for one in told])
    row = np.concatenate([one.row for one in told])
    order = np.lexsort((row, quiet, outcome))
    kind = outcome[order] * 2 + quiet[order]
    begins = np.flatnonzero(np.r_[True, np.diff(kind) != 0])
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.r_[begins, len(order)]))
    order = order[rank < decided.most]
    place, date = (
        pa.concat_arrays([_in_one(getattr(one, name)) for one in told]).take(pa.array(order))
        for name in ("place", "date")
    )
    counts = [
        decided.kinds[kind]
        for kind in zip(outcome[order].tolist(), quiet[order].tolist(), strict=True)
    ]
    return Told(
        outcome[order],
        quiet[order],
        row[order],
        place,
        date,
        np.array(counts, np.int64),
        decided.most,
    )


def _in_one(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def report_untold(decided: Decided, told: Told | None, name: str, report: Report) -> None:
    """A problem for each record that is told."""
    if told is not None:
        tell(told, decided.resolved.outcomes, decided.resolved.suggested, name, report)
