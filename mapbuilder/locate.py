"""The join: records and gazetteers in, events with their places and how each was joined out.

Work is done for each unique toponym and spread over the records. Always true: every record that was
kept is one event, in the records' order; a place comes from a coordinate in the record, an id, or
one name that is exact in its normal form. A near miss is a suggestion, never a join.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mapbuilder.report import Report, Severity, Suggestion, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.candidates import Candidate
    from mapbuilder.config import Config
    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.decisions import Decisions
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.records import Records

JoinKind = Literal["coordinates", "place-id", "exhibit", "world", "gazetteer", "decision"]

_ROWS_TOLD = 20
"""A toponym in more records than this is told for the first ones and counted for the rest."""
_OPEN = -(2**62)
"""Stands for an open or unknown end of a span where spans are compared as numbers."""


@dataclass(frozen=True, slots=True)
class Located:
    """Records after the join: ``count == len(events) + rejected``."""

    events: pa.Table
    """The records' columns, with place_index (into ``places``), lon, lat, kind and reason."""
    places: pa.Table
    """The places that events use: the gazetteers' in their order, then own coordinates by id."""
    joins: pa.Table
    """A row for each event with a place: row, id, toponym, place, label, lon, lat, kind,
    gazetteer, reason, event (index into ``events``)."""
    report: Report
    count: int
    rejected: int
    name: str
    """What messages call the records: the file's name."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of a toponym in records of one span: a place, or a problem, or neither."""

    place: int = -1
    """Index over the places of all gazetteers, one gazetteer after the other."""
    kind: JoinKind | None = None
    gazetteer: str | None = None
    reason: str | None = None
    code: str | None = None
    message: str = ""
    suggestions: tuple[Suggestion, ...] = ()


def locate(
    records: Records,
    gazetteer: Gazetteer | Sequence[Gazetteer],
    report: Report | None = None,
    config: Config | None = None,
    decisions: Decisions | object | None = None,
) -> Located:
    """Events for the records, each with its place or with the reason why it has none.

    Gazetteers are searched in the order given; the first that knows the toponym decides. Names
    are compared by ``toponyms.normal_form``; a former name joins only a record whose span overlaps
    the name's years. A decision (a table of them, or ``read_decisions``) comes before any name, and
    a record's own coordinate wins over its toponym.
    """
    import numpy as np
    import pyarrow as pa

    from mapbuilder.coordinates import has_coordinate, own_places
    from mapbuilder.decisions import Decisions, read_decisions
    from mapbuilder.gazetteer import Gazetteer

    gazetteers = [gazetteer] if isinstance(gazetteer, Gazetteer) else list(gazetteer)
    report = Report() if report is None else report
    report.add_all(records.problems)
    for one in gazetteers:
        report.add_all(one.problems)
    if not isinstance(decisions, Decisions):
        decisions = read_decisions(decisions, config, report)
    report.add_all(decisions.problems)
    table = _without_our_columns(records.table)
    toponyms, codes = _unique_toponyms(table)
    own = has_coordinate(table)
    outcomes, outcome = _resolve(toponyms, codes, table, gazetteers, own)
    if decisions.rows:
        outcome = _decided(
            decisions, toponyms, codes, table, gazetteers, own, outcomes, outcome, report
        )
    unplaced = np.where(own, 0, outcome)
    _report_problems(outcomes, unplaced, table, records.name, config, report)

    known = _places_of(gazetteers)
    place = np.array([one.place for one in outcomes], np.int64)[outcome]
    rows = np.flatnonzero(own)
    found = own_places(table.take(rows), toponyms, codes[rows], place[rows], known)
    if "shape_wkb" in table.column_names:
        # From here on a line or area is its place's.
        table = table.drop_columns(["shape_wkb"])
    place[rows] = found.place
    outcome[rows] = len(outcomes) + found.reason
    outcomes += [_Outcome(kind="coordinates", reason=reason) for reason in found.reasons]

    used, index = np.unique(place, return_inverse=True)
    if len(used) and used[0] < 0:
        used, index = used[1:], index - 1
    places = pa.concat_tables([known, found.places], promote_options="permissive").take(used)
    events = _events(table, places, index.reshape(-1), outcomes, outcome)
    joins = _joins(events, places, outcomes, outcome)
    return Located(events, places, joins, report, records.count, records.rejected, records.name)


