"""The sheet of a poster: its sizes, the steps that are tried, what is refused."""

from __future__ import annotations

import math

import pytest

from mapbuilder.errors import PosterError
from mapbuilder.poster_sheet import (
    ACCOUNTS,
    LEAST_READ_PT,
    PX_PER_MM,
    SIZES,
    TITLES,
    Sheet,
    poster_parts,
)


@pytest.mark.parametrize(
    ("size", "landscape", "expected"),
    [
        ("a4", False, (210, 297)),
        ("A3", False, (297, 420)),
        ("a1", True, (841, 594)),
        ("letter", True, (279.4, 215.9)),
        ("500x700", False, (500, 700)),
        ("500 × 700 mm", True, (700, 500)),
        ("700x500", False, (700, 500)),
    ],
)
def test_a_size_is_a_name_or_millimetres(size, landscape, expected):
    sheet = Sheet.of(size, landscape=landscape)
    assert (sheet.width_mm, sheet.height_mm) == expected


@pytest.mark.parametrize(
    ("size", "dpi", "said"),
    [
        ("a9", 200, "there is no size 'a9': it is a4, letter, a3, a2, a1"),
        ("210", 200, "width x height in millimetres, such as 500x700"),
        ("50x700", 200, "have 100 to 1200 mm, not 50 and 700"),
        ("200x700", 200, "a strip"),
        ("a4", 20, "72 to 600 dpi, not 20"),
        ("a1", 600, "--dpi"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_with_what_can(size, dpi, said):
    with pytest.raises(PosterError, match=r"\S") as refused:
        Sheet.of(size, dpi=dpi)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_resolution_that_is_advised_is_accepted():
    with pytest.raises(PosterError) as refused:
        Sheet.of("a1", dpi=600)
    advised = int(str(refused.value).split("--dpi ")[1].split()[0])
    assert Sheet.of("a1", dpi=advised).dpi == advised


@pytest.mark.parametrize("size", [*SIZES, "1200x1200", "100x100"])
def test_the_page_has_the_sheets_form_and_the_picture_its_resolution(size):
    sheet = Sheet.of(size, dpi=150)
    width, height = sheet.css_px
    assert width * sheet.scale / PX_PER_MM == pytest.approx(sheet.width_mm, abs=0.6)
    assert height * sheet.scale / PX_PER_MM == pytest.approx(sheet.height_mm, abs=0.6)
    assert sheet.pixels[0] / sheet.width_mm * 25.4 == pytest.approx(150, rel=0.01)
    # What Chromium takes as a scale of print.
    assert 0.1 <= sheet.scale <= 2


@pytest.mark.parametrize("size", SIZES)
def test_the_steps_go_from_the_fullest_telling_to_the_least_letters(size):
    steps = Sheet.of(size).to_steps()
    assert [told for told, _ in steps] == sorted((told for told, _ in steps), reverse=True)
    for level in (0, 1, 2):
        sizes = [text for told, text in steps if told == level]
        assert sizes == sorted(sizes, reverse=True)
    assert steps[-1][0] == TITLES
    assert steps[-1][1] >= 6.5 - 1e-9 or size == "letter"
    assert all(text >= LEAST_READ_PT for told, text in steps if told != TITLES)
    assert steps[0][0] == ACCOUNTS


def test_type_grows_with_the_sheet_but_less_than_it():
    a4, a1 = (Sheet.of(size) for size in ("a4", "a1"))
    grown = a1.to_steps()[-1][1] / a4.to_steps()[-1][1]
    assert 1.3 < grown < math.sqrt(8)


def test_the_sheet_that_would_hold_more_is_the_smallest_that_does():
    a4 = Sheet.of("a4")
    assert a4.larger(1.05) == "a3"
    assert a4.larger(2.5) == "a1"
    assert a4.larger(50) is None
    assert Sheet.of("a1").larger(1.1) is None


def test_a_page_that_is_no_poster_has_nothing_of_one():
    assert poster_parts(None, lambda _: "x") == (None, "")
    script, style = poster_parts(Sheet.of("a4"), lambda name: name + ";")
    assert script == "bundle/poster.js;"
    assert style.startswith("bundle/poster.css;:root{font-size:")
