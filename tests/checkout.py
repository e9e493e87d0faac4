"""Copies of the project as a clone has it: what git holds or would hold, nothing that was built."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = {".git", ".venv", "node_modules", "__pycache__", ".pytest_cache", ".hypothesis", "dist"}


def tracked() -> list[Path]:
    """The files of a clone; without git (an unpacked sdist) all files but what the tools make."""
    if not (ROOT / ".git").exists():
        return [
            p for p in ROOT.rglob("*") if p.is_file() and not MADE & set(p.relative_to(ROOT).parts)
        ]
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def copy_to(folder: Path) -> Path:
    """``folder``, made, with a copy of the checkout in it."""
    for path in tracked():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return folder
