"""A table that is made anew of a page of many records builds the same records again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import many
from mapbuilder.build import build
from mapbuilder.cli import main
from mapbuilder.errors import OutputError, ProofError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.extract_records import extract_records
from mapbuilder.many_dates import edtf_of, others
from mapbuilder.markdown import to_markdown
from mapbuilder.morton import to_codes, to_degrees
from mapbuilder.packed_columns import Column, read_container, to_container
from mapbuilder.page_records import PageRecords
from mapbuilder.text import to_rich
from tests.folder_pages import small_pieces
from tests.many_reader import ManyReader

SETTINGS = """\
title = "Records"
languages = ["en", "az"]
machine_drafted = ["az"]

[carry]
limit_mb = {limit}

[groups.core]
label = "Core"

[details.weather]
label = "The weather"

[basemap]
detail = "none"
"""
PLACES = """\
id,name,lat,lon,precision,former_names
velm,Velm,40.412345,49.851234,town,Old Velm [1900/1950]
halva,Halva,41.5,48.25,city,
"""
SOURCES = "id,title\npaper,The Paper\ndiary,A Diary\nletter,A Letter\n"
EVENTS = [
    {
        "id": "a", "date": "1990-01-19/1990-01-20", "place": "Velm", "title": "One, of 2",
        "title_az": "Bir", "text": "A *first*.\n\n- x\n- y", "text_az": "Birinci", "group": "core",
        "category": "march", "source": "paper; letter", "other_sources": "diary",
        "quote": 'the "square", said', "quote_az": "meydan", "locator": "page 3",
        "other_accounts": "1988. An [other](https://example.org/a_b) account", "weather": "cold",
        "review": "az: machine draft", "date_sources": "diary",
    },
    {"id": "b", "date": "1990-02", "place": "Halva; Velm", "title": "=Two*", "category": "arrest"},
    {"id": "c", "date": "1991?", "place": "Nowhereville", "title": "Three", "Sky above": "clear"},
    {"id": "d", "date": "1942~", "place": "Halva", "title": "Four", "text": "5 _and_ 6\\*"},
    {"id": "e", "date": "", "lat": "40.40123", "lon": "-49.87", "title": "Five\u2028six"},
    {"id": "f", "date": "1917", "lat": "-33.5", "lon": "18.4", "place": "A cape", "title": "Seven"},
    {"id": "g", "date": "-0044-03-15", "place": "velm", "title": "Eight", "source": "unlisted"},
    {"id": "h", "date": "1990-01-19", "place": "", "title": "Nine", "text": "> said\n\n1. a\n2. b"},
]  # fmt: skip
OF_EVENTS = (
    "id", "edtf", "title", "title_az", "text", "text_az", "category", "group", "source", "quote",
    "quote_az", "locator", "other_accounts", "other_sources", "date_sources", "weather",
    "sky_above", "place", "start_day", "end_day", "certainty",
)  # fmt: skip


@pytest.fixture(autouse=True)
def many_from_one_on(monkeypatch):
    monkeypatch.setattr(many, "MANY_EVENTS", 0)


def write_exhibit(folder: Path, limit: str = "0.0007") -> Path:
    """An exhibit of which the page carries all but its table of events."""
    folder.mkdir()
    (folder / "exhibit.toml").write_text(SETTINGS.format(limit=limit), "utf-8")
    (folder / "places.csv").write_text(PLACES, "utf-8")
    (folder / "sources.csv").write_text(SOURCES, "utf-8")
    columns = list(dict.fromkeys(name for event in EVENTS for name in event))
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns, restval="")
        table.writeheader()
        table.writerows(EVENTS)
    return folder


def records_of(folder: Path) -> list[dict[str, object]]:
    """Of each event what its record says, and its places."""
    exhibit = read_exhibit(folder)
    ids = exhibit.places["id"].to_pylist()
    at = [(round(lon, 5), round(lat, 5)) for lon, lat in zip(
        exhibit.places["lon"].to_pylist(), exhibit.places["lat"].to_pylist(), strict=True
    )]  # fmt: skip
    joins: dict[str, list[object]] = {}
    for join in exhibit.joins.to_pylist():
        joins.setdefault(str(join["id"]), []).append((join["place"], join["toponym"]))
    told = []
    for event in exhibit.events.to_pylist():
        own = {name: event.get(name) or None for name in OF_EVENTS}
        for name in ("text", "text_az", "other_accounts"):
            own[name] = to_rich(str(own[name] or ""))
        own["source"] = str(own["source"] or "").partition(";")[0] or None
        place = event["place_index"]
        own["at"] = None if place is None else (ids[place], at[place])
        own["joins"] = joins.get(str(event["id"]))
        told.append(own)
    return sorted(told, key=lambda one: str(one["id"]))


def test_a_join_that_rests_on_what_the_page_does_not_hold_is_settled(tmp_path):
    """The page has dates as EDTF, and a decision names its record by the date as it was written."""
    folder = write_exhibit(tmp_path / "given")
    (folder / "places.csv").write_text(
        "id,name,lat,lon\neast,Halva,41.5,48.25\nwest,Halva,41.5,8.25\nvelm,Velm,1,2\n", "utf-8"
    )
    (folder / "decisions.csv").write_text(
        "toponym,context,place,who\nHalva,19 January 1990,east,Ann\nHalva,1991,west,Ann\n", "utf-8"
    )
    (folder / "events.csv").write_text(
        "id,date,title,place\na,19 January 1990,One,Halva\nb,1991,Two,Halva\n"
        f"c,1992,Three {'x' * 600},Velm\nd,1990-01-19,Four,Halva\n",
        "utf-8",
    )
    page = build(folder, tmp_path / "page.html")
    made = extract_records(page, tmp_path / "made")
    assert (made.settled, made.elsewhere) == (1, 0)
    for one in (folder, tmp_path / "made"):
        joins = read_exhibit(one).joins.to_pylist()
        assert sorted((join["id"], join["place"]) for join in joins) == [
            ("a", "east"), ("b", "west"), ("c", "velm"),
        ]  # fmt: skip
    # Whose date was written otherwise has no decision, and it is the same day.
    assert "Halva,d,," in (tmp_path / "made/decisions.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("form", ["file", "folder"])
def test_a_table_made_of_a_page_builds_the_same_records(monkeypatch, tmp_path, form):
    small_pieces(monkeypatch)
    given = write_exhibit(tmp_path / "given")
    page = build(given, tmp_path / "page.html", form=form)
    made = extract_records(page.parent if form == "folder" else page, tmp_path / "made")
    assert made.table == "events.csv"
    assert made.count == len(EVENTS)
    assert made.extracted.missing == ()
    assert sorted(made.extracted.files) == ["exhibit.toml", "places.csv", "sources.csv"]
    assert (tmp_path / "made/events.csv").read_bytes() != (given / "events.csv").read_bytes()
    before, after = records_of(given), records_of(tmp_path / "made")
    # The second source of a record's cell is told with its other sources.
    assert (before[0].pop("other_sources"), after[0].pop("other_sources")) == (
        "diary",
        "letter; diary",
    )
    assert after == before
    again = build(tmp_path / "made", tmp_path / "again.html", form="file")
    once = build(given, tmp_path / "once.html", form="file")
    old, new = ManyReader(once.read_bytes()), ManyReader(again.read_bytes())
    for series in ("facts", "told-en", "told-az", "spots-en", "spots-az"):
        assert new.chunks(series) == old.chunks(series)
    assert new.places == old.places
    assert {name for name in old.elements if old.elements[name] != new.elements[name]} <= {
        "manifest", "inputs",
    }  # fmt: skip


def test_the_command_says_that_the_table_was_made_anew(tmp_path):
    page = build(write_exhibit(tmp_path / "given"), tmp_path / "page.html")
    run = CliRunner().invoke(main, ["extract", str(page), str(tmp_path / "made")])
    assert run.exit_code == 1
    assert "missing: events.csv is not in the page" in run.output
    assert "--records" in run.output
    made = ["extract", str(page), str(tmp_path / "made"), "--records"]
    run = CliRunner().invoke(main, made)
    assert run.exit_code == 0, run.output
    assert "events.csv was made anew of the page's 8 records; it is not the file" in run.output
    with pytest.raises(OutputError, match=r"has events\.csv already"):
        extract_records(page, tmp_path / "made")
    assert CliRunner().invoke(main, [*made, "--force"]).exit_code == 0


def test_a_single_table_is_made_anew_under_its_own_name(tmp_path, monkeypatch):
    from mapbuilder import exhibit_files

    given = write_exhibit(tmp_path / "given")
    table = given / "march.csv"
    (given / "events.csv").rename(table)
    # No settings, no limit to set: as if the table had ten megabytes.
    read = exhibit_files.input_of
    monkeypatch.setattr(exhibit_files, "input_of", lambda folder, file, *_: read(folder, file))
    page = build(table, tmp_path / "page.html", basemap="none")
    assert json.loads(ManyReader(page.read_bytes()).elements["manifest"])["carried"] is None
    made = extract_records(page, tmp_path / "made")
    assert made.table == "march.csv"
    assert made.extracted.exhibit == tmp_path / "made" / "march.csv"
    with (tmp_path / "made/march.csv").open(encoding="utf-8", newline="") as stream:
        ids = [one["id"] for one in csv.DictReader(stream)]
    assert sorted(ids) == [event["id"] for event in EVENTS]


@pytest.mark.parametrize(
    ("name", "declared"),
    [("data/our events.csv", True), ("Events.CSV", False), ("events.csv", True)],
)
def test_a_table_is_made_anew_where_the_settings_name_it(tmp_path, name, declared):
    given = write_exhibit(tmp_path / "given", "0.001")
    (given / name).parent.mkdir(exist_ok=True)
    (given / "events.csv").rename(given / name)
    if declared:
        with (given / "exhibit.toml").open("a", encoding="utf-8") as stream:
            stream.write(f'[tables]\nevents = "./{name}"\n')
    page = build(given, tmp_path / "page.html")
    made = extract_records(page, tmp_path / "made")
    assert (made.table, made.extracted.missing) == (name, ())
    assert read_exhibit(tmp_path / "made").counts == read_exhibit(given).counts


def test_a_table_of_another_format_that_the_settings_name_is_missing(tmp_path):
    given = write_exhibit(tmp_path / "given", "0.001")
    (given / "events.csv").rename(given / "events.tsv")
    with (given / "exhibit.toml").open("a", encoding="utf-8") as stream:
        stream.write('delimiter = ","\n[tables]\nevents = "events.tsv"\n')
    settings = (given / "exhibit.toml").read_text("utf-8").replace('delimiter = ","\n', "")
    (given / "exhibit.toml").write_text(f'delimiter = ","\n{settings}', "utf-8")
    page = build(given, tmp_path / "page.html")
    made = extract_records(page, tmp_path / "made")
    assert (made.table, made.extracted.missing) == (None, ("events.tsv",))


def test_of_a_workbook_the_table_of_events_is_made_anew_and_its_other_sheets_are_missing(tmp_path):
    from openpyxl import Workbook

    given = write_exhibit(tmp_path / "given", "0.001")
    book = Workbook()
    for name in ("events", "sources"):
        sheet = book.create_sheet(name)
        with (given / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                sheet.append([cell.replace("\u2028", " ") or None for cell in row])
        (given / f"{name}.csv").unlink()
    del book["Sheet"]
    book.save(given / "archive.xlsx")
    page = build(given, tmp_path / "page.html")
    made = extract_records(page, tmp_path / "made")
    assert (made.table, made.extracted.missing) == ("events.csv", ("archive.xlsx",))
    # What begins with = is a formula there, and no title.
    assert read_exhibit(tmp_path / "made").counts["events"] == len(EVENTS) - 1


def test_a_table_is_not_made_through_a_link(tmp_path):
    given = write_exhibit(tmp_path / "given", "0.001")
    (given / "data").mkdir()
    (given / "events.csv").rename(given / "data/events.csv")
    with (given / "exhibit.toml").open("a", encoding="utf-8") as stream:
        stream.write('[tables]\nevents = "data/events.csv"\n')
    page = build(given, tmp_path / "page.html")
    (tmp_path / "made").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "made/data").symlink_to(tmp_path / "other")
    with pytest.raises(OutputError, match="is behind, a link"):
        extract_records(page, tmp_path / "made")
    assert list((tmp_path / "other").iterdir()) == []


def test_of_a_small_page_nothing_is_said_of_records(tmp_path, monkeypatch):
    monkeypatch.setattr(many, "MANY_EVENTS", 1000)
    page = build(write_exhibit(tmp_path / "given"), tmp_path / "page.html")
    run = CliRunner().invoke(main, ["extract", str(page), str(tmp_path / "made")])
    assert run.exit_code == 1
    assert "--records" not in run.output


def test_what_a_page_carries_is_not_made_anew(tmp_path, monkeypatch):
    given = write_exhibit(tmp_path / "given", limit="8")
    page = build(given, tmp_path / "page.html")
    made = extract_records(page, tmp_path / "made")
    assert made.table is None
    assert (tmp_path / "made/events.csv").read_bytes() == (given / "events.csv").read_bytes()
    monkeypatch.setattr(many, "MANY_EVENTS", 2_000)
    few = build(given, tmp_path / "few.html")
    with pytest.raises(ProofError, match="leave out --records"):
        extract_records(few, tmp_path / "other")


@pytest.mark.parametrize(
    "block",
    [
        b'<div id="a" hidden><!--eNqr--></div>\n',
        b'<script type="text/plain" id="a">eNqr</script>\n',
    ],
    ids=["page", "older page"],
)
def test_a_block_is_a_comment_and_was_a_script_before(tmp_path, block):
    page = b"<p>" + block
    assert PageRecords(page, tmp_path, {"a": (3, len(page))}, {}).text("a") == b"eNqr"


def test_a_damaged_block_is_said_and_no_table_written(tmp_path):
    page = build(write_exhibit(tmp_path / "given"), tmp_path / "page.html")
    content = page.read_bytes()
    at = content.index(b'id="many-facts-0" hidden>') + 40
    page.write_bytes(content[:at] + b"AAAAAAAA" + content[at + 8 :])
    with pytest.raises(ProofError, match="'many-facts-0' is damaged"):
        extract_records(page, tmp_path / "made")
    assert not (tmp_path / "made/events.csv").exists()


@pytest.mark.parametrize(
    "text",
    [
        "a", "*a* b", "1. x\n2. y", "- a\n- b\n\n+ c", "> q\n> r\n\nx", "a\\*b", "a  \nb",
        "[x](https://e.org/a_b(c)) y", "- a\n\n- b\n\n  c", "1988. The", "- a\n  - b\n    - c\n- d",
        "*a*_b_", "**a**__b__", "***x***", "> - a\n> - b", "-5 degrees", "+ a", "1988\\. x", "\\",
        "a\n\nb\n\n1988. c", "[*a*](https://x.y/z)", "#a `x` <b>", "-", "1)", "a*b_c[d]e",
    ],
)  # fmt: skip
def test_a_tree_s_markdown_makes_the_tree_again(text):
    assert to_rich(to_markdown(to_rich(text))) == to_rich(text)


@given(st.text("a*_[]()\\>-+1. \n", max_size=24))
def test_no_letter_of_a_plain_tree_becomes_a_mark(text):
    rich = to_rich(text)
    if isinstance(rich, str):
        assert to_rich(to_markdown(rich)) == rich


@pytest.mark.parametrize(
    ("days", "edtf"),
    [
        ((7_323, 7_323, 0), "1990-01-19"),
        ((7_305, 7_335, 64), "1990-01"),
        ((7_305, 7_669, 64), "1990"),
        ((7_305, 7_669, 0), ""),
        ((7_323, 7_324, 0), ""),
        ((7_323, 7_323, 1), ""),
        ((-800_000, -800_000, 0), ""),
    ],
)
def test_a_day_a_month_and_a_year_are_told_by_their_ends(days, edtf):
    assert edtf_of(*days) == edtf
    assert others([("1990-01-19?", *days), (None, None, None, 45)]) == {0: "1990-01-19?"}
    assert others([(edtf or None, *days)]) == {}


@given(st.floats(-180, 179.99999), st.floats(-85, 85))
def test_a_code_tells_five_digits_of_a_degree(lon, lat):
    import numpy as np

    lon, lat = round(lon, 5), round(lat, 5)
    found = to_degrees(to_codes(np.array([lon]), np.array([lat])))
    assert [round(float(one[0]), 5) for one in found] == [lon, lat]


def test_a_container_is_read_as_it_was_written():
    import numpy as np

    columns = [
        Column("a", "u8", np.array([0, 255, 7])),
        Column("b", "i32", np.array([-(1 << 31), -5, 70_000])),
        Column("c", "u56", np.array([3, 1 << 50, 5, 1 << 52]), delta=True),
        Column("d", "u16", np.array([], np.int64)),
    ]
    read = read_container(to_container(columns))
    assert {name: numbers.tolist() for name, numbers in read.items()} == {
        one.name: one.numbers.tolist() for one in columns
    }
