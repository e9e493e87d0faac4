"""templates/bundle is what templates/app builds: no byte of it was written by hand or forgotten."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from mapbuilder.attributions import own_attributions
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page
from mapbuilder.page_scripts import encode_script, script_block, scripts_of, stream_file
from mapbuilder.page_template import COMPILED, TEMPLATE
from mapbuilder.wording import read_strings
from tools import compile_template
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


def test_the_compiled_template_is_what_the_template_becomes(root, tmp_path):
    shutil.copy(root / "templates" / TEMPLATE, tmp_path)
    compile_template.main(tmp_path)
    expected, got = (
        {file.name: file.read_bytes() for file in (folder / COMPILED).parent.glob("*.*")}
        for folder in (root / "templates", tmp_path)
    )
    assert len(expected) == 3
    assert expected == got, "run `make bundle` and commit what it writes"


def test_a_script_is_carried_as_it_is_whether_or_not_it_has_been_deflated_before(root):
    app, more, style = scripts_of(is_rich=False, is_many=False)
    kept = [
        stream_file(root / "templates", script_block(*each)) for each in ((app,), (more, style))
    ]
    assert all(file.exists() for file in kept)
    changed = more.replace("const", "let", 1)
    assert not stream_file(root / "templates", script_block(changed, style)).exists()
    for block in ((app,), (more, style), (changed, style)):
        carried = zlib.decompress(b64decode(encode_script(*block)))
        assert carried == script_block(*block)


def test_a_template_that_was_not_compiled_says_the_same(root, tmp_path, monkeypatch):
    """Another Jinja2, or a template that was changed, is read anew."""
    exhibit = read_exhibit()
    expected = render_page(exhibit)
    templates = tmp_path / "templates"
    shutil.copytree(root / "templates", templates, ignore=shutil.ignore_patterns("app"))
    changed = "{# changed #}" + (templates / TEMPLATE).read_text("utf-8")
    (templates / TEMPLATE).write_text(changed, encoding="utf-8")
    monkeypatch.setattr("mapbuilder.files.templates", lambda: templates)
    assert render_page(exhibit) == expected


def test_scripts_and_styles_are_ascii_so_that_their_hashes_hold_under_any_charset(root):
    files = [*(root / "templates/bundle").iterdir(), *(root / "templates/themes").glob("*.css")]
    assert len(files) >= 4
    assert [file.name for file in files if not file.read_bytes().isascii()] == []


def test_app_credits_and_list_name_every_library_with_its_notice(root):
    scripts = [
        (root / f"templates/bundle/{name}.js").read_text("utf-8")
        for name in ("app", "more-whole", "tiles")
    ]
    assert [script[:4] for script in scripts] == ["/*!\n"] * 3
    notice = "".join(script[: script.index("*/")] for script in scripts)
    listed = (root / "THIRD_PARTY.md").read_text("utf-8").replace("\n> ", " ")
    credits = " ".join(each["credit"] for each in own_attributions(read_strings("en"), tiles=True))
    package = json.loads((root / "templates/app/package.json").read_text("utf-8"))
    assert package["dependencies"]
    for name, version in package["dependencies"].items():
        assert f"\n{name} {version}\n" in notice
        assert f"{name} {version}" in listed.lower()
        assert f"{name} {version}" in credits.lower()
    for words in ("Volodymyr Agafonkin", "CloudMade", "Michael Bostock"):
        assert words in notice
        assert words in listed
        assert words in credits
    assert "must reproduce the above copyright notice" in notice
    assert "PERFORMANCE OF" in notice
