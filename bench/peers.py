"""``python -m bench.peers [--tool NAME] [--size N] [--quick]``: every tool, one process at a time.

What each costs to build and to open is kept in output/bench/results, a file for each tool and
number of events, so that a part can be measured again; `bench.report` writes docs/benchmarks.md
from them. A tool is not tried with ten times the events where it could not have ended in time.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import events, libraries, pages, tools, within
from bench.report import (
    APART,
    BLANK,
    FLOOR,
    FLOOR_WORDS,
    LADEN,
    OWN,
    RESULTS,
    UNPACKING,
)
from tools.provide import ROOT, find_chromium

FOLDER = ROOT / "output" / "bench"
BUILD_S, BUILD_MB = 180.0, 8_000.0
MARK_S, OPEN_S = 60.0, 120.0
"""How long the first mark may take, and the whole of what is measured of a page beside it."""
OPEN_MB = 8_000.0
OPENINGS = 9
"""Of the page that promises when its first mark stands, and of the blank one that it is told by:
one opening differs from another by a third."""
WHOLE = 3
"""In how many of those frames, memory and when all can be used are measured as well."""
QUICK, MOST = 1_000, 1_000_000
MOVED = b"margin:0", b"margin:400px 600px"
"""Puts the mark of a blank page where marks are looked for."""
TOOLS = (OWN, *tools.TOOLS)
PACKAGES = (
    "folium", "geopandas", "lonboard", "keplergl", "plotly", "pydeck", "pandas", "pyarrow",
)  # fmt: skip

Result = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--tool", action="append", choices=TOOLS, help="one tool (may be repeated)")
    parser.add_argument("--size", action="append", type=int, help="events (may be repeated)")
    parser.add_argument("--quick", action="store_true", help=f"at most {QUICK:,} events, once each")
    given = parser.parse_args()
    sizes = given.size or [size for size in events.SIZES if size <= QUICK or not given.quick]
    chosen = given.tool or TOOLS
    if set(chosen) != {OWN}:
        print("fetching what the peers' pages load …", flush=True)
        libraries.fetch()
    RESULTS.mkdir(parents=True, exist_ok=True)
    (FOLDER / "machine.json").write_text(json.dumps(machine(), indent=1) + "\n", "utf-8")
    blank = FOLDER / "blank.html"
    blank.write_bytes(pages.BLANK.encode().replace(*MOVED))
    keep(BLANK, 0, {"opening": opened(blank, runs=1 if given.quick else OPENINGS, only_mark=False)})
    for size in sorted(sizes):
        measure_size(size, chosen, once=given.quick)


def measure_size(size: int, chosen: Sequence[str], *, once: bool) -> None:
    """Builds in turn (A B C, A B C, …), since the machine's speed drifts; then opens each page."""
    exhibit, flat = events.write(FOLDER, size)
    runs = 1 if once else 3
    built: dict[str, list[within.Ended]] = {tool: [] for tool in chosen}
    if OWN in chosen:
        program: list[str | Path] = [sys.executable, "-m", "bench.floor", exhibit]
        for name, more in ((FLOOR, ()), (FLOOR_WORDS, ("--words",))):
            command = [*program, *more]
            least = [within.run(command, seconds=BUILD_S, memory_mb=BUILD_MB) for _ in range(runs)]
            keep(name, size, {"build": build_result(least, [])})
    for turn in range(runs):
        for tool, found in built.items():
            why = not_tried(tool, size) if turn == 0 else found[0].why
            if why:
                found += [within.Ended(0, 0, 0, "", why)] if turn == 0 else []
                continue
            if turn and size > QUICK and tool != OWN:
                continue
            say(f"{size:>9,}  {tool}: building")
            for old in page_files(tool, size):
                old.unlink()
            found.append(
                within.run(
                    build_command(tool, exhibit, flat, page_path(tool, size)),
                    seconds=BUILD_S,
                    memory_mb=BUILD_MB,
                )
            )
    for tool, found in built.items():
        result: Result = {"build": build_result(found, page_files(tool, size))}
        if not found[0].why:
            say(f"{size:>9,}  {tool}: opening")
            page = first_page(tool, size)
            asks = "--own" if tool == OWN and not once else ""
            more = 1 if once or (size > QUICK and tool != OWN) else OPENINGS if tool == OWN else 3
            result["opening"] = opened(page, runs=more, asks=asks)
            if size == QUICK:
                result["cut"] = opened_cut(page)
            if tool == OWN and size == MOST:
                laden = FOLDER / "laden.html"
                laden.write_bytes(pages.laden(page.read_bytes()).replace(*MOVED))
                keep(LADEN, size, {"opening": opened(laden, runs=more)})
                unpacking = FOLDER / "unpacking.html"
                unpacking.write_bytes(pages.unpacking(page.read_bytes()).replace(*MOVED))
                told = medians([_open(unpacking, "--told") for _ in range(min(more, WHOLE))])
                keep(UNPACKING, size, {"opening": told})
                apart = FOLDER / "apart"
                command = [*build_command(OWN, exhibit, flat, apart), "--folder"]
                within.run(command, seconds=BUILD_S, memory_mb=BUILD_MB)
                (index,) = apart.rglob("index.html")
                keep(APART, size, {"opening": opened(index, runs=more, asks=asks)})
        keep(tool, size, result)


def build_command(tool: str, exhibit: Path, flat: Path, page: Path) -> list[str | Path]:
    if tool == OWN:
        return [sys.executable, "-m", "mapbuilder", "build", exhibit, "-o", page]
    return [sys.executable, "-m", "bench.tools", tool, flat, page]


