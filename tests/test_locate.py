"""The join: exact on the normal form, every record accounted for, whatever the order."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import unjoined
from mapbuilder.config import Config
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.world import read_world

PLACES = [
    {"id": "baku", "name": "Baku", "lat": 40.37545, "lon": 49.83267, "precision": "city",
     "names": "az:Bakı|az-Cyrl:Бакы|ru:Баку"},
    {"id": "lankaran", "name": "Lankaran", "lat": 38.75373, "lon": 48.85393, "precision": "city",
     "names": "az:Lənkəran|ru:Ленкорань"},
    {"id": "alley", "name": "Alley of Martyrs", "lat": 40.35667, "lon": 49.82862,
     "precision": "site", "former_names": "Kirov Park [/1990]"},
    {"id": "moscow", "name": "Moscow", "lat": 55.75204, "lon": 37.61781, "precision": "city"},
    {"id": "moscow-idaho", "name": "Moscow", "lat": 46.7324, "lon": -117.0002,
     "precision": "town"},
    {"id": "mexico", "name": "Mexico", "lat": 23.6, "lon": -102.5, "precision": "region"},
    {"id": "kansas-city", "name": "Kansas City", "lat": 39.0997, "lon": -94.5786,
     "precision": "city"},
    {"id": "astara-rayon", "name": "Astara rayonu", "lat": 38.5, "lon": 48.7,
     "precision": "region"},
]  # fmt: skip


def join(*records, places=PLACES, config=None):
    report = Report()
    rows = [{"title": "Something", "date": "1990-01-20", **record} for record in records]
    return locate(
        read_records(rows, config, report), read_gazetteer(places, config, report), report, config
    )


def problems(located, code):
    return [problem for problem in located.report.problems() if problem.code == code]


def placed(located):
    """Each event's place, by id."""
    ids = located.places["id"].to_pylist()
    index = located.events["place_index"].to_pylist()
    return [None if i is None else ids[i] for i in index]


@pytest.mark.parametrize(
    ("toponym", "place", "kind"),
    [
        ("Baku", "baku", "exhibit"),
        ("  BAKU ", "baku", "exhibit"),
        ("Бакы", "baku", "exhibit"),
        ("BAKI", "baku", "exhibit"),
        ("baku", "baku", "place-id"),
        ("г. Баку", "baku", "exhibit"),
        ("Bakı şəhəri", "baku", "exhibit"),
        ("City of Baku", "baku", "exhibit"),
        ("ЛЕНКОРАНЬ", "lankaran", "exhibit"),
        ("Lenkoran", "lankaran", "exhibit"),
        ("Kirov Park", "alley", "exhibit"),
        ("moscow-idaho", "moscow-idaho", "place-id"),
        ("moscow", "moscow", "place-id"),
    ],
)
def test_a_name_in_any_spelling_joins_its_place(toponym, place, kind):
    located = join({"place": toponym})
    assert placed(located) == [place]
    [event] = located.events.to_pylist()
    [known] = [row for row in PLACES if row["id"] == place]
    assert (event["lon"], event["lat"]) == (known["lon"], known["lat"])
    assert event["kind"] == kind
    assert event["reason"]
    assert event["place"].strip() == toponym.strip()
    [row] = located.joins.to_pylist()
    assert row["place"] == place
    assert row["gazetteer"] == "places"


def test_the_reason_names_the_spelling_that_the_record_has():
    names = "az:Lənkəran|ru:Ленкорань|en:Lenkoran"
    places = [{"id": "l", "name": "Lankaran", "lat": 38.75, "lon": 48.85, "names": names}]
    located = join({"place": "Lenkoran"}, {"place": "LENKORAN"}, places=places)
    assert located.joins["reason"].to_pylist() == [
        "'Lenkoran' is its name (en)",
        "'LENKORAN', compared as 'lenkoran', is its name (en) 'Lenkoran'",
    ]


