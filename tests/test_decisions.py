"""Decisions: what a person has settled holds, whatever the names say, and is told where it does."""

from __future__ import annotations

import json

import pytest

from mapbuilder.account import to_account
from mapbuilder.decisions import read_decisions
from mapbuilder.exhibit import read_exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report, to_line
from mapbuilder.world import read_world

PLACES = [
    {"id": "baku", "name": "Baku", "lat": 40.37545, "lon": 49.83267, "names": "az:Bakı"},
    {"id": "moscow", "name": "Moscow", "lat": 55.75204, "lon": 37.61781},
    {"id": "moscow-idaho", "name": "Moscow", "lat": 46.7324, "lon": -117.0002},
]
SIGNED = {"who": "M. Aliyeva", "when": "2026-03-01"}


def join(records, *decisions):
    report = Report()
    rows = [{"title": "Something", "date": "1990-01-20", **record} for record in records]
    located = locate(
        read_records(rows, None, report),
        read_gazetteer(PLACES, None, report),
        report,
        decisions=[{**SIGNED, **decision} for decision in decisions],
    )
    # That two places share a name is why there are decisions.
    told = [p for p in report.problems() if p.code != "place-name-shared"]
    return located, [(p.code, p.severity, p.row, p.column) for p in told]


def places(located):
    return located.joins["place"].to_pylist()


def test_a_decision_beats_ambiguity_and_says_who_made_it():
    located, problems = join(
        [{"place": "Moscow"}, {"place": "МОСКВА"}, {"place": "moscow"}],
        {"toponym": "Moscow", "place": "moscow-idaho"},
    )
    # "Москва" is another name, not another spelling; "moscow" is an id, which settles its record.
    assert problems == [("place-unknown", "warning", 2, "place")]
    assert places(located) == ["moscow-idaho", "moscow"]
    assert located.joins["kind"].to_pylist() == ["decision", "place-id"]
    row = located.joins.to_pylist()[0]
    assert row["gazetteer"] == "places"
    assert row["reason"] == "settled by M. Aliyeva, 2026-03-01: 'Moscow' is this place"


def test_a_decision_settles_a_near_miss_in_every_record_of_that_toponym():
    located, problems = join(
        [{"place": "Bakuu"}, {"place": "BAKUU"}, {"place": "Bakku"}],
        {"toponym": "Bakuu", "place": "baku"},
    )
    assert problems == [("place-unknown", "warning", 3, "place")]
    assert places(located) == ["baku", "baku"]
    assert located.count == len(located.events) + located.rejected


def test_a_decision_beats_an_exact_join_and_says_so():
    located, problems = join([{"place": "Bakı"}], {"toponym": "Bakı", "place": "moscow"})
    assert places(located) == ["moscow"]
    assert problems == [("decision-overrules", "note", 1, "place")]
    problem = located.report.problems()[0]
    assert "'Bakı' is its name (az)" in problem.message


def test_a_decision_about_an_id_beats_it_only_where_it_is_written_so():
    located, problems = join([{"place": "moscow"}], {"toponym": "moscow", "place": "baku"})
    assert places(located) == ["baku"]
    assert problems == [("decision-overrules", "note", 1, "place")]


def test_a_decision_that_agrees_with_the_names_is_told_by_its_kind_alone():
    located, problems = join([{"place": "Bakı"}], {"toponym": "Bakı", "place": "baku"})
    assert problems == []
    assert located.events["kind"].to_pylist() == ["decision"]


def test_the_spelling_as_written_comes_before_the_key():
    located, problems = join(
        [{"place": "Bakuu"}, {"place": "BAKUU"}],
        {"toponym": "Bakuu", "place": "baku"},
        {"toponym": "BAKUU", "place": "moscow"},
    )
    assert problems == []
    assert places(located) == ["baku", "moscow"]


