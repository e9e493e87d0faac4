"""CSV: every row is a record or an error, at the line where it begins."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import delimited
from mapbuilder.delimited import _read_irregular, _read_regular, read_delimited
from mapbuilder.errors import InputError
from mapbuilder.report import Report

KNOWN = ("id", "date", "title", "text")


def read(content, **options):
    report = Report()
    content = content.encode() if isinstance(content, str) else content
    sheet = read_delimited(content, "e.csv", report, known=KNOWN, **options)
    cells = list(zip(*(column.to_pylist() for column in sheet.columns), strict=True))
    return sheet, cells, [(one.code, one.row) for one in report.problems()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter):
    text = 'id,date,title\na,1990,x\nb,1991,"y,;\t|"\n'.replace(",", delimiter)
    text = text.replace('"y' + delimiter * 2, '"y,')
    sheet, cells, problems = read(text)
    assert sheet.header == ("id", "date", "title")
    assert (len(cells), problems) == (2, [])


def test_known_names_tell_the_delimiter_where_the_count_would_not():
    sheet, _, _ = read("title;text, with, many, commas\nx;y\n")
    assert sheet.header == ("title", "text, with, many, commas")


def test_excels_own_line_tells_the_delimiter_and_counts_as_a_line():
    sheet, cells, _ = read("sep=|\r\nid|title\r\na|x;y\r\n")
    assert sheet.header == ("id", "title")
    assert (cells, sheet.rows.to_pylist()) == ([("a", "x;y")], [3])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_stands_where_it_begins_however_lines_end(end):
    text = end.join(['id,"ti', 'tle"', "a,x", 'b,"y', "", 'z"', "c,w", ""])
    sheet, cells, problems = read(text)
    assert sheet.rows.to_pylist() == [3, 4, 7]
    assert [row[0] for row in cells] == ["a", "b", "c"]
    assert problems == []


def test_empty_lines_are_counted_and_left_out():
    sheet, cells, problems = read("\n\nid,title\n\na,x\n\n\nb,y\n,\n")
    kept = [
        (row, line) for row, line in zip(cells, sheet.rows.to_pylist(), strict=True) if any(row)
    ]
    assert kept == [(("a", "x"), 5), (("b", "y"), 8)]
    assert problems == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + "id,title\na,Şuşa\n".encode(),
        "id,title\na,Şuşa\n".encode(),
        "id,title\na,Şuşa\n".encode("utf-16"),
    ],
)
def test_a_mark_at_the_start_tells_the_encoding(content):
    sheet, cells, _ = read(content)
    assert sheet.header == ("id", "title")
    assert cells == [("a", "Şuşa")]


def test_another_encoding_is_refused_with_the_line_and_the_fix_and_read_when_named():
    content = "id,title\na,x\nb,Şuşa\n".encode("windows-1254")
    with pytest.raises(InputError, match=r'e\.csv:3 is not in UTF-8.*encoding = "windows-1254"'):
        read(content)
    assert read(content, encoding="windows-1254")[1] == [("a", "x"), ("b", "Şuşa")]
    with pytest.raises(InputError, match="not in the encoding 'ascii'"):
        read(content, encoding="ascii")


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-be", "shift_jis", "windows-1251", "gb18030"]
)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_another_encoding_is_read_in_pieces_of_any_size_alike(monkeypatch, encoding, size):
    text = "\ufeffid,в\n東京,1\n" if encoding == "utf-16-be" else "id,в\nЖ東,1\n"
    text = text if encoding != "windows-1251" else "id,в\nЖ,1\n"
    monkeypatch.setattr(delimited, "_BLOCK", size)
    assert delimited._recoded(text.encode(encoding), encoding).decode() == text.strip("\ufeff")
    with pytest.raises(LookupError):
        delimited._recoded(b"00", "hex")
    with pytest.raises(UnicodeError):
        delimited._recoded(b"\x00\xd8\x00", "utf-16-le")


def test_a_row_with_too_many_cells_is_an_error_and_one_with_too_few_is_filled():
    sheet, cells, problems = read("id,date,title\na,1990,x,y\nb,1990\nc,1990,z,,\n")
    assert cells == [("b", "1990", ""), ("c", "1990", "z")]
    assert problems == [("cells-too-many", 2), ("cells-too-few", 3)]
    assert sheet.refused == 1


def test_a_quotation_mark_that_is_never_closed_swallows_nothing_in_silence():
    sheet, cells, problems = read('id,title\na,x\nb,"y\nc,z\nd,w\n')
    assert cells == [("a", "x")]
    assert problems == [("quotation-open", 3)]
    assert sheet.refused == 1


STRAY = 'a,x,1\nb,"y,2\nc,z,3\nd,"w,4\ne,v,5\n'


@pytest.mark.parametrize("after", ["", 'f,"two\nlines",6\n', "f,6\n"])
def test_a_quotation_mark_that_a_later_row_closes_swallows_nothing_in_silence(after):
    """Neither where Arrow reads the rows nor, with a row that is too short, where Python does."""
    sheet, cells, problems = read("id,title,number\n" + STRAY + after)
    assert cells[:2] == [("a", "x", "1"), ("e", "v", "5")]
    assert problems[0] == ("quotation-open", 3)
    assert sheet.refused == 1
    assert sheet.rows.to_pylist()[1] == 6


@pytest.mark.parametrize(
    "row", ['b,"two\nlines" ,5" gun', 'b,"""two""\nlines",5" gun', 'b,"one "" line\n","x"y']
)
def test_a_cell_of_several_lines_beside_a_stray_mark_swallows_nothing(row):
    sheet, cells, problems = read(f"id,title,number\n{row}\nc,d,e\n")
    assert (len(cells), sheet.refused, problems) == (2, 0, [])


