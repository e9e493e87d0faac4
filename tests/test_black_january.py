"""The default exhibit keeps the rules for contested, painful history, in each of its languages.

The tables are read as plain CSV, so that no reader's leniency hides what is written in them.
"""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from mapbuilder.exhibit import read_exhibit

FOLDER = Path(__file__).resolve().parent.parent / "geodata/black-january"
LANGUAGES = ("en", "az", "ru")
NOTICE = (
    "This exhibit describes killings of civilians and ethnic violence in 1990. "
    "It contains no graphic images."
)
EVENT_TEXTS = ("title", "text", "other_accounts")
TEXT_KEYS = ("title", "subtitle", "intro", "notice", "credits")

# Words of a source or of a name are not the curator's: quotation marks, the two names with
# "martyrs" in them, and what stands beside a verb of naming in its clause.
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)")
NAMES = re.compile(r"Alley of Martyrs|Martyrs' \w+|Şəhidlər xiyaban\w*|Алле[яеию] ш[ае]хидов")
NAMED_SO = re.compile(
    r"\bcall(?:s|ed)\b[^.;,]*|[^.;,]*\badlandır\w*|\b(?:называ|назва)\w*[^.;,]*", re.IGNORECASE
)

DAY = r"-?\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?"
EDTF = re.compile(rf"{DAY}(?:/(?:{DAY}|\.\.))?")


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


EVENTS, PLACES = read("events.csv"), read("places.csv")
SOURCES, FIGURES = read("sources.csv"), read("figures.csv")
CORE = [event for event in EVENTS if event["group"] == "core"]
CONTEXT = [event for event in EVENTS if event["group"] == "context"]
CONFIG = tomllib.loads((FOLDER / "exhibit.toml").read_text("utf-8"))
PRESS_RELEASE = (FOLDER / "sources/press-release-2021-01-21.txt").read_text("utf-8")


def in_language(row: dict, key: str, language: str) -> str:
    return row[key] if language == "en" else row[f"{key}_{language}"]


def by_id(row: dict[str, str]) -> str:
    return row["id"]


def own_texts(language: str) -> dict[str, str]:
    """Everything that the exhibit says in its own voice, by where it says it."""
    texts = {f"exhibit.{key}": in_language(CONFIG, key, language) for key in TEXT_KEYS}
    for table in ("groups", "categories"):
        for id_, entry in CONFIG[table].items():
            texts[f"{id_}.label"] = in_language(entry, "label", language)
    for id_, group in CONFIG["groups"].items():
        texts[f"{id_}.note"] = in_language(group, "note", language)
    for event in EVENTS:
        for key in EVENT_TEXTS:
            texts[f"{event['id']}.{key}"] = in_language(event, key, language)
    for place in PLACES:
        for key in ("label", "note"):
            texts[f"{place['id']}.{key}"] = in_language(place, key, language)
    for number, figure in enumerate(FIGURES, 2):
        texts[f"figures.csv:{number}"] = in_language(figure, "scope", language)
    if language == "en":
        texts |= {f"{event['id']}.date_note": event["date_note"] for event in EVENTS}
        texts |= {f"{source['id']}.standpoint": source["standpoint"] for source in SOURCES}
    return texts


def in_curators_voice(text: str) -> str:
    return NAMED_SO.sub(" ", NAMES.sub(" ", QUOTED.sub(" ", text)))


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def test_fifteen_core_records_eight_of_context_and_six_places():
    assert [event["id"] for event in CORE] == [f"ev{number:02}" for number in range(1, 16)]
    assert [event["id"] for event in CONTEXT] == [f"cx{number:02}" for number in range(1, 9)]
    assert len(EVENTS) == 23
    assert len(PLACES) == 6
    assert len(SOURCES) == 77
    assert len(FIGURES) == 25


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.*")), ids=lambda path: path.name)
def test_files_are_utf8_with_lf_and_no_mark_at_the_start(path):
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    text = content.decode("utf-8")
    assert not any(unicodedata.category(sign) in ("Cc", "Cf") for sign in text if sign != "\n")


@pytest.mark.parametrize("name", ["events.csv", "places.csv", "sources.csv", "figures.csv"])
def test_cells_are_whole_and_composed(name):
    for row in read(name):
        assert None not in row, row
        assert None not in row.values(), row
        for cell in row.values():
            assert cell == cell.strip()
            assert cell == unicodedata.normalize("NFC", cell)


