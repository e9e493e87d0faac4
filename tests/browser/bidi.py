"""Firefox as it is installed, driven over WebDriver BiDi: its own protocol, with no driver between.

Playwright cannot drive a distribution's Firefox, and Puppeteer switches off the rule for file://
that we want to test. What is heard here: console lines, uncaught errors, refusals by the page's
policy, requests.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

# The network is refused by a proxy that nobody listens to.
PREFERENCES = """\
user_pref("security.fileuri.strict_origin_policy", true);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
"""
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]
START_SECONDS = 60
ANSWER_SECONDS = 30


class Firefox:
    """One tab of a running Firefox, and all that has been heard from it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0
        self.faults: list[str] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=EVENTS)
        self._context = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a BiDi command; what is heard meanwhile is kept."""
        self._sent += 1
        self._connection.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while True:
            heard = json.loads(self._connection.recv(ANSWER_SECONDS))
            if heard["type"] == "event":
                self._keep(heard["method"], heard["params"])
            elif heard["id"] == self._sent:
                assert heard["type"] == "success", f"{method}: {heard}"
                result: dict[str, Any] = heard["result"]
                return result

    def _keep(self, event: str, params: dict[str, Any]) -> None:
        if event == "log.entryAdded" and params["level"] in ("error", "warn"):
            self.faults.append(f"console {params['level']}: {params['text']}")
        elif event == "network.beforeRequestSent":
            url = params["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:", "about:")):
                self.faults.append(f"request: {url}")

    def open(self, url: str) -> None:
        self.command("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression: a string, a number, a boolean or None."""
        target = {"context": self._context}
        answer = self.command(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 30) -> None:
        """Returns when the expression is true; fails with all that was heard when time is up."""
        end = time.monotonic() + seconds
        while not self.evaluate(expression):
            assert time.monotonic() < end, f"never true: {expression}; heard: {self.faults}"
            time.sleep(0.05)


@contextmanager
def firefox(executable: str) -> Iterator[Firefox]:
    """A Firefox with an empty profile, closed and removed afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text(PREFERENCES)
        log = Path(profile, "log.txt")
        with log.open("wb") as stderr:
            arguments = ["--headless", "--no-remote", "--remote-debugging-port=0"]
            process = subprocess.Popen(
                [executable, *arguments, "--profile", profile],
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
            try:
                with connect(f"{_address(process, log)}/session", max_size=None) as connection:
                    yield Firefox(connection)
            finally:
                process.terminate()
                process.wait(START_SECONDS)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(
            r"WebDriver BiDi listening on (ws://\S+)", log.read_text("utf-8", "replace")
        ):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"Firefox did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
