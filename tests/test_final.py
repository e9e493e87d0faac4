"""A final build refuses what ``check --final`` refuses, and leaves the old page as it was."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import mapbuilder as mb
from mapbuilder.build import ProblemsError
from mapbuilder.cli import main

SIGNED = '[signed.en]\nby = "N. Novak"\ndate = 2026-05-01\n'


@pytest.fixture
def exhibit(tmp_path):
    """An exhibit in which nothing is wrong but that nobody has signed it."""
    folder = tmp_path / "signs"
    folder.mkdir()
    (folder / "events.csv").write_text(
        "id,date,place,title,text,source\n"
        "e1,1926-07-08,Baku,A tram leaves the depot,The paper says that the line runs.,paper\n"
    )
    (folder / "places.csv").write_text("id,name,lat,lon\nbaku,Baku,40.4,49.9\n")
    (folder / "sources.csv").write_text("id,title,date\npaper,The paper,1930\n")
    (folder / "exhibit.toml").write_text('title = "Trams of the town"\nlanguages = ["en"]\n')
    return folder


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_an_unsigned_exhibit_is_refused_and_the_old_page_is_left(exhibit, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("the old one")
    done = run("build", exhibit, "-o", page, "--final")
    assert done.exit_code == run("check", exhibit, "--final").exit_code == 1
    assert page.read_text() == "the old one"
    assert "draft-unsigned" in done.output
    assert "nothing was written" in done.output
    # A build that need not be final, or a strict one, takes drafts as they are.
    assert run("check", exhibit).exit_code == 0
    assert run("build", exhibit, "-o", page, "--strict").exit_code == 0


def test_a_signed_exhibit_is_built_to_the_same_page(exhibit, tmp_path):
    settings = exhibit / "exhibit.toml"
    settings.write_text(settings.read_text() + SIGNED)
    one, other = tmp_path / "a" / "page.html", tmp_path / "b" / "page.html"
    done = run("build", exhibit, "-o", one, "--final")
    assert done.exit_code == run("check", exhibit, "--final").exit_code == 0, done.output
    assert run("build", exhibit, "-o", other).exit_code == 0
    assert one.read_bytes() == other.read_bytes()


def test_a_signature_under_other_words_does_not_count(exhibit, tmp_path):
    settings = exhibit / "exhibit.toml"
    settings.write_text(settings.read_text() + SIGNED + 'texts = "0000000000000000"\n')
    done = run("build", exhibit, "-o", tmp_path / "page.html", "--final")
    assert done.exit_code == 1
    assert "signature-stale" in done.output


def test_the_function_refuses_as_the_command_does(exhibit, tmp_path):
    page = tmp_path / "page.html"
    with pytest.raises(ProblemsError, match="1 error"):
        mb.build(exhibit, page, final=True)
    assert not page.exists()