def test_the_press_release_is_kept_to_the_byte():
    content = (FOLDER / "sources/press-release-2021-01-21.txt").read_bytes()
    assert (
        hashlib.sha256(content).hexdigest()
        == "d80620788cf46ed2592aab49c1591494fcf22a0347ce897635f31a8825ab5012"
    )


def test_every_record_names_its_source_and_core_records_the_line():
    lines = PRESS_RELEASE.split("\n")
    for event in CORE:
        assert event["source"] == "press-release"
        line = re.fullmatch(r"line (\d+)", event["locator"])
        assert line, event["id"]
        assert event["quote"]
        assert event["quote"] in lines[int(line[1]) - 1], event["id"]
        assert "Search in archive" not in event["quote"]
    for event in CONTEXT:
        assert event["source"] not in ("", "press-release")
        assert event["quote"] == ""


def test_every_source_that_is_named_is_listed():
    known = {source["id"] for source in SOURCES}
    assert len(known) == len(SOURCES)
    named = {figure["source"] for figure in FIGURES}
    for event in EVENTS:
        for column in ("source", "other_sources", "date_sources"):
            named |= set(listed(event[column]))
        named |= set(re.findall(r"\bS\d+\b", event["date_note"]))
    assert sorted(named - known) == []


def test_a_source_that_no_row_describes_is_named_as_a_gap():
    """S52 came with the coordinates and without its title: told in the README, and not invented."""
    known = {source["id"] for source in SOURCES}
    named = {id_ for place in PLACES for id_ in re.findall(r"\bS\d+\b", " ".join(place.values()))}
    assert named <= known
    assert any("a copy of the Russian Wikipedia" in place["coordinate_source"] for place in PLACES)
    assert "S52" in (FOLDER / "README.md").read_text("utf-8")


def test_every_source_says_how_much_of_it_was_read():
    assert [source["id"] for source in SOURCES if not source["access"]] == []
    whole = [source["id"] for source in SOURCES if source["file"]]
    assert whole == ["press-release"]
    assert (FOLDER / SOURCES[0]["file"]).is_file()


@pytest.mark.parametrize("event", CORE, ids=by_id)
def test_a_summary_says_who_says_so(event):
    assert re.search(r"\bpress release\b|^The source\b", event["text"])
    assert re.search(r"press-reliz|^Mənbə\b", event["text_az"], re.IGNORECASE)
    assert re.search(r"пресс-релиз|^Источник\b", event["text_ru"], re.IGNORECASE)


@pytest.mark.parametrize("event", CORE, ids=by_id)
def test_quotation_marks_in_a_summary_hold_the_sources_words(event):
    for words in re.findall(r"“([^”]*)”", event["text"]):
        assert words in PRESS_RELEASE
    for language in LANGUAGES:
        text = in_language(event, "text", language)
        assert "[sic]" not in text
        for opening, closing in ("“”", "«»"):
            assert text.count(opening) == text.count(closing)


@pytest.mark.parametrize("event", CORE, ids=by_id)
def test_a_summary_has_no_number_that_the_press_release_has_not(event):
    known = set(numbers(PRESS_RELEASE))
    for language in LANGUAGES:
        assert set(numbers(in_language(event, "text", language))) <= known


@pytest.mark.parametrize(("language", "word"), [("az", "tərcümədir"), ("ru", "перевод")])
def test_quotations_that_are_translated_are_called_so(language, word):
    assert word in CONFIG[f"intro_{language}"].split("\n\n")[-1]
    for group in CONFIG["groups"].values():
        assert word in group[f"note_{language}"]


@pytest.mark.parametrize("event", EVENTS, ids=by_id)
def test_a_date_is_edtf_and_exists(event):
    assert EDTF.fullmatch(event["date"])
    days = []
    for part in event["date"].split("/"):
        written = re.findall(r"\d+", part)
        if written:
            year, month, day = (*map(int, written), 1, 1)[:3]
            days.append(date(year, month, day))
    assert days == sorted(days)


@pytest.mark.parametrize("event", EVENTS, ids=by_id)
def test_a_date_has_a_basis(event):
    """A note, other sources, or the passage of the press release itself."""
    locator = event["locator"].removeprefix("line ")
    passage = PRESS_RELEASE.split("\n")[int(locator) - 1] if locator else ""
    year = event["date"][:4]
    assert event["date_note"] or event["date_sources"] or year in passage


