"""Questions: one for each name that needs an answer, and an answer reaches its records alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapbuilder.exhibit import Exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.questions import answer_to, around_of, find_place, questions_of
from mapbuilder.records import read_records
from mapbuilder.report import Suggestion, to_line
from mapbuilder.world import read_world

PLACES = [
    {"id": "baku", "name": "Baku", "lat": 40.375, "lon": 49.833},
    {"id": "gence", "name": "Ganja", "lat": 40.683, "lon": 46.361,
     "former_names": "Kirovabad [1935/1989]"},
    {"id": "sp-il", "name": "Springfield", "lat": 39.8, "lon": -89.64},
    {"id": "sp-ma", "name": "Springfield", "lat": 42.1, "lon": -72.59},
]  # fmt: skip


def exhibit(records, decisions=()):
    rows = [{"title": f"Event {n}", "date": "1990", **one} for n, one in enumerate(records, 1)]
    located = locate(read_records(rows), read_gazetteer(PLACES), decisions=list(decisions) or None)
    return Exhibit.of(located)


def asked(records, **options):
    questions = questions_of(exhibit(records), **options)
    return [(one.toponym, one.context, one.code, one.records) for one in questions]


def test_one_question_for_a_name_however_many_records_have_it():
    records = [{"place": "Bakuu", "date": str(1900 + n)} for n in range(50)]
    [question] = questions_of(exhibit([*records, {"place": "Baku"}]))
    assert (question.toponym, question.context, question.records) == ("Bakuu", None, 50)
    assert [(one.row, one.date, one.title) for one in question.examples] == [
        (1, "1900", "Event 1"),
        (2, "1901", "Event 2"),
        (3, "1902", "Event 3"),
    ]
    assert [one.place for one in question.candidates][:1] == ["baku"]


def test_questions_come_in_the_order_of_their_first_records():
    assert asked([{"place": "Xyzzy"}, {"place": "Springfield"}, {"place": "Bakuu"}]) == [
        ("Xyzzy", None, "place-unknown", 1),
        ("Springfield", None, "place-ambiguous", 1),
        ("Bakuu", None, "place-unknown", 1),
    ]


def test_what_is_joined_has_a_coordinate_or_names_no_place_is_not_asked():
    assert asked([{"place": "Baku"}, {"place": "Zz", "lat": 1, "lon": 2}, {"place": ""}]) == []


def test_where_some_records_of_a_name_are_joined_the_others_are_asked_by_their_date():
    records = [
        {"place": "Kirovabad", "date": "1950"},
        {"place": "Kirovabad", "date": "1995"},
        {"place": "Kirovabad", "date": "1995"},
        {"place": "Kirovabad", "date": "1920", "id": "old"},
        {"place": "Kirovabad", "date": "1920", "id": "older"},
    ]
    assert asked(records) == [
        ("Kirovabad", "1995", "place-name-out-of-years", 2),
        ("Kirovabad", "1920", "place-name-out-of-years", 2),
    ]


def test_a_name_that_is_a_part_of_what_a_record_says_is_asked_too():
    whole = exhibit([{"place": "Baku"}, {"place": "Bakuu; Ganja"}, {"place": "Xyzzy"}])
    problems = tuple(
        replace(one, value="Bakuu") if one.value == "Bakuu; Ganja" else one
        for one in whole.problems
    )
    questions = questions_of(replace(whole, problems=problems))
    assert [(one.toponym, one.records, one.examples[0].row) for one in questions] == [
        ("Bakuu", 1, 2),
        ("Xyzzy", 1, 3),
    ]


def test_a_name_that_needs_no_place_is_asked_only_when_wanted():
    quiet = exhibit([{"place": "Bakuu"}])
    notes = tuple(replace(problem, severity="note") for problem in quiet.problems)
    assert questions_of(replace(quiet, problems=notes)) == ()
    assert len(questions_of(replace(quiet, problems=notes), notes=True)) == 1


NAMES = st.sampled_from(["Baku", "Bakuu", "Kirovabad", "Springfield", "Xyzzy", ""])
RECORDS = st.lists(
    st.builds(
        lambda place, date: {"place": place, "date": date},
        NAMES, st.sampled_from(["1920", "1950", "1995", "soon", "1940/1999"]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(RECORDS, st.data())
def test_answers_join_the_records_of_their_questions_and_no_others(records, data):
    """Whatever is chosen, once it is written nothing is open and nothing else has moved."""
    records = [{**one, "id": f"e{n}"} for n, one in enumerate(records)]
    before = exhibit(records)
    questions = questions_of(before)
    signed = {"who": "A. B.", "when": "2026-03-01"}
    rows, chosen = [], {}
    for question in questions:
        choice = data.draw(st.sampled_from([*question.candidates, None]), label=question.toponym)
        answer = answer_to(question, choice, **signed)
        chosen[question.key] = answer.place
        rows.append(
            {"toponym": answer.toponym, "context": answer.context, "place": answer.place or "none"}
            | signed
        )
    after = exhibit(records, rows)
    assert questions_of(after) == ()
    assert sum(one.records for one in questions) == before.counts["unplaced"] - sum(
        not row["place"] for row in before.events.to_pylist()
    )
    was = dict(zip(before.joins["id"].to_pylist(), before.joins["place"].to_pylist(), strict=True))
    now = dict(zip(after.joins["id"].to_pylist(), after.joins["place"].to_pylist(), strict=True))
    for event in before.events.to_pylist():
        toponym, date, id_ = event["place"], event["date"], event["id"]
        if not toponym:
            assert id_ not in now
        elif id_ in was:
            assert now.get(id_) == was[id_]
        else:
            keys = [(toponym, id_), (toponym, date), (toponym, None)]
            expected = next(chosen[key] for key in keys if key in chosen)
            assert now.get(id_) == expected


PHRASED = st.lists(
    st.fixed_dictionaries(
        {
            "place": st.builds(
                str.format,
                st.sampled_from(["{}", "near {}", "{}?", "probably {}", "{}; Baku", "near {}?"]),
                st.sampled_from(["Kirovabad", "Springfield", "Bakuu", "Ganja", "Xyzzy"]),
            ),
            "date": st.sampled_from(["1950", "1951", "1990", "1995"]),
        }
    ),
    max_size=12,
)


@given(PHRASED, st.data())
@example(
    [{"place": "near Kirovabad", "date": "1950"}, {"place": "near Kirovabad", "date": "1990"}], None
)
@example(
    [{"place": "Kirovabad?", "date": "1990"}, {"place": "near Kirovabad", "date": "1950"}], None
)
def test_answers_about_parts_of_what_records_say_move_nothing_that_has_a_place(records, data):
    records = [{**one, "id": f"e{n}"} for n, one in enumerate(records)]
    before = exhibit(records)
    was = dict(zip(before.joins["id"].to_pylist(), before.joins["place"].to_pylist(), strict=True))
    signed = {"who": "A. B.", "when": "2026-03-01"}
    rows, after = [], before
    chosen = {}
    for _ in range(3):
        for question in questions_of(after):
            # Of one name in one context somebody says the same.
            name = question.toponym.strip("?"), question.context
            if name not in chosen:
                choices = [*question.candidates, None]
                chosen[name] = choices[0] if data is None else data.draw(st.sampled_from(choices))
            choice = chosen[name]
            answer = answer_to(question, choice, **signed)
            rows.append(
                {"toponym": answer.toponym, "context": answer.context}
                | {"place": answer.place or "none", **signed}
            )
        after = exhibit(records, rows)
    assert questions_of(after) == ()
    now = dict(zip(after.joins["id"].to_pylist(), after.joins["place"].to_pylist(), strict=True))
    assert {id_: now.get(id_) for id_, place in was.items() if place} == {
        id_: place for id_, place in was.items() if place
    }


def test_an_answer_about_a_part_leaves_what_is_said_of_it():
    records = [
        {"id": "a", "place": "near Kirovabad", "date": "1950"},
        {"id": "b", "place": "near Kirovabad", "date": "1995"},
        {"id": "c", "place": "Kirovabad?", "date": "1995"},
        {"id": "d", "place": "Kirovabad", "date": "1996"},
    ]
    assert asked(records) == [
        ("Kirovabad", "1995", "place-name-out-of-years", 2),
        ("Kirovabad", "1996", "place-name-out-of-years", 1),
    ]
    signed = {"who": "A. B.", "when": "2026-03-01", "place": "baku"}
    rows = [
        {"toponym": "Kirovabad", "context": "1995", **signed},
        {"toponym": "Kirovabad", "context": "b", **signed, "place": "sp-il"},
    ]
    settled = exhibit(records, rows)
    assert [row["place"] for row in settled.joins.to_pylist()] == [
        "gence~near", "sp-il~near", "baku~uncertain",
    ]  # fmt: skip
    assert [one.context for one in questions_of(settled)] == ["1996"]


def test_a_candidate_is_told_by_the_exhibits_other_places():
    around = around_of(exhibit([{"place": "Baku"}, {"place": "Baku"}, {"place": "Ganja"}]))
    near = around.near(Suggestion("x", place="x", lon=49.833, lat=41.375))
    assert (near.label, round(near.km), near.direction) == ("Baku", 111, "n")
    near = around.near(Suggestion("x", place="baku", lon=49.833, lat=40.375))
    assert (near.label, near.direction) == ("Ganja", "e")
    assert (around.events_at("baku"), around.events_at("x")) == (2, 0)
    assert around.near(Suggestion("x")) is None
    assert around_of(exhibit([{"place": ""}])).near(Suggestion("x", lon=1.0, lat=1.0)) is None


@pytest.mark.parametrize(
    ("lon", "lat", "direction"),
    [(51, 40.4, "e"), (51, 41.5, "ne"), (48.5, 39.3, "sw"), (49.8, 39, "s"), (48.5, 41.5, "nw")],
)
def test_the_direction_is_that_from_the_exhibits_place(lon, lat, direction):
    around = around_of(exhibit([{"place": "Baku"}]))
    assert around.near(Suggestion("x", lon=lon, lat=lat)).direction == direction


def test_across_180_degrees_the_near_side_is_told():
    rows = [{"title": "x", "date": "1990", "lat": 0, "lon": 179.5}]
    around = around_of(Exhibit.of(locate(read_records(rows), read_gazetteer(PLACES))))
    near = around.near(Suggestion("x", lon=-179.5, lat=0.0))
    assert (round(near.km), near.direction) == (111, "e")


def test_an_answer_keeps_what_was_offered():
    [question] = questions_of(exhibit([{"place": "Springfield"}]))
    answer = answer_to(question, question.candidates[1], who="A. B.", when="2026", note="sure")
    assert (answer.place, answer.label, answer.note) == ("sp-ma", "Springfield", "sure")
    assert answer.candidates == (("sp-il", "Springfield"), ("sp-ma", "Springfield"))
    assert answer_to(question, None, who="A. B.", when="2026").place is None


def test_a_place_is_found_by_its_id_among_candidates_and_places():
    whole = exhibit([{"place": "Springfield"}, {"place": "Baku"}])
    questions = questions_of(whole)
    assert find_place(whole, questions, "sp-il").label == "Springfield"
    assert find_place(whole, questions, "baku").lon == 49.833
    assert find_place(whole, questions, "nowhere") is None


def test_towns_of_one_name_and_country_say_the_division_they_are_in():
    rows = [{"title": "One", "date": "1990", "place": place} for place in ("Springfield", "Gori")]
    located = locate(read_records(rows), read_world())
    springfield, gori = questions_of(Exhibit.of(located))
    labels = [one.label for one in springfield.candidates]
    assert "Springfield, Illinois" in labels
    assert len(set(labels)) == len(labels)
    assert gori.candidates[0].label == "Gori"
    [line, _] = map(to_line, located.report.problems())
    assert "geonames:4250542 Springfield, Illinois (US)" in line


@pytest.mark.parametrize("code", ["US", "DE", "GB", "AZE"])
def test_of_a_countrys_code_the_country_is_offered_first(code):
    rows = [{"title": "One", "date": "1990", "place": code}]
    [question] = questions_of(Exhibit.of(locate(read_records(rows), read_world())))
    assert str(question.candidates[0].place).startswith(f"country:{code[:2]}")


def test_every_question_of_the_join_is_asked_and_worded():
    """What `resolve` leaves to a person, `match` asks, in the terminal and in each language."""
    import ast
    import inspect

    from mapbuilder import dialogue, outcome, resolve
    from mapbuilder.questions import CODES
    from mapbuilder.wording import read_strings

    left = {
        word.value.value
        for module in (outcome, resolve)
        for call in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(call, ast.Call)
        for word in call.keywords
        if word.arg == "code" and isinstance(word.value, ast.Constant)
    }
    assert left == CODES
    for tag in ("en", "az", "ru"):
        strings = read_strings(tag)
        assert len({strings[f"review.code.{code}"] for code in CODES}) == len(CODES)
    # Only what no gazetteer has needs no words of its own.
    told = inspect.getsource(dialogue)
    assert all(f'"{code}":' in told for code in CODES - {"place-unknown"})


def test_a_record_whose_place_lies_elsewhere_is_a_question():
    assert asked([{"place": "Baku, Ganja"}]) == [("Baku, Ganja", None, "place-elsewhere", 1)]


def test_what_had_the_name_at_another_time_is_offered_after_those_that_have_it():
    places = [
        {"id": "a", "name": "Alpha", "lat": 40, "lon": 49, "former_names": "Oldtown [1900/1950]"},
        {"id": "b", "name": "Beta", "lat": 41, "lon": 49, "former_names": "Oldtown [1951/2000]"},
        {"id": "c", "name": "Gamma", "lat": 42, "lon": 49, "former_names": "Oldtown [1951/2000]"},
    ]
    records = read_records([{"title": "T", "date": "1991", "place": "Oldtown"}])
    [question] = questions_of(Exhibit.of(locate(records, read_gazetteer(places))))
    assert [one.place for one in question.candidates] == ["b", "c", "a"]
    assert question.candidates[-1].why == "'Oldtown' is its former name (1900 to 1950)"