def test_a_quotation_mark_within_a_cell_is_a_letter():
    assert read('id,title\na,a 5" gun\n')[1] == [("a", 'a 5" gun')]


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(InputError, match="is empty"):
        read(content)


def test_a_file_with_a_header_alone_has_no_rows():
    for content in ("id,title", "id,title\n", "id,title\r\n\r\n"):
        sheet, cells, problems = read(content)
        assert (sheet.header, problems) == (("id", "title"), [])
        assert not any(map(any, cells))


def test_a_cell_of_any_size_is_read():
    text = "x" * 20_000_000
    assert read(f"id,title\na,{text}\nb,y\n")[1] == [("a", text), ("b", "y")]


def test_the_limit_of_pythons_reader_is_as_it_was():
    before = csv.field_size_limit()
    read('id,title\na,"\n')
    assert csv.field_size_limit() == before


CELLS = st.text(st.sampled_from('ab ",;\n\r\té\0'), max_size=6)


def test_an_irregular_file_is_read_in_parts_of_any_size_alike(monkeypatch):
    lines = ["title,text", "a,b", 'c,"d', 'e"', "f", "g,h,i", "", "ü,яш", "j,k", "l,m"]
    content = "\n".join(lines).encode()
    found = []
    for rows in (1, 2, 3, 10_000):
        monkeypatch.setattr(delimited, "_ROWS_AT_ONCE", rows)
        report = Report()
        sheet = read_delimited(content, "e.csv", report)
        cells = [column.to_pylist() for column in sheet.columns]
        told = [(problem.code, problem.row) for problem in report.problems()]
        found.append((cells, sheet.rows.to_pylist(), sheet.refused, told))
    assert found[0][0] == [["a", "c", "f", "ü", "j", "l"], ["b", "d\ne", "", "яш", "k", "m"]]
    assert found[0][1:] == ([2, 3, 5, 8, 9, 10], 1, [("cells-too-few", 5), ("cells-too-many", 6)])
    assert all(one == found[0] for one in found)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=8), st.sampled_from(["\n", "\r\n"])
)
def test_both_readers_agree(rows, end):
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "date", "title"], *rows])
    utf8 = stream.getvalue().encode()
    regular = _read_regular(utf8, ",", 0, "e.csv", Report())
    irregular = _read_irregular(utf8, ",", 0, "e.csv", Report())
    assert regular is not None
    kept = [index for index, row in enumerate(rows) if any(cell.strip() for cell in row)]
    for one, other in zip(regular.columns, irregular.columns, strict=True):
        assert other.to_pylist() == [one[index].as_py() for index in kept]
    assert irregular.rows.to_pylist() == [regular.rows[index].as_py() for index in kept]


@given(st.binary(max_size=200) | st.text(st.sampled_from('a,;"\n\r \0\ufeff'), max_size=60))
def test_any_bytes_are_read_or_refused(content):
    try:
        sheet, cells, _ = read(content)
    except InputError:
        return
    assert len(cells) == len(sheet.rows)


@pytest.mark.parametrize(
    ("text", "encoding", "named", "not_named"),
    [
        ("название\nСобытие в Баку,Площадь", "windows-1251", "windows-1251", "windows-1254"),
        ("başlık\nÖğretmenler çağrı yaptı", "windows-1254", "windows-1254", None),
        ("titre\nÉlèves à Paris, dépôt", "windows-1252", "windows-1251", None),
    ],
)
def test_the_encoding_that_the_letters_tell_is_named(text, encoding, named, not_named):
    with pytest.raises(InputError) as raised:
        read_delimited(text.encode(encoding), "e.csv", Report())
    assert f'encoding = "{named}"' in str(raised.value)
    assert not_named is None or not_named not in str(raised.value)


@pytest.mark.parametrize("encoding", ["windows-1251", "windows-1254", "koi8-r", "cp866", "latin-1"])
def test_a_table_in_utf8_stays_so_where_the_exhibit_names_an_encoding_of_single_bytes(encoding):
    assert read("id,place\na,Şəki\nb,Баку\n".encode(), encoding=encoding)[1] == [
        ("a", "Şəki"),
        ("b", "Баку"),
    ]


def test_an_encoding_of_several_bytes_is_what_is_named():
    assert read("id,place\na,联通\n".encode("gbk"), encoding="gbk")[1] == [("a", "联通")]


def test_a_mark_that_closes_a_cell_before_its_end_is_told():
    text = (
        'id,title\na,"He said "no" twice"\nb,"He said ""no"" twice"\nc,a 5" gun\n'
        'd,"x" y\ne,"two\nlines ""with"" marks"\n'
    )
    report = Report()
    read_delimited(text.encode(), "e.csv", report)
    assert [(one.code, one.severity, one.row) for one in report.problems()] == [
        ("quotation-open", "warning", 2),
        ("quotation-open", "warning", 5),
    ]
