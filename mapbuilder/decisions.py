"""Decisions: joins that a person has settled, in; which records each of them places, out.

A decision says which place a toponym means, or that it means none that is known, in all records or
in those of one context. Always true: a place that it names is there; two that contradict each other
settle nothing; who made it, and when, goes with every join that it makes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.candidates import candidates_of, suggestion_of
from mapbuilder.headings import words_on_header_below
from mapbuilder.place_ids import ids_since, is_no_place, place_since
from mapbuilder.report import Problem, Report, Suggestion, shown
from mapbuilder.tables import read_table, to_table
from mapbuilder.toponyms import form_of

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Numbers
    from mapbuilder.gazetteer import Gazetteer

COLUMNS = ("toponym", "context", "place", "label", "candidates", "who", "when", "note")
"""In the order in which `mapbuilder match` writes them; ``choice`` stands for ``place`` as well."""

NONE = "none"
"""Begins the note, or is the choice, of a decision that the toponym is no known place."""

# A cell that a spreadsheet would run as a formula stands behind an apostrophe (OWASP, "CSV
# Injection"), and so does one that begins with such apostrophes of its own.
FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠]")
_NONE = re.compile(rf"{NONE}\b", re.IGNORECASE)
_NONE_AND = re.compile(rf"^{NONE}(: *|$)", re.IGNORECASE)

_NOTHING = -2
"""Stands for a choice where decisions settle nothing."""
_LOOKED_FOR = 20
"""For so many ids that are gone the one that was meant is looked for among all ids there are."""
_MOST_COMPARISONS = 20_000_000
"""Beyond so many comparisons no toponym is suggested for one that no record has."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one row says: the toponym means that place."""

    row: int
    toponym: str
    place: str | None
    """The place's id; ``None`` where the toponym is settled to be none of the known places."""
    context: str | None = None
    """The id of the record, or its date as written; ``None`` for all records of the toponym."""
    who: str | None = None
    when: str | None = None
    label: str | None = None
    """What the place was called when it was chosen."""
    candidates: str | None = None
    """What was offered, as ``ledger`` writes it."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one table, in its order."""

    name: str
    """What messages call it: the file's name."""
    rows: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Their problems when no report was given to collect them; ``locate`` hands them on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision whose place is known."""

    decision: Decision
    gazetteer: int
    place: int
    """Index into the places of that gazetteer; -1 for none of them."""
    reason: str

    @property
    def settles(self) -> bool:
        """Whether it names a place that there is, or says that there is none."""
        return self.place >= 0 or self.decision.place is None


@dataclass(frozen=True, slots=True)
class Settled:
    """Which decision places which record."""

    choices: tuple[Choice, ...]
    choice: Numbers
    """For each record the index of its choice, -1 for none."""


def read_decisions(
    source: Path | str | object | None,
    config: Config | None = None,
    report: Report | None = None,
    *,
    name: str | None = None,
) -> Decisions:
    """The decisions of a table: a file, a data frame, or ``None`` for none.

    A row without a toponym or a place settles nothing and is a problem in ``report``.
    """
    if source is None:
        return Decisions(name or "decisions")
    own = Report() if report is None else report
    if isinstance(source, (str, Path)):
        table = read_table(
            Path(source),
            own,
            known=(*COLUMNS, "choice"),
            encoding=config.encoding if config is not None else None,
            delimiter=config.delimiter if config is not None else None,
            table="decisions",
        )
    else:
        table = to_table(source, name or "decisions", own, known=(*COLUMNS, "choice"))
    given = table.columns.column_names
    chosen = "choice" if "choice" in given and "place" not in given else "place"
    needed = {"toponym": "toponym", "place": chosen}
    missing = [column for column, called in needed.items() if called not in given]
    for column in missing:
        own.add(
            "column-missing",
            "error",
            f"the table has no column {column!r}, and a decision needs one; none of the "
            f"{len(table.rows):,} is used (its columns are {', '.join(given) or 'none'})"
            f"{words_on_header_below(table, COLUMNS)}",
            file=table.name,
            column=column,
            suggestions=tuple(
                Suggestion(near, "a column that is there")
                for near in get_close_matches(column, given, 1, 0.7)
            ),
        )
    cells = {
        column: [text and plain(text) for text in table.columns[column].to_pylist()]
        if column in given
        else [None] * len(table.rows)
        for column in (*COLUMNS, "choice")
    }
    if chosen == "choice":
        cells["place"] = cells["choice"]
    rows: list[Decision] = []
    for index, row in enumerate([] if missing else table.rows.to_pylist()):
        cell = {column: texts[index] for column, texts in cells.items()}
        toponym, place = cell["toponym"], cell["place"]
        written = place or cell["choice"]
        if written:
            none = written.casefold() == NONE
        else:
            none = bool(cell["note"] and _NONE.match(cell["note"]))
        if _is_whole(cell, row, table.name, own, none=none) and toponym:
            note = _NONE_AND.sub("", cell["note"] or "") if none else cell["note"]
            decision = Decision(
                row,
                toponym,
                None if none else place,
                context=cell["context"],
                who=cell["who"],
                when=cell["when"],
                label=cell["label"],
                candidates=cell["candidates"],
                note=note or None,
            )
            rows.append(decision)
    problems = own.problems() if report is None else ()
    return Decisions(table.name, tuple(rows), problems)


def plain(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _is_whole(
    cell: dict[str, str | None], row: int, file: str, report: Report, *, none: bool
) -> bool:
    """Whether a row says which toponym means which place; one that nobody signed is told."""
    for column, needed in (
        ("toponym", "the name as the records write it"),
        ("place", f"its id, or the note {NONE!r} where it is no place that is known"),
    ):
        if not cell[column] and not (none and column == "place"):
            report.add(
                "decision-incomplete",
                "error",
                f"a decision needs a {column}: {needed}",
                file=file,
                row=row,
                column=column,
            )
            return False
    if not cell["who"]:
        report.add(
            "decision-unsigned",
            "warning",
            "nobody has signed the decision; it holds, but write in the column 'who' who made it",
            file=file,
            row=row,
            column="who",
            value=cell["toponym"],
        )
    return True


def settle(
    decisions: Decisions,
    toponyms: Sequence[str],
    codes: Numbers,
    table: pa.Table,
    gazetteers: Sequence[Gazetteer],
    report: Report,
    *,
    used: Collection[Decision] = (),
) -> Settled:
    """The decision for each record, by toponym and context; what is wrong goes to ``report``.

    ``codes`` counts into ``toponyms``, -1 is a record without one; ``used`` are decisions that hold
    for parts of toponyms. Toponyms are compared as
    written, then by their keys with generic words; the id of a place only as written. Of several
    decisions for a record the one with its id as context counts, then the one with its date, then
    the one without a context.
    """
    known, unknown = known_choices(decisions, gazetteers, report)
    # What is unknown stands last and is never chosen: it only keeps wider decisions away.
    choices = known + unknown
    if not known:
        return Settled((), np.full(len(codes), -1, np.int64))
    fitting = _by_toponym(choices, toponyms, gazetteers)
    choices_of = _by_context(choices, fitting, decisions.name, toponyms, report)

    plain = np.full(len(toponyms) + 1, -1, np.int64)
    for code, by_context in choices_of.items():
        plain[code] = by_context.get(None, -1)
    choice = plain[codes]
    contextual = [code for code, found in choices_of.items() if found.keys() - {None}]
    rows = np.flatnonzero(np.isin(codes, contextual))
    if len(rows):
        contexts = sorted({str(c) for code in contextual for c in choices_of[code] if c})
        named = pa.array(contexts, pa.string())
        some = table.select(["id", "date"]).take(pa.array(rows))
        rows_of_contexts = np.flatnonzero(
            pc.or_(
                pc.is_in(some["id"], value_set=named), pc.is_in(some["date"], value_set=named)
            ).to_numpy()
        )
        ids, dates = (
            some[column].take(pa.array(rows_of_contexts)).to_pylist() for column in ("id", "date")
        )
        for row, id_, date in zip(rows[rows_of_contexts].tolist(), ids, dates, strict=True):
            found = choices_of[int(codes[row])]
            context = next((one for one in (id_, date) if one in found), None)
            choice[row] = found.get(context, -1)
    choice = np.maximum(choice, -1)
    unused = [index for index, one in enumerate(known) if one.decision not in used]
    _report_unused(
        unused, known, choice, fitting, choices_of, codes, decisions.name, toponyms, report
    )
    return Settled(known, choice)


def known_choices(
    decisions: Decisions, gazetteers: Sequence[Gazetteer], report: Report
) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    """The decisions whose place is in a gazetteer, the first with that id, and then the others."""
    chosen = {one.place for one in decisions.rows if one.place}
    every = {each for identity in chosen for each in ids_since(identity, gazetteers)}
    wanted = pa.array(sorted(every), pa.string())
    places: dict[str, tuple[int, int]] = {}
    for number, gazetteer in enumerate(gazetteers):
        ids = gazetteer.places["id"]
        found = pc.indices_nonzero(pc.is_in(ids, value_set=wanted)).to_pylist()
        for place in found:
            places.setdefault(ids[place].as_py(), (number, place))
    known: list[Choice] = []
    unknown: list[Choice] = []
    for one in decisions.rows:
        if one.place is None:
            known.append(Choice(one, -1, -1, _reason(one)))
            continue
        if (at := place_since(one.place, one.label, places, gazetteers)) is not None:
            known.append(Choice(one, *at, _reason(one)))
            continue
        unknown.append(Choice(one, -1, -1, ""))
        report.add(
            "decision-place-unknown",
            "error",
            is_no_place(one.place, one.label),
            file=decisions.name,
            row=one.row,
            column="place",
            value=one.place,
            suggestions=_nearest_places(one, gazetteers, len(unknown) <= _LOOKED_FOR),
        )
    return tuple(known), tuple(unknown)


def _nearest_places(
    one: Decision, gazetteers: Sequence[Gazetteer], are_compared: bool
) -> tuple[Suggestion, ...]:
    """The ids that may have been meant: of places with that name, then those spelt nearly so."""
    from rapidfuzz import process

    found: dict[str, Suggestion] = {}
    written = str(one.place)
    # A place that has another id now has its old name still.
    names = dict.fromkeys([written, one.label or "", (one.label or "").partition(",")[0]])
    for name in filter(None, names):
        for named in candidates_of([name], gazetteers)[0]:
            gazetteer = gazetteers[named.gazetteer]
            identity = str(gazetteer.places["id"][named.place].as_py())
            found.setdefault(
                identity, suggestion_of(gazetteer, named.place, identity, "the place of that name")
            )
    for gazetteer in gazetteers if are_compared else ():
        ids = gazetteer.places["id"].to_pylist()
        for identity, _, place in process.extract(written, ids, limit=3, score_cutoff=60):
            found.setdefault(
                identity, suggestion_of(gazetteer, place, identity, "is spelt nearly so")
            )
    return tuple(found.values())


def _reason(one: Decision) -> str:
    who = f" by {one.who}" if one.who else ""
    when = f", {one.when}" if one.when else ""
    where = f" in {shown(one.context)}" if one.context else ""
    what = "none of the known places" if one.place is None else "this place"
    return f"settled{who}{when}: {shown(one.toponym)}{where} is {what}"


def _named(one: Decision) -> str:
    return "no place" if one.place is None else shown(one.place)


def _by_toponym(
    choices: Sequence[Choice], toponyms: Sequence[str], gazetteers: Sequence[Gazetteer]
) -> dict[int, list[int]]:
    """For each toponym the choices for it: those of its own spelling, else those of its key.

    Who writes a place's id in a record has settled that record: a decision about a name that only
    has the same key leaves it alone.
    """
    names = pa.array(toponyms, pa.string())
    ids: set[str] = set()
    for gazetteer in gazetteers:
        ids.update(names.filter(pc.is_in(names, value_set=gazetteer.places["id"])).to_pylist())
    spelt: dict[str, list[int]] = defaultdict(list)
    keyed: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(choices):
        spelt[one.decision.toponym].append(index)
        keyed[form_of(one.decision.toponym).full].append(index)
    found: dict[int, list[int]] = {}
    for code, toponym in enumerate(toponyms):
        if not toponym:
            continue
        own = spelt.get(toponym, [])
        of_key = own if toponym in ids else keyed.get(form_of(toponym).full, [])
        if of_key:
            # A decision for one context leaves those for others, of whatever spelling, in force.
            decided = {choices[index].decision.context for index in own}
            found[code] = own + [
                index for index in of_key
                if index not in own and choices[index].decision.context not in decided
            ]  # fmt: skip
    return found


def _by_context(
    choices: Sequence[Choice],
    fitting: dict[int, list[int]],
    file: str,
    toponyms: Sequence[str],
    report: Report,
) -> dict[int, dict[str | None, int]]:
    """For each toponym the choice in each context, or that nothing is settled there.

    Where decisions contradict each other, or have no place, a wider one is not to step in.
    """
    found: dict[int, dict[str | None, int]] = {}
    told: set[tuple[int, int]] = set()
    for code, indices in fitting.items():
        by_context: dict[str | None, list[int]] = defaultdict(list)
        for index in indices:
            by_context[choices[index].decision.context].append(index)
        found[code] = {}
        for context, indices_there in by_context.items():
            found[code][context] = _NOTHING
            those = [index for index in indices_there if choices[index].settles]
            if not those:
                continue
            first, *others = those
            place = choices[first].gazetteer, choices[first].place
            against = [i for i in others if (choices[i].gazetteer, choices[i].place) != place]
            if not against:
                found[code][context] = first
            for index in against:
                if (first, index) in told:
                    continue
                told.add((first, index))
                one, other = choices[first].decision, choices[index].decision
                report.add(
                    "decision-contradicted",
                    "error",
                    f"{shown(toponyms[code])} is {_named(other)} here and {_named(one)} "
                    f"in row {one.row}; neither counts until one is removed or has a context",
                    file=file,
                    row=other.row,
                    column="place",
                    value=other.place,
                )
    return found


def _report_unused(
    unused: Sequence[int],
    choices: Sequence[Choice],
    choice: Numbers,
    fitting: dict[int, list[int]],
    choices_of: dict[int, dict[str | None, int]],
    codes: Numbers,
    file: str,
    toponyms: Sequence[str],
    report: Report,
) -> None:
    """A note for each of some decisions that no record needs, with the toponym that may be meant.

    ``unused`` are indices of ``choices``.
    """
    from rapidfuzz import process

    chosen = set(np.unique(choice[choice >= 0]).tolist())
    in_records = set(np.unique(codes[codes >= 0]).tolist())
    reached = {
        index for code, indices in fitting.items() if code in in_records for index in indices
    }
    # Of two that say the same the first is used, and of two that contradict each other none.
    told = reached - {i for found in choices_of.values() for i in found.values()}
    known = [toponyms[code] for code in sorted(in_records)]
    # A decision for a day stands here for each way in which records write it.
    every = {*range(len(choices))}
    not_told = (chosen | told | every.difference(unused)) & every
    rows = {choices[index].decision.row for index in not_told}
    for index in unused:
        if choices[index].decision.row in rows:
            continue
        decision = choices[index].decision
        suggestions: tuple[Suggestion, ...] = ()
        if index in reached and decision.context:
            column, value = "context", decision.context
            message = (
                f"no record with the toponym {shown(decision.toponym)} has the id or the date "
                f"{shown(value)}; nothing is settled by it"
            )
        elif index in reached:
            column, value = "toponym", decision.toponym
            message = (
                f"every record with the toponym {shown(value)} is settled by a decision for its "
                "context; this one settles none"
            )
        else:
            column, value = "toponym", decision.toponym
            of = f" with the id or the date {shown(decision.context)}" if decision.context else ""
            message = f"no record{of} has the toponym {shown(value)}; nothing is settled by it"
            if len(known) * len(choices) <= _MOST_COMPARISONS:
                suggestions = tuple(
                    Suggestion(near, "a toponym of the records")
                    for near, _, _ in process.extract(value, known, limit=1, score_cutoff=75)
                )
        report.add(
            "decision-unused",
            "note",
            message,
            file=file,
            row=decision.row,
            column=column,
            value=value,
            suggestions=suggestions,
        )
