"""The rules by which one of several places of a name is chosen, each with its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.candidates import Facts
from mapbuilder.context import Within, choose
from mapbuilder.world import Container

AZERBAIJAN = Container("country:AZ", "AZ", "Azerbaijan")
ILLINOIS = Container("division:US-IL", "US", "Illinois")
ALBANIA = Container("country:AL", "AL", "Albania", is_code=True)
ALABAMA = Container("division:US-AL", "US", "Alabama", is_code=True)
NEW_ZEALAND = Container("country:NZ", "NZ", "New Zealand")
USA = Container("country:US", "US", "United States")

SPRINGFIELD_IL = Facts("il", "Springfield", -89.64, 39.80, "city", 8_000, "US", "US-IL", "city", 11)
SPRINGFIELD_MA = Facts("ma", "Springfield", -72.59, 42.10, "city", 8_000, "US", "US-MA", "city", 15)
SPRINGFIELD_NZ = Facts("nz", "Springfield", 171.93, -43.34, "town", 900, "NZ", "NZ-CAN", "town", 4)
SPRINGFIELDS = (SPRINGFIELD_IL, SPRINGFIELD_MA, SPRINGFIELD_NZ)
CHICAGO = Facts("chicago", "Chicago", -87.65, 41.85, "city", 20_000, "US", "US-IL", "city", 2_700)


def chosen(*facts, said=(), contains=lambda area, lon, lat: False, **more):
    return choose({(0, number): one for number, one in enumerate(facts)}, said, contains, **more)


def test_a_single_candidate_needs_no_rule():
    choice = chosen(SPRINGFIELD_NZ)
    assert choice.key == (0, 0)
    assert choice.reason == ""


def test_several_candidates_without_context_are_a_question():
    choice = chosen(*SPRINGFIELDS)
    assert choice.key is None
    assert choice.kept == ((0, 0), (0, 1), (0, 2))


@pytest.mark.parametrize(
    ("said", "number", "reason"),
    [
        (Within("Illinois", (ILLINOIS,)), 0, "the only one in Illinois"),
        (
            Within(
                "NZ",
                (NEW_ZEALAND,),
                said_by="the record's country",
            ),
            2,
            "the only one in New Zealand (the record's country)",
        ),
        (Within("Chicago", places=(CHICAGO,)), None, ""),
    ],
)
def test_what_is_said_of_where_it_lies_chooses(said, number, reason):
    choice = chosen(*SPRINGFIELDS, said=[said])
    assert choice.key == (None if number is None else (0, number))
    assert choice.reason == reason


def test_a_statement_that_leaves_several_leaves_a_question():
    choice = chosen(*SPRINGFIELDS, said=[Within("USA", (USA,))])
    assert choice.key is None
    assert choice.kept == ((0, 0), (0, 1))


def test_statements_narrow_one_after_the_other():
    said = [Within("USA", (USA,)), Within("Illinois", (ILLINOIS,))]
    choice = chosen(*SPRINGFIELDS, said=said)
    assert choice.key == (0, 0)
    assert choice.reason == "the only one in United States; the only one in Illinois"


def test_a_statement_that_no_candidate_fits_is_never_passed_over():
    choice = chosen(SPRINGFIELD_NZ, said=[Within("Illinois", (ILLINOIS,))])
    assert choice.key is None
    assert choice.nowhere == "in Illinois"
    assert choice.kept == ((0, 0),)


def test_a_statement_that_nothing_knows_is_one_that_nothing_fits():
    assert chosen(SPRINGFIELD_NZ, said=[Within("Atlantis")]).nowhere == "in 'Atlantis'"


def test_a_code_of_two_areas_means_either_and_the_reason_names_the_one_that_was_meant():
    mobile = Facts("mobile", "Mobile", -88.04, 30.69, country="US", division="US-AL")
    other = Facts("other", "Mobile", -112.27, 33.05, country="US", division="US-AZ")
    choice = chosen(mobile, other, said=[Within("AL", (ALBANIA, ALABAMA))])
    assert choice.key == (0, 0)
    assert choice.reason == "the only one in Alabama"


def test_a_place_whose_country_is_not_told_is_looked_for_in_the_areas_outline():
    own = Facts("own", "Springfield", -89.6, 39.8)
    inside = chosen(own, said=[Within("Illinois", (ILLINOIS,))], contains=lambda *_: True)
    assert inside.key == (0, 0)
    assert chosen(own, said=[Within("Illinois", (ILLINOIS,))]).key is None


def test_where_the_exhibit_lies_is_not_asked_of_its_own_places():
    said = [Within("AZ", (AZERBAIJAN,), said_by="the exhibit's settings", is_of_exhibit=True)]
    moscow = Facts("moscow", "Moscow", 37.6, 55.75)
    box = (44.0, 38.0, 51.0, 42.0)
    assert chosen(moscow, said=said, bbox=box, is_own=True).key == (0, 0)
    assert chosen(moscow, said=said).key is None
    assert chosen(moscow, bbox=box).nowhere == "in the exhibit's bounding box"


def test_a_box_across_180_degrees_has_places_on_both_sides():
    east = Facts("east", "Twin", 179.0, 0.0)
    west = Facts("west", "Twin", -179.0, 0.0)
    far = Facts("far", "Twin", 0.0, 0.0)
    choice = chosen(east, west, far, bbox=(170.0, -10.0, -170.0, 10.0))
    assert choice.kept == ((0, 0), (0, 1))


def test_entries_within_two_kilometres_are_one_place_the_largest():
    small = Facts("a", "Twice", 10.0, 10.01, population=900)
    large = Facts("b", "Twice", 10.0, 10.0, population=5_000)
    choice = chosen(small, large)
    assert choice.key == (0, 1)
    assert choice.reason == "the largest of 2 entries within 1.1 km"
    assert chosen(small, Facts("c", "Twice", 10.0, 10.05, population=5_000)).key is None


def test_a_town_is_meant_and_not_the_division_of_its_name_around_it():
    town = Facts("t", "Neftchala", 49.25, 39.38, country="AZ", division="AZ-NEF", feature="town")
    division = Facts("division:AZ-NEF", "Neftchala", 49.1, 39.4, country="AZ", feature="region")
    choice = chosen(division, town)
    assert choice.key == (0, 1)
    assert choice.reason == "the town, not the region of that name around it"
    elsewhere = Facts("division:AZ-LAN", "Neftchala", 48.8, 38.7, country="AZ", feature="region")
    assert chosen(elsewhere, town).key is None


def test_a_town_that_is_called_otherwise_than_the_division_around_it_is_not_meant_by_its_name():
    seat = Facts("t", "Fortaleza", -38.5, -3.7, country="BR", division="BR-CE", feature="city")
    state = Facts(
        "division:BR-CE", "Ceará", -39.3, -5.1, None, 270_000, country="BR", feature="region"
    )
    assert chosen(state, seat, are_called=lambda area, name: False, mains=[(0, 0)]).key is None
    # The division is called as the town is, in some language; or it is the town's main name.
    called = chosen(state, seat, are_called=lambda _, name: name == "Fortaleza", mains=[(0, 0)])
    assert called.key == (0, 1)
    assert chosen(state, seat, are_called=lambda area, name: False, mains=[(0, 1)]).key == (0, 1)
    # It is another name of both: that of a former capital.
    assert chosen(state, seat, are_called=lambda area, name: False).key == (0, 1)


@pytest.mark.parametrize(
    ("town", "division", "radius_m", "people", "is_meant"),
    [
        ("Shamkhir", "Şəmkir", 25_000, 41_300, True),
        ("Al Başrah", "Basrah", 78_000, 1_300_000, True),
        ("Minneota", "Minnesota", 270_000, 1_363, False),
        ("Le Vaud", "Vaud", 32_000, 1_104, False),
        ("Kuala Selangor", "Selangor", 50_000, 55_887, False),
        ("Khankendi", "Stepanakert", 3_000, 2_100, True),
    ],
)
def test_a_town_is_meant_whose_name_is_spelt_nearly_so(town, division, radius_m, people, is_meant):
    seat = Facts("t", town, 46.0, 40.8, country="AZ", division="AZ-X", population=people)
    around = Facts("division:AZ-X", division, 46, 40.8, None, radius_m, "AZ", feature="region")
    choice = chosen(around, seat, are_called=lambda area, name: False, mains=[(0, 0)])
    assert (choice.key == (0, 1)) == is_meant


def test_a_main_name_is_meant_before_another_name_of_a_place_a_tenth_as_large():
    baku = Facts("baku", "Baku", 49.9, 40.4, country="AZ", feature="city", population=2_300_000)
    bacau = Facts("bacau", "Bacău", 26.9, 46.6, country="RO", feature="city", population=171_000)
    region = Facts("division:AZ-BA", "Bakı", 49.9, 40.4, country="AZ", feature="region")
    assert chosen(bacau, baku).key is None
    choice = chosen(bacau, baku, mains=[(0, 1)])
    assert choice.key == (0, 1)
    assert choice.reason.startswith("the only one whose main name it is")
    # Two that are called so are a question, however unlike they are.
    assert chosen(bacau, baku, mains=[(0, 0), (0, 1)]).key is None
    assert chosen(bacau, region, mains=[(0, 0)]).key is None
    village = Facts("v", "Baku", 0.0, 0.0, feature="town", population=9_000)
    assert chosen(village, Facts("w", "Bak", 9.0, 9.0, feature="town"), mains=[(0, 0)]).key is None


def test_the_name_of_a_country_is_not_joined_to_a_town_of_it():
    town = Facts("t", "Kazakhstan", 77.8, 43.5, country="KZ", division="KZ-ALM", feature="town")
    country = Facts(
        "country:KZ", "Kazakhstan", 66.9, 48.0, "country", 931_000, "KZ", feature="country"
    )
    assert chosen(town, country).key is None
    almaty = Within("Almaty", (Container("division:KZ-ALM", "KZ", "Almaty"),))
    assert chosen(town, country, said=[almaty]).key is None
    kazakhstan = Container("country:KZ", "KZ", "Kazakhstan")
    assert chosen(town, country, said=[Within("Kazakhstan", (kazakhstan,))]).key == (0, 0)
    said_by = Within("KZ", (kazakhstan,), said_by="the record's country")
    assert chosen(town, country, said=[said_by]).key is None
    singapore = Facts("t", "Singapore", 103.9, 1.3, country="SG", feature="city")
    state = Facts("country:SG", "Singapore", 103.8, 1.4, "country", 13_000, "SG", feature="country")
    assert chosen(singapore, state).key == (0, 0)


def test_what_shares_the_main_name_of_a_candidate_may_have_its_other_names_too():
    nevada = Facts("nv", "Las Vegas", -115.1, 36.2, "city", None, "US", "US-NV", "city", 641_000)
    mexico = Facts("nm", "Las Vegas", -105.2, 35.6, "town", None, "US", "US-NM", "town", 12_000)
    larger = Facts("x", "Las Vegas", -105.2, 35.6, "town", None, "US", "US-NM", "town", 60_000)
    assert chosen(nevada, mexico, others=frozenset([(0, 1)])).key == (0, 0)
    assert chosen(nevada, larger, others=frozenset([(0, 1)])).key is None
    # What has not got the name is never joined for lying where it should.
    said = [Within("New Mexico", (Container("division:US-NM", "US", "New Mexico"),))]
    assert chosen(nevada, mexico, said=said, others=frozenset([(0, 1)])).nowhere == "in New Mexico"


def test_other_places_of_the_record_show_which_is_meant():
    choice = chosen(SPRINGFIELD_MA, SPRINGFIELD_NZ, beside=[CHICAGO])
    assert choice.key is None
    near = Facts("near", "Springfield", -88.0, 41.5)
    choice = chosen(SPRINGFIELD_MA, near, beside=[CHICAGO])
    assert choice.key == (0, 1)
    assert choice.reason == "the only one within 200 km of Chicago, which the record names too"


def test_what_is_said_to_lie_in_a_town_lies_within_fifty_kilometres_of_it():
    alley = Facts("alley", "Alley of Martyrs", 49.83, 40.36)
    baku = Facts("baku", "Baku", 49.87, 40.41)
    moscow = Facts("moscow", "Moscow", 37.6, 55.75)
    assert chosen(alley, said=[Within("Baku", places=(baku,))]).key == (0, 0)
    assert chosen(alley, said=[Within("Moscow", places=(moscow,))]).nowhere == "in Moscow"


facts = st.builds(
    Facts,
    st.uuids().map(str),
    st.just("Name"),
    st.floats(-180, 180),
    st.floats(-90, 90),
    country=st.sampled_from(["US", "NZ", "AZ", None]),
    division=st.sampled_from(["US-IL", "US-MA", None]),
    feature=st.sampled_from(["town", "city", "region", "country", None]),
    population=st.integers(0, 10**7),
)
statements = st.lists(
    st.sampled_from([Within("USA", (USA,)), Within("Illinois", (ILLINOIS,)), Within("nowhere")]),
    max_size=2,
)


@given(st.lists(facts, min_size=1, max_size=6), statements, facts)
def test_another_place_of_the_name_changes_a_choice_only_into_a_question(places, said, other):
    """Or it is the same place entered twice, and the larger entry stands for both."""
    before = chosen(*places, said=said)
    after = chosen(*places, other, said=said)
    if before.key is not None and after.key is not None and after.key != before.key:
        # Only an entry of the same place may step in, or one that hides what was said before.
        assert "entries within" in after.reason or "not the" in after.reason
    if before.key is not None and not before.reason and after.key is not None:
        assert after.key == before.key or after.reason


@given(st.lists(facts, min_size=1, max_size=6), statements, st.randoms())
def test_the_choice_does_not_depend_on_the_candidates_order(places, said, random):
    before = chosen(*places, said=said)
    order = list(range(len(places)))
    random.shuffle(order)
    after = choose({(0, n): places[n] for n in order}, said, lambda *_: False)
    assert after.key == before.key
    assert set(after.kept) == set(before.kept)
