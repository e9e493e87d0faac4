"""`mapbuilder match`: what it asks, what it writes, and that no answer is ever lost."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from mapbuilder.cli import main
from mapbuilder.dialogue import Console
from mapbuilder.exhibit import read_exhibit
from mapbuilder.match import Match

ROOT = Path(__file__).resolve().parent.parent
EVENTS = (
    "id,date,place,title\ne1,1990-01-20,Bakuu,One\ne2,1991,Springfield,Two\n"
    "e3,1992,Xyzzy,Three\ne4,1993,Baku,Four\n"
)
PLACES = (
    "id,name,lat,lon\nbaku,Baku,40.375,49.833\nsp-il,Springfield,42.1,-72.59\n"
    "sp-ma,Springfield,39.8,-89.64\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "places.csv").write_text(PLACES, "utf-8")
    (tmp_path / "exhibit.toml").write_text("[join]\nworld = false\n", "utf-8")
    return tmp_path


def run(folder, *arguments, keys=None):
    given = ["--answers", "-", "--who", "A. B."] if keys is not None else []
    return CliRunner().invoke(
        main, ["match", str(folder), *given, *map(str, arguments)], input=keys
    )


def decided(folder, name="decisions.csv"):
    text = (folder / name).read_text("utf-8-sig")
    return [tuple(line.split(",")[:3]) for line in text.splitlines()[1:]]


def joined(folder):
    joins = read_exhibit(folder).joins
    return dict(zip(joins["id"].to_pylist(), joins["place"].to_pylist(), strict=True))


def test_without_a_terminal_the_questions_are_told_and_nothing_is_written(folder):
    done = run(folder)
    assert done.exit_code == 1
    assert "1 of 3  Bakuu" in done.stdout
    assert "  1 record in events.csv, is in no gazetteer" in done.stdout
    assert "    row 2  1990-01-20  One" in done.stdout
    assert "  1  Baku · in the exhibit already, 1 event · 96.1 of 100" in done.stdout
    assert "  1  Springfield · 9,169 km north-west of Baku · 94 of 100" in done.stdout
    assert "     'Springfield' is its name (sp-il; 42.10, -72.59)" in done.stdout
    assert "3 of 3  Xyzzy" in done.stdout
    assert "where another record is (baku; 40.38, 49.83)" in done.stdout
    assert sorted(os.listdir(folder)) == ["events.csv", "exhibit.toml", "places.csv"]


def test_answers_are_written_and_join(folder):
    done = run(folder, keys="1\n2\nn\n")
    assert done.exit_code == 0, done.output
    assert "Saved 3 answers in" in done.stdout
    assert "Every question is answered." in done.stdout
    assert decided(folder) == [
        ("Bakuu", "", "baku"), ("Springfield", "", "sp-ma"), ("Xyzzy", "", ""),
    ]  # fmt: skip
    assert joined(folder) == {"e1": "baku", "e2": "sp-ma", "e4": "baku"}
    assert [p.code for p in read_exhibit(folder).problems] == ["place-name-shared"]
    again = run(folder)
    assert (again.exit_code, again.stdout) == (
        0,
        "There is nothing to ask: every name is joined or settled.\n",
    )


def test_what_is_skipped_is_asked_again_and_what_is_answered_is_not(folder):
    done = run(folder, keys="s\n1\nq\n")
    assert done.exit_code == 1
    assert "2 questions open." in done.stdout
    assert decided(folder) == [("Springfield", "", "sp-il")]
    told = run(folder).stdout
    assert "1 of 2  Bakuu" in told
    assert "2 of 2  Xyzzy" in told


def test_undo_takes_back_answer_after_answer(folder):
    done = run(folder, keys="u\n1\n1\nn\n")
    assert "There is nothing to undo." in done.stdout
    (folder / "decisions.csv").unlink()
    done = run(folder, keys="1\n1\nu\nu\ns\nu\nn\n2\nq\n")
    assert done.exit_code == 1
    assert decided(folder) == [("Bakuu", "", ""), ("Springfield", "", "sp-ma")]
    assert "1 question open." in done.stdout


def test_a_note_goes_with_the_answer_and_with_that_alone(folder):
    run(folder, keys="t the town, not the district\n1\nt\nnot on any map\nn\nn\n")
    notes = [
        line.rpartition(",")[2] for line in (folder / "decisions.csv").read_text().splitlines()
    ]
    assert notes[2:] == ["none: not on any map", "none"]
    assert '"the town, not the district"' in (folder / "decisions.csv").read_text("utf-8")


def test_another_place_is_given_by_its_id(folder):
    done = run(folder, keys="o sp-il\no\nnowhere\no 40.1, 49.2\nq\n")
    assert decided(folder) == [("Bakuu", "", "sp-il")]
    assert "nowhere is the id of no place" in done.stdout
    assert '  my-place,"Springfield",40.1,49.2' in done.stdout


def test_another_place_is_given_by_its_address_and_a_point_as_people_write_it(folder):
    (folder / "exhibit.toml").unlink()
    keys = "o https://www.geonames.org/587084/baku.html\no 40°6′N 49°12′E\no 40, 49\no 587084\nq\n"
    done = run(folder, keys=keys)
    assert decided(folder) == [("Bakuu", "", "geonames:587084")]
    assert '  my-place,"Springfield",40.1,49.2' in done.stdout
    assert '  my-place,"Springfield",40,49' in done.stdout
    assert "where GeoNames' is meant, type geonames:587084. Take one" in done.stdout


def test_one_answer_can_stand_for_all_dates_of_a_name_and_be_undone_with_them(folder):
    (folder / "places.csv").write_text(
        "id,name,lat,lon,former_names\ngence,Ganja,40.68,46.36,Kirovabad [1935/1989]\n", "utf-8"
    )
    dates = ["1950", "1920", "1921", "1922", "1995"]
    rows = [f"e{n},{date},Kirovabad,One" for n, date in enumerate(dates)]
    (folder / "events.csv").write_text(
        "\n".join(["id,date,place,title", *rows, "x,1990,Xyzzy,Two"]), "utf-8"
    )
    done = run(folder, keys="a\n1\na\na\nu\nq\n")
    assert "There was no answer about this name just before." in done.stdout
    assert "Kirovabad: Ganja, 3 times" in done.stdout
    assert decided(folder) == [("Kirovabad", "1920", "gence")]
    assert run(folder, keys="1\na\nn\n").exit_code == 0
    assert joined(folder) == {f"e{n}": "gence" for n in range(5)}


def test_keys_that_mean_nothing_are_said_and_help_tells_the_others(folder):
    done = run(folder, keys="9\nx\n?\nq\n")
    assert "'9' is none of the keys" in done.stdout
    assert "'x' is none of the keys" in done.stdout
    assert "u    undo the last answer" in done.stdout
    assert not (folder / "decisions.csv").exists()


def test_the_exhibits_own_table_is_updated_where_it_is(folder):
    (folder / "exhibit.toml").write_text(
        '[tables]\ndecisions = "settled.csv"\n[join]\nworld = false\n', "utf-8"
    )
    (folder / "settled.csv").write_text("toponym;place;who;shelf\nXyzzy;baku;C. D.;7\n", "utf-8")
    done = run(folder, keys="1\n1\n")
    assert done.exit_code == 0
    lines = (folder / "settled.csv").read_text("utf-8").splitlines()
    assert lines[0] == "toponym;place;who;shelf;context;label;candidates;when;note"
    assert lines[1] == "Xyzzy;baku;C. D.;7;;;;;"
    assert re.fullmatch(r"Bakuu;baku;A\. B\.;;;Baku;baku = Baku;\d{4}-\d\d-\d\d;", lines[2])
    assert not (folder / "decisions.csv").exists()


def test_a_workbook_is_left_alone_and_a_csv_beside_it_holds_all(folder):
    from .sheets import write_ods

    write_ods(folder / "decisions.ods", [["toponym", "place", "who"], ["Xyzzy", "baku", "C. D."]])
    before = (folder / "decisions.ods").read_bytes()
    done = run(folder, keys="1\nq\n")
    assert "decisions.ods is no text file: answers go into decisions-match.csv" in done.stderr
    assert (folder / "decisions.ods").read_bytes() == before
    # What is answered there is not asked again, and the exhibit is as it was.
    assert "1 of 1  Springfield" in run(folder).stdout
    assert joined(folder) == {"e3": "baku", "e4": "baku"}
    # Done as the note says, everything holds.
    (folder / "decisions.ods").unlink()
    (folder / "decisions-match.csv").rename(folder / "decisions.csv")
    assert joined(folder) == {"e1": "baku", "e3": "baku", "e4": "baku"}


def test_all_asks_what_is_settled_too_and_undo_brings_that_back(folder):
    run(folder, keys="1\n1\nn\n")
    before = (folder / "decisions.csv").read_bytes()
    done = run(folder, "--all", keys="n\nu\nq\n")
    assert "1 of 3" in done.stdout
    assert "  Settled by A. B.: Baku" in done.stdout
    assert (folder / "decisions.csv").read_bytes() == before
    run(folder, "--all", keys="s\n2\nq\n")
    assert joined(folder)["e2"] == "sp-ma"
    assert len(decided(folder)) == 3


def test_a_contradiction_is_asked_and_the_answer_ends_it(folder):
    (folder / "decisions.csv").write_text(
        "toponym,place,who\nBakuu,baku,A\nSpringfield,sp-il,A\nSpringfield,sp-ma,B\nXyzzy,none,A\n",
        "utf-8",
    )
    assert "1 of 1  Springfield" in run(folder).stdout
    assert run(folder, keys="2\n").exit_code == 0
    assert joined(folder)["e2"] == "sp-ma"
    assert not [p for p in read_exhibit(folder).problems if p.code.startswith("decision")]


def test_a_decision_whose_place_is_gone_says_what_it_was(folder):
    run(folder, keys="1\n1\nn\n")
    (folder / "places.csv").write_text(PLACES.replace("sp-il", "springfield-illinois"), "utf-8")
    check = CliRunner().invoke(main, ["check", str(folder)])
    assert "the gazetteer no longer holds 'sp-il' (was Springfield)" in check.stdout
    assert "nearest: springfield-illinois, sp-ma" in check.stdout
    assert run(folder, keys="1\n").exit_code == 0
    assert joined(folder)["e2"] == "springfield-illinois"


def test_take_writes_the_decisions_of_a_review_into_ones_own(folder, tmp_path):
    run(folder, keys="1\nq\n")
    review = tmp_path / "from-anna.csv"
    rows = "toponym,place,who,when\nSpringfield,sp-ma,Anna,2001-01-01\nBakuu,none,Anna,{day}\n"
    review.write_text(rows.format(day="2001-01-01"), "utf-8")
    done = run(folder, "--take", review)
    # What was decided later stays.
    assert (done.exit_code, "Wrote 1 decision into" in done.stdout) == (0, True)
    assert decided(folder) == [("Bakuu", "", "baku"), ("Springfield", "", "sp-ma")]
    review.write_text(rows.format(day="2999-01-01"), "utf-8")
    done = run(folder, "--take", review)
    assert (done.exit_code, "Wrote 1 decision into" in done.stdout) == (0, True)
    assert decided(folder) == [("Bakuu", "", ""), ("Springfield", "", "sp-ma")]
    review.write_text("toponym,place,who\nXyzzy,,Anna\n", "utf-8")
    done = run(folder, "--take", review)
    assert done.exit_code == 2
    assert "from-anna.csv:2: a decision needs a place" in done.stderr
    assert len(decided(folder)) == 2


@pytest.mark.parametrize(
    ("here", "taken", "stays"),
    [
        # A spreadsheet writes days in its own way.
        ("27.11.2026", "2026-11-28", False),
        ("27.11.2026", "2026-11-27", False),
        ("27.11.2026", "2026-11-26", True),
        ("11/27/2026", "26.11.2026", True),
        ("some day", "2026-11-26", False),
        ("2026-11-27", "some day", True),
    ],
)
def test_of_two_decisions_the_one_of_the_later_day_stays(folder, tmp_path, here, taken, stays):
    rows = "toponym;place;who;when\r\nSpringfield;{};A;{}\r\n"
    (folder / "decisions.csv").write_bytes(rows.format("sp-il", here).encode())
    other = tmp_path / "other.csv"
    other.write_bytes(rows.format("sp-ma", taken).encode())
    run(folder, "--take", other)
    assert joined(folder)["e2"] == ("sp-il" if stays else "sp-ma")


@pytest.mark.parametrize("way", [["--answers", "-", "--who", "A"], ["--html", "review.html"]])
def test_nothing_is_asked_that_could_not_be_written(folder, tmp_path, way, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (folder / "decisions.csv").write_text("Toponym,Place ID\nBakuu,baku\n", "utf-8")
    done = CliRunner().invoke(main, ["match", str(folder), *way], input="1\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "it has no column 'toponym' or 'place'" in done.stderr
    assert not (tmp_path / "review.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--answers", "-"], "--answers needs --who"),
        (["--take", "x.csv", "--html", "y.html"], "choose one of them"),
        (["--take", "nowhere.csv"], "there is no file 'nowhere.csv'"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder, arguments, said):
    done = run(folder, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_the_exhibit_that_comes_with_mapbuilder_is_never_written_to(folder):
    exhibit = read_exhibit(folder)
    match = Match.of(exhibit, own=False)
    console = Console(lambda _: None, str, lambda _: "1", lambda _: "", 80)
    from mapbuilder.errors import MapbuilderError

    with pytest.raises(MapbuilderError, match="name one of your own"):
        match.dialogue(console, "A. B.", "2026-03-01").run()


def test_the_same_answers_on_the_same_day_give_the_same_bytes(folder):
    def answered():
        keys = iter(["2", "u", "1", "n", "n"])
        match = Match.of(read_exhibit(folder))
        console = Console(lambda _: None, str, lambda _: next(keys), lambda _: "", 80)
        match.dialogue(console, "A. B.", "2026-03-01").run()
        content = (folder / "decisions.csv").read_bytes()
        (folder / "decisions.csv").unlink()
        return content

    assert answered() == answered()


def test_enter_and_space_ask_on_and_only_an_end_of_input_quits(folder):
    keys = iter(["\r", "1", "\n", "\t", " ", ""])
    match = Match.of(read_exhibit(folder))
    console = Console(lambda _: None, str, lambda _: next(keys), lambda _: "", 80)
    assert match.dialogue(console, "A. B.", "2026-03-01").run() == len(match.questions) - 1
    assert next(keys, None) is None


@pytest.mark.parametrize(
    ("height", "has_sketch"), [(None, True), (40, True), (24, True), (14, False)]
)
def test_a_question_is_not_longer_than_the_screen(folder, height, has_sketch):
    told = []
    match = Match.of(read_exhibit(folder))
    console = Console(told.append, str, lambda _: "", lambda _: "", 80, height)
    match.dialogue(console, "A. B.", "2026-03-01").run()
    assert any("+----" in line for line in told) is has_sketch
    # The key's own prompt is one more.
    assert height is None or len(told) + 1 <= height


def test_what_is_said_of_a_name_that_no_gazetteer_has_is_not_in_question(folder):
    """So one answer is enough, and each record stays near, west of or in doubt."""
    places = ["near Bakuuv", "12 km west of Bakuuv", "Bakuuv?", "Bakuuv; Baku"]
    rows = [f"e{n},199{n},{place},One" for n, place in enumerate(places)]
    (folder / "events.csv").write_text("\n".join(["id,date,place,title", *rows]), "utf-8")
    done = run(folder, keys="1\n")
    assert "1 of 1  Bakuuv" in done.stdout
    assert decided(folder) == [("Bakuuv", "", "baku")]
    assert joined(folder) == {
        "e0": "baku~near", "e1": "baku~w-12km", "e2": "baku~uncertain", "e3": "baku",
    }  # fmt: skip


def test_a_question_about_a_coordinate_says_so(folder):
    (folder / "events.csv").write_text('id,date,place,title\na,1990,"40.5, 49.5",One\n', "utf-8")
    assert "  It is no name but a coordinate; write 40.5 into the column lat" in run(folder).stdout


def test_ten_thousand_questions_start_at_once_and_are_counted(tmp_path):
    rows = [f"e{n},1990,Place{n}x,Title" for n in range(10_000)]
    (tmp_path / "events.csv").write_text("\n".join(["id,date,place,title", *rows]), "utf-8")
    done = run(tmp_path, keys="n\ns\nq\n")
    assert "3 of 10,000  Place2x" in done.stdout
    assert "9,999 questions open." in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
class TestTerminal:
    """A real terminal: one key a question, and Ctrl-C, which loses nothing."""

    def start(self, folder, **environment):
        import pty

        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "mapbuilder", "match", str(folder)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "TERM": "xterm",
                "COLUMNS": "90",
                **environment,
            },
            start_new_session=True,
        )
        os.close(theirs)
        return process, ours

    def until(self, terminal, text):
        heard = b""
        while text not in heard:
            ready, _, _ = select.select([terminal], [], [], 60)
            assert ready, heard.decode()
            heard += os.read(terminal, 4096)
        return heard.decode()

    def press(self, terminal, key):
        """Presses a key once the program reads keys: what comes before is thrown away."""
        import termios

        end = time.monotonic() + 60
        while termios.tcgetattr(terminal)[3] & termios.ICANON:
            assert time.monotonic() < end
            time.sleep(0.01)
        os.write(terminal, key)

    def test_each_key_answers_at_once_and_ctrl_c_loses_nothing(self, folder):
        process, terminal = self.start(folder)
        self.until(terminal, b"Who decides?")
        os.write(terminal, b"Zaur\n")
        told = self.until(terminal, b"\r\n> ")
        assert "+----" in told
        self.press(terminal, b"1")
        told = self.until(terminal, b"\r\n> ")
        assert "Bakuu: Baku" in told
        assert "2 of 3" in told
        assert decided(folder) == [("Bakuu", "", "baku")]
        self.press(terminal, b"\x03")
        told = self.until(terminal, b"2 questions open.")
        assert "Saved 1 answer in" in told
        assert process.wait(20) == 1
        os.close(terminal)

        # The next run offers the name that signed the last decision.
        process, terminal = self.start(folder)
        self.until(terminal, b"Who decides? [Zaur]")
        os.write(terminal, b"\n")
        self.until(terminal, b"\r\n> ")
        self.press(terminal, b"q")
        assert process.wait(20) == 1
        os.close(terminal)

    @pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
    def test_a_terminal_without_colours_is_sent_no_codes(self, folder, environment):
        process, terminal = self.start(folder, **environment)
        self.until(terminal, b"Who decides?")
        os.write(terminal, b"Zaur\n")
        assert "1 of 3  Bakuu\r\n" in self.until(terminal, b"\r\n> ")
        self.press(terminal, b"q")
        assert process.wait(20) == 1
        os.close(terminal)

    def test_letters_in_a_locale_that_knows_none_are_kept(self, folder):
        plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        process, terminal = self.start(folder, **plain)
        self.until(terminal, b"Who decides?")
        os.write(terminal, "Jörg\n".encode())
        self.until(terminal, b"\r\n> ")
        self.press(terminal, b"1")
        self.until(terminal, b"\r\n> ")
        self.press(terminal, b"q")
        assert process.wait(20) == 1
        os.close(terminal)
        assert "Jörg" in (folder / "decisions.csv").read_text("utf-8-sig")


def test_the_account_for_programs_has_the_kind_and_the_distance_of_a_candidate(folder):
    done = CliRunner().invoke(main, ["check", str(folder), "--format", "json"])
    found = [p for p in json.loads(done.stdout)["problems"] if p["suggestions"]]
    # What is like nothing may be where the other records are.
    assert len(found) == 3
    assert {"feature", "distance_km"} <= set(found[0]["suggestions"][0])
