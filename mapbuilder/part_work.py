"""The work on one part: what a process does that may be anywhere, and knows nothing but its part.

Each function reads its part from the file anew and gives the same for the same arguments, so that
work which was lost with its process is simply done again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from mapbuilder.config import Config
from mapbuilder.digest import Asking, Digest, digest_of
from mapbuilder.locate import without_our_columns
from mapbuilder.part_ids import IdsOfPart, PartIds, Taken, hashes_of
from mapbuilder.parted_join import Answer, refuse_other, spread, told_of_part
from mapbuilder.partitions import Part, read_part
from mapbuilder.records import KNOWN, to_records
from mapbuilder.report import Problem, Report

if TYPE_CHECKING:
    from mapbuilder.part_ids import Hashes
    from mapbuilder.unjoined import Told


@dataclass(frozen=True, slots=True)
class Account:
    """What a part's records are, as far as it knows."""

    ids: PartIds
    problems: tuple[Problem, ...]
    records: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A part after the join."""

    events: pa.Table
    """``place_index`` counts into the answer's places."""
    joins: pa.Table
    told: Told | None


def ask(part: Part, config: Config, asking: Asking, taken: Taken) -> tuple[Digest, Account]:
    """What a part asks, without what is said of each record, and what its records are."""
    table, account = _read(part, config, taken)
    digest = digest_of(table, asking)
    nothing = np.zeros(0, np.int64)
    return replace(digest, question=nothing, point=nothing, own=np.zeros(0, bool)), account


def ids_with(part: Part, config: Config, taken: Taken, hashes: Hashes) -> list[tuple[int, str]]:
    """The rows whose id has one of the hashes, with it."""
    table, _ = _read(part, config, taken)
    ids = table["id"].combine_chunks()
    rows = np.flatnonzero(np.isin(hashes_of(ids), hashes))
    some = table.select(["row", "id"]).take(pa.array(rows))
    return list(zip(some["row"].to_pylist(), some["id"].to_pylist(), strict=True))


def join(part: Part, config: Config, asking: Asking, taken: Taken, answer: Answer) -> Joined:
    """The part's events, joined as the whole says."""
    table, _ = _read(part, config, taken)
    digest = digest_of(table, asking)
    refuse_other(digest, answer)
    told = told_of_part(table, digest, answer)
    events, joins = spread(table, digest, answer)
    return Joined(events, joins, told)


def _read(part: Part, config: Config, taken: Taken) -> tuple[pa.Table, Account]:
    report = Report()
    table = read_part(part, report, known=KNOWN)
    ids = IdsOfPart(part, taken)
    records = to_records(table, config, report, ids)
    assert ids.told is not None
    account = Account(ids.told, report.problems(), records.count, records.rejected)
    return without_our_columns(records.table), account
