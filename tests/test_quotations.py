"""Quotations against stored texts: what is exact is found, what is not is told as what it is."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapbuilder import exhibit
from mapbuilder.passages import LONGEST_PASSAGE, forms_of, parts_of, passage_at, places_of
from mapbuilder.quotations import check_quotes
from mapbuilder.records import read_records
from mapbuilder.report import Report
from mapbuilder.source_texts import StoredText
from mapbuilder.sources import read_sources
from tests.stored import pdf

TEXT = (
    "Since 1988, the\r\nregion. “A quotation”, he said; the people went out to bury the martyrs.\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "exhibit" / "sources").mkdir(parents=True)
    (tmp_path / "exhibit" / "sources" / "a.txt").write_text(TEXT, "utf-8", newline="")
    (tmp_path / "exhibit" / "binary").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "exhibit"


def quoted(folder, quote, source="a", file="sources/a.txt"):
    report = Report()
    events = read_records([{"title": "x", "date": "1990", "source": source, "quote": quote}])
    sources = read_sources([{"id": "a", "title": "A", "file": file}, {"id": "b", "title": "B"}])
    check_quotes(events, sources.table, folder, report)
    return report


@pytest.mark.parametrize(
    "quote",
    [
        "the\nregion",
        "“A quotation”",
        "Since 1988 […] the people",
        "Since 1988, the\nregion. [...] the martyrs.",
    ],
)
def test_the_words_of_the_source_are_found(folder, quote):
    assert quoted(folder, quote).problems() == ()
    assert quoted(folder, quote, source="b; a").problems() == ()


@pytest.mark.parametrize(
    "quote", ["the people went out to burry the martyrs", "the people […] Since 1988"]
)
def test_other_words_are_told_with_the_nearest_passage(folder, quote):
    [problem] = quoted(folder, quote).problems()
    assert (problem.code, problem.severity, problem.column) == (
        "quote-not-found",
        "warning",
        "quote",
    )
    if "burry" in quote:
        assert "the people went out to bury the martyrs" in problem.suggestions[0].value


def test_a_source_whose_text_is_not_stored_is_not_checked(folder):
    assert quoted(folder, "anything", source="b").problems() == ()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("../secret.txt", "outside the exhibit's folder"),
        ("nothing.txt", "is not a file"),
        ("sources", "is not a file"),
        ("binary", "not a text in UTF-8"),
    ],
)
def test_a_stored_text_that_cannot_be_read_is_told(folder, file, said):
    [problem] = quoted(folder, "secret", file=file).problems()
    assert problem.code == "source-file"
    assert said in problem.message


SPEECH = """On 19 January troops entered the town. That night, 130 civilians lost their lives.

The mayor said: “We saw no one's flag”. The people — all of them — stayed. In all 130,000 lived on.
It was cold, and the people stayed.

