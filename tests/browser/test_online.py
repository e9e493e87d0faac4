"""The online map: one host is asked, only while it is on; when it fails, the page's own map stands.

The network is a server on this machine, one for each test. What these pages do is heard here and
not through ``visit``, for which every request is a fault.
"""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import mapbuilder

from .conftest import LOCAL_SCHEMES, READY, READY_MS, _served, dismiss_notice, next_frames
from .test_access import axe, findings  # noqa: F401
from .test_map import UNPAINTED

HOW = ["file", "iframe", "iframe-sandbox", "srcdoc", "srcdoc-sandbox", "http"]
ROWS = [
    {"id": "baku", "date": "1990", "title": "Baku", "lon": 49.84, "lat": 40.37},
    {"id": "lankaran", "date": "1991", "title": "Lankaran", "lon": 48.85, "lat": 38.75},
]
CREDIT = '&copy; <a href="https://example.org/terms">A survey</a>'
# So many pictures are asked for at a time, and so many failures in a row are enough: online.ts.
AT_ONCE = 6
MOST_FAILURES = 3
MOST_GAPS = 8

# Whether pictures that have come cover the whole of the map, and whether any is in sight.
PICTURES = """() => {
  const room = document.querySelector('.map').getBoundingClientRect();
  const boxes = [...document.querySelectorAll('.leaflet-online-pane img.leaflet-tile-loaded')]
    .filter((e) => e.naturalWidth === 256).map((e) => e.getBoundingClientRect());
  const at = (x, y) => boxes.some((b) => b.left <= x && b.right > x && b.top <= y && b.bottom > y);
  const seen = [];
  for (let i = 0; i < 20; i++) for (let j = 0; j < 20; j++)
    seen.push(at(room.left + room.width * (i + 0.5) / 20, room.top + room.height * (j + 0.5) / 20));
  return seen.filter(Boolean).length / seen.length;
}"""
STATE = "() => document.querySelector('.online-map').dataset.state"


def picture() -> bytes:
    """A PNG of 256 by 256 pixels in one colour that the page has nowhere else."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    head = struct.pack(">2I5B", 256, 256, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xb0\x20\xc0" * 256) * 256
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


PICTURE = picture()


@dataclass
class Tiles:
    """A server of pictures; ``missing`` says which columns it does not have."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    referrers: set[str | None] = field(default_factory=set)
    missing: int = 0
    """Every so many-th column; 1 is all, 0 none."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    _server: ThreadingHTTPServer | None = None

    def start(self) -> None:
        """Answers from now on, at the same address as before; nothing where it does so already."""
        if self._server is not None:
            return
        tiles = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tiles.asked.append(self.path)
                tiles.referrers.add(self.headers.get("Referer"))
                column = int(self.path.split("/")[2])
                found = not (tiles.missing and column % tiles.missing == 0)
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "image/png")
                self.send_header("Content-Length", str(len(PICTURE) if found else 0))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                if found:
                    self.wfile.write(PICTURE)

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """From now on connections are refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


def page_with(online, folder: Path, **basemap) -> Path:
    located = mapbuilder.locate(mapbuilder.read_records(ROWS), mapbuilder.read_gazetteer([]))
    exhibit = mapbuilder.Exhibit.of(
        located, title="Two towns", basemap={"online": online, **basemap}
    )
    return mapbuilder.build(exhibit, folder / "towns.html")


def of(tiles: Tiles) -> dict[str, object]:
    return {"url": f"{tiles.origin}/{{z}}/{{x}}/{{y}}.png", "attribution": CREDIT}


@pytest.fixture(scope="module")
def server_and_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tiles, Path]]:
    tiles = Tiles()
    tiles.start()
    yield tiles, page_with(of(tiles), tmp_path_factory.mktemp("online"))
    tiles.stop()


@pytest.fixture
def tiles(server_and_page: tuple[Tiles, Path]) -> Tiles:
    """The server, answering and asked for nothing yet."""
    tiles, _ = server_and_page
    tiles.start()
    tiles.asked.clear()
    tiles.referrers.clear()
    tiles.missing = 0
    return tiles


