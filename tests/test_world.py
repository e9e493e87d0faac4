"""The world gazetteer: what it finds by name, what it answers when it cannot, what it holds."""

from __future__ import annotations

import json
import sqlite3

import pytest

from mapbuilder import blocks
from mapbuilder.candidates import candidates_of
from mapbuilder.coordinates import PRECISIONS
from mapbuilder.errors import GazetteerError
from mapbuilder.files import geodata
from mapbuilder.gazetteer import NAMES_SCHEMA
from mapbuilder.toponyms import form_of
from mapbuilder.world import read_world

FILE = geodata() / "gazetteer/world.sqlite"


@pytest.fixture(scope="module")
def world():
    return read_world()


def places(gazetteer):
    return {row["id"]: row for row in gazetteer.places.to_pylist()}


@pytest.mark.parametrize(
    ("toponym", "place"),
    [
        ("Lenkoran", "geonames:147622"),
        ("Ленкорань", "geonames:147622"),
        ("Lənkəran şəhəri", "geonames:147622"),
        ("Neftechala", "geonames:147425"),
        ("Нефтечала", "geonames:147425"),
        ("Bakou", "geonames:587084"),
        ("باكو", "geonames:587084"),
        ("г. Баку", "geonames:587084"),
        ("Москва", "geonames:524901"),
        ("Azərbaycan", "country:AZ"),
        ("USA", "country:US"),
        ("Alabama", "division:US-AL"),
        ("Алабама", "division:US-AL"),
        ("Mobile County", "county:US-01097"),
    ],
)
def test_a_spelling_in_any_script_finds_its_place(world, toponym, place):
    excerpt = world.excerpt([toponym])
    (candidates,) = candidates_of([toponym], [excerpt])
    found = [excerpt.places["id"][candidate.place].as_py() for candidate in candidates]
    assert place in found


def test_an_excerpt_holds_the_places_asked_for_and_no_other(world):
    excerpt = world.excerpt(["Lenkoran", "no such place at all"], ids=["geonames:524901"])
    assert sorted(places(excerpt)) == ["division:AZ-LAN", "geonames:147622", "geonames:524901"]
    assert (excerpt.kind, excerpt.name) == ("world", "GeoNames")
    assert excerpt.names.schema.equals(NAMES_SCHEMA)
    names = set(excerpt.names["name"].to_pylist())
    assert {"Lenkoran", "Lenkoran'"} <= names
    assert "Moscow" not in names


def test_a_place_says_what_it_is_and_where(world):
    row = places(world.excerpt([], ids=["geonames:147622"]))["geonames:147622"]
    assert (row["label"], row["country"], row["division"]) == ("Lankaran", "AZ", "AZ-LAN")
    assert row["within"].split() == ["division:AZ-LAN", "country:AZ"]
    assert (row["lat"], row["lon"]) == (38.7543, 48.8506)
    assert (row["feature"], row["precision"], row["population"]) == ("town", "town", 89300)
    assert 3000 < row["uncertainty_m"] < 5000
    assert row["coordinate_licence"] == "CC BY 4.0"


def test_a_town_is_within_its_county_state_and_country(world):
    row = places(world.excerpt(["Fairhope"]))["geonames:4061234"]
    assert row["within"] == "county:US-01003 division:US-AL country:US"


def test_every_place_has_a_precision_that_the_page_draws(world):
    excerpt = world.excerpt(["Georgia", "Victoria", "Moscow", "San José", "Luxembourg"])
    assert set(excerpt.places["precision"].to_pylist()) <= set(PRECISIONS)
    assert None not in excerpt.places["uncertainty_m"].to_pylist()
    features = set(excerpt.places["feature"].to_pylist())
    assert {"country", "region", "city", "town"} <= features


def test_each_name_has_the_keys_of_today(world):
    excerpt = world.excerpt(["Kansas City", "Saint Petersburg", "Mexico", "Lənkəran rayonu"])
    for row in excerpt.names.to_pylist():
        form = form_of(row["name"])
        assert (form.full, form.bare) == (row["full"], row["normal"])
        assert row["kinds"] == " ".join(sorted(form.kinds))


def test_places_that_are_called_so_are_found_without_those_that_have_it_for_another_name(world):
    called = places(world.excerpt(["Moscow"], mains=True))
    assert called
    assert all(row["name"] == "Moscow" for row in called.values())
    assert called.keys() < places(world.excerpt(["Moscow"])).keys()


def test_many_toponyms_at_once_find_what_each_finds_alone(world):
    toponyms = [f"San {name}" for name in ("José", "Juan", "Pedro", "Luis", "Marcos")] * 3
    toponyms += [name for row in world.blocks.block(400).names for name in row.split("\t")]
    together = world.excerpt(toponyms)
    assert len(set(toponyms)) > 64
    alone = {
        (row["id"], name)
        for toponym in dict.fromkeys(toponyms)
        for excerpt in [world.excerpt([toponym])]
        for row, name in zip(
            excerpt.places.take(excerpt.names["place"]).to_pylist(),
            excerpt.names["name"].to_pylist(),
            strict=True,
        )
    }
    rows = together.places.take(together.names["place"])["id"].to_pylist()
    assert set(zip(rows, together.names["name"].to_pylist(), strict=True)) == alone


