"""Large CSVs: read from their file they are what they are when their bytes are read."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapbuilder import streamed, tables
from mapbuilder.errors import InputError
from mapbuilder.report import Report
from mapbuilder.tables import read_table

KNOWN = ("id", "date", "place", "title", "text")
HEAD = "id,date,place,title\n"
ROWS = "".join(f'e{n},1990-01-20,"Bakı, {n}",Title {n}\n' for n in range(300))


def read(path, large, **options):
    """The table, or the words of what is wrong, when files of so many bytes are large."""
    report = Report()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "LARGE", large)
        patch.setattr(streamed, "_BLOCK", 4096)
        try:
            table = read_table(path, report, known=KNOWN, **options)
        except InputError as error:
            return str(error)
    rows = table.rows.to_pylist()
    return (
        table.columns.to_pydict(),
        rows,
        table.sha256,
        table.size,
        table.refused,
        report.problems(),
    )


def is_streamed(path, **options):
    with path.open("rb") as stream:
        _, sheet = streamed.read_streamed(stream, known=KNOWN, **options)
    return sheet is not None


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROWS,
        HEAD + ROWS.rstrip("\n"),
        "\ufeff" + HEAD + ROWS,
        (HEAD + ROWS).replace("\n", "\r\n"),
        HEAD + ROWS + 'e,1990,Baku,"two\nlines\n"\nf,1991,Ganja,one\n',
        (HEAD + ROWS + 'e,1990,Baku,"two\nlines\n"\nf,1991,Ganja,one\n').replace("\n", "\r\n"),
        '"id","two\nlines",place,title\n' + ROWS,
        (HEAD + ROWS).replace(",", ";").replace("; ", ", "),
        HEAD + ROWS + ",,,\n" + ROWS,
        HEAD + ROWS + "e,1990, Baku\u3000,\x07bell\u202e\n",
    ],
)
def test_a_regular_file_is_read_from_its_file_as_from_its_bytes(tmp_path, text):
    path = tmp_path / "events.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamed, "_BLOCK", 4096)
        assert is_streamed(path)
    assert read(path, 0) == read(path, 1 << 40)


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + ROWS).replace("\n", "\r").encode(),
        (HEAD + ROWS + 'e,1990,"Baku,x\nf,1990,Ganja,y\ng,1990,"Baku,z\n').encode(),
        (HEAD + ROWS).encode("utf-16"),
        (HEAD + ROWS).replace("ı", "\xff").encode("latin-1"),
        b"sep=;\n" + (HEAD + ROWS).encode(),
        (HEAD + ROWS + 'e,1990,Baku,"open\n').encode(),
        (HEAD + ROWS + "e,1990,Baku\n").encode(),
        (HEAD + ROWS + "e,1990,Baku,Title,more\n").encode(),
        (HEAD + ROWS + "e,1990,Baku," + "x" * 9000 + "\n").encode(),
        b"PK\x03\x04" + (HEAD + ROWS).encode(),
        b"\n" * 100,
        HEAD.encode(),
        b"",
    ],
)
def test_what_is_not_regular_is_read_from_its_bytes(tmp_path, content):
    path = tmp_path / "events.csv"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamed, "_BLOCK", 4096)
        assert not is_streamed(path)
    assert read(path, 0) == read(path, 1 << 40)


def test_another_encoding_is_read_from_its_bytes(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes((HEAD + ROWS).replace("ı", "ы").encode("windows-1251"))
    assert not is_streamed(path, encoding="windows-1251")
    assert read(path, 0, encoding="windows-1251") == read(path, 1 << 40, encoding="windows-1251")


CELLS = st.text(alphabet='ab,;"\n\r\t ж\u3000\x07\u202e', max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read_the_same(tmp_path, rows, is_quoted):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if is_quoted else text

    path = tmp_path / "events.csv"
    path.write_bytes((HEAD + "".join(",".join(map(cell, row)) + "\n" for row in rows)).encode())
    assert read(path, 0) == read(path, 1 << 40)


def test_columns_are_in_one_piece(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(HEAD + ROWS, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "LARGE", 0)
        patch.setattr(streamed, "_BLOCK", 4096)
        table = read_table(path, Report(), known=KNOWN)
    assert {column.num_chunks for column in table.columns.columns} == {1}
    assert table.columns.schema.types == [pa.string()] * 4


def test_a_file_may_have_any_name(tmp_path):
    name = b"\xff\xd0.csv".decode("utf-8", "surrogateescape")
    path = tmp_path / name
    path.write_text(HEAD + ROWS, "utf-8")
    assert read(path, 0) == read(path, 1 << 40)
