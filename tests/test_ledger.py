"""The ledger: answers go into the file of decisions, and what a person has there stays as it is."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.clean_cells import _ERROR
from mapbuilder.decisions import read_decisions
from mapbuilder.errors import InputError, OutputError
from mapbuilder.ledger import Answer, to_answer, with_answers, write_decisions

BAKU = Answer(
    "Bakuu", None, "baku", "A. B.", "2026-03-01", "Baku, AZ", (("baku", "Baku, AZ"), ("bk", "Bak"))
)
NONE = Answer("Xyz", "1990", None, "A. B.", "2026-03-02", note="a farm")
NEW = (
    "\ufefftoponym,context,place,label,candidates,who,when,note\n"
    'Bakuu,,baku,"Baku, AZ","baku = Baku, AZ | bk = Bak",A. B.,2026-03-01,\n'
    "Xyz,1990,,,,A. B.,2026-03-02,none: a farm\n"
)


def write(text: str, *answers: Answer, removed=(), **options) -> str:
    return with_answers(text.encode(), "decisions.csv", answers, removed, **options).decode()


def test_a_new_file_names_its_columns_and_opens_right_in_a_spreadsheet():
    assert write("", BAKU, NONE) == NEW


def test_to_write_the_same_again_changes_nothing():
    assert write(NEW, BAKU, NONE) == NEW
    assert write(NEW) == NEW


def test_rows_columns_and_forms_of_a_person_stay_as_they_are():
    theirs = (
        "sep=;\r\nOrt;Toponym ;place;who;Seite\r\n"
        'x;"Old; name";old;"M ""the"" A";12\r\n\r\n; ;;;\r\nlast;Other;baku;M;"two\r\nlines"'
    )
    assert write(theirs, NONE) == (
        "sep=;\r\nOrt;Toponym ;place;who;Seite;context;label;candidates;when;note\r\n"
        'x;"Old; name";old;"M ""the"" A";12;;;;;\r\n\r\n; ;;;\r\n'
        'last;Other;baku;M;"two\r\nlines";;;;;\r\n'
        ";Xyz;;A. B.;;1990;;;2026-03-02;none: a farm\r\n"
    )


def test_an_answer_takes_the_place_of_every_earlier_one_about_the_same():
    theirs = (
        "toponym,place,context,shelf\nBakuu,moscow,,7\nOther,x,,8\nBakuu,paris,,9\n"
        "Bakuu,oslo,1990,5\n"
    )
    rows = list(csv.reader(io.StringIO(write(theirs, BAKU))))
    assert [row[:4] for row in rows[1:]] == [
        ["Bakuu", "baku", "", "7"],
        ["Other", "x", "", "8"],
        ["Bakuu", "oslo", "1990", "5"],
    ]


def test_what_is_undone_is_taken_out_and_nothing_else():
    assert write(NEW, removed=[NONE.key]) == write("", BAKU)
    assert write(NEW, removed=[("Bakuu", "1990")]) == NEW


def test_a_column_called_choice_is_filled_where_there_is_no_place():
    written = write("toponym,choice\nOther,x\n", BAKU)
    assert written.splitlines()[2].startswith("Bakuu,baku,")
    assert "place" not in written.splitlines()[0]


def test_an_answer_with_letters_that_the_encoding_lacks_makes_it_utf8_with_a_mark():
    theirs = "toponym;place;who\nЛенкорань;lankaran;А. Б.\n".encode("windows-1251")
    answer = Answer("Баку", None, "baku", "Ə. Əliyev", "2026-03-01", "Bakı", ())
    written = with_answers(theirs, "x.csv", [answer], encoding="windows-1251")
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").splitlines()[1].startswith("Ленкорань;lankaran;А. Б.")
    assert "Ə. Əliyev" in written.decode("utf-8-sig")


def test_a_file_in_utf8_stays_so_where_the_exhibit_names_another_encoding():
    theirs = "toponym;place;who\nGəncə;ganja;Ə. Əliyev\n".encode()
    answer = Answer("Баку", None, "baku", "Ə. Əliyev", "2026-03-01", "Bakı", ())
    written = with_answers(theirs, "x.csv", [answer], encoding="windows-1251")
    assert written.decode().splitlines()[1].startswith("Gəncə;ganja;Ə. Əliyev")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1251"])
def test_the_encoding_of_the_file_stays(encoding):
    theirs = "toponym;place;who\nЛенкорань;lankaran;А. Б.\n".encode(encoding)
    answer = Answer("Баку", None, "baku", "А. Б.", "2026-03-01")
    given = "windows-1251" if encoding == "windows-1251" else None
    written = with_answers(theirs, "x.csv", [answer], encoding=given)
    assert written.decode(encoding).splitlines()[2].startswith("Баку;baku;А. Б.;")


@pytest.mark.parametrize("text", ["=1+1", "+7 km", "-Foo", "@here", "'=x", "''-x", "＝x"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_back(text, tmp_path):
    answer = Answer(text, None, text, text, "2026", text, note=text)
    path = tmp_path / "decisions.csv"
    write_decisions(path, [answer])
    cells = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))[1]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@＝")]
    [read] = read_decisions(path).rows
    assert (read.toponym, read.place, read.who, read.label, read.note) == (text,) * 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,id\nx,y\n", "no table of decisions"),
        (b'toponym,place\n"open,x\ny,z\n', "decisions.csv:2 opens a quotation mark"),
        (b"toponym,place\n\xff\xfe,x\n", "not in the encoding 'utf-8'"),
    ],
)
def test_what_cannot_be_written_into_is_said_and_stays_whole(content, said, tmp_path):
    path = tmp_path / "decisions.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        write_decisions(path, [BAKU])
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "decisions.csv").mkdir()
    with pytest.raises((OutputError, OSError)):
        write_decisions(tmp_path / "decisions.csv", [BAKU])


LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf"])
TEXTS = (
    st.text(LETTERS, min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    # What a spreadsheet or a database writes for nothing is read as nothing.
    .filter(lambda text: not re.match(_ERROR, text))
)
WORDS = TEXTS.filter(lambda text: text and text.casefold() != "none")
ANSWERS = st.builds(
    Answer, WORDS, st.none() | WORDS, st.none() | WORDS, WORDS, WORDS, st.none() | WORDS,
    note=st.none() | WORDS,
)  # fmt: skip
EXTRA = st.lists(st.tuples(WORDS, WORDS, st.text(LETTERS, max_size=5)), max_size=4)


@given(
    st.lists(ANSWERS, max_size=6, unique_by=lambda one: one.key), EXTRA, st.sampled_from(",;\t|")
)
def test_what_is_written_reads_back_and_rows_that_were_there_stay(answers, theirs, delimiter):
    """Whatever the texts hold: marks of formulas, quotation marks, delimiters, other scripts."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["toponym", "place", "shelf"])
    taken = {one.toponym for one in answers}
    theirs = [row for row in theirs if row[0] not in taken]
    writer.writerows(theirs)
    before = stream.getvalue()
    written = with_answers(before.encode(), "x.csv", answers, delimiter=delimiter)
    got = list(csv.reader(io.StringIO(written.decode(), newline=""), delimiter=delimiter))
    assert [tuple(row[:3]) for row in got[1 : len(theirs) + 1]] == theirs
    assert [row[2] for row in got[len(theirs) + 1 :]] == [""] * len(answers)
    # Row by row in the very bytes, up to the columns that were added.
    for line in before.split("\r\n")[1:-1]:
        assert f"\r\n{line}{delimiter * 6}\r\n" in written.decode()
    import tempfile
    from pathlib import Path

    from mapbuilder.config import Config

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.csv"
        path.write_bytes(written)
        decisions = read_decisions(path, Config(delimiter=delimiter))
    read = {one.key: one for one in map(to_answer, decisions.rows)}
    assert {one.key: read.get(one.key) for one in answers} == {one.key: one for one in answers}
