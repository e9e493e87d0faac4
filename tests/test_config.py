"""The settings: typed, translated, and refused with every fault and its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mapbuilder.config import Category, Config, Group, read_config
from mapbuilder.errors import ConfigError
from mapbuilder.toml_lines import lines_of

SETTINGS = '''
title = "Small"
title_az = "Kiçik"
intro = """
theme = "in a text, not a key"
"""
languages = ["en", "az", "az-Cyrl"]
basemap = "light"
contested_words = ["annex"]

[view]
bbox = [170, -10, -170, 10.5]  # across the antimeridian
[groups.context]
label = "Context"
label_az = "Kontekst"
panel = "context"
markers = false
[categories]
protest = { label = "Protest", symbol = "ring" }
[dates]
day_first = true
'''


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "black-january_1990" / "exhibit.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_config(path)

    return read


def refusal(read, text):
    with pytest.raises(ConfigError) as raised:
        read(text)
    return str(raised.value).split("\n")


def test_settings_are_read_into_their_types(read):
    config = read(SETTINGS)
    assert config.languages == ["en", "az", "az-Cyrl"]
    assert config.basemap.detail == "light"
    assert config.basemap.borders == "faint"
    assert config.view.bbox == [170, -10, -170, 10.5]
    assert config.groups == {
        "context": Group(
            label="Context",
            panel="context",
            markers=False,
            variants={"label_az": "Kontekst"},
        )
    }
    assert config.categories == {"protest": Category(label="Protest", symbol="ring")}
    assert config.dates.day_first is True
    assert config.contested_words == {"en": ["annex"]}


def test_a_text_is_in_the_language_asked_for_or_in_the_default_one(read):
    config = read(SETTINGS)
    assert config.text("title", "en") == ("Small", "en")
    assert config.text("title", "az") == ("Kiçik", "az")
    assert config.text("title", "az-Cyrl") == ("Small", "en")
    assert config.text("subtitle", "az") == ("", "az")
    group = config.groups["context"]
    assert config.text("label", "az", group) == ("Kontekst", "az")
    assert config.text("label", "az-Cyrl", group) == ("Context", "en")


def test_a_tag_with_a_script_is_written_as_in_the_tables():
    config = Config(title="a", languages=["en", "az-Cyrl"], **{"title_az-Cyrl": "b"})
    assert config.text("title", "az-Cyrl") == ("b", "az-Cyrl")


def test_a_language_that_is_off_the_list_keeps_its_texts():
    assert Config(title="a", title_fr="b").text("title", "fr") == ("b", "fr")


def test_an_exhibit_without_a_title_has_its_folders_name(read):
    assert read("").title == "Black january 1990"


def test_every_fault_is_told_at_once_with_its_line(read):
    assert refusal(
        read,
        'titel = "x"\n'
        'theme = "nutral"\n'
        'languages = ["english language"]\n'
        'intro = """\ntheme = [\n"""\n'
        'delimiter = ";;"\nencoding = "klingon"\n'
        "[groups.core]\n"
        'pannel = "events"\n'
        'markers = "yes"\n'
        "[categories]\n"
        'a.symbol = "squar"\nb = "text"\n'
        "[view]\n"
        "bbox = [\n 1,\n 2\n]\n"
        "max_zoom = 99\n"
        '[tables]\n"event" = "e.csv"\n',
    ) == [
        "exhibit.toml:1: key 'titel' is not known; did you mean 'title'?",
        "exhibit.toml:2: key 'theme' is 'nutral', but must be one of memorial, neutral; "
        "did you mean 'neutral'?",
        "exhibit.toml:3: key 'languages' 'english language' is no language tag; they look like "
        "'en' or 'az-Cyrl'",
        "exhibit.toml:7: key 'delimiter' is ';;', but must be one character",
        "exhibit.toml:8: key 'encoding' 'klingon' is no encoding; usual ones are 'utf-8', "
        "'windows-1251', 'windows-1254' and 'utf-16'",
        "exhibit.toml:10: key 'groups.core.pannel' is not known; did you mean 'panel'?",
        "exhibit.toml:11: key 'groups.core.markers' must be true or false, not 'yes'",
        "exhibit.toml:13: key 'categories.a.symbol' is 'squar', but must be one of circle, square, "
        "diamond, triangle, ring, cross, hatch; did you mean 'square'?",
        "exhibit.toml:14: key 'categories.b' must be a table, not 'text'",
        "exhibit.toml:16: key 'view.bbox' must be [west, south, east, north]",
        "exhibit.toml:20: key 'view.max_zoom' is 99, but must be at most 22",
        "exhibit.toml:22: key 'tables.event' is not known; did you mean 'events'?",
    ]


def test_a_box_and_zooms_make_sense(read):
    assert "south < north" in refusal(read, "[view]\nbbox = [1, 5, 2, 4]")[0]
    assert "larger" in refusal(read, "[view]\nmin_zoom = 5\nmax_zoom = 4")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = ", "exhibit.toml:2: is not TOML: invalid value"),
        ("a = 1\na = 2", "exhibit.toml:2: is not TOML: cannot overwrite a value"),
        (b"a = 1\nb = '\xff'", "exhibit.toml:2: is not in UTF-8; save it again as UTF-8"),
        ("a = 1\ntitle = “Trams”", "exhibit.toml:2: is not TOML: invalid value; texts stand"),
        ("a = " + "[" * 10_000, "exhibit.toml:1: is not TOML"),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(read, text, said):
    [line] = refusal(read, text)
    assert line.startswith(said)


def test_a_byte_order_mark_and_other_line_ends_are_no_fault(read):
    assert read(b'\xef\xbb\xbftitle = "a"\r\nmode = "dark"\r\n').mode == "dark"


def test_a_file_that_is_not_there_or_is_a_folder_is_one_sentence(tmp_path):
    with pytest.raises(ConfigError, match="there is no file"):
        read_config(tmp_path / "exhibit.toml")
    with pytest.raises(ConfigError, match="is a folder"):
        read_config(tmp_path)


def test_in_python_a_wrong_setting_is_the_same_refusal():
    with pytest.raises(ConfigError, match="key 'titel' is not known; did you mean 'title'"):
        Config(titel="x")


def test_settings_are_never_changed():
    with pytest.raises(ValidationError):
        Config().title = "x"


@given(st.text(st.sampled_from("ab=[]{}\"'#.\n \\_")))
def test_the_reader_of_lines_bears_any_text(text):
    lines_of(text)


SCANS = """
[[scans]]
file = "plan.jpg"
opacity = 0.5
title = "Plan"
title_az = "Plan, azərbaycanca"
date = "1913"
licence = "CC0 1.0"
crop = [[0, 0], [10.5, 0], [10, 20]]

[[scans]]
file = "sheet.tif"
shown = true
"""


def test_scans_are_read_in_their_order_with_their_texts(read):
    config = read(SCANS)
    first, second = config.scans
    assert (first.file, second.file, second.shown, first.opacity) == (
        "plan.jpg", "sheet.tif", True, 0.5,
    )  # fmt: skip
    assert first.crop == [[0, 0], [10.5, 0], [10, 20]]
    assert config.text("title", "az", first) == ("Plan, azərbaycanca", "az")
    assert config.text("credit", "az", first) == ("", "az")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('date = "last year"', "key 'scans.1.date' is no date: "),
        ("opacity = 0", "key 'scans.1.opacity' is 0, but must be at least 0.1"),
        ('transformation = "affine"', "key 'scans.1.transformation' is 'affine', but must be one "
         "of polynomial-1, polynomial-2, polynomial-3, projective, tps"),
        ('licens = "CC0"', "key 'scans.1.licens' is not known; did you mean 'licence'?"),
        ("crop = [[1, 2], [3, 4], [5]]", "key 'scans.1.crop' must be a list of corners, each "
         "[x, y] in pixels"),
        ("max_kb = 1", "key 'scans.1.max_kb' is 1, but must be at least 50"),
    ],
)  # fmt: skip
def test_a_fault_in_a_scan_is_told_with_its_line(read, line, fault):
    (told,) = refusal(read, SCANS + line)
    assert told.startswith(f"exhibit.toml:14: {fault}")


def test_a_page_opens_with_one_scan_at_most(read):
    (told,) = refusal(read, SCANS.replace('file = "plan.jpg"', 'file = "plan.jpg"\nshown = true'))
    assert told == (
        "exhibit.toml:2: key 'scans' has shown = true more than once; the page opens with one map "
        "at most"
    )


def test_the_forms_of_a_category_are_known_words(read):
    assert refusal(
        read,
        '[categories.a]\nline = "dashd"\nfill = "hatched"\ncolour = "plumb"\ndirected = "yes"\n'
        'color = "ink"\n',
    ) == [
        "exhibit.toml:2: key 'categories.a.line' is 'dashd', but must be one of solid, dashed, "
        "dotted, dash-dot, double; did you mean 'dashed'?",
        "exhibit.toml:3: key 'categories.a.fill' is 'hatched', but must be one of plain, hatch, "
        "hatch-back, cross-hatch, dots; did you mean 'hatch'?",
        "exhibit.toml:4: key 'categories.a.colour' is 'plumb', but must be one of ink, slate, "
        "ochre, moss, plum; did you mean 'plum'?",
        "exhibit.toml:5: key 'categories.a.directed' must be true or false, not 'yes'",
        "exhibit.toml:6: key 'categories.a.color' is not known; did you mean 'colour'?",
    ]


def test_a_mode_in_the_place_of_a_theme_is_told_as_one(read):
    with pytest.raises(ConfigError, match="is 'dark', which is a mode: write mode = 'dark'"):
        read("theme = 'dark'\n")


def test_a_list_of_too_few_says_how_many_it_has(read):
    with pytest.raises(ConfigError, match="lists 2, but must list at least 3"):
        read("[[scans]]\nfile = 'a.jpg'\ncrop = [[0, 0], [9, 0]]\n")


def test_a_list_of_languages_without_any_is_refused_in_our_words(read):
    with pytest.raises(ConfigError) as raised:
        read("languages = []")
    assert str(raised.value).endswith(
        "1: key 'languages' is empty, but must list at least one language, such as 'en'"
    )


@pytest.mark.parametrize(
    ("table", "key", "meant"),
    [
        ("[contact]\nname = 'x'\nphone = '1'\n", "emial", "email"),
        ("[kiosk]\n", "distanc", "distance"),
        ("[media]\n", "max_page", "max_page_mb"),
        ("[join]\n", "witin", "within"),
        ("[groups.core]\n", "panle", "panel"),
        ("[[scans]]\n", "opacty", "opacity"),
        ("[basemap.own]\nfile = 'a.pmtiles'\n", "licens", "licence"),
        ("[basemap.online]\n", "provder", "provider"),
    ],
)
def test_an_unknown_key_is_compared_with_those_of_its_own_table(read, table, key, meant):
    told = " ".join(refusal(read, f"{table}{key} = 'x'\n"))
    assert f"{key}' is not known; did you mean {meant!r}?" in told
