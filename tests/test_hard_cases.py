"""Hard toponyms, chosen by hand, through the whole join with the gazetteer of the world.

What each must come to is in tests/hard_cases.csv: joined in silence to a place (or several, joined
by ``+``), a question that offers the place among five, or nothing that is joined.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.world import read_world

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "hard_cases.csv").read_text("utf-8").splitlines(keepends=True)
    )
)


@pytest.fixture(scope="module")
def outcomes():
    """What became of each case, by its number: the ids it was joined to, the ids offered."""
    joined = {number: [] for number in range(len(CASES))}
    offered = {number: [] for number in range(len(CASES))}
    world = read_world()
    # Questions by themselves, since the places of other records tell what is likely.
    asked = {number for number, case in enumerate(CASES) if case["expected"].startswith("ask")}
    for numbers in (sorted(asked), sorted(set(joined) - asked)):
        records = read_records(
            [
                {
                    "id": f"c{number}",
                    "date": "1990",
                    "title": "T",
                    "place": CASES[number]["toponym"],
                    "country": CASES[number]["country"],
                }
                for number in numbers
            ]
        )
        assert records.rejected == 0
        located = locate(records, [world], looked_for=len(CASES))
        for one in located.joins.select(["id", "place"]).to_pylist():
            joined[int(one["id"][1:])].append(one["place"])
        number_of = dict(zip(records.table["row"].to_pylist(), numbers, strict=True))
        for problem in located.report.problems():
            if problem.column == "place":
                offered[number_of[problem.row]] += [one.place for one in problem.suggestions]
    return joined, offered


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_hard_case_comes_to_what_it_must(number, outcomes):
    case = CASES[number]
    joined, offered = (one[number] for one in outcomes)
    what, _, ids = case["expected"].partition(":")
    if what == "join":
        # Near, beyond and between are places of their own, made from these.
        named = sorted(id_ for one in joined for id_ in one.split("~") if ":" in id_)
        assert named == sorted(ids.split("+")), (case, joined, offered)
    else:
        assert joined == [], (case, joined)
    if what == "ask":
        assert set(ids.split("+")) <= set(offered), (case, offered)


def test_there_are_hundreds_of_cases_of_each_kind_and_in_many_scripts():
    kinds = Counter(case["expected"].partition(":")[0] for case in CASES)
    assert len(CASES) >= 300
    assert min(kinds.values()) >= 25
    assert set(kinds) == {"join", "ask", "none"}
