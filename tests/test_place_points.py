"""Points of places: what is wrong with a whole file is told once, and nothing is moved."""

from __future__ import annotations

import pytest

from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.report import Report

BAKU = {"id": "baku", "name": "Baku", "lat": "40.3755", "lon": "49.8327"}
GANJA = {"id": "ganja", "name": "Ganja", "lat": "40.6828", "lon": "46.3606"}
SHEKI = {"id": "sheki", "name": "Sheki", "lat": "41.1919", "lon": "47.1706"}


def read(*rows, **options):
    report = Report()
    gazetteer = read_gazetteer([*rows], report=report, **options)
    return gazetteer, report.problems()


def swapped(row):
    return {**row, "lat": row["lon"], "lon": row["lat"]}


def points(gazetteer):
    return list(
        zip(gazetteer.places["lat"].to_pylist(), gazetteer.places["lon"].to_pylist(), strict=True)
    )


def test_a_whole_file_with_latitudes_beyond_90_is_swapped_and_told_once():
    rows = [{"id": str(n), "name": f"N{n}", "lat": 100 + n, "lon": n + 1} for n in range(4)]
    gazetteer, problems = read(*rows)
    assert [(one.code, one.severity, one.row) for one in problems] == [
        ("coordinate-swapped", "error", None)
    ]
    assert "4 of 4 latitudes are beyond 90" in problems[0].message
    assert (len(gazetteer.places), gazetteer.rejected) == (0, 4)


def test_a_whole_file_outside_its_country_and_inside_when_swapped_is_swapped():
    rows = [{**swapped(row), "country": "AZ"} for row in (BAKU, GANJA, SHEKI)]
    gazetteer, problems = read(*rows)
    assert [(one.code, one.row) for one in problems] == [("coordinate-swapped", None)]
    assert len(gazetteer.places) == 0


def test_one_swapped_row_is_kept_and_told_with_what_would_be_right():
    rows = [{**BAKU, "country": "AZ"}, {**swapped(GANJA), "country": "AZ"}, SHEKI]
    gazetteer, [problem] = read(*rows)
    assert (problem.code, problem.severity, problem.row) == ("coordinate-swapped", "warning", 2)
    assert problem.suggestions[0].value == "lat 40.6828, lon 46.3606"
    assert points(gazetteer)[1] == (46.3606, 40.6828)


def test_one_row_with_a_latitude_beyond_90_is_refused_with_the_swapped_pair():
    gazetteer, [problem] = read(BAKU, SHEKI, {**GANJA, "lat": "120", "lon": "40"})
    assert (problem.code, problem.severity, problem.column) == ("place-coordinate", "error", "lat")
    assert [one.value for one in problem.suggestions] == ["lat 40, lon 120"]
    assert gazetteer.places["id"].to_pylist() == ["baku", "sheki"]


def test_a_place_with_the_wrong_sign_is_told_with_the_right_one():
    _, [problem] = read({**BAKU, "lon": "-49.8327", "country": "AZ"})
    assert (problem.code, problem.severity) == ("coordinate-country", "warning")
    assert problem.suggestions[0].value == "lat 40.3755, lon 49.8327"


def test_a_place_outside_its_country_that_nothing_brings_in_is_told():
    _, [problem] = read({**BAKU, "lat": "-10", "lon": "-100", "country": "AZ"})
    assert (problem.code, problem.suggestions) == ("coordinate-country", ())


def test_places_in_their_countries_are_not_spoken_of():
    _, problems = read(*({**row, "country": "AZ"} for row in (BAKU, GANJA, SHEKI)))
    assert problems == ()


def test_metres_are_no_degrees_and_told_once():
    rows = [{**row, "lat": 4_925_000 + n, "lon": 5_547_000} for n, row in enumerate((BAKU, GANJA))]
    gazetteer, [problem] = read(*rows)
    assert (problem.code, problem.severity, problem.row) == ("coordinate-system", "error", None)
    assert "metres" in problem.message
    assert len(gazetteer.places) == 0


