"""Decided parts: what decisions say of names that are parts of toponyms.

In go decisions, toponyms and a resolver, out comes the resolver that knows them. Always true: a
decision that is not contradicted holds for a name wherever it is a part, in all records or in those
of its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mapbuilder.candidates import Candidate, facts_of
from mapbuilder.decisions import Decisions, known_choices
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.outcome import Asked, Outcome
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


def of_parts(
    decisions: Decisions, toponyms: Sequence[str], gazetteers: Sequence[Gazetteer], table: pa.Table
) -> tuple[Decisions, Parts]:
    """The decisions about whole toponyms, and what all say of names that are parts of some.

    A decision for the id or the date of no record in ``table`` is left among the former.
    """
    parts = Parts({}, {})
    if not decisions.rows:
        return decisions, parts
    whole = {form_of(toponym).full for toponym in toponyms}
    said = " ".join(sorted(f" {form} " for form in whole))
    keys = {one: form_of(one.toponym).full for one in decisions.rows}
    # What is contradicted settles nothing, here as in ``settle``.
    places: dict[tuple[str, str | None], set[str | None]] = {}
    for one, key in keys.items():
        places.setdefault((key, one.context), set()).add(one.place)
    there = _contexts(decisions, table)
    others = [
        one
        for one, key in keys.items()
        if f" {key} " in said
        and (key not in whole or len(places[key, one.context]) == 1)
        and one.context in there
    ]
    known, _ = known_choices(replace(decisions, rows=tuple(others)), gazetteers, Report())
    for choice in reversed(known):
        context = choice.decision.context
        held = parts.everywhere if context is None else parts.in_contexts.setdefault(context, {})
        held[keys[choice.decision]] = Candidate(choice.gazetteer, choice.place, choice.reason)
    settled = {one.decision for one in known if keys[one.decision] not in whole}
    return replace(decisions, rows=tuple(r for r in decisions.rows if r not in settled)), parts


def _contexts(decisions: Decisions, table: pa.Table) -> set[str | None]:
    """The contexts of decisions that some record has, and that of all records."""
    named = pa.array(sorted({one.context for one in decisions.rows if one.context}), pa.string())
    there: set[str | None] = {None}
    for column in ("id", "date") if len(named) else ():
        there.update(table[column].filter(pc.is_in(table[column], value_set=named)).to_pylist())
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
