"""Words, sentences and the published formulas of reading ease."""

from __future__ import annotations

import pyarrow as pa
import pytest

from mapbuilder.reading_level import FORMULAS, long_sentences, read_level, word_counts


def test_words_are_what_stands_between_spaces_and_has_more_than_signs():
    texts = pa.array(["From 19–20 January — Baku's “Azadliq” Square.", None, "", "…"])
    assert word_counts(texts).to_pylist() == [6, None, 0, 0]


def test_flesch_is_what_flesch_says():
    """40 sentences of five words of one syllable each: 206.835 - 1.015 · 5 - 84.6 · 1."""
    level = read_level(pa.array(["The cat sat on mats. " * 40]), "en")
    assert (level.words, level.sentences) == (200, 40)
    assert level.ease == pytest.approx(206.835 - 1.015 * 5 - 84.6, abs=0.06)


@pytest.mark.parametrize(
    ("language", "text", "syllables"),
    [
        ("en", "The people gathered beside the little square", 12),
        ("en", "January revolution radio", 11),
        ("ru", "Советская армия вошла в город", 11),
        ("tr", "Sovyet ordusu kente girdi", 9),
        ("de", "Die Armee zog in die Stadt", 7),
        ("es", "El ejército entró en la ciudad", 11),
    ],
)
def test_syllables_are_counted_by_the_habits_of_the_language(language, text, syllables):
    formula = FORMULAS[language]
    words = len(text.split())
    repeated = -(-100 // words)
    level = read_level(pa.array([" ".join([text + "."] * repeated)]), language)
    counted = (formula.constant - formula.sentence * words - level.ease) / formula.syllable * words
    assert counted == pytest.approx(syllables, abs=0.02 * syllables + 0.05)


def test_a_language_without_a_formula_and_a_short_text_have_no_ease():
    assert read_level(pa.array(["Sovet ordusu şəhərə daxil olub. " * 40]), "az").ease is None
    assert read_level(pa.array(["Too short to say."]), "en").ease is None


def test_long_sentences_are_named_and_short_forms_do_not_end_one():
    text = "The town had been quiet. On Jan. 20 " + "they waited " * 10 + "there. It was so."
    [long] = long_sentences(pa.array([None, text]), 20)
    assert (long.text, long.words) == (1, 24)
    assert long.sentence.startswith("On Jan. 20 they")
    assert long_sentences(pa.array([text]), 24) == []
