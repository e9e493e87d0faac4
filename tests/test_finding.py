"""Search texts and the table for queries: what a visitor types meets what the curator wrote."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapbuilder import finding
from mapbuilder.columns import to_columns
from mapbuilder.exhibit import read_exhibit
from mapbuilder.finding import FOLDED_BY_PAGE, distinct, event_words, fold_table, fold_words
from mapbuilder.letters import fold
from mapbuilder.payload import to_payload
from mapbuilder.text import to_plain, to_rich

from .invented import exhibit_of

FOLDED = Path(__file__).resolve().parent.parent / "templates/app/test/folded.txt"
FOUND = FOLDED.with_name("found.txt")
# Of each script the small and capital letters, its marks and what is written between words.
SCRIPTS = (
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ'’-",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ«»—",
    "абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹшАБВГҒДЕӘЖЗИЫЈКҜЛМНОӨПРСТУҮФХҺЧҸШ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆևԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ՚՛",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ„“",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ·",
    'אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״"ְִַָ',
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةىپچژگکی،ًَُِّْـ",
    "éèêëàâäáãåæçñóôöõøœúûüßíîïýÿþðłĺšžčřďťňąężźśćńÉÈÊÀÄÖÜØŁŠŽ0123456789½²",
)


def sampled() -> list[str]:
    """Words made of each script's letters; the same ones everywhere and always."""
    chance = random.Random(1990)
    words = [
        "".join(chance.choices(letters, k=chance.randint(1, 9)))
        for letters in SCRIPTS
        for _ in range(120)
    ]
    return [*words, "Lənkəran", "Ленкорань", "LƏNKƏRAN", "Ләнкәран", "İçərişəhər", "  two   words "]


def test_the_page_folds_as_python_does(golden):
    """The pairs that the page's own test reads are what Python makes of them now."""
    lines = [json.dumps(fold_table(""), ensure_ascii=False, separators=(",", ":"))]
    lines += [f"{text}\t{fold_words(text)}" for text in sampled()]
    golden(FOLDED, "\n".join(lines) + "\n")


def test_the_page_finds_words_as_python_does(golden):
    """The texts that the page's own test reads, and what Python makes of them now."""
    exhibit = read_exhibit()
    columns, payload = to_columns(exhibit), to_payload(exhibit)
    toponyms = columns.event("place")
    lines = [json.dumps(payload.texts["fold"], ensure_ascii=False, separators=(",", ":"))]
    for telling in payload.languages.values():
        events = telling["events"]
        for event, words in enumerate(event_words(columns, telling)):
            written = [events["title"][event], events["text"][event], events["date"][event]]
            lines.append(json.dumps([*written, toponyms[event], words], ensure_ascii=False))
    marked = to_rich("One *two*three [four](https://example.org/) fi**v**e\\\n- six\n- Ləhiş")
    words = distinct(["Əhməd", to_plain(marked), "1990", None])
    lines.append(json.dumps(["Əhməd", marked, "1990", None, words], ensure_ascii=False))
    golden(FOUND, "\n".join(lines) + "\n")


def test_many_events_come_folded(monkeypatch):
    assert "events" not in to_payload(read_exhibit()).languages["en"]["search"]
    monkeypatch.setattr("mapbuilder.finding.FOLDED_BY_PAGE", 22)
    exhibit = read_exhibit()
    telling = to_payload(exhibit).languages["en"]
    assert telling["search"]["events"] == event_words(to_columns(exhibit), telling)
    assert FOLDED_BY_PAGE == 100


@pytest.mark.parametrize("query", ["lenkeran", "Ленкорань", "lankaran", "LƏNKƏRAN", "Ләнкәран"])
@pytest.mark.parametrize("tag", ["en", "az", "ru"])
def test_a_place_is_found_in_every_spelling_whatever_the_language(query: str, tag: str) -> None:
    payload = to_payload(read_exhibit())
    places = payload.head["places"]["id"]
    found = payload.languages[tag]["search"]["places"][places.index("lankaran")]
    assert fold_words(query) in found.split()


def test_an_event_is_found_by_title_text_date_and_toponym() -> None:
    exhibit = exhibit_of(
        [
            {
                "id": "e",
                "date": "1990-01-20",
                "place": "Nowhere-on-Sea",
                "title": "Sərgi: a **plain** title",
                "text": "The first *line*.",
            }
        ]
    )
    (words,) = event_words(to_columns(exhibit), to_payload(exhibit).languages["en"])
    expected = "sargi a plain title the first line 20 january 1990 nowhere on sea sergi"
    assert words == expected


def test_a_place_is_found_by_former_names_and_those_of_other_languages() -> None:
    payload = to_payload(read_exhibit())
    places = payload.head["places"]["id"]
    words = payload.languages["en"]["search"]["places"][places.index("azadliq-square")].split()
    assert {"lenin", "lenina", "svobody", "meydani"} <= set(words)
    assert "1991" not in words
    assert "ru" not in words


def test_a_word_as_long_as_a_book_is_read_once() -> None:
    assert finding.distinct(["a" * 1_000_000 + " Lənkəran"]).split()[1:] == [
        "lankaran",
        "lenkeran",
    ]


def test_places_stand_in_the_order_of_each_telling_s_language() -> None:
    labels = [("Ganja", "Gəncə"), ("Guba", "Quba"), ("Khachmaz", "Xaçmaz"), ("Gadabay", "Gədəbəy")]
    places = [
        {"id": name.lower(), "name": name, "label_az": own, "lat": 40 + n, "lon": 48 + n}
        for n, (name, own) in enumerate(labels)
    ]
    events = [
        {"id": f"e{n}", "date": "1990-01-20", "place": name, "title": "An event"}
        for n, (name, _) in enumerate(labels)
    ]
    payload = to_payload(exhibit_of(events, places))

    def listed(tag: str) -> list[str]:
        telling = payload.languages[tag]
        return [telling["places"]["label"][at] for at in telling["search"]["places_in_order"]]

    assert listed("en") == ["Gadabay", "Ganja", "Guba", "Khachmaz"]
    # In Azerbaijani x follows h, and q follows k.
    assert listed("az") == ["Gədəbəy", "Gəncə", "Xaçmaz", "Quba"]


@given(st.text(max_size=40))
@example("0\x1b\u0f8d")
def test_folded_words_are_folded_for_good(text: str) -> None:
    folded = fold_words(text)
    assert fold_words(folded) == folded
    assert "  " not in folded
    assert all(fold(word) == word for word in folded.split())


@given(st.sets(st.characters(), max_size=20))
def test_a_letter_stands_once_in_the_table(drawn: set[str]) -> None:
    letters = "".join(fold_table(drawn).values())
    assert len(letters) == len(set(letters))


def test_the_table_holds_what_other_scripts_the_exhibit_has() -> None:
    table = fold_table("東京 서울")
    assert "東" in table["东"]
    assert "서" in table["seo"]
    assert "東" not in "".join(fold_table("Bakı").values())
