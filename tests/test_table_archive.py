"""The exhibit as CSV tables: what is built of them is what they were made of."""

from __future__ import annotations

import csv
import io
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapbuilder.build import build
from mapbuilder.exhibit import Exhibit, read_exhibit
from mapbuilder.export import to_csv
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.world import read_world

from .invented import exhibit_of
from .several import several_exhibit

FOLDERS = sorted(p for p in (Path(__file__).resolve().parent / "exhibits").iterdir() if p.is_dir())
EXHIBITS = {
    "black-january": read_exhibit,
    "invented": exhibit_of,
    **{path.name: (lambda path=path: read_exhibit(path)) for path in FOLDERS},
}
# What a build reads out of the records, and the numbers of rows, which are those of the table.
READ = {"row", "place_index", "place_indices"}


def unpacked(exhibit: Exhibit, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(to_csv(exhibit))) as archive:
        archive.extractall(folder)
    return folder


def joins_of(exhibit: Exhibit) -> list[tuple[object, ...]]:
    names = ("id", "toponym", "place", "label", "lon", "lat", "kind", "reason")
    rows = exhibit.joins.to_pylist()
    return sorted((tuple(str(row[name]) for name in names) for row in rows), key=str)


def same(exhibit: Exhibit, again: Exhibit) -> bool:
    assert again.events["id"].to_pylist() == exhibit.events["id"].to_pylist()
    for name in set(exhibit.events.column_names) - READ:
        wanted = exhibit.events[name].to_pylist()
        if name in again.events.column_names:
            assert again.events[name].to_pylist() == wanted
        else:
            # A column in which nothing stands is not written.
            assert set(wanted) <= {None}
    assert joins_of(again) == joins_of(exhibit)
    counts = {key: n for key, n in exhibit.counts.items() if key not in ("records", "rejected")}
    assert {key: again.counts[key] for key in counts} | {"problems": counts["problems"]} == counts
    return True


@pytest.mark.parametrize("name", list(EXHIBITS))
def test_what_is_built_of_the_tables_has_the_same_events_and_joins(name, tmp_path):
    exhibit = EXHIBITS[name]()
    again = read_exhibit(unpacked(exhibit, tmp_path))
    assert same(exhibit, again)
    assert again.config.languages == exhibit.config.languages
    assert again.config.variants == exhibit.config.variants
    assert again.config.groups == exhibit.config.groups
    assert again.config.categories == exhibit.config.categories
    assert again.config.join == exhibit.config.join
    for table in ("sources", "figures"):
        given, read = getattr(exhibit, table), getattr(again, table)
        if given is None or not len(given):
            assert read is None
            continue
        for column in set(given.column_names) - {"row", "file"}:
            if any(given[column].to_pylist()):
                assert read[column].to_pylist() == given[column].to_pylist()


def test_the_tables_give_the_same_tables_again(tmp_path):
    exhibit = read_exhibit()
    first = to_csv(exhibit)
    assert to_csv(read_exhibit(unpacked(exhibit, tmp_path))) == first


def test_a_page_can_be_built_of_the_tables(tmp_path):
    page = build(unpacked(read_exhibit(), tmp_path / "folder"), tmp_path / "x.html", basemap="none")
    html = page.read_text("utf-8-sig")
    assert html.count('<article id="text-en-') == 23
    # What the archive says beside the tables is not read as a further detail of the records.
    assert "first_day" not in html