def test_a_context_is_a_records_id_or_its_date_and_comes_before_none():
    located, problems = join(
        [
            {"id": "a", "place": "Moscow"},
            {"id": "b", "place": "Moscow", "date": "c. 1860"},
            {"id": "c", "place": "Moscow", "date": "c. 1860"},
        ],
        {"toponym": "Moscow", "place": "moscow"},
        {"toponym": "Moscow", "place": "moscow-idaho", "context": "c. 1860"},
        {"toponym": "Moscow", "place": "baku", "context": "c"},
    )
    assert problems == []
    assert places(located) == ["moscow", "moscow-idaho", "baku"]
    assert "'Moscow' in 'c. 1860' is this place" in located.joins["reason"].to_pylist()[1]


def test_of_many_ids_that_are_gone_the_first_are_looked_for_among_all():
    """As where a gazetteer has other ids than before: each took as long as it has places."""
    gone = [{"toponym": f"Name {number}", "place": f"mosco{number}"} for number in range(30)]
    located, _ = join([{"place": "Moscow"}], *gone)
    problems = [p for p in located.report.problems() if p.code == "decision-place-unknown"]
    named = [[one.value for one in problem.suggestions][:1] for problem in problems]
    assert named == [["moscow"]] * 20 + [[]] * 10


def test_a_coordinate_of_the_record_comes_before_a_decision():
    located, problems = join(
        [{"place": "Moscow", "lat": 40, "lon": 50}], {"toponym": "Moscow", "place": "moscow"}
    )
    assert located.events["kind"].to_pylist() == ["coordinates"]
    assert "km from Moscow, which its toponym names" in located.events["reason"].to_pylist()[0]
    assert problems == []


def test_an_id_of_no_place_settles_nothing_and_the_nearest_is_named():
    located, problems = join([{"place": "Moscow"}], {"toponym": "Moscow", "place": "mosco"})
    assert ("decision-place-unknown", "error", 1, "place") in problems
    assert places(located) == []
    [problem] = [p for p in located.report.problems() if p.code == "decision-place-unknown"]
    assert problem.suggestions[0].value == "moscow"
    # Who writes the name where the id belongs is told the id.
    located, _ = join([{"place": "Bakuu"}], {"toponym": "Bakuu", "place": "Bakı"})
    [problem] = [p for p in located.report.problems() if p.code == "decision-place-unknown"]
    assert to_line(problem).endswith("(nearest: baku)")


def test_decisions_that_contradict_each_other_settle_nothing():
    located, problems = join(
        [{"place": "Bakuu"}, {"place": "bakuu"}],
        {"toponym": "Bakuu", "place": "baku"},
        {"toponym": "Bakuu", "place": "moscow"},
    )
    assert places(located) == []
    assert problems.count(("decision-contradicted", "error", 2, "place")) == 1
    assert sum(code == "place-unknown" for code, *_ in problems) == 2
    assert len(problems) == 3


@pytest.mark.parametrize(
    "broken",
    [
        [{"place": "nowhere"}],
        [{"place": "baku"}, {"place": "moscow-idaho"}],
    ],
)
def test_a_wider_decision_does_not_step_in_for_one_that_is_broken(broken):
    located, problems = join(
        [{"id": "e1", "place": "Moscow"}, {"id": "e2", "place": "Moscow"}],
        {"toponym": "Moscow", "place": "moscow"},
        *({"toponym": "Moscow", "context": "e1", **one} for one in broken),
    )
    assert located.joins["id"].to_pylist() == ["e2"]
    assert ("place-ambiguous", "warning", 1, "place") in problems
    assert len(problems) == 2


def test_the_same_decision_twice_is_one():
    located, problems = join(
        [{"place": "Bakuu"}],
        {"toponym": "Bakuu", "place": "baku"},
        {"toponym": "Bakuu", "place": "baku"},
    )
    assert (places(located), problems) == (["baku"], [])


