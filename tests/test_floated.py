"""Whole numbers that a program wrote as floats are told once a column, and stay as they are."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.report import Report
from mapbuilder.tables import read_table


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        (["1.0", "2.0", "3.0"], True),
        (["", "147.0", "130.0"], True),
        (["-3.0", "", "0.0"], True),
        (["7.0", "6.4"], False),
        (["1", "2.0"], False),
        (["7.0", ""], False),
        (["7.00", "8.00"], False),
        (["v1.0", "v2.0"], False),
        (["", ""], False),
    ],
)
def test_a_column_is_told_where_every_number_ends_so(tmp_path, cells, is_told):
    path = tmp_path / "t.csv"
    path.write_text("id,lat,title\n" + "".join(f"{one},4.0,x\n" for one in cells), "utf-8")
    report = Report()
    table = read_table(path, report, known={"id", "lat", "title"})
    told = [one for one in report.problems() if one.code == "number-floated"]
    assert [(one.severity, one.column) for one in told] == [("note", "id")] * is_told
    assert [one or "" for one in table.columns["id"].to_pylist()] == cells


def test_ids_and_figures_that_pandas_saved_are_told(tmp_path):
    (tmp_path / "events.csv").write_text("id,date,title\n1,1990,One\n2,1991,Two\n", "utf-8")
    (tmp_path / "figures.csv").write_text(
        "event,measure,value,scope,source\n1.0,killed,147.0,all,s\n2.0,killed,,all,s\n", "utf-8"
    )
    codes = {(one.code, one.column) for one in read_exhibit(tmp_path).problems}
    assert {("number-floated", "event"), ("event-unknown", "event")} <= codes
