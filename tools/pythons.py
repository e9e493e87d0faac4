"""Other Pythons on this machine, each with an environment of what the project needs.

``python -m tools.pythons newest`` prepares the newest one, for the test that compares pages' bytes;
``python -m tools.pythons all`` prepares every one and runs the unit tests there (``make matrix``).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / ".venv" / "others"
OLDEST = (3, 11)


def find_pythons() -> dict[tuple[int, int], str]:
    """One Python, of PATH or pyenv, for each minor version but the one in use; newest last."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [
        *filter(None, (shutil.which(f"python3.{minor}") for minor in range(OLDEST[1], 30))),
        *map(str, sorted(pyenv.glob("3.*/bin/python"))),
    ]
    found = {}
    for candidate in candidates:
        version = _version(candidate)
        if version and version >= OLDEST and version != sys.version_info[:2]:
            found[version] = candidate
    return dict(sorted(found.items()))


def _version(python: str) -> tuple[int, int] | None:
    # pyenv's shims are on PATH for versions that are not chosen: they answer with an error.
    program = "import sys, venv, ensurepip; print(*sys.version_info[:2], sys.implementation.name)"
    answer = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    found = re.fullmatch(r"(\d+) (\d+) cpython\n", answer.stdout)
    return (int(found[1]), int(found[2])) if found else None


def find_prepared() -> dict[tuple[int, int], Path]:
    """The environments that ``prepare`` has made from the present lock files, newest last."""
    found = {
        tuple(map(int, path.parent.name.split("."))): path.parent / "bin" / "python"
        for path in OTHERS.glob("*/stamp")
        if path.read_text("utf-8").startswith(_stamp("run"))
    }
    return dict(sorted(found.items()))


def prepare(version: tuple[int, int], python: str, lock: str) -> Path:
    """The Python of an environment that holds ``requirements/{lock}.txt``, but not the project."""
    folder = OTHERS / ".".join(map(str, version))
    inside, stamp = folder / "bin" / "python", folder / "stamp"
    wanted = _stamp("run") + (_stamp("dev") if lock == "dev" else "")
    if not stamp.exists() or not stamp.read_text("utf-8").startswith(wanted):
        print(f"Setting up Python {folder.name} …", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([python, "-m", "venv", folder], check=True)
        pip = [inside, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        requirements = ROOT / "requirements" / f"{lock}.txt"
        subprocess.run([*pip, "--require-hashes", "-r", requirements], check=True)
        stamp.write_text(wanted)
    return inside


def _stamp(lock: str) -> str:
    content = (ROOT / "requirements" / f"{lock}.txt").read_bytes()
    return f"{lock} {hashlib.sha256(content).hexdigest()}\n"


def main() -> None:
    pythons = find_pythons()
    if not pythons:
        print("No other Python from 3.11 on this machine: pages are compared within one only.")
    match sys.argv[1:]:
        case ["newest"]:
            for version in list(pythons)[-1:]:
                prepare(version, pythons[version], "run")
        case ["all"]:
            failed = []
            for version, python in pythons.items():
                inside = prepare(version, python, "dev")
                pytest = [
                    inside,
                    "-m",
                    "pytest",
                    "-n",
                    "auto",
                    "-q",
                    "-m",
                    "not browser and not slow",
                ]
                if subprocess.run(pytest, cwd=ROOT, check=False).returncode:
                    failed.append(".".join(map(str, version)))
            if failed:
                raise SystemExit(f"failed on Python {', '.join(failed)}")
        case _:
            raise SystemExit("usage: python -m tools.pythons newest|all")


if __name__ == "__main__":
    main()
