"""The library as a stranger meets it: the public names, the documented lines, a light start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import mapbuilder

HEAVY = ("numpy", "pyarrow", "pandas", "geopandas", "jinja2", "pydantic", "folium")


def run(code):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
    )


def documented():
    """The example in the package's docstring."""
    found = re.search(r"::\n\n((?:    .*\n|\n)+)", mapbuilder.__doc__)
    return textwrap.dedent(found[1])


def test_the_documented_lines_run_as_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(documented(), names)
    page = names["page"]
    assert page.as_posix() == "output/baku.html"
    assert page.read_text("utf-8-sig").lower().startswith("<!doctype html>")
    assert names["exhibit"].counts["placed"] == names["exhibit"].counts["records"] == 1
    assert names["exhibit"].problems == ()


def test_the_work_of_the_documented_lines_is_five_lines():
    lines = documented().strip().split("\n\n")[-1].splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "records", "gazetteer", "located", "exhibit", "page",
    ]  # fmt: skip


def test_the_public_names_are_all_there():
    for name in mapbuilder.__all__:
        assert getattr(mapbuilder, name) is not None
        assert name in dir(mapbuilder)
    assert sorted(mapbuilder.__all__) == mapbuilder.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'nothing'"):
        _ = mapbuilder.nothing


@pytest.mark.parametrize(
    "before",
    [
        "",
        "import mapbuilder.locate, mapbuilder.build",
        "from mapbuilder.locate import Located",
        "import mapbuilder.exhibit",
        "from mapbuilder import Exhibit, read_exhibit",
        "import mapbuilder.cli",
        "import importlib; importlib.import_module('mapbuilder.build')",
    ],
)
def test_locate_and_build_are_functions_whatever_was_imported_before(before):
    done = run(f"{before}\nimport mapbuilder, types\nprint(*(isinstance(getattr(mapbuilder, n), "
               "types.FunctionType) for n in ('locate', 'build')))")  # fmt: skip
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_importing_the_package_loads_nothing_heavy():
    done = run(f"import sys, mapbuilder\nprint(*(set({HEAVY}) & set(sys.modules)))")
    assert (done.stdout.split(), done.stderr) == ([], "")


def test_asking_for_help_loads_nothing_heavy():
    done = run(
        f"""
        import sys
        from mapbuilder.cli import main
        for arguments in (["--help"], ["build", "--help"], ["check", "--help"], ["--version"]):
            try:
                main(arguments)
            except SystemExit as end:
                assert end.code == 0
        print("heavy:", *(set({HEAVY}) & set(sys.modules)))
        """
    )
    assert done.stdout.splitlines()[-1] == "heavy:", done.stderr


def test_the_command_builds_the_default_exhibit_without_data_frames(tmp_path):
    unwanted = ("pandas", "geopandas", "pyogrio", "shapely", "folium", "fontTools", "rich")
    done = run(
        f"""
        import sys
        from mapbuilder.cli import main
        try:
            main(["build", "-o", {str(tmp_path / "page.html")!r}])
        except SystemExit as end:
            assert end.code == 0
        print("unwanted:", *(set({unwanted}) & set(sys.modules)))
        """
    )
    assert done.stdout.splitlines()[-1] == "unwanted:", done.stderr


def test_after_a_build_arrow_takes_a_series_for_what_it_is(tmp_path):
    done = run(
        f"""
        import mapbuilder
        mapbuilder.build(None, {str(tmp_path / "page.html")!r})
        import pandas, pyarrow
        print(pyarrow.array(pandas.Series([1.5, float("nan")])).null_count)
        print(pyarrow.array(pandas.Series(["a"], dtype="category")).type)
        """
    )
    number, kind = done.stdout.split("\n", 1)
    assert (number, kind.startswith("dictionary")) == ("1", True), done.stderr
