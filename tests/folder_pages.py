"""A small exhibit whose page is a folder of many small files, as one of millions of records is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapbuilder import many, page_folder

WORDS = ("river", "school", "letter", "crowd", "doctor", "window", "garden", "archive", "bridge")
COUNT = 600
PIECE = 2_048


def small_pieces(patch: pytest.MonkeyPatch) -> None:
    """Makes every page one of many records, too large for a file, in pieces of two kilobytes."""
    patch.setattr(many, "MANY_EVENTS", 0)
    patch.setattr(page_folder, "MOST_BYTES", 0)
    patch.setattr(page_folder, "PIECE", PIECE)


def write_table(folder: Path, count: int = COUNT) -> Path:
    """A table of events at a few places; every text is another."""
    lines = ["id,date,title,text,lat,lon,place,category"]
    for n in range(count):
        said = " ".join(WORDS[(n * step + n // 7) % len(WORDS)] for step in range(1, 9))
        lat, lon = 40 + n % 9, 45 + n % 11
        lines.append(
            f"e{n:03d},{1900 + n % 90}-0{1 + n % 9}-11,The {said} of {n},"
            f"{said.capitalize()} {n * n}.,{lat},{lon},Town {n % 99},"
            f"{'arrest' if n % 3 else 'march'}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "events.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