def test_the_archive_has_its_tables_and_no_clock():
    with zipfile.ZipFile(io.BytesIO(to_csv(read_exhibit()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "exhibit.toml", "events.csv", "places.csv", "sources.csv", "figures.csv", "joins.csv",
            "dates.csv", "credits.csv",
        ]  # fmt: skip
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
            if name.endswith(".csv")
        }
        assert tomllib.loads(archive.read("exhibit.toml").decode())["title"].startswith("Azer")
    assert len(tables["events.csv"]) == len(tables["dates.csv"]) == 23
    assert len(tables["joins.csv"]) == 16
    assert tables["dates.csv"][1]["edtf"] == "1988/.."
    assert tables["dates.csv"][1]["first_day"] == "1988-01-01"
    assert {row["what"] for row in tables["credits.csv"]} == {"coordinates"}


def test_settings_and_texts_that_toml_could_trip_over_come_back(tmp_path):
    title = 'A "title"\\ with \x7f, \t and\nlines = ["x"] # ünïcode 🗺'
    exhibit = exhibit_of(title=title, groups={'a "b".c': {"label": "L", "markers": False}})
    again = read_exhibit(unpacked(exhibit, tmp_path)).config
    assert (again.title, again.groups) == (title, exhibit.config.groups)


def test_who_answers_and_what_details_are_called_come_back(tmp_path):
    exhibit = exhibit_of(
        contact={"email": "office@museum.example"}, details={"weather": {"label": "The weather"}}
    )
    again = read_exhibit(unpacked(exhibit, tmp_path)).config
    assert (again.contact, again.details) == (exhibit.config.contact, exhibit.config.details)


def test_what_lies_near_a_place_of_the_world_is_found_again_without_a_decision(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,title,place\na,1990,A,near Haftoni\n")
    exhibit = read_exhibit(tmp_path / "events.csv")
    again = read_exhibit(unpacked(exhibit, tmp_path / "again"))
    assert again.joins["place"].to_pylist() == ["geonames:148088~near"]
    assert [one.code for one in again.problems if one.severity != "note"] == []
    assert not (tmp_path / "again" / "decisions.csv").exists()


def test_places_of_a_gazetteer_that_is_not_at_hand_come_along(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "exhibit.toml").write_text(
        'title = "T"\n[join]\nworld = false\n[tables]\ngazetteers = ["theirs.csv"]\n'
    )
    (folder / "theirs.csv").write_text("id,name,lat,lon,names\nz1,Zorbat,40.5,49.5,ru:Зорбат\n")
    (folder / "events.csv").write_text("id,date,place,title\na,1990,Зорбат,T\nb,1991,Zorb,U\n")
    exhibit = read_exhibit(folder)
    assert exhibit.joins["kind"].to_pylist() == ["gazetteer"]
    again = read_exhibit(unpacked(exhibit, tmp_path / "again"))
    # It is the exhibit's own place from now on.
    assert again.joins["kind"].to_pylist() == ["exhibit"]
    for name in ("id", "place", "lon", "lat"):
        assert again.joins[name].to_pylist() == exhibit.joins[name].to_pylist()


def test_what_a_person_decided_comes_along(tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "places.csv").write_text("id,name,lat,lon\nb,Baku,40.4,49.8\n")
    (folder / "events.csv").write_text(
        "id,date,place,title\na,1990,the town,T\nb,1991,the town,U\nc,1992,elsewhere,V\n"
    )
    (folder / "decisions.csv").write_text(
        "toponym,context,place,who,when,note\n"
        "the town,a,b,Leyla,2026-01-01,by the map\nelsewhere,,,Leyla,2026-01-01,none: a farm\n"
    )
    exhibit = read_exhibit(folder)
    again = read_exhibit(unpacked(exhibit, tmp_path / "again"))
    assert same(exhibit, again)
    assert joins_of(exhibit)[0][6] == "decision"
    assert again.events["reason"].to_pylist() == exhibit.events["reason"].to_pylist()


def test_a_decision_made_in_python_is_signed_by_the_export(tmp_path):
    places = read_gazetteer([{"id": "b", "name": "Baku", "lat": 40.4, "lon": 49.8}])
    records = read_records([{"id": "a", "date": "1990", "place": "the town", "title": "T"}])
    decisions = [{"toponym": "the town", "place": "b", "who": "Leyla"}]
    exhibit = Exhibit.of(locate(records, places, decisions=decisions), title="T")
    again = read_exhibit(unpacked(exhibit, tmp_path))
    assert again.joins["place"].to_pylist() == ["b"]
    assert "mapbuilder export" in (tmp_path / "decisions.csv").read_text("utf-8")


def test_several_places_and_what_lies_near_them_are_found_again(tmp_path):
    exhibit = several_exhibit()
    again = read_exhibit(unpacked(exhibit, tmp_path))
    at, found = (
        {(join["id"], join["place"]) for join in one.joins.to_pylist()} for one in (exhibit, again)
    )
    assert at == found


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Zs")), min_size=1, max_size=10
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "date": st.sampled_from(["1990-01-20", "16.1.1943", "1988/..", "1989~", None]),
                "title": words,
                "title_az": st.none() | words,
                "place": st.sampled_from(
                    [
                        "Halva",
                        "Lenin",
                        "Velm",
                        "Halva; Velm",
                        "near Velm",
                        "Baku",
                        "Velm?",
                        "Halva?; Velm",
                        "near Halva?",
                        "probably Baku",
                        "Nowhere",
                        None,
                    ]
                ),
                "at": st.sampled_from([None, None, ("12.5", "41.9"), ("-179.99", "-17")]),
                "quote": st.none() | words,
                "weather": st.none() | words,
                "kind": st.none() | words,
            }
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_exhibit_comes_back_from_its_tables(tmp_path_factory, rows):
    events = [
        {key: value for key, value in row.items() if key != "at"}
        | {"id": f"e{i}", "lon": row["at"] and row["at"][0], "lat": row["at"] and row["at"][1]}
        for i, row in enumerate(rows)
    ]
    places = read_gazetteer(
        [
            {"id": "halva", "name": "Halva", "lat": 40.375451234, "lon": 49.83267,
             "former_names": "Lenin [/1991]"},
            {"id": "velm", "name": "Velm", "lat": 40.36, "lon": 49.85, "precision": "site"},
        ]
    )  # fmt: skip
    config = {"title": "T", "languages": ["en", "az"]}
    exhibit = Exhibit.of(locate(read_records(events), [places, read_world()]), **config)
    again = read_exhibit(unpacked(exhibit, tmp_path_factory.mktemp("again")))
    assert again.events["id"].to_pylist() == exhibit.events["id"].to_pylist()
    for name in ("date", "edtf", "title", "title_az", "place", "quote", "weather", "lon", "lat"):
        wanted = exhibit.events[name].to_pylist()
        read = again.events[name].to_pylist() if name in again.events.column_names else None
        assert read == wanted or (read is None and set(wanted) == {None})
    at = {(join["id"], join["place"]): join["kind"] for join in exhibit.joins.to_pylist()}
    found = {(join["id"], join["place"]): join["kind"] for join in again.joins.to_pylist()}
    assert found.keys() == at.keys()
    # Near what a place lies is not known where only the nearness was: a decision says it then.
    assert {at[key] for key in at if found[key] != at[key]} <= {"exhibit"}
    assert {found[key] for key in at if found[key] != at[key]} <= {"decision"}
