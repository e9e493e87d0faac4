"""The account: every record once, one line a line, columns that stand under each other."""

from __future__ import annotations

from mapbuilder.account import to_account
from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report


def account(*records, places=("Baku",)):
    report = Report()
    gazetteer = read_gazetteer(
        [
            {"id": f"p{number}", "name": name, "lat": 1 + number, "lon": 2}
            for number, name in enumerate(places)
        ],
        report=report,
    )
    rows = [{"date": "1990", "title": "Something", **record} for record in records]
    located = locate(read_records(rows, report=report), gazetteer, report)
    return list(to_account(Exhibit.of(located, title="An exhibit")))


def test_joins_of_one_toponym_are_one_row_with_their_number():
    lines = account({"place": "Baku"}, {"place": "Баку"}, {"place": "Baku"})
    rows = lines[lines.index("Joined") + 1 :]
    assert [row.split()[0] for row in rows] == ["toponym", "Baku", "Баку"]
    assert [row.split()[5] for row in rows] == ["records", "2", "1"]


def test_columns_stand_under_each_other_in_any_script():
    lines = account({"place": "北京"}, {"place": "Baku"}, places=("北京", "Baku"))
    header, wide, narrow = lines[lines.index("Joined") + 1 :]
    # Two characters that take two columns each.
    assert wide.index("p0") + 2 == narrow.index("p1") == header.index("place")


def test_a_record_stands_in_one_section():
    lines = account({"place": "Baku"}, {"place": ""}, {"place": "Bakku"}, {"title": ""})
    text = "\n".join(lines)
    assert "  4 records" in text
    assert "names no place" in text
    assert "Bakku (see below)" in text
    assert lines.index("Joined") < lines.index("Without a place")
    assert "Errors: the row is not used" in lines
    assert any("title-missing" in line for line in lines)


def test_no_text_breaks_a_line_or_steers_the_terminal():
    lines = account({"place": "Baku\nBaku", "title": "\x1b[2J\u202e" * 100}, {"place": "\u2028"})
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) < 1000


def test_an_exhibit_of_nothing_has_an_account():
    assert "  0 records" in "\n".join(account())
