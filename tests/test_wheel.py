"""The wheel: the same from checkout and sdist, whole without Node, and nothing in it too much."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .checkout import copy_to

pytestmark = pytest.mark.slow


def run(command: list[str | Path], folder: Path, **environment: str) -> str:
    # Neither PATH's tools (Node) nor the checkout are at hand for what runs here.
    inherited = {
        k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "PYTHONPATH")
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env={**inherited, "PATH": "/nowhere", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def hatch(folder: Path, target: str, **environment: str) -> Path:
    """The one file that ``hatchling build`` makes of the project in ``folder``."""
    out = folder / "dist" / target
    run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out], folder, **environment
    )
    (built,) = out.iterdir()
    return built


@pytest.fixture(scope="module")
def sdist(tmp_path_factory) -> Path:
    return hatch(copy_to(tmp_path_factory.mktemp("sdist")), "sdist")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return hatch(copy_to(tmp_path_factory.mktemp("wheel")), "wheel")


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_checkout(wheel, sdist, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    again = hatch(unpacked, "wheel")
    assert wheel.name == again.name
    assert names(wheel) == names(again)
    assert wheel.read_bytes() == again.read_bytes()


def test_the_sdist_of_the_sdist_is_the_same(sdist, tmp_path):
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.iterdir()
    assert sdist.read_bytes() == hatch(unpacked, "sdist").read_bytes()


def test_a_wheel_built_at_another_time_by_another_person_is_the_same(wheel, tmp_path):
    folder = copy_to(tmp_path / "elsewhere")
    for path in folder.rglob("*"):
        if path.is_file() and not os.access(path, os.X_OK):
            path.chmod(0o600)
            os.utime(path, (1_000_000_000, 1_000_000_000))
    again = hatch(folder, "wheel", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7")
    assert wheel.read_bytes() == again.read_bytes()


def test_a_wheel_carries_the_time_that_it_is_told(tmp_path):
    folder = copy_to(tmp_path / "told")
    built = hatch(folder, "wheel", SOURCE_DATE_EPOCH="631929600")
    with zipfile.ZipFile(built) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1990, 1, 10)}


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_what_a_build_needs_and_nothing_else(wheel, root):
    held = names(wheel)
    modules = {f"mapbuilder/{path.name}" for path in (root / "mapbuilder").glob("*.py")}
    assert modules <= set(held)
    assert {
        "mapbuilder/py.typed",
        "mapbuilder/folium_map.js",
        "mapbuilder/_templates/exhibit.html.jinja",
        "mapbuilder/_templates/bundle/app.js",
        "mapbuilder/_templates/bundle/more.js",
        "mapbuilder/_templates/strings/en.json",
        "mapbuilder/_templates/fonts/fonts.json",
        "mapbuilder/_geodata/black-january/exhibit.toml",
    } <= set(held)
    assert [name for name in held if not name.startswith(("mapbuilder/", "mapbuilder-"))] == []
    unwanted = ("/app/", "node_modules", "recipe", "__pycache__", "/tests/", ".ts", ".js.map")
    assert [name for name in held if any(part in name for part in unwanted)] == []


def test_the_wheel_carries_the_licences(wheel):
    held = names(wheel)
    licences = [name for name in held if ".dist-info/licenses/" in name]
    assert [name.rsplit("/")[-1] for name in licences] == ["LICENSE", "THIRD_PARTY.md"]
    assert [name for name in held if "/_templates/fonts/OFL-" in name]


def test_the_installed_wheel_builds_the_same_page(wheel, exhibit_page, tmp_path):
    """Without Node, without the checkout, and in a folder of its own."""
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run([*pip, "--no-deps", "--no-index", "--no-compile", "--target", installed, wheel], tmp_path)
    where = run(
        [sys.executable, "-c", "import mapbuilder; print(mapbuilder.__file__)"],
        tmp_path,
        PYTHONPATH=str(installed),
    )
    assert Path(where.strip()).is_relative_to(installed)
    build = [sys.executable, "-m", "mapbuilder", "build"]
    run(build, tmp_path, PYTHONPATH=str(installed))
    page = tmp_path / "output" / "black-january.html"
    assert exhibit_page.read_bytes() == page.read_bytes()


def test_the_command_is_an_entry_point(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "mapbuilder = mapbuilder.cli:main" in archive.read(name).decode()
