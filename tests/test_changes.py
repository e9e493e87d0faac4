"""What changed between two exhibits is told record by record, from folders and from pages."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from mapbuilder import build
from mapbuilder.changes import changes_between, read_side, to_lines, told
from mapbuilder.cli import main
from mapbuilder.errors import InputError

SETTINGS = 'title = "Trams"\n[basemap]\ndetail = "none"\n[join]\nworld = false\n'
EVENTS = """id,date,place,title,text,source
e1,1926-07-08,Baku,A tram leaves,The first line runs from the harbour to the old station and on.,s1
e2,1930,Lankaran,A school opens,,s1
e3,1931,,A bridge falls,,s1
"""
PLACES = "id,name,lat,lon\nbaku,Baku,40.4,49.8\nlankaran,Lankaran,38.75,48.85\n"
SOURCES = "id,title,file\ns1,The paper,s1.txt\n"
FIGURES = "event,measure,value,scope,source\ne1,trams,4,the line,s1\n"


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    for name, text in {
        "exhibit.toml": SETTINGS, "events.csv": EVENTS, "places.csv": PLACES,
        "sources.csv": SOURCES, "figures.csv": FIGURES, "s1.txt": "The line was opened.\n",
    }.items():  # fmt: skip
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def new(old, tmp_path):
    return shutil.copytree(old, tmp_path / "new")


def change(folder, name, *pairs):
    text = (folder / name).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_text(text, "utf-8")


def lines(old, new) -> list[str]:
    return list(to_lines(changes_between(read_side(str(old)), read_side(str(new)))))


def test_a_picture_that_a_page_does_not_give_back_is_the_one_in_the_folder(old, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(old / "tram.png")
    change(old, "events.csv", ("text,source", "text,source,media,media_alt,media_credit"))
    change(old, "events.csv", ("on.,s1", "on.,s1,tram.png,A tram,A. Nother (CC BY 4.0)"))
    page = build(old, tmp_path / "page.html")
    assert lines(old, page) == [f"Nothing changed between {old} and {page}."]
    Image.new("RGB", (8, 9)).save(old / "tram.png")
    assert lines(page, old) == ["Files", "  tram.png was changed"]
    (old / "tram.png").unlink()
    assert lines(page, old) == ["Files", "  tram.png is gone"]


def test_two_that_are_the_same_have_no_change(old, new, tmp_path):
    assert lines(old, new) == [f"Nothing changed between {old} and {new}."]
    # The order of rows and columns, and the form of the table, are no change.
    rows = EVENTS.splitlines()
    (new / "events.csv").write_text("\n".join([rows[0], *rows[:0:-1]]).replace(",", ";"), "utf-8")
    assert len(lines(old, new)) == 1
    assert len(lines(build(old, tmp_path / "old.html"), new)) == 1


def test_each_kind_of_change_is_told_in_words(old, new):
    change(
        new, "events.csv",
        ("harbour", "market"), ("e2,1930,Lankaran", "e2,1931,Lenkoran"),
        ("e3,1931,,A bridge falls,,s1\n", "e4,1932,Baku,A new line,,s1\n"),
    )  # fmt: skip
    change(new, "places.csv", ("40.4,", "40.41,"))
    change(new, "figures.csv", ("trams,4", "trams,5"))
    change(new, "sources.csv", ("The paper", "The newspaper"))
    change(new, "exhibit.toml", ("Trams", "Trams of the city"))
    change(new, "s1.txt", ("opened", "closed"))
    assert lines(old, new) == [
        "Records",
        "  e1 “A tram leaves”",
        "    text: … line runs from the [-harbour-]{+market+} to the old station …",
        "  e2 “A school opens”",
        "    date: “1930” is now “1931”",
        "    place: “Lankaran” is now “Lenkoran”",
        "  e4 “A new line” is new",
        "  e3 “A bridge falls” is gone",
        "Places",
        "  baku “Baku”",
        "    lat: “40.4” is now “40.41”",
        "Sources",
        "  s1 “The newspaper”",
        "    title: “The paper” is now “The newspaper”",
        "Figures",
        "  e1, trams, the line, s1 “trams”",
        "    value: “4” is now “5”",
        "Joins",
        "  e2 “A school opens”",
        "    place: “Lankaran” is gone",
        "    found: “exhibit” is gone",
        "Settings",
        "  title: “Trams” is now “Trams of the city”",
        "Files",
        "  s1.txt was changed",
    ]


def test_a_page_is_compared_by_the_files_that_it_carries(old, new, tmp_path):
    change(new, "events.csv", ("A school opens", "A school is opened"))
    pages = [build(old, tmp_path / "old.html"), build(new, tmp_path / "new.html")]
    assert lines(*pages) == lines(old, new)


def test_tables_may_lie_in_folders_of_their_own(old, new, tmp_path):
    for folder in (old, new):
        (folder / "data").mkdir()
        (folder / "events.csv").rename(folder / "data/our events.csv")
        change(
            folder, "exhibit.toml", ("[join]", '[tables]\nevents = "data/our events.csv"\n[join]')
        )
    change(new, "data/our events.csv", ("A school opens", "A school is opened"))
    assert lines(old, new)[:2] == ["Records", "  e2 “A school is opened”"]
    assert len(lines(old, new)) == 3
    tables = [folder / "data/our events.csv" for folder in (old, new)]
    assert lines(*tables) == lines(old, new)


def test_records_without_ids_are_known_by_what_they_say(old, new):
    for folder in (old, new):
        change(folder, "events.csv", ("e2,", ","), ("e3,", ","))
    change(new, "events.csv", ("e1,", "e0,1900,,Before,,s1\ne1,"))
    assert lines(old, new) == ["Records", "  e0 “Before” is new"]


def test_the_same_as_json(old, new):
    change(new, "events.csv", ("A school opens", "A school is opened"))
    done = CliRunner().invoke(main, ["diff", str(old), str(new), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["changes"] == [
        {
            "table": "events",
            "id": "e2",
            "kind": "changed",
            "title": "A school is opened",
            "fields": [{"field": "title", "old": "A school opens", "new": "A school is opened"}],
        }
    ]


@pytest.mark.parametrize(
    ("old_text", "new_text", "expected"),
    [
        ("", "x", "“x” is new"),
        ("x", "", "“x” is gone"),
        ("147", "137", "“147” is now “137”"),
        ("a " * 40 + "b", "a " * 40 + "c", "… a a a a [-b-]{+c+}"),
        ("z " * 40, "y" * 90, f"“{'z ' * 40}” is now “{'y' * 90}”"),
    ],
)
def test_of_a_long_text_only_the_changed_words_are_told(old_text, new_text, expected):
    assert told(old_text, new_text) == expected


def test_the_log_gets_a_row_for_what_a_visitor_saw_and_each_once(old, new, tmp_path):
    change(new, "events.csv", ("harbour", "market"), ("e3,1931,,A bridge falls,,s1\n", ""))
    change(new, "exhibit.toml", ('detail = "none"', 'detail = "light"'))
    log = tmp_path / "corrections.csv"
    log.write_bytes(b"date,event,text,why,note\n2020-01-01,e1,An older one,,mine")
    command = ["diff", str(old), str(new), "--log", str(log), "--date", "2026-11-26"]
    for _ in range(2):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        assert log.read_text("utf-8").splitlines() == [
            "date,event,text,why,note",
            "2020-01-01,e1,An older one,,mine",
            "2026-11-26,e1,Text: “harbour” is now “market”.,,",
            "2026-11-26,,The record “A bridge falls” was taken out.,,",
        ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--log", "c.csv"], "belong together"),
        (["--date", "2026-11-26"], "belong together"),
        (["--log", "c.csv", "--date", "26.11.2026"], "no day"),
        (["--log", "c.xlsx", "--date", "2026-11-26"], "no CSV"),
    ],
)
def test_what_cannot_be_logged_is_said_in_a_line(old, new, more, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["diff", str(old), str(new), *more])
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "c.csv").exists()


def test_a_log_of_another_shape_is_left_as_it_is(old, new, tmp_path):
    change(new, "events.csv", ("harbour", "market"))
    log = tmp_path / "corrections.csv"
    log.write_text("a,b\n1,2\n")
    command = ["diff", str(old), str(new), "--log", str(log), "--date", "2026-11-26"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "no column date, event, text" in done.output
    assert log.read_text() == "a,b\n1,2\n"


def test_what_is_only_written_otherwise_is_no_change(old, new, tmp_path):
    change(
        new, "events.csv",
        ("1926-07-08", "8.7.1926"), ("e2,1930,", 'e2,"1930 ",'),
    )  # fmt: skip
    change(new, "places.csv", ("40.4,49.8", "40.40,49.80"))
    assert lines(old, new) == [f"Nothing changed between {old} and {new}."]
    change(new, "events.csv", ("8.7.1926", "9.7.1926"))
    assert lines(old, new)[1:] == [
        "  e1 “A tram leaves”", "    date: “1926-07-08” is now “9.7.1926”"
    ]  # fmt: skip


def test_records_with_other_ids_are_the_same_records(old, new, tmp_path):
    change(new, "events.csv", ("e1,", "N-01,"), ("e2,", "N-02,"), ("e3,", "N-03,"))
    change(new, "events.csv", ("harbour", "market"))
    change(new, "figures.csv", ("e1,", "N-01,"))
    change(new, "sources.csv", ("s1,The", "paper,The"))
    change(new, "events.csv", (",s1\n", ",paper\n"))
    change(new, "figures.csv", (",s1\n", ",paper\n"))
    assert lines(old, new) == [
        "Records",
        "  N-01 “A tram leaves”",
        "    id: “e1” is now “N-01”",
        "    text: … line runs from the [-harbour-]{+market+} to the old station …",
        "  N-02 “A school opens”",
        "    id: “e2” is now “N-02”",
        "  N-03 “A bridge falls”",
        "    id: “e3” is now “N-03”",
        "Sources",
        "  paper “The paper”",
        "    id: “s1” is now “paper”",
    ]
    log = tmp_path / "corrections.csv"
    command = ["diff", str(old), str(new), "--log", str(log), "--date", "2026-11-26"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert log.read_text("utf-8").splitlines() == [
        "date,event,text,why",
        "2026-11-26,N-01,Text: “harbour” is now “market”.,",
    ]


def test_a_row_put_in_between_moves_the_numbers_and_changes_nothing_else(old, new):
    for folder in (old, new):
        change(folder, "events.csv", ("e1,", "1,"), ("e2,", "2,"), ("e3,", "3,"))
        change(folder, "figures.csv", ("e1,", "1,"))
    change(
        new, "events.csv",
        ("3,1931", "4,1931"), ("2,1930", "3,1930"), ("1,1926", "1,1900,Baku,A well,,s1\n2,1926"),
    )  # fmt: skip
    change(new, "figures.csv", ("1,trams", "2,trams"))
    told_lines = lines(old, new)
    assert [line for line in told_lines if "id:" not in line] == [
        "Records", "  1 “A well” is new", "  2 “A tram leaves”", "  3 “A school opens”",
        "  4 “A bridge falls”",
    ]  # fmt: skip


def test_ids_that_are_taken_out_are_told_and_the_joins_are_not_compared(old, new):
    rows = [line.split(",", 1)[1] for line in EVENTS.splitlines()]
    (new / "events.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (new / "figures.csv").unlink()
    (old / "figures.csv").unlink()
    assert lines(old, new)[:3] == [
        "Records", "  1926-07-08, A tram leaves “A tram leaves”", "    id: “e1” is gone"
    ]  # fmt: skip
    assert "Joins" not in lines(old, new)


def test_of_like_records_with_other_ids_none_is_taken_for_another(old, new):
    row = "{},1940,,A shot,,s1\n"
    for folder, ids in ((old, ("x1", "x2")), (new, ("y1", "y2"))):
        with (folder / "events.csv").open("a") as stream:
            stream.write("".join(map(row.format, ids)))
    assert [line.split()[-1] for line in lines(old, new)[1:]] == ["new", "new", "gone", "gone"]


def test_the_log_leaves_out_what_no_visitor_sees(old, new, tmp_path):
    for folder, more in ((old, ("", "")), (new, ("1920", "en: draft"))):
        change(folder, "events.csv", ("text,source", "text,source,sort_date,review"))
        change(folder, "events.csv", (",s1\n", f",s1,{more[0]},{more[1]}\n"))
    change(new, "events.csv", ("e3,1931", "e3,1932"))
    with (new / "events.csv").open("a") as stream:
        stream.write(",1950,,Nobody's id,,s1,,\n")
    log = tmp_path / "corrections.csv"
    command = ["diff", str(old), str(new), "--log", str(log), "--date", "2026-11-26"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert log.read_text("utf-8").splitlines()[1:] == [
        "2026-11-26,e3,Date: “1931” is now “1932”.,",
        "2026-11-26,,The record “Nobody's id” was added.,",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "\ufeffDate;Event;Text;Why\r\n2020-01-01;e1;Ваку;x\r\n".encode(),
            "\ufeffDate;Event;Text;Why\r\n2020-01-01;e1;Ваку;x\r\n"
            "2026-11-26;e1;Text: “harbour” is now “market”.;\r\n".encode(),
        ),
        (
            "date\ttext\tevent\r\n2020-01-01\tБаку\te1".encode("utf-16"),
            "date\ttext\tevent\r\n2020-01-01\tБаку\te1\r\n"
            "2026-11-26\tText: “harbour” is now “market”.\te1\r\n".encode("utf-16"),
        ),
        (
            "date;event;text\n2020-01-01;e1;Баку\n".encode("cp1251"),
            "date;event;text\n2020-01-01;e1;Баку\n"
            "2026-11-26;e1;Text: “harbour” is now “market”.\n".encode("cp1251"),
        ),
        (
            b"sep=;\r\ndate;event;text\r\n",
            "sep=;\r\ndate;event;text\r\n2026-11-26;e1;Text: “harbour” is now “market”.\r\n".encode(
                "cp1251"
            ),
        ),
    ],
)
def test_a_log_that_a_spreadsheet_saved_keeps_its_form(old, new, tmp_path, before, after):
    change(new, "events.csv", ("harbour", "market"))
    change(new, "exhibit.toml", ("[basemap]", 'encoding = "windows-1251"\n[basemap]'))
    log = tmp_path / "corrections.csv"
    log.write_bytes(before)
    command = ["diff", str(old), str(new), "--log", str(log), "--date", "2026-11-26"]
    for _ in range(2):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        assert log.read_bytes() == after


def test_a_bad_day_is_told_before_the_work(old, tmp_path):
    done = CliRunner().invoke(
        main, ["diff", str(old), "nowhere", "--log", "c.csv", "--date", "26.11.2026"]
    )
    assert (done.exit_code, "is no day" in done.output) == (2, True)


@pytest.mark.parametrize("form", ["csl-json", "bibtex"])
def test_sources_from_a_reference_manager_are_compared_as_sources(old, new, form, tmp_path):
    change(old, "sources.csv", ("id,title,file\ns1,The paper,s1.txt", (
        'id,title,file,author,date,type\ns1,The paper,s1.txt,"Orlova, Anna; {Reuters, London}",'
        "1930~,letter\ns 2,Another,,,,"
    )))  # fmt: skip
    name = "sources.json" if form == "csl-json" else "sources.bib"
    command = ["references", str(old), "--format", form, "-o", str(new / name)]
    assert CliRunner().invoke(main, command).exit_code == 0
    (new / "sources.csv").unlink()
    assert lines(old, new) == [f"Nothing changed between {old} and {new}."]
    change(new, name, ("The paper", "The newspaper"))
    assert lines(build(old, tmp_path / "old.html"), new) == [
        "Sources", "  s1 “The newspaper”", "    title: “The paper” is now “The newspaper”"
    ]  # fmt: skip


def test_a_page_that_does_not_carry_its_table_is_answered_with_the_way_to_one(old, tmp_path):
    change(old, "events.csv", ("A school opens", "A school opens" + " again" * 500))
    (old / "exhibit.toml").write_text(SETTINGS + "[carry]\nlimit_mb = 0.001\n", "utf-8")
    page = build(old, tmp_path / "a page.html")
    with pytest.raises(InputError, match=r"does not carry events\.csv, .* compared") as raised:
        read_side(str(page))
    assert f"mapbuilder extract '{page}' FOLDER" in str(raised.value)
    assert "mapbuilder-" not in str(raised.value)
