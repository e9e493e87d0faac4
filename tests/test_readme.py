"""What the README tells people to type does what it says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def mapbuilder(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mapbuilder", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def exhibit(tmp_path) -> Path:
    """The files of "Your own exhibit in five minutes", written as they stand there."""
    blocks = re.findall(
        r"^ *`(my-exhibit/[\w.]+)`\n *```\w+\n(.*?)^ *```$", README, re.MULTILINE | re.DOTALL
    )
    assert [name for name, _ in blocks] == [
        "my-exhibit/events.csv",
        "my-exhibit/places.csv",
        "my-exhibit/exhibit.toml",
        "my-exhibit/sources.csv",
    ]
    for name, text in blocks:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return tmp_path


def test_the_exhibit_of_the_readme_has_no_problems(exhibit):
    checked = mapbuilder(exhibit, "check", "my-exhibit", "--format", "json")
    account = json.loads(checked.stdout)
    assert account["problems"] == []
    assert checked.returncode == 0
    assert account["counts"]["placed"] == 2


def test_the_exhibit_of_the_readme_is_built_where_the_readme_says(exhibit):
    built = mapbuilder(exhibit, "build", "my-exhibit", "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (exhibit / "output" / "my-exhibit.html").stat().st_size > 10_000


def test_a_single_table_is_an_exhibit(exhibit):
    built = mapbuilder(exhibit, "build", "my-exhibit/events.csv")
    assert built.returncode == 0, built.stdout + built.stderr
    assert [path.suffix for path in (exhibit / "output").iterdir()] == [".html"]


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch):
    import pandas as pd

    monkeypatch.chdir(tmp_path)
    scope = {
        "events_frame": pd.DataFrame(
            {"date": ["1926-07-08"], "title": ["A tram leaves"], "place": ["Bakı"]}
        ),
        "places_frame": pd.DataFrame(
            {"id": ["baku"], "name": ["Baku"], "lat": [40.4], "lon": [49.9], "names": ["az:Bakı"]}
        ),
    }
    for block in re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        exec(compile(block, "README.md", "exec"), scope)
    assert (tmp_path / "trams.html").exists()
