"""Toponyms: spellings of one name are one key, and different names stay different."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mapbuilder.letters import RULES
from mapbuilder.likeness import likeness, readings_of
from mapbuilder.toponyms import (
    explain,
    explain_both,
    form_of,
    normal_form,
    steps,
)

with (Path(__file__).parent / "toponym_pairs.csv").open(encoding="utf-8", newline="") as table:
    PAIRS = [tuple(row.values()) for row in csv.DictReader(table)]

SAME = [
    ("Lənkəran", "LƏNKƏRAN"),
    ("Lənkəran", "Ләнкәран"),
    ("Lənkəran", "Lankaran"),
    ("Lenkoran", "Ленкорань"),
    ("İSTANBUL", "istanbul"),
    ("ISTANBUL", "İstanbul"),
    ("Bakı", "BAKI"),
    ("Bakı", "BAKİ"),
    ("Baku", "Баку"),
    ("Baku", "BAKÜ"),
    ("Baku", "バクー"),
    ("Baku", "바쿠"),
    ("Щёлково", "Щелково"),
    ("Straße", "STRASSE"),
    ("Şəhidlər xiyabanı", "ŞƏHİDLƏR XİYABANI"),
    ("Martyrs' Lane", "Martyrs’ Lane"),
    ("Azadliq (Independence) Square", "Azadliq  Independence Square"),
    ("Saint-Petersburg", "Saint Petersburg"),
    ("لنکران", "لنكران"),
    ("ﬁeld", "field"),
    ("Ba\u200bku", "Baku"),
    ("\u202eBaku", "Baku"),
]

DIFFERENT = [
    ("Bakı", "Baku"),
    ("山西", "陕西"),
    ("苏州", "宿州"),
    ("北京", "Beijing"),
    ("がか", "かか"),
    ("पटना", "पतना"),
    ("لنکران", "لنکاران"),
    ("Neftchala", "Neftchala 2"),
    ("Lenin Square", "Lenin Street"),
    ("🏠", "🏡"),
    ("?", "—"),
    ("Sumgait", "Sumqayıt"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one, other):
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize(("script", "one", "other", "relation"), PAIRS)
def test_pairs_of_real_names_in_many_scripts(script, one, other, relation):
    """Each pair is one key ("same"), two keys ("different"), or two with likeness ("near")."""
    assert (normal_form(one) == normal_form(other)) == (relation == "same")
    if relation == "near":
        # Whichever of them the gazetteer has, it is found by the other.
        assert likeness(one, readings_of([other]))[0] >= 60
        assert likeness(other, readings_of([one]))[0] >= 60


def test_each_script_has_its_pairs():
    counts = Counter(script for script, *_ in PAIRS)
    assert min(counts.values()) >= 12
    assert len(counts) == 14
    for script in counts:
        assert {relation for own, *_, relation in PAIRS if own == script} >= {"same", "different"}


@pytest.mark.parametrize(
    ("name", "bare", "words"),
    [
        ("Baku city", "baku", ("city",)),
        ("City of Baku", "baku", ("City",)),
        ("Baku (city)", "baku", ("city",)),
        ("г. Баку", "baku", ("г",)),
        ("г.Баку", "baku", ("г",)),
        ("г Баку", "baku", ("г",)),
        ("Г. БАКУ", "baku", ("Г",)),
        ("Баку, г.", "baku", ("г",)),
        ("город Баку", "baku", ("город",)),
        ("Bakı şəhəri", "baki", ("şəhəri",)),
        ("BAKI ŞƏHƏRİ", "baki", ("ŞƏHƏRI",)),
        ("Lənkəran rayonu", "lankaran", ("rayonu",)),
        ("р-н Астара", "astara", ("р-н",)),
        ("The Alley of Martyrs", "alley of martyrs", ("The",)),
        ("Ciudad de México", "mexico", ("Ciudad",)),
        ("Ville d'Orléans", "orleans", ("Ville",)),
        ("Province de l'Alberta", "alberta", ("Province",)),
        ("Comune di Roma", "roma", ("Comune",)),
        ("Município do Rio", "rio", ("Município",)),
        ("Landkreis Harz", "harz", ("Landkreis",)),
        ("gmina Kutno", "kutno", ("gmina",)),
        ("okres Kolín", "kolin", ("okres",)),
        ("Co. Cork", "cork", ("Co",)),
        ("Mobile County", "mobile", ("County",)),
        ("Județul Cluj", "cluj", ("Județul",)),
        ("Thành phố Hồ Chí Minh", "ho chi minh", ("Thành phố",)),
        ("Yokohama-shi", "yokohama", ("shi",)),
        ("Suwon-si", "suwon", ("si",)),
        ("Qorako'l tumani", "qorakol", ("tumani",)),
        ("Нефтчала рајону", "neftchala", ("рајону",)),
        ("Ленкорань (город)", "lenkoran", ("город",)),
        ("м. Київ", "kiiv", ("м",)),
        ("смт Гурзуф", "gurzuf", ("смт",)),
        ("Мінск, горад", "minsk", ("горад",)),
        ("محافظة حلب", "حلب", ("محافظة",)),
        ("四日市市", "四日市", ("市",)),
        ("바쿠 시", "baku", ("시",)),
        ("จ.ภูเก็ต", "ภูเก็ต", ("จ.",)),
        ("fan shi zhen", "fan shi", ("zhen",)),
        ("The City of Baku", "baku", ("The", "City")),
        ("г. Баку (город)", "baku", ("г", "город")),
    ],
)
def test_generic_words_at_the_ends_are_set_aside(name, bare, words):
    form = form_of(name)
    assert (form.bare, form.set_aside) == (bare, words)
    assert form.full != form.bare


@pytest.mark.parametrize(
    "name",
    ["City", "Город", "г.", "City 17", "Town Hall", "City Hall", "Salt Lake City Airport",
     "С. Вургун", "Cityview", "Townsville", "Рай", "Qəsəbə", "Rayonu", "Красное Село",
     "Белый Город", "İçəri Şəhər", "Yeni Kənd", "Rhode Island", "Nizami Street", "四日市", "中村",
     "北海道", "京都", "나폴리", "나폴", "Quận 1", "Ciudad Juárez", "قائم شهر", "市", "시", "จังหวัด",
     "Nové Město", "Città del Capo", "Ciudad del Este", "Ignacio López Rayón", "Qala i Naw",
      "City of", "Of"],
)  # fmt: skip
def test_generic_words_are_whole_words_and_never_all_of_a_name(name):
    assert form_of(name).set_aside == ()


def test_generic_words_say_the_kind_of_place():
    assert form_of("Lənkəran rayonu").kinds == {"district"}
    assert form_of("Lənkəran şəhəri").kinds == form_of("г. Ленкорань").kinds == {"town"}


@given(st.text())
def test_a_name_with_a_visible_character_has_a_key(name):
    visible = any(unicodedata.category(c)[0] not in "CZ" for c in name)
    assert bool(normal_form(name)) or not visible


@given(st.text(st.characters(categories=("L",), max_codepoint=0x4FF), min_size=1))
def test_capitals_do_not_change_a_key(name):
    # Not every letter has a capital that leads back to it (ŉ, ΐ); those that have one do.
    if name.upper().casefold() == name.casefold():
        assert normal_form(name.upper()) == normal_form(name)


@given(st.text())
def test_the_way_marks_are_stored_does_not_change_a_key(name):
    assert normal_form(unicodedata.normalize("NFD", name)) == normal_form(
        unicodedata.normalize("NFC", name)
    )


@given(st.text())
@example("Foo Ćity, city")
@example("fan shi zhen")
@example("市 (город) city")
def test_the_key_of_a_key_is_itself(name):
    """Folding is idempotent; a generic word that stays in a key ("fan shi") is part of a name."""
    form = form_of(name)
    assert form_of(form.bare).full == form.bare
    assert form_of(form.full).full == form.full


@pytest.mark.parametrize(("script", "one", "other", "relation"), PAIRS)
def test_the_normal_form_of_real_names_is_its_own(script, one, other, relation):
    assert normal_form(normal_form(one)) == normal_form(one)
    assert normal_form(normal_form(other)) == normal_form(other)


@given(st.text())
@example("г. Ленкорань")
@example("Нефтчала рајону")
@example("関ヶ原町")
def test_the_steps_lead_from_the_name_to_its_key(name):
    """No change without a step that says so, and each step is one rule's."""
    way = steps(name)
    texts = [name, *(step.after for step in way)]
    assert [step.before for step in way] == texts[:-1]
    assert texts[-1] == normal_form(name)
    assert {step.rule for step in way} <= {"plain", "generic", *RULES}
    assert all(step.before != step.after for step in way)