@pytest.mark.parametrize(
    ("decision", "column", "said"),
    [
        ({"toponym": "Bakkuu", "place": "baku"}, "toponym", "(nearest: Bakuu)"),
        ({"toponym": "Xyzzy", "place": "baku"}, "toponym", "nothing is settled by it"),
        ({"toponym": "Bakuu", "place": "baku", "context": "e9"}, "context", "'e9'"),
    ],
)
def test_a_decision_that_no_record_needs_is_a_note(decision, column, said):
    located, problems = join([{"id": "e1", "place": "Bakuu"}], decision)
    assert ("decision-unused", "note", 1, column) in problems
    [problem] = [p for p in located.report.problems() if p.code == "decision-unused"]
    assert said in to_line(problem)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ({"toponym": "Bakuu", "context": "1991-01-01"}, "with the id or the date '1991-01-01'"),
        ({"toponym": "Bakuu", "context": "e2"}, "no record with the id or the date 'e2' has"),
        # No reading of "New Bakuu" has it as a part.
        ({"toponym": "New"}, "no record has the toponym 'New'"),
    ],
)
def test_a_decision_about_a_part_that_its_records_do_not_name_is_a_note(decision, said):
    records = [
        {"id": "e1", "date": "1990-01-20", "place": "near Bakuu"},
        {"id": "e2", "date": "1991-01-01", "place": "New Bakuu"},
        {"id": "e3", "date": "1991-01-01", "place": "Moscow Hill"},
    ]
    located, _ = join(records, {"place": "baku", **decision})
    [problem] = [p for p in located.report.problems() if p.code == "decision-unused"]
    assert said in to_line(problem)


def test_a_decision_that_holds_for_a_part_alone_is_not_called_unused():
    located, problems = join(
        [
            {"id": "e1", "date": "1990-01-20", "place": "Bakuu"},
            {"id": "e2", "date": "1991-01-01", "place": "near Bakuu"},
        ],
        {"toponym": "Bakuu", "place": "baku", "context": "1991-01-01"},
    )
    assert places(located) == ["baku~near"]
    assert [code for code, *_ in problems] == ["place-unknown"]


def test_a_date_that_a_spreadsheet_has_written_anew_is_the_same_context():
    records = [
        {"id": "e1", "date": "1990-01-20", "place": "Bakuu"},
        {"id": "e2", "date": "20 January 1990", "place": "Bakuu"},
        {"id": "e3", "date": "20 January 1990", "place": "Bakuu Hills"},
        {"id": "e4", "date": "1991-02-03", "place": "near Bakuu"},
        {"id": "e5", "date": "1991-03-02", "place": "Bakuu"},
    ]
    located, problems = join(
        records,
        {"toponym": "Bakuu", "place": "baku", "context": "20.01.1990"},
        {"toponym": "Bakuu", "place": "baku", "context": "03.02.1991"},
    )
    assert located.joins["id"].to_pylist() == ["e1", "e2", "e4"]
    assert "decision-unused" not in [code for code, *_ in problems]


def test_a_date_that_can_be_read_in_two_ways_is_no_context():
    _, problems = join(
        [{"id": "e1", "date": "1991-02-03", "place": "Bakuu"}],
        {"toponym": "Bakuu", "place": "baku", "context": "02/03/1991"},
    )
    assert ("decision-unused", "note", 1, "context") in problems


def test_a_decision_for_all_is_a_note_where_each_record_has_one_of_its_own():
    _, problems = join(
        [{"id": "e1", "place": "Bakuu"}],
        {"toponym": "Bakuu", "place": "moscow"},
        {"toponym": "Bakuu", "place": "baku", "context": "e1"},
    )
    assert problems == [("decision-unused", "note", 1, "toponym")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"toponym": "", "place": "baku"}, ("decision-incomplete", "error", "toponym")),
        ({"toponym": "Bakuu", "place": ""}, ("decision-incomplete", "error", "place")),
        ({"toponym": "Bakuu", "place": "baku", "who": ""}, ("decision-unsigned", "warning", "who")),
        (
            {"toponym": "Bakuu", "place": "", "note": "nonesuch, see the map"},
            ("decision-incomplete", "error", "place"),
        ),
    ],
)
def test_a_decision_has_a_toponym_a_place_and_somebody_who_made_it(row, problem):
    decisions = read_decisions([{**SIGNED, **row}])
    assert [(p.code, p.severity, p.column) for p in decisions.problems] == [problem]
    assert len(decisions.rows) == (problem[0] == "decision-unsigned")


