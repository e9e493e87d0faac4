"""What a page does in Chromium with the network refused: its first marker, its requests."""

from __future__ import annotations

import os
import re
import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, TimeoutError, sync_playwright

from tools.provide import find_chromium

# The same clock for all pages: the frame after the one in which the first marker is in the
# document.
FIRST_MARKER = """
window.__drawn = new Promise(done => {
  const marker = '[data-place], .leaflet-marker-icon, path.leaflet-interactive';
  const look = () => document.querySelector(marker)
    ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
  look();
});
"""

BLANK = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title>
  <style>body{margin:0}div{width:24px;height:24px;border-radius:12px;background:#333}</style>
  <script>addEventListener('DOMContentLoaded', () => { const marker =
  document.createElement('div'); marker.dataset.place = 'one'; document.body.append(marker);
  });</script><body></body></html>
"""


_DATA = rb'<script type="text/plain"[^>]*>[^<]*</script>|<div id="many-[^>]*><!--[^<]*--></div>'


def laden(page: bytes) -> bytes:
    """A page with one mark, which stands first, and all data of another page, which nothing reads.

    What a browser takes to read so many bytes no page of theirs can do without.
    """
    head, _, _ = BLANK.partition("<script>")
    data = re.findall(_DATA, page)
    return head.encode() + b"<body><div></div>" + b"\n".join(data)


UNPACK = b"""<script>(async () => {
  for (const id of ['many-places', 'many-events']) {
    // An element that another follows has been read to its end.
    while (!document.getElementById(id)?.nextElementSibling) {
      await new Promise(done => setTimeout(done, 1));
    }
    const packed = Uint8Array.fromBase64(document.getElementById(id).firstChild.data);
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    await new Response(stream).arrayBuffer();
  }
  document.documentElement.dataset.records = 'true';
})();</script>"""


def unpacking(page: bytes) -> bytes:
    """The same, which unpacks the columns of places and events, and does nothing with them."""
    return laden(page).replace(b"<body>", b"<body>" + UNPACK, 1)


@contextmanager
def chromium() -> Iterator[Browser]:
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-gpu"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


def first_marker_ms(browser: Browser, pages: Mapping[str, Path], runs: int) -> dict[str, float]:
    """Each page's median time to its first marker; opened in turn, each time in a fresh context."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(runs + 1):
        for name, path in pages.items():
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_init_script(FIRST_MARKER)
            page = context.new_page()
            page.goto(path.as_uri())
            drawn = page.evaluate("window.__drawn")
            if turn:
                times[name].append(drawn)
            context.close()
    return {name: statistics.median(values) for name, values in times.items()}


def requests_made(browser: Browser, path: Path) -> int:
    """How often the page asked for something that it does not carry, the network being refused."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with suppress(TimeoutError):
        page.goto(path.as_uri(), timeout=20_000)
    page.wait_for_timeout(1000)
    context.close()
    return sum(url.startswith(("http:", "https:")) for url in asked)
