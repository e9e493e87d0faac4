"""The folder that a technician needs: a kiosk's page in, files for a machine with a screen out.

The page, a systemd unit for cage and Chromium, Chromium's policy, a check, an installer, a guide.
Always true: the same page gives the same bytes; no file names a path but where it is installed.
"""

from __future__ import annotations

import html
import json
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mapbuilder import files
from mapbuilder.errors import InputError, MapbuilderError, OutputError
from mapbuilder.kiosk_screen import to_lines
from mapbuilder.kiosk_settings import Kiosk
from mapbuilder.page_folder import page_in, texts_of

PAGE = "exhibit.html"
SCRIPTS = ("kiosk.sh", "check.sh", "install.sh")
TEXTS = ("flags", "mapbuilder-kiosk.service", "policy.json", "guide.md")

_HEAD = re.compile(rb'<script type="application/json" id="payload">(.*?)</script>', re.DOTALL)
_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_PART = re.compile(r'<script src="([^"/]+)/[^"]+" defer></script>')


@dataclass(frozen=True, slots=True)
class KioskPage:
    """A page that was built for a kiosk."""

    path: Path
    content: bytes
    title: str
    settings: dict[str, Any]
    """The payload's block ``kiosk``."""
    parts: tuple[Path, ...]
    """Folders beside the page with parts of it: the user's own map, texts of many records."""


def read_kiosk_page(path: Path) -> KioskPage:
    """The page in a file. Raises ``InputError`` with the likely command when it is no kiosk's."""
    path = page_in(path)
    if path.is_dir():
        raise InputError(f"{path} is a folder and no page of mapbuilder's; name a page in it")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    found = _HEAD.search(content)
    if not found:
        raise InputError(
            f"{path} is no page of mapbuilder: make one with 'mapbuilder build EXHIBIT "
            f"--profile kiosk'"
        )
    head = json.loads(found[1])
    if head.get("profile") != "kiosk" or "kiosk" not in head:
        raise InputError(
            f"{path} was built for the profile {head.get('profile')!r}: build it with 'mapbuilder "
            f"build EXHIBIT --profile kiosk -o {shlex.quote(str(path))}'"
        )
    title = _TITLE.search(content)
    part = _PART.search(content.decode("utf-8-sig", "replace"))
    parts = []
    if part:
        name = unquote(html.unescape(part[1]))
        parts.append(path.parent / name)
        if not parts[0].is_dir():
            raise InputError(f"the map's folder {name} is not beside {path}: build it again")
    texts = texts_of(path, content)
    if texts is not None:
        parts.append(texts)
        if not texts.is_dir():
            raise InputError(f"the folder {texts.name} is not beside {path}: copy the whole folder")
    return KioskPage(
        path,
        content,
        html.unescape(title[1].decode("utf-8", "replace")) if title else head["exhibit"],
        head["kiosk"],
        tuple(parts),
    )


def write_kiosk(page: KioskPage, output: Path | str | None = None) -> Path:
    """The folder that was written.

    *This function writes files:* into ``output``, or ``NAME-kiosk`` beside the page.
    """
    named = page.path if texts_of(page.path, page.content) is None else page.path.parent
    folder = named.with_name(f"{named.stem}-kiosk") if output is None else Path(output)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; name a folder with -o")
    values = _values(page)
    source = files.templates() / "kiosk"
    for name in (*TEXTS, *SCRIPTS):
        text = (source / name).read_text("utf-8")
        for key, value in values.items():
            text = text.replace(f"@{key}@", value)
        files.write_atomic(folder / name, text.encode())
    for name in SCRIPTS:
        os.chmod(folder / name, 0o755)
    for part in page.parts:
        target = folder / part.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(part, target)
    files.write_atomic(folder / PAGE, page.content)
    return folder


def check_kiosk(folder: Path) -> str:
    """What ``check.sh`` in the folder says of a page that starts; Chromium is run for it.

    Raises ``MapbuilderError`` with its reason when the page does not start.
    """
    try:
        done = subprocess.run(
            ["bash", str(folder / "check.sh")],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise MapbuilderError("check.sh needs bash; run it on the kiosk's own machine") from None
    if done.returncode:
        told = done.stderr.strip().splitlines() or [f"check.sh ended with {done.returncode}"]
        raise MapbuilderError(f"the page does not start: {told[-1].removeprefix('FAILED: ')}")
    return done.stdout.strip()


def _values(page: KioskPage) -> dict[str, str]:
    known = page.settings
    settings = Kiosk(**{key: known[key] for key in Kiosk.model_fields if key in known})
    reach = (
        f" (its lower edge at {settings.lower_edge}, as the settings have it)"
        if settings.lower_edge
        else ""
    )
    shows = "shows its places one by one until it is touched" if settings.attract else "waits"
    return {
        # One line, whatever the title holds.
        "TITLE": " ".join(page.title.split()),
        "SIZES": "\n".join(to_lines(settings)),
        "SCALE": f"{settings.scale:g}",
        "IDLE": f"{settings.idle_s:g}",
        "WARNING": f"{settings.warning_s:g}",
        "RELOAD": f"{settings.reload_h:g}",
        "ATTRACT": shows,
        "REACH": reach,
    }
