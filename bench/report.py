"""``python -m bench.report``: docs/benchmarks.md and its picture, from output/bench/results.

Pure text from what `bench.peers` has kept: the same results give the same bytes. ``budgets`` are
the project's own promises, each beside what it is measured against.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.events import SIZES
from tools.provide import ROOT

RESULTS = ROOT / "output" / "bench" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
OWN = "mapbuilder"
BLANK = "a blank page with one mark"
FEW = 10
"""Events of the smallest page that is measured."""
LADEN = "a blank page with the same data"
UNPACKING = "a blank page that unpacks the same columns"
FLOOR = "the least a build can cost"
FLOOR_WORDS = "the least that a build with an index of words can cost"
APART = "mapbuilder, its texts in files beside it"
PUBLISHED = "mapbuilder, published"
BLANK_SERVED = "a blank page with one mark, from the same server"
OTHERS = (BLANK, LADEN, UNPACKING, FLOOR, FLOOR_WORDS, APART, PUBLISHED, BLANK_SERVED)
"""What is measured that is no tool among the tools."""
NONE = "–"

Result = dict[str, Any]
Results = dict[tuple[str, int], Result]


@dataclass(frozen=True, slots=True)
class Budget:
    """A promise, what was measured, and whether it holds; None where nothing was measured."""

    what: str
    measured: str
    against: str
    allowed: str
    holds: bool | None

    def cells(self) -> tuple[str, ...]:
        verdict = {True: "holds", False: "**exceeded**", None: "not measured"}[self.holds]
        return (self.what, self.measured, self.against, self.allowed, verdict)


def read_results(folder: Path = RESULTS) -> Results:
    """All that is kept, by tool and number of events."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    return {(one["tool"], one["size"]): one for one in found}


def value(results: Results, tool: str, size: int, part: str, name: str) -> float | None:
    """One figure, or None; ``answers`` are a part of an opening."""
    result = results.get((tool, size), {})
    found = (result.get("opening", {}) if part == "answers" else result).get(part, {}).get(name)
    return None if found is None else float(found)


def small_budgets(path: Path = RESULTS.parent / "small.json") -> list[Budget]:
    """The small exhibit's promises, which `bench.small` has kept; none where it has not run."""
    if not path.exists():
        return []
    return [Budget(**row) for row in json.loads(path.read_text("utf-8"))]