def with_plain_texts(table: pa.Table) -> pa.Table:
    """The table with plain texts for its dictionaries, as most people expect them."""
    import pyarrow as pa

    return table.cast(
        pa.schema(
            [
                (field.name, field.type.value_type)
                if pa.types.is_dictionary(field.type)
                else (field.name, field.type)
                for field in table.schema
            ]
        )
    )


def _unique_toponyms(table: pa.Table) -> tuple[list[str], Numbers]:
    """The toponyms, each once, and for each record the number of its own (-1 for none)."""
    import numpy as np
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(table["place"].combine_chunks())
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    toponyms = [toponym.strip() for toponym in encoded.dictionary.to_pylist()]
    empty = np.array([not toponym for toponym in toponyms] + [False], bool)
    codes[empty[codes]] = -1
    return toponyms, codes


def _resolve(
    toponyms: list[str],
    codes: Numbers,
    table: pa.Table,
    gazetteers: Sequence[Gazetteer],
    own: Flags,
) -> tuple[list[_Outcome], Numbers]:
    """The different outcomes, the first for records without a toponym, and each record's own.

    Where a toponym's names are bounded by years, its records are told apart by their spans.
    """
    import numpy as np
    import pyarrow.compute as pc

    from mapbuilder.candidates import candidates_of, suggestions_of
    from mapbuilder.coordinates import unique_rows

    named = np.unique(codes[codes >= 0]).tolist()
    candidates = dict(
        zip(named, candidates_of([toponyms[code] for code in named], gazetteers), strict=True)
    )
    # Nothing needs to be suggested for a record with a coordinate of its own.
    asking = set(codes[~own].tolist())
    unknown = [code for code in named if not candidates[code] and code in asking]
    suggested = dict(
        zip(unknown, suggestions_of([toponyms[code] for code in unknown], gazetteers), strict=True)
    )
    outcomes = [_Outcome()]
    number = np.zeros(len(toponyms) + 1, np.int64)
    dated = np.zeros(len(toponyms) + 1, bool)
    for code in named:
        if any(one.years is not None for one in candidates[code]):
            dated[code] = True
            continue
        number[code] = len(outcomes)
        outcomes.append(
            _outcome(
                toponyms[code], candidates[code], gazetteers, None, None, suggested.get(code, ())
            )
        )
    outcome = number[codes]
    rows = np.flatnonzero(dated[codes])
    if len(rows):
        start, end = (
            pc.fill_null(table[column], _OPEN).to_numpy()[rows]
            for column in ("start_day", "end_day")
        )
        different, inverse = unique_rows(codes[rows], start, end)
        outcome[rows] = len(outcomes) + inverse
        for code, first, last in zip(
            codes[rows][different].tolist(),
            start[different].tolist(),
            end[different].tolist(),
            strict=True,
        ):
            span = (None if first == _OPEN else first, None if last == _OPEN else last)
            outcomes.append(_outcome(toponyms[code], candidates[code], gazetteers, *span, ()))
    return outcomes, outcome


