"""Real browsers with the network refused: a page that asks for anything, or complains, fails.

``visit(page)`` opens a page as a visitor would and returns it once its first view is drawn. The
page's policy is never bypassed: what it blocks is what we want to hear of.
"""

from __future__ import annotations

import html
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Frame,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tools.provide import find_chromium, find_firefox, find_headless

from .bidi import Firefox, firefox
from .pages import At, Once, sharing

How = Literal["file", "iframe", "iframe-sandbox", "srcdoc", "srcdoc-sandbox", "http"]

READY = 'html[data-ready="true"]'
READY_MS = 30_000
LOCAL_SCHEMES = ("file:", "data:", "blob:", "about:")

CHROMIUM_ARGUMENTS = [
    # Root (in a container) cannot use the sandbox; everyone else keeps it.
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    # No name is ever looked up: not by the page, and not by the browser for itself.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@dataclass
class Visit:
    """An open page: ``frame`` is the exhibit's document, ``page`` the tab that it is in."""

    page: Page
    frame: Frame
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """Fails with everything that the page asked of the network or complained of."""
        assert self.faults == []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    executable = find_headless()
    assert executable, "no Chromium: run the tests through `make test`, or set MAPBUILDER_CHROMIUM"
    browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium_with_windows(playwright: Playwright) -> Iterator[Browser]:
    """The whole of Chromium, which does some things by itself, such as to ask for a page's icon."""
    executable = find_chromium()
    assert executable, "no Chromium: run the tests through `make test`, or set MAPBUILDER_CHROMIUM"
    browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Builds a page once for all tests and workers; see ``pages``."""
    return sharing(tmp_path_factory)


@contextmanager
def opened(
    browser: Browser,
    page_path: Path | At,
    how: How,
    folder: Path,
    *,
    stopped: bool = False,
    **options: Any,
) -> Iterator[Visit]:
    """A page opened as ``how`` says, with everything that is heard of it kept and nothing judged.

    ``folder`` receives the host page of a frame; ``stopped`` is for a page whose clock the test
    turns; ``options`` go to Playwright's ``new_context``.
    """
    # Chromium's "offline" refuses 127.0.0.1 as well; over http the resolver rules have to serve
    # alone.
    context = browser.new_context(offline=how != "http", reduced_motion="reduce", **options)
    page = context.new_page()
    visited = Visit(page, page.main_frame)
    with _served(page_path.parent) if how == "http" else nullcontext("") as server:
        url = (
            f"{server}/{page_path.name}" if server else _host_page(page_path, how, folder).as_uri()
        )
        _listen(visited, url)
        if stopped:
            page.clock.install()
        page.goto(url)
        if how not in ("file", "http"):
            frame = page.frame_locator("iframe").owner.element_handle().content_frame()
            assert frame
            visited.frame = frame
        yield visited
        # What the page does last is heard with a delay.
        page.wait_for_timeout(30)
        context.close()


@pytest.fixture
def visit(chromium: Browser, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens a page in one of the ways of ``How`` and returns it when its first view is drawn.

    Fails at once, and again at the end of the test, on any request that leaves the page (but the
    one for the page itself over http), any console warning or error, any uncaught error, any
    refusal by the policy.
    """
    visits: list[Visit] = []
    with ExitStack() as stack:

        def open_page(page_path: Path, how: How = "file", **options: Any) -> Visit:
            visited = stack.enter_context(opened(chromium, page_path, how, tmp_path, **options))
            visits.append(visited)
            try:
                visited.frame.wait_for_selector(READY, state="attached", timeout=READY_MS)
            finally:
                # First, so that the reason is read and not only that nothing was drawn.
                visited.assert_clean()
            return visited

        yield open_page
    for visited in visits:
        visited.assert_clean()


def _listen(visited: Visit, url: str) -> None:
    def on_request(request: Request) -> None:
        visited.requests.append(request.url)
        is_page_itself = request.url == url and visited.requests.count(url) == 1
        if not request.url.startswith(LOCAL_SCHEMES) and not is_page_itself:
            visited.faults.append(f"request: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert") or "Content Security" in message.text:
            visited.faults.append(f"console {message.type}: {message.text}")

    page = visited.page
    page.context.on("request", on_request)
    page.context.on("console", on_console)
    page.context.on("weberror", lambda error: visited.faults.append(f"uncaught: {error.error}"))
    page.on("crash", lambda _: visited.faults.append("the page crashed"))
    page.on("websocket", lambda socket: visited.faults.append(f"websocket: {socket.url}"))
    page.on("popup", lambda popup: visited.faults.append(f"window opened: {popup.url}"))


def _host_page(page_path: Path | At, how: How, folder: Path) -> Path:
    if how == "file":
        return page_path
    sandbox = 'sandbox="allow-scripts"' if how.endswith("sandbox") else ""
    if how.startswith("srcdoc"):
        content = f'srcdoc="{html.escape(page_path.read_text("utf-8-sig"))}"'
    else:
        content = f'src="{page_path.as_uri()}"'
    host = folder / f"host-{how}.html"
    style = "html,body,iframe{margin:0;border:0;width:100%;height:100vh;display:block}"
    host.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>'
        f'<style>{style}</style><iframe title="Exhibit" {sandbox} {content}></iframe></html>',
        encoding="utf-8",
    )
    return host


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def running_firefox() -> Iterator[Firefox]:
    executable = find_firefox()
    assert executable, "no Firefox: run the tests through `make test`, or set MAPBUILDER_FIREFOX"
    with firefox(executable) as browser:
        yield browser


