"""The command ``mapbuilder references``."""

from __future__ import annotations

import json

from click.testing import CliRunner

from mapbuilder.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["references", *map(str, arguments)], standalone_mode=False)


def test_the_default_exhibits_sources_are_written_as_csl_json():
    items = json.loads(run().output)
    assert len(items) == 77
    assert items[0]["id"] == "press-release"
    assert items[0]["custom"]["access"] == "full text"


def test_bibtex_goes_to_a_file_and_the_file_is_a_table_of_sources(tmp_path):
    (tmp_path / "events.csv").write_text("date,title,source\n1990,x,a\n", "utf-8")
    (tmp_path / "sources.csv").write_text('id,title,author\na,A & B,"Orlova, A."\n', "utf-8")
    first = run(tmp_path, "--format", "bibtex", "-o", tmp_path / "out.bib")
    assert ": 1 source." in first.output
    (tmp_path / "sources.csv").unlink()
    (tmp_path / "out.bib").rename(tmp_path / "sources.bib")
    [item] = json.loads(run(tmp_path).output)
    assert item["title"] == "A & B"
    assert item["author"] == [{"family": "Orlova", "given": "A."}]


def test_without_sources_there_is_nothing_to_write(tmp_path):
    (tmp_path / "events.csv").write_text("date,title\n1990,x\n", "utf-8")
    result = run(tmp_path)
    assert "no table of sources" in str(result.exception)
