"""The command line: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import mapbuilder.page
from mapbuilder import __version__
from mapbuilder.cli import main


@pytest.fixture(autouse=True)
def quick(monkeypatch, tmp_path):
    """Runs in an empty folder, with a page that takes no time."""
    monkeypatch.setattr(mapbuilder.page, "render_parts", lambda exhibit, **_: [b"<!doctype html>"])
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}


def process(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "mapbuilder", *map(str, arguments)],
        capture_output=True,
        env={**ENVIRONMENT, **environment},
        check=False,
    )


@pytest.fixture
def with_note(monkeypatch):
    """A page whose fonts lack a letter."""

    def render_parts(exhibit, *, report, **_):
        report.add("glyph-missing", "note", "the fonts have no გ", file="events.csv", value="გ")
        return [b"<!doctype html>"]

    monkeypatch.setattr(mapbuilder.page, "render_parts", render_parts)


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "exhibit.toml").write_text('title = "Small"\nlanguages = ["en", "az"]\n', "utf-8")
    (folder / "places.csv").write_text(
        "id,name,lat,lon,precision\nbaku,Bakı,40.4,49.8,city\n", "utf-8"
    )
    (folder / "events.csv").write_text("date,place,title\n1990-01-20,Bakı,One\n", "utf-8")
    return folder


@pytest.fixture
def faulty(small):
    (small / "events.csv").write_text(
        "id,date,place,title\na,1990-01-20,Bakki,One\nb,soon,Bakı,Two\nc,1990,,Three\n", "utf-8"
    )
    return small


def test_the_version_is_told():
    done = run("--version")
    assert (done.exit_code, done.output) == (0, f"mapbuilder {__version__}\n")


def test_without_a_command_the_help_is_shown():
    assert "Usage: " in run().output
    assert "build" in run("--help").output


def test_build_writes_the_page_and_says_so(small):
    done = run("build", small)
    assert done.exit_code == 0
    assert done.stdout.startswith("Wrote output")
    assert "1 event, 1 of them at 1 place" in done.stdout
    assert done.stderr == ""
    assert os.listdir("output") == ["small.html"]


def test_build_writes_where_it_is_told(small, tmp_path):
    assert run("build", small, "-o", "a/page.html").exit_code == 0
    assert run("build", small, "-o", tmp_path).exit_code == 0
    assert (tmp_path / "a" / "page.html").exists()
    assert (tmp_path / "small.html").exists()


def test_a_build_with_problems_is_written_and_tells_them(faulty):
    done = run("build", faulty)
    assert done.exit_code == 0
    assert "events.csv:2:place place-unknown" in done.stderr
    assert "events.csv:3:date date-unreadable" in done.stderr
    assert os.path.exists("output/small.html")


def test_a_strict_build_with_problems_writes_nothing(faulty):
    done = run("build", faulty, "--strict")
    assert done.exit_code == 1
    assert "1 error and 1 warning: nothing was written" in done.stderr
    assert not os.path.exists("output")


def test_check_accounts_for_every_record(faulty):
    done = run("check", faulty)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "Small"
    assert "  3 records   read from events.csv" in lines
    assert "  1 rejected  not shown, see the errors below" in lines
    assert any("events.csv:2" in line and "Bakki (see below)" in line for line in lines)
    assert any("events.csv:4" in line and "names no place" in line for line in lines)
    assert any("date-unreadable" in line for line in lines)


def test_check_tells_what_was_joined_to_what(small):
    done = run("check", small)
    assert done.exit_code == 0
    [row] = [line for line in done.stdout.splitlines() if " exhibit " in line]
    assert row.split()[:6] == ["Bakı", "baku", "Bakı", "exhibit", "places.csv", "1"]


def test_check_prints_one_json_object(faulty):
    done = run("check", faulty, "--format", "json")
    assert done.exit_code == 1
    account = json.loads(done.stdout)
    assert account["counts"]["records"] == 3
    assert [p["code"] for p in account["problems"]][:1] == ["place-unknown"]


def test_notes_alone_are_no_reason_to_refuse(small):
    (small / "exhibit.toml").write_text('title = "Small"\n[groups.g]\nmarkers = false\n', "utf-8")
    (small / "events.csv").write_text("date,place,title,group\n1990,Nowhere,One,g\n", "utf-8")
    done = run("check", small)
    assert "place-unknown" in done.stdout
    assert done.exit_code == 0
    assert run("build", small, "--strict").exit_code == 0


def test_what_the_page_lacks_is_told_beside_the_problems_and_refuses_nothing(faulty, with_note):
    done = run("build", faulty)
    assert done.exit_code == 0
    told = [line.split(" ")[1] for line in done.stderr.splitlines()]
    assert told == ["place-unknown:", "date-unreadable:", "glyph-missing:"]


def test_a_note_of_the_page_is_no_reason_for_a_strict_build_to_refuse(small, with_note):
    done = run("build", small, "--strict")
    assert (done.exit_code, done.stderr) == (0, "events.csv glyph-missing: the fonts have no გ\n")


def test_each_fault_of_the_settings_has_a_line(small):
    (small / "exhibit.toml").write_text('titel = "Small"\nlanguages = "en"\n', "utf-8")
    done = run("build", small)
    assert done.exit_code == 2
    first, second = done.stderr.splitlines()
    assert first.startswith("mapbuilder: exhibit.toml:1: key 'titel' is not known")
    assert second.startswith("mapbuilder: exhibit.toml:2: key 'languages'")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["zzz"], "There is no command 'zzz'"),
        (["build", "--basmap", "none"], "--basemap"),
        (["build", "--profile", "print"], "kiosk"),
        (["build", "nowhere"], "there is no file or folder 'nowhere'"),
        (["check", "nowhere"], "there is no file or folder 'nowhere'"),
        (["build", "small", "--lang", "fr"], "it has 'en', 'az'"),
        (["build", "a\0b"], "mapbuilder"),
    ],
)
def test_a_mistake_is_answered_with_exit_2_and_the_right_word(arguments, said, small):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert not os.path.exists("output")


def test_a_table_given_without_a_command_is_answered_with_the_command(small):
    done = run(str(small))
    assert f"Did you mean 'mapbuilder build {small}'?" in done.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "page.html"), "Permission denied: page.html"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (KeyboardInterrupt(), "interrupted"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "encoding"),
        (MemoryError(), "memory"),
    ],
)
def test_what_stops_the_work_is_one_line(error, said, small, monkeypatch):
    def fail(exhibit, **_):
        raise error

    monkeypatch.setattr(mapbuilder.page, "render_parts", fail)
    done = run("build", small)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_terminal_of_ascii_alone_gets_escapes(small):
    for environment in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = process("check", small, **environment)
        assert done.returncode == 0, done.stderr
        assert b"exhibit" in done.stdout
        account = process("check", small, "--format", "json", **environment)
        assert json.loads(account.stdout)["joins"][0]["toponym"] == "Bakı"


def unread(*arguments):
    """The exit code and the other stream of a command, of which nobody reads stdout."""
    command = [sys.executable, "-m", "mapbuilder", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as running:
        running.stdout.close()
        said = running.stderr.read()
    return running.returncode, said


def test_a_reader_that_leaves_early_is_no_error(small):
    assert unread("check", small) == (0, b"")
    assert unread("check", small, "--format", "json") == (0, b"")
    assert unread("--help") == (0, b"")


def test_a_reader_that_leaves_early_does_not_hide_problems(faulty):
    assert unread("check", faulty) == (1, b"")


def test_a_build_goes_on_when_nobody_reads_its_problems(faulty, tmp_path):
    command = [sys.executable, "-m", "mapbuilder", "build", faulty, "-o", tmp_path / "page.html"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as running:
        running.stderr.close()
        assert running.stdout.read().startswith(b"Wrote ")
    assert running.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_disk_that_is_full_of_what_was_said_is_one_line(small):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mapbuilder", "check", small],
            stdout=full,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            check=False,
        )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert b"cannot be told" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="closes its streams by a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "--format json >&-"])
def test_a_stream_that_is_closed_is_no_error(closed, small):
    command = f'"{sys.executable}" -m mapbuilder check small {closed}'
    done = subprocess.run(command, shell=True, capture_output=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_control_characters_do_not_reach_the_terminal(small):
    (small / "events.csv").write_text(
        "date,place,title\n1990-01-20,\x1b[31mBakki\u202e,\x07One\n", "utf-8"
    )
    done = run("check", small)
    assert not set(done.output) & set("\x1b\x07\u202e")


def test_a_misspelt_column_that_empties_the_page_keeps_the_old_one(small, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old", "utf-8")
    (small / "events.csv").write_text("date,place,titel\n1990-01-20,Bakı,One\n", "utf-8")
    done = run("build", small, "-o", page)
    assert done.exit_code == 1
    assert "the only record of events.csv had to be rejected" in done.output
    assert "has no column 'title'" in done.output
    assert page.read_text("utf-8") == "old"


def test_titles_that_are_only_in_the_first_language_s_column_are_told_what_to_be_called(small):
    (small / "exhibit.toml").write_text('title = "X"\nlanguages = ["az", "en"]\n', "utf-8")
    (small / "events.csv").write_text("date,place,title_az\n1990-01-20,Bakı,Bir\n", "utf-8")
    said = run("check", small).output
    assert "'az' is the exhibit's first language: call 'title_az' 'title'" in " ".join(said.split())


def test_an_empty_output_is_refused(small, tmp_path):
    done = run("build", small, "-o", "")
    assert done.exit_code == 2
    assert "the output has no name" in done.output
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "command", [["build"], ["check"], ["check", "--format", "html"], ["export", "--format", "kml"]]
)
def test_nothing_is_called_as_the_terminal_is(small, tmp_path, command):
    done = run(command[0], small, *command[1:], "-o", "-")
    assert done.exit_code == 2
    assert "name " in done.output
    assert not (tmp_path / "-").exists()


def test_check_writes_its_report_into_a_file(small, tmp_path):
    done = run("check", small, "--format", "sarif", "-o", str(tmp_path / "check.sarif"))
    assert done.exit_code == 0
    assert json.loads((tmp_path / "check.sarif").read_text("utf-8"))["version"] == "2.1.0"
    done = run("check", small, "--format", "html")
    assert done.exit_code == 0
    assert "output/small-check.html" in done.stdout
    assert "<!DOCTYPE html>" in Path("output/small-check.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("check.json", '{\n "version": 1'),
        ("check.SARIF", '{\n "$schema"'),
        ("check.sarif.json", '{\n "$schema"'),
        ("check.htm", "<!DOCTYPE html>"),
        ("check.txt", "Small\n"),
        ("check", "Small\n"),
    ],
)
def test_a_report_has_the_format_that_its_name_says(small, tmp_path, name, begins):
    assert run("check", small, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert run("check", small, "-o", tmp_path / name, "--format", "text").exit_code == 0
    assert (tmp_path / name).read_text("utf-8").startswith("Small\n")


def test_a_page_in_the_place_of_an_exhibit_is_told_how_to_give_its_files_back(small, tmp_path):
    page = tmp_path / "old.html"
    page.write_text('<!doctype html><script type="application/json" id="manifest">{}</script>')
    for command in ("build", "check", "export"):
        done = run(command, page)
        assert done.exit_code == 2
        assert f"'mapbuilder extract {page} FOLDER' gives back the files" in done.output
    page.write_text("<!doctype html><p>Another page")
    assert "in no format that can be read" in run("build", page).output


@pytest.mark.skipif(os.sep != "/", reason="there it is no mistake")
def test_a_path_of_windows_is_answered_with_the_file_that_is_meant(small, tmp_path):
    done = run("build", r"small\events.csv")
    assert done.exit_code == 2
    assert "did you mean 'small/events.csv'?" in done.output
    settings = small / "exhibit.toml"
    settings.write_text("[tables]\nevents = 'data\\events.csv'\n", "utf-8")
    (small / "data").mkdir()
    (small / "events.csv").rename(small / "data/events.csv")
    assert "data/events.csv'?" in run("build", small).output
    settings.write_text('[tables]\nevents = "data\\events.csv"\n', "utf-8")
    assert "write / between the folders of a path" in run("build", small).output
    settings.write_text('[tables]\nevents = "data\\tables.csv"\n', "utf-8")
    assert "a back-slash makes another sign: write / for it" in run("build", small).output


def test_a_language_may_be_said_in_other_capitals(small, tmp_path):
    done = run("build", small, "--lang", "AZ", "-o", "page.html")
    assert done.exit_code == 0, done.output
    assert "has no language 'de'" in run("build", small, "--lang", "de").output


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that can close streams")
@pytest.mark.parametrize("closed", ["2>&-", "0<&-", ">&-", "0<&- >&- 2>&-"])
def test_a_program_without_a_stream_does_its_work(small, tmp_path, closed):
    command = f"'{sys.executable}' -m mapbuilder build '{small}' -o page.html {closed}"
    done = subprocess.run(command, shell=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 0
    assert Path("page.html").is_file()


def test_a_final_check_refuses_what_nobody_has_signed(small):
    done = run("check", small, "--final")
    assert done.exit_code == 1
    assert "Not final: to be signed, or translated" in done.stdout.splitlines()
    settings = (small / "exhibit.toml").read_text("utf-8")
    signed = "".join(
        f'\n[signed.{tag}]\nby = "N. Novak"\ndate = 2026-05-01\ninterface = true\n'
        for tag in ("en", "az")
    )
    titled = settings.replace("languages", 'title_az = "Kiçik"\nlanguages')
    (small / "exhibit.toml").write_text(titled + signed, "utf-8")
    (small / "places.csv").write_text(
        "id,name,label,label_az,lat,lon,precision\nbaku,Bakı,Baku,Bakı,40.4,49.8,city\n", "utf-8"
    )
    (small / "events.csv").write_text(
        "date,place,title,title_az\n1990-01-20,Bakı,One,Bir\n", "utf-8"
    )
    assert run("check", small, "--final").exit_code == 0