@pytest.fixture
def online_page(server_and_page: tuple[Tiles, Path], tiles: Tiles) -> Path:
    """A page whose online map is the server."""
    return server_and_page[1]


@dataclass
class Seen:
    """An open page and what is heard of it."""

    page: Page
    context: BrowserContext
    requests: list[str] = field(default_factory=list)
    """To hosts, but for the page itself."""
    complaints: list[str] = field(default_factory=list)

    def switch(self) -> None:
        self.page.locator('[data-action="online"]').click()

    def press(self, action: str) -> None:
        self.page.locator(f'[data-action="{action}"]').click()
        next_frames(self.page)

    def wait_until(self, script: str, true: Callable[[Any], bool]) -> None:
        """Waits for what a script answers; the policy lets Playwright evaluate, but not wait."""
        answer = None
        for _ in range(100):
            answer = self.page.evaluate(script)
            if true(answer):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"still {answer!r} after ten seconds")

    def wait_for(self, state: str) -> None:
        self.wait_until(STATE, lambda answer: answer == state)

    def wait_until_covered(self) -> None:
        self.wait_until(PICTURES, lambda part: part == 1)

    def settle(self) -> None:
        """Long enough for whatever would be asked to be asked."""
        self.page.wait_for_timeout(700)


@contextmanager
def watched(browser: Browser, url: str, **options) -> Iterator[Seen]:
    options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
    context = browser.new_context(**options)
    page = context.new_page()
    seen = Seen(page, context)

    def on_request(request) -> None:
        if not request.url.startswith(LOCAL_SCHEMES) and request.url != url:
            seen.requests.append(request.url)

    context.on("request", on_request)
    context.on(
        "console",
        lambda message: seen.complaints.append(f"{message.type}: {message.text}"),
    )
    context.on("weberror", lambda error: seen.complaints.append(f"uncaught: {error.error}"))
    page.goto(url)
    page.wait_for_selector(READY, state="attached", timeout=READY_MS)
    dismiss_notice(page)
    yield seen
    context.close()


@pytest.fixture
def opened(chromium, online_page) -> Iterator[Seen]:
    """The page, opened from the disk."""
    with watched(chromium, online_page.as_uri()) as seen:
        yield seen


@pytest.mark.parametrize("how", HOW)
def test_until_it_is_switched_on_nothing_is_asked(visit, tiles, online_page, how):
    visited = visit(online_page, how)
    switch = visited.frame.locator('[data-action="online"]')
    assert switch.get_attribute("aria-pressed") == "false"
    assert not visited.frame.locator(".online-credit").is_visible()
    visited.frame.locator('[data-action="zoom-in"]').click()
    visited.page.wait_for_timeout(300)
    visited.assert_clean()
    assert tiles.asked == []


def test_switched_on_it_asks_its_host_alone_and_covers_the_map(opened, tiles):
    seen = opened
    seen.switch()
    seen.wait_until_covered()
    assert seen.page.evaluate(STATE) == "shown"
    assert seen.requests
    assert all(request.startswith(f"{tiles.origin}/") for request in seen.requests)
    # What is in view, and not what might be: 1440 by 900 and a part of a tile on each side.
    assert len(seen.requests) == len(set(seen.requests)) <= 7 * 6
    credit = seen.page.locator(".online-credit")
    assert credit.is_visible()
    assert credit.inner_text() == "© A survey"
    assert credit.locator("a").get_attribute("href") == "https://example.org/terms"
    assert seen.page.locator('[data-action="online"]').get_attribute("aria-pressed") == "true"
    assert seen.complaints == []


def test_it_stands_under_the_marks_and_over_the_page_s_own_map(opened):
    seen = opened
    seen.switch()
    seen.wait_until_covered()
    panes = """name =>
      Number(getComputedStyle(document.querySelector(`.leaflet-${name}-pane`)).zIndex)"""
    tile, online, overlay, marker = (
        seen.page.evaluate(panes, name) for name in ("tile", "online", "overlay", "marker")
    )
    assert tile < online < overlay < marker
    seen.page.locator(".place-mark[data-place]").first.click()
    seen.page.wait_for_selector("[data-panel]:not([hidden])")


