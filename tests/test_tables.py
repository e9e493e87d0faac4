"""Tables: one canonical form, whatever the file; nothing in a cell can do harm later."""

from __future__ import annotations

import datetime

import geopandas
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.errors import InputError
from mapbuilder.report import Report
from mapbuilder.tables import _stripped, read_table, to_name, to_table

from .sheets import write_ods

KNOWN = ("id", "date", "title", "lat", "lon", "other_sources")

ROWS = [
    {"ID": "a", "Date": "1990-01-20", "Title": "Bakı", "Lat": 40.5, "Lon": 49.75, "n": 7},
    {"ID": "b", "Date": "1943", "Title": "Two\nlines, ə", "Lat": 38.75, "Lon": 48.5, "n": None},
]
EXPECTED = {
    "id": ["a", "b"],
    "date": ["1990-01-20", "1943"],
    "title": ["Bakı", "Two\nlines, ə"],
    "lat": ["40.5", "38.75"],
    "lon": ["49.75", "48.5"],
    "n": ["7", None],
}


@pytest.fixture
def read(tmp_path):
    def read(content, name="e.csv", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        report = Report()
        return read_table(path, report, known=KNOWN, **options), report.problems()

    return read


def as_csv(delimiter, encoding="utf-8", end="\n"):
    def write(path):
        frame = pd.DataFrame(ROWS).astype({"n": "Int64"})
        frame.to_csv(path, sep=delimiter, index=False, encoding=encoding, lineterminator=end)

    return write


def as_xlsx(path):
    book = openpyxl.Workbook()
    book.active.append(list(ROWS[0]))
    for row in ROWS:
        book.active.append(list(row.values()))
    book.active["B2"] = datetime.date(1990, 1, 20)
    book.active["B3"] = 1943
    book.save(path)


def as_features(path):
    frame = pd.DataFrame(ROWS)
    points = geopandas.points_from_xy(frame["Lon"], frame["Lat"], crs="EPSG:4326")
    gdf = geopandas.GeoDataFrame(frame.drop(columns=["Lon", "Lat"]), geometry=points)
    gdf.to_parquet(path) if path.suffix == ".parquet" else gdf.to_file(path)


FILES = {
    "comma.csv": as_csv(","),
    "mark.csv": as_csv(",", "utf-8-sig", "\r\n"),
    "semicolon.csv": as_csv(";"),
    "tab.tsv": as_csv("\t"),
    "wide.csv": as_csv(",", "utf-16"),
    "sheet.xlsx": as_xlsx,
    "sheet.ods": lambda path: write_ods(
        path, [list(ROWS[0]), *([value or "" for value in row.values()] for row in ROWS)]
    ),
    "plain.parquet": lambda path: pq.write_table(pa.Table.from_pylist(ROWS), path),
    "points.parquet": as_features,
    "points.geojson": as_features,
    "points.gpkg": as_features,
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_canonical_table(name, tmp_path):
    FILES[name](tmp_path / name)
    report = Report()
    table = read_table(tmp_path / name, report, known=KNOWN)
    found = table.columns.to_pydict()
    # ODS has a line feed as a paragraph of its own, which the small writer above does not make.
    assert {column: found[column] for column in EXPECTED} == EXPECTED
    assert set(table.columns.schema.types) == {pa.string()}
    assert report.problems() == ()
    assert len(table.sha256) == 64
    assert table.size == (tmp_path / name).stat().st_size


@pytest.mark.parametrize(
    "frame",
    [
        ROWS,
        pd.DataFrame(ROWS),
        pd.DataFrame(ROWS).set_index("ID"),
        pa.Table.from_pylist(ROWS),
        pa.RecordBatch.from_pylist(ROWS),
        {column: [row[column] for row in ROWS] for column in ROWS[0]},
    ],
    ids=["dicts", "pandas", "indexed", "arrow", "batch", "columns"],
)
def test_every_frame_gives_the_same_canonical_table(frame):
    table = to_table(frame, "events", Report(), known=KNOWN)
    assert table.columns.to_pydict() == EXPECTED
    assert (table.name, table.rows.to_pylist(), table.sha256) == ("events", [1, 2], None)


def test_a_frame_of_mixed_types_is_read_value_by_value():
    frame = pd.DataFrame(
        {"a": ["x", 5, None, datetime.date(1990, 1, 2)], "b": [[1], {}, 1.0, pd.NA]}
    )
    assert to_table(frame, "f", Report(), known=()).columns.to_pydict() == {
        "a": ["x", "5", None, "1990-01-02"],
        "b": ["[1]", "{}", "1", None],
    }


@pytest.mark.parametrize("frame", [3, "text", {"a": [1], "b": [1, 2]}, [1]])
def test_what_is_no_table_is_refused(frame):
    with pytest.raises(InputError):
        to_table(frame, "f", Report(), known=())


def test_names_are_small_letters_with_underscores():
    assert to_name("\ufeff Other - Sources ") == "other_sources"
    assert to_name("title_az-Cyrl") == "title_az_cyrl"


def test_cells_are_trimmed_and_empty_ones_are_null(read):
    table, _ = read("id,title\n a\u00a0, \n\tb,NA\nc,None\n")
    assert table.columns.to_pydict() == {"id": ["a", "b", "c"], "title": [None, "NA", "None"]}


def test_in_a_file_an_empty_row_is_a_gap_and_in_a_frame_a_row(read):
    assert read("id,title\n,\na,x\n")[0].rows.to_pylist() == [3]
    assert len(to_table([{}, {"id": ""}], "f", Report(), known=()).rows) == 2


def test_two_columns_of_one_name_are_told_and_both_kept(read):
    table, problems = read("title,Title,,\nx,y,,z\n")
    assert table.columns.to_pydict() == {"title": ["x"], "title_2": ["y"], "column_4": ["z"]}
    assert [(one.code, one.column) for one in problems] == [("column-duplicate", "title")]


@pytest.mark.parametrize(
    ("column", "suggestion"),
    [
        ("titel", "title"),
        ("latitude", "lat"),
        ("other_source", "other_sources"),
        ("title_az", None),
        ("weather", None),
    ],
)
def test_a_near_miss_of_a_known_column_is_told_with_what_may_be_meant(column, suggestion, read):
    table, problems = read(f"id,date,{column}\na,1990,x\n")
    assert column in table.columns.column_names
    found = [(one.severity, one.suggestions[0].value) for one in problems]
    assert found == ([("note", suggestion)] if suggestion else [])


def test_a_known_column_that_is_there_is_not_suggested(read):
    assert read("title,titles\nx,y\n")[1] == ()


def test_control_characters_are_replaced_and_told(read):
    table, problems = read("id,title\na,x\0y\x1b[31m\x85\ufdd0\U0001fffe\nb,\ttab\r\n")
    assert table.columns["title"].to_pylist() == ["x�y�[31m���", "tab"]
    assert [(one.code, one.row, one.column) for one in problems] == [
        ("character-control", 2, "title")
    ]


def test_a_carriage_return_within_a_cell_is_a_line_feed(read):
    table, problems = read('id,title\na,"x\r\ny\rz"\n')
    assert (table.columns["title"].to_pylist(), problems) == (["x\ny\nz"], ())


def test_characters_that_turn_the_direction_are_kept_with_a_note(read):
    table, problems = read("id,title\na,x\u202ey\u2069\n")
    assert table.columns["title"].to_pylist() == ["x\u202ey\u2069"]
    assert [(one.code, one.severity) for one in problems] == [("character-bidi", "note")]


def test_a_lone_surrogate_is_replaced_and_told():
    report = Report()
    table = to_table([{"title": "x\ud800"}], "f", report, known=())
    assert table.columns["title"].to_pylist() == ["x�"]
    assert [one.code for one in report.problems()] == ["character-control"]


def test_many_rows_with_one_fault_are_counted(read):
    _, problems = read("id,title\n" + "a,x\0\n" * 1000)
    assert len(problems) == 20
    assert problems[-1].message.endswith("the same in 980 more rows")


def test_a_cell_of_100_megabytes_is_an_error_and_the_others_are_read(read):
    table, problems = read(b'id,title\na,"' + b"x" * 100_000_000 + b'"\nb,y\n')
    assert table.columns["id"].to_pylist() == ["b"]
    assert table.refused == 1
    assert [(one.code, one.severity, one.row) for one in problems] == [
        ("cell-too-long", "error", 2)
    ]
    assert len(problems[0].value) == 80


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("event.csv", "there is no file .*; did you mean 'events.csv'"),
        ("nothing/events.csv", "there is no file"),
        (".", "is a folder; name the table in it"),
        ("events.docx", "is in no format that can be read; these can: CSV, TSV, XLSX, ODS"),
        ("events", "is in no format"),
        ("a\0b.csv", "cannot be the name of a file"),
        ("book.csv", "is a workbook by its content; give it the suffix .xlsx"),
        ("empty.csv", "is empty"),
        ("empty.gpkg", "is empty"),
        ("binary.csv", "is no text by its content"),
        ("tracks.csv", r"is XML \(gpx\) by its content, not a table: save it as GeoJSON"),
        ("page.csv", r"is a web page \(HTML\) by its content, not a table"),
        ("wide.csv", 'is no text by its content: .* as in encoding = "utf-16-le"'),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_the_fix(name, said, tmp_path):
    for other in ("events.csv", "events.docx", "events"):
        (tmp_path / other).write_text("id,title\n")
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "empty.gpkg").write_bytes(b"")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)))
    (tmp_path / "tracks.csv").write_bytes(b"<?xml version='1.0'?>\n<!-- x -->\n<gpx></gpx>")
    (tmp_path / "page.csv").write_bytes(b"\xef\xbb\xbf\n<!DOCTYPE html><title>404</title>")
    (tmp_path / "wide.csv").write_bytes("id;title\na;A tram\n".encode("utf-16-le"))
    with pytest.raises(InputError, match=said) as raised:
        read_table(tmp_path / name, Report(), known=KNOWN)
    assert "\n" not in str(raised.value)


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=10)), max_size=5))
def test_any_rows_give_a_table_whose_texts_are_clean(rows):
    table = to_table(rows, "f", Report(), known=KNOWN)
    assert len(table.rows) == len(rows)
    for column in table.columns.columns:
        for text in column.to_pylist():
            assert text is None or (text == text.strip() and text and not set(text) & {"\0", "\r"})


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("tittle_en", "title_en"),
        ("Tittle AZ-Cyrl", "title_az_cyrl"),
        ("Datum", "date"),
        ("Başlıq", "title"),
        ("Широта", "lat"),
    ],
)
def test_a_heading_near_a_known_one_is_told(column, meant):
    report = Report()
    rows = [{column: "x", "id": "a", **({} if meant == "title" else {"title": "y"})}]
    to_table(rows, "events", report, known=KNOWN)
    [note] = report.problems()
    assert (note.code, note.severity) == ("column-unknown", "note")
    assert [one.value for one in note.suggestions] == [meant]


