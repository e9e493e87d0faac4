"""Decided parts: what decisions say of names that are parts of toponyms.

In go decisions, toponyms and a resolver, out comes the resolver that knows them. Always true: a
decision that is for all records, and is not contradicted, holds for a name wherever it is a part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mapbuilder.candidates import Candidate, facts_of
from mapbuilder.decisions import Decisions, known_choices
from mapbuilder.gazetteer import Gazetteer
from mapbuilder.report import Report
from mapbuilder.resolve import Resolver
from mapbuilder.toponyms import form_of


def of_parts(
    decisions: Decisions, toponyms: Sequence[str], gazetteers: Sequence[Gazetteer]
) -> tuple[Decisions, dict[str, Candidate]]:
    """The decisions about whole toponyms, and what all say of names that are parts of some.

    A part that is no known place has a candidate in no gazetteer, whose number is -1.
    """
    if not decisions.rows:
        return decisions, {}
    whole = {form_of(toponym).full for toponym in toponyms}
    said = " ".join(sorted(f" {form} " for form in whole))
    keys = {one: form_of(one.toponym).full for one in decisions.rows if one.context is None}
    # What is contradicted settles nothing, here as in ``settle``.
    of_key = Counter(key for key, _ in {(key, one.place) for one, key in keys.items()})
    others = [
        one
        for one, key in keys.items()
        if f" {key} " in said and (key not in whole or of_key[key] == 1)
    ]
    known, _ = known_choices(replace(decisions, rows=tuple(others)), gazetteers, Report())
    parts = {
        keys[one.decision]: Candidate(one.gazetteer, one.place, one.reason)
        for one in reversed(known)
    }
    settled = {one.decision for one in known if keys[one.decision] not in whole}
    return replace(decisions, rows=tuple(r for r in decisions.rows if r not in settled)), parts


def with_decided(resolver: Resolver, decided: dict[str, Candidate]) -> Resolver:
    """The resolver with names that a person has settled; a name's key is its normal form."""
    nowhere = {key: one.reason for key, one in decided.items() if one.gazetteer < 0}
    decided = {key: one for key, one in decided.items() if key not in nowhere}
    facts = resolver.facts | facts_of(decided.values(), resolver.gazetteers)
    return replace(resolver, decided=decided, nowhere=nowhere, facts=facts)
