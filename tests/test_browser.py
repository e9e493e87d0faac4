"""The finder of browsers: which one is taken, and what is said where there is none."""

from __future__ import annotations

import sys

import pytest

from mapbuilder.browser import find_browser
from mapbuilder.errors import BrowserError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs have other names there")


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_one_that_is_named_wins_over_path(tmp_path):
    program(tmp_path / "bin/chromium")
    own = program(tmp_path / "own/browser")
    environ = {"PATH": str(tmp_path / "bin"), "MAPBUILDER_CHROMIUM": str(own)}
    assert find_browser(environ, tmp_path) == str(own)
    assert find_browser({**environ, "MAPBUILDER_CHROMIUM": " "}, tmp_path).endswith("bin/chromium")


def test_chromium_comes_before_chrome_and_chrome_before_edge(tmp_path):
    for name in ("msedge", "google-chrome", "chromium"):
        program(tmp_path / "bin" / name)
        found = find_browser({"PATH": str(tmp_path / "bin")}, tmp_path)
        assert found == str(tmp_path / "bin" / name)


def test_the_newest_of_playwrights_is_found_where_path_has_none(tmp_path):
    for revision in ("999", "1187"):
        program(tmp_path / f"pw/chromium-{revision}/chrome-linux/chrome")
    environ = {"PATH": str(tmp_path / "bin"), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "pw")}
    assert find_browser(environ, tmp_path) == str(tmp_path / "pw/chromium-1187/chrome-linux/chrome")


def test_a_name_that_is_no_program_is_said_and_nothing_else_taken(tmp_path):
    program(tmp_path / "bin/chromium")
    environ = {"PATH": str(tmp_path / "bin"), "MAPBUILDER_CHROMIUM": "/no/such"}
    with pytest.raises(BrowserError, match=r"names '/no/such', which is no program"):
        find_browser(environ, tmp_path)


@pytest.mark.skipif(sys.platform == "darwin", reason="applications have fixed paths there")
def test_without_any_it_is_said_what_to_install(tmp_path):
    with pytest.raises(BrowserError, match="apt install chromium"):
        find_browser({"PATH": str(tmp_path)}, tmp_path)