@pytest.mark.parametrize(
    "none",
    [
        {"place": "", "note": "none"},
        {"place": "", "note": "None: drowned in the reservoir"},
        {"place": "none"},
        {"place": "", "choice": "none"},
    ],
)
def test_none_of_these_settles_a_name_without_a_place(none):
    located, problems = join(
        [{"place": "Bakuu"}, {"place": "Moscow"}],
        {"toponym": "Bakuu", **none},
        {"toponym": "Moscow", "place": "moscow"},
    )
    assert problems == []
    assert places(located) == ["moscow"]
    assert located.events["place_index"].to_pylist() == [None, 0]
    assert located.events["reason"].to_pylist()[0] == (
        "settled by M. Aliyeva, 2026-03-01: 'Bakuu' is none of the known places"
    )


def test_none_of_these_is_kept_apart_from_its_note():
    [one] = read_decisions([{**SIGNED, "toponym": "x", "place": "", "note": "none: a farm"}]).rows
    assert (one.place, one.note) == (None, "a farm")
    [one] = read_decisions(
        [{**SIGNED, "toponym": "x", "place": "baku", "note": "none too soon"}]
    ).rows
    assert (one.place, one.note) == ("baku", "none too soon")


def test_none_of_these_beats_an_exact_join_and_contradicts_a_place():
    located, problems = join([{"place": "Bakı"}], {"toponym": "Bakı", "place": "none"})
    assert places(located) == []
    assert problems == [("decision-overrules", "note", 1, "place")]
    located, problems = join(
        [{"place": "Bakuu"}],
        {"toponym": "Bakuu", "place": "none"},
        {"toponym": "Bakuu", "place": "baku"},
    )
    assert places(located) == []
    assert ("decision-contradicted", "error", 2, "place") in problems
    [problem] = [p for p in located.report.problems() if p.code == "decision-contradicted"]
    assert "'Bakuu' is 'baku' here and no place in row 1" in problem.message


def test_a_decision_about_a_whole_toponym_is_one_about_the_parts_of_others():
    rows = [{"place": "Bakuu"}, {"place": "near Bakuu"}, {"place": "Bakuu; Bakı"}]
    located, problems = join(rows, {"toponym": "Bakuu", "place": "baku"})
    assert [name.split("~")[0] for name in places(located)] == ["baku"] * 3
    assert problems == []
    contradicted = [{"toponym": "Bakuu", "place": "baku"}, {"toponym": "BAKUU", "place": "none"}]
    located, problems = join(rows, *contradicted)
    assert [problem[0] for problem in problems].count("place-unknown") == 2


def test_a_part_that_is_no_known_place_is_not_asked_about_again():
    rows = [{"place": "near Bakuu"}, {"place": "Bakuu; Moscow"}, {"place": "Bakuu, Zz"}]
    located, problems = join(rows, {"toponym": "Bakuu", "place": "none"})
    assert places(located) == []
    assert problems == [("place-unknown", "warning", 3, "place")]


def test_a_decision_about_a_name_says_nothing_of_one_that_is_said_to_lie_elsewhere():
    names = ["Springfield; Chicago", "Springfield, Ohio", "Springfield, Canada", "Springfield, US"]
    rows = [{"title": "x", "date": "1985", "place": name} for name in names]
    decision = {**SIGNED, "toponym": "Springfield", "place": "geonames:4250542"}
    located = locate(read_records(rows), read_world(), decisions=[decision])
    joins = located.joins.select(["toponym", "place"]).to_pylist()
    assert [tuple(one.values()) for one in joins] == [
        ("Springfield; Chicago", "geonames:4250542"),
        ("Springfield; Chicago", "geonames:4887398"),
        ("Springfield, Ohio", "geonames:4525353"),
    ]
    asked = [one.value for one in located.report.problems() if one.column == "place"]
    assert asked == ["Springfield, Canada", "Springfield, US"]
    decision["toponym"] = "Springfield, US"
    rows.append({**rows[-1], "place": "near Springfield, US"})
    located = locate(read_records(rows[-2:]), read_world(), decisions=[decision])
    assert located.joins["place"].to_pylist() == ["geonames:4250542", "geonames:4250542~near"]