@pytest.mark.parametrize(
    ("toponym", "nearest"),
    [
        ("Bakku", "baku"),
        ("Lenkaran'", "lankaran"),
        ("Lankaren", "lankaran"),
        ("Alley of the Martyrs", "alley"),
        ("لنکران", "lankaran"),
        ("Kansas", "kansas-city"),
        ("Mexico City", "mexico"),
        ("Astara şəhəri", "astara-rayon"),
    ],
)
def test_a_near_miss_never_joins_and_is_suggested_first(toponym, nearest):
    located = join({"place": toponym})
    assert placed(located) == [None]
    [problem] = problems(located, "place-unknown")
    assert (problem.severity, problem.column, problem.value) == ("warning", "place", toponym)
    assert problem.suggestions[0].place == nearest
    assert problem.suggestions[0].score < 100
    scores = [suggestion.score for suggestion in problem.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 5


def test_a_name_like_no_other_has_no_suggestion():
    [problem] = problems(join({"place": "Xyzzy"}), "place-unknown")
    assert problem.suggestions == ()


def test_an_ambiguous_name_lists_its_places_with_the_ids_to_write():
    located = join({"place": "Moscow"})
    assert placed(located) == [None]
    [problem] = problems(located, "place-ambiguous")
    assert [s.value for s in problem.suggestions] == ["moscow", "moscow-idaho"]
    assert {s.place for s in problem.suggestions} == {"moscow", "moscow-idaho"}


@pytest.mark.parametrize(
    ("date", "joined"),
    [
        ("1990-01-20", True),
        ("1950", True),
        ("1990/1995", True),
        ("1988/..", True),
        ("1991-01-01", False),
        ("1995", False),
    ],
)
def test_a_former_name_joins_only_in_its_years(date, joined):
    located = join({"place": "Kirov Park", "date": date})
    assert placed(located) == ["alley" if joined else None]
    found = problems(located, "place-name-out-of-years")
    assert len(found) == (0 if joined else 1)
    if not joined:
        assert "until 1990" in found[0].message
        assert date in found[0].message
        assert found[0].suggestions[0].place == "alley"


def test_records_of_one_former_name_are_told_apart_by_their_dates():
    dates = ["1995", "1980", "2000", "1985", "1995"]
    located = join(*({"place": "Kirov Park", "date": date} for date in dates))
    assert placed(located) == [None, "alley", None, "alley", None]
    assert len(problems(located, "place-name-out-of-years")) == 3


def test_a_name_that_passed_from_one_place_to_another_follows_the_date():
    places = [
        {"id": "old", "name": "Old", "lat": 1, "lon": 1, "former_names": "Lenin Square [/1960]"},
        {"id": "new", "name": "New", "lat": 2, "lon": 2, "former_names": "Lenin Square [1960/]"},
    ]
    rows = [{"place": "Lenin Square", "date": date} for date in ("1950", "1970", "1960")]
    located = join(*rows, places=places)
    assert placed(located) == ["old", "new", None]
    assert len(problems(located, "place-ambiguous")) == 1


def test_a_record_with_its_own_coordinate_needs_no_place():
    located = join({"lat": 40.5, "lon": 50.25}, {"lat": 40.5, "lon": 50.25, "place": "Pirallahı"})
    assert placed(located) == ["at-40.5,50.25", "at-40.5,50.25"]
    [place] = located.places.to_pylist()
    assert place["label"] == "Pirallahı"
    assert place["precision"] == "site"
    assert located.events["kind"].to_pylist() == ["coordinates", "coordinates"]
    assert located.joins["gazetteer"].to_pylist() == [None, None]
    assert problems(located, "place-unknown") == []


def test_the_meridian_of_180_degrees_is_one_from_east_and_west():
    rows = [{"lat": -16.8, "lon": lon} for lon in (-180, 180, -179.9999999)]
    located = join(*rows)
    assert located.places["id"].to_pylist() == ["at--16.8,180"]


def test_a_records_own_coordinate_is_as_precise_as_its_records_say():
    point = {"lat": 40.5, "lon": 50.25}
    located = join(
        {**point, "precision": "site", "uncertainty_m": "100"},
        {**point, "precision": "City", "uncertainty_m": "2500.5"},
        {**point, "precision": "exact", "uncertainty_m": "wide"},
        {"lat": 1, "lon": 1},
    )
    places = located.places.select(["precision", "uncertainty_m"]).to_pylist()
    assert places == [
        {"precision": "site", "uncertainty_m": None},
        {"precision": "city", "uncertainty_m": 2500.5},
    ]


def test_a_coordinate_without_a_name_is_labelled_by_its_degrees():
    at = {"lat": -12.5, "lon": -0.00001}
    located = join(at, {**at, "title": "Something else"})
    assert placed(located) == ["at--12.5,-0.00001"] * 2
    assert located.places["label"].to_pylist() == ["12.5000° S, 0.0000° W"]


def test_a_records_own_coordinate_wins_over_its_toponym():
    located = join({"place": "Baku", "lat": 40.5, "lon": 50.25})
    [event] = located.events.to_pylist()
    assert (event["lat"], event["lon"], event["kind"]) == (40.5, 50.25, "coordinates")
    assert "37.9 km from Baku" in event["reason"]


def test_the_coordinate_of_the_named_place_is_that_place():
    located = join({"place": "Baku", "lat": 40.37545, "lon": 49.83267}, {"place": "Baku"})
    assert placed(located) == ["baku", "baku"]
    assert located.events["kind"].to_pylist() == ["coordinates", "exhibit"]


def test_records_of_groups_without_markers_need_no_place():
    config = Config(title="x", groups={"context": {"markers": False}})
    rows = [{"place": "Sumgait", "group": "context"}, {"place": "Sumgait", "group": "core"}]
    located = join(*rows, config=config)
    severities = {p.row: p.severity for p in problems(located, "place-unknown")}
    assert sorted(severities.values()) == ["note", "warning"]
    assert severities[min(severities)] == "note"


def test_without_a_table_of_places_the_problem_says_what_to_do():
    [problem] = problems(join({"place": "Baku"}, places=None), "place-unknown")
    assert "no table of places" in problem.message


def test_many_records_of_one_unknown_name_are_counted_not_repeated():
    located = join(*({"place": "Nowhere"} for _ in range(1000)))
    found = problems(located, "place-unknown")
    assert len(found) == 20
    assert "980 more rows" in found[-1].message
    assert len(located.events) == 1000


def test_of_very_many_unknown_names_fewer_rows_are_told_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(unjoined, "_ALL_ROWS_TOLD", 10)
    located = join(*({"place": f"Nowhere {i % 4}"} for i in range(40)))
    found = problems(located, "place-unknown")
    assert [p.row for p in found] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert ["the same in 8 more rows" in p.message for p in found] == [False] * 4 + [True] * 4


def test_places_of_several_and_of_one_stand_in_the_same_lists():
    located = join(
        {"place": "Baku"},
        {"place": "Baku; Lankaran"},
        {"place": ""},
        {"place": "Nowhere", "lat": 40.0, "lon": 50.0},
        {"place": "Lankaran; Baku"},
    )
    ids = located.places["id"].to_pylist()
    lists = located.events["place_indices"].to_pylist()
    named = [at and [ids[index] for index in at] for at in lists]
    own = next(id_ for id_ in ids if id_ not in ("baku", "lankaran"))
    assert named == [["baku"], ["baku", "lankaran"], None, [own], ["lankaran", "baku"]]


def test_gazetteers_are_searched_in_their_order():
    first = read_gazetteer([PLACES[0]], name="first")
    second = read_gazetteer(
        [{**PLACES[0], "id": "other-baku"}, PLACES[1]], name="second", kind="gazetteer"
    )
    records = read_records([
        {"title": "A", "date": "1990", "place": "Baku"},
        {"title": "B", "date": "1990", "place": "Lankaran"},
    ])  # fmt: skip
    located = locate(records, [first, second])
    assert placed(located) == ["baku", "lankaran"]
    assert located.joins["gazetteer"].to_pylist() == ["first", "second"]
    assert located.joins["kind"].to_pylist() == ["exhibit", "gazetteer"]


def test_a_users_own_columns_never_collide_with_the_joins():
    located = join({"place": "Baku", "kind": "theirs", "reason": "why not"})
    [event] = located.events.to_pylist()
    assert event["kind"] == "exhibit"
    assert event["kind_given"] == "theirs"
    assert event["reason_given"] == "why not"
    names = located.events.column_names
    assert len(names) == len(set(names))


def test_a_toponym_that_is_no_text_for_names_is_only_unknown():
    for toponym in ("???", "—", "🏠", "\u202e", "`${x}`", "A" * 100_000):
        located = join({"place": toponym})
        assert placed(located) == [None]
        assert located.count == 1


def test_no_records_are_no_events():
    located = join()
    assert len(located.events) == len(located.joins) == len(located.places) == 0
    assert located.count == 0


toponyms = st.sampled_from(
    ["", "Baku", "БАКУ", "baku", "Moscow", "moscow", "Kirov Park", "Bakku", "?", "Lankaran city"]
) | st.text(max_size=6)
rows = st.fixed_dictionaries(
    {
        "place": toponyms,
        "date": st.sampled_from(["1980", "1990-01-20", "1995", "", "not a date", "1988/.."]),
        "title": st.sampled_from(["Something", ""]),
    },
    optional={
        "lat": st.sampled_from([None, 40.5, 40.37545, 0.0, 91.0]),
        "lon": st.sampled_from([None, 49.83267, 50.25, 0.0]),
    },
)


@settings(max_examples=60)
@given(st.lists(rows, max_size=12))
def test_every_record_is_one_event_or_rejected(records):
    located = locate(read_records(records, None, Report()), read_gazetteer(PLACES))
    assert len(located.events) + located.rejected == located.count == len(records)
    for event in located.events.to_pylist():
        if event["place_index"] is None:
            assert event["lon"] is event["lat"] is event["kind"] is event["reason"] is None
        else:
            assert (event["lon"], event["lat"]) != (0, 0)
            assert event["kind"]
            assert event["reason"]
    assert len(located.joins) == located.events["place_index"].drop_null().length()
    codes = ("place-unknown", "place-ambiguous", "place-name-out-of-years")
    told = {problem.row for problem in located.report.problems() if problem.code in codes}
    for event in located.events.to_pylist():
        named = bool((event["place"] or "").strip())
        assert (event["place_index"] is None and named) == (event["row"] in told)


@settings(max_examples=60)
@given(st.lists(rows, max_size=10), st.randoms(use_true_random=False))
def test_the_join_does_not_depend_on_any_order(records, random):
    records = [{**record, "id": f"e{number}"} for number, record in enumerate(records)]

    def account(records, places):
        located = locate(read_records(records, None, Report()), read_gazetteer(places))
        joins = located.joins.drop_columns(["row", "event"]).to_pylist()
        problems = [
            (problem.code, problem.severity, problem.value, problem.message)
            for problem in located.report.problems()
            if problem.code in ("place-unknown", "place-ambiguous", "place-name-out-of-years")
        ]
        return (
            sorted(joins, key=lambda row: row["id"]),
            sorted(problems),
            {place["id"]: place["label"] for place in located.places.to_pylist()},
        )

    shuffled, places = records[:], PLACES[:]
    random.shuffle(shuffled)
    random.shuffle(places)
    assert account(records, PLACES) == account(shuffled, places)


LINE = "LINESTRING (49 40, 50 40)"


def test_a_record_with_a_line_of_its_own_has_a_place_of_its_own():
    """Whatever its toponym, and whether or not another line has the same middle."""
    located = join(
        {"geometry": LINE, "place": "Baku"},
        {"geometry": LINE},
        {"geometry": "LINESTRING (49.4 40, 49.6 40)", "title": "A walk", "title_az": "Gəzinti"},
        {"lon": 49.5, "lat": 40},
    )
    places = located.places
    assert len(places) == 3
    assert located.joins["kind"].to_pylist() == ["coordinates"] * 4
    index = located.events["place_index"].to_pylist()
    assert index[0] == index[1]
    assert len(set(index)) == 3
    ids = [places["id"][place].as_py() for place in index]
    assert ids[3] == "at-40,49.5"
    assert all(one.startswith("at-40,49.5-") for one in ids[:3])
    assert places["label"][index[0]].as_py() == "Baku"
    assert places["label"][index[2]].as_py() == "A walk"
    assert places["label_az"][index[2]].as_py() == "Gəzinti"
    assert places["shape_wkb"][index[3]].as_py() is None
    assert "shape_wkb" not in located.events.column_names
    assert problems(located, "geometry-invalid") == []


def test_a_line_through_the_named_places_point_is_not_that_place():
    [(lon, lat)] = [
        (float(place["lon"]), float(place["lat"])) for place in PLACES if place["id"] == "baku"
    ]
    line = f"LINESTRING ({lon - 1} {lat}, {lon + 1} {lat})"
    located = join({"geometry": line, "place": "Baku"})
    assert located.places["id"].to_pylist() != ["baku"]


geometries = st.sampled_from(
    [None, LINE, "POLYGON ((49 40, 50 40, 50 41, 49 40))", "POINT (49 40)", "LINESTRING (1 1)", "?"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(geometries, st.sampled_from([None, "Baku", "Nowhere"]))))
def test_records_with_geometries_are_all_accounted_for(rows):
    located = join(*[{"geometry": geometry, "place": place} for geometry, place in rows])
    assert located.count == len(rows) == len(located.events) + located.rejected
    assert located.rejected == 0
    drawn = [geometry not in (None, "LINESTRING (1 1)", "?") for geometry, _ in rows]
    kinds = located.events["kind"].to_pylist()
    assert [kind == "coordinates" for kind in kinds] == drawn


@pytest.fixture(scope="module")
def world():
    return read_world()


@pytest.fixture(scope="module")
def names(world):
    """Names of the world's places in all scripts, and texts that are none or more than one."""
    blocks = world.blocks.blocks_of_towns()[::40]
    found = {name for number in blocks for line in world.blocks.block(number).names[::16]
             for name in line.split("\t")}  # fmt: skip
    written = ["near Baku", "Springfield, Illinois", "Moscow City", "none", "Xyzzyq", "Baku; Ganja"]
    return [*sorted(found), *written]


@settings(max_examples=12, deadline=None)
@given(
    start=st.integers(0, 1_000_000), step=st.sampled_from([1, 7, 131]), at=st.integers(0, 1_000_000)
)
def test_a_toponym_is_joined_in_a_large_table_as_in_one_of_its_own(start, step, at, world, names):
    """From 64 keys on the gazetteer is read block by block, and names are told apart in bulk."""
    some = list(dict.fromkeys(names[(start + step * each) % len(names)] for each in range(90)))
    alone = some[at % len(some)]

    def joined(toponyms):
        rows = [{"id": one, "title": "x", "date": "1990", "place": one} for one in toponyms]
        located = locate(read_records(rows, name="events"), [world], looked_for=0)
        joins = [row for row in located.joins.to_pylist() if row["id"] == alone]
        questions = [
            (one.code, one.message, sorted(str(each.place) for each in one.suggestions))
            for one in located.report.problems()
            if one.column == "place" and one.row == 1
        ]
        return [{**row, "row": 1, "event": 0} for row in joins], questions

    others = [one for one in some if one != alone]
    assert len(others) >= 64
    (few, asked), (many, asked_of_many) = joined([alone]), joined([alone, *others])
    assert many == few
    assert [one[0] for one in asked_of_many] == [one[0] for one in asked]
    # Of more than five the nearest to the table's other places are listed, and those differ.
    if asked and asked[0][0] == "place-ambiguous" and len(asked[0][2]) < 5:
        assert asked_of_many == asked


def test_rows_are_told_in_the_order_of_their_lines_whatever_the_order_of_the_table():
    """A table that was sorted otherwise than its file is told as the file stands."""
    rows = pa.table({"place": ["Nowhere"] * 30, "title": ["x"] * 30, "date": ["1990"] * 30})
    records = read_records(rows, name="events")
    turned = replace(records, table=records.table.take(pa.array(range(29, -1, -1))))
    told = [locate(one, read_gazetteer(None)).report.problems() for one in (records, turned)]
    assert [one.row for one in told[1] if one.code == "place-unknown"] == list(range(1, 21))
    assert told[0] == told[1]


def test_one_name_is_looked_for_in_each_area_that_it_is_said_to_lie_in(world):
    said = [
        ("United States", "Texas"),
        ("United States", "Ohio"),
        ("Azerbaijan", None),
        (None, None),
    ]
    rows = [
        {"title": "x", "date": "1990", "place": "Ritchmondd", "country": country, "region": region}
        for country, region in said
    ]
    together = locate(read_records(rows, name="events"), [world]).report.problems()
    alone = [
        locate(read_records([row], name="events"), [world]).report.problems()[0] for row in rows
    ]
    assert [one.suggestions for one in together] == [one.suggestions for one in alone]
    assert len({one.suggestions for one in together}) == len(said)


def test_without_any_gazetteer_records_have_no_place_but_their_own_coordinate():
    rows = [
        {"title": "x", "date": "1990", "place": "Baku"},
        {"title": "x", "date": "1990", "place": "Baku", "lat": "40.4", "lon": "49.8"},
    ]
    located = locate(read_records(rows, name="events"), [])
    assert located.events["place_index"].to_pylist() == [None, 0]
    assert [one.code for one in located.report.problems()] == ["place-unknown"]


def test_without_joins_there_is_the_same_but_for_their_rows():
    records = read_records([{"title": "A", "date": "1990", "place": "Baku"}])
    places = read_gazetteer([{"id": "baku", "name": "Baku", "lat": 40.4, "lon": 49.9}])
    listed, not_listed = (locate(records, places, listed=one) for one in (True, False))
    assert listed.events.equals(not_listed.events)
    assert listed.places.equals(not_listed.places)
    assert len(listed.joins) == 1
    assert not_listed.joins.num_rows == 0
    assert not_listed.joins.column_names == listed.joins.column_names


@pytest.mark.parametrize("country", ["DE", "de", "deu", "DEU", "276", "Germany", "Allemagne"])
def test_a_countrys_code_may_be_in_small_letters_or_digits(country):
    rows = [{"title": "x", "date": "1990", "place": "Frankfurt am Main", "country": country}]
    located = locate(read_records(rows), read_world())
    assert placed(located) == ["geonames:2925533"]


def test_a_place_that_records_doubt_is_a_place_of_its_own_that_is_uncertain():
    rows = [
        {"date": "1990", "title": "T", "place": place}
        for place in ("Tbilisi", "Tbilisi?", "probably Tbilisi", "near Tbilisi?")
    ]
    located = locate(read_records(rows), read_world())
    places = {one["id"]: one for one in located.places.to_pylist()}
    assert {id_: one["certainty"] for id_, one in places.items()} == {
        "geonames:611717": None,
        "geonames:611717~uncertain": "uncertain",
        "geonames:611717~near~uncertain": "uncertain",
    }
    assert places["geonames:611717~uncertain"]["label"] == "Tbilisi"
    assert located.joins["place"].to_pylist()[1:3] == ["geonames:611717~uncertain"] * 2
    assert "says that it is not sure" in located.joins["reason"].to_pylist()[1]


def test_a_place_that_is_written_with_its_doubt_in_ones_own_table_is_that_place():
    places = read_gazetteer([{"id": "t", "name": "Tbilisi?", "lat": 41.7, "lon": 44.8}])
    rows = [{"date": "1990", "title": "T", "place": "Tbilisi?"}]
    assert locate(read_records(rows), [places]).joins["place"].to_pylist() == ["t"]


def test_two_names_of_one_place_may_stand_in_two_gazetteers():
    places = read_gazetteer([{"id": "t", "name": "Tiflis", "lat": 41.7, "lon": 44.79}])
    rows = [{"date": "1990", "title": "T", "place": "Tiflis (now Tbilisi)"}]
    located = locate(read_records(rows), [places, read_world()])
    assert located.joins["place"].to_pylist() == ["t"]


def test_what_stands_for_nothing_in_the_column_country_is_told_once_with_its_count():
    rows = [
        {"date": "1990", "title": "T", "place": "Batumi", "country": country}
        for country in ("-", "GE", "-", "n/a", "-")
    ]
    located = locate(read_records(rows), read_world())
    assert located.joins["place"].to_pylist() == ["geonames:615532"] * 5
    told = [(one.code, one.severity, one.row, one.value) for one in located.report.problems()]
    first = located.events["row"][0].as_py()
    assert told == [
        ("country-unknown", "note", first, "-"),
        ("country-unknown", "note", first + 3, "n/a"),
    ]
    assert located.report.problems()[0].message.endswith("; the same in 2 more rows")


def test_na_is_namibia_in_the_column_country():
    rows = [{"date": "1990", "title": "T", "place": "Springfield", "country": "NA"}]
    [problem] = locate(read_records(rows), read_world()).report.problems()
    assert problem.code == "place-elsewhere"
    assert "Namibia" in problem.message


def test_who_decides_which_place_is_meant_does_not_take_away_the_records_doubt():
    rows = [{"date": "1990", "title": "T", "place": one} for one in ("Georgia", "Georgia?")]
    decisions = [
        {"toponym": "Georgia", "place": "country:GE", "who": "A. B.", "when": "2026-01-01"}
    ]
    located = locate(read_records(rows), [read_world()], decisions=decisions)
    assert located.joins["place"].to_pylist() == ["country:GE", "country:GE~uncertain"]
    assert located.joins["kind"].to_pylist() == ["decision"] * 2
    assert [one.code for one in located.report.problems()] == []
    shapes = dict(
        zip(*(located.places[name].to_pylist() for name in ("id", "shape_wkb")), strict=True)
    )
    assert shapes["country:GE"] == shapes["country:GE~uncertain"] is not None