@pytest.mark.parametrize(
    ("code", "place"),
    [("BAK", "geonames:587084"), ("LLK", "geonames:147622"), ("MOW", "geonames:524901")],
)
def test_codes_of_airports_are_no_names(world, code, place):
    assert place not in places(world.excerpt([code]))
    assert place in places(world.excerpt([code], ids=[place]))


@pytest.mark.parametrize(
    ("text", "container", "is_code"),
    [
        ("Illinois", "division:US-IL", False),
        ("Ill.", "division:US-IL", True),
        ("IL", "division:US-IL", True),
        ("AL", "division:US-AL", True),
        ("N.Y.", "division:US-NY", True),
        ("US-AL", "division:US-AL", True),
        ("Texas", "division:US-TX", False),
        ("Azərbaycan", "country:AZ", False),
        ("Азербайджан", "country:AZ", False),
        ("أذربيجان", "country:AZ", False),
        ("AZ", "country:AZ", True),
        ("USA", "country:US", False),
        ("Baldwin County", "county:US-01003", False),
        ("Toscana", "division:IT-52", False),
        ("England", "division:GB-ENG", False),
    ],
)
def test_a_qualifier_is_a_country_or_division(world, text, container, is_code):
    found = {each.id: each.is_code for each in world.containers([text])[text]}
    assert found.get(container) is is_code


def test_a_qualifier_that_is_none_is_answered_with_nothing(world):
    assert world.containers(["qwertyuiop", "de", ""]) == {"qwertyuiop": (), "de": (), "": ()}


def test_a_texts_countries_come_before_its_divisions(world):
    found = [each.id for each in world.containers(["Georgia"])["Georgia"]]
    assert found[:2] == ["country:GE", "division:US-GA"]


@pytest.mark.parametrize(
    "identity", ["geonames:1", "geonames:x", "geonames:", "country:ZZ", "", "Baku", "geonames:²"]
)
def test_an_unknown_id_is_left_out(world, identity):
    assert world.excerpt([], ids=[identity]).places.num_rows == 0
    assert world.area(identity) is None


