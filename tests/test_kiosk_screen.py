"""From a screen, its pixels and the visitor's distance to sizes: 20 mm and 0.7°, or a warning."""

from __future__ import annotations

import json
import math

import pytest

from mapbuilder import files
from mapbuilder.build import build
from mapbuilder.errors import ProblemsError
from mapbuilder.kiosk_screen import (
    CAP_HEIGHT,
    HEIGHT_AT_DISTANCE,
    Screen,
    check_screen,
    to_head_block,
    to_lines,
    to_style,
)
from mapbuilder.kiosk_settings import Kiosk
from mapbuilder.payload import to_payload
from mapbuilder.report import Report, to_line

from .invented import exhibit_of, stand_in_templates


def screen(**settings) -> Screen:
    return Screen.of(Kiosk(**settings))


def problems(**settings) -> list[str]:
    report = Report()
    check_screen(Kiosk(**settings), report, "exhibit.toml")
    return [to_line(problem) for problem in report.problems()]


@pytest.mark.parametrize(
    ("settings", "mm_per_px", "target_px", "cap_mm"),
    [
        ({}, 0.248, 80.7, 9.78),
        ({"resolution": "1920x1080"}, 0.496, 64, 9.78),
        ({"resolution": "2160x3840"}, 0.248, 80.7, 9.78),
        ({"scale": 2}, 0.496, 64, 9.78),
        ({"screen": "24in", "resolution": "1920x1080", "distance": "60cm"}, 0.277, 72.3, 7.33),
        ({"screen": "55in", "resolution": "3840x2160", "distance": "1m"}, 0.317, 64, 12.22),
    ],
)
def test_sizes_follow_from_the_screen(settings, mm_per_px, target_px, cap_mm):
    """The table of the figures: 0.496 mm a pixel of 43 inches in 1080p, H = 0.01222 x distance."""
    known = screen(**settings)
    assert known.mm_per_px == pytest.approx(mm_per_px, abs=0.001)
    assert known.target_px == pytest.approx(target_px, abs=0.1)
    assert known.text_px * CAP_HEIGHT * known.mm_per_px == pytest.approx(cap_mm, abs=0.01)
    assert problems(**settings) == []


def test_the_rule_of_the_angle_is_that_of_the_standard():
    assert pytest.approx(0.01222, abs=0.00001) == HEIGHT_AT_DISTANCE
    assert math.degrees(2 * math.atan(HEIGHT_AT_DISTANCE / 2)) == pytest.approx(0.7)


def test_the_height_of_capitals_is_that_of_the_pages_fonts():
    from fontTools.ttLib import TTFont

    heights = {}
    for path in sorted((files.templates() / "fonts").glob("s*-latin.woff2")):
        font = TTFont(path)
        heights[path.name] = font["OS/2"].sCapHeight / font["head"].unitsPerEm
    assert len(heights) == 3
    assert min(heights.values()) == CAP_HEIGHT


@pytest.mark.parametrize("resolution", ["1280x720", "1920x1080", "3840x2160", "2160x3840"])
def test_on_one_screen_sizes_are_the_same_length_in_any_resolution(resolution):
    settings = Kiosk(resolution=resolution, low=False)
    block, known = to_head_block(settings), Screen.of(settings)
    assert (block["target_vmin"], block["text_vmin"]) == (3.74, 2.73)
    mm = known.short_px * known.mm_per_px / 100
    assert block["target_vmin"] * mm == pytest.approx(20, abs=0.06)
    assert block["target_vmin"] * mm >= 20, "rounded up, never under 20 mm"


def test_a_small_screen_is_warned_of_with_what_it_gives_instead():
    target, text = sorted(
        problems(screen="10.1in", resolution="1280x800", distance="50cm"),
        key=lambda line: "kiosk-text" in line,
    )
    assert target.startswith(
        "exhibit.toml:kiosk.screen kiosk-target: on a screen of 10.1in what is"
    )
    assert "17.0 mm wide" in target
    assert "take a screen whose shorter side has 16 cm" in target
    assert text.startswith("exhibit.toml:kiosk.distance kiosk-text: from 50cm away")
    assert "which does from 26 cm" in text