def test_a_single_huge_number_among_degrees_is_that_rows_problem():
    gazetteer, [problem] = read(BAKU, GANJA, {**SHEKI, "lat": "411919"})
    assert (problem.code, problem.row) == ("place-coordinate", 3)
    assert len(gazetteer.places) == 2


def test_metres_of_a_system_that_the_settings_name_are_reprojected():
    from mapbuilder.config import Config

    config = Config(gazetteers={"places": {"crs": "EPSG:3857"}})
    rows = [{**BAKU, "lat": 4_920_659.9, "lon": 5_547_350.81}]
    gazetteer, problems = read(*rows, config=config)
    assert problems == ()
    [(lat, lon)] = points(gazetteer)
    assert (lat, lon) == pytest.approx((40.3755, 49.8327), abs=1e-5)


def test_degrees_that_the_settings_take_for_metres_are_told():
    from mapbuilder.config import Config

    config = Config(gazetteers={"places": {"crs": "EPSG:3857"}})
    gazetteer, [problem] = read(BAKU, GANJA, config=config)
    assert (problem.code, problem.value) == ("coordinate-system", "EPSG:3857")
    assert len(gazetteer.places) == 0


def test_a_system_that_there_is_not_is_refused_by_name():
    from mapbuilder.config import Config
    from mapbuilder.errors import InputError

    config = Config(gazetteers={"places": {"crs": "EPSG:99999999"}})
    with pytest.raises(InputError, match=r"'EPSG:99999999', which there is not"):
        read(BAKU, config=config)


def test_decimal_commas_in_both_columns_are_read_and_noted_once():
    rows = [
        {**row, "lat": row["lat"].replace(".", ","), "lon": row["lon"].replace(".", ",")}
        for row in (BAKU, GANJA, SHEKI)
    ]
    gazetteer, [problem] = read(*rows)
    assert (problem.code, problem.severity) == ("coordinate-form", "note")
    assert "(in 3 rows)" in problem.message
    assert points(gazetteer)[0] == (40.3755, 49.8327)


def test_a_comma_in_one_column_alone_may_be_two_numbers_and_is_refused():
    _, [problem] = read({**BAKU, "lat": "40,3755"})
    assert (problem.code, problem.column, problem.value) == ("place-coordinate", "lat", "40,3755")
    assert problem.message.endswith("write a point, not a comma")
    assert [one.value for one in problem.suggestions] == ["40.3755"]


def test_minutes_and_seconds_are_read_and_noted():
    gazetteer, [problem] = read({**BAKU, "lat": "40°22′31.8″N", "lon": "49°49′57.7″E"})
    assert (problem.code, problem.severity) == ("coordinate-form", "note")
    [(lat, lon)] = points(gazetteer)
    assert (round(lat, 4), round(lon, 4)) == (40.3755, 49.8327)


def test_letters_say_which_is_which_whatever_column_they_stand_in():
    gazetteer, [problem] = read({**BAKU, "lat": "49°49′57.7″E", "lon": "40°22′31.8″N"})
    assert (problem.code, problem.severity) == ("coordinate-form", "warning")
    [(lat, lon)] = points(gazetteer)
    assert (round(lat, 4), round(lon, 4)) == (40.3755, 49.8327)


def test_a_longitude_in_the_column_of_latitudes_is_refused():
    _, [problem] = read({**BAKU, "lat": "49°50′E"})
    assert problem.code == "place-coordinate"
    assert "a longitude by its letter" in problem.message


def test_a_place_without_a_coordinate_is_an_error_at_home_and_a_warning_in_a_gazetteer():
    row = {**BAKU, "lat": "", "lon": ""}
    _, [problem] = read(row)
    assert (problem.code, problem.severity) == ("place-coordinate", "error")
    gazetteer, [problem] = read(row, kind="gazetteer")
    assert (problem.code, problem.severity) == ("place-unlocated", "warning")
    assert gazetteer.rejected == 1
