"""Gazetteers in ``exhibit.toml``: named, searched in their order, credited on the page, hashed."""

from __future__ import annotations

import hashlib
import json

import pytest

from mapbuilder.config import Config
from mapbuilder.errors import ConfigError, InputError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page

EVENTS = (
    "id,date,place,title\n"
    "e1,1990,Home,At home\n"
    "e2,1990,Baku,In the city\n"
    "e3,1905,Порт-Астара,By its old name\n"
    "e4,1990,Nowhere,Not known\n"
)
PARISHES = (
    "id\ttitle\ttitle_source\tfclasses\tstart\tlon\tlat\nb\tBaku\tA map\tP\t1800\t49.9\t40.4\n"
)
DUMP = "\t".join(
    ("587245", "Astara", "Astara", "", "38.45598", "48.87498", "P", "PPLA2", "AZ", "", "04", "",
     "", "", "20000", "", "-18", "Asia/Baku", "2020-01-01")
)  # fmt: skip
ALTERNATES = "7\t587245\tru\tПорт-Астара\t\t\t\t1\t1900\t1920\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "places.csv").write_text("id,name,lat,lon\nh,Home,40.1,49.1\n", "utf-8")
    (tmp_path / "parishes.tsv").write_text(PARISHES, "utf-8")
    (tmp_path / "AZ.txt").write_text(DUMP + "\n", "utf-8")
    (tmp_path / "alternateNamesV2.txt").write_text(ALTERNATES, "utf-8")
    (tmp_path / "exhibit.toml").write_text(
        'title = "Places"\n'
        "join = { world = false }\n"
        '[tables]\ngazetteers = ["parishes.tsv", "AZ.txt"]\n'
        '[gazetteers."parishes.tsv"]\nattribution = "© The Diocese"\nlicence = "CC0"\n',
        "utf-8",
    )
    return tmp_path


def joins(exhibit):
    return {
        row["id"]: (row["place"], row["kind"], row["gazetteer"])
        for row in exhibit.joins.to_pylist()
    }


def test_gazetteers_are_searched_after_the_exhibits_own_places(folder):
    exhibit = read_exhibit(folder)
    assert joins(exhibit) == {
        "e1": ("h", "exhibit", "places.csv"),
        "e2": ("b", "gazetteer", "parishes.tsv"),
        "e3": ("587245", "gazetteer", "AZ.txt"),
    }
    [unknown] = [one for one in exhibit.problems if one.severity != "note"]
    assert (unknown.code, unknown.value) == ("place-unknown", "Nowhere")


def test_the_first_gazetteer_that_knows_a_name_decides(folder):
    (folder / "AZ.txt").write_text(DUMP.replace("Astara", "Baku") + "\n", "utf-8")
    assert joins(read_exhibit(folder))["e2"] == ("b", "gazetteer", "parishes.tsv")
    settings = (folder / "exhibit.toml").read_text("utf-8")
    turned = settings.replace('["parishes.tsv", "AZ.txt"]', '["AZ.txt", "parishes.tsv"]')
    (folder / "exhibit.toml").write_text(turned, "utf-8")
    assert joins(read_exhibit(folder))["e2"] == ("587245", "gazetteer", "AZ.txt")


def test_every_file_of_a_gazetteer_is_an_input(folder):
    inputs = {one.name: one.sha256 for one in read_exhibit(folder).inputs}
    for name in ("parishes.tsv", "AZ.txt", "alternateNamesV2.txt", "places.csv"):
        assert inputs[name] == hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_the_page_credits_the_gazetteers_whose_places_it_uses(folder):
    page = render_page(read_exhibit(folder)).decode()
    assert "© The Diocese" in page
    assert "CC0" in page
    assert "GeoNames" in page
    only_home = EVENTS.splitlines()[:2]
    (folder / "events.csv").write_text("\n".join(only_home) + "\n", "utf-8")
    assert "© The Diocese" not in render_page(read_exhibit(folder)).decode()


