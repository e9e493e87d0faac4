"""What becomes of toponyms that are more than one name, and of names that several places have."""

from __future__ import annotations

from collections import namedtuple

import pytest
import shapely

from mapbuilder.config import Config
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.near import Near
from mapbuilder.records import read_records

COLUMNS = ("id", "name", "lat", "lon", "country", "division", "feature", "population", "names")
TOWNS = [
    ("springfield-il", "Springfield", 39.80, -89.64, "US", "US-IL", "city", "114000", ""),
    ("springfield-ma", "Springfield", 42.10, -72.59, "US", "US-MA", "city", "155000", ""),
    ("springfield-nz", "Springfield", -43.34, 171.93, "NZ", "NZ-CAN", "town", "400", ""),
    ("chicago", "Chicago", 41.85, -87.65, "US", "US-IL", "city", "2700000", ""),
    ("baku", "Baku", 40.38, 49.89, "AZ", "AZ-BA", "city", "2300000", "Bakı|Баку"),
    ("haftoni", "Haftoni", 38.76, 48.76, "AZ", "AZ-LAN", "town", "4000", "Хафтони"),
    ("lankaran", "Lankaran", 38.75, 48.85, "AZ", "AZ-LAN", "city", "50000", "Lənkəran"),
    ("moscow", "Moscow", 55.75, 37.62, "RU", "RU-MOW", "city", "10000000", ""),
    ("moscow-id", "Moscow", 46.73, -117.0, "US", "US-ID", "town", "25000", ""),
    ("country:AZ", "Azerbaijan", 40.3, 47.7, "AZ", "", "country", "10000000", ""),
]  # fmt: skip
AREAS = {
    ("AZ", "Azerbaijan", "Azərbaycan"): ("country:AZ", "AZ", "Azerbaijan"),
    ("RU", "Russia"): ("country:RU", "RU", "Russia"),
    ("US", "USA"): ("country:US", "US", "United States"),
    ("Illinois", "IL"): ("division:US-IL", "US", "Illinois"),
}

Area = namedtuple("Area", "id country label is_code")


class Earth:
    """A small gazetteer of the world, with the answers of the real one."""

    def __init__(self, towns=TOWNS):
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in towns]
        self.whole = read_gazetteer(rows, kind="world", name="world")
        self.asked = []

    def excerpt(self, toponyms, *, ids=(), mains=False):
        self.asked += toponyms
        return self.whole

    def release(self):
        """There is nothing that a small gazetteer would give back."""

    def containers(self, names):
        return {
            name: tuple(
                Area(id=id_, country=country, label=label, is_code=len(name) == 2)
                for words, (id_, country, label) in AREAS.items()
                if name in words
            )
            for name in names
        }

    def label_of(self, identity):
        return {"division:US-IL": "Illinois"}.get(identity)

    def near(self, toponym, *, countries=(), limit=5, qualified="", divisions=()):
        return [Near("haftoni", "Haftoni", 88.0, "sounds the same")]

    def area(self, identity):
        return {"country:AZ": shapely.to_wkb(shapely.box(44, 38, 51, 42))}.get(identity)


def join(*records, world=None, places=None, config=None):
    rows = [
        {"id": f"r{number}", "date": "1990", "title": "T", **record}
        for number, record in enumerate(records, 1)
    ]
    own = read_gazetteer(places) if places else read_gazetteer(None)
    return locate(read_records(rows), [own, world or Earth()], config=config)


def joined(*toponyms, **more):
    """The ids of the places of each toponym's record."""
    located = join(*({"place": toponym} for toponym in toponyms), **more)
    found = {f"r{number}": () for number in range(1, len(toponyms) + 1)}
    for one in located.joins.select(["id", "place"]).to_pylist():
        found[one["id"]] += (one["place"],)
    return list(found.values())


def problems(located):
    return [one for one in located.report.problems() if one.column == "place"]