@given(st.text())
def test_a_key_is_plain(name):
    key = normal_form(name)
    assert key == " ".join(key.split())


def test_the_steps_to_a_key_are_told_in_words():
    steps = explain("г. Ленкорань")
    assert any("generic words set aside (г: town)" in step for step in steps)
    assert steps[-1] == "compared as 'lenkoran'"
    assert explain("baku") == ["compared as 'baku'"]
    assert any("other letters kept" in step for step in explain("北京"))


def test_a_very_long_name_is_no_trouble():
    assert len(normal_form("Ə" * 100_000)) == 100_000
    assert normal_form("(" * 50_000)
    assert normal_form("г. " * 20_000 + "Баку")


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("Ленкорань", "Lenkoran", "Ленкорань → lenkoran: read in Latin letters"),
        ("Bakı şəhəri", "Bakı", "generic words set aside (şəhəri: town)"),
        ("Ҝәнҹә", "Gəncə", "Azerbaijani Cyrillic read in Latin letters"),
        ("廣島", "広島", "simplified characters for traditional and Japanese ones"),
        ("باكو", "باکو", "letters that keyboards write differently made one"),
        ("حَلَب", "حلب", "vowel points and lengthening left out"),
        ("São João", "SAO JOAO", "marks left out"),
        ("Martyrs' Lane", "Martyrs Lane", "apostrophes left out"),
        ("Rostov-on-Don", "Rostov on Don", "punctuation made spaces"),
        ("BAKU", "baku", "capitals made small"),
        ("मुम्बई", "मुंबई", "nasals and borrowed sounds written one way"),
        ("Baku", "Batu", "Baku and Batu differ: 'baku', 'batu'"),
        ("baku", "baku", "baku as it is written"),
    ],
)
def test_why_two_spellings_are_one_key_is_told_in_words(one, other, told):
    assert told in explain_both(one, other)
    assert told in explain_both(other, one) or "differ" in told


def test_capitals_are_not_told_beside_what_matters():
    assert "capitals" not in explain_both("Ленкорань", "Lenkoran").split(". ")[0]


def test_what_the_page_of_documentation_shows_is_so():
    text = (Path(__file__).parent.parent / "docs/place-names.md").read_text("utf-8")
    shown = re.findall(r">>> (explain_both\(.*\))\n(.*)\n", text)
    assert shown
    for call, told in shown:
        one, other = re.findall(r'"(.*?)"', call)
        assert repr(explain_both(one, other)) == told
