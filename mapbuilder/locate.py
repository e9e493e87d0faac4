"""The join: records and gazetteers in, events with their places and how each was joined out.

Work is done for each unique toponym and spread over the records. Always true: every record that was
kept is one event, in the records' order; a place comes from a coordinate in the record, an id, or
one name that is exact in its normal form. A near miss is a suggestion, never a join.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapbuilder.collector import held_still
from mapbuilder.report import Report, shown

if TYPE_CHECKING:
    import pyarrow as pa

    from mapbuilder.config import Config
    from mapbuilder.coordinates import Flags, Numbers
    from mapbuilder.decisions import Decision, Decisions
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.joined_places import Places
    from mapbuilder.outcome import Outcome
    from mapbuilder.records import Records
    from mapbuilder.report import Suggestion
    from mapbuilder.resolve import Resolver
    from mapbuilder.said import Said
    from mapbuilder.world import World

_MOST_LOOKED_FOR = 300
"""Of so many unknown toponyms, the most frequent ones, near misses are looked for."""
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


@held_still()
def locate(
    records: Records,
    gazetteer: Gazetteer | World | Sequence[Gazetteer | World],
    report: Report | None = None,
    config: Config | None = None,
    decisions: Decisions | object | None = None,
    *,
    looked_for: int = _MOST_LOOKED_FOR,
    listed: bool = True,
) -> Located:
    """Events for the records, each with its places or with the reason why it has none.

    Gazetteers are searched in the order given; the first that knows the toponym decides. Names
    are compared by ``toponyms.normal_form``, a toponym that is no name is read by ``phrases``, and
    of several places of one name ``context`` chooses by rules that can be said. A former name joins
    only a record whose span overlaps the name's years. A decision (a table of them, or
    ``read_decisions``) comes before any name, and a record's own coordinate wins over its toponym.
    Near misses in the world's gazetteer are suggested for so many unknown toponyms, the most
    frequent ones, as are ``looked_for``. Unless ``listed``, the table of joins has no rows: a page
    does not need them, and of a million records they take 80 MB.
    """
    import numpy as np
    import pyarrow as pa

    from mapbuilder.coordinates import has_coordinate, own_places
    from mapbuilder.decisions import Decisions, read_decisions
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.joined_places import places_in_use
    from mapbuilder.outcome import Outcome
    from mapbuilder.place_ids import with_different_ids
    from mapbuilder.said import report_nothing
    from mapbuilder.unjoined import report_unjoined

    given = list(gazetteer) if isinstance(gazetteer, Sequence) else [gazetteer]
    report = Report() if report is None else report
    report.add_all(records.problems)
    for one in given:
        if isinstance(one, Gazetteer):
            report.add_all(one.problems)
    given = with_different_ids(given, report)
    if not isinstance(decisions, Decisions):
        decisions = read_decisions(decisions, config, report)
    report.add_all(decisions.problems)
    table = without_our_columns(records.table)
    own = has_coordinate(table)
    report_nothing(table, records.name, report)
    named = resolve_names(table, own, given, report, config, decisions, looked_for=looked_for)
    outcomes, outcome, known = named.outcomes, named.outcome, named.known
    unplaced = np.where(own, 0, outcome)
    report_unjoined(outcomes, named.suggested, unplaced, table, records.name, config, report)
    worlds = [one for one in given if not isinstance(one, Gazetteer)]
    toponyms, codes = named.toponyms, named.codes
    # With a million toponyms it is larger than what is made from here on.
    del named, unplaced
    for world in worlds:
        world.release()

    first = np.array([known.first(one) for one in outcomes], np.int64)
    place = first[outcome]
    rows = np.flatnonzero(own)
    found = own_places(table.take(rows), toponyms, codes[rows], place[rows], known.table)
    if "shape_wkb" in table.column_names:
        # From here on a line or area is its place's.
        table = table.drop_columns(["shape_wkb"])
    place[rows] = found.place
    outcome[rows] = len(outcomes) + found.reason
    outcomes += [Outcome(kind="coordinates", reason=reason) for reason in found.reasons]
    del toponyms, codes, own, rows
    places, index, several = places_in_use(known, found, outcomes, outcome, place, worlds)
    # What was needed on the way is given back before the largest tables are made.
    del known, found, first, place
    pa.default_memory_pool().release_unused()
    events = to_events(table, places, index, outcomes, outcome, several)
    count = None if listed else 0
    joins = to_joins(events[:count], places, outcomes, outcome[:count])
    return Located(events, places, joins, report, records.count, records.rejected, records.name)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the names in records, before their own coordinates are looked at."""

    outcomes: list[Outcome]
    """The different ones; the first is of records without a toponym."""
    outcome: Numbers
    """The number of each record's own."""
    known: Places
    suggested: Mapping[int, Sequence[Suggestion]]
    """By the number of an outcome that is a question."""
    toponyms: list[str]
    codes: Numbers
    """For each record the number of its toponym, -1 for none."""
    dated: list[str]
    """The toponyms that mean something else in other years."""