def budgets(results: Results) -> list[Budget]:
    """The promises that these results say something of (design, section 7)."""
    rows: list[Budget] = []
    many, most = 100_000, 1_000_000
    for peer, times in (("folium GeoJson, canvas", 10.0), ("folium FastMarkerCluster", 3.0)):
        for name, unit, least in (("cpu_s", "s CPU", times), ("peak_mb", "MB", 1.0)):
            ours = value(results, OWN, many, "build", name)
            theirs = value(results, peer, many, "build", name)
            rows.append(
                _at_most(
                    f"build of 100,000, {'time' if name == 'cpu_s' else 'memory'}",
                    ours,
                    unit,
                    (f"{peer}, a {times:.0f}th" if least > 1 else peer)
                    .replace("10th", "tenth")
                    .replace("3th", "third"),
                    None if theirs is None else theirs / least,
                )
            )
    floor = value(results, FLOOR, most, "build", "cpu_s")
    rows += [
        _at_most(
            "build of 1,000,000, time",
            value(results, OWN, most, "build", "cpu_s"),
            "s CPU",
            "1.5 × reading the CSV, joining its names, packing its texts",
            None if floor is None else 1.5 * floor,
        ),
        _at_most(
            "build of 1,000,000, memory",
            value(results, OWN, most, "build", "peak_mb"),
            "MB",
            "",
            1_000.0,
        ),
    ]
    size_1m = value(results, OWN, most, "build", "bytes")
    rows.append(
        _at_most(
            "bytes an event of 1,000,000", None if size_1m is None else size_1m / most, "B", "", 130
        )
    )
    for name, what, unit, factor in (
        ("cpu_s", "time", "µs CPU", 1e6),
        ("bytes", "bytes of page", "B", 1.0),
    ):
        before, after = (
            each_more(results, name, *sizes) for sizes in ((10_000, many), (many, most))
        )
        rows.append(
            _at_most(
                f"{what} of each event from 100,000 to 1,000,000",
                None if after is None else factor * after,
                unit,
                "1.15 × of each from 10,000 to 100,000",
                None if before is None else 1.15 * factor * before,
            )
        )
    blank = value(results, BLANK, 0, "opening", "first_mark_ms")
    for size in SIZES:
        rows.append(
            _at_most(
                f"first mark of {size:,}",
                value(results, OWN, size, "opening", "first_mark_ms"),
                "ms",
                "2.5 × a blank page's",
                None if blank is None else 2.5 * blank,
            )
        )
    published = max((size for tool, size in results if tool == PUBLISHED), default=0)
    served = value(results, BLANK_SERVED, 0, "opening", "first_mark_ms")
    if published:
        rows.append(
            _at_most(
                f"first mark of {published:,}, published",
                value(results, PUBLISHED, published, "opening", "first_mark_ms"),
                "ms",
                "2.5 × a blank page's of the same server",
                None if served is None else 2.5 * served,
            )
        )
    # Of "5 × that", after a row that has both, it is not said which of the two is meant.
    first = value(results, OWN, most, "opening", "first_mark_ms")
    for mark, of in ((first, "its own first mark"), (blank, "a blank page's first mark")):
        rows.append(
            _at_most(
                "all usable of 1,000,000",
                value(results, OWN, most, "answers", "whole"),
                "ms",
                f"5 × {of}",
                None if mark is None else 5 * mark,
            )
        )
    moved = [(OWN, size, f"{size:,}") for size in SIZES]
    moved += [(PUBLISHED, published, f"{published:,}, published")] * bool(published)
    for tool, size, called in moved:
        for part in ("pan", "zoom"):
            frames = results.get((tool, size), {}).get("opening", {}).get(part, {})
            rows.append(_at_most(f"{part} of {called}, p95", frames.get("p95"), "ms", "", 16.8))
            rows.append(_at_most(f"{part} of {called}, worst", frames.get("worst"), "ms", "", 50))
    for name, what, allowed in (
        ("filter", "a filter", 100.0),
        ("search", "a search", 100.0),
        ("period", "a step of the period", 100.0),
        ("text", "a record's text", 10.0),
    ):
        found = value(results, OWN, most, "answers", name)
        rows.append(_at_most(f"{what} in 1,000,000, p95", found, "ms", "", allowed))
    empty = value(results, BLANK, 0, "opening", "renderer_mb")
    for size in (10, most):
        elements = value(results, OWN, size, "opening", "elements")
        what = f"elements of {size:,}, without the text version"
        rows.append(_at_most(what, elements, "", "", 1_000))
    rows += [
        _at_most(
            "renderer of 10",
            value(results, OWN, 10, "opening", "renderer_mb"),
            "MB",
            "a blank page and 10 MB",
            None if empty is None else empty + 10,
        ),
        _at_most(
            "renderer of 1,000,000",
            value(results, OWN, most, "opening", "renderer_mb"),
            "MB",
            "",
            250,
        ),
        _at_most(
            "its peak", value(results, OWN, most, "opening", "peak_renderer_mb"), "MB", "", 350
        ),
    ]
    return rows


def each_more(results: Results, name: str, fewer: int, more: int) -> float | None:
    """What a build of more events costs more, for each of them."""
    costs = [value(results, OWN, size, "build", name) for size in (fewer, more)]
    if costs[0] is None or costs[1] is None:
        return None
    return (costs[1] - costs[0]) / (more - fewer)


def _at_most(
    what: str, measured: float | None, unit: str, against: str, allowed: float | None
) -> Budget:
    shown, limit = (
        NONE if one is None else f"{number(one)} {unit}".rstrip() for one in (measured, allowed)
    )
    # The difference of two times of a browser's clock has further digits, which mean nothing.
    holds = None if measured is None or allowed is None else round(measured, 6) <= allowed
    return Budget(what, shown, against, limit, holds)


