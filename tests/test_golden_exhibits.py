"""Whole exhibits, small and varied: what is said of each stays as it was, to the letter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.payload import to_payload
from mapbuilder.report import to_line

ROOT = Path(__file__).resolve().parent.parent
EXHIBITS = ROOT / "tests/exhibits"
CASES = sorted(path.name for path in EXHIBITS.iterdir() if path.is_dir())
FORMATS = ("csv", "geojson", "ods", "xlsx")


def to_text(block):
    return json.dumps(block, ensure_ascii=False, indent=1) + "\n"


def payload_of(exhibit):
    """The payload without the words of the interface, and without what is said again for search."""
    payload = to_payload(exhibit)
    apart = ("ui", "search", "statement")
    telling = {
        tag: {key: value for key, value in block.items() if key not in apart}
        for tag, block in payload.languages.items()
    }
    texts = {key: value for key, value in payload.texts.items() if key != "fold"}
    return {"head": payload.head, "texts": texts, "languages": telling}


@pytest.mark.parametrize("case", CASES)
def test_an_exhibit_is_what_it_was(case, golden):
    exhibit = read_exhibit(EXHIBITS / case)
    lines = [f"{to_line(problem)}\n" for problem in exhibit.problems]
    expected = EXHIBITS / case / "expected"
    golden(expected / "check.json", to_text(exhibit.check()))
    golden(expected / "problems.txt", "".join(lines))
    golden(expected / "payload.json", to_text(payload_of(exhibit)))


def account_of(suffix):
    """What is said of the events in a format, but where in the file they stand."""
    exhibit = read_exhibit(EXHIBITS / f"many-formats/events.{suffix}")
    account = exhibit.check()
    for said in (*account["joins"], *account["problems"]):
        assert said.pop("file") == f"events.{suffix}"
        del said["row"]
    return account, payload_of(exhibit)


@pytest.mark.parametrize("suffix", FORMATS[1:])
def test_a_table_has_one_account_in_every_format(suffix):
    assert account_of("csv") == account_of(suffix)


@pytest.mark.slow
def test_neither_language_nor_zone_nor_hash_seed_changes_a_golden_file():
    surroundings = {
        "LC_ALL": "C", "LANGUAGE": "ru", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow"]
    done = subprocess.run(
        [*command, __file__],
        cwd=ROOT,
        env={**os.environ, **surroundings},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")