def test_no_file_and_a_damaged_file_are_told_in_one_line(tmp_path):
    with pytest.raises(GazetteerError, match=r"^there is no world gazetteer at \S+; .*again$"):
        read_world(tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("no SQLite file\n" * 100)
    with pytest.raises(GazetteerError, match=r"is damaged \(file is not a database\)"):
        read_world(tmp_path / "text.sqlite")
    cut = tmp_path / "cut.sqlite"
    cut.write_bytes(FILE.read_bytes()[:2_000_000])
    with pytest.raises(GazetteerError, match="is damaged"):
        read_world(cut).excerpt(["Baku", "Zurich"])


def test_a_file_of_another_version_and_a_spoilt_block_are_told(tmp_path):
    path = tmp_path / "own.sqlite"
    with sqlite3.connect(path) as file:
        file.executescript(blocks.SCHEMA)
        file.execute("INSERT INTO meta VALUES ('version', '0')")
    file.close()
    with pytest.raises(GazetteerError, match="has the version '0', not '1'"):
        read_world(path)
    with sqlite3.connect(path) as file:
        file.execute("UPDATE meta SET value = '1'")
        file.execute("INSERT INTO keys VALUES ('', 0, 3, 10)")
        file.execute("INSERT INTO store VALUES (0, x'00ff00')")
    file.close()
    with pytest.raises(GazetteerError, match=r"own\.sqlite is damaged"):
        read_world(path).excerpt(["Baku"])


def test_the_files_keys_are_those_of_todays_normal_form(world):
    """A change of ``toponyms`` changes keys: then ``make gazetteer`` is due."""
    today = blocks.fingerprint(blocks.sample(world.blocks))
    assert world.blocks.meta("fingerprint") == today, "run `make gazetteer`"


def test_the_file_holds_what_its_source_says(world):
    counts = json.loads(world.blocks.meta("counts"))
    assert counts["towns"] == 234_908
    assert counts["countries"] >= 245
    assert counts["divisions"] > 4_500
    assert FILE.stat().st_size < 20_000_000


def test_a_look_up_reads_few_blocks():
    world = read_world()
    assert not world.blocks.places
    world.excerpt(["Lenkoran"])
    assert 0 < len(world.blocks.places) <= 4


@pytest.mark.parametrize(
    ("toponym", "place"),
    [
        ("لنکران", "geonames:147622"),
        ("Neftçalla", "geonames:147425"),
        ("Lenkaron", "geonames:147622"),
        ("Bakuu", "geonames:587084"),
    ],
)
@pytest.mark.parametrize("countries", [["AZ"], []])
def test_a_misspelt_name_is_near_its_place(world, toponym, place, countries):
    (first, *others) = world.near(toponym, countries=countries)
    found = [near.id for near in (first, *others)]
    assert place in (found[:1] if countries else found)
    assert all(near.score <= 99 for near in (first, *others))
    assert first.why
    assert len({near.id for near in (first, *others)}) == 1 + len(others) <= 5


def test_what_is_near_does_not_rest_on_the_names_left_out(world):
    (first, *_) = world.near("Lenkoran", countries=["AZ"])
    assert (first.id, first.name) == ("geonames:147622", "Lenkoran")
    without = frozenset([("geonames:147622", "Lenkoran")])
    found = world.near("Lenkoran", countries=["AZ"], without=without)
    places_found = {near.id: near.name for near in found}
    assert places_found["geonames:147622"] != "Lenkoran"


def test_of_like_names_those_in_the_division_that_is_said_come_first(world):
    (anywhere, *_) = world.near("Ritchmond", countries=["AU"])
    (first, *_) = world.near("Ritchmond", countries=["AU"], divisions=["division:AU-TAS"])
    assert (first.id, first.is_there) == ("geonames:2151648", True)
    assert (anywhere.id != first.id, anywhere.is_there) == (True, False)
    # A country's whole is no division: all that was looked through lies there.
    assert not any(one.is_there for one in world.near("Baku", divisions=["division:ZZ-NO"]))


def test_a_name_is_compared_without_the_words_that_say_where_it_lies(world):
    for toponym in ("Ritchmond, Tasmaniya", "Ritchmond (Tasmaniya)"):
        found = world.near(toponym, countries=["AU"], limit=10)
        assert "geonames:2151648" in [one.id for one in found]
    # GeoNames has a Persian name of it with Tasmania in it, and the toponym has not got it.
    names = {one.id: one.name for one in world.near("رچموند، تاسمانی", countries=["AU"])}
    assert "geonames:2151648" in names
    plain = world.near("رچموند", countries=["AU"])
    qualified = world.near("رچموند", countries=["AU"], qualified="رچموند, تاسمانی")
    of = "geonames:2151648"
    least = {one.id: one.score for one in plain}.get(of, 0)
    assert {one.id: one.score for one in qualified}[of] >= least


def test_nothing_is_near_a_text_without_sense_or_in_a_country_that_is_none(world):
    assert world.near("…", countries=["AZ"]) == []
    assert world.near("Baku", countries=["ZZ"]) == []
    assert world.near("") == []


@pytest.mark.parametrize(
    ("identity", "inside", "outside"),
    [
        ("country:AZ", (49.89, 40.37), (44.5, 40.2)),
        ("country:US", (-86.7, 32.8), (-99.1, 19.4)),
        ("division:AZ-LAN", (48.7, 38.75), (46.31, 39.77)),
        ("division:US-AL", (-86.7, 32.8), (-84.4, 33.7)),
        ("division:IT-52", (11.2, 43.4), (12.5, 41.9)),
        ("county:US-01097", (-88.2, 30.9), (-87.7, 30.7)),
    ],
)
def test_an_area_is_where_it_should_be(world, identity, inside, outside):
    import shapely

    area = shapely.from_wkb(world.area(identity))
    assert area.is_valid
    assert area.contains(shapely.Point(inside))
    assert not area.contains(shapely.Point(outside))
    row = places(world.excerpt([], ids=[identity]))[identity]
    assert area.distance(shapely.Point(row["lon"], row["lat"])) < 0.05


def test_a_country_is_its_divisions_and_a_town_has_no_area(world):
    import shapely

    whole = shapely.from_wkb(world.area("country:GE"))
    part = shapely.from_wkb(world.area("division:GE-TB"))
    assert whole.buffer(0.01).contains(part)
    assert world.area("geonames:587084") is None


def test_only_main_names_that_several_places_share_are_in_an_excerpt_of_those(world):
    shared = world.excerpt(["Springfield", "Ouagadougou"], mains=True)
    assert set(shared.names["name"].to_pylist()) == {"Springfield"}
    assert len(shared.places) > 1


def test_what_a_large_look_up_has_read_is_given_back_and_read_again():
    world = read_world()
    some = [line.split("\t")[0] for number in world.blocks.blocks_of_towns()[::4]
            for line in world.blocks.block(number).names[:1]]  # fmt: skip
    before = world.excerpt(some)
    assert world.blocks.texts
    assert len(world.blocks.places) > 256
    world.release()
    assert not world.blocks.texts
    assert not world.blocks.places
    after = world.excerpt(some)
    assert (after.places, after.names) == (before.places, before.names)
