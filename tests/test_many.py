"""A page of many records holds what the page of few holds of each, and holds each once."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from mapbuilder import Exhibit, many, many_page, text_chunks
from mapbuilder.exhibit import read_exhibit
from mapbuilder.finding import distinct, event_words
from mapbuilder.morton import to_codes
from mapbuilder.packed_columns import to_container
from mapbuilder.page import render_page, render_parts
from mapbuilder.payload import to_payload
from mapbuilder.report import Report
from mapbuilder.verify import verify_bytes
from tests.invented import exhibit_of as exhibit_with
from tests.many_reader import ManyReader, read_container
from tests.whole import write_whole

ROOT = Path(__file__).resolve().parent.parent
EXHIBITS = ROOT / "tests/exhibits"
CASES = sorted(path.name for path in EXHIBITS.iterdir() if path.is_dir())
DEFAULT = "black-january"
BOM = b"\xef\xbb\xbf"
FACTS = {
    "toponym": "", "quote": None, "quote_language": None, "locator": "", "other_sources": [],
    "date_sources": [], "details": [], "join": "",
}  # fmt: skip
TOLD = {"title": "", "text": None, "other_accounts": None, "draft": False, "locator": ""}
SPOTS = {
    "label": "", "former": [], "note": None, "coordinates": "", "precision": "", "far": None,
    "coordinate_source": "",
}  # fmt: skip
PATHS = ("title", "text", "other_accounts", "locator")


@pytest.fixture(autouse=True)
def many_from_one_on(monkeypatch):
    monkeypatch.setattr(many, "MANY_EVENTS", 0)


@cache
def exhibit_of(case: str) -> Exhibit:
    folder = ROOT / f"geodata/{case}" if case == DEFAULT else EXHIBITS / case
    return read_exhibit(folder).with_basemap("none")


@cache
def both(case: str):
    """The page of many records as it is read, and the payload of the page of few."""
    return ManyReader(render_page(exhibit_of(case))), payload_of(case)


@cache
def payload_of(case: str):
    # By itself, for who has patched how a page of many is made: what is cached is for all tests.
    return to_payload(exhibit_of(case))


def padded(column, count):
    return [None] * count if column is None else column


def figures_of(block, event):
    return [row for row, of in enumerate(block["figures"]["event"]) if of == event]


def figures_in_numbers(payload, event):
    """The figures of an event of the page of few, as the chunks of facts have them."""
    block = payload.languages[payload.language]
    if "figures" not in payload.texts:
        return []
    columns = payload.texts["figures"]
    return [
        [
            block["figures"]["source"][row],
            *(columns[name][row] for name in ("low", "high", "rough")),
        ]
        for row in figures_of(block, event)
    ]


def passages_of(read, fact):
    """The passages of an event: source, text, start and end of each part of its quotation."""
    found = []
    for passage, *ends in fact.get("passages", []):
        chunk = read.chunks("passages")[passage // 256]
        found.append([chunk["source"][passage % 256], chunk["text"][passage % 256], *ends])
    return found


def said_figures(block, event):
    """The same as the chunks of a language have them."""
    found = []
    for row in figures_of(block, event):
        marks = sum(
            mark
            for path, mark in (("figures.scope", 1), ("figures.locator", 2))
            if row in block["fallback"].get(path, ())
        )
        told = [block["figures"][name][row] for name in ("measure", "value", "scope", "locator")]
        found.append([*told, marks] if marks else told)
    return found


def or_none(number):
    return None if number == -1 else number


@pytest.mark.parametrize("case", [*CASES, DEFAULT])
def test_every_record_stands_once_with_all_that_it_has(case):
    read, payload = both(case)
    head, texts = payload.head, payload.texts
    count = len(head["events"]["id"])
    facts = read.rows("facts", count)
    assert sorted(head["events"]["id"]) == sorted(one["id"] for one in facts)
    row_of = {id_: row for row, id_ in enumerate(head["events"]["id"])}
    places = read.rows(f"spots-{read.tags[0]}", read.many["places"])
    ids = [place["id"] for place in places]
    assert sorted(ids) == sorted(head["places"]["id"])
    runs = [place for place, size in enumerate(read.places["count"]) for _ in range(size)]
    assert len(runs) == read.many["placed"] <= count == read.many["count"]
    assert len(read.events["date"]) == count
    bounds = head["events"].get("bounds", [0] * count)
    several = head["events"].get("places", [[]] * count)
    numbers = {
        name: padded(read.events.get(name), count) for name in ("category", "group", "source")
    }
    days = {
        name: padded(read.events.get(name), read.many["dates"])
        for name in ("date_first", "date_last")
    }
    for event, fact in enumerate(facts):
        row = row_of[fact["id"]]
        place = head["events"]["place"][row]
        assert (head["places"]["id"][place] if place >= 0 else None) == (
            ids[runs[event]] if event < len(runs) else None
        )
        for name, nothing in FACTS.items():
            assert fact.get(name, nothing) == texts["events"][name][row], name
        assert [ids[one] for one in fact.get("places", [])] == [
            head["places"]["id"][one] for one in several[row]
        ]
        if read.many.get("only"):
            borrowed = read.events.get("borrowed", [0] * count)[event]
            assert borrowed == bool(texts["events"]["date_sources"][row])
        assert fact.get("media", []) == texts["events"].get("media", [[]] * count)[row]
        assert passages_of(read, fact) == [
            [payload.texts["passages"][name][passage] for name in ("source", "text")] + ends
            for passage, *ends in texts["events"].get("passages", [[]] * count)[row]
        ]
        assert fact.get("figures", []) == figures_in_numbers(payload, row)
        for name in ("category", "group"):
            assert numbers[name][event] == or_none(head["events"][name][row])
        assert numbers["source"][event] == or_none(texts["events"]["source"][row])
        date = read.events["date"][event]
        assert days["date_first"][date] == head["events"]["start_day"][row]
        assert days["date_last"][date] == head["events"]["end_day"][row]
        assert read.events.get("date_bounds", [0] * (date + 1))[date] == bounds[row]


@pytest.mark.parametrize("case", [*CASES, DEFAULT])
def test_every_telling_is_that_of_the_page_of_few(case):
    read, payload = both(case)
    count = read.many["count"]
    facts = read.rows("facts", count)
    row_of = {id_: row for row, id_ in enumerate(payload.head["events"]["id"])}
    for tag, block in payload.languages.items():
        fallback = block["fallback"]
        days = read.json(f"many-dates-{tag}")
        unworded = read.json(f"texts-{tag}")["fallback"].get("ui:events.date", [])
        quotes = block["events"].get("quote", [""] * count)
        for event, told in enumerate(read.rows(f"told-{tag}", count)):
            row = row_of[facts[event]["id"]]
            for name, nothing in TOLD.items():
                assert told.get(name, nothing) == block["events"][name][row], name
            assert told.get("quote", "") == quotes[row]
            details = block["events"].get("details")
            assert told.get("details", []) == (details[row] if details else [])
            assert told["fallback"] == sorted(
                f"events.{name}" for name in PATHS if row in fallback.get(f"events.{name}", ())
            )
            date = read.events["date"][event]
            assert days[date] == block["events"]["date"][row]
            assert (date in unworded) == (row in fallback.get("ui:events.date", ()))
            readings = block["events"].get("reading", [-1] * count)
            assert told.get("reading", -1) == readings[row]
            assert told.get("passages", "") == block.get("passages", [""] * count)[row]
            assert told.get("figures", []) == said_figures(block, row)
        at = [payload.head["places"][name] for name in ("lon", "lat")]
        place_of = {id_: row for row, id_ in enumerate(payload.head["places"]["id"])}
        for spot in read.rows(f"spots-{tag}", read.many["places"]):
            row = place_of[spot["id"]]
            for name, nothing in SPOTS.items():
                assert spot.get(name, nothing) == block["places"][name][row], name
            assert spot["search"] == block["search"]["places"][row]
            point = [at[0][row], at[1][row]] if abs(at[1][row]) > 85 else None
            assert spot.get("point") == point
            assert spot["fallback"] == sorted(
                path for path in fallback if path.startswith("places.") and row in fallback[path]
            )


@pytest.mark.parametrize("case", [*CASES, DEFAULT])
def test_each_further_source_of_a_record_is_found_by_the_source(case):
    read = both(case)[0]
    facts = read.rows("facts", read.many["count"])
    expected = {
        name: [
            (event, source) for event, fact in enumerate(facts) for source in fact.get(column, [])
        ]
        for name, column in (("accounts", "other_sources"), ("dates", "date_sources"))
    }
    count = sum(map(len, expected.values()))
    assert read.many.get("others", 0) == count
    assert ("many-others" in read.elements) == (count > 0)
    columns = read.container("many-others") if count else {}
    for name, pairs in expected.items():
        event, source = (columns.get(f"{name}_{of}", []) for of in ("event", "source"))
        assert list(zip(event, source, strict=True)) == pairs


def told_alike(words, name):
    """The payload of events that have these words and else the same, told by both pages alike."""
    events = [
        {"id": f"e{row}", "date": f"190{row}", "place": "Shore", "title": "T", **one}
        for row, one in enumerate(words)
    ]
    exhibit = exhibit_with(events)
    read, payload = ManyReader(render_page(exhibit)), to_payload(exhibit)
    ids = [fact["id"] for fact in read.rows("facts", len(events))]
    for tag, block in payload.languages.items():
        told = dict(zip(ids, read.rows(f"told-{tag}", len(events)), strict=True))
        rows = [told[f"e{row}"] for row in range(len(events))]
        expected = [text or "" for text in block["events"][name]]
        assert [row.get(name) or "" for row in rows] == expected
        fallen = [row for row, one in enumerate(rows) if f"events.{name}" in one["fallback"]]
        assert fallen == block["fallback"].get(f"events.{name}", [])
    return payload


def test_a_locator_in_a_language_of_its_own_is_that_of_the_page_of_few():
    words = [
        {"locator": "page 4", "locator_az": "sağ sütun", "locator_en": "right column"},
        {"locator": "page 5"},
        {"locator_az": "arxa üz"},
        {"locator": "verso", "locator_az": ""},
        {"locator": "recto", "locator_az": "ön üz"},
    ]
    payload = told_alike(words, "locator")
    assert payload.languages["az"]["fallback"]["events.locator"] == [3]
    assert payload.languages["en"]["events"]["locator"][0] == "right column"


def test_a_text_in_the_default_language_s_own_column_is_that_of_the_page_of_few():
    words = [
        {"text_en": "Of its own"},
        {"text": "Plain", "text_en": "Of its own"},
        {"text": "Plain", "text_az": "Onun", "text_en": "Of its own"},
        {"text_az": "Onun"},
        {"text_en": "Of its own", "text_az": "Onun"},
        {},
    ]
    payload = told_alike(words, "text")
    assert payload.languages["az"]["fallback"]["events.text"] == [0, 1]
    # Where a column says nothing at all, or only one does.
    for some in (words[:1], words[3:4], words[5:]):
        told_alike(some, "text")


@pytest.mark.parametrize("case", CASES)
def test_the_rest_of_the_page_is_that_of_the_page_of_few(case):
    read, payload = both(case)
    for name in ("view", "categories", "groups", "languages", "exhibit", "theme", "profile"):
        assert read.head[name] == payload.head[name], name
    texts = read.json("texts")
    # Sources that are only named have other numbers; every event's was compared with them.
    assert texts["sources"].items() <= payload.texts["sources"].items()
    assert set(payload.texts["sources"]) - set(texts["sources"]) == {"type", "date", "access"}
    assert {one["credit"] for one in texts["attributions"]} >= {
        one["credit"] for one in payload.texts["attributions"] if one["licence"]
    }
    assert texts["fold"].items() >= payload.texts["fold"].items() or set(texts["fold"]) >= set(
        payload.texts["fold"]
    )
    assert not any(texts["events"].values())
    assert texts.get("media") == payload.texts.get("media")
    for tag, block in payload.languages.items():
        kept = read.json(f"texts-{tag}")
        ui = dict(zip(texts["words"], kept["ui"], strict=True))
        assert ui.items() >= block["ui"].items()
        for name in ("categories", "groups", "legend", "time", "media"):
            assert kept.get(name) == block.get(name), name
        assert not any([*kept["events"].values(), *kept["places"].values()])


@pytest.mark.parametrize("case", CASES)
def test_places_stand_in_morton_order_and_events_in_time_order(case):
    read, payload = both(case)
    places = payload.head["places"]
    spots = read.rows(f"spots-{read.tags[0]}", read.many["places"])
    at = {id_: row for row, id_ in enumerate(places["id"])}
    exact = exhibit_of(case).places
    rows = {id_: row for row, id_ in enumerate(exact["id"].to_pylist())}
    order = [rows[spot["id"]] for spot in spots]
    lon, lat = (exact[name].to_numpy()[order] for name in ("lon", "lat"))
    assert read.places["code"] == to_codes(lon, lat).tolist()
    assert read.places["code"] == sorted(read.places["code"])
    for place, spot in enumerate(spots):
        shared = places["category"][at[spot["id"]]]
        assert padded(read.places.get("category"), place + 1)[place] == or_none(shared)
    facts = read.rows("facts", read.many["count"])
    time = {id_: row for row, id_ in enumerate(payload.head["events"]["id"])}
    start = 0
    for size in [*read.places["count"], read.many["count"] - read.many["placed"]]:
        run = [time[one["id"]] for one in facts[start : start + size]]
        assert run == sorted(run)
        start += size
    assert [time[facts[event]["id"]] for event in in_time(read)] == list(range(len(facts)))


def in_time(read: ManyReader) -> list[int]:
    """The events in time order, as the page's columns tell it."""
    steps, tied = [], read.events.get("date_tied", [0] * read.many["dates"])
    for date in range(read.many["dates"]):
        steps.append(steps[-1] + 1 - tied[date] if steps else 0)
    turns = read.events.get("turn", list(range(read.many["count"])))
    dates = read.events["date"]
    assert None not in turns
    keys = [(steps[date], turn) for date, turn in zip(dates, turns, strict=True)]
    return sorted(range(len(keys)), key=keys.__getitem__)


