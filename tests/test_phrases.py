"""Phrases: what a cell says besides one plain name, and names that are not torn apart."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mapbuilder import phrases
from mapbuilder.inflections import uninflected
from mapbuilder.phrases import readings
from mapbuilder.reading import Named, Phrase, Reading
from mapbuilder.renamed import has_mark
from mapbuilder.world import read_world


def told(reading: Reading) -> str:
    """A reading in one line: ``direction w 12000 Lankaran``; "?" before a guess."""
    said_of = []
    for phrase in reading.phrases:
        names = " & ".join(" < ".join((name.name, *name.within)) for name in phrase.names)
        distance = "" if phrase.distance_m is None else f"{phrase.distance_m:g}"
        doubt = "unsure" if phrase.doubt else ""
        relation = reading.rule if reading.rule in ("renamed", "either") else phrase.relation
        said = (doubt, relation, phrase.direction, distance, names)
        said_of.append(" ".join(each for each in said if each))
    return ("" if reading.certain else "? ") + " + ".join(said_of)


# Each line: a text, and readings that it must have besides itself as one name, in their order.
with (Path(__file__).parent / "phrase_cases.txt").open(encoding="utf-8") as lines:
    TABLE = [tuple(map(str.strip, line.split(" | "))) for line in lines]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case[0])
def test_what_a_text_may_say(case):
    text, *wanted = case
    first, *others = readings(text)
    assert first == Reading((Phrase("at", (Named(text),)),))
    got = [told(reading) for reading in others]
    assert [reading for reading in got if reading in wanted] == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Baku?", "unsure at Baku"),
        ("Baku (?)", "unsure at Baku"),
        ("Baku [?], Azerbaijan", "unsure at Baku, Azerbaijan"),
        ("Баку?", "unsure at Баку"),
        ("near Baku?", "unsure at near Baku"),
    ],
)
def test_a_sign_of_doubt_is_no_part_of_a_name(text, said):
    """Names are compared without signs: as a whole it would be the name, and sure."""
    assert told(readings(text)[0]) == said


@pytest.mark.parametrize("text", ["L?nk?ran", "Bak?r", "?", "(?)", "Lviv (now in)", "or", "A/"])
def test_what_is_no_sign_of_doubt_is_left_as_it_is(text):
    assert told(readings(text)[0]) == f"at {text}"


def test_there_are_enough_cases():
    assert len(TABLE) >= 150


WHOLE = """
Stratford-upon-Avon
Newcastle upon Tyne
Frankfurt am Main
Rostov-on-Don
Ростов-на-Дону
Near North Side
Near Eastside
Between
Northolt
Nordhausen
Nordstadt
Westminster
Nahe
Beirut
Undersaker
Andorra
Yverdon-les-Bains
Saint-Germain-en-Laye
Châlons-en-Champagne
L'Aquila
D'Iberville
Oxford
U Thong
Underberg
Nearby
Bein
Entrevaux
Trabzon
Uçar
Подольск
Уфа
Возлесное
Междуреченск
Arası
Yanında
Шымкент
北京
南京
东北
近江
東近江
שער הגיא
Baku
12 km
Nan
Å
Y
Of
N
"""


@pytest.mark.parametrize("text", WHOLE.split("\n")[1:-1])
def test_plain_names_are_not_torn_apart(text):
    assert readings(text) == (Reading((Phrase("at", (Named(text),)),)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("near Haftoni", "near"),
        ("В окрестностях Баку", "В окрестностях"),
        ("12 km west of Lankaran", "12 km west of"),
        ("Lənkərandan 12 km cənubda", "12 km cənubda"),
        ("Bakı ilə Sumqayıt arasında", "ilə … arasında"),
        ("between Baku and Sumgait", "between … and"),
        ("près d'Orléans", "près d'"),
        ("巴库附近", "附近"),
    ],
)
def test_the_words_that_say_so_are_kept_as_written(text, words):
    assert readings(text)[1].phrases[0].words == words


def test_lines_are_several_places():
    assert told(readings("Baku\nSumgait\r\n")[1]) == "at Baku + at Sumgait"
    assert readings("Baku\nSumgait")[0].phrases[0].names[0].name == "Baku Sumgait"


def test_readings_come_by_rule_and_guesses_last():
    rules = [reading.rule for reading in readings("Baku, Sumgait and Lankaran")]
    assert rules == ["whole", "qualified", "widest first", "and"]
    certain = [reading.certain for reading in readings("недалеко от Сумгаита")]
    assert certain == sorted(certain, reverse=True)


@pytest.mark.parametrize(
    "text", ["0 km north of Baku", "1,250 km north of Baku", "100000 km north of Baku"]
)
def test_what_is_no_distance_or_may_be_two_is_not_read_as_one(text):
    assert all(p.distance_m is None for one in readings(text) if one.certain for p in one.phrases)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b", "?", "—", "()", ";;;", ", ,", "(", ")"]
)
def test_a_text_without_a_name_has_no_reading_but_itself(text):
    assert len(readings(text)) == bool(text.strip())


@pytest.mark.parametrize(
    ("name", "case", "bare"),
    [
        ("Сумгаита", "ru-gen", "Сумгаит"),
        ("Москвы", "ru-gen", "Москва"),
        ("Ленкорани", "ru-gen", "Ленкорань"),
        ("Китая", "ru-gen", "Китай"),
        ("Ярославля", "ru-gen", "Ярославль"),
        ("Франции", "ru-gen", "Франция"),
        ("Иванова", "ru-gen", "Иваново"),
        ("СУМГАИТА", "ru-gen", "СУМГАИТ"),
        ("Старого Оскола", "ru-gen", "Старый Оскол"),
        ("Сумгаитом", "ru-ins", "Сумгаит"),
        ("Казанью", "ru-ins", "Казань"),
        ("Грозным", "ru-ins", "Грозный"),
        ("Пушкиным", "ru-ins", "Пушкин"),
        ("Липами", "ru-ins", "Липы"),
        ("Нижним Новгородом", "ru-ins", "Нижний Новгород"),
        ("Москве", "ru-loc", "Москва"),
        ("Сумгаите", "ru-loc", "Сумгаит"),
        ("Нижнем Новгороде", "ru-loc", "Нижний Новгород"),
        ("Харкова", "uk-gen", "Харків"),
        ("Полтавою", "uk-ins", "Полтава"),
        ("Bakının", "turkic", "Bakı"),
        ("Lənkəranın", "turkic", "Lənkəran"),
        ("Lənkərandan", "turkic", "Lənkəran"),
        ("Ankara'nın", "turkic", "Ankara"),
        ("Berlins", "de-gen", "Berlin"),
    ],
)
def test_names_without_their_ending(name, case, bare):
    assert bare in uninflected(name, case)


@pytest.mark.parametrize(
    ("name", "case"),
    [("Баку", "ru-gen"), ("Баку", "ru-ins"), ("Bakı", "turkic"), ("Yan", "turkic"), ("А", "ru-gen"),
     ("Köln", "de-gen"), ("Baku", "")],
)  # fmt: skip
def test_names_without_an_ending_stay(name, case):
    assert uninflected(name, case) == ()


WORDS = st.sampled_from(
    ["near", "between", "and", "12", "km", "12 km", "north", "of", "Baku", ",", ";", "(", ")", "/",
     "|", "и", "под", "близ", "Баку", "Сумгаитом", "arasında", "yaxınlığında", "Bakı'da", "в", "5",
     "de", "d'", "l'ouest", "à", "بين", "و", "حلب", "和", "之间", "附近", "\n", "in", "N", "AL"]
)  # fmt: skip


def read_in_full(text, monkeypatch):
    """The readings where no text is taken for a plain name before it is read."""
    with monkeypatch.context() as patch:
        patch.setattr(phrases, "_may_say_more", lambda text: not phrases._is_one_word(text))
        return readings(text)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=6).map(" ".join)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_taken_for_a_plain_name_has_no_other_reading(monkeypatch, text):
    assert readings(text) == read_in_full(text, monkeypatch)


def test_names_of_the_world_are_taken_for_plain_names_rightly(monkeypatch):
    blocks = read_world().blocks
    for number in blocks.blocks_of_towns()[::60]:
        for name in "\t".join(blocks.block(number).names).split("\t"):
            assert readings(name) == read_in_full(name, monkeypatch)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=14).map(" ".join)))
@example("near")
@example("between and")
@example("between A and B and C and D and E")
@example("12 km")
@example("(Baku)")
@example("Baku ()")
@example("12 km from")
@example("١٢ كم")
@example("² km of Baku")
@example("A/A")
@example("0?")
@example("Baku (now Sumgait) or Ganja?")
def test_readings_of_anything(text):
    """At most twelve, each once, none with an empty name, the whole text first unless in doubt."""
    found = readings(text)
    assert len(found) <= 12
    assert len({reading.phrases for reading in found}) == len(found)
    assert bool(found) == bool(text.strip())
    whole = (Phrase("at", (Named(" ".join(text.split())),)),)
    if found and not has_mark(text):
        assert found[0].phrases == whole
    for reading in found:
        assert reading.phrases
        if reading.phrases == whole:
            continue
        for phrase in reading.phrases:
            least, most = (2, 2) if phrase.relation == "between" else (1, 1)
            if reading.rule in ("renamed", "either"):
                most = max(most, 3)
            assert least <= len(phrase.names) <= most
            assert (phrase.direction is None) == (phrase.relation != "direction")
            for named in phrase.names:
                assert named.name.strip() == named.name != ""
                assert all(within.strip() for within in named.within)


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "a (", ", ", "; ", "near ", "between and ", "and ", "12 km ", "d'", "ск ", "ского ",
     "a", "1", "1,1", " и ", "rayonunun ", "x" * 50 + " ", "и" * 40, "\n", "附近", "e ", "和之间"],
)  # fmt: skip
def test_hostile_texts_are_read_in_linear_time(piece):
    """A text ten times as long may take ten times as long, with room for noise; ten thousand
    characters are read at once."""
    for length in (900, 10_000):
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        assert len(readings(text)) <= 12
        assert time.process_time() - start < 0.5