def test_a_choice_is_another_word_for_the_place():
    located, problems = join([{"place": "Bakuu"}], {"toponym": "Bakuu", "choice": "baku"})
    assert (places(located), problems) == (["baku"], [])


def test_a_place_that_the_gazetteer_has_no_more_is_named_with_what_is_nearest():
    located, problems = join(
        [{"place": "Bakuu"}],
        {
            "toponym": "Bakuu",
            "place": "geonames:587084",
            "label": "Bakı, AZ",
            "candidates": "x = y",
        },
    )
    assert ("decision-place-unknown", "error", 1, "place") in problems
    [problem] = [p for p in located.report.problems() if p.code == "decision-place-unknown"]
    assert "no longer holds 'geonames:587084' (was Bakı, AZ)" in problem.message
    assert to_line(problem).endswith("(nearest: baku)")


def test_the_account_says_who_settled_that_a_name_is_no_known_place(folder):
    (folder / "decisions.csv").write_text("toponym,place,who,note\nMoscow,,A. B.,none\n", "utf-8")
    lines = list(to_account(read_exhibit(folder)))
    told = [line for line in lines if line.startswith("  events.csv:")]
    assert len(told) == 2
    assert all(line.endswith("'Moscow' is none of the known places") for line in told)


def test_a_table_without_its_columns_is_told_once():
    decisions = read_decisions([{"name": "Bakuu", "id": "baku"}, {"name": "x", "id": "y"}])
    assert [(p.code, p.column) for p in decisions.problems] == [
        ("column-missing", "place"),
        ("column-missing", "toponym"),
    ]
    assert decisions.rows == ()


def test_what_stands_in_the_place_of_a_column_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("toponym,place id,who\nBakuu,baku,A\n", "utf-8")
    [problem] = read_decisions(tmp_path / "a.csv").problems
    assert [one.value for one in problem.suggestions] == ["place_id"]
    (tmp_path / "a.csv").write_text("Our decisions,,\ntoponym,place,who\nBakuu,baku,A\n", "utf-8")
    for problem in read_decisions(tmp_path / "a.csv").problems:
        assert problem.message.endswith("row 2 names columns: take out what stands above it")


EVENTS = "id,date,place,title\ne1,1990-01-20,Moscow,One\ne2,1991,Moscow,Two\n"
TABLE = "toponym;context;place;who;when\nMoscow;e1;moscow-idaho;A. B.;2026\nMoscow;;moscow;A. B.;\n"


@pytest.fixture
def folder(tmp_path):
    lines = ["id,name,lat,lon", *(f"{p['id']},{p['name']},{p['lat']},{p['lon']}" for p in PLACES)]
    (tmp_path / "places.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    return tmp_path


@pytest.mark.parametrize("declared", [False, True])
def test_the_table_beside_the_others_is_read_and_is_an_input(declared, folder):
    name = "settled.csv" if declared else "decisions.csv"
    (folder / name).write_text(TABLE, "utf-8")
    if declared:
        (folder / "exhibit.toml").write_text(f'[tables]\ndecisions = "{name}"\n', "utf-8")
    exhibit = read_exhibit(folder)
    account = json.loads(json.dumps(exhibit.check()))
    assert [(join["place"], join["kind"]) for join in account["joins"]] == [
        ("moscow-idaho", "decision"),
        ("moscow", "decision"),
    ]
    assert [p["code"] for p in account["problems"]] == ["place-name-shared"]
    assert name in [one.name for one in exhibit.inputs]


def test_a_workbook_of_decisions_is_one_too(folder):
    from .sheets import write_ods

    write_ods(folder / "decisions.ods", [row.split(";") for row in TABLE.splitlines()])
    assert read_exhibit(folder).joins["place"].to_pylist() == ["moscow-idaho", "moscow"]
    assert read_exhibit(folder / "events.csv").joins["place"].to_pylist()[0] == "moscow-idaho"