def resolve_names(
    table: pa.Table,
    own: Flags,
    given: Sequence[Gazetteer | World],
    report: Report,
    config: Config | None,
    decisions: Decisions,
    *,
    looked_for: int = _MOST_LOOKED_FOR,
    times: Numbers | None = None,
) -> Resolved:
    """What becomes of the names in records, of which ``own`` have a coordinate.

    ``times`` says how many records each row of the table stands for, where it is not one.
    """
    import numpy as np

    from mapbuilder.coordinates import numbers_in
    from mapbuilder.decided_parts import of_parts, resolve_in_contexts, with_decided
    from mapbuilder.decision_dates import with_written_dates
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.joined_places import Places
    from mapbuilder.outcome import Setting
    from mapbuilder.plain_names import are_many
    from mapbuilder.pointers import ids_in
    from mapbuilder.resolve import resolver_of
    from mapbuilder.said import Said
    from mapbuilder.suggested import counts_of_places, questions_of, suggestions_of_all

    toponyms, codes = _unique_toponyms(table)
    said = Said.of(table)
    setting = Setting.of(config)
    asked = [toponyms[code] for code in numbers_in(codes)]
    if are_many(asked, given, setting) and not decisions.rows:
        from mapbuilder.many_resolve import resolver_of_many

        told_of = {toponyms[code] for code in numbers_in(codes[said.codes > 0])}
        resolver = resolver_of_many(asked, given, said=said.words, told_of=told_of)
    else:
        resolver = resolver_of(
            asked,
            given,
            setting,
            said=said.words,
            ids=[id_ for one in decisions.rows if one.place for id_ in ids_in(one.place)],
        )
    for written in resolver.unknown_within():
        report.add(
            "within-unknown",
            "warning",
            f"{shown(written)} is no country or division that is known, so that no place is in it; "
            "write its code (AZ, US-IL) or its name",
            file="exhibit.toml",
            column="join.within",
            value=written,
        )
    gazetteers = resolver.gazetteers
    decisions = with_written_dates(decisions, table, config)
    decisions, parts = of_parts(decisions, toponyms, codes, resolver.readings, gazetteers, table)
    if parts.everywhere:
        resolver = with_decided(resolver, parts.everywhere)
    outcomes, outcome = _resolve(toponyms, codes, said, table, resolver)
    if parts.in_contexts:
        outcome = resolve_in_contexts(
            parts, toponyms, codes, said, table, resolver, outcomes, outcome
        )
    if decisions.rows:
        outcome = _decided(
            decisions,
            parts.used,
            toponyms,
            codes,
            table,
            gazetteers,
            own,
            outcomes,
            outcome,
            report,
        )
    known = Places.of(gazetteers, outcomes)
    unplaced = np.where(own, 0, outcome)
    worlds = [one for one in given if not isinstance(one, Gazetteer)]
    first = np.array([known.first(one) for one in outcomes], np.int64)
    counts = counts_of_places(known, outcomes, outcome, first, times)
    asked_about = questions_of(outcomes, unplaced, times)
    suggested = suggestions_of_all(asked_about, counts, known, resolver, worlds, looked_for)
    dated = [toponyms[code] for code in numbers_in(codes) if resolver.is_dated(toponyms[code])]
    return Resolved(outcomes, outcome, known, suggested, toponyms, codes, dated)


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

    from mapbuilder.cells import in_array

    encoded = pc.dictionary_encode(in_array(table["place"]))
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    toponyms = [toponym.strip() for toponym in encoded.dictionary.to_pylist()]
    empty = np.array([not toponym for toponym in toponyms] + [False], bool)
    codes[empty[codes]] = -1
    return toponyms, codes