def test_no_other_host_may_be_asked(opened, tiles):
    seen = opened
    other = Tiles()
    other.start()
    asked = """address => new Promise(done => {
      const picture = new Image();
      picture.onload = () => done('came');
      picture.onerror = () => done('refused');
      picture.src = address;
    })"""
    assert seen.page.evaluate(asked, f"{tiles.origin}/1/1/1.png") == "came"
    assert seen.page.evaluate(asked, f"{other.origin}/1/1/1.png") == "refused"
    other.stop()
    assert other.asked == []
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)


def test_switched_off_it_asks_no_more_and_the_page_s_own_map_is_there(opened, tiles):
    seen = opened
    seen.switch()
    seen.wait_until_covered()
    seen.switch()
    before = len(tiles.asked)
    assert seen.page.evaluate(PICTURES) == 0
    for action in ("zoom-in", "zoom-in", "zoom-out", "fit"):
        seen.press(action)
    seen.settle()
    assert len(tiles.asked) == before
    assert seen.page.evaluate(STATE) == "off"
    assert seen.page.evaluate(UNPAINTED) is None
    assert not seen.page.locator(".online-credit").is_visible()


def test_switched_off_at_once_it_asks_for_nothing(opened, tiles):
    opened.page.evaluate(
        """() => {
          const toggle = document.querySelector('[data-action="online"]');
          toggle.click();
          toggle.click();
        }"""
    )
    opened.settle()
    assert tiles.asked == []


def test_a_network_that_comes_back_to_a_whole_map_is_said_to_be_back(opened):
    opened.switch()
    opened.wait_until_covered()
    opened.context.set_offline(True)
    opened.wait_for("away")
    opened.context.set_offline(False)
    opened.wait_for("shown")


def test_a_cut_network_leaves_the_page_s_own_map_and_no_storm(opened):
    seen = opened
    seen.switch()
    seen.wait_until_covered()
    seen.context.set_offline(True)
    seen.wait_for("away")
    before = len(seen.requests)
    for action in ("zoom-in", "zoom-in", "fit", "zoom-out"):
        seen.press(action)
    seen.settle()
    assert len(seen.requests) == before
    assert seen.page.evaluate(PICTURES) == 0
    assert seen.page.evaluate(UNPAINTED) is None
    assert "offline map" in seen.page.locator(".online-map").inner_text()
    assert seen.complaints == []
    seen.context.set_offline(False)
    seen.wait_until_covered()
    assert seen.page.evaluate(STATE) == "shown"


def test_a_server_that_is_gone_is_asked_a_few_times_and_then_left_alone(opened, tiles):
    seen = opened
    tiles.stop()
    seen.switch()
    seen.wait_for("away")
    for action in ("zoom-in", "zoom-out", "zoom-out", "fit"):
        seen.press(action)
    seen.settle()
    assert len(seen.requests) == MOST_FAILURES
    assert len(seen.complaints) <= MOST_FAILURES
    assert seen.page.evaluate(UNPAINTED) is None
    assert seen.page.evaluate(PICTURES) == 0


def test_a_server_that_goes_while_it_is_asked_makes_no_storm(opened, tiles):
    seen = opened
    seen.switch()
    seen.wait_until_covered()
    tiles.stop()
    before = len(seen.requests)
    for action in ("zoom-in", "zoom-in", "zoom-in"):
        seen.press(action)
    seen.wait_for("away")
    seen.settle()
    assert 0 < len(seen.requests) - before <= AT_ONCE + MOST_GAPS
    assert len(seen.complaints) <= AT_ONCE + MOST_GAPS
    assert seen.page.evaluate(PICTURES) == 0
    assert seen.page.evaluate(UNPAINTED) is None


