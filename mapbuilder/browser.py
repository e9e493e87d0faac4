"""The browser that draws posters: nothing in, the path of a Chromium on this machine out.

``$MAPBUILDER_CHROMIUM`` names one; else it is looked for on PATH, where systems install it, and
where Playwright keeps its own. Nothing is ever installed, and the network is asked for nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mapbuilder.errors import BrowserError

VARIABLES = ("MAPBUILDER_CHROMIUM", "CHROMIUM")
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
# ref: playwright.dev/docs/browsers, "Managing browser binaries".
_PLAYWRIGHTS = {
    "linux": ".cache/ms-playwright",
    "darwin": "Library/Caches/ms-playwright",
    "win32": "AppData/Local/ms-playwright",
}
_PLAYWRIGHTS_CHROMIUM = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/Google Chrome for Testing",
    "chromium-*/chrome-win*/chrome.exe",
)


def find_browser(environ: Mapping[str, str] | None = None, home: Path | None = None) -> str:
    """The path of a browser of Chromium's family.

    Raises ``BrowserError`` when there is none, and when a variable names one that is not there.
    """
    known = os.environ if environ is None else environ
    path = known.get("PATH", "")
    for variable in VARIABLES:
        named = known.get(variable, "").strip()
        if named:
            found = shutil.which(named, path=path)
            if found is None:
                raise BrowserError(
                    f"${variable} names {named!r}, which is no program: give the path of Chromium, "
                    f"Chrome or Edge, or unset it"
                )
            return found
    for candidate in _candidates(known, Path.home() if home is None else home):
        if found := shutil.which(candidate, path=path):
            return found
    raise BrowserError(
        "a poster is drawn by Chromium, Chrome or Edge, and none is found: install one (Debian: "
        f"apt install chromium), or name its path in ${VARIABLES[0]}"
    )


def _candidates(environ: Mapping[str, str], home: Path) -> Iterator[str]:
    yield from NAMES
    if sys.platform == "darwin":
        yield from _APPS
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := environ.get(variable):
            yield from (str(Path(folder, name)) for name in _WINDOWS)
    own = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    playwrights = Path(own) if own else home / _PLAYWRIGHTS.get(sys.platform, _PLAYWRIGHTS["linux"])
    for pattern in _PLAYWRIGHTS_CHROMIUM:
        # The newest of several; a revision is a number of its own length.
        found = sorted(playwrights.glob(pattern), key=lambda each: (len(each.parts[-3]), each))
        yield from map(str, reversed(found))