def test_a_screen_that_hangs_too_high_is_warned_of_unless_there_is_no_low_mode():
    (told,) = problems(lower_edge="110cm")
    assert "kiosk-reach" in told
    assert "hang the screen 7 cm lower" in told
    assert problems(lower_edge="100cm") == []
    assert problems(lower_edge="110cm", low=False) == []


def test_the_low_mode_ends_where_the_reach_does():
    known = screen(lower_edge="75cm")
    top_mm = 750 + known.low_share * known.height_px * known.mm_per_px
    assert top_mm == pytest.approx(1220)
    assert screen(lower_edge="20cm").low_share == 1, "all of it is within reach"
    assert screen(resolution="1080x1920").low_share < screen().low_share < 1


def test_where_all_of_the_screen_is_within_reach_there_is_no_button_that_does_nothing():
    assert not to_head_block(Kiosk(lower_edge="20cm"))["low"]
    assert to_head_block(Kiosk(lower_edge="75cm"))["low"]
    assert not to_head_block(Kiosk(lower_edge="75cm", low=False))["low"]


def test_what_was_computed_is_told_with_its_assumptions():
    first, second = to_lines(Kiosk())
    assert "43in, 3840x2160, seen from 80cm" in first
    assert "0.248 mm (scale 1)" in first
    assert second == (
        "Touched: 81 px = 20.0 mm. Text: 59 px = capitals of 9.8 mm, 0.7° from 80 cm."
    )


def test_only_a_kiosks_page_has_its_block_its_words_and_its_style():
    web = to_payload(exhibit_of())
    kiosk = to_payload(exhibit_of(kiosk={"idle_s": 60}), profile="kiosk")
    allowed = to_payload(exhibit_of(kiosk={"by_address": True}))
    assert "kiosk" not in web.head
    assert not any(key.startswith("kiosk.") for key in web.languages["en"]["ui"])
    assert (kiosk.head["kiosk"]["idle_s"], allowed.head["kiosk"]["by_address"]) == (60, True)
    assert kiosk.head["kiosk"]["begin"] == ["Touch to begin", "Başlamaq üçün toxunun"]
    assert kiosk.languages["az"]["ui"]["kiosk.keep"] == "Oxumağa davam et"
    assert json.loads(json.dumps(kiosk.head["kiosk"])) == kiosk.head["kiosk"]
    assert to_style(kiosk.head) == (
        ":root{--target-least:64px;--target-wanted:3.74vmin;--text-least:2.73vmin;"
        "--low-share:0.67}\n"
    )


def test_a_build_for_a_kiosk_tells_what_the_screen_lacks_and_a_strict_one_refuses(
    tmp_path, monkeypatch
):
    (tmp_path / "templates").mkdir()
    stand_in_templates(tmp_path / "templates", monkeypatch)
    small = exhibit_of(kiosk={"screen": "10.1in", "resolution": "1280x800"})
    report = Report()
    path = build(small, tmp_path / "page.html", profile="kiosk", report=report)
    codes = {problem.code for problem in report.problems()}
    assert {"kiosk-target", "kiosk-text"} <= codes
    page = path.read_text("utf-8-sig")
    assert 'data-profile="kiosk"' in page
    assert "window.kiosk = 1;" in page
    assert "--target-wanted:12.5vmin" in page
    clean = exhibit_of(
        events=[{"id": "e1", "date": "1990", "title": "A day", "place": "Halva"}],
        figures=[],
        kiosk={"screen": "10.1in", "resolution": "1280x800", "distance": "25cm"},
    )
    with pytest.raises(ProblemsError, match=r"17\.0 mm wide.*: nothing was written"):
        build(clean, tmp_path / "strict.html", profile="kiosk", strict=True)
    assert not (tmp_path / "strict.html").exists()
    build(small, tmp_path / "web.html")
    assert "window.kiosk" not in (tmp_path / "web.html").read_text("utf-8-sig")