def number(one: float) -> str:
    """Three figures that count, and no more."""
    if one >= 100:
        return f"{one:,.0f}"
    return f"{one:.1f}" if one >= 10 else f"{one:.2f}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table of Markdown; all columns but the first are aligned to the right."""
    rule = ["---", *["--:"] * (len(header) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (header, rule, *rows)]


def tools_of(results: Results) -> list[str]:
    """The tools in the order in which they were measured: ours, then the peers by name."""
    known = {tool for tool, _ in results}.difference(OTHERS)
    return sorted(known, key=lambda tool: (tool != OWN, tool))


def sizes_of(results: Results) -> list[int]:
    return sorted({size for tool, size in results if tool not in OTHERS})


def build_cell(result: Result | None) -> str:
    """CPU seconds, peak memory, bytes an event."""
    if result is None:
        return NONE
    build = result["build"]
    if "why" in build:
        return str(build["why"])
    each = build["bytes"] / result["size"]
    return f"{number(build['cpu_s'])} s · {number(build['peak_mb'])} MB · {number(each)} B"


def opening_cell(result: Result | None) -> str:
    """The first mark, then frames while panned and zoomed; or why there is none."""
    if result is None or "opening" not in result:
        return NONE
    opening = result["opening"]
    if opening.get("first_mark_ms") is None:
        return str(opening.get("why", "none"))
    parts = [f"**{number(opening['first_mark_ms'])}**"]
    parts += [
        "/".join(f"{frames[name]:.0f}" for name in ("p50", "p95", "worst")) if frames else NONE
        for frames in (opening.get("pan"), opening.get("zoom"))
    ]
    return " · ".join(parts)


def holding_cell(result: Result | None) -> str:
    """What the page holds: JS heap, renderer, nodes of the document."""
    opening = (result or {}).get("opening", {})
    if "heap_mb" not in opening:
        return NONE
    heap, renderer = number(opening["heap_mb"]), number(opening["renderer_mb"])
    return f"{heap} · {renderer} · {opening['nodes']:,.0f}"


def loading_row(results: Results, tool: str, size: int) -> tuple[str, ...]:
    """What a page loads beside itself, and what it does without."""
    result = results.get((tool, size), {})
    opening = result.get("opening", {})
    cut = result.get("cut")
    return (
        tool,
        str(opening.get("requests", NONE)),
        str(opening.get("tiles", NONE)),
        f"{opening['beside_bytes'] / 1e6:.2f} MB" if "beside_bytes" in opening else NONE,
        NONE if cut is None else ("marks drawn" if cut else "nothing"),
    )


def _grid(results: Results, cell: Any) -> list[str]:
    sizes = sizes_of(results)
    header = ("tool", *(f"{size:,}" for size in sizes))
    rows = [
        (tool, *(cell(results.get((tool, size))) for size in sizes)) for tool in tools_of(results)
    ]
    return table(header, rows)


def document(results: Results, machine: Result, about: str, promises: Sequence[Budget] = ()) -> str:
    """The whole of docs/benchmarks.md; ``about`` says how it is measured, ``promises`` what is
    promised besides what these results say something of."""
    packages = ", ".join(f"{name} {number_}" for name, number_ in machine["packages"].items())
    # What `make bench` measures before this is a load of nearly two as well.
    busy = machine["load"] > machine["cores"]
    small = min((size for size in sizes_of(results) if size >= 1_000), default=10)
    blank = results.get((BLANK, 0), {}).get("opening", {})
    lines = [
        "# mapbuilder beside other tools",
        "",
        "What `make bench` measures, written by `python -m bench.report`. Ratios are what counts; "
        "seconds are this machine's.",
        "",
        f"Measured on {machine['system']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"Python {machine['python']}, Chromium {machine['chromium']} without a graphics card; "
        f"{packages}.",
    ]
    if busy:
        lines += [
            "",
            f"**The machine was busy** (load {machine['load']} as it began): times of opening and "
            "frames are longer than on a quiet one, for all tools alike.",
        ]
    lines += [
        "",
        "<picture>",
        '<source media="(prefers-color-scheme: dark)" srcset="benchmarks-dark.svg">',
        '<img src="benchmarks-light.svg" alt="Three plots over the number of events, for each '
        'tool: the CPU seconds of a build, the time until the first mark, the bytes of the page">',
        "</picture>",
        "",
        "## Building: CPU seconds · peak memory · bytes of page an event",
        "",
        *_grid(results, build_cell),
        "",
        "Whole processes with their imports. mapbuilder reads names, joins them to a table of "
        "places and carries its base map; the others are given coordinates. "
        "FastMarkerCluster without “texts” carries positions alone.",
        "",
        "## Opening: first mark in ms · frames while panned · while zoomed (p50/p95/worst ms)",
        "",
        f"A blank page with one mark: {number(blank['first_mark_ms'])} ms."
        if blank.get("first_mark_ms")
        else "",
        "",
        *_grid(results, opening_cell),
        "",
        "## Holding: JS heap MB · renderer MB · nodes",
        "",
        *_grid(results, holding_cell),
        "",
        f"## Loading, at {small:,} events",
        "",
        *table(
            ("tool", "requests", "of them tiles", "libraries", "with the network cut"),
            [loading_row(results, tool, small) for tool in tools_of(results)],
        ),
        "",
        "## Promises",
        "",
        *table(
            ("what", "measured", "beside", "at most", ""),
            [budget.cells() for budget in (*promises, *budgets(results))],
        ),
        "",
        *least_rows(results),
        *laden_rows(results),
        *published_rows(results),
        about.rstrip(),
        "",
    ]
    return "\n".join(lines)


def least_rows(results: Results) -> list[str]:
    """What is promised of many events beside the least that it could cost, whoever made it."""
    many, most = 100_000, 1_000_000
    given = (
        (f"a build of {many:,}: reads, joins and packs", FLOOR, many, "build", "cpu_s", "s"),
        (f"a build of {most:,}: reads, joins and packs", FLOOR, most, "build", "cpu_s", "s"),
        ("the same, and which texts have which words", FLOOR_WORDS, most, "build", "cpu_s", "s"),
        (f"all usable of {most:,}: its columns are unpacked", UNPACKING, most, "answers", "whole",
         "ms"),
        (f"the renderer's peak at {most:,}: the file is read", LADEN, most, "opening",
         "peak_renderer_mb", "MB"),
    )  # fmt: skip
    rows = []
    for what, least, size, part, name, unit in given:
        found = [value(results, tool, size, part, name) for tool in (OWN, least)]
        rows.append((what, *(NONE if one is None else f"{number(one)} {unit}" for one in found)))
    if all(row[-1] == NONE for row in rows):
        return []
    return [
        "The least that some of these could cost, whoever made the page (`bench/floor.py`, "
        "`bench/pages.py`):",
        "",
        *table(("what", "mapbuilder", "the least"), rows),
        "",
    ]


def laden_rows(results: Results) -> list[str]:
    """What a browser takes for the bytes of the largest page, whatever is done with them."""
    size = max((size for tool, size in results if tool == LADEN), default=0)
    if not size:
        return []
    given = (
        (BLANK, 0, "a blank page"),
        (LADEN, size, LADEN),
        (UNPACKING, size, UNPACKING),
        (OWN, FEW, f"mapbuilder, {FEW}"),
        (OWN, size, f"mapbuilder, {size:,}"),
        (APART, size, APART),
    )
    parts = (
        ("opening", "first_mark_ms"),
        ("answers", "whole"),
        ("opening", "loaded_ms"),
        ("opening", "renderer_mb"),
        ("opening", "peak_renderer_mb"),
    )
    rows = []
    for tool, at, what in given:
        found = [value(results, tool, at, part, name) for part, name in parts]
        rows.append((what, *(NONE if one is None else number(one) for one in found)))
    header = ("page", "first mark, ms", "all usable, ms", "read to its end, ms", "renderer, MB",
              "peak, MB")  # fmt: skip
    return [
        "## What a browser takes for so many bytes",
        "",
        *table(header, rows),
        "",
        f"“{LADEN[0].upper()}{LADEN[1:]}” has one mark and the blocks of the page of {size:,} "
        "events, of which nothing reads any; the next one's script unpacks the columns of places "
        "and events, which is when all could be used at the earliest. Of mapbuilder's own pages "
        f"that of {FEW} events shows what list, filters, timeline and map take by themselves; the "
        "last is the one by `mapbuilder build --folder`.",
        "",
    ]


def published_rows(results: Results) -> list[str]:
    """What an exhibit for a web server takes, and what its visitors wait for."""
    sizes = sorted(size for tool, size in results if tool == PUBLISHED)
    if not sizes:
        return []
    blank = value(results, BLANK_SERVED, 0, "opening", "first_mark_ms")
    rows = []
    for size in sizes:
        result = results[PUBLISHED, size]
        build = result["build"]
        opening = result.get("opening", {})
        frames = "–" if not opening.get("pan") else opening_cell(result).partition(" · ")[2]
        waits = [
            " / ".join(
                NONE if one is None else number(one)
                for one in (
                    value(results, PUBLISHED, size, "answers", f"{name}{which}")
                    for which in ("", "_longest")
                )
            )
            for name in ("kind", "source", "search", "place")
        ]
        first = opening.get("first_mark_ms")
        rows.append(
            (
                f"{size:,}",
                str(build["why"])
                if "why" in build
                else f"{number(build['cpu_s'])} s · {number(build['peak_mb'])} MB",
                NONE if "why" in build else f"{build['bytes'] / 1e6:,.0f} MB",
                NONE if first is None else number(first),
                frames,
                NONE if "renderer_mb" not in opening else f"{number(opening['renderer_mb'])} MB",
                *waits,
            )
        )
    header = ("records", "build: CPU · peak", "files", "first mark, ms", "frames panned · zoomed",
              "renderer", "a kind, ms", "a source, ms", "a search, ms",
              "a place's records, ms")  # fmt: skip
    served = "" if blank is None else f" A blank page from there: {number(blank)} ms."
    return [
        "## Published: `mapbuilder build --to FOLDER --tiles`",
        "",
        *table(header, rows),
        "",
        "From a server of this machine that sends parts of files; of what a visitor waits for the "
        f"median and the longest.{served}",
        "",
    ]


def main() -> None:
    results = read_results()
    if not results:
        raise SystemExit(f"There is nothing in {RESULTS}: `python -m bench.peers` measures first.")
    machine = json.loads((RESULTS.parent / "machine.json").read_text("utf-8"))
    about = (Path(__file__).parent / "about.md").read_text("utf-8")
    promises = small_budgets()
    PAGE.write_text(document(results, machine, about, promises), "utf-8")
    from bench import plot

    for name in plot.THEMES:
        plot.write(results, tools_of(results), PAGE.with_name(f"benchmarks-{name}.svg"), name)
    for budget in (*promises, *budgets(results)):
        print("  ".join(budget.cells()))
    print(f"\nWrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
