"""``python -m bench.opening PAGE [--cut] [--own | --told]``: what opening a page costs.

One page in a browser of its own, measured alike whoever made it; what is known is printed as JSON,
a line for each part, so that a page that stops the browser has still told what it could.

The first mark is the first picture that Chromium's compositor gives in which the middle of the
window holds some pixels of a strong colour, or dark ones: all base maps are grey or pale, no mark
is. The clock runs from the beginning of the navigation. Frames are the page's own, by
``requestAnimationFrame``, while the browser is sent a drag or a wheel.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from bench import large
from bench.libraries import FOLDER
from bench.shelf import Lent, shelf
from tools.provide import find_chromium

SIZE: ViewportSize = {"width": 1440, "height": 900}
MIDDLE = (0.24, 0.2, 0.6, 0.72)
"""Where marks are looked for: left, top, right, bottom as parts of the window. All tools have map
there, and none a panel."""
STRONG, DARK = 60, 105
"""Of 255: how far the largest and the smallest of red, green and blue of a mark are at least apart,
or else how large the largest of them is at most: a black line of one pixel is not darker in a
picture of half the size. The grey picture that is lent for a tile is far paler."""
PIXELS = 5
"""How many of those there must be, of half the window's width and height."""
REST_MS = 60
"""Frames that long or shorter for a second, and nothing asked for: the page has come to rest."""
REST_LIMIT_S = 60
START_MS = 1500
"""How long the browser is left to itself first. Chromium reads the pages of its own address bar
when a window opens, which takes a core for half a second."""
DRAGS = WHEELS = 4

FRAMES = """
window.__frames = [];
let last = 0;
const tick = now => { if (last) window.__frames.push(now - last); last = now;
  requestAnimationFrame(tick); };
requestAnimationFrame(tick);
window.__take = () => window.__frames.splice(0);
"""


ELEMENTS = "document.querySelectorAll('*').length - document.querySelectorAll('main#text *').length"
"""All elements, without those of mapbuilder's text version, which a screen reader is read."""

LOADED = "performance.getEntriesByType('navigation')[0].loadEventEnd"
"""When the page had been read to its end."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.opening", description=__doc__)
    parser.add_argument("page", help="a file, or an address of this machine")
    parser.add_argument("--cut", action="store_true", help="cut the network; only the first mark")
    parser.add_argument("--own", action="store_true", help="mapbuilder's: its answers as well")
    parser.add_argument("--told", action="store_true", help="mapbuilder's, without its answers")
    parser.add_argument("--published", action="store_true", help="ours from a server: its answers")
    parser.add_argument("--only-mark", action="store_true", help="only the first mark")
    parser.add_argument("--seconds", type=float, default=150, help="how long to wait for it")
    given = parser.parse_args()
    lending = nullcontext((cut_off(), Lent())) if given.cut else shelf(FOLDER)
    with lending as (arguments, lent), browser_with(arguments) as browser:
        page, protocol = new_page(browser, own=given.own or given.told)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        first, picture = first_mark(page, protocol, given.page, given.seconds)
        tell(first_mark_ms=first)
        if picture and (folder := os.environ.get("BENCH_PICTURES")):
            name = Path(given.page).stem + (".cut" if given.cut else "") + ".jpg"
            (Path(folder) / name).write_bytes(picture)
        if first is None or given.cut or given.only_mark:
            return
        tell(rest_ms=rest(page), loaded_ms=page.evaluate(LOADED))
        # Before the map is moved, which asks for more of the base map.
        requests = sum(url.startswith(("http:", "https:")) for url in asked)
        tell(requests=requests, tiles=lent.tiles, beside_bytes=lent.file_bytes)
        held = memory(browser, page, protocol)
        tell(**held)
        tell(pan=summary(pan(page)), zoom=summary(zoom(page)))
        # Chromium sets the system's account of its peak back at times: the larger of two looks.
        name = "peak_renderer_mb"
        tell(peak_renderer_mb=max(held[name], renderer_mb(browser)[name]))
        # It also asks for things of its own; those of the page count.
        tell(missing=sorted(set(lent.missing).intersection(asked)))
        if given.own:
            tell(answers=large.answers(page))
        elif given.published:
            from bench import published

            tell(answers=published.answers(page))
        elif given.told:
            tell(answers=large.told(page))


def tell(**known: object) -> None:
    print(json.dumps(known), flush=True)


def cut_off() -> list[str]:
    """Chromium's arguments with which no name of the internet is known."""
    return ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]


@contextmanager
def browser_with(arguments: Sequence[str]) -> Iterator[Browser]:
    """Chromium without a graphics card; WebGL is drawn by SwiftShader."""
    given = [*arguments, "--disable-gpu", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    if os.geteuid() == 0:
        given.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=given)
        yield browser
        browser.close()


def new_page(browser: Browser, *, own: bool = False) -> tuple[Page, CDPSession]:
    context = browser.new_context(viewport=SIZE, ignore_https_errors=True)
    context.add_init_script(FRAMES)
    if own:
        context.add_init_script(large.WATCH)
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.wait_for_timeout(START_MS)
    return page, context.new_cdp_session(page)