def test_events_of_the_same_days_keep_the_order_of_the_file(tmp_path):
    (tmp_path / "exhibit.toml").write_text('title = "Days"\n[basemap]\ndetail = "none"\n')
    rows = ["id,date,title,lon,lat,sort_date"]
    rows += [
        f"e{n},{('1990', '1990~', '1990-01', '', '1991')[n % 5]},T,{1 + n * 37 % 80},{n * 53 % 90},"
        + ("1990-01" if n % 10 == 4 else "")
        for n in range(60)
    ]
    (tmp_path / "events.csv").write_text("\n".join(rows) + "\n")
    exhibit = read_exhibit(tmp_path)
    read = ManyReader(render_page(exhibit))
    ids = [one["id"] for one in read.rows("facts", 60)]
    told = [ids[event] for event in in_time(read)]
    assert told == exhibit.events["id"].to_pylist()
    january = [n for n in range(60) if n % 5 == 2 or n % 10 == 4]
    year = [n for n in range(60) if n % 5 < 2]
    assert told[: len(january) + len(year)] == [f"e{n}" for n in january + year]
    # Without places the page's own order is that of the file.
    (tmp_path / "events.csv").write_text("id,date,title\na,1990,A\nb,1990,B\nc,1991,C\n")
    assert "turn" not in ManyReader(render_page(read_exhibit(tmp_path))).events


