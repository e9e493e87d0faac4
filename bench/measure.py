"""What a process costs by the operating system's own account: CPU seconds and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    cpu_s: float
    """User and system seconds of the process and its children."""
    peak_mb: float
    """The largest resident set, in 10^6 bytes."""


def run(command: Sequence[str | Path], folder: Path | None = None) -> Cost:
    """The cost of one run; what it says is kept only to be told when it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{command} failed:\n{said.read().decode('utf-8', 'replace')[-3000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def medians(commands: Mapping[str, Sequence[str | Path]], runs: int) -> dict[str, Cost]:
    """The median costs of several commands run in turn (A B C, A B C, …) after a first round.

    In turn, because the machine's speed drifts: what is compared has then had the same weather.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            cost = run(command)
            if turn:
                costs[name].append(cost)
    return {
        name: Cost(
            statistics.median(cost.cpu_s for cost in list_of_costs),
            statistics.median(cost.peak_mb for cost in list_of_costs),
        )
        for name, list_of_costs in costs.items()
    }