def _outcome(
    toponym: str,
    candidates: Sequence[Candidate],
    gazetteers: Sequence[Gazetteer],
    start_day: int | None,
    end_day: int | None,
    suggestions: tuple[Suggestion, ...],
) -> _Outcome:
    """The place of a toponym in records of a span, or the problem that leaves it without one."""
    from mapbuilder.candidates import in_words, suggestion_of

    first_place = 0
    for number, gazetteer in enumerate(gazetteers):
        held: dict[int, Candidate] = {}
        for one in candidates:
            if one.gazetteer == number and one.holds(start_day, end_day):
                held.setdefault(one.place, one)
        if len(held) == 1:
            [(place, one)] = held.items()
            kind: JoinKind = "place-id" if one.by_id else gazetteer.kind
            return _Outcome(first_place + place, kind, gazetteer.name, one.reason)
        if held:
            ids = [gazetteer.places["id"][place].as_py() for place in held]
            return _Outcome(
                code="place-ambiguous",
                message=f"{shown(toponym)} may be {len(held)} places; write the id of the one "
                "that is meant in the place column, or settle it in a table of decisions",
                suggestions=tuple(
                    suggestion_of(gazetteer, place, identity, one.reason)
                    for identity, (place, one) in zip(ids, held.items(), strict=True)
                ),
            )
        first_place += len(gazetteer.places)
    if candidates:
        names = "; ".join(
            f"{gazetteers[one.gazetteer].places['label'][one.place].as_py()}, "
            f"{in_words(one.years or '')}"
            for one in candidates
        )
        return _Outcome(
            code="place-name-out-of-years",
            message=f"{shown(toponym)} is a name of another time ({names}) than the record's date",
            suggestions=tuple(
                suggestion_of(
                    gazetteers[one.gazetteer],
                    one.place,
                    str(gazetteers[one.gazetteer].places["id"][one.place].as_py()),
                    f"had this name {in_words(one.years or '')}",
                )
                for one in candidates
            ),
        )
    where = " and ".join(repr(one.name) for one in gazetteers if len(one.places))
    message = f"{shown(toponym)} is not a place in {where}; add it there or correct the name"
    if not where:
        message = (
            f"{shown(toponym)} is not known, since there is no table of places; add one with it"
        )
    return _Outcome(code="place-unknown", message=message, suggestions=suggestions)


def _decided(
    decisions: Decisions,
    toponyms: list[str],
    codes: Numbers,
    table: pa.Table,
    gazetteers: Sequence[Gazetteer],
    own: Flags,
    outcomes: list[_Outcome],
    outcome: Numbers,
    report: Report,
) -> Numbers:
    """The records' outcomes after the decisions of a person, which are added to ``outcomes``.

    That a decision sends a record elsewhere than its name would is a note in ``report``.
    """
    import numpy as np

    from mapbuilder.coordinates import unique_rows
    from mapbuilder.decisions import settle

    settled = settle(decisions, toponyms, codes, table, gazetteers, report)
    starts = np.cumsum([0, *(len(one.places) for one in gazetteers)]).tolist()
    before = len(outcomes)
    for one in settled.choices:
        if one.place < 0:
            outcomes.append(_Outcome(reason=one.reason))
            continue
        name = gazetteers[one.gazetteer].name
        outcomes.append(_Outcome(starts[one.gazetteer] + one.place, "decision", name, one.reason))
    decided = np.where(settled.choice < 0, outcome, before + settled.choice)
    rows = np.flatnonzero((settled.choice >= 0) & ~own)
    different, _ = unique_rows(settled.choice[rows], outcome[rows])
    told: set[int] = set()
    for row in rows[different].tolist():
        index, named = int(settled.choice[row]), outcomes[outcome[row]]
        if named.place < 0 or named.place == outcomes[before + index].place or index in told:
            continue
        told.add(index)
        decision = settled.choices[index].decision
        report.add(
            "decision-overrules",
            "note",
            f"without the decision {shown(decision.toponym)} would be joined elsewhere "
            f"({named.reason})",
            file=decisions.name,
            row=decision.row,
            column="place",
            value=decision.place,
        )
    return decided