@pytest.mark.parametrize("case", CASES)
def test_a_word_leads_to_each_chunk_that_has_it(case, monkeypatch):
    """In chunks of two rows, so that there are several."""
    for module in ("text_chunks", "record_texts", "many_words", "many_page"):
        monkeypatch.setattr(sys.modules[f"mapbuilder.{module}"], "ROWS", 2)
    monkeypatch.setattr(sys.modules["mapbuilder.record_texts"], "_BATCH", 6)
    exhibit = exhibit_of(case)
    read, payload = ManyReader(render_page(exhibit)), payload_of(case)
    from mapbuilder.columns import to_columns

    columns = to_columns(exhibit)
    count = read.many["count"]
    facts = read.rows("facts", count)
    row_of = {id_: row for row, id_ in enumerate(payload.head["events"]["id"])}
    several = payload.head["events"].get("places")
    for tag, block in payload.languages.items():
        words = event_words(columns, block)
        chunks: dict[str, set[int]] = {}
        for event, fact in enumerate(facts):
            row = row_of[fact["id"]]
            places = (several[row] if several else None) or [payload.head["events"]["place"][row]]
            found = words[row].split()
            if read.many.get("only"):
                found += distinct([payload.texts["events"]["quote"][row]]).split()
            for place in places:
                if place >= 0:
                    found += block["search"]["places"][place].split()
            for word in found:
                chunks.setdefault(word, set()).add(event // 2)
        index = read.container(f"many-words-{tag}")
        assert bytes(index["words"]).decode().split("\n") == sorted(chunks)
        at = 0
        for word, length in zip(sorted(chunks), index["length"], strict=True):
            numbers, last, number, shift = [], -1, 0, 0
            for byte in index["postings"][at : at + length]:
                byte = 255 if byte is None else byte
                number |= (byte & 0x7F) << shift
                shift += 7
                if byte < 0x80:
                    last += number + 1
                    numbers.append(last)
                    number = shift = 0
            at += length
            assert numbers == sorted(chunks[word]), word


@pytest.mark.parametrize("case", [*CASES, DEFAULT])
def test_the_sources_can_be_shown_alone_where_one_that_is_no_context_is_quoted(case):
    read, payload = both(case)
    panels = payload.head["groups"]["panel"]
    quotes = zip(payload.texts["events"]["quote"], payload.head["events"]["group"], strict=True)
    quoting = [not (group >= 0 and panels[group] == "context") for quote, group in quotes if quote]
    assert read.many.get("only", False) == any(quoting)


def test_the_steps_of_a_story_lead_to_records_and_places_among_all(tmp_path, monkeypatch):
    """The text version, which has two of the records, names those of the others as well."""
    exhibit = read_exhibit(write_whole(tmp_path / "whole")).with_basemap("none")
    monkeypatch.setattr(many, "TEXT_EVENTS", 2 * len(exhibit.config.languages))
    page = render_page(exhibit)
    read, payload = ManyReader(page), to_payload(exhibit)
    ids = [one["id"] for one in read.rows("facts", read.many["count"])]
    places = [one["id"] for one in read.rows("spots-en", read.many["places"])]
    story = read.json("texts")["story"]
    few = payload.texts["story"]
    for name, known, own in (
        ("event", ids, payload.head["events"]["id"]),
        ("place", places, payload.head["places"]["id"]),
    ):
        led = [known[at] if at >= 0 else None for at in story[name]]
        assert led == [own[at] if at >= 0 else None for at in few[name]]
        assert any(led)
    assert [story[name] for name in ("id", "bbox", "zoom")] == [
        few[name] for name in ("id", "bbox", "zoom")
    ]
    for tag, block in payload.languages.items():
        kept = read.json(f"texts-{tag}")
        assert kept["story"] == block["story"]
        assert kept["fallback"].get("story.title") == block["fallback"].get("story.title")
    assert len(exhibit.events) > 2
    text = page.decode().partition('<section class="story">')[2].partition("</section>")[0]
    assert "A bridge falls, and is built again" in text


def test_ids_are_found_by_24_bits_of_their_fnv_hash():
    read, _ = both("twelve-languages")
    ids = [one["id"] for one in read.rows("facts", read.many["count"])]
    hashes = []
    for id_ in ids:
        value = 0x811C9DC5
        for byte in id_.encode():
            value = (value ^ byte) * 0x01000193 % 2**32
        hashes.append(value & 0xFFFFFF)
    assert read.container("many-ids")["hash"] == hashes


def test_no_element_of_chunks_is_longer_than_a_parser_takes_up_lightly():
    digits = (hashlib.sha512(b"%d" % number).hexdigest() for number in range(30_000))
    rows = ({"a": ["".join(next(digits) for _ in range(100))]} for _ in range(300))
    series = text_chunks.to_series("facts", rows)
    assert max(map(len, series.elements)) <= text_chunks.MOST_BYTES == 1_000_000
    assert len(series.elements) > 1
    # Chunks are whole, and no element could have held the next one's first.
    lengths, parts = (column.numbers for column in series.columns)
    for part, element in enumerate(series.elements):
        own = lengths[parts == part]
        assert own.sum() == len(element)
        following = lengths[parts == part + 1][:1]
        assert (len(element) + following > text_chunks.MOST_BYTES).all()


def test_bytes_are_the_same_for_one_thread_and_four(monkeypatch):
    exhibit = exhibit_of("twelve-languages")
    monkeypatch.setattr(text_chunks, "MOST_BYTES", 2_000)
    for module in ("text_chunks", "record_texts", "many_words", "many_page"):
        monkeypatch.setattr(sys.modules[f"mapbuilder.{module}"], "ROWS", 2)
    pages = []
    for cores in (1, 4):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        pages.append(render_page(exhibit))
    assert pages[0] == pages[1]


@pytest.mark.slow
def test_bytes_are_the_same_for_any_hash_seed():
    script = (
        "from hashlib import sha256\nfrom mapbuilder import many, page, read_exhibit\n"
        "many.MANY_EVENTS = 0\n"
        f"exhibit = read_exhibit({str(EXHIBITS / 'former-names')!r}).with_basemap('none')\n"
        "print(sha256(page.render_page(exhibit)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    exhibit = read_exhibit(EXHIBITS / "former-names").with_basemap("none")
    own = hashlib.sha256(render_page(exhibit)).hexdigest()
    assert digests == {f"{own}\n".encode()}


def test_a_page_of_many_records_verifies_and_a_changed_byte_is_named():
    page = BOM + render_page(exhibit_of("twelve-languages"))
    assert verify_bytes(page, "page.html") == ()
    read = ManyReader(page)
    names = [name for name in read.elements if name.startswith("many-")]
    assert len(names) > 6
    for name in names:
        at = page.index(b'id="%s" hidden><!--' % name.encode()) + len(name) + 19
        changed = page[:at] + (b"B" if page[at : at + 1] != b"B" else b"C") + page[at + 1 :]
        found = verify_bytes(changed, "page.html")
        assert [one.part for one in found] == [name]
        assert "all records" in found[0].message


def test_lines_and_areas_are_drawn_as_among_few():
    read, payload = both("lines-and-areas")
    block, few = read.json("many-outlines"), payload.outlines
    head = payload.head["places"]
    drawn = {
        id_: head["shape"][row] for row, id_ in enumerate(head["id"]) if head["shape"][row] >= 0
    }
    assert sorted(block["id"]) == sorted(drawn)
    assert len(block["id"]) == read.many["outlines"] > 1
    ids = [spot["id"] for spot in read.rows(f"spots-{read.tags[0]}", read.many["places"])]
    for number, id_ in enumerate(block["id"]):
        assert read.places["shape"][ids.index(id_)] == number
        assert block["kind"][number] == few["kind"][drawn[id_]]
        assert block["bbox"][number] == few["bbox"][drawn[id_]]
    assert {one for one in read.places["shape"] if one is not None} == set(range(len(drawn)))


def test_lines_and_areas_that_are_too_many_are_told_once(monkeypatch):
    from mapbuilder import many_outlines

    # Made before MOST is patched: what is cached is for all tests.
    shaped = both("lines-and-areas")[0].places
    report = Report()
    render_parts(exhibit_of("lines-and-areas"), report=report)
    assert not any(one.code == "many-left-out" for one in report.problems())
    monkeypatch.setattr(many_outlines, "MOST", 2)
    page = ManyReader(b"".join(render_parts(exhibit_of("lines-and-areas"), report=report)))
    (told,) = [one for one in report.problems() if one.code == "many-left-out"]
    assert told.severity == "note"
    assert "draws 2 lines and areas" in told.message
    kept = [place for place, shape in enumerate(page.places["shape"]) if shape is not None]
    assert len(kept) == 2
    # Those of the places with the most records.
    counts = sorted(
        (
            count
            for count, shape in zip(shaped["count"], shaped["shape"], strict=True)
            if shape is not None
        ),
        reverse=True,
    )
    assert sorted((page.places["count"][place] for place in kept), reverse=True) == counts[:2]


def test_what_events_are_numbered_by_is_as_narrow_as_there_are_numbers():
    read, _ = both(DEFAULT)
    content = read.inflated("many-events")
    header = json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])
    types = {one["name"]: one["type"] for one in header}
    assert {types[name] for name in ("date", "category", "group", "source")} == {"u8"}