@pytest.mark.parametrize(
    ("toponym", "places"),
    [
        ("Chicago", ("chicago",)),
        ("Springfield, Illinois", ("springfield-il",)),
        ("Springfield, Illinois, USA", ("springfield-il",)),
        ("Springfield (Illinois)", ("springfield-il",)),
        ("Springfield, IL", ("springfield-il",)),
        ("Bakı şəhəri, Azərbaycan", ("baku",)),
        ("Haftoni, Lankaran", ("haftoni",)),
        ("Baku; Lankaran", ("baku", "lankaran")),
        ("Springfield, Illinois; Chicago", ("springfield-il", "chicago")),
        ("near Haftoni", ("haftoni~near",)),
        ("between Haftoni and Lankaran", ("haftoni~lankaran",)),
        ("12 km west of Lankaran", ("lankaran~w-12km",)),
        ("north of Baku", ("baku~n",)),
        ("Springfield", ()),
        ("Springfield, Azerbaijan", ()),
        ("Springfield, Atlantis", ()),
        ("Nowhere", ()),
        ("Baku; Nowhere", ()),
        ("", ()),
    ],
)
def test_a_toponym_that_is_more_than_a_name_is_read(toponym, places):
    assert joined(toponym) == [places]


def test_the_reason_says_the_rule_that_chose():
    located = join({"place": "Springfield, Illinois"})
    [reason] = located.joins["reason"].to_pylist()
    assert reason.endswith("; the only one in Illinois")


def test_the_records_own_country_chooses():
    located = join(
        {"place": "Moscow", "country": "Russia"},
        {"place": "Moscow", "country": "US"},
        {"place": "Moscow", "country": "Azerbaijan"},
        {"place": "Moscow", "country": "Atlantis"},
        {"place": "Moscow"},
    )
    assert located.joins["place"].to_pylist() == ["moscow", "moscow-id"]
    assert [one.code for one in problems(located)] == [
        "place-elsewhere", "place-elsewhere", "place-ambiguous",
    ]  # fmt: skip


def test_the_exhibits_countries_choose_where_the_record_says_nothing():
    config = Config(join={"within": ["AZ", "RU"]})
    assert joined("Moscow", "Baku", config=config) == [("moscow",), ("baku",)]
    located = join({"place": "Moscow", "country": "US"}, config=config)
    assert located.joins["place"].to_pylist() == ["moscow-id"]
    [problem] = problems(join({"place": "Chicago"}, config=config))
    assert problem.code == "place-elsewhere"
    assert "in Azerbaijan or Russia (the exhibit's settings)" in problem.message


def test_the_exhibits_box_chooses():
    config = Config(join={"bbox": [30, 40, 60, 60]})
    assert joined("Moscow", config=config) == [("moscow",)]
    [problem] = problems(join({"place": "Chicago"}, config=config))
    assert "in the exhibit's bounding box" in problem.message


def test_the_exhibits_own_places_come_first_and_are_not_looked_for_elsewhere():
    world = Earth()
    places = [{"id": "own", "name": "Springfield", "lat": 1, "lon": 2}]
    assert joined("Springfield", "Chicago", world=world, places=places) == [("own",), ("chicago",)]
    assert "Springfield" not in world.asked


def test_a_place_of_ones_own_is_not_where_the_record_says_another_is():
    places = [{"id": "own", "name": "Springfield", "lat": 40, "lon": 50}]
    assert joined("Springfield, Illinois", places=places) == [("springfield-il",)]
    # Its country is not told, but it lies in Azerbaijan's outline.
    assert joined("Springfield, Azerbaijan", places=places) == [("own",)]


def test_several_places_are_all_of_the_event_and_each_has_a_join():
    located = join({"place": "Baku; Lankaran"}, {"place": "Baku"}, {"place": ""})
    lists = located.events["place_indices"].to_pylist()
    ids = located.places["id"].to_pylist()
    assert [one and [ids[index] for index in one] for one in lists] == [
        ["baku", "lankaran"], ["baku"], None,
    ]  # fmt: skip
    assert located.joins.select(["id", "place", "event"]).to_pylist() == [
        {"id": "r1", "place": "baku", "event": 0},
        {"id": "r1", "place": "lankaran", "event": 0},
        {"id": "r2", "place": "baku", "event": 1},
    ]