def _resolve(
    toponyms: list[str], codes: Numbers, said: Said, table: pa.Table, resolver: Resolver
) -> tuple[list[Outcome], Numbers]:
    """The different outcomes, the first for records without a toponym, and each record's own.

    Where a toponym's names are bounded by years, its records are told apart by their spans.
    """
    import numpy as np
    import pyarrow.compute as pc

    from mapbuilder.coordinates import numbers_in, unique_rows
    from mapbuilder.outcome import Asked, Outcome

    outcomes = [Outcome()]
    outcome = np.zeros(len(codes), np.int64)
    named = np.flatnonzero(codes >= 0)
    if not len(named):
        return outcomes, outcome
    dated = np.zeros(len(toponyms), bool)
    for code in numbers_in(codes) if resolver.dated else ():
        dated[code] = resolver.is_dated(toponyms[code])
    spans = [
        # Where years do not matter all records of a toponym are one.
        np.where(dated[codes[named]], pc.fill_null(table[column], _OPEN).to_numpy()[named], _OPEN)
        for column in ("start_day", "end_day")
        if dated.any()
    ]
    plain = {} if resolver.many is None else resolver.many.outcomes
    different, inverse = unique_rows(codes[named], said.codes[named], *spans)
    outcome[named] = 1 + inverse
    rows = named[different]
    start, end = [span[different].tolist() for span in spans] or [[_OPEN] * len(rows)] * 2
    del spans, inverse, named
    for code, pair, first, last in zip(
        codes[rows].tolist(), said.codes[rows].tolist(), start, end, strict=True
    ):
        if not pair and (known := plain.get(toponyms[code])) is not None:
            outcomes.append(known)
            continue
        country, region = said.pairs[pair]
        start_day, end_day = (None if day == _OPEN else day for day in (first, last))
        asked = Asked(toponyms[code], country, region, start_day, end_day)
        outcomes.append(resolver.resolve(asked))
    return outcomes, outcome


def _decided(
    decisions: Decisions,
    used: Collection[Decision],
    toponyms: list[str],
    codes: Numbers,
    table: pa.Table,
    gazetteers: Sequence[Gazetteer],
    own: Flags,
    outcomes: list[Outcome],
    outcome: Numbers,
    report: Report,
) -> Numbers:
    """The records' outcomes after the decisions of a person, which are added to ``outcomes``.

    ``used`` hold for parts of toponyms. That a decision sends a record elsewhere than its name
    would is a note in ``report``.
    """
    import numpy as np

    from mapbuilder.coordinates import unique_rows
    from mapbuilder.decisions import settle
    from mapbuilder.outcome import Found, Outcome

    settled = settle(decisions, toponyms, codes, table, gazetteers, report, used=used)
    before = len(outcomes)
    for one in settled.choices:
        if one.place < 0:
            outcomes.append(Outcome(reason=one.reason))
            continue
        name = gazetteers[one.gazetteer].name
        places = (Found(((one.gazetteer, one.place),)),)
        outcomes.append(Outcome(places, "decision", name, one.reason))
    decided = np.where(settled.choice < 0, outcome, before + settled.choice)
    rows = np.flatnonzero((settled.choice >= 0) & ~own)
    different, pair = unique_rows(settled.choice[rows], outcome[rows])
    told: set[int] = set()
    for number, row in enumerate(rows[different].tolist()):
        index, named = int(settled.choice[row]), outcomes[outcome[row]]
        if _is_doubted(named, outcomes[before + index]):
            # Somebody has said which place it is, and the record still doubts it.
            decided[rows[pair == number]] = len(outcomes)
            outcomes.append(outcomes[before + index]._replace(places=named.places))
            continue
        if not named.places or named.places == outcomes[before + index].places or index in told:
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