def build_result(found: Sequence[within.Ended], files: Sequence[Path]) -> Result:
    if why := next((one.why for one in found if one.why), ""):
        return {"why": why}
    return {
        "cpu_s": statistics.median(one.cpu_s for one in found),
        "wall_s": statistics.median(one.wall_s for one in found),
        "peak_mb": max(one.peak_mb for one in found),
        "bytes": sum(file.stat().st_size for file in files),
        "runs": len(found),
    }


def not_tried(tool: str, size: int) -> str:
    """Why a tool is not tried: its tenth took too long, or showed nothing."""
    smaller = read(tool, size // 10)
    if not smaller or size <= 1_000:
        return ""
    build, opening = smaller["build"], smaller.get("opening", {})
    if build.get("why", "").startswith("not tried"):
        return str(build["why"])
    if "why" in build:
        return f"not tried: {build['why']} at {size // 10:,}"
    if 10 * build["wall_s"] > 1.5 * BUILD_S:
        return f"not tried: {build['wall_s']:.0f} s at {size // 10:,}"
    if tool != OWN and opening.get("first_mark_ms") is None:
        return f"not tried: no mark at {size // 10:,}"
    return ""


def opened(page: Path | str, *, runs: int, asks: str = "", only_mark: bool = False) -> Result:
    """What opening a page costs; its first mark is the median of several openings.

    ``asks`` is the option by which `bench.opening` asks one of mapbuilder's pages for answers.
    """
    options = [*([asks] if asks else []), *(["--only-mark"] if only_mark else [])]
    whole = [_open(page, *options)]
    if asks and "why" not in whole[0]:
        whole += [_open(page, "--told") for _ in range(min(runs, WHOLE) - 1)]
    marks = [whole[0]["first_mark_ms"]]
    if marks[0] is not None:
        # A page that is watched for what it tells is slower to show its first mark.
        less = [_open(page, "--only-mark")["first_mark_ms"] for _ in range(runs - (not asks))]
        marks = less if asks else marks + less
    seen = [mark for mark in marks if mark is not None]
    if not seen:
        return {"why": f"none in {MARK_S:.0f} s", **whole[0]}
    if broken := next((one for one in whole if "why" in one), None):
        return {**broken, "first_mark_ms": statistics.median(seen)}
    return {**medians(whole), "first_mark_ms": statistics.median(seen)}


def medians(found: Sequence[Result]) -> Result:
    """Each number the median of the openings in which it was looked for, a peak the largest.

    What is no number is the first one's; a number that one of them could not tell is ``None``.
    """
    taken: Result = {}
    for name, value in found[0].items():
        values = [one[name] for one in found if name in one]
        if isinstance(value, dict):
            taken[name] = medians(values)
        elif isinstance(value, bool) or not isinstance(value, int | float | None):
            taken[name] = value
        elif None in values:
            taken[name] = None
        else:
            taken[name] = max(values) if name.startswith("peak") else statistics.median(values)
    return taken


def opened_cut(page: Path) -> bool:
    """Whether the page draws a mark with the network cut."""
    return _open(page, "--cut", "--seconds", "20")["first_mark_ms"] is not None


def _open(page: Path | str, *options: str) -> Result:
    waiting = () if "--seconds" in options else ("--seconds", str(MARK_S))
    program = [sys.executable, "-m", "bench.opening"]
    command: list[str | Path] = [*program, lent_page(page), *waiting, *options]
    ended = within.run(command, seconds=MARK_S + OPEN_S, memory_mb=OPEN_MB)
    found: Result = {"first_mark_ms": None}
    for line in ended.said.splitlines():
        if line.startswith("{"):
            found.update(json.loads(line))
    if ended.why:
        found["why"] = ended.why
    return found


def lent_page(page: Path | str) -> Path | str:
    """The page, or a copy that takes require.js as npm has it; an address as it is.

    A page of ipywidgets names the hash of the file at its usual address, which is shrunk; npm has
    only the one that it was shrunk from.
    """
    if isinstance(page, str):
        return page
    start = b'require.min.js" integrity="'
    content = page.read_bytes() if page.stem.startswith("lonboard") else b""
    if start not in content:
        return page
    before, after = content.split(start, 1)
    copy = page.with_suffix(".lent.html")
    copy.write_bytes(before + b'require.min.js"' + after.split(b'"', 1)[1])
    return copy


def page_path(tool: str, size: int) -> Path:
    return FOLDER / "pages" / f"{slug(tool)}-{size}.html"


def page_files(tool: str, size: int) -> list[Path]:
    """The page, or all files of the folder that one became which is too large for one file."""
    path = page_path(tool, size)
    path.parent.mkdir(exist_ok=True)
    inside = path.with_suffix("")
    return [file for file in (path, *sorted(inside.rglob("*"))) if file.is_file()]


def first_page(tool: str, size: int) -> Path:
    pages_made = [file for file in page_files(tool, size) if file.suffix == ".html"]
    return min(pages_made, key=lambda file: (file.name != "index.html", len(file.parts)))


def slug(tool: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in tool.lower()).split())


def keep(tool: str, size: int, result: Result) -> None:
    path = RESULTS / f"{slug(tool)}-{size}.json"
    content = {"tool": tool, "size": size, **result}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read(tool: str, size: int, folder: Path | None = None) -> Result | None:
    """What was measured of a tool at a number of events, if it was."""
    path = (folder or RESULTS) / f"{slug(tool)}-{size}.json"
    if not path.exists():
        return None
    found: Result = json.loads(path.read_text("utf-8"))
    return found


def machine() -> Result:
    """What the figures are figures of."""
    import psutil
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        chromium = browser.version
        browser.close()
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "python": platform.python_version(),
        "chromium": chromium,
        "packages": {name: version(name) for name in PACKAGES},
        "load": round(os.getloadavg()[0], 1),
    }


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