The people stayed.
"""
DIARY = "Cold again.\nThe baker's oven was lit at four in the morning, as ever.\n"


def checked(tmp_path, quote, *, source="speech", locator="", text="", language="en", html=None):
    (tmp_path / "speech.txt").write_text(SPEECH, "utf-8")
    (tmp_path / "diary.txt").write_text(DIARY, "utf-8")
    report = Report()
    events = read_records(
        [
            {"id": "e", "title": "x", "date": "1990", "source": source, "quote": quote,
             "locator": locator, "text": text}
        ]
    )  # fmt: skip
    sources = read_sources(
        [
            {"id": "speech", "title": "S", "file": "speech.txt", "language": "en"},
            {"id": "diary", "title": "D", "file": "diary.txt"},
        ]
    )
    found = check_quotes(events, sources.table, tmp_path, report, language)
    return found, report.problems()


def one(tmp_path, quote, **more):
    _, [problem] = checked(tmp_path, quote, **more)
    return problem


def test_where_a_quotation_stands_is_kept_with_its_paragraph(tmp_path):
    found, problems = checked(tmp_path, "all of them […] was cold", locator="line 3")
    assert problems == ()
    assert found.passages.to_pylist() == [{"source": "speech", "text": SPEECH.split("\n\n")[1]}]
    marks = found.marks.to_pylist()
    assert [(mark["event"], mark["passage"], mark["locator"]) for mark in marks] == [
        ("e", 0, "lines 3-4")
    ] * 2
    text = found.passages["text"][0].as_py()
    assert [text[mark["start"] : mark["end"]] for mark in marks] == ["all of them", "was cold"]


def test_a_changed_number_is_told_word_by_word(tmp_path):
    problem = one(tmp_path, "That night, 147 civilians lost their lives.")
    assert problem.code == "quote-not-found"
    assert "'147' is '130' in the source" in problem.message
    assert "at line 1" in problem.message
    [near] = problem.suggestions
    assert near.value == "That night, 130 civilians lost their lives."
    assert "That night, [-147-] {+130+} civilians lost their lives." in near.why


def test_an_added_and_a_trimmed_word_are_told(tmp_path):
    added = one(tmp_path, "On 19 January many troops entered the town.")
    assert "'many' is not in the source" in added.message
    trimmed = one(tmp_path, "It was cold, and people stayed.")
    assert "'the' is left out without a mark […]" in trimmed.message


def test_words_that_are_nowhere_are_told_as_that(tmp_path):
    problem = one(tmp_path, "Zyx wvut srq ponm lkji")
    assert "nor anything like it" in problem.message
    assert problem.suggestions == ()


def test_parts_in_another_order_are_told(tmp_path):
    problem = one(tmp_path, "the people stayed. […] That night")
    assert problem.code == "quote-not-found"
    assert "not in this order" in problem.message


def test_of_several_parts_the_one_that_is_missing_is_named(tmp_path):
    problem = one(tmp_path, "On 19 January […] 99 civilians lost their lives")
    assert "the part '99 civilians lost their lives'" in problem.message


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ('"We saw no one\'s flag"', "U+0022"),
        ("“We saw no one’s flag”", "’ (U+2019, right single quotation mark) for ' (U+0027"),
        ("people - all of them", "- (U+002D, hyphen-minus) for — (U+2014, em dash)"),
        ("trооps entered", "о (U+043E, cyrillic small letter o) for o"),
        ("That  night", "other spaces"),
    ],
)
def test_what_only_looks_the_same_is_told_letter_by_letter(tmp_path, quote, said):
    problem = one(tmp_path, quote)
    assert problem.code == "quote-lookalike"
    assert said in problem.message
    assert problem.suggestions[0].value in SPEECH


@pytest.mark.parametrize(
    ("quote", "word"),
    [
        ("13", "130"),
        ("0,000 lived", "130,000"),
        ("In all 130", "130,000"),
        ("oops entered the to", "troops"),
        ("entered the town. That nigh […] civilians", "night"),
    ],
)
def test_a_quotation_cut_inside_a_word_or_number_is_told(tmp_path, quote, word):
    problem = one(tmp_path, quote)
    assert problem.code == "quote-cut"
    assert repr(word) in problem.message


def test_a_whole_number_is_preferred_to_one_that_it_is_a_part_of(tmp_path):
    (found, problems) = checked(tmp_path, "130")
    assert problems == ()
    assert found.marks["locator"].to_pylist() == ["line 1"]


def test_scripts_without_spaces_have_no_words_to_be_cut(tmp_path):
    text = StoredText("軍隊が市内に入った。")
    [place] = places_of(forms_of(text)[0], ["市内に"])
    assert place.cut == ()


def test_a_moved_quotation_is_told_with_the_right_place(tmp_path):
    problem = one(tmp_path, "It was cold", locator="line 1")
    assert (problem.code, problem.column, problem.value) == ("quote-moved", "locator", "line 1")
    assert [suggestion.value for suggestion in problem.suggestions] == ["line 4"]
    assert one(tmp_path, "It was cold", locator="par. 3").suggestions[0].value == "par. 2"


def test_a_quotation_that_stands_twice_is_where_its_locator_says(tmp_path):
    found, problems = checked(tmp_path, "he people stayed".replace("he", "the", 1))
    assert problems == ()
    found, problems = checked(tmp_path, "people stayed", locator="line 6")
    assert problems == ()
    assert found.marks["locator"].to_pylist() == ["line 6"]
    problem = one(tmp_path, "people stayed")
    assert (problem.code, problem.severity) == ("quote-ambiguous", "note")
    assert "2 times (line 4, line 6)" in problem.message
    moved = one(tmp_path, "people stayed", locator="line 1")
    assert moved.code == "quote-moved"
    assert "1 times more" in moved.message


def test_a_wrong_source_is_told_with_the_right_one(tmp_path):
    problem = one(tmp_path, "oven was lit at four in the morning")
    assert problem.code == "quote-source"
    assert "'diary', line 2" in problem.message
    assert problem.suggestions[0].value == "diary"
    # Of a few words, too, in which no index helps.
    assert one(tmp_path, "Cold again.").code == "quote-source"
    assert checked(tmp_path, "Cold again.", source="speech; diary")[1] == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("He says “troops entered the town.”", None),
        ("He says “troops *entered* […] night,” and no more", None),
        ("He says “troops took the town”", "text-quotation"),
        ("He says «no flag»", "text-quotation"),
        ('He says "no flag"', "text-quotation"),
        ("He says „no flag“", "text-quotation"),
        ("He says “troops entered the tow”", "text-quotation"),
        ('A beam of 12" and a board of 6"', None),
    ],
)
def test_quotation_marks_in_a_text_hold_the_sources_words(tmp_path, text, code):
    _, problems = checked(tmp_path, "", text=text)
    assert [problem.code for problem in problems] == ([code] if code else [])
    # In another language than the source's they hold translations.
    assert checked(tmp_path, "", text=text, language="fr")[1] == ()


def test_a_page_and_a_pdf_are_compared_without_their_layout(tmp_path):
    (tmp_path / "page.html").write_text(
        "<p>Four&nbsp;men\n   and a boat<p>The <b>sea</b> was co\u00adld.", "utf-8"
    )
    (tmp_path / "book.pdf").write_bytes(
        pdf(["Preface"], ["The demon-", "stration was long,", "and a well-", "known man spoke."])
    )
    rows = [
        ("page", "Four men and a boat", "par. 1"),
        ("page", "sea was cold.", "par. 2"),
        ("book", "The demonstration was long", "p. 2"),
        ("book", "a well-known man spoke", "p. 2"),
    ]
    events = read_records(
        [
            {"title": "x", "date": "1990", "source": source, "quote": quote, "locator": locator}
            for source, quote, locator in rows
        ]
    )
    sources = read_sources(
        [
            {"id": "page", "title": "P", "file": "page.html"},
            {"id": "book", "title": "B", "file": "book.pdf"},
        ]
    )
    report = Report()
    found = check_quotes(events, sources.table, tmp_path, report)
    assert report.problems() == ()
    assert found is not None
    assert found.marks["locator"].to_pylist() == [locator for _, _, locator in rows]


def test_of_a_long_paragraph_only_what_is_around_is_kept():
    text = StoredText("word " * 2000 + "here it is" + " word" * 2000)
    start = text.text.index("here")
    first, last = passage_at(text, start, start + 10)
    assert first < start < last
    assert last - first < LONGEST_PASSAGE
    assert text.text[first:last].startswith("word ")
    assert text.text[first - 1] == " "


WORDS = st.text("abcdeáəіо .,“”'-\n0123456789", min_size=30, max_size=300)


def whole(text, start, end):
    """Whether a span begins and ends where words do; a reading of its own."""
    across = [text[max(0, at - 2) : at + 2] for at in (start, end) if 0 < at < len(text)]
    return not any(re.search(r"\w\w|\w[.,'’]\w", around) for around in across)


@given(WORDS, st.data())
def test_what_is_in_the_source_is_never_refused(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    assume(quote.strip() and "[" not in quote)
    stored = StoredText(text)
    parts = parts_of(quote, laid_out=False)
    places = places_of(forms_of(stored)[0], parts)
    assert places
    trimmed = len(quote) - len(quote.lstrip()), len(quote.rstrip())
    if whole(text, start + trimmed[0], start + trimmed[1]):
        assert all(not place.cut for place in places)
    for place in places:
        [(first, last)] = place.spans
        assert re.sub(r"\s*\n\s*", " ", text[first:last]) == parts[0]


@given(WORDS, st.data())
def test_a_changed_letter_is_always_found(text, data):
    words = " ".join(re.sub(r"\s+", " ", text).split())
    assume(len(words) > 10)
    at = data.draw(st.integers(0, len(words) - 1))
    letter = data.draw(st.sampled_from("xyzXYZ_@€"))
    quote = words[:at] + letter + words[at + 1 :]
    stored = StoredText(words)
    assert places_of(forms_of(stored)[0], parts_of(quote, laid_out=False)) == []


@given(st.lists(st.sampled_from(["one", "two", "(three)", "4", "five-six"]), min_size=6), st.data())
def test_a_part_marked_as_left_out_may_be_anything(words, data):
    text = " ".join(words)
    first = data.draw(st.integers(1, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    quote = f"{' '.join(words[:first])} […] {' '.join(words[last:])}"
    [form] = forms_of(StoredText(text))
    places = places_of(form, parts_of(quote, laid_out=False))
    assert places
    assert not places[0].cut


def test_ten_thousand_quotations_are_checked_within_five_times_their_reading(tmp_path, monkeypatch):
    """2,000 sources; reading is all else that the exhibit needs, join and sums included."""
    (tmp_path / "s").mkdir()
    words = [f"w{number:x}ord{number % 97}" for number in range(4_000)]
    lines = []
    for source in range(2_000):
        own = [" ".join(words[(source * 7 + at * 60 + n * 13) % 4_000] for n in range(60))
               for at in range(12)]  # fmt: skip
        (tmp_path / f"s/{source}.txt").write_text("\n\n".join(own), "utf-8")
        for n in range(5):
            quote = " ".join(own[n].split()[10:35])
            lines.append(f"1990-01-20,T,s{source},{quote},line {2 * n + 1}")
    (tmp_path / "events.csv").write_text(
        "\n".join(["date,title,source,quote,locator", *lines]) + "\n", "utf-8"
    )
    (tmp_path / "sources.csv").write_text(
        "id,title,file\n" + "".join(f"s{n},T,s/{n}.txt\n" for n in range(2_000)), "utf-8"
    )
    spent = []

    def timed(*given, **more):
        start = process_time()
        found = check_quotes(*given, **more)
        spent.append(process_time() - start)
        return found

    monkeypatch.setattr(exhibit, "check_quotes", timed)
    ratios = []
    for _ in range(3):
        start = process_time()
        read = exhibit.read_exhibit(tmp_path / "events.csv")
        reading = process_time() - start - spent[-1]
        ratios.append(spent[-1] / reading)
    assert read.problems == ()
    assert read.quotations is not None
    assert len(read.quotations.marks) == 10_000
    assert min(ratios) < 5, ratios
