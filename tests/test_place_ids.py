"""Ids of places over several gazetteers: what one names, and that nothing else is joined by it."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.match import Match
from mapbuilder.place_ids import with_different_ids
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.world import read_world

HERE = [
    {"id": "1", "name": "Aburg", "lat": "40", "lon": "49"},
    {"id": "2", "name": "Qoburg", "lat": "40.4", "lon": "49.9"},
]
THERE = [
    {"id": "1", "name": "Bburg", "lat": "10", "lon": "10"},
    {"id": "2", "name": "Zuburg", "lat": "20", "lon": "20"},
    {"id": "3", "name": "Yuburg", "lat": "30", "lon": "30"},
]


def gazetteers():
    return [
        read_gazetteer(HERE, name="here.csv", kind="gazetteer"),
        read_gazetteer(THERE, name="there.csv", kind="gazetteer"),
    ]


def records(*places):
    rows = [
        {"id": f"e{number}", "date": "1900", "place": place, "title": "T"}
        for number, place in enumerate(places)
    ]
    return read_records(rows)


def test_the_gazetteer_that_is_searched_first_keeps_its_ids():
    report = Report()
    first, second = with_different_ids(gazetteers(), report)
    assert first.places["id"].to_pylist() == ["1", "2"]
    assert second.places["id"].to_pylist() == ["there.csv:1", "there.csv:2", "3"]
    [noted] = report.problems()
    assert (noted.code, noted.severity, noted.file) == ("place-id-duplicate", "note", "there.csv")
    assert "in here.csv as well" in noted.message
    assert "'there.csv:1'; the like for 1 more place" in noted.message


def test_gazetteers_that_share_no_id_are_left_as_they_are():
    report = Report()
    given = [gazetteers()[0], read_world(), read_gazetteer(THERE[2:], name="there.csv")]
    assert with_different_ids(given, report) == given
    assert report.problems() == ()


def test_three_files_of_one_name_have_different_ids_too():
    one = gazetteers()[0]
    ids = [each.places["id"].to_pylist() for each in with_different_ids([one] * 3, Report())]
    assert ids == [["1", "2"], ["here.csv:1", "here.csv:2"], ["here.csv:1~", "here.csv:2~"]]


@pytest.mark.parametrize("words", ["near {}", "{}?", "{}"])
def test_what_is_near_a_place_is_not_near_another_of_the_same_id(words):
    located = locate(records(words.format("Aburg"), words.format("Bburg")), gazetteers())
    labels = located.places["label"].to_pylist()
    assert len(labels) == len(set(located.places["id"].to_pylist())) == 2
    assert [("Aburg" in label, "Bburg" in label) for label in sorted(labels)] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_record_names_each_place_by_its_id():
    located = locate(records("2", "there.csv:2"), gazetteers())
    assert located.places["label"].take(located.events["place_index"]).to_pylist() == [
        "Qoburg", "Zuburg",
    ]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,place,title\ne1,1900,Zuburgg,T\n", "utf-8")
    for name, rows in (("here.csv", HERE), ("there.csv", THERE)):
        lines = [",".join(row) for row in ({key: key for key in rows[0]}.values(), *(
            row.values() for row in rows
        ))]  # fmt: skip
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "exhibit.toml").write_text(
        'title = "T"\n[join]\nworld = false\n[tables]\ngazetteers = ["here.csv", "there.csv"]\n',
        "utf-8",
    )
    return tmp_path


def test_a_decision_holds_for_the_place_that_was_chosen(folder):
    match = Match.of(read_exhibit(folder), own=True)
    assert match.find("there.csv:2").label == "Zuburg"
    assert match.find("3").label == "Yuburg"
    assert match.find("4") is None
    (folder / "decisions.csv").write_text(
        "toponym,place,who,when\nZuburgg,there.csv:2,A,2020-01-01\n", "utf-8"
    )
    exhibit = read_exhibit(folder)
    assert exhibit.places["label"].to_pylist() == ["Zuburg"]