def test_a_broken_gazetteer_is_a_problem_and_the_exhibit_is_read_without_it(folder):
    (folder / "parishes.tsv").write_text("", "utf-8")
    exhibit = read_exhibit(folder)
    assert {one.file for one in exhibit.problems if one.code == "gazetteer-unreadable"} == {
        "parishes.tsv"
    }
    assert "e3" in joins(exhibit)
    assert "e2" not in joins(exhibit)


def test_a_gazetteer_that_is_not_there_is_refused_with_the_nearest(folder):
    (folder / "parishes.tsv").rename(folder / "parish.tsv")
    with pytest.raises(InputError, match=r"'parishes.tsv' for gazetteers, .*'parish.tsv'"):
        read_exhibit(folder)


def test_all_files_that_are_not_there_are_told_at_once(folder):
    (folder / "exhibit.toml").write_text(
        '[tables]\nplaces = "place.csv"\ngazetteers = ["a.tsv", "AZ.txt", "parish.tsv"]\n', "utf-8"
    )
    with pytest.raises(InputError) as raised:
        read_exhibit(folder)
    assert str(raised.value).splitlines() == [
        "exhibit.toml names 'place.csv' for places, which is no file; did you mean 'places.csv'?",
        "exhibit.toml names 'a.tsv' for gazetteers, which is no file",
        "exhibit.toml names 'parish.tsv' for gazetteers, which is no file; did you mean "
        "'parishes.tsv'?",
    ]


def test_one_build_and_another_are_the_same_bytes(folder):
    assert render_page(read_exhibit(folder)) == render_page(read_exhibit(folder))


def test_check_tells_the_problems_of_gazetteers_with_their_files_and_rows(folder):
    with (folder / "parishes.tsv").open("a", encoding="utf-8") as file:
        file.write("c\tNo point\tA map\tP\t1800\t\t\nd\tFar\tA map\tP\t1800\t49\t91\n")
    problems = json.loads(json.dumps(read_exhibit(folder).check()))["problems"]
    assert [
        (one["file"], one["row"], one["code"], one["column"])
        for one in problems
        if one["file"] == "parishes.tsv"
    ] == [
        ("parishes.tsv", 3, "place-unlocated", "lat"),
        ("parishes.tsv", 4, "place-coordinate", "lat"),
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"tables": {"gazetteers": "a.tsv"}}, r"'tables.gazetteers' must be a list"),
        ({"tables": {"gazetteer": ["a.tsv"]}}, r"did you mean 'gazetteers'"),
        ({"gazetteers": {"a.tsv": {"licens": "CC0"}}}, r"did you mean 'licence'"),
        ({"gazetteers": {"a.tsv": {"licence": 1}}}, r"must be text in quotes"),
    ],
)
def test_settings_that_are_none_are_refused(settings, said):
    with pytest.raises(ConfigError, match=said):
        Config(**settings)


def test_a_fault_in_the_settings_of_a_file_has_its_line(folder):
    with (folder / "exhibit.toml").open("a", encoding="utf-8") as file:
        file.write('owner = "x"\n')
    with pytest.raises(ConfigError, match=r"exhibit\.toml:8: key .*owner' is not known; known are"):
        read_exhibit(folder)


def test_settings_for_a_file_that_no_gazetteer_is_are_told(folder):
    settings = (folder / "exhibit.toml").read_text("utf-8")
    (folder / "exhibit.toml").write_text(
        settings.replace('[gazetteers."parishes.tsv"]', '[gazetteers."parish.tsv"]'), "utf-8"
    )
    with pytest.raises(ConfigError, match=r"'parish\.tsv'.*did you mean 'parishes\.tsv'"):
        read_exhibit(folder)


def test_all_settings_for_files_that_no_gazetteers_are_are_told_at_once(folder):
    with (folder / "exhibit.toml").open("a", encoding="utf-8") as file:
        file.write('[gazetteers."b.tsv"]\ntitle = "B"\n[gazetteers."c.tsv"]\ntitle = "C"\n')
    with pytest.raises(ConfigError) as raised:
        read_exhibit(folder)
    assert [line.count(".tsv'") for line in str(raised.value).splitlines()] == [1, 1]
