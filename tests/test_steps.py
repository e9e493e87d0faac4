"""The steps of a story: what of their table can be told, and what is said of the rest."""

from __future__ import annotations

import pytest

from mapbuilder.errors import ConfigError, InputError
from mapbuilder.exhibit import Exhibit, read_exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.page import render_page
from mapbuilder.payload import to_payload
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.steps import check_steps, read_steps, to_bbox, to_zoom

EVENTS = [
    {"id": "e1", "date": "1926-07-08", "place": "Baku", "title": "A tram leaves"},
    {
        "id": "e2",
        "date": "1930",
        "place": "Lankaran",
        "title": "A school opens",
        "text": "At last.",
    },
    {"id": "e3", "date": "1931", "title": "A letter", "title_az": "Məktub"},
]
PLACES = [
    {"id": "baku", "name": "Baku", "lat": "40.3777", "lon": "49.8920", "label_az": "Bakı"},
    {"id": "lankaran", "name": "Lankaran", "lat": "38.7543", "lon": "48.8506"},
    {"id": "sumgait", "name": "Sumgait", "lat": "40.59", "lon": "49.67"},
]
STEPS = [
    {"id": "first", "event": "e1", "title": "Rails", "text": "They *run*.", "title_az": "Relslər"},
    {"place": "lankaran", "zoom": "9,5", "title": "A town in the south"},
    {"event": "e2"},
    {"bbox": "47.5, 38, 51, 41", "text": "All of the shore.", "title": "The shore"},
    {"event": "e3"},
]


def exhibit_of(steps, **config):
    located = locate(read_records(EVENTS), [read_gazetteer(PLACES)])
    return Exhibit.of(located, steps=steps, **{"title": "T", "languages": ["en", "az"], **config})


def told(report):
    return [(one.code, one.severity, one.row, one.column) for one in report.problems()]


def checked(rows, events=("e1", "e2"), places=("baku", "lankaran")):
    report = Report()
    return check_steps(read_steps(rows, None, report), set(events), set(places), report), report


def test_steps_keep_the_order_of_their_rows():
    table, report = checked([{"event": "e2"}, {"place": "baku", "title": "B"}, {"event": "e1"}])
    assert table["row"].to_pylist() == [1, 2, 3]
    assert table["event"].to_pylist() == ["e2", None, "e1"]
    assert told(report) == []


def test_what_a_step_says_wrongly_is_taken_from_it_and_told_with_what_is_near():
    table, report = checked(
        [
            {"id": "a", "event": "e11", "title": "A"},
            {"id": "a", "place": "bakou", "title": "B"},
            {"bbox": "1,2,3", "zoom": "near", "title": "C"},
        ]
    )
    assert told(report) == [
        ("step-unknown", "warning", 1, "event"),
        ("step-id-duplicate", "warning", 2, "id"),
        ("step-unknown", "warning", 2, "place"),
        ("step-view", "warning", 3, "bbox"),
        ("step-view", "warning", 3, "zoom"),
    ]
    unknown = [one for one in report.problems() if one.code == "step-unknown"]
    assert [one.suggestions[0].value for one in unknown] == ["e1", "baku"]
    assert "'bakou'" in unknown[1].message
    assert table.select(["id", "event", "place", "bbox", "zoom"]).to_pylist() == [
        {"id": "a", "event": None, "place": None, "bbox": None, "zoom": None},
        *[{"id": None, "event": None, "place": None, "bbox": None, "zoom": None}] * 2,
    ]


@pytest.mark.parametrize("row", [{"event": "nobody"}, {"place": "baku"}, {"zoom": "8"}])
def test_a_step_with_nothing_to_say_is_left_out(row):
    table, report = checked([row])
    assert table is None
    assert ("step-empty", "error", 1, "title") in told(report)


def test_a_text_in_any_language_is_something_to_say():
    table, report = checked([{"place": "baku", "text_az": "Bakı"}])
    assert table.num_rows == 1
    assert told(report) == []


def test_a_table_without_rows_is_a_problem_and_no_story():
    table, report = checked([])
    assert table is None
    assert told(report) == [("table-empty", "warning", None, None)]


def test_a_column_that_is_nearly_known_is_told():
    _, report = checked([{"evnt": "e1", "title": "A"}])
    assert [(one.code, one.column) for one in report.problems()] == [("column-unknown", "evnt")]


@pytest.mark.parametrize(
    ("written", "box"),
    [
        ("47.5,38,51,41", [47.5, 38, 51, 41]),
        (" [47.5, 38, 51, 41] ", [47.5, 38, 51, 41]),
        ("47.5 38 51 41", [47.5, 38, 51, 41]),
        ("170;-20;-170;-10", [170, -20, -170, -10]),
    ],
)
def test_a_box_is_west_south_east_north(written, box):
    assert to_bbox(written) == box


@pytest.mark.parametrize(
    "written",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "0,41,1,38", "0,0,0,1",
     "0,0,1,91", "0,0,181,1"],
)  # fmt: skip
def test_what_is_no_box_is_refused(written):
    with pytest.raises(ValueError, match=r"must be|has a|has no"):
        to_bbox(written)


def test_a_zoom_is_a_level_of_the_map():
    assert [to_zoom(written) for written in ("0", "9,5", "22")] == [0, 9.5, 22]
    for written in ("-1", "23", "near", "nan", "inf", ""):
        with pytest.raises(ValueError, match="must be a level"):
            to_zoom(written)


def test_the_payload_has_the_story_only_where_there_is_a_table():
    payload = to_payload(exhibit_of(None))
    assert "story" not in payload.texts
    assert all("story" not in block for block in payload.languages.values())
    assert not any(key.startswith("story.") for key in payload.languages["en"]["ui"])


