"""Corrections: read from their table, told in the page in each of its languages."""

from __future__ import annotations

import pytest

from mapbuilder import build
from mapbuilder.config import Config
from mapbuilder.corrections import is_day, read_corrections
from mapbuilder.exhibit import read_exhibit
from mapbuilder.payload import characters_by_use, to_payload
from mapbuilder.report import Report

EVENTS = "id,date,title,title_az\ne1,1926,A tram leaves,Tramvay yola düşür\n"
SETTINGS = (
    'title = "Trams"\nlanguages = ["en", "az", "ar"]\n[basemap]\ndetail = "none"\n'
    '[contact]\nname = "The archive"\nemail = "office@museum.example"\n'
)
TABLE = """date,event,text,text_az,why
2026-01-05,e1,The day was wrong.,Gün səhv idi.,The *newspaper* says so.
2026-11-26,,A source was added.,,
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "trams"
    folder.mkdir()
    (folder / "events.csv").write_text(EVENTS, "utf-8")
    (folder / "exhibit.toml").write_text(SETTINGS, "utf-8")
    (folder / "corrections.csv").write_text(TABLE, "utf-8")
    return folder


def test_the_newest_come_first_in_the_words_of_each_language(folder):
    blocks = to_payload(read_exhibit(folder)).languages
    assert blocks["en"]["corrections"] == {
        "title": "Corrections",
        "write": "Whoever finds an error can write here:",
        "ways": [
            [
                "p", "The archive", ["br"],
                ["a", {"href": "mailto:office@museum.example"}, "office@museum.example"],
            ]
        ],
        "date": ["26 November 2026", "5 January 2026"],
        "text": ["A source was added.", "The day was wrong."],
        "why": [None, [["p", "The ", ["em", "newspaper"], " says so."]]],
        "about": ["", "A tram leaves"],
    }  # fmt: skip
    az = blocks["az"]
    assert az["corrections"]["title"] == "Düzəlişlər"
    assert az["corrections"]["text"][1] == "Gün səhv idi."
    assert az["corrections"]["about"][1] == "Tramvay yola düşür"
    assert az["fallback"]["corrections.text"] == [0]
    assert az["fallback"]["corrections.why"] == [1]


def test_their_letters_are_in_the_fonts(folder):
    (folder / "corrections.csv").write_text("date,text\n2026-01-01,Ω\n", "utf-8")
    assert "Ω" in characters_by_use(to_payload(read_exhibit(folder)))["text"]


def test_they_stand_in_the_text_version_with_whom_to_write_to(folder, tmp_path):
    page = build(folder, tmp_path / "page.html", lang="ar").read_text("utf-8-sig")
    section = page[page.index('<section class="corrections">') :]
    section = section[: section.index("</section>")]
    assert section.count("<li>") == 2
    assert '<div lang="en" dir="ltr"><p>The day was wrong.</p></div>' in section
    assert "تصويبات" in section
    assert "mailto:office@museum.example" in section


def test_a_kiosk_s_page_prints_the_address_instead_of_linking_it(folder, tmp_path):
    page = build(folder, tmp_path / "page.html", profile="kiosk").read_text("utf-8-sig")
    section = page[page.index('<section class="corrections">') :]
    assert "mailto:" not in section[: section.index("</section>")].replace("(mailto:", "")


def test_an_exhibit_without_them_says_nothing_of_them(folder, tmp_path):
    (folder / "corrections.csv").unlink()
    page = build(folder, tmp_path / "page.html").read_text("utf-8-sig")
    assert 'class="corrections"' not in page
    assert "corrections" not in to_payload(read_exhibit(folder)).languages["en"]


def test_they_are_an_input_of_the_page(folder):
    assert "corrections.csv" in [one.name for one in read_exhibit(folder).inputs]


@pytest.mark.parametrize(
    ("row", "code", "severity", "kept"),
    [
        (",e1,A text", "correction-date", "error", 0),
        ("26.11.26,e1,A text", "correction-date", "error", 0),
        ("November 2026,e1,A text", "correction-date", "error", 0),
        ("c. 26 November 2026,e1,A text", "correction-date", "error", 0),
        ("26.11.2026,e1,A text", None, None, 1),
        ("2026-02-30,e1,A text", "correction-date", "error", 0),
        ("2026-02-20,e1,", "correction-empty", "error", 0),
        ("2026-02-20,e11,A text", "correction-event", "note", 1),
        ("2026-02-20,e1,A text", None, None, 1),
    ],
)
def test_what_is_wrong_with_a_row_is_a_problem(row, code, severity, kept, tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text(f"date,event,text\n{row}\n", "utf-8")
    report = Report()
    table = read_corrections(file, Config(), {"e1"}, report)
    assert (0 if table is None else len(table)) == kept
    assert [(one.code, one.severity) for one in report.problems()] == (
        [(code, severity)] if code else []
    )


def test_an_empty_date_is_told_as_that(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text("date,event,text\n,e1,A text\n", "utf-8")
    report = Report()
    read_corrections(file, Config(), {"e1"}, report)
    [problem] = report.problems()
    assert problem.message.startswith("there is no date; write it as 2026-12-31")


def test_a_day_is_one_of_the_calendar():
    assert is_day("2024-02-29")
    assert not any(map(is_day, ["2023-02-29", "2024-2-9", "2024", "", "２０２４-01-01"]))


def test_many_ids_that_no_record_has_are_looked_for_once_each_and_not_without_end(
    folder, monkeypatch
):
    from mapbuilder import nearest_ids

    looked_for = []

    def nearest(identity, lowered):
        looked_for.append(identity)
        return ()

    monkeypatch.setattr(nearest_ids, "_nearest", nearest)
    rows = [f"2026-01-05,x{number % 5_000},Put right." for number in range(10_000)]
    (folder / "corrections.csv").write_text("\n".join(["date,event,text", *rows]) + "\n", "utf-8")
    report = Report()
    read_corrections(folder / "corrections.csv", Config(), {"e1"}, report)
    assert len(report.problems()) == 10_000
    assert looked_for == [f"x{number}" for number in range(nearest_ids._LOOKED_FOR)]


def test_a_day_may_be_written_as_dates_of_records_are(tmp_path):
    file = tmp_path / "corrections.csv"
    rows = ["2026-03-01,e1,b", "20 März 2026,e1,c", "1.2.2026,e1,a"]
    file.write_text("date,event,text\n" + "\n".join(rows) + "\n", "utf-8")
    table = read_corrections(file, Config(languages=["de"]), {"e1"}, Report())
    assert table["date"].to_pylist() == ["2026-03-20", "2026-03-01", "2026-02-01"]
    assert table["text"].to_pylist() == ["c", "b", "a"]
