"""One tab of a headless browser: its path in, what Chromium's DevTools answer out.

The browser has a profile of its own, which is removed with it, resolves no name, and is spoken to
over a port of this machine alone. Always true after ``open_tab``: no process and no file is left.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapbuilder.errors import BrowserError, SilentBrowserError

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

START_S = 60
ANSWER_S = 300

ARGUMENTS = (
    "--headless",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    # A container's shared memory is too small for a sheet.
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # What would let the same page differ from one machine to the next.
    "--disable-gpu",
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    # A picture is taken of whole frames, each drawn anew, however busy the machine is.
    "--disable-checker-imaging",
    "--disable-low-res-tiling",
    "--disable-partial-raster",
    "--run-all-compositor-stages-before-draw",
    "--hide-scrollbars",
    "--lang=en-US",
)


@dataclass(slots=True)
class Tab:
    """A tab that is open; ``call`` is one command of the DevTools protocol."""

    connection: ClientConnection
    session: str
    answer_s: float
    """How long the answer to a command is waited for."""
    count: int = 0
    requests: list[str] = field(default_factory=list)
    """Addresses that the page has asked for, but for what it holds itself."""
    errors: list[str] = field(default_factory=list)
    """What its scripts threw."""

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command.

        Raises ``BrowserError`` with the browser's reason, ``SilentBrowserError`` where it has none.
        """
        self.count += 1
        order = {"id": self.count, "method": method, "params": params, "sessionId": self.session}
        self.connection.send(json.dumps(order))
        while True:
            message = _received(self, method)
            if message.get("id") == self.count:
                return _result(message, method)
            self._hear(message)

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, which JSON must be able to hold."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if told := answer.get("exceptionDetails"):
            raise BrowserError(f"the page fails: {_thrown(told)}")
        return answer["result"].get("value")

    def _hear(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                url = str(params["request"]["url"])
                if not url.startswith(("file:", "data:", "blob:", "about:")):
                    self.requests.append(url)
            case "Runtime.exceptionThrown":
                self.errors.append(_thrown(params["exceptionDetails"]))
            case "Inspector.targetCrashed":
                raise BrowserError("the browser has given up the page: its memory does not do")
            case _:
                pass


@contextmanager
def open_tab(browser: str, answer_s: float = ANSWER_S) -> Iterator[Tab]:
    """An empty tab. *This function runs a program*, for as long as the tab is open."""
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect

    # A browser that is ending may still write into its profile.
    with tempfile.TemporaryDirectory(
        prefix="mapbuilder-browser-", ignore_cleanup_errors=True
    ) as profile:
        process = _start(browser, Path(profile))
        try:
            address = _address(process, Path(profile), browser)
            with connect(address, max_size=None, proxy=None, compression=None) as connection:
                yield _attached(connection, answer_s)
        except (WebSocketException, TimeoutError, EOFError) as error:
            raise BrowserError(f"{browser} has stopped answering: {error}") from error
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(browser: str, profile: Path) -> subprocess.Popen[bytes]:
    # Root, as in a container, cannot use the sandbox; everyone else keeps it.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    command = [browser, *ARGUMENTS, *["--no-sandbox"] * is_root, f"--user-data-dir={profile}"]
    try:
        return subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        raise BrowserError(f"{browser} cannot be run: {error.strerror or error}") from error


def _address(process: subprocess.Popen[bytes], profile: Path, browser: str) -> str:
    """Where the browser listens: it writes its port and path into its profile."""
    end = time.monotonic() + START_S
    port_file = profile / "DevToolsActivePort"
    while time.monotonic() < end:
        if process.poll() is not None:
            raise BrowserError(
                f"{browser} ended at once with {process.returncode}: see whether it starts with "
                f"--headless, or name another browser in $MAPBUILDER_CHROMIUM"
            )
        lines = port_file.read_text("utf-8").split("\n") if port_file.exists() else []
        if len(lines) >= 2 and lines[0].isdecimal():
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise BrowserError(f"{browser} has not started within {START_S} seconds")


def _attached(connection: ClientConnection, answer_s: float) -> Tab:
    browser = Tab(connection, "", answer_s)
    target = _plain(browser, "Target.createTarget", url="about:blank")["targetId"]
    session = _plain(browser, "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    tab = Tab(connection, str(session), answer_s, browser.count)
    for domain in ("Page", "Network", "Runtime", "Inspector"):
        tab.call(f"{domain}.enable")
    return tab


def _plain(browser: Tab, method: str, **params: Any) -> dict[str, Any]:
    """The answer to a command to the browser itself, which has no session."""
    browser.count += 1
    browser.connection.send(json.dumps({"id": browser.count, "method": method, "params": params}))
    while True:
        message = _received(browser, method)
        if message.get("id") == browser.count:
            return _result(message, method)


def _received(tab: Tab, method: str) -> dict[str, Any]:
    try:
        message: dict[str, Any] = json.loads(tab.connection.recv(tab.answer_s))
    except TimeoutError:
        raise SilentBrowserError(
            f"the browser has not answered {method} for {tab.answer_s:g} s"
        ) from None
    return message


def _result(message: dict[str, Any], method: str) -> dict[str, Any]:
    if error := message.get("error"):
        raise BrowserError(f"the browser refuses {method}: {error.get('message', error)}")
    result: dict[str, Any] = message["result"]
    return result


def _thrown(details: dict[str, Any]) -> str:
    told = details.get("exception", {}).get("description") or details.get("text", "an error")
    return str(told).splitlines()[0]
