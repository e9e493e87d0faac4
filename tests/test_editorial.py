"""What the editorial checks find and what they let be: one planted fault each, and its mending."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapbuilder.config import Config
from mapbuilder.drafts import FINAL
from mapbuilder.editorial_settings import ACCEPTABLE
from mapbuilder.errors import ConfigError
from mapbuilder.exhibit import read_exhibit
from mapbuilder.findings import MOST_TOLD

EVENTS = "id,date,title,text,source,quote,review,title_az,text_az\n"
GOOD = (
    "e1,1990,One thing,The report says so.,S1,so it was said there,,Bir hadisə,Hesabatda deyilir.\n"
)
SOURCES = "id,title\nS1,A report\n"
SETTINGS = """
title = "What was said"
title_az = "Nə deyilib"
languages = ["en", "az"]
[join]
world = false
"""
NINETY = " ".join(["The report says that it was so."] * 13)
LONG = "The report says " + " ".join(["and so on"] * 14) + "."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.csv").write_text(EVENTS + GOOD, "utf-8")
    (tmp_path / "sources.csv").write_text(SOURCES, "utf-8")
    (tmp_path / "exhibit.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


def row(**cells: str) -> str:
    whole = dict(zip(EVENTS.strip().split(","), GOOD.strip().split(","), strict=True)) | cells
    return ",".join(f'"{cell}"' for cell in whole.values()) + "\n"


def found(folder: Path, *, events: str = "", settings: str = "", sources: str = "", final=False):
    """(code, severity, file, row, column) of what the checks of texts and drafts find."""
    if events:
        (folder / "events.csv").write_text(EVENTS + events, "utf-8")
    if sources:
        (folder / "sources.csv").write_text(SOURCES + sources, "utf-8")
    (folder / "exhibit.toml").write_text(SETTINGS + settings, "utf-8")
    exhibit = read_exhibit(folder).checked(final=final)
    mine = ACCEPTABLE | FINAL | {"acceptance-unused", "review-contradicted", "review-unreadable"}
    return [
        (one.code, one.severity, one.file, one.row, one.column)
        for one in exhibit.problems
        if one.code in mine - {"interface-draft"}
    ]


def test_a_good_exhibit_has_nothing_to_mend(folder):
    assert found(folder) == []


FAULTS = {
    "title-long": (row(title="x" * 61), "", "note", "title"),
    "title-long, set": (
        row(title="x" * 61), "[editorial]\ntitle_characters = 60\n", "warning", "title",
    ),
    "summary-long": (row(text=NINETY), "", "note", "text"),
    "sentence-long": (row(text=LONG), "", "note", "text"),
    "contested-word": (
        row(text="The report says a massacre began."), '[contested_words]\nen = ["massacre"]\n',
        "warning", "text",
    ),
    "contested-word, bent": (
        row(text_az="Hesabatda deyilir, faciəsi bitib."), '[contested_words]\naz = ["faciə"]\n',
        "warning", "text_az",
    ),
    "quote-mark-open": (row(text="The report says “so."), "", "warning", "text"),
    "attribution-missing": (row(text="It was so."), "", "note", "text"),
    "attribution-missing, set": (
        row(text="The paper states it."), '[editorial]\nattribution = ["report"]\n', "warning",
        "text",
    ),
    "claim-unsourced": (row(source="") + row(id="e2", quote=""), "", "warning", "source"),
    "date-outside-span": (row(), '[editorial]\nspan = "1991/2021"\n', "warning", "date"),
    "translation-missing": (row(text_az=""), "", "note", "text_az"),
    "draft-unsigned": (row(review="az: machine draft"), "", "note", "signed.az"),
    "review-unreadable": (row(review="az: signed in May"), "", "warning", "review"),
    "quote-repeated": (row() + row(id="e2"), "", "note", "quote"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_where_it_is(folder, name):
    events, settings, severity, column = FAULTS[name]
    at = 3 if name == "quote-repeated" else None if name == "draft-unsigned" else 2
    file = "exhibit.toml" if name == "draft-unsigned" else "events.csv"
    code = name.split(",")[0]
    told = [one for one in found(folder, events=events, settings=settings) if one[0] == code]
    assert (code, severity, file, at, column) in told
    # In two languages the limits are the same, and only the faulty one is told.
    assert {one[4] for one in told} <= {column, "text_az"}


MENDED = {
    "title-long": (row(title="x" * 60), ""),
    "summary-long": (row(text=NINETY), "[editorial]\nsummary_words = 100\n"),
    "sentence-long": (row(text=LONG), "[editorial]\nsentence_words = 60\n"),
    "contested-word": (
        row(text="The report says “a massacre”, which it calls a massacre."),
        '[contested_words]\nen = ["massacre"]\n',
    ),
    "contested-word, named": (
        row(text="The report says it was at Massacre Bay."),
        '[contested_words]\nen = ["massacre"]\n[editorial]\nproper_names = ["Massacre Bay"]\n',
    ),
    "quote-mark-open": (row(text="The report says “so”."), ""),
    "attribution-missing": (row(text="It was so.", source=""), ""),
    "claim-unsourced": (row(), ""),
    "date-outside-span": (row(date="1990/.."), '[editorial]\nspan = "1990/2021"\n'),
    "translation-missing": (row(text="", text_az=""), ""),
    "draft-unsigned": (row(review="az: signed N. Novak 2026-05-01"), ""),
    "review-unreadable": (row(review="az: signed by N. Novak, 2026-05-01"), ""),
    "quote-repeated": (row() + row(id="e2", quote="quite other words here"), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_what_is_mended_is_not_told(folder, name):
    events, settings = MENDED[name]
    code = name.split(",")[0]
    assert [one for one in found(folder, events=events, settings=settings) if one[0] == code] == []


def test_the_titles_and_the_introductions_of_the_settings_are_measured(folder):
    (folder / "exhibit.toml").write_text(
        SETTINGS.replace("What was said", "One two three four five six seven eight").replace(
            'title_az = "Nə deyilib"', 'title_az = "Nə deyilib"\nintro_az = "Beş söz."'
        ),
        "utf-8",
    )
    told = [
        (one.code, one.row, one.column)
        for one in read_exhibit(folder).checked().problems
        if one.file == "exhibit.toml" and one.code in ACCEPTABLE
    ]
    assert told == [("exhibit-title-length", 2, "title"), ("intro-length", 4, "intro_az")]


def test_a_source_that_nothing_names_is_told_and_one_in_a_note_is_not(folder):
    told = found(folder, sources="S2,Another\nS3,A third\n")
    assert told == [
        ("source-unused", "note", "sources.csv", 3, "id"),
        ("source-unused", "note", "sources.csv", 4, "id"),
    ]
    events = EVENTS.strip() + ",date_note\n" + GOOD.strip() + ",The day is that of S2.\n"
    (folder / "events.csv").write_text(events, "utf-8")
    assert found(folder) == [("source-unused", "note", "sources.csv", 4, "id")]


def test_an_exhibit_without_any_source_is_told_once_and_quietly(tmp_path):
    file = tmp_path / "events.csv"
    file.write_text("title,text\nOne,So.\nTwo,So.\n", "utf-8")
    [told] = [one for one in read_exhibit(file).checked().problems if one.code in ACCEPTABLE]
    assert (told.code, told.severity, told.row) == ("claim-unsourced", "note", None)


def test_a_hard_text_is_told_by_its_languages_own_formula(folder):
    hard = (
        "Institutional responsibilities, notwithstanding considerations, reportedly necessitated "
    )
    hard += "extraordinarily comprehensive deliberations. "
    told = found(folder, events=row(text=hard * 12, title="Hard"))
    assert [one[:2] for one in told if one[0] == "reading-hard"] == [("reading-hard", "note")]
    off = "[editorial]\nreading_ease = 0\n"
    told = found(folder, events=row(text=hard * 12), settings=off)
    assert [one for one in told if one[0] == "reading-hard"] == []


def test_what_a_person_accepts_is_not_told_and_a_needless_acceptance_is(folder):
    settings = '[editorial.accepted]\ntitle-long = ["e1", "e9"]\n'
    told = found(folder, events=row(title="x" * 61), settings=settings)
    assert told == [
        ("acceptance-unused", "note", "exhibit.toml", None, "editorial.accepted.title-long")
    ]


def test_a_language_that_a_whole_column_lacks_is_told_once(folder):
    events = "".join(row(id=f"e{at}", text_az="", quote="") for at in range(5))
    told = [one for one in found(folder, events=events) if one[0] == "translation-missing"]
    assert told == [("translation-missing", "note", "events.csv", None, "text_az")]
    accepted = '[editorial.accepted]\ntranslation-missing = ["text_az"]\n'
    told = found(folder, events=events, settings=accepted)
    assert [one for one in told if one[0] == "translation-missing"] == []


DETAILS = {
    "in no language": ("mood", ["calm"], []),
    "a note in one language alone": ("curator_note", ["so"], []),
    "in both": ("mood,mood_az", ["calm,sakit"], []),
    "missing": (
        "mood,mood_az", ["calm,", "calm,sakit"],
        [("translation-missing", "note", "events.csv", 2, "mood_az")],
    ),
    "of a named default language": (
        "mood_en,mood_az", ["calm,", "calm,sakit"],
        [("translation-missing", "note", "events.csv", 2, "mood_az")],
    ),
    "nothing to translate": ("mood,mood_az", [",", "calm,sakit"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", DETAILS)
def test_a_detail_is_missed_where_it_is_in_another_language_at_all(case, folder):
    names, cells, expected = DETAILS[case]
    table = EVENTS.strip() + f",{names}\n"
    for number, more in enumerate(cells):
        table += row(id=f"e{number}", quote="").strip() + f",{more}\n"
    (folder / "events.csv").write_text(table, "utf-8")
    assert found(folder) == expected


def test_a_translated_detail_is_read_like_any_text_of_the_exhibit(folder):
    (folder / "events.csv").write_text(
        EVENTS.strip() + ",mood,mood_az\n" + GOOD.strip() + ",calm,faciəli\n", "utf-8"
    )
    told = found(folder, settings='[contested_words]\naz = ["faciə"]\n')
    assert told == [("contested-word", "warning", "events.csv", 2, "mood_az")]


def test_standpoints_are_missed_where_some_are_translated(folder):
    (folder / "sources.csv").write_text("id,title,standpoint\nS1,A report,official\n", "utf-8")
    assert found(folder) == []
    (folder / "sources.csv").write_text(
        "id,title,standpoint,standpoint_az\nS1,A report,official,\nS2,Another,official,rəsmi\n",
        "utf-8",
    )
    told = [one for one in found(folder) if one[0] == "translation-missing"]
    assert told == [("translation-missing", "note", "sources.csv", 2, "standpoint_az")]


def test_a_label_for_no_detail_is_told_with_the_nearest_one(folder):
    (folder / "events.csv").write_text(
        EVENTS.strip() + ",mood\n" + GOOD.strip() + ",calm\n", "utf-8"
    )
    labels = '[details.moods]\nlabel = "Mood"\nlabel_az = "Əhval"\n'
    labels += '[details.Mood]\nlabel = "Mood"\nlabel_az = "Əhval"\n'
    (folder / "exhibit.toml").write_text(SETTINGS + labels, "utf-8")
    [told] = [
        one for one in read_exhibit(folder).checked().problems if one.column == "details.moods"
    ]
    assert (told.code, told.severity, told.file) == ("column-unknown", "note", "exhibit.toml")
    assert [one.value for one in told.suggestions] == ["mood"]


def test_a_label_without_a_translation_is_missed(folder):
    (folder / "events.csv").write_text(
        EVENTS.strip() + ",mood\n" + GOOD.strip() + ",calm\n", "utf-8"
    )
    told = found(folder, settings='[details.mood]\nlabel = "Mood"\n')
    assert [one for one in told if one[0] == "translation-missing"] == [
        ("translation-missing", "note", "exhibit.toml", 8, "details.mood.label_az")
    ]


def test_final_refuses_whatever_nobody_has_signed(folder):
    told = found(folder, events=row(review="az: machine draft", text_az=""), final=True)
    assert told == [
        ("draft-unsigned", "error", "events.csv", 2, "review"),
        ("translation-missing", "error", "events.csv", 2, "text_az"),
        ("draft-unsigned", "error", "exhibit.toml", None, "signed.az"),
        ("draft-unsigned", "error", "exhibit.toml", None, "signed.en"),
    ]


def test_final_accepts_what_named_persons_have_signed(folder):
    signed = "".join(
        f'[signed.{tag}]\nby = "N. Novak"\ndate = 2026-05-01\ninterface = true\n'
        for tag in ("en", "az")
    )
    assert found(folder, settings=signed, final=True) == []
    codes = {one.code for one in read_exhibit(folder).checked(final=True).problems}
    assert codes & FINAL == set()
    drafted = found(folder, events=row(review="az: machine draft"), settings=signed, final=True)
    assert drafted == [("review-contradicted", "note", "events.csv", 2, "review")]


def test_the_pages_own_words_are_an_error_of_a_final_check_until_they_are_read(folder):
    severities = [
        one.severity
        for one in read_exhibit(folder).checked(final=True).problems
        if one.code == "interface-draft"
    ]
    assert severities == ["error"]


def test_a_signature_with_a_fingerprint_holds_until_a_word_changes(folder):
    from mapbuilder.drafts import to_signatures

    [english] = [one for one in to_signatures(read_exhibit(folder)) if one.tag == "en"]
    signed = f'[signed.en]\nby = "N. Novak"\ndate = "2026-05-01"\ntexts = "{english.texts}"\n'
    (folder / "exhibit.toml").write_text(SETTINGS + signed, "utf-8")
    exhibit = read_exhibit(folder)
    assert "signature-stale" not in {one.code for one in exhibit.problems}
    assert [one.is_signed for one in to_signatures(exhibit)] == [True, False]
    (folder / "events.csv").write_text(EVENTS + row(text="The report says no."), "utf-8")
    changed = read_exhibit(folder)
    [stale] = [one for one in changed.problems if one.code == "signature-stale"]
    assert stale.severity == "warning"
    assert [one.is_signed for one in to_signatures(changed)] == [False, False]
    assert to_signatures(changed)[0].texts in stale.message


def test_the_order_of_rows_does_not_void_a_signature(folder):
    from mapbuilder.drafts import to_signatures

    one, two = row(), row(id="e2", title="Two", quote="other words stand here")
    (folder / "events.csv").write_text(EVENTS + one + two, "utf-8")
    before = [state.texts for state in to_signatures(read_exhibit(folder))]
    (folder / "events.csv").write_text(EVENTS + two + one, "utf-8")
    assert [state.texts for state in to_signatures(read_exhibit(folder))] == before


def test_the_page_drops_its_marks_where_a_language_is_signed(folder):
    from mapbuilder.payload import to_payload

    (folder / "events.csv").write_text(EVENTS + row(review="az: machine draft"), "utf-8")
    head = SETTINGS.replace("[join]", 'machine_drafted = ["az"]\n[join]')
    (folder / "exhibit.toml").write_text(head, "utf-8")
    drafted = to_payload(read_exhibit(folder))
    assert [one["draft"] for one in drafted.head["languages"]] == [False, True]
    signed = head + '[signed.AZ]\nby = "N. Novak"\ndate = 2026-05-01\n'
    (folder / "exhibit.toml").write_text(signed, "utf-8")
    read = to_payload(read_exhibit(folder))
    assert [one["draft"] for one in read.head["languages"]] == [False, False]
    assert read.languages["az"]["events"]["draft"] == [False]


def test_so_many_rows_of_one_fault_are_told_and_the_others_counted(folder):
    events = "".join(row(id=f"e{at}", title="x" * 61, quote="") for at in range(MOST_TOLD + 3))
    told = [one for one in found(folder, events=events) if one[0] == "title-long"]
    assert len(told) == MOST_TOLD + 1
    problems = read_exhibit(folder).checked().problems
    assert any("the same in 3 more rows" in one.message for one in problems)


def test_a_build_does_not_wait_for_the_checks(folder):
    (folder / "events.csv").write_text(EVENTS + row(title="x" * 61), "utf-8")
    exhibit = read_exhibit(folder)
    assert [one for one in exhibit.problems if one.code in ACCEPTABLE] == []
    account = exhibit.check()
    assert "title-long" in {one["code"] for one in account["problems"]}
    assert account["counts"]["problems"] == len(account["problems"])
    assert exhibit.checked().checked().problems == exhibit.checked().problems
    json.dumps(account)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"editorial": {"span": "soon"}}, "but must be an interval such as '1988/2021'"),
        ({"editorial": {"intro_words": [300, 20]}}, "must be [fewest, most]"),
        ({"editorial": {"title_letters": 5}}, "is not known"),
        ({"editorial": {"accepted": {"tittle-long": ["e1"]}}}, "did you mean 'title-long'?"),
        ({"editorial": {"accepted": {"draft-unsigned": ["e1"]}}}, "no code that can be accepted"),
        ({"signed": {"az": {"by": "N. Novak", "date": "May"}}}, "but must be a day such as"),
        ({"signed": {"az": {"by": "12", "date": "2026-05-01"}}}, "must be the name of who signs"),
        ({"signed": {"az": {"by": "N. Novak"}}}, "signed.az.date"),
    ],
)
def test_settings_that_cannot_be_held_are_refused_in_a_sentence(settings, said):
    with pytest.raises(ConfigError) as error:
        Config(**settings)
    assert said in str(error.value)
    assert "Traceback" not in str(error.value)


@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=5))
def test_no_text_makes_the_checks_fail(texts):
    from mapbuilder import Exhibit, locate, read_gazetteer, read_records

    rows = [
        {"id": f"e{at}", "title": text, "text": text, "review": text, "quote": text, "source": "S"}
        for at, text in enumerate(texts)
    ]
    located = locate(
        read_records(rows), read_gazetteer([{"id": "p", "name": "P", "lat": 1, "lon": 1}])
    )
    exhibit = Exhibit.of(located, contested_words=["a", "tragedy"])
    once = exhibit.checked(final=True).problems
    assert once == exhibit.checked(final=True).problems
