"""Media of an exhibit: every one that is named is shown or told of, and each file is held once."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import tomllib
from base64 import b64decode
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

import mapbuilder as mb
from mapbuilder import pictures
from mapbuilder.clean_cells import ROWS_TOLD
from mapbuilder.config import Config
from mapbuilder.errors import ConfigError, InputError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.media_table import names_in, part_licence, read_media_table
from mapbuilder.page import render_page
from mapbuilder.payload import to_payload
from mapbuilder.report import Report

from . import tiny_media

GOOD = {"media": "a.jpg", "media_alt": "A square", "media_credit": "A. Aliyev, 1926 (CC BY 4.0)"}
VTT = "WEBVTT\n\n00:00.200 --> 00:01.500\nThe first line runs.\n"
VTT_AZ = "WEBVTT\n\n00:00.200 --> 00:01.500\nBirinci xətt işləyir.\n"


@pytest.fixture(scope="module")
def originals(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    tiny_media.picture(folder / "a.jpg", (640, 400), orientation=6, secret=True)
    tiny_media.picture(folder / "b.png")
    tiny_media.sound(folder / "s.mp3", secret=True)
    tiny_media.film(folder / "f.webm", with_sound=True, secret=True)
    tiny_media.film(folder / "mute.webm")
    return folder


@pytest.fixture
def exhibit(tmp_path, originals):
    """Writes an exhibit with the originals beside its tables and reads it."""

    def write(name, rows):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)

    def make(*rows, media=(), settings="", languages=("en",)):
        shutil.copytree(originals, tmp_path, dirs_exist_ok=True)
        shown = ", ".join(f'"{tag}"' for tag in languages)
        (tmp_path / "exhibit.toml").write_text(
            f'title = "T"\nlanguages = [{shown}]\n[basemap]\ndetail = "none"\n{settings}\n'
        )
        base = {"date": "1926", "title": "A tram"}
        write("events.csv", [{"id": f"e{n}", **base, **row} for n, row in enumerate(rows, 1)])
        if media:
            write("media.csv", list(media))
        return read_exhibit(tmp_path)

    make.folder = tmp_path
    return make


def told(exhibit, *, notes=False):
    return [
        (one.code, one.file, one.row, one.column)
        for one in exhibit.problems
        if one.code.startswith("media") and (notes or one.severity != "note")
    ]


def test_three_columns_are_enough_for_a_picture(exhibit):
    made = exhibit(GOOD)
    assert told(made) == []
    [file], [item] = made.media.files, made.media.items
    assert (file.kind, file.width, file.height) == ("picture", 400, 640)
    assert item.licence == "CC BY 4.0"
    assert item.texts == {"alt": "A square", "credit": "A. Aliyev, 1926"}
    assert made.media.of_event == {"e1": (0,)}
    assert [given.name for given in made.inputs] == ["a.jpg", "events.csv", "exhibit.toml"]


def test_several_media_have_their_texts_in_their_order(exhibit):
    made = exhibit(
        {
            "media": "a.jpg; b.png",
            "media_alt": "A square | A yard; behind it a house",
            "media_credit": "Archive",
            "media_licence": "Public domain",
        }
    )
    assert told(made) == []
    assert [item.texts["alt"] for item in made.media.items] == [
        "A square",
        "A yard; behind it a house",
    ]
    assert {item.licence for item in made.media.items} == {"Public domain"}


def test_texts_that_fit_no_file_are_not_given_to_any(exhibit):
    made = exhibit({**GOOD, "media": "a.jpg;b.png"})
    assert told(made) == [("media-alt", "events.csv", 2, "media_alt")]
    assert all("alt" not in item.texts for item in made.media.items)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"media": "a.jpg", "media_alt": "x"}, "media_credit"),
        ({"media": "a.jpg", "media_alt": "x", "media_credit": "A. Aliyev"}, "media_credit"),
        ({"media": "a.jpg", "media_alt": "x", "media_licence": "CC0"}, "media_credit"),
        ({"media": "a.jpg", "media_alt": "x", "media_credit": "(CC0)"}, "media_credit"),
    ],
)
def test_without_a_credit_and_a_licence_nothing_is_shown(exhibit, row, column):
    made = exhibit(row)
    assert told(made) == [("media-credit", "events.csv", 2, column)]
    assert made.media is None


def test_a_picture_without_alternative_text_is_shown_and_told(exhibit):
    made = exhibit(GOOD, {**GOOD, "media_alt": ""}, {**GOOD, "media_alt": ""})
    assert told(made) == [("media-alt", "events.csv", row, "media_alt") for row in (3, 4)]
    assert len(made.media.items) == 2


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("gone.jpg", "media-file", "not a file in the exhibit's folder"),
        ("../up.jpg", "media-file", "outside the exhibit's folder"),
        ("https://museum.example/a.jpg", "media-file", "is an address"),
        ("drawing.svg", "media-kind", "can hold scripts"),
        ("notes.jpg", "media-kind", "of no kind that can be shown"),
        ("torn.jpg", "media-kind", "cannot be read as a picture"),
        ("torn.mp3", "media-kind", "cannot be read as MP3"),
    ],
)
def test_what_cannot_be_shown_is_told_with_file_row_and_column(
    exhibit, originals, name, code, said
):
    folder = exhibit.folder
    (folder.parent / "up.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "notes.jpg").write_text("notes")
    for suffix, torn in (("jpg", "a.jpg"), ("mp3", "s.mp3")):
        (folder / f"torn.{suffix}").write_bytes((originals / torn).read_bytes()[:120])
    made = exhibit({**GOOD, "media": name})
    [problem] = [one for one in made.problems if one.code == code]
    assert (problem.file, problem.row, problem.column) == ("events.csv", 2, "media")
    assert said in problem.message
    assert made.media is None


def test_a_name_in_other_letters_is_found_and_told(exhibit):
    made = exhibit({**GOOD, "media": "A.JPG"})
    assert told(made) == [("media-case", "events.csv", 2, "media")]
    assert made.media.files[0].name == "a.jpg"


def test_one_file_of_two_records_is_one_file(exhibit):
    made = exhibit(GOOD, {**GOOD, "media": "./a.jpg"}, {**GOOD, "media_alt": "Another view"})
    assert len(made.media.files) == 1
    assert made.media.of_event == {"e1": (0,), "e2": (0,), "e3": (1,)}


TABLE = [
    {
        "id": "voice",
        "file": "s.mp3",
        "title": "A pupil remembers",
        "title_az": "Şagird xatırlayır",
        "credit": "Town archive",
        "licence": "By permission",
        "transcript": "We *heard* the tram.",
    },
    {
        "id": "reel",
        "file": "f.webm",
        "title": "Newsreel",
        "credit": "Film studio",
        "licence": "Public domain",
        "captions": "f.vtt",
        "captions_az": "f.az.vtt",
    },
]


def with_captions(exhibit):
    (exhibit.folder / "f.vtt").write_text(VTT)
    (exhibit.folder / "f.az.vtt").write_text(VTT_AZ)
    return exhibit


def test_the_table_of_media_says_of_sound_and_film_what_three_columns_cannot(exhibit):
    made = with_captions(exhibit)({"media": "voice; f.webm"}, media=TABLE, languages=("en", "az"))
    assert told(made) == []
    payload = to_payload(made)
    facts = payload.texts["media"]
    assert facts["files"]["kind"] == ["sound", "film"]
    assert facts["tracks"] == [
        {},
        {"az": [[200, 1500, "Birinci xətt işləyir."]], "en": [[200, 1500, "The first line runs."]]},
    ]
    english, azeri = (payload.languages[tag]["media"] for tag in ("en", "az"))
    assert english["title"] == ["A pupil remembers", "Newsreel"]
    assert english["transcript"] == [
        [["p", "We ", ["em", "heard"], " the tram."]],
        "The first line runs.",
    ]
    assert azeri["title"] == ["Şagird xatırlayır", "Newsreel"]
    assert azeri["transcript"][1] == "Birinci xətt işləyir."
    assert payload.languages["az"]["fallback"]["media.title"] == [1]
    assert payload.languages["az"]["fallback"]["media.transcript"] == [0]
    assert "f.vtt" in [given.name for given in made.inputs]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"file": "s.mp3"}, [("media-transcript", "transcript")]),
        (
            {"file": "f.webm"},
            [("media-transcript", "captions"), ("media-transcript", "transcript")],
        ),
        ({"file": "f.webm", "transcript": "x"}, [("media-transcript", "captions")]),
        ({"file": "mute.webm"}, [("media-transcript", "transcript")]),
        ({"file": "mute.webm", "transcript": "x"}, []),
        ({"file": "s.mp3", "transcript": "gone.txt"}, [("media-transcript", "transcript")] * 2),
        (
            {"file": "f.webm", "captions": "a.jpg", "transcript": "x"},
            [("media-captions", "captions"), ("media-transcript", "captions")],
        ),
    ],
)
def test_what_is_said_can_be_read_or_is_told(exhibit, row, expected):
    """WCAG 2.2, 1.2.1 and 1.2.2; a film without sound needs no captions."""
    listed = {"credit": "Archive", "licence": "CC0", **row}
    made = exhibit({"media": row["file"]}, media=[listed])
    assert [(code, column) for code, file, _, column in told(made)] == expected
    assert made.media is not None, "it is shown all the same"


def test_a_record_s_own_words_come_before_those_of_the_table(exhibit):
    listed = {"file": "a.jpg", "alt": "Listed", "credit": "Archive", "licence": "CC0"}
    made = exhibit({"media": "a.jpg"}, {"media": "a.jpg", "media_alt": "Own"}, media=[listed])
    assert [item.texts["alt"] for item in made.media.items] == ["Listed", "Own"]


def test_a_row_of_the_table_that_nobody_names_is_a_note(exhibit):
    listed = [*TABLE[:1], {"file": "a.jpg"}, {"id": "voice", "file": "b.png"}, {"id": "x"}]
    made = exhibit({"media": "voice"}, media=listed)
    assert told(made, notes=True) == [
        ("media-shown", "events.csv", None, "media"),
        ("media-unused", "media.csv", 3, "file"),
        ("media-id-duplicate", "media.csv", 4, "id"),
        ("media-file", "media.csv", 5, "file"),
    ]


def test_a_text_is_read_aloud_in_the_language_it_is_shown_in(exhibit):
    made = exhibit(
        {"text": "One.", "text_az": "Bir.", "audio": "s.mp3", "audio_az": "s.mp3"},
        {"text": "Two.", "text_az": "", "audio": "s.mp3"},
        {"text": "Three.", "text_az": "Üç.", "audio": "s.mp3"},
        languages=("en", "az"),
    )
    assert told(made) == []
    payload = to_payload(made)
    readings = {tag: block["events"]["reading"] for tag, block in payload.languages.items()}
    assert readings == {"en": [0, 0, 0], "az": [0, 0, -1]}


def test_only_sound_is_read_aloud(exhibit):
    made = exhibit({"audio": "a.jpg"})
    assert told(made) == [("media-kind", "events.csv", 2, "audio")]
    assert made.media is None


def test_the_account_says_how_much_is_shown(exhibit):
    made = with_captions(exhibit)(GOOD, {"media": "voice; gone.mp3"}, media=TABLE)
    [note] = [one for one in made.problems if one.code == "media-shown"]
    assert note.message.startswith(
        "of 3 media named 2 are shown, from 1 picture, 1 sound, 0 films; records with media: 2"
    )


def test_large_recordings_are_left_out_with_advice(exhibit, tmp_path):
    tiny_media.sound(tmp_path / "long.wav", 25, container="wav", codec="pcm_s16le")
    row = {"media": "s.mp3; long.wav", "media_credit": "x (CC0)"}
    made = exhibit(row, settings="[media]\nmax_file_mb = 0.01")
    said = [one.message for one in made.problems if one.code == "media-size"]
    assert "hardly compressed; save it as MP3" in said[0]
    assert "media.max_file_mb in exhibit.toml allows" in said[1]


def test_all_recordings_together_have_a_limit(exhibit):
    made = exhibit(
        {"media": "s.mp3", "media_credit": "x (CC0)"}, settings="[media]\nmax_page_mb = 0.01"
    )
    [problem] = [one for one in made.problems if one.code == "media-size"]
    assert problem.severity == "warning"
    assert "the largest is s.mp3 with" in problem.message


def test_a_thousand_bad_names_are_told_in_few_lines(exhibit):
    made = exhibit(*[{"media": f"https://museum.example/{n}.jpg"} for n in range(1000)])
    assert len(told(made)) == ROWS_TOLD + 1
    assert f"the same is so in {1000 - ROWS_TOLD:,} more rows" in made.problems[0].message


def test_settings_are_checked():
    assert Config(media={"max_side_px": 2000, "max_page_mb": 5}).media.max_page_mb == 5
    with pytest.raises(ConfigError, match=r"max_side.*did you mean 'max_side_px'"):
        Config(media={"max_side": 2000})


def test_an_exhibit_without_media_does_not_load_what_reads_them(exhibit, monkeypatch):
    import sys

    monkeypatch.delitem(sys.modules, "mapbuilder.media", raising=False)
    assert exhibit({"text": "x"}).media is None
    assert "mapbuilder.media" not in sys.modules


def test_a_missing_extra_is_said_in_one_line(exhibit, monkeypatch):
    def missing(what):
        raise InputError(f"{what} needs the extra: pip install 'mapbuilder[media]' (no PIL)")

    monkeypatch.setattr(pictures, "_pillow", missing)
    with pytest.raises(
        InputError, match=r"^the exhibit's media: .*pip install 'mapbuilder\[media\]'"
    ):
        exhibit(GOOD)
    # What is not shown anyway asks for nothing.
    assert exhibit({**GOOD, "media_credit": ""}).media is None


def test_frames_name_media_as_files_do(originals, monkeypatch):
    monkeypatch.chdir(originals)
    events = pd.DataFrame([{"id": "e1", "date": "1926", "title": "T", "media": "a.jpg"}])
    listed = pd.DataFrame([{"file": "a.jpg", "alt": "x", "credit": "y", "licence": "CC0"}])
    places = mb.read_gazetteer(pd.DataFrame([{"id": "p", "name": "P", "lat": 40, "lon": 50}]))
    located = mb.locate(mb.read_records(events), [places])
    made = mb.Exhibit.of(located, media=listed, title="T")
    assert [file.kind for file in made.media.files] == ["picture"]
    assert told(made) == []


@pytest.mark.parametrize(
    ("cell", "known", "names"),
    [
        ("a.jpg", (), ["a.jpg"]),
        (" a.jpg ;; b.jpg;a.jpg ", (), ["a.jpg", "b.jpg"]),
        ("a;b.jpg", {"a;b.jpg"}, ["a;b.jpg"]),
    ],
)
def test_names_are_set_apart_as_sources_are(cell, known, names):
    assert names_in(cell, known) == names


@pytest.mark.parametrize(
    ("texts", "licence", "credit"),
    [
        ({"credit": "A, 1926 (CC BY 4.0)"}, "CC BY 4.0", "A, 1926"),
        ({"credit": "A (Baku) (CC0)"}, "CC0", "A (Baku)"),
        ({"credit": "A (Baku)", "licence": "CC0"}, "CC0", "A (Baku)"),
        ({"credit": "A (CC0)", "licence": "CC0"}, "CC0", "A"),
        ({"credit": "A"}, "", "A"),
    ],
)
def test_the_licence_stands_in_brackets_or_in_a_column(texts, licence, credit):
    assert part_licence(texts) == licence
    assert texts["credit"] == credit


def page_of(made, **options):
    return render_page(made, **options).decode()


def test_the_page_holds_each_file_once_and_no_word_of_its_makers(exhibit):
    made = with_captions(exhibit)(
        GOOD,
        {**GOOD, "media": "a.jpg; reel", "media_alt": "A square | A film"},
        {"audio": "s.mp3"},
        media=TABLE,
    )
    report = Report()
    page = page_of(made, report=report)
    assert page == page_of(made), "the same bytes"
    assert not re.search("Secret|40[.]12|49[.]56", page)
    held = [*re.findall(r'<img id="media-(\d+)"', page)]
    apart = re.findall(r'<script type="application/octet-stream" id="media-(\d+)">([^<]+)<', page)
    assert sorted([*held, *(number for number, _ in apart)]) == ["0", "1", "2"]
    for _, content in apart:
        assert tiny_media.has(b64decode(content)) == []
    [source] = re.findall(r'src="data:image/webp;base64,([^"]+)"', page)
    assert tiny_media.has(b64decode(source)) == []
    assert '<a href="#media-0">Picture</a>' in page, "the second record leads to the picture"
    [note] = report.problems()
    assert (note.code, note.severity) == ("media-size", "note")


def test_the_text_version_shows_pictures_and_says_what_is_said(exhibit):
    page = page_of(with_captions(exhibit)(GOOD, {"media": "reel"}, media=TABLE))
    assert (
        '<img id="media-0" loading="lazy" width="400" height="640" alt="A square" src="data' in page
    )
    assert "A. Aliyev, 1926 (CC BY 4.0)" in page
    assert re.search(r"Film, 0:02: <span>Newsreel</span>", page)
    assert re.search(r"<h4>Transcript</h4>\s*<div><p>The first line runs.</p>", page)


def test_a_picture_beyond_the_text_version_stands_in_a_block(exhibit, monkeypatch):
    monkeypatch.setattr("mapbuilder.page.TEXT_EVENTS", 1)
    page = page_of(exhibit(GOOD, {**GOOD, "media": "b.png"}))
    assert re.findall(r'<img id="media-(\d)"', page) == ["0"]
    [(number, content)] = re.findall(
        r'<script type="application/octet-stream" id="media-(\d)">([^<]+)<', page
    )
    assert number == "1"
    assert tiny_media.pixels(b64decode(content)).size == (320, 200)


def test_the_policy_lets_in_only_what_the_page_has(exhibit):
    assert "media-src" not in page_of(exhibit({"text": "x"}))
    pictured = page_of(exhibit(GOOD))
    assert "media-src" not in pictured
    assert "img-src data: blob:;" in pictured
    spoken = page_of(exhibit({"media": "s.mp3", "media_credit": "x (CC0)"}))
    assert "media-src blob:; " in spoken
    assert "unsafe-inline" not in spoken


def test_a_page_without_media_has_not_a_byte_for_them(exhibit):
    page = page_of(exhibit({"text": "x"}))
    outside = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert not re.search(r"media-|medium|media_", outside)
    payload = to_payload(exhibit({"text": "x"}))
    said = json.dumps([payload.head, payload.texts, payload.languages])
    assert re.findall('"[^"]*(?:media|reading)[^"]*":', said) == []


def test_all_media_of_a_page_have_a_limit(exhibit):
    report = Report()
    page_of(exhibit(GOOD, settings="[media]\nmax_page_mb = 0.0001"), report=report)
    [problem] = report.problems()
    assert (problem.code, problem.severity) == ("media-size", "warning")


def test_the_media_of_the_golden_exhibit_are_those_that_are_listed():
    folder = Path(__file__).parent / "exhibits/media/files"
    listed = tomllib.loads((folder / "SOURCE.toml").read_text("utf-8"))
    assert listed["licence"]
    held = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "SOURCE.toml"
    }
    assert listed["sha256"] == held


def test_of_several_pages_the_first_is_shown_and_told(exhibit):
    pages = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green")]
    pages[0].save(exhibit.folder / "letter.tif", save_all=True, append_images=pages[1:])
    made = exhibit({**GOOD, "media": "letter.tif"})
    assert told(made) == [("media-pages", "events.csv", 2, "media")]
    assert len(made.media.files) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Filename", "file"),
        ("Caption", "title"),
        ("Alt text", "alt"),
        ("Copyright", "credit"),
        ("Credit line", "credit"),
        ("License", "licence"),
        ("Bildunterschrift", "title"),
        ("Inventory room", None),
    ],
)
def test_a_column_of_the_table_of_media_that_nothing_shows_is_told(written, meant):
    """Nothing of this table is shown as a detail; a museum's "caption" is no file of captions."""
    report = Report()
    rows = [{"id": "m1", written: "x"}]
    read_media_table(rows, None, report)
    [told] = [one for one in report.problems() if one.code == "column-unknown"]
    assert "is not used" in told.message
    assert [one.value for one in told.suggestions] == ([meant] if meant else [])


def test_columns_that_are_ours_are_not_told():
    report = Report()
    known = ("file", "title_az", "alt", "credit_ru", "licence", "captions_de", "transcript")
    read_media_table([dict.fromkeys(known, "x")], None, report)
    assert [one for one in report.problems() if one.code == "column-unknown"] == []
