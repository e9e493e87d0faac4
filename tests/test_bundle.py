"""templates/bundle is what templates/app builds: no byte of it was written by hand or forgotten."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.provide import find_node


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.slow
def test_the_bundle_matches_its_sources(root, tmp_path):
    node = find_node()
    assert node, "no Node: run the tests through `make test`"
    modules = root / "templates/app/node_modules"
    assert modules.exists(), "the page's script is not set up: run the tests through `make test`"
    templates = tmp_path / "templates"
    # The build may read its neighbours (themes, strings), so the whole of templates is copied.
    shutil.copytree(
        root / "templates", templates, ignore=shutil.ignore_patterns("node_modules", "bundle")
    )
    (templates / "bundle").mkdir()
    (templates / "app/node_modules").symlink_to(modules, target_is_directory=True)
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["npm", "run", "--silent", "build"],
        cwd=templates / "app",
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    expected = contents(root / "templates/bundle")
    got = contents(templates / "bundle")
    assert sorted(expected) == sorted(got)
    stale = [name for name in expected if expected[name] != got[name]]
    assert stale == [], "run `make bundle` and commit what it writes"
