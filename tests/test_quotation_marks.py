"""Quotation marks: those that enclose cells are told from those that swallow rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder import quotation_marks
from mapbuilder.quotation_marks import enclose_cells, ends_of_lines, swallows

CELLS = st.text(st.sampled_from('a",;\n\r é'), max_size=5)


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([",", ";", "\t"]),
    st.integers(1, 9),
)
def test_what_is_written_by_the_rules_encloses_and_swallows_nothing(rows, end, delimiter, piece):
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=end, delimiter=delimiter).writerows(rows)
    text = written.getvalue()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotation_marks, "_PIECE", piece)
        assert enclose_cells(io.BytesIO(text.encode()), delimiter)
    assert not swallows(text, delimiter)


@pytest.mark.parametrize("piece", range(1, 9))
@pytest.mark.parametrize("text", ['a,5" gun\n', 'a,"b\nc,"d\n', 'a,"b"c', '"a" ,b', 'a,"b\nc\'d"'])
def test_a_mark_that_is_at_no_end_of_a_cell_is_found_in_pieces_of_any_size(text, piece):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotation_marks, "_PIECE", piece)
        assert enclose_cells(io.BytesIO(text.encode()), ",") == ("'" in text)


@pytest.mark.parametrize(
    ("row", "swallowed"),
    [
        ('a,"b\nc,"d\n', True),
        ('a,"b\r\nc,"d', True),
        ('a,"b"c,d', False),
        ('a,"b\nc" ,d', False),
        ('a,5" b,"c\nd"', False),
        ('a,"b ""c""\nd"', False),
    ],
)
def test_a_row_swallows_where_its_cell_of_several_lines_goes_on_behind_the_mark(row, swallowed):
    assert swallows(row, ",") is swallowed


def test_lines_end_with_either_sign_or_both_and_the_last_without():
    assert ends_of_lines(b"a\r\nb\rc\nd") == [3, 5, 7, 8]
    assert ends_of_lines(b"a\n") == [2]
