"""One process within limits of time and memory: what it cost, or which limit it came to.

Memory is the resident set of the process and all its children together, looked at several times a
second; CPU seconds are the operating system's own account.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

LOOK_S = 0.05
FAMILY_S = 0.5
"""How often it is asked who the children are, which is dear where many processes run."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: ``why`` is empty when it did what it should."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str
    why: str = ""


def run(command: Sequence[str | Path], *, seconds: float, memory_mb: float) -> Ended:
    """Runs a command in a session of its own, which is ended as a whole at either limit."""
    import psutil

    with tempfile.TemporaryFile() as out:
        began = time.monotonic()
        # What it says goes to a file: a pipe that nobody reads would stop it.
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        watched = psutil.Process(process.pid)
        family, asked = [watched], began
        peak_mb, why = 0.0, ""
        while True:
            number, status, usage = os.wait4(process.pid, os.WNOHANG)
            if number:
                break
            if time.monotonic() - asked > FAMILY_S:
                family, asked = _family(watched), time.monotonic()
            peak_mb = max(peak_mb, sum(map(_resident_mb, family)))
            if peak_mb > memory_mb:
                why = f"over {memory_mb / 1000:.0f} GB"
            elif time.monotonic() - began > seconds:
                why = f"over {seconds:.0f} s"
            if why:
                os.killpg(process.pid, signal.SIGKILL)
                _, status, usage = os.wait4(process.pid, 0)
                break
            time.sleep(LOOK_S)
        wall_s = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    if process.returncode and not why:
        why = f"failed: {said.strip().splitlines()[-1] if said.strip() else process.returncode}"
    most_mb = max(peak_mb, usage.ru_maxrss * 1024 / 1e6)
    return Ended(wall_s, usage.ru_utime + usage.ru_stime, most_mb, said, why)


def _family(process: psutil.Process) -> list[psutil.Process]:
    import psutil

    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident_mb(process: psutil.Process) -> float:
    import psutil

    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        # It ended while it was looked at; the account of the system has its peak.
        return 0.0