def first_mark(
    page: Page, protocol: CDPSession, given: str, seconds: float
) -> tuple[float | None, bytes | None]:
    """The milliseconds until the first picture with a mark, and the last picture looked at."""
    found: list[float] = []
    last: list[bytes] = []

    def look(event: dict[str, Any]) -> None:
        protocol.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        shown = event["metadata"]["timestamp"]
        # What was there before the page does not count.
        if not found and shown >= began_s:
            last[:] = [base64.b64decode(event["data"])]
            if has_mark(last[0]):
                found.append(shown)

    protocol.on("Page.screencastFrame", look)
    # Half the size, which the browser has encoded in a third of the time.
    half = {"maxWidth": SIZE["width"] // 2, "maxHeight": SIZE["height"] // 2}
    protocol.send("Page.startScreencast", {"format": "jpeg", "quality": 90, **half})
    began_s = time.time()
    deadline = time.monotonic() + seconds
    address = given if given.startswith("http:") else Path(given).absolute().as_uri()
    page.goto(address, wait_until="commit", timeout=1000 * seconds)
    while not found and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    if not found:
        return None, last[0] if last else None
    protocol.send("Page.stopScreencast")
    began = page.evaluate("performance.timeOrigin")
    return 1000 * found[0] - began, last[0]


def has_mark(picture: bytes) -> bool:
    """Whether the middle of a picture holds some pixels of a strong colour, or dark ones."""
    import numpy as np
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(np.int16)
    height, width = pixels.shape[:2]
    left, top, right, bottom = MIDDLE
    middle = pixels[
        int(top * height) : int(bottom * height), int(left * width) : int(right * width)
    ]
    most, least = middle.max(2), middle.min(2)
    marked = int((((most - least) >= STRONG) | (most <= DARK)).sum())
    # A picture that is dark all over is a window in which nothing has been drawn yet.
    return PIXELS <= marked < int(most.size) // 2


def rest(page: Page) -> float:
    """The milliseconds since the navigation at which the page has been at rest for a second."""
    page.evaluate("window.__take()")
    calm = 0
    deadline = time.monotonic() + REST_LIMIT_S
    while calm < 4 and time.monotonic() < deadline:
        page.wait_for_timeout(250)
        frames: list[float] = page.evaluate("window.__take()")
        calm = calm + 1 if frames and max(frames) <= REST_MS else 0
    now: float = page.evaluate("performance.now()")
    return now - 1000


def memory(browser: Browser, page: Page, protocol: CDPSession) -> dict[str, float]:
    """What the page holds once all that can be has been collected."""
    for _ in range(2):
        protocol.send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(300)
    heap = protocol.send("Runtime.getHeapUsage")
    return {
        "heap_mb": (heap["usedSize"] + heap.get("backingStorageSize", 0)) / 1e6,
        "nodes": protocol.send("Memory.getDOMCounters")["nodes"],
        "elements": page.evaluate(ELEMENTS),
        **renderer_mb(browser),
    }


def renderer_mb(browser: Browser) -> dict[str, float]:
    """What the largest renderer shares and owns by Linux's account, now and at its peak."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    found = [_process_mb(one["id"]) for one in processes if one["type"] == "renderer"]
    now, peak = max(found, default=(0.0, 0.0))
    return {"renderer_mb": now, "peak_renderer_mb": peak}


def _process_mb(number: int) -> tuple[float, float]:
    folder = Path("/proc") / str(number)
    if not folder.exists():
        import psutil

        resident = psutil.Process(number).memory_info().rss / 1e6
        return resident, resident
    fields = {
        line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6
        for name in ("smaps_rollup", "status")
        for line in (folder / name).read_text().splitlines()
        if line.startswith(("Pss:", "VmHWM:"))
    }
    return fields["Pss"], fields["VmHWM"]


def pan(page: Page) -> list[float]:
    """Frames in ms while the map is dragged to and fro."""

    def drag(turn: int) -> None:
        away = 260 if turn % 2 else -260
        page.mouse.move(860, 520)
        page.mouse.down()
        page.evaluate("window.__take()")
        for step in range(1, 31):
            page.mouse.move(860 + away * step / 30, 520 - away * step / 60)
            page.wait_for_timeout(12)
        page.mouse.up()

    return _frames(page, drag, DRAGS)


def zoom(page: Page) -> list[float]:
    """Frames in ms while the wheel is turned, two notches in, two out."""

    def wheel(turn: int) -> None:
        page.mouse.move(860, 450)
        page.evaluate("window.__take()")
        page.mouse.wheel(0, -240 if turn % 4 < 2 else 240)
        page.wait_for_timeout(700)

    return _frames(page, wheel, WHEELS)


def _frames(page: Page, act: Callable[[int], None], times: int) -> list[float]:
    frames: list[float] = []
    for turn in range(times):
        act(turn)
        frames += page.evaluate("window.__take()")
        page.wait_for_timeout(300)
        # What a release sets off belongs to it as well, and so does its longest frame.
        frames += page.evaluate("window.__take()")
    return frames


def summary(frames: Sequence[float]) -> dict[str, float]:
    if not frames:
        return {}
    ordered = sorted(frames)
    return {
        "p50": statistics.median(ordered),
        "p95": ordered[round(0.95 * (len(ordered) - 1))],
        "worst": ordered[-1],
    }


if __name__ == "__main__":
    main()