@pytest.mark.parametrize(
    ("known", "widest", "type_"),
    [(255, "u32", "u8"), (256, "u32", "u16"), (65_535, "u16", "u16"), (65_536, "u32", "u32")],
)
def test_none_is_told_from_the_last_of_those_that_are_known(known, widest, type_):
    column = many_page._numbering("source", np.array([known - 1, -1]), known, widest)
    assert column.type == type_
    (numbers,) = read_container(to_container([column])).values()
    assert numbers == [known - 1, None]


def test_a_page_too_large_for_browsers_is_warned_of(monkeypatch):
    monkeypatch.setattr(many_page, "_MOST_BYTES", 100_000)
    report = Report()
    render_parts(exhibit_of("former-names"), report=report)
    (told,) = [one for one in report.problems() if one.code == "page-size"]
    assert told.severity == "warning"


@pytest.mark.parametrize("limits", [{"TEXT_EVENTS": 3}, {"LARGE": 3, "SAMPLE": 3}])
def test_the_text_version_holds_the_first_records_and_says_how_many_there_are(monkeypatch, limits):
    for name, limit in limits.items():
        monkeypatch.setattr(many, name, limit)
    exhibit = exhibit_of("former-names")
    assert len(exhibit.events) > 3
    page = render_page(exhibit).decode()
    assert page.count("<article ") == 3
    assert 'class="cut"' in page
    read = ManyReader(page.encode())
    named = json.loads(read.elements["json-ld"])["about"]
    assert len(named) == 3


