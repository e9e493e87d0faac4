"""``python -m bench.small``: a small exhibit's budgets, beside folium and geopandas in one run.

Whole processes with their imports, CPU seconds (a busy machine stretches the clock, not these),
medians of runs taken in turn. Ratios are what counts; absolute figures are this machine's.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import exhibits, measure, pages

RUNS = 5
PEER_RUNS = 3
SMALL_PEERS = ("folium Marker", "folium MarkerCluster", "geopandas explore")
KEPT = exhibits.ROOT / "output" / "bench" / "small.json"
PYTHON = sys.executable
MAPBUILDER = [PYTHON, "-m", "mapbuilder"]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"Python {sys.version.split()[0]}, medians of {RUNS} runs taken in turn\n")
        budgets(folder)
        for count in (15, 1000):
            print()
            beside_peers(folder, count)


def budgets(folder: Path) -> None:
    page = folder / "black-january.html"
    blank = folder / "blank.html"
    blank.write_text(pages.BLANK, encoding="utf-8")
    cost = measure.medians(
        {
            "pass": [PYTHON, "-c", "pass"],
            "help": [*MAPBUILDER, "--help"],
            "geopandas": [PYTHON, "-c", "import geopandas"],
            "build": [*MAPBUILDER, "build", "-o", page],
        },
        RUNS,
    )
    with pages.chromium() as browser:
        shown = pages.first_marker_ms(browser, {"blank": blank, "page": page}, RUNS)
        requests = pages.requests_made(browser, page)
    text = page.read_text("utf-8")
    carried = sum(
        map(len, re.findall(r'<script[^>]* id="(?:basemap|relief-[0-9]+)"[^>]*>[^<]*', text))
    )
    beside = (page.stat().st_size - carried) / 1000
    rows: list[tuple[str, ...]] = [
        ratio("mapbuilder --help", cost["help"].cpu_s, "python -c pass", cost["pass"].cpu_s, 8),
        ratio(
            "the default build",
            cost["build"].cpu_s,
            "python -c 'import geopandas'",
            cost["geopandas"].cpu_s,
            1.5,
        ),
        ratio("first marker", shown["page"], "a blank page's", shown["blank"], 2.5, unit="ms"),
        (
            "page beside base map",
            f"{beside:.0f} kB",
            f"(whole page {page.stat().st_size / 1000:.0f} kB)",
            "",
            "450 kB",
            verdict(beside <= 450),
        ),
        ("requests of the page", str(requests), "", "", "0", verdict(requests == 0)),
        ("peak memory of the build", f"{cost['build'].peak_mb:.0f} MB", "", "", "", ""),
    ]
    print_table(("budget", "measured", "against", "ratio", "allowed", ""), rows)
    keep(rows)


def keep(rows: Iterable[Sequence[str]], path: Path = KEPT) -> None:
    """Keeps what was promised for docs/benchmarks.md, in the words of `bench.report`."""
    kept = [
        {
            "what": what,
            "measured": measured,
            "against": against,
            "allowed": f"{allowed} times" if times else allowed,
            "holds": said == verdict(True),
        }
        for what, measured, against, times, allowed, said in rows
        if said
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def ratio(
    what: str, value: float, against: str, base: float, allowed: float, unit: str = "s"
) -> tuple[str, ...]:
    digits = 0 if unit == "ms" else 3
    return (
        what,
        f"{value:.{digits}f} {unit}",
        f"{against} {base:.{digits}f} {unit}",
        f"{value / base:.2f}",
        f"{allowed}",
        verdict(value <= allowed * base),
    )


def verdict(holds: bool) -> str:
    return "holds" if holds else "EXCEEDED"


def beside_peers(folder: Path, count: int) -> None:
    """Prints ours, which joins names and carries its base map, beside peers, which do neither."""
    exhibit = exhibits.write_invented(folder / f"invented-{count}", count) if count > 15 else None
    table = folder / f"peers-{count}.csv"
    placed = exhibits.write_for_peers(exhibit, table)
    out = {
        tool: folder / f"{tool.replace(' ', '-')}-{count}.html"
        for tool in ("mapbuilder", *SMALL_PEERS)
    }
    commands: dict[str, Sequence[str | Path]] = {
        "mapbuilder": [
            *MAPBUILDER,
            "build",
            *([exhibit] if exhibit else []),
            "-o",
            out["mapbuilder"],
        ]
    }
    for tool in SMALL_PEERS:
        commands[tool] = [PYTHON, "-m", "bench.tools", tool, table, out[tool]]
    cost = measure.medians(commands, PEER_RUNS)
    with pages.chromium() as browser:
        requests = {tool: pages.requests_made(browser, page) for tool, page in out.items()}
    what = f"{count} records" if exhibit else f"the default exhibit ({placed} placed records)"
    print_table(
        (what, "build CPU", "peak memory", "page", "requests"),
        [
            (
                tool,
                f"{cost[tool].cpu_s:.2f} s",
                f"{cost[tool].peak_mb:.0f} MB",
                f"{page.stat().st_size / 1000:.0f} kB",
                str(requests[tool]),
            )
            for tool, page in out.items()
        ],
    )


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for number, line in enumerate(lines):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        )
        if number == 0:
            print("  ".join("-" * width for width in widths))


if __name__ == "__main__":
    main()
