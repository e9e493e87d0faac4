"""The picture of docs/benchmarks.md: three plots over the number of events, one line a tool.

Two files, for light and for dark pages; the same results give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

OWN = "mapbuilder"
THEMES = {
    "light": {"ground": "#ffffff", "ink": "#1f2328", "faint": "#d8dee4", "own": "#b3261e"},
    "dark": {"ground": "#0d1117", "ink": "#e6edf3", "faint": "#30363d", "own": "#ff8a80"},
}
PEERS = {
    "light": ("#3b6ea5", "#5f8f5a", "#8a6d3b", "#7a5c99", "#4d8a8a", "#99627a"),
    "dark": ("#7fb0e0", "#93c48d", "#d0b277", "#b79ad6", "#86c5c5", "#d79ab4"),
}
STROKES = ("-", (0, (5, 2)))
PANELS: tuple[tuple[str, Callable[[dict[str, Any]], float | None]], ...] = (
    ("CPU seconds of a build", lambda one: one["build"].get("cpu_s")),
    ("Seconds until the first mark", lambda one: _seconds(one)),
    ("MB of page", lambda one: one["build"]["bytes"] / 1e6 if "bytes" in one["build"] else None),
)


def _seconds(one: dict[str, Any]) -> float | None:
    found = one.get("opening", {}).get("first_mark_ms")
    return None if found is None else found / 1000


def write(
    results: dict[tuple[str, int], dict[str, Any]], tools: Sequence[str], path: Path, theme: str
) -> None:
    """Writes the picture as SVG, with its words as text."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    colours, peers = THEMES[theme], PEERS[theme]
    settings = {
        "svg.hashsalt": "mapbuilder",
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 9,
        "text.color": colours["ink"],
        "axes.labelcolor": colours["ink"],
        "axes.edgecolor": colours["faint"],
        "xtick.color": colours["ink"],
        "ytick.color": colours["ink"],
        "axes.facecolor": colours["ground"],
        "figure.facecolor": colours["ground"],
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with matplotlib.rc_context(settings):
        figure, axes = pyplot.subplots(1, len(PANELS), figsize=(10, 4.4))
        for axis, (title, figure_of) in zip(axes, PANELS, strict=True):
            _panel(axis, title, colours)
            # Ours last, so that it lies on top.
            for number, tool in sorted(enumerate(tools), reverse=True):
                points = [
                    (size, found)
                    for (name, size), one in sorted(results.items())
                    if name == tool and (found := figure_of(one)) is not None
                ]
                own = tool == OWN
                axis.plot(
                    [size for size, _ in points],
                    [found for _, found in points],
                    label=tool,
                    color=colours["own"] if own else peers[(number - 1) % len(peers)],
                    linestyle="-" if own else STROKES[(number - 1) // len(peers) % len(STROKES)],
                    linewidth=2.6 if own else 1.2,
                    marker="o",
                    markersize=5 if own else 3,
                )
            # Whole powers of ten, so that the axis has a number even where all are close.
            low, high = axis.get_ylim()
            axis.set_ylim(10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high)))
        lines, names = axes[0].get_legend_handles_labels()
        figure.legend(
            lines[::-1], names[::-1], loc="lower center", ncols=4, frameon=False, fontsize=9
        )
        figure.tight_layout(rect=(0, 0.17, 1, 1))
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)


def short(count: float) -> str:
    """A number of events as it fits under an axis: 10, 1k, 1M."""
    for large, letter in ((1e6, "M"), (1e3, "k")):
        if count >= large:
            return f"{count / large:g}{letter}"
    return f"{count:g}"


def _panel(axis: Any, title: str, colours: dict[str, str]) -> None:
    from matplotlib.ticker import FuncFormatter

    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_title(title, loc="left", fontsize=10)
    axis.set_xlabel("events")
    axis.grid(visible=True, which="major", color=colours["faint"], linewidth=0.6)
    axis.minorticks_off()
    axis.xaxis.set_major_formatter(FuncFormatter(lambda one, _: short(one)))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda one, _: f"{one:,.10g}"))
    axis.tick_params(length=0)