def test_many_is_more_than_the_limits_and_no_less(monkeypatch):
    exhibit = exhibit_of("former-names")
    count = len(exhibit.events)
    monkeypatch.setattr(many, "MANY_EVENTS", count)
    assert not many.is_many(exhibit)
    monkeypatch.setattr(many, "MANY_EVENTS", count - 1)
    assert many.is_many(exhibit)
    monkeypatch.setattr(many, "MANY_EVENTS", count)
    marked = len({place for place in to_payload(exhibit).head["events"]["place"] if place >= 0})
    monkeypatch.setattr(many, "MANY_PLACES", marked - 1)
    assert many.is_many(exhibit)


def test_a_thousand_sources_are_all_carried_and_few_stand_in_the_text(monkeypatch):
    from mapbuilder import text_version

    monkeypatch.setattr(text_version, "MOST_SOURCES", 5)
    monkeypatch.setattr(many, "TEXT_EVENTS", 2)
    exhibit = exhibit_of("former-names")
    count = len(exhibit.events)
    named = pa.array([f"source {row}" for row in range(count)])
    at = exhibit.events.column_names.index("source")
    exhibit = replace(exhibit, events=exhibit.events.set_column(at, "source", named))
    page = render_page(exhibit)
    read = ManyReader(page)
    sources = read.json("texts")["sources"]["id"]
    assert sorted(sources) >= sorted(named.to_pylist())
    assert page.count(b'<li id="source-') == 2
    facts = read.rows("facts", count)
    row_of = {id_: row for row, id_ in enumerate(exhibit.events["id"].to_pylist())}
    for event, fact in enumerate(facts):
        assert sources[read.events["source"][event]] == f"source {row_of[fact['id']]}"


def test_the_blocks_of_a_page_of_many_records_are_what_they_were(golden):
    """What readers of the page go by; see docs/many-records.md."""
    read, _ = both("several-places")
    series = [name for name in read.events if name.startswith("chunk:")]
    # How long a deflated chunk is, is libdeflate's affair.
    events = {name: column for name, column in read.events.items() if name not in series}
    block = {
        "many": read.many,
        "many-places": read.places,
        "many-events": events,
        "many-ids": read.container("many-ids"),
        **{f"many-dates-{tag}": read.json(f"many-dates-{tag}") for tag in read.tags},
        **{
            f"many-words-{tag}": {
                **(index := read.container(f"many-words-{tag}")),
                "words": bytes(index["words"]).decode().split("\n"),
            }
            for tag in read.tags
        },
        **{name: read.chunks(name.removeprefix("chunk:")) for name in series},
    }
    text = json.dumps(block, ensure_ascii=False, indent=1) + "\n"
    golden(ROOT / "tests/reports/many-records.json", text)
