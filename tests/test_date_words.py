"""Written dates: good museum text in each language, for every year and every kind of doubt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapbuilder import files
from mapbuilder.date_words import to_words
from mapbuilder.dates import parse_date
from mapbuilder.day_words import write_days
from mapbuilder.wording import languages_with_strings, read_strings

STRINGS = {tag: read_strings(tag) for tag in ("en", "az", "ru")}

# What stands in the default exhibit, then what a curator may write.
DATES = """
1988/..|since 1988|1988-ci ildən|с 1988 года
1989-12|December 1989|dekabr 1989-cu il|декабрь 1989 года
1989-12?/1990-01?|possibly December 1989 – January 1990|ehtimal ki, dekabr 1989-cu il – yanvar 1990-cı il|возможно, декабрь 1989 года – январь 1990 года
1990-01?|possibly January 1990|ehtimal ki, yanvar 1990-cı il|возможно, январь 1990 года
1990-01-19/1990-01-20|19–20 January 1990|19–20 yanvar 1990-cı il|19–20 января 1990 года
1990-01-25?|possibly 25 January 1990|ehtimal ki, 25 yanvar 1990-cı il|возможно, 25 января 1990 года
1990-01-20|20 January 1990|20 yanvar 1990-cı il|20 января 1990 года
1988-02-27/1988-03-01|27 February – 1 March 1988|27 fevral – 1 mart 1988-ci il|27 февраля – 1 марта 1988 года
1990-01-12?/1990-01-19?|possibly 12–19 January 1990|ehtimal ki, 12–19 yanvar 1990-cı il|возможно, 12–19 января 1990 года
1987?/1990?|possibly 1987–1990|ehtimal ki, 1987–1990-cı illər|возможно, 1987–1990 годы
1990|1990|1990-cı il|1990 год
2000|2000|2000-ci il|2000 год
1900|1900|1900-cü il|1900 год
2009|2009|2009-cu il|2009 год
1860~|about 1860|təxminən 1860-cı il|около 1860 года
1990-01~|about January 1990|təxminən yanvar 1990-cı il|около января 1990 года
1984%|possibly about 1984|ehtimal ki, təxminən 1984-cü il|возможно, около 1984 года
199X|1990s|1990-cı illər|1990-е годы
199X~|about the 1990s|təxminən 1990-cı illər|около 1990-х годов
18XX|19th century|XIX əsr|XIX век
20XX|21st century|XXI əsr|XXI век
-04XX|5th century BC|e.ə. V əsr|V век до н. э.
-0043|44 BC|e.ə. 44-cü il|44 год до н. э.
-0043-03-15|15 March 44 BC|15 mart e.ə. 44-cü il|15 марта 44 года до н. э.
0000|1 BC|e.ə. 1-ci il|1 год до н. э.
0079-08-24|24 August 79 AD|24 avqust y.e. 79-cu il|24 августа 79 года н. э.
-0043/0014|44 BC – 14 AD|e.ə. 44-cü il – y.e. 14-cü il|44 год до н. э. – 14 год н. э.
-0043/-0020|44–21 BC|e.ə. 44–21-ci illər|44–21 годы до н. э.
Y17000|17,000 AD|y.e. 17.000-ci il|17 000 год н. э.
Y-11999|12,000 BC|e.ə. 12.000-ci il|12 000 год до н. э.
[..1899]|before 1900|1900-cü ildən əvvəl|ранее 1900 года
[1945-05-09..]|after 8 May 1945|8 may 1945-ci ildən sonra|после 8 мая 1945 года
[..1945-04?]|possibly before May 1945|ehtimal ki, may 1945-ci ildən əvvəl|возможно, ранее мая 1945 года
[1914..1918]|between 1914 and 1918|1914-cü il ilə 1918-ci il arasında|в период с 1914 года по 1918 год
../1990|until 1990|1990-cı ilədək|до 1990 года
1990-01-20/..|since 20 January 1990|20 yanvar 1990-cı ildən|с 20 января 1990 года
1988?/..|possibly since 1988|ehtimal ki, 1988-ci ildən|возможно, с 1988 года
1985/|from 1985, end not known|1985-ci ildən, sonu məlum deyil|с 1985 года, окончание неизвестно
/1985|until 1985, beginning not known|1985-ci ilədək, əvvəli məlum deyil|до 1985 года, начало неизвестно
XXXX|date not known|tarix məlum deyil|дата неизвестна
../..|date not known|tarix məlum deyil|дата неизвестна
1667/1668|1667–1668|1667–1668-ci illər|1667–1668 годы
[1667,1668]|1667 or 1668|1667-ci il yaxud 1668-ci il|1667 год или 1668 год
{1990-01-20,1990-01-22}|20 January 1990 and 22 January 1990|20 yanvar 1990-cı il və 22 yanvar 1990-cı il|20 января 1990 года и 22 января 1990 года
1914~/1918~|1914–1918 (approximately)|1914–1918-ci illər (təxminən)|1914–1918 годы (приблизительно)
1914?/1918|1914 (possibly) – 1918|1914-cü il (ehtimal olunur) – 1918-ci il|1914 год (возможно) – 1918 год
1990-01/1990-03|January–March 1990|yanvar–mart 1990-cı il|январь–март 1990 года
1989-12-30/1990-01-02|30 December 1989 – 2 January 1990|30 dekabr 1989-cu il – 2 yanvar 1990-cı il|30 декабря 1989 года – 2 января 1990 года
1990-01-20/1990-01-20|20 January 1990|20 yanvar 1990-cı il|20 января 1990 года
1990-01-19/1990-02|19 January 1990 – February 1990|19 yanvar 1990-cı il – fevral 1990-cı il|19 января 1990 года – февраль 1990 года
1990-21|spring 1990|1990-cı ilin yazı|весна 1990 года
1990-21/..|since spring 1990|yaz 1990-cı ildən|с весны 1990 года
1990-33|1st quarter 1990|1990-cı il 1-ci kvartal|1-й квартал 1990 года
1990-40|January–June 1990|yanvar–iyun 1990-cı il|январь–июнь 1990 года
1990-XX-XX|1990|1990-cı il|1990 год
1990-01-XX|January 1990|yanvar 1990-cı il|январь 1990 года
1950S2|about 1950|təxminən 1950-ci il|около 1950 года
156X-12-25|between 25 December 1560 and 25 December 1569|25 dekabr 1560-cı il ilə 25 dekabr 1569-cu il arasında|в период с 25 декабря 1560 года по 25 декабря 1569 года
"""  # noqa: E501
ROWS = [line.split("|") for line in DATES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_date_reads_like_a_museums_text(row):
    edtf, *expected = row
    assert [to_words(edtf, tag, STRINGS[tag]) for tag in ("en", "az", "ru")] == expected


# With English phrases, as for a language that has no strings yet: the dates are its own.
OTHERS = {
    "de": ["20. Januar 1990", "Januar 1990", "1990", "19–20. Januar 1990", "15. März 44 v. Chr."],
    "fr": ["20 janvier 1990", "janvier 1990", "1990", "19–20 janvier 1990", "15 mars 44 av. J.-C."],
    "cs": ["20. ledna 1990", "leden 1990", "1990", "19–20. ledna 1990", "15. března 44 př. n. l."],
    "uk": ["20 січня 1990 р.", "січень 1990 р.", "1990", "19–20 січня 1990 р.",
           "15 березня 44 р. до н. е."],
    "ja": ["1990年1月20日", "1990年1月", "1990年", "1990年1月19～20日", "紀元前 44年3月15日"],
    "hu": ["1990. január 20.", "1990. január", "1990.", "1990. január 19–20.",
           "i. e. 44. március 15."],
    "en-US": ["January 20, 1990", "January 1990", "1990", "January 19–20, 1990", "March 15, 44 BC"],
    "az-Cyrl": ["20 јанвар 1990", "1990 јанвар", "1990", "19–20 јанвар 1990", "15 март е.ә. 44"],
    "xx": ["20 January 1990", "January 1990", "1990", "19–20 January 1990", "15 March 44 BC"],
}  # fmt: skip
SOME = ["1990-01-20", "1990-01", "1990", "1990-01-19/1990-01-20", "-0043-03-15"]


@pytest.mark.parametrize("language", OTHERS)
def test_any_language_of_cldr_has_its_own_dates(language):
    assert [to_words(edtf, language, STRINGS["en"]) for edtf in SOME] == OTHERS[language]


def test_a_language_does_not_depend_on_the_one_before():
    """Babel hands the names of one language on to another where it looks one up for both."""
    before = to_words("1990-01", "cs", STRINGS["en"]), to_words("1990-01", "de", STRINGS["en"])
    for language in ("az", "ru", "hy", "fa", "kk"):
        to_words("1990-01", language, STRINGS["en"])
        assert parse_date("1 May 1990", languages=[language]).edtf == "1990-05-01"
    assert before == (
        to_words("1990-01", "cs", STRINGS["en"]),
        to_words("1990-01", "de", STRINGS["en"]),
    )


@pytest.mark.parametrize("tag", ["az", "en", "ru"])
def test_the_strings_of_dates_are_sorted(tag):
    strings = json.loads((files.templates() / "strings" / f"{tag}.json").read_text("utf-8"))
    keys = [key for key in strings if key.startswith("date.")]
    assert keys == sorted(keys)
    assert len(keys) > 30


def _tables():
    language, rows = "", []
    for line in (Path(__file__).parent / "dates_in_languages.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and "\t" not in line:
            language = line.strip("[]")
        elif "\t" in line:
            rows.append((language, *line.split("\t")))
    return rows


TABLES = _tables()


def test_the_tables_of_dates_are_of_every_other_language_of_the_interface():
    languages = {language for language, *_ in TABLES}
    assert languages | {"en", "az", "ru"} == set(languages_with_strings())
    assert len(TABLES) == len(languages) * 60


@pytest.mark.parametrize(
    ("language", "edtf", "expected"), TABLES, ids=[f"{row[0]}-{row[1]}" for row in TABLES]
)
def test_a_date_reads_well_in_every_language(language, edtf, expected):
    assert to_words(edtf, language, read_strings(language)) == expected


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_a_date_written_from_right_to_left_turns_nothing_around_it(language):
    """It has no letters of another direction."""
    for own, edtf, text in TABLES:
        if own == language:
            assert not any("a" <= letter.lower() <= "z" for letter in text), (edtf, text)


def test_persian_says_which_calendar_its_years_are_of():
    """A year without a name would be taken for one of the Iranian calendar, 621 years off."""
    for language, edtf, text in TABLES:
        if language == "fa" and edtf not in ("XXXX",):
            assert "میلادی" in text or "ق.م." in text, (edtf, text)


def test_egypt_s_arabic_has_its_own_digits_and_arabic_at_large_latin_ones():
    strings = read_strings("ar")
    assert to_words("1990-01-20", "ar", strings) == "20 يناير 1990"
    assert to_words("1990-01-20", "ar-EG", strings) == "٢٠ يناير ١٩٩٠"
    assert to_words("1990-01-20", "ar-MA", strings).startswith("20 ")


@settings(max_examples=20)
@given(st.lists(st.dates().map(str), max_size=6))
def test_plain_days_written_at_once_are_those_written_one_by_one(days):
    for tag in languages_with_strings():
        strings = read_strings(tag)
        assert write_days(days, tag, strings) == [to_words(day, tag, strings) for day in days]