def test_a_day_that_the_press_release_does_not_give_comes_from_named_sources():
    written = {
        "1990-01-19": "19 - 20 January 1990",
        "1990-01-20": "19 - 20 January 1990",
        "1990-01-21": "January 21, 1990",
        "2021-01-21": "2021-01-21",
    }
    assert all(words in PRESS_RELEASE for words in written.values())
    elsewhere = {
        event["id"]
        for event in CORE
        if set(re.findall(r"\d{4}-\d\d-\d\d", event["date"])) - set(written)
    }
    assert elsewhere == {"ev07", "ev08", "ev12"}
    assert [event["id"] for event in CORE if event["date_sources"]] == [
        "ev04", "ev07", "ev08", "ev11", "ev12", "ev14"
    ]  # fmt: skip


def test_the_night_comes_before_its_totals_and_these_before_the_memorial():
    from mapbuilder.exhibit import read_exhibit

    exhibit = read_exhibit()
    told = [id_ for id_ in exhibit.events["id"].to_pylist() if id_.startswith("ev")]
    assert told == [
        "ev01", "ev02", "ev03", "ev04", "ev05", "ev06", "ev11", "ev13", "ev12", "ev07", "ev08",
        "ev09", "ev10", "ev14", "ev15",
    ]  # fmt: skip


def test_a_sort_date_lies_in_the_date_whose_place_it_takes():
    """It orders records of a month or more, and claims nothing about their day."""
    sorted_ = [event for event in EVENTS if event["sort_date"]]
    assert [event["id"] for event in sorted_] == ["ev09", "ev10", "ev14"]
    for event in sorted_:
        assert (
            event["date"].removesuffix("/..")
            == event["sort_date"][: len(event["date"].rstrip("/."))]
        )


def test_what_has_no_supported_place_has_no_marker():
    assert {event["id"] for event in CORE if not event["place"]} == {
        "ev01", "ev02", "ev09", "ev10", "ev15",
    }  # fmt: skip
    assert not {"lat", "lon"} & set(EVENTS[0])
    assert CONFIG["groups"]["context"]["markers"] is False
    assert CONFIG["groups"]["context"]["panel"] == "context"
    assert CONFIG["groups"]["core"].get("markers", True) is True


def test_places_are_written_as_the_source_writes_them():
    names = {place["name"] for place in PLACES}
    used = {event["place"] for event in CORE if event["place"]}
    assert used == names
    for name in used:
        assert name in PRESS_RELEASE
    # Sumgait is only in the context, which has no markers and needs no coordinate.
    assert {event["place"] for event in CONTEXT} - names == {"", "Sumgait"}


@pytest.mark.parametrize("place", PLACES, ids=by_id)
def test_coordinates_are_supported_and_as_fine_as_what_supports_them(place):
    lat, lon = float(place["lat"]), float(place["lon"])
    assert (lat, lon) != (0, 0)
    assert 38 < lat < 56
    assert 37 < lon < 51
    assert len(place["lat"].partition(".")[2]) <= 5
    assert place["precision"] in ("site", "town", "city", "region")
    assert 0 < float(place["uncertainty_m"]) <= 15_000
    assert place["coordinate_source"]
    assert place["coordinate_licence"]


@pytest.mark.parametrize("place", PLACES, ids=by_id)
def test_names_have_their_language_and_former_names_their_years(place):
    names = place["names"].split("|")
    tags = {name.partition(":")[0] for name in names if ":" in name}
    assert {"az", "ru"} <= tags
    assert {place["label_az"], place["label_ru"]} <= {name.partition(":")[2] for name in names}
    for former in filter(None, place["former_names"].split("|")):
        assert re.fullmatch(r"(?:[a-z-]+:)?.+ \[\d{0,4}/\d{0,4}\]", former)


def test_every_figure_belongs_to_a_record_and_has_a_scope():
    ids = {event["id"] for event in EVENTS}
    for figure in FIGURES:
        assert figure["event"] in ids
        assert figure["scope"]
        assert re.fullmatch(r"\d+", figure["value"])


def test_a_figure_of_the_press_release_stands_in_the_quotation_with_its_qualifier():
    quotes = {event["id"]: event["quote"] for event in CORE}
    found = [figure for figure in FIGURES if figure["source"] == "press-release"]
    assert [figure["value"] for figure in found] == ["130", "147", "744", "800"]
    for figure in found:
        written = f"{figure['qualifier']} {figure['value']}".strip()
        assert written in quotes[figure["event"]].lower()
        for words in re.findall(r"'([^']*)'", figure["scope"]):
            assert words in PRESS_RELEASE


