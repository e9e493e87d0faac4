"""Named spans: seasons and centuries in the languages that an exhibit lists, and in no others."""

from __future__ import annotations

import pytest

from mapbuilder.date_forms import to_edtf
from mapbuilder.dates import parse_date
from mapbuilder.named_spans import century_of, seasons_of
from mapbuilder.spans import DateError


@pytest.mark.parametrize(
    ("language", "written", "edtf"),
    [
        ("ru", "осень 1941", "1941-23"),
        ("ru", "Осенью 1941 г.", "1941-23"),
        ("ru", "зима 1990 года", "1990-24"),
        ("ru", "XIX век", "18XX"),
        ("ru", "ХІХ в.", "18XX"),
        ("ru", "19-й век", "18XX"),
        ("ru", "V век до н.э.", "-04XX"),
        ("de", "Frühjahr 1945", "1945-21"),
        ("de", "19. Jahrhundert", "18XX"),
        ("de", "19. Jh.", "18XX"),
        ("az", "Qış 1990", "1990-24"),
        ("az", "yaz 1990", "1990-21"),
        ("az", "XIX əsr", "18XX"),
        ("tr", "YAZ 1990", "1990-22"),
        ("tr", "19. yüzyıl", "18XX"),
        ("fr", "été 1916", "1916-22"),
        ("fr", "XIXe siècle", "18XX"),
        ("es", "primavera de 1936", "1936-21"),
        ("es", "siglo XIX", "18XX"),
        ("uk", "восени 1941 року", "1941-23"),
        ("fa", "بهار 1990", "1990-21"),
        ("ka", "XIX საუკუნე", "18XX"),
        ("en", "Fall of 1929", "1929-23"),
        ("en", "winter 1906", "1906-24"),
    ],
)
def test_a_season_or_a_century_is_read_in_a_language_that_is_listed(language, written, edtf):
    assert to_edtf(written, languages=("en", language)) == edtf
    assert parse_date(written, languages=("en", language)).start_day is not None


@pytest.mark.parametrize("written", ["осень 1941", "Frühjahr 1945", "XIX век", "siglo XIX"])
def test_it_is_not_read_in_one_that_is_not_listed(written):
    with pytest.raises(DateError) as caught:
        parse_date(written, languages=("en", "az"))
    assert caught.value.code == "date-unreadable"


def test_what_two_languages_mean_otherwise_is_asked():
    with pytest.raises(DateError) as caught:
        to_edtf("yaz 1990", languages=("az", "tr"))
    assert caught.value.code == "date-ambiguous"
    assert [one.value for one in caught.value.suggestions] == ["1990-21", "1990-22"]


@pytest.mark.parametrize("written", ["iiii век", "XIX", "век", "осень", "осень 41", "хх"])
def test_what_is_neither_is_left_to_others(written):
    assert century_of(written.casefold(), ("ru",)) is None
    assert seasons_of(written.casefold(), ("ru",)) == []


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("nach 1945", "[1946..]"),
        ("vor 1933", "[..1932]"),
        ("seit 1949", "1949/.."),
        ("bis 1945", "../1945"),
        ("après 1918", "[1919..]"),
    ],
)
def test_before_and_after_are_read_in_german_and_french(written, edtf):
    assert to_edtf(written, languages=("de", "fr")) == edtf
