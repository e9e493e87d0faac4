"""``python -m bench.base_map [PAGE]``: what the base map costs the visitor, without a GPU.

The same exhibit with its base map and without one, opened in turn: the time until the page says
that it is ready. Then frames, as Chromium would show them, while the map is dragged and zoomed,
and the longest frame after each of many steps to a new view. With PAGE, another page is measured
beside.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench import pages
from bench.small import print_table, verdict

RUNS = 7
VIEWS = 60
DRAGS = 8
SIZE = {"width": 1440, "height": 900}
READY = 'html[data-ready="true"]'

# Every frame's length in ms, from `watch()` on, until `frames()` is asked for them.
FRAMES = """
window.__frames = [];
let last = 0;
const tick = now => { if (last) window.__frames.push(now - last); last = now;
  requestAnimationFrame(tick); };
window.__watch = () => { window.__frames = []; last = 0; };
requestAnimationFrame(tick);
"""
SINCE_START = f"""
window.__ready = new Promise(done => {{
  const look = () => document.querySelector('{READY}')
    ? done(performance.now()) : setTimeout(look, 4);
  look();
}});
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        built = {"full": folder / "full.html", "none": folder / "none.html"}
        for detail, path in built.items():
            build = [sys.executable, "-m", "mapbuilder", "build", "--basemap", detail, "-o", path]
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        with pages.chromium() as browser:
            ready = ready_ms(browser, built)
            others = [Path(argument) for argument in sys.argv[1:]]
            shown = [moving(browser, path) for path in (built["full"], *others)]
    ratio = ready["full"] / ready["none"]
    rows: list[tuple[str, ...]] = [
        (
            "ready with the base map",
            f"{ready['full']:.0f} ms",
            f"without one {ready['none']:.0f} ms",
            f"{ratio:.2f}",
            "2",
            verdict(ratio <= 2),
        )
    ]
    for path, (dragged, zoomed, redrawn) in zip(("full", *others), shown, strict=True):
        allowed = 120 if path == "full" else 250
        for what, frames, most in (
            ("frames while dragged", dragged, 16.8),
            ("frames while zoomed", zoomed, 16.8),
            ("a new view's longest frame", redrawn, allowed),
        ):
            p95 = percentile(frames, 0.95)
            detail = f"median {statistics.median(frames):.1f}, worst {max(frames):.0f} ms"
            name = f"{what} ({'default' if path == 'full' else Path(path).name}), p95"
            rows.append((name, f"{p95:.1f} ms", detail, "", f"{most} ms", verdict(p95 <= most)))
    print_table(("budget", "measured", "", "ratio", "allowed", ""), rows)


def ready_ms(browser: Browser, built: dict[str, Path]) -> dict[str, float]:
    """The median time until each page is ready; opened in turn, each time in a fresh context."""
    times: dict[str, list[float]] = {name: [] for name in built}
    for turn in range(RUNS + 1):
        for name, path in built.items():
            context = browser.new_context(viewport=SIZE)
            context.add_init_script(SINCE_START)
            page = context.new_page()
            page.goto(path.as_uri())
            elapsed = page.evaluate("window.__ready")
            if turn:
                times[name].append(elapsed)
            context.close()
    return {name: statistics.median(values) for name, values in times.items()}


def moving(browser: Browser, path: Path) -> tuple[list[float], list[float], list[float]]:
    """Frames in ms while the map is dragged, while it is zoomed, the longest of each new view."""
    context = browser.new_context(viewport=SIZE)
    context.add_init_script(FRAMES)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    notice = page.locator('[data-action="continue"]')
    if notice.is_visible():
        notice.click()
    page.wait_for_timeout(500)
    dragged = [frame for turn in range(DRAGS) for frame in drag(page, turn)]
    zoomed = [frame for turn in range(DRAGS) for frame in wheel(page, turn)]
    page.locator('[data-action="fit"]').click()
    page.wait_for_timeout(800)
    redrawn = new_views(page)
    context.close()
    return dragged, zoomed, redrawn


def drag(page: Page, turn: int) -> list[float]:
    away = 260 if turn % 2 else -260
    page.mouse.move(450, 620)
    page.mouse.down()
    page.evaluate("window.__watch()")
    for step in range(1, 25):
        page.mouse.move(450 + away * step / 24, 620 - away * step / 48)
        page.wait_for_timeout(16)
    frames: list[float] = page.evaluate("window.__frames")
    page.mouse.up()
    page.wait_for_timeout(400)
    return frames


def wheel(page: Page, turn: int) -> list[float]:
    page.mouse.move(450, 450)
    page.evaluate("window.__watch()")
    page.mouse.wheel(0, 240 if turn % 2 else -240)
    page.wait_for_timeout(350)
    frames: list[float] = page.evaluate("window.__frames")
    page.wait_for_timeout(400)
    return frames


def new_views(page: Page) -> list[float]:
    """The longest frame after each of many seeded steps: a zoom, or a screen's width aside."""
    rng = random.Random(1990)
    canvas = page.locator(".map")
    longest = []
    for _ in range(VIEWS):
        step = rng.choice(("zoom-in", "zoom-in", "zoom-out", "ArrowLeft", "ArrowRight", "ArrowUp"))
        page.evaluate("window.__watch()")
        if step.startswith("zoom"):
            page.locator(f'[data-action="{step}"]').click()
        else:
            canvas.focus()
            page.keyboard.press(f"Shift+{step}")
        page.wait_for_timeout(700)
        frames: list[float] = page.evaluate("window.__frames")
        longest.append(max(frames))
    return longest


def percentile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]


if __name__ == "__main__":
    main()
