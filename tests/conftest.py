"""What tests share: the default exhibit's page, golden files, and what a machine may lack."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock
from hypothesis import settings

from mapbuilder.cli import main
from tools.provide import find_firefox
from tools.pythons import find_prepared

ROOT = Path(__file__).resolve().parent.parent

# What ten thousand tests are made of is there until the end: to look through it again and again for
# what is not takes a sixth of the time of tests that make many objects.
gc.set_threshold(100_000, 50, 100)

# A deadline would measure the machine, which may be busy, and not the program.
settings.register_profile("mapbuilder", deadline=None)
settings.register_profile("mapbuilder-ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("mapbuilder-ci" if os.environ.get("CI") == "true" else "mapbuilder")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what was got into the golden files; read their diff before it is committed",
    )
    parser.addoption(
        "--update-aria",
        action="store_true",
        help="write what screen readers are told into tests/browser/aria; read it as they would",
    )
    parser.addoption(
        "--update-pixels",
        action="store_true",
        help="write the pictures of the page anew; look at them before they are committed",
    )


def lacking() -> dict[str, str]:
    """The marks of tests that this machine cannot run, each with the line that says so."""
    lacks = {}
    # On CI a missing Firefox is a failure, not a reason.
    if not find_firefox() and os.environ.get("CI") != "true":
        lacks["firefox"] = "No Firefox on this machine: the tests that need it were left out."
    if not find_prepared():
        lacks["other_python"] = (
            "No other Python is set up (python -m tools.pythons newest): its page was not compared."
        )
    return lacks


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    lacks = lacking()
    left_out = [item for item in items if any(map(item.get_closest_marker, lacks))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # Under xdist it is the workers that leave tests out, and this that can tell of it.
    for line in lacking().values():
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def same_priority() -> Iterator[None]:
    """No test leaves this process at another priority, with which a browser starves its tests."""
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    before = os.sched_getscheduler(0)
    yield
    assert os.sched_getscheduler(0) == before


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str | bytes], None]:
    """Compares with a golden file, or writes it when pytest was given ``--update-golden``."""

    def compare(path: Path, got: str | bytes) -> None:
        got = got.encode() if isinstance(got, str) else got
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(got)
        assert path.exists(), f"{path.name} is missing: write it with pytest --update-golden"
        expected = path.read_bytes()
        try:
            assert expected.decode() == got.decode()
        except UnicodeDecodeError:
            assert expected == got

    return compare


def build(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """``mapbuilder build``; fails with what it said when it could not.

    It runs in this process, which has loaded what it needs, or in one of its own where that is to
    have another environment.
    """
    command = ["build", *map(str, arguments)]
    if environment:
        done = subprocess.run(
            [sys.executable, "-m", "mapbuilder", *command],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, **environment},
            check=False,
        )
    else:
        with contextlib.chdir(ROOT):
            ran = CliRunner().invoke(main, command)
        done = subprocess.CompletedProcess(command, ran.exit_code, ran.stdout, ran.stderr)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done


@pytest.fixture(scope="session")
def exhibit_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default exhibit's page, built once however many workers there are. Not to be changed."""
    # xdist gives each worker a folder of its own below one that belongs to the run.
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    page = shared / "page" / "black-january.html"
    with FileLock(shared / "page.lock"):
        if not page.exists():
            page.parent.mkdir(exist_ok=True)
            build("-o", page)
    return page
