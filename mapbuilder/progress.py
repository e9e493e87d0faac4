"""How far a long work has come: stages and counts in, lines for whoever waits out.

The work says what it is at; who shows that, and whether at all, is the caller's affair. Nothing of
it reaches what is made.
"""

from __future__ import annotations

import time
from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Is told the stage, how many records of it are done, and how many there are, 0 if unknown."""

_PATIENCE_S = 2.0
_EVERY_S = 0.2


class Lines:
    """Words for each stage: how much is done, how fast, and how long the rest will take."""

    def __init__(
        self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._clock = clock
        self._begun = self._last = self._stage_begun = clock()
        self._stage = ""
        self._shown = False

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Tells the stage, but not of a work that is soon done, nor more often than one reads."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._stage_begun = stage, now
        elif now - self._last < _EVERY_S:
            return
        if now - self._begun < _PATIENCE_S:
            return
        self._last = now
        self._shown = True
        self._write(f"\r\x1b[K{self._words(done, total, now - self._stage_begun)}")

    def _words(self, done: int, total: int, seconds: float) -> str:
        if not total:
            return f"{self._stage} …"
        words = f"{self._stage}: {done:,} of {total:,} records"
        if done and seconds > 0:
            rate = done / seconds
            words += f", {rate:,.0f} a second, {_duration((total - done) / rate)} left"
        return words

    def end(self) -> None:
        """Takes the line away."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"
