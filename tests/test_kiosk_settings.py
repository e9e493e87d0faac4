"""The settings of a kiosk: lengths as people write them, refusals that say what would be right."""

from __future__ import annotations

import pytest

from mapbuilder.config import read_config
from mapbuilder.errors import ConfigError
from mapbuilder.kiosk_settings import Kiosk, to_mm, to_sides

from .invented import exhibit_of


@pytest.mark.parametrize(
    ("written", "mm"),
    [
        ("43in", 1092.2),
        ('43"', 1092.2),
        ("80 cm", 800),
        ("80CM", 800),
        ("0.8m", 800),
        ("0,8 m", 800),
        ("812 mm", 812),
        ("3ft", 914.4),
    ],
)
def test_a_length_is_read_as_people_write_it(written, mm):
    assert to_mm(written) == pytest.approx(mm)


@pytest.mark.parametrize("written", ["43", "in", "-3cm", "80 pixels", "", "1e3m", "80cmcm"])
def test_a_length_without_a_known_unit_is_refused_with_examples(written):
    with pytest.raises(ValueError, match=r"such as '43in', '80cm' or '1\.2m'"):
        to_mm(written)


def test_a_resolution_is_width_and_height():
    assert to_sides("3840x2160") == to_sides("3840 × 2160") == (3840, 2160)
    for wrong in ("4K", "3840", "38x21", "3840x", "99999x99999", "200x100"):
        with pytest.raises(ValueError, match=r"3840x2160|between 320 and 16384"):
            to_sides(wrong)


def test_each_fault_has_its_line_and_says_what_would_be_right(tmp_path):
    path = tmp_path / "exhibit.toml"
    path.write_text(
        '[kiosk]\nwarning_s = 10\nidel_s = 60\nscreen = "3in"\ndistance = "80"\nreload_h = 0\n'
        'controls = "left"\nattract_s = 1\nscale = 9\nlower_edge = "3m"\nresolution = "4K"\n'
        "words_per_s = 0\nidle_s = nan\n",
        "utf-8",
    )
    with pytest.raises(ConfigError) as raised:
        read_config(path)
    lines = str(raised.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        f"exhibit.toml:{row}" for row in range(2, 14)
    ]
    for line, said in zip(
        lines,
        [
            "20 of them to answer (WCAG 2.2, 2.2.1)",
            "did you mean 'idle_s'?",
            "a screen's diagonal is between 10 and 500 cm",
            "must be a length such as '43in'",
            "between 1 and 168 hours",
            "must be one of bottom, top",
            "between 6 and 120 seconds",
            "between 0.5 and 4 pixels",
            "the height of an edge is between 0 and 200 cm",
            "such as '3840x2160'",
            "between 0.5 and 10 words a second",
            "between 15 and 3600 seconds",
        ],
        strict=True,
    ):
        assert said in line


def test_the_command_line_overrules_the_settings_and_its_faults_are_told_together():
    settings = Kiosk(screen="24in", idle_s=60).with_screen(screen="55in", distance=None)
    assert (settings.screen, settings.distance, settings.idle_s) == ("55in", "80cm", 60)
    exhibit = exhibit_of().with_kiosk(resolution="1080x1920")
    assert exhibit.config.kiosk.resolution == "1080x1920"
    with pytest.raises(ConfigError) as raised:
        settings.with_screen(screen="big", resolution="4K")
    first, second = str(raised.value).splitlines()
    assert first.startswith("--screen is 'big', but must be a length")
    assert second.startswith("--resolution is '4K', but must be width and height")
