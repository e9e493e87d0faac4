"""A text that went through a wrong encoding is told, with what it was."""

from __future__ import annotations

import pytest

from mapbuilder.exhibit import read_exhibit
from mapbuilder.garbled import mended


@pytest.mark.parametrize(
    "text",
    [
        "München könnte",
        "Bakı şəhəri",
        "“Über” – alles…",
        "Été à Liège",
        "Площадь",
        "القاهرة",
        "20 °C",
    ],
)
@pytest.mark.parametrize("encoding", ["windows-1252", "latin-1"])
def test_a_garbled_text_is_known_and_mended(text, encoding):
    content = text.encode()
    if encoding == "windows-1252":
        # Five bytes are no letters there, and programs leave them as they are.
        garbled = "".join(
            bytes([one]).decode("windows-1252" if one not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")
            for one in content
        )
    else:
        garbled = content.decode("latin-1")
    assert mended(garbled) == text


@pytest.mark.parametrize(
    "text",
    ["München", "«SPÄ»", "»ÖPÄ«", "NÃO", "MAÇÃ»", "Ångström", "naïve – café", "«ÉTÉ»", "â", "ÅÄÖ",
     "Ñandú", "20 °C ± 1", "Ärzte »Ä«", "Ø 12 µm"],
)  # fmt: skip
def test_a_text_that_may_be_meant_so_is_left(text):
    assert mended(text) is None


def test_it_is_told_with_its_cell_and_stays_as_it_is(tmp_path):
    (tmp_path / "e.csv").write_text("date,title\n1990,MÃ¼nchen kÃ¶nnte\n1991,München\n", "utf-8")
    exhibit = read_exhibit(tmp_path / "e.csv")
    assert exhibit.events["title"].to_pylist() == ["MÃ¼nchen kÃ¶nnte", "München"]
    [one] = [one for one in exhibit.problems if one.code == "text-garbled"]
    assert (one.row, one.column, one.suggestions[0].value) == (2, "title", "München könnte")


def test_of_many_the_first_are_told_and_the_rest_is_counted(tmp_path):
    (tmp_path / "e.csv").write_text("date,title\n" + "1990,BakÃ¼\n" * 25, "utf-8")
    found = [one for one in read_exhibit(tmp_path / "e.csv").problems if one.code == "text-garbled"]
    assert len(found) == 20
    assert found[-1].message.endswith("; the same in 5 more rows")
