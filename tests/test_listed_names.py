"""Listed names: several names in a cell, and their years, are read as people write them."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.report import Report


def read(column, cell):
    report = Report()
    rows = [{"id": "a", "name": "A", "lat": 40.1, "lon": 49.1, column: cell}]
    gazetteer = read_gazetteer(rows, None, report)
    names = gazetteer.names.select(["name", "lang", "years"]).to_pylist()
    told = [(one.code, one.column) for one in report.problems()]
    return [tuple(one.values()) for one in names if one["name"] != "A"], told


@pytest.mark.parametrize(
    ("column", "cell", "names"),
    [
        ("names", "az:Bakı; ru:Баку;", [("Bakı", "az", None), ("Баку", "ru", None)]),
        ("names", "Bakı\nБаку", [("Bakı", None, None), ("Баку", None, None)]),
        ("former_names", "Kirovabad (1935-1989)", [("Kirovabad", None, "1935/1989")]),
        ("former_names", "Kirovabad 1935–1989", [("Kirovabad", None, "1935/1989")]),
        ("former_names", "Stepanakert (1923–)", [("Stepanakert", None, "1923/")]),
        ("former_names", "Lenin Square (–1991)", [("Lenin Square", None, "/1991")]),
        (
            "former_names",
            "Kirovabad (1935-1989), Elisabethpol 1804–1918, Ganja [/1804]",
            [
                ("Kirovabad", None, "1935/1989"),
                ("Elisabethpol", None, "1804/1918"),
                ("Ganja", None, "/1804"),
            ],
        ),
    ],
)
def test_names_and_years_in_other_forms_are_read_and_told(column, cell, names):
    found, told = read(column, cell)
    assert found == names
    assert set(told) == {("place-names-form", column)}


@pytest.mark.parametrize(
    ("column", "cell", "names"),
    [
        ("names", "az:Bakı|ru:Баку", [("Bakı", "az", None), ("Баку", "ru", None)]),
        ("names", "A; B|C", [("A; B", None, None), ("C", None, None)]),
        ("former_names", "Kirovabad [1935/1989]", [("Kirovabad", None, "1935/1989")]),
        ("former_names", "imeni 1905", [("imeni 1905", None, None)]),
        ("former_names", "Ganja (city)", [("Ganja (city)", None, None)]),
        ("former_names", "1935-1989", [("1935-1989", None, None)]),
    ],
)
def test_what_has_the_form_of_places_or_may_be_one_name_stays(column, cell, names):
    assert read(column, cell) == (names, [])


def test_a_list_by_commas_stays_one_name_and_is_told():
    assert read("names", "Bakı, Баку") == (
        [("Bakı, Баку", None, None)],
        [("place-names-form", "names")],
    )


def test_a_year_behind_a_dash_alone_is_not_taken_for_one_before_our_era():
    assert read("former_names", "Kirovabad [-1989]") == ([], [("place-years", "former_names")])
    assert read("former_names", "Ganzak [-0300/-0030]")[0] == [("Ganzak", None, "-0300/-0030")]
