"""What the page carries of its sources: quoted passages, translations, and what rests on each."""

from __future__ import annotations

import dataclasses

from mapbuilder.config import Config
from mapbuilder.exhibit import read_exhibit
from mapbuilder.page import render_page
from mapbuilder.payload import characters_by_use, to_payload
from mapbuilder.source_pages import passages_of, rests_on


def test_only_paragraphs_that_are_quoted_are_carried():
    exhibit = read_exhibit()
    payload = to_payload(exhibit)
    texts = payload.texts["passages"]["text"]
    assert len(texts) == len(set(texts)) == 9
    assert not any("went down the" in text for text in texts)
    quotes = payload.texts["events"]["quote"]
    for quote, spans in zip(quotes, payload.texts["events"]["passages"], strict=True):
        assert bool(quote) == bool(spans)
        for passage, start, end in spans:
            assert texts[passage][start:end] == quote
    where = payload.languages["ru"]["passages"]
    assert where[payload.head["events"]["id"].index("ev06")] == "строка 13"


def test_the_text_version_marks_the_quoted_words_once_each():
    payload = to_payload(read_exhibit())
    found = passages_of(payload)
    assert [*found] == [0]
    texts = payload.texts["passages"]["text"]
    for number, runs in found[0]:
        assert "".join(words for words, _ in runs) == texts[number]
    marked = [words for _, runs in found[0] for words, quoted in runs if quoted]
    # Two records have one quotation, which is marked once.
    assert len(marked) == 14
    page = render_page(read_exhibit()).decode()
    assert page.count("<mark>") == 14
    assert all(page.count(f'id="passage-{number}"') == 1 for number in range(1, 10))


def test_what_rests_on_a_source_is_every_kind_of_it():
    payload = to_payload(read_exhibit())
    ids = payload.head["events"]["id"]
    resting = rests_on(payload, range(len(ids)))
    named = dict(zip(payload.texts["sources"]["id"], resting, strict=True))
    assert len(named["press-release"]) == 15
    assert {ids[event] for event in named["S06"]} >= {"ev06", "ev07", "ev09"}
    assert rests_on(payload, [])[0] == []


def test_an_exhibit_without_stored_texts_carries_nothing_of_it(tmp_path):
    (tmp_path / "events.csv").write_text("date,title,quote\n1990,x,words\n", "utf-8")
    payload = to_payload(read_exhibit(tmp_path))
    assert "passages" not in payload.texts
    assert "passages" not in payload.texts["events"]
    assert "quote" not in payload.languages["en"]["events"]
    assert "<mark>" not in render_page(read_exhibit(tmp_path)).decode()


def test_a_citation_style_writes_the_references_and_its_letters_are_drawn():
    exhibit = read_exhibit()
    assert exhibit.sources is not None
    plain = to_payload(exhibit)
    assert "citations" not in plain.texts
    config = Config(title="T", languages=["en"], citation_style="gost-r-7-0-5-2008")
    few = dataclasses.replace(exhibit, config=config, sources=exhibit.sources.slice(0, 3))
    payload = to_payload(few)
    first = payload.texts["citations"][0]
    assert first[0][0] == "p"
    assert len(payload.texts["citations"]) == len(payload.texts["sources"]["id"])
    assert payload.texts["citations"][-1] is None
    assert set("//") <= characters_by_use(payload)["text"]


def test_where_a_source_was_published_is_told_in_one_line(tmp_path):
    (tmp_path / "events.csv").write_text("date,title,source\n1990,x,a\n1991,y,b\n", "utf-8")
    (tmp_path / "sources.csv").write_text(
        "id,title,container_title,volume,issue,page,publisher_place,publisher\n"
        "a,A,Slavic Review,55,3,12–14,Oxford,Clarendon\nb,B,,,,,,\n",
        "utf-8",
    )
    payload = to_payload(read_exhibit(tmp_path))
    told = "Slavic Review 55(3), 12–14, Oxford: Clarendon"
    assert payload.texts["sources"]["published"] == [told, ""]
    assert told in render_page(read_exhibit(tmp_path)).decode()


def test_translated_quotations_name_the_language_that_they_are_from(tmp_path):
    (tmp_path / "exhibit.toml").write_text('title = "x"\nlanguages = ["en", "az"]\n')
    (tmp_path / "events.csv").write_text(
        "date,title,quote,quote_language,quote_en,quote_az\n"
        "1990,a,слова,ru,words,\n1991,b,mots,fr,,\n",
        "utf-8",
    )
    payload = to_payload(read_exhibit(tmp_path))
    assert payload.languages["en"]["quoted_in"] == {"ru": "Russian"}
    # Where nothing is translated no language is named.
    assert "quoted_in" not in payload.languages["az"]