def test_the_same_place_twice_is_one():
    located = join({"place": "Baku; Баку"})
    assert "place_indices" not in located.events.column_names
    assert located.joins["place"].to_pylist() == ["baku"]


def test_a_part_that_is_unknown_is_named():
    [problem] = problems(join({"place": "Baku; Nowhere"}))
    assert problem.code == "place-unknown"
    assert problem.message.startswith("'Nowhere' in 'Baku; Nowhere' is not a place")


def test_near_is_a_place_of_its_own_with_an_area():
    located = join({"place": "near Haftoni"}, {"place": "Haftoni"})
    near, plain = (
        located.places.filter([one == id_ for one in located.places["id"].to_pylist()]).to_pylist()[
            0
        ]
        for id_ in ("haftoni~near", "haftoni")
    )
    assert near["relation"] == "near"
    assert near["of"] == "Haftoni"
    assert near["uncertainty_m"] >= 5_000
    assert near["label"] == "near Haftoni"
    assert shapely.from_wkb(near["shape_wkb"]).contains(shapely.Point(48.76, 38.76))
    assert plain["relation"] is None
    assert plain["shape_wkb"] is None


def test_a_question_has_at_most_five_places_the_likeliest_first():
    towns = [
        (f"s{number}", "Springfield", 10.0 + number, 10.0, "US", "US-IL", "town", str(number), "")
        for number in range(1, 10)
    ]
    located = join({"place": "Springfield"}, world=Earth(towns))
    [problem] = problems(located)
    assert "may be 9 places, of which five are listed" in problem.message
    assert [one.place for one in problem.suggestions] == ["s9", "s8", "s7", "s6", "s5"]
    first = problem.suggestions[0]
    assert (first.country, first.feature, first.why) == ("US", "town", "'Springfield' is its name")
    assert 90 <= first.score <= 100


def test_a_question_tells_how_far_the_exhibits_other_places_are():
    located = join({"place": "Moscow"}, {"place": "Baku"})
    [problem] = problems(located)
    russian, american, *_ = problem.suggestions
    assert (russian.place, american.place) == ("moscow", "moscow-id")
    assert 1_900 < russian.distance_km < 2_000


def test_what_no_gazetteer_has_may_be_where_the_other_records_are():
    located = join({"place": "Alley of Martyrs"}, {"place": "Baku"}, {"place": "Baku"})
    [problem] = problems(located)
    assert [(one.place, one.why) for one in problem.suggestions] == [
        ("haftoni", "sounds the same"), ("baku", "where 2 of the other records are"),
    ]  # fmt: skip


def test_what_nobody_may_guess_is_never_joined_in_silence():
    located = join({"place": "Haftony"})
    assert len(located.joins) == 0
    [problem] = problems(located)
    assert [one.place for one in problem.suggestions] == ["haftoni"]


def test_a_decision_about_a_part_is_honoured_and_the_other_parts_stay():
    rows = [{"toponym": "Springfield", "place": "springfield-ma", "who": "A. B."}]
    records = read_records(
        [{"id": "r1", "date": "1990", "title": "T", "place": "Springfield; Baku"}]
    )
    own = read_gazetteer(None)
    open_ = locate(records, [own, Earth()])
    assert [one.value for one in problems(open_)] == ["Springfield"]
    settled = locate(records, [own, Earth()], decisions=rows)
    assert settled.joins["place"].to_pylist() == ["springfield-ma", "baku"]
    assert "settled by A. B." in settled.joins["reason"].to_pylist()[0]
    assert problems(settled) == []
    assert [p.code for p in settled.report.problems()] == []


def test_a_setting_that_names_no_country_is_told():
    config = Config(join={"within": ["AZ", "Azerbajan"]})
    located = join({"place": "Baku"}, config=config)
    assert located.joins["place"].to_pylist() == ["baku"]
    [problem] = located.report.problems()
    assert (problem.code, problem.value) == ("within-unknown", "Azerbajan")