@pytest.fixture
def in_firefox(running_firefox: Firefox) -> Iterator[Firefox]:
    """Firefox with nothing heard yet; any fault heard fails the test."""
    running_firefox.open("about:blank")
    running_firefox.faults.clear()
    yield running_firefox
    assert running_firefox.faults == []


def open_every_place(frame) -> None:
    """Open each place as a visitor would: by its mark, or by its sign at the edge if far."""
    dismiss_notice(frame)
    signs = frame.eval_on_selector_all("[data-far]", "all => all.map(sign => sign.dataset.far)")
    marks = frame.eval_on_selector_all(
        ".place-mark[data-place]", "all => all.map(mark => mark.dataset.place)"
    )
    for number, place in enumerate(marks):
        sign = frame.locator("[data-far]").nth(signs.index(place)) if place in signs else None
        if sign is not None and sign.is_visible():
            sign.click()
        else:
            frame.locator(".place-mark[data-place]").nth(number).click()
        frame.wait_for_selector("[data-panel]:not([hidden])")
        frame.locator('[data-action="back"]').click()
        frame.wait_for_selector(".view-records")


def until(frame, condition: str, seconds: float = 10) -> None:
    """Waits for a condition, asked from outside: the page's policy lets nobody evaluate text."""
    end = time.monotonic() + seconds
    while not frame.evaluate(condition):
        assert time.monotonic() < end, f"not in {seconds} s: {condition}"
        frame.wait_for_timeout(50)


def next_frames(frame) -> None:
    frame.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"
    )


# Whether a canvas lies over all of the map, frame by frame of a flight.
WATCH_FLIGHT = """selector => {
  const room = document.querySelector('.map-room');
  const canvas = document.querySelector(selector);
  const map = document.querySelector('.map');
  window.flown = [];
  const look = () => {
    const [c, m] = [canvas, map].map(each => each.getBoundingClientRect());
    if (room.classList.contains('zooming')) window.flown.push(c.left <= m.left + 1
      && c.top <= m.top + 1 && c.right >= m.right - 1 && c.bottom >= m.bottom - 1);
    else if (window.flown.length > 0) window.landed = true;
    requestAnimationFrame(() => setTimeout(look));
  };
  look();
}"""


def assert_painted_in_flight(visited: Visit, canvas: str, fly: Callable[[], None]) -> None:
    visited.page.emulate_media(reduced_motion="no-preference")
    visited.frame.evaluate(WATCH_FLIGHT, canvas)
    fly()
    visited.frame.wait_for_function("() => window.landed")
    flown = visited.frame.evaluate("window.flown")
    # What a frame finds uncovered the next one paints.
    assert not any(one is two is False for one, two in pairwise(flown)), flown


def dismiss_notice(frame) -> None:
    notice = frame.locator('[data-action="continue"]')
    if notice.count() and notice.is_visible():
        notice.click()
