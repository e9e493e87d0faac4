"""Decided parts: what decisions say of names that are parts of toponyms.

In go decisions, toponyms and a resolver, out comes the resolver that knows them. Always true: a
decision that is not contradicted holds for a name wherever it is a part, in all records or in those
of its context.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.candidates import Candidate, facts_of
from mapbuilder.decisions import Decision, Decisions, known_choices
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.outcome import Asked, Outcome
from mapbuilder.reading import Reading, names_in
from mapbuilder.report import Report
from mapbuilder.resolve import Resolver
from mapbuilder.toponyms import form_of

if TYPE_CHECKING:
    from mapbuilder.coordinates import Numbers
    from mapbuilder.said import Said

Decided = dict[str, Candidate]
"""By the normal form of a name what a person has said that it means; where that is no known place,
the candidate is of the gazetteer -1."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What decisions say of names that are parts of toponyms."""

    everywhere: Decided
    in_contexts: dict[str, Decided]
    """By the id or the date of the records for which a decision is."""
    used: frozenset[Decision] = frozenset()
    """The decisions that hold for a part of a toponym."""


def of_parts(
    decisions: Decisions,
    toponyms: Sequence[str],
    codes: Numbers,
    readings: Mapping[str, Sequence[Reading]],
    gazetteers: Sequence[Gazetteer],
    table: pa.Table,
) -> tuple[Decisions, Parts]:
    """The decisions about whole toponyms, and what all say of names that are parts of some.

    ``codes`` counts into ``toponyms``, whose ``readings`` tell their parts. A decision that holds
    for a part of no toponym, or of none in the records of its context, is left among the former.
    """
    parts = Parts({}, {})
    if not decisions.rows:
        return decisions, parts
    whole = {form_of(toponym).full for toponym in toponyms}
    keys = {one: form_of(one.toponym).full for one in decisions.rows}
    having = _having(set(keys.values()), toponyms, readings)
    # What is contradicted settles nothing, here as in ``settle``.
    places: dict[tuple[str, str | None], set[str | None]] = {}
    for one, key in keys.items():
        places.setdefault((key, one.context), set()).add(one.place)
    there = _by_context(decisions, codes, table)
    others = [
        one
        for one, key in keys.items()
        if key in having
        and (key not in whole or len(places[key, one.context]) == 1)
        and (one.context is None or not having[key].isdisjoint(there.get(one.context, ())))
    ]
    known, _ = known_choices(replace(decisions, rows=tuple(others)), gazetteers, Report())
    for choice in reversed(known):
        context = choice.decision.context
        held = parts.everywhere if context is None else parts.in_contexts.setdefault(context, {})
        held[keys[choice.decision]] = Candidate(choice.gazetteer, choice.place, choice.reason)
    settled = {one.decision for one in known if keys[one.decision] not in whole}
    left = tuple(one for one in decisions.rows if one not in settled)
    used = frozenset(one.decision for one in known)
    return replace(decisions, rows=left), replace(parts, used=used)


def _having(
    keys: Collection[str], toponyms: Sequence[str], readings: Mapping[str, Sequence[Reading]]
) -> dict[str, set[int]]:
    """By the key of a name the numbers of the toponyms of which it is a part."""
    first_words = {key.partition(" ")[0] for key in keys}
    found: dict[str, set[int]] = {}
    for code, toponym in enumerate(toponyms):
        if first_words.isdisjoint(form_of(toponym).full.split()):
            continue
        for reading in readings.get(toponym, ()):
            for named in names_in(reading) if reading.rule != "whole" else ():
                key = form_of(named.qualified or named.name).full
                if key in keys:
                    found.setdefault(key, set()).add(code)
    return found


def _by_context(decisions: Decisions, codes: Numbers, table: pa.Table) -> dict[str, set[int]]:
    """By the context of a decision the numbers of its records' toponyms."""
    named = pa.array(sorted({one.context for one in decisions.rows if one.context}), pa.string())
    there: dict[str, set[int]] = {}
    for column in ("id", "date") if len(named) else ():
        rows = np.flatnonzero(pc.is_in(table[column], value_set=named).to_numpy())
        contexts = table[column].take(pa.array(rows)).to_pylist()
        for context, code in set(zip(contexts, codes[rows].tolist(), strict=True)):
            there.setdefault(context, set()).add(code)
    return there


def with_decided(resolver: Resolver, decided: Decided) -> Resolver:
    """The resolver with names that a person has settled."""
    nowhere = {key: one.reason for key, one in decided.items() if one.gazetteer < 0}
    decided = {key: one for key, one in decided.items() if key not in nowhere}
    facts = resolver.facts | facts_of(decided.values(), resolver.gazetteers)
    return replace(resolver, decided=decided, nowhere=nowhere, facts=facts)


def resolve_in_contexts(
    parts: Parts,
    toponyms: Sequence[str],
    codes: Numbers,
    said: Said,
    table: pa.Table,
    resolver: Resolver,
    outcomes: list[Outcome],
    outcome: Numbers,
) -> Numbers:
    """The records' outcomes after the decisions for some of them, which are added to ``outcomes``.

    ``codes`` counts into ``toponyms``. A decision for a record's id goes before one for its date.
    """
    named = pa.array(sorted(parts.in_contexts), pa.string())
    is_meant = [pc.is_in(table[column], value_set=named).to_numpy() for column in ("id", "date")]
    rows = np.flatnonzero((codes >= 0) & (is_meant[0] | is_meant[1]))
    some = table.select(["id", "date", "start_day", "end_day"]).take(pa.array(rows)).to_pylist()
    decided = outcome.copy()
    numbers: dict[tuple[Asked, tuple[tuple[str, Candidate], ...]], int] = {}
    for row, record in zip(rows.tolist(), some, strict=True):
        toponym = toponyms[codes[row]]
        form = f" {form_of(toponym).full} "
        meant: Decided = {}
        for context in (record["date"], record["id"]):
            for key, candidate in parts.in_contexts.get(context, {}).items():
                if f" {key} " in form:
                    meant[key] = candidate
        if not meant:
            continue
        country, region = said.pairs[said.codes[row]]
        is_dated = resolver.is_dated(toponym)
        start_day, end_day = (
            record[column] if is_dated else None for column in ("start_day", "end_day")
        )
        asked = Asked(toponym, country, region, start_day, end_day)
        different = asked, tuple(sorted(meant.items()))
        if different not in numbers:
            numbers[different] = len(outcomes)
            narrower = with_decided(resolver, parts.everywhere | meant)
            outcomes.append(narrower.resolve(asked))
        decided[row] = numbers[different]
    return decided