def test_after_a_minute_one_picture_asks_whether_the_server_is_back(opened, tiles):
    seen = opened
    tiles.stop()
    seen.page.clock.install()
    seen.switch()
    seen.wait_for("away")
    before = len(seen.requests)
    seen.page.clock.fast_forward(61_000)
    seen.settle()
    assert len(seen.requests) == before + 1
    assert seen.page.evaluate(STATE) == "away"
    tiles.start()
    seen.page.clock.fast_forward(61_000)
    seen.wait_until_covered()
    assert seen.page.evaluate(STATE) == "shown"


def test_where_a_picture_is_missing_the_page_s_own_map_shows(opened, tiles):
    seen = opened
    tiles.missing = 4
    seen.switch()
    seen.wait_until(PICTURES, lambda part: part > 0.5)
    seen.settle()
    covered = seen.page.evaluate(PICTURES)
    assert 0.5 < covered < 1
    assert seen.page.evaluate(STATE) == "shown"
    assert seen.page.evaluate(UNPAINTED) is None


def test_a_server_without_any_picture_is_left_alone(opened, tiles):
    seen = opened
    tiles.missing = 1
    seen.switch()
    seen.wait_for("away")
    seen.settle()
    assert len(tiles.asked) == MOST_FAILURES


def test_no_picture_is_asked_for_beyond_the_provider_s_zooms(chromium, tmp_path, tiles):
    path = page_with({**of(tiles), "min_zoom": 6, "max_zoom": 9}, tmp_path)
    with watched(chromium, path.as_uri()) as seen:
        seen.switch()
        seen.wait_until_covered()
        for _ in range(4):
            seen.press("zoom-in")
        seen.wait_until_covered()
        for _ in range(9):
            seen.press("zoom-out")
        seen.settle()
        assert seen.page.evaluate(PICTURES) == 0
        assert {int(path.split("/")[1]) for path in tiles.asked} <= {6, 7, 8, 9}


def test_an_exhibit_may_open_with_it_on(chromium, tmp_path, tiles):
    path = page_with(of(tiles), tmp_path, online_on=True)
    with watched(chromium, path.as_uri()) as seen:
        seen.wait_until_covered()
        assert seen.page.locator('[data-action="online"]').get_attribute("aria-pressed") == "true"


def test_the_server_learns_the_site_and_not_the_page(chromium, tiles, online_page):
    with _served(online_page.parent) as site:
        with watched(chromium, f"{site}/{online_page.name}") as seen:
            seen.switch()
            seen.wait_until_covered()
        assert tiles.referrers == {f"{site}/"}


def test_from_a_disk_no_server_is_asked_that_would_not_answer(visit, tmp_path):
    """OpenStreetMap's own refuses what does not say from where it comes, by a picture of that."""
    path = page_with("OpenStreetMap.Mapnik", tmp_path, online_on=True)
    for how in ("file", "srcdoc-sandbox"):
        visited = visit(path, how)
        switch = visited.frame.locator('[data-action="online"]')
        assert switch.is_disabled()
        said = visited.frame.locator(".online-map").inner_text()
        assert "tile.openstreetmap.org answers only" in said
        visited.page.wait_for_timeout(300)
        visited.assert_clean()


def test_the_switch_speaks_the_page_s_language(visit, tmp_path, tiles):
    located = mapbuilder.locate(mapbuilder.read_records(ROWS), mapbuilder.read_gazetteer([]))
    exhibit = mapbuilder.Exhibit.of(
        located, title="Two", languages=["en", "az", "ru"], basemap={"online": of(tiles)}
    )
    frame = visit(mapbuilder.build(exhibit, tmp_path / "two.html")).frame
    for tag, word in (("az", "Onlayn xəritə"), ("ru", "Онлайн-карта"), ("en", "Online map")):
        frame.locator(f'button[data-language="{tag}"]').click()
        frame.wait_for_selector(f'html[lang="{tag}"][data-ready="true"]', state="attached")
        switch = frame.get_by_role("button", name=word)
        assert switch.count() == 1
        assert "127.0.0.1" in switch.inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_on(chromium, online_page, axe, theme):  # noqa: F811
    with watched(chromium, online_page.as_uri(), color_scheme=theme) as seen:
        seen.switch()
        seen.wait_until_covered()
        assert findings(seen.page, axe) == []
