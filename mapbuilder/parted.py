"""The build over parts: a table in parts and what answers it in, each part's events out.

The parts are gone through twice, by ``run``, which may do so anywhere and in any order: once for
what they ask, and, when that is answered, once for their events. Always true: what comes out is
what one machine makes of the whole table, row for row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mapbuilder.collector import held_still
from mapbuilder.decision_dates import days_of
from mapbuilder.digest import Asking
from mapbuilder.gathered import Gathered
from mapbuilder.part_ids import Taken, count_on, doubled, made_elsewhere, repeated
from mapbuilder.part_problems import together
from mapbuilder.part_work import Account, ask, ids_with
from mapbuilder.parted_join import Decided, decide, report_untold, told_together
from mapbuilder.report import Report
from mapbuilder.unjoined import quiet_groups
from mapbuilder.world import World

if TYPE_CHECKING:
    from mapbuilder.config import Config
    from mapbuilder.decisions import Decisions
    from mapbuilder.gazetteer import Gazetteer
    from mapbuilder.partitions import Part
    from mapbuilder.progress import Progress
    from mapbuilder.unjoined import Told

Work = Sequence[tuple[Any, ...]]
"""The arguments of each piece of work; it is read when its turn comes."""
Run = Callable[[Callable[..., Any], Work], Iterator[tuple[int, Any]]]
"""Does a piece of work for each of the arguments; gives the piece's number and what it gave."""


def run_here(function: Callable[..., Any], work: Work) -> Iterator[tuple[int, Any]]:
    """Does the work in this process, one piece after the other."""
    for number in range(len(work)):
        yield number, function(*work[number])


@dataclass(slots=True)
class Parted:
    """A table in parts, and what is known of it so far."""

    parts: Sequence[Part]
    config: Config
    run: Run
    progress: Progress | None = None
    asking: Asking = field(default_factory=Asking)
    taken: list[Taken] = field(default_factory=list)
    records: int = 0
    rejected: int = 0
    _told: list[Told] = field(default_factory=list)
    _accounts: dict[int, Account] = field(default_factory=dict)

    @held_still()
    def decide(
        self,
        given: Sequence[Gazetteer | World],
        report: Report,
        decisions: Decisions,
        **options: Any,
    ) -> Decided:
        """What the whole comes to; what is wrong with records or decisions goes to ``report``."""
        contexts = frozenset(one.context for one in decisions.rows if one.context)
        days = frozenset(days_of(contexts, self.config).values())
        self.asking = Asking(contexts, tuple(quiet_groups(self.config)), days)
        self.taken = [Taken()] * len(self.parts)
        gathered = Gathered(len(self.parts))
        self._ask(gathered, range(len(self.parts)))
        self._settle_ids(gathered)
        found = Report()
        decided = decide(gathered.whole(), given, found, self.config, decisions, **options)
        if decided.resolved.dated:
            # Of a name of some years only it matters when its records are of.
            self.asking = replace(self.asking, dated=frozenset(decided.resolved.dated))
            gathered = Gathered(len(self.parts))
            self._ask(gathered, range(len(self.parts)))
            found = Report()
            decided = decide(gathered.whole(), given, found, self.config, decisions, **options)
        accounts = self._in_order()
        self.records = sum(one.records for one in accounts)
        self.rejected = sum(one.rejected for one in accounts)
        report.add_all(together([one.problems for one in accounts], self.records))
        report.add_all(found.problems())
        self._accounts = {}
        for one in given:
            if isinstance(one, World):
                one.release()
        return decided

    def _in_order(self) -> list[Account]:
        return [self._accounts[number] for number in range(len(self.parts))]

    def _ask(self, gathered: Gathered, numbers: Sequence[int]) -> None:
        work = [(self.parts[at], self.config, self.asking, self.taken[at]) for at in numbers]
        for done, (index, (digest, account)) in enumerate(self.run(ask, work), 1):
            at = numbers[index]
            gathered.add(at, digest)
            self._accounts[at] = account
            self._tell("Reading", done, numbers)

    def _settle_ids(self, gathered: Gathered) -> None:
        """Finds the records whose ids are another's; their parts ask anew without them."""
        made = made_elsewhere(self.parts, [one.ids for one in self._in_order()])
        for at, ids in made.items():
            self.taken[at] = replace(self.taken[at], made=ids)
        self._ask(gathered, sorted(made))
        if count_on([one.ids for one in self._in_order()]):
            return
        without = [at for at, one in enumerate(self._in_order()) if one.ids.ends is not None]
        for at in without:
            self.taken[at] = replace(self.taken[at], hashed=True)
        self._ask(gathered, without)
        hashes = repeated([one.ids for one in self._in_order()])
        if not len(hashes):
            return
        some = [
            at for at, one in enumerate(self._in_order()) if np.isin(one.ids.hashes, hashes).any()
        ]
        work = [(self.parts[at], self.config, self.taken[at], hashes) for at in some]
        rows = [row for _, found in self.run(ids_with, work) for row in found]
        first_of = doubled(rows)
        firsts = np.array([part.first for part in self.parts])
        of_part: dict[int, dict[int, int]] = {}
        for row, first in first_of.items():
            at = int(np.searchsorted(firsts, row, side="right")) - 1
            of_part.setdefault(at, {})[row] = first
        for at, rows_of in of_part.items():
            self.taken[at] = replace(self.taken[at], doubled=rows_of)
        self._ask(gathered, sorted(of_part))

    def each(
        self, decided: Decided, function: Callable[..., Any], *more: Any
    ) -> Iterator[tuple[int, Any]]:
        """What ``function`` gives for each part: it is told the part, what it is asked, its answer
        and what is ``more``, and gives ``told`` among what it gives."""
        work = _Answered(self, decided, more)
        for done, (number, given) in enumerate(self.run(function, work), 1):
            if given.told is not None:
                self._told.append(given.told)
            if len(self._told) > 1:
                both = told_together(decided, self._told)
                self._told = [] if both is None else [both]
            self._tell("Writing", done, range(len(self.parts)))
            yield number, given

    def report_untold(self, decided: Decided, report: Report) -> None:
        """A problem for each record without a place that is told, once all parts are joined."""
        told = told_together(decided, self._told)
        report_untold(decided, told, self.parts[0].name, report)

    def _tell(self, stage: str, done: int, numbers: Sequence[int]) -> None:
        if self.progress is not None:
            rows = sum(self.parts[at].count for at in numbers)
            self.progress(stage, rows * done // len(numbers), rows)


class _Answered(Sequence[tuple[Any, ...]]):
    """The arguments of each part's second turn, made when it comes."""

    def __init__(self, parted: Parted, decided: Decided, more: tuple[Any, ...]) -> None:
        self._parted, self._decided, self._more = parted, decided, more

    def __len__(self) -> int:
        return len(self._parted.parts)

    def __getitem__(self, at: Any) -> Any:
        parted = self._parted
        answer = self._decided.answer(at)
        return (
            parted.parts[at], parted.config, parted.asking, parted.taken[at], answer, *self._more
        )  # fmt: skip