@pytest.mark.parametrize("column", ["title_en", "dates_of", "note_en", "tittle_english", "weather"])
def test_a_heading_that_means_what_it_says_is_kept_in_peace(column):
    report = Report()
    to_table([{column: "x", **dict.fromkeys(KNOWN, "y")}], "events", report, known=KNOWN)
    assert report.problems() == ()


def test_texts_that_need_no_change_take_no_more_memory():
    given = pa.chunked_array([["one", "two"], [" three", "", None], ["four"]])
    stripped = _stripped(given)
    assert stripped.to_pylist() == ["one", "two", "three", None, None, "four"]
    same = [
        before.buffers()[2].address == after.buffers()[2].address
        for before, after in zip(given.chunks, stripped.chunks, strict=True)
    ]
    assert same == [True, False, True]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Date (yyyy-mm-dd)", "date"),
        ("Date\n[EDTF]", "date"),
        ("Title *", "title"),
        ("Ort (heute)", "place"),
        ("日付", "date"),
        ("Weather (at noon)", None),
    ],
)
def test_what_is_said_of_a_column_is_no_part_of_its_name(written, meant):
    report = Report()
    to_table([{written: "x"}], "e", report, known=("date", "title", "place"))
    suggested = [one.suggestions[0].value for one in report.problems()]
    assert suggested == ([meant] if meant else [])
