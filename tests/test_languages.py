"""Languages of the settings: what is not shown, or shown in English, is told once."""

from __future__ import annotations

import pytest

from mapbuilder.config import Config, read_config
from mapbuilder.errors import ConfigError, MapbuilderError
from mapbuilder.exhibit import Exhibit, read_exhibit
from mapbuilder.gazetteer import read_gazetteer
from mapbuilder.languages import asked_language, note_languages
from mapbuilder.locate import locate
from mapbuilder.records import read_records
from mapbuilder.report import Report, to_line

SETTINGS = """title = "Trams"
title_fr = "Tramways"
languages = ["en", "az-Cyrl"]
intro_fr = "Rien"
title_az-Cyrl = "Трамвајлар"
[groups.core]
label = "Core"
label_DE = "Kern"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "events.csv").write_text("date,title\n1990,One\n", "utf-8")
    return tmp_path


def notes(folder, settings):
    (folder / "exhibit.toml").write_text(settings, "utf-8")
    report = Report()
    note_languages(read_config(folder / "exhibit.toml"), report, folder / "exhibit.toml")
    assert {one.severity for one in report.problems()} <= {"note"}
    return report.problems()


def test_texts_in_a_language_that_is_not_listed_are_told_once_a_language(folder):
    found = notes(folder, SETTINGS)
    drafts = [p for p in found if p.code == "interface-draft"]
    assert [(p.row, p.column, p.value) for p in drafts] == [(3, "languages", "az-Cyrl")]
    found = [p for p in found if p not in drafts]
    assert [(p.code, p.row, p.column, p.value) for p in found] == [
        ("language-unlisted", 2, "title_fr", "fr"),
        ("language-unlisted", 8, "label_de", "de"),
    ]
    assert "'fr' (title_fr, intro_fr) are kept and not shown" in found[0].message
    assert "(groups.core.label_de)" in found[1].message
    assert notes(folder, SETTINGS.replace('"az-Cyrl"', '"az-Cyrl", "fr", "de"')) != found


@pytest.mark.parametrize(
    ("languages", "told"),
    [
        ('["en", "az", "ru"]', []),
        ('["az-Cyrl"]', []),
        ('["en", "zz"]', ["zz"]),
        ('["kk", "ka", "ur"]', ["kk", "ur"]),
    ],
)
def test_a_language_without_words_of_the_interface_is_told(languages, told, folder):
    found = notes(folder, f'title = "x"\nlanguages = {languages}\n')
    found = [p for p in found if p.code != "interface-draft"]
    assert sorted(p.value for p in found) == sorted(told)
    assert {(p.code, p.row) for p in found} <= {("language-interface", 2)}


def test_words_of_the_interface_that_await_review_are_told_once_a_language(folder, monkeypatch):
    settings = 'title = "x"\nlanguages = ["en", "ka", "ru"]\n'
    drafts = [p for p in notes(folder, settings) if p.code == "interface-draft"]
    assert [(p.row, p.column, p.value) for p in drafts] == [
        (2, "languages", "ka"),
        (2, "languages", "ru"),
    ]
    assert "await review by a native speaker, who signs in templates/strings/ka.json" in (
        drafts[0].message
    )
    signed = {"_review": {"drafted_by_machine": True, "reviewed_by": "A. B., 2026"}}
    monkeypatch.setattr("mapbuilder.wording._file", lambda tag: signed)
    assert not [p for p in notes(folder, settings) if p.code == "interface-draft"]


def test_check_tells_it_and_nothing_is_refused_for_it(folder):
    notes(folder, SETTINGS)
    [first, *_] = [p for p in read_exhibit(folder).problems if p.code.startswith("language")]
    assert to_line(first).startswith("exhibit.toml:2:title_fr language-unlisted: ")


def test_an_exhibit_made_in_python_is_told_the_same():
    located = locate(read_records([{"date": "1990", "title": "One"}]), read_gazetteer(None))
    problems = Exhibit.of(located, title="x", title_fr="y", languages=["zz"]).problems
    assert [(p.code, p.file, p.row, p.value) for p in problems] == [
        ("language-interface", "exhibit", None, "zz"),
        ("language-unlisted", "exhibit", None, "fr"),
    ]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("DE", "de"),
        ("az-CYRL", "az-Cyrl"),
        ("en-gb", "en-GB"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("ca-VALENCIA", "ca-valencia"),
        ("ar-eg", "ar-EG"),
    ],
)
def test_capitals_mean_nothing_in_a_tag(written, tag):
    assert Config(title="Trams", languages=["en", written]).languages == ["en", tag]


def test_a_tag_with_an_underscore_is_told_with_what_is_meant():
    with pytest.raises(ConfigError, match=r"'en_gb' is no language tag.*; is 'en-GB' meant"):
        Config(title="Trams", languages=["en_gb"])


@pytest.mark.parametrize(("written", "tag"), [("deu", "de"), ("fas-IR", "fa-IR"), ("iw", "he")])
def test_a_longer_tag_of_a_language_that_the_page_speaks_is_told(folder, written, tag):
    [told] = notes(folder, f'title = "T"\nlanguages = ["en", "{written}"]\n')
    assert told.code == "language-interface"
    assert told.message.endswith(f"the tag of that language is {tag!r}, at the end of columns too")


def test_a_language_is_asked_for_in_any_capitals():
    config = Config(title="Trams", languages=["en", "az-Cyrl"])
    assert asked_language(config, "AZ-cyrl") == "az-Cyrl"
    assert asked_language(config, None) is None
    with pytest.raises(MapbuilderError, match="has no language 'az'; it has 'en', 'az-Cyrl'"):
        asked_language(config, "az")