def _is_doubted(named: Outcome, decided: Outcome) -> bool:
    """Whether a name leads to the place that somebody has decided on, and doubts it."""
    if len(named.places) != 1 or not decided.places:
        return False
    [place] = named.places
    is_doubted = place.phrase is not None and place.phrase.relation == "at"
    return is_doubted and place.keys == decided.places[0].keys


def without_our_columns(table: pa.Table) -> pa.Table:
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


def to_events(
    table: pa.Table,
    places: pa.Table,
    index: Numbers,
    outcomes: Sequence[Outcome],
    outcome: Numbers,
    several: dict[int, list[int]],
) -> pa.Table:
    """The records with their places' coordinates and how each was joined."""
    import numpy as np
    import pyarrow as pa

    nowhere = index < 0
    place_index = pa.array(index, pa.int32(), mask=nowhere)
    for column in ("lat", "lon"):
        at = table.column_names.index(column)
        table = table.set_column(at, column, places[column].take(place_index))
    table = table.append_column("place_index", place_index)
    if several:
        table = table.append_column("place_indices", _lists(index, outcome, several))
    # A record without a place has a reason as well where a person has said that there is none.
    how = pa.array(outcome.astype(np.int32))
    for column in ("kind", "reason"):
        texts = pa.array([getattr(one, column) for one in outcomes], pa.string())
        table = table.append_column(column, _spread(texts, how))
    return table


def _spread(texts: pa.Array, numbers: pa.Array) -> pa.DictionaryArray:
    """The text of each number, as a dictionary in the order in which the texts first stand."""
    import pyarrow as pa

    encoded = texts.dictionary_encode()
    codes = encoded.indices.take(numbers).dictionary_encode()
    return pa.DictionaryArray.from_arrays(codes.indices, encoded.dictionary.take(codes.dictionary))


def _lists(index: Numbers, outcome: Numbers, several: dict[int, list[int]]) -> pa.Array:
    """For each record the list of its places; null for one without."""
    import numpy as np
    import pyarrow as pa

    counts = np.where(index < 0, 0, 1)
    numbers = np.array(sorted(several), np.int64)
    at = np.searchsorted(numbers, outcome).clip(max=len(numbers) - 1)
    rows = np.flatnonzero(numbers[at] == outcome)
    each = [several[number] for number in numbers.tolist()]
    counts[rows] = np.array([len(places) for places in each], np.int64)[at[rows]]
    ends = np.cumsum(counts)
    values = np.repeat(index, counts)
    for row, number in zip(rows.tolist(), at[rows].tolist(), strict=True):
        values[ends[row] - counts[row] : ends[row]] = each[number]
    offsets = pa.array(np.r_[0, ends], pa.int32(), mask=np.r_[counts == 0, False])
    return pa.ListArray.from_arrays(offsets, pa.array(values, pa.int32()))


def to_joins(
    events: pa.Table, places: pa.Table, outcomes: Sequence[Outcome], outcome: Numbers
) -> pa.Table:
    """A row for each event and each of its places; texts that repeat are dictionaries."""
    import pyarrow as pa
    import pyarrow.compute as pc

    placed = pc.indices_nonzero(pc.is_valid(events["place_index"]))
    index = events["place_index"].take(placed).combine_chunks()
    if "place_indices" in events.column_names:
        lists = events["place_indices"].take(placed).combine_chunks()
        placed, index = placed.take(pc.list_parent_indices(lists)), pc.list_flatten(lists)
    found = events.select(["row", "id", "place", "kind", "reason"]).take(placed)
    ids, labels = (places[name].combine_chunks() for name in ("id", "label"))
    at = places.select(["lon", "lat"]).take(index).combine_chunks()
    gazetteer = pa.array([one.gazetteer for one in outcomes], pa.string())
    return pa.table(
        {
            "row": found["row"],
            "id": found["id"],
            "toponym": found["place"],
            "place": _spread(ids, index),
            "label": _spread(labels, index),
            "lon": at["lon"],
            "lat": at["lat"],
            "kind": found["kind"],
            "gazetteer": _spread(gazetteer, pa.array(outcome).take(placed)),
            "reason": found["reason"],
            "event": placed.cast(pa.int64()),
        }
    )