def test_a_figure_is_on_a_marker_only_if_its_scope_names_the_place():
    place = {event["id"]: event["place"] for event in CORE}
    for figure in FIGURES:
        if place.get(figure["event"]):
            assert place[figure["event"]] in figure["scope"]


def test_the_difference_of_two_figures_is_nowhere():
    """147 in all less 130 in Baku is 17, which no source gives: 17 is only a day of November."""
    assert "17" not in {figure["value"] for figure in FIGURES}
    day = re.compile(r"17 November|noyabrın 17-də|17 ноября")
    for language in LANGUAGES:
        for where, text in own_texts(language).items():
            rest = day.sub("", text)
            assert not re.search(r"\b(?:17\b|seventeen|on yeddi|семнадцат)", rest, re.IGNORECASE), (
                where
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_contested_words_stay_out_of_the_curators_voice(language):
    stems = "|".join(map(re.escape, CONFIG["contested_words"][language]))
    contested = re.compile(rf"\b(?:{stems})\w*", re.IGNORECASE)
    found = {
        where: contested.findall(in_curators_voice(text))
        for where, text in own_texts(language).items()
    }
    assert {where: words for where, words in found.items() if words} == {}


def test_the_check_for_contested_words_finds_them():
    said = "The massacre, which it calls a tragedy, and “bloody”, near the Alley of Martyrs."
    assert in_curators_voice(said).split() == ["The", "massacre,", "which", "it", ",", "and", ",",
                                               "near", "the", "."]  # fmt: skip


def test_the_list_of_contested_words_has_each_that_the_rules_name():
    ruled = (
        "massacre, martyr, tragedy, bloody, heroic, aggression, annex, occupation, terror, "
        "extremist, militant, pogrom, genocide, ethnic cleansing, national leader"
    )
    assert set(ruled.split(", ")) <= set(CONFIG["contested_words"]["en"])


def test_peoples_are_never_agents_in_the_curators_voice():
    peoples = re.compile(r"\bthe (?:Armenians|Azerbaijanis|Azeris|Russians)\b", re.IGNORECASE)
    for where, text in own_texts("en").items():
        assert not peoples.search(QUOTED.sub(" ", text)), where


def test_context_is_not_worded_as_a_reason():
    linking = re.compile(
        r"\b(?:because|therefore|in response|as a result|çünki|buna görə|ona görə|cavab olaraq|"
        r"nəticəsində|потому что|поэтому|в ответ|вследствие|в результате)\b",
        re.IGNORECASE,
    )
    for event in CONTEXT:
        for language in LANGUAGES:
            for key in ("title", "text"):
                text = in_language(event, key, language)
                assert not linking.search(QUOTED.sub(" ", text)), event["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_summaries_are_short(language):
    for event in EVENTS:
        assert 0 < len(in_language(event, "title", language)) <= 60
        assert 0 < len(in_language(event, "text", language).split()) <= 60
        assert len(in_language(event, "other_accounts", language).split()) <= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exhibits_title_and_introduction_have_the_length_that_visitors_read(language):
    title = in_language(CONFIG, "title", language)
    assert 1 <= len(title.split()) <= 7
    assert "19–20" in title
    assert 20 <= len(in_language(CONFIG, "intro", language).split()) <= 300


def test_the_name_in_use_and_the_sources_name_are_given_once():
    own = " ".join(text for where, text in own_texts("en").items() if where.startswith("exhibit."))
    assert own.count("Black January") == 1
    assert own.count("“Bloody January”") == 1
    assert "Bloody January" in PRESS_RELEASE


def test_the_notice_is_specific():
    assert CONFIG["notice"] == NOTICE


@pytest.mark.parametrize("language", ["az", "ru"])
def test_a_translation_is_whole_and_has_the_numbers_of_the_english(language):
    english, translated = own_texts("en"), own_texts(language)
    for where, text in translated.items():
        assert bool(text) == bool(english[where]), where
        if re.match(r"(ev|cx)\d\d\.(title|other_accounts)|cx\d\d\.|figures", where):
            assert numbers(text) == numbers(english[where]), where


@pytest.mark.parametrize("language", ["az", "ru"])
def test_a_translation_is_marked_as_a_machine_draft(language):
    assert language in CONFIG["machine_drafted"]
    mark = f"{language}: machine draft, needs a native speaker"
    assert [event["id"] for event in EVENTS if mark not in event["review"]] == []


def test_azerbaijani_is_latin_and_russian_is_cyrillic():
    latin, cyrillic = re.compile(r"[A-Za-zƏə]"), re.compile(r"[А-Яа-яЁё]")
    for where, text in own_texts("az").items():
        assert not cyrillic.search(text), where
    for where, text in own_texts("ru").items():
        words = re.findall(r"\w+", text)
        assert [word for word in words if latin.search(word) and cyrillic.search(word)] == [], where


def test_its_check_has_nothing_left_but_the_sign_offs():
    problems = read_exhibit().checked().problems
    assert {one.code for one in problems} == {"draft-unsigned", "interface-draft"}
    assert {one.severity for one in problems} == {"note"}
    assert [one.value for one in problems if one.code == "draft-unsigned"] == ["az", "en", "ru"]


def test_it_is_not_final_until_it_is_signed():
    problems = read_exhibit().checked(final=True).problems
    assert {one.severity for one in problems} == {"error"}
    unsigned = [one.row for one in problems if one.file == "events.csv"]
    assert unsigned == list(range(2, len(EVENTS) + 2))


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_text_of_a_translation_falls_back_to_english(language):
    from mapbuilder.payload import to_payload

    fallback = to_payload(read_exhibit()).languages[language]["fallback"]
    assert fallback == {}


PLANTED = [
    ("events.csv", "The press release states that 130", "130", "attribution-missing"),
    ("events.csv", "Press-relizdə bildirilir ki, 1990", "1990", "attribution-missing"),
    ("events.csv", "В пресс-релизе говорится, что в ночь", "В ночь", "attribution-missing"),
    ("events.csv", "The press release states that 130", "After the massacre 130", "contested-word"),
    ("events.csv", "Mətndə həlak olanların", "Mətndə şəhidlərin", "contested-word"),
    ("events.csv", "Погибшие в Баку (по", "Трагедия в Баку (по", "contested-word"),
    ("exhibit.toml", "and people were killed", "and people were massacred", "contested-word"),
    ("events.csv", "“disturbed the Soviet Leadership”", "“disturbed the Soviet", "quote-mark-open"),
    ("events.csv", ",1990-01-21,", ",2090-01-21,", "date-outside-span"),
    ("events.csv", "Soviet troops enter Baku", "Soviet troops enter Baku " * 3, "title-long"),
    ("events.csv", "Ввод советских войск в Баку", "", "translation-missing"),
    ("events.csv", ",press-release,line 13,Continuing", ",,line 13,Continuing", "claim-unsourced"),
    ("sources.csv", "S04,encyclopedia", "S4,encyclopedia", "source-unused"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), PLANTED)
def test_a_fault_that_is_planted_in_it_is_found(tmp_path, file, old, new, code):
    folder = tmp_path / "black-january"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    found = [one for one in read_exhibit(folder).checked().problems if one.code == code]
    assert [one.file for one in found] == [file]


def test_categories_and_groups_in_use_are_declared_and_the_others_are_not():
    assert {event["category"] for event in EVENTS} == set(CONFIG["categories"])
    assert {event["group"] for event in EVENTS} == set(CONFIG["groups"])


def test_symbols_are_plain_and_burial_and_memory_share_one():
    symbols = {id_: category["symbol"] for id_, category in CONFIG["categories"].items()}
    assert set(symbols.values()) <= {"circle", "square", "diamond", "triangle", "ring", "hatch"}
    assert symbols["burial"] == symbols["memorial"] == symbols["commemoration"]
    others = {"burial", "memorial", "commemoration"}
    assert symbols["burial"] not in {symbol for id_, symbol in symbols.items() if id_ not in others}


def test_its_towns_are_found_without_its_places_and_its_sites_are_asked_about(root, tmp_path):
    """The two sites are in no gazetteer of towns; what is offered for them is where they are."""
    folder = tmp_path / "black-january"
    shutil.copytree(root / "geodata/black-january", folder)
    (folder / "places.csv").unlink()
    exhibit = read_exhibit(folder)
    joined = dict(
        zip(exhibit.joins["toponym"].to_pylist(), exhibit.joins["place"].to_pylist(), strict=True)
    )
    assert joined == {
        "Baku": "geonames:587084",
        "Neftchala": "geonames:147425",
        "Lankaran": "geonames:147622",
        "Moscow": "geonames:524901",
        "Sumgait": "geonames:584923",
    }
    asked = {p.value: p.suggestions for p in exhibit.problems if p.code.startswith("place-")}
    assert set(asked) == {"Azadliq (Independence) Square", "Alley of Martyrs"}
    for suggestions in asked.values():
        assert "geonames:587084" in [one.place for one in suggestions]
        assert len(suggestions) <= 5
