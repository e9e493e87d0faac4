"""Words of a time axis: each language its own, whichever was asked for before it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from mapbuilder.time_words import to_time_words

# A day in full, a month and a year before 1, filled in as the page does it.
SAID = {
    "en": ("20 January 1990", "January 1990", "44 BC"),
    "az": ("20 yanvar 1990", "yanvar 1990", "e.ə. 44"),
    "ru": ("20 января 1990 г.", "январь 1990 г.", "44 г. до н. э."),
    "tr": ("20 Ocak 1990", "Ocak 1990", "MÖ 44"),
    "de": ("20. Januar 1990", "Januar 1990", "44 v. Chr."),
    "fr": ("20 janvier 1990", "janvier 1990", "44 av. J.-C."),
    "ka": ("20 იანვარი, 1990", "იანვარი, 1990", "44 ძვ. წ."),
    "he": ("20 בינואר 1990", "ינואר 1990", "44 לפנה״ס"),
    "ja": ("1990年1月20日", "1990年1月", "紀元前44年"),
}


@pytest.mark.parametrize("language", SAID)
def test_the_forms_say_dates_as_the_language_does(language: str) -> None:
    words = to_time_words(language)
    day = words["day"].format(d=20, m=words["months"][0], n=1, y=1990)
    month = words["month"].format(m=words["alone"][0], n=1, y=1990)
    assert (day, month, words["bce"].format(y=44)) == SAID[language]
    assert "lang" not in words
    assert all(len(words[names]) == 12 for names in ("months", "alone", "short"))


@pytest.mark.parametrize(
    ("language", "digits", "group"),
    [("fa", "۰۱۲۳۴۵۶۷۸۹", "٬"), ("ar-EG", "٠١٢٣٤٥٦٧٨٩", "٬"), ("ar", None, ","), ("de", None, ".")],
)
def test_digits_are_told_where_they_are_not_latin(
    language: str, digits: str | None, group: str
) -> None:
    words = to_time_words(language)
    assert (words.get("digits"), words["group"]) == (digits, group)


def test_a_language_that_nobody_knows_gets_english_words_that_say_so() -> None:
    assert to_time_words("qqq") == to_time_words("en") | {"lang": "en"}


@pytest.mark.parametrize("first", ["az", "ru", "de"])
def test_a_language_keeps_its_months_whichever_was_asked_for_before(first: str) -> None:
    """Babel keeps what it looked up for one language where others find it; a new process each."""
    code = (
        "import json, sys\n"
        "from babel import Locale\n"
        "from mapbuilder.date_words import to_words\n"
        "from mapbuilder.time_words import to_time_words\n"
        "from mapbuilder.wording import read_strings\n"
        f"list(Locale.parse({first!r}).months['stand-alone']['wide'].values())\n"
        f"to_time_words({first!r})\n"
        f"to_words('1990-01', {first!r}, read_strings({first!r}))\n"
        "print(json.dumps([to_words('1990-01', 'tr', read_strings('tr')),\n"
        "                  to_time_words('tr')['short'][0]]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert json.loads(done.stdout) == ["Ocak 1990", "Oca"]