def test_the_payload_tells_the_steps_by_index_and_in_each_language():
    payload = to_payload(exhibit_of(STEPS))
    ids = payload.head["places"]["id"]
    assert payload.texts["story"] == {
        "id": ["first", "", "", "", ""],
        "event": [0, -1, 1, -1, 2],
        "place": [-1, ids.index("lankaran"), -1, -1, -1],
        "bbox": [None, None, None, [47.5, 38, 51, 41], None],
        "zoom": [None, 9.5, None, None, None],
    }
    english, azerbaijani = payload.languages["en"], payload.languages["az"]
    assert english["story"]["title"] == ["Rails", "A town in the south", "", "The shore", ""]
    assert english["story"]["text"][0] == [["p", "They ", ["em", "run"], "."]]
    assert english["story"]["text"][2] is None
    assert azerbaijani["story"]["title"][0] == "Relslər"
    assert azerbaijani["fallback"]["story.title"] == [1, 3]
    assert azerbaijani["fallback"]["story.text"] == [0, 3]
    assert "story.title" not in english["fallback"]
    assert english["ui"]["story.start"] == "Start the story"


def test_the_page_tells_its_story_without_scripts_too():
    page = render_page(exhibit_of(STEPS)).decode()
    text = page.partition('<main id="text">')[2]
    story = text.partition('<section class="story">')[2].partition("</section>")[0]
    assert story.count("<li>") == 5
    assert "<h2>The story</h2>" in story
    assert "<p>They <em>run</em>.</p>" in story
    assert "<strong>A school opens</strong>" in story
    for event in ("e1", "e2", "e3"):
        assert f'href="#text-en-{event}"' in story
        assert f'id="text-en-{event}"' in text
    # In the other language the link leads to where the record is told.
    second = text.partition('id="text-az"')[2].partition('<section class="story">')[2]
    assert 'href="#text-en-e1"' in second
    assert 'href="#text-az-e3"' in second
    assert "<strong>Relslər</strong>" in second
    assert 'class="story"' not in render_page(exhibit_of(None)).decode().partition("<main")[2]


def test_hostile_steps_are_text():
    hostile = "</script><script>document.title=1</script>"
    page = render_page(exhibit_of([{"id": hostile, "title": hostile, "text": hostile}])).decode()
    assert hostile not in page


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,title\ne1,1926,A tram\ne2,1930,A school\n")
    return tmp_path


def test_a_table_called_steps_is_read_with_its_hash(folder):
    (folder / "steps.csv").write_text("event,title\ne2,Two\ne1,\n")
    exhibit = read_exhibit(folder)
    assert exhibit.steps["event"].to_pylist() == ["e2", "e1"]
    assert "steps.csv" in [given.name for given in exhibit.inputs]
    (folder / "exhibit.toml").write_text('[tables]\nsteps = "way.csv"\n')
    with pytest.raises(InputError, match=r"'way\.csv' for steps, which is no file"):
        read_exhibit(folder)
    (folder / "steps.csv").rename(folder / "way.csv")
    assert read_exhibit(folder).steps.num_rows == 2


def test_problems_of_steps_are_told_with_file_and_line(folder):
    (folder / "steps.csv").write_text("event,title\ne2,Two\ne9,Nine\n")
    (problem,) = [one for one in read_exhibit(folder).problems if one.code == "step-unknown"]
    assert (problem.file, problem.row, problem.column, problem.value) == (
        "steps.csv", 3, "event", "e9",
    )  # fmt: skip


def test_the_settings_know_the_table(folder):
    (folder / "exhibit.toml").write_text('[tables]\nstep = "way.csv"\n')
    with pytest.raises(ConfigError, match="did you mean 'steps'"):
        read_exhibit(folder)


def test_a_place_that_is_written_by_its_name_is_told_with_its_id():
    report = Report()
    rows = [{"place": "Baku", "title": "One"}, {"place": "Bakı", "title": "Two"}]
    names = {"baku": {"geonames:587084"}, "bakı": {"geonames:587084"}}
    check_steps(read_steps(rows, None, report), set(), {"geonames:587084"}, report, names)
    told = [(one.code, one.suggestions[0].value) for one in report.problems()]
    assert told == [("step-unknown", "geonames:587084")] * 2


def test_an_exhibit_knows_its_places_by_label_and_as_records_write_them(tmp_path):
    (tmp_path / "events.csv").write_text(
        "id,date,place,title\ne1,1930,Sumqayit,One\n", encoding="utf-8"
    )
    (tmp_path / "steps.csv").write_text(
        "place,title\nSumqayit,One\nSumgayit,Two\n", encoding="utf-8"
    )
    told = [one for one in read_exhibit(tmp_path).problems if one.code == "step-unknown"]
    assert [one.suggestions[0].value for one in told] == ["geonames:584923"] * 2


def test_a_box_with_the_latitudes_first_is_told_where_the_other_order_shows_places(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,place,title\ne1,1930,Baku,One\n", "utf-8")
    (tmp_path / "steps.csv").write_text(
        'bbox,title\n"38,47,41,51",Exchanged\n"47,38,51,41",Right\n"2,48,3,49",Far away\n', "utf-8"
    )
    made = read_exhibit(tmp_path)
    [told] = [one for one in made.problems if one.code == "step-view"]
    assert (told.row, told.column) == (2, "bbox")
    assert "47, 38, 51, 41 would show 1 place" in told.message
    assert made.steps["bbox"].to_pylist()[0] == "38,47,41,51", "nothing is guessed"
