"""Facts about the project that are easily forgotten: licences, documented options, no addresses."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from .checkout import tracked

ROOT = Path(__file__).resolve().parent.parent
STRINGS = sorted((ROOT / "templates/strings").glob("*.json"))
DATA_SETS = sorted(
    path.parent
    for folder in ("geodata", "templates/fonts")
    for path in (ROOT / folder).rglob("SOURCE.toml")
)


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", "replace")
    return found


def lines_with(pattern: str, *, files: str = r".*", without: str = r"$^") -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:160]}"
        for name, text in texts().items()
        if re.fullmatch(files, name) and not re.fullmatch(without, name)
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]


def test_no_file_names_a_folder_of_the_machine_it_was_made_on():
    home = r"(?<![\w.])/(home|Users|root|work|opt|var/folders)/[\w.]|/tmp/\w|[A-Z]:\\\\?Users"
    assert lines_with(home, without=r"tests/.*|bench/.*|geodata/.*/sources/.*") == []


def test_no_lock_file_or_setting_names_a_registry():
    locks = r".*(requirements/.*|\.toml|\.json|\.npmrc|\.cfg|\.lock)"
    assert (
        lines_with(r"https?://[^\s\"]*(pypi|pythonhosted|npmjs|registry|mirror|proxy)", files=locks)
        == []
    )
    assert (
        lines_with(r"--(extra-)?index-url|--find-links|--trusted-host", files=r"requirements/.*")
        == []
    )


@pytest.mark.parametrize("name", ["run", "dev", "bench", "node"])
def test_each_requirement_has_a_version_and_hashes(name):
    lock = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[a-z])", lock)
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^ ]+( ; [^\\]+)? \\\n", entry)
        assert "--hash=sha256:" in entry


def test_what_runs_is_tested_in_the_very_versions_that_are_locked():
    def pins(name: str) -> set[str]:
        lock = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
        return set(re.findall(r"^([a-z0-9._-]+==[^ ]+(?: ; [^\\]+)?) \\$", lock, re.MULTILINE))

    assert pins("run") <= pins("dev")


def test_the_dependencies_are_all_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements/run.txt").read_text("utf-8")
    names = [re.split(r"[^A-Za-z0-9-]", line)[0] for line in project["dependencies"]]
    assert [name for name in names if f"\n{name}==" not in f"\n{lock}"] == []


def test_npms_lock_names_no_address():
    lock = json.loads((ROOT / "templates/app/package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert [
        name
        for name, package in lock["packages"].items()
        if name and not package.get("link") and "integrity" not in package
    ] == []


def test_each_key_of_the_strings_is_written_once():
    for path in STRINGS:
        pairs = json.loads(path.read_text("utf-8"), object_pairs_hook=lambda pairs: pairs)
        keys = [key for key, _ in pairs]
        assert sorted(keys) == sorted(set(keys)), path.name


def test_every_data_file_lies_in_a_folder_that_says_whence_it_came():
    # Below a folder with SOURCE.toml, whose own test counts the files.
    homeless = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if path.is_relative_to(ROOT / "geodata")
        and not any(path.is_relative_to(folder) for folder in DATA_SETS)
    ]
    assert homeless == []


def hashes(source: dict) -> dict[str, str]:
    """``{file: sha256}`` of a SOURCE.toml, whose ``[files]`` are strings or hold a ``sha256``."""
    return {
        name: entry if isinstance(entry, str) else entry["sha256"]
        for name, entry in source["files"].items()
    }


@pytest.mark.parametrize("folder", DATA_SETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_data_set_is_what_its_source_says(folder):
    source = tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))
    assert {"title", "licence", "attribution", "files"} <= set(source)
    got = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in hashes(source)
    }
    assert hashes(source) == got


@pytest.mark.parametrize("folder", DATA_SETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_file_of_a_data_set_is_named_in_its_source(folder):
    named = set(hashes(tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))))
    ours = {"SOURCE.toml", "README.md", "fonts.json"}
    held = {
        path.relative_to(folder).as_posix()
        for path in tracked()
        if path.is_relative_to(folder)
        and path.name not in ours
        and path.suffix != ".py"
        and not path.name.startswith("OFL-")
    }
    assert sorted(held - named) == []


def test_every_command_and_option_is_in_the_readme():
    import click

    from mapbuilder.cli import main

    readme = (ROOT / "README.md").read_text("utf-8")
    missing = []
    pending = list(main.commands.items())
    while pending:
        name, command = pending.pop()
        if isinstance(command, click.Group):
            pending += [(f"{name} {below}", each) for below, each in command.commands.items()]
            continue
        wanted = [f"mapbuilder {name}"]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                wanted.append(max(parameter.opts, key=len))
        missing += [f"{name}: {text}" for text in wanted if text not in readme]
    assert missing == []


def test_every_target_of_the_makefile_says_what_it_does():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)[1].split()
    said = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert [
        target for target in phony if not re.search(rf"^  {target} +\w", said, re.MULTILINE)
    ] == []


def test_every_module_begins_with_what_it_is():
    import ast

    for path in sorted((ROOT / "mapbuilder").glob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.name


def test_no_module_is_longer_than_one_can_read():
    sources = [*(ROOT / "mapbuilder").glob("*.py"), *(ROOT / "templates/app/src").rglob("*.ts")]
    long = {path.name: path.read_text("utf-8").count("\n") for path in sources}
    assert {name: lines for name, lines in long.items() if lines > 500} == {}


def test_the_version_is_in_the_changelog():
    from mapbuilder import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8").replace(
        "[", ""
    ).replace("]", "")
