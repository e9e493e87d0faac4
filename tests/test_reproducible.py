"""The same exhibit gives the same bytes: in any folder, hash seed, zone, locale and Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.pythons import find_prepared

from .checkout import copy_to

pytestmark = pytest.mark.slow

SURROUNDINGS = {
    "seed 0 in UTC": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    "seed 1 in Baku": {"PYTHONHASHSEED": "1", "TZ": "Asia/Baku", "LANG": "az_AZ.UTF-8"},
    "seed 4294967295 past the date line": {
        "PYTHONHASHSEED": "4294967295",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANGUAGE": "ru",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONUTF8": "0",
    },
}


def build_with(
    python: Path | str, checkout: Path, page: Path, environment: dict[str, str]
) -> bytes:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "TZ"))
    }
    done = subprocess.run(
        # By PYTHONPATH the copy is run, wherever the environment has the project installed from.
        [python, "-m", "mapbuilder", "build", "-o", page],
        cwd=checkout,
        env={**kept, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return page.read_bytes()


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_two_copies_of_the_project_build_the_same_page(exhibit_page, tmp_path, name):
    copies = [copy_to(tmp_path / "a"), copy_to(tmp_path / "a folder of another name, də")]
    for copy in copies:
        page = build_with(sys.executable, copy, copy / "output" / "p.html", SURROUNDINGS[name])
        assert exhibit_page.read_bytes() == page


@pytest.mark.other_python
def test_the_newest_other_python_builds_the_same_page(exhibit_page, tmp_path):
    version, python = list(find_prepared().items())[-1]
    copy = copy_to(tmp_path / "copy")
    page = build_with(python, copy, tmp_path / "p.html", {})
    assert exhibit_page.read_bytes() == page, version


def test_the_files_order_and_times_on_disk_do_not_matter(exhibit_page, tmp_path):
    copy = copy_to(tmp_path / "copy")
    for path in (copy / "geodata").rglob("*"):
        os.utime(path, (1, 1))
    page = build_with(sys.executable, copy, tmp_path / "p.html", {})
    assert exhibit_page.read_bytes() == page


def test_nothing_in_the_page_tells_where_or_when_it_was_built(exhibit_page, root):
    page = exhibit_page.read_text("utf-8")
    places = {str(root), str(Path.home()), os.uname().nodename, str(exhibit_page.parent)}
    assert [place for place in places if len(place) > 3 and place in page] == []