def _report_problems(
    outcomes: list[_Outcome],
    outcome: Numbers,
    table: pa.Table,
    name: str,
    config: Config | None,
    report: Report,
) -> None:
    """A problem for every record that its toponym leaves without a place.

    Groups without markers need no place: an unknown one is for information there.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    groups = config.groups if config is not None else {}
    quiet_groups = [group for group, one in groups.items() if not one.markers]
    quiet = pc.is_in(table["group"], value_set=pa.array(quiet_groups, pa.string())).to_numpy()
    failed = np.array([one.code is not None for one in outcomes], bool)[outcome]
    rows = np.flatnonzero(failed)
    lines = table["row"].to_numpy()
    rows = rows[np.lexsort((lines[rows], quiet[rows], outcome[rows]))]
    starts = np.flatnonzero(
        np.r_[True, (np.diff(outcome[rows]) != 0) | (np.diff(quiet[rows].astype(np.int8)) != 0)]
    )
    for same in np.split(rows, starts[1:]) if len(rows) else []:
        one = outcomes[outcome[same[0]]]
        severity: Severity = "warning"
        if quiet[same[0]] and one.code == "place-unknown":
            severity = "note"
        told = same[:_ROWS_TOLD]
        dates = table["date"].take(told).to_pylist()
        toponyms = table["place"].take(told).to_pylist()
        for line, date, toponym in zip(lines[told].tolist(), dates, toponyms, strict=True):
            message = one.message
            if one.code == "place-name-out-of-years":
                message += f" ({date})"
            if len(same) > len(told) and line == lines[told[-1]]:
                message += f"; the same in {len(same) - len(told):,} more rows"
            report.add(
                str(one.code),
                severity,
                message,
                file=name,
                row=line,
                column="place",
                value=toponym,
                suggestions=one.suggestions,
            )


def _places_of(gazetteers: Sequence[Gazetteer]) -> pa.Table:
    """The places of all gazetteers, one after the other, with the column ``gazetteer``."""
    import pyarrow as pa

    return pa.concat_tables(
        [
            one.places.append_column("gazetteer", pa.repeat(pa.scalar(one.name), len(one.places)))
            for one in gazetteers
        ],
        promote_options="permissive",
    )


def _without_our_columns(table: pa.Table) -> pa.Table:
    """The records, their own columns renamed where the join adds one of the same name."""
    names = [
        f"{name}_given" if name in ("place_index", "kind", "reason") else name
        for name in table.column_names
    ]
    if names == table.column_names:
        return table
    import json

    metadata = dict(table.schema.metadata or {})
    if extra := metadata.get(b"extra"):
        renamed = dict(zip(table.column_names, names, strict=True))
        metadata[b"extra"] = json.dumps([renamed.get(name, name) for name in json.loads(extra)])
    return table.rename_columns(names).replace_schema_metadata(metadata)


def _events(
    table: pa.Table, places: pa.Table, index: Numbers, outcomes: list[_Outcome], outcome: Numbers
) -> pa.Table:
    """The records with their places' coordinates and how each was joined."""
    import pyarrow as pa

    nowhere = index < 0
    place_index = pa.array(index, pa.int32(), mask=nowhere)
    for column in ("lat", "lon"):
        at = table.column_names.index(column)
        table = table.set_column(at, column, places[column].take(place_index))
    table = table.append_column("place_index", place_index)
    # A record without a place has a reason as well where a person has said that there is none.
    how = pa.array(outcome, pa.int32())
    for column in ("kind", "reason"):
        texts = pa.array([getattr(one, column) for one in outcomes], pa.string())
        table = table.append_column(column, texts.take(how).dictionary_encode())
    return table


def _joins(
    events: pa.Table, places: pa.Table, outcomes: list[_Outcome], outcome: Numbers
) -> pa.Table:
    """A row for each event with a place; texts that repeat are dictionaries."""
    import pyarrow as pa
    import pyarrow.compute as pc

    placed = pc.indices_nonzero(pc.is_valid(events["place_index"]))
    found = events.select(["row", "id", "place", "lon", "lat", "kind", "reason"]).take(placed)
    index = events["place_index"].take(placed).combine_chunks()
    gazetteer = pa.array([one.gazetteer for one in outcomes], pa.string())
    return pa.table(
        {
            "row": found["row"],
            "id": found["id"],
            "toponym": found["place"],
            "place": places["id"].take(index).combine_chunks().dictionary_encode(),
            "label": places["label"].take(index).combine_chunks().dictionary_encode(),
            "lon": found["lon"],
            "lat": found["lat"],
            "kind": found["kind"],
            "gazetteer": gazetteer.take(pa.array(outcome).take(placed)).dictionary_encode(),
            "reason": found["reason"],
            "event": placed.cast(pa.int64()),
        }
    )
