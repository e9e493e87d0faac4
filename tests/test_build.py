"""The build: one file, whole or not at all, where the user wants it."""

from __future__ import annotations

from codecs import BOM_UTF8

import pytest
from click.testing import CliRunner

import mapbuilder.page
from mapbuilder import Exhibit, MapbuilderError, build, locate, read_gazetteer, read_records
from mapbuilder.build import ProblemsError, page_path
from mapbuilder.cli import main
from mapbuilder.report import Report


def make(place="Baku", **config):
    records = read_records([{"id": "a", "date": "1990", "place": place, "title": "One"}])
    gazetteer = read_gazetteer([{"id": "baku", "name": "Baku", "lat": 40.4, "lon": 49.8}])
    return Exhibit.of(locate(records, gazetteer), **{"title": "One", "id": "one", **config})


@pytest.fixture
def quick(monkeypatch):
    """A page that takes no time, and what it was asked for."""
    asked = {}

    def render_parts(exhibit, **options):
        asked.update(options, exhibit=exhibit)
        return [b"<!doctype html>"]

    monkeypatch.setattr(mapbuilder.page, "render_parts", render_parts)
    return asked


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (None, "output/one.html"),
        ("page.html", "page.html"),
        ("a/b/page.htm", "a/b/page.htm"),
        ("there", "there/one.html"),
        ("there/", "there/one.html"),
        ("new-folder", "new-folder/one.html"),
        ("new.folder/", "new.folder/one.html"),
    ],
)
def test_the_page_goes_to_a_file_or_a_folder(output, expected, tmp_path, monkeypatch, quick):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    path = build(make(), output)
    assert path.as_posix() == expected
    assert (tmp_path / expected).read_bytes() == BOM_UTF8 + b"<!doctype html>"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b", "CON:", "...", "a\nb", "ə"])
def test_no_name_leads_out_of_the_folder(name):
    path = page_path(make(id=name), "there/")
    assert path.parent.name == "there"
    assert path.suffix == ".html"
    assert not set(path.name) & set('<>:"/\\|?*\0\n')


def test_a_strict_build_refuses_warnings_and_leaves_the_old_page(tmp_path, quick):
    page = tmp_path / "page.html"
    page.write_text("old")
    with pytest.raises(ProblemsError, match="1 warning"):
        build(make(place="Bakku"), page, strict=True)
    assert page.read_text() == "old"
    build(make(place="Bakku"), page)
    assert page.read_text() != "old"
    build(make(), page, strict=True)


def test_a_language_that_the_exhibit_lacks_is_refused_by_name(tmp_path, quick):
    with pytest.raises(MapbuilderError, match="'fr'"):
        build(make(), tmp_path / "page.html", lang="fr")
    assert not (tmp_path / "page.html").exists()


def test_options_reach_the_page(tmp_path, quick):
    build(make(languages=["en", "az"]), tmp_path / "page.html", lang="az", basemap="none")
    assert quick["language"] == "az"
    assert quick["profile"] == "web"
    assert quick["exhibit"].config.basemap.detail == "none"


def test_what_only_the_page_shows_is_told_in_the_report(tmp_path):
    report = Report()
    path = build(
        make(title="ก"), tmp_path / "page.html", basemap="none", report=report, strict=True
    )
    assert path == tmp_path / "page.html"
    [note] = report.problems()
    assert (note.code, note.severity, note.value) == ("glyph-missing", "note", "ก")


def test_a_build_takes_a_path(tmp_path, quick):
    table = tmp_path / "events.csv"
    table.write_text("date,title,lat,lon\n1990-01-20,One,40.4,49.8\n", "utf-8")
    assert build(table, tmp_path / "out").name == "events.html"
    assert build(str(table), str(tmp_path / "out")).name == "events.html"


def test_a_table_whose_records_are_all_rejected_leaves_the_old_page(tmp_path, quick):
    events = tmp_path / "events.csv"
    events.write_text("date,title\n1990,One\n1991,Two\n", "utf-8")
    page = build(events, tmp_path / "page.html")
    old = page.read_bytes()
    events.write_text("date,titel\n1990,One\n1991,Two\n", "utf-8")
    with pytest.raises(ProblemsError, match=r"all 2 records of events\.csv .* nothing was written"):
        build(events, page)
    assert page.read_bytes() == old
    # One record that is kept makes a page, and so does a table that never had any.
    events.write_text("date,title\n1990,One\n1991,\n", "utf-8")
    build(events, page)
    events.write_text("date,title\n", "utf-8")
    build(events, page)


@pytest.mark.parametrize("output", ["", "  "])
def test_an_output_without_a_name_is_refused(output, tmp_path, quick):
    with pytest.raises(MapbuilderError, match="the output has no name"):
        build(make(), output)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["build", "{events}", "-o", "{events}"],
        ["export", "{events}", "-o", "{events}"],
        ["export", "{events}", "--format", "csv", "-o", "{link}"],
        ["check", "{events}", "-o", "{events}"],
        ["check", "{folder}", "--format", "html", "-o", "{places}"],
        ["references", "{folder}", "-o", "{sources}"],
    ],
)
def test_no_command_writes_over_a_table_that_it_reads(command, tmp_path):
    texts = {
        "events": "id,date,title\na,1990,One\nb,1990\n",
        "places": "id,name,lat,lon\nbaku,Baku,40.4,49.8\n",
        "sources": "id,title\npaper,The paper\n",
    }
    files = {name: tmp_path / f"{name}.csv" for name in texts}
    for name, file in files.items():
        file.write_text(texts[name])
    (tmp_path / "exhibit.toml").write_text('title = "One"\n')
    link = tmp_path / "linked.csv"
    link.symlink_to(files["events"])
    done = CliRunner().invoke(
        main, [part.format(**files, folder=tmp_path, link=link) for part in command]
    )
    assert "is read from: name another one to write" in done.output
    assert done.exit_code == 2
    assert {name: file.read_text() for name, file in files.items()} == texts
